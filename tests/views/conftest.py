"""A small made-up corpus on the real territories: twelve figures, three years, one secret, one gap, one rounded."""

import zlib
from datetime import date
from functools import cached_property, lru_cache
from itertools import count

import numpy as np
import pandas as pd
import pytest

from ctg_data.indicators.model import Branche, Distribution, Effectif, Etoile, Face, Indicateur, Manque, Publie, Ratio, Ref, Rupture, Sens
from ctg_data.loaders.model import Source
from ctg_data.records import (
    COLONNES_ATTRIBUTS,
    COLONNES_EQUIPEMENTS,
    COLONNES_VALEURS,
    empty,
    typed,
    typed_attributs,
    typed_equipements,
)
from ctg_data.settings import RACINE
from ctg_data.territoires import referentiel
from ctg_data.views.portrait import portrait

EPCI, DEPARTEMENT, REGION = "200066512", "87", "75"
"""Élan Limousin Avenir Nature, one of the two pilot territories."""
JOUR = date(2026, 11, 22)
ANNEES = (2021, 2022, 2023)
AGES = ("0 à 2 ans", "3 à 17 ans", "18 à 64 ans", "65 ans et plus")
RUPTURE = (Rupture(2022, "Le calcul a changé.", "Producteur"),)
NEUTRE, PLUS, MOINS = Sens.NEUTRE, Sens.HAUT_FAVORABLE, Sens.HAUT_DEFAVORABLE


def figure(nom, theme, sens, libelle, *, face=None, angle=1, formule=None, unite="%", decimales=1, **plus):
    place = Etoile(Branche(theme), face) if face else None
    formule = formule or Ratio((Ref(nom),), (Ref("pop_municipale"),))
    lecture = plus.pop("lecture", "{territoire}, " + libelle + " : {valeur} " + unite + " en {annee}")
    return Indicateur(
        nom, libelle, f"Définition de {libelle}.", theme, angle, (formule,), unite, decimales, sens, lecture, etoile=place, **plus
    )


CATALOGUE = (
    figure("pop", "PO", NEUTRE, "Population", formule=Effectif((Ref("pop"),)), unite="habitants", decimales=0),
    figure("age", "PO", NEUTRE, "Âges", formule=Distribution(tuple((a, (Ref("age"),)) for a in AGES)), unite="personnes"),
    figure("part_m3", "PE", NEUTRE, "Part des moins de 3 ans", face=Face.BESOIN),
    figure("couverture", "PE", PLUS, "Taux de couverture", face=Face.OFFRE, angle=2, unite="places pour 100 enfants"),
    figure("manque", "PE", MOINS, "Places qui manquent", angle=3, formule=Manque((Ref("p"),), (Ref("b"),)), unite="places", decimales=0),
    figure("qf", "EN", MOINS, "Part des foyers à QF inférieur à 800", face=Face.BESOIN, seuils=("k5", "n30")),
    figure("neet", "JE", MOINS, "Jeunes ni en emploi ni en études", face=Face.BESOIN),
    figure("monop", "PA", MOINS, "Part des familles monoparentales", face=Face.BESOIN),
    figure("seules", "AV", MOINS, "Personnes vivant seules", face=Face.BESOIN),
    figure("effort", "LO", MOINS, "Taux d’effort supérieur à 40 %", face=Face.BESOIN, ruptures=RUPTURE),
    figure("fs", "AD", PLUS, "France services pour 20 000 habitants", face=Face.OFFRE, angle=2, unite="espaces"),
    figure("pauvrete", "IN", MOINS, "Taux de pauvreté", face=Face.BESOIN, formule=Publie(Ref("p")), niveaux=("epci", "departement")),
)


def hasard(*cle):
    """A number between 0 and 1 that depends on nothing but the key."""
    return (zlib.crc32("|".join(map(str, cle)).encode()) % 10_000) / 10_000


class FauxCorpus:
    """The same members as ``store.corpus.Corpus``."""

    _rang = count(1)

    def __init__(self, frame, demo=(), importees=(), epoque=None):
        self.frame_epoque = empty(COLONNES_VALEURS) if epoque is None else epoque
        self.empreinte = f"{next(self._rang):08}-essai"
        self.frame, self.demo = frame, frozenset(demo)
        self.editions = pd.DataFrame({"sources": list(importees), "courante": [True] * len(importees)})

    precedente = paquet = None
    fictive = False
    faits = typed_attributs(pd.DataFrame(columns=list(COLONNES_ATTRIBUTS))).assign(demo=False)

    def publie_le(self, niveau, code):
        return "2026-11-20"

    def epoques(self, codes, indicateurs=None):
        return self.frame_epoque[self.frame_epoque["code"].isin(list(codes))].assign(demo=False)

    def attributs(self, niveau):
        return self.faits[self.faits["niveau"].eq(niveau)]

    lieux = typed_equipements(pd.DataFrame(columns=list(COLONNES_EQUIPEMENTS))).assign(demo=False)

    def equipements(self, niveau="commune"):
        return self.lieux[self.lieux["niveau"].eq(niveau)]

    def est_demo(self, niveau, code):
        return (niveau, code) in self.demo or ("*", "*") in self.demo

    def ecarte(self, niveau, code):
        return False

    @cached_property
    def _par_niveau(self):
        return {niveau: f.assign(demo=False) for niveau, f in self.frame.groupby("niveau", observed=True)}

    def valeurs(self, niveau, codes=None, indicateurs=None, annees=None):
        f = self._par_niveau.get(niveau)
        if f is None:
            return self.frame.head(0).assign(demo=False)
        choisies = np.ones(len(f), dtype=bool)
        for nom, choix in (("code", codes), ("indicateur", indicateurs), ("annee", annees)):
            if choix is not None:
                choisies &= f[nom].isin(list(choix)).to_numpy()
        return f[choisies]


def ligne(indicateur, niveau, code, annee, valeur, *, modalite="total", statut="ok", marge=2.0, **plus):
    bornes = {"ic_bas": valeur - marge, "ic_haut": valeur + marge} if marge and statut == "ok" else {}
    base = {c: float("nan") for c in ("valeur", "ic_bas", "ic_haut")} | {"est": False, "arr5": False, "millesime_geo": 2026, "edition": "e"}
    cle = {"indicateur": indicateur, "niveau": niveau, "code": code, "annee": annee, "modalite": modalite, "statut": statut}
    connue = {"valeur": valeur} if statut == "ok" else {}
    return base | cle | connue | bornes | {"sources": f"rp@{annee}|filo@{annee - 1}"} | plus


def frame(lignes):
    return typed(pd.DataFrame(list(lignes)), COLONNES_VALEURS)


def invente(ref):
    """Rows of every figure for the stratum, the département, its région, France and the communes of the territory."""
    strate = [c for c, s in ref.strates().items() if s.id == ref.strate(EPCI).id]
    lieux = [("epci", c) for c in strate] + [("departement", DEPARTEMENT), ("region", REGION), ("france", "FR")]
    lieux += [("commune", c) for c in ref.membres("epci", EPCI)]
    for niveau, code in lieux:
        for i in CATALOGUE:
            if niveau not in i.niveaux:
                continue
            for annee in ANNEES:
                if i.id == "age":
                    for a in AGES:
                        yield ligne("age", niveau, code, annee, round(1000 * (1 + hasard(code, a))), modalite=a, marge=None)
                elif i.id in ("pop", "manque"):
                    yield ligne(i.id, niveau, code, annee, round(300 * hasard(i.id, code, annee)) - 60 * (i.id == "manque"), marge=None)
                else:
                    yield ligne(i.id, niveau, code, annee, round(10 + 20 * hasard(i.id, code) + annee - 2021, 1))


@pytest.fixture(scope="session")
def ref():
    return referentiel.charge(RACINE / "data" / "reference")


@lru_cache(maxsize=1)
def inventees(ref):
    return frame(invente(ref))


@pytest.fixture(scope="session")
def valeurs(ref):
    return inventees(ref)


@pytest.fixture(scope="session")
def sources():
    commun = {"licence": "Licence Ouverte", "profil_secret": "insee_rp", "dispositions": (), "millesime_geo": lambda a: a}
    return {
        "rp": Source("rp", "Recensement", "Insee", **commun),
        "filo": Source("filo", "Filosofi", "Insee", **commun),
        "cnaf": Source("cnaf", "Taux de couverture", "Cnaf", **commun),
    }


@pytest.fixture(scope="session")
def fait(ref, valeurs, sources):
    """``fait(niveau="epci", code=EPCI, corpus=None, …)``: a portrait of the made-up corpus."""

    def _fait(niveau="epci", code=EPCI, *, corpus=None, **choix):
        return portrait(
            corpus or FauxCorpus(valeurs), ref, niveau=niveau, code=code, catalogue=CATALOGUE, sources=sources, jour=JOUR, **choix
        )

    return _fait

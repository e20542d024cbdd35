"""Small invented countries, and the two objects that a publication reads: their reference and their store."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pandas as pd

from ctg_data.diagnostic import hierarchie
from ctg_data.diagnostic.hierarchie import Hierarchie
from ctg_data.indicators.model import Formule, Indicateur, Sens
from ctg_data.loaders.model import Source
from ctg_data.records import COLONNES_MESURES, typed
from ctg_data.territoires.model import CIBLE, MILLESIMES

INTERNE = Source("interne", "Requête", "Caf", "interne", "caf_interne", (), lambda annee: annee + 1)
PUBLIQUE = Source("publique", "Série", "Cnaf", "LO", "cnaf_open", (), lambda annee: annee + 1)
"""Exact figures that anybody may read, above the commune."""


@dataclass(frozen=True)
class Pays:
    """Communes, département by département: their EPCI ("" without), département, région and population."""

    epci: tuple[str, ...]
    departement: tuple[str, ...]
    region: Mapping[str, str]
    population: tuple[int, ...] = ()

    @property
    def communes(self) -> pd.DataFrame:
        n = len(self.epci)
        return pd.DataFrame(
            {
                "code": self.codes,
                "nom": self.codes,
                "epci": list(self.epci),
                "departement": list(self.departement),
                "region": [self.region[d] for d in self.departement],
                "population": list(self.population) or [1000] * n,
                "annee_population": 2023,
            }
        )

    @property
    def codes(self) -> list[str]:
        return [f"{d}{rang:03d}" for rang, d in enumerate(self.departement)]

    @property
    def hierarchie(self) -> Hierarchie:
        return hierarchie.construit(self.communes)

    @property
    def referentiel(self) -> "ReferenceEssai":
        """What the engine and the protection ask of the reference."""
        communes = self.communes
        par = {n: _groupe(communes, n) for n in ("epci", "departement", "region")}
        par["commune"] = communes[["code", "population"]]
        passage = pd.DataFrame({"code_src": communes["code"], "code_dst": communes["code"], "poids": 1.0, "estime": False})
        return ReferenceEssai(
            communes=lambda millesime=CIBLE: communes.copy(),
            appartenance=lambda millesime=CIBLE: communes.rename(columns={"code": "commune"}),
            epci=lambda millesime=CIBLE: par["epci"],
            departements=lambda: par["departement"],
            regions=lambda: par["region"],
            codes=lambda niveau, millesime=CIBLE: frozenset({"FR"} if niveau == "france" else par[niveau]["code"]),
            passage=lambda de, vers=CIBLE: passage,
            arrondissements={},
        )


class ReferenceEssai(SimpleNamespace):
    """Told apart by identity, as the real one is."""

    __hash__ = object.__hash__
    __eq__ = object.__eq__


class MagasinEssai:
    """Hand-made current rows of the CAF's own."""

    def __init__(self, lignes: pd.DataFrame):
        self._lignes = typed(lignes, COLONNES_MESURES)
        self.referents = SimpleNamespace(sources={"interne": INTERNE, "publique": PUBLIQUE})

    def mesures(self, noms: Collection[str], niveaux: Collection[str]) -> pd.DataFrame:
        return self._lignes[self._lignes["mesure"].isin(noms) & self._lignes["niveau"].isin(niveaux)]

    def editions(self) -> pd.DataFrame:
        annees = tuple(sorted(int(a) for a in self._lignes["annee"].unique()))
        edition = {"id": "e1", "courante": True, "annees": annees, "sources": ("interne",), "departements": ()}
        return pd.DataFrame([edition | {"profil_secret": ("caf_interne",)}])


def lignes(pays: Pays, comptes: Mapping[tuple[str, str, int], Sequence[float]]) -> pd.DataFrame:
    """Rows of ``mesures``: (mesure, modalite, annee) -> one count for each commune (NaN: no row)."""
    morceaux = [
        pd.DataFrame({"code": pays.codes, "valeur": np.array(valeurs, dtype=float), "mesure": m, "modalite": mod, "annee": annee})
        for (m, mod, annee), valeurs in comptes.items()
    ]
    frame = pd.concat(morceaux, ignore_index=True).dropna(subset="valeur")
    fixes = {"source": "interne", "niveau": "commune", "mois": 12, "regime": "caf", "unite": "foyers", "statut": "ok", "est": False}
    return typed(frame.assign(**fixes, arr5=False, millesime_geo=MILLESIMES[-1], edition="e1"), COLONNES_MESURES)


def indicateur(identifiant: str, *formules: Formule, **champs: object) -> Indicateur:
    defauts = {"libelle": "x", "definition": "x", "theme": "IN", "angle": 1, "unite": "%", "decimales": 1, "sens": Sens.NEUTRE}
    return Indicateur(id=identifiant, formules=formules, lecture="{annee}{territoire}{valeur}", **(defauts | champs))


def _groupe(communes: pd.DataFrame, niveau: str) -> pd.DataFrame:
    """Code, population, main département and région of each unit of a level."""
    membres = communes[communes[niveau] != ""]
    tries = membres[["population", "departement", "region"]].assign(unite=membres[niveau])
    sommes = tries.groupby("unite").agg(population=("population", "sum"), departement=("departement", "first"), region=("region", "first"))
    return sommes.reset_index(names="code")

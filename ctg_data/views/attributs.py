"""The line under the name of a territory: what lists and typologies say of a commune, or of how many communes (ADR 0016)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from ctg_data.territoires.model import MILLESIMES
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views import origines
from ctg_data.views.lecture import Contexte, Corpus
from ctg_data.views.reserve import Reserve
from ctg_data.wording import attributs as mots
from ctg_data.wording import nombres

PLUSIEURS = frozenset({"qpv"})
"""Attributes of which a commune may have several values."""
PARTIELLES = frozenset({"qpv", "montagne"})
"""Lists of the communes that are in something: those that they do not name are not, so that a count needs no row of theirs."""
LISTES = Reserve(2)
"""Facts of the last publications read, brought to the communes of today: 200,000 rows, 10 MB."""


@dataclass(frozen=True)
class Liste:
    """One attribute, from the latest list that gives it: commune of today -> its values."""

    source: str
    annee: int
    valeurs: Mapping[str, tuple[str, ...]]


def ligne(ctx: Contexte) -> tuple[str, str]:
    """What is told of the territory, and its sources with their years; two empty texts where nothing is known.

    A territory shown with fictitious figures is told fictitious facts only, a real one real facts only.
    """
    if ctx.territoire.niveau == "france":
        return "", ""
    listes = lis(ctx.corpus, ctx.ref, demo=ctx.demo)
    commune = ctx.territoire.niveau == "commune"
    dits = dict(
        _commune(listes, ctx.territoire.code) if commune else _communes(listes, ctx.ref.membres(ctx.territoire.niveau, ctx.territoire.code))
    )
    dits = {a: texte for a, texte in dits.items() if mots.REMPLACEES.get(a) not in listes}
    if not dits:
        return "", ""
    texte = " · ".join(dits.values())
    sources = dict.fromkeys((listes[a].source, listes[a].annee) for a in dits)
    noms = (mots.SOURCE.format(nom=origines.nom(ctx.sources, nom).entier, annee=annee) for nom, annee in sources)
    return nombres.capitale(texte) if commune else mots.COMMUNES.format(liste=texte), " ; ".join(noms)


def lis(corpus: Corpus, ref: Referentiel, *, demo: bool) -> Mapping[str, Liste]:
    """Attribute -> its latest list, kept by publication and reference."""
    return LISTES.donne((corpus.empreinte, ref.empreinte, demo), lambda: _lis(corpus.attributs("commune"), ref, demo))


def _lis(faits: pd.DataFrame, ref: Referentiel, demo: bool) -> dict[str, Liste]:
    faits = faits[faits["demo"].eq(demo) & faits["millesime_geo"].isin(MILLESIMES)]
    passages = {int(m): _Passage.de(ref.passage(int(m))) for m in faits["millesime_geo"].unique()}
    listes = {}
    for attribut in mots.ORDRE:
        siens = faits[faits["attribut"].eq(attribut)]
        if len(siens):
            annee = int(siens["annee"].max())
            derniers = siens[siens["annee"].eq(annee)]
            listes[attribut] = Liste(str(derniers["source"].iloc[0]), annee, _ramene(derniers, passages, plusieurs=attribut in PLUSIEURS))
    return listes


@dataclass(frozen=True)
class _Passage:
    """What changed from a vintage to today: commune of today -> those it was made of; communes divided since; codes concerned."""

    formees: Mapping[str, tuple[str, ...]]
    divisees: frozenset[str]
    concernes: frozenset[str]

    @classmethod
    def de(cls, passage: pd.DataFrame) -> "_Passage":
        source, cible = passage["code_src"], passage["code_dst"]
        divisee = source.duplicated(keep=False)
        lignes = passage[source.ne(cible) | divisee | cible.duplicated(keep=False)]
        formees: dict[str, tuple[str, ...]] = {}
        for de, vers in zip(lignes["code_src"].tolist(), lignes["code_dst"].tolist(), strict=True):
            formees[vers] = (*formees.get(vers, ()), de)
        return cls(formees, frozenset(source[divisee]), frozenset(lignes["code_src"]) | frozenset(formees))


def _ramene(faits: pd.DataFrame, passages: Mapping[int, _Passage], *, plusieurs: bool) -> dict[str, tuple[str, ...]]:
    """The values of the communes of today.

    A commune made of several has what they all had, or nothing is told; the parts of a divided one have what it had, but for the
    places (``plusieurs``), of which nobody knows the part.
    """
    valeurs: dict[str, tuple[str, ...]] = {}
    for millesime, lignes in faits.groupby("millesime_geo", observed=True):
        passage, avant = passages[int(millesime)], _par_code(lignes)
        valeurs |= {code: tuple(sorted(v)) for code, v in avant.items() if code not in passage.concernes}
        for cible, sources in passage.formees.items():
            parts = [frozenset() if plusieurs and s in passage.divisees else avant.get(s, frozenset()) for s in sources]
            dites = frozenset().union(*parts) if plusieurs or len(set(parts)) == 1 else frozenset()
            if dites:
                valeurs[cible] = tuple(sorted(dites))
    return valeurs


def _par_code(lignes: pd.DataFrame) -> dict[str, frozenset[str]]:
    avant: dict[str, frozenset[str]] = {}
    for code, valeur in zip(lignes["code"].tolist(), lignes["valeur"].tolist(), strict=True):
        avant[code] = avant[code] | {valeur} if code in avant else frozenset({valeur})
    return avant


def _commune(listes: Mapping[str, Liste], code: str) -> Iterator[tuple[str, str]]:
    """(attribute, words) of one commune."""
    for attribut, liste in listes.items():
        dites = liste.valeurs.get(code, ())
        if attribut == "qpv":
            if dites:
                yield attribut, nombres.pluriel(len(dites), *mots.QPV)
            continue
        texte = ", ".join(filter(None, (mots.COMMUNE[attribut].get(v, "") for v in dites)))
        if texte:
            yield attribut, texte


def _communes(listes: Mapping[str, Liste], membres: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(attribute, counts of communes), for the attributes known of every member: a count of some of them would pass for all."""
    for attribut, liste in listes.items():
        connues = [liste.valeurs[c] for c in membres if c in liste.valeurs]
        if attribut == "qpv":
            if connues:
                yield attribut, nombres.pluriel(len(connues), *mots.AVEC_QPV)
            continue
        if attribut not in mots.GROUPES or (attribut not in PARTIELLES and len(connues) < len(membres)):
            continue
        comptes = Counter(v for valeurs in connues for v in valeurs)
        textes = [nombres.pluriel(comptes[v], *noms) for v, noms in mots.GROUPES[attribut].items() if comptes[v]]
        if textes:
            yield attribut, ", ".join(textes)

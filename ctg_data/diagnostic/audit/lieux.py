"""Places that add up, for the auditor: communes, EPCI and their portions, départements, régions, France, perimeters.

Written apart from the engine's own hierarchy, on purpose: an error of one must not blind the other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from ctg_data.records import CODE_FRANCE

PORTION, PERIMETRE = "portion", "perimetre"
Lieu = tuple[str, str]
"""(level, code); the code of a portion is « EPCI/département »."""


@dataclass(frozen=True, eq=False)
class Lieux:
    """``lieux``: every place; ``sommes``: (place, the places that add up to it), as ranks in ``lieux``, from the bottom up."""

    lieux: tuple[Lieu, ...]
    sommes: tuple[tuple[int, np.ndarray], ...]
    communes: pd.DataFrame

    @cached_property
    def rang(self) -> Mapping[Lieu, int]:
        return {lieu: rang for rang, lieu in enumerate(self.lieux)}

    @cached_property
    def additions(self) -> sparse.csr_array:
        """One row a sum: its parts less itself, [sums, places]."""
        lignes = [np.full(len(parts) + 1, i) for i, (_, parts) in enumerate(self.sommes)]
        colonnes = [np.append(parts, tout) for tout, parts in self.sommes]
        poids = [np.append(np.ones(len(parts)), -1) for _, parts in self.sommes]
        forme = (len(self.sommes), len(self.lieux))
        if not lignes:
            return sparse.csr_array(forme)
        return sparse.csr_array((np.concatenate(poids), (np.concatenate(lignes), np.concatenate(colonnes))), shape=forme)

    def du_niveau(self, niveau: str) -> tuple[np.ndarray, list[str]]:
        """Ranks and codes of the places of a level."""
        rangs = [rang for rang, (n, _) in enumerate(self.lieux) if n == niveau]
        return np.array(rangs, dtype=int), [self.lieux[rang][1] for rang in rangs]

    def dedans(self, niveau: str, code: str) -> np.ndarray:
        """Places that concern a territory: itself, and those of which a commune is one of its own, up to its level; bool."""
        if niveau in ("france", PERIMETRE):
            return np.ones(len(self.lieux), dtype=bool) if niveau == "france" else self._de_communes({code}, PERIMETRE)
        return self._de_communes({code}, niveau)

    def _de_communes(self, codes: Collection[str], niveau: str) -> np.ndarray:
        membres = set(self._communes_de(niveau, codes))
        retenus = {("commune", c) for c in membres} | {(niveau, code) for code in codes}
        ici = self.communes[self.communes["code"].isin(membres)]
        if niveau in ("departement", "region", PERIMETRE):
            retenus |= {("epci", e) for e in ici["epci"] if e} | {("departement", d) for d in ici["departement"] if niveau == "region"}
        retenus |= {(PORTION, f"{e}/{d}") for e, d in zip(ici["epci"], ici["departement"], strict=True)}
        return np.array([lieu in retenus for lieu in self.lieux], dtype=bool)

    def _communes_de(self, niveau: str, codes: Collection[str]) -> Iterable[str]:
        if niveau == PERIMETRE:
            touts = dict(self.sommes)
            return [self.lieux[p][1] for code in codes for p in touts[self.rang[PERIMETRE, code]]]
        colonne = "code" if niveau == "commune" else niveau
        return self.communes.loc[self.communes[colonne].isin(codes), "code"]


def construit(communes: pd.DataFrame, detail: Collection[str], perimetres: Mapping[str, Collection[str]] | None = None) -> Lieux:
    """From the rows code, epci ("" without), departement, region; ``detail``: départements whose communes are told apart.

    ``perimetres``: name -> codes of its communes, all of them told apart.
    """
    table = communes[["code", "epci", "departement", "region"]].astype("str")
    fins = table[table["departement"].isin(detail)]
    epci = sorted(set(fins["epci"]) - {""})
    paires = sorted({(e, d) for e, d in zip(table["epci"], table["departement"], strict=True) if e in set(epci)})
    sieges = pd.Series([e for e, _ in paires], dtype="str").value_counts()
    portions = [f"{e}/{d}" for e, d in paires if sieges[e] > 1]
    lieux: list[Lieu] = [("commune", c) for c in fins["code"]] + [(PORTION, p) for p in portions] + [("epci", e) for e in epci]
    lieux += [("departement", d) for d in sorted(set(table["departement"]))] + [("region", r) for r in sorted(set(table["region"]))]
    lieux += [("france", CODE_FRANCE), *((PERIMETRE, nom) for nom in perimetres or {})]
    rang = {lieu: i for i, lieu in enumerate(lieux)}
    sommes = [*_de_la_hierarchie(table, fins, set(portions), rang), *_des_perimetres(perimetres or {}, rang)]
    sommes.sort(key=lambda somme: rang[somme[0]])
    return Lieux(tuple(lieux), tuple((rang[tout], np.array([rang[p] for p in parts])) for tout, parts in sommes if parts), fins)


def _de_la_hierarchie(table: pd.DataFrame, fins: pd.DataFrame, portions: set[str], rang: Mapping[Lieu, int]):
    """(whole, parts): communes under their portion, their EPCI or their département; portions and EPCI; départements; régions."""
    parts: dict[Lieu, dict[Lieu, None]] = {}
    for code, epci, departement in fins[["code", "epci", "departement"]].itertuples(index=False):
        portion = f"{epci}/{departement}"
        chaine = [("commune", code), *([(PORTION, portion)] if portion in portions else [("epci", epci)] if epci else [])]
        for bas, haut in zip(chaine, [*chaine[1:], ("departement", departement)], strict=True):
            parts.setdefault(haut, {})[bas] = None
    for portion in portions:
        parts.setdefault(("epci", portion.split("/")[0]), {})[PORTION, portion] = None
    for departement, region in table[["departement", "region"]].drop_duplicates().itertuples(index=False):
        parts.setdefault(("region", region), {})["departement", departement] = None
        parts.setdefault(("france", CODE_FRANCE), {})["region", region] = None
    return [(tout, list(p)) for tout, p in parts.items()]


def _des_perimetres(perimetres: Mapping[str, Collection[str]], rang: Mapping[Lieu, int]):
    return [((PERIMETRE, nom), [("commune", c) for c in codes if ("commune", c) in rang]) for nom, codes in perimetres.items()]

"""The star: one 0-100 score per branch, outward always meaning « appelle l'attention » (domain.md §2.9, 3.3-3.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from ctg_data.diagnostic.compare import n_sur_dix, situe
from ctg_data.diagnostic.normalisation import moyennes, percentiles, points
from ctg_data.indicators.model import Branche, Face, Indicateur

MIN_UNITES = 20
"""Fewer units with a value: no percentile."""
MIN_BRANCHES = 5
"""Fewer branches drawn: bars instead of a star."""
PART_COMPLETE = 0.6
"""Under this share of the weight a branch is « partiel »."""

Forme = Literal["etoile", "barres", "vide"]


@dataclass(frozen=True)
class Ensemble:
    """The named, dated reference set; ``codes`` include the territory itself.

    ``unites``: plural noun used in sentences (EPCI, départements).  ``avec``: what is among ``codes`` without being one of them,
    « et ce périmètre », "" for none.
    """

    nom: str
    date: str
    niveau: str
    unites: str
    codes: tuple[str, ...]
    demo: bool
    avec: str = ""


@dataclass(frozen=True)
class Composante:
    """One indicator of a branch.  ``score`` in whole points, None with its ``raison``; ``n``: units with a value.

    ``mots`` place the *value* in the set (higher, lower), not the score.
    """

    indicateur: str
    libelle: str
    annee: int | None
    score: int | None
    n: int
    mots: str
    raison: str = ""


@dataclass(frozen=True)
class Rayon:
    """One branch: ``score`` None means hollow.  ``partiel``: under 60 % of the weight was available.

    ``place``: share (0 to 1) of the set that calls for less attention, as ``mots`` say it: a mean of places is nearer to the
    middle than its own place among the means.
    """

    branche: str
    libelle: str
    score: int | None
    partiel: bool
    composantes: tuple[Composante, ...]
    mots: str
    place: float = 0.0


@dataclass(frozen=True)
class Etoile:
    """A face scored against ``ensemble``; always the ten branches, in their order.

    ``nom``: how the legend calls the territory, « ce territoire » unless the star is another one's (the EPCI of a commune).
    """

    face: str
    ensemble: Ensemble
    rayons: tuple[Rayon, ...]
    nom: str = "ce territoire"

    @property
    def forme(self) -> Forme:
        n = sum(r.score is not None for r in self.rayons)
        return "vide" if n == 0 else "barres" if n < MIN_BRANCHES else "etoile"


def percentile(valeurs: np.ndarray, x: float) -> float:
    """100·(n_below + 0.5·n_equal)/n over ``valeurs``, which include ``x``: 50 at the median and when all are equal."""
    return float(100 * ((valeurs < x).sum() + 0.5 * (valeurs == x).sum()) / len(valeurs))


def orientation(indicateur: Indicateur) -> int:
    """+1 when a high value calls for attention, -1 when a low one does; the offer face is drawn as weakness."""
    place = indicateur.etoile
    return -place.orientation if place.face is Face.OFFRE else place.orientation


def _composante(
    indicateur: Indicateur, reparties: "Repartition", code: str, *, annee: int | None, unites: str
) -> tuple[Composante, float | None]:
    """The place of ``code`` among the units of the set; also returns the exact score, for the mean of the branch."""
    toutes = reparties.de(indicateur.id, annee)
    x, tableau = reparties.valeur(toutes, code), toutes[~np.isnan(toutes)]

    def vide(raison: str) -> tuple[Composante, None]:
        return Composante(indicateur.id, indicateur.libelle, annee, None, len(tableau), "", raison), None

    if np.isnan(x):
        return vide("valeur absente ou protégée ici")
    if len(tableau) < MIN_UNITES:
        return vide(f"moins de {MIN_UNITES} {unites} ont une valeur")
    exact = percentile(orientation(indicateur) * tableau, orientation(indicateur) * x)
    mots = situe(int((tableau < x).sum()), int((tableau == x).sum()), len(tableau), unites=unites, compte=_se_compte(indicateur))
    return Composante(indicateur.id, indicateur.libelle, annee, points(exact), len(tableau), mots), exact


def _se_compte(indicateur: Indicateur) -> bool:
    """Whether the figure counts things (places for 100 children, ‰) rather than being a share, an amount or a ratio."""
    return bool(indicateur.unite) and not indicateur.unite.startswith(("%", "€", "point"))


def _mots_branche(rang: float, composantes: Sequence[Composante], unites: str) -> str:
    """With one indicator, its own place; with several, the percentile ``rang`` of their mean among the means of the set."""
    notees = [c for c in composantes if c.score is not None]
    if len(notees) == 1:
        return f"{notees[0].mots} ({notees[0].libelle})"
    if 45 <= rang <= 55:
        return f"proche du milieu des {unites}"
    part, plus = (rang, "plus") if rang > 55 else (100 - rang, "moins")
    quoi = f"presque tous les {unites}" if part >= 95 else f"{n_sur_dix(part / 100)} {unites} sur 10"
    return f"en moyenne, appelle l’attention {plus} que {quoi}"


def _rang(notees: Sequence[np.ndarray], unite: int) -> float:
    """Percentile of a unit's mean score among the means of the set; ``notees``: oriented values of each indicator, NaN without."""
    lues = moyennes([percentiles(v) for v in notees])
    return percentile(lues[~np.isnan(lues)], lues[unite])


def _place(notees: Sequence[np.ndarray], unite: int, rang: float) -> float:
    """What the words of a branch say: the units under its only value, or the percentile ``rang`` of its mean."""
    if len(notees) > 1:
        return rang / 100
    connues = notees[0][~np.isnan(notees[0])]
    return float((connues < notees[0][unite]).mean())


def _rayon(branche: Branche, libelle: str, composantes: Sequence[tuple[Composante, float | None]], *, rang: float, unites: str) -> Rayon:
    exacts = [exact for _, exact in composantes if exact is not None]
    seules = tuple(c for c, _ in composantes)
    if not exacts:
        return Rayon(str(branche), libelle, None, False, seules, "pas de donnée comparable")
    score = points(float(np.mean(exacts)))
    partiel = len(exacts) < PART_COMPLETE * len(seules)
    return Rayon(str(branche), libelle, score, partiel, seules, _mots_branche(rang, seules, unites))


@dataclass(frozen=True, eq=False)
class Repartition:
    """The published values of a set, made once and read by the star of each of its units.

    ``rangs``: code -> position.  ``valeurs``: (indicator, year) -> one float64 a unit, NaN where there is no published value.
    """

    rangs: Mapping[str, int]
    valeurs: Mapping[tuple[str, int], np.ndarray]

    def de(self, indicateur: str, annee: int | None) -> np.ndarray:
        return self.valeurs.get((indicateur, annee), np.empty(0))

    def valeur(self, toutes: np.ndarray, code: str) -> float:
        return float(toutes[self.rangs[code]]) if len(toutes) and code in self.rangs else np.nan


def repartition(valeurs: pd.DataFrame, codes: Sequence[str]) -> Repartition:
    """``valeurs``: published rows (COLONNES_VALEURS); kept: status ok, total, members of the set."""
    rangs = {code: rang for rang, code in enumerate(codes)}
    garde = valeurs[valeurs["statut"].eq("ok") & valeurs["modalite"].eq("total")]
    lieux = garde["code"].astype("str").map(rangs)
    garde, lieux = garde[lieux.notna()], lieux[lieux.notna()].astype("int64")
    cles = pd.MultiIndex.from_arrays([garde["indicateur"].astype("str"), garde["annee"]])
    numeros, uniques = cles.factorize()
    table = np.full((len(uniques), len(rangs)), np.nan)
    table[numeros, lieux.to_numpy()] = garde["valeur"].to_numpy()
    return Repartition(rangs, {(str(i), int(a)): ligne for (i, a), ligne in zip(uniques, table, strict=True)})


def avec(reparties: Repartition, code: str, valeurs: Mapping[tuple[str, int], float]) -> Repartition:
    """The same set with one more unit.  ``valeurs``: (indicator, year) -> its published value."""
    tableaux = {cle: np.append(tableau, valeurs.get(cle, np.nan)) for cle, tableau in reparties.valeurs.items()}
    return Repartition({**reparties.rangs, code: len(reparties.rangs)}, tableaux)


def etoile(
    reparties: Repartition,
    code: str,
    *,
    face: Face,
    ensemble: Ensemble,
    indicateurs: Sequence[Indicateur],
    annees: Mapping[str, int],
    libelles: Mapping[str, str],
) -> Etoile:
    """Star of ``code`` on ``face``.

    ``annees``: indicator -> the year shown for ``code``; every unit is read that same year.  ``libelles``: branch -> label.
    Score: percentile of domain.md §3.3, oriented by the ``etoile`` declaration; a branch is the mean of its available indicators.
    """
    rayons = []
    for branche in Branche:
        places = [i for i in indicateurs if i.etoile and i.etoile.branche is branche and i.etoile.face is face]
        composantes = [_composante(i, reparties, code, annee=annees.get(i.id), unites=ensemble.unites) for i in places]
        notees = [
            orientation(i) * reparties.de(i.id, c.annee) for i, (c, _) in zip(places, composantes, strict=True) if c.score is not None
        ]
        unite = reparties.rangs[code]
        rang = _rang(notees, unite) if notees else np.nan
        rayon = _rayon(branche, libelles[branche], composantes, rang=rang, unites=ensemble.unites)
        rayons.append(replace(rayon, place=_place(notees, unite, rang)) if notees else rayon)
    return Etoile(face=str(face), ensemble=ensemble, rayons=tuple(rayons))

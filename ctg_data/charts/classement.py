"""Classes of a whole map by columns: limits, one fill an area, and a legend whose counts add up to the number of areas."""

import math
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import mapclassify
import numpy as np
from mapclassify.classifiers import quantile

from ctg_data.charts import palette
from ctg_data.diagnostic.compare import POSITIONS, Issue
from ctg_data.diagnostic.planche import Genre, Planche
from ctg_data.records import STATUTS
from ctg_data.wording import atlas as mots
from ctg_data.wording import nombres
from ctg_data.wording.typographie import insecables

METHODES: Mapping[str, str] = MappingProxyType(
    {
        "effectifs": "Effectifs égaux",
        "intervalles": "Intervalles égaux",
        "naturels": "Seuils naturels (Jenks)",
        "reference": "Autour de la référence",
    }
)
SIMPLES = ("effectifs", "intervalles", "naturels")
CLASSES = 5
PAR_CLASSE = 2
"""Fewer areas than twice the classes: fewer classes, so that a colour is seldom one area."""
ECHANTILLON = 300
"""Natural breaks are searched on so many values evenly ranked among all: exact up to there, the same at every run beyond."""
PROCHE, LOIN = 0.2, 0.6
"""Around a reference: a fifth of the areas are near, two fifths further, two fifths far, whatever their side."""
RAYON_MAX = 255
GRAND_CERCLE, PETIT_CERCLE, A_L_AISE = 26.0, 8.0, 200
"""Radius (pixels) of the largest circle of a map of up to ``A_L_AISE`` areas, and the least it falls to when there are many more."""
UNITE_COURTE = 3
"""Characters of a unit that stands beside every figure."""


@dataclass(frozen=True)
class Entree:
    """One line of a legend: fill, words, number of areas."""

    teinte: int
    texte: str
    effectif: int


@dataclass(frozen=True, eq=False)
class Classement:
    """``teintes``: index in ``palette.TEINTES`` of each area; ``bornes``: limits, lowest first.

    ``rayons``: 0 to 255, the area of the circle being proportional to the figure; None where there is no circle.
    ``reperes``: (radius from 0 to 1, words) of the circles of the legend.  ``rayon``: pixels of the largest circle (of radius 1, or 255).
    """

    methode: str
    teintes: np.ndarray
    entrees: tuple[Entree, ...]
    bornes: tuple[float, ...] = ()
    rayons: np.ndarray | None = None
    reperes: tuple[tuple[float, str], ...] = ()
    rayon: float = GRAND_CERCLE


def methodes(p: Planche) -> tuple[str, ...]:
    """Methods that make sense for a map: around the reference for a gap, the three others for a quantity."""
    if p.genre is not Genre.APLATS:
        return ()
    return ("reference", *SIMPLES) if p.centre is not None else SIMPLES


def classement(p: Planche, methode: str = "") -> Classement:
    """The map in classes; a method that does not suit it falls back to the first that does."""
    teintes = _sans_valeur(p)
    match p.genre:
        case Genre.CERCLES:
            return _cercles(p, teintes)
        case Genre.VERDICTS:
            return _verdicts(p, teintes)
    permises = methodes(p)
    choisie = methode if methode in permises else permises[0]
    return _aplats(p, teintes, choisie)


def _sans_valeur(p: Planche) -> np.ndarray:
    """Fill of each area by its status; white for a value that nothing can be compared with."""
    par_statut = np.array([palette.SANS_VALEUR.get(s, palette.FOND) for s in STATUTS], dtype="uint8")
    return par_statut[p.statuts]


def _entrees_sans_valeur(p: Planche) -> Iterator[Entree]:
    """One line a reason; a value without reference is told apart from a missing one."""
    sans_reference = int((np.isnan(p.grandeur) & (p.statuts == STATUTS.index("ok"))).sum())
    for statut, teinte in palette.SANS_VALEUR.items():
        n = int((p.statuts == STATUTS.index(statut)).sum())
        if n:
            yield Entree(teinte, mots.MENTIONS[statut], n)
    if sans_reference:
        yield Entree(palette.FOND, mots.SANS_COMPARAISON, sans_reference)


def _aplats(p: Planche, teintes: np.ndarray, methode: str) -> Classement:
    connues = np.isfinite(p.grandeur)
    limites = bornes(p.grandeur[connues], methode, p.centre) if connues.any() else []
    n = max(0, len(limites) - 1)
    couleurs = _couleurs(p, n, methode)
    rangs = np.clip(np.searchsorted(limites[1:], p.grandeur[connues]), 0, max(n - 1, 0)) if n else np.zeros(0, dtype=int)
    teintes[connues] = np.array(couleurs, dtype="uint8")[rangs]
    effectifs = np.bincount(rangs, minlength=n)
    textes = _textes(p, limites)
    entrees = _sans_bouts_vides([Entree(c, t, int(e)) for c, t, e in zip(couleurs, textes, effectifs, strict=True)])
    return Classement(methode, teintes, (*entrees, *_entrees_sans_valeur(p)), tuple(limites))


def _sans_bouts_vides(entrees: Sequence[Entree]) -> Sequence[Entree]:
    """Around a reference, the outer classes may hold no area: they would be read as a lone number."""
    pleines = [rang for rang, e in enumerate(entrees) if e.effectif]
    return entrees[pleines[0] : pleines[-1] + 1] if pleines else ()


def bornes(valeurs: np.ndarray, methode: str, centre: float | None = None) -> list[float]:
    """Lowest value, then the upper limit of each class; one class when all are equal.

    Where the lowest value is that of many (none, most often), it is a class alone: the next ones are not drawn as it is.
    """
    k = int(max(1, min(CLASSES, len(valeurs) // PAR_CLASSE, len(np.unique(valeurs)))))
    bas, haut = float(valeurs.min()), float(valeurs.max())
    if methode == "reference":
        return _autour(valeurs, centre or 0.0)
    if k == 1:
        return [bas, haut]
    with warnings.catch_warnings():
        # Many equal values give fewer classes, which is what is wanted and needs no warning.
        warnings.simplefilter("ignore", UserWarning)
        hauts = _METHODES[methode](np.sort(valeurs), k)
    return [bas, *dict.fromkeys(map(float, hauts))]


def _naturels(triees: np.ndarray, k: int) -> Sequence[float]:
    """Fisher-Jenks on a sample that keeps both ends; the last limit is the highest value."""
    places = np.linspace(0, len(triees) - 1, min(len(triees), ECHANTILLON)).round().astype(int)
    return mapclassify.FisherJenks(triees[places], k=k).bins


_METHODES = {
    "effectifs": lambda v, k: quantile(v, k=k),
    "intervalles": lambda v, k: mapclassify.EqualInterval(v, k=k).bins,
    "naturels": _naturels,
}


def _autour(valeurs: np.ndarray, centre: float) -> list[float]:
    """Five classes, symmetrical around the reference: far under, under, near, above, far above."""
    ecarts = np.abs(valeurs - centre)
    proche, loin = (float(np.quantile(ecarts, q)) for q in (PROCHE, LOIN))
    loin = max(loin, proche + 10 * np.spacing(max(1.0, proche)))
    bas, haut = min(float(valeurs.min()), centre - loin), max(float(valeurs.max()), centre + loin)
    return [bas, centre - loin, centre - proche, centre + proche, centre + loin, haut]


def _couleurs(p: Planche, n: int, methode: str) -> list[int]:
    """Fills of ``n`` classes: around the reference, or from pale to dark."""
    if methode == "reference":
        return list(palette.divergentes(p.sens)) if n else []
    rangs = np.linspace(0, len(palette.SEQUENTIELLES) - 1, n) if n > 1 else [2] * n
    return [palette.SEQUENTIELLES[round(r)] for r in rangs]


def _textes(p: Planche, limites: Sequence[float]) -> list[str]:
    """« de 3,2 à 8,1 % », « plus de 8,1 à 12,0 % »."""
    # A long unit is said once, above the legend.
    unite = p.unite if len(p.unite) <= UNITE_COURTE else ""
    bornees = enumerate(pairwise(limites))
    return [insecables(intervalle(bas, haut, unite, p.decimales, premiere=rang == 0)) for rang, (bas, haut) in bornees]


def intervalle(bas: float, haut: float, unite: str, decimales: int, *, premiere: bool) -> str:
    """Words of one class, which holds its upper limit; the first holds the lower one too."""
    texte, depuis = nombres.avec_unite(haut, unite, decimales), nombres.nombre(bas, decimales)
    if depuis == nombres.nombre(haut, decimales):
        return texte
    return f"{'de' if premiere else 'plus de'} {depuis} à {texte}"


def _verdicts(p: Planche, teintes: np.ndarray) -> Classement:
    """One fill a verdict; an area whose interval or reference is unknown stays apart, uncoloured."""
    entrees = []
    for position, (issue, direction) in enumerate(POSITIONS):
        ici = p.positions == position
        teinte = _TEINTES_VERDICT.get(issue, palette.AU_DESSUS if direction > 0 else palette.AU_DESSOUS)
        teintes[ici] = teinte
        if ici.any():
            entrees.append(Entree(teinte, insecables(_mots_verdict(issue, direction)), int(ici.sum())))
    return Classement("", teintes, (*entrees, *_entrees_sans_valeur(p)))


_TEINTES_VERDICT = {Issue.FAVORABLE: palette.FAVORABLE, Issue.DEFAVORABLE: palette.DEFAVORABLE, Issue.INDETERMINE: palette.INDETERMINE}
_SIGNES = {Issue.FAVORABLE: "▲ favorable, ", Issue.DEFAVORABLE: "▼ défavorable, ", Issue.NEUTRE: ""}


def _mots_verdict(issue: Issue, direction: int) -> str:
    if issue is Issue.INDETERMINE:
        return "● on ne peut pas conclure"
    return f"{_SIGNES[issue]}{'au-dessus' if direction > 0 else 'au-dessous'}"


def _cercles(p: Planche, teintes: np.ndarray) -> Classement:
    """Circles whose area is proportional to the count; nothing is drawn for a zero, nor under it (no shortage)."""
    connues = np.isfinite(p.grandeur)
    teintes[connues] = palette.FOND
    positives = connues & (p.grandeur > 0)
    plus_grand = float(p.grandeur[positives].max()) if positives.any() else 0.0
    rayons = np.zeros(len(p), dtype="uint8")
    rayons[positives] = np.maximum(1, np.round(RAYON_MAX * parts_de_rayon(p.grandeur[positives])))
    entrees = [Entree(palette.AU_DESSUS, mots.AVEC_CERCLE, int(positives.sum()))] if positives.any() else []
    if (connues & ~positives).any():
        entrees.append(Entree(palette.FOND, mots.SANS_CERCLE, int((connues & ~positives).sum())))
    legende = tuple(reperes(plus_grand, p.unite, p.decimales))
    return Classement("", teintes, (*entrees, *_entrees_sans_valeur(p)), (), rayons, legende, rayon(len(p)))


def rayon(n: int) -> float:
    """Pixels of the largest circle of a map of ``n`` areas: the more there are, the smaller, so that they do not merge."""
    return max(PETIT_CERCLE, GRAND_CERCLE * min(1.0, A_L_AISE / max(n, 1)) ** 0.25)


def parts_de_rayon(positives: np.ndarray) -> np.ndarray:
    """Radius of each circle, from 0 to 1 for the largest: its surface is the figure."""
    return np.sqrt(positives / positives.max()) if len(positives) else positives


def reperes(plus_grand: float, unite: str, decimales: int) -> Iterator[tuple[float, str]]:
    """Circles of the legend: the largest, rounded down, then a quarter and a twentieth of it; each once."""
    valeurs = dict.fromkeys(_rond(plus_grand * part, decimales) for part in (1, 0.25, 0.05))
    for valeur in filter(None, valeurs):
        yield math.sqrt(valeur / plus_grand), nombres.avec_unite(valeur, unite, decimales if valeur < 10 else 0)


def _rond(x: float, decimales: int) -> float:
    """The greatest 1, 2 or 5 times a power of ten under ``x``; 0 under what the figure can tell."""
    if x < 10.0**-decimales:
        return 0.0
    puissance = 10.0 ** math.floor(math.log10(x))
    return max(f * puissance for f in (1, 2, 5) if f * puissance <= x * (1 + 1e-9))

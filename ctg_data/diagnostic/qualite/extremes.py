"""Figures far from their own history, or from their peers.

A change is held against the earlier and later changes of the same figure in the same place, and against what the other territories of the
level did the same year: a reform or an epidemic moves everybody, a mistake moves one.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from scipy import stats

from ctg_data.diagnostic import trends
from ctg_data.diagnostic.qualite.commun import alerte, bref, fois, lu
from ctg_data.diagnostic.qualite.grille import Figure, Grille, texte
from ctg_data.diagnostic.qualite.regles import PAR_ID, Alerte, Regle
from ctg_data.diagnostic.qualite.vraisemblance import est_taux
from ctg_data.diagnostic.regles import TRAITER
from ctg_data.diagnostic.star import MIN_UNITES
from ctg_data.diagnostic.uncertainty import Z
from ctg_data.indicators import registry
from ctg_data.indicators.model import Distribution, Effectif, Indicateur, Moyenne
from ctg_data.wording import nombres

MIN_CHANGEMENTS = 3
"""Other changes needed to know what is usual."""
PLANCHER = 0.02
"""Usual change taken at least, as a logarithm: a series that never moved would make any move extreme."""
USAGE_INCONNU = 0.1
"""Usual change taken where too few other changes are known, as a logarithm: a jump of 30 % is then at 2.6 of it."""
MAD = 1.4826
"""Median of distances to the median -> standard deviation of a normal law."""
UNITES_ENTIERES = ("structures", "etp")
"""Measures of facilities and of posts."""
EVENEMENTS = 30
"""Events behind the better known of two rates: under it, a rate moves by chance more than anything else (1 / variance of a logarithm)."""
Fenetre = Callable[[Figure], int]
"""Years that each point of a figure pools (``trends.fenetre``)."""


def sauts(g: Grille, fenetre: Fenetre, france: Grille | None = None) -> Iterator[Alerte]:
    """Changes that are unlikely by the history of their own figure; false alarms are controlled over each territory.

    ``france``: the grid of the national figures, which tells what a rate usually is.
    """
    regle = PAR_ID["q_saut"]
    candidats: dict[int, list[tuple[float, Figure, int, int]]] = {}
    essais = np.zeros(len(g.ordre), dtype="int64")
    for figure in g.figures():
        if not _suivie(figure.indicateur):
            continue
        avant, p = _probabilites(regle, figure, fenetre(figure), usuel=_usuel(figure, france))
        essais += (~np.isnan(p)).sum(axis=1)
        for i, j in np.argwhere(p < regle.taux):
            candidats.setdefault(int(i), []).append((float(p[i, j]), figure, int(j), int(avant[j])))
    for i, siens in sorted(candidats.items()):
        tiennent = trends.retenues([c[0] for c in siens] + [1.0] * int(essais[i] - len(siens)), regle.taux)
        yield from _sans_retours(regle, g, i, [c for c, tient in zip(siens, tiennent, strict=False) if tient])


def _suivie(i: Indicateur) -> bool:
    """Whether its changes are judged, as ratios: not what may be negative, nor a few facilities or posts, which come and go by one."""
    formule = i.formules[0]
    if isinstance(formule, Distribution) or registry.peut_etre_negatif(i):
        return False
    return not any(r.mesure in UNITES_ENTIERES for s in registry.sommes(formule)[:1] for r in s)


def _probabilites(regle: Regle, f: Figure, fenetre: int, *, usuel: float) -> tuple[np.ndarray, np.ndarray]:
    """Column that each year is compared with (-1: none), and the probability of each change; NaN where nothing can be said.

    1 for a change under the tolerance of the rule, or of a count under its minimum.
    """
    avant = np.array([_precedente(f.annees, j, fenetre) for j in range(len(f.annees))])
    ecarts, bruit, assez = (np.full(f.valeur.shape, vide) for vide in (np.nan, 0.0, False))
    for j in np.flatnonzero(avant >= 0):
        k = avant[j]
        rompu = any(f.annees[k] < r <= f.annees[j] for r in f.indicateur.annees_de_rupture)
        comparables = (f.source[:, j] == f.source[:, k]) & (not rompu) & (np.fmax(f.valeur[:, j], f.valeur[:, k]) > 0)
        saut = _log(f, j) - _log(f, k)
        ecarts[:, j] = np.where(comparables, saut, np.nan)
        bruit[:, j] = _bruit(f, j) + _bruit(f, k)
        assez[:, j] = (np.abs(saut) >= math.log1p(regle.tolerance)) & _assez_grand(regle, f, j, k, usuel=usuel) & _separees(f, j, k)
    return avant, _selon_l_histoire(_sans_le_commun(ecarts), bruit, assez)


def _usuel(f: Figure, france: Grille | None) -> float:
    """What the figure usually is: its national value, else the median of the level."""
    pays = france.figure(f.indicateur.id) if france is not None else None
    return float(np.nanmedian(f.valeur if pays is None else pays.valeur))


def _precedente(annees: Sequence[int], j: int, fenetre: int) -> int:
    """The latest earlier year that shares no data with year ``j``."""
    return max((k for k in range(j) if annees[j] - annees[k] >= fenetre), default=-1)


def _log(f: Figure, j: int) -> np.ndarray:
    """Logarithm, half of the last digit added so that a zero counts."""
    return np.log(np.maximum(f.valeur[:, j], 0) + _demi(f))


def _demi(f: Figure) -> float:
    return 0.5 * 10.0**-f.indicateur.decimales


def _bornes(f: Figure, j: int) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of a year, widened by what showing them rounded may hide: half a unit where all three figures are whole."""
    bas, haut, valeur = f.bas[:, j], f.haut[:, j], f.valeur[:, j]
    entieres = (bas % 1 == 0) & (haut % 1 == 0) & (valeur % 1 == 0)
    demi = np.where(entieres, 0.5, _demi(f))
    return np.maximum(bas - demi, 0), haut + demi


def _bruit(f: Figure, j: int) -> np.ndarray:
    """Variance of the logarithm of a year, from its bounds; 0 where they are unknown."""
    bas, haut = (np.log(b + _demi(f)) for b in _bornes(f, j))
    return np.nan_to_num(((haut - bas) / (2 * Z)) ** 2)


def _assez_grand(regle: Regle, f: Figure, j: int, k: int, *, usuel: float) -> np.ndarray:
    """A count of the rule's minimum in one of the two years; a rate that rests on EVENEMENTS and moves by a share of the usual rate."""
    deux = f.valeur[:, [j, k]]
    if isinstance(f.indicateur.formules[0], Effectif | Moyenne):
        return np.fmax(*deux.T) > regle.minimum
    fonde = np.fmin(_bruit(f, j), _bruit(f, k)) <= 1 / EVENEMENTS
    return fonde & (np.abs(np.diff(deux, axis=1)[:, 0]) >= regle.tolerance * abs(usuel))


def _separees(f: Figure, j: int, k: int) -> np.ndarray:
    """Whether the intervals of the two years are apart; yes where one is unknown."""
    (bas, haut), (bas_avant, haut_avant) = _bornes(f, j), _bornes(f, k)
    return ~((bas <= haut_avant) & (haut >= bas_avant))


def _sans_le_commun(ecarts: np.ndarray) -> np.ndarray:
    """What is left of each change once the median one of the level, that year, is taken away; as it is where few territories have it."""
    nombre = (~np.isnan(ecarts)).sum(axis=0)
    communs = np.array([np.nanmedian(c) if n >= MIN_UNITES else 0.0 for c, n in zip(ecarts.T, nombre, strict=True)])
    return ecarts - communs


def _selon_l_histoire(ecarts: np.ndarray, bruit: np.ndarray, assez: np.ndarray) -> np.ndarray:
    """Two-sided probability of the changes ``assez`` by the other ones of their row (Student, one degree of freedom a change); 1 for the
    others, NaN for none.

    What is usual adds up what is here and what is in the other territories: three or four changes alone tell little of a place.  Where
    even they are missing, USAGE_INCONNU stands for what is usual here.
    """
    ailleurs = _usage(ecarts[~np.isnan(ecarts)])
    p = np.where(np.isnan(ecarts), np.nan, 1.0)
    for j in range(ecarts.shape[1]):
        ici = np.flatnonzero(assez[:, j] & ~np.isnan(ecarts[:, j]))
        if len(ici):
            p[ici, j] = _probabilite(ecarts[ici, j], np.delete(ecarts[ici], j, axis=1), ailleurs**2 + bruit[ici, j])
    return p


def _probabilite(ecart: np.ndarray, autres: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Of one change a row, by the ``autres`` of its row; ``variance``: what else may move it."""
    n, milieu = (~np.isnan(autres)).sum(axis=1), _mediane(autres)
    # the larger of what varies and of what moves: a series that rises and falls by turns has a narrow middle
    varie, bouge = (MAD * _mediane(np.abs(autres - centre)) for centre in (milieu[:, None], 0.0))
    echelle = np.sqrt(np.fmax(np.fmax(varie, bouge), PLANCHER) ** 2 + variance)
    connue = 2 * stats.t.sf(np.abs(ecart - milieu) / echelle, df=np.maximum(n, 1))
    inconnue = 2 * stats.norm.sf(np.abs(ecart) / np.sqrt(USAGE_INCONNU**2 + variance))
    return np.where(n >= MIN_CHANGEMENTS, connue, inconnue)


def _mediane(table: np.ndarray) -> np.ndarray:
    """Median of each row, NaN left out (NaN for none): ``np.nanmedian`` takes thirty times as long on short rows."""
    tries, n = np.sort(np.pad(table, ((0, 0), (0, 1)), constant_values=np.nan), axis=1), (~np.isnan(table)).sum(axis=1)
    lignes = np.arange(len(table))
    return (tries[lignes, np.maximum(n - 1, 0) // 2] + tries[lignes, n // 2]) / 2


def _usage(ecarts: np.ndarray) -> float:
    """Robust standard deviation of the changes of all territories; 0 where they are too few to say."""
    return MAD * float(np.median(np.abs(ecarts - np.median(ecarts)))) if len(ecarts) >= MIN_UNITES else 0.0


def _sans_retours(regle: Regle, g: Grille, i: int, trouves: Sequence[tuple[float, Figure, int, int]]) -> Iterator[Alerte]:
    """One alert a jump; a jump back the next year is told with the first one."""
    par_depart = {(f.indicateur.id, k): j for _, f, j, k in trouves}
    retours = {(f.indicateur.id, j) for _, f, j, k in trouves if _oppose(f, i, par_depart.get((f.indicateur.id, j)), j, k)}
    for _, f, j, k in trouves:
        aller, retour = (f.indicateur.id, j) in retours, (f.indicateur.id, k) in retours
        if aller or not (retour or f.valeur[i, k] == 0):  # what opens is no mistake
            yield _saut(regle, g, f, (i, j, k), f.annees[par_depart[f.indicateur.id, j]] if aller else None)


def _oppose(f: Figure, i: int, apres: int | None, j: int, k: int) -> bool:
    return apres is not None and (f.valeur[i, apres] - f.valeur[i, j]) * (f.valeur[i, j] - f.valeur[i, k]) < 0


def _saut(regle: Regle, g: Grille, f: Figure, place: tuple[int, int, int], suite: int | None) -> Alerte:
    i, j, k = place
    cellules = ((f, i, j), (f, i, k), *(() if suite is None else ((f, i, f.an(suite)),)))
    phrase = ", ".join((lu(cellules[0]), f"après {bref(cellules[1])}", *(f"puis {bref(c)}" for c in cellules[2:])))
    # up and back again is how a mistake of one edition looks; a rate that leaves zero for a year, how what opens then closes does
    grave = suite is not None and (f.valeur[i, k] > 0 or isinstance(f.indicateur.formules[0], Effectif | Moyenne))
    return alerte(regle, g, cellules, phrase=f"{phrase}.", attendu=_attendu(f, i, j), severite=TRAITER if grave else 0)


def _attendu(f: Figure, i: int, j: int) -> str:
    """The size of the other changes, in words; "" where there is none."""
    habituel = _habituel(f, i, j)
    if habituel is None:
        return ""
    if nombres.arrondit(habituel) == 0:
        return "Attendu : une valeur à peu près stable, comme les autres années."
    return f"Attendu : un changement de l’ordre des autres années ({nombres.avec_unite(habituel, '%')} d’une année à l’autre)."


def _habituel(f: Figure, i: int, j: int) -> float | None:
    """The usual size of the changes of this figure here, in %."""
    connues = [c for c in range(len(f.annees)) if not np.isnan(f.valeur[i, c]) and c != j]
    pas = [abs(math.exp(_log(f, b)[i] - _log(f, a)[i]) - 1) for a, b in pairwise(connues)]
    return 100 * float(np.median(pas)) if pas else None


def comparables(g: Grille, ensembles: Mapping[str, Sequence[str]]) -> Iterator[Alerte]:
    """Rates at their latest year, far from the median of their set.  ``ensembles``: name of a set -> its codes."""
    regle = PAR_ID["q_comparables"]
    for nom, codes in ensembles.items():
        for demo in (False, True):
            rangs = np.array([g.rangs[c] for c in codes if c in g.rangs and (c in g.demo) == demo], dtype="int64")
            if len(rangs) >= MIN_UNITES:
                for figure in g.figures():
                    if est_taux(figure.indicateur):
                        yield from _de_l_ensemble(regle, g, figure, rangs, nom)


def _de_l_ensemble(regle: Regle, g: Grille, f: Figure, rangs: np.ndarray, nom: str) -> Iterator[Alerte]:
    dernieres, bas, haut = f.derniere[rangs], f.pire(1), f.pire(-1)
    for j in np.unique(dernieres[dernieres >= 0]):
        valeurs = f.valeur[rangs, j]
        vues = valeurs > 0
        if vues.sum() < MIN_UNITES:
            continue
        logs = np.log(valeurs[vues])
        milieu = float(np.median(logs))
        seuil = max(regle.tolerance * MAD * float(np.median(np.abs(logs - milieu))), regle.tolerance * PLANCHER, math.log(2))
        with np.errstate(divide="ignore", invalid="ignore"):  # a bound at zero is as far as can be: it is never the prudent one then
            dessus, dessous = np.log(bas[rangs, j]) - milieu > seuil, milieu - np.log(haut[rangs, j]) > seuil
        pairs = tuple((f, int(rang), int(j)) for rang in rangs[vues])
        for cellule in (c for c, hors in zip(pairs, ((dessus | dessous) & (dernieres == j))[vues], strict=True) if hors):
            phrase = f"{lu(cellule)}, soit {fois(f.valeur[cellule[1:]] / math.exp(milieu))} la médiane."
            attendu = f"Attendu : de l’ordre de {texte(f.indicateur, math.exp(milieu))}, médiane des {nom} ({int(vues.sum())})."
            yield alerte(regle, g, (cellule, *pairs), phrase=phrase, attendu=attendu)

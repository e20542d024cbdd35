"""A change and a trend in French words, each with its certainty."""

from collections.abc import Sequence

from ctg_data.diagnostic.compare import SIGNES, Issue
from ctg_data.diagnostic.trends import MIN_POINTS, Changement, Motif, Observation, Tendance
from ctg_data.diagnostic.trends import refus as motif_de_refus
from ctg_data.indicators.model import Effectif, Indicateur, Manque, Moyenne, Sens
from ctg_data.wording import nombres

BRUIT = "le bruit des petits nombres"
_MANQUE = {True: "hausse du manque", False: "baisse du manque"}
_EXCEDENT = {True: "baisse de l’excédent", False: "hausse de l’excédent"}


def est_relatif(indicateur: Indicateur) -> bool:
    """Counts and amounts move in %, rates in their own unit (points for a percentage)."""
    return isinstance(indicateur.formules[0], Effectif | Moyenne) or indicateur.unite.startswith("€")


def unite(indicateur: Indicateur, *, relatif: bool) -> str:
    """Unit of a change."""
    if relatif:
        return "%"
    return "points" if indicateur.unite.startswith("%") else indicateur.unite


def issue(direction: int, sens: Sens) -> Issue:
    """What a certain move means; undetermined when it is not told from noise."""
    if direction == 0:
        return Issue.INDETERMINE
    if sens is Sens.NEUTRE:
        return Issue.NEUTRE
    return Issue.FAVORABLE if (direction > 0) == (sens is Sens.HAUT_FAVORABLE) else Issue.DEFAVORABLE


def signe(changement: Changement, sens: Sens) -> str:
    """▲ ▼ ● beside the words; none without interval, nor for a figure that is not judged."""
    return SIGNES[issue(changement.direction, sens)] if changement.marge else ""


def ampleur(changement: Changement, indicateur: Indicateur) -> str:
    """« hausse de 2,1 points », « baisse de 4 % », « sans changement »; a signed shortage says what grows, the lack or the surplus."""
    decimales = _decimales(changement, indicateur)
    if nombres.arrondit(changement.ecart, decimales) == 0:
        return "sans changement"
    de = nombres.avec_unite(abs(changement.ecart), unite(indicateur, relatif=changement.relatif), decimales)
    if isinstance(indicateur.formules[0], Manque):
        return f"{(_EXCEDENT if _est_excedent(changement) else _MANQUE)[changement.ecart > 0]} de {de}"
    return f"{'hausse' if changement.ecart > 0 else 'baisse'} de {de}"


def _est_excedent(c: Changement) -> bool:
    return max(c.debut.valeur, c.fin.valeur) < 0


def bref(c: Changement, indicateur: Indicateur) -> str:
    """The change in a line: how much, since when, and whether it is more than noise."""
    fin = "marge inconnue" if not c.marge else "plus que le bruit" if c.direction else "on ne peut pas conclure"
    return f"{nombres.capitale(ampleur(c, indicateur))} entre {c.debut.annee} et {c.fin.annee} : {fin}."


def changement(c: Changement, indicateur: Indicateur) -> str:
    """The whole sentence: how much, between which years, within which interval, and what can be said of it."""
    quand = f"{nombres.capitale(ampleur(c, indicateur))} entre {c.debut.annee} et {c.fin.annee}"
    if not c.marge:
        return f"{quand} ; marge inconnue, on ne peut pas dire si c’est plus que du bruit."
    u, d = unite(indicateur, relatif=c.relatif), _decimales(c, indicateur)
    entre = nombres.intervalle(c.bas, c.haut, unite=u, decimales=d)
    if c.direction == 0:
        return f"{quand} ({entre}) : on ne peut pas conclure, cela se confond avec {BRUIT}."
    trouve = issue(c.direction, indicateur.sens)
    fin = f" ; {trouve.value.replace('defavorable', 'défavorable')}" if trouve is not Issue.NEUTRE else ""
    return f"{quand} ({entre}) : plus que {BRUIT}{fin}."


def _decimales(c: Changement, indicateur: Indicateur) -> int:
    """Whole points as soon as one of the two years is published so."""
    if c.relatif:
        return 0
    lus = ((o.valeur, o.ic_bas, o.ic_haut) for o in (c.debut, c.fin))
    return min(nombres.decimales_permises(indicateur.decimales, *valeurs) for valeurs in lus)


def tendance(t: Tendance | None, indicateur: Indicateur, n: int, c: Changement | None = None) -> str:
    """What the order of the points says; ``n``: independent points, when there are too few for a test; ``c``: the way covered."""
    if t is None:
        return f"Pas de test de tendance : {nombres.pluriel(n, 'année indépendante', 'années indépendantes')}, il en faut {MIN_POINTS}."
    suivies = t.n == t.fin - t.debut + 1  # else years that overlap (pooled ones), or that are not known, are left out
    sur = f"sur {t.n} années, de {t.debut} à {t.fin}" if suivies else f"sur {t.n} années retenues entre {t.debut} et {t.fin}"
    if t.direction == 0:
        return f"Pas de tendance établie {sur}."
    pas = nombres.avec_unite(abs(t.pente), unite(indicateur, relatif=False), max(1, indicateur.decimales))
    reserve = ", mais le chemin parcouru ne dépasse pas le bruit" if c is not None and c.marge and c.direction == 0 else ""
    monte, quoi = t.direction > 0, ""
    if isinstance(indicateur.formules[0], Manque) and c is not None:
        monte, quoi = (not monte, " de l’excédent") if _est_excedent(c) else (monte, " du manque")
    return f"{'Hausse' if monte else 'Baisse'} régulière{quoi} {sur} : environ {pas} par an{reserve}."


def refus(observations: Sequence[Observation], indicateur: Indicateur, *, fenetre: int) -> str:
    """Why the last known year is compared with none before."""
    siennes = [o for o in observations if o.valeur is not None]
    if len(siennes) < 2:
        return "Une seule année connue : pas encore d’évolution." if siennes else "Aucune année montrable."
    avant, apres = siennes[-2:]
    annees = f"{avant.annee} et {apres.annee}"
    match motif_de_refus(avant, apres, ruptures=indicateur.annees_de_rupture, fenetre=fenetre):
        case Motif.RUPTURE:
            rupture = max((r for r in indicateur.ruptures if r.annee <= apres.annee), key=lambda r: r.annee)
            return f"Rupture de série en {rupture.annee} : {annees} ne se comparent pas. {rupture.raison}"
        case Motif.SOURCE:
            return f"{annees} ne viennent pas de la même source : pas de comparaison."
    return collectes_communes([annees], fenetre)


def collectes_communes(paires: Sequence[str], fenetre: int) -> str:
    """Why years that share surveys are neither compared nor joined; ``paires``: « 2019 et 2022 »."""
    return f"{', '.join(paires)} ne se comparent pas : chaque chiffre réunit {fenetre} années de collecte, et ils en partagent."

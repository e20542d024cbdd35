"""What a territory could show of a figure: its published interval, the smallest visible change, and how many people that is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ctg_data.diagnostic import detectabilite, effectifs
from ctg_data.diagnostic.detectabilite import Detectabilite, Mesure
from ctg_data.diagnostic.effectifs import Loi, Nature, Publiees
from ctg_data.diagnostic.uncertainty import poisson
from ctg_data.indicators import vocabulaire
from ctg_data.indicators.model import Effectif, Indicateur, Ratio
from ctg_data.territoires.model import Territoire
from ctg_data.views.chiffres import texte_valeur
from ctg_data.views.lecture import Ligne, Series, ligne
from ctg_data.wording import incertitude as textes
from ctg_data.wording import nombres

RECUL = 3
"""Years by which a public denominator may be older than the figure."""
PRECISION = 0.08
"""A size read in an interval is told only where the step of the display is small beside the interval."""


@dataclass(frozen=True)
class Vu:
    """One territory: its row, the change it could show (None: nothing to say) at the step ``pas``, and the same in number.

    ``nombre``: « 20 places », an order of magnitude, "" where nothing public tells; ``base``: the denominator it comes from, "" when
    read in the interval.
    """

    territoire: Territoire
    x: Ligne
    trouve: Detectabilite | None
    pas: float
    nombre: str = ""
    base: str = ""


def nature(indicateur: Indicateur) -> Nature | None:
    """What varies: as the interval says, else the count itself where it counts people of the CAF."""
    if connue := effectifs.nature(indicateur):
        return connue
    de_la_caf = isinstance(indicateur.formules[0], Effectif) and "k5" in indicateur.seuils
    return Nature(Loi.COMPTE, 1.0, 10.0**-indicateur.decimales) if de_la_caf else None


def calculee(indicateur: Indicateur) -> bool:
    """Whether the interval is not published but made here, from the published count."""
    return effectifs.nature(indicateur) is None and nature(indicateur) is not None


def mesure(indicateur: Indicateur, x: Ligne) -> Mesure | None:
    """A published row with its bounds; a count without interval of instability takes that of its own size, rounding added."""
    if x.valeur is None:
        return None
    if calculee(indicateur):
        bas, haut = (float(b[0]) for b in poisson(np.array([x.valeur])))
        arrondi = x.valeur - x.ic_bas if x.ic_bas is not None else 0.0
        return Mesure(x.valeur, max(bas - arrondi, 0.0), haut + arrondi, x.arr5)
    if x.ic_bas is None or x.ic_haut is None:
        return None
    return Mesure(x.valeur, x.ic_bas, x.ic_haut, x.arr5, 10.0**-indicateur.decimales)


def vu(indicateur: Indicateur, t: Territoire, series: Series, *, annee: int, catalogue: Sequence[Indicateur]) -> Vu:
    """What one territory could show of the figure of ``annee``."""
    x, loi = ligne(series, indicateur.id, annee), nature(indicateur)
    lue = mesure(indicateur, x)
    if lue is None or loi is None:
        return Vu(t, x, None, loi.pas if loi else 1.0)
    seule = Publiees((t.code,), *(np.array([v]) for v in (lue.valeur, lue.ic_bas, lue.ic_haut)))
    pas = float(effectifs.pas_affiche(loi, seule)[0])
    plafond = loi.pour if loi.loi is Loi.PROPORTION else math.inf
    trouve = detectabilite.detectable(lue.valeur, lue.ic_bas, lue.ic_haut, indicateur.unite, pas=pas, plafond=plafond)
    public = _en_nombre_public(indicateur, series, trouve.changement, annee=annee, catalogue=catalogue)
    return Vu(t, x, trouve, pas, *(public or _en_nombre_lu(indicateur, loi, seule, changement=trouve.changement, pas=pas)))


def texte(indicateur: Indicateur, x: float, pas: float) -> str:
    """A change in words: « 3,3 points », « 12 places pour 100 enfants »; in the decimals of its step."""
    unite = textes.UNITES_CHANGEMENT.get(indicateur.unite, indicateur.unite)
    return nombres.avec_unite(x, unite, 0 if pas >= 1 else indicateur.decimales)


def _en_nombre_public(
    indicateur: Indicateur, series: Series, changement: float, *, annee: int, catalogue: Sequence[Indicateur]
) -> tuple[str, str] | None:
    """In number, where the denominator is itself a published count."""
    for rapport, autre in _denominateurs(indicateur, catalogue):
        lus = [(a, x) for a, x in series.get((autre.id, "total"), {}).items() if annee - RECUL <= a <= annee and x.valeur is not None]
        if lus:
            recente, x = max(lus, key=lambda ax: ax[0])
            base = f"{autre.libelle[0].lower()}{autre.libelle[1:]}, {recente} : {texte_valeur(autre, x)}"
            return _ordre(indicateur, changement * x.valeur / rapport.pour), base
    return None


def _denominateurs(indicateur: Indicateur, catalogue: Sequence[Indicateur]) -> list[tuple[Ratio, Indicateur]]:
    """Quotients of the indicator whose denominator another indicator publishes as a count."""
    rapports = [f for f in indicateur.formules if isinstance(f, Ratio)]
    return [(r, i) for r in rapports for i in catalogue if any(isinstance(f, Effectif) and f.refs == r.den for f in i.formules)]


def _en_nombre_lu(indicateur: Indicateur, loi: Nature, seule: Publiees, *, changement: float, pas: float) -> tuple[str, str]:
    """In number, from the size that the interval tells of; nothing where figures are shown in whole points or too coarsely."""
    largeur = float(seule.haut[0] - seule.bas[0])
    if loi.loi is not Loi.PROPORTION or pas >= loi.pour / 100 or pas > PRECISION * largeur:
        return "", ""
    return _ordre(indicateur, changement * float(effectifs.effectif(loi, seule)[0]) / loi.pour), ""


def _ordre(indicateur: Indicateur, n: float) -> str:
    """« 20 places »: an order of magnitude, in the unit of the numerator."""
    unite = next(vocabulaire.catalogue()[f.num[0].mesure].unite for f in indicateur.formules if isinstance(f, Ratio))
    return nombres.avec_unite(ordre_de_grandeur(n), textes.UNITES_NUMERATEUR.get(unite, unite))


def ordre_de_grandeur(n: float) -> float:
    """Two significant digits from 100 on, whole below, at least 1."""
    chiffres = math.floor(math.log10(n)) - 1 if n >= 100 else 0
    return max(1.0, round(n / 10**chiffres) * 10.0**chiffres)

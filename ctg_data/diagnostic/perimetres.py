"""Values of perimeters, and what of them may be shown: the only home of the secrecy of perimeters.

Two barriers (domain.md §5.2.5; docs/adr/0013):
- ``refus``: a perimeter is refused whole when what distinguishes it from an EPCI, or from another perimeter, has fewer than
  ``MINIMUM`` inhabitants;
- ``caches``: a sensitive figure is shown only when it adds up figures that are already shown, so that it tells nothing new.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ctg_data.diagnostic import cadres, liens, publication
from ctg_data.diagnostic.cadres import Editions
from ctg_data.indicators import registry
from ctg_data.indicators.compute import calcule
from ctg_data.indicators.local import PERIMETRE, DonneesAutour, DonneesPerimetres, Piece, lieux, pieces
from ctg_data.indicators.model import Distribution, EcartReference, Effectif, Indicateur, Manque, Ratio, Somme
from ctg_data.indicators.resultat import ABSENT, Grille, Resultat
from ctg_data.records import COLONNES_VALEURS, empty, typed
from ctg_data.territoires.referentiel import Referentiel

MINIMUM = 100
"""Inhabitants of the smallest zone of which figures may be told apart: the first level of the arrêté of 28 September 2012 (art. 3:
50 households or 100 persons).  Households of each commune are not in the reference, persons are."""
CITEES = 3


@dataclass(frozen=True)
class Voisin:
    """Something else whose figures are shown: an EPCI or another perimeter.  ``de``: « de l'EPCI X », to end a sentence."""

    de: str
    communes: frozenset[str]


def refus(communes: Iterable[str], voisins: Iterable[Voisin], referentiel: Referentiel) -> tuple[str, ...]:
    """Why this perimeter cannot be shown, one sentence a cause without any figure of a territory; empty when it can."""
    siennes, table = frozenset(communes), lieux(referentiel)
    causes = []
    if _protegee(siennes, table):
        causes.append(f"Ce périmètre compte moins de {MINIMUM} habitants.")
    for voisin in voisins:
        if siennes & voisin.communes:
            causes.extend(_causes(siennes, voisin, table))
    return tuple(dict.fromkeys(causes))


def _causes(siennes: frozenset[str], voisin: Voisin, table: pd.DataFrame) -> Iterable[str]:
    for reste, geste in ((voisin.communes - siennes, "laisse de côté"), (siennes - voisin.communes, "ajoute")):
        if reste and _protegee(reste, table):
            yield (
                f"À côté {voisin.de}, ce périmètre {geste} seulement {_citees(reste, table)} : moins de {MINIMUM} habitants, dont une "
                "soustraction donnerait les chiffres."
            )


def _protegee(communes: frozenset[str], table: pd.DataFrame) -> bool:
    """Fewer inhabitants than ``MINIMUM``, and some."""
    return 0 < table.loc[sorted(communes), "population"].fillna(0).sum() < MINIMUM


def _citees(communes: frozenset[str], table: pd.DataFrame) -> str:
    noms = sorted(table.loc[sorted(communes), "nom"])
    return ", ".join(noms) if len(noms) <= CITEES else f"{', '.join(noms[:CITEES])} et d'autres communes"


def voisins_epci(communes: Iterable[str], referentiel: Referentiel) -> tuple[Voisin, ...]:
    """The EPCI that a perimeter touches."""
    touches = sorted(set(lieux(referentiel).loc[sorted(set(communes)), "epci"]) - {""})
    return tuple(Voisin(f"de l'EPCI {referentiel.territoire('epci', e).nom}", frozenset(referentiel.membres("epci", e))) for e in touches)


class Montres:
    """What is published of the parts of a perimeter.  ``frames``: level -> COLONNES_VALEURS."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]):
        self._groupes = {niveau: _par_indicateur(frame) for niveau, frame in frames.items()}

    def cachees(self, piece: Piece, resultat: Resultat, libelles: np.ndarray) -> np.ndarray:
        """Years in which the figure of a part is not shown, or rests on other sources than the perimeter's ``libelles``; bool [years].

        A whole that is hidden is known all the same when all its parts are shown.
        """
        cachee = self._cachee(piece, resultat, libelles)
        if piece.parts and cachee.any():
            cachee = cachee & np.logical_or.reduce([self.cachees(p, resultat, libelles) for p in piece.parts])
        return cachee

    def _cachee(self, piece: Piece, resultat: Resultat, libelles: np.ndarray) -> np.ndarray:
        i = resultat.indicateur
        if not i.existe(piece.niveau):
            return np.ones(len(resultat.annees), dtype=bool)
        lues = self._groupes.get(piece.niveau, {}).get((i.id, resultat.modalite, piece.code), {})
        rien = all(isinstance(f, Effectif | Distribution | Ratio) for f in i.formules)
        couples = zip(resultat.annees, libelles, strict=True)
        return np.array([_tait(lues.get(annee), libelle, rien=rien) for annee, libelle in couples], dtype=bool)


def _par_indicateur(frame: pd.DataFrame) -> dict[tuple[str, str, str], dict[int, tuple[str, str]]]:
    """(indicateur, modalite, code) -> annee -> (statut, sources)."""
    groupes: dict[tuple[str, str, str], dict[int, tuple[str, str]]] = {}
    noms = ("indicateur", "modalite", "code", "annee", "statut", "sources")
    for i, m, c, a, s, src in zip(*(frame[n].tolist() for n in noms), strict=True):
        groupes.setdefault((i, m, c), {})[a] = (s, src)
    return groupes


def _tait(ligne: tuple[str, str] | None, libelle: str, *, rien: bool) -> bool:
    """A row that is missing is a figure that nobody has, not one that is hidden; so is « nd » where it says that there is nothing to
    count (``rien``), but not that of a change, whose first year alone may be 0."""
    if ligne is None or ligne[0] == "nd":
        return ligne is not None and not rien
    return ligne[0] == "s" or ligne[1] != libelle


def caches(resultat: Resultat, parts: Mapping[str, Sequence[Piece]], montres: Montres) -> np.ndarray:
    """Cells of a result at the level of perimeters that must be marked secret, bool [perimeters, years].

    A cell that one of the CAF's own counts of people feeds is shown only if every part of the perimeter shows the same figure: it
    is then a sum of what everyone can read.  Earlier perimeters are such sums too, and so add nothing to what is known.  The same holds
    where nothing divides: « nd » would say that each of the parts, hidden, is 0.
    """
    sensibles = _sensibles(resultat)
    masque = np.zeros(sensibles.shape, dtype=bool)
    for rang in np.flatnonzero(sensibles.any(axis=1)):
        libelles = np.array(resultat.libelles_sources, dtype=object)[resultat.sources[rang]]
        masque[rang] = np.logical_or.reduce([montres.cachees(p, resultat, libelles) for p in parts[resultat.codes[rang]]])
    return masque & sensibles


def _sensibles(resultat: Resultat) -> np.ndarray:
    """Cells that one of the CAF's own counts of people feeds, as a numerator or as a denominator; any of its own for a gap or a change."""
    masque = np.zeros(resultat.valeur.interne.shape, dtype=bool)
    for formule in resultat.indicateur.formules:
        match formule:
            case EcartReference(autre):
                if any(map(_de_gens, (s for f in registry.par_id()[autre].formules for s in registry.sommes(f)))):
                    masque |= resultat.valeur.interne
            case Ratio(num, den):
                masque |= _internes(num, resultat.num) | _internes(den, resultat.den)
            case _:
                if any(map(_de_gens, registry.sommes(formule))):
                    masque |= resultat.valeur.interne
    return masque


def _internes(somme: Somme, grille: Grille | None) -> np.ndarray | bool:
    return grille.interne if grille is not None and _de_gens(somme) else False


def _de_gens(somme: Somme) -> bool:
    return bool(liens.noeuds(somme))


def valeurs(
    autour: DonneesAutour,
    referentiel: Referentiel,
    perimetres: Mapping[str, Sequence[str]],
    montres: Montres,
    *,
    indicateurs: Sequence[Indicateur] | None = None,
) -> pd.DataFrame:
    """COLONNES_VALEURS of each perimeter (code -> communes), protected, from the exact measures ``autour``; of the whole catalogue, or of
    ``indicateurs``."""
    if not autour.annees or not perimetres:
        return empty(COLONNES_VALEURS)
    donnees = DonneesPerimetres(autour, perimetres, lieux(referentiel))
    proteges = []
    for indicateur in registry.catalogue() if indicateurs is None else indicateurs:
        resultats = calcule(indicateur, donnees, (PERIMETRE,)).get(PERIMETRE, ())
        masques = _ensemble(resultats, donnees.geographie.pieces, montres)
        lus = [(r, m) for r, m in zip(resultats, masques, strict=True) if (m | (r.valeur.statut != ABSENT)).any()]
        proteges.extend(publication.protege(r, masque) for r, masque in lus)
    frames = [frame for _, frame in cadres.frames(PERIMETRE, proteges, _Rangs.de(donnees), editions=Editions(autour.editions))]
    return pd.concat(frames, ignore_index=True) if frames else empty(COLONNES_VALEURS)


def _ensemble(resultats: Sequence[Resultat], parts: Mapping[str, Sequence[Piece]], montres: Montres) -> list[np.ndarray]:
    """The classes of one indicator are hidden together, since the others and their total give one."""
    masques = [caches(r, parts, montres) for r in resultats]
    if len(masques) < 2:
        return masques
    tous = np.logical_or.reduce(masques)
    return [tous & ((r.valeur.statut != ABSENT) | _sensibles(r)) for r in resultats]


def communes_autour(referentiel: Referentiel, communes: Iterable[str]) -> frozenset[str]:
    """Communes of the départements and of the EPCI that ``communes`` touch."""
    ou = lieux(referentiel)
    dedans = ou.loc[sorted(set(communes))]
    epci = set(dedans["epci"]) - {""}
    return frozenset(ou.index[ou["departement"].isin(set(dedans["departement"])) | ou["epci"].isin(epci)])


def jumeau(communes: Iterable[str], referentiel: Referentiel) -> Piece | None:
    """The EPCI, the commune or the département that has exactly these communes, None when there is none."""
    trouvees = pieces(communes, lieux(referentiel))
    return trouvees[0] if len(trouvees) == 1 else None


def du_jumeau(lues: pd.DataFrame, code: str, niveau: str) -> pd.DataFrame:
    """The published rows of a twin as those of the perimeter, published medians included.

    Gaps of a département are measured against France, those of a perimeter against its département: they are left out.
    """
    ecarts = (
        {i.id for i in registry.catalogue() if isinstance(i.formules[0], EcartReference | Manque)} if niveau == "departement" else set()
    )
    gardees = lues[~lues["indicateur"].isin(ecarts)].drop(columns="demo", errors="ignore")
    return typed(gardees.assign(niveau=PERIMETRE, code=code), COLONNES_VALEURS)


@dataclass(frozen=True)
class _Rangs:
    """What the writing of frames asks of a hierarchy."""

    codes: Mapping[str, tuple[str, ...]]
    departements: np.ndarray

    @classmethod
    def de(cls, donnees: DonneesPerimetres) -> "_Rangs":
        geographie = donnees.geographie
        return cls(geographie.codes, geographie.reference(PERIMETRE)[1])

    def departement_de(self, niveau: str) -> np.ndarray:
        return self.departements

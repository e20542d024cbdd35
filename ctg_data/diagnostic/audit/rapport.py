"""One audit, from a publication and the private store to its report."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ctg_data.diagnostic.audit import lieux as places
from ctg_data.diagnostic.audit import questions
from ctg_data.diagnostic.audit.assemblage import Assemblage
from ctg_data.diagnostic.audit.cibles import SEUILS, Cibles, Inventaire, Regle, Seuils
from ctg_data.diagnostic.audit.examen import Bornes, Examen
from ctg_data.diagnostic.audit.grandeurs import Grandeurs
from ctg_data.diagnostic.audit.journal import Ligne, journal
from ctg_data.diagnostic.audit.lieux import Lieux
from ctg_data.diagnostic.audit.monde import Monde
from ctg_data.diagnostic.audit.reunion import elargit, reunit
from ctg_data.diagnostic.audit.savoir import Affiche, Lecteur, Savoir
from ctg_data.indicators import formules
from ctg_data.indicators.compute import Donnees
from ctg_data.indicators.model import Indicateur, Somme
from ctg_data.territoires.referentiel import Referentiel


@dataclass(frozen=True)
class Cellule:
    """One cell that an outsider may look for, and how far it gets; ``bas`` and ``haut`` are derived from what is shown, never read."""

    niveau: str
    code: str
    annee: int
    grandeur: str
    regle: str
    bas: float
    haut: float
    sure: bool

    @property
    def primaire(self) -> bool:
        return self.regle != Regle.SECONDAIRE


@dataclass(frozen=True)
class Audit:
    """``cellules``: those that were looked at; ``journal``: what was hidden, by which rule, counted; ``exact``: whether bounds are the
    narrowest, or only wide enough; ``rendues``: relations given up because the figures contradict them."""

    cellules: tuple[Cellule, ...]
    journal: tuple[Ligne, ...]
    exact: bool
    composantes: int
    programmes: int
    rendues: int

    @property
    def percees(self) -> tuple[Cellule, ...]:
        """Cells that are known better than the rule allows."""
        return tuple(c for c in self.cellules if not c.sure)


@dataclass(frozen=True, eq=False)
class _Edition:
    """One publication and what it was made of, as the audit reads them."""

    monde: Monde
    affiche: Affiche
    savoir: Savoir
    assemblage: Assemblage


def audite(
    valeurs: pd.DataFrame,
    donnees: Donnees,
    referentiel: Referentiel,
    indicateurs: Sequence[Indicateur],
    *,
    territoire: tuple[str, str] | None = None,
    seuils: Seuils = SEUILS,
    perimetres: Mapping[str, Collection[str]] | None = None,
    secondaires: bool = False,
    exact: bool = False,
    entiers: bool = False,
    avec: tuple[pd.DataFrame, Donnees] | None = None,
) -> Audit:
    """What an outsider derives from ``valeurs`` (published rows of every level) about the cells of ``territoire`` (None: all).

    ``donnees``: the private store that the publication was made of; ``perimetres``: published areas, name -> communes;
    ``secondaires``: bounds of the cells that only protect others, too; ``exact``: the narrowest bounds of each cell, not only a verdict;
    ``entiers``: search in whole numbers where linear programmes leave fractions; ``avec``: another publication that the outsider
    kept, with its own private store.
    """
    grandeurs, communes = Grandeurs(indicateurs), referentiel.communes()
    lieux = places.construit(communes, _detail(donnees, grandeurs, communes), perimetres)
    edition = _edition(valeurs, donnees, lieux, grandeurs)
    inventaire = Inventaire(edition.monde, edition.savoir, grandeurs, seuils)
    ici = np.ones(len(lieux.lieux), dtype=bool) if territoire is None else lieux.dedans(*territoire)
    primaires = tuple(inventaire.primaires())
    cibles = [_dans(c, ici) for c in (*primaires, *(inventaire.secondaires() if secondaires else ()))]
    cibles = [c for c in cibles if len(c)]
    bornes = _examen(edition, cibles, avec and _edition(*avec, lieux, grandeurs), seuils, exact=exact, entiers=entiers).bornes()
    lignes = journal(edition.affiche, edition.monde, grandeurs, primaires, ici)
    return Audit(tuple(_cellules(cibles, bornes, edition.monde)), lignes, exact, bornes.composantes, bornes.programmes, bornes.rendues)


def _examen(edition: _Edition, cibles: Sequence[Cibles], autre: _Edition | None, seuils: Seuils, **options: bool) -> Examen:
    connaissance, posees = edition.assemblage, questions.pose(edition.assemblage, edition.monde, cibles, seuils.petit_groupe)
    if autre is not None:
        connaissance = reunit((edition.assemblage, edition.monde), (autre.assemblage, autre.monde))
        posees = elargit(posees, len(connaissance.vrai))
    return Examen(connaissance, edition.monde.lieux, posees, **options)


def _edition(valeurs: pd.DataFrame, donnees: Donnees, lieux: Lieux, grandeurs: Grandeurs) -> _Edition:
    monde = Monde(donnees, lieux, grandeurs)
    affiche = Affiche(valeurs, lieux, monde.annees)
    savoir = Lecteur(monde, donnees, affiche, grandeurs).lit()
    return _Edition(monde, affiche, savoir, Assemblage(monde, savoir, grandeurs))


def _detail(donnees: Donnees, grandeurs: Grandeurs, communes: pd.DataFrame) -> set[str]:
    """Départements of which the CAF's own data tell something."""
    codes = donnees.geographie.codes["commune"]
    touchees = np.zeros(len(codes), dtype=bool)
    for somme in grandeurs.sommes:
        touchees |= donnees.somme(somme, "commune").interne.any(axis=1)
    departements = communes.set_index("code")["departement"]
    return {str(departements[code]) for code, oui in zip(codes, touchees, strict=True) if oui}


def _dans(c: Cibles, ici: np.ndarray) -> Cibles:
    garde = ici[c.places]
    champs = {nom: getattr(c, nom)[garde] for nom in ("places", "colonne_tout", "au_plus", "au_moins")}
    return Cibles(**(vars(c) | champs))


def _cellules(cibles: Sequence[Cibles], bornes: Bornes, monde: Monde):
    rang = 0
    for c in cibles:
        nom = _nom(c.part) if not c.reste else f"{_nom(c.tout)} moins {_nom(c.part)}"
        for place in c.places:
            niveau, code = monde.lieux.lieux[place]
            mesure = float(bornes.bas[rang]), float(bornes.haut[rang]), bool(bornes.sures[rang])
            yield Cellule(niveau, code, monde.annees[c.colonne], nom, str(c.regle), *mesure)
            rang += 1


def _nom(somme: Somme) -> str:
    return formules.somme_en_mots(somme)

"""The frozen records of the map page: what is asked, what is drawn, what is said of one area."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ctg_data.diagnostic.planche import Planche
from ctg_data.indicators.model import Indicateur
from ctg_data.territoires.model import Territoire
from ctg_data.territoires.recherche import normalise


@dataclass(frozen=True)
class Demande:
    """What a reader asks of the map; "" takes the default.

    ``niveau`` and ``code``: the zone framed; ``maille``: the level of the areas; ``annee``: digits;
    ``couche``: valeur, ecart or verdict; ``reference``: departement or france.
    """

    niveau: str
    code: str
    maille: str = ""
    figure: str = ""
    modalite: str = ""
    annee: str = ""
    couche: str = ""
    reference: str = ""


@dataclass(frozen=True, eq=False)
class Colonnes:
    """One figure of one year over the areas, aligned on their codes; ``statuts``: indexes of ``records.STATUTS``.

    ``valeur`` and bounds are NaN unless the status is ok.  ``sources``: every ``source@annee`` of the rows, joined by « | ».
    """

    valeur: np.ndarray
    statuts: np.ndarray
    ic_bas: np.ndarray
    ic_haut: np.ndarray
    est: np.ndarray
    arr5: np.ndarray
    sources: str


@dataclass(frozen=True)
class Index:
    """The areas of a map by code and by name; kept from one figure to the next."""

    codes: tuple[str, ...]
    noms: tuple[str, ...]

    @cached_property
    def rangs(self) -> dict[str, int]:
        """Code -> rank of its area."""
        return {code: rang for rang, code in enumerate(self.codes)}

    @cached_property
    def simples(self) -> tuple[str, ...]:
        """Names without capitals nor accents."""
        return tuple(map(normalise, self.noms))

    @cached_property
    def places(self) -> np.ndarray:
        """Place of each area by name."""
        return np.argsort(np.argsort(np.array(self.simples), kind="stable"), kind="stable")


Choix = tuple[tuple[str, str], ...]
"""(id, label) for a selector, in order."""


@dataclass(frozen=True, eq=False)
class AtlasView:
    """Everything the map page shows but the classes (a matter of drawing) and the sheet of one area.

    ``demande`` is what was asked with every default filled in; ``zone`` the territory framed (the EPCI of a commune).
    ``aires``: the territories of the map, in the order of the planche; ``references``: the value each is compared with, NaN for none.
    ``departements``: that of each area; ``index``: to find one.
    ``du``: the reference with its article (« du département »); ``bandeau``: « Données de démonstration… », « Paquet reçu… » or "".
    """

    demande: Demande
    zone: Territoire
    indicateur: Indicateur
    annee: int | None
    colonnes: Colonnes
    references: np.ndarray
    du: str
    planche: Planche
    mailles: Choix
    figures: tuple[tuple[str, Choix], ...]
    modalites: Choix
    annees: Choix
    couches: Choix
    choix_references: Choix
    departements: tuple[str, ...]
    index: Index
    demo: bool
    bandeau: str
    empreinte: str


@dataclass(frozen=True)
class Fiche:
    """What the map says of one area: the published figure, how sure, against what, from where.

    ``lignes``: (label, text) in reading order; ``niveau`` and ``code`` open its portrait.
    """

    niveau: str
    code: str
    nom: str
    sous_titre: str
    valeur_texte: str
    statut: str
    verdict_texte: str
    signe: str
    lignes: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One page of the table of the map.

    ``lignes``: (code, cells), the first cell being the name; ``tri`` and ``sens``: the column sorted by and « croissant » or
    « decroissant »; ``debut``: rank of the first row, from 1; ``total``: rows that the filter keeps.
    """

    colonnes: tuple[tuple[str, str, bool], ...]
    lignes: tuple[tuple[str, tuple[str, ...]], ...]
    tri: str
    sens: str
    debut: int
    total: int
    page: int
    pages: int

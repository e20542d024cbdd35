"""The records that describe a publisher's file: ``Source``, ``Disposition``, ``Colonne``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.records import COLONNES_ATTRIBUTS, COLONNES_EQUIPEMENTS, typed_attributs, typed_equipements

if TYPE_CHECKING:
    from ctg_data.loaders.lecture import Table

COLONNES_LUES = tuple(c for c in COLONNES_ATTRIBUTS if c != "edition")
"""Columns of the attributs of one file."""
SANS_ATTRIBUT = typed_attributs(pd.DataFrame(columns=COLONNES_LUES), COLONNES_LUES)
"""What any file but a list of facts has; its frame is shared, copied on write."""
EQUIPEMENTS_LUS = tuple(c for c in COLONNES_EQUIPEMENTS if c != "edition")
"""Columns of the equipements of one file."""
SANS_EQUIPEMENT = typed_equipements(pd.DataFrame(columns=EQUIPEMENTS_LUS), EQUIPEMENTS_LUS)
"""The same for any file but an inventory."""
MARQUE_FICTIVE = "fictif"
"""In the name of every invented extract: nobody may take it for a real one, this product included."""

Genre = Literal["code", "texte", "entier", "nombre", "annee", "mois", "booleen", "choix", "ignore"]


@dataclass(frozen=True, eq=False)
class Colonne:
    """One column of a published layout; itself only, so that it is a quick key.

    ``alias``: regular expressions matched in full, case-insensitively, on the header (accents and double
    spaces removed); a group ``aa`` (2 digits) or ``aaaa`` captures the year.  ``nom`` is always an alias.
    A column with ``mesure`` feeds that measure.  ``additif``: a count that may be summed over territories.
    ``minimum``, ``maximum``: limits of a sound value, in the column's unit; None means open.
    """

    nom: str
    alias: tuple[str, ...] = ()
    genre: Genre = "nombre"
    obligatoire: bool = True
    minimum: float | None = 0
    maximum: float | None = None
    choix: tuple[str, ...] = ()
    mesure: str = ""
    modalite: str = "total"
    unite: str = ""
    additif: bool = True


@dataclass(frozen=True, eq=False)
class Annuaire:
    """Communes of one vintage by what people write: département (name, as written in the reference -> code), commune -> name, département,
    postcodes.  Equal to itself alone: an index is kept beside each."""

    departements: Mapping[str, str] = field(default_factory=dict)
    communes: Mapping[str, tuple[str, str, frozenset[str]]] = field(default_factory=dict)
    millesime: int = 0


@dataclass(frozen=True)
class Contexte:
    """What a hook may need besides the frame: where the table came from and what is known about it."""

    fichier: str
    feuille: str
    niveau: str
    annee: int | None
    annee_declaree: bool
    millesime_geo: int | None
    entete: Mapping[str, str] = field(default_factory=dict)
    """Canonical column name -> header as found."""
    populations: Callable[[int], Mapping[str, float]] = lambda millesime: {}
    """Vintage -> population of each commune (persons), as far as the reference knows it."""
    noms: Callable[[str], Mapping[str, str]] = lambda niveau: {}
    """Level -> code of each territory by name (``entetes.normalise``), for the levels whose names are unique."""
    annuaire: Callable[[int], Annuaire] = lambda millesime: Annuaire()
    """Vintage -> names and postcodes, for the files that hold no code."""
    distances: Callable[[Sequence[str], np.ndarray, np.ndarray], np.ndarray] = lambda codes, lon, lat: np.full(len(codes), np.nan)
    """Codes of communes, longitudes and latitudes (degrees) -> km from each point to its commune, 0 inside, NaN where it is unknown."""


@dataclass(frozen=True)
class Extraction:
    """When the producer drew the file (ISO day, the latest one; "" when it does not say) and whether its figures are final."""

    jour: str = ""
    consolidation: Literal["", "semi_definitif", "definitif"] = ""
    fictive: bool = False
    """The producer says that its figures are invented."""


@dataclass
class Ecarts:
    """What a hook sets aside or complains about while it works."""

    fautes: list[Faute] = field(default_factory=list)
    avertissements: list[str] = field(default_factory=list)
    ecartees: dict[str, int] = field(default_factory=dict)
    """Reason -> number of rows set aside (they stay counted in ``lignes_lues``)."""
    extraction: Extraction = field(default_factory=lambda: Extraction())


Preparer = Callable[[pd.DataFrame, Contexte, Ecarts], pd.DataFrame]
Remodeler = Callable[["Table"], "Table"]
VersMesures = Callable[[pd.DataFrame, Contexte, Ecarts], pd.DataFrame]
VersAttributs = Callable[[pd.DataFrame, Contexte, Ecarts], pd.DataFrame]
VersEquipements = Callable[[pd.DataFrame, Contexte, Ecarts], pd.DataFrame]


@dataclass(frozen=True)
class Disposition:
    """One way a source lays its rows: one sheet, one CSV or one JSON array.

    ``niveau``: the level of every row, or "" when a column named ``niveau`` gives it after ``preparer``.
    ``annee``: "colonne" (a column named ``annee``), "entete" (captured in headers), "feuille", "fichier" or "titre"
    (a regular expression ``motif_annee`` searched there).
    ``marques``: raw cell text (stripped, lower case; "" is the empty cell) -> statut.
    ``preparer``: raw text frame with canonical columns and ``ligne`` -> same kind of frame; the place for quirks.  Its
    cells are text ("" when empty); optional columns that the file lacks are absent.
    ``vers_mesures``: typed frame -> mesures, when the default (one measure per declared column) is not enough.  Numbers
    are float64 beside a column ``<nom>__statut`` that says what an empty or marked cell is; what it does not give
    (source, niveau, annee, mois, regime, est, arr5, millesime_geo) is filled from the frame or the record.
    ``vers_attributs``: typed frame -> attributs (code, attribut, valeur), for a list of facts about territories: it has no measure.
    ``vers_equipements``: typed frame -> equipements, for an inventory of facilities: it may have measures too, those that it counts.
    ``cle``: key columns, unique together (with ``niveau``, ``annee`` and ``mois`` where they are columns) once rows are set aside.
    ``separateurs``: the only separators accepted in a CSV; none: any of ; , and tab.
    ``remodele``: the table as the file lays it -> the same cells as one row a territory under one header row (``remodelage``);
    a table of another kind is given back as it is.  It runs while files are recognised, so it must tell at a glance.
    ``etendue_libre``: the producer's own workbooks declare a dimension narrower than their cells.
    ``multi_annees``: the same column stands once per year in the headers and reaches the hooks as ``<nom>@<annee>``.
    ``exhaustive``: a column that it does not know is a fault: it would tell apart rows that would then be taken for one another.
    ``repartissent``: headers (normalised) of a column that would split the rows of this layout, as a sibling's does: the same fault.
    ``geographie_unique``: the figures of every year are given in the communes of the latest one.
    """

    id: str
    colonnes: tuple[Colonne, ...]
    niveau: str = "commune"
    cle: tuple[str, ...] = ("code",)
    formats: tuple[str, ...] = ("csv",)
    feuille: str = ""
    annee: Literal["colonne", "entete", "feuille", "fichier", "titre"] = "colonne"
    motif_annee: str = r"(?<!\d)(20\d\d)(?!\d)"
    marques: Mapping[str, str] = field(default_factory=lambda: {"": "nd", "s": "s", "nd": "nd", "ns": "ns"})
    arr5: bool = False
    mois: int = 0
    regime: str = ""
    preparer: Preparer | None = None
    vers_mesures: VersMesures | None = None
    vers_attributs: VersAttributs | None = None
    vers_equipements: VersEquipements | None = None
    separateurs: tuple[str, ...] = ()
    multi_annees: bool = False
    remodele: Remodeler | None = None
    etendue_libre: bool = False
    exhaustive: bool = False
    repartissent: str = ""
    geographie_unique: bool = False


@dataclass(frozen=True)
class Parution:
    """When a publisher brings its years out, as far as somebody wrote it down.

    ``delai_mois``: usual months from the end of a year to the day its figures are out; ``origine``: where that is known from, in French.
    ``sautees``: years that the publisher says it will never bring out.
    """

    delai_mois: int
    origine: str
    sautees: tuple[int, ...] = ()


@dataclass(frozen=True)
class Source:
    """One published data set: what it is, how it is recognised, how it is protected.

    ``profil_secret``: domain.md §5.1 (cnaf_open, caf_interne, filosofi, insee_rp, etablissements, libre).
    ``millesime_geo``: year of the data -> cog_geo vintage, when the content does not say it.
    ``precedence``: where two sources give the same measure at the same place and year, the lowest number wins.
    ``rythme_mois``: the publisher's rhythm; ``retard_mois``: how long after the end of their year its figures may still be the
    latest, beyond that rhythm.
    ``mesures_calculees``: measures that it makes from its rows or the names of its columns, beside those that its columns declare
    -> their modalités (none: all of them).
    """

    id: str
    titre: str
    producteur: str
    licence: str
    profil_secret: str
    dispositions: tuple[Disposition, ...]
    millesime_geo: Callable[[int], int]
    adresse: str = ""
    precedence: int = 50
    rythme_mois: int = 12
    retard_mois: int = 12
    mesures_calculees: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    annees_cumulees: int = 1
    """Years of collection pooled in each figure: two figures closer than that share some of them, and are not compared."""
    inventaire: bool = False
    """A list of facilities: a commune absent from it has zero of them."""
    portee_fine: bool = False
    """Its files come apart by theme and scheme: a new one replaces only the measures, modalités and schemes that it holds."""
    portee_communale: bool = False
    """Its files may tell of a few communes: a new one replaces only the communes that it names."""
    champ: str = ""
    hors_champ: tuple[str, ...] = ()
    """Départements that ``champ`` leaves out: France is then the sum of the others, a field of its own."""
    hors_france: tuple[str, ...] = ()
    """Départements that its row for France leaves out though it may give them: ``diagnostic.controle`` adds the others up."""
    facultative: bool = False
    """An archive, or another way to figures that a source gives already: nobody is told that it is missing."""
    parution: Parution | None = None
    """When each year comes out; None where nobody wrote it down: nothing is then said to be out already."""
    lecture: str = ""
    """Fingerprint of how a local source reads its files: the same bytes read otherwise are another edition."""
    unites: Mapping[str, str] = field(default_factory=dict)
    """Measure -> unit, for the measures that a person declared with their source."""
    locale: bool = False
    """Declared by a person, in a TOML of the store (``loaders.locales``)."""

    @cached_property
    def declarees(self) -> Mapping[str, frozenset[str]]:
        """Level of a layout -> measures that its columns declare."""
        lues: dict[str, frozenset[str]] = {}
        for d in self.dispositions:
            lues[d.niveau] = lues.get(d.niveau, frozenset()) | {c.mesure for c in d.colonnes if c.mesure}
        return lues


@dataclass(frozen=True)
class Forme:
    """How one table of a file was laid, to be compared with the next file of the same source; never a cell of its body.

    ``disposition``: id of the layout that read it.  ``entete``: 1-based row of its header, 0 where there is none (JSON).
    ``colonnes``: (canonical name, "" for a column that is not used; header as written), in the order of the file.
    """

    source: str
    disposition: str
    feuille: str
    format: str
    separateur: str
    entete: int
    colonnes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Chargement:
    """The outcome of one file: ``mesures``, ``attributs`` and ``equipements`` (without ``edition``), or faults and no ``mesures``.

    A list of facts has ``mesures`` without a row; any other file has ``attributs`` without one.  An inventory alone has ``equipements``.
    """

    fichier: str
    sha256: str
    sources: tuple[str, ...]
    mesures: pd.DataFrame | None
    lignes_lues: int
    fautes: Sequence[Faute] = ()
    avertissements: Sequence[str] = ()
    annee_declaree: bool = False
    millesime_deduit: bool = False
    extraction: Extraction = Extraction()
    detail: Mapping[str, object] = field(default_factory=dict)
    attributs: pd.DataFrame = field(default_factory=lambda: SANS_ATTRIBUT.copy(deep=False))
    equipements: pd.DataFrame = field(default_factory=lambda: SANS_EQUIPEMENT.copy(deep=False))
    formes: tuple[Forme, ...] = ()

    @property
    def fictif(self) -> bool:
        """Whether the file says, in its name or its content, that its figures are invented."""
        return self.extraction.fictive or MARQUE_FICTIVE in self.fichier.lower()

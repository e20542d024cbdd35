"""A local source: what a person says of the columns of a tidy table, in place of a record written in Python (ADR 0019)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from types import MappingProxyType

PREFIXE = "local_"
"""In the id of every local source, and in the name of every measure that only a local source gives."""
MODIFIER = "bouton « Modifier » de la page « Données », partie « Sources locales »"
"""Where a declaration is changed, as faults say it."""
PROTEGEES, PUBLIEES = "protegees", "publiees"
LARGE, LONGUE = "large", "longue"
EFFECTIF, TAUX = "effectif", "taux"
BESOIN, OFFRE = "besoin", "offre"
ANNEE_DES_DONNEES, ANNEE_SUIVANTE = "annee", "suivante"
NIVEAUX = ("commune", "epci", "departement", "region", "france")
THEMES = ("PO", "PE", "EN", "JE", "PA", "AV", "LO", "AD", "IN", "HA", "CV")
GENS: Mapping[str, str] = MappingProxyType(
    {
        "personnes": "personnes",
        "enfants": "enfants",
        "foyers": "foyers",
        "menages": "ménages",
        "familles": "familles",
        "eleves": "élèves",
        "actes": "actes",
    }
)
"""Units in which a small count says something about someone -> word."""
CHOSES: Mapping[str, str] = MappingProxyType({"places": "places", "structures": "structures", "equipements": "équipements"})
MONTANTS: Mapping[str, str] = MappingProxyType({"euros": "€", "heures": "heures", "etp": "ETP"})
"""Quantities that a small count behind them would give away, and that nothing here can protect."""
TAUX_UNITES: Mapping[str, str] = MappingProxyType({"pourcent": "%", "pour1000": "‰", "euros": "€", "indice": ""})
UNITES: Mapping[str, Mapping[str, str]] = MappingProxyType({EFFECTIF: MappingProxyType({**GENS, **CHOSES, **MONTANTS}), TAUX: TAUX_UNITES})
VIDES: Mapping[str, str] = MappingProxyType({"nd": "nd", "s": "s", "zero": "0"})
STATUTS = ("nd", "s", "ns")
DENOMINATEURS = ("", "population", "enfants_0_2", "jeunes_15_24", "foyers_alloc", "familles", "menages")
DE_LA_CAF = ("foyers_alloc",)
"""Those that the CAF counts one by one: what an unpublished count leaves of them is a count of the CAF's own too."""
DECIMALES_MAX = 2
MARQUES: Mapping[str, str] = MappingProxyType({"s": "s", "<5": "s", "nd": "nd", "ns": "ns"})
"""What a new declaration proposes."""


@dataclass(frozen=True)
class Valeur:
    """One column of a wide table, or one label of a long one (``repere``), and the measure that it feeds.

    ``mesure``: the id of a measure declared beside it, else a name of the vocabulary.
    """

    repere: str
    mesure: str
    modalite: str = "total"


@dataclass(frozen=True)
class MesureLocale:
    """A measure that no other source gives, and the theme under which it is shown.

    ``nature``: a count, which may be summed over territories, or a rate, which is read as it is.
    ``face``: among which key figures of its theme it stands.
    ``denominateur``: also shown for 100 of these ("" for none), a key of DENOMINATEURS.
    ``decimales``: shown of a count of things, up to DECIMALES_MAX; a count of persons is whole, and a rate shows one at least.
    """

    id: str
    libelle: str
    unite: str
    nature: str = EFFECTIF
    theme: str = "PO"
    face: str = BESOIN
    definition: str = ""
    denominateur: str = ""
    decimales: int = 0

    @property
    def de_gens(self) -> bool:
        """Whether a small count of it says something about someone."""
        return self.nature == EFFECTIF and self.unite in GENS


@dataclass(frozen=True)
class Declaration:
    """One file of ``sources/``: what the table is, where its codes, years and values are, how its numbers are written.

    ``donnees``: PROTEGEES (counts that nobody published: the secrecy of the CAF's own) or PUBLIEES (by their producer).
    ``forme``: LARGE (a measure a column) or LONGUE (a column of labels, ``intitule``, and one of values, ``valeur``).
    ``colonne_code``: header of the codes, or "" and ``code``, the only territory of the file.  ``colonne_annee``: header of the years,
    "" where the name of the file says it (else it is asked).  ``geographie``: communes of the year of the data, of the next year, or of a
    year given.  ``marques``: text of a cell, in lower case -> status.  ``vide``: what an empty cell is, a key of VIDES.
    """

    id: str
    titre: str
    producteur: str
    donnees: str = PROTEGEES
    licence: str = "Usage interne"
    adresse: str = ""
    forme: str = LARGE
    feuille: str = ""
    niveau: str = "commune"
    colonne_code: str = ""
    code: str = ""
    colonne_annee: str = ""
    geographie: int | str = ANNEE_DES_DONNEES
    intitule: str = ""
    valeur: str = ""
    decimale: str = ","
    milliers: str = " "
    vide: str = "nd"
    arrondi5: bool = False
    marques: Mapping[str, str] = field(default_factory=lambda: dict(MARQUES))
    valeurs: tuple[Valeur, ...] = ()
    mesures: tuple[MesureLocale, ...] = ()

    @property
    def source(self) -> str:
        """Id of the source that it makes."""
        return PREFIXE + self.id

    @cached_property
    def propres(self) -> Mapping[str, MesureLocale]:
        """Measures that it declares, by id."""
        return {m.id: m for m in self.mesures}

    def nom_de(self, mesure: str) -> str:
        """The name under which the product knows a measure: a local one bears that of its source (no id holds « __ »)."""
        return f"{self.source}__{mesure}" if mesure in self.propres else mesure

    @property
    def entetes(self) -> tuple[str, ...]:
        """Headers by which a file is recognised."""
        du_tableau = (self.intitule, self.valeur) if self.forme == LONGUE else tuple(v.repere for v in self.valeurs)
        return tuple(filter(None, (self.colonne_code, self.colonne_annee, *du_tableau)))

    @property
    def lecture(self) -> str:
        """Fingerprint of what the rows read from a file depend on."""
        titres = {"titre", "producteur", "licence", "adresse", "donnees", "mesures"}
        lues = [(f.name, getattr(self, f.name)) for f in fields(self) if f.name not in titres]
        propres = [(m.id, m.unite, m.nature) for m in self.mesures]
        return hashlib.sha256(repr((lues, propres)).encode()).hexdigest()[:16]

    @property
    def regles(self) -> str:
        """Fingerprint of what computing and protecting depend on: published values made under another one are made again."""
        # whole counts are said as before there were others: what is published of them need not be computed again
        decimales = [(m.id, m.decimales) for m in self.mesures if m.decimales]
        de_calcul = (self.donnees, [(m.id, m.unite, m.nature, m.denominateur) for m in self.mesures], *filter(None, [decimales]))
        return hashlib.sha256(repr(de_calcul).encode()).hexdigest()[:16]

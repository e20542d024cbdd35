"""The frozen records of the portrait: texts are final, screen and exports only lay them out."""

from dataclasses import dataclass, field

from ctg_data.diagnostic.compare import Verdict
from ctg_data.diagnostic.figures import Cadre, Carte, Evolution, Role, StructureAge, Tableau
from ctg_data.diagnostic.star import Etoile
from ctg_data.views.ecrits import Saisies
from ctg_data.views.offre import Offre


@dataclass(frozen=True)
class Entete:
    """Who the territory is.  ``resume``: « EPCI · 24 communes · 27 459 habitants (2022) ».

    ``parents``: (niveau, code, nom) from the nearest to France, for links.  ``details``: what must be known of a perimeter.
    ``attributs``: « Rurale à habitat dispersé · Massif central », or counts of communes; ``attributs_source``: lists and their years.
    """

    niveau: str
    code: str
    nom: str
    niveau_libelle: str
    resume: str
    population_texte: str
    population_annee: int | None
    communes_texte: str
    parents: tuple[tuple[str, str, str], ...]
    details: tuple[str, ...] = ()
    attributs: str = ""
    attributs_source: str = ""


@dataclass(frozen=True)
class SourceVue:
    """One source: what it is, the years used here, how old, what it says of itself.

    ``annees`` is empty for a source that the portrait could use and does not have.
    """

    id: str
    titre: str
    producteur: str
    licence: str
    annees: tuple[int, ...]
    annees_texte: str
    note: str = ""
    adresse: str = ""
    ancienne: bool = False


@dataclass(frozen=True)
class Fraicheur:
    """``texte``: « Données : … · 3 sources manquantes », then sources in use and sources missing."""

    texte: str
    sources: tuple[SourceVue, ...]
    manquantes: tuple[SourceVue, ...]


@dataclass(frozen=True)
class Repere:
    """The same figure in a parent, the same year.  ``valeur`` is None when there is none to show."""

    role: Role
    niveau: str
    code: str
    nom: str
    libelle: str
    valeur: float | None
    texte: str
    statut: str


@dataclass(frozen=True)
class Chiffre:
    """One key figure: one row of the portrait, one row of the exports.

    ``valeur`` and bounds are the published (protected) ones; None unless ``statut`` is ok.
    ``echelle``: (low, high) shared by the interval, the value and the parents of this row; None when nothing to place.
    ``verdict`` is None when there is nothing to compare with; ``verdict_texte`` always tells.
    ``origine``: its year and its sources, on one line, with the years of those that are of another one (``autres_annees``).
    ``notes``: rounded, estimated, secret and what to do…  ``edition``: the version of the data that it comes from.
    """

    id: str
    libelle: str
    definition: str
    theme: str
    angle: int
    angle_libelle: str
    modalite: str
    unite: str
    decimales: int
    annee: int | None
    annee_texte: str
    valeur: float | None
    valeur_texte: str
    statut: str
    est: bool
    arr5: bool
    ic_bas: float | None
    ic_haut: float | None
    intervalle_texte: str
    reperes: tuple[Repere, ...]
    echelle: tuple[float, float] | None
    verdict: Verdict | None
    verdict_texte: str
    phrase: str
    source: str
    notes: tuple[str, ...]
    prudence: str = ""
    origine: str = ""
    autres_annees: tuple[int, ...] = ()
    edition: str = ""

    @property
    def disponible(self) -> bool:
        return self.statut != "nd"


@dataclass(frozen=True)
class Theme:
    """The key figures of one branch, need first, then offer, then gap.  ``manquants``: labels without any data.

    ``message`` is empty unless there is no figure at all; ``remede`` then says, for those who import, what would fill the theme.
    """

    id: str
    libelle: str
    chiffres: tuple[Chiffre, ...]
    manquants: tuple[str, ...] = ()
    message: str = ""
    remede: str = ""


@dataclass(frozen=True)
class EtoileVue:
    """The star of one face.

    ``etoile`` is None where none is drawn (région, France, priorité face): ``cadre.message`` says why.
    ``etoile.forme`` says how to draw it: etoile, barres or vide.  ``territoire``: whose star it is (a commune shows its EPCI's).
    ``score``: what a score is beside its sentence, "" where each branch has one indicator.
    """

    face: str
    face_libelle: str
    cadre: Cadre
    etoile: Etoile | None
    territoire: str
    sens_lecture: str
    phrases: tuple[str, ...]
    tableau: Tableau
    score: str = ""


@dataclass(frozen=True)
class Saillant:
    """One salient fact.  ``cote``: besoin, force or incertain.  ``phrase`` ends with its certainty."""

    cote: str
    signe: str
    phrase: str
    certitude: str
    indicateur: str
    theme: str
    theme_libelle: str


@dataclass(frozen=True)
class Saillants:
    """At most seven facts on both sides; ``message_*`` replaces an empty side.

    ``incertains``: marked by their place, but nothing can be concluded; they are apart, neither needs nor strengths.
    """

    besoins: tuple[Saillant, ...]
    forces: tuple[Saillant, ...]
    message_besoins: str = ""
    message_forces: str = ""
    incertains: tuple[Saillant, ...] = ()

    @property
    def tous(self) -> tuple[Saillant, ...]:
        return (*self.besoins, *self.forces, *self.incertains)


@dataclass(frozen=True)
class PortraitView:
    """Everything the portrait shows, plain and frozen: same texts on screen, in HTML and in CSV.

    ``etoiles``: the four faces, in order (besoin, offre, ecart, priorite); ``face``: the one chosen.
    ``theme`` and ``figure``: the chosen branch id and indicator id, always valid.
    ``choix_themes`` / ``choix_figures``: (id, label) for selectors.
    ``rang``: the place of the chosen figure among comparable territories, with its interval; "" where no rank means anything.
    ``saisies``: what people wrote on it, read at each run (``views.saisies``).
    ``bandeau``: « Données de démonstration, fictives. » or empty.  ``version``: its data, for a reader.
    ``donnees``: what a published portrait is compared with: it changes when the figures of this territory may have, and only then.
    ``au``: ISO day of a portrait of the past, "" for today's; ``moment``: what to know of it, in sentences, the first one on its own.
    ``offre``: facilities and services, listed, counted and placed (``views.offre``).
    ``evolution_epoque``: the evolution at period perimeter, None where it is the constant one; ``composition``: what changed, in words.
    """

    entete: Entete
    fraicheur: Fraicheur
    demo: bool
    bandeau: str
    face: str
    etoiles: tuple[EtoileVue, ...]
    saillants: Saillants
    themes: tuple[Theme, ...]
    theme: str
    figure: str
    choix_themes: tuple[tuple[str, str], ...]
    choix_figures: tuple[tuple[str, str], ...]
    structure_age: StructureAge
    evolution: Evolution
    carte: Carte
    methode: tuple[str, ...]
    manque: tuple[str, ...]
    denominateurs: tuple[str, ...]
    empreinte: str
    date: str
    version: str = ""
    donnees: str = ""
    rang: str = ""
    saisies: Saisies = field(default_factory=Saisies)
    evolution_epoque: Evolution | None = None
    composition: tuple[str, ...] = ()
    non_calcules: tuple[str, ...] = ()
    """Indicators that no figure is computed for, each with the file that would feed it."""
    au: str = ""
    moment: tuple[str, ...] = ()
    offre: Offre = field(default_factory=Offre)

    @property
    def etoile(self) -> EtoileVue:
        return next(e for e in self.etoiles if e.face == self.face)

    @property
    def dessinees(self) -> tuple[EtoileVue, ...]:
        """The faces that have something to show."""
        return tuple(e for e in self.etoiles if not e.cadre.message)

    @property
    def etoile_montree(self) -> EtoileVue:
        """The chosen face if it is drawn, else the first one that is: what a room or a printed page shows."""
        if not self.etoile.cadre.message:
            return self.etoile
        return next(iter(self.dessinees), self.etoiles[0])

    @property
    def theme_choisi(self) -> Theme:
        return next(t for t in self.themes if t.id == self.theme)

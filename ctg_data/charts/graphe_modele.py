"""A path of progress to draw, and its drawing once every place is known."""

from dataclasses import dataclass

GENRES = {"action": "Actions", "etape": "Étapes", "changement": "Changement"}
"""Kind of a node -> heading of its column."""


@dataclass(frozen=True)
class Noeud:
    """``genre``: a key of GENRES; ``etat``: a short word under the text; ``marque``: a prefix such as « A3 »; ``lien``: where it leads."""

    id: str
    genre: str
    texte: str
    etat: str = ""
    marque: str = ""
    lien: str = ""


@dataclass(frozen=True)
class Arete:
    """An arrow; with a ``repere`` such as « H2 » it bears a hypothesis, whose text is ``titre`` and whose state is ``etat``."""

    de: str
    vers: str
    repere: str = ""
    titre: str = ""
    etat: str = ""


@dataclass(frozen=True)
class Graphe:
    """``resume``: what the drawing says, for who does not see it."""

    titre: str
    noeuds: tuple[Noeud, ...]
    aretes: tuple[Arete, ...]
    resume: str


@dataclass(frozen=True)
class Ligne:
    """A text in a box: ``x`` and ``y`` (baseline) from the corner of the box."""

    texte: str
    x: float
    y: float
    taille: int
    gras: bool = False


@dataclass(frozen=True)
class Boite:
    """``lignes`` start with the mark, in bold, and end with the state, smaller."""

    noeud: Noeud
    x: float
    y: float
    largeur: float
    hauteur: float
    lignes: tuple[Ligne, ...]


@dataclass(frozen=True)
class Losange:
    """Centre and half-axes."""

    arete: Arete
    x: float
    y: float
    a: float
    b: float


@dataclass(frozen=True)
class Trace:
    """Points two by two: a curve, then a straight run, then a curve…, from the right of a box to the left of another."""

    arete: Arete
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Entete:
    texte: str
    x: float
    largeur: float


@dataclass(frozen=True)
class Plan:
    """``largeur`` is more than asked when there are more columns than it holds."""

    largeur: float
    hauteur: float
    entetes: tuple[Entete, ...] = ()
    boites: tuple[Boite, ...] = ()
    losanges: tuple[Losange, ...] = ()
    traces: tuple[Trace, ...] = ()

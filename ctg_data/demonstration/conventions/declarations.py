"""How a path of a demonstration CTG is written down: what the scene builds, gesture by gesture.

Days are months from today (negative: past); other records are named by short keys, the change at the end of a path by « * ».
"""

from dataclasses import dataclass

from ctg_data.parcours.chemin import Risque
from ctg_data.parcours.etats import EtatAction, EtatHypothese
from ctg_data.parcours.suivi import EtatMarqueur, Portee, Rang, Sens, TypePreuve


@dataclass(frozen=True)
class Lu:
    """Where a marker stood."""

    mois: int
    etat: EtatMarqueur
    commentaire: str = ""


@dataclass(frozen=True)
class Signe:
    """A marker.  ``nom``: its key, where a later version of the path reads it again."""

    rang: Rang
    portee: Portee
    libelle: str
    lus: tuple[Lu, ...] = ()
    nom: str = ""


@dataclass(frozen=True)
class Dit:
    """A piece of evidence."""

    type: TypePreuve
    niveau: int
    mois: int
    source: str
    texte: str
    conforte: bool = True


@dataclass(frozen=True)
class Chiffre:
    """A linked indicator: its target is ``ecart`` from the starting point, None for no target.

    ``accepte``: why a target that noise could hide was kept.
    """

    indicateur: str
    ecart: float | None = None
    portee: Portee = Portee.IMPACT
    accepte: str = ""

    @property
    def sens(self) -> Sens:
        return Sens.BAISSE if (self.ecart or 0) < 0 else Sens.HAUSSE


@dataclass(frozen=True)
class Marche:
    """A step.  ``mois``: when it is due, None for no day; ``ecartee``: parked."""

    nom: str
    libelle: str
    acteur: str
    mois: int | None = None
    signes: tuple[Signe, ...] = ()
    ecartee: bool = False


@dataclass(frozen=True)
class Pari:
    """A hypothesis on the arrow « de > vers », led to ``etat``."""

    nom: str
    fleche: str
    texte: str
    examen: int
    etat: EtatHypothese = EtatHypothese.A_TESTER
    risque: Risque = Risque.MOYEN
    motif: str = ""
    signes: tuple[Signe, ...] = ()
    dits: tuple[Dit, ...] = ()
    chiffres: tuple[Chiffre, ...] = ()


@dataclass(frozen=True)
class Acte:
    """An action, led to ``etat``.  ``quand``: first and last month, None while it has none."""

    nom: str
    libelle: str
    theme: str
    etat: EtatAction = EtatAction.IDEE
    quand: tuple[int, int] | None = None
    pilote: str = ""
    binome: tuple[str, str] = ("", "")
    cout: int | None = None
    cof: str = ""
    avancement: int = 0
    motif: str = ""
    description: str = ""


@dataclass(frozen=True)
class Trace:
    """The drawing of a path.  ``fleches``: chains of keys, « antenne > rencontre > * »."""

    changement: str
    pilote: str
    marches: tuple[Marche, ...]
    fleches: tuple[str, ...]
    paris: tuple[Pari, ...] = ()
    note: str = ""

"""Expected faults: everything a user can mend, told in French with the mend."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass


class CtgError(Exception):
    """A fault the user can understand and mend; shown without a traceback.

    The message is a complete French sentence and never holds a protected figure.  ``code`` is stable, "" where nothing depends on it:
    a page may word the same fault otherwise than the command line (``wording.gestes``).
    """

    code = ""


class ReferentielAbsent(CtgError):
    """A folder that does not hold the reference of territories."""

    code = "referentiel_absent"


class EditionInconnue(CtgError):
    """An edition that the store does not hold."""

    code = "edition_inconnue"


class EditionAmbigue(CtgError):
    """The head of an id that several editions have."""


class EditionRetiree(CtgError):
    """An edition that must be restored before what was asked of it."""


class RaisonRefusee(CtgError):
    """A reason that is missing where one is asked, or too long."""


class PasseInconnu(CtgError):
    """A past day of which nothing can be shown, nor computed again."""


class TerritoireInconnu(CtgError):
    """A level or a code that the reference does not hold."""


class MagasinInvalide(CtgError):
    """A store folder that cannot be opened or is not one of ours."""


class PublicationARefaire(MagasinInvalide):
    """Published values that are missing, damaged, or computed by other rules than today's: they must be computed again."""


class ActionRefusee(CtgError):
    """The policy refuses this action to this actor."""


class SaisieInvalide(CtgError):
    """Something typed that cannot be kept as it is; says what to change."""


@dataclass(frozen=True)
class Faute:
    """One fault of a file, precise enough to be mended without asking anyone.

    ``ligne`` is the 1-based line of the file or sheet as a spreadsheet shows it.
    ``code`` is stable (tests, documentation); the other texts are French.
    """

    fichier: str
    code: str
    trouve: str
    attendu: str
    remede: str
    feuille: str = ""
    ligne: int | None = None
    colonne: str = ""

    def as_dict(self) -> dict[str, object]:
        """The fault as ``import --json`` prints it."""
        return asdict(self)

    def __str__(self) -> str:
        lieu = ", ".join(
            part
            for part in (
                self.fichier,
                f"feuille « {self.feuille} »" if self.feuille else "",
                f"ligne {self.ligne}" if self.ligne else "",
                f"colonne « {self.colonne} »" if self.colonne else "",
            )
            if part
        )
        return f"{lieu} : trouvé {self.trouve} ; attendu {self.attendu}. {self.remede}"


class FichierRefuse(CtgError):
    """A file refused whole; ``fautes`` lists every fault found."""

    def __init__(self, fautes: Sequence[Faute]):
        self.fautes = tuple(fautes)
        super().__init__(" ".join(str(faute) for faute in self.fautes))

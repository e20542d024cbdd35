"""Note the steps of the life cycle: the record of a step is made by the first gesture on it."""

from ctg_data.conventions.gestes import Etabli
from ctg_data.parcours.convention import Pas
from ctg_data.parcours.cycle import PAR_CODE
from ctg_data.parcours.etats import EtatPas
from ctg_data.storage.depot import Fiche


def note(etabli: Etabli, etape: str, vers: EtatPas) -> Fiche[Pas]:
    """Say where a step stands."""
    return etabli.passe(ouvre(etabli, etape), vers)


def ouvre(etabli: Etabli, etape: str) -> Fiche[Pas]:
    """The record of a step, made with the role that the guide gives it where there is none."""
    if note_ := next(iter(etabli.dossier.ou(Pas, etape=etape)), ""):
        return etabli.fiches[note_]
    return etabli.cree(Pas(etabli.dossier.id, etape, role=PAR_CODE[etape].role))


def confirme(etabli: Etabli, etapes: tuple[str, ...]) -> None:
    """Note as done the steps that the CTG went past."""
    for etape in etapes:
        note(etabli, etape, EtatPas.FAIT)

"""What views set in good typography, and what they leave as it was written."""

from dataclasses import dataclass

from ctg_data.storage.fiches import Fiche
from ctg_data.storage.modele import Acquittement
from ctg_data.wording.typographie import soigne


@dataclass(frozen=True)
class Vue:
    texte: str
    fiche: Fiche


def test_a_record_inside_a_view_stays_as_it_was_written():
    """Restoring it compares it with what is kept: « : » with another space was taken for the hand of someone else."""
    ecrite = Acquittement("epci", "200066512", "part_3_11", 2022, "q_bornes", "e", "Vu : juste.")
    fiche = Fiche("1", 1, False, "", "", "", "", ecrite)
    vue = soigne(Vue("Vu : juste.", fiche))
    assert vue.fiche is fiche
    assert vue.texte == "Vu\u00a0: juste."

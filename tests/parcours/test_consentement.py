"""What the adoption of a text gives to what it is about."""

from datetime import date

import pytest

from ctg_data.conventions import consentement
from ctg_data.conventions.gestes import Etabli
from ctg_data.parcours.chemin import Changement
from tests.parcours.carnet import Carnet, au_vote, table


@pytest.mark.parametrize(
    ("adopte", "libelle"),
    [
        ("Chacun\ntrouve\t une place ", "Chacun trouve une place"),
        ("Qui trouve\u202f? Chacun\u00a0: une place", "Qui trouve\u202f? Chacun\u00a0: une place"),
    ],
)
def test_a_change_takes_the_words_adopted_on_one_line(c: Carnet, adopte: str, libelle: str):
    """No-break spaces are part of the words."""

    def geste(e: Etabli) -> str:
        changement = e.cree(Changement(e.dossier.id, "Une place", "familles", date(2029, 1, 1), ("PE",)))
        proposition = e.modifie(consentement.propose(e, changement, table(e).id), texte=adopte)
        consentement.adopte(e, au_vote(e, proposition))
        return e.dossier.de(Changement)[changement.id].libelle

    assert c.fait(geste) == libelle

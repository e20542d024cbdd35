"""The choice and its address: the store is the truth, junk falls back, the reader's address wins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.ui.selection import FACES, Selection, analyse
from ctg_data.ui.state import reconcilie

CONNUS = {("epci", "200000001"), ("commune", "2A004"), ("france", "FR")}


def existe(niveau: str, code: str) -> bool:
    return (niveau, code) in CONNUS


def test_a_deep_link_gives_the_whole_choice():
    adresse = {"niveau": "epci", "code": "200000001", "face": "offre", "theme": "PE", "figure": "tx_couv_global"}
    assert analyse(adresse, existe) == Selection("epci", "200000001", face="offre", theme="PE", figure="tx_couv_global")


def test_a_projection_needs_no_territory():
    assert analyse({"mode": "projection"}, existe) == Selection(mode="projection")
    assert Selection(mode="projection").parametres("accueil") == {"mode": "projection"}


def test_a_code_typed_in_lower_case_is_understood():
    assert analyse({"niveau": "commune", "code": "2a004"}, existe).code == "2A004"


@pytest.mark.parametrize(
    "adresse",
    [{}, {"niveau": "epci"}, {"code": "200000001"}, {"niveau": "epci", "code": "1"}, {"niveau": "royaume", "code": "FR"}],
)
def test_an_address_that_names_no_territory_is_no_choice(adresse):
    assert analyse(adresse, existe) == Selection()


def test_junk_beside_a_territory_falls_back_to_defaults():
    adresse = {"niveau": "france", "code": "FR", "face": "zèbre", "theme": "<script>", "figure": "../../etc"}
    assert analyse(adresse, existe) == Selection("france", "FR")


@given(st.dictionaries(st.sampled_from(["niveau", "code", "face", "theme", "figure"]), st.text(max_size=80)))
def test_no_address_breaks_the_reading(adresse):
    lue = analyse(adresse, existe)
    assert lue.face in ("", *FACES)
    assert lue.vide or existe(lue.niveau, lue.code)


@given(
    st.sampled_from(sorted(CONNUS)),
    st.sampled_from(FACES),
    st.sampled_from(["", "PE", "PO"]),
    st.sampled_from(["", "pop_municipale"]),
)
def test_an_address_written_and_read_again_gives_the_same_choice(territoire, face, theme, figure):
    choix = Selection(*territoire, face=face, theme=theme, figure=figure)
    assert analyse(choix.parametres(), existe) == choix


def test_the_store_wins_while_the_address_is_the_one_it_wrote():
    choisi = Selection("france", "FR", face="offre")
    memoire = {"selection": choisi, "adresse_ecrite": {"niveau": "france", "code": "FR"}, "page_lue": "portrait"}
    assert reconcilie(memoire, {"niveau": "france", "code": "FR"}, page="portrait", existe=existe) == choisi


def test_the_back_button_wins_over_the_store():
    memoire = {"selection": Selection("france", "FR"), "adresse_ecrite": {"niveau": "france", "code": "FR"}, "page_lue": "portrait"}
    lue = reconcilie(memoire, {"niveau": "epci", "code": "200000001"}, page="portrait", existe=existe)
    assert lue == Selection("epci", "200000001")


def test_moving_by_the_menu_keeps_the_territory():
    memoire = {"selection": Selection("france", "FR"), "adresse_ecrite": {}, "page_lue": "methode"}
    assert reconcilie(memoire, {}, page="portrait", existe=existe) == Selection("france", "FR")


def test_going_back_to_a_bare_address_on_the_same_page_forgets_the_territory():
    memoire = {"selection": Selection("france", "FR"), "adresse_ecrite": {"niveau": "france", "code": "FR"}, "page_lue": "portrait"}
    assert reconcilie(memoire, {}, page="portrait", existe=existe) == Selection()


def test_the_pages_of_a_ctg_keep_the_territory_and_the_others_keep_the_ctg():
    memoire: dict = {}
    reconcilie(memoire, {"niveau": "france", "code": "FR"}, page="portrait", existe=existe)
    ctg = reconcilie(memoire, {"ctg": "abc", "volet": "chemin"}, page="chemins", existe=existe)
    assert (ctg.territoire, ctg.ctg, ctg.volet) == (("france", "FR"), "abc", "chemin")
    assert ctg.parametres("chemins") == {"ctg": "abc", "volet": "chemin"}
    retour = reconcilie(memoire, {"niveau": "epci", "code": "200000001"}, page="portrait", existe=existe)
    assert (retour.territoire, retour.ctg) == (("epci", "200000001"), "abc")


def test_a_part_of_a_page_is_read_without_its_ctg():
    assert reconcilie({}, {"volet": "chemin"}, page="chemins", existe=existe).volet == "chemin"


@pytest.mark.parametrize("lue", [{}, {"mode": "projection"}])
def test_an_address_that_says_the_mode_alone_keeps_the_territory(lue):
    ecrite = {} if lue else {"mode": "projection"}
    choisi = Selection("france", "FR", mode=ecrite.get("mode", ""))
    memoire = {"selection": choisi, "adresse_ecrite": ecrite, "page_lue": "accueil"}
    lu = reconcilie(memoire, lue, page="accueil", existe=existe)
    assert lu == Selection("france", "FR", mode=lue.get("mode", ""))

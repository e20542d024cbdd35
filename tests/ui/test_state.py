"""The choice and its address: the store is the truth, junk falls back, the reader's address wins."""

import contextlib
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.ui import state
from ctg_data.ui.selection import FACES, Selection, analyse
from ctg_data.ui.state import reconcilie

AILLEURS = {"niveau": "epci", "code": "200000001"}
FRANCE = {"niveau": "france", "code": "FR"}
CONNUS = {("epci", "200000001"), ("commune", "2A004"), ("france", "FR")}


def existe(niveau: str, code: str) -> bool:
    return (niveau, code) in CONNUS


def ecrite_sur(page: str, adresse: dict) -> dict:
    """What a whole run of a page leaves: its address is written."""
    return {"page": page, "parametres": adresse}


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
    memoire = {"selection": choisi, "adresse_ecrite": ecrite_sur("portrait", FRANCE)}
    assert reconcilie(memoire, {"niveau": "france", "code": "FR"}, page="portrait", existe=existe) == choisi


def test_the_back_button_wins_over_the_store():
    memoire = {"selection": Selection("france", "FR"), "adresse_ecrite": ecrite_sur("portrait", FRANCE)}
    lue = reconcilie(memoire, {"niveau": "epci", "code": "200000001"}, page="portrait", existe=existe)
    assert lue == Selection("epci", "200000001")


def test_moving_by_the_menu_keeps_the_territory():
    memoire = {"selection": Selection("france", "FR"), "adresse_ecrite": ecrite_sur("methode", {})}
    assert reconcilie(memoire, {}, page="portrait", existe=existe) == Selection("france", "FR")


def test_going_back_to_a_bare_address_on_the_same_page_forgets_the_territory():
    memoire = {"selection": Selection("france", "FR"), "adresse_ecrite": ecrite_sur("portrait", FRANCE)}
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
    memoire = {"selection": choisi, "adresse_ecrite": ecrite_sur("accueil", ecrite)}
    lu = reconcilie(memoire, lue, page="accueil", existe=existe)
    assert lu == Selection("france", "FR", mode=lue.get("mode", ""))


class Arret(Exception):
    """What Streamlit raises where it stops a run to begin another."""


class MemoireArretee(dict):
    """A session that stops the run at its ``rang``-th call, as Streamlit's may at any."""

    rang = -1

    def _appel(self) -> None:
        self.rang -= 1
        if self.rang == 0:
            raise Arret

    def get(self, *args):
        self._appel()
        return super().get(*args)

    def setdefault(self, *args):
        self._appel()
        return super().setdefault(*args)

    def __getitem__(self, nom):
        self._appel()
        return super().__getitem__(nom)

    def __setitem__(self, nom, valeur):
        self._appel()
        super().__setitem__(nom, valeur)


@pytest.mark.parametrize("rang", range(1, 9))
@pytest.mark.parametrize("page_lue", ["portrait", "methode"])
@pytest.mark.parametrize("lue", [{}, AILLEURS, {"mode": "projection"}])
def test_a_choice_read_again_after_a_run_that_was_stopped_is_the_same(lue, page_lue, rang):
    depart = {"selection": Selection("france", "FR"), "adresse_ecrite": ecrite_sur(page_lue, FRANCE)}
    attendu = reconcilie(dict(depart), lue, page="portrait", existe=existe)
    memoire = MemoireArretee(depart)
    memoire.rang = rang
    with contextlib.suppress(Arret):
        reconcilie(memoire, lue, page="portrait", existe=existe)
    memoire.rang = -1
    assert reconcilie(memoire, lue, page="portrait", existe=existe) == attendu


@pytest.mark.parametrize("rang", range(1, 6))
def test_the_address_that_the_browser_shows_is_the_one_remembered_wherever_the_run_is_stopped(monkeypatch, rang):
    """Were it not, going back would show an address already read, and the reader would stay where they are."""
    memoire = MemoireArretee({"selection": Selection(**AILLEURS), "adresse_ecrite": ecrite_sur("portrait", FRANCE)})
    montree = dict(FRANCE)

    def montre(adresse):
        memoire._appel()  # before the message leaves, as Streamlit does
        montree.clear()
        montree.update(adresse)

    monkeypatch.setattr(state.st, "session_state", memoire)
    monkeypatch.setattr(state.st, "query_params", SimpleNamespace(to_dict=lambda: dict(montree), from_dict=montre))
    memoire.rang = rang
    with contextlib.suppress(Arret):
        state.publie_adresse("portrait")
    assert dict.get(memoire, "adresse_ecrite")["parametres"] == montree

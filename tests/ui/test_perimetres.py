"""The page of perimeters without a browser: compose, sign, amend, undo; faults and conflicts said where one is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ctg_data import perimetres
from ctg_data.settings import RACINE, Settings
from ctg_data.storage.modele import Perimetre
from ctg_data.territoires import perimetre
from ctg_data.territoires.model import CIBLE
from ctg_data.territoires.perimetre import Genre
from ctg_data.ui import cache, cache_carte
from ctg_data.ui import textes_perimetres as mots
from tests.ui.conftest import textes
from tests.ui.publication import EPCI, ref
from tests.ui.test_carte import tableau

COMMUNES = ref().membres("epci", EPCI)
ICI = {"niveau": "epci", "code": EPCI}


@pytest.fixture
def ici(tmp_path: Path, demonstration: Path) -> Settings:
    """An empty store beside an invented demonstration, which has no measures for perimeters."""
    return Settings(store=tmp_path / "magasin", demo=demonstration, acteur="essai")


@pytest.fixture
def embarquee(ici: Settings) -> Settings:
    """The same beside the embedded demonstration, which has some."""
    return replace(ici, demo=RACINE / "data" / "demo")


@pytest.fixture
def page(ouvre, ici) -> Callable:
    def _page(**adresse: str):
        at = ouvre("perimetres", sur=ici, **adresse)
        assert not at.exception
        return at

    return _page


def bouton(at, libelle: str):
    return next(b for b in at.button if b.label == libelle)


def champ(at, genre: str, libelle: str):
    return next(c for c in at.get(genre) if c.label == libelle)


def colle(at, texte: str):
    champ(at, "text_area", mots.COLLER_LIBELLE).set_value(texte)
    return bouton(at, mots.AJOUTER).click().run()


def test_the_page_opens_on_nothing_and_says_how_to_begin(page):
    at = page()
    assert "Aucun périmètre pour l’instant" in textes(at)
    assert not at.error


def test_a_perimeter_is_composed_from_a_pasted_list_and_followed_to_its_portrait(embarquee, ouvre):
    at = colle(ouvre("perimetres", sur=embarquee, **ICI), "\n".join(COMMUNES[:12]))
    assert "12 communes" in textes(at)
    champ(at, "text_input", mots.NOM).set_value("Nord")
    bouton(at, mots.CREER_BOUTON).click().run()
    assert not at.exception
    (fiche,) = perimetres.fiches(embarquee)
    assert (fiche.objet.nom, len(fiche.objet.communes)) == ("Nord", 12)
    assert "Périmètre « Nord » créé" in " ".join(s.value for s in at.success).replace("\u00a0", " ")
    portrait = textes(ouvre("portrait", sur=embarquee, niveau="perimetre", code=fiche.id))
    for attendu in ("Périmètre de CTG · 12 communes", "CTG locale, pas encore signée", "dans le périmètre « Nord »", "CC Élan Limousin"):
        assert attendu in portrait


def test_every_fault_of_a_pasted_list_is_named_and_nothing_is_added(page):
    at = colle(page(**ICI), f"{COMMUNES[0]}\n1004\nZorglub")
    texte = textes(at)
    assert "2 fautes" in texte
    for attendu in ("1004", "01004", "Zorglub", "orthographe"):
        assert attendu in texte
    assert mots.RIEN in texte


def test_ticks_choose_communes_by_the_keyboard(page):
    at = page(**ICI)
    at.button_group[0].set_value(list(COMMUNES[:3])).run()
    assert "3 communes" in textes(at)
    bouton(at, mots.TOUTES).click().run()
    assert "24 communes" in textes(at)
    bouton(at, mots.AUCUNE).click().run()
    assert mots.RIEN in textes(at)


def test_a_refusal_names_the_cause_and_keeps_what_was_chosen(page, ici):
    at = colle(page(niveau="epci", code="248719353"), "248719353")
    at.button_group[0].set_value([c for c in ref().membres("epci", "248719353") if c != "87058"]).run()
    champ(at, "text_input", mots.NOM).set_value("Sans Domps")
    bouton(at, mots.CREER_BOUTON).click().run()
    (erreur,) = at.error
    assert "Domps" in erreur.value
    assert "11 communes" in textes(at)
    assert perimetres.fiches(ici) == []


def test_a_perimeter_is_signed_then_changes_by_amendment_only(page, ici):
    fiche = perimetres.cree(ici, "Nord", COMMUNES[:12])
    at = page(niveau="perimetre", code=fiche.id)
    champ(at, "date_input", mots.SIGNATURE).set_value(date(2024, 3, 12))
    bouton(at, mots.SIGNER).click().run()
    assert "signée le 12 mars 2024" in textes(at)
    at.button_group[0].set_value(list(COMMUNES[1:14])).run()
    assert "Sort : Ambazac." in textes(at)
    assert "Entrent : " in textes(at)
    bouton(at, mots.AVENANT_GARDER).click().run()
    assert mots.DATE_MANQUE in [e.value for e in at.error]
    champ(at, "date_input", mots.AVENANT_DATE).set_value(date(2025, 1, 1))
    bouton(at, mots.AVENANT_GARDER).click().run()
    assert not at.exception
    assert "Avenant du 1er janvier 2025" in textes(at)
    assert "signature : aucune → 12/03/2024" in textes(at)


def test_two_hands_see_each_other_and_lose_nothing(page, ici):
    fiche = perimetres.cree(ici, "Nord", COMMUNES[:12])
    at = page(niveau="perimetre", code=fiche.id)
    perimetres.change(replace(ici, acteur="Autre main"), fiche, nom="Nord et Gartempe")
    champ(at, "text_input", mots.NOM).set_value("Nord du Limousin")
    bouton(at, mots.FICHE_GARDER).click().run()
    (erreur,) = at.error
    assert "Autre main" in erreur.value
    for attendu in ("Nord du Limousin", "Nord et Gartempe"):
        assert attendu in textes(at)
    assert perimetres.fiches(ici)[0].objet.nom == "Nord et Gartempe"
    bouton(at, mots.RELIRE).click().run()
    assert champ(at, "text_input", mots.NOM).value == "Nord et Gartempe"


def test_deleting_is_undone(page, ici):
    fiche = perimetres.cree(ici, "Nord", COMMUNES[:12])
    at = page(niveau="perimetre", code=fiche.id)
    bouton(at, mots.SUPPRIMER_CONFIRMER).click().run()
    assert perimetres.fiches(ici) == []
    bouton(at, mots.RETABLIR).click().run()
    assert [f.id for f in perimetres.fiches(ici)] == [fiche.id]
    bouton(at, mots.ANNULER).click().run()
    assert not at.exception


def test_the_search_box_and_the_home_page_know_perimeters(ouvre, ici):
    fiche = perimetres.cree(ici, "Vallée du Taurion", COMMUNES[:12], genre=Genre.LOCALE)
    at = ouvre("portrait", sur=ici, niveau="perimetre", code=fiche.id)
    bouton(at, "Suivre ce territoire").click().run()
    assert "Vallée du Taurion" in textes(ouvre("accueil", sur=ici))
    assert [t.code for t in cache.cherche("taurion", 3)][:1] == [fiche.id]


def test_the_map_of_a_perimeter_has_its_own_address_that_changes_with_it(ouvre, ici):
    fiche = perimetres.cree(ici, "Nord", COMMUNES[:12])
    ouvre("portrait", sur=ici, niveau="perimetre", code=fiche.id)
    zone = cache_carte.zone_contours("perimetre", fiche.id)
    assert cache_carte._codes("commune", zone) == COMMUNES[:12]
    perimetres.change(ici, fiche, codes=COMMUNES[:13])
    assert cache_carte.zone_contours("perimetre", fiche.id) != zone
    with pytest.raises(cache_carte.TerritoireInconnu):
        cache_carte._codes("commune", zone)


def test_the_map_page_frames_a_perimeter_and_follows_its_communes(ouvre, ici):
    fiche = perimetres.cree(ici, "Nord", COMMUNES[:4])
    lieu = {"niveau": "perimetre", "code": fiche.id}
    at = ouvre("carte", sur=ici, **lieu)
    assert not at.exception
    assert "<h1>Nord</h1>" in textes(at)
    assert any(nom.startswith("Nord · Périmètre de CTG") for nom in at.selectbox(key="champ_zone").options)
    assert {code for code, _ in tableau(at)["lignes"]} == set(COMMUNES[:4])
    assert cache_carte.geometrie(cache.ref().empreinte, "commune", cache_carte.zone_contours(**lieu))
    perimetres.change(ici, fiche, codes=COMMUNES[:6])
    assert {code for code, _ in tableau(ouvre("carte", sur=ici, **lieu))["lignes"]} == set(COMMUNES[:6])


def test_records_put_back_by_another_process_are_computed_and_never_said_lost(page, ici, ouvre):
    """A restoration changes the records under an open application: what it still shows is of before."""
    ancien = perimetres.cree(ici, "Avant", COMMUNES[:12])
    assert "Avant" in textes(page())
    depot = perimetres.depot(ici)
    revenu = depot.cree(Perimetre("Revenu", CIBLE, perimetre.compose(COMMUNES[:14], date(2026, 1, 1))))
    depot.supprime(ancien)
    assert perimetres.en_retard(ici)
    lu = textes(page())
    assert "Revenu" in lu
    assert "ne peut plus être lu" not in lu
    assert not perimetres.en_retard(ici)
    assert set(perimetres.atlas(ici).lieux) == {revenu.id}
    depot.modifie(revenu, nom="Renommé")
    assert "Renommé" in textes(ouvre("portrait", sur=ici, niveau="perimetre", code=revenu.id))

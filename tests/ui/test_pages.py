"""Every page in the shell: what it shows, at which address, and what it says when it has nothing."""

import json
import re

import pytest

from ctg_data.indicators.absents import ABSENTS
from ctg_data.indicators.registry import catalogue
from ctg_data.settings import RACINE
from ctg_data.ui import cache, cache_carte, components, coque, fichiers, projection
from ctg_data.ui import textes as mots
from ctg_data.ui.selection import BLOCS, FACES
from ctg_data.views.methode import methode
from tests.ui.conftest import PAGES, textes
from tests.ui.publication import CHANGE, EPCI, SECRET, SECRET_PARTOUT, ref

ICI = {"niveau": "epci", "code": EPCI}


def carte_du_portrait(at) -> dict | None:
    """What the map of the portrait receives; None where there is no map."""
    cartes = [c.proto for c in at.get("bidi_component") if c.proto.component_name == "ctg_carte"]
    return json.loads(cartes[0].json)["recu"] if cartes else None


def adresse(at) -> dict[str, str]:
    return {nom: v[0] if isinstance(v, list) else v for nom, v in at.query_params.items()}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(ouvre, page):
    at = ouvre(page)
    assert not at.exception
    assert not at.error
    assert "<h1>" in textes(at)


def test_an_epci_that_has_changed_offers_both_perimeters(ouvre):
    choix = {"niveau": "epci", "code": CHANGE, "figure": "pop_municipale"}
    at = ouvre("portrait", **choix)
    assert "Au 1er janvier 2023 : − Fatines (vers CU Le Mans Métropole)" in textes(at)
    assert "Autre composition" not in textes(at)
    at.button_group(key="champ_perimetre").set_value("epoque").run()
    assert adresse(at) == {**choix, "perimetre": "epoque"}
    assert "Autre composition à partir des chiffres de 2022" in textes(at)
    assert not at.exception


def test_other_territories_have_one_perimeter(ouvre):
    at = ouvre("portrait", **ICI, perimetre="epoque", theme="PO", figure="pop_municipale")
    assert not [c for c in at.button_group if c.key == "champ_perimetre"]
    assert "Communes entrées et sorties" not in textes(at)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_an_empty_store_and_says_what_would_fill_it(ouvre, vide, page):
    at = ouvre(page, sur=vide)
    assert not at.exception
    assert not at.error
    if page in ("accueil", "donnees"):
        assert "requête type" in textes(at)


def test_a_portrait_of_an_empty_store_names_what_is_missing(ouvre, vide):
    at = ouvre("portrait", sur=vide, **ICI)
    assert not at.exception
    assert "Élan Limousin" in textes(at)
    assert "Aucun chiffre de ce thème" in textes(at)


def test_a_deep_link_opens_the_whole_choice(ouvre):
    at = ouvre("portrait", **ICI, face="offre", theme="IN", figure="pop_rsa")
    texte = textes(at)
    assert "CC Élan Limousin Avenir Nature" in texte
    assert "offre plus faible" in texte
    assert "Population couverte par le RSA : quelle évolution ?" in texte
    assert adresse(at) == {**ICI, "face": "offre", "theme": "IN", "figure": "pop_rsa"}


@pytest.mark.parametrize(
    "junk",
    [
        {"niveau": "royaume", "code": "1"},
        {"niveau": "epci", "code": "../../etc/passwd"},
        {"niveau": "commune", "code": "<script>"},
        {"code": EPCI},
    ],
)
def test_an_address_that_names_nothing_asks_for_a_territory(ouvre, junk):
    at = ouvre("portrait", **junk)
    assert not at.exception
    assert "Choisissez un territoire" in textes(at)
    assert "ne désigne aucun territoire connu" in textes(at)
    assert adresse(at) == {}


def test_a_page_opened_without_an_address_complains_of_nothing(ouvre):
    assert "ne désigne aucun" not in textes(ouvre("portrait"))


def test_junk_beside_a_territory_falls_back_and_leaves_the_address(ouvre):
    at = ouvre("portrait", **ICI, face="zèbre", theme="ZZ", figure="inconnue", mode="x", bloc="y", autre="1")
    assert not at.exception
    assert adresse(at) == ICI


@pytest.mark.parametrize("niveau_code", [("commune", "87002"), ("departement", "87"), ("region", "75"), ("france", "FR")])
def test_every_level_has_a_portrait(ouvre, niveau_code):
    at = ouvre("portrait", niveau=niveau_code[0], code=niveau_code[1])
    assert not at.exception
    assert not at.error
    assert "Chiffres clés" in textes(at)


@pytest.mark.parametrize("face", FACES)
def test_a_change_of_face_is_written_in_the_address(ouvre, face):
    at = ouvre("portrait", **ICI)
    at.button_group(key="champ_face").set_value(face).run()
    assert not at.exception
    assert adresse(at).get("face", "besoin") == face


def test_the_priority_face_is_announced_and_draws_nothing(ouvre):
    at = ouvre("portrait", **ICI, face="priorite")
    assert "pas encore calculée" in textes(at)
    assert not [c for c in at.get("plotly_chart") if "polar" in c.proto.spec]


def test_a_salient_sentence_opens_its_figure(ouvre):
    at = ouvre("portrait", **ICI)
    bouton = next(b for b in at.button if (b.key or "").startswith("saillant-"))
    indicateur = bouton.key.rsplit("-", 1)[1]
    bouton.click().run()
    assert adresse(at)["figure"] == indicateur
    assert at.selectbox(key="champ_figure").value == indicateur


def test_another_theme_has_other_figures(ouvre):
    at = ouvre("portrait", **ICI, theme="IN", figure="pop_rsa")
    at.button_group(key="champ_theme").set_value("LO").run()
    assert adresse(at) == {**ICI, "theme": "LO"}


def test_a_parent_is_one_gesture_away_and_keeps_the_face(ouvre):
    at = ouvre("portrait", **ICI, face="ecart")
    at.button(key="parent-departement-87").click().run()
    assert "Haute-Vienne" in textes(at)
    assert adresse(at) == {"niveau": "departement", "code": "87", "face": "ecart"}


@pytest.mark.parametrize(("saisie", "attendu"), [("elan limousin", f"epci-{EPCI}"), ("87240", "commune-87002"), ("87", "departement-87")])
def test_a_territory_is_found_by_name_postcode_or_code(ouvre, saisie, attendu):
    at = ouvre("accueil")
    at.text_input(key="recherche_territoire").set_value(saisie).run()
    assert f"recherche-{attendu}" in [b.key for b in at.button]


def test_a_search_without_answer_says_what_to_try(ouvre):
    at = ouvre("accueil")
    at.text_input(key="recherche_territoire").set_value("zzzz *gras*").run()
    assert "Essayez le début du nom" in textes(at)


def test_what_was_opened_is_on_the_home_page(ouvre):
    at = ouvre("portrait", niveau="commune", code="87002")
    at.query_params.clear()
    at.switch_page("../../pages/accueil.py").run()
    assert "accueil-commune-87002" in [b.key for b in at.button]


@pytest.mark.parametrize("bloc", BLOCS)
def test_a_projection_shows_one_block(ouvre, bloc):
    at = ouvre("portrait", **ICI, mode="projection", bloc=bloc)
    assert not at.exception
    page = textes(at)
    dessins = re.findall(r'<img class="ctg-projete" src="data:image/svg\+xml;base64,[^"]+" alt="[^"]{30,}">', page)
    assert len(dessins) == (1 if bloc in ("etoile", "carte", "evolution", "ages") else 0)
    assert not at.get("plotly_chart")
    assert not at.get("download_button")


def pas(at, libelle):
    return next(b for b in at.button if b.label == libelle)


def test_a_room_goes_from_one_screen_to_the_next_and_back(ouvre):
    """Every block once, the key figures by small numbers, each shown once; the offer is passed over where no inventory gives it."""
    at = ouvre("portrait", **ICI, mode="projection", theme="IN")
    blocs, lignes = ["etoile"], []
    assert pas(at, mots.PRECEDENT).disabled
    while not pas(at, mots.SUIVANT).disabled:
        pas(at, mots.SUIVANT).click().run()
        blocs.append(adresse(at).get("bloc", "etoile"))
        lus = re.findall(r'<th scope="row" role="rowheader">([^<]+)<', textes(at))
        assert len(lus) <= projection.PAR_ECRAN
        lignes += lus
    assert list(dict.fromkeys(blocs)) == [b for b in BLOCS if b != "offre"]
    assert len(lignes) == len(set(lignes)) > projection.PAR_ECRAN
    pas(at, mots.PRECEDENT).click().run()
    assert adresse(at)["bloc"] == BLOCS[-2]


def test_a_rank_that_a_theme_does_not_have_falls_on_its_last_screen(ouvre):
    at = ouvre("portrait", **ICI, mode="projection", bloc="chiffres", ecran="38", theme="HA")
    assert not at.exception
    assert "ctg-rangees" in textes(at)
    pas(at, mots.SUIVANT).click().run()
    assert adresse(at)["bloc"] == "carte"


def test_a_room_is_not_offered_a_face_that_is_not_computed(ouvre):
    at = ouvre("portrait", **ICI, mode="projection", face="priorite")
    faces = at.button_group(key="champ_face")
    assert [o.content for o in faces.proto.options] == ["Besoins", "Offre", "Écart"]
    assert faces.value == "besoin"
    assert "pas encore calculée" not in textes(at)


def test_projecting_and_coming_back(ouvre):
    at = ouvre("portrait", **ICI, face="offre")
    next(b for b in at.button if b.label == "Projeter").click().run()
    assert adresse(at) == {**ICI, "face": "offre", "mode": "projection"}
    next(b for b in at.button if b.label == "Quitter la projection").click().run()
    assert adresse(at) == {**ICI, "face": "offre"}


@pytest.mark.parametrize("page", [p for p in PAGES if p != "donnees"])
@pytest.mark.parametrize("lieu", [{}, ICI], ids=["sans territoire", "EPCI"])
def test_every_shared_page_enters_a_projection_and_leaves_it(ouvre, page, lieu):
    at = ouvre(page, **lieu)
    avant = adresse(at)
    at.button(key="projeter").click().run()
    assert not at.exception
    assert adresse(at) == {**avant, "mode": "projection"}
    at.button(key="quitter").click().run()
    assert adresse(at) == avant


def test_a_page_of_preparation_is_not_projected(ouvre):
    at = ouvre("donnees", mode="projection")
    assert "projeter" not in [b.key for b in at.button]
    assert adresse(at) == {}


def test_the_demonstration_says_so_on_every_page_that_shows_it(ouvre, vide, demonstration):
    demo = type(vide)(store=vide.store, demo=demonstration)
    for page, plus in (("accueil", {}), ("donnees", {}), ("portrait", ICI), ("portrait", {**ICI, "mode": "projection"})):
        assert "Données de démonstration, fictives" in textes(ouvre(page, sur=demo, **plus))


def test_real_figures_carry_no_demonstration_banner(ouvre):
    assert "démonstration" not in textes(ouvre("portrait", **ICI))


def test_a_masked_value_says_why_and_where_to_look(ouvre):
    texte = textes(ouvre("portrait", niveau="commune", code="87002", theme="IN"))
    assert "Secret statistique" in texte
    assert "Regardez l’EPCI" in texte


def test_a_figure_masked_everywhere_draws_nothing_and_says_why(ouvre):
    at = ouvre("portrait", niveau="commune", code="87002", theme="IN", figure=SECRET_PARTOUT)
    assert not at.exception
    assert carte_du_portrait(at) is None
    assert textes(at).count('ctg-vide">Secret statistique') == 2


def test_a_step_on_the_portrait_opens_a_territory(ouvre, vide, demonstration):
    at = ouvre("accueil", sur=type(vide)(store=vide.store, demo=demonstration))
    liens = [x.proto for x in at.get("page_link") if x.proto.page.endswith("portrait")]
    assert liens
    assert all("code=" in lien.query_string for lien in liens)


def test_the_requete_type_is_ready_for_the_communes_of_the_territory_that_was_open(ouvre):
    at = ouvre("portrait", **ICI)
    at.query_params.clear()
    at.switch_page("../../pages/donnees.py").run()
    assert not at.exception
    choix = next(s for s in at.selectbox if s.label == mots.GABARIT_TERRITOIRE)
    assert choix.value == ("epci", EPCI)
    assert choix.options[0] == mots.GABARIT_VIDE
    prets = {f.nom: f.contenu() for f in fichiers.gabarits(("PE",), ("epci", EPCI))}
    lignes = prets[f"requete-type-epci-{EPCI}-pe.csv"].decode("utf-8-sig").splitlines()
    vides = fichiers.gabarits(("PE",))[1].contenu().decode("utf-8-sig").splitlines()
    assert len(lignes) - 1 == 24 * (len(vides) - 1)
    assert sum("87001" in ligne for ligne in lignes) == 0
    premiere = min(ref().membres("epci", EPCI))
    assert sum(f";{premiere};" in ligne for ligne in lignes) == len(vides) - 1


def test_a_requete_type_is_empty_where_nothing_was_open(ouvre):
    choix = next(s for s in ouvre("donnees").selectbox if s.label == mots.GABARIT_TERRITOIRE)
    assert choix.value == ("", "")


def test_every_figure_has_its_alternative_its_table_and_its_file(ouvre):
    at = ouvre("portrait", **ICI)
    dits = [*(d.proto.alt for d in at.get("plotly_chart")), carte_du_portrait(at)["alt"]]
    assert len(dits) == 4
    assert all(len(alt) > 30 for alt in dits)
    assert len([e for e in at.expander if e.label == "Voir le tableau"]) == 4
    assert len([b for b in at.get("download_button") if b.proto.label == "Télécharger"]) == 4


def test_the_map_takes_its_contours_by_address(ouvre):
    recu = carte_du_portrait(ouvre("portrait", **ICI))
    assert recu["geo"].rsplit("/", 2)[1:] == ["commune", f"epci-{EPCI}.geojson"]
    assert "coordinates" not in json.dumps(recu)
    assert (recu["n"], len(recu["teinte"]), len(recu["texte"])) == (24, 24, 24)
    assert recu["emprise"][0] < recu["emprise"][2]
    assert len(json.dumps(recu)) < 10_000


def test_the_map_of_a_portrait_has_the_legend_of_the_map_page(ouvre):
    texte = textes(ouvre("portrait", niveau="commune", code="87002", figure="pop_municipale"))
    assert 'class="ctg-classes"' in texte
    assert "Contour noir" in texte


def test_an_unexpected_error_is_told_in_french_without_its_details(ouvre, monkeypatch):
    vus = []
    monkeypatch.setattr(coque.st, "error", lambda texte, title="": vus.append((texte, title)))
    assert coque.panne(RuntimeError("chiffre 3"))
    assert vus == [(mots.PANNE, mots.ERREUR_TITRE)]


def oublie_la_reference() -> None:
    """Both what is read of the reference and what joins it with the perimeters."""
    for lu in (cache.referentiel_seul, cache._reference_et_lieux):
        lu.clear()


def test_an_expected_fault_is_shown_with_its_mend(ouvre, magasin, tmp_path):
    oublie_la_reference()
    at = ouvre("portrait", sur=type(magasin)(store=magasin.store, reference=tmp_path, demo=None), **ICI)
    oublie_la_reference()
    assert not at.exception
    assert "référentiel des territoires" in at.error[0].value
    assert "python" not in at.error[0].value


def test_the_method_page_has_a_record_for_every_indicator(ouvre):
    at = ouvre("methode")
    vues = set()
    for theme in {i.theme for i in catalogue()}:
        at.button_group(key="theme_methode").set_value(theme).run()
        vues |= {e.label for e in at.expander}
    fiches = [f for t in methode().themes for f in t.fiches]
    assert len(fiches) == len(catalogue()) + len(ABSENTS)
    calcules = {i.id for i in catalogue()}
    assert vues >= {components.echappe(f.libelle) for f in fiches if f.id in calcules}


def test_the_smallest_visible_change_follows_the_choice_and_the_address(ouvre):
    at = ouvre("methode", **ICI, figure="part_foyers_br", horizon="2029")
    assert not at.exception
    assert "d’ici 2029 ne se distinguerait pas du hasard" in textes(at)
    listes = {s.label: s for s in at.selectbox}
    assert listes[mots.CHANGEMENT_TERRITOIRE].value == ("epci", EPCI)
    listes[mots.CHANGEMENT_HORIZON].set_value("2031").run()
    assert "d’ici 2031 ne se distinguerait pas du hasard" in textes(at)
    assert adresse(at) == {**ICI, "figure": "part_foyers_br", "horizon": "2031"}


def test_a_hidden_figure_has_no_visible_change(ouvre):
    at = ouvre("methode", **ICI, figure=SECRET)
    assert not at.exception
    assert "Secret statistique" in textes(at)
    assert "ne se distinguerait" not in textes(at)


def test_the_method_page_proposes_a_territory_to_who_has_none(ouvre):
    at = ouvre("methode")
    assert not at.exception
    assert adresse(at) == {}
    liste = next(s for s in at.selectbox if s.label == mots.CHANGEMENT_TERRITOIRE)
    assert len(liste.options) > 1300
    assert "recherche en haut de la page" in textes(at)
    liste.set_value(("epci", "243300316")).run()
    assert not at.exception
    assert adresse(at) == {"niveau": "epci", "code": "243300316"}


def test_a_store_that_cannot_be_read_leaves_the_method(ouvre, magasin, tmp_path):
    oublie_la_reference()
    at = ouvre("methode", sur=type(magasin)(store=magasin.store, reference=tmp_path, demo=None))
    oublie_la_reference()
    assert not at.exception
    assert "référentiel des territoires" in textes(at)
    assert mots.GLOSSAIRE in textes(at)


@pytest.mark.parametrize(("figure", "liens"), [("part_foyers_br", 1), (SECRET, 0)])
def test_a_figure_with_a_margin_leads_to_its_smallest_visible_change(ouvre, figure, liens):
    at = ouvre("portrait", **ICI, theme="IN", figure=figure)
    trouves = [x.proto for x in at.get("page_link") if x.proto.label == mots.CHANGEMENT]
    assert len(trouves) == liens
    assert all(f"figure={figure}" in lien.query_string and f"code={EPCI}" in lien.query_string for lien in trouves)


@pytest.mark.parametrize(("niveau", "code"), [("epci", "200054807"), ("departement", "22")])
def test_every_list_writes_names_with_curved_apostrophes(ouvre, niveau, code):
    ouvre("accueil")
    ecrit = cache.libelle(cache.ref().territoire(niveau, code))
    assert "’" in ecrit
    assert "'" not in ecrit
    assert "’" in cache.nom(niveau, code)
    assert not any("'" in libelle for libelle in (*cache.lieux().values(), *cache_carte.zones(niveau, code).values()))


def test_the_guide_names_every_page_of_the_menu():
    menu = (RACINE / "docs" / "guide.md").read_text(encoding="utf-8").partition("## Lire un portrait")[0]
    pages = re.findall(r'title="([^"]+)"', (RACINE / "ctg_data" / "ui" / "main.py").read_text(encoding="utf-8"))
    assert len(pages) == 10
    assert [p for p in pages if p not in menu] == []

"""The map page in the shell: its address says everything, its components receive published texts only."""

import gzip
import json
import struct
from urllib.parse import parse_qsl, unquote

import pytest

from ctg_data.errors import TerritoireInconnu
from ctg_data.ui import carte
from tests.ui.conftest import textes
from tests.ui.publication import EPCI, SECRET_PARTOUT

ICI = {"niveau": "epci", "code": EPCI}
TAUX = "tx_couv_eaje"


def adresse(at) -> dict[str, str]:
    return {nom: v[0] if isinstance(v, list) else v for nom, v in at.query_params.items()}


def recu(at) -> dict:
    """What the map component receives of the page."""
    return json.loads(next(c.proto for c in at.get("bidi_component") if c.proto.component_name == "ctg_carte").json)


def paquet(at) -> dict:
    """Header of the values at the address that the component is given."""
    adresse, _, suite = recu(at)["valeurs"].partition("?")
    _, _, empreinte, niveau, code = adresse.split("/")
    octets = gzip.decompress(carte.valeurs(unquote(empreinte), niveau, code.removesuffix(".bin"), dict(parse_qsl(suite))))
    (n,) = struct.unpack_from("<I", octets)
    return json.loads(octets[4 : 4 + n])


def tableau(at) -> dict:
    return json.loads(next(c.proto for c in at.get("bidi_component") if c.proto.component_name == "ctg_tableau").json)


def test_opened_by_the_menu_it_shows_france(ouvre):
    at = ouvre("carte")
    assert not at.exception
    assert adresse(at) == {"niveau": "france", "code": "FR"}
    assert "<h1>France</h1>" in textes(at)


def test_a_deep_link_opens_the_whole_choice(ouvre):
    choix = {**ICI, "figure": TAUX, "annee": "2022", "couche": "ecart", "reference": "france", "methode": "intervalles", "repere": "87002"}
    at = ouvre("carte", **choix, tri="nom", ordre="decroissant", lignes="1")
    assert not at.exception
    assert adresse(at) == {**choix, "tri": "nom", "ordre": "decroissant", "lignes": "1"}
    texte = textes(at)
    assert "Taux de couverture en EAJE : quel écart avec la valeur de la France ?" in texte
    assert "2022" in texte
    assert at.selectbox(key="champ_methode").value == "intervalles"
    assert recu(at)["choix"]["code"] == "87002"
    assert (tableau(at)["tri"], tableau(at)["page"]) == ("nom", 1)


def test_junk_in_the_address_falls_back_and_leaves_it(ouvre):
    at = ouvre("carte", **ICI, maille="zebre", figure="inconnue", couche="x", annee="1850", methode="y", reference="z", modalite="w")
    assert not at.exception
    assert adresse(at) == ICI


def test_an_address_that_names_nothing_says_so_and_shows_france(ouvre):
    at = ouvre("carte", niveau="royaume", code="1")
    assert "ne désigne aucun territoire connu" in textes(at)
    assert "<h1>France</h1>" in textes(at)


def test_contours_and_scripts_come_by_address_from_here(ouvre):
    at = ouvre("carte", **ICI, figure=TAUX)
    lu = paquet(at)
    assert lu["geo"].rsplit("/", 2)[1:] == ["commune", f"epci-{EPCI}.geojson"]
    assert lu["points"].endswith(f"epci-{EPCI}@points.geojson")
    assert all(a.startswith("/composants/") for a in recu(at)["bibliotheque"].values())
    assert len(lu["alt"]) > 60


def test_values_have_the_address_that_the_browser_would_write_for_them(ouvre):
    """Another figure is asked for by the browser first: it takes the class and the year away, and keeps the rest in its order."""
    avant = recu(ouvre("carte", **ICI, figure=TAUX, annee="2022", couche="ecart", methode="intervalles"))["valeurs"]
    apres = recu(ouvre("carte", **ICI, figure="tx_couv_am", couche="ecart", methode="intervalles"))["valeurs"]
    assert avant.replace(TAUX, "tx_couv_am").replace("&annee=2022", "") == apres


def test_values_of_another_publication_or_of_no_place_are_refused(ouvre):
    ouvre("carte", **ICI)
    for empreinte, code in (("ancienne", EPCI), ("invente1+vide", "000000000")):
        with pytest.raises(TerritoireInconnu, match="rechargez la page"):
            carte.valeurs(empreinte, "epci", code, {})


def test_the_legend_counts_every_area(ouvre):
    at = ouvre("carte", **ICI, figure=TAUX)
    lu = paquet(at)
    assert sum(effectif for _, _, effectif in lu["legende"]) == lu["n"] == 24
    assert "en tout" in textes(at)


def test_another_figure_another_year_another_layer_are_written_in_the_address(ouvre):
    at = ouvre("carte", **ICI, figure=TAUX)
    at.button_group(key="champ_annee").set_value("2021").run()
    at.button_group(key="champ_couche").set_value("verdict").run()
    assert adresse(at) == {**ICI, "figure": TAUX, "annee": "2021", "couche": "verdict"}
    assert "qu’est-ce qui se distingue du département ?" in textes(at)
    at = ouvre("carte", **ICI, figure="pop_municipale")
    assert "La surface d’un cercle est proportionnelle" in textes(at)
    assert paquet(at)["colonnes"][-1][0] == "rayon"


def test_the_sheet_of_an_area_opens_its_portrait_with_the_same_figure(ouvre):
    at = ouvre("carte", **ICI, figure=TAUX, repere="87002")
    assert "ctg-fiche-valeur" in textes(at)
    at.button(key="fiche-commune-87002").click().run()
    assert adresse(at) == {"niveau": "commune", "code": "87002", "theme": "PE", "figure": TAUX}
    assert "Chiffres clés" in textes(at)


def test_the_portrait_opens_the_map_on_its_figure(ouvre):
    at = ouvre("portrait", **ICI, theme="IN", figure="pop_rsa")
    at.button(key=f"carte-epci-{EPCI}").click().run()
    assert adresse(at) == {**ICI, "maille": "commune", "figure": "pop_rsa"}
    assert "Population couverte par le RSA : où" in textes(at)


def test_from_a_departement_one_enters_an_epci(ouvre):
    at = ouvre("carte", niveau="departement", code="87", maille="epci", figure=TAUX, repere=EPCI)
    at.button(key="dedans").click().run()
    assert adresse(at) == {**ICI, "figure": TAUX}


def test_what_is_masked_everywhere_is_told_with_what_to_do(ouvre):
    at = ouvre("carte", **ICI, figure=SECRET_PARTOUT)
    assert not at.exception
    assert "aucune valeur à montrer" in textes(at)
    assert "24 secret statistique" in textes(at)
    assert at.selectbox(key="champ_figure").value == SECRET_PARTOUT
    assert not [c for c in at.get("bidi_component") if c.proto.component_name == "ctg_carte"]
    assert {ligne[1][1] for ligne in tableau(at)["lignes"]} == {"secret"}


def test_a_row_is_found_in_the_table(ouvre):
    at = ouvre("carte", **ICI, figure=TAUX)
    at.text_input(key="filtre_carte").set_value("87002").run()
    assert [ligne[0] for ligne in tableau(at)["lignes"]] == ["87002"]
    at.text_input(key="filtre_carte").set_value("zzzz").run()
    assert "ne correspond à « zzzz »" in textes(at)


def test_the_map_of_demonstration_says_so(ouvre, vide, demonstration):
    demo = type(vide)(store=vide.store, demo=demonstration)
    at = ouvre("carte", sur=demo, **ICI, figure=TAUX)
    assert "Données de démonstration, fictives" in textes(at)
    assert paquet(at)["mention"] == "Données de démonstration, fictives"


@pytest.mark.parametrize("niveau_code", [("commune", "87002"), ("departement", "87"), ("region", "75"), ("france", "FR")])
def test_every_zone_has_a_map(ouvre, niveau_code):
    at = ouvre("carte", niveau=niveau_code[0], code=niveau_code[1])
    assert not at.exception
    assert not at.error

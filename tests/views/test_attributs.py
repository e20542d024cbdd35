"""The line of facts on the head of a portrait."""

import pandas as pd
import pytest

from ctg_data.records import COLONNES_ATTRIBUTS, empty, typed_attributs
from ctg_data.records import COLONNES_VALEURS as VALEURS
from ctg_data.views import attributs
from ctg_data.views.portrait import portrait
from tests.views.conftest import CATALOGUE, FauxCorpus

LIMOGES, DEUX = "87085", ("87001", "87003")
VASSIVIERE = "248719353"


def corpus(*lignes: tuple, demo: bool = False, territoires_demo=()) -> FauxCorpus:
    """Rows (source, code, annee, attribut, valeur, millesime)."""
    faux = FauxCorpus(empty(VALEURS), demo=territoires_demo)
    noms = ["source", "code", "annee", "attribut", "valeur", "millesime_geo"]
    frame = pd.DataFrame(lignes, columns=noms).assign(niveau="commune", edition="e")
    faux.faits = typed_attributs(frame, COLONNES_ATTRIBUTS).assign(demo=demo)
    return faux


def entete(faux: FauxCorpus, ref, niveau: str, code: str):
    vue = portrait(faux, ref, niveau=niveau, code=code, catalogue=CATALOGUE)
    return tuple(t.replace("\u00a0", " ").replace("\u202f", " ") for t in (vue.entete.attributs, vue.entete.attributs_source))


def densite(code: str, valeur: str, millesime: int = 2025, annee: int = 2025) -> tuple:
    return ("insee_densite", code, annee, "densite", valeur, millesime)


def frr(code: str, valeur: str) -> tuple:
    return ("dgcl_frr", code, 2025, "frr", valeur, 2025)


def test_a_commune_is_told_its_facts_with_their_lists_and_years(ref):
    faux = corpus(
        densite(LIMOGES, "rural_disperse"),
        frr(LIMOGES, "socle"),
        ("anct_montagne", LIMOGES, 2025, "montagne", "central", 2025),
        ("anct_qpv", LIMOGES, 2024, "qpv", "QN08701M", 2025),
        ("anct_qpv", LIMOGES, 2024, "qpv", "QN08702M", 2025),
    )
    texte, source = entete(faux, ref, "commune", LIMOGES)
    assert texte == "Rurale à habitat dispersé · France Ruralités Revitalisation · Massif central · 2 quartiers prioritaires"
    assert source.startswith("Insee, grille communale de densité (2025) ; DGCL, France Ruralités Revitalisation (2025) ; ")
    assert source.endswith("quartiers prioritaires de la politique de la ville (2024)")


def test_nothing_is_said_without_facts_nor_of_what_has_no_words(ref):
    assert entete(corpus(), ref, "commune", LIMOGES) == ("", "")
    muets = corpus(frr(LIMOGES, "non_classee"), ("anct_centralite", LIMOGES, 2025, "centralite", "non_centre", 2025))
    assert entete(muets, ref, "commune", LIMOGES) == ("", "")
    assert entete(corpus(densite(LIMOGES, "rural_disperse")), ref, "france", "FR") == ("", "")


def test_an_epci_is_told_counts_of_its_communes(ref):
    membres = ref.membres("epci", VASSIVIERE)
    lignes = [densite(c, "rural_disperse" if rang else "bourgs_ruraux") for rang, c in enumerate(membres)]
    lignes += [frr(c, "plus") for c in membres]
    lignes.append(("anct_montagne", membres[0], 2025, "montagne", "central", 2025))
    lignes += [("anct_qpv", membres[0], 2024, "qpv", code, 2025) for code in ("QN08701M", "QN08702M")]
    texte, source = entete(corpus(*lignes), ref, "epci", VASSIVIERE)
    n = len(membres)
    assert texte == (
        f"Communes : 1 bourg rural, {n - 1} rurales à habitat dispersé · {n} en France Ruralités Revitalisation plus · "
        "1 dans le Massif central · 1 avec un quartier prioritaire ou plusieurs"
    )
    assert "Insee, grille communale de densité (2025)" in source


def test_a_count_of_some_of_the_communes_is_not_shown(ref):
    membres = ref.membres("epci", VASSIVIERE)
    assert entete(corpus(*(frr(c, "plus") for c in membres[1:])), ref, "epci", VASSIVIERE) == ("", "")


def test_the_latest_list_is_told_and_what_it_replaced_is_not(ref):
    faux = corpus(
        densite(LIMOGES, "petites_villes", annee=2021),
        densite(LIMOGES, "grands_centres_urbains"),
        ("anct_zrr", LIMOGES, 2022, "zrr", "classee", 2021),
        frr(LIMOGES, "non_classee"),
    )
    assert entete(faux, ref, "commune", LIMOGES)[0] == "Grand centre urbain"
    sans_frr = corpus(("anct_zrr", LIMOGES, 2022, "zrr", "classee", 2021))
    assert entete(sans_frr, ref, "commune", LIMOGES)[0] == "Ancienne zone de revitalisation rurale"


@pytest.mark.parametrize(("seconde", "dit"), [("rural_disperse", "Rurale à habitat dispersé"), ("bourgs_ruraux", ""), (None, "")])
def test_a_merged_commune_has_what_all_its_parts_had(ref, seconde, dit):
    """01039 joined 01138 on 1 January 2023."""
    lignes = [densite("01138", "rural_disperse", 2022, 2022)]
    lignes += [densite("01039", seconde, 2022, 2022)] if seconde else []
    assert entete(corpus(*lignes), ref, "commune", "01138")[0] == dit


def test_the_neighbourhoods_of_a_merged_commune_are_those_of_its_parts(ref):
    faux = corpus(("anct_qpv", "01039", 2022, "qpv", "QP001001", 2022))
    assert entete(faux, ref, "commune", "01138")[0] == "1 quartier prioritaire"


def test_the_parts_of_a_divided_commune_have_what_it_had_but_for_its_places(ref):
    """15031 left 15141 on 1 January 2025."""
    avant = ref.passage(2024)
    code = avant.loc[avant["code_src"].duplicated(), "code_src"].iloc[0]
    part = next(c for c in avant.loc[avant["code_src"] == code, "code_dst"] if c != code)
    faux = corpus(densite(code, "rural_disperse", 2024, 2024), ("anct_qpv", code, 2024, "qpv", "QP001001", 2024))
    assert entete(faux, ref, "commune", part)[0] == "Rurale à habitat dispersé"


def test_real_facts_are_not_told_beside_fictitious_figures(ref):
    ici = (("commune", LIMOGES),)
    assert entete(corpus(densite(LIMOGES, "rural_disperse"), territoires_demo=ici), ref, "commune", LIMOGES) == ("", "")
    assert entete(corpus(densite(LIMOGES, "rural_disperse"), demo=True), ref, "commune", LIMOGES) == ("", "")
    assert entete(corpus(densite(LIMOGES, "rural_disperse"), demo=True, territoires_demo=ici), ref, "commune", LIMOGES)[0]


def test_a_vintage_out_of_the_reference_is_left_out(ref):
    assert attributs.lis(corpus(densite(LIMOGES, "rural_disperse", 2014, 2014)), ref, demo=False) == {}

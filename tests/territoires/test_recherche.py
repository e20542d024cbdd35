"""Finding a territory as people type it."""

import pytest

from ctg_data.territoires.recherche import normalise, sans_entete


def premiers(ref, texte: str, limite: int = 3) -> list[tuple[str, str]]:
    return [(t.niveau, t.code) for t in ref.cherche(texte, limite)]


@pytest.mark.parametrize("texte", ["Limoges", "limoges", "LIMOGES", "  limoges ", "Límoges"])
def test_case_accents_and_spaces_do_not_matter(ref, texte):
    assert premiers(ref, texte, 1) == [("commune", "87085")]


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("L'Isle-d'Abeau", "38193"),
        ("L’Isle d’Abeau", "38193"),
        ("l isle d abeau", "38193"),
        ("St-Étienne-du-Rouvray", "76575"),
        ("st etienne du rouvray", "76575"),
        ("Ste Foy la Grande", "33402"),
        ("le mans", "72181"),
        ("mans", "72181"),
        ("île d'yeu", "85113"),
        ("oeuf en ternois", "62633"),
        ("Œuf-en-Ternois", "62633"),
        ("ajaccio", "2A004"),
    ],
)
def test_names_as_people_write_them(ref, texte, code):
    assert premiers(ref, texte, 1) == [("commune", code)]


@pytest.mark.parametrize(
    ("texte", "niveau", "code"),
    [
        ("cc elan", "epci", "200066512"),
        ("Communauté de communes Élan", "epci", "200066512"),
        ("grand dax", "epci", "244000675"),
        ("communauté d’agglomération du grand dax", "epci", "244000675"),
        ("bordeaux metropole", "epci", "243300316"),
        ("lévézou", "epci", "994579670"),
        ("gironde", "departement", "33"),
        ("nouvelle aquitaine", "region", "75"),
        ("ile de france", "region", "11"),
        ("france", "france", "FR"),
    ],
)
def test_every_level_is_found_by_name(ref, texte, niveau, code):
    assert premiers(ref, texte, 1) == [(niveau, code)]


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("87085", [("commune", "87085")]),
        ("200066512", [("epci", "200066512")]),
        ("994579670", [("epci", "994579670")]),
        ("33", [("departement", "33")]),
        ("2a", [("departement", "2A")]),
        ("2a004", [("commune", "2A004")]),
        ("974", [("departement", "974")]),
        ("01", [("departement", "01"), ("region", "01")]),
        ("200 066 512", [("epci", "200066512")]),
    ],
)
def test_codes_lead_to_their_territory(ref, texte, attendus):
    assert premiers(ref, texte) == attendus


def test_a_postcode_gives_its_communes_the_most_populated_first(ref):
    trouves = ref.cherche("33760", 50)
    assert len(trouves) > 3
    assert all(t.niveau == "commune" and "33760" in t.codes_postaux for t in trouves)
    populations = [t.population for t in trouves]
    assert populations == sorted(populations, reverse=True)
    assert premiers(ref, "87000", 1) == [("commune", "87085")]


def test_what_is_both_a_code_and_a_postcode_gives_the_code_first(ref):
    premier, *autres = ref.cherche("87120", 50)
    assert premier.code == "87120"
    assert autres
    assert all("87120" in t.codes_postaux for t in autres)


@pytest.mark.parametrize(("texte", "code"), [("75112", "75056"), ("69381", "69123"), ("13201", "13055"), ("75012", "75056")])
def test_an_arrondissement_or_its_postcode_leads_to_its_commune(ref, texte, code):
    assert ("commune", code) in premiers(ref, texte, 1)


def test_the_code_of_a_former_commune_leads_to_the_one_of_today(ref):
    assert premiers(ref, "14011", 1) == [("commune", "14581")]
    assert premiers(ref, "16238", 1) == [("commune", "16023")]


def test_exact_names_come_before_longer_ones_and_larger_before_smaller(ref):
    assert premiers(ref, "saint-denis", 2) == [("commune", "97411"), ("commune", "93066")]
    noms = [t.nom for t in ref.cherche("limoges", 3)]
    assert noms[:2] == ["Limoges", "CU Limoges Métropole"]


def test_beginnings_of_words_are_enough(ref):
    assert ("commune", "76575") in premiers(ref, "rouvray etienne", 5)
    assert ("epci", "248719353") in premiers(ref, "portes vassi", 5)


@pytest.mark.parametrize("texte", ["", "   ", "zzzz", "'--", "99999"])
def test_nothing_found_is_an_empty_list(ref, texte):
    assert ref.cherche(texte) == []


def test_levels_can_be_chosen_and_results_limited(ref):
    assert {t.niveau for t in ref.cherche("limoges", niveaux=["epci"])} == {"epci"}
    assert len(ref.cherche("saint", 7)) == 7


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("  L’Haÿ-les-Roses ", "l hay les roses"),
        ("St-Étienne", "saint etienne"),
        ("Ste-Maxime", "sainte maxime"),
        ("Œuilly", "oeuilly"),
        ("Communauté d'agglomération du Grand Dax", "ca du grand dax"),
    ],
)
def test_names_are_compared_without_their_dress(texte, attendu):
    assert normalise(texte) == attendu
    assert normalise(normalise(texte)) == attendu


@pytest.mark.parametrize(
    ("nom", "court"), [("ca de la rochelle", "rochelle"), ("la rochelle", "rochelle"), ("le mans", "mans"), ("la", "la")]
)
def test_legal_form_and_article_are_left_out_of_short_names(nom, court):
    assert sans_entete(nom) == court


@pytest.mark.parametrize(
    ("texte", "niveau", "code"),
    [("limogse", "commune", "87085"), ("bordaux", "commune", "33063"), ("girnode", "departement", "33"), ("st etiene", "commune", "42218")],
)
def test_a_misspelt_name_leads_to_the_most_alike(ref, texte, niveau, code):
    assert (niveau, code) in premiers(ref, texte)


def test_a_whole_word_comes_before_the_beginning_of_another(ref):
    noms = [f"{normalise(t.nom)} " for t in ref.cherche("saint", 20)]
    assert all("saint " in nom for nom in noms)
    premier, *autres = ref.cherche("saint", 20)
    assert premier.nom == "Le Saint"
    assert [t.population for t in autres] == sorted((t.population for t in autres), reverse=True)

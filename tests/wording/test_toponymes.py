"""Place names in a sentence: prepositions, articles, contractions."""

import re

import pytest

from ctg_data.settings import RACINE
from ctg_data.territoires import referentiel
from ctg_data.wording import toponymes
from ctg_data.wording.toponymes import Toponyme

FAUTES = re.compile(r"'|  |^(?:à|de) (?:le|les) |^(?:de )?(?:la|le|les|l’) ?(?:la|le|les) ", re.IGNORECASE)


@pytest.fixture(scope="module")
def ref():
    return referentiel.charge(RACINE / "data" / "reference")


@pytest.mark.parametrize(
    ("code", "a", "de", "sujet"),
    [
        ("87085", "à Limoges", "de Limoges", "Limoges"),
        ("72181", "au Mans", "du Mans", "Le Mans"),
        ("76351", "au Havre", "du Havre", "Le Havre"),
        ("17300", "à La Rochelle", "de La Rochelle", "La Rochelle"),
        ("85109", "aux Herbiers", "des Herbiers", "Les Herbiers"),
        ("27016", "aux Andelys", "des Andelys", "Les Andelys"),
        ("38193", "à L’Isle-d’Abeau", "de L’Isle-d’Abeau", "L’Isle-d’Abeau"),
        ("85113", "à L’Île-d’Yeu", "de L’Île-d’Yeu", "L’Île-d’Yeu"),
        ("87001", "à Aixe-sur-Vienne", "d’Aixe-sur-Vienne", "Aixe-sur-Vienne"),
        ("83069", "à Hyères", "d’Hyères", "Hyères"),
        ("62427", "à Hénin-Beaumont", "d’Hénin-Beaumont", "Hénin-Beaumont"),
        ("67180", "à Haguenau", "de Haguenau", "Haguenau"),
        ("2A004", "à Ajaccio", "d’Ajaccio", "Ajaccio"),
        ("75056", "à Paris", "de Paris", "Paris"),
    ],
)
def test_communes(ref, code, a, de, sujet):
    t = ref.territoire("commune", code)
    assert (toponymes.a(t), toponymes.de(t), toponymes.sujet(t)) == (a, de, sujet)


@pytest.mark.parametrize(
    ("nom", "sujet"),
    [
        ("CC Élan Limousin Avenir Nature", "la CC Élan Limousin Avenir Nature"),
        ("CA du Grand Dax", "la CA du Grand Dax"),
        ("CU Le Mans Métropole", "la CU Le Mans Métropole"),
        ("CA de La Rochelle", "la CA de La Rochelle"),
        ("CC Les Trois Provinces", "la CC Les Trois Provinces"),
        ("Métropole de Lyon", "la métropole de Lyon"),
        ("Métropole d'Aix-Marseille-Provence", "la métropole d’Aix-Marseille-Provence"),
        ("Métropole Européenne de Lille", "la métropole européenne de Lille"),
        ("Eurométropole de Strasbourg", "l’Eurométropole de Strasbourg"),
        ("Communauté de communes du Lévézou", "la communauté de communes du Lévézou"),
    ],
)
def test_epci_that_take_an_article(nom, sujet):
    t = Toponyme("epci", nom)
    assert (toponymes.a(t), toponymes.de(t), toponymes.sujet(t)) == (f"dans {sujet}", f"de {sujet}", sujet)


@pytest.mark.parametrize(
    ("nom", "a", "de"),
    [
        ("Bordeaux Métropole", "à Bordeaux Métropole", "de Bordeaux Métropole"),
        ("Orléans Métropole", "à Orléans Métropole", "d’Orléans Métropole"),
        ("Grenoble-Alpes-Métropole", "à Grenoble-Alpes-Métropole", "de Grenoble-Alpes-Métropole"),
    ],
)
def test_epci_named_like_a_town(nom, a, de):
    t = Toponyme("epci", nom)
    assert (toponymes.a(t), toponymes.de(t), toponymes.sujet(t)) == (a, de, nom)


@pytest.mark.parametrize(
    ("code", "a", "de", "sujet"),
    [
        ("01", "dans l’Ain", "de l’Ain", "l’Ain"),
        ("14", "dans le Calvados", "du Calvados", "le Calvados"),
        ("33", "en Gironde", "de la Gironde", "la Gironde"),
        ("40", "dans les Landes", "des Landes", "les Landes"),
        ("87", "en Haute-Vienne", "de la Haute-Vienne", "la Haute-Vienne"),
        ("86", "dans la Vienne", "de la Vienne", "la Vienne"),
        ("35", "en Ille-et-Vilaine", "d’Ille-et-Vilaine", "l’Ille-et-Vilaine"),
        ("49", "en Maine-et-Loire", "de Maine-et-Loire", "le Maine-et-Loire"),
        ("59", "dans le Nord", "du Nord", "le Nord"),
        ("75", "à Paris", "de Paris", "Paris"),
        ("974", "à La Réunion", "de La Réunion", "La Réunion"),
        ("976", "à Mayotte", "de Mayotte", "Mayotte"),
        ("2A", "en Corse-du-Sud", "de la Corse-du-Sud", "la Corse-du-Sud"),
    ],
)
def test_departements(ref, code, a, de, sujet):
    t = ref.territoire("departement", code)
    assert (toponymes.a(t), toponymes.de(t), toponymes.sujet(t)) == (a, de, sujet)


@pytest.mark.parametrize(
    ("code", "a", "de", "sujet"),
    [
        ("75", "en Nouvelle-Aquitaine", "de la Nouvelle-Aquitaine", "la Nouvelle-Aquitaine"),
        ("44", "dans le Grand Est", "du Grand Est", "le Grand Est"),
        ("32", "dans les Hauts-de-France", "des Hauts-de-France", "les Hauts-de-France"),
        ("11", "en Île-de-France", "d’Île-de-France", "l’Île-de-France"),
        ("24", "en Centre-Val de Loire", "du Centre-Val de Loire", "le Centre-Val de Loire"),
        ("76", "en Occitanie", "d’Occitanie", "l’Occitanie"),
        ("04", "à La Réunion", "de La Réunion", "La Réunion"),
    ],
)
def test_regions(ref, code, a, de, sujet):
    t = ref.territoire("region", code)
    assert (toponymes.a(t), toponymes.de(t), toponymes.sujet(t)) == (a, de, sujet)


def test_france_and_a_named_perimeter(ref):
    france = ref.territoire("france", "FR")
    assert (toponymes.a(france), toponymes.de(france), toponymes.sujet(france)) == ("en France", "de la France", "la France")
    nord = Toponyme("perimetre", "CTG nord")
    assert (toponymes.a(nord), toponymes.de(nord)) == ("dans le périmètre « CTG nord »", "du périmètre « CTG nord »")


@pytest.mark.parametrize("niveau", ["commune", "epci", "departement", "region"])
def test_no_name_of_the_reference_leaves_a_fault_of_french(ref, niveau):
    for code in ref.codes(niveau):
        t = ref.territoire(niveau, code)
        for phrase in (toponymes.a(t), toponymes.de(t), toponymes.sujet(t)):
            assert not FAUTES.search(phrase), phrase
            assert phrase.endswith(t.nom.replace("'", "’").split()[-1])

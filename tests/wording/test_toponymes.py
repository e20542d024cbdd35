"""Articles and contractions before place names."""

import pytest

from ctg_data.wording.toponymes import Toponyme, a, de, sujet


@pytest.mark.parametrize(
    ("niveau", "nom", "liaison", "ou", "dont", "qui"),
    [
        ("commune", "Limoges", 0, "à Limoges", "de Limoges", "Limoges"),
        ("commune", "Aixe-sur-Vienne", 1, "à Aixe-sur-Vienne", "d’Aixe-sur-Vienne", "Aixe-sur-Vienne"),
        ("commune", "Le Mans", 2, "au Mans", "du Mans", "Le Mans"),
        ("commune", "La Rochelle", 3, "à La Rochelle", "de La Rochelle", "La Rochelle"),
        ("commune", "Les Herbiers", 4, "aux Herbiers", "des Herbiers", "Les Herbiers"),
        ("commune", "L'Isle-Jourdain", 5, "à L’Isle-Jourdain", "de L’Isle-Jourdain", "L’Isle-Jourdain"),
        ("departement", "Haute-Vienne", 3, "en Haute-Vienne", "de la Haute-Vienne", "la Haute-Vienne"),
        ("departement", "Landes", 4, "dans les Landes", "des Landes", "les Landes"),
        ("departement", "Ain", 5, "dans l’Ain", "de l’Ain", "l’Ain"),
        ("departement", "Cantal", 2, "dans le Cantal", "du Cantal", "le Cantal"),
        ("departement", "La Réunion", 0, "à La Réunion", "de La Réunion", "La Réunion"),
        ("region", "Nouvelle-Aquitaine", 3, "en Nouvelle-Aquitaine", "de la Nouvelle-Aquitaine", "la Nouvelle-Aquitaine"),
        ("region", "Grand Est", 2, "dans le Grand Est", "du Grand Est", "le Grand Est"),
        ("region", "Île-de-France", 5, "en Île-de-France", "de l’Île-de-France", "l’Île-de-France"),
        ("epci", "CC Élan Limousin Avenir Nature", 0, "dans la CC Élan Limousin Avenir Nature", "de la CC Élan Limousin Avenir Nature",
         "la CC Élan Limousin Avenir Nature"),
        ("epci", "Bordeaux Métropole", 0, "à Bordeaux Métropole", "de Bordeaux Métropole", "Bordeaux Métropole"),
        ("france", "France", 3, "en France", "de la France", "la France"),
    ],
)  # fmt: skip
def test_place_names_enter_a_sentence(niveau, nom, liaison, ou, dont, qui):
    t = Toponyme(niveau, nom, liaison)
    assert (a(t), de(t), sujet(t)) == (ou, dont, qui)

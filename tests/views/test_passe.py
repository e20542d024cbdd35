"""The days that a portrait can be reopened on, and what is said of one."""

from types import SimpleNamespace

import pandas as pd

from ctg_data.store.publications import Journee
from ctg_data.views import passe

MARS = Journee("2026-03-12", "p1", "2026-03-12T09:00:00+00:00", frozenset({"a"}), "p1")
MAI = Journee("2026-05-04", "p2", "2026-05-04T09:00:00+00:00", frozenset({"b", "c"}), "")
FICHIERS = {"a": "mars.csv", "b": "mai.csv", "c": "insee.xlsx"}


def actuel(publication: str = "p9", *, retiree: bool = False, profil: str = "cnaf_open", empreinte: str = "p9+demo"):
    ligne = {
        "id": "a",
        "fichier": "mars.csv",
        "retiree": retiree,
        "retiree_le": "2026-06-01T09:00:00+00:00",
        "retiree_raison": "année fausse.",
    }
    editions = pd.DataFrame([ligne | {"profil_secret": (profil,)}])
    return SimpleNamespace(publication=SimpleNamespace(id=publication), demonstration=None, editions=editions, empreinte=empreinte)


def plat(textes) -> list[str]:
    return [t.replace("\u00a0", " ").replace("\u202f", " ") for t in textes]


def test_each_day_says_what_came_into_force_and_what_went():
    jours = passe.jours((MARS, MAI), FICHIERS, "2026-06-01")
    assert [(j.libelle, *plat([j.change])) for j in jours] == [
        ("04/05/2026", "insee.xlsx et mai.csv entrés en vigueur ; mars.csv remplacé ou retiré"),
        ("12/03/2026", "mars.csv entré en vigueur"),
    ]
    assert [j.lisible for j in jours] == [False, True]


def test_today_is_no_past_day_and_many_files_are_counted():
    nombreux = Journee("2026-05-05", "p3", "x", frozenset("bcdefg"), "p3")
    (jour, *_) = passe.jours((MAI, nombreux), FICHIERS, "2026-05-06")
    assert plat([jour.change]) == ["4 fichiers entrés en vigueur"]
    assert [j.jour for j in passe.jours((MARS, MAI), FICHIERS, "2026-05-04")] == ["2026-03-12"]


def test_the_moment_says_that_it_is_not_today_then_what_must_be_known():
    dit = plat(passe.moment("2026-04-01", MARS, actuel(retiree=True, profil="caf_interne")))
    assert dit[0] == "Portrait tel qu’au 01/04/2026 : ce ne sont pas les chiffres d’aujourd’hui."
    assert dit[1] == "Chiffres publiés le 12/03/2026."
    assert dit[2].startswith("« mars.csv », alors en vigueur, a été retiré depuis, le 1er juin 2026")
    assert dit[2].endswith(" : année fausse.")
    assert dit[-1].startswith("Ne diffusez pas ce portrait à côté")


def test_figures_that_are_still_todays_are_said_so_and_nothing_else():
    assert plat(passe.moment("2026-03-12", MARS, actuel("p1"))) == [
        "Portrait tel qu’au 12/03/2026 : les chiffres en vigueur ce jour-là sont encore ceux d’aujourd’hui."
    ]


def test_a_day_computed_again_says_by_which_rules():
    refaite = Journee(MARS.jour, MARS.publication, MARS.creee_le, MARS.editions, "z")
    assert any("recalculé avec les règles d’aujourd’hui" in t for t in passe.moment("2026-03-12", refaite, actuel()))


def test_public_figures_alone_carry_no_warning_on_differences():
    assert not any("petit effectif" in t for t in passe.moment("2026-03-12", MARS, actuel()))


def test_perimeters_are_known_only_beside_the_publication_that_they_complete():
    lu = SimpleNamespace(empreinte="p1+demo")
    assert passe.connait("epci", lu, actuel())
    assert not passe.connait("perimetre", lu, actuel())
    assert passe.connait("perimetre", lu, actuel(empreinte="p1+demo"))

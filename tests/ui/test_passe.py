"""A portrait of the past says so, is never served for today's, and is not written on; what cannot be shown says what can be done."""

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from ctg_data.records import COLONNES_VALEURS, typed
from ctg_data.settings import Settings
from ctg_data.store import publications, publie
from ctg_data.store.publications import Publications
from ctg_data.ui import cache, cache_portrait, fichiers
from ctg_data.ui.selection import Selection
from tests.ui import publication
from tests.ui.conftest import textes
from tests.ui.publication import EPCI

ICI = {"niveau": "epci", "code": EPCI, "theme": "PE"}
JOUR, AVANT = "2026-03-12", "2026-02-01"


@pytest.fixture(scope="module")
def deux(magasin: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Invented figures on three days: of other rules in February, of one EPCI in March, those of every page today."""
    reglages = replace(magasin, store=Path(shutil.copytree(magasin.store, tmp_path_factory.mktemp("passe") / "magasin")))
    publiees = Publications(reglages)
    publie.ecrit(publiees.dossier, [], {"id": "autres", "demo": False, "moteur": "d'autres regles"})
    petite = typed(publication._niveau("epci", [EPCI], np.random.default_rng(2)), COLONNES_VALEURS)
    publiees.ecrit([("epci", petite)], {"id": "petite", "demo": False})
    with pytest.MonkeyPatch.context() as monkeypatch:
        for identifiant, jour in (("autres", AVANT), ("petite", JOUR)):
            monkeypatch.setattr(publications, "maintenant", lambda jour=jour: f"{jour}T09:00:00.000000+00:00")
            publiees.declare(identifiant, ())
    publiees.declare("invente1", ())
    return reglages


def chiffres(at) -> list[str]:
    """Every figure of the table of the theme."""
    return re.findall(r'<td[^>]*class="[^"]*ctg-valeur[^"]*"[^>]*>.*?</td>', textes(at)) or re.findall(r"<td.*?</td>", textes(at))


def bouton(at, libelle: str):
    return next(b for b in at.button if b.label.replace("\u00a0", " ") == libelle)


def test_the_past_and_today_are_never_served_for_each_other(ouvre, deux):
    aujourdhui, passe = (chiffres(ouvre("portrait", sur=deux, **ICI, **jour)) for jour in ({}, {"jour": JOUR}))
    assert aujourdhui
    assert passe
    assert aujourdhui != passe
    assert chiffres(ouvre("portrait", sur=deux, **ICI)) == aujourdhui
    at = ouvre("portrait", sur=deux, **ICI, jour=JOUR)
    assert chiffres(at) == passe
    assert "Portrait tel qu’au 12/03/2026 : ce ne sont pas les chiffres d’aujourd’hui." in textes(at)
    bouton(at, "Revenir à aujourd’hui").click().run()
    assert chiffres(at) == aujourdhui
    assert "tel qu’au" not in textes(at)


def test_nothing_is_written_on_a_portrait_of_the_past(ouvre, deux):
    assert {"publier", "suivi"} <= {b.key for b in ouvre("portrait", sur=deux, **ICI).button}
    at = ouvre("portrait", sur=deux, **ICI, jour=JOUR)
    assert "rien ne s’écrit sur un portrait du passé" in textes(at)
    assert not [b.key for b in at.button if b.key and (b.key == "publier" or b.key.startswith(("ouvre-", "retablit-", "annuler")))]


def test_the_days_are_offered_with_what_changed_and_a_choice_opens_one(ouvre, deux):
    at = ouvre("portrait", sur=deux, **ICI)
    liste = next(s for s in at.selectbox if s.label.startswith("Revoir ce portrait"))
    assert [o.replace("\u00a0", " ") for o in liste.options] == ["12/03/2026", "01/02/2026 (à recalculer)"]
    assert "12/03/2026 : mêmes fichiers, recalculés." in textes(at)
    liste.select_index(0).run()
    assert "tel qu’au 12/03/2026" in textes(at)


@pytest.mark.parametrize(
    ("jour", "pourquoi"),
    [
        ("demain", "n’est pas une date"),
        ("2026-13-01", "n’est pas une date"),
        (datetime.now(UTC).date().isoformat(), "n’est pas terminé"),
        ("2099-01-01", "Le 01/01/2099 n’est pas terminé"),
    ],
)
def test_an_address_that_names_no_past_day_is_todays_and_says_so(ouvre, deux, jour, pourquoi):
    dit = textes(ouvre("portrait", sur=deux, **ICI, jour=jour))
    assert "Portrait tel qu’au" not in dit
    assert "ce portrait est celui d’aujourd’hui ; choisissez un jour passé dans « Tel qu’au… »." in dit
    assert pourquoi in dit


def test_todays_portrait_says_nothing_of_a_day_when_none_is_asked_for(ouvre, deux):
    assert "celui d’aujourd’hui" not in textes(ouvre("portrait", sur=deux, **ICI))


def test_before_a_first_day_is_over_the_place_says_when_there_will_be_one(ouvre):
    dit = textes(ouvre("portrait", **ICI))
    assert "dès le lendemain du premier import" in dit


def test_a_day_before_the_first_publication_says_so(ouvre, deux):
    at = ouvre("portrait", sur=deux, **ICI, jour="2025-12-31")
    assert "Rien n’était encore publié le 31/12/2025" in textes(at)
    assert not chiffres(at)


def test_a_day_of_other_rules_is_computed_again_when_asked(ouvre, deux):
    at = ouvre("portrait", sur=deux, **ICI, jour=AVANT)
    assert "par une autre version du logiciel" in textes(at)
    assert not chiffres(at)
    bouton(at, "Recalculer ce jour").click().run()
    assert not at.exception
    assert "Portrait tel qu’au 01/02/2026" in textes(at)
    assert "il est recalculé avec les règles d’aujourd’hui" in textes(at)


def test_a_room_is_told_too(ouvre, deux):
    assert "Portrait tel qu’au 12/03/2026" in textes(ouvre("portrait", sur=deux, **ICI, jour=JOUR, mode="projection"))


def test_every_file_taken_away_bears_the_day(ouvre, deux):
    ouvre("portrait", sur=deux, **ICI, jour=JOUR)
    vue = cache_portrait.passe(Selection("epci", EPCI, jour=JOUR), cache_portrait.journee(JOUR))
    for fichier in (*fichiers.du_portrait(vue), fichiers.du_tableau(vue, "carte", vue.carte.cadre, vue.carte.tableau)):
        assert f"-au-{JOUR}" in fichier.nom
        assert "tel qu’au 12/03/2026" in fichier.contenu().decode("utf-8-sig").replace("\u00a0", " ").replace("'", "’")
    assert "12/03/2026" in cache_portrait.carte_du_portrait(vue)[1]["mention"]
    assert cache_portrait.carte_du_portrait(cache.portrait(Selection("epci", EPCI)))[1]["mention"] == ""


def test_the_other_pages_speak_of_today(ouvre, deux):
    at = ouvre("portrait", sur=deux, **ICI, jour=JOUR)
    at.switch_page("../../pages/tendances.py").run()
    at.switch_page("../../pages/portrait.py").run()
    assert "tel qu’au" not in textes(at)

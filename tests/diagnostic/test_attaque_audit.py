"""Random countries published by the product's own path and audited: the requirement holds for all, and not for weakened engines.

``make attaque`` plays a thousand of them (CTG_ATTAQUES).
"""

import os
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ctg_data.diagnostic import choix, liens, protection, publication, secret
from ctg_data.diagnostic.secret import Quantite, Regles
from ctg_data.territoires.referentiel import NIVEAUX
from tests.diagnostic.hasard import bavardes, essai, percees
from tests.diagnostic.test_secret import sans_compagnon

ATTAQUES = int(os.environ.get("CTG_ATTAQUES", "8"))
PEU = 6
"""Countries in which a weakened engine is bound to be caught once."""


@pytest.mark.parametrize("graine", range(ATTAQUES))
def test_an_outsider_derives_no_small_count(graine: int):
    assert percees(essai(graine)) == []


# Weakened engines: each must be caught --------------------------------------------------------------------------------


def attrape(graines: int = PEU, d_abord: int = 1) -> bool:
    """Whether one of these countries catches it, that one first: it does today."""
    return any(essai(graine).audite().percees for graine in sorted(range(graines), key=lambda graine: graine != d_abord))


def test_an_engine_that_names_the_source_of_what_it_hides_is_caught(monkeypatch: pytest.MonkeyPatch):
    vrai = publication.protege
    monkeypatch.setattr(publication, "protege", lambda r, caches: replace(vrai(r, caches), sources=r.sources))
    assert any(bavardes(essai(graine).publie()) for graine in range(PEU))


def sans_secondaire(quantite: Quantite, h, regles: Regles) -> dict[str, np.ndarray]:
    """Only what is small by itself."""
    rien = {n: np.full_like(quantite.x[n], np.nan) for n in NIVEAUX}
    return {n: secret.primaire(quantite.x[n], (quantite.d or rien)[n], regles) for n in NIVEAUX}


def test_an_engine_that_only_hides_small_counts_is_caught(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(secret, "masques", sans_secondaire)
    sans_compagnon(monkeypatch)
    assert attrape(d_abord=0)


def test_an_engine_that_forgets_what_is_left_of_a_whole_is_caught(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        secret, "primaire", lambda x, d, regles, *, montree=True: secret.petits(x, regles) | (montree & secret.unanimes(x, d, regles))
    )
    assert attrape()


def test_an_engine_that_forgets_the_rings_of_nested_classes_is_caught(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(liens, "inclusions", lambda indicateurs: ())
    assert attrape()


def test_an_engine_that_forgets_the_levels_above_is_caught(monkeypatch: pytest.MonkeyPatch):
    vrai = secret.masques
    monkeypatch.setattr(secret, "masques", lambda q, h, r: {n: m if n == "commune" else np.zeros_like(m) for n, m in vrai(q, h, r).items()})
    assert attrape(d_abord=0)


def test_an_engine_that_forgets_0_and_100_per_cent_of_small_groups_is_caught(monkeypatch: pytest.MonkeyPatch):
    for module in (secret, choix):
        monkeypatch.setattr(module, "unanimes", lambda x, d, regles: np.zeros(np.broadcast(x, d).shape, dtype=bool))
    assert attrape()


def test_an_engine_that_lets_nd_stand_among_hidden_rates_is_caught(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(protection, "_sans_donnee", lambda r: r.valeur.statut == protection.ABSENT)
    assert attrape(12, d_abord=2)


def test_an_engine_that_shows_the_interval_of_what_it_hides_is_caught():
    cas = essai(2)
    valeurs = cas.publie()
    caches = (valeurs["statut"] == "s") & (valeurs["niveau"] == "commune")
    valeurs = valeurs.assign(ic_bas=valeurs["ic_bas"].mask(caches, 1.0), ic_haut=valeurs["ic_haut"].mask(caches, 9.0))
    assert cas.audite(valeurs).percees


def test_an_engine_that_protects_each_level_but_shows_one_commune_more_is_caught():
    """Each hidden commune shown in its turn, the others staying hidden: some of them give others."""
    cas = essai(4)
    valeurs, vrais = cas.publie(), cas.rangees[cas.rangees["mesure"] == "foyers_rsa"]
    caches = valeurs[(valeurs["statut"] == "s") & (valeurs["indicateur"] == "rsa") & (valeurs["niveau"] == "commune")]
    moitie = caches.groupby("annee").head(int(len(caches) * 0.7)).index
    vues = valeurs.merge(vrais[["code", "annee", "valeur"]], on=["code", "annee"], how="left", suffixes=("", "_vraie"))
    vues = vues.assign(valeur=vues["valeur"].where(~vues.index.isin(moitie), pd.to_numeric(vues["valeur_vraie"])))
    vues["statut"] = vues["statut"].where(~vues.index.isin(moitie), "ok")
    assert cas.audite(vues.drop(columns="valeur_vraie")).percees

"""The rank of the chosen figure on a portrait: with its interval, or not at all."""

import re

import pytest

from tests.views.conftest import EPCI, FauxCorpus, frame, invente, ligne


def plat(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_rank_comes_with_its_interval_and_its_set(fait):
    vue = fait(theme="EN", figure="qf")
    lu = re.fullmatch(
        r"Rang médian : (\d+)e(?:r)? sur (\d+) \(EPCI de 20 000 à 50 000 habitants, population \d+, périmètres \d+\), "
        r"entre le (\d+)er? et le (\d+)er? neuf fois sur dix ; le 1er a la valeur la plus élevée\.",
        plat(vue.rang),
    )
    median, n, bas, haut = map(int, lu.groups())
    assert 1 <= bas <= median <= haut <= n
    assert n > 400


def test_the_same_publication_gives_the_same_sentence_twice(fait, valeurs):
    corpus = FauxCorpus(valeurs)
    assert fait(theme="EN", figure="qf", corpus=corpus).rang == fait(theme="EN", figure="qf", corpus=corpus).rang


@pytest.mark.parametrize(("niveau", "code"), [("commune", "87002"), ("region", "75"), ("france", "FR")])
def test_levels_without_a_comparable_set_have_no_rank(fait, niveau, code):
    assert fait(niveau=niveau, code=code, theme="EN", figure="qf").rang == ""


@pytest.mark.parametrize(("theme", "figure"), [("PO", "pop"), ("PE", "manque"), ("IN", "pauvrete")])
def test_counts_gaps_and_figures_without_terms_have_no_rank(fait, theme, figure):
    assert fait(theme=theme, figure=figure).rang == ""


def test_a_hidden_figure_and_a_small_set_have_no_rank(fait, ref):
    lignes = [r for r in invente(ref) if not (r["indicateur"] == "qf" and r["code"] == EPCI)]
    cache = FauxCorpus(frame([*lignes, ligne("qf", "epci", EPCI, 2023, 0, statut="s")]))
    assert fait(theme="EN", figure="qf", corpus=cache).rang == ""
    seul = FauxCorpus(frame([ligne("qf", "epci", EPCI, 2023, 20.0)]))
    assert fait(theme="EN", figure="qf", corpus=seul).rang == ""


def test_under_a_hundred_persons_there_is_no_rank(fait, ref):
    """20 %, from 10 to 36: some 60 foyers."""
    lignes = [r for r in invente(ref) if not (r["indicateur"] == "qf" and r["code"] == EPCI)]
    petit = ligne("qf", "epci", EPCI, 2023, 20, marge=None, ic_bas=10, ic_haut=36)
    assert fait(theme="EN", figure="qf", corpus=FauxCorpus(frame([*lignes, petit]))).rang == ""

"""Widths and line breaks without a browser: nothing wider than its line, nothing left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.charts import lettres


def test_a_wide_letter_is_wider_and_an_accent_takes_no_room():
    assert lettres.largeur("mmm", 14) > 2 * lettres.largeur("iii", 14)
    assert lettres.largeur("é", 14) == lettres.largeur("e", 14)
    assert lettres.largeur("a", 14, gras=True) > lettres.largeur("a", 14)
    assert lettres.largeur("0", 100) == pytest.approx(56 * 1.05)


def test_words_fill_lines_and_a_no_break_space_holds():
    assert lettres.lignes("un deux trois", 60, 14) == ["un deux", "trois"]
    assert lettres.lignes("un deux\u00a0trois", 60, 14)[0] == "un"
    assert lettres.lignes("", 60, 14) == lettres.lignes("  ", 60, 14, retrait=9) == []


def test_the_first_line_leaves_room_for_the_mark():
    assert lettres.lignes("un deux", 60, 14, retrait=30) == ["un", "deux"]
    assert lettres.lignes("professeure", 90, 14, retrait=60) == ["", "professeure"]


@pytest.mark.parametrize(
    ("mot", "lignes"),
    [
        ("monoparentales", ["monoparen-", "tales"]),
        ("accompagnement", ["accompa-", "gnement"]),
        ("enfants-parents", ["enfants-", "parents"]),
        ("zzzzzzzzzzzzzz", ["zzzzzzzzzz", "zzzz"]),
    ],
)
def test_a_word_too_wide_is_cut_where_french_cuts_it(mot, lignes):
    assert lettres.lignes(mot, 80, 14) == lignes


@given(st.text(), st.floats(75, 300), st.floats(0, 40), st.booleans())
def test_no_line_is_too_wide_and_no_letter_is_lost(texte, place, retrait, gras):
    lignes = lettres.lignes(texte, place, 14, gras=gras, retrait=retrait)
    for i, ligne in enumerate(lignes):
        assert lettres.largeur(ligne, 14, gras=gras) <= place - (0 if i else retrait) + 1e-6

    def lettres_seules(t):
        return t.translate(dict.fromkeys(map(ord, " \t\r\n-")))

    assert lettres_seules("".join(lignes)) == lettres_seules(lettres.propre(texte))

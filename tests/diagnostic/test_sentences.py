"""What stands out: needs and strengths from certain verdicts and far positions, never from a figure that says nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.diagnostic.compare import Issue, Verdict
from ctg_data.diagnostic.sentences import MAXIMUM, PAR_COTE, Candidat, certitude, cote, phrase, saillants
from ctg_data.diagnostic.star import Composante
from ctg_data.indicators.model import Branche, Effectif, Etoile, Face, Indicateur, Ref, Sens

VERDICTS = {
    "mauvais": Verdict(Issue.DEFAVORABLE, 1, "défavorable, au-dessus du département"),
    "bon": Verdict(Issue.FAVORABLE, -1, "favorable, au-dessous du département"),
    "incertain": Verdict(Issue.INDETERMINE, 0, "on ne peut pas conclure"),
    "neutre": Verdict(Issue.NEUTRE, 1, "au-dessus du département"),
    "sans marge": Verdict(Issue.NEUTRE, 1, "au-dessus du département", marge=False),
}


def candidat(nom="x", *, score=None, verdict=None, sens=Sens.HAUT_DEFAVORABLE, theme="PE", face=Face.BESOIN, mots="plus élevé"):
    indicateur = Indicateur(nom, nom, nom, theme, 1, (Effectif((Ref("x"),)),), "%", 1, sens, "", etoile=Etoile(Branche(theme), face))
    place = Composante(nom, nom, 2023, score, 440, f"{mots} que dans 7 EPCI sur 10") if score is not None else None
    lecture = "En 2023, à Limoges, 12,4 % des enfants"
    return Candidat(indicateur, lecture, place, "EPCI de 20 000 à 50 000 habitants", VERDICTS.get(verdict), "le département", "9,1 %")


@pytest.mark.parametrize(
    ("score", "verdict", "attendu"),
    [
        (80, "mauvais", "besoin"),
        (20, "bon", "force"),
        (None, "mauvais", "besoin"),
        (None, "bon", "force"),
        (20, "mauvais", None),
        (80, "bon", None),
        (80, "incertain", "besoin"),
        (20, "incertain", "force"),
        (50, "incertain", None),
        (None, "incertain", None),
        (None, "sans marge", None),
        (80, "sans marge", "besoin"),
        (None, None, None),
        (80, None, "besoin"),
    ],
)
def test_a_certain_verdict_decides_unless_the_position_says_the_opposite(score, verdict, attendu):
    assert cote(candidat(score=score, verdict=verdict)) == attendu


def test_a_neutral_figure_may_show_a_need_never_a_strength():
    assert cote(candidat(score=80, verdict="neutre", sens=Sens.NEUTRE)) == "besoin"
    assert cote(candidat(score=20, verdict="neutre", sens=Sens.NEUTRE)) is None
    assert cote(candidat(score=20, verdict="neutre", sens=Sens.NEUTRE, face=Face.OFFRE)) == "force"


def test_the_sentence_then_the_place_then_what_is_certain():
    c = candidat(score=70, verdict="mauvais")
    assert phrase(c) == (
        "En 2023, à Limoges, 12,4 % des enfants. C’est plus élevé que dans 7 EPCI sur 10 (EPCI de 20 000 à 50 000 habitants)."
    )
    assert certitude(c) == "Défavorable, au-dessus du département (9,1 %)."
    assert certitude(candidat(verdict="incertain")) == "On ne peut pas conclure à un écart avec le département (9,1 %)."
    assert certitude(candidat(verdict="sans marge")) == "Au-dessus du département (9,1 % ; marge inconnue)."
    assert certitude(candidat()) == ""
    assert phrase(candidat()) == "En 2023, à Limoges, 12,4 % des enfants."


def test_themes_are_varied_before_a_second_fact_of_the_same():
    forts = [candidat(f"pe{i}", score=99 - i, theme="PE") for i in range(4)]
    besoins, _ = saillants([*forts, candidat("lo", score=75, theme="LO"), candidat("in", score=72, theme="IN")])
    assert [f.indicateur for f in besoins] == ["pe0", "lo", "in", "pe1"]


def test_a_certain_fact_comes_before_an_uncertain_one_as_far_from_the_middle():
    besoins, _ = saillants([candidat("a", score=85, theme="PE"), candidat("z", score=75, verdict="mauvais", theme="LO")])
    assert [f.indicateur for f in besoins] == ["z", "a"]
    assert [f.signe for f in besoins] == ["▼", ""]


candidats = st.lists(
    st.builds(
        candidat,
        nom=st.sampled_from([f"i{n}" for n in range(40)]),
        score=st.none() | st.integers(0, 100),
        verdict=st.sampled_from([None, *VERDICTS]),
        sens=st.sampled_from(Sens),
        theme=st.sampled_from([b.value for b in Branche]),
    ),
    max_size=30,
    unique_by=lambda c: c.indicateur.id,
)


@given(candidats, st.randoms())
def test_at_most_seven_four_a_side_and_the_order_of_reading_is_irrelevant(liste, hasard):
    besoins, forces = saillants(liste)
    assert len(besoins) <= PAR_COTE
    assert len(forces) <= PAR_COTE
    assert len(besoins) + len(forces) <= MAXIMUM
    melange = list(liste)
    hasard.shuffle(melange)
    assert saillants(melange) == (besoins, forces)

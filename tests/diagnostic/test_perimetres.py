"""The secrecy of perimeters: what is refused, what is hidden, and that nothing shown tells more than what was already shown."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as reglages
from hypothesis import strategies as st

from ctg_data.diagnostic import perimetres, publication
from ctg_data.diagnostic.perimetres import Montres, Voisin
from ctg_data.indicators.local import DonneesAutour
from ctg_data.indicators.model import Effectif, Ratio, Ref, Variation
from ctg_data.indicators.vocabulaire import catalogue
from tests.diagnostic.pays import MagasinEssai, Pays, indicateur, lignes

PAYS = Pays(("X",) * 4 + ("Y",) * 3, ("A",) * 7, {"A": "R"}, (900, 800, 60, 50, 700, 0, 600))
CODES = PAYS.codes
RSA = indicateur("rsa", Effectif((Ref("foyers_rsa"),)), decimales=0, unite="foyers")
PART = indicateur("part", Ratio((Ref("foyers_br"),), (Ref("foyers_ref"),)))
PLACES = indicateur("places", Effectif((Ref("places", ("am",)),)), decimales=0, unite="places", niveaux=("epci", "departement"))


class Reference:
    """What the rules ask of a reference of the invented country."""

    def communes(self, millesime: int = 2026) -> pd.DataFrame:
        return PAYS.communes


def epci(nom: str, *rangs: int) -> Voisin:
    return Voisin(f"de l'EPCI {nom}", frozenset(CODES[r] for r in rangs))


X = epci("X", 0, 1, 2, 3)


@pytest.mark.parametrize(
    ("communes", "cause"),
    [
        ((0, 1), ""),  # what is left, 110 inhabitants, is large enough
        ((0, 1, 3), "laisse de côté seulement A002"),
        ((0, 1, 2, 3, 5), ""),  # adds a commune without inhabitants: nothing to protect
        ((0, 1, 2, 3, 4), ""),
        ((0, 1, 2, 3), ""),  # the EPCI itself
        ((2,), "moins de 100 habitants"),
    ],
)
def test_a_perimeter_next_to_an_epci_is_refused_for_what_distinguishes_them(communes, cause):
    causes = perimetres.refus([CODES[r] for r in communes], [X], Reference())
    assert bool(causes) == bool(cause)
    assert cause in " ".join(causes)


def test_a_perimeter_next_to_another_one_too_in_both_directions():
    autre = Voisin("du périmètre « P »", frozenset(CODES[:2]))
    (cause,) = perimetres.refus(CODES[:3], [autre], Reference())
    assert "À côté du périmètre « P », ce périmètre ajoute seulement A002" in cause
    (cause,) = perimetres.refus(CODES[:2], [Voisin("du périmètre « Q »", frozenset(CODES[:3]))], Reference())
    assert "laisse de côté seulement A002" in cause


def test_a_perimeter_elsewhere_is_no_neighbour():
    assert perimetres.refus(CODES[4:], [X], Reference()) == ()


def calcule(comptes, unites, indicateurs):
    """Published values of the invented country, then those of perimeters beside them."""
    magasin = MagasinEssai(lignes(PAYS, comptes))
    frames = dict(publication.valeurs(magasin, PAYS.referentiel, indicateurs=indicateurs))
    montres = {n: pd.concat([f for nom, f in frames.items() if nom.split("-")[0] == n]) for n in {k.split("-")[0] for k in frames}}
    autour = DonneesAutour(magasin, PAYS.referentiel)
    return montres, perimetres.valeurs(autour, Reference(), unites, Montres(montres), indicateurs=indicateurs)


def lu(frame: pd.DataFrame, code: str, i: str = "rsa") -> tuple[str, float | None]:
    ligne = frame[(frame["code"] == code) & (frame["indicateur"] == i)].iloc[0]
    return ligne["statut"], None if np.isnan(ligne["valeur"]) else ligne["valeur"]


GRANDS = {("foyers_rsa", "total", 2024): [50, 40, 30, 20, 60, 0, 70]}
PETIT = {("foyers_rsa", "total", 2024): [50, 40, 3, 20, 60, 30, 70]}
UNITES = {"P": CODES[:2], "Q": CODES[:5], "R": CODES}


def test_a_perimeter_of_shown_communes_is_shown():
    _, frame = calcule(GRANDS, UNITES, [RSA])
    assert [lu(frame, p) for p in "PQR"] == [("ok", 90), ("ok", 200), ("ok", 270)]


def test_a_perimeter_with_a_hidden_commune_is_hidden_unless_it_is_made_of_whole_epci():
    """One commune of X is small, and hidden with others; its EPCI is shown."""
    montres, frame = calcule(PETIT, {**UNITES, "P": CODES[1:3]}, [RSA])
    assert lu(montres["commune"], CODES[2])[0] == "s"
    assert [lu(frame, p) for p in "PQR"] == [("s", None), ("ok", 173), ("ok", 273)]


def test_a_count_that_is_not_of_people_needs_no_shown_commune():
    """Places of childcare are published from the EPCI on, and say nothing of anyone."""
    comptes = {("places", "am", 2024): [5, 6, 7, 8, 9, 1, 2]}
    _, frame = calcule(comptes, {"P": CODES[:2]}, [PLACES])
    assert not catalogue()["places"].sensible
    assert lu(frame, "P", "places") == ("ok", 11)


def test_a_rate_is_hidden_with_its_terms_and_computed_from_sums():
    comptes = {("foyers_br", "total", 2024): [30, 20, 15, 25, 40, 12, 50], ("foyers_ref", "total", 2024): [100, 90, 60, 80, 90, 40, 100]}
    _, frame = calcule(comptes, {"P": CODES[:2]}, [PART])
    assert lu(frame, "P", "part") == ("ok", 26.0)  # 50 of 190, in whole points under 250
    _, frame = calcule(comptes | {("foyers_br", "total", 2024): [30, 20, 2, 25, 40, 12, 50]}, {"P": CODES[1:3]}, [PART])
    assert lu(frame, "P", "part") == ("s", None)


def test_a_change_is_hidden_where_one_commune_has_no_first_year_and_a_hidden_last_one():
    """From 0 to 3 foyers, the change of the commune is « nd »; that of the perimeter, beside the other communes, would give the 3."""
    comptes = {
        ("foyers_rsa", "total", 2023): [50, 40, 0, 20, 60, 30, 70],
        ("foyers_rsa", "total", 2024): PETIT["foyers_rsa", "total", 2024],
    }
    change = indicateur("change", Variation((Ref("foyers_rsa"),), 1))
    montres, frame = calcule(comptes, {"P": [CODES[0], CODES[1], CODES[2]]}, [RSA, change])
    communes = montres["commune"][montres["commune"]["annee"] == 2024]
    assert lu(communes, CODES[2], "change") == ("nd", None)
    assert lu(frame[frame["annee"] == 2024], "P", "change") == ("s", None)


@reglages(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0, 0, 1, 4, 12, 60]), st.floats(0, 1)), min_size=7, max_size=7))
def test_a_perimeter_with_a_hidden_commune_never_says_that_there_is_nothing_to_divide_by(paires):
    """Two hidden communes that have nobody are nobody's business; a third one beside them would tell of itself."""
    refs = [n for n, _ in paires]
    comptes = {("foyers_ref", "total", 2024): refs, ("foyers_br", "total", 2024): [int(n * part) for n, part in paires]}
    unites = {"".join(map(str, rangs)): [CODES[r] for r in rangs] for n in (2, 3) for rangs in combinations(range(4), n)}
    montres, frame = calcule(comptes, unites, [PART])
    caches = {c for c in CODES if lu(montres["commune"], c, "part")[0] == "s"} if "commune" in montres else set()
    disent = {code for code in frame["code"] if lu(frame, code, "part")[0] == "s"}
    for code, communes in unites.items():
        assert code in disent or not caches.issuperset(communes)


@reglages(max_examples=12)
@given(
    st.lists(st.integers(0, 12), min_size=7, max_size=7),
    st.lists(st.sets(st.sampled_from(CODES), min_size=1), min_size=1, max_size=4, unique_by=frozenset),
)
def test_whatever_is_shown_of_perimeters_is_a_sum_of_what_is_shown_elsewhere(comptes, listes):
    """Linear algebra, apart from the rule: the row of a shown perimeter lies in the span of the rows of shown communes and EPCI."""
    unites = {f"P{rang}": sorted(codes) for rang, codes in enumerate(listes)}
    montres, frame = calcule({("foyers_rsa", "total", 2024): comptes}, unites, [RSA])
    membres = {"commune": {c: {c} for c in CODES}, "epci": {e: {c for c, x in zip(CODES, PAYS.epci, strict=True) if x == e} for e in "XY"}}
    membres |= {"departement": {"A": set(CODES)}, "region": {"R": set(CODES)}, "france": {"FR": set(CODES)}}
    vues = [membres[n][c] for n, f in montres.items() for c in f.loc[f["statut"] == "ok", "code"]]
    base = np.array([[c in v for c in CODES] for v in vues], dtype=float).reshape(-1, len(CODES))
    for code in frame.loc[frame["statut"] == "ok", "code"]:
        rangee = np.array([[c in unites[code] for c in CODES]], dtype=float)
        assert np.linalg.matrix_rank(np.vstack([base, rangee])) == np.linalg.matrix_rank(base)
    for code in frame.loc[frame["statut"] == "ok", "code"]:
        assert lu(frame, code)[1] == sum(n for c, n in zip(CODES, comptes, strict=True) if c in unites[code])


def test_two_perimeters_never_give_a_hidden_commune_by_subtraction():
    """Every pair of nested perimeters around the small commune: one of the two is hidden, or the difference holds shown figures only."""
    unites = {"".join(map(str, rangs)): [CODES[r] for r in rangs] for n in (2, 3, 4) for rangs in combinations(range(4), n)}
    montres, frame = calcule(PETIT, unites, [RSA])
    vues = {c for c in CODES if lu(montres["commune"], c)[0] == "ok"}
    assert CODES[2] not in vues
    montrees = set(frame.loc[frame["statut"] == "ok", "code"])
    assert montrees == {"0123"} | {code for code, communes in unites.items() if set(communes) <= vues}

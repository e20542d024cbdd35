"""The engine against a second computation, written apart in plain pandas, on random small countries."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctg_data.indicators import compute
from ctg_data.indicators.donnees import Donnees
from ctg_data.indicators.model import Ratio
from ctg_data.indicators.termes import ref
from ctg_data.records import STATUTS
from ctg_data.territoires.referentiel import NIVEAUX
from tests.indicators.outils import indicateur
from tests.indicators.pays import COMMUNES, A, B, C, MagasinEssai, mesures

RATIO = Ratio(ref("naissances"), ref("pop_municipale"), pour=1000, bornee=False)
EPCI = dict(zip(COMMUNES, (A, A, B, A, C, C, C), strict=True))
PARENTS = {
    "commune": {c: c for c in COMMUNES},
    "epci": EPCI,
    "departement": {c: c[:2] for c in COMMUNES},
    "region": {c: {"01": "84", "02": "75"}[c[:2]] for c in COMMUNES},
    "france": dict.fromkeys(COMMUNES, "FR"),
}
cellules = st.one_of(st.integers(0, 400), st.sampled_from(["s", "nd", "absente"]))
annees = st.sampled_from(range(2019, 2025))
LIEUX = (*COMMUNES, A, B, "01", "02", "FR")
tableaux = st.dictionaries(st.tuples(st.sampled_from(LIEUX), annees), cellules, max_size=40)


def _frame(tableau: dict, mesure: str) -> pd.DataFrame | None:
    lignes = [(code, annee, mesure, v) for (code, annee), v in tableau.items() if v != "absente"]
    return mesures(*lignes) if lignes else None


def _somme(tableau: dict, niveau: str, unite: str, annee: int) -> float | str:
    """The publisher's row, else the sum of all the communes, else that of all the publisher's départements."""
    propre = tableau.get((unite, annee), "absente")
    if propre != "absente" or niveau == "commune":
        return "nd" if propre == "absente" else propre
    somme = _total(tableau, [c for c in COMMUNES if PARENTS[niveau][c] == unite], annee)
    if somme == "nd" and niveau in ("region", "france"):
        return _total(tableau, sorted({c[:2] for c in COMMUNES if PARENTS[niveau][c] == unite}), annee)
    return somme


def _total(tableau: dict, codes: list[str], annee: int) -> float | str:
    parts = pd.Series([tableau.get((c, annee), "nd") for c in codes]).replace("absente", "nd")
    if (parts == "s").any():
        return "s"
    return "nd" if (parts == "nd").any() else float(parts.sum())


def _taux(num: dict, den: dict, niveau: str, *, unite: str, annee: int) -> float | str:
    haut = _somme(num, niveau, unite, annee)
    bas = next((b for recul in range(4) if (b := _somme(den, niveau, unite, annee - recul)) != "nd"), "nd")
    if "s" in (haut, bas):
        return "s"
    if "nd" in (haut, bas) or bas == 0:
        return "nd"
    return 1000 * haut / bas


def _attendus(num: dict, den: dict) -> dict:
    annees_num = sorted({a for (_, a), v in num.items() if v != "absente"})
    return {
        (niveau, unite, annee): _taux(num, den, niveau, unite=unite, annee=annee)
        for niveau in NIVEAUX
        for unite, annee in product(sorted(set(PARENTS[niveau].values())), annees_num)
    }


def _obtenus(donnees: Donnees) -> dict:
    obtenus = {}
    for niveau, (resultat,) in compute.calcule(indicateur(RATIO), donnees).items():
        for (i, unite), (j, annee) in product(enumerate(resultat.codes), enumerate(resultat.annees)):
            statut = STATUTS[resultat.valeur.statut[i, j]]
            obtenus[niveau, unite, annee] = resultat.valeur.valeur[i, j] if statut == "ok" else statut
    return obtenus


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(num=tableaux, den=tableaux)
def test_the_engine_agrees_with_plain_pandas(pays, num, den):
    frames = [f for f in (_frame(num, "naissances"), _frame(den, "pop_municipale")) if f is not None]
    if not frames:
        return
    attendus, obtenus = _attendus(num, den), _obtenus(Donnees(MagasinEssai(*frames), pays))
    assert obtenus.keys() == attendus.keys()
    for cle, attendu in attendus.items():
        assert obtenus[cle] == (attendu if isinstance(attendu, str) else pytest.approx(attendu)), cle


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(haut=st.lists(st.integers(0, 500), min_size=7, max_size=7), bas=st.lists(st.integers(1, 500), min_size=7, max_size=7))
def test_the_rate_of_a_whole_lies_between_those_of_its_parts(pays, haut, bas):
    """A ratio of sums is the mean of the parts' rates weighted by their denominators."""
    frames = (
        mesures(*((c, 2024, m, v) for c, v in zip(COMMUNES, vs, strict=True))) for m, vs in (("naissances", haut), ("pop_municipale", bas))
    )
    resultats = compute.calcule(indicateur(RATIO), Donnees(MagasinEssai(*frames), pays))
    communes, france = resultats["commune"][0], resultats["france"][0]
    taux = communes.valeur.valeur[:, 0]
    assert france.valeur.valeur[0, 0] == pytest.approx(np.average(taux, weights=communes.den.valeur[:, 0]))
    assert taux.min() - 1e-9 <= france.valeur.valeur[0, 0] <= taux.max() + 1e-9


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    comptes=st.dictionaries(
        st.sampled_from(["01001", "01002", "01003", "01004", "01005", "02001", "02002"]), st.integers(0, 900), min_size=7, max_size=7
    )
)
def test_counts_are_conserved_by_mergers_and_splits(pays, comptes):
    frame = mesures(*((c, 2021, "naissances", n) for c, n in comptes.items()), millesime_geo=2022)
    resultats = compute.calcule(indicateur(RATIO), Donnees(MagasinEssai(frame), pays))
    communes, france = resultats["commune"][0].num, resultats["france"][0].num
    assert communes.valeur.sum() == pytest.approx(sum(comptes.values()))
    assert france.valeur[0, 0] == pytest.approx(sum(comptes.values()))

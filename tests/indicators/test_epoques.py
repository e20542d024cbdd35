"""EPCI at period perimeter: each year in the communes of that time, from public figures only."""

from collections.abc import Callable

import pandas as pd
import pytest

from ctg_data.indicators.donnees import Donnees
from ctg_data.indicators.epoques import Epoque, Epoques
from ctg_data.indicators.model import Effectif, Indicateur, Publie, Ratio, Ref
from ctg_data.indicators.termes import ref
from ctg_data.territoires.referentiel import Referentiel
from tests.indicators.outils import indicateur, lu
from tests.indicators.pays import A, B, MagasinEssai, mesures

POP = indicateur(Effectif(ref("pop_municipale")))
MEDIANE = indicateur(Publie(Ref("filo_niveau_vie", ("mediane",))))
NATALITE = indicateur(Ratio(ref("naissances"), ref("pop_municipale"), bornee=False))
AVANT = {"01001": 10, "01002": 20, "01003": 30, "01004": 40, "01005": 50, "02001": 60, "02002": 70}
"""Communes of 2021: 01005 was in B."""

Calcule = Callable[..., dict[int, Epoque]]


@pytest.fixture
def epoques(pays: Referentiel) -> Calcule:
    """Rows -> year -> figures of the changed EPCI at period perimeter."""

    def calcule(quoi: Indicateur, *frames: pd.DataFrame) -> dict[int, Epoque]:
        magasin = MagasinEssai(*frames)
        perimetres = Epoques(magasin, pays)
        donnees = Donnees(magasin, pays, temoin=perimetres.temoin)
        return {e.annee: e for e in perimetres.avec(donnees).calcule(quoi, donnees.annees_de(("pop_municipale", ())) or (2020,))}

    return calcule


def de(mesure: str, valeurs: dict[str, float | str], annee: int = 2020, millesime: int = 2021, **communs: object) -> pd.DataFrame:
    return mesures(*((code, annee, mesure, v) for code, v in valeurs.items()), millesime_geo=millesime, **communs)


def test_each_year_adds_up_the_communes_of_its_time(epoques: Calcule) -> None:
    (resultat,) = epoques(POP, de("pop_municipale", AVANT))[2020].resultats
    assert resultat.codes == (A, B)  # C never changed
    assert [lu(resultat, e, 2020) for e in (A, B)] == [60, 90]
    assert not resultat.valeur.est.any()


def test_only_the_years_of_another_perimeter_are_computed(epoques: Calcule) -> None:
    """01005 moved on 1 January 2022: December 2020 and before are of the old perimeter, December 2021 of today's."""
    apres = dict.fromkeys(AVANT, 1)
    trouves = epoques(POP, de("pop_municipale", AVANT), de("pop_municipale", apres, annee=2021, millesime=2022))
    assert set(trouves) == {2020}
    assert trouves[2020].millesime == 2021


def test_rows_of_a_later_list_are_brought_back_to_the_perimeter_of_their_year(epoques: Calcule) -> None:
    """01003 has since joined 01002, in the same EPCI: nothing is estimated in its sum."""
    fusionnees = {"01001": 10, "01002": 50, "01004": 40, "01005": 50, "02001": 60, "02002": 50, "02003": 20}
    (resultat,) = epoques(POP, de("pop_municipale", fusionnees, millesime=2026))[2020].resultats
    assert [lu(resultat, e, 2020) for e in (A, B)] == [pytest.approx(60), 90]
    assert not resultat.valeur.est.any()


def test_the_publishers_row_of_that_perimeter_wins(epoques: Calcule) -> None:
    publiees = mesures((A, 2020, "pop_municipale", 61), (B, 2020, "pop_municipale", 91), millesime_geo=2021)
    (resultat,) = epoques(POP, de("pop_municipale", AVANT), publiees)[2020].resultats
    assert [lu(resultat, e, 2020) for e in (A, B)] == [61, 91]
    (resultat,) = epoques(POP, de("pop_municipale", AVANT), publiees.assign(millesime_geo=2022))[2020].resultats
    assert [lu(resultat, e, 2020) for e in (A, B)] == [60, 90]


def test_a_published_median_is_that_of_its_time(epoques: Calcule) -> None:
    """At constant perimeter it is not available: a median cannot be carried over."""
    mediane = mesures((A, 2020, "filo_niveau_vie", 21_000, "mediane"), millesime_geo=2021)
    (resultat,) = epoques(MEDIANE, de("pop_municipale", AVANT), mediane)[2020].resultats
    assert [lu(resultat, e, 2020) for e in (A, B)] == [21_000, "nd"]


def test_a_rate_has_both_terms_in_the_same_perimeter(epoques: Calcule) -> None:
    (resultat,) = epoques(NATALITE, de("naissances", dict.fromkeys(AVANT, 3)), de("pop_municipale", AVANT))[2020].resultats
    assert [lu(resultat, e, 2020) for e in (A, B)] == [pytest.approx(100 * 9 / 60), pytest.approx(100 * 6 / 90)]


def test_what_the_publisher_hides_stays_hidden(epoques: Calcule) -> None:
    (resultat,) = epoques(POP, de("pop_municipale", AVANT | {"01005": "s"}))[2020].resultats
    assert [lu(resultat, e, 2020) for e in (A, B)] == [60, "s"]


def test_nothing_of_the_caf_enters(epoques: Calcule) -> None:
    """Both perimeters of A's households would give those of 01005."""
    (resultat,) = epoques(POP, de("pop_municipale", AVANT, source="interne"))[2020].resultats
    assert [lu(resultat, e, 2020) for e in (A, B)] == ["nd", "nd"]
    melangees = de("pop_municipale", {"01005": 7}, source="interne"), de("pop_municipale", AVANT | {"01005": "nd"})
    (resultat,) = epoques(POP, *melangees)[2020].resultats
    assert [lu(resultat, e, 2020) for e in (A, B)] == [60, "nd"]
    assert not resultat.valeur.interne.any()

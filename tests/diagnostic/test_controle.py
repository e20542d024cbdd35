"""A level against its parts, on sums that anyone can redo; then on the publishers' own files."""

import pandas as pd
import pytest

from ctg_data.diagnostic.controle import Bilan, controle
from ctg_data.settings import RACINE, Settings
from ctg_data.store.magasin import Magasin
from ctg_data.territoires import referentiel
from ctg_data.territoires.referentiel import Referentiel
from tests.indicators.pays import A, B, MagasinEssai, ecrit_reference, mesures
from tests.publies import Publies

COMMUNES = {"01001": 10, "01002": 20, "01004": 30, "01005": 40}


@pytest.fixture(scope="module")
def pays(tmp_path_factory: pytest.TempPathFactory) -> Referentiel:
    return referentiel.charge(ecrit_reference(tmp_path_factory.mktemp("reference")))


class Essai(MagasinEssai):
    def mesures_toutes(self, noms: list[str]) -> pd.DataFrame:
        return self._lignes[self._lignes["mesure"].isin(noms)]


def lignes(valeurs: dict[str, float | str], **communs: object) -> pd.DataFrame:
    return mesures(*((code, 2024, "naissances", v) for code, v in valeurs.items()), **communs)


def bilan(pays: Referentiel, *frames: pd.DataFrame, tout: str = "epci", parties: str = "commune") -> Bilan:
    (trouve,) = [b for b in controle(Essai(*frames), pays) if (b.parties, b.tout) == (parties, tout)]
    return trouve


def etat(b: Bilan) -> tuple[int, int, int, int]:
    return b.egales, b.dans_la_borne, b.hors, b.non_verifiables


def test_a_level_equal_to_the_sum_of_its_parts(pays: Referentiel) -> None:
    """A: 10 + 20 + 40; B: 30."""
    assert etat(bilan(pays, lignes(COMMUNES), lignes({A: 70, B: 30}))) == (2, 0, 0, 0)


def test_an_unrounded_level_that_differs_is_listed_with_its_difference(pays: Referentiel) -> None:
    b = bilan(pays, lignes(COMMUNES), lignes({A: 71, B: 30}))
    assert etat(b) == (1, 0, 1, 0)
    (ecart,) = b.ecarts
    assert (ecart.code, ecart.annee, ecart.publie, ecart.somme, ecart.difference, ecart.borne) == (A, 2024, 71, 70, 1, 0)


@pytest.mark.parametrize(("publie", "attendu"), [(70, (1, 0, 0, 0)), (80, (0, 1, 0, 0)), (60, (0, 1, 0, 0)), (85, (0, 0, 1, 0))])
def test_rounding_excuses_two_and_a_half_for_each_rounded_term(pays: Referentiel, publie: float, attendu: tuple[int, ...]) -> None:
    """Three communes and the EPCI, all rounded to 5: 4 terms, 10 at most."""
    assert etat(bilan(pays, lignes(COMMUNES, arr5=True), lignes({A: publie}, arr5=True))) == attendu


def test_an_exact_level_leaves_the_rounding_of_its_parts_alone(pays: Referentiel) -> None:
    assert bilan(pays, lignes(COMMUNES, arr5=True), lignes({A: 78})).ecarts[0].borne == 7.5


@pytest.mark.parametrize("manquante", ["s", "nd", None])
@pytest.mark.parametrize(("publie", "attendu"), [(70, (0, 0, 0, 1)), (900, (0, 0, 0, 1)), (49, (0, 0, 1, 0))])
def test_a_hidden_or_missing_part_leaves_a_lower_bound(
    pays: Referentiel, manquante: str | None, publie: float, attendu: tuple[int, ...]
) -> None:
    """Without 01002 the sum is 50: 49 is impossible, anything above is not verifiable."""
    parts = {c: v for c, v in (COMMUNES | {"01002": manquante}).items() if v is not None}
    assert etat(bilan(pays, lignes(parts), lignes({A: publie}))) == attendu


def test_a_commune_that_an_inventory_does_not_name_has_none(pays: Referentiel) -> None:
    frames = lignes({"01001": 1}, source="liste"), lignes({A: 1, B: 0}, source="liste")
    assert bilan(pays, *frames).egales == 1  # B has no part at all in the file: nothing is said of it
    assert bilan(pays, *frames).hors == 0


def test_the_list_of_communes_is_that_of_the_rows(pays: Referentiel) -> None:
    """In 2021, A had 01003 and not 01005."""
    avant = {"01001": 10, "01002": 20, "01003": 5, "01004": 30, "01005": 40}
    assert etat(bilan(pays, lignes(avant, millesime_geo=2021), lignes({A: 35, B: 70}, millesime_geo=2021))) == (2, 0, 0, 0)


def test_two_geographies_are_never_set_side_by_side(pays: Referentiel) -> None:
    assert [b for b in controle(Essai(lignes(COMMUNES, millesime_geo=2025), lignes({A: 70})), pays) if b.comparees] == []


def test_upper_levels(pays: Referentiel) -> None:
    hauts = lignes({"01": 100, "02": 50}), lignes({"FR": 150})
    assert etat(bilan(pays, *hauts, parties="departement", tout="france")) == (1, 0, 0, 0)
    assert etat(bilan(pays, lignes({A: 70, B: 30}), hauts[0], parties="epci", tout="departement")) == (1, 0, 0, 0)


def test_the_field_of_a_source_leaves_its_departements_out(pays: Referentiel) -> None:
    hauts = lignes({"01": 100}, source="partielle"), lignes({"FR": 100}, source="partielle")
    assert etat(bilan(pays, *hauts, parties="departement", tout="france")) == (1, 0, 0, 0)


def test_nothing_of_the_cafs_own_counts_is_said_but_how_many_disagree(pays: Referentiel) -> None:
    b = bilan(pays, lignes(COMMUNES, source="interne"), lignes({A: 71, B: 30}, source="interne"))
    assert (etat(b), b.ecarts) == ((1, 0, 1, 0), ())


# The publishers' own files

NAISSANCES = "insee/naissances/NAIS_DOM_ANNUELLES.xlsx"
POPULATIONS = "insee/population/ensemble.xlsx"
FILOSOFI = tuple(f"insee/filosofi/FILO2017_DISP_{niveau}.csv" for niveau in ("EPCI", "DEP", "REG", "METROPOLE"))


@pytest.fixture(scope="module")
def bilans(charge_publie: Publies, tmp_path_factory: pytest.TempPathFactory) -> list[Bilan]:
    reglages = Settings(store=tmp_path_factory.mktemp("magasin"), demo=None, acteur="essai")
    magasin, france = Magasin(reglages), referentiel.charge(RACINE / "data" / "reference")
    for fichier in (NAISSANCES, POPULATIONS, *FILOSOFI):
        magasin.enregistre(charge_publie(fichier))
    return list(controle(magasin, france))


def test_the_publishers_levels_agree_with_their_parts_within_rounding(bilans: list[Bilan]) -> None:
    """Every difference is in the file itself: births of 2010 and 2011 counted in the EPCI of Verdun and in the Meuse, in none of their
    communes."""
    assert sum(b.comparees for b in bilans) > 20_000
    ecarts = {(b.mesure, b.tout, e.code, e.annee, e.difference) for b in bilans for e in b.ecarts}
    verdun, meuse = ("epci", "200049187"), ("departement", "55")
    assert ecarts == {("naissances", *lieu, annee, n) for lieu in (verdun, meuse) for annee, n in ((2010, 1.0), (2011, 2.0))}


def test_relations_that_the_real_files_allow(bilans: list[Bilan]) -> None:
    vues = {(b.source, b.parties, b.tout) for b in bilans}
    assert {("insee_naissances", p, t) for p, t in (("commune", "epci"), ("departement", "france"), ("region", "france"))} <= vues
    assert ("insee_populations", "commune", "departement") in vues
    assert ("insee_filosofi_disp", "region", "france") in vues

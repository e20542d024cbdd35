"""The reference and perimeters together: names, members, parents, search; everything else is the reference's."""

from datetime import date

import pytest

from ctg_data.errors import TerritoireInconnu
from ctg_data.territoires import perimetre
from ctg_data.territoires.atlas import Atlas, Lieu
from ctg_data.territoires.perimetre import Genre

NORD, DEUX, DEP = "a" * 32, "b" * 32, "c" * 32
ELAN, PORTES = "200066512", "248719353"
AMENDE = perimetre.amende(
    perimetre.compose(["87002", "87014"], date(2023, 1, 1)),
    date(2023, 1, 1),
    jour=date(2024, 1, 1),
    aujourdhui=date(2025, 1, 1),
    entrees=["87103"],
)


@pytest.fixture
def atlas(ref) -> Atlas:
    return Atlas(
        ref,
        [
            Lieu(NORD, "CTG du Nord", AMENDE, parent=DEP, signe_le=date(2023, 1, 1)),
            Lieu(DEUX, "Deux EPCI", perimetre.compose([*ref.membres("epci", ELAN), *ref.membres("epci", PORTES)], date(2024, 1, 1))),
            Lieu(DEP, "Haute-Vienne", perimetre.compose(ref.membres("departement", "87"), date(2024, 1, 1)), Genre.DEPARTEMENTALE),
        ],
    )


def test_a_perimeter_is_a_territory_with_the_sum_of_its_people(atlas, ref):
    t = atlas.territoire("perimetre", NORD)
    communes = [ref.territoire("commune", c) for c in ("87002", "87014", "87103")]
    assert (t.niveau, t.nom, t.departement, t.region, t.epci) == ("perimetre", "CTG du Nord", "87", "75", ELAN)
    assert t.population == sum(c.population for c in communes)
    assert [c.nom for c in atlas.enfants("perimetre", NORD)] == [c.nom for c in communes]


def test_a_date_gives_the_composition_of_that_day_under_one_code(atlas):
    for jour in ("20230101", "20230615", "20231231"):
        t = atlas.territoire("perimetre", f"{NORD}-{jour}")
        assert t.code == f"{NORD}-20230101"
        assert "01/01/2023" in t.nom
        assert atlas.membres("perimetre", t.code) == ("87002", "87014")
    assert atlas.territoire("perimetre", f"{NORD}-20250101").code == NORD


@pytest.mark.parametrize("code", ["x", "d" * 32, f"{NORD}-20220101", f"{NORD}-20241399", f"{NORD}-", NORD.upper()])
def test_a_code_that_names_no_composition_is_unknown(atlas, code):
    with pytest.raises(TerritoireInconnu):
        atlas.territoire("perimetre", code)


def test_what_is_no_date_is_said_in_french(atlas):
    with pytest.raises(TerritoireInconnu, match="« 20241399 » n'est pas une date"):
        atlas.territoire("perimetre", f"{NORD}-20241399")


def test_parents_are_all_those_it_touches_and_references_one_a_level(atlas):
    assert [t.code for t in atlas.parents("perimetre", DEUX)] == [ELAN, PORTES, "87", "75", "FR"]
    assert [t.code for t in atlas.references("perimetre", DEUX)] == ["87", "75", "FR"]
    assert [t.code for t in atlas.references("perimetre", NORD)] == [ELAN, "87", "75", "FR"]


def test_the_search_finds_perimeters_first_and_the_rest_as_before(atlas, ref):
    assert [t.code for t in atlas.cherche("ctg nord")][:1] == [NORD]
    assert atlas.cherche("Nantiat", niveaux=("commune",)) == ref.cherche("Nantiat", niveaux=("commune",))


def test_local_ones_are_known_from_their_departemental_one(atlas):
    assert [lieu.id for lieu in atlas.locales(DEP)] == [NORD]
    assert atlas.locales(NORD) == ()


def test_everything_else_is_answered_by_the_reference(atlas, ref):
    assert atlas.territoire("epci", ELAN) == ref.territoire("epci", ELAN)
    assert (atlas.empreinte, atlas.parents("commune", "87002")) == (ref.empreinte, ref.parents("commune", "87002"))
    assert atlas.codes("perimetre") == {NORD, DEUX, DEP}

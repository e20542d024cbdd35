"""What an edition changed, in counts of rows and codes of territories."""

from ctg_data.loaders.model import Forme
from ctg_data.store import ecarts
from ctg_data.store.magasin import Magasin
from ctg_data.store.portees import Changements
from tests.store.outils import SIREN_CHARENTE, SIREN_GIRONDE, chargement, mesures, reunies

FORME = Forme("a", "tableau", "Feuil1", "csv", ";", 2, (("code", "Code"), ("", "Note")))


def test_a_first_edition_adds_everything_beside_nothing(magasin: Magasin):
    edition = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1))))
    vu = ecarts.change(magasin, edition.id)
    assert (vu.remplacees, vu.voisines) == ((), ())
    assert [(e.mesure, e.niveau, e.annee, e.changements) for e in vu.ecarts] == [("n", "commune", 2023, Changements(1))]


def test_what_is_revised_is_told_by_measure_level_and_year(magasin: Magasin):
    avant = mesures(("33001", 2023, "n", 1), ("33002", 2023, "n", 2), ("33001", 2023, "m", 3), ("33001", 2022, "n", 4))
    apres = mesures(("33001", 2023, "n", 9), ("33003", 2023, "n", 2), ("33001", 2023, "m", 3), ("33001", 2022, "n", 4))
    ancienne = magasin.enregistre(chargement(avant))
    vu = ecarts.change(magasin, magasin.enregistre(chargement(apres)).id)
    assert [e.id for e in vu.remplacees] == [ancienne.id]
    assert [(e.mesure, e.annee, e.changements) for e in vu.ecarts] == [("n", 2023, Changements(1, 1, 1))]
    (voisine,) = vu.voisines
    assert (voisine.apparus["commune"], voisine.disparus["commune"]) == (("33003",), ("33002",))


def test_a_new_vintage_with_the_same_figures_revises_nothing(magasin: Magasin):
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1))))
    vu = ecarts.change(magasin, magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1), millesime_geo=2026))).id)
    assert vu.ecarts == ()


def test_the_edition_of_the_year_before_is_the_neighbour_of_a_new_year(magasin: Magasin):
    """It replaces nothing, and its communes are compared all the same, in the départements that both hold."""
    magasin.enregistre(chargement(mesures(("33001", 2022, "n", 1), ("33002", 2022, "n", 1))))
    edition = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1), ("16001", 2023, "n", 1))))
    (voisine,) = ecarts.change(magasin, edition.id).voisines
    assert (voisine.apparus["commune"], voisine.disparus["commune"]) == ((), ("33002",))


def test_epci_that_come_and_go_are_named_where_both_files_have_the_departement(magasin: Magasin):
    magasin.enregistre(chargement(mesures((SIREN_GIRONDE, 2022, "n", 1), niveau="epci")))
    deux = mesures((SIREN_GIRONDE, 2023, "n", 1), (SIREN_CHARENTE, 2023, "n", 1), niveau="epci")
    (voisine,) = ecarts.change(magasin, magasin.enregistre(chargement(deux)).id).voisines
    assert (voisine.apparus["epci"], voisine.disparus["epci"]) == ((), ())


def test_an_edition_imported_again_is_compared_with_what_it_then_replaced(magasin: Magasin):
    premier = chargement(mesures(("33001", 2023, "n", 1)))
    magasin.enregistre(premier)
    second = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 2))))
    repris = magasin.enregistre(premier)
    vu = ecarts.change(magasin, repris.id)
    assert ([e.id for e in vu.remplacees], vu.ecarts[0].changements) == ([second.id], Changements(0, 0, 1))


def test_the_layout_of_the_file_is_kept_and_read_again(magasin: Magasin):
    edition = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1)), formes=(FORME,)))
    assert magasin.edition(edition.id).formes == (FORME,)


def test_two_sources_of_one_file_are_told_apart(magasin: Magasin):
    deux = reunies(mesures(("33001", 2023, "n", 1)), mesures(("33001", 2023, "n", 1), source="b"))
    magasin.enregistre(chargement(deux))
    apres = reunies(mesures(("33001", 2023, "n", 1)), mesures(("33001", 2023, "n", 8), source="b"))
    vu = ecarts.change(magasin, magasin.enregistre(chargement(apres)).id)
    assert ([e.source for e in vu.ecarts], [v.source for v in vu.voisines]) == (["b"], ["a", "b"])

"""The fictitious extracts: reproducible, in the publishers' layouts, without a fault."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from ctg_data import loaders
from ctg_data.demonstration.cadre import ANNEES, cadre
from ctg_data.demonstration.ecriture import classeur
from ctg_data.demonstration.generation import genere
from ctg_data.demonstration.hasard import Tirages, systematique
from ctg_data.demonstration.requete import Pays, cellules
from ctg_data.errors import TerritoireInconnu
from ctg_data.loaders.model import Chargement
from ctg_data.loaders.requete_type_schema import demandees
from ctg_data.territoires.referentiel import Referentiel
from tests.demo.conftest import DEPARTEMENT

SOURCES = {
    "populations_reference": ("insee_populations", 6),
    "NAIS_DOM_ANNUELLES": ("insee_naissances", 1),
    "base-cc-coupl-fam-men": ("insee_rp_familles", 2),
    "base-cc-logement": ("insee_rp_logement", 2),
    "base-cc-diplomes-formation": ("insee_rp_formation", 2),
    "base-cc-emploi-pop-active": ("insee_rp_chomage", 2),
    "base-cc-caract_emp": ("insee_rp_emploi", 2),
    "DS_ETAT_CIVIL_DECES": ("insee_melodi_naissances", 1),
    "Commune_": ("insee_rp_activite", 2),
    "cc_filosofi": ("insee_filosofi_cc", 15),
    "txcouv_pe": ("cnaf_txcouv_pe", 3),
    "liste-fs": ("anct_france_services", 6),
    "TD_POP1B": ("insee_rp_ages", 2),
    "requete_type": ("caf_requete_type", 6),
}
"""Start of the file name -> source expected, number of files for one département."""


@pytest.fixture(scope="module")
def charges(extraits: Mapping[str, Path], referentiel: Referentiel) -> Mapping[str, Chargement]:
    return {nom: loaders.charge(chemin, referentiel=referentiel) for nom, chemin in extraits.items()}


@pytest.mark.parametrize("debut", SOURCES)
def test_each_extract_is_recognised_and_without_a_fault(debut: str, charges: Mapping[str, Chargement]) -> None:
    source, nombre = SOURCES[debut]
    concernes = {nom: charge for nom, charge in charges.items() if nom.startswith(debut)}
    assert len(concernes) == nombre
    for nom, charge in concernes.items():
        assert not charge.fautes, f"{nom} : {charge.fautes[0]}"
        assert charge.sources == (source,), nom
        assert not charge.annee_declaree, nom


def test_there_is_no_other_extract(extraits: Mapping[str, Path]) -> None:
    assert len(extraits) == sum(nombre for _, nombre in SOURCES.values())


def test_each_file_name_says_that_it_is_invented(extraits: Mapping[str, Path]) -> None:
    assert all("_fictif." in nom for nom in extraits)


def test_the_cross_checks_of_the_requete_type_give_no_warning(charges: Mapping[str, Chargement]) -> None:
    for annee in ANNEES:
        charge = charges[f"requete_type_{annee}_dep{DEPARTEMENT}_fictif.csv"]
        assert (charge.fautes, charge.avertissements) == ((), ()) or (list(charge.fautes), list(charge.avertissements)) == ([], [])


def test_the_requete_type_is_whole_for_each_commune(charges: Mapping[str, Chargement], referentiel: Referentiel) -> None:
    mesures = charges[f"requete_type_2024_dep{DEPARTEMENT}_fictif.csv"].mesures
    communes = [c for c in referentiel.codes("commune", 2025) if c.startswith(DEPARTEMENT)]
    assert len(mesures) == len(communes) * len(list(demandees()))
    assert set(mesures["statut"]) == {"ok"}


def test_populations_are_those_of_the_reference(charges: Mapping[str, Chargement], referentiel: Referentiel) -> None:
    mesures = charges["populations_reference_2023_fictif.xlsx"].mesures
    lues = mesures[mesures["mesure"] == "pop_municipale"].set_index("code")["valeur"]
    reelles = referentiel.populations().query("annee == 2023").set_index("code")["population"]
    assert len(lues) > 90
    assert (lues == reelles.reindex(lues.index.astype(str)).to_numpy()).all()


def test_the_thresholds_of_tax_data_hide_small_communes(charges: Mapping[str, Chargement]) -> None:
    mesures = charges["cc_filosofi_2021_COM_fictif.csv"].mesures
    pauvrete = mesures[(mesures["mesure"] == "filo_taux_pauvrete") & (mesures["modalite"] == "total")]
    assert {"ok", "s"} == set(pauvrete["statut"])


def test_the_same_seed_gives_the_same_bytes_whatever_the_other_departements(
    extraits: Mapping[str, Path], referentiel: Referentiel, tmp_path: Path
) -> None:
    autres = {chemin.name: chemin for chemin in genere([DEPARTEMENT, "976"], tmp_path, referentiel=referentiel)}
    propres = [nom for nom in extraits if f"dep{DEPARTEMENT}" in nom]
    assert len(propres) == 8
    for nom in propres:
        assert extraits[nom].read_bytes() == autres[nom].read_bytes(), nom


def test_a_workbook_written_twice_has_the_same_bytes(tmp_path: Path) -> None:
    feuilles = {"COM": [("titre",), (), ("01001", 3, 4.5)], "DEP": [("01", 12)]}
    un, deux = (classeur(tmp_path / nom, feuilles).read_bytes() for nom in ("un.xlsx", "deux.xlsx"))
    assert un == deux


def test_another_seed_gives_another_draw() -> None:
    un, autre = (Tirages(graine, "90", 6, 50).uniforme("foyers") for graine in (1, 2))
    assert not np.array_equal(un, autre)


def test_an_unknown_departement_is_refused(referentiel: Referentiel, tmp_path: Path) -> None:
    with pytest.raises(TerritoireInconnu):
        list(genere(["20"], tmp_path, referentiel=referentiel))
    with pytest.raises(TerritoireInconnu):
        list(genere([], tmp_path, referentiel=referentiel))


def test_trends_do_not_jump(referentiel: Referentiel) -> None:
    """Over the département, no household count moves by more than a fifth in a year."""
    tirees = cellules(Pays(cadre(referentiel)), DEPARTEMENT)
    for (variable, modalite), valeurs in tirees.items():
        total = valeurs.sum(axis=1)
        if variable.startswith("foyers") and total.min() > 500:
            assert (np.abs(np.diff(total)) / total[:-1]).max() < 0.2, (variable, modalite)


def test_systematic_drawing_keeps_the_total_and_the_expectation() -> None:
    """37 cut by shares .5, .3, .2: 18.5, 11.1 and 7.4, each within one unit, sum exact."""
    parts = np.array([0.5, 0.3, 0.2])[:, None, None]
    for depart in (0.0, 0.25, 0.5, 0.99):
        coupe = systematique(np.array([[37]]), parts, np.array([depart]))[:, 0, 0]
        assert coupe.sum() == 37
        assert (np.abs(coupe - [18.5, 11.1, 7.4]) < 1).all()

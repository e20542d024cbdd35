"""The fictitious facilities of the pilot territories: in step with the invented figures, and said fictitious, each of them."""

import numpy as np
import pandas as pd
import pytest

from ctg_data.demonstration.construction import PILOTES
from ctg_data.demonstration.hasard import GRAINE
from ctg_data.demonstration.inventaire import ANNEE, equipements
from ctg_data.loaders.sources import catalogue
from ctg_data.records import COLONNES_EQUIPEMENTS
from ctg_data.settings import RACINE, Settings
from ctg_data.store import embarques, local
from ctg_data.store.corpus import Corpus
from ctg_data.territoires import contours
from ctg_data.territoires.referentiel import Referentiel

DEMO = RACINE / "data" / "demo"


@pytest.fixture(scope="module")
def embarques_lus() -> pd.DataFrame:
    return embarques.lit(DEMO)


@pytest.fixture(scope="module")
def mesures() -> pd.DataFrame:
    return local.embarquees(DEMO / local.EMBARQUEES, catalogue()).mesures(["structures", "places"], ["commune"])


def test_they_are_in_the_pilot_territories_and_each_says_that_it_is_fictitious(referentiel: Referentiel, embarques_lus: pd.DataFrame):
    membres = {c for e in PILOTES for c in referentiel.membres("epci", e)}
    assert set(embarques_lus["code"]) == membres
    nommes = embarques_lus[embarques_lus["nom"] != ""]
    assert nommes["nom"].str.endswith("(fictif)").all()
    assert (DEMO / embarques.NOM).stat().st_size < 20_000


def test_they_are_as_many_as_the_invented_measures_count(embarques_lus: pd.DataFrame, mesures: pd.DataFrame):
    ici = mesures[mesures["code"].isin(set(embarques_lus["code"])) & mesures["annee"].eq(ANNEE)]
    for mesure, modalite, type_ in (("structures", "cs", "cs"), ("structures", "rpe", "rpe"), ("places", "eaje_psu", "eaje_psu")):
        attendu = ici[ici["mesure"].eq(mesure) & ici["modalite"].eq(modalite)]["valeur"].sum()
        siens = embarques_lus[embarques_lus["type"].eq(type_) & embarques_lus["nom"].ne("")]
        assert (len(siens) if mesure == "structures" else siens["places"].sum()) == attendu > 0


def test_the_same_seed_gives_them_again(referentiel: Referentiel, mesures: pd.DataFrame, embarques_lus: pd.DataFrame, tmp_path):
    communes = referentiel.membres("epci", PILOTES[1])
    neufs = equipements(referentiel, mesures, communes, graine=GRAINE)
    embarques.ecrit(tmp_path, neufs)
    pd.testing.assert_frame_equal(
        embarques.lit(tmp_path).astype(object), embarques_lus[embarques_lus["code"].isin(communes)].reset_index(drop=True).astype(object)
    )


def test_each_stands_in_its_commune(referentiel: Referentiel, embarques_lus: pd.DataFrame):
    places = embarques_lus[embarques_lus["latitude"].notna()]
    loin = contours.distances(referentiel.dossier, places["code"].tolist(), places["longitude"].to_numpy(), places["latitude"].to_numpy())
    assert len(places) > 50
    assert np.nanmax(loin) < 0.1


def test_the_default_store_shows_them_as_fictitious_and_a_store_of_ones_own_does_not(tmp_path):
    lus = Corpus(Settings(store=tmp_path / "rien", demo=DEMO, acteur="essai")).equipements()
    assert tuple(lus.columns) == (*COLONNES_EQUIPEMENTS, "demo")
    assert lus["demo"].all()
    assert len(lus) > 100
    assert Corpus(Settings(store=tmp_path / "rien", demo=None, acteur="essai")).equipements().empty

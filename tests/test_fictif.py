"""An extract that says it is invented stays so to the last screen, and never stands beside a real one."""

from pathlib import Path

import pytest

from ctg_data import loaders, pipeline
from ctg_data.errors import FichierRefuse
from ctg_data.settings import RACINE, Settings
from ctg_data.store.corpus import Corpus
from ctg_data.store.magasin import Magasin
from ctg_data.territoires.referentiel import charge
from ctg_data.views import demonstration
from tests.loaders.exemple_requete_type import en_csv, requete
from tests.test_pipeline import ages, calcul, publiee, settings  # noqa: F401


def test_the_mention_of_an_invented_extract_follows_its_figures(settings: Settings, tmp_path: Path):  # noqa: F811
    pipeline.importe(settings, [ages(tmp_path, "TD_POP1B_2022_fictif.csv", c33063=12)])
    assert Corpus(settings).valeurs("france")["demo"].all()
    assert Corpus(settings).est_demo("france", "FR")


def test_a_store_of_invented_extracts_is_told_from_the_demonstration(settings: Settings, tmp_path: Path):  # noqa: F811
    assert not Corpus(settings).fictive
    pipeline.importe(settings, [ages(tmp_path, "TD_POP1B_2022_fictif.csv", c33063=12)])
    assert Corpus(settings).fictive
    assert demonstration.bandeau(Corpus(settings)).startswith("Les fichiers importés se disent fictifs")


def test_a_real_extract_is_not_fictitious(settings: Settings, tmp_path: Path):  # noqa: F811
    pipeline.importe(settings, [ages(tmp_path, c33063=12)])
    assert not Corpus(settings).valeurs("france")["demo"].any()


@pytest.mark.parametrize(("premier", "second"), [("TD_POP1B_2022_fictif.csv", "vrai.csv"), ("vrai.csv", "TD_POP1B_2023_FICTIF.csv")])
def test_real_and_invented_extracts_never_mix(settings: Settings, tmp_path: Path, premier: str, second: str):  # noqa: F811
    pipeline.importe(settings, [ages(tmp_path, premier, c33063=12)], annee=2022)
    avant = publiee(settings)
    (rapport,) = pipeline.importe(settings, [ages(tmp_path, second, c33063=30)], annee=2022)
    assert (rapport.etat, [f.code for f in rapport.fautes]) == ("refuse", ["fictif_et_reel"])
    assert publiee(settings) == avant
    assert len(list((settings.store / "prive").glob("*.parquet"))) == 1


def test_a_withdrawn_invented_extract_makes_room_for_real_ones(settings: Settings, tmp_path: Path):  # noqa: F811
    (fictif,) = pipeline.importe(settings, [ages(tmp_path, "TD_POP1B_2022_fictif.csv", c33063=12)])
    pipeline.retire(settings, fictif.edition, raison="essai")
    (reel,) = pipeline.importe(settings, [ages(tmp_path, c33063=30)])
    assert (reel.etat, publiee(settings)) == ("importe", {("FR", 2022, 30.0)})
    with pytest.raises(FichierRefuse, match="extrait fictif, alors que le magasin montre un extrait réel"):
        Magasin(settings).retablit(fictif.edition)


@pytest.mark.parametrize(("mention", "attendu"), [("Demonstration fictive (definitif)", True), ("Caf, definitif", False)])
def test_a_requete_type_says_it_in_its_source_column_whatever_its_name(tmp_path: Path, mention: str, attendu: bool):
    fichier = tmp_path / "extrait.csv"
    fichier.write_bytes(en_csv([ligne | {"source": mention} for ligne in requete()]))
    chargement = loaders.charge(fichier, referentiel=charge(RACINE / "data" / "reference"))
    assert (list(chargement.fautes), chargement.fictif) == ([], attendu)

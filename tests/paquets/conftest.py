"""A small imported requête type, and the bundle of its EPCI."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from ctg_data import perimetres, pipeline
from ctg_data.exports import paquet as exports
from ctg_data.indicators import registry
from ctg_data.settings import Settings
from ctg_data.store.corpus import Corpus
from tests.loaders.exemple_requete_type import change, en_csv, requete
from tests.loaders.test_offre import fichier as inventaire
from tests.loaders.test_offre import ligne
from tests.paquets.outils import COMMUNES, EPCI, FIGURES, MASQUEE, MONTANT, PREPAREE_PAR, REF, SECRET


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An imported requête type of one EPCI, of which a few figures are published."""
    dossier = tmp_path_factory.mktemp("source")
    lignes = change(requete(COMMUNES, annee=2023), "foyers_ppa", commune=MASQUEE, valeur=SECRET)
    (dossier / "requete.csv").write_bytes(en_csv(change(lignes, "montants_ppa", commune=MASQUEE, valeur=MONTANT)))
    reglages = Settings(store=dossier / "magasin", demo=None, acteur=PREPAREE_PAR)
    seuls = [registry.par_id()[i] for i in FIGURES]
    with pytest.MonkeyPatch.context() as mp:
        mp.setattr(pipeline.territoires, "charge", lambda _: REF)
        mp.setattr(pipeline.publication, "valeurs", partial(pipeline.publication.valeurs, indicateurs=seuls))
        ici, la = ligne(nom="Les Lutins", code=COMMUNES[1], places="15"), ligne(nom="Ailleurs", code="33063")
        lieux = inventaire(dossier, ici, la, nom="inventaire.csv")
        assert {r.etat for r in pipeline.importe(reglages, [dossier / "requete.csv", lieux])} == {"importe"}
    return reglages


@pytest.fixture(scope="module")
def octets(source: Settings) -> bytes:
    return exports.prepare(source, Corpus(source), perimetres.atlas(source), niveau="epci", code=EPCI)[1]


@pytest.fixture
def fichier(octets: bytes, tmp_path: Path) -> Path:
    (tmp_path / "elan.ctg.zip").write_bytes(octets)
    return tmp_path / "elan.ctg.zip"


@pytest.fixture
def ailleurs(tmp_path: Path) -> Settings:
    """Another workstation, without a store yet."""
    return Settings(store=tmp_path / "ailleurs", demo=None, acteur="Sacha Coopération")

"""Imports that die or run together: whatever the instant, the store opens on what was there before or on the whole new edition.

Each import runs in a process of its own, forked so that nothing has to be loaded again: real reading, recording, computing,
protecting and writing, of one indicator so that writing is a large share of the time.
"""

import multiprocessing
import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from ctg_data import pipeline
from ctg_data.indicators import registry
from ctg_data.loaders.requete_type_schema import COLONNES
from ctg_data.settings import RACINE, Settings
from ctg_data.store.corpus import Corpus
from ctg_data.store.magasin import Magasin
from ctg_data.territoires import referentiel
from ctg_data.territoires.referentiel import Referentiel
from tests.store.outils import triplets

MORTS = int(os.environ.get("CTG_KILLS", "4"))
"""``make soak-import`` asks for 50."""
DELAI_S = 300
INDICATEUR = "foyers_rsa"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no fork on Windows; on macOS one with loaded libraries crashes")


@pytest.fixture(scope="module")
def geographie() -> Referentiel:
    return referentiel.charge(RACINE / "data" / "reference")


@pytest.fixture(autouse=True)
def un_indicateur(geographie: Referentiel, monkeypatch: pytest.MonkeyPatch) -> None:
    seul = [registry.par_id()[INDICATEUR]]
    monkeypatch.setattr(pipeline.publication, "valeurs", partial(pipeline.publication.valeurs, indicateurs=seul))
    monkeypatch.setattr(pipeline.territoires, "charge", lambda _: geographie)


def reglages(magasin: Path) -> Settings:
    return Settings(store=magasin, demo=None, acteur="essai")


def extrait(geographie: Referentiel, fichier: Path, *, annee: int = 2022, ecart: int = 0) -> Path:
    """A requête type (domain.md §8.1) with invented counts of households on RSA, 1 to 400, in each commune of Nouvelle-Aquitaine."""
    codes = geographie.membres("region", "75")
    fin = "ok;0;0;caf_interne;Essai (definitif);2025-07-01;1.0.0"
    lignes = (
        f"{annee};12;{code};{annee + 1};caf;foyers_rsa;total;foyers;{1 + (rang * 37 + ecart) % 400};{fin}"
        for rang, code in enumerate(codes)
    )
    fichier.parent.mkdir(exist_ok=True)
    fichier.write_text("\n".join([";".join(COLONNES), *lignes, ""]), encoding="utf-8")
    return fichier


def lance(magasin: Path, fichier: Path) -> BaseProcess:
    """An import in a process of its own."""
    processus = multiprocessing.get_context("fork").Process(target=pipeline.importe, args=(reglages(magasin), [fichier]))
    processus.start()
    return processus


def attend(*processus: BaseProcess) -> list[int | None]:
    for p in processus:
        p.join(DELAI_S)
    return [p.exitcode for p in processus]


@dataclass(frozen=True)
class Etat:
    """Everything a reader can see of a store."""

    editions: tuple[str, ...]
    mesures: frozenset[tuple]
    publication: str
    valeurs: frozenset[tuple]


def etat(magasin: Path) -> Etat:
    prive, corpus = Magasin(reglages(magasin)), Corpus(reglages(magasin))
    publiees = frozenset().union(*(triplets(corpus.valeurs(n, indicateurs=[INDICATEUR])) for n in ("commune", "epci", "region")))
    return Etat(prive.courantes(), frozenset(triplets(prive.mesures())), corpus.publication.id, publiees)


@dataclass(frozen=True)
class Scene:
    """A store before (``avant``), what it becomes (``apres``), the file that makes it so, and how long that takes (s)."""

    magasin: Path
    fichier: Path
    avant: Etat
    apres: Etat
    duree: float


@pytest.fixture
def scene(tmp_path: Path, geographie: Referentiel) -> Scene:
    magasin, temoin = tmp_path / "avant", tmp_path / "apres"
    pipeline.importe(reglages(magasin), [extrait(geographie, tmp_path / "1" / "requete.csv")])
    shutil.copytree(magasin, temoin)
    revise = extrait(geographie, tmp_path / "2" / "requete.csv", ecart=1)
    debut = time.perf_counter()
    assert attend(lance(temoin, revise)) == [0]
    return Scene(magasin, revise, etat(magasin), etat(temoin), time.perf_counter() - debut)


def instants(nombre: int, duree: float) -> Iterator[float]:
    """One random instant in each of ``nombre`` equal parts of the import, so that none of its stages escapes."""
    graine = int(os.environ.get("CTG_GRAINE", time.time_ns()))
    print(f"CTG_GRAINE={graine} plays the same instants again")
    hasard = random.Random(graine)
    return ((rang + hasard.random()) * duree / nombre for rang in range(nombre))


def tue(magasin: Path, fichier: Path, instant: float) -> None:
    processus = lance(magasin, fichier)
    time.sleep(instant)
    processus.kill()
    attend(processus)


def test_a_kill_at_any_instant_leaves_the_old_edition_or_the_new_one(scene: Scene, tmp_path: Path):
    assert all(getattr(scene.avant, nom) != getattr(scene.apres, nom) for nom in ("editions", "mesures", "publication", "valeurs"))
    vus: Counter[str] = Counter()
    for rang, instant in enumerate(instants(MORTS, scene.duree)):
        magasin = tmp_path / f"mort{rang}"
        shutil.copytree(scene.magasin, magasin)
        tue(magasin, scene.fichier, instant)
        vus[verifie(etat(magasin), scene)] += 1
        pipeline.importe(reglages(magasin), [scene.fichier])
        assert etat(magasin) == scene.apres
        shutil.rmtree(magasin)
    print(f"{MORTS} arrêts sur {scene.duree:.1f} s d'import : {dict(vus)}")


def verifie(trouve: Etat, scene: Scene) -> str:
    """The edition is the old or the new one, and so is the publication, never newer than the edition."""
    edition = _lequel((trouve.editions, trouve.mesures), [(e.editions, e.mesures) for e in (scene.avant, scene.apres)])
    publication = _lequel((trouve.publication, trouve.valeurs), [(e.publication, e.valeurs) for e in (scene.avant, scene.apres)])
    assert publication <= edition
    return f"édition {('ancienne', 'nouvelle')[edition]}, publication {('ancienne', 'nouvelle')[publication]}"


def _lequel(trouve: tuple, attendus: list[tuple]) -> int:
    assert trouve in attendus
    return attendus.index(trouve)


def test_two_processes_that_import_together_both_win(tmp_path: Path, geographie: Referentiel):
    magasin, seul = tmp_path / "magasin", tmp_path / "seul"
    Magasin(reglages(seul))
    shutil.copytree(seul, magasin)  # the same key, so that what is named under it can be compared
    fichiers = [extrait(geographie, tmp_path / str(annee) / "requete.csv", annee=annee) for annee in (2021, 2022)]
    assert attend(*[lance(magasin, fichier) for fichier in fichiers]) == [0, 0]
    pipeline.importe(reglages(seul), fichiers)
    ensemble, attendu = etat(magasin), etat(seul)
    assert set(ensemble.editions) == set(attendu.editions)
    assert (ensemble.mesures, ensemble.publication, ensemble.valeurs) == (attendu.mesures, attendu.publication, attendu.valeurs)


def test_two_processes_that_import_the_same_file_make_one_edition(tmp_path: Path, geographie: Referentiel):
    magasin, fichier = tmp_path / "magasin", extrait(geographie, tmp_path / "1" / "requete.csv")
    assert attend(lance(magasin, fichier), lance(magasin, fichier)) == [0, 0]
    assert len(Magasin(reglages(magasin)).editions()) == 1
    assert etat(magasin).valeurs

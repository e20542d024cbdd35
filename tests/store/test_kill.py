"""Imports that die or run together: whatever the instant, the store opens on what was there before or on the whole new edition."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ctg_data import pipeline
from ctg_data.loaders.requete_type_schema import COLONNES
from ctg_data.settings import RACINE
from ctg_data.store.corpus import Corpus
from ctg_data.store.magasin import Magasin
from ctg_data.territoires import referentiel
from tests.store.enfant import INDICATEUR, reglages, un_seul_indicateur
from tests.store.outils import triplets

MORTS = int(os.environ.get("CTG_KILLS", "4"))
"""``make soak-import`` asks for 50."""
DELAI_S = 300


def extrait(fichier: Path, *, annee: int = 2022, ecart: int = 0) -> Path:
    """A requête type (domain.md §8.1) with invented counts of households on RSA, 1 to 400, in each commune of Nouvelle-Aquitaine."""
    codes = referentiel.charge(RACINE / "data" / "reference").membres("region", "75")
    fin = "ok;0;0;caf_interne;Essai (definitif);2025-07-01;1.0.0"
    lignes = (
        f"{annee};12;{code};{annee + 1};caf;foyers_rsa;total;foyers;{1 + (rang * 37 + ecart) % 400};{fin}"
        for rang, code in enumerate(codes)
    )
    fichier.parent.mkdir(exist_ok=True)
    fichier.write_text("\n".join([";".join(COLONNES), *lignes, ""]), encoding="utf-8")
    return fichier


def enfant(magasin: Path, fichier: Path) -> subprocess.Popen:
    """A child that has loaded everything and waits to be told to begin."""
    commande = [sys.executable, "-m", "tests.store.enfant", str(magasin), str(fichier)]
    processus = subprocess.Popen(commande, cwd=RACINE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert processus.stdout.readline() == "pret\n"
    return processus


def lance(processus: subprocess.Popen) -> float:
    processus.stdin.write("\n")
    processus.stdin.flush()
    return time.perf_counter()


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
def un_indicateur(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.publication, "valeurs", pipeline.publication.valeurs)
    un_seul_indicateur()


@pytest.fixture
def scene(tmp_path: Path, un_indicateur: None) -> Scene:
    magasin, temoin = tmp_path / "avant", tmp_path / "apres"
    pipeline.importe(reglages(magasin), [extrait(tmp_path / "1" / "requete.csv")])
    shutil.copytree(magasin, temoin)
    revise = extrait(tmp_path / "2" / "requete.csv", ecart=1)
    processus = enfant(temoin, revise)
    debut = lance(processus)
    assert processus.wait(DELAI_S) == 0
    return Scene(magasin, revise, etat(magasin), etat(temoin), time.perf_counter() - debut)


def instants(nombre: int, duree: float) -> Iterator[float]:
    """One random instant in each of ``nombre`` equal parts of the import, so that none of its stages escapes."""
    hasard = random.Random()
    return ((rang + hasard.random()) * duree / nombre for rang in range(nombre))


def tue(magasin: Path, fichier: Path, instant: float) -> None:
    processus = enfant(magasin, fichier)
    debut = lance(processus)
    time.sleep(max(0.0, instant - (time.perf_counter() - debut)))
    processus.kill()
    processus.wait(DELAI_S)


@pytest.mark.skipif(os.name == "nt", reason="kill -9 n'existe pas sous Windows")
def test_a_kill_at_any_instant_leaves_the_old_edition_or_the_new_one(scene: Scene, tmp_path: Path):
    assert all(getattr(scene.avant, nom) != getattr(scene.apres, nom) for nom in ("editions", "mesures", "publication", "valeurs"))
    vus = {"avant": 0, "éditions nouvelles": 0, "apres": 0}
    for rang, instant in enumerate(instants(MORTS, scene.duree)):
        magasin = tmp_path / f"mort{rang}"
        shutil.copytree(scene.magasin, magasin)
        tue(magasin, scene.fichier, instant)
        trouve = etat(magasin)
        assert (trouve.editions, trouve.mesures) in {(e.editions, e.mesures) for e in (scene.avant, scene.apres)}
        assert (trouve.publication, trouve.valeurs) in {(e.publication, e.valeurs) for e in (scene.avant, scene.apres)}
        if trouve.publication == scene.apres.publication:
            assert trouve.editions == scene.apres.editions
        vus["apres" if trouve == scene.apres else "avant" if trouve == scene.avant else "éditions nouvelles"] += 1
        pipeline.importe(reglages(magasin), [scene.fichier])
        assert etat(magasin) == scene.apres
        shutil.rmtree(magasin)
    print(f"{MORTS} arrêts sur {scene.duree:.1f} s d'import : {vus}")


def test_two_processes_that_import_together_both_win(tmp_path: Path, un_indicateur: None):
    magasin = tmp_path / "magasin"
    fichiers = [extrait(tmp_path / str(annee) / "requete.csv", annee=annee) for annee in (2021, 2022)]
    processus = [enfant(magasin, fichier) for fichier in fichiers]
    for p in processus:
        lance(p)
    assert [p.wait(DELAI_S) for p in processus] == [0, 0]
    seul = tmp_path / "seul"
    pipeline.importe(reglages(seul), fichiers)
    ensemble, attendu = etat(magasin), etat(seul)
    assert set(ensemble.editions) == set(attendu.editions)
    assert (ensemble.mesures, ensemble.publication, ensemble.valeurs) == (attendu.mesures, attendu.publication, attendu.valeurs)


def test_two_processes_that_import_the_same_file_make_one_edition(tmp_path: Path, un_indicateur: None):
    magasin, fichier = tmp_path / "magasin", extrait(tmp_path / "1" / "requete.csv")
    processus = [enfant(magasin, fichier) for _ in range(2)]
    for p in processus:
        lance(p)
    assert [p.wait(DELAI_S) for p in processus] == [0, 0]
    assert len(Magasin(reglages(magasin)).editions()) == 1

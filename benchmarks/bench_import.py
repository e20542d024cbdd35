"""Bar of the import: FILO2019_DISP_COM.csv read, checked and recorded as an edition, against pandas reading it and writing the same
long table to Parquet, fsync included.  One warm process, sides alternating, median of 7.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pandas as pd

from benchmarks import SAUTE, alterne, dit, donnees_reelles
from ctg_data import loaders, pipeline
from ctg_data.loaders.model import Chargement
from ctg_data.settings import RACINE, Settings, load
from ctg_data.store.magasin import Magasin

NOM = "FILO2019_DISP_COM.csv"
LIGNES = 909_469
BARRE, TOURS = 6.0, 7


def main() -> int:
    dossier = donnees_reelles()
    fichier = next(dossier.rglob(NOM), None) if dossier else None
    if fichier is None:
        print(f"{NOM} absent : indiquez le dossier des extraits publiés par CTG_DONNEES_REELLES.")
        return SAUTE
    with _espace() as espace:
        temps = alterne({"import": lambda: _importe(fichier, espace), "pandas": lambda: _plancher(fichier, espace)}, TOURS)
        tenue = dit(f"import de {NOM}", temps, BARRE)
        _details(fichier, espace)
    return 0 if tenue else 1


@contextmanager
def _espace() -> Iterator[Path]:
    """A folder on the disk of the product: a temporary file system in memory would make fsync free."""
    (RACINE / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=RACINE / "build", prefix="bench-") as dossier:
        yield Path(dossier)


def _plancher(fichier: Path, espace: Path) -> float:
    debut = time.perf_counter()
    cible = espace / "plancher.parquet"
    large = pd.read_csv(fichier, sep=";", decimal=",", dtype={"CODGEO": "str"})
    long = large.melt(["CODGEO"], large.columns[2:], "mesure", "valeur").assign(annee=2019, niveau="commune")
    assert len(long) == LIGNES
    long.to_parquet(cible)
    with cible.open("rb+") as ouvert:
        os.fsync(ouvert.fileno())
    return time.perf_counter() - debut


def _importe(fichier: Path, espace: Path) -> float:
    magasin = _magasin(espace)
    debut = time.perf_counter()
    edition = magasin.enregistre(loaders.charge(fichier))
    duree = time.perf_counter() - debut
    assert edition.nouvelle
    shutil.rmtree(magasin.dossier)
    return duree


def _magasin(espace: Path) -> Magasin:
    return Magasin(_reglages(espace / "magasin"))


def _reglages(store: Path) -> Settings:
    return replace(load(store), acteur="mesure")


def _details(fichier: Path, espace: Path) -> None:
    """Shares of the import, an import that replaces another one, and the computation of ``valeurs``, which has no bar."""
    magasin, (chargement, lecture) = _magasin(espace), _chronometre(lambda: loaders.charge(fichier))
    _, ecriture = _chronometre(lambda: magasin.enregistre(chargement))
    _, revision = _chronometre(lambda: magasin.enregistre(_revise(chargement)))
    _, publication = _chronometre(lambda: pipeline.publie(_reglages(magasin.dossier)))
    print(f"  lecture et contrôle {lecture:.2f} s, enregistrement {ecriture:.2f} s, enregistrement d'un fichier révisé {revision:.2f} s")
    print(f"  calcul, protection et publication des valeurs {publication:.1f} s")


def _revise(chargement: Chargement) -> Chargement:
    """The same rows under other bytes: everything is compared, nothing has changed."""
    return replace(chargement, sha256=chargement.sha256[::-1])


def _chronometre(geste):
    debut = time.perf_counter()
    return geste(), time.perf_counter() - debut


if __name__ == "__main__":
    sys.exit(main())

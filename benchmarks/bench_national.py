"""Bars of a national import: every published file of the CAF and of Insee that this machine has, in one command, to the publication.

One process of its own imports into an empty store, as the command ``import`` does; it says where time goes.  Memory is that of this
process and of the reader of workbooks that it starts, added up at the same instant, every 20 ms; the sum of the largest of each, which
do not come together, is printed beside.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path

from benchmarks import SAUTE, donnees_reelles
from ctg_data import pipeline
from ctg_data.settings import RACINE, Settings
from ctg_data.store.magasin import Magasin
from ctg_data.store.publications import Publications

BARRE_SECONDES, BARRE_GO = 180, 2.0
DOSSIERS = ("caf", "insee")


def main() -> int:
    dossier = donnees_reelles()
    if dossier is None:
        print("Aucun extrait publié : indiquez leur dossier par CTG_DONNEES_REELLES.")
        return SAUTE
    if "--mesure" in sys.argv:
        return _mesure(fichiers(dossier))
    commande = [sys.executable, "-m", "benchmarks.bench_national", "--mesure"]
    mesure, instant = _observe(commande)
    for etape, secondes in mesure["etapes"].items():
        print(f"  {etape} : {secondes:.1f} s")
    print(f"  {mesure['importes']} fichiers importés, {mesure['refuses']} refusés, {mesure['mesures'] / 1e6:.1f} millions de mesures")
    print(f"  dont {mesure['processeur']:.0f} s de processeur")
    duree = _barre("durée", mesure["duree"], BARRE_SECONDES, "s")
    print(f"  plus grandes mémoires des deux processus, à des instants différents : {mesure['go']:.2f} Go")
    memoire = _barre("pic de mémoire", max(instant, mesure["go_ici"]), BARRE_GO, "Go")
    return 0 if duree and memoire else 1


def _observe(commande: list[str]) -> tuple[dict, float]:
    """What the process says at its end, and the most memory (GiB) that it and its children held at one of the instants looked at."""
    pic = 0
    with subprocess.Popen(commande, cwd=RACINE, stdout=subprocess.PIPE, text=True) as p:
        while p.poll() is None:
            pic = max(pic, _memoire(p.pid))
            time.sleep(0.02)
        dit = p.stdout.read()
    if p.returncode:
        raise SystemExit(p.returncode)
    return json.loads(dit), pic / 2**20


def _memoire(pid: int) -> int:
    """Resident memory of a process and of those that it started, in KiB; 0 for one that has just ended."""
    dossier = Path(f"/proc/{pid}")
    try:
        etat = dict(ligne.split(":", 1) for ligne in (dossier / "status").read_text().splitlines() if ":" in ligne)
        enfants = (dossier / "task" / str(pid) / "children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(etat.get("VmRSS", "0 kB").split()[0]) + sum(_memoire(int(enfant)) for enfant in enfants)


def fichiers(dossier: Path) -> list[Path]:
    """The files to import, in a fixed order."""
    tous = (chemin for nom in DOSSIERS for chemin in sorted((dossier / nom).rglob("*")))
    return [chemin for chemin in tous if chemin.is_file() and chemin.name != "README.md"]


def _mesure(chemins: list[Path]) -> int:
    """Import in this process; the only line printed is JSON."""
    durees: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(dir=_build()) as store:
        pipeline.loaders.charge = _chronometre(pipeline.loaders.charge, durees, "lecture et contrôle")
        Magasin.enregistre = _chronometre(Magasin.enregistre, durees, "enregistrement")
        Publications.purge = _chronometre(Publications.purge, durees, "purge")
        debut = time.perf_counter()
        rapports = pipeline.importe(Settings(store=Path(store), demo=None, acteur="mesure"), chemins, progres=_Chrono(durees))
        duree = time.perf_counter() - debut
    durees["écriture de la publication"] = duree - sum(durees.values())
    ici, enfants = (resource.getrusage(qui) for qui in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    mesure = {
        "etapes": durees,
        "duree": duree,
        "processeur": sum(u.ru_utime + u.ru_stime for u in (ici, enfants)),
        "go": (ici.ru_maxrss + enfants.ru_maxrss) / 2**20,
        "go_ici": ici.ru_maxrss / 2**20,
        "importes": sum(r.etat == "importe" for r in rapports),
        "refuses": sum(r.etat == "refuse" for r in rapports),
        "mesures": sum(r.mesures for r in rapports),
    }
    print(json.dumps(mesure))
    return 0


def _build() -> Path:
    """A folder on the disk of the product: a temporary file system in memory would make fsync free."""
    (RACINE / "build").mkdir(exist_ok=True)
    return RACINE / "build"


def _chronometre(geste: Callable, durees: Counter[str], etape: str) -> Callable:
    @wraps(geste)
    def minute(*args: object, **options: object) -> object:
        debut = time.perf_counter()
        try:
            return geste(*args, **options)
        finally:
            durees[etape] += time.perf_counter() - debut

    return minute


class _Chrono:
    """Adds up the stages of the publication that the pipeline announces."""

    ETAPES = ("Recherche de ce qui doit rester secret", "Calcul des indicateurs")

    def __init__(self, durees: Counter[str]):
        self.durees, self.etape, self.depuis = durees, "", 0.0

    def __call__(self, etape: str, _part: float) -> None:
        maintenant = time.perf_counter()
        if self.etape in self.ETAPES:
            self.durees[self.etape.lower()] += maintenant - self.depuis
        self.etape, self.depuis = etape, maintenant


def _barre(quoi: str, valeur: float, barre: float, unite: str) -> bool:
    """One line as ``benchmarks.dit`` prints it, beside a fixed bar."""
    tenue = valeur <= barre
    mesure = f"produit {valeur:.1f} {unite} / permis {barre:.0f} {unite} = {valeur / barre:.2f} (barre 1.0)"
    print(f"import national, {quoi} : {mesure} {'tenue' if tenue else 'DÉPASSÉE'}")
    return tenue


if __name__ == "__main__":
    sys.exit(main())

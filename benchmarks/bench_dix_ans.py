"""Bars of a whole publication: all communes, ten years, every communal indicator, computed, protected and written.

The store is fictitious and built first, out of the measured time: the demonstration's draw of the country (2019 to 2024), and its first
four years again as those of 2015 to 2018.  It is kept in ``build/dix-ans``, so that a second run only publishes.  ``--profil`` tells where
time goes.
"""

import cProfile
import hashlib
import json
import pstats
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

import pandas as pd

from ctg_data import pipeline
from ctg_data.demonstration import construction
from ctg_data.demonstration.hasard import GRAINE
from ctg_data.loaders.model import MARQUE_FICTIVE, Chargement
from ctg_data.settings import RACINE, Settings
from ctg_data.store.magasin import Magasin
from ctg_data.store.publications import Publications
from ctg_data.territoires import referentiel

BARRE_SECONDES, BARRE_GO = 300, 4.0
RECULEES, RECUL = range(2019, 2023), 4
"""Years drawn again as earlier ones, and by how many years."""
DOSSIER = RACINE / "build" / "dix-ans"
FONCTIONS = 60
"""Lines of each table of the profile."""


def main() -> int:
    profil = ["--profil"] if "--profil" in sys.argv else []
    if "--mesure" in sys.argv:
        return _mesure(bool(profil))
    _prepare()
    commande = [sys.executable, "-m", "benchmarks.bench_dix_ans", "--mesure", *profil]
    sortie = subprocess.run(commande, cwd=RACINE, stdout=subprocess.PIPE, text=True, check=True).stdout
    journal, _, derniere = sortie.strip().rpartition("\n")
    print(journal)
    return _rend_compte(json.loads(derniere))


def _reglages() -> Settings:
    return Settings(store=DOSSIER / "magasin", demo=None, acteur="mesure")


def _prepare() -> None:
    """The store of ten years, built unless it is there."""
    reglages, temoin = _reglages(), DOSSIER / "dix-ans"
    construction.remplit(referentiel.charge(reglages.reference), reglages, GRAINE, dit=lambda etape: print(f"  {etape}", flush=True))
    magasin = Magasin(reglages)
    if not temoin.exists():
        for identifiant in magasin.courantes():
            _recule(magasin, identifiant)
        temoin.touch()


def _recule(magasin: Magasin, identifiant: str) -> None:
    """The years ``RECULEES`` of one edition recorded again as earlier years, unless its sources already give these."""
    edition = magasin.edition(identifiant)
    lignes = magasin.mesures_edition(identifiant).drop(columns="edition")
    tenues = {int(a) for e in magasin.editions().itertuples() if set(e.sources) & set(edition.sources) for a in e.annees}
    utiles = {a for a in RECULEES if a - RECUL not in tenues or a - RECUL not in edition.annees}
    anciennes = lignes[lignes["annee"].isin(utiles)]
    if len(anciennes):
        anciennes = anciennes.assign(annee=(anciennes["annee"] - RECUL).astype(lignes["annee"].dtype)).reset_index(drop=True)
        magasin.enregistre(_chargement(edition.fichier, identifiant, edition.sources, anciennes))


def _chargement(fichier: str, identifiant: str, sources: tuple[str, ...], mesures: pd.DataFrame) -> Chargement:
    empreinte = hashlib.sha256(f"{identifiant} {RECUL}".encode()).hexdigest()
    return Chargement(f"{fichier}_{MARQUE_FICTIVE}_recule", empreinte, sources, mesures, len(mesures))


@dataclass
class _Chrono:
    """Seconds spent in each stage that the pipeline announces."""

    etape: str = "lecture des éditions"
    depuis: float = field(default_factory=time.perf_counter)
    durees: dict[str, float] = field(default_factory=dict)

    def __call__(self, etape: str, _part: float) -> None:
        maintenant = time.perf_counter()
        self.durees[self.etape] = self.durees.get(self.etape, 0.0) + maintenant - self.depuis
        self.etape, self.depuis = etape, maintenant


def _mesure(profil: bool) -> int:
    """Publish in this process; the last line printed is JSON: seconds by stage and peak memory, in gigabytes."""
    publications = Publications(_reglages())
    publications.ote(publications.declaree() or "aucune")
    with _profile() if profil else nullcontext():
        chrono = _Chrono()
        pipeline.publie(_reglages(), chrono)
        chrono("", 1.0)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    pic = usage.ru_maxrss / 2**20
    print(f"  dont {usage.ru_utime + usage.ru_stime:.0f} s de processeur")
    print(json.dumps({"etapes": chrono.durees, "go": pic}))
    return 0


@contextmanager
def _profile() -> Iterator[None]:
    chrono = cProfile.Profile()
    with chrono:
        yield
    for ordre in ("cumulative", "tottime"):
        pstats.Stats(chrono).sort_stats(ordre).print_stats(FONCTIONS)


def _rend_compte(mesure: dict) -> int:
    """Print the stages and both bars; 1 when one does not hold."""
    for etape, secondes in mesure["etapes"].items():
        print(f"  {etape} : {secondes:.1f} s")
    editions = Magasin(_reglages()).editions()
    print(f"  {len(editions)} éditions, {editions['mesures'].sum() / 1e6:.1f} millions de mesures")
    duree = _barre("durée", sum(mesure["etapes"].values()), BARRE_SECONDES, "s")
    memoire = _barre("pic de mémoire", mesure["go"], BARRE_GO, "Go")
    return 0 if duree and memoire else 1


def _barre(quoi: str, valeur: float, barre: float, unite: str) -> bool:
    """One line as ``benchmarks.dit`` prints it, beside a fixed bar."""
    tenue = valeur <= barre
    verdict = "tenue" if tenue else "DÉPASSÉE"
    mesure = f"produit {valeur:.1f} {unite} / permis {barre:.0f} {unite} = {valeur / barre:.2f} (barre 1.0) {verdict}"
    print(f"publication de dix ans, {quoi} : {mesure}")
    return tenue


if __name__ == "__main__":
    sys.exit(main())

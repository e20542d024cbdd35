"""A whole import in a process of its own, to be killed or raced: ``python -m tests.store.enfant STORE FILE``.

Real reading, recording, computing, protecting and writing; one indicator only, so that writing is a large share of the time.
Says « pret » once everything is loaded, and begins when it is sent a line.
"""

import sys
from functools import partial
from pathlib import Path

from ctg_data import pipeline
from ctg_data.diagnostic import publication
from ctg_data.indicators import registry
from ctg_data.settings import Settings
from ctg_data.territoires import referentiel

INDICATEUR = "foyers_rsa"


def reglages(magasin: Path) -> Settings:
    return Settings(store=magasin, demo=None, acteur="essai")


def un_seul_indicateur() -> None:
    seul = [registry.par_id()[INDICATEUR]]
    pipeline.publication.valeurs = partial(publication.valeurs, indicateurs=seul)


def main(magasin: str, fichier: str) -> int:
    un_seul_indicateur()
    referentiel.charge(reglages(Path(magasin)).reference).communes()
    print("pret", flush=True)
    sys.stdin.readline()
    (rapport,) = pipeline.importe(reglages(Path(magasin)), [fichier])
    return int(rapport.etat == "refuse")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

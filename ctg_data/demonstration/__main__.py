"""``python -m ctg_data.demonstration``: rebuild data/demo (``make demo``), or only the measures of its pilot territories."""

import argparse
import time
from pathlib import Path

from ctg_data import settings
from ctg_data.demonstration.construction import ajoute_mesures, construit
from ctg_data.demonstration.hasard import GRAINE


def main() -> None:
    """Say each step with the seconds since the start, then the id and the size of what was written."""
    analyseur = argparse.ArgumentParser(prog="python -m ctg_data.demonstration", description="Reconstruit les données de démonstration.")
    analyseur.add_argument("--out", type=Path, default=settings.load().demo or settings.RACINE / "data" / "demo", help="dossier à écrire")
    analyseur.add_argument("--graine", type=int, default=GRAINE, help="graine du tirage")
    analyseur.add_argument("--magasin", type=Path, help="dossier du magasin de travail à garder, ou à reprendre s'il est complet")
    analyseur.add_argument("--mesures", action="store_true", help="n'écrit que les mesures des territoires pilotes (une demi-minute)")
    choix = analyseur.parse_args()
    debut = time.monotonic()

    def dit(etape: str) -> None:
        print(f"{time.monotonic() - debut:6.0f} s  {etape}", flush=True)

    if choix.mesures:
        dit(f"{ajoute_mesures(settings.load(), choix.out, graine=choix.graine)} mesures des territoires pilotes")
        return
    publication = construit(settings.load(), choix.out, graine=choix.graine, magasin=choix.magasin, dit=dit)
    octets = sum(fichier.stat().st_size for fichier in choix.out.iterdir())
    dit(f"{choix.out} : publication {publication.id}, {octets / 1e6:.1f} Mo")


if __name__ == "__main__":
    main()

"""Bar of the audit: all that is publishable for the Gironde from one fictitious requête type (one year, every measure), 30 seconds.

Seconds of this process' own work, median of 3: reading the publication and the store included, importing it not.  The store is made
in a temporary folder; several years are reported without a bar.
"""

import sys
import tempfile
import time
from pathlib import Path

from ctg_data import pipeline
from ctg_data.demonstration.generation import genere
from ctg_data.diagnostic.audit import Audit, audite_publication
from ctg_data.settings import RACINE, Settings
from ctg_data.territoires import referentiel

DEPARTEMENT, OBJECTIF, TOURS = "33", 30.0, 3
UN_AN, TROIS_ANS = ("2024",), ("2022", "2023", "2024")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-audit-") as dossier:
        extraits = genere([DEPARTEMENT], Path(dossier) / "extraits", referentiel=referentiel.charge(RACINE / "data" / "reference"))
        requetes = sorted(f for f in extraits if f.name.startswith("requete_type_"))
        temps = sorted(_mesure(Path(dossier) / f"un-{tour}", requetes, UN_AN) for tour in range(TOURS))
        _mesure(Path(dossier) / "trois", requetes, TROIS_ANS)
    mediane = temps[TOURS // 2]
    verdict = "tenue" if mediane <= OBJECTIF else "DÉPASSÉE"
    rapport = f"audit {mediane:.1f} s / objectif {OBJECTIF} s = {mediane / OBJECTIF:.2f}"
    print(f"audit d'une édition de la Gironde : {rapport} (barre 1.0) {verdict}")
    return 0 if mediane <= OBJECTIF else 1


def _mesure(store: Path, requetes: list[Path], annees: tuple[str, ...]) -> float:
    reglages = Settings(store=store, demo=None)
    pipeline.importe(reglages, [f for f in requetes if any(f"_{annee}_" in f.name for annee in annees)])
    debut = time.process_time()
    _, fait = audite_publication(reglages, referentiel.charge(reglages.reference), ("departement", DEPARTEMENT))
    duree = time.process_time() - debut
    _dit(fait, annees, duree)
    return duree


def _dit(fait: Audit, annees: tuple[str, ...], duree: float) -> None:
    quoi = f"{len(fait.cellules)} cellules à protéger, {fait.programmes} programmes linéaires, {len(fait.percees)} percée(s)"
    print(f"{len(annees)} an(s) : {duree:.1f} s, {quoi}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

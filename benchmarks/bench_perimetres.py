"""One more perimeter of one EPCI on a warm process, beside the sums alone."""

import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import alterne, dit
from ctg_data import perimetres
from ctg_data.loaders.sources import catalogue
from ctg_data.settings import Settings
from ctg_data.store import local

EPCI, TOURS, BARRE = "200066512", 7, 30
SUR = ("niveau", "annee", "mois", "regime", "mesure", "modalite", "unite", "source")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ctg-bench-") as dossier:
        reglages = Settings(store=Path(dossier) / "magasin")
        communes = perimetres.reference(reglages).membres("epci", EPCI)
        mesures = local.embarquees(reglages.demo / local.EMBARQUEES, catalogue())._mesures
        numero = iter(range(1000))

        def produit() -> float:
            debut = time.perf_counter()
            perimetres.cree(reglages, f"Essai {next(numero)}", communes[:14])
            duree = time.perf_counter() - debut
            perimetres.annule(reglages)
            return duree

        def plancher() -> float:
            debut = time.perf_counter()
            gardees = mesures[mesures["code"].isin(communes[:14]).to_numpy()]
            sommes = gardees.groupby(list(SUR), observed=True, as_index=False)["valeur"].sum(min_count=1)
            with (Path(dossier) / "sommes.parquet").open("wb") as flux:
                sommes.to_parquet(flux)
                flux.flush()
                os.fsync(flux.fileno())
            return time.perf_counter() - debut

        temps = alterne({"produit": produit, "sommes": plancher}, TOURS)
        print(f"un périmètre de 14 communes : {sorted(temps['produit'])[TOURS // 2]:.0f} ms, pour un but de 2 000 ms")
        return int(not dit("périmètre créé, calculé, protégé, publié", temps, BARRE))


if __name__ == "__main__":
    sys.exit(main())

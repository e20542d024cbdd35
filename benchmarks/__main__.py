"""``make bench``: every ``bench_*.py`` in a process of its own, then one table; exit 1 when a bar does not hold."""

import subprocess
import sys
from pathlib import Path

from benchmarks import LIGNE, SAUTE
from ctg_data.settings import RACINE

COLONNES = ("quoi", "produit", "plancher", "rapport", "barre", "verdict")


def main() -> int:
    lignes, codes = [COLONNES], []
    for fichier in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"--- {fichier.stem}", flush=True)
        code, trouvees = _joue(fichier.stem)
        codes.append(code)
        lignes += trouvees
    print()
    for ligne in _aligne(lignes):
        print(ligne)
    return int(any(code not in (0, SAUTE) for code in codes))


def _joue(module: str) -> tuple[int, list[tuple[str, ...]]]:
    """Exit code of one measure and its bars, its output being shown as it comes."""
    trouvees = []
    with subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.{module}"], cwd=RACINE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as processus:
        for ligne in processus.stdout:
            print(ligne, end="", flush=True)
            if barre := LIGNE.fullmatch(ligne.strip()):
                trouvees.append(tuple(barre[nom] for nom in COLONNES))
    return processus.returncode, trouvees


def _aligne(lignes: list[tuple[str, ...]]) -> list[str]:
    largeurs = [max(map(len, colonne)) for colonne in zip(*lignes, strict=True)]
    return ["  ".join(c.ljust(n) for c, n in zip(ligne, largeurs, strict=True)).rstrip() for ligne in lignes]


if __name__ == "__main__":
    sys.exit(main())

"""Side-by-side measures: the product against a floor that does the least that could do, alternating, in one run."""

import os
import re
import statistics
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

SAUTE = 77
"""Exit code of a measure that this machine cannot make."""
LIGNE = re.compile(r"(?P<quoi>.+?) : (?P<produit>.+) / (?P<plancher>.+) = (?P<rapport>[\d.]+) \(barre (?P<barre>[\d.]+)\) (?P<verdict>.+)")


def alterne(gestes: Mapping[str, Callable[[], float]], tours: int) -> dict[str, list[float]]:
    """Durations of each gesture, in ms, the sides changing order at each round; one round before warms both up."""
    temps: dict[str, list[float]] = {nom: [] for nom in gestes}
    for tour in range(tours + 1):
        for nom, geste in list(gestes.items())[:: 1 if tour % 2 else -1]:
            duree = 1000 * geste()
            if tour:
                temps[nom].append(duree)
    return temps


def dit(quoi: str, temps: Mapping[str, Sequence[float]], barre: float) -> bool:
    """Print « what : product a ms / floor b ms = r (bar) », medians; whether the bar holds."""
    (nom_a, a), (nom_b, b) = ((nom, statistics.median(durees)) for nom, durees in temps.items())
    tenue = a <= barre * b
    print(f"{quoi} : {nom_a} {a:.0f} ms / {nom_b} {b:.0f} ms = {a / b:.2f} (barre {barre}) {'tenue' if tenue else 'DÉPASSÉE'}", flush=True)
    return tenue


def donnees_reelles() -> Path | None:
    """Folder of the published extracts (CTG_DONNEES_REELLES), None when this machine has none."""
    dossier = os.environ.get("CTG_DONNEES_REELLES")
    return Path(dossier) if dossier and Path(dossier).is_dir() else None

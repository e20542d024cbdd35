"""The floor of `bench_chemins`: `app.py` whose paths and drawings come ready-made out of one pickle.

`chemins_prebatis.py PORT STORE PREBATI`: same shell, same blocks, same gestures; no view is made, nothing is drawn.  After a gesture the
drawing is sent and painted again, as a new one would be: a comment at its end differs.
"""

import pickle
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from ctg_data.conventions import lecture  # noqa: E402
from ctg_data.exports import chemins as dessins  # noqa: E402
from ctg_data.settings import Settings  # noqa: E402
from ctg_data.ui import cache_conventions  # noqa: E402
from ctg_data.views import chemins  # noqa: E402
from tests.navigateur.lanceur import lance  # noqa: E402


def prebatit(fichier: Path, settings: Settings, ctg: str) -> None:
    """Write the view and the drawing of the current path of every change."""
    lu = lecture.lit(settings, ctg)
    versions = [lu.dossier.courant(i) for i, _ in lu.dossier.changements()]
    vues = {v: chemins.chemin(lu, v) for v in versions}
    fichier.write_bytes(pickle.dumps({v: (vue, dessins.dessin(vue)) for v, vue in vues.items()}, protocol=5))


def sert(port: str, magasin: str, prebati: str) -> None:
    prets = pickle.loads(Path(prebati).read_bytes())
    cache_conventions.chemin = lambda ctg, version: prets[version][0]
    cache_conventions.dessin = lambda ctg, version, **_: f"{prets[version][1]}<!-- {cache_conventions.sceau()} -->"
    lance(port, magasin)


if __name__ == "__main__":
    sert(*sys.argv[1:])

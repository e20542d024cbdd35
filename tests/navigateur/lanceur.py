"""Run the product's own `app.py` on a store and a demonstration folder given by the test: `lanceur.py PORT STORE [DEMO]`."""

import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(RACINE))

from streamlit.web import cli  # noqa: E402

from ctg_data import settings  # noqa: E402


def lance(port: str, magasin: str, demo: str = "") -> None:
    reglages = settings.Settings(store=Path(magasin), demo=Path(demo) if demo else None, acteur="essai")
    settings.load = lambda store=None: reglages
    cli.main(["run", str(RACINE / "app.py"), "--server.port", port])


if __name__ == "__main__":
    lance(*sys.argv[1:])

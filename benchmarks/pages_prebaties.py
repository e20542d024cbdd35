"""The floor of `bench_pages`: `app.py` whose portraits come out of pickles and whose figures come out of JSON files.

`pages_prebaties.py PORT STORE DEMO PREBATI`: same shell, same blocks, nothing computed.
"""

import json
import pickle
import sys
from pathlib import Path

import plotly.graph_objects as go

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from ctg_data.ui import cache, cache_portrait  # noqa: E402
from ctg_data.ui.selection import Selection  # noqa: E402
from ctg_data.views.model import PortraitView  # noqa: E402
from tests.navigateur.lanceur import lance  # noqa: E402


class FigureEcrite(go.Figure):
    """A figure that is only its JSON: Streamlit asks for ``to_dict`` and writes it out again."""

    def __init__(self, texte: str):
        super().__init__()
        self.__dict__["_texte"] = texte

    def to_dict(self) -> dict:
        return json.loads(self._texte)


def nom_vue(choix: Selection) -> str:
    return "_".join((choix.niveau, choix.code, choix.theme, choix.figure)) + ".pickle"


def nom_figure(vue: PortraitView, nom: str, variante: str) -> str:
    return "_".join((vue.entete.niveau, vue.entete.code, nom, variante)) + ".json"


def prebatit(dossier: Path, choix: Selection) -> None:
    """Write the view of ``choix`` and its figures, whatever the face."""
    vue = cache.portrait(choix)
    (dossier / nom_vue(choix)).write_bytes(pickle.dumps(vue, protocol=5))
    variantes = [("etoile", e.face) for e in vue.etoiles if e.etoile and not e.cadre.message]
    variantes += [("evolution", vue.figure)] if not vue.evolution.cadre.message else []
    variantes += [("ages", "")] if not vue.structure_age.cadre.message else []
    for nom, variante in variantes:
        (dossier / nom_figure(vue, nom, variante)).write_text(cache_portrait.figure(vue, nom, variante).to_json(), encoding="utf-8")


def sert(port: str, magasin: str, demo: str, prebati: str) -> None:
    dossier = Path(prebati)

    def portrait(choix: Selection) -> PortraitView:
        vue = pickle.loads((dossier / nom_vue(choix)).read_bytes())
        object.__setattr__(vue, "face", choix.face or vue.face)
        return vue

    def figure(vue: PortraitView, nom: str, variante: str, *, projete: bool = False) -> go.Figure:
        return FigureEcrite((dossier / nom_figure(vue, nom, variante)).read_text(encoding="utf-8"))

    cache.portrait, cache_portrait.figure, cache.lit_ensembles = portrait, figure, lambda ensuite=None: ensuite and ensuite()
    lance(port, magasin, demo)


if __name__ == "__main__":
    sert(*sys.argv[1:])

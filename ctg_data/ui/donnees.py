"""The data page: its parts, one at a time."""

from collections.abc import Callable, Mapping

from ctg_data.ui import (
    cache,
    components,
    donnees_fichiers,
    donnees_paquet,
    donnees_qualite,
    donnees_sources,
    donnees_versions,
    state,
    textes,
)
from ctg_data.views.donnees import DonneesView


def page() -> str:
    """The part chosen; gives the banner, known once its gestures are done."""
    ici = _rubrique()
    if ici == "fichiers":
        donnees_fichiers.depot()  # before anything is read: an import mends a publication that is damaged
        donnees_paquet.recus()
    vue = cache.donnees(state.rapports())
    _PARTIES[ici](vue)
    return vue.bandeau


def _rubrique() -> str:
    """The part of the page, kept in the address."""
    choisie = state.selection().rubrique
    ici = choisie if choisie in textes.RUBRIQUES else next(iter(textes.RUBRIQUES))
    components.rangee("rubrique", textes.RUBRIQUE, textes.RUBRIQUES, ici)
    return ici


def fichiers(vue: DonneesView) -> None:
    """What became of the files dropped, then the templates to fill."""
    donnees_fichiers.rapports(vue)
    donnees_fichiers.invite(vue)
    donnees_fichiers.gabarit()


_PARTIES: Mapping[str, Callable[[DonneesView], None]] = {
    "fichiers": fichiers,
    "sources": donnees_sources.sources,
    "versions": donnees_versions.editions,
    "qualite": donnees_qualite.qualite,
}

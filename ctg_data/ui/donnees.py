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
    textes_paquet,
)
from ctg_data.views.donnees import DonneesView


def page() -> str:
    """The part chosen; gives the banner, known once its gestures are done."""
    ici = _rubrique()
    if ici == "fichiers":
        _entree()  # before anything is read: an import mends a publication that is damaged
    vue = cache.donnees(state.rapports())
    _PARTIES[ici](vue)
    return vue.bandeau


def _entree() -> None:
    """What may come in: files, or a bundle; never files beside a bundle."""
    if donnees_paquet.montre():
        components.vide(textes_paquet.SANS_IMPORT, textes_paquet.SANS_IMPORT_REMEDE)
    else:
        donnees_fichiers.depot()
    donnees_paquet.recus()


def _rubrique() -> str:
    """The part of the page, kept in the address."""
    choisie = state.selection().rubrique
    ici = choisie if choisie in textes.RUBRIQUES else next(iter(textes.RUBRIQUES))
    components.rangee("rubrique", textes.RUBRIQUE, textes.RUBRIQUES, ici)
    return ici


def fichiers(vue: DonneesView) -> None:
    """What became of the files dropped, then the templates to fill."""
    donnees_fichiers.rapports(vue)
    if not donnees_paquet.montre():
        donnees_fichiers.invite(vue)
    donnees_fichiers.gabarit()


_PARTIES: Mapping[str, Callable[[DonneesView], None]] = {
    "fichiers": fichiers,
    "sources": donnees_sources.sources,
    "versions": donnees_versions.editions,
    "qualite": donnees_qualite.qualite,
}

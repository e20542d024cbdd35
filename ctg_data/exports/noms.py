"""Names of the files to take away: plain ASCII, the same for the same territory."""

from ctg_data.views.model import PortraitView
from ctg_data.views.tendances import TendancesView


def fichier(vue: PortraitView, extension: str) -> str:
    """``portrait-epci-200066512.html``, ``portrait-epci-200066512-au-2026-03-12.html`` for a portrait of the past."""
    return f"portrait-{vue.entete.niveau}-{vue.entete.code}{_au(vue)}.{extension}"


def figure(vue: PortraitView | TendancesView, nom: str, extension: str = "csv") -> str:
    """``evolution-epci-200066512.csv``."""
    return f"{nom}-{vue.entete.niveau}-{vue.entete.code}{_au(vue)}.{extension}"


def _au(vue: PortraitView | TendancesView) -> str:
    return f"-au-{vue.au}" if isinstance(vue, PortraitView) and vue.au else ""

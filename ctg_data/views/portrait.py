"""The portrait of one territory: the records of ``views.model`` filled from the published values.

``portrait(corpus, ref, *, niveau, code, face="besoin", theme=None, figure=None) -> PortraitView``
"""

from ctg_data.views.model import (
    Chiffre,
    Entete,
    EtoileVue,
    Fraicheur,
    PortraitView,
    Repere,
    Saillant,
    Saillants,
    SourceVue,
    Theme,
)

__all__ = ["Chiffre", "Entete", "EtoileVue", "Fraicheur", "PortraitView", "Repere", "Saillant", "Saillants", "SourceVue", "Theme"]

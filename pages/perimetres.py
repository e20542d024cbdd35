"""Périmètres de CTG: which communes make a CTG, since when, and by which amendment?"""

from ctg_data.ui import cache, components, perimetres, state
from ctg_data.ui import textes_perimetres as textes

selection = state.selection()
vue = cache.perimetres(selection.code if selection.niveau == "perimetre" else "")
components.titre_page(textes.TITRE, textes.SOUS_TITRE)
perimetres.recit()
perimetres.liste(vue)
if vue.fiche is not None:
    perimetres.fiche(vue)
    perimetres.change(vue)
else:
    perimetres.creation(vue)

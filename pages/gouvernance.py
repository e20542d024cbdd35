"""Gouvernance: who does what, when, under which engagement?"""

from ctg_data.ui import conventions, gouvernance
from ctg_data.ui import textes_gouvernance as textes

livre = conventions.page(textes.TITRE, textes.SOUS_TITRE)
if livre is not None:
    gouvernance.volets(livre)

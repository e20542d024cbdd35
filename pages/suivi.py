"""Suivi et évaluation: where are we, how sure are we, what next?"""

from ctg_data.ui import conventions
from ctg_data.ui import textes_suivi as textes

livre = conventions.page(textes.TITRE, textes.SOUS_TITRE)

"""Suivi et évaluation: where are we, how sure are we, what next?"""

from ctg_data.ui import conventions, suivi
from ctg_data.ui import textes_suivi as textes

livre = conventions.page(textes.TITRE, textes.SOUS_TITRE, suivi.donnees)
if livre is not None:
    suivi.page(livre)

"""Chemins de progrès: by which paths do we think change will come?"""

from ctg_data.ui import chemins, conventions
from ctg_data.ui import textes_chemins as textes

livre = conventions.page(textes.TITRE, textes.SOUS_TITRE)
if livre is not None:
    chemins.montre(livre)

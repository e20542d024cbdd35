"""Chemins de progrès: by which paths do we think change will come?"""

from ctg_data.ui import conventions
from ctg_data.ui import textes_chemins as textes

livre = conventions.page(textes.TITRE, textes.SOUS_TITRE)

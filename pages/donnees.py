"""Données: what do we hold, is it good, what changed?"""

from ctg_data.ui import cache, components, donnees, state, textes

vue = cache.donnees(state.rapports())
components.bandeau(vue.bandeau)
components.titre_page(textes.DONNEES_TITRE, textes.DONNEES_SOUS_TITRE)
donnees.depot()
donnees.rapports(vue)
donnees.editions(vue)
donnees.gabarit()

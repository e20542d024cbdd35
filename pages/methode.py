"""Méthode: how each figure is made."""

from ctg_data.ui import cache, components, methode, textes

vue = cache.methode()
components.titre_page(textes.METHODE_TITRE, textes.METHODE_SOUS_TITRE)
methode.changement(vue)
methode.generalites(vue)
methode.indicateurs(vue)
methode.glossaire(vue)

"""Texts of the page « Chemins de progrès »."""

TITRE = "Chemins de progrès"
SOUS_TITRE = "Par quels chemins pensons-nous que le changement viendra ?"

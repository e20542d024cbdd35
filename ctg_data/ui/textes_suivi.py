"""Texts of the page « Suivi et évaluation »."""

TITRE = "Suivi et évaluation"
SOUS_TITRE = "Où en sommes-nous, avec quelle certitude, et que faire ensuite ?"

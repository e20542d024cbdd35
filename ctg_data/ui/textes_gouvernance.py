"""Texts of the page « Gouvernance »."""

TITRE = "Gouvernance"
SOUS_TITRE = "Qui fait quoi, quand, et à quel engagement cela répond-il ?"

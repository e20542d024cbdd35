"""HTML of the offer of a portrait: its counts, its list by theme, the legend of its marks; every text is escaped."""

from collections.abc import Sequence

from ctg_data.charts import symboles
from ctg_data.charts.symboles import Marque
from ctg_data.ui.balises import balise, escape, paragraphe, tableau
from ctg_data.ui.balises import liste as liste_de
from ctg_data.ui.projection import image
from ctg_data.views.offre import Offre, ThemeOffre
from ctg_data.wording import nombres
from ctg_data.wording import offre as mots


def comptes(offre: Offre) -> str:
    """The sentence, one row a theme, then how to read it."""
    notes = liste_de(offre.notes, "ctg-liste ctg-sourdine")
    return paragraphe(offre.resume, "ctg-phrase") + tableau(offre.par_theme) + paragraphe(offre.source, "ctg-sourdine") + notes


def liste(offre: Offre) -> str:
    """One table a theme, under its name and the shape that it has on the map."""
    return "".join(map(_theme, offre.themes))


def _theme(t: ThemeOffre) -> str:
    titre = balise("h4", _signe(t.id), escape(t.libelle), " ", balise("span", escape(t.compte), classe="ctg-sourdine"))
    return balise("section", titre, tableau(t.tableau), classe="ctg-offre")


def _signe(genre: str) -> str:
    """A shape as an image: Streamlit lets no drawing through in a page."""
    return balise("img", src=image(symboles.seul(genre)), classe="ctg-symbole", aria_hidden="true")


def legende(marques: Sequence[Marque]) -> str:
    """The shapes that are on the map, with their words and their numbers."""
    if not marques:
        return ""
    lignes = (
        balise(
            "li",
            balise("span", _signe(genre), classe="ctg-echantillon"),
            balise("span", escape(nom)),
            balise("span", nombres.nombre(n) if n else "", classe="ctg-nombre"),
        )
        for genre, nom, n in symboles.legende(marques)
    )
    return paragraphe(mots.LEGENDE, "ctg-note") + balise("ul", *lignes, classe="ctg-classes ctg-marques")

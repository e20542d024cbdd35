"""HTML of the legend and of the sheet of the map page; every text is escaped."""

from ctg_data.charts import palette, theme
from ctg_data.charts.classement import Classement
from ctg_data.diagnostic.compare import SIGNES, Issue
from ctg_data.ui import textes
from ctg_data.ui.balises import balise, escape, paragraphe
from ctg_data.views.atlas_model import Fiche
from ctg_data.wording import nombres

_CLASSES = {SIGNES[Issue.FAVORABLE]: "ctg-favorable", SIGNES[Issue.DEFAVORABLE]: "ctg-defavorable"}


def legende(c: Classement, unite: str, precision: str) -> str:
    """Fill, words and number of areas of each class; circles of known size for a count; what the map is measured against."""
    lignes = (_entree(c, *x) for x in ((e.teinte, e.texte, e.effectif) for e in c.entrees))
    total = sum(e.effectif for e in c.entrees)
    titre = paragraphe(unite, "ctg-note") if unite else ""
    pied = balise(
        "li",
        balise("span"),
        balise("span", textes.LEGENDE_TOTAL),
        balise("span", nombres.nombre(total), classe="ctg-nombre"),
        classe="ctg-total",
    )
    fin = paragraphe(precision, "ctg-note") if precision else ""
    return titre + balise("ul", *lignes, pied, classe="ctg-classes") + _cercles(c) + fin


def _entree(c: Classement, teinte: int, texte: str, effectif: int) -> str:
    pastille = _pastille(teinte, cercle=c.rayons is not None and teinte == palette.AU_DESSUS)
    return balise("li", pastille, balise("span", escape(texte)), balise("span", nombres.nombre(effectif), classe="ctg-nombre"))


def _pastille(teinte: int, *, cercle: bool) -> str:
    t = palette.TEINTES[teinte]
    if cercle:
        return balise(
            "span", balise("span", classe="ctg-disque", style="width:14px;height:14px"), aria_hidden="true", classe="ctg-echantillon"
        )
    classe = f"ctg-pastille ctg-{t.motif}" if t.motif else "ctg-pastille"
    style = f"--fond:{t.couleur};--encre:{t.encre}" if t.motif else f"background:{t.couleur}"
    return balise("span", classe=classe, style=style, aria_hidden="true")


def _cercles(c: Classement) -> str:
    """The circles of the legend, each with the figure that it stands for."""
    if not c.reperes:
        return ""
    disques = (
        balise(
            "span",
            balise("span", classe="ctg-disque", style=_taille(2 * c.rayon * rayon)),
            balise("span", escape(texte)),
            classe="ctg-repere",
        )
        for rayon, texte in c.reperes
    )
    return balise("p", *disques, classe="ctg-reperes")


def _taille(diametre: float) -> str:
    cote = round(diametre, 1)
    return f"width:{cote}px;height:{cote}px;border-color:{theme.ACCENT}"


def fiche(f: Fiche) -> str:
    """Name, figure, comparison, then what is known of it, line by line."""
    titre = balise("h3", escape(f.nom), classe="ctg-titre") + paragraphe(f.sous_titre, "ctg-sourdine")
    valeur = paragraphe(f.valeur_texte, f"ctg-fiche-valeur ctg-{f.statut}")
    verdict = paragraphe(f"{f.signe} {f.verdict_texte}".strip(), _CLASSES.get(f.signe, "ctg-indetermine")) if f.verdict_texte else ""
    lignes = (balise("dt", escape(nom)) + balise("dd", escape(texte)) for nom, texte in f.lignes)
    notes = "".join(paragraphe(note, "ctg-note") for note in f.notes)
    return balise("div", titre, valeur, verdict, balise("dl", *lignes, classe="ctg-fiche"), notes)

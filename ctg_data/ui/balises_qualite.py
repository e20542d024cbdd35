"""The alerts of quality and the matrix of coverage as HTML; every text is escaped."""

from collections.abc import Sequence

from ctg_data.ui.balises import balise, escape
from ctg_data.views.qualite import AlerteVue
from ctg_data.views.qualite_sources import Case, Couverture
from ctg_data.wording import qualite as mots


def alerte(v: AlerteVue, *notes: str) -> str:
    """Where, what, what was expected, what to do, where to look; ``notes``: what else is said of it."""
    titre = balise("strong", escape(" ".join(filter(None, (v.signe, " · ".join(filter(None, (v.lieu, v.titre))))))))
    phrases = " ".join(filter(None, (v.phrase, v.attendu)))
    suites = (v.details, mots.A_FAIRE.format(remede=v.remede), mots.OU_LIRE.format(ou=v.ou_lire) if v.ou_lire else "", v.deja, *notes)
    lignes = (balise("span", escape(t), classe="ctg-note") for t in suites if t)
    return balise("p", titre, " ", escape(phrases), *lignes, classe=f"ctg-veille ctg-urgence-{v.alerte.severite}")


def matrice(vue: Couverture) -> str:
    """Sources by years: a sign and the same in words; on a telephone each source lists the years that it has."""
    colonnes = vue.tableau.colonnes
    entete = balise("tr", *(balise("th", escape(c), scope="col", role="columnheader") for c in colonnes), role="row")
    corps = (_ligne(source, cases, manque, colonnes) for source, cases, manque in vue.lignes)
    table = balise(
        "table",
        balise("caption", escape(vue.tableau.titre), classe="ctg-cache"),
        balise("thead", entete, role="rowgroup"),
        balise("tbody", *corps, role="rowgroup"),
        classe="ctg-table ctg-matrice",
        role="table",
    )
    return balise("div", table, classe="ctg-defile", tabindex="0", role="region", aria_label=vue.tableau.titre)


def _ligne(source: str, cases: Sequence[Case], manque: str, colonnes: Sequence[str]) -> str:
    tete = balise("th", escape(source), scope="row", role="rowheader")
    cellules = (_case(c, annee, source) for c, annee in zip(cases, colonnes[1:], strict=False))
    return balise("tr", tete, *cellules, balise("td", escape(manque), role="cell", data_nom=colonnes[-1]), role="row")


def _case(c: Case, annee: str, source: str) -> str:
    cache = balise("span", escape(c.texte.removesuffix(c.bref)), classe="ctg-cache") if c.bref != c.texte else ""
    contenu = (balise("span", c.signe, aria_hidden="true") + " " + cache + escape(c.bref)) if c.texte else ""
    titre = f"{source}, {annee} : {c.texte}" if c.texte else ""
    return balise("td", contenu, classe=f"ctg-case-{c.etat}" if c.texte else "", role="cell", data_nom=annee, title=titre)

"""Trends as CSV: one row a figure and a year, with the change in words on the row of its last year; texts are those of the screen."""

from collections.abc import Iterator

from ctg_data.diagnostic.figures import Multiple, Point
from ctg_data.exports import csv
from ctg_data.views.lecture import version
from ctg_data.views.tendances import TendancesView
from ctg_data.wording import fr

COLONNES = (
    "niveau", "code", "territoire", "theme", "indicateur", "libelle", "annee", "valeur", "unite", "statut", "texte", "borne_basse",
    "borne_haute", "comparables_bas", "comparables_mediane", "comparables_haut", "comparables_nombre", "rupture", "changement", "source",
    "version_des_donnees", "demonstration",
)  # fmt: skip


def tendances(vue: TendancesView) -> bytes:
    """Every figure of the theme, every year."""
    return csv.ecrit(COLONNES, ([rangee.get(nom) for nom in COLONNES] for m in vue.multiples for rangee in _rangees(vue, m)))


def _rangees(vue: TendancesView, m: Multiple) -> Iterator[csv.Rangee]:
    phrases = {ligne[0]: ligne[3] for ligne in vue.tableau.lignes}
    commun = {"niveau": vue.entete.niveau, "code": vue.entete.code, "territoire": vue.entete.nom, "theme": vue.theme, "indicateur": m.id}
    commun |= {"libelle": m.cadre.titre, "unite": m.unite, "source": m.cadre.source}
    commun |= {"version_des_donnees": version(vue.empreinte, demo=vue.demo)}
    commun |= {"demonstration": fr.texte("demo") if vue.demo else ""}
    for p in m.serie.points:
        phrase = phrases.get(m.cadre.titre, "") if p is m.serie.points[-1] else ""
        yield commun | _annee(m, p) | {"changement": phrase}


def _annee(m: Multiple, p: Point) -> dict[str, object]:
    siens = {"annee": p.annee, "valeur": p.valeur, "statut": p.statut, "texte": p.texte, "borne_basse": p.ic_bas, "borne_haute": p.ic_haut}
    siens["rupture"] = "Rupture de série : ne se compare pas aux années précédentes." if p.annee in m.ruptures else ""
    pairs = next((b for b in m.pairs if b.annee == p.annee), None)
    if pairs is None:
        return siens
    bande = {"comparables_bas": pairs.bas, "comparables_mediane": pairs.milieu, "comparables_haut": pairs.haut}
    return siens | bande | {"comparables_nombre": pairs.n}

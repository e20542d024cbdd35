"""HTML of the follow-up: the ladder of markers, the pips of evidence, a figure from its start to its target.  All texts are escaped.

Every shape is hidden from screen readers and has its words beside it.
"""

from collections.abc import Iterable, Sequence

from ctg_data.diagnostic.compare import Issue
from ctg_data.parcours.contribution import Moment
from ctg_data.parcours.copil import Point
from ctg_data.parcours.suivi import EtatMarqueur
from ctg_data.ui import textes_suivi as textes
from ctg_data.ui.balises import balise, escape, liste, paragraphe
from ctg_data.views.courbes import CourbeVue, Rubrique
from ctg_data.views.indicateurs_textes import IndicateurVue, Place
from ctg_data.views.suivi import ChangementVue, EchelonVue, MarqueurVue, PreuveVue

PIPS = 5
FORMES = {EtatMarqueur.NON: "non", EtatMarqueur.PARTIEL: "partiel", EtatMarqueur.OUI: "oui"}
ISSUES = {Issue.FAVORABLE: "ctg-favorable", Issue.DEFAVORABLE: "ctg-defavorable", Issue.INDETERMINE: "ctg-indetermine"}


def changement(vue: ChangementVue, *, indice: bool) -> str:
    """One change whole: what may be said first, then the ladder beside figures and evidence, then the next question."""
    tete = balise("h2", escape(vue.libelle), classe="ctg-titre") + paragraphe(vue.resume, "ctg-sourdine")
    dire = balise("p", escape(vue.dire[0]), classe="ctg-dire") + "".join(paragraphe(p, "ctg-reserve") for p in vue.dire[1:])
    alertes = "".join(balise("p", _gras(textes.ALERTE), escape(a), classe="ctg-rupture") for a in vue.alertes)
    gauche = _rubrique(textes.ECHELLE, _echelle(vue.echelle), _progres(vue, indice=indice))
    droite = _rubrique(textes.INDICATEURS, _indicateurs(vue.indicateurs)) + _rubrique(
        textes.PREUVES, _preuve(vue.preuve), _note(vue.hypotheses)
    )
    question = balise("p", _gras(textes.QUESTION), escape(vue.question), classe="ctg-suivante")
    colonnes = balise("div", balise("div", gauche), balise("div", droite), classe="ctg-suivi-colonnes")
    return balise("section", tete, alertes, _titre(textes.DIRE), dire, colonnes, question, classe="ctg-suivi")


def _gras(texte: str) -> str:
    return balise("strong", escape(texte)) + " "


def _titre(texte: str) -> str:
    return balise("h3", escape(texte), classe="ctg-rubrique")


def _rubrique(titre: str, *corps: str) -> str:
    return _titre(titre) + "".join(corps)


def _note(texte: str) -> str:
    return balise("span", escape(texte), classe="ctg-note") if texte else ""


def _progres(vue: ChangementVue, *, indice: bool) -> str:
    dits = [vue.progres, vue.indice if indice else ""]
    return "".join(paragraphe(t, "ctg-texte") for t in dits if t)


def _echelle(echelons: Iterable[EchelonVue]) -> str:
    """The three ranks, the nearest first; an empty one says what would fill it."""
    return balise("dl", *(_echelon(e) for e in echelons), classe="ctg-echelle")


def _echelon(e: EchelonVue) -> str:
    corps = balise("ul", *(_marqueur(m) for m in e.marqueurs)) if e.marqueurs else _note(textes.SANS_MARQUEUR)
    return balise("dt", escape(e.libelle)) + balise("dd", corps)


def _marqueur(m: MarqueurVue) -> str:
    forme = balise("span", classe=f"ctg-forme ctg-forme-{FORMES[m.etat]}", aria_hidden="true")
    details = " · ".join(t for t in (m.dit, m.portee, m.ou) if t)
    return balise("li", forme, balise("span", escape(m.libelle), _note(details)))


def _preuve(p: PreuveVue) -> str:
    pips = "".join(balise("span", classe="ctg-pip ctg-pip-plein" if n < p.niveau else "ctg-pip") for n in range(PIPS))
    dessin = balise("span", pips, classe="ctg-pips", aria_hidden="true")
    return balise("p", dessin, escape(p.dit), classe="ctg-niveau") + _note(p.details)


def _indicateurs(vues: Sequence[IndicateurVue]) -> str:
    return "".join(map(indicateur, vues)) or _note(textes.SANS_INDICATEUR)


def indicateur(v: IndicateurVue) -> str:
    """Start, today and target in words, then on one scale; what moved, its verdict, what is doubtful."""
    nom = balise("h4", escape(v.libelle), classe="ctg-figure-nom") + _note(" · ".join(t for t in (v.portee, v.sens, v.hypothese) if t))
    lignes = ((textes.DEPART, v.depart, v.fige), (textes.ACTUEL, v.actuel, v.age), (textes.CIBLE, v.cible, ""))
    faits = balise("dl", *(_fait(*ligne) for ligne in lignes if ligne[1]), classe="ctg-fiche")
    signe = balise("span", escape(f"{v.signe} "), aria_hidden="true") if v.signe else ""
    suite = balise("p", signe, escape(v.suite), classe=ISSUES.get(v.issue, "") if v.signe else "ctg-indetermine")
    doutes = "".join(_note(d) for d in v.doutes)
    return balise("div", nom, faits, _trajet(v), suite, doutes, classe="ctg-lie")


def _fait(nom: str, valeur: str, note: str) -> str:
    return balise("dt", escape(nom)) + balise("dd", escape(valeur), _note(note))


def _trajet(v: IndicateurVue) -> str:
    """Ring: start; disc: today, both with their interval; diamond: target.  The words above say the same."""
    places = (("depart", v.place_depart), ("actuel", v.place_actuel), ("cible", v.place_cible))
    marques = [t for cle, place in places if place for t in _marques(cle, place)]
    return balise("div", *marques, classe="ctg-trajet", aria_hidden="true") if v.place_depart else ""


def _marques(cle: str, p: Place) -> list[str]:
    avec = p.bas is not None and p.haut is not None
    marge = (
        balise("span", classe=f"ctg-trajet-marge ctg-marge-{cle}", style=f"left:{p.bas}%;width:{max(0.5, round(p.haut - p.bas, 2))}%")
        if avec
        else ""
    )
    return [marge, balise("span", classe=f"ctg-trajet-{cle}", style=f"left:{p.valeur}%")]


def recit(moments: Sequence[Moment]) -> str:
    """The six steps, numbered."""
    corps = (
        balise("li", balise("h3", escape(m.titre), classe="ctg-rubrique"), *(paragraphe(p, "ctg-texte") for p in m.phrases))
        for m in moments
    )
    return balise("ol", *corps, classe="ctg-recit")


def agenda(points: Sequence[Point]) -> str:
    return balise("ol", *(balise("li", escape(p.titre), liste(p.details)) for p in points), classe="ctg-agenda")


def courbe(vue: CourbeVue, image: str) -> str:
    """The drawing (``image``: its address, "" for none), its source under it, its sentences beside it."""
    titre = balise("h3", escape(vue.libelle), classe="ctg-question")
    if vue.courbe is None:
        dessin = _note(textes.COURBE_ILLISIBLE)
    else:
        cadre = vue.courbe.cadre
        dessin = f'<img class="ctg-courbe" src="{image}" alt="{escape(cadre.alt)}">' + paragraphe(cadre.source, "ctg-sourdine")
    cote = "".join(paragraphe(p, "ctg-texte") for p in vue.phrases)
    return titre + balise("div", balise("div", dessin), balise("div", cote), classe="ctg-suivi-colonnes")


def rubriques(siennes: Sequence[Rubrique]) -> str:
    """What stands behind a curve, side by side."""
    blocs = (balise("div", _titre(r.titre), liste(r.lignes) if r.lignes else _note(r.vide)) for r in siennes)
    return balise("div", *blocs, classe="ctg-rubriques")


def echelle_preuve(niveaux: Sequence[str]) -> str:
    """The scale of evidence, 0 to 5, in words."""
    return balise("ol", *(balise("li", escape(n)) for n in niveaux), classe="ctg-liste", start="0")

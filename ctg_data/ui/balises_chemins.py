"""Differences between two texts, and a path as an outline: HTML in which every text is escaped."""

from collections.abc import Iterable

from ctg_data.ui import textes_chemins as mots
from ctg_data.ui.balises import balise, escape, paragraphe
from ctg_data.views.chemins import Branche, CheminVue, Comparaison, Element, HypotheseVue
from ctg_data.views.consentement import ObjectionVue
from ctg_data.views.versions import Ecart, Morceau, Sort, Texte

SIGNES = {Sort.AJOUTE: ("ins", "+", "ajouté : "), Sort.RETIRE: ("del", "−", "retiré : ")}
"""Tag, sign that the eye reads, word that a screen reader says."""


def ecrit(texte: str, classe: str = "ctg-ecrit") -> str:
    """What people wrote, line breaks kept."""
    return balise("p", escape(texte), classe=classe)


def differences(texte: Texte) -> str:
    """Words kept, taken away, added: told by the stroke, by a sign and by a word, never by colour alone."""
    return balise("p", *map(_morceau, texte), classe="ctg-ecrit ctg-differences")


def _morceau(m: Morceau) -> str:
    if m.sort == Sort.GARDE:
        return escape(m.texte)
    nom, signe, dit = SIGNES[m.sort]
    suite = m.texte[len(m.texte.rstrip()) :]
    marque = balise("span", signe, classe="ctg-signe", aria_hidden="true") + balise("span", escape(dit), classe="ctg-cache")
    return balise(nom, marque, balise("span", escape(m.texte.rstrip()), classe="ctg-change")) + escape(suite)


def comparaison(vue: Comparaison, avant: str, apres: str) -> str:
    """Two versions side by side: what went or was on the left, what came or is on the right."""
    titres = balise("tr", *(balise("th", escape(t), scope="col") for t in (mots.ECART, avant, apres)))
    corps = "".join(_ecart(e, avant, apres) for e in vue.ecarts)
    titre = balise("caption", escape(vue.titre), classe="ctg-cache")
    table = balise("table", titre, balise("thead", titres), balise("tbody", corps), classe="ctg-table")
    return balise("div", table, classe="ctg-defile", tabindex="0", role="region", aria_label=vue.titre)


def _ecart(e: Ecart, avant: str, apres: str) -> str:
    cotes = ((avant, Sort.AJOUTE), (apres, Sort.RETIRE))
    cellules = (balise("td", *(_morceau(m) for m in e.texte if m.sort != absent), data_nom=nom) for nom, absent in cotes)
    return balise("tr", balise("th", escape(e.quoi), scope="row"), *cellules)


def objection(o: ObjectionVue) -> str:
    """One objection: from where, why, what became of it, and the words that it changed."""
    tete = balise("strong", escape(f"{o.nom} · ")) + escape(mots.DIT_PAR.format(college=o.college, etat=o.etat, qui=o.mention))
    blocs = [balise("p", tete, classe="ctg-mention"), ecrit(o.motif)]
    if o.reponse:
        blocs.append(paragraphe(mots.REPONDU.format(reponse=o.reponse), "ctg-ecrit"))
    if o.mots:
        blocs += [paragraphe(mots.MOTS_CHANGES, "ctg-mention"), differences(o.mots)]
    return balise("div", *blocs, classe="ctg-saisie")


def plan(vue: CheminVue, choisi: str) -> str:
    """The whole path as nested lists, then what leads nowhere yet and what is parked."""
    blocs = [_liste([vue.arbre], choisi)]
    for titre, branches in ((mots.DETACHEES, vue.detachees), (mots.ECARTEES, tuple(map(Branche, vue.ecartees)))):
        if branches:
            blocs += [balise("h4", escape(titre), classe="ctg-theme"), _liste(branches, choisi)]
    return balise("div", *blocs, classe="ctg-plan")


def _liste(branches: Iterable[Branche], choisi: str) -> str:
    return balise("ul", *(_branche(b, choisi) for b in branches))


def _branche(b: Branche, choisi: str) -> str:
    hypotheses = "".join(_hypothese(h, choisi) for h in (b.fleche.hypotheses if b.fleche else ()))
    dessous = _liste(b.dessous, choisi) if b.dessous else ""
    return balise("li", _element(b.element, choisi, deja=b.deja), hypotheses, dessous, classe=f"ctg-plan-{b.element.genre}")


def _element(e: Element, choisi: str, *, deja: bool) -> str:
    detail = mots.DEJA if deja else e.detail
    note = balise("span", escape(detail), classe="ctg-note") if detail else ""
    contenu = balise("strong", escape(e.repere)), " ", escape(e.texte), note
    return balise("div", *contenu, classe="ctg-choisi" if e.id == choisi else "", aria_current="true" if e.id == choisi else "")


def _hypothese(h: HypotheseVue, choisi: str) -> str:
    notes = (balise("span", escape(t), classe="ctg-note") for t in (h.detail, h.signes))
    classe = "ctg-hypothese ctg-choisi" if h.id == choisi else "ctg-hypothese"
    courant = "true" if h.id == choisi else ""
    return balise("div", balise("strong", escape(h.repere)), " ", escape(h.texte), *notes, classe=classe, aria_current=courant)


def repli(titre: str, phrases: Iterable[str], *, ouvert: bool) -> str:
    """A list under a title that opens and closes it."""
    attributs = {"open": "open"} if ouvert else {}
    contenu = balise("ul", *(balise("li", escape(p)) for p in phrases), classe="ctg-liste ctg-a-faire")
    return balise("details", balise("summary", escape(titre)), contenu, classe="ctg-repli", **attributs)

"""The path towards a change: what the drawing shows, the same as an outline, what is missing, what can be chosen to be changed."""

from dataclasses import dataclass
from datetime import date

from ctg_data.conventions.lecture import Livre
from ctg_data.parcours import etats, graphe, preuves
from ctg_data.parcours.chemin import Bout, Changement, Chemin, Etape, Hypothese, Lien
from ctg_data.parcours.convention import Action
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatHypothese
from ctg_data.parcours.suivi import IndicateurLie, Marqueur, Preuve
from ctg_data.views import versions
from ctg_data.views.changements import choix
from ctg_data.views.consentement import repere
from ctg_data.views.registres import libelle_indicateur
from ctg_data.views.versions import Ecart
from ctg_data.wording import chemins as mots
from ctg_data.wording import nombres
from ctg_data.wording import parcours as noms
from ctg_data.wording.typographie import soigne

PRUDENCE = (
    EtatHypothese.REFUTEE,
    EtatHypothese.AFFAIBLIE,
    EtatHypothese.A_TESTER,
    EtatHypothese.EN_TEST,
    EtatHypothese.NON_TESTABLE,
    EtatHypothese.CONFORTEE,
)
"""Of several hypotheses on one arrow, the drawing shows the state that calls for the most care."""


@dataclass(frozen=True)
class Element:
    """A step, an action or the change.  ``genre``: action, etape, changement; ``detail``: who, for when, state."""

    id: str
    genre: str
    repere: str
    texte: str
    etat: str
    detail: str


@dataclass(frozen=True)
class HypotheseVue:
    """``detail``: state, risk, day when it will be looked at, strength of its evidence; ``signes``: what will show it."""

    id: str
    repere: str
    texte: str
    etat: str
    detail: str
    signes: str


@dataclass(frozen=True)
class Fleche:
    """``etat``: that of its hypotheses, as one."""

    id: str
    nom: str
    de: str
    vers: str
    etat: str
    hypotheses: tuple[HypotheseVue, ...]


@dataclass(frozen=True)
class Branche:
    """An element of the outline, the arrow by which it leads to the one above, and what leads to it; ``deja``: told higher up."""

    element: Element
    fleche: Fleche | None = None
    dessous: tuple["Branche", ...] = ()
    deja: bool = False


@dataclass(frozen=True)
class CheminVue:
    """One version of a path.

    ``arbre``: the outline from the change; ``detachees``: what leads nowhere yet; ``ecartees``: parked steps.
    ``choix``: (id, name) of all that can be chosen; ``manques``: (id, what to do) before it can be validated; ``fige``: its drawing no
    longer changes.
    """

    id: str
    numero: int
    etat: str
    titre: str
    entete: str
    pied: str
    note: str
    resume: str
    elements: tuple[Element, ...]
    fleches: tuple[Fleche, ...]
    arbre: Branche
    detachees: tuple[Branche, ...]
    ecartees: tuple[Element, ...]
    choix: tuple[tuple[str, str], ...]
    manques: tuple[tuple[str, str], ...]
    fige: bool
    archive: bool
    fictive: bool


@dataclass(frozen=True)
class Comparaison:
    """``ecarts`` is empty when both versions say the same."""

    titre: str
    ecarts: tuple[Ecart, ...]


def version_lue(dossier: Dossier, changement: str, demandee: str = "") -> str:
    """The version that is asked for, else the current one; "" without any."""
    siennes = [i for i, _ in dossier.chemins(changement)]
    return demandee if demandee in siennes else dossier.courant(changement)


def choix_versions(dossier: Dossier, changement: str) -> tuple[tuple[str, str], ...]:
    """(id, « version 2, actif ») of every version of a path, the last one first."""
    dites = (
        (i, nombres.capitale(mots.VERSION_ET_ETAT.format(numero=c.numero, etat=noms.etat(c.etat)))) for i, c in dossier.chemins(changement)
    )
    return tuple(reversed(list(dites)))


def chemin(livre: Livre, identifiant: str) -> CheminVue:
    """One version of a path."""
    d = livre.dossier
    c = d.de(Chemin)[identifiant]
    elements = _elements(d, identifiant)
    fleches = _fleches(d, identifiant, elements)
    presents = {bout for f in fleches for bout in (f.de, f.vers)} | {c.changement}
    ecartees = {i for i, e in d.etapes(identifiant) if e.ecartee}
    visibles = tuple(e for i, e in elements.items() if i not in ecartees and (i in presents or e.genre == "etape"))
    vus: set[str] = set()
    arbre = _branche(elements, fleches, elements[c.changement], vus)
    libre = c.etat not in etats.FIGES
    return soigne(
        CheminVue(
            id=identifiant,
            numero=c.numero,
            etat=noms.etat(c.etat),
            titre=mots.TITRE_DESSIN.format(repere=repere(d, c.changement), libelle=d.de(Changement)[c.changement].libelle),
            entete=_entete(c),
            pied=mots.PIED_DESSIN.format(ctg=d.ctg.nom, numero=c.numero, etat=noms.etat(c.etat)),
            note=c.note,
            resume=_resume(elements[c.changement].texte, visibles, fleches),
            elements=visibles,
            fleches=fleches,
            arbre=arbre,
            detachees=_detachees(elements, fleches, visibles, vus),
            ecartees=tuple(elements[i] for i in elements if i in ecartees),
            choix=_choix([*visibles, *(elements[i] for i in elements if i in ecartees)], fleches),
            manques=tuple((m.cible, m.texte) for m in graphe.manques(d, identifiant)) if libre else (),
            fige=not libre,
            archive=c.etat in etats.ARCHIVES,
            fictive=d.ctg.fictive,
        )
    )


def _entete(c: Chemin) -> str:
    pilote = mots.PILOTE.format(pilote=c.pilote) if c.pilote.strip() else mots.SANS_PILOTE
    return " · ".join((nombres.capitale(mots.VERSION_ET_ETAT.format(numero=c.numero, etat=noms.etat(c.etat))), pilote))


def _elements(d: Dossier, identifiant: str) -> dict[str, Element]:
    """Everything that an arrow may join in this path, marked C1, E1…, A1…: the change, its steps, the actions that lead somewhere."""
    but = d.de(Chemin)[identifiant].changement
    changement = d.de(Changement)[but]
    elements = {
        but: Element(but, "changement", repere(d, but), changement.libelle, noms.etat(changement.etat), _detail_changement(changement))
    }
    elements |= {i: Element(i, "etape", f"E{n}", e.libelle, "", _detail_etape(e)) for n, (i, e) in enumerate(d.etapes(identifiant), 1)}
    reliees = {lien.de for lien in d.ou(Lien, chemin=identifiant).values() if lien.de_type == Bout.ACTION}
    actions = ((i, a) for i, a in d.de(Action).items() if i in reliees)
    return elements | {
        i: Element(i, "action", f"A{n}", a.libelle, noms.etat(a.etat), " · ".join(filter(None, (noms.etat(a.etat), a.pilote))))
        for n, (i, a) in enumerate(actions, 1)
    }


def _detail_changement(c: Changement) -> str:
    return " · ".join(filter(None, (noms.etat(c.etat), c.public, _pour(c.horizon))))


def _detail_etape(e: Etape) -> str:
    return " · ".join(filter(None, (e.acteur, _pour(e.echeance))))


def _pour(jour: date | None) -> str:
    return mots.ECHEANCE.format(jour=noms.jour(jour)) if jour else ""


def _fleches(d: Dossier, identifiant: str, elements: dict[str, Element]) -> tuple[Fleche, ...]:
    """In the order of the elements that they join; hypotheses are numbered along."""
    rangs = {i: rang for rang, i in enumerate(elements)}
    liens = sorted(d.liens(identifiant).items(), key=lambda p: (rangs[p[1].vers], rangs[p[1].de]))
    fleches, numero = [], 0
    for i, lien in liens:
        portees = []
        for h in d.ou(Hypothese, lien=i):
            numero += 1
            portees.append(_hypothese(d, h, f"H{numero}"))
        etat = next((noms.etat(e) for e in PRUDENCE for h in portees if h.etat == noms.etat(e)), "")
        nom = mots.FLECHE.format(de=elements[lien.de].repere, vers=elements[lien.vers].repere)
        fleches.append(Fleche(i, nom, lien.de, lien.vers, etat, tuple(portees)))
    return tuple(fleches)


def _hypothese(d: Dossier, identifiant: str, repere_: str) -> HypotheseVue:
    h = d.de(Hypothese)[identifiant]
    detail = mots.HYPOTHESE_DETAIL.format(
        etat=noms.etat(h.etat),
        risque=noms.choix(h.risque).lower(),
        examen=mots.EXAMEN.format(jour=noms.jour(h.prevue_le)) if h.prevue_le else mots.SANS_EXAMEN,
        preuves=preuves_en_mots(d, identifiant),
    )
    libelles = [m.libelle for m in d.ou(Marqueur, cible=identifiant).values()]
    libelles += [libelle_indicateur(i.indicateur) for i in d.ou(IndicateurLie, porteur=identifiant).values()]
    signes = mots.SIGNES_SUIVIS.format(signes=nombres.enumere([f"« {s} »" for s in libelles])) if libelles else mots.SANS_SIGNE
    return HypotheseVue(identifiant, repere_, h.texte, noms.etat(h.etat), detail, signes)


def preuves_en_mots(d: Dossier, cible: str) -> str:
    """« 2 preuves, 2 sources : niveau 2 sur 5 (des données montrent le changement) »."""
    siennes = d.ou(Preuve, cible=cible).values()
    if not siennes:
        return mots.SANS_PREUVE
    force = preuves.force(siennes)
    dites = mots.PREUVES.format(
        preuves=nombres.pluriel(len(siennes), "preuve"),
        sources=nombres.pluriel(force.sources, "source"),
        niveau=force.niveau,
        sens=noms.NIVEAUX_PREUVE[force.niveau],
    )
    contraires = mots.CONTRAIRES.format(nombre=force.contraires, s="s" if force.contraires > 1 else "")
    return f"{dites}, {contraires}" if force.contraires else dites


def _branche(elements: dict[str, Element], fleches: tuple[Fleche, ...], ici: Element, vus: set[str], par: Fleche | None = None) -> Branche:
    if ici.id in vus:
        return Branche(ici, par, deja=True)
    vus.add(ici.id)
    dessous = tuple(_branche(elements, fleches, elements[f.de], vus, f) for f in fleches if f.vers == ici.id)
    return Branche(ici, par, dessous)


def _detachees(
    elements: dict[str, Element], fleches: tuple[Fleche, ...], visibles: tuple[Element, ...], vus: set[str]
) -> tuple[Branche, ...]:
    """What no arrow leads to the change yet, from its own ends."""
    bouts = [e for e in visibles if e.id not in vus and not any(f.de == e.id for f in fleches)]
    return tuple(_branche(elements, fleches, e, vus) for e in bouts)


def _choix(elements: list[Element], fleches: tuple[Fleche, ...]) -> tuple[tuple[str, str], ...]:
    """The change, steps and actions, then arrows, each with its hypotheses."""
    par_element = [(e.id, f"{e.repere} · {e.texte}") for e in elements]
    par_fleche = [choix for f in fleches for choix in ((f.id, f.nom), *((h.id, f"{h.repere} · {h.texte}") for h in f.hypotheses))]
    return (*par_element, *par_fleche)


def _resume(but: str, visibles: tuple[Element, ...], fleches: tuple[Fleche, ...]) -> str:
    """What the drawing says, for who does not see it."""
    comptes = {genre: sum(e.genre == genre for e in visibles) for genre in ("action", "etape")}
    if not fleches and not comptes["etape"]:
        return mots.RESUME_VIDE.format(changement=but)
    hypotheses = [h for f in fleches for h in f.hypotheses]
    etats_ = [noms.etat(e) for e in EtatHypothese]
    dites = [f"{n} {e}" for e in etats_ if (n := sum(h.etat == e for h in hypotheses))]
    return mots.RESUME.format(
        actions=nombres.capitale(nombres.pluriel(comptes["action"], "action")),
        etapes=nombres.pluriel(comptes["etape"], "étape"),
        changement=but,
        fleches=nombres.pluriel(len(fleches), "flèche"),
        hypotheses=f"{nombres.pluriel(len(hypotheses), 'hypothèse')} ({', '.join(dites)})" if hypotheses else mots.SANS_HYPOTHESE,
    )


def comparaison(dossier: Dossier, avant: str, apres: str) -> Comparaison:
    """What differs between two versions of a path, in words."""
    numeros = {"avant": dossier.de(Chemin)[avant].numero, "apres": dossier.de(Chemin)[apres].numero}
    return soigne(Comparaison(mots.COMPARAISON.format(**numeros), versions.compare(dossier, avant, apres)))


def sources(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """(id, name) of the paths of a CTG that another may start from: the current one of each change."""
    courants = ((dossier.courant(i), nom) for i, nom in choix(dossier))
    return tuple((i, nom) for i, nom in courants if i)

"""The register of consent: what was proposed, what was objected, what words it changed, what stands in the way of adoption."""

from dataclasses import dataclass

from ctg_data.conventions.lecture import Livre
from ctg_data.diagnostic.figures import Tableau
from ctg_data.parcours import admission, etats, passages
from ctg_data.parcours.chemin import Changement, Chemin
from ctg_data.parcours.concertation import FuturIdeal, Objection, Proposition
from ctg_data.parcours.convention import Instance, Reunion
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatProposition, EtatReunion
from ctg_data.storage.fiches import Fiche
from ctg_data.views import versions
from ctg_data.views.versions import Texte
from ctg_data.wording import chemins as mots
from ctg_data.wording import nombres, saisies
from ctg_data.wording import parcours as noms
from ctg_data.wording.typographie import soigne


@dataclass(frozen=True)
class ObjectionVue:
    """``mots``: the words that it changed, () when an answer lifted it; ``en_cours``: it stands in the way of adoption."""

    id: str
    nom: str
    college: str
    motif: str
    etat: str
    reponse: str
    mots: Texte
    en_cours: bool
    mention: str


@dataclass(frozen=True)
class PropositionVue:
    """``obstacles``: what is to be done before it can be adopted; ``libre``: its words may still change freely; ``finie``: decided."""

    id: str
    sujet: str
    texte: str
    etat: str
    reunion: str
    mention: str
    objections: tuple[ObjectionVue, ...]
    obstacles: tuple[str, ...]
    libre: bool
    finie: bool


@dataclass(frozen=True)
class RegistreVue:
    """``choix``: (id, name) of every proposition, those that wait first; ``choisie``: the one that is read."""

    choix: tuple[tuple[str, str], ...]
    tableau: Tableau
    choisie: PropositionVue | None


def registre(livre: Livre, choisie: str = "") -> RegistreVue:
    """Propositions that wait for a decision first, then the last decided ones."""
    propositions = livre.dossier.de(Proposition)
    recentes = tuple(reversed(propositions))
    ordre = sorted(recentes, key=lambda i: etats.fini(propositions[i].etat))
    ici = choisie if choisie in propositions else next(iter(ordre), "")
    choix = tuple((i, f"{sujet(livre.dossier, propositions[i])} · {noms.etat(propositions[i].etat)}") for i in ordre)
    tableau = Tableau(mots.REGISTRE, mots.COLONNES_REGISTRE, tuple(_ligne(livre.dossier, i) for i in ordre))
    return soigne(RegistreVue(choix, tableau, _proposition(livre, ici) if ici else None))


def _ligne(dossier: Dossier, identifiant: str) -> tuple[str, ...]:
    p = dossier.de(Proposition)[identifiant]
    toutes = len(dossier.ou(Objection, proposition=identifiant))
    ouvertes = 0 if etats.fini(p.etat) else len(passages.en_cours(dossier, identifiant))
    modele = mots.OBJECTIONS_EN_COURS if ouvertes else mots.OBJECTIONS_TOUTES_LEVEES if toutes else mots.OBJECTIONS_AUCUNE
    return sujet(dossier, p), p.texte, noms.etat(p.etat), reunion(dossier, p.reunion), modele.format(nombre=toutes, ouvertes=ouvertes)


def sujet(dossier: Dossier, proposition: Proposition) -> str:
    """« Changement C2 »: what a proposition is about."""
    cible = dossier.cherche(proposition.cible) if proposition.cible else None
    champs = {"numero": getattr(cible, "numero", ""), "repere": ""}
    match cible:
        case Changement():
            champs["repere"] = repere(dossier, proposition.cible)
        case Chemin():
            champs["repere"] = repere(dossier, cible.changement)
        case FuturIdeal():
            pass
        case _:
            return mots.SUJETS["autre"]
    return mots.SUJETS[proposition.objet.value].format(**champs)


def repere(dossier: Dossier, changement: str) -> str:
    """« C2 »: the place of a change among those of the CTG."""
    return next((f"C{rang}" for rang, (i, _) in enumerate(dossier.changements(), 1) if i == changement), "C")


def reunion(dossier: Dossier, identifiant: str) -> str:
    """« Table 2 du 10 mars 2025 (tenue) »."""
    r = dossier.de(Reunion).get(identifiant)
    if r is None:
        return mots.SANS_REUNION
    return mots.REUNION.format(objet=r.objet or dossier.de(Instance)[r.instance].nom, jour=noms.jour(r.jour), etat=noms.etat(r.etat))


def reunion_et_quorum(dossier: Dossier, identifiant: str) -> str:
    """« Table 2 du 10 mars 2025 (tenue) : 5 présents, quorum de 3 »; nobody was there before it is held."""
    r = dossier.de(Reunion).get(identifiant)
    if r is None:
        return mots.SANS_REUNION
    modele = mots.REUNION_ET_QUORUM if r.etat == EtatReunion.TENUE or r.presents else mots.REUNION_A_VENIR
    presents = nombres.pluriel(r.presents, "présent")
    return modele.format(reunion=reunion(dossier, identifiant), presents=presents, quorum=max(r.quorum, 1))


def _proposition(livre: Livre, identifiant: str) -> PropositionVue:
    fiche: Fiche[Proposition] = livre.fiches[identifiant]
    p = fiche.objet
    objections = livre.dossier.ou(Objection, proposition=identifiant)
    a_adopter = passages.obstacles(livre.dossier, identifiant, p, EtatProposition.ADOPTEE) if p.etat == EtatProposition.OBJECTIONS else ()
    return PropositionVue(
        id=identifiant,
        sujet=sujet(livre.dossier, p),
        texte=p.texte,
        etat=noms.etat(p.etat),
        reunion=reunion_et_quorum(livre.dossier, p.reunion),
        mention=nombres.capitale(mots.ECRITE.format(qui=saisies.qui_quand(fiche.cree_par, fiche.cree_le))),
        objections=tuple(_objection(livre, i, rang) for rang, i in enumerate(objections, 1)),
        obstacles=tuple(a_adopter),
        libre=p.etat in admission.LIBRES_DE_TEXTE,
        finie=etats.fini(p.etat),
    )


def _objection(livre: Livre, identifiant: str, rang: int) -> ObjectionVue:
    fiche: Fiche[Objection] = livre.fiches[identifiant]
    o = fiche.objet
    return ObjectionVue(
        id=identifiant,
        nom=f"O{rang}",
        college=noms.choix(o.college),
        motif=o.motif,
        etat=noms.etat(o.etat),
        reponse=o.reponse,
        mots=versions.differences(o.avant, o.apres) if o.avant != o.apres else (),
        en_cours=o.etat in passages.EN_COURS,
        mention=saisies.qui_quand(fiche.cree_par, fiche.cree_le),
    )

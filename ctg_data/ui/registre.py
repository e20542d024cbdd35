"""The part of the page of paths on consent: the register, one proposition with its objections, the meeting that decides."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from ctg_data.conventions import consentement
from ctg_data.conventions.gestes import Etabli
from ctg_data.conventions.lecture import Livre
from ctg_data.parcours import etats
from ctg_data.parcours.admission import LIBRES_DE_TEXTE
from ctg_data.parcours.concertation import College, Objection, Proposition
from ctg_data.parcours.convention import Instance, Reunion, TypeInstance
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatObjection, EtatProposition, EtatReunion
from ctg_data.storage.depot import Fiche
from ctg_data.ui import balises, balises_chemins, components, conventions, formes, state
from ctg_data.ui import cache_conventions as lus
from ctg_data.ui import textes_chemins as mots
from ctg_data.ui.champs import Champ, parmi
from ctg_data.ui.formes import Forme, Geste
from ctg_data.ui.mains import Brouillon
from ctg_data.views import consentement as vues
from ctg_data.views.consentement import ObjectionVue, PropositionVue
from ctg_data.wording.typographie import soigne

TEXTE = (Champ("texte", mots.TEXTE_PROPOSE),)
OBJECTION = (parmi("college", mots.COLLEGE, College), Champ("motif", mots.MOTIF_OBJECTION, mots.MOTIF_OBJECTION_AIDE))
CHIFFRES = (Champ("presents", mots.PRESENTS, nature="nombre"), Champ("quorum", mots.QUORUM, nature="nombre"))
SEANCE = (Champ("jour", mots.JOUR, nature="date"), Champ("objet", mots.OBJET, nature="ligne"), *CHIFFRES)


def proposition(cle: str, libelle: str, cible: Fiche) -> Geste:
    """Put a version, a change or a path to consent, by the last meeting that was held, then open its proposition."""

    def geste(etabli: Etabli) -> Fiche[Proposition]:
        return consentement.propose(etabli, cible, _derniere_reunion(etabli.dossier))

    return Geste(f"propose-{cle}", libelle, geste, mots.MIS_AU_CONSENTEMENT, ensuite=lambda f: ouvre(f.id))


def ouvre(identifiant: str) -> None:
    """Callback: read a proposition in the register."""
    state.change(volet="consentement", element=identifiant, version="")


def _derniere_reunion(dossier: Dossier) -> str:
    """The last one that was held, else the last one planned."""
    reunions = sorted(dossier.de(Reunion).items(), key=lambda r: (r[1].etat == EtatReunion.TENUE, r[1].jour))
    return reunions[-1][0] if reunions else ""


def montre(livre: Livre) -> None:
    vue = lus.registre(livre, state.selection().element)
    components.titre(mots.REGISTRE)
    if vue.choisie is None:
        components.vide(mots.REGISTRE_VIDE, mots.REGISTRE_REMEDE)
        return
    st.html(balises.tableau(vue.tableau))
    noms = dict(vue.choix)
    cle = state.lie("element", vue.choisie.id)
    st.selectbox(mots.PROPOSITION, list(noms), format_func=noms.__getitem__, key=cle, on_change=state.retient, args=("element",), width=560)
    _proposition(livre, vue.choisie)
    _objections(livre, vue.choisie)


def _proposition(livre: Livre, vue: PropositionVue) -> None:
    fiche = livre.fiches[vue.id]
    components.titre(f"{vue.sujet} : {vue.etat}", 3)
    mentions = (soigne(mots.REUNION_QUI_DECIDE.format(reunion=vue.reunion)), vue.mention)
    st.html(balises_chemins.ecrit(vue.texte, "ctg-ecrit ctg-phrase") + "".join(balises.paragraphe(m, "ctg-mention") for m in mentions))
    formes.barre(f"proposition-{vue.id}", livre.dossier.id, _suites(livre, fiche))
    if vue.obstacles:
        st.html(balises.paragraphe(mots.AVANT_ADOPTION, "ctg-mention") + balises.liste(vue.obstacles, "ctg-liste ctg-a-faire"))
    elif fiche.objet.etat == EtatProposition.OBJECTIONS:
        st.html(balises.paragraphe(mots.RIEN_NE_S_OPPOSE, "ctg-mention"))
    formes.barre(f"reunion-{vue.id}", livre.dossier.id, _reunion(livre, fiche))


def _suites(livre: Livre, fiche: Fiche[Proposition]) -> list[Geste | Forme]:
    """The gesture of the moment first, then the others."""
    etat, cle = fiche.objet.etat, fiche.id
    if etats.fini(etat):
        return []
    if etat == EtatProposition.OBJECTIONS:
        adopte = Geste(f"adopte-{cle}", mots.ADOPTER, lambda e: consentement.adopte(e, fiche), mots.ADOPTE)
        return [adopte, *formes.passages(cle, fiche, sauf=(EtatProposition.ADOPTEE,))]
    tout = Geste(f"objections-{cle}", mots.AUX_OBJECTIONS, lambda e: consentement.aux_objections(e, fiche), mots.AUX_OBJECTIONS_FAIT)
    texte = [_texte(fiche)] if etat in LIBRES_DE_TEXTE else []
    return [
        tout,
        *formes.passages(cle, fiche, sauf=(EtatProposition.OBJECTIONS, EtatProposition.AMENDEE)),
        *texte,
        formes.retire(f"retire-{cle}", mots.RETIRER_PROPOSITION, fiche),
    ]


def _texte(fiche: Fiche[Proposition]) -> Forme:
    def geste(etabli: Etabli, lue: Fiche | None, saisies: Brouillon) -> None:
        consentement.amende(etabli, lue or fiche, saisies["texte"])

    libelle = mots.AMENDER if fiche.objet.etat == EtatProposition.REACTIONS else mots.MODIFIER_TEXTE
    return Forme(f"texte-{fiche.id}", libelle, TEXTE, geste, lue=fiche, depart=formes.depart(fiche, TEXTE))


# The meeting that decides ---------------------------------------------------------------------------------------------


def _reunion(livre: Livre, fiche: Fiche[Proposition]) -> Sequence[Geste | Forme]:
    if etats.fini(fiche.objet.etat):
        return []
    d = livre.dossier
    suites: list[Geste | Forme] = [_note(d, fiche)]
    if d.de(Reunion):
        suites.insert(0, _choisit(d, fiche))
    if fiche.objet.reunion in d.de(Reunion):
        suites += _corrige(livre.fiches[fiche.objet.reunion])
    return suites


def _choisit(d: Dossier, fiche: Fiche[Proposition]) -> Forme:
    options = tuple((i, soigne(vues.reunion_et_quorum(d, i))) for i in reversed(d.de(Reunion)))

    def geste(etabli: Etabli, lue: Fiche | None, saisies: Brouillon) -> None:
        etabli.modifie(lue or fiche, reunion=saisies["reunion"])

    champs = (Champ("reunion", mots.REUNION, nature="choix", options=options),)
    depart = formes.depart(fiche, champs)
    return Forme(f"choisit-reunion-{fiche.id}", mots.CHOISIR_REUNION, champs, geste, mots.REUNION_CHOISIE, lue=fiche, depart=depart)


def _note(d: Dossier, fiche: Fiche[Proposition]) -> Forme:
    """A meeting, with the table that it is of when there is none yet; it decides on this proposition."""
    instances = tuple((i, o.nom) for i, o in d.de(Instance).items())
    choix = (Champ("instance", mots.INSTANCE, nature="choix", options=(*instances, ("", mots.NOUVELLE_TABLE))),) if instances else ()

    def geste(etabli: Etabli, lue: Fiche | None, saisies: Brouillon) -> None:
        instance = saisies.get("instance", "") or etabli.cree(Instance(d.id, mots.TABLE, TypeInstance.TABLE)).id
        lues = conventions.valeurs(Reunion, {c.nom: saisies[c.nom] for c in SEANCE})
        reunion = etabli.cree(Reunion(d.id, instance, **lues))
        if saisies["tenue"]:
            etabli.passe(reunion, EtatReunion.TENUE)
        etabli.modifie(lue or fiche, reunion=reunion.id)

    champs = (*choix, *SEANCE, Champ("tenue", mots.TENUE, nature="case"))
    depart = {"jour": date.today(), "tenue": True, **({"instance": instances[0][0]} if instances else {})}
    return Forme(
        f"note-reunion-{fiche.id}",
        mots.NOTER_REUNION,
        champs,
        geste,
        mots.REUNION_FAITE,
        lue=fiche,
        depart=depart,
        aide=mots.NOTER_REUNION_AIDE,
    )


def _corrige(fiche: Fiche[Reunion]) -> list[Geste | Forme]:
    tenue = Geste(f"tenue-{fiche.id}", mots.REUNION_TENUE, lambda e: e.passe(fiche, EtatReunion.TENUE), mots.REUNION_FAITE)
    corrige = formes.modifie(f"reunion-{fiche.id}", mots.MODIFIER_REUNION, fiche, SEANCE)
    return [tenue, corrige] if fiche.objet.etat == EtatReunion.PREVUE else [corrige]


# Objections -----------------------------------------------------------------------------------------------------------


def _objections(livre: Livre, vue: PropositionVue) -> None:
    components.titre(mots.OBJECTIONS, 3)
    if not vue.objections:
        st.html(balises.paragraphe(mots.OBJECTIONS_VIDE, "ctg-sourdine"))
    for objection in vue.objections:
        st.html(balises_chemins.objection(objection))
        if not vue.finie:
            formes.barre(f"objection-{objection.id}", livre.dossier.id, _sort(livre, vue, objection))
    if not vue.finie:
        formes.barre(f"objections-{vue.id}", livre.dossier.id, [_nouvelle(livre, vue)])


def _nouvelle(livre: Livre, vue: PropositionVue) -> Forme:
    def geste(etabli: Etabli, _: Fiche | None, saisies: Brouillon) -> None:
        etabli.cree(Objection(livre.dossier.id, vue.id, **conventions.valeurs(Objection, saisies)))

    return Forme(f"objecte-{vue.id}", mots.AJOUTER_OBJECTION, OBJECTION, geste, mots.OBJECTION_FAITE)


def _sort(livre: Livre, vue: PropositionVue, objection: ObjectionVue) -> list[Geste | Forme]:
    """What may become of an objection, each named after it: several may stand on the page."""
    fiche: Fiche[Objection] = livre.fiches[objection.id]
    if fiche.objet.etat == EtatObjection.EMISE:
        recevable = Geste(f"recevable-{fiche.id}", mots.RECEVABLE, lambda e: e.passe(fiche, EtatObjection.RECEVABLE), mots.EXAMINEE)
        return [recevable, _non_recevable(fiche), formes.retire(f"retire-{fiche.id}", mots.RETIRER_OBJECTION, fiche)]
    if fiche.objet.etat not in (EtatObjection.RECEVABLE, EtatObjection.MAINTENUE):
        return []
    proposition_ = livre.fiches[vue.id]
    leve = [_leve_par_les_mots(fiche, proposition_), _leve_par_une_reponse(fiche)]
    if fiche.objet.etat == EtatObjection.MAINTENUE:
        return leve
    maintient = Geste(f"maintient-{fiche.id}", mots.MAINTENIR, lambda e: e.passe(fiche, EtatObjection.MAINTENUE), mots.MAINTENUE)
    return [*leve, maintient]


REPONSE = (Champ("reponse", mots.REPONSE),)


def _leve_par_les_mots(fiche: Fiche[Objection], lue: Fiche[Proposition]) -> Forme:
    """The proposition is kept as it was shown: another objection may have changed its words meanwhile."""

    def geste(etabli: Etabli, montree: Fiche | None, saisies: Brouillon) -> None:
        consentement.leve(etabli, fiche, texte=saisies["texte"], proposition=montree or lue)

    cle, depart = f"leve-texte-{fiche.id}", {"texte": lue.objet.texte}
    return Forme(cle, mots.LEVER_MOTS, TEXTE, geste, mots.LEVEE, lue=lue, depart=depart, aide=mots.LEVER_MOTS_AIDE)


def _leve_par_une_reponse(fiche: Fiche[Objection]) -> Forme:
    def geste(etabli: Etabli, lue: Fiche | None, saisies: Brouillon) -> None:
        consentement.leve(etabli, lue or fiche, reponse=saisies["reponse"])

    return Forme(f"leve-reponse-{fiche.id}", mots.LEVER_REPONSE, REPONSE, geste, mots.LEVEE, lue=fiche)


def _non_recevable(fiche: Fiche[Objection]) -> Forme:
    def geste(etabli: Etabli, lue: Fiche | None, saisies: Brouillon) -> None:
        repondue = etabli.modifie(lue or fiche, reponse=saisies["reponse"])
        etabli.passe(repondue, EtatObjection.NON_RECEVABLE)

    return Forme(f"non-recevable-{fiche.id}", mots.NON_RECEVABLE, REPONSE, geste, mots.EXAMINEE, lue=fiche, aide=mots.NON_RECEVABLE_AIDE)

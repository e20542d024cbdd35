"""The part of the page of paths on the changements durables: the 4 to 6, one of them, and the gate of the signatory collectivités."""

from datetime import date

import streamlit as st

from ctg_data.conventions import chemins as gestes
from ctg_data.conventions.gestes import Etabli
from ctg_data.conventions.lecture import Livre
from ctg_data.parcours import etats
from ctg_data.parcours.chemin import Changement
from ctg_data.parcours.convention import AvisCollectivite, Organisation, TypeOrganisation, Validation
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatChangement
from ctg_data.parcours.suivi import Objet
from ctg_data.storage.depot import Fiche
from ctg_data.ui import balises, components, conventions, formes, registre, signes, state
from ctg_data.ui import cache_conventions as lus
from ctg_data.ui import champs as saisie
from ctg_data.ui import textes_chemins as mots
from ctg_data.ui.champs import Champ, parmi
from ctg_data.ui.formes import Forme, Geste
from ctg_data.ui.mains import Brouillon
from ctg_data.views import changements as vues
from ctg_data.views.changements import ChangementsVue, ChangementVue
from ctg_data.wording import nombres

RESTE = (Champ("public", mots.PUBLIC, nature="ligne"), Champ("horizon", mots.HORIZON, nature="date"), saisie.themes("themes", mots.THEMES))
CHANGEMENT = (Champ("libelle", mots.LIBELLE_CHANGEMENT, mots.LIBELLE_CHANGEMENT_AIDE, "ligne"), *RESTE)
DEROGATION = (Champ("derogation", mots.RAISON_ECART, mots.RAISON_ECART_AIDE),)


def montre(livre: Livre) -> None:
    vue = lus.changements(livre, state.selection().changement)
    components.titre(mots.CHANGEMENTS)
    if vue.choisi is None:
        components.vide(mots.CHANGEMENTS_VIDE, mots.CHANGEMENTS_REMEDE)
    else:
        st.html("".join(balises.paragraphe(p, "ctg-texte") for p in (vue.compte, vue.ecart) if p) + balises.tableau(vue.tableau))
    formes.barre("changements", livre.dossier.id, [_nouveau(livre), *_deroge(livre, vue)])
    if vue.choisi is not None:
        choisit(vue.choix, vue.choisi.id)
        _changement(livre, vue.choisi)
        _porte(livre, vue.choisi)


def choisit(choix: tuple[tuple[str, str], ...], ici: str) -> None:
    """The list of the changes; the choice is kept in the address."""
    dits = dict(choix)
    cle = state.lie("changement", ici)
    st.selectbox(
        mots.CHANGEMENT, list(dits), format_func=dits.__getitem__, key=cle, on_change=state.retient, args=("changement",), width=640
    )


def _nouveau(livre: Livre) -> Forme:
    def geste(etabli: Etabli, _: Fiche | None, saisies: Brouillon) -> Fiche[Changement]:
        ordre = max((c.ordre for c in etabli.dossier.de(Changement).values()), default=0) + 1
        return etabli.cree(Changement(livre.dossier.id, ordre=ordre, **conventions.valeurs(Changement, saisies)))

    cle = f"changement-nouveau-{livre.dossier.id}"
    return Forme(cle, mots.AJOUTER_CHANGEMENT, CHANGEMENT, geste, mots.CHANGEMENT_FAIT, ensuite=lambda f: state.choisit("changement", f.id))


def _deroge(livre: Livre, vue: ChangementsVue) -> list[Forme]:
    """Shown once it is of use: outside of the bounds, or to change what was said."""
    utile = (vue.hors_bornes and livre.dossier.actifs()) or livre.dossier.ctg.derogation
    return [formes.modifie(f"derogation-{livre.dossier.id}", mots.DEROGER, livre.ctg, DEROGATION)] if utile else []


def _changement(livre: Livre, vue: ChangementVue) -> None:
    fiche: Fiche[Changement] = livre.fiches[vue.id]
    components.titre(f"{vue.nom} · {vue.libelle}", 3)
    tete = balises.paragraphe(" · ".join((nombres.capitale(vue.etat), *vue.details)), "ctg-mention")
    st.html(tete + signes.marqueurs(livre.dossier, vue.id))
    if vue.motif:
        st.html(balises.paragraphe(vue.motif, "ctg-ecrit"))
    if vue.conseils:
        st.html(balises.paragraphe(mots.A_RELIRE, "ctg-mention") + balises.liste(vue.conseils, "ctg-liste ctg-a-faire"))
    formes.barre(f"changement-{vue.id}", livre.dossier.id, _suites(livre, vue, fiche))
    if not etats.fini(fiche.objet.etat):
        signes.modifie(livre, vue.id)
    if fiche.objet.etat == EtatChangement.PROPOSE:
        st.html(balises.paragraphe(mots.PAR_LE_REGISTRE, "ctg-mention"))
    formes.a_faire(livre, fiche, sauf=(EtatChangement.CONSENTI, EtatChangement.ABANDONNE))


def _suites(livre: Livre, vue: ChangementVue, fiche: Fiche[Changement]) -> list[Geste | Forme]:
    etat = fiche.objet.etat
    if etats.fini(etat):
        return []
    propose, suites = etat == EtatChangement.PROPOSE, []
    if propose and not vue.proposition:
        suites.append(registre.proposition(f"changement-{vue.id}", mots.METTRE_AU_CONSENTEMENT, fiche))
    suites += formes.passages(vue.id, fiche, sauf=(EtatChangement.CONSENTI,))
    suites += [signes.pose(livre, Objet.CHANGEMENT, vue.id), *_range(livre.dossier, fiche)]
    suites.append(formes.modifie(f"changement-{vue.id}", mots.MODIFIER_CHANGEMENT, fiche, CHANGEMENT if propose else RESTE))
    return [*suites, formes.retire(f"retire-{vue.id}", mots.RETIRER_CHANGEMENT, fiche)] if propose else suites


def _range(d: Dossier, fiche: Fiche[Changement]) -> list[Geste]:
    """Up and down, but past the ends."""
    suite = [i for i, _ in d.changements()]
    ici = suite.index(fiche.id)
    pas = ((-1, mots.MONTER, ici > 0), (1, mots.DESCENDRE, ici < len(suite) - 1))
    return [
        Geste(f"range{p}-{fiche.id}", nom, lambda e, p=p: gestes.range_changement(e, fiche, p), mots.CHANGEMENT_DEPLACE)
        for p, nom, ouvert in pas
        if ouvert
    ]


# The gate -------------------------------------------------------------------------------------------------------------


def _porte(livre: Livre, vue: ChangementVue) -> None:
    components.titre(mots.PORTE, 3)
    st.html(balises.paragraphe(mots.PORTE_AIDE, "ctg-texte"))
    if vue.avis.lignes:
        st.html(balises.tableau(vue.avis))
    else:
        components.vide(mots.PORTE_VIDE, mots.PORTE_REMEDE)
    formes.barre(f"porte-{vue.id}", livre.dossier.id, [*_avis(livre.dossier, vue.id), _signataire(livre.dossier)])


def _signataire(d: Dossier) -> Forme:
    def geste(etabli: Etabli, _: Fiche | None, saisies: Brouillon) -> None:
        etabli.cree(Organisation(d.id, saisies["nom"], TypeOrganisation.COLLECTIVITE, signataire=True))

    champs = (Champ("nom", mots.NOM_SIGNATAIRE, nature="ligne"),)
    return Forme(f"signataire-{d.id}", mots.AJOUTER_SIGNATAIRE, champs, geste, mots.SIGNATAIRE_FAIT)


def _avis(d: Dossier, ici: str) -> list[Forme]:
    """One deliberation often bears on several changes: they are told together."""
    signataires = d.ou(Organisation, type=TypeOrganisation.COLLECTIVITE, signataire=True)
    attendus = tuple((i, nom) for i, nom in vues.choix(d) if d.de(Changement)[i].etat == EtatChangement.CONSENTI)
    if not signataires or ici not in dict(attendus):
        return []
    champs = (
        Champ("organisation", mots.COLLECTIVITE, nature="choix", options=tuple((i, o.nom) for i, o in signataires.items())),
        Champ("changements", mots.AVIS_SUR, nature="liste", options=attendus),
        parmi("avis", mots.AVIS, AvisCollectivite),
        Champ("jour", mots.JOUR, nature="date"),
        Champ("motif", mots.AVIS_MOTIF, mots.AVIS_MOTIF_AIDE),
    )
    depart = {"changements": (ici,), "jour": date.today()}
    return [Forme(f"avis-{ici}", mots.NOTER_AVIS, champs, _note_avis, mots.AVIS_FAIT, depart=depart)]


def _note_avis(etabli: Etabli, _: Fiche | None, saisies: Brouillon) -> None:
    """A second opinion of the same collectivité on the same change takes the place of the first."""
    rendu = conventions.valeurs(Validation, {c: saisies[c] for c in ("organisation", "avis", "jour", "motif")})
    for changement in saisies["changements"]:
        deja = next(iter(etabli.dossier.ou(Validation, changement=changement, organisation=rendu["organisation"])), "")
        if deja:
            etabli.modifie(etabli.fiches[deja], **rendu)
        else:
            etabli.cree(Validation(etabli.dossier.id, changement, **rendu))

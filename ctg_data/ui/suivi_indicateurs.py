"""Link an indicator: chosen among those published here, its starting point shown before it is frozen, its target questioned."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ctg_data.conventions import gestes
from ctg_data.conventions.lecture import Livre
from ctg_data.errors import SaisieInvalide
from ctg_data.parcours.chemin import Changement, Hypothese
from ctg_data.parcours.suivi import IndicateurLie, Objet, Portee, Sens
from ctg_data.storage.depot import Fiche
from ctg_data.ui import balises, cache, components, conventions, mains, state
from ctg_data.ui import cache_conventions as lus
from ctg_data.ui import textes_suivi as textes
from ctg_data.ui.champs import Champ, parmi
from ctg_data.ui.mains import Brouillon, Formulaire
from ctg_data.views import liens_indicateurs as liens
from ctg_data.views.lecture import Contexte
from ctg_data.views.suivi import porteurs
from ctg_data.wording import parcours as mots

ANNEES = (2000, 2099)


def nom(indicateur: str) -> str:
    return cache.indicateurs().get(indicateur, indicateur)


def formulaire(cle: str, livre: Livre, changement: str) -> None:
    """The open form of a new link; what would be frozen is read again at each choice."""
    ctx = lus.territoire(livre.dossier.ctg)
    proposes = liens.proposes(ctx, livre.dossier.de(Changement)[changement].themes) if ctx else ()
    if not proposes:
        components.vide(textes.TERRITOIRE_PERDU)
        return
    brouillon = state.edition(cle).brouillon
    _point_de_depart(ctx, livre, brouillon.get("indicateur") or proposes[0][0], brouillon.get("t0_annee") or 0)
    champs_ = (
        Champ("indicateur", textes.INDICATEUR, textes.INDICATEUR_AIDE, "choix", proposes),
        Champ("porteur", textes.SUR, nature="choix", options=porteurs(livre.dossier, changement, Changement, Hypothese)),
        Champ("t0_annee", textes.ANNEE, nature="nombre", bornes=ANNEES),
        *_champs_cible(),
    )
    f = Formulaire(cle, champs_, lambda _, saisi: _cree(ctx, livre, saisi), textes.LIE, lecture=conventions.lecture(IndicateurLie))
    mains.formulaire(f)


def _champs_cible() -> tuple[Champ, ...]:
    sens = (("", textes.SENS_CATALOGUE), *((s.value, mots.choix(s)) for s in Sens))
    return (
        parmi("portee", textes.PORTEE, Portee, textes.PORTEE_AIDE),
        Champ("sens", textes.SENS, nature="choix", options=sens),
        Champ("cible", textes.CIBLE_VALEUR, nature="ligne"),
        Champ("cible_annee", textes.CIBLE_ANNEE, nature="nombre", bornes=ANNEES),
        Champ("accepte", textes.ACCEPTE),
    )


def _point_de_depart(ctx: Contexte, livre: Livre, indicateur: str, annee: int) -> None:
    """What freezing would keep, and the smallest change that would be seen."""
    vue = liens.depart(ctx, livre.dossier.ctg, indicateur, annee)
    phrases = (vue.refus,) if vue.refus else vue.phrases
    titre = balises.balise("strong", balises.escape(f"{textes.FIGE}\u00a0: "))
    corps = titre + balises.escape(" ".join(phrases))
    st.html(balises.balise("p", corps, classe="ctg-alerte" if vue.refus else "ctg-texte", role="status"))


def _cree(ctx: Contexte, livre: Livre, saisi: Brouillon) -> None:
    porteur = livre.dossier.cherche(saisi["porteur"])
    objet = Objet.HYPOTHESE if isinstance(porteur, Hypothese) else Objet.CHANGEMENT
    with gestes.atelier(cache.auteur(), livre.dossier.id) as etabli:
        etabli.cree(liens.prepare(ctx, etabli.dossier, {**_lu(ctx, saisi["indicateur"], saisi), "objet": objet}))


def _lu(ctx: Contexte, indicateur: str, saisi: Brouillon) -> Mapping[str, Any]:
    """What was typed, as the rules read it: empty years are 0, the wanted direction that of the catalogue unless chosen."""
    sens = Sens(saisi["sens"]) if saisi["sens"] else liens.sens_voulu(ctx, indicateur)
    if sens is None:
        raise SaisieInvalide(textes.SENS_NEUTRE)
    annees = {nom_: saisi.get(nom_) or 0 for nom_ in ("t0_annee", "cible_annee")}
    return {**saisi, **annees, "sens": sens, "portee": Portee(saisi["portee"])}


def modifie(cle: str, livre: Livre, fiche: Fiche[IndicateurLie]) -> None:
    """Direction and target of a link; its starting point never changes."""
    if not state.edition(cle):
        st.button(textes.MODIFIER, key=f"ouvre-{cle}", on_click=_ouvre, args=(cle, fiche), type="tertiary")
        return

    def enregistre(lue: Fiche | None, saisi: Brouillon) -> None:
        ctx = lus.territoire(livre.dossier.ctg)
        if ctx is None:
            raise SaisieInvalide(textes.TERRITOIRE_PERDU)
        vise = liens.vise(ctx, fiche.objet, _lu(ctx, fiche.objet.indicateur, saisi))
        with gestes.atelier(cache.auteur(), livre.dossier.id) as etabli:
            garde = {c: getattr(vise, c) for c in ("portee", "sens", "cible", "cible_annee", "accepte")}
            etabli.modifie(lue or fiche, **garde)

    mains.formulaire(Formulaire(cle, _champs_cible(), enregistre, textes.LIE_MODIFIE, lecture=conventions.lecture(IndicateurLie)))


def _ouvre(cle: str, fiche: Fiche[IndicateurLie]) -> None:
    objet = fiche.objet
    saisi = {"cible": liens.ecrit(objet), "cible_annee": objet.cible_annee or None, "accepte": objet.accepte}
    state.ouvre_edition(cle, fiche, portee=objet.portee.value, sens=objet.sens.value, **saisi)

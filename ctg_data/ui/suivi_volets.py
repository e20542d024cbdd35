"""The other parts of the follow-up: curves to turn, the next committee, the evaluation grids, the renewal bilan."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ctg_data.conventions.lecture import Livre
from ctg_data.parcours import evaluation as regles
from ctg_data.parcours.suivi import Comptage, Critere, Evaluation, Grille, Objet
from ctg_data.storage.depot import Fiche
from ctg_data.ui import balises, balises_suivi, components, conventions, state, suivi_gestes
from ctg_data.ui import cache_conventions as lus
from ctg_data.ui import textes_suivi as textes
from ctg_data.ui.champs import Champ
from ctg_data.ui.fichiers import Fichier
from ctg_data.ui.mains import Brouillon
from ctg_data.views import seances
from ctg_data.views.courbes import CourbeVue
from ctg_data.wording import parcours as mots
from ctg_data.wording import suivi as mots_suivi
from ctg_data.wording.typographie import soigne

TEXTE = "text/plain"


def courbes(livre: Livre, changement: str) -> None:
    """The linked indicators of a change ("": of all), each beside what may be said of it; then the talk that turns them."""
    siennes = [c for c in lus.courbes(livre) if changement in ("", c.id)]
    if not siennes:
        components.vide(textes.COURBES_AUCUNE, textes.COURBES_REMEDE)
    for vue in siennes:
        components.titre(vue.libelle)
        for courbe in vue.courbes:
            _courbe(courbe)
        st.html(balises_suivi.rubriques(vue.rubriques))


def _courbe(vue: CourbeVue) -> None:
    st.html(balises_suivi.courbe(vue, lus.dessin_courbe(vue) if vue.courbe else ""))
    if vue.courbe is not None:
        depli = st.expander(textes.VOIR_TABLEAU, key=f"tableau-{vue.id}", type="compact", on_change="rerun")
        if depli.open:
            depli.html(balises.tableau(vue.courbe.tableau))


def copil(livre: Livre) -> None:
    """The agenda as a list, then as a text to copy."""
    vue = lus.agenda(livre)
    components.titre(vue.quand)
    st.html(balises_suivi.agenda(vue.points))
    with st.expander(textes.COPIER, type="compact"):
        st.code(vue.texte, language=None, wrap_lines=True)
    components.telecharge("agenda", Fichier(textes.TELECHARGER_AGENDA, "ordre-du-jour.txt", TEXTE, lambda: vue.texte.encode()))


def evaluation(livre: Livre) -> None:
    """One grid at a time, then what is counted."""
    vue = seances.evaluations(livre)
    grille = st.segmented_control(
        textes.GRILLE, list(Grille), format_func=mots.choix, key="suivi-grille", default=Grille.CAF, required=True
    )
    (choisie,) = (g for g in vue.grilles if g.grille == grille)
    components.titre(choisie.tableau.titre)
    st.html(balises.tableau(choisie.tableau))
    _note(livre, grille)
    components.titre(textes.COMPTAGES)
    st.html(balises.tableau(vue.comptages))
    _compte(livre)


def _note(livre: Livre, grille: Grille) -> None:
    """A criterion to note on the whole CTG, or a note given on one change."""
    d = livre.dossier
    notees = {i: e for _, n in regles.notes(d, grille) for i, e in n.items()}
    ensemble = {e.critere: i for i, e in notees.items() if not e.cible}
    libelles = {c.value: mots.choix(c) for c in Critere}
    libelles |= {i: soigne(f"{mots.choix(e.critere)}, « {mots.extrait(d.cherche(e.cible))} »") for i, e in notees.items() if e.cible}
    with st.container(horizontal=True, vertical_alignment="bottom", key="suivi-noter"):
        choisi = st.selectbox(
            textes.CRITERE, list(libelles), format_func=libelles.__getitem__, key=f"suivi-critere-{grille.value}", width=420
        )
        fiche = livre.fiches.get(choisi) or livre.fiches.get(ensemble.get(choisi, ""))
        cle = f"note-{grille.value}-{choisi}"
        st.button(textes.NOTER, key=f"ouvre-{cle}", on_click=_ouvre_note, args=(cle, fiche, _champs_note(livre)), type="tertiary")
    if state.edition(cle):
        fixe = {"grille": grille, "critere": fiche.objet.critere if fiche else Critere(choisi)}
        with st.container(key=f"forme-{cle}"):
            conventions.formulaire(
                cle, d.id, Evaluation, _champs_note(livre), fixe=fixe, fait=textes.NOTE_FAITE, deduit=lambda b: _objet(livre, b)
            )


def _ouvre_note(cle: str, fiche: Fiche | None, champs_: tuple[Champ, ...]) -> None:
    if fiche:
        conventions.ouvre(cle, fiche, champs_)
    else:
        state.ouvre_edition(cle)


def _champs_note(livre: Livre) -> tuple[Champ, ...]:
    sur = (("", textes.ENSEMBLE), *((i, soigne(c.libelle)) for i, c in livre.dossier.changements()))
    return (
        Champ("cible", textes.SUR, nature="choix", options=sur),
        Champ("note", textes.NOTE, nature="choix", options=tuple((n, f"{n} – {t}") for n, t in enumerate(mots_suivi.NOTES))),
        Champ("niveau_preuve", textes.NIVEAU, textes.NIVEAU_AIDE, nature="choix", options=suivi_gestes.NIVEAUX),
        Champ("texte", textes.TEXTE_NOTE),
        Champ("redige_par", textes.REDIGE_PAR, nature="ligne"),
    )


def _objet(livre: Livre, brouillon: Brouillon) -> Mapping[str, Any]:
    return {"objet": Objet.CHANGEMENT if brouillon["cible"] else Objet.CTG}


def _compte(livre: Livre) -> None:
    """One item to count, before and after; an empty number is « pas encore compté »."""
    connus = {item: i for item, i, _ in regles.comptages(livre.dossier)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="suivi-compter"):
        item = st.selectbox(textes.ITEM, list(connus), format_func=mots_suivi.ITEMS.__getitem__, key="suivi-item", width=420)
        cle, fiche = f"comptage-{item}", livre.fiches.get(connus[item])
        st.button(textes.COMPTER, key=f"ouvre-{cle}", on_click=_ouvre_comptage, args=(cle, fiche), type="tertiary")
    if state.edition(cle):
        champs_ = (
            Champ("avant", textes.AVANT, nature="nombre", bornes=(0, 100_000)),
            Champ("apres", textes.APRES, nature="nombre", bornes=(0, 100_000)),
            Champ("note", textes.REMARQUE),
        )
        with st.container(key=f"forme-{cle}"):
            conventions.formulaire(cle, livre.dossier.id, Comptage, champs_, fixe={"item": item}, deduit=_comptes)


def _comptes(brouillon: Brouillon) -> Mapping[str, Any]:
    return {n: -1 if brouillon[n] is None else brouillon[n] for n in ("avant", "apres")}


def _ouvre_comptage(cle: str, fiche: Fiche | None) -> None:
    lu = fiche.objet if fiche else Comptage("-", "-")
    state.ouvre_edition(cle, fiche, **{n: None if getattr(lu, n) < 0 else getattr(lu, n) for n in ("avant", "apres")}, note=lu.note)


def bilan(livre: Livre) -> None:
    """The table whose parts add up, then what must be known of each line."""
    vue = lus.bilan(livre)
    st.html(balises.paragraphe(soigne(textes.BILAN_AIDE), "ctg-texte"))
    if not vue.lignes:
        components.vide(textes.BILAN_AUCUN, textes.COURBES_REMEDE)
        return
    st.html(balises.tableau(vue.tableau))
    for ligne in vue.lignes:
        notes = (ligne.refus,) if ligne.refus else ligne.notes
        titre = balises.balise("h3", balises.escape(ligne.libelle), classe="ctg-question")
        st.html(titre + balises.paragraphe(ligne.changement, "ctg-sourdine") + balises.liste(notes))

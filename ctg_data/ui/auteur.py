"""Under which name this session writes: asked once beside what is written, then told, and changed on demand."""

import streamlit as st

from ctg_data.errors import CtgError
from ctg_data.settings import LOCAL
from ctg_data.storage import poste
from ctg_data.ui import balises, cache, state
from ctg_data.ui.markdown import echappe
from ctg_data.wording import saisies as mots
from ctg_data.wording.typographie import soigne


def signature(lieu: str) -> None:
    """Beside a form, outside of any ``st.form``: who will sign; a field where nobody said."""
    cle, connu = f"auteur-{lieu}", cache.auteur().acteur
    with st.container(key=cle, gap="xsmall"):
        if connu == LOCAL or state.edition(cle):
            _demande(cle, "" if connu == LOCAL else connu)
        else:
            _montre(cle, connu)


def _montre(cle: str, nom: str) -> None:
    """A name that the environment gives is not changed here."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"signe-{cle}"):
        st.html(balises.paragraphe(soigne(mots.SIGNE.format(nom=nom)), "ctg-sourdine"), width="content")
        if cache.settings().acteur == LOCAL:
            st.button(mots.CHANGER_NOM, key=f"change-{cle}", on_click=state.ouvre_edition, args=(cle,), type="tertiary")


def _demande(cle: str, nom: str) -> None:
    widget = f"champ-{cle}"
    st.html(balises.paragraphe(soigne(mots.VOTRE_NOM_AIDE), "ctg-mention"))
    options = {"max_chars": poste.LONGUEUR, "autocomplete": "name", "width": 420}
    st.text_input(mots.VOTRE_NOM, nom, key=widget, on_change=_garde, args=(cle, widget), **options)
    if message := state.refus(cle):
        st.error(echappe(soigne(message)))


def _garde(cle: str, widget: str) -> None:
    """Kept for the session, and by the workstation for the next one."""
    try:
        state.garde_auteur(poste.garde(cache.settings(), st.session_state[widget]))
    except CtgError as erreur:
        state.garde_refus(cle, str(erreur))
    else:
        state.ferme_edition(cle)

"""Block of the data page: open a bundle received from another workstation, show another one, close it, remove it."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import streamlit as st

from ctg_data import paquets
from ctg_data.diagnostic.figures import Tableau
from ctg_data.errors import CtgError
from ctg_data.store.paquet import SUFFIXE, Paquet
from ctg_data.store.recus import Entree
from ctg_data.ui import balises, cache, components, state, textes_paquet
from ctg_data.wording import paquet as mots
from ctg_data.wording.typographie import soigne

Recus = list[tuple[Entree, Paquet | None]]


def montre() -> bool:
    """Whether the pages show a bundle; False where its list cannot be read, which ``recus`` tells."""
    with suppress(CtgError):
        return bool(paquets.liste(cache.settings())[1])
    return False


def recus() -> None:
    """Folded unless a bundle is there: drawn before anything is read, so that a bundle that cannot be read any more is mended here."""
    try:
        connus, montre = paquets.liste(cache.settings())
    except CtgError as erreur:
        components.bandeau(soigne(str(erreur)))
        connus, montre = [], ""
    depli = st.expander(textes_paquet.TITRE, expanded=bool(connus), key="paquets", on_change="rerun")
    if not depli.open:
        return
    with depli:
        if phrase := state.confirmation():
            st.success(components.echappe(phrase))
        st.html(balises.paragraphe(textes_paquet.AIDE, "ctg-texte"))
        if connus:
            st.html(balises.tableau(_tableau(connus, montre)))
            _gestes({e.id: (e, p) for e, p in connus}, montre)
        _ouvre()


def _tableau(connus: Recus, montre: str) -> Tableau:
    return soigne(Tableau(textes_paquet.RECUS, textes_paquet.COLONNES, tuple(_ligne(e, p, montre) for e, p in connus)))


def _ligne(e: Entree, p: Paquet | None, montre: str) -> tuple[str, ...]:
    etat = textes_paquet.MONTRE if e.id == montre else textes_paquet.GARDE
    if p is None:
        return textes_paquet.ABIME, "", mots.jour(e.recu_le), e.id, etat
    return p.nom, mots.jour(p.prepare_le), mots.jour(e.recu_le), e.id, etat


def _gestes(par_id: dict[str, tuple[Entree, Paquet | None]], montre: str) -> None:
    """One bundle, and what can be done with it."""
    choisi = montre or next(iter(par_id))
    if len(par_id) > 1:
        libelles = {i: soigne(mots.ligne(p, e.recu_le)) for i, (e, p) in par_id.items()}
        choisi = st.selectbox(textes_paquet.CHOIX, list(libelles), format_func=libelles.__getitem__, key=f"paquet-{montre}", width=640)
    with st.container(horizontal=True):
        if choisi == montre:
            _bouton(textes_paquet.FERMER, lambda: paquets.montre(cache.auteur(), ""), textes_paquet.FERME)
        else:
            _bouton(textes_paquet.MONTRER, lambda: paquets.montre(cache.auteur(), choisi), textes_paquet.CHANGE)
        _bouton(textes_paquet.RETIRER, lambda: paquets.oublie(cache.auteur(), choisi), textes_paquet.RETIRE)


def _bouton(libelle: str, geste: Callable[[], None], fait: str) -> None:
    if st.button(libelle):
        _tente(geste, fait)


def _ouvre() -> None:
    """A file, and the gesture that looks at all of it before anything changes."""
    depose = st.file_uploader(textes_paquet.DEPOT.format(suffixe=SUFFIXE), type="zip", key=f"paquet-{state.cle_depot()}")
    if st.button(textes_paquet.OUVRIR, disabled=depose is None):
        with tempfile.TemporaryDirectory(prefix="ctg-") as dossier, st.spinner(textes_paquet.EN_COURS):
            fichier = Path(dossier) / (Path(depose.name.replace("\\", "/")).name or "paquet")
            fichier.write_bytes(depose.getbuffer())
            _tente(lambda: _dit(*paquets.ouvre(cache.auteur(), fichier)), "")


def _dit(lu: Paquet, remarque: str) -> str:
    return " ".join(filter(None, (mots.recu(lu.nom, lu.prepare_le, lu.publie_le), mots.EMPREINTE.format(id=lu.id), remarque)))


def _tente(geste: Callable[[], str | None], fait: str) -> None:
    """Do it, say it once the page is drawn again; a refusal is said in place."""
    try:
        dit = geste() or fait
    except CtgError as erreur:
        st.error(components.echappe(soigne(str(erreur))))
        return
    state.garde_confirmation(soigne(dit))
    state.vide_depot()
    cache.lit_ensembles()
    st.rerun()

"""The declaration of a local source being written: kept in the session until it is saved or given up."""

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from ctg_data import correspondances
from ctg_data.errors import Faute
from ctg_data.loaders import locales_devine
from ctg_data.loaders.locales_devine import Echantillon
from ctg_data.loaders.locales_modele import Declaration
from ctg_data.settings import Settings
from ctg_data.views import sources_locales as vues
from ctg_data.views.sources_locales import ApercuVue

_BROUILLON, _RANG, _FAIT = "source_en_cours", "sources_commencees", "source_faite"
_DE_COTE = "source_a_mettre_de_cote"


@dataclass(frozen=True)
class Brouillon:
    """``rang``: its widgets are its own.  ``existante``: it changes a declaration in use.  ``octets``: the sample, of which the
    shape alone is shown.  ``apercu``: what the sample would give, as the declaration stands; ``refus``: why it was not saved.
    """

    rang: int
    declaration: Declaration
    existante: bool = False
    echantillon: Echantillon | None = None
    octets: bytes = b""
    annee: int | None = None
    apercu: ApercuVue | None = None
    refus: tuple[Faute, ...] = ()

    def champ(self, nom: str) -> str:
        """Key of one of its widgets."""
        return f"source-{self.rang}-{nom}"


def lu() -> Brouillon | None:
    return st.session_state.get(_BROUILLON)


def garde(brouillon: Brouillon) -> None:
    st.session_state[_BROUILLON] = brouillon


def commence(declaration: Declaration, *, existante: bool = False) -> None:
    """Callback: open a draft on a declaration, in place of the one that was open."""
    st.session_state[_RANG] = st.session_state.get(_RANG, 0) + 1
    garde(Brouillon(st.session_state[_RANG], declaration, existante))


def abandonne() -> None:
    st.session_state.pop(_BROUILLON, None)


def change(brouillon: Brouillon, declaration: Declaration, annee: int | None) -> Brouillon:
    """The draft as its fields now say; what was shown of an earlier one goes."""
    if (declaration, annee) == (brouillon.declaration, brouillon.annee):
        return brouillon
    neuf = replace(brouillon, declaration=declaration, annee=annee, apercu=None, refus=())
    garde(neuf)
    return neuf


def propose(nom: str, octets: bytes) -> Echantillon:
    """What a sample looks like; opens a draft when it can be used."""
    vu = _sur_disque(nom, octets, locales_devine.devine)
    if vu.proposition is not None:
        commence(vu.proposition)
        garde(replace(lu(), echantillon=vu, octets=octets))
    return vu


def prend_exemple(brouillon: Brouillon, nom: str, octets: bytes) -> Echantillon:
    """Try the draft on another file, its fields left as they are."""
    vu = _sur_disque(nom, octets, locales_devine.devine)
    if not vu.fautes:
        garde(replace(brouillon, echantillon=vu, octets=octets, apercu=None, refus=()))
    return vu


def essaie(settings: Settings, brouillon: Brouillon) -> None:
    """Callback: what importing the sample would give."""
    vu = _sur_disque(
        brouillon.echantillon.fichier,
        brouillon.octets,
        lambda chemin: correspondances.apercu(settings, brouillon.declaration, chemin, annee=brouillon.annee),
    )
    garde(replace(brouillon, apercu=vues.apercu(vu, brouillon.declaration), refus=()))


def _sur_disque(nom: str, octets: bytes, lit):
    """``lit`` given a file of that name, which is gone afterwards."""
    with TemporaryDirectory(prefix="ctg-") as dossier:
        chemin = Path(dossier) / (Path(nom.replace("\\", "/")).name or "fichier")
        chemin.write_bytes(octets)
        return lit(chemin)


def dit(phrase: str) -> None:
    """Keep what was done, told once the page is drawn again."""
    st.session_state[_FAIT] = phrase


def fait() -> str:
    """What was done, once."""
    return st.session_state.pop(_FAIT, "")


def demande(identifiant: str) -> None:
    """Callback: ask for a confirmation before a declaration is set aside; "" to ask no more."""
    st.session_state[_DE_COTE] = identifiant


def demandee() -> str:
    return st.session_state.get(_DE_COTE, "")

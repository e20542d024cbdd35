"""Fields of a form: each draws itself by its nature and keeps what is typed in the session at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import streamlit as st

from ctg_data.parcours.base import DERNIERE_DATE, PREMIERE_DATE
from ctg_data.storage.modele import LONGUEUR_MAX
from ctg_data.ui import balises, state
from ctg_data.wording import parcours as mots
from ctg_data.wording.fr import THEMES

LIGNE_MAX = 200
A_CHOISIR = "Choisissez"
JOURS = {"min_value": PREMIERE_DATE, "max_value": DERNIERE_DATE, "format": "DD/MM/YYYY", "width": 220}
VIDES: Mapping[str, Any] = {"paragraphe": "", "ligne": "", "choix": "", "date": None, "nombre": None, "liste": (), "case": False}


@dataclass(frozen=True)
class Champ:
    """One field to fill: its name in the record, its label, what to know of it.

    ``nature``: paragraphe, ligne, choix or liste (of ``options``: value, label), date, nombre (whole, from ``bornes``), case.
    """

    nom: str
    libelle: str
    aide: str = ""
    nature: str = "paragraphe"
    options: tuple[tuple[str | int, str], ...] = ()
    bornes: tuple[int, int] = (0, 2_000_000_000)

    @property
    def textuel(self) -> bool:
        return self.nature in ("paragraphe", "ligne")


def parmi(nom: str, libelle: str, genre: type[StrEnum], aide: str = "") -> Champ:
    """A choice in a closed list."""
    return Champ(nom, libelle, aide, "choix", tuple((m.value, mots.choix(m)) for m in genre))


def themes(nom: str, libelle: str, aide: str = "") -> Champ:
    return Champ(nom, libelle, aide, "liste", tuple(THEMES.items()))


def theme(nom: str, libelle: str, aide: str = "") -> Champ:
    return Champ(nom, libelle, aide, "choix", (("", "–"), *THEMES.items()))


def widget(cle: str, champ: Champ) -> str:
    return f"champ-{champ.nom}-{cle}"


def dessine(cle: str, champ: Champ, valeur: Any) -> Any:
    """The field with what it holds; a text that nobody explained has its label only."""
    nom = widget(cle, champ)
    st.session_state.setdefault(nom, _a_montrer(champ, valeur))
    if champ.aide:
        st.html(balises.paragraphe(champ.aide, "ctg-mention"))
    lu = _WIDGETS[champ.nature](champ, nom, lambda: _garde(cle, champ, nom))
    return _lu(champ, lu)


def _garde(cle: str, champ: Champ, nom: str) -> None:
    """Callback: a form that was closed meanwhile keeps nothing more."""
    if nom in st.session_state:
        state.garde_brouillon(cle, champ.nom, _lu(champ, st.session_state[nom]))


def _a_montrer(champ: Champ, valeur: Any) -> Any:
    if champ.nature == "liste":
        return [v for v in valeur or () if v in dict(champ.options)]
    if champ.nature == "choix":
        return valeur if valeur in dict(champ.options) else champ.options[0][0] if champ.options else None
    return VIDES[champ.nature] if valeur in ("", None) else valeur


def _lu(champ: Champ, valeur: Any) -> Any:
    if champ.nature == "liste":
        return tuple(valeur or ())
    return VIDES[champ.nature] if valeur is None else valeur


def _paragraphe(champ: Champ, nom: str, garde: Callable[[], None]) -> str:
    return st.text_area(champ.libelle, key=nom, max_chars=LONGUEUR_MAX, on_change=garde)


def _ligne(champ: Champ, nom: str, garde: Callable[[], None]) -> str:
    return st.text_input(champ.libelle, key=nom, max_chars=LIGNE_MAX, on_change=garde)


def _choix(champ: Champ, nom: str, garde: Callable[[], None]) -> str | None:
    libelles = dict(champ.options)
    return st.selectbox(champ.libelle, list(libelles), format_func=libelles.__getitem__, key=nom, on_change=garde)


def _liste(champ: Champ, nom: str, garde: Callable[[], None]) -> list[str]:
    libelles = dict(champ.options)
    options = {"format_func": libelles.__getitem__, "placeholder": A_CHOISIR}
    return st.multiselect(champ.libelle, list(libelles), key=nom, on_change=garde, **options)


def _date(champ: Champ, nom: str, garde: Callable[[], None]) -> date | None:
    return st.date_input(champ.libelle, value=None, key=nom, on_change=garde, **JOURS)


def _nombre(champ: Champ, nom: str, garde: Callable[[], None]) -> int | None:
    bas, haut = champ.bornes
    return st.number_input(champ.libelle, min_value=bas, max_value=haut, step=1, value=None, key=nom, on_change=garde, width=220)


def _case(champ: Champ, nom: str, garde: Callable[[], None]) -> bool:
    return st.checkbox(champ.libelle, key=nom, on_change=garde)


_WIDGETS: Mapping[str, Callable[[Champ, str, Callable[[], None]], Any]] = {
    "paragraphe": _paragraphe,
    "ligne": _ligne,
    "choix": _choix,
    "liste": _liste,
    "date": _date,
    "nombre": _nombre,
    "case": _case,
}

"""The perimeter that the reader is composing, in this session: its communes, the record as it was read, what was just done.

With ``state``, the only user of session state.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from ctg_data.errors import Faute

if TYPE_CHECKING:
    from ctg_data.storage.depot import Fiche
    from ctg_data.storage.modele import Perimetre

_ATELIER = "atelier_perimetre"
_FAIT = "perimetre_fait"
Geste = Callable[[], object]


@dataclass(frozen=True)
class Atelier:
    """``cible``: id of the perimeter that changes, "" for a new one; ``lue``: its record as it was opened, so that another hand is seen.

    ``tour`` changes whenever something else than the tick list changed ``codes``: widgets under another key show it.
    """

    cible: str = ""
    codes: frozenset[str] = frozenset()
    lue: "Fiche[Perimetre] | None" = None
    tour: int = 0
    fautes: tuple[Faute, ...] = ()
    remarques: tuple[str, ...] = ()


def courant() -> Atelier:
    return st.session_state.get(_ATELIER, Atelier())


def ouvre(cible: str, codes: Iterable[str], lue: "Fiche[Perimetre] | None") -> Atelier:
    """The bench of that perimeter, kept from one run to the next; another one starts from its communes."""
    ici = courant()
    if ici.cible != cible or (lue is not None and ici.lue is None):
        _garde(Atelier(cible, frozenset(codes), lue, tour=ici.tour + 1))
    return courant()


def recommence() -> None:
    """Forget what is being composed: the next run starts from what is kept."""
    _garde(Atelier(cible="\0", tour=courant().tour + 1))


def coche(cle: str, zone: frozenset[str]) -> None:
    """Callback of the tick list ``cle``, which shows the communes of ``zone``."""
    ici = courant()
    _garde(replace(ici, codes=(ici.codes - zone) | frozenset(st.session_state.get(cle) or ())))


def clique(cle: str) -> None:
    """Callback of the map ``cle``: each commune that was clicked goes in or out."""
    points = st.session_state.get(cle, {}).get("selection", {}).get("points", [])
    codes = frozenset(str(p["location"]) for p in points if p.get("location"))
    ici = courant()
    _garde(replace(ici, codes=ici.codes ^ codes, tour=ici.tour + 1))


def pose(codes: Iterable[str]) -> None:
    """Replace the communes."""
    ici = courant()
    _garde(replace(ici, codes=frozenset(codes), tour=ici.tour + 1))


def ajoute(codes: Iterable[str], fautes: Iterable[Faute], remarques: Iterable[str]) -> None:
    """What a pasted list gave, added only when nothing is wrong in it."""
    ici, trouvees = courant(), tuple(fautes)
    suite = ici.codes if trouvees else ici.codes | frozenset(codes)
    _garde(replace(ici, codes=suite, tour=ici.tour + 1, fautes=trouvees, remarques=tuple(remarques)))


def garde_fait(phrase: str) -> None:
    """What was just done, told once the page is drawn again."""
    st.session_state[_FAIT] = phrase


def fait() -> str:
    return st.session_state.pop(_FAIT, "")


def _garde(atelier: Atelier) -> None:
    st.session_state[_ATELIER] = atelier

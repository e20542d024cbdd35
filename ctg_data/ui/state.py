"""What the reader has chosen: the only user of query parameters and session state.

The store (session) is the truth; the URL is its address.  An address that the reader gives (deep link, back button)
wins over the store; an address that says nothing legible falls back to the defaults.
"""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from ctg_data.ui.selection import DEPENDANTS, HORS_TERRITOIRE, PROJECTION, SANS_TERRITOIRE, Existe, Selection, analyse, est_jour

if TYPE_CHECKING:
    from ctg_data.errors import CtgError
    from ctg_data.pipeline import Rapport
    from ctg_data.storage.depot import Fiche

_MEMOIRE = "selection"
_ECRITE = "adresse_ecrite"
"""The address that the last whole run wrote (``parametres``), and its page (``page``)."""
_RAPPORTS = "rapports"
_DEPOTS = "depots"
_RECENTS = "recents"
_GESTE = "geste_demande"
_ALERTE = "alerte_ouverte"
_AUTEUR = "auteur"
_RECIT = "recit_retrait"
_INCONNU = "territoire_inconnu"
_ILLISIBLE = "jour_illisible"
_ZONE = "departement_examine"
_LIGNE = "ligne_choisie"
_EDITIONS = "saisies_en_cours"
_ENREGISTRE = "saisie_enregistree"
_REFUS = "saisie_refusee"
RECENTS = 6
PORTRAIT = "portrait"
"""The only page that can be read as on a past day."""
RECHERCHE = "recherche_territoire"

T = TypeVar("T")


def reconcilie(memoire: MutableMapping, parametres: Mapping[str, str], *, page: str, existe: Existe) -> Selection:
    """The choice of this run: the address when the reader changed it, else what the store remembers.

    Moving by the menu empties the address: an empty address on a new page is no choice, it keeps the store.  So does one that says
    the mode alone, as on a page that depends on no territory.
    """
    ecrite = memoire.get(_ECRITE) or {"page": "", "parametres": {}}
    nouvelle_page = ecrite["page"] != page
    lue, ecrite = dict(parametres), ecrite["parametres"]
    if lue != ecrite and (lue or not nouvelle_page):
        gardee, choix = memoire.get(_MEMOIRE, Selection()), analyse(lue, existe)
        seul_mode = lue.keys() <= {"mode"} and (nouvelle_page or ecrite.keys() <= {"mode"})
        memoire[_MEMOIRE] = replace(gardee, mode=choix.mode) if seul_mode else _complete(choix, gardee, page)
        memoire[RECHERCHE] = ""
    choix = memoire.setdefault(_MEMOIRE, Selection())
    if choix.jour and page != PORTRAIT:  # the other pages speak of today: coming back to the portrait does too
        memoire[_MEMOIRE] = replace(choix, jour="")
    return memoire[_MEMOIRE]


def _complete(lue: Selection, gardee: Selection, page: str) -> Selection:
    """What the address of a page does not speak of stays as it was: the territory on the pages of a CTG, the CTG on the others."""
    if page in SANS_TERRITOIRE:
        return replace(gardee, **{nom: getattr(lue, nom) for nom in (*SANS_TERRITOIRE[page], "mode")})
    return replace(lue, **{nom: getattr(gardee, nom) for nom in HORS_TERRITOIRE})


def lit(page: str, existe: Existe) -> Selection:
    """The choice of this run, read once by the shell before the page is drawn."""
    choix = reconcilie(st.session_state, st.query_params.to_dict(), page=page, existe=existe)
    st.session_state[_INCONNU] = choix.vide and "code" in st.query_params
    st.session_state[_ILLISIBLE] = "jour" in st.query_params and not est_jour(st.query_params["jour"])
    if not choix.vide:
        st.session_state[_RECENTS] = tuple(dict.fromkeys(((choix.niveau, choix.code), *recents())))[:RECENTS]
    return choix


def adresse_inconnue() -> bool:
    """Whether the address of this run names a territory that does not exist."""
    return st.session_state.get(_INCONNU, False)


def zone_examinee() -> str:
    """What the part « Qualité » looks at, "" until one chose: kept from page to page, in no address."""
    return st.session_state.get(_ZONE, "")


def examine(widget: str) -> None:
    """Callback of the list of what may be looked at."""
    st.session_state[_ZONE] = st.session_state[widget] or ""


def jour_illisible() -> bool:
    """Whether the address of this run asks for a day that is no date."""
    return st.session_state.get(_ILLISIBLE, False)


def recents() -> tuple[tuple[str, str], ...]:
    """(niveau, code) of the territories opened in this session, the last first."""
    return st.session_state.get(_RECENTS, ())


def selection() -> Selection:
    return st.session_state.get(_MEMOIRE, Selection())


def defaut(niveau: str, code: str) -> Selection:
    """The choice, on a territory given by default where there is none: a map always frames something."""
    if selection().vide:
        change(niveau=niveau, code=code)
    return selection()


def change(**choix: str) -> None:
    """Change part of the choice (callback of the controls); a new territory keeps face and theme."""
    st.session_state[_MEMOIRE] = replace(selection(), **choix)


def projette(oui: bool) -> None:
    """Enter the projection or leave it (callback of the two buttons of the shell); a portrait begins again at the top of its block."""
    change(mode=PROJECTION if oui else "", ecran="")


def publie_adresse(page: str) -> None:
    """Write the choice in the address where the page depends on it; elsewhere the address stays bare."""
    voulue = selection().parametres(page)
    ecrite = st.session_state.setdefault(_ECRITE, {})
    if st.query_params.to_dict() != voulue:
        st.query_params.from_dict(voulue)
    # In place: Streamlit may stop a run at any call of its own, and the browser would then show an address that is not remembered,
    # so that going back would look like staying.
    ecrite.update(page=page, parametres=voulue)


def lie(nom: str, valeur: str | None) -> str:
    """Key of a widget that shows ``valeur``, set before it is drawn: the widget shows the store, never the reverse."""
    champ = f"champ_{nom}"
    st.session_state[champ] = valeur
    return champ


def retient(nom: str) -> None:
    """Callback of the widget made by ``lie``; a choice taken away (None) keeps what was chosen; what depends on it is forgotten."""
    if valeur := st.session_state.get(f"champ_{nom}"):
        choisit(nom, valeur)


def choisit(nom: str, valeur: str) -> None:
    """Choose ``valeur``, and forget what depends on it."""
    change(**{nom: valeur}, **dict.fromkeys(DEPENDANTS.get(nom, ()), ""))


def choisit_fiche(widget: str) -> None:
    """Callback of a list of records made by ``lie``: open that one, or none."""
    change(element=st.session_state.get(f"champ_{widget}") or "")


def cle_page(liste: str) -> str:
    """Key of the control that turns the pages of a table."""
    return f"page-{liste}"


def page_lue(liste: str) -> int:
    """The page of a table that was asked for, from 0."""
    return st.session_state.get(cle_page(liste), 0)


def pose_page(liste: str, page: int) -> None:
    """The page that is shown, set before its control is drawn: a filter may have left fewer of them."""
    st.session_state[cle_page(liste)] = page


def choisit_ligne(code: str) -> None:
    """A row of the table of the map was chosen, from a fragment: the whole page is to be drawn again."""
    change(repere=code)
    st.session_state[_LIGNE] = True


def consomme_choix() -> bool:
    """Whether a row was just chosen; once."""
    return st.session_state.pop(_LIGNE, False)


def retient_changement(nom: str, ici: tuple[str, str]) -> None:
    """Callback of the lists of the method page: the territory ``ici``, shown unasked, becomes chosen; the theme follows the figure."""
    if valeur := st.session_state.get(f"champ_{nom}"):
        niveau, code = valeur if nom == "lieu" else ici
        suite = {"lieu": {}, "figure": {"figure": valeur, "theme": ""}}.get(nom, {nom: valeur})
        change(niveau=niveau, code=code, **suite)


def corrige(**montres: str) -> None:
    """Forget what does not exist: ``montres`` are the fields (theme, figure…) as the view shows them."""
    choix = selection()
    change(**{nom: "" for nom, montre in montres.items() if getattr(choix, nom) != montre})


def auteur(memoire: Callable[[], str]) -> str:
    """The name under which this session writes; ``memoire`` gives that of the workstation, read once."""
    if _AUTEUR not in st.session_state:
        garde_auteur(memoire())
    return st.session_state[_AUTEUR]


def garde_auteur(nom: str) -> None:
    st.session_state[_AUTEUR] = nom


def alerte_ouverte() -> str:
    """Key of the alert whose form is open, "" for none."""
    return st.session_state.get(_ALERTE, "")


def ouvre_alerte(cle: str) -> None:
    st.session_state[_ALERTE] = cle


def version_lue(quoi: str, fiche: T) -> T:
    """The record as a form first showed it, until ``oublie_version``: saving it again tells whether someone else wrote meanwhile."""
    return st.session_state.setdefault(f"version_{quoi}", fiche)


def oublie_version(quoi: str) -> None:
    st.session_state.pop(f"version_{quoi}", None)


def rapports() -> "Sequence[Rapport]":
    """Reports of the last import of this session."""
    return st.session_state.get(_RAPPORTS, ())


def garde_rapports(rapports: "Sequence[Rapport]", *, termine: bool) -> None:
    """Keep the reports; once nothing is asked any more, empty the drop zone."""
    st.session_state[_RAPPORTS] = tuple(rapports)
    if termine:
        vide_depot()


def vide_depot() -> None:
    """Empty the drop zones: a widget under another key starts afresh."""
    st.session_state[_DEPOTS] = st.session_state.get(_DEPOTS, 0) + 1


def geste_demande() -> tuple[str, str]:
    """(gesture, id) of the edition on which a gesture waits for its reason and confirmation, ("", "") for none."""
    return st.session_state.get(_GESTE, ("", ""))


def demande_geste(geste: str, edition: str) -> None:
    st.session_state[_GESTE] = geste, edition


def garde_recit(phrase: str) -> None:
    """Keep what the last gesture on an edition did, told once the page is drawn again; nothing waits any more."""
    st.session_state[_RECIT] = phrase
    demande_geste("", "")


def recit() -> str:
    """What the last gesture on an edition did, once."""
    return st.session_state.pop(_RECIT, "")


@dataclass(frozen=True)
class Edition:
    """Something being written: the record as it was read (None: a new one), what stood in the way of the last save, what is typed."""

    lue: "Fiche | None" = None
    obstacle: "CtgError | None" = None
    brouillon: Mapping[str, Any] = field(default_factory=dict)


def edition(cle: str) -> Edition | None:
    """The form ``cle`` as it stands, None when it is closed."""
    return _editions().get(cle)


def ouvre_edition(cle: str, lue: "Fiche | None" = None, **brouillon: Any) -> None:
    """Open a form; one that is open already keeps what is typed in it."""
    _editions().setdefault(cle, Edition(lue, None, brouillon))


def ferme_edition(cle: str) -> None:
    _editions().pop(cle, None)


def oublie_edition(cle: str) -> None:
    """Close a form and forget what its fields hold."""
    ferme_edition(cle)
    for widget in [w for w in st.session_state if str(w).startswith("champ-") and str(w).endswith(f"-{cle}")]:
        del st.session_state[widget]


def garde_brouillon(cle: str, champ: str, saisi: Any) -> None:
    """Keep what is typed in a form, whatever the page shows next."""
    if ouverte := edition(cle):
        _editions()[cle] = replace(ouverte, brouillon={**ouverte.brouillon, champ: saisi})


def retient_brouillon(cle: str, champ: str, widget: str) -> None:
    """Callback of a choice made by ``lie`` inside a form."""
    garde_brouillon(cle, champ, str(st.session_state[f"champ_{widget}"]))


def garde_obstacle(cle: str, obstacle: "CtgError | None", lue: "Fiche | None") -> None:
    """Why the last save was refused; ``lue``: the record that the next one is to be compared with."""
    if ouverte := edition(cle):
        _editions()[cle] = replace(ouverte, obstacle=obstacle, lue=lue)


def _editions() -> dict[str, Edition]:
    return st.session_state.setdefault(_EDITIONS, {})


def garde_refus(lieu: str, message: str) -> None:
    """Why a gesture was refused, told at its place."""
    st.session_state[_REFUS] = lieu, message


def refus(lieu: str) -> str:
    """Why the last gesture at ``lieu`` was refused, once."""
    if st.session_state.get(_REFUS, ("", ""))[0] != lieu:
        return ""
    return st.session_state.pop(_REFUS)[1]


def garde_confirmation(phrase: str) -> None:
    """What was saved, told once the page is drawn again."""
    st.session_state[_ENREGISTRE] = phrase


def confirmation() -> str:
    """What was saved, once."""
    return st.session_state.pop(_ENREGISTRE, "")


def cle_depot() -> str:
    return f"depot-{st.session_state.get(_DEPOTS, 0)}"

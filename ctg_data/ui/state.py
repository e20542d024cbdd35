"""What the reader has chosen: the only user of query parameters and session state.

The store (session) is the truth; the URL is its address.  An address that the reader gives (deep link, back button)
wins over the store; an address that says nothing legible falls back to the defaults.
"""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from ctg_data.records import NIVEAUX

if TYPE_CHECKING:
    from ctg_data.errors import CtgError
    from ctg_data.pipeline import Rapport
    from ctg_data.storage.depot import Fiche

FACES = ("besoin", "offre", "ecart", "priorite")
PROJECTION = "projection"
BLOCS = ("etoile", "saillants", "chiffres", "carte", "evolution", "offre", "ages", "sources")
PERIMETRES = ("constant", "epoque")
ECRANS = tuple(str(n) for n in range(1, 40))
_MEMOIRE = "selection"
_ADRESSE = "adresse_ecrite"
_PAGE = "page_lue"
_RAPPORTS = "rapports"
_DEPOTS = "depots"
_RECENTS = "recents"
_RETRAIT = "retrait_demande"
_ALERTE = "alerte_ouverte"
_AUTEUR = "auteur"
_RECIT = "recit_retrait"
_INCONNU = "territoire_inconnu"
_LIGNE = "ligne_choisie"
_EDITIONS = "saisies_en_cours"
_ENREGISTRE = "saisie_enregistree"
_REFUS = "saisie_refusee"
RECENTS = 6
RECHERCHE = "recherche_territoire"

T = TypeVar("T")
Existe = Callable[[str, str], bool]
"""(niveau, code) -> whether the reference holds this territory."""


@dataclass(frozen=True)
class Selection:
    """The whole choice of a portrait and of a map; "" means « not chosen »: the view takes its own default.

    ``mode``: "" on a desk, PROJECTION in a room, on any shared page; on the portrait ``bloc`` alone is then shown, and of it the
    screen ``ecran`` (from 0).
    Of the map: level of its areas, figure (shared with the portrait), class of a distribution, year, layer, reference, class method,
    area whose sheet is open (``repere``), column and direction of the table, page of it.
    ``horizon``: a year, for the smallest visible change of the method page.
    Of a CTG: its id, the change that is read, the part of the page (``volet``), the record chosen in it (``element``), the version of a
    path when it is not the current one.
    """

    niveau: str = ""
    code: str = ""
    face: str = ""
    theme: str = ""
    figure: str = ""
    mode: str = ""
    bloc: str = BLOCS[0]
    ecran: str = ""
    maille: str = ""
    modalite: str = ""
    annee: str = ""
    couche: str = ""
    reference: str = ""
    methode: str = ""
    repere: str = ""
    tri: str = ""
    ordre: str = ""
    lignes: str = ""
    horizon: str = ""
    perimetre: str = PERIMETRES[0]
    ctg: str = ""
    changement: str = ""
    volet: str = ""
    element: str = ""
    version: str = ""

    @property
    def rang(self) -> int:
        return int(self.ecran or 0)

    @property
    def vide(self) -> bool:
        return not self.code

    @property
    def territoire(self) -> tuple[str, str]:
        return self.niveau, self.code

    @property
    def projete(self) -> bool:
        return self.mode == PROJECTION

    def parametres(self, page: str = "portrait") -> dict[str, str]:
        """The URL of this choice on ``page``: only what it depends on and differs from the defaults, codes and never labels."""
        defauts = asdict(Selection())
        propres = () if self.vide and page not in DES_CTG else CHAMPS.get(page, ())
        return {nom: getattr(self, nom) for nom in ("mode", *propres) if getattr(self, nom) != defauts[nom]}


_PORTRAIT = ("niveau", "code", "face", "theme", "figure", "bloc", "ecran", "horizon", "perimetre")
_CONVENTION = ("ctg", "changement", "volet", "element", "version")
DES_CTG = ("chemins", "suivi", "gouvernance")
"""Pages of a CTG: their address names no territory."""
CARTE = ("maille", "figure", "modalite", "annee", "couche", "reference", "methode")
"""What a map depends on, besides its zone."""
CHAMPS: Mapping[str, tuple[str, ...]] = {
    "portrait": _PORTRAIT,
    "methode": _PORTRAIT,
    "tendances": _PORTRAIT,
    "perimetres": ("niveau", "code"),
    "carte": ("niveau", "code", *CARTE, "repere", "tri", "ordre", "lignes"),
    **dict.fromkeys(DES_CTG, _CONVENTION),
}
"""What the address of each page says beside the mode; the other pages say nothing more."""
DEPENDANTS: Mapping[str, tuple[str, ...]] = {
    "theme": ("figure", "ecran"),
    "bloc": ("ecran",),
    "figure": ("modalite", "annee", "lignes"),
    "maille": ("repere", "tri", "ordre", "lignes"),
    "ctg": ("changement", "element", "version"),
    "changement": ("element", "version"),
    "volet": ("element", "version"),
    "version": ("element",),
}
"""What is chosen again when something else changes."""


def analyse(parametres: Mapping[str, str], existe: Existe) -> Selection:
    """The choice that an address describes; whatever is not legible is left at its default."""
    convention = {nom: _identifiant(parametres.get(nom, "")) for nom in _CONVENTION}
    niveau, code = parametres.get("niveau", ""), parametres.get("code", "")
    code = code.lower() if niveau == "perimetre" else code.upper()
    mode = _parmi(parametres.get("mode", ""), ("", PROJECTION))
    if niveau not in NIVEAUX or not existe(niveau, code):
        return Selection(**convention, mode=mode)
    return Selection(
        niveau=niveau,
        code=code,
        face=_parmi(parametres.get("face", ""), ("", *FACES)),
        theme=_identifiant(parametres.get("theme", "")),
        figure=_identifiant(parametres.get("figure", "")),
        mode=mode,
        bloc=_parmi(parametres.get("bloc", ""), BLOCS),
        ecran=_parmi(parametres.get("ecran", ""), ("", *ECRANS)),
        **{nom: _identifiant(parametres.get(nom, "")) for nom in CHAMPS["carte"] if nom not in ("niveau", "code", "figure")},
        horizon=_annee(parametres.get("horizon", "")),
        perimetre=_parmi(parametres.get("perimetre", ""), PERIMETRES),
        **convention,
    )


def _parmi(texte: str, permis: Sequence[str]) -> str:
    return texte if texte in permis else permis[0]


def _annee(texte: str) -> str:
    return texte if len(texte) == 4 and texte.isascii() and texte.isdigit() else ""


def _identifiant(texte: str) -> str:
    return texte if texte.isascii() and texte.replace("_", "").replace("-", "").isalnum() and len(texte) <= 60 else ""


def reconcilie(memoire: MutableMapping, parametres: Mapping[str, str], *, page: str, existe: Existe) -> Selection:
    """The choice of this run: the address when the reader changed it, else what the store remembers.

    Moving by the menu empties the address: an empty address on a new page is no choice, it keeps the store.  So does one that says
    the mode alone, as on a page that depends on no territory.
    """
    nouvelle_page = memoire.get(_PAGE) != page
    memoire[_PAGE] = page
    lue, ecrite = dict(parametres), memoire.get(_ADRESSE, {})
    if lue != ecrite and (lue or not nouvelle_page):
        gardee, choix = memoire.get(_MEMOIRE, Selection()), analyse(lue, existe)
        seul_mode = lue.keys() <= {"mode"} and (nouvelle_page or ecrite.keys() <= {"mode"})
        memoire[_MEMOIRE] = replace(gardee, mode=choix.mode) if seul_mode else _complete(choix, gardee, page)
        memoire[RECHERCHE] = ""
    return memoire.setdefault(_MEMOIRE, Selection())


def _complete(lue: Selection, gardee: Selection, page: str) -> Selection:
    """What the address of a page does not speak of stays as it was: the territory on the pages of a CTG, the CTG on the others."""
    if page in DES_CTG:
        return replace(gardee, **{nom: getattr(lue, nom) for nom in (*_CONVENTION, "mode")})
    return replace(lue, **{nom: getattr(gardee, nom) for nom in _CONVENTION})


def lit(page: str, existe: Existe) -> Selection:
    """The choice of this run, read once by the shell before the page is drawn."""
    choix = reconcilie(st.session_state, st.query_params.to_dict(), page=page, existe=existe)
    st.session_state[_INCONNU] = choix.vide and "code" in st.query_params
    if not choix.vide:
        st.session_state[_RECENTS] = tuple(dict.fromkeys(((choix.niveau, choix.code), *recents())))[:RECENTS]
    return choix


def adresse_inconnue() -> bool:
    """Whether the address of this run names a territory that does not exist."""
    return st.session_state.get(_INCONNU, False)


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
    if st.query_params.to_dict() != voulue:
        st.query_params.from_dict(voulue)
    st.session_state[_ADRESSE] = voulue


def lie(nom: str, valeur: str) -> str:
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


def retrait_demande() -> str:
    """Id of the edition whose withdrawal waits for its confirmation, "" for none."""
    return st.session_state.get(_RETRAIT, "")


def demande_retrait(edition: str) -> None:
    st.session_state[_RETRAIT] = edition


def garde_recit(phrase: str) -> None:
    """Keep what the last withdrawal did, told once the page is drawn again; nothing waits any more."""
    st.session_state[_RECIT] = phrase
    demande_retrait("")


def recit() -> str:
    """What the last withdrawal did, once."""
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

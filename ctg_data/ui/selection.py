"""What a reader can choose, and how an address says it; nothing of Streamlit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from ctg_data.records import NIVEAUX

FACES = ("besoin", "offre", "ecart", "priorite")
PROJECTION = "projection"
BLOCS = ("etoile", "saillants", "chiffres", "carte", "evolution", "offre", "ages", "sources")
PERIMETRES = ("constant", "epoque")
ECRANS = tuple(str(n) for n in range(1, 40))

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
    ``rubrique``: the part of the data page.  ``jour``: the past day (ISO) of the portrait, "" for today's.
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
    rubrique: str = ""
    jour: str = ""

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
        propres = () if self.vide and page not in SANS_TERRITOIRE else CHAMPS.get(page, ())
        return {nom: getattr(self, nom) for nom in ("mode", *propres) if getattr(self, nom) != defauts[nom]}


_PORTRAIT = ("niveau", "code", "face", "theme", "figure", "bloc", "ecran", "horizon", "perimetre")
_CONVENTION = ("ctg", "changement", "volet", "element", "version")
DES_CTG = ("chemins", "suivi", "gouvernance")
SANS_TERRITOIRE: Mapping[str, tuple[str, ...]] = {**dict.fromkeys(DES_CTG, _CONVENTION), "donnees": ("rubrique",)}
"""Pages whose address names no territory, and what it names."""
HORS_TERRITOIRE = tuple(dict.fromkeys(nom for champs in SANS_TERRITOIRE.values() for nom in champs))
CARTE = ("maille", "figure", "modalite", "annee", "couche", "reference", "methode")
"""What a map depends on, besides its zone."""
CHAMPS: Mapping[str, tuple[str, ...]] = {
    "portrait": (*_PORTRAIT, "jour"),
    "methode": _PORTRAIT,
    "tendances": _PORTRAIT,
    "perimetres": ("niveau", "code"),
    "carte": ("niveau", "code", *CARTE, "repere", "tri", "ordre", "lignes"),
    **SANS_TERRITOIRE,
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
    ailleurs = {nom: _identifiant(parametres.get(nom, "")) for nom in HORS_TERRITOIRE}
    niveau, code = parametres.get("niveau", ""), parametres.get("code", "")
    code = code.lower() if niveau == "perimetre" else code.upper()
    mode = _parmi(parametres.get("mode", ""), ("", PROJECTION))
    if niveau not in NIVEAUX or not existe(niveau, code):
        return Selection(**ailleurs, mode=mode)
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
        jour=jour if est_jour(jour := parametres.get("jour", "")) else "",
        **ailleurs,
    )


def _parmi(texte: str, permis: Sequence[str]) -> str:
    return texte if texte in permis else permis[0]


def _annee(texte: str) -> str:
    return texte if len(texte) == 4 and texte.isascii() and texte.isdigit() else ""


def est_jour(texte: str) -> bool:
    """Whether it is an ISO day, as an address writes it."""
    try:
        return date.fromisoformat(texte).isoformat() == texte
    except ValueError:
        return False


def _identifiant(texte: str) -> str:
    return texte if texte.isascii() and texte.replace("_", "").replace("-", "").isalnum() and len(texte) <= 60 else ""

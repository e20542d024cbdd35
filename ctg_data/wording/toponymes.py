"""French prepositions, articles and contractions before place names: « à Limoges », « du Mans », « en Haute-Vienne »."""

import re
from typing import NamedTuple, Protocol

_ELISION, _LE, _LA, _LES, _L = 1, 2, 3, 4, 5
_VOYELLE = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]", re.IGNORECASE)
_ARTICLE = re.compile(r"^(le|les|aux) ", re.IGNORECASE)
_CONTRACTIONS = {"le": ("au", "du"), "les": ("aux", "des"), "aux": ("aux", "des")}

_EN_DEPARTEMENTS = frozenset(
    {"Ardèche", "Ariège", "Charente", "Corrèze", "Dordogne", "Gironde", "Guadeloupe", "Guyane"}
    | {"Isère", "Lozère", "Martinique", "Mayenne", "Moselle", "Savoie", "Vendée"}
)
"""Départements with a one-word name that take « en »; the others take their article (« dans la Marne », « dans l’Ain »)."""
_MASCULINS = frozenset({"Maine-et-Loire"})
_ILES = frozenset({"La Réunion", "Mayotte"})
_EN_REGIONS = frozenset({"Centre-Val de Loire"})
"""Usage says « en Centre-Val de Loire » although the name has a masculine article."""

_COMMUNAUTE = re.compile(r"^(?:c[cau] |communauté )", re.IGNORECASE)
_METROPOLE = re.compile(r"^métropole ", re.IGNORECASE)
_EUROMETROPOLE = re.compile(r"^eurométropole ", re.IGNORECASE)


class Nomme(Protocol):
    """Anything with a level, a name and Insee's TNCC (0 and 1: no article, 2 Le, 3 La, 4 Les, 5 L', 6 Aux, 7 Las, 8 Los)."""

    @property
    def niveau(self) -> str: ...
    @property
    def nom(self) -> str: ...
    @property
    def liaison(self) -> int: ...


class Toponyme(NamedTuple):
    """A name given by plain values rather than by a territory record."""

    niveau: str
    nom: str
    liaison: int = 0


class _Groupe(NamedTuple):
    """The three ways a name enters a sentence."""

    a: str
    de: str
    sujet: str


def a(territoire: Nomme) -> str:
    """Where: « à Limoges », « au Mans », « aux Herbiers », « dans la CC … », « en Haute-Vienne », « dans le Grand Est »."""
    return _groupe(territoire).a


def de(territoire: Nomme) -> str:
    """Of: « de Limoges », « d’Aixe-sur-Vienne », « du Mans », « des Landes », « de l’Ain », « de la CC … »."""
    return _groupe(territoire).de


def sujet(territoire: Nomme) -> str:
    """As the subject of a sentence: « Limoges », « Le Mans », « la Haute-Vienne », « la CC … », « l’Île-de-France »."""
    return _groupe(territoire).sujet


def _groupe(territoire: Nomme) -> _Groupe:
    nom = " ".join(territoire.nom.replace("'", "’").split())
    return _PAR_NIVEAU[territoire.niveau](nom, int(territoire.liaison))


def _commune(nom: str, liaison: int) -> _Groupe:
    """Commune names hold their article: masculine and plural ones contract, « La » and « L’ » stay.

    The article is read from the name: Insee gives none to « Le Vernet-Chaméane ».
    """
    article = _ARTICLE.match(nom)
    if not article:
        return _Groupe(f"à {nom}", _de_nu(nom, elide=liaison == _ELISION), nom)
    au, du = _CONTRACTIONS[article[1].lower()]
    reste = nom[article.end() :]
    return _Groupe(f"{au} {reste}", f"{du} {reste}", nom)


def _departement(nom: str, liaison: int) -> _Groupe:
    if nom in _ILES or nom == "Paris":
        return _Groupe(f"à {nom}", _de_nu(nom, elide=False), nom)
    avec_en = liaison in (0, _ELISION) or nom in _EN_DEPARTEMENTS or (liaison == _LA and "-" in nom)
    return _avec_article(nom, liaison, en=avec_en)


def _region(nom: str, liaison: int) -> _Groupe:
    if nom in _ILES:
        return _Groupe(f"à {nom}", _de_nu(nom, elide=False), nom)
    return _avec_article(nom, liaison, en=liaison in (0, _ELISION, _LA, _L) or nom in _EN_REGIONS)


def _france(nom: str, _liaison: int) -> _Groupe:
    return _Groupe(f"en {nom}", f"de la {nom}", f"la {nom}")


def _epci(nom: str, _liaison: int) -> _Groupe:
    """« la CC … », « la métropole de Lyon », « l’Eurométropole de Strasbourg », but « Bordeaux Métropole » like a town."""
    if _EUROMETROPOLE.match(nom):
        return _Groupe(f"dans l’{nom}", f"de l’{nom}", f"l’{nom}")
    if _METROPOLE.match(nom):
        nom = f"métropole {_METROPOLE.sub('', nom)}".replace("métropole Européenne", "métropole européenne")
    elif not _COMMUNAUTE.match(nom):
        return _Groupe(f"à {nom}", _de_nu(nom, elide=bool(_VOYELLE.match(nom))), nom)
    nom = nom.replace("Communauté ", "communauté ", 1) if nom.startswith("Communauté ") else nom
    return _Groupe(f"dans la {nom}", f"de la {nom}", f"la {nom}")


def _perimetre(nom: str, _liaison: int) -> _Groupe:
    return _Groupe(f"dans le périmètre « {nom} »", f"du périmètre « {nom} »", f"le périmètre « {nom} »")


_PAR_NIVEAU = {
    "commune": _commune,
    "epci": _epci,
    "departement": _departement,
    "region": _region,
    "france": _france,
    "perimetre": _perimetre,
}
_ARTICLES = {_LE: ("dans le ", "du ", "le "), _LA: ("dans la ", "de la ", "la "), _LES: ("dans les ", "des ", "les ")}
_ARTICLES[_L] = ("dans l’", "de l’", "l’")


def _avec_article(nom: str, liaison: int, *, en: bool) -> _Groupe:
    """Names given without their article (départements, régions); names without any take one as a subject."""
    if liaison not in _ARTICLES:
        elide = liaison == _ELISION
        le = "l’" if elide else "le " if nom in _MASCULINS else "la "
        return _Groupe(f"en {nom}", _de_nu(nom, elide=elide), f"{le}{nom}")
    dans, de_, le = _ARTICLES[liaison]
    return _Groupe(f"en {nom}" if en else f"{dans}{nom}", f"{de_}{nom}", f"{le}{nom}")


def _de_nu(nom: str, *, elide: bool) -> str:
    return f"d’{nom}" if elide else f"de {nom}"

"""Cells of a plan d'actions: the text that a person sees, as the value of a field, or why it cannot be one."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.plan_actions_schema import COUT_MAX, DERNIERE, ETATS, LIGNE_MAX, PARAGRAPHE_MAX, PREMIERE
from ctg_data.wording.fr import THEMES

_THEMES = {normalise(nom): code for code, nom in THEMES.items()} | {code.lower(): code for code in THEMES}
_ETATS = {normalise(nom): code for code, nom in ETATS.items()}
_JOUR = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_ESPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_CACHES = re.compile(r"[\u00ad\u061c\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of writing around or join words, and are not seen: two names that look the same are one."""
_COMMANDES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_INVISIBLES = re.compile(rf"[\n\u2028\u2029\ud800-\udfff]|{_COMMANDES.pattern}|{_CACHES.pattern}")


class CelluleInvalide(Exception):
    """A cell that cannot be read: what was expected, and how to mend it."""

    def __init__(self, code: str, attendu: str, remede: str):
        super().__init__(code)
        self.code, self.attendu, self.remede = code, attendu, remede


def propre(texte: str) -> str:
    """What a person sees of a cell: no control character nor mark of direction, line breaks kept."""
    unis = texte.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n").replace("\t", " ")
    return _CACHES.sub("", _COMMANDES.sub("", unis)).strip()


def visible(texte: str) -> bool:
    """Whether all of a text is seen, on one line: no control character, mark of direction nor half of a sign."""
    return _INVISIBLES.search(texte) is None


def _texte_ligne(texte: str) -> str:
    return _court(" ".join(texte.split()), LIGNE_MAX)


def _paragraphe(texte: str) -> str:
    return _court(texte, PARAGRAPHE_MAX)


def _court(texte: str, longueur: int) -> str:
    if len(texte) > longueur:
        raise CelluleInvalide("texte_trop_long", f"au plus {longueur} signes", f"Raccourcissez ce texte, qui en compte {len(texte)}.")
    return texte


def _theme(texte: str) -> str:
    if code := _THEMES.get(normalise(texte)):
        return code
    raise CelluleInvalide("theme_inconnu", f"un thème parmi : {', '.join(THEMES.values())}", "Choisissez le thème dans la liste du modèle.")


def _etat(texte: str) -> str:
    if code := _ETATS.get(normalise(texte)):
        return code
    raise CelluleInvalide("etat_inconnu", f"un état parmi : {', '.join(ETATS.values())}", "Choisissez l’état dans la liste du modèle.")


def _date(texte: str) -> date:
    iso, francaise = _ISO.match(texte), _JOUR.fullmatch(texte)
    try:
        jour = date(*map(int, iso.groups())) if iso else date(*map(int, reversed(francaise.groups()))) if francaise else None
    except ValueError:
        jour = None
    if jour is None or not PREMIERE <= jour <= DERNIERE:
        raise CelluleInvalide("date_invalide", "une date JJ/MM/AAAA, entre 1990 et 2099", "Écrivez par exemple 01/09/2025.")
    return jour


def _montant(texte: str) -> int:
    """Whole euros, halves up; spaces of thousands and « € » are read."""
    montant = _nombre(_ESPACES.sub("", texte).removesuffix("€"))
    if montant is None or not 0 <= montant <= COUT_MAX:
        raise CelluleInvalide("montant_invalide", "un nombre d’euros, positif", "Écrivez le nombre seul, par exemple 12000.")
    return int(montant.quantize(Decimal(1), ROUND_HALF_UP))


def _nombre(texte: str) -> Decimal | None:
    try:
        nombre = Decimal(texte.replace(",", "."))
    except InvalidOperation:
        return None
    return nombre if nombre.is_finite() else None


def lecteur_de_part(textes: Sequence[str]) -> Callable[[str], int]:
    """A column shown in % by the spreadsheet holds 0,4 for 40 %: it is known by a value between 0 and 1, and none above."""
    lus = [n for t in textes if "%" not in t and (n := _nombre(_ESPACES.sub("", t))) is not None]
    fractions = any(0 < n < 1 for n in lus) and all(n <= 1 for n in lus)

    def lit_part(texte: str) -> int:
        part = _nombre(_ESPACES.sub("", texte).removesuffix("%"))
        if part is not None and fractions and "%" not in texte:
            part *= 100
        if part is None or not 0 <= part <= 100:
            raise CelluleInvalide("avancement_invalide", "un nombre de 0 à 100", "Écrivez par exemple 40.")
        return int(part.quantize(Decimal(1), ROUND_HALF_UP))

    return lit_part


LECTEURS: Mapping[str, Callable[[str], object]] = {
    "ligne": _texte_ligne,
    "paragraphe": _paragraphe,
    "theme": _theme,
    "etat": _etat,
    "date": _date,
    "montant": _montant,
}

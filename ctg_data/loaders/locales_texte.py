"""The text of a declaration, read and parsed within bounds: no file of the folder may stop the others, nor make them wait."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from ctg_data.errors import Faute

TAILLE_MAX, LIGNE_MAX, POINTS_MAX = 256 * 1024, 4000, 20
"""Bytes of a declaration; of one of its lines, characters, and points outside texts, which part a key: the time that ``tomllib`` takes
grows much faster than those."""
_DITS = re.compile(r"""\"(?:[^"\\]|\\.?)*+(?:"|$)|'[^']*+(?:'|$)|#.*""")
"""Texts and comments of a line."""


def texte(chemin: Path) -> tuple[str, Faute | None]:
    """What a file holds, of which no more is read than a declaration may be, or why it cannot be used."""
    try:
        with chemin.open("rb") as flux:
            octets = flux.read(TAILLE_MAX + 1)
        lu = octets.decode("utf-8-sig") if len(octets) <= TAILLE_MAX else ""
    except (OSError, UnicodeDecodeError):
        return "", _illisible(chemin.name, "un fichier absent, protégé ou qui n'est pas en UTF-8")
    if len(octets) > TAILLE_MAX:
        return "", _illisible(chemin.name, "un fichier trop gros")
    return lu.replace("\r\n", "\n").replace("\r", "\n"), None


def analyse(texte: str, fichier: str) -> tuple[Mapping, Faute | None]:
    """The keys of a text, or why it is no TOML that may be read."""
    if demesure := _demesure(texte, fichier):
        return {}, demesure
    try:
        return tomllib.loads(texte), None
    except Exception as erreur:  # beside what is not TOML, the parser stops at deep nestings and at long numbers
        return {}, _mal_lu(fichier, erreur)


def _demesure(texte: str, fichier: str) -> Faute | None:
    """What would take too long to parse."""
    if len(texte) > TAILLE_MAX:
        return _illisible(fichier, "un texte trop long")
    for numero, ligne in enumerate(texte.split("\n"), 1):
        if len(ligne) > LIGNE_MAX:
            return _mal_ecrit(fichier, "une ligne trop longue", f"{LIGNE_MAX} signes au plus par ligne", numero)
        if ligne.count(".") > POINTS_MAX and _DITS.sub("", ligne).count(".") > POINTS_MAX:
            return _mal_ecrit(
                fichier, "une clé de trop de morceaux", "une clé simple, comme titre, ou une section, comme [tableau]", numero
            )
    return None


def _illisible(fichier: str, trouve: str) -> Faute:
    attendu = f"un texte TOML en UTF-8, de {TAILLE_MAX // 1024} kilooctets au plus"
    remede = "Remettez une copie saine de ce fichier, ou refaites la correspondance."
    return Faute(fichier, "toml_illisible", trouve, attendu, remede)


def _mal_lu(fichier: str, erreur: Exception) -> Faute:
    if not isinstance(erreur, tomllib.TOMLDecodeError):
        attendu = "des nombres de quelques chiffres, et des valeurs qui ne s'emboîtent pas"
        return _mal_ecrit(fichier, "un nombre ou un emboîtement démesuré", attendu)
    place = re.search(r"line (\d+)", str(erreur))
    return _mal_ecrit(
        fichier,
        "une ligne qui n'est pas du TOML" if place else "un texte qui n'est pas du TOML",
        "« clé = valeur », les textes entre guillemets droits, chaque clé une seule fois",
        int(place[1]) if place else None,
    )


def _mal_ecrit(fichier: str, trouve: str, attendu: str, ligne: int | None = None) -> Faute:
    quoi = "ce texte" if ligne is None else "cette ligne"
    remede = f"Corrigez {quoi}, ou refaites la correspondance sur la page « Données », partie « Sources locales »."
    return Faute(fichier, "toml_illisible", trouve, attendu, remede, ligne=ligne)

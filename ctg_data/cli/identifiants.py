"""What a person types, checked before anything is read: an unknown identifier is told with the nearest known ones."""

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path

from ctg_data.errors import CtgError, TerritoireInconnu
from ctg_data.indicators import registry
from ctg_data.territoires.atlas import Atlas
from ctg_data.territoires.referentiel import NIVEAUX, Referentiel

PROPOSITIONS = 3


class ArgumentInvalide(CtgError):
    """An argument that cannot be used: the command ends as for a fault of usage."""

    usage = True


def verifie_indicateur(identifiant: str) -> None:
    """ArgumentInvalide, with the nearest id, on an indicator that does not exist."""
    connus = [indicateur.id for indicateur in registry.catalogue()]
    if identifiant not in connus:
        raise inconnu("Indicateur", identifiant, connus)


def verifie_territoire(territoires: Referentiel | Atlas, niveau: str, code: str | None) -> None:
    """Raises ArgumentInvalide with what was probably meant; without ``code`` the level alone is checked."""
    permis = (*NIVEAUX, "perimetre")
    if niveau not in permis:
        raise inconnu("Niveau", niveau, permis)
    if code is None:
        return
    try:
        territoires.territoire(niveau, code)
    except TerritoireInconnu as erreur:
        pistes = ", ".join(f"{t.nom} (--niveau {t.niveau}, code {t.code})" for t in territoires.cherche(code, PROPOSITIONS))
        suite = f" Vouliez-vous dire : {pistes} ?" if pistes else ""
        raise ArgumentInvalide(f"{erreur}{suite}") from erreur


def verifie_extension(fichier: Path, permises: Sequence[str]) -> str:
    """The extension in lower case.  Raises ArgumentInvalide unless it is one of ``permises``."""
    extension = fichier.suffix.lower()
    if extension not in permises:
        raise ArgumentInvalide(f"« {fichier.name} » : le nom du fichier à écrire doit finir par {' ou '.join(permises)}.")
    return extension


def separe(morceaux: Iterable[str]) -> list[str]:
    """``87 23`` or ``87,23``: both are written."""
    return [code.strip() for morceau in morceaux for code in morceau.split(",") if code.strip()]


def inconnu(genre: str, saisi: str, connus: Iterable[str]) -> ArgumentInvalide:
    """The error for ``saisi``, told with the nearest known identifiers."""
    liste = sorted(connus)
    proches = difflib.get_close_matches(saisi.lower(), liste, n=PROPOSITIONS, cutoff=0.5)
    proches += [c for c in liste if saisi.lower() in c and c not in proches][: PROPOSITIONS - len(proches)]
    suite = f" Vouliez-vous dire : {', '.join(proches)} ?" if proches else ""
    return ArgumentInvalide(f"{genre} « {saisi} » : inconnu.{suite}")

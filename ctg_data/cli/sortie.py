"""What the commands print: JSON, CSV for a French spreadsheet, or aligned text."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from ctg_data.errors import CtgError
from ctg_data.store.durable import ecrit_fichier, motif
from ctg_data.wording import nombres
from ctg_data.wording.typographie import soigne

DEMONSTRATION = "Données de démonstration, fictives."


def dit(phrase: str) -> None:
    """What a person must know beside the data: on stderr, since stdout is the data, even when there is none."""
    print(soigne(phrase), file=sys.stderr)


def ecrit_json(contenu: object) -> None:
    """To stdout; ValueError on NaN, which is no JSON."""
    print(json.dumps(contenu, ensure_ascii=False, indent=2, allow_nan=False))


def ecrit_csv(frame: pd.DataFrame) -> None:
    """``;``, decimal comma, UTF-8 with byte-order mark: opens by a double click in a French spreadsheet.

    Flags are 1 or 0, as in the requête type; a figure that is not published is an empty cell.
    """
    drapeaux = frame.select_dtypes(bool).astype("int8")
    texte = frame.assign(**drapeaux).to_csv(sep=";", decimal=",", index=False, lineterminator="\n")
    sys.stdout.write("\ufeff" + texte)


def ecrit_octets(fichier: Path, octets: bytes) -> None:
    """Put ``octets`` at ``fichier``, whole or not at all.  Raises CtgError, in French, when the system refuses."""
    try:
        ecrit_fichier(fichier, lambda chemin: chemin.write_bytes(octets))
    except OSError as erreur:
        raise CtgError(f"Le fichier « {fichier} » ne peut pas être écrit : {motif(erreur)}.") from erreur


def ecrit_texte(lignes: Sequence[Mapping[str, object]]) -> None:
    """Columns aligned under their names."""
    if not lignes:
        return
    textes = [list(lignes[0]), *([_cellule(v) for v in ligne.values()] for ligne in lignes)]
    largeurs = [max(map(len, colonne)) for colonne in zip(*textes, strict=True)]
    for ligne in textes:
        print("  ".join(cellule.ljust(largeur) for cellule, largeur in zip(ligne, largeurs, strict=True)).rstrip())


def lignes_json(frame: pd.DataFrame) -> list[dict[str, object]]:
    """One dict a row, with null where there is nothing."""
    sans_vide = frame.astype(object).where(frame.notna(), None)
    return sans_vide.to_dict("records")


def _cellule(valeur: object) -> str:
    if valeur is None or valeur != valeur:
        return "–"
    if isinstance(valeur, bool):
        return "oui" if valeur else ""
    if isinstance(valeur, float):
        return nombres.nombre(valeur, 0 if valeur.is_integer() else 2)
    return ", ".join(map(str, valeur)) if isinstance(valeur, (list, tuple)) else str(valeur)

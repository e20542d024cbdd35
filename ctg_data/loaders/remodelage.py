"""Lay a table as the engine reads it: one row a territory, one header row (``Disposition.remodele``)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.fautes import Recueil, extrait
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.lecture import Table

_PREMIERES = 12
"""Rows among which the first header row is looked for."""
_TERRITOIRE = re.compile(r"([a-z0-9' -]+) : .*\(([0-9a-z]+)\)")
_CHIFFRE = re.compile(r"[+-]?\d[\d\s.,]*%?")
_NIVEAUX = {"commune": "commune", "epci": "epci", "departement": "departement", "region": "region"}
CODE, NIVEAU = "Code", "Niveau"


# Two header rows ---------------------------------------------------------------------------------------------------------


def entetes_reunis(premiere_cellule: str) -> Callable[[Table], Table]:
    """Hook for a table whose columns are named by two rows, groups then columns: « Hommes : 0 à 19 ans ».

    ``premiere_cellule``: expression that the normalised first cell of the upper row matches in full.  A group is written once,
    above its first column; a column without name in the lower row keeps what stands above it.
    """
    motif = re.compile(premiere_cellule)

    def remodele(table: Table) -> Table:
        rangs = (r for r, rangee in enumerate(table.apercu[:_PREMIERES]) if rangee and motif.fullmatch(normalise(rangee[0])))
        rang = next(rangs, None)
        if rang is None or rang + 1 >= len(table.apercu):
            return table
        apercu = list(table.apercu)
        apercu[rang + 1] = _reunis(apercu[rang], apercu[rang + 1])
        return replace(table, apercu=apercu)

    return remodele


def _reunis(groupes: Sequence[str], colonnes: Sequence[str]) -> list[str]:
    groupe, reunis = "", []
    for haut, bas in zip_longest(groupes, colonnes, fillvalue=""):
        groupe = haut.strip() or groupe
        reunis.append(f"{groupe} : {bas.strip()}" if bas.strip() else haut)
    return reunis


# Territories in columns --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Transposition:
    """What a table with territories in columns holds: title and notes, territories, then one line a label."""

    titres: tuple[str, ...]
    territoires: tuple[str, ...]
    lignes: tuple[tuple[int, str, tuple[str, ...]], ...]
    """(line of the file, label, one cell a territory)."""
    ligne: int
    """Line of the file that names the territories."""
    recueil: Recueil


def transpose(titre: str) -> Callable[[Table], Table]:
    """Hook for a table with a territory a column (« Commune : Bresson (38057) ») and a figure a row, cut in sections that each
    repeat the territories.  ``titre``: normalised text of the first filled cell.

    Gives columns « Code », « Niveau » ("" for a zoning that is not followed) and one a label; ``ligne`` is the column of the file.
    """

    def remodele(table: Table) -> Table:
        premieres = (rangee[0] for rangee in table.apercu[:_PREMIERES] if rangee and rangee[0].strip())
        if table.format == "json" or normalise(next(premieres, "")) != titre:
            return table
        lue = _lit(table)
        return _table(table, lue) if lue else table

    return remodele


def _lit(table: Table) -> _Transposition | None:
    """Everything below the first row of territories; None without such a row."""
    rang = next((r for r, rangee in enumerate(table.apercu) if any(map(_dit_un_territoire, rangee[1:]))), None)
    if rang is None:
        return None
    recueil, territoires = Recueil(""), tuple(cellule.strip() for cellule in table.apercu[rang][1:])
    titres, lignes = [" ".join(rangee) for rangee in table.apercu[:rang]], []
    _sans_chiffre_au_dessus(table, rang, recueil)
    cadre = table.lit(rang, len(territoires) + 1, recueil)
    textes = cadre.drop(columns="ligne").map(str.strip).to_numpy().tolist()
    for ligne, (libelle, *cellules) in zip(cadre["ligne"].tolist(), textes, strict=True):
        if not any(cellules):
            titres.append(libelle)
        elif any(map(_dit_un_territoire, cellules)):
            _memes(territoires, cellules, ligne, recueil=recueil)
        else:
            lignes.append((int(ligne), libelle, tuple(cellules)))
    return _Transposition(tuple(titres), territoires, tuple(lignes), int(cadre["ligne"].iloc[0]), recueil)


def _sans_chiffre_au_dessus(table: Table, rang: int, recueil: Recueil) -> None:
    """A line of figures above the row of territories would be taken for a title, and lost without a word."""
    for numero, rangee in enumerate(table.apercu[:rang], start=1):
        if any(_CHIFFRE.fullmatch(cellule.strip()) for cellule in rangee[1:]):
            recueil.ajoute(
                "entete_deplace",
                f"une ligne de chiffres au-dessus de celle des territoires (ligne {rang + 1})",
                attendu="la ligne des territoires au-dessus de tous les chiffres",
                remede=REMEDE_ORIGINE,
                ligne=numero,
            )


def _dit_un_territoire(cellule: str) -> bool:
    return _TERRITOIRE.fullmatch(normalise(cellule)) is not None


def _memes(attendus: Sequence[str], trouves: Sequence[str], ligne: int, *, recueil: Recueil) -> None:
    """Sections that do not list the same territories would give figures to the wrong ones."""
    for rang, (attendu, trouve) in enumerate(zip(attendus, trouves, strict=True)):
        if attendu != trouve:
            recueil.ajoute(
                "territoires_differents",
                extrait(trouve),
                attendu=f"« {attendu} », comme dans la première rubrique",
                remede=REMEDE_ORIGINE,
                ligne=int(ligne),
                colonne=f"n° {rang + 2}",
            )


def _table(table: Table, lue: _Transposition) -> Table:
    entete = [CODE, NIVEAU, *(libelle for _, libelle, _ in lue.lignes)]
    rangees, numeros = [], []
    for rang, territoire in enumerate(lue.territoires):
        cellules = [cellules[rang] for _, _, cellules in lue.lignes]
        if territoire or any(cellules):
            rangees.append([*_territoire(territoire), *cellules])
            numeros.append(rang + 2)
    apercu = [[" ".join(lue.titres)] + [""] * (len(entete) - 1), entete, *rangees[:60]]

    def lit(debut: int, largeur: int, recueil: Recueil) -> pd.DataFrame:
        recueil.reprend([replace(faute, feuille=table.feuille) for faute in lue.recueil.fautes])
        corps = [entete, *rangees][max(debut - 1, 0) :]
        cadre = pd.DataFrame(corps, columns=range(len(entete)), dtype="str")
        return cadre[list(range(largeur))].assign(ligne=pd.Series(([0, *numeros])[max(debut - 1, 0) :], dtype="int64"))

    return replace(table, apercu=apercu, lit=lit, situe=lambda faute: _situe(faute, lue))


def _territoire(texte: str) -> tuple[str, str]:
    """(code, level) of « Commune : Bresson (38057) », level "" for France (whose field changes from section to section) and for
    other zonings; a text that says no code is taken for one, which the check of codes then quotes and refuses."""
    trouve = _TERRITOIRE.fullmatch(normalise(texte))
    if trouve is None:
        return texte or "(sans territoire)", "" if normalise(texte).startswith("france") else "commune"
    return trouve.group(2).upper(), _NIVEAUX.get(trouve.group(1), "")


def _situe(faute: Faute, lue: _Transposition) -> Faute:
    """A fault of the laid table (row: territory, column: label) as it stands in the file (row: label, column: territory)."""
    lignes = {" ".join(libelle.split()): ligne for ligne, libelle, _ in lue.lignes}
    if faute.ligne is None or faute.code in {f.code for f in lue.recueil.fautes}:
        return faute
    colonne = lue.territoires[faute.ligne - 2] if 2 <= faute.ligne < len(lue.territoires) + 2 else ""
    return replace(faute, ligne=lignes.get(faute.colonne, lue.ligne), colonne=colonne)

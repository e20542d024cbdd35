"""Files that tell of territories and hold no figure: recognised, so that they are refused with the reason.

They feed the reference (``python -m ctg_data reference build``), which holds them already; read as a source of measures, they would
give nothing, or wrong codes where a spreadsheet damaged them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ctg_data.loaders.codes import ZERO_PERDU
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.fautes import Recueil
from ctg_data.loaders.lecture import Table
from ctg_data.territoires.model import MILLESIMES


@dataclass(frozen=True)
class Genre:
    """One kind of file.  ``colonnes``: normalised headers, all needed.  ``codes``: those that hold commune codes."""

    nom: str
    colonnes: frozenset[str]
    codes: tuple[str, ...]


_EVENEMENTS = "les événements de communes de l'Insee (v_mvtcommune)"
_PASSAGE = "une table de passage entre codes de communes"
GENRES = (
    Genre(_EVENEMENTS, frozenset({"mod", "date_eff", "com_av", "com_ap"}), ("com_av", "com_ap")),
    Genre("la liste des communes de l'Insee (v_commune)", frozenset({"typecom", "com", "ncc", "comparent"}), ("com", "comparent")),
    Genre(_PASSAGE, frozenset({"ancien code officiel", "code courant officiel"}), ("ancien code officiel", "code courant officiel")),
    Genre(_PASSAGE, frozenset({"code_de", "code_vers", "typemodif"}), ("code_de", "code_vers")),
    Genre(_PASSAGE, frozenset({"cog_depart", "code_depart", "nb_cibles"}), ("code_depart",)),
    Genre("la composition des EPCI", frozenset({"com", "epci", "libepci"}), ("com",)),
    Genre("la composition des EPCI (DGCL)", frozenset({"siren", "insee", "siren_membre", "nature_juridique"}), ("insee",)),
    Genre("la composition des EPCI", frozenset({"insee", "siren_epci"}), ("insee",)),
)
_NOMS = ((r"mvt_?commune", _EVENEMENTS), (r"passage_(?:annuel|cog)|(?:cog|geocodes)\w*_passage", _PASSAGE))
"""What the name of a file says when its headers are not known."""
_ABIME = r"\d{4}"
_LIGNES = 10


def refuse(tables: Sequence[Table], recueil: Recueil) -> bool:
    """Whether one of the tables is such a file; the faults say which, and name the codes that a spreadsheet damaged."""
    for table in tables:
        for rang, rangee in enumerate(table.apercu[:_LIGNES]):
            noms = [normalise(c) for c in rangee]
            if genre := next((g for g in GENRES if g.colonnes <= set(noms)), None):
                _dit(genre.nom, recueil, feuille=table.feuille, ligne=rang + 1 if table.format != "json" else None)
                _codes_abimes(table, rang, noms, genre, recueil=recueil)
                return True
    return False


def refuse_par_le_nom(recueil: Recueil) -> bool:
    """The same for a file that nothing else recognises, from its name alone."""
    nom = next((genre for motif, genre in _NOMS if re.search(motif, normalise(recueil.fichier))), "")
    if nom:
        _dit(nom, recueil, feuille="", ligne=None)
    return bool(nom)


def _dit(nom: str, recueil: Recueil, *, feuille: str, ligne: int | None) -> None:
    recueil.ajoute(
        "fichier_de_reference",
        f"{nom}, sans aucun chiffre",
        attendu="un fichier de chiffres par territoire",
        remede="Ne l'importez pas : le référentiel des territoires tient déjà lieu de ce fichier, pour les géographies de "
        f"{MILLESIMES[0]} à {MILLESIMES[-1]}, et se reconstruit par « python -m ctg_data reference build ».",
        feuille=feuille,
        ligne=ligne,
    )


def _codes_abimes(table: Table, rang: int, noms: Sequence[str], genre: Genre, *, recueil: Recueil) -> None:
    """Codes of communes that lost their zero, column by column."""
    cadre = table.lit(rang + (table.format != "json"), len(noms), recueil)
    for colonne in genre.codes:
        cellules = cadre[noms.index(colonne)].str.strip()
        perdus = cellules.str.fullmatch(_ABIME)
        if not perdus.any():
            continue
        recueil.cellules(
            "zero_perdu",
            zip(cadre.loc[perdus, "ligne"], cellules[perdus], strict=True),
            total=int(perdus.sum()),
            attendu="un code commune de 5 caractères",
            remede=ZERO_PERDU,
            feuille=table.feuille,
            colonne=table.apercu[rang][noms.index(colonne)].strip(),
        )

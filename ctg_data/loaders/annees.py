"""When a table is dated, and in which geography: content, else file name, else what the user declares."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from ctg_data.loaders.codes import Millesime
from ctg_data.loaders.detect import Reconnue
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.fautes import Recueil
from ctg_data.loaders.lecture import Table
from ctg_data.settings import ANNEES

_DANS_UN_NOM = r"(?<!\d)((?:19|20)\d\d)(?!\d)"
_GEOGRAPHIE = (
    r"millesime geographique\W+(20\d\d)",
    r"limites territoriales en vigueur au 1er janvier (20\d\d)",
    r"(?:geographie|cog)(?: en vigueur)?(?: au 1er janvier)? (20\d\d)",
    r"geographie au 01/01/(20\d\d)",
)


@dataclass(frozen=True)
class Date:
    """The year of a whole table (None when each row or header has its own) and whether the user declared it."""

    annee: int | None
    declaree: bool = False


def date(reconnue: Reconnue, recueil: Recueil, declaree: int | None) -> Date:
    """The year that the content, else the file name, else ``declaree`` gives to every row; a fault when none does."""
    contenu = _du_contenu(reconnue, recueil)
    if len(contenu) > 1:
        _deux_annees(contenu, reconnue, recueil)
        return Date(contenu[0])
    if contenu:
        _contredit(contenu[0], declaree, recueil)
        return Date(contenu[0])
    if _propre_a_chaque_ligne(reconnue):
        return Date(None)
    return _du_nom(recueil, declaree)


def _propre_a_chaque_ligne(reconnue: Reconnue) -> bool:
    if reconnue.disposition.multi_annees:
        return True
    return reconnue.disposition.annee == "colonne" and "annee" in reconnue.entete.trouvees


def _du_contenu(reconnue: Reconnue, recueil: Recueil) -> list[int]:
    disposition = reconnue.disposition
    if disposition.annee == "entete" and not disposition.multi_annees:
        return sorted({t.annee for trouvees in reconnue.entete.trouvees.values() for t in trouvees if t.annee})
    textes = {"feuille": (reconnue.table.feuille,), "fichier": _noms(recueil), "titre": (titre(reconnue),)}
    essayes = (t for texte in textes.get(disposition.annee, ()) for t in (texte, normalise(texte)))
    trouvees = (re.search(disposition.motif_annee, t, re.IGNORECASE) for t in essayes)
    return next(([int(t.group(min(1, t.re.groups)))] for t in trouvees if t), [])


def _noms(recueil: Recueil) -> tuple[str, ...]:
    """Where a year may be read: the name inside the archive, then that of the file."""
    return tuple(filter(None, (recueil.membre, recueil.fichier)))


def _annees_du_nom(recueil: Recueil) -> list[int]:
    """Years of the first of these names that has any."""
    trouvees = (sorted({int(a) for a in re.findall(_DANS_UN_NOM, nom)}) for nom in _noms(recueil))
    return next(filter(None, trouvees), [])


def titre(reconnue: Reconnue) -> str:
    """The text above the header, on one line, line breaks as spaces."""
    au_dessus = reconnue.table.apercu[: reconnue.entete.rang]
    return " ".join(" ".join(cellule.split()) for rangee in au_dessus for cellule in rangee if cellule.strip())


def _du_nom(recueil: Recueil, declaree: int | None) -> Date:
    nom = _annees_du_nom(recueil)
    if len(nom) == 1:
        annee = nom[0]
        _contredit(annee, declaree, recueil)
        return Date(annee)
    if declaree is not None and not ANNEES[0] <= declaree <= ANNEES[1]:
        recueil.ajoute(
            "annee_invalide",
            str(declaree),
            attendu=f"une année de {ANNEES[0]} à {ANNEES[1]}",
            remede="Indiquez l'année que décrivent les données.",
        )
        return Date(None)
    if declaree is not None:
        recueil.annee_declaree = True
        return Date(declaree, declaree=True)
    recueil.ajoute(
        "annee_absente",
        "aucune année, ni dans le contenu ni dans le nom du fichier",
        attendu="l'année des données",
        remede="Indiquez-la à l'import (option --annee) : elle sera marquée « déclarée ».",
    )
    return Date(None)


def _contredit(annee: int, declaree: int | None, recueil: Recueil) -> None:
    if declaree is not None and declaree != annee:
        recueil.avertit(f"Année déclarée {declaree} ignorée : le fichier dit {annee}.")


def confronte(lues: pd.DataFrame, reconnue: Reconnue, recueil: Recueil, declaree: int | None) -> None:
    """Warn when every row is of one year that is neither the one declared nor, where the name has any, one of the file's name."""
    if not _propre_a_chaque_ligne(reconnue) or "annee" not in lues or lues["annee"].nunique() != 1:
        return
    annee = int(lues["annee"].iloc[0])
    _contredit(annee, declaree, recueil)
    nom = _annees_du_nom(recueil)
    if nom and annee not in nom:
        recueil.avertit(f"Le nom du fichier dit {' et '.join(map(str, nom))}, mais ses données sont de {annee} : c'est {annee} qui compte.")


def _deux_annees(annees: Sequence[int], reconnue: Reconnue, recueil: Recueil) -> None:
    recueil.ajoute(
        "deux_annees",
        " et ".join(map(str, annees)),
        attendu="une seule année dans les en-têtes de cette disposition",
        remede="Séparez les années : un fichier par année, comme chez le producteur.",
        feuille=reconnue.table.feuille,
        ligne=reconnue.entete.rang + 1,
    )


def millesime_du_contenu(reconnue: Reconnue, tables: Sequence[Table]) -> int | None:
    """The vintage that the titles of the table say, else a documentation sheet of the same workbook."""
    if annee := _geographie(titre(reconnue)):
        return annee
    autres = (" ".join(c for rangee in t.apercu for c in rangee) for t in tables if t.feuille and t.format != "json")
    return next((annee for texte in autres if (annee := _geographie(texte))), None)


@lru_cache(maxsize=256)
def _geographie(texte: str) -> int | None:
    # each sheet of a workbook asks the text of all the others
    net = normalise(texte)
    return next((int(t.group(1)) for motif in _GEOGRAPHIE if (t := re.search(motif, net))), None)


def millesime(contenu: int | None, reconnue: Reconnue, annee: int) -> Millesime:
    """Content, else the source's record; year 0 when neither says."""
    if contenu:
        return Millesime(contenu, "contenu")
    return Millesime(reconnue.source.millesime_geo(annee) or 0, "source")

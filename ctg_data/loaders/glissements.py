"""What slipped out of its place in a table, and would be lost or misread without a word: rows above the header, headers beside their
columns, numbers cut in two."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.codes import LONGS, bien_forme
from ctg_data.loaders.detect import ADMIS, Reconnue
from ctg_data.loaders.fautes import Recueil, cellules_fautives, extrait, extrait_discret
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.model import Contexte

_CHIFFREES = ("entier", "nombre", "annee")
"""Kinds of columns that hold figures."""
_CHIFFRE = re.compile(r"(?i)[+-]?\d[\d\s.,-]*%?|s|nd|ns|so")
_CODE = re.compile(r"(?=.*\d)\w{1,12}(?:[.,]\d+(?:E\+?\d+)?)?(?:\s?(?:%|€|hab\.|\*|\(\d\)))?(?: - .*)?|F[MR]?")
"""A code, also as a number or with a unit as spreadsheets damage it; F, FM and FR are the Insee's codes of the country."""


def verifie_au_dessus(reconnue: Reconnue, recueil: Recueil) -> None:
    """Rows of data above the header would be taken for titles, and lost without a word."""
    for rang, rangee in enumerate(reconnue.table.apercu[: reconnue.entete.rang]):
        if any(_est_une_donnee(lue, reconnue) for lue in _lectures(rangee, reconnue)):
            recueil.ajoute(
                "entete_deplace",
                f"une ligne de données au-dessus de la ligne d'en-tête (ligne {reconnue.entete.rang + 1})",
                attendu="l'en-tête au-dessus de toutes les données",
                remede="Remettez l'en-tête en haut du tableau, ou reprenez le fichier d'origine chez le producteur.",
                feuille=reconnue.table.feuille,
                ligne=rang + 1,
            )


def _lectures(rangee: Sequence[str], reconnue: Reconnue) -> Iterator[Sequence[str]]:
    """The row, and what a line of text would be cut by another separator than the table's into as many cells as the header has."""
    yield rangee
    pleines = [texte for texte in rangee if texte.strip()]
    if reconnue.table.format == "csv" and len(pleines) == 1:
        largeur = len(reconnue.table.apercu[reconnue.entete.rang])
        yield from (cellules for s in ADMIS if len(cellules := pleines[0].split(s)) == largeur)


def _est_une_donnee(rangee: Sequence[str], reconnue: Reconnue) -> bool:
    """Whether a row above the header has codes where codes are and a figure where figures are, or codes that nothing else looks like;
    without a column of codes, or of figures, it fills half of the columns."""
    cellules = _cellules_utiles(rangee, reconnue)
    codes = [texte for genre, texte in cellules if genre == "code"]
    chiffrees = [texte for genre, texte in cellules if genre in _CHIFFREES and texte]
    chiffres = [texte for texte in chiffrees if _CHIFFRE.fullmatch(texte)]
    if codes and not all(_CODE.fullmatch(texte) for texte in codes):
        return False
    if codes and reconnue.disposition.niveau in LONGS and all(bien_forme(texte, reconnue.disposition.niveau) for texte in codes):
        return True
    if not codes or not any(genre in _CHIFFREES for genre, _ in cellules):
        return sum(1 for _, texte in cellules if texte) * 2 >= len(cellules) and len(chiffres) * 2 >= len(chiffrees)
    return bool(chiffres) and not _numerotent(chiffres)


def _cellules_utiles(rangee: Sequence[str], reconnue: Reconnue) -> list[tuple[str, str]]:
    """(kind of column, text) of the cells that stand in columns which are read."""
    genres = {c.nom: c.genre for c in reconnue.disposition.colonnes}
    trouvees = [(genres[nom], t.position) for nom, lues in reconnue.entete.trouvees.items() for t in lues if genres[nom] != "ignore"]
    return [(genre, rangee[p].strip()) for genre, p in trouvees if p < len(rangee)]


def _numerotent(chiffres: Sequence[str]) -> bool:
    """Whether these are the ranks of the columns, which some tables write above their names."""
    if not all(c.isdecimal() for c in chiffres) or int(chiffres[0]) > 3:
        return False
    return all(int(suivant) == int(rang) + 1 for rang, suivant in pairwise(chiffres))


def verifie_decalage(brut: pd.DataFrame, sans_nom: Sequence[int], reconnue: Reconnue, *, recueil: Recueil) -> None:
    """Figures without a header at the left of a header of figures, and none under the last one: the headers slipped by one column, and
    each names its neighbour.  A column of row numbers, at the left of the codes, is no such thing."""
    chiffrees = {c.nom for c in reconnue.disposition.colonnes if c.genre in _CHIFFREES}
    nommees = {t.position for nom, lues in reconnue.entete.trouvees.items() if nom in chiffrees for t in lues}
    orphelines = [p for p in sans_nom if p + 1 in nommees and brut[p].str.strip().map(_est_chiffre_ou_vide).all()]
    if orphelines and (brut[max(nommees)].str.strip() == "").all():
        recueil.ajoute(
            "entete_deplace",
            f"une colonne de chiffres sans en-tête (colonne {orphelines[0] + 1}), et aucun chiffre sous le dernier en-tête",
            attendu="un en-tête au-dessus de chaque colonne de chiffres",
            remede=REMEDE_ORIGINE,
            feuille=reconnue.table.feuille,
            ligne=reconnue.entete.rang + 1,
        )


def _est_chiffre_ou_vide(texte: str) -> bool:
    return not texte or _CHIFFRE.fullmatch(texte) is not None


def verifie_debordement(brut: pd.DataFrame, sans_nom: Sequence[int], reconnue: Reconnue, *, recueil: Recueil) -> None:
    """Cells beyond the last header, where commas separate: « 12,3 » was cut in two, and every cell after it is one place too far."""
    derniere = max(p for p, texte in enumerate(reconnue.table.apercu[reconnue.entete.rang]) if texte.strip())
    dehors = [p for p in sans_nom if p > derniere]
    if reconnue.table.separateur != "," or not dehors:
        return
    pleines = brut[(brut[dehors].map(str.strip) != "").any(axis=1)]
    recueil.ajoute(
        "nombre_de_champs",
        "une cellule au-delà du dernier en-tête",
        attendu=f"{derniere + 1} champs, comme dans l'en-tête",
        remede="Si la virgule sépare les champs et figure aussi dans une cellule, reprenez le fichier d'origine chez le producteur ; si "
        "c'est une colonne de remarques, donnez-lui un en-tête.",
        ligne=int(pleines["ligne"].iloc[0]),
    )


def verifie_coupures(brut: pd.DataFrame, reconnue: Reconnue, *, recueil: Recueil) -> None:
    """« 12,3 % » cut in two where commas separate, when an empty column took what overflows: the unit moved, and left a whole number."""
    genres = {c.nom: c.genre for c in reconnue.disposition.colonnes}
    chiffrees = [t.position for nom, lues in reconnue.entete.trouvees.items() if genres[nom] in _CHIFFREES for t in lues]
    for p in chiffrees if reconnue.table.separateur == "," else ():
        if p + 1 in brut and _est_coupee(paires := _paires(brut, p)):
            gauche, droite, ligne = paires.iloc[0]
            cite = extrait_discret if reconnue.source.profil_secret == "caf_interne" else extrait
            recueil.ajoute(
                "nombre_de_champs",
                f"{cite(gauche)}, puis {cite(droite)} dans la colonne suivante",
                attendu="un nombre et son unité dans la même cellule",
                remede="La virgule des nombres a coupé les cellules : reprenez le fichier d'origine chez le producteur.",
                ligne=int(ligne),
            )


def _paires(brut: pd.DataFrame, position: int) -> pd.DataFrame:
    """The cells of a column and those at its right, where the latter are not empty; and their line."""
    paires = pd.DataFrame({"gauche": brut[position].str.strip(), "droite": brut[position + 1].str.strip(), "ligne": brut["ligne"]})
    return paires[paires["droite"] != ""]


def _est_coupee(paires: pd.DataFrame) -> bool:
    droite = paires["droite"]
    nombres = paires["gauche"].str.fullmatch(r"\d+").all() and droite.str.fullmatch(r"\d+(?:\s?%)?").all()
    return bool(nombres and droite.str.endswith("%").any())


def lignes_decalees(frame: pd.DataFrame, nom: str, contexte: Contexte) -> Iterator[Faute]:
    """Rows where a figure, a code or nothing stands for the name of the département (column ``nom``): slipped by one column or two, the
    code of their région passes for that of a département."""
    noms = frame[nom].str.strip()
    vides = noms.eq("") & frame["code"].str.strip().str.fullmatch(r"\w{1,3}")
    return cellules_fautives(
        frame[noms.str.match(r"\d") | vides],
        nom,
        contexte,
        code="ligne_decalee",
        attendu="le nom du département",
        remede=REMEDE_ORIGINE,
    )

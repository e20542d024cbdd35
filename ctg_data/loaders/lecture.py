"""Turn a file into tables of text: one per CSV, per sheet or per JSON array, whatever the encoding."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from ctg_data.errors import Faute
from ctg_data.loaders.archives import Membre, deplie
from ctg_data.loaders.classeurs import Feuille, feuilles
from ctg_data.loaders.classeurs_enfant import en_texte
from ctg_data.loaders.fautes import Recueil
from ctg_data.loaders.fichier import REMEDE_ORIGINE, Fichier, Format

APERCU = 60
"""Rows looked at to find the header; sheets start with titles, notes and up to two header rows."""
LIGNE_MAX = 2**20
"""Characters of one line: no table has such a one, and cutting it into cells would take minutes."""
_ACCENT_UTF8 = re.compile(rb"\xc3[\x80-\xbf]")
_ACCENT_ANCIEN = re.compile(rb"[A-Za-z](?:[\x82\x87\x88\x8a]|[\x8d-\x90])[a-z]")
"""Inside a word, « é », « ç », « ê », « è » of MS-DOS, then « ç », « é », « è », « ê » of old Macs: no letter of French for Windows."""
_SEPARATEURS = (";", ",", "\t", "|", ":", " ")
"""On a tie, the first one."""
_TEXTE = pa.large_string()
_ETENDU = 2**20
"""Characters from which several threads read a body faster than one."""
LONGUEUR_CODE = 12
"""A longer text, alone in its row, is no code but a footnote."""


@dataclass(frozen=True)
class Table:
    """One table not yet read: its first rows, and ``lit`` to read what follows its header.

    ``lit(debut, largeur)`` gives a frame of text with columns 0…largeur-1 and ``ligne``; ``debut`` is a rank in ``apercu``.
    """

    feuille: str
    format: str
    apercu: Sequence[Sequence[str]]
    lit: Callable[[int, int, Recueil], pd.DataFrame]
    separateur: str = ""
    etendue_fausse: str = ""
    """Dimension that a sheet declares although it has cells beyond."""
    situe: Callable[[Faute], Faute] | None = None
    """For a table that was laid otherwise (``remodelage``): where a fault is in the file itself."""
    membre: str = ""
    """Name of the file inside an archive; "" when the file is the table's own."""


def tables(fichier: Fichier, recueil: Recueil) -> list[Table]:
    """Every table of the file, those of each file of an archive included; faults go to ``recueil``."""
    if fichier.format in ("gz", "zip"):
        return [table for membre in deplie(fichier, recueil) for table in _tables_membre(membre, recueil)]
    if fichier.format == "csv":
        return (
            []
            if _encodages_meles(fichier.octets, recueil) or _encodage_ancien(fichier.octets, recueil)
            else _tables_csv(decode(fichier.octets), recueil)
        )
    if fichier.format == "json":
        return _tables_json(fichier, recueil)
    if fichier.format in ("xlsx", "xls"):
        return [_table_feuille(feuille, fichier.format) for feuille in feuilles(fichier, recueil)]
    return []


def _tables_membre(membre: Membre, recueil: Recueil) -> list[Table]:
    genre: Format = "json" if membre.octets[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")) else "csv"
    with recueil.dans(membre.nom):
        lues = tables(Fichier(membre.nom, membre.octets, "", genre), recueil)
    return [replace(table, membre=membre.nom) for table in lues]


def decode(octets: bytes) -> str:
    """Text of a publisher's file: UTF-8 (with or without mark), UTF-16 with mark, else Windows' Western code.

    A mark of encoding may stand twice, or where files were put end to end: it is no letter, and a code after it is a code.
    """
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        texte = octets.decode("utf-16", errors="replace")
    else:
        try:
            texte = octets.decode("utf-8-sig")
        except UnicodeDecodeError:
            texte = octets.decode("cp1252", errors="replace")
    return texte.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")


def _encodages_meles(octets: bytes, recueil: Recueil) -> bool:
    """Whether some accents are UTF-8 and others Windows': read either way, some would be other letters."""
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")) or not _ACCENT_UTF8.search(octets):
        return False
    try:
        octets.decode("utf-8")
        return False
    except UnicodeDecodeError as erreur:
        ligne = octets.count(b"\n", 0, erreur.start) + 1
    recueil.ajoute(
        "encodages_meles",
        "deux encodages dans le même fichier (UTF-8 et Windows)",
        attendu="un seul encodage, UTF-8 de préférence",
        remede="Le fichier vient sans doute de deux exports mis bout à bout : " + REMEDE_ORIGINE[0].lower() + REMEDE_ORIGINE[1:],
        ligne=ligne,
    )
    return True


def _encodage_ancien(octets: bytes, recueil: Recueil) -> bool:
    """Whether accents are those of MS-DOS or of old Macs: read as Windows', « Collège » is a word that nothing knows."""
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")) or not (trouve := _ACCENT_ANCIEN.search(octets)):
        return False
    try:
        octets.decode("utf-8")
        return False
    except UnicodeDecodeError:
        ligne = octets.count(b"\n", 0, trouve.start()) + 1
    recueil.ajoute(
        "encodage_inconnu",
        "un encodage qui n'est ni UTF-8, ni celui de Windows (sans doute celui de MS-DOS ou d'un ancien Mac)",
        attendu="un texte en UTF-8 de préférence",
        remede="Exportez de nouveau le tableau en CSV UTF-8, ou reprenez le fichier d'origine chez le producteur.",
        ligne=ligne,
    )
    return True


def _tables_csv(texte: str, recueil: Recueil) -> list[Table]:
    if any(len(ligne) > LIGNE_MAX for ligne in islice(_lignes(texte), APERCU)):
        recueil.ajoute(
            "csv_illisible",
            f"une ligne de plus de {LIGNE_MAX // 2**20} Mo",
            attendu="un tableau, une ligne par territoire ou par valeur",
            remede=REMEDE_ORIGINE,
        )
        return []
    try:
        return [_table_csv(texte)]
    except csv.Error:
        _csv_illisible(recueil, None)
        return []


def _csv_illisible(recueil: Recueil, ligne: int | None) -> None:
    recueil.ajoute(
        "csv_illisible",
        "un guillemet qui ne se referme pas ou un champ démesuré",
        attendu="un champ par cellule",
        remede=REMEDE_ORIGINE,
        ligne=ligne,
    )


def _table_csv(texte: str) -> Table:
    debut = texte[: 64 * 1024].split("\n")[:APERCU]
    separateur = _separateur(debut)
    rangees, fins = _premieres_rangees(texte, separateur)
    lit = lambda depuis, largeur, recueil: _lit_csv(texte, separateur, fins[depuis - 1] if depuis else 0, largeur=largeur, recueil=recueil)  # noqa: E731
    return Table("", "csv", rangees, lit, separateur)


def _separateur(lignes: Sequence[str]) -> str:
    """The character that cuts the most lines into the same number of fields."""
    pleines = [ligne for ligne in lignes if ligne.strip()]
    return max(_SEPARATEURS, key=lambda s: _regularite(pleines, s))


def _regularite(lignes: Sequence[str], separateur: str) -> tuple[int, int]:
    comptes = Counter(n for rangee in csv.reader(lignes, delimiter=separateur) if (n := len(rangee)) > 1)
    if not comptes:
        return (0, 0)
    largeur, nombre = max(comptes.items(), key=lambda paire: (paire[1], paire[0]))
    return (nombre, largeur)


def _premieres_rangees(texte: str, separateur: str) -> tuple[list[list[str]], list[int]]:
    """First rows and, for each, the number of the physical line where it ends."""
    lecteur = csv.reader(_lignes(texte), delimiter=separateur)
    rangees, fins = [], []
    for rangee in lecteur:
        rangees.append(rangee)
        fins.append(lecteur.line_num)
        if len(rangees) == APERCU:
            break
    return rangees, fins


def _lignes(texte: str) -> Iterator[str]:
    """Physical lines one by one: a preview does not copy a large text."""
    debut = 0
    while debut < len(texte):
        fin = texte.find("\n", debut) + 1 or len(texte)
        yield texte[debut:fin]
        debut = fin


def _lit_csv(texte: str, separateur: str, sautees: int, *, largeur: int, recueil: Recueil) -> pd.DataFrame:
    corps = "".join(texte.split("\n", sautees)[sautees:]).rstrip("\n")
    _verifie_guillemets(corps, separateur, sautees, recueil=recueil)
    rapide = _lit_csv_regulier(corps, separateur, largeur)
    if rapide is None:
        return _lit_csv_irregulier(corps, separateur, sautees, largeur=largeur, recueil=recueil)
    rapide["ligne"] = range(sautees + 1, sautees + 1 + len(rapide))
    return rapide


def _verifie_guillemets(corps: str, separateur: str, sautees: int, *, recueil: Recueil) -> None:
    """A cell still open at the end of the file was cut: what is left of its number is no number of the publisher."""
    if corps.count('"') % 2 == 0:
        return
    lecteur = csv.reader(io.StringIO(corps), delimiter=separateur, strict=True)
    try:
        for _ in lecteur:
            pass
    except csv.Error as erreur:
        if "unexpected end" in str(erreur):
            _csv_illisible(recueil, sautees + lecteur.line_num)


def _lit_csv_regulier(corps: str, separateur: str, largeur: int) -> pd.DataFrame | None:
    """One record a line, all of the header's width: read by Arrow; None when the text is anything else."""
    if not corps:
        return None
    noms = [str(i) for i in range(largeur)]
    try:
        table = pacsv.read_csv(
            pa.BufferReader(corps.encode()),
            read_options=pacsv.ReadOptions(column_names=noms, use_threads=len(corps) > _ETENDU),
            parse_options=pacsv.ParseOptions(delimiter=separateur),
            convert_options=pacsv.ConvertOptions(column_types=dict.fromkeys(noms, _TEXTE), strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != corps.count("\n") + 1:
        return None
    return _en_cadre(table)


def _lit_csv_irregulier(corps: str, separateur: str, sautees: int, *, largeur: int, recueil: Recueil) -> pd.DataFrame:
    lecteur = csv.reader(io.StringIO(corps), delimiter=separateur)
    rangees: list[list[str]] = []
    lignes: list[int] = []
    fin = 0
    try:
        for rangee in lecteur:
            debut, fin = fin + 1, lecteur.line_num
            if any(rangee):
                _verifie_largeur(rangee, largeur, sautees + debut, recueil=recueil)
                rangees.append((rangee + [""] * largeur)[:largeur])
                lignes.append(sautees + debut)
    except csv.Error:
        _csv_illisible(recueil, sautees + fin + 1)
    return _cadre(list(zip(*rangees, strict=True)) or [()] * largeur, lignes)


def _semble_note(texte: str) -> bool:
    """Whether the only cell of a row may be a footnote rather than a code."""
    return len(texte.strip()) > LONGUEUR_CODE or ":" in texte


def _verifie_largeur(rangee: list[str], largeur: int, ligne: int, *, recueil: Recueil) -> None:
    trop = len(rangee) > largeur and any(c.strip() for c in rangee[largeur:])
    if trop or (len(rangee) < largeur and not (len(rangee) == 1 and _semble_note(rangee[0]))):
        recueil.ajoute(
            "nombre_de_champs",
            f"{len(rangee)} champs",
            attendu=f"{largeur} champs, comme dans l'en-tête",
            remede="Le séparateur figure aussi dans une cellule, ou la ligne est coupée : "
            + REMEDE_ORIGINE[0].lower()
            + REMEDE_ORIGINE[1:],
            ligne=ligne,
        )


def _en_cadre(table: pa.Table) -> pd.DataFrame:
    """Columns 0, 1… of text, as pandas holds it: a tenth of the time of one series a column."""
    cadre = table.to_pandas(types_mapper={_TEXTE: pd.StringDtype(na_value=np.nan)}.get)
    cadre.columns = range(table.num_columns)
    return cadre


def _cadre(colonnes: Sequence[Sequence[str]], lignes: Sequence[int]) -> pd.DataFrame:
    cadre = _en_cadre(pa.table([pa.array(colonne, _TEXTE) for colonne in colonnes], names=[str(i) for i in range(len(colonnes))]))
    cadre["ligne"] = pd.Series(lignes, dtype="int64", index=cadre.index)
    return cadre


def _table_feuille(feuille: Feuille, genre: str) -> Table:
    def lit(debut: int, largeur: int, recueil: Recueil) -> pd.DataFrame:
        colonnes = [c[debut:] for c in feuille.colonnes[:largeur]]
        return _cadre(colonnes, range(debut + 1, debut + 1 + len(colonnes[0])))

    return Table(feuille.nom, genre, feuille.apercu(APERCU), lit, etendue_fausse=feuille.annoncee if feuille.mal_annoncee else "")


def _tables_json(fichier: Fichier, recueil: Recueil) -> list[Table]:
    try:
        racine = json.loads(decode(fichier.octets))
        listes = _listes(racine, "")
    except (ValueError, RecursionError) as erreur:
        recueil.ajoute(
            "json_illisible",
            "un texte JSON tronqué ou mal formé",
            attendu="un JSON entier",
            remede="Téléchargez de nouveau le fichier.",
            ligne=getattr(erreur, "lineno", None),
        )
        return []
    _une_page(racine, recueil)
    return [_table_json(nom, objets) for nom, objets in listes]


def _une_page(racine: object, recueil: Recueil) -> None:
    """Say that an answer of the Insee's API goes on elsewhere."""
    pages = racine.get("paging") if isinstance(racine, dict) else None
    if isinstance(pages, dict) and pages.get("next"):
        recueil.avertit("Cette réponse n'est qu'une page d'un jeu plus long : ce que disent les pages suivantes manque.")


def _listes(noeud: object, nom: str) -> list[tuple[str, list[dict]]]:
    """Arrays of objects, with the name that leads to them."""
    if isinstance(noeud, list):
        objets = [_champs(n) if isinstance(n, dict) else None for n in noeud]
        return [(nom, objets)] if objets and all(isinstance(o, dict) for o in objets) else []
    if isinstance(noeud, dict):
        if isinstance(noeud.get("observations"), list):  # an answer of the Insee's API: the rest describes the data set
            return _listes(noeud["observations"], "observations")
        return [trouvee for cle, valeur in noeud.items() for trouvee in _listes(valeur, str(cle))]
    return []


def _champs(objet: dict) -> object:
    """The fields of a record: an export may wrap them, an answer of the Insee's API sorts them by nature (a withheld value is {})."""
    dimensions, mesures, attributs = (objet.get(nom) for nom in ("dimensions", "measures", "attributes"))
    if not isinstance(dimensions, dict) or not isinstance(mesures, dict):
        return objet.get("fields", objet)
    valeurs = {nom: v.get("value") if isinstance(v, dict) else v for nom, v in mesures.items()}
    return {**(attributs if isinstance(attributs, dict) else {}), **dimensions, **valeurs}


def _table_json(nom: str, objets: list[dict]) -> Table:
    cles = list(dict.fromkeys(str(cle) for objet in objets for cle in objet))
    colonnes = [[_scalaire(objet.get(cle)) for objet in objets] for cle in cles]

    def lit(debut: int, largeur: int, recueil: Recueil) -> pd.DataFrame:
        return _cadre(colonnes[:largeur], range(1, len(objets) + 1))

    apercu = [cles, *(list(rangee) for rangee in zip(*(c[:APERCU] for c in colonnes), strict=True))]
    return Table(nom, "json", apercu, lit)


def _scalaire(valeur: object) -> str:
    """What is no character at all (half of a pair, that JSON can spell) becomes « ? »."""
    return "" if isinstance(valeur, dict | list) else en_texte(valeur).encode("utf-8", "replace").decode()

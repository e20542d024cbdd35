"""The operators of ``mutations``: what spreadsheets, exports and transfers do to a table.  (state, draw) -> what may come of it."""

import random
import re
from collections.abc import Callable
from copy import deepcopy

from tests.loaders.mutations_etats import Etat, Grille, Issue

_NOMBRE = re.compile(r"-?\d+(?:[.,]\d+)?")
_ENTIER = re.compile(r"-?\d{4,}")
Operateur = Callable[[Etat, random.Random], Issue]
OPERATEURS: dict[str, tuple[Operateur, tuple[str, ...]]] = {}
"""Name -> (operator, forms that it applies to)."""
TOUTES = ("csv", "json", "xlsx")
TABLES = ("csv", "xlsx")


def _operateur(*formes: str) -> Callable[[Operateur], Operateur]:
    def inscrit(operateur: Operateur) -> Operateur:
        OPERATEURS[operateur.__name__] = (operateur, formes)
        return operateur

    return inscrit


def _lieu(etat: Etat, alea: random.Random) -> tuple[Grille, int]:
    """A sheet, most often the main one, and the rank of its header."""
    nom = etat.principale if alea.random() < 0.7 else alea.choice(list(etat.feuilles))
    return etat.feuilles[nom], etat.entetes.get(nom, 0)


def _largeur(grille: Grille, entete: int) -> int:
    return len(grille[entete])


def _perdue(etat: Etat) -> Issue:
    return Issue.COMPTE if etat.decompte else Issue.PARTIE


def _chaque(grille: Grille, entete: int, transforme: Callable[[str], str]) -> None:
    """Change the cells under the header."""
    for rangee in grille[entete + 1 :]:
        rangee[:] = [transforme(c) for c in rangee]


# Columns ---------------------------------------------------------------------------------------------------------------


@_operateur(*TOUTES)
def colonne_otee(etat: Etat, alea: random.Random) -> Issue:
    grille, entete = _lieu(etat, alea)
    for _ in range(alea.choice((1, 1, 1, 2, 3))):
        rang = alea.randrange(_largeur(grille, entete))
        for rangee in grille:
            del rangee[rang : rang + 1]
        if not grille[entete]:
            break
    return _perdue(etat)


@_operateur(*TOUTES)
def colonne_renommee(etat: Etat, alea: random.Random) -> Issue:
    grille, entete = _lieu(etat, alea)
    rang = alea.randrange(_largeur(grille, entete))
    nom = grille[entete][rang]
    grille[entete][rang] = alea.choice((f"{nom}_old", f"x{nom}", "Colonne1", nom[: len(nom) // 2] + "~", f"{nom} (ancien)"))
    return _perdue(etat)


@_operateur(*TABLES)
def colonne_au_nom_d_une_autre(etat: Etat, alea: random.Random) -> Issue:
    """Two columns under one name: neither can be believed."""
    grille, entete = _lieu(etat, alea)
    un, deux = alea.randrange(_largeur(grille, entete)), alea.randrange(_largeur(grille, entete))
    grille[entete][un] = grille[entete][deux]
    return _perdue(etat)


@_operateur(*TABLES)
def colonne_repetee(etat: Etat, alea: random.Random) -> Issue:
    grille, entete = _lieu(etat, alea)
    rang, ou = alea.randrange(_largeur(grille, entete)), alea.randrange(_largeur(grille, entete) + 1)
    for rangee in grille:
        if rang < len(rangee):
            rangee.insert(ou, rangee[rang])
    return Issue.EXACTE


@_operateur(*TOUTES)
def colonnes_permutees(etat: Etat, alea: random.Random) -> Issue:
    """Whole columns, their cells with their header: the file says the same thing."""
    grille, entete = _lieu(etat, alea)
    largeur = _largeur(grille, entete)
    ordre = list(range(largeur))
    if alea.random() < 0.3:
        alea.shuffle(ordre)
    else:
        un, deux = alea.randrange(largeur), alea.randrange(largeur)
        ordre[un], ordre[deux] = ordre[deux], ordre[un]
    for rangee in grille[entete:]:
        if len(rangee) == largeur:
            rangee[:] = [rangee[r] for r in ordre]
    return Issue.EXACTE


@_operateur(*TOUTES)
def colonne_ajoutee(etat: Etat, alea: random.Random) -> Issue:
    """A column of nobody's, or one of totals."""
    grille, entete = _lieu(etat, alea)
    ou = alea.randrange(_largeur(grille, entete) + 1)
    nom, cellule = alea.choice((("Observations", "à vérifier"), ("Total général", "1234"), ("Rang", "1"), ("Commentaire", "")))
    for rang, rangee in enumerate(grille):
        rangee.insert(min(ou, len(rangee)), nom if rang == entete else cellule if rang > entete else "")
    return Issue.EXACTE


@_operateur(*TABLES)
def colonnes_vides(etat: Etat, alea: random.Random) -> Issue:
    grille, _ = _lieu(etat, alea)
    devant = alea.random() < 0.3
    for rangee in grille:
        rangee[:] = ["", *rangee] if devant else [*rangee, *[""] * 3]
    return Issue.EXACTE


@_operateur(*TABLES)
def colonne_videe(etat: Etat, alea: random.Random) -> Issue:
    """Its cells are gone, its header stays: what was a number is secret or missing, never zero."""
    grille, entete = _lieu(etat, alea)
    rang = alea.randrange(_largeur(grille, entete))
    for rangee in grille[entete + 1 :]:
        if rang < len(rangee):
            rangee[rang] = ""
    return _perdue(etat)


# Headers ---------------------------------------------------------------------------------------------------------------


@_operateur(*TOUTES)
def entete_ecrit_autrement(etat: Etat, alea: random.Random) -> Issue:
    grille, entete = _lieu(etat, alea)
    change = alea.choice(
        (
            str.upper,
            str.lower,
            lambda c: f" {c} ",
            lambda c: c.replace(" ", "\u00a0"),
            lambda c: c.replace(" ", "  "),
            lambda c: c.replace("é", "e").replace("è", "e"),
            lambda c: c.replace("é", "e\u0301"),
        )
    )
    grille[entete][:] = [change(c) for c in grille[entete]]
    return Issue.EXACTE


@_operateur(*TABLES)
def entete_decale(etat: Etat, alea: random.Random) -> Issue:
    """The names slipped by one column over their cells."""
    grille, entete = _lieu(etat, alea)
    noms = grille[entete]
    grille[entete] = alea.choice((["", *noms], ["", *noms[:-1]], noms[1:], [*noms[1:], ""], [noms[-1], *noms[:-1]]))
    return Issue.EXACTE


@_operateur(*TABLES)
def titres_au_dessus(etat: Etat, alea: random.Random) -> Issue:
    grille, _ = _lieu(etat, alea)
    lignes = alea.choice(
        ([["Extrait du producteur"]], [["Titre"], [""]], [[""]] * 3, [["Données provisoires", ""], ["Champ : France"], [""]])
    )
    grille[:0] = [list(ligne) for ligne in lignes]
    return Issue.EXACTE


@_operateur(*TABLES)
def entete_descendu(etat: Etat, alea: random.Random) -> Issue:
    """The header slipped under some of its rows."""
    grille, entete = _lieu(etat, alea)
    if len(grille) > entete + 1:
        grille.insert(alea.randrange(entete + 1, len(grille)), grille.pop(entete))
    return Issue.EXACTE


@_operateur(*TABLES)
def entete_repete(etat: Etat, alea: random.Random) -> Issue:
    """Pages put end to end."""
    grille, entete = _lieu(etat, alea)
    grille.insert(alea.randrange(entete + 1, len(grille) + 1), list(grille[entete]))
    return Issue.EXACTE


@_operateur(*TABLES)
def entete_ote(etat: Etat, alea: random.Random) -> Issue:
    grille, entete = _lieu(etat, alea)
    del grille[entete]
    return Issue.EXACTE


# Rows --------------------------------------------------------------------------------------------------------------------


@_operateur(*TOUTES)
def lignes_repetees(etat: Etat, alea: random.Random) -> Issue:
    grille, entete = _lieu(etat, alea)
    corps = range(entete + 1, len(grille))
    if len(corps) and alea.random() < 0.7:
        grille.insert(alea.randrange(entete + 1, len(grille) + 1), list(grille[alea.choice(corps)]))
    else:
        grille += [list(grille[rang]) for rang in corps]
    return Issue.EXACTE


@_operateur(*TOUTES)
def lignes_melangees(etat: Etat, alea: random.Random) -> Issue:
    grille, entete = _lieu(etat, alea)
    corps = grille[entete + 1 :]
    alea.shuffle(corps)
    grille[entete + 1 :] = corps
    return Issue.EXACTE


@_operateur(*TOUTES)
def lignes_otees(etat: Etat, alea: random.Random) -> Issue:
    grille, entete = _lieu(etat, alea)
    for _ in range(alea.choice((1, 1, 2))):
        if len(grille) > entete + 1:
            del grille[alea.randrange(entete + 1, len(grille))]
    return _perdue(etat)


@_operateur(*TABLES)
def lignes_vides(etat: Etat, alea: random.Random) -> Issue:
    grille, entete = _lieu(etat, alea)
    vide = [""] * (_largeur(grille, entete) if alea.random() < 0.5 else 1)
    grille.insert(alea.randrange(entete + 1, len(grille) + 1), vide)
    return Issue.EXACTE


@_operateur(*TABLES)
def note_en_bas(etat: Etat, alea: random.Random) -> Issue:
    grille, entete = _lieu(etat, alea)
    texte = alea.choice(
        ("Source : Insee, Cnaf, calculs du producteur", "Lecture : en 2023, la moitié des communes…", "s : secret statistique")
    )
    grille += [[""], [texte] + [""] * (_largeur(grille, entete) - 1)]
    return Issue.EXACTE


@_operateur(*TOUTES)
def total_injecte(etat: Etat, alea: random.Random) -> Issue:
    """The row of totals that a spreadsheet adds: counted, it would make every sum double."""
    grille, entete = _lieu(etat, alea)
    corps = [r for r in grille[entete + 1 :] if len(r) == _largeur(grille, entete)]
    nom = alea.choice(("Total", "TOTAL", "Ensemble", "France", "Total général", "France métropolitaine", "Somme"))
    sommes = [_somme([r[k] or "" for r in corps]) for k in range(_largeur(grille, entete))]
    premiere = next((k for k, s in enumerate(sommes) if s is None), 0)
    rangee = [nom if k == premiere or (s is None and alea.random() < 0.3) else s or "" for k, s in enumerate(sommes)]
    grille.insert(alea.choice((entete + 1, len(grille))), rangee)
    return Issue.EXACTE


def _somme(cellules: list[str]) -> str | None:
    nombres = [c.replace(",", ".") for c in map(str, cellules) if c.strip()]
    if not nombres or not all(_NOMBRE.fullmatch(n) for n in nombres) or any(len(n) > 1 and n[0] == "0" and n[1] != "." for n in nombres):
        return None
    return f"{sum(map(float, nombres)):g}".replace(".", ",")


# Cells -------------------------------------------------------------------------------------------------------------------


@_operateur(*TOUTES)
def zeros_perdus(etat: Etat, alea: random.Random) -> Issue:
    """What a spreadsheet does of every code that starts with 0: « 01001 » becomes 1001."""
    grille, entete = _lieu(etat, alea)
    _chaque(grille, entete, lambda c: c.lstrip("0") or "0" if re.fullmatch(r"0\d+", str(c)) else c)
    return Issue.EXACTE


@_operateur(*TOUTES)
def zeros_perdus_sur_une_ligne(etat: Etat, alea: random.Random) -> Issue:
    grille, entete = _lieu(etat, alea)
    if len(grille) > entete + 1:
        rangee = alea.choice(grille[entete + 1 :])
        rangee[:] = [c.lstrip("0") or "0" if re.fullmatch(r"0\d+", str(c)) else c for c in rangee]
    return Issue.EXACTE


@_operateur(*TOUTES)
def codes_en_nombres(etat: Etat, alea: random.Random) -> Issue:
    """Codes turned into numbers with decimals, or into powers of ten."""
    grille, entete = _lieu(etat, alea)
    rang = alea.randrange(_largeur(grille, entete))
    ecrit = alea.choice((lambda c: f"{c}.0", lambda c: f"{float(c):.3E}", lambda c: f"{c},00"))
    for rangee in grille[entete + 1 :]:
        if rang < len(rangee) and re.fullmatch(r"\d{4,9}", str(rangee[rang])):
            rangee[rang] = ecrit(rangee[rang])
    return Issue.EXACTE


@_operateur(*TABLES)
def marque_decimale(etat: Etat, alea: random.Random) -> Issue:
    grille, entete = _lieu(etat, alea)
    de, vers = alea.choice(((",", "."), (".", ",")))
    _chaque(grille, entete, lambda c: c.replace(de, vers) if _NOMBRE.fullmatch(c) else c)
    return Issue.EXACTE


@_operateur(*TABLES)
def milliers(etat: Etat, alea: random.Random) -> Issue:
    """Thousands set apart: a space of any kind, an apostrophe, or the comma of English, that is a decimal mark here."""
    grille, entete = _lieu(etat, alea)
    marque = alea.choice((" ", "\u00a0", "\u202f", "'", ",", "."))
    rang = alea.randrange(_largeur(grille, entete))
    for rangee in grille[entete + 1 :]:
        if rang < len(rangee) and _ENTIER.fullmatch(rangee[rang]):
            rangee[rang] = f"{int(rangee[rang]):,}".replace(",", marque)
    return Issue.EXACTE


@_operateur(*TABLES)
def unites_ecrites(etat: Etat, alea: random.Random) -> Issue:
    grille, entete = _lieu(etat, alea)
    rang, suffixe = alea.randrange(_largeur(grille, entete)), alea.choice((" %", "%", " €", " hab.", "*", " (1)"))
    for rangee in grille[entete + 1 :]:
        if rang < len(rangee) and _NOMBRE.fullmatch(rangee[rang]):
            rangee[rang] += suffixe
    return Issue.EXACTE


@_operateur(*TABLES)
def espaces_autour(etat: Etat, alea: random.Random) -> Issue:
    grille, entete = _lieu(etat, alea)
    blanc = alea.choice((" ", "\u00a0", "\t" if etat.separateur != "\t" else " ", "\u202f"))
    _chaque(grille, entete, lambda c: f"{blanc}{c}{blanc}" if c else c)
    return Issue.EXACTE


@_operateur(*TABLES)
def ligne_decalee(etat: Etat, alea: random.Random) -> Issue:
    """One row whole slipped by one column."""
    grille, entete = _lieu(etat, alea)
    if len(grille) > entete + 1:
        rangee = alea.choice(grille[entete + 1 :])
        rangee[:] = ["", *rangee[:-1]] if alea.random() < 0.5 else [*rangee[1:], ""]
    return Issue.EXACTE


# The file ------------------------------------------------------------------------------------------------------------------


@_operateur("csv")
def separateur(etat: Etat, alea: random.Random) -> Issue:
    etat.separateur = alea.choice((";", ",", "\t", "|", ":"))
    etat.cite = alea.random() < 0.5
    return Issue.EXACTE


@_operateur("csv")
def separateur_remplace(etat: Etat, alea: random.Random) -> Issue:
    """By a text editor: decimal commas become separators too."""
    de, vers = etat.separateur, alea.choice((";", ",", "\t"))
    tout = alea.random() < 0.7

    def remplace(ecrit: bytes) -> bytes:
        entete, *reste = ecrit.split(b"\n")
        change = [ligne.replace(de.encode(), vers.encode()) for ligne in reste]
        return b"\n".join([entete.replace(de.encode(), vers.encode()) if tout else entete, *change])

    etat.ensuite.append(remplace)
    return Issue.EXACTE


@_operateur("csv")
def encodage(etat: Etat, alea: random.Random) -> Issue:
    etat.encodage = alea.choice(("utf-8", "utf-8-sig", "cp1252", "latin-1", "cp850", "mac-roman", "utf-16", "utf-16-le", "utf-16-be"))
    return Issue.EXACTE


@_operateur("csv")
def encodage_double(etat: Etat, alea: random.Random) -> Issue:
    """Read as Windows', written again as UTF-8; or its mark twice, or in the middle."""
    marque = "\ufeff".encode()
    ligne = alea.randrange(1, 4)
    etat.ensuite.append(
        alea.choice(
            (
                lambda ecrit: ecrit.decode("cp1252", "replace").encode("utf-8"),
                lambda ecrit: marque + ecrit,
                lambda ecrit: ecrit.replace(b"\n", b"\n" + marque, ligne),
            )
        )
    )
    return Issue.EXACTE


@_operateur("csv")
def fins_de_ligne(etat: Etat, alea: random.Random) -> Issue:
    etat.fin = alea.choice(("\n", "\r\n", "\r", "\n\n", "\r\r\n"))
    if alea.random() < 0.3:
        etat.ensuite.append(lambda ecrit: ecrit.replace(b"\r\n", b"\n", 2))
    return Issue.EXACTE


@_operateur("csv")
def fin_du_fichier(etat: Etat, alea: random.Random) -> Issue:
    bout = alea.choice((b"", b"\n\n\n", b"\x1a", b"\x00", b" \n", b";;;\n", b'"'))
    etat.ensuite.append(lambda ecrit: ecrit.rstrip(b"\r\n") + bout)
    return Issue.EXACTE


@_operateur("csv")
def separateurs_en_trop(etat: Etat, alea: random.Random) -> Issue:
    """What a spreadsheet writes for columns that were once used."""
    bout, partout = etat.separateur.encode() * alea.randrange(1, 80), alea.random() < 0.7
    etat.ensuite.append(lambda ecrit: b"\n".join(x + bout if partout or k % 2 else x for k, x in enumerate(ecrit.split(b"\n"))))
    return Issue.EXACTE


@_operateur("csv", "json")
def tronque(etat: Etat, alea: random.Random) -> Issue:
    """Cut before the last filled cell of some row: a row cut inside its last cell is one that nothing tells from a whole one."""
    part = alea.random()

    def coupe(ecrit: bytes) -> bytes:
        place = int(len(ecrit) * part)
        if etat.forme == "json":
            return ecrit[:place]
        debut = ecrit.rfind(b"\n", 0, place) + 1
        fin = ecrit.find(b"\n", place)
        pleine = len(ecrit[: fin if fin >= 0 else len(ecrit)].rstrip(b"\r" + etat.separateur.encode()))
        dernier = ecrit.rfind(etat.separateur.encode(), debut, pleine)
        return ecrit[: place if dernier > place else debut]

    etat.ensuite.append(coupe)
    return _perdue(etat)


@_operateur("xlsx")
def octets_perdus(etat: Etat, alea: random.Random) -> Issue:
    part = alea.random()
    etat.ensuite.append(lambda ecrit: ecrit[: int(len(ecrit) * part)])
    return Issue.EXACTE


@_operateur("xlsx")
def feuille_renommee(etat: Etat, alea: random.Random) -> Issue:
    _renomme(etat, alea, alea.choice(("Feuil1", "Copie", "Données (2)")))
    return _perdue(etat)


def _renomme(etat: Etat, alea: random.Random, nouveau: str) -> None:
    nom = alea.choice(list(etat.feuilles))
    etat.feuilles = {nouveau if f == nom else f: g for f, g in etat.feuilles.items()}
    etat.entetes = {nouveau if f == nom else f: e for f, e in etat.entetes.items()}


@_operateur("xlsx")
def feuille_ajoutee(etat: Etat, alea: random.Random) -> Issue:
    etat.feuilles["Lisez-moi"] = [["Ce classeur a été préparé par le service"], ["Contact", "statistiques"]]
    return Issue.EXACTE


@_operateur("xlsx")
def feuille_repetee(etat: Etat, alea: random.Random) -> Issue:
    nom = alea.choice(list(etat.feuilles))
    etat.feuilles[f"{nom} (2)"] = deepcopy(etat.feuilles[nom])
    etat.entetes[f"{nom} (2)"] = etat.entetes.get(nom, 0)
    return Issue.EXACTE


@_operateur("xlsx")
def feuilles_en_desordre(etat: Etat, alea: random.Random) -> Issue:
    noms = list(etat.feuilles)
    alea.shuffle(noms)
    etat.feuilles = {nom: etat.feuilles[nom] for nom in noms}
    return Issue.EXACTE

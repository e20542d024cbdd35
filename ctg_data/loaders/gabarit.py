"""The empty requête type to download: the request by theme, its variables, and its check-list (XLSX or CSV)."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ctg_data.loaders.requete_type_schema import COLONNES, PROFILS, REGIMES, THEMES, UNITES, VERSION, Modalite, Variable, demandees
from ctg_data.records import STATUTS
from ctg_data.wording.typographie import insecables

FEUILLE_CONTROLES, FEUILLE_VARIABLES, FEUILLE_DONNEES = "À vérifier", "Variables", "requete_type"
FEUILLE_MODE_EMPLOI = "Mode d'emploi"
LIGNES_LIBRES = 20_000
"""Rows of the data sheet that carry the drop-down lists."""

CONTROLES = (
    ("Forme", "Une ligne par commune, régime, variable et modalité ; une seule année par fichier."),
    ("Forme", "Les codes des communes gardent leur zéro initial : cinq caractères, dans le découpage de l'année qui suit les données."),
    ("Forme", "Hors territoire : 99999 (étranger) ou XXXXX (inconnu). Ces lignes sont comptées puis écartées."),
    ("Forme", "Les effectifs sont entiers ; le séparateur décimal du fichier CSV est le point, celui des colonnes le point-virgule."),
    ("Valeurs", "Une valeur absente n'est jamais zéro : laissez la cellule vide et dites pourquoi (s, nd ou ns)."),
    ("Valeurs", "Un vrai zéro s'écrit 0 avec le statut ok."),
    ("Valeurs", "est = 1 pour une valeur estimée ; arr5 = 1 pour une valeur arrondie à 5 par la source."),
    ("Valeurs", "Le mois est 12 (stock de décembre), sauf pour l'allocation de rentrée scolaire : 8."),
    ("Cohérence", "La somme des modalités égale le total (à 5 près par cellule arrondie)."),
    ("Cohérence", "Foyers ≤ personnes ; bas revenus ≤ population de référence ≤ allocataires."),
    ("Cohérence", "Dépendance : totalité ≤ plus de 75 % ≤ plus de 50 % ≤ foyers de référence."),
    ("Cohérence", "RSA majoré ≤ RSA ; APL + ALF + ALS = aides au logement."),
    ("Vraisemblance", "Enfants de 0 à 2 ans comparés aux naissances des trois dernières années : écart de plus de 40 % à expliquer."),
    ("Vraisemblance", "Évolution de plus de 30 % sur un an pour un effectif de plus de 100 : à expliquer."),
    ("Secret", "Ce fichier porte des effectifs exacts, de 1 à 4 compris : il ne quitte pas les postes de la Caf."),
    ("Secret", "Aucune ligne par foyer, aucun identifiant, nom, adresse, téléphone ni adresse électronique."),
    ("Secret", "L'application masque elle-même les effectifs de 1 à 4 et ce qui permettrait de les retrouver ; ne masquez rien à la main."),
    ("Source", "La colonne source dit si les données sont définitives (six mois de recul) ou semi-définitives (deux mois)."),
    ("Source", "date_extraction est au format AAAA-MM-JJ."),
)  # fmt: skip

CONSIGNE = (
    "Une ligne par commune et par ligne de la feuille Variables : si un seul bloc est prêt, recopiez-le pour chaque commune. "
    "La colonne Exemple, lue de haut en bas, est une ligne entière."
)
"""What the sheet of directions says above its table."""
MODE_EMPLOI = (
    ("annee", "Année des données, la même sur toutes les lignes.", "2024"),
    ("mois", "12 (décembre), sauf pour l'allocation de rentrée scolaire : 8. La feuille Variables le dit.", "12"),
    ("code_commune", "Code de la commune (Insee), cinq caractères, avec son zéro initial.", "33063"),
    ("millesime_geo", "Année du découpage des communes : celle qui suit les données.", "2025"),
    ("regime", "Qui est compté : caf (la Caf seule), msa (la MSA seule), caf_msa (les deux ensemble).", "caf"),
    ("variable", "Nom de la variable, recopié de la feuille Variables.", "foyers_alloc"),
    ("modalite", "Détail demandé, recopié de la feuille Variables ; total pour l'ensemble.", "total"),
    ("unite", "Ce qui est compté, recopié de la feuille Variables.", "foyers"),
    ("valeur", "Le nombre exact, sans arrondi ni masquage. Vide si elle manque, 0 si c'est un vrai zéro.", "1234"),
    ("statut", "ok : la valeur est là. nd : pas disponible. s : secret. ns : non significatif.", "ok"),
    ("est", "1 si la valeur est estimée, 0 sinon.", "0"),
    ("arr5", "1 si la source arrondit à 5, 0 sinon.", "0"),
    ("profil_secret", "Qui peut lire le fichier : caf_interne, toujours, pour une extraction de la Caf.", "caf_interne"),
    ("source", "D'où vient l'extraction, puis définitif (six mois de recul) ou semi-définitif (deux mois).", "Caf, semi-définitif"),
    ("date_extraction", "Jour de l'extraction : AAAA-MM-JJ.", "2025-03-01"),
    ("version_schema", "Version de cette requête type : ne la changez pas.", VERSION),
)  # fmt: skip
"""Each column: its name, what to write in it, one worked example (the row of a whole line)."""

ENTETES_VARIABLES = ("variable", "Libellé", "Définition", "modalite", "Libellé de la modalité", "unite", "mois", "Thèmes")
LISTES = {"regime": REGIMES, "unite": UNITES, "statut": STATUTS, "est": (0, 1), "arr5": (0, 1), "profil_secret": PROFILS}
"""Columns with a drop-down list."""
_COMMUNE = re.compile(r"\d[\dAB]\d{3}")
Ligne = tuple[object, ...]


def gabarit(themes: Sequence[str] | None = None, annee: int | None = None, *, communes: Sequence[str] | None = None) -> bytes:
    """The empty request as an XLSX workbook: check-list, directions, variables, data sheet.

    ``themes``: codes of THEMES (None: all).  ``annee``: year of the data (None: last year).  With ``communes`` (codes), one row is
    ready for each commune and value; without, one block is ready whose code of commune is left to write.  Raises ValueError as
    ``lignes`` does.
    """
    tampon = io.BytesIO()
    with xlsxwriter.Workbook(tampon, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as classeur:
        gras = classeur.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        _feuille_controles(classeur, gras, themes)
        _feuille_mode_emploi(classeur, gras)
        _feuille_variables(classeur, gras, themes)
        _feuille_donnees(classeur, gras, themes=themes, annee=annee or date.today().year - 1, communes=communes)
    return tampon.getvalue()


def gabarit_csv(themes: Sequence[str] | None = None, annee: int | None = None, *, communes: Sequence[str] | None = None) -> bytes:
    """The data sheet alone as CSV: ``;``, UTF-8 with BOM so that a spreadsheet reads it right.  Same arguments as ``gabarit``."""
    tampon = io.StringIO(newline="")
    ecrivain = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow(COLONNES)
    ecrivain.writerows(lignes(themes, annee or date.today().year - 1, communes=communes or ()))
    return tampon.getvalue().encode("utf-8-sig")


def lignes(themes: Sequence[str] | None, annee: int, *, communes: Sequence[str]) -> Iterator[Ligne]:
    """Rows ready to be filled, in the order of COLONNES: value empty and status nd until someone knows.

    Without ``communes``, one block whose code of commune is empty.
    Raises ValueError on an unknown theme or on what is not the code of a commune (a formula, for one).
    """
    demande = list(demandees(themes))
    if fausses := [commune for commune in communes if not _COMMUNE.fullmatch(commune)]:
        raise ValueError(f"not codes of communes: {fausses[:5]!r}")
    for commune in communes or ("",):
        for variable, modalite in demande:
            yield _ligne(variable, modalite, annee, commune=commune)


def _ligne(variable: Variable, modalite: Modalite, annee: int, *, commune: str) -> Ligne:
    cle = (annee, variable.mois, commune, annee + 1, "caf", variable.id, modalite.code, variable.unite)
    return (*cle, "", "nd", 0, 0, "caf_interne", "", "", VERSION)


def _ecrit(feuille: Worksheet, rang: int, place: int, texte: str, forme: Format | None = None) -> None:
    """A sentence, in French typography; names and codes have nothing that it changes."""
    feuille.write_string(rang, place, insecables(texte), forme)


def _feuille_controles(classeur: Workbook, gras: Format, themes: Sequence[str] | None) -> None:
    feuille = classeur.add_worksheet(FEUILLE_CONTROLES)
    demande = ", ".join(nom for code, nom in THEMES.items() if code in themes) if themes else "tous"
    _ecrit(feuille, 0, 0, "Requête type : à vérifier avant de la retourner", gras)
    _ecrit(feuille, 1, 0, f"Thèmes demandés : {demande}.")
    _entete(feuille, 3, ("Rubrique", "À vérifier", "Fait"), gras=gras)
    for rang, (rubrique, phrase) in enumerate(CONTROLES, start=4):
        _ecrit(feuille, rang, 0, rubrique)
        _ecrit(feuille, rang, 1, phrase)
    feuille.data_validation(4, 2, 3 + len(CONTROLES), 2, {"validate": "list", "source": ["oui", "non", "sans objet"]})
    feuille.set_column(0, 0, 16)
    feuille.set_column(1, 1, 110)


def _feuille_mode_emploi(classeur: Workbook, gras: Format) -> None:
    feuille = classeur.add_worksheet(FEUILLE_MODE_EMPLOI)
    _ecrit(feuille, 0, 0, "Comment remplir la feuille « requete_type »", gras)
    _ecrit(feuille, 1, 0, CONSIGNE)
    _entete(feuille, 3, ("Colonne", "Quoi écrire", "Valeurs permises", "Exemple"), gras=gras)
    for rang, (colonne, consigne, exemple) in enumerate(MODE_EMPLOI, start=4):
        permises = ", ".join(map(str, LISTES.get(colonne, ())))
        for place, texte in enumerate((colonne, consigne, permises, exemple)):
            _ecrit(feuille, rang, place, texte)
    for colonne, largeur in enumerate((18, 95, 60, 36)):
        feuille.set_column(colonne, colonne, largeur)


def _feuille_variables(classeur: Workbook, gras: Format, themes: Sequence[str] | None) -> None:
    feuille = classeur.add_worksheet(FEUILLE_VARIABLES)
    _entete(feuille, 0, ENTETES_VARIABLES, gras=gras)
    for rang, (variable, modalite) in enumerate(demandees(themes), start=1):
        for place, texte in enumerate(_description(variable, modalite)):
            _ecrit(feuille, rang, place, texte)
    for colonne, largeur in enumerate((24, 45, 60, 20, 36, 11, 6, 40)):
        feuille.set_column(colonne, colonne, largeur)
    feuille.freeze_panes(1, 0)


def _description(variable: Variable, modalite: Modalite) -> tuple[str, ...]:
    noms = ", ".join(THEMES[theme] for theme in variable.themes_de(modalite)) or "Toujours demandée"
    notion = (variable.id, variable.libelle, variable.definition)
    return (*notion, modalite.code, modalite.libelle, variable.unite, str(variable.mois), noms)


def _feuille_donnees(classeur: Workbook, gras: Format, *, themes: Sequence[str] | None, annee: int, communes: Sequence[str] | None) -> None:
    feuille = classeur.add_worksheet(FEUILLE_DONNEES)
    _entete(feuille, 0, COLONNES, gras=gras)
    derniere = LIGNES_LIBRES
    for rang, ligne in enumerate(lignes(themes, annee, communes=communes or ()), start=1):
        feuille.write_row(rang, 0, ligne)
        derniere = max(derniere, rang)
    feuille.set_column(0, len(COLONNES) - 1, 15)
    # Text format, so that a spreadsheet keeps the zero of 01004 and does not turn 2E001 into a number.
    feuille.set_column(COLONNES.index("code_commune"), COLONNES.index("code_commune"), 14, classeur.add_format({"num_format": "@"}))
    for nom, choix in LISTES.items():
        colonne = COLONNES.index(nom)
        feuille.data_validation(1, colonne, derniere, colonne, {"validate": "list", "source": list(choix)})
    feuille.freeze_panes(1, 0)


def _entete(feuille: Worksheet, rang: int, noms: Sequence[str], *, gras: Format) -> None:
    for colonne, nom in enumerate(noms):
        _ecrit(feuille, rang, colonne, nom, gras)

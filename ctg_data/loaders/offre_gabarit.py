"""The inventory of facilities to fill: check-list, directions, types by theme and the sheet itself (XLSX), or that sheet alone (CSV)."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ctg_data.loaders.offre_schema import COLONNES, FEUILLE, PLACES_MAX, THEMES_OFFRE, TOLERANCE_KM, TOUS_LES_TYPES, TYPES, ColonneOffre
from ctg_data.loaders.plan_actions_gabarit import OPTIONS
from ctg_data.loaders.plan_actions_schema import DERNIERE, PREMIERE
from ctg_data.wording.typographie import insecables

FEUILLE_CONTROLES, FEUILLE_MODE_EMPLOI, FEUILLE_TYPES = "À vérifier", "Mode d’emploi", "Types"
LIGNES_LIBRES = 2_000
"""Rows that carry the drop-down lists."""
CONTROLES = (
    ("Forme", "Une ligne par équipement ou service ; une année d’inventaire, celle où la liste a été relue."),
    ("Forme", "Le code de la commune garde son zéro initial : cinq caractères."),
    ("Forme", "Un équipement qui sert plusieurs communes est écrit une fois, à la commune où il se trouve."),
    ("Personnes", "Aucune personne : ni assistante maternelle, ni médecin par son nom, ni téléphone, ni adresse électronique."),
    ("Personnes", "Un lieu fermé au public (foyer, domicile) n’est pas un équipement."),
    ("Places", "Les places sont celles de l’agrément ou de l’autorisation ; vide si le nombre n’est pas connu, jamais zéro à la place."),
    ("Convention", "Début et fin de la convention d’objectifs et de financement en cours, s’il y en a une."),
    ("Position", f"Latitude et longitude en degrés (WGS 84), dans la commune ou à moins de {TOLERANCE_KM:g} km ; sinon les deux vides."),
    ("Complétude", "« Liste complète » = oui sur une ligne : tous les équipements de ce type, dans cette commune, sont dans le fichier."),
    ("Complétude", f"Sans équipement : une ligne sans nom, le type (ou « {TOUS_LES_TYPES} ») et oui seuls, dit qu’il n’y en a aucun."),
    ("Complétude", "Sans cette déclaration, rien n’est compté dans les indicateurs d’offre : ce qui manque n’est jamais pris pour zéro."),
    ("Import", "Le fichier ne remplace que les communes qu’il nomme, pour son année : les autres gardent leur inventaire."),
    ("Import", "Une commune nommée est remplacée en entier : écrivez-y tout ce qui y reste."),
    ("Partenaires", "Transports, santé, personnes âgées, commerces : thème Cadre de vie ; un autre type se précise avec vos mots."),
)  # fmt: skip


def gabarit(annee: int | None = None, *, communes: Mapping[str, str] | None = None) -> bytes:
    """The workbook.  ``communes``: code -> name, a line ready for each, where to say that its list is complete.  ``annee``: this one."""
    tampon = io.BytesIO()
    with xlsxwriter.Workbook(tampon, OPTIONS) as classeur:
        gras = classeur.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        _controles(classeur, gras)
        _mode_emploi(classeur, gras)
        _types(classeur, gras)
        _equipements(classeur, gras, list(lignes(annee, communes=communes)))
    return tampon.getvalue()


def gabarit_csv(annee: int | None = None, *, communes: Mapping[str, str] | None = None) -> bytes:
    """The sheet of facilities alone: ``;``, UTF-8 with a byte-order mark.  Same arguments."""
    tampon = io.StringIO(newline="")
    redacteur = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    redacteur.writerow(c.titre for c in COLONNES)
    redacteur.writerows(lignes(annee, communes=communes))
    return tampon.getvalue().encode("utf-8-sig")


def lignes(annee: int | None = None, *, communes: Mapping[str, str] | None = None) -> Iterator[tuple[object, ...]]:
    """Lines ready to be filled, in the order of COLONNES: one for every type of each commune, whose « oui » is left to write."""
    for code, nom in (communes or {}).items():
        pretes = {"annee": annee or date.today().year, "type": TOUS_LES_TYPES, "code": code, "commune": nom}
        yield tuple(pretes.get(c.champ, "") for c in COLONNES)


def _controles(classeur: Workbook, gras: Format) -> None:
    feuille = classeur.add_worksheet(FEUILLE_CONTROLES)
    _rangee(feuille, 0, ("Inventaire de l’offre : à vérifier avant de le déposer",), gras)
    _rangee(feuille, 2, ("Rubrique", "À vérifier", "Fait"), gras)
    for rang, phrase in enumerate(CONTROLES, start=3):
        _rangee(feuille, rang, phrase)
    feuille.data_validation(3, 2, 2 + len(CONTROLES), 2, {"validate": "list", "source": ["oui", "non", "sans objet"]})
    _largeurs(feuille, (16, 120, 10))


def _mode_emploi(classeur: Workbook, gras: Format) -> None:
    feuille = classeur.add_worksheet(FEUILLE_MODE_EMPLOI)
    _rangee(feuille, 0, (f"Comment remplir la feuille « {FEUILLE} »",), gras)
    _rangee(feuille, 1, ("La colonne Exemple, lue de haut en bas, est une ligne entière ; cet équipement est fictif.",))
    _rangee(feuille, 3, ("Colonne", "Quoi écrire", "Exemple (fictif)"), gras)
    for rang, c in enumerate(COLONNES, start=4):
        _rangee(feuille, rang, (c.titre, c.consigne, c.exemple))
    _largeurs(feuille, (18, 105, 40))


def _types(classeur: Workbook, gras: Format) -> None:
    """The lists of the drop-downs: types by theme, with what counts in the star; themes beside."""
    feuille = classeur.add_worksheet(FEUILLE_TYPES)
    _rangee(feuille, 0, ("Type", "Thème", "Compté dans l’offre", "Aussi reconnu", "", "Thèmes"), gras)
    for rang, t in enumerate(TYPES, start=1):
        compte = "places" if t.places else "structures" if t.structures else ""
        _rangee(feuille, rang, (t.libelle, THEMES_OFFRE.get(t.theme, "à préciser"), compte, ", ".join(t.aussi)))
    _rangee(feuille, len(TYPES) + 1, (TOUS_LES_TYPES, "", "", "pour dire complète la liste d’une commune"))
    for rang, nom in enumerate(THEMES_OFFRE.values(), start=1):
        feuille.write_string(rang, 5, nom)
    _largeurs(feuille, (42, 26, 20, 80, 3, 26))
    feuille.freeze_panes(1, 0)


def _equipements(classeur: Workbook, gras: Format, pretes: Sequence[tuple[object, ...]]) -> None:
    feuille = classeur.add_worksheet(FEUILLE)
    feuille.activate()
    _rangee(feuille, 0, [c.titre for c in COLONNES], gras)
    for rang, ligne in enumerate(pretes, start=1):
        for place, valeur in enumerate(ligne):
            if isinstance(valeur, int):
                feuille.write_number(rang, place, valeur)
            elif valeur:
                feuille.write_string(rang, place, str(valeur))
    for place, c in enumerate(COLONNES):
        # Texts keep the format of a text: a spreadsheet neither drops the zero of 01004 nor runs what looks like a formula.
        feuille.set_column(place, place, c.largeur, classeur.add_format({"num_format": _FORMES.get(c.champ, "@")}))
        if regle := _regle(c):
            feuille.data_validation(1, place, max(LIGNES_LIBRES, len(pretes)), place, regle)
    feuille.freeze_panes(1, 0)


_FORMES = {"annee": "0", "places": "0", "cof_debut": "dd/mm/yyyy", "cof_fin": "dd/mm/yyyy", "latitude": "General", "longitude": "General"}


def _regle(c: ColonneOffre) -> dict[str, object] | None:
    """What a spreadsheet lets be typed, with the reason when it refuses; a list warns only, since other words are recognised."""
    refus = {"error_title": c.titre, "error_message": insecables(c.consigne)[:255]}
    listes = {"type": ("A", len(TYPES) + 1), "theme": ("F", len(THEMES_OFFRE))}
    bornes = {"latitude": (-90, 90), "longitude": (-180, 180), "places": (0, PLACES_MAX)}
    if c.champ in listes:
        lettre, nombre = listes[c.champ]
        return {"validate": "list", "source": f"={FEUILLE_TYPES}!${lettre}$2:${lettre}${nombre + 1}", "error_type": "warning", **refus}
    if c.champ == "complet":
        return {"validate": "list", "source": ["oui", "non"], **refus}
    if c.champ in ("cof_debut", "cof_fin"):
        return {"validate": "date", "criteria": "between", "minimum": PREMIERE, "maximum": DERNIERE, **refus}
    if c.champ in bornes:
        bas, haut = bornes[c.champ]
        genre = "integer" if c.champ == "places" else "decimal"
        return {"validate": genre, "criteria": "between", "minimum": bas, "maximum": haut, **refus}
    return None


def _rangee(feuille: Worksheet, rang: int, textes: Iterable[str], forme: Format | None = None) -> None:
    for place, texte in enumerate(textes):
        feuille.write_string(rang, place, insecables(texte), forme)


def _largeurs(feuille: Worksheet, largeurs: Sequence[int]) -> None:
    for place, largeur in enumerate(largeurs):
        feuille.set_column(place, place, largeur)

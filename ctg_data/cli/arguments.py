"""The commands and their arguments, declared with their French help.

A command names its function (``module:function`` below ``ctg_data.cli``), which is imported only when it runs: help and
faults of usage answer at once.
"""

import argparse
from pathlib import Path

from ctg_data.cli.analyseur import Analyseur

NIVEAUX = "commune, epci, departement, region ou france"


def declare(analyseur: Analyseur) -> Analyseur:
    """Add every command to the parser."""
    analyseur.description = "Portraits de territoire et suivi d'impact des conventions territoriales globales (CTG)."
    groupe = analyseur.add_subparsers(title="commandes", metavar="COMMANDE", dest="commande", required=True, parser_class=Analyseur)
    _declare_import(groupe)
    _declare_listes(groupe)
    _declare_valeurs(groupe)
    _declare_portrait(groupe)
    _declare_demo(groupe)
    _declare_gabarit(groupe)
    _declare_reference(groupe)
    return analyseur


def _commande(groupe: argparse._SubParsersAction, nom: str, execute: str, *, aide: str) -> Analyseur:
    commande = groupe.add_parser(nom, help=aide, description=f"{aide[0].upper()}{aide[1:]}.")
    commande.add_argument("--store", metavar="DOSSIER", help="magasin à utiliser (par défaut : celui du produit, avec la démonstration)")
    commande.set_defaults(execute=execute)
    return commande


def _declare_import(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(
        groupe, "import", "importation:importe", aide="importe des extraits publiés, les contrôle et publie les valeurs protégées"
    )
    commande.add_argument("fichiers", nargs="+", metavar="FICHIER", type=Path, help="fichier à importer (CSV, classeur, JSON)")
    commande.add_argument(
        "--annee", type=int, metavar="ANNEE", help="année des données, si ni le contenu ni le nom du fichier ne la donnent"
    )
    commande.add_argument("--json", action="store_true", help="compte rendu en JSON")


def _declare_listes(groupe: argparse._SubParsersAction) -> None:
    for nom, aide in (
        ("sources", "liste les sources reconnues"),
        ("indicateurs", "liste les indicateurs calculés"),
        ("editions", "liste ce qui a été importé, quand et par qui"),
    ):
        _commande(groupe, nom, f"listes:{nom}", aide=aide).add_argument("--json", action="store_true", help="liste en JSON")


def _declare_valeurs(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(groupe, "valeurs", "valeurs:valeurs", aide="donne les valeurs publiées d'un indicateur")
    commande.add_argument("--indicateur", required=True, metavar="ID", help="identifiant de l'indicateur (voir « indicateurs »)")
    commande.add_argument("--niveau", required=True, metavar="NIVEAU", help=NIVEAUX)
    commande.add_argument("--code", metavar="CODE", help="code du territoire (par défaut : tous)")
    commande.add_argument("--annee", type=int, metavar="ANNEE", help="année (par défaut : toutes)")
    forme = commande.add_mutually_exclusive_group()
    forme.add_argument("--csv", action="store_true", help="CSV (point-virgule, virgule décimale, UTF-8)")
    forme.add_argument("--json", action="store_true", help="JSON")


def _declare_portrait(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(groupe, "portrait", "portrait:portrait", aide="écrit le portrait d'un territoire, à emporter")
    commande.add_argument("code", metavar="CODE", help="code du territoire (INSEE, SIREN de l'EPCI, FR)")
    commande.add_argument("--niveau", required=True, metavar="NIVEAU", help=NIVEAUX)
    commande.add_argument("--out", required=True, type=Path, metavar="FICHIER", help="fichier .html ou .csv à écrire")


def _declare_demo(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(groupe, "demo", "demo:demonstration", aide="écrit des extraits fictifs dans les formes des producteurs")
    commande.add_argument("--departements", required=True, nargs="+", metavar="DEP", help="codes des départements (87 23, ou 87,23)")
    commande.add_argument("--out", required=True, type=Path, metavar="DOSSIER", help="dossier où écrire")


def _declare_gabarit(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(groupe, "gabarit", "gabarit:gabarit", aide="écrit la requête type vide, à faire remplir")
    commande.add_argument("--out", required=True, type=Path, metavar="FICHIER", help="fichier .xlsx ou .csv à écrire")
    commande.add_argument("--themes", nargs="+", metavar="THEME", help="codes des thèmes demandés (PE EN, ou PE,EN ; par défaut : tous)")
    commande.add_argument("--annee", type=int, metavar="ANNEE", help="année des données (par défaut : l'an dernier)")
    commande.add_argument("--niveau", metavar="NIVEAU", help=f"avec --code, prépare une ligne par commune du territoire : {NIVEAUX}")
    commande.add_argument("--code", metavar="CODE", help="code du territoire dont les communes sont à préparer")


def _declare_reference(groupe: argparse._SubParsersAction) -> None:
    analyseur = groupe.add_parser("reference", help="référentiel des territoires", description="Référentiel des territoires.")
    actions = analyseur.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True, parser_class=Analyseur)
    commande = _commande(actions, "build", "reference:construction", aide="reconstruit le référentiel depuis les paquets publics")
    commande.add_argument("--cache", type=Path, metavar="DOSSIER", help="dossier où garder les paquets téléchargés")

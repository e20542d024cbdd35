"""The commands and their arguments, declared with their French help.

A command names its function (``module:function`` below ``ctg_data.cli``), which is imported only when it runs: help and
faults of usage answer at once.
"""

import argparse
import re
from datetime import UTC, date, datetime
from pathlib import Path

from ctg_data.cli.analyseur import Analyseur
from ctg_data.settings import ANNEES
from ctg_data.wording import paquet as mots_paquet

NIVEAUX = "commune, perimetre, epci, departement, region ou france"

COMMUNES = "codes Insee, Siren d'EPCI, noms, ou un fichier qui en donne la liste"


def declare(analyseur: Analyseur) -> Analyseur:
    """Add every command to the parser."""
    analyseur.description = "Portraits de territoire et suivi d'impact des conventions territoriales globales (CTG)."
    groupe = analyseur.add_subparsers(title="commandes", metavar="COMMANDE", dest="commande", required=True, parser_class=Analyseur)
    _declare_import(groupe)
    _declare_listes(groupe)
    _declare_source(groupe)
    _declare_publie(groupe)
    _declare_valeurs(groupe)
    _declare_audit(groupe)
    _declare_portrait(groupe)
    _declare_paquets(groupe)
    _declare_veille(groupe)
    _declare_qualite(groupe)
    _declare_cible(groupe)
    _declare_demo(groupe)
    _declare_gabarit(groupe)
    _declare_perimetres(groupe)
    _declare_saisies(groupe)
    _declare_reference(groupe)
    _declare_territoire(groupe)
    return analyseur


def _commande(groupe: argparse._SubParsersAction, nom: str, execute: str, *, aide: str) -> Analyseur:
    commande = groupe.add_parser(nom, help=aide, description=f"{aide[0].upper()}{aide[1:]}.")
    commande.add_argument(
        "--store", type=_dossier, metavar="DOSSIER", help="magasin à utiliser (par défaut : celui du produit, avec la démonstration)"
    )
    commande.set_defaults(execute=execute)
    return commande


def _dossier(texte: str) -> str:
    """A folder's name; an empty one, as an unset variable gives, would silently mean another store.  Raises ArgumentTypeError."""
    if not texte.strip():
        raise argparse.ArgumentTypeError("un nom de dossier vide")
    return texte


def _declare_import(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(
        groupe, "import", "importation:importe", aide="importe des extraits publiés, les contrôle et publie les valeurs protégées"
    )
    commande.add_argument("fichiers", nargs="+", metavar="FICHIER", type=Path, help="fichier à importer (CSV, classeur, JSON)")
    commande.add_argument(
        "--annee", type=_annee, metavar="ANNEE", help="année des données, si ni le contenu ni le nom du fichier ne la donnent"
    )
    commande.add_argument("--json", action="store_true", help="compte rendu en JSON")


def _declare_listes(groupe: argparse._SubParsersAction) -> None:
    for nom, aide in (
        ("sources", "liste les sources reconnues"),
        ("indicateurs", "liste les indicateurs calculés"),
        ("editions", "liste ce qui a été importé, quand et par qui, et permet de le retirer, de l'épingler, de voir ce qui a changé"),
    ):
        commande = _commande(groupe, nom, f"{'editions' if nom == 'editions' else 'listes'}:{nom}", aide=aide)
        commande.add_argument("--json", action="store_true", help="liste en JSON")
    geste = commande.add_mutually_exclusive_group()
    geste.add_argument("--retire", metavar="ID", help="retire cette édition : ce qu'elle remplaçait revient, rien n'est effacé")
    geste.add_argument("--retablit", metavar="ID", help="rétablit une édition retirée")
    geste.add_argument("--epingle", metavar="ID", help="garde cette édition en vigueur, même si des fichiers plus récents sont importés")
    geste.add_argument("--libere", metavar="ID", help="cesse d'épingler une édition : ce qui a été importé depuis entre en vigueur")
    geste.add_argument("--change", metavar="ID", help="dit ce que cette édition a changé : valeurs, géographie, présentation du fichier")
    commande.add_argument("--raison", default="", metavar="TEXTE", help="pourquoi retirer ou épingler, en une phrase (demandée)")


def _declare_source(groupe: argparse._SubParsersAction) -> None:
    analyseur = groupe.add_parser("source", help="sources locales", description="Sources locales : un tableau décrit sans programmer.")
    actions = analyseur.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True, parser_class=Analyseur)
    commande = _commande(actions, "verifie", "source_locale:verifie", aide="contrôle une correspondance, et l'essaie sur un fichier")
    commande.add_argument("fichier", type=Path, metavar="FICHIER.toml", help="correspondance à contrôler")
    commande.add_argument("--sur", type=Path, metavar="FICHIER", help="fichier à lire avec elle ; rien n'est importé")
    commande.add_argument("--annee", type=_annee, metavar="ANNEE", help="année des données, si le fichier ne la donne pas")


def _declare_publie(groupe: argparse._SubParsersAction) -> None:
    aide = "calcule de nouveau les valeurs publiées, si elles manquent ou sont abîmées"
    commande = _commande(groupe, "publie", "publication:publie", aide=aide)
    _au(commande, "celles d'un jour passé, que les règles d'aujourd'hui ne peuvent plus lire")
    commande = _commande(groupe, "controle", "controle:controle", aide="compare chaque niveau publié à la somme de ses parties")
    commande.add_argument("--json", action="store_true", help="compte rendu en JSON")


def _annee(texte: str) -> int:
    """A year that data may have.  Raises ArgumentTypeError."""
    if not re.fullmatch(r"-?\d+", texte):
        raise argparse.ArgumentTypeError(f"« {texte} » n'est pas un nombre entier")
    if len(texte) > 4 or not ANNEES[0] <= int(texte) <= ANNEES[1]:
        raise argparse.ArgumentTypeError(f"« {texte} » n'est pas une année de {ANNEES[0]} à {ANNEES[1]}")
    return int(texte)


def _declare_valeurs(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(groupe, "valeurs", "valeurs:valeurs", aide="donne les valeurs publiées d'un indicateur")
    commande.add_argument("--indicateur", required=True, metavar="ID", help="identifiant de l'indicateur (voir « indicateurs »)")
    commande.add_argument("--niveau", required=True, metavar="NIVEAU", help=NIVEAUX)
    commande.add_argument("--code", metavar="CODE", help="code du territoire (par défaut : tous)")
    commande.add_argument("--annee", type=_annee, metavar="ANNEE", help="année (par défaut : toutes)")
    _au(commande, "telles que publiées à la fin d'un jour passé")
    forme = commande.add_mutually_exclusive_group()
    forme.add_argument("--csv", action="store_true", help="CSV (point-virgule, virgule décimale, UTF-8)")
    forme.add_argument("--json", action="store_true", help="JSON")


def _declare_audit(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(groupe, "audit", "audit:audit", aide="vérifie qu'aucun petit effectif ne se déduit de ce qui est publié")
    commande.add_argument("--niveau", required=True, metavar="NIVEAU", help=NIVEAUX)
    commande.add_argument("--code", required=True, metavar="CODE", help="code du territoire à auditer, avec ses communes")
    commande.add_argument("--exact", action="store_true", help="cherche les bornes les plus serrées de chaque cellule (plus long)")
    commande.add_argument("--toutes", action="store_true", help="examine aussi les cellules masquées pour protéger les autres")
    commande.add_argument("--avec", default="", metavar="PUBLICATION", help="compare avec cette publication, qu'un lecteur aurait gardée")
    commande.add_argument("--json", action="store_true", help="rapport en JSON, cellule par cellule")


def _declare_portrait(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(groupe, "portrait", "portrait:portrait", aide="écrit le portrait d'un territoire, à emporter")
    commande.add_argument("code", metavar="CODE", help="code du territoire (INSEE, SIREN de l'EPCI, FR, identifiant d'un périmètre)")
    commande.add_argument("--niveau", required=True, metavar="NIVEAU", help=NIVEAUX)
    commande.add_argument("--out", required=True, type=Path, metavar="FICHIER", help="fichier .html ou .csv à écrire")
    _au(commande, "le portrait tel qu'à la fin d'un jour passé")


def _declare_paquets(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(groupe, "paquet", "paquets:paquet", aide="prépare le paquet protégé d'un territoire, pour un autre poste")
    commande.epilog = mots_paquet.REVISION
    commande.add_argument("code", metavar="CODE", help="code du territoire (INSEE, SIREN de l'EPCI, identifiant d'un périmètre)")
    commande.add_argument("--niveau", required=True, metavar="NIVEAU", help="commune, perimetre, epci, departement ou region")
    commande.add_argument("--out", required=True, type=Path, metavar="FICHIER", help="fichier .ctg.zip à écrire")
    commande = _commande(groupe, "ouvre", "paquets:ouvre", aide="ouvre un paquet reçu, liste ceux reçus, en montre un autre")
    geste = commande.add_mutually_exclusive_group(required=True)
    geste.add_argument("fichier", nargs="?", type=Path, metavar="FICHIER", help="paquet .ctg.zip à ouvrir et à montrer")
    geste.add_argument("--liste", action="store_true", help="liste les paquets reçus et dit lequel est montré")
    geste.add_argument("--montre", metavar="ID", help="montre un autre paquet reçu")
    geste.add_argument("--ferme", action="store_true", help="ne montre plus de paquet : le magasin montre ses propres chiffres")
    geste.add_argument("--oublie", metavar="ID", help="retire un paquet reçu de ce magasin")


def _declare_veille(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(groupe, "veille", "veille:veille", aide="liste ce qui appelle l'attention dans un territoire, ou dans ceux suivis")
    commande.add_argument("--niveau", metavar="NIVEAU", help=f"avec --code, un seul territoire : {NIVEAUX}")
    commande.add_argument("--code", metavar="CODE", help="code du territoire (par défaut : les territoires suivis)")
    commande.add_argument("--json", action="store_true", help="liste en JSON")


def _declare_qualite(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(groupe, "qualite", "qualite:qualite", aide="liste les chiffres qui peuvent difficilement être justes, à vérifier")
    commande.add_argument("--niveau", metavar="NIVEAU", help=f"avec --code, un territoire et ce qu'il contient : {NIVEAUX}")
    commande.add_argument("--code", metavar="CODE", help="code du territoire (par défaut : tout le magasin)")
    commande.add_argument("--json", action="store_true", help="liste en JSON")


def _declare_cible(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(groupe, "cible", "cible:cible", aide="propose les thèmes prioritaires de chaque EPCI d'un département")
    commande.add_argument("--departement", required=True, metavar="DEP", help="code du département (33, 2A)")
    formes = commande.add_mutually_exclusive_group()
    formes.add_argument("--csv", action="store_true", help="une ligne par territoire et thème, en CSV")
    formes.add_argument("--json", action="store_true", help="la même chose en JSON")


def _declare_demo(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(groupe, "demo", "demo:demonstration", aide="écrit des extraits fictifs dans les formes des producteurs")
    commande.add_argument("--departements", required=True, nargs="+", metavar="DEP", help="codes des départements (87 23, ou 87,23)")
    commande.add_argument("--out", required=True, type=Path, metavar="DOSSIER", help="dossier où écrire")
    commande = _commande(groupe, "demo-ctg", "conventions:demonstration", aide="écrit de nouveau les CTG de démonstration, fictives")
    commande.add_argument("--magasin", action="store_true", help="même dans un magasin ou une base à vous, sans démonstration")


def _declare_gabarit(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(
        groupe, "gabarit", "gabarit:gabarit", aide="écrit la requête type, le plan d'actions ou l'inventaire de l'offre, à faire remplir"
    )
    commande.add_argument(
        "--modele",
        choices=("requete-type", "plan-actions", "offre"),
        default="requete-type",
        help="requete-type (par défaut), plan-actions ou offre (inventaire des équipements et services)",
    )
    commande.add_argument("--out", required=True, type=Path, metavar="FICHIER", help="fichier .xlsx ou .csv à écrire")
    commande.add_argument("--themes", nargs="+", metavar="THEME", help="codes des thèmes demandés (PE EN, ou PE,EN ; par défaut : tous)")
    commande.add_argument("--annee", type=_annee, metavar="ANNEE", help="année des données (par défaut : l'an dernier)")
    commande.add_argument("--niveau", metavar="NIVEAU", help=f"avec --code, prépare une ligne par commune du territoire : {NIVEAUX}")
    commande.add_argument("--code", metavar="CODE", help="code du territoire dont les communes sont à préparer")


def _declare_perimetres(groupe: argparse._SubParsersAction) -> None:
    analyseur = groupe.add_parser("perimetre", help="périmètres de CTG", description="Périmètres de CTG : des listes datées de communes.")
    actions = analyseur.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True, parser_class=Analyseur)
    commande = _commande(actions, "liste", "perimetres:liste", aide="liste les périmètres, leur signature et leurs communes")
    commande.add_argument("--json", action="store_true", help="liste en JSON")
    commande = _commande(actions, "cree", "perimetres:cree", aide="crée un périmètre depuis une liste de communes")
    commande.add_argument("nom", metavar="NOM", help="nom du périmètre")
    commande.add_argument("--communes", required=True, nargs="+", metavar="CODE", help=COMMUNES)
    commande.add_argument("--du", type=_jour, metavar="AAAA-MM-JJ", help="date de cette composition (par défaut : aujourd'hui)")
    commande.add_argument("--departementale", action="store_true", help="CTG départementale, qui peut en contenir de locales")
    commande.add_argument("--rattache", metavar="PERIMETRE", default="", help="CTG départementale de rattachement (nom ou identifiant)")
    for nom, aide in (
        ("signe", "fige un périmètre à sa signature"),
        ("avenant", "enregistre un avenant : des communes qui entrent ou qui sortent"),
        ("supprime", "met un périmètre de côté ; rien n'est effacé"),
    ):
        commande = _commande(actions, nom, f"perimetres:{nom}", aide=aide)
        commande.add_argument("perimetre", metavar="PERIMETRE", help="nom ou identifiant du périmètre (voir « perimetre liste »)")
        if nom != "supprime":
            commande.add_argument(
                "--le", required=True, type=_jour, metavar="AAAA-MM-JJ", help="date de la signature ou d'effet de l'avenant"
            )
        if nom == "avenant":
            commande.add_argument("--entre", nargs="+", default=[], metavar="CODE", help=f"qui entrent : {COMMUNES}")
            commande.add_argument("--sort", nargs="+", default=[], metavar="CODE", help=f"qui sortent : {COMMUNES}")


def _jour(texte: str) -> date:
    """A day as AAAA-MM-JJ.  Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(texte)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {texte} » n'est pas une date AAAA-MM-JJ") from None


def _au(commande: Analyseur, aide: str) -> None:
    commande.add_argument("--au", type=_jour_passe, metavar="JJ/MM/AAAA", help=aide)


def _iso(texte: str) -> str:
    """ISO day of « 12/03/2026 » or « 2026-03-12 », "" for any other text."""
    iso = "-".join(reversed(texte.strip().split("/")))
    try:
        return date.fromisoformat(iso).isoformat() if len(iso) == len("2026-03-12") else ""
    except ValueError:
        return ""


def _jour_passe(texte: str) -> str:
    """An ISO day before today, written JJ/MM/AAAA or AAAA-MM-JJ.  Raises ArgumentTypeError."""
    jour = _iso(texte)
    if not jour:
        raise argparse.ArgumentTypeError(f"« {texte} » n'est pas une date JJ/MM/AAAA")
    if jour >= datetime.now(UTC).date().isoformat():
        raise argparse.ArgumentTypeError(f"« {texte} » n'est pas un jour passé : sans --au, ce sont les chiffres d'aujourd'hui")
    return jour


def _declare_saisies(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(groupe, "sauvegarde", "saisies:sauvegarde", aide="garde dans un fichier ce que les personnes ont écrit")
    commande.add_argument("fichier", type=Path, metavar="FICHIER", help="fichier .zip à écrire")
    commande = _commande(groupe, "restaure", "saisies:restaure", aide="remet en place une sauvegarde")
    commande.add_argument("fichier", type=Path, metavar="FICHIER", help="sauvegarde à remettre")
    commande.add_argument("--remplace", action="store_true", help="à la place de la base, gardée à côté même si elle est abîmée")
    analyseur = groupe.add_parser("journal", help="journal des saisies", description="Journal des saisies.")
    actions = analyseur.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True, parser_class=Analyseur)
    _commande(actions, "verifie", "saisies:journal", aide="vérifie que personne n'a retouché le journal")


def _declare_reference(groupe: argparse._SubParsersAction) -> None:
    analyseur = groupe.add_parser("reference", help="référentiel des territoires", description="Référentiel des territoires.")
    actions = analyseur.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True, parser_class=Analyseur)
    commande = _commande(actions, "build", "reference:construction", aide="reconstruit le référentiel depuis les paquets publics")
    commande.add_argument("--cache", type=Path, metavar="DOSSIER", help="dossier où garder les paquets téléchargés")


def _declare_territoire(groupe: argparse._SubParsersAction) -> None:
    commande = _commande(groupe, "territoire", "territoire:territoire", aide="dit ce qu'est un territoire, et ce qui a changé dans un EPCI")
    commande.add_argument("code", metavar="CODE", help="code du territoire (INSEE, SIREN de l'EPCI, FR)")
    commande.add_argument("--niveau", metavar="NIVEAU", help=f"niveau, si deux territoires portent ce code : {NIVEAUX}")
    commande.add_argument("--historique", action="store_true", help="communes entrées et sorties depuis 2019 (EPCI)")
    commande.add_argument("--json", action="store_true", help="fiche en JSON")

"""``gabarit``: the empty requête type, to be filled by the studies unit; the empty plan d'actions of a CTG; the inventory of facilities."""

import argparse
from collections.abc import Sequence

from ctg_data import perimetres, settings
from ctg_data.cli import sortie
from ctg_data.cli.identifiants import ArgumentInvalide, separe, verifie_extension, verifie_territoire
from ctg_data.loaders import gabarit as requete
from ctg_data.loaders import offre_gabarit as inventaire
from ctg_data.loaders import plan_actions_gabarit as plan
from ctg_data.loaders.requete_type_schema import THEMES
from ctg_data.settings import Settings

FORMES = {".xlsx": requete.gabarit, ".csv": requete.gabarit_csv}
FORMES_OFFRE = {".xlsx": inventaire.gabarit, ".csv": inventaire.gabarit_csv}


def gabarit(choix: argparse.Namespace) -> int:
    """Write the workbook or CSV that the suffix of ``--out`` asks for; 0, or CtgError on an argument that cannot be."""
    if choix.modele == "plan-actions":
        return _plan(choix)
    if choix.modele == "offre":
        return _offre(choix)
    ecrit = FORMES[verifie_extension(choix.out, tuple(FORMES))]
    octets = ecrit(_themes(choix.themes), choix.annee, communes=_communes(settings.load(choix.store), choix))
    sortie.ecrit_octets(choix.out, octets)
    print(f"Requête type vide écrite dans {choix.out}.")
    return 0


def _plan(choix: argparse.Namespace) -> int:
    """A workbook, the same for every CTG."""
    verifie_extension(choix.out, (".xlsx",))
    if any((choix.themes, choix.annee, choix.niveau, choix.code)):
        raise ArgumentInvalide("Le modèle de plan d'actions est le même partout : retirez --themes, --annee, --niveau et --code.")
    sortie.ecrit_octets(choix.out, plan.gabarit())
    print(f"Modèle de plan d'actions écrit dans {choix.out}.")
    return 0


def _offre(choix: argparse.Namespace) -> int:
    """The inventory, with a line ready for each commune of the territory asked for."""
    ecrit = FORMES_OFFRE[verifie_extension(choix.out, tuple(FORMES_OFFRE))]
    if choix.themes:
        raise ArgumentInvalide("L'inventaire de l'offre porte sur tous les thèmes : retirez --themes.")
    reglages = settings.load(choix.store)
    territoires = perimetres.atlas(reglages)
    noms = {code: territoires.territoire("commune", code).nom for code in _communes(reglages, choix)}
    sortie.ecrit_octets(choix.out, ecrit(choix.annee, communes=noms))
    print(f"Inventaire de l'offre à remplir écrit dans {choix.out}.")
    return 0


def _themes(saisis: Sequence[str] | None) -> list[str] | None:
    if saisis is None:
        return None
    codes = [code.upper() for code in separe(saisis)]
    for code in codes:
        if code not in THEMES:
            permis = ", ".join(f"{c} ({libelle})" for c, libelle in THEMES.items())
            raise ArgumentInvalide(f"Thème « {code} » : inconnu. Choisissez parmi : {permis}.")
    return codes


def _communes(reglages: Settings, choix: argparse.Namespace) -> tuple[str, ...]:
    """Communes of the territory asked for; none when no territory is."""
    if choix.code is None and choix.niveau is None:
        return ()
    if choix.code is None or choix.niveau is None:
        raise ArgumentInvalide("--niveau et --code vont ensemble : indiquez les deux, ou aucun.")
    territoires = perimetres.atlas(reglages)
    verifie_territoire(territoires, choix.niveau, choix.code)
    return territoires.membres(choix.niveau, choix.code)

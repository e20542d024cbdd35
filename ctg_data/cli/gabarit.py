"""``gabarit``: the empty requête type, to be filled by the studies unit; the empty plan d'actions of a CTG."""

import argparse
from collections.abc import Sequence

from ctg_data import perimetres, settings
from ctg_data.cli import sortie
from ctg_data.cli.identifiants import ArgumentInvalide, separe, verifie_extension, verifie_territoire
from ctg_data.loaders import gabarit as requete
from ctg_data.loaders import plan_actions_gabarit as plan
from ctg_data.loaders.requete_type_schema import THEMES
from ctg_data.settings import Settings

FORMES = {".xlsx": requete.gabarit, ".csv": requete.gabarit_csv}


def gabarit(choix: argparse.Namespace) -> int:
    """Write the workbook or CSV that the suffix of ``--out`` asks for; 0, or CtgError on an argument that cannot be."""
    if choix.modele == "plan-actions":
        return _plan(choix)
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

"""``audit``: what an outsider could derive from the current publication about one territory; for those who may see small counts."""

import argparse
from dataclasses import asdict

from ctg_data import settings
from ctg_data.cli import sortie
from ctg_data.cli.identifiants import verifie_territoire
from ctg_data.cli.magasin import SEULE_DEMONSTRATION, exige_propre, existant, seule_demonstration
from ctg_data.diagnostic.audit import Audit, Cellule, audite_publication
from ctg_data.diagnostic.audit.systeme import PLAFOND
from ctg_data.errors import CtgError
from ctg_data.territoires import referentiel
from ctg_data.wording.typographie import soigne

MONTREES = 20
"""Cells told one by one in the text; JSON has them all."""


def audit(choix: argparse.Namespace) -> int:
    """0: nothing is told; 1: a small count is known better than the rule allows."""
    reglages = existant(settings.load(choix.store))
    reference = referentiel.charge(reglages.reference)
    verifie_territoire(reference, choix.niveau, choix.code)
    exige_propre(reglages, "s'audite")
    if seule_demonstration(reglages):
        raise CtgError(SEULE_DEMONSTRATION.format(verbe="ne s'audite pas : ses petits effectifs sont inventés"))
    territoire = choix.niveau, choix.code
    options = {nom: getattr(choix, nom) for nom in ("toutes", "exact", "avec")}
    publication, fait = audite_publication(reglages, reference, territoire, **options)
    if choix.json:
        sortie.ecrit_json(_json(publication, fait, territoire))
    else:
        print("\n".join(soigne(phrase) for phrase in _texte(fait, reference.territoire(*territoire).nom)))
    return 1 if fait.percees else 0


def _json(publication: str, fait: Audit, territoire: tuple[str, str]) -> dict[str, object]:
    """``haut`` is null where nothing bounds the cell; bounds are derived from what is shown, never read in the private store.

    ``nature`` and ``regle`` do tell, though: a cell « primaire » under « effectif de 1 à 4 » is 1 to 4.  The report stays with those
    who may see small counts.
    """
    comptes = {nom: getattr(fait, nom) for nom in ("exact", "composantes", "programmes", "rendues")}
    return {
        "publication": publication,
        **dict(zip(("niveau", "code"), territoire, strict=True)),
        "sur": not fait.percees,
        "percees": len(fait.percees),
        **comptes,
        "journal": [asdict(ligne) for ligne in fait.journal],
        "cellules": [_cellule(c) for c in fait.cellules],
    }


def _cellule(c: Cellule) -> dict[str, object]:
    return asdict(c) | {"haut": None if c.haut >= PLAFOND / 2 else c.haut, "nature": "primaire" if c.primaire else "secondaire"}


def _texte(fait: Audit, nom: str) -> list[str]:
    primaires = sum(c.primaire for c in fait.cellules)
    lignes = [f"Audit du secret statistique : {nom}. Cellules à protéger : {primaires}."]
    lignes += [f"  {ligne.niveau}, {ligne.regle} : {ligne.cellules}" for ligne in fait.journal]
    if fait.rendues:
        lignes.append(f"Relations que les chiffres contredisent, laissées de côté : {fait.rendues}.")
    if not fait.percees:
        return [*lignes, "Aucune ne se déduit de ce qui est publié : chacune peut valoir de 1 à 4, ou 5 et plus."]
    lignes.append(f"Cellules qui se déduisent de ce qui est publié : {len(fait.percees)}. Ne diffusez pas cette publication.")
    lignes += [f"  {c.niveau} {c.code}, {c.annee}, {c.grandeur} ({c.regle}) : {_entre(c)}" for c in fait.percees[:MONTREES]]
    suite = len(fait.percees) - MONTREES
    return [*lignes, f"  et {suite} autres (toutes dans --json)."] if suite > 0 else lignes


def _entre(c: Cellule) -> str:
    return f"de {c.bas:g} à {c.haut:g}" if c.haut < PLAFOND / 2 else f"au moins {c.bas:g}"

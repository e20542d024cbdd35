"""``controle``: published levels against the sum of their parts."""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby

from ctg_data import pipeline, settings
from ctg_data.cli import sortie
from ctg_data.cli.magasin import SEULE_DEMONSTRATION, exige_propre, existant, seule_demonstration
from ctg_data.diagnostic.controle import ETATS, Bilan
from ctg_data.wording.typographie import soigne

MONTRES = 100
"""Differences listed for a person; ``--json`` has them all."""
RIEN = "Rien à comparer : aucun fichier importé ne donne à la fois un niveau et ses parties."


def controle(choix: argparse.Namespace) -> int:
    """Exit 1 when a level is contradicted by its parts.  Of the CAF's own files only numbers of comparisons are said."""
    reglages = existant(settings.load(choix.store))
    exige_propre(reglages, "se contrôle")
    demo = seule_demonstration(reglages)
    bilans = () if demo else pipeline.controle(reglages)
    if not bilans:
        sortie.dit(SEULE_DEMONSTRATION.format(verbe="ne se contrôle pas : aucun fichier importé n'est derrière elle") if demo else RIEN)
    if choix.json:
        sortie.ecrit_json([asdict(b) | {"comparees": b.comparees} for b in bilans])
    elif bilans:
        sortie.ecrit_texte([*_resume(bilans)])
        _dit_les_ecarts(bilans)
    return int(any(b.hors for b in bilans))


def _resume(bilans: Sequence[Bilan]) -> Iterable[dict[str, object]]:
    """One line a source and relation, all its measures together."""
    cle = ("source", "parties", "tout")
    ranges = sorted(bilans, key=lambda b: [getattr(b, c) for c in cle])
    for valeurs, lot in groupby(ranges, key=lambda b: tuple(getattr(b, c) for c in cle)):
        membres = list(lot)
        sommes = {nom: sum(getattr(b, nom) for b in membres) for nom in ("comparees", *ETATS)}
        yield dict(zip(cle, valeurs, strict=True)) | {"mesures": len(membres)} | sommes


def _dit_les_ecarts(bilans: Sequence[Bilan]) -> None:
    ecarts = [{"mesure": b.mesure, "tout": b.tout, "parties": b.parties} | asdict(e) for b in bilans for e in b.ecarts]
    if ecarts:
        print()
        sortie.ecrit_texte(ecarts[:MONTRES])
    if len(ecarts) > MONTRES:
        print(soigne(f"… et {len(ecarts) - MONTRES} autres (la liste entière : --json)."))

"""The fictitious facilities that the embedded demonstration carries: one file beside its values."""

from pathlib import Path

import pandas as pd

from ctg_data.errors import PublicationARefaire
from ctg_data.records import COLONNES_EQUIPEMENTS, typed_equipements
from ctg_data.store import durable, lecture, tables

NOM = "equipements.parquet"
FORME = tables.Format(COLONNES_EQUIPEMENTS, indexees=("code",), coupe="code", lignes_par_groupe=65_536, zstd=19)


def ecrit(dossier: Path, equipements: pd.DataFrame) -> None:
    """Write the facilities of the demonstration in ``dossier``, whole or not at all; the same rows give the same bytes."""
    tries = typed_equipements(equipements.sort_values(["code", "annee", "type", "precision", "nom"], kind="stable"))
    durable.ecrit_fichier(dossier / NOM, lambda chemin: tables.ecrit(chemin, tries, FORME))


def lit(dossier: Path) -> pd.DataFrame:
    """COLONNES_EQUIPEMENTS, without a row where the demonstration carries none.  Raises PublicationARefaire when the file is damaged."""
    fichier = dossier / NOM
    if not fichier.is_file():
        return lecture.assemble_equipements([])
    try:
        return typed_equipements(tables.en_frame([tables.lit(fichier, FORME, {})]))
    except tables.ILLISIBLE as erreur:
        raise PublicationARefaire(f"Le fichier « {fichier} » est abîmé : restaurez le dossier de la démonstration.") from erreur

"""The store that a command reads or mends: it must be there."""

from ctg_data.errors import MagasinInvalide
from ctg_data.settings import Settings
from ctg_data.store import catalogue


def existant(reglages: Settings) -> Settings:
    """The same settings, for a command that creates nothing.  Raises MagasinInvalide when the store named is not there.

    The default store may be missing: the demonstration is then all there is.
    """
    if reglages.demo is None and not (reglages.store / catalogue.NOM).is_file():
        raise MagasinInvalide(f"Aucun magasin dans « {reglages.store} ». Vérifiez ce chemin ; importer un fichier y crée un magasin.")
    return reglages

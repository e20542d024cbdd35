"""Publishers' files -> mesures: every source is a record, one small engine reads them all."""

from ctg_data import memoire
from ctg_data.loaders import codes, education, entetes
from ctg_data.loaders.chargement import charge

__all__ = ["charge", "oublie"]


def oublie() -> None:
    """Let go of what files that follow one another share: indexes of names, headers.  A publication needs the place."""
    for partage in (codes.annuaire, codes.habitants, education.adresses, entetes.lit_connue):
        partage.cache_clear()
    memoire.libere()

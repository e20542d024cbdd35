"""Publishers' files -> mesures: every source is a record, one small engine reads them all."""

from ctg_data.loaders.chargement import charge

__all__ = ["charge"]

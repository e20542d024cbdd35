"""INSEE: every source of the institute, one module by theme."""

from ctg_data.loaders import (
    insee_bpe,
    insee_filosofi,
    insee_melodi_jeux,
    insee_naissances,
    insee_population,
    insee_qpv,
    insee_rp,
)
from ctg_data.loaders.model import Source

SOURCES: tuple[Source, ...] = (
    *insee_population.SOURCES,
    *insee_naissances.SOURCES,
    *insee_filosofi.SOURCES,
    *insee_rp.SOURCES,
    *insee_melodi_jeux.SOURCES,
    *insee_bpe.SOURCES,
    *insee_qpv.SOURCES,
)

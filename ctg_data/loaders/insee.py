"""INSEE: every source of the institute, one module by theme."""

from ctg_data.loaders import (
    insee_bpe,
    insee_comparateur,
    insee_estimations,
    insee_etat_civil,
    insee_filosofi,
    insee_filosofi_iris,
    insee_melodi_jeux,
    insee_naissances,
    insee_population,
    insee_qpv,
    insee_rp,
    insee_rp_communes,
    insee_rp_iris,
    insee_rp_population,
)
from ctg_data.loaders.model import Source

SOURCES: tuple[Source, ...] = (
    *insee_population.SOURCES,
    *insee_estimations.SOURCES,
    *insee_naissances.SOURCES,
    *insee_etat_civil.SOURCES,
    *insee_filosofi.SOURCES,
    *insee_filosofi_iris.SOURCES,
    *insee_rp.SOURCES,
    *insee_rp_population.SOURCES,
    *insee_rp_communes.SOURCES,
    *insee_rp_iris.SOURCES,
    *insee_comparateur.SOURCES,
    *insee_melodi_jeux.SOURCES,
    *insee_bpe.SOURCES,
    *insee_qpv.SOURCES,
)

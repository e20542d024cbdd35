"""Every source once: collected from the publishers' modules, refused whole if one record is faulty."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import import_module
from types import MappingProxyType

from ctg_data.loaders import locales
from ctg_data.loaders.locales import Locales
from ctg_data.loaders.model import Disposition, Source
from ctg_data.records import NIVEAUX, STATUTS

_DEPARTEMENT = re.compile(r"\d[\dAB]|97\d")
MODULES = (
    *("insee", "cnaf", "cnaf_foyers", "cnaf_iris", "cnaf_2009", "cnaf_territoires", "cnaf_series", "anct"),
    *("drees", "drees_apl", "dgfip", "education", "zonages", "requete_type", "offre"),
)


def catalogue(propres: Locales | None = None) -> Mapping[str, Source]:
    """Every known source by id: the publishers', then the local ones ``propres`` (default: those of the store that this process serves)."""
    return _avec(locales.actives() if propres is None else propres)


@lru_cache(maxsize=8)
def _avec(propres: Locales) -> Mapping[str, Source]:
    return MappingProxyType({**nationales(), **propres.sources})


@cache
def nationales() -> Mapping[str, Source]:
    """Every publisher's source by id.  Raises ValueError, naming every faulty record, rather than run with one."""
    return verifie(source for module in MODULES for source in import_module(f"ctg_data.loaders.{module}").SOURCES)


def verifie(sources: Iterable[Source]) -> Mapping[str, Source]:
    """The sources by id; ValueError with every fault of the records."""
    liste = tuple(sources)
    fautes = [f"source en double : {i}" for i, n in Counter(s.id for s in liste).items() if n > 1]
    fautes += [faute for source in liste for faute in _fautes(source)]
    if fautes:
        raise ValueError("catalogue des sources : " + " ; ".join(fautes))
    return MappingProxyType({source.id: source for source in liste})


def _fautes(source: Source) -> Iterator[str]:
    for genre, n in Counter(d.id for d in source.dispositions).items():
        if n > 1:
            yield f"{source.id} : disposition en double {genre}"
    yield from (f"{source.id} : département inconnu {code}" for code in source.hors_champ if not _DEPARTEMENT.fullmatch(code))
    for disposition in source.dispositions:
        for faute in _fautes_disposition(disposition):
            yield f"{source.id}/{disposition.id} : {faute}"


def _fautes_disposition(disposition: Disposition) -> Iterator[str]:
    noms = [c.nom for c in disposition.colonnes]
    yield from (f"colonne en double {nom}" for nom, n in Counter(noms).items() if n > 1)
    yield from (f"expression invalide {motif!r}" for motif in _motifs(disposition) if not _compile(motif))
    yield from (f"statut inconnu {statut}" for statut in disposition.marques.values() if statut not in STATUTS)
    if disposition.niveau and disposition.niveau not in NIVEAUX:
        yield f"niveau inconnu {disposition.niveau}"
    for colonne in disposition.colonnes:
        if colonne.genre == "choix" and not colonne.choix:
            yield f"colonne {colonne.nom} sans choix"
        if colonne.mesure and not colonne.unite:
            yield f"mesure {colonne.mesure} sans unité"


def _motifs(disposition: Disposition) -> Iterator[str]:
    yield from (alias for colonne in disposition.colonnes for alias in colonne.alias)
    yield from (disposition.motif_annee, disposition.feuille)


def _compile(motif: str) -> bool:
    try:
        re.compile(motif)
    except re.error:
        return False
    return True

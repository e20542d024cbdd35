"""The measures that formulas may name: those of the requête type, and those of the other declared sources, a module a theme.

Names, values and units are the contract of docs/architecture.md (« Measures »).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from types import MappingProxyType

from ctg_data.indicators.vocabulaire import allocataires, population, quartiers, recensement, revenus, services
from ctg_data.indicators.vocabulaire.model import COMPTES_DE_GENS, COMPTES_SENSIBLES, TOTAL, Mesure
from ctg_data.indicators.vocabulaire.recensement import AGES
from ctg_data.loaders import locales
from ctg_data.loaders import requete_type_schema as requete
from ctg_data.loaders.locales_modele import EFFECTIF, MesureLocale
from ctg_data.loaders.requete_type_modele import Variable

__all__ = ["AGES", "COMPTES_DE_GENS", "COMPTES_SENSIBLES", "TOTAL", "Mesure", "catalogue", "compagne", "nationales"]


def catalogue() -> Mapping[str, Mesure]:
    """Every measure by name, those of the local sources of the store that this process serves included."""
    return _avec(locales.actives())


@lru_cache(maxsize=8)
def _avec(propres: locales.Locales) -> Mapping[str, Mesure]:
    siennes = (_locale(d.nom_de(m.id), m) for d in propres.declarations for m in d.mesures)
    return MappingProxyType({**nationales(), **{m.nom: m for m in siennes}})


def _locale(nom: str, m: MesureLocale) -> Mesure:
    return Mesure(nom, m.libelle, m.unite, additive=m.nature == EFFECTIF, de_gens=m.de_gens)


@cache
def nationales() -> Mapping[str, Mesure]:
    """Every measure of the requête type and of the publishers by name; a notion that two sources share is declared once (the wider list
    of values)."""
    connues = {m.nom: m for m in map(_de_variable, requete.VARIABLES)}
    for mesure in _autres():
        connues[mesure.nom] = _reunit(connues.get(mesure.nom), mesure)
    return MappingProxyType(connues)


def compagne(mesure: str) -> str | None:
    """The count of foyers behind a count of persons (of child-minders behind their places): the one is hidden where the other is
    (domain.md §5.1)."""
    directes = {"personnes_couvertes": "foyers_alloc", "enfants_aeeh": "foyers_aeeh", "places_am_age": "am_actifs"}
    candidate = directes.get(mesure) or mesure.replace("personnes_", "foyers_", 1)
    return candidate if candidate != mesure and candidate in catalogue() else None


def _de_variable(variable: Variable) -> Mesure:
    libelle = variable.libelle[0].lower() + variable.libelle[1:]
    return Mesure(
        variable.id,
        libelle,
        variable.unite,
        modalites={TOTAL: "ensemble"} | {m.code: m.libelle for m in variable.modalites},
        additive=variable.additive,
        zero_si_autres=variable.id == "foyers_qf",
    )


def _reunit(connue: Mesure | None, autre: Mesure) -> Mesure:
    if connue is None:
        return autre
    return replace(connue, modalites={**connue.modalites, **autre.modalites})


def _autres() -> Iterable[Mesure]:
    for theme in (population, recensement, revenus, services, allocataires, quartiers):
        yield from theme.mesures()

"""The legal population of a territory with its year, and with the year of each part that was counted in another one."""

from ctg_data.territoires.model import Territoire
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views.reserve import Reserve
from ctg_data.wording import nombres

DATES = Reserve(2)
"""Years of the départements of the last references read."""


def texte(ref: Referentiel, t: Territoire) -> str:
    """« 68 350 798 habitants (2023 ; Mayotte : 2017) »; "" where the population is unknown."""
    if t.population is None:
        return ""
    autres = [f"{nom} : {annee}" for nom, region, annee in _departements(ref) if annee != t.annee_population and _contient(t, region)]
    return f"{nombres.avec_unite(t.population, 'habitants')} ({' ; '.join([str(t.annee_population), *autres])})"


def _contient(t: Territoire, region: str) -> bool:
    """Only a région or France holds several départements; an EPCI that straddles two has one year, that of its census."""
    return t.niveau == "france" or (t.niveau == "region" and t.code == region)


def _departements(ref: Referentiel) -> tuple[tuple[str, str, int | None], ...]:
    """(nom, région, year of the population) of each département."""
    return DATES.donne(("dates", ref.empreinte), lambda: tuple(_lit(ref)))


def _lit(ref: Referentiel):
    for code in sorted(ref.codes("departement")):
        t = ref.territoire("departement", code)
        yield t.nom, t.region, t.annee_population

"""Inhabitants, births and deaths."""

from collections.abc import Iterable

from ctg_data.indicators.vocabulaire.model import SEXES, TOTAL, Mesure, comptes, publiee


def mesures() -> Iterable[Mesure]:
    """Every measure of this theme."""
    yield from comptes(
        "personnes",
        pop_municipale="population municipale",
        pop_comptee_a_part="population comptée à part",
        pop_totale="population totale",
        deces="décès domiciliés",
    )
    yield from comptes("enfants", naissances="naissances domiciliées", naissances_vivantes="naissances vivantes enregistrées en France")
    yield from _etat_civil()
    for sexe, qui in SEXES.items():
        yield Mesure(f"pop_estimee_{sexe}", f"{qui} au 1er janvier", "personnes", modalites={TOTAL: "ensemble"} | _GRANDS_AGES_ESTIMES)
    yield from comptes("km2", superficie="superficie")


def _etat_civil() -> Iterable[Mesure]:
    yield Mesure("naissances_sexe", "naissances domiciliées selon le sexe", "enfants", modalites={"h": "garçons", "f": "filles"})
    yield Mesure(
        "naissances_mariage",
        "naissances domiciliées selon la situation des parents",
        "enfants",
        modalites={"dans": "dans le mariage", "hors": "hors mariage"},
    )
    yield Mesure("naissances_mois", "naissances domiciliées selon le mois", "enfants", modalites={f"{m:02d}": nom for m, nom in _MOIS})
    yield publiee("taux_natalite", "taux de natalité", "pour1000", "total")
    yield publiee("taux_mortalite", "taux de mortalité, moyenne annuelle entre deux recensements", "pour1000", "total")


_GRANDS_AGES_ESTIMES = {
    "0_19": "0 à 19 ans",
    "20_39": "20 à 39 ans",
    "40_59": "40 à 59 ans",
    "60_74": "60 à 74 ans",
    "75p": "75 ans ou plus",
}
_MOIS = (
    *((1, "janvier"), (2, "février"), (3, "mars"), (4, "avril"), (5, "mai"), (6, "juin")),
    *((7, "juillet"), (8, "août"), (9, "septembre"), (10, "octobre"), (11, "novembre"), (12, "décembre")),
)

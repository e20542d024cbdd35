"""What each measure that a declaration reads may be, its own or one of the vocabulary: cut, negative, in percent."""

from collections.abc import Mapping
from functools import cache

from ctg_data.loaders import locales_modele as modele
from ctg_data.loaders import requete_type_schema as requete
from ctg_data.loaders.locales_modele import Declaration

PLACES_DE_GENS = ("places_am_age",)
"""Known places that give a handful of persons away: a protected source counts them as persons (``vocabulaire.COMPTES_SENSIBLES``)."""
CHOSES_CALCULEES = frozenset({"places_creches", "equipements", "sites_caf", "sites_caf_services"})
"""Known counts of things that no column of a national source gives as they are: their unit is written nowhere below the vocabulary."""


def de_gens(d: Declaration, mesure: str) -> bool:
    """Whether a measure counts persons, one by one: it is whole, wherever it is declared.

    Of a protected source, any known measure but a count of things is taken so.  Publishers estimate some counts of persons, which are
    then not whole: of a published source, only those of the requête type are.
    """
    if mesure in d.propres:
        return d.propres[mesure].de_gens
    unite = _connues().get(mesure, "")
    if d.donnees == modele.PROTEGEES:
        return mesure in PLACES_DE_GENS or (unite not in modele.CHOSES and mesure not in CHOSES_CALCULEES)
    return mesure in _du_requete() and unite in modele.GENS


def pourcent(d: Declaration, mesure: str) -> bool:
    """Whether « 12,5 % » may be a cell of a measure."""
    locale = d.propres.get(mesure)
    return (locale.unite if locale else _connues().get(mesure)) == "pourcent"


def minimum(d: Declaration, mesure: str) -> float | None:
    """Only a rate declared here may be negative (a change, a balance)."""
    locale = d.propres.get(mesure)
    return None if locale and locale.nature == modele.TAUX else 0


@cache
def _du_requete() -> frozenset[str]:
    return frozenset(v.id for v in requete.VARIABLES)


@cache
def _connues() -> Mapping[str, str]:
    """Known measure -> its unit, where a record says it."""
    from ctg_data.loaders.sources import nationales  # it reads the local sources, which are made here

    colonnes = (c for source in nationales().values() for disposition in source.dispositions for c in disposition.colonnes if c.mesure)
    return {c.mesure: c.unite for c in colonnes} | {v.id: v.unite for v in requete.VARIABLES}

"""Sums that several themes share, so that one notion is written once."""

from ctg_data.indicators.model import Ref, Somme
from ctg_data.indicators.vocabulaire import AGES

EPCI_ET_PLUS = ("epci", "departement", "region", "france")
EPCI_ET_DEPARTEMENT = ("epci", "departement")


def ref(mesure: str, *modalites: str, regimes: tuple[str, ...] = ()) -> Somme:
    """One measure: its total, or the sum of ``modalites``."""
    return (Ref(mesure, modalites or ("total",), regimes),)


def ages(bas: int, haut: int = 100) -> Somme:
    """Residents from ``bas`` to ``haut`` completed years, both sexes (census)."""
    return (Ref("pop_age_h", AGES[bas : haut + 1]), Ref("pop_age_f", AGES[bas : haut + 1]))


POPULATION = ref("pop_municipale")
MENAGES = ref("rp_menages")
RESIDENCES = ref("rp_residences")
FAMILLES_AVEC_ENFANTS = (Ref("rp_couples_avec_enfants"), Ref("rp_familles_monop"))
FOYERS = ref("foyers_alloc")
MONOPARENTS_CAF = ref("foyers_situation", "mono_1", "mono_2", "mono_3", "mono_4p")
FOYERS_AVEC_ENFANTS = ref("foyers_situation", *(f"{qui}_{n}" for qui in ("couple", "mono") for n in ("1", "2", "3", "4p")))
FOYERS_REF = ref("foyers_ref")
PLACES = ref("places", "eaje_psu", "eaje_hors_psu", "am", "gad", "prescol")
ENFANTS_CAF_0_2 = ref("enfants_age", "0_2")

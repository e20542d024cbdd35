"""Incomes, as the INSEE and the tax administration publish them."""

from collections.abc import Iterable

from ctg_data.indicators.vocabulaire.model import Mesure, comptes, publiee
from ctg_data.loaders.dgfip import TRANCHES


def mesures() -> Iterable[Mesure]:
    """Every measure of this theme."""
    yield from _revenus()
    yield from _impots()


def _revenus() -> Iterable[Mesure]:
    yield from comptes("menages", filo_menages="ménages fiscaux")
    yield from comptes("personnes", filo_personnes="personnes des ménages fiscaux")
    yield from comptes("uc", filo_uc="unités de consommation des ménages fiscaux")
    yield publiee("filo_niveau_vie", "niveau de vie", "euros", "mediane q1 q3 q3_q1 d1 d2 d3 d4 d6 d7 d8 d9")
    yield publiee("filo_rapport", "rapport de dispersion du niveau de vie", "ratio", "d9_d1 s80s20 gini q3_q1_mediane")
    yield publiee(
        "filo_part_revenu", "part dans le revenu disponible", "pourcent", "pact ptsa pcho pben ppen ppat ppsoc ppfam ppmini pplogt pimpot"
    )
    yield publiee("filo_taux_pauvrete", "taux de pauvreté au seuil de 60 %", "pourcent", "total age1 age2 age3 age4 age5 age6 tol1 tol2")
    yield publiee("filo_part_imposes", "part des ménages fiscaux imposés", "pourcent", "total")
    yield publiee("filo_taux_bas_revenus", "taux de bas revenus déclarés au seuil de 60 %", "pourcent", "total")
    yield publiee("filo_revenu_declare", "revenu déclaré par unité de consommation", "euros", "mediane q1 q3 d1 d2 d3 d4 d6 d7 d8 d9")
    yield publiee("filo_rapport_declare", "rapport de dispersion du revenu déclaré", "ratio", "d9_d1 s80s20 gini q3_q1_mediane")
    yield publiee("filo_part_declare", "part dans le revenu déclaré", "pourcent", "pact ptsa pcho pben ppen paut")


def _impots() -> Iterable[Mesure]:
    yield Mesure("foyers_fiscaux", "foyers fiscaux", "foyers_fiscaux", modalites=TRANCHES)
    yield Mesure("revenu_fiscal", "revenu fiscal de référence", "euros", modalites=TRANCHES)
    yield Mesure("impot_net", "impôt net sur le revenu", "euros", modalites=TRANCHES)

"""Every rate and share of the requête type on households: national level and what makes it vary."""

from ctg_data.demonstration import cibles
from ctg_data.demonstration.modele import Repartition, Taux

ISOLES = ("isole_h", "isole_f")
COUPLES = ("couple_1", "couple_2", "couple_3", "couple_4p")
MONOS = ("mono_1", "mono_2", "mono_3", "mono_4p")
FAMILLES = (*COUPLES, *MONOS)
SITUATIONS = (*ISOLES, "couple_sans_enf", *FAMILLES)
GROUPES = {"isole": ISOLES, "sans_enfant": ("couple_sans_enf",), "couple": COUPLES, "mono": MONOS}
ADULTES = {s: 1 if s.startswith(("isole", "mono")) else 2 for s in SITUATIONS}
ENFANTS = {s: int(s[-1]) if s[-1].isdigit() else 0 for s in SITUATIONS} | {"couple_4p": 4, "mono_4p": 4}
ENFANT_EN_PLUS = 0.35
"""Children beyond the fourth, per family of four or more."""

BAS_REVENUS = {
    "isole_h": 0.43, "isole_f": 0.37, "couple_sans_enf": 0.20, "couple_1": 0.20, "couple_2": 0.14, "couple_3": 0.27, "couple_4p": 0.52,
    "mono_1": 0.42, "mono_2": 0.47, "mono_3": 0.62, "mono_4p": 0.75,
}  # fmt: skip
"""Share of low-income foyers among reference foyers."""

_PAUVRE = {"precarite": 0.32}
_CONJONCTURE = (0.99, 1.02, 0.985, 0.985, 1.0, 1.01)
"""Low income against its level of 2023, year by year: the lockdowns, the recovery, inflation."""

TAUX = {
    "foyers": Taux(cibles.FOYERS, {"precarite": 0.13, "urbanite": 0.12, "age": -0.12, "famille": 0.06}, bruit=0.06),
    "ref": Taux(0.885, {"age": -0.15, "urbanite": -0.1}, bruit=0.08),
    **{f"br_{s}": Taux(tuple(part * c for c in _CONJONCTURE), _PAUVRE) for s, part in BAS_REVENUS.items()},
    "rsa_isole": Taux((0.475, 0.50, 0.46, 0.445, 0.43, 0.425), {"precarite": 0.22, "age": -0.05}),
    "rsa_sans_enfant": Taux(0.20, {"precarite": 0.22}),
    "rsa_couple": Taux((0.28, 0.285, 0.27, 0.26, 0.25, 0.25), {"precarite": 0.22}),
    "rsa_mono": Taux((0.51, 0.525, 0.495, 0.475, 0.465, 0.455), {"precarite": 0.22}),
    "rsa_majore": Taux(0.34, {"precarite": 0.05, "urbanite": -0.05}),
    "ppa_isole": Taux((0.32, 0.32, 0.325, 0.34, 0.33, 0.34), {"precarite": 0.06, "activite": 0.1}),
    "ppa_sans_enfant": Taux(0.27, {"precarite": 0.08}),
    "ppa_couple": Taux((0.29, 0.29, 0.29, 0.30, 0.29, 0.30), {"precarite": 0.12, "urbanite": -0.1}),
    "ppa_mono": Taux((0.38, 0.38, 0.38, 0.40, 0.39, 0.40), {"activite": 0.1}),
    "aah_isole": Taux((0.145, 0.147, 0.149, 0.151, 0.154, 0.157), {"handicap": 0.22, "precarite": 0.08}),
    "aah_sans_enfant": Taux(0.16, {"handicap": 0.22}),
    "aah_couple": Taux(0.022, {"handicap": 0.2}),
    "aah_mono": Taux(0.03, {"handicap": 0.2}),
    "al_isole": Taux((0.615, 0.60, 0.585, 0.572, 0.56, 0.55), {"urbanite": 0.2, "precarite": 0.1}),
    "al_sans_enfant": Taux(0.31, {"urbanite": 0.15, "precarite": 0.15}),
    "al_couple": Taux((0.185, 0.18, 0.17, 0.162, 0.156, 0.151), {"urbanite": 0.12, "precarite": 0.28}),
    "al_mono": Taux((0.53, 0.52, 0.505, 0.49, 0.48, 0.47), {"urbanite": 0.15, "precarite": 0.2}),
    "apl_famille": Taux(0.62, {"hlm": 0.3}),
    "apl_isole": Taux(0.43, {"hlm": 0.3}),
    "af": Taux(0.975),
    "cf": Taux(0.62, {"precarite": 0.2}),
    "asf": Taux((0.38, 0.39, 0.39, 0.40, 0.42, 0.43), {"monoparents": 0.08}),
    "ars": Taux(0.455, {"precarite": 0.25}),
    "aeeh": Taux((0.048, 0.051, 0.054, 0.058, 0.062, 0.066), {"handicap": 0.25}),
    "aeeh_rang_2": Taux(0.09),
    "paje_ab": Taux(0.80, {"precarite": 0.1}),
    "cmg_am": Taux((0.40, 0.38, 0.38, 0.37, 0.36, 0.35), {"urbanite": -0.3, "precarite": -0.25, "activite": 0.2}),
    "cmg_gad": Taux(0.032, {"urbanite": 0.5, "precarite": -0.4}),
    "cmg_structure": Taux((0.035, 0.037, 0.042, 0.047, 0.052, 0.056), {"urbanite": 0.3, "precarite": -0.1}),
    "prepare": Taux((0.13, 0.12, 0.11, 0.10, 0.10, 0.095), {"urbanite": -0.1}),
    "dep_50": Taux((0.272, 0.284, 0.272, 0.268, 0.266, 0.265), {"precarite": 0.33}),
    "dep_75": Taux(0.72, {"precarite": 0.12}),
    "dep_100": Taux(0.66, {"precarite": 0.1}),
    "moins_3": Taux(0.93, {"precarite": 0.1}),
    "avec_3_11": Taux(0.70, {"age": -0.06}),
    "etudiants_al": Taux(0.30, {"urbanite": 0.3}),
    "effort_calcule": Taux(0.86),
    "impayes": Taux((0.031, 0.034, 0.033, 0.033, 0.035, 0.037), {"precarite": 0.15}),
    "rsa_moins_3": Taux(0.26),
    "sans_accueil": Taux((0.82, 0.82, 0.81, 0.80, 0.79, 0.79), {"offre": -0.2}),
    "accompagnes": Taux((0.023, 0.019, 0.021, 0.022, 0.022, 0.022), {"precarite": 0.15}),
    "rdv_droits": Taux((0.030, 0.018, 0.026, 0.030, 0.032, 0.033), {"precarite": 0.1}),
    "vacances_eligibles": Taux(0.33, {"precarite": 0.35}),
    "vacances_partis": Taux((0.13, 0.06, 0.10, 0.12, 0.13, 0.135), {"animation": 0.3}),
    "indecence": Taux(0.005, {"urbanite": -0.1}, bruit=0.3),
}  # fmt: skip
"""Proportions: of what, see ``foyers`` and ``droits``."""

REPARTITIONS = {
    "situation": Repartition(
        {"isole_h": 0.225, "isole_f": 0.232, "couple_sans_enf": 0.055,
         "couple_1": 0.055, "couple_2": 0.175, "couple_3": 0.070, "couple_4p": 0.024,
         "mono_1": 0.072, "mono_2": 0.057, "mono_3": 0.024, "mono_4p": 0.011},
        {"urbanite": {"isole_h": 0.16, "isole_f": 0.18, "couple_2": -0.12, "couple_1": -0.08},
         "precarite": {"isole_h": 0.12, "isole_f": 0.06, "couple_2": -0.1, "couple_4p": 0.2, "mono_3": 0.12, "mono_4p": 0.2},
         "famille": {"couple_2": 0.16, "couple_3": 0.22, "couple_4p": 0.35, "mono_3": 0.12, "mono_4p": 0.2},
         "monoparents": dict.fromkeys(MONOS, 0.18),
         "age": {"isole_h": 0.1, "isole_f": 0.12, "couple_sans_enf": 0.2, "couple_1": -0.1}},
    ),
    "age_resp": Repartition(
        {"lt20": 0.022, "20_24": 0.108, "25_29": 0.118, "30_39": 0.252, "40_49": 0.223, "50_54": 0.076, "55_59": 0.058, "60_64": 0.047,
         "65_69": 0.031, "ge70": 0.063, "nc": 0.002},
        {"urbanite": {"lt20": 0.3, "20_24": 0.25, "25_29": 0.12},
         "age": {"lt20": -0.1, "20_24": -0.1, "25_29": -0.08, "55_59": 0.1, "60_64": 0.12, "65_69": 0.12, "ge70": 0.15}},
    ),
    "ages_enfants": Repartition(
        {"3_5": 0.155, "6_11": 0.365, "12_15": 0.255, "16_17": 0.115, "18_24": 0.11}, {"age": {"3_5": -0.06, "18_24": 0.08}}
    ),
    "activite": Repartition(
        {"tous_actifs": 0.56, "un_inactif": 0.38, "nc": 0.06},
        {"precarite": {"tous_actifs": -0.25, "un_inactif": 0.1}, "activite": {"tous_actifs": 0.2}},
    ),
    "qf": Repartition(
        {"lt400": 0.19, "400_799": 0.26, "800_1199": 0.19, "1200_1599": 0.13, "1600_1999": 0.08, "2000_3999": 0.085,
         "ge4000": 0.012, "inconnu": 0.053},
        {"precarite": {"lt400": 0.28, "400_799": 0.12, "1200_1599": -0.16, "1600_1999": -0.26, "2000_3999": -0.38, "ge4000": -0.45},
         "urbanite": {"ge4000": 0.25, "2000_3999": 0.08}},
    ),
    "qf_3_11": Repartition({"lt800": 0.42, "ge800": 0.56, "nc": 0.02}, {"precarite": {"lt800": 0.36}}),
    "parc": Repartition(
        {"public": 0.47, "prive": 0.475, "foyer": 0.05, "accession": 0.005},
        {"hlm": {"public": 0.35}, "urbanite": {"foyer": 0.1, "accession": -0.2}, "outremer": {"accession": 1.0}},
    ),
    "effort": Repartition(
        {"lt20": 0.44, "20_30": 0.29, "30_40": 0.14, "gt40": 0.13},
        {"urbanite": {"gt40": 0.1}, "precarite": {"gt40": 0.1}, "hlm": {"lt20": 0.1}},
    ),
    "contact": Repartition({"email_ok": 0.91, "sans_email": 0.09}, {"age": {"sans_email": 0.15}, "precarite": {"sans_email": 0.12}}),
    "age_am": Repartition({"lt55": 0.60, "55_59": 0.215, "ge60": 0.185}, {"age": {"ge60": 0.15, "55_59": 0.06}}),
}  # fmt: skip
"""Shares that sum to 1."""

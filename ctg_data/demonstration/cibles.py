"""National figures that the demonstration reproduces, one a year from 2019 to 2024 where a series is given.

Orders of magnitude of published statistics (CNAF, DREES, INSEE; domain reference, part 9), not figures of any territory.
"""

POPULATION = 68_300_000
FOYERS = tuple(n * 1e6 / POPULATION for n in (13.5, 13.65, 13.6, 13.7, 13.8, 13.8))
"""Foyers allocataires per inhabitant."""

NAISSANCES = {
    2016: 783_600,
    2017: 769_600,
    2018: 758_600,
    2019: 753_400,
    2020: 735_200,
    2021: 742_100,
    2022: 726_000,
    2023: 677_800,
    2024: 663_000,
}
SURVIE_MOINS_3 = 0.985
"""Resident children under 3 per birth of the last three years."""

COUVERTURE = {
    "eaje_psu": (19.1, 18.9, 19.2, 19.6, 19.9, 20.2),
    "eaje_hors_psu": (2.2, 2.5, 2.9, 3.3, 3.6, 3.9),
    "prescol": (3.9, 3.6, 3.3, 3.4, 3.3, 3.2),
    "am": (32.6, 32.5, 32.3, 32.1, 31.9, 31.6),
    "gad": (1.6, 1.6, 1.8, 2.0, 2.2, 2.3),
}
"""Places per 100 children under 3, by mode."""
PLACES_PAR_AM = (2.8, 2.84, 2.88, 2.92, 2.96, 3.0)
"""227,000 active child-minders in 2023."""

MENAGES_PAR_HABITANT = {2019: 0.443, 2022: 0.453}

AGES = (3.63, 4.05, 4.25, 4.15, 3.80, 3.75, 4.05, 4.25, 4.15, 4.40, 4.45, 4.40, 4.15, 3.85, 3.65, 2.35, 1.85, 1.40, 0.70, 0.22)
"""Population of the country by five-year age group, 0-4 to 95 and over, in millions (2021)."""
VIEILLISSEMENT_ANNUEL = 0.022
"""Yearly growth of the ratio of 65 and over to under 20."""

NIVEAU_VIE = {2019: 22_000, 2020: 22_400, 2021: 23_100, 2022: 24_300, 2023: 25_500, 2024: 26_200}
"""Median standard of living, euros a year."""
PAUVRETE = {2019: 0.146, 2020: 0.144, 2021: 0.149, 2022: 0.150, 2023: 0.154, 2024: 0.154}

STRUCTURES = {
    "cs": (2_300, 2_310, 2_330, 2_345, 2_365, 2_380),
    "evs": (1_100, 1_220, 1_340, 1_450, 1_570, 1_690),
    "laep": (1_690, 1_725, 1_750, 1_780, 1_810, 1_840),
    "rpe": (3_200, 3_230, 3_260, 3_300, 3_350, 3_400),
    "mam": (3_300, 3_600, 3_950, 4_300, 4_650, 5_000),
    "eaje_inclusif": (2_500, 2_900, 3_300, 3_700, 4_100, 4_500),
    "alsh_inclusif": (1_000, 1_300, 1_700, 2_100, 2_600, 3_100),
    "france_services": (460, 1_120, 2_055, 2_540, 2_680, 2_840),
}
"""Facilities of the country."""
ETP = {
    "ps_jeunes": (700, 900, 1_100, 1_250, 1_400, 1_550),
    "pdn": (200, 240, 270, 300, 330, 360),
    "ref_familles": (1_700, 1_720, 1_750, 1_780, 1_800, 1_830),
}
AM_PAR_ETP_RPE = 70
HEURES_PAR_PLACE = 2_200
"""Theoretical hours of one PSU place in a year."""
OCCUPATION = (0.725, 0.600, 0.680, 0.705, 0.715, 0.720)
FACTURATION = (1.115, 1.140, 1.120, 1.112, 1.108, 1.105)
HEURES_PAR_HABITANT = {
    "alsh_peri": (5.6, 4.6, 5.4, 5.8, 6.0, 6.1),
    "alsh_extra": (4.2, 2.9, 3.7, 4.2, 4.3, 4.4),
    "alsh_ados": (0.42, 0.28, 0.36, 0.42, 0.45, 0.46),
}
"""Leisure-centre hours per inhabitant and year; 2020 is the year of the lockdowns."""
HEURES_LAEP = (290, 170, 240, 280, 290, 295)
PERMANENCES_PAR_FOYER = tuple(n / 1000 for n in (0.60, 0.35, 0.46, 0.52, 0.54, 0.55))
"""Weekly hours of CAF counters per foyer allocataire."""
CLAS_PAR_HABITANT = (0.0029, 0.0023, 0.0027, 0.0029, 0.0030, 0.0031)
MEDIATION_PAR_HABITANT = (0.00028, 0.00022, 0.00027, 0.00028, 0.00029, 0.00030)

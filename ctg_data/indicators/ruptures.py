"""Breaks of series shared by several indicators, each with who says so (domain.md §2, §6)."""

from ctg_data.indicators.model import Rupture

CNAF_2018 = Rupture(
    2018,
    "Les droits de décembre sont observés avec six mois de recul, au lieu de deux jusqu’en 2017.",
    "Cnaf, notice des fichiers par commune et par EPCI (data.caf.fr)",
)
PRIME_ACTIVITE_2019 = Rupture(
    2019,
    "La prime d’activité a été augmentée et ouverte à de nouveaux foyers au 1er janvier 2019.",
    "Loi du 24 décembre 2018 portant mesures d’urgence économiques et sociales",
)
AIDES_LOGEMENT_2021 = Rupture(
    2021,
    "Depuis le 1er janvier 2021, les aides au logement sont calculées sur les ressources des douze derniers mois, non plus sur celles "
    "d’il y a deux ans.",
    "Décret du 30 décembre 2019 sur les ressources prises en compte pour les aides personnelles au logement",
)
AAH_2023 = Rupture(
    2023,
    "Depuis le 1er octobre 2023, les ressources du conjoint ne comptent plus pour l’AAH.",
    "Loi du 16 août 2022 portant mesures d’urgence pour la protection du pouvoir d’achat, article 10",
)
FILOSOFI_2020 = Rupture(
    2020,
    "Les revenus exonérés (heures supplémentaires, prime de pouvoir d’achat, mesures d’urgence) ne sont presque pas pris en compte en "
    "2020, et leur couverture varie d’une année à l’autre.",
    "Insee, Filosofi 2020, avertissement sur les évolutions (insee.fr/fr/statistiques/6692392)",
)
QPV_2024 = Rupture(
    2024,
    "Les contours des quartiers prioritaires ont été redessinés au 1er janvier 2024 (en 2025 outre-mer).",
    "Décret du 28 décembre 2023 modifiant la liste des quartiers prioritaires de la politique de la ville",
)
FAMILLES_2018 = Rupture(
    2018,
    "La feuille de logement et l’analyse des ménages et des familles ont été refondues en 2018. L’Insee ne voit pas de rupture nationale ; "
    "localement, le changement ne se distingue pas d’une évolution.",
    "Insee, document de travail F2021-01 (insee.fr/fr/statistiques/5351799)",
)

"""What the census counts: households and families, ages, activity, diplomas, housing."""

from collections.abc import Iterable

from ctg_data.indicators.vocabulaire.model import SEXES, TOTAL, Mesure, ans, comptes, publiee

AGES = tuple(f"{age:03d}" for age in range(101))


def mesures() -> Iterable[Mesure]:
    """Every measure of this theme."""
    yield from _familles()
    yield from _recensement()
    yield from _logement()


def _familles() -> Iterable[Mesure]:
    yield from comptes(
        "menages",
        rp_menages="ménages",
        rp_menages_seuls="ménages d'une personne",
        rp_menages_monop="ménages dont la famille principale est monoparentale",
    )
    yield from comptes("personnes", rp_population_menages="population des ménages")
    yield from comptes(
        "familles",
        rp_familles="familles",
        rp_familles_monop="familles monoparentales",
        rp_monop_pere="familles monoparentales composées d'un père et d'enfants",
        rp_monop_mere="familles monoparentales composées d'une mère et d'enfants",
        rp_couples_avec_enfants="couples avec enfants",
        rp_couples_sans_enfants="couples sans enfant",
        rp_familles_recomposees="familles recomposées",
        rp_familles_traditionnelles="couples dont tous les enfants sont les leurs",
    )
    yield Mesure("rp_familles_enfants", "familles selon le nombre d'enfants de moins de 25 ans", "familles", modalites=_NOMBRES_ENFANTS)


def _recensement() -> Iterable[Mesure]:
    for sexe, qui in (("h", "hommes"), ("f", "femmes")):
        yield Mesure(f"pop_age_{sexe}", qui, "personnes", modalites={TOTAL: "ensemble"} | {age: f"{int(age)} ans" for age in AGES})
    for etat, libelle in (("actifs_occupes", "actifs ayant un emploi"), ("chomeurs", "chômeurs"), ("inactifs", "inactifs")):
        yield Mesure(f"rp_{etat}_25_54", f"{libelle} de 25 à 54 ans", "personnes", modalites=SEXES)
    yield Mesure("rp_pop_15_plus", "population de 15 ans ou plus", "personnes", modalites={TOTAL: "ensemble"} | SEXES)
    yield Mesure("rp_pop_15_plus_age", "population de 15 ans ou plus selon l'âge", "personnes", modalites=_AGES_ADULTES)
    yield Mesure("rp_pop_15_plus_pcs", "population de 15 ans ou plus selon la catégorie socioprofessionnelle", "personnes", modalites=_PCS)
    yield from _recensement_par_age()
    yield from _activite_et_diplomes()
    yield from comptes("emplois", rp_emplois="emplois au lieu de travail")
    yield publiee("rp_taux_activite", "taux d'activité des 15 à 64 ans", "pourcent", "total")
    yield publiee("rp_taux_chomage", "taux de chômage des 15 à 64 ans, au sens du recensement", "pourcent", "total")
    yield publiee("rp_variation_population", "variation annuelle de la population", "pourcent", "total solde_naturel solde_migratoire")


def _logement() -> Iterable[Mesure]:
    yield from comptes(
        "logements",
        rp_logements="logements",
        rp_residences="résidences principales",
        rp_residences_hors_studios="résidences principales, hors studios d'une personne",
        rp_residences_suroccupees="résidences principales suroccupées, hors studios d'une personne",
    )
    yield Mesure("rp_logements_inoccupes", "logements qui ne sont pas des résidences principales", "logements", modalites=_INOCCUPES)
    yield Mesure("rp_residences_statut", "résidences principales selon le statut d'occupation", "logements", modalites=_STATUTS)
    yield from comptes(
        "menages",
        rp_menages_logement="ménages (fichier du logement)",
        rp_menages_recents="ménages installés depuis moins de 2 ans",
        rp_menages_sans_voiture="ménages sans voiture",
    )
    yield publiee("rp_part_logements", "part des logements", "pourcent", "principales secondaires vacants")
    yield publiee("rp_part_proprietaires", "part des ménages propriétaires de leur logement", "pourcent", "total")


def _recensement_par_age() -> Iterable[Mesure]:
    yield Mesure("rp_population_age", "population par grand âge", "personnes", modalites=_GRANDS_AGES)
    for sexe, qui in SEXES.items():
        yield Mesure(f"rp_population_{sexe}", f"{qui} par grand âge", "personnes", modalites={TOTAL: "ensemble"} | _GRANDS_AGES)
    yield Mesure("rp_population_enfants", "population de moins de 25 ans", "personnes", modalites=ans("0_2 3_5 6_10 11_17 18_24"))
    scolaires = ans("2_5 6_10 11_14 15_17 18_24 25_29")
    yield Mesure("rp_population_scolaire", "population d'âge scolaire ou étudiant", "personnes", modalites=scolaires)
    yield Mesure("rp_scolarises", "personnes scolarisées", "personnes", modalites=scolaires)


def _activite_et_diplomes() -> Iterable[Mesure]:
    for tranche, ages in ans("15_24 25_54 55_64").items():
        yield Mesure(f"rp_population_{tranche}", f"population de {ages}", "personnes", modalites=SEXES)
        yield Mesure(f"rp_actifs_{tranche}", f"actifs de {ages}", "personnes", modalites=_ENSEMBLE_ET_SEXES)
        if tranche != "25_54":
            yield Mesure(f"rp_actifs_occupes_{tranche}", f"actifs ayant un emploi de {ages}", "personnes", modalites=SEXES)
    for etat, libelle in (("actifs", "actifs"), ("chomeurs", "chômeurs"), ("inactifs", "inactifs")):
        yield Mesure(f"rp_{etat}_15_64", f"{libelle} de 15 à 64 ans", "personnes", modalites=_ENSEMBLE_ET_SEXES)
    yield Mesure("rp_chomeurs_15_24", "chômeurs de 15 à 24 ans", "personnes", modalites=_ENSEMBLE_ET_SEXES)
    yield Mesure("rp_salaries", "salariés de 15 ans ou plus", "personnes", modalites=SEXES)
    yield Mesure("rp_salaries_temps_partiel", "salariés de 15 ans ou plus à temps partiel", "personnes", modalites=SEXES)
    for sexe, qui in SEXES.items():
        champ = f"{qui} de 15 ans ou plus hors études"
        yield Mesure(f"rp_non_scolarises_{sexe}", champ, "personnes")
        yield Mesure(f"rp_diplome_{sexe}", f"{champ}, selon le diplôme", "personnes", modalites=_DIPLOMES)


_ENSEMBLE_ET_SEXES = {TOTAL: "ensemble"} | SEXES
_INOCCUPES = {"secondaires": "résidences secondaires et logements occasionnels", "vacants": "logements vacants"}
_STATUTS = {
    "proprietaires": "propriétaires",
    "hlm": "locataires d'un logement Hlm loué vide",
    "prive": "autres locataires",
    "gratuit": "logés gratuitement",
}
_GRANDS_AGES = {
    "0_14": "0 à 14 ans",
    "15_29": "15 à 29 ans",
    "30_44": "30 à 44 ans",
    "45_59": "45 à 59 ans",
    "60_74": "60 à 74 ans",
    "75_89": "75 à 89 ans",
    "90p": "90 ans ou plus",
    "75p": "75 ans ou plus (IRIS)",
}
_DIPLOMES = {
    "sans_ou_bepc": "sans diplôme ou brevet au plus (jusqu'en 2016)",
    "sans": "sans diplôme ou certificat d'études (depuis 2017)",
    "bepc": "brevet",
    "capbep": "CAP ou BEP",
    "bac": "baccalauréat",
    "sup": "supérieur (jusqu'en 2016)",
    "bac_2": "bac + 2",
    "bac_3_4": "bac + 3 ou + 4",
    "bac_5": "bac + 5 ou plus",
}
_AGES_ADULTES = {"15_24": "15 à 24 ans", "25_54": "25 à 54 ans", "55_plus": "55 ans ou plus"}
_PCS = {
    "pcs1": "agriculteurs exploitants",
    "pcs2": "artisans, commerçants et chefs d'entreprise",
    "pcs3": "cadres et professions intellectuelles supérieures",
    "pcs4": "professions intermédiaires",
    "pcs5": "employés",
    "pcs6": "ouvriers",
    "pcs7": "retraités",
    "pcs9": "autres personnes sans activité professionnelle",
}
_NOMBRES_ENFANTS = {
    "ne0": "aucun enfant de moins de 25 ans",
    "ne1": "1 enfant de moins de 25 ans",
    "ne2": "2 enfants de moins de 25 ans",
    "ne3": "3 enfants de moins de 25 ans",
    "ne4p": "4 enfants de moins de 25 ans ou plus",
}

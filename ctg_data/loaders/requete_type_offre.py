"""The variables of the requête type on services offered, as data (domain.md §8.2)."""

from ctg_data.loaders.requete_type_modele import Modalite, Variable, modalites

PLACES = modalites(
    eaje_psu="EAJE financé par la PSU",
    eaje_hors_psu="EAJE hors PSU",
    am="Assistants maternels",
    gad="Garde à domicile",
    prescol="Préscolarisation à 2 ans",
)
AGE_AM = modalites(lt55="Moins de 55 ans", _55_59="55 à 59 ans", ge60="60 ans ou plus")
HEURES = (
    Modalite("eaje_theo", "EAJE PSU : heures théoriques", ("PE",)),
    Modalite("eaje_real", "EAJE PSU : heures réalisées", ("PE",)),
    Modalite("eaje_fact", "EAJE PSU : heures facturées", ("PE",)),
    Modalite("alsh_peri", "Accueil de loisirs périscolaire", ("EN",)),
    Modalite("alsh_extra", "Accueil de loisirs extrascolaire", ("EN",)),
    Modalite("alsh_ados", "Accueil de loisirs adolescents", ("JE",)),
    Modalite("laep", "Lieux d'accueil enfants-parents", ("PA",)),
    Modalite("permanences_caf", "Permanences de la Caf", ("AD",)),
)
ETP = (
    Modalite("rpe", "Relais petite enfance", ("PE",)),
    Modalite("ps_jeunes", "Prestation de service jeunes", ("JE",)),
    Modalite("pdn", "Promeneurs du Net", ("JE",)),
    Modalite("ref_familles", "Référents familles", ("AV",)),
)
STRUCTURES = (
    Modalite("cs", "Centres sociaux", ("AV",)),
    Modalite("evs", "Espaces de vie sociale", ("AV",)),
    Modalite("laep", "Lieux d'accueil enfants-parents", ("PA",)),
    Modalite("rpe", "Relais petite enfance", ("PE",)),
    Modalite("mam", "Maisons d'assistants maternels", ("PE",)),
    Modalite("eaje_inclusif", "EAJE avec bonus inclusion", ("HA",)),
    Modalite("alsh_inclusif", "Accueils de loisirs avec bonus inclusion", ("HA",)),
)

VARIABLES_OFFRE: tuple[Variable, ...] = (
    Variable(
        "places",
        "Places d'accueil du jeune enfant",
        "Places théoriques en décembre, au sens du taux de couverture.",
        "places",
        ("PE",),
        PLACES,
        total_demande=False,
        partition=tuple(m.code for m in PLACES),
    ),
    Variable(
        "am_actifs",
        "Assistants maternels actifs selon l'âge",
        "Assistants maternels gardant au moins un enfant.",
        "personnes",
        ("PE",),
        AGE_AM,
        partition=tuple(m.code for m in AGE_AM),
    ),
    Variable(
        "places_am_age",
        "Places des assistants maternels selon leur âge",
        "Places offertes par les assistants maternels actifs.",
        "places",
        ("PE",),
        AGE_AM,
        partition=tuple(m.code for m in AGE_AM),
    ),
    Variable(
        "heures",
        "Heures d'ouverture ou d'activité",
        "Heures de l'année, au lieu de l'équipement.",
        "heures",
        ("PE", "EN", "JE", "PA", "AD"),
        HEURES,
        total_demande=False,
    ),
    Variable(
        "etp",
        "Équivalents temps plein",
        "Postes financés dans l'année, au lieu d'intervention.",
        "etp",
        ("PE", "JE", "AV"),
        ETP,
        total_demande=False,
    ),
    Variable(
        "structures",
        "Structures",
        "Structures agréées ou financées au 31 décembre.",
        "structures",
        ("AV", "PA", "PE", "HA"),
        STRUCTURES,
        total_demande=False,
    ),
    Variable("clas_enfants", "Enfants suivis par un Clas", "Enfants accompagnés à la scolarité dans l'année.", "enfants", ("PA",)),
    Variable("mediation_mesures", "Mesures de médiation familiale", "Mesures terminées dans l'année.", "actes", ("PA",)),
)

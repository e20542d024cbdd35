"""The variables of the requête type on households and rights, as data (domain.md §8.2)."""

from ctg_data.loaders.requete_type_modele import MOIS_ARS, MOIS_STOCK, Modalite, Variable, modalites

SITUATION = modalites(
    isole_h="Homme seul sans enfant",
    isole_f="Femme seule sans enfant",
    couple_sans_enf="Couple sans enfant",
    couple_1="Couple avec 1 enfant",
    couple_2="Couple avec 2 enfants",
    couple_3="Couple avec 3 enfants",
    couple_4p="Couple avec 4 enfants ou plus",
    mono_1="Famille monoparentale avec 1 enfant",
    mono_2="Famille monoparentale avec 2 enfants",
    mono_3="Famille monoparentale avec 3 enfants",
    mono_4p="Famille monoparentale avec 4 enfants ou plus",
)
AGE_RESPONSABLE = modalites(
    lt20="Moins de 20 ans",
    _20_24="20 à 24 ans",
    _25_29="25 à 29 ans",
    _30_39="30 à 39 ans",
    _40_49="40 à 49 ans",
    _50_54="50 à 54 ans",
    _55_59="55 à 59 ans",
    _60_64="60 à 64 ans",
    _65_69="65 à 69 ans",
    ge70="70 ans ou plus",
    nc="Âge non connu",
)
AGE_ENFANTS = modalites(
    _0_2="0 à 2 ans",
    _3_5="3 à 5 ans",
    _6_11="6 à 11 ans",
    _12_15="12 à 15 ans",
    _16_17="16 et 17 ans",
    _18_24="18 à 24 ans",
)
ACTIVITE = modalites(
    tous_actifs="Tous les parents travaillent",
    un_inactif="Un parent au moins ne travaille pas",
    nc="Activité non connue",
)
QUOTIENT = modalites(
    lt400="QF inférieur à 400 €",
    _400_799="QF de 400 à 799 €",
    _800_1199="QF de 800 à 1 199 €",
    _1200_1599="QF de 1 200 à 1 599 €",
    _1600_1999="QF de 1 600 à 1 999 €",
    _2000_3999="QF de 2 000 à 3 999 €",
    ge4000="QF de 4 000 € ou plus",
    inconnu="QF inconnu",
)
QUOTIENT_800 = modalites(lt800="QF inférieur à 800 €", ge800="QF de 800 € ou plus", nc="QF non connu")
REFERENCE_FOYERS = (*SITUATION, Modalite("18_24", "Responsable de 18 à 24 ans", ("JE",)))
REFERENCE_ENFANTS = modalites(_0_2="0 à 2 ans", _3_11="3 à 11 ans", _12_17="12 à 17 ans")
DEPENDANCE = modalites(gt50="Plus de 50 % des ressources", gt75="Plus de 75 % des ressources", eq100="Totalité des ressources")
PARC = modalites(public="Parc public", prive="Parc privé", foyer="Foyer ou résidence collective", accession="Accession à la propriété")
EFFORT = modalites(lt20="Moins de 20 %", _20_30="De 20 à moins de 30 %", _30_40="De 30 à 40 %", gt40="Plus de 40 %")
CONTACT = modalites(email_ok="Adresse électronique connue", sans_email="Sans adresse électronique")
VACANCES = modalites(eligibles="Enfants éligibles", beneficiaires="Enfants bénéficiaires")
SANS_ACCUEIL = modalites(sans_accueil_formel="Sans accueil formel connu")

ALLOCATAIRES = ("foyers_alloc", "total")

PRESTATIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("al", "aide au logement (APL, ALF ou ALS)", ("LO",)),
    ("af", "allocations familiales", ("PA",)),
    ("cf", "complément familial", ("PA",)),
    ("asf", "allocation de soutien familial", ("PA",)),
    ("ars", "allocation de rentrée scolaire", ("EN",)),
    ("aeeh", "allocation d'éducation de l'enfant handicapé", ("HA",)),
    ("paje_ab", "allocation de base de la Paje", ("PE",)),
    ("cmg_am", "complément de mode de garde, assistant maternel", ("PE",)),
    ("cmg_gad", "complément de mode de garde, garde à domicile", ("PE",)),
    ("cmg_structure", "complément de mode de garde, structure", ("PE",)),
    ("prepare", "prestation partagée d'éducation de l'enfant", ("PE",)),
    ("rsa", "revenu de solidarité active", ("IN", "AD")),
    ("rsa_majore", "revenu de solidarité active majoré", ("IN",)),
    ("ppa", "prime d'activité", ("IN", "AD")),
    ("aah", "allocation aux adultes handicapés", ("HA", "AD")),
    ("apl", "aide personnalisée au logement", ("LO",)),
    ("alf", "allocation de logement familiale", ("LO",)),
    ("als", "allocation de logement sociale", ("LO",)),
)


def _codes(valeurs: tuple[Modalite, ...]) -> tuple[str, ...]:
    return tuple(valeur.code for valeur in valeurs)


def _prestation(unite: str, code: str, *, nom: str, themes: tuple[str, ...]) -> Variable:
    libelle, qui = ("Foyers", "Foyers ayant") if unite == "foyers" else ("Personnes couvertes", "Personnes des foyers ayant")
    quand, mois = ("versé pour la rentrée", MOIS_ARS) if code == "ars" else ("versable en décembre", MOIS_STOCK)
    return Variable(f"{unite}_{code}", f"{libelle} : {nom}", f"{qui} un droit {quand} : {nom}.", unite, themes, mois=mois)


def _prestations(unite: str) -> tuple[Variable, ...]:
    return tuple(_prestation(unite, code, nom=nom, themes=themes) for code, nom, themes in PRESTATIONS)


_REF = "de la population de référence : responsable et conjoint de moins de 65 ans, hors étudiants n'ayant qu'une aide au logement"
_BR = "dont le revenu par unité de consommation est sous le seuil de bas revenus"

POPULATION = (
    Variable("foyers_alloc", "Foyers allocataires", "Foyers ayant au moins un droit versable en décembre.", "foyers"),
    Variable("personnes_couvertes", "Personnes couvertes", "Allocataires, conjoints, enfants et autres personnes à charge.", "personnes"),
    Variable(
        "foyers_situation",
        "Foyers selon la situation familiale",
        "Situation du foyer et nombre d'enfants à charge.",
        "foyers",
        themes=("PA", "AV", "IN"),
        modalites=SITUATION,
        total_demande=False,
        partition=_codes(SITUATION),
        total_de=ALLOCATAIRES,
    ),
    Variable(
        "foyers_age_resp",
        "Foyers selon l'âge du responsable",
        "Âge au 31 décembre : année moins année de naissance.",
        "foyers",
        themes=("JE", "AV"),
        modalites=AGE_RESPONSABLE,
        total_demande=False,
        partition=_codes(AGE_RESPONSABLE),
        total_de=ALLOCATAIRES,
    ),
    Variable(
        "enfants_age",
        "Enfants à charge selon l'âge",
        "Enfants à charge au sens des prestations, âge par génération.",
        "enfants",
        themes=("PE", "EN", "JE", "PA", "HA"),
        modalites=AGE_ENFANTS,
        partition=_codes(AGE_ENFANTS),
    ),
    Variable(
        "enfants_0_2_activite",
        "Enfants de 0 à 2 ans selon l'activité des parents",
        "« Tous les parents travaillent » : les deux parents du couple, ou le parent seul.",
        "enfants",
        themes=("PE",),
        modalites=ACTIVITE,
        total_demande=False,
        partition=_codes(ACTIVITE),
        total_de=("enfants_age", "0_2"),
    ),
)

RESSOURCES = (
    Variable(
        "foyers_qf",
        "Foyers selon le quotient familial",
        "Quotient familial de décembre, au sens de la Caf.",
        "foyers",
        themes=("EN", "IN"),
        modalites=QUOTIENT,
        total_demande=False,
        partition=_codes(QUOTIENT),
        total_de=ALLOCATAIRES,
    ),
    Variable(
        "foyers_enf_3_11_qf",
        "Foyers avec enfant de 3 à 11 ans selon le quotient familial",
        "Foyers ayant au moins un enfant de 3 à 11 ans.",
        "foyers",
        themes=("EN",),
        modalites=QUOTIENT_800,
        partition=_codes(QUOTIENT_800),
    ),
    Variable("foyers_ref", "Foyers de référence", f"Foyers {_REF}.", "foyers", ("IN", "PA"), REFERENCE_FOYERS, partition=_codes(SITUATION)),
    Variable("personnes_ref", "Personnes de référence", f"Personnes des foyers {_REF}.", "personnes", ("IN",)),
    Variable("enfants_ref", "Enfants de référence", f"Enfants à charge des foyers {_REF}.", "enfants", ("IN", "PE"), REFERENCE_ENFANTS),
    Variable(
        "foyers_br",
        "Foyers à bas revenus",
        f"Foyers de référence {_BR}.",
        "foyers",
        ("IN", "PA"),
        REFERENCE_FOYERS,
        partition=_codes(SITUATION),
    ),
    Variable("personnes_br", "Personnes à bas revenus", f"Personnes des foyers de référence {_BR}.", "personnes", ("IN",)),
    Variable("enfants_br", "Enfants à bas revenus", f"Enfants des foyers de référence {_BR}.", "enfants", ("IN", "PE"), REFERENCE_ENFANTS),
    Variable(
        "foyers_dep",
        "Foyers dépendant des prestations",
        "Foyers de référence selon la part des prestations dans leurs ressources ; classes emboîtées.",
        "foyers",
        ("IN",),
        DEPENDANCE,
        total_demande=False,
    ),
)

DROITS = (
    Variable("enfants_aeeh", "Enfants ouvrant droit à l'AEEH", "Enfants dont l'AEEH est versable en décembre.", "enfants", ("HA",)),
    Variable(
        "foyers_al_parc",
        "Foyers avec aide au logement selon le parc",
        "Parc du logement occupé.",
        "foyers",
        ("LO",),
        PARC,
        total_demande=False,
    ),
    Variable(
        "foyers_effort",
        "Locataires avec aide au logement selon le taux d'effort",
        "(Loyer + charges forfaitaires − aide) / ressources ; hors étudiants.",
        "foyers",
        ("LO",),
        EFFORT,
        total_demande=False,
    ),
    Variable("foyers_impayes", "Foyers en impayé de loyer", "Locataires avec aide dont un impayé est signalé.", "foyers", ("LO",)),
    Variable(
        "foyers_contact",
        "Foyers selon le moyen de contact",
        "Adresse électronique connue ou non.",
        "foyers",
        ("AD",),
        CONTACT,
        total_demande=False,
        partition=_codes(CONTACT),
        total_de=ALLOCATAIRES,
    ),
    Variable(
        "foyers_rsa_mono_enf_0_2",
        "Parents isolés au RSA avec un enfant de 0 à 2 ans",
        "Familles monoparentales au RSA ; dont celles sans mode d'accueil formel connu.",
        "foyers",
        ("IN", "PE"),
        SANS_ACCUEIL,
    ),
    Variable(
        "accompagnements_sociaux",
        "Familles accompagnées par le travail social",
        "Familles suivies dans l'année par le travail social de la Caf.",
        "foyers",
        ("IN", "PA"),
    ),
    Variable("rdv_droits", "Rendez-vous des droits", "Rendez-vous des droits tenus dans l'année.", "actes", ("AD",)),
    Variable(
        "aides_vacances_enfants",
        "Enfants et aides aux vacances",
        "Enfants éligibles et enfants bénéficiaires dans l'année.",
        "enfants",
        ("EN",),
        VACANCES,
        total_demande=False,
    ),
    Variable("signalements_indecence", "Signalements d'indécence", "Logements signalés non décents dans l'année.", "actes", ("LO",)),
)

VARIABLES_FOYERS: tuple[Variable, ...] = (*POPULATION, *RESSOURCES, *_prestations("foyers"), *_prestations("personnes"), *DROITS)

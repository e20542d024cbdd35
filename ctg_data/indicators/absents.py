"""The indicators of the domain (domain.md §2) that are declared and not computed, each with the file that would feed it.

Nothing near is shown in their place: a measure that is another notion than the catalogue's is not bent to it.
"""
# ruff: noqa: E501  (a sentence is easier to proofread unbroken)

from dataclasses import dataclass


@dataclass(frozen=True)
class Absent:
    """``source``: what would feed it, in French, without final stop.  ``ailleurs``: where the product shows it all the same, "" nowhere."""

    id: str
    libelle: str
    definition: str
    theme: str
    angle: int
    source: str
    ailleurs: str = ""


_TRAJETS = "temps de trajet en voiture entre communes (distancier de l’Insee, Metric-OSRM)"
_FILOUE = "enquête Filoué de la Cnaf (enfants accueillis en EAJE)"
_SNE = "système national d’enregistrement de la demande de logement social (SNE)"

ABSENTS: tuple[Absent, ...] = (
    Absent("part_75_plus_seuls", "Part des 75 ans et plus vivant seuls", "Personnes de 75 ans et plus vivant seules, parmi celles du même âge qui vivent en ménage.", "PO", 1, "recensement, population des ménages par âge détaillé et mode de cohabitation (Insee, fichiers détail) ; le fichier des familles coupe à 55 et à 80 ans"),
    Absent("icf", "Indicateur conjoncturel de fécondité", "Somme des taux de fécondité par âge de la mère, de 15 à 49 ans.", "PO", 1, "naissances selon l’âge de la mère, par département (Insee, état civil)"),
    Absent("acces_2sfca_pe", "Accessibilité aux places d’accueil (flux)", "Places accessibles aux enfants de chaque commune, partagées entre les communes qui y ont accès.", "PE", 3, _TRAJETS),
    Absent("ips_moyen_ecoles", "Indice de position sociale moyen des écoles", "Moyenne des indices de position sociale des écoles, pondérée par leurs élèves.", "EN", 1, "indices de position sociale des écoles (Depp, data.education.gouv.fr), avec les élèves de chaque école"),
    Absent("alsh_places_p100", "Places d’accueil de loisirs pour 100 enfants de 3 à 11 ans", "Places déclarées en accueil de loisirs pour 100 enfants de 3 à 11 ans.", "EN", 2, "déclarations d’accueil de loisirs (SDJES, système SIAM)"),
    Absent("part_pop_plan_mercredi", "Enfants couverts par un Plan mercredi", "Enfants de 3 à 11 ans des communes labellisées Plan mercredi, parmi ceux du territoire.", "EN", 2, "liste des communes labellisées Plan mercredi (SDJES)"),
    Absent("enf_hors_alsh_15min", "Enfants sans accueil de loisirs à moins de 15 minutes", "Enfants de 3 à 11 ans des communes à plus de 15 minutes d’un accueil de loisirs, parmi tous.", "EN", 3, _TRAJETS),
    Absent("neet_15_24", "Jeunes ni en emploi ni en études", "Jeunes de 15 à 24 ans sans emploi et non scolarisés, parmi les jeunes du même âge.", "JE", 1, "recensement, jeunes selon l’activité et la scolarisation (Insee, jeunes non insérés)"),
    Absent("fjt_lits", "Lits en foyer de jeunes travailleurs pour 1 000 jeunes", "Lits de foyer de jeunes travailleurs pour 1 000 personnes de 18 à 30 ans.", "JE", 2, "liste des foyers de jeunes travailleurs et de leurs lits (Cnaf, Finess)"),
    Absent("jeunes_sans_lieu", "Jeunes sans lieu d’accueil à proximité", "Jeunes de 12 à 17 ans sans lieu jeunes dans leur commune ni à 15 minutes.", "JE", 3, f"liste des lieux jeunes soutenus par la Caf ; {_TRAJETS}"),
    Absent("reaap_actions", "Actions parentalité financées pour 1 000 familles", "Actions de soutien à la parentalité financées dans l’année pour 1 000 familles.", "PA", 2, "bilan des actions du réseau d’écoute, d’appui et d’accompagnement des parents (Reaap) de la Caf"),
    Absent("fam_fragiles_sans_pa", "Familles fragiles sans offre de parentalité", "Foyers monoparentaux à bas revenus sans lieu d’accueil enfants-parents, Clas ni structure de vie sociale à 15 minutes.", "PA", 3, f"adresses des services de parentalité de la Caf ; {_TRAJETS}"),
    Absent("pop_couverte_avs", "Population dans la zone d’une structure de vie sociale", "Habitants des communes comprises dans la zone d’un centre social ou d’un espace de vie sociale.", "AV", 2, "zones d’intervention des structures agréées (Caf, observatoire Senacs)"),
    Absent("qpv_sans_avs", "Quartiers prioritaires sans structure de vie sociale", "Quartiers prioritaires sans centre social ni espace de vie sociale, parmi ceux du territoire.", "AV", 3, "adresses des structures de vie sociale agréées par la Caf, situées dans les quartiers"),
    Absent("pop_sans_avs_20min", "Population à plus de 20 minutes d’une structure de vie sociale", "Habitants des communes à plus de 20 minutes d’un centre social ou d’un espace de vie sociale.", "AV", 3, _TRAJETS),
    Absent("tension_hlm", "Tension sur le logement social", "Demandes actives au 31 décembre rapportées aux attributions de l’année.", "LO", 3, _SNE),
    Absent("delai_attrib", "Ancienneté médiane des demandes satisfaites", "Nombre médian de mois entre la demande et l’attribution d’un logement social.", "LO", 3, _SNE),
    Absent("ecart_hlm", "Logements sociaux manquants", "Demandes actives moins celles qu’aurait le territoire à la tension de la référence.", "LO", 3, _SNE),
    Absent("fsl_aides", "Aides du fonds de solidarité pour le logement pour 1 000 ménages", "Aides accordées dans l’année par le fonds de solidarité pour le logement (FSL) pour 1 000 ménages.", "LO", 2, "bilan du fonds de solidarité pour le logement (conseil départemental)"),
    Absent("indice_frag_num", "Indice de fragilité numérique", "Indice publié, qui réunit accès aux réseaux, revenus, âge et diplômes.", "AD", 1, "indice de fragilité numérique (ANCT, la Mednum)"),
    Absent("pop_fs_20min", "Population à moins de 20 minutes d’un espace France services", "Habitants des communes à moins de 20 minutes d’un espace France services.", "AD", 2, _TRAJETS),
    Absent("couv_ftth", "Locaux raccordables à la fibre", "Locaux raccordables à la fibre jusqu’à l’abonné, parmi tous les locaux.", "AD", 2, "déploiement de la fibre par commune (Arcep, Ma connexion internet)"),
    Absent("proxy_nonrecours", "Indice de sous-couverture apparente", "1 moins le rapport entre les personnes couvertes par le RSA, la prime d’activité ou l’AAH et celles sous le seuil de pauvreté.", "AD", 3, "personnes couvertes par au moins une des trois prestations, sans double compte (Cnaf) : leurs effectifs publiés ne s’ajoutent pas"),
    Absent("pop_loin_fs", "Population à plus de 20 minutes d’un espace France services", "Habitants des communes à plus de 20 minutes d’un espace France services.", "AD", 3, _TRAJETS),
    Absent("places_avip", "Places de crèche à vocation d’insertion pour 1 000 parents demandeurs d’emploi", "Places de crèche à vocation d’insertion professionnelle (Avip) pour 1 000 demandeurs d’emploi parents.", "IN", 2, "conventions Avip de la Caf et demandeurs d’emploi parents (France Travail)"),
    Absent("eaje_inclusifs", "Part des EAJE accueillant un enfant avec AEEH", "EAJE financés par la PSU ayant le bonus inclusion, parmi tous.", "HA", 2, "nombre total d’EAJE financés par la PSU (Caf), à côté de ceux qui ont le bonus"),
    Absent("alsh_inclusifs", "Part des accueils de loisirs avec bonus inclusion", "Accueils de loisirs ayant le bonus inclusion, parmi tous.", "HA", 2, "nombre total d’accueils de loisirs financés (Caf), à côté de ceux qui ont le bonus"),
    Absent("pri_presence", "Pôle ressources inclusion mobilisable", "Présence d’un pôle ressources handicap pour l’enfance, et distance.", "HA", 2, "liste des pôles ressources handicap (Caf)"),
    Absent("ecart_inclusion_eaje", "Écart d’inclusion en EAJE", "Part des enfants avec AEEH parmi les moins de 6 ans, moins leur part parmi les enfants accueillis en EAJE.", "HA", 3, _FILOUE),
    Absent("ecart_inclusion_alsh", "Écart d’inclusion en accueil de loisirs", "Part des enfants avec AEEH parmi les 3-17 ans, moins leur part parmi les enfants accueillis.", "HA", 3, "enfants avec AEEH accueillis en accueil de loisirs (Caf, SDJES)"),
    Absent("equip_proximite_p1000", "Équipements de proximité pour 1 000 habitants", "Équipements de la gamme de proximité de l’Insee pour 1 000 habitants.", "CV", 2, "composition des gammes de la base permanente des équipements (Insee, BPE_gammes_equipements), qui dit quels types compter"),
    Absent("part_actifs_hors_epci", "Actifs travaillant hors de leur EPCI", "Actifs occupés qui travaillent hors de leur EPCI, parmi les actifs occupés.", "CV", 1, "recensement, mobilités professionnelles entre communes (Insee, base-flux-mobilite-domicile-lieu-travail)"),
    Absent("score_theme", "Score étoile du thème", "Place du territoire, de 0 à 100, parmi des territoires comparables.", "TR", 4, "les indicateurs de chaque thème", "étoile du portrait"),
    Absent("indice_priorite", "Indice de priorité du thème", "Écart, vulnérabilité et dynamique d’un thème, pondérés par les objectifs de la Caf.", "TR", 4, "poids des thèmes dans la convention d’objectifs et de gestion, à fixer par la direction"),
    Absent("robustesse_prio", "Robustesse de la priorité", "Part des simulations où le thème est parmi les trois premiers.", "TR", 4, "poids des thèmes dans la convention d’objectifs et de gestion, à fixer par la direction"),
    Absent("obligations_sppe", "Obligations de la commune (service public de la petite enfance)", "Compétences que la loi donne à la commune selon sa population.", "TR", 4, "transferts de compétence des communes à leur intercommunalité (délibérations) ; les seuils sont de 3 500 et 10 000 habitants"),
    Absent("capacite_engagement", "Capacité à s’engager", "Moyenne des réponses à la grille faisable, souhaitable, réalisable.", "TR", 4, "grille d’autodiagnostic remplie par la Caf et la collectivité"),
    Absent("tx_actions_realisees", "Taux de réalisation du plan d’action", "Actions réalisées, parmi celles qui devaient l’être.", "TR", 4, "plan d’actions de la CTG, saisi ou importé"),
)  # fmt: skip


def par_id() -> dict[str, Absent]:
    return {a.id: a for a in ABSENTS}

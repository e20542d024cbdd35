"""Who takes part, when they met, what was decided and promised, where the life cycle stands (Élan Limousin Avenir Nature, invented)."""

from ctg_data.demonstration.conventions.scene import Scene
from ctg_data.parcours.convention import (
    Cote,
    Decision,
    Engagement,
    Instance,
    Organisation,
    Participant,
    Pas,
    Reunion,
    Role,
    TypeInstance,
    TypeOrganisation,
)
from ctg_data.parcours.etats import EtatEngagement, EtatPas, EtatReunion

ORGANISATIONS = (
    ("caf", "Caf du département", TypeOrganisation.CAF, True),
    ("epci", "Communauté de communes", TypeOrganisation.COLLECTIVITE, True),
    ("bourg", "Commune du bourg centre", TypeOrganisation.COLLECTIVITE, True),
    ("departement", "Conseil départemental", TypeOrganisation.DEPARTEMENT, False),
    ("msa", "MSA", TypeOrganisation.MSA, False),
    ("etat", "Service départemental jeunesse et éducation populaire", TypeOrganisation.ETAT, False),
    ("centre_social", "Centre social associatif", TypeOrganisation.ASSOCIATION, False),
    ("habitants", "Collectif d'habitants", TypeOrganisation.HABITANTS, False),
    ("employeurs", "Groupement d'employeurs locaux", TypeOrganisation.AUTRE, False),
)
PARTICIPANTS = (
    ("caf", "Chargée de coopération territoriale", Role.CCT, ""),
    ("caf", "Conseiller technique petite enfance", Role.CONSEILLER, "PE"),
    ("caf", "Conseillère technique jeunesse et parentalité", Role.CONSEILLER, "JE"),
    ("caf", "Chargée d'études", Role.ETUDES, ""),
    ("caf", "Directrice adjointe chargée de l'action sociale", Role.DIRECTION, ""),
    ("epci", "Vice-président chargé de l'enfance et de la jeunesse", Role.COLLECTIVITE, ""),
    ("epci", "Coordinatrice petite enfance", Role.COLLECTIVITE, "PE"),
    ("epci", "Coordinateur enfance jeunesse", Role.COLLECTIVITE, "JE"),
    ("bourg", "Adjointe aux affaires sociales", Role.COLLECTIVITE, "AD"),
    ("centre_social", "Directeur du centre social", Role.COLLECTIVITE, "AV"),
    ("habitants", "Parent représentant les usagers de la crèche", Role.COLLECTIVITE, "PE"),
)
INSTANCES = (
    ("copil", "Comité de pilotage", TypeInstance.COPIL, "", 6),
    ("cotech_pe", "Comité technique petite enfance", TypeInstance.COTECH, "PE", 4),
    ("cotech_je", "Comité technique jeunesse et parentalité", TypeInstance.COTECH, "JE", 4),
    ("tables", "Tables de concertation", TypeInstance.TABLE, "", 0),
    ("projet", "Groupe projet Caf et collectivité", TypeInstance.GROUPE_PROJET, "", 0),
)
TENUE, ANNULEE = EtatReunion.TENUE, EtatReunion.ANNULEE
CE_MOIS = 18
"""Days to the meeting of this month."""
REUNIONS = (
    ("table_1", "tables", -28, "Table 1 : croiser les chiffres et le vécu", TENUE, 15, 31, "Quatorze habitants sur trente et un présents."),
    (
        "table_2",
        "tables",
        -26,
        "Table 2 : futur idéal et changements durables",
        TENUE,
        15,
        28,
        "Le texte du futur idéal est repris en séance.",
    ),
    (
        "copil_validation",
        "copil",
        -25,
        "Avis des collectivités sur les changements",
        TENUE,
        6,
        9,
        "Un changement n'est pas suivi par la commune.",
    ),
    ("table_3", "tables", -23, "Table 3 : hypothèses et premiers chemins", TENUE, 12, 24, "Quatre chemins ébauchés, simplifiés ensuite."),
    ("copil_1", "copil", -14, "Premier point après la signature", TENUE, 6, 8, "Les conventions de financement sont alignées sur la CTG."),
    ("cotech_je_1", "cotech_je", -9, "Navettes, aller vers, conseil de jeunes", TENUE, 4, 7, "Les navettes roulent, presque vides."),
    ("copil_2", "copil", -7, "Révision du chemin petite enfance", TENUE, 6, 8, "La version 2 du chemin est retenue."),
    ("cotech_je_2", "cotech_je", -5, "Comprendre pourquoi les navettes restent vides", ANNULEE, 4, 0, ""),
    (
        "cotech_pe_1",
        "cotech_pe",
        -3,
        "Horaires décalés : premiers mois de la prime",
        TENUE,
        4,
        6,
        "Onze familles servies depuis le printemps.",
    ),
    ("copil_3", "copil", 0, "Point semestriel et premiers éléments d'évaluation", EtatReunion.PREVUE, 6, 0, ""),
    ("cotech_pe_2", "cotech_pe", 2, "Relève du métier d'assistante maternelle", EtatReunion.PREVUE, 4, 0, ""),
)
DECISIONS = (
    (
        -25,
        "copil_validation",
        "Cinq changements durables sont retenus pour la convention.",
        "Le sixième n'a pas reçu l'avis de la commune.",
    ),
    (
        -23,
        "table_3",
        "Chaque chemin a un pilote nommé par sa fonction.",
        "Sans pilote, les chemins de la convention précédente s'étaient arrêtés.",
    ),
    (-14, "copil_1", "Les conventions de financement suivent le calendrier de la CTG.", "Une seule négociation au lieu de quatre."),
    (-14, "copil_1", "La maison d'assistantes maternelles est reportée.", "Le local pressenti demande des travaux non budgétés."),
    (-7, "copil_2", "Le chemin petite enfance passe en version 2.", "L'enquête montre que le frein est le revenu, pas l'isolement."),
    (
        -7,
        "copil_2",
        "Le changement sur l'accès aux droits est clos, partiellement atteint.",
        "Les points de contact suffisent ; la commune poursuit seule.",
    ),
    (
        -3,
        "cotech_pe_1",
        "La prime d'horaires décalés est prolongée d'un an.",
        "Les familles servies gardent leur emploi, et aucune place n'est perdue.",
    ),
)
CAF, COLLECTIVITE = Cote.CAF, Cote.COLLECTIVITE
ENGAGEMENTS = (
    (
        CAF,
        "Un seul interlocuteur pour toutes les conventions de financement.",
        "Chargée de coopération territoriale",
        -16,
        EtatEngagement.TENU,
        "Note d'organisation diffusée aux partenaires.",
        "",
    ),
    (
        CAF,
        "Financer le poste de coordination pendant toute la convention.",
        "Direction de l'action sociale",
        24,
        EtatEngagement.EN_COURS,
        "Deux versements faits.",
        "",
    ),
    (CAF, "Livrer chaque année le tableau des indicateurs suivis.", "Chargée d'études", -2, EtatEngagement.A_TENIR, "", ""),
    (
        CAF,
        "Former trente professionnels aux démarches en ligne.",
        "Conseillère technique accès aux droits",
        -6,
        EtatEngagement.NON_TENU,
        "",
        "Dix-huit formés : le formateur a quitté le département, la suite passe par la maison France services.",
    ),
    (
        COLLECTIVITE,
        "Recruter un coordinateur enfance jeunesse à temps plein.",
        "Direction générale des services",
        -15,
        EtatEngagement.TENU,
        "Arrêté de nomination transmis à la Caf.",
        "",
    ),
    (
        COLLECTIVITE,
        "Ouvrir les salles communales aux rencontres du relais petite enfance.",
        "Vice-présidence enfance",
        3,
        EtatEngagement.EN_COURS,
        "Sept communes sur dix ont délibéré.",
        "",
    ),
    (
        COLLECTIVITE,
        "Présenter le bilan des navettes au conseil communautaire.",
        "Coordinateur enfance jeunesse",
        -1,
        EtatEngagement.A_TENIR,
        "",
        "",
    ),
    (COLLECTIVITE, "Voter un budget jeunesse pluriannuel.", "Vice-présidence enfance", 5, EtatEngagement.A_TENIR, "", ""),
    (
        COLLECTIVITE,
        "Prêter un véhicule pour le local jeunes mobile.",
        "Services techniques",
        -4,
        EtatEngagement.ABANDONNE,
        "",
        "L'action est abandonnée : le véhicule n'a plus d'objet.",
    ),
)
PAS = (
    ("1a", EtatPas.FAIT, -34, Role.DIRECTION, "État des lieux des moyens de la Caf et de ses conventions."),
    ("1b", EtatPas.FAIT, -33, Role.CCT, "Deux demi-journées avec les services prestations et action sociale."),
    ("1c", EtatPas.FAIT, -32, Role.DIRECTION, ""),
    ("1d", EtatPas.SANS_OBJET, -32, Role.ETUDES, "Le territoire s'est porté volontaire."),
    ("2a", EtatPas.FAIT, -30, Role.CCT, "Compétences clarifiées commune par commune."),
    ("2b", EtatPas.FAIT, -28, Role.ETUDES, "Diagnostic partagé à la table 1."),
    ("3a", EtatPas.FAIT, -25, Role.COLLECTIVITE, ""),
    ("3b", EtatPas.FAIT, -22, Role.CONSEILLER, "Schéma et programmation, chemins de progrès à l'appui."),
    ("3c", EtatPas.FAIT, -20, Role.DIRECTION, ""),
    ("4", EtatPas.EN_COURS, 1, Role.CCT, "Comité de pilotage deux fois par an."),
    ("5", EtatPas.A_FAIRE, 18, Role.ETUDES, "Les premières notes sont posées au fil de l'eau."),
)


def partenaires(s: Scene) -> None:
    for nom, libelle, type_, signataire in ORGANISATIONS:
        s.pose(Organisation, nom, nom=libelle, type=type_, signataire=signataire)
    for organisation, fonction, role, theme in PARTICIPANTS:
        s.pose(Participant, organisation=organisation, fonction=fonction, role=role, theme=theme)


def reunions(s: Scene) -> None:
    for nom, libelle, type_, theme, rythme in INSTANCES:
        s.pose(Instance, nom, nom=libelle, type=type_, theme=theme, rythme=rythme)
    for nom, instance, mois, objet, etat, quorum, presents, compte_rendu in REUNIONS:
        table = int(nom[-1]) if instance == "tables" else 0
        dit = {"quorum": quorum, "presents": presents, "compte_rendu": compte_rendu, "numero_table": table}
        s.pose(Reunion, nom, etat, instance=instance, jour=s.le(mois, 0 if mois else CE_MOIS), objet=objet, **dit)


def decisions(s: Scene) -> None:
    for mois, reunion, texte, motif in DECISIONS:
        s.pose(Decision, jour=s.le(mois), reunion=reunion, texte=texte, motif=motif)


def engagements(s: Scene) -> None:
    for cote, texte, responsable, mois, etat, justification, motif in ENGAGEMENTS:
        dit = {"texte": texte, "responsable": responsable, "justification": justification}
        s.pose(Engagement, "", etat, raison=motif, cote=cote, echeance=s.le(mois), **dit)


def pas(s: Scene) -> None:
    for etape, etat, mois, role, note in PAS:
        s.pose(Pas, "", etat, etape=etape, echeance=s.le(mois), role=role, note=note)

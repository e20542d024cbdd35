"""Childcare near home, even at odd hours: a path revised once, because evidence refuted what it rested on (invented)."""

from ctg_data.demonstration.conventions.declarations import Acte, Chiffre, Dit, Lu, Marche, Pari, Signe, Trace
from ctg_data.demonstration.conventions.scene import Scene
from ctg_data.parcours.chemin import Risque
from ctg_data.parcours.etats import EtatAction, EtatChangement, EtatChemin, EtatHypothese
from ctg_data.parcours.suivi import EtatMarqueur, Portee, Rang, TypePreuve

ATTENDU, SOUHAITE, REVE = Rang
REALISATION, RESULTAT, EFFET, IMPACT = Portee
NON, PARTIEL, OUI = EtatMarqueur
FROIDE, CHAUDE = TypePreuve
PILOTE = "Coordinatrice petite enfance"
BINOME = ("Conseiller technique petite enfance", PILOTE)
COF_RPE = "Relais petite enfance"
ACTES = (
    Acte(
        "antenne", "Deuxième antenne du relais petite enfance", "PE", EtatAction.REALISEE, (-18, -10), PILOTE, BINOME, 64_000, COF_RPE, 100
    ),
    Acte(
        "echanges",
        "Groupes d'échange de pratiques, un soir par mois",
        "PE",
        EtatAction.ENGAGEE,
        (-15, 9),
        "Animatrice du relais",
        BINOME,
        9_500,
        COF_RPE,
        60,
    ),
    Acte(
        "guichet",
        "Guichet unique des places d'accueil",
        "PE",
        EtatAction.REALISEE,
        (-16, -6),
        PILOTE,
        BINOME,
        21_000,
        "Convention territoriale globale",
        100,
        description="Une seule liste d'attente pour la crèche et les assistantes maternelles volontaires.",
    ),
    Acte(
        "prime",
        "Prime d'horaires décalés, partagée entre communes et employeurs",
        "PE",
        EtatAction.ENGAGEE,
        (-6, 12),
        "Vice-présidence enfance",
        BINOME,
        38_000,
        "",
        35,
    ),
    Acte(
        "metier",
        "Journées de découverte du métier d'assistante maternelle",
        "PE",
        EtatAction.ENGAGEE,
        (-8, 16),
        "Animatrice du relais",
        BINOME,
        6_000,
        COF_RPE,
        30,
    ),
    Acte(
        "mam",
        "Maison d'assistantes maternelles dans le nord du territoire",
        "PE",
        EtatAction.REPORTEE,
        (-12, 6),
        "Commune du nord",
        BINOME,
        120_000,
        "",
        10,
        "Le local demande des travaux qui ne sont pas budgétés : nouvelle date au prochain budget.",
    ),
    Acte(
        "amplitude",
        "Ouverture de la crèche du bourg dès 6 h 30",
        "PE",
        EtatAction.PLANIFIEE,
        (4, 20),
        "Direction de la crèche",
        BINOME,
        47_000,
        "Prestation de service unique",
        0,
    ),
)
MARCHES = (
    Marche(
        "rencontre",
        "Les assistantes maternelles se rencontrent et se remplacent",
        "Assistantes maternelles",
        2,
        (
            Signe(
                ATTENDU,
                RESULTAT,
                "La moitié d'entre elles vient à une rencontre au moins dans l'année",
                (Lu(-13, NON), Lu(-9, PARTIEL, "Vingt-deux sur cinquante-huit.")),
                "m.rencontre",
            ),
            Signe(SOUHAITE, EFFET, "Elles se remplacent entre elles sans passer par le relais", (Lu(-9, NON),), "m.remplacent"),
        ),
    ),
    Marche(
        "connues",
        "Les parents savent quelles places sont libres près de chez eux",
        "Parents de jeunes enfants",
        4,
        (Signe(ATTENDU, RESULTAT, "Neuf familles sur dix passent par le guichet unique", (Lu(-9, PARTIEL),), "m.guichet"),),
    ),
    Marche(
        "decales",
        "Des professionnelles accueillent tôt le matin et tard le soir",
        "Assistantes maternelles",
        12,
        (Signe(ATTENDU, EFFET, "Cinq professionnelles proposent un accueil avant 7 h", (Lu(-13, NON), Lu(-9, NON)), "m.decales"),),
    ),
    Marche(
        "releve",
        "De nouvelles personnes s'installent dans le métier",
        "Personnes en reconversion",
        20,
        (Signe(SOUHAITE, EFFET, "Six agréments nouveaux en deux ans", (Lu(-9, NON),), "m.agrements"),),
    ),
    Marche("employeurs", "Les employeurs préviennent plus tôt des changements d'horaires", "Employeurs locaux", None, (), True),
)
FLECHES = (
    "antenne > rencontre > decales > *",
    "echanges > rencontre",
    "guichet > connues > *",
    "metier > releve > *",
    "mam > releve",
)
ISOLEMENT = Pari(
    "isolement",
    "rencontre > decales",
    "Si les assistantes maternelles se connaissent, elles accepteront des horaires qu'aucune n'accepterait seule",
    -8,
    EtatHypothese.REFUTEE,
    Risque.FORT,
    signes=(Signe(ATTENDU, EFFET, "Trois duos de professionnelles se relaient matin et soir", (Lu(-9, NON),)),),
    dits=(
        Dit(
            CHAUDE,
            1,
            -11,
            "Groupe d'échange de pratiques",
            "Elles s'entendent bien, mais à ce tarif aucune ne commencerait à six heures.",
            False,
        ),
        Dit(FROIDE, 2, -8, "Enquête du relais auprès de 41 professionnelles", "Trente et une citent le revenu, quatre l'isolement.", False),
    ),
)
VISIBLE = Pari(
    "visible",
    "guichet > connues",
    "Une liste unique, à jour chaque semaine, fait connaître les places que les parents ignoraient",
    3,
    EtatHypothese.A_TESTER,
    Risque.FAIBLE,
    signes=(Signe(ATTENDU, RESULTAT, "Les places libres sont pourvues en moins d'un mois", (), "m.pourvues"),),
)
RELEVE = Pari(
    "vocation",
    "releve > *",
    "Si le métier est mieux connu et mieux entouré, les installations compenseront les départs",
    14,
    EtatHypothese.EN_TEST,
    Risque.FORT,
    signes=(Signe(SOUHAITE, EFFET, "Autant d'agréments nouveaux que de départs dans l'année"),),
    chiffres=(
        Chiffre(
            "part_am_55_plus",
            -6,
            EFFET,
            "Trop peu de professionnelles pour un seuil sûr : le copil préfère un cap lisible, lu avec les agréments.",
        ),
    ),
)
VERSION_1 = Trace("accueil", PILOTE, MARCHES, FLECHES, (ISOLEMENT, VISIBLE, RELEVE), "Première version, issue de la table 3.")
VERSION_2 = Trace(
    "accueil",
    PILOTE,
    (
        Marche(
            "payes",
            "Communes et employeurs partagent le surcoût des horaires décalés",
            "Communes et employeurs",
            6,
            (
                Signe(
                    ATTENDU,
                    REALISATION,
                    "Trois employeurs versent leur part de la prime",
                    (Lu(-3, OUI, "Un hôpital, une scierie, une maison de retraite."),),
                ),
                Signe(SOUHAITE, RESULTAT, "La prime est inscrite au budget de plusieurs années", (Lu(-3, NON),)),
            ),
        ),
        Marche(
            "choix",
            "Les familles aux horaires décalés choisissent entre deux solutions",
            "Familles aux horaires décalés",
            18,
            (Signe(REVE, IMPACT, "Plus aucune famille ne refuse un emploi faute d'accueil", (Lu(-2, NON),)),),
        ),
    ),
    ("prime > payes > decales > choix > *", "amplitude > choix", "rencontre > releve"),
    (
        Pari(
            "revenu",
            "payes > decales",
            "Si l'heure décalée est mieux payée et garantie à l'année, des professionnelles ouvriront plus tôt",
            5,
            EtatHypothese.CONFORTEE,
            Risque.MOYEN,
            signes=(
                Signe(
                    ATTENDU,
                    EFFET,
                    "Cinq professionnelles signent un contrat en horaires décalés",
                    (Lu(-3, PARTIEL, "Quatre signées, deux en discussion."),),
                ),
            ),
            dits=(
                Dit(
                    FROIDE,
                    3,
                    -2,
                    "Suivi de la prime, communes servies et non servies",
                    "Quatre ouvertures avant 7 h dans les sept communes servies ; aucune dans les onze autres.",
                ),
                Dit(
                    CHAUDE, 2, -3, "Entretiens avec six professionnelles", "Cinq sur six disent que la garantie sur l'année les a décidées."
                ),
            ),
        ),
    ),
    "Le frein est le revenu, pas l'isolement : une étape sur le partage du surcoût, une sur le choix des familles.",
)
PREUVES = (
    Dit(CHAUDE, 1, -9, "Table de parents usagers", "« On m'a appelée pour une place à huit minutes : je ne savais pas qu'elle existait. »"),
    Dit(FROIDE, 2, -3, "Suivi de la prime d'horaires décalés", "Onze familles servies depuis six mois, contre deux l'année d'avant."),
    Dit(CHAUDE, 0, -2, "Employeur du territoire", "L'entreprise dit recruter plus facilement en équipe du matin."),
)
SIGNES = (
    Signe(ATTENDU, RESULTAT, "Vingt familles en horaires décalés sont accueillies", (Lu(-13, NON), Lu(-2, PARTIEL, "Onze familles."))),
    Signe(SOUHAITE, EFFET, "Les familles disent avoir eu le choix de leur mode d'accueil", (Lu(-9, NON), Lu(-2, PARTIEL))),
    Signe(REVE, IMPACT, "Des familles s'installent ici en citant l'accueil du jeune enfant", (Lu(-2, NON),)),
)


def joue(s: Scene) -> None:
    s.agit(ACTES)
    s.suit("accueil", *SIGNES)
    s.chiffre("accueil", Chiffre("tx_couv_eaje", 8, RESULTAT), Chiffre("tx_occup_eaje", 4, RESULTAT))
    s.trace("chemin.accueil", VERSION_1, EtatChemin.ACTIF)
    s.mene("accueil", EtatChangement.SUIVI)
    s.revise("chemin.accueil", VERSION_2)
    for fleche in ("rencontre > decales", "decales > *"):
        s.retire(fleche)
    s.mene("chemin.accueil", EtatChemin.ACTIF)
    _depuis_la_revision(s)
    s.prouve("accueil", *PREUVES)


def _depuis_la_revision(s: Scene) -> None:
    """What was read and proved on the second version."""
    s.lit("m.rencontre", Lu(-3, OUI, "Trente et une sur cinquante-six."))
    s.lit("m.remplacent", Lu(-3, PARTIEL, "Surtout dans le bourg."))
    s.lit("m.guichet", Lu(-2, OUI))
    s.lit("m.decales", Lu(-2, PARTIEL, "Quatre sur cinq."))
    s.lit("m.agrements", Lu(-2, PARTIEL, "Deux agréments depuis un an."))
    s.prouve(
        "visible",
        Dit(FROIDE, 2, -2, "Tableau du guichet unique", "Délai moyen pour pourvoir une place : 26 jours, contre 71 l'année d'avant."),
    )
    s.mene("visible", EtatHypothese.CONFORTEE)
    s.prouve(
        "vocation",
        Dit(CHAUDE, 1, -2, "Journée de découverte du métier", "Sept participantes sur douze disent vouloir demander un agrément."),
    )
    s.mene("vocation", EtatHypothese.EN_TEST)

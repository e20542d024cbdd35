"""Young people near home: actions all advance on one step, and its marker does not move, the rupture to look at (invented)."""

from ctg_data.demonstration.conventions.declarations import Acte, Chiffre, Dit, Lu, Marche, Pari, Signe, Trace
from ctg_data.demonstration.conventions.scene import Scene
from ctg_data.parcours.chemin import Risque
from ctg_data.parcours.etats import EtatAction, EtatChangement, EtatChemin, EtatHypothese
from ctg_data.parcours.suivi import EtatMarqueur, Portee, Rang, TypePreuve

ATTENDU, SOUHAITE, REVE = Rang
REALISATION, RESULTAT, EFFET, IMPACT = Portee
NON, PARTIEL, OUI = EtatMarqueur
FROIDE, CHAUDE = TypePreuve
PILOTE = "Coordinateur enfance jeunesse"
BINOME = ("Conseillère technique jeunesse et parentalité", PILOTE)
ACTES = (
    Acte(
        "rue",
        "Animateur itinérant dans les bourgs",
        "JE",
        EtatAction.REALISEE,
        (-17, -5),
        PILOTE,
        BINOME,
        52_000,
        "Prestation de service jeunes",
        100,
    ),
    Acte(
        "net",
        "Promeneurs du Net : une présence chaque soir en ligne",
        "JE",
        EtatAction.ENGAGEE,
        (-12, 14),
        "Centre social",
        BINOME,
        14_000,
        "Promeneurs du Net",
        70,
    ),
    Acte(
        "navettes", "Navettes du mercredi et du samedi", "JE", EtatAction.REALISEE, (-14, -4), "Service mobilité", BINOME, 33_000, "", 100
    ),
    Acte(
        "velos",
        "Prêt de vélos à assistance électrique dès 14 ans",
        "JE",
        EtatAction.ENGAGEE,
        (-10, 8),
        "Service mobilité",
        BINOME,
        18_000,
        "",
        65,
    ),
    Acte(
        "conseil", "Conseil intercommunal de jeunes", "JE", EtatAction.ENGAGEE, (-7, 20), "Vice-présidence jeunesse", BINOME, 7_500, "", 40
    ),
    Acte("fonds", "Fonds d'initiatives, voté par les jeunes", "JE", EtatAction.RETENUE, None, PILOTE, BINOME, 12_000),
    Acte(
        "mobile",
        "Local jeunes mobile",
        "JE",
        EtatAction.ABANDONNEE,
        (-11, 2),
        "Services techniques",
        BINOME,
        60_000,
        "",
        5,
        "L'animateur itinérant est déjà dans chaque bourg : le véhicule ferait double emploi.",
    ),
)
MARCHES = (
    Marche(
        "confiance",
        "Des jeunes retrouvent chaque semaine un adulte de confiance, là où ils sont",
        "Jeunes de 12 à 17 ans",
        3,
        (
            Signe(
                ATTENDU,
                RESULTAT,
                "Cent jeunes rencontrés au moins trois fois dans l'année",
                (Lu(-9, PARTIEL), Lu(-4, OUI, "Cent dix-huit jeunes.")),
            ),
            Signe(SOUHAITE, EFFET, "Des jeunes que personne ne connaissait viennent d'eux-mêmes", (Lu(-4, PARTIEL),)),
        ),
    ),
    Marche(
        "mobiles",
        "Les jeunes se déplacent sans dépendre de leurs parents",
        "Jeunes de 12 à 17 ans",
        6,
        (
            Signe(
                ATTENDU,
                EFFET,
                "Un jeune sur trois vient aux activités par ses propres moyens",
                (Lu(-9, NON, "Trois jeunes sur dix-neuf."), Lu(-4, NON, "Quatre jeunes sur vingt-deux.")),
            ),
            Signe(SOUHAITE, EFFET, "Des jeunes de hameaux viennent sans être conduits", (Lu(-4, NON),)),
        ),
    ),
    Marche(
        "entendus",
        "Les élus entendent les jeunes avant de décider",
        "Élus municipaux",
        10,
        (
            Signe(ATTENDU, RESULTAT, "Trois délibérations citent l'avis du conseil de jeunes", (Lu(-2, NON),)),
            Signe(SOUHAITE, EFFET, "Des jeunes disent avoir changé une décision", (Lu(-2, PARTIEL, "L'éclairage du terrain de sport."),)),
        ),
    ),
    Marche(
        "projets",
        "Des jeunes montent leurs propres projets",
        "Jeunes de 12 à 17 ans",
        14,
        (Signe(SOUHAITE, EFFET, "Cinq projets portés par des jeunes dans l'année", (Lu(-4, PARTIEL, "Deux projets."),)),),
    ),
    Marche(
        "parents_ados",
        "Les parents d'adolescents voient d'un bon œil ces rencontres",
        "Parents d'adolescents",
        8,
        (Signe(ATTENDU, EFFET, "Les autorisations de sortie sont rendues sans relance", (Lu(-4, PARTIEL),)),),
    ),
)
FLECHES = (
    "rue > confiance > projets > *",
    "net > confiance > parents_ados > *",
    "navettes > mobiles > *",
    "velos > mobiles",
    "conseil > entendus > *",
    "fonds > projets",
)
PARIS = (
    Pari(
        "lien",
        "confiance > projets",
        "Un adulte présent chaque semaine donne envie de proposer, puis de faire soi-même",
        4,
        EtatHypothese.CONFORTEE,
        Risque.MOYEN,
        signes=(Signe(ATTENDU, EFFET, "Un projet sur deux est né d'une rencontre avec l'animateur", (Lu(-4, PARTIEL),)),),
        dits=(
            Dit(CHAUDE, 1, -6, "Récits de quatre groupes de jeunes", "« Sans lui, on n'aurait jamais osé demander la salle. »"),
            Dit(FROIDE, 2, -4, "Carnet de bord de l'animateur itinérant", "Deux projets en neuf mois, aucun les deux années d'avant."),
        ),
    ),
    Pari(
        "navette",
        "navettes > mobiles",
        "Si une navette passe le mercredi et le samedi, les jeunes la prendront",
        1,
        EtatHypothese.AFFAIBLIE,
        Risque.FORT,
        signes=(
            Signe(
                ATTENDU,
                RESULTAT,
                "Dix passagers en moyenne par navette",
                (Lu(-9, NON, "Trois passagers."), Lu(-4, NON, "Trois passagers.")),
            ),
        ),
        dits=(
            Dit(FROIDE, 2, -4, "Comptage de quarante-deux navettes", "Trois passagers en moyenne, sans hausse depuis l'ouverture.", False),
            Dit(CHAUDE, 1, -5, "Groupe de collégiens", "La navette part à 13 h, les cours finissent à 13 h 15.", False),
            Dit(CHAUDE, 0, -3, "Service mobilité", "Le samedi matin, la navette est pleine les jours de marché."),
        ),
    ),
    Pari(
        "velo",
        "velos > mobiles",
        "Un vélo prêté suffit à ceux qui vivent à moins de dix kilomètres",
        5,
        EtatHypothese.EN_TEST,
        Risque.MOYEN,
        signes=(Signe(SOUHAITE, EFFET, "La moitié des vélos sort chaque semaine", (Lu(-4, PARTIEL),)),),
    ),
    Pari(
        "avis",
        "entendus > *",
        "Des jeunes dont l'avis compte une fois reviennent donner le suivant",
        12,
        EtatHypothese.A_TESTER,
        Risque.MOYEN,
        signes=(Signe(SOUHAITE, EFFET, "Deux jeunes sur trois siègent une seconde année"),),
    ),
    Pari(
        "confort",
        "parents_ados > *",
        "Des parents rassurés laissent leurs enfants sortir plus souvent",
        6,
        EtatHypothese.NON_TESTABLE,
        Risque.FAIBLE,
        motif="Personne ne tient de registre des sorties, et en tenir un serait intrusif.",
        signes=(Signe(ATTENDU, EFFET, "Moins de refus de sortie signalés par l'animateur"),),
    ),
)
TRACE = Trace("jeunes", PILOTE, MARCHES, FLECHES, PARIS)
SIGNES = (
    Signe(ATTENDU, RESULTAT, "Un jeune sur quatre participe à une activité près de chez lui", (Lu(-14, NON), Lu(-4, PARTIEL))),
    Signe(SOUHAITE, EFFET, "Les jeunes se disent écoutés par les élus", (Lu(-4, PARTIEL),)),
    Signe(REVE, IMPACT, "D'anciens jeunes du conseil s'engagent dans leur commune", (Lu(-4, NON),)),
)
PREUVES = (
    Dit(
        CHAUDE,
        1,
        -4,
        "Questionnaire court à la sortie du collège",
        "Trente-huit jeunes sur cinquante connaissent l'animateur par son rôle.",
    ),
    Dit(FROIDE, 2, -3, "Relevé de fréquentation des accueils", "Les accueils comptent quarante-six jeunes de plus qu'il y a deux ans."),
    Dit(CHAUDE, 1, -3, "Élus de deux communes", "Aucun jeune des hameaux n'est venu au conseil, disent-ils.", False),
)


def joue(s: Scene) -> None:
    s.agit(ACTES)
    s.suit("jeunes", *SIGNES)
    s.chiffre("jeunes", Chiffre("alsh_ados_heures", 1, RESULTAT), Chiffre("ps_jeunes_etp", 0.5, REALISATION))
    s.trace("chemin.jeunes", TRACE, EtatChemin.ACTIF)
    s.mene("jeunes", EtatChangement.SUIVI)
    s.prouve("jeunes", *PREUVES)

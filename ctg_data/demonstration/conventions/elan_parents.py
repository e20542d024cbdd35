"""Support to parents before trouble settles: a path under way, with most of its hypotheses still to be looked at (invented)."""

from ctg_data.demonstration.conventions.declarations import Acte, Chiffre, Dit, Lu, Marche, Pari, Signe, Trace
from ctg_data.demonstration.conventions.scene import Scene
from ctg_data.parcours.chemin import Risque
from ctg_data.parcours.etats import EtatAction, EtatChangement, EtatChemin, EtatHypothese
from ctg_data.parcours.suivi import EtatMarqueur, Portee, Rang, TypePreuve

ATTENDU, SOUHAITE, REVE = Rang
REALISATION, RESULTAT, EFFET, IMPACT = Portee
NON, PARTIEL, OUI = EtatMarqueur
FROIDE, CHAUDE = TypePreuve
PILOTE = "Référente familles du centre social"
BINOME = ("Conseillère technique jeunesse et parentalité", PILOTE)
ACTES = (
    Acte(
        "laep",
        "Lieu d'accueil enfants-parents itinérant",
        "PA",
        EtatAction.REALISEE,
        (-16, -7),
        PILOTE,
        BINOME,
        27_000,
        "Lieu d'accueil enfants-parents",
        100,
    ),
    Acte(
        "cafes",
        "Cafés des parents dans cinq écoles",
        "PA",
        EtatAction.ENGAGEE,
        (-13, 10),
        PILOTE,
        BINOME,
        8_000,
        "Fonds national parentalité",
        70,
    ),
    Acte(
        "charte",
        "Charte d'orientation entre professionnels",
        "PA",
        EtatAction.ENGAGEE,
        (-9, 5),
        "Chargée de coopération territoriale",
        BINOME,
        2_000,
        "",
        50,
    ),
    Acte(
        "mediation",
        "Permanences de médiation familiale au bourg",
        "PA",
        EtatAction.PLANIFIEE,
        (3, 24),
        "Service de médiation familiale",
        BINOME,
        11_000,
        "Médiation familiale",
        0,
    ),
    Acte(
        "samedi",
        "Ateliers du samedi entre pères et enfants",
        "PA",
        EtatAction.ENGAGEE,
        (-5, 12),
        "Centre social",
        BINOME,
        4_500,
        "Fonds national parentalité",
        40,
    ),
)
MARCHES = (
    Marche(
        "savoir",
        "Les parents savent à qui parler près de chez eux",
        "Parents d'enfants de moins de 12 ans",
        4,
        (
            Signe(
                ATTENDU,
                RESULTAT,
                "Deux parents sur trois citent un lieu où venir",
                (Lu(-12, NON), Lu(-5, PARTIEL, "Un sur deux."), Lu(-2, OUI)),
            ),
        ),
    ),
    Marche(
        "orienter",
        "Les professionnels s'orientent entre eux sans faire répéter",
        "Professionnels de l'enfance et du social",
        6,
        (
            Signe(ATTENDU, EFFET, "Une fiche de liaison sur deux est remplie avec le parent", (Lu(-5, NON), Lu(-2, PARTIEL))),
            Signe(SOUHAITE, EFFET, "Les parents disent ne plus répéter leur histoire", (Lu(-2, NON),)),
        ),
    ),
    Marche(
        "entraide",
        "Des parents s'entraident sans professionnel",
        "Parents",
        12,
        (Signe(SOUHAITE, EFFET, "Deux cafés des parents sont menés par des parents", (Lu(-2, PARTIEL, "Un sur cinq."),)),),
    ),
    Marche(
        "peres",
        "Les pères prennent part aux rencontres",
        "Pères",
        10,
        (Signe(SOUHAITE, EFFET, "Un participant sur trois est un père", (Lu(-2, PARTIEL, "Un sur cinq."),)),),
    ),
    Marche(
        "dialogue",
        "Les parents séparés gardent un dialogue autour des enfants",
        "Parents séparés",
        20,
        (Signe(REVE, IMPACT, "Des parents séparés viennent ensemble à une rencontre"),),
    ),
    Marche(
        "tot",
        "Les parents demandent de l'aide plus tôt",
        "Parents d'enfants de moins de 12 ans",
        16,
        (Signe(ATTENDU, EFFET, "La première demande vient avant l'entrée à l'école", (Lu(-2, NON),)),),
    ),
)
FLECHES = (
    "laep > savoir > tot > *",
    "cafes > savoir > entraide > *",
    "charte > orienter > tot",
    "samedi > peres > entraide",
    "mediation > dialogue > *",
)
PARIS = (
    Pari(
        "proximite",
        "laep > savoir",
        "Un lieu qui vient dans la commune est mieux connu qu'un lieu fixe au bourg",
        2,
        EtatHypothese.CONFORTEE,
        Risque.FAIBLE,
        signes=(Signe(ATTENDU, RESULTAT, "Chaque halte accueille des familles de la commune", (Lu(-5, OUI),)),),
        dits=(
            Dit(
                FROIDE,
                2,
                -5,
                "Registre anonyme des haltes",
                "Soixante-deux familles, dont quarante et une n'étaient jamais venues au bourg.",
            ),
            Dit(
                CHAUDE,
                1,
                -5,
                "Paroles recueillies aux haltes",
                "« À pied, avec la poussette, je viens. En voiture, je ne serais pas venue. »",
            ),
        ),
    ),
    Pari(
        "honte",
        "savoir > tot",
        "Si l'on connaît un lieu ordinaire, demander de l'aide ne fait plus honte",
        8,
        EtatHypothese.EN_TEST,
        Risque.FORT,
        signes=(Signe(SOUHAITE, EFFET, "Des parents y parlent d'une difficulté dès les premières visites", (Lu(-2, PARTIEL),)),),
        dits=(Dit(CHAUDE, 1, -2, "Accueillantes du lieu itinérant", "Des confidences viennent à la troisième ou quatrième visite."),),
    ),
    Pari(
        "liaison",
        "charte > orienter",
        "Une règle commune suffit à changer les habitudes d'orientation",
        3,
        EtatHypothese.AFFAIBLIE,
        Risque.MOYEN,
        signes=(Signe(ATTENDU, RESULTAT, "Neuf structures sur dix appliquent la charte", (Lu(-2, NON, "Quatre sur dix."),)),),
        dits=(
            Dit(
                FROIDE, 1, -2, "Relecture de vingt fiches de liaison", "Les fiches remplies viennent d'équipes qui se voyaient déjà.", False
            ),
        ),
    ),
    Pari(
        "pairs",
        "entraide > *",
        "Un parent parle plus volontiers à un autre parent qu'à un professionnel",
        10,
        EtatHypothese.A_TESTER,
        Risque.MOYEN,
        signes=(Signe(SOUHAITE, EFFET, "Des parents se rappellent entre deux rencontres"),),
    ),
    Pari(
        "tiers",
        "dialogue > *",
        "Un tiers proche du domicile évite que le conflit n'aille au tribunal",
        18,
        EtatHypothese.A_TESTER,
        Risque.FORT,
        signes=(Signe(REVE, IMPACT, "Moins de ruptures de lien signalées par les écoles"),),
        chiffres=(Chiffre("mediation_fam", 4, RESULTAT),),
    ),
)
TRACE = Trace("parents", PILOTE, MARCHES, FLECHES, PARIS)
SIGNES = (
    Signe(
        ATTENDU,
        RESULTAT,
        "Cent familles fréquentent un lieu de soutien à la parentalité",
        (Lu(-12, NON), Lu(-2, PARTIEL, "Soixante-dix-huit.")),
    ),
    Signe(SOUHAITE, EFFET, "Les parents disent avoir été aidés à temps", (Lu(-2, NON),)),
    Signe(REVE, IMPACT, "Les écoles signalent moins de situations tardives"),
)
PREUVES = (
    Dit(FROIDE, 1, -4, "Bilan du lieu d'accueil enfants-parents", "Les haltes couvrent douze communes, contre trois auparavant."),
    Dit(CHAUDE, 1, -2, "Café des parents", "« On se dit entre nous ce qu'on n'osait pas dire ailleurs. »"),
)


def joue(s: Scene) -> None:
    s.agit(ACTES)
    s.suit("parents", *SIGNES)
    s.chiffre("parents", Chiffre("laep_heures", 60, REALISATION), Chiffre("clas_enf", None, RESULTAT))
    s.trace("chemin.parents", TRACE, EtatChemin.ACTIF)
    s.mene("parents", EtatChangement.SUIVI)
    s.prouve("parents", *PREUVES)

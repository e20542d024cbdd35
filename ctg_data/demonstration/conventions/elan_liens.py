"""A path still being drawn, on social life in small communes, and one that is closed, on access to rights (invented)."""

from ctg_data.demonstration.conventions.declarations import Acte, Chiffre, Dit, Lu, Marche, Pari, Signe, Trace
from ctg_data.demonstration.conventions.scene import Scene
from ctg_data.parcours.chemin import Risque
from ctg_data.parcours.etats import EtatAction, EtatChangement, EtatChemin, EtatHypothese
from ctg_data.parcours.suivi import EtatMarqueur, Portee, Rang, TypePreuve

ATTENDU, SOUHAITE, REVE = Rang
REALISATION, RESULTAT, EFFET, IMPACT = Portee
NON, PARTIEL, OUI = EtatMarqueur
FROIDE, CHAUDE = TypePreuve
CENTRE, MAIRIE = "Directeur du centre social", "Adjointe aux affaires sociales"
BINOME_AV = ("Chargée de coopération territoriale", CENTRE)
BINOME_AD = ("Chargée de coopération territoriale", MAIRIE)
ACTES_AV = (
    Acte(
        "hors_murs",
        "Centre social hors les murs, une semaine par commune",
        "AV",
        EtatAction.PLANIFIEE,
        (2, 24),
        CENTRE,
        BINOME_AV,
        22_000,
        "Prestation de service animation locale",
    ),
    Acte("benevoles", "Formation de bénévoles référents de village", "AV", EtatAction.RETENUE, None, CENTRE, BINOME_AV, 5_000),
    Acte("agenda", "Agenda commun des fêtes et des rencontres", "AV", EtatAction.IDEE),
)
MARCHES_AV = (
    Marche(
        "croiser",
        "Les habitants se croisent dans leur commune hors des fêtes",
        "Habitants des petites communes",
        8,
        (Signe(ATTENDU, RESULTAT, "Une rencontre par mois dans dix communes"),),
    ),
    Marche(
        "porter",
        "Des habitants portent eux-mêmes une rencontre",
        "Bénévoles",
        14,
        (Signe(SOUHAITE, EFFET, "Six communes ont un référent de village"),),
    ),
    Marche("venir", "Les habitants viennent aussi dans la commune voisine", "Habitants des petites communes", 18),
    Marche("commerces", "Les commerces ambulants font halte aux rencontres", "Commerçants", None, (), True),
)
TRACE_AV = Trace(
    "liens",
    "",
    MARCHES_AV,
    ("hors_murs > croiser > porter > *", "benevoles > porter", "agenda > venir > *"),
    (
        Pari(
            "envie",
            "croiser > porter",
            "Se retrouver régulièrement donne à quelques-uns l'envie de prendre le relais",
            12,
            EtatHypothese.A_TESTER,
            Risque.MOYEN,
            signes=(Signe(ATTENDU, EFFET, "Trois habitants se proposent après la première saison"),),
        ),
    ),
    "Simplifié par le groupe projet ; le pilote reste à désigner avant l'activation.",
)
ACTES_AD = (
    Acte(
        "relais_fs",
        "Points d'accès aux droits dans trois mairies",
        "AD",
        EtatAction.REALISEE,
        (-19, -9),
        MAIRIE,
        BINOME_AD,
        16_000,
        "",
        100,
    ),
    Acte(
        "ateliers",
        "Ateliers « mes démarches sans stress »",
        "AD",
        EtatAction.REALISEE,
        (-18, -8),
        "Conseillère numérique",
        BINOME_AD,
        3_000,
        "",
        100,
    ),
)
MARCHES_AD = (
    Marche(
        "pousser",
        "Les habitants poussent la porte d'un point d'accès aux droits",
        "Allocataires peu à l'aise avec le numérique",
        -8,
        (Signe(ATTENDU, RESULTAT, "Deux cents passages dans l'année", (Lu(-14, PARTIEL), Lu(-8, OUI, "Deux cent trente passages."))),),
    ),
    Marche(
        "finir",
        "Ils vont au bout de la démarche commencée",
        "Allocataires peu à l'aise avec le numérique",
        -7,
        (
            Signe(ATTENDU, EFFET, "Huit dossiers sur dix sont complets du premier coup", (Lu(-8, OUI),)),
            Signe(SOUHAITE, EFFET, "Les personnes refont seules la démarche suivante", (Lu(-8, NON),)),
        ),
    ),
    Marche(
        "reperer",
        "Les secrétaires de mairie repèrent ceux qui renoncent",
        "Secrétaires de mairie",
        -7,
        (Signe(SOUHAITE, EFFET, "Une personne par semaine est rappelée", (Lu(-8, PARTIEL),)),),
    ),
)
TRACE_AD = Trace(
    "droits",
    MAIRIE,
    MARCHES_AD,
    ("relais_fs > pousser > finir > *", "ateliers > finir", "relais_fs > reperer > *"),
    (
        Pari(
            "accompagner",
            "pousser > finir",
            "Faire la démarche ensemble une fois suffit à la finir",
            -8,
            EtatHypothese.CONFORTEE,
            Risque.MOYEN,
            signes=(Signe(ATTENDU, EFFET, "Les dossiers commencés au point d'accès aboutissent", (Lu(-8, OUI),)),),
            dits=(Dit(FROIDE, 2, -8, "Suivi des dossiers du point d'accès", "Cent quarante dossiers aboutis sur cent soixante-dix."),),
        ),
    ),
    "Clos avec le changement : la commune du bourg poursuit seule.",
)
PREUVES_AD = (
    Dit(
        FROIDE,
        2,
        -8,
        "Suivi des dossiers du point d'accès",
        "Cent quarante dossiers aboutis sur cent soixante-dix, contre la moitié l'année d'avant.",
    ),
    Dit(
        CHAUDE,
        1,
        -8,
        "Entretiens à la sortie du point d'accès",
        "« Je suis venue pour un papier, je suis repartie avec une aide que j'ignorais. »",
    ),
    Dit(CHAUDE, 1, -7, "Association d'aide alimentaire", "Les plus isolés ne viennent toujours pas, disent les bénévoles.", False),
)
SIGNES_AD = (
    Signe(ATTENDU, RESULTAT, "Deux cents personnes accompagnées dans l'année", (Lu(-14, PARTIEL), Lu(-8, OUI))),
    Signe(SOUHAITE, EFFET, "Les personnes accompagnées ne renoncent plus", (Lu(-8, PARTIEL),)),
    Signe(REVE, IMPACT, "Plus personne n'ignore une aide à laquelle il a droit", (Lu(-8, NON),)),
)


def joue(s: Scene) -> None:
    s.agit((*ACTES_AV, *ACTES_AD))
    s.trace("chemin.liens", TRACE_AV, EtatChemin.SIMPLIFIE)
    s.suit("liens", Signe(ATTENDU, RESULTAT, "Un habitant sur trois participe à une rencontre dans l'année"))
    s.chiffre("liens", Chiffre("evs_p10000", 0.7, REALISATION))
    _droits(s)


def _droits(s: Scene) -> None:
    s.suit("droits", *SIGNES_AD)
    s.chiffre("droits", Chiffre("points_contact_caf", 0.4, REALISATION), Chiffre("rdv_droits", 12, RESULTAT))
    s.trace("chemin.droits", TRACE_AD, EtatChemin.ACTIF)
    s.mene("droits", EtatChangement.SUIVI)
    s.prouve("droits", *PREUVES_AD)
    s.mene("droits", EtatChangement.PARTIEL)
    s.mene("chemin.droits", EtatChemin.CLOS)

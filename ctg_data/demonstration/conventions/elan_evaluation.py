"""An evaluation just begun: a few notes of the three grids, what is counted before and after (Élan Limousin Avenir Nature, invented)."""

from ctg_data.demonstration.conventions.scene import Scene
from ctg_data.parcours.suivi import Comptage, Critere, Evaluation, Grille, Objet

ETUDES, PARTENAIRES = "Chargée d'études", "Comité technique jeunesse et parentalité"
NOTES = (
    (Grille.CAF, Critere.EFFECTIVITE, "", 3, 2, "Seize actions sur vingt-quatre sont engagées ou réalisées, une est abandonnée.", ETUDES),
    (Grille.CAF, Critere.PERTINENCE, "", 3, 1, "Les cinq changements répondent aux urgences votées à la table 1.", ETUDES),
    (
        Grille.CAF,
        Critere.EFFICACITE,
        "accueil",
        2,
        2,
        "Quatre ouvertures avant 7 h pour cinq visées ; les places ne sont pas encore là.",
        ETUDES,
    ),
    (Grille.PARTENAIRE, Critere.COHERENCE, "", 2, 1, "Le calendrier des communes et celui de la convention se croisent mal.", PARTENAIRES),
    (Grille.PARTENAIRE, Critere.EFFICACITE, "jeunes", 1, 2, "Les navettes roulent, les jeunes ne les prennent pas.", PARTENAIRES),
    (
        Grille.PILOTAGE,
        Critere.EFFICIENCE,
        "",
        2,
        0,
        "Moins de réunions, mieux suivies ; le temps passé n'est pas encore mesuré.",
        "Groupe projet",
    ),
)
COMPTAGES = (
    ("diagnostics", 4, 1, "Un diagnostic partagé remplace ceux de chaque service."),
    ("reunions", 23, 14, "Réunions avec la collectivité, par an."),
    ("conventions", 9, 5, ""),
)


def joue(s: Scene) -> None:
    for grille, critere, cible, note, niveau, texte, redige_par in NOTES:
        objet = Objet.CHANGEMENT if cible else Objet.CTG
        dit = {"note": note, "niveau_preuve": niveau, "texte": texte, "redige_par": redige_par}
        s.pose(Evaluation, grille=grille, critere=critere, objet=objet, cible=cible, **dit)
    for item, avant, apres, note in COMPTAGES:
        s.pose(Comptage, item=item, avant=avant, apres=apres, note=note)

"""A CTG twenty months after its signature, on the EPCI Élan Limousin Avenir Nature.  Every word of it is invented."""

from ctg_data.demonstration.conventions import elan_accueil, elan_cadre, elan_concertation, elan_evaluation, elan_jeunes
from ctg_data.demonstration.conventions import elan_liens as liens
from ctg_data.demonstration.conventions import elan_parents as parents
from ctg_data.demonstration.conventions.calendrier import Calendrier
from ctg_data.demonstration.conventions.scene import Scene
from ctg_data.parcours.convention import Ctg
from ctg_data.parcours.etats import EtatCtg

CODE = "200066512"
THEMES = ("PE", "JE", "PA", "AV", "AD")


def ctg(calendrier: Calendrier) -> Ctg:
    dates = {"signe_le": calendrier.signe_le, "debut": calendrier.debut, "fin": calendrier.fin}
    return Ctg("CTG Élan Limousin Avenir Nature (exemple fictif)", "epci", CODE, themes=THEMES, fictive=True, **dates)


def joue(s: Scene) -> None:
    """The whole life of this CTG, in its order."""
    elan_cadre.partenaires(s)
    elan_cadre.reunions(s)
    elan_concertation.perceptions(s)
    elan_concertation.futur_ideal(s)
    elan_concertation.changements(s)
    elan_concertation.validations(s)
    s.mene("ctg", EtatCtg.SUIVI)
    for chemin in (elan_accueil, elan_jeunes, parents, liens):
        chemin.joue(s)
    elan_concertation.en_cours(s)
    elan_cadre.engagements(s)
    elan_cadre.decisions(s)
    elan_cadre.pas(s)
    elan_evaluation.joue(s)

"""A CTG at the time of its shared diagnosis, ready for its second table, on the EPCI Portes de Vassivière.  Every word is invented."""

from ctg_data.demonstration.conventions.calendrier import Calendrier
from ctg_data.demonstration.conventions.declarations import Acte
from ctg_data.demonstration.conventions.scene import Scene
from ctg_data.parcours.chemin import Changement
from ctg_data.parcours.concertation import (
    College,
    Croisement,
    Famille,
    FuturIdeal,
    Objection,
    Perception,
    Precondition,
    Relation,
    TypePrecondition,
    Urgence,
)
from ctg_data.parcours.convention import (
    Cote,
    Ctg,
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
from ctg_data.parcours.etats import EtatCtg, EtatPas, EtatProposition, EtatReunion

CODE = "248719353"
THEMES = ("PE", "PA", "AV", "AD")
"""Youth is still to be added before the signature: the page says so."""
HABITANTS, ELUS, PROS, ASSOS, INSTITUTIONS = College
TRAJECTOIRE, ATOUTS, CAPACITE, VALEURS = Famille
ORGANISATIONS = (
    ("caf", "Caf du département", TypeOrganisation.CAF, True),
    ("epci", "Communauté de communes", TypeOrganisation.COLLECTIVITE, True),
    ("msa", "MSA", TypeOrganisation.MSA, False),
    ("foyer", "Foyer rural", TypeOrganisation.ASSOCIATION, False),
    ("habitants", "Groupe d'habitants", TypeOrganisation.HABITANTS, False),
)
PARTICIPANTS = (
    ("caf", "Chargée de coopération territoriale", Role.CCT),
    ("caf", "Chargé d'études", Role.ETUDES),
    ("epci", "Présidente de la communauté de communes", Role.COLLECTIVITE),
    ("epci", "Secrétaire générale", Role.COLLECTIVITE),
    ("foyer", "Animatrice du foyer rural", Role.COLLECTIVITE),
)
REUNIONS = (
    ("lancement", "copil", (-4, 0), "Lancement de la démarche", EtatReunion.TENUE, 4, 7, 0, "Calendrier retenu : signature avant l'été."),
    (
        "table_1",
        "tables",
        (-1, 0),
        "Table 1 : croiser les chiffres et le vécu",
        EtatReunion.TENUE,
        10,
        19,
        1,
        "Dix-neuf présents, dont huit habitants.",
    ),
    ("table_2", "tables", (0, 12), "Table 2 : futur idéal et changements durables", EtatReunion.PREVUE, 10, 0, 2, ""),
    ("copil_avis", "copil", (1, 10), "Avis de la collectivité sur les changements", EtatReunion.PREVUE, 4, 0, 0, ""),
)
PERCEPTIONS = (
    ("saison", "L'été, tout ouvre ; l'hiver, les familles restent seules.", "AV", HABITANTS, TRAJECTOIRE),
    ("am", "La dernière assistante maternelle du canton part l'an prochain.", "PE", ELUS, TRAJECTOIRE),
    ("creche", "La micro-crèche a des places, mais personne ne le sait.", "PE", PROS, CAPACITE),
    ("entraide", "On s'arrange entre voisins, depuis toujours.", "AV", HABITANTS, VALEURS),
    ("seule", "Seule avec deux enfants, je fais cinquante kilomètres pour un rendez-vous.", "PA", HABITANTS, TRAJECTOIRE),
    ("foyer", "Le foyer rural tient grâce à trois bénévoles, très présents.", "AV", ASSOS, ATOUTS),
    ("lac", "Le lac attire de jeunes couples qui cherchent une autre vie.", "PE", ELUS, ATOUTS),
    ("papiers", "Le secrétariat de mairie remplit les dossiers de tout le monde.", "AD", INSTITUTIONS, CAPACITE),
    ("accueil", "Un nouvel habitant est invité dans la semaine.", "AV", HABITANTS, VALEURS),
)
CROISEMENTS = (
    ("creche", "tx_occup_eaje", Relation.CONFIRME, "L'occupation reste sous celle du département."),
    ("am", "tx_couv_am", Relation.NUANCE, "La couverture tient encore ; un seul départ la ferait chuter."),
    ("seule", "part_monop_caf", Relation.REVELE, "Plus d'un foyer sur trois avec enfants n'a qu'un parent."),
    ("papiers", "tx_couv_caf", Relation.REVELE, ""),
)
URGENCES = (
    ("Garder un mode d'accueil toute l'année", "PE", 12),
    ("Rompre l'isolement des parents seuls", "PA", 9),
    ("Se retrouver l'hiver", "AV", 7),
    ("Être aidé dans ses démarches près de chez soi", "AD", 6),
)
PRECONDITIONS = (
    (TypePrecondition.CHAMPION, 2, "La présidente soutient la démarche ; deux maires restent en retrait."),
    (TypePrecondition.RESSOURCES, 1, "Un mi-temps de coordination est voté, pour un an seulement."),
    (TypePrecondition.URGENCE, 3, "Le départ annoncé de l'assistante maternelle a réuni tout le monde."),
)
FUTUR = (
    "Dans dix ans, on vit ici toute l'année. Chaque enfant y est accueilli près de chez lui, chaque parent y trouve à qui parler, et "
    "l'hiver rassemble autant que l'été."
)
CHANGEMENTS = (
    (
        "annee",
        "Chaque enfant de moins de 3 ans est accueilli toute l'année à moins de vingt minutes",
        "familles avec un jeune enfant",
        ("PE",),
    ),
    ("seuls", "Les parents seuls ont quelqu'un sur qui compter dans leur commune", "parents seuls", ("PA",)),
    ("hiver", "Les habitants se retrouvent en toute saison", "habitants", ("AV",)),
    ("droits", "Chacun fait valoir ses droits sans quitter le canton", "allocataires et retraités", ("AD",)),
    ("venir", "Les familles qui arrivent restent", "familles nouvelles", ("AV", "PE")),
    ("releve", "Organiser la relève des assistantes maternelles", "", ("PE",)),
)
"""The last one tells an activity and names no one: the page advises to reword it."""
ACTES = (
    Acte("relais", "Relais petite enfance partagé avec un territoire voisin", "PE", description="Idée venue de la table 1."),
    Acte("places", "Faire connaître les places de la micro-crèche", "PE"),
    Acte("pause", "Pause des parents au foyer rural, le samedi matin", "PA"),
    Acte("veillees", "Veillées d'hiver, dans une commune différente chaque mois", "AV"),
    Acte("permanence", "Permanence itinérante d'accès aux droits", "AD"),
)
PAS = (
    ("1a", EtatPas.FAIT, -8, Role.DIRECTION),
    ("1b", EtatPas.FAIT, -7, Role.CCT),
    ("1c", EtatPas.FAIT, -6, Role.DIRECTION),
    ("1d", EtatPas.FAIT, -6, Role.ETUDES),
    ("2a", EtatPas.FAIT, -4, Role.CCT),
    ("2b", EtatPas.EN_COURS, 1, Role.ETUDES),
    ("3a", EtatPas.A_FAIRE, 2, Role.COLLECTIVITE),
    ("3b", EtatPas.A_FAIRE, 5, Role.CONSEILLER),
    ("3c", EtatPas.A_FAIRE, 7, Role.DIRECTION),
)


def ctg(calendrier: Calendrier) -> Ctg:
    """Its dates are known, not yet its signature."""
    dates = {"debut": calendrier.debut, "fin": calendrier.fin}
    return Ctg("CTG Portes de Vassivière (exemple fictif)", "epci", CODE, themes=THEMES, fictive=True, **dates)


def joue(s: Scene) -> None:
    s.mene("ctg", EtatCtg.DIAGNOSTIC)
    _partenaires(s)
    _diagnostic(s)
    _propositions(s)
    s.agit(ACTES)
    texte = "Ouvrir les chiffres du diagnostic à tous les participants des tables."
    s.pose(Engagement, cote=Cote.CAF, texte=texte, responsable="Chargé d'études", echeance=s.le(0, 10))
    for etape, etat, mois, role in PAS:
        s.pose(Pas, "", etat, etape=etape, echeance=s.le(mois), role=role)


def _partenaires(s: Scene) -> None:
    for nom, libelle, type_, signataire in ORGANISATIONS:
        s.pose(Organisation, nom, nom=libelle, type=type_, signataire=signataire)
    for organisation, fonction, role in PARTICIPANTS:
        s.pose(Participant, organisation=organisation, fonction=fonction, role=role)
    s.pose(Instance, "copil", nom="Comité de pilotage", type=TypeInstance.COPIL)
    s.pose(Instance, "tables", nom="Tables de concertation", type=TypeInstance.TABLE)
    for nom, instance, quand, objet, etat, quorum, presents, table, compte_rendu in REUNIONS:
        dit = {"quorum": quorum, "presents": presents, "numero_table": table, "compte_rendu": compte_rendu}
        s.pose(Reunion, nom, etat, instance=instance, jour=s.le(*quand), objet=objet, **dit)


def _diagnostic(s: Scene) -> None:
    for nom, texte, theme, college, famille in PERCEPTIONS:
        s.pose(Perception, f"dit.{nom}", texte=texte, theme=theme, college=college, famille=famille, reunion="table_1")
    for nom, indicateur, relation, commentaire in CROISEMENTS:
        dit = {"indicateur": indicateur, "annee": s.chiffres.annee(indicateur), "commentaire": commentaire}
        s.pose(Croisement, perception=f"dit.{nom}", relation=relation, **dit)
    for libelle, theme, votes in URGENCES:
        s.pose(Urgence, libelle=libelle, theme=theme, votes=votes, reunion="table_1")
    for type_, niveau, justification in PRECONDITIONS:
        s.pose(Precondition, type=type_, niveau=niveau, justification=justification)


def _propositions(s: Scene) -> None:
    """Two texts were sent before the table: one draws reactions, the other a written objection, still to be examined."""
    s.pose(FuturIdeal, "futur", numero=1, texte=FUTUR)
    for ordre, (nom, libelle, public, themes) in enumerate(CHANGEMENTS):
        horizon = s.calendrier.fin if public else None
        s.pose(Changement, nom, libelle=libelle, public=public, themes=themes, horizon=horizon, ordre=ordre)
    s.propose("p.futur", "futur", "table_2", EtatProposition.REACTIONS)
    s.propose("p.annee", "annee", "table_2", EtatProposition.OBJECTIONS)
    motif = "Vingt minutes sont hors de portée l'hiver, sur les routes du plateau : nous ne les tiendrions pas."
    s.pose(Objection, "o.annee", proposition="p.annee", college=ELUS, motif=motif)
    s.propose("p.hiver", "hiver", "table_2")

"""The three tables: perceptions, urgences, futur idéal, changes put to consent and validated (Élan Limousin Avenir Nature, invented)."""

from ctg_data.demonstration.conventions.scene import Scene
from ctg_data.parcours.chemin import Changement
from ctg_data.parcours.concertation import (
    College,
    Croisement,
    Famille,
    FuturIdeal,
    Objection,
    ObjetPropose,
    Perception,
    Precondition,
    Proposition,
    Relation,
    TypePrecondition,
    Urgence,
)
from ctg_data.parcours.convention import AvisCollectivite, Validation
from ctg_data.parcours.etats import EtatChangement, EtatObjection, EtatProposition

HABITANTS, ELUS, PROS, ASSOS, INSTITUTIONS = College
TRAJECTOIRE, ATOUTS, CAPACITE, VALEURS = Famille
PERCEPTIONS = (
    ("trajets", "On trouve une place, mais à trente minutes : on refuse des horaires à cause de ça.", "PE", HABITANTS, TRAJECTOIRE),
    ("releve", "Les collègues partent à la retraite, et personne ne se présente derrière elles.", "PE", PROS, TRAJECTOIRE),
    ("creche", "La crèche affiche complet le mardi et des places vides le vendredi.", "PE", PROS, CAPACITE),
    ("solidarite", "Ici, quand un enfant est malade, il y a toujours une voisine.", "PE", HABITANTS, VALEURS),
    ("ennui", "Après le collège, il n'y a rien à faire si personne ne vous conduit.", "JE", HABITANTS, TRAJECTOIRE),
    ("parole", "On nous demande notre avis une fois que tout est décidé.", "JE", HABITANTS, VALEURS),
    ("clubs", "Les associations sportives tiennent bon, avec des bénévoles qui se forment.", "JE", ASSOS, ATOUTS),
    ("seuls", "Des parents attendent que cela craque avant de pousser une porte.", "PA", PROS, TRAJECTOIRE),
    ("repete", "Il faut raconter son histoire à chaque guichet.", "PA", HABITANTS, CAPACITE),
    ("reseau", "Les professionnels se connaissent et s'appellent.", "PA", INSTITUTIONS, ATOUTS),
    ("hameaux", "Les petites communes regardent ce qui se passe au bourg sans y venir.", "AV", ELUS, TRAJECTOIRE),
    ("fetes", "Chaque village garde sa fête : c'est là que l'on se parle.", "AV", ELUS, ATOUTS),
    ("demarches", "Je laisse tomber une aide plutôt que de recommencer le dossier en ligne.", "AD", HABITANTS, CAPACITE),
    ("relais", "Nous aidons aux démarches sans que ce soit notre métier.", "AD", ASSOS, CAPACITE),
)
CROISEMENTS = (
    ("trajets", "tx_couv_global", Relation.NUANCE, "Assez de places au total, mal réparties entre les communes."),
    ("releve", "part_am_55_plus", Relation.CONFIRME, "Quatre assistantes maternelles sur dix ont 55 ans ou plus."),
    ("creche", "tx_occup_eaje", Relation.CONFIRME, "L'occupation moyenne cache les écarts entre les jours."),
    ("ennui", "alsh_ados_heures", Relation.CONFIRME, ""),
    ("reseau", "laep_heures", Relation.NUANCE, "Le réseau existe, les lieux où venir avec son enfant ouvrent peu d'heures."),
    ("demarches", "tx_couv_caf", Relation.REVELE, "Le chiffre ne dit rien de ceux qui renoncent avant d'ouvrir un dossier."),
    ("hameaux", "cs_p10000", Relation.CONTREDIT, "Le centre social est au bourg, mais un usager sur deux vient d'ailleurs."),
)
URGENCES = (
    ("Faire garder son enfant avec des horaires décalés", "PE", 17),
    ("Se déplacer quand on a moins de 18 ans", "JE", 14),
    ("Trouver à qui parler quand on est parent", "PA", 11),
    ("Remplacer les assistantes maternelles qui partent", "PE", 9),
    ("Faire ses démarches sans renoncer", "AD", 8),
    ("Se rencontrer dans les petites communes", "AV", 6),
)
PRECONDITIONS = (
    (TypePrecondition.CHAMPION, 3, "Le vice-président chargé de l'enfance ouvre chaque table et défend la convention en conseil."),
    (TypePrecondition.RESSOURCES, 2, "Deux postes sur trois sont financés sur toute la durée ; celui de la vie sociale ne l'est qu'un an."),
    (
        TypePrecondition.URGENCE,
        2,
        "Les départs d'assistantes maternelles inquiètent tout le monde ; la mobilité des jeunes, surtout les familles.",
    ),
)
FUTUR_1 = (
    "Dans dix ans, le territoire est connu pour son accueil. Chaque famille y trouve une réponse près de chez elle, et les jeunes ont "
    "envie d'y revenir."
)
FUTUR_2 = (
    "Dans dix ans, on vient vivre ici parce qu'on y élève bien ses enfants. Chaque famille trouve une réponse près de chez elle, quels que "
    "soient ses horaires. Les jeunes pèsent dans les décisions. Nul ne renonce à un droit faute d'avoir été accompagné."
)
FUTUR_LEVE = FUTUR_2.replace("Les jeunes pèsent", "Les enfants et les jeunes, y compris ceux qui vivent avec un handicap, pèsent")
CHANGEMENTS = (
    (
        "accueil",
        "Chaque famille qui travaille trouve un mode d'accueil à moins de vingt minutes, même en horaires décalés",
        "familles avec un enfant de moins de 3 ans",
        ("PE",),
    ),
    (
        "jeunes",
        "Les 12-17 ans des bourgs et des hameaux se retrouvent près de chez eux et pèsent dans ce qui les concerne",
        "jeunes de 12 à 17 ans",
        ("JE",),
    ),
    (
        "parents",
        "Les parents, seuls ou en couple, trouvent un appui avant que la difficulté ne s'installe",
        "parents d'enfants de moins de 12 ans",
        ("PA",),
    ),
    (
        "liens",
        "Les habitants des communes sans équipement participent à la vie locale autant que ceux du bourg",
        "habitants des communes sans équipement",
        ("AV",),
    ),
    (
        "droits",
        "Les habitants peu à l'aise avec le numérique obtiennent leurs droits sans renoncer",
        "allocataires peu à l'aise avec le numérique",
        ("AD",),
    ),
    ("sante", "Les jeunes parents voient un médecin dans la semaine", "parents d'enfants de moins de 3 ans", ("PE",)),
)
REFUS_SANTE = "La santé relève d'un autre contrat de la commune : le suivre ici ferait deux pilotes pour un même changement."


def perceptions(s: Scene) -> None:
    for nom, texte, theme, college, famille in PERCEPTIONS:
        s.pose(Perception, f"dit.{nom}", texte=texte, theme=theme, college=college, famille=famille, reunion="table_1")
    for nom, indicateur, relation, commentaire in CROISEMENTS:
        dit = {"indicateur": indicateur, "annee": s.chiffres.annee(indicateur), "commentaire": commentaire}
        s.pose(Croisement, perception=f"dit.{nom}", relation=relation, **dit)
    for libelle, theme, votes in URGENCES:
        s.pose(Urgence, libelle=libelle, theme=theme, votes=votes, reunion="table_1")
    for type_, niveau, justification in PRECONDITIONS:
        s.pose(Precondition, type=type_, niveau=niveau, justification=justification)


def futur_ideal(s: Scene) -> None:
    """Two versions; an objection changed the words of the second, which was adopted."""
    s.pose(FuturIdeal, "futur_1", numero=1, texte=FUTUR_1)
    s.pose(FuturIdeal, "futur_2", numero=2, texte=FUTUR_2)
    s.propose("p.futur", "futur_2", "table_2", EtatProposition.REACTIONS, EtatProposition.AMENDEE, EtatProposition.OBJECTIONS)
    motif = "Le texte ne dit rien des enfants et des jeunes qui vivent avec un handicap : ils resteraient oubliés."
    s.pose(Objection, "o.futur", EtatObjection.RECEVABLE, proposition="p.futur", college=HABITANTS, motif=motif)
    s.leve("o.futur", texte=FUTUR_LEVE, reponse="La phrase sur les jeunes les nomme désormais.")
    s.adopte("p.futur")


def changements(s: Scene) -> None:
    """Six changes adopted at table 2, two after an objection that was answered or found not admissible."""
    for ordre, (nom, libelle, public, themes) in enumerate(CHANGEMENTS):
        horizon = {"horizon": s.calendrier.fin, "themes": themes, "ordre": ordre}
        s.pose(Changement, nom, libelle=libelle, public=public, **horizon)
        s.propose(f"p.{nom}", nom, "table_2", EtatProposition.OBJECTIONS)
    _objections(s)
    for nom, *_ in CHANGEMENTS:
        s.adopte(f"p.{nom}")


def _objections(s: Scene) -> None:
    motif = "Agir avant la difficulté ferait croire que les familles suivies aujourd'hui passeront après."
    s.pose(Objection, "o.parents", EtatObjection.RECEVABLE, proposition="p.parents", college=PROS, motif=motif)
    s.leve("o.parents", reponse="Les suivis en cours gardent leurs moyens : le chemin ne porte que sur ce qui s'y ajoute.")
    champs = {"proposition": "p.jeunes", "college": ELUS, "motif": "Les jeunes préféreront toujours la ville voisine."}
    s.pose(
        Objection, "o.jeunes", reponse="C'est un pronostic, pas un tort que le texte causerait : il sera regardé comme hypothèse.", **champs
    )
    s.mene("o.jeunes", EtatObjection.NON_RECEVABLE)


def validations(s: Scene) -> None:
    """The gate of the signatory collectivités: one change is refused, then given up."""
    suivis = [nom for nom, *_ in CHANGEMENTS if nom != "sante"]
    for nom in suivis:
        for collectivite in ("epci", "bourg"):
            s.pose(Validation, changement=nom, organisation=collectivite, jour=s.le(-25))
    s.pose(Validation, changement="sante", organisation="epci", jour=s.le(-25))
    s.pose(Validation, changement="sante", organisation="bourg", avis=AvisCollectivite.REFUSE, jour=s.le(-25), motif=REFUS_SANTE)
    for nom in suivis:
        s.mene(nom, EtatChangement.VALIDE)
    s.mene(
        "sante", EtatChangement.ABANDONNE, raison="Une collectivité signataire n'y est pas favorable : le contrat local de santé le porte."
    )


def en_cours(s: Scene) -> None:
    """What else went through consent: a rule that was taken back, a path still under discussion."""
    texte = "Les comptes rendus des tables sont publics le jour même, sans relecture."
    champs = {"objet": ObjetPropose.AUTRE, "texte": texte, "reunion": "table_3"}
    s.pose(Proposition, "p.publicite", EtatProposition.OBJECTIONS, **champs)
    motif = "Des situations personnelles pourraient être reconnues dans un texte que personne n'aurait relu."
    s.pose(
        Objection, "o.publicite", EtatObjection.RECEVABLE, EtatObjection.MAINTENUE, proposition="p.publicite", college=ASSOS, motif=motif
    )
    s.mene("p.publicite", EtatProposition.A_RETRAVAILLER, EtatProposition.RETIREE)
    s.propose("p.chemin_liens", "chemin.liens", "copil_3", EtatProposition.CLARIFICATION)

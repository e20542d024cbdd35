"""Words of the views of the change pathways: futur idéal, changements durables, consent, paths."""

ECRITE = "écrite {qui}"
ADOPTEE_LE = "adoptée par consentement, {reunion}"
EN_PROPOSITION = "en proposition : {etat}"
PAS_PROPOSEE, JAMAIS_PROPOSEE = "pas encore proposée", "jamais proposée"
VERSION = "Version {numero}"
SANS_REUNION = "aucune réunion choisie"
REUNION = "{objet} du {jour} ({etat})"
REUNION_ET_QUORUM = "{reunion} : {presents}, quorum de {quorum}"
REUNION_A_VENIR = "{reunion}, quorum de {quorum}"
COLONNES_FUTURS = ("Version", "État", "Écrite")
FUTURS = "Versions du futur idéal"

AUCUN_CONSENTI = "Aucun changement consenti ; de 4 à 6 sont attendus."
CONSENTIS = "{nombre} changement{s} consenti{s}, de 4 à 6 attendus."
ECART = "La CTG s’en écarte parce que : {raison}"
ECART_A_DIRE = "Pour passer l’étape des collectivités, revoyez ce nombre ou dites pourquoi la CTG s’en écarte."
CHANGEMENTS = "Changements durables de la CTG"
COLONNES_CHANGEMENTS = ("Changement", "Public", "Horizon", "Thèmes", "État", "Chemin")
AVIS = "Avis des collectivités signataires"
COLONNES_AVIS = ("Collectivité", "Avis", "Date", "Raison")
AVIS_ATTENDU = "attendu"
SANS_CHEMIN = "–"
VERSION_ET_ETAT = "version {numero}, {etat}"

REGISTRE = "Registre du consentement"
COLONNES_REGISTRE = ("Proposition", "Texte", "État", "Réunion", "Objections")
SUJETS = {
    "futur_ideal": "Futur idéal, version {numero}",
    "changement": "Changement {repere}",
    "chemin": "Chemin du changement {repere}, version {numero}",
    "autre": "Autre proposition",
}
OBJECTIONS_AUCUNE = "aucune"
OBJECTIONS_TOUTES_LEVEES = "{nombre}, aucune en cours"
OBJECTIONS_EN_COURS = "{nombre}, dont {ouvertes} en cours"

HYPOTHESE_DETAIL = "{etat} · risque {risque} · {examen} · {preuves}"
EXAMEN = "examen prévu le {jour}"
SANS_EXAMEN = "pas de date d’examen"
SANS_PREUVE = "aucune preuve"
PREUVES = "{preuves}, {sources} : niveau {niveau} sur 5 ({sens})"
CONTRAIRES = "dont {nombre} contraire{s}"
SIGNES_SUIVIS = "suivie par {signes}"
SANS_SIGNE = "ni marqueur ni indicateur"
ECHEANCE = "pour le {jour}"
RESUME = "{actions} et {etapes} mènent au changement « {changement} », par {fleches} ; {hypotheses}."
RESUME_VIDE = "Le chemin vers « {changement} » n’a encore ni étape ni action."
SANS_HYPOTHESE = "aucune hypothèse n’est encore écrite"
FLECHE = "Flèche {de} → {vers}"
SANS_PILOTE = "sans pilote"
PILOTE = "pilote : {pilote}"
TITRE_DESSIN = "Chemin de progrès, changement {repere} : {libelle}"
PIED_DESSIN = "{ctg} · version {numero}, {etat}"
FICTIF = "CTG de démonstration, fictive"

GENRES_ECARTS = {"etape": "Étape", "fleche": "Flèche", "hypothese": "Hypothèse"}
SORTS = {"retire": "retirée", "ajoute": "ajoutée", "garde": "modifiée"}
COMPARAISON = "Ce qui change de la version {avant} à la version {apres}"

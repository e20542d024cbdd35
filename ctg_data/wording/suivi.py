"""Sentences of the follow-up: bounded by the level of evidence, they tell a contribution, never a cause (domain.md §7.3)."""

from collections.abc import Mapping
from types import MappingProxyType

DIRE: Mapping[str, str] = MappingProxyType(
    {
        "hypothese": "Nous faisons l’hypothèse que la CTG contribue à ce changement : « {libelle} ». Les preuves réunies ne permettent pas "
        "encore d’en dire plus.",
        "plausible": "« {libelle} » évolue dans le sens attendu ; une contribution de la CTG est plausible.",
        "contribue": "La CTG a contribué à ce changement : « {libelle} ».",
        "contraire": "Nous ne concluons pas à une contribution de la CTG à ce changement : « {libelle} ». Des preuves vont dans l’autre "
        "sens.",
    }
)
"""What may be said, by ``preuves.Voix``."""
CONTRAIRES = ("{n} va dans l’autre sens : {textes}.", "{n} vont dans l’autre sens : {textes}.")
SANS_PREUVE = "Aucune preuve n’est encore réunie."
SOURCE_UNIQUE = "Une seule source le dit : à confirmer par une autre."
SANS_CROISEMENT = "Les preuves sont toutes {type} : à croiser avec {autre}."
FROIDES = ("froides (chiffres, documents)", "ce que disent les personnes")
CHAUDES = ("chaudes (paroles, observations)", "un chiffre ou un document")

MOMENTS = (
    "La question de contribution",
    "La théorie du changement",
    "Les preuves réunies",
    "Ce que nous pouvons dire",
    "Les preuves à chercher",
    "Ce qui est à revoir",
)
"""The six steps of a contribution analysis (Mayne)."""
RECIT: Mapping[str, str] = MappingProxyType(
    {
        "vise": "Changement visé : « {libelle} »{pour}{horizon}.",
        "pour": ", pour {public}",
        "horizon": ", d’ici le {jour}",
        "question": "D’autres causes que la CTG peuvent y conduire. La question est de savoir si elle y contribue, non si elle en est la "
        "seule cause.",
        "sans_chemin": "Aucun chemin n’est encore tracé vers ce changement : dites par quelles étapes il adviendrait.",
        "chemin": "Le chemin (version {numero}, {etat}) part de {actions} et passe par {etapes}.",
        "mene": "« {de} » mène à « {vers} », nous en faisons l’hypothèse ({etat}) : {texte}.",
        "sans_hypothese": "Aucune hypothèse n’est écrite sur ce chemin.",
        "hypotheses": "{n}, dont {non_testees}.",
        "force": "{niveau}. {pieces}{sources}.",
        "niveau": "Niveau {niveau} sur 5 : {sens}",
        "sans_appui": "aucune preuve à l’appui",
        "sources": ", {n} à l’appui",
        "piece": "{type}, {source}, {jour}, niveau {niveau} : {texte}{contre}",
        "contre": " (va dans l’autre sens)",
        "marqueurs": "Marqueurs : {echelle}.",
        "sans_marqueur": "Aucun marqueur n’est posé sur ce changement ni sur ses étapes.",
        "assez": "Les preuves réunies se tiennent. Qu’est-ce qui ferait durer ce changement sans soutien ?",
        "revoir": "L’hypothèse « {texte} » est {etat} : le chemin est à revoir à cet endroit.",
        "rien": "Rien n’oblige à revoir le chemin aujourd’hui.",
        "examen": "Prochain examen d’une hypothèse : le {jour}.",
        "rupture": "« {cible} » : {actions}, et aucun marqueur n’a bougé. L’hypothèse entre les deux est à regarder.",
    }
)
A_CHERCHER: Mapping[str, str] = MappingProxyType(
    {
        "rupture": "Les actions qui mènent à « {nom} » avancent et aucun marqueur ne bouge : qu’est-ce qui manque entre les deux ?",
        "signe": "À quoi verrait-on que ce changement advient ? Posez un marqueur ou liez un indicateur.",
        "examen": "L’hypothèse « {nom} » devait être examinée le {jour} : qu’a-t-on observé ?",
        "contraire": "Comment expliquer ce qui va dans l’autre sens : {nom} ?",
        "donnee": "Quelle donnée montrerait que le changement se produit, avant et après ?",
        "froide": "Quel chiffre ou quel document le confirme ?",
        "chaude": "Qu’en disent les personnes concernées ?",
        "source": "Qui d’autre l’a constaté ? Une seconde source indépendante manque.",
        "comparaison": "À quel territoire ou à quel groupe se comparer, pour savoir si la CTG y est pour quelque chose ?",
    }
)
"""Evidence to seek, the most pressing first: each is the next question of a change."""
ECHELON = "{rang} : {atteints} sur {total}"
ECHELON_PARTIEL = "{rang} : {atteints} sur {total}, {partiels} en partie"

COPIL: Mapping[str, str] = MappingProxyType(
    {
        "releve": "Relevé de décisions de la séance précédente",
        "releve.date": "Séance du {jour} : {decisions}.",
        "releve.aucune": "Aucune séance n’a encore été tenue : installation du comité et de ses règles.",
        "changements": "Où en sont les changements",
        "changement": "« {libelle} » ({etat}) : {echelle} ; niveau de preuve {niveau} sur 5, {hypotheses}.",
        "changements.aucun": "Aucun changement n’est encore suivi.",
        "ruptures": "Des actions avancent, rien ne bouge",
        "hypotheses": "Hypothèses à examiner",
        "hypothese": "« {texte} » : examen prévu le {jour} ({etat}).",
        "objections": "Objections ouvertes",
        "objection": "{college} : « {motif} » ({etat}), sur « {proposition} ».",
        "engagements": "Engagements en retard",
        "engagement": "{cote}, {responsable} : « {texte} », attendu le {jour}.",
        "chiffres": "Chiffres nouveaux",
        "preuves": "Preuves à réunir",
        "preuve": "« {libelle} » : {question}",
        "preuves.aucune": "Les preuves réunies se tiennent sur tous les changements suivis.",
        "preuves.plus_tard": "À prévoir dès que des changements seront suivis : un chiffre d’avant, et qui recueillera la parole des "
        "personnes.",
        "decisions": "Décisions à prendre",
        "decision.reviser": "« {libelle} » : réviser le chemin, l’hypothèse « {texte} » est {etat}.",
        "decision.echeance": "« {libelle} » : dire s’il est atteint, son horizon était le {jour}.",
        "decision.fin": "La CTG finit le {jour} : ouvrir l’évaluation, qui précède tout renouvellement.",
        "decision.proposition": "« {texte} » : adopter, ou retravailler.",
        "decision.aucune": "Aucune décision n’est en attente : celles que la séance appellera.",
        "calendrier": "Calendrier",
        "calendrier.date": "Date et lieu de la séance suivante, à fixer.",
        "calendrier.echeance": "{nom}, le {jour}.",
        "autres": "et {n}.",
    }
)
ITEMS: Mapping[str, str] = MappingProxyType(
    {
        "diagnostics": "Diagnostics menés sur le territoire",
        "reunions": "Réunions de pilotage et techniques, par an",
        "conventions": "Conventions signées avec les partenaires",
    }
)
"""What the guide counts before and after the CTG: has it made things simpler?"""
NOTES: tuple[str, ...] = ("pas du tout", "un peu", "en partie", "largement", "tout à fait")
"""Notes 0 to 4 of an evaluation."""

SUITES: Mapping[str, str] = MappingProxyType(
    {
        "s": "Le chiffre de {annee} est couvert par le secret statistique : il n’est pas montré.",
        "ns": "Le chiffre de {annee} n’est pas significatif : il n’est pas montré.",
        "absente": "Aucun chiffre publié n’est plus disponible ici.",
        "meme_annee": "Pas de chiffre plus récent que le point de départ.",
        "perimetre": "Le territoire a changé de communes depuis le point de départ : les chiffres ne se comparent pas. Voir le bilan.",
        "fictif": "Le point de départ et les chiffres d’aujourd’hui ne sont pas de même nature : les uns sont réels, les autres de "
        "démonstration. Ils ne se comparent pas.",
        "rupture": "La série a changé de méthode depuis le point de départ : les deux chiffres ne se comparent pas.",
        "source": "La source a changé depuis le point de départ : les deux chiffres ne se comparent pas.",
        "fenetre": "Les deux chiffres partagent des années de collecte : trop tôt pour les comparer.",
        "depart_cache": (
            "Le point de départ n’est plus montré : rapproché des chiffres d’aujourd’hui, il en dirait un que couvre le secret statistique."
        ),
        "depart": "Le point de départ n’a pas de valeur : rien à comparer.",
        "inconnu": "Cet indicateur n’est plus au catalogue : son point de départ reste lisible.",
    }
)
"""Why an indicator shows no change."""
CIBLE_INVISIBLE = (
    "La cible est à {ecart} du départ ; ici, un changement de moins de {seuil} ne se distinguerait pas du hasard. Visez plus loin, "
    "prenez un territoire plus grand, ou dites pourquoi vous gardez cette cible."
)
CIBLE_TROP_TOT = (
    "Deux mesures de ce chiffre à moins de {duree} ans d’écart partagent des années de collecte : visez {premiere} au plus tôt, ou dites "
    "pourquoi vous gardez cette année."
)
CIBLE_SANS_MARGE = (
    "Ce chiffre est publié sans marge : on ne peut pas dire quel changement se verrait. Dites pourquoi vous gardez cette cible, et quelle "
    "autre preuve la confirmera."
)

INDICATEUR: Mapping[str, str] = MappingProxyType(
    {
        "valeur": "{valeur} en {annee}",
        "valeur.marge": "{valeur} en {annee} ({intervalle})",
        "fige": "Figé le {jour}, {version}, {communes}.",
        "version": "version {id} des données",
        "sans_version": "version des données inconnue",
        "age": "Données de {annee} : {age}.",
        "age.0": "de cette année",
        "age.1": "elles ont un an",
        "age.n": "elles ont {n} ans",
        "revise": "Le chiffre de {annee} a été révisé depuis : il se lit {valeur} aujourd’hui. Le point de départ reste celui d’alors.",
        "cible": "{valeur} en {annee}",
        "sans_cible": "aucune cible",
        "depuis": "{ecart} depuis le départ ({intervalle}) : {verdict}.",
        "depuis.sans_marge": "{ecart} depuis le départ, marge inconnue : on ne peut pas conclure.",
        "constat": "{libelle} : départ {depart} ; {suite}",
        "aujourdhui": "dernier chiffre {valeur}. {change}",
        "doute": "Cible gardée sans pouvoir être vérifiée par ce chiffre : {raison}",
        "doute.reste": "Cette cible est à {ecart} du départ ; moins de {seuil} ne se distinguerait pas du hasard.",
        "nouveau": "{libelle} : {valeur} est publié ({quand}). {change}",
        "publie": "le {jour}",
        "publie.demo": "données de démonstration",
        "point": "Le point de départ serait {valeur}, {version}.",
        "seuil": "Ici, un changement de moins de {seuil} ne se distinguerait pas du hasard : une cible plus proche ne pourrait "
        "pas être constatée.",
        "absent": "Ce chiffre n’a pas de valeur publiée ici en {annee}. Années connues : {annees}.",
        "tard": "Le point de départ se lit au plus tard douze mois après la signature : prenez une année antérieure à {annee}.",
        "nombre": "« {texte} » n’est pas un nombre : écrivez par exemple 12,5.",
        "annee": "Indiquez l’année visée par la cible, entre {premiere} et {derniere}.",
    }
)
COURBE: Mapping[str, str] = MappingProxyType(
    {
        "titre": "{libelle} : où va la courbe ?",
        "tendance": "Si la tendance se poursuit (celle de {debut} à {fin}, {pente} par an) : {valeur} en {annee}. Ce n’est pas une "
        "prévision : rien ne dit que demain suivra hier.",
        "sans_tendance": "Moins de trois années comparables récentes : aucune tendance à prolonger.",
        "cible.atteinte": "La cible serait atteinte sans rien changer : visez-vous assez loin ?",
        "cible.manque": "La cible serait manquée de {ecart} : c’est l’écart à combler.",
        "sans_cible": "Aucune cible n’est fixée.",
        "legende.serie": "valeurs publiées et leur intervalle",
        "legende.depart": "point de départ, figé",
        "legende.cible": "cible",
        "legende.suite": "si la tendance se poursuit",
        "colonnes": "Année|Valeur|Intervalle à 95 %|Si la tendance se poursuit|Cible",
        "histoire": "Ce qui se joue derrière",
        "partenaires": "Avec qui",
        "marche": "Ce qui marche",
        "ensuite": "Prochaines actions",
        "histoire.vide": "Aucune hypothèse ni parole n’est écrite : dites pourquoi la courbe va ainsi.",
        "partenaires.vide": "Aucun acteur n’est nommé sur le chemin.",
        "marche.vide": "Rien n’est encore établi : aucune hypothèse confortée, aucune preuve de niveau 2 ou plus.",
        "ensuite.vide": "Aucune action n’est prévue ou engagée sur ce chemin.",
        "action": "{libelle} ({etat}{quand}){pilote}",
    }
)
BILAN: Mapping[str, str] = MappingProxyType(
    {
        "colonnes": "Indicateur|Départ|Dernier chiffre|Changement total|dont réel|dont périmètre|dont méthode|non séparé",
        "perimetre": "La part du périmètre n’est pas séparée : {pourquoi}",
        "relu": "L’année de départ ne se relit pas sur les communes d’alors dans les données d’aujourd’hui.",
        "menue": "L’année de départ a été révisée de moins de cinq foyers : cette part n’est pas montrée à part.",
        "rupture": "Rupture de série en {annee} : {raison} Ce qui a bougé et ce que la méthode apporte restent ensemble.",
        "source": "La source a changé : ce qui a bougé et ce que la méthode apporte restent ensemble.",
        "revise": "Le chiffre de {annee} a été révisé : {avant} alors, {apres} aujourd’hui.",
        "communes": "{n} depuis le départ ({noms}).",
        "entree": "Entrées",
        "sortie": "Sorties",
        "non_separe": "–",
        "non_additif": "ce chiffre ne s’additionne pas d’une commune à l’autre.",
        "communes_muettes": "le chiffre d’une commune entrée ou sortie n’est pas publié.",
        "introuvable": "le taux publié ne se retrouve pas à partir des effectifs publiés.",
        "reel": "Part réelle, {intervalle} : {verdict}.",
        "reel.sans": "Part réelle sans marge : on ne peut pas conclure.",
        "identique": "Mêmes communes, même méthode : rien n’est à mettre à part.",
    }
)

CHANGEMENT: Mapping[str, str] = MappingProxyType(
    {
        "resume": "{etat}{public}{horizon}",
        "public": " · pour {public}",
        "horizon": " · d’ici le {jour}",
        "pilote": " · pilote : {pilote}",
        "depuis": "{etat}, le {jour}",
        "jamais": "pas encore regardé",
        "etape": "étape « {nom} »",
        "indice": "Indice de progression : {indice} sur 100, avec un niveau de preuve de {niveau} sur 5 et {hypotheses}.",
        "sans_marqueur": "aucun marqueur : l’indice ne se calcule pas",
        "hypotheses": "{non_testees}, sur {total}.",
        "sans_hypothese": "Aucune hypothèse n’est écrite sur le chemin courant.",
        "journal": "Journal des preuves",
        "journal.colonnes": "Date|Nature|Source|Niveau|Ce qu’elle montre|Sens|Porte sur",
        "pour_": "va dans le sens attendu",
        "contre_": "va dans l’autre sens",
        "hypotheses.titre": "Hypothèses du chemin",
        "hypotheses.colonnes": "Hypothèse|De … à …|État|Examen prévu|Preuves",
        "releves": "Relevés des marqueurs",
        "releves.colonnes": "Date|Marqueur|État|Commentaire",
    }
)
SEANCE: Mapping[str, str] = MappingProxyType(
    {
        "quand": "Comité de pilotage du {jour}",
        "a_fixer": "Comité de pilotage, date à fixer",
        "etabli": "Ordre du jour proposé, établi le {jour}",
        "fictive": "CTG de démonstration, fictive.",
        "grille": "Évaluation, grille {grille}",
        "grille.colonnes": "Critère|Sur quoi|Note|Niveau de preuve|Ce qui la fonde|Rédigé par",
        "ensemble": "la CTG entière",
        "a_noter": "à noter",
        "comptages": "Ce qui se compte, avant et après la CTG",
        "comptages.colonnes": "Ce qui est compté|Avant|Après|Différence|Remarque",
        "inconnu": "pas encore compté",
    }
)

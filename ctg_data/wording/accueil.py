"""Texts of the home page: states, alerts, next steps of each kind of user."""

ETATS = {
    "reel": "données réelles",
    "demo": "données de démonstration, fictives",
    "fictif": "données importées, dites fictives",
    "aucune": "aucune donnée",
}
FOURNIE = "démonstration fournie avec l’application"
ANNEE_DECLAREE = "« {fichier} » : année déclarée à l’import ({annees}), le fichier ne la dit pas. Vérifiez-la."
MILLESIME_DEDUIT = "« {fichier} » : millésime des communes déduit de leurs codes, le fichier ne le dit pas."
ANCIENNE = "{titre} : la dernière année est {annee}. Cherchez s’il existe une édition plus récente."

_ETUDES = "Vous préparez les données (chargé·e d’études de la Caf)"
_TERRITOIRE = "Vous animez la CTG (chargé·e de coopération, conseiller·ère technique)"
_DIRECTION = "Vous décidez (responsable, direction)"

PROFILS = {
    _ETUDES: {
        "vide": (
            ("Téléchargez la requête type vide et faites-la remplir", "donnees"),
            ("Déposez les extraits publiés (Insee, Cnaf) et la requête type remplie", "donnees"),
            ("Lisez comment chaque chiffre est calculé", "methode"),
        ),
        "demo": (
            ("Remplacez la démonstration : déposez vos premiers extraits", "donnees"),
            ("Téléchargez la requête type vide, par thème", "donnees"),
            ("Lisez comment chaque chiffre est calculé", "methode"),
        ),
        "reel": (
            ("Vérifiez les versions des données et ce qui manque encore", "donnees"),
            ("Contrôlez un portrait, puis exportez-le en CSV", "portrait"),
            ("Lisez comment chaque chiffre est calculé", "methode"),
        ),
    },
    _TERRITOIRE: {
        "vide": (
            ("Demandez au service des études de déposer les données", "donnees"),
            ("Apprenez à lire l’étoile et les repères", "methode"),
        ),
        "demo": (
            ("Ouvrez un portrait de démonstration pour découvrir la lecture", "portrait"),
            ("Parcourez les chemins de progrès d’une CTG d’exemple", "chemins"),
            ("Apprenez à lire l’étoile et les repères", "methode"),
        ),
        "reel": (
            ("Ouvrez le portrait de votre territoire", "portrait"),
            ("Projetez l’étoile et les éléments saillants à la table", "portrait"),
            ("Tracez avec la table les chemins de progrès de la CTG", "chemins"),
            ("Voyez ce qui est dû, par qui et pour quand", "gouvernance"),
            ("Emportez le portrait, lisible hors connexion et imprimable", "portrait"),
        ),
    },
    _DIRECTION: {
        "vide": (("Apprenez ce que les chiffres disent, et ne disent pas", "methode"),),
        "demo": (
            ("Regardez un portrait : besoins et forces en quelques phrases", "portrait"),
            ("Lisez le suivi d’une CTG d’exemple : ce qui change, et ce qui le prouve", "suivi"),
            ("Apprenez ce que les chiffres disent, et ne disent pas", "methode"),
        ),
        "reel": (
            ("Regardez les besoins et les forces d’un territoire en quelques phrases", "portrait"),
            ("Lisez ce qui change dans une CTG, et ce qui le prouve", "suivi"),
            ("Voyez ce qui est chargé, de quand, et ce qui manque", "donnees"),
        ),
    },
}

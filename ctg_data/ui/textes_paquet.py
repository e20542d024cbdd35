"""Texts of the protected bundles: preparing one, opening one."""

EXPORT = "Paquet pour un autre poste (.ctg.zip, quelques secondes)"
TITRE = "Ouvrir un paquet reçu d’un autre poste"
AIDE = (
    "Un paquet contient les chiffres publiés d’un territoire, préparés sur un autre poste. Pendant qu’il est montré, les pages ne montrent "
    "que lui ; ce que vous écrivez (notes, CTG, chemins) reste à vous et n’en dépend pas. Il ne s’ouvre pas là où des fichiers ont été "
    "importés : les deux ne se mélangent jamais."
)
SANS_IMPORT = "Ce poste montre un paquet reçu : aucun fichier ne s’importe à côté."
SANS_IMPORT_REMEDE = "Pour importer vos propres fichiers, fermez d’abord le paquet ci-dessous."
DEPOT = "Déposez ici un paquet ({suffixe})"
OUVRIR = "Ouvrir ce paquet"
EN_COURS = "Vérification du paquet, puis ouverture…"
RECUS = "Paquets reçus"
COLONNES = ("Territoire", "Préparé le", "Reçu le", "Empreinte", "État")
MONTRE, GARDE, ABIME = "montré", "gardé", "paquet abîmé : ouvrez-le de nouveau"
CHOIX = "Paquet"
MONTRER = "Montrer ce paquet"
FERMER = "Fermer le paquet"
RETIRER = "Retirer ce paquet du poste"
CHANGE = "Ce paquet est maintenant celui que les pages montrent."
FERME = "Le paquet est fermé, et gardé : les pages montrent de nouveau les chiffres de ce poste."
RETIRE = "Le paquet est retiré. Pour le revoir, ouvrez de nouveau son fichier."

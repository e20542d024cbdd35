"""Faults of a local source as the person who declared it may mend them: what the declaration says may be wrong, not only the file."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from ctg_data.errors import Faute
from ctg_data.loaders.locales_modele import MODIFIER
from ctg_data.loaders.model import Source

_CELLULE = "Corrigez cette cellule dans votre fichier"
_CHANGE = " la correspondance « {titre} » ({modifier})."
_REMEDES: Mapping[str, str] = {
    "texte_dans_nombre": f"{_CELLULE} ; si c'est une marque du producteur, ajoutez-la aux marques de{_CHANGE}",
    "code_mal_forme": "Corrigez ce code dans votre fichier ; si cette colonne n'est pas celle des codes, ou si le niveau n'est pas celui "
    f"des lignes, changez{_CHANGE}",
    "annee_invalide": f"Corrigez cette année dans votre fichier ; si cette colonne n'est pas celle des années, changez{_CHANGE}",
    "nombre_non_entier": f"{_CELLULE} ; si ce ne sont pas des personnes, changez l'unité dans{_CHANGE}",
    "valeur_negative": f"{_CELLULE} ; si c'est un taux ou une évolution, changez la sorte de chiffre dans{_CHANGE}",
    "cle_double": "Gardez la bonne ligne et supprimez l'autre ; si le tableau a une ligne par territoire et par mesure, dites-le dans"
    f"{_CHANGE}",
}
"""Code of a fault -> how to mend it; the other faults say it already."""


def relit(source: Source) -> Callable[[Faute], Faute]:
    """How to tell a fault found while a file of this source was read; as it is for a publisher's."""
    return (lambda faute: _relit(faute, source)) if source.locale else lambda faute: faute


def _relit(faute: Faute, source: Source) -> Faute:
    remede = _REMEDES.get(faute.code, "")
    return replace(faute, remede=remede.format(titre=source.titre, modifier=MODIFIER)) if remede else faute

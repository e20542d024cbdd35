"""What to do about a fault, said for a page: the layers below word it for the command line, with its options and commands.

By code of a ``Faute`` (its mend) or of a ``CtgError`` (its whole sentence).
"""

from collections.abc import Mapping
from types import MappingProxyType

PAGE: Mapping[str, str] = MappingProxyType(
    {
        "annee_absente": "Indiquez-la dans le champ « Année des données », sous la zone de dépôt, puis importez de nouveau : elle sera "
        "marquée « déclarée ».",
        "fictif_et_reel": "Retirez d’abord les versions déjà importées, ou demandez à la personne qui tient l’application un second "
        "magasin, réservé aux exercices.",
        "fichier_de_reference": "Ne l’importez pas : le référentiel des territoires tient déjà lieu de ce fichier. S’il est trop ancien, "
        "demandez à la personne qui tient l’application de le reconstruire.",
        "edition_inconnue": "Cette version des données n’est pas dans le magasin. Rechargez la page : sa liste sera à jour.",
        "referentiel_absent": "Le référentiel des territoires est absent : aucune page ne peut s’afficher. Transmettez ce message à la "
        "personne qui tient l’application.",
    }
)


ATTENDU_INCONNU = "un fichier de la liste des sources, ou un tableau déclaré comme source locale"
REMEDE_INCONNU = (
    "La liste des sources : la commande « sources » la donne. La requête type se remplit avec le modèle que donne la commande « gabarit ». "
    "Tout autre tableau par territoire se déclare une fois, page « Données », partie « Sources locales »."
)
REMEDES: Mapping[str, str] = MappingProxyType(
    {
        REMEDE_INCONNU: "La liste des sources est sur la page d’accueil. La requête type se remplit avec le modèle donné plus bas "
        "sur cette page. Tout autre tableau par territoire se déclare une fois, dans « Sources locales »."
    }
)
"""Mends of faults whose code has several."""


def page(code: str, texte: str) -> str:
    """The words of a page for ``code``, else ``texte`` itself."""
    return PAGE.get(code) or REMEDES.get(texte, texte)

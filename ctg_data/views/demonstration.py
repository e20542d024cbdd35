"""What a page that mixes territories says of the demonstration: true whatever was imported beside it."""

from ctg_data.store.corpus import Corpus
from ctg_data.wording import fr

PARTIELLE = "Les territoires sans fichier importé montrent des données de démonstration, fictives."


def bandeau(corpus: Corpus) -> str:
    """ "" without a demonstration; that all is fictitious while nothing imported is current; else which territories are."""
    if corpus.demonstration is None:
        return ""
    return PARTIELLE if corpus.editions["courante"].astype(bool).any() else fr.texte("demo.detail")

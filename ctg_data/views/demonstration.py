"""What a page says of the demonstration: true whatever was imported beside it."""

from ctg_data.store.corpus import Corpus
from ctg_data.views.lecture import Contexte
from ctg_data.wording import fr

PARTIELLE = "Les territoires sans fichier importé montrent des données de démonstration, fictives."


def du_territoire(ctx: Contexte) -> str:
    """ "" for a territory whose figures are real; that they are fictitious; that the demonstration has none for this commune."""
    if ctx.demo:
        return fr.texte("demo.detail")
    return fr.texte("demo.hors") if hors_demonstration(ctx) else ""


def hors_demonstration(ctx: Contexte) -> bool:
    """A commune without any figure, under territories of the demonstration: this one does not go down to it."""
    return ctx.territoire.niveau == "commune" and not ctx.a_un_chiffre() and any(p.demo for p in ctx.parents)


def bandeau(corpus: Corpus) -> str:
    """ "" without a demonstration; that all is fictitious while nothing imported is current; else which territories are."""
    if corpus.demonstration is None:
        return ""
    return PARTIELLE if corpus.editions["courante"].astype(bool).any() else fr.texte("demo.detail")

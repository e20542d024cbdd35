"""What a page says of the demonstration, or of a received bundle: true whatever was imported beside it."""

from ctg_data.store.corpus import Corpus
from ctg_data.store.paquet import Paquet
from ctg_data.views.lecture import Contexte
from ctg_data.wording import fr, paquet

PARTIELLE = "Les territoires sans fichier importé montrent des données de démonstration, fictives."


def du_territoire(ctx: Contexte) -> str:
    """ "" for a territory whose figures are real; that they are fictitious; that the demonstration has none for this commune.

    Where a received bundle is shown, which one, and that this territory is not in it.
    """
    if ctx.corpus.paquet:
        return " ".join(filter(None, (_du_paquet(ctx, ctx.corpus.paquet), fr.texte("demo.detail") if ctx.demo else "")))
    if ctx.demo:
        return fr.texte("demo.detail")
    return fr.texte("demo.hors") if hors_demonstration(ctx) else ""


def _du_paquet(ctx: Contexte, lu: Paquet) -> str:
    t = ctx.territoire
    suite = "" if lu.contient(t.niveau, t.code) else paquet.COMPARAISON if ctx.a_un_chiffre() else paquet.HORS
    return " ".join(filter(None, (paquet.recu(lu.nom, lu.prepare_le, lu.publie_le), suite)))


def hors_demonstration(ctx: Contexte) -> bool:
    """A commune without any figure, under territories of the demonstration: this one does not go down to it."""
    return ctx.territoire.niveau == "commune" and not ctx.a_un_chiffre() and any(p.demo for p in ctx.parents)


def bandeau(corpus: Corpus) -> str:
    """ "" without a demonstration; that all is fictitious while nothing imported is current; else which territories are.

    Where a received bundle is shown, which one.
    """
    if lu := corpus.paquet:
        dit = paquet.recu(lu.nom, lu.prepare_le, lu.publie_le)
        return f"{dit} {fr.texte('demo.detail')}" if lu.demo else dit
    if corpus.demonstration is None:
        return ""
    return PARTIELLE if corpus.editions["courante"].astype(bool).any() else fr.texte("demo.detail")

"""What a page says of the demonstration, or of a received bundle: true whatever was imported beside it."""

from ctg_data.store.corpus import Corpus
from ctg_data.store.paquet import Paquet
from ctg_data.territoires.model import Territoire
from ctg_data.views.lecture import Contexte
from ctg_data.wording import fr, paquet

PARTIELLE = "Les territoires sans fichier importé montrent des données de démonstration, fictives."


def du_territoire(ctx: Contexte) -> str:
    """ "" for a territory whose figures are real; that they are fictitious; that the demonstration has none for this commune.

    Where a received bundle is shown, which one, and that this territory is not in it.
    """
    if lu := ctx.corpus.paquet:
        dit = _du_paquet(lu, ctx.territoire, ctx.a_un_chiffre())
        return f"{dit} {fr.texte('demo.detail')}" if ctx.demo else dit
    if ctx.demo:
        return _fictifs(ctx.corpus)
    return fr.texte("demo.hors") if hors_demonstration(ctx) else ""


def de_la_zone(corpus: Corpus, zone: Territoire, *, demo: bool) -> str:
    """What a map says: nothing of the demonstration where it draws real figures; of a received bundle, whether the zone is in it."""
    if lu := corpus.paquet:
        connue = bool(corpus.codes(zone.niveau) & {zone.code})
        dit = _du_paquet(lu, zone, connue)
        return f"{dit} {fr.texte('demo.detail')}" if demo else dit
    return bandeau(corpus) if demo else ""


def _du_paquet(lu: Paquet, t: Territoire, connu: bool) -> str:
    suite = "" if lu.contient(t.niveau, t.code) else paquet.COMPARAISON if connu else paquet.HORS
    return " ".join(filter(None, (paquet.recu(lu.nom, lu.prepare_le, lu.publie_le), suite)))


def hors_demonstration(ctx: Contexte) -> bool:
    """A commune without any figure, under territories of the demonstration: this one does not go down to it."""
    sans = ctx.territoire.niveau == "commune" and not ctx.a_un_chiffre()
    return sans and not ctx.corpus.fictive and any(p.demo for p in ctx.parents)


def _fictifs(corpus: Corpus) -> str:
    """That the figures of the demonstration are invented, or that the files imported say so of theirs."""
    return fr.texte("fictifs" if corpus.fictive else "demo.detail")


def bandeau(corpus: Corpus) -> str:
    """ "" without a demonstration; that all is fictitious while nothing imported is current; else which territories are.

    Where the files imported are invented ones, that alone: nothing of the demonstration is shown beside them.

    Where a received bundle is shown, which one.
    """
    if lu := corpus.paquet:
        dit = paquet.recu(lu.nom, lu.prepare_le, lu.publie_le)
        return f"{dit} {fr.texte('demo.detail')}" if lu.demo else dit
    if corpus.demonstration is None:
        return ""
    if corpus.fictive:
        return fr.texte("fictifs")
    return PARTIELLE if corpus.editions["courante"].astype(bool).any() else fr.texte("demo.detail")

"""The figures of one territory made ready for trends and watch: series, band of the peers, reference, publication before."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import numpy as np

from ctg_data.diagnostic.star import Ensemble, Repartition
from ctg_data.diagnostic.trends import Observation, fenetre
from ctg_data.diagnostic.veille import Examen
from ctg_data.indicators.model import Distribution, EcartReference, Indicateur
from ctg_data.views import etoiles
from ctg_data.views.chiffres import decimales, est_comparable, texte_valeur
from ctg_data.views.lecture import Contexte, Corpus, Ligne, Series, indexe
from ctg_data.views.reserve import Reserve
from ctg_data.wording import fr

EXAMENS = Reserve(64)
"""Territories lately looked at: about 100 kB each, the peers apart."""
TABLES = Reserve(16)
"""The peers of each set, shared by its territories: about 2 MB each."""
Tables = Mapping[str, tuple[tuple[int, ...], np.ndarray]]
"""Indicator -> years, and values of the units in those years."""
NIVEAUX_PAIRS = ("epci", "departement")
"""Levels that have a set of comparable territories (domain.md §3.3)."""


def examens(ctx: Contexte) -> tuple[Examen, ...]:
    """Every figure of the territory that has a year to show, in the order of the catalogue; kept a publication."""
    t = ctx.territoire
    cle = ("examens", ctx.corpus.empreinte, _id_avant(ctx.corpus), ctx.ref.empreinte, t.niveau, t.code)
    return EXAMENS.donne(cle, lambda: _examens(ctx))


def ensemble(ctx: Contexte) -> Ensemble | None:
    """The comparable territories; None at the levels that have none."""
    return etoiles.ensemble(ctx, ctx.territoire) if ctx.territoire.niveau in NIVEAUX_PAIRS else None


def _id_avant(corpus: Corpus) -> str:
    return corpus.precedente.id if corpus.precedente else ""


def _examens(ctx: Contexte) -> tuple[Examen, ...]:
    montres = [i for i in ctx.catalogue if not isinstance(i.formules[0], Distribution) and i.existe(ctx.territoire.niveau)]
    pairs, passees = ensemble(ctx), avant(ctx)
    tables = _tables(ctx, pairs, montres) if pairs else {}
    tous = (_examen(ctx, i, pairs=pairs, tables=tables, passees=passees) for i in montres)
    return tuple(e for e in tous if any(o.statut != "nd" for o in e.observations))


def _tables(ctx: Contexte, pairs: Ensemble, montres: Sequence[Indicateur]) -> Tables:
    cle = ("tables", ctx.corpus.empreinte, ctx.ref.empreinte, pairs.niveau, pairs.nom, pairs.demo, tuple(i.id for i in montres))
    return TABLES.donne(cle, lambda: _empile(etoiles.reparties(ctx, pairs, montres)))


def _empile(lues: Repartition) -> Tables:
    """Years of each figure side by side."""
    par_figure = groupby(sorted(lues.valeurs), key=lambda cle: cle[0])
    rangees = {figure: tuple(annee for _, annee in cles) for figure, cles in par_figure}
    return {figure: (annees, np.column_stack([lues.valeurs[figure, a] for a in annees])) for figure, annees in rangees.items()}


def avant(ctx: Contexte) -> Series:
    """Rows of the publication before, for a territory that is not demonstration."""
    t, publication = ctx.territoire, ctx.corpus.precedente
    return indexe(publication.valeurs(t.niveau, codes=[t.code])) if publication is not None and not ctx.demo else {}


def _examen(ctx: Contexte, i: Indicateur, *, pairs: Ensemble | None, tables: Tables, passees: Series) -> Examen:
    lignes = ctx.series.get((i.id, "total"), {})
    reference, nom = _reference(ctx, i)
    annees, table = tables.get(i.id, ((), None))
    return Examen(
        i,
        tuple(observation(i, lignes[a]) for a in sorted(lignes)),
        annees_reunies(ctx, i, lignes),
        textes={a: texte_valeur(i, x) for a, x in lignes.items()},
        editions={a: x.edition for a, x in lignes.items()},
        reference=reference,
        nom_reference=nom,
        table=table,
        annees=annees,
        nom_pairs=pairs.nom if pairs else "",
        avant={a: x.valeur for a, x in passees.get((i.id, "total"), {}).items() if x.valeur is not None},
    )


def observation(i: Indicateur, x: Ligne) -> Observation:
    """One published year, as a change is judged on it."""
    pas = 10.0 ** -decimales(i, x)
    return Observation(x.annee, x.valeur, x.statut, x.ic_bas, x.ic_haut, _source(x), pas, x.arr5)


def _source(x: Ligne) -> str:
    """The source of the numerator comes first (docs/architecture.md)."""
    return x.sources.partition("|")[0].rpartition("@")[0]


def annees_reunies(ctx: Contexte, i: Indicateur, lignes: Mapping[int, Ligne]) -> int:
    """Years that each figure pools (``trends.fenetre``)."""
    cumul = max((ctx.sources[s].annees_cumulees for s in map(_source, lignes.values()) if s in ctx.sources), default=1)
    formule = i.formules[0]
    reference = formule.indicateur if isinstance(formule, EcartReference) else ""
    return fenetre(i, cumul, next((x for x in ctx.catalogue if x.id == reference), None))


def _reference(ctx: Contexte, i: Indicateur) -> tuple[dict[int, float], str]:
    """The département's values by year, or those of the nearest parent above it; of the same nature as the territory."""
    if not est_comparable(i):
        return {}, ""
    for parent in sorted(ctx.parents, key=lambda p: p.territoire.niveau == "epci"):
        lues = parent.series.get((i.id, "total"), {})
        connues = {a: x.valeur for a, x in lues.items() if x.valeur is not None}
        if connues and parent.demo == ctx.demo:
            return connues, fr.DU[parent.territoire.niveau]
    return {}, ""

"""Trends of one territory: what moves in a theme, and whether it is more than noise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ctg_data.diagnostic import mouvements, trends
from ctg_data.diagnostic.figures import Cadre, Etendue, Multiple, Point, Serie, Tableau
from ctg_data.diagnostic.star import Ensemble
from ctg_data.diagnostic.trends import Changement, Pairs
from ctg_data.diagnostic.veille import Examen
from ctg_data.indicators import registry
from ctg_data.indicators.model import Distribution, Indicateur
from ctg_data.loaders import sources as registre_sources
from ctg_data.loaders.model import Source
from ctg_data.territoires.model import CIBLE
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views import demonstration
from ctg_data.views.chiffres import note_statut, texte_bornes
from ctg_data.views.examens import ensemble, examens
from ctg_data.views.lecture import Contexte, Corpus, contexte, est_effectif, unite_excedent
from ctg_data.views.model import Entete
from ctg_data.views.origines import texte_sources
from ctg_data.views.portrait import entete
from ctg_data.wording import fr, nombres, toponymes
from ctg_data.wording import veille as textes
from ctg_data.wording.typographie import soigne

THEME_PREFERE = "PE"


@dataclass(frozen=True)
class TendancesView:
    """Everything the page shows but the watch.

    ``multiples``: the figures of the theme, in the order of the catalogue; ``figure``: the id of the one shown large (``choisie``).
    ``tableau``: the theme in words; ``sans_serie``: labels of the figures without any year; ``details``: what must be known of the
    chosen one (trend, peers, breaks).
    """

    entete: Entete
    bandeau: str
    demo: bool
    theme: str
    figure: str
    choix_themes: tuple[tuple[str, str], ...]
    choix_figures: tuple[tuple[str, str], ...]
    precisions: tuple[str, ...]
    multiples: tuple[Multiple, ...]
    details: tuple[str, ...]
    cadre: Cadre
    tableau: Tableau
    sans_serie: tuple[str, ...]
    empreinte: str

    @property
    def choisie(self) -> Multiple | None:
        return next((m for m in self.multiples if m.id == self.figure), None)


def tendances(
    corpus: Corpus,
    ref: Referentiel,
    *,
    niveau: str,
    code: str,
    theme: str = "",
    figure: str = "",
    catalogue: Sequence[Indicateur] | None = None,
    sources: Mapping[str, Source] | None = None,
) -> TendancesView:
    """A theme or a figure that does not exist here falls back to the first that has something to show.  Raises TerritoireInconnu."""
    ctx = contexte(
        corpus,
        ref,
        ref.territoire(niveau, code),
        catalogue=tuple(registry.catalogue() if catalogue is None else catalogue),
        sources=registre_sources.catalogue() if sources is None else sources,
    )
    tous = examens(ctx)
    choisi = _theme(ctx, tous, theme, figure)
    siens = [e for e in tous if e.indicateur.theme == choisi]
    pairs = ensemble(ctx)
    multiples = tuple(_multiple(ctx, e) for e in siens)
    montre = _figure(siens, figure)
    return soigne(
        TendancesView(
            entete=entete(ctx),
            bandeau=demonstration.du_territoire(ctx),
            demo=ctx.demo,
            theme=choisi,
            figure=montre.indicateur.id if montre else "",
            choix_themes=tuple((x, fr.THEMES[x]) for x in fr.THEMES if any(i.theme == x for i in _du_niveau(ctx))),
            choix_figures=tuple((e.indicateur.id, e.indicateur.libelle) for e in siens),
            precisions=_precisions(ctx, pairs, multiples),
            multiples=multiples,
            details=_details(montre, pairs) if montre else (),
            cadre=_cadre_theme(ctx, choisi, siens),
            tableau=_tableau_theme(choisi, siens),
            sans_serie=_sans_serie(ctx, choisi, siens),
            empreinte=corpus.empreinte,
        )
    )


def _du_niveau(ctx: Contexte) -> list[Indicateur]:
    return [i for i in ctx.catalogue if i.existe(ctx.territoire.niveau) and not isinstance(i.formules[0], Distribution)]


def _theme(ctx: Contexte, tous: Sequence[Examen], theme: str, figure: str) -> str:
    """The theme asked for, else the figure's, else early childhood, else the first one with a series."""
    existants = [i.theme for i in _du_niveau(ctx)]
    de_la_figure = [e.indicateur.theme for e in tous if e.indicateur.id == figure]
    avec = [e.indicateur.theme for e in tous]
    voulus = ([theme] if theme in existants else []) + de_la_figure + [t for t in avec if t == THEME_PREFERE] + avec + existants
    return voulus[0]


def _figure(siens: Sequence[Examen], figure: str) -> Examen | None:
    """The figure asked for, else the first one with a change to tell, else the first one."""
    voulue = [e for e in siens if e.indicateur.id == figure]
    return next(iter((*voulue, *(e for e in siens if e.long and e.long.marge), *siens)), None)


def _sans_serie(ctx: Contexte, theme: str, siens: Sequence[Examen]) -> tuple[str, ...]:
    connus = {e.indicateur.id for e in siens}
    return tuple(i.libelle for i in _du_niveau(ctx) if i.theme == theme and i.id not in connus)


def _precisions(ctx: Contexte, pairs: Ensemble | None, multiples: Sequence[Multiple]) -> tuple[str, ...]:
    """How to read the small multiples: perimeter, band."""
    effectifs = sorted({e.n for m in multiples for e in m.pairs})
    if pairs and effectifs:
        bande = textes.BANDE.format(unites=pairs.unites, ensemble=pairs.nom, n=_effectifs(effectifs))
    elif pairs:
        bande = textes.SANS_PAIRS.format(pourquoi=f"moins de 20 {pairs.unites} comparables ont ces valeurs chaque année")
    else:
        bande = textes.SANS_PAIRS.format(pourquoi=f"{fr.NIVEAUX[ctx.territoire.niveau].lower()} sans ensemble de territoires comparables")
    return textes.PERIMETRE.format(millesime=CIBLE), bande


def _effectifs(tries: Sequence[int]) -> str:
    """How many peers have the figure: the legend of each figure says its own number."""
    moins, plus = nombres.nombre(tries[0]), nombres.nombre(tries[-1])
    return plus if len(tries) == 1 else textes.BANDE_SELON.format(moins=moins, plus=plus)


def _multiple(ctx: Contexte, e: Examen) -> Multiple:
    pairs = _bande(e)
    return Multiple(
        id=e.indicateur.id,
        cadre=_cadre(ctx, e),
        unite=e.indicateur.unite,
        serie=Serie(ctx.territoire.nom, "territoire", _points(e)),
        pairs=pairs,
        ruptures=_ruptures(e),
        phrase=mouvements.bref(e.long, e.indicateur) if e.long else _phrase(e),
        signe=mouvements.signe(e.long, e.indicateur.sens) if e.long else "",
        tableau=_tableau(e, pairs),
        effectif=est_effectif(e.indicateur),
        excedent=_excedent(e),
    )


def _excedent(e: Examen) -> str:
    return unite_excedent(e.indicateur, (o.valeur for o in e.observations))


def _bande(e: Examen) -> tuple[Etendue, ...]:
    """Counts grow with the territory: only their changes compare."""
    return trends.bande(e.table, e.annees) if e.table is not None and not est_effectif(e.indicateur) else ()


def _points(e: Examen) -> tuple[Point, ...]:
    """Every year from the first to the last that says something: one that is missing, or hidden, is a gap and joins nothing."""
    lus = {o.annee: (o, rang) for o, rang in zip(e.observations, trends.segments(e.observations, e.ruptures, e.fenetre), strict=True)}
    return tuple(_point(e, a, *lus.get(a, (trends.Observation(a, None, "nd"), 0))) for a in _annees(e))


def _point(e: Examen, annee: int, o: trends.Observation, rang: int) -> Point:
    texte = e.textes.get(annee, "") if o.statut != "nd" else nombres.STATUTS["nd"]
    return Point(annee, o.valeur, o.statut, texte, o.ic_bas, o.ic_haut, rang)


def _annees(e: Examen) -> range:
    parlantes = [o.annee for o in e.observations if o.statut != "nd"]
    return range(parlantes[0], parlantes[-1] + 1)


def _ruptures(e: Examen) -> tuple[int, ...]:
    """Breaks within the years drawn: declared ones, and changes of source."""
    toutes = {*e.ruptures, *trends.changements_de_source(e.observations)}
    return tuple(sorted(toutes.intersection(_annees(e)[1:])))


def _phrase(e: Examen) -> str:
    """The change over the longest span that may be compared, else why there is none."""
    if e.long:
        return mouvements.changement(e.long, e.indicateur)
    return mouvements.refus(e.observations, e.indicateur, fenetre=e.fenetre)


def _tendance(e: Examen) -> str:
    return mouvements.tendance(trends.tendance(e.points), e.indicateur, len(e.points), e.long)


def _cadre(ctx: Contexte, e: Examen) -> Cadre:
    annees = [o.annee for o in trends.connues(e.observations)]
    derniere = e.observations[-1]
    ou = ctx.ou_lire(e.indicateur.id, derniere.annee)
    message = "" if annees else note_statut(e.indicateur, derniere.statut, ctx.territoire.niveau, ou=ou)
    sources = ctx.ligne(e.indicateur.id, annees[-1] if annees else None).sources
    periode = f"{annees[0]} à {annees[-1]}" if len(annees) > 1 else str(annees[0] if annees else "")
    sous_titre = ", ".join(filter(None, (_excedent(e) or e.indicateur.unite, periode)))
    alt = f"{e.indicateur.libelle}, {toponymes.a(ctx.territoire)}. {message or _phrase(e)}{_alt_ruptures(e)}"
    return Cadre(e.indicateur.libelle, sous_titre, texte_sources(ctx.sources, sources), alt, demo=ctx.demo, message=message)


def _alt_ruptures(e: Examen) -> str:
    ruptures = _ruptures(e)
    return f" Rupture de série en {nombres.annees(ruptures)}." if ruptures else ""


def _tableau(e: Examen, bande: Sequence[Etendue]) -> Tableau:
    pairs = {b.annee: b for b in bande}
    lignes = tuple(_ligne_annee(e, p, pairs.get(p.annee)) for p in _points(e))
    return Tableau(f"{e.indicateur.libelle} par année", textes.COLONNES_ANNEES, lignes, (1, 2, 3, 4))


def _ligne_annee(e: Examen, p: Point, pair: Etendue | None) -> tuple[str, ...]:
    u, d = e.indicateur.unite, e.indicateur.decimales
    milieu = nombres.avec_unite(pair.milieu, u, d) if pair else ""
    etendue = nombres.intervalle(pair.bas, pair.haut, unite=u, decimales=d) if pair else ""
    siennes = nombres.decimales_permises(d, p.valeur, p.ic_bas, p.ic_haut)
    return str(p.annee), p.texte, texte_bornes(e.indicateur, p.ic_bas, p.ic_haut, unite=u, decimales=siennes), milieu, etendue


def _details(e: Examen, pairs: Ensemble | None) -> tuple[str, ...]:
    """What must be known of the chosen figure: trend, peers, breaks with their reason and who says so."""
    c = e.long
    pareils = e.pairs(c) if c else None
    siens = [r for r in e.indicateur.ruptures if r.annee in _ruptures(e)]
    return (
        _phrase(e),
        _tendance(e),
        *((_texte_pairs(e, c, pareils, pairs),) if pareils and pairs else ()),
        *(f"Rupture en {r.annee} : {r.raison} ({r.source})." for r in siens),
        *(f"Rupture en {a} : une autre source donne ce chiffre." for a in trends.changements_de_source(e.observations)),
    )


def _texte_pairs(e: Examen, c: Changement, pareils: Pairs, ens: Ensemble) -> str:
    """How the peers changed between the same years: the median of their changes, not the change of their median."""
    u = mouvements.unite(e.indicateur, relatif=c.relatif)
    d = 0 if c.relatif else e.indicateur.decimales
    return textes.PAIRS.format(
        n=nombres.nombre(pareils.n),
        ensemble=ens.nom,
        debut=c.debut.annee,
        fin=c.fin.annee,
        milieu=nombres.changement(pareils.milieu, u, d),
        etendue=nombres.changements(pareils.bas, pareils.haut, unite=u, decimales=d),
    )


def _cadre_theme(ctx: Contexte, theme: str, siens: Sequence[Examen]) -> Cadre:
    titre = f"{fr.THEMES[theme]} : ce qui bouge {toponymes.a(ctx.territoire)}"
    message = "" if siens else textes.SANS_SERIE
    nets = sum(e.long is not None and e.long.direction != 0 for e in siens)
    alt = f"{titre} : {nombres.pluriel(nets, 'figure change', 'figures changent')} plus que le bruit, sur {len(siens)}."
    sources = sorted({x.sources for e in siens for x in ctx.series[e.indicateur.id, "total"].values() if x.sources})
    return Cadre(titre, "", texte_sources(ctx.sources, "|".join(sources)), alt, demo=ctx.demo, message=message)


def _tableau_theme(theme: str, siens: Sequence[Examen]) -> Tableau:
    return Tableau(f"{fr.THEMES[theme]} : changements", textes.COLONNES_THEME, tuple(map(_ligne_theme, siens)))


def _ligne_theme(e: Examen) -> tuple[str, ...]:
    c = e.long
    debut = f"{e.textes[c.debut.annee]} ({c.debut.annee})" if c else ""
    siennes = trends.connues(e.observations)
    fin = f"{e.textes[siennes[-1].annee]} ({siennes[-1].annee})" if siennes else e.textes[e.observations[-1].annee]
    pareils = e.pairs(c) if c else None
    u = mouvements.unite(e.indicateur, relatif=c.relatif) if c else ""
    milieu = f"évolution médiane : {nombres.changement(pareils.milieu, u, 0 if c.relatif else e.indicateur.decimales)}" if pareils else ""
    tendance = _tendance(e) if siennes else ""
    signe = mouvements.signe(c, e.indicateur.sens) if c else ""
    return e.indicateur.libelle, debut, fin, f"{signe} {_phrase(e)}".strip(), tendance, milieu

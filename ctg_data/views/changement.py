"""« Quel changement peut-on voir ? »: the smallest change that a territory could show on a figure by a year (domain.md §3.6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ctg_data.diagnostic import detectabilite
from ctg_data.diagnostic.figures import Cadre, Seuil, Seuils, Tableau
from ctg_data.indicators import registry
from ctg_data.indicators.model import Indicateur, Moyenne
from ctg_data.loaders import sources as registre_sources
from ctg_data.loaders.model import Source
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views import demonstration, marges
from ctg_data.views.chiffres import decimales, est_comparable, note_statut, texte_valeur
from ctg_data.views.lecture import Contexte, Corpus, contexte
from ctg_data.views.marges import Vu
from ctg_data.views.origines import texte_sources
from ctg_data.wording import fr, nombres, toponymes
from ctg_data.wording import incertitude as textes
from ctg_data.wording.typographie import soigne

THEME_PREFERE, OFFRE = "PE", 2
HORIZON, HORIZONS = 3, 6
"""Years from today: the one shown unasked, the furthest."""
RECENSEMENT, ENQUETES = "insee_rp", 5
"""A census figure pools five yearly surveys."""
UNITE_COURTE = 3
"""Characters of a unit that stands beside every figure of a table."""


@dataclass(frozen=True)
class ChangementView:
    """``phrase`` is the finding, ``precisions`` what goes with it; ``choix_figures``: (id, label).  ``figure`` is "" without any."""

    niveau: str
    code: str
    nom: str
    bandeau: str
    choix_figures: tuple[tuple[str, str], ...]
    figure: str
    horizon: int
    choix_horizons: tuple[int, ...]
    phrase: str
    precisions: tuple[str, ...]
    seuils: Seuils
    empreinte: str


def changement(
    corpus: Corpus,
    ref: Referentiel,
    *,
    niveau: str,
    code: str,
    figure: str = "",
    horizon: int | None = None,
    catalogue: Sequence[Indicateur] | None = None,
    sources: Mapping[str, Source] | None = None,
    jour: date | None = None,
) -> ChangementView:
    """From published values only.  A figure or a horizon that does not exist falls back to the first choice.

    ``catalogue``, ``sources`` and ``jour`` default to the product's own and to today.  Raises TerritoireInconnu.
    """
    catalogue = tuple(registry.catalogue() if catalogue is None else catalogue)
    sources = registre_sources.catalogue() if sources is None else sources
    jour = jour or date.today()
    ctx = contexte(corpus, ref, ref.territoire(niveau, code), catalogue=catalogue, sources=sources)
    annees = tuple(jour.year + n for n in range(1, HORIZONS + 1))
    return soigne(_vue(ctx, figure, horizon if horizon in annees else jour.year + HORIZON, annees=annees))


def _vue(ctx: Contexte, figure: str, horizon: int, *, annees: tuple[int, ...]) -> ChangementView:
    choix = _proposes(ctx)
    montre = _choisit(ctx, choix, figure)
    phrase, precisions, seuils = _resultat(ctx, montre, horizon) if montre else ("", (), _sans_figure(ctx))
    return ChangementView(
        niveau=ctx.territoire.niveau,
        code=ctx.territoire.code,
        nom=ctx.territoire.nom,
        bandeau=demonstration.du_territoire(ctx),
        choix_figures=tuple((i.id, f"{i.libelle} ({fr.THEMES[i.theme]})") for i in choix),
        figure=montre.id if montre else "",
        horizon=horizon,
        choix_horizons=annees,
        phrase=phrase,
        precisions=precisions,
        seuils=seuils,
        empreinte=ctx.corpus.empreinte,
    )


def _proposes(ctx: Contexte) -> list[Indicateur]:
    """What may be asked here, in the order of the themes: an interval, and something to say of this territory."""
    rangs = list(fr.THEMES)
    permis = [i for i in ctx.catalogue if marges.nature(i) and i.existe(ctx.territoire.niveau) and ctx.annee(i.id) is not None]
    return sorted(permis, key=lambda i: rangs.index(i.theme))


def _choisit(ctx: Contexte, choix: Sequence[Indicateur], figure: str) -> Indicateur | None:
    """The figure asked for, else a rate of early childhood (its offer first) that has an interval here, else any, else the first."""
    montrables = [i for i in choix if marges.mesure(i, ctx.ligne(i.id, ctx.annee(i.id)))]
    demandes = [i for i in choix if i.id == figure]
    preferes = sorted((i for i in montrables if i.theme == THEME_PREFERE and est_comparable(i)), key=lambda i: i.angle != OFFRE)
    return next(iter((*demandes, *preferes, *montrables, *choix)), None)


def _sans_figure(ctx: Contexte) -> Seuils:
    titre = textes.TITRE.format(a=toponymes.a(ctx.territoire))
    cadre = Cadre(titre, "", "", textes.SANS_FIGURE, demo=ctx.demo, message=textes.SANS_FIGURE)
    return Seuils(cadre, "", (), Tableau(titre, (), ()))


def _resultat(ctx: Contexte, indicateur: Indicateur, horizon: int) -> tuple[str, tuple[str, ...], Seuils]:
    annee = ctx.annee(indicateur.id)
    vus = _vus(ctx, indicateur, annee)
    ici = vus[0]
    phrase = _phrase(indicateur, ici, horizon) if ici.trouve else ""
    cadre = _cadre(ctx, indicateur, ici, phrase=phrase)
    precisions = tuple(_precisions(ctx, indicateur, ici, horizon=horizon)) if ici.trouve else ()
    return phrase, precisions, Seuils(cadre, indicateur.unite, _seuils(indicateur, vus), _tableau(indicateur, vus, annee))


def _vus(ctx: Contexte, indicateur: Indicateur, annee: int) -> list[Vu]:
    """The territory, then its parents of the same nature (a count, which grows with the territory, has none to be drawn with)."""
    parents = [p for p in ctx.parents if p.demo == ctx.demo] if est_comparable(indicateur) else []
    lieux = ((ctx.territoire, ctx.series), *((p.territoire, p.series) for p in parents))
    vus = [marges.vu(indicateur, t, series, annee=annee, catalogue=ctx.catalogue) for t, series in lieux]
    return [vus[0], *(v for v in vus[1:] if v.trouve)]


def _phrase(indicateur: Indicateur, v: Vu, horizon: int) -> str:
    """The finding in one sentence, whatever can still fall or rise."""
    cle = {(True, True): "deux", (False, True): "hausse", (True, False): "baisse", (False, False): "aucune"}
    details = {
        "A": nombres.capitale(toponymes.a(v.territoire)),
        "changement": marges.texte(indicateur, v.trouve.changement, v.pas),
        "plafond": nombres.avec_unite(marges.nature(indicateur).pour, indicateur.unite),
        "horizon": horizon,
    }
    return textes.PHRASES[cle[v.trouve.baisse, v.trouve.hausse]].format(**details)


def _precisions(ctx: Contexte, indicateur: Indicateur, v: Vu, *, horizon: int) -> Iterator[str]:
    """How many, what pace, what already happened, and what is taken for granted."""
    annee, duree = v.x.annee, _observation(indicateur, v.x.sources)
    seuil = marges.texte(indicateur, v.trouve.changement, v.pas)
    if v.nombre:
        cle = "nombre" if v.base else "nombre.estime"
        yield textes.PHRASES[cle].format(changement=nombres.capitale(seuil), nombre=v.nombre, base=v.base)
    if horizon - annee < duree:
        yield textes.PHRASES["court"].format(duree=duree, premier=annee + duree)
    elif v.trouve.baisse or v.trouve.hausse:
        par_an = detectabilite.arrondi_superieur(v.trouve.changement / (horizon - annee), 10.0**-indicateur.decimales)
        pas = 10.0**-indicateur.decimales
        yield textes.PHRASES["rythme"].format(annee=annee, horizon=horizon, par_an=marges.texte(indicateur, par_an, pas))
    yield from _passe(ctx, indicateur, v, duree)
    if v.x.arr5:
        yield textes.PHRASES["arr5"]
    if marges.calculee(indicateur):
        yield textes.PHRASES["compte"]
    yield textes.PHRASES["hypothese"].format(horizon=horizon, annee=annee)


def _observation(indicateur: Indicateur, sources: str) -> int:
    """Years that one measure pools: nearer measures share observations, and are not independent."""
    moyennes = [f.annees for f in indicateur.formules if isinstance(f, Moyenne)]
    return max([ENQUETES if sources.startswith(RECENSEMENT) else 1, *moyennes])


def _passe(ctx: Contexte, indicateur: Indicateur, v: Vu, duree: int) -> Iterator[str]:
    """What the first known year and the last allow to say, within one unbroken series."""
    debut_serie = max((r for r in indicateur.annees_de_rupture if r <= v.x.annee), default=0)
    lues = ctx.series.get((indicateur.id, "total"), {})
    anciennes = [a for a, x in lues.items() if debut_serie <= a <= v.x.annee - duree and marges.mesure(indicateur, x)]
    if not anciennes:
        return
    avant = lues[min(anciennes)]
    change = detectabilite.changement(marges.mesure(indicateur, avant), marges.mesure(indicateur, v.x))
    textes_ = {"avant": nombres.nombre(avant.valeur, decimales(indicateur, avant)), "apres": texte_valeur(indicateur, v.x)}
    yield textes.PHRASES[f"passe.{change.direction}"].format(debut=avant.annee, fin=v.x.annee, **textes_)


def _cadre(ctx: Contexte, indicateur: Indicateur, v: Vu, *, phrase: str) -> Cadre:
    titre = textes.TITRE.format(a=toponymes.a(ctx.territoire))
    sous_titre = textes.SOUS_TITRE.format(libelle=indicateur.libelle, annee=v.x.annee, unite=indicateur.unite)
    ou = ctx.ou_lire(indicateur.id, v.x.annee)
    message = "" if v.trouve else note_statut(indicateur, v.x.statut, ctx.territoire.niveau, ou=ou) or textes.SANS_MARGE
    alt = message or textes.PHRASES["alt"].format(phrase=phrase, annee=v.x.annee, intervalle=_intervalle(indicateur, v, indicateur.unite))
    return Cadre(titre, sous_titre, texte_sources(ctx.sources, v.x.sources), alt, demo=ctx.demo, message=message)


def _intervalle(indicateur: Indicateur, v: Vu, unite: str) -> str:
    lue = marges.mesure(indicateur, v.x)
    return nombres.intervalle(lue.ic_bas, lue.ic_haut, unite=unite, decimales=decimales(indicateur, v.x))


def _seuils(indicateur: Indicateur, vus: Sequence[Vu]) -> tuple[Seuil, ...]:
    return tuple(_seuil(indicateur, v, rang) for rang, v in enumerate(vus) if v.trouve)


def _seuil(indicateur: Indicateur, v: Vu, rang: int) -> Seuil:
    lue, change = marges.mesure(indicateur, v.x), v.trouve.changement
    texte = f"{texte_valeur(indicateur, v.x)}, à {marges.texte(indicateur, change, v.pas)} près"
    bas, haut = max(lue.valeur - change, 0.0), lue.valeur + change
    if not v.trouve.hausse:
        haut = marges.nature(indicateur).pour
    role = "territoire" if rang == 0 else v.territoire.niveau
    return Seuil(v.territoire.nom, role, lue.valeur, lue.ic_bas, lue.ic_haut, bas, haut, texte)


def _tableau(indicateur: Indicateur, vus: Sequence[Vu], annee: int) -> Tableau:
    """A long unit is said once, in the heading."""
    longue = len(indicateur.unite) > UNITE_COURTE
    lignes = tuple(_rangee(indicateur, v, unite="" if longue else indicateur.unite) for v in vus if v.trouve)
    colonnes = tuple(c.format(annee=annee, unite=f" ({indicateur.unite})" if longue else "") for c in textes.COLONNES)
    avec_nombre = any(ligne[-1] for ligne in lignes)
    titre = textes.TITRE_TABLEAU.format(libelle=indicateur.libelle)
    if avec_nombre:
        return Tableau(titre, colonnes, lignes, (1, 2, 3, 4))
    return Tableau(titre, colonnes[:-1], tuple(ligne[:-1] for ligne in lignes), (1, 2, 3))


def _rangee(indicateur: Indicateur, v: Vu, *, unite: str) -> tuple[str, ...]:
    d = decimales(indicateur, v.x)
    change = marges.texte(indicateur, v.trouve.changement, v.pas) if unite else nombres.nombre(v.trouve.changement, d)
    return v.territoire.nom, nombres.avec_unite(v.x.valeur, unite, d), _intervalle(indicateur, v, unite), change, v.nombre

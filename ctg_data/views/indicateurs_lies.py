"""Linked indicators read in the published values: the frozen starting point, the figure of today, and what may be said of both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ctg_data.diagnostic import cible as regles
from ctg_data.diagnostic.cible import Suite
from ctg_data.diagnostic.trends import Observation
from ctg_data.errors import TerritoireInconnu
from ctg_data.indicators import registry
from ctg_data.indicators.model import Effectif, Indicateur
from ctg_data.loaders import sources as registre_sources
from ctg_data.parcours.convention import Ctg
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.suivi import IndicateurLie, Sens
from ctg_data.territoires.model import MILLESIMES
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views import examens, marges
from ctg_data.views.lecture import Contexte, Corpus, Ligne, contexte, indexe_par_code

MOINDRE = 5
"""Foyers under which a count is never told (domain.md §5)."""
CACHES = ("s", "ns")


@dataclass(frozen=True)
class Lu:
    """One linked indicator of the territory ``ctx``.  ``indicateur``: None once it left the catalogue; ``lignes``: its published years.

    ``communes``: of the starting point, in codes of today; ``fenetre``: years that each figure pools.
    """

    id: str
    lie: IndicateurLie
    ctx: Contexte
    indicateur: Indicateur | None
    lignes: Mapping[int, Ligne]
    observations: tuple[Observation, ...]
    depart: Observation | None
    fenetre: int
    communes: frozenset[str]
    suite: Suite

    @property
    def hausse(self) -> bool:
        return self.lie.sens is Sens.HAUSSE

    @property
    def meme_perimetre(self) -> bool:
        return not self.communes or self.communes == frozenset(membres(self.ctx))


def du_territoire(corpus: Corpus, ref: Referentiel, ctg: Ctg) -> Contexte | None:
    """What is published of the territory of a CTG, None when the reference does not hold it any more."""
    try:
        territoire = ref.territoire(ctg.niveau, ctg.code)
    except TerritoireInconnu:
        return None
    return contexte(corpus, ref, territoire, catalogue=tuple(registry.catalogue()), sources=registre_sources.catalogue())


def membres(ctx: Contexte) -> tuple[str, ...]:
    return ctx.ref.membres(ctx.territoire.niveau, ctx.territoire.code)


def lit(ctx: Contexte, identifiant: str, lie: IndicateurLie) -> Lu:
    indicateur = next((i for i in ctx.catalogue if i.id == lie.indicateur), None)
    if indicateur is None:
        return Lu(identifiant, lie, ctx, None, {}, (), None, 1, frozenset(), Suite(refus=regles.Refus.ABSENTE))
    if lie.t0_fictif != ctx.demo:  # a demonstration and real figures never meet
        return Lu(identifiant, lie, ctx, indicateur, {}, (), None, 1, frozenset(), Suite(refus=regles.Refus.FICTIF))
    lignes = ctx.series.get((lie.indicateur, lie.modalite), {})
    observations = tuple(observation(indicateur, lignes[a]) for a in sorted(lignes))
    communes = actuelles(ctx.ref, lie.t0_communes)
    if depart_cache(ctx, indicateur, lie, lignes):
        return Lu(identifiant, lie, ctx, indicateur, lignes, observations, None, 1, communes, Suite(refus=regles.Refus.DEPART_CACHE))
    debut, fenetre = depart(indicateur, lie, lignes), examens.annees_reunies(ctx, indicateur, lignes)
    suite = regles.suite(
        debut,
        observations,
        hausse=lie.sens is Sens.HAUSSE,
        ruptures=indicateur.annees_de_rupture,
        fenetre=fenetre,
        meme_perimetre=not communes or communes == frozenset(membres(ctx)),
    )
    return Lu(identifiant, lie, ctx, indicateur, lignes, observations, debut, fenetre, communes, suite)


def depart_cache(ctx: Contexte, i: Indicateur, lie: IndicateurLie, lignes: Mapping[int, Ligne]) -> bool:
    """Whether the frozen figure, published then, would tell one that is hidden today.

    It would when its own year is hidden now; or, by difference with the same year on the communes of today, when that of a commune that
    came in or left is.
    """
    if not lie.t0_valeur:
        return False
    meme = lignes.get(lie.t0_annee)
    if meme is not None and meme.statut in CACHES:
        return True
    communes = actuelles(ctx.ref, lie.t0_communes)
    bougees = communes ^ frozenset(membres(ctx)) if communes else ()
    lues = indexe_par_code(ctx.corpus.valeurs("commune", codes=bougees, indicateurs=[i.id], annees=[lie.t0_annee])) if bougees else {}
    trouvees = (lues.get(c, {}).get((i.id, lie.modalite), {}).get(lie.t0_annee) for c in bougees)
    return any(x.statut == "s" if x else _compte_protege(i) for x in trouvees)


def montrable(dossier: Dossier, ctx: Contexte | None) -> Dossier:
    """The same without the starting points that may not be shown: for files, which are read without the pages around."""
    for identifiant, lie in dossier.de(IndicateurLie).items():
        i = next((i for i in ctx.catalogue if i.id == lie.indicateur), None) if ctx else None
        if ctx is None or (i and depart_cache(ctx, i, lie, ctx.series.get((i.id, lie.modalite), {}))):
            dossier = dossier.avec(identifiant, replace(lie, t0_valeur="", t0_bas="", t0_haut=""))
    return dossier


def observation(i: Indicateur, x: Ligne) -> Observation:
    """One published year; a count of the Caf takes the interval of its own size, as for the smallest visible change."""
    lue, mesure = examens.observation(i, x), marges.mesure(i, x)
    return replace(lue, ic_bas=mesure.ic_bas, ic_haut=mesure.ic_haut) if mesure else lue


def depart(i: Indicateur, lie: IndicateurLie, lignes: Mapping[int, Ligne]) -> Observation | None:
    """The starting point as it was frozen; its source where it was not kept is that of the same year today."""
    if not lie.t0_valeur:
        return None
    meme = lignes.get(lie.t0_annee)
    sources = lie.t0_sources or (meme.sources if meme else "")
    ligne = Ligne(lie.t0_annee, float(lie.t0_valeur), "ok", False, lie.t0_arr5, _nombre(lie.t0_bas), _nombre(lie.t0_haut), sources)
    return examens.observation(i, ligne)


def _nombre(texte: str) -> float | None:
    return float(texte) if texte else None


def actuelles(ref: Referentiel, codes: Iterable[str]) -> frozenset[str]:
    """Communes by their codes of today: one that was merged is the commune that took it."""
    codes, connues = frozenset(codes), ref.codes("commune")
    for millesime in reversed(MILLESIMES[:-1]):
        dehors = codes - connues
        if not dehors:
            break
        passage = ref.passage(millesime)
        trouvees = passage[passage["code_src"].isin(dehors)]
        codes = (codes - frozenset(trouvees["code_src"])) | frozenset(trouvees["code_dst"])
    return codes


def lus(ctx: Contexte | None, lies: Mapping[str, IndicateurLie]) -> Sequence[Lu]:
    """Every linked indicator, () on a territory that is not known any more."""
    return [lit(ctx, i, lie) for i, lie in lies.items()] if ctx else []


def revision_menue(i: Indicateur, avant: float, apres: float) -> bool:
    """Whether a count of the Caf was revised by fewer than five: the difference of two publications would tell of a few foyers."""
    return _compte_protege(i) and 0 < abs(apres - avant) < MOINDRE


def _compte_protege(i: Indicateur) -> bool:
    """A count of the Caf, hidden under five."""
    return isinstance(i.formules[0], Effectif) and "k5" in i.seuils

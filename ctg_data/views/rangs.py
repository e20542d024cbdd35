"""The rank of the chosen figure among comparable territories: one sentence, never without its interval (domain.md §3.6)."""

from ctg_data.diagnostic import effectifs, rangs
from ctg_data.diagnostic.effectifs import Nature
from ctg_data.diagnostic.rangs import Rangs
from ctg_data.diagnostic.star import MIN_UNITES, Ensemble
from ctg_data.indicators.model import Indicateur
from ctg_data.views.chiffres import est_comparable
from ctg_data.views.etoiles import ensemble
from ctg_data.views.lecture import Contexte
from ctg_data.views.reserve import Reserve
from ctg_data.wording import incertitude as textes
from ctg_data.wording import nombres

RANGS = Reserve(64)
"""Ranks of a set for one figure and year: about 100 kB each."""
NIVEAUX = ("epci", "departement")
"""Levels that have a named set of comparable territories."""


def phrase(ctx: Contexte, indicateur: Indicateur) -> str:
    """« Rang médian : 312e sur 398 (…), entre le 250e et le 390e »; "" where no rank means anything.

    That is: another level, a count or a gap, a figure hidden or without interval, under 100 persons, or fewer than 20 ranked territories.
    """
    nature, annee = effectifs.nature(indicateur), ctx.annee(indicateur.id)
    if ctx.territoire.niveau not in NIVEAUX or nature is None or annee is None or not est_comparable(indicateur):
        return ""
    ens = ensemble(ctx, ctx.territoire)
    classes = _rangs(ctx, ens, indicateur, nature=nature, annee=annee)
    rang = classes.de(ctx.territoire.code)
    if rang is None or rang.n < MIN_UNITES:
        return ""
    places = {nom: nombres.ordinal(getattr(rang, nom)) for nom in ("median", "bas", "haut")}
    nom = ens.nom if ens.niveau == "departement" else f"{ens.nom}, {ens.date}"
    modele = textes.RANG if rang.bas < rang.haut else textes.RANG_SUR
    return modele.format(n=nombres.nombre(rang.n), ensemble=nom, **places)


def _rangs(ctx: Contexte, ens: Ensemble, indicateur: Indicateur, *, nature: Nature, annee: int) -> Rangs:
    """Drawn from the figures that are ranked: a page shows the same ranks twice, on another workstation, and after an import of others."""
    cle = ("rangs", ctx.corpus.empreinte, ctx.ref.empreinte, ens.niveau, ens.nom, ens.demo, indicateur.id, annee)

    def fabrique() -> Rangs:
        lues = ctx.corpus.valeurs(ens.niveau, codes=ens.codes, indicateurs=[indicateur.id], annees=[annee])
        chiffres = lues.sort_values("code")[["code", "valeur", "ic_bas", "ic_haut"]].to_csv(index=False)
        return rangs.rangs(lues, nature, graine=f"{indicateur.id}|{annee}|{chiffres}")

    return RANGS.donne(cle, fabrique)

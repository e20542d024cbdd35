"""Territories × themes of a département under the rule of priorities: a proposal, with each term and how firmly it holds (domain.md §4).

Only published values are read.  Scores are whole points, as those of the star are, and the level is that of the points shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ctg_data.diagnostic.normalisation import points
from ctg_data.diagnostic.priorites import NEUTRE, TERMES, Niveau, Regle, indice, niveau, robustesse
from ctg_data.diagnostic.star import Repartition
from ctg_data.diagnostic.termes import Note, Notes, de_lunite, notes, termes, variantes
from ctg_data.indicators.model import Branche, Indicateur
from ctg_data.loaders.model import Source
from ctg_data.territoires.model import Territoire
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views import etoiles
from ctg_data.views.lecture import Corpus, contexte


@dataclass(frozen=True)
class Case:
    """One theme of one territory.  ``points``: the index, None with level nd.  ``termes``: whole points, None where there is none.

    ``annees``: term -> years of its indicators, « 2023 », « 2018-2023 ».  ``ensemble``: the set that it was placed in.
    """

    code: str
    nom: str
    theme: str
    points: int | None
    niveau: Niveau
    robustesse: float
    termes: Mapping[str, int | None]
    manquants: tuple[str, ...]
    annees: Mapping[str, str]
    ensemble: str
    demo: bool


def matrice(
    corpus: Corpus,
    ref: Referentiel,
    departement: str,
    *,
    catalogue: Sequence[Indicateur],
    sources: Mapping[str, Source],
    regle: Regle | None = None,
    cog: Mapping[str, float] | None = None,
) -> tuple[Case, ...]:
    """One case for each EPCI with a commune in the département and each theme of the star.  ``cog``: theme -> its weight, 0 to 1."""
    juge = partial(_case, regle=regle or Regle(), cog=cog or {})
    lues: dict[tuple[str, bool], tuple[str, Repartition, Mapping[Branche, Notes]]] = {}
    cases = []
    for t in sorted(ref.enfants("departement", departement), key=lambda t: t.nom):
        cle = (ref.strate(t.code).id, corpus.est_demo("epci", t.code))
        if cle not in lues:
            lues[cle] = _ensemble(corpus, ref, t, catalogue, sources)
        nom, reparties, par_theme = lues[cle]
        cases += [juge(t, theme, par_theme[theme], reparties, ensemble=nom, demo=cle[1]) for theme in Branche]
    return tuple(cases)


def _ensemble(
    corpus: Corpus, ref: Referentiel, t: Territoire, catalogue: Sequence[Indicateur], sources: Mapping[str, Source]
) -> tuple[str, Repartition, Mapping[Branche, Notes]]:
    """The stratum of an EPCI: its name, its values, and what feeds the terms of each theme."""
    ctx = contexte(corpus, ref, t, catalogue=tuple(catalogue), sources=sources)
    siens = [i for i in catalogue if i.existe("epci") and (i.etoile or i.angle == 1)]
    ens = etoiles.ensemble(ctx, t)
    reparties = etoiles.reparties(ctx, ens, siens)
    return f"{ens.nom} ({ens.date})", reparties, {theme: notes(reparties, theme, siens) for theme in Branche}


def _case(
    t: Territoire, theme: Branche, lues: Notes, reparties: Repartition, *, ensemble: str, demo: bool, regle: Regle, cog: Mapping[str, float]
) -> Case:
    poids, unite = cog.get(str(theme), NEUTRE), reparties.rangs.get(t.code)
    dits: Mapping[str, float | None] = dict.fromkeys(TERMES) if unite is None else de_lunite(termes(lues), unite)
    lu = indice(dits, regle, poids)
    autres = [de_lunite(v, unite) for v in variantes(lues)] if lu.valeur is not None and unite is not None else []
    tient, siens = robustesse(autres, regle, poids), _points(lu.valeur)
    return Case(
        code=t.code,
        nom=t.nom,
        theme=str(theme),
        points=siens,
        niveau=niveau(siens, tient, regle),
        robustesse=tient,
        termes={terme: _points(v) for terme, v in dits.items()},
        manquants=lu.manquants,
        annees={terme: ", ".join(_annees(siennes)) for terme, siennes in lues.items() if siennes},
        ensemble=ensemble,
        demo=demo,
    )


def _points(score: float | None) -> int | None:
    return None if score is None else points(score)


def _annees(siennes: Sequence[Note]) -> Iterator[str]:
    yield from dict.fromkeys("-".join(map(str, n.annees)) for n in siennes)

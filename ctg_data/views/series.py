"""Evolution of the chosen figure and age structure: gaps stay gaps, breaks are not joined."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ctg_data.diagnostic import mouvements, trends
from ctg_data.diagnostic.figures import Cadre, Evolution, Point, Serie, StructureAge, Tableau, Tranche
from ctg_data.indicators.model import Distribution, Indicateur
from ctg_data.views.chiffres import est_comparable, note_statut, texte_valeur
from ctg_data.views.composition import Composition
from ctg_data.views.examens import annees_reunies, observation
from ctg_data.views.lecture import Contexte, Series, est_effectif, ligne, unite_excedent
from ctg_data.views.methode import fichiers
from ctg_data.views.origines import texte_sources
from ctg_data.wording import fr, nombres, toponymes


def evolution(ctx: Contexte, indicateur: Indicateur) -> Evolution:
    """The territory first, then the parents of the same nature (counts and gaps: the territory alone)."""
    series, annees = _series(ctx, indicateur, ctx.series)
    return _evolution(ctx, indicateur, _suite(ctx, indicateur, ctx.series), series, annees)


def evolution_epoque(ctx: Contexte, indicateur: Indicateur, compo: Composition) -> Evolution:
    """The same at period perimeter: each year in the communes of its time, points of two compositions apart."""
    siennes = _a_l_epoque(ctx, indicateur, compo)
    (sienne, *parents), annees = _series(ctx, indicateur, siennes, debut=compo.debut)
    apart = tuple(replace(p, segment=p.segment + compo.segment(p.annee)) for p in sienne.points)
    perimetres = tuple(m.annee for m in compo.mouvements if annees and annees[0] < m.annee <= annees[-1])
    suite = _suite(ctx, indicateur, siennes)
    vue = _evolution(ctx, indicateur, suite, (replace(sienne, points=apart), *parents), annees, perimetres=perimetres)
    message = _sans_epoque(ctx, indicateur, compo, siennes)
    return replace(vue, cadre=replace(vue.cadre, message=message)) if message else vue


def _series(ctx: Contexte, indicateur: Indicateur, siennes: Series, *, debut: int = 0) -> tuple[tuple[Serie, ...], list[int]]:
    """The lines, and their years: from the first (``debut`` at the earliest) to the last in which one of them says something.

    A year that is not there is a gap, as a hidden one: it joins nothing.
    """
    parents = () if not est_comparable(indicateur) else [p for p in ctx.parents if p.demo == ctx.demo]
    lues = [(ctx.territoire.nom, "territoire", siennes), *((p.territoire.nom, p.territoire.niveau, p.series) for p in parents)]
    dites = {a for s in (ctx.series, *(s for _, _, s in lues)) for a, x in s.get((indicateur.id, "total"), {}).items() if x.statut != "nd"}
    dites = {a for a in dites if a >= debut}
    annees = list(range(min(dites), max(dites) + 1)) if dites else []
    return tuple(Serie(nom, role, _points(indicateur, _suite(ctx, indicateur, s), s, annees)) for nom, role, s in lues), annees


def _a_l_epoque(ctx: Contexte, indicateur: Indicateur, compo: Composition) -> Series:
    """The rows of one indicator, those of another perimeter in the place of the constant ones."""
    cle = (indicateur.id, "total")
    communes = {a: x for a, x in ctx.series.get(cle, {}).items() if a >= compo.debut and a not in compo.differentes}
    return {cle: communes | {a: x for a, x in ctx.epoques().get(cle, {}).items() if a in compo.differentes}}


def _sans_epoque(ctx: Contexte, indicateur: Indicateur, compo: Composition, siennes: Series) -> str:
    """Why no year of another composition has a value; "" where one has."""
    connues = {a for a, x in siennes[indicateur.id, "total"].items() if x.statut != "nd"}
    constantes = ctx.series.get((indicateur.id, "total"), {})
    attendues = compo.differentes & {a for a, x in constantes.items() if x.statut != "nd"}
    if connues & compo.differentes or not attendues:
        return ""
    noms = {partie.partition("@")[0] for a in attendues for partie in constantes[a].sources.split("|")}
    interne = any(constantes[a].statut == "s" for a in attendues) or any(
        ctx.sources[n].profil_secret == "caf_interne" for n in noms if n in ctx.sources
    )
    return fr.texte("perimetre.caf" if interne else "perimetre.absent")


@dataclass(frozen=True)
class Suite:
    """The years of one territory, as they are compared; ``ruptures``: declared breaks, ``fenetre``: years that each figure pools."""

    observations: tuple[trends.Observation, ...]
    ruptures: tuple[int, ...]
    fenetre: int

    @property
    def segments(self) -> dict[int, int]:
        rangs = trends.segments(self.observations, self.ruptures, self.fenetre)
        return {o.annee: rang for o, rang in zip(self.observations, rangs, strict=True)}

    @property
    def coupures(self) -> tuple[int, ...]:
        """Declared breaks, and years from which another source gives the figure."""
        return tuple(sorted({*self.ruptures, *trends.changements_de_source(self.observations)}))

    @property
    def incomparables(self) -> list[str]:
        """« 2019 et 2022 »: neighbours that are not joined because they share surveys."""
        rangs, refus = self.segments, {"ruptures": self.ruptures, "fenetre": self.fenetre}
        paires = pairwise(trends.connues(self.observations))
        partagees = ((a.annee, b.annee) for a, b in paires if trends.refus(a, b, **refus) is trends.Motif.FENETRE)
        return [f"{a} et {b}" for a, b in partagees if b - a > 1 or rangs[a] != rangs[b]]


def _suite(ctx: Contexte, indicateur: Indicateur, series: Series) -> Suite:
    lignes = series.get((indicateur.id, "total"), {})
    observations = tuple(observation(indicateur, lignes[a]) for a in sorted(lignes))
    return Suite(observations, tuple(indicateur.annees_de_rupture), annees_reunies(ctx, indicateur, lignes))


def _evolution(
    ctx: Contexte,
    indicateur: Indicateur,
    suite: Suite,
    series: Sequence[Serie],
    annees: Sequence[int],
    *,
    perimetres: tuple[int, ...] = (),
) -> Evolution:
    utiles = tuple(s for s in series if s.role == "territoire" or any(p.valeur is not None for p in s.points))
    ruptures = tuple(r for r in suite.coupures if annees and annees[0] < r <= annees[-1])
    cadre = _cadre(ctx, indicateur, suite, utiles, ruptures, perimetres=perimetres)
    tableau = _tableau(indicateur, utiles, annees)
    excedent = unite_excedent(indicateur, (p.valeur for p in utiles[0].points))
    return Evolution(cadre, indicateur.unite, utiles, ruptures, tableau, perimetres, est_effectif(indicateur), excedent)


def _points(indicateur: Indicateur, suite: Suite, series: Series, annees: Sequence[int]) -> tuple[Point, ...]:
    """A year that is not there keeps the segment of the one before."""
    rangs, rang, points = suite.segments, 0, []
    for annee in annees:
        rang = rangs.get(annee, rang)
        x = ligne(series, indicateur.id, annee)
        points.append(Point(annee, x.valeur, x.statut, texte_valeur(indicateur, x), x.ic_bas, x.ic_haut, rang))
    return tuple(points)


def _cadre(
    ctx: Contexte,
    indicateur: Indicateur,
    suite: Suite,
    series: Sequence[Serie],
    ruptures: Sequence[int],
    *,
    perimetres: Sequence[int] = (),
) -> Cadre:
    points = [p for p in series[0].points if p.valeur is not None]
    unite = unite_excedent(indicateur, (p.valeur for p in points)) or indicateur.unite
    periode = f"{unite}, {points[0].annee} à {points[-1].annee}" if len(points) > 1 else unite
    sous_titre = ". ".join((periode, *_reserves(suite, series[0].points, ruptures, perimetres)))
    message = "" if len(points) > 1 else fr.texte("evolution.une") if points else _sans_annee(ctx, indicateur, series[0])
    sources = texte_sources(ctx.sources, ctx.ligne(indicateur.id, points[-1].annee if points else None).sources)
    titre = f"{indicateur.libelle} : quelle évolution ?"
    return Cadre(titre, sous_titre, sources, _alt(ctx, indicateur, suite, series), demo=ctx.demo, message=message)


def _reserves(suite: Suite, points: Sequence[Point], ruptures: Sequence[int], perimetres: Sequence[int]) -> Iterator[str]:
    """Why points are missing, or not joined to their neighbours."""
    vides = [p for p in points if p.valeur is None]
    if vides and len(vides) < len(points):
        trous = (f"{nombres.enumere([str(p.annee) for p in siens])} ({texte})" for texte, siens in groupby(vides, key=lambda p: p.texte))
        yield fr.texte("evolution.trous", annees=" ; ".join(trous))
    if suite.incomparables:
        yield mouvements.collectes_communes(suite.incomparables, suite.fenetre).removesuffix(".")
    if ruptures:
        yield fr.texte("rupture", annees=nombres.annees(ruptures))
    if perimetres:
        yield fr.texte("perimetre.change", annees=nombres.enumere(list(map(str, perimetres))))


def _sans_annee(ctx: Contexte, indicateur: Indicateur, serie: Serie) -> str:
    """Why no year is drawn: protected everywhere, else absent."""
    protege = next((p for p in reversed(serie.points) if p.statut in ("s", "ns")), None)
    if protege is None:
        return fr.texte("evolution.vide")
    return note_statut(indicateur, protege.statut, ctx.territoire.niveau, ou=ctx.ou_lire(indicateur.id, protege.annee))


def _alt(ctx: Contexte, indicateur: Indicateur, suite: Suite, series: Sequence[Serie]) -> str:
    points = [p for p in series[0].points if p.valeur is not None]
    if len(points) < 2:
        return f"{indicateur.libelle} : {fr.texte('evolution.vide' if not points else 'evolution.une')}"
    debut, fin = points[0], points[-1]
    constat = f"{indicateur.libelle}, {toponymes.a(ctx.territoire)} : {debut.texte} en {debut.annee}, {fin.texte} en {fin.annee}."
    return " ".join((constat, *([mouvements.collectes_communes(suite.incomparables, suite.fenetre)] if suite.incomparables else ())))


def _tableau(indicateur: Indicateur, series: Sequence[Serie], annees: Sequence[int]) -> Tableau:
    lignes = tuple((str(a), *(s.points[i].texte for s in series)) for i, a in enumerate(annees))
    return Tableau(f"{indicateur.libelle} par année", ("Année", *(s.nom for s in series)), lignes, tuple(range(1, len(series) + 1)))


def indicateur_age(catalogue: Sequence[Indicateur]) -> Indicateur | None:
    """The distribution of the population theme: the age groups."""
    return next((i for i in catalogue if i.theme == "PO" and isinstance(i.formules[0], Distribution)), None)


def _effectifs(series: Series, indicateur: Indicateur, annee: int | None) -> list[float | None]:
    return [ligne(series, indicateur.id, annee, modalite=m).valeur for m, _ in indicateur.formules[0].classes]


def _parts(effectifs: Sequence[float | None]) -> list[float | None]:
    """Shares in %; unknown as soon as one group is, since the whole is then unknown."""
    if not effectifs or None in effectifs or not sum(effectifs):
        return [None] * len(effectifs)
    return [100 * e / sum(effectifs) for e in effectifs]


def structure_age(ctx: Contexte) -> StructureAge:
    """Shares of the age groups beside those of the département (else the first parent that has them)."""
    indicateur = indicateur_age(ctx.catalogue)
    annee = _annee_age(ctx, indicateur)
    if indicateur is None or annee is None:
        vide, remede = fr.texte("age.vide"), fichiers(ctx, [indicateur] if indicateur else [])
        cadre = Cadre("Quelle est la structure par âge ?", "", "", vide, demo=ctx.demo, message=vide, remede=remede)
        return StructureAge(cadre, ctx.territoire.nom, "", None, (), Tableau("Structure par âge", (), ()))
    nom, reference = _reference(ctx, indicateur, annee)
    effectifs = _effectifs(ctx.series, indicateur, annee)
    tranches = tuple(
        Tranche(libelle, part, _part(part), autre, _part(autre), nombres.valeur(n, "ok" if n is not None else "nd"))
        for (libelle, _), part, autre, n in zip(indicateur.formules[0].classes, _parts(effectifs), reference, effectifs, strict=True)
    )
    return StructureAge(
        _cadre_age(ctx, indicateur, annee, tranches), ctx.territoire.nom, nom, annee, tranches, _tableau_age(ctx, nom, tranches)
    )


def _annee_age(ctx: Contexte, indicateur: Indicateur | None) -> int | None:
    if indicateur is None:
        return None
    annees = [ctx.annee(indicateur.id, m) for m, _ in indicateur.formules[0].classes]
    return max((a for a in annees if a is not None), default=None)


def _reference(ctx: Contexte, indicateur: Indicateur, annee: int) -> tuple[str, list[float | None]]:
    for parent in sorted(ctx.parents, key=lambda p: p.territoire.niveau == "epci"):
        parts = _parts(_effectifs(parent.series, indicateur, annee))
        if parent.demo == ctx.demo and None not in parts:
            return parent.territoire.nom, parts
    return "", [None] * len(indicateur.formules[0].classes)


def _part(part: float | None) -> str:
    return nombres.valeur(part, "ok", unite="%", decimales=1)


def _cadre_age(ctx: Contexte, indicateur: Indicateur, annee: int, tranches: Sequence[Tranche]) -> Cadre:
    connues = [t for t in tranches if t.part is not None]
    sources = texte_sources(ctx.sources, ctx.ligne(indicateur.id, annee, indicateur.formules[0].classes[0][0]).sources)
    titre = f"Quels âges {toponymes.a(ctx.territoire)} ?"
    if not connues:
        return Cadre(titre, "", sources, fr.texte("age.vide"), demo=ctx.demo, message=fr.texte("age.vide"))
    haute = max(connues, key=lambda t: t.part)
    alt = f"Structure par âge, {toponymes.a(ctx.territoire)}, en {annee} : le groupe le plus nombreux est {haute.libelle} ({haute.texte})."
    return Cadre(titre, f"Part de chaque groupe d’âges dans la population, en %, {annee}", sources, alt, demo=ctx.demo)


def _tableau_age(ctx: Contexte, reference: str, tranches: Sequence[Tranche]) -> Tableau:
    colonnes = ("Groupe d’âges", "Personnes", ctx.territoire.nom, *((reference,) if reference else ()))
    lignes = tuple((t.libelle, t.effectif_texte, t.texte, *((t.texte_reference,) if reference else ())) for t in tranches)
    return Tableau("Structure par âge", colonnes, lignes, tuple(range(1, len(colonnes))))

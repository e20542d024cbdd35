"""The portrait of one territory: the records of ``views.model`` filled from the published values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ctg_data.diagnostic import sentences
from ctg_data.diagnostic.compare import Issue
from ctg_data.indicators.model import Distribution, Indicateur
from ctg_data.loaders.model import Source
from ctg_data.loaders.offre_schema import SOURCE_ID
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views import attributs, demonstration, offre, perimetre, population, rangs
from ctg_data.views.carte import carte, part_dessinee
from ctg_data.views.chiffres import est_comparable, reference, themes
from ctg_data.views.composition import composition
from ctg_data.views.etoiles import composantes, etoiles
from ctg_data.views.fraicheur import fraicheur
from ctg_data.views.lecture import Contexte, Corpus, contexte, publication, version
from ctg_data.views.methode import incomplets, non_calcules, non_importees, sans_toutes_les_communes
from ctg_data.views.model import Chiffre, Entete, EtoileVue, PortraitView, Saillant, Saillants, Theme
from ctg_data.views.series import evolution, evolution_epoque, structure_age
from ctg_data.wording import fr, nombres
from ctg_data.wording.typographie import soigne

THEME_PREFERE = "PE"
_RAPPORT = re.compile(r"(?:pour|sur) (?:100|1[ \u202f]000)\b")
"""What a sentence counts against, « pour 100 », « sur 1 000 »."""
INCERTAINS = 3
"""Facts on which nothing can be concluded, at most."""
ASSEZ = 0.5
"""Share of a map's areas that must have a value for its figure to be shown unasked."""


def portrait(
    corpus: Corpus,
    ref: Referentiel,
    *,
    niveau: str,
    code: str,
    face: str | None = None,
    theme: str | None = None,
    figure: str | None = None,
    catalogue: Sequence[Indicateur] | None = None,
    sources: Mapping[str, Source] | None = None,
    jour: date | None = None,
) -> PortraitView:
    """Everything the portrait shows, from published values only.

    ``face``, ``theme`` and ``figure`` that do not exist here fall back to the first choice that has something to draw.
    ``catalogue``, ``sources`` and ``jour`` default to the product's own and to today.  Raises TerritoireInconnu.
    """
    t = ref.territoire(niveau, code)
    catalogue = tuple(_catalogue() if catalogue is None else catalogue)
    ctx = contexte(corpus, ref, t, catalogue=catalogue, sources=_sources() if sources is None else sources)
    jour = jour or date.today()
    lus = themes(ctx)
    choisi, chiffre = _choisit(ctx, lus, theme, figure)
    montre = _indicateur(catalogue, chiffre, choisi.id)
    faces, compo, equipements = etoiles(ctx), composition(ref, t), offre.offre(ctx, jour)
    return soigne(
        PortraitView(
            entete=entete(ctx),
            fraicheur=fraicheur(ctx, _parties(ctx, lus, equipements), jour=jour),
            demo=ctx.demo,
            bandeau=demonstration.du_territoire(ctx),
            face=_choisit_face(faces, face),
            etoiles=faces,
            saillants=_saillants(ctx, lus, faces),
            themes=lus,
            theme=choisi.id,
            figure=chiffre,
            choix_themes=tuple((x.id, x.libelle) for x in lus),
            choix_figures=tuple((c.id, c.libelle) for c in choisi.chiffres),
            structure_age=structure_age(ctx),
            evolution=evolution(ctx, montre),
            carte=carte(ctx, montre),
            methode=_methode(),
            manque=_manque(ctx, lus),
            non_calcules=non_calcules(),
            denominateurs=_denominateurs(lus),
            empreinte=corpus.empreinte,
            date=nombres.jour(jour),
            version=version(corpus.empreinte, demo=ctx.demo),
            donnees=_donnees(ctx),
            rang=rangs.phrase(ctx, montre) if montre.id == chiffre else "",
            evolution_epoque=evolution_epoque(ctx, montre, compo) if compo else None,
            offre=equipements,
            composition=tuple(nombres.capitale(m.texte) + "." for m in compo.mouvements) if compo else (),
        )
    )


def _catalogue() -> Sequence[Indicateur]:
    from ctg_data.indicators.registry import catalogue

    return catalogue()


def _sources() -> Mapping[str, Source]:
    from ctg_data.loaders.sources import catalogue

    return catalogue()


def entete(ctx: Contexte) -> Entete:
    """Who the territory is, with its parents."""
    t = ctx.territoire
    n = len(ctx.ref.membres(t.niveau, t.code))
    communes = "" if t.niveau == "commune" else nombres.pluriel(n, "commune")
    habitants = population.texte(ctx.ref, t)
    libelle = fr.NIVEAUX[t.niveau]
    resume = " · ".join(filter(None, (libelle if t.niveau != "france" else "", communes, habitants)))
    parents = tuple((p.niveau, p.code, p.nom) for p in ctx.ref.parents(t.niveau, t.code))
    details = perimetre.details(ctx.ref, t.code, corpus=ctx.corpus) if t.niveau == "perimetre" else ()
    return Entete(
        t.niveau, t.code, t.nom, libelle, resume, habitants, t.annee_population, communes, parents, details, *attributs.ligne(ctx)
    )


def _donnees(ctx: Contexte) -> str:
    """What the figures of this portrait depend on: their publication and, for a perimeter, its own communes; no other perimeter."""
    t = ctx.territoire
    composition = ctx.ref.composition(t.niveau, t.code) if t.niveau == "perimetre" else ""
    return "~".join(filter(None, (publication(ctx.corpus.empreinte, demo=ctx.demo), composition)))


def _choisit(ctx: Contexte, lus: Sequence[Theme], theme: str | None, figure: str | None) -> tuple[Theme, str]:
    """Theme and figure: those asked for, else the first figure that fills half the map, in early childhood, then over all themes.

    A count that fills the map gives way to a rate of a later theme, as it does inside a theme.
    """
    choisi = _choisit_theme(lus, theme, figure)
    chiffre = _choisit_figure(ctx, choisi, figure)
    if theme is not None or figure is not None or _remplit(ctx, chiffre):
        return choisi, chiffre
    essais = [(t, _choisit_figure(ctx, t, None)) for t in lus if t.id != choisi.id]
    pleins = [(t, c) for t, c in essais if _remplit(ctx, c)]
    comparables = {i.id for i in ctx.catalogue if est_comparable(i)}
    return min(pleins, key=lambda tc: tc[1] not in comparables, default=(choisi, chiffre))


def _remplit(ctx: Contexte, figure: str) -> bool:
    """Whether the map of ``figure`` has a value on half of its areas."""
    return any(part_dessinee(ctx, i) >= ASSEZ for i in ctx.catalogue if i.id == figure)


def _choisit_theme(lus: Sequence[Theme], theme: str | None, figure: str | None) -> Theme:
    """The theme asked for, else the figure's, else early childhood, else the first one with a value."""
    avec = [t for t in lus if any(c.valeur is not None for c in t.chiffres)] or [t for t in lus if t.chiffres] or list(lus)
    preferes = (
        *(t for t in lus if t.id == theme),
        *(t for t in lus if theme is None and any(c.id == figure for c in t.chiffres)),
        *(t for t in avec if t.id == THEME_PREFERE),
    )
    return next(iter(preferes), avec[0])


def _choisit_face(faces: Sequence[EtoileVue], face: str | None) -> str:
    """The face asked for, else the first one that is drawn, else the first one, which says why it is not."""
    if face in fr.FACES:
        return face
    return next((e.face for e in faces if not e.cadre.message), faces[0].face)


def _choisit_figure(ctx: Contexte, theme: Theme, figure: str | None) -> str:
    """The figure asked for if the theme has it, else the first one with a value here and in half the map, comparable ones first.

    Where no map is half full, the fullest; empty when the theme is empty.
    """
    ids = [c.id for c in theme.chiffres]
    if figure in ids:
        return figure
    par_id = {i.id: i for i in ctx.catalogue}
    ordre = sorted((c.id for c in theme.chiffres if c.valeur is not None), key=lambda i: not est_comparable(par_id[i]))
    parts = {}
    for i in ordre:
        parts[i] = part_dessinee(ctx, par_id[i])
        if parts[i] >= ASSEZ:
            return i
    return max(parts, key=parts.__getitem__, default=ids[0] if ids else "")


def _indicateur(catalogue: Sequence[Indicateur], figure: str, theme: str) -> Indicateur:
    """The indicator of the chosen figure; in a theme without any, its first one, never another theme's: its map says what is missing."""
    montrables = [i for i in catalogue if not isinstance(i.formules[0], Distribution)]
    choisis = (*(i for i in montrables if i.id == figure), *(i for i in montrables if i.theme == theme))
    return next(iter(choisis), montrables[0])


def _parties(ctx: Contexte, lus: Sequence[Theme], equipements: offre.Offre) -> list[str]:
    """The ``sources`` cells behind every row shown, and the inventories behind the facilities."""
    inventaires = [f"{SOURCE_ID}@{annee}" for annee in equipements.annees]
    return [*(ctx.ligne(c.id, c.annee).sources for t in lus for c in t.chiffres), *inventaires]


def _saillants(ctx: Contexte, lus: Sequence[Theme], faces: Sequence[EtoileVue]) -> Saillants:
    """Needs and strengths are conclusive, or told by their place alone; where the interval holds the reference, a fact stands apart."""
    places = composantes(faces) if ctx.territoire.niveau != "commune" else {}
    ensemble = next((f.etoile.ensemble.nom for f in faces if f.etoile and f.etoile.ensemble.niveau == "epci"), "")
    par_id = {i.id: i for i in ctx.catalogue}
    candidats = [
        _candidat(par_id[c.id], c, places.get(c.id), ensemble)
        for t in lus
        for c in t.chiffres
        if c.valeur is not None and est_comparable(par_id[c.id])
    ]
    besoins, forces = sentences.saillants(c for c in candidats if not _incertain(c))
    return Saillants(
        tuple(map(_fait, besoins)),
        tuple(map(_fait, forces)),
        "" if besoins else fr.texte("saillants.aucun_besoin"),
        "" if forces else fr.texte("saillants.aucune_force"),
        _incertains(candidats)[: max(0, sentences.MAXIMUM - len(besoins) - len(forces))],
    )


def _incertain(c: sentences.Candidat) -> bool:
    return c.verdict is not None and c.verdict.issue is Issue.INDETERMINE


def _incertains(candidats: Sequence[sentences.Candidat]) -> tuple[Saillant, ...]:
    """The needs, then the strengths, that a place marks and an interval leaves open."""
    besoins, forces = sentences.saillants(filter(_incertain, candidats))
    return tuple(replace(_fait(f), cote="incertain") for f in (*besoins, *forces))[:INCERTAINS]


def _candidat(indicateur: Indicateur, c: Chiffre, composante, ensemble: str) -> sentences.Candidat:
    repere = reference(c.reperes)
    nom, texte = (fr.LE[repere.niveau], _dans_la_phrase(indicateur, repere.texte)) if repere else ("", "")
    return sentences.Candidat(indicateur, c.phrase, composante, ensemble, c.verdict, nom, texte)


def _dans_la_phrase(indicateur: Indicateur, reference: str) -> str:
    """The reference in the words of its sentence: « 15 sur 1 000 » after « 6 enfants sur 1 000 », not « 15 ‰ »."""
    symbole = reference[-1:]
    lue = _RAPPORT.search(indicateur.lecture)
    if symbole not in ("%", "‰") or symbole in indicateur.lecture or not lue:
        return reference
    return f"{reference[:-1].rstrip()} {lue[0]}"


def _fait(f: sentences.Fait) -> Saillant:
    return Saillant(f.cote, f.signe, f.phrase, f.certitude, f.indicateur, f.theme, fr.THEMES.get(f.theme, f.theme))


def _methode() -> tuple[str, ...]:
    return tuple(fr.texte(f"methode.{cle}") for cle in ("verdict", "intervalle", "etoile", "secret", "annees"))


def _manque(ctx: Contexte, lus: Sequence[Theme]) -> tuple[str, ...]:
    """What each theme lacks here, and the sources of it that the store has not; apart, the counts whose own source it has."""
    return tuple(phrase for t in lus if t.manquants for phrase in _manque_theme(ctx, t))


def _manque_theme(ctx: Contexte, t: Theme) -> Iterator[str]:
    siens = [i for i in ctx.catalogue if i.theme == t.id and i.libelle in t.manquants]
    a_part = incomplets(ctx, siens)
    if autres := [nom for nom in t.manquants if nom not in {i.libelle for i in a_part}]:
        yield f"{t.libelle} : {nombres.enumere(autres)}.{_sans_source(ctx, [i for i in siens if i not in a_part])}"
    if phrase := sans_toutes_les_communes(ctx, a_part):
        yield f"{t.libelle} : {phrase}"


def _sans_source(ctx: Contexte, siens: Sequence[Indicateur]) -> str:
    absentes = non_importees(ctx, siens)
    return f" {fr.texte('manque.sources', sources=' ; '.join(absentes))}" if absentes else ""


def _denominateurs(lus: Sequence[Theme]) -> tuple[str, ...]:
    """Figures whose inputs are of several years, each with its sources and years."""
    return tuple(f"{c.libelle} ({c.annee}) : {c.source}." for t in lus for c in t.chiffres if c.autres_annees)

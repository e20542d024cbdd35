"""The four faces of the star: which set, which scores, and the words that come before them."""

from collections.abc import Sequence
from dataclasses import replace

from ctg_data.diagnostic.figures import Cadre, Tableau
from ctg_data.diagnostic.star import Composante, Ensemble, Etoile, Rayon, Repartition, avec, etoile, repartition
from ctg_data.indicators.model import Face, Indicateur
from ctg_data.territoires.model import CIBLE, Territoire
from ctg_data.territoires.strates import Strate, strate
from ctg_data.views.demonstration import hors_demonstration
from ctg_data.views.lecture import Contexte, Parent, Series, de_nature, derniere_annee, ligne, lis_series
from ctg_data.views.methode import fichiers
from ctg_data.views.model import EtoileVue
from ctg_data.views.origines import texte_sources
from ctg_data.views.reserve import Reserve
from ctg_data.wording import fr, nombres, toponymes

PHRASES = 3
DETACHEE = 0.55
"""Share of the set that a branch must be ahead of to be told: under it, its words are « proche du milieu »."""
ENSEMBLES = Reserve(32)
"""Sets and their values: five strata and the départements, real and demonstration; about 1 MB each."""


def cible(ctx: Contexte) -> tuple[Territoire | None, Series]:
    """Whose star is shown, and its rows: a commune shows its EPCI's (of the same nature), a région and France have none."""
    if ctx.territoire.niveau in ("epci", "departement", "perimetre"):
        return ctx.territoire, ctx.series
    parent = _epci(ctx)
    return (parent.territoire, parent.series) if parent and parent.demo == ctx.demo else (None, {})


def _epci(ctx: Contexte) -> Parent | None:
    """The EPCI of a commune, also when it is this very commune and so no parent to compare with."""
    if ctx.territoire.niveau != "commune" or not ctx.territoire.epci:
        return None
    t = ctx.ref.territoire("epci", ctx.territoire.epci)
    return Parent(t, lis_series(ctx.corpus, t), ctx.corpus.est_demo("epci", t.code))


def ensemble(ctx: Contexte, t: Territoire) -> Ensemble:
    """EPCI of France of the same population stratum, or the 101 départements; all real or all demonstration, like ``t``.

    A perimeter stands among the EPCI of its own stratum.
    """
    if t.niveau == "perimetre":
        return _ensemble_du_perimetre(ctx, t)
    choisie = ctx.ref.strate(t.code) if t.niveau == "epci" else None
    demo = ctx.corpus.est_demo(t.niveau, t.code)
    cle = ("ensemble", ctx.corpus.empreinte, ctx.ref.empreinte, t.niveau, choisie and choisie.id, demo, t.annee_population)
    return ENSEMBLES.donne(cle, lambda: _ensemble(ctx, t, choisie, demo=demo))


def _ensemble(ctx: Contexte, t: Territoire, choisie: Strate | None, *, demo: bool) -> Ensemble:
    if choisie:
        codes, nom, unites = [c for c, s in ctx.ref.strates().items() if s.id == choisie.id], choisie.libelle, "EPCI"
    else:
        codes, nom, unites = sorted(ctx.ref.codes("departement")), "départements de France", "départements"
    memes = de_nature(ctx.corpus, t.niveau, codes, demo=demo)
    date = f"population {t.annee_population}, périmètres {CIBLE}" if choisie else f"périmètres {CIBLE}"
    return Ensemble(nom, date, t.niveau, unites, memes, demo)


def _ensemble_du_perimetre(ctx: Contexte, t: Territoire) -> Ensemble:
    """Its stratum of EPCI and itself; one that is a whole EPCI takes the place of this EPCI."""
    choisie, jumeau, demo = strate(t.population or 0), ctx.ref.jumeau(t.code), ctx.corpus.est_demo(t.niveau, t.code)
    codes = de_nature(ctx.corpus, "epci", (c for c, s in ctx.ref.strates().items() if s.id == choisie.id and c != jumeau), demo=demo)
    date = f"population {t.annee_population}, périmètres {CIBLE}"
    return Ensemble(choisie.libelle, date, "epci", "EPCI", (*codes, t.code), demo, avec="et ce périmètre")


def reparties(ctx: Contexte, ens: Ensemble, indicateurs: Sequence[Indicateur]) -> Repartition:
    """Every year of every indicator over the set, read once a publication; a perimeter is added to the EPCI."""
    if ens.avec:
        autres, code = replace(ens, codes=ens.codes[:-1], avec=""), ens.codes[-1]
        return avec(_reparties_autres(ctx, autres, code, indicateurs), code, _connues(ctx.series))
    return _reparties(ctx, ens, indicateurs)


def _reparties_autres(ctx: Contexte, ens: Ensemble, code: str, indicateurs: Sequence[Indicateur]) -> Repartition:
    """The EPCI of the stratum without the one that the perimeter is, if any."""
    return _reparties(ctx, replace(ens, nom=f"{ens.nom} sauf {ctx.ref.jumeau(code)}"), indicateurs)


def _connues(series: Series) -> dict[tuple[str, int], float]:
    """(indicator, year) -> published value, totals only."""
    return {
        (i, a): x.valeur
        for (i, modalite), lignes in series.items()
        if modalite == "total"
        for a, x in lignes.items()
        if x.valeur is not None
    }


def _reparties(ctx: Contexte, ens: Ensemble, indicateurs: Sequence[Indicateur]) -> Repartition:
    ids = tuple(i.id for i in indicateurs)
    cle = ("repartition", ctx.corpus.empreinte, ctx.ref.empreinte, ens.niveau, ens.nom, ens.demo, ids)
    return ENSEMBLES.donne(cle, lambda: repartition(ctx.corpus.valeurs(ens.niveau, codes=ens.codes, indicateurs=ids), ens.codes))


def _absente(ctx: Contexte, face: str) -> str:
    """Why no star is drawn for this territory; empty when one may be."""
    if face == "priorite":
        return fr.texte("etoile.priorite")
    if ctx.territoire.niveau in ("region", "france"):
        return fr.texte("etoile.sans_niveau", niveau="de région" if ctx.territoire.niveau == "region" else "nationale")
    if cible(ctx)[0]:
        return ""
    if not ctx.territoire.epci:
        return fr.texte("etoile.sans_epci")
    if hors_demonstration(ctx):
        return fr.texte("etoile.hors_demo")
    return fr.texte("etoile.mixte" if ctx.a_un_chiffre() or not ctx.corpus.fictive else "etoile.hors")


def etoiles(ctx: Contexte) -> tuple[EtoileVue, ...]:
    """The four faces in order; the set is read once."""
    t, series = cible(ctx)
    if t is None:
        return tuple(_sans(ctx, face) for face in fr.FACES)
    indicateurs = [i for i in ctx.catalogue if i.etoile and i.existe(t.niveau)]
    annees = {i.id: a for i in indicateurs if (a := derniere_annee(series, i.id)) is not None}
    ens = ensemble(ctx, t)
    valeurs = reparties(ctx, ens, indicateurs)
    communs = {"ensemble": ens, "indicateurs": indicateurs, "annees": annees, "libelles": fr.THEMES}
    faces = (_vue(ctx, t, series, _nommee(ctx, t, etoile(valeurs, t.code, face=f, **communs))) for f in Face)
    return (*faces, _sans(ctx, "priorite"))


def _nommee(ctx: Contexte, t: Territoire, e: Etoile) -> Etoile:
    """The star of an EPCI shown for a commune carries the name of the EPCI."""
    return e if t.niveau == ctx.territoire.niveau else replace(e, nom=t.nom)


def _sans(ctx: Contexte, face: str) -> EtoileVue:
    message = _absente(ctx, face)
    cadre = Cadre(_titre(ctx.territoire), fr.FACES[face], "", message, demo=ctx.demo, message=message)
    return EtoileVue(face, fr.FACES[face], cadre, None, ctx.territoire.nom, "", (), Tableau(fr.FACES[face], (), ()))


def _titre(t: Territoire) -> str:
    return fr.texte("etoile.titre", a=toponymes.a(t))


def _vue(ctx: Contexte, t: Territoire, series: Series, e: Etoile) -> EtoileVue:
    sous_titre = f"{_a_qui(ctx, t)}{fr.FACES[e.face]} · {_nom_ensemble(e.ensemble)}"
    message, remede = _message(ctx, e) if e.forme == "vide" else ("", "")
    alt = message or _alt(t, e)
    cadre = Cadre(_titre(t), sous_titre, _sources(ctx, series, e), alt, demo=e.ensemble.demo, message=message, remede=remede)
    return EtoileVue(e.face, fr.FACES[e.face], cadre, e, t.nom, fr.texte(f"etoile.{e.face}"), _phrases(e), _tableau(e), _score(e))


def _a_qui(ctx: Contexte, t: Territoire) -> str:
    """Under the name of a commune, right above the drawing: whose star it is."""
    return "" if t.niveau == ctx.territoire.niveau else f"{fr.texte('etoile.commune', nom=t.nom)} "


def _message(ctx: Contexte, e: Etoile) -> tuple[str, str]:
    """Why a face has no score: nothing feeds it (and what would), or nothing here compares."""
    composantes = [c for r in e.rayons for c in r.composantes]
    if any(c.annee is not None for c in composantes):
        return fr.texte("etoile.vide"), ""
    ids = {c.indicateur for c in composantes}
    hors = ctx.territoire.niveau == "commune" and not ctx.a_un_chiffre()
    return fr.texte("etoile.hors" if hors else "etoile.sans_donnee"), fichiers(ctx, [i for i in ctx.catalogue if i.id in ids])


def _nom_ensemble(e: Ensemble) -> str:
    suite = f" {e.avec}" if e.avec else ""
    return f"{nombres.nombre(len(e.codes) - bool(e.avec))} {e.nom}{suite} ({e.date}){', démonstration' if e.demo else ''}"


def _sources(ctx: Contexte, series: Series, e: Etoile) -> str:
    utiles = [c for r in e.rayons for c in r.composantes if c.score is not None]
    parties = (p for c in utiles for p in ligne(series, c.indicateur, c.annee).sources.split("|"))
    return texte_sources(ctx.sources, "|".join(sorted(set(filter(None, parties)))))


def _score(e: Etoile) -> str:
    """What a score is, where a branch drawn has several indicators; that of a lone one is its place, as its sentence says."""
    plusieurs = any(sum(c.score is not None for c in r.composantes) > 1 for r in e.rayons)
    return fr.texte("etoile.score", unites=e.ensemble.unites) if plusieurs else ""


def _fortes(e: Etoile) -> list[Rayon]:
    return sorted((r for r in e.rayons if r.score is not None), key=lambda r: -r.score)


def _phrases(e: Etoile) -> tuple[str, ...]:
    """Words before scores: the branches that stand out, in the order of what is said of them, then what the shape needs said."""
    fortes = sorted((r for r in e.rayons if r.place > DETACHEE), key=lambda r: (-r.place, -r.score))
    phrases = [_phrase(r) for r in fortes[:PHRASES]]
    if not phrases and e.forme != "vide":
        phrases = ["Aucune branche ne se détache au-dessus du milieu de l’ensemble."]
    if e.forme == "barres":
        phrases.append(fr.texte("etoile.barres"))
    return tuple(phrases)


def _phrase(r: Rayon) -> str:
    """« Familles accompagnées… : moins que dans 9 EPCI sur 10 (Insertion). »: the only figure of a branch speaks for itself."""
    notees = [c for c in r.composantes if c.score is not None]
    if len(notees) == 1:
        return f"{notees[0].libelle} : {notees[0].mots} ({r.libelle})."
    return f"{r.libelle} : {r.mots}."


def _alt(t: Territoire, e: Etoile) -> str:
    fortes = _fortes(e)
    tete = nombres.enumere([f"{r.libelle} ({r.score} sur 100)" for r in fortes[:PHRASES]])
    creuses = [r.libelle for r in e.rayons if r.score is None]
    fin = f" Sans donnée : {nombres.enumere(creuses)}." if creuses else ""
    return f"Étoile « {fr.FACES[e.face]} », {toponymes.a(t)} : vont le plus loin vers l’extérieur {tete}. Milieu de l’ensemble : 50.{fin}"


def _composantes(composantes: Sequence[Composante]) -> str:
    return " ; ".join(f"{c.libelle} ({c.annee}) : {c.mots}" if c.score is not None else f"{c.libelle} : {c.raison}" for c in composantes)


def _ligne(r: Rayon) -> tuple[str, ...]:
    score = "n.d." if r.score is None else f"{r.score}"
    mots = f"{r.mots} ({fr.texte('etoile.partiel')})" if r.partiel else r.mots
    return r.libelle, score, mots, _composantes(r.composantes)


def _tableau(e: Etoile) -> Tableau:
    titre = f"{fr.FACES[e.face]} : score de 0 à 100, 50 au milieu des {_nom_ensemble(e.ensemble)}"
    return Tableau(titre, fr.COLONNES_ETOILE, tuple(_ligne(r) for r in e.rayons), (1,))


def composantes(vues: Sequence[EtoileVue]) -> dict[str, Composante]:
    """Indicator -> its place, over the drawn faces."""
    return {c.indicateur: c for v in vues if v.etoile for r in v.etoile.rayons for c in r.composantes if c.score is not None}

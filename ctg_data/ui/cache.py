"""The home of caches, with ``cache_portrait``, ``cache_carte`` and ``cache_conventions``.

Keys are plain values (publication, level, ids), never frames.  Views and figures are frozen and kept as resources: a hit copies nothing.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import plotly.graph_objects as go
import streamlit as st

from ctg_data import correspondances, storage
from ctg_data import perimetres as services
from ctg_data import settings as reglages
from ctg_data.charts import figures, seuils, svg_tendances
from ctg_data.diagnostic.regles import Regle, Seuil
from ctg_data.diagnostic.veille import Alerte
from ctg_data.errors import CtgError, TerritoireInconnu
from ctg_data.indicators import registry
from ctg_data.records import CODE_FRANCE
from ctg_data.settings import Settings
from ctg_data.storage import acquittements, portraits, poste
from ctg_data.storage import reglages as reglages_notes
from ctg_data.storage import suivis as suivis_notes
from ctg_data.storage.journal import Entree
from ctg_data.storage.modele import Perimetre
from ctg_data.store import catalogue, ecarts, recus
from ctg_data.store import perimetres as complements
from ctg_data.store.corpus import Corpus
from ctg_data.store.magasin import Magasin
from ctg_data.store.publications import Publications
from ctg_data.territoires.atlas import NIVEAU, Atlas
from ctg_data.territoires.model import Territoire
from ctg_data.territoires.recherche import normalise
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.ui import projection, state
from ctg_data.ui.selection import Selection
from ctg_data.views import accueil as vues_accueil
from ctg_data.views import changement as vues_changement
from ctg_data.views import donnees as vues_donnees
from ctg_data.views import editions as vues_editions
from ctg_data.views import methode as vues_methode
from ctg_data.views import perimetres as vues_perimetres
from ctg_data.views import portrait as vues_portrait
from ctg_data.views import revisions as vues_revisions
from ctg_data.views import saisies as vues_saisies
from ctg_data.views import sources_locales as vues_sources
from ctg_data.views import tendances as vues_tendances
from ctg_data.views import veille as vues_veille
from ctg_data.views.accueil import AccueilView
from ctg_data.views.changement import ChangementView
from ctg_data.views.donnees import DonneesView
from ctg_data.views.methode import MethodeView
from ctg_data.views.model import PortraitView
from ctg_data.views.perimetres import PerimetresView
from ctg_data.views.qualite_calcul import Examinateur
from ctg_data.views.revisions import ChangeView
from ctg_data.views.sources_locales import SourcesView
from ctg_data.views.tendances import TendancesView
from ctg_data.views.veille import VeilleVue
from ctg_data.wording import fr
from ctg_data.wording.typographie import soigne

if TYPE_CHECKING:
    from ctg_data.pipeline import Rapport

ACCUEILS, PORTRAITS, DESSINS = 64, 256, 1024
"""Entries kept: a portrait weighs about 200 kB, a figure about 30 kB."""
CHANGES = 24
"""Comparisons of an edition with what it replaced."""


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    return reglages.load()


def auteur() -> Settings:
    """The same settings for whoever writes in this session: the name of CTG_ACTEUR, else the one given here, else the workstation."""
    base = settings()
    return base if base.acteur != reglages.LOCAL else replace(base, acteur=state.auteur(lambda: poste.lit(base)) or reglages.LOCAL)


def ref() -> Atlas:
    """The reference and the perimeters; these are read again when one of them changed."""
    return _reference_et_lieux(_marque_des_lieux())


@st.cache_resource(show_spinner="Lecture du référentiel des territoires…")
def referentiel_seul() -> Referentiel:
    return services.reference(settings())


@st.cache_resource(max_entries=2, show_spinner=False)
def _reference_et_lieux(marque: str) -> Atlas:
    return services.atlas(settings(), referentiel_seul())


def corpus() -> Corpus:
    """The current publication; read again when the store's catalogue, its perimeters, the bundles it received (or the demonstration)
    changed on disk."""
    return _corpus(*marques())


def marques() -> tuple[str, str]:
    magasin = (_marque(settings().store / catalogue.NOM), _marque_des_lieux(), _marque_sources())
    return "|".join(magasin), _marque(settings().demo and settings().demo / "meta.json")


def _marque_des_lieux() -> str:
    """Perimeters of this workstation, and the received bundle that is shown."""
    return f"{_marque(complements.chemin(settings()))}|{_marque(recus.chemin(settings()))}"


def _marque_sources() -> str:
    """What tells that a local source was declared, changed or removed, by this page or by hand."""
    dossier = settings().dossier_sources
    return "+".join(f"{f.name} {_marque(f)}" for f in sorted(dossier.glob("*.toml"))) if dossier.is_dir() else ""


def _marque(chemin: Path | None) -> str:
    """Instant and size of a file: what tells, for the price of one system call, that it was written again."""
    try:
        etat = chemin.stat() if chemin else None
    except FileNotFoundError:
        etat = None
    return f"{etat.st_mtime_ns}-{etat.st_size}" if etat else ""


@st.cache_resource(max_entries=2, show_spinner="Lecture des données…")
def _corpus(marque_magasin: str, marque_demo: str) -> Corpus:
    return Corpus(settings())


def existe(niveau: str, code: str) -> bool:
    try:
        ref().territoire(niveau, code)
    except TerritoireInconnu:
        return False
    return True


def nom(niveau: str, code: str) -> str:
    """A name as the pages write it: Insee and people type straight apostrophes."""
    return soigne(ref().territoire(niveau, code).nom)


def communes(niveau: str, code: str) -> tuple[str, ...]:
    """Codes of the communes of a territory."""
    return ref().membres(niveau, code)


def libelle(territoire: Territoire) -> str:
    """« Aixe-sur-Vienne · Commune · Haute-Vienne »: two places of one name are told apart."""
    lieu = nom("departement", territoire.departement) if territoire.niveau in ("commune", NIVEAU, "epci") else ""
    niveau = "" if territoire.niveau == "france" else fr.NIVEAUX[territoire.niveau]
    return " · ".join(filter(None, (soigne(territoire.nom), niveau, lieu)))


@st.cache_resource(show_spinner=False)
def a_remplir() -> dict[tuple[str, str], str]:
    """(niveau, code) -> label of the territories of a requête type: départements, then EPCI, by name."""
    trouves = [ref().territoire(niveau, code) for niveau in ("departement", "epci") for code in ref().codes(niveau)]
    return {(t.niveau, t.code): libelle(t) for t in sorted(trouves, key=lambda t: (t.niveau, t.nom))}


@st.cache_resource(show_spinner=False)
def grandes_zones() -> dict[tuple[str, str], str]:
    """(niveau, code) -> label of France, régions and départements, in the order of lists."""
    lieux = [ref().territoire(n, c) for n in ("region", "departement") for c in sorted(ref().codes(n))]
    noms = {(t.niveau, t.code): libelle(t) for t in sorted(lieux, key=lambda t: (t.niveau != "region", t.nom))}
    return {("france", CODE_FRANCE): nom("france", CODE_FRANCE), **noms}


def lieux() -> dict[tuple[str, str], str]:
    """(niveau, code) -> label of every territory but the communes: France, perimeters, régions, départements, EPCI."""
    premier, *autres = grandes_zones()
    perimetres_ = {(NIVEAU, p): libelle(ref().territoire(NIVEAU, p)) for p in ref().lieux}
    return {premier: grandes_zones()[premier], **perimetres_, **{lieu: grandes_zones()[lieu] for lieu in autres}, **a_remplir()}


def communes_de(niveau: str, code: str) -> tuple[Territoire, ...]:
    """Communes of a territory, by name, which are written as pages do."""
    return tuple(sorted((soigne(ref().territoire("commune", c)) for c in communes(niveau, code)), key=lambda t: normalise(t.nom)))


def zone_du_perimetre(identifiant: str) -> tuple[str, str] | None:
    """The EPCI of a perimeter, its département when it has several; None for a perimeter that does not exist yet."""
    if not existe(NIVEAU, identifiant):
        return None
    t = ref().territoire(NIVEAU, identifiant)
    return ("epci", t.epci) if t.epci else ("departement", t.departement)


def perimetres(choisi: str) -> PerimetresView:
    """Not cached: another hand may have changed a record."""
    _rattrape()
    fiches = services.fiches(settings(), supprimes=True)
    historique = services.depot(settings()).historique(Perimetre, choisi) if choisi and fiches else ()
    return vues_perimetres.perimetres(corpus(), ref(), fiches=fiches, choisi=choisi, historique=historique)


def _rattrape() -> None:
    """Compute the values of perimeters that an import or a restoration in another process, or an update, left behind."""
    if corpus().perimetres_a_calculer or services.en_retard(settings()):
        with st.spinner("Calcul des chiffres des périmètres…"):
            services.publie(settings())


def territoires_de_ctg() -> tuple[Territoire, ...]:
    """What a CTG may bear on: perimeters first, then EPCI and départements, by name."""
    niveaux = (NIVEAU, "epci", "departement")
    trouves = (ref().territoire(n, code) for n in niveaux for code in sorted(ref().codes(n)))
    return tuple(sorted(trouves, key=lambda t: (niveaux.index(t.niveau), t.nom)))


def cherche(texte: str, limite: int) -> list[Territoire]:
    return ref().cherche(texte, limite)


def suivis() -> suivis_notes.Territoires:
    """Territories followed, read at each run: another session may have changed them."""
    return suivis_notes.suivis(settings())


def ecrits(niveau: str, code: str) -> portraits.Ecrits:
    """What people wrote on one portrait, read at each run: another session may have changed it."""
    return portraits.lit(settings(), niveau, code)


def annulable(niveau: str, code: str) -> tuple[Entree, ...]:
    """The gesture on one portrait that undoing would take back: its change there first, () when there is none."""
    if not storage.existe(settings()):
        return ()
    depot = portraits.depot(auteur())
    entree = depot.annulable(*portraits.GENRES, niveau=niveau, code=code)
    return (entree, *depot.compagnes(entree)) if entree else ()


def accueil(recents: Sequence[tuple[str, str]]) -> AccueilView:
    """The home page for the territories followed and lately opened."""
    return _accueil(*marques(), suivis=suivis(), recents=tuple(recents), jour=date.today().isoformat())


@st.cache_resource(max_entries=ACCUEILS, show_spinner="Lecture de ce qui est chargé…")
def _accueil(
    marque_magasin: str, marque_demo: str, *, suivis: suivis_notes.Territoires, recents: tuple[tuple[str, str], ...], jour: str
) -> AccueilView:
    lu = _corpus(marque_magasin, marque_demo)
    return vues_accueil.accueil(lu, ref(), suivis=suivis, recents=recents, jour=date.fromisoformat(jour))


def donnees(rapports: "Sequence[Rapport]") -> DonneesView:
    """Not cached: what an import found in a file is nobody else's."""
    return vues_donnees.donnees(corpus(), ref(), rapports=rapports)


def sources_locales() -> SourcesView:
    """Not cached: another session, or a hand on the folder, may have changed them."""
    lues, reglages_ = correspondances.lit(settings()), settings()
    suite = {"de_cote": correspondances.mises_de_cote(reglages_), "changees": correspondances.changees(reglages_)}
    return vues_sources.sources(lues, correspondances.importees(reglages_), **suite)


def oublie_sources() -> None:
    """Local sources changed: what names them or their figures is made again."""
    for memoire in (_corpus, _accueil, _methode, _portrait, _tendances, _changement, _alertes):
        memoire.clear()


def histoire(edition: str) -> tuple[str, ...]:
    """What happened to an edition, read at each run."""
    return vues_editions.histoire(Magasin(settings()).histoire(edition))


def change(edition: str) -> ChangeView:
    """What an edition changed."""
    return _change(marques()[0], edition)


@st.cache_resource(max_entries=CHANGES, show_spinner="Comparaison avec ce que cette version a remplacé…")
def _change(marque_magasin: str, edition: str) -> ChangeView:
    """Counts and published figures alone are kept: the rows that were compared are not."""
    vu = ecarts.change(Magasin(settings()), edition)
    return vues_revisions.change(vu, ref().referentiel, Publications(settings()).autour(edition))


def methode() -> MethodeView:
    correspondances.lit(settings())
    return _methode(_marque_sources())


@st.cache_resource(max_entries=2, show_spinner=False)
def _methode(marque_sources: str) -> MethodeView:
    """``marque_sources``: the local sources, whose figures have a sheet too."""
    return vues_methode.methode()


def changement(niveau: str, code: str, *, figure: str, horizon: str) -> ChangementView:
    """The smallest visible change of a territory on a figure by a year."""
    lu = corpus()
    return _changement(lu.empreinte, niveau, code, figure=figure, horizon=horizon, jour=date.today().isoformat(), _lu=lu)


@st.cache_resource(max_entries=PORTRAITS, show_spinner="Calcul du plus petit changement visible…")
def _changement(empreinte: str, niveau: str, code: str, *, figure: str, horizon: str, jour: str, _lu: Corpus) -> ChangementView:
    """``_lu`` is the corpus of that ``empreinte``, as for ``_portrait``."""
    choix = {"figure": figure, "horizon": int(horizon) if horizon else None, "jour": date.fromisoformat(jour)}
    return vues_changement.changement(_lu, ref(), niveau=niveau, code=code, **choix)


def dessin_changement(vue: ChangementView) -> go.Figure:
    return _dessin_changement(vue.empreinte, vue.niveau, vue.code, figure=vue.figure, horizon=vue.horizon, _vue=vue)


@st.cache_resource(max_entries=DESSINS, show_spinner=False)
def _dessin_changement(empreinte: str, niveau: str, code: str, *, figure: str, horizon: int, _vue: ChangementView) -> go.Figure:
    return seuils.seuils(_vue.seuils)


def portrait(choix: Selection) -> PortraitView:
    """The portrait of a choice; its four stars are in the view, so the face is not in the key."""
    if choix.niveau == NIVEAU:
        _rattrape()
    lu = corpus()
    vue = _portrait(lu.empreinte, choix.niveau, choix.code, theme=choix.theme, figure=choix.figure, jour=date.today().isoformat(), _lu=lu)
    vue = vues_saisies.avec_saisies(vues_editions.avec_attentes(vue, _attentes(marques()[0])), ecrits(choix.niveau, choix.code))
    return replace(vue, face=choix.face) if choix.face else vue


@st.cache_resource(max_entries=2, show_spinner=False)
def _attentes(marque_magasin: str) -> dict[str, str]:
    """Beside the portrait, not in it: a pin changes no figure, nor the fingerprint under which portraits are kept."""
    return vues_editions.attentes(corpus().editions.to_dict("records"))


@st.cache_resource(max_entries=PORTRAITS, show_spinner="Calcul du portrait…")
def _portrait(empreinte: str, niveau: str, code: str, *, theme: str, figure: str, jour: str, _lu: Corpus) -> PortraitView:
    """``_lu`` is the corpus of that ``empreinte``, taken once: an import in between cannot slip under an older key.

    ``jour``: a portrait says how old its sources are, and when it was made.
    """
    choix = {"theme": theme or None, "figure": figure or None, "jour": date.fromisoformat(jour)}
    return vues_portrait.portrait(_lu, ref(), niveau=niveau, code=code, **choix)


def tendances(choix: Selection) -> TendancesView:
    """The trends of a choice."""
    lu = corpus()
    return _tendances(lu.empreinte, choix.niveau, choix.code, theme=choix.theme, figure=choix.figure, _lu=lu)


@st.cache_resource(max_entries=PORTRAITS, show_spinner="Lecture des séries…")
def _tendances(empreinte: str, niveau: str, code: str, *, theme: str, figure: str, _lu: Corpus) -> TendancesView:
    return vues_tendances.tendances(_lu, ref(), niveau=niveau, code=code, theme=theme, figure=figure)


def figure_tendance(vue: TendancesView) -> go.Figure:
    """The chosen figure, large."""
    return _figure_tendance(vue.empreinte, vue.entete.niveau, vue.entete.code, figure=vue.figure, _vue=vue)


@st.cache_resource(max_entries=DESSINS, show_spinner=False)
def _figure_tendance(empreinte: str, niveau: str, code: str, *, figure: str, _vue: TendancesView) -> go.Figure:
    return figures.tendance(_vue.choisie)


def multiples(vue: TendancesView) -> dict[str, str]:
    """Indicator -> address of its small drawing, for the figures of a theme that have one."""
    return _multiples(vue.empreinte, vue.entete.niveau, vue.entete.code, theme=vue.theme, _vue=vue)


@st.cache_resource(max_entries=PORTRAITS, show_spinner=False)
def _multiples(empreinte: str, niveau: str, code: str, *, theme: str, _vue: TendancesView) -> dict[str, str]:
    dessinees = (m for m in _vue.multiples if not m.cadre.message)
    return {m.id: projection.image(svg_tendances.multiple(m, id_=f"m-{m.id}")) for m in dessinees}


def indicateurs() -> dict[str, str]:
    """Id -> label of every figure, by label."""
    return dict(sorted(((i.id, i.libelle) for i in registry.catalogue()), key=lambda paire: paire[1]))


def reglages_veille() -> reglages_notes.Reglages:
    """How the watch is set, read at each run: another session may have changed it."""
    return reglages_notes.lit(settings())


def alertes(niveau: str, code: str) -> tuple[Alerte, ...]:
    """Every alert of a territory, under the rules in force."""
    return _alertes_sous(_en_vigueur(), niveau, code)


def _en_vigueur() -> tuple[tuple[Regle, ...], tuple[Seuil, ...]]:
    changees, ajoutes = reglages_veille()
    return vues_veille.regles_en_vigueur(changees), vues_veille.seuils_en_vigueur(ajoutes)


def _alertes_sous(en_vigueur: tuple[tuple[Regle, ...], tuple[Seuil, ...]], niveau: str, code: str) -> tuple[Alerte, ...]:
    lu = corpus()
    precedente = lu.precedente.id if lu.precedente else ""
    quand = {"jour": date.today().isoformat(), "regles": repr(en_vigueur)}
    return _alertes(lu.empreinte, precedente, niveau, code, **quand, _lu=lu, _en_vigueur=en_vigueur)


@st.cache_resource(max_entries=PORTRAITS, show_spinner="Lecture de ce qui bouge…")
def _alertes(
    empreinte: str,
    precedente: str,
    niveau: str,
    code: str,
    *,
    jour: str,
    regles: str,
    _lu: Corpus,
    _en_vigueur: tuple[tuple[Regle, ...], tuple[Seuil, ...]],
) -> tuple[Alerte, ...]:
    """``regles`` writes out ``_en_vigueur``: other settings, another key."""
    actives, niveaux = _en_vigueur
    choix = {"jour": date.fromisoformat(jour), "regles": actives, "seuils": niveaux}
    return vues_veille.alertes(_lu, ref(), niveau=niveau, code=code, **choix)


def veille(niveau: str, code: str) -> VeilleVue:
    """The watch list of a territory; what was acknowledged is read at each run."""
    faits = acquittements.acquittements(settings(), [(niveau, code)])
    lieu = {"nom": nom(niveau, code), "niveau": niveau, "code": code}
    return vues_veille.liste(alertes(niveau, code), faits, **lieu, documente=code in corpus().codes(niveau))


def veilles() -> tuple[VeilleVue, ...]:
    """What needs someone in the territories followed, those that still exist."""
    siens, en_vigueur = [lieu for lieu in suivis() if existe(*lieu)], _en_vigueur()
    faits = acquittements.acquittements(settings(), siens)
    return vues_veille.listes({lieu: _alertes_sous(en_vigueur, *lieu) for lieu in siens}, faits, ref())


def suivis_sans_donnee() -> tuple[str, ...]:
    """Names of the territories followed of which nothing is loaded."""
    return tuple(nom(n, c) for n, c in suivis() if existe(n, c) and c not in corpus().codes(n))


def prechauffe() -> None:
    """Read what every page needs before the first reader comes; what is damaged is told on the pages, which say how to mend it."""
    referentiel_seul().cherche("a", 1)
    with suppress(CtgError):
        corpus()


def lit_ensembles(ensuite: Callable[[], object] | None = None) -> Thread:
    """Read in the background the reference sets of the current publication, so that no reader waits for them; then ``ensuite``."""
    fil = Thread(target=_lit_ensembles, args=(ensuite,), name="ensembles", daemon=True)
    fil.start()
    return fil


def _lit_ensembles(ensuite: Callable[[], object] | None) -> None:
    with suppress(CtgError):
        services.publie(settings())
    with suppress(CtgError):
        lu, jour = corpus(), date.today().isoformat()
        for niveau, code in _temoins():
            if code in lu.codes(niveau):
                _portrait(lu.empreinte, niveau, code, theme="", figure="", jour=jour, _lu=lu)
                alertes(niveau, code)
        Examinateur(lu, ref()).alertes(())
    if ensuite:
        ensuite()


def _temoins() -> list[tuple[str, str]]:
    """One EPCI a stratum and one département: reading a reference set the first time costs up to a second."""
    par_strate = {strate.id: code for code, strate in sorted(ref().strates().items(), reverse=True)}
    return [*(("epci", code) for code in par_strate.values()), ("departement", min(ref().codes("departement")))]


def est_chaud() -> bool:
    return bool(ref().codes("epci"))

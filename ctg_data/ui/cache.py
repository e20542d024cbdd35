"""The only home of caches.  Keys are plain values (publication, level, code, ids), never frames: streamlit.md §1.

Views and figures are frozen and kept as resources: a hit copies nothing.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import plotly.graph_objects as go
import streamlit as st

from ctg_data import perimetres as services
from ctg_data import settings as reglages
from ctg_data import storage
from ctg_data.charts import carte_choix as cartes_choix
from ctg_data.charts import classement as classes
from ctg_data.charts import figures, seuils, svg_tendances, symboles, theme
from ctg_data.charts import paquet as paquets
from ctg_data.charts.classement import Classement
from ctg_data.diagnostic import planche as planches
from ctg_data.diagnostic.regles import Regle, Seuil
from ctg_data.diagnostic.veille import Alerte
from ctg_data.errors import CtgError, TerritoireInconnu
from ctg_data.exports import dessins, noms
from ctg_data.indicators import registry
from ctg_data.records import CODE_FRANCE
from ctg_data.settings import Settings
from ctg_data.storage import acquittements, portraits, poste
from ctg_data.storage import reglages as reglages_notes
from ctg_data.storage import suivis as suivis_notes
from ctg_data.storage.journal import Entree
from ctg_data.storage.modele import Perimetre
from ctg_data.store import catalogue
from ctg_data.store import perimetres as complements
from ctg_data.store.corpus import Corpus
from ctg_data.territoires import contours
from ctg_data.territoires.atlas import NIVEAU, Atlas
from ctg_data.territoires.model import Territoire
from ctg_data.territoires.recherche import normalise
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.ui import projection, ressources, serveur, state
from ctg_data.ui.state import Selection
from ctg_data.views import accueil as vues_accueil
from ctg_data.views import atlas as vues_atlas
from ctg_data.views import atlas_lignes
from ctg_data.views import changement as vues_changement
from ctg_data.views import donnees as vues_donnees
from ctg_data.views import methode as vues_methode
from ctg_data.views import perimetres as vues_perimetres
from ctg_data.views import portrait as vues_portrait
from ctg_data.views import saisies as vues_saisies
from ctg_data.views import tendances as vues_tendances
from ctg_data.views import veille as vues_veille
from ctg_data.views.accueil import AccueilView
from ctg_data.views.atlas_model import AtlasView, Demande, Fiche, Page
from ctg_data.views.changement import ChangementView
from ctg_data.views.donnees import DonneesView
from ctg_data.views.methode import MethodeView
from ctg_data.views.model import PortraitView
from ctg_data.views.perimetres import PerimetresView
from ctg_data.views.tendances import TendancesView
from ctg_data.views.veille import VeilleVue
from ctg_data.wording import atlas as mots
from ctg_data.wording import fr
from ctg_data.wording.typographie import soigne

if TYPE_CHECKING:
    from ctg_data.pipeline import Rapport

ACCUEILS, PORTRAITS, DESSINS, GEOMETRIES = 64, 256, 1024, 128
"""Entries kept: a portrait weighs about 200 kB, a figure about 30 kB."""
ATLAS = 24
"""Maps kept: 5 MB for every commune of France."""
POINTS = "@points"
TOUTES_LES_COMMUNES = ("commune", "france-FR")


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    return reglages.load()


def auteur() -> Settings:
    """The same settings for whoever writes in this session: the name of CTG_ACTEUR, else the one given here, else the workstation."""
    base = settings()
    return base if base.acteur != reglages.LOCAL else replace(base, acteur=state.auteur(lambda: poste.lit(base)) or reglages.LOCAL)


def ref() -> Atlas:
    """The reference and the perimeters; these are read again when one of them changed."""
    return _reference_et_lieux(_marque(complements.chemin(settings())))


@st.cache_resource(show_spinner="Lecture du référentiel des territoires…")
def referentiel_seul() -> Referentiel:
    return services.reference(settings())


@st.cache_resource(max_entries=2, show_spinner=False)
def _reference_et_lieux(marque: str) -> Atlas:
    return services.atlas(settings(), referentiel_seul())


def corpus() -> Corpus:
    """The current publication; read again when the store's catalogue, its perimeters (or the demonstration) changed on disk."""
    return _corpus(*_marques())


def _marques() -> tuple[str, str]:
    magasin = (_marque(settings().store / catalogue.NOM), _marque(complements.chemin(settings())))
    return "|".join(magasin), _marque(settings().demo and settings().demo / "meta.json")


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


def lieux() -> dict[tuple[str, str], str]:
    """(niveau, code) -> label of every territory but the communes: France, perimeters, régions, départements, EPCI."""
    premier, *autres = _zones()
    perimetres_ = {(NIVEAU, p): libelle(ref().territoire(NIVEAU, p)) for p in ref().lieux}
    return {premier: _zones()[premier], **perimetres_, **{lieu: _zones()[lieu] for lieu in autres}, **a_remplir()}


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


def carte_choix(zone: tuple[str, str], dedans: frozenset[str]) -> go.Figure:
    """The communes of ``zone``, those ``dedans`` apart, and the line around all of these."""
    return _carte_choix("-".join(zone), tuple(sorted(dedans)))


@st.cache_resource(max_entries=64, show_spinner=False)
def _carte_choix(zone: str, dedans: tuple[str, ...]) -> go.Figure:
    lieu = tuple(zone.split("-", 1))
    noms = {t.code: t.nom for t in communes_de(*lieu)}
    limite = contours.limite(settings().reference, dedans) if dedans else ()
    geojson = adresse_geometrie("commune", zone)
    return cartes_choix.choix(noms, frozenset(dedans), geojson, emprise=_emprise("commune", zone), limite=limite)


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
    return _accueil(*_marques(), suivis=suivis(), recents=tuple(recents), jour=date.today().isoformat())


@st.cache_resource(max_entries=ACCUEILS, show_spinner="Lecture de ce qui est chargé…")
def _accueil(
    marque_magasin: str, marque_demo: str, *, suivis: suivis_notes.Territoires, recents: tuple[tuple[str, str], ...], jour: str
) -> AccueilView:
    lu = _corpus(marque_magasin, marque_demo)
    return vues_accueil.accueil(lu, ref(), suivis=suivis, recents=recents, jour=date.fromisoformat(jour))


def donnees(rapports: "Sequence[Rapport]") -> DonneesView:
    """Not cached: what an import found in a file is nobody else's."""
    return vues_donnees.donnees(corpus(), ref(), rapports=rapports)


@st.cache_resource(show_spinner=False)
def methode() -> MethodeView:
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
    vue = vues_saisies.avec_saisies(vue, ecrits(choix.niveau, choix.code))
    return replace(vue, face=choix.face) if choix.face else vue


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


def figure(vue: PortraitView, nom: str, variante: str) -> go.Figure:
    """One figure of a portrait.  ``variante``: what it depends on besides the territory (face, indicator or nothing)."""
    return _figure(vue.empreinte, vue.entete.niveau, vue.entete.code, nom=nom, variante=variante, _vue=vue)


@st.cache_resource(max_entries=DESSINS, show_spinner=False)
def _figure(empreinte: str, niveau: str, code: str, *, nom: str, variante: str, _vue: PortraitView) -> go.Figure:
    """``_vue`` is out of the key: publication, territory, name and variant say which view it is."""
    return _DESSINS[nom](_vue, variante)


def carte_du_portrait(vue: PortraitView) -> tuple[Classement, dict[str, object]]:
    """The classes of the map of a portrait, and what its component draws: values of a few hundred areas at most, contours by address."""
    return _carte_du_portrait(vue.empreinte, vue.entete.niveau, vue.entete.code, figure=vue.figure, _vue=vue)


@st.cache_resource(max_entries=DESSINS, show_spinner=False)
def _carte_du_portrait(empreinte: str, niveau: str, code: str, *, figure: str, _vue: PortraitView) -> tuple[Classement, dict[str, object]]:
    """``_vue`` is out of the key, as for ``_figure``."""
    zone, maille, cadre = zone_de(_vue), _vue.carte.niveau, _vue.carte.cadre
    planche = planches.de_carte(_vue.carte)
    classes_ = classes.classement(planche)
    autour = {
        "jeton": hashlib.sha256(repr((empreinte, niveau, code, figure)).encode()).hexdigest()[:16],
        "geo": adresse_geometrie(maille, zone),
        "points": adresse_geometrie(maille, zone + POINTS),
        "emprise": _emprise(maille, zone),
        "encarts": contours.encarts() if niveau == "france" else (),
        "encre": theme.ACCENT,
        "alt": cadre.alt,
        "titre": cadre.titre,
        "sous_titre": cadre.sous_titre,
        "source": f"{cadre.source}. {mots.CONTOURS}",
        "mention": fr.texte("demo") if cadre.demo else "",
        "fichier": noms.figure(_vue, "carte", "png"),
        **symboles.objet(dessins.marques(_vue)),
    }
    return classes_, paquets.objet(planche, classes_, autour)


def image(vue: PortraitView, nom: str, variante: str) -> str:
    """The same figure as the address of an image, for a room."""
    return _image(vue.empreinte, vue.entete.niveau, vue.entete.code, nom=nom, variante=variante, _vue=vue)


@st.cache_resource(max_entries=DESSINS, show_spinner=False)
def _image(empreinte: str, niveau: str, code: str, *, nom: str, variante: str, _vue: PortraitView) -> str:
    return projection.image(_IMAGES[nom](_vue, variante))


def _etoile(vue: PortraitView, face: str) -> go.Figure:
    return figures.figure_etoile(next(e.etoile for e in vue.etoiles if e.face == face and e.etoile))


_DESSINS = {
    "etoile": _etoile,
    "evolution": lambda vue, _: figures.evolution(vue.evolution),
    "epoque": lambda vue, _: figures.evolution(vue.evolution_epoque),
    "ages": lambda vue, _: figures.structure_age(vue.structure_age),
}


_IMAGES = {
    "etoile": lambda vue, face: dessins.etoile(next(e for e in vue.etoiles if e.face == face)),
    "carte": lambda vue, _: dessins.carte(vue, settings().reference, a_cote=True),
    "evolution": lambda vue, _: dessins.evolution(vue),
    "ages": lambda vue, _: dessins.ages(vue),
}


def atlas(demande: Demande) -> AtlasView:
    """The map of a demand; what is drawn of it is in ``planche``."""
    lu = corpus()
    return _atlas(lu.empreinte + ref().composition(demande.niveau, demande.code), demande, _lu=lu)


@st.cache_resource(max_entries=ATLAS, show_spinner="Lecture des valeurs de la carte…")
def _atlas(empreinte: str, demande: Demande, *, _lu: Corpus) -> AtlasView:
    return vues_atlas.atlas(_lu, ref(), demande)


def classement(vue: AtlasView, methode: str) -> Classement:
    return _classement(vue.empreinte, vue.demande, methode, _vue=vue)


@st.cache_resource(max_entries=ATLAS, show_spinner=False)
def _classement(empreinte: str, demande: Demande, methode: str, *, _vue: AtlasView) -> Classement:
    """``_vue`` is out of the key: publication and demand say which view it is."""
    return classes.classement(_vue.planche, methode)


def paquet(demande: Demande, methode: str, entete: Callable[[AtlasView], Mapping[str, object]]) -> bytes:
    """Values of a map, compressed; ``entete``: the words that go with them."""
    vue = atlas(demande)
    classes_ = classement(vue, methode)
    return _paquet(vue.empreinte, vue.demande, classes_.methode, _vue=vue, _classes=classes_, _entete=entete)


@st.cache_resource(max_entries=ATLAS, show_spinner=False)
def _paquet(
    empreinte: str,
    demande: Demande,
    methode: str,
    *,
    _vue: AtlasView,
    _classes: Classement,
    _entete: Callable[[AtlasView], Mapping[str, object]],
) -> bytes:
    """``jeton``: two packets of the same one draw the same map.  Compressed fast: somebody is waiting."""
    jeton = hashlib.sha256(repr((empreinte, demande, methode)).encode()).hexdigest()[:16]
    return serveur.compresse(paquets.paquet(_vue.planche, _classes, {**_entete(_vue), "jeton": jeton}), effort=1)


def fiche(vue: AtlasView, code: str) -> Fiche | None:
    """Not kept: it is made in a millisecond."""
    return atlas_lignes.fiche(vue, ref(), code)


def page_atlas(vue: AtlasView, *, tri: str, sens: str, numero: int, filtre: str) -> Page:
    """Not kept either."""
    return atlas_lignes.page(vue, ref(), tri=tri, sens=sens, numero=numero, filtre=filtre)


def zones(niveau: str, code: str) -> dict[tuple[str, str], str]:
    """(niveau, code) -> label of what a map may frame: France, perimeters, régions, départements, the EPCI of the département in sight."""
    t = ref().territoire(niveau, code)
    departement = code if niveau == "departement" else t.departement
    epci = [("epci", x.code) for x in ref().enfants("departement", departement)] if departement else []
    premier, *autres = _zones()
    lieux = dict.fromkeys([premier, *((NIVEAU, p) for p in ref().lieux), *autres, *epci, (niveau, code)])
    return {lieu: _zones()[lieu] if lieu in _zones() else libelle(ref().territoire(*lieu)) for lieu in lieux}


@st.cache_resource(show_spinner=False)
def _zones() -> dict[tuple[str, str], str]:
    lieux = [ref().territoire(n, c) for n in ("region", "departement") for c in sorted(ref().codes(n))]
    noms = {(t.niveau, t.code): libelle(t) for t in sorted(lieux, key=lambda t: (t.niveau != "region", t.nom))}
    return {("france", CODE_FRANCE): nom("france", CODE_FRANCE), **noms}


def emprise(maille: str, zone: str) -> cartes_choix.Emprise:
    """What a map of ``zone`` frames, in degrees."""
    return _emprise(maille, zone)


def zone_de(vue: PortraitView) -> str:
    """Name of the areas on the map of a portrait: communes of one EPCI share one address."""
    niveau, code = vue.entete.niveau, vue.entete.code
    if niveau == "commune" and (epci := ref().territoire(niveau, code).epci):
        return f"epci-{epci}"
    return zone_contours(niveau, code)


def zone_contours(niveau: str, code: str) -> str:
    """Name of the areas of a territory; that of a perimeter changes with its communes."""
    composition = ref().composition(niveau, code)
    return f"{niveau}-{code}~{composition}" if composition else f"{niveau}-{code}"


def adresse_geometrie(niveau: str, zone: str) -> str:
    return f"{ressources.base()}/geo/{ref().empreinte}/{niveau}/{zone}.geojson"


@st.cache_resource(max_entries=GEOMETRIES, show_spinner=False)
def geometrie(version: str, niveau: str, zone: str) -> bytes:
    """Compressed contours of an address, or one point an area where the zone ends with POINTS.

    Raises TerritoireInconnu, also when the reference is no longer that ``version``.
    """
    if version != ref().empreinte:
        raise TerritoireInconnu("Ces contours ne sont plus ceux du référentiel : rechargez la page.")
    dossier, lieu = settings().reference, zone.removesuffix(POINTS)
    if zone.endswith(POINTS):
        return serveur.compresse(contours.points(dossier, niveau, _codes(niveau, lieu)))
    faite = contours.france(dossier) if (niveau, zone) == TOUTES_LES_COMMUNES else None
    return faite or serveur.compresse(contours.geojson(dossier, niveau, _codes(niveau, lieu)))


@st.cache_resource(max_entries=GEOMETRIES, show_spinner=False)
def _emprise(niveau: str, zone: str) -> cartes_choix.Emprise:
    """France is framed by its régions: its communes take half a second to read."""
    niveau = "region" if zone == TOUTES_LES_COMMUNES[1] else niveau
    return contours.emprise(settings().reference, niveau, _codes(niveau, zone))


def _codes(niveau: str, zone: str) -> tuple[str, ...]:
    """Areas of level ``niveau`` in the zone of an address: « departement-87 », or a perimeter with the version of its communes."""
    lieu, _, code = zone.partition("-")
    if lieu != NIVEAU:
        return ref().unites(niveau, lieu, code)
    code, _, composition = code.partition("~")
    if composition != ref().composition(NIVEAU, code):
        raise TerritoireInconnu("Ces contours ne sont plus ceux du périmètre : rechargez la page.")
    return communes(NIVEAU, code)


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
    if ensuite:
        ensuite()


def _temoins() -> list[tuple[str, str]]:
    """One EPCI a stratum and one département: reading a reference set the first time costs up to a second."""
    par_strate = {strate.id: code for code, strate in sorted(ref().strates().items(), reverse=True)}
    return [*(("epci", code) for code in par_strate.values()), ("departement", min(ref().codes("departement")))]


def est_chaud() -> bool:
    return bool(ref().codes("epci"))

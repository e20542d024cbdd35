"""What the pages of a CTG read, kept under the seal of the journal: any change, by any hand, is read at once."""

import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath

import streamlit as st

from ctg_data import storage
from ctg_data.charts import svg_courbe
from ctg_data.conventions import gestes, lecture
from ctg_data.conventions.lecture import Livre
from ctg_data.demonstration import conventions as demonstration
from ctg_data.errors import CtgError
from ctg_data.exports import chemins as dessins
from ctg_data.loaders import plan_actions
from ctg_data.loaders.plan_actions import PlanLu
from ctg_data.parcours.convention import Ctg
from ctg_data.storage.depot import Fiche
from ctg_data.storage.journal import Entree
from ctg_data.store.corpus import Corpus
from ctg_data.territoires.atlas import Atlas
from ctg_data.ui import cache, projection
from ctg_data.views import bilan_ctg, indicateurs_lies, seances
from ctg_data.views import changements as vues_changements
from ctg_data.views import chemins as vues_chemins
from ctg_data.views import consentement as vues_consentement
from ctg_data.views import courbes as vues_courbes
from ctg_data.views import futur_ideal as vues_futur
from ctg_data.views import suivi as vues_suivi
from ctg_data.views.bilan_ctg import BilanVue
from ctg_data.views.changements import ChangementsVue
from ctg_data.views.chemins import CheminVue, Comparaison
from ctg_data.views.consentement import RegistreVue
from ctg_data.views.courbes import CourbesVue, CourbeVue
from ctg_data.views.futur_ideal import FuturIdealVue
from ctg_data.views.lecture import Contexte
from ctg_data.views.seances import AgendaVue
from ctg_data.views.suivi import ChangementVue as SuiviDunChangement
from ctg_data.views.suivi import DetailVue, SuiviVue

LIVRES, VUES = 16, 128


def liste() -> list[Fiche[Ctg]]:
    """Every CTG, real ones first, read at each run; at the first launch, those of the demonstration are written before."""
    settings = cache.settings()
    _amorce(str(settings.store))
    return sorted(lecture.liste(settings), key=lambda f: f.objet.fictive)


@st.cache_resource(show_spinner="Préparation des CTG de démonstration…")
def _amorce(magasin: str) -> None:
    """Once a process and store.  Where nothing can be written, the list that follows says why, or stays empty."""
    with suppress(CtgError, OSError):
        demonstration.amorce(cache.settings(), date.today())


def supprimees() -> list[Fiche[Ctg]]:
    """Those that were set aside, read at each run."""
    return lecture.supprimees(cache.settings())


def sceau() -> str:
    """Key of everything that is drawn from what people write."""
    settings = cache.settings()
    return f"{settings.base}|{lecture.depot(settings).sceau()}" if storage.existe(settings) else ""


def livre(ctg: str) -> Livre:
    """The dossier of one CTG as it stands.  Raises ObjetInconnu."""
    return _livre(sceau(), ctg)


@st.cache_resource(max_entries=LIVRES, show_spinner="Lecture de la CTG…")
def _livre(sceau: str, ctg: str) -> Livre:
    return lecture.lit(cache.settings(), ctg)


@st.cache_data(max_entries=4, show_spinner="Lecture du fichier…")
def plan_lu(nom: str, octets: bytes) -> PlanLu:
    """A plan d'actions that was dropped: read once, whatever the page shows next; the folder that a browser sends is not trusted."""
    with tempfile.TemporaryDirectory(prefix="ctg-") as dossier:
        chemin = Path(dossier) / (PurePath(nom.replace("\\", "/")).name or "fichier")
        chemin.write_bytes(octets)
        return plan_actions.lit(chemin)


def annulable(ctg: str) -> Entree | None:
    return _annulable(sceau(), ctg, cache.auteur().acteur)


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _annulable(sceau: str, ctg: str, acteur: str) -> Entree | None:
    return gestes.annulable(replace(cache.settings(), acteur=acteur), ctg)


def futur_ideal(ctg: str) -> FuturIdealVue:
    return _futur_ideal(sceau(), ctg)


@st.cache_resource(max_entries=LIVRES, show_spinner=False)
def _futur_ideal(sceau: str, ctg: str) -> FuturIdealVue:
    return vues_futur.futur_ideal(_livre(sceau, ctg))


def changements(ctg: str, choisi: str) -> ChangementsVue:
    return _changements(sceau(), ctg, choisi)


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _changements(sceau: str, ctg: str, choisi: str) -> ChangementsVue:
    return vues_changements.changements(_livre(sceau, ctg), choisi)


def registre(ctg: str, proposition: str) -> RegistreVue:
    return _registre(sceau(), ctg, proposition)


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _registre(sceau: str, ctg: str, proposition: str) -> RegistreVue:
    return vues_consentement.registre(_livre(sceau, ctg), proposition)


def chemin(ctg: str, version: str) -> CheminVue:
    """One version of a path, by the id of that version."""
    return _chemin(sceau(), ctg, version)


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _chemin(sceau: str, ctg: str, version: str) -> CheminVue:
    return vues_chemins.chemin(_livre(sceau, ctg), version)


def dessin(ctg: str, version: str, *, interactif: bool = True) -> str:
    """Its drawing, "" where there is nothing to draw."""
    return _dessin(sceau(), ctg, version, interactif=interactif)


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _dessin(sceau: str, ctg: str, version: str, *, interactif: bool) -> str:
    return dessins.dessin(_chemin(sceau, ctg, version), interactif=interactif)


def comparaison(ctg: str, avant: str, apres: str) -> Comparaison:
    return _comparaison(sceau(), ctg, avant, apres)


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _comparaison(sceau: str, ctg: str, avant: str, apres: str) -> Comparaison:
    return vues_chemins.comparaison(_livre(sceau, ctg).dossier, avant, apres)


# Follow-up ------------------------------------------------------------------------------------------------------------


def suivi(ctg: str) -> SuiviVue:
    """The changes that may be followed, and what is to be known of the figures."""
    return _suivi(*_moment(), ctg, _lu=cache.corpus(), _ref=cache.ref())


def _moment() -> tuple[str, str, str]:
    """What a view of the follow-up depends on besides its CTG: what people wrote, what is published, the day."""
    return sceau(), _donnees(), date.today().isoformat()


def _donnees() -> str:
    return f"{cache.corpus().empreinte}|{cache.ref().empreinte}"


@st.cache_resource(max_entries=LIVRES, show_spinner="Lecture du suivi…")
def _suivi(sceau: str, donnees: str, jour: str, ctg: str, *, _lu: Corpus, _ref: Atlas) -> SuiviVue:
    livre = _livre(sceau, ctg)
    return vues_suivi.suivi(livre, _contexte(donnees, livre, _lu, _ref))


def changements_suivis(ctg: str, *changements: str) -> list[SuiviDunChangement]:
    """These changes with their figures: only what is shown is made."""
    moment, lu, ref = _moment(), cache.corpus(), cache.ref()
    return [_changement_suivi(*moment, ctg, c, _lu=lu, _ref=ref) for c in changements]


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _changement_suivi(sceau: str, donnees: str, jour: str, ctg: str, changement: str, *, _lu: Corpus, _ref: Atlas) -> SuiviDunChangement:
    livre = _livre(sceau, ctg)
    return vues_suivi.changement(livre, _contexte(donnees, livre, _lu, _ref), changement, date.fromisoformat(jour))


def detail(ctg: str, changement: str) -> DetailVue:
    """What is written on one change, and its story."""
    return _detail(*_moment(), ctg, changement, _lu=cache.corpus(), _ref=cache.ref())


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _detail(sceau: str, donnees: str, jour: str, ctg: str, changement: str, *, _lu: Corpus, _ref: Atlas) -> DetailVue:
    livre = _livre(sceau, ctg)
    return vues_suivi.detail(livre, _contexte(donnees, livre, _lu, _ref), changement, date.fromisoformat(jour))


def courbes(ctg: str) -> tuple[CourbesVue, ...]:
    return _courbes(*_moment(), ctg, _lu=cache.corpus(), _ref=cache.ref())


@st.cache_resource(max_entries=LIVRES, show_spinner="Lecture des courbes…")
def _courbes(sceau: str, donnees: str, jour: str, ctg: str, *, _lu: Corpus, _ref: Atlas) -> tuple[CourbesVue, ...]:
    return vues_courbes.courbes(_livre(sceau, ctg), _lu, _ref)


def dessin_courbe(vue: CourbeVue) -> str:
    """The address of the drawing of one curve."""
    return _dessin_courbe(vue.id, repr(vue.courbe), _vue=vue)


@st.cache_resource(max_entries=256, show_spinner=False)
def _dessin_courbe(identifiant: str, contenu: str, *, _vue: CourbeVue) -> str:
    return projection.image(svg_courbe.courbe(_vue.courbe, id_=f"courbe-{identifiant}"))


def bilan(ctg: str) -> BilanVue:
    return _bilan(*_moment(), ctg, _lu=cache.corpus(), _ref=cache.ref())


@st.cache_resource(max_entries=LIVRES, show_spinner="Calcul du bilan…")
def _bilan(sceau: str, donnees: str, jour: str, ctg: str, *, _lu: Corpus, _ref: Atlas) -> BilanVue:
    return bilan_ctg.bilan(_livre(sceau, ctg), _lu, _ref)


def agenda(ctg: str) -> AgendaVue:
    return _agenda(*_moment(), ctg, _lu=cache.corpus(), _ref=cache.ref())


@st.cache_resource(max_entries=LIVRES, show_spinner=False)
def _agenda(sceau: str, donnees: str, jour: str, ctg: str, *, _lu: Corpus, _ref: Atlas) -> AgendaVue:
    return seances.agenda(_livre(sceau, ctg), _lu, _ref, date.fromisoformat(jour))


def territoire(ctg: Ctg) -> Contexte | None:
    """What is published of the territory of a CTG."""
    return _territoire(_donnees(), ctg.niveau, ctg.code, _lu=cache.corpus(), _ref=cache.ref(), _ctg=ctg)


def _contexte(donnees: str, livre: Livre, lu: Corpus, ref: Atlas) -> Contexte | None:
    ctg = livre.dossier.ctg
    return _territoire(donnees, ctg.niveau, ctg.code, _lu=lu, _ref=ref, _ctg=ctg)


@st.cache_resource(max_entries=LIVRES, show_spinner=False)
def _territoire(donnees: str, niveau: str, code: str, *, _lu: Corpus, _ref: Atlas, _ctg: Ctg) -> Contexte | None:
    return indicateurs_lies.du_territoire(_lu, _ref, _ctg)

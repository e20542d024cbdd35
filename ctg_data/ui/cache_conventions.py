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
from ctg_data.conventions.gestes import Annulable
from ctg_data.conventions.lecture import Livre
from ctg_data.demonstration import conventions as demonstration
from ctg_data.errors import CtgError
from ctg_data.exports import chemins as dessins
from ctg_data.loaders import plan_actions
from ctg_data.loaders.plan_actions import PlanLu
from ctg_data.parcours.convention import Ctg
from ctg_data.storage.depot import Fiche
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


def annulable(livre: Livre) -> Annulable | None:
    return _annulable(livre.sceau, livre.dossier.id, cache.auteur().acteur)


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _annulable(sceau: str, ctg: str, acteur: str) -> Annulable | None:
    return gestes.annulable(replace(cache.settings(), acteur=acteur), ctg)


# Views: of the moment when the dossier was read, whatever is written while the page is drawn -----------------------------


def futur_ideal(livre: Livre) -> FuturIdealVue:
    return _futur_ideal(livre.sceau, livre.dossier.id, _livre=livre)


@st.cache_resource(max_entries=LIVRES, show_spinner=False)
def _futur_ideal(sceau: str, ctg: str, *, _livre: Livre) -> FuturIdealVue:
    return vues_futur.futur_ideal(_livre)


def changements(livre: Livre, choisi: str) -> ChangementsVue:
    return _changements(livre.sceau, livre.dossier.id, choisi, _livre=livre)


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _changements(sceau: str, ctg: str, choisi: str, *, _livre: Livre) -> ChangementsVue:
    return vues_changements.changements(_livre, choisi)


def registre(livre: Livre, proposition: str) -> RegistreVue:
    return _registre(livre.sceau, livre.dossier.id, proposition, _livre=livre)


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _registre(sceau: str, ctg: str, proposition: str, *, _livre: Livre) -> RegistreVue:
    return vues_consentement.registre(_livre, proposition)


def chemin(livre: Livre, version: str) -> CheminVue:
    """One version of a path, by the id of that version."""
    return _chemin(livre.sceau, livre.dossier.id, version, _livre=livre)


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _chemin(sceau: str, ctg: str, version: str, *, _livre: Livre) -> CheminVue:
    return vues_chemins.chemin(_livre, version)


def dessin(livre: Livre, version: str, *, interactif: bool = True) -> str:
    """Its drawing, "" where there is nothing to draw."""
    return _dessin(livre.sceau, livre.dossier.id, version, interactif=interactif, _livre=livre)


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _dessin(sceau: str, ctg: str, version: str, *, interactif: bool, _livre: Livre) -> str:
    return dessins.dessin(chemin(_livre, version), interactif=interactif)


def comparaison(livre: Livre, avant: str, apres: str) -> Comparaison:
    return _comparaison(livre.sceau, livre.dossier.id, avant, apres, _livre=livre)


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _comparaison(sceau: str, ctg: str, avant: str, apres: str, *, _livre: Livre) -> Comparaison:
    return vues_chemins.comparaison(_livre.dossier, avant, apres)


# Follow-up ------------------------------------------------------------------------------------------------------------


def suivi(livre: Livre) -> SuiviVue:
    """The changes that may be followed, and what is to be known of the figures."""
    return _suivi(*_moment(livre), _livre=livre)


def _moment(livre: Livre) -> tuple[str, str, str, str]:
    """What a view of the follow-up depends on: what people wrote, of which CTG, what is published, the day."""
    return livre.sceau, livre.dossier.id, _donnees(), date.today().isoformat()


def _donnees() -> str:
    return f"{cache.corpus().empreinte}|{cache.ref().empreinte}"


@st.cache_resource(max_entries=LIVRES, show_spinner="Lecture du suivi…")
def _suivi(sceau: str, ctg: str, donnees: str, jour: str, *, _livre: Livre) -> SuiviVue:
    return vues_suivi.suivi(_livre, territoire(_livre.dossier.ctg))


def changements_suivis(livre: Livre, *changements: str) -> list[SuiviDunChangement]:
    """These changes with their figures: only what is shown is made."""
    moment = _moment(livre)
    return [_changement_suivi(*moment, c, _livre=livre) for c in changements]


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _changement_suivi(sceau: str, ctg: str, donnees: str, jour: str, changement: str, *, _livre: Livre) -> SuiviDunChangement:
    return vues_suivi.changement(_livre, territoire(_livre.dossier.ctg), changement, date.fromisoformat(jour))


def detail(livre: Livre, changement: str) -> DetailVue:
    """What is written on one change, and its story."""
    return _detail(*_moment(livre), changement, _livre=livre)


@st.cache_resource(max_entries=VUES, show_spinner=False)
def _detail(sceau: str, ctg: str, donnees: str, jour: str, changement: str, *, _livre: Livre) -> DetailVue:
    return vues_suivi.detail(_livre, territoire(_livre.dossier.ctg), changement, date.fromisoformat(jour))


def courbes(livre: Livre) -> tuple[CourbesVue, ...]:
    return _courbes(*_moment(livre), _livre=livre)


@st.cache_resource(max_entries=LIVRES, show_spinner="Lecture des courbes…")
def _courbes(sceau: str, ctg: str, donnees: str, jour: str, *, _livre: Livre) -> tuple[CourbesVue, ...]:
    return vues_courbes.courbes(_livre, cache.corpus(), cache.ref())


def dessin_courbe(vue: CourbeVue) -> str:
    """The address of the drawing of one curve."""
    return _dessin_courbe(vue.id, repr(vue.courbe), _vue=vue)


@st.cache_resource(max_entries=256, show_spinner=False)
def _dessin_courbe(identifiant: str, contenu: str, *, _vue: CourbeVue) -> str:
    return projection.image(svg_courbe.courbe(_vue.courbe, id_=f"courbe-{identifiant}"))


def bilan(livre: Livre) -> BilanVue:
    return _bilan(*_moment(livre), _livre=livre)


@st.cache_resource(max_entries=LIVRES, show_spinner="Calcul du bilan…")
def _bilan(sceau: str, ctg: str, donnees: str, jour: str, *, _livre: Livre) -> BilanVue:
    return bilan_ctg.bilan(_livre, cache.corpus(), cache.ref())


def agenda(livre: Livre) -> AgendaVue:
    return _agenda(*_moment(livre), _livre=livre)


@st.cache_resource(max_entries=LIVRES, show_spinner=False)
def _agenda(sceau: str, ctg: str, donnees: str, jour: str, *, _livre: Livre) -> AgendaVue:
    return seances.agenda(_livre, cache.corpus(), cache.ref(), date.fromisoformat(jour))


def territoire(ctg: Ctg) -> Contexte | None:
    """What is published of the territory of a CTG."""
    return _territoire(_donnees(), ctg.niveau, ctg.code, _ctg=ctg)


@st.cache_resource(max_entries=LIVRES, show_spinner=False)
def _territoire(donnees: str, niveau: str, code: str, *, _ctg: Ctg) -> Contexte | None:
    return indicateurs_lies.du_territoire(cache.corpus(), cache.ref(), _ctg)

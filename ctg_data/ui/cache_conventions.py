"""What the pages of a CTG read, kept under the seal of the journal: any change, by any hand, is read at once."""

from datetime import date

import streamlit as st

from ctg_data import storage
from ctg_data.charts import svg_courbe
from ctg_data.conventions import gestes, lecture
from ctg_data.conventions.lecture import Livre
from ctg_data.parcours.convention import Ctg
from ctg_data.storage.depot import Fiche
from ctg_data.storage.journal import Entree
from ctg_data.store.corpus import Corpus
from ctg_data.territoires.atlas import Atlas
from ctg_data.ui import cache, projection
from ctg_data.views import bilan_ctg, indicateurs_lies, seances
from ctg_data.views import courbes as vues_courbes
from ctg_data.views import suivi as vues_suivi
from ctg_data.views.bilan_ctg import BilanVue
from ctg_data.views.courbes import CourbesVue, CourbeVue
from ctg_data.views.lecture import Contexte
from ctg_data.views.seances import AgendaVue
from ctg_data.views.suivi import DetailVue, SuiviVue

LIVRES = 16


def liste() -> list[Fiche[Ctg]]:
    """Every CTG, read at each run."""
    return lecture.liste(cache.settings())


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


def annulable(ctg: str) -> Entree | None:
    return gestes.annulable(cache.auteur(), ctg)


# Follow-up ------------------------------------------------------------------------------------------------------------


def suivi(ctg: str) -> SuiviVue:
    """Every change of a CTG with its figures."""
    return _suivi(*_moment(), ctg, _lu=cache.corpus(), _ref=cache.ref())


def _moment() -> tuple[str, str, str]:
    """What a view of the follow-up depends on besides its CTG: what people wrote, what is published, the day."""
    return sceau(), f"{cache.corpus().empreinte}|{cache.ref().empreinte}", date.today().isoformat()


@st.cache_resource(max_entries=LIVRES, show_spinner="Lecture du suivi…")
def _suivi(sceau: str, donnees: str, jour: str, ctg: str, *, _lu: Corpus, _ref: Atlas) -> SuiviVue:
    return vues_suivi.suivi(_livre(sceau, ctg), _lu, _ref, date.fromisoformat(jour))


def detail(ctg: str, changement: str) -> DetailVue:
    """What is written on one change, and its story."""
    return _detail(*_moment(), ctg, changement, _lu=cache.corpus(), _ref=cache.ref())


@st.cache_resource(max_entries=4 * LIVRES, show_spinner=False)
def _detail(sceau: str, donnees: str, jour: str, ctg: str, changement: str, *, _lu: Corpus, _ref: Atlas) -> DetailVue:
    return vues_suivi.detail(_livre(sceau, ctg), _lu, _ref, changement, date.fromisoformat(jour))


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
    """What is published of the territory of a CTG: the rows behind it are kept by the views."""
    return indicateurs_lies.du_territoire(cache.corpus(), cache.ref(), ctg)

"""What can be taken away from a CTG: its annexes, its follow-up; each file is made at the click, from the same records as the page."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from ctg_data.conventions.lecture import Livre
from ctg_data.exports import chemins, classeur, document, docx
from ctg_data.parcours.dossier import Dossier
from ctg_data.ui import balises, cache, components
from ctg_data.ui import cache_conventions as lus
from ctg_data.ui import textes_conventions as textes
from ctg_data.ui.fichiers import SVG, Fichier
from ctg_data.ui.selection import Selection
from ctg_data.views import annexes, indicateurs_lies
from ctg_data.views.chemins import CheminVue
from ctg_data.views.document import Document
from ctg_data.views.model import PortraitView


def boutons(livre: Livre, territoire: str) -> None:
    """The files of a CTG, shown once they are asked for."""
    depli = st.popover(textes.EMPORTER, key="emporter", type="tertiary", on_change="rerun")
    if not depli.open:
        return
    with depli:
        st.html(balises.paragraphe(textes.EMPORTER_AIDE, "ctg-sourdine"))
        with st.container(key="emporter-fichiers", gap="xsmall"):
            for fichier in fichiers(livre, territoire):
                components.telecharge(f"emporter-{fichier.nom}", fichier)


def fichiers(livre: Livre, territoire: str) -> tuple[Fichier, ...]:
    ctg, jour = livre.ctg.objet, date.today()
    suite = f"ctg-{ctg.niveau}-{ctg.code}"

    def convention() -> Document:
        return annexes.convention(montrable(livre), territoire, portrait(livre), jour)

    def suivi() -> Document:
        return annexes.suivi(montrable(livre), territoire, jour)

    return (
        _fichier(textes.ANNEXES_DOCX, f"annexes-{suite}.docx", docx.MIME, docx.document, convention),
        _fichier(textes.ANNEXES_HTML, f"annexes-{suite}.html", document.MIME, document.document, convention),
        _fichier(textes.SUIVI_XLSX, f"suivi-{suite}.xlsx", classeur.MIME, classeur.document, suivi),
        _fichier(textes.SUIVI_HTML, f"suivi-{suite}.html", document.MIME, document.document, suivi),
    )


def _fichier(libelle: str, nom: str, mime: str, ecrit: Callable[[Document], bytes], compose: Callable[[], Document]) -> Fichier:
    return Fichier(libelle, nom, mime, lambda: ecrit(compose()))


def du_chemin(livre: Livre, vue: CheminVue, territoire: str) -> tuple[Fichier, Fichier]:
    """One path as its drawing alone, and as a page to print: the drawing, then its words."""

    def page() -> Document:
        return annexes.chemin(livre.dossier, vue.id, territoire, chemins.pages(vue), vue.resume, date.today())

    return (
        Fichier(textes.CHEMIN_SVG, chemins.nom(vue, "svg"), SVG, lambda: chemins.svg(vue)),
        _fichier(textes.CHEMIN_HTML, chemins.nom(vue, "html"), document.MIME, document.document, page),
    )


def montrable(livre: Livre) -> Dossier:
    """The dossier without the starting points that today's figures hide."""
    return indicateurs_lies.montrable(livre.dossier, lus.territoire(livre.ctg.objet))


def portrait(livre: Livre) -> PortraitView | None:
    """The portrait of the territory of a CTG, None where the reference does not hold it any more."""
    ctg = livre.ctg.objet
    return cache.portrait(Selection(ctg.niveau, ctg.code)) if cache.existe(ctg.niveau, ctg.code) else None

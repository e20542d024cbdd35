"""Blocks of the map page: what is chosen, the map, its legend, the sheet of one area, the table of all; none computes."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

import streamlit as st

from ctg_data.charts import theme
from ctg_data.charts.classement import METHODES, UNITE_COURTE, methodes
from ctg_data.diagnostic.planche import Genre
from ctg_data.errors import TerritoireInconnu
from ctg_data.exports import atlas
from ctg_data.territoires import contours
from ctg_data.ui import balises, balises_carte, cache, cache_carte, components, composants, fichiers, ressources, state, textes
from ctg_data.ui.selection import CARTE, Selection, analyse
from ctg_data.views.atlas_model import AtlasView, Choix, Demande, Fiche, Page
from ctg_data.wording import atlas as mots
from ctg_data.wording import fr, nombres

GRAND = 5_000
"""Above so many areas, the outline of the chosen one has its own address: the whole map is too much to read again for it."""


def demande(choix: Selection) -> Demande:
    return Demande(choix.niveau, choix.code, choix.maille, choix.figure, choix.modalite, choix.annee, choix.couche, choix.reference)


def corrige(vue: AtlasView) -> None:
    """Forget what the address asked for and does not exist."""
    d = vue.demande
    permises = methodes(vue.planche)
    methode = state.selection().methode
    state.corrige(
        maille=d.maille,
        figure=d.figure,
        modalite=d.modalite,
        annee=d.annee,
        couche=d.couche,
        reference=d.reference,
        methode=methode if methode in permises else "",
    )


def repere(vue: AtlasView) -> str:
    """The area whose sheet is open: the one chosen, else the commune that the map was opened on; "" for none."""
    choix = state.selection()
    voulu = choix.repere or (choix.code if choix.niveau == vue.planche.maille == "commune" else "")
    return voulu if voulu in vue.index.rangs else ""


def entete(vue: AtlasView) -> None:
    titre = balises.balise("h1", balises.escape(vue.zone.nom)) + balises.paragraphe(vue.planche.cadre.titre, "ctg-question")
    st.html(balises.balise("div", titre, balises.paragraphe(vue.planche.cadre.sous_titre, "ctg-sourdine"), classe="ctg-territoire"))


def choix(vue: AtlasView) -> None:
    """Where, at which level, what, of which year: on one line, so that the map is in sight."""
    with st.container(horizontal=True, key="choix-carte"):
        _zone(vue)
        components.rangee("maille", textes.MAILLE, dict(vue.mailles), vue.demande.maille, visible=True)
        if vue.annees:
            components.rangee("annee", textes.ANNEE_CARTE, dict(vue.annees), vue.demande.annee, visible=True)
        if vue.modalites:
            _liste("modalite", textes.MODALITE, vue.modalites, vue.demande.modalite, largeur=240)


def couches(vue: AtlasView) -> None:
    """Seen how, against what: beside the map, above the legend that they change."""
    if len(vue.couches) > 1:
        with st.container(key="choix-vue", gap="xsmall"):
            components.rangee("couche", textes.COUCHE, dict(vue.couches), vue.demande.couche, visible=True)
            components.rangee("reference", textes.REFERENCE, dict(vue.choix_references), vue.demande.reference, visible=True)


def _zone(vue: AtlasView) -> None:
    """France, a région, a département, or an EPCI of the département in sight."""
    lieux = cache_carte.zones(vue.zone.niveau, vue.zone.code)
    ici = vue.zone.niveau, vue.zone.code
    champ = state.lie("zone", ici)
    st.selectbox(textes.ZONE, list(lieux), key=champ, format_func=lieux.__getitem__, on_change=_change_zone, args=(champ,), width=340)


def _change_zone(champ: str) -> None:
    niveau, code = st.session_state[champ]
    state.change(niveau=niveau, code=code, maille="", repere="", lignes="")


def _liste(nom: str, libelle: str, choix: Choix, valeur: str, *, largeur: int) -> None:
    options = dict(choix)
    commun = {"format_func": options.__getitem__, "on_change": state.retient, "args": (nom,)}
    st.selectbox(libelle, list(options), key=state.lie(nom, valeur), width=largeur, **commun)


def dessin(vue: AtlasView) -> None:
    """The map, or why there is nothing to draw."""
    cadre = vue.planche.cadre
    if cadre.message:
        figures = tuple((id_, f"{theme_} · {nom}") for theme_, groupe in vue.figures for id_, nom in groupe)
        _liste("figure", textes.FIGURE_CARTE, figures, vue.demande.figure, largeur=560)
        components.vide(cadre.message, cadre.remede)
        return
    composants.carte(_donnees(vue), geste=_geste)
    st.html(balises.paragraphe(f"{cadre.source}. {mots.CONTOURS}", "ctg-sourdine"))
    with st.container(horizontal=True, key="outils-carte"):
        for fichier in fichiers.de_la_carte(vue, state.selection().methode, repere(vue)):
            components.telecharge(f"carte-{fichier.nom}", fichier)


def _geste() -> None:
    """An area opens its sheet; another figure is already being drawn, the rest of the page follows."""
    if code := composants.recu(composants.CARTE, "choix"):
        state.change(repere=str(code))
    if figure := composants.recu(composants.CARTE, "figure"):
        state.choisit("figure", str(figure))


def _donnees(vue: AtlasView) -> dict[str, object]:
    """What the component needs of the page; the values come by address, so that a figure already seen costs nothing."""
    return {
        "valeurs": _adresse(vue),
        "figures": vue.figures,
        "figure": vue.demande.figure,
        "choix": _contour(vue),
    }


def _adresse(vue: AtlasView) -> str:
    """What was chosen, in one order: the browser writes the same address when it asks for another figure by itself."""
    choix = state.selection()
    chosis = {nom: getattr(choix, nom) for nom in CARTE}
    parametres = chosis | {"maille": vue.demande.maille, "figure": vue.demande.figure}
    suite = urlencode({nom: valeur for nom, valeur in parametres.items() if valeur})
    return f"{ressources.base()}/atlas/{quote(vue.empreinte)}/{vue.demande.niveau}/{vue.demande.code}.bin?{suite}"


def valeurs(empreinte: str, niveau: str, code: str, parametres: Mapping[str, str]) -> bytes:
    """Values of a map, compressed, for the route that serves them.

    Raises TerritoireInconnu on an unknown place, PublicationARefaire when the publication is no longer that one.
    """
    choix = analyse({"niveau": niveau, "code": code, **parametres}, cache.existe)
    if choix.vide or cache.corpus().empreinte != empreinte:
        raise TerritoireInconnu(textes.CARTE_PERIMEE)
    return cache_carte.paquet(demande(choix), choix.methode, autour)


def autour(vue: AtlasView) -> dict[str, object]:
    """Words and addresses that go with the values of a map."""
    maille, zone, cadre = vue.planche.maille, cache_carte.zone_contours(vue.zone.niveau, vue.zone.code), vue.planche.cadre
    return {
        "geo": cache_carte.adresse_geometrie(maille, zone),
        "points": cache_carte.adresse_geometrie(maille, zone + cache_carte.POINTS),
        "emprise": cache_carte.emprise(maille, zone),
        "encarts": contours.encarts() if vue.zone.niveau == "france" else (),
        "encre": theme.ACCENT,
        "alt": cadre.alt,
        "titre": cadre.titre,
        "sous_titre": cadre.sous_titre,
        "source": f"{cadre.source}. {mots.CONTOURS}",
        "mention": fr.texte("demo") if vue.demo else "",
        "fichier": atlas.nom(vue, "png"),
    }


def _contour(vue: AtlasView) -> dict[str, str] | None:
    """Where the outline of the chosen area is; an overseas one is moved with the whole map only."""
    code = repere(vue)
    if not code:
        return None
    seul = len(vue.planche) > GRAND and not code.startswith("97")
    return {"code": code, "geo": cache_carte.adresse_geometrie(vue.planche.maille, f"{vue.planche.maille}-{code}") if seul else ""}


def legende(vue: AtlasView) -> None:
    """Classes with their counts, the three reasons of having no value, the method."""
    if vue.planche.cadre.message:
        return
    classes = cache_carte.classement(vue, state.selection().methode)
    components.titre(textes.LEGENDE)
    st.html(balises_carte.legende(classes, nombres.capitale(_unite(vue)), _reference(vue)))
    if permises := methodes(vue.planche):
        _liste("methode", textes.METHODE_CLASSES, tuple((m, METHODES[m]) for m in permises), classes.methode, largeur=260)


def _unite(vue: AtlasView) -> str:
    """A long unit, said once above the classes."""
    courte = len(vue.planche.unite) <= UNITE_COURTE or vue.planche.genre is not Genre.APLATS
    return "" if courte else vue.planche.unite


def _reference(vue: AtlasView) -> str:
    """What a gap or a verdict is measured against."""
    if vue.planche.genre is Genre.CERCLES:
        return mots.CERCLES
    if vue.demande.couche == "lissee":
        return mots.LISSEE
    return mots.REFERENCE.format(du=vue.du) if vue.demande.couche != "valeur" else ""


def fiche(vue: AtlasView) -> None:
    """The area chosen on the map or in the table: its figure, how sure, against what, from where."""
    components.titre(textes.FICHE)
    lue = cache_carte.fiche(vue, repere(vue))
    if lue is None:
        st.html(balises.paragraphe(textes.FICHE_VIDE, "ctg-sourdine"))
        return
    st.html(balises_carte.fiche(lue))
    with st.container(horizontal=True, key="gestes-fiche"):
        _gestes(vue, lue)


def _gestes(vue: AtlasView, lue: Fiche) -> None:
    ici = {"figure": vue.demande.figure, "theme": vue.indicateur.theme}
    components.lien_territoire(lue.niveau, lue.code, libelle=textes.OUVRE_PORTRAIT, lieu="fiche", **ici)
    if lue.niveau != "commune":
        dedans = {"niveau": lue.niveau, "code": lue.code, "maille": "", "repere": "", "lignes": ""}
        st.button(textes.OUVRE_SA_CARTE, key="dedans", type="tertiary", on_click=state.change, kwargs=dedans)
    st.button(textes.FERME_FICHE, key="ferme-fiche", type="tertiary", on_click=state.change, kwargs={"repere": ""})


@st.fragment
def tableau(vue: AtlasView) -> None:
    """The rows of the map, sorted, searched and turned by page; a fragment: sorting draws the table again, not the map."""
    components.titre(textes.TABLEAU_CARTE)
    filtre = st.text_input(textes.FILTRE, key="filtre_carte", type="search", live=True, placeholder=textes.FILTRE_AIDE, width=320)
    choix = state.selection()
    page = cache_carte.page_atlas(
        vue, tri=choix.tri, sens=choix.ordre, numero=int(choix.lignes or 0) if choix.lignes.isdigit() else 0, filtre=filtre
    )
    if not page.total:
        components.vide(textes.FILTRE_RIEN.format(texte=filtre))
        return
    composants.tableau(_donnees_tableau(vue, page), geste=_geste_tableau)
    if state.consomme_choix():
        st.rerun()


def _donnees_tableau(vue: AtlasView, page: Page) -> Mapping[str, object]:
    etendue = textes.TABLEAU_ETENDUE.format(
        debut=nombres.nombre(page.debut), fin=nombres.nombre(page.debut + len(page.lignes) - 1), total=nombres.nombre(page.total)
    )
    return {
        "titre": vue.planche.cadre.titre,
        "colonnes": [list(c) for c in page.colonnes],
        "lignes": [[code, list(cellules)] for code, cellules in page.lignes],
        "tri": page.tri,
        "sens": page.sens,
        "page": page.page,
        "pages": page.pages,
        "choix": repere(vue),
        "mots": {**textes.TABLEAU_MOTS, "etendue": etendue},
    }


def _geste_tableau() -> None:
    """A row opens its sheet; a heading sorts; an arrow turns the page."""
    recu = {nom: composants.recu(composants.TABLEAU, nom) for nom in ("choix", "tri", "page")}
    if recu["choix"]:
        state.choisit_ligne(str(recu["choix"]))
    if recu["tri"]:
        tri, ordre = (*recu["tri"], "")[:2]
        state.change(tri=str(tri), ordre=str(ordre), lignes="")
    if recu["page"] is not None:
        state.change(lignes=str(recu["page"]))

"""Blocks of the page of perimeters: the list, the one being managed, the bench where communes are chosen."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from ctg_data import perimetres
from ctg_data.diagnostic.figures import Tableau
from ctg_data.errors import CtgError
from ctg_data.storage.depot import ConflitDeVersion, Fiche
from ctg_data.storage.modele import Perimetre
from ctg_data.territoires import liste_communes
from ctg_data.territoires.perimetre import PREMIER_JOUR, Genre
from ctg_data.ui import atelier, auteur, balises, cache, cache_carte, components, state
from ctg_data.ui import textes_perimetres as textes
from ctg_data.ui.atelier import Atelier
from ctg_data.views import perimetres as vues
from ctg_data.views.perimetre import GENRES
from ctg_data.views.perimetres import FicheVue, PerimetresView
from ctg_data.wording import nombres
from ctg_data.wording.saisies import nom as nom_de
from ctg_data.wording.typographie import soigne

HAUTEUR = 460
OCTETS = 1_000_000


def recit() -> None:
    """What the last gesture did."""
    if phrase := atelier.fait():
        st.success(components.echappe(soigne(phrase)))


def liste(vue: PerimetresView) -> None:
    components.titre(textes.LISTE)
    if not vue.rangs:
        components.vide(textes.LISTE_VIDE)
    if vue.perdus:
        st.html(balises.liste(vue.perdus))
    for rang in vue.rangs:
        with st.container(key=f"perimetre-{'retrait-' if rang.retrait else ''}{rang.id}", gap=None):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                components.lien_territoire("perimetre", rang.id, libelle=rang.nom, lieu="perimetres")
                choix = {"niveau": "perimetre", "code": rang.id}
                aide = components.echappe(textes.GERER_AIDE.format(nom=rang.nom))
                st.button(textes.GERER, key=f"gerer-{rang.id}", help=aide, on_click=state.change, kwargs=choix)
            st.html(
                balises.paragraphe(rang.resume, "ctg-sourdine") + (balises.paragraphe(rang.alerte, "ctg-remede") if rang.alerte else "")
            )
    with st.container(horizontal=True, key="gestes-perimetres"):
        if vue.fiche is not None:
            st.button(textes.NOUVEAU, on_click=state.change, kwargs={"niveau": "", "code": ""})
        _annule(vue)
    _supprimes(vue)


def _annule(vue: PerimetresView) -> None:
    if (vue.rangs or vue.supprimes) and st.button(textes.ANNULER):
        _fait(lambda: perimetres.annule(cache.auteur()), "Votre dernière modification est annulée.")


def _supprimes(vue: PerimetresView) -> None:
    if not vue.supprimes:
        return
    noms = dict(vue.supprimes)
    with st.expander(textes.SUPPRIMES.format(nombre=len(noms))):
        choisi = st.selectbox(textes.SUPPRIME, list(noms), format_func=noms.__getitem__, key="perimetre-supprime")
        if st.button(textes.RETABLIR):
            fiche = perimetres.depot(cache.auteur()).lit(Perimetre, choisi)
            _fait(lambda: perimetres.retablit(cache.auteur(), fiche), f"« {fiche.objet.nom} » est rétabli.")


def fiche(vue: PerimetresView) -> None:
    """The perimeter being managed: what is known of it, its communes, its history."""
    v = vue.fiche
    components.titre(v.nom)
    st.html(balises.liste(v.details))
    with st.container(horizontal=True, key="portraits"):
        for code, libelle in v.portraits:
            components.lien_territoire("perimetre", code, libelle=libelle, lieu="portrait")
    for tableau, libelle in ((v.composition, textes.COMPOSITION), (v.historique, textes.HISTORIQUE)):
        with st.expander(libelle.format(nombre=len(tableau.lignes)), key=f"depli-{libelle[:5]}"):
            st.html(balises.tableau(tableau))


def _lue(identifiant: str) -> Fiche[Perimetre]:
    return perimetres.depot(cache.auteur()).lit(Perimetre, identifiant)


def change(vue: PerimetresView) -> None:
    """Change the perimeter being managed: its communes by the bench, then name, kind, signature, deletion."""
    v = vue.fiche
    ici = atelier.ouvre(v.id, v.codes, _lue(v.id))
    _autre_main(ici)
    components.titre(textes.AVENANT if v.signe else textes.CHANGER, 3)
    st.html(balises.paragraphe(textes.AVENANT_AIDE if v.signe else textes.CHANGER_AIDE, "ctg-texte"))
    _etabli(ici)
    auteur.signature("perimetre")
    (_avenant if v.signe else _nouvelle_liste)(v, ici)
    components.titre(textes.FICHE, 3)
    _identite(vue, ici)
    _supprime(v, ici)


def _autre_main(ici: Atelier) -> None:
    """Somebody saved since this record was opened: said before anything is typed in vain."""
    actuelle = _lue(ici.cible)
    if ici.lue is not None and actuelle.version != ici.lue.version:
        st.warning(components.echappe(soigne(textes.AUTRE_MAIN.format(qui=nombres.capitale(nom_de(actuelle.modifie_par))))))
        st.button(textes.RELIRE, on_click=atelier.recommence)


def _avenant(v: FicheVue, ici: Atelier) -> None:
    entrees, sorties = ici.codes - set(v.codes), set(v.codes) - ici.codes
    st.html(balises.paragraphe(_mouvements(entrees, sorties), "ctg-texte"))
    jour = _jour(textes.AVENANT_DATE, None, key=f"avenant-{v.id}")
    if st.button(textes.AVENANT_GARDER, type="primary", disabled=not (entrees or sorties)):
        if jour is None:
            st.error(textes.DATE_MANQUE)
            return
        _fait(
            lambda: perimetres.amende(cache.auteur(), ici.lue, jour, entrees=entrees, sorties=sorties),
            f"Avenant du {nombres.jour(jour)} enregistré.",
        )


def _jour(libelle: str, valeur: str | None, **options: str) -> date | None:
    """A day that a perimeter may have."""
    bornes = {"min_value": PREMIER_JOUR, "max_value": date.today()}
    return st.date_input(libelle, valeur, format="DD/MM/YYYY", width=240, **bornes, **options)


def _mouvements(entrees: frozenset[str], sorties: frozenset[str]) -> str:
    """« Entre : Nieul. Sortent : Folles et Ambazac. »"""
    phrases = (
        f"{verbe[len(codes) > 1]} : {nombres.enumere(sorted(cache.nom('commune', c) for c in codes))}."
        for verbe, codes in ((textes.ENTRE, entrees), (textes.SORT, sorties))
        if codes
    )
    return soigne(" ".join(phrases)) or textes.AVENANT_RIEN


def _nouvelle_liste(v: FicheVue, ici: Atelier) -> None:
    change = ici.codes != set(v.codes)
    if change:
        st.html(balises.paragraphe(_mouvements(ici.codes - set(v.codes), frozenset(set(v.codes) - ici.codes)), "ctg-texte"))
    if st.button(textes.LISTE_GARDER, type="primary", disabled=not change or not ici.codes):
        _fait(lambda: perimetres.change(cache.auteur(), ici.lue, codes=ici.codes), "La liste des communes est enregistrée.")


def _identite(vue: PerimetresView, ici: Atelier) -> None:
    v = vue.fiche
    with st.form(f"fiche-{v.id}-{ici.tour}", border=False):
        nom, genre, parent = _champs(vue, v.nom, v.genre, v.parent, cle=f"{v.id}-{ici.tour}")
        envoyee = st.form_submit_button(textes.FICHE_GARDER)
    if envoyee:
        champs = {"nom": nom.strip(), "genre": genre, "parent": parent if genre is Genre.LOCALE else ""}
        _fait(lambda: perimetres.change(cache.auteur(), ici.lue, **champs), "La fiche est enregistrée.")
    if not v.signe:
        _signature(v, ici)


def _signature(v: FicheVue, ici: Atelier) -> None:
    with st.form(f"signature-{v.id}-{ici.tour}", border=False):
        jour = _jour(textes.SIGNATURE, None, help=textes.SIGNATURE_AIDE)
        envoyee = st.form_submit_button(textes.SIGNER)
    if envoyee:
        _signe(ici, jour)


def _signe(ici: Atelier, jour: date | None) -> None:
    if jour is None:
        st.error(textes.DATE_MANQUE)
    else:
        _fait(lambda: perimetres.signe(cache.auteur(), ici.lue, jour), f"Périmètre signé le {nombres.jour(jour)} : il est figé.")


def _champs(vue: PerimetresView, nom: str, genre: Genre, parent: str, *, cle: str) -> tuple[str, Genre, str]:
    """Name, kind, and départemental CTG of a local one."""
    saisi = st.text_input(textes.NOM, nom, max_chars=120, key=f"nom-{cle}", width=480)
    genres = list(GENRES)
    choisi = st.radio(textes.GENRE, genres, genres.index(genre), format_func=GENRES.__getitem__, horizontal=True, key=f"genre-{cle}")
    parents = {"": textes.SANS_PARENT, **dict(vue.parents)}
    rang = list(parents).index(parent) if parent in parents else 0
    sous = (
        st.selectbox(textes.PARENT, list(parents), rang, format_func=parents.__getitem__, key=f"parent-{cle}", width=480)
        if vue.parents
        else ""
    )
    return saisi, choisi, sous


def _supprime(v: FicheVue, ici: Atelier) -> None:
    with st.popover(textes.SUPPRIMER, width="content"):
        st.html(balises.paragraphe(textes.SUPPRIMER_AIDE, "ctg-texte"))
        if st.button(textes.SUPPRIMER_CONFIRMER, key=f"supprimer-{v.id}"):
            _fait(lambda: perimetres.supprime(cache.auteur(), ici.lue), f"« {v.nom} » est mis de côté.")


def creation(vue: PerimetresView) -> None:
    """A new perimeter: communes first, then its name."""
    components.titre(textes.CREER)
    st.html(balises.paragraphe(textes.CREER_AIDE, "ctg-texte"))
    ici = atelier.ouvre("", (), None)
    _etabli(ici)
    auteur.signature("perimetre")
    with st.form("creation", border=False):
        nom, genre, parent = _champs(vue, "", Genre.LOCALE, "", cle=f"nouveau-{len(vue.rangs)}")
        du = _jour(textes.DU, "today", help=textes.DU_AIDE)
        envoyee = st.form_submit_button(textes.CREER_BOUTON, type="primary")
    if envoyee:
        _cree(ici, nom, genre, parent, du=du)


def _cree(ici: Atelier, nom: str, genre: Genre, parent: str, *, du: date | None) -> None:
    sous = parent if genre is Genre.LOCALE else ""
    _fait(lambda: perimetres.cree(cache.auteur(), nom, ici.codes, du=du, genre=genre, parent=sous), f"Périmètre « {nom.strip()} » créé.")


def _etabli(ici: Atelier) -> None:
    """The bench: a territory whose communes are on the map and in the tick list, and a pasted list."""
    zone = _zone(ici)
    if zone is None:
        _colle(ici)
        return
    communes = {t.code: t.nom for t in cache.communes_de(*zone)}
    gauche, droite = st.columns([3, 2], gap="medium")
    with gauche:
        _carte(ici, zone, communes)
    with droite:
        _coches(ici, zone, communes)
    st.html(balises.paragraphe(_resume(ici, communes), "ctg-phrase"))
    _colle(ici)


def _zone(ici: Atelier) -> tuple[str, str] | None:
    """The territory shown: the main one of the perimeter, or that of the portrait, unless another is chosen; None for none."""
    zones = cache.a_remplir()
    defaut = cache.zone_du_perimetre(ici.cible) or state.selection().territoire
    liste_ = list(zones)
    rang = liste_.index(defaut) if defaut in zones else None
    return st.selectbox(
        textes.ZONE, liste_, rang, format_func=zones.__getitem__, key=f"zone-{ici.cible}", placeholder=textes.ZONE_EXEMPLE, width=560
    )


def _carte(ici: Atelier, zone: tuple[str, str], communes: dict[str, str]) -> None:
    cle = f"carte-{ici.cible}-{'-'.join(zone)}-{ici.tour}"
    st.html(balises.balise("h4", balises.escape(textes.CARTE), classe="ctg-question"))
    figure = cache_carte.carte_choix(zone, ici.codes)
    alt = textes.CARTE_ALT.format(lieu=cache.nom(*zone), nombre=len(ici.codes & set(communes)), total=len(communes))
    st.plotly_chart(
        figure,
        theme=None,
        config=components.CONFIG_PLOTLY,
        alt=alt,
        key=cle,
        on_select=lambda: atelier.clique(cle),
        selection_mode="points",
    )


def _coches(ici: Atelier, zone: tuple[str, str], communes: dict[str, str]) -> None:
    cle = f"coches-{ici.cible}-{'-'.join(zone)}-{ici.tour}"
    dedans = [c for c in communes if c in ici.codes]
    st.html(balises.balise("h4", balises.escape(textes.COCHES), classe="ctg-question"))
    with st.container(horizontal=True):
        st.button(textes.TOUTES, key=f"toutes-{ici.cible}", on_click=atelier.pose, args=(ici.codes | set(communes),))
        st.button(textes.AUCUNE, key=f"aucune-{ici.cible}", on_click=atelier.pose, args=(ici.codes - set(communes),))
    with st.container(height=HAUTEUR - 40, border=False):
        st.pills(
            textes.COCHES_LIBELLE.format(lieu=cache.nom(*zone)),
            list(communes),
            default=dedans,
            format_func=communes.__getitem__,
            selection_mode="multi",
            key=cle,
            on_change=atelier.coche,
            args=(cle, frozenset(communes)),
            label_visibility="collapsed",
            wrap=True,
        )


def _resume(ici: Atelier, montrees: dict[str, str]) -> str:
    """« 12 communes choisies, 14 104 habitants ; dont ailleurs : … »"""
    if not ici.codes:
        return textes.RIEN
    territoires = [cache.ref().territoire("commune", c) for c in sorted(ici.codes)]
    habitants = sum(t.population or 0 for t in territoires)
    ailleurs = sorted(t.nom for t in territoires if t.code not in montrees)
    texte = f"{nombres.pluriel(len(ici.codes), 'commune')} : {nombres.avec_unite(habitants, 'habitants')}."
    return soigne(
        texte + (f" Hors de la carte : {nombres.enumere(ailleurs[:12])}{' et d’autres' if len(ailleurs) > 12 else ''}." if ailleurs else "")
    )


def _colle(ici: Atelier) -> None:
    """A pasted list or a file; every fault of it, and nothing kept of a list that has one."""
    with st.expander(textes.COLLER, key=f"coller-{ici.cible}", expanded=bool(ici.fautes)):
        texte = st.text_area(textes.COLLER_LIBELLE, key=f"collage-{ici.cible}", placeholder=textes.COLLER_EXEMPLE, height=140)
        depose = st.file_uploader(textes.FICHIER, type=("csv", "txt"), key=f"depot-{ici.cible}-{ici.tour}")
        if st.button(textes.AJOUTER, key=f"ajouter-{ici.cible}"):
            octets = depose.getvalue()[:OCTETS] if depose else b""
            nom, contenu = (depose.name, _texte(octets)) if depose else (liste_communes.COLLEE, texte)
            lue = liste_communes.lit(contenu, cache.ref().referentiel, fichier=nom)
            atelier.ajoute(lue.codes, lue.fautes, lue.remarques)
            st.rerun()
    if ici.fautes:
        lignes = tuple((str(f.ligne or ""), f.trouve, f.attendu, f.remede) for f in ici.fautes)
        st.error(components.echappe(soigne(textes.FAUTES.format(fautes=nombres.pluriel(len(lignes), "faute")))))
        st.html(balises.tableau(soigne(Tableau(textes.FAUTES_TITRE, ("Ligne", "Trouvé", "Attendu", "Remède"), lignes))))
    if ici.remarques:
        st.html(balises.liste(soigne(ici.remarques)))


def _texte(octets: bytes) -> str:
    """UTF-8, else what a French spreadsheet writes."""
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return octets.decode("cp1252", errors="replace")


def _fait(geste: Callable[[], Fiche[Perimetre]], phrase: str) -> None:
    """Do it; a refusal is told here, beside what was typed, and nothing of it is lost."""
    try:
        with st.spinner(textes.CALCUL):
            fiche = geste()
    except ConflitDeVersion as erreur:
        st.error(components.echappe(soigne(str(erreur))), title=textes.CONFLIT)
        if erreur.divergences:
            st.html(balises.tableau(vues.conflit(cache.ref(), erreur)))
        st.button(textes.RELIRE, key="relire-conflit", on_click=atelier.recommence)
        return
    except CtgError as erreur:
        st.error(components.echappe(soigne(str(erreur))), title=textes.REFUS)
        return
    atelier.garde_fait(phrase)
    atelier.recommence()
    state.change(**({"niveau": "", "code": ""} if fiche.supprime else {"niveau": "perimetre", "code": fiche.id}))
    cache.lit_ensembles()
    st.rerun()

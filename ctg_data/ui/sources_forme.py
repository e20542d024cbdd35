"""The fields of a declaration: each run gives the declaration that they hold now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from ctg_data.indicators import vocabulaire
from ctg_data.loaders import locales_devine, locales_toml
from ctg_data.loaders import locales_modele as modele
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.locales_modele import Declaration, MesureLocale, Valeur
from ctg_data.territoires.model import MILLESIMES
from ctg_data.ui import balises, components
from ctg_data.ui import textes_sources as textes
from ctg_data.ui.sources_brouillon import Brouillon
from ctg_data.wording import fr, nombres
from ctg_data.wording import sources_locales as mots
from ctg_data.wording.typographie import soigne

LARGEUR = 640
SEPARATEUR = ";"


def declaration(b: Brouillon) -> Declaration:
    """Draw the fields of a draft; the declaration as they say it."""
    d = _source(b, b.declaration)
    d = _lieu(b, d)
    d = _ecriture(b, d)
    return _mesures(b, d)


def _source(b: Brouillon, d: Declaration) -> Declaration:
    components.titre(textes.FICHIER, 3)
    gauche, droite = st.columns(2)
    with gauche:
        titre = _texte(b, "titre", textes.NOM, d.titre)
        licence = _texte(b, "licence", textes.LICENCE, d.licence)
    with droite:
        producteur = _texte(b, "producteur", textes.PRODUCTEUR, d.producteur)
        adresse = _texte(b, "adresse", textes.ADRESSE, d.adresse)
    return replace(
        d,
        titre=titre,
        producteur=producteur,
        licence=licence,
        adresse=adresse,
        donnees=_parmi(b, "donnees", textes.DONNEES, mots.DONNEES, d.donnees, aide=textes.DONNEES_AIDE),
    )


def _lieu(b: Brouillon, d: Declaration) -> Declaration:
    components.titre(textes.LIEU, 3)
    feuilles = b.echantillon.feuilles if b.echantillon else ()
    if len(feuilles) > 1 or d.feuille:
        choix = {"": textes.TOUTES, **{f: f for f in (*feuilles, *filter(None, [d.feuille]))}}
        d = replace(d, feuille=_parmi(b, "feuille", textes.FEUILLE, choix, d.feuille))
    gauche, droite = st.columns(2)
    with gauche:
        niveau = _parmi(b, "niveau", textes.NIVEAU, {n: fr.NIVEAUX[n] for n in modele.NIVEAUX}, d.niveau)
        colonne = _colonne(b, "code", textes.COLONNE_CODE, d.colonne_code, locales_devine.CODE, sans=textes.SANS_COLONNE)
        code = "" if colonne else _texte(b, "seul", textes.CODE, d.code)
    with droite:
        annee = _colonne(b, "annee", textes.COLONNE_ANNEE, d.colonne_annee, locales_devine.ANNEE, sans=textes.SANS_ANNEE)
        geographie = _parmi(b, "geographie", textes.GEOGRAPHIE, _geographies(d), d.geographie)
    return replace(d, niveau=niveau, colonne_code=colonne, code=code, colonne_annee=annee, geographie=geographie)


def _geographies(d: Declaration) -> Mapping[int | str, str]:
    annees = {a: textes.ANNEE_FIXE.format(annee=a) for a in reversed(MILLESIMES)}
    connues = {**mots.GEOGRAPHIES, **annees}
    return connues if d.geographie in connues else {**connues, d.geographie: textes.ANNEE_FIXE.format(annee=d.geographie)}


def _ecriture(b: Brouillon, d: Declaration) -> Declaration:
    components.titre(textes.ECRITURE, 3)
    forme = _parmi(b, "forme", textes.FORME, mots.FORMES, d.forme)
    intitule = valeur = ""
    if forme == modele.LONGUE:
        intitule = _colonne(b, "intitule", textes.INTITULE, d.intitule, locales_devine.TEXTE)
        valeur = _colonne(b, "valeur", textes.VALEUR, d.valeur, locales_devine.NOMBRE)
    gauche, droite = st.columns(2)
    with gauche:
        decimale = _parmi(b, "decimale", textes.DECIMALE, mots.DECIMALES, d.decimale)
        milliers = _parmi(b, "milliers", textes.MILLIERS, mots.MILLIERS, d.milliers)
        vide = _parmi(b, "vide", textes.CELLULE_VIDE, mots.VIDES, d.vide)
    with droite:
        marques = {m: s for s, libelle in textes.MARQUES.items() for m in _marques(b, d, s, libelle)}
    st.html(balises.paragraphe(textes.MARQUES_AIDE, "ctg-mention"))
    arrondi = st.checkbox(textes.ARRONDI, value=d.arrondi5, key=b.champ("arrondi"))
    suite = {"decimale": decimale, "milliers": milliers, "vide": vide, "marques": marques, "arrondi5": arrondi}
    return replace(d, forme=forme, intitule=intitule, valeur=valeur, **suite)


def _marques(b: Brouillon, d: Declaration, statut: str, libelle: str) -> Sequence[str]:
    actuelles = f" {SEPARATEUR} ".join(m for m, s in d.marques.items() if s == statut)
    saisies = _texte(b, f"marques-{statut}", libelle, actuelles)
    return [m for brut in saisies.split(SEPARATEUR) if (m := locales_toml.propre(brut).lower())]


def _mesures(b: Brouillon, d: Declaration) -> Declaration:
    """What to take of the table, then what each thing taken is."""
    longue = d.forme == modele.LONGUE
    components.titre(textes.MESURES_LONGUES if longue else textes.MESURES, 3)
    st.html(balises.paragraphe(textes.MESURE_AIDE, "ctg-texte"))
    actuelles = {v.repere: v for v in d.valeurs}
    offerts = list(dict.fromkeys((*_reperes(b, d), *actuelles)))
    prises = {d.colonne_code, d.colonne_annee} - {""}
    choisis = st.multiselect(
        textes.A_IMPORTER_LONGUES if longue else textes.A_IMPORTER,
        [r for r in offerts if longue or r not in prises],
        default=[r for r in actuelles if longue or r not in prises],
        key=b.champ(f"valeurs-{d.forme}"),
        width=LARGEUR,
    )
    faites = [_une(b, d, rang, repere, actuelles.get(repere)) for rang, repere in enumerate(choisis, 1)]
    return replace(d, valeurs=tuple(v for v, _ in faites), mesures=tuple(m for _, m in faites if m is not None))


def _reperes(b: Brouillon, d: Declaration) -> Sequence[str]:
    if b.echantillon is None:
        return ()
    if d.forme == modele.LONGUE:
        return b.echantillon.intitules.get(d.intitule, ())
    return b.echantillon.entetes(locales_devine.NOMBRE)


def _une(b: Brouillon, d: Declaration, rang: int, repere: str, actuelle: Valeur | None) -> tuple[Valeur, MesureLocale | None]:
    """One column or label: a measure that is known, or a new one."""
    locale = d.propres.get(actuelle.mesure) if actuelle else None
    connues = _connues(d.donnees)
    choix = {"": textes.NOUVELLE_MESURE, **connues}
    depart = actuelle.mesure if actuelle and not locale and actuelle.mesure in connues else ""
    with st.container(border=True, key=b.champ(f"mesure-{normalise(repere)}")):
        components.titre(textes.MESURE.format(rang=rang, repere=repere), 4)
        mesure = _parmi(b, f"donne-{repere}", textes.DONNE.format(rang=rang), choix, depart)
        if not mesure:
            neuve = _nouvelle(b, d, rang, repere, locale)
            return Valeur(repere, neuve.id), neuve
        modalites = vocabulaire.nationales()[mesure].modalites
        depart = actuelle.modalite if actuelle else "total"
        modalite = next(iter(modalites))
        if len(modalites) > 1:
            modalite = _parmi(b, f"modalite-{repere}-{mesure}", textes.MODALITE.format(rang=rang), modalites, depart)
        return Valeur(repere, mesure, modalite), None


def _connues(donnees: str) -> Mapping[str, str]:
    """Known measures by label; those that may not be summed only where their producer publishes them."""
    lues = (m for m in vocabulaire.nationales().values() if m.additive or donnees == modele.PUBLIEES)
    return {m.nom: nombres.capitale(m.libelle) for m in sorted(lues, key=lambda m: normalise(m.libelle))}


def _nouvelle(b: Brouillon, d: Declaration, rang: int, repere: str, locale: MesureLocale | None) -> MesureLocale:
    depart = locale or MesureLocale(_id_libre(d, repere), repere, "personnes")
    natures = mots.NATURES if d.donnees == modele.PUBLIEES else {modele.EFFECTIF: mots.NATURES[modele.EFFECTIF]}
    gauche, droite = st.columns(2)
    with gauche:
        libelle = _texte(b, f"libelle-{repere}", textes.LIBELLE.format(rang=rang), depart.libelle)
        aide = soigne(textes.NATURE_AIDE) if len(natures) == 1 and rang == 1 else ""
        nature = _parmi(b, f"nature-{repere}-{d.donnees}", textes.NATURE.format(rang=rang), natures, depart.nature, aide=aide)
        unites = _unites(nature, d.donnees)
        unite = _parmi(b, f"unite-{repere}-{nature}-{d.donnees}", textes.UNITE.format(rang=rang), unites, depart.unite)
        decimales = _decimales(b, rang, repere, replace(depart, nature=nature, unite=unite))
    with droite:
        themes = {t: fr.THEMES[t] for t in modele.THEMES}
        theme = _parmi(b, f"theme-{repere}", textes.THEME.format(rang=rang), themes, depart.theme)
        face = _parmi(b, f"face-{repere}", textes.FACE.format(rang=rang), mots.FACES, depart.face)
        denominateur = ""
        if nature == modele.EFFECTIF:
            pour = textes.DENOMINATEUR.format(rang=rang)
            denominateur = _parmi(b, f"pour-{repere}", pour, mots.DENOMINATEURS, depart.denominateur)
    suite = {"theme": theme, "face": face, "denominateur": denominateur, "decimales": decimales}
    return replace(depart, libelle=libelle, nature=nature, unite=unite, **suite)


def _decimales(b: Brouillon, rang: int, repere: str, m: MesureLocale) -> int:
    """Asked of what may have decimals; a count of persons is whole."""
    if m.de_gens:
        return 0
    choix = {n: str(n) for n in range(int(m.nature == modele.TAUX), modele.DECIMALES_MAX + 1)}
    return _parmi(b, f"decimales-{repere}-{m.nature}", textes.DECIMALES.format(rang=rang), choix, m.decimales)


def _unites(nature: str, donnees: str) -> Mapping[str, str]:
    """Units by their word; amounts only where their producer publishes them."""
    return {u: mot or u for u, mot in modele.UNITES[nature].items() if donnees == modele.PUBLIEES or u not in modele.MONTANTS}


def _id_libre(d: Declaration, repere: str) -> str:
    base = locales_toml.identifiant(repere)[:30].strip("_") or "mesure"
    return next(i for n in range(1, len(d.mesures) + 3) if (i := base if n == 1 else f"{base}_{n}") not in d.propres)


def _texte(b: Brouillon, nom: str, libelle: str, valeur: str, *, aide: str = "") -> str:
    """One line of text, as it may be kept."""
    lu = st.text_input(libelle, value=valeur, key=b.champ(nom), max_chars=locales_toml.LONGUEUR, width=LARGEUR)
    if aide:
        st.html(balises.paragraphe(aide, "ctg-mention"))
    return locales_toml.propre(lu or "")


def _parmi(b: Brouillon, nom: str, libelle: str, choix: Mapping, valeur: object, *, aide: str = ""):
    """A choice in a closed list; a value that is no longer offered gives way to the first one."""
    options = list(choix)
    depart = options.index(valeur) if valeur in choix else 0
    lu = st.selectbox(libelle, options, index=depart, format_func=choix.__getitem__, key=b.champ(nom), width=LARGEUR)
    if aide:
        st.html(balises.paragraphe(aide, "ctg-mention"))
    return lu


def _colonne(b: Brouillon, nom: str, libelle: str, valeur: str, genre: str, *, sans: str = "") -> str:
    """A header of the sample, those of the kind first; ``sans``: the words for none."""
    entetes = b.echantillon.entetes(genre) if b.echantillon else b.declaration.entetes
    choix = {e: e for e in (*entetes, *filter(None, [valeur]))}
    if sans or not choix:
        choix[""] = sans or "–"
    return _parmi(b, nom, libelle, choix, valeur)

"""The portrait as CSV: ``;``, decimal comma, UTF-8 with byte-order mark; one table, one row a figure, its metadata on the row."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping

from ctg_data.diagnostic.figures import Cadre, Serie, Tableau
from ctg_data.diagnostic.star import Rayon
from ctg_data.views.ecrits import Mot
from ctg_data.views.model import Chiffre, EtoileVue, PortraitView, Repere, Saillant, SourceVue
from ctg_data.views.offre import Equipement
from ctg_data.views.saisies import a_emporter, phrase
from ctg_data.wording import fr, saisies

MIME = "text/csv; charset=utf-8"
BOM = "\ufeff"
COLONNES = (
    "rubrique", "niveau", "code", "territoire", "theme", "indicateur", "libelle", "modalite", "annee", "valeur", "unite", "statut",
    "texte", "borne_basse", "borne_haute", "estime", "arrondi_caf", "verdict", "note", "definition", "source", "demonstration",
)  # fmt: skip
"""Columns of ``portrait``.  ``texte`` is the figure as the screen shows it; ``valeur`` is the same published figure, as a number."""
DANGEREUX = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text that starts so may run as a formula in a spreadsheet."""

_INVISIBLES = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*")
"""Spaces of any width, and marks without any: spreadsheets skip some of them."""
_POSITIF = re.compile(r"\+(\d[\d\u202f]*(?:,\d+)?)(\u00a0\D.*)?")
"""A positive difference as the screen writes it: « +22,7 points »."""

Rangee = Mapping[str, object]


def neutralise(texte: str) -> str:
    """``texte`` behind an apostrophe where a spreadsheet could take it for a formula; anything else is untouched."""
    return f"'{texte}" if texte.startswith(DANGEREUX) or texte[_INVISIBLES.match(texte).end() :].startswith(DANGEREUX) else texte


def cellule(valeur: object) -> str:
    """Typed numbers with a decimal comma (a negative one stays a number), texts neutralised, nothing for None."""
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, int):
        return str(valeur)
    if isinstance(valeur, float):
        return _decimal(valeur)
    return neutralise(_sans_plus(str(valeur).replace("\u2011", "-")))


def _sans_plus(texte: str) -> str:
    """« +22,7 points » as « 22,7 points au-dessus »: our own figures need no apostrophe to be harmless."""
    trouve = _POSITIF.fullmatch(texte)
    if not trouve:
        return texte
    nombre, unite = trouve.groups()
    return f"{nombre}{unite} au-dessus" if unite else nombre


def _decimal(valeur: float) -> str:
    """Shortest writing; the ninth decimal and beyond are noise of binary floats, not precision."""
    return f"{round(valeur, 9):.9f}".rstrip("0").rstrip(".").replace(".", ",")


def ecrit(colonnes: Iterable[str], lignes: Iterable[Iterable[object]]) -> bytes:
    """A whole file: header, then rows."""
    flux = io.StringIO(newline="")
    redacteur = csv.writer(flux, delimiter=";", lineterminator="\r\n")
    redacteur.writerow([cellule(c) for c in colonnes])
    redacteur.writerows([cellule(v) for v in ligne] for ligne in lignes)
    return (BOM + flux.getvalue()).encode("utf-8")


def portrait(vue: PortraitView) -> bytes:
    """Everything that ``vue`` shows but what a published one keeps to itself, in COLONNES; ``rubrique``: the part a row belongs to."""
    return ecrit(COLONNES, ([rangee.get(nom) for nom in COLONNES] for rangee in rangees(a_emporter(vue))))


def tableau(cadre: Cadre, table: Tableau, vue: PortraitView) -> bytes:
    """The table of one figure of a portrait, with what surrounds the figure repeated on each row."""
    return tableau_seul(cadre, table, vue.entete.nom, vue.version, etat_du_portrait=vue.saisies.etat.mot)


def tableau_seul(cadre: Cadre, table: Tableau, territoire: str, version: str, **plus: str) -> bytes:
    """The same for a figure of any page; ``version``: of the data; ``plus``: more columns."""
    entete = ("figure", "precision", "source", "territoire", "version_des_donnees", "mention", *plus)
    suite = (cadre.titre, cadre.sous_titre, cadre.source, territoire, version, _mention(cadre.demo), *plus.values())
    return ecrit((*table.colonnes, *entete), ((*ligne, *suite) for ligne in table.lignes))


def rangees(vue: PortraitView) -> Iterator[Rangee]:
    """The rows of ``portrait`` as column -> value; a column that is not there is empty."""
    yield from _metadonnees(vue)
    for theme in vue.themes:
        for chiffre in theme.chiffres:
            yield _chiffre(vue, chiffre)
            yield from (_ici(vue) | _note(mot) for mot in vue.saisies.de(chiffre.id))
            yield from (_repere(vue, chiffre, r) for r in chiffre.reperes)
    for etoile in vue.etoiles:
        yield from _etoile(vue, etoile)
    for saillant in vue.saillants.tous:
        yield _ici(vue) | _saillant(saillant, vue.saisies.decisions.get(saillant.indicateur))
        if ancien := vue.saisies.anciennes.get(saillant.indicateur):
            yield _ici(vue) | _note(ancien)
    yield from (_ici(vue) | _note(mot) for mot in vue.saisies.orphelines)
    yield from _ages(vue)
    for serie in vue.evolution.series:
        yield from _serie(vue, serie)
    yield from _carte(vue)
    yield from _offre(vue)
    yield from (_source(s) for s in (*vue.fraicheur.sources, *vue.fraicheur.manquantes))


def _mention(demo: bool) -> str:
    return fr.texte("demo") if demo else ""


def _ici(vue: PortraitView) -> dict[str, object]:
    e = vue.entete
    return {"niveau": e.niveau, "code": e.code, "territoire": e.nom, "demonstration": _mention(vue.demo)}


def _metadonnees(vue: PortraitView) -> Iterator[Rangee]:
    champs = (
        ("territoire", vue.entete.nom),
        ("description", vue.entete.resume),
        ("caractéristiques", vue.entete.attributs),
        ("source des caractéristiques", vue.entete.attributs_source),
        *(("périmètre", d) for d in vue.entete.details),
        ("mention", _mention(vue.demo)),
        ("état du portrait", " : ".join(filter(None, (vue.saisies.etat.mot, vue.saisies.etat.texte)))),
        ("fraicheur", vue.fraicheur.texte),
        ("date du portrait", vue.date),
        *(("tel qu'au", phrase) for phrase in vue.moment),
        ("version des données", f"{vue.version}. {fr.texte('version.aide')}"),
        *(("lecture", m) for m in vue.methode),
        *(("années différentes", d) for d in vue.denominateurs),
        *(("ce qui manque", m) for m in vue.manque),
        *(("non calculé", m) for m in vue.non_calcules),
    )
    return (_ici(vue) | {"rubrique": "portrait", "libelle": nom, "texte": texte} for nom, texte in champs if texte)


def _chiffre(vue: PortraitView, c: Chiffre) -> Rangee:
    return _ici(vue) | {
        "rubrique": "chiffre",
        "theme": c.theme,
        "indicateur": c.id,
        "libelle": c.libelle,
        "modalite": c.modalite,
        "annee": c.annee,
        "valeur": c.valeur,
        "unite": c.unite,
        "statut": c.statut,
        "texte": c.valeur_texte,
        "borne_basse": c.ic_bas,
        "borne_haute": c.ic_haut,
        "estime": c.est,
        "arrondi_caf": c.arr5,
        "verdict": c.verdict_texte,
        "note": " ".join(filter(None, (*c.notes, c.prudence))),
        "definition": c.definition,
        "source": c.source,
    }


def _repere(vue: PortraitView, c: Chiffre, r: Repere) -> Rangee:
    """A parent is shown only when it is of the same nature, real or fictitious, as the territory."""
    lieu = {"rubrique": "repère", "niveau": r.niveau, "code": r.code, "territoire": r.nom}
    quoi = {"theme": c.theme, "indicateur": c.id, "libelle": c.libelle, "modalite": c.modalite, "annee": c.annee, "unite": c.unite}
    return lieu | quoi | {"valeur": r.valeur, "statut": r.statut, "texte": r.texte, "demonstration": _mention(vue.demo)}


def _etoile(vue: PortraitView, e: EtoileVue) -> Iterator[Rangee]:
    """One row a branch, one more an indicator of it; a face that is not drawn says why on one row."""
    lieux = {nom: (niveau, code) for niveau, code, nom in vue.entete.parents} | {vue.entete.nom: (vue.entete.niveau, vue.entete.code)}
    niveau, code = lieux.get(e.territoire, ("", ""))
    commun = {"rubrique": "étoile", "niveau": niveau, "code": code, "territoire": e.territoire, "modalite": e.face}
    commun |= {"demonstration": _mention(e.cadre.demo)}
    if e.etoile is None:
        yield commun | {"libelle": e.face_libelle, "texte": e.cadre.message, "statut": "nd"}
        return
    for rayon in e.etoile.rayons:
        yield commun | _rayon(rayon, e)
        for c in rayon.composantes:
            quoi = {"rubrique": "étoile, indicateur", "theme": rayon.branche, "indicateur": c.indicateur, "libelle": c.libelle}
            place = {"valeur": c.score, "unite": "sur 100", "statut": "nd" if c.score is None else "ok", "texte": c.mots or c.raison}
            yield commun | quoi | place | {"annee": c.annee}


def _rayon(r: Rayon, e: EtoileVue) -> dict[str, object]:
    note = f"{e.cadre.sous_titre}. {e.sens_lecture}" + (f" {fr.texte('etoile.partiel')}" if r.partiel else "")
    place = {"valeur": r.score, "unite": "sur 100", "statut": "nd" if r.score is None else "ok", "texte": r.mots}
    return {"theme": r.branche, "libelle": r.libelle, "note": note, "source": e.cadre.source} | place


def _saillant(s: Saillant, mot: Mot | None) -> dict[str, object]:
    """``texte``: the words that the screen shows; ``note``: what was decided, and the proposed sentence that other words replace."""
    proposee = saisies.PROPOSEE.format(phrase=s.phrase) if mot is not None and mot.reformule else ""
    decide = (mot.mention, mot.alerte, mot.motif and saisies.RAISON.format(motif=mot.motif), proposee) if mot is not None else ()
    return {
        "rubrique": "élément saillant",
        "theme": s.theme,
        "indicateur": s.indicateur,
        "modalite": s.cote,
        "texte": phrase(s, mot),
        "verdict": s.certitude,
        "note": " · ".join(filter(None, decide)),
    }


def _note(mot: Mot) -> dict[str, object]:
    """What a person wrote of one figure, or of one sentence that is no longer there."""
    quoi = {"rubrique": "texte écrit", "indicateur": mot.indicateur, "libelle": mot.libelle, "annee": mot.annee}
    return quoi | {"texte": mot.motif or mot.texte, "note": " ".join(filter(None, (mot.mention, mot.alerte)))}


def _ages(vue: PortraitView) -> Iterator[Rangee]:
    s = vue.structure_age
    commun = {"rubrique": "structure par âge", "libelle": s.cadre.titre, "annee": s.annee, "unite": "%", "source": s.cadre.source}
    mention = {"demonstration": _mention(s.cadre.demo)}
    for t in s.tranches:
        groupe = {"modalite": t.libelle, "valeur": t.part, "statut": "nd" if t.part is None else "ok", "texte": t.texte}
        yield _ici(vue) | commun | groupe | {"note": f"Effectif : {t.effectif_texte}"} | mention
        if s.reference:
            autre = {"valeur": t.part_reference, "statut": "nd" if t.part_reference is None else "ok", "texte": t.texte_reference}
            yield commun | {"territoire": s.reference, "modalite": t.libelle} | autre | mention


def _libelle(vue: PortraitView) -> str:
    """Label of the chosen figure."""
    return dict(vue.choix_figures).get(vue.figure, "")


def _serie(vue: PortraitView, s: Serie) -> Iterator[Rangee]:
    codes = {vue.entete.niveau: vue.entete.code} | {niveau: code for niveau, code, _ in vue.entete.parents}
    niveau = vue.entete.niveau if s.role == "territoire" else s.role
    commun = {"rubrique": "évolution", "niveau": niveau, "code": codes.get(niveau), "territoire": s.nom, "indicateur": vue.figure}
    commun |= {"libelle": _libelle(vue), "unite": vue.evolution.unite, "source": vue.evolution.cadre.source}
    commun |= {"demonstration": _mention(vue.evolution.cadre.demo)}
    for p in s.points:
        rupture = "Rupture de série : ne se compare pas aux années précédentes." if p.annee in vue.evolution.ruptures else ""
        chiffre = {"annee": p.annee, "valeur": p.valeur, "statut": p.statut, "texte": p.texte, "note": rupture}
        yield commun | chiffre | {"borne_basse": p.ic_bas, "borne_haute": p.ic_haut}


def _carte(vue: PortraitView) -> Iterator[Rangee]:
    c = vue.carte
    commun = {"rubrique": "carte", "niveau": c.niveau, "indicateur": vue.figure, "libelle": _libelle(vue), "unite": c.unite}
    commun |= {"source": c.cadre.source, "note": c.cadre.sous_titre, "demonstration": _mention(c.cadre.demo)}
    for z in c.zones:
        yield commun | {"code": z.code, "territoire": z.nom, "valeur": z.valeur, "statut": z.statut, "texte": z.texte}


def _offre(vue: PortraitView) -> Iterator[Rangee]:
    """One row a type that is counted, then one a facility; the reason where there is none."""
    o = vue.offre
    commun = _ici(vue) | {"source": o.source, "demonstration": _mention(o.demo)}
    if o.message:
        yield commun | {"rubrique": "offre", "texte": o.message, "statut": "nd"}
    for c in o.comptes:
        quoi = {"rubrique": "offre", "theme": " ; ".join(c.themes), "libelle": c.libelle, "note": f"Liste dite complète : {c.completude}"}
        yield commun | quoi | {"valeur": c.nombre, "unite": "équipements"}
        if c.places is not None:
            yield commun | quoi | {"valeur": c.places, "unite": "places"}
    for e in o.equipements:
        yield commun | _equipement(e)


def _equipement(e: Equipement) -> dict[str, object]:
    """``texte``: what is told of it beside its name and its type."""
    lieu = {"niveau": "commune", "code": e.code, "territoire": e.commune}
    quoi = {"rubrique": "équipement", "theme": e.theme, "libelle": e.nom, "modalite": e.type_libelle, "annee": e.annee}
    places = {"valeur": e.places, "unite": "places"} if e.places is not None else {}
    position = ""
    if e.position:
        position = "latitude {1}, longitude {0}".format(*(_decimal(x) for x in e.position))
    dit = (e.gestionnaire, e.horaires, e.cof, e.remarque)
    return lieu | quoi | places | {"texte": " ; ".join(filter(None, dit)), "note": position}


def _source(s: SourceVue) -> Rangee:
    note = " ; ".join(filter(None, (s.licence, s.note, s.adresse)))
    statut = "ok" if s.annees else "nd"
    return {"rubrique": "source", "libelle": s.titre, "source": s.producteur, "texte": s.annees_texte, "statut": statut, "note": note}

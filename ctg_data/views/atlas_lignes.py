"""The rows of the map: its sheet of one area, its table page by page, its file; the same published texts everywhere."""

from collections.abc import Iterator, Mapping

import numpy as np

from ctg_data.diagnostic import compare
from ctg_data.loaders.model import Source
from ctg_data.loaders.sources import catalogue as _sources
from ctg_data.records import STATUTS
from ctg_data.territoires.recherche import normalise
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views.atlas_model import AtlasView, Fiche, Page
from ctg_data.views.atlas_textes import decimales
from ctg_data.views.chiffres import note_statut, texte_bornes
from ctg_data.views.origines import origine
from ctg_data.wording import atlas as mots
from ctg_data.wording import fr, nombres
from ctg_data.wording.typographie import soigne

PAR_PAGE = 20
UNITE_COURTE = 3
"""Characters of a unit that is repeated on the bounds of a figure."""
CROISSANT, DECROISSANT = "croissant", "decroissant"
NOMBRES = ("valeur", "intervalle", "detail")
"""Columns that are sorted from the greatest on."""


def fiche(vue: AtlasView, ref: Referentiel, code: str, *, sources: Mapping[str, Source] | None = None) -> Fiche | None:
    """What is published of the area ``code``; None when it is not on the map."""
    if code not in vue.index.rangs:
        return None
    i, t = vue.index.rangs[code], ref.territoire(vue.planche.maille, code)
    statut = STATUTS[vue.colonnes.statuts[i]]
    lieu = ref.territoire("departement", t.departement).nom if t.niveau in ("commune", "epci") else ""
    position = int(vue.planche.positions[i])
    return soigne(
        Fiche(
            niveau=t.niveau,
            code=code,
            nom=t.nom,
            sous_titre=" · ".join(filter(None, (fr.NIVEAUX[t.niveau], lieu))),
            valeur_texte=vue.planche.textes[i],
            statut=statut,
            verdict_texte=_verdict(vue, i),
            signe=compare.SIGNES[compare.POSITIONS[position][0]] if position >= 0 else "",
            lignes=tuple(_lignes(vue, i, statut, _sources() if sources is None else sources)),
            notes=tuple(_notes(vue, i, statut)),
        )
    )


def _verdict(vue: AtlasView, i: int) -> str:
    """The words of the comparison; why there is none, for a figure that could have one."""
    if vue.planche.positions[i] >= 0:
        return compare.mots(int(vue.planche.positions[i]), vue.du)
    if len(vue.couches) == 1 or not np.isfinite(vue.colonnes.valeur[i]):
        return ""
    return mots.SANS_MARGE if np.isfinite(vue.references[i]) else mots.SANS_REFERENCE


def _lignes(vue: AtlasView, i: int, statut: str, sources: Mapping[str, Source]) -> Iterator[tuple[str, str]]:
    yield "Année", str(vue.annee or "n.d.")
    if texte := intervalle(vue, i, vue.indicateur.unite):
        yield "Intervalle", texte
    if len(vue.couches) > 1 and statut == "ok":
        yield f"Valeur {vue.du}", _reference(vue, i)
    if vue.planche.details[i] and vue.demande.couche == "ecart":
        yield "Écart", vue.planche.details[i]
    if vue.planche.details[i] and vue.demande.couche == "lissee":
        yield mots.DETAILS["lissee"], vue.planche.details[i]
    yield "Source", origine(sources, vue.colonnes.sources, None)


def _reference(vue: AtlasView, i: int) -> str:
    x = vue.references[i]
    return nombres.avec_unite(x, vue.indicateur.unite, vue.indicateur.decimales) if np.isfinite(x) else mots.SANS_REFERENCE


def intervalle(vue: AtlasView, i: int, unite: str) -> str:
    """« entre 12 et 17 % », "" where there is none."""
    c = vue.colonnes
    d = int(decimales(vue.indicateur, c, slice(i, i + 1))[0])
    if not np.isfinite([c.ic_bas[i], c.ic_haut[i]]).all():
        return ""
    return texte_bornes(vue.indicateur, float(c.ic_bas[i]), float(c.ic_haut[i]), unite=unite, decimales=d)


def _notes(vue: AtlasView, i: int, statut: str) -> Iterator[str]:
    if note := note_statut(vue.indicateur, statut, vue.planche.maille):
        yield note
    if vue.colonnes.arr5[i]:
        yield fr.texte("arr5")
    if vue.colonnes.est[i]:
        yield fr.texte("est")


def mention(vue: AtlasView, i: int) -> str:
    """Status words of a row, never empty of meaning: why there is no value, or what to know of the one shown."""
    c = vue.colonnes
    statut = STATUTS[c.statuts[i]]
    if statut != "ok":
        return mots.MENTIONS[statut]
    return ", ".join(m for m, oui in (("arrondi par la Caf", c.arr5[i]), ("estimé", c.est[i])) if oui)


def page(vue: AtlasView, ref: Referentiel, *, tri: str = "", sens: str = "", numero: int = 0, filtre: str = "") -> Page:
    """Rows sorted and filtered, ``PAR_PAGE`` at a time; areas without a value always come last."""
    tri = tri if tri in _colonnes(vue) else "valeur"
    sens = sens if sens in (CROISSANT, DECROISSANT) else (DECROISSANT if tri in NOMBRES else CROISSANT)
    ordre = _filtre(vue, ordonne(vue, tri, sens), filtre)
    pages = max(1, -(-len(ordre) // PAR_PAGE))
    numero = min(max(numero, 0), pages - 1)
    debut = numero * PAR_PAGE
    lignes = tuple((vue.planche.codes[i], _cellules(vue, ref, i)) for i in ordre[debut : debut + PAR_PAGE])
    titres = tuple((nom, titre, nom in NOMBRES) for nom, titre in _colonnes(vue).items())
    return soigne(Page(titres, lignes, tri, sens, debut + 1 if len(ordre) else 0, len(ordre), numero, pages))


def _colonnes(vue: AtlasView) -> dict[str, str]:
    """Columns of the table -> heading; those that would be empty everywhere are left out."""
    singulier, _ = fr.UNITES_NIVEAU[vue.planche.maille]
    titres = {"nom": nombres.capitale(singulier)}
    if vue.planche.maille in ("commune", "epci") and len(set(vue.departements)) > 1:
        titres["departement"] = "Département"
    titres["valeur"] = "Valeur"
    if np.isfinite(vue.colonnes.ic_bas).any():
        titres["intervalle"] = "Intervalle"
    if vue.demande.couche != "valeur":
        titres["detail"] = mots.DETAILS[vue.demande.couche].format(du=vue.du)
    return titres | {"mention": "Mention"}


def ordonne(vue: AtlasView, tri: str, sens: str) -> np.ndarray:
    """Ranks of the areas in the order of the table; equal ones by name, those without a figure last."""
    cle = _cles(vue, tri)
    return np.lexsort((vue.index.places, -cle if sens == DECROISSANT else cle, np.isnan(cle)))


def _cles(vue: AtlasView, tri: str) -> np.ndarray:
    """What a column is sorted by, as numbers."""
    c = vue.colonnes
    match tri:
        case "nom":
            return vue.index.places.astype(float)
        case "departement":
            return np.unique(vue.departements, return_inverse=True)[1].astype(float)
        case "mention":
            return np.unique([mention(vue, i) for i in range(len(vue.planche))], return_inverse=True)[1].astype(float)
        case "intervalle":
            return c.ic_haut - c.ic_bas
        case "detail":
            mesure = vue.demande.couche != "verdict"
            return vue.planche.grandeur if mesure else np.where(vue.planche.positions >= 0, -vue.planche.positions.astype(float), np.nan)
        case _:
            return c.valeur


def _filtre(vue: AtlasView, ordre: np.ndarray, texte: str) -> np.ndarray:
    """Areas whose name holds ``texte``, or whose code begins with it; all when it is empty."""
    cherche, code = normalise(texte), texte.strip().upper()
    if not cherche:
        return ordre
    garde = [i for i in ordre if cherche in vue.index.simples[i] or vue.planche.codes[i].startswith(code)]
    return np.array(garde, dtype=int)


def _cellules(vue: AtlasView, ref: Referentiel, i: int) -> tuple[str, ...]:
    textes = {
        "nom": lambda: vue.planche.noms[i],
        "departement": lambda: ref.territoire("departement", vue.departements[i]).nom,
        "valeur": lambda: vue.planche.textes[i],
        "intervalle": lambda: intervalle(vue, i, vue.indicateur.unite if len(vue.indicateur.unite) <= UNITE_COURTE else ""),
        "detail": lambda: vue.planche.details[i],
        "mention": lambda: mention(vue, i),
    }
    return tuple(textes[nom]() for nom in _colonnes(vue))

"""The map page: any figure over the areas of a zone, its gap to a reference, or what stands out from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from ctg_data.diagnostic import compare, lissage
from ctg_data.diagnostic.effectifs import nature
from ctg_data.diagnostic.planche import Genre, Planche
from ctg_data.indicators.model import Distribution, Indicateur, Manque
from ctg_data.indicators.registry import catalogue as _catalogue
from ctg_data.loaders.model import Source
from ctg_data.loaders.sources import catalogue as _sources
from ctg_data.records import CODE_FRANCE, STATUTS
from ctg_data.store.corpus import Corpus
from ctg_data.territoires.model import Territoire
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views import atlas_cadre, atlas_choix, atlas_lecture, atlas_textes
from ctg_data.views.atlas_model import AtlasView, Colonnes, Demande, Index
from ctg_data.views.chiffres import est_ecart
from ctg_data.views.demonstration import bandeau
from ctg_data.views.lecture import derniere_annee, est_effectif, lis_series
from ctg_data.views.reserve import Reserve
from ctg_data.wording import fr, nombres
from ctg_data.wording.typographie import insecables

FONDS = Reserve(16)
"""Areas of the last maps: about 20 MB for every commune."""
ASSEZ, CANDIDATS = 0.5, 12
"""Share of the areas that must have a value for a figure to be shown unasked; figures looked at before any will do."""
TEMOINS = 4
ESSAIS = 4
"""Years tried, the latest first, before a map stays empty."""
OK = STATUTS.index("ok")
LISSEE = "valeur lissée"


@dataclass(frozen=True, eq=False)
class Fond:
    """What a map reads: its areas and where their figures come from."""

    corpus: Corpus
    ref: Referentiel
    zone: Territoire
    maille: str
    aires: tuple[Territoire, ...]
    demo: bool

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return tuple(t.code for t in self.aires)

    @cached_property
    def temoins(self) -> tuple[Territoire, ...]:
        """Whose rows tell the years that exist: the zone, the levels above it, its largest areas."""
        grandes = sorted(self.aires, key=lambda t: -(t.population or 0))[:TEMOINS]
        return (self.zone, *self.ref.parents(self.zone.niveau, self.zone.code), *grandes)

    @cached_property
    def departements(self) -> tuple[np.ndarray, np.ndarray]:
        """(codes of the départements, place among them of each area's)."""
        return np.unique([t.departement for t in self.aires], return_inverse=True)

    @cached_property
    def index(self) -> Index:
        return Index(self.codes, tuple(t.nom for t in self.aires))

    def lit(self, cle: tuple[str, str], annee: int) -> Colonnes:
        lieu = self.zone.niveau, self.zone.code
        lue = atlas_lecture.tranche(self.corpus, self.maille, self.codes, annee, zone=lieu, demo=self.demo)
        return atlas_lecture.colonnes(lue, cle, len(self.aires))


def atlas(
    corpus: Corpus,
    ref: Referentiel,
    demande: Demande,
    *,
    catalogue: Sequence[Indicateur] | None = None,
    sources: Mapping[str, Source] | None = None,
) -> AtlasView:
    """Everything the map page shows, from published values only; what is not legible in ``demande`` falls back to a default.

    Raises TerritoireInconnu.
    """
    catalogue = tuple(_catalogue() if catalogue is None else catalogue)
    zone = atlas_choix.zone(ref, demande.niveau, demande.code)
    maille = atlas_choix.maille(zone, demande.maille)
    fond = _fond(corpus, ref, zone, maille)
    indicateur = _figure(fond, catalogue, demande.figure)
    complete = atlas_choix.complete(demande, indicateur, maille=maille)
    cle = atlas_choix.cle(indicateur, complete.modalite)
    annees = atlas_lecture.annees(corpus, fond.temoins, cle)
    annee, lues = _annee(fond, cle, annees, complete.annee)
    complete = replace(complete, annee=str(annee or ""))
    du = fr.DU[complete.reference]
    references = _references(fond, complete, annee) if len(atlas_choix.couches(indicateur)) > 1 else np.full(len(fond.aires), np.nan)
    planche = _planche(fond, indicateur, complete, lues, references, du, _sources() if sources is None else sources)
    return AtlasView(
        demande=complete,
        zone=zone,
        indicateur=indicateur,
        annee=annee,
        colonnes=lues,
        references=references,
        du=du,
        planche=planche,
        mailles=atlas_choix.mailles(zone),
        figures=atlas_choix.figures(catalogue),
        modalites=atlas_choix.modalites(indicateur),
        annees=tuple((str(a), str(a)) for a in annees),
        couches=atlas_choix.couches(indicateur),
        choix_references=atlas_choix.references(maille),
        departements=tuple(fond.departements[0][fond.departements[1]].tolist()),
        index=fond.index,
        demo=fond.demo,
        bandeau=bandeau(corpus),
        empreinte=corpus.empreinte,
    )


def _fond(corpus: Corpus, ref: Referentiel, zone: Territoire, maille: str) -> Fond:
    cle = ("fond", corpus.empreinte, ref.empreinte, zone.niveau, zone.code, maille)
    return FONDS.donne(cle, lambda: _lit_fond(corpus, ref, zone, maille))


def _lit_fond(corpus: Corpus, ref: Referentiel, zone: Territoire, maille: str) -> Fond:
    codes = ref.unites(maille, zone.niveau, zone.code)
    aires = tuple(ref.territoire(maille, code) for code in codes)
    return Fond(corpus, ref, zone, maille, aires, atlas_lecture.est_demo(corpus, maille, codes))


def _figure(fond: Fond, catalogue: Sequence[Indicateur], voulue: str) -> Indicateur:
    """The figure asked for, else the first rate that fills at least half of the map, else the first that could."""
    connues = {i.id: i for i in catalogue}
    if voulue in connues:
        return connues[voulue]
    taux = atlas_choix.candidats(catalogue, fond.maille, lis_series(fond.corpus, fond.zone))
    pleins = (i for i in taux[:CANDIDATS] if _part(fond, (i.id, "total")) >= ASSEZ)
    return next(pleins, taux[0])


def _part(fond: Fond, cle: tuple[str, str]) -> float:
    annee = derniere_annee(lis_series(fond.corpus, fond.zone), *cle)
    return 0 if annee is None else float((fond.lit(cle, annee).statuts == OK).mean())


def _annee(fond: Fond, cle: tuple[str, str], annees: Sequence[int], voulue: str) -> tuple[int | None, Colonnes]:
    """The year asked for, else the latest one in which some area has a value."""
    essais = [int(voulue)] if voulue in map(str, annees) else list(reversed(annees))[:ESSAIS]
    for annee in essais:
        lues = fond.lit(cle, annee)
        if (lues.statuts == OK).any():
            return annee, lues
    if essais:
        return essais[0], fond.lit(cle, essais[0])
    return None, atlas_lecture.colonnes({}, cle, len(fond.aires))


def _references(fond: Fond, demande: Demande, annee: int | None) -> np.ndarray:
    """The value that each area is compared with, NaN where it is not published or not of the same nature as the map."""
    connues = _valeurs(fond, demande, annee) if annee is not None else {}
    if demande.reference == "france":
        return np.full(len(fond.aires), connues.get(CODE_FRANCE, np.nan))
    codes, places = fond.departements
    return np.array([connues.get(code, np.nan) for code in codes], dtype=float)[places]


def _valeurs(fond: Fond, demande: Demande, annee: int) -> dict[str, float]:
    lues = fond.corpus.valeurs(demande.reference, indicateurs=[demande.figure], annees=[annee])
    garde = (lues["modalite"] == "total") & (lues["statut"] == "ok") & (lues["demo"] == fond.demo)
    return dict(zip(lues.loc[garde, "code"], lues.loc[garde, "valeur"], strict=True))


def en_cercles(indicateur: Indicateur) -> bool:
    """Counts, and shortages that are not brought to a number of people: the larger the territory, the larger they are."""
    formule = indicateur.formules[0]
    return (est_effectif(indicateur) or isinstance(formule, Distribution)) and not (isinstance(formule, Manque) and formule.par)


def _planche(
    fond: Fond,
    indicateur: Indicateur,
    demande: Demande,
    lues: Colonnes,
    references: np.ndarray,
    du: str,
    sources: Mapping[str, Source],
) -> Planche:
    textes = atlas_textes.textes(indicateur, lues)
    positions = compare.positions(lues.valeur, references, ic_bas=lues.ic_bas, ic_haut=lues.ic_haut, sens=indicateur.sens)
    genre, grandeur, details = _couche(fond, indicateur, demande, lues, references=references, positions=positions, du=du)
    dessin = atlas_cadre.Dessin(genre, fond.index.noms, grandeur, lues.statuts, textes, positions)
    cadre = atlas_cadre.cadre(
        dessin, indicateur, demande, zone=fond.zone, annee=int(demande.annee or 0) or None, du=du, sources=lues.sources, connues=sources
    )
    return Planche(
        cadre=atlas_cadre.demontre(cadre, fond.demo),
        maille=fond.maille,
        unite=atlas_cadre.unite_ecart(indicateur) if demande.couche == "ecart" else indicateur.unite,
        decimales=indicateur.decimales,
        genre=genre,
        sens=indicateur.sens,
        centre=0.0 if demande.couche == "ecart" or (genre is Genre.APLATS and est_ecart(indicateur)) else None,
        codes=fond.codes,
        noms=fond.index.noms,
        grandeur=grandeur,
        statuts=lues.statuts,
        textes=textes,
        details=details,
        positions=positions,
    )


def _couche(
    fond: Fond, indicateur: Indicateur, demande: Demande, lues: Colonnes, *, references: np.ndarray, positions: np.ndarray, du: str
) -> tuple[Genre, np.ndarray, tuple[str, ...]]:
    """(how it is drawn, what is drawn, second line of the hover)."""
    if demande.couche == "ecart":
        ecarts = lues.valeur - references
        return Genre.APLATS, ecarts, _textes_ecart(indicateur, lues, ecarts)
    if demande.couche == "verdict":
        dits = np.array([insecables(compare.mots(p, du)) for p in range(-1, len(compare.POSITIONS))], dtype=object)
        return Genre.VERDICTS, np.where(positions >= 0, lues.valeur, np.nan), tuple(dits[positions + 1])
    if demande.couche == "lissee":
        lissees = _lisse(fond, indicateur, lues)
        return Genre.APLATS, lissees, _textes_lisses(indicateur, lues, lissees)
    return (Genre.CERCLES if en_cercles(indicateur) else Genre.APLATS), lues.valeur, ("",) * len(lues.valeur)


def _lisse(fond: Fond, indicateur: Indicateur, lues: Colonnes) -> np.ndarray:
    """Smoothed values, NaN where there is no published figure with an interval: made of published figures only."""
    publiees = pd.DataFrame(
        {"code": fond.codes, "valeur": lues.valeur, "ic_bas": lues.ic_bas, "ic_haut": lues.ic_haut, "modalite": "total"}
    )
    couche = lissage.couche(publiees.assign(statut=np.array(STATUTS, dtype=object)[lues.statuts]), nature(indicateur))
    sortie = np.full(len(fond.aires), np.nan)
    sortie[[fond.index.rangs[code] for code in couche["code"]]] = couche["lisse"]
    return sortie


def _textes_lisses(indicateur: Indicateur, lues: Colonnes, lissees: np.ndarray) -> tuple[str, ...]:
    """« valeur lissée : 12,3 % », beside the published text, "" where there is none."""

    def texte(x: float, d: int) -> str:
        return f"{LISSEE} : {nombres.avec_unite(x, indicateur.unite, d)}"

    return _connus(lissees, atlas_textes.ecrit(lissees, np.full(len(lissees), indicateur.decimales), texte, statuts=lues.statuts))


def _connus(valeurs: np.ndarray, textes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(t if connu else "" for t, connu in zip(textes, np.isfinite(valeurs), strict=True))


def _textes_ecart(indicateur: Indicateur, lues: Colonnes, ecarts: np.ndarray) -> tuple[str, ...]:
    """« +2,3 points », "" where there is none."""
    unite = atlas_cadre.unite_ecart(indicateur)

    def texte(x: float, d: int) -> str:
        return ("+" if x > 0 else "") + nombres.avec_unite(x, unite, d)

    return _connus(ecarts, atlas_textes.ecrit(ecarts, atlas_textes.decimales(indicateur, lues), texte, statuts=lues.statuts))

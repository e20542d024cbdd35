"""The map page: any figure over the areas of a zone, its gap to a reference, or what stands out from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from ctg_data.diagnostic import compare, lissage
from ctg_data.diagnostic.effectifs import nature
from ctg_data.diagnostic.figures import Cadre
from ctg_data.diagnostic.planche import Genre, Planche
from ctg_data.indicators.model import Indicateur
from ctg_data.indicators.registry import catalogue as _catalogue
from ctg_data.loaders.model import Source
from ctg_data.loaders.sources import catalogue as _sources
from ctg_data.records import CODE_FRANCE, STATUTS
from ctg_data.store.corpus import Corpus
from ctg_data.territoires.atlas import NIVEAU
from ctg_data.territoires.model import Territoire
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views import atlas_cadre, atlas_choix, atlas_lecture, atlas_textes
from ctg_data.views.atlas_model import AtlasView, Colonnes, Demande, Index
from ctg_data.views.chiffres import est_signe
from ctg_data.views.demonstration import de_la_zone
from ctg_data.views.lecture import derniere_annee, en_cercles, lis_series
from ctg_data.views.reserve import Reserve
from ctg_data.wording import atlas as mots
from ctg_data.wording import fr, nombres
from ctg_data.wording.typographie import insecables, soigne

FONDS = Reserve(16)
"""Areas of the last maps: about 20 MB for every commune."""
ASSEZ, CANDIDATS = 0.5, 12
"""Share of the areas that must have a value for a figure to be shown unasked; figures looked at before any will do."""
TEMOINS = 4
ESSAIS = 4
"""Years tried, the latest first, before a map stays empty."""
OK = STATUTS.index("ok")


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
        return np.unique(np.array([t.departement for t in self.aires]), return_inverse=True)

    @cached_property
    def siens(self) -> tuple[str, ...]:
        """Département of each area."""
        codes, places = self.departements
        return tuple(codes[places].tolist())

    @cached_property
    def index(self) -> Index:
        return Index(self.codes, tuple(t.nom for t in self.aires))

    def lit(self, cle: tuple[str, str], annee: int) -> Colonnes:
        lieu = self.zone.niveau, self.zone.code
        lue = atlas_lecture.tranche(self.corpus, self.maille, self.codes, annee, zone=lieu, demo=self.demo)
        return atlas_lecture.colonnes(lue, cle, len(self.aires))


@dataclass(frozen=True, eq=False)
class Lu:
    """A demand with every default filled in, and what was read for it; ``references``: what each area is compared with, NaN for none."""

    fond: Fond
    indicateur: Indicateur
    demande: Demande
    annee: int | None
    annees: tuple[int, ...]
    colonnes: Colonnes
    references: np.ndarray

    @property
    def du(self) -> str:
        return fr.DU[self.demande.reference]

    @cached_property
    def positions(self) -> np.ndarray:
        """Index in ``compare.POSITIONS`` of each area, -1 for none."""
        c = self.colonnes
        return compare.positions(c.valeur, self.references, ic_bas=c.ic_bas, ic_haut=c.ic_haut, sens=self.indicateur.sens)


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
    fond = _fond(corpus, ref, zone, atlas_choix.maille(zone, demande.maille))
    indicateur = _figure(fond, catalogue, demande.figure)
    lu = _lit(fond, indicateur, atlas_choix.complete(demande, indicateur, maille=fond.maille))
    planche = _planche(lu, _sources() if sources is None else sources)
    dit = de_la_zone(corpus, zone, demo=fond.demo)
    return AtlasView(**_choix(lu, catalogue), **_contenu(lu), planche=planche, bandeau=soigne(dit), empreinte=corpus.empreinte)


def _choix(lu: Lu, catalogue: Sequence[Indicateur]) -> dict[str, object]:
    """What is chosen, and what may be chosen instead."""
    return {
        "demande": lu.demande,
        "mailles": atlas_choix.mailles(lu.fond.zone),
        "figures": atlas_choix.figures(catalogue),
        "modalites": atlas_choix.modalites(lu.indicateur),
        "annees": tuple((str(a), str(a)) for a in lu.annees),
        "couches": atlas_choix.couches(lu.indicateur),
        "choix_references": atlas_choix.references(lu.fond.maille),
    }


def _contenu(lu: Lu) -> dict[str, object]:
    return {
        "zone": lu.fond.zone,
        "indicateur": lu.indicateur,
        "annee": lu.annee,
        "colonnes": lu.colonnes,
        "references": lu.references,
        "du": lu.du,
        "departements": lu.fond.siens,
        "index": lu.fond.index,
        "demo": lu.fond.demo,
    }


def _lit(fond: Fond, indicateur: Indicateur, demande: Demande) -> Lu:
    """The figure of a demand, and what it is compared with; nothing for a count."""
    cle = atlas_choix.cle(indicateur, demande.modalite)
    annees = atlas_lecture.annees(fond.corpus, fond.temoins, cle)
    annee, colonnes = _annee(fond, cle, annees, demande.annee)
    complete = replace(demande, annee=str(annee or ""))
    comparable = annee is not None and atlas_choix.couches(indicateur) != atlas_choix.SEULE
    references = _references(fond, complete, annee) if comparable else np.full(len(fond.aires), np.nan)
    return Lu(fond, indicateur, complete, annee, annees, colonnes, references)


def _fond(corpus: Corpus, ref: Referentiel, zone: Territoire, maille: str) -> Fond:
    composition = ref.composition(zone.niveau, zone.code) if zone.niveau == NIVEAU else ""
    cle = ("fond", corpus.empreinte, ref.empreinte, zone.niveau, zone.code, composition, maille)
    return FONDS.donne(cle, lambda: _lit_fond(corpus, ref, zone, maille))


def _lit_fond(corpus: Corpus, ref: Referentiel, zone: Territoire, maille: str) -> Fond:
    codes = ref.unites(maille, zone.niveau, zone.code)
    aires = tuple(ref.territoire(maille, code) for code in codes)
    return Fond(corpus, ref, zone, maille, aires, atlas_lecture.est_demo(corpus, maille, codes))


def _figure(fond: Fond, catalogue: Sequence[Indicateur], voulue: str) -> Indicateur:
    """The figure asked for, else the first rate that fills half of the map, else the first figure with a value, else the first rate."""
    connues = {i.id: i for i in catalogue}
    if voulue in connues:
        return connues[voulue]
    taux = atlas_choix.candidats(catalogue, fond.maille, lis_series(fond.corpus, fond.zone))
    pleins = (i for i in taux[:CANDIDATS] if _part(fond, (i.id, "total")) >= ASSEZ)
    autres = (i for i in (*taux, *atlas_choix.autres(catalogue, fond.maille, taux)) if _montre(fond, i))
    return next(pleins, None) or next(autres, taux[0])


def _montre(fond: Fond, indicateur: Indicateur) -> bool:
    """Whether some area has a value of it, in the year that would be shown."""
    cle = atlas_choix.cle(indicateur, atlas_choix.parmi("", atlas_choix.modalites(indicateur)))
    annees = atlas_lecture.annees(fond.corpus, fond.temoins, cle)
    return bool((_annee(fond, cle, annees, "")[1].statuts == OK).any())


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


def _references(fond: Fond, demande: Demande, annee: int) -> np.ndarray:
    """The value that each area is compared with, NaN where it is not published or not of the same nature as the map."""
    niveau = demande.reference
    codes = tuple(sorted(fond.ref.codes(niveau)))
    lues = atlas_lecture.tranche(fond.corpus, niveau, codes, annee, zone=("france", CODE_FRANCE), demo=fond.demo)
    valeurs = atlas_lecture.colonnes(lues, (demande.figure, "total"), len(codes)).valeur
    if niveau == "france":
        return np.full(len(fond.aires), valeurs[0])
    siens, places = fond.departements
    return valeurs[np.searchsorted(codes, siens)][places]


def _planche(lu: Lu, sources: Mapping[str, Source]) -> Planche:
    textes = atlas_textes.textes(lu.indicateur, lu.colonnes)
    genre, grandeur, details = _couche(lu)
    dessin = atlas_cadre.Dessin(genre, lu.fond.index.noms, grandeur, lu.colonnes.statuts, textes, lu.positions)
    ecart = lu.demande.couche == "ecart"
    return Planche(
        cadre=_cadre(lu, dessin, sources),
        maille=lu.fond.maille,
        unite=atlas_cadre.unite_ecart(lu.indicateur) if ecart else lu.indicateur.unite,
        decimales=lu.indicateur.decimales,
        genre=genre,
        sens=lu.indicateur.sens,
        centre=0.0 if ecart or (genre is Genre.APLATS and est_signe(lu.indicateur)) else None,
        codes=lu.fond.codes,
        noms=lu.fond.index.noms,
        grandeur=grandeur,
        statuts=lu.colonnes.statuts,
        textes=textes,
        details=details,
        positions=lu.positions,
    )


def _cadre(lu: Lu, dessin: atlas_cadre.Dessin, sources: Mapping[str, Source]) -> Cadre:
    lieu = {"zone": lu.fond.zone, "annee": lu.annee, "du": lu.du}
    trouve = atlas_cadre.cadre(dessin, lu.indicateur, lu.demande, **lieu, sources=lu.colonnes.sources, connues=sources)
    return replace(trouve, demo=lu.fond.demo)


def _couche(lu: Lu) -> tuple[Genre, np.ndarray, tuple[str, ...]]:
    """(how it is drawn, what is drawn, second line of the hover)."""
    valeurs = lu.colonnes.valeur
    if lu.demande.couche == "ecart":
        ecarts = valeurs - lu.references
        return Genre.APLATS, ecarts, _textes_ecart(lu.indicateur, lu.colonnes, ecarts)
    if lu.demande.couche == "verdict":
        dits = np.array([insecables(compare.mots(p, lu.du)) for p in range(-1, len(compare.POSITIONS))], dtype=object)
        return Genre.VERDICTS, np.where(lu.positions >= 0, valeurs, np.nan), tuple(dits[lu.positions + 1])
    if lu.demande.couche == "lissee":
        lissees = _lisse(lu.fond, lu.indicateur, lu.colonnes)
        return Genre.APLATS, lissees, _textes_lisses(lu.indicateur, lu.colonnes, lissees)
    return (Genre.CERCLES if en_cercles(lu.indicateur) else Genre.APLATS), valeurs, ("",) * len(valeurs)


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
    """« 12,3 % après lissage », beside the published text, "" where there is none."""

    def texte(x: float, d: int) -> str:
        return f"{nombres.avec_unite(x, indicateur.unite, d)} {mots.APRES_LISSAGE}"

    return _connus(lissees, atlas_textes.ecrit(lissees, np.full(len(lissees), indicateur.decimales), texte, statuts=lues.statuts))


def _connus(valeurs: np.ndarray, textes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(t if connu else "" for t, connu in zip(textes, np.isfinite(valeurs), strict=True))


def _textes_ecart(indicateur: Indicateur, lues: Colonnes, ecarts: np.ndarray) -> tuple[str, ...]:
    """« +2,3 points », "" where there is none."""
    unite = atlas_cadre.unite_ecart(indicateur)

    def texte(x: float, d: int) -> str:
        return ("+" if x > 0 else "") + nombres.avec_unite(x, unite, d)

    return _connus(ecarts, atlas_textes.ecrit(ecarts, atlas_textes.decimales(indicateur, lues), texte, statuts=lues.statuts))

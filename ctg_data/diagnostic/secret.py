"""Suppression of small counts of the CAF (domain.md §5.2): what to hide of one quantity, level by level.

Primary: counts of 1 to ``seuil`` - 1, in the numerator or in what is left, and 0 % or 100 % of a small group.  Secondary: all EPCI of
a département together with a small one; a small part of an EPCI with as many of the least populated groups of its département as it
takes for them to protect each other; all départements of a région together; whatever is hidden above is hidden below too.  In an EPCI
that is shown, all communes are given as hidden, and those that need not be (all but ``ENTIER``) are left to ``communes``.  The reader
of publications is assumed to know every figure that is not hidden, and every portion (part of an EPCI in one département), since a
département less its other EPCI gives it.

What we do not know ourselves (communes that the CAF hid, or that a file leaves out) the reader may find out, where a level above
is published by someone else: it is taken for the smallest, then for the largest that it can be, and what either hides is hidden.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ctg_data.diagnostic.hierarchie import Hierarchie, somme, un_des
from ctg_data.territoires.referentiel import NIVEAUX

Masques = Mapping[str, np.ndarray]
"""Level -> bool [units, years]: what must not be shown."""
ENTIER = "entier"
"""Key of the communes hidden with their whole EPCI: no choice is left among them."""


@dataclass(frozen=True)
class Regles:
    """``seuil``: smallest count that may be shown.  ``petit_groupe``: size under which 0 % and 100 % tell on everyone."""

    seuil: int = 5
    petit_groupe: int = 10

    def __post_init__(self):
        if self.seuil < 5:
            raise ValueError("the threshold of secrecy is at least 5")


REGLES = Regles()
"""The default: nothing under 5."""
POUSSIERE = 1e-6
"""Less than this is no count, but what sums of shared communes leave between two equal figures."""


@dataclass(frozen=True, eq=False)
class Quantite:
    """One count at every level, [units, years].

    ``x``: exact counts of the CAF, 0 where the figure is public, NaN where unknown.  ``d``: what ``x`` is a part of (same
    conventions), None when nothing bounds it.  ``connu``: whether the level has a figure to publish there.  ``d_cache``:
    communes and EPCI whose ``d`` is itself hidden, and bounds nothing.  ``tus``: communes that the CAF itself hid.  ``montree``: whether
    ``x`` is shown as a share of ``d``, so that 0 % and 100 % of a small group tell too.  ``inconnus``: communes whose ``x`` is
    only supposed: they tell nothing by themselves.  ``publics``: communes whose figure is somebody else's, and cannot be hidden.
    """

    x: Mapping[str, np.ndarray]
    connu: Mapping[str, np.ndarray]
    d: Mapping[str, np.ndarray] | None = None
    d_cache: Masques | None = None
    tus: np.ndarray | None = None
    montree: bool = True
    inconnus: np.ndarray | None = None
    publics: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class _Cellules:
    """Cells to protect, one after the other, and the unit above whose hidden cells they hide among.  ``vu``: ``d`` where shown."""

    x: np.ndarray
    d: np.ndarray
    vu: np.ndarray
    annees: np.ndarray
    parents: np.ndarray


def primaire(x: np.ndarray, d: np.ndarray, regles: Regles, *, montree: bool | np.ndarray = True) -> np.ndarray:
    """Cells that tell on someone by themselves; ``d`` is NaN where nothing bounds ``x``."""
    return petits(x, regles) | petits(d - x, regles) | (montree & unanimes(x, d, regles))


def masques(quantite: Quantite, h: Hierarchie, regles: Regles) -> Masques:
    """What to hide of one quantity so that no primary cell comes out of what stays shown."""
    supposes = _supposes(quantite, h)
    if not supposes.any():
        return _Suppression(quantite, h, regles).masques()
    extremes = [_Suppression(q, h, regles).masques() for q in _extremes(quantite, h, supposes)]
    reunis = {niveau: np.logical_or.reduce([m[niveau] for m in extremes]) for niveau in NIVEAUX}
    incertains = un_des(supposes, h.groupe_commune, n=h.groupes)[h.groupe_commune]
    return reunis | {ENTIER: np.logical_or.reduce([m[ENTIER] for m in extremes]) | (reunis["commune"] & incertains)}


def _supposes(quantite: Quantite, h: Hierarchie) -> np.ndarray:
    """Unknown communes, in the groups that hold a count of the CAF, whose sum a published level above may give away."""
    x = quantite.x["commune"]
    comptes = un_des((np.nan_to_num(x) > POUSSIERE) | _tus(quantite), h.groupe_commune, n=h.groupes)
    departements = h.departement_commune
    dessus = quantite.connu["departement"][departements] | quantite.connu["region"][h.region_departement[departements]]
    return np.isnan(x) & comptes[h.groupe_commune] & (dessus | quantite.connu["france"])


def _tus(quantite: Quantite) -> np.ndarray:
    return np.zeros(quantite.x["commune"].shape, dtype=bool) if quantite.tus is None else quantite.tus


def _extremes(quantite: Quantite, h: Hierarchie, supposes: np.ndarray) -> Iterator[Quantite]:
    """The quantity with each supposed count at its least, then at its most: 0 (1 where the CAF hid it) up to its whole (less 1)."""
    x, tus = quantite.x["commune"], _tus(quantite)
    moins = tus.astype("float64")
    plus = moins if quantite.d is None else np.fmax(quantite.d["commune"] - tus, moins)
    for borne in (moins, np.where(np.isnan(plus), moins, plus)):
        communes = np.where(supposes, borne, x)
        sommes = {"commune": communes, **_sommes(communes, h)}
        remplis = {n: np.where(np.isnan(quantite.x[n]), sommes[n], quantite.x[n]) for n in NIVEAUX}
        yield replace(quantite, x=remplis, inconnus=supposes & ~tus, tus=tus)


def _sommes(communes: np.ndarray, h: Hierarchie) -> dict[str, np.ndarray]:
    """Sums of the communes at each level above."""
    region = h.region_departement[h.departement_commune]
    return {
        "epci": somme(communes, h.groupe_commune, n=h.groupes)[: len(h.codes["epci"])],
        "departement": somme(communes, h.departement_commune, n=len(h.codes["departement"])),
        "region": somme(communes, region, n=len(h.codes["region"])),
        "france": communes.sum(axis=0, keepdims=True),
    }


class _Suppression:
    """The steps upwards, then downwards, for one quantity."""

    def __init__(self, quantite: Quantite, h: Hierarchie, regles: Regles):
        self._h, self._regles, self._connu, self._montree = h, regles, quantite.connu, quantite.montree
        bornes = quantite.d or {n: np.full_like(quantite.x[n], np.nan) for n in NIVEAUX}
        self._x, self._d = dict(quantite.x), dict(bornes)
        for grandeur in (self._x, self._d):
            grandeur["portion"] = somme(grandeur["commune"], h.portion_commune, n=h.portions)
        self._vu = self._d | self._inconnus(quantite.d_cache or {})
        self._tus = _tus(quantite)
        self._primaires = self._cellules_primaires(quantite.inconnus)

    def _cellules_primaires(self, inconnus: np.ndarray | None) -> dict[str, np.ndarray]:
        """Primary cells of each level and of the portions; what is only supposed is never « 0 % or 100 % », nor primary by itself."""
        montree = dict.fromkeys((*NIVEAUX, "portion"), self._montree)
        if inconnus is not None:
            flous = {"commune": inconnus, "portion": un_des(inconnus, self._h.portion_commune, n=self._h.portions)}
            flous |= {n: s > 0 for n, s in _sommes(inconnus.astype("float64"), self._h).items()}
            montree = {n: self._montree & ~flous[n] for n in montree}
        primaires = {n: primaire(self._x[n], self._d[n], self._regles, montree=m) for n, m in montree.items()}
        if inconnus is not None:
            primaires["commune"] = (primaires["commune"] & ~inconnus) | self._tus
        return primaires

    def masques(self) -> Masques:
        if not self._tus.any() and not any(p.any() for p in self._primaires.values()):
            rien = {n: np.zeros(self._x[n].shape, dtype=bool) for n in NIVEAUX}
            return rien | {ENTIER: rien["commune"]}
        portions = self._portions()
        groupes, pleins = self._groupes(portions)
        departements = self._primaires["departement"] | pleins
        regions, france = self._regions(departements)
        return self._descend(groupes, departements, regions, france=france)

    def _inconnus(self, caches: Masques) -> dict[str, np.ndarray]:
        """``d`` without what is hidden of it; beside another count of the CAF, that is all its small portions too."""
        if not caches:
            return {}
        portions = self._epci_d_un_tenant(caches["epci"]) | (petits(self._d["portion"], self._regles) & (not self._montree))
        ou = {"commune": caches["commune"], "portion": portions}
        return {niveau: np.where(masque, np.nan, self._d[niveau]) for niveau, masque in ou.items()}

    def _epci_d_un_tenant(self, epci: np.ndarray) -> np.ndarray:
        """Portions that are a whole hidden EPCI: what another département shows does not give them."""
        h, caches = self._h, np.zeros((self._h.groupes, epci.shape[1]), dtype=bool)
        caches[: len(epci)] = epci
        seuls = np.bincount(h.groupe_portion, minlength=h.groupes) == 1
        return (caches & seuls[:, None])[h.groupe_portion]

    def _portions(self) -> np.ndarray:
        """Portions to hide: small by themselves, or too telling about one of their communes."""
        h = self._h
        communes = self._cellules("commune", h.portion_commune)
        return self._primaires["portion"] | self._etroits([communes], self._x["portion"], self._d["portion"])

    def _groupes(self, portions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Groups to hide, and the départements whose hidden groups do not protect enough even so."""
        h = self._h
        caches = un_des(portions, h.groupe_portion, n=h.groupes)
        touches = un_des(self._epci_a_proteger()[h.groupe_portion], h.departement_portion, n=len(h.codes["departement"]))
        caches |= un_des(touches[h.departement_portion], h.groupe_portion, n=h.groupes)
        return self._compagnons(caches, portions)

    def _epci_a_proteger(self) -> np.ndarray:
        """EPCI that are themselves a cell to protect: all EPCI of their départements are hidden with them."""
        entiers = np.zeros((self._h.groupes, self._primaires["epci"].shape[1]), dtype=bool)
        entiers[: len(self._h.codes["epci"])] = self._primaires["epci"]
        return entiers

    def _compagnons(self, caches: np.ndarray, portions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Hide, département by département, the least populated groups until the hidden ones protect each other."""
        h, n = self._h, len(self._h.codes["departement"])
        cellules = self._cellules_de(portions, h.departement_commune, h.departement_portion)
        while True:
            dedans = caches[h.groupe_portion]
            trop = self._etroits(cellules, *self._reserve(dedans, h.departement_portion, n=n)) & self._connu["departement"]
            ajout = self._moins_peuples(trop, caches)
            if not ajout.any():
                return caches, trop
            caches = caches | ajout

    def _moins_peuples(self, trop: np.ndarray, caches: np.ndarray) -> np.ndarray:
        """For each département and year in need, its least populated group not yet hidden."""
        h = self._h
        ajout = np.zeros_like(caches)
        for departement, annee in np.argwhere(trop):
            candidats = h.groupe_portion[h.departement_portion == departement]
            candidats = candidats[~caches[candidats, annee]]
            if len(candidats):
                ajout[candidats[np.argmin(h.population_groupe[candidats])], annee] = True
        return ajout

    def _groupes_touches(self) -> np.ndarray:
        return un_des(self._primaires["commune"] | self._tus, self._h.groupe_commune, n=self._h.groupes)

    def _regions(self, departements: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Régions to hide, the others that hide them, and whether France has to be hidden too."""
        h = self._h
        region_commune = h.region_departement[h.departement_commune]
        region_portion = h.region_departement[h.departement_portion]
        n = len(h.codes["region"])
        dedans = un_des(departements, h.region_departement, n=n)[h.region_departement]
        touchees = departements[h.departement_portion]
        cellules = [*self._cellules_de(touchees, region_commune, region_portion), self._cellules("departement", h.region_departement)]
        reserve = self._reserve(dedans[h.departement_portion], region_portion, n=n)
        regions = self._primaires["region"] | (self._etroits(cellules, *reserve) & self._connu["region"])
        return self._compagnes(regions)

    def _compagnes(self, regions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The least populated régions are hidden besides, until the hidden ones protect each other within France."""
        h = self._h
        region_portion = h.region_departement[h.departement_portion]
        france = {n: np.zeros(len(self._x[n]), dtype=int) for n in ("commune", "portion", "departement", "region")}
        cellules = [
            *self._cellules_de(regions[region_portion], france["commune"], france["portion"]),
            self._cellules("departement", france["departement"], dans=regions[h.region_departement]),
            self._cellules("region", france["region"]),
        ]
        caches = regions.copy()
        while True:
            reserve = self._reserve(caches[region_portion], france["portion"], n=1)
            trop = (self._etroits(cellules, *reserve) & self._connu["france"])[0] & regions.any(axis=0)
            libres = trop & ~caches.all(axis=0)
            if not libres.any():
                return caches, (trop | self._primaires["france"][0])[None, :]
            rang = np.where(caches, np.inf, h.population_region[:, None]).argmin(axis=0)
            caches[rang[libres], np.flatnonzero(libres)] = True

    def _descend(self, groupes: np.ndarray, departements: np.ndarray, regions: np.ndarray, *, france: np.ndarray) -> Masques:
        """What is hidden above is hidden below, and the départements of a région are hidden together."""
        h = self._h
        regions = regions | france
        freres = un_des(departements, h.region_departement, n=len(h.codes["region"])) | regions
        departements = freres[h.region_departement]
        groupes = groupes | un_des(departements[h.departement_portion], h.groupe_portion, n=h.groupes)
        communes = (groupes | self._groupes_touches())[h.groupe_commune]
        entiers = groupes[h.groupe_commune]
        epci = groupes[: len(h.codes["epci"])]
        return {"commune": communes, ENTIER: entiers, "epci": epci, "departement": departements, "region": regions, "france": france}

    def _cellules_de(self, portions: np.ndarray, parent_commune: np.ndarray, parent_portion: np.ndarray) -> list[_Cellules]:
        """The communes and the portions to protect inside ``portions``, under other parents."""
        h = self._h
        communes = self._cellules("commune", parent_commune, dans=portions[h.portion_commune])
        return [communes, self._cellules("portion", parent_portion, dans=portions)]

    def _cellules(self, niveau: str, parents: np.ndarray, *, dans: np.ndarray | bool = True) -> _Cellules:
        lignes, annees = np.nonzero(self._primaires[niveau] & dans)
        x, d, vu = (g[niveau][lignes, annees] for g in (self._x, self._d, self._vu))
        return _Cellules(x, d, vu, annees, parents[lignes])

    def _reserve(self, dedans: np.ndarray, parents: np.ndarray, *, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Sums of the hidden portions by parent: what is known of them together."""
        return tuple(somme(np.where(dedans, g["portion"], 0), parents, n=n) for g in (self._x, self._d))

    def _etroits(self, cellules: list[_Cellules], reserve: np.ndarray, bornes: np.ndarray) -> np.ndarray:
        """Parents whose hidden cells, known by their sum, let one of the cells to protect be narrowed."""
        trop = np.zeros(reserve.shape, dtype=bool)
        for c in cellules:
            places = c.parents, c.annees
            serres = _etroite(c.x, c.d, c.vu, reserve[places], bornes[places], self._regles, montree=self._montree)
            trop[c.parents[serres], c.annees[serres]] = True
        return trop


def petits(x: np.ndarray, regles: Regles) -> np.ndarray:
    """Counts of 1 to the threshold - 1."""
    return (x > POUSSIERE) & (x < regles.seuil)


def unanimes(x: np.ndarray, d: np.ndarray, regles: Regles) -> np.ndarray:
    """0 % or 100 % of a small group."""
    return (d > POUSSIERE) & (d < regles.petit_groupe) & ((np.abs(x) < POUSSIERE) | (np.abs(d - x) < POUSSIERE))


def _etroite(
    x: np.ndarray, d: np.ndarray, vu: np.ndarray, reserve: np.ndarray, bornes: np.ndarray, regles: Regles, *, montree: bool
) -> np.ndarray:
    """Whether a cell, hidden among cells that add up to ``reserve`` out of ``bornes``, is known better than « 1 to seuil »."""
    petit = petits(x, regles) & _hors_doute(vu, reserve, bornes, regles=regles)
    reste = petits(d - x, regles) & _hors_doute(vu, bornes - reserve, bornes, regles=regles)
    unanime = montree & unanimes(x, d, regles) & unanimes(reserve, bornes, regles)
    return petit | reste | unanime


def _hors_doute(d: np.ndarray, reserve: np.ndarray, bornes: np.ndarray, *, regles: Regles) -> np.ndarray:
    """Fréchet's bounds of a cell of size ``d``: too low a maximum (unless ``d`` says as much), or too high a minimum.

    Unknown sums bound nothing.
    """
    return (reserve < np.fmin(regles.seuil, d)) | (reserve + d - bornes > 1)

"""From rows of ``mesures`` to cubes: one measure, one level, in the units of the target vintage."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
import pandas as pd

from ctg_data.indicators import cubes
from ctg_data.indicators.cubes import R_ABSENT, R_ND, R_NS, R_OK, R_SECRET, Cube
from ctg_data.indicators.geographie import Geographie
from ctg_data.indicators.vocabulaire import TOTAL, Mesure
from ctg_data.loaders.model import Source
from ctg_data.loaders.requete_type_modele import MOIS_ARS, MOIS_STOCK

LIGNES_ENSEMBLE = 2_000_000
"""Rows put in cubes at once."""
SOURCES_MAX = 64
"""A cell names its sources by as many bits (``cubes.Cube.sources``)."""
_RANGS = {"ok": R_OK, "ns": R_NS, "nd": R_ND, "s": R_SECRET}
_STOCKS = (0, MOIS_STOCK)
_CAF, _MSA, _ENSEMBLE = "caf", "msa", ("caf_msa", "")
_REGIMES = (_CAF, _MSA, *_ENSEMBLE)


@dataclass(frozen=True)
class Registre:
    """What the engine must know of sources: their bit, whether they are the CAF's own exact data, whether they are inventories."""

    ordre: tuple[str, ...]
    internes: frozenset[str]
    inventaires: frozenset[str]
    hors_champ: Mapping[str, tuple[str, ...]]
    """Source -> départements that its field leaves out, for those that leave some out."""

    @classmethod
    def de(cls, sources: Mapping[str, Source]) -> "Registre":
        """Raises ValueError beyond the number of sources that a cell can name."""
        if len(sources) > SOURCES_MAX:
            raise ValueError(f"the engine names at most {SOURCES_MAX} sources")
        ordre = tuple(sorted(sources))
        internes = frozenset(i for i in ordre if sources[i].profil_secret == "caf_interne")
        hors = {i: sources[i].hors_champ for i in ordre if sources[i].hors_champ}
        return cls(ordre, internes, frozenset(i for i in ordre if sources[i].inventaire), hors)

    @cached_property
    def departements(self) -> tuple[str, ...]:
        """Every département that some source leaves out: the bits of ``Cube.hors``, in order.  At most 8."""
        return tuple(sorted({code for codes in self.hors_champ.values() for code in codes}))

    @cached_property
    def hors(self) -> Mapping[str, int]:
        """Source -> bits of the départements that it leaves out."""
        return {i: sum(1 << self.departements.index(code) for code in codes) for i, codes in self.hors_champ.items()}

    def noms(self, bits: int) -> tuple[str, ...]:
        """Sources named by the bits of a cell."""
        return tuple(nom for rang, nom in enumerate(self.ordre) if bits >> rang & 1)


@dataclass(frozen=True, eq=False)
class Rangees:
    """Rows of one measure and level as integers: what is scattered, without any text."""

    unite: np.ndarray
    modalite: np.ndarray
    annee: np.ndarray
    millesime: np.ndarray
    regime: np.ndarray
    valeur: np.ndarray
    rang: np.ndarray
    est: np.ndarray
    arrondis: np.ndarray
    interne: np.ndarray
    sources: np.ndarray
    hors: np.ndarray

    def filtre(self, ou: np.ndarray) -> "Rangees":
        """The rows ``ou``; no copy where all are kept."""
        return self if ou.all() else Rangees(**{f.name: getattr(self, f.name)[ou] for f in fields(self)})


@dataclass(frozen=True)
class Lecteur:
    """Turns rows of one measure into cubes."""

    mesure: Mesure
    geographie: Geographie
    registre: Registre
    regimes: tuple[str, ...]

    def cube(self, lignes: pd.DataFrame, niveau: str, annees: tuple[int, ...]) -> Cube:
        """Rows of one level, as cube [modalities, units, years] of the target vintage; the publisher's own figures only."""
        total = cubes.absent((len(self.mesure.modalites), self.geographie.nombre(niveau)), annees)
        for tranche in _tranches(lignes):
            rangees = self._rangees(tranche, niveau)
            for millesime in np.unique(rangees.millesime).tolist():
                if self.geographie.connait(niveau, millesime):
                    partie = self._millesime(rangees.filtre(rangees.millesime == millesime), niveau, millesime)
                    colonnes = np.array([annees.index(a) for a in partie.annees])
                    cubes.pose(total, partie, ou=partie.rang != R_ABSENT, colonnes=colonnes)
        return total

    def _rangees(self, lignes: pd.DataFrame, niveau: str) -> Rangees:
        rang = _traduit(lignes["statut"], _RANGS, defaut=R_ND, type_="int8")
        bits = {nom: 1 << place for place, nom in enumerate(self.registre.ordre)}
        unites = self.geographie.communes if niveau == "commune" else self.geographie.index[niveau]
        return Rangees(
            unite=_positions(lignes["code"], unites),
            modalite=_positions(lignes["modalite"], pd.Index(list(self.mesure.modalites), dtype=object)),
            annee=lignes["annee"].to_numpy(),
            millesime=lignes["millesime_geo"].to_numpy(),
            regime=_traduit(lignes["regime"], {nom: place for place, nom in enumerate(_REGIMES)}, defaut=-1, type_="int8"),
            valeur=np.where(rang == R_OK, lignes["valeur"].to_numpy(), 0.0),
            rang=rang,
            est=lignes["est"].to_numpy(),
            arrondis=lignes["arr5"].to_numpy(),
            interne=_traduit(lignes["source"], dict.fromkeys(self.registre.internes, 1), defaut=0, type_="bool"),
            sources=_traduit(lignes["source"], bits, defaut=0, type_="uint64"),
            hors=_traduit(lignes["source"], self.registre.hors if niveau == "france" else {}, defaut=0, type_="uint8"),
        )

    def _millesime(self, rangees: Rangees, niveau: str, millesime: int) -> Cube:
        nombre = self.geographie.nombre(niveau)
        if niveau == "commune":
            passage = self.geographie.passage(millesime)
            anciennes = replace(rangees, unite=np.append(passage.communes, -1)[rangees.unite])
            avant = self._dense(anciennes, passage.nombre, avec_inventaires=True)
            return cubes.passe(avant, passage, nombre=nombre, additive=self.mesure.additive)
        gardees = self.geographie.comparables(niveau, millesime)
        return cubes.prend(self._dense(rangees, nombre), np.where(gardees, np.arange(nombre), -1))

    def _dense(self, rangees: Rangees, nombre: int, *, avec_inventaires: bool = False) -> Cube:
        """Rows of one vintage in the ``nombre`` units of that vintage, schemes put together."""
        annees = tuple(np.unique(rangees.annee).tolist())
        par_regime = {}
        for place in np.unique(rangees.regime[rangees.regime >= 0]).tolist():
            du_regime = rangees.filtre(rangees.regime == place)
            par_regime[_REGIMES[place]] = self._disperse(du_regime, nombre, annees=annees)
            self._complete(par_regime[_REGIMES[place]], du_regime, avec_inventaires)
        return self._reunit(par_regime) or cubes.absent((len(self.mesure.modalites), nombre), annees)

    def _disperse(self, rangees: Rangees, nombre: int, *, annees: tuple[int, ...]) -> Cube:
        """Scatter rows; those out of the list of units or of modalities fall out."""
        cube = cubes.absent((len(self.mesure.modalites), nombre), annees)
        dedans = rangees.filtre((rangees.unite >= 0) & (rangees.modalite >= 0))
        ou = np.ravel_multi_index((dedans.modalite, dedans.unite, np.searchsorted(annees, dedans.annee)), cube.rang.shape)
        for champ in cubes.CHAMPS:
            getattr(cube, champ).reshape(-1)[ou] = getattr(dedans, champ)
        return cube

    def _reunit(self, par_regime: Mapping[str, Cube]) -> Cube | None:
        """The scheme that the formula asks for (``model.Ref``): both together, one of them, or whichever exist."""
        if self.regimes == (_CAF,):
            return par_regime.get(_CAF)
        ensemble = _presents([par_regime[regime] for regime in _ENSEMBLE if regime in par_regime])
        deux = self._deux([par_regime[regime] for regime in (_CAF, _MSA) if regime in par_regime])
        if ensemble is None or deux is None:
            return ensemble or deux
        return cubes.choisit(ensemble.rang != R_ABSENT, ensemble, deux)

    def _deux(self, parts: Sequence[Cube]) -> Cube | None:
        """caf plus msa: whichever exist, or nothing when the formula wants both and one is missing."""
        somme = _presents(parts)
        if not self.regimes or somme is None:
            return somme
        if len(parts) < 2:
            return None
        ensemble = (parts[0].rang != R_ABSENT) & (parts[1].rang != R_ABSENT)
        return cubes.choisit(ensemble, somme, cubes.absent(somme.rang.shape[:-1], somme.annees))

    def _complete(self, cube: Cube, rangees: Rangees, avec_inventaires: bool) -> None:
        """Zeros that a source states by saying nothing."""
        if self.mesure.zero_si_autres:
            _zero_si_autres(cube, [i for i, m in enumerate(self.mesure.modalites) if m != TOTAL])
        for source in self.registre.inventaires if avec_inventaires else ():
            _zero_si_inventaire(cube, rangees, 1 << self.registre.ordre.index(source))


def avec_arrondissements(cube: Cube, nombres: np.ndarray) -> Cube:
    """Paris, Lyon and Marseille come from the sum of their arrondissements: as many rounded terms."""
    return cubes.avec(cube, arrondis=cube.arrondis * nombres[:, None])


def avec_inhabitees(cube: Cube, population: np.ndarray) -> Cube:
    """A commune without inhabitants that a source does not name counts for nothing in a sum."""
    vides = np.flatnonzero(population == 0)
    rang = cube.rang.copy()
    rang[..., vides, :] = np.where(rang[..., vides, :] == R_ABSENT, R_OK, rang[..., vides, :])
    return cubes.avec(cube, rang=rang)


def sans_departement(cube: Cube, rangs: np.ndarray, bit: int, *, ou: np.ndarray | bool) -> Cube:
    """The units ``rangs``, those of one département, count for nothing in a sum of the cells ``ou`` [modalities, years]."""
    place = (..., rangs, slice(None))
    ecartes = np.broadcast_to(np.expand_dims(ou, -2) if isinstance(ou, np.ndarray) else ou, cube.rang[place].shape)
    champs = {champ: getattr(cube, champ).copy() for champ in cubes.CHAMPS}
    for champ, valeur in (dict.fromkeys(cubes.CHAMPS, 0) | {"rang": R_OK, "hors": bit}).items():
        champs[champ][place] = np.where(ecartes, valeur, champs[champ][place])
    return cubes.avec(cube, **champs)


def hors_champ(cube: Cube, rangs: np.ndarray, bit: int, *, registre: Registre) -> np.ndarray:
    """Cells [modalities, years] where a département is wholly missing, and one of the sources that gave the others leaves it out."""
    sources = np.bitwise_or.reduce(cube.sources, axis=-2)
    exclu = sum(1 << rang for rang, nom in enumerate(registre.ordre) if registre.hors.get(nom, 0) & bit)
    return (cube.rang[..., rangs, :] == R_ABSENT).all(axis=-2) & (sources & exclu != 0)


def du_stock(lignes: pd.DataFrame) -> pd.DataFrame:
    """December stocks and yearly figures (August for the back-to-school allowance): other months are not the year's figure."""
    mois = lignes["mois"].to_numpy()
    rentree = [nom for nom in lignes["mesure"].cat.categories if nom.endswith("_ars")]
    gardees = np.isin(mois, _STOCKS) | ((mois == MOIS_ARS) & lignes["mesure"].isin(rentree).to_numpy())
    return lignes if gardees.all() else lignes[gardees]


def _tranches(lignes: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The rows, year by year where they are many: years have nothing to do with each other, and take ten times their room on their way."""
    if len(lignes) <= LIGNES_ENSEMBLE:
        yield from [lignes] if len(lignes) else []
        return
    annee = lignes["annee"].to_numpy()
    yield from (lignes[annee == a] for a in np.unique(annee))


def _presents(parts: Sequence[Cube]) -> Cube | None:
    return cubes.somme_des_presents(parts) if parts else None


def _positions(colonne: pd.Series, index: pd.Index) -> np.ndarray:
    """Row number in ``index`` of each text, looked up once per category; -1 when it is not there."""
    return np.append(index.get_indexer(colonne.cat.categories.astype(object)), -1)[colonne.cat.codes.to_numpy()]


def _traduit(colonne: pd.Series, valeurs: Mapping[str, int], *, defaut: int, type_: str) -> np.ndarray:
    table = np.array([*(valeurs.get(texte, defaut) for texte in colonne.cat.categories), defaut], dtype=type_)
    return table[colonne.cat.codes.to_numpy()]


def _zero_si_inventaire(cube: Cube, rangees: Rangees, bit: int) -> None:
    """Communes that an inventory does not name have none of what it lists that year."""
    siennes = (rangees.sources == bit) & (rangees.modalite >= 0)
    cases = np.searchsorted(cube.annees, rangees.annee[siennes]) + len(cube.annees) * rangees.modalite[siennes]
    for modalite, colonne in (divmod(case, len(cube.annees)) for case in np.unique(cases).tolist()):
        place = modalite, slice(None), colonne
        vides = cube.rang[place] == R_ABSENT
        cube.rang[place][vides] = R_OK
        cube.sources[place][vides] = bit


def _zero_si_autres(cube: Cube, classes: Sequence[int]) -> None:
    """A class without row is zero where another class has one; it is as rounded and as internal as the others."""
    presentes = cube.rang[classes] != R_ABSENT
    for classe in classes:
        vides = (cube.rang[classe] == R_ABSENT) & presentes.any(axis=0)
        cube.rang[classe][vides] = R_OK
        cube.sources[classe][vides] = np.bitwise_or.reduce(cube.sources[classes], axis=0)[vides]
        cube.interne[classe][vides] = cube.interne[classes].any(axis=0)[vides]
        cube.arrondis[classe][vides] = cube.arrondis[classes].max(axis=0)[vides]

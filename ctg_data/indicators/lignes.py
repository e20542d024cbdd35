"""From rows of ``mesures`` to cubes: one measure, one level, in the units of the target vintage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ctg_data.indicators import cubes
from ctg_data.indicators.cubes import R_ABSENT, R_ND, R_NS, R_OK, R_SECRET, Cube
from ctg_data.indicators.geographie import Geographie
from ctg_data.indicators.vocabulaire import TOTAL, Mesure
from ctg_data.loaders.model import Source
from ctg_data.loaders.requete_type_modele import MOIS_ARS, MOIS_STOCK

_RANGS = {"ok": R_OK, "ns": R_NS, "nd": R_ND, "s": R_SECRET}
_STOCKS = (0, MOIS_STOCK)
_MSA, _CAF, _ENSEMBLE = "msa", "caf", ("caf_msa", "")


@dataclass(frozen=True)
class Registre:
    """What the engine must know of sources: their bit, whether they are the CAF's own exact data, whether they are inventories."""

    ordre: tuple[str, ...]
    internes: frozenset[str]
    inventaires: frozenset[str]

    @classmethod
    def de(cls, sources: Mapping[str, Source]) -> "Registre":
        """Raises ValueError beyond the number of sources that a cell can name."""
        if len(sources) > 24:
            raise ValueError("the engine names at most 24 sources")
        ordre = tuple(sorted(sources))
        internes = frozenset(i for i in ordre if sources[i].profil_secret == "caf_interne")
        return cls(ordre, internes, frozenset(i for i in ordre if sources[i].inventaire))

    def noms(self, bits: int) -> tuple[str, ...]:
        """Sources named by the bits of a cell."""
        return tuple(nom for rang, nom in enumerate(self.ordre) if bits >> rang & 1)


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
        for millesime in sorted(set(lignes["millesime_geo"].to_numpy().tolist())):
            if self.geographie.connait(niveau, millesime):
                du_millesime = lignes[lignes["millesime_geo"].to_numpy() == millesime]
                partie = self._millesime(du_millesime, niveau, millesime)
                colonnes = np.array([annees.index(a) for a in partie.annees])
                cubes.pose(total, partie, ou=partie.rang != R_ABSENT, colonnes=colonnes)
        return total

    def _millesime(self, lignes: pd.DataFrame, niveau: str, millesime: int) -> Cube:
        if niveau == "commune":
            passage = self.geographie.passage(millesime)
            avant = self._dense(lignes, passage.codes, niveau)
            return cubes.passe(avant, passage, nombre=self.geographie.nombre(niveau), additive=self.mesure.additive)
        dense = self._dense(lignes, self.geographie.index[niveau], niveau)
        gardees = self.geographie.comparables(niveau, millesime)
        return cubes.prend(dense, np.where(gardees, np.arange(len(gardees)), -1))

    def _dense(self, lignes: pd.DataFrame, unites: pd.Index, niveau: str) -> Cube:
        """Rows of one vintage in the units of that vintage, schemes put together."""
        annees = tuple(sorted(set(lignes["annee"].to_numpy().tolist())))
        par_regime = {
            str(regime): self._complete(self._disperse(du_regime, unites, annees), du_regime, niveau)
            for regime, du_regime in lignes.groupby("regime", observed=True)
        }
        vide = cubes.absent((len(self.mesure.modalites), len(unites)), annees)
        return self._reunit({regime: par_regime.get(regime, vide) for regime in (_CAF, _MSA, *_ENSEMBLE)}, vide)

    def _reunit(self, par_regime: Mapping[str, Cube], vide: Cube) -> Cube:
        """The scheme that the formula asks for (``model.Ref``): both together, one of them, or whichever exist."""
        caf, msa = par_regime[_CAF], par_regime[_MSA]
        if self.regimes == (_CAF,):
            return caf
        ensemble = cubes.somme_des_presents([par_regime[regime] for regime in _ENSEMBLE])
        deux = cubes.somme_des_presents([caf, msa])
        if self.regimes:
            deux = cubes.choisit((caf.rang != R_ABSENT) & (msa.rang != R_ABSENT), deux, vide)
        return cubes.choisit(ensemble.rang != R_ABSENT, ensemble, deux)

    def _disperse(self, lignes: pd.DataFrame, unites: pd.Index, annees: tuple[int, ...]) -> Cube:
        """Scatter rows by their integer codes; rows out of the list of units or of modalities fall out."""
        cube = cubes.absent((len(self.mesure.modalites), len(unites)), annees)
        unite, modalite = _positions(lignes["code"], unites), _positions(lignes["modalite"], pd.Index(list(self.mesure.modalites)))
        annee = np.searchsorted(annees, lignes["annee"].to_numpy())
        dedans = np.flatnonzero((unite >= 0) & (modalite >= 0))
        ou = np.ravel_multi_index((modalite[dedans], unite[dedans], annee[dedans]), cube.rang.shape)
        for champ, valeurs in self._champs(lignes).items():
            getattr(cube, champ).reshape(-1)[ou] = valeurs[dedans]
        return cube

    def _champs(self, lignes: pd.DataFrame) -> dict[str, np.ndarray]:
        rang = _traduit(lignes["statut"], _RANGS, defaut=R_ND)
        valeur = np.where(rang == R_OK, lignes["valeur"].to_numpy(), 0.0)
        bits = {nom: 1 << place for place, nom in enumerate(self.registre.ordre)}
        return {
            "valeur": valeur,
            "rang": rang,
            "est": lignes["est"].to_numpy(),
            "arrondis": lignes["arr5"].to_numpy().astype("int32"),
            "interne": _traduit(lignes["source"], dict.fromkeys(self.registre.internes, 1), defaut=0).astype(bool),
            "sources": _traduit(lignes["source"], bits, defaut=0).astype("uint32"),
        }

    def _complete(self, cube: Cube, lignes: pd.DataFrame, niveau: str) -> Cube:
        """Zeros that a source states by saying nothing."""
        if self.mesure.zero_si_autres:
            _zero_si_autres(cube, [i for i, m in enumerate(self.mesure.modalites) if m != TOTAL])
        inventaire = lignes[lignes["source"].isin(self.registre.inventaires)] if niveau == "commune" else lignes.iloc[:0]
        if len(inventaire):
            self._zero_si_inventaire(cube, inventaire)
        return cube

    def _zero_si_inventaire(self, cube: Cube, lignes: pd.DataFrame) -> None:
        vus = lignes[["modalite", "annee", "source"]].drop_duplicates().astype({"modalite": str, "source": str})
        for modalite, annee, source in vus.itertuples(index=False):
            if modalite in self.mesure.modalites:
                place = list(self.mesure.modalites).index(modalite), slice(None), cube.annees.index(annee)
                vides = cube.rang[place] == R_ABSENT
                cube.rang[place][vides] = R_OK
                cube.sources[place][vides] = 1 << self.registre.ordre.index(source)


def avec_arrondissements(cube: Cube, nombres: np.ndarray) -> Cube:
    """Paris, Lyon and Marseille come from the sum of their arrondissements: as many rounded terms."""
    return cubes.avec(cube, arrondis=cube.arrondis * nombres[:, None])


def avec_inhabitees(cube: Cube, population: np.ndarray) -> Cube:
    """A commune without inhabitants that a source does not name counts for nothing in a sum."""
    vides = np.flatnonzero(population == 0)
    rang = cube.rang.copy()
    rang[..., vides, :] = np.where(rang[..., vides, :] == R_ABSENT, R_OK, rang[..., vides, :])
    return cubes.avec(cube, rang=rang)


def du_stock(lignes: pd.DataFrame) -> pd.DataFrame:
    """December stocks and yearly figures (August for the back-to-school allowance): other months are not the year's figure."""
    mois = lignes["mois"].to_numpy()
    gardees = np.isin(mois, _STOCKS)
    if (mois == MOIS_ARS).any():
        gardees |= (mois == MOIS_ARS) & lignes["mesure"].astype(str).str.endswith("_ars").to_numpy()
    return lignes if gardees.all() else lignes[gardees]


def _positions(colonne: pd.Series, index: pd.Index) -> np.ndarray:
    """Row number in ``index`` of each text, looked up once per category; -1 when it is not there."""
    return np.append(index.get_indexer(colonne.cat.categories), -1)[colonne.cat.codes.to_numpy()]


def _traduit(colonne: pd.Series, valeurs: Mapping[str, int], *, defaut: int) -> np.ndarray:
    table = np.array([*(valeurs.get(texte, defaut) for texte in colonne.cat.categories), defaut])
    return table[colonne.cat.codes.to_numpy()]


def _zero_si_autres(cube: Cube, classes: Sequence[int]) -> None:
    """A class without row is zero where another class has one; it is as rounded and as internal as the others."""
    presentes = cube.rang[classes] != R_ABSENT
    for classe in classes:
        vides = (cube.rang[classe] == R_ABSENT) & presentes.any(axis=0)
        cube.rang[classe][vides] = R_OK
        cube.sources[classe][vides] = np.bitwise_or.reduce(cube.sources[classes], axis=0)[vides]
        cube.interne[classe][vides] = cube.interne[classes].any(axis=0)[vides]
        cube.arrondis[classe][vides] = cube.arrondis[classes].max(axis=0)[vides]

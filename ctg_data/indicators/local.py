"""The engine on a part of the country, with perimeters: overlapping lists of communes that may cross EPCI and départements.

Only what a perimeter needs is there: its communes, the whole EPCI and the whole départements around it.  What is read of them
(``DonneesAutour``) is kept by who computes one perimeter after another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from ctg_data.indicators import cubes, lignes
from ctg_data.indicators.cubes import CHAMPS, R_OK, Cube
from ctg_data.indicators.donnees import OCTETS, Donnees, Reserve
from ctg_data.indicators.geographie import Geographie, Groupes
from ctg_data.indicators.model import Ref, Somme
from ctg_data.store.magasin import Magasin
from ctg_data.territoires.composition import Compositions
from ctg_data.territoires.model import CIBLE
from ctg_data.territoires.referentiel import Referentiel

PERIMETRE = "perimetre"
AUTOUR = ("commune", "epci", "departement")


@dataclass(frozen=True)
class Piece:
    """One part of a perimeter, at the level where its figure may be shown: a whole département, a whole EPCI, or a commune.

    ``parts``: what it is itself made of, () for a commune.
    """

    niveau: str
    code: str
    parts: tuple["Piece", ...] = ()

    @property
    def blocs(self) -> tuple[tuple[str, str], ...]:
        """(niveau, code) of the EPCI and communes that make it."""
        return tuple(b for p in self.parts for b in p.blocs) if self.niveau == "departement" else ((self.niveau, self.code),)

    @property
    def toutes(self) -> tuple[tuple[str, str], ...]:
        """(niveau, code) of the part itself and of all those inside it."""
        return ((self.niveau, self.code), *(t for p in self.parts for t in p.toutes))


@lru_cache(maxsize=4)
def lieux(referentiel: Referentiel) -> pd.DataFrame:
    """epci, departement, region, nom, population by commune of the target vintage; made once a reference."""
    return (
        referentiel.communes()
        .set_index("code")[["epci", "departement", "region", "nom", "population"]]
        .astype({"epci": "object", "departement": "object", "region": "object", "nom": "object"})
    )


def pieces(communes: Iterable[str], ou: pd.DataFrame) -> tuple[Piece, ...]:
    """The largest départements and EPCI wholly inside, then what is left of communes; ``ou``: ``lieux`` of the whole country."""
    dedans = reste = ou.loc[sorted(set(communes))]
    trouvees: list[Piece] = []
    for departement in _entiers(dedans, ou, "departement"):
        siens = dedans[dedans["departement"] == departement]
        trouvees.append(Piece("departement", departement, _epci_et_communes(siens, ou)))
        reste = reste[reste["departement"] != departement]
    return (*trouvees, *_epci_et_communes(reste, ou))


def _epci_et_communes(dedans: pd.DataFrame, ou: pd.DataFrame) -> tuple[Piece, ...]:
    entiers = _entiers(dedans, ou, "epci")
    epci = [Piece("epci", e, _communes(dedans.index[dedans["epci"] == e])) for e in entiers]
    return (*epci, *_communes(dedans.index[~dedans["epci"].isin(entiers)]))


def _communes(codes: Iterable[str]) -> tuple[Piece, ...]:
    return tuple(Piece("commune", str(code)) for code in codes)


def _entiers(dedans: pd.DataFrame, ou: pd.DataFrame, niveau: str) -> list[str]:
    """Units of a level of which every commune is in ``dedans``."""
    nombres = dedans[niveau].value_counts()
    totaux = ou.loc[ou[niveau].isin(nombres.index), niveau].value_counts()
    return sorted(code for code, n in nombres.items() if code and totaux[code] == n)


class Etendue:
    """A reference narrowed to ``communes``: its EPCI and départements are those wholly in them."""

    def __init__(self, referentiel: Referentiel, communes: Iterable[str]):
        self._ref, self._communes, ou = referentiel, frozenset(communes), lieux(referentiel)
        dedans = ou.loc[sorted(self._communes)]
        self._entiers = {n: frozenset(_entiers(dedans, ou, n)) for n in ("epci", "departement")}

    @property
    def arrondissements(self) -> Mapping[str, str]:
        return self._ref.arrondissements

    @property
    def entier(self) -> Referentiel:
        """The whole reference."""
        return self._ref

    def communes(self, millesime: int = CIBLE) -> pd.DataFrame:
        return self._garde(self._ref.communes(millesime), "code", self.codes("commune", millesime))

    def appartenance(self, millesime: int = CIBLE) -> pd.DataFrame:
        return self._garde(self._ref.appartenance(millesime), "commune", self.codes("commune", millesime))

    def epci(self, millesime: int = CIBLE) -> pd.DataFrame:
        return self._garde(self._ref.epci(millesime), "code", self._entiers["epci"])

    def departements(self) -> pd.DataFrame:
        return self._garde(self._ref.departements(), "code", self._entiers["departement"])

    def codes(self, niveau: str, millesime: int = CIBLE) -> frozenset[str]:
        if niveau != "commune":
            return self._entiers[niveau]
        return self._communes if millesime == CIBLE else frozenset(self.passage(millesime)["code_src"])

    def passage(self, de: int, vers: int = CIBLE) -> pd.DataFrame:
        return self._garde(self._ref.passage(de, vers), "code_dst", self._communes)

    def inchangees(self, millesime: int) -> frozenset[str]:
        return self._ref.inchangees(millesime)

    @staticmethod
    def _garde(table: pd.DataFrame, colonne: str, codes: frozenset[str]) -> pd.DataFrame:
        return table[table[colonne].isin(codes)].reset_index(drop=True)


@lru_cache(maxsize=2)
def _compositions(referentiel: Referentiel) -> Compositions:
    return Compositions(referentiel)


class GeographieAutour(Geographie):
    """Communes, EPCI and départements of an ``Etendue``."""

    niveaux = AUTOUR

    def __init__(self, etendue: "Etendue"):
        super().__init__(etendue)
        if isinstance(etendue, Etendue):  # what moved in from outside, or out of it, is seen from the whole country only
            self._compositions = _compositions(etendue.entier)

    @cached_property
    def population(self) -> Mapping[str, np.ndarray]:
        tables = {
            "commune": self._referentiel.communes(),
            "epci": self._referentiel.epci(),
            "departement": self._referentiel.departements(),
        }
        return {n: t.set_index("code")["population"].reindex(self.index[n]).to_numpy("float64", na_value=np.nan) for n, t in tables.items()}


class DonneesAutour(Donnees):
    """What is read around perimeters.  Kept as long as the store does not change, it makes the next perimeter quick."""

    def __init__(self, magasin: Magasin, etendue: Etendue, *, octets: int = OCTETS):
        super().__init__(magasin, GeographieAutour(etendue), octets=octets)
        self.editions = magasin.editions()


class GeographiePerimetres:
    """The units around, and perimeters (code -> communes) made of them."""

    def __init__(self, autour: Geographie, perimetres: Mapping[str, Sequence[str]], ou: pd.DataFrame):
        self._autour, self._ou = autour, ou
        self._perimetres = {code: tuple(perimetres[code]) for code in sorted(perimetres)}
        self.pieces = {code: pieces(communes, ou) for code, communes in self._perimetres.items()}
        self.codes = {**autour.codes, PERIMETRE: tuple(self._perimetres)}

    def nombre(self, niveau: str) -> int:
        return len(self.codes[niveau])

    def reference(self, niveau: str) -> tuple[str, np.ndarray] | None:
        """A perimeter is compared with the département where most of its people live."""
        if niveau != PERIMETRE:
            return self._autour.reference(niveau)
        principaux = [_principal(self._ou.loc[list(communes)]) for communes in self._perimetres.values()]
        return "departement", self._autour.index["departement"].get_indexer(principaux)

    @cached_property
    def population(self) -> Mapping[str, np.ndarray]:
        sommes = [np.nansum(self._ou.loc[list(c), "population"].to_numpy("float64", na_value=np.nan)) for c in self._perimetres.values()]
        return {**self._autour.population, PERIMETRE: np.array(sommes)}

    @cached_property
    def communes(self) -> Groupes:
        """The communes of each perimeter."""
        return _groupes([self._autour.index["commune"].get_indexer(c) for c in self._perimetres.values()])

    @cached_property
    def blocs(self) -> Groupes:
        """Whole EPCI and other communes of each perimeter, as rows of the EPCI followed by the communes."""
        return _groupes([[self._rang(*b) for p in morceaux for b in p.blocs] for morceaux in self.pieces.values()])

    def _rang(self, niveau: str, code: str) -> int:
        return self._autour.index[niveau].get_loc(code) + (self.nombre("epci") if niveau == "commune" else 0)


class DonneesPerimetres:
    """What formulas read of perimeters; everything else is read around them."""

    def __init__(self, autour: DonneesAutour, perimetres: Mapping[str, Sequence[str]], ou: pd.DataFrame):
        self._autour = autour
        self.geographie = GeographiePerimetres(autour.geographie, perimetres, ou)
        self.registre, self.annees, self.editions = autour.registre, autour.annees, autour.editions
        self._reserve = Reserve(OCTETS)

    def somme(self, refs: Somme, niveau: str, *, hors: int = 0) -> Cube:
        """Sum [units, years] of ``refs``, as ``Donnees.somme``."""
        if niveau != PERIMETRE:
            return self._autour.somme(refs, niveau, hors=hors)
        return self._reserve.donne(("somme", refs), lambda: self._autour.additionne([(ref, self._reunit(ref)) for ref in refs]))

    def publie(self, ref: Ref, niveau: str) -> Cube:
        """Nobody publishes anything of a perimeter."""
        lu = self._autour.publie(ref, "commune" if niveau == PERIMETRE else niveau)
        return cubes.absent((self.geographie.nombre(niveau),), lu.annees) if niveau == PERIMETRE else lu

    def _reunit(self, ref: Ref) -> Cube:
        return self._reserve.donne(("mesure", ref.mesure, ref.regimes), lambda: self._mesure(ref))

    def _mesure(self, ref: Ref) -> Cube:
        """The sum of the communes; where one of them has no figure, that of the whole EPCI that are inside, and of the others."""
        g = self.geographie
        communes = lignes.avec_inhabitees(self._autour.au_niveau(ref, "commune"), g.population["commune"])
        sommes = cubes.regroupe(communes, g.communes, g.nombre(PERIMETRE))
        blocs = cubes.regroupe(_bout_a_bout(self._autour.au_niveau(ref, "epci"), communes), g.blocs, g.nombre(PERIMETRE))
        return cubes.choisit((sommes.rang != R_OK) & (blocs.rang == R_OK), blocs, sommes)


def _principal(communes: pd.DataFrame) -> str:
    poids = communes["population"].fillna(0).groupby(communes["departement"]).sum()
    return max(poids.index, key=lambda code: (poids[code], code))


def _groupes(rangs: Sequence[Sequence[int]]) -> Groupes:
    """Perimeters in their order, none of them empty."""
    tailles = np.array([len(r) for r in rangs])
    return Groupes(np.concatenate([np.asarray(r, dtype="int64") for r in rangs]), np.cumsum(tailles) - tailles, np.arange(len(rangs)))


def _bout_a_bout(un: Cube, autre: Cube) -> Cube:
    """The units of two cubes one after the other (same modalities and years)."""
    return Cube(un.annees, **{c: np.concatenate([getattr(un, c), getattr(autre, c)], axis=-2) for c in CHAMPS})

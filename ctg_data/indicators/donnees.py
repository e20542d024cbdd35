"""Cubes of the private store, read when first asked for and kept while there is room."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable

import numpy as np
import pandas as pd

from ctg_data import memoire
from ctg_data.indicators import cubes, lignes, registry, utiles, vocabulaire
from ctg_data.indicators.cubes import R_ABSENT, Cube, CubeSerre
from ctg_data.indicators.geographie import Geographie
from ctg_data.indicators.lignes import Lecteur, Registre
from ctg_data.indicators.model import Indicateur, Ref, Somme
from ctg_data.store.magasin import Magasin
from ctg_data.territoires.referentiel import Referentiel

OCTETS = 700_000_000
"""Cubes kept as they are; beyond, those unused for longest go."""


Lecture = tuple[str, tuple[str, ...]]
"""A measure and the schemes in which it is read."""
MODALITES_PAR_LOT = 30


Temoin = Callable[[tuple[str, ...], pd.DataFrame], None]
"""Called with the names of the measures of a batch, and their rows."""


class Donnees:
    """What formulas read: sums of measures by level, rebased on the target vintage.

    One object serves one computation: it does not see what is imported after a measure was read.
    """

    def __init__(self, magasin: Magasin, territoires: Referentiel | Geographie, *, octets: int = OCTETS, temoin: Temoin | None = None):
        """``territoires``: a reference, for its target vintage, or the units to compute.  ``temoin`` is shown every batch of rows read."""
        self._magasin = magasin
        self._temoin = temoin
        self.geographie = territoires if isinstance(territoires, Geographie) else Geographie(territoires)
        self.registre = Registre.de({nom: s for nom, s in magasin.referents.sources.items() if utiles.sert(s)})
        self._reserve = Reserve(octets)
        self._lots = _lots(registry.catalogue())

    @property
    def annees(self) -> tuple[int, ...]:
        """Every year of the current editions."""
        editions = self._magasin.editions()
        courantes = editions.loc[editions["courante"].astype(bool), "annees"]
        return tuple(sorted({int(annee) for annees in courantes for annee in annees}))

    def somme(self, refs: Somme, niveau: str, *, hors: int = 0) -> Cube:
        """Sum [units, years] of ``refs`` at a level, over every year that one of them has.

        ``hors``: bits of the départements that France must leave out; 0 leaves its widest field.
        """
        return self._reserve.donne(("somme", refs, niveau, hors), lambda: self._somme(refs, niveau, hors))

    def publie(self, ref: Ref, niveau: str) -> Cube:
        """The publisher's own figures at that level."""
        return self._modalites(self._mesure(ref)[niveau], ref)

    def au_niveau(self, ref: Ref, niveau: str) -> Cube:
        """Every modality of the measure of ``ref`` at a level, over its widest field."""
        return self._au_niveau(ref, niveau, 0)

    def _somme(self, refs: Somme, niveau: str, hors: int) -> Cube:
        return self.additionne([(ref, self._au_niveau(ref, niveau, hors)) for ref in refs])

    def additionne(self, mesures: Iterable[tuple[Ref, Cube]]) -> Cube:
        """Sum of the modalities that each ``Ref`` takes of the cube of its measure, over every year that one of them has."""
        parts = [self._modalites(cube, ref) for ref, cube in mesures]
        annees = tuple(sorted({annee for part in parts for annee in part.annees}))
        return cubes.somme([cubes.sur(part, annees) for part in parts])

    def _modalites(self, cube: Cube, ref: Ref) -> Cube:
        noms = list(vocabulaire.catalogue()[ref.mesure].modalites)
        return cubes.somme_des_modalites(cube, [noms.index(m) for m in ref.modalites])

    def _au_niveau(self, ref: Ref, niveau: str, hors: int) -> Cube:
        """The publisher's row where there is one for the same communes, else the sum of all the communes.

        Régions and France, for want of these, are the sum of all the publisher's départements: nobody publishes
        benefits by région (and disability ones by commune).  France leaves out the départements that a source leaves out.
        """
        par_niveau = self._mesure(ref)
        if niveau == "commune":
            return par_niveau[niveau]
        cle = ("niveau", ref.mesure, ref.regimes, niveau, hors)
        return self._reserve.donne(cle, lambda: self._reunit(par_niveau, niveau, hors))

    def _reunit(self, par_niveau: dict[str, Cube], niveau: str, hors: int) -> Cube:
        sommes = self._groupe(par_niveau["commune"], niveau, de="commune", hors=hors)
        if niveau in ("region", "france"):
            departements = self._groupe(par_niveau["departement"], niveau, de="departement", hors=hors)
            sommes = cubes.choisit(sommes.manque & ~departements.manque, departements, sommes)
        publiees = par_niveau[niveau]
        voulues = (publiees.rang != R_ABSENT) & ((publiees.hors == hors) | (hors == 0))
        return cubes.choisit(voulues, publiees, sommes)

    def _groupe(self, cube: Cube, niveau: str, *, de: str, hors: int) -> Cube:
        if niveau == "france":
            cube = self._du_champ(cube, de, hors)
        if de == "commune":
            cube = lignes.avec_inhabitees(cube, self.geographie.population["commune"])
        return cubes.regroupe(cube, self.geographie.groupes(niveau, de), self.geographie.nombre(niveau))

    def _du_champ(self, cube: Cube, niveau: str, hors: int) -> Cube:
        """Without the départements that must be, or that sources leave out."""
        for rang, code in enumerate(self.registre.departements):
            bit, unites = 1 << rang, self.geographie.du_departement(niveau, code)
            ou = True if hors & bit else lignes.hors_champ(cube, unites, bit, registre=self.registre)
            if np.any(ou):
                cube = lignes.sans_departement(cube, unites, bit, ou=ou)
        return cube

    def _mesure(self, ref: Ref) -> dict[str, Cube]:
        return self._mesure_lue((ref.mesure, ref.regimes))

    def _mesure_lue(self, lecture: Lecture) -> dict[str, Cube]:
        return self._reserve.donne(("mesure", *lecture), lambda: self._lit(lecture))

    def _lit(self, lecture: Lecture) -> dict[str, Cube]:
        """Read a measure with the rest of its batch: a store of many files is opened once for all of them."""
        lot = next((lot for lot in self._lots if lecture in lot), (lecture,))
        absentes = [autre for autre in lot if autre != lecture and ("mesure", *autre) not in self._reserve]
        noms = tuple(dict.fromkeys(nom for nom, _ in (lecture, *absentes)))
        rangees = self._rangees(noms)
        for autre in absentes:
            self._reserve.pose(("mesure", *autre), self._par_niveau(autre, rangees))
        lue = self._par_niveau(lecture, rangees)
        del rangees
        memoire.libere()
        return lue

    def _rangees(self, noms: tuple[str, ...]) -> pd.DataFrame:
        """The rows of a batch of measures."""
        rangees = lignes.du_stock(self._magasin.mesures(noms, self.geographie.niveaux))
        if self._temoin:
            self._temoin(noms, rangees)
        return rangees

    def annees_de(self, lecture: Lecture) -> tuple[int, ...]:
        """Years in which a measure has a row at some level."""
        return self._mesure_lue(lecture)["commune"].annees

    def _annees(self, lecture: Lecture, siennes: pd.DataFrame) -> tuple[int, ...]:
        return tuple(np.unique(siennes["annee"].to_numpy()).tolist())

    def _par_niveau(self, lecture: Lecture, rangees: pd.DataFrame) -> dict[str, Cube]:
        """Cube of every level, all on the same years."""
        nom, regimes = lecture
        siennes = _seules(rangees, "mesure", nom)
        lecteur = Lecteur(vocabulaire.catalogue()[nom], self.geographie, self.registre, regimes)
        annees = self._annees(lecture, siennes)
        par_niveau = {niveau: lecteur.cube(_seules(siennes, "niveau", niveau), niveau, annees) for niveau in self.geographie.niveaux}
        return par_niveau | {"commune": lignes.avec_arrondissements(par_niveau["commune"], self.geographie.arrondissements)}


class Reserve:
    """The latest cubes asked for, within a number of bytes; measures that leave are kept compressed, twenty times smaller: to read them
    again would take a hundred times longer."""

    def __init__(self, octets: int):
        self._place = octets
        self._contenu: OrderedDict[Hashable, Cube | dict[str, Cube]] = OrderedDict()
        self._serres: dict[Hashable, dict[str, CubeSerre]] = {}

    def __contains__(self, cle: Hashable) -> bool:
        return cle in self._contenu or cle in self._serres

    def donne(self, cle: Hashable, calcule: Callable[[], Cube | dict[str, Cube]]):
        if cle not in self._contenu:
            serres = self._serres.get(cle)
            self.pose(cle, {niveau: c.cube() for niveau, c in serres.items()} if serres else calcule())
        self._contenu.move_to_end(cle)
        return self._contenu[cle]

    def pose(self, cle: Hashable, contenu: Cube | dict[str, Cube]) -> None:
        self._contenu[cle] = contenu
        self._place -= _octets(contenu)
        self._allege()

    def _allege(self) -> None:
        while self._place < 0 and len(self._contenu) > 1:
            cle, parti = self._contenu.popitem(last=False)
            self._place += _octets(parti)
            if isinstance(parti, dict) and cle not in self._serres:
                self._serres[cle] = {niveau: CubeSerre.de(cube) for niveau, cube in parti.items()}


def _lots(indicateurs: Iterable[Indicateur]) -> list[tuple[Lecture, ...]]:
    """What the catalogue reads, in order of first use, by batches of a bounded number of modalities."""
    lectures = dict.fromkeys((r.mesure, r.regimes) for i in indicateurs for formule in i.formules for r in registry.refs(formule))
    lots, place = [], 0
    for lecture in lectures:
        taille = len(vocabulaire.catalogue()[lecture[0]].modalites)
        if taille > place:
            lots.append([])
            place = MODALITES_PAR_LOT
        lots[-1].append(lecture)
        place -= taille
    return [tuple(lot) for lot in lots]


def _octets(contenu: Cube | dict[str, Cube]) -> int:
    return contenu.octets if isinstance(contenu, Cube) else sum(cube.octets for cube in contenu.values())


def _seules(rangees: pd.DataFrame, colonne: str, texte: str) -> pd.DataFrame:
    """The rows that hold a text; no copy where all do."""
    ou = (rangees[colonne] == texte).to_numpy()
    return rangees if ou.all() else rangees[ou]

"""What to hide of each sum in the communes and in the EPCI, where the total of their département is shown (domain.md §5.2).

Hiding all EPCI of a département is always enough; this module looks for less, sum by sum: companions among the communes of a portion,
whose total stays shown (``choix``), and where there are none, among the portions of the département (``portions``).  Where no witness is
found, the caller hides whole families, in the EPCI or in the département.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields

import numpy as np

from ctg_data.diagnostic import chaines, hierarchie, liens
from ctg_data.diagnostic.choix import Choix, Trouvees
from ctg_data.diagnostic.exigences import Grandeur, Places
from ctg_data.diagnostic.hierarchie import Hierarchie
from ctg_data.diagnostic.portions import ChoixPortions
from ctg_data.diagnostic.secret import POUSSIERE, Quantite, Regles
from ctg_data.indicators.model import Somme

COMMUNES_PAR_LOT, LOTS = 2_000, 2
"""Communes looked at together, and lots side by side: the search keeps some thirty numbers for each of their counts."""


@dataclass(frozen=True, eq=False)
class Choisies:
    """What to hide of one sum: why, int8 [communes, years] (0: shown); portions hidden whole, bool [portions, years].

    Without witness: ``seules``, portions whose communes are to be hidden with all that is linked with them, bool [portions, years];
    ``echecs``, départements where nothing protects what the EPCI tell, bool [départements, years].
    ``inconnues``: portions of which not everything is known, bool [portions, years].
    """

    raison: np.ndarray
    portions: np.ndarray
    seules: np.ndarray
    echecs: np.ndarray
    inconnues: np.ndarray


@dataclass(frozen=True, eq=False)
class _Lot:
    """Whole départements: row numbers of their communes, portions and départements, and the places of the search.

    ``incompletes``: portions of which a commune is wholly unknown, and left out; bool [portions, 1].
    """

    communes: np.ndarray
    portions: np.ndarray
    departements: np.ndarray
    dans_portion: Places
    dans_departement: Places
    incompletes: np.ndarray

    def range(self, choisies: Choisies, trouvees: Choisies) -> None:
        """Put what was found at its place."""
        places = {"raison": self.communes, "echecs": self.departements}
        for champ in fields(Choisies):
            getattr(choisies, champ.name)[places.get(champ.name, self.portions)] = getattr(trouvees, champ.name)


class Releve:
    """Gathers what is known of every sum, then searches."""

    def __init__(self, h: Hierarchie, annees: int, population: np.ndarray, regles: Regles):
        self._h, self._annees, self._population, self._regles = h, annees, population, regles
        self._forme = (len(h.codes["commune"]), annees)
        self._grandeurs: dict[Somme, Grandeur] = {}
        self._etranges: dict[Somme, np.ndarray] = {}
        self._touts: list[tuple[Somme, Somme, np.ndarray, bool]] = []
        self._dejalus: dict[Somme, list[np.ndarray]] = {}

    def note(self, num: Somme, den: Somme | None, quantite: Quantite, colonnes: Sequence[int]) -> None:
        """A count, or what it is a part of, in the years ``colonnes``; counts come before the pairs that they are in."""
        if den is None:
            x, fixe, tus = (self._etend(t, colonnes) for t in (quantite.x["commune"], quantite.publics, quantite.tus))
            sans = np.broadcast_to(np.nan, self._forme)
            self._grandeurs[num] = Grandeur(liens.canonique(num), x, fixe, tus, taille=sans)
            self._etranges[num] = self._etend(self._incoherents(quantite), colonnes)
        elif num in self._grandeurs:
            self._touts.append((num, den, self._partage(den, self._etend(quantite.d["commune"], colonnes)), quantite.montree))

    def _incoherents(self, quantite: Quantite) -> np.ndarray:
        """Groups whose figure is not the sum of their communes, bool [groups, years]."""
        somme = hierarchie.somme(quantite.x["commune"], self._h.groupe_commune, n=self._h.groupes)
        epci = quantite.x["epci"]
        ecarts = np.zeros(somme.shape, dtype=bool)
        ecarts[: len(epci)] = quantite.connu["epci"] & ~(np.abs(somme[: len(epci)] - epci) < POUSSIERE)
        return ecarts

    def _partage(self, den: Somme, d: np.ndarray) -> np.ndarray:
        """The same array where the whole of another part is the same: few are."""
        connus = self._dejalus.setdefault(den, [])
        memes = [autre for autre in connus if np.array_equal(autre, d, equal_nan=True)]
        connus.extend([] if memes else [d])
        return memes[0] if memes else d

    def cherche(self) -> Mapping[Somme, Choisies]:
        """What to hide of each sum."""
        choisies, lots = {somme: self._rien() for somme in self._grandeurs}, list(self._lots())
        with ThreadPoolExecutor(LOTS) as fils:  # numpy works on several at a time
            for lot, trouvees in zip(lots, fils.map(self._dans, lots), strict=True):
                for somme, trouvee in trouvees.items():
                    lot.range(choisies[somme], trouvee)
        return choisies

    def _rien(self) -> Choisies:
        h, raison = self._h, np.zeros(self._forme, dtype="int8")
        tailles = (h.portions, h.portions, len(h.codes["departement"]), h.portions)
        return Choisies(raison, *(np.zeros((n, self._annees), dtype=bool) for n in tailles))

    def _dans(self, lot: _Lot) -> dict[Somme, Choisies]:
        """The two searches: communes say which portions cannot be shown, then portions are chosen, and what this hides among communes."""
        communes, portions = self._etages(lot)
        entieres = portions.primaires()
        petites = communes.cherche(entieres)
        chaines.allege(communes, petites, entieres)
        for classe, ou in petites.echecs.items():
            portions.demande(classe, ou)
        grandes = portions.cherche()
        portions.complete(grandes, petites.raisons)
        chaines.allege_portions(portions, grandes.raisons, petites.raisons)
        return self._reunit(lot, petites, grandes)

    def _etages(self, lot: _Lot) -> tuple[Choix, ChoixPortions]:
        """What is asked of the communes, and of their portions."""
        communes = Choix({s: g.prend(lot.communes) for s, g in self._grandeurs.items()}, lot.dans_portion, self._regles)
        grandes = {s: self._en_portions(s, lot) for s in self._grandeurs}
        portions = ChoixPortions(communes, grandes, lot.dans_departement, self._regles)
        somme = lot.dans_portion.somme
        for choix in (communes, portions):
            for s in self._grandeurs:
                choix.petits(s)
            for num, den, d, montree in self._touts:
                choix.part(num, den, d[lot.communes] if choix is communes else somme(d[lot.communes]), montree=montree)
            for personnes, foyers in liens.suivis(self._grandeurs):
                choix.suit(personnes, foyers)
            choix.transmet()
        return communes, portions

    def _en_portions(self, s: Somme, lot: _Lot) -> Grandeur:
        g, places = self._grandeurs[s].prend(lot.communes), lot.dans_portion
        x, rien = np.where(lot.incompletes, np.nan, places.somme(g.x)), np.full((places.nombre, self._annees), np.nan)
        fixe = places.un_des(g.fixe) | self._etranges[s][self._h.groupe_portion[lot.portions]]
        return Grandeur(g.classe, x, fixe, places.un_des(g.tus), rien)

    def _reunit(self, lot: _Lot, petites: Trouvees, grandes: Trouvees) -> dict[Somme, Choisies]:
        faites = {}
        for s, g in self._grandeurs.items():
            cachees, raison = grandes.raisons[g.classe] > 0, petites.raisons[g.classe].copy()
            etranges = self._etranges[s][self._h.groupe_portion[lot.portions]]
            inconnues = lot.dans_portion.un_des(np.isnan(g.x[lot.communes])) | etranges | lot.incompletes
            echecs = grandes.echecs[g.classe] | grandes.sans[g.classe]
            seules = petites.sans[g.classe] | (petites.echecs[g.classe] & echecs[lot.dans_departement.portion])
            faites[s] = Choisies(raison, cachees, seules, echecs, inconnues)
        return faites

    def _lots(self) -> Iterator[_Lot]:
        """Communes of which something is known or hidden (one CAF has a hundredth of the country), by whole départements."""
        connues = [~np.isnan(g.x).all(axis=1) | g.tus.any(axis=1) for g in self._grandeurs.values()]
        ou = np.flatnonzero(np.logical_or.reduce([np.zeros(self._forme[0], dtype=bool), *connues]))
        ou = ou[np.lexsort((self._h.portion_commune[ou], self._h.departement_commune[ou]))]
        debuts = np.flatnonzero(np.diff(self._h.departement_commune[ou], prepend=-1))
        coupes = debuts[np.flatnonzero(np.diff(debuts // COMMUNES_PAR_LOT, prepend=-1))]
        yield from (self._lot(lot) for lot in np.split(ou, coupes[1:]) if len(lot))

    def _lot(self, communes: np.ndarray) -> _Lot:
        h, population = self._h, self._population[communes]
        portions, ou = np.unique(h.portion_commune[communes], return_inverse=True)
        departements, dessus = np.unique(h.departement_portion[portions], return_inverse=True)
        partages = np.bincount(h.groupe_portion, minlength=h.groupes)[h.groupe_portion[portions]] > 1
        dans_portion = Places(ou, len(portions), population, np.ones((len(communes), 1)))
        peuple = np.bincount(ou, np.nan_to_num(population), minlength=len(portions))
        dans_departement = Places(dessus, len(departements), peuple, np.where(partages, 0.0, 1.0)[:, None])
        incompletes = np.bincount(ou, minlength=len(portions)) < np.bincount(h.portion_commune, minlength=h.portions)[portions]
        return _Lot(communes, portions, departements, dans_portion, dans_departement, incompletes[:, None])

    def _etend(self, x: np.ndarray, colonnes: Sequence[int]) -> np.ndarray:
        entier = np.full((len(x), self._annees), False if x.dtype == bool else np.nan, dtype=x.dtype)
        entier[:, colonnes] = x
        return entier

"""Which communes to hide beside those that tell on someone, where the total of their EPCI is shown (domain.md §5.2).

Hiding a whole EPCI is always enough; this module looks for less, sum by sum.  It rests on witnesses: a cell is protected when two
other tables, in which everybody may believe, give it 0 or 1 on one side and the threshold on the other, while nothing that is shown
changes.  A witness moves foyers between the cell and hidden cells of the same portion (the part of an EPCI in one département), all
other counts staying what they are: a companion gives as much as it has above its own largest part, and takes as much as its smallest
whole allows.  Where published classes add up to a published whole, the move is made up by one class, the pivot, hidden at the same
places (``partition``).  Where no witness is found, the caller hides the whole EPCI.  Hiding more never narrows a cell, so that what
several sums ask for is simply joined.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

import numpy as np

from ctg_data.diagnostic import liens
from ctg_data.diagnostic.compagnons import Recherche
from ctg_data.diagnostic.exigences import COMPAGNON, EFFECTIF, PIVOT, RESTE, SUITE, UNANIMITE, Exigence, Grandeur, Places
from ctg_data.diagnostic.hierarchie import Hierarchie
from ctg_data.diagnostic.liens import Classe
from ctg_data.diagnostic.partition import Partition
from ctg_data.diagnostic.secret import POUSSIERE, Quantite, Regles, petits, unanimes
from ctg_data.indicators.model import Somme

COMMUNES_PAR_LOT = 4_000
"""Communes looked at together: the search keeps some thirty numbers for each of their counts."""


@dataclass(frozen=True, eq=False)
class Choisies:
    """What to hide of one sum: why, int8 [communes, years] (0: shown), and portions without witness, bool [portions, years]."""

    raison: np.ndarray
    echec: np.ndarray


class Releve:
    """Gathers what is known of every sum, then searches."""

    def __init__(self, h: Hierarchie, annees: int, population: np.ndarray, regles: Regles):
        self._forme = (len(h.codes["commune"]), annees)
        self._places = Places(h.portion_commune, h.portions, population)
        self._regles = regles
        self._grandeurs: dict[Somme, Grandeur] = {}
        self._touts: list[tuple[Somme, Somme, np.ndarray, bool]] = []
        self._dejalus: dict[Somme, list[np.ndarray]] = {}

    def note(self, num: Somme, den: Somme | None, quantite: Quantite, colonnes: Sequence[int]) -> None:
        """A count, or what it is a part of, in the years ``colonnes``; counts come before the pairs that they are in."""
        if den is None:
            x, fixe, tus = (self._etend(t, colonnes) for t in (quantite.x["commune"], quantite.publics, quantite.tus))
            self._grandeurs[num] = Grandeur(liens.canonique(num), x, fixe, tus, np.full(self._forme, np.nan))
        elif num in self._grandeurs:
            self._touts.append((num, den, self._partage(den, self._etend(quantite.d["commune"], colonnes)), quantite.montree))

    def _partage(self, den: Somme, d: np.ndarray) -> np.ndarray:
        """The same array where the whole of another part is the same: few are."""
        connus = self._dejalus.setdefault(den, [])
        memes = [autre for autre in connus if np.array_equal(autre, d, equal_nan=True)]
        connus.extend([] if memes else [d])
        return memes[0] if memes else d

    def cherche(self, deja: Callable[[Somme], np.ndarray]) -> Mapping[Somme, Choisies]:
        """What to hide of each sum.  ``deja``: what is hidden of it anyway, bool [communes, years]: nothing is searched there."""
        raisons = {s: np.zeros(self._forme, dtype="int8") for s in self._grandeurs}
        echecs = {s: np.zeros((self._places.nombre, self._forme[1]), dtype=bool) for s in self._grandeurs}
        for ou in self._lots():
            for somme, c in self._choix(ou).cherche({s: deja(s)[ou] for s in self._grandeurs}).items():
                raisons[somme][ou] = c.raison
                echecs[somme] |= c.echec
        return {s: Choisies(raisons[s], echecs[s]) for s in self._grandeurs}

    def _choix(self, ou: np.ndarray) -> "Choix":
        """What is asked of the communes ``ou``, whole portions."""
        choix = Choix({s: g.prend(ou) for s, g in self._grandeurs.items()}, self._places.prend(ou), self._regles)
        for somme in self._grandeurs:
            choix.petits(somme)
        for num, den, d, montree in self._touts:
            choix.part(num, den, d[ou], montree=montree)
        for personnes, foyers in liens.suivis(self._grandeurs):
            choix.suit(personnes, foyers)
        return choix

    def _lots(self) -> Iterator[np.ndarray]:
        """Row numbers of the communes of which something is known or hidden (one CAF has a hundredth of the country), by whole portions."""
        connues = [~np.isnan(g.x).all(axis=1) | g.tus.any(axis=1) for g in self._grandeurs.values()]
        ou = np.flatnonzero(np.logical_or.reduce([np.zeros(self._forme[0], dtype=bool), *connues]))
        ou = ou[np.argsort(self._places.portion[ou], kind="stable")]
        debuts = np.flatnonzero(np.diff(self._places.portion[ou], prepend=-1))
        coupes = debuts[np.flatnonzero(np.diff(debuts // COMMUNES_PAR_LOT, prepend=-1))]
        yield from (lot for lot in np.split(ou, coupes[1:]) if len(lot))

    def _etend(self, x: np.ndarray, colonnes: Sequence[int]) -> np.ndarray:
        entier = np.full(self._forme, False if x.dtype == bool else np.nan, dtype=x.dtype)
        entier[:, colonnes] = x
        return entier


class Choix:
    """The search, over every sum and year at once."""

    def __init__(self, grandeurs: Mapping[Somme, Grandeur], places: Places, regles: Regles):
        self._g, self._places, self._regles = grandeurs, places, regles
        self._membres: dict[Classe, list[Somme]] = {}
        for somme, grandeur in grandeurs.items():
            self._membres.setdefault(grandeur.classe, []).append(somme)
        self._forme = next((g.x.shape for g in grandeurs.values()), (0, 0))
        self._exigences = {c: Exigence.nulle(self._forme) for c in self._membres}

    def petits(self, somme: Somme) -> None:
        """Counts of 1 to the threshold - 1; what the CAF hid itself, or what is made of several measures, has no witness."""
        x, seuil = self._g[somme].x, self._regles.seuil
        ou = petits(x, self._regles)
        self._exige(somme, EFFECTIF, ou, seuil - x, np.maximum(x - 1, 0))
        self._exclut(somme, EFFECTIF, self._g[somme].tus | (ou & (len(somme) > 1)))

    def part(self, somme: Somme, tout: Somme, d: np.ndarray, *, montree: bool) -> None:
        """``somme`` is a part of ``tout``, which is worth ``d``: what is left may be few, and with ``montree`` 0 % or 100 % of few.

        A whole of the same class moves along: what is left between the two then has no witness.
        """
        reste = d - self._g[somme].x
        if tout in self._g and self._g[tout].classe == self._g[somme].classe:
            return self._exclut(somme, RESTE, petits(reste, self._regles))
        if tout in self._g:
            self._emboite(somme, tout)
        self._g[somme].plafond = np.fmin(self._g[somme].plafond, d)
        self._reste(somme, tout, d, reste)
        return self._unanimes(somme, d, reste) if montree else None

    def suit(self, personnes: Somme, foyers: Somme) -> None:
        """Persons are hidden where the foyers behind them are few."""
        self._emboite(foyers, personnes)
        self._g[foyers].personnes.add(personnes)
        seuil = self._regles.seuil
        self._exige(personnes, SUITE, petits(self._g[foyers].x, self._regles), seuil, np.fmin(self._g[personnes].x, seuil))

    def cherche(self, deja: Mapping[Somme, np.ndarray]) -> Mapping[Somme, Choisies]:
        """Choose, wholes before their parts.  ``deja``: see ``Releve.cherche``."""
        ordre = self._ordre()
        for classe in ordre:
            self._transmet(classe)
        raisons = {c: e.raison.copy() for c, e in self._exigences.items()}
        partitions = self._partitions()
        echecs = {}
        for classe in ordre:
            entiers = np.logical_or.reduce([deja[s] for s in self._membres[classe]])
            echecs[classe] = self._complete(classe, raisons[classe], self._places.un_des(entiers), partitions)
            _repand([classe], raisons, partitions)
        _repand(ordre, raisons, partitions)
        self._allege(raisons, partitions)
        return {s: Choisies(raisons[g.classe], echecs[g.classe]) for s, g in self._g.items()}

    def _allege(self, raisons: Mapping[Classe, np.ndarray], partitions: Sequence[Partition]) -> None:
        """Give back what partitions hide in excess; those that lie in one another, or whose whole is hidden, keep all."""
        for partition in partitions:
            autres = {c for p in partitions if p is not partition for c in p.classes}
            if autres.isdisjoint(partition.classes):
                gardees = raisons.get(partition.tout, np.zeros(self._forme, dtype="int8")) > 0
                partition.allege(raisons, gardees, (COMPAGNON, PIVOT))

    # What is asked ----------------------------------------------------------------------------------------------------

    def _exige(self, somme: Somme, raison: int, ou: np.ndarray, hausse: np.ndarray | float, baisse: np.ndarray | float) -> None:
        self._exigences[self._g[somme].classe].ajoute(raison, ou, hausse, baisse)

    def _exclut(self, somme: Somme, raison: int, ou: np.ndarray) -> None:
        self._exige(somme, raison, ou, 0, 0)
        self._exigences[self._g[somme].classe].exclus |= ou

    def _emboite(self, part: Somme, tout: Somme) -> None:
        self._g[part].touts.add(tout)
        self._g[tout].parts.add(part)

    def _reste(self, somme: Somme, tout: Somme, d: np.ndarray, reste: np.ndarray) -> None:
        """The part moves within a whole that is shown; a whole that is small, and hidden, moves around its part."""
        seuil, ou = self._regles.seuil, petits(reste, self._regles)
        mouvant = petits(d, self._regles) & (tout in self._g)
        self._exige(somme, RESTE, ou & ~mouvant, reste, np.fmin(seuil - reste, self._g[somme].x))
        self._exige(somme, RESTE, ou & mouvant, 0, 0)
        if tout in self._g:
            self._exige(tout, RESTE, ou & mouvant, seuil - reste, np.maximum(reste - 1, 0))

    def _unanimes(self, somme: Somme, d: np.ndarray, reste: np.ndarray) -> None:
        """Nothing can be asked where the whole portion has none: its total says so."""
        x, marge = self._g[somme].x, np.fmin(self._regles.seuil, d)
        ou = unanimes(x, d, self._regles)
        for part, hausse, baisse in ((x, marge, 0), (reste, 0, marge)):
            douteux = self._places.somme(np.abs(np.nan_to_num(part)))[self._places.portion] > POUSSIERE
            self._exige(somme, UNANIMITE, ou & (np.abs(part) < POUSSIERE), hausse * douteux, baisse * douteux)

    def _ordre(self) -> list[Classe]:
        """Wholes before their parts."""
        touts = {c: {self._g[t].classe for s in membres for t in self._g[s].touts} - {c} for c, membres in self._membres.items()}
        return list(TopologicalSorter(touts).static_order())

    def _transmet(self, classe: Classe) -> None:
        """A cell that must be able to fall takes along the parts that would hold it up."""
        exigence = self._exigences[classe]
        for somme in self._membres[classe]:
            x = self._g[somme].x
            peu = petits(x, self._regles)
            plancher = np.where(peu, 0, x - exigence.baisse)
            for part in self._dehors(self._g[somme].parts, classe):
                y = self._g[part].x
                self._exige(part, SUITE, exigence.primaire & (peu | (y > plancher + POUSSIERE)), 0, y - plancher)

    def _dehors(self, sommes: Iterable[Somme], classe: Classe) -> Iterator[Somme]:
        return (s for s in sommes if self._g[s].classe != classe)

    # What answers -----------------------------------------------------------------------------------------------------

    def _partitions(self) -> list[Partition]:
        """Those of the sums read, the smallest wholes first."""
        faites: list[Partition] = []
        for tout, parts in sorted(liens.partitions(self._g), key=lambda p: len(p[1][0][0].modalites) * len(p[1])):
            faites.append(self._partition(tout, parts, faites))
        return faites

    def _partition(self, tout: Classe, parts: Sequence[Somme], faites: Sequence[Partition]) -> Partition:
        """A whole that is read gives its own counts."""
        membres = self._membres.get(tout)
        entier = self._g[membres[0]].x if membres else sum(self._g[s].x for s in parts)
        classes, counts = [self._g[s].classe for s in parts], [np.nan_to_num(self._g[s].x) for s in parts]
        dessous = {p.tout: p.mobile() for p in faites}
        mobiles = [np.fmin(x, dessous.get(c, x)) for c, x in zip(classes, counts, strict=True)]
        exigences = [self._exigences[c] for c in classes]
        releve = petits(entier, self._regles)
        return Partition(tout, classes, counts, mobiles, places=self._places, releve=releve, exigences=exigences)

    def _complete(self, classe: Classe, raison: np.ndarray, deja: np.ndarray, partitions: Sequence[Partition]) -> np.ndarray:
        """Hide companions of one class; portions without witness, bool [portions, years]."""
        touchees = self._places.un_des(self._exigences[classe].primaire) & ~deja
        echec = touchees & self._sans_recherche(classe)
        lignes, annees = np.nonzero((touchees & ~echec)[self._places.portion])
        if len(lignes):
            marges = self._marges(classe, partitions)
            echec.reshape(-1)[self._accompagne(classe, raison, marges, lignes, annees)] = True
        return echec

    def _sans_recherche(self, classe: Classe) -> np.ndarray:
        """Portions where a commune is unknown, or cannot be hidden, or tells something that no witness covers."""
        exigence = self._exigences[classe]
        ou = self._places.un_des(exigence.exclus)
        for somme in self._membres[classe]:
            g = self._g[somme]
            inconnu = np.isnan(g.x)
            ou |= (self._places.un_des(inconnu) & self._places.un_des(~inconnu)) | self._places.un_des(g.fixe & exigence.primaire)
        return ou

    def _marges(self, classe: Classe, partitions: Sequence[Partition]) -> tuple[np.ndarray, ...]:
        """What each commune can give, then take, of a class: twice, with its small parts (its small wholes) moving along, then with
        all other counts staying what they are.  ``_voulu`` asks the first ones for cells whose parts (wholes) are hidden too."""
        marges = [np.full(self._forme, np.inf) for _ in range(4)]
        for somme in self._membres[classe]:
            g = self._g[somme]
            siennes = [g.x - self._plancher(g, classe, sans_petits=s) for s in (True, False)]
            siennes += [self._plafond(g, classe, sans_petits=s) - g.x for s in (True, False)]
            marges = [np.fmin(marge, sienne) for marge, sienne in zip(marges, siennes, strict=True)]
        for partition in partitions:
            marges = [partition.borne(classe, marge, sens) for marge, sens in zip(marges, (1, 1, -1, -1), strict=True)]
        return tuple(np.nan_to_num(np.maximum(marge, 0)) for marge in marges)

    def _plancher(self, g: Grandeur, classe: Classe, *, sans_petits: bool) -> np.ndarray:
        """The largest part that stays what it is."""
        plancher = np.zeros(self._forme)
        for part in self._dehors(g.parts, classe):
            y = self._g[part].x
            plancher = np.fmax(plancher, np.where(petits(y, self._regles), 0, y) if sans_petits else y)
        return plancher

    def _plafond(self, g: Grandeur, classe: Classe, *, sans_petits: bool) -> np.ndarray:
        """The smallest whole that stays what it is; what is known of it in an older year counts where it is not read itself."""
        plafond = np.broadcast_to(self._places.population[:, None], self._forme)
        touts = [self._g[tout].x for tout in self._dehors(g.touts, classe)]
        for w in (*touts, g.plafond):
            plafond = np.fmin(plafond, np.where(petits(w, self._regles), np.nan, w) if sans_petits else w)
        return plafond

    def _accompagne(
        self, classe: Classe, raison: np.ndarray, marges: Sequence[np.ndarray], lignes: np.ndarray, annees: np.ndarray
    ) -> np.ndarray:
        """Note the companions among the communes ``lignes``; the groups (portion x years + year) left without witness."""
        exigence = self._exigences[classe]
        fixe = np.logical_or.reduce([self._g[s].fixe for s in self._membres[classe]])
        groupes, groupe = np.unique(self._places.portion[lignes] * self._forme[1] + annees, return_inverse=True)
        recherche = Recherche(
            groupe,
            len(groupes),
            marges=tuple(marge[lignes, annees] for marge in marges),
            voulu=tuple(voulu[lignes, annees] for voulu in self._voulu(classe)),
            primaire=exigence.primaire[lignes, annees],
            cache=raison[lignes, annees] > 0,
            libre=~fixe[lignes, annees],
            poids=self._poids(classe)[lignes],
        )
        ajout, rates = recherche.mene()
        raison[lignes[ajout], annees[ajout]] = COMPAGNON
        return groupes[rates]

    def _voulu(self, classe: Classe) -> tuple[np.ndarray, ...]:
        """What is asked of each of the margins: small counts hide their parts, and some of them the wholes around them."""
        exigence = self._exigences[classe]
        (hausse, baisse), (hausse_seule, baisse_seule) = exigence.petite, exigence.seule
        entoure = np.logical_and.reduce([self._touts_caches(self._g[s], classe) for s in self._membres[classe]])
        return hausse, hausse_seule, np.where(entoure, baisse, 0), np.where(entoure, baisse_seule, np.fmax(baisse, baisse_seule))

    def _touts_caches(self, g: Grandeur, classe: Classe) -> np.ndarray:
        """Where all the wholes are small, or persons hidden with their foyers."""
        touts = [petits(self._g[t].x, self._regles) for t in self._dehors(g.touts - g.personnes, classe)]
        return np.logical_and.reduce([np.ones(self._forme, dtype=bool), *touts])

    def _poids(self, classe: Classe) -> np.ndarray:
        """Mean over the years: the same companions come back year after year."""
        x = self._g[self._membres[classe][0]].x
        return np.nansum(x, axis=1) / np.fmax(1, (~np.isnan(x)).sum(axis=1))


def _repand(classes: Sequence[Classe], raisons: Mapping[Classe, np.ndarray], partitions: Sequence[Partition]) -> None:
    """What a class hides with it, step by step: the whole of one partition may be a class of another."""
    touchees = [p for classe in classes for p in partitions if p.repand(classe, raisons)]
    if touchees and len(partitions) > 1:
        _repand([classe for partition in partitions for classe in partition.classes], raisons, partitions)

"""The search of what to hide besides the cells that tell on someone, in places whose totals are shown (domain.md §5.2).

It rests on witnesses: a cell is protected when two other tables, in which everybody may believe, give it 0 or 1 on one side and the
threshold on the other, while nothing that is shown changes.  A witness moves foyers between the cell and hidden cells of the same place,
all other counts staying what they are: a companion gives as much as it has above its own largest part, and takes as much as its smallest
whole allows.  Where published classes add up to a published whole, the move is made up by one class, the pivot, hidden at the same cells
(``partition``).  Hiding more never narrows a cell, so that what several sums ask for is simply joined.

Cells are the communes of a portion (the part of an EPCI in one département), or the portions of a département (``portions``).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from graphlib import TopologicalSorter

import numpy as np

from ctg_data.diagnostic import liens
from ctg_data.diagnostic.compagnons import Recherche
from ctg_data.diagnostic.exigences import (
    COMPAGNON,
    EFFECTIF,
    GROUPE,
    RESTE,
    SUITE,
    UNANIMITE,
    Exigence,
    Grandeur,
    Places,
)
from ctg_data.diagnostic.liens import Classe
from ctg_data.diagnostic.partition import Partition
from ctg_data.diagnostic.secret import POUSSIERE, Regles, petits, unanimes
from ctg_data.indicators.model import Somme

Raisons = Mapping[Classe, np.ndarray]
"""Class -> int8 [cells, years]: why it is hidden there, 0 where it is shown."""


@dataclass(frozen=True, eq=False)
class Trouvees:
    """``raisons``, and for each class the places without witness, bool [places, years]: ``echecs`` where one was looked for, ``sans``
    where none can be looked for."""

    raisons: Raisons
    echecs: Mapping[Classe, np.ndarray]
    sans: Mapping[Classe, np.ndarray]


class Choix:
    """The search, over every sum and year at once."""

    def __init__(self, grandeurs: Mapping[Somme, Grandeur], places: Places, regles: Regles):
        self._g, self._places, self._regles = grandeurs, places, regles
        self._membres: dict[Classe, list[Somme]] = {}
        for somme, grandeur in grandeurs.items():
            self._membres.setdefault(grandeur.classe, []).append(somme)
        self._forme = next((g.x.shape for g in grandeurs.values()), (0, 0))
        self._exigences = {c: Exigence.nulle(self._forme) for c in self._membres}
        self._besoins: dict[Classe, tuple[np.ndarray, ...]] = {}

    def petits(self, somme: Somme) -> None:
        """Counts of 1 to the threshold - 1; what the CAF hid itself, or what is made of several measures, has no witness."""
        x, seuil = self._g[somme].x, self._regles.seuil
        ou = petits(x, self._regles)
        self._exige(somme, EFFECTIF, ou, seuil - x, np.maximum(x - self._places.admis, 0))
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
        connus, classe = self._g[somme].plafonds, liens.canonique(tout)
        connus[classe] = np.fmin(connus.get(classe, np.inf), d)
        self._reste(somme, tout, d, reste)
        return self._unanimes(somme, d, reste) if montree else None

    def suit(self, personnes: Somme, foyers: Somme) -> None:
        """Persons are hidden where the foyers behind them are few."""
        self._emboite(foyers, personnes)
        self._g[foyers].personnes.add(personnes)
        seuil = self._regles.seuil
        self._exige(personnes, SUITE, petits(self._g[foyers].x, self._regles), seuil, np.fmin(self._g[personnes].x, seuil))

    @property
    def places(self) -> Places:
        return self._places

    @property
    def regles(self) -> Regles:
        return self._regles

    @property
    def forme(self) -> tuple[int, int]:
        """Number of cells, of years."""
        return self._forme

    def transmet(self) -> None:
        """Once everything is asked: what a cell asks, its parts are asked, then its wholes."""
        for classe in self.ordre():
            self._transmet(classe)
        for classe in reversed(self.ordre()):
            self._transmet_plus_haut(classe)

    def primaires(self) -> Mapping[Classe, np.ndarray]:
        """Cells of each class that tell by themselves, bool [cells, years]."""
        return {c: e.primaire for c, e in self._exigences.items()}

    def cherche(self, deja: Mapping[Classe, np.ndarray] | None = None) -> Trouvees:
        """Choose companions, wholes before their parts.  ``deja``: places where nothing is to be looked for, bool [places, years]."""
        raisons = {c: e.raison.copy() for c, e in self._exigences.items()}
        sans = {c: self._places.un_des(e.primaire) & self._sans_recherche(c) for c, e in self._exigences.items()}
        partitions, echecs = self.partitions, {}
        for classe in self.ordre():
            ailleurs = sans[classe] if deja is None else sans[classe] | deja[classe]
            echecs[classe] = self._complete(classe, raisons[classe], ailleurs, partitions)
            repand([classe], raisons, partitions)
        repand(list(raisons), raisons, partitions)
        return Trouvees(raisons, echecs, sans)

    def isolees(self) -> list[Partition]:
        """Partitions that lie in no other one: what one of them gives back is none of the others' business."""
        classes = Counter(c for p in self.partitions for c in p.classes)
        return [p for p in self.partitions if all(classes[c] == 1 for c in p.classes)]

    def lue(self, classe: Classe) -> bool:
        """Whether a class has cells of its own."""
        return classe in self._membres

    def compte(self, classe: Classe) -> np.ndarray:
        """Counts of a class that is read, [cells, years]."""
        return self._g[self._membres[classe][0]].x

    def exigence(self, classe: Classe) -> Exigence:
        return self._exigences[classe]

    def besoins(self, classe: Classe) -> tuple[np.ndarray, ...]:
        """By place, what its cells lack to protect each other were they all hidden, for each of the margins; kept."""
        if classe not in self._besoins:
            self._besoins[classe] = self._manques(classe)
        return self._besoins[classe]

    def _manques(self, classe: Classe) -> tuple[np.ndarray, ...]:
        primaire, libre = self._exigences[classe].primaire, self.libres(classe)
        marges, voulus = self.marges(classe, self.partitions), self.voulu(classe)
        return tuple(self._besoin(np.where(libre, m, 0), np.where(primaire, v, 0)) for m, v in zip(marges, voulus, strict=True))

    def _besoin(self, marge: np.ndarray, voulu: np.ndarray) -> np.ndarray:
        pire, (lignes, annees) = np.zeros((self._places.nombre, self._forme[1])), np.nonzero(voulu > 0)
        if len(lignes):
            places = self._places.portion[lignes], annees
            manque = voulu[lignes, annees] - (self._places.somme(marge)[places] - marge[lignes, annees])
            np.maximum.at(pire, places, manque)
        return pire

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
            self._exige(tout, RESTE, ou & mouvant, seuil - reste, np.maximum(reste - self._places.admis, 0))

    def _unanimes(self, somme: Somme, d: np.ndarray, reste: np.ndarray) -> None:
        """Where the whole place has none, its total says so: a cell hides among others, that are no small group together."""
        grandeur, marge = self._g[somme], np.fmin(self._regles.seuil, d)
        x, ou = grandeur.x, unanimes(grandeur.x, d, self._regles)
        grandeur.taille = np.fmin(grandeur.taille, d)
        for part, hausse, baisse in ((x, marge, 0), (reste, 0, marge)):
            douteux = self._places.somme(np.abs(np.nan_to_num(part)))[self._places.portion] > POUSSIERE
            ici = ou & (np.abs(part) < POUSSIERE)
            self._exige(somme, UNANIMITE, ici, hausse * douteux, baisse * douteux)
            self._exigences[grandeur.classe].agrandit(ici & ~douteux, self._regles.petit_groupe - d)

    def ordre(self) -> list[Classe]:
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
            for parts in self._unions(self._g[somme]):
                self._transmet_ensemble(parts, exigence.primaire & ~peu, plancher)

    def _transmet_plus_haut(self, classe: Classe) -> None:
        """A cell that must be able to rise takes along the wholes that would hold it down; a small one is hidden anyway."""
        exigence = self._exigences[classe]
        for somme in self._membres[classe]:
            sommet = self._g[somme].x + exigence.hausse
            for tout in self._dehors(self._g[somme].touts, classe):
                w = self._g[tout].x
                ou = exigence.primaire & ~petits(w, self._regles) & (sommet > w + POUSSIERE)
                self._exige(tout, SUITE, ou, sommet - w, 0)

    def _transmet_ensemble(self, parts: Sequence[Somme], ou: np.ndarray, plancher: np.ndarray) -> None:
        """Parts that would hold a cell up together: the largest one falls for all of them."""
        y = np.stack(self.comptes(parts))
        trop, premiere = y.sum(axis=0) - plancher, y.argmax(axis=0)
        for rang, part in enumerate(parts):
            ici = ou & (trop > POUSSIERE) & (premiere == rang)
            self._exige(part, SUITE, ici, 0, trop)
            self._exclut(part, SUITE, ici & (y[rang] < trop))

    def _unions(self, g: Grandeur) -> Iterator[Sequence[Somme]]:
        """Parts of a sum that add up to a whole that nobody reads."""
        return (parts for tout, parts in self._decoupages if tout not in self._membres and g.parts.issuperset(parts))

    def _dehors(self, sommes: Iterable[Somme], *classes: Classe) -> Iterator[Somme]:
        return (s for s in sommes if self._g[s].classe not in classes)

    # What answers -----------------------------------------------------------------------------------------------------

    @cached_property
    def partitions(self) -> list[Partition]:
        """Those of the sums read, the smallest wholes first."""
        faites: list[Partition] = []
        for tout, parts in self._decoupages:
            faites.append(self._partition(tout, parts, faites))
        return faites

    @cached_property
    def _decoupages(self) -> list[tuple[Classe, tuple[Somme, ...]]]:
        return sorted(liens.partitions(self._g), key=lambda p: len(p[1][0][0].modalites) * len(p[1]))

    def _partition(self, tout: Classe, parts: Sequence[Somme], faites: Sequence[Partition]) -> Partition:
        """A whole that is read gives its own counts."""
        membres = self._membres.get(tout)
        entier = self._g[membres[0]].x if membres else sum(self._g[s].x for s in parts)
        classes, counts = [self._g[s].classe for s in parts], self.comptes(parts)
        exigences = [self._exigences[c] for c in classes]
        mobiles, releve = self.mobiles(parts, faites), petits(entier, self._regles)
        return Partition(tout, classes, counts, mobiles, places=self._places, releve=releve, exigences=exigences)

    def comptes(self, parts: Sequence[Somme]) -> list[np.ndarray]:
        """Counts of some sums, 0 where unknown."""
        return [np.nan_to_num(self._g[s].x) for s in parts]

    def mobiles(self, parts: Sequence[Somme], faites: Sequence[Partition]) -> list[np.ndarray]:
        """What each of them can really give: what their own partitions ``faites`` can."""
        dessous = {p.tout: p.mobile() for p in faites}
        return [np.fmin(x, dessous.get(self._g[s].classe, x)) for s, x in zip(parts, self.comptes(parts), strict=True)]

    def _complete(self, classe: Classe, raison: np.ndarray, deja: np.ndarray, partitions: Sequence[Partition]) -> np.ndarray:
        """Hide companions of one class; places where there were not enough, bool [places, years]."""
        touchees = self._places.un_des(self._exigences[classe].primaire) & ~deja
        echec = np.zeros_like(touchees)
        lignes, annees = np.nonzero(touchees[self._places.portion])
        if len(lignes):
            marges = self.marges(classe, partitions)
            echec.reshape(-1)[self._accompagne(classe, raison, marges, lignes, annees)] = True
        return echec

    def _sans_recherche(self, classe: Classe) -> np.ndarray:
        """Places where a cell is unknown, or cannot be hidden, or tells something that no witness covers."""
        exigence = self._exigences[classe]
        ou = self._places.un_des(exigence.exclus)
        for somme in self._membres[classe]:
            g = self._g[somme]
            inconnu = np.isnan(g.x)
            ou |= (self._places.un_des(inconnu) & self._places.un_des(~inconnu)) | self._places.un_des(g.fixe & exigence.primaire)
        return ou

    def libres(self, classe: Classe) -> np.ndarray:
        """Cells that can be hidden: known, and not somebody else's figure."""
        return ~np.logical_or.reduce([g.fixe | np.isnan(g.x) for g in (self._g[s] for s in self._membres[classe])])

    def marges(self, classe: Classe, partitions: Sequence[Partition], liees: Sequence[Classe] = ()) -> tuple[np.ndarray, ...]:
        """What each cell can give, then take, of a class: twice, with its small parts (its small wholes) moving along, then with
        all other counts staying what they are, but those of the classes ``liees``.  ``_voulu`` asks the first ones for cells whose
        parts (wholes) are hidden too.  Then how large a group it is."""
        marges = [np.full(self._forme, np.inf) for _ in range(4)]
        for somme in self._membres[classe]:
            g = self._g[somme]
            dehors = {classe, *liees}
            siennes = [g.x - self._plancher(g, dehors, sans_petits=s) for s in (True, False)]
            siennes += [self._plafond(g, dehors, sans_petits=s) - g.x for s in (True, False)]
            marges = [np.fmin(marge, sienne) for marge, sienne in zip(marges, siennes, strict=True)]
        for partition in partitions:
            marges = [partition.borne(classe, marge, sens) for marge, sens in zip(marges, (1, 1, -1, -1), strict=True)]
        taille = reduce(np.fmin, (self._g[s].taille for s in self._membres[classe]))
        return tuple(np.nan_to_num(np.maximum(marge, 0)) for marge in (*marges, taille))

    def _plancher(self, g: Grandeur, dehors: Collection[Classe], *, sans_petits: bool) -> np.ndarray:
        """The largest part, or parts together, that stay what they are."""
        plancher = np.zeros(self._forme)
        for part in self._dehors(g.parts, *dehors):
            y = self._g[part].x
            plancher = np.fmax(plancher, np.where(petits(y, self._regles), 0, y) if sans_petits else y)
        for parts in self._unions(g):
            plancher = np.fmax(plancher, sum(np.where(sans_petits & petits(y, self._regles), 0, y) for y in self.comptes(parts)))
        return plancher

    def _plafond(self, g: Grandeur, dehors: Collection[Classe], *, sans_petits: bool) -> np.ndarray:
        """The smallest whole that stays what it is; what is known of it in an older year counts where it is not read itself."""
        plafond = np.broadcast_to(self._places.population[:, None], self._forme)
        touts = [self._g[tout].x for tout in self._dehors(g.touts, *dehors)]
        for w in (*touts, *(w for classe, w in g.plafonds.items() if classe not in dehors)):
            plafond = np.fmin(plafond, np.where(petits(w, self._regles), np.nan, w) if sans_petits else w)
        return plafond

    def _accompagne(
        self, classe: Classe, raison: np.ndarray, marges: Sequence[np.ndarray], lignes: np.ndarray, annees: np.ndarray
    ) -> np.ndarray:
        """Note the companions among the communes ``lignes``; the groups (portion x years + year) left without witness."""
        exigence = self._exigences[classe]
        groupes, groupe = np.unique(self._places.portion[lignes] * self._forme[1] + annees, return_inverse=True)
        recherche = Recherche(
            groupe,
            len(groupes),
            marges=tuple(marge[lignes, annees] for marge in marges),
            voulu=tuple(voulu[lignes, annees] for voulu in self.voulu(classe)),
            primaire=exigence.primaire[lignes, annees],
            cache=raison[lignes, annees] > 0,
            libre=self.libres(classe)[lignes, annees],
            poids=self.poids(classe)[lignes],
        )
        ajout, rates = recherche.mene()
        agrandis = self._places.un_des(exigence.taille > 0)[self._places.portion]
        places = lignes[ajout], annees[ajout]
        raison[places] = np.where(agrandis[places], GROUPE, COMPAGNON)
        return groupes[rates]

    def voulu(self, classe: Classe) -> tuple[np.ndarray, ...]:
        """What is asked of each of the margins: small counts hide their parts, and some of them the wholes around them."""
        exigence = self._exigences[classe]
        (hausse, baisse), (hausse_seule, baisse_seule) = exigence.petite, exigence.seule
        entoure = np.logical_and.reduce([self._touts_caches(self._g[s], classe) for s in self._membres[classe]])
        baisses = np.where(entoure, baisse, 0), np.where(entoure, baisse_seule, np.fmax(baisse, baisse_seule))
        return hausse, hausse_seule, *baisses, exigence.taille

    def _touts_caches(self, g: Grandeur, classe: Classe) -> np.ndarray:
        """Where all the wholes are small, or persons hidden with their foyers."""
        touts = [petits(self._g[t].x, self._regles) for t in self._dehors(g.touts - g.personnes, classe)]
        return np.logical_and.reduce([np.ones(self._forme, dtype=bool), *touts])

    def poids(self, classe: Classe) -> np.ndarray:
        """Mean over the years: the same companions come back year after year."""
        x = self._g[self._membres[classe][0]].x
        return np.nansum(x, axis=1) / np.fmax(1, (~np.isnan(x)).sum(axis=1))


def repand(classes: Sequence[Classe], raisons: Raisons, partitions: Sequence[Partition]) -> None:
    """What a class hides with it, step by step: the whole of one partition may be a class of another."""
    touchees = [p for classe in classes for p in partitions if p.repand(classe, raisons)]
    if touchees and len(partitions) > 1:
        repand([classe for partition in partitions for classe in partition.classes], raisons, partitions)

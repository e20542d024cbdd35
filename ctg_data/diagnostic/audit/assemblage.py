"""From what a publication says to a linear system: one variable for each (atom, year, place)."""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy import sparse

from ctg_data.diagnostic.audit.grandeurs import DEUX, Atome, Grandeurs, Relation, sensible
from ctg_data.diagnostic.audit.monde import Monde, d_un_atome
from ctg_data.diagnostic.audit.savoir import Savoir
from ctg_data.diagnostic.audit.systeme import EPS, PLAFOND, Systeme, empile, lignes_vides
from ctg_data.indicators.evaluation import ERREUR_ARRONDI
from ctg_data.indicators.model import Somme

Lignes = tuple[sparse.csr_array, np.ndarray, np.ndarray]
"""Rows of weights, with the least and the most of each."""


class Assemblage:
    """``systeme``: what an outsider knows; ``vrai``: what is true of each variable, NaN where we do not know it ourselves.

    Variable ``paires[atom, year] * places + place``.
    """

    def __init__(self, monde: Monde, savoir: Savoir, grandeurs: Grandeurs):
        self._monde, self._savoir, self._grandeurs = monde, savoir, grandeurs
        self.paires: dict[tuple[Atome, int], int] = {}
        for atome in monde.atomes:
            for colonne in np.flatnonzero(monde.de_la_caf(d_un_atome(atome)).any(axis=0)):
                self.paires[atome, int(colonne)] = len(self.paires)
        self.places = monde.forme[0]
        self._lu = self._par_variable(monde.valeur, np.nan)
        publique, arrondis = self._par_variable(monde.publique, False), self._par_variable(monde.arrondis, 0)
        self._erreur = np.where(publique, ERREUR_ARRONDI * arrondis, 0)
        """Of what another publisher gives, rounded."""
        self._publique = publique
        self.vrai = np.where(self._erreur > 0, np.nan, self._lu)
        self.systeme = self._assemble()

    @property
    def variables(self) -> int:
        return len(self.paires) * self.places

    def expression(self, termes: dict[tuple[Atome, int], float], places: np.ndarray) -> sparse.csr_array:
        """One row a place: the weighted sum of these (atom, year) there; those without variable count for nothing."""
        connus = [(self.paires[cle], poids) for cle, poids in termes.items() if cle in self.paires]
        n = len(places)
        lignes = np.tile(np.arange(n), len(connus))
        colonnes = np.concatenate([rang * self.places + places for rang, _ in connus]) if connus else np.array([], dtype=int)
        poids = np.repeat([p for _, p in connus], n)
        return sparse.csr_array((poids, (lignes, colonnes)), shape=(n, self.variables))

    def somme(self, somme: Somme, colonne: int, places: np.ndarray, poids: float = 1) -> sparse.csr_array:
        """A sum in one year, its atoms of the CAF only."""
        return self.expression({(a, colonne): poids for a in self._monde.propre(somme)}, places)

    def _par_variable(self, lit, vide: object) -> np.ndarray:
        table = np.full((len(self.paires), self.places), vide)
        for (atome, colonne), rang in self.paires.items():
            table[rang] = lit(d_un_atome(atome))[:, colonne]
        return table.ravel()

    def _assemble(self) -> Systeme:
        bas = np.where(self._publique, np.maximum(self._lu - self._erreur, 0), 0.0)
        haut = np.where(self._publique, self._lu + self._erreur, PLAFOND)
        for atome, connu in self._atomes_connus():
            for colonne in np.flatnonzero(connu.any(axis=0)):
                rang = self.paires.get((atome, int(colonne)))
                if rang is not None:
                    ici = rang * self.places + np.flatnonzero(connu[:, colonne])
                    ici = ici[~np.isnan(self.vrai[ici])]
                    bas[ici] = haut[ici] = self.vrai[ici]
        exacts = self._vraies_seulement(
            [*self._additions(), *self._relations(), *self._sommes_connues(), *self._bornees(), *self._publics()]
        )
        lignes, moins, plus = empile([lignes_vides(self.variables), exacts, *self._suites()])
        entier = np.isnan(self.vrai) | (np.abs(self.vrai - np.round(self.vrai)) < EPS)
        return Systeme(lignes, moins, plus, bas, haut, np.repeat(entier.reshape(len(self.paires), -1).all(axis=1), self.places))

    def _atomes_connus(self) -> Iterator[tuple[Atome, np.ndarray]]:
        for somme, connu in self._savoir.connus.items():
            propres = self._monde.propre(somme)
            if len(propres) == 1:
                yield propres[0], connu

    def _vraies_seulement(self, blocs: Sequence[Lignes]) -> Lignes:
        """Without the bounds that are not true (two publishers, two dates): nothing is learnt from a contradiction."""
        lignes, moins, plus = empile([lignes_vides(self.variables), *blocs])
        inconnues = np.isnan(self.vrai)
        su = abs(lignes) @ inconnues == 0
        activite = lignes @ np.where(inconnues, 0, self.vrai)
        return lignes, np.where(su & (activite < moins - EPS), -np.inf, moins), np.where(su & (activite > plus + EPS), np.inf, plus)

    def _additions(self) -> Iterator[Lignes]:
        """Geography: the parts less the whole are 0."""
        lignes = sparse.kron(sparse.eye_array(len(self.paires)), self._monde.lieux.additions, format="csr")
        yield lignes, np.zeros(lignes.shape[0]), np.zeros(lignes.shape[0])

    def _relations(self) -> Iterator[Lignes]:
        for relation in (*self._grandeurs.relations(), *self._caf_seule()):
            for colonne in range(self._monde.forme[1]):
                termes = {(a, colonne): float(p) for a, p in relation.poids}
                absents = [p for cle, p in termes.items() if cle not in self.paires]
                if len(absents) == len(termes) or min(absents, default=1) < 0:
                    continue  # a whole that no row gives bounds nothing
                lignes = self.expression(termes, np.arange(self.places))
                egale = relation.egale and not absents
                yield lignes, np.full(self.places, 0 if egale else -np.inf), np.zeros(self.places)

    def _caf_seule(self) -> Iterator[Relation]:
        """Where no file gives another scheme, « whatever the scheme » is the Caf's own."""
        presents = set(self._monde.atomes)
        for mesure, modalite, regimes in self._monde.atomes:
            tout = (mesure, modalite, ())
            if regimes == ("caf",) and tout in presents and (mesure, modalite, DEUX) not in presents:
                yield Relation((((mesure, modalite, regimes), 1), (tout, -1)), egale=True)

    def _sommes_connues(self) -> Iterator[Lignes]:
        for somme, connu in self._savoir.connus.items():
            if len(self._monde.propre(somme)) > 1:
                for colonne in np.flatnonzero(connu.any(axis=0)):
                    yield self._vraies(self.somme(somme, int(colonne), np.flatnonzero(connu[:, colonne])))

    def _vraies(self, lignes: sparse.csr_array) -> Lignes:
        """Sums that are told exactly, those of which we know every term."""
        inconnus = abs(lignes) @ np.isnan(self.vrai)
        lignes = lignes[inconnus == 0]
        valeurs = lignes @ np.nan_to_num(self.vrai)
        return lignes, valeurs, valeurs

    def _bornees(self) -> Iterator[Lignes]:
        """What statuses say."""
        for somme, (bas, haut) in self._savoir.entre.items():
            for colonne in range(bas.shape[1]):
                places = np.flatnonzero((bas[:, colonne] > 0) | np.isfinite(haut[:, colonne]))
                yield self.somme(somme, colonne, places), bas[places, colonne], haut[places, colonne]

    def _publics(self) -> Iterator[Lignes]:
        """A part is not larger than its public whole."""
        for reste in self._grandeurs.restes:
            if self._monde.propre(reste.part) and not self._monde.propre(reste.tout) and all(sensible(r.mesure) for r in reste.tout):
                tout = self._monde.valeur(reste.tout)
                for colonne in range(tout.shape[1]):
                    places = np.flatnonzero(~np.isnan(tout[:, colonne]))
                    lignes = self.somme(reste.part, colonne, places)
                    yield lignes, np.full(len(places), -np.inf), tout[places, colonne]

    def _suites(self) -> Iterator[Lignes]:
        """What means and growth rates say of several years."""
        for somme, duree, ou in self._savoir.moyennes:
            for colonne in np.flatnonzero(ou.any(axis=0)):
                termes = {(a, int(colonne) - n): 1.0 for a in self._monde.propre(somme) for n in range(duree)}
                yield self._vraies(self.expression(termes, np.flatnonzero(ou[:, colonne])))
        for somme, age, moins, plus in self._savoir.croissances:
            for colonne in np.flatnonzero(~np.isnan(moins).all(axis=0)):
                yield from self._croissance(somme, int(colonne), age, moins[:, colonne], plus=plus[:, colonne])

    def _croissance(self, somme: Somme, colonne: int, age: int, moins: np.ndarray, *, plus: np.ndarray) -> Iterator[Lignes]:
        places = np.flatnonzero(~np.isnan(moins))
        la, ici = self.somme(somme, colonne - age, places), self.somme(somme, colonne, places)
        yield (ici - sparse.diags_array(moins[places]) @ la).tocsr(), np.zeros(len(places)), np.full(len(places), np.inf)
        yield (ici - sparse.diags_array(plus[places]) @ la).tocsr(), np.full(len(places), -np.inf), np.zeros(len(places))

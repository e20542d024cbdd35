"""What has to stay hidden: counts of 1 to 4, what is left of a whole, 0 % and 100 % of a small group, persons of a few foyers.

Told by the private store; the rule is domain.md §5.2.1, written again here apart from the engine.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from ctg_data.diagnostic.audit.grandeurs import Grandeurs, Reste, compagne
from ctg_data.diagnostic.audit.monde import Monde
from ctg_data.diagnostic.audit.savoir import Savoir
from ctg_data.indicators.evaluation import RECUL
from ctg_data.indicators.model import Somme

_POUSSIERE = 1e-6


class Regle(StrEnum):
    """Why a cell is hidden, in the words of the report."""

    EFFECTIF = "effectif de 1 à 4"
    RESTE = "reste de 1 à 4 dans l'ensemble"
    UNANIMITE = "0 % ou 100 % d'un petit groupe"
    FOYERS = "personnes de 1 à 4 foyers"
    CAF = "masquée par la Caf dans son fichier"
    PRODUCTEUR = "masquée par son producteur"
    SECONDAIRE = "masquée pour protéger les autres"


@dataclass(frozen=True)
class Seuils:
    """``seuil``: smallest count that may be shown; ``petit_groupe``: size under which 0 % and 100 % tell on everyone."""

    seuil: int = 5
    petit_groupe: int = 10


SEUILS = Seuils()


@dataclass(frozen=True, eq=False)
class Cibles:
    """Cells of one year to look at: the sum ``part``, less than ``tout`` if there is one, at ``places``.

    ``au_plus``: what the least must not pass; ``au_moins``: what the most must reach; ``ecart``: width that must be left.
    """

    regle: Regle
    part: Somme
    tout: Somme | None
    colonne: int
    colonne_tout: np.ndarray
    places: np.ndarray
    au_plus: np.ndarray
    au_moins: np.ndarray
    ecart: float = 0
    reste: bool = False

    def __len__(self) -> int:
        return len(self.places)


class Inventaire:
    """Every cell to look at."""

    def __init__(self, monde: Monde, savoir: Savoir, grandeurs: Grandeurs, seuils: Seuils):
        self._monde, self._savoir, self._grandeurs, self._seuils = monde, savoir, grandeurs, seuils
        self._plafonds = self._calcule_plafonds()
        self._aucuns: dict[Somme, np.ndarray] = {}

    def primaires(self) -> Iterator[Cibles]:
        """What tells on someone by itself, hidden or not."""
        for somme in (s for s in self._grandeurs.sommes if self._monde.propre(s)):
            x = self._monde.valeur(somme)
            yield from self._comptes(Regle.EFFECTIF, somme, self._petit(x) & self._monde.de_la_caf(somme))
            yield from self._comptes(Regle.CAF, somme, self._monde.tus(somme))
            yield from self._des_foyers(somme)
        for reste in self._grandeurs.restes:
            if self._monde.propre(reste.part):
                yield from self._des_restes(reste)

    def secondaires(self) -> Iterator[Cibles]:
        """Hidden sums that are not small: they protect the others."""
        for somme in (s for s in self._grandeurs.sommes if self._monde.propre(s)):
            x = self._monde.valeur(somme)
            ou = self._monde.de_la_caf(somme) & ~self._sait(somme) & ~self._petit(x) & ~np.isnan(x)
            yield from self._cibles(Regle.SECONDAIRE, somme, ou, np.full(x.shape, np.inf), np.full(x.shape, -np.inf))

    def _comptes(self, regle: Regle, somme: Somme, ou: np.ndarray) -> Iterator[Cibles]:
        plafond = np.minimum(self._plafonds.get(somme, np.inf), self._seuils.seuil)
        yield from self._cibles(regle, somme, ou, np.ones(ou.shape), np.broadcast_to(plafond, ou.shape))

    def _des_foyers(self, somme: Somme) -> Iterator[Cibles]:
        """Persons (5 or more) behind 1 to 4 foyers: not to be known to less than the threshold."""
        foyers = compagne(somme)
        if foyers:
            ou = self._petit(self._monde.valeur(foyers)) & self._monde.de_la_caf(foyers) & ~self._petit(self._monde.valeur(somme))
            rien = np.full(ou.shape, np.inf), np.full(ou.shape, -np.inf)
            yield from (replace(c, ecart=self._seuils.seuil) for c in self._cibles(Regle.FOYERS, somme, ou, *rien))

    def _des_restes(self, reste: Reste) -> Iterator[Cibles]:
        x, (d, retard) = self._monde.valeur(reste.part), self._tout(reste)
        ici = self._monde.de_la_caf(reste.part) & ~np.isnan(x) & ~np.isnan(d)
        vu = np.where(self._sait_tout(reste, retard), d, np.inf)
        au_moins = np.minimum(vu, self._seuils.seuil)
        yield from self._cibles(Regle.RESTE, reste.part, ici & self._petit(d - x), np.ones(x.shape), au_moins, reste=reste, retard=retard)
        if not reste.montre:
            return
        groupe = ici & (d > _POUSSIERE) & (d < self._seuils.petit_groupe)
        un, sans = np.ones(x.shape), np.full(x.shape, np.inf)
        aucun = self._aucun(reste.part)
        tous = self._dits_plus_haut(self._sait(reste.part) & self._sait(reste.tout), d - x, d)
        yield from self._cibles(Regle.UNANIMITE, reste.part, groupe & (np.abs(x) < _POUSSIERE) & ~aucun, sans, un)
        tous = groupe & (np.abs(d - x) < _POUSSIERE) & ~tous
        yield from self._cibles(Regle.UNANIMITE, reste.part, tous, sans, un, reste=reste, retard=retard)

    def _aucun(self, somme: Somme) -> np.ndarray:
        """Places where everyone may know that there is none: a larger group says so, of the sum or of what it is a part of itself."""
        if somme not in self._aucuns:
            x = self._monde.valeur(somme)
            self._aucuns[somme] = np.zeros(x.shape, dtype=bool)
            for reste in (r for r in self._grandeurs.restes if r.part == somme):
                dits = self._dits_plus_haut(self._sait(somme), x, self._tout(reste)[0]) if reste.montre else False
                self._aucuns[somme] |= (self._aucun(reste.tout) | dits) & (np.abs(x) < _POUSSIERE)
        return self._aucuns[somme]

    def _dits_plus_haut(self, sait: np.ndarray, x: np.ndarray, d: np.ndarray) -> np.ndarray:
        """Places whose 0 is that of a larger group, which may be shown: a place where ``x`` is known (``sait``) less all that is known
        inside; and places made of such places (an EPCI astride départements)."""
        personne = np.abs(d) < _POUSSIERE  # nothing to count there
        sait = self._deduit(sait | personne)
        dits = np.zeros(x.shape, dtype=bool)
        for tout, (feuilles, inconnues) in self._inconnues(sait).items():
            rien = np.abs(np.where(inconnues, x[feuilles], 0).sum(axis=0)) < _POUSSIERE
            grand = np.where(inconnues, d[feuilles], 0).sum(axis=0) >= self._seuils.petit_groupe
            dits[feuilles] |= inconnues & sait[tout] & rien & grand
        sans_secret = personne | (sait & (np.abs(x) < _POUSSIERE))
        for tout, parts in self._monde.lieux.sommes:
            dits[tout] |= (dits | sans_secret)[parts].all(axis=0) & dits[parts].any(axis=0)
        return dits

    def _inconnues(self, sait: np.ndarray) -> Mapping[int, tuple[np.ndarray, np.ndarray]]:
        """Of each whole: the smallest places inside it, and which of them nothing known lies above, within the whole; [places, years]."""
        trouvees: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        for tout, parts in self._monde.lieux.sommes:
            dessous = [trouvees.get(int(p), (np.array([p]), np.ones((1, sait.shape[1]), dtype=bool))) for p in parts]
            feuilles = np.concatenate([f for f, _ in dessous])
            trouvees[tout] = feuilles, np.concatenate([u & ~sait[p] for p, (_, u) in zip(parts, dessous, strict=True)])
        return trouvees

    def _deduit(self, sait: np.ndarray) -> np.ndarray:
        """What is known, and what sums give step by step: the one place that is missing of a whole and its parts."""
        sait = sait.copy()
        while True:
            avant = int(sait.sum())
            for tout, parts in self._monde.lieux.sommes:
                ensemble = np.append(parts, tout)
                seul = (~sait[ensemble]).sum(axis=0) == 1
                sait[np.ix_(ensemble, seul)] = True
            if int(sait.sum()) == avant:
                return sait

    def _cibles(
        self,
        regle: Regle,
        somme: Somme,
        ou: np.ndarray,
        au_plus: np.ndarray,
        au_moins: np.ndarray,
        *,
        reste: Reste | None = None,
        retard: np.ndarray | None = None,
    ) -> Iterator[Cibles]:
        for colonne in np.flatnonzero(ou.any(axis=0)):
            places = np.flatnonzero(ou[:, colonne])
            la = np.full(len(places), colonne) if retard is None else colonne - retard[places, colonne]
            bornes = au_plus[places, colonne], au_moins[places, colonne]
            yield Cibles(regle, somme, reste and reste.tout, int(colonne), la, places, *bornes, reste=reste is not None)

    def _tout(self, reste: Reste) -> tuple[np.ndarray, np.ndarray]:
        """The whole, of the year or of the latest one before it, and its age."""
        d = self._monde.valeur(reste.tout)
        trouve, age = d.copy(), np.zeros(d.shape, dtype=int)
        for retard in range(1, RECUL + 1):
            avant = np.pad(d, ((0, 0), (retard, 0)), constant_values=np.nan)[:, : d.shape[1]]
            prises = np.isnan(trouve) & ~np.isnan(avant)
            trouve[prises], age[prises] = avant[prises], retard
        return trouve, age

    def _sait(self, somme: Somme) -> np.ndarray:
        """Where everyone knows a sum."""
        connu = self._savoir.connus.get(somme)
        publique = self._monde.publique(somme)
        return publique if connu is None else publique | connu

    def _sait_tout(self, reste: Reste, retard: np.ndarray) -> np.ndarray:
        sait = self._sait(reste.tout)
        lignes, colonnes = np.indices(sait.shape)
        return sait[lignes, np.maximum(colonnes - retard, 0)]

    def _calcule_plafonds(self) -> Mapping[Somme, np.ndarray]:
        """The smallest whole that everyone knows, near or far."""
        plafonds: dict[Somme, np.ndarray] = {}
        for _ in range(4):  # as many steps as the longest chain of wholes that is declared
            for reste in self._grandeurs.restes:
                d, retard = self._tout(reste)
                vu = np.where(self._sait_tout(reste, retard), d, plafonds.get(reste.tout, np.inf))
                plafonds[reste.part] = np.fmin(plafonds.get(reste.part, np.full(d.shape, np.inf)), vu)
        return plafonds

    def _petit(self, x: np.ndarray) -> np.ndarray:
        return (x > _POUSSIERE) & (x < self._seuils.seuil - _POUSSIERE)

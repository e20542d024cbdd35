"""What an outsider reads in a publication: figures, statuses, and what the formulas say of the counts behind them.

The outsider of this module is given more than the page says: wherever a figure or one bound of its interval is shown, the counts
of its formula exactly.  Rounding, intervals, percentiles and ranks, which are made of these figures, can tell nothing more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ctg_data.diagnostic.audit.grandeurs import Grandeurs
from ctg_data.diagnostic.audit.lieux import PERIMETRE, Lieux
from ctg_data.diagnostic.audit.monde import Monde
from ctg_data.indicators import cubes, evaluation, registry, seuils
from ctg_data.indicators.compute import Donnees
from ctg_data.indicators.evaluation import RECUL, Variante
from ctg_data.indicators.model import (
    Distribution,
    EcartReference,
    Effectif,
    Formule,
    Indicateur,
    Manque,
    Moyenne,
    Ratio,
    Somme,
    Variation,
)
from ctg_data.indicators.vocabulaire import TOTAL
from ctg_data.territoires.referentiel import NIVEAUX

Terme = tuple[Somme, str, np.ndarray]
"""A sum, the level at which it is read, and its age in years [units, years]."""


class Affiche:
    """A publication as dense tables [places, years], for each indicator and modality."""

    def __init__(self, valeurs: pd.DataFrame, lieux: Lieux, annees: Sequence[int]):
        lieu = _rangs(valeurs, ("niveau", "code"), lieux.rang)
        colonne = pd.Index(annees).get_indexer(valeurs["annee"])
        noms = valeurs[["indicateur", "modalite"]].astype("str").drop_duplicates().itertuples(index=False, name=None)
        self._tables = {nom: rang for rang, nom in enumerate(noms)}
        ici = (lieu >= 0) & (colonne >= 0)
        cle = tuple(t[ici] for t in (_rangs(valeurs, ("indicateur", "modalite"), self._tables), lieu, colonne))
        forme = (len(self._tables) + 1, len(lieux.lieux), len(annees))
        self._statut, self._vu, self._valeur = np.full(forme, "", dtype="<U2"), np.zeros(forme, dtype=bool), np.full(forme, np.nan)
        self._statut[cle] = valeurs["statut"].astype("str").to_numpy()[ici]
        self._vu[cle] = valeurs[["valeur", "ic_bas", "ic_haut"]].notna().any(axis=1).to_numpy()[ici]
        self._valeur[cle] = valeurs["valeur"].to_numpy("float64")[ici]
        self._arrondi = np.zeros(forme, dtype=bool)
        self._arrondi[cle] = valeurs["arr5"].to_numpy(bool)[ici]

    def vu(self, indicateur: str, modalite: str) -> np.ndarray:
        """Where a figure, or one of its bounds, is shown."""
        return self._vu[self._tables.get((indicateur, modalite), -1)]

    def dit(self, indicateur: str, modalite: str, statut: str) -> np.ndarray:
        """Where a status is shown."""
        return self._statut[self._tables.get((indicateur, modalite), -1)] == statut

    def arrondi(self, indicateur: str, modalite: str) -> np.ndarray:
        """Where a figure is shown as rounded by its publisher."""
        return self._arrondi[self._tables.get((indicateur, modalite), -1)]

    def valeur(self, indicateur: str, modalite: str) -> np.ndarray:
        """The figures shown, NaN elsewhere."""
        return self._valeur[self._tables.get((indicateur, modalite), -1)]


def _rangs(valeurs: pd.DataFrame, colonnes: tuple[str, str], connus: Mapping[tuple[str, str], int]) -> np.ndarray:
    """Rank of each row's pair of texts, -1 where it is not one of ``connus``."""
    (un, noms), (deux, autres) = (pd.factorize(valeurs[c].astype("str")) for c in colonnes)
    table = np.array([[connus.get((str(a), str(b)), -1) for b in autres] for a in noms]).reshape(len(noms), len(autres))
    return table[un, deux] if len(valeurs) else np.zeros(0, dtype=int)


@dataclass(frozen=True, eq=False)
class Savoir:
    """``connus``: where a sum is known; ``moyennes``: (sum, years, where its total over these years is); ``entre``: least and most
    that statuses leave; ``croissances``: (sum, age, least and most ratio of the year to that many years before), NaN where none."""

    connus: dict[Somme, np.ndarray] = field(default_factory=dict)
    moyennes: list[tuple[Somme, int, np.ndarray]] = field(default_factory=list)
    entre: dict[Somme, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)
    croissances: list[tuple[Somme, int, np.ndarray, np.ndarray]] = field(default_factory=list)


class Lecteur:
    """Reads one publication, indicator by indicator."""

    def __init__(self, monde: Monde, donnees: Donnees, affiche: Affiche, grandeurs: Grandeurs):
        self._monde, self._donnees, self._affiche = monde, donnees, affiche
        self._indicateurs, self._restes = grandeurs.indicateurs, grandeurs.restes
        self._savoir = Savoir()
        self._lecteurs: dict[Somme, set[tuple[str, str]]] = {}
        """Who shows each sum as a count: (indicator, modality)."""
        for indicateur in self._indicateurs:
            for modalite, formules in par_modalite(indicateur):
                for somme in (s for f in formules if isinstance(f, Effectif) for s in registry.sommes(f)):
                    self._lecteurs.setdefault(somme, set()).add((indicateur.id, modalite))

    def lit(self) -> Savoir:
        """All that the publication says of the CAF's own counts."""
        lectures = [
            (indicateur, modalite, variante, niveau, ou)
            for indicateur in self._indicateurs
            for modalite, formules in par_modalite(indicateur)
            for niveau in (n for n in (*NIVEAUX, PERIMETRE) if n == PERIMETRE or n in indicateur.niveaux)
            for variante, ou in self._choisies(indicateur, formules, niveau)
        ]
        for indicateur, modalite, variante, niveau, ou in lectures:
            self._figures(indicateur, modalite, variante, ou & self._du_niveau(niveau), niveau=niveau)
        for indicateur, modalite, variante, niveau, ou in lectures:  # once all that is shown is known
            if isinstance(variante, Ratio) and self._interne(variante.den):
                self._statuts(indicateur, variante, ou & self._du_niveau(niveau), modalite=modalite, niveau=niveau)
        return self._savoir

    def _figures(self, indicateur: Indicateur, modalite: str, variante: Variante, ou: np.ndarray, *, niveau: str) -> None:
        vu = ou & self._affiche.vu(indicateur.id, modalite)
        match variante:
            case Moyenne(refs, duree) if self._interne(refs):
                self._savoir.moyennes.append((refs, duree, vu))
            case Variation(refs) if self._interne(refs):
                self._croissance(indicateur, refs, vu)
            case _:
                self._connait(self._termes(variante, niveau), vu, niveau)

    def _choisies(self, indicateur: Indicateur, formules: Sequence[Variante], niveau: str) -> Iterator[tuple[Variante, np.ndarray]]:
        """Each formula, and where it is the one that counts: the first that gives something, as the sources of the figure tell."""
        if len(formules) == 1 or niveau == PERIMETRE:
            yield formules[0], np.ones(self._monde.forme, dtype=bool)
            return
        manques = [self._manque(f, niveau) for f in formules]
        choix = np.zeros(self._monde.forme, dtype=int)
        actuel = manques[0].copy()
        for rang, manque in enumerate(manques[1:], start=1):
            ou = np.broadcast_to(actuel.all(axis=1, keepdims=True), actuel.shape) if indicateur.serie_unique else actuel & ~manque
            choix, actuel = np.where(ou, rang, choix), np.where(ou, manque, actuel)
        yield from ((f, choix == rang) for rang, f in enumerate(formules))

    def _manque(self, formule: Variante, niveau: str) -> np.ndarray:
        cube = evaluation.evalue(formule, niveau, self._donnees).valeur
        return self._monde.etend(niveau, cube.manque, cube.annees, True)

    def _termes(self, formule: Variante, niveau: str) -> Iterator[Terme]:
        match formule:
            case Effectif(refs):
                yield refs, niveau, 0
            case Ratio(num, den):
                yield num, niveau, 0
                yield den, niveau, self._age(num, den, niveau)
            case Manque(offre, besoin, poids=poids):
                yield offre, niveau, 0
                yield from ((s, niveau, self._age(offre, s, niveau)) for s in (besoin, *((ref,) for ref, _ in poids)))
                if not poids:
                    yield from self._a_la_reference(Ratio(offre, besoin), niveau)
            case (EcartReference(), autre):
                yield from self._termes(autre, niveau)
                yield from self._a_la_reference(autre, niveau)

    def _a_la_reference(self, formule: Formule, niveau: str) -> Iterator[Terme]:
        """The same terms at the reference of the level (taken for known there whatever the unit that shows the gap)."""
        reference = None if niveau == PERIMETRE else self._donnees.geographie.reference(niveau)
        if reference is not None:
            yield from self._termes(formule, reference[0])

    def _age(self, num: Somme, den: Somme, niveau: str) -> np.ndarray:
        if niveau == PERIMETRE:
            return np.zeros(self._monde.forme, dtype=int)
        haut, bas = self._donnees.somme(num, niveau), self._donnees.somme(den, niveau)
        ages = cubes.dernier(bas, haut.annees, evaluation.recul(num, den))[1]
        return self._monde.etend(niveau, ages, haut.annees, 0)

    def _connait(self, termes: Iterator[Terme], ou: np.ndarray, niveau: str) -> None:
        for somme, la, age in termes:
            if self._interne(somme):
                self._note(somme, ou if la == niveau else self._references(ou, niveau, la), age if la == niveau else 0)

    def _references(self, places: np.ndarray, niveau: str, la: str) -> np.ndarray:
        """Years in which a unit shows a gap to its reference, at that reference."""
        table = np.zeros(self._monde.forme, dtype=bool)
        rangs, lignes = self._monde.rangs, self._monde.lignes
        parents = self._donnees.geographie.reference(niveau)[1][lignes[niveau]]
        vers = dict(zip(lignes[la], rangs[la][0], strict=True))
        for place, parent in zip(rangs[niveau][0], parents, strict=True):
            if parent in vers:
                table[vers[parent]] |= places[place]
        return table

    def _note(self, somme: Somme, ou: np.ndarray, age: np.ndarray | int) -> None:
        connu = self._savoir.connus.setdefault(somme, np.zeros(self._monde.forme, dtype=bool))
        for retard in range(RECUL + 1):
            connu |= _recule(ou & (np.broadcast_to(age, ou.shape) == retard), retard)

    def _croissance(self, indicateur: Indicateur, refs: Somme, ou: np.ndarray) -> None:
        """x after ``age`` years is (1 + rate / 100) ** age times what it was, within the rounding of the rate."""
        taux, pas = self._affiche.valeur(indicateur.id, TOTAL), 0.5 * 10.0**-indicateur.decimales
        x = self._monde.valeur(refs)
        premiers = np.argmax(x > 0, axis=1)
        for age in range(1, len(self._monde.annees)):
            ici = ou & (np.arange(x.shape[1]) - premiers[:, None] == age) & ~np.isnan(taux)
            moins, plus = (np.where(ici, np.maximum(1 + (taux + ecart) / 100, 0) ** age, np.nan) for ecart in (-pas, pas))
            self._savoir.croissances.append((refs, age, moins, plus))

    def _statuts(self, indicateur: Indicateur, ratio: Ratio, ou: np.ndarray, *, modalite: str, niveau: str) -> None:
        """« ns » says a denominator that is not 0, under the minimum; « nd », that there is nothing to divide by."""
        age, den = self._age(ratio.num, ratio.den, niveau), self._monde.valeur(ratio.den)
        cache = ~self._savoir.connus.get(ratio.den, np.zeros(den.shape, dtype=bool))
        minimum = max((seuils.DENOMINATEURS[s] for s in indicateur.seuils if s in seuils.DENOMINATEURS), default=0)
        dits = {s: ou & self._affiche.dit(indicateur.id, modalite, s) for s in ("ns", "nd", "s")}
        for retard in range(RECUL + 1):
            ns, nd, s = (_recule(dits[statut] & (age == retard), retard) for statut in ("ns", "nd", "s"))
            self._borne(ratio.den, ns & (den > 0) & (den < minimum), 1, minimum - 1)
            self._borne(ratio.den, nd & (den == 0), 0, 0)
            tus = nd & (den == 0) & cache
            if tus.any() and (tus & (self._tait(ratio.num) | self._tait(ratio.den))).any():
                # « nd » beside a hidden term: the publisher does not hide it there, and « s » says that there is someone
                self._borne(ratio.den, s & (den > 0), 1, np.inf)

    def _borne(self, somme: Somme, ou: np.ndarray, moins: float, plus: float) -> None:
        if ou.any():
            rien = np.zeros(self._monde.forme), np.full(self._monde.forme, np.inf)
            bas, haut = self._savoir.entre.setdefault(somme, rien)
            bas[ou], haut[ou] = np.maximum(bas[ou], moins), np.minimum(haut[ou], plus)

    def _tait(self, somme: Somme) -> np.ndarray:
        """Where the sum is secret as a count."""
        lecteurs = (self._affiche.dit(indicateur, modalite, "s") for indicateur, modalite in self._lecteurs.get(somme, ()))
        return np.logical_or.reduce([np.zeros(self._monde.forme, dtype=bool), *lecteurs])

    def _interne(self, somme: Somme) -> bool:
        return bool(self._monde.propre(somme))

    def _du_niveau(self, niveau: str) -> np.ndarray:
        ici = np.zeros((self._monde.forme[0], 1), dtype=bool)
        ici[self._monde.rangs[niveau][0]] = True
        return ici


def par_modalite(indicateur: Indicateur) -> Sequence[tuple[str, Sequence[Variante]]]:
    """(value shown, formulas to try): the classes of a distribution, else the total."""
    classes = [(nom, (Effectif(refs),)) for f in indicateur.formules if isinstance(f, Distribution) for nom, refs in f.classes]
    return classes or [(TOTAL, evaluation.variantes(indicateur.formules))]


def _recule(table: np.ndarray, retard: int) -> np.ndarray:
    """The same cells, that many years before."""
    return np.pad(table, ((0, 0), (0, retard)))[:, retard:]

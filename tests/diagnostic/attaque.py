"""An attacker who knows what is published, and that counts are whole, positive and add up.

It is given more than the page says: wherever a rate is shown, its numerator and denominator exactly.  It knows which cells are
parts of others (nested classes, wholes), and what statuses tell: « ns », that there are few; « nd », that there is none.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from scipy.optimize import LinearConstraint, milp

from ctg_data.diagnostic.hierarchie import Hierarchie

Cellule = tuple[str, str]
"""(mesure, modalite)."""


def unites(h: Hierarchie) -> dict[tuple[str, int], np.ndarray]:
    """(level, unit) -> bool over communes."""
    parents = {
        "commune": np.arange(len(h.codes["commune"])),
        "epci": h.groupe_commune,
        "departement": h.departement_commune,
        "region": h.region_departement[h.departement_commune],
        "france": np.zeros(len(h.codes["commune"]), dtype=int),
    }
    return {(n, u): parents[n] == u for n, p in parents.items() for u in range(len(h.codes[n]))}


class Attaque:
    """Bounds of any hidden sum, for one year.

    ``vrais``: exact communal counts of every cell; ``connus``: (level, unit, cell) whose sum is shown; ``parts``: pairs (part,
    whole); ``totaux``: total -> cells that add up to it; ``entre``: (level, unit, cell) -> what its status says, least and most.
    """

    def __init__(
        self,
        h: Hierarchie,
        vrais: Mapping[Cellule, np.ndarray],
        connus: Iterable[tuple[str, int, Cellule]],
        *,
        parts: Iterable[tuple[Cellule, Cellule]] = (),
        totaux: Mapping[Cellule, tuple[Cellule, ...]] | None = None,
        entre: Mapping[tuple[str, int, Cellule], tuple[int, float]] | None = None,
    ):
        self._membres, self._rang, self._n = unites(h), {c: i for i, c in enumerate(vrais)}, len(h.codes["commune"])
        lignes, bas, haut = [], [], []
        for niveau, unite, cellule in connus:
            lignes.append(self._ligne({cellule: self._membres[niveau, unite]}))
            somme = vrais[cellule][self._membres[niveau, unite]].sum()
            bas.append(somme)
            haut.append(somme)
        for (niveau, unite, cellule), (moins, plus) in (entre or {}).items():
            lignes.append(self._ligne({cellule: self._membres[niveau, unite]}))
            bas.append(moins)
            haut.append(plus)
        for commune in range(self._n):
            ici = np.arange(self._n) == commune
            for part, tout in parts:
                lignes.append(self._ligne({tout: ici}) - self._ligne({part: ici}))
                bas.append(0)
                haut.append(np.inf)
            for total, cellules in (totaux or {}).items():
                lignes.append(self._ligne({total: ici}) - self._ligne(dict.fromkeys(cellules, ici)))
                bas.append(0)
                haut.append(0)
        self._contraintes = [LinearConstraint(np.array(lignes), bas, haut)] if lignes else []

    def bornes(self, niveau: str, unite: int, cellule: Cellule, moins: Cellule | None = None) -> tuple[int, float]:
        """Smallest and largest value of a cell (less another one) that what is shown allows; at most 20 is looked for."""
        objectif = self._ligne({cellule: self._membres[niveau, unite]})
        if moins:
            objectif = objectif - self._ligne({moins: self._membres[niveau, unite]})
        return self._extreme(objectif), -self._extreme(-objectif)

    def _extreme(self, objectif: np.ndarray) -> int:
        plafond = LinearConstraint(objectif, -20, 20)
        reponse = milp(objectif, constraints=[*self._contraintes, plafond], integrality=np.ones(len(objectif)))
        return round(reponse.fun)

    def _ligne(self, cellules: Mapping[Cellule, np.ndarray]) -> np.ndarray:
        ligne = np.zeros((len(self._rang), self._n))
        for cellule, ici in cellules.items():
            ligne[self._rang[cellule]] = ici
        return ligne.ravel()

"""Hiding less in partitions, once enough is hidden: chains of cells instead of companions and pivots where they are fewer, or do what
companions could not; elsewhere, what these hide in excess is given back.

Only partitions that lie in no other one: what one of them gives back is none of the others' business.
"""

from collections.abc import Mapping

import numpy as np

from ctg_data.diagnostic import rendus
from ctg_data.diagnostic.choix import Choix, Raisons, Trouvees
from ctg_data.diagnostic.exigences import COMPAGNON
from ctg_data.diagnostic.liens import Classe
from ctg_data.diagnostic.noeuds import Noeuds
from ctg_data.diagnostic.portions import ChoixPortions
from ctg_data.diagnostic.rendus import Rendu, Reseau


def allege(choix: Choix, trouvees: Trouvees, deja: Mapping[Classe, np.ndarray]) -> None:
    """Where the totals of the places are shown; changes ``trouvees`` in place.  ``deja``: places that are hidden, bool [places, years]."""
    for partition in choix.isolees():
        noeuds = Noeuds(choix, partition)
        tenues = _tresse(choix, noeuds, trouvees, deja)[choix.places.portion]
        ou = noeuds.caches(trouvees.raisons).any(axis=0) & ~tenues
        noeuds.rendu(trouvees.raisons, rendus.par_places(choix.places, ou, len(noeuds.classes))).places()


def _tresse(choix: Choix, noeuds: Noeuds, trouvees: Trouvees, deja: Mapping[Classe, np.ndarray]) -> np.ndarray:
    """Hide chains where they serve: these places, bool [places, years].  A group made larger keeps what it has."""
    lieux, raisons = choix.places, trouvees.raisons
    places = lieux.un_des(noeuds.primaires()) & ~lieux.un_des(noeuds.agrandies())
    for classe in noeuds.classes:
        places &= ~(trouvees.sans[classe] | deja[classe])
    reseau = rendus.par_places(lieux, places[lieux.portion], len(noeuds.classes))
    chaines, tenues = noeuds.seules(raisons), np.zeros_like(places)
    tenues[lieux.portion[reseau.lignes], reseau.annees] = noeuds.rendu(chaines, reseau).complete(noeuds.maillons())
    moins = noeuds.superflues(chaines, lieux) < noeuds.superflues(raisons, lieux)
    tenues &= moins | np.logical_or.reduce([trouvees.echecs[c] for c in noeuds.classes])
    for classe, chaine in chaines.items():
        np.copyto(raisons[classe], chaine, where=tenues[lieux.portion])
        trouvees.echecs[classe][tenues] = False
    return tenues


def allege_portions(portions: ChoixPortions, grandes: Raisons, raisons: Raisons) -> None:
    """In hidden portions: their classes, then the communes inside; changes both reasons in place.  Not where a group had to be made
    larger."""
    for partition in portions.isolees():
        etages = _Etages(portions, Noeuds(portions, partition), Noeuds(portions.communes, partition))
        vues = etages.vues(grandes)
        restent = vues & ~etages.tresse(grandes, raisons, vues)[portions.places.portion]
        rendu, _ = etages.rendu(grandes, raisons, restent)
        rendu.portions(grandes, etages.hauts.poids())
        rendu.places()


class _Etages:
    """One partition in the portions (``hauts``) and in their communes (``bas``)."""

    def __init__(self, portions: ChoixPortions, hauts: Noeuds, bas: Noeuds):
        self._portions, self.hauts, self._bas = portions, hauts, bas
        self._dessus, self._dedans = portions.places, portions.communes.places

    def vues(self, grandes: Raisons) -> np.ndarray:
        """Hidden portions that are looked at, bool [portions, years]."""
        agrandies = self._dedans.un_des(self._bas.agrandies()) | self.hauts.agrandies()
        return rendus.portions_vues(self._dessus, self.hauts.caches(grandes), ~self._dessus.un_des(agrandies))

    def rendu(self, grandes: Raisons, raisons: Raisons, vues: np.ndarray) -> tuple[Rendu, Reseau]:
        reseau = rendus.par_portions(self._dedans, self._dessus, self.hauts.caches(grandes), vues, self.hauts.demandes())
        return self._bas.rendu(raisons, reseau), reseau

    def tresse(self, grandes: Raisons, raisons: Raisons, vues: np.ndarray) -> np.ndarray:
        """Hide chains where they hide fewer cells of portions and communes together: these départements, bool [départements, years]."""
        plus_bas, maillons, ou = self._portions.plus_bas, self._bas.maillons(), vues[self._dedans.portion]
        portions = {c: grandes[c].copy() for c in self.hauts.classes}
        toutes = {c: np.where((raisons[c] == 0) & oui, COMPAGNON, raisons[c]) for c, oui in zip(self._bas.classes, maillons, strict=True)}
        self.rendu(portions, toutes, vues)[0].portions(portions, self.hauts.poids())
        chaines = self._bas.seules(raisons)
        rendu, reseau = self.rendu(portions, chaines, vues)
        tenues = np.zeros((self._dessus.nombre, vues.shape[1]), dtype=bool)
        tenues[plus_bas.portion[reseau.lignes], reseau.annees] = rendu.complete(maillons)
        avant, apres = (
            self._bas.superflues(r, plus_bas, ou) + self.hauts.superflues(g, self._dessus, vues)
            for r, g in ((raisons, grandes), (chaines, portions))
        )
        tenues &= apres < avant
        for c in self.hauts.classes:
            np.copyto(grandes[c], portions[c], where=vues & tenues[self._dessus.portion])
            np.copyto(raisons[c], chaines[c], where=ou & tenues[plus_bas.portion])
        return tenues

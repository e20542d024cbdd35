"""All the cells of the requête type, by département."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ctg_data.demonstration import accueil, insee, naissances, offre, recensement
from ctg_data.demonstration.cadre import ANNEES, Cadre
from ctg_data.demonstration.declarations import REPARTITIONS, TAUX
from ctg_data.demonstration.droits import droits
from ctg_data.demonstration.foyers import Cellules, Contexte, foyers, reference, structure
from ctg_data.demonstration.hasard import Tirages
from ctg_data.demonstration.modele import Modele, cale
from ctg_data.loaders.requete_type_schema import demandees


@dataclass(frozen=True)
class Pays:
    """What is drawn once for the whole country: frame, calibrated rates, births, childcare and facilities."""

    cadre: Cadre

    @cached_property
    def modele(self) -> Modele:
        """Rates and shares set once on the national targets, for every département."""
        taux, repartitions = {**TAUX, **insee.TAUX, **recensement.TAUX}, {**REPARTITIONS, **insee.REPARTITIONS, **recensement.REPARTITIONS}
        return cale(taux, repartitions, self.cadre.latents, self.cadre.population)

    @cached_property
    def parts_ages(self) -> Mapping[int, np.ndarray]:
        """Census -> expected share of each age (101, communes)."""
        return {annee: insee.parts_ages(self.cadre, annee) for annee in insee.RECENSEMENTS}

    @cached_property
    def naissances(self) -> Mapping[int, np.ndarray]:
        """Year -> births by commune of the whole country."""
        return naissances.naissances(self.cadre)

    @cached_property
    def petits(self) -> np.ndarray:
        """Resident children under 3 (annees, communes)."""
        return naissances.moins_de_3(self.cadre)

    @cached_property
    def accueil(self) -> Cellules:
        """Places of every mode, drawn once: what a département gets does not depend on the others asked for."""
        return accueil.places(self.cadre, self.petits)

    @cached_property
    def structures(self) -> Cellules:
        """Structures of every kind, drawn once."""
        return offre.structures(self.cadre)

    @cached_property
    def activite(self) -> Cellules:
        """What the structures and the places do, drawn once."""
        return offre.activite(self.cadre, self.structures, self.accueil)

    def contexte(self, departement: str) -> Contexte:
        """What the draws of one département need; its random numbers are its own."""
        positions = self.cadre.dans(departement)
        tirages = Tirages(self.cadre.graine, departement, len(ANNEES), len(positions))
        return Contexte(self.modele, self.cadre.latents_de(positions), tirages)


def cellules(pays: Pays, departement: str) -> Cellules:
    """Every cell that the requête type asks for, (annees, communes of the département in the order of the frame)."""
    positions, contexte = pays.cadre.dans(departement), pays.contexte(departement)
    tous = foyers(contexte, pays.cadre.population[:, positions])
    sortie = structure(contexte, tous, pays.petits[:, positions])
    br, bas_revenus = reference(contexte, tous, sortie)
    sortie |= bas_revenus
    sortie |= droits(contexte, tous, br, enfants=sortie)
    nationales = {**pays.accueil, **pays.structures, **pays.activite}
    sortie |= {cle: valeurs[:, positions] for cle, valeurs in nationales.items()}
    sortie |= _ages_am(contexte, sortie)
    return {(v.id, m.code): sortie[v.id, m.code] for v, m in demandees()}


def _ages_am(contexte: Contexte, sortie: Cellules) -> Cellules:
    """Child-minders and their places by age; places follow the child-minders of each age."""
    actifs, total = sortie["am_actifs", "total"], sortie["places", "am"]
    ages = contexte.coupe("am_actifs", actifs, repartition="age_am")
    parts = np.stack([ages["am_actifs", m] for m in contexte.modele.repartitions["age_am"].modalites]) / np.maximum(actifs, 1)
    places = contexte.tirages.repartition("places_am_age", total, parts)
    return ages | {("places_am_age", "total"): total, **{("places_am_age", m): n for (_, m), n in zip(ages, places, strict=True)}}

"""The households of one département: situations, ages, resources, low income; every identity of the requête type holds."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ctg_data.demonstration.declarations import ADULTES, ENFANT_EN_PLUS, ENFANTS, FAMILLES, GROUPES, SITUATIONS
from ctg_data.demonstration.hasard import Tirages
from ctg_data.demonstration.modele import Modele

Cellules = dict[tuple[str, str], np.ndarray]
"""(variable, modalité) -> integers (annees, communes)."""


@dataclass(frozen=True)
class Contexte:
    """What the draws of a département need."""

    modele: Modele
    latents: Mapping[str, np.ndarray]
    tirages: Tirages

    def taux(self, nom: str) -> np.ndarray:
        """The rate ``nom`` drawn for each year and commune, between 0 and 1."""
        return self.modele.taux_de(nom, self.latents, self.tirages)

    def partie(self, nom: str, tout: np.ndarray, taux: str = "") -> np.ndarray:
        """The part of ``tout`` that the rate ``taux`` (default: of the same name) takes."""
        return self.tirages.partie(nom, tout, self.taux(taux or nom))

    def coupe(self, variable: str, tout: np.ndarray, *, repartition: str) -> Cellules:
        """``tout`` cut into the modalités of a share table."""
        parts = self.tirages.repartition(variable, tout, self.modele.parts_de(repartition, self.latents, self.tirages))
        return {(variable, m): n for m, n in zip(self.modele.repartitions[repartition].modalites, parts, strict=True)}


@dataclass(frozen=True)
class Foyers:
    """Foyers by situation with what they hold; every mapping is situation -> (annees, communes)."""

    nombre: Mapping[str, np.ndarray]
    enfants: Mapping[str, np.ndarray]

    def total(self, situations: tuple[str, ...] = SITUATIONS) -> np.ndarray:
        """Foyers of these situations."""
        return sum(self.nombre[s] for s in situations)

    def total_enfants(self, situations: tuple[str, ...] = FAMILLES) -> np.ndarray:
        """Children of these situations."""
        return sum(self.enfants[s] for s in situations)

    def adultes(self) -> np.ndarray:
        """Adults of every foyer."""
        return sum(ADULTES[s] * self.nombre[s] for s in SITUATIONS)

    def personnes(self) -> np.ndarray:
        """Adults and children of every foyer."""
        return self.adultes() + self.total_enfants()

    def taille(self, situations: tuple[str, ...]) -> np.ndarray:
        """Persons per foyer of these situations (1 where there is none)."""
        personnes = sum(ADULTES[s] * self.nombre[s] + self.enfants[s] for s in situations)
        return personnes / np.maximum(self.total(situations), 1)

    def groupe(self, nom: str) -> np.ndarray:
        """Foyers of a named group of situations (GROUPES)."""
        return self.total(GROUPES[nom])


def foyers(contexte: Contexte, population: np.ndarray) -> Foyers:
    """Foyers allocataires by situation, out of the population (annees, communes)."""
    total = contexte.tirages.compte("foyers", population * contexte.taux("foyers"))
    coupes = contexte.coupe("foyers_situation", total, repartition="situation")
    return _avec_enfants({s: coupes["foyers_situation", s] for s in SITUATIONS})


def _avec_enfants(nombre: Mapping[str, np.ndarray]) -> Foyers:
    enfants = {
        s: ENFANTS[s] * nombre[s] + (np.floor(ENFANT_EN_PLUS * nombre[s]).astype(np.int64) if s.endswith("4p") else 0) for s in SITUATIONS
    }
    return Foyers(nombre, enfants)


def structure(contexte: Contexte, tous: Foyers, moins_de_3: np.ndarray) -> Cellules:
    """Situations, ages, children, resources and contact; ``moins_de_3``: resident children, births of three years."""
    total, enfants = tous.total(), ages_enfants(contexte, tous, moins_de_3)
    cellules: Cellules = {("foyers_alloc", "total"): total, ("personnes_couvertes", "total"): tous.personnes()}
    cellules |= {("foyers_situation", s): tous.nombre[s] for s in SITUATIONS}
    cellules |= contexte.coupe("foyers_age_resp", total, repartition="age_resp") | enfants
    cellules |= contexte.coupe("enfants_0_2_activite", enfants["enfants_age", "0_2"], repartition="activite")
    cellules |= contexte.coupe("foyers_qf", total, repartition="qf") | contexte.coupe("foyers_contact", total, repartition="contact")
    return cellules | _avec_3_11(contexte, tous, enfants)


def ages_enfants(contexte: Contexte, tous: Foyers, moins_de_3: np.ndarray) -> Cellules:
    """Dependent children by age: the youngest follow the births, within the children there are."""
    total = tous.total_enfants()
    petits = np.minimum(contexte.partie("moins_3", np.floor(moins_de_3).astype(np.int64)), np.floor(0.45 * total).astype(np.int64))
    autres = contexte.coupe("enfants_age", total - petits, repartition="ages_enfants")
    return {("enfants_age", "total"): total, ("enfants_age", "0_2"): petits, **autres}


def _avec_3_11(contexte: Contexte, tous: Foyers, enfants: Cellules) -> Cellules:
    variable, familles = "foyers_enf_3_11_qf", tous.total(FAMILLES)
    possibles = np.minimum(familles, enfants["enfants_age", "3_5"] + enfants["enfants_age", "6_11"])
    total = contexte.partie("avec_3_11", possibles)
    return {(variable, "total"): total, **contexte.coupe(variable, total, repartition="qf_3_11")}


def reference(contexte: Contexte, tous: Foyers, cellules: Cellules) -> tuple[Foyers, Cellules]:
    """Low-income foyers, and every cell on reference and low income: low income ⊂ reference ⊂ claimants in each modalité."""
    ref = _avec_enfants({s: contexte.partie(f"ref_{s}", tous.nombre[s], "ref") for s in SITUATIONS})
    br = _avec_enfants({s: contexte.partie(f"br_{s}", ref.nombre[s]) for s in SITUATIONS})
    en_ref = _population(contexte, "ref", ref, enfants=_tranches(cellules), parmi=tous)
    enfants_ref = {m: en_ref["enfants_ref", m] for m in ("0_2", "3_11", "12_17")}
    sortie = en_ref | _population(contexte, "br", br, enfants=enfants_ref, parmi=ref)
    return br, sortie | _jeunes(contexte, cellules, sortie) | _dependance(contexte, ref.total())


def _population(contexte: Contexte, nom: str, groupe: Foyers, *, enfants: Mapping[str, np.ndarray], parmi: Foyers) -> Cellules:
    """Foyers, children and persons of ``groupe``, a part of ``parmi`` whose children by age are ``enfants``."""
    part = groupe.total_enfants() / np.maximum(parmi.total_enfants(), 1)
    ages = {(f"enfants_{nom}", m): contexte.tirages.partie(f"enfants_{nom}_{m}", n, part) for m, n in enfants.items()}
    total = sum(ages.values())
    return {
        (f"foyers_{nom}", "total"): groupe.total(),
        **{(f"foyers_{nom}", s): groupe.nombre[s] for s in SITUATIONS},
        (f"enfants_{nom}", "total"): total,
        **ages,
        (f"personnes_{nom}", "total"): groupe.adultes() + total,
    }


def _tranches(cellules: Cellules) -> dict[str, np.ndarray]:
    ages = {m: cellules["enfants_age", m] for m in ("0_2", "3_5", "6_11", "12_15", "16_17")}
    return {"0_2": ages["0_2"], "3_11": ages["3_5"] + ages["6_11"], "12_17": ages["12_15"] + ages["16_17"]}


def _jeunes(contexte: Contexte, cellules: Cellules, sortie: Cellules) -> Cellules:
    """Foyers whose head is 18 to 24: students with housing aid alone are out of the reference."""
    jeunes = cellules["foyers_age_resp", "lt20"] + cellules["foyers_age_resp", "20_24"]
    dedans = np.minimum(jeunes - contexte.partie("etudiants", jeunes, "etudiants_al"), sortie["foyers_ref", "total"])
    pauvres = np.minimum(contexte.partie("br_18_24", dedans, "br_isole_h"), sortie["foyers_br", "total"])
    return {("foyers_ref", "18_24"): dedans, ("foyers_br", "18_24"): pauvres}


def _dependance(contexte: Contexte, ref: np.ndarray) -> Cellules:
    gt50 = contexte.partie("dep_50", ref)
    gt75 = contexte.partie("dep_75", gt50)
    return {("foyers_dep", "gt50"): gt50, ("foyers_dep", "gt75"): gt75, ("foyers_dep", "eq100"): contexte.partie("dep_100", gt75)}

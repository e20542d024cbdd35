"""What the census of the fictitious country says besides ages and families: housing, studies, activity at every age, jobs; and deaths."""

from collections.abc import Mapping

import numpy as np

from ctg_data.demonstration.cadre import ANNEES
from ctg_data.demonstration.foyers import Contexte
from ctg_data.demonstration.hasard import systematique
from ctg_data.demonstration.modele import Repartition, Taux

Comptes = dict[str, np.ndarray]
"""Column without its prefix -> integers (communes)."""
FIN_SUROCCUPATION = 2021
"""Last census that counts overcrowded dwellings so."""

TAUX = {
    "en_menage": Taux(0.979, {"age": -0.05}, bruit=0.05),
    "principales": Taux(0.822, {"urbanite": 0.25, "age": -0.15}, bruit=0.15),
    "vacants": Taux(0.45, {"precarite": 0.15, "urbanite": 0.1}, bruit=0.15),
    "motorises": Taux(0.812, {"urbanite": -0.45, "precarite": -0.12}, bruit=0.08),
    "recents": Taux(0.125, {"urbanite": 0.15}, bruit=0.08),
    "hors_studios": Taux(0.93, {"urbanite": -0.3}, bruit=0.05),
    "suroccupees": Taux(0.085, {"urbanite": 0.35, "precarite": 0.2}, bruit=0.1),
    "hors_etudes": Taux(0.886, {"age": 0.12, "urbanite": -0.1}, bruit=0.04),
    "etudiants": Taux(0.53, {"urbanite": 0.35}, bruit=0.1),
    "actifs_15_24": Taux(0.43, {"urbanite": -0.12}, bruit=0.08),
    "actifs_55_64": Taux(0.595, {"activite": 0.1}, bruit=0.06),
    "chomeurs_15_24": Taux(0.205, {"precarite": 0.2}, bruit=0.1),
    "chomeurs_55_64": Taux(0.085, {"precarite": 0.18}, bruit=0.1),
    "salaries_h": Taux(0.585, {"precarite": -0.1}, bruit=0.06),
    "salaries_f": Taux(0.575, {"precarite": -0.1}, bruit=0.06),
    "temps_partiel_h": Taux(0.085, {"precarite": 0.06}, bruit=0.1),
    "temps_partiel_f": Taux(0.272, {"precarite": 0.06}, bruit=0.08),
    "mortalite": Taux(0.0096, {"age": 0.33}, bruit=0.08),
}
REPARTITIONS = {
    "statut_occupation": Repartition(
        {"RP_PROP": 0.575, "RP_LOCHLMV": 0.148, "prive": 0.255, "RP_GRAT": 0.022},
        {"urbanite": {"RP_PROP": -0.25, "RP_LOCHLMV": 0.3, "prive": 0.2}, "precarite": {"RP_LOCHLMV": 0.25, "RP_PROP": -0.1}},
        bruit=0.12,
    ),
    "diplomes": Repartition(
        {"DIPLMIN": 0.19, "BEPC": 0.055, "CAPBEP": 0.245, "BAC": 0.175, "SUP2": 0.11, "SUP34": 0.105, "SUP5": 0.12},
        {"precarite": {"DIPLMIN": 0.2, "SUP5": -0.25}, "age": {"DIPLMIN": 0.15}, "urbanite": {"SUP5": 0.35, "CAPBEP": -0.15}},
        bruit=0.08,
    ),
}


def logement(contexte: Contexte, menages: np.ndarray, annee: int) -> Mapping[str, np.ndarray]:
    """Columns of base-cc-logement with their prefix (P or C): one main residence a household."""
    rang = ANNEES.index(annee)
    autres = contexte.tirages.compte("autres_logements", menages * (1 / contexte.taux("principales")[rang] - 1))
    vacants = _partie(contexte, "vacants", autres, rang)
    statuts = _coupe(contexte, "statut_occupation", menages, rang)
    prive = statuts.pop("prive")
    principales = {
        "LOG": menages + autres, "RP": menages, "RSECOCC": autres - vacants, "LOGVAC": vacants, **statuts,
        "RP_LOC": statuts["RP_LOCHLMV"] + prive, "RP_VOIT1P": _partie(contexte, "motorises", menages, rang),
        "MEN": menages, "MEN_ANEM0002": _partie(contexte, "recents", menages, rang),
    }  # fmt: skip
    hors = _partie(contexte, "hors_studios", menages, rang)
    suroccupees = {"RP_HSTU1P": hors, "RP_HSTU1P_SUROCC": _partie(contexte, "suroccupees", hors, rang)}
    return _prefixe("P", annee, principales) | (_prefixe("C", annee, suroccupees) if annee <= FIN_SUROCCUPATION else {})


def formation(contexte: Contexte, effectifs: np.ndarray, annee: int) -> Mapping[str, np.ndarray]:
    """Columns of base-cc-diplomes-formation, out of the ages (2, 101, communes)."""
    rang, jeunes = ANNEES.index(annee), effectifs[:, 18:25].sum(axis=(0, 1))
    colonnes: Comptes = {"POP1824": jeunes, "SCOL1824": _partie(contexte, "etudiants", jeunes, rang)}
    for sexe, comptes in zip("HF", effectifs[:, 15:].sum(axis=1), strict=True):
        sortis = _partie(contexte, "hors_etudes", comptes, rang, tirage=sexe)
        niveaux = _coupe(contexte, "diplomes", sortis, rang, tirage=sexe)
        colonnes |= {f"{sexe}NSCOL15P": sortis, **{f"{sexe}NSCOL15P_{nom}": n for nom, n in niveaux.items()}}
    return _prefixe("P", annee, colonnes)


def activite(contexte: Contexte, effectifs: np.ndarray, adultes: Mapping[str, np.ndarray], annee: int) -> Mapping[str, np.ndarray]:
    """Columns of base-cc-emploi-pop-active; ``adultes``: occupied and unemployed at 25-54 by sex, as their own file has them."""
    rang = ANNEES.index(annee)
    chomeurs = {"2554": adultes["chomeurs_h"] + adultes["chomeurs_f"]}
    actifs = {"2554": chomeurs["2554"] + adultes["occupes_h"] + adultes["occupes_f"]}
    for age, nom, tranche in (("1524", "15_24", slice(15, 25)), ("5564", "55_64", slice(55, 65))):
        actifs[age] = _partie(contexte, f"actifs_{nom}", effectifs[:, tranche].sum(axis=(0, 1)), rang)
        chomeurs[age] = _partie(contexte, f"chomeurs_{nom}", actifs[age], rang)
    colonnes = {f"{nom}{age}": n for nom, ages in (("ACT", actifs), ("CHOM", chomeurs)) for age, n in ages.items()}
    return _prefixe("P", annee, colonnes | {"ACT1564": sum(actifs.values()), "CHOM1564": sum(chomeurs.values())})


def emploi(contexte: Contexte, effectifs: np.ndarray, annee: int) -> Mapping[str, np.ndarray]:
    """Columns of base-cc-caract_emp: employees of each sex, of which part-time."""
    rang, colonnes = ANNEES.index(annee), {}
    for sexe, comptes in zip("hf", effectifs[:, 15:65].sum(axis=1), strict=True):
        salaries = _partie(contexte, f"salaries_{sexe}", comptes, rang)
        partiels = _partie(contexte, f"temps_partiel_{sexe}", salaries, rang)
        colonnes |= {f"{sexe.upper()}SAL15P": salaries, f"{sexe.upper()}SAL15P_TP": partiels}
    return _prefixe("P", annee, colonnes)


def deces(contexte: Contexte, population: np.ndarray, annees: range) -> np.ndarray:
    """Deaths (annees, communes) among ``population`` (communes); years before the first drawn have its rate."""
    taux, uniforme = contexte.taux("mortalite"), contexte.tirages.bruit_libre("deces", (len(annees), len(population)))
    attendus = np.stack([population * taux[max(0, annee - ANNEES[0])] for annee in annees])
    return np.maximum(np.rint(attendus + np.sqrt(attendus) * uniforme), 0).astype(np.int64)


def _prefixe(exploitation: str, annee: int, colonnes: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {f"{exploitation}{annee % 100:02d}_{nom}": valeurs for nom, valeurs in colonnes.items()}


def _partie(contexte: Contexte, nom: str, tout: np.ndarray, rang: int, *, tirage: str = "") -> np.ndarray:
    return contexte.tirages.partie(f"rp_{nom}{tirage}", tout, contexte.taux(nom)[rang])


def _coupe(contexte: Contexte, nom: str, tout: np.ndarray, rang: int, *, tirage: str = "") -> Comptes:
    parts = contexte.modele.parts_de(nom, contexte.latents, contexte.tirages)[:, rang : rang + 1]
    comptes = systematique(tout[None, :], parts, contexte.tirages.uniforme(f"rp_{nom}{tirage}"))[:, 0]
    return dict(zip(contexte.modele.repartitions[nom].modalites, comptes, strict=True))

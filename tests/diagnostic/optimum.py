"""How many cells the engine hides beside the primary ones, against the fewest that protect them (τ-Argus).

``python -m tests.diagnostic.optimum --graine 1 --epci 12`` draws a country, protects it by the product's own path and prints both
counts and their ratio; ``--mesure foyers_qf`` takes eight classes.  From a test: ``compare(table_de(pays, comptes), masque)``, where
``masque`` says what is hidden, cell by cell in the order of ``table.noms``: (level, code, modality).
"""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ctg_data.diagnostic import publication
from ctg_data.indicators import vocabulaire
from ctg_data.indicators.model import Effectif, Ref
from ctg_data.indicators.vocabulaire import TOTAL
from ctg_data.records import CODE_FRANCE
from ctg_data.territoires.referentiel import NIVEAUX
from tests.diagnostic.pays import MagasinEssai, Pays, indicateur, lignes
from tests.diagnostic.tauargus import Table, optimum

Comptes = Mapping[str, np.ndarray]
"""Modality -> one count for each commune; ``total`` is their sum."""
Nom = tuple[str, str, str]
"""(level, code, modality) of a published cell."""
MESURE, ANNEE = "foyers_enf_3_11_qf", 2024
INVISIBLES = ("portion", "reste")
"""Cells that nobody publishes and that can be told all the same."""
_GRATUIT, _PAYANT = 0, 1


@dataclass(frozen=True)
class Mesure:
    """Published cells: all, primary, hidden besides by the engine, and by τ-Argus (None: it gave up)."""

    cellules: int
    primaires: int
    caches: int
    optimum: int | None

    @property
    def rapport(self) -> float:
        """Cells hidden besides, for one of the optimum; NaN where there is none to compare with."""
        return self.caches / self.optimum if self.optimum else float("nan")

    def __str__(self) -> str:
        part = 100 * self.primaires / self.cellules
        moins = "non trouvé" if self.optimum is None else self.optimum
        return (
            f"{self.cellules} cellules, {self.primaires} primaires ({part:.1f} %) ; "
            f"masquées en plus : {self.caches}, optimum : {moins}, rapport {self.rapport:.2f}"
        )


def table_de(pays: Pays, comptes: Comptes, seuil: int = 5) -> Table:
    """Communes, EPCI, départements, régions and France times the modalities and their total, with all that adds up.

    Portions of an EPCI in one département, and what is left of a total without one modality, are cells too where they are small; a
    modality that leaves few is hidden by rule (domain.md §5.2.1), whatever hides it besides: ``secondaires``.
    """
    lieux = _lieux(pays)
    noms: list[Nom] = [(n, c, m) for n, c in lieux for m in comptes]
    valeurs = [int(comptes[m][lieux[n, c]].sum()) for n, c, m in noms]
    rang = {nom: i for i, nom in enumerate(noms)}
    relations = [_addition(rang, n, c, m, lieux) for n, c, m in noms if n != "commune"]
    relations += [[(rang[*lieu, TOTAL], -1), *((rang[*lieu, m], 1) for m in comptes if m != TOTAL)] for lieu in lieux]
    for nom, valeur, relation in _restes(pays, comptes, lieux, rang):
        if 0 < valeur < seuil:
            relations.append([(len(noms), -1), *relation])
            noms.append(nom)
            valeurs.append(valeur)
    tableau = np.array(valeurs)
    prix = np.array([_GRATUIT if nom[0] in INVISIBLES else _PAYANT for nom in noms])
    primaires = (tableau > 0) & (tableau < seuil)
    restes = np.array(
        [int(comptes[TOTAL][lieux[n, c]].sum()) - v if n in NIVEAUX else 0 for (n, c, _), v in zip(noms, valeurs, strict=True)]
    )
    return Table(tableau, relations, primaires, (restes > 0) & (restes < seuil) & ~primaires, prix, seuil, noms)


def compare(table: Table, masque: np.ndarray, limite: int = 5) -> Mesure:
    """The counts of ``masque`` (bool, in the order of ``table.noms``) beside the best that τ-Argus finds within its ``limite``."""
    publiees, regle = table.prix > 0, table.primaires | table.secondaires
    meilleur = optimum(table, limite)
    return Mesure(
        int(publiees.sum()),
        int((regle & publiees).sum()),
        int((masque & ~regle & publiees).sum()),
        None if meilleur is None else int((meilleur & publiees).sum()),
    )


def masque_du_moteur(table: Table, pays: Pays, comptes: Comptes, mesure: str = MESURE) -> np.ndarray:
    """What the product's path hides of the same counts, one indicator a modality."""
    catalogue = tuple(indicateur(m, Effectif((Ref(mesure, (m,)),))) for m in comptes)
    magasin = MagasinEssai(lignes(pays, {(mesure, m, ANNEE): v for m, v in comptes.items()}))
    frames = [f for _, f in publication.valeurs(magasin, pays.referentiel, indicateurs=catalogue)]
    lus = pd.concat([f[["niveau", "code", "indicateur", "statut"]].astype("str") for f in frames], ignore_index=True)
    secrets = {cle[:3] for cle in lus.itertuples(index=False, name=None) if cle[3] == "s"}
    return np.array([nom in secrets for nom in table.noms])


def tirage(graine: int, epci: int, mesure: str = MESURE) -> tuple[Pays, dict[str, np.ndarray]]:
    """``epci`` EPCI of 3 to 14 communes in two régions of two départements, one EPCI in seven astride two départements."""
    hasard = np.random.default_rng(graine)
    departements = ("01", "02", "03", "04")
    places = []
    for rang in range(epci):
        d = rang % 4
        places += [(f"E{rang:03d}", departements[d])] * int(hasard.integers(3, 12))
        places += [(f"E{rang:03d}", departements[d ^ 1])] * (int(hasard.integers(1, 4)) if rang % 7 == 3 else 0)
    places.sort(key=lambda place: place[1])
    population = np.round(hasard.lognormal(6.5, 1.1, len(places))).astype(int) + 30
    pays = Pays(tuple(e for e, _ in places), tuple(d for _, d in places), dict(zip(departements, ("84", "84", "75", "75"), strict=True)))
    modalites = [m for m in vocabulaire.catalogue()[mesure].modalites if m != TOTAL]
    parts = hasard.dirichlet(np.full(len(modalites), 2.0))
    comptes = {m: hasard.poisson(population * 0.12 * part) for m, part in zip(modalites, parts, strict=True)}
    return replace(pays, population=tuple(int(p) for p in population)), {TOTAL: sum(comptes.values())} | comptes


def _lieux(pays: Pays) -> dict[tuple[str, str], np.ndarray]:
    """(level, code) -> communes, bool."""
    communes = pays.communes
    lieux = {("commune", code): (communes["code"] == code).to_numpy() for code in communes["code"]}
    for niveau in ("epci", "departement", "region"):
        codes = sorted(set(communes[niveau]) - {""})
        lieux |= {(niveau, code): (communes[niveau] == code).to_numpy() for code in codes}
    return lieux | {("france", CODE_FRANCE): np.ones(len(communes), dtype=bool)}


def _addition(rang: Mapping[Nom, int], niveau: str, code: str, modalite: str, lieux: Mapping[tuple[str, str], np.ndarray]) -> list:
    dedans = lieux[niveau, code]
    communes = [rang[n, c, modalite] for (n, c), oui in lieux.items() if n == "commune" and dedans[oui].all()]
    return [(rang[niveau, code, modalite], -1), *((commune, 1) for commune in communes)]


def _restes(pays: Pays, comptes: Comptes, lieux: Mapping[tuple[str, str], np.ndarray], rang: Mapping[Nom, int]):
    """Name, value and terms of the cells that nobody publishes."""
    for n, c in lieux:
        for m in (m for m in comptes if m != TOTAL):
            termes = [(rang[n, c, TOTAL], 1), (rang[n, c, m], -1)]
            yield ("reste", c, m), _valeur(comptes, TOTAL, lieux[n, c]) - _valeur(comptes, m, lieux[n, c]), termes
    for (epci, departement), membres in pays.communes.groupby(["epci", "departement"]):
        if (pays.communes["epci"] == epci).sum() > len(membres):
            for m in comptes:
                termes = [(rang["commune", code, m], 1) for code in membres["code"]]
                yield ("portion", f"{epci}/{departement}", m), int(comptes[m][membres.index].sum()), termes


def _valeur(comptes: Comptes, modalite: str, communes: np.ndarray) -> int:
    return int(comptes[modalite][communes].sum())


def main() -> None:
    choix = argparse.ArgumentParser(description=__doc__)
    choix.add_argument("--graine", type=int, default=1)
    choix.add_argument("--epci", type=int, default=8)
    choix.add_argument("--mesure", default=MESURE)
    choix.add_argument("--limite", type=int, default=5)
    lus = choix.parse_args()
    pays, comptes = tirage(lus.graine, lus.epci, lus.mesure)
    table = table_de(pays, comptes)
    print(compare(table, masque_du_moteur(table, pays, comptes, lus.mesure), lus.limite))


if __name__ == "__main__":
    main()

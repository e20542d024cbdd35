"""The communes of the frame under the codes of an older list, and the territories they make there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from ctg_data.demonstration.cadre import Cadre
from ctg_data.records import CODE_FRANCE


@dataclass(frozen=True)
class Lot:
    """Départements that share a file; ``nom`` says which in its name."""

    nom: str
    departements: tuple[str, ...]


def departement_de(code: str) -> str:
    """Département of a commune code: three characters overseas, two elsewhere."""
    return code[:3] if code.startswith("97") else code[:2]


def par_code(cadre: Cadre, valeurs: np.ndarray, departement: str, *, millesime: int) -> tuple[np.ndarray, np.ndarray]:
    """Counts (cells, communes of the département) under the codes of an older list.

    Communes re-established since are added back to the one they came from; communes merged since have 0, their people being
    counted in the commune they joined: carried to today's list, every total is that of the frame.
    """
    actuels = cadre.codes[millesime][cadre.dans(departement)]
    disparus = [code for code in cadre.disparus[millesime] if departement_de(code) == departement]
    codes, rangs = np.unique(np.concatenate([actuels.astype(str), np.array(disparus, dtype=str)]), return_inverse=True)
    sommes = np.zeros((len(valeurs), len(codes)))
    np.add.at(sommes, (slice(None), rangs[: len(actuels)]), valeurs)
    return codes, sommes


def reunis(morceaux: Iterable[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (codes, counts by code) of several départements as one."""
    codes, comptes = zip(*morceaux, strict=True)
    return np.concatenate(codes), np.concatenate(comptes, axis=1)


def groupes(cadre: Cadre, niveau: str, millesime: int) -> np.ndarray:
    """Code of each commune's territory of ``niveau`` in the list of that year; "" where it belongs to none."""
    if niveau == "commune":
        return cadre.codes[millesime].astype(str)
    if niveau == "epci":
        return cadre.epci[millesime].astype(str)
    if niveau == "france":
        return np.full(len(cadre.communes), CODE_FRANCE)
    return cadre.communes[niveau].to_numpy(str)


def entiers(cadre: Cadre, codes: np.ndarray, departements: Collection[str]) -> np.ndarray:
    """The territories, sorted, that lie wholly in ``departements``: a file on a part of the country gives no other."""
    dedans = cadre.communes["departement"].isin(list(departements)).to_numpy()
    return np.array(sorted(set(codes[dedans]) - set(codes[~dedans]) - {""}), dtype=str)


def sommes(codes: np.ndarray, valeurs: np.ndarray, retenus: np.ndarray) -> np.ndarray:
    """(cells, communes of the country) added up to (cells, ``retenus``)."""
    uniques, rangs = np.unique(codes, return_inverse=True)
    totaux = np.stack([np.bincount(rangs, ligne, minlength=len(uniques)) for ligne in np.asarray(valeurs, dtype=float)])
    return totaux[:, np.searchsorted(uniques, retenus)]


def noms(cadre: Cadre, niveau: str, codes: np.ndarray) -> list[str]:
    """Names of communes as today (the code where today has no such commune); elsewhere the code itself."""
    if niveau != "commune":
        return list(codes)
    connus = dict(zip(cadre.communes["code"], cadre.communes["nom"], strict=True))
    return [connus.get(code, code) for code in codes]

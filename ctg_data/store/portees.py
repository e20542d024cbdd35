"""Scopes of an edition, and what a revised file changes in the rows it replaces."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ctg_data.records import CLE_ATTRIBUTS, CLE_EQUIPEMENTS, CLE_MESURES, CONTENU_EQUIPEMENTS
from ctg_data.store import cles
from ctg_data.store.catalogue import Portee

PORTEE = ("source", "annee", "niveau", "departement")
_FINE = ("mesure", "modalite", "regime")
COMMUNALE = "commune"
"""``mesure`` of the scope of one commune, whose code is its ``modalite``."""
_CONTENU_ATTRIBUTS = ("millesime_geo",)
_CONTENU = ("valeur", "statut", "est", "arr5", "millesime_geo")
_COMMUNAUX = ("commune", "iris")
_OUTREMER = ("97", "98")


@dataclass(frozen=True)
class Changements:
    """Rows added, removed and changed against the rows an edition replaced (all added the first time)."""

    ajoutees: int
    retirees: int = 0
    modifiees: int = 0

    def __add__(self, autres: "Changements") -> "Changements":
        return Changements(self.ajoutees + autres.ajoutees, self.retirees + autres.retirees, self.modifiees + autres.modifiees)


def avec_departement(mesures: pd.DataFrame, epci: Mapping[str, str]) -> pd.DataFrame:
    """``mesures`` with the column ``departement``: of the commune, the IRIS, the QPV or the EPCI (``epci``: SIREN -> département).

    Régions, France and perimeters have "": a file replaces them whole.
    """
    codes, textes = cles.numeros(mesures["code"])
    departements = np.zeros(len(mesures), dtype="int64")
    categories = pd.Index([""], dtype="str")
    for niveau in mesures["niveau"].unique():
        locaux = pd.Categorical([departement_de(niveau, code, epci) for code in textes.tolist()])
        ici = (mesures["niveau"] == niveau).to_numpy()
        departements[ici] = locaux.codes[codes[ici]].astype("int64") + len(categories)
        categories = categories.append(locaux.categories)
    numeros, uniques = pd.factorize(categories)
    return mesures.assign(departement=pd.Categorical.from_codes(numeros[departements], uniques))


def departement_de(niveau: str, code: str, epci: Mapping[str, str]) -> str:
    """Code of the département that holds the territory, "" when there is no single one."""
    if niveau in _COMMUNAUX:
        return code[:3] if code.startswith(_OUTREMER) else code[:2]
    if niveau == "qpv":
        departement = code[2:5]
        return departement.lstrip("0").zfill(2) if departement.startswith("0") else departement
    if niveau == "epci":
        return epci.get(code, "")
    return code if niveau == "departement" else ""


def portees_de(mesures: pd.DataFrame, fines: Collection[str] = (), communales: Collection[str] = ()) -> tuple[Portee, ...]:
    """Every scope that the rows belong to; ``fines``: the sources of which each measure, modalité and scheme is a scope;
    ``communales``: those of which each commune is one."""
    _, portees = _portees(mesures, fines, communales)
    return tuple(sorted(set(portees), key=str))


def dans(mesures: pd.DataFrame, gardees: frozenset[Portee]) -> np.ndarray:
    """For each row, whether its scope is one of ``gardees``."""
    communales = {p.source for p in gardees if p.mesure == COMMUNALE}
    numeros, portees = _portees(mesures, {p.source for p in gardees if p.mesure} - communales, communales)
    return np.array([p in gardees for p in portees], dtype=bool)[numeros]


def _portees(mesures: pd.DataFrame, fines: Collection[str], communales: Collection[str]) -> tuple[np.ndarray, list[Portee]]:
    """For each row the place of its scope in the list."""
    fin = _FINE if mesures["source"].isin(fines).any() else ()
    lieu = ("code",) if mesures["source"].isin(communales).any() else ()
    numeros, distinctes = cles.distincts(mesures, (*PORTEE, *fin, *lieu))
    return numeros, [_portee(ligne, fines, communales) for ligne in distinctes.to_dict("records")]


def compare(nouvelles: pd.DataFrame, anciennes: pd.DataFrame) -> Changements:
    """Count what ``nouvelles`` adds to, removes from and changes in ``anciennes`` (same scopes)."""
    return _compare(nouvelles, anciennes, CLE_MESURES, _CONTENU)


def compare_attributs(nouveaux: pd.DataFrame, anciens: pd.DataFrame) -> Changements:
    """The same for facts, whose value is part of their key: one that changes is removed and added."""
    return _compare(nouveaux, anciens, CLE_ATTRIBUTS, _CONTENU_ATTRIBUTS)


def compare_equipements(nouveaux: pd.DataFrame, anciens: pd.DataFrame) -> Changements:
    """The same for facilities."""
    return _compare(nouveaux, anciens, CLE_EQUIPEMENTS, CONTENU_EQUIPEMENTS)


def _compare(nouvelles: pd.DataFrame, anciennes: pd.DataFrame, cle: Sequence[str], contenu: Sequence[str]) -> Changements:
    ajoutees, retirees, modifiees = marques(nouvelles, anciennes, cle, contenu)
    return Changements(int(ajoutees.sum()), int(retirees.sum()), int(modifiees.sum()))


def marques(
    nouvelles: pd.DataFrame, anciennes: pd.DataFrame, cle: Sequence[str], contenu: Sequence[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which rows of ``nouvelles`` are added, which of ``anciennes`` are gone, which of ``nouvelles`` have another ``contenu``."""
    ajoutees, retirees = np.ones(len(nouvelles), dtype=bool), np.ones(len(anciennes), dtype=bool)
    modifiees = np.zeros(len(nouvelles), dtype=bool)
    if anciennes.empty or nouvelles.empty:
        return ajoutees, retirees, modifiees
    toutes = _ensemble(nouvelles, anciennes, [*cle, *contenu])
    identite = cles.cle(toutes, cle)
    coupe = len(nouvelles)
    _, ici, la = np.intersect1d(identite[:coupe], identite[coupe:], return_indices=True)
    ajoutees[ici], retirees[la] = False, False
    modifiees[ici] = ~_egales(toutes.take(ici), toutes.take(la + coupe), contenu)
    return ajoutees, retirees, modifiees


def _ensemble(nouvelles: pd.DataFrame, anciennes: pd.DataFrame, colonnes: list[str]) -> pd.DataFrame:
    morceaux = [nouvelles[colonnes], anciennes[colonnes]]
    textes = [c for c in colonnes if isinstance(nouvelles[c].dtype, pd.CategoricalDtype)]
    reste = pd.concat([m.drop(columns=textes) for m in morceaux], ignore_index=True)
    return reste.assign(**{c: pd.api.types.union_categoricals([m[c] for m in morceaux]) for c in textes})


def _egales(gauche: pd.DataFrame, droite: pd.DataFrame, contenu: Sequence[str]) -> np.ndarray:
    memes = np.ones(len(gauche), dtype=bool)
    for nom in contenu:
        a, b = (f[nom].cat.codes.to_numpy() if nom == "statut" else f[nom].to_numpy() for f in (gauche, droite))
        memes &= (a == b) | ((a != a) & (b != b))  # a missing figure equals a missing figure
    return memes


def _portee(ligne: Mapping[str, object], fines: Collection[str], communales: Collection[str]) -> Portee:
    source = str(ligne["source"])
    fin = [str(ligne[c]) for c in _FINE] if source in fines else [COMMUNALE, str(ligne["code"])] if source in communales else []
    return Portee(source, int(ligne["annee"]), str(ligne["niveau"]), str(ligne["departement"]), *fin)

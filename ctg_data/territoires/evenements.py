"""Changes of communes: year by year between two consecutive lists, and those before the first list (build time)."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ctg_data.errors import CtgError
from ctg_data.territoires.faits import SUCCESSEURS

TYPES = {
    "code_src": "str",
    "mill_src": "int16",
    "code_dst": "str",
    "mill_dst": "int16",
    "poids": "float64",
    "type_evt": "str",
    "estime": "bool",
}
"""Columns of the yearly changes, in order."""
SANS_REMANIEMENT = frozenset({"changement de nom", "changement de département", "changement de chef lieu", "fusion totale"})
"""Reasons, in the publisher's words, for which an entity begins without any change of territory."""


def changements(
    avant: pd.DataFrame, apres: pd.DataFrame, *, millesime: int, chefs_avant: Mapping[str, str], chefs_apres: Mapping[str, str]
) -> pd.DataFrame:
    """What changed between the lists of ``millesime`` and the next year: one row per (source, destination).

    ``avant``, ``apres``: frames with code and population.  ``chefs_*``: déléguée or associée -> its commune, in the
    list nearest to each side.  A merger or a change of code has weight 1; the parts of a split share 1 by their
    population in ``apres`` (``estime``).  Raises CtgError on a commune nobody succeeds.
    """
    codes_avant, codes_apres = set(avant["code"]), set(apres["code"])
    parts = _parts(codes_avant, codes_apres, chefs_avant)
    liens = {code: [code, *parts[code]] for code in parts if code in codes_apres}
    for code in codes_avant - codes_apres:
        liens[code] = parts.get(code) or [_successeur(code, codes_apres, chefs_apres)]
    population = apres.set_index("code")["population"]
    lignes = [ligne for code in sorted(liens) for ligne in _lignes(code, liens[code], codes_avant, population)]
    frame = pd.DataFrame(lignes, columns=["code_src", "code_dst", "poids", "type_evt", "estime"])
    return frame.assign(mill_src=millesime, mill_dst=millesime + 1)[list(TYPES)].astype(TYPES)


def remaniements(historique: Sequence[Mapping], *, debut: int) -> pd.DataFrame:
    """Communes of the last list of ``historique`` whose territory changed since ``debut``: code, millesime.

    ``millesime``: the first vintage in which the commune has the territory of that last list.  A change of name, of code or of
    département moves nobody, nor does the end of an associée, which its commune already held.
    """
    par_id = {e["id"]: e for e in historique}
    lignes = []
    for entite in historique:
        if entite["type"] == "COM" and "dateFin" not in entite:
            lignes.append((entite["code"], _premier_millesime(_origine(entite, par_id).get("dateDebut", ""))))
    frame = pd.DataFrame(lignes, columns=["code", "millesime"]).astype({"code": "str", "millesime": "int16"})
    return frame[frame["millesime"] > debut].sort_values("code", ignore_index=True)


def _origine(entite: Mapping, par_id: Mapping[str, Mapping]) -> Mapping:
    """The first entity with the same territory, going back from ``entite``."""
    avant = par_id.get(entite.get("predecesseur", ""))
    if avant is None or avant["type"] != "COM" or entite["raisonDebut"] not in SANS_REMANIEMENT:
        return entite
    return _origine(avant, par_id)


def _premier_millesime(date: str) -> int:
    """First 1 January on which what began that day exists; 0 for what always did."""
    return 0 if not date else int(date[:4]) + (not date.endswith("-01-01"))


def _parts(avant: set[str], apres: set[str], chefs_avant: Mapping[str, str]) -> dict[str, list[str]]:
    """Commune -> the communes re-established out of it."""
    parts: dict[str, list[str]] = {}
    for code in sorted(apres - avant):
        origine = chefs_avant.get(code)
        if origine in avant:
            parts.setdefault(origine, []).append(code)
    return parts


def _successeur(code: str, apres: set[str], chefs_apres: Mapping[str, str]) -> str:
    successeur = chefs_apres.get(code) or SUCCESSEURS.get(code, "")
    if successeur not in apres:
        raise CtgError(f"La commune {code} a disparu sans successeur connu : complétez ctg_data/territoires/faits.py.")
    return successeur


def _lignes(code: str, cibles: list[str], avant: set[str], population: pd.Series) -> list[tuple]:
    if len(cibles) == 1:
        return [(code, cibles[0], 1.0, "fusion" if cibles[0] in avant else "changement_code", False)]
    total = float(population.loc[cibles].sum())
    return [(code, cible, float(population.loc[cible]) / total, "scission", True) for cible in cibles]

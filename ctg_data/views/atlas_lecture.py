"""What the map reads: one year of one level, every figure at once, by columns aligned on the areas."""

from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from ctg_data.records import STATUTS
from ctg_data.store.corpus import Corpus
from ctg_data.territoires.model import Territoire
from ctg_data.views.atlas_model import Colonnes
from ctg_data.views.lecture import lis_series
from ctg_data.views.reserve import Reserve

TRANCHES = Reserve(4)
"""Years of a level read lately: about 1 MB for the communes of a département, 50 MB for those of France."""
TOUTE_LA_FRANCE = 20_000
"""From so many areas on, a level is read whole rather than code by code."""
Cle = tuple[str, str]
"""(indicateur, modalite)."""
Tranche = Mapping[Cle, Colonnes]
ND = STATUTS.index("nd")


def est_demo(corpus: Corpus, maille: str, codes: Sequence[str]) -> bool:
    """Whether a map is of fictitious values: as soon as one of its areas is real, only the real ones are shown."""
    connus = corpus.codes(maille).intersection(codes)
    return bool(connus) and all(corpus.est_demo(maille, code) for code in connus)


def tranche(corpus: Corpus, maille: str, codes: tuple[str, ...], annee: int, *, zone: Hashable, demo: bool) -> Tranche:
    """Every figure of ``annee`` over ``codes`` (those of ``zone``): read once, since rows of one year lie together on disk."""
    cle = ("atlas", corpus.empreinte, maille, zone, annee, demo)
    return TRANCHES.donne(cle, lambda: dict(_decoupe(_lit(corpus, maille, codes, annee, demo=demo), codes)))


def colonnes(lue: Tranche, cle: Cle, n: int) -> Colonnes:
    """The columns of one figure; all missing when the year has none."""
    return lue[cle] if cle in lue else _vides(n)


def annees(corpus: Corpus, lieux: Iterable[Territoire], cle: Cle) -> tuple[int, ...]:
    """Years with something other than nd, in order, in one of ``lieux``."""
    return tuple(sorted({a for t in lieux for a, x in lis_series(corpus, t).get(cle, {}).items() if x.statut != "nd"}))


def _lit(corpus: Corpus, maille: str, codes: Sequence[str], annee: int, *, demo: bool) -> pd.DataFrame:
    lignes = corpus.valeurs(maille, codes=codes if len(codes) < TOUTE_LA_FRANCE else None, annees=[annee])
    return lignes[lignes["demo"].to_numpy() == demo]


def _decoupe(lignes: pd.DataFrame, codes: tuple[str, ...]):
    """(cle, columns) of each figure."""
    ordre = {code: rang for rang, code in enumerate(codes)}
    rangs = np.array([ordre.get(code, -1) for code in lignes["code"].cat.categories], dtype=int)[lignes["code"].cat.codes]
    statuts = np.array([STATUTS.index(s) for s in lignes["statut"].cat.categories], dtype="int8")[lignes["statut"].cat.codes]
    brutes = {nom: lignes[nom].to_numpy() for nom in ("valeur", "ic_bas", "ic_haut", "est", "arr5")}
    for cle, places in lignes.groupby(["indicateur", "modalite"], observed=True).indices.items():
        yield cle, _aligne(len(codes), rangs[places], statuts[places], {nom: x[places] for nom, x in brutes.items()}, lignes, places)


def _aligne(
    n: int, rangs: np.ndarray, statuts: np.ndarray, brutes: Mapping[str, np.ndarray], lignes: pd.DataFrame, places: np.ndarray
) -> Colonnes:
    """Rows put at the rank of their area; the others are nd.  A figure without the status ok does not go further."""
    pleines = _vides(n)
    pleines.statuts[rangs] = statuts
    ok = statuts == STATUTS.index("ok")
    for nom in ("valeur", "ic_bas", "ic_haut"):
        getattr(pleines, nom)[rangs] = np.where(ok, brutes[nom], np.nan)
    for nom in ("est", "arr5"):
        getattr(pleines, nom)[rangs] = brutes[nom] & ok
    parties = "|".join(map(str, lignes["sources"].iloc[places].unique()))
    sources = "|".join(dict.fromkeys(filter(None, parties.split("|"))))
    return Colonnes(pleines.valeur, pleines.statuts, pleines.ic_bas, pleines.ic_haut, pleines.est, pleines.arr5, sources)


def _vides(n: int) -> Colonnes:
    valeur, bas, haut = (np.full(n, np.nan) for _ in range(3))
    return Colonnes(valeur, np.full(n, ND, dtype="int8"), bas, haut, np.zeros(n, dtype=bool), np.zeros(n, dtype=bool), "")

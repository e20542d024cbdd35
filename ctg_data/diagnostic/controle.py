"""A publisher's level against its parts: communes, EPCI, départements, régions, France, for every additive measure and year.

Only figures of one source, year and geography are set side by side.  A figure rounded at source may be wrong by ``BORNES`` of its unit; an
exact one may not.  A part that is hidden or missing leaves a lower bound only.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ctg_data.indicators import vocabulaire
from ctg_data.loaders.model import Source
from ctg_data.records import CODE_FRANCE
from ctg_data.store.magasin import Magasin
from ctg_data.territoires.model import MILLESIMES
from ctg_data.territoires.referentiel import Referentiel

RELATIONS = (
    ("commune", "epci"),
    ("commune", "departement"),
    ("epci", "departement"),
    ("departement", "region"),
    ("departement", "france"),
    ("region", "france"),
)
BORNES = {"euros": 50.0}
"""Largest error of one term rounded at source (``arr5``), by unit: amounts are rounded to 100 €, everything else to 5 (BORNE)."""
BORNE = 2.5
AFFICHEES = {"filo_personnes": 0.5, "filo_uc": 0.05}
"""Half of the last digit of measures that their publisher writes shorter than it counts them.  Filosofi counts a child who lives in turn
with both parents as a half in each household, and writes whole persons; it writes consumption units with one decimal."""
PRECISION = 1e-6
"""Share of a figure under which a difference is that of binary numbers."""
_CLE = ("source", "annee", "mois", "regime", "modalite", "unite", "millesime_geo")
ETATS = ("egales", "dans_la_borne", "hors", "non_verifiables")


@dataclass(frozen=True)
class Ecart:
    """One level that its parts contradict.  ``difference``: published level less the sum; ``borne``: what rounding explains of it."""

    code: str
    annee: int
    modalite: str
    publie: float
    somme: float
    difference: float
    borne: float


@dataclass(frozen=True)
class Bilan:
    """One source, measure and relation: how many levels were compared with their parts, and how each came out.

    ``non_verifiables``: compatible, but a part is hidden, missing or astride.  ``ecarts``: the places of ``hors``; none of the CAF's own
    files, whose differences are small counts.
    """

    source: str
    mesure: str
    parties: str
    tout: str
    egales: int = 0
    dans_la_borne: int = 0
    hors: int = 0
    non_verifiables: int = 0
    ecarts: tuple[Ecart, ...] = ()

    @property
    def comparees(self) -> int:
        return self.egales + self.dans_la_borne + self.hors + self.non_verifiables


def controle(magasin: Magasin, ref: Referentiel) -> Iterator[Bilan]:
    """Every comparison that the current editions allow, by source, measure and relation; nothing where a source has one level only."""
    appartenance = _Appartenance(ref)
    for nom, mesure in vocabulaire.catalogue().items():
        if mesure.additive:
            lignes = magasin.mesures_toutes([nom])
            for numero in lignes["source"].cat.codes.unique():
                source = magasin.referents.sources.get(lignes["source"].cat.categories[numero])
                if source is not None:
                    yield from _d_une_source(lignes[lignes["source"].cat.codes == numero], nom, source, appartenance=appartenance)


def _d_une_source(lignes: pd.DataFrame, mesure: str, source: Source, *, appartenance: "_Appartenance") -> Iterator[Bilan]:
    textes = {c: "str" for c in ("niveau", "code", *_CLE) if isinstance(lignes[c].dtype, pd.CategoricalDtype)}
    lignes = lignes.astype(textes)
    lignes = lignes.assign(marge=_marges(lignes, appartenance.termes) + AFFICHEES.get(mesure, 0.0))
    for parties, tout in RELATIONS:
        dessous, dessus = (lignes[lignes["niveau"] == n] for n in (parties, tout))
        dessus = dessus[dessus["statut"] == "ok"]
        if len(dessous) and len(dessus):
            compares = _compare(dessous, dessus, appartenance.table(dessous, parties, tout, source=source), inventaire=source.inventaire)
            if len(compares):
                yield _bilan(compares, source, mesure, relation=(parties, tout))


def _compare(dessous: pd.DataFrame, dessus: pd.DataFrame, liens: pd.DataFrame, *, inventaire: bool) -> pd.DataFrame:
    """Rows of ``dessus`` that have a part, with the sums of their parts: dedans, astride, marge_parts, and the number of inconnues."""
    attendus = dessus[[*_CLE, "code"]].rename(columns={"code": "tout"}).merge(liens, on=["millesime_geo", "tout"])
    connus = dessous.loc[dessous["statut"] == "ok", [*_CLE, "code", "valeur", "marge"]]
    parts = attendus.merge(connus, on=[*_CLE, "code"], how="left")
    presents = parts["valeur"].notna()
    parts = parts.fillna({"valeur": 0.0, "marge": 0.0})
    parts = parts.assign(
        presents=presents,
        inconnues=~parts["connue"] | (~presents & (not inventaire)),
        dedans=parts["valeur"].where(parts["entiere"], 0.0),
        astride=parts["valeur"].where(~parts["entiere"], 0.0),
    )
    sommes = parts.groupby([*_CLE, "tout"], as_index=False)[["dedans", "astride", "marge", "inconnues", "presents"]].sum()
    sommes = sommes[sommes["presents"] > 0].rename(columns={"tout": "code", "marge": "marge_parts"})
    return dessus.merge(sommes, on=[*_CLE, "code"])


def _marges(lignes: pd.DataFrame, termes: Mapping[str, int]) -> pd.Series:
    """What rounding at source may hide of each row."""
    return lignes["arr5"] * lignes["unite"].map(BORNES).fillna(BORNE) * lignes["code"].map(termes).fillna(1)


def _etats(c: pd.DataFrame) -> np.ndarray:
    """One of ETATS for each comparison."""
    ecart, borne = c["valeur"] - c["dedans"], c["marge"] + c["marge_parts"]
    flou = PRECISION * np.maximum(c["valeur"].abs(), 1.0)
    ouvert = c["inconnues"] > 0
    trop_haut = ~ouvert & (ecart - c["astride"] > borne + flou)
    choix = [(ecart < -borne - flou) | trop_haut, ouvert | (c["astride"] > 0), ecart.abs() <= flou]
    return np.select(choix, ["hors", "non_verifiables", "egales"], "dans_la_borne")


def _bilan(c: pd.DataFrame, source: Source, mesure: str, *, relation: tuple[str, str]) -> Bilan:
    etats = _etats(c)
    nombres = {etat: int((etats == etat).sum()) for etat in ETATS}
    ecarts = () if source.profil_secret == "caf_interne" else tuple(map(_ecart, c[etats == "hors"].itertuples()))
    return Bilan(source.id, mesure, *relation, **nombres, ecarts=ecarts)


def _ecart(ligne) -> Ecart:
    somme, borne = float(ligne.dedans), float(ligne.marge + ligne.marge_parts)
    return Ecart(ligne.code, int(ligne.annee), ligne.modalite, float(ligne.valeur), somme, float(ligne.valeur) - somme, borne)


class _Appartenance:
    """Which parts make each territory, vintage by vintage."""

    def __init__(self, ref: Referentiel):
        self._ref = ref
        self.termes = dict(Counter(ref.arrondissements.values()))
        """Communes given as the sum of their arrondissements: as many rounded terms."""

    def table(self, dessous: pd.DataFrame, parties: str, tout: str, *, source: Source) -> pd.DataFrame:
        """millesime_geo, code (of a part), tout, entiere, connue: the parts that each territory should have.

        ``entiere``: the part lies wholly in it; ``connue``: False where the list of the parts is not known, or has one without a code.
        """
        hors = source.hors_france or source.hors_champ
        tables = [self._liens(dessous, int(m), parties, tout, hors=hors) for m in sorted(set(dessous["millesime_geo"]))]
        return pd.concat(tables, ignore_index=True)

    def _liens(self, dessous: pd.DataFrame, millesime: int, parties: str, tout: str, *, hors: Collection[str]) -> pd.DataFrame:
        lieux = self._lieux(dessous, millesime, parties).assign(france=CODE_FRANCE)
        lieux = lieux[~lieux["departement"].isin(hors if tout == "france" else ())]
        lieux = lieux.assign(code=lieux[parties], tout=lieux[tout])
        lieux = lieux[lieux["tout"] != ""].drop_duplicates(["code", "tout"])
        lieux["entiere"] = ~lieux["code"].duplicated(keep=False)
        lieux["connue"] &= lieux["code"] != ""
        return lieux[["code", "tout", "entiere", "connue"]].assign(millesime_geo=millesime)

    def _lieux(self, dessous: pd.DataFrame, millesime: int, parties: str) -> pd.DataFrame:
        """commune (or not), epci, departement, region, connue: one row a part, or more."""
        if parties in ("departement", "region"):
            return self._ref.departements()[["code", "region"]].rename(columns={"code": "departement"}).assign(connue=True)
        if millesime in MILLESIMES:
            habites = self._ref.communes(millesime).query("population != 0")["code"]
            lieux = self._ref.appartenance(millesime)
            return lieux[lieux["commune"].isin(habites)].astype("str").assign(connue=True)
        return self._avant_les_listes(dessous["code"])

    def _avant_les_listes(self, codes: pd.Series) -> pd.DataFrame:
        """A commune's code says its département; nothing says which communes there were, nor their EPCI."""
        lieux = pd.DataFrame({"commune": codes.unique()})
        lieux["departement"] = [c[:3] if c.startswith("97") else c[:2] for c in lieux["commune"]]
        regions = self._ref.departements().set_index("code")["region"]
        return lieux.assign(epci="", region=lieux["departement"].map(regions).fillna(""), connue=False)

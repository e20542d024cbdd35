"""The reference of territories, read from ``data/reference``: codes, names, membership, parents, search, passage."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from ctg_data.errors import ReferentielAbsent, TerritoireInconnu
from ctg_data.records import CODE_FRANCE
from ctg_data.territoires import passage, recherche
from ctg_data.territoires.composition import Compositions
from ctg_data.territoires.fiches import Fiches
from ctg_data.territoires.model import CIBLE, MILLESIMES, Territoire
from ctg_data.territoires.strates import Strate, strate
from ctg_data.wording import fr

NIVEAUX = ("commune", "epci", "departement", "region", "france")
_PLURIELS = {"commune": "communes", "epci": "epci", "departement": "departements", "region": "regions"}
_DESSOUS = {"france": "region", "region": "departement", "departement": "epci", "epci": "commune"}
_CLE = {"commune": "code", "epci": "epci", "departement": "departement", "region": "region"}


def charge(dossier: Path) -> "Referentiel":
    """The reference of ``dossier``; tables are read when first asked for, and kept: one version of a folder is one object.

    ReferentielAbsent when the folder is not one.
    """
    meta = dossier / "meta.json"
    if not meta.is_file():
        raise ReferentielAbsent(
            f"Le dossier « {dossier.name} » ne contient pas le référentiel des territoires : "
            "lancez « python -m ctg_data reference build » ou restaurez data/reference."
        )
    return _de(dossier, meta.read_bytes())


@lru_cache(maxsize=4)
def _de(dossier: Path, meta: bytes) -> "Referentiel":
    return Referentiel(dossier, meta)


class Referentiel:
    """Read-only; every frame it returns is the caller's own copy (copy-on-write)."""

    def __init__(self, dossier: Path, meta: bytes):
        self.dossier = dossier
        self.meta: Mapping = json.loads(meta)
        self.empreinte = hashlib.sha256(meta).hexdigest()[:16]
        """Changes when a byte of any table changes: ``meta.json`` holds their checksums."""
        self._annee = lru_cache(maxsize=None)(self._lit_annee)
        self._compose = lru_cache(maxsize=None)(self._lit_passage)
        self._parties = lru_cache(maxsize=None)(self._lit_parties)
        self._codes = lru_cache(maxsize=None)(self._lit_codes)

    # Frames -----------------------------------------------------------------------------------------------------

    def communes(self, millesime: int = CIBLE) -> pd.DataFrame:
        """code, nom, liaison, departement, region, epci ("" for four islands), population (persons), annee_population (2017 for
        Mayotte), codes_postaux (joined by "|")."""
        return self._annee("communes", millesime).copy(deep=False)

    def epci(self, millesime: int = CIBLE) -> pd.DataFrame:
        """code (SIREN), nom, type, departement (main one), departements ("|"), region, nb_communes, population (sum of
        communes), annee_population, population_publiee (DGCL), annee_publiee."""
        return self._annee("epci", millesime).copy(deep=False)

    def departements(self) -> pd.DataFrame:
        """code, nom, liaison, region, chef_lieu, population, annee_population: the 101 départements."""
        return self._table("departements").copy(deep=False)

    def regions(self) -> pd.DataFrame:
        """code, nom, liaison, chef_lieu, population, annee_population: the 18 régions (code "01" is not département 01)."""
        return self._table("regions").copy(deep=False)

    def appartenance(self, millesime: int = CIBLE) -> pd.DataFrame:
        """commune, epci ("" for four islands), departement, region."""
        communes = self._annee("communes", millesime).rename(columns={"code": "commune"})
        return communes[["commune", "epci", "departement", "region"]]

    def populations(self, millesime: int = CIBLE) -> pd.DataFrame:
        """code, annee, population, estime: municipal populations 2016-2023 of communes, carried to ``millesime``.

        Communes split since have ``estime``; Mayotte has 2017 only.
        """
        brut = self._table("populations")
        parts = [
            lignes.merge(self.passage(m, millesime), left_on="code", right_on="code_src").assign(
                population=lambda t: t["population"] * t["poids"]
            )
            for m, lignes in brut.groupby("millesime")
        ]
        groupes = pd.concat(parts).groupby(["code_dst", "annee"], as_index=False)
        return groupes.agg(population=("population", "sum"), estime=("estime", "any")).rename(columns={"code_dst": "code"})

    def passage(self, de: int, vers: int = CIBLE) -> pd.DataFrame:
        """code_src, code_dst, poids, type_evt, estime from vintage ``de`` to ``vers``, unchanged communes included."""
        return self._compose(self._verifie(de), self._verifie(vers)).copy(deep=False)

    def pas(self, millesime: int) -> pd.DataFrame:
        """code_src, code_dst, poids, type_evt, estime of the communes that changed on 1 January ``millesime`` alone."""
        table = self._table("passage")
        return table[table["mill_dst"] == self._verifie(millesime)].drop(columns=["mill_src", "mill_dst"])

    def inchangees(self, millesime: int) -> frozenset[str]:
        """Communes of the first vintage that already had, in ``millesime`` (2009 to 2018), the territory that they have in it."""
        table = self._table("remaniements")
        return self.codes("commune", MILLESIMES[0]) - set(table.loc[table["millesime"] > millesime, "code"])

    def scissions(self, millesime: int) -> Mapping[str, tuple[int, frozenset[str]]]:
        """Communes divided up to ``millesime``: code -> (last vintage before it, codes of the parts that left)."""
        pas = self._table("passage")
        pas = pas[(pas["type_evt"] == "scission") & (pas["mill_dst"] <= millesime) & (pas["code_src"] != pas["code_dst"])]
        return {str(code): (int(an), frozenset(lignes["code_dst"])) for (code, an), lignes in pas.groupby(["code_src", "mill_src"])}

    @cached_property
    def compositions(self) -> Compositions:
        """Communes of the EPCI, vintage after vintage."""
        return Compositions(self)

    # Codes ------------------------------------------------------------------------------------------------------

    def codes(self, niveau: str, millesime: int = CIBLE) -> frozenset[str]:
        """Every code of a level; départements and régions are the same in every vintage held."""
        return frozenset({CODE_FRANCE}) if niveau == "france" else self._codes(niveau, millesime)

    @cached_property
    def arrondissements(self) -> Mapping[str, str]:
        """Municipal arrondissement of Paris, Lyon or Marseille -> its commune."""
        table = self._table("arrondissements")
        return dict(zip(table["code"], table["commune"], strict=True))

    @cached_property
    def outremer(self) -> frozenset[str]:
        """Communes of the overseas collectivities (975 to 989): known, but outside the 101 départements."""
        return frozenset(self._table("outremer")["code"])

    # Territories of the target vintage ------------------------------------------------------------------------------

    def territoire(self, niveau: str, code: str) -> Territoire:
        """One territory of the target vintage; TerritoireInconnu, with the mend, on anything else."""
        if self._niveau(niveau) == "france" and code == CODE_FRANCE:
            return self._france
        try:
            return self._fiches[niveau][code]
        except KeyError:
            raise TerritoireInconnu(self._explication(niveau, code)) from None

    def membres(self, niveau: str, code: str) -> tuple[str, ...]:
        """Commune codes of a territory, sorted."""
        return self.unites("commune", niveau, code)

    def enfants(self, niveau: str, code: str) -> tuple[Territoire, ...]:
        """Territories one level below: régions of France, départements of a région, EPCI with a commune in a
        département, communes of an EPCI; none for a commune."""
        self.territoire(niveau, code)
        dessous = _DESSOUS.get(niveau)
        return tuple(self.territoire(dessous, c) for c in self.unites(dessous, niveau, code)) if dessous else ()

    def unites(self, maille: str, niveau: str, code: str) -> tuple[str, ...]:
        """Sorted codes of the territories of level ``maille`` that have a commune in a territory (itself, at its own level)."""
        self.territoire(niveau, code)
        if maille == niveau:
            return (code,)
        if niveau == "france":
            return tuple(sorted(self.codes(maille)))
        return self._parties(niveau, maille).get(code, ())

    def parents(self, niveau: str, code: str) -> tuple[Territoire, ...]:
        """Territories above, nearest first: EPCI (where there is one), département, région, France."""
        t = self.territoire(niveau, code)
        if niveau == "france":
            return ()
        liens = (("epci", t.epci), ("departement", t.departement), ("region", t.region), ("france", CODE_FRANCE))
        dessus = liens[NIVEAUX.index(niveau) :]
        return tuple(self.territoire(n, c) for n, c in dessus if c)

    def strate(self, code_epci: str) -> Strate:
        """Population stratum of an EPCI of the target vintage."""
        return strate(self.territoire("epci", code_epci).population or 0)

    def strates(self) -> Mapping[str, Strate]:
        """Stratum of every EPCI of the target vintage, by SIREN."""
        table = self._annee("epci", CIBLE)
        return {code: strate(int(n)) for code, n in zip(table["code"], table["population"], strict=True)}

    def cherche(self, texte: str, limite: int = 20, *, niveaux: Sequence[str] | None = None) -> list[Territoire]:
        """Territories by name, INSEE code, SIREN, or postcode, best first; empty when nothing matches."""
        cles = recherche.cherche(self._index, texte, limite=limite, niveaux=niveaux)
        return [self.territoire(niveau, code) for niveau, code in cles]

    # Inside -----------------------------------------------------------------------------------------------------

    def _table(self, nom: str) -> pd.DataFrame:
        return self._tables[nom]

    @cached_property
    def _tables(self) -> "_Tables":
        return _Tables(self.dossier)

    def _lit_annee(self, nom: str, millesime: int) -> pd.DataFrame:
        table = self._table(nom)
        lignes = table[table["millesime"] == self._verifie(millesime)]
        return lignes.drop(columns="millesime").reset_index(drop=True)

    def _lit_codes(self, niveau: str, millesime: int) -> frozenset[str]:
        if niveau in ("commune", "epci"):
            return frozenset(self._annee(_PLURIELS[niveau], millesime)["code"])
        return frozenset(self._table(_PLURIELS[self._niveau(niveau)])["code"])

    def _lit_passage(self, de: int, vers: int) -> pd.DataFrame:
        return passage.compose(self._table("passage"), lambda m: self._annee("communes", m), de=de, vers=vers)

    def _lit_parties(self, niveau: str, maille: str) -> Mapping[str, tuple[str, ...]]:
        """Territory of a level -> the sorted codes of level ``maille`` that have a commune in it."""
        communes = self._annee("communes", CIBLE)
        parties: dict[str, set[str]] = {}
        for code, partie in zip(communes[_CLE[niveau]], communes[_CLE[maille]], strict=True):
            parties.setdefault(code, set()).add(partie)
        return {code: tuple(sorted(codes - {""})) for code, codes in parties.items()}

    @cached_property
    def _fiches(self) -> Mapping[str, Fiches]:
        tables = {"commune": self._annee("communes", CIBLE), "epci": self._annee("epci", CIBLE)}
        tables |= {"departement": self._table("departements"), "region": self._table("regions")}
        return {niveau: Fiches(niveau, table) for niveau, table in tables.items()}

    @cached_property
    def _france(self) -> Territoire:
        communes = self._annee("communes", CIBLE)
        annee = int(communes["annee_population"].max())
        return Territoire("france", CODE_FRANCE, "France", 3, population=int(communes["population"].sum()), annee_population=annee)

    @cached_property
    def _index(self) -> recherche.Index:
        entrees = [
            recherche.entree(niveau, code, nom, population=population)
            for niveau, fiches in self._fiches.items()
            for code, nom, population in zip(fiches, fiches.colonne("nom"), fiches.colonne("population"), strict=True)
        ]
        entrees.append(recherche.entree("france", CODE_FRANCE, "France", population=self._france.population))
        return recherche.Index(tuple(entrees), self._index_codes())

    def _index_codes(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Own codes first, then arrondissements, former communes, and postcodes by decreasing population."""
        codes: dict[str, list[tuple[str, str]]] = {}
        for niveau, fiches in self._fiches.items():
            for code in fiches:
                codes.setdefault(code, []).append((niveau, code))
        for ancien, actuel in (*self.arrondissements.items(), *self._anciens()):
            codes.setdefault(ancien, []).append(("commune", actuel))
        for postal, code in self._codes_postaux():
            codes.setdefault(postal, []).append(("commune", code))
        return {code: tuple(cles) for code, cles in codes.items()}

    def _codes_postaux(self) -> Iterable[tuple[str, str]]:
        communes = self._annee("communes", CIBLE).sort_values("population", ascending=False)
        paires = zip(communes["codes_postaux"], communes["code"], strict=True)
        return ((postal, code) for postaux, code in paires for postal in postaux.split("|") if postal)

    def _anciens(self) -> Iterable[tuple[str, str]]:
        """Former commune codes -> communes of the target vintage, heaviest part first."""
        table = self.passage(MILLESIMES[0])
        table = table[table["code_src"] != table["code_dst"]].sort_values("poids", ascending=False)
        return zip(table["code_src"], table["code_dst"], strict=True)

    def _niveau(self, niveau: str) -> str:
        if niveau not in NIVEAUX:
            raise TerritoireInconnu(f"Le niveau « {niveau} » n'existe pas : choisissez parmi {', '.join(NIVEAUX)}.")
        return niveau

    def _verifie(self, millesime: int) -> int:
        if millesime not in MILLESIMES:
            connus = f"{MILLESIMES[0]} à {MILLESIMES[-1]}"
            raise TerritoireInconnu(f"Le millésime géographique {millesime} n'est pas dans le référentiel : il contient {connus}.")
        return millesime

    def _explication(self, niveau: str, code: str) -> str:
        nom = fr.NOMS_NIVEAUX[niveau]
        if niveau == "commune" and code in self.outremer:
            return f"La commune {code} est dans une collectivité d'outre-mer : le référentiel couvre les 101 départements."
        if niveau == "commune" and code in self.arrondissements:
            return f"{code} est un arrondissement municipal : demandez la commune {self.arrondissements[code]}."
        ancienne = dict(self._anciens()).get(code) if niveau == "commune" else None
        if ancienne:
            return f"La commune {code} n'existe plus en {CIBLE} : demandez la commune {ancienne}, qui lui succède."
        return f"Aucun territoire de niveau « {nom} » ne porte le code « {code} » en {CIBLE} : cherchez-le par son nom ou vérifiez le code."


class _Tables(dict):
    """Tables read from the folder when first asked for."""

    def __init__(self, dossier: Path):
        super().__init__()
        self._dossier = dossier

    def __missing__(self, nom: str) -> pd.DataFrame:
        self[nom] = pd.read_parquet(self._dossier / f"{nom}.parquet")
        return self[nom]

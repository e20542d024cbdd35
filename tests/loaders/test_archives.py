"""Archives: a .gz or a ZIP of CSV reads like the CSV; a hostile one is told in French, in little memory."""

import gzip
import io
import subprocess
import sys
import textwrap
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as reglages
from hypothesis import strategies as st

from ctg_data.loaders import charge
from tests.loaders.outils import PLEINE, accepte, ecrit, filo, seule, valeur

REVENUS = filo({"33063": PLEINE})
METADONNEES = "COD_VAR;LIB_VAR;COD_MOD;LIB_MOD\nGEO;Territoire;33063;Bordeaux\n"


def archive(chemin: Path, membres: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(chemin, "w", compression) as ecrite:
        for nom, contenu in membres.items():
            ecrite.writestr(nom, contenu)
    return chemin


def identiques(a: pd.DataFrame, b: pd.DataFrame) -> bool:
    return a.astype(str).equals(b.astype(str))


# What is read ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_reads_like_its_csv(tmp_path: Path, compression: int):
    nu = accepte(ecrit(tmp_path, "revenus.csv", REVENUS))
    assert identiques(accepte(archive(tmp_path / "r.zip", {"revenus.csv": REVENUS}, compression)), nu)


def test_a_gz_reads_like_its_csv_whatever_its_extension(tmp_path: Path):
    nu = accepte(ecrit(tmp_path, "revenus.csv", REVENUS))
    for nom in ("revenus.csv.gz", "revenus.csv"):
        assert identiques(accepte(ecrit(tmp_path, nom, gzip.compress(REVENUS.encode()))), nu)


def test_several_streams_end_to_end_are_one_file(tmp_path: Path):
    moitie = len(REVENUS) // 2
    octets = gzip.compress(REVENUS[:moitie].encode()) + gzip.compress(REVENUS[moitie:].encode())
    assert valeur(accepte(ecrit(tmp_path, "r.csv.gz", octets)), "33063", "filo_menages") == 700


def test_every_csv_of_an_archive_is_read(tmp_path: Path):
    """One level and one year in each."""
    membres = {"FILO2019_DISP_COM.csv": REVENUS, "FILO2019_DISP_DEP.csv": filo({"33": PLEINE, "02": PLEINE}, noms={"02": "Aisne"})}
    mesures = accepte(archive(tmp_path / "filo.zip", membres))
    assert set(mesures["niveau"]) == {"commune", "departement"}
    assert len(mesures) == 3 * 29


def test_metadata_documents_and_folders_are_left_aside_and_said(tmp_path: Path):
    membres = {"lisezmoi/": "", "lisezmoi/note.pdf": b"%PDF-1.7", "meta_metadata.csv": METADONNEES, "d/revenus.csv": REVENUS}
    lu = charge(archive(tmp_path / "r.zip", membres | {"__MACOSX/._revenus.csv": b"\x00\x05", "dico.xlsx": b"PK\x03\x04"}))
    assert lu.mesures is not None
    assert valeur(lu.mesures, "33063", "filo_menages") == 700
    assert any(phrase == "Fichiers de l'archive non lus : note.pdf, dico.xlsx." for phrase in lu.avertissements)


TD = "NIVGEO;CODGEO;LIBGEO;SEXE;AGED100;NB\nCOM;33063;Bordeaux;1;000;12,5\n"


def test_the_year_is_read_in_the_inner_name_first(tmp_path: Path):
    assert set(accepte(archive(tmp_path / "envoi_2031.zip", {"TD_POP1B_2021.csv": TD}))["annee"]) == {2021}
    assert set(accepte(archive(tmp_path / "TD_POP1B_2020.zip", {"donnees.csv": TD}))["annee"]) == {2020}
    deux = archive(tmp_path / "deux.zip", {"TD_POP1B_2020.csv": TD, "TD_POP1B_2021.csv": TD})
    assert sorted(accepte(deux)["annee"]) == [2020, 2021]


def test_the_name_kept_in_a_gz_gives_the_year(tmp_path: Path):
    tampon = io.BytesIO()
    with gzip.GzipFile("TD_POP1B_2021.csv", "wb", fileobj=tampon) as flux:
        flux.write(TD.encode())
    assert set(accepte(ecrit(tmp_path, "telechargement.gz", tampon.getvalue()))["annee"]) == {2021}
    assert set(accepte(ecrit(tmp_path, "TD_POP1B_2019.csv.gz", gzip.compress(TD.encode())))["annee"]) == {2019}


def test_a_fault_names_the_file_inside(tmp_path: Path):
    faute = seule(charge(archive(tmp_path / "r.zip", {"revenus.csv": filo({"1001": PLEINE})})), "zero_perdu")
    assert (faute.fichier, faute.ligne) == ("r.zip > revenus.csv", 2)
    faute = seule(charge(archive(tmp_path / "r.zip", {"revenus.csv": REVENUS.replace(";", "|")})), "separateur")
    assert faute.fichier == "r.zip > revenus.csv"


def test_an_invented_file_stays_so_inside_an_archive(tmp_path: Path):
    assert charge(archive(tmp_path / "r.zip", {"revenus_fictif.csv": REVENUS})).fictif
    assert not charge(archive(tmp_path / "r.zip", {"revenus.csv": REVENUS})).fictif


def test_household_rows_are_refused_inside_an_archive(tmp_path: Path):
    texte = "id_foyer;code_commune;qf\n1;33063;400\n2;33063;500\n"
    assert seule(charge(archive(tmp_path / "r.zip", {"revenus.csv": REVENUS, "foyers.csv": texte})), "fichier_par_foyer")


def test_the_same_territories_in_two_files_are_a_fault(tmp_path: Path):
    assert seule(charge(archive(tmp_path / "r.zip", {"a.csv": REVENUS, "b.csv": REVENUS})), "cle_double")


# What is refused -------------------------------------------------------------------------------------------------------


def _zip(membres: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", compression) as ecrite:
        for nom, contenu in membres.items():
            ecrite.writestr(nom, contenu)
    return tampon.getvalue()


def _chiffree() -> bytes:
    """The mark of encryption, set in both headers of the only entry."""
    octets = bytearray(_zip({"revenus.csv": REVENUS}))
    octets[6] |= 1
    octets[octets.index(b"PK\x01\x02") + 8] |= 1
    return bytes(octets)


def _mensongere() -> bytes:
    """The directory announces fewer bytes than there are."""
    octets = bytearray(_zip({"revenus.csv": REVENUS}))
    place = octets.index(b"PK\x01\x02") + 24
    octets[place : place + 4] = (100).to_bytes(4, "little")
    return bytes(octets)


REFUS = {
    "encrypted": (_chiffree, "archive_illisible", "mot de passe"),
    "announced size": (_mensongere, "archive_illisible", "abîmée"),
    "cut short": (lambda: _zip({"revenus.csv": REVENUS})[:-40], "archive_illisible", "abîmée"),
    "other compression": (lambda: _zip({"revenus.csv": REVENUS}, zipfile.ZIP_LZMA), "archive_illisible", "inhabituelle"),
    "path that climbs": (lambda: _zip({"../revenus.csv": REVENUS}), "archive_dangereuse", "« ../revenus.csv »"),
    "climbs from inside": (lambda: _zip({"d/../../revenus.csv": REVENUS}), "archive_dangereuse", "hors de l'archive"),
    "Windows path": (lambda: _zip({"..\\revenus.csv": REVENUS}), "archive_dangereuse", "hors de l'archive"),
    "drive": (lambda: _zip({"C:\\revenus.csv": REVENUS}), "archive_dangereuse", "hors de l'archive"),
    "root": (lambda: _zip({"/revenus.csv": REVENUS}), "archive_dangereuse", "hors de l'archive"),
    "ZIP in a ZIP": (lambda: _zip({"revenus.csv": REVENUS, "b.zip": _zip({"c.csv": REVENUS})}), "archive_imbriquee", "« b.zip »"),
    "gz in a ZIP": (lambda: _zip({"b.csv.gz": gzip.compress(b"a;b")}), "archive_imbriquee", "« b.csv.gz »"),
    "ZIP in a gz": (lambda: gzip.compress(_zip({"c.csv": REVENUS})), "archive_imbriquee", ""),
    "gz in a gz": (lambda: gzip.compress(gzip.compress(REVENUS.encode())), "archive_imbriquee", ""),
    "too many files": (lambda: _zip({f"{i}.csv": "a;b" for i in range(65)}), "archive_dangereuse", "65 fichiers"),
    "empty": (lambda: _zip({"d/": ""}), "archive_sans_tableau", "vide"),
    "no table": (lambda: _zip({"n.pdf": b"%PDF-1", "classeur.xlsx": b"PK\x03\x04"}), "archive_sans_tableau", "n.pdf, classeur.xlsx"),
    "gz cut short": (lambda: gzip.compress(REVENUS.encode() * 50)[:-30], "archive_illisible", "tronquée"),
    "gz with a wrong sum": (lambda: gzip.compress(REVENUS.encode())[:-8] + b"\x00" * 8, "archive_illisible", "abîmée"),
    "gz of an image": (lambda: gzip.compress(b"\x89PNG\x00\x00\x00"), "archive_sans_tableau", ""),
}


@pytest.mark.parametrize(("fait", "code", "trouve"), REFUS.values(), ids=REFUS)
def test_what_cannot_be_trusted_is_refused_in_french(tmp_path: Path, fait: Callable[[], bytes], code: str, trouve: str):
    lu = charge(ecrit(tmp_path, "envoi.zip", fait()))
    faute = seule(lu, code)
    assert trouve in faute.trouve
    assert len(lu.fautes) == 1
    assert faute.remede.endswith((".", "…"))


def test_a_stored_body_that_was_changed_is_refused(tmp_path: Path):
    octets = _zip({"revenus.csv": REVENUS}, zipfile.ZIP_STORED)
    assert seule(charge(ecrit(tmp_path, "r.zip", octets.replace(b"33063;", b"33064;"))), "archive_illisible")


def test_sizes_are_counted_across_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ctg_data.loaders.fichier.TAILLE_MAX", 2 * len(REVENUS) - 1)
    assert accepte(archive(tmp_path / "a.zip", {"a.csv": REVENUS})) is not None
    faute = seule(charge(archive(tmp_path / "b.zip", {"a.csv": REVENUS, "b.csv": REVENUS})), "archive_dangereuse")
    assert "se déplie en plus de" in faute.trouve


@pytest.mark.parametrize("coupe", range(0, 100, 7))
def test_an_archive_cut_anywhere_is_refused_or_whole(tmp_path: Path, coupe: int):
    for octets in (_zip({"revenus.csv": REVENUS}), gzip.compress(REVENUS.encode())):
        lu = charge(ecrit(tmp_path, "r.bin", octets[: len(octets) * coupe // 100]))
        assert lu.mesures is None
        assert lu.fautes


@reglages(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(coups=st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=3)), min_size=1, max_size=4), gz=st.booleans())
def test_random_damage_never_crashes(tmp_path: Path, coups: list[tuple[int, bytes]], gz: bool):
    octets = bytearray(gzip.compress(REVENUS.encode(), mtime=0) if gz else _zip({"revenus.csv": REVENUS}))
    for place, nouveaux in coups:
        debut = place % len(octets)
        octets[debut : debut + len(nouveaux)] = nouveaux
    lu = charge(ecrit(tmp_path, "r.zip", bytes(octets)))
    assert (lu.mesures is None) == bool(lu.fautes)


# Bombs, in a process of their own that measures its memory ------------------------------------------------------------------

MESURE = """
    import resource, sys
    from ctg_data.loaders import charge
    avant = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lu = charge(sys.argv[1])
    apres = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(lu.mesures is None, *sorted({f.code for f in lu.fautes}), (apres - avant) // 1024)
"""


def _zeros(flux: Callable[[bytes], object], mo: int) -> None:
    for _ in range(mo):
        flux(b"0" * 2**20)


def _bombe_gz(chemin: Path) -> Path:
    """400 MiB of zeros in 400 kB."""
    compresseur = zlib.compressobj(9, wbits=31)
    with chemin.open("wb") as sortie:
        _zeros(lambda m: sortie.write(compresseur.compress(m)), 400)
        sortie.write(compresseur.flush())
    return chemin


def _bombe_zip(chemin: Path) -> Path:
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as ecrite, ecrite.open("d.csv", "w") as flux:
        _zeros(flux.write, 400)
    return chemin


def _bombe_muette(chemin: Path) -> Path:
    """The same, that announces 1,000 bytes."""
    octets = bytearray(_bombe_zip(chemin).read_bytes())
    place = octets.rindex(b"PK\x01\x02") + 24
    octets[place : place + 4] = (1000).to_bytes(4, "little")
    chemin.write_bytes(octets)
    return chemin


def _bombe_repetee(chemin: Path) -> Path:
    """60 files of 15 MiB, each under the size from which a rate counts."""
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as ecrite:
        for rang in range(60):
            ecrite.writestr(f"{rang}.csv", b"0" * 15 * 2**20)
    return chemin


def _repertoire_immense(chemin: Path) -> Path:
    """100,000 empty files."""
    with zipfile.ZipFile(chemin, "w", allowZip64=True) as ecrite:
        for rang in range(100_000):
            ecrite.writestr(zipfile.ZipInfo(f"{rang}.csv"), b"")
    return chemin


@pytest.mark.skipif(sys.platform == "win32", reason="module resource absent de Windows")
@pytest.mark.parametrize(
    ("fait", "code", "mo"),
    [
        (_bombe_gz, "archive_dangereuse", 120),
        (_bombe_zip, "archive_dangereuse", 60),
        (_bombe_muette, "archive_illisible", 60),
        (_bombe_repetee, "archive_dangereuse", 60),
        (_repertoire_immense, "archive_dangereuse", 30),
    ],
)
def test_a_bomb_is_refused_in_little_memory(tmp_path: Path, fait: Callable[[Path], Path], code: str, mo: int):
    script = ecrit(tmp_path, "mesure.py", textwrap.dedent(MESURE), "utf-8")
    fini = subprocess.run(
        [sys.executable, str(script), str(fait(tmp_path / "bombe.bin"))],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin"},
    )
    refuse, codes, pris = fini.stdout.split()
    assert (refuse, codes) == ("True", code)
    assert int(pris) < mo, pris


def test_an_immense_directory_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    octets = _zip({f"{rang}.csv": "" for rang in range(5001)}, zipfile.ZIP_STORED)
    monkeypatch.setattr("ctg_data.loaders.fichier.zipfile.ZipFile", lambda *args: pytest.fail("the directory was read"))
    assert seule(charge(ecrit(tmp_path, "r.zip", octets)), "archive_dangereuse").trouve == "une archive faite de 5001 fichiers"


# Published files ---------------------------------------------------------------------------------------------------------


def test_a_published_csv_in_an_archive_reads_the_same(tmp_path: Path, donnees_reelles: Path):
    nom = "FILO2019_DISP_DEP.csv"
    octets = (donnees_reelles / "insee" / "filosofi" / nom).read_bytes()
    nu = accepte(ecrit(tmp_path, nom, octets))
    assert identiques(accepte(archive(tmp_path / "f.zip", {nom: octets, "metadata.csv": METADONNEES})), nu)
    assert identiques(accepte(ecrit(tmp_path, nom + ".gz", gzip.compress(octets))), nu)

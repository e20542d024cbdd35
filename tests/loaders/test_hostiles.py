"""Files made to harm: each is refused in French (or read for what it is) by a process that goes on, in less than a gigabyte.

One process loads them all, one after the other; the memory that it and the readers of workbooks ever took is read at its end.
"""

import io
import json
import os
import struct
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.loaders.outils import COMMUNES, PLEINE, classeur, ecrit, filo, remplace

MEMOIRE_MAX, DUREE_MAX = 1024, 30
"""Megabytes; seconds of processor for one file."""
RACINE = Path(__file__).parents[2]
FEUILLE = "xl/worksheets/sheet1.xml"
SECRET = "MOT-QUE-NUL-NE-DOIT-LIRE"
JOUE = """
    import json, pathlib, resource, sys, time
    from ctg_data.loaders import charge
    for chemin in sys.argv[1:]:
        debut = time.process_time()
        lu = charge(chemin)
        dit = {"fautes": [f.code for f in lu.fautes], "texte": " ".join(map(str, [*lu.fautes, *lu.avertissements]))}
        dit |= {"mesures": None if lu.mesures is None else len(lu.mesures), "duree": time.process_time() - debut}
        print(json.dumps(dit), flush=True)
    etat = dict(ligne.split(":", 1) for ligne in pathlib.Path("/proc/self/status").read_text().splitlines())
    enfants = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps([int(etat["VmHWM"].split()[0]) // 1024, enfants // 1024]))
"""


def _zip(parties: Mapping[str, bytes | str]) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in parties.items():
            archive.writestr(nom, contenu)
    return tampon.getvalue()


def _classeur(dossier: Path, retouche: Callable[[str], str] = str) -> bytes:
    """A sound workbook, the text of its only sheet rewritten."""
    chemin = classeur(dossier / "sain.xlsx", {"FILO": [ligne.split(";") for ligne in filo().split("\r\n")]})
    with zipfile.ZipFile(chemin) as archive:
        parties = {i.filename: archive.read(i) for i in archive.infolist()}
    return _zip(parties | {FEUILLE: retouche(parties[FEUILLE].decode())})


def _cellule(place: str, contenu: str = "<v>1</v>") -> Callable[[str], str]:
    """The sheet with one cell more, and no dimension that would tell it."""
    ligne = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    ajout = f'<row r="{ligne}"><c r="{place}" t="str">{contenu}</c></row></sheetData>'
    return lambda texte: _sans_dimension(texte).replace("</sheetData>", ajout)


def _sans_dimension(texte: str) -> str:
    debut = texte.index("<dimension")
    return texte[:debut] + texte[texte.index("/>", debut) + 2 :]


def _avec_entites(declarations: str, reference: str) -> Callable[[str], str]:
    """The sheet with a document type, and a cell that calls one of its entities."""

    def retouche(texte: str) -> str:
        corps = texte[texte.index("<worksheet") :] if "<worksheet" in texte else texte
        return f"<?xml version='1.0'?><!DOCTYPE worksheet [{declarations}]>" + _cellule("A9", f"<v>{reference}</v>")(corps)

    return retouche


def _rires() -> str:
    lignes = ['<!ENTITY a0 "rire">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))]
    return "".join(lignes)


def _protege() -> bytes:
    """The container in which Excel puts a workbook under a password: two streams, of which one says how to open the other."""
    entete = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    entete += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0) + b"\xff" * 432
    table = struct.pack("<III", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF) + b"\xff" * 500

    def entree(nom: str, genre: int, enfant: int = -1) -> bytes:
        texte = (nom + "\0").encode("utf-16-le")
        fin = struct.pack("<Iiii", 0x01000000 | genre, -1, -1, enfant)
        return (
            texte.ljust(64, b"\0")
            + struct.pack("<H", len(texte))
            + struct.pack("<BB", genre, 1)
            + fin[4:]
            + bytes(36)
            + struct.pack("<iQ", -2, 0)
        )

    repertoire = entree("Root Entry", 5, 1) + entree("EncryptionInfo", 2) + entree("EncryptedPackage", 2)
    return entete[:512].ljust(512, b"\xff") + table[:512] + repertoire.ljust(512, b"\0")


def _lien(cible: str) -> bytes:
    """An archive whose only entry is a symbolic link."""
    tampon, entree = io.BytesIO(), zipfile.ZipInfo("revenus.csv")
    entree.create_system, entree.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(tampon, "w") as archive:
        archive.writestr(entree, cible)
    return tampon.getvalue()


def _une(**valeurs: str) -> bytes:
    return filo(dict.fromkeys(COMMUNES, PLEINE) | {"33063": remplace(PLEINE, **valeurs)}).encode()


def _nommee(nom: str) -> bytes:
    return filo(noms={"33063": nom}).encode()


@pytest.fixture(scope="module")
def joues(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, dict], list[int]]:
    """Name of each hostile file -> what was said of it; then the megabytes of the process and of its largest child."""
    dossier = tmp_path_factory.mktemp("hostiles")
    voisin = ecrit(dossier, "voisin.txt", SECRET)
    externe = f'<!ENTITY x SYSTEM "file://{voisin}">'
    fichiers: dict[str, bytes] = {
        "cellule_lointaine.xlsx": _classeur(dossier, _cellule("XFD1048576")),
        "presque_trop.xlsx": _classeur(dossier, _cellule("ZZ28000")),
        "rires.xlsx": _classeur(dossier, _avec_entites(_rires(), "&a9;")),
        "entite_externe.xlsx": _classeur(dossier, _avec_entites(externe, "&x;")),
        "mot_de_passe.xlsx": _protege(),
        "dechets.xlsx": _zip({"[Content_Types].xml": b"\xff" * 99, "xl/workbook.xml": os.urandom(4096), FEUILLE: b"<<<"}),
        "bombe.xlsx": _zip({"xl/workbook.xml": b"0" * 64 * 2**20}),
        "bombe.zip": _zip({"revenus.csv": b"0" * 64 * 2**20}),
        "remonte.zip": _zip({"../../revenus.csv": filo()}),
        "lien.zip": _lien(str(voisin)),
        "une_ligne.csv": b"CODGEO;NBMEN19;" * (200 * 2**20 // 15),
        "profond.json": b"[" * 2_000_000,
        "nombres.json": b'[{"annee": 2023, "numcom": "33063", "txcouv_com": ' + b"9" * 100_000 + b"}]",
        "nombre_infini.csv": _une(NBPERS="1e400"),
        "nombre_long.csv": _une(NBPERS="9" * 5000),
        "octets_nuls.csv": filo().encode() + b"\x00" * 4096,
        "formule.csv": _une(NBMEN="=cmd|'/C calc'!A0"),
        "formule_dans_un_nom.csv": _nommee('=HYPERLINK("http://exemple.invalid")<script>alert(1)</script>'),
        "sain.csv": filo().encode(),
    }
    script = ecrit(dossier, "joue.py", textwrap.dedent(JOUE), "utf-8")
    chemins = [str(ecrit(dossier, nom, contenu)) for nom, contenu in fichiers.items()]
    env = {"PYTHONPATH": str(RACINE), "PATH": "/usr/bin:/bin"}
    fini = subprocess.run([sys.executable, str(script), *chemins], capture_output=True, text=True, check=True, cwd=RACINE, env=env)
    *dits, memoire = map(json.loads, fini.stdout.splitlines())
    return dict(zip(fichiers, dits, strict=True)), memoire


ATTENDUS = {
    "cellule_lointaine.xlsx": {"classeur_dangereux"},
    "rires.xlsx": {"classeur_illisible"},
    "entite_externe.xlsx": {"classeur_illisible"},
    "mot_de_passe.xlsx": {"classeur_illisible"},
    "dechets.xlsx": {"classeur_illisible"},
    "bombe.xlsx": {"classeur_dangereux"},
    "bombe.zip": {"archive_dangereuse"},
    "remonte.zip": {"archive_dangereuse"},
    "lien.zip": {"disposition_inconnue"},
    "une_ligne.csv": {"csv_illisible"},
    "profond.json": {"json_illisible"},
    "nombres.json": {"json_illisible"},
    "nombre_infini.csv": {"texte_dans_nombre"},
    "nombre_long.csv": {"texte_dans_nombre"},
    "octets_nuls.csv": {"format_inconnu"},
    "formule.csv": {"texte_dans_nombre"},
}
LUS = {"formule_dans_un_nom.csv", "sain.csv", "presque_trop.xlsx"}


pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="mémoire lue dans /proc, que ce système n'a pas")
"""The peak of the process itself: what ``getrusage`` gives begins at that of the process that started it."""


@pytest.mark.parametrize("nom", ATTENDUS)
def test_a_hostile_file_is_refused_in_french(nom: str, joues):
    dit = joues[0][nom]
    assert dit["mesures"] is None, dit
    assert set(dit["fautes"]) & ATTENDUS[nom], dit["fautes"]
    assert SECRET not in dit["texte"]
    assert dit["duree"] < DUREE_MAX


@pytest.mark.parametrize("nom", sorted(LUS))
def test_what_only_looks_hostile_is_read_after_all_the_others(nom: str, joues):
    assert joues[0][nom]["fautes"] == []
    assert joues[0][nom]["mesures"] == 4 * 29


def test_all_of_them_take_less_than_a_gigabyte(joues):
    assert max(joues[1]) < MEMOIRE_MAX, joues[1]

"""Read workbooks with calamine, after making sure that no cell reference can exhaust the memory, in a process of its own."""

import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ctg_data.loaders.classeurs_cellules import Place, particulieres
from ctg_data.loaders.classeurs_etendue import etendue_sure, etendues_annoncees, rang_colonne
from ctg_data.loaders.fautes import Recueil
from ctg_data.loaders.fichier import Fichier, classeur_abime

MEMOIRE_MAX = 2**30
"""Bytes that the process which parses may take: twenty million empty cells, or five million numbers."""
DUREE_MAX = 120
"""Seconds that it may take."""
_ENFANT = Path(__file__).with_name("classeurs_enfant.py")


@dataclass(frozen=True)
class Feuille:
    """One sheet: every cell as text, column by column, from the true first line of the sheet."""

    nom: str
    lignes: int
    colonnes: Sequence[Sequence[str]]
    annoncee: str = ""
    """Last cell of the dimension that the sheet declares; "" when it declares none."""

    @property
    def mal_annoncee(self) -> bool:
        """Whether cells lie beyond the declared dimension: a reader that believes it would lose them without a word."""
        if not self.annoncee:
            return False
        lettres = self.annoncee.rstrip("0123456789")
        return self.lignes > int(self.annoncee[len(lettres) :]) or len(self.colonnes) > rang_colonne(lettres.encode())

    def apercu(self, lignes: int) -> list[list[str]]:
        """The first rows."""
        debut = [colonne[:lignes] for colonne in self.colonnes]
        return [list(rangee) for rangee in zip(*debut, strict=True)] if debut else [[] for _ in range(min(lignes, self.lignes))]


def feuilles(fichier: Fichier, recueil: Recueil) -> list[Feuille]:
    """The visible order of sheets, or nothing and a fault when the workbook cannot be trusted or read."""
    annoncees: Mapping[str, str] = {}
    montrees: Mapping[str, Mapping[Place, str]] = {}
    try:
        if fichier.format == "xlsx":
            if not etendue_sure(fichier.octets, recueil):
                return []
            annoncees = etendues_annoncees(fichier.octets)
            montrees = particulieres(fichier.octets)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError, RuntimeError, KeyError, zlib.error):
        classeur_abime(recueil, "un classeur tronqué, abîmé ou protégé par un mot de passe")
        return []
    return [
        replace(feuille, annoncee=annoncees.get(feuille.nom, ""), colonnes=_montre(feuille, montrees.get(feuille.nom, {})))
        for feuille in _analyse(fichier.octets, recueil)
    ]


def _montre(feuille: Feuille, montrees: Mapping[Place, str]) -> Sequence[Sequence[str]]:
    """The columns, with what is shown in these places; beyond the last cell that holds something, nothing is."""
    colonnes = [list(colonne) for colonne in feuille.colonnes] if montrees else feuille.colonnes
    for (ligne, colonne), texte in montrees.items():
        if colonne < len(colonnes) and ligne < feuille.lignes:
            colonnes[colonne][ligne] = texte
    return colonnes


def _analyse(octets: bytes, recueil: Recueil) -> list[Feuille]:
    """Parsed by ``classeurs_enfant``, which may die, be killed or never end without harm."""
    commande = [sys.executable, "-P", str(_ENFANT), str(MEMOIRE_MAX)]
    try:
        fini = subprocess.run(commande, input=octets, capture_output=True, timeout=DUREE_MAX, check=True)
        return list(_feuilles(io.BytesIO(fini.stdout)))
    except subprocess.TimeoutExpired:
        _trop_lourd(recueil)
    except subprocess.CalledProcessError as echec:
        # no traceback: the process was killed, or aborted for want of memory
        if echec.returncode != 1 or b"MemoryError" in echec.stderr:
            _trop_lourd(recueil)
        else:
            classeur_abime(recueil, "un classeur tronqué, abîmé ou protégé par un mot de passe")
    return []


def _feuilles(sortie: Iterable[bytes]) -> Iterator[Feuille]:
    """What ``classeurs_enfant.ecrit`` wrote."""
    lignes = iter(sortie)
    for entete in lignes:
        nom, hauteur, largeur = json.loads(entete)
        yield Feuille(nom, hauteur, [json.loads(next(lignes)) for _ in range(largeur)])


def _trop_lourd(recueil: Recueil) -> None:
    recueil.ajoute(
        "classeur_dangereux",
        f"un classeur abîmé, ou qui demande plus de {DUREE_MAX} secondes ou de {MEMOIRE_MAX // 2**30} Go de mémoire",
        attendu="un classeur de quelques dizaines de mégaoctets",
        remede="Exportez la feuille utile en CSV.",
    )

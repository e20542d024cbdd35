"""Small files in the publishers' layouts, with invented values, and short ways to read what became of them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders import charge
from ctg_data.loaders.model import Chargement

FILO = (
    *("CODGEO", "LIBGEO", "NBMEN{aa}", "NBPERS{aa}", "NBUC{aa}", "Q1{aa}", "Q2{aa}", "Q3{aa}", "Q3_Q1"),
    *("D1{aa}", "D2{aa}", "D3{aa}", "D4{aa}", "D6{aa}", "D7{aa}", "D8{aa}", "D9{aa}", "RD", "S80S20{aa}", "GI{aa}"),
    *(
        "PACT{aa}",
        "PTSA{aa}",
        "PCHO{aa}",
        "PBEN{aa}",
        "PPEN{aa}",
        "PPAT{aa}",
        "PPSOC{aa}",
        "PPFAM{aa}",
        "PPMINI{aa}",
        "PPLOGT{aa}",
        "PIMPOT{aa}",
    ),
)
"""Header of FILO…_DISP_…: 2 + 29 columns."""
PLEINE = (
    *("700", "1600", "1100,5", "15000", "21000", "28000", "13000", "11000", "14000", "16500", "18700"),
    *("23400", "26300", "30200", "38000", "3,5", "4,200", "0,280"),
    *("72,1", "64,0", "3,1", "5,0", "28,0", "9,5", "5,2", "2,0", "2,1", "1,1", "-16,1"),
)
"""29 values that a real row could hold."""
MEDIANE_SEULE = ("300", "800", "540,7", "", "22500", *[""] * 24)
COMMUNES = {"01001": "L'Abergement-Clémenciat", "33063": "Bordeaux", "2A004": "Ajaccio", "97411": "Saint-Denis"}


def filo(
    lignes: Mapping[str, Sequence[str]] | None = None, *, aa: str = "19", separateur: str = ";", noms: Mapping[str, str] = COMMUNES
) -> str:
    """A FILO_DISP file: code -> its 29 cells."""
    lignes = dict.fromkeys(COMMUNES, PLEINE) if lignes is None else lignes
    rangees = [[c.format(aa=aa) for c in FILO], *([code, noms.get(code, "X"), *cellules] for code, cellules in lignes.items())]
    return "\r\n".join(separateur.join(rangee) for rangee in rangees)


def remplace(cellules: Sequence[str], **valeurs: str) -> list[str]:
    """The cells of a row with some columns (``NBMEN``, ``Q2``…) replaced."""
    rangs = {nom.replace("{aa}", ""): rang - 2 for rang, nom in enumerate(FILO)}
    copie = list(cellules)
    for nom, valeur in valeurs.items():
        copie[rangs[nom]] = valeur
    return copie


def ecrit(dossier: Path, nom: str, contenu: str | bytes, encodage: str = "utf-8-sig") -> Path:
    chemin = dossier / nom
    chemin.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode(encodage))
    return chemin


def classeur(chemin: Path, feuilles: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """A workbook: sheet -> rows."""
    livre = openpyxl.Workbook()
    livre.remove(livre.active)
    for nom, rangees in feuilles.items():
        feuille = livre.create_sheet(nom)
        for rangee in rangees:
            feuille.append(list(rangee))
    livre.save(chemin)
    return chemin


def csv(rangees: Sequence[Sequence[object]], separateur: str = ";") -> str:
    return "\n".join(separateur.join(str(c) for c in rangee) for rangee in rangees) + "\n"


def seule(lu: Chargement, code: str) -> Faute:
    """The first fault of a kind, of a file refused whole."""
    assert lu.mesures is None
    trouvees = [f for f in lu.fautes if f.code == code]
    assert trouvees, [str(f) for f in lu.fautes]
    return trouvees[0]


def accepte(chemin: Path, annee: int | None = None) -> pd.DataFrame:
    lu = charge(chemin, annee=annee)
    assert not lu.fautes, [str(f) for f in lu.fautes]
    assert lu.mesures is not None
    return lu.mesures


def valeur(mesures: pd.DataFrame, code: str, mesure: str, modalite: str = "total", annee: int | None = None) -> float | str:
    """The value of one cell, or its status when there is none."""
    lignes = mesures[(mesures["code"] == code) & (mesures["mesure"] == mesure) & (mesures["modalite"] == modalite)]
    lignes = lignes if annee is None else lignes[lignes["annee"] == annee]
    assert len(lignes) == 1, f"{len(lignes)} lignes"
    ligne = lignes.iloc[0]
    return float(ligne["valeur"]) if ligne["statut"] == "ok" else str(ligne["statut"])

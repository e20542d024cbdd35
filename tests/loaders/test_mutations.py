"""Every layout under structural mutations: exact, part of the file with the same values, or refused; never wrong in silence.

40 mutants a source here, 10,000 by ``make fuzz``: CTG_MUTATIONS says how many, CTG_GRAINE from which one on.  The samples of
``echantillons`` are invented.  What is compared is more than control totals: every value, by source, level, code, year, month, scheme,
measure and modality.
"""

import csv
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from ctg_data import settings
from ctg_data.loaders import annees, charge, chargement, classeurs
from ctg_data.loaders.classeurs_enfant import lues
from ctg_data.loaders.detect import Reconnue, reconnait_tables
from ctg_data.loaders.fautes import Recueil
from ctg_data.loaders.fichier import classeur_abime, ouvre
from ctg_data.loaders.lecture import tables
from ctg_data.loaders.model import Chargement
from ctg_data.loaders.sources import catalogue
from ctg_data.territoires import referentiel
from tests.loaders.mutations import Mutant, mutant
from tests.loaders.mutations_etats import Etat, Issue, octets

ECHANTILLONS = sorted((Path(__file__).parent / "echantillons").glob("*@*"))
NOMBRE, GRAINE = int(os.environ.get("CTG_MUTATIONS", "40")), int(os.environ.get("CTG_GRAINE", "0"))
DUREE_MAX, MEMOIRE_MAX = 10.0, 1024
"""Seconds of processor that a mutant may take, and megabytes that all may add to this process."""
CLE = ("source", "niveau", "code", "annee", "mois", "regime", "mesure", "modalite")
SOURCE_DE = {d.id: source.id for source in catalogue().values() for d in source.dispositions} | {"naissances": "insee_naissances"}
DECOMPTES = {
    "inventaire_offre_1",
    "liste_fs",
    "lieux_mediation",
    "bpe_detail",
    "sites_caf",
    "effectifs_ecoles",
    "annuaire_education",
    "ds_bpe",
    "rsa_s_type_com",
}
"""Layouts whose rows are counted or added up into a measure: a row that is gone is nothing there, as for the publisher."""
FRANCE = referentiel.charge(settings.load().reference)


@pytest.fixture(autouse=True)
def classeurs_ici(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbooks of these tests are ours: read here rather than each in a process of its own, which takes a hundred times longer."""

    def analyse(ecrit: bytes, recueil: Recueil) -> list[classeurs.Feuille]:
        try:
            return [classeurs.Feuille(*feuille) for feuille in lues(CalamineWorkbook.from_filelike(BytesIO(ecrit)))]
        except Exception:  # what calamine raises is no documented class
            classeur_abime(recueil, "un classeur abîmé")
            return []

    monkeypatch.setattr(classeurs, "_analyse", analyse)


def modele(chemin: Path, dossier: Path) -> Etat:
    """A sample as a grid, in the form of its name: « layout@name of the file », then « .json » when it describes a workbook."""
    disposition, nom = chemin.name.split("@")
    if nom.endswith(".xlsx.json"):
        feuilles = json.loads(chemin.read_text(encoding="utf-8"))
        etat = Etat(nom.removesuffix(".json"), "xlsx", feuilles, {})
    else:
        lignes = chemin.read_text(encoding="utf-8").rstrip("\n").split("\n")
        separateur = max(";,\t", key=lambda s: (lignes[0].count(s), lignes[-1].count(s)))
        etat = Etat(nom, "csv", {"": [_champs(ligne, separateur) for ligne in lignes]}, {}, separateur)
    etat.decompte = disposition in DECOMPTES
    etat.entetes = entetes(etat, dossier)
    return etat


def _champs(ligne: str, separateur: str) -> list[str]:
    return next(csv.reader([ligne], delimiter=separateur))


def entetes(etat: Etat, dossier: Path) -> dict[str, int]:
    """Rank of the header of each sheet that is read, as the loaders find it."""
    recueil = Recueil(etat.nom)
    chemin = dossier / etat.nom
    chemin.write_bytes(octets(etat))
    reconnues = reconnait_tables(tables(ouvre(chemin, recueil), recueil), catalogue(), recueil)
    assert reconnues, [str(f) for f in recueil.fautes]
    return {r.table.feuille: r.entete.rang for r in reconnues}


class DejaLu(Exception):
    """The table that a mutant gives to the checks is, to the last cell, one that they were given before: ``args[0]`` tells which."""


class Joueur:
    """Loads bytes under a name.  Many mutants only change how a table is written: past its reading, equal tables are not checked twice,
    which takes three quarters of the time."""

    def __init__(self, dossier: Path, monkeypatch: pytest.MonkeyPatch):
        self.dossier, self.connus, self._lue = dossier, {}, None
        lit = chargement.cadre.lit

        def lit_une_fois(reconnue: Reconnue, recueil: Recueil) -> pd.DataFrame:
            brut = lit(reconnue, recueil)
            self._lue = None if recueil.fautes else empreinte(reconnue, brut)
            if self._lue in self.connus:
                raise DejaLu(self._lue)
            return brut

        monkeypatch.setattr(chargement.cadre, "lit", lit_une_fois)

    def __call__(self, nom: str, ecrit: bytes) -> "Lu":
        self._lue = None
        chemin = self.dossier / nom
        chemin.write_bytes(ecrit)
        try:
            lu = Lu.de(charge(chemin, referentiel=FRANCE))
        except DejaLu as deja:
            return self.connus[deja.args[0]]
        if self._lue is not None and chemin.suffix.lower() != ".xlsx":  # a workbook has other tables
            self.connus[self._lue] = lu
        return lu


def empreinte(reconnue: Reconnue, brut: pd.DataFrame) -> tuple:
    """What the checks are given: the layout, the titles, the columns, and every cell."""
    colonnes = tuple((c, tuple(brut[c])) for c in sorted(map(str, brut.columns)) if c != "ligne")
    annees_lues = tuple(sorted((nom, *(t.annee for t in lues_)) for nom, lues_ in reconnue.entete.trouvees.items()))
    return reconnue.source.id, reconnue.disposition.id, annees.titre(reconnue), annees_lues, colonnes


@dataclass(frozen=True)
class Lu:
    """What became of a file: its faults, its values, and how many rows and sheets a warning says to be set aside."""

    fautes: tuple[str, ...]
    mesures: bool
    valeurs: Mapping[tuple, float | str]
    ecartees: int

    @classmethod
    def de(cls, lu: Chargement) -> "Lu":
        fautes = tuple(map(str, lu.fautes))
        feuilles = sum(a.count(",") + 1 for a in lu.avertissements if a.startswith("Feuilles ou tableaux non utilisés"))
        return cls(fautes, lu.mesures is not None, {} if fautes else valeurs(lu), sum(lu.detail["ecartees"].values()) + feuilles)


@pytest.fixture
def joue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Joueur:
    return Joueur(tmp_path, monkeypatch)


def valeurs(lu: Chargement) -> dict[tuple, float | str]:
    """What a file says: key -> value, or the status where there is none; facts stand beside measures."""
    m, a = lu.mesures, lu.attributs
    dits = [v if s == "ok" else s for v, s in zip(m["valeur"].tolist(), m["statut"].astype(str).tolist(), strict=True)]
    dit = dict(zip(zip(*(m[c].tolist() for c in CLE), strict=True), dits, strict=True))
    faits = zip(*(a[c].astype(str).tolist() for c in ("source", "niveau", "code", "annee", "attribut", "valeur")), strict=True)
    return dit | dict.fromkeys(faits, "fait")


DOUTES = {"education_effectifs"}
"""Where a school is lost, the communes that may have it are unknown, and a warning says so."""
TRANSPOSEES = {"insee_comparateur"}
"""A line is a measure, and the first cell its name."""
INTERVALLES = {"insee_mortalite"}
"""Of census intervals that overlap, the latest are kept: where those are gone, others come back, as the file gives them."""
SANS_CHIFFRE = {"s", "nd", "ns"}


def ecart(dit: Mapping[tuple, float | str], attendu: Mapping[tuple, float | str], issue: Issue) -> str:
    """What a mutant says that the sound file does not; "" when nothing is wrong."""
    for cle, valeur in dit.items():
        if cle not in attendu and not (issue and cle[0] in INTERVALLES):
            return f"de trop : {cle} = {valeur}"
        vrai = attendu.get(cle, valeur)
        if valeur == vrai or (valeur in SANS_CHIFFRE and (issue is not Issue.EXACTE or cle[0] in DOUTES)):
            continue
        if not (issue is Issue.COMPTE and vrai not in SANS_CHIFFRE and valeur not in SANS_CHIFFRE and valeur < vrai):
            return f"{cle} : {valeur} au lieu de {vrai}"
    manque = attendu.keys() - dit.keys()
    return f"{len(manque)} absentes, dont {min(manque, key=str)}" if manque and issue is Issue.EXACTE else ""


PAR_SOURCE: dict[str, list[Path]] = defaultdict(list)
for _echantillon in ECHANTILLONS:
    PAR_SOURCE[SOURCE_DE[_echantillon.name.split("@")[0]]].append(_echantillon)


def test_every_source_has_a_sample():
    assert set(PAR_SOURCE) == set(catalogue())


@pytest.mark.parametrize("source", sorted(catalogue()))
def test_a_mutant_is_exact_or_refused(source: str, joue: Joueur, tmp_path: Path):
    chemins = PAR_SOURCE[source]
    fautes, avant = [], memoire()
    for rang, chemin in enumerate(chemins):
        sain = modele(chemin, tmp_path)
        fautes += joue_tous(sain, range(GRAINE + rang, GRAINE + NOMBRE, len(chemins)), joue)
    assert memoire() - avant < MEMOIRE_MAX
    assert not fautes, f"{len(fautes)} mutants lus de travers :\n" + "\n".join(fautes[:20])


def memoire() -> int:
    """The most memory that this process ever took, in megabytes; nothing where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (2**20 if sys.platform == "darwin" else 1024)


def joue_tous(sain: Etat, graines: range, joue: Joueur) -> Iterator[str]:
    """One sentence for each mutant that is neither exact nor refused; equal bytes are loaded once."""
    joue.connus.clear()
    attendu = joue(sain.nom, octets(sain))
    assert not attendu.fautes, attendu.fautes
    assert attendu.valeurs
    vus: set[tuple[bytes, Issue]] = set()
    for graine in graines:
        essai = mutant(sain, graine)
        if (essai.octets, essai.issue) not in vus:
            vus.add((essai.octets, essai.issue))
            if verdict := _verdict(sain, essai, attendu, joue):
                yield f"{sain.nom}, graine {graine}, {'+'.join(essai.operateurs)} : {verdict}"


def _verdict(sain: Etat, essai: Mutant, attendu: Lu, joue: Joueur) -> str:
    debut = time.process_time()
    try:
        lu = joue(sain.nom, essai.octets)
    except Exception as defaut:  # a traceback is what is looked for
        return f"{type(defaut).__name__} : {defaut}"
    if (duree := time.process_time() - debut) > DUREE_MAX:
        return f"{duree:.0f} s"
    if lu.fautes:
        return "des mesures malgré une faute" if lu.mesures else ""
    issue = essai.issue
    transposee = "ligne_decalee" in essai.operateurs and any(cle[0] in TRANSPOSEES for cle in attendu.valeurs)
    if issue is Issue.EXACTE and (lu.ecartees > attendu.ecartees or transposee):
        # rows set aside are counted in a warning, lines without a label named in one: less than the file, as an extract, and said
        issue = Issue.COMPTE if sain.decompte else Issue.PARTIE
    return ecart(lu.valeurs, attendu.valeurs, issue)

"""Every layout under structural mutations: exact, part of the file with the same values, or refused; never wrong in silence.

300 mutants a source here, 10,000 by ``make fuzz``: CTG_MUTATIONS says how many, CTG_GRAINE from which one on.  The samples of
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
from pathlib import Path

import pytest

from ctg_data.loaders.detect import reconnait_tables
from ctg_data.loaders.fautes import Recueil
from ctg_data.loaders.fichier import ouvre
from ctg_data.loaders.lecture import tables
from ctg_data.loaders.sources import catalogue
from tests.loaders.mutations import Mutant, mutant
from tests.loaders.mutations_etats import Etat, Issue, octets
from tests.loaders.mutations_joueur import Joueur, Lu

ECHANTILLONS = sorted((Path(__file__).parent / "echantillons").glob("*@*"))
NOMBRE, GRAINE = int(os.environ.get("CTG_MUTATIONS", "300")), int(os.environ.get("CTG_GRAINE", "0"))
DUREE_MAX, MEMOIRE_MAX = 10.0, 1024
"""Seconds of processor that a mutant may take, and megabytes that all may add to this process."""
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


@pytest.fixture
def joue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Joueur:
    return Joueur(tmp_path, monkeypatch)


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
        if cle[0] in DOUTES and issue is Issue.COMPTE and vrai == "nd":  # the school that was lost is gone, and the doubt with it
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
    joue.oublie()
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

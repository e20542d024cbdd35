"""INSEE, base permanente des équipements: small invented files, then the published one, counted with csv."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from ctg_data import settings
from ctg_data.indicators import vocabulaire
from ctg_data.loaders import charge
from ctg_data.loaders.insee_bpe import MESURE, MODALITES, SOURCES, TYPES, modalite
from ctg_data.territoires import referentiel
from tests.loaders.outils import accepte, ecrit, seule, valeur
from tests.publies import Publies

ENTETE = "REG;DEP;DEPCOM;DCIRIS;AN;TYPEQU;CANT;INT;RPIC;CL_PELEM;CL_PGE;EP;SECT;NB_EQUIP"
RESTE = "1;X;0;X;X;0;PU"


def bpe(*lignes: str) -> str:
    """Rows « commune;iris;type;nombre »."""
    cases = (ligne.split(";") for ligne in lignes)
    return "\n".join([ENTETE, *(f"75;{c[:2]};{c};{i};2021;{t};{RESTE};{n}" for c, i, t, n in cases)])


def test_every_modality_is_in_the_vocabulary():
    connue = vocabulaire.catalogue()[MESURE]
    assert set(MODALITES) <= set(connue.modalites)
    assert connue.additive
    codes = [code for liste in TYPES.values() for code in liste]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("typequ", "attendue"),
    [
        *(
            ("C101", "ecole_maternelle"),
            ("C105", "ecole_elementaire"),
            ("C108", "ecole_elementaire"),
            ("C201", "college"),
            ("C302", "lycee"),
        ),
        *(
            ("C304", ""),
            ("D502", "creche"),
            ("D505", "accueil_loisirs"),
            ("D265", "medecin"),
            ("F121", "sport"),
            ("F203", ""),
            ("A129", ""),
        ),
    ],
)
def test_types_are_those_of_families(typequ: str, attendue: str):
    assert modalite(typequ) == attendue


def test_facilities_of_a_commune_add_up_over_its_iris(tmp_path: Path):
    mesures = accepte(
        ecrit(
            tmp_path,
            "bpe21.csv",
            bpe(
                "33063;33063_0102;C101;2", "33063;33063_0201;C101;1", "33063;33063_0201;C102;1", "33281;33281;F101;1", "33281;33281;F121;2"
            ),
        )
    )
    assert valeur(mesures, "33063", MESURE, "ecole_maternelle") == 4
    assert valeur(mesures, "33281", MESURE, "sport") == 3
    assert set(mesures["annee"]) == set(mesures["millesime_geo"]) == {2021}
    assert len(mesures) == 2


def test_other_types_are_set_aside_and_counted(tmp_path: Path):
    lu = charge(ecrit(tmp_path, "bpe.csv", bpe("33063;33063_0102;C201;2", "33063;33063_0102;A129;1", "33063;33063_0102;C304;1")))
    assert lu.detail["ecartees"] == {"équipement d'un type qui n'est pas suivi ici": 2}


def test_an_iris_of_another_commune_is_a_fault(tmp_path: Path):
    faute = seule(charge(ecrit(tmp_path, "b.csv", bpe("33063;33063_0102;C201;2", "33063;33281_0102;C201;1"))), "iris_incoherent")
    assert (faute.ligne, faute.colonne, faute.trouve) == (3, "DCIRIS", "« 33281_0102 »")


def test_the_same_row_twice_is_a_fault(tmp_path: Path):
    assert seule(charge(ecrit(tmp_path, "b.csv", bpe(*["33063;33063_0102;C201;2"] * 2))), "cle_double").ligne == 3


def test_a_decimal_count_and_a_lost_zero_are_faults(tmp_path: Path):
    assert seule(charge(ecrit(tmp_path, "b.csv", bpe("33063;33063_0102;C201;1,5"))), "nombre_non_entier")
    assert seule(charge(ecrit(tmp_path, "b.csv", bpe("1004;1004_0102;C201;1"))), "zero_perdu")


def test_the_shorter_layout_of_all_facilities_reads_too(tmp_path: Path):
    texte = "REG;DEP;DEPCOM;DCIRIS;AN;TYPEQU;NB_EQUIP\n75;33;33063;33063_0102;2021;D502;7\n"
    assert valeur(accepte(ecrit(tmp_path, "bpe21_ensemble.csv", texte)), "33063", MESURE, "creche") == 7


def test_a_commune_that_the_inventory_does_not_name_has_none():
    assert [s.inventaire for s in SOURCES] == [True]


@pytest.fixture(scope="module")
def publie(donnees_reelles: Path, charge_publie: Publies):
    chemin = donnees_reelles / "insee" / "bpe" / "bpe18_enseignement.csv"
    with chemin.open(encoding="ascii", newline="") as flux:
        return charge_publie(chemin), list(csv.DictReader(flux, delimiter=";"))


MODALITES_2018 = {
    **dict.fromkeys(("C101", "C102"), "ecole_maternelle"),
    **dict.fromkeys(("C104", "C105"), "ecole_elementaire"),
    "C201": "college",
    **dict.fromkeys(("C301", "C302", "C303"), "lycee"),
}


def test_published_facilities(publie):
    lu, lignes = publie
    assert (lu.lignes_lues, len(lignes)) == (68294, 68294)
    connues = referentiel.charge(settings.load().reference).codes("commune", 2019)
    attendus: Counter = Counter()
    for ligne in lignes:
        code = {"751": "75056", "132": "13055", "693": "69123"}.get(ligne["DEPCOM"][:3])
        if code is None or (code == "69123" and not "69381" <= ligne["DEPCOM"] <= "69389"):
            code = ligne["DEPCOM"]
        if code in connues and ligne["TYPEQU"] in MODALITES_2018:
            attendus[code, MODALITES_2018[ligne["TYPEQU"]]] += int(ligne["NB_EQUIP"])
    lues = {
        (c, m): v
        for c, m, v in lu.mesures[["code", "modalite", "valeur"]].astype({"code": "str", "modalite": "str"}).itertuples(index=False)
    }
    assert lues == dict(attendus)
    assert set(lu.mesures["niveau"]) == {"commune"}
    assert (set(lu.mesures["annee"]), set(lu.mesures["millesime_geo"])) == ({2018}, {2018})


def test_published_totals_before_the_communes_of_2018_are_left_out(publie):
    """Nothing is lost but what is said: the types not followed, and the communes that merged on 1 January 2019."""
    lu, lignes = publie
    anciennes = lu.detail["ecartees"]["code commune antérieur à 2019, début du référentiel"]
    autres = lu.detail["ecartees"]["équipement d'un type qui n'est pas suivi ici"]
    assert anciennes == 245
    assert autres + anciennes == sum(li["TYPEQU"] not in MODALITES_2018 for li in lignes) + 245 - _anciennes_non_suivies(lignes)
    assert valeur(lu.mesures, "75056", MESURE, "college") == sum(
        int(li["NB_EQUIP"]) for li in lignes if li["DEPCOM"].startswith("751") and li["TYPEQU"] == "C201"
    )


def _anciennes_non_suivies(lignes: list[dict[str, str]]) -> int:
    connues = referentiel.charge(settings.load().reference).codes("commune", 2019)
    return sum(
        li["TYPEQU"] not in MODALITES_2018 and li["DEPCOM"] not in connues and li["DEPCOM"][:3] not in ("751", "132", "693")
        for li in lignes
    )

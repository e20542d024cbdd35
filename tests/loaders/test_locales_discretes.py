"""Counts that nobody published never leave a file through the words of a fault, whichever column is taken for another."""

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctg_data.loaders.locales_modele import LONGUE, PUBLIEES, Valeur
from tests.loaders.outils import csv, ecrit
from tests.loaders.test_locales import SUIVI, lu

JUSTE = replace(SUIVI, valeurs=(Valeur("Jeunes suivis", "jeunes"),))
ENTETE = ("Code INSEE", "Année", "Jeunes suivis", "Autres")
SECRETES = ("1", "2", "3", "4", "3 jeunes", "env. 3", "trois", "(4)", "0003", "2,0", "³")
"""Cells that say a small count."""
CITATION = re.compile(r"« ([^»]*) »")


def phrases(declaration, chemin: Path) -> str:
    chargement = lu(declaration, chemin)
    return " ".join([*(f"{f.trouve} ; {f.attendu}" for f in chargement.fautes), *chargement.avertissements])


def citees(declaration, chemin: Path) -> set[str]:
    return {" ".join(c.split()) for c in CITATION.findall(phrases(declaration, chemin))}


def test_a_count_taken_for_a_code_is_not_quoted(tmp_path: Path):
    autre = replace(JUSTE, colonne_code="Jeunes suivis", valeurs=(Valeur("Autres", "jeunes"),))
    lignes = [
        ENTETE,
        ("87038", 2024, 3, 9),
        ("87075", 2024, 4, 6),
        ("87085", 2024, 86, 6),
        ("x", 2024, "8703", 6),
        ("y", 2024, "Limoges", 6),
    ]
    fautes = [f for f in lu(autre, ecrit(tmp_path, "x.csv", csv(lignes))).fautes if f.code == "code_mal_forme"]
    assert [(f.ligne, f.trouve) for f in fautes] == [
        *((n, "une cellule qui n'est pas un code") for n in (2, 3, 4)),
        (6, "« LIMOGES »"),
    ]
    assert "« 8703 »" in phrases(autre, tmp_path / "x.csv")


def test_a_count_taken_for_a_year_is_not_quoted(tmp_path: Path):
    autre = replace(JUSTE, colonne_annee="Jeunes suivis", valeurs=(Valeur("Autres", "jeunes"),))
    lignes = [ENTETE, ("87038", 2024, 3, 9), ("87075", 2024, 87038, 6), ("87085", 2024, "an 2024", 6)]
    fautes = lu(autre, ecrit(tmp_path, "x.csv", csv(lignes))).fautes
    assert [(f.code, f.trouve) for f in fautes] == [
        ("annee_invalide", "une cellule qui n'est pas une année"),
        ("annee_invalide", "« 87038 »"),
        ("annee_invalide", "« an 2024 »"),
    ]
    assert all("si cette colonne n'est pas celle des années" in f.remede for f in fautes)


def test_what_a_producer_publishes_is_quoted(tmp_path: Path):
    publiee = replace(JUSTE, donnees=PUBLIEES, colonne_code="Jeunes suivis", valeurs=(Valeur("Autres", "jeunes"),))
    assert "3" in citees(publiee, ecrit(tmp_path, "x.csv", csv([ENTETE, ("87038", 2024, 3, 9)])))


def test_a_number_cut_in_two_is_not_quoted(tmp_path: Path):
    lignes = csv([("Code INSEE", "Année", "Jeunes suivis", ""), ("87038", 2024, 3, "4 %"), ("87075", 2024, 2, "1 %")], ",")
    assert not citees(JUSTE, ecrit(tmp_path, "x.csv", lignes)) & {"3", "4 %"}


def test_labels_are_named_and_counts_are_not(tmp_path: Path):
    longue = replace(JUSTE, forme=LONGUE, intitule="Indicateur", valeur="Valeur")
    intitules = ("Jeunes suivis", "Enfants de moins de 3 ans", "Jeunes en 2024", *SECRETES)
    lignes = csv([("Code INSEE", "Année", "Indicateur", "Valeur"), *(("87085", 2024, i, 12) for i in intitules)])
    assert citees(longue, ecrit(tmp_path, "x.csv", lignes)) == {"Enfants de moins de 3 ans", "Jeunes en 2024"}


@pytest.mark.parametrize("forme", ["large", LONGUE])
def test_whichever_column_is_declared_for_another_and_whatever_slips_no_small_count_is_told(tmp_path: Path, forme: str):
    cellules = st.sampled_from([*SECRETES, "87038", "87085", "2024", "9", "s", "", "Limoges"])
    ordres = st.sampled_from(list(itertools.permutations(ENTETE, 3 if forme == "large" else 4)))

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(ordres, st.lists(st.tuples(*[cellules] * 4), min_size=1, max_size=5))
    def essaie(ordre, lignes):
        code, annee, *autres = ordre
        d = replace(JUSTE, colonne_code=code, colonne_annee=annee, valeurs=(Valeur(autres[0], "jeunes"),))
        if forme == LONGUE:
            d = replace(d, forme=LONGUE, intitule=autres[0], valeur=autres[1], valeurs=(Valeur("Limoges", "jeunes"),))
        assert not citees(d, ecrit(tmp_path, "x.csv", csv([ENTETE, *lignes]))) & set(SECRETES)

    essaie()

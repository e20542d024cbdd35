"""Damaged or outsized declarations: each is one fault of its file in French, at once, and the others go on."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctg_data import correspondances
from ctg_data.loaders import locales, locales_texte, locales_toml
from tests.loaders.outils import ecrit
from tests.loaders.test_locales import SUIVI

SAIN = locales_toml.ecrit(SUIVI)
LIMITE = 5
"""Seconds that no declaration may take to be refused."""
PARTS = ".".join(["a"] * 1900)


def mesures(nombre: int) -> str:
    une = '\n[[valeurs]]\ncolonne = "c{0}"\nmesure = "m{0}"\n[[mesures]]\nid = "m{0}"\nlibelle = "l"\nunite = "places"\n'
    return SAIN + "".join(une.format(rang) for rang in range(nombre))


ABIMES = {
    "a number of thousands of digits": SAIN.replace("version = 1", "version = " + "9" * 5000),
    "a hexadecimal one": SAIN.replace("version = 1", "version = 0x" + "f" * 3900),
    "a long hexadecimal one": SAIN.replace("version = 1", "version = 0x" + "f" * 5000),
    "decimals": SAIN.replace("decimales = 0", "decimales = 0x" + "f" * 3900),
    "a geography": SAIN.replace('geographie = "annee"', "geographie = 0x" + "f" * 3900),
    "nested lists": SAIN + "\nx = " + "[" * 3000,
    "nested lists on lines": SAIN + "\nx = " + "[\n" * 30_000,
    "nested tables": SAIN + "\nx = " + "{a=" * 1200,
    "a key of many parts": f"{SAIN}\n{'.'.join(['a'] * 16_000)} = 1",
    "keys of many parts": "\n".join(f"k{rang}.{PARTS} = 1" for rang in range(60)),
    "keys of many parts under sections of as many": "\n".join(f"[k{rang}.{PARTS}]\nx.{PARTS} = 1" for rang in range(30)),
    "quoted parts": "\n".join(f"k{rang}{'.' + chr(34) * 2 + '.a'}{'.a' * 1900} = 1" for rang in range(60)),
    "thousands of keys": "\n".join(f"k{rang} = 1" for rang in range(20_000)),
    "thousands of sections": "\n".join(f"[t{rang}]" for rang in range(20_000)),
    "thousands of lines": 'x = """' + "a\n" * 100_000 + '"""',
    "thousands of measures": mesures(2000),
    "thousands of marks": SAIN.replace("marques = {", "marques = {" + "".join(f'"m{rang}" = "s", ' for rang in range(200))),
    "a text of a megabyte": SAIN + "#" * 2**20,
    "a long key": f"{SAIN}\n{'k' * 3900} = 1",
}


@pytest.mark.parametrize("texte", ABIMES.values(), ids=ABIMES)
def test_a_damaged_declaration_is_told_at_once_and_the_others_go_on(tmp_path: Path, texte: str):
    ecrit(tmp_path, "suivi_jeunes.toml", SAIN)
    ecrit(tmp_path, "abime.toml", texte)
    depart = time.perf_counter()
    lues = locales.lit(tmp_path)
    assert time.perf_counter() - depart < LIMITE
    assert list(lues.sources) == ["local_suivi_jeunes"]
    assert list(lues.fautes) == ["abime.toml"]
    assert all(f.trouve and f.attendu and f.remede and len(str(f)) < 1000 for f in lues.fautes["abime.toml"])
    assert len(lues.fautes["abime.toml"]) <= locales_toml.FAUTES_MAX + 1


def test_no_more_of_a_file_is_read_than_a_declaration_may_be(tmp_path: Path):
    enorme = tmp_path / "enorme.toml"
    with enorme.open("wb") as flux:
        flux.truncate(2**36)
    assert [f.trouve for f in locales.lit(tmp_path).fautes["enorme.toml"]] == ["un fichier trop gros"]
    assert [f.trouve for f in correspondances.verifie_texte(enorme)[1]] == ["un fichier trop gros"]


def test_faults_beyond_the_first_are_counted():
    trouvees = locales_toml.lit("version = 1\n" + "\n".join(f"k{rang} = 1" for rang in range(100)), "x.toml")[1]
    assert trouvees[-1].trouve == f"« et {100 + 3 - locales_toml.FAUTES_MAX} autres fautes »"  # id, titre and producteur are missing too


def test_a_large_declaration_is_read_fast():
    depart = time.perf_counter()
    declaration, fautes = locales_toml.lit(mesures(250), "suivi_jeunes.toml")
    assert (len(declaration.mesures), fautes) == (251, ())
    assert time.perf_counter() - depart < LIMITE


def test_points_and_ends_of_lines_of_a_sound_text_are_its_own(tmp_path: Path):
    points = SAIN.replace('licence = "Usage interne"', f'licence = "{"a.b." * 20}" # {"..." * 20}').replace("\n", "\r\n")
    ecrit(tmp_path, "suivi_jeunes.toml", points.encode("utf-8-sig"))
    assert not locales.lit(tmp_path).fautes


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(SAIN)), st.integers(0, 40), st.text("[]{}=.,\"'\\#\n 0123456789xeE_-+é\u2028\x00", max_size=60))
def test_whatever_damages_a_text_no_exception_leaves_it(debut: int, longueur: int, mis: str):
    declaration, fautes = locales_toml.lit(SAIN[:debut] + mis + SAIN[debut + longueur :], "suivi_jeunes.toml")
    assert (declaration is None) == bool(fautes)


def test_a_line_of_many_texts_is_looked_at_fast():
    depart = time.perf_counter()
    for ligne in ('"\\"' + '\\"' * 1900 + "." * 30, "'" * 1999 + "." * 30, '"' * 1999 + "." * 30):
        locales_texte.analyse("\n".join([ligne] * 60), "x.toml")
    assert time.perf_counter() - depart < LIMITE

"""Pasted lists: what is understood, and each fault with its line and its mend."""

import pytest

from ctg_data.territoires import liste_communes
from ctg_data.territoires.referentiel import Referentiel


def lit(ref: Referentiel, texte: str) -> liste_communes.Lue:
    return liste_communes.lit(texte, ref)


@pytest.mark.parametrize(
    "texte",
    [
        "87002\n87103",
        "87002 87103",
        "87002;87103",
        "code;nom\n87002;Ambazac\n87103;Nantiat\n",
        '\ufeff"87002"\t"Ambazac"\r\n"87103"\t"Nantiat"\r\n',
        "Ambazac\nNantiat",
        "Ambazac, Nantiat",
        "ambazac\nNANTIAT (87)",
    ],
)
def test_codes_names_and_small_tables_give_the_same_communes(ref, texte):
    lue = lit(ref, texte)
    assert (lue.codes, lue.fautes) == (("87002", "87103"), ())


def test_an_epci_stands_for_all_its_communes_and_says_so(ref):
    lue = lit(ref, "248719353")
    assert lue.codes == ref.membres("epci", "248719353")
    assert lue.remarques == ("Ligne 1 : toutes les communes de CC des Portes de Vassivière.",)


@pytest.mark.parametrize(
    ("ligne", "code", "remede"),
    [
        ("1004", "zero_efface", "écrivez 01004"),
        ("870", "code_illisible", "Corrigez ce code"),
        ("99999", "commune_inconnue", "vérifiez le code"),
        ("13201", "commune_inconnue", "13055"),
        ("123456789", "epci_inconnu", "vérifiez le code"),
        ("Zorglub", "commune_inconnue", "orthographe"),
        ("Saint-Sylvestre", "nom_ambigu", "87183 (Saint-Sylvestre, 87)"),
    ],
)
def test_a_fault_names_its_line_and_its_mend_and_the_others_are_all_told(ref, ligne, code, remede):
    lue = lit(ref, f"Nantiat (87)\n{ligne}\n{ligne}")
    if code == "nom_ambigu":  # the only code of the list would tell its département
        lue = lit(ref, f"{ligne}\n{ligne}")
    assert [f.code for f in lue.fautes] == [code, code]
    assert remede in lue.fautes[0].remede
    assert lue.fautes[-1].ligne == len(lue.fautes) + (0 if code == "nom_ambigu" else 1)
    assert ligne in lue.fautes[0].trouve


def test_a_name_that_several_communes_bear_is_told_by_the_others_of_the_list(ref):
    lue = lit(ref, "87002\nSaint-Sylvestre")
    assert lue.codes == ("87002", "87183")
    assert "87183" in lue.remarques[0]


def test_a_commune_given_twice_is_said_and_kept_once(ref):
    lue = lit(ref, "87002\nAmbazac")
    assert (lue.codes, lue.fautes) == (("87002",), ())
    assert "déjà dans la liste" in lue.remarques[0]


def test_nothing_is_read_of_an_empty_text(ref):
    assert lit(ref, " \n;;\n") == liste_communes.Lue(())

"""Tables laid otherwise: two header rows, territories in columns; names for codes."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd

from ctg_data.loaders.codes import Geographie
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.insee_commun import codes_par_nom
from ctg_data.loaders.lecture import Table
from ctg_data.loaders.model import Contexte
from ctg_data.loaders.remodelage import entetes_reunis, transpose

CONTEXTE = Contexte(fichier="f", feuille="", niveau="", annee=None, annee_declaree=False, millesime_geo=None)


def _table(*rangees: list[str]) -> Table:
    return Table("", "xlsx", rangees, lambda debut, largeur, recueil: None)


def test_a_group_is_written_once_above_its_columns():
    table = entetes_reunis("lieux")(_table(["Titre", "", "", ""], ["Lieux", "Hommes", "", "Femmes"], ["", "0 à 19", "Total", "Total"]))
    assert table.apercu[2] == ["Lieux", "Hommes : 0 à 19", "Hommes : Total", "Femmes : Total"]
    assert table.apercu[1][0] == "Lieux"


def test_another_table_is_given_back_as_it_is():
    autre = _table(["CODGEO", "NBMEN19"], ["01001", "300"])
    assert entetes_reunis("lieux")(autre) is autre
    assert transpose("comparateur")(autre) is autre
    sans_territoire = _table(["Comparateur", ""], ["Population", "Commune de Bresson"])
    assert transpose("comparateur")(sans_territoire) is sans_territoire
    seul = _table(["Lieux", "Hommes"])
    assert entetes_reunis("lieux")(seul) is seul


def _geographie(*noms: str) -> Geographie:
    table = pd.DataFrame({"code": [f"{rang:02d}" for rang in range(1, len(noms) + 1)], "nom": noms})
    return Geographie(SimpleNamespace(departements=lambda: table, regions=lambda: table.iloc[:0]))


def test_names_give_codes_and_a_name_that_two_territories_bear_gives_none():
    contexte = replace(CONTEXTE, noms=_geographie("Val-d'Oise", "Savoie", "savoie").noms)
    cadre = pd.DataFrame({"nom": ["Val-d’Oise", "VAL-D'OISE ", "Savoie", "Bresse"]})
    assert codes_par_nom(cadre, "nom", "departement", contexte).tolist() == ["01", "01", "", ""]
    assert codes_par_nom(cadre, "nom", "region", contexte).tolist() == [""] * 4
    assert _geographie("Ain").noms("commune") == {}
    assert normalise("Savoie") not in _geographie("Savoie", "SAVOIE").noms("departement")

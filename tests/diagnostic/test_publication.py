"""From hand-made results to published rows: statuses, rounding, bounds, sources, editions."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ctg_data.diagnostic import publication
from ctg_data.indicators.model import Effectif, Indicateur, Publie, Ratio, Ref
from ctg_data.indicators.resultat import ABSENT, NON_SIGNIFICATIF, OK, SECRET, Grille, Resultat
from ctg_data.records import COLONNES_VALEURS
from ctg_data.store import publie
from tests.diagnostic.pays import INTERNE, MagasinEssai, Pays, indicateur, lignes

PART = indicateur("part", Ratio((Ref("foyers_br"),), (Ref("foyers_ref"),)))
COMPTE = indicateur("compte", Effectif((Ref("foyers_rsa"),)), decimales=0)


def grille(valeurs: list[float], *, arrondis: int = 0, interne: bool = False, statuts: list[int] | None = None) -> Grille:
    v = np.array([valeurs], dtype=float)
    statut = np.array([statuts or [OK] * len(valeurs)], dtype="int8")
    plein = np.ones(v.shape, dtype=bool)
    return Grille(np.where(statut == OK, v, np.nan), statut, ~plein, plein * arrondis, plein & interne)


def resultat(i: Indicateur, valeur: Grille, num: Grille | None = None, den: Grille | None = None) -> Resultat:
    annees = tuple(range(2020, 2020 + valeur.valeur.shape[1]))
    return Resultat(i, "commune", "total", ("33063",), annees, valeur, num, den, np.ones(valeur.valeur.shape, dtype=int), ("", "a@2020"))


def protege(r: Resultat, *caches: bool) -> publication.Protege:
    return publication.protege(r, np.array([caches or [False] * r.valeur.valeur.shape[1]]))


def test_a_hidden_cell_keeps_nothing_but_its_status():
    r = resultat(PART, grille([12.34, 50], interne=True), grille([3, 500]), grille([24, 1000]))
    p = protege(r, True, False)
    assert p.statut.tolist() == [[SECRET, OK]]
    assert np.isnan([p.valeur[0, 0], p.ic_bas[0, 0], p.ic_haut[0, 0]]).all()
    assert not p.est[0, 0]
    assert p.valeur[0, 1] == 50


@pytest.mark.parametrize(("den", "montre"), [(249, 12), (250, 12.3), (5000, 12.3)])
def test_rates_of_the_cafs_own_are_whole_points_under_250(den: float, montre: float):
    p = protege(resultat(PART, grille([12.34], interne=True), grille([30]), grille([den])))
    assert p.valeur[0, 0] == montre
    assert float(p.ic_bas[0, 0] * 10).is_integer()
    assert den >= 250 or float(p.ic_bas[0, 0]).is_integer()


@pytest.mark.parametrize(("den", "montre"), [(150, 12), (300, 12.3)])
def test_rates_made_of_rounded_counts_too(den: float, montre: float):
    p = protege(resultat(PART, grille([12.34], arrondis=2), grille([20], arrondis=1), grille([den], arrondis=1)))
    assert p.valeur[0, 0] == montre
    assert p.arr5[0, 0]


def test_public_rates_keep_the_decimals_of_the_indicator():
    assert protege(resultat(PART, grille([12.34]), grille([20]), grille([150]))).valeur[0, 0] == 12.3


def test_the_bound_of_a_rounded_sum_is_kept_whole():
    p = protege(resultat(COMPTE, grille([100], arrondis=3), grille([100], arrondis=3)))
    assert (p.valeur[0, 0], p.ic_bas[0, 0], p.ic_haut[0, 0]) == (100, 92.5, 107.5)


def test_statuses_of_the_publisher_stay():
    p = protege(resultat(COMPTE, grille([0, 0, 0], statuts=[SECRET, ABSENT, NON_SIGNIFICATIF])))
    assert p.statut.tolist() == [[SECRET, ABSENT, NON_SIGNIFICATIF]]


PAYS = Pays(("A", "A", "B", "B"), ("01", "01", "02", "02"), {"01": "84", "02": "75"})


def publies(comptes: dict[tuple[str, str, int], list[float]], *indicateurs: Indicateur) -> dict[str, pd.DataFrame]:
    magasin = MagasinEssai(lignes(PAYS, comptes))
    return dict(publication.valeurs(magasin, PAYS.referentiel, indicateurs=indicateurs or (COMPTE,)))


def test_partitions_and_columns_are_those_of_the_published_store():
    frames = publies({("foyers_rsa", "total", 2023): [10, 20, 30, 40]})
    assert set(frames) == {"commune-01", "commune-02", "epci", "departement", "region", "france"}
    for frame in frames.values():
        assert tuple(frame.columns) == COLONNES_VALEURS
        publie.verifie(frame)
    france = frames["france"].iloc[0]
    assert (france["code"], france["valeur"], france["millesime_geo"], france["sources"]) == ("FR", 100, 2026, "interne@2023")
    assert len(france["edition"]) == 16


def test_missing_rows_are_written_only_beside_known_ones():
    """Only 01 sent something in 2023: nothing is said of 02, and 01001 is nd."""
    frames = publies({("foyers_rsa", "total", 2023): [10, np.nan, np.nan, np.nan], ("foyers_rsa", "total", 2024): [10, 20, 30, 40]})
    lues = pd.concat(f for nom, f in frames.items() if nom.startswith("commune"))
    statuts = {(v.code, v.annee): v.statut for v in lues.itertuples()}
    assert statuts[("01001", 2023)] == "nd"
    assert ("02002", 2023) not in statuts
    assert statuts[("02002", 2024)] == "ok"


COUVERTURE = indicateur(
    "couverture",
    Publie(Ref("txcouv", ("eaje",)), (Ref("places", ("eaje_psu",)),)),
    Ratio((Ref("places", ("eaje_psu",)),), (Ref("enfants_age", ("0_2",)),), bornee=False),
    intervalle="couverture",
    seuils=("n30",),
)


@pytest.mark.parametrize(
    ("places", "statut", "bas", "haut"),
    [(50, "ok", 135.5, 309.1), (0, "ok", None, None), (np.nan, "s", None, None)],
)
def test_a_published_rate_has_the_interval_of_the_children_behind_its_places(places: float, statut: str, bas: float, haut: float):
    """50 places at 200 per 100: 25 children (16.174 to 36.906).  3 of them known to the CAF and hidden change nothing to it."""
    comptes = {("enfants_age", "0_2", 2023): [3, 200, 300, 400], ("places", "eaje_psu", 2023): [0, 9, 9, 9]}
    internes = lignes(PAYS, comptes).astype(object)
    internes.loc[(internes["code"] == "01000") & (internes["mesure"] == "places"), ["valeur", "statut"]] = [places, statut]
    publiees = lignes(PAYS, {("txcouv", "eaje", 2023): [200, 50, 50, np.nan]}).astype(object).assign(source="ouverte", regime="")
    magasin = MagasinEssai(pd.concat([internes, publiees]))
    magasin.referents.sources["ouverte"] = replace(INTERNE, id="ouverte", profil_secret="libre")
    commune = dict(publication.valeurs(magasin, PAYS.referentiel, indicateurs=(COUVERTURE,)))["commune-01"].iloc[0]
    assert (commune["code"], commune["statut"], commune["valeur"]) == ("01000", "ok", 200)
    assert [None if np.isnan(b) else b for b in (commune["ic_bas"], commune["ic_haut"])] == [bas, haut]


def test_progress_only_goes_forward():
    parts: list[float] = []
    magasin = MagasinEssai(lignes(PAYS, {("foyers_rsa", "total", 2023): [10, 20, 30, 40]}))
    list(publication.valeurs(magasin, PAYS.referentiel, lambda etape, part: parts.append(part), indicateurs=(COMPTE, PART)))
    assert parts == sorted(parts)
    assert 0 <= parts[0] <= parts[-1] <= 1


def test_the_other_profiles_hide_nothing_of_their_own():
    """The same small counts, published rounded by the CNAF: its marks stay, nothing is added."""
    magasin = MagasinEssai(lignes(PAYS, {("foyers_rsa", "total", 2023): [3, 20, 30, 40]}))
    magasin.referents.sources["interne"] = replace(INTERNE, profil_secret="cnaf_open")
    magasin.editions = lambda: MagasinEssai.editions(magasin).assign(profil_secret=[("cnaf_open",)])
    frames = dict(publication.valeurs(magasin, PAYS.referentiel, indicateurs=(COMPTE,)))
    assert set(frames["commune-01"]["statut"]) == {"ok"}

"""The embedded demonstration: what it holds, what it hides, how close its France is to the published figures."""

import os
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from ctg_data.demonstration.construction import TITRE, communes_embarquees, construit
from ctg_data.indicators import registry, vocabulaire
from ctg_data.indicators.model import Branche, Distribution, Effectif, Face, Indicateur
from ctg_data.settings import RACINE, load
from ctg_data.store.publie import Publication
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.territoires.strates import STRATES

DEMO_MAX, DATA_MAX = 12e6, 25e6
MIN_UNITES = 20
FRANCE = (
    # indicator, year, published or national figure (domain.md §9 unless said)
    ("pop_municipale", 2023, 68.1e6),  # real: census of 2023
    ("tx_couv_global", 2021, 59.4),
    ("tx_couv_global", 2022, 60.3),
    ("tx_couv_global", 2023, 60.9),
    ("tx_couv_eaje_psu", 2023, 19.9),
    ("tx_couv_eaje", 2023, 23.5),
    ("tx_couv_am", 2023, 31.9),
    ("tx_couv_gad", 2023, 2.2),
    ("tx_couv_prescol", 2023, 3.3),
    ("indice_vieillissement", 2019, 83.0),  # 84.8 in 2020, rising by about two points a year
    ("indice_jeunesse", 2022, 87.5),  # « about 85-90 » in 2021
    ("naissances_moy3", 2024, (726_000 + 677_800 + 663_000) / 3),
    ("tx_natalite", 2024, 1000 * 663_000 / 68.6e6),
    ("part_fam_nombreuses", 2022, 21.0),
    ("part_monoparentales", 2022, 24.7),
    ("tx_pauvrete_60", 2023, 15.4),
    ("niveau_vie_median", 2023, 25_760),
    ("foyers_rsa", 2024, 1.85e6),
    ("foyers_ppa", 2024, 4.78e6),
    ("aah_p1000", 2024, 1000 * 1.36e6 / 38.0e6),  # beneficiaries over residents aged 20 to 64
    ("tx_couv_caf", 2019, 100 * 32.7e6 / 67.2e6),
    ("fs_p20000", 2024, 20_000 * 2_840 / 68.6e6),
    ("cs_p10000", 2024, 10_000 * 2_380 / 68.6e6),
    ("evs_p10000", 2024, 10_000 * 1_690 / 68.6e6),
)


@pytest.fixture(scope="module")
def epci(demonstration: Publication) -> pd.DataFrame:
    return _textes(demonstration.valeurs("epci"))


@pytest.fixture(scope="module")
def france(demonstration: Publication) -> pd.DataFrame:
    return _textes(demonstration.valeurs("france"))


def _textes(valeurs: pd.DataFrame) -> pd.DataFrame:
    return valeurs.astype({"indicateur": "str", "code": "str", "statut": "str", "modalite": "str"})


@cache
def _indicateurs() -> dict[str, Indicateur]:
    return {i.id: i for i in registry.catalogue()}


def test_the_publication_says_that_it_is_invented(demonstration: Publication) -> None:
    assert demonstration.meta["demo"] is True
    assert demonstration.meta["titre"] == TITRE == "Données de démonstration, fictives"


def test_it_stays_small_enough_to_carry() -> None:
    demo, tout = (sum(f.stat().st_size for f in dossier.rglob("*") if f.is_file()) for dossier in (RACINE / "data/demo", RACINE / "data"))
    magasin = sum(f.stat().st_size for f in (RACINE / "data/store").rglob("*") if f.is_file())
    assert demo <= DEMO_MAX
    assert tout - magasin <= DATA_MAX


def test_every_epci_and_every_level_above_is_there(demonstration: Publication, referentiel: Referentiel) -> None:
    for niveau in ("epci", "departement", "region", "france"):
        assert demonstration.territoires[niveau] == referentiel.codes(niveau), niveau


def test_communes_are_those_of_the_chosen_departements_and_of_their_neighbours(
    demonstration: Publication, referentiel: Referentiel
) -> None:
    assert demonstration.territoires["commune"] == communes_embarquees(referentiel)


def test_there_are_six_years(epci: pd.DataFrame) -> None:
    annees = epci[(epci["indicateur"] == "part_foyers_br") & (epci["statut"] == "ok")]["annee"]
    assert sorted(set(annees)) == [2019, 2020, 2021, 2022, 2023, 2024]


@pytest.mark.parametrize(("indicateur", "annee", "attendu"), FRANCE)
def test_france_is_within_ten_percent_of_the_published_figures(france: pd.DataFrame, indicateur: str, annee: int, attendu: float) -> None:
    ligne = france[(france["indicateur"] == indicateur) & (france["annee"] == annee) & (france["modalite"] == "total")]
    assert list(ligne["statut"]) == ["ok"], f"{indicateur} {annee}"
    obtenu = float(ligne["valeur"].iloc[0])
    assert obtenu == pytest.approx(attendu, rel=0.10), f"{indicateur} {annee} : {obtenu:g} pour {attendu:g}"


def _branches_notees(epci: pd.DataFrame, codes: set[str], face: Face) -> set[Branche]:
    """Branches of which one indicator at least has, in its latest year, enough EPCI of the set with a figure."""
    ok = epci[(epci["statut"] == "ok") & (epci["modalite"] == "total") & epci["code"].isin(codes)]
    dernieres = ok.groupby("indicateur")["annee"].transform("max")
    nombres = ok[ok["annee"] == dernieres].groupby("indicateur")["code"].nunique()
    places = {i.id: i.etoile for i in _indicateurs().values() if i.etoile and i.etoile.face is face}
    return {places[nom].branche for nom, n in nombres.items() if nom in places and n >= MIN_UNITES}


@pytest.mark.parametrize("strate", STRATES, ids=lambda strate: strate.id)
def test_the_star_has_seven_branches_of_need_and_five_of_offer_in_each_stratum(
    strate, epci: pd.DataFrame, referentiel: Referentiel
) -> None:
    codes = {code for code, s in referentiel.strates().items() if s.id == strate.id}
    assert len(_branches_notees(epci, codes, Face.BESOIN)) >= 7
    assert len(_branches_notees(epci, codes, Face.OFFRE)) >= 5


def _comptes_sensibles() -> list[str]:
    """Indicators that show a count of persons, foyers or children known to the CAF."""
    catalogue = vocabulaire.catalogue()

    def refs(indicateur: Indicateur):
        for formule in indicateur.formules:
            yield from formule.refs if isinstance(formule, Effectif) else ()
            yield from (ref for _, somme in formule.classes for ref in somme) if isinstance(formule, Distribution) else ()

    return [i.id for i in _indicateurs().values() if any(catalogue[ref.mesure].sensible for ref in refs(i))]


@pytest.mark.parametrize("niveau", ["commune", "epci", "departement"])
def test_there_is_no_count_from_one_to_four(demonstration: Publication, niveau: str) -> None:
    """Counts of the CAF only: the census is free to show small ones."""
    sensibles = _comptes_sensibles()
    assert {"foyers_rsa", "foyers_ppa", "foyers_par_qf", "places_am_risque"} <= set(sensibles)
    valeurs = demonstration.valeurs(niveau, indicateurs=sensibles)
    de_la_caf = valeurs[valeurs["sources"].astype("str").str.contains("caf_requete_type")]
    assert len(de_la_caf) > 100
    assert not de_la_caf["valeur"].between(0.5, 4.5).any()


def test_some_hidden_figures_show(demonstration: Publication) -> None:
    communes = _textes(demonstration.valeurs("commune", indicateurs=["part_foyers_br", "foyers_ppa", "tx_pauvrete_60"]))
    parts = communes.groupby("indicateur")["statut"].value_counts(normalize=True).unstack(fill_value=0)
    assert (parts["s"] > 0.04).all()
    assert (parts["ok"] > 0.005).all()


@pytest.mark.parametrize("indicateur", ["tx_couv_global", "part_foyers_br", "tx_occup_eaje", "impayes_al", "alsh_heures_enf", "part_asf"])
def test_series_move_without_jumping(epci: pd.DataFrame, indicateur: str) -> None:
    """No flat line over six years, and no EPCI that doubles from one year to the next."""
    series = epci[(epci["indicateur"] == indicateur) & (epci["statut"] == "ok")].pivot_table(index="code", columns="annee", values="valeur")
    entieres = series.dropna()
    assert len(entieres) > 500
    assert (entieres.nunique(axis=1) > 1).mean() > 0.95
    assert (entieres.pct_change(axis=1).abs() < 1).to_numpy()[:, 1:].mean() > 0.99


def test_contrasts_and_trends(epci: pd.DataFrame, referentiel: Referentiel) -> None:
    """Cities hold more collective childcare and fewer child-minders; births fall everywhere or nearly."""
    ok = epci[(epci["statut"] == "ok") & (epci["annee"] == 2024)].pivot_table(index="code", columns="indicateur", values="valeur")
    villes = [code for code, s in referentiel.strates().items() if s.id == "100_plus"]
    petits = [code for code, s in referentiel.strates().items() if s.id == "moins_10"]
    assert ok.loc[ok.index.isin(villes), "tx_couv_eaje"].median() > 1.2 * ok.loc[ok.index.isin(petits), "tx_couv_eaje"].median()
    assert ok.loc[ok.index.isin(villes), "tx_couv_am"].median() < ok.loc[ok.index.isin(petits), "tx_couv_am"].median()
    assert 50 < ok["tx_couv_global"].median() < 72
    assert ok["tx_couv_global"].max() < 165


@pytest.mark.skipif("CTG_DEMO_ENTIERE" not in os.environ, reason="CTG_DEMO_ENTIERE absent : reconstruction entière (10 minutes) sautée")
def test_the_same_seed_gives_the_same_id_again(demonstration: Publication, tmp_path: Path) -> None:
    assert construit(load(), tmp_path / "demo", graine=demonstration.meta["graine"]).id == demonstration.id

"""Real extracts through loaders and store: control totals of LAYOUTS.md §1.3, and sums made again from the raw files."""

from pathlib import Path

import pandas as pd
import pytest

from ctg_data.indicators.donnees import Donnees
from ctg_data.indicators.model import Effectif
from ctg_data.indicators.termes import ref
from ctg_data.settings import Settings
from ctg_data.store.magasin import Magasin
from ctg_data.territoires import referentiel
from ctg_data.territoires.referentiel import Referentiel
from tests.indicators.outils import indicateur, lu, seul, sources
from tests.publies import Publies

RACINE = Path(__file__).resolve().parents[2]
BORDEAUX_METROPOLE, BORDEAUX, PARIS = "243300316", "33063", "75056"
PRESTATIONS = "caf/allocataires/s_ben_com_f_extrait_dep33_dep75.csv"
POPULATIONS = "insee/population/ensemble.xlsx"
FILOSOFI_EPCI = "insee/filosofi/FILO2019_DISP_EPCI.csv"
ACTIVITE = "insee/rp/Commune_2022_2554_csp.xlsx"
NAISSANCES_DOMICILIEES = indicateur(Effectif(ref("naissances")), decimales=0)
NAISSANCES = "insee/naissances/NAIS_DOM_ANNUELLES.xlsx"


@pytest.fixture(scope="module")
def france() -> Referentiel:
    return referentiel.charge(RACINE / "data" / "reference")


@pytest.fixture(scope="module")
def donnees(charge_publie: Publies, france: Referentiel, tmp_path_factory: pytest.TempPathFactory) -> Donnees:
    reglages = Settings(store=tmp_path_factory.mktemp("magasin"), reference=france.dossier, demo=None, acteur="essai")
    magasin = Magasin(reglages)
    for fichier in (PRESTATIONS, POPULATIONS, FILOSOFI_EPCI, ACTIVITE, NAISSANCES):
        magasin.enregistre(charge_publie(fichier))
    return Donnees(magasin, france)


def _prestations(racine: Path) -> pd.DataFrame:
    """Raw rows of December 2024, arrondissements of Paris under Paris."""
    brut = pd.read_csv(racine / PRESTATIONS, sep=";", dtype={"numcomdo": str})
    brut = brut[brut["dtreffre"] == "2024-12"]
    return brut.assign(commune=brut["numcomdo"].where(~brut["numcomdo"].str.startswith("751", na=False), PARIS))


@pytest.mark.parametrize(
    ("code", "rsa", "ppa", "termes"),
    [(BORDEAUX, 9_260, 26_745, 1), (PARIS, 63_210, 106_110, 20)],
)
def test_control_totals_of_december_2024(donnees, code, rsa, ppa, termes):
    for ident, attendu in (("foyers_rsa", rsa), ("foyers_ppa", ppa)):
        communes = seul(donnees, ident, "commune")
        assert lu(communes, code, 2024) == attendu
        assert communes.valeur.arrondis[communes.codes.index(code), communes.annees.index(2024)] == termes


def test_an_epci_is_the_sum_of_its_rounded_communes_and_says_so(donnees, donnees_reelles, france):
    membres = france.membres("epci", BORDEAUX_METROPOLE)
    brut = _prestations(donnees_reelles).set_index("commune")
    epci = seul(donnees, "foyers_rsa", "epci")
    assert lu(epci, BORDEAUX_METROPOLE, 2024) == brut.loc[list(membres), "indfoy_rsa"].sum()
    assert epci.valeur.arrondis[epci.codes.index(BORDEAUX_METROPOLE), epci.annees.index(2024)] == len(membres)
    assert sources(epci, BORDEAUX_METROPOLE, 2024) == "cnaf_prestations@2024"


def test_every_epci_whose_communes_are_all_there_and_only_those(donnees, donnees_reelles, france):
    """A single missing commune leaves the EPCI without a figure; a count under 100 made of roundings is not significant."""
    brut = _prestations(donnees_reelles).groupby("commune")["indfoy_rsa"].sum()
    epci = seul(donnees, "foyers_rsa", "epci")
    for code in epci.codes:
        membres = list(france.membres("epci", code))
        complet = all(m in brut.index for m in membres)
        attendu = float(brut.reindex(membres).sum()) if complet else "nd"
        if complet and attendu < 100 and len(membres) > 1:
            attendu = "ns"
        assert lu(epci, code, 2024) == attendu, code


def _epci(france: Referentiel, millesime: int) -> pd.Series:
    return france.appartenance(millesime).set_index("commune")["epci"]


def test_a_published_median_is_read_where_the_epci_has_not_changed(donnees, donnees_reelles, france):
    brut = pd.read_csv(donnees_reelles / FILOSOFI_EPCI, sep=";", decimal=",", dtype={"CODGEO": str}).set_index("CODGEO")["Q219"]
    mediane = seul(donnees, "niveau_vie_median", "epci")
    avant = france.appartenance(2020).groupby("epci")["commune"].agg(frozenset)
    apres = france.appartenance().groupby("epci")["commune"].agg(frozenset)
    passage = france.passage(2020)
    origines = passage.groupby(passage["code_dst"].map(_epci(france, 2026)))["code_src"].agg(frozenset)
    arrivees = passage.groupby(passage["code_src"].map(_epci(france, 2020)))["code_dst"].agg(frozenset)
    for code in mediane.codes:
        meme = code in avant.index and origines[code] == avant[code] and arrivees[code] == apres[code]
        attendu = float(brut[code]) if meme and code in brut.index and not pd.isna(brut[code]) else "nd"
        assert lu(mediane, code, 2019) in (attendu, "s"), code
    assert lu(mediane, BORDEAUX_METROPOLE, 2019) == 23_060


def test_unemployment_of_an_epci_is_the_ratio_of_the_sums(donnees, france):
    communes, epci = (seul(donnees, "chomage_25_54", niveau) for niveau in ("commune", "epci"))
    lignes = [communes.codes.index(c) for c in france.membres("epci", BORDEAUX_METROPOLE)]
    attendu = 100 * communes.num.valeur[lignes].sum() / communes.den.valeur[lignes].sum()
    assert lu(epci, BORDEAUX_METROPOLE, 2022) == pytest.approx(attendu)
    assert lu(epci, BORDEAUX_METROPOLE, 2022) != pytest.approx(communes.valeur.valeur[lignes].mean(), rel=1e-3)


def test_births_and_population_of_another_year_are_named(donnees):
    natalite = seul(donnees, "tx_natalite", "epci")
    assert sources(natalite, BORDEAUX_METROPOLE, 2024) == "insee_naissances@2024|insee_populations@2023"
    assert 5 < lu(natalite, BORDEAUX_METROPOLE, 2024) < 15


def test_the_sum_of_the_communes_is_the_published_population_of_their_departement(donnees):
    communes, departements = (seul(donnees, "pop_municipale", niveau) for niveau in ("commune", "departement"))
    somme = sum(v for c, v in zip(communes.codes, communes.valeur.valeur[:, -1], strict=True) if c.startswith("33"))
    assert lu(departements, "33", 2023) == somme


def test_france_is_counted_without_mayotte_and_so_are_its_births(donnees):
    """The populations leave Mayotte out; the births of the country include it, and are brought to the same field."""
    departements, france = (seul(donnees, "pop_municipale", niveau) for niveau in ("departement", "france"))
    publies = [lu(departements, code, 2023) for code in departements.codes if code != "976"]
    assert lu(france, "FR", 2023) == sum(publies) > 67_000_000
    assert lu(departements, "976", 2023) == "nd"
    natalite, naissances = seul(donnees, "tx_natalite", "france"), seul(donnees, NAISSANCES_DOMICILIEES, "france")
    hors = lu(natalite, "FR", 2024, natalite.num)
    assert 0 < lu(naissances, "FR", 2024) - hors < 15_000
    assert lu(natalite, "FR", 2024) == pytest.approx(1000 * hors / lu(france, "FR", 2023))


def test_years_of_the_store(donnees):
    assert donnees.annees[-1] == 2024
    assert set(donnees.annees) >= {2019, 2020, 2022, 2023}

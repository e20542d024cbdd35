"""The passage as the engine uses it: all the communes of France, several vintages at once, against sums made without it."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from ctg_data.indicators import registry, vocabulaire
from ctg_data.indicators.compute import calcule
from ctg_data.indicators.cubes import R_OK, R_SECRET
from ctg_data.indicators.donnees import Donnees
from ctg_data.indicators.epoques import Epoques
from ctg_data.indicators.model import Effectif, Indicateur, Publie, Ref
from ctg_data.indicators.resultat import OK, Resultat
from ctg_data.indicators.termes import ref as somme
from ctg_data.records import COLONNES_MESURES, typed
from ctg_data.settings import RACINE
from ctg_data.territoires import referentiel
from ctg_data.territoires.model import MILLESIMES
from ctg_data.territoires.referentiel import Referentiel
from tests.indicators.outils import indicateur
from tests.indicators.pays import SOURCES, mesures

COMPTES, MEDIANES = "naissances", "filo_niveau_vie"
CACHEES = 200
"""Communes whose row is secret, in each vintage."""


@pytest.fixture(scope="module")
def france() -> Referentiel:
    return referentiel.charge(RACINE / "data" / "reference")


def tirees(france: Referentiel, millesime: int) -> pd.DataFrame:
    """Random counts of every commune of a vintage, for the year before it; a few are secret."""
    hasard, codes = np.random.default_rng(millesime), np.array(sorted(france.codes("commune", millesime)), dtype=object)
    valeurs = hasard.integers(0, 3000, len(codes)).astype(float)
    change = france.passage(millesime).query("type_evt != ''")["code_src"].unique()
    cachees = np.isin(codes, [*hasard.choice(codes, CACHEES, replace=False), *change[::5]])
    fixes = {"source": "insee", "niveau": "commune", "annee": millesime - 1, "mois": 0, "regime": "", "unite": "u", "edition": "e"}
    statuts = {"valeur": np.where(cachees, np.nan, valeurs), "statut": np.where(cachees, "s", "ok"), "est": False, "arr5": False}
    quoi = (COMPTES, "total"), (MEDIANES, "mediane")
    parts = [pd.DataFrame({"code": codes, "mesure": nom, "modalite": modalite, **statuts}) for nom, modalite in quoi]
    return typed(pd.concat(parts).assign(**fixes, millesime_geo=millesime), COLONNES_MESURES)


@pytest.fixture(scope="module")
def lignes(france: Referentiel) -> pd.DataFrame:
    return pd.concat([tirees(france, m).astype({"code": "str"}) for m in MILLESIMES], ignore_index=True)


def ouvre(lignes: pd.DataFrame, territoires: Referentiel) -> Donnees:
    """What the engine reads of those rows."""
    lues = typed(lignes, COLONNES_MESURES)
    referents = SimpleNamespace(sources=SOURCES)
    return Donnees(SimpleNamespace(mesures=lambda noms, niveaux: lues[lues["mesure"].isin(noms)], referents=referents), territoires)


@pytest.fixture(scope="module")
def donnees(france: Referentiel, lignes: pd.DataFrame) -> Donnees:
    return ouvre(lignes, france)


@pytest.fixture(scope="module")
def attendues(france: Referentiel, lignes: pd.DataFrame) -> pd.DataFrame:
    """(annee, code of today) -> valeur (NaN where a part is secret), estime, seule: made from the table alone, without the engine."""
    parties = []
    for annee, du_millesime in lignes[lignes["mesure"] == COMPTES].groupby("annee"):
        table = france.passage(annee + 1)
        seule = ~table["code_src"].duplicated(keep=False) & ~table["code_dst"].duplicated(keep=False)
        lues = table.assign(seule=seule).merge(du_millesime[["code", "valeur"]], left_on="code_src", right_on="code")
        lues = lues.assign(valeur=lues["valeur"] * lues["poids"])
        groupes = lues.groupby("code_dst").agg(estime=("estime", "any"), seule=("seule", "all"), valeur=("valeur", _somme_connue))
        parties.append(groupes.rename_axis("code").reset_index().assign(annee=annee))
    return pd.concat(parties).set_index(["annee", "code"]).sort_index()


def _somme_connue(valeurs: pd.Series) -> float:
    return valeurs.sum(skipna=False)


def test_every_commune_of_every_year_is_the_sum_of_its_parts(donnees: Donnees, attendues: pd.DataFrame) -> None:
    cube = donnees.somme(somme(COMPTES), "commune")
    assert cube.annees == tuple(m - 1 for m in MILLESIMES)
    for colonne, annee in enumerate(cube.annees):
        attendue = attendues.loc[annee].reindex(donnees.geographie.codes["commune"])
        secrets = attendue["valeur"].isna().to_numpy()
        assert (cube.rang[:, colonne] == np.where(secrets, R_SECRET, R_OK)).all()
        assert np.allclose(cube.valeur[~secrets, colonne], attendue["valeur"][~secrets])
        assert (cube.est[:, colonne] == attendue["estime"]).all()


@pytest.mark.parametrize("niveau", ["epci", "departement", "region"])
def test_every_level_is_the_sum_of_its_communes_and_secret_as_soon_as_one_is(
    donnees: Donnees, attendues: pd.DataFrame, france: Referentiel, niveau: str
) -> None:
    cube, lieux = donnees.somme(somme(COMPTES), niveau), france.appartenance().set_index("commune")[niveau]
    for colonne, annee in enumerate(cube.annees):
        du = attendues.loc[annee]
        groupes = du.groupby(lieux.reindex(du.index).to_numpy()).agg(valeur=("valeur", _somme_connue), estime=("estime", "any"))
        groupes = groupes.reindex(donnees.geographie.codes[niveau])
        secrets = groupes["valeur"].isna().to_numpy()
        assert (cube.rang[:, colonne] == np.where(secrets, R_SECRET, R_OK)).all()
        assert np.allclose(cube.valeur[~secrets, colonne], groupes["valeur"][~secrets])
        assert (cube.est[:, colonne] == groupes["estime"]).all()


def test_published_figures_are_kept_for_unchanged_communes_only(donnees: Donnees, attendues: pd.DataFrame) -> None:
    cube = donnees.publie(Ref(MEDIANES, ("mediane",)), "commune")
    for colonne, annee in enumerate(cube.annees):
        attendue = attendues.loc[annee].reindex(donnees.geographie.codes["commune"])
        gardees = attendue["seule"].to_numpy(bool)
        assert cube.manque[~gardees, colonne].all()
        assert (cube.rang[gardees, colonne] == np.where(attendue["valeur"].isna()[gardees], R_SECRET, R_OK)).all()


def test_every_epci_of_every_year_is_at_period_perimeter_the_sum_of_the_communes_it_had(france: Referentiel, lignes: pd.DataFrame) -> None:
    """All the EPCI that have changed since, from the lists of their time alone."""
    donnees = ouvre(lignes, france)
    perimetres = Epoques(donnees._magasin, france)
    vus = 0
    for epoque in perimetres.avec(donnees).calcule(indicateur(Effectif(somme(COMPTES))), range(2015, 2030)):
        (resultat,) = epoque.resultats
        siennes = lignes[(lignes["mesure"] == COMPTES) & (lignes["annee"] == epoque.annee)].set_index("code")["valeur"]
        lieux = france.appartenance(epoque.millesime).set_index("commune")["epci"]
        attendues = siennes.groupby(lieux.reindex(siennes.index).to_numpy()).agg(_somme_connue).reindex(resultat.codes)
        colonne = resultat.annees.index(epoque.annee)
        assert set(resultat.codes) == france.compositions.differents(epoque.millesime)
        assert ((resultat.valeur.statut[:, colonne] == OK) == attendues.notna()).all()
        assert np.allclose(resultat.valeur.valeur[:, colonne], attendues, equal_nan=True)
        assert not resultat.valeur.est[:, colonne].any()
        vus += len(resultat.codes)
    assert vus > 300


# A split is estimated in every derived figure


def toutes_les_mesures() -> pd.DataFrame:
    """Every measure and modality of the vocabulary, in all the communes of 2022 of the little country, for the years 2015 to 2021."""
    communes = ("01001", "01002", "01003", "01004", "01005", "02001", "02002")
    cles = [(m.nom, mod) for m in vocabulaire.catalogue().values() for mod in m.modalites]
    places = ((c, annee, 4_000.0 + 10 * rang) for rang, c in enumerate(communes) for annee in range(2015, 2022))
    return mesures(*((c, annee, m, valeur, mod) for c, annee, valeur in places for m, mod in cles), millesime_geo=2022)


def test_a_share_of_a_divided_commune_is_estimated_in_every_indicator(pays: Referentiel) -> None:
    """02003 came out of 02002 in 2023: whatever is computed for it, or for its EPCI, before that says that it is estimated."""
    donnees, vus = ouvre(toutes_les_mesures(), pays), set()
    for i in registry.catalogue():
        for resultats in calcule(i, donnees).values():
            vus |= {i.id for r in resultats if _tout_est_estime(r, i)}
    assert len(vus) > 60


def _tout_est_estime(resultat: Resultat, i: Indicateur) -> bool:
    """Whether there is a figure for 02003 or its EPCI; AssertionError on one that does not say that it is estimated."""
    if resultat.niveau not in ("commune", "epci"):
        return False
    place = resultat.codes.index("02003" if resultat.niveau == "commune" else "200000003")
    connues = resultat.valeur.statut[place] == OK
    publiees = all(isinstance(f, Publie) for f in i.formules)
    assert publiees or resultat.valeur.est[place, connues].all(), (i.id, resultat.niveau)
    return bool(connues.any())

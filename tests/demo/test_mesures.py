"""The invented measures embedded for perimeters: those that the embedded publication was made from."""

import pandas as pd
import pytest

from ctg_data.demonstration.construction import departements_pilotes
from ctg_data.diagnostic.perimetres import Montres, communes_autour, valeurs
from ctg_data.indicators.local import DonneesAutour, Etendue, lieux
from ctg_data.loaders.sources import catalogue
from ctg_data.records import CLE_VALEURS
from ctg_data.settings import RACINE
from ctg_data.store import local
from ctg_data.store.publie import Publication
from ctg_data.territoires.referentiel import Referentiel

FICHIER = RACINE / "data" / "demo" / local.EMBARQUEES
AUTRE_SERIE = ("tx_couv_", "ecart_couv_ref")
"""Published by the Cnaf for an EPCI, computed from places and children for a list of communes."""


@pytest.fixture(scope="module")
def mesures() -> local.MesuresLocales:
    return local.embarquees(FICHIER, catalogue())


def test_they_are_those_of_the_pilot_territories_only_and_stay_small(referentiel: Referentiel, mesures: local.MesuresLocales):
    assert departements_pilotes(referentiel) == ("87",)
    assert mesures.communes == set(referentiel.membres("departement", "87"))
    assert FICHIER.stat().st_size < 1e6


def test_summed_by_epci_they_give_the_embedded_publication(referentiel: Referentiel, demonstration: Publication, mesures):
    """Every count and rate of the EPCI of Haute-Vienne, computed as a perimeter from the measures, is the one that is embedded."""
    ou = lieux(referentiel)
    epci = [e for e in sorted(set(ou.loc[ou["departement"] == "87", "epci"])) if set(ou.loc[ou["epci"] == e, "departement"]) == {"87"}]
    autour = DonneesAutour(mesures, Etendue(referentiel, communes_autour(referentiel, referentiel.membres("departement", "87"))))
    unites = {e: referentiel.membres("epci", e) for e in epci}
    communes = demonstration.valeurs("commune", codes=list(referentiel.membres("departement", "87")))
    montres = Montres({"epci": demonstration.valeurs("epci", codes=epci), "commune": communes})
    calculees, publiees = (_textes(f) for f in (valeurs(autour, referentiel, unites, montres), demonstration.valeurs("epci", codes=epci)))
    paires = publiees.merge(calculees, on=[c for c in CLE_VALEURS if c != "niveau"], suffixes=("", "_p"))
    paires = paires[~paires["indicateur"].str.startswith(AUTRE_SERIE)]
    assert len(paires) > 5_000
    assert (paires["statut"] == paires["statut_p"]).all()
    assert (paires["valeur"] - paires["valeur_p"]).abs().max() < 1e-6


def _textes(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(dict.fromkeys(("indicateur", "code", "modalite", "statut"), "str"))

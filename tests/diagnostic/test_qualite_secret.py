"""What the engine hides tells nothing through the alerts of quality: they are the same whatever the small count is."""

import pandas as pd
import pytest

from ctg_data.diagnostic import publication
from ctg_data.diagnostic.qualite import extremes, parties, vraisemblance
from ctg_data.diagnostic.qualite.grille import Grille
from ctg_data.diagnostic.qualite.parties import Relation
from ctg_data.diagnostic.qualite.regles import Alerte
from ctg_data.indicators import registry
from tests.diagnostic.pays import MagasinEssai, Pays, lignes

PAYS = Pays(("A",) * 4 + ("B",) * 3, ("01",) * 7, {"01": "84"})
ANNEES = range(2019, 2027)
CALME = (0, 3, -2, 1, -1, 2, 0, 1)
SAUT, PETITE, COMPAGNE = "01004", "01000", "01003"
"""A shown commune whose count is divided by four the last year; one with one to four foyers every year, and the one hidden with it."""


def publiees(petit: int, derniere: int | None = None) -> dict[str, pd.DataFrame]:
    """Published rows by level: ``petit`` foyers in the small commune, ``derniere`` the last year; totals are always the same."""
    comptes = {}
    for annee, bouge in zip(ANNEES, CALME, strict=True):
        fin = annee == ANNEES[-1]
        ici = derniere if fin and derniere else petit
        comptes["foyers_rsa", "total", annee] = [ici, 400 + bouge, 310, 254 - ici, 90 if fin else 360 + bouge, 700 - bouge, 520]
    indicateurs = (registry.par_id()["foyers_rsa"],)
    frames = dict(publication.valeurs(MagasinEssai(lignes(PAYS, comptes)), PAYS.referentiel, indicateurs=indicateurs))
    return {"commune": frames["commune-01"]} | {n: frames[n] for n in ("epci", "departement", "france")}


def alertes(petit: int, derniere: int | None = None) -> list[Alerte]:
    lues = publiees(petit, derniere)
    grilles = {n: Grille(f.assign(demo=False), n, registry.catalogue()) for n, f in lues.items()}
    liens = {"epci": {"A": PAYS.codes[:4], "B": PAYS.codes[4:]}, "departement": {"01": PAYS.codes}}
    seules = [a for g in grilles.values() for a in (*vraisemblance.alertes(g, grilles["france"]), *extremes.sauts(g, lambda _: 1))]
    return [*seules, *(a for n, lien in liens.items() for a in parties.alertes(Relation(grilles["commune"], grilles[n], lien)))]


def test_the_small_count_is_hidden_and_the_shown_jump_is_found():
    lues = publiees(3)["commune"]
    assert set(lues.loc[lues["code"].isin([PETITE, COMPAGNE]).to_numpy(), "statut"].astype(str)) == {"s"}
    assert SAUT in {a.code for a in alertes(3)}
    assert PETITE not in {a.code for a in alertes(3)}


@pytest.mark.parametrize("petit", [1, 2, 4])
def test_the_alerts_are_the_same_whatever_the_hidden_count(petit: int):
    assert alertes(petit) == alertes(3)


def test_a_jump_among_hidden_counts_is_not_told():
    """One foyer for seven years, four the last one."""
    assert PETITE not in {a.code for a in alertes(1, 4)}

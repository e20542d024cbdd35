"""The engine against the fewest hidden cells that protect as well, on small countries (``python -m tests.diagnostic.optimum``)."""

import numpy as np
import pytest

from tests.diagnostic import optimum, tauargus


@pytest.mark.parametrize("graine", [1, 2])
def test_the_engine_hides_at_least_what_the_optimum_hides(graine: int):
    pays, comptes = optimum.tirage(graine, 4)
    table = optimum.table_de(pays, comptes)
    mesure = optimum.compare(table, optimum.masque_du_moteur(table, pays, comptes))
    assert mesure.primaires > 0
    assert 0 < mesure.optimum <= mesure.caches


@pytest.mark.parametrize("mesure", ["foyers_enf_3_11_qf", "foyers_qf"])
def test_a_few_countries_together_hide_at_most_half_more_than_the_optimum(mesure: str):
    """Three classes, then eight; one country alone may pass the half where the optimum hides a dozen cells."""
    mesures = []
    for graine, epci in ((1, 4), (3, 5), (4, 5), (6, 10)):
        pays, comptes = optimum.tirage(graine, epci, mesure)
        table = optimum.table_de(pays, comptes)
        mesures.append(optimum.compare(table, optimum.masque_du_moteur(table, pays, comptes, mesure)))
    assert sum(m.caches for m in mesures) <= 1.5 * sum(m.optimum for m in mesures)


def test_the_optimum_protects_and_nothing_less_does():
    """τ-Argus audits its own choice: safe as it is, unsafe once one cell less is hidden."""
    pays, comptes = optimum.tirage(1, 3)
    table = optimum.table_de(pays, comptes)
    caches = tauargus.optimum(table)
    assert np.isin(np.flatnonzero(caches), np.flatnonzero(table.prix > 0)).all()
    assert tauargus.perces(table, caches) == []
    payants = np.flatnonzero(caches & (table.prix > 0))[:3]
    moindres = [caches & (np.arange(len(caches)) != rang) for rang in payants]
    assert all(tauargus.perces(table, moins) for moins in moindres)

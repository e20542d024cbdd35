"""The terms of the rule over a set: which year, which places, which change, and what is left out in turn."""

import numpy as np
import pytest

from ctg_data.diagnostic.star import Repartition
from ctg_data.diagnostic.termes import de_lunite, notes, termes, variantes
from ctg_data.indicators.model import Branche, Effectif, Etoile, Face, Indicateur, Ref, Rupture, Sens

N = 20
RANGS = {f"{k:09d}": k for k in range(N)}
MONTE = np.arange(N, dtype=float)


def indicateur(nom: str, *, face: Face | None = None, orientation: int = 1, ruptures: tuple[Rupture, ...] = ()) -> Indicateur:
    return Indicateur(
        id=nom,
        libelle=nom,
        definition=nom,
        theme=Branche.PE,
        angle=3 if face is Face.ECART else 1,
        formules=(Effectif((Ref("x"),)),),
        unite="%",
        decimales=1,
        sens=Sens.NEUTRE if face is Face.ECART else Sens.HAUT_DEFAVORABLE,
        lecture="",
        etoile=Etoile(Branche.PE, face, orientation) if face else None,
        ruptures=ruptures,
    )


def sur(valeurs: dict[tuple[str, int], np.ndarray]) -> Repartition:
    return Repartition(RANGS, valeurs)


def test_worked_terms():
    """The gap counts against coverage (-1): the least covered unit is first.  Its gap grew most from 2019 to 2023."""
    manque = indicateur("couverture", face=Face.ECART, orientation=-1)
    pauvres = indicateur("pauvres")
    lues = notes(
        sur({("couverture", 2019): MONTE * 0, ("couverture", 2023): MONTE, ("pauvres", 2021): -MONTE}), Branche.PE, [manque, pauvres]
    )
    assert {t: [n.annees for n in siennes] for t, siennes in lues.items()} == {
        "ecart": [(2023,)],
        "vulnerabilite": [(2021,)],
        "dynamique": [(2019, 2023)],
    }
    premier = de_lunite(termes(lues), 0)
    assert premier == {"ecart": pytest.approx(97.5), "vulnerabilite": pytest.approx(97.5), "dynamique": pytest.approx(97.5)}
    assert de_lunite(termes(lues), N - 1)["ecart"] == pytest.approx(2.5)


def test_a_span_under_three_years_or_across_a_break_is_no_change():
    court = indicateur("court", face=Face.ECART)
    rompu = indicateur("rompu", face=Face.ECART, ruptures=(Rupture(2021, "La source change.", "Insee"),))
    valeurs = {(i, a): MONTE for i in ("court", "rompu") for a in ((2021, 2023) if i == "court" else (2017, 2020, 2023))}
    assert notes(sur(valeurs), Branche.PE, [court, rompu])["dynamique"] == ()


def test_a_year_that_few_units_have_is_not_that_of_the_set():
    partielle = MONTE.copy()
    partielle[:9] = np.nan
    lues = notes(sur({("pauvres", 2022): MONTE, ("pauvres", 2023): partielle}), Branche.PE, [indicateur("pauvres")])
    assert lues["vulnerabilite"][0].annees == (2022,)
    assert notes(sur({("pauvres", 2023): partielle}), Branche.PE, [indicateur("pauvres")])["vulnerabilite"] == ()


def test_each_indicator_is_left_out_in_turn_under_each_scale():
    lues = notes(sur({("a", 2023): MONTE, ("b", 2023): -MONTE}), Branche.PE, [indicateur("a"), indicateur("b")])
    assert len(variantes(lues)) == 3 * 3
    sans_b = termes(lues, sauf="b")["vulnerabilite"]
    assert sans_b[0] == pytest.approx(2.5)
    assert termes(lues)["vulnerabilite"] == pytest.approx(50)


def test_a_unit_without_a_value_has_no_term():
    troue = MONTE.copy()
    troue[3] = np.nan
    reparties = Repartition({f"{k:09d}": k for k in range(N + 1)}, {("a", 2023): np.append(troue, 5.0)})
    assert de_lunite(termes(notes(reparties, Branche.PE, [indicateur("a")])), 3)["vulnerabilite"] is None


@pytest.mark.parametrize("seul", [True, False])
def test_a_variant_keeps_the_distribution_of_what_is_shown(seul: bool):
    """With one indicator every scale agrees; with two, who is where may change, not the scores that there are."""
    alea = np.random.default_rng(5)
    valeurs = {("a", 2023): alea.uniform(size=N)} | ({} if seul else {("b", 2023): alea.uniform(size=N)})
    lues = notes(sur(valeurs), Branche.PE, [indicateur("a"), indicateur("b")])
    montres = termes(lues)["vulnerabilite"]
    essais = [v["vulnerabilite"] for v in variantes(lues)]
    assert all(np.sort(e) == pytest.approx(np.sort(montres)) for e in essais)
    assert all(e == pytest.approx(montres) for e in essais) == seul


def test_a_term_keeps_its_only_indicator_when_another_term_leaves_it_out():
    """Two gaps, of which one has no past: the change of the other stays."""
    valeurs = {("c", 2019): MONTE, ("c", 2023): -MONTE, ("d", 2023): MONTE}
    lues = notes(sur(valeurs), Branche.PE, [indicateur(i, face=Face.ECART) for i in "cd"])
    assert len(variantes(lues)) == 3 * 3
    assert all(not np.isnan(v["dynamique"]).any() for v in variantes(lues))

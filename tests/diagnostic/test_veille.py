"""The rules of the watch: one vector each, silence on what does not move, and a controlled rate of false alarms."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from ctg_data.diagnostic import veille
from ctg_data.diagnostic.regles import INFORMER, REGLES, SURVEILLER, TRAITER, Seuil
from ctg_data.diagnostic.trends import Observation
from ctg_data.diagnostic.uncertainty import wilson
from ctg_data.diagnostic.veille import Examen, Lieu, SourceLue
from ctg_data.indicators.model import Ratio, Ref, Rupture, Sens
from ctg_data.loaders.model import Source
from tests.indicators.outils import indicateur

ICI = Lieu("epci", "200066512", "2026-11-20")
TAUX = indicateur(Ratio((Ref("a"),), (Ref("b"),)), id="taux", libelle="Taux", theme="IN", sens=Sens.HAUT_DEFAVORABLE)
NEUTRE = replace(TAUX, id="neutre", sens=Sens.NEUTRE)


def examen(valeurs, *, marge=1.1, quoi=TAUX, debut=2019, **plus) -> Examen:
    """A rate with its bounds; None is a hidden year."""
    annees = range(debut, debut + len(valeurs))
    observations = tuple(
        Observation(a, v, "ok", v - marge, v + marge, "caf", 0.1) if v is not None else Observation(a, None, "s")
        for a, v in zip(annees, valeurs, strict=True)
    )
    textes = {a: "secret" if v is None else f"{v} %" for a, v in zip(annees, valeurs, strict=True)}
    return Examen(quoi, observations, textes=textes, editions={a: f"e{a}" for a in annees}, **plus)


def trouve(*examens, regles=REGLES, **plus):
    return veille.alertes(examens, ICI, regles=regles, **plus)


def regles(*ids, **change):
    return tuple(replace(r, **change) for r in REGLES if r.id in ids)


def test_a_net_change_needs_someone():
    """20 ± 1,1 to 25 ± 1,1: 5 ± 1,6, far from zero; a rise of what is unfavourable is raised by one."""
    (alerte,) = trouve(examen((20.0, 25.0)))
    assert (alerte.regle, alerte.annee, alerte.edition, alerte.severite) == ("variation", 2020, "e2020", TRAITER)
    assert alerte.phrase.startswith("25.0 % en 2020, après 20.0 % en 2019 : hausse de 5,0\u00a0points")
    assert alerte.date == "2026-11-20"
    assert alerte.theme == "IN"


def test_a_figure_that_is_not_judged_is_watched_without_urgency():
    (alerte,) = trouve(examen((20.0, 25.0), quoi=NEUTRE))
    assert alerte.severite == SURVEILLER


@pytest.mark.parametrize(
    "calme",
    [
        examen((20.0,) * 7),
        examen((20.0, 20.4)),
        examen((20.0, 25.0), marge=6.0),
        examen((20.0, 25.0, None)),
        examen((20.0, None)),
        examen((100.0, 103.0)),
        examen((20.0, 25.0), quoi=replace(TAUX, ruptures=(Rupture(2020, "Raison.", "Source"),))),
        replace(examen((20.0, 25.0)), fenetre=3),
        Examen(TAUX, (Observation(2019, 20.0, source="caf"), Observation(2020, 60.0, source="caf"))),
    ],
    ids=["constant", "small", "noise", "hidden last", "one year", "under 5 %", "break", "shared surveys", "no bounds"],
)
def test_nothing_is_said_of_what_is_not_more_than_noise(calme):
    assert trouve(calme) == ()


def test_a_steady_move_over_six_years():
    (alerte,) = trouve(examen((20.0, 20.8, 21.4, 22.2, 22.8, 23.6)), regles=regles("tendance"))
    assert (alerte.regle, alerte.severite) == ("tendance", SURVEILLER)
    assert "sur 6 années, de 2019 à 2024" in alerte.phrase
    assert trouve(examen((20.0, 20.1, 20.2, 20.3, 20.4, 20.5)), regles=regles("tendance")) == ()


def test_the_departement_is_crossed_only_with_an_interval_that_leaves_it():
    """18 under 20, then 24 ± 1 over 21: crossed.  21,5 ± 1 holds 21: not said.  23 then 24: it was above already."""
    reference = {2019: 20.0, 2020: 21.0}
    nom = {"reference": reference, "nom_reference": "du département"}
    (alerte,) = trouve(examen((18.0, 24.0), **nom), regles=regles("reference"))
    assert "passé au-dessus du département" in alerte.phrase
    assert trouve(examen((18.0, 21.5), **nom), regles=regles("reference")) == ()
    assert trouve(examen((23.0, 24.0), **nom), regles=regles("reference")) == ()
    assert trouve(examen((18.0, 24.0), reference={2020: 21.0}, nom_reference="du département"), regles=regles("reference")) == ()


def test_a_fixed_level_is_crossed():
    seuil = Seuil("taux", 22, "raison du seuil")
    (alerte,) = trouve(examen((20.0, 25.0)), regles=regles("seuil"), seuils=(seuil,))
    assert "passé au-dessus de 22\u00a0% (raison du seuil)" in alerte.phrase
    assert trouve(examen((20.0, 25.0)), regles=regles("seuil"), seuils=(Seuil("autre", 22, "raison"),)) == ()


def test_a_fixed_level_is_crossed_by_a_figure_without_interval():
    """Hours are counted whole: the fact is told, with what it lacks; it weighs nothing in the tests of the others."""
    heures = Examen(TAUX, (Observation(2019, 80.0), Observation(2020, 90.0)), textes={2019: "80 %", 2020: "90 %"})
    (alerte,) = trouve(heures, regles=regles("seuil"), seuils=(Seuil("taux", 85, "raison du seuil"),))
    assert "passé au-dessus de 85\u00a0% (raison du seuil ; marge inconnue)" in alerte.phrase
    assert trouve(heures, regles=regles("seuil"), seuils=(Seuil("taux", 90, "raison"), Seuil("taux", 70, "raison"))) == ()


def test_a_divergence_from_the_peers():
    """Forty peers move by 0 to 1 point; a fall of 5 ± 1,4 is not theirs, a rise of 0,8 is."""
    table = np.column_stack([np.full(40, 20.0), np.linspace(20, 21, 40)])
    pairs = {"table": table, "annees": (2019, 2020), "nom_pairs": "EPCI de même taille"}
    (alerte,) = trouve(examen((20.0, 15.0), **pairs), regles=regles("divergence"))
    assert "Au milieu des EPCI de même taille : hausse de 0,5" in alerte.phrase
    assert trouve(examen((20.0, 20.8), marge=0.1, **pairs), regles=regles("divergence")) == ()
    peu = {**pairs, "table": table[:19]}
    assert trouve(examen((20.0, 15.0), **peu), regles=regles("divergence")) == ()


def test_a_revised_year_never_shows_the_former_figure():
    (alerte,) = trouve(examen((20.0, 21.0), avant={2019: 20.0, 2020: 17.7}), regles=regles("revision"))
    assert "révisé à la hausse" in alerte.phrase
    assert "17" not in alerte.phrase
    assert trouve(examen((20.0, None), avant={2019: 20.0, 2020: 17.7}), regles=regles("revision")) == ()
    assert trouve(examen((20.0, 21.0), avant={2019: 20.0}), regles=regles("revision")) == ()


def source(**plus) -> Source:
    return Source("caf", "Requête type", "Caf", "Licence", "caf_interne", (), lambda a: a, rythme_mois=12, retard_mois=6, **plus)


def test_a_source_grows_old_on_a_known_day():
    """Figures of 2022, yearly, out six months late at most: old from July 2024 on."""
    lue = SourceLue(source(), "Caf, requête type", frozenset({2021, 2022}))
    assert veille.alertes_sources([lue], ICI, date(2024, 6, 30)) == ()
    (alerte,) = veille.alertes_sources([lue], ICI, date(2024, 7, 1))
    assert (alerte.regle, alerte.date, alerte.indicateur, alerte.edition) == ("ancienne", "2024-07-01", "caf", "caf@2022")


def test_a_year_that_arrived_since_the_publication_before():
    lue = SourceLue(source(), "Caf, requête type", frozenset({2022, 2023}), frozenset({2022}))
    (alerte,) = veille.alertes_sources([lue], ICI, date(2024, 3, 1))
    assert (alerte.regle, alerte.annee, alerte.severite, alerte.date) == ("edition", 2023, INFORMER, "2026-11-20")
    premiere = replace(lue, avant=None)
    assert veille.alertes_sources([premiere], ICI, date(2024, 3, 1)) == ()


def test_an_inactive_rule_is_silent_and_the_order_is_stable():
    deux = (examen((20.0, 25.0)), examen((30.0, 24.0), quoi=replace(TAUX, id="autre")))
    assert trouve(*deux, regles=tuple(replace(r, active=False) for r in REGLES)) == ()
    assert trouve(*deux) == trouve(*reversed(deux))
    assert [a.severite for a in trouve(*deux)] == [TRAITER, SURVEILLER]


def _bruit(hasard: np.random.Generator, n: int) -> Examen:
    """Six years of a rate of 20 % of n people that never moves, published at one decimal."""
    x = hasard.binomial(n, 0.2, 6)
    bas, haut = wilson(x.astype(float), np.full(6, float(n)))
    lus = [np.round(100 * t, 1) for t in (x / n, bas, haut)]
    observations = tuple(Observation(2019 + i, *[float(lus[0][i])], "ok", float(lus[1][i]), float(lus[2][i]), "caf", 0.1) for i in range(6))
    textes = {o.annee: f"{o.valeur} %" for o in observations}
    return Examen(NEUTRE, observations, textes=textes, reference=dict.fromkeys(range(2019, 2025), 20.0), nom_reference="du département")


def test_simulated_noise_gives_few_false_alarms():
    """200 territories of 40 figures where nothing moves: each rule alerts in about 5 of 100 of them at most."""
    hasard = np.random.default_rng(11)
    sans_minimum = tuple(replace(r, ampleur=0.0) for r in REGLES if r.taux)
    touches = dict.fromkeys((r.id for r in sans_minimum), 0)
    for _ in range(200):
        examens = [_bruit(hasard, int(n)) for n in hasard.integers(150, 3000, 40)]
        for regle in {a.regle for a in trouve(*examens, regles=sans_minimum)}:
            touches[regle] += 1
    assert max(touches.values()) <= 0.085 * 200, touches

"""The matrix of a département on the embedded demonstration, against a second computation by pandas alone."""

import pytest

from ctg_data.diagnostic.priorites import Regle, indice
from ctg_data.indicators import registry
from ctg_data.loaders import sources
from ctg_data.settings import RACINE, Settings
from ctg_data.store.corpus import Corpus
from ctg_data.territoires import referentiel
from ctg_data.views import ciblage

EPCI = "200066512"


@pytest.fixture(scope="module")
def ref() -> referentiel.Referentiel:
    return referentiel.charge(RACINE / "data" / "reference")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return Corpus(Settings(store=tmp_path_factory.mktemp("ciblage") / "magasin"))


@pytest.fixture(scope="module")
def cases(corpus, ref) -> dict[tuple[str, str], ciblage.Case]:
    lues = ciblage.matrice(corpus, ref, "87", catalogue=registry.catalogue(), sources=sources.catalogue())
    return {(c.code, c.theme): c for c in lues}


def place(corpus: Corpus, ref, indicateur: str, annees: tuple[int, ...], code: str) -> float:
    """100·(rank - 0.5)/n of the value, or of its change between two years, among the EPCI of the same stratum."""
    memes = [c for c, s in ref.strates().items() if s.id == ref.strate(code).id and corpus.est_demo("epci", c)]
    lues = corpus.valeurs("epci", codes=memes, indicateurs=[indicateur])
    lues = lues[lues["statut"].eq("ok") & lues["modalite"].eq("total")].pivot_table(
        index="code", columns="annee", values="valeur", observed=True
    )
    serie = (lues[annees[-1]] - (lues[annees[0]] if len(annees) > 1 else 0)).dropna()
    return 100 * (serie.rank()[code] - 0.5) / len(serie)


def test_the_terms_of_a_theme_of_one_gap_are_its_places(cases, corpus, ref):
    """Childhood: leisure places lacking for each child, then their change; families of low quotient."""
    case = cases[EPCI, "EN"]
    assert case.annees == {"ecart": "2024", "vulnerabilite": "2024", "dynamique": "2019-2024"}
    attendus = {
        "ecart": place(corpus, ref, "ecart_alsh_enf", (2024,), EPCI),
        "vulnerabilite": place(corpus, ref, "part_fam_qf_800", (2024,), EPCI),
        "dynamique": place(corpus, ref, "ecart_alsh_enf", (2019, 2024), EPCI),
    }
    assert {t: pytest.approx(v, abs=0.5) for t, v in attendus.items()} == case.termes
    assert case.points == pytest.approx(0.5 * attendus["ecart"] + 0.3 * attendus["vulnerabilite"] + 0.2 * attendus["dynamique"], abs=0.5)


def test_a_theme_that_few_terms_feed_has_no_level(cases):
    """Housing has needs and no gap: three tenths of the weight."""
    logement = cases[EPCI, "LO"]
    assert (logement.points, logement.niveau, logement.manquants) == (None, "nd", ("ecart", "dynamique"))
    assert logement.termes["vulnerabilite"] is not None


def test_the_weight_of_the_direction_moves_the_index(corpus, ref, cases):
    haut = ciblage.matrice(corpus, ref, "87", catalogue=registry.catalogue(), sources=sources.catalogue(), cog={"EN": 1.0})
    case = next(c for c in haut if (c.code, c.theme) == (EPCI, "EN"))
    assert case.points == pytest.approx(cases[EPCI, "EN"].points * 1.1, abs=1)
    assert indice(cases[EPCI, "EN"].termes, Regle(), 1.0).valeur == pytest.approx(case.points, abs=1)


def test_the_same_data_give_the_same_matrix(corpus, ref, cases):
    encore = ciblage.matrice(corpus, ref, "87", catalogue=registry.catalogue(), sources=sources.catalogue())
    assert {(c.code, c.theme): c for c in encore} == cases

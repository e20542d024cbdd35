"""What is read once: a reference set a publication, parents once for all their children, never across publications."""

import pytest

from ctg_data.views.reserve import Reserve
from tests.views.conftest import EPCI, FauxCorpus


class Compte(FauxCorpus):
    """Counts what is read."""

    def __init__(self, frame):
        super().__init__(frame)
        self.lectures = []

    def valeurs(self, niveau, codes=None, indicateurs=None, annees=None):
        self.lectures.append((niveau, len(list(codes or ()))))
        return super().valeurs(niveau, codes, indicateurs, annees)


def test_the_second_portrait_of_a_stratum_reads_its_own_rows_and_its_map(fait, valeurs, ref):
    corpus = Compte(valeurs)
    fait(corpus=corpus)
    assert max(n for _, n in corpus.lectures) > 400
    voisin = next(
        c for c, s in ref.strates().items() if s.id == ref.strate(EPCI).id and c != EPCI and ref.territoire("epci", c).region == "75"
    )
    corpus.lectures.clear()
    fait(code=voisin, corpus=corpus)
    assert all(n < 100 for _, n in corpus.lectures)
    assert ("region", 1) not in corpus.lectures


def test_another_theme_of_the_same_portrait_reads_its_map_and_its_rank_alone(fait, valeurs):
    corpus = Compte(valeurs)
    fait(corpus=corpus)
    corpus.lectures.clear()
    fait(corpus=corpus, theme="PA", face="offre")
    assert [niveau for niveau, _ in corpus.lectures] == ["commune", "epci"]


def test_a_publication_never_answers_for_another(fait, valeurs):
    un, deux = Compte(valeurs), Compte(valeurs)
    fait(corpus=un)
    fait(corpus=deux)
    assert un.lectures == deux.lectures


def test_the_oldest_leaves_when_the_reserve_is_full():
    reserve, faits = Reserve(2), []

    def fabrique(nom):
        return lambda: faits.append(nom) or nom

    for nom in ("a", "b", "a", "c", "a", "b"):
        assert reserve.donne((nom,), fabrique(nom)) == nom
    assert faits == ["a", "b", "c", "b"]


def test_a_failure_is_not_kept():
    reserve = Reserve(2)
    with pytest.raises(ZeroDivisionError):
        reserve.donne(("x",), lambda: 1 / 0)
    assert reserve.donne(("x",), lambda: 3) == 3

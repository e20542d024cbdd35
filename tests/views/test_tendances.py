"""Trends and watch list of one territory, on the made-up corpus."""

import csv
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest

from ctg_data.diagnostic.regles import SEUILS
from ctg_data.exports import csv as csv_
from ctg_data.exports import tendances as export
from ctg_data.storage.depot import Fiche
from ctg_data.storage.modele import Acquittement
from ctg_data.views import examens, lecture, veille
from ctg_data.views.lecture import version
from ctg_data.views.tendances import tendances
from ctg_data.wording.typographie import insecables
from tests.views.conftest import CATALOGUE, EPCI, JOUR, FauxCorpus, frame, ligne


@pytest.fixture
def vue(ref, valeurs, sources):
    def _vue(corpus=None, *, niveau="epci", code=EPCI, **choix):
        return tendances(corpus or FauxCorpus(valeurs), ref, niveau=niveau, code=code, catalogue=CATALOGUE, sources=sources, **choix)

    return _vue


@pytest.fixture
def liste(ref, sources):
    def _liste(corpus, *, jour=JOUR, niveau="epci", code=EPCI):
        return veille.alertes(corpus, ref, niveau=niveau, code=code, jour=jour, catalogue=CATALOGUE, sources=sources)

    return _liste


def avec(valeurs, *lignes):
    """The corpus with the rows of the EPCI replaced by ``lignes``, figure by figure."""
    noms = {x["indicateur"] for x in lignes}
    autres = valeurs[~(valeurs["code"].eq(EPCI) & valeurs["niveau"].eq("epci") & valeurs["indicateur"].isin(noms))]
    return frame([*autres.astype(object).to_dict("records"), *lignes])


def qf(*valeurs, debut=2021, **plus):
    statuts = ({"statut": "ok"} if v is not None else {"statut": "s"} for v in valeurs)
    return [ligne("qf", "epci", EPCI, debut + i, v, **s, **plus) for i, (v, s) in enumerate(zip(valeurs, statuts, strict=True))]


def test_a_theme_is_told_figure_by_figure_with_the_band_of_the_stratum(vue):
    v = vue(theme="EN")
    (m,) = v.multiples
    assert (m.id, [p.annee for p in m.serie.points]) == ("qf", [2021, 2022, 2023])
    assert [b.annee for b in m.pairs] == [2021, 2022, 2023]
    assert m.pairs[0].bas < m.pairs[0].milieu < m.pairs[0].haut
    assert m.phrase == "Hausse de 2,0\u00a0points entre 2021 et 2023\u00a0: on ne peut pas conclure."
    assert "Périmètre constant" in v.precisions[0]
    assert "communes et aux EPCI de 2026" in v.precisions[0]


def test_a_break_is_drawn_never_compared_and_says_why(vue):
    v = vue(theme="LO")
    (m,) = v.multiples
    assert m.ruptures == (2022,)
    assert [p.segment for p in m.serie.points] == [0, 1, 1]
    assert "entre 2022 et 2023" in m.phrase
    assert any("Rupture en 2022\u00a0: Le calcul a changé. (Producteur)" in d for d in v.details)
    assert "Rupture de série en 2022" in m.cadre.alt


def test_another_source_is_a_break(vue, valeurs):
    lignes = qf(20.0, 30.0, sources="rp@2021") + qf(40.0, debut=2023, sources="cnaf@2023")
    v = vue(FauxCorpus(avec(valeurs, *lignes)), theme="EN")
    assert v.multiples[0].ruptures == (2023,)
    assert "ne viennent pas de la même source" in v.multiples[0].phrase
    assert any("une autre source" in d for d in v.details)


def test_census_years_less_than_five_apart_are_not_compared(ref, valeurs, sources):
    rp = {**sources, "rp": replace(sources["rp"], annees_cumulees=5)}
    v = tendances(FauxCorpus(valeurs), ref, niveau="epci", code=EPCI, theme="EN", catalogue=CATALOGUE, sources=rp)
    assert v.multiples[0].phrase.startswith("2022 et 2023 ne se comparent pas\u00a0: chaque chiffre réunit 5 années")


def test_a_hidden_territory_says_so_and_draws_nothing(vue, valeurs):
    v = vue(FauxCorpus(avec(valeurs, *qf(None, None, None))), theme="EN")
    (m,) = v.multiples
    assert "Secret statistique" in m.cadre.message
    assert {p.valeur for p in m.serie.points} == {None}
    assert v.tableau.lignes[0][1:4] == ("", "secret", "Aucune année montrable.")


def test_a_hidden_year_is_a_gap(vue, valeurs):
    m = vue(FauxCorpus(avec(valeurs, *qf(20.0, None, 30.0))), theme="EN").multiples[0]
    assert [p.valeur for p in m.serie.points] == [20.0, None, 30.0]
    assert [p.statut for p in m.serie.points] == ["ok", "s", "ok"]
    assert m.tableau.lignes[1][1] == "secret"


def test_a_year_that_is_not_there_is_a_gap_too(vue, valeurs):
    m = vue(FauxCorpus(avec(valeurs, *qf(20.0, debut=2019), *qf(30.0, debut=2022))), theme="EN").multiples[0]
    assert [(p.annee, p.valeur, p.texte) for p in m.serie.points][1:3] == [(2020, None, "n.d."), (2021, None, "n.d.")]


def test_counts_have_no_band_and_communes_no_peers(vue):
    assert vue(theme="PO").multiples[0].pairs == ()
    v = vue(niveau="commune", code="87002", theme="EN")
    assert v.multiples[0].pairs == ()
    assert "sans ensemble de territoires comparables" in v.precisions[1]


def test_an_empty_territory_says_so(vue, valeurs):
    v = vue(FauxCorpus(valeurs.iloc[:0]))
    assert v.cadre.message
    assert (v.multiples, v.figure, v.choisie) == ((), "", None)
    assert v.sans_serie


def test_what_does_not_exist_falls_back(vue):
    assert vue(theme="ZZ", figure="rien").theme == "PE"
    assert vue(figure="neet").theme == "JE"


def test_the_file_says_what_the_screen_says(vue):
    v = vue(theme="EN")
    lues = list(csv.DictReader(StringIO(export.tendances(v).decode("utf-8-sig")), delimiter=";"))
    m = v.multiples[0]
    assert [r["texte"] for r in lues] == [p.texte for p in m.serie.points] == [ligne_[1] for ligne_ in m.tableau.lignes]
    assert lues[0]["version_des_donnees"] == version(v.empreinte, demo=False)
    assert lues[-1]["changement"] == v.tableau.lignes[0][3]
    assert float(lues[0]["comparables_mediane"].replace(",", ".")) == pytest.approx(m.pairs[0].milieu)
    grande = list(csv.reader(StringIO(csv_.tableau_seul(m.cadre, m.tableau, v.entete.nom, "28ab09e4").decode("utf-8-sig")), delimiter=";"))
    assert [r[1] for r in grande[1:]] == [p.texte for p in m.serie.points]


def test_a_move_of_the_territory_is_on_its_list(liste, valeurs):
    trouvees = liste(FauxCorpus(avec(valeurs, *qf(20.0, 20.0, 40.0))))
    assert {"variation", "divergence"} <= {a.regle for a in trouvees if a.indicateur == "qf"}
    assert all(a.date == "2026-11-20" and a.edition == "e" for a in trouvees if a.indicateur == "qf")
    assert liste(FauxCorpus(avec(valeurs, *qf(20.0, 20.0, 40.0)))) == trouvees


def test_a_hidden_last_year_is_never_on_the_list(liste, valeurs):
    trouvees = liste(FauxCorpus(avec(valeurs, *qf(20.0, 40.0, None))))
    assert "qf" not in {a.indicateur for a in trouvees}


class Avant:
    """A publication before, of hand-written rows."""

    id = "avant"

    def __init__(self, valeurs):
        self._corpus = FauxCorpus(valeurs)

    def valeurs(self, niveau, codes):
        return self._corpus.valeurs(niveau, codes)


def test_what_a_new_publication_brought_is_on_the_list(liste, valeurs):
    corpus = FauxCorpus(avec(valeurs, *qf(20.0, 21.0, 22.0)))
    corpus.precedente = Avant(avec(valeurs, *qf(20.0, 19.0)))
    trouvees = [a for a in liste(corpus) if a.regle == "revision"]
    assert [(a.indicateur, a.annee) for a in trouvees] == [("qf", 2022)]
    assert "à la hausse" in trouvees[0].phrase
    assert "19" not in trouvees[0].phrase


def test_demonstration_never_grows_old(liste, valeurs):
    vieux = date(2060, 1, 1)
    assert "ancienne" in {a.regle for a in liste(FauxCorpus(valeurs), jour=vieux)}
    assert "ancienne" not in {a.regle for a in liste(FauxCorpus(valeurs, demo=[("*", "*")]), jour=vieux)}


def fiche(alerte, **change):
    objet = Acquittement(alerte.niveau, alerte.code, alerte.indicateur, alerte.annee, alerte.regle, alerte.edition, "Vu au copil.")
    return Fiche("f1", 1, False, "2026-11-21T09:00:00+00:00", "collegue", "", "", replace(objet, **change))


def test_an_acknowledged_alert_is_folded_with_who_when_why_and_comes_back_with_other_data(liste, valeurs):
    trouvees = liste(FauxCorpus(avec(valeurs, *qf(20.0, 20.0, 40.0))))
    premiere = trouvees[0]
    lieu = {"nom": "Ici", "niveau": "epci", "code": EPCI}
    vue = veille.liste(trouvees, [fiche(premiere)], **lieu)
    assert vue.nombre == len(trouvees) - 1
    assert vue.acquittees[0].texte == "Acquittée par collegue, le 21\u00a0novembre\u00a02026\u00a0: Vu au copil."
    revenue = veille.liste(trouvees, [fiche(premiere, edition="autre")], **lieu)
    assert (revenue.nombre, revenue.acquittees) == (len(trouvees), ())
    assert any("version précédente par collegue" in v.deja for _, vues in (*revenue.groupes, *revenue.informations) for v in vues)


def test_the_home_list_is_cut_and_starts_with_the_most_urgent(ref, liste, valeurs):
    trouvees = liste(FauxCorpus(avec(valeurs, *qf(20.0, 20.0, 40.0))))
    calme = tuple(replace(a, severite=3, niveau="departement", code="87") for a in trouvees)
    vues = veille.listes({("departement", "87"): calme * 4, ("epci", EPCI): trouvees, ("region", "75"): ()}, [], ref)
    assert [(v.niveau, v.code) for v in vues] == [("epci", EPCI), ("departement", "87")]
    assert sum(len(a) for _, a in vues[1].groupes) == veille.PAR_TERRITOIRE
    assert "autre" in vues[1].reste


def test_reading_for_the_watch_reads_the_territory_and_its_peers_once(ref, valeurs, sources):
    corpus = FauxCorpus(valeurs)
    ctx = lecture.contexte(corpus, ref, ref.territoire("epci", EPCI), catalogue=CATALOGUE, sources=sources)
    assert examens.examens(ctx) is examens.examens(ctx)


def test_the_peers_are_told_by_the_median_of_their_changes_signed_and_counted(vue, valeurs):
    """Their number is of those that have both years; the band's, of those that have every year."""
    codes = sorted(set(valeurs[valeurs["niveau"].eq("epci")]["code"].astype("str")) - {EPCI})[:10]
    sans = valeurs[~(valeurs["code"].isin(codes) & valeurs["indicateur"].eq("qf") & valeurs["annee"].eq(2022))]
    v = vue(FauxCorpus(sans), theme="EN")
    n = v.multiples[0].pairs[0].n
    (phrase,) = [d for d in v.details if d.startswith("Évolution médiane")]
    assert (
        insecables(f"des {n + len(codes)} EPCI de 20 000 à 50 000 habitants qui ont ce chiffre en 2021 et en 2023 : +2,0 points") in phrase
    )
    assert insecables("huit évolutions sur dix sont entre +2,0 et +2,0 points.") in phrase
    assert v.tableau.lignes[0][-1] == insecables("évolution médiane : +2,0 points")
    assert f"qui ont le chiffre chaque année dessinée ({n})" in v.precisions[1]


def test_figures_known_to_fewer_peers_say_so(vue, valeurs):
    codes = sorted(set(valeurs[valeurs["niveau"].eq("epci")]["code"].astype("str")) - {EPCI})[:10]
    sans = valeurs[~(valeurs["code"].isin(codes) & valeurs["indicateur"].eq("couverture"))]
    v = vue(FauxCorpus(sans), theme="PE")
    moins, plus = sorted({b.n for m in v.multiples for b in m.pairs})
    assert plus - moins == len(codes)
    assert f"(de {moins} à {plus} selon la figure)" in v.precisions[1]


def test_what_a_threshold_means_stands_between_parentheses_so_has_none():
    assert [s.raison for s in SEUILS if "(" in s.raison] == []


@pytest.mark.parametrize(
    ("places", "phrase", "dessin"),
    [((-280, -260, -240, -220, -200), "Baisse régulière de l’excédent", 280), ((10, 20, 30, 40, 50), "Hausse régulière du manque", 10)],
)
def test_a_regular_move_of_a_shortage_says_what_grows_as_its_drawing_does(vue, valeurs, places, phrase, dessin):
    lignes = [ligne("manque", "epci", EPCI, 2019 + rang, v, marge=None) for rang, v in enumerate(places)]
    v = vue(FauxCorpus(avec(valeurs, *lignes)), theme="PE", figure="manque")
    assert any(d.startswith(phrase) for d in v.details)
    assert v.choisie.dessin.serie.points[0].valeur == dessin
    assert ("au‑dessus" in v.choisie.cadre.sous_titre) == (dessin == 280)

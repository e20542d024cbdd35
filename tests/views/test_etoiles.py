"""The star of a territory: which set, all real or all fictitious, and the words that come before the scores."""

import re
from dataclasses import replace

import pytest

from ctg_data.indicators.model import Face, Sens
from ctg_data.views.portrait import portrait
from ctg_data.wording.typographie import insecables
from tests.views.conftest import CATALOGUE, DEPARTEMENT, EPCI, JOUR, FauxCorpus, figure, frame, invente, ligne


def face(vue, nom):
    return next(e for e in vue.etoiles if e.face == nom)


def test_four_faces_in_order_and_the_fourth_is_announced(fait):
    vue = fait()
    assert [e.face for e in vue.etoiles] == ["besoin", "offre", "ecart", "priorite"]
    assert face(vue, "priorite").etoile is None
    assert "pas encore calculée dans cette version" in face(vue, "priorite").cadre.message


def test_an_epci_is_placed_among_those_of_france_of_its_stratum_named_and_dated(fait, ref):
    ensemble = face(fait(), "besoin").etoile.ensemble
    attendus = {c for c in ref.codes("epci") if 20_000 <= ref.territoire("epci", c).population < 50_000}
    assert set(ensemble.codes) == attendus
    assert EPCI in attendus
    cadre = face(fait(), "besoin").cadre
    assert cadre.sous_titre == (
        f"Besoins · {len(attendus)}\u00a0EPCI de 20\u202f000 à 50\u202f000\u00a0habitants (population 2023, périmètres 2026)"
    )


def test_a_departement_is_placed_among_the_101(fait, ref):
    tous = sorted(ref.codes("departement"))
    corpus = FauxCorpus(frame(ligne("monop", "departement", c, 2023, float(rang)) for rang, c in enumerate(tous)))
    e = face(fait("departement", DEPARTEMENT, corpus=corpus), "besoin").etoile
    assert len(e.ensemble.codes) == 101
    parentalite = next(r for r in e.rayons if r.branche == "PA")
    assert parentalite.score == round(100 * (tous.index(DEPARTEMENT) + 0.5) / 101)


def test_a_commune_shows_the_star_of_its_epci_beside_its_own_figures(fait, ref):
    commune = ref.membres("epci", EPCI)[0]
    vue = fait("commune", commune)
    assert replace(face(vue, "besoin").etoile, nom="ce territoire") == face(fait(), "besoin").etoile
    assert face(vue, "besoin").territoire == "CC Élan Limousin Avenir Nature"
    assert face(vue, "besoin").cadre.sous_titre.startswith("Étoile de l’EPCI CC Élan Limousin Avenir Nature")
    assert face(fait(), "besoin").cadre.sous_titre.startswith("Besoins")
    assert vue.entete.code == commune


@pytest.mark.parametrize(
    ("niveau", "code", "mot"), [("region", "75", "de région"), ("france", "FR", "nationale"), ("commune", "29155", "aucun EPCI")]
)
def test_a_region_france_and_an_island_have_none(fait, niveau, code, mot):
    assert mot in face(fait(niveau, code), "besoin").cadre.message


def test_the_set_is_all_real_or_all_fictitious(fait, valeurs, ref):
    strate = [c for c, s in ref.strates().items() if s.id == ref.strate(EPCI).id]
    fictifs = set(strate[:100]) - {EPCI}
    ensemble = face(fait(corpus=FauxCorpus(valeurs, demo=[("epci", c) for c in fictifs])), "besoin").etoile.ensemble
    assert set(ensemble.codes) == set(strate) - fictifs
    fictive = face(fait(corpus=FauxCorpus(valeurs, demo=[("epci", c) for c in {*fictifs, EPCI}])), "besoin")
    assert set(fictive.etoile.ensemble.codes) == fictifs | {EPCI}
    assert fictive.cadre.sous_titre.endswith(", démonstration")


def test_fewer_than_twenty_of_the_same_nature_give_no_score(fait, valeurs, ref):
    autres = [c for c in ref.codes("epci") if c != EPCI]
    e = face(fait(corpus=FauxCorpus(valeurs, demo=[("epci", c) for c in autres])), "besoin")
    assert e.etoile.forme == "vide"
    assert e.cadre.message
    assert all(r.score is None for r in e.etoile.rayons)


def test_five_branches_make_a_star_fewer_make_bars_and_it_is_said(fait):
    vue = fait()
    assert face(vue, "besoin").etoile.forme == "etoile"
    assert face(vue, "offre").etoile.forme == "barres"
    assert any(p.startswith("Moins de cinq branches") for p in face(vue, "offre").phrases)
    assert "plus faible qu’ailleurs" in face(vue, "offre").sens_lecture


def test_words_come_before_scores(fait):
    e = face(fait(), "besoin")
    assert any(re.search(r"plus élevé que dans (plus de )?\d\sEPCI sur 10", p) for p in e.phrases)
    assert not any(re.search(r"\d+ sur 100", p) for p in e.phrases)
    assert "Sans donnée\u00a0:" in e.cadre.alt


def test_the_table_says_the_same_as_the_star(fait):
    e = face(fait(), "besoin")
    assert e.tableau.colonnes == ("Branche", "Score (moyenne des places)", "En mots (place du score)", "Indicateurs")
    assert [ligne[0] for ligne in e.tableau.lignes] == [r.libelle for r in e.etoile.rayons]
    assert [ligne[1] for ligne in e.tableau.lignes] == ["n.d." if r.score is None else str(r.score) for r in e.etoile.rayons]


def test_a_masked_value_draws_no_branch(fait, ref):
    lignes = [x for x in invente(ref) if not (x["indicateur"] == "monop" and x["code"] == EPCI)]
    masque = ligne("monop", "epci", EPCI, 2023, 12.3, statut="s")
    rayon = next(r for r in face(fait(corpus=FauxCorpus(frame([*lignes, masque]))), "besoin").etoile.rayons if r.branche == "PA")
    assert rayon.score is None
    assert rayon.composantes[0].raison == "valeur absente ou protégée ici"


def test_a_real_commune_never_shows_a_fictitious_star(fait, valeurs, ref):
    commune = ref.membres("epci", EPCI)[0]
    e = face(fait("commune", commune, corpus=FauxCorpus(valeurs, demo=[("epci", EPCI)])), "besoin")
    assert e.etoile is None
    assert "son étoile n’est pas montrée" in e.cadre.message


def test_a_commune_outside_the_demonstration_is_told_so_and_how_to_mend(fait, valeurs, ref):
    commune = ref.membres("epci", EPCI)[0]
    sans = valeurs[valeurs["niveau"].ne("commune")]
    parents = [("epci", EPCI), ("departement", DEPARTEMENT)]
    vue = fait("commune", commune, corpus=FauxCorpus(sans, demo=parents))
    assert face(vue, "besoin").cadre.message.startswith("Ni les données de démonstration, ni un fichier importé ne couvrent cette commune")
    assert vue.bandeau.startswith("La démonstration ne couvre pas cette commune")
    assert "déposez dans la page Données" in vue.bandeau
    assert not vue.demo


def test_a_commune_that_no_file_covers_is_no_matter_of_demonstration(fait, valeurs, ref):
    vue = fait("commune", ref.membres("epci", EPCI)[0], corpus=FauxCorpus(valeurs[:0]))
    assert vue.bandeau == ""
    assert face(vue, "besoin").cadre.message == insecables("Aucun fichier importé ne couvre cette commune : son étoile n’a rien à montrer.")


def test_a_face_that_nothing_feeds_says_so(fait, valeurs):
    sans = valeurs[~valeurs["indicateur"].isin(["couverture", "fs"])]
    e = face(fait(corpus=FauxCorpus(sans)), "offre")
    assert e.cadre.message == "Aucun des indicateurs de cette face n’a de source importée ici."


def test_the_only_figure_of_a_branch_speaks_for_itself(fait):
    phrases = [p for f in ("besoin", "offre") for p in face(fait(), f).phrases if " sur 10 (" in p]
    assert phrases
    libelles = {insecables(i.libelle) for i in CATALOGUE}
    assert {p.partition("\u00a0: ")[0] for p in phrases} <= libelles


@pytest.fixture(scope="module")
def serree(ref, sources):
    """A star whose « petite enfance » has two figures that disagree everywhere but here, and whose « parentalité » has one."""
    figures = (
        figure("part_m3", "PE", Sens.NEUTRE, "Part des moins de 3 ans", face=Face.BESOIN),
        figure("pauvres_m3", "PE", Sens.NEUTRE, "Enfants pauvres", face=Face.BESOIN),
        figure("monop", "PA", Sens.NEUTRE, "Familles monoparentales", face=Face.BESOIN),
    )
    autres = [c for c, s in ref.strates().items() if s.id == ref.strate(EPCI).id and c != EPCI][:99]
    lignes = [ligne("part_m3", "epci", c, 2023, float(rang)) for rang, c in enumerate(autres)]
    lignes += [ligne("pauvres_m3", "epci", c, 2023, float(-rang)) for rang, c in enumerate(autres)]
    lignes += [ligne("monop", "epci", c, 2023, float(rang)) for rang, c in enumerate(autres)]
    lignes += [ligne(nom, "epci", EPCI, 2023, x) for nom, x in (("part_m3", 60.5), ("pauvres_m3", -39.5), ("monop", 80.5))]
    vue = portrait(FauxCorpus(frame(lignes)), ref, niveau="epci", code=EPCI, catalogue=figures, sources=sources, jour=JOUR)
    return face(vue, "besoin")


def test_sentences_stand_in_the_order_of_what_they_say(serree):
    scores = {r.branche: r.score for r in serree.etoile.rayons}
    assert scores["PE"] == 61
    assert scores["PA"] == 82
    assert serree.phrases[0] == insecables("Petite enfance : en moyenne, appelle l’attention plus que presque tous les EPCI.")
    assert "plus élevé que dans 8" in serree.phrases[1]


def test_a_mean_of_places_says_beside_its_sentence_what_it_is(serree, fait):
    assert serree.score.startswith("Le score d’une branche est la moyenne des places de ses indicateurs")
    assert insecables("8 EPCI sur 10") in serree.score
    assert face(fait(), "besoin").score == ""


def test_what_is_in_the_middle_of_its_set_does_not_stand_out(fait, ref):
    """Seven in ten have none: the score of the others is far from 50, their place is not."""
    strate = [c for c, s in ref.strates().items() if s.id == ref.strate(EPCI).id]
    lignes = [ligne("fs", "epci", c, 2023, 0.0 if c == EPCI or rang % 10 < 7 else 1.0) for rang, c in enumerate(strate)]
    e = face(fait(corpus=FauxCorpus(frame(lignes))), "offre")
    assert next(r.score for r in e.etoile.rayons if r.branche == "AD") > 55
    assert not any("France services" in p for p in e.phrases)


def test_the_star_of_a_commune_carries_the_name_of_its_epci(fait, ref):
    e = face(fait("commune", ref.membres("epci", EPCI)[0]), "besoin")
    assert e.etoile.nom == ref.territoire("epci", EPCI).nom
    assert face(fait(), "besoin").etoile.nom == "ce territoire"

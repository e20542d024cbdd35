"""Linked indicators, the smallest visible target, the bilan and the curves, on a small publication of the real catalogue."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ctg_data.conventions.lecture import Livre
from ctg_data.errors import SaisieInvalide
from ctg_data.parcours.chemin import Bout, Changement, Chemin, Etape, Hypothese, Lien
from ctg_data.parcours.convention import Ctg
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatChangement, EtatChemin, EtatCtg
from ctg_data.parcours.suivi import IndicateurLie, Objet, Portee, Sens
from ctg_data.storage.fiches import Fiche
from ctg_data.views import bilan_ctg, courbes, indicateurs_lies, indicateurs_textes, suivi
from ctg_data.views import liens_indicateurs as liens
from tests.views.conftest import EPCI, FauxCorpus, frame, ligne

JOUR = date(2026, 11, 22)
TAUX, COMPTE, POPULATION = "part_m3_parents_actifs", "foyers_rsa", "pop_municipale"
SAISI = {"objet": Objet.CHANGEMENT, "porteur": "but", "portee": Portee.IMPACT, "sens": Sens.HAUSSE, "t0_annee": 2021}
SAISI |= {"cible": "", "cible_annee": 0, "accepte": ""}


def clair(texte):
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def serie(indicateur, valeurs, *, code=EPCI, niveau="epci", **plus):
    """Rows of one figure: {year: value, None for a secret}."""
    for annee, v in valeurs.items():
        yield ligne(indicateur, niveau, code, annee, v, statut="ok" if v is not None else "s", sources=f"caf_requete_type@{annee}", **plus)


@pytest.fixture
def lit(ref):
    """``lit(lignes)``: the context of the territory in a corpus of these rows."""
    ctg = Ctg("CTG", "epci", EPCI, EtatCtg.SUIVI, signe_le=date(2022, 3, 1))

    def _lit(*lignes):
        return indicateurs_lies.du_territoire(FauxCorpus(frame(x for suite in lignes for x in suite)), ref, ctg)

    return _lit


def dossier(**lies: IndicateurLie) -> Livre:
    ctg = Ctg("CTG", "epci", EPCI, EtatCtg.SUIVI, signe_le=date(2022, 3, 1))
    d = Dossier("c", ctg).avec("but", Changement("c", "Les familles ont le choix", etat=EtatChangement.SUIVI))
    for identifiant, lie in lies.items():
        d = d.avec(identifiant, lie)
    fiches = {i: Fiche(i, 1, False, "2022-06-01T08:00:00Z", "une", "", "", o) for i, o in d.tous()}
    return Livre(d, fiches)


def fige(ctx, indicateur=TAUX, **saisi):
    return liens.prepare(ctx, dossier().dossier, {**SAISI, "indicateur": indicateur, **saisi})


def vue(ctx, lie):
    livre = dossier(i=lie)
    return indicateurs_textes.vue(livre.dossier, livre.fiches["i"], indicateurs_lies.lit(ctx, "i", lie), JOUR)


AVANT, APRES = {2021: 30.2, 2022: 30.5}, {2021: 30.2, 2022: 30.5, 2024: 36.2}


def test_the_starting_point_is_frozen_whole(lit, ref):
    lie = fige(lit(serie(TAUX, AVANT)))
    assert (lie.t0_annee, lie.t0_valeur, lie.t0_bas, lie.t0_haut, lie.t0_edition) == (2021, "30.2", "28.2", "32.2", "e")
    assert lie.t0_communes == tuple(sorted(ref.membres("epci", EPCI)))
    assert lie.t0_jour == date(2021, 12, 31)


def test_the_latest_year_that_the_signature_allows_is_frozen_unless_another_is_asked(lit):
    ctx = lit(serie(TAUX, {2021: 30.0, 2022: 31.0, 2024: 33.0}))
    assert fige(ctx, t0_annee=0).t0_annee == 2022
    with pytest.raises(SaisieInvalide, match="douze mois après la signature"):
        fige(ctx, t0_annee=2024)
    with pytest.raises(SaisieInvalide, match="Années connues : 2021, 2022, 2024"):
        fige(ctx, t0_annee=2019)


def test_the_change_is_told_with_its_interval_its_age_and_its_verdict(lit):
    """36.2 − 30.2, each ± 2: ± (√8 + 0.1) = ± 2.9."""
    ici = vue(lit(serie(TAUX, APRES)), fige(lit(serie(TAUX, AVANT)), cible="40", cible_annee=2028))
    assert clair(ici.depart) == "30,2 % en 2021 (entre 28,2 et 32,2 %)"
    assert clair(ici.actuel) == "36,2 % en 2024 (entre 34,2 et 38,2 %)"
    assert clair(ici.suite) == "+6,0 points depuis le départ (entre +3,1 et +8,9 points) : favorable."
    assert clair(ici.age) == "Données de 2024 : elles ont 2 ans."
    assert clair(ici.cible) == "40 % en 2028"
    assert ici.place_depart.valeur < ici.place_actuel.valeur < ici.place_cible.valeur


@pytest.mark.parametrize(
    ("apres", "dit"),
    [
        ({2021: 30.0, 2024: None}, "Le chiffre de 2024 est couvert par le secret statistique : il n’est pas montré."),
        ({2021: 30.0}, "Pas de chiffre plus récent que le point de départ."),
        ({}, "Aucun chiffre publié n’est plus disponible ici."),
    ],
)
def test_what_is_hidden_or_missing_says_so_and_shows_no_figure(lit, apres, dit):
    ici = vue(lit(serie(TAUX, apres), serie(POPULATION, {2021: 100})), fige(lit(serie(TAUX, AVANT))))
    assert (ici.suite, ici.actuel, ici.age, ici.place_actuel, ici.signe) == (dit, "", "", None, "")


def test_another_perimeter_shows_no_figure_of_today_and_draws_no_curve(lit):
    lie = fige(lit(serie(TAUX, AVANT)))
    lie = replace(lie, t0_communes=lie.t0_communes[1:])
    ctx = lit(serie(TAUX, APRES))
    ici = vue(ctx, lie)
    assert ici.suite.startswith("Le territoire a changé de communes")
    assert (ici.actuel, ici.place_actuel) == ("", None)
    (seule,) = courbes.courbes(dossier(i=lie), ctx.corpus, ctx.ref)
    assert seule.courbes[0].courbe is None


def test_a_fictive_start_never_meets_real_figures(lit):
    lie = fige(lit(serie(TAUX, AVANT)))
    ctx = lit(serie(TAUX, APRES))
    assert lie.t0_fictif == ctx.demo
    lie = replace(lie, t0_fictif=not ctx.demo)
    ici = vue(ctx, lie)
    assert "ne sont pas de même nature" in ici.suite
    assert (ici.actuel, ici.place_actuel) == ("", None)
    (seule,) = courbes.courbes(dossier(i=lie), ctx.corpus, ctx.ref)
    assert seule.courbes[0].courbe is None
    assert set(bilan(ctx, lie).cellules[3:]) <= {"", "–"}


def test_a_revised_start_is_told_but_never_by_fewer_than_five_foyers(lit):
    lie = fige(lit(serie(TAUX, AVANT)))
    (dit,) = vue(lit(serie(TAUX, {2021: 30.6, 2024: 36.2})), lie).doutes
    assert "il se lit 30,6 % aujourd’hui" in clair(dit)
    lie = fige(lit(serie(COMPTE, {2021: 375}, marge=None)), COMPTE)
    assert vue(lit(serie(COMPTE, {2021: 378, 2024: 354}, marge=None)), lie).doutes == ()
    assert "380 foyers" in clair(vue(lit(serie(COMPTE, {2021: 380, 2024: 354}, marge=None)), lie).doutes[0])


def test_a_target_that_noise_could_hide_asks_for_a_reason_with_its_number(lit):
    """± 2 each side: 1.43 × √8 = 4.04, shown 4.1 points."""
    ctx = lit(serie(TAUX, AVANT))
    with pytest.raises(SaisieInvalide) as refus:
        fige(ctx, cible="33,2", cible_annee=2028)
    assert "La cible est à 3,0 points du départ" in clair(str(refus.value))
    assert "moins de 4,1 points" in clair(str(refus.value))
    assert fige(ctx, cible="33,2", cible_annee=2028, accepte="Repère partagé").accepte == "Repère partagé"
    assert fige(ctx, cible="34,3 %", cible_annee=2028).cible == "34.3"
    assert "moins de 4,1 points" in clair(" ".join(liens.depart(ctx, dossier().dossier.ctg, TAUX, 2021).phrases))


@pytest.mark.parametrize("texte", ["dix", "10 à 12", "1-2"])
def test_a_target_that_is_no_number_is_refused(lit, texte):
    with pytest.raises(SaisieInvalide, match="n’est pas un nombre"):
        fige(lit(serie(TAUX, AVANT)), cible=texte, cible_annee=2028)


def bilan(ctx, lie):
    (lue,) = bilan_ctg.bilan(dossier(i=lie), ctx.corpus, ctx.ref).lignes
    return lue


def parts(lue):
    """Total, then its parts, of the row of the table."""
    total, *reste = (Decimal(c.replace("−", "-").replace(",", ".").replace("\u202f", "")) for c in lue.cellules[3:] if c not in ("", "–"))
    return total, reste


def test_the_bilan_of_a_count_takes_the_communes_that_came_in_apart(lit, ref):
    """Frozen 900 on all but one commune; that year reads 980 there now, 60 of them in it; today 1 000, 70 of them in it."""
    venue, *_ = sorted(ref.membres("epci", EPCI))
    lie = fige(lit(serie(POPULATION, {2021: 900}, marge=None)), POPULATION)
    lie = replace(lie, t0_communes=lie.t0_communes[1:])
    ctx = lit(
        serie(POPULATION, {2021: 980, 2024: 1000}, marge=None),
        serie(POPULATION, {2021: 60, 2024: 70}, code=venue, niveau="commune", marge=None),
    )
    lue = bilan(ctx, lie)
    assert [clair(c) for c in lue.cellules[1:]] == ["900 (2021)", "1 000 (2024)", "+100", "+10", "+70", "+20", ""]
    assert "1 commune depuis le départ" in clair(lue.notes[0])
    total, siennes = parts(lue)
    assert sum(siennes) == total


def test_a_commune_without_figures_leaves_the_parts_together_with_the_reason(lit):
    lie = fige(lit(serie(POPULATION, {2021: 375}, marge=None)), POPULATION)
    lie = replace(lie, t0_communes=lie.t0_communes[1:])
    ctx = lit(serie(POPULATION, {2021: 400, 2024: 354}, marge=None))
    lue = bilan(ctx, lie)
    assert [clair(c) for c in lue.cellules[3:]] == ["−21", "–", "–", "–", "−21"]
    assert any("n’est pas publié" in n for n in lue.notes)


def test_a_median_does_not_add_up_and_says_so(lit):
    lie = fige(lit(serie("niveau_vie_median", {2021: 20000}, marge=None)), "niveau_vie_median")
    lue = bilan(lit(serie("niveau_vie_median", {2021: 20000, 2022: 21000}, marge=None)), replace(lie, t0_communes=lie.t0_communes[1:]))
    assert any("ne s’additionne pas" in n for n in lue.notes)


def test_the_same_communes_and_method_leave_nothing_apart(lit):
    lue = bilan(lit(serie(TAUX, APRES)), fige(lit(serie(TAUX, AVANT))))
    assert list(lue.cellules[3:]) == ["+6,0", "+6,0", "0,0", "0,0", ""]
    assert lue.notes[-1].startswith("Mêmes communes, même méthode")


def test_figures_published_in_whole_points_are_written_so_in_the_bilan(lit):
    lue = bilan(lit(serie(TAUX, {2021: 41.0, 2024: 44.0})), fige(lit(serie(TAUX, {2021: 41.0}))))
    assert list(lue.cellules[1:]) == ["41 (2021)", "44 (2024)", "+3", "+3", "0", "0", ""]


def test_a_curve_goes_on_as_it_went_and_says_that_it_is_no_forecast(lit):
    """Up 1.0 a year to 33.0 in 2024: 37.0 in 2028, 3.0 points under a target of 40."""
    ctx = lit(serie(TAUX, {2021: 30.0, 2022: 31.0, 2023: 32.0, 2024: 33.0}))
    (change,) = courbes.courbes(dossier(i=fige(ctx, cible="40", cible_annee=2028)), ctx.corpus, ctx.ref)
    (ici,) = change.courbes
    dit = clair(" ".join(ici.phrases))
    assert "Si la tendance se poursuit (celle de 2021 à 2024, +1,0 point par an) : 37,0 % en 2028. Ce n’est pas une prévision" in dit
    assert "La cible serait manquée de 3,0 points" in dit
    assert ici.courbe.suite == ((2024, 33.0), (2028, 37.0))
    assert [clair(c) for c in ici.courbe.tableau.lignes[-1][3:5]] == ["37,0 %", "40 %"]  # a target is told as it was chosen
    assert [r.vide for r in change.rubriques if not r.lignes] == [r.vide for r in change.rubriques]


def test_a_change_without_anything_says_what_would_fill_it(lit):
    ctx = lit(serie(TAUX, AVANT))
    ((identifiant, _),) = suivi.suivi(dossier(), ctx).choix
    seul = suivi.changement(dossier(), ctx, identifiant, JOUR)
    assert (seul.progres, seul.indice, seul.indicateurs, seul.preuve.niveau) == ("", "", (), 0)
    assert seul.question.startswith("À quoi verrait-on")
    assert [len(e.marqueurs) for e in seul.echelle] == [0, 0, 0]


def test_an_indicator_of_a_revised_path_is_not_told_twice(lit):
    """A revision copies hypotheses with their indicators: only those of the path in force are followed."""
    lie = fige(lit(serie(TAUX, AVANT)), objet=Objet.HYPOTHESE, porteur="h1")
    d = dossier().dossier
    for n, etat in ((1, EtatChemin.REVISE), (2, EtatChemin.ACTIF)):
        d = d.avec(f"c{n}", Chemin("c", "but", n, etat)).avec(f"e{n}", Etape("c", f"c{n}", "Une étape"))
        d = d.avec(f"l{n}", Lien("c", f"c{n}", Bout.ETAPE, f"e{n}", Bout.CHANGEMENT, "but")).avec(
            f"h{n}", Hypothese("c", f"l{n}", "Parce que")
        )
        d = d.avec(f"i{n}", replace(lie, porteur=f"h{n}"))
    lus = suivi.lus_par_changement(d, lit(serie(TAUX, AVANT)))
    assert [lu.id for lu in lus["but"]] == ["i2"]

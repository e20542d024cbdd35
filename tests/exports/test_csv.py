"""The CSV: a French spreadsheet opens it, nothing in it runs, and its figures are those of the view."""

import csv as lecteur
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.exports import csv, noms
from tests.views.conftest import DEPARTEMENT, EPCI, FauxCorpus, frame, invente, ligne


def lit(octets):
    texte = octets.decode("utf-8-sig")
    return list(lecteur.DictReader(io.StringIO(texte, newline=""), delimiter=";"))


@pytest.mark.parametrize("texte", ["=1+1", "+33+1", "+A1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "＝1+1"])
def test_a_text_never_runs_as_a_formula(texte):
    assert csv.cellule(texte) == f"'{texte}"


@pytest.mark.parametrize(
    ("valeur", "texte"),
    [(-3.25, "-3,25"), (-4, "-4"), (12.0, "12"), (0.1 + 0.2, "0,3"), (None, ""), (True, "oui"), (False, "non"), ("n.d.", "n.d."), (0, "0")],
)
def test_numbers_stay_numbers_with_a_decimal_comma(valeur, texte):
    assert csv.cellule(valeur) == texte


@pytest.mark.parametrize(
    ("ecran", "fichier"),
    [
        ("+22,7\u00a0points", "22,7\u00a0points au-dessus"),
        ("+1\u202f305", "1\u202f305"),
        ("\u22123,2\u00a0points", "\u22123,2\u00a0points"),
        ("+1\u00a0=cmd()", "1\u00a0=cmd() au-dessus"),
    ],
)
def test_our_own_differences_need_no_apostrophe(ecran, fichier):
    assert csv.cellule(ecran) == fichier


@given(st.text(max_size=20))
def test_neutralising_changes_nothing_else(texte):
    neutre = csv.neutralise(texte)
    assert neutre in (texte, f"'{texte}")
    assert not neutre.lstrip().startswith(csv.DANGEREUX)


@pytest.mark.parametrize("debut", ["\u2003", "\u2003 \u200b", "\ufeff", "\u3000", "\u2060\u00a0", "\u202e"])
def test_no_space_nor_invisible_mark_hides_a_formula(debut):
    assert csv.cellule(f"{debut}=1+1") == f"'{debut}=1+1"


@given(st.lists(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=8), min_size=2, max_size=2), min_size=1, max_size=5))
def test_a_file_reads_back_as_written(lignes):
    octets = csv.ecrit(("a", "b"), lignes)
    assert octets.startswith(b"\xef\xbb\xbf")
    lues = list(lecteur.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert lues[1:] == [[csv.cellule(t) for t in ligne] for ligne in lignes]


def test_every_key_figure_is_there_with_the_text_and_the_number_of_the_screen(fait):
    vue = fait()
    lues = {r["indicateur"]: r for r in lit(csv.portrait(vue)) if r["rubrique"] == "chiffre"}
    chiffres = [c for t in vue.themes for c in t.chiffres]
    assert set(lues) == {c.id for c in chiffres}
    for c in chiffres:
        r = lues[c.id]
        assert (r["texte"], r["statut"], r["unite"], r["annee"]) == (csv.cellule(c.valeur_texte), c.statut, c.unite, c.annee_texte)
        assert float(r["valeur"].replace(",", ".")) == pytest.approx(c.valeur)
        assert r["source"] == c.source


def test_parents_star_ages_years_areas_and_sources_are_there_too(fait):
    vue = fait()
    lues = lit(csv.portrait(vue))
    nombre = {rubrique: sum(r["rubrique"] == rubrique for r in lues) for rubrique in {r["rubrique"] for r in lues}}
    assert nombre["repère"] == sum(len(c.reperes) for t in vue.themes for c in t.chiffres)
    assert nombre["étoile"] == 10 * 3 + 1
    assert nombre["évolution"] == sum(len(s.points) for s in vue.evolution.series)
    assert nombre["carte"] == len(vue.carte.zones) == 24
    assert nombre["structure par âge"] == 2 * len(vue.structure_age.tranches)
    assert nombre["élément saillant"] == len(vue.saillants.besoins) + len(vue.saillants.forces)
    assert nombre["source"] == len(vue.fraicheur.sources) + len(vue.fraicheur.manquantes)


def test_the_metadata_say_who_when_and_which_version(fait):
    vue = fait()
    meta = {r["libelle"]: r["texte"] for r in lit(csv.portrait(vue)) if r["rubrique"] == "portrait"}
    assert meta["territoire"] == vue.entete.nom
    assert meta["version des données"].startswith(f"{vue.version}. Deux documents")
    de_la_carte = next(
        lecteur.DictReader(io.StringIO(csv.tableau(vue.carte.cadre, vue.carte.tableau, vue).decode("utf-8-sig")), delimiter=";")
    )
    assert de_la_carte["version_des_donnees"] == vue.version
    assert meta["date du portrait"] == "22\u00a0novembre\u00a02026"


def test_a_masked_figure_has_no_number_and_says_what_to_do(fait, ref):
    lignes = [x for x in invente(ref) if not (x["indicateur"] == "qf" and x["code"] == EPCI and x["annee"] == 2023)]
    masque = ligne("qf", "epci", EPCI, 2023, 12.3, statut="s")
    lues = lit(csv.portrait(fait(corpus=FauxCorpus(frame([*lignes, masque])))))
    r = next(r for r in lues if r["rubrique"] == "chiffre" and r["indicateur"] == "qf")
    assert (r["valeur"], r["borne_basse"], r["statut"], r["texte"]) == ("", "", "s", "secret")
    assert "Regardez le département" in r["note"]


@pytest.mark.parametrize("demo", [(), [("*", "*")]])
def test_demonstration_is_said_on_every_row_of_figures_or_nowhere(fait, valeurs, demo):
    lues = lit(csv.portrait(fait(corpus=FauxCorpus(valeurs, demo=demo))))
    attendu = "Données de démonstration, fictives" if demo else ""
    assert {r["demonstration"] for r in lues if r["rubrique"] != "source"} == {attendu}


def test_one_figure_alone_carries_its_frame(fait):
    vue = fait()
    lues = lit(csv.tableau(vue.carte.cadre, vue.carte.tableau, vue))
    assert [r["Commune"] for r in lues] == [nom for nom, _ in vue.carte.tableau.lignes]
    assert {r["figure"] for r in lues} == {vue.carte.cadre.titre.replace("\u2011", "-")}


def test_a_region_and_an_empty_territory_make_a_file_too(fait, valeurs):
    assert lit(csv.portrait(fait("region", "75")))
    assert lit(csv.portrait(fait("departement", DEPARTEMENT, corpus=FauxCorpus(valeurs.iloc[:0]))))


def test_names_of_files_are_plain(fait):
    assert noms.fichier(fait(), "html") == "portrait-epci-200066512.html"
    assert noms.figure(fait(), "carte") == "carte-epci-200066512.csv"

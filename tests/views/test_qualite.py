"""The page on quality: one list of alerts, acknowledged figure by figure; what sources cover and how old they are."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from ctg_data.diagnostic.qualite.regles import Alerte
from ctg_data.indicators.model import Sens
from ctg_data.loaders.model import Parution, Source
from ctg_data.settings import Settings
from ctg_data.storage import acquittements
from ctg_data.storage.modele import Acquittement
from ctg_data.storage.portraits import Ecrits
from ctg_data.store.presences import COLONNES
from ctg_data.views import qualite, qualite_sources
from ctg_data.views.qualite_calcul import Examinateur, departements_de, regroupe, trie
from ctg_data.views.saisies import avec_saisies
from tests.store.outils import source
from tests.views.conftest import CATALOGUE, DEPARTEMENT, EPCI, JOUR, FauxCorpus, figure, frame, ligne
from tests.views.test_pages import EDITION
from tests.views.test_saisies import fiche

COMMUNES = ("87001", "87050")
TAUX = figure("taux", "PE", Sens.NEUTRE, "Taux d’essai")


def plat(texte):
    """With plain spaces."""
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


class Corpus(FauxCorpus):
    """The same, which tells the territories that it holds."""

    publication = demonstration = None

    def codes(self, niveau):
        return frozenset(self.frame.loc[(self.frame["niveau"] == niveau).to_numpy(), "code"].astype(str))


def corpus(*lignes) -> Corpus:
    return Corpus(frame([ligne("taux", "departement", DEPARTEMENT, 2022, 20.0), *lignes]))


def examine(ref, lu, departements=None):
    return Examinateur(lu, ref, catalogue=(*CATALOGUE, TAUX), sources={}).alertes(departements)


def faux(annee=2022, valeur=140.0, code=COMMUNES[0], **plus):
    """A share of 140 %."""
    return ligne("taux", "commune", code, annee, valeur, marge=None, **plus)


def test_an_impossible_figure_is_found_where_it_is(ref):
    (a,) = examine(ref, corpus(faux(), faux(code=COMMUNES[1], valeur=40.0)))
    assert (a.regle, a.niveau, a.code, a.indicateur, a.annee, a.edition) == ("q_bornes", "commune", COMMUNES[0], "taux", 2022, "e")
    assert examine(ref, corpus(faux()), departements=["23"]) == ()


def test_the_same_alert_of_several_years_is_one_on_the_latest(ref):
    (a,) = examine(ref, corpus(faux(2020, edition="a"), faux(2021, edition="b"), faux(2022, edition="c")))
    assert a.annee == 2022
    assert "Même alerte : 2020, 2021." in plat(a.phrase)
    debut, _, sceau = a.edition.partition("|")
    assert (debut, len(sceau)) == ("c", 16)
    (revisee,) = examine(ref, corpus(faux(2020, edition="z"), faux(2021, edition="b"), faux(2022, edition="c")))
    assert revisee.edition != a.edition


def test_a_hidden_value_is_never_read(ref):
    """Whatever stands beside a status other than ok, and whatever the count hidden behind it."""
    jeux = [corpus(faux(valeur=v, statut="s") | {"valeur": v}, faux(code=COMMUNES[1], valeur=130.0)) for v in (1.0, 4.0, 140.0, -8.0)]
    listes = [examine(ref, lu) for lu in jeux]
    assert all(liste == listes[0] for liste in listes)
    assert [a.code for a in listes[0]] == [COMMUNES[1]]


def test_a_demonstration_is_never_held_against_real_figures(ref):
    pop = [("commune", c, 50) for c in ref.membres("epci", EPCI)] + [("epci", EPCI, 1_000_000)]
    lignes = [ligne("pop", niveau, code, 2022, v, marge=None) for niveau, code, v in pop]

    class Mixte(Corpus):
        def valeurs(self, niveau, **choix):
            return super().valeurs(niveau, **choix).assign(demo=niveau == "epci")

    assert [a.regle for a in examine(ref, corpus(*lignes)) if a.code == EPCI] == ["q_somme"]
    assert examine(ref, Mixte(frame(lignes))) == ()


def test_the_most_urgent_come_first_whatever_the_order_of_rows(ref):
    lu = corpus(faux(), faux(code=COMMUNES[1]))
    alertes = examine(ref, lu)
    assert trie(reversed(alertes)) == alertes
    assert list(alertes) == sorted(alertes, key=lambda a: (a.severite, a.theme, a.niveau, a.code))


def test_the_departements_of_the_territories_followed(ref):
    lieux = [("epci", EPCI), ("commune", "23001"), ("departement", "87"), ("commune", "00000")]
    assert departements_de(ref, lieux, ("23", "87")) == ("87", "23")
    assert departements_de(ref, [("region", "75")], ("16", "87", "01")) == ("16", "87")


# Acknowledging ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def reglages(tmp_path) -> Settings:
    return Settings(store=tmp_path / "magasin", demo=None, acteur="Camille")


def liste(ref, alertes, reglages):
    return qualite.liste(alertes, acquittements.tous(reglages), ref, sources={}, editions=pd.DataFrame())


def test_an_alert_is_set_aside_with_its_reason_brought_back_and_comes_back_when_the_figure_is_revised(ref, reglages):
    alertes = examine(ref, corpus(faux(edition="e1")))
    assert len(liste(ref, alertes, reglages).ouvertes) == 1
    acquittements.acquitte(reglages, alertes[0].cle, "Vu avec le producteur.")
    vue = liste(ref, alertes, reglages)
    assert vue.ouvertes == ()
    assert "acquittées" in vue.message
    assert vue.acquittees[0].texte.startswith("Acquittée par Camille, le ")
    assert vue.acquittees[0].texte.endswith("Vu avec le producteur.")
    revisees = examine(ref, corpus(faux(valeur=150.0, edition="e2")))
    (revenue,) = liste(ref, revisees, reglages).ouvertes
    assert "Vu avec le producteur." in revenue.deja
    assert "révisé depuis" in revenue.deja
    acquittements.retablit(reglages, vue.acquittees[0].fiche)
    (ouverte,) = liste(ref, alertes, reglages).ouvertes
    assert ouverte.deja == ""


@pytest.mark.parametrize(("parts", "edition", "ouvertes"), [(950, "p1", 0), (9_500, "p2", 1)])
def test_a_sum_set_aside_comes_back_when_its_parts_are_revised(ref, reglages, parts, edition, ouvertes):
    """An EPCI of 1 000 beside communes of 950, seen; then of 9 500."""
    membres = ref.membres("epci", EPCI)

    def de_l_epci(somme, dite):
        communes = [ligne("pop", "commune", c, 2022, somme / len(membres), marge=None, edition=dite) for c in membres]
        return [a for a in examine(ref, corpus(*communes, ligne("pop", "epci", EPCI, 2022, 1000, marge=None))) if a.code == EPCI]

    (vue,) = de_l_epci(950, "p1")
    acquittements.acquitte(reglages, vue.cle, "Arrondis du producteur.")
    assert len(liste(ref, de_l_epci(parts, edition), reglages).ouvertes) == ouvertes


def test_the_reason_stays_when_the_alert_is_gone(ref, reglages):
    (a,) = examine(ref, corpus(faux()))
    acquittements.acquitte(reglages, a.cle, "Colonne intervertie.")
    mendee = liste(ref, examine(ref, corpus(faux(valeur=40.0))), reglages)
    assert (mendee.ouvertes, mendee.acquittees) == ((), ())
    (gardee,) = mendee.gardees
    assert gardee.endswith("Colonne intervertie.")
    assert ref.territoire("commune", COMMUNES[0]).nom in gardee


def test_an_alert_says_where_what_and_which_file(ref, reglages):
    (a,) = examine(ref, corpus(faux(sources="rp@2022")))
    editions = pd.DataFrame(
        [EDITION | {"niveaux": ("commune",)}, EDITION | {"id": "e2", "fichier": "dep.csv", "niveaux": ("departement",)}]
    )
    (v,) = qualite.liste((a,), (), ref, sources={}, editions=editions).ouvertes
    assert v.lieu == ref.territoire("commune", COMMUNES[0]).nom
    assert "rp.xlsx" in v.ou_lire
    assert "dep.csv" not in v.ou_lire
    assert v.remede
    assert v.attendu.startswith("Attendu")


def test_the_file_to_take_away_has_the_acknowledged_ones_too(ref, reglages):
    alertes = examine(ref, corpus(faux(), faux(code=COMMUNES[1])))
    acquittements.acquitte(reglages, alertes[0].cle, "Vu.")
    table = qualite.tableau(liste(ref, alertes, reglages))
    assert [ligne[3] for ligne in table.lignes] == [COMMUNES[1], COMMUNES[0]]
    assert table.lignes[1][-1].endswith("Vu.")


def test_an_empty_store_and_a_clean_one_do_not_say_the_same(ref):
    vides = [qualite.liste((), (), ref, sources={}, editions=pd.DataFrame(), documente=d).message for d in (True, False)]
    assert vides[0] != vides[1]
    assert "Importer" in vides[1]


def test_the_portrait_says_the_day_of_the_check_and_never_its_reason(fait):
    vue = fait()
    chiffre = next(c for t in vue.themes for c in t.chiffres if c.disponible)
    dit = Acquittement("epci", EPCI, chiffre.id, chiffre.annee, "q_saut", f"{chiffre.edition}|abc", "Erreur du fichier de la Caf.")
    autres = [replace(dit, edition="ancienne"), replace(dit, annee=chiffre.annee - 1)]
    lues = [avec_saisies(vue, Ecrits(acquittements=(fiche(x),))).saisies.de(chiffre.id) for x in (dit, *autres)]
    (ici,), (avant,), ailleurs = lues
    assert ici.mention.startswith("Vérifié le 21")
    assert (ici.texte, ici.motif) == ("", "")
    assert "version précédente" in avant.mention
    assert ailleurs == ()


# Sources ----------------------------------------------------------------------------------------------------------------

PARUE = Parution(24, "le producteur")
SOURCES = {
    "a": replace(source("a"), parution=PARUE, retard_mois=60),
    "b": source("b"),
    "pool": replace(source("pool"), annees_cumulees=5),
    "liste": replace(source("liste"), inventaire=True),
}


def test_freshness_in_words_with_where_it_is_known_from():
    a, b, jamais, _ = qualite_sources.fraicheurs({"a": (2020, 2021), "b": (2019,)}, SOURCES, JOUR).lignes
    assert (*a[2:4], plat(a[4])) == ("2021", "2023", "une année plus récente est sans doute parue : 2023")
    assert "le producteur" in a[5]
    assert plat(b[4]).startswith("ancienne : vérifiez")
    assert jamais[4] == "jamais importée"


def test_a_later_year_and_a_hole_are_alerts_and_an_unknown_rhythm_is_none():
    trouvees = qualite_sources.alertes({"a": (2018, 2020, 2021), "b": (2020,), "pool": (2015, 2020)}, SOURCES, date(2026, 11, 27))
    assert [(a.regle, a.indicateur) for a in trouvees] == [("q_ancienne", "a"), ("q_trou", "a")]
    assert trouvees[1].phrase.startswith("2019")


def presences(*lignes):
    return pd.DataFrame([dict(zip(COLONNES, x, strict=True)) for x in lignes])


def test_coverage_counts_against_the_reference_of_the_vintage(ref):
    total = int((ref.communes(2024)["departement"] == "87").sum())
    lues = presences(
        ("a", 2020, "commune", "87", 2024, total),
        ("a", 2022, "commune", "87", 2024, 10),
        ("liste", 2022, "commune", "87", 2024, 3),
        ("a", 2022, "commune", "23", 2024, 1),
    )
    vue = qualite_sources.couverture(lues, ref, SOURCES, "commune", ["87"])
    assert vue.annees == (2020, 2022)
    a, liste = (tuple(map(plat, x[1:])) for x in vue.tableau.lignes)
    assert a == (f"complet : {total}", f"10 sur {total}", "années absentes : 2021")
    assert liste == ("", "3 (liste)", "")
    toutes = qualite_sources.couverture(lues, ref, SOURCES, "commune").tableau.lignes[0][2]
    assert toutes.startswith("11 sur ")


def test_an_expected_source_that_nobody_imported_is_named(ref):
    sources: dict[str, Source] = dict(qualite_sources.registre.catalogue())
    vue = qualite_sources.couverture(presences(("insee_populations", 2022, "commune", "87", 2024, 1)), ref, sources, "commune")
    manques = {x[0]: plat(x[2]) for x in vue.lignes}
    assert manques["Caf, requête type"].startswith("jamais importée ; attendue par")


def test_what_is_grouped_keeps_the_gravest():
    a = Alerte("q_saut", "commune", "87001", "taux", "total", 2021, "e", "Phrase.", "", 1, "PE", "Taux")
    (b,) = regroupe([a, replace(a, annee=2022, severite=2)])
    assert (b.annee, b.severite) == (2022, 1)

"""Home, data and method pages: what is followed, held, missing and how each figure is made."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from ctg_data.errors import Faute
from ctg_data.indicators import registry
from ctg_data.indicators.absents import ABSENTS
from ctg_data.pipeline import Rapport, Retrait
from ctg_data.store.etat import Geste
from ctg_data.store.magasin import COLONNES_EDITIONS, COLONNES_ETAT
from ctg_data.store.portees import Changements
from ctg_data.views.accueil import accueil
from ctg_data.views.donnees import changements, donnees
from ctg_data.views.editions import histoire, recit
from ctg_data.views.methode import methode
from tests.views.conftest import EPCI, FauxCorpus

JOUR = date(2026, 11, 22)
EDITION = {
    "id": "e1", "sources": ("rp",), "fichier": "rp.xlsx", "sha256": "0", "importe_le": "2026-11-20T12:00:00+00:00", "acteur": "local",
    "lignes_lues": 1234, "mesures": 10, "statuts": {}, "annees": (2021, 2022), "niveaux": ("commune",), "departements": ("87",),
    "millesime_geo": (2024,), "profil_secret": ("insee_rp",), "annee_declaree": False, "millesime_deduit": False, "avertissements": (),
    "rang": 1, "ajoutees": 12, "retirees": 0, "modifiees": 3, "courante": True, "retiree": False, "retiree_le": "", "retiree_par": "",
    "retiree_raison": "", "epinglee": False, "epinglee_le": "", "epinglee_par": "", "epinglee_raison": "", "en_attente": False,
}  # fmt: skip


class Magasin(FauxCorpus):
    """A corpus with a list of editions, real or demonstration or empty."""

    def __init__(self, frame, editions=(), *, reelle=True, demo=(), fictive=False):
        super().__init__(frame, demo)
        self.fictive = fictive
        self.editions = pd.DataFrame(list(editions), columns=[*COLONNES_EDITIONS, *COLONNES_ETAT])
        self.publication = object() if reelle else None
        self.demonstration = object() if demo else None


@pytest.fixture
def accueille(ref, sources):
    return lambda corpus, **choix: accueil(corpus, ref, sources=sources, jour=JOUR, **choix)


def test_an_empty_store_says_what_would_fill_it(accueille, valeurs):
    vue = accueille(Magasin(valeurs.iloc[:0], reelle=False))
    assert vue.message_vide.startswith("Le magasin est vide.")
    assert len(vue.profils) == 3
    assert {t.etat for t in vue.territoires} == {"aucune donnée"}
    assert (vue.bandeau, vue.chargees, len(vue.manquantes)) == ("", (), 3)


def test_a_store_whose_every_import_was_withdrawn_is_empty_again(accueille, valeurs):
    vue = accueille(Magasin(valeurs.iloc[:0], [EDITION | {"courante": False, "retiree": True}]))
    assert vue.message_vide.startswith("Le magasin est vide.")


def test_territories_followed_then_viewed_each_with_its_nature(accueille, valeurs):
    vue = accueille(
        Magasin(valeurs, [EDITION]), recents=[("departement", "87"), ("epci", EPCI), ("epci", "000000000")], suivis=[("epci", EPCI)]
    )
    assert [(t.code, t.suivi) for t in vue.territoires] == [(EPCI, True), ("87", False)]
    assert vue.territoires[0].etat == "données réelles"
    assert vue.territoires[0].derniere_annee_texte == "dernière année\u00a0: 2023"


def test_what_is_loaded_is_dated_and_old_ones_need_someone(accueille, valeurs):
    vieille = EDITION | {"id": "e2", "sources": ("filo",), "annees": (2019,), "fichier": "filo.csv"}
    vue = accueille(Magasin(valeurs, [EDITION, vieille]))
    rp, filo = vue.chargees
    assert (rp.annees_texte, rp.importee_texte) == ("2021, 2022", "20\u00a0novembre\u00a02026")
    assert (filo.age_texte, filo.ancienne) == ("7\u00a0ans, à renouveler", True)
    assert any("Filosofi" in a and "2019" in a for a in vue.alertes)
    assert vue.manquantes == ("Cnaf, Taux de couverture",)


def test_a_replaced_edition_is_not_what_is_loaded(accueille, valeurs):
    vue = accueille(Magasin(valeurs, [EDITION | {"courante": False, "annees": (1999,)}, EDITION]))
    assert [s.annees_texte for s in vue.chargees] == ["2021, 2022"]


def test_a_declared_year_and_a_deduced_vintage_need_someone(accueille, valeurs):
    vue = accueille(Magasin(valeurs, [EDITION | {"annee_declaree": True, "millesime_deduit": True}]))
    assert vue.alertes[0].startswith("«\u00a0rp.xlsx\u00a0»\u00a0: année déclarée à l’import (2021, 2022)")
    assert "millésime des communes déduit" in vue.alertes[1]


def test_demonstration_is_said_and_its_sources_shown(accueille, valeurs):
    vue = accueille(Magasin(valeurs, reelle=False, demo=[("*", "*")]))
    assert vue.bandeau.startswith("Données de démonstration, fictives")
    assert {t.etat for t in vue.territoires} == {"données de démonstration, fictives", "aucune donnée"}
    assert {s.source for s in vue.chargees} == {"rp", "filo"}
    assert {s.importee_texte for s in vue.chargees} == {"démonstration fournie avec l’application"}
    assert not any("renouveler" in a or "édition plus récente" in a for a in vue.alertes)


def test_steps_lead_to_pages_that_exist(accueille, valeurs):
    connues = {"portrait", "chemins", "suivi", "gouvernance", "donnees", "methode"}
    for corpus in (Magasin(valeurs, [EDITION]), Magasin(valeurs, reelle=False), Magasin(valeurs, reelle=False, demo=[("*", "*")])):
        assert {e.page for p in accueille(corpus).profils for e in p.etapes} <= connues


def test_editions_newest_first_with_what_changed(ref, valeurs, sources):
    vue = donnees(Magasin(valeurs, [EDITION | {"courante": False}, EDITION | {"fichier": "rp2.xlsx"}]), ref, sources=sources)
    assert [ligne[0] for ligne in vue.editions.lignes] == ["rp2.xlsx", "rp.xlsx"]
    ligne = dict(zip(vue.editions.colonnes, vue.editions.lignes[0], strict=True))
    assert ligne["Source"] == "Insee, Recensement"
    assert ligne["Lignes lues"] == "1\u202f234"
    assert ligne["Ce qui a changé"] == "valeurs\u00a0: 12 ajoutées et 3 modifiées"
    assert ligne["État"] == "en vigueur"
    assert vue.editions.lignes[1][-1] == "remplacée, reste lisible"
    assert [len(ligne) for ligne in vue.couverture.lignes] == [5]


def test_the_coverage_joins_the_current_editions_of_a_source_and_level(ref, valeurs, sources):
    autre = EDITION | {"annees": (2023,), "departements": ("33",), "niveaux": ("commune", "epci")}
    lignes = donnees(Magasin(valeurs, [EDITION, autre]), ref, sources=sources).couverture.lignes
    assert lignes == (
        ("Insee, Recensement", "Commune", "2021 à 2023", "Gironde, Haute-Vienne", "2"),
        ("Insee, Recensement", "EPCI", "2023", "Gironde", "1"),
    )


@pytest.mark.parametrize(
    ("comptes", "texte"),
    [
        ((0, 0, 0), "aucune valeur ne change"),
        ((1, 0, 0), "valeurs : 1 ajoutée"),
        ((1200, 3, 1), "valeurs : 1\u202f200 ajoutées, 3 retirées et 1 modifiée"),
    ],
)
def test_changes_are_told_in_words(comptes, texte):
    assert changements(*comptes) == texte


def test_a_refused_file_shows_every_fault_with_its_mend(ref, valeurs, sources):
    faute = Faute("x.csv", "code_inconnu", "« 8700 »", "cinq caractères", "Remettez le zéro de tête.", ligne=12, colonne="codgeo")
    refuse = Rapport("x.csv", ("rp",), "refuse", lignes_lues=40, fautes=(faute, replace(faute, ligne=13)), avertissements=("à vérifier",))
    importe = Rapport("y.csv", ("rp",), "importe", edition="e", lignes_lues=5, annees=(2022,), changements=Changements(5))
    vue = donnees(Magasin(valeurs, [EDITION]), ref, rapports=(refuse, importe), sources=sources)
    assert [ligne[1] for ligne in vue.rapports.lignes] == ["refusé, rien n’en a été gardé", "importé"]
    assert [ligne[5] for ligne in vue.rapports.lignes] == ["2", "0"]
    assert [t.titre for t in vue.fautes] == ["x.csv\u00a0: 2\u00a0fautes"]
    assert vue.fautes[0].lignes[0] == ("", "12", "codgeo", "«\u00a08700\u00a0»", "cinq caractères", "Remettez le zéro de tête.")
    assert vue.messages == ("x.csv\u00a0: à vérifier",)


def test_faults_are_in_the_order_of_the_file_and_worded_for_a_page(ref, valeurs, sources):
    faute = Faute("x.xlsx", "code_inconnu", "« 8700 »", "cinq caractères", "Remettez le zéro.", feuille="A", ligne=12, colonne="b")
    comptees = replace(faute, ligne=None, trouve="« et 3 autres lignes »")
    fautes = (replace(faute, feuille="B", ligne=1), comptees, faute, replace(faute, ligne=2), replace(faute, colonne="a"))
    sans_annee = Faute("x.xlsx", "annee_absente", "aucune", "l’année", "Indiquez-la (option --annee).")
    table = donnees(
        Magasin(valeurs), ref, rapports=(Rapport("x.xlsx", (), "refuse", fautes=(*fautes, sans_annee)),), sources=sources
    ).fautes[0]
    assert [ligne[:3] for ligne in table.lignes] == [
        ("", "", ""), ("A", "2", "b"), ("A", "12", "a"), ("A", "12", "b"), ("A", "", "b"), ("B", "1", "b"),
    ]  # fmt: skip
    assert "option" not in table.lignes[0][-1]
    assert "Année des données" in table.lignes[0][-1]


def test_the_method_says_the_secrecy_that_is_applied():
    """ADR 0006: as many communes, then EPCI, as it takes; closed families only where nothing else protects."""
    secret = " ".join(dict(methode().generalites)["Secret statistique"])
    assert "seulement autant qu’il en faut" in secret
    assert "volontairement large" not in secret
    assert re.search("Dans quelques cas, cela ne suffit pas.*Toutes les communes de l’EPCI", secret)


def test_the_method_page_says_which_way_each_gap_goes():
    ecarts = " ".join(dict(methode().generalites)["Écart entre besoin et offre"])
    assert "négatif, l’offre est au-dessus" in ecarts.replace("\u2011", "-")
    assert "positif (+), au-dessus" in ecarts.replace("\u2011", "-")


def test_the_method_page_holds_the_whole_catalogue():
    vue = methode()
    fiches = {f.id: dict(f.champs) for t in vue.themes for f in t.fiches if not f.mention}
    assert set(fiches) == {i.id for i in registry.catalogue()}
    assert vue.nombre == len(fiches)
    for i in registry.catalogue():
        champs = fiches[i.id]
        assert {"Calcul", "Lecture", "Jugement", "Sources", "Niveaux", "Précautions"} <= set(champs)
        assert ("Étoile" in champs) == (i.etoile is not None)
        assert "{" not in champs["Lecture"]


def test_the_method_page_says_what_would_feed_each_indicator_that_is_not_computed():
    vue = methode()
    absentes = {f.id: dict(f.champs) for t in vue.themes for f in t.fiches if f.mention}
    assert set(absentes) == {a.id for a in ABSENTS}
    assert vue.absents == sum(not a.ailleurs for a in ABSENTS)
    dits = {a.id: absentes[a.id]["Sources"] for a in ABSENTS if not a.ailleurs}
    assert all(texte.startswith("Source non importée\u00a0: ") for texte in dits.values())
    assert dits["tension_hlm"].endswith("(SNE).")
    assert absentes["score_theme"]["Sources"] == "Lu sur une autre page\u00a0: étoile du portrait."


def test_the_offer_face_says_that_outward_is_weakness():
    fiche = next(f for t in methode().themes for f in t.fiches if f.id == "tx_couv_global")
    assert dict(fiche.champs)["Étoile"].endswith("vers l’extérieur quand la valeur est faible (offre plus faible)")


def test_each_figure_names_the_sources_that_may_feed_it():
    fiches = {f.id: dict(f.champs) for t in methode().themes for f in t.fiches}
    assert "ANCT" in fiches["fs_p20000"]["Sources"]
    assert "Caf, " not in fiches["fs_p20000"]["Sources"]
    assert "ANCT" not in fiches["cs_p10000"]["Sources"]
    assert "Wilson" in fiches["part_foyers_br"]["Intervalle à 95\u00a0%"]
    assert fiches["tx_pauvrete_60"]["Intervalle à 95\u00a0%"].startswith("aucun")


def test_the_editions_that_may_replace_a_withdrawn_one_are_named_and_no_other(ref, valeurs, sources):
    ailleurs = EDITION | {"id": "e2", "fichier": "gironde.xlsx", "departements": ("33",)}
    retiree = EDITION | {"id": "e3", "fichier": "retire.xlsx", "courante": False, "retiree": True, "retiree_par": "moi"}
    retiree |= {"retiree_le": "2026-11-21T12:00:00+00:00", "retiree_raison": "année fausse"}
    remplacee = EDITION | {"id": "e4", "fichier": "ancien.xlsx", "courante": False}
    versions = {v.id: v for v in donnees(Magasin(valeurs, [EDITION, ailleurs, retiree, remplacee]), ref, sources=sources).versions}
    assert "ancien.xlsx" in versions["e1"].consequence
    assert "gironde" not in versions["e1"].consequence
    assert "retire.xlsx" not in versions["e1"].consequence
    assert versions["e2"].consequence.startswith("Aucun autre fichier")
    assert versions["e3"].retiree
    assert versions["e3"].etat.startswith("retirée le 21")
    assert versions["e3"].etat.endswith("par moi : année fausse".replace(" :", "\u00a0:"))
    assert "ne change aucun chiffre" in versions["e4"].consequence


def test_a_demonstration_beside_imported_figures_does_not_say_that_all_is_fictitious(accueille, valeurs):
    demonstration = [("departement", "87")]
    assert "Les territoires sans fichier importé" in accueille(Magasin(valeurs, [EDITION], demo=demonstration)).bandeau
    assert "aucun chiffre ne décrit" in accueille(Magasin(valeurs, [EDITION | {"courante": False}], demo=demonstration)).bandeau


def test_what_a_gesture_did_is_said_in_french():
    fait, deja = (Retrait("e", "a.csv", fait, ()) for fait in (True, False))
    assert (
        recit(fait, "plus épinglée").replace("\u00a0", " ") == "« a.csv » : cette version n’est plus épinglée, les portraits sont à jour."
    )
    assert recit(deja, "plus épinglée").replace("\u00a0", " ") == "« a.csv » : cette version n’était déjà plus épinglée, rien n’a changé."
    assert recit(fait, "retirée").replace("\u00a0", " ") == "« a.csv » : version retirée, les portraits sont à jour."
    (dit,) = histoire([Geste("libere", "2026-03-12T09:00:00+00:00", "moi", "")])
    assert dit.replace("\u00a0", " ").startswith("N’est plus épinglée depuis le 12 mars 2026")


def test_files_said_to_be_invented_are_not_taken_for_a_demonstration(accueille, valeurs):
    """A store of exercises: nothing embedded stands beside it, so no page offers a demonstration."""
    vue = accueille(Magasin(valeurs, [EDITION], reelle=False, demo=(("*", "*"),), fictive=True))
    assert vue.bandeau.startswith("Les fichiers importés se disent fictifs")
    assert "démonstration" not in repr(vue)
    assert "d’exemple" not in repr(vue)
    assert "données importées, dites fictives" in {t.etat for t in vue.territoires}

"""What an import would do, told before: refused lines first, each with what it is about."""

from ctg_data.conventions.plan_actions import prepare
from ctg_data.errors import Faute
from ctg_data.loaders.plan_actions_schema import LignePlan
from ctg_data.parcours.chemin import Bout, Changement, Chemin, Etape, Lien
from ctg_data.parcours.convention import Action
from ctg_data.views import plan_import
from tests.parcours.dossiers import dossier
from tests.views.test_gouvernance import plat

LU = dossier(Action("ctg", "Relais", "PE", avancement=10), Action("ctg", "Crèche", "PE"))


def test_refused_lines_come_first_and_every_sort_is_counted():
    lignes = [LignePlan("Neuve", ligne=2), LignePlan("Crèche", "PE", ligne=3), LignePlan("Relais", "PE", avancement=20, cof="COF", ligne=4)]
    vue = plan_import.apercu(prepare(LU, [*lignes, LignePlan("Non", etat="planifiee", ligne=5)]))
    assert plat(vue.resume) == "4 actions : 1 créée, 1 modifiée, 1 inchangée et 1 refusée."
    assert vue.utile
    assert [(nom, sort, plat(dit), ligne) for nom, _, sort, dit, ligne in vue.tableau.lignes] == [
        ("Non", "refusée", "Désignez qui porte l’action. Indiquez le début et la fin de l’action.", "5"),
        ("Relais", "modifiée", "Convention de financement : rien → COF ; Avancement (%) : 10 → 20", "4"),
        ("Neuve", "créée", "", "2"),
        ("Crèche", "inchangée", "", "3"),
    ]


def test_an_import_that_writes_nothing_says_so():
    vue = plan_import.apercu(prepare(LU, [LignePlan("Crèche", "PE"), LignePlan("Non", etat="planifiee")]))
    assert not vue.utile


def test_a_long_preview_comes_by_pages():
    vue = plan_import.apercu(prepare(LU, [LignePlan(f"Action {n}") for n in range(60)]), page=2)
    assert (len(vue.tableau.lignes), len(vue.pages), plat(vue.resume)) == (10, 3, "60 actions : 60 créées.")


def test_faults_have_their_place_and_their_mend():
    faute = Faute("plan.xlsx", "x", "« a »", "un nombre", "Écrivez-le.", feuille="Plan", ligne=2, colonne="Fin")
    assert plan_import.fautes([faute]).lignes == (("Plan", "2", "Fin", "«\u00a0a\u00a0»", "un nombre", "Écrivez-le."),)


def test_actions_that_nothing_holds_are_offered_first_with_where_they_may_lead():
    lu = LU.avec("c", Changement("ctg", "Les familles ont le choix")).avec("p", Chemin("ctg", "c")).avec("e", Etape("ctg", "p", "Elles"))
    vue = plan_import.rattachement(lu.avec("l", Lien("ctg", "p", Bout.ACTION, "action-1", Bout.ETAPE, "e")))
    assert vue.actions == (("action-0", "Relais"), ("action-1", "Crèche (déjà reliée)"))
    assert [(i, plat(nom)) for i, nom in vue.cibles["c"]] == [
        ("e", "Étape : Elles"),
        ("c", "Directement au changement : Les familles ont le choix"),
    ]
    assert (plat(vue.resume), vue.liens) == ("1 action n’est reliée à aucun changement.", 1)
    assert plan_import.rattachement(dossier()).changements == ()

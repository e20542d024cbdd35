"""Simplify a drawing: merge, reorder, park, copy; nothing that was written is lost on the way."""

from ctg_data.conventions import chemins
from ctg_data.parcours import graphe
from ctg_data.parcours.chemin import Changement, Chemin, Etape, Hypothese, Lien
from ctg_data.parcours.etats import EtatHypothese
from ctg_data.parcours.suivi import Marqueur, Objet
from tests.parcours import carnet as k
from tests.parcours.carnet import Carnet


def deux_etapes(c: Carnet) -> tuple[str, str]:
    """The path of ``trace``, with a second step between the first and the change, marked."""
    k.trace(k.valide(k.consent(c)))
    chemin, premiere = c.un(Chemin), c.un(Etape)

    def geste(e):
        autre = e.cree(Etape(c.ctg, chemin.id, "Elles s'entraident", ordre=1))
        chemins.relie(e, chemin.id, premiere.id, autre.id)
        lien = chemins.relie(e, chemin.id, autre.id, chemin.objet.changement)
        e.cree(Hypothese(c.ctg, lien.id, "L'entraide dure"))
        e.cree(Marqueur(c.ctg, Objet.ETAPE, autre.id, libelle="Un groupe d'entraide"))
        return autre.id

    return premiere.id, c.fait(geste)


def test_two_steps_merged_keep_the_arrows_hypotheses_and_markers_of_both(c: Carnet):
    premiere, seconde = deux_etapes(c)
    c.fait(lambda e: chemins.fusionne(e, e.fiches[premiere], e.fiches[seconde], "Elles se rencontrent et s'entraident"))
    lu = c.livre.dossier
    assert [e.libelle for e in lu.de(Etape).values()] == ["Elles se rencontrent et s'entraident"]
    assert len(lu.de(Lien)) == 2
    assert len(lu.de(Hypothese)) == 2
    assert {m.cible for m in lu.de(Marqueur).values()} & {premiere}
    assert len(lu.de(Marqueur)) == 2


def test_a_parked_step_waits_out_of_the_drawing_with_its_arrows(c: Carnet):
    _, seconde = deux_etapes(c)
    chemin = c.un(Chemin).id
    complet = c.livre.dossier.liens(chemin)
    c.fait(lambda e: e.modifie(e.fiches[seconde], ecartee=True))
    assert len(c.livre.dossier.liens(chemin)) == len(complet) - 2
    c.fait(lambda e: e.modifie(e.fiches[seconde], ecartee=False))
    assert c.livre.dossier.liens(chemin) == complet


def test_steps_are_reordered(c: Carnet):
    premiere, seconde = deux_etapes(c)
    c.fait(lambda e: chemins.range_(e, e.fiches[seconde], -1))
    assert [i for i, _ in c.livre.dossier.etapes(c.un(Chemin).id)] == [seconde, premiere]


def test_changes_are_reordered_and_numbered_as_they_stand(c: Carnet):
    k.valide(k.consent(c))
    avant = [i for i, _ in c.livre.dossier.changements()]
    c.fait(lambda e: chemins.range_changement(e, e.fiches[avant[2]], -1))
    c.fait(lambda e: chemins.range_changement(e, e.fiches[avant[0]], -1))  # already the first: nothing moves
    assert [i for i, _ in c.livre.dossier.changements()] == [avant[0], avant[2], avant[1], avant[3]]
    assert [o.ordre for _, o in c.livre.dossier.changements()] == [0, 1, 2, 3]


def test_a_path_is_copied_towards_another_change_with_hypotheses_to_test_again(c: Carnet):
    k.actif(c)
    hypothese = c.passe(c.un(Hypothese), EtatHypothese.EN_TEST)
    source, autre = c.un(Chemin), c.livre.dossier.changements()[1][0]
    copie = c.fait(lambda e: chemins.copie(e, e.dossier, source.id, autre))
    lu = c.livre.dossier
    assert [e.libelle for _, e in lu.etapes(copie.id)] == [e.libelle for _, e in lu.etapes(source.id)]
    (neuve,) = lu.hypotheses(copie.id).values()
    assert (neuve.texte, neuve.etat) == (hypothese.objet.texte, EtatHypothese.A_TESTER)
    assert graphe.manques(lu, copie.id) == [m for m in graphe.manques(lu, copie.id) if m.regle == "sans_date"] == []


def test_a_path_copied_from_another_ctg_leaves_its_actions_there(c: Carnet, tmp_path):
    k.actif(c)
    source = c.livre.dossier
    autre = k.carnet(tmp_path)
    autre.ctg = k.gestes.cree(c.settings, source.ctg.__class__("Voisine", "epci", "248719353", themes=("PE",))).id
    autre.settings = c.settings
    k.consent(autre)
    changement = autre.un(Changement).id
    copie = autre.fait(lambda e: chemins.copie(e, source, c.un(Chemin).id, changement))
    lu = autre.livre.dossier
    assert len(lu.etapes(copie.id)) == 1
    assert [lien.de_type for lien in lu.liens(copie.id).values()] == ["etape"]
    assert not lu.de(Hypothese)


def test_what_stands_around_a_change_is_all_that_says_it_serves_it(c: Carnet):
    k.actif(c)
    c.fait(lambda e: chemins.revise(e, c.un(Chemin)))  # an older version stays
    lu = c.livre.dossier
    cibles = [i for genre in (Changement, Etape, Hypothese) for i in lu.de(genre)]
    assert len(cibles) > len(lu.de(Changement)) + 2
    for changement in lu.de(Changement):
        assert lu.autour(changement) == {i for i in cibles if lu.changement_de(i) == changement}

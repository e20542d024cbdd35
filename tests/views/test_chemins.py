"""What the page of paths shows, from the records: the outline, its marks, the changes and the register."""

import re
from dataclasses import replace
from datetime import date

import pytest

from ctg_data.conventions import chemins as gestes
from ctg_data.conventions import consentement
from ctg_data.exports import chemins as export
from ctg_data.parcours.chemin import Changement, Chemin, Etape, Hypothese
from ctg_data.parcours.concertation import College, FuturIdeal, Objection
from ctg_data.parcours.convention import AvisCollectivite, Instance, Organisation, Reunion, Validation
from ctg_data.parcours.etats import EtatChemin, EtatHypothese, EtatObjection
from ctg_data.parcours.suivi import IndicateurLie, Objet, Preuve, TypePreuve
from ctg_data.views import changements, chemins
from ctg_data.views.consentement import registre, reunion_et_quorum
from ctg_data.views.futur_ideal import futur_ideal
from tests.parcours.carnet import Carnet, au_vote, consent, table, trace, valide
from tests.parcours.conftest import c as c


@pytest.fixture
def trace_(c: Carnet) -> Carnet:
    return trace(valide(consent(c)))


def vue(c: Carnet) -> chemins.CheminVue:
    return chemins.chemin(c.livre, c.un(Chemin).id)


def plan(branche: chemins.Branche, marge: str = "") -> list[str]:
    """The outline as lines, indented."""
    ici = f"{marge}{branche.element.repere}{' (déjà)' if branche.deja else ''}"
    portees = [f"{marge} {h.repere}" for h in (branche.fleche.hypotheses if branche.fleche else ())]
    return [ici, *portees, *(ligne for b in branche.dessous for ligne in plan(b, marge + "  "))]


def test_the_outline_goes_from_the_change_to_the_actions_with_hypotheses_on_the_arrows(trace_):
    v = vue(trace_)
    assert plan(v.arbre) == ["C1", "  E1", "   H1", "    A1"]
    assert [e.genre for e in v.elements] == ["changement", "etape", "action"]
    assert "1\u00a0action et 1\u00a0étape mènent au changement" in v.resume
    assert v.manques == ()


def test_what_follows_a_hypothesis_is_told_by_its_name(trace_):
    hypothese = trace_.un(Hypothese).id
    trace_.fait(lambda e: e.cree(IndicateurLie(e.dossier.id, Objet.HYPOTHESE, hypothese, "tx_couv_eaje")))
    (dite,) = vue(trace_).arbre.dessous[0].fleche.hypotheses
    assert dite.signes == "suivie par «\u00a0Trois accueils en horaires décalés\u00a0» et «\u00a0Taux de couverture en EAJE\u00a0»"


def test_what_two_ways_lead_to_is_told_once(trace_):
    """A1 → E1 → C1 and A1 → E2 → E1."""

    def geste(e):
        chemin = next(iter(e.dossier.de(Chemin)))
        e1 = next(iter(e.dossier.de(Etape)))
        a1 = next(lien.de for lien in e.dossier.liens(chemin).values() if lien.vers == e1)
        e2 = e.cree(Etape(e.dossier.id, chemin, "Une autre étape", ordre=1))
        gestes.relie(e, chemin, e2.id, e1)
        gestes.relie(e, chemin, a1, e2.id)

    trace_.fait(geste)
    assert plan(vue(trace_).arbre) == ["C1", "  E1", "   H1", "    E2", "      A1", "    A1 (déjà)"]


def test_steps_that_lead_nowhere_and_parked_ones_are_apart_and_keep_their_number(trace_):
    def geste(e):
        chemin = next(iter(e.dossier.de(Chemin)))
        e.cree(Etape(e.dossier.id, chemin, "Sans suite", ordre=1))
        e.cree(Etape(e.dossier.id, chemin, "Plus tard", ordre=2, ecartee=True))

    trace_.fait(geste)
    v = vue(trace_)
    assert [b.element.repere for b in v.detachees] == ["E2"]
    assert [e.repere for e in v.ecartees] == ["E3"]
    assert "E3" not in [e.repere for e in v.elements]
    assert [nom for _, nom in v.choix if nom.startswith("E3")]
    assert "« Sans suite »" in v.manques[0][1].replace("\u00a0", " ")


def test_a_hypothesis_says_its_state_its_risk_its_date_and_its_evidence(trace_):
    h = next(iter(trace_.livre.dossier.de(Hypothese)))
    detail = vue(trace_).fleches[0].hypotheses[0].detail.replace("\u00a0", " ")
    assert detail == "à tester · risque moyen · examen prévu le 1er janvier 2027 · aucune preuve"
    for type_, source, niveau, sens in ((TypePreuve.CHAUDE, "entretiens", 1, True), (TypePreuve.FROIDE, "agréments", 2, True)):
        trace_.fait(
            lambda e, t=type_, s=source, n=niveau, v=sens: e.cree(
                Preuve(trace_.ctg, Objet.HYPOTHESE, h, t, s, date(2026, 1, 1), n, v, "Lu.")
            )
        )
    detail = vue(trace_).fleches[0].hypotheses[0].detail.replace("\u00a0", " ")
    assert detail.endswith("2 preuves, 2 sources : niveau 2 sur 5 (des données montrent le changement)")


def test_of_several_hypotheses_on_an_arrow_the_drawing_shows_the_one_that_calls_for_care(trace_):
    h = trace_.un(Hypothese)
    trace_.passe(h, EtatHypothese.EN_TEST)
    trace_.fait(lambda e: e.cree(Hypothese(trace_.ctg, h.objet.lien, "Une autre raison")))
    fleche = vue(trace_).fleches[0]
    assert (len(fleche.hypotheses), fleche.etat) == (2, "à tester")


def test_the_drawing_to_take_away_says_what_it_is_and_escapes_what_people_wrote(trace_):
    etape = trace_.un(Etape)
    trace_.fait(lambda e: e.modifie(etape, libelle="Écouter <b>tous</b> & chacun"))
    svg = export.svg(vue(trace_)).decode()
    assert "Chemin de progrès, changement C1" in svg
    assert "version 1, ébauche" in svg
    assert "<b>" not in svg
    assert "fictive" not in svg
    assert export.nom(vue(trace_), "svg") == "chemin-chaque-famille-trouve-un-mode-d-accueil-a-v1.svg"


def test_a_frozen_version_has_nothing_left_to_do(trace_):
    trace_.passe(trace_.un(Chemin), EtatChemin.SIMPLIFIE, EtatChemin.VALIDE)
    v = vue(trace_)
    assert (v.fige, v.archive, v.manques) == (True, False, ())


def test_the_count_of_changes_and_the_reason_of_a_gap(c):
    assert changements.changements(c.livre).compte == "Aucun changement consenti\u202f; de 4 à 6 sont attendus."
    consent(c, ("Les jeunes se disent écoutés",))
    v = changements.changements(c.livre)
    assert v.compte == "1 changement consenti, de 4 à 6 attendus."
    assert "dites pourquoi" in v.ecart
    c.fait(lambda e: e.modifie(c.livre.ctg, derogation="Le territoire est petit."))
    assert changements.changements(c.livre).ecart.endswith("Le territoire est petit.")
    consent(c, ("Deux", "Trois", "Quatre"))
    assert changements.changements(c.livre).compte == "4 changements consentis, de 4 à 6 attendus."


def test_advice_on_a_change_and_opinions_of_the_signatories(c):
    def geste(e):
        changement = e.cree(Changement(c.ctg, "Créer une maison des jeunes"))
        une, autre = (e.cree(Organisation(c.ctg, nom, signataire=True)) for nom in ("Une commune", "Une autre"))
        e.cree(Validation(c.ctg, changement.id, une.id, AvisCollectivite.REFUSE, date(2025, 4, 1), "Trop cher"))
        return autre

    c.fait(geste)
    v = changements.changements(c.livre).choisi
    assert [x.split(" ")[0] for x in v.conseils] == ["«\u00a0créer\u00a0»", "Dites", "Dites"]
    avis = {ligne[0]: ligne[1:] for ligne in v.avis.lignes}
    assert avis == {"Une commune": ("Défavorable", "1er\u00a0avril\u00a02025", "Trop cher"), "Une autre": ("attendu", "", "")}


def test_the_register_tells_obstacles_and_ties_an_objection_to_the_words_it_changed(c):
    def geste(e):
        changement = e.cree(Changement(c.ctg, "Créer un guichet des droits"))
        p = au_vote(e, consentement.propose(e, changement, table(e, quorum=9).id))
        o = e.cree(Objection(c.ctg, p.id, College.HABITANTS, "Un guichet est un moyen"))
        e.cree(Objection(c.ctg, p.id, College.ELUS, "Qui paie ?"))
        return consentement.leve(e, e.passe(o, EtatObjection.RECEVABLE), texte="Chacun obtient ses droits")

    levee = c.fait(geste)
    p = registre(c.livre).choisie
    assert [o.en_cours for o in p.objections if o.id != levee.id] == [True]
    (sienne,) = (o for o in p.objections if o.id == levee.id)
    assert "".join(m.texte for m in sienne.mots if m.sort == "retire").strip() == "Créer un guichet des"
    assert len(p.obstacles) == 2
    assert "5 présents pour 9" in p.obstacles[0]
    assert registre(c.livre).tableau.lignes[0][-1] == "2, dont 1 en cours"


def test_the_active_futur_ideal_is_the_last_adopted_one(c):
    def adopte(numero):
        def geste(e):
            f = e.cree(FuturIdeal(c.ctg, numero, f"Texte {numero}"))
            consentement.adopte(e, au_vote(e, consentement.propose(e, f, table(e).id)))

        c.fait(geste)

    adopte(1)
    adopte(2)
    c.fait(lambda e: e.cree(FuturIdeal(c.ctg, 3, "Texte 3")))
    v = futur_ideal(c.livre)
    assert (v.active.numero, v.derniere.numero) == (2, 3)
    assert [x.libre for x in v.versions] == [True, False, False]
    assert "écrite par une, le" in v.versions[0].mention.replace("\u00a0", " ")


def test_a_linked_figure_is_told_by_its_name(trace_):
    porteur = trace_.un(Hypothese).id
    trace_.fait(lambda e: e.cree(IndicateurLie(e.dossier.id, Objet.HYPOTHESE, porteur, "part_am_55_plus")))
    [suivie] = [h for f in vue(trace_).fleches for h in f.hypotheses]
    assert "Part des assistants maternels de 55\u00a0ans et plus" in suivie.signes


def test_a_long_title_holds_on_the_sheet_that_is_taken_away(trace_):
    long = replace(vue(trace_), titre="Chemin de progrès, changement C1 : " + "chaque famille trouve un accueil près de chez elle, " * 3)
    feuille = export.svg(long).decode()
    titres = re.findall(r'<text x="24"[^>]*font-size="18"[^>]*>([^<]*)<', feuille)
    assert len(titres) > 1
    assert " ".join(titres) == long.titre.strip()


def test_a_meeting_to_come_has_nobody_present_yet(trace_):
    instance = trace_.un(Instance).id
    reunion = trace_.fait(lambda e: e.cree(Reunion(e.dossier.id, instance, date(2027, 3, 1), "Table 4", quorum=6)))
    assert reunion_et_quorum(trace_.livre.dossier, reunion.id).endswith("(prévue), quorum de 6")

"""What people wrote, on the portrait: it never speaks of a figure that it was not written on."""

from dataclasses import replace

import pytest

from ctg_data.storage.depot import ConflitDeVersion, Divergence, Fiche
from ctg_data.storage.journal import Entree
from ctg_data.storage.modele import Acquittement, Choix, ElementSaillant, EtatPortrait, Note, Portrait
from ctg_data.storage.portraits import Ecrits
from ctg_data.views import mains
from ctg_data.views.saisies import annee, avec_saisies, constat, dits, ecartes, phrase, pour_la_salle
from tests.views.conftest import EPCI

ICI = ("epci", EPCI)
T0, T1, T2 = (f"2026-11-2{n}T10:12:00.000000+00:00" for n in (1, 2, 3))


def fiche(objet, *, par="Camille", le=T0, version=1, supprime=False) -> Fiche:
    return Fiche(f"{abs(hash((objet, par, le))):032x}"[:32], version, supprime, T0, "Camille", le, par, objet)


@pytest.fixture(scope="module")
def vue(fait):
    return fait()


@pytest.fixture(scope="module")
def premier(vue):
    return vue.saillants.tous[0]


def decision(vue, s, choix, *, an=None, lue=None, **textes) -> ElementSaillant:
    return ElementSaillant(*ICI, s.indicateur, an or annee(vue, s.indicateur), choix, constat=constat(lue or s.phrase), **textes)


def test_without_any_record_the_portrait_is_a_draft_as_proposed(vue):
    lue = avec_saisies(vue, Ecrits())
    assert (lue.saisies.etat.mot, lue.saisies.etat.publie) == ("Brouillon", False)
    assert [s for s, _ in dits(lue, vue.saillants.tous)] == list(vue.saillants.tous)
    assert ecartes(lue) == ()


def test_a_sentence_that_was_kept_says_by_whom_and_when(vue, premier):
    lue = avec_saisies(vue, Ecrits(saillants=(fiche(decision(vue, premier, Choix.GARDE)),)))
    mot = lue.saisies.decisions[premier.indicateur]
    assert mot.mention.replace("\u00a0", " ").startswith("Retenu par Camille, le 21 novembre 2026 à ")
    assert (phrase(premier, mot), mot.alerte) == (premier.phrase, "")


def test_the_words_of_a_person_take_the_place_of_the_sentence_as_they_were_typed(vue, premier):
    texte = "Peu de places :\n« au nord » <b>!</b>"
    lue = avec_saisies(vue, Ecrits(saillants=(fiche(decision(vue, premier, Choix.REFORMULE, texte=texte)),)))
    assert phrase(premier, lue.saisies.decisions[premier.indicateur]) == texte


def test_a_dismissed_sentence_leaves_the_list_with_its_reason(vue, premier):
    lue = avec_saisies(vue, Ecrits(saillants=(fiche(decision(vue, premier, Choix.ECARTE, motif="Contesté.")),)))
    assert premier not in [s for s, _ in dits(lue, vue.saillants.tous)]
    ((ecarte, mot),) = ecartes(lue)
    assert (ecarte, mot.motif, mot.texte) == (premier, "Contesté.", "")


def test_words_written_on_another_year_do_not_speak_of_the_new_figure(vue, premier):
    """Reworded on the data of last year: the sentence is proposed again, and the words are shown as written then."""
    avant = annee(vue, premier.indicateur) - 1
    for choix, textes in ((Choix.REFORMULE, {"texte": "Avant."}), (Choix.ECARTE, {"motif": "Ancien."}), (Choix.GARDE, {})):
        lue = avec_saisies(vue, Ecrits(saillants=(fiche(decision(vue, premier, choix, an=avant, **textes)),)))
        ancien = lue.saisies.anciennes[premier.indicateur]
        assert f"Écrit sur les données de {avant}" in ancien.alerte
        assert lue.saisies.decisions == {}
        assert (premier, None) in dits(lue, vue.saillants.tous)


def test_a_figure_revised_within_its_year_is_told(vue, premier):
    lue = avec_saisies(vue, Ecrits(saillants=(fiche(decision(vue, premier, Choix.GARDE, lue="Une autre phrase.")),)))
    assert "révisé" in lue.saisies.decisions[premier.indicateur].alerte


def test_a_decision_on_a_sentence_that_is_no_longer_proposed_is_kept_apart(vue):
    absent = next(c for t in vue.themes for c in t.chiffres if c.id not in {s.indicateur for s in vue.saillants.tous})
    objet = ElementSaillant(*ICI, absent.id, absent.annee, Choix.REFORMULE, texte="Toujours vrai.")
    (mot,) = avec_saisies(vue, Ecrits(saillants=(fiche(objet),))).saisies.orphelines
    assert (mot.texte, "ne proposent plus" in mot.alerte) == ("Toujours vrai.", True)


def test_notes_and_reasons_stand_beside_their_figure_and_say_their_year(vue):
    chiffre = vue.theme_choisi.chiffres[0]
    note = Note(*ICI, chiffre.id, chiffre.annee, "Une ouverture.", constat=constat(chiffre.valeur_texte))
    vieille = replace(note, annee=chiffre.annee - 1)
    raison = Acquittement(*ICI, chiffre.id, chiffre.annee, "baisse", "e", "Fermeture connue.")
    absente = replace(note, indicateur="inconnu")
    retiree = fiche(note, supprime=True, le=T1)
    lue = avec_saisies(vue, Ecrits(notes=(fiche(note), fiche(vieille), fiche(absente), retiree), acquittements=(fiche(raison),)))
    siens = lue.saisies.de(chiffre.id)
    assert [m.texte for m in siens] == ["Une ouverture.", "Une ouverture.", "Fermeture connue."]
    assert [bool(m.alerte) for m in siens] == [False, True, False]
    assert siens[2].mention.startswith("Alerte acquittée par Camille")
    assert [m.indicateur for m in lue.saisies.orphelines] == ["inconnu"]
    assert [m.fiche for m in lue.saisies.retirees] == [retiree]
    revisee = fiche(replace(note, constat=constat("autre")))
    assert "révisé" in avec_saisies(vue, Ecrits(notes=(revisee,))).saisies.de(chiffre.id)[0].alerte


def test_a_change_after_the_publication_is_told(vue, premier):
    publie = fiche(Portrait(*ICI, EtatPortrait.PUBLIE, vue.donnees), le=T1)
    avant, apres = fiche(decision(vue, premier, Choix.GARDE), le=T0), fiche(Note(*ICI, "pop", 2023, "x"), le=T2, par="Dominique")
    etat = avec_saisies(vue, Ecrits(saillants=(avant,), notes=(apres,), portrait=publie)).saisies.etat
    assert (etat.mot, etat.alertes) == ("Publié", ())
    assert etat.texte.startswith("par ")
    (alerte,) = avec_saisies(vue, Ecrits(saillants=(avant,), notes=(apres,), portrait=publie, changes=(apres,))).saisies.etat.alertes
    assert "1\u00a0texte changé" in alerte
    assert "Dominique" in alerte
    (alerte,) = avec_saisies(vue, Ecrits(portrait=replace(publie, objet=replace(publie.objet, donnees="autre")))).saisies.etat.alertes
    assert "données ont changé" in alerte
    repris = fiche(Portrait(*ICI), le=T2)
    assert avec_saisies(vue, Ecrits(portrait=repris)).saisies.etat.mot == "Brouillon"


def test_a_portrait_published_before_stamps_were_its_own_is_still_read(vue):
    """They named the real publication, the fictitious one and the values of perimeters."""
    for ecrit, change in ((f"{vue.donnees}+demo+perimetres", False), (f"autre+demo+{vue.donnees[::-1]}", True)):
        publie = fiche(Portrait(*ICI, EtatPortrait.PUBLIE, ecrit), le=T1)
        assert bool(avec_saisies(vue, Ecrits(portrait=publie)).saisies.etat.alertes) == change


def test_a_room_sees_what_was_kept_and_no_note(vue):
    un, deux, *_ = vue.saillants.tous
    chiffre = vue.theme_choisi.chiffres[0]
    note = fiche(Note(*ICI, chiffre.id, chiffre.annee, "interne"))
    rien = avec_saisies(vue, Ecrits(notes=(note,)))
    assert pour_la_salle(rien).saillants.tous == vue.saillants.tous
    assert pour_la_salle(rien).saisies.de(chiffre.id) == ()
    ecarte = fiche(decision(vue, un, Choix.ECARTE, motif="non"))
    assert un.indicateur not in [s.indicateur for s in pour_la_salle(avec_saisies(vue, Ecrits(saillants=(ecarte,)))).saillants.tous]
    decide = (ecarte, fiche(decision(vue, deux, Choix.REFORMULE, texte="Nos mots\nà nous.")))
    (seul,) = pour_la_salle(avec_saisies(vue, Ecrits(saillants=decide, notes=(note,)))).saillants.tous
    assert (seul.phrase, seul.certitude, seul.signe) == ("Nos mots à nous.", deux.certitude, deux.signe)


def conflit(**plus):
    actuelle = fiche(Note(*ICI, "pop", 2023, "leur texte"), par="Dominique", le=T1, version=2)
    divergences = (Divergence("texte", "mon texte", "leur texte"), Divergence("constat", "a", "b"))
    return ConflitDeVersion(replace(actuelle, **plus), divergences)


def test_a_conflict_shows_both_versions_and_who_wrote_the_other():
    lu = mains.conflit(conflit(), "Camille")
    assert lu.champs == (("Texte", "mon texte", "leur texte"),)
    assert lu.message.startswith("Dominique a enregistré une autre version")
    assert mains.conflit(conflit(), "Dominique").message.startswith("Une autre fenêtre")
    assert "a retiré" in mains.conflit(conflit(supprime=True), "Camille").message


def test_the_history_tells_each_change_with_both_sides():
    champs = {"rang": 1, "instant": T0, "acteur": "local", "genre": "note", "objet": "x", "version": 1, "defait": None}
    entrees = (
        Entree(**champs, geste="cree", avant={}, apres={"texte": '"a"', "code": '"1"', "supprime": "false"}),
        Entree(**champs | {"instant": T1}, geste="modifie", avant={"texte": None}, apres={"texte": '"b\\nc"'}),
    )
    derniere, premiere = mains.histoire("Population", entrees).lignes
    assert premiere[1:] == ("ce poste", "écrit", "", "Texte\u00a0: a")
    assert derniere[2:] == ("modifié", "Texte\u00a0: [effacé]", "Texte\u00a0: b\nc")


@pytest.mark.parametrize(
    ("tape", "garde"),
    [("  a  \r\nb\t c\x07 \n\n", "a\nb  c"), ("<script>*x*</script>", "<script>*x*</script>"), (" \n ", "")],
)
def test_what_is_typed_is_cleaned_of_what_cannot_be_seen_and_of_nothing_else(tape, garde):
    assert mains.propre(tape) == garde
    assert mains.propre(garde) == garde


def test_two_texts_put_together_lose_none():
    assert mains.reunit("leur texte", "mon texte") == "leur texte\n\nmon texte"
    assert mains.reunit("le même", "le même ") == "le même"

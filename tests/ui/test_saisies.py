"""What people write on the portrait, gesture by gesture, and two hands on one record: nothing typed is ever lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from ctg_data.exports import csv, html
from ctg_data.settings import RACINE, Settings
from ctg_data.storage import portraits
from ctg_data.storage.modele import ElementSaillant, Note, Portrait
from ctg_data.store.corpus import Corpus
from ctg_data.views.portrait import portrait
from ctg_data.views.saisies import avec_saisies
from tests.ui.conftest import textes
from tests.ui.publication import EPCI, ref

ICI = {"niveau": "epci", "code": EPCI}
DANGEREUX = "Peu de <b>places</b>,\n*surtout* au nord :red[ici] $x$"


@pytest.fixture
def sur(magasin: Settings, tmp_path: Path) -> Settings:
    """The invented publication, with a database of its own."""
    return replace(magasin, base=f"sqlite:///{(tmp_path / 'saisies.sqlite').as_posix()}")


@pytest.fixture
def autre(sur: Settings):
    """Another hand on the same database."""
    return portraits.depot(replace(sur, acteur="Dominique"))


def vue(sur: Settings):
    return avec_saisies(portrait(Corpus(sur), ref(), **ICI), portraits.lit(sur, *ICI.values()))


def fait(sur: Settings, rang: int = 0):
    return vue(sur).saillants.tous[rang]


def clique(at, cle: str):
    at.button(key=cle).click().run()
    assert not at.exception
    return at


def decide(at, indicateur: str, choix: str, **champs: str):
    lieu = f"saillant-{indicateur}"
    clique(at, f"ouvre-{lieu}")
    at.button_group(key=f"champ_choix-{lieu}").set_value(choix).run()
    for nom, texte in champs.items():
        at.text_area(key=f"champ-{nom}-{lieu}").set_value(texte)
    return clique(at, f"enregistre-{lieu}")


def note(at, sur: Settings, texte: str) -> Note:
    theme = vue(sur).theme
    clique(at, f"ouvre-note-nouvelle-{theme}")
    at.text_area(key=f"champ-texte-note-nouvelle-{theme}").set_value(texte)
    clique(at, f"enregistre-note-nouvelle-{theme}")
    return portraits.lit(sur, *ICI.values()).notes[-1]


def test_a_sentence_is_kept_reworded_dismissed_and_proposed_again(ouvre, sur):
    at, i = ouvre("portrait", sur=sur, **ICI), fait(sur).indicateur
    assert "Ce portrait n’a pas encore été publié" in textes(at)
    decide(at, i, "garde")
    assert "Retenu par essai, le" in textes(at)
    decide(at, i, "reformule", texte=DANGEREUX)
    html_ = " ".join(e.proto.body for e in at.get("html"))
    assert "Peu de &lt;b&gt;places&lt;/b&gt;,\n*surtout* au nord :red[ici] $x$" in html_
    assert not any("places" in b.label and "surtout" in b.label for b in at.button)
    assert fait(sur).certitude
    assert fait(sur).certitude in html_
    decide(at, i, "ecarte", motif="Chiffre contesté.")
    assert [e.label for e in at.expander if "Écartés" in e.label] == ["Écartés (1)"]
    assert "Raison : Chiffre contesté." in textes(at)
    clique(at, f"retablit-ecarte-{i}")
    assert "Écartés (1)" not in [e.label for e in at.expander]
    clique(at, "annuler")  # the way back, taken back
    assert "Écartés (1)" in [e.label for e in at.expander]
    clique(at, "annuler")
    assert "Peu de &lt;b&gt;places" in " ".join(e.proto.body for e in at.get("html"))


def test_a_faulty_text_is_told_in_place_and_stays_in_the_form(ouvre, sur):
    at, i = ouvre("portrait", sur=sur, **ICI), fait(sur).indicateur
    decide(at, i, "ecarte", motif="   ")
    assert "pourquoi" in at.error[0].value
    assert portraits.lit(sur, *ICI.values()).saillants == ()
    at.text_area(key=f"champ-motif-saillant-{i}").set_value("Parce que.")
    clique(at, f"enregistre-saillant-{i}")
    assert [f.objet.motif for f in portraits.lit(sur, *ICI.values()).saillants] == ["Parce que."]


def test_two_hands_on_one_note_lose_nothing(ouvre, sur, autre):
    """A second hand saves while the first one types: both texts are side by side, put together, and saved."""
    at = ouvre("portrait", sur=sur, **ICI)
    fiche = note(at, sur, "premier texte")
    lieu = f"note-{fiche.id}"
    clique(at, f"ouvre-{lieu}")
    autre.modifie(fiche, texte="texte de Dominique")
    at.text_area(key=f"champ-texte-{lieu}").set_value("mon texte")
    clique(at, f"enregistre-{lieu}")
    assert "Dominique a enregistré une autre version" in at.warning[0].value.replace("\u00a0", " ")
    assert "mon texte" in textes(at)
    assert "texte de Dominique" in textes(at)
    assert at.text_area(key=f"champ-texte-{lieu}").value == "mon texte"
    assert autre.lit(Note, fiche.id).objet.texte == "texte de Dominique"
    clique(at, f"reunir-{lieu}")
    assert at.text_area(key=f"champ-texte-{lieu}").value == "texte de Dominique\n\nmon texte"
    clique(at, f"enregistre-{lieu}")
    assert autre.lit(Note, fiche.id).objet.texte == "texte de Dominique\n\nmon texte"


@pytest.mark.parametrize(("issue", "reste"), [("mienne", "mes mots"), ("autre", "les mots de Dominique")])
def test_two_first_decisions_on_one_sentence_meet(ouvre, sur, autre, issue, reste):
    """Neither had anything to read: the second save is a conflict all the same, not a refusal."""
    at, s = ouvre("portrait", sur=sur, **ICI), fait(sur)
    lieu = f"saillant-{s.indicateur}"
    clique(at, f"ouvre-{lieu}")
    annee = next(c.annee for t in vue(sur).themes for c in t.chiffres if c.id == s.indicateur)
    fiche = autre.cree(ElementSaillant(*ICI.values(), s.indicateur, annee, "reformule", texte="les mots de Dominique"))
    at.button_group(key=f"champ_choix-{lieu}").set_value("reformule").run()
    at.text_area(key=f"champ-texte-{lieu}").set_value("mes mots")
    clique(at, f"enregistre-{lieu}")
    conflit = next(e.proto.body for e in at.get("html") if "Version enregistrée" in e.proto.body)
    assert conflit.index("mes mots") < conflit.index("les mots de Dominique")
    clique(at, f"{issue}-{lieu}")
    assert autre.lit(ElementSaillant, fiche.id).objet.texte == reste


def test_what_is_typed_is_still_there_after_another_theme_was_looked_at(ouvre, sur):
    at, theme = ouvre("portrait", sur=sur, **ICI), vue(sur).theme
    lieu = f"note-nouvelle-{theme}"
    clique(at, f"ouvre-{lieu}")
    at.text_area(key=f"champ-texte-{lieu}").set_value("à moitié écrit").run()
    at.button_group(key="champ_theme").set_value("LO").run()
    at.button_group(key="champ_theme").set_value(theme).run()
    assert at.text_area(key=f"champ-texte-{lieu}").value == "à moitié écrit"


def test_a_note_is_taken_away_brought_back_traced_and_blanked(ouvre, sur, autre):
    at = ouvre("portrait", sur=sur, **ICI)
    fiche = note(at, sur, "Madame Untel a dit")
    assert "Madame Untel a dit" in textes(at)
    clique(at, f"ouvre-note-{fiche.id}")
    clique(at, f"retire-{fiche.id}")
    assert "Notes retirées (1)" in [e.label for e in at.expander]
    clique(at, f"retablit-retiree-{fiche.id}")
    clique(at, f"ouvre-note-{fiche.id}")
    clique(at, f"bascule-histoire-{fiche.id}")
    assert "rétabli" in textes(at)
    clique(at, f"bascule-efface-{fiche.id}")
    assert "Rien ne le ramènera" in at.warning[0].value
    clique(at, f"efface-texte-{fiche.id}")
    assert "Untel" not in textes(at)
    assert not any("Untel" in str(e) for e in autre.historique(Note, fiche.id))


def test_a_gesture_on_what_changed_since_it_was_shown_is_refused_in_place(ouvre, sur, autre):
    at = ouvre("portrait", sur=sur, **ICI)
    fiche = note(at, sur, "avant")
    clique(at, f"ouvre-note-{fiche.id}")
    autre.modifie(fiche, texte="après")
    clique(at, f"retire-{fiche.id}")
    assert "Dominique a" in at.error[0].value
    assert not autre.lit(Note, fiche.id).supprime


def test_rewording_starts_from_the_sentence_proposed(ouvre, sur):
    at, propose = ouvre("portrait", sur=sur, **ICI), fait(sur)
    lieu = f"saillant-{propose.indicateur}"
    clique(at, f"ouvre-{lieu}")
    at.button_group(key=f"champ_choix-{lieu}").set_value("reformule").run()
    assert at.text_area(key=f"champ-texte-{lieu}").value == propose.phrase
    at.text_area(key=f"champ-texte-{lieu}").set_value(" ")
    clique(at, f"enregistre-{lieu}")
    assert "Écrivez la nouvelle phrase." in textes(at)
    at.text_area(key=f"champ-texte-{lieu}").set_value("Nos mots")
    clique(at, f"enregistre-{lieu}")
    clique(at, f"ouvre-{lieu}")
    assert at.text_area(key=f"champ-texte-{lieu}").value == "Nos mots"


def test_publishing_is_confirmed_and_told_everywhere(ouvre, sur):
    at = ouvre("portrait", sur=sur, **ICI)
    clique(at, "publier")
    assert portraits.lit(sur, *ICI.values()).portrait is None
    clique(at, "enregistre-publication")
    assert '<strong class="ctg-publie">Publié</strong> par essai' in textes(at)
    lue = vue(sur)
    assert lue.saisies.etat.publie
    assert "Brouillon" not in html.portrait(lue, RACINE / "data" / "reference").decode()
    note(at, sur, "après")
    assert "Modifié depuis la publication : 1 texte changé" in textes(at)
    clique(at, "annuler")
    assert "Modifié depuis la publication" not in textes(at)
    note(at, sur, "après")
    clique(at, "publier")
    clique(at, "enregistre-publication")
    assert vue(sur).saisies.etat.mot == "Brouillon"


def test_the_exports_hold_what_the_screen_shows(ouvre, sur):
    at, (un, deux, *_) = ouvre("portrait", sur=sur, **ICI), vue(sur).saillants.tous
    decide(at, un.indicateur, "reformule", texte=DANGEREUX)
    decide(at, deux.indicateur, "ecarte", motif="=1+1")
    note(at, sur, "Note\nsur deux lignes")
    lue = vue(sur)
    page = html.portrait(lue, RACINE / "data" / "reference").decode()
    assert "Peu de &lt;b&gt;places&lt;/b&gt;,\n*surtout*" in page
    for attendu in (un.phrase, "Note\nsur deux lignes", "Raison\u00a0: =1+1", 'class="filigrane"', "@top-right"):
        assert attendu in page
    table = csv.portrait(lue).decode("utf-8-sig")
    for attendu in ("état du portrait", "Brouillon", '"Note\nsur deux lignes"', "Écarté par essai", f"Phrase proposée\u00a0: {un.phrase}"):
        assert attendu in table
    assert csv.tableau(lue.carte.cadre, lue.carte.tableau, lue).decode("utf-8-sig").splitlines()[1].endswith(";Brouillon")


def test_the_files_of_a_published_portrait_hold_nothing_that_was_dismissed(ouvre, sur, autre):
    at, (un, deux, *_) = ouvre("portrait", sur=sur, **ICI), vue(sur).saillants.tous
    decide(at, un.indicateur, "ecarte", motif="Raison de travail")
    decide(at, deux.indicateur, "reformule", texte="Nos mots à nous")
    absent = next(c for t in vue(sur).themes for c in t.chiffres if c.id not in {s.indicateur for s in vue(sur).saillants.tous})
    autre.cree(ElementSaillant(*ICI.values(), absent.id, absent.annee, "ecarte", motif="Raison ancienne"))
    for publie in (False, True):
        lue = vue(sur)
        assert lue.saisies.etat.publie == publie
        for fichier in (csv.portrait(lue).decode("utf-8-sig"), html.portrait(lue, RACINE / "data" / "reference").decode()):
            assert "Nos mots à nous" in fichier
            caches = [un.phrase, "Raison de travail", "Raison ancienne"]
            assert [t in fichier for t in caches] == [not publie] * 3
        clique(at, "publier")
        clique(at, "enregistre-publication")
    assert "Raison de travail" in textes(at)


def test_a_room_sees_neither_notes_nor_what_was_dismissed(ouvre, sur):
    at, (un, deux, *_) = ouvre("portrait", sur=sur, **ICI), vue(sur).saillants.tous
    decide(at, un.indicateur, "ecarte", motif="secret de travail")
    decide(at, deux.indicateur, "reformule", texte="Nos mots à nous")
    note(at, sur, "note interne")
    for bloc in ("saillants", "chiffres"):
        salle = ouvre("portrait", sur=sur, **ICI, mode="projection", bloc=bloc)
        lu = textes(salle)
        assert ("Nos mots à nous" in lu) == (bloc == "saillants")
        assert not any(absent in lu for absent in ("secret de travail", "note interne", un.phrase.replace("\u00a0", " ")))
        assert not [b for b in salle.button if b.key and b.key.startswith("ouvre-")]


def test_nothing_is_made_by_reading(ouvre, vide):
    at = ouvre("portrait", sur=vide, **ICI)
    assert not at.exception
    assert "Brouillon" in textes(at)
    assert not (vide.store / "saisies.sqlite").exists()


def test_a_published_portrait_written_elsewhere_is_a_conflict_too(ouvre, sur, autre):
    at = ouvre("portrait", sur=sur, **ICI)
    clique(at, "publier")
    autre.cree(Portrait(*ICI.values(), "publie"))
    clique(at, "enregistre-publication")
    assert "Dominique" in at.warning[0].value

"""The trends page and the watch list on the home page, without a browser."""

from dataclasses import replace

import pytest

from ctg_data.errors import ActionRefusee, SaisieInvalide
from ctg_data.storage import acquittements, reglages, suivis
from ctg_data.storage.acquittements import DejaAcquittee
from ctg_data.storage.depot import ConflitDeVersion, Depot
from ctg_data.storage.modele import Note, ReglageVeille
from ctg_data.ui import cache
from ctg_data.wording import veille as mots
from tests.ui.conftest import textes
from tests.ui.publication import EPCI, SECRET, SECRET_PARTOUT
from tests.ui.test_pages import ICI, adresse

LIEU = ("epci", EPCI)
CLE = ("epci", EPCI, "part_foyers_br", 2023, "variation", "e" * 16)


@pytest.fixture
def propre(magasin):
    """The invented store, with nothing acknowledged nor followed once the test is over."""
    yield magasin
    for fiche in acquittements.acquittements(magasin, [LIEU]):
        acquittements.retablit(magasin, fiche)
    for fiche in (f for genre in reglages.lit(magasin) for f in genre):
        reglages.retire(magasin, fiche)
    suivis.ne_suit_plus(magasin, *LIEU)


def traiter(at) -> list[str]:
    return [b.key for b in at.button if (b.key or "").startswith("traiter-")]


def test_the_page_shows_the_theme_and_its_address_opens_it_again(ouvre):
    at = ouvre("tendances", **ICI, theme="IN", figure="pop_rsa")
    texte = textes(at)
    assert not at.exception
    assert "Tendances et veille : CC Élan Limousin Avenir Nature" in texte
    assert "Périmètre constant" in texte
    assert "huit EPCI sur dix" in texte
    assert at.selectbox(key="champ_figure").value == "pop_rsa"
    assert adresse(at) == {**ICI, "theme": "IN", "figure": "pop_rsa"}
    assert texte.count("<img") == texte.count(' alt="') > 5
    at.button_group(key="champ_theme").set_value("LO").run()
    assert adresse(at) == {**ICI, "theme": "LO"}


AUTRE = ("epci", "243300316")
"""Of which the invented store holds nothing."""


def test_nothing_loaded_is_not_nothing_to_report(ouvre):
    texte = textes(ouvre("tendances", niveau=AUTRE[0], code=AUTRE[1]))
    assert mots.SANS_DONNEE in texte
    assert mots.VIDE not in texte


def test_the_home_page_names_the_followed_territories_of_which_nothing_is_loaded(ouvre, propre):
    suivis.suit(propre, *AUTRE)
    texte = textes(ouvre("accueil"))
    suivis.ne_suit_plus(propre, *AUTRE)
    assert mots.SANS_DONNEE_SUIVIS.format(noms="Bordeaux Métropole") in texte
    assert mots.RIEN_A_SIGNALER not in texte


def test_a_hidden_figure_says_why_and_shows_nothing(ouvre):
    at = ouvre("tendances", **ICI, theme="IN", figure=SECRET)
    assert not at.exception
    assert "Secret statistique" in textes(at)
    at = ouvre("tendances", niveau="commune", code="87002", theme="IN", figure=SECRET_PARTOUT)
    assert not at.exception
    assert "commune sans ensemble de territoires comparables" in textes(at)


def test_without_a_territory_the_page_asks_for_one(ouvre):
    at = ouvre("tendances")
    assert "Choisissez un territoire" in textes(at)


def test_an_alert_is_acknowledged_with_a_reason_and_brought_back(ouvre, propre):
    at = ouvre("tendances", **ICI, theme="IN")
    avant = traiter(at)
    cle = avant[0].removeprefix("traiter-")
    at.button(key=avant[0]).click().run()
    at.button(key=f"acquitter-{cle}").click().run()
    assert "Dites pourquoi" in textes(at)
    at.text_area(key=f"raison-{cle}").set_value("Changement de gestionnaire, déjà connu.").run()
    at.button(key=f"acquitter-{cle}").click().run()
    assert not at.exception
    assert len(traiter(at)) == len(avant) - 1
    (fiche,) = acquittements.acquittements(propre, [LIEU])
    assert (fiche.objet.motif, fiche.cree_par) == ("Changement de gestionnaire, déjà connu.", "essai")
    at.session_state[f"acquittees-{LIEU[0]}-{LIEU[1]}"] = True
    assert "Acquittée par essai" in textes(at.run())
    at.button(key=f"retablir-{fiche.id}").click().run()
    assert traiter(at) == avant


def test_an_alert_becomes_a_note(propre):
    acquittements.annote(propre, CLE, "À revoir avec le service des études.")
    note = Depot(acquittements.storage.ouvre(propre), "essai").liste(Note, niveau="epci", code=EPCI)[-1].objet
    assert (note.indicateur, note.annee, note.texte) == ("part_foyers_br", 2023, "À revoir avec le service des études.")
    assert acquittements.acquittements(propre, [LIEU])[0].objet.motif == "Note : À revoir avec le service des études."


def test_an_alert_made_a_note_is_undone_in_one_gesture_that_says_so(ouvre, propre):
    """The portrait offers to undo: the note goes and the alert is on its list again."""
    avant = traiter(ouvre("tendances", **ICI, theme="IN"))
    acquittements.annote(propre, CLE, "À revoir.")
    assert len(traiter(ouvre("tendances", **ICI, theme="IN"))) == len(avant) - 1
    at = ouvre("portrait", **ICI)
    assert "Annuler : note enregistrée et alerte acquittée à" in textes(at)
    at.button(key="annuler").click().run()
    assert not at.exception
    assert at.toast[0].value.replace("\u00a0", " ").replace("\\", "").startswith("Annulé : note enregistrée et alerte acquittée à")
    assert acquittements.acquittements(propre, [LIEU]) == ()
    assert traiter(ouvre("tendances", **ICI, theme="IN")) == avant


def test_two_people_on_one_alert_the_second_learns_who_when_and_why(vide):
    fiche = acquittements.acquitte(vide, CLE, "Vu.")
    with pytest.raises(DejaAcquittee, match=r"Essai a déjà acquitté cette alerte le .* : « Vu\. »"):
        acquittements.acquitte(vide, CLE, "Autre avis.")
    with pytest.raises(DejaAcquittee):
        acquittements.annote(vide, CLE, "Autre avis.")
    assert not Depot(acquittements.storage.ouvre(vide), "essai").liste(Note)
    with pytest.raises(SaisieInvalide, match="Dites pourquoi"):
        acquittements.acquitte(vide, (*CLE[:-1], "autre"), "  ")
    acquittements.retablit(vide, fiche)
    with pytest.raises(ConflitDeVersion):
        acquittements.retablit(vide, fiche)
    assert acquittements.acquittements(vide, [LIEU]) == ()
    acquittements.acquitte(vide, CLE, "De nouveau.")


def test_nobody_reads_nor_writes_without_a_name(vide):
    personne = replace(vide, acteur="")
    with pytest.raises(ActionRefusee):
        acquittements.acquittements(personne, [LIEU])
    with pytest.raises(ActionRefusee):
        acquittements.acquitte(personne, CLE, "Vu.")


def test_reading_what_was_acknowledged_creates_nothing(vide):
    assert acquittements.acquittements(vide, [LIEU]) == ()
    assert not vide.store.exists()


def test_the_home_page_opens_with_what_needs_someone(ouvre, propre):
    assert "Vous ne suivez encore aucun territoire" in textes(ouvre("accueil"))
    suivis.suit(propre, *LIEU)
    at = ouvre("accueil")
    assert not at.exception
    texte = textes(at)
    assert texte.index("Ce qui appelle l’attention") < texte.index("Territoires suivis")
    assert 0 < len(traiter(at)) <= 4
    at.button(key=f"tout-epci-{EPCI}").click().run()
    assert "Tendances et veille : CC Élan" in textes(at)


def test_the_portrait_leads_to_the_trends_of_its_figure_and_back(ouvre):
    at = ouvre("portrait", **ICI, theme="IN", figure="pop_rsa")
    at.button(key="vers-tendances").click().run()
    assert at.selectbox(key="champ_figure").value == "pop_rsa"
    at.button(key="vers-portrait").click().run()
    assert adresse(at) == {**ICI, "theme": "IN", "figure": "pop_rsa"}
    assert "quelle évolution" in textes(at)


def test_alerts_are_kept_a_publication(ouvre):
    ouvre("tendances", **ICI)
    assert cache.alertes(*LIEU) is cache.alertes(*LIEU)


def test_a_rule_is_set_with_a_reason_and_goes_back_to_its_default(ouvre, propre):
    at = ouvre("tendances", **ICI, theme="IN")
    assert traiter(at)
    at.session_state["regles"] = True
    at.run()
    assert "Règles de la veille" in textes(at)
    at.selectbox(key="regle").set_value("variation").run()
    at.number_input(key="ampleur-variation-0").set_value(10)
    at.checkbox(key="active-variation-0").uncheck().run()
    at.button(key="regler-variation").click().run()
    assert "Dites pourquoi cette règle est réglée ainsi" in textes(at)
    at.text_input(key="motif-variation-0").set_value("Trop d’alertes pour le copil.").run()
    at.button(key="regler-variation").click().run()
    assert not at.exception
    assert "Trop d’alertes pour le copil." in textes(at)
    assert not [cle for cle in traiter(at) if "-variation-" in cle]
    at.button(key="origine-variation").click().run()
    assert reglages.lit(propre) == ((), ())


def test_a_level_is_added_and_taken_away(ouvre, propre):
    at = ouvre("tendances", **ICI, theme="IN")
    at.session_state["regles"] = True
    at.run()
    at.selectbox(key="seuil-quoi").set_value("pop_rsa")
    at.text_input(key="seuil-valeur").set_value("beaucoup")
    at.text_input(key="seuil-raison").set_value("Objectif du copil")
    at.button(key="seuil-ajouter").click().run()
    assert "« beaucoup » n’est pas un nombre" in textes(at)
    at.text_input(key="seuil-valeur").set_value("12,5")
    at.button(key="seuil-ajouter").click().run()
    ((), (fiche,)) = reglages.lit(propre)
    assert (fiche.objet.indicateur, fiche.objet.valeur, fiche.objet.raison) == ("pop_rsa", "12.5", "Objectif du copil")
    assert "12,5 %" in textes(at)
    at.button(key=f"seuil-retirer-{fiche.id}").click().run()
    assert reglages.lit(propre) == ((), ())


def test_two_people_on_one_rule_the_second_is_told(vide):
    def voulu(motif):
        return ReglageVeille("variation", True, 2, 5, 10, motif)

    reglages.regle(vide, voulu("Premier avis."), None)
    ((lue,), _) = reglages.lit(vide)
    reglages.regle(vide, voulu("Deuxième avis."), lue)
    with pytest.raises(ConflitDeVersion, match="motif"):
        reglages.regle(vide, voulu("Troisième avis."), lue)
    with pytest.raises(SaisieInvalide):
        reglages.regle(vide, voulu("Quatrième avis."), None)

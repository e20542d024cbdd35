"""The data page: a good file feeds the portrait, a refused one gives all its faults, nothing protected is shown."""

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from ctg_data import pipeline, policy
from ctg_data.charts import palette
from ctg_data.errors import ActionRefusee, CtgError
from ctg_data.indicators import registry
from ctg_data.settings import Settings
from ctg_data.store.corpus import Corpus
from ctg_data.ui import cache, fichiers
from ctg_data.ui.selection import Selection
from tests.loaders.exemple_requete_type import change, en_csv, requete
from tests.ui.conftest import textes
from tests.ui.publication import EPCI, ref

NOM = "requete_type_2023.csv"
SECRET = 3
MONTANT = 987_654
"""A Caf amount that no rounding leaves alone, carried by the three households of the masked commune."""
CSV = "text/csv"


@pytest.fixture(scope="module", autouse=True)
def quelques_figures() -> Iterator[None]:
    """Each import publishes a few figures: what is looked at here is the page, and all of them take ten times as long."""
    seules = [registry.par_id()[i] for i in ("foyers_rsa", "foyers_ppa", "foyers_par_qf", "part_foyers_br")]
    with pytest.MonkeyPatch.context() as mp:
        mp.setattr(pipeline.publication, "valeurs", partial(pipeline.publication.valeurs, indicateurs=seules))
        yield


@pytest.fixture(scope="module")
def communes() -> list[str]:
    return sorted(ref().membres("epci", EPCI))


def depose(at, *fichiers: tuple[str, bytes]):
    """Drop files, press « Importer », wait for the new page."""
    at.get("file_uploader")[0].set_value([(nom, contenu, CSV) for nom, contenu in fichiers]).run()
    next(b for b in at.button if b.label == "Importer").click().run()
    return at


def fichier(communes: list[str]) -> bytes:
    lignes = requete(communes, annee=2023)
    masquee = communes[0]
    lignes = change(lignes, "foyers_ppa", commune=masquee, valeur=SECRET)
    return en_csv(change(lignes, "montants_ppa", commune=masquee, valeur=MONTANT))


@pytest.fixture(scope="module")
def importe(communes, tmp_path_factory) -> Settings:
    """A store with one imported year, made once."""
    dossier = tmp_path_factory.mktemp("importe")
    (dossier / "juste.csv").write_bytes(en_csv(requete(communes, annee=2023)))
    reglages = Settings(store=dossier / "magasin", demo=None, acteur="essai")
    assert pipeline.importe(reglages, [dossier / "juste.csv"])[0].etat == "importe"
    return reglages


@pytest.fixture
def plein(importe: Settings, tmp_path: Path) -> Settings:
    """The same, for one test to change."""
    return replace(importe, store=Path(shutil.copytree(importe.store, tmp_path / "plein")))


def test_a_good_file_feeds_the_portrait_and_the_same_bytes_again_change_nothing(ouvre, vide, communes):
    octets = en_csv(requete(communes, annee=2023))
    at = depose(ouvre("donnees", sur=vide), (NOM, octets))
    assert not at.exception
    for attendu in ("Dernier import", "Requête type de la Caf", "« Versions »"):
        assert attendu in textes(at)
    assert "en vigueur" in textes(ouvre("donnees", sur=vide, rubrique="versions"))
    assert "Foyers avec RSA" in textes(ouvre("portrait", sur=vide, niveau="epci", code=EPCI, theme="IN"))
    assert "aucune valeur ne change" in textes(depose(ouvre("donnees", sur=vide), (NOM, octets)))


def test_a_refused_file_gives_every_fault_and_leaves_the_store_empty(ouvre, vide, communes):
    lignes = change(requete(communes, annee=2023), "foyers_rsa", commune=communes[0], valeur=-4)
    lignes = change(lignes, "foyers_alloc", commune=communes[1], valeur="beaucoup")
    at = depose(ouvre("donnees", sur=vide), (NOM, en_csv(lignes)))
    assert not at.exception
    texte = textes(at)
    assert "fautes" in texte
    assert "-4" in texte
    assert "beaucoup" in texte
    assert "Aucun fichier importé" in texte


def test_a_file_that_is_not_one_of_ours_says_so(ouvre, vide):
    at = depose(ouvre("donnees", sur=vide), ("courses.csv", b"pain;beurre\n1;2\n"))
    assert not at.exception
    dit = textes(at)
    assert "non reconnu" in dit
    assert "premières colonnes : « pain », « beurre »" in dit
    assert "La liste des sources est sur la page d’accueil" in dit
    assert "par erreur" not in dit


def test_only_after_an_import_is_the_way_to_undo_it_told(ouvre, vide, communes):
    bon, mauvais = (NOM, en_csv(requete(communes, annee=2023))), ("courses.csv", b"pain;beurre\n1;2\n")
    assert "Un fichier importé par erreur ? Retirez sa version" in textes(depose(ouvre("donnees", sur=vide), bon, mauvais))
    assert "par erreur" not in textes(depose(ouvre("donnees", sur=vide), bon))


@pytest.fixture(scope="module")
def masque(communes, tmp_path_factory) -> Settings:
    """A store where one commune has three households of one benefit."""
    dossier = tmp_path_factory.mktemp("masque")
    (dossier / NOM).write_bytes(fichier(communes))
    reglages = Settings(store=dossier / "magasin", demo=None, acteur="essai")
    assert pipeline.importe(reglages, [dossier / NOM])[0].etat == "importe"
    return reglages


@pytest.fixture
def ecran(ouvre, masque, communes, monkeypatch) -> str:
    """Everything that the browser receives for the masked commune and its EPCI, once pages may read published values only."""
    permis = policy.allows
    monkeypatch.setattr(policy, "allows", lambda acteur, action, objet: action != "lire_prive" and permis(acteur, action, objet))
    recus = []
    for niveau, code in (("commune", communes[0]), ("epci", EPCI)):
        for figure in ("foyers_ppa", "part_foyers_br"):
            at = ouvre("portrait", sur=masque, niveau=niveau, code=code, theme="IN", figure=figure)
            assert not at.exception
            recus += [
                textes(at),
                *(c.proto.spec + c.proto.alt for c in at.get("plotly_chart")),
                *(c.proto.json for c in at.get("bidi_component")),
            ]
    return " ".join(recus)


def test_pages_never_read_the_private_store(ecran):
    assert "Chiffres clés" in ecran


def test_no_protected_figure_reaches_the_browser(ecran):
    brut = ecran.replace(" ", "")
    assert "Secret statistique" in ecran
    assert str(MONTANT) not in brut
    assert "3foyers" not in brut


def test_the_store_that_holds_them_is_refused_to_a_page(vide):
    with pytest.raises(ActionRefusee):
        policy.require("", "lire_prive", str(vide.store))


def test_a_masked_area_of_the_map_holds_no_value(ouvre, masque, communes):
    at = ouvre("portrait", sur=masque, niveau="epci", code=EPCI, theme="IN", figure="foyers_ppa")
    (recu,) = [json.loads(c.proto.json)["recu"] for c in at.get("bidi_component") if c.proto.component_name == "ctg_carte"]
    rang = sorted(ref().membres("epci", EPCI)).index(communes[0])
    assert recu["teinte"][rang] == palette.SECRET
    assert recu["textes"][recu["texte"][rang]].startswith("Secret")
    assert "rayon" not in recu or recu["rayon"][rang] == 0


def test_no_protected_figure_in_the_files_to_take_away(ouvre, masque, communes):
    ouvre("portrait", sur=masque, niveau="commune", code=communes[0])
    vue = cache.portrait(Selection("commune", communes[0], theme="IN", figure="foyers_ppa"))
    for f in (*fichiers.du_portrait(vue), fichiers.du_tableau(vue, "carte", vue.carte.cadre, vue.carte.tableau)):
        contenu = deplie(f.contenu())
        assert "secret" in contenu.lower() or f.nom.startswith("carte")
        assert str(MONTANT) not in contenu.replace("\u202f", "")


def deplie(octets: bytes) -> str:
    """The text of a file, or those of a bundle."""
    if not octets.startswith(b"PK"):
        return octets.decode()
    with zipfile.ZipFile(io.BytesIO(octets)) as paquet:
        return " ".join(paquet.read(nom).decode(errors="replace") for nom in paquet.namelist())


def test_two_files_of_one_name_are_both_imported(ouvre, vide, communes):
    at = depose(
        ouvre("donnees", sur=vide),
        (NOM, en_csv(requete(communes[:1], annee=2023))),
        (NOM, en_csv(requete(communes[1:], annee=2024))),
    )
    assert not at.exception
    assert len(cache.corpus().editions) == 2


@pytest.mark.parametrize("page", ["accueil", "portrait", "donnees"])
def test_a_damaged_publication_is_told_on_any_page(ouvre, plein, page):
    at = ouvre_abimee(ouvre, plein, page)
    assert "absente ou abîmée. Les chiffres importés sont intacts." in textes(at)
    assert len(at.get("file_uploader")) == (page == "donnees")
    assert bouton(at, "Calculer de nouveau les valeurs publiées")


def test_a_damaged_publication_is_computed_again(ouvre, plein):
    at = ouvre_abimee(ouvre, plein, "portrait")
    bouton(at, "Calculer de nouveau les valeurs publiées").click().run()
    assert not at.exception
    assert "abîmée" not in textes(at)


def ouvre_abimee(ouvre, sur: Settings, page: str):
    """A page over a publication that lost a file; the server starts all the same."""
    (Corpus(sur).publication.dossier / "meta.json").unlink()
    at = ouvre(page, sur=sur, **({"niveau": "epci", "code": EPCI} if page == "portrait" else {}))
    cache.prechauffe()
    assert not at.exception
    return at


def test_the_empty_list_of_the_page_before_is_hidden_while_files_are_imported(ouvre, vide, monkeypatch):
    """Streamlit leaves it under the progress: the run of the import says so before it starts."""

    def importe(*_, **__):
        raise CtgError("arrêt au milieu")

    at = ouvre("donnees", sur=vide)
    assert "Aucun fichier importé" in textes(at)
    monkeypatch.setattr(pipeline, "importe", importe)
    at = depose(at, (NOM, b"x"))
    assert ".st-key-invite .ctg-vide { display: none; }" in textes(at)
    assert "arrêt au milieu" in at.error[0].value


def bouton(at, libelle: str):
    return next(b for b in at.button if b.label == libelle)


def retire(at, raison: str = "mauvais fichier"):
    """Ask for it, say why, confirm."""
    bouton(at, "Retirer cette version").click().run()
    champ = next(c for c in at.text_input if c.label.startswith("Pourquoi"))
    champ.set_value(raison)
    return bouton(at, "Confirmer le retrait").click().run()


def deux_versions(ouvre, sur, communes) -> object:
    """Beside « juste.csv », the file that corrects it under another name: the page where both are listed, the last one chosen."""
    faux = change(requete(communes, annee=2023), "foyers_rsa", commune=communes[0], valeur=77)
    assert not depose(ouvre("donnees", sur=sur), ("erreur.csv", en_csv(faux))).exception
    return ouvre("donnees", sur=sur, rubrique="versions")


def test_a_version_is_withdrawn_once_the_reader_knows_what_replaces_it_then_restored(ouvre, plein, communes):
    at = deux_versions(ouvre, plein, communes)
    assert "Comparée à ce qu’elle a remplacé" not in textes(at)
    next(t for t in at.toggle if t.label == "Comparer").set_value(True).run()
    page = textes(at)
    assert "Comparée à ce qu’elle a remplacé : « juste.csv »" in page
    assert "Même présentation que le fichier précédent de cette source." in page
    assert "moins de 5" in page  # one commune of one measure: a count that stays vague for the Caf's own
    bouton(at, "Retirer cette version").click().run()
    assert "À la place, là où ils portent sur les mêmes chiffres : « juste.csv »" in textes(at)
    bouton(at, "Confirmer le retrait").click().run()
    assert "Dites en une phrase pourquoi" in at.error[0].value
    next(c for c in at.text_input if c.label.startswith("Pourquoi")).set_value("une commune <b>fausse</b>")
    bouton(at, "Confirmer le retrait").click().run()
    assert not at.exception
    (recit,) = (s.value.replace("\u00a0", " ").replace("\u202f", " ").replace("\\", "") for s in at.success)
    assert recit == "« erreur.csv » : version retirée, les portraits sont à jour. Chiffres de nouveau en vigueur : « juste.csv »."
    assert "retirée le " in textes(at)
    assert "une commune &lt;b&gt;fausse&lt;/b&gt;" in textes(at)
    bouton(at, "Rétablir").click().run()
    assert not at.exception
    assert "version rétablie" in at.success[0].value
    assert "remplacée, reste lisible" in textes(at)


def test_a_withdrawal_called_off_changes_nothing(ouvre, plein):
    at = ouvre("donnees", sur=plein, rubrique="versions")
    bouton(at, "Retirer cette version").click().run()
    assert "Aucun autre fichier importé de cette source" in textes(at)
    bouton(at, "Annuler").click().run()
    assert "État : en vigueur." in textes(at)
    assert "retirée" not in textes(at)


def test_the_same_bytes_after_a_withdrawal_are_said_restored(ouvre, plein, communes):
    octets = en_csv(requete(communes, annee=2023))
    retire(ouvre("donnees", sur=plein, rubrique="versions"))
    revenu = textes(depose(ouvre("donnees", sur=plein), (NOM, octets)))
    assert "de nouveau en vigueur, là où un autre fichier l’avait remplacé ou après un retrait" in revenu


def test_a_version_is_pinned_with_its_reason_then_released(ouvre, plein):
    at = ouvre("donnees", sur=plein, rubrique="versions")
    bouton(at, "Épingler cette version").click().run()
    assert "seront enregistrés et attendront" in textes(at)
    next(c for c in at.text_input if c.label.startswith("Pourquoi")).set_value("diagnostic signé")
    bouton(at, "Confirmer").click().run()
    assert not at.exception
    assert "en vigueur, épinglée le " in textes(at)
    assert "diagnostic signé" in textes(at)
    bouton(at, "Ne plus épingler").click().run()
    assert "État : en vigueur." in textes(at)


def test_the_banner_stays_true_beside_real_figures(ouvre, vide, demonstration, communes):
    sur = replace(vide, demo=demonstration)
    assert "aucun chiffre ne décrit la réalité" in textes(ouvre("donnees", sur=sur))
    depose(ouvre("donnees", sur=sur), (NOM, en_csv(requete(communes, annee=2023))))
    for page in ("accueil", "donnees"):
        texte = textes(ouvre(page, sur=sur))
        assert "aucun chiffre ne décrit la réalité" not in texte
        assert "Les territoires sans fichier importé montrent des données de démonstration, fictives." in texte

"""From files to a publication: what an import reports, what it leaves, and that it publishes what is current."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from ctg_data import loaders, pipeline
from ctg_data.errors import ActionRefusee, MagasinInvalide, PasseInconnu, PublicationARefaire, RaisonRefusee
from ctg_data.loaders import entetes
from ctg_data.settings import RACINE, Settings
from ctg_data.store import magasin as magasins
from ctg_data.store import moteur, publications
from ctg_data.store.corpus import Corpus
from ctg_data.store.magasin import Magasin
from ctg_data.store.publications import Publications
from tests.loaders.exemple_requete_type import en_csv, requete
from tests.store.outils import triplets, valeurs

ENTETE = "NIVGEO;CODGEO;LIBGEO;SEXE;AGED100;NB\n"


def ages(dossier: Path, nom: str = "TD_POP1B_2022.csv", **effectifs: int) -> Path:
    """A census extract (layout TD_POP1B, invented): one man of 30 a row, code -> number."""
    fichier = dossier / nom
    fichier.write_text(ENTETE + "".join(f"COM;{code[1:]};x;1;030;{n}\n" for code, n in effectifs.items()), encoding="utf-8")
    return fichier


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "magasin", reference=RACINE / "data" / "reference", demo=None, acteur="essai")


@pytest.fixture(autouse=True)
def calcul(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In place of the real computation, the sum of all rows for France; the list tells how often it ran."""
    passages: list[str] = []

    def substitut(magasin: Magasin, referentiel, progres=None) -> Iterator[tuple[str, pd.DataFrame]]:
        passages.append(magasin.empreinte())
        lues = magasin.mesures()
        yield "france", valeurs(("total", "FR", 2022, float(lues["valeur"].sum())), niveau="france")

    monkeypatch.setattr(pipeline.publication, "valeurs", substitut)
    return passages


def publiee(settings: Settings) -> set[tuple]:
    return triplets(Corpus(settings).valeurs("france"))


def test_what_files_share_is_let_go_before_the_publication(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pipeline, "_publie", lambda *_, **__: vus.append(entetes.lit_connue.cache_info().currsize))
    vus: list[int] = []
    pipeline.importe(settings, [ages(tmp_path, c33063=12)], publier=False)
    loaders.charge(ages(tmp_path, c33063=12))
    assert entetes.lit_connue.cache_info().currsize > 0
    pipeline.importe(settings, [ages(tmp_path, c33063=13)])
    assert vus == [0]


def test_an_import_records_computes_and_publishes(settings: Settings, tmp_path: Path):
    (rapport,) = pipeline.importe(settings, [ages(tmp_path, c33063=12, c16015=5)])
    assert (rapport.fichier, rapport.etat, rapport.sources) == ("TD_POP1B_2022.csv", "importe", ("insee_rp_ages",))
    assert (rapport.lignes_lues, rapport.annees, rapport.niveaux) == (2, (2022,), ("commune",))
    assert rapport.statuts["ok"] == rapport.mesures == rapport.changements.ajoutees
    assert publiee(settings) == {("FR", 2022, 17.0)}


def test_the_report_has_the_shape_promised_to_scripts(settings: Settings, tmp_path: Path):
    bon, mauvais = ages(tmp_path, c33063=12), tmp_path / "liste.csv"
    mauvais.write_text("a;b\n1;2\n", encoding="utf-8")
    importe, refuse = (r.as_dict() for r in pipeline.importe(settings, [bon, mauvais]))
    attendus = {"fichier", "source", "edition", "lignes_lues", "mesures", "statuts", "annees", "niveaux", "fautes", "avertissements"}
    assert attendus <= set(importe)
    assert attendus <= set(refuse)
    assert (importe["source"], refuse["edition"]) == (["insee_rp_ages"], None)
    assert set(refuse["fautes"][0]) == {"fichier", "feuille", "ligne", "colonne", "trouve", "attendu", "remede", "code"}


def test_the_same_bytes_again_change_nothing_and_compute_nothing(settings: Settings, tmp_path: Path, calcul: list[str]):
    fichier = ages(tmp_path, c33063=12)
    (premier,) = pipeline.importe(settings, [fichier])
    avant = sorted(p.name for p in settings.store.rglob("*"))
    (second,) = pipeline.importe(settings, [fichier])
    assert (second.etat, second.edition, second.statuts) == ("inchange", premier.edition, premier.statuts)
    assert (second.changements.ajoutees, second.changements.retirees, second.changements.modifiees) == (0, 0, 0)
    assert sorted(p.name for p in settings.store.rglob("*")) == avant
    assert len(calcul) == 1


def test_a_revised_file_counts_its_changes_and_is_published(settings: Settings, tmp_path: Path):
    pipeline.importe(settings, [ages(tmp_path, c33063=12, c33039=3)])
    (revise,) = pipeline.importe(settings, [ages(tmp_path, c33063=13, c33281=8)])
    assert (revise.changements.ajoutees, revise.changements.retirees, revise.changements.modifiees) == (1, 1, 1)
    assert publiee(settings) == {("FR", 2022, 21.0)}


def test_a_revised_file_of_the_caf_warns_that_two_publications_are_not_to_be_compared(settings: Settings, tmp_path: Path):
    premier, revise = tmp_path / "requete_1.csv", tmp_path / "requete_2.csv"
    premier.write_bytes(en_csv(requete(base=40)))
    revise.write_bytes(en_csv(requete(base=44)))
    (avant,), (apres,) = pipeline.importe(settings, [premier]), pipeline.importe(settings, [revise])
    assert not [a for a in avant.avertissements if "côte à côte" in a]
    (mot,) = [a for a in apres.avertissements if "côte à côte" in a]
    assert mot.startswith(f"Ce fichier change ou retire {pipeline.nombres.pluriel(apres.changements.modifiees, 'valeur')} de la Caf.")
    pipeline.importe(settings, [ages(tmp_path, c33063=12)])
    (public,) = pipeline.importe(settings, [ages(tmp_path, c33063=13)])
    assert public.changements.modifiees
    assert not [a for a in public.avertissements if "côte à côte" in a]


def test_a_refused_file_leaves_no_trace_and_does_not_stop_the_others(settings: Settings, tmp_path: Path):
    mauvais = ages(tmp_path, "TD_POP1B_2021.csv", c33063=-4)
    refuse, importe = pipeline.importe(settings, [mauvais, ages(tmp_path, c33063=12)])
    assert (refuse.etat, refuse.edition, importe.etat) == ("refuse", "", "importe")
    assert refuse.fautes
    assert [f.stem for f in (settings.store / "prive").iterdir()] == [importe.edition]
    assert "TD_POP1B_2021" not in (settings.store / "catalogue.sqlite").read_bytes().decode("latin-1")
    assert publiee(settings) == {("FR", 2022, 12.0)}


def test_a_store_with_refused_files_only_publishes_nothing(settings: Settings, tmp_path: Path, calcul: list[str]):
    pipeline.importe(settings, [ages(tmp_path, c33063=-4)])
    assert (Corpus(settings).publication, calcul) == (None, [])
    assert list((settings.store / "publie").iterdir()) == []


def test_a_year_given_by_hand_is_marked_as_declared(settings: Settings, tmp_path: Path):
    (sans,) = pipeline.importe(settings, [ages(tmp_path, "ages.csv", c33063=12)])
    (avec,) = pipeline.importe(settings, [ages(tmp_path, "ages.csv", c33063=12)], annee=2019)
    assert [f.code for f in sans.fautes] == ["annee_absente"]
    assert avec.annees == (2019,)
    assert Magasin(settings).edition(avec.edition).annee_declaree


def test_progress_goes_from_nothing_to_everything(settings: Settings, tmp_path: Path):
    etapes: list[tuple[str, float]] = []
    pipeline.importe(settings, [ages(tmp_path, c33063=12)], progres=lambda etape, part: etapes.append((etape, part)))
    assert etapes[0] == ("Lecture de TD_POP1B_2022.csv", 0)
    assert etapes[-1] == ("Terminé", 1)
    assert [part for _, part in etapes] == sorted(part for _, part in etapes)


def test_a_publication_computed_while_another_import_ended_is_computed_again(
    settings: Settings, tmp_path: Path, calcul: list[str], monkeypatch: pytest.MonkeyPatch
):
    pipeline.importe(settings, [ages(tmp_path, c33063=12)], publier=False)
    autre, substitut = ages(tmp_path, "TD_POP1B_2019.csv", c33063=100), pipeline.publication.valeurs

    def derange(magasin: Magasin, referentiel, progres=None):
        if not calcul:
            pipeline.importe(settings, [autre], publier=False)
        yield from substitut(magasin, referentiel, progres)

    monkeypatch.setattr(pipeline.publication, "valeurs", derange)
    publication = pipeline.publie(settings)
    assert len(calcul) == 2
    assert publiee(settings) == {("FR", 2022, 112.0)}
    assert Corpus(settings).publication.id == publication


def test_a_computation_reads_the_store_as_it_was_when_it_began(settings: Settings, tmp_path: Path):
    pipeline.importe(settings, [ages(tmp_path, c33063=12)])
    fige = Magasin(settings).fige()
    pipeline.importe(settings, [ages(tmp_path, c33063=13)])
    assert fige.mesures()["valeur"].sum() == 12
    assert Magasin(settings).mesures()["valeur"].sum() == 13


def test_a_computation_that_fails_keeps_the_publication_before(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pipeline.importe(settings, [ages(tmp_path, c33063=12)])

    def echoue(*_):
        yield "france", valeurs(("total", "FR", 2022, 99.0), niveau="france")
        raise RuntimeError

    monkeypatch.setattr(pipeline.publication, "valeurs", echoue)
    with pytest.raises(RuntimeError):
        pipeline.importe(settings, [ages(tmp_path, c33063=13)])
    assert publiee(settings) == {("FR", 2022, 12.0)}


def test_nobody_imports_nor_publishes_without_being_allowed(settings: Settings, tmp_path: Path):
    fichier = ages(tmp_path, c33063=12)
    personne = replace(settings, acteur="")
    for appel in (lambda: pipeline.importe(personne, [fichier]), lambda: pipeline.publie(personne)):
        with pytest.raises(ActionRefusee):
            appel()
    assert Corpus(settings).editions.empty


def test_a_store_that_cannot_be_used_is_told_before_anything_is_read(settings: Settings, tmp_path: Path):
    settings.store.write_text("un fichier")
    with pytest.raises(MagasinInvalide):
        pipeline.importe(settings, [ages(tmp_path, c33063=12)])


def test_a_withdrawal_publishes_what_was_there_before_and_can_be_undone(settings: Settings, tmp_path: Path):
    (premier,) = pipeline.importe(settings, [ages(tmp_path, c33063=12)])
    (erreur,) = pipeline.importe(settings, [ages(tmp_path, c33063=99)])
    retrait = pipeline.retire(settings, erreur.edition, raison="essai")
    assert (retrait.fait, retrait.revenues) == (True, (premier.fichier,))
    assert publiee(settings) == {("FR", 2022, 12.0)}
    assert not pipeline.retire(settings, erreur.edition, raison="essai").fait
    assert pipeline.retablit(settings, erreur.edition).revenues == (erreur.fichier,)
    assert publiee(settings) == {("FR", 2022, 99.0)}


def test_a_file_behind_a_pinned_one_is_recorded_not_shown_and_the_report_says_so(settings: Settings, tmp_path: Path):
    (tenu,) = pipeline.importe(settings, [ages(tmp_path, c33063=12)])
    pipeline.epingle(settings, tenu.edition, raison="diagnostic signé")
    publication = Corpus(settings).publication.id
    (attend,) = pipeline.importe(settings, [ages(tmp_path, c33063=99)])
    assert attend.etat == "importe"
    assert any("est épinglée : ses chiffres n'entrent pas en vigueur" in a for a in attend.avertissements)
    assert (publiee(settings), Corpus(settings).publication.id) == ({("FR", 2022, 12.0)}, publication)
    assert pipeline.libere(settings, tenu.edition).revenues == (attend.fichier,)
    assert publiee(settings) == {("FR", 2022, 99.0)}


def test_a_past_day_of_other_rules_is_computed_again_from_the_editions_then_in_force(settings: Settings, tmp_path: Path, monkeypatch):
    instants = iter(f"2026-03-0{n}T09:00:00.000000+00:00" for n in range(1, 9))
    for module in (magasins, publications):
        monkeypatch.setattr(module, "maintenant", lambda: next(instants))
    (ancien,) = pipeline.importe(settings, [ages(tmp_path, c33063=12)])  # edition on the 1st, publication on the 2nd
    pipeline.importe(settings, [ages(tmp_path, c33063=99)])  # the 3rd and the 4th
    courante = Corpus(settings).publication.id
    assert pipeline.reconstitue(settings, "2026-03-02").reconstituee is False
    monkeypatch.setattr(moteur, "empreinte", lambda: "autres")
    assert Publications(settings).journee("2026-03-02").lue == ""
    faite = pipeline.reconstitue(settings, "2026-03-02")
    assert (faite.reconstituee, faite.editions) == (True, {ancien.edition})
    assert triplets(Corpus(settings, jour="2026-03-02").valeurs("france")) == {("FR", 2022, 12.0)}
    assert Publications(settings).declaree() == courante
    pipeline.publie(settings)  # and purges: what was computed again stays
    assert (publiee(settings), Publications(settings).journee("2026-03-02").lue) == ({("FR", 2022, 99.0)}, faite.lue)
    with pytest.raises(PasseInconnu, match="Rien n'était publié dans ce magasin le 28"):
        pipeline.reconstitue(settings, "2026-02-28")


@pytest.mark.parametrize("geste", [pipeline.retire, pipeline.epingle])
def test_a_gesture_without_its_reason_is_refused_before_anything_is_done(settings: Settings, geste):
    with pytest.raises(RaisonRefusee, match="Une raison est demandée"):
        geste(settings, "0" * 16, raison="  ")
    assert not settings.store.exists()


def test_the_last_edition_withdrawn_leaves_nothing_published(settings: Settings, tmp_path: Path):
    fichier = ages(tmp_path, c33063=12)
    (rapport,) = pipeline.importe(settings, [fichier])
    pipeline.retire(settings, rapport.edition, raison="essai")
    assert publiee(settings) == set()
    (repris,) = pipeline.importe(settings, [fichier])
    assert (repris.etat, repris.edition, publiee(settings)) == ("retabli", rapport.edition, {("FR", 2022, 12.0)})


def test_a_withdrawal_killed_before_its_publication_is_published_by_the_next_command(settings: Settings, tmp_path: Path):
    pipeline.importe(settings, [ages(tmp_path, c33063=12)])
    (erreur,) = pipeline.importe(settings, [ages(tmp_path, c33063=99)])
    Magasin(settings).retire(erreur.edition)
    pipeline.publie(settings)
    assert publiee(settings) == {("FR", 2022, 12.0)}


@pytest.mark.parametrize("place", [4, 30, 200])
def test_a_few_bytes_damaged_anywhere_are_mended(settings: Settings, tmp_path: Path, calcul: list[str], place: int):
    """Neither the beginning nor the footer of the file tells on them."""
    pipeline.importe(settings, [ages(tmp_path, c33063=12)])
    fichier = Corpus(settings).publication.dossier / "france.parquet"
    octets = bytearray(fichier.read_bytes())
    octets[place : place + 8] = b"\xff" * 8
    fichier.write_bytes(octets)
    pipeline.publie(settings)
    assert publiee(settings) == {("FR", 2022, 12.0)}
    assert len(calcul) == 2


@pytest.mark.parametrize("nom", ["france.parquet", "meta.json", "territoires.json", ""])
def test_a_damaged_publication_is_said_so_and_computed_again(settings: Settings, tmp_path: Path, calcul: list[str], nom: str):
    pipeline.importe(settings, [ages(tmp_path, c33063=12)])
    dossier = Corpus(settings).publication.dossier
    shutil.rmtree(dossier) if not nom else (dossier / nom).write_bytes(b"abime")
    with pytest.raises(MagasinInvalide, match="absente ou abîmée"):
        assert Corpus(settings).codes("france") & {code for code, *_ in publiee(settings)}
    pipeline.publie(settings)
    assert publiee(settings) == {("FR", 2022, 12.0)}
    assert len(calcul) == 2


def test_what_other_rules_published_is_not_shown_until_computed_again(settings: Settings, tmp_path: Path, calcul: list[str], monkeypatch):
    pipeline.importe(settings, [ages(tmp_path, c33063=12)])
    monkeypatch.setattr(moteur, "empreinte", lambda: "d'autres règles")
    with pytest.raises(PublicationARefaire, match="règles de calcul ou de secret diffèrent"):
        Corpus(settings)
    pipeline.publie(settings)
    assert publiee(settings) == {("FR", 2022, 12.0)}
    assert len(calcul) == 2


def test_the_rules_are_the_code_whatever_its_line_ends(tmp_path: Path, monkeypatch):
    def rend(texte: bytes) -> str:
        for paquet in moteur.PAQUETS:
            (tmp_path / paquet).mkdir(exist_ok=True)
        (tmp_path / "diagnostic" / "secret.py").write_bytes(texte)
        moteur.empreinte.cache_clear()
        return moteur.empreinte()

    monkeypatch.setattr(moteur, "_RACINE", tmp_path)
    assert rend(b"seuil = 5\n") == rend(b"seuil = 5\r\n") != rend(b"seuil = 6\n")
    moteur.empreinte.cache_clear()


@pytest.mark.parametrize("annee", [1961, 2100, 40_000])
def test_a_declared_year_that_cannot_be_is_refused(settings: Settings, tmp_path: Path, annee: int):
    (rapport,) = pipeline.importe(settings, [ages(tmp_path, "TD_POP1B.csv", c33063=12)], annee=annee)
    assert (rapport.etat, [f.code for f in rapport.fautes]) == ("refuse", ["annee_invalide"])


def test_a_bug_met_on_one_file_stops_neither_the_others_nor_the_publication(settings: Settings, tmp_path: Path, monkeypatch, caplog):
    charge = pipeline.loaders.charge

    def fragile(chemin: Path, **options):
        if chemin.name == "mauvais.csv":
            raise KeyError("une valeur que personne ne doit lire")
        return charge(chemin, **options)

    monkeypatch.setattr(pipeline.loaders, "charge", fragile)
    mauvais = tmp_path / "mauvais.csv"
    bons = [ages(tmp_path, c33063=12), ages(tmp_path, "TD_POP1B_2021.csv", c33063=5)]
    rapports = pipeline.importe(settings, [bons[0], mauvais, bons[1]])
    assert [r.etat for r in rapports] == ["importe", "refuse", "importe"]
    assert [f.code for f in rapports[1].fautes] == ["defaut_du_logiciel"]
    assert publiee(settings) == {("FR", 2022, 17.0)}
    assert "personne ne doit lire" not in caplog.text + str(rapports[1])


def test_a_lost_private_file_is_healed_by_importing_its_file_again(settings: Settings, tmp_path: Path):
    fichier = ages(tmp_path, c33063=12)
    (rapport,) = pipeline.importe(settings, [fichier])
    (settings.store / "prive" / f"{rapport.edition}.parquet").unlink()
    (repris,) = pipeline.importe(settings, [fichier])
    assert (repris.etat, repris.avertissements[-1:]) == ("inchange", (pipeline.REPAREE,))
    assert Magasin(settings).mesures()["valeur"].sum() == 12

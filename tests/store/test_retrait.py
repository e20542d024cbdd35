"""What a file replaces, how an import made by mistake is undone, and how a damaged store is mended."""

import os
import sqlite3
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ctg_data.errors import ActionRefusee, CtgError, MagasinInvalide
from ctg_data.loaders.model import Extraction
from ctg_data.settings import Settings
from ctg_data.store.magasin import Magasin, Referents
from tests.store.outils import chargement, mesures, reunies, triplets

Ouvre = Callable[[], Magasin]


def fines(*lignes: tuple, **communs: object):
    return mesures(*lignes, source="fine", **({"regime": "caf"} | communs))


def test_a_thematic_file_replaces_only_its_own_measures(magasin: Magasin):
    magasin.enregistre(chargement(fines(("23001", 2024, "rsa", 20), ("23002", 2024, "rsa", 21))))
    edition = magasin.enregistre(chargement(fines(("23001", 2024, "ppa", 30), ("23002", 2024, "ppa", 31))))
    assert (edition.changements.retirees, edition.avertissements) == (0, ())
    assert triplets(magasin.mesures(["rsa"])) == {("23001", 2024, 20.0), ("23002", 2024, 21.0)}
    magasin.enregistre(chargement(fines(("23001", 2024, "rsa", 22), ("23002", 2024, "rsa", 23))))
    assert triplets(magasin.mesures(["rsa"])) == {("23001", 2024, 22.0), ("23002", 2024, 23.0)}
    assert triplets(magasin.mesures(["ppa"])) == {("23001", 2024, 30.0), ("23002", 2024, 31.0)}


@pytest.mark.parametrize("autre", [{"regime": "msa"}, {"modalite": "18_24"}])
def test_a_file_of_the_other_scheme_or_of_other_modalites_adds_to_the_first(magasin: Magasin, autre: dict):
    magasin.enregistre(chargement(fines(("23001", 2024, "rsa", 20))))
    magasin.enregistre(chargement(fines(("23001", 2024, "rsa", 3), **autre)))
    assert triplets(magasin.mesures()) == {("23001", 2024, 20.0), ("23001", 2024, 3.0)}


def test_a_file_of_some_communes_says_that_the_others_lose_their_figures(magasin: Magasin):
    toutes = [(f"2300{n}", 2024, "rsa", n) for n in range(1, 6)]
    magasin.enregistre(chargement(fines(*toutes)))
    (avis,) = magasin.enregistre(chargement(fines(("23001", 2024, "rsa", 22)))).avertissements
    assert "2024, département 23 : ce fichier ne porte que 1\u00a0commune sur les 5" in avis
    assert "les 4 autres n'auront plus de chiffre" in avis
    assert "retirez cette version" in avis


def test_a_file_of_the_same_communes_says_nothing(magasin: Magasin):
    magasin.enregistre(chargement(mesures(("23001", 2024, "rsa", 1), ("23001", 2024, "ppa", 1))))
    assert magasin.enregistre(chargement(mesures(("23001", 2024, "rsa", 2), ("23002", 2024, "rsa", 2)))).avertissements == ()


def test_one_scheme_that_both_together_hide_is_said_so(magasin: Magasin):
    ensemble = magasin.enregistre(chargement(fines(("23001", 2024, "rsa", 20), regime="caf_msa")))
    (avis,) = magasin.enregistre(chargement(fines(("23001", 2024, "rsa", 15)))).avertissements
    assert ensemble.id in avis
    assert "restent montrés" in avis


@pytest.mark.parametrize(
    ("avant", "apres", "phrases"),
    [
        (("2025-08-30", ""), ("2025-03-01", ""), ["extrait le 1er\u00a0mars\u00a02025, remplace des chiffres extraits plus tard"]),
        (("2025-08-30", "definitif"), ("2025-09-01", "semi_definitif"), ["semi-définitif remplace des chiffres définitifs"]),
        (("2025-03-01", "semi_definitif"), ("2025-08-30", "definitif"), []),
        (("", ""), ("2025-08-30", "definitif"), []),
        (("2025-08-30", ""), ("", ""), []),
    ],
)
def test_an_older_or_less_final_extraction_in_place_of_a_newer_one_is_said_so(magasin: Magasin, avant, apres, phrases):
    magasin.enregistre(chargement(fines(("23001", 2024, "rsa", 1)), extraction=Extraction(*avant)))
    edition = magasin.enregistre(chargement(fines(("23001", 2024, "rsa", 2)), extraction=Extraction(*apres)))
    assert [phrase in avis for phrase, avis in zip(phrases, edition.avertissements, strict=True)] == [True] * len(phrases)


def test_a_withdrawn_edition_gives_way_to_what_it_replaced_and_comes_back(magasin: Magasin, settings: Settings):
    ancienne = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1), ("33002", 2023, "n", 2))))
    erreur = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 9))))
    empreinte, avant = magasin.empreinte(), magasin.fige()
    assert magasin.retire(erreur.id)
    assert triplets(magasin.mesures()) == {("33001", 2023, 1.0), ("33002", 2023, 2.0)}
    assert magasin.remises(avant) == (ancienne.id,)
    assert magasin.editions()[["courante", "retiree", "retiree_par"]].to_numpy().tolist() == [[True, False, ""], [False, True, "essai"]]
    assert (settings.store / "prive" / f"{erreur.id}.parquet").exists()
    assert triplets(avant.mesures()) == {("33001", 2023, 9.0)}
    assert magasin.retablit(erreur.id)
    assert magasin.empreinte() == empreinte
    assert triplets(magasin.mesures()) == {("33001", 2023, 9.0)}


def test_the_oldest_edition_restored_stays_behind_the_newest(magasin: Magasin):
    ancienne = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1))))
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 2))))
    magasin.retire(ancienne.id)
    magasin.retablit(ancienne.id)
    assert triplets(magasin.mesures()) == {("33001", 2023, 2.0)}


def test_a_withdrawal_twice_or_undone_twice_changes_nothing(magasin: Magasin):
    edition = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1))))
    assert [magasin.retablit(edition.id), magasin.retire(edition.id), magasin.retire(edition.id), magasin.retablit(edition.id)] == [
        False,
        True,
        False,
        True,
    ]


def test_an_unknown_edition_cannot_be_withdrawn_nor_by_nobody(magasin: Magasin, settings: Settings, referents: Referents):
    edition = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1))))
    with pytest.raises(CtgError, match="Aucune édition"):
        magasin.retire("0" * 16)
    with pytest.raises(ActionRefusee):
        Magasin(replace(settings, acteur=""), referents=referents).retire(edition.id)


def test_the_bytes_of_a_withdrawn_edition_imported_again_restore_it(magasin: Magasin):
    lu = chargement(mesures(("33001", 2023, "n", 1)))
    edition = magasin.enregistre(lu)
    magasin.retire(edition.id)
    reprise = magasin.enregistre(lu)
    assert (reprise.id, reprise.nouvelle, reprise.retablie, reprise.changements.ajoutees) == (edition.id, False, True, 1)
    assert triplets(magasin.mesures()) == {("33001", 2023, 1.0)}
    assert not magasin.enregistre(lu).retablie


def test_the_bytes_of_a_replaced_edition_imported_again_make_it_current(magasin: Magasin):
    premier, second = (chargement(mesures(("33001", 2023, "n", n))) for n in (1, 2))
    magasin.enregistre(premier)
    magasin.enregistre(second)
    reprise = magasin.enregistre(premier)
    assert (reprise.retablie, reprise.changements.modifiees) == (True, 1)
    assert triplets(magasin.mesures()) == {("33001", 2023, 1.0)}
    assert len(magasin.editions()) == 2


def test_the_store_reopens_as_it_was_before_a_withdrawal(magasin: Magasin):
    edition = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1))))
    magasin.retire(edition.id)
    assert magasin.mesures().empty
    assert triplets(magasin.au(edition.importe_le).mesures()) == {("33001", 2023, 1.0)}


def test_events_are_append_only(magasin: Magasin, settings: Settings):
    magasin.retire(magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1)))).id)
    base = sqlite3.connect(settings.store / "catalogue.sqlite")
    for instruction in ("DELETE FROM evenements", "UPDATE evenements SET acteur = 'y'"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            base.execute(instruction)


def test_a_store_of_an_earlier_version_is_refused_with_the_mend(magasin: Magasin, settings: Settings, ouvre: Ouvre):
    with sqlite3.connect(settings.store / "catalogue.sqlite") as base:
        base.execute("PRAGMA user_version = 1")
    with pytest.raises(MagasinInvalide, match=r"version antérieure .* Importez de nouveau vos fichiers"):
        ouvre()


@pytest.mark.parametrize("degat", [Path.unlink, lambda f: f.write_bytes(b"PAR1"), lambda f: f.write_bytes(f.read_bytes()[:-9])])
def test_a_lost_private_file_is_named_and_its_import_heals_the_store(magasin: Magasin, settings: Settings, ouvre: Ouvre, degat):
    lu = chargement(reunies(mesures(("33001", 2023, "n", 1)), mesures(("33001", 2022, "n", 2))), "naissances.csv")
    edition = magasin.enregistre(lu)
    degat(settings.store / "prive" / f"{edition.id}.parquet")
    for lecture in (lambda: ouvre().mesures(), lambda: ouvre().mesures_edition(edition.id)):
        with pytest.raises(MagasinInvalide, match=rf"{edition.id} .*Importez de nouveau « naissances.csv »"):
            lecture()
    reprise = ouvre().enregistre(lu)
    assert (reprise.reparee, reprise.retablie, reprise.nouvelle) == (True, False, False)
    assert triplets(ouvre().mesures()) == {("33001", 2023, 1.0), ("33001", 2022, 2.0)}


@pytest.mark.skipif(os.name == "nt", reason="ces droits n'existent pas sous Windows")
def test_exact_figures_are_readable_by_their_owner_alone(settings: Settings, ouvre: Ouvre):
    edition = ouvre().enregistre(chargement(mesures(("33001", 2023, "n", 1))))
    prive = settings.store / "prive"
    droits = {c: stat.S_IMODE(c.stat().st_mode) for c in (settings.store, prive, prive / f"{edition.id}.parquet")}
    assert list(droits.values()) == [0o700, 0o700, 0o600]
    assert stat.S_IMODE((settings.store / "catalogue.sqlite").stat().st_mode) == 0o600
    prive.chmod(0o755)
    ouvre()
    assert stat.S_IMODE(prive.stat().st_mode) == 0o700

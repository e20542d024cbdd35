"""What one edition changed, in words: published figures of public sources alone are told beside those of before."""

from pathlib import Path

import pytest

from ctg_data.settings import RACINE, Settings
from ctg_data.store import ecarts, publie
from ctg_data.store.magasin import Magasin, Referents
from ctg_data.territoires.referentiel import Referentiel, charge
from ctg_data.views import remaniements, revisions
from tests.store.outils import SOURCES, chargement, mesures, valeurs

SOURCES_VUES = SOURCES
"""a, c: public; b: the Caf's own."""
POP, RSA = "pop_municipale", "foyers_rsa"


@pytest.fixture(scope="module")
def ref() -> Referentiel:
    return charge(RACINE / "data" / "reference")


@pytest.fixture
def magasin(tmp_path: Path) -> Magasin:
    return Magasin(Settings(store=tmp_path / "m", reference=tmp_path, demo=None, acteur="essai"), referents=Referents(SOURCES, dict))


def publication(dossier: Path, nom: str, *lignes: tuple, **communs: object) -> publie.Publication:
    return publie.ecrit(dossier, [("epci", valeurs(*lignes, **communs))], {"id": nom})


def vue(magasin: Magasin, ref: Referentiel, dossier: Path, avant: tuple, apres: tuple, source: str) -> revisions.ChangeView:
    """An edition of ``source`` that revises one row of 2023, between two publications."""
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1), source=source)))
    edition = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 2), source=source)))
    autour = tuple(publication(dossier / "p", nom, *lignes, sources=f"{source}@2023") for nom, lignes in (("a", avant), ("b", apres)))
    return revisions.change(ecarts.change(magasin, edition.id), ref, autour, sources=SOURCES_VUES)


def test_the_largest_revisions_of_a_public_source_are_told_first(magasin, ref, tmp_path):
    avant = ((POP, "243300316", 2023, 100.0), (POP, "200071827", 2023, 50.0), (POP, "243300316", 2022, 7.0))
    apres = ((POP, "243300316", 2023, 110.0), (POP, "200071827", 2023, 80.0), (POP, "243300316", 2022, 7.0))
    lue = vue(magasin, ref, tmp_path, avant, apres, "a")
    assert [(ligne[0], ligne[2], ligne[1]) for ligne in lue.figures.lignes] == [("Population municipale", "2", "EPCI")]
    assert [ligne[3:] for ligne in lue.revisions.lignes] == [
        ("50\xa0hab.", "80\xa0hab."),
        ("100\xa0hab.", "110\xa0hab."),
    ]
    assert "Bordeaux Métropole" in lue.revisions.lignes[1][1]
    assert lue.messages == ()


def test_a_figure_of_the_cafs_own_is_counted_never_told_beside_that_of_before(magasin, ref, tmp_path):
    lue = vue(magasin, ref, tmp_path, ((RSA, "243300316", 2023, 123.0),), ((RSA, "243300316", 2023, 126.0),), "b")
    assert lue.revisions.lignes == ()
    assert [ligne[2] for ligne in lue.figures.lignes] == ["moins de 5"]
    assert [ligne[4:] for ligne in lue.valeurs.lignes] == [("0", "0", "moins de 5")]
    assert "pourraient donner un petit effectif" in lue.messages[0]
    assert not any(n in repr(lue) for n in ("123", "126"))


def test_one_term_of_the_cafs_own_is_enough_to_keep_silent(magasin, ref, tmp_path):
    melange = (((RSA, "243300316", 2023, 123.0),), ((RSA, "243300316", 2023, 126.0),))
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1))))
    edition = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 2))))
    autour = tuple(publication(tmp_path / "p", nom, *lignes, sources="b@2023|a@2023") for nom, lignes in zip("ab", melange, strict=True))
    lue = revisions.change(ecarts.change(magasin, edition.id), ref, autour, sources=SOURCES_VUES)
    assert (lue.revisions.lignes, len(lue.figures.lignes)) == ((), 1)


def test_figures_that_other_sources_feed_are_left_out(magasin, ref, tmp_path):
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1))))
    edition = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 2))))
    autour = tuple(publication(tmp_path / "p", n, (POP, "243300316", 2023, v), sources="c@2023") for n, v in (("a", 1.0), ("b", 2.0)))
    lue = revisions.change(ecarts.change(magasin, edition.id), ref, autour, sources=SOURCES_VUES)
    assert (lue.figures.lignes, lue.messages) == ((), (revisions.soigne(revisions.AUCUNE_COMMUNE),))


def test_a_figure_that_appears_is_counted_not_ranked(magasin, ref, tmp_path):
    lue = vue(magasin, ref, tmp_path, ((POP, "243300316", 2023, "s"),), ((POP, "243300316", 2023, 9.0),), "a")
    assert (len(lue.figures.lignes), lue.revisions.lignes) == (1, ())


BORDEAUX, PESSAC, CENON = "33063", "33318", "33119"


def des_communes(magasin: Magasin, ref: Referentiel, dossier: Path, avant: tuple, apres: tuple, source: str = "a") -> revisions.ChangeView:
    """An edition that revises a commune, between two publications of communes."""
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1), source=source)))
    edition = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 2), source=source)))
    autour = tuple(
        publie.ecrit(dossier / "p", [("commune", valeurs(*lignes, sources=f"{source}@2023"))], {"id": nom})
        for nom, lignes in (("avant", avant), ("apres", apres))
    )
    return revisions.change(ecarts.change(magasin, edition.id), ref, autour, sources=SOURCES_VUES)


def test_the_communes_revised_are_named_the_most_changed_first(magasin, ref, tmp_path):
    avant = ((POP, BORDEAUX, 2023, 100.0), (POP, PESSAC, 2023, 60.0), (POP, CENON, 2023, 75.0))
    apres = ((POP, BORDEAUX, 2023, 100.0), (POP, PESSAC, 2023, 150.0), (POP, CENON, 2023, 205.0))
    lue = des_communes(magasin, ref, tmp_path, avant, apres)
    assert [(ligne[0], ligne[1], *ligne[3:]) for ligne in lue.communes.lignes] == [
        ("Cenon", "1", "2023", "75\xa0hab.", "205\xa0hab."),
        ("Pessac", "1", "2023", "60\xa0hab.", "150\xa0hab."),
    ]
    assert [(ligne[1], ligne[2]) for ligne in lue.figures.lignes] == [("Commune", "2")]
    assert lue.autres_communes == ""


def test_a_commune_hidden_in_one_of_the_two_publications_is_never_named(magasin, ref, tmp_path):
    avant = ((POP, BORDEAUX, 2023, "s"), (POP, PESSAC, 2023, 60.0), (POP, CENON, 2023, "s"))
    apres = ((POP, BORDEAUX, 2023, 100.0), (POP, PESSAC, 2023, "s"), (POP, CENON, 2023, "s"))
    lue = des_communes(magasin, ref, tmp_path, avant, apres)
    assert (lue.communes.lignes, lue.figures.lignes) == ((), ())
    assert not any(nom in repr(lue) for nom in ("Bordeaux", "Pessac", "Cenon"))


def test_communes_of_the_cafs_own_figures_are_neither_named_nor_counted(magasin, ref, tmp_path):
    """Their count beside that of the rows that changed would tell that a hidden one did."""
    avant, apres = (tuple((RSA, f"33{n:03}", 2023, float(n + plus)) for n in range(100, 110)) for plus in (0, 1))
    lue = des_communes(magasin, ref, tmp_path, avant, apres, "b")
    assert (lue.communes.lignes, lue.figures.lignes, lue.autres_communes) == ((), (), "")


def test_past_the_first_communes_the_others_are_counted(magasin, ref, tmp_path):
    avant, apres = (tuple((POP, f"33{n:03}", 2023, float(n + plus)) for n in range(100, 120)) for plus in (0, 9))
    lue = des_communes(magasin, ref, tmp_path, avant, apres)
    assert (len(lue.communes.lignes), lue.autres_communes) == (15, "Et 5\xa0autres communes dont une valeur publiée change.")


def test_without_the_two_publications_it_says_why(magasin, ref):
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1))))
    edition = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 2))))
    lue = revisions.change(ecarts.change(magasin, edition.id), ref, None, sources=SOURCES_VUES)
    assert lue.messages == (revisions.soigne(revisions.SANS_PUBLICATION),)
    assert "gardée par jour" in lue.messages[0]


def test_communes_merged_and_divided_are_named_and_explain_what_comes_and_goes(magasin, ref):
    """On 1 January 2025, Godisson (61192) and others became Merlerault-le-Pin."""
    magasin.enregistre(chargement(mesures(("61192", 2023, "n", 1), ("61001", 2023, "n", 1), millesime_geo=2024)))
    edition = magasin.enregistre(chargement(mesures(("61001", 2024, "n", 1), ("61002", 2024, "n", 1), millesime_geo=2025)))
    phrases = tuple(remaniements.geographie(ecarts.change(magasin, edition.id), ref))
    assert phrases[0] == "Communes et EPCI au 1er janvier 2025 ; ceux de « extrait.csv », au 1er janvier 2024."
    assert any("Godisson" in p and "rejoignent Merlerault-le-Pin" in p for p in phrases[1:])
    assert not any("Godisson" in p for p in phrases if "non dans ce fichier" in p)
    assert phrases[-1].startswith("1\xa0commune dans ce fichier, non dans « extrait.csv » : ")


def test_a_divided_commune_and_a_new_code_are_told(ref):
    dits = [texte for texte, _ in remaniements._evenements(ref, 2024, 2025, ("15", "12"))]
    assert any("est divisée : " in t for t in dits)
    assert any("change de code (12076 devient 12218)" in t for t in dits)
    assert list(remaniements._evenements(ref, 2012, 2025, ("15",))) == []  # a vintage that the reference does not hold

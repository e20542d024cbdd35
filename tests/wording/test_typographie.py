"""French typography, applied once to whole records."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.wording import accueil, fr, methode
from ctg_data.wording.typographie import insecables, soigne


@dataclass(frozen=True)
class Boite:
    texte: str
    suite: tuple
    nombre: float | None = None


@pytest.mark.parametrize(
    ("brut", "soigne_"),
    [
        ("Attention : ici ?", "Attention\u00a0: ici\u202f?"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("12 %, 20 000 habitants", "12\u00a0%, 20\u202f000\u00a0habitants"),
        ("l'accueil d'un enfant", "l’accueil d’un enfant"),
        ("CC Bresse Nord Intercom'", "CC Bresse Nord Intercom’"),
        ("en 2023 et 2024", "en 2023 et 2024"),
        ("https://exemple.fr:80", "https://exemple.fr:80"),
        ("'=1", "'=1"),
    ],
)
def test_spaces_and_apostrophes(brut, soigne_):
    assert insecables(brut) == soigne_


@given(st.text(max_size=40))
def test_it_is_done_once_for_all(texte):
    assert insecables(insecables(texte)) == insecables(texte)


def test_a_record_is_mended_whole_and_only_where_needed():
    boite = Boite("a : b", (Boite("rien", (1, None)), "c ?"), 2.5)
    assert soigne(boite) == Boite("a\u00a0: b", (Boite("rien", (1, None)), "c\u202f?"), 2.5)
    assert soigne(boite).suite[0] is boite.suite[0]
    propre = Boite("rien", ())
    assert soigne(propre) is propre


def test_a_text_without_its_key_is_an_error_not_a_hole():
    with pytest.raises(KeyError):
        fr.texte("cle.inconnue")


def test_interface_texts_say_vous_and_have_curved_apostrophes():
    textes = [*fr.TEXTES.values(), *(p for _, ps in methode.GENERALITES for p in ps), *(t for _, t in methode.GLOSSAIRE)]
    textes += [t for profil in accueil.PROFILS.values() for etapes in profil.values() for t, _ in etapes]
    assert not [t for t in textes if "'" in t]
    assert not [t for t in textes if any(mot in t.lower().split() for mot in ("tu", "ton", "tes", "toi"))]


def test_every_closed_list_has_its_french_names():
    assert set(fr.LE) == set(fr.DU) == set(fr.UNITES_NIVEAU) == {"commune", "epci", "departement", "region", "france"}
    assert list(fr.FACES) == ["besoin", "offre", "ecart", "priorite"]


@pytest.mark.parametrize(
    ("brut", "soigne_"),
    [
        ("3277 lignes mises à part", "3\u202f277\u00a0lignes mises à part"),
        ("en 2023 les communes", "en 2023 les communes"),
        ("moins de 5 foyers", "moins de 5\u00a0foyers"),
        ("au-dessous du département", "au\u2011dessous du département"),
        ("sont-ils les plus nombreux", "sont\u2011ils les plus nombreux"),
        ("Élan-Limousin est-ouest", "Élan-Limousin est-ouest"),
        ("12345 habitants", "12\u202f345\u00a0habitants"),
    ],
)
def test_no_line_cuts_a_count_or_a_word(brut, soigne_):
    assert insecables(brut) == soigne_


@pytest.mark.parametrize(
    ("brut", "soigne_"),
    [
        ("« « On n’a vu personne. » »", "«\u00a0On n’a vu personne.\u00a0»"),
        ("l’élu dit : « Ici, « tout va bien » le mardi. »", "l’élu dit\u00a0: «\u00a0Ici, “tout va bien” le mardi.\u00a0»"),
        ("« un » et « deux »", "«\u00a0un\u00a0» et «\u00a0deux\u00a0»"),
        ("« « sans fin »", "«\u00a0«\u00a0sans fin\u00a0»"),
    ],
)
def test_a_quotation_is_marked_once_and_one_inside_it_otherwise(brut, soigne_):
    assert insecables(brut) == soigne_

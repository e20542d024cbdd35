"""Short names of the sources: every source has one, and none is the name of a file."""

import re

import pytest

from ctg_data.loaders.sources import catalogue
from ctg_data.wording import sources

PRODUCTEURS = {
    "Insee",
    "Cnaf",
    "Caf",
    "ANCT",
    "Drees",
    "DGFiP",
    "DGCL",
    "Éducation nationale",
    "Ministère du logement",
    "Caf et partenaires",
}


@pytest.mark.parametrize("identifiant", sorted(catalogue()))
def test_every_source_has_a_name_that_a_reader_understands(identifiant):
    nom = sources.COURTS[identifiant]
    assert nom.producteur in PRODUCTEURS
    assert not re.search(r"_|txcouv|nbpla|td_pop|filo_|\bcc\b|'", nom.entier, re.IGNORECASE)


def test_no_two_sources_have_one_name():
    assert len({n.entier for n in sources.COURTS.values()}) == len(sources.COURTS)


def test_an_unknown_source_keeps_what_is_known_of_it():
    assert sources.nom("x", "Drees", "Enquête").entier == "Drees, Enquête"
    assert sources.nom("x").entier == "x"

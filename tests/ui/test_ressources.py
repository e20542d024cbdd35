"""Scripts of the components: served from here, by their own hash, without importing the package that brings MapLibre."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from ctg_data.ui import ressources

NOMS = ("carte.js", "projection.js", "tableau.js", "maplibre-gl.js", "maplibre-gl.css")


@pytest.mark.parametrize("nom", NOMS)
def test_a_file_is_served_under_its_hash(nom):
    _, dossier, empreinte, fin = ressources.adresse(nom).split("/")
    assert (dossier, len(empreinte), fin) == ("composants", 16, nom)
    assert len(gzip.decompress(ressources.contenu(nom))) > 1_000


@pytest.mark.parametrize("nom", ["autre.js", "../cache.py", "__init__.py"])
def test_nothing_else_is_served(nom):
    with pytest.raises(KeyError):
        ressources.contenu(nom)


@pytest.mark.parametrize("nom", ["carte.js", "projection.js", "tableau.js"])
def test_our_scripts_name_no_other_site_and_write_no_markup(nom):
    texte = gzip.decompress(ressources.contenu(nom)).decode()
    assert "http" not in texte.replace("http://www.w3.org/2000/svg", "")  # a name, that nobody asks for
    assert "innerHTML" not in texte


def test_the_package_is_found_without_being_imported():
    essai = "import sys; from ctg_data.ui import ressources; ressources.contenu('maplibre-gl.js'); sys.exit('maplibre' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", essai], check=False, cwd=Path(__file__).resolve().parents[2]).returncode == 0


def test_without_the_package_the_map_says_so_and_the_page_stands(monkeypatch):
    monkeypatch.setattr(ressources, "find_spec", lambda nom: None)
    for memoire in (ressources._chemins, ressources._empreinte, ressources.contenu):
        memoire.cache_clear()
    try:
        assert ressources.adresse("maplibre-gl.js") == "/composants/absent/maplibre-gl.js"
        assert ressources.adresse("carte.js") != "/composants/absent/carte.js"
        with pytest.raises(OSError, match="maplibre"):
            ressources.contenu("maplibre-gl.js")
    finally:
        for memoire in (ressources._chemins, ressources._empreinte, ressources.contenu):
            memoire.cache_clear()

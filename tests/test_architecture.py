"""Seams of docs/architecture.md: imports go down only, Streamlit stays at the edge, pages stay thin."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parent.parent
COUCHES = (
    {"records", "errors", "settings", "policy", "wording", "memoire"},
    {"territoires"},
    {"loaders"},
    {"store"},
    {"indicators", "parcours"},
    {"diagnostic", "storage"},
    {"pipeline", "perimetres", "conventions", "paquets", "correspondances"},
    {"views"},
    {"charts"},
    {"exports", "cli", "demonstration"},
    {"ui"},
    {"pages", "app", "__main__"},
)
RANG = {nom: rang for rang, couche in enumerate(COUCHES) for nom in couche}
MEMOIRES = {f"ctg_data/ui/{nom}.py" for nom in ("cache", "cache_carte", "cache_conventions", "cache_portrait")}
INTERDITS_AUX_PAGES = {"pandas", "plotly", "geopandas", "numpy", "sqlalchemy"}


def couche(chemin: Path) -> str:
    parties = chemin.relative_to(RACINE).with_suffix("").parts
    return parties[1] if parties[0] == "ctg_data" else parties[0]


def fichiers(*sauf: str) -> list[Path]:
    """Every module of the product, but those of the layers ``sauf``."""
    tous = sorted([RACINE / "app.py", *(RACINE / "pages").glob("*.py"), *(RACINE / "ctg_data").rglob("*.py")])
    return [chemin for chemin in tous if couche(chemin) not in sauf]


def imports(texte: str) -> Iterator[str]:
    """Every module imported anywhere in ``texte``, function bodies included."""
    for noeud in ast.walk(ast.parse(texte)):
        if isinstance(noeud, ast.Import):
            yield from (alias.name for alias in noeud.names)
        elif isinstance(noeud, ast.ImportFrom) and noeud.module == "ctg_data":
            yield from (f"ctg_data.{alias.name}" for alias in noeud.names)
        elif isinstance(noeud, ast.ImportFrom):
            yield noeud.module or ""


def fautes_de_couche(nom: str, texte: str) -> list[str]:
    """Imports of ``texte`` (a module of layer ``nom``) that do not go down."""
    cibles = {cible.split(".")[1] for cible in imports(texte) if cible.startswith("ctg_data.")}
    entre_soeurs = {("views", "charts"), ("charts", "views")}
    return sorted(c for c in cibles - {nom, "__version__"} if RANG[c] > RANG[nom] or (nom, c) in entre_soeurs)


def identifiant(chemin: Path) -> str:
    return chemin.relative_to(RACINE).as_posix()


@pytest.mark.parametrize("chemin", fichiers("__init__"), ids=identifiant)
def test_imports_go_down_only(chemin):
    assert fautes_de_couche(couche(chemin), chemin.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("chemin", fichiers("app", "pages", "ui"), ids=identifiant)
def test_streamlit_stays_at_the_edge(chemin):
    assert not {c.split(".")[0] for c in imports(chemin.read_text(encoding="utf-8"))} & {"streamlit"}


@pytest.mark.parametrize("chemin", sorted((RACINE / "pages").glob("*.py")), ids=identifiant)
def test_a_page_is_short_and_computes_nothing(chemin):
    texte = chemin.read_text(encoding="utf-8")
    assert len(texte.splitlines()) <= 60
    assert not {c.split(".")[0] for c in imports(texte)} & INTERDITS_AUX_PAGES


@pytest.mark.parametrize("chemin", [c for c in fichiers() if identifiant(c) not in MEMOIRES], ids=identifiant)
def test_caches_have_one_home(chemin):
    """A cache elsewhere would escape the rule « keys are plain values »."""
    texte = chemin.read_text(encoding="utf-8")
    assert "cache_data" not in texte
    assert "cache_resource" not in texte


def test_a_rising_import_is_seen():
    assert fautes_de_couche("loaders", "from ctg_data.store import magasin") == ["store"]
    assert fautes_de_couche("views", "def f():\n    from ctg_data.charts import theme") == ["charts"]
    assert fautes_de_couche("charts", "from ctg_data.wording import fr") == []

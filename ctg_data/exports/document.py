"""A document as one HTML file: opens without network, prints on A4, holds no script; every text is escaped, but our own drawings."""

from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from ctg_data.views.document import Dessin, Document

MIME = "text/html; charset=utf-8"
GABARITS = Path(__file__).parent / "gabarits"


def document(d: Document) -> bytes:
    return _environnement().get_template("document.html.j2").render(d=d).encode("utf-8")


@cache
def _environnement() -> jinja2.Environment:
    environnement = jinja2.Environment(
        loader=jinja2.FileSystemLoader(GABARITS), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    style = Markup((GABARITS / "document.css").read_text(encoding="utf-8"))
    environnement.globals |= {"nature": lambda bloc: type(bloc).__name__, "dessin": _dessin, "style": style}
    return environnement


def _dessin(bloc: Dessin) -> Markup:
    return Markup(bloc.svg)

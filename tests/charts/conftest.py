"""The made-up country of the views, to draw."""

from tests.views.conftest import fait, ref, sources, valeurs

__all__ = ["fait", "ref", "sources", "valeurs"]

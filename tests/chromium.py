"""This machine's Chromium and how it is started: one answer for every test and measure that drives a browser."""

import shutil

NOMS = ("chromium", "chromium-browser", "google-chrome")
ABSENT = "Chromium est absent : test de navigateur sauté (apt-get install chromium)"
OPTIONS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
)
DELAI = 60_000
"""Milliseconds; generous, for a machine that does something else: a test that passes does not wait."""


def executable() -> str | None:
    """Path of the first of NOMS that is installed, None when none is."""
    return next(filter(None, map(shutil.which, NOMS)), None)

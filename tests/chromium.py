"""Where this machine's Chromium is: one answer for every test and measure that drives a browser."""

import shutil

NOMS = ("chromium", "chromium-browser", "google-chrome")
ABSENT = "Chromium est absent : test de navigateur sauté (apt-get install chromium)"


def executable() -> str | None:
    """Path of the first of NOMS that is installed, None when none is."""
    return next(filter(None, map(shutil.which, NOMS)), None)

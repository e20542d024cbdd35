"""Texts of ours inside Streamlit labels, which read Markdown."""

import re

_SPECIAUX = re.compile(r"([\\`*_{}\[\]()#+!|~$<>:^&-])")


def echappe(texte: str) -> str:
    """``texte`` shown as it is: no Markdown, no colour directive, no formula."""
    return _SPECIAUX.sub(r"\\\1", texte)

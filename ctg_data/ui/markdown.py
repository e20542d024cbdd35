"""Texts of ours inside Streamlit labels, which read Markdown."""

import re

_SPECIAUX = re.compile(r"([\\`*_{}\[\]()#+!|~$<>:^&-])")
_RACCOURCI = re.compile(r":(?=[\w+-]+(?:/\w+)?:)")
"""The colon that opens « :smile: » or « :material/home: ». Streamlit draws these once escapes are undone: a backslash does nothing."""
JOINT = "\u2060"
"""Word joiner: nothing is seen, nothing breaks, and no shortcut is read."""


def echappe(texte: str) -> str:
    """``texte`` shown as it is: no Markdown, no colour directive, no icon, no formula."""
    return _SPECIAUX.sub(r"\\\1", _RACCOURCI.sub(f":{JOINT}", texte))

"""The only home of caches.  Keys are plain values (publication, level, code, ids), never frames: streamlit.md §1.

Views and figures are frozen and kept as resources: a hit copies nothing.
"""

from ctg_data.settings import RACINE

PORTRAIT = RACINE / "pages" / "portrait.py"

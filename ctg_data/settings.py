"""Where things are: environment to a frozen ``Settings``; nothing is read at import."""

import os
from dataclasses import dataclass
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
ANNEES = (1962, 2099)
"""Years that data may have."""
SOURCES = "sources"
"""Name of the folder of local sources: a named store may hold it before anything is imported."""
LOCAL = "local"
"""Account of a workstation that nobody named."""


@dataclass(frozen=True)
class Settings:
    """Folders of one running product.

    ``demo`` is None when the store was named explicitly: such a store starts empty (design: no demo in it).
    ``sources``: folder of the local sources when it is not in the store.
    ``base``: address of the database of what people write, "" for the SQLite file beside the figures.
    """

    store: Path
    reference: Path = RACINE / "data" / "reference"
    demo: Path | None = RACINE / "data" / "demo"
    acteur: str = LOCAL
    base: str = ""
    sources: Path | None = None

    @property
    def dossier_sources(self) -> Path:
        """Folder of the local sources (TOML): beside the project for the default store, in the store for a named one."""
        return self.sources or self.store / SOURCES


def load(store: Path | str | None = None) -> Settings:
    """Settings for ``store``, else for CTG_STORE, else for the default store (which shows the demo).

    CTG_DATABASE_URL names the database of what people write, CTG_ACTEUR who writes.
    """
    named = store or os.environ.get("CTG_STORE")
    communs = {"acteur": " ".join(os.environ.get("CTG_ACTEUR", "").split()) or LOCAL, "base": os.environ.get("CTG_DATABASE_URL", "")}
    if named:
        return Settings(store=Path(named).resolve(), demo=None, **communs)
    return Settings(store=RACINE / "data" / "store", sources=RACINE / "data" / SOURCES, **communs)

"""The data page: editions held, what they cover, reports of the last import."""

from dataclasses import dataclass

from ctg_data.diagnostic.figures import Tableau


@dataclass(frozen=True)
class DonneesView:
    """Everything the data page shows besides the drop zone.

    ``editions``: one row an edition; ``couverture``: one row a source and level; ``rapports``: one row a file of the last import.
    ``fautes``: one table a refused file.  ``messages``: warnings and information, one sentence each.
    """

    bandeau: str
    editions: Tableau
    couverture: Tableau
    rapports: Tableau
    fautes: tuple[Tableau, ...]
    messages: tuple[str, ...]
    message_vide: str

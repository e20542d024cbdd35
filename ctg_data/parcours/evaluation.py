"""The three evaluation grids of a CTG, and what the guide counts before and after (domain.md §7.1, step 5)."""

from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.suivi import Comptage, Critere, Evaluation, Grille
from ctg_data.wording.suivi import ITEMS


def notes(dossier: Dossier, grille: Grille) -> list[tuple[Critere, dict[str, Evaluation]]]:
    """Every criterion of a grid with the notes given on it, that on the whole CTG first."""
    siennes = dossier.ou(Evaluation, grille=grille)
    return [(c, _sur(siennes, c)) for c in Critere]


def _sur(notees: dict[str, Evaluation], critere: Critere) -> dict[str, Evaluation]:
    return dict(sorted(((i, e) for i, e in notees.items() if e.critere == critere), key=lambda e: bool(e[1].cible)))


def comptages(dossier: Dossier) -> list[tuple[str, str, Comptage | None]]:
    """Every counted item with its record (id, record), ("", None) while nobody counted."""
    connus = {c.item: (i, c) for i, c in dossier.de(Comptage).items()}
    return [(item, *connus.get(item, ("", None))) for item in ITEMS]


def ecart(comptage: Comptage | None) -> int | None:
    """After minus before, None while one of them is unknown."""
    if comptage is None or comptage.avant < 0 or comptage.apres < 0:
        return None
    return comptage.apres - comptage.avant

"""What was hidden and by which rule, counted: never a value.  Read from a publication and the private store, whatever engine hid it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ctg_data.diagnostic.audit.cibles import Cibles, Regle
from ctg_data.diagnostic.audit.grandeurs import Grandeurs
from ctg_data.diagnostic.audit.monde import Monde
from ctg_data.diagnostic.audit.savoir import Affiche, par_modalite
from ctg_data.indicators import registry
from ctg_data.indicators.model import Indicateur, Somme

ORDRE = (Regle.PRODUCTEUR, Regle.CAF, Regle.EFFECTIF, Regle.RESTE, Regle.UNANIMITE, Regle.FOYERS)
ARRONDI = "arrondie par son producteur, montrée"


@dataclass(frozen=True)
class Ligne:
    """How many published cells (indicator, value, place, year) of a level one rule explains."""

    niveau: str
    regle: str
    cellules: int


def journal(affiche: Affiche, monde: Monde, grandeurs: Grandeurs, primaires: Iterable[Cibles], ici: np.ndarray) -> tuple[Ligne, ...]:
    """One line a level and rule, for the places ``ici`` (bool); hidden at the source, rounded and hidden here stay apart."""
    tables = _tables(monde, grandeurs, primaires)
    comptes: Counter[tuple[str, str]] = Counter()
    niveaux = np.array([niveau for niveau, _ in monde.lieux.lieux])
    for indicateur in grandeurs.indicateurs:
        for modalite, _ in par_modalite(indicateur):
            reste = affiche.dit(indicateur.id, modalite, "s") & ici[:, None]
            for regle in (*ORDRE, Regle.SECONDAIRE):
                prises = reste if regle is Regle.SECONDAIRE else reste & _ou(tables, regle, _sommes(indicateur), monde)
                comptes.update((str(niveau), str(regle)) for niveau in niveaux[np.nonzero(prises)[0]])
                reste = reste & ~prises
            comptes.update(
                (str(niveau), ARRONDI) for niveau in niveaux[np.nonzero(affiche.arrondi(indicateur.id, modalite) & ici[:, None])[0]]
            )
    return tuple(Ligne(niveau, regle, n) for (niveau, regle), n in sorted(comptes.items()))


def _tables(monde: Monde, grandeurs: Grandeurs, primaires: Iterable[Cibles]) -> dict[tuple[Regle, Somme], np.ndarray]:
    tables: dict[tuple[Regle, Somme], np.ndarray] = {}
    for c in primaires:
        table = tables.setdefault((c.regle, c.part), np.zeros(monde.forme, dtype=bool))
        table[c.places, c.colonne] = True
    for somme in grandeurs.sommes:
        tables[Regle.PRODUCTEUR, somme] = monde.du_producteur(somme)
    return tables


def _ou(tables: dict[tuple[Regle, Somme], np.ndarray], regle: Regle, sommes: Sequence[Somme], monde: Monde) -> np.ndarray:
    trouvees = [tables[regle, s] for s in sommes if (regle, s) in tables]
    return np.logical_or.reduce([np.zeros(monde.forme, dtype=bool), *trouvees])


def _sommes(indicateur: Indicateur) -> tuple[Somme, ...]:
    return tuple(s for f in indicateur.formules for s in registry.sommes(f))

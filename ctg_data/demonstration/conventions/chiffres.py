"""What the published figures give to a demonstration CTG: starting points, and the year that a croisement is about."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ctg_data.settings import Settings
from ctg_data.store.corpus import Corpus
from ctg_data.territoires import referentiel

NIVEAU = "epci"


@dataclass(frozen=True)
class Depart:
    """A figure as it was published: texts with a decimal point, "" for a bound that is not published."""

    annee: int
    valeur: str
    bas: str
    haut: str
    edition: str
    sources: str
    arr5: bool
    fictif: bool


class Chiffres:
    """Figures of one EPCI.  A store that shows no demonstration lends itself the embedded one."""

    def __init__(self, settings: Settings, code: str):
        self._settings = replace(settings, demo=settings.demo or Settings(settings.store).demo)
        self.code = code

    @cached_property
    def communes(self) -> tuple[str, ...]:
        toutes = referentiel.charge(self._settings.reference).appartenance()
        return tuple(sorted(toutes.loc[toutes[NIVEAU] == self.code, "commune"]))

    @cached_property
    def _publies(self) -> dict[str, list[Depart]]:
        """Indicator -> its known figures, oldest first."""
        lus = Corpus(self._settings).valeurs(NIVEAU, codes=[self.code])
        connus = lus[(lus["statut"] == "ok") & (lus["modalite"] == "total")].sort_values("annee")
        trouves: dict[str, list[Depart]] = {}
        for x in connus.itertuples(index=False):
            nombres = map(_texte, (x.valeur, x.ic_bas, x.ic_haut))
            trouves.setdefault(str(x.indicateur), []).append(
                Depart(int(x.annee), *nombres, str(x.edition), str(x.sources), bool(x.arr5), bool(x.demo))
            )
        return trouves

    def depart(self, indicateur: str, lu_le: date) -> Depart | None:
        """The figure known on a day, never the last one published, so that something may have moved since; None without any."""
        connus = [d for d in self._publies.get(indicateur, [])[:-1] if d.annee < lu_le.year]
        return connus[-1] if connus else None

    def annee(self, indicateur: str) -> int:
        """The last year published, 0 without any."""
        publies = self._publies.get(indicateur, [])
        return publies[-1].annee if publies else 0


def _texte(x: float) -> str:
    return "" if x != x else f"{x:.10g}"  # an unknown bound is not equal to itself

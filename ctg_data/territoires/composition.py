"""What an EPCI was made of, vintage after vintage: which communes came, which left, on which 1 January (domain.md §6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import pandas as pd

from ctg_data.territoires.model import CIBLE, MILLESIMES

if TYPE_CHECKING:
    from ctg_data.territoires.referentiel import Referentiel


@dataclass(frozen=True)
class Deplacement:
    """A commune that came from, or left for, another EPCI.  ``code``, ``nom``: in the list of the year before.

    ``devenue``: name of the commune that it joined that day, "" when it stayed a commune.  ``epci``, ``nom_epci``: the other side, "" when
    the commune has no EPCI there.
    """

    code: str
    nom: str
    devenue: str
    epci: str
    nom_epci: str


@dataclass(frozen=True)
class Changement:
    """What changed on 1 January ``millesime``.  ``creation``: the SIREN exists since that day; ``fin``: it exists no more."""

    millesime: int
    entrees: tuple[Deplacement, ...]
    sorties: tuple[Deplacement, ...]
    creation: bool = False
    fin: bool = False


class Compositions:
    """The members of every EPCI in every vintage held; what is asked for is worked out once."""

    def __init__(self, referentiel: "Referentiel"):
        self._ref = referentiel
        self._liens = lru_cache(maxsize=None)(self._lit_liens)
        self._bouges = lru_cache(maxsize=None)(self._lit_bouges)
        self._codes = lru_cache(maxsize=None)(referentiel.codes)
        self._deplacements = lru_cache(maxsize=None)(self._lit_deplacements)
        self._pas = lru_cache(maxsize=None)(self._lit_pas)
        self._epci = lru_cache(maxsize=None)(self._lit_epci)
        self._membres = lru_cache(maxsize=None)(self._lit_membres)
        self._noms = lru_cache(maxsize=None)(self._lit_noms)

    def changements(self, epci: str) -> tuple[Changement, ...]:
        """Changes of territory of an EPCI since the first list, oldest first; none for one whose territory stayed the same.

        A merger or a division of communes inside the EPCI moves no border.  A commune absorbed by one of another EPCI leaves with it.
        """
        return tuple(c for millesime in MILLESIMES[1:] if (c := self._changement(epci, millesime)))

    def identiques(self, millesime: int, cible: int = CIBLE, niveau: str = "epci") -> frozenset[str]:
        """EPCI (or départements, régions) that have the same territory in both vintages, under the same code."""
        liens, bouges = self._liens(millesime, cible, niveau), self._bouges(millesime, cible, niveau)
        return frozenset((set(liens["avant"]) & set(liens["apres"])) - {*bouges["avant"], *bouges["apres"], ""})

    def differents(self, millesime: int) -> frozenset[str]:
        """EPCI of a vintage whose territory is not, under the same SIREN, the one of the target vintage."""
        return self._codes("epci", millesime) - self.identiques(millesime)

    def millesimes(self, epci: str) -> tuple[int, ...]:
        """Vintages in which the EPCI exists."""
        return tuple(m for m in MILLESIMES if epci in self._codes("epci", m))

    def _changement(self, epci: str, millesime: int) -> Changement | None:
        venues, parties = (tuple(cote.get(epci, ())) for cote in self._deplacements(millesime))
        if not venues and not parties:
            return None
        etait, est = (epci in self._codes("epci", m) for m in (millesime - 1, millesime))
        return Changement(millesime, venues, parties, creation=not etait, fin=not est)

    def _lit_deplacements(self, millesime: int) -> tuple[dict[str, list[Deplacement]], dict[str, list[Deplacement]]]:
        """EPCI -> communes that came on that 1 January; EPCI -> communes that left."""
        venues: dict[str, list[Deplacement]] = {}
        parties: dict[str, list[Deplacement]] = {}
        avant, apres = (self._noms("communes", m) for m in (millesime - 1, millesime))
        origines, arrivees = (self._noms("epci", m) for m in (millesime - 1, millesime))
        for source, cible, de, vers in self._bouges_d_un_an(millesime):
            devenue = "" if source in apres else apres[cible]
            commune = partial(Deplacement, source, avant[source], devenue)
            venues.setdefault(vers, []).append(commune(de, origines.get(de, "")))
            parties.setdefault(de, []).append(commune(vers, arrivees.get(vers, "")))
        return venues, parties

    def _bouges_d_un_an(self, millesime: int) -> Iterator[tuple[str, str, str, str]]:
        """(commune, what it became, EPCI of each) of those that changed EPCI on that 1 January, without the whole passage table."""
        avant, apres, liens = self._epci(millesime - 1), self._epci(millesime), self._pas(millesime)
        for source, de in avant.items():
            for cible in liens.get(source, (source,)):
                if apres[cible] != de:
                    yield source, cible, de, apres[cible]

    def meme_territoire(self, epci: str, millesime: int) -> bool:
        """The same as ``identiques`` for one EPCI of the target vintage, at the price of its own communes."""
        if epci not in self._codes("epci", millesime):
            return False
        cible, membres = (self._membres(m).get(epci, set()) for m in (CIBLE, millesime))
        return self._avance(membres, millesime) == cible and self._recule(cible, millesime) == membres

    def _lit_membres(self, millesime: int) -> dict[str, set[str]]:
        """EPCI -> its communes."""
        membres: dict[str, set[str]] = {}
        for commune, epci in self._epci(millesime).items():
            membres.setdefault(epci, set()).add(commune)
        return membres

    def _avance(self, communes: set[str], millesime: int) -> set[str]:
        """What some communes of a vintage have become in the target one."""
        for m in range(millesime + 1, CIBLE + 1):
            communes = {cible for c in communes for cible in self._pas(m).get(c, (c,))}
        return communes

    def _recule(self, communes: set[str], millesime: int) -> set[str]:
        """What some communes of the target vintage were made of."""
        for m in range(CIBLE, millesime, -1):
            venus = {s for s, cibles in self._pas(m).items() if communes.intersection(cibles)}
            communes = venus | {c for c in communes if c in self._epci(m - 1) and c not in self._pas(m)}
        return communes

    def _lit_pas(self, millesime: int) -> dict[str, tuple[str, ...]]:
        """Communes that changed on that 1 January -> what they became."""
        pas: dict[str, tuple[str, ...]] = {}
        for ligne in self._ref.pas(millesime).itertuples():
            pas[ligne.code_src] = (*pas.get(ligne.code_src, ()), ligne.code_dst)
        return pas

    def _lit_epci(self, millesime: int) -> dict[str, str]:
        lieux = self._ref.appartenance(millesime)
        return dict(zip(lieux["commune"].tolist(), lieux["epci"].tolist(), strict=True))

    def _lit_liens(self, millesime: int, cible: int, niveau: str) -> pd.DataFrame:
        """code_src, code_dst, and the territory of each (``avant``, ``apres``): every commune of a vintage with what it became."""
        paires = self._ref.passage(millesime, cible)[["code_src", "code_dst"]]
        lieux = (self._ref.appartenance(m).set_index("commune")[niveau] for m in (millesime, cible))
        avant, apres = (paires[c].map(lieu).astype(object) for c, lieu in zip(paires, lieux, strict=True))
        return paires.assign(avant=avant, apres=apres)

    def _lit_bouges(self, millesime: int, cible: int, niveau: str) -> pd.DataFrame:
        """Those that are not in the same territory on both sides."""
        liens = self._liens(millesime, cible, niveau)
        return liens[liens["avant"] != liens["apres"]]

    def _lit_noms(self, table: str, millesime: int) -> dict[str, str]:
        lue = getattr(self._ref, table)(millesime)
        return dict(zip(lue["code"].tolist(), lue["nom"].tolist(), strict=True))

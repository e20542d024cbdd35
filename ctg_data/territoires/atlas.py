"""The reference and the perimeters of CTG together: what views, exports and pages ask of a territory, whatever its level.

The reference stays pure: an ``Atlas`` answers for the level ``perimetre`` and hands everything else to it.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ctg_data.errors import TerritoireInconnu
from ctg_data.territoires import perimetre, recherche
from ctg_data.territoires.model import Territoire
from ctg_data.territoires.perimetre import Communes, Genre, PerimetreInvalide
from ctg_data.territoires.referentiel import Referentiel

NIVEAU = "perimetre"
_CODE = re.compile(r"([0-9a-f]{32})(?:-(\d{8}))?")


@dataclass(frozen=True)
class Lieu:
    """One perimeter in the communes of today: ``id`` of its record, what people wrote of it, what is to be known.

    ``partielles``: communes of today that it holds in part only, left out.  ``refus``: why its figures are not shown, "" if they are.
    """

    id: str
    nom: str
    communes: Communes
    genre: Genre = Genre.LOCALE
    parent: str = ""
    signe_le: date | None = None
    partielles: tuple[str, ...] = ()
    refus: str = ""

    @property
    def periodes(self) -> tuple[perimetre.Periode, ...]:
        return perimetre.periodes(self.communes)

    def code(self, periode: perimetre.Periode) -> str:
        """Code of a composition: the id alone for the present one."""
        return self.id if periode == self.periodes[-1] else f"{self.id}-{periode.debut:%Y%m%d}"

    @property
    def unites(self) -> Mapping[str, tuple[str, ...]]:
        """Code -> communes of each composition, the present one first."""
        return {self.code(p): p.codes for p in reversed(self.periodes)}


class Atlas:
    """A ``Referentiel`` that also knows perimeters.  ``lieux``: those that exist, in the order of their creation."""

    def __init__(self, referentiel: Referentiel, lieux: Sequence[Lieu] = ()):
        self.referentiel = referentiel
        self.lieux: Mapping[str, Lieu] = {lieu.id: lieu for lieu in lieux}

    def __getattr__(self, nom: str) -> Any:
        return getattr(self.__dict__["referentiel"], nom)

    def lieu(self, code: str) -> tuple[Lieu, perimetre.Periode]:
        """The perimeter and the composition that a code names (``<id>``, or ``<id>-AAAAMMJJ`` for the one of that day).

        Raises TerritoireInconnu.
        """
        lu = _CODE.fullmatch(code)
        lieu = self.lieux.get(lu[1]) if lu else None
        if lieu is None:
            raise TerritoireInconnu("Ce périmètre n'existe pas, ou n'existe plus : la page Périmètres de CTG liste ceux qui existent.")
        if not lu[2]:
            return lieu, lieu.periodes[-1]
        try:
            jour = date.fromisoformat(lu[2])
        except ValueError as erreur:
            raise TerritoireInconnu(
                f"« {lu[2]} » n'est pas une date : une composition du périmètre « {lieu.nom} » s'écrit {lieu.id}-AAAAMMJJ."
            ) from erreur
        try:
            return lieu, perimetre.periode(lieu.communes, jour)
        except PerimetreInvalide as erreur:
            raise TerritoireInconnu(f"Le périmètre « {lieu.nom} » n'a pas de composition à cette date : {erreur}") from erreur

    def jumeau(self, code: str) -> str:
        """The EPCI that has exactly the communes of a perimeter, "" when there is none."""
        epci = self.territoire(NIVEAU, code).epci
        return epci if epci and len(self.referentiel.membres("epci", epci)) == len(self.membres(NIVEAU, code)) else ""

    def locales(self, identifiant: str) -> tuple[Lieu, ...]:
        """The local perimeters under a départemental one."""
        return tuple(lieu for lieu in self.lieux.values() if lieu.parent == identifiant)

    # What the reference answers for the other levels -----------------------------------------------------------------

    def territoire(self, niveau: str, code: str) -> Territoire:
        """One territory; a perimeter takes the département and the région where most of its people live."""
        if niveau != NIVEAU:
            return self.referentiel.territoire(niveau, code)
        lieu, periode = self.lieu(code)
        communes = [self.referentiel.territoire("commune", c) for c in periode.codes]
        exact = lieu.code(periode)
        nom = lieu.nom if exact == lieu.id else f"{lieu.nom} (composition du {periode.debut:%d/%m/%Y})"
        annees = [t.annee_population for t in communes if t.annee_population]
        population = sum(t.population or 0 for t in communes)
        poids = _poids(communes, "departement")
        principal = max(communes, key=lambda t: (poids[t.departement], t.departement))
        return Territoire(
            NIVEAU,
            exact,
            nom,
            departement=principal.departement,
            region=principal.region,
            epci=principal.epci if len({t.epci for t in communes}) == 1 else "",
            population=population,
            annee_population=max(annees, default=None),
        )

    def membres(self, niveau: str, code: str) -> tuple[str, ...]:
        return self.lieu(code)[1].codes if niveau == NIVEAU else self.referentiel.membres(niveau, code)

    def unites(self, maille: str, niveau: str, code: str) -> tuple[str, ...]:
        """Of a perimeter: its communes, whatever the level asked for, since nothing else lies wholly in it."""
        return self.membres(niveau, code) if niveau == NIVEAU else self.referentiel.unites(maille, niveau, code)

    def composition(self, niveau: str, code: str) -> str:
        """What tells two compositions of a perimeter apart in keys and addresses: a short hash of its communes, "" at the other levels."""
        return hashlib.sha256("|".join(self.membres(niveau, code)).encode()).hexdigest()[:8] if niveau == NIVEAU else ""

    def enfants(self, niveau: str, code: str) -> tuple[Territoire, ...]:
        if niveau != NIVEAU:
            return self.referentiel.enfants(niveau, code)
        return tuple(self.referentiel.territoire("commune", c) for c in self.membres(niveau, code))

    def parents(self, niveau: str, code: str) -> tuple[Territoire, ...]:
        """For a perimeter: every EPCI, then every département and région it touches, the main ones first, and France."""
        if niveau != NIVEAU:
            return self.referentiel.parents(niveau, code)
        principal, communes = self.territoire(niveau, code), self.enfants(niveau, code)
        suites = [self._touches(communes, n, getattr(principal, n)) for n in ("epci", "departement", "region")]
        return tuple(self.referentiel.territoire(n, c) for n, c in (*(paire for suite in suites for paire in suite), ("france", "FR")))

    def references(self, niveau: str, code: str) -> tuple[Territoire, ...]:
        """Parents to compare with, one a level: the EPCI only when it holds the whole perimeter."""
        tous = self.parents(niveau, code)
        if niveau != NIVEAU:
            return tous
        principal = self.territoire(niveau, code)
        gardes = {"epci": principal.epci, "departement": principal.departement, "region": principal.region}
        return tuple(t for t in tous if gardes.get(t.niveau, t.code) == t.code)

    def cherche(self, texte: str, limite: int = 20, *, niveaux: Sequence[str] | None = None) -> list[Territoire]:
        """Perimeters first: few, and made here."""
        trouves = recherche.cherche(self._index, texte, limite=limite, niveaux=niveaux) if self.lieux else []
        autres = self.referentiel.cherche(texte, limite, niveaux=niveaux)
        return [*(self.territoire(n, c) for n, c in trouves), *autres][:limite]

    def codes(self, niveau: str, *millesime: int) -> frozenset[str]:
        return frozenset(self.lieux) if niveau == NIVEAU else self.referentiel.codes(niveau, *millesime)

    @cached_property
    def _index(self) -> recherche.Index:
        entrees = (recherche.entree(NIVEAU, i, lieu.nom, population=None) for i, lieu in self.lieux.items())
        return recherche.Index(tuple(entrees), {})

    @staticmethod
    def _touches(communes: Sequence[Territoire], niveau: str, principal: str) -> list[tuple[str, str]]:
        poids = _poids(communes, niveau)
        return [(niveau, code) for code in sorted(poids.keys() - {""}, key=lambda c: (c != principal, -poids[c], c))]


def _poids(communes: Iterable[Territoire], champ: str) -> Counter[str]:
    """Inhabitants in each département (EPCI, région)."""
    poids: Counter[str] = Counter()
    for t in communes:
        poids[getattr(t, champ)] += t.population or 0
    return poids

"""A CTG's perimeter as a dated list of communes: composition at a date, signature, amendments, passage to another vintage.

Pure rules (domain.md §6: « frozen at signature with amendments »); what is kept of them is in ``storage``.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

import pandas as pd

from ctg_data.errors import CtgError

PREMIER_JOUR = date(1990, 1, 1)
"""No composition, signature or amendment is older: an earlier date is a slip of the keyboard."""


class PerimetreInvalide(CtgError):
    """A perimeter, a signature or an amendment that the rules refuse; says what to change."""


class Genre(StrEnum):
    """Kind of CTG that a perimeter serves."""

    LOCALE = "locale"
    DEPARTEMENTALE = "departementale"


@dataclass(frozen=True, order=True)
class Appartenance:
    """A commune in a perimeter from the day ``du`` (included) to the day ``au`` (excluded, None: still there)."""

    code: str
    du: date
    au: date | None = None

    def vaut(self, jour: date) -> bool:
        """Whether the commune is inside on that day."""
        return self.du <= jour and (self.au is None or jour < self.au)


Communes = tuple[Appartenance, ...]


@dataclass(frozen=True)
class Periode:
    """The communes (sorted) inside from the day ``debut`` until the next period, if any."""

    debut: date
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Avenant:
    """What changed on one day after the first composition."""

    jour: date
    entrees: tuple[str, ...]
    sorties: tuple[str, ...]


def compose(codes: Iterable[str], du: date) -> Communes:
    """Every commune of ``codes``, once, inside from ``du``."""
    return tuple(Appartenance(code, du) for code in sorted(set(codes)))


def composition(communes: Communes, jour: date) -> tuple[str, ...]:
    """Codes, sorted, of the communes inside on that day; none before the first one."""
    return tuple(sorted({a.code for a in communes if a.vaut(jour)}))


def periodes(communes: Communes) -> tuple[Periode, ...]:
    """The successive compositions, oldest first; two that follow each other always differ."""
    jours = sorted({a.du for a in communes} | {a.au for a in communes if a.au})
    suites: list[Periode] = []
    for periode in (Periode(jour, composition(communes, jour)) for jour in jours):
        if not suites or suites[-1].codes != periode.codes:
            suites.append(periode)
    return tuple(suites)


def periode(communes: Communes, jour: date) -> Periode:
    """The period that holds ``jour``.  PerimetreInvalide before the first one."""
    toutes = periodes(communes)
    if jour < toutes[0].debut:
        raise PerimetreInvalide(f"Ce périmètre n'existe que depuis le {_jour(toutes[0].debut)} : demandez une date à partir de ce jour.")
    return [p for p in toutes if p.debut <= jour][-1]


def avenants(communes: Communes) -> tuple[Avenant, ...]:
    """What each period changed of the one before, oldest first."""
    suites = periodes(communes)
    return tuple(
        Avenant(apres.debut, tuple(sorted(set(apres.codes) - set(avant.codes))), tuple(sorted(set(avant.codes) - set(apres.codes))))
        for avant, apres in pairwise(suites)
    )


def signe(communes: Communes, jour: date, *, aujourdhui: date) -> Communes:
    """The composition frozen by its signature: it counts from that day, whenever it was typed."""
    exige_recent(jour)
    _exige(jour <= aujourdhui, f"La date de signature ({_jour(jour)}) est dans le futur : donnez celle du document signé.")
    codes = periodes(communes)[-1].codes
    _exige(bool(codes), "Ce périmètre n'a aucune commune : ajoutez-en avant de le signer.")
    return compose(codes, jour)


def amende(
    communes: Communes, signe_le: date | None, *, jour: date, aujourdhui: date, entrees: Collection[str] = (), sorties: Collection[str] = ()
) -> Communes:
    """A signed perimeter after a dated amendment; nothing of its history is lost.

    Raises PerimetreInvalide: not signed, a date before the signature, before another amendment or in the future, a commune that
    is already inside or already out, nothing changed, nothing left.
    """
    _date_admise(communes, signe_le, jour, aujourdhui)
    dedans, entrants, sortants = set(composition(communes, jour)), set(entrees), set(sorties)
    _exige(bool(entrants | sortants), "Cet avenant ne change rien : indiquez au moins une commune qui entre ou qui sort.")
    _exige(not entrants & dedans, f"Déjà dans le périmètre : {', '.join(sorted(entrants & dedans))}.")
    _exige(sortants <= dedans, f"Pas dans le périmètre à cette date : {', '.join(sorted(sortants - dedans))}.")
    _exige(bool((dedans | entrants) - sortants), "Il ne resterait aucune commune : supprimez plutôt ce périmètre.")
    du_jour = sorted(a.code for a in communes if a.code in sortants and a.du == jour)
    _exige(not du_jour, f"Entrée ce jour-là, une commune ne peut pas sortir le même jour : {', '.join(du_jour)}.")
    fermees = (replace(a, au=jour) if a.code in sortants and a.vaut(jour) else a for a in communes)
    return tuple(sorted((*fermees, *compose(entrants, jour)), key=_ordre))


def _date_admise(communes: Communes, signe_le: date | None, jour: date, aujourdhui: date) -> None:
    if signe_le is None:
        raise PerimetreInvalide("Ce périmètre n'est pas signé : changez sa liste de communes, sans avenant.")
    _exige(jour > signe_le, f"Un avenant est postérieur à la signature ({_jour(signe_le)}) : donnez sa date d'effet.")
    _exige(jour <= aujourdhui, f"La date de l'avenant ({_jour(jour)}) est dans le futur : enregistrez-le quand il prend effet.")
    dernier = max([a.du for a in communes] + [a.au for a in communes if a.au])
    _exige(jour >= dernier, f"Un avenant du {_jour(dernier)} existe déjà : donnez une date à partir de ce jour, ou annulez-le d'abord.")


def passe(communes: Communes, passage: pd.DataFrame) -> tuple[Communes, tuple[str, ...]]:
    """The same perimeter in the codes of another vintage, and the communes that it holds in part only, which are left out.

    ``passage``: code_src, code_dst (``Referentiel.passage``).  A merged commune is inside while all its parts are; every part of
    a divided one is inside.  Raises PerimetreInvalide when nothing is left.
    """
    siennes = passage[passage["code_src"].isin({a.code for a in communes})]
    touchees = {src: set(dst) for src, dst in siennes.groupby("code_src")["code_dst"]}
    arrivees = passage[passage["code_dst"].isin(siennes["code_dst"])]
    parts = {dst: frozenset(src) for dst, src in arrivees.groupby("code_dst")["code_src"]}
    suites = [(p.debut, *_passees(frozenset(p.codes), parts, touchees)) for p in periodes(communes)]
    passees = depuis_periodes([Periode(debut, tuple(sorted(entieres))) for debut, entieres, _ in suites])
    _exige(bool(passees), "Aucune commune de ce périmètre ne se retrouve entière dans la liste des communes d'aujourd'hui : refaites-le.")
    return passees, tuple(sorted(suites[-1][2]))


def _passees(codes: frozenset[str], parts: Mapping[str, frozenset[str]], touchees: Mapping[str, set[str]]) -> tuple[set[str], set[str]]:
    """Communes wholly inside, and those inside in part only."""
    arrivees = set().union(*(touchees.get(code, set()) for code in codes))
    entieres = {code for code in arrivees if parts[code] <= codes}
    return entieres, arrivees - entieres


def depuis_periodes(suites: Sequence[Periode]) -> Communes:
    """The communes that make these successive compositions."""
    ouvertes: dict[str, date] = {}
    fermees: list[Appartenance] = []
    for p in suites:
        for code in sorted(set(ouvertes) - set(p.codes)):
            fermees.append(Appartenance(code, ouvertes.pop(code), p.debut))
        for code in p.codes:
            ouvertes.setdefault(code, p.debut)
    return tuple(sorted((*fermees, *(Appartenance(code, du) for code, du in ouvertes.items())), key=_ordre))


def _ordre(a: Appartenance) -> tuple[str, date]:
    return a.code, a.du


def exige_recent(jour: date) -> None:
    """Raises PerimetreInvalide for a date before PREMIER_JOUR."""
    _exige(jour >= PREMIER_JOUR, f"La date du {_jour(jour)} est antérieure à {PREMIER_JOUR.year} : vérifiez l'année.")


def _jour(jour: date) -> str:
    """« 12/03/2024 »; ``%Y`` alone would write the year 26 in two figures."""
    return f"{jour:%d/%m}/{jour.year:04}"


def _exige(vrai: bool, phrase: str) -> None:
    if not vrai:
        raise PerimetreInvalide(phrase)

"""Match the headers of a table with the columns of a layout, whatever their order, spelling or year."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ctg_data.loaders.model import Colonne, Disposition

_COURT = 256
"""Characters up to which a text may be a header, that many layouts ask for again."""
_RANGEE_COURTE = 3_000
"""Characters of a row up to which what it reads as is kept."""


def normalise(texte: str) -> str:
    """Lower case without accents, line breaks, no-break spaces nor typographic apostrophes."""
    return _court_normalise(texte) if len(texte) <= _COURT else _normalise(texte)


def _normalise(texte: str) -> str:
    sans = texte if texte.isascii() else sans_accent(texte).replace("\ufeff", "").replace("’", "'")
    return " ".join(sans.split()).lower()


_court_normalise = lru_cache(maxsize=16384)(_normalise)


@dataclass(frozen=True)
class Trouvee:
    """A column found: where, as written, and the year captured in its header (None without one)."""

    position: int
    texte: str
    annee: int | None


@dataclass(frozen=True)
class Entete:
    """How one row of a table reads as the header of one layout."""

    rang: int
    trouvees: dict[str, tuple[Trouvee, ...]]
    inconnues: tuple[tuple[int, str], ...]
    manquantes: tuple[str, ...]
    obligatoires: int
    suite: int = field(default=0)
    """Header rows below this one."""

    @property
    def complete(self) -> bool:
        """Whether every compulsory column was found."""
        return not self.manquantes

    @property
    def proximite(self) -> tuple[float, int]:
        """Share of the required columns found, then number of columns found."""
        return (1 - len(self.manquantes) / max(self.obligatoires, 1), len(self.trouvees))


@lru_cache(maxsize=4096)
def _expressions(colonne: Colonne) -> tuple[re.Pattern[str], ...]:
    motifs = (re.escape(normalise(colonne.nom)), *(sans_accent(alias) for alias in colonne.alias))
    return tuple(re.compile(motif, re.IGNORECASE) for motif in motifs)


def sans_accent(motif: str) -> str:
    """The same pattern or text, its accents removed; other characters stay."""
    return "".join(c for c in unicodedata.normalize("NFKD", motif) if not unicodedata.combining(c))


def _reconnait(colonne: Colonne, texte: str) -> tuple[bool, int | None]:
    """Whether a normalised header names this column, and its year."""
    for expression in _expressions(colonne):
        if trouve := expression.fullmatch(texte):
            return True, _annee(trouve.groupdict())
    return False, None


def _annee(groupes: dict[str, str | None]) -> int | None:
    if groupes.get("aaaa"):
        return int(groupes["aaaa"])
    if groupes.get("aa"):
        court = int(groupes["aa"])
        return court + (2000 if court < 70 else 1900)
    return None


def lit_entete(disposition: Disposition, rangee: Sequence[str], rang: int) -> Entete:
    """Assign each header to the first column of the layout that claims it; one column may be there once per year."""
    if sum(map(len, rangee)) <= _RANGEE_COURTE:
        return lit_connue(disposition.colonnes, disposition.multi_annees, tuple(rangee), rang)
    return _lit(disposition.colonnes, disposition.multi_annees, rangee, rang)


def _lit(colonnes: tuple[Colonne, ...], multi_annees: bool, rangee: Sequence[str], rang: int) -> Entete:
    trouvees: dict[str, list[Trouvee]] = {}
    inconnues, possibles = [], _possibles(colonnes)
    for position, texte in enumerate(rangee):
        normal = normalise(texte)
        colonne, annee = _colonne(possibles(normal), normal, trouvees, multi_annees=multi_annees)
        if colonne is not None:
            trouvees.setdefault(colonne.nom, []).append(Trouvee(position, texte, annee))
        elif texte.strip():
            inconnues.append((position, texte))
    obligatoires = [c.nom for c in colonnes if c.obligatoire]
    manquantes = tuple(nom for nom in obligatoires if nom not in trouvees)
    mesurees = [c.nom for c in colonnes if c.mesure]
    if mesurees and not set(mesurees) & set(trouvees):
        # a layout whose measures are all optional (s_ben_*) still needs one of them
        manquantes = manquantes or (mesurees[0],)
    return Entete(rang, {nom: tuple(t) for nom, t in trouvees.items()}, tuple(inconnues), manquantes, len(obligatoires))


lit_connue = lru_cache(maxsize=4096)(_lit)
"""The sheets of a workbook, the members of an archive and the files of a year have the same headers, compared with a hundred layouts."""


def _colonne(
    essais: Sequence[tuple[Colonne, int | None]], texte: str, prises: Mapping[str, object], *, multi_annees: bool
) -> tuple[Colonne | None, int | None]:
    deja: tuple[Colonne | None, int | None] = (None, None)
    for colonne, annee in essais:
        if multi_annees and colonne.mesure and annee is None:
            # among columns of several years, one without a year says nothing
            continue
        if colonne.nom not in prises:
            return colonne, annee
        if texte and deja[0] is None:
            deja = (colonne, annee)
    return deja


@lru_cache(maxsize=512)
def _possibles(colonnes: tuple[Colonne, ...]) -> Callable[[str], tuple[tuple[Colonne, int | None], ...]]:
    """For one layout: a normalised header -> the columns that it may name, in their order, with the year that it says.  A header is
    compared with a hundred layouts, and again for each sheet and each file that follow."""

    @lru_cache(maxsize=1024)
    def possibles(texte: str) -> tuple[tuple[Colonne, int | None], ...]:
        essais = ((colonne, *_reconnait(colonne, texte)) for colonne in colonnes)
        return tuple((colonne, annee) for colonne, oui, annee in essais if oui)

    return possibles


def meilleur_entete(disposition: Disposition, apercu: Sequence[Sequence[str]], candidates: Sequence[int]) -> Entete | None:
    """The row that reads best as this layout's header (the last one on a tie: codes come under labels)."""
    lus = [lit_entete(disposition, apercu[rang], rang) for rang in candidates]
    return max(lus, key=lambda e: (e.complete, *e.proximite, -len(e.inconnues), e.rang), default=None)

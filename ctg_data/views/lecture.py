"""What the portrait reads, once: the published rows of the territory and of its parents, ready to look up."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import pandas as pd

from ctg_data.indicators.model import Distribution, Effectif, Indicateur, Manque, Moyenne
from ctg_data.loaders.model import Source
from ctg_data.store.paquet import Paquet
from ctg_data.store.publie import Publication
from ctg_data.territoires.model import Territoire
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views.reserve import Reserve
from ctg_data.wording import fr


class Corpus(Protocol):
    """What the views need of ``store.corpus.Corpus``; tests give a fake."""

    empreinte: str

    @property
    def editions(self) -> pd.DataFrame: ...

    @property
    def fictive(self) -> bool: ...

    @property
    def precedente(self) -> Publication | None: ...

    @property
    def paquet(self) -> Paquet | None: ...

    def publie_le(self, niveau: str, code: str) -> str: ...

    def valeurs(
        self, niveau: str, codes: Iterable[str] | None = None, indicateurs: Iterable[str] | None = None, annees: Iterable[int] | None = None
    ) -> pd.DataFrame: ...

    def epoques(self, codes: Iterable[str], indicateurs: Iterable[str] | None = None) -> pd.DataFrame: ...

    def est_demo(self, niveau: str, code: str) -> bool: ...

    def ecarte(self, niveau: str, code: str) -> bool: ...

    def attributs(self, niveau: str) -> pd.DataFrame: ...

    def equipements(self, niveau: str = "commune") -> pd.DataFrame: ...


def publication(empreinte: str, *, demo: bool) -> str:
    """Of the fingerprint of a corpus, the id of the publication that holds the figures shown, « vide » for none.

    It is the same where these figures were received in a bundle.
    """
    reelle, *suite = empreinte.split("+")
    return (suite[0] if demo and suite else reelle).partition("@")[0]


def version(empreinte: str, *, demo: bool) -> str:
    """« démonstration, 280899e4 »: that publication for a reader; two documents that say the same one hold the same data."""
    lue = publication(empreinte, demo=demo)
    if lue == VIDE:
        return fr.texte("version.vide")
    return fr.texte("version.demo", id=lue[:8]) if demo else lue[:8]


class Ligne(NamedTuple):
    """One published value; ``valeur`` and bounds are None unless ``statut`` is ok."""

    annee: int
    valeur: float | None
    statut: str
    est: bool
    arr5: bool
    ic_bas: float | None
    ic_haut: float | None
    sources: str
    edition: str = ""


VIDE = "vide"
"""What stands for a publication that is missing."""
SERIES = Reserve(256)
"""Rows of the last territories read: about 200 kB each."""

Series = Mapping[tuple[str, str], Mapping[int, Ligne]]
ABSENTE = Ligne(0, None, "nd", False, False, None, None, "")


@dataclass(frozen=True)
class Parent:
    """A territory above, its rows, and whether they are demonstration."""

    territoire: Territoire
    series: Series
    demo: bool


@dataclass(frozen=True)
class Contexte:
    """Everything read for one portrait.  ``importees``: the sources that the store holds, whatever territories they cover."""

    corpus: Corpus
    ref: Referentiel
    territoire: Territoire
    demo: bool
    catalogue: tuple[Indicateur, ...]
    sources: Mapping[str, Source]
    series: Series
    parents: tuple[Parent, ...]
    importees: frozenset[str] = frozenset()

    def annee(self, indicateur: str, modalite: str = "total") -> int | None:
        return derniere_annee(self.series, indicateur, modalite)

    def a_un_chiffre(self) -> bool:
        """Whether anything is known of the territory, even hidden."""
        return any(x.statut != "nd" for lignes in self.series.values() for x in lignes.values())

    def epoques(self) -> Series:
        """The rows of an EPCI at period perimeter, in the years when it was another."""
        cle = ("epoques", self.corpus.empreinte, self.territoire.code)
        return SERIES.donne(cle, lambda: indexe(self.corpus.epoques([self.territoire.code])))

    def ou_lire(self, indicateur: str, annee: int | None) -> str:
        """Level of the nearest parent that shows the figure of that year, "" when none does."""
        return next((p.territoire.niveau for p in self.parents if ligne(p.series, indicateur, annee).statut == "ok"), "")

    def ligne(self, indicateur: str, annee: int | None, modalite: str = "total") -> Ligne:
        return ligne(self.series, indicateur, annee, modalite=modalite)


def derniere_annee(series: Series, indicateur: str, modalite: str = "total") -> int | None:
    """Latest year that has something to say (a value, a secret or a « not significant »)."""
    return max((a for a, x in series.get((indicateur, modalite), {}).items() if x.statut != "nd"), default=None)


def ligne(series: Series, indicateur: str, annee: int | None, *, modalite: str = "total") -> Ligne:
    """The row, or an absent one: an unknown year is « n.d. », never zero."""
    return series.get((indicateur, modalite), {}).get(annee, ABSENTE)


def connu(x: float, statut: str) -> float | None:
    return float(x) if statut == "ok" and math.isfinite(x) else None


def indexe(frame: pd.DataFrame) -> Series:
    """(indicateur, modalite) -> annee -> Ligne for the rows of one territory."""
    return next(iter(indexe_par_code(frame).values()), {})


def indexe_par_code(frame: pd.DataFrame) -> dict[str, Series]:
    """The same by code, for the rows of several territories."""
    index: dict[str, dict[tuple[str, str], dict[int, Ligne]]] = {}
    noms = ("code", "indicateur", "modalite", "annee", "valeur", "statut", "est", "arr5", "ic_bas", "ic_haut", "sources", "edition")
    for code, i, m, a, v, s, est, arr5, bas, haut, src, ed in zip(*(frame[n].tolist() for n in noms), strict=True):
        x = Ligne(a, connu(v, s), s, est, arr5, connu(bas, s), connu(haut, s), src if isinstance(src, str) else "", ed)
        index.setdefault(code, {}).setdefault((i, m), {})[a] = x
    return index


def lis_series(corpus: Corpus, t: Territoire) -> Series:
    """The rows of one territory, kept: a département is the parent of many."""
    cle = ("series", corpus.empreinte, t.niveau, t.code)
    return SERIES.donne(cle, lambda: indexe(corpus.valeurs(t.niveau, codes=[t.code])))


def parents_distincts(ref: Referentiel, t: Territoire) -> tuple[Territoire, ...]:
    """Parents that are not the very same communes (a région of one département): no one is compared with itself."""
    n = len(ref.membres(t.niveau, t.code))
    dessus = ref.references(t.niveau, t.code) if t.niveau == "perimetre" else ref.parents(t.niveau, t.code)
    return tuple(p for p in dessus if p.niveau == "france" or len(ref.membres(p.niveau, p.code)) != n)


def contexte(
    corpus: Corpus, ref: Referentiel, t: Territoire, *, catalogue: tuple[Indicateur, ...], sources: Mapping[str, Source]
) -> Contexte:
    """Read the territory and its parents; raises nothing on an empty corpus."""
    parents = tuple(Parent(p, lis_series(corpus, p), corpus.est_demo(p.niveau, p.code)) for p in parents_distincts(ref, t))
    demo = corpus.est_demo(t.niveau, t.code)
    return Contexte(corpus, ref, t, demo, catalogue, sources, lis_series(corpus, t), parents, _importees(corpus.editions))


def _importees(editions: pd.DataFrame) -> frozenset[str]:
    """Sources of the current editions."""
    return frozenset(nom for noms in editions.loc[editions["courante"].astype(bool), "sources"] for nom in noms)


def de_nature(corpus: Corpus, niveau: str, codes: Iterable[str], *, demo: bool) -> tuple[str, ...]:
    """Those of ``codes`` that show real figures, or demonstration, whichever is asked: the two are never compared."""
    return tuple(c for c in codes if corpus.est_demo(niveau, c) == demo and not corpus.ecarte(niveau, c))


def est_effectif(indicateur: Indicateur) -> bool:
    """A count: it grows with the territory, so it is never compared with a parent."""
    return isinstance(indicateur.formules[0], Effectif | Moyenne | Manque)


MESUREES = frozenset({"€", "€ par an", "euros", "heures", "km²"})
"""Units of what is measured, not counted one by one."""


def est_denombre(indicateur: Indicateur) -> bool:
    """A count of whole things, whose bounds are those of its rounding: not an amount, nor hours, nor a mean of years."""
    return isinstance(indicateur.formules[0], Effectif) and indicateur.decimales == 0 and indicateur.unite not in MESUREES


def unite_excedent(indicateur: Indicateur, valeurs: Iterable[float | None]) -> str:
    """Unit of the surplus, for a shortage that is under zero in every known year; "" for anything else."""
    connues = [v for v in valeurs if v is not None]
    manque = isinstance(indicateur.formules[0], Manque) and connues and max(connues) < 0
    return fr.texte("evolution.excedent", unite=indicateur.unite) if manque else ""


def en_cercles(indicateur: Indicateur) -> bool:
    """Counts, and shortages that are not brought to a number of people: the larger the territory, the larger they are."""
    formule = indicateur.formules[0]
    return (est_effectif(indicateur) or isinstance(formule, Distribution)) and not (isinstance(formule, Manque) and formule.par)

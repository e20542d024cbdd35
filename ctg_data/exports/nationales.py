"""What of a corpus can be read elsewhere: nothing that a local source gives, since its declaration stays on its workstation (ADR 0018)."""

from collections.abc import Collection, Iterable, Iterator

import pandas as pd

from ctg_data.loaders import locales
from ctg_data.store.corpus import Corpus

Couples = frozenset[tuple[str, int]]
"""(indicator, year)."""


class Nationale:
    """A corpus without the indicators of local sources, nor ``melees``: what views read in its place.

    Its fingerprint is that of its publications, after which ``@`` keeps what is read of the whole corpus apart in caches.
    """

    def __init__(self, corpus: Corpus, melees: Couples):
        self._corpus, self._melees = corpus, melees
        self.empreinte = "+".join(f"{partie}@nationale" for partie in corpus.empreinte.split("+"))

    def __getattr__(self, nom: str) -> object:
        return getattr(self._corpus, nom)

    @property
    def editions(self) -> pd.DataFrame:
        """Those of the corpus, less their local sources."""
        lues = self._corpus.editions
        gardees = [tuple(s for s in noms if not locales.est_locale(s)) for noms in lues["sources"]]
        return lues.assign(sources=pd.Series(gardees, index=lues.index, dtype=object))

    def valeurs(
        self,
        niveau: str,
        codes: Collection[str] | None = None,
        indicateurs: Collection[str] | None = None,
        annees: Collection[int] | None = None,
    ) -> pd.DataFrame:
        """COLONNES_VALEURS and ``demo``, as ``Corpus.valeurs``."""
        return garde(self._corpus.valeurs(niveau, codes, indicateurs, annees), self._melees)

    def epoques(self, codes: Collection[str], indicateurs: Collection[str] | None = None) -> pd.DataFrame:
        """COLONNES_VALEURS and ``demo``, as ``Corpus.epoques``."""
        return garde(self._corpus.epoques(codes, indicateurs), self._melees)


def melees(frames: Iterable[pd.DataFrame]) -> Couples:
    """National indicators and years where a local source stands behind one row at least.

    They are left out whole: a place among territories of which some are missing would be a wrong figure.
    """
    return frozenset(couple for frame in frames for couple in _citent(frame))


def _citent(frame: pd.DataFrame) -> Iterator[tuple[str, int]]:
    siennes = frame.loc[frame["sources"].isin([s for s in frame["sources"].cat.categories if cite_locale(s)]).to_numpy()]
    couples = siennes[["indicateur", "annee"]].drop_duplicates().itertuples(index=False)
    yield from ((str(i), int(a)) for i, a in couples if not locales.est_locale(i))


def cite_locale(sources: str) -> bool:
    """Whether a cell ``sources`` names a local one."""
    return any(map(locales.est_locale, str(sources).split("|")))


def garde(frame: pd.DataFrame, melees: Couples) -> pd.DataFrame:
    """The rows that can be read elsewhere, in the same columns."""
    propres = [i for i in frame["indicateur"].cat.categories if locales.est_locale(i)]
    dehors = frame["indicateur"].isin(propres).to_numpy()
    for indicateur, annee in melees:
        dehors = dehors | (frame["indicateur"].eq(indicateur) & frame["annee"].eq(annee)).to_numpy()
    return frame.loc[~dehors].reset_index(drop=True) if dehors.any() else frame


def titres(corpus: Corpus) -> tuple[str, ...]:
    """Titles of the local sources that the store holds, whatever territories they cover; in one line each."""
    declarees = locales.actives().sources
    if not declarees:
        return ()
    editions = corpus.editions
    importees = {s for noms in editions.loc[editions["courante"].astype(bool), "sources"] for s in noms}
    return tuple(" ".join(s.titre.split()) for nom, s in declarees.items() if nom in importees)


def en_a(corpus: Corpus, niveau: str, code: str) -> bool:
    """Whether a territory has one figure that no local source gives."""
    lues = corpus.valeurs(niveau, codes=[code])
    lues = lues[lues["statut"].ne("nd").to_numpy()]
    return any(not locales.est_locale(i) and not cite_locale(s) for i, s in zip(lues["indicateur"], lues["sources"], strict=True))

"""The published values of one level as tables [territories, years], one a figure: what every rule of quality reads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from ctg_data.indicators.model import Indicateur
from ctg_data.wording import nombres


@dataclass(frozen=True, eq=False)
class Figure:
    """One indicator and modality.  ``valeur``, ``bas``, ``haut``: [territories, years], NaN unless the figure is shown (or has bounds).

    ``source``: number of the source of the numerator, -1 without; ``arr5``: made of counts rounded to 5; ``lignes``: row of the grid.
    """

    indicateur: Indicateur
    annees: tuple[int, ...]
    valeur: np.ndarray
    bas: np.ndarray
    haut: np.ndarray
    arr5: np.ndarray
    source: np.ndarray
    lignes: np.ndarray

    def an(self, annee: int) -> int | None:
        """Column of a year."""
        return self.annees.index(annee) if annee in self.annees else None

    def pire(self, sens: int) -> np.ndarray:
        """The bound nearest to what is usual: the low one of a figure found too high, the high one of a figure too low; else the value."""
        borne = self.bas if sens > 0 else self.haut
        return np.where(np.isnan(borne), self.valeur, borne)

    @cached_property
    def derniere(self) -> np.ndarray:
        """Column of the latest year shown of each territory, -1 without any."""
        connues = ~np.isnan(self.valeur)
        return np.where(connues.any(axis=1), len(self.annees) - 1 - connues[:, ::-1].argmax(axis=1), -1)


class Grille:
    """Rows of one level: only those whose status is ok are ever read, so that nothing hidden can be told.

    ``demo``: codes of the territories whose figures are invented.  ``ordre``: the territories, one row each in every table.
    """

    def __init__(self, valeurs: pd.DataFrame, niveau: str, catalogue: Sequence[Indicateur]):
        montrees = valeurs[(valeurs["statut"] == "ok").to_numpy()]
        self.niveau = niveau
        self.catalogue: Mapping[str, Indicateur] = {i.id: i for i in catalogue}
        self._frame = montrees.reset_index(drop=True)
        numeros, self.ordre = pd.factorize(self._frame["code"].astype(str), sort=True)
        self._codes = numeros.astype("int32")
        self.rangs: Mapping[str, int] = {code: rang for rang, code in enumerate(self.ordre)}
        demo = self._frame["demo"].to_numpy(dtype=bool) if "demo" in self._frame else np.zeros(len(montrees), dtype=bool)
        self.demo = frozenset(self.ordre[np.unique(self._codes[demo])])
        self._figures: dict[tuple[str, str], Figure | None] = {}

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], np.ndarray]:
        """(indicator, modality) -> its rows."""
        if self._frame.empty:
            return {}
        groupes = self._frame.groupby(["indicateur", "modalite"], observed=True, sort=False).indices
        return {(str(i), str(m)): lignes for (i, m), lignes in groupes.items()}

    @cached_property
    def _sources(self) -> tuple[np.ndarray, np.ndarray]:
        """Number of the source of the numerator by category of ``sources``, and the texts."""
        textes = self._frame["sources"].astype("category").cat
        noms = [t.partition("|")[0].rpartition("@")[0] for t in textes.categories.astype(str)]
        rangs = {nom: rang for rang, nom in enumerate(dict.fromkeys(noms))}
        numeros = np.array([rangs[n] for n in noms] + [-1])
        return numeros[textes.codes.to_numpy()], np.array(list(rangs), dtype=object)

    def source(self, figure: Figure, i: int, j: int) -> str:
        """Id of the source of the numerator."""
        return str(self._sources[1][figure.source[i, j]]) if figure.source[i, j] >= 0 else ""

    def producteurs(self, figure: Figure) -> frozenset[str]:
        """Ids of the sources of the numerators of a figure."""
        return frozenset(str(self._sources[1][n]) for n in np.unique(figure.source) if n >= 0)

    def figure(self, indicateur: str, modalite: str = "total") -> Figure | None:
        """The tables of one figure; None where nothing of it is shown."""
        cle = indicateur, modalite
        if cle not in self._figures:
            self._figures[cle] = self._lit(*cle) if cle in self._places and indicateur in self.catalogue else None
        return self._figures[cle]

    def modalites(self, indicateur: str) -> tuple[str, ...]:
        return tuple(m for i, m in self._places if i == indicateur)

    def figures(self) -> Iterator[Figure]:
        """Every figure that is one number a year, in the order of the catalogue."""
        trouvees = (self.figure(i) for i in self.catalogue)
        yield from (f for f in trouvees if f is not None)

    def _lit(self, indicateur: str, modalite: str) -> Figure:
        lignes = self._places[indicateur, modalite]
        f = self._frame.take(lignes)
        annees, colonnes = np.unique(f["annee"].to_numpy(), return_inverse=True)
        place = self._codes[lignes], colonnes
        return Figure(
            self.catalogue[indicateur],
            tuple(int(a) for a in annees),
            *(self._pose(place, len(annees), f[nom].to_numpy(), np.nan) for nom in ("valeur", "ic_bas", "ic_haut")),
            arr5=self._pose(place, len(annees), f["arr5"].to_numpy(), False),
            source=self._pose(place, len(annees), self._sources[0][lignes], -1),
            lignes=self._pose(place, len(annees), lignes, -1),
        )

    def _pose(self, place: tuple[np.ndarray, np.ndarray], largeur: int, valeurs: np.ndarray, vide: object) -> np.ndarray:
        table = np.full((len(self.ordre), largeur), vide, dtype=valeurs.dtype)
        table[place] = valeurs
        return table

    def editions(self, *cellules: tuple[Figure, int, int]) -> tuple[str, ...]:
        """Editions of the cells, in order, each once."""
        return self._textes("edition", cellules)

    def sources(self, *cellules: tuple[Figure, int, int]) -> tuple[str, ...]:
        """``source@annee`` of the cells, in order, each once."""
        return tuple(dict.fromkeys(s for texte in self._textes("sources", cellules) for s in texte.split("|")))

    def _textes(self, nom: str, cellules: tuple[tuple[Figure, int, int], ...]) -> tuple[str, ...]:
        numeros, textes = self._origines[nom]
        return tuple(textes[n] for n in dict.fromkeys(numeros[f.lignes[i, j]] for f, i, j in cellules))

    @cached_property
    def _origines(self) -> Mapping[str, tuple[np.ndarray, list[str]]]:
        """``edition`` and ``sources`` -> number of the text of each row, and the texts; -1, none, is the last one: a rule may give
        thousands of alerts, each on dozens of rows."""
        colonnes = {nom: self._frame[nom].astype("category").cat for nom in ("edition", "sources")}
        return {nom: (c.codes.to_numpy(), [*map(str, c.categories), ""]) for nom, c in colonnes.items()}


def dit(figure: Figure, i: int, j: int) -> str:
    """The value as the portrait shows it, with its unit."""
    return texte(figure.indicateur, figure.valeur[i, j], figure.bas[i, j], figure.haut[i, j])


def sans_unite(figure: Figure, i: int, j: int) -> str:
    """The number alone."""
    return texte(replace(figure.indicateur, unite=""), figure.valeur[i, j], figure.bas[i, j], figure.haut[i, j])


def texte(indicateur: Indicateur, valeur: float, *bornes: float) -> str:
    """A figure of ``indicateur`` in words: no more decimals than its bounds have."""
    connues = [None if np.isnan(b) else float(b) for b in bornes]
    decimales = nombres.decimales_permises(indicateur.decimales, float(valeur), *connues)
    return nombres.valeur(float(valeur), "ok", unite=indicateur.unite, decimales=decimales)

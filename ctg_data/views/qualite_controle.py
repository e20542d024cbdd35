"""The totals of the files imported against the sum of their parts (``diagnostic.controle``), kept once asked for."""

from collections.abc import Callable, Sequence
from itertools import groupby

from ctg_data.diagnostic.controle import ETATS, Bilan, Ecart
from ctg_data.diagnostic.figures import Tableau
from ctg_data.loaders import sources as registre
from ctg_data.views.lecture import Corpus
from ctg_data.views.origines import nom
from ctg_data.views.reserve import Reserve
from ctg_data.wording import fr, nombres
from ctg_data.wording import qualite as mots
from ctg_data.wording.typographie import soigne

BILANS = Reserve(2)
MONTRES = 100
"""Differences listed, the largest share of their level first."""


def connu(corpus: Corpus) -> bool:
    """Whether the totals behind this publication were looked at already."""
    return BILANS.connait(("bilans", corpus.empreinte))


def bilans(corpus: Corpus, controle: Callable[[], Sequence[Bilan]]) -> Sequence[Bilan]:
    """What ``controle`` gives, kept a publication."""
    return BILANS.donne(("bilans", corpus.empreinte), controle)


def resume(trouves: Sequence[Bilan]) -> Tableau:
    """One line a source and relation, all its measures together."""
    ranges = sorted(trouves, key=_relation)
    lignes = tuple(_resume(list(lot)) for _, lot in groupby(ranges, key=_relation))
    return soigne(Tableau(mots.TOTAUX, mots.COLONNES_TOTAUX, lignes, tuple(range(3, 3 + 1 + len(ETATS)))))


def _relation(b: Bilan) -> tuple[str, str, str]:
    return b.source, b.parties, b.tout


def _resume(lot: Sequence[Bilan]) -> tuple[str, ...]:
    b = lot[0]
    sommes = (sum(getattr(x, champ) for x in lot) for champ in ("comparees", *ETATS))
    libelle = nombres.capitale(nom(registre.catalogue(), b.source).entier)
    return (libelle, fr.NIVEAUX[b.parties], fr.NIVEAUX[b.tout], *map(nombres.nombre, sommes))


def ecarts(trouves: Sequence[Bilan]) -> Tableau:
    """The largest differences; none of the CAF's own files, which ``controle`` never gives."""
    tous = sorted(((b, e) for b in trouves for e in b.ecarts), key=lambda paire: -abs(paire[1].difference) / max(abs(paire[1].publie), 1))
    lignes = tuple(_ecart(b, e) for b, e in tous[:MONTRES])
    return soigne(Tableau(mots.ECARTS, mots.COLONNES_ECARTS, lignes, (5, 6, 7)))


def _ecart(b: Bilan, e: Ecart) -> tuple[str, ...]:
    chiffres = (nombres.nombre(x, 0 if float(x).is_integer() else 2) for x in (e.publie, e.somme, e.difference))
    return (b.mesure, fr.NIVEAUX[b.tout], fr.NIVEAUX[b.parties], e.code, str(e.annee), *chiffres)

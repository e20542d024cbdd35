"""Two publications of the same territories, kept and compared: what both together tell (domain.md §5.2.6).

The outsider is given what did not change: a commune whose count is the same in both is one unknown, not two.  Nothing else links them.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from ctg_data.diagnostic.audit.assemblage import Assemblage
from ctg_data.diagnostic.audit.monde import Monde, d_un_atome
from ctg_data.diagnostic.audit.questions import Questions
from ctg_data.diagnostic.audit.systeme import EPS, Systeme, empile


@dataclass(frozen=True, eq=False)
class Reunion:
    """The knowledge of both: the variables of the first, then those of the second."""

    vrai: np.ndarray
    systeme: Systeme


def reunit(premier: tuple[Assemblage, Monde], second: tuple[Assemblage, Monde]) -> Reunion:
    """Both systems side by side, and the equality of what did not change."""
    (un, _), (deux, _) = premier, second
    a, b = un.systeme, deux.systeme
    blocs = sparse.block_diag([a.lignes, b.lignes], format="csr")
    egales = _inchangees(premier, second)
    lignes, moins, plus = empile(
        [(blocs, np.append(a.moins, b.moins), np.append(a.plus, b.plus)), (egales, np.zeros(egales.shape[0]), np.zeros(egales.shape[0]))]
    )
    champs = (np.append(getattr(a, nom), getattr(b, nom)) for nom in ("bas", "haut", "entier"))
    return Reunion(np.append(un.vrai, deux.vrai), Systeme(lignes, moins, plus, *champs))


def elargit(questions: Questions, variables: int) -> Questions:
    """The same questions, over more variables."""
    tables = [(_elargies(lignes, variables), fixe) for lignes, fixe in (questions.cellules, questions.groupes)]
    return Questions(*tables, questions.au_plus, questions.au_moins, questions.ecart, questions.petit_groupe)


def _elargies(lignes: sparse.csr_array, variables: int) -> sparse.csr_array:
    return sparse.csr_array((lignes.data, lignes.indices, lignes.indptr), shape=(lignes.shape[0], variables))


def _inchangees(premier: tuple[Assemblage, Monde], second: tuple[Assemblage, Monde]) -> sparse.csr_array:
    """One row a commune, atom and year whose count is the same in both."""
    (un, monde), (deux, autre) = premier, second
    gauche, droite = [], []
    communes = monde.rangs["commune"][0]
    for (atome, colonne), rang in un.paires.items():
        annee = monde.annees[colonne]
        la = deux.paires.get((atome, autre.annees.index(annee))) if annee in autre.annees else None
        if la is not None:
            x, y = (m.valeur(d_un_atome(atome))[communes, m.annees.index(annee)] for m in (monde, autre))
            memes = communes[np.abs(x - y) < EPS]
            gauche.append(rang * un.places + memes)
            droite.append(un.variables + la * deux.places + memes)
    ici, la = (np.concatenate([np.zeros(0, dtype=int), *t]) for t in (gauche, droite))
    n = len(ici)
    lignes = np.tile(np.arange(n), 2), np.append(ici, la)
    return sparse.csr_array((np.repeat([1.0, -1.0], n), lignes), shape=(n, un.variables + deux.variables))

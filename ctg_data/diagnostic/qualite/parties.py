"""Published counts against the sum of their parts, at constant perimeter: communes, EPCI, départements, régions, France."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ctg_data.diagnostic.controle import BORNE
from ctg_data.diagnostic.qualite.commun import alerte, lu
from ctg_data.diagnostic.qualite.grille import Figure, Grille
from ctg_data.diagnostic.qualite.regles import PAR_ID, Alerte
from ctg_data.diagnostic.regles import TRAITER
from ctg_data.indicators.model import Effectif, Moyenne
from ctg_data.wording import nombres

GRAVE = 0.05
"""Share of the whole from which a difference is to be treated."""
DEMI = 0.5
"""What showing a count in whole units may hide of it."""
NOMS = {"commune": ("commune",), "epci": ("EPCI", "EPCI"), "departement": ("département",), "region": ("région",)}


@dataclass(frozen=True, eq=False)
class Relation:
    """A level and its parts.  ``liens``: code of a whole -> codes of its parts, each wholly inside it.

    ``termes``: code of a part -> rounded terms that it is the sum of (Paris: twenty), one by default.
    """

    dessous: Grille
    dessus: Grille
    liens: Mapping[str, Sequence[str]]
    termes: Mapping[str, int] = field(default_factory=dict)

    def parents(self) -> np.ndarray:
        """Row of the whole of each part, -1 without; a whole of another nature (demonstration, real) is none."""
        de = {m: code for code, membres in self.liens.items() for m in membres}
        tous = (de.get(str(part), "") for part in self.dessous.ordre)
        pairs = zip(self.dessous.ordre, tous, strict=True)
        return np.array([self._rang(str(part), code) for part, code in pairs], dtype="int64").reshape(-1)

    def _rang(self, part: str, code: str) -> int:
        memes = (part in self.dessous.demo) == (code in self.dessus.demo)
        return self.dessus.rangs.get(code, -1) if memes else -1

    def attendues(self) -> np.ndarray:
        """How many parts each whole has."""
        return np.array([len(self.liens.get(str(code), ())) for code in self.dessus.ordre])


def alertes(r: Relation) -> Iterator[Alerte]:
    """Wholes that their parts contradict.  A part that is not shown leaves a lower bound: the whole is not under the sum of the others."""
    parents, attendues = r.parents(), r.attendues()
    for tout in r.dessus.figures():
        parts = r.dessous.figure(tout.indicateur.id)
        if parts is not None and isinstance(tout.indicateur.formules[0], Effectif | Moyenne):
            yield from _d_une_figure(r, parts, tout, parents=parents, attendues=attendues)


def _d_une_figure(r: Relation, parts: Figure, tout: Figure, *, parents: np.ndarray, attendues: np.ndarray) -> Iterator[Alerte]:
    regle, dedans = PAR_ID["q_somme"], parents >= 0
    termes = np.array([r.termes.get(str(code), 1) for code in r.dessous.ordre])
    for j, annee in enumerate(tout.annees):
        jp = parts.an(annee)
        if jp is None:
            continue
        connues = dedans & ~np.isnan(parts.valeur[:, jp])
        somme, nombre, marge = (np.zeros(len(r.dessus.ordre)) for _ in range(3))
        np.add.at(somme, parents[connues], parts.valeur[connues, jp])
        np.add.at(nombre, parents[connues], 1)
        np.add.at(marge, parents[connues], DEMI + BORNE * (parts.arr5[:, jp] * termes)[connues])
        publie = tout.valeur[:, j]
        ecart, complet = publie - somme, nombre == attendues
        trop = np.abs(ecart) > marge + DEMI + BORNE * tout.arr5[:, j] + regle.tolerance * np.abs(publie)
        for i in np.flatnonzero((nombre > 0) & trop & ((ecart < 0) | complet)):
            grave = TRAITER if abs(ecart[i]) > GRAVE * abs(publie[i]) else 0
            attendu = _attendu(r.dessous.niveau, somme[i], int(nombre[i]), complet=bool(complet[i]), unite=tout.indicateur.unite)
            cellule, siennes = (tout, int(i), j), tuple((parts, int(k), jp) for k in np.flatnonzero(connues & (parents == i)))
            suite = {"attendu": attendu, "severite": grave, "temoins": (r.dessous, siennes)}
            yield alerte(regle, r.dessus, (cellule,), phrase=f"{lu(cellule)}.", **suite)


def _attendu(niveau: str, somme: float, nombre: int, *, complet: bool, unite: str) -> str:
    parts = nombres.pluriel(nombre, *NOMS[niveau])
    dit = nombres.avec_unite(somme, unite)
    if complet:
        return f"Attendu, aux arrondis près : {dit}, somme de {parts}."
    return f"Attendu : au moins {dit}, somme de {parts} dont le chiffre est montré."

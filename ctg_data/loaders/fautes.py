"""Collect every fault of a file: the first lines of each kind in full, the others counted."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.model import Contexte, Ecarts, Extraction

PLAFOND = 20
"""Lines written out for one kind of fault in one column; beyond it they are counted."""
SANS_RESULTAT = "#FORMULE SANS RÉSULTAT"
"""Text given to a cell that holds a formula, which the program that wrote the workbook did not compute."""
_ERREUR = re.compile(rf"#[A-Z0-9/_]+[!?]?|{SANS_RESULTAT}")
_LONGUEUR = 40
_PROTEGES = 5
"""Counts under this are never quoted from the CAF's own data."""
_NOMBRES = re.compile(r"\d+(?:[.,]\d+)?")
_EN_LETTRES = re.compile(r"(?i)\b(?:une?|deux|trois|quatre)\b")


def extrait(texte: object) -> str:
    """A cell as it may be quoted in a fault: on one line, short."""
    net = " ".join(str(texte).split())
    court = net if len(net) <= _LONGUEUR else net[: _LONGUEUR - 1] + "…"
    if _ERREUR.fullmatch(net):
        return f"« {court} » : ouvrez le classeur dans un tableur, corrigez ou recalculez cette formule et enregistrez-le"
    return f"« {court} »" if net else "une cellule vide"


def extrait_discret(texte: object) -> str:
    """The same for a cell of the CAF's own data, which is described rather than quoted when it may hold a protected count."""
    net = " ".join(str(texte).split())
    petit = any(0 < float(nombre.replace(",", ".")) < _PROTEGES for nombre in _NOMBRES.findall(net)) or _EN_LETTRES.search(net)
    if not petit and not any(c.isnumeric() and not c.isdecimal() for c in net):
        return extrait(net)
    if _NOMBRES.fullmatch(net.lstrip("+-")):
        return "une valeur inférieure à 5"
    return "un nombre suivi de texte" if net[0].isdigit() else "un texte"


def cite_cle(forme: str, sinon: str) -> Callable[[object], str]:
    """How to tell a faulty cell of a key (code, year) of the CAF's own data, described as ``sinon`` when it may be a protected count, as
    where the column is not the right one: what has the form of a key is quoted, and what holds no number."""

    def cite(texte: object) -> str:
        net = " ".join(str(texte).split())
        muet = not any(c.isnumeric() for c in net) and not _EN_LETTRES.search(net)
        return extrait(net) if muet or re.fullmatch(forme, net) else sinon

    return cite


def cellules_fautives(lignes: pd.DataFrame, nom: str, contexte: Contexte, *, code: str, attendu: str, remede: str) -> Iterator[Faute]:
    """The same fault for the cell of column ``nom`` of each of these rows (``ligne``), under the header that the file gives it."""
    lieu = {"feuille": contexte.feuille, "colonne": contexte.entete.get(nom, nom)}
    for ligne, texte in zip(lignes["ligne"], lignes[nom], strict=True):
        yield Faute(contexte.fichier, code, extrait(texte), attendu, remede, ligne=int(ligne), **lieu)


@dataclass
class Recueil:
    """Faults and warnings of one file while it is read."""

    fichier: str
    fautes: list[Faute] = field(default_factory=list)
    avertissements: list[str] = field(default_factory=list)
    comptes: Counter = field(default_factory=Counter)
    ecartees: Counter = field(default_factory=Counter)
    extraction: Extraction = field(default_factory=Extraction)
    millesime_deduit: bool = False
    annee_declaree: bool = False
    membre: str = ""
    """The file of an archive that is being read; "" outside an archive."""

    @contextmanager
    def dans(self, membre: str) -> Iterator[None]:
        """Faults told meanwhile are those of this file of the archive."""
        avant, self.membre = self.membre, membre
        try:
            yield
        finally:
            self.membre = avant

    @property
    def lieu(self) -> str:
        """The file as a fault names it."""
        return f"{self.fichier} > {self.membre}" if self.membre else self.fichier

    def ajoute(
        self, code: str, trouve: str, *, attendu: str, remede: str, feuille: str = "", ligne: int | None = None, colonne: str = ""
    ) -> None:
        """Record one fault; beyond ``PLAFOND`` for the same kind and column it is only counted."""
        genre = (code, feuille, colonne)
        self.comptes[genre] += 1
        if self.comptes[genre] <= PLAFOND:
            self.fautes.append(Faute(self.lieu, code, trouve, attendu, remede, feuille=feuille, ligne=ligne, colonne=colonne))

    def cellules(
        self,
        code: str,
        cellules: Iterable[tuple[int, object]],
        *,
        total: int,
        attendu: str,
        remede: str,
        feuille: str,
        colonne: str,
        cite: Callable[[object], str] = extrait,
    ) -> None:
        """Record ``total`` faulty cells of one column, of which the first are given as (line, text), told by ``cite``."""
        genre = (code, feuille, colonne)
        for ligne, texte in cellules:
            if self.comptes[genre] < PLAFOND:
                self.ajoute(code, cite(texte), attendu=attendu, remede=remede, feuille=feuille, ligne=int(ligne), colonne=colonne)
                total -= 1
        self.comptes[genre] += total

    def reprend(self, fautes: Sequence[Faute]) -> None:
        """Take over the faults of a hook, under the same ceiling."""
        for f in fautes:
            self.ajoute(f.code, f.trouve, attendu=f.attendu, remede=f.remede, feuille=f.feuille, ligne=f.ligne, colonne=f.colonne)

    def reprend_ecarts(self, ecarts: Ecarts) -> None:
        """Take over all that a hook said: faults, warnings, rows set aside."""
        self.reprend(ecarts.fautes)
        for phrase in ecarts.avertissements:
            self.avertit(phrase)
        self.ecartees.update(ecarts.ecartees)

    def avertit(self, phrase: str) -> None:
        """Add a warning in French, once."""
        if phrase not in self.avertissements:
            self.avertissements.append(phrase)

    def total(self) -> int:
        """Number of faults met, those beyond the ceiling included."""
        return sum(self.comptes.values())

    def liste(self) -> tuple[Faute, ...]:
        """Every kind of fault, in the order found, each followed by the count of what is not written out."""
        derniere = {(f.code, f.feuille, f.colonne): rang for rang, f in enumerate(self.fautes)}
        sortie: list[Faute] = []
        for rang, faute in enumerate(self.fautes):
            sortie.append(faute)
            genre = (faute.code, faute.feuille, faute.colonne)
            reste = self.comptes[genre] - PLAFOND
            if reste > 0 and derniere[genre] == rang:
                sortie.append(_reste(faute, reste))
        return tuple(sortie)


def _reste(faute: Faute, reste: int) -> Faute:
    autres = "et 1 autre ligne" if reste == 1 else f"et {reste} autres lignes"
    return Faute(faute.fichier, faute.code, f"« {autres} »", faute.attendu, faute.remede, feuille=faute.feuille, colonne=faute.colonne)

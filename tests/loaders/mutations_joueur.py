"""Loads mutants, ten thousand times: workbooks in this process, and no table checked twice.

Many mutants only change how a table is written, or one sheet of five.  Past its reading, a table that is to the last cell one that was
checked before says what it said then: three quarters of the time are in these checks.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from ctg_data import settings
from ctg_data.loaders import annees, charge, chargement, classeurs
from ctg_data.loaders.classeurs_enfant import lues
from ctg_data.loaders.detect import Reconnue
from ctg_data.loaders.fautes import Recueil
from ctg_data.loaders.fichier import classeur_abime
from ctg_data.loaders.lecture import Table
from ctg_data.loaders.model import Chargement, Extraction
from ctg_data.territoires import referentiel

CLE = ("source", "niveau", "code", "annee", "mois", "regime", "mesure", "modalite")
FRANCE = referentiel.charge(settings.load().reference)


@dataclass(frozen=True)
class Lu:
    """What became of a file: its faults, its values, and how many rows and sheets a warning says to be set aside."""

    fautes: tuple[str, ...]
    mesures: bool
    valeurs: Mapping[tuple, float | str]
    ecartees: int

    @classmethod
    def de(cls, lu: Chargement) -> "Lu":
        fautes = tuple(map(str, lu.fautes))
        feuilles = sum(a.count(",") + 1 for a in lu.avertissements if a.startswith("Feuilles ou tableaux non utilisés"))
        return cls(fautes, lu.mesures is not None, {} if fautes else valeurs(lu), sum(lu.detail["ecartees"].values()) + feuilles)


def valeurs(lu: Chargement) -> dict[tuple, float | str]:
    """What a file says: key -> value, or the status where there is none; facts stand beside measures."""
    m, a = lu.mesures, lu.attributs
    dits = [v if s == "ok" else s for v, s in zip(m["valeur"].tolist(), m["statut"].astype(str).tolist(), strict=True)]
    dit = dict(zip(zip(*(m[c].tolist() for c in CLE), strict=True), dits, strict=True))
    faits = zip(*(a[c].astype(str).tolist() for c in ("source", "niveau", "code", "annee", "attribut", "valeur")), strict=True)
    return dit | dict.fromkeys(faits, "fait")


class DejaVue(Exception):
    """The table just read is one that was checked before."""


class DejaRefusee(Exception):
    """The table just read is one that was refused before."""


class DejaLu(Exception):
    """All the tables of a file were, in one file: ``args[0]`` tells which."""


@dataclass(frozen=True)
class Verifiee:
    """What the checks of a table gave, and what they said besides."""

    lot: object
    avertissements: tuple[str, ...]
    ecartees: Counter
    extraction: Extraction
    drapeaux: tuple[bool, bool]

    def redit(self, recueil: Recueil) -> object:
        for phrase in self.avertissements:
            recueil.avertit(phrase)
        recueil.ecartees.update(self.ecartees)
        recueil.extraction = self.extraction
        recueil.millesime_deduit |= self.drapeaux[0]
        recueil.annee_declaree |= self.drapeaux[1]
        return self.lot


class Joueur:
    """``joueur(nom, octets)``: what the loaders say of these bytes under this name."""

    def __init__(self, dossier: Path, monkeypatch: pytest.MonkeyPatch):
        self.dossier = dossier
        self.oublie()
        self._lit, self._lit_table, self._conclut = chargement.cadre.lit, chargement._lit_table, chargement._conclut
        for module, nom, double in (
            (chargement.cadre, "lit", self._lu_une_fois),
            (chargement, "_lit_table", self._verifie_une_fois),
            (chargement, "_conclut", self._conclut_une_fois),
            (classeurs, "_analyse", _analyse),
        ):
            monkeypatch.setattr(module, nom, double)

    def oublie(self) -> None:
        """Forget the tables of the sample before."""
        self.tables: dict[tuple, Verifiee] = {}
        self.refusees: dict[tuple, tuple[str, ...]] = {}
        self.fichiers: dict[tuple, Lu] = {}

    def __call__(self, nom: str, ecrit: bytes) -> Lu:
        self._suite: list[tuple] | None = []
        chemin = self.dossier / nom
        chemin.write_bytes(ecrit)
        try:
            lu = Lu.de(charge(chemin, referentiel=FRANCE))
        except DejaLu as deja:
            return self.fichiers[deja.args[0]]
        except DejaRefusee:
            return Lu(self.refusees[self._lue], False, {}, 0)
        if self._suite and not lu.fautes:
            self.fichiers[self._fichier] = lu
        return lu

    def _lu_une_fois(self, reconnue: Reconnue, recueil: Recueil) -> pd.DataFrame:
        brut = self._lit(reconnue, recueil)
        vue = empreinte(reconnue, brut)
        self._lue = (*vue, annees.millesime_du_contenu(reconnue, self._lues), tuple(sorted({f.code for f in recueil.fautes})))
        if self._lue in self.tables:
            raise DejaVue
        if self._lue in self.refusees:
            raise DejaRefusee
        return brut

    def _verifie_une_fois(self, reconnue: Reconnue, lues_ici: Sequence[Table], recueil: Recueil, **choix: object) -> object:
        self._lues, avant, ecartees = lues_ici, len(recueil.avertissements), Counter(recueil.ecartees)
        extraction = recueil.extraction
        try:
            lot = self._lit_table(reconnue, lues_ici, recueil, **choix)
        except DejaVue:
            self._note(self._lue)
            return self.tables[self._lue].redit(recueil)
        if recueil.fautes:
            self.refusees[self._lue] = tuple(map(str, recueil.fautes))
        if recueil.fautes or recueil.extraction != extraction:
            self._suite = None
            return lot
        dit = tuple(recueil.avertissements[avant:])
        drapeaux = (recueil.millesime_deduit, recueil.annee_declaree)
        self.tables[self._lue] = Verifiee(lot, dit, recueil.ecartees - ecartees, extraction, drapeaux)
        self._note(self._lue)
        return lot

    def _note(self, cle: tuple) -> None:
        if self._suite is not None:
            self._suite.append(cle)

    def _conclut_une_fois(self, fichier: object, lots: Sequence[object], recueil: Recueil, **choix: object) -> Chargement:
        self._fichier = (tuple(self._suite or ()), tuple(recueil.avertissements))
        if self._suite and not recueil.fautes and self._fichier in self.fichiers:
            raise DejaLu(self._fichier)
        return self._conclut(fichier, lots, recueil, **choix)


def empreinte(reconnue: Reconnue, brut: pd.DataFrame) -> tuple:
    """What the checks are given: the layout, the sheet, the titles, the years of the headers, the columns, and every cell."""
    colonnes = tuple((c, tuple(brut[c])) for c in sorted(map(str, brut.columns)) if c != "ligne")
    annees_lues = tuple(sorted((nom, *(t.annee for t in trouvees)) for nom, trouvees in reconnue.entete.trouvees.items()))
    return reconnue.source.id, reconnue.disposition.id, reconnue.table.feuille, annees.titre(reconnue), annees_lues, colonnes


def _analyse(ecrit: bytes, recueil: Recueil) -> list[classeurs.Feuille]:
    """A workbook of these tests is ours: read here rather than in a process of its own, which takes a hundred times longer."""
    try:
        return [classeurs.Feuille(*feuille) for feuille in lues(CalamineWorkbook.from_filelike(BytesIO(ecrit)))]
    except Exception:  # what calamine raises is no documented class
        classeur_abime(recueil, "un classeur abîmé")
        return []

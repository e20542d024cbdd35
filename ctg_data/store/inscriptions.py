"""Editions and what happens to them, as rows of the catalogue."""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import astuple, replace
from typing import NoReturn

from ctg_data.errors import EditionAmbigue, EditionInconnue, RaisonRefusee
from ctg_data.store import avis, etat
from ctg_data.store.catalogue import Portee
from ctg_data.store.edition import Edition, de_fiche, vers_fiche
from ctg_data.store.etat import Etat

RAISON_MAX = 300
"""Characters of the reason of a gesture."""
DEBUT = 6
"""Characters from which the head of an id is enough; the interface shows eight."""


def connue(base: sqlite3.Connection, identifiant: str) -> Edition | None:
    ligne = base.execute("SELECT rang, fiche FROM editions WHERE id = ?", (identifiant,)).fetchone()
    return de_fiche(*ligne) if ligne else None


def inscrit(base: sqlite3.Connection, edition: Edition, portees: Collection[Portee]) -> Edition:
    valeurs = (edition.id, edition.importe_le, edition.acteur, vers_fiche(edition))
    rang = base.execute("INSERT INTO editions (id, importe_le, acteur, fiche) VALUES (?, ?, ?, ?)", valeurs).lastrowid
    base.executemany("INSERT INTO portees VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [(*astuple(p), rang) for p in portees])
    note(base, rang, "importe", (edition.importe_le, edition.acteur))
    return replace(edition, rang=rang)


def note(base: sqlite3.Connection, rang: int, geste: str, quand_qui: tuple[str, str], raison: str = "") -> None:
    """Record what happens to the edition of that rank, and why."""
    valeurs = (rang, geste, *quand_qui, raison)
    base.execute("INSERT INTO evenements (edition, geste, fait_le, acteur, raison) VALUES (?, ?, ?, ?, ?)", valeurs)


def deja(geste: str, rang: int, actuel: Etat) -> bool:
    """Whether the edition is already as the gesture would leave it."""
    tenues = actuel.epinglees if geste in etat.EPINGLES else actuel.retirees
    return (rang in tenues) == (geste in ("retire", "epingle"))


def raison(texte: str) -> str:
    """A reason on one line.  Raises RaisonRefusee when it is too long."""
    raison = " ".join(texte.split())
    if len(raison) > RAISON_MAX:
        raise RaisonRefusee(f"La raison fait {len(raison)} caractères : {RAISON_MAX} au plus. Raccourcissez-la.")
    return raison


def retrouve(debut: str, connues: Sequence[tuple[str, str, str]]) -> str:
    """Among (id, file, instant), the one id that is ``debut`` or begins with it, letters of either case, from DEBUT characters on."""
    cherche = debut.strip().lower()
    trouvees = [c for c in connues if c[0] == cherche] or [c for c in connues if len(cherche) >= DEBUT and c[0].startswith(cherche)]
    if len(trouvees) > 1:
        dites = " ; ".join(f"{i} (« {fichier} », importée le {avis.jour(quand)})" for i, fichier, quand in trouvees)
        raise EditionAmbigue(f"« {debut} » commence l'identifiant de {len(trouvees)} éditions : {dites}. Écrivez-en davantage.")
    return trouvees[0][0] if trouvees else inconnue(debut)


def inconnue(identifiant: str) -> NoReturn:
    raise EditionInconnue(f"Aucune édition « {identifiant} » dans le magasin. La commande « editions » en donne la liste.")

"""Which change of somebody may be undone: the last one that nothing stands on.

A change on which something stands keeps the older ones of other records undoable: it is passed over, not waited for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from ctg_data.errors import CtgError
from ctg_data.storage import fiches, journal
from ctg_data.storage.fiches import Fiche
from ctg_data.storage.journal import Entree
from ctg_data.storage.tables import JOURNAL, PAR_NOM, TABLES, UNIQUES, nom
from ctg_data.wording.saisies import nom as nom_de

LOT = 2
"""Entries of the first lot; each next one is twice as large."""
SANS_RETOUR = ("defait", "caviarde")
"""Changes that are not undone: an undoing, and what blanks a text for ever."""


class RienADefaire(CtgError):
    """No change of this acteur is left to undo, or it cannot be undone; says why."""


@dataclass(frozen=True)
class Retour:
    """A change that still stands, the record as it is, and the fields to put back.  ``obstacle``: what stands on it, "" for nothing."""

    entree: Entree
    actuelle: Fiche
    avant: Mapping[str, str | None]
    obstacle: str


def choisi(c: Connection, acteur: str, entree: Entree | None) -> Retour:
    """The change to undo: ``entree``, else the last one that nothing stands on.  Raises RienADefaire."""
    trouves = list(siens(c, acteur)) if entree is None else [r for r in siens(c, acteur, rang=entree.rang) if _meme(r.entree, entree)]
    if not trouves:
        raise RienADefaire("Il n'y a rien à annuler." if entree is None else "Cette modification est déjà annulée, ou n'est pas la vôtre.")
    libre = next((r for r in trouves if not r.obstacle), None)
    if libre is None:
        raise RienADefaire(trouves[0].obstacle)
    return libre


def siens(
    c: Connection,
    acteur: str,
    genres: Sequence[type] = (),
    choix: Mapping[str, object] | None = None,
    *,
    rang: int | None = None,
    apres: int = 0,
) -> Iterator[Retour]:
    """The changes of ``acteur`` that still stand, last first, on records of ``genres`` (all without any) whose fields equal ``choix``.

    ``rang``: that entry only; ``apres``: those of a later rank.  Each is read when it is asked for: often the first one is enough.
    """
    histoires: dict[str, list[Entree]] = {}
    for ici, genre, objet in _tenues(c, acteur, genres, choix or {}, rang=rang, apres=apres):
        if objet not in histoires:
            histoires[objet] = journal.lit(c, genre=genre, objet=objet)
        yield _retour(c, histoires[objet], ici)


def _tenues(
    c: Connection, acteur: str, genres: Sequence[type], choix: Mapping[str, object], *, rang: int | None, apres: int
) -> Iterator[sa.Row]:
    """(rank, kind, id) of the entries of ``acteur`` that still stand, last first, read by lots: the first is mostly enough.

    Which records are of the choice is asked by their ids, a kind at a time: one question on all kinds takes PostgreSQL ten times as long.
    """
    ou = [JOURNAL.c.acteur == acteur, JOURNAL.c.rang > apres, _tient()]
    ou += [JOURNAL.c.genre.in_([nom(genre) for genre in genres])] if genres else []
    ou += [JOURNAL.c.rang == rang] if rang is not None else []
    ou += [JOURNAL.c.objet == choix["id"]] if "id" in choix else []
    lues = sa.select(JOURNAL.c.rang, JOURNAL.c.genre, JOURNAL.c.objet).where(*ou).order_by(JOURNAL.c.rang.desc())
    taille, suite = LOT, lues
    while lot := c.execute(suite.limit(taille)).all():
        gardes = _parmi(c, lot, choix)
        yield from (e for e in lot if e.objet in gardes)
        if len(lot) < taille:
            return
        taille, suite = 2 * taille, lues.where(JOURNAL.c.rang < lot[-1].rang)


def _parmi(c: Connection, lot: Sequence[sa.Row], choix: Mapping[str, object]) -> set[str]:
    """Ids of the records of these entries whose fields equal ``choix``."""
    if not choix.keys() - {"id"}:
        return {e.objet for e in lot}
    gardes: set[str] = set()
    for genre in {e.genre for e in lot}:
        table, ids = TABLES[PAR_NOM[genre]], {e.objet for e in lot if e.genre == genre}
        siens = sa.select(table.c.id).where(table.c.id.in_(ids), *(table.c[n] == v for n, v in choix.items()))
        gardes.update(c.execute(siens).scalars())
    return gardes


def compagnons(c: Connection, entree: Entree, *, annonce: bool = False) -> Iterator[Retour]:
    """The other changes of the gesture that made ``entree`` (one instant, one hand), last first, but those that something stands on.

    Each is read when it is asked for: one record may have changed several times in the gesture, and is undone step by step.
    ``annonce``: nothing is undone meanwhile, later changes of the gesture are no obstacle.
    """
    memes = (JOURNAL.c.instant == entree.instant, JOURNAL.c.acteur == entree.acteur, JOURNAL.c.rang != entree.rang)
    lues = sa.select(JOURNAL.c.rang, JOURNAL.c.genre, JOURNAL.c.objet).where(*memes, _tient()).order_by(JOURNAL.c.rang.desc())
    for rang, genre, objet in c.execute(lues).all():
        histoire = journal.lit(c, genre=genre, objet=objet)
        if annonce:
            histoire = [e for e in histoire if e.rang <= rang or not _ensemble(e, entree)]
        if not (retour := _retour(c, histoire, rang)).obstacle:
            yield retour


def _ensemble(une: Entree, autre: Entree) -> bool:
    """Whether two changes were made in one gesture."""
    return (une.instant, une.acteur) == (autre.instant, autre.acteur)


def _retour(c: Connection, histoire: Sequence[Entree], rang: int) -> Retour:
    entree = next(e for e in histoire if e.rang == rang)
    actuelle = fiches.lit(c, PAR_NOM[entree.genre], entree.objet)
    avant = {"supprime": "true"} if entree.geste == "cree" else entree.avant
    return Retour(entree, actuelle, avant, _obstacle(c, histoire, entree, actuelle=actuelle, avant=avant))


def _obstacle(c: Connection, histoire: Sequence[Entree], entree: Entree, *, actuelle: Fiche, avant: Mapping[str, str | None]) -> str:
    defaits = {e.defait for e in histoire}
    suivantes = [e for e in histoire if e.rang > entree.rang and e.geste not in SANS_RETOUR and e.rang not in defaits]
    if suivantes:
        return f"Votre dernière modification ne peut plus être annulée : {nom_de(suivantes[-1].acteur)} a modifié cette fiche depuis."
    if None in avant.values():
        return "Votre dernière modification ne peut pas être annulée : le texte d'avant a été retiré du journal."
    objet, supprime = fiches.avec(actuelle, avant)
    if not supprime and _place_prise(c, objet, actuelle.id):
        return "Votre dernière modification ne peut pas être annulée : une autre fiche a pris la place de celle-ci."
    return ""


def _place_prise(c: Connection, objet: object, identifiant: str) -> bool:
    """Whether another record that is not deleted stands on the same subject, where only one may."""
    table, sujet = TABLES[type(objet)], UNIQUES.get(type(objet), ())
    if not sujet:
        return False
    autre = sa.select(table.c.id).where(~table.c.supprime, table.c.id != identifiant, *(table.c[n] == getattr(objet, n) for n in sujet))
    return c.execute(autre.limit(1)).first() is not None


def _meme(une: Entree, autre: Entree) -> bool:
    """A restoration may give a rank again: the instant tells."""
    return (une.rang, une.instant, une.objet) == (autre.rang, autre.instant, autre.objet)


def _tient() -> sa.ColumnElement[bool]:
    """Entries that are neither undone, nor an undoing, nor a blanking."""
    defaits = sa.select(JOURNAL.c.defait).where(JOURNAL.c.defait.is_not(None))
    return JOURNAL.c.geste.not_in(SANS_RETOUR) & JOURNAL.c.rang.not_in(defaits)

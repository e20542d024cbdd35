"""Read and change what people write: every change is one transaction with its entry in the journal.

Changes are optimistic: whoever saves says which version was read; when someone else saved meanwhile, nothing is written and
ConflitDeVersion tells both sides apart.
"""

import itertools
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from ctg_data import policy
from ctg_data.errors import CtgError, SaisieInvalide
from ctg_data.parcours.base import dit
from ctg_data.storage import engine, fiches, journal, retours
from ctg_data.storage.codage import texte
from ctg_data.storage.fiches import Fiche, ObjetInconnu
from ctg_data.storage.journal import Entree
from ctg_data.storage.modele import CACHES, COUPES, LIBRES, LONGUEUR_MAX, PARAGRAPHES
from ctg_data.storage.retours import Retour, RienADefaire
from ctg_data.storage.tables import JOURNAL, PAR_NOM, TABLES, nom
from ctg_data.wording.nombres import capitale
from ctg_data.wording.saisies import nom as nom_de

T = TypeVar("T")
__all__ = ["RETIRE", "ConflitDeVersion", "Depot", "Divergence", "Fiche", "ObjetInconnu", "RienADefaire", "Suite", "SujetPris"]
RETIRE = "[texte retiré]"
"""What stands in place of a blanked text."""


@dataclass(frozen=True)
class Divergence:
    """One field on which two hands differ, each as its value."""

    champ: str
    votre: Any
    actuel: Any


@dataclass(frozen=True)
class Suite:
    """``sceau``: of this moment; ``fiches``: (kind, id) of every record that the journal names since an earlier one."""

    sceau: str
    fiches: frozenset[tuple[type, str]]


class ConflitDeVersion(CtgError):
    """Someone else saved meanwhile.  ``actuelle``: the record as it stands; ``divergences``: what differs from yours."""

    def __init__(self, actuelle: Fiche, divergences: tuple[Divergence, ...] = ()):
        self.actuelle, self.divergences = actuelle, divergences
        champs = ", ".join(f"« {d.champ} »" for d in divergences)
        qui, quand = capitale(nom_de(actuelle.modifie_par)), actuelle.modifie_le[:16].replace("T", " à ")
        super().__init__(
            f"{qui} a modifié cette fiche entre-temps ({quand}, temps universel)."
            + (f" Vos valeurs et les siennes diffèrent sur : {champs}." if champs else "")
            + " Rien n'a été enregistré : relisez la fiche, puis enregistrez de nouveau ce que vous voulez garder."
        )


class SujetPris(SaisieInvalide):
    """A living record stands already where only one may."""


class Depot:
    """The records of one database, for one acteur."""

    def __init__(self, base: Engine, acteur: str):
        self._base, self._acteur = base, acteur
        self._ouverte: Connection | None = None
        self._instant = lambda: journal.maintenant()
        self._identifiant = lambda: uuid.uuid4().hex

    @contextmanager
    def ensemble(self) -> Iterator["Depot"]:
        """Gestures that are one action for whoever makes it: one transaction, one instant, undone together.

        Raises what they raise; nothing of any of them is kept then.
        """
        with engine.ecriture(self._base) as c:
            instant, uni = journal.maintenant(), Depot(self._base, self._acteur)
            uni._ouverte, uni._instant, uni._identifiant = c, lambda: instant, _a_la_suite()
            yield uni

    def cree(self, objet: T) -> Fiche[T]:
        """Keep a new record.  Raises SaisieInvalide when there is one already on the same subject."""
        return self._change(lambda c: self._insere(c, objet))

    def lit(self, genre: type[T], identifiant: str) -> Fiche[T]:
        """One record, deleted or not.  Raises ObjetInconnu."""
        policy.require(self._acteur, "lire_saisie", nom(genre))
        with self._lit() as c:
            return fiches.lit(c, genre, identifiant)

    def liste(self, genre: type[T], *, supprimes: bool = False, **choix: object) -> list[Fiche[T]]:
        """Records whose fields equal ``choix``, oldest first; deleted ones only with ``supprimes``."""
        policy.require(self._acteur, "lire_saisie", nom(genre))
        table = TABLES[genre]
        requete = sa.select(table).where(*(table.c[c] == v for c, v in choix.items())).order_by(table.c.cree_le, table.c.id)
        if not supprimes:
            requete = requete.where(~table.c.supprime)
        with self._lit() as c:
            return [fiches.de_ligne(genre, ligne) for ligne in c.execute(requete).mappings()]

    def lus(self, genre: type[T], identifiants: Sequence[str]) -> list[Fiche[T]]:
        """These records, deleted or not; one that does not exist is left out."""
        policy.require(self._acteur, "lire_saisie", nom(genre))
        table = TABLES[genre]
        with self._lit() as c:
            return [fiches.de_ligne(genre, ligne) for ligne in c.execute(sa.select(table).where(table.c.id.in_(identifiants))).mappings()]

    def modifie(self, fiche: Fiche[T], **champs: object) -> Fiche[T]:
        """Change fields of a record as read.  Raises ConflitDeVersion, SaisieInvalide, ObjetInconnu when it was deleted."""
        voulu = replace(fiche.objet, **champs)
        return self._change(lambda c: self._remplace(c, fiche, voulu, geste="modifie"))

    def supprime(self, fiche: Fiche[T]) -> Fiche[T]:
        """Set a record aside; nothing is erased, ``retablit`` or ``annule`` bring it back.  Raises ConflitDeVersion."""
        return self._change(lambda c: self._remplace(c, fiche, fiche.objet, geste="supprime", supprime=True))

    def retablit(self, fiche: Fiche[T], **champs: object) -> Fiche[T]:
        """Bring back a deleted record, with other fields if told.  Raises ConflitDeVersion, SaisieInvalide when another took its place."""
        voulu = replace(fiche.objet, **champs)
        return self._change(lambda c: self._remplace(c, fiche, voulu, geste="retablit", supprime=False))

    def annulable(self, *genres: type, apres_rang: int = 0, **choix: object) -> Entree | None:
        """The change that undoing would take back: the last of this acteur that nothing stands on, None when there is none.

        ``genres`` and ``choix`` keep to the records of these kinds whose fields equal ``choix``; ``apres_rang``: to later entries.
        """
        policy.require(self._acteur, "lire_saisie", "journal")
        with self._lit() as c:
            return next((r.entree for r in retours.siens(c, self._acteur, genres, choix, apres=apres_rang) if not r.obstacle), None)

    def annule(self, entree: Entree | None = None) -> Fiche:
        """Undo ``entree`` (from ``annulable`` or ``historique``), else the last change of this acteur that nothing stands on.

        What was done in the same gesture goes back with it, but what something stands on.  Raises RienADefaire when there is none, or
        when something stands on it: a later change of that record, another record in its place, a text that was blanked.
        """
        return self._change(lambda c: self._annule(c, entree))

    def compagnes(self, entree: Entree) -> tuple[Entree, ...]:
        """What undoing ``entree`` would take back with it: the rest of the same gesture."""
        policy.require(self._acteur, "lire_saisie", "journal")
        with engine.lecture(self._base) as c:
            return tuple(r.entree for r in retours.compagnons(c, entree, annonce=True))

    def taille(self, entree: Entree) -> int:
        """How many changes were made in one gesture with ``entree``, itself among them."""
        memes = sa.select(sa.func.count()).where(JOURNAL.c.instant == entree.instant, JOURNAL.c.acteur == entree.acteur)
        with self._lit() as c:
            return c.execute(memes).scalar_one()

    def changees(self, lues: Sequence[Fiche], instant: str) -> tuple[Fiche, ...]:
        """Those of these records that are not what they were at that instant: what was changed and put back is not among them."""
        policy.require(self._acteur, "lire_saisie", "journal")
        with engine.lecture(self._base) as c:
            recentes = [f for f in lues if f.modifie_le > instant]
            return tuple(f for f in recentes if journal.differe(journal.lit(c, genre=nom(type(f.objet)), objet=f.id), instant))

    def caviarde(self, fiche: Fiche[T], champ: str) -> Fiche[T]:
        """Blank a text, here and in the journal with all its earlier wordings: for what should never have been typed.

        The chain of the journal stays whole; the text is lost for ever.  Backups made before still hold it.
        """
        if champ not in LIBRES.get(type(fiche.objet), ()):
            raise SaisieInvalide("Seul un texte écrit librement peut être retiré du journal.")
        return self._change(lambda c: self._caviarde(c, fiche, champ), action="caviarder")

    def historique(self, genre: type, identifiant: str) -> list[Entree]:
        """Every change of one record, oldest first."""
        policy.require(self._acteur, "lire_saisie", nom(genre))
        with engine.lecture(self._base) as c:
            return journal.lit(c, genre=nom(genre), objet=identifiant)

    def sceau(self) -> str:
        """What tells one moment of the database from any other: the hash of its last change, "" before any."""
        derniere = sa.select(JOURNAL.c.empreinte).order_by(JOURNAL.c.rang.desc()).limit(1)
        with self._lit() as c:
            return c.execute(derniere).scalar() or ""

    def depuis(self, sceau: str, plafond: int) -> Suite | None:
        """What changed since the moment of ``sceau``; None after more than ``plafond`` entries, or when the journal has no such moment."""
        policy.require(self._acteur, "lire_saisie", "journal")
        debut = sa.select(JOURNAL.c.rang).where(JOURNAL.c.empreinte == sceau).scalar_subquery()
        entrees = sa.select(JOURNAL.c.genre, JOURNAL.c.objet, JOURNAL.c.empreinte).where(JOURNAL.c.rang >= debut)
        with self._lit() as c:
            lues = c.execute(entrees.order_by(JOURNAL.c.rang).limit(plafond + 2)).all()
        if not 0 < len(lues) <= plafond + 1:
            return None
        return Suite(lues[-1].empreinte, frozenset((PAR_NOM[e.genre], e.objet) for e in lues[1:]))

    @property
    def base(self) -> Engine:
        return self._base

    def _lit(self) -> AbstractContextManager[Connection]:
        """What is read inside ``ensemble`` holds what it has just written."""
        return nullcontext(self._ouverte) if self._ouverte is not None else engine.lecture(self._base)

    @contextmanager
    def instantane(self) -> Iterator["Depot"]:
        """Several readings of one moment, whatever others save meanwhile."""
        with self._lit() as c:
            uni = Depot(self._base, self._acteur)
            uni._ouverte = c
            yield uni

    def _change(self, geste: Callable[[Connection], Fiche], action: str = "ecrire_saisie") -> Fiche:
        policy.require(self._acteur, action, "saisie")
        try:
            with nullcontext(self._ouverte) if self._ouverte is not None else engine.ecriture(self._base) as c:
                return geste(c)
        except IntegrityError as erreur:
            raise SujetPris("Il y a déjà une fiche sur ce sujet : modifiez-la plutôt que d'en créer une autre.") from erreur

    def _insere(self, c: Connection, objet: Any) -> Fiche:
        _exige_lisible(objet)
        genre, instant = type(objet), self._instant()
        fiche = Fiche(self._identifiant(), 1, False, instant, self._acteur, instant, self._acteur, objet)
        c.execute(sa.insert(TABLES[genre]), fiches.ligne(fiche))
        self._note(c, fiche, "cree", avant={}, apres=fiches.textes(fiche))
        return fiche

    def _remplace(self, c: Connection, lue: Fiche, voulu: Any, *, geste: str, supprime: bool = False, defait: int | None = None) -> Fiche:
        """The single way to change a record; a change that changes nothing is not noted, but for an undoing."""
        if voulu != lue.objet and defait is None:  # what was kept once may still be set aside, or come back
            _exige_lisible(voulu)
        actuelle = fiches.lit(c, type(voulu), lue.id)
        if actuelle != lue:  # the whole record: after a restoration, a version number may come again
            raise ConflitDeVersion(actuelle, _divergences(lue.objet, voulu, actuelle.objet))
        if actuelle.supprime and supprime is False and geste == "modifie":
            raise ObjetInconnu("Cette fiche a été supprimée : rétablissez-la avant de la modifier.")
        if defait is None and (voulu, supprime) == (actuelle.objet, actuelle.supprime):
            return actuelle
        fiche = replace(
            actuelle, objet=voulu, supprime=supprime, version=lue.version + 1, modifie_le=self._instant(), modifie_par=self._acteur
        )
        fiches.met(c, fiche)
        avant, apres = _differences(fiches.textes(actuelle), fiches.textes(fiche))
        self._note(c, fiche, geste, avant=avant, apres=apres, defait=defait)
        return fiche

    def _annule(self, c: Connection, entree: Entree | None) -> Fiche:
        retour = retours.choisi(c, self._acteur, entree)
        rendue = self._rend(c, retour)
        for compagnon in retours.compagnons(c, retour.entree):
            self._rend(c, compagnon)
        return rendue

    def _rend(self, c: Connection, retour: Retour) -> Fiche:
        actuelle, objet, supprime = retour.actuelle, *fiches.avec(retour.actuelle, retour.avant)
        return self._remplace(c, actuelle, objet, geste="defait", supprime=supprime, defait=retour.entree.rang)

    def _caviarde(self, c: Connection, lue: Fiche, champ: str) -> Fiche:
        actuelle = fiches.lit(c, type(lue.objet), lue.id)
        if actuelle != lue:
            raise ConflitDeVersion(actuelle)
        journal.caviarde(c, genre=nom(type(lue.objet)), objet=lue.id, champ=champ)
        objet = replace(lue.objet, **{champ: RETIRE})
        fiche = replace(actuelle, objet=objet, version=lue.version + 1, modifie_le=self._instant(), modifie_par=self._acteur)
        fiches.met(c, fiche)
        self._note(c, fiche, "caviarde", avant={}, apres={champ: texte(RETIRE)})
        return fiche

    def _note(
        self, c: Connection, fiche: Fiche, geste: str, *, avant: journal.Valeurs, apres: journal.Valeurs, defait: int | None = None
    ) -> None:
        journal.note(
            c,
            instant=fiche.modifie_le,
            acteur=self._acteur,
            geste=geste,
            genre=nom(type(fiche.objet)),
            objet=fiche.id,
            version=fiche.version,
            avant=avant,
            apres=apres,
            defait=defait,
        )


def _a_la_suite() -> Callable[[], str]:
    """Ids that follow one another: records of one gesture have one instant, and lists keep the order in which they were written."""
    racine, rang = uuid.uuid4().hex[:24], itertools.count()
    return lambda: f"{racine}{next(rang):08x}"


def _exige_lisible(objet: Any) -> None:
    """Refuse what nobody sees (control characters, halves of characters, nothing else), names on several lines, numbers out of range,
    long texts."""
    for champ in fiches.champs(type(objet)):
        contenu = getattr(objet, champ)
        for ecrit in _textes(contenu):
            if CACHES.search(ecrit) or ecrit != ecrit.encode("utf-8", "replace").decode():
                raise SaisieInvalide("Ce texte contient un caractère illisible ou invisible : écrivez-le de nouveau.")
            if champ not in PARAGRAPHES.get(type(objet), ()) and COUPES.search(ecrit):
                raise SaisieInvalide("Ce texte tient sur une ligne : retirez les retours à la ligne et les tabulations.")
        if isinstance(contenu, int) and abs(contenu) >= 2**31:
            raise SaisieInvalide("Ce nombre est trop grand.")
    for champ in LIBRES.get(type(objet), ()):
        if (ecrit := getattr(objet, champ)).strip() and not dit(ecrit):
            raise SaisieInvalide("Ce texte ne contient que des signes invisibles : écrivez-le avec des mots.")
        if (longueur := len(getattr(objet, champ))) > LONGUEUR_MAX:
            raise SaisieInvalide(f"Ce texte compte {longueur} signes ; {LONGUEUR_MAX} au plus sont gardés : raccourcissez-le.")


def _textes(contenu: object) -> Iterator[str]:
    """The texts of a field; a closed list is none."""
    for ecrit in contenu if isinstance(contenu, tuple) else (contenu,):
        if isinstance(ecrit, str) and not isinstance(ecrit, StrEnum):
            yield ecrit


def _differences(avant: journal.Valeurs, apres: journal.Valeurs) -> tuple[journal.Valeurs, journal.Valeurs]:
    changes = [c for c in apres if avant[c] != apres[c]]
    return {c: avant[c] for c in changes}, {c: apres[c] for c in changes}


def _divergences(lu: Any, voulu: Any, actuel: Any) -> tuple[Divergence, ...]:
    """Fields that the reader changed, and that are now something else than wanted."""
    trois = ((c, getattr(lu, c), getattr(voulu, c), getattr(actuel, c)) for c in fiches.champs(type(voulu)))
    return tuple(Divergence(c, v, a) for c, avant, v, a in trois if v != avant and v != a)

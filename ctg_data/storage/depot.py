"""Read and change what people write: every change is one transaction with its entry in the journal.

Changes are optimistic: whoever saves says which version was read; when someone else saved meanwhile, nothing is written and
ConflitDeVersion tells both sides apart.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, NoReturn, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, RowMapping
from sqlalchemy.exc import IntegrityError

from ctg_data import policy
from ctg_data.errors import CtgError
from ctg_data.storage import engine, journal
from ctg_data.storage.codage import texte, valeur
from ctg_data.storage.journal import Entree
from ctg_data.storage.modele import GENRES, LIBRES, SaisieInvalide
from ctg_data.storage.tables import JOURNAL, TABLES, nom

T = TypeVar("T")
SANS_RETOUR = ("defait", "caviarde")
"""Changes that are not undone: an undoing, and what blanks a text for ever."""
RETIRE = "[texte retiré]"
"""What stands in place of a blanked text."""


@dataclass(frozen=True)
class Fiche(Generic[T]):
    """One record as it stands: its content, and what is known of it.  Instants are UTC, ISO 8601."""

    id: str
    version: int
    supprime: bool
    cree_le: str
    cree_par: str
    modifie_le: str
    modifie_par: str
    objet: T


@dataclass(frozen=True)
class Divergence:
    """One field on which two hands differ, each as its value."""

    champ: str
    votre: Any
    actuel: Any


class ConflitDeVersion(CtgError):
    """Someone else saved meanwhile.  ``actuelle``: the record as it stands; ``divergences``: what differs from yours."""

    def __init__(self, actuelle: Fiche, divergences: tuple[Divergence, ...] = ()):
        self.actuelle, self.divergences = actuelle, divergences
        champs = ", ".join(f"« {d.champ} »" for d in divergences)
        super().__init__(
            f"{actuelle.modifie_par} a modifié cette fiche entre-temps ({actuelle.modifie_le[:16].replace('T', ' à ')}, temps universel)."
            + (f" Vos valeurs et les siennes diffèrent sur : {champs}." if champs else "")
            + " Rien n'a été enregistré : relisez la fiche, puis enregistrez de nouveau ce que vous voulez garder."
        )


class ObjetInconnu(CtgError):
    """No such record, or no longer."""


class RienADefaire(CtgError):
    """No change of this acteur is left to undo, or it cannot be undone; says why."""


class Depot:
    """The records of one database, for one acteur."""

    def __init__(self, base: Engine, acteur: str):
        self._base, self._acteur = base, acteur

    def cree(self, objet: T) -> Fiche[T]:
        """Keep a new record.  Raises SaisieInvalide when there is one already on the same subject."""
        return self._change(lambda c: self._insere(c, objet))

    def lit(self, genre: type[T], identifiant: str) -> Fiche[T]:
        """One record, deleted or not.  Raises ObjetInconnu."""
        policy.require(self._acteur, "lire_saisie", nom(genre))
        with engine.lecture(self._base) as c:
            return _lit(c, genre, identifiant)

    def liste(self, genre: type[T], *, supprimes: bool = False, **choix: object) -> list[Fiche[T]]:
        """Records whose fields equal ``choix``, oldest first; deleted ones only with ``supprimes``."""
        policy.require(self._acteur, "lire_saisie", nom(genre))
        table = TABLES[genre]
        requete = sa.select(table).where(*(table.c[c] == v for c, v in choix.items())).order_by(table.c.cree_le, table.c.id)
        if not supprimes:
            requete = requete.where(~table.c.supprime)
        with engine.lecture(self._base) as c:
            return [_fiche(genre, ligne) for ligne in c.execute(requete).mappings()]

    def modifie(self, fiche: Fiche[T], **champs: object) -> Fiche[T]:
        """Change fields of a record as read.  Raises ConflitDeVersion, SaisieInvalide, ObjetInconnu when it was deleted."""
        voulu = replace(fiche.objet, **champs)
        return self._change(lambda c: self._remplace(c, fiche, voulu, geste="modifie"))

    def supprime(self, fiche: Fiche[T]) -> Fiche[T]:
        """Set a record aside; nothing is erased, ``retablit`` or ``annule`` bring it back.  Raises ConflitDeVersion."""
        return self._change(lambda c: self._remplace(c, fiche, fiche.objet, geste="supprime", supprime=True))

    def retablit(self, fiche: Fiche[T]) -> Fiche[T]:
        """Bring back a deleted record.  Raises ConflitDeVersion, SaisieInvalide when another took its place."""
        return self._change(lambda c: self._remplace(c, fiche, fiche.objet, geste="retablit", supprime=False))

    def annule(self, genre: type | None = None) -> Fiche:
        """Undo the last change of this acteur that is not undone yet, among the records of ``genre`` (None: all).

        Raises RienADefaire when there is none, or when somebody changed the record since.
        """
        return self._change(lambda c: self._annule(c, genre))

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

    def _change(self, geste: Callable[[Connection], Fiche], action: str = "ecrire_saisie") -> Fiche:
        policy.require(self._acteur, action, "saisie")
        try:
            with engine.ecriture(self._base) as c:
                return geste(c)
        except IntegrityError as erreur:
            raise SaisieInvalide("Il y a déjà une fiche sur ce sujet : modifiez-la plutôt que d'en créer une autre.") from erreur

    def _insere(self, c: Connection, objet: Any) -> Fiche:
        _exige_lisible(objet)
        genre, instant = type(objet), journal.maintenant()
        fiche = Fiche(uuid.uuid4().hex, 1, False, instant, self._acteur, instant, self._acteur, objet)
        c.execute(sa.insert(TABLES[genre]).values(**_ligne(fiche)))
        self._note(c, fiche, "cree", avant={}, apres=_textes(fiche))
        return fiche

    def _remplace(self, c: Connection, lue: Fiche, voulu: Any, *, geste: str, supprime: bool = False, defait: int | None = None) -> Fiche:
        """The single way to change a record; a change that changes nothing is not noted, but for an undoing."""
        _exige_lisible(voulu)
        actuelle = _lit(c, type(voulu), lue.id)
        if actuelle.version != lue.version:
            raise ConflitDeVersion(actuelle, _divergences(lue.objet, voulu, actuelle.objet))
        if actuelle.supprime and supprime is False and geste == "modifie":
            raise ObjetInconnu("Cette fiche a été supprimée : rétablissez-la avant de la modifier.")
        if defait is None and (voulu, supprime) == (actuelle.objet, actuelle.supprime):
            return actuelle
        fiche = replace(
            actuelle, objet=voulu, supprime=supprime, version=lue.version + 1, modifie_le=journal.maintenant(), modifie_par=self._acteur
        )
        _met(c, fiche)
        avant, apres = _differences(_textes(actuelle), _textes(fiche))
        self._note(c, fiche, geste, avant=avant, apres=apres, defait=defait)
        return fiche

    def _annule(self, c: Connection, genre: type | None) -> Fiche:
        entree, suivantes = self._derniere(c, genre)
        if suivantes:
            raise RienADefaire(
                f"Votre dernière modification ne peut plus être annulée : {suivantes[-1].acteur} a modifié cette fiche depuis."
            )
        actuelle = _lit(c, next(g for g in GENRES if nom(g) == entree.genre), entree.objet)
        if None in entree.avant.values():
            raise RienADefaire("Votre dernière modification ne peut pas être annulée : le texte d'avant a été retiré du journal.")
        avant = {"supprime": "true"} if entree.geste == "cree" else entree.avant
        objet, supprime = _avec(actuelle, avant)
        return self._remplace(c, actuelle, objet, geste="defait", supprime=supprime, defait=entree.rang)

    def _derniere(self, c: Connection, genre: type | None) -> tuple[Entree, list[Entree]]:
        """The last change of this acteur that still stands, and those of the same record that came after it and stand too."""
        choix = [JOURNAL.c.genre == nom(genre)] if genre else []
        siennes = sa.select(JOURNAL.c.rang, JOURNAL.c.genre, JOURNAL.c.objet).where(JOURNAL.c.acteur == self._acteur, _tient(), *choix)
        trouvee = c.execute(siennes.order_by(JOURNAL.c.rang.desc()).limit(1)).first()
        if trouvee is None:
            raise RienADefaire("Il n'y a rien à annuler.")
        entrees = journal.lit(c, genre=trouvee.genre, objet=trouvee.objet)
        defaits = {e.defait for e in entrees}
        suivantes = [e for e in entrees if e.rang > trouvee.rang and e.geste not in SANS_RETOUR and e.rang not in defaits]
        return next(e for e in entrees if e.rang == trouvee.rang), suivantes

    def _caviarde(self, c: Connection, lue: Fiche, champ: str) -> Fiche:
        actuelle = _lit(c, type(lue.objet), lue.id)
        if actuelle.version != lue.version:
            raise ConflitDeVersion(actuelle)
        journal.caviarde(c, genre=nom(type(lue.objet)), objet=lue.id, champ=champ)
        objet = replace(lue.objet, **{champ: RETIRE})
        fiche = replace(actuelle, objet=objet, version=lue.version + 1, modifie_le=journal.maintenant(), modifie_par=self._acteur)
        _met(c, fiche)
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


def _exige_lisible(objet: Any) -> None:
    """Refuse what one of the databases could not keep: control characters, halves of characters, numbers out of range."""
    for champ in _champs(type(objet)):
        contenu = getattr(objet, champ)
        if isinstance(contenu, str) and ("\x00" in contenu or contenu != contenu.encode("utf-8", "replace").decode()):
            raise SaisieInvalide("Ce texte contient un caractère illisible : écrivez-le de nouveau.")
        if isinstance(contenu, int) and abs(contenu) >= 2**31:
            raise SaisieInvalide("Ce nombre est trop grand.")


def _tient() -> sa.ColumnElement[bool]:
    """Entries that are neither undone, nor an undoing, nor a blanking."""
    defaits = sa.select(JOURNAL.c.defait).where(JOURNAL.c.defait.is_not(None))
    return JOURNAL.c.geste.not_in(SANS_RETOUR) & JOURNAL.c.rang.not_in(defaits)


def _lit(c: Connection, genre: type[T], identifiant: str) -> Fiche[T]:
    table = TABLES[genre]
    ligne = c.execute(sa.select(table).where(table.c.id == identifiant)).mappings().first()
    return _fiche(genre, ligne) if ligne else _inconnu()


def _inconnu() -> NoReturn:
    raise ObjetInconnu("Cette fiche n'existe pas, ou pas dans cette base.")


def _met(c: Connection, fiche: Fiche) -> None:
    table = TABLES[type(fiche.objet)]
    c.execute(sa.update(table).where(table.c.id == fiche.id).values(**_ligne(fiche)))


def _champs(genre: type) -> tuple[str, ...]:
    return tuple(c.name for c in fields(genre))


def _fiche(genre: type[T], ligne: RowMapping) -> Fiche[T]:
    sien = {c: ligne[c] for c in _champs(genre)}
    return Fiche(**{c: v for c, v in ligne.items() if c not in sien}, objet=genre(**sien))


def _ligne(fiche: Fiche) -> dict[str, object]:
    identite = {c: getattr(fiche, c) for c in _champs(Fiche) if c != "objet"}
    return identite | {c: getattr(fiche.objet, c) for c in _champs(type(fiche.objet))}


def _textes(fiche: Fiche) -> dict[str, str]:
    """What the journal keeps of a record."""
    return {c: texte(getattr(fiche.objet, c)) for c in _champs(type(fiche.objet))} | {"supprime": texte(fiche.supprime)}


def _avec(fiche: Fiche, textes: Mapping[str, str]) -> tuple[Any, bool]:
    """The content of a record, and whether it is deleted, once the fields of ``textes`` are put back."""
    table = TABLES[type(fiche.objet)]
    valeurs = {c: valeur(table.c[c].type, ecrit) for c, ecrit in textes.items()}
    supprime = valeurs.pop("supprime", fiche.supprime)
    return replace(fiche.objet, **valeurs), supprime


def _differences(avant: journal.Valeurs, apres: journal.Valeurs) -> tuple[journal.Valeurs, journal.Valeurs]:
    changes = [c for c in apres if avant[c] != apres[c]]
    return {c: avant[c] for c in changes}, {c: apres[c] for c in changes}


def _divergences(lu: Any, voulu: Any, actuel: Any) -> tuple[Divergence, ...]:
    """Fields that the reader changed, and that are now something else than wanted."""
    trois = ((c, getattr(lu, c), getattr(voulu, c), getattr(actuel, c)) for c in _champs(type(voulu)))
    return tuple(Divergence(c, v, a) for c, avant, v, a in trois if v != avant and v != a)

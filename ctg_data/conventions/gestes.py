"""Change a CTG: one gesture is one transaction, checked before each record and whole at its end; a refusal leaves everything as it was."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from ctg_data import storage
from ctg_data.conventions.lecture import SIENS, Livre, depot, livre
from ctg_data.errors import CtgError
from ctg_data.parcours import admission, etats, passages
from ctg_data.parcours.convention import Ctg
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.genres import POSSEDES
from ctg_data.parcours.invariants import invariants
from ctg_data.settings import Settings
from ctg_data.storage.depot import Depot, Fiche, ObjetInconnu, RienADefaire
from ctg_data.storage.journal import Entree
from ctg_data.storage.tables import nom

T = TypeVar("T")


class Vivantes(dict[str, Fiche]):
    """The living records of a CTG by id; another window may have taken one away since a page showed it."""

    def __missing__(self, identifiant: str) -> Fiche:
        raise ObjetInconnu("Cette fiche a été retirée entre-temps : rouvrez la page.")


class Etabli:
    """The dossier of one CTG being changed, and the single way to change it.  ``dossier`` and ``fiches`` follow each change."""

    def __init__(self, d: Depot, lu: Livre):
        self._depot = d
        self.dossier, self.fiches = lu.dossier, Vivantes(lu.fiches)

    def cree(self, objet: T) -> Fiche[T]:
        """Keep a new record.  Raises PassageRefuse, SaisieInvalide."""
        admission.admet(self.dossier, "", objet)
        return self._suit(self._depot.cree(objet))

    def cree_hors(self, objet: T) -> Fiche[T]:
        """Keep a new record that is not of this CTG: the next one, and what it starts from."""
        return self._depot.cree(objet)

    def modifie(self, fiche: Fiche[T], **champs: object) -> Fiche[T]:
        """Change fields of a record as read, its state excepted.  Raises PassageRefuse, SaisieInvalide, ConflitDeVersion."""
        voulu = replace(fiche.objet, **champs)
        admission.admet(self.dossier, fiche.id, voulu)
        if isinstance(voulu, Ctg) and voulu.parent and voulu.parent != fiche.objet.parent:
            exige_rattachement(self._depot, fiche.id, voulu)
        return self._suit(self._depot.modifie(fiche, **champs))

    def passe(self, fiche: Fiche[T], vers: etats.Etat, motif: str = "") -> Fiche[T]:
        """Change the state of a record.  Raises PassageRefuse with every reason, ConflitDeVersion."""
        passages.passage(self.dossier, fiche.id, vers, motif)
        garde = {"motif": motif} if vers in etats.MOTIVES else {}
        return self._suit(self._depot.modifie(fiche, etat=vers, **garde))

    def ecrit(self, fiche: Fiche[T], **champs: object) -> Fiche[T]:
        """Change fields that a gesture of its own changes (words lifted by an objection, a text adopted): only the whole is checked."""
        admission.exige_ouverte(self.dossier, fiche.objet)
        return self._suit(self._depot.modifie(fiche, **champs))

    def supprime(self, fiche: Fiche) -> None:
        """Set a record aside with what belongs to it.  Raises PassageRefuse, ConflitDeVersion."""
        admission.exige_retirable(self.dossier, fiche.objet)
        siennes = possessions(self.dossier, fiche.id)
        admission.exige_dessins(self.dossier, fiche.objet, map(self.dossier.cherche, siennes))
        for identifiant in (*siennes, fiche.id):
            self._depot.supprime(fiche if identifiant == fiche.id else self.fiches[identifiant])
            del self.fiches[identifiant]
            self.dossier = self.dossier.sans(identifiant)

    def _suit(self, fiche: Fiche[T]) -> Fiche[T]:
        self.fiches[fiche.id] = fiche
        self.dossier = self.dossier.avec(fiche.id, fiche.objet)
        return fiche


def possessions(dossier: Dossier, identifiant: str) -> list[str]:
    """Records that go with ``identifiant`` when it goes, the deepest first."""
    siens = [i for genre, champs in POSSEDES.items() for champ in champs for i in dossier.ou(genre, **{champ: identifiant})]
    dessous = [j for i in siens for j in possessions(dossier, i)]
    return list(dict.fromkeys([*dessous, *siens]))


@contextmanager
def atelier(settings: Settings, ctg: str) -> Iterator[Etabli]:
    """Change one CTG: what is done inside is one gesture, undone together.

    Raises what the gestures raise, and PassageRefuse when the whole would break a rule; nothing of any of them is kept then.
    """
    with depot(settings).ensemble() as d:
        etabli = Etabli(d, livre(d, ctg))
        avant = etabli.dossier
        yield etabli
        exige_tenue(etabli.dossier, avant)


def exige_tenue(dossier: Dossier, avant: Dossier | None = None) -> None:
    """What a gesture breaks is refused; what was broken ``avant`` it (a backup of an older version) forbids nothing."""
    deja = invariants(avant) if avant else []  # first: what is worked out of it holds for most of the other
    brises = list(dict.fromkeys(invariants(dossier)))
    if nouvelles := [phrase for phrase in brises if phrase not in deja]:
        raise etats.PassageRefuse(" ".join(nouvelles))


def rattachables(fiches: Iterable[Fiche[Ctg]], ctg: Fiche[Ctg]) -> list[Fiche[Ctg]]:
    """The départementales that a local CTG may belong to; none for a départementale."""
    return [f for f in fiches if f.id != ctg.id and f.objet.departementale] if not ctg.objet.departementale else []


def locales(fiches: Iterable[Fiche[Ctg]], ctg: str) -> list[Fiche[Ctg]]:
    """The CTG that belong to this one."""
    return [f for f in fiches if f.objet.parent == ctg]


def exige_rattachement(d: Depot, identifiant: str, voulu: Ctg) -> None:
    """A local CTG belongs to a départementale one that is still there.  Raises PassageRefuse."""
    if voulu.departementale:
        raise etats.PassageRefuse("Une CTG départementale ne se rattache pas à une autre.")
    if voulu.parent not in {f.id for f in d.liste(Ctg) if f.objet.departementale and f.id != identifiant}:
        raise etats.PassageRefuse("La CTG de rattachement est une CTG d'un département : choisissez-la dans la liste.")


def cree(settings: Settings, ctg: Ctg) -> Fiche[Ctg]:
    """A new CTG, in preparation."""
    if ctg.etat != etats.EtatCtg.PREPARATION:
        raise etats.PassageRefuse("Une CTG commence par sa préparation.")
    return depot(settings).cree(ctg)


def supprime(settings: Settings, fiche: Fiche[Ctg]) -> None:
    """Set a CTG aside with everything that belongs to it."""
    with depot(settings).ensemble() as d:
        ecarte(d, fiche)


def retablit(settings: Settings, fiche: Fiche[Ctg]) -> Fiche[Ctg]:
    """Bring back a CTG with what was set aside in the same gesture; what had been removed before stays removed."""
    with depot(settings).ensemble() as d:
        revenue = d.retablit(fiche)
        for genre in SIENS:
            for autre in d.liste(genre, supprimes=True, ctg=fiche.id):
                if autre.supprime and (autre.modifie_le, autre.modifie_par) == (fiche.modifie_le, fiche.modifie_par):
                    d.retablit(autre)
        exige_tenue(livre(d, fiche.id).dossier)
        return revenue


def ecarte(d: Depot, fiche: Fiche[Ctg]) -> None:
    """The same, inside a gesture already begun.  Raises PassageRefuse while local CTG belong to it."""
    if siennes := locales(d.liste(Ctg), fiche.id):
        noms = ", ".join(f"« {f.objet.nom} »" for f in siennes)
        raise etats.PassageRefuse(f"Des CTG locales en dépendent : {noms}. Détachez-les d'abord, dans leur page Gouvernance.")
    for autre in (f for f in livre(d, fiche.id).fiches.values() if f.id != fiche.id):
        d.supprime(autre)
    d.supprime(fiche)


@dataclass(frozen=True)
class Annulable:
    """A change that may be undone, and how many were made in the same gesture: they go back with it."""

    entree: Entree
    nombre: int


def annulable(settings: Settings, ctg: str) -> Annulable | None:
    """The last change of this acteur on a CTG that nothing stands on; what came with its creation goes with its deletion."""
    if not storage.existe(settings):
        return None
    with depot(settings).instantane() as d:
        derniere = d.annulable(*SIENS, ctg=ctg)
        derniere = d.annulable(Ctg, id=ctg, apres_rang=derniere.rang if derniere else 0) or derniere
        if derniere is None or derniere.instant == d.lit(Ctg, ctg).cree_le:
            return None
        return Annulable(derniere, d.taille(derniere))


def annule(settings: Settings, ctg: str, dernier: Annulable) -> None:
    """Undo a gesture, unless the dossier would then break a rule.  Raises RienADefaire."""
    with depot(settings).ensemble() as d:
        avant = livre(d, ctg).dossier
        _exige_suite_intacte(d, dernier.entree)
        d.annule(dernier.entree)
        try:
            exige_tenue(livre(d, ctg).dossier, avant)
        except CtgError as erreur:
            raise RienADefaire(f"Cette modification ne peut plus être annulée : {erreur}") from erreur


def _exige_suite_intacte(d: Depot, entree: Entree) -> None:
    """A CTG that the gesture opened (a renewal) goes with it only while it holds nothing else.  Raises RienADefaire."""
    for autre in d.compagnes(entree):
        if (autre.genre, autre.geste) == (nom(Ctg), "cree"):
            fiches = livre(d, autre.objet).fiches
            if any(f.modifie_le != entree.instant for f in fiches.values()):
                raise RienADefaire(f"« {fiches[autre.objet].objet.nom} » a été ouverte par ce geste puis remplie : il ne s'annule plus.")

"""Everything that is known of one CTG, indexed by kind and id: what the rules and the views read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ctg_data.parcours.chemin import Changement, Chemin, Etape, Hypothese, Lien
from ctg_data.parcours.convention import Ctg
from ctg_data.parcours.etats import ACTIFS, ARCHIVES, EtatChemin
from ctg_data.parcours.memoire import Memoire

T = TypeVar("T")
Objets = Mapping[type, Mapping[str, object]]


@dataclass(frozen=True)
class Dossier:
    """One CTG: its id, its record, and the living records that belong to it (kind -> id -> record, oldest first)."""

    id: str
    ctg: Ctg
    objets: Objets = field(default_factory=dict)
    _rangees: dict = field(default_factory=dict, init=False, compare=False, repr=False)
    """(kind, field) -> value -> ids: made when first asked; a dossier never changes."""
    memoire: Memoire = field(default_factory=Memoire, init=False, compare=False, repr=False)

    def de(self, genre: type[T]) -> Mapping[str, T]:
        """The records of one kind."""
        return self.objets.get(genre, {})

    def ou(self, genre: type[T], **choix: object) -> dict[str, T]:
        """The records of one kind whose fields equal ``choix``."""
        (premier, valeur), *reste = choix.items()
        trouves = ((i, self.de(genre)[i]) for i in self._index(genre, premier).get(valeur, ()))
        return {i: o for i, o in trouves if all(getattr(o, c) == v for c, v in reste)}

    def _index(self, genre: type, champ: str) -> Mapping[object, list[str]]:
        if (genre, champ) not in self._rangees:
            index: dict[object, list[str]] = {}
            for i, o in self.de(genre).items():
                index.setdefault(getattr(o, champ), []).append(i)
            self._rangees[genre, champ] = index
        return self._rangees[genre, champ]

    def cherche(self, identifiant: str) -> object | None:
        """The record of that id, whatever its kind."""
        return next((objets[identifiant] for objets in self.objets.values() if identifiant in objets), None)

    def avec(self, identifiant: str, objet: object) -> "Dossier":
        """The same with one record added or changed."""
        genre = type(objet)
        if genre is Ctg:
            return self.avec_tables(objet, {})
        return self.avec_tables(self.ctg, {genre: {**self.de(genre), identifiant: objet}})

    def avec_tables(self, ctg: Ctg, tables: Objets) -> "Dossier":
        """The same with its own record and all those of some kinds changed; what was ranged of the others stays so."""
        rangees = {cle: index for cle, index in list(self._rangees.items()) if cle[0] not in tables}
        return self._suivant(ctg, {**self.objets, **tables}, rangees)

    def sans(self, *identifiants: str) -> "Dossier":
        """The same without these records."""
        restes = {g: {i: o for i, o in objets.items() if i not in identifiants} for g, objets in self.objets.items()}
        return self._suivant(self.ctg, restes, {})

    def _suivant(self, ctg: Ctg, objets: Objets, rangees: Mapping) -> "Dossier":
        """Another dossier, which starts from what is known of this one."""
        suivant = Dossier(self.id, ctg, objets)
        suivant._rangees.update(rangees)
        suivant.memoire.suit(self)
        return suivant

    def changements(self) -> list[tuple[str, Changement]]:
        """In the order chosen, then that of their creation."""
        return sorted(self.de(Changement).items(), key=lambda c: c[1].ordre)

    def actifs(self) -> list[str]:
        """The changes that count among the 4 to 6."""
        return [i for i, c in self.de(Changement).items() if c.etat in ACTIFS]

    def chemins(self, changement: str) -> list[tuple[str, Chemin]]:
        """Versions of the path of one change, the first version first."""
        return sorted(self.ou(Chemin, changement=changement).items(), key=lambda c: c[1].numero)

    def courant(self, changement: str) -> str:
        """The version that is followed, else the last one being drawn, else the last closed one; "" without any."""
        versions = self.chemins(changement)
        actif = next((i for i, c in versions if c.etat == EtatChemin.ACTIF), "")
        ouvertes = [i for i, c in versions if c.etat not in ARCHIVES]
        return actif or (ouvertes or [i for i, _ in versions] or [""])[-1]

    def etapes(self, chemin: str) -> list[tuple[str, Etape]]:
        """Every step of a path, parked ones too, in order."""
        return sorted(self.ou(Etape, chemin=chemin).items(), key=lambda e: e[1].ordre)

    def liens(self, chemin: str) -> dict[str, Lien]:
        """The arrows of the drawing: those of parked steps wait with them."""
        ecartees = {i for i, e in self.ou(Etape, chemin=chemin).items() if e.ecartee}
        return {i: lien for i, lien in self.ou(Lien, chemin=chemin).items() if not {lien.de, lien.vers} & ecartees}

    def hypotheses(self, chemin: str) -> dict[str, Hypothese]:
        """Those of the arrows of the drawing."""
        return {i: h for lien in self.liens(chemin) for i, h in self.ou(Hypothese, lien=lien).items()}

    def chemin_de(self, identifiant: str) -> str:
        """The path that a record of its drawing belongs to, "" for any other record."""
        objet = self.cherche(identifiant)
        if isinstance(objet, Chemin):
            return identifiant
        if isinstance(objet, Etape | Lien):
            return objet.chemin
        if isinstance(objet, Hypothese):
            return self.chemin_de(objet.lien)
        return ""

    def changement_de(self, identifiant: str) -> str:
        """The change that a record of its path, a step or a hypothesis serves, "" for none."""
        if identifiant in self.de(Changement):
            return identifiant
        chemin = self.de(Chemin).get(self.chemin_de(identifiant))
        return chemin.changement if chemin else ""

    def autour(self, changement: str) -> set[str]:
        """A change and the steps and hypotheses of all the versions of its path: the ids of which ``changement_de`` gives it."""
        chemins = [i for i, _ in self.chemins(changement)]
        etapes = (i for c in chemins for i in self.ou(Etape, chemin=c))
        hypotheses = (i for c in chemins for lien in self.ou(Lien, chemin=c) for i in self.ou(Hypothese, lien=lien))
        return {changement, *etapes, *hypotheses}

    def tous(self) -> Iterator[tuple[str, object]]:
        for objets in self.objets.values():
            yield from objets.items()

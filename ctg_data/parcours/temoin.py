"""Work out a rule on a dossier once, as long as nothing that it looks at changes."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from ctg_data.parcours.convention import Ctg
from ctg_data.parcours.dossier import Dossier, Objets
from ctg_data.parcours.memoire import CTG, TOUT, Vue

T = TypeVar("T")


def tenu(dossier: Dossier, regle: Callable[..., Iterable[T]], *sur: Hashable) -> tuple[T, ...]:
    """``regle(dossier, *sur)``, from memory where it still holds.  The rule reads nothing but the dossier that it is given."""
    nu = dossier.dossier if isinstance(dossier, Temoin) else dossier
    verdicts, cle = nu.memoire.de(nu), (regle, *sur)
    if cle not in verdicts:
        lu = Temoin(nu)
        verdicts[cle] = tuple(regle(lu, *sur)), frozenset(lu.vues)
    trouve, vues = verdicts[cle]
    if isinstance(dossier, Temoin):
        dossier.vues |= vues
    return trouve


class Temoin(Dossier):
    """A dossier that notes what is asked of it.  What is built upon these reads (``etapes``, ``liens``…) is inherited, hence noted too."""

    def __init__(self, dossier: Dossier):
        self.__dict__.update(id=dossier.id, dossier=dossier, vues=set[Vue]())

    @property
    def ctg(self) -> Ctg:
        return self._note(CTG).ctg

    @property
    def objets(self) -> Objets:
        return self._note(TOUT).objets

    def de(self, genre: type[T]) -> Mapping[str, T]:
        return self._note((genre,)).de(genre)

    def ou(self, genre: type[T], **choix: object) -> dict[str, T]:
        return self._note((genre, *next(iter(choix.items())))).ou(genre, **choix)

    def cherche(self, identifiant: str) -> object | None:
        return self._note(("id", identifiant)).cherche(identifiant)

    def tous(self) -> Iterator[tuple[str, object]]:
        return self._note(TOUT).tous()

    def _note(self, vue: Vue) -> Dossier:
        self.vues.add(vue)
        return self.dossier

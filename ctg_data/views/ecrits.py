"""The frozen records of what people wrote on one portrait: final texts, beside the record as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ctg_data.storage.fiches import Fiche
from ctg_data.storage.modele import Choix


@dataclass(frozen=True)
class Mot:
    """What a person wrote about one figure.

    ``texte``: as typed, never touched ("" for a sentence that was kept as it was proposed); ``motif``: why it was dismissed.
    ``mention``: what was done, by whom, when.  ``alerte``: that it was written on other data, "" otherwise.
    """

    fiche: Fiche
    indicateur: str
    libelle: str
    annee: int
    texte: str
    mention: str
    alerte: str = ""
    motif: str = ""

    @property
    def ecarte(self) -> bool:
        return getattr(self.fiche.objet, "choix", None) == Choix.ECARTE

    @property
    def reformule(self) -> bool:
        return getattr(self.fiche.objet, "choix", None) == Choix.REFORMULE


@dataclass(frozen=True)
class Etat:
    """Draft or published.  ``mot``: « Brouillon »; ``mention``: who published and when; ``alertes``: what changed since."""

    publie: bool = False
    mot: str = ""
    mention: str = ""
    alertes: tuple[str, ...] = ()
    fiche: Fiche | None = None

    @property
    def texte(self) -> str:
        return " ".join((self.mention, *self.alertes))


@dataclass(frozen=True)
class Saisies:
    """Everything written on one portrait, by indicator.

    ``decisions``: on the sentences as proposed today; ``anciennes``: on the same figures of other years, not applied.
    ``orphelines``: decisions and notes whose sentence or figure is no longer there.  ``laissees``: decisions set aside on
    the figures of today, which a new decision takes up; ``retirees``: notes set aside.
    """

    etat: Etat = Etat()
    decisions: Mapping[str, Mot] = field(default_factory=dict)
    anciennes: Mapping[str, Mot] = field(default_factory=dict)
    notes: Mapping[str, tuple[Mot, ...]] = field(default_factory=dict)
    raisons: Mapping[str, tuple[Mot, ...]] = field(default_factory=dict)
    laissees: Mapping[str, Fiche] = field(default_factory=dict)
    orphelines: tuple[Mot, ...] = ()
    retirees: tuple[Mot, ...] = ()

    def de(self, indicateur: str) -> tuple[Mot, ...]:
        """What stands beside a figure: its notes, then why its alerts were acknowledged."""
        return self.notes.get(indicateur, ()) + self.raisons.get(indicateur, ())

"""Any sequence of commands of two people: no change is lost, the journal stays whole and replays to the records.

40 sequences by default; CTG_SEQUENCES says another number (``make soak``).
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule, run_state_machine_as_test
from sqlalchemy import Engine

from ctg_data.errors import SaisieInvalide
from ctg_data.storage import engine, journal
from ctg_data.storage.codage import texte
from ctg_data.storage.depot import RETIRE, ConflitDeVersion, Depot, Fiche, ObjetInconnu, RienADefaire
from ctg_data.storage.modele import Choix, ElementSaillant, Note
from ctg_data.storage.tables import META, nom

SEQUENCES = int(os.environ.get("CTG_SEQUENCES", "40"))
PERSONNES = ("une", "autre")
qui = st.sampled_from(PERSONNES)
mots = st.sampled_from(["a", "b"])
annees = st.sampled_from([2022, 2023])
Photo = dict[str, list[dict]]
PERDU = object()


@dataclass(frozen=True)
class Touche:
    """What a record was before a change of its text."""

    fiche: Fiche


def machine(base: Engine) -> type[RuleBasedStateMachine]:
    """The commands, beside a plain model of what must be there: id -> record, and the changes that still stand."""

    class Commandes(RuleBasedStateMachine):
        fiches = Bundle("fiches")
        """Records as somebody read them: perhaps not the latest version, perhaps of before a restoration."""

        def __init__(self):
            super().__init__()
            self.depots = {nom: Depot(base, nom) for nom in PERSONNES}
            self.modele: dict[str, Fiche] = {}
            self.faits: list[tuple[str, str, object]] = []
            """Changes that stand: who, record, what it was before (None: not there, PERDU: its text was blanked since)."""

        @initialize()
        def vide(self):
            remet(base, {})

        @rule(target=fiches, nom=qui, mot=mots)
        def cree(self, nom: str, mot: str):
            return self._fait(nom, self.depots[nom].cree(Note("epci", "1", "i", 2023, mot)), None)

        @rule(target=fiches, nom=qui, mot=mots, annee=annees)
        def decide(self, nom: str, mot: str, annee: int):
            """One decision a year stands: a second one is refused, whoever takes it."""
            voulu = ElementSaillant("epci", "1", "i", annee, Choix.REFORMULE, texte=mot)
            if self._place_prise(voulu, ""):
                with pytest.raises(SaisieInvalide):
                    self.depots[nom].cree(voulu)
                return multiple()
            return self._fait(nom, self.depots[nom].cree(voulu), None)

        @rule(target=fiches, fiche=fiches, nom=qui, mot=mots)
        def modifie(self, fiche: Fiche, nom: str, mot: str):
            return self._tente(nom, fiche, lambda: self.depots[nom].modifie(fiche, texte=mot), sauf_supprimee=True)

        @rule(target=fiches, fiche=fiches, nom=qui)
        def supprime(self, fiche: Fiche, nom: str):
            return self._tente(nom, fiche, lambda: self.depots[nom].supprime(fiche))

        @rule(target=fiches, fiche=fiches, nom=qui)
        def retablit(self, fiche: Fiche, nom: str):
            if not self._perimee(fiche) and fiche.supprime and self._place_prise(fiche.objet, fiche.id):
                with pytest.raises(SaisieInvalide):
                    self.depots[nom].retablit(fiche)
                return multiple()
            return self._tente(nom, fiche, lambda: self.depots[nom].retablit(fiche))

        @rule(fiche=consumes(fiches), nom=qui)
        def caviarde(self, fiche: Fiche, nom: str):
            """What was blanked can no more be undone to; a change that did not touch it can, and does not bring it back."""
            if refus := self._perimee(fiche):
                with pytest.raises(refus):
                    self.depots[nom].caviarde(fiche, "texte")
                return
            apres = self.depots[nom].caviarde(fiche, "texte")
            assert apres.objet.texte == RETIRE
            self.modele[apres.id] = apres
            self.faits = [(n, i, _sans_texte(avant) if i == apres.id else avant) for n, i, avant in self.faits]

        @rule(target=fiches, nom=qui)
        def annule(self, nom: str):
            """The last change of hers that nothing stands on is undone, whatever stands on the later ones."""
            libres = [rang for rang, (n, i, avant) in enumerate(self.faits) if n == nom and self._est_libre(rang, i, avant)]
            annoncee = self.depots[nom].annulable()
            if not libres:
                assert annoncee is None
                with pytest.raises(RienADefaire):
                    self.depots[nom].annule()
                return multiple()
            fiche = self.depots[nom].annule()
            assert annoncee.objet == fiche.id
            return self._apres_annulation(libres[-1], fiche)

        @rule(target=fiches, fiche=fiches, nom=qui, mot=mots)
        def modifie_puis_revient(self, fiche: Fiche, nom: str, mot: str):
            """A save, then a restoration from before it: what was read in between is stale, even where its version number comes again."""
            garde, modele, faits = photo(base), dict(self.modele), list(self.faits)
            perdue = self._tente(nom, fiche, lambda: self.depots[nom].modifie(fiche, texte=mot), sauf_supprimee=True)
            remet(base, garde)
            self.modele, self.faits = modele, faits
            return perdue

        @rule(target=fiches, fiche=fiches, nom=qui, successeur=qui, mot=mots)
        def remplace(self, fiche: Fiche, nom: str, successeur: str, mot: str):
            """A decision is set aside and another one takes its place."""
            if self._perimee(fiche) or fiche.supprime or not isinstance(fiche.objet, ElementSaillant):
                return multiple()
            self._tente(nom, fiche, lambda: self.depots[nom].supprime(fiche))
            return self._fait(successeur, self.depots[successeur].cree(replace(fiche.objet, texte=mot)), None)

        @invariant()
        def rien_ne_manque(self):
            lues = [f for genre in (Note, ElementSaillant) for f in self.depots["une"].liste(genre, supprimes=True)]
            assert {f.id: f for f in lues} == self.modele

        @invariant()
        def le_journal_est_intact_et_rejoue(self):
            with engine.lecture(base) as c:
                assert journal.verifie(c).intact
                etat = journal.rejoue(journal.lit(c))
            attendu = {(nom(type(f.objet)), i): (f.version, texte(f.objet.texte), texte(f.supprime)) for i, f in self.modele.items()}
            assert {cle: (v, c["texte"], c["supprime"]) for cle, (v, c) in etat.items()} == attendu

        def _perimee(self, fiche: Fiche) -> type[Exception] | None:
            """Why a save of what was read must be refused."""
            if fiche.id not in self.modele:
                return ObjetInconnu
            return ConflitDeVersion if self.modele[fiche.id] != fiche else None

        def _place_prise(self, objet: object, sauf: str) -> bool:
            vivants = [f for i, f in self.modele.items() if i != sauf and not f.supprime and isinstance(f.objet, ElementSaillant)]
            return isinstance(objet, ElementSaillant) and any(f.objet.annee == objet.annee for f in vivants)

        def _est_libre(self, rang: int, identifiant: str, avant: object) -> bool:
            if avant is PERDU or any(i == identifiant for _, i, _ in self.faits[rang + 1 :]):
                return False
            revient = avant is not None and not _avant(avant).supprime
            return not (revient and self._place_prise(_avant(avant).objet, identifiant))

        def _tente(self, nom: str, fiche: Fiche, geste: Callable[[], Fiche], *, sauf_supprimee: bool = False):
            refus = self._perimee(fiche) or (ObjetInconnu if sauf_supprimee and fiche.supprime else None)
            if refus:
                with pytest.raises(refus):
                    geste()
                return multiple()
            apres = geste()
            return self._fait(nom, apres, fiche) if apres != fiche else apres

        def _fait(self, nom: str, fiche: Fiche, avant: Fiche | None) -> Fiche:
            self.modele[fiche.id] = fiche
            touche = avant is not None and avant.objet.texte != fiche.objet.texte
            self.faits.append((nom, fiche.id, Touche(avant) if touche else avant))
            return fiche

        def _apres_annulation(self, rang: int, fiche: Fiche) -> Fiche:
            _, identifiant, avant = self.faits.pop(rang)
            assert fiche.id == identifiant
            if avant is None:
                assert fiche.supprime
            else:
                assert (fiche.objet, fiche.supprime) == (_avant(avant).objet, _avant(avant).supprime)
            self.modele[fiche.id] = fiche
            return fiche

    return Commandes


def _avant(avant: Fiche | Touche) -> Fiche:
    return avant.fiche if isinstance(avant, Touche) else avant


def _sans_texte(avant: object) -> object:
    """What a change leads back to once the text of its record is blanked."""
    if isinstance(avant, Fiche):
        return replace(avant, objet=replace(avant.objet, texte=RETIRE))
    return avant and PERDU


def photo(base: Engine) -> Photo:
    with engine.lecture(base) as c:
        return {t.name: [dict(ligne) for ligne in c.execute(sa.select(t)).mappings()] for t in META.sorted_tables}


def remet(base: Engine, lignes: Photo) -> None:
    """Put every table back as it was, behind the triggers: what a restoration leads to, without its files."""
    with engine.ecriture(base) as c:
        gardes = _leve_les_gardes(c)
        for table in reversed(META.sorted_tables):
            c.execute(sa.delete(table))
        for table in META.sorted_tables:
            if lignes.get(table.name):
                c.execute(sa.insert(table), lignes[table.name])
        for garde in gardes:
            c.exec_driver_sql(garde)


def _leve_les_gardes(c: sa.Connection) -> list[str]:
    """Silence the triggers for this transaction; the instructions that bring them back."""
    if c.dialect.name == "postgresql":
        c.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return []
    gardes = c.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    for nom_garde, _ in gardes:
        c.exec_driver_sql(f"DROP TRIGGER {nom_garde}")
    return [sql for _, sql in gardes]


def test_no_sequence_of_commands_breaks_anything(base: Engine):
    reglages = settings(max_examples=SEQUENCES, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine(base), settings=reglages)

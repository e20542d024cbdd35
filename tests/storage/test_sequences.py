"""Any sequence of commands of two people: no change is lost, the journal stays whole and replays to the records.

100 sequences by default; CTG_SEQUENCES says another number (``make soak``).
"""

import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule, run_state_machine_as_test
from sqlalchemy import Engine

from ctg_data.storage import engine, journal
from ctg_data.storage.codage import texte
from ctg_data.storage.depot import RETIRE, ConflitDeVersion, Depot, Fiche, ObjetInconnu, RienADefaire
from ctg_data.storage.modele import EtatPortrait, Note, Portrait, SaisieInvalide

SEQUENCES = int(os.environ.get("CTG_SEQUENCES", "100"))
PERSONNES = ("une", "autre")
qui = st.sampled_from(PERSONNES)
mots = st.sampled_from(["a", "b", "c"])


def machine(base: Engine) -> type[RuleBasedStateMachine]:
    """The commands, beside a plain model of what must be there: id -> (version, text, deleted)."""

    class Commandes(RuleBasedStateMachine):
        notes = Bundle("notes")
        """Notes as somebody read them: perhaps not the latest version."""

        def __init__(self):
            super().__init__()
            self.depots = {nom: Depot(base, nom) for nom in PERSONNES}
            self.modele: dict[str, tuple[int, str, bool]] = {}
            self.faits: list[tuple[str, str, tuple[int, str, bool] | None]] = []
            """Changes that can be undone: who, record, what it was before (None: not there)."""

        @initialize()
        def vide(self):
            with engine.ecriture(base) as c:
                _oublie(c)

        @rule(target=notes, nom=qui, mot=mots)
        def cree(self, nom: str, mot: str):
            fiche = self.depots[nom].cree(Note("epci", "1", "i", 2023, mot))
            self._fait(nom, fiche, None)
            return fiche

        @rule(target=notes, fiche=notes, nom=qui, mot=mots)
        def modifie(self, fiche: Fiche[Note], nom: str, mot: str):
            return self._tente(nom, fiche, lambda: self.depots[nom].modifie(fiche, texte=mot), sauf_supprimee=True)

        @rule(target=notes, fiche=notes, nom=qui)
        def supprime(self, fiche: Fiche[Note], nom: str):
            return self._tente(nom, fiche, lambda: self.depots[nom].supprime(fiche))

        @rule(target=notes, fiche=notes, nom=qui)
        def retablit(self, fiche: Fiche[Note], nom: str):
            return self._tente(nom, fiche, lambda: self.depots[nom].retablit(fiche))

        @rule(fiche=consumes(notes), nom=qui)
        def caviarde(self, fiche: Fiche[Note], nom: str):
            """What was blanked can no more be undone to: the model forgets the changes of that record."""
            if self._perimee(fiche):
                with pytest.raises(ConflitDeVersion):
                    self.depots[nom].caviarde(fiche, "texte")
                return
            apres = self.depots[nom].caviarde(fiche, "texte")
            assert apres.objet.texte == RETIRE
            self.modele[apres.id] = _vu(apres)
            self.faits = [(n, i, avant if i != apres.id or avant is None else "perdu") for n, i, avant in self.faits]

        @rule(target=notes, nom=qui)
        def annule(self, nom: str):
            siens = [(rang, f) for rang, f in enumerate(self.faits) if f[0] == nom]
            try:
                fiche = self.depots[nom].annule()
            except RienADefaire:
                if siens:  # somebody changed the record since, or its text was blanked
                    rang, (_, identifiant, avant) = siens[-1]
                    assert avant == "perdu" or any(i == identifiant and n != nom for n, i, _ in self.faits[rang + 1 :])
                return multiple()
            self._apres_annulation(siens, fiche)
            return fiche

        @rule(nom=qui)
        def portrait(self, nom: str):
            """One state a portrait: the second creation is refused, whoever asks."""
            if self.depots[nom].liste(Portrait):
                with pytest.raises(SaisieInvalide):
                    self.depots[nom].cree(Portrait("epci", "1", EtatPortrait.PUBLIE))

        @invariant()
        def rien_ne_manque(self):
            lues = {f.id: _vu(f) for f in self.depots["une"].liste(Note, supprimes=True)}
            assert lues == self.modele

        @invariant()
        def le_journal_est_intact_et_rejoue(self):
            with engine.lecture(base) as c:
                assert journal.verifie(c).intact
                etat = journal.rejoue(journal.lit(c))
            attendu = {("note", i): (v, texte(t), texte(s)) for i, (v, t, s) in self.modele.items()}
            assert {cle: (v, c["texte"], c["supprime"]) for cle, (v, c) in etat.items()} == attendu

        def _perimee(self, fiche: Fiche[Note]) -> bool:
            return self.modele[fiche.id][0] != fiche.version

        def _tente(self, nom: str, fiche: Fiche[Note], geste: Callable[[], Fiche[Note]], *, sauf_supprimee: bool = False):
            avant = self.modele[fiche.id]
            if self._perimee(fiche):
                with pytest.raises(ConflitDeVersion):
                    geste()
                return multiple()
            if sauf_supprimee and avant[2]:
                with pytest.raises(ObjetInconnu):
                    geste()
                return multiple()
            apres = geste()
            if _vu(apres) != avant:
                self._fait(nom, apres, avant)
            return apres

        def _fait(self, nom: str, fiche: Fiche[Note], avant: tuple[int, str, bool] | None):
            self.modele[fiche.id] = _vu(fiche)
            self.faits.append((nom, fiche.id, avant))

        def _apres_annulation(self, siens: list, fiche: Fiche[Note]):
            rang, (_, identifiant, avant) = siens[-1]
            assert fiche.id == identifiant
            if avant is None:
                assert fiche.supprime
            elif avant != "perdu":
                assert (fiche.objet.texte, fiche.supprime) == avant[1:]
            del self.faits[rang]
            self.modele[fiche.id] = _vu(fiche)

    return Commandes


def _vu(fiche: Fiche[Note]) -> tuple[int, str, bool]:
    return fiche.version, fiche.objet.texte, fiche.supprime


def _oublie(c) -> None:
    """Empty every table, behind the triggers."""
    from ctg_data.storage import migre

    migre.vide(c)
    migre.monte(c)


def test_no_sequence_of_commands_breaks_anything(base: Engine):
    reglages = settings(max_examples=SEQUENCES, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine(base), settings=reglages)

"""Any sequence of gestures on a CTG by two people: no rule is broken, a refusal leaves everything, the journal replays to the records.

40 sequences by default; CTG_SEQUENCES says another number (``make soak``).
"""

import os
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine

from ctg_data.conventions import chemins, consentement, gestes, lecture
from ctg_data.errors import CtgError
from ctg_data.parcours import chemin, concertation, convention, suivi
from ctg_data.parcours.etats import Etat
from ctg_data.parcours.invariants import invariants
from ctg_data.settings import Settings
from ctg_data.storage import engine, journal
from ctg_data.storage.depot import Depot, Fiche
from ctg_data.storage.fiches import textes
from ctg_data.storage.modele import GENRES
from ctg_data.storage.tables import nom
from tests.parcours import carnet as k
from tests.storage.test_sequences import Photo, photo, remet

SEQUENCES = int(os.environ.get("CTG_SEQUENCES", "40"))
LOTS = max(1, SEQUENCES // 1000)
"""Parts of a long run, which processes share."""
PERSONNES = ("une", "autre")
MOMENTS: tuple[Callable[[k.Carnet], Any], ...] = (
    lambda c: None,
    k.consent,
    lambda c: k.valide(k.consent(c)),
    lambda c: k.trace(k.valide(k.consent(c))),
    k.actif,
)
"""From where a sequence starts: an empty CTG, up to one that is followed on an active path."""
DATES = (date(2025, 6, 1), date(2027, 6, 1), date(2031, 1, 1))
MOTS = ("", "un mot", "un autre")
NOUVEAUX = (
    convention.Organisation,
    convention.Instance,
    convention.Reunion,
    convention.Decision,
    convention.Action,
    convention.Engagement,
    convention.Validation,
    concertation.FuturIdeal,
    concertation.Proposition,
    concertation.Objection,
    chemin.Changement,
    chemin.Chemin,
    chemin.Etape,
    chemin.Lien,
    chemin.Hypothese,
    suivi.Marqueur,
    suivi.Releve,
    suivi.Preuve,
    suivi.IndicateurLie,
    suivi.Evaluation,
)


def machine(base: Engine, adresse: str, photos: list[tuple[str, Photo]]) -> type[RuleBasedStateMachine]:
    class Gestes(RuleBasedStateMachine):
        """Each rule is one gesture, with whatever the dossier holds: most are refused, none may leave a broken dossier."""

        @initialize(moment=st.sampled_from(range(len(MOMENTS))))
        def commence(self, moment: int):
            self.ctg, garde = photos[moment]
            remet(base, garde)
            self.reglages = {nom: Settings(Path("/nulle-part"), demo=None, acteur=nom, base=adresse) for nom in PERSONNES}
            self.vieilles: list[Fiche] = []

        def lu(self) -> lecture.Livre:
            return lecture.lit(self.reglages["une"], self.ctg)

        def tente(self, qui: str, geste: Callable[[gestes.Etabli], Any]) -> None:
            """A gesture done whole, or refused with nothing changed."""
            avant = self._sceau()
            try:
                with gestes.atelier(self.reglages[qui], self.ctg) as etabli:
                    geste(etabli)
            except CtgError:
                assert self._sceau() == avant

        def _sceau(self) -> str:
            return Depot(base, "une").sceau()

        def fiche(self, data: st.DataObject, *genres: type) -> Fiche | None:
            """A record of these kinds, as it stands or as it was read before."""
            choix = [f for f in self.lu().fiches.values() if not genres or isinstance(f.objet, genres)]
            choix = sorted(choix, key=lambda f: (f.cree_le, nom(type(f.objet)), repr(f.objet)))
            vieilles = [f for f in self.vieilles if not genres or isinstance(f.objet, genres)]
            if not choix + vieilles:
                return None
            prise = data.draw(st.sampled_from(choix + vieilles))
            self.vieilles = [*self.vieilles[-3:], prise]
            return prise

        @rule(data=st.data(), qui=st.sampled_from(PERSONNES), genre=st.sampled_from(NOUVEAUX))
        def cree(self, data: st.DataObject, qui: str, genre: type):
            voulu = {c.name: self._valeur(data, c.name, c.type) for c in fields(genre) if c.name != "ctg"}
            self.tente(qui, lambda e: e.cree(genre(ctg=self.ctg, **voulu)))

        @rule(data=st.data(), qui=st.sampled_from(PERSONNES))
        def modifie(self, data: st.DataObject, qui: str):
            if fiche := self.fiche(data):
                champ = data.draw(st.sampled_from([c for c in fields(fiche.objet) if c.name != "ctg"]))
                valeur = self._valeur(data, champ.name, champ.type)
                self.tente(qui, lambda e: e.modifie(fiche, **{champ.name: valeur}))

        @rule(data=st.data(), qui=st.sampled_from(PERSONNES), motif=st.sampled_from(["", "car"]))
        def passe(self, data: st.DataObject, qui: str, motif: str):
            if (fiche := self.fiche(data)) and hasattr(fiche.objet, "etat"):
                vers = data.draw(st.sampled_from(list(type(fiche.objet.etat))))
                self.tente(qui, lambda e: e.passe(fiche, vers, motif))

        @rule(data=st.data(), qui=st.sampled_from(PERSONNES))
        def supprime(self, data: st.DataObject, qui: str):
            fiche = self.fiche(data)
            if fiche and not isinstance(fiche.objet, convention.Ctg):
                self.tente(qui, lambda e: e.supprime(fiche))

        @rule(data=st.data(), qui=st.sampled_from(PERSONNES), texte=st.sampled_from(MOTS))
        def decide(self, data: st.DataObject, qui: str, texte: str):
            if fiche := self.fiche(data, concertation.Proposition, concertation.Objection):
                match fiche.objet:
                    case concertation.Proposition():
                        self.tente(qui, lambda e: consentement.adopte(e, fiche))
                    case _:
                        self.tente(qui, lambda e: consentement.leve(e, fiche, texte=texte, reponse="vu"))

        @rule(data=st.data(), qui=st.sampled_from(PERSONNES))
        def redessine(self, data: st.DataObject, qui: str):
            if not (fiche := self.fiche(data, chemin.Chemin, chemin.Etape)):
                return
            if isinstance(fiche.objet, chemin.Chemin):
                vers = self._id(data, chemin.Changement)
                geste = data.draw(st.sampled_from([chemins.revise, lambda e, f: chemins.copie(e, e.dossier, f.id, vers)]))
                self.tente(qui, lambda e: geste(e, fiche) if fiche.id in e.fiches and vers else None)
                return
            autre = self.fiche(data, chemin.Etape)
            if autre.id != fiche.id:
                self.tente(qui, lambda e: chemins.fusionne(e, fiche, autre, "les deux") if autre.id in e.fiches else None)

        @rule(data=st.data(), qui=st.sampled_from(PERSONNES))
        def relie(self, data: st.DataObject, qui: str):
            bouts = [self._id(data, chemin.Etape, convention.Action, chemin.Changement) for _ in range(2)]
            chemin_ = self._id(data, chemin.Chemin)
            if chemin_ and all(bouts):
                self.tente(qui, lambda e: chemins.relie(e, chemin_, *bouts))

        @rule(qui=st.sampled_from(PERSONNES))
        def annule(self, qui: str):
            avant = self._sceau()
            if entree := gestes.annulable(self.reglages[qui], self.ctg):
                try:
                    gestes.annule(self.reglages[qui], self.ctg, entree)
                except CtgError:
                    assert self._sceau() == avant

        @invariant()
        def aucune_regle_n_est_enfreinte(self):
            assert invariants(self.lu().dossier) == []

        def teardown(self):
            """What is kept in memory is what is written; the journal is whole, and replays to every record.

            Looked at once: a sequence that stops earlier is one that may be drawn too.
            """
            self._garde_est_ecrit()
            with engine.lecture(base) as c:
                assert journal.verifie(c).intact
                etat = journal.rejoue(journal.lit(c))
            d = Depot(base, "une")
            fiches = [f for genre in GENRES for f in d.liste(genre, supprimes=True)]
            assert {cle: (v, champs) for cle, (v, champs) in etat.items()} == {
                (nom(type(f.objet)), f.id): (f.version, textes(f)) for f in fiches
            }

        def _garde_est_ecrit(self):
            garde = self.lu()
            with Depot(base, "une").instantane() as d:
                entier = lecture.entier(d, self.ctg)
            assert garde == entier
            assert invariants(entier.dossier) == []  # worked out of nothing kept
            assert all(list(garde.dossier.de(g)) == list(entier.dossier.de(g)) for g in lecture.SIENS)

        def _id(self, data: st.DataObject, *genres: type) -> str:
            fiche = self.fiche(data, *genres) if genres else None
            return fiche.id if fiche else ""

        def _valeur(self, data: st.DataObject, champ: str, type_: Any) -> Any:
            """Anything that a field of this type may hold, references taken among what is there."""
            if type_ is str and champ in REFERENCES:
                return self._id(data, *REFERENCES[champ])
            if isinstance(type_, type) and issubclass(type_, Etat):
                return data.draw(st.sampled_from(list(type_)))
            return data.draw(_plausible(champ, type_))

    return Gestes


REFERENCES = {
    "reunion": (convention.Reunion,),
    "instance": (convention.Instance,),
    "organisation": (convention.Organisation,),
    "changement": (chemin.Changement,),
    "chemin": (chemin.Chemin,),
    "lien": (chemin.Lien,),
    "de": (chemin.Etape, convention.Action),
    "vers": (chemin.Etape, chemin.Changement),
    "proposition": (concertation.Proposition,),
    "cible": (chemin.Changement, chemin.Etape, chemin.Hypothese, concertation.FuturIdeal),
    "porteur": (chemin.Changement, chemin.Hypothese),
    "marqueur": (suivi.Marqueur,),
}


def _plausible(champ: str, type_: Any) -> st.SearchStrategy:
    if type_ is bool:
        return st.booleans()
    if type_ in (int, int | None):
        return st.sampled_from([2023, 2028] if champ.endswith("annee") else [0, 1, 3])
    if type_ in (date, date | None):
        return st.sampled_from(DATES if type_ is date else (None, *DATES))
    if isinstance(type_, type) and issubclass(type_, str) and type_ is not str:
        return st.sampled_from(list(type_))
    if type_ is str:
        return st.just("") if champ.startswith("t0_") else st.sampled_from(MOTS)
    return st.sampled_from([(), ("PE", "JE", "PA", "AV")])


def moments(base: Engine, adresse: str, dossier: Path) -> list[tuple[str, Photo]]:
    """Each moment of a CTG, built once and kept as rows."""
    photos = []
    for rang, monte in enumerate(MOMENTS):
        remet(base, {})
        c = k.carnet(dossier / str(rang), adresse)
        monte(c)
        photos.append((c.ctg, photo(base)))
    return photos


@pytest.mark.parametrize("lot", range(LOTS))
def test_no_sequence_of_gestures_breaks_a_rule(base: Engine, adresse: str, tmp_path: Path, lot: int):
    reglages = settings(max_examples=SEQUENCES // LOTS, stateful_step_count=6, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine(base, adresse, moments(base, adresse, tmp_path)), settings=reglages)

"""The life of a CTG as the page lays it out: where it stands, its eleven steps by phase, one of them in full."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ctg_data.parcours import cycle
from ctg_data.parcours.cycle import EtapeSuivie
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatCtg
from ctg_data.wording import gouvernance as mots
from ctg_data.wording import nombres
from ctg_data.wording import parcours as mots_parcours
from ctg_data.wording.cycle import PHASES, SITUATIONS
from ctg_data.wording.typographie import soigne

_FIN = (EtatCtg.RENOUVELEE, EtatCtg.CLOTUREE)


@dataclass(frozen=True)
class EtapeVue:
    """One step: its situation (code, word), its date (« 12 mars 2026, date conseillée »), who leads it; ``pas``: id of its record."""

    code: str
    nom: str
    situation: str
    mot: str
    quand: str
    qui: str
    pas: str
    definitions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CycleVue:
    """``etats``: (state, whether it is the present one); ``phases``: (name, its steps); ``courante``: code of the step to look at."""

    etats: tuple[tuple[str, bool], ...]
    phases: tuple[tuple[str, tuple[EtapeVue, ...]], ...]
    courante: str

    def etape(self, code: str) -> EtapeVue:
        """The step of that code, else the one to look at."""
        toutes = {e.code: e for _, etapes in self.phases for e in etapes}
        return toutes.get(code) or toutes[self.courante]


def cycle_de_vie(dossier: Dossier, jour: date) -> CycleVue:
    lues = cycle.avancement(dossier, jour)
    phases = tuple((nom, tuple(_etape(s) for s in lues if s.etape.phase == code)) for code, nom in PHASES.items())
    return soigne(CycleVue(_etats(dossier.ctg.etat), phases, _courante(lues)))


def _etats(present: EtatCtg) -> tuple[tuple[str, bool], ...]:
    """The line of states; of the two ends, the one reached, else both as one."""
    ligne = [(nombres.capitale(mots_parcours.etat(e)), e == present) for e in EtatCtg if e not in _FIN]
    fin = mots_parcours.etat(present) if present in _FIN else " ou ".join(mots_parcours.etat(e) for e in _FIN)
    return (*ligne, (nombres.capitale(fin), present in _FIN))


def _courante(lues: Iterable[EtapeSuivie]) -> str:
    lues = list(lues)
    for situation in (cycle.Situation.EN_RETARD, cycle.Situation.EN_COURS, cycle.Situation.PROCHAINE):
        if trouvee := next((s for s in lues if s.situation == situation), None):
            return trouvee.etape.code
    return lues[-1].etape.code


def _etape(s: EtapeSuivie) -> EtapeVue:
    t = s.etape.textes
    definitions = (("Enjeux", t.enjeux), ("Objectifs", t.objectifs), ("Moyens", t.moyens))
    qui = mots_parcours.choix(s.role)
    return EtapeVue(s.etape.code, t.nom, s.situation.value, SITUATIONS[s.situation], _quand(s), qui, s.pas, definitions)


def _quand(s: EtapeSuivie) -> str:
    """« 12 mars 2026, date conseillée »; nothing for what is done or needless."""
    if s.echeance is None or s.situation in (cycle.Situation.FAITE, cycle.Situation.SANS_OBJET, cycle.Situation.A_CONFIRMER):
        return ""
    return f"{nombres.jour(s.echeance)}, {mots.FIXEE if s.fixee else mots.CONSEILLEE}"

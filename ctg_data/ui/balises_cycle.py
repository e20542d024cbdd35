"""The life of a CTG in HTML: the line of its states, its eleven steps by phase, one step in full."""

from ctg_data.ui.balises import balise, definitions, escape, paragraphe
from ctg_data.views.cycle import CycleVue, EtapeVue

SIGNES = {"faite": "●", "sans_objet": "–", "en_retard": "▲", "en_cours": "◐", "prochaine": "○", "a_venir": "○", "a_confirmer": "?"}
"""A shape a situation, always with its word."""
PRESENT = "état présent"


def etats(vue: CycleVue) -> str:
    """The states in order, the present one told apart."""
    items = (_etat(nom, present) for nom, present in vue.etats)
    return balise("ol", *items, classe="ctg-etats")


def _etat(nom: str, present: bool) -> str:
    if not present:
        return balise("li", escape(nom))
    return balise("li", escape(nom), balise("span", escape(f" ({PRESENT})"), classe="ctg-cache"), classe="ctg-present", aria_current="step")


def frise(vue: CycleVue) -> str:
    """Phases side by side, their steps under them: a list of lists, whose shapes say again what their words say."""
    phases = (balise("li", balise("h3", escape(nom), classe="ctg-phase"), _etapes(etapes)) for nom, etapes in vue.phases)
    return balise("ol", *phases, classe="ctg-frise")


def _etapes(etapes: tuple[EtapeVue, ...]) -> str:
    return balise("ol", *(_etape(e) for e in etapes))


def _etape(e: EtapeVue) -> str:
    signe = balise("span", escape(SIGNES[e.situation]), classe=f"ctg-signe ctg-s-{e.situation}", aria_hidden="true")
    titre = balise("span", balise("b", escape(e.code)), f" {escape(e.nom)}")
    note = balise("span", escape(" · ".join(t for t in (e.mot, e.quand) if t)), classe="ctg-note")
    return balise("li", signe, balise("div", titre, note))


def etape(e: EtapeVue) -> str:
    """What a step is for, where it stands, who leads it."""
    titre = balise("h3", escape(f"{e.code} · {e.nom}"), classe="ctg-question")
    ou = paragraphe(" · ".join(t for t in (e.mot, e.quand, e.qui) if t), "ctg-sourdine")
    return titre + ou + definitions(e.definitions)

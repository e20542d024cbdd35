"""The plan d'actions of a CTG: a table that is filtered, its budget by theme, and what it never says."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ctg_data.diagnostic.figures import Tableau
from ctg_data.parcours.convention import Action
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatAction
from ctg_data.parcours.taches import PORTEES
from ctg_data.views.fiches import Liste, liste
from ctg_data.wording import gouvernance as mots
from ctg_data.wording import nombres
from ctg_data.wording import parcours as mots_parcours
from ctg_data.wording.fr import THEMES
from ctg_data.wording.typographie import soigne

SANS = "-"
"""Code of « no theme » in the filter."""


@dataclass(frozen=True)
class PlanVue:
    """``resume``: how many actions in which state; ``themes`` and ``etats``: (code, name and count) of the filters, "" for all.

    ``budget_partiel``: a budget at least is not known.
    """

    liste: Liste
    resume: str
    budget: Tableau
    budget_partiel: bool
    themes: tuple[tuple[str, str], ...]
    etats: tuple[tuple[str, str], ...]


def plan(dossier: Dossier, *, theme: str = "", etat: str = "", page: int = 0) -> PlanVue:
    toutes = dossier.de(Action)
    ici = {i: a for i, a in toutes.items() if theme in ("", a.theme or SANS) and etat in ("", a.etat.value)}
    lignes = ((i, _cellules(a)) for i, a in sorted(ici.items(), key=_ordre))
    lues = liste("actions", mots.ACTIONS, lignes, page, numeriques=(5, 8))
    actions = list(toutes.values())
    partiel = any(a.cout is None for a in ici.values() if a.etat != EtatAction.ABANDONNEE)
    return soigne(PlanVue(lues, _resume(actions), budget(ici.values()), partiel, _themes(actions), _etats(actions)))


_RANGS = {code: rang for rang, code in enumerate((*THEMES, ""))}
_CHIFFRES = re.compile(r"\d+")


def _ordre(action: tuple[str, Action]) -> tuple[int, str]:
    """By theme, those of the branch in order, then by name, « Action 2 » before « Action 10 »."""
    nom = _CHIFFRES.sub(lambda n: n.group().zfill(9), action[1].libelle.casefold())
    return _RANGS.get(action[1].theme, len(_RANGS)), nom


def _cellules(a: Action) -> tuple[str, ...]:
    binome = " et ".join(b for b in (a.binome_caf, a.binome_collectivite) if b)
    etat = mots_parcours.etat(a.etat)
    cout = _euros(a.cout) if a.cout is not None else mots.SANS_BUDGET
    pilote = a.pilote or (mots.SANS_PILOTE if a.etat in PORTEES else "")
    return a.libelle, mots_parcours.theme(a.theme), pilote, binome, dates(a), cout, a.cof, etat, nombres.avec_unite(a.avancement, "%")


def _euros(montant: int) -> str:
    return nombres.avec_unite(montant, "€")


def dates(a: Action) -> str:
    """« 01/2026 – 12/2027 »; months are enough in a table."""
    bornes = [f"{d.month:02d}/{d.year}" if d else "…" for d in (a.debut, a.fin)]
    return " – ".join(bornes) if a.debut or a.fin else ""


def _resume(actions: Sequence[Action]) -> str:
    comptes = Counter(a.etat for a in actions)
    detail = [f"{mots_parcours.etat(e)} : {comptes[e]}" for e in EtatAction if comptes[e]]
    return " · ".join([nombres.pluriel(len(actions), "action"), *detail]) if actions else ""


def budget(actions: Iterable[Action]) -> Tableau:
    """By theme, then together: what is known, and how many actions nobody priced; given up ones are left out."""
    comptees = [a for a in actions if a.etat != EtatAction.ABANDONNEE]
    codes = [c for c in (*THEMES, "") if any(a.theme == c for a in comptees)]
    lignes = [_somme(mots_parcours.theme(c) or mots.SANS_THEME, [a for a in comptees if a.theme == c]) for c in codes]
    ensemble = [_somme(mots.BUDGET_TOTAL, comptees)] if len(codes) > 1 else []
    return Tableau(mots.TABLES["budgets"], mots.BUDGETS, (*lignes, *ensemble), (1, 2, 3))


def _somme(nom: str, actions: Sequence[Action]) -> tuple[str, ...]:
    connus = [a.cout for a in actions if a.cout is not None]
    somme = _euros(sum(connus)) if connus else mots.SANS_BUDGET
    return nom, nombres.nombre(len(actions)), somme, nombres.nombre(len(actions) - len(connus))


def _themes(actions: Sequence[Action]) -> tuple[tuple[str, str], ...]:
    comptes = Counter(a.theme or SANS for a in actions)
    noms = {**THEMES, SANS: mots.SANS_THEME}
    return (("", f"Tous ({len(actions)})"), *((c, f"{nom} ({comptes[c]})") for c, nom in noms.items() if comptes[c]))


def _etats(actions: Sequence[Action]) -> tuple[tuple[str, str], ...]:
    comptes = Counter(a.etat for a in actions)
    noms = ((e.value, f"{nombres.capitale(mots_parcours.etat(e))} ({comptes[e]})") for e in EtatAction if comptes[e])
    return (("", f"Tous ({len(actions)})"), *noms)

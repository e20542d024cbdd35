"""Import a running plan d'actions into a CTG: what each line would do, then one gesture; attach actions to a change."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from ctg_data.conventions import chemins
from ctg_data.conventions.gestes import Etabli
from ctg_data.errors import CtgError, SaisieInvalide
from ctg_data.loaders.plan_actions import cle
from ctg_data.loaders.plan_actions_schema import LignePlan, en_clair
from ctg_data.parcours import etats, passages
from ctg_data.parcours.chemin import Changement, Lien
from ctg_data.parcours.convention import Action
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import ARCHIVES, EtatAction, EtatChangement
from ctg_data.wording import parcours as mots

CHAMPS = tuple(c.name for c in fields(LignePlan) if c.name not in ("ligne", "etat"))
NEUVE = "neuve"


class Sort(StrEnum):
    """What becomes of a line."""

    REFUSEE = "refusee"
    CHANGEE = "changee"
    CREEE = "creee"
    INCHANGEE = "inchangee"


@dataclass(frozen=True)
class Ecart:
    """What one line does.  ``action``: id of the one it is about, "" for a new one; ``changes``: (field, before, after) in words."""

    ligne: LignePlan
    sort: Sort
    action: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    raison: str = ""


def prepare(dossier: Dossier, lignes: Iterable[LignePlan]) -> tuple[Ecart, ...]:
    """What each line would do, in their order; a line that the rules refuse says why, and the others go on."""
    connues: dict[tuple[str, str], list[str]] = {}
    for identifiant, action in dossier.de(Action).items():
        connues.setdefault(cle(action.libelle, action.theme), []).append(identifiant)
    return tuple(_ecart(dossier, ligne, connues.get(cle(ligne.libelle, ligne.theme), [])) for ligne in lignes)


def importe(etabli: Etabli, lignes: Iterable[LignePlan]) -> tuple[Ecart, ...]:
    """Do it, refused lines excepted; told as ``prepare`` tells it."""
    ecarts = prepare(etabli.dossier, lignes)
    for ecart in ecarts:
        if ecart.sort == Sort.CREEE:
            etabli.cree(_neuve(etabli.dossier, ecart.ligne))
        elif ecart.sort == Sort.CHANGEE:
            _change(etabli, ecart)
    return ecarts


def _ecart(dossier: Dossier, ligne: LignePlan, memes: Sequence[str]) -> Ecart:
    if len(memes) > 1:
        return Ecart(ligne, Sort.REFUSEE, raison="Deux actions du plan portent déjà ce nom et ce thème : renommez l'une d'elles d'abord.")
    try:
        return _mise_a_jour(dossier, ligne, memes[0]) if memes else _creation(dossier, ligne)
    except SaisieInvalide as erreur:
        return Ecart(ligne, Sort.REFUSEE, memes[0] if memes else "", raison=str(erreur))


def _neuve(dossier: Dossier, ligne: LignePlan) -> Action:
    etat = EtatAction(ligne.etat) if ligne.etat else EtatAction.IDEE
    return Action(dossier.id, etat=etat, **_remplis(ligne))


def _remplis(ligne: LignePlan) -> Mapping[str, object]:
    """The cells that say something."""
    return {champ: valeur for champ in CHAMPS if (valeur := getattr(ligne, champ)) not in (None, "")}


def _creation(dossier: Dossier, ligne: LignePlan) -> Ecart:
    """An action that runs already starts where it stands, under the conditions of its state."""
    action = _neuve(dossier, ligne)
    raisons = [*_hors_ctg(dossier, action), *passages.CONDITIONS.get(action.etat, lambda *_: ())(dossier, NEUVE, action)]
    if action.etat in etats.MOTIVES and not action.motif:
        raisons.append(f"Dites pourquoi : l'état « {mots.etat(action.etat)} » garde sa raison.")
    return Ecart(ligne, Sort.REFUSEE if raisons else Sort.CREEE, raison=" ".join(raisons))


def _hors_ctg(dossier: Dossier, action: Action) -> list[str]:
    fin = dossier.ctg.fin
    tard = fin is not None and action.fin is not None and action.fin > fin
    return [f"L'action irait au-delà de la fin de la CTG ({mots.jour(fin)}) : rapprochez sa fin."] if tard else []


def _mise_a_jour(dossier: Dossier, ligne: LignePlan, identifiant: str) -> Ecart:
    avant = dossier.de(Action)[identifiant]
    apres = replace(avant, **_remplis(ligne))
    raisons = _hors_ctg(dossier, apres)
    route = _route(avant.etat, EtatAction(ligne.etat or avant.etat.value))
    if route is None:
        raisons.append(f"Une action « {mots.etat(avant.etat)} » ne devient plus « {mots.etat(EtatAction(ligne.etat))} ».")
    for vers in route or ():
        raisons += passages.obstacles(dossier.avec(identifiant, apres), identifiant, apres, vers, apres.motif)
        apres = replace(apres, etat=vers)
    if raisons:
        return Ecart(ligne, Sort.REFUSEE, identifiant, raison=" ".join(dict.fromkeys(raisons)))
    changes = tuple(_differences(avant, apres))
    return Ecart(ligne, Sort.CHANGEE if changes else Sort.INCHANGEE, identifiant, changes)


def _differences(avant: Action, apres: Action) -> list[tuple[str, str, str]]:
    paires = ((c, getattr(avant, c), getattr(apres, c)) for c in (*CHAMPS, "etat"))
    return [(c, en_clair(c, a), en_clair(c, b)) for c, a, b in paires if a != b]


def _route(depuis: EtatAction, vers: EtatAction) -> tuple[EtatAction, ...] | None:
    """The shortest way between two states, stops excepted; () where it is there already, None where there is none."""
    file: deque[tuple[EtatAction, tuple[EtatAction, ...]]] = deque([(depuis, ())])
    vus = {depuis}
    while file:
        ici, route = file.popleft()
        if ici == vers:
            return route
        for suivant in etats.suites(ici):
            if suivant not in vus and (suivant == vers or suivant not in etats.MOTIVES):
                vus.add(suivant)
                file.append((suivant, (*route, suivant)))
    return None


def _change(etabli: Etabli, ecart: Ecart) -> None:
    fiche = etabli.modifie(etabli.fiches[ecart.action], **_remplis(ecart.ligne))
    vers = EtatAction(ecart.ligne.etat or fiche.objet.etat.value)
    for etat in _route(fiche.objet.etat, vers) or ():
        fiche = etabli.passe(fiche, etat, fiche.objet.motif)


def lignes(dossier: Dossier) -> tuple[LignePlan, ...]:
    """The plan as it stands, to be filled in again."""
    return tuple(LignePlan(**{c: getattr(a, c) for c in CHAMPS}, etat=a.etat.value) for a in dossier.de(Action).values())


# Attach to a change ---------------------------------------------------------------------------------------------------


def rattachables(dossier: Dossier) -> list[str]:
    """Changes that actions may still serve."""
    return [i for i, c in dossier.changements() if c.etat not in etats.FINS and c.etat != EtatChangement.ABANDONNE]


def chemin_ouvert(dossier: Dossier, changement: str) -> str:
    """The version of a path that is not archived, "" for none."""
    return next((i for i, c in dossier.chemins(changement) if c.etat not in ARCHIVES), "")


def cibles(dossier: Dossier, changement: str) -> list[str]:
    """What an action may lead to on the way to a change: the steps of its open path, and the change itself."""
    chemin = chemin_ouvert(dossier, changement)
    return [*(i for i, e in dossier.etapes(chemin) if chemin and not e.ecartee), changement]


def rattache(etabli: Etabli, actions: Iterable[str], changement: str, cible: str) -> int:
    """Draw an arrow from each action to ``cible`` (a step, or the change); a path is opened where there is none.  How many were drawn.

    Raises PassageRefuse when the path is validated: it is to be revised first.
    """
    if changement not in etabli.dossier.de(Changement):
        raise CtgError("Ce changement n'est plus là : choisissez-en un autre.")
    chemin = chemin_ouvert(etabli.dossier, changement) or chemins.ouvre(etabli, changement).id
    deja = {lien.de for lien in etabli.dossier.ou(Lien, chemin=chemin, vers=cible).values()}
    neuves = [a for a in actions if a not in deja]
    for action in neuves:
        chemins.relie(etabli, chemin, action, cible)
    return len(neuves)

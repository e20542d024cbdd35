"""What is to be done on a CTG, as the page lays it out: by urgency, for one role or for all."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from ctg_data.parcours.convention import Role
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.taches import Tache, taches
from ctg_data.views.fiches import decoupe
from ctg_data.wording import gouvernance as mots
from ctg_data.wording import nombres
from ctg_data.wording import parcours as mots_parcours
from ctg_data.wording.typographie import soigne

PROCHE = timedelta(days=30)


@dataclass(frozen=True)
class LigneTache:
    """One thing to do: ``quand`` and ``qui`` in words, and where it is done."""

    groupe: str
    quand: str
    qui: str
    phrase: str
    page: str
    volet: str
    fiche: str
    changement: str


@dataclass(frozen=True)
class AFaireVue:
    """``groupes``: (title, its lines), those of this page; see ``fiches.Liste``."""

    groupes: tuple[tuple[str, tuple[LigneTache, ...]], ...]
    pages: tuple[str, ...] = ()
    page: int = 0


def a_faire(dossier: Dossier, jour: date, role: str = "", page: int = 0) -> AFaireVue:
    """``role``: the code of one role, "" for all."""
    lignes = [_ligne(t, jour) for t in taches(dossier, jour) if role in ("", t.role)]
    comptes = Counter(ligne.groupe for ligne in lignes)
    ici, pages, page = decoupe(lignes, page)
    groupes = ((f"{titre} ({comptes[code]})", tuple(li for li in ici if li.groupe == code)) for code, titre in mots.GROUPES.items())
    return soigne(AFaireVue(tuple(g for g in groupes if g[1]), pages, page))


def roles(dossier: Dossier, jour: date) -> tuple[tuple[str, str], ...]:
    """(code, name and count) of each role, "" for all of them first."""
    comptes = Counter(t.role for t in taches(dossier, jour))
    noms = ((role.value, f"{mots_parcours.choix(role)} ({comptes[role]})") for role in Role)
    return (("", f"{mots.TOUS_ROLES} ({comptes.total()})"), *noms)


def _ligne(tache: Tache, jour: date) -> LigneTache:
    quand = mots.SANS_DATE if tache.jour is None else nombres.jour(tache.jour)
    qui = mots_parcours.choix(tache.role)
    return LigneTache(_groupe(tache, jour), quand, qui, tache.phrase, tache.page, tache.volet, tache.fiche, tache.changement)


def _groupe(tache: Tache, jour: date) -> str:
    if tache.retard:
        return "retard"
    if tache.jour is None:
        return "tot"
    return "proche" if tache.jour <= jour + PROCHE else "apres"

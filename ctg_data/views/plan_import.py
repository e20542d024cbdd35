"""What the import of a plan d'actions would do, told before it is done; what attaching actions to a change offers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ctg_data.conventions import plan_actions
from ctg_data.conventions.plan_actions import Ecart, Sort
from ctg_data.diagnostic.figures import Tableau
from ctg_data.errors import Faute
from ctg_data.parcours.chemin import Bout, Etape, Lien
from ctg_data.parcours.convention import Action
from ctg_data.parcours.dossier import Dossier
from ctg_data.views.fiches import decoupe
from ctg_data.wording import gouvernance as mots
from ctg_data.wording import nombres
from ctg_data.wording import parcours as mots_parcours
from ctg_data.wording.typographie import soigne


@dataclass(frozen=True)
class ApercuVue:
    """``resume``: how many lines do what; ``utile``: whether the import would write anything; ``pages``: see ``fiches.Liste``."""

    resume: str
    tableau: Tableau
    pages: tuple[str, ...]
    page: int
    utile: bool


@dataclass(frozen=True)
class RattachementVue:
    """Each choice as (id, name); ``cibles`` by change.  ``liens``: how many arrows start from an action."""

    resume: str
    actions: tuple[tuple[str, str], ...]
    changements: tuple[tuple[str, str], ...]
    cibles: dict[str, tuple[tuple[str, str], ...]]
    liens: int


def apercu(ecarts: Sequence[Ecart], page: int = 0) -> ApercuVue:
    """Refused lines first, then changed, new, unchanged ones."""
    comptes = Counter(e.sort for e in ecarts)
    rangs = list(Sort)
    ici, pages, page = decoupe(sorted(ecarts, key=lambda e: rangs.index(e.sort)), page)
    tableau = Tableau(mots.APERCU, mots.COLONNES_APERCU, tuple(_cellules(e) for e in ici))
    utile = bool(comptes[Sort.CREEE] + comptes[Sort.CHANGEE])
    return soigne(ApercuVue(bilan(ecarts), tableau, pages, page, utile))


def bilan(ecarts: Sequence[Ecart]) -> str:
    """« 12 actions créées, 3 modifiées, 20 inchangées, 1 refusée. »"""
    comptes = Counter(e.sort for e in ecarts)
    dits = [f"{comptes[s]} {nom if comptes[s] < 2 else nom + 's'}" for s, nom in mots.SORTS.items() if comptes[s]]
    return soigne(f"{nombres.pluriel(len(ecarts), 'action')} : {nombres.enumere(dits)}.")


def _cellules(e: Ecart) -> tuple[str, ...]:
    dit = e.raison or " ; ".join(f"{mots_parcours.CHAMPS[c]} : {_valeur(a)} → {_valeur(b)}" for c, a, b in e.changes)
    return e.ligne.libelle, mots_parcours.theme(e.ligne.theme), mots.SORTS[e.sort], dit, str(e.ligne.ligne)


def _valeur(texte: str) -> str:
    return " ".join(texte.split()) or mots.RIEN


def fautes(liste: Sequence[Faute]) -> Tableau:
    lignes = tuple((f.feuille, str(f.ligne or ""), f.colonne, f.trouve, f.attendu, f.remede) for f in liste)
    return soigne(Tableau(mots.FAUTES, mots.COLONNES_FAUTES, lignes))


def rattachement(dossier: Dossier) -> RattachementVue:
    """Actions that no path holds first."""
    departs = [lien.de for lien in dossier.ou(Lien, de_type=Bout.ACTION).values()]
    liees = set(departs)
    actions = sorted(dossier.de(Action).items(), key=lambda a: (a[0] in liees, a[1].libelle.casefold()))
    seules = sum(i not in liees for i, _ in actions)
    ouverts = plan_actions.rattachables(dossier)
    cibles = {c: tuple((i, _cible(dossier, i)) for i in plan_actions.cibles(dossier, c)) for c in ouverts}
    noms = tuple((i, a.libelle + (mots.DEJA_LIEE if i in liees else "")) for i, a in actions)
    changements = tuple((c, mots_parcours.extrait(dossier.cherche(c))) for c in ouverts)
    resume = mots.TOUTES_LIEES if not seules else f"{nombres.pluriel(seules, *mots.SEULES)}"
    return RattachementVue(soigne(resume), soigne(noms), soigne(changements), {c: soigne(v) for c, v in cibles.items()}, len(departs))


def _cible(dossier: Dossier, identifiant: str) -> str:
    objet = dossier.cherche(identifiant)
    genre = mots.ETAPE if isinstance(objet, Etape) else mots.CHANGEMENT
    return f"{genre} : {mots_parcours.extrait(objet)}"

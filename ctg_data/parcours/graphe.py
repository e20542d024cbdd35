"""The drawing of a path as a graph: what it holds, and what is missing before it can be validated (domain.md §7.4)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from ctg_data.parcours.chemin import Bout, Chemin, Lien
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.suivi import IndicateurLie, Marqueur


@dataclass(frozen=True)
class Manque:
    """One thing to do before a path can be validated.  ``cible``: the record that it is about."""

    regle: str
    texte: str
    cible: str = ""


def voisins(liens: Iterable[Lien]) -> dict[str, set[str]]:
    """From each element of a path to those that its arrows lead to."""
    vers: dict[str, set[str]] = defaultdict(set)
    for lien in liens:
        vers[lien.de].add(lien.vers)
    return vers


def boucle(liens: Iterable[Lien]) -> list[str]:
    """The elements of a loop, [] when there is none."""
    try:
        TopologicalSorter(voisins(liens)).prepare()
    except CycleError as erreur:
        return list(erreur.args[1])
    return []


def atteints(depart: Iterable[str], vers: Mapping[str, set[str]]) -> set[str]:
    """What the arrows lead to from ``depart``, which is in it."""
    vus, reste = set(), list(depart)
    while reste:
        if (ici := reste.pop()) not in vus:
            vus.add(ici)
            reste.extend(vers.get(ici, ()))
    return vus


def manques(dossier: Dossier, chemin: str) -> list[Manque]:
    """Every check of a path, as a list of things to do; [] when it can be validated."""
    liens = dossier.liens(chemin)
    if tour := boucle(liens.values()):
        noms = " → ".join(nom_de(dossier, i) for i in tour)
        return [Manque("boucle", f"Le chemin tourne en rond : {noms}. Retirez une des flèches.", tour[0])]
    return [*_acces(dossier, chemin), *_orphelines(dossier, chemin), *_hypotheses(dossier, chemin)]


def _acces(dossier: Dossier, chemin: str) -> Iterator[Manque]:
    """The change is reachable from one action, through one hypothesis at least."""
    liens, but = dossier.liens(chemin), dossier.de(Chemin)[chemin].changement
    departs = {lien.de for lien in liens.values() if lien.de_type == Bout.ACTION}
    if but not in atteints(departs, voisins(liens.values())):
        yield Manque(
            "action",
            "Aucune action ne mène au changement : reliez une action à une étape, et les étapes jusqu'à lui.",
            but,
        )
        return
    portes = {h.lien for h in dossier.hypotheses(chemin).values()}
    if not _passe_par(liens, departs, but, portes):
        yield Manque("hypothese", "Aucune hypothèse n'est sur le trajet d'une action au changement : écrivez-en une sur une flèche.", but)


def _passe_par(liens: Mapping[str, Lien], departs: set[str], but: str, portes: set[str]) -> bool:
    """Whether an arrow that bears a hypothesis lies on a way from an action to the change."""
    vers = voisins(liens.values())
    depuis = atteints(departs, vers)
    return any(lien.de in depuis and but in atteints([lien.vers], vers) for i, lien in liens.items() if i in portes)


def _orphelines(dossier: Dossier, chemin: str) -> Iterator[Manque]:
    """No step without something that leads to it and something that it leads to."""
    liens = dossier.liens(chemin).values()
    entrees, sorties = {lien.vers for lien in liens}, {lien.de for lien in liens}
    for identifiant, etape in dossier.etapes(chemin):
        if etape.ecartee:
            continue
        if identifiant not in entrees and identifiant not in sorties:
            yield Manque("orpheline", f"L'étape « {etape.libelle} » n'est reliée à rien : reliez-la, ou mettez-la de côté.", identifiant)
        elif identifiant not in sorties:
            yield Manque(
                "impasse", f"« {etape.libelle} » ne mène à rien : reliez cette étape à une suivante ou au changement.", identifiant
            )
        elif identifiant not in entrees:
            yield Manque("sans_amont", f"Rien ne mène à l'étape « {etape.libelle} » : reliez-lui une action ou une étape.", identifiant)


def _hypotheses(dossier: Dossier, chemin: str) -> Iterator[Manque]:
    """Each hypothesis has a marker or an indicator, and a day when it will be looked at."""
    for identifiant, h in dossier.hypotheses(chemin).items():
        if not dossier.ou(Marqueur, cible=identifiant) and not dossier.ou(IndicateurLie, porteur=identifiant):
            yield Manque(
                "sans_signe", f"« {h.texte} » : ni marqueur ni indicateur. Dites à quoi on verra que cette hypothèse tient.", identifiant
            )
        if h.prevue_le is None:
            yield Manque("sans_date", f"« {h.texte} » : pas de date d'examen. Dites quand cette hypothèse sera regardée.", identifiant)


def nom_de(dossier: Dossier, identifiant: str) -> str:
    """How a record of a path is called on pages."""
    objet = dossier.cherche(identifiant)
    return getattr(objet, "libelle", "") or getattr(objet, "texte", "")

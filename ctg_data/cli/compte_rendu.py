"""The report of an import, in French, for a person at a terminal."""

import sys
from collections.abc import Iterator

from ctg_data.pipeline import Progres, Rapport, Retrait
from ctg_data.wording import fr, nombres

STATUTS = {"ok": "disponibles", "s": "secrètes", "nd": "non disponibles", "ns": "non significatives"}


def raconte(rapport: Rapport) -> str:
    """One file: what became of it, what it holds, then every fault and warning."""
    return "\n".join(_lignes(rapport))


def raconte_retrait(retrait: Retrait, participe: str) -> str:
    """What a gesture on an edition (« retirée », « rétablie », « épinglée », « plus épinglée ») did."""
    debut = f"Édition {retrait.edition} (« {retrait.fichier} ») :"
    if not retrait.fait:
        inverses = {"rétablie": "retirée", "plus épinglée": "épinglée"}
        return (
            f"{debut} elle n'était pas {inverses[participe]}." if participe in inverses else f"{debut} déjà {participe}, rien n'a changé."
        )
    revenues = nombres.enumere([f"« {nom} »" for nom in retrait.revenues])
    debut = debut.removesuffix(" :") + " n'est" if participe == "plus épinglée" else debut
    return f"{debut} {participe}." + (f" Chiffres de nouveau en vigueur : {revenues}." if revenues else "")


def progres() -> Progres | None:
    """A line rewritten in place on a terminal; nothing in a file or a pipe."""
    if not sys.stderr.isatty():
        return None
    return lambda etape, fraction: print(f"\r\033[K{fraction:4.0%} {etape}", end="\n" if fraction >= 1 else "", file=sys.stderr, flush=True)


def _lignes(rapport: Rapport) -> Iterator[str]:
    yield f"{rapport.fichier} : {fr.DEVENIRS[rapport.etat]}"
    if rapport.sources:
        yield f"  source : {', '.join(rapport.sources)}"
    if rapport.edition:
        yield from _contenu(rapport)
    yield from (f"  faute : {faute}" for faute in rapport.fautes)
    yield from (f"  attention : {avertissement}" for avertissement in rapport.avertissements)


def _contenu(rapport: Rapport) -> Iterator[str]:
    yield f"  édition : {rapport.edition}"
    yield f"  lignes lues : {nombres.nombre(rapport.lignes_lues)}"
    statuts = ", ".join(f"{nombres.nombre(n)} {STATUTS[s]}" for s, n in rapport.statuts.items())
    if rapport.mesures or not (rapport.attributs or rapport.equipements):
        yield f"  mesures : {nombres.nombre(rapport.mesures)} ({statuts})"
    if rapport.attributs:
        yield f"  faits sur les territoires : {nombres.nombre(rapport.attributs)}"
    if rapport.equipements:
        yield f"  équipements et listes complètes : {nombres.nombre(rapport.equipements)}"
    yield f"  années : {nombres.annees(rapport.annees)} ; niveaux : {', '.join(rapport.niveaux)}"
    if rapport.etat in ("importe", "retabli"):
        c = rapport.changements
        comptes = ((c.ajoutees, "ajoutée"), (c.retirees, "retirée"), (c.modifiees, "modifiée"))
        yield f"  valeurs : {', '.join(nombres.pluriel(n, mot) for n, mot in comptes)}"

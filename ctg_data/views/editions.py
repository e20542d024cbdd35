"""The editions of the data page, one by one: how each stands, what a gesture on it would do, what happened to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd

from ctg_data.pipeline import Retrait
from ctg_data.store.etat import Geste
from ctg_data.views.model import PortraitView
from ctg_data.wording import nombres
from ctg_data.wording.saisies import nom as nom_de
from ctg_data.wording.typographie import soigne

RETABLIR = "Si vous la rétablissez, cette version reprendra sa place ; un fichier importé après elle garde la sienne."
DEJA_REMPLACEE = "Cette version est déjà remplacée : la retirer ne change aucun chiffre montré."
PERDUS = "chiffres ne seront plus montrés, sauf si une autre source les donne."
DEMO = f"{PERDUS} Un territoire qui n’a plus aucun chiffre importé montrera des données de démonstration, fictives."
EPINGLER = (
    "Les chiffres de cette version resteront montrés, même si des fichiers plus récents sont importés : ceux-ci seront enregistrés et "
    "attendront."
)
REVIENT = "Elle est aujourd’hui remplacée : l’épingler remet ses chiffres en vigueur."
ATTENTE = (
    "un fichier importé le {jour} attend derrière une version épinglée : une partie au moins de ces chiffres n’est pas la plus récente"
)
LIBERER = "Si vous ne l’épinglez plus, les fichiers importés depuis, là où ils portent sur les mêmes chiffres, entreront en vigueur."
FAITS = {
    "importe": "importée",
    "reprend": "importée de nouveau",
    "retire": "retirée",
    "retablit": "rétablie",
    "epingle": "épinglée",
    "libere": "n’est plus épinglée depuis",
}
"""What happened to an edition, by event of the catalogue."""


@dataclass(frozen=True)
class Version:
    """One edition that can be withdrawn and pinned, restored when ``retiree``, released when ``epinglee``.

    ``libelle``: its file, when it was imported and the head of its id, since two may have one name.
    ``etat``: en vigueur, épinglée, remplacée or retirée, by whom and why; ``consequence``: what will be shown once it is withdrawn, or
    restored; ``suite``: once it is pinned, or released.
    """

    id: str
    libelle: str
    etat: str
    retiree: bool
    consequence: str
    epinglee: bool = False
    suite: str = ""


def version(e: Mapping, toutes: Sequence[Mapping], *, demo: bool) -> Version:
    """``e``: one row of ``Magasin.editions``; ``toutes``: all of them."""
    libelle = f"{e['fichier']}, importé le {instant(e['importe_le'])} (version {e['id'][:8]})"
    consequence = RETABLIR if e["retiree"] else _apres_retrait(e, toutes, demo=demo)
    suite = LIBERER if e["epinglee"] else f"{EPINGLER} {'' if e['courante'] else REVIENT}".strip()
    return Version(e["id"], libelle, etat(e), bool(e["retiree"]), consequence, bool(e["epinglee"]), suite)


def etat(e: Mapping) -> str:
    """How an edition stands, by whom and why."""
    if e["retiree"]:
        return _dit("retirée", e["retiree_le"], e["retiree_par"], raison=e["retiree_raison"])
    if e["epinglee"]:
        tenue = _dit("épinglée", e["epinglee_le"], e["epinglee_par"], raison=e["epinglee_raison"])
        return f"en vigueur, {tenue}" if e["courante"] else f"{tenue}, remplacée par une autre version épinglée"
    if e["en_attente"]:
        return f"{'en vigueur en partie' if e['courante'] else 'en attente'} : une version épinglée tient sa place"
    return "en vigueur" if e["courante"] else "remplacée, reste lisible"


def attentes(editions: Sequence[Mapping]) -> dict[str, str]:
    """Source -> what to say beside it: a newer file was imported, which a pinned edition keeps from being shown."""
    en_attente = [e for e in editions if e["en_attente"]]
    return {source: soigne(ATTENTE.format(jour=jour_de(e["importe_le"]))) for e in en_attente for source in e["sources"]}


def avec_attentes(vue: PortraitView, dites: Mapping[str, str]) -> PortraitView:
    """The portrait of today, whose sources say that newer figures wait."""
    if not any(s.id in dites for s in vue.fraicheur.sources):
        return vue
    sources = (replace(s, note=" ; ".join(filter(None, (s.note, dites.get(s.id, ""))))) for s in vue.fraicheur.sources)
    return replace(vue, fraicheur=replace(vue.fraicheur, sources=tuple(sources)))


def jour_de(instant_: str) -> str:
    """The day of an ISO instant in UTC, as the machine's clock says it."""
    return nombres.jour(datetime.fromisoformat(instant_).astimezone().date())


def histoire(gestes: Sequence[Geste]) -> tuple[str, ...]:
    """What happened to an edition, one sentence a gesture, oldest first."""
    dits = (_dit(FAITS[g.geste], g.fait_le, g.acteur, raison=g.raison) for g in gestes)
    return soigne(tuple(f"{nombres.capitale(texte)}." if texte[-1] not in ".!?…" else nombres.capitale(texte) for texte in dits))


def _dit(participe: str, quand: str, acteur: str, *, raison: str) -> str:
    """Gestures of earlier versions of the product have no reason."""
    return f"{participe} le {instant(quand)} par {nom_de(acteur)}" + (f" : {raison}" if raison else "")


def instant(texte: str) -> str:
    """An ISO instant in UTC as the machine's clock says it: « 22 novembre 2026 à 14 h 05 »."""
    if not texte or pd.isna(texte):
        return ""
    quand = datetime.fromisoformat(texte).astimezone()
    return f"{nombres.jour(quand.date())} à {quand:%H}\u00a0h\u00a0{quand:%M}"


def _apres_retrait(e: Mapping, toutes: Sequence[Mapping], *, demo: bool) -> str:
    """An edition that shares source, year, level and département with ``e`` may take its place, none other can."""
    if not e["courante"]:
        return DEJA_REMPLACEE
    suite = DEMO if demo else PERDUS
    voisines = [a for a in toutes if a["id"] != e["id"] and not a["retiree"] and _recoupe(a, e)]
    if voisines:
        noms = nombres.enumere([f"« {a['fichier']} » (importé le {instant(a['importe_le'])})" for a in voisines])
        return f"À la place, là où ils portent sur les mêmes chiffres : {noms}. Ailleurs, ses {suite}"
    return f"Aucun autre fichier importé de cette source ne porte sur les mêmes années et les mêmes niveaux. Ses {suite}"


def _recoupe(a: Mapping, b: Mapping) -> bool:
    return all(set(a[nom]) & set(b[nom]) for nom in ("sources", "annees", "niveaux")) and bool(
        set(a["departements"]) & set(b["departements"]) or not (a["departements"] and b["departements"])
    )


def recit(retrait: Retrait, participe: str) -> str:
    """What a gesture did (« retirée », « rétablie », « épinglée », « plus épinglée »), in one or two sentences."""
    liberee = participe == "plus épinglée"
    if not retrait.fait:
        deja = "n’était déjà" if liberee else "était déjà"
        return soigne(f"« {retrait.fichier} » : cette version {deja} {participe}, rien n’a changé.")
    revenus = nombres.enumere([f"« {nom} »" for nom in dict.fromkeys(retrait.revenues) if nom != retrait.fichier])
    suite = f" Chiffres de nouveau en vigueur : {revenus}." if revenus and (liberee or participe == "retirée") else ""
    return soigne(
        f"« {retrait.fichier} » : {'cette version n’est' if liberee else 'version'} {participe}, les portraits sont à jour.{suite}"
    )

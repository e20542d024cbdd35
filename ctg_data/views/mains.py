"""Two hands on one record, and what happened to it: records that any page lays out."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from ctg_data.diagnostic.figures import Tableau
from ctg_data.parcours.etats import Etat
from ctg_data.storage.depot import ConflitDeVersion
from ctg_data.storage.journal import Entree
from ctg_data.storage.modele import CACHES
from ctg_data.wording import nombres, parcours
from ctg_data.wording import saisies as mots
from ctg_data.wording.nombres import capitale
from ctg_data.wording.typographie import insecables

Formate = Callable[[str, object], str]
"""(field, value) -> its text."""


@dataclass(frozen=True)
class Conflit:
    """``message`` says who and when; ``champs``: (field, yours, theirs), for those on which both differ."""

    message: str
    champs: tuple[tuple[str, str, str], ...]


def texte(champ: str, valeur: object) -> str:
    """The plain fields of a portrait's records: what people typed as it is, closed lists in French."""
    return mots.VALEURS.get(str(valeur), str(valeur)) if champ in ("choix", "etat") else str(valeur)


def formate(genre: type) -> Formate:
    """The fields of a kind of record of a CTG: closed lists, dates and themes in French."""
    types = {champ.name: champ.type for champ in fields(genre)}
    return lambda champ, valeur: _en_mots(types.get(champ, str), valeur)


def _en_mots(type_: Any, valeur: Any) -> str:
    if valeur in (None, "", (), []):
        return ""
    if isinstance(type_, type) and issubclass(type_, Etat):
        return parcours.etat(type_(valeur))
    if isinstance(type_, type) and issubclass(type_, StrEnum):
        return parcours.choix(type_(valeur))
    if type_ in (date, date | None):
        return nombres.jour(date.fromisoformat(str(valeur)))
    if isinstance(valeur, bool):
        return parcours.OUI if valeur else parcours.NON
    if isinstance(valeur, list | tuple):
        return nombres.enumere([parcours.theme(v) for v in valeur])
    return parcours.theme(valeur) if isinstance(valeur, str) else str(valeur)


def conflit(erreur: ConflitDeVersion, acteur: str, *, champs: Mapping[str, str] = mots.CHAMPS, formate: Formate = texte) -> Conflit:
    """What ``acteur`` must know of a save that was refused.  ``champs``: names of the fields to show."""
    autre = erreur.actuelle
    qui = mots.AUTRE_FENETRE if autre.modifie_par == acteur else capitale(mots.nom(autre.modifie_par))
    lus = ((d.champ, formate(d.champ, d.votre), formate(d.champ, d.actuel)) for d in erreur.divergences if d.champ in champs)
    differents = tuple((champs[champ], votre, actuel) for champ, votre, actuel in lus)
    modele = mots.CONFLIT_RETIRE if autre.supprime else mots.CONFLIT if differents else mots.CONFLIT_IDENTIQUE
    return Conflit(insecables(modele.format(qui=qui, quand=mots.quand(autre.modifie_le))), differents)


def histoire(sujet: str, entrees: Sequence[Entree], *, champs: Mapping[str, str] = mots.CHAMPS, formate: Formate = texte) -> Tableau:
    """Every change of one record, last first: when, who, what, before, after."""
    lignes = tuple(_changement(e, champs, formate) for e in reversed(entrees))
    return Tableau(mots.HISTOIRE.format(sujet=sujet), mots.COLONNES_HISTOIRE, lignes)


def _changement(e: Entree, champs: Mapping[str, str], formate: Formate) -> tuple[str, ...]:
    cotes = (_cote(cote, champs, formate) for cote in (e.avant, e.apres))
    return capitale(mots.quand(e.instant)), mots.nom(e.acteur), mots.GESTES.get(e.geste, e.geste), *cotes


def _cote(valeurs: Mapping[str, str | None], champs: Mapping[str, str], formate: Formate) -> str:
    """« Texte : … », one field a line, in the order of ``champs``; whether a record was taken away is told by the gesture."""
    presents = [c for c in champs if c in valeurs and c != "supprime"]
    lus = ((champs[c], mots.EFFACE if valeurs[c] is None else formate(c, json.loads(valeurs[c]))) for c in presents)
    return "\n".join(f"{libelle}\u00a0: {contenu}" for libelle, contenu in lus if contenu)


def propre(texte: str) -> str:
    """What was typed, one kind of line break, no control character, no space at the end of a line nor around the whole."""
    unis = texte.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "\n".join(ligne.rstrip() for ligne in CACHES.sub("", unis).split("\n")).strip()


def reunit(autre: str, mien: str) -> str:
    """Both texts one after the other, once where they are the same."""
    textes = dict.fromkeys(t for t in (propre(autre), propre(mien)) if t)
    return "\n\n".join(textes)

"""Territories that an acteur follows, kept in the store between two launches: ``<store>/suivis.json``, written whole or not at all."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from ctg_data import policy
from ctg_data.errors import MagasinInvalide
from ctg_data.settings import Settings
from ctg_data.store import catalogue, durable

NOM = "suivis.json"
Territoires = tuple[tuple[str, str], ...]
"""(niveau, code), in the order in which they were followed."""


def suivis(settings: Settings) -> Territoires:
    """What this acteur follows; () before the first one.  Raises MagasinInvalide when the file is not legible, ActionRefusee."""
    policy.require(settings.acteur, "lire_publie", str(settings.store))
    return _lit(settings.store / NOM).get(settings.acteur, ())


def suit(settings: Settings, niveau: str, code: str) -> None:
    """Follow a territory, once."""
    _change(settings, lambda connus: tuple(dict.fromkeys((*connus, (niveau, code)))))


def ne_suit_plus(settings: Settings, niveau: str, code: str) -> None:
    """Follow it no more; nothing happens when it was not followed."""
    _change(settings, lambda connus: tuple(t for t in connus if t != (niveau, code)))


def _change(settings: Settings, modifie: Callable[[Territoires], Territoires]) -> None:
    """Read, modify, write: one at a time, whatever the process, others' choices untouched."""
    policy.require(settings.acteur, "suivre", str(settings.store))
    base = catalogue.ouvre(settings.store)  # a folder that is no store yet becomes one before it holds anything
    fichier = settings.store / NOM
    with catalogue.ecriture(base):  # nothing is written there: it is the one lock that holds across processes
        tous = _lit(fichier)
        _ecrit(fichier, {**tous, settings.acteur: modifie(tous.get(settings.acteur, ()))})


def _ecrit(fichier: Path, tous: Mapping[str, Territoires]) -> None:
    texte = json.dumps(tous, ensure_ascii=False, indent=1)
    try:
        durable.ecrit_fichier(fichier, lambda provisoire: provisoire.write_text(texte, encoding="utf-8"))
    except OSError as erreur:
        raise MagasinInvalide(f"La liste des territoires suivis ne peut pas être écrite : {durable.motif(erreur)}.") from erreur


def _lit(fichier: Path) -> Mapping[str, Territoires]:
    try:
        lus = json.loads(fichier.read_text(encoding="utf-8"))
        return {acteur: tuple((str(niveau), str(code)) for niveau, code in choisis) for acteur, choisis in lus.items()}
    except FileNotFoundError:
        return {}
    except OSError as erreur:
        raise MagasinInvalide(f"La liste des territoires suivis ne peut pas être lue : {durable.motif(erreur)}.") from erreur
    except (ValueError, TypeError, AttributeError) as erreur:
        raise MagasinInvalide(f"La liste des territoires suivis n'est pas lisible : supprimez le fichier « {fichier} ».") from erreur

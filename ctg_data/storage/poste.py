"""The name under which people write at this workstation, kept in its store: given once, by whoever writes; never guessed.

The database may be shared by several workstations, the store is not: the name is a file of the store, beside the figures.
"""

import json

from ctg_data import policy
from ctg_data.errors import SaisieInvalide
from ctg_data.settings import LOCAL, Settings
from ctg_data.storage.modele import CACHES
from ctg_data.store import catalogue
from ctg_data.store.durable import ecrit_fichier, prive

NOM = "poste.json"
LONGUEUR = 60


def lit(settings: Settings) -> str:
    """The name, "" when nobody gave one."""
    try:
        nom = json.loads((settings.store / NOM).read_text(encoding="utf-8"))["nom"]
        return propre(nom)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, SaisieInvalide):
        return ""


def garde(settings: Settings, nom: str) -> str:
    """Keep the name, as it will be shown; an empty one is forgotten.  Raises SaisieInvalide, MagasinInvalide."""
    policy.require(settings.acteur, "ecrire_saisie", "poste")
    lisible, fichier = propre(nom), settings.store / NOM
    if not lisible:
        fichier.unlink(missing_ok=True)
        return ""
    catalogue.ouvre(settings.store)  # a folder that is no store yet becomes one before it holds anything

    def ecriture(provisoire) -> None:
        provisoire.write_text(json.dumps({"nom": lisible}, ensure_ascii=False), encoding="utf-8")
        prive(provisoire)

    ecrit_fichier(fichier, ecriture)
    return lisible


def propre(nom: str) -> str:
    """One line, single spaces.  Raises SaisieInvalide on what is not a name."""
    lisible = " ".join(nom.split())
    if CACHES.search(lisible) or len(lisible) > LONGUEUR or lisible.casefold() == LOCAL:
        raise SaisieInvalide(f"Écrivez un nom de {LONGUEUR} signes au plus, autre que « {LOCAL} ».")
    return lisible

"""The store that a command reads or mends: it must be there."""

from ctg_data import perimetres
from ctg_data.errors import CtgError, MagasinInvalide
from ctg_data.settings import Settings
from ctg_data.store import catalogue, publie, recus
from ctg_data.store.magasin import Magasin
from ctg_data.territoires.atlas import NIVEAU, Atlas
from ctg_data.wording import paquet as mots


def existant(reglages: Settings) -> Settings:
    """The same settings, for a command that creates nothing.  Raises MagasinInvalide when the store named is not there.

    The default store may be missing: the demonstration is then all there is.
    """
    if reglages.demo is None and not (reglages.store / catalogue.NOM).is_file():
        raise MagasinInvalide(
            f"Aucun magasin dans « {reglages.store} ». Vérifiez ce chemin ; importer un fichier ou ouvrir un paquet y crée un magasin."
        )
    return reglages


SEULE_DEMONSTRATION = (
    "Rien n'est importé : ce que montre l'application est la démonstration, fictive, qui {verbe}. Importez vos fichiers "
    "(« python -m ctg_data import FICHIER… »), puis relancez cette commande."
)


def seule_demonstration(reglages: Settings) -> bool:
    """Whether all that is shown is the embedded demonstration, which no file of the store stands behind."""
    if reglages.demo is None or not publie.existe(reglages.demo):
        return False
    return not (reglages.store / catalogue.NOM).is_file() or not Magasin(reglages).courantes()


def exige_propre(reglages: Settings, verbe: str) -> None:
    """Raises CtgError where a received bundle is shown: it holds published values alone, nothing that a check could be made from."""
    if recu := recus.montre(reglages):
        raise CtgError(mots.NE_SE_VERIFIE_PAS.format(nom=recu.paquet.nom, verbe=verbe))


def territoires(reglages: Settings, niveau: str) -> Atlas:
    """The reference and the perimeters; where these are asked for, their values are brought up to date first."""
    if niveau == NIVEAU:
        perimetres.publie(existant(reglages))
    return perimetres.atlas(reglages)

"""The store that a command reads or mends: it must be there."""

from ctg_data import perimetres
from ctg_data.errors import CtgError, MagasinInvalide, PasseInconnu
from ctg_data.settings import Settings
from ctg_data.store import catalogue, publie, recus
from ctg_data.store.corpus import Corpus
from ctg_data.store.magasin import Magasin
from ctg_data.store.publications import Journee, Publications
from ctg_data.territoires.atlas import NIVEAU, Atlas
from ctg_data.views.passe import connait, court
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


def lu(reglages: Settings, niveau: str, jour: str | None) -> tuple[Corpus, Journee | None]:
    """What to read at that level: today's figures, or those of the end of a past day (ISO) and what is known of it.

    Raises PasseInconnu, with what can be done, when that day cannot be read.
    """
    actuel = Corpus(existant(reglages))
    if not jour:
        return actuel, None
    publications = Publications(reglages)
    passee = publications.journee(jour)
    if passee is None:
        gardes = [court(j.jour) for j in publications.journees()]
        premier = f" Premier jour gardé : {gardes[0]}." if gardes else ""
        raise PasseInconnu(f"Rien n'était encore publié le {court(jour)}.{premier}")
    if not passee.lue:
        raise PasseInconnu(
            f"Ce qui était publié le {court(jour)} l'a été par d'autres règles de calcul ou de secret, et n'est pas montré. Lancez "
            f"« python -m ctg_data publie --au {court(jour)} », avec le même magasin : ce jour sera recalculé avec celles d'aujourd'hui."
        )
    passe = Corpus(reglages, jour=jour)
    if not connait(niveau, passe, actuel):
        raise PasseInconnu(
            f"Les chiffres des périmètres du {court(jour)} n'ont pas été gardés. Demandez ce jour pour une commune, un EPCI ou un "
            "département."
        )
    return passe, passee


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

"""The audit of the current publication of a store, for those who may see what it was made of."""

import pandas as pd

from ctg_data import policy
from ctg_data.diagnostic.audit.rapport import Audit, audite
from ctg_data.errors import CtgError
from ctg_data.indicators import registry
from ctg_data.indicators.compute import Donnees
from ctg_data.settings import Settings
from ctg_data.store.magasin import Magasin
from ctg_data.store.publications import Publications
from ctg_data.store.publie import Publication
from ctg_data.territoires.referentiel import NIVEAUX, Referentiel


def audite_publication(
    settings: Settings,
    referentiel: Referentiel,
    territoire: tuple[str, str],
    *,
    toutes: bool = False,
    exact: bool = False,
    avec: str = "",
) -> tuple[str, Audit]:
    """Id of the current publication and its audit; ``avec``: id of an earlier one that an outsider may have kept.

    Raises CtgError, in French, when there is nothing to audit or when imports came after the publication.
    """
    policy.require(settings.acteur, "auditer", str(settings.store))
    publications, magasin = Publications(settings), Magasin(settings).fige()
    publication = publications.courante()
    if publication is None:
        raise CtgError("Rien n'est publié dans ce magasin : importez d'abord un fichier.")
    if sorted(publication.meta["editions"]) != sorted(magasin.courantes()):
        raise CtgError("La publication ne correspond plus aux fichiers importés : publiez de nouveau, puis relancez l'audit.")
    gardee = _gardee(settings, referentiel, avec) if avec else None
    options = {"territoire": territoire, "secondaires": toutes, "exact": exact, "avec": gardee}
    return publication.id, audite(_lit(publication), Donnees(magasin, referentiel), referentiel, registry.catalogue(), **options)


def _gardee(settings: Settings, referentiel: Referentiel, identifiant: str) -> tuple[pd.DataFrame, Donnees]:
    """An earlier publication, and the private store as it was when it was made."""
    publications = Publications(settings)
    if not publications.contient(identifiant):
        connues = sorted(p.name for p in publications.dossier.iterdir() if publications.contient(p.name))
        raise CtgError(f"Aucune publication « {identifiant} » dans ce magasin. Celles qui y sont : {', '.join(connues)}.")
    publication = Publication(publications.dossier / identifiant, acteur=settings.acteur)
    return _lit(publication), Donnees(Magasin(settings).au(str(publication.meta["creee_le"])), referentiel)


def _lit(publication: Publication) -> pd.DataFrame:
    """Every published row."""
    return pd.concat([publication.valeurs(niveau) for niveau in NIVEAUX], ignore_index=True)

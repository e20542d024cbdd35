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
    settings: Settings, referentiel: Referentiel, territoire: tuple[str, str], *, toutes: bool = False, exact: bool = False
) -> tuple[str, Audit]:
    """Id of the current publication and its audit.  Raises CtgError, in French, when there is none or when imports came after it."""
    policy.require(settings.acteur, "auditer", str(settings.store))
    publications, magasin = Publications(settings), Magasin(settings).fige()
    publication = publications.courante()
    if publication is None:
        raise CtgError("Rien n'est publié dans ce magasin : importez d'abord un fichier.")
    if sorted(publication.meta["editions"]) != sorted(magasin.courantes()):
        raise CtgError("La publication ne correspond plus aux fichiers importés : lancez « python -m ctg_data publie », puis l'audit.")
    return publication.id, audite(
        lit(publication),
        Donnees(magasin, referentiel),
        referentiel,
        registry.catalogue(),
        territoire=territoire,
        secondaires=toutes,
        exact=exact,
    )


def lit(publication: Publication) -> pd.DataFrame:
    """Every published row."""
    return pd.concat([publication.valeurs(niveau) for niveau in NIVEAUX], ignore_index=True)

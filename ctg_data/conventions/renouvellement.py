"""Renew a CTG: the next one starts from its partners, bodies and changes still wanted."""

from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from ctg_data.conventions.gestes import Etabli
from ctg_data.parcours.base import DERNIERE_DATE
from ctg_data.parcours.convention import Ctg, Instance, Organisation
from ctg_data.parcours.etats import EtatCtg
from ctg_data.storage.depot import Fiche


def dates_suivantes(debut: date, fin: date) -> tuple[date, date]:
    """From the day after the end, for as many months; within the dates that a CTG may have."""
    suite = fin + timedelta(days=1)
    duree = relativedelta(suite, debut)
    return min(suite, DERNIERE_DATE), min(suite + duree - timedelta(days=1), DERNIERE_DATE)


def renouvelle(etabli: Etabli, nom: str, debut: date, fin: date) -> Fiche[Ctg]:
    """Close a CTG as renewed, and open the next one in preparation, with its themes, partners and bodies."""
    ancienne = etabli.fiches[etabli.dossier.id]
    etabli.passe(ancienne, EtatCtg.RENOUVELEE)
    modele = ancienne.objet
    neuve = etabli.cree_hors(
        replace(modele, nom=nom, etat=EtatCtg.PREPARATION, signe_le=None, debut=debut, fin=fin, suite_de=ancienne.id, derogation="")
    )
    for genre in (Organisation, Instance):
        for objet in etabli.dossier.de(genre).values():
            etabli.cree_hors(replace(objet, ctg=neuve.id))
    return neuve

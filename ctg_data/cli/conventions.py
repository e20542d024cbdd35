"""``demo-ctg``: the fictive CTG of the demonstration, made again."""

import argparse
from datetime import date

from ctg_data import settings
from ctg_data.cli.magasin import existant
from ctg_data.demonstration import conventions
from ctg_data.errors import CtgError
from ctg_data.wording import nombres

REFUS = (
    "Ce magasin, ou cette base, est le vôtre : la démonstration ne s'y montre pas. Pour y écrire quand même les CTG fictives, ajoutez "
    "--magasin ; elles seront signalées comme telles, et vos CTG ne changeront pas."
)


def demonstration(choix: argparse.Namespace) -> int:
    """Says what was set aside and what was made."""
    reglages = existant(settings.load(choix.store))
    if not conventions.propre(reglages) and not choix.magasin:
        raise CtgError(REFUS)
    fait = conventions.recree(reglages, date.today())
    if fait.ecartees:
        combien = nombres.pluriel(len(fait.ecartees), "CTG fictive mise", "CTG fictives mises")
        print(f"{combien} de côté, avec ce qui en dépendait : {nombres.enumere(fait.ecartees)}.")
    print(f"Créées, fictives : {nombres.enumere(fait.creees)}.")
    return 0

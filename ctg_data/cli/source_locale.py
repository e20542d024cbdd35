"""``source verifie``: a declaration of a local source written by hand, and what it would read of a file."""

import argparse
from collections.abc import Iterator

from ctg_data import correspondances, settings
from ctg_data.diagnostic.figures import Tableau
from ctg_data.errors import Faute
from ctg_data.loaders.locales import Locales
from ctg_data.views import sources_locales as vues
from ctg_data.wording.typographie import soigne


def fautes(propres: Locales) -> Iterator[Faute]:
    """Why each local source that does not serve is left out."""
    yield from (faute for trouvees in propres.fautes.values() for faute in trouvees)


def verifie(choix: argparse.Namespace) -> int:
    """0, or 1 with every fault of the declaration, or of the file that it is tried on.  Nothing is imported."""
    declaration, trouvees = correspondances.verifie_texte(choix.fichier)
    if declaration is None or trouvees:
        return _refuse(trouvees)
    vu = correspondances.apercu(settings.load(choix.store), declaration, choix.sur, annee=choix.annee) if choix.sur else None
    refuse = f", mais le fichier « {choix.sur.name} » est refusé" if vu and vu.fautes else ""
    print(soigne(f"{choix.fichier.name} : la correspondance « {declaration.titre} » est juste{refuse}."))
    if vu and vu.fautes:
        return _refuse(vu.fautes)
    if vu:
        vue = vues.apercu(vu, declaration)
        print("\n".join((vue.resume, *_lignes(vue.tableau), *vue.avertissements, *filter(None, (vue.note,)))))
    return 0


def _lignes(tableau: Tableau) -> Iterator[str]:
    """A table as lines of text, without the columns that are empty in every row."""
    gardees = [rang for rang, _ in enumerate(tableau.colonnes) if any(ligne[rang] for ligne in tableau.lignes)]
    for ligne in (tableau.colonnes, *tableau.lignes):
        yield "  " + " | ".join(ligne[rang] or "–" for rang in gardees)


def _refuse(trouvees: object) -> int:
    print(soigne("\n".join(f"faute : {faute}" for faute in trouvees)))
    return 1

"""The whole set of fictitious extracts: which files, for which départements, in which geography."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from ctg_data.demonstration import (
    fichiers_activite,
    fichiers_cnaf,
    fichiers_etat_civil,
    fichiers_insee,
    fichiers_recensement,
    fichiers_requete,
    fichiers_revenus,
    fichiers_services,
)
from ctg_data.demonstration.cadre import ANNEES, cadre
from ctg_data.demonstration.geographie import Lot
from ctg_data.demonstration.hasard import GRAINE
from ctg_data.demonstration.insee import RECENSEMENTS
from ctg_data.demonstration.requete import Pays
from ctg_data.errors import TerritoireInconnu
from ctg_data.loaders.sources import catalogue
from ctg_data.territoires.referentiel import Referentiel

Progres = Callable[[str, float], None]
"""Called with the step, in French, and the share done, from 0 to 1."""
PART_PAYS = 0.15
"""Share of the progress given to the files that cover every chosen département at once."""


def genere(
    departements: Sequence[str],
    out: Path,
    seed: int = GRAINE,
    *,
    referentiel: Referentiel,
    progres: Progres | None = None,
) -> Iterator[Path]:
    """Write the fictitious extracts of ``departements`` in the folder ``out``, one path at a time as each is complete.

    Real communes and legal populations, everything else drawn from ``seed``: the requête type of each département (2019 to
    2024), census ages, families, housing, studies and activity, births and deaths, incomes, childcare coverage, France services,
    in the publishers' layouts.  A département's figures do not depend on which others are asked for; territories that are not wholly within
    ``departements`` are left out of the files by level.  Raises TerritoireInconnu on an unknown département.
    """
    choisis = verifie(departements, referentiel)
    out.mkdir(parents=True, exist_ok=True)
    pays = Pays(cadre(referentiel, seed))
    dit = progres or (lambda etape, fraction: None)
    dit("Populations, naissances, familles, revenus", 0.0)
    yield from ensemble(pays, choisis, out)
    for rang, departement in enumerate(choisis):
        dit(f"Département {departement}", PART_PAYS + (1 - PART_PAYS) * rang / len(choisis))
        yield from du_lot(pays, Lot(f"dep{departement}", (departement,)), out)
    dit("Extraits écrits", 1.0)


def verifie(departements: Sequence[str], referentiel: Referentiel) -> list[str]:
    """The codes sorted, once each; TerritoireInconnu on one that is no département."""
    choisis = sorted({code.strip().upper() for code in departements})
    for code in choisis:
        referentiel.territoire("departement", code)
    if not choisis:
        raise TerritoireInconnu("Indiquez au moins un département.")
    return choisis


def ensemble(pays: Pays, departements: Sequence[str], out: Path) -> Iterator[Path]:
    """Files that hold every chosen département."""
    yield from fichiers_etat_civil.populations(pays, departements, out)
    yield fichiers_etat_civil.naissances(pays, departements, out, millesime=_millesime("insee_naissances", ANNEES[-1]))
    yield from fichiers_insee.familles(pays, departements, out, millesimes=_millesimes("insee_rp_familles"))
    yield from fichiers_recensement.themes(pays, departements, out, millesimes=_millesimes)
    yield fichiers_recensement.deces(pays, departements, out, millesime=_millesime("insee_melodi_naissances", ANNEES[-1]))
    yield from fichiers_activite.activite(pays, departements, out, millesimes=_millesimes("insee_rp_activite"))
    yield from fichiers_revenus.revenus(pays, departements, out, millesime=partial(_millesime, "insee_filosofi_cc"))
    yield from fichiers_cnaf.couverture(pays, departements, out, millesime=partial(_millesime, "cnaf_txcouv_pe"))
    yield from fichiers_services.france_services(pays, departements, out)


def du_lot(pays: Pays, lot: Lot, out: Path) -> Iterator[Path]:
    """Files given by département or région: ages and requête type."""
    yield from fichiers_insee.ages(pays, lot, out, millesimes=_millesimes("insee_rp_ages"))
    yield from fichiers_requete.ecrit(pays, lot, out)


def _millesime(source: str, annee: int) -> int:
    """The geography in which the publisher gives that year, as the loaders expect it."""
    return catalogue()[source].millesime_geo(annee)


def _millesimes(source: str) -> Mapping[int, int]:
    return {annee: _millesime(source, annee) for annee in RECENSEMENTS}

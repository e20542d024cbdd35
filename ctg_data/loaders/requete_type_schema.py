"""The requête type (domain.md §8.1-8.2), once: its columns, its lists and every variable, for loader, template and demonstration."""

from collections.abc import Iterator, Sequence

from ctg_data.loaders.requete_type_modele import MOIS_ARS, MOIS_STOCK, TOTAL, UNITES, UNITES_8_1, UNITES_ENTIERES, Modalite, Variable
from ctg_data.loaders.requete_type_offre import VARIABLES_OFFRE
from ctg_data.loaders.requete_type_variables import PRESTATIONS, VARIABLES_FOYERS
from ctg_data.wording import fr

__all__ = ["MOIS_ARS", "MOIS_STOCK", "PRESTATIONS", "TOTAL", "UNITES", "UNITES_8_1", "UNITES_ENTIERES", "Modalite", "Variable"]

VERSION = "1.0.0"
SOURCE_ID = "caf_requete_type"
COLONNES = (
    "annee",
    "mois",
    "code_commune",
    "millesime_geo",
    "regime",
    "variable",
    "modalite",
    "unite",
    "valeur",
    "statut",
    "est",
    "arr5",
    "profil_secret",
    "source",
    "date_extraction",
    "version_schema",
)
CLE = COLONNES[:8]
REGIMES = ("caf", "msa", "caf_msa")
PROFILS = ("caf_interne",)
"""Exact counts of the Caf have one profile: another one in the file would announce a protection that is not applied."""
CODES_HORS_TERRITOIRE = ("99999", "XXXXX")
"""Abroad and unknown: legal in the file, set aside when it is read."""

THEMES = {code: fr.THEMES[code] for code in ("PE", "EN", "JE", "PA", "AV", "LO", "AD", "IN", "HA", "CV")}
"""Those that may be asked for."""

VARIABLES: tuple[Variable, ...] = (*VARIABLES_FOYERS, *VARIABLES_OFFRE)


def par_id() -> dict[str, Variable]:
    """Every variable by its name."""
    return {variable.id: variable for variable in VARIABLES}


def demandees(themes: Sequence[str] | None = None) -> Iterator[tuple[Variable, Modalite]]:
    """(variable, modalité) that ``themes`` ask for (None: all), with what is always asked, in the order of the catalogue.

    Raises ValueError on a theme that does not exist.
    """
    if inconnus := [theme for theme in themes or () if theme not in THEMES]:
        raise ValueError(f"unknown themes {inconnus!r}")
    for variable in VARIABLES:
        for modalite in variable.demandees:
            propres = variable.themes_de(modalite)
            if themes is None or not propres or set(propres) & set(themes):
                yield variable, modalite

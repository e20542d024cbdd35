"""The map page to take away: its rows as CSV, in the order of the codes, and its drawing as SVG, as they are on screen."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ctg_data.charts import svg_carte
from ctg_data.charts.classement import Classement
from ctg_data.exports import csv
from ctg_data.records import STATUTS
from ctg_data.territoires import contours
from ctg_data.views.atlas_lignes import mention
from ctg_data.views.atlas_model import AtlasView
from ctg_data.views.lecture import version
from ctg_data.wording import fr

COLONNES = (
    "niveau", "code", "territoire", "departement", "indicateur", "libelle", "modalite", "annee", "valeur", "unite", "statut", "texte",
    "borne_basse", "borne_haute", "reference", "comparaison", "mention", "source", "version_des_donnees", "demonstration",
)  # fmt: skip
LARGEUR = 900


def nom(vue: AtlasView, extension: str) -> str:
    """``carte-tx_couv_global-commune-departement-87-2023.svg``."""
    d = vue.demande
    return "-".join(filter(None, ("carte", d.figure, d.modalite, d.maille, vue.zone.niveau, vue.zone.code, d.annee))) + f".{extension}"


def tableau(vue: AtlasView) -> bytes:
    """Every area of the map with what is published of it; the figure is there only where its status is « ok »."""
    return csv.ecrit(COLONNES, _lignes(vue))


def svg(vue: AtlasView, classes: Classement, reference: Path, *, choisie: str = "") -> bytes:
    """Raises TerritoireInconnu when an area has no contour."""
    trace = contours.svg_paths(reference, vue.planche.maille, vue.planche.codes, largeur=LARGEUR)
    return svg_carte.planche(vue.planche, classes, trace, id_="carte", choisie=choisie).encode("utf-8")


def _lignes(vue: AtlasView) -> Iterator[tuple[object, ...]]:
    p, c, d = vue.planche, vue.colonnes, vue.demande
    fixes = d.figure, vue.indicateur.libelle, dict(vue.modalites).get(d.modalite, "total"), vue.annee
    fin = p.cadre.source, version(vue.empreinte, demo=vue.demo), fr.texte("demo") if vue.demo else ""
    for i, code in enumerate(p.codes):
        chiffres = [_connu(x[i]) for x in (c.valeur, c.ic_bas, c.ic_haut, vue.references)]
        valeur, bas, haut, repere = chiffres
        statut = STATUTS[c.statuts[i]]
        debut = p.maille, code, p.noms[i], vue.departements[i]
        yield (*debut, *fixes, valeur, vue.indicateur.unite, statut, p.textes[i], bas, haut, repere, p.details[i], mention(vue, i), *fin)


def _connu(x: float) -> float | None:
    return float(x) if np.isfinite(x) else None

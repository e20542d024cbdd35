"""A fictitious inventory of the facilities of the pilot territories, in step with their invented measures: the file, then its rows."""

import csv
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from ctg_data import loaders
from ctg_data.demonstration.hasard import generateur
from ctg_data.errors import CtgError
from ctg_data.loaders.offre_schema import COLONNES, PAR_TYPE, TOUS_LES_TYPES, TYPES
from ctg_data.territoires import contours
from ctg_data.territoires.referentiel import Referentiel

ANNEE = 2024
"""The latest year of the invented measures: the same centres, the same places."""
FICHIER = f"inventaire-offre-{ANNEE}_fictif.csv"
PLACES_MAX: Mapping[str, int] = {"eaje_psu": 40, "eaje_hors_psu": 12}
"""Places of the largest of each: a commune that has more has several."""
MOTS: Mapping[str, str] = {"eaje_psu": "Crèche", "eaje_hors_psu": "Micro-crèche"}
"""What names begin with, where the label of the type is long."""
NOMS = ("des Tilleuls", "du Moulin", "de la Fontaine", "des Hirondelles", "du Grand Pré", "de la Clairière", "du Verger", "du Ruisseau")
SEUILS: Mapping[str, tuple[int, float]] = {
    "ecole": (600, 1.0),
    "alsh": (1_200, 1.0),
    "accueil_jeunes": (1_800, 1.0),
    "clas": (2_500, 0.6),
    "college": (3_000, 1.0),
    "mission_locale": (4_000, 1.0),
    "point_numerique": (1_200, 0.5),
    "arret": (800, 0.4),
    "gare": (900, 0.4),
    "maison_sante": (2_000, 0.7),
    "medecin": (1_200, 0.6),
    "pharmacie": (1_300, 1.0),
    "ehpad": (2_000, 0.8),
    "sport": (1_500, 0.6),
    "culture": (1_500, 0.6),
    "commerce": (600, 0.3),
}
"""Type -> inhabitants from which a commune may have one, and how often it has."""
GESTIONNAIRES = ("Commune", "Communauté de communes", "Association", "Mutuelle")
HORAIRES = ("lundi au vendredi, 7 h 30 à 18 h 30", "mercredi et vacances scolaires", "mardi et jeudi, 9 h à 12 h", "")
FINS = ("31/12/2026", "31/12/2027", "30/06/2028")
SANS_POSITION = 0.15


def equipements(referentiel: Referentiel, mesures: pd.DataFrame, communes: tuple[str, ...], *, graine: int) -> pd.DataFrame:
    """The rows of the inventory (``Chargement.equipements``) of ``communes``, read by the loader from the file that a territory would send.

    ``mesures``: COLONNES_MESURES, of which ``structures`` and ``places`` say how many there are.  Raises CtgError if it is refused.
    """
    with tempfile.TemporaryDirectory(prefix="ctg-inventaire-") as dossier:
        fichier = Path(dossier) / FICHIER
        _ecrit(fichier, list(_lignes(referentiel, mesures, communes, graine)))
        lu = loaders.charge(fichier, referentiel=referentiel)
    if lu.fautes:
        raise CtgError(f"L'inventaire fictif est refusé : {lu.fautes[0]}")
    return lu.equipements.assign(edition=f"inventaire@{ANNEE}")


def _ecrit(fichier: Path, lignes: list[Mapping[str, object]]) -> None:
    with fichier.open("w", encoding="utf-8-sig", newline="") as sortie:
        redacteur = csv.writer(sortie, delimiter=";")
        redacteur.writerow(c.titre for c in COLONNES)
        redacteur.writerows([ligne.get(c.champ, "") for c in COLONNES] for ligne in lignes)


def _lignes(referentiel: Referentiel, mesures: pd.DataFrame, communes: tuple[str, ...], graine: int) -> Iterator[Mapping[str, object]]:
    """Every commune says that its list is complete: the counts of the inventory are those of the invented measures."""
    nombres = _nombres(mesures)
    milieux = contours.milieux(referentiel.dossier, communes)
    populations = referentiel.communes().set_index("code")["population"]
    for code in sorted(communes):
        hasard, nom = generateur(graine, "inventaire", code), referentiel.territoire("commune", code).nom
        yield {"annee": ANNEE, "type": TOUS_LES_TYPES, "code": code, "commune": nom, "complet": "oui"}
        depart = int(hasard.integers(len(NOMS)))
        for rang, (type_, places) in enumerate(_de_la_commune(code, nombres, float(populations[code]), hasard)):
            lieu = f"{MOTS.get(type_, PAR_TYPE[type_].libelle.split(' (')[0])} {NOMS[(depart + rang) % len(NOMS)]} (fictif)"
            yield _ligne(type_, lieu, places, hasard) | {"code": code, "commune": nom} | _position(referentiel, code, milieux, hasard)


def _nombres(mesures: pd.DataFrame) -> Mapping[tuple[str, str, str], int]:
    """(commune, mesure, modalité) -> number, of the year of the inventory."""
    ici = mesures[mesures["mesure"].isin(["structures", "places"]) & mesures["annee"].eq(ANNEE) & mesures["niveau"].eq("commune")]
    ici = ici[ici["statut"].eq("ok")]
    return {(c, m, q): int(v) for c, m, q, v in ici[["code", "mesure", "modalite", "valeur"]].itertuples(index=False)}


def _de_la_commune(
    code: str, nombres: Mapping[tuple[str, str, str], int], population: float, hasard: np.random.Generator
) -> Iterator[tuple[str, int | None]]:
    """(type, places): those that the measures count, then those that its size calls for."""
    for t in TYPES:
        for _ in range(nombres.get((code, "structures", t.structures), 0) if t.structures else 0):
            yield t.id, None
        places = nombres.get((code, "places", t.places), 0) if t.places else 0
        for reste in range(places, 0, -PLACES_MAX.get(t.id, 1)):
            yield t.id, min(PLACES_MAX[t.id], reste)
    for type_, (seuil, part) in SEUILS.items():
        if hasard.random() < part and population >= seuil:
            yield type_, None


def _ligne(type_: str, nom: str, places: int | None, hasard: np.random.Generator) -> dict[str, object]:
    choix = {"gestionnaire": GESTIONNAIRES[hasard.integers(4)], "horaires": HORAIRES[hasard.integers(4)]}
    cof = {"cof_debut": "01/01/2024", "cof_fin": FINS[hasard.integers(3)]} if PAR_TYPE[type_].theme not in ("CV", "JE") else {}
    return {"annee": ANNEE, "type": PAR_TYPE[type_].libelle, "nom": nom, "places": "" if places is None else places} | choix | cof


def _position(
    referentiel: Referentiel, code: str, milieux: Mapping[str, tuple[float, float]], hasard: np.random.Generator
) -> dict[str, object]:
    """A point drawn near the middle of the commune, the middle itself where the draw leaves it; none for a few."""
    ecart, sans = hasard.normal(0, 0.006, 2), hasard.random() < SANS_POSITION
    if sans:
        return {}
    lon, lat = (round(x + d, 5) for x, d in zip(milieux[code], ecart, strict=True))
    dedans = contours.distances(referentiel.dossier, [code], np.array([lon]), np.array([lat]))[0] == 0
    lon, lat = (lon, lat) if dedans else milieux[code]
    return {"latitude": f"{lat:.5f}", "longitude": f"{lon:.5f}"}

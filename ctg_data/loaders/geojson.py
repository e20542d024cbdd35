"""A GeoJSON is read for what it says of its points, never for where they are: its properties become a plain list of records."""

import json
from dataclasses import replace

from ctg_data.loaders.fichier import Fichier

_MARQUE = b'"FeatureCollection"'
_DEBUT = 4096


def deplie(fichier: Fichier) -> Fichier:
    """The same file, its bytes those of the array of its properties; any other file as it is (a broken JSON is told further on)."""
    if fichier.format != "json" or _MARQUE not in fichier.octets[:_DEBUT]:
        return fichier
    try:
        objets = json.loads(fichier.octets.decode("utf-8-sig"))["features"]
        proprietes = [objet["properties"] for objet in objets]
    except (ValueError, RecursionError, KeyError, TypeError):
        return fichier
    return replace(fichier, octets=json.dumps(proprietes).encode())

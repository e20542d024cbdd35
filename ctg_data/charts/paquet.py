"""The values of a map as bytes for the browser: a header of words, one byte of fill an area, one index of its text.

Figures themselves never travel: an area without a value carries its status (a fill and its words) and nothing else.
"""

import json
import struct
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ctg_data.charts import palette
from ctg_data.charts.classement import Classement
from ctg_data.diagnostic.planche import Planche

_ENTETE = struct.Struct("<I")


def paquet(p: Planche, c: Classement, plus: Mapping[str, object]) -> bytes:
    """``length of the header (uint32), header (JSON, padded to 4 bytes), columns``; the header's ``colonnes`` lists (name, bytes a value).

    ``plus``: what the page adds to the header (addresses, labels).  Each distinct text is written once.
    """
    entete, colonnes = _contenu(p, c)
    entete |= {"colonnes": [[nom, x.dtype.itemsize] for nom, x in colonnes.items()], **plus}
    return _assemble(json.dumps(entete, ensure_ascii=False, separators=(",", ":")).encode("utf-8"), list(colonnes.values()))


def objet(p: Planche, c: Classement, plus: Mapping[str, object]) -> dict[str, object]:
    """The same for a map of a few hundred areas at most, which travels with its page: columns are plain lists."""
    entete, colonnes = _contenu(p, c)
    return entete | {nom: x.tolist() for nom, x in colonnes.items()} | dict(plus)


def _contenu(p: Planche, c: Classement) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """(header, columns)."""
    textes, places = _distincts(p.textes)
    details, places_details = _distincts(p.details)
    colonnes = {"teinte": c.teintes, "texte": _indices(places, textes), "detail": _indices(places_details, details)}
    if len(details) == 1:
        del colonnes["detail"]
    if c.rayons is not None:
        colonnes["rayon"] = c.rayons
    entete = {
        "n": len(p),
        "textes": textes,
        "details": details,
        "legende": [[e.teinte, e.texte, e.effectif] for e in c.entrees],
        "teintes": [[t.couleur, t.motif, t.encre] for t in palette.TEINTES],
        "grand_cercle": c.rayon,
    }
    return entete, colonnes


def _distincts(textes: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """Texts in order of appearance, and the place of each area's."""
    places, distincts = pd.factorize(np.array(textes, dtype=object))
    return list(distincts), places


def _indices(places: np.ndarray, textes: Sequence[str]) -> np.ndarray:
    """The narrowest unsigned integers that count the texts."""
    return places.astype(np.min_scalar_type(max(0, len(textes) - 1)))


def _assemble(entete: bytes, colonnes: Sequence[np.ndarray]) -> bytes:
    """Every column begins at a multiple of 4 bytes, where the browser may read it in place."""
    morceaux = [_complete(_ENTETE.pack(len(entete)) + entete)]
    morceaux += [_complete(x.astype(x.dtype.newbyteorder("<")).tobytes()) for x in colonnes]
    return b"".join(morceaux)


def _complete(octets: bytes) -> bytes:
    return octets + b" " * (-len(octets) % 4)

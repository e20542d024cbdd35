"""The local sources of a store: a folder of TOML, of which the sound ones are sources like the others and the faulty ones are told.

The catalogues of sources, measures and indicators are asked everywhere without saying which store is meant: a process serves one store
at a time, and ``utilise`` says which one (opening a store does it).  Nothing is read again while the folder does not change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ctg_data.errors import Faute
from ctg_data.loaders import locales_source, locales_toml
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.locales_modele import PREFIXE, Declaration
from ctg_data.loaders.model import Source

SUFFIXE = ".toml"
PLAFOND = 24
"""Local sources at most: what the engine can name in a cell beside the national ones (``indicators.lignes``)."""
Marques = tuple[tuple[str, int, int], ...]
"""(name, instant, size) of each file of a folder."""


@dataclass(frozen=True, eq=False)
class Locales:
    """The local sources of one folder; itself only, so that it is a quick key.  ``fautes``: file -> why it is not used."""

    declarations: tuple[Declaration, ...] = ()
    fautes: Mapping[str, tuple[Faute, ...]] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)

    @property
    def regles(self) -> Mapping[str, str]:
        """Source -> fingerprint of what its figures are computed and protected by."""
        return {d.source: d.regles for d in self.declarations}


AUCUNE = Locales()
_actives = AUCUNE


def utilise(dossier: Path) -> Locales:
    """Make the local sources of a folder those of this process."""
    global _actives
    _actives = lit(dossier)
    return _actives


def oublie() -> None:
    """No local source any more."""
    global _actives
    _actives = AUCUNE


def actives() -> Locales:
    """The local sources of the store that this process serves."""
    return _actives


def est_locale(source: str) -> bool:
    """Whether a source, known or not any more, is a local one."""
    return source.startswith(PREFIXE)


def lit(dossier: Path) -> Locales:
    """The local sources of a folder, none when there is no such folder."""
    marques = _marques(dossier)
    return _lit(dossier, marques) if marques else AUCUNE


def de(declarations: Sequence[Declaration]) -> Locales:
    """Local sources made elsewhere than in a folder, sound ones only."""
    return Locales(tuple(declarations), {}, {d.source: locales_source.source(d) for d in declarations})


def _marques(dossier: Path) -> Marques:
    try:
        fichiers = sorted(f for f in dossier.iterdir() if f.suffix == SUFFIXE and f.is_file())
        return tuple((f.name, f.stat().st_mtime_ns, f.stat().st_size) for f in fichiers)
    except OSError:
        return ()


@lru_cache(maxsize=16)
def _lit(dossier: Path, marques: Marques) -> Locales:
    saines: list[Declaration] = []
    fautes: dict[str, tuple[Faute, ...]] = {}
    for nom, _, _ in marques:
        declaration, trouvees = locales_toml.lit_fichier(dossier / nom)
        if declaration is not None:
            trouvees = de_trop(declaration, saines, nom)
        if trouvees:
            fautes[nom] = trouvees
        elif declaration is not None:
            saines.append(declaration)
    return Locales(tuple(saines), fautes, de(saines).sources)


def de_trop(declaration: Declaration, autres: Sequence[Declaration], nom: str) -> tuple[Faute, ...]:
    """Two declarations that the same files would fit, or more of them than the engine can name."""
    if jumelle := jumelle_de(declaration, autres):
        trouve, attendu = f"les mêmes colonnes que « {jumelle.titre} »", "des colonnes auxquelles un fichier se reconnaît"
        return (Faute(nom, "correspondance_double", trouve, attendu, "Mettez l'une des deux correspondances de côté."),)
    if len(autres) >= PLAFOND:
        trouve, attendu = f"une correspondance de plus que les {PLAFOND} qui tiennent", f"{PLAFOND} correspondances au plus"
        return (Faute(nom, "trop_de_correspondances", trouve, attendu, "Mettez de côté une correspondance qui ne sert plus."),)
    return ()


def jumelle_de(declaration: Declaration, autres: Sequence[Declaration]) -> Declaration | None:
    """Another declaration that recognises the same files: nothing would say which one to follow."""
    return next((a for a in autres if a.id != declaration.id and _signature(a) == _signature(declaration)), None)


def _signature(d: Declaration) -> tuple:
    return d.forme, normalise(d.feuille), frozenset(map(normalise, d.entetes))

"""What moved in the geography between two files of one source, in words: vintage, communes merged or divided, those that come and go."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from ctg_data.store.ecarts import Change, Voisinage, millesime
from ctg_data.store.portees import departement_de
from ctg_data.territoires.model import MILLESIMES
from ctg_data.territoires.referentiel import NIVEAUX, Referentiel
from ctg_data.wording import nombres

NOMMES = 12
"""Events or territories that are named; beyond, they are counted."""


def geographie(vu: Change, ref: Referentiel) -> Iterator[str]:
    """The vintage, then communes merged, split, renamed between the two, then those that come and go without such an event."""
    for voisine in vu.voisines:
        avant, apres = millesime(voisine.precedente), millesime(vu.edition)
        autre = f"« {voisine.precedente.fichier} »"
        if avant and apres and avant != apres:
            yield f"Communes et EPCI au 1er janvier {apres} ; ceux de {autre}, au 1er janvier {avant}."
        evenements = list(_evenements(ref, avant, apres, vu.edition.departements))
        yield from (texte for texte, _ in evenements[:NOMMES])
        if len(evenements) > NOMMES:
            yield f"Et {nombres.pluriel(len(evenements) - NOMMES, 'autre changement', 'autres changements')} de communes."
        expliques = frozenset().union(*(codes for _, codes in evenements)) if evenements else frozenset()
        yield from _passages(voisine, ref, expliques, quand=(apres, avant))


def _evenements(ref: Referentiel, avant: int, apres: int, departements: Sequence[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Each change of communes of these départements (none: all) from one vintage to the other, with the codes that it explains."""
    if not (avant in MILLESIMES and apres in MILLESIMES):
        return
    for an in range(min(avant, apres) + 1, max(avant, apres) + 1):
        pas = ref.pas(an)
        ici = [not departements or departement_de("commune", c, {}) in departements for c in pas["code_dst"]]
        siens = pas[np.array(ici, dtype=bool)]
        cle = np.where(siens["type_evt"] == "scission", siens["code_src"], siens["code_dst"])
        for (genre, code), lignes in siens.groupby([siens["type_evt"], cle]):
            codes = frozenset((*lignes["code_src"], *lignes["code_dst"]))
            yield f"1er janvier {an} : {_evenement(genre, code, lignes, _noms(ref, an - 1), _noms(ref, an))}.", codes


def _evenement(genre: str, cle: str, lignes: pd.DataFrame, avant: Mapping[str, str], apres: Mapping[str, str]) -> str:
    sources = nombres.enumere([avant.get(c, c) for c in lignes["code_src"]])
    cibles = nombres.enumere([apres.get(c, c) for c in lignes["code_dst"]])
    if genre == "scission":
        return f"{avant.get(cle, cle)} est divisée : {cibles}"
    if genre == "changement_code":
        return f"{sources} change de code ({', '.join(lignes['code_src'])} devient {cle})"
    return f"{sources} {'rejoignent' if len(lignes) > 1 else 'rejoint'} {apres.get(cle, cle)}"


def _noms(ref: Referentiel, an: int) -> Mapping[str, str]:
    communes = ref.communes(an)
    return dict(zip(communes["code"], communes["nom"], strict=True))


def _passages(voisine: Voisinage, ref: Referentiel, expliques: frozenset[str], *, quand: tuple[int, int]) -> Iterator[str]:
    """Territories of one file and not of the other that no event explains."""
    autre = f"« {voisine.precedente.fichier} »"
    dites = ((voisine.apparus, f"dans ce fichier, non dans {autre}"), (voisine.disparus, f"dans {autre}, non dans ce fichier"))
    for (codes, ou), an in zip(dites, quand, strict=True):
        for niveau, siens in codes.items():
            restent = [c for c in siens if c not in expliques]
            if restent:
                yield f"{_compte(niveau, len(restent))} {ou} : {_liste([nom(ref, niveau, c, an) for c in restent])}."


def _compte(niveau: str, n: int) -> str:
    return nombres.pluriel(n, "commune") if niveau == "commune" else nombres.pluriel(n, "EPCI", "EPCI")


def _liste(noms: Sequence[str]) -> str:
    if len(noms) <= NOMMES:
        return nombres.enumere(noms)
    return f"{', '.join(noms[:NOMMES])}, et {nombres.nombre(len(noms) - NOMMES)} autres"


def nom(ref: Referentiel, niveau: str, code: str, an: int = 0) -> str:
    """The name in that vintage, else that of today, else the code."""
    if niveau == "commune" and an in MILLESIMES and code in (noms := _noms(ref, an)):
        return noms[code]
    if niveau in NIVEAUX and code in ref.codes(niveau):
        return ref.territoire(niveau, code).nom
    return code

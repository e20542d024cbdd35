"""How many inhabitants of each commune live in a quartier prioritaire, from the file of neighbourhoods (``DEMO``).

Each row gives this number beside the name of its commune.  A neighbourhood of several communes names them all, beside the number of all
of them together, which gives that of the last one when the others are known.  In a file of the whole country, any other commune has none,
but for the départements where a name was not found.
"""

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd

from ctg_data.loaders.education_communes import nom_simple
from ctg_data.loaders.model import Annuaire, Contexte, Ecarts

Nom = tuple[str, str]
"""(département, name as written)."""
MESURE, UNITE = "qpv_population", "personnes"
NATIONAL = 1_000
"""Neighbourhoods from which a file is that of the whole country: there are 1,514 in the contours of 2015."""
_ABSENTE = (
    "Communes non retrouvées : {}. Dans leur département, la population en quartier prioritaire n'est connue que des communes nommées."
)


def par_commune(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """One row a commune of the reference, where the file says it.

    ``cadre``: typed rows of neighbourhoods, with ``lib_com`` and ``pop_com_qp``.
    """
    annuaire = contexte.annuaire(contexte.annee or 0)
    lues = _noms(cadre, annuaire)
    perdues = lues[lues["commune"] == ""]
    if len(perdues):
        ecarts.avertissements.append(_ABSENTE.format(", ".join(sorted(set(perdues["nom"])))))
    comptes = lues.drop(index=perdues.index).groupby("commune")["habitants"].agg(lambda h: h.sum(min_count=len(h)))
    if len(cadre) >= NATIONAL:
        douteux = set(perdues["departement"])
        nulles = [
            code for code, (_, departement, _) in annuaire.communes.items() if departement not in douteux and code not in comptes.index
        ]
        comptes = pd.concat([comptes, pd.Series(0.0, index=nulles)])
    return _rangees(comptes, contexte, annuaire.millesime)


def _noms(cadre: pd.DataFrame, annuaire: Annuaire) -> pd.DataFrame:
    """Each name of commune once a département, with its code ("" when not found) and its inhabitants in neighbourhoods (NaN: not told)."""
    dits = _dits(cadre)
    connus = {noms[0]: habitants for noms, habitants in dits.items() if len(noms) == 1}
    while trouves := dict(filter(None, (_dernier(noms, habitants, connus) for noms, habitants in dits.items()))):
        connus |= trouves
    codes, seuls = _codes(annuaire)
    tous = list(dict.fromkeys(cle for noms in dits for cle in noms))
    trouvees = (codes.get((departement, nom_simple(nom))) or seuls.get(nom_simple(nom), "") for departement, nom in tous)
    lignes = [(*cle, connus.get(cle, np.nan), code) for cle, code in zip(tous, trouvees, strict=True)]
    return pd.DataFrame(lignes, columns=["departement", "nom", "habitants", "commune"])


def _dits(cadre: pd.DataFrame) -> Mapping[tuple[Nom, ...], float]:
    """Communes named together -> their inhabitants in neighbourhoods, all together; NaN where two rows contradict each other."""
    dits: dict[tuple[Nom, ...], float] = {}
    connus = cadre["pop_com_qp"].where(cadre["pop_com_qp__statut"] == 0)
    for code, noms, habitants in zip(cadre["code"].str.strip(), cadre["lib_com"], connus, strict=True):
        cle = tuple((code[2:5].removeprefix("0"), " ".join(nom.split())) for nom in noms.split(","))
        dits[cle] = habitants if dits.get(cle, habitants) == habitants else np.nan
    return dits


def _dernier(noms: tuple[Nom, ...], habitants: float, connus: Mapping[Nom, float]) -> tuple[Nom, float] | None:
    """The only one of these communes that is not known yet, and what the others leave it."""
    restants = [nom for nom in noms if nom not in connus]
    reste = habitants - sum(connus[nom] for nom in noms if nom in connus)
    return (restants[0], reste) if len(restants) == 1 and reste >= 0 else None


def _codes(annuaire: Annuaire) -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    """Communes by département and name, and those whose name is the only one in the country: a neighbourhood may lie across a border."""
    noms = {code: (departement, nom_simple(nom)) for code, (nom, departement, _) in annuaire.communes.items()}
    fois = Counter(nom for _, nom in noms.values())
    return {cle: code for code, cle in noms.items()}, {nom: code for code, (_, nom) in noms.items() if fois[nom] == 1}


def _rangees(comptes: pd.Series, contexte: Contexte, millesime: int) -> pd.DataFrame:
    fixes = {
        "niveau": "commune",
        "annee": contexte.annee,
        "mesure": MESURE,
        "modalite": "total",
        "unite": UNITE,
        "millesime_geo": millesime,
    }
    statut = comptes.notna().map({True: "ok", False: "nd"}).to_numpy()
    return pd.DataFrame({"code": comptes.index.astype("str"), "valeur": comptes.to_numpy(), "statut": statut}).assign(**fixes)

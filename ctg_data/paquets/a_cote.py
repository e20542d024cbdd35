"""What the facts and the facilities of a bundle may say: what their imports keep, of communes of the territory (ADR 0016, 0017, 0018)."""

from collections.abc import Callable, Collection, Iterator

import numpy as np
import pandas as pd

from ctg_data.loaders import offre_communes, offre_regles, zonages
from ctg_data.loaders import sources as registre_sources
from ctg_data.loaders.fautes import extrait
from ctg_data.loaders.model import Contexte, Ecarts
from ctg_data.loaders.offre_cellules import LECTURES, lit
from ctg_data.loaders.offre_schema import COLONNES, PLACES_MAX, THEMES_OFFRE, TOUS
from ctg_data.loaders.plan_actions_cellules import CelluleInvalide
from ctg_data.paquets.ecart import Ecart
from ctg_data.records import CLE_ATTRIBUTS, CLE_EQUIPEMENTS
from ctg_data.store import paquet_tables
from ctg_data.store.portees import departement_de
from ctg_data.territoires import contours
from ctg_data.territoires.model import ANTERIEURS, MILLESIMES
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.wording import paquet as mots

_TITRES = {c.champ: c.titre for c in COLONNES}
_TEXTES = (*LECTURES, "code")
_LOT, _LOTS_MAX = 500, 40
"""Rows looked at together; years of an inventory and vintages of its codes, each of which is compared with every other."""


def verifie_faits(faits: pd.DataFrame, ref: Referentiel) -> None:
    """Raises Ecart on the first fact that no list gives."""
    if faits.empty:
        return
    connues = frozenset().union(*(ref.codes("commune", m) for m in MILLESIMES), ref.outremer)
    regles = (
        ("une commune", _faux(faits, "niveau", {"commune"}) | _faux(faits, "code", connues) | _ailleurs(faits)),
        ("une mention que ces listes donnent", ~_connus(faits)),
        ("un millésime connu", ~faits["millesime_geo"].isin([*ANTERIEURS, *MILLESIMES]).to_numpy()),
        ("une seule fois chaque fait", paquet_tables.doubles(faits, CLE_ATTRIBUTS)),
    )
    for attendu, fautifs in regles:
        for x in _premier(faits, fautifs):
            dits = {"code": x["code"], "annee": x["annee"], "attribut": extrait(x["attribut"]), "trouve": extrait(x["valeur"])}
            raise Ecart(mots.FAIT_REFUSE.format(**dits, attendu=attendu))


def _connus(faits: pd.DataFrame) -> np.ndarray:
    """Whether each fact is one that its source gives; each distinct one is looked at once."""
    distincts = faits[["source", "attribut", "valeur"]].astype("str")
    permis = {ligne: zonages.donne(*ligne) for ligne in distincts.drop_duplicates().itertuples(index=False, name=None)}
    return np.array([permis[ligne] for ligne in distincts.itertuples(index=False, name=None)], dtype=bool)


def verifie_equipements(lieux: pd.DataFrame, ref: Referentiel, communes: Collection[str]) -> None:
    """Raises Ecart on the first facility that the import of an inventory would refuse, or of a commune out of the territory."""
    if lieux.empty:
        return
    dehors = ~offre_communes.codes_actuels(lieux, ref).isin(list(communes)).to_numpy()
    places = lieux["places"].to_numpy()
    sources = {s.id for s in registre_sources.nationales().values() if any(d.vers_equipements for d in s.dispositions)}
    for colonne, attendu, fautifs in (
        ("code", "une commune du territoire", _faux(lieux, "niveau", {"commune"}) | dehors | _ailleurs(lieux)),
        ("type", "l'inventaire de l'offre", _faux(lieux, "source", sources)),
        ("places", "un nombre entier de places", (places < 0) | (places > PLACES_MAX) | (np.abs(places - np.round(places)) > 0)),
        ("latitude", "une position sur la Terre", _hors_du_monde(lieux)),
        ("theme", "le thème de ce type", ~lieux["theme"].isin(THEMES_OFFRE).to_numpy() & (lieux["type"] != TOUS).to_numpy()),
        ("theme", "aucun thème pour tous les types", lieux["theme"].ne("").to_numpy() & (lieux["type"] == TOUS).to_numpy()),
        ("nom", "un équipement par ligne, une ligne par équipement", _doubles(lieux, ref)),
        ("annee", f"{_LOTS_MAX} années au plus", np.full(len(lieux), len(lieux[["annee", "millesime_geo"]].drop_duplicates()) > _LOTS_MAX)),
    ):
        for x in _premier(lieux, fautifs):
            raise _refuse(x, colonne, extrait(x[colonne]), attendu)
    _verifie_cellules(lieux)
    _verifie_lignes(lieux, ref)


def _verifie_cellules(lieux: pd.DataFrame) -> None:
    """A cell that is kept is what its own reading gives."""
    for colonne in LECTURES:
        fautes = {texte: faute for texte in lieux[colonne].cat.categories if (faute := _faute(colonne, texte))}
        for x in _premier(lieux, lieux[colonne].isin(list(fautes)).to_numpy()):
            raise _refuse(x, colonne, extrait(x[colonne]), fautes[x[colonne]])


def _faute(colonne: str, texte: str) -> str:
    """What was expected, "" for a text that the import keeps."""
    try:
        lu = lit(colonne, texte) if texte else ""
    except CelluleInvalide as faute:
        return faute.attendu
    return "" if lu == texte else "ce que l'import en garde"


def _verifie_lignes(lieux: pd.DataFrame, ref: Referentiel) -> None:
    """The rules of the import on whole rows; two facilities of one name may stand in two arrondissements, of which nothing is kept."""
    textes = (
        lieux[list(_TEXTES)]
        .astype("str")
        .assign(
            annee=lieux["annee"].astype("str"),
            complet=np.where(lieux["complet"], "oui", ""),
            places=_en_texte(lieux["places"]),
            latitude=_en_texte(lieux["latitude"]),
            longitude=_en_texte(lieux["longitude"]),
            ligne=np.arange(len(lieux)),
        )
    )
    ecarts = Ecarts()
    contexte = Contexte("", "", "commune", None, False, None, distances=lambda *x: contours.distances(ref.dossier, *x))
    signaleur = offre_regles.Signaleur(contexte, ecarts)
    muettes = offre_regles.muettes(textes)
    for x in _premier(lieux, muettes.to_numpy()):
        raise _refuse(x, "complet", "une ligne qui ne dit rien", "un équipement, ou une liste dite complète")
    for regle, lot in _lots(textes, ref):
        regle(lot, signaleur, contexte)
        for faute in ecarts.fautes:
            champ = next((c for c, titre in _TITRES.items() if titre == faute.colonne), "nom")
            raise _refuse(lieux.iloc[faute.ligne], champ, faute.trouve, faute.attendu)


def _lots(textes: pd.DataFrame, ref: Referentiel) -> Iterator[tuple[Callable[..., None], pd.DataFrame]]:
    """Each rule with the rows that it looks at: few at a time for those of single rows, so that the first fault is the last one sought."""
    yield offre_regles.doubles, textes[~textes["code"].isin(set(ref.arrondissements.values()))]
    for debut in range(0, len(textes), _LOT):
        yield from ((r, textes.iloc[debut : debut + _LOT]) for r in offre_regles.REGLES if r is not offre_regles.doubles)


def _doubles(lieux: pd.DataFrame, ref: Referentiel) -> np.ndarray:
    return paquet_tables.doubles(lieux, CLE_EQUIPEMENTS) & ~lieux["code"].isin(set(ref.arrondissements.values())).to_numpy()


def _en_texte(colonne: pd.Series) -> list[str]:
    return ["" if np.isnan(x) else f"{x:.9f}".rstrip("0").rstrip(".") for x in colonne]


def _hors_du_monde(lieux: pd.DataFrame) -> np.ndarray:
    nombres = lieux[["latitude", "longitude"]]
    return ((nombres < [-90, -180]) | (nombres > [90, 180])).any(axis=1).to_numpy()


def _faux(frame: pd.DataFrame, colonne: str, permis: Collection[str]) -> np.ndarray:
    return ~frame[colonne].isin(list(permis)).to_numpy()


def _ailleurs(frame: pd.DataFrame) -> np.ndarray:
    """Rows whose département is not that of their commune."""
    return (frame["code"].map(lambda c: departement_de("commune", c, {})).astype("str") != frame["departement"].astype("str")).to_numpy()


def _premier(frame: pd.DataFrame, fautifs: np.ndarray) -> Iterator[pd.Series]:
    rangs = np.flatnonzero(fautifs)
    if len(rangs):
        yield frame.iloc[int(rangs[0])]


def _refuse(x: pd.Series, colonne: str, trouve: str, attendu: str) -> Ecart:
    dits = {"code": x["code"], "annee": x["annee"], "colonne": _TITRES[colonne]}
    return Ecart(mots.EQUIPEMENT_REFUSE.format(**dits, trouve=trouve, attendu=attendu))

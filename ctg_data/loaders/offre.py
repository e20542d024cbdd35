"""The inventory of facilities: how its file is recognised, checked, counted and listed (docs/adr/0017-inventaire-de-l-offre.md)."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.conversion import nombres
from ctg_data.loaders.fautes import extrait
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source
from ctg_data.loaders.offre_cellules import LECTURES, lit
from ctg_data.loaders.offre_schema import AUTRE, COLONNES, LIGNES_MAX, PAR_TYPE, PLACES_MAX, SOURCE_ID, TOLERANCE_KM, TOUS, TYPES
from ctg_data.loaders.plan_actions_cellules import CelluleInvalide
from ctg_data.loaders.requete_type_schema import MOIS_STOCK
from ctg_data.loaders.validate import FAUX, VRAIS
from ctg_data.wording.nombres import nombre

_TITRES = {c.champ: c.titre for c in COLONNES}
_GENRES = {"annee": "annee", "code": "code", "places": "entier", "latitude": "nombre", "longitude": "nombre", "complet": "booleen"}
_BORNES = {"places": (0, PLACES_MAX), "latitude": (-90, 90), "longitude": (-180, 180)}
_OBLIGATOIRES = ("type", "nom", "code", "gestionnaire")
"""The manager too: a list of schools or of shops that a publisher gives has the three others."""
_SANS_COMPLETUDE = (
    "Aucune liste n'est dite complète : les équipements seront montrés, et aucun ne comptera dans les indicateurs d'offre. "
    "Écrivez « oui » dans la colonne « Liste complète » là où rien ne manque."
)
_SANS_POSITION = "{n} sans coordonnées : ils sont listés, et comptés au centre de leur commune sur la carte."


class _Signaleur:
    """Where the faults of one table go, each with its line and its heading."""

    def __init__(self, contexte: Contexte, ecarts: Ecarts):
        self._contexte, self._ecarts = contexte, ecarts

    def faute(self, code: str, colonne: str, ligne: int, *, trouve: str, attendu: str, remede: str) -> None:
        titre = self._contexte.entete.get(colonne, _TITRES[colonne])
        lieu = {"feuille": self._contexte.feuille, "ligne": int(ligne), "colonne": titre}
        self._ecarts.fautes.append(Faute(self._contexte.fichier, code, trouve, attendu, remede, **lieu))


def _prepare(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Every column that the file lacks added empty, texts read, every fault told; lines that say nothing are left out."""
    plein = frame.assign(**{c.champ: "" for c in COLONNES if c.champ not in frame and c.champ != "annee"})
    signaleur = _Signaleur(contexte, ecarts)
    lu = plein.assign(**{nom: _colonne(plein, nom, signaleur) for nom in LECTURES})
    muettes = _muettes(lu)
    if muettes.all():
        _vide(lu, signaleur)
    lu = lu[~muettes]
    if len(lu) > LIGNES_MAX:
        signaleur.faute(
            "trop_de_lignes",
            "type",
            lu["ligne"].iloc[LIGNES_MAX],
            trouve=f"{nombre(len(lu))} lignes",
            attendu=f"au plus {nombre(LIGNES_MAX)} équipements",
            remede="Séparez l'inventaire en plusieurs fichiers : chacun ne remplace que les communes qu'il nomme.",
        )
    for controle in (_types, _noms, _dates, _positions):
        controle(lu, signaleur, contexte)
    return lu.assign(theme=lu["theme"].where(lu["theme"] != "", lu["type"].map(lambda t: PAR_TYPE[t].theme if t in PAR_TYPE else "")))


def _colonne(frame: pd.DataFrame, nom: str, signaleur: _Signaleur) -> pd.Series:
    """The values of a text column, "" where a cell is a fault; each distinct text is read once."""
    lus: dict[str, str | CelluleInvalide] = {}
    for texte in frame[nom].unique():
        try:
            lus[texte] = lit(nom, texte) if texte.strip() else ""
        except CelluleInvalide as faute:
            lus[texte] = faute
    valeurs = []
    for ligne, texte in zip(frame["ligne"], frame[nom], strict=True):
        lu = lus[texte]
        if isinstance(lu, CelluleInvalide):
            signaleur.faute(lu.code, nom, ligne, trouve=extrait(texte), attendu=lu.attendu, remede=lu.remede)
        valeurs.append("?" if isinstance(lu, CelluleInvalide) else lu)
    return pd.Series(valeurs, index=frame.index, dtype="str")


def _vide(lu: pd.DataFrame, signaleur: _Signaleur) -> None:
    signaleur.faute(
        "inventaire_vide",
        "nom",
        lu["ligne"].iloc[0],
        trouve="aucun équipement, ni aucune liste dite complète",
        attendu="un équipement par ligne, ou « oui » dans la colonne « Liste complète » des communes qui n'en ont pas",
        remede="Remplissez le modèle, puis déposez-le de nouveau.",
    )


def _muettes(lu: pd.DataFrame) -> pd.Series:
    """Lines of « Tous les types » that nobody has said complete: the template has one ready for each commune.

    What is neither yes nor no is a fault, told with the other cells.
    """
    return (lu["type"] == TOUS) & (lu["nom"] == "") & lu["complet"].str.strip().str.lower().isin(FAUX)


def _complet(lu: pd.DataFrame) -> pd.Series:
    return lu["complet"].str.strip().str.lower().isin(VRAIS)


def _types(lu: pd.DataFrame, signaleur: _Signaleur, contexte: Contexte) -> None:
    """A type, and for another one its words and its theme."""
    for x in lu[lu["type"] == ""].itertuples():
        signaleur.faute(
            "type_absent", "type", x.ligne, trouve="une cellule vide", attendu="un type de la liste", remede="Choisissez-le dans la liste."
        )
    for nom in ("precision", "theme"):
        for x in lu[(lu["type"] == AUTRE) & (lu[nom] == "")].itertuples():
            attendu = "vos mots pour ce type d'équipement" if nom == "precision" else "le thème de cet équipement"
            signaleur.faute(
                "autre_a_preciser", nom, x.ligne, trouve="une cellule vide", attendu=attendu, remede="Remplissez cette cellule."
            )


def _noms(lu: pd.DataFrame, signaleur: _Signaleur, contexte: Contexte) -> None:
    """A line without a name says that a list is complete, a line of every type says nothing else."""
    attendu = "le nom de l'équipement, ou « oui » dans « Liste complète » s'il n'y en a aucun"
    for x in lu[(lu["nom"] == "") & (lu["type"] != TOUS) & ~_complet(lu)].itertuples():
        signaleur.faute("equipement_sans_nom", "nom", x.ligne, trouve="une cellule vide", attendu=attendu, remede="Donnez-lui un nom.")
    for x in lu[(lu["nom"] != "") & (lu["type"] == TOUS)].itertuples():
        signaleur.faute(
            "type_de_liste",
            "type",
            x.ligne,
            trouve="« Tous les types » sur la ligne d'un équipement",
            attendu="le type de cet équipement",
            remede="Choisissez son type ; « Tous les types » sert aux lignes sans nom.",
        )


def _dates(lu: pd.DataFrame, signaleur: _Signaleur, contexte: Contexte) -> None:
    """The end of a convention after its beginning."""
    lues = lu[~lu[["cof_debut", "cof_fin"]].isin(["", "?"]).any(axis=1)]
    for x in lues[lues["cof_fin"] < lues["cof_debut"]].itertuples():
        signaleur.faute(
            "dates_inversees",
            "cof_fin",
            x.ligne,
            trouve=" puis ".join(f"{date.fromisoformat(jour):%d/%m/%Y}" for jour in (x.cof_debut, x.cof_fin)),
            attendu="une fin après le début",
            remede="Corrigez l'une des deux dates.",
        )


def _positions(lu: pd.DataFrame, signaleur: _Signaleur, contexte: Contexte) -> None:
    """Both coordinates or none, in degrees, inside the commune or near it."""
    valeurs = {nom: nombres(lu[nom], {"": "nd"})[0] for nom in ("latitude", "longitude")}
    connues = {nom: ~np.isnan(v) for nom, v in valeurs.items()}
    for nom, autre in (("latitude", "longitude"), ("longitude", "latitude")):
        seules = connues[autre] & (lu[nom].str.strip() == "").to_numpy()
        for ligne in lu.loc[seules, "ligne"]:
            attendu = f"la {nom}, puisque la {autre} est donnée"
            signaleur.faute(
                "coordonnee_seule", nom, ligne, trouve="une cellule vide", attendu=attendu, remede="Donnez les deux, ou aucune."
            )
    lat, lon = valeurs["latitude"], valeurs["longitude"]
    droites = (np.abs(lat) <= 90) & (np.abs(lon) <= 180)  # others are out of bounds, a fault told elsewhere
    communes = lu["code"].str.strip()
    loin = contexte.distances(communes[droites].tolist(), lon[droites], lat[droites])
    inverse = contexte.distances(communes[droites].tolist(), lat[droites], lon[droites])
    for x, km, autrement in zip(lu[droites].itertuples(), loin, inverse, strict=True):
        if km > TOLERANCE_KM:
            _loin(x, km, signaleur, inversees=autrement <= TOLERANCE_KM)


def _loin(x: tuple, km: float, signaleur: _Signaleur, *, inversees: bool) -> None:
    remede = (
        "La latitude et la longitude sont inversées : échangez-les."
        if inversees
        else "Corrigez la position ou le code de la commune ; les coordonnées sont en degrés (WGS 84), non en mètres."
    )
    signaleur.faute(
        "hors_de_la_commune",
        "latitude",
        x.ligne,
        trouve=f"{x.latitude} ; {x.longitude}, à {nombre(round(km))} km de la commune {x.code}",
        attendu=f"une position dans la commune, ou à moins de {TOLERANCE_KM:g} km",
        remede=remede,
    )


def _compte(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Facilities and places of each commune and type of which the list is said complete, zero where it has none.

    Elsewhere nothing is counted: what is listed may not be all there is.  Places are counted where every facility gives its own.
    """
    _avertit(frame, ecarts)
    lignes = list(_comptes(frame))
    colonnes = ("code", "annee", "millesime_geo", "mesure", "modalite", "unite", "valeur")
    return pd.DataFrame(lignes, columns=list(colonnes)).assign(niveau="commune", statut="ok")


def _avertit(frame: pd.DataFrame, ecarts: Ecarts) -> None:
    nommes = frame[frame["nom"] != ""]
    if not frame["complet"].any():
        ecarts.avertissements.append(_SANS_COMPLETUDE)
    if sans := int(nommes["latitude"].isna().sum()):
        ecarts.avertissements.append(_SANS_POSITION.format(n=f"{nombre(sans)} équipement{'s' if sans > 1 else ''}"))


def _comptes(frame: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    for cle, commune in frame.groupby(["code", "annee", "millesime_geo"], observed=True):
        tout = bool((commune["complet"] & (commune["type"] == TOUS)).any())
        for t in TYPES:
            siens = commune[commune["type"] == t.id]
            if tout or siens["complet"].any():
                yield from _du_type(t.structures, t.places, siens[siens["nom"] != ""], cle)


def _du_type(structures: str, places: str, siens: pd.DataFrame, cle: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    if structures:
        yield (*cle, "structures", structures, "structures", float(len(siens)))
    if places and siens["places"].notna().all():
        yield (*cle, "places", places, "places", float(siens["places"].sum()))


def _liste(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """The rows as they are kept: facilities, and lines without a name for lists said complete."""
    return frame.assign(niveau="commune")


def _colonnes() -> Sequence[Colonne]:
    for c in COLONNES:
        bas, haut = _BORNES.get(c.champ, (0, None))
        genre, alias = _GENRES.get(c.champ, "ignore" if c.champ == "commune" else "texte"), tuple(a.replace(" ", r"\s*") for a in c.alias)
        yield Colonne(c.champ, (_motif(c.titre), *alias), genre, c.champ in _OBLIGATOIRES, minimum=bas, maximum=haut)


def _motif(titre: str) -> str:
    return titre.lower().replace(" ", r"\s")


SOURCES: tuple[Source, ...] = (
    Source(
        id=SOURCE_ID,
        titre="Inventaire de l'offre",
        producteur="Caf et partenaires",
        licence="Usage interne",
        profil_secret="libre",
        dispositions=(
            Disposition(
                id="inventaire_offre_1",
                niveau="commune",
                cle=("code", "type", "precision", "nom"),
                formats=("csv", "xlsx"),
                colonnes=tuple(_colonnes()),
                marques={"": "nd"},
                mois=MOIS_STOCK,
                preparer=_prepare,
                vers_mesures=_compte,
                vers_equipements=_liste,
            ),
        ),
        millesime_geo=lambda annee: annee,
        precedence=90,
        mesures_calculees={
            "structures": tuple(t.structures for t in TYPES if t.structures),
            "places": tuple(t.places for t in TYPES if t.places),
        },
        portee_communale=True,
        champ="les équipements que le territoire a listés ; comptés là où la liste est dite complète",
        facultative=True,
    ),
)

"""The inventory of facilities: how its file is recognised, checked, counted and listed (docs/adr/0017-inventaire-de-l-offre.md)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from ctg_data.loaders.fautes import extrait
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source
from ctg_data.loaders.offre_cellules import LECTURES, lit
from ctg_data.loaders.offre_regles import REGLES, Signaleur, contradictions, muettes, refuse
from ctg_data.loaders.offre_schema import COLONNES, LIGNES_MAX, PAR_TYPE, PLACES_MAX, SOURCE_ID, TOUS, TYPES, TypeOffre
from ctg_data.loaders.plan_actions_cellules import CelluleInvalide
from ctg_data.loaders.requete_type_schema import MOIS_STOCK
from ctg_data.wording.nombres import nombre

_GENRES = {"annee": "annee", "code": "code", "places": "entier", "latitude": "nombre", "longitude": "nombre", "complet": "booleen"}
_BORNES = {"places": (0, PLACES_MAX), "latitude": (-90, 90), "longitude": (-180, 180)}
_OBLIGATOIRES = ("type", "nom", "code", "gestionnaire")
"""The manager too: a list of schools or of shops that a publisher gives has the three others."""
_SANS_COMPLETUDE = (
    "Aucune liste n'est dite complète : les équipements seront montrés, et aucun ne comptera dans les indicateurs d'offre. "
    "Écrivez « oui » dans la colonne « Liste complète » là où rien ne manque."
)
_SANS_POSITION = "{n} sans coordonnées : ils sont listés, et comptés au centre de leur commune sur la carte."


def _prepare(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Every column that the file lacks added empty, texts read, every fault told; lines that say nothing are left out."""
    plein = frame.assign(**{c.champ: "" for c in COLONNES if c.champ not in frame and c.champ != "annee"})
    signaleur = Signaleur(contexte, ecarts)
    lu = plein.assign(**{nom: _colonne(plein, nom, signaleur) for nom in LECTURES})
    tues = muettes(lu)
    if tues.all():
        _vide(lu, signaleur)
    contradictions(lu, signaleur)
    lu = lu[~tues]
    if len(lu) > LIGNES_MAX:
        signaleur.faute(
            "trop_de_lignes",
            "type",
            lu["ligne"].iloc[LIGNES_MAX],
            trouve=f"{nombre(len(lu))} lignes",
            attendu=f"au plus {nombre(LIGNES_MAX)} équipements",
            remede="Séparez l'inventaire en plusieurs fichiers : chacun ne remplace que les communes qu'il nomme.",
        )
    for regle in REGLES:
        regle(lu, signaleur, contexte)
    return lu.assign(theme=lu["theme"].where(lu["theme"] != "", lu["type"].map(lambda t: PAR_TYPE[t].theme if t in PAR_TYPE else "")))


def _colonne(frame: pd.DataFrame, nom: str, signaleur: Signaleur) -> pd.Series:
    """The values of a text column, ``refuse`` where a cell is a fault; each distinct text is read once."""
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
        valeurs.append(refuse(ligne) if isinstance(lu, CelluleInvalide) else lu)
    return pd.Series(valeurs, index=frame.index, dtype="str")


def _vide(lu: pd.DataFrame, signaleur: Signaleur) -> None:
    signaleur.faute(
        "inventaire_vide",
        "nom",
        lu["ligne"].iloc[0],
        trouve="aucun équipement, ni aucune liste dite complète",
        attendu="un équipement par ligne, ou « oui » dans la colonne « Liste complète » des communes qui n'en ont pas",
        remede="Remplissez le modèle, puis déposez-le de nouveau.",
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
    lieux = list(zip(frame["code"], frame["annee"], frame["millesime_geo"], strict=True))
    completes, siens = set(), defaultdict(list)
    for lieu, t, complet, nom, places in zip(lieux, *(frame[c] for c in ("type", "complet", "nom", "places")), strict=True):
        if complet:
            completes.add((lieu, t))
        if nom != "":
            siens[lieu, t].append(places)
    for lieu in dict.fromkeys(lieux):
        for t in TYPES:
            if completes & {(lieu, TOUS), (lieu, t.id)}:
                yield from _du_type(t, siens[lieu, t.id], lieu)


def _du_type(t: TypeOffre, places: Sequence[float], lieu: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    """``places``: those of each facility, not a number where they are not said."""
    if t.structures:
        yield (*lieu, "structures", t.structures, "structures", float(len(places)))
    if t.places and not np.isnan(somme := sum(places, 0.0)):
        yield (*lieu, "places", t.places, "places", somme)


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

"""Territory codes of a table: written right, technical codes set aside, known in the right vintage."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from ctg_data.loaders.conversion import sans_decimale_nulle
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.fautes import Recueil, cite_cle, extrait
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.model import Annuaire
from ctg_data.settings import ANNEES
from ctg_data.territoires import contours
from ctg_data.territoires.model import ANTERIEURS, MILLESIMES
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.wording import fr

_FORMES = {
    "commune": r"\d[\dAB]\d{3}",
    "epci": r"\d{9}",
    "departement": r"\d[\dAB]|97\d",
    "region": r"\d\d",
    "france": "FR",
    "iris": r"\d[\dAB]\d{7}",
    "qpv": r"Q[PN]\d(?:\d\d|2[AB])\d\d[0-9A-Z]",
}
_SANS_ZERO = {"commune": r"[1-9]\d{3}", "departement": r"[1-9]", "region": r"[1-9]", "iris": r"\d{8}"}
LONGS = ("commune", "epci", "iris", "qpv")
"""Levels whose codes no year and no rank of a column looks like."""
_ATTENDUS = {
    "commune": "un code commune de 5 caractères",
    "epci": "un numéro SIREN de 9 chiffres",
    "departement": "un code département de 2 ou 3 caractères",
    "region": "un code région de 2 chiffres",
    "france": "le code FR",
    "iris": "un code IRIS de 9 caractères",
    "qpv": "un code QP suivi de 6 caractères",
}
TECHNIQUES = r"X{2,}|9{2}|9{3}|9{5}|Z+|\d[\dAB]?\d?X{2,3}|"
_TECHNIQUES_DEPARTEMENT = TECHNIQUES + r"69D|69M|20R?|COM|0?99"
_CITE_CODE = cite_cle(r"[1-9]\d{3}|\d[\dAB]\d{3,7}", "une cellule qui n'est pas un code")
_OUTREMER = r"97[578]\d*|98\d+"
ZERO_PERDU = (
    "Les zéros de tête ont disparu, le plus souvent parce que le fichier a été ouvert dans un tableur : "
    "reprenez le fichier d'origine, ou importez la colonne comme du texte."
)
_PART_INCONNUE = 0.1
_PETIT = 1000
_COMPLETE = 0.98
"""Share of the communes of a vintage from which a list is taken for complete."""


@dataclass(frozen=True)
class Millesime:
    """The vintage that was declared, and by whom: "contenu", "source" or "" (nobody)."""

    annee: int
    origine: str


def nettoie(code: pd.Series) -> pd.Series:
    """Codes as text, upper case, without the decimals that a spreadsheet adds."""
    rangs, uniques = pd.factorize(code)
    propres = sans_decimale_nulle(pd.Series(uniques, dtype="str")).str.upper()
    return pd.Series(propres.array.take(rangs), index=code.index, dtype="str")


def _conformes(code: pd.Series, motif: str) -> pd.Series:
    """Rows whose code matches; each distinct code is looked at once."""
    rangs, uniques = pd.factorize(code)
    oui = pd.Series(uniques, dtype="str").str.fullmatch(motif).to_numpy(dtype=bool)
    return pd.Series(oui[rangs], index=code.index)


def bien_forme(code: str, niveau: str) -> bool:
    """Whether a cell is written as a code of this level."""
    return re.fullmatch(_FORMES[niveau], code.strip().upper()) is not None


def ecarte(cadre: pd.DataFrame, recueil: Recueil) -> pd.DataFrame:
    """Set aside technical codes and overseas collectivities; they are counted, never dropped silently."""
    code, niveau = cadre["code"], cadre["niveau"]
    technique = _conformes(code, TECHNIQUES) | (niveau.eq("departement") & _conformes(code, _TECHNIQUES_DEPARTEMENT))
    technique |= niveau.eq("region") & code.eq("COM")
    outremer = niveau.isin(["commune", "departement"]) & _conformes(code, _OUTREMER) & ~technique
    recueil.ecartees["code technique ou territoire non localisé"] += int(technique.sum())
    recueil.ecartees["collectivité d'outre-mer hors des 101 départements"] += int(outremer.sum())
    return cadre[~(technique | outremer)]


def verifie_forme(cadre: pd.DataFrame, feuille: str, recueil: Recueil, *, colonne: str, interne: bool = False) -> pd.DataFrame:
    """Rows whose code is well formed; lost leading zeros are named as such.  ``interne``: the cells are the CAF's own, a count that stands
    where a code is expected is not quoted."""
    bonnes = pd.Series(True, index=cadre.index)
    for niveau in cadre["niveau"].unique():
        fausses = cadre["niveau"].eq(niveau) & ~_conformes(cadre["code"], _FORMES.get(niveau, ".+"))
        if fausses.any():
            bonnes &= ~fausses
            _mal_formes(cadre[fausses], niveau, recueil, lieu=(feuille, colonne), cite=_CITE_CODE if interne else extrait)
    return cadre[bonnes]


def _mal_formes(lignes: pd.DataFrame, niveau: str, recueil: Recueil, *, lieu: tuple[str, str], cite: Callable[[object], str]) -> None:
    perdus = _conformes(lignes["code"], _SANS_ZERO.get(niveau, "(?!)"))
    attendu = _ATTENDUS.get(niveau, "un code")
    for ligne, code in zip(lignes.loc[perdus, "ligne"], lignes.loc[perdus, "code"], strict=True):
        recueil.ajoute(
            "zero_perdu",
            f"« {code} »",
            attendu=f"« 0{code} », {attendu}",
            remede=ZERO_PERDU,
            feuille=lieu[0],
            ligne=int(ligne),
            colonne=lieu[1],
        )
    autres = lignes[~perdus]
    if len(autres):
        cellules = zip(autres["ligne"], autres["code"], strict=True)
        place = {"feuille": lieu[0], "colonne": lieu[1]}
        recueil.cellules("code_mal_forme", cellules, total=len(autres), attendu=attendu, remede=REMEDE_ORIGINE, cite=cite, **place)


@lru_cache(maxsize=2)
def listes(referentiel: Referentiel) -> dict[tuple[str, int], frozenset[str]]:
    """Codes of a level and vintage, as ``Geographie.connus`` fills them: files that follow one another share them."""
    return {}


@lru_cache(maxsize=3)
def habitants(referentiel: Referentiel, millesime: int) -> dict[str, float]:
    """Population of each commune of one vintage of the reference."""
    communes = referentiel.communes(millesime)
    return dict(zip(communes["code"].tolist(), communes["population"].tolist(), strict=True))


@lru_cache(maxsize=3)
def annuaire(referentiel: Referentiel, millesime: int) -> Annuaire:
    """Names and postcodes of one vintage of the reference."""
    communes = referentiel.communes(millesime)
    lignes = zip(*(communes[c].tolist() for c in ("code", "nom", "departement", "codes_postaux")), strict=True)
    departements = referentiel.departements()
    return Annuaire(
        dict(zip(departements["nom"], departements["code"], strict=True)),
        {code: (nom, departement, frozenset(filter(None, postaux.split("|")))) for code, nom, departement, postaux in lignes},
        millesime,
    )


@dataclass(frozen=True)
class Geographie:
    """Codes of the reference, for one file."""

    referentiel: Referentiel

    def connus(self, niveau: str, millesime: int) -> frozenset[str]:
        connues, cle = listes(self.referentiel), (niveau, millesime)
        if cle not in connues:
            arrondissements = frozenset(self.referentiel.arrondissements) if niveau == "commune" else frozenset()
            connues[cle] = self.referentiel.codes(niveau, millesime) | arrondissements
        return connues[cle]

    def populations(self, millesime: int) -> dict[str, float]:
        """Population of each commune in a vintage; nothing outside the reference."""
        return habitants(self.referentiel, millesime) if millesime in MILLESIMES else {}

    def noms(self, niveau: str) -> dict[str, str]:
        """Normalised name -> code of the départements or of the régions; a name that two of them bear is left out, as are those of
        other levels, of which many are shared."""
        if niveau not in ("departement", "region"):
            return {}
        table = self.referentiel.departements() if niveau == "departement" else self.referentiel.regions()
        noms = [normalise(nom) for nom in table["nom"].astype("str")]
        uniques = Counter(noms)
        return {nom: code for nom, code in zip(noms, table["code"].astype("str"), strict=True) if uniques[nom] == 1}

    def annuaire(self, millesime: int) -> Annuaire:
        """Names and postcodes of a vintage, of the nearest one that the reference holds."""
        return annuaire(self.referentiel, min(max(millesime, MILLESIMES[0]), MILLESIMES[-1]))

    def distances(self, codes: Sequence[str], lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """Km from each point to the contour of its commune (``contours.distances``)."""
        return contours.distances(self.referentiel.dossier, codes, lon, lat)

    def manquants(self, niveau: str, codes: Collection[str], millesime: int) -> frozenset[str]:
        return frozenset(codes) - self.connus(niveau, millesime)

    def probable(self, niveau: str, codes: Collection[str]) -> int:
        """The vintage that misses the fewest codes; the latest on a tie."""
        return min(reversed(MILLESIMES), key=lambda m: len(self.manquants(niveau, codes, m)))

    def vus(self, niveau: str, code: str) -> list[int]:
        """Vintages that hold a code."""
        return [m for m in MILLESIMES if code in self.connus(niveau, m)]


def situe(
    lignes: pd.DataFrame, millesime: Millesime, geographie: Geographie, *, recueil: Recueil, lieu: tuple[str, str]
) -> tuple[pd.Series, frozenset[str]]:
    """The vintage of each of these rows (one level, one year) and the codes to set aside; unknown codes are faults.

    One vintage for all, but for a commune divided since that the file still gives whole.
    """
    choisi, ecartes = _situe(lignes, millesime, geographie, recueil=recueil, lieu=lieu)
    annees = pd.Series(choisi, index=lignes.index, dtype="int64")
    for code, avant in _entieres(lignes, choisi, geographie, recueil=recueil).items():
        annees[lignes["code"] == code] = avant
    return annees, ecartes


def _entieres(lignes: pd.DataFrame, millesime: int, geographie: Geographie, *, recueil: Recueil) -> dict[str, int]:
    """Divided communes that a complete list gives without any of the parts that left: code -> vintage of the row."""
    codes = frozenset(lignes["code"].unique())
    if (
        lignes["niveau"].iloc[0] != "commune"
        or millesime not in MILLESIMES
        or len(codes) < _COMPLETE * len(geographie.connus("commune", millesime))
    ):
        return {}
    divisees = geographie.referentiel.scissions(millesime)
    entieres = {code: avant for code, (avant, parties) in divisees.items() if code in codes and not parties & codes}
    for code in entieres:
        recueil.avertit(f"La commune {code} est donnée avec le territoire qu'elle avait avant sa division : ses chiffres sont partagés.")
    return entieres


def _situe(
    lignes: pd.DataFrame, millesime: Millesime, geographie: Geographie, *, recueil: Recueil, lieu: tuple[str, str]
) -> tuple[int, frozenset[str]]:
    niveau = str(lignes["niveau"].iloc[0])
    codes = frozenset(lignes["code"].unique())
    if niveau in ("iris", "qpv") and millesime.annee:
        # in no list: the vintage is what the file or its source says
        return millesime.annee, frozenset()
    if niveau not in ("commune", "epci"):
        inconnus = geographie.manquants(niveau, codes, MILLESIMES[-1]) if niveau in ("departement", "region", "france") else frozenset()
        _inconnus(lignes, inconnus, geographie, millesime=millesime.annee, recueil=recueil, lieu=lieu)
        # neighbourhoods have contours of their own, of 2015 or of 2024: no list of the reference tells them
        return (millesime.annee if niveau == "qpv" else _borne(millesime.annee, niveau)), frozenset()
    if 0 < millesime.annee < MILLESIMES[0]:
        inconnus = geographie.manquants(niveau, codes, MILLESIMES[0])
        if len(inconnus) <= _PART_INCONNUE * len(codes):
            return _anterieur(lignes, inconnus, millesime.annee, geographie, recueil=recueil)
    choisi = _choisit(niveau, codes, millesime, geographie)
    inconnus = geographie.manquants(niveau, codes, choisi)
    if choisi != millesime.annee:
        _deduit(niveau, millesime, choisi, recueil=recueil)
    _inconnus(lignes, inconnus, geographie, millesime=choisi, recueil=recueil, lieu=lieu)
    return choisi, frozenset()


def _anterieur(
    lignes: pd.DataFrame, inconnus: frozenset[str], annee: int, geographie: Geographie, *, recueil: Recueil
) -> tuple[int, frozenset[str]]:
    """A vintage before the lists: rows keep it, and say what will not be published because its territory is not today's."""
    niveau = str(lignes["niveau"].iloc[0])
    nombre = int(lignes["code"].isin(inconnus).sum())
    recueil.ecartees[f"code {fr.NOMS_NIVEAUX[niveau]} antérieur à {MILLESIMES[0]}, début du référentiel"] += nombre
    if niveau == "epci" or annee not in ANTERIEURS:
        recueil.avertit(
            f"Les périmètres de {annee} ne sont pas dans le référentiel, qui commence en {MILLESIMES[0]} : les chiffres de ce niveau "
            f"({fr.NOMS_NIVEAUX[niveau]}) sont gardés, mais ne sont pas publiés."
        )
        return annee, inconnus
    changees = (
        frozenset(lignes["code"]) - inconnus - geographie.referentiel.inchangees(annee) - frozenset(geographie.referentiel.arrondissements)
    )
    if changees:
        une = len(changees) == 1
        recueil.avertit(
            f"{len(changees)} {'commune a' if une else 'communes ont'} changé de territoire entre {annee} et {MILLESIMES[0]} : "
            f"{'ses' if une else 'leurs'} chiffres de cette géographie sont gardés, mais ne sont pas publiés."
        )
    return annee, inconnus


def _borne(annee: int, niveau: str) -> int:
    """Départements and régions are the same in every vintage held; nothing is known of the IRIS and quarters of any."""
    if annee and niveau in ("iris", "qpv"):
        return annee
    return min(max(annee, MILLESIMES[0]), MILLESIMES[-1]) if annee else MILLESIMES[-1]


def _choisit(niveau: str, codes: frozenset[str], millesime: Millesime, geographie: Geographie) -> int:
    """The declared vintage, unless it is outside the reference or a neighbour alone explains every code."""
    declare = millesime.annee
    if not MILLESIMES[0] <= declare <= MILLESIMES[-1]:
        return geographie.probable(niveau, codes)
    inconnus = geographie.manquants(niveau, codes, declare)
    stray = len(inconnus) == 1 and len(codes) >= _PETIT
    if millesime.origine == "contenu" or not inconnus or stray:
        return declare
    voisins = (m for m in (declare - 1, declare + 1, declare - 2, declare + 2) if m in MILLESIMES)
    return next((m for m in voisins if not geographie.manquants(niveau, codes, m)), declare)


def _deduit(niveau: str, millesime: Millesime, choisi: int, *, recueil: Recueil) -> None:
    recueil.millesime_deduit = True
    attendu = f", alors que {millesime.annee} était attendu" if ANNEES[0] <= millesime.annee <= ANNEES[1] else ""
    recueil.avertit(f"Millésime géographique déduit des codes ({fr.NOMS_NIVEAUX[niveau]}) : {choisi}{attendu}.")


def _inconnus(
    lignes: pd.DataFrame, inconnus: Iterable[str], geographie: Geographie, *, millesime: int, recueil: Recueil, lieu: tuple[str, str]
) -> None:
    inconnus = frozenset(inconnus)
    if not inconnus:
        return
    niveau = str(lignes["niveau"].iloc[0])
    fautives = lignes[lignes["code"].isin(inconnus)]
    for ligne, code in zip(fautives["ligne"], fautives["code"], strict=True):
        vus = geographie.vus(niveau, code) if niveau in ("commune", "epci") else []
        connu = f" (ce code existe dans le millésime {vus[-1]})" if vus else ""
        recueil.ajoute(
            "code_inconnu",
            f"« {code} »",
            attendu=f"un code {fr.NOMS_NIVEAUX[niveau]} du millésime géographique {millesime}{connu}",
            remede="Vérifiez le code, ou reprenez l'extrait dans la géographie annoncée.",
            feuille=lieu[0],
            ligne=int(ligne),
            colonne=lieu[1],
        )

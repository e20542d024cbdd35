"""INSEE, base permanente des équipements: facilities counted by commune and type, for those that matter to families."""

import numpy as np
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.fautes import extrait
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.insee_commun import source
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source

MESURE, UNITE = "equipements", "equipements"
TYPES = {
    "ecole_maternelle": ("C101", "C102", "C107"),
    "ecole_elementaire": ("C104", "C105", "C108", "C109"),
    "college": ("C201",),
    "lycee": ("C301", "C302", "C303"),
    "creche": ("D502",),
    "accueil_loisirs": ("D505",),
    "medecin": ("D201", "D265"),
    "pharmacie": ("D301", "D307"),
}
"""Modalité -> types of the nomenclature, former and present: schools were counted apart in scattered RPI (C102, C105) until the
nomenclature that has C107 (nursery), C108 (primary) and C109 (elementary).  The upper sections of a lycée (C304, C305) are part of one."""
SOUS_DOMAINES = {"sport": "F1", "culture": "F3"}
"""Modalité -> sub-domain, all its types together: their lists change from year to year."""
MODALITES = (*TYPES, *SOUS_DOMAINES)
_AUTRE = "équipement d'un type qui n'est pas suivi ici"
_DETAIL = ("reg", "dep", "cant", "int", "rpic", "cl_pelem", "cl_pge", "ep", "sect")
"""What tells apart rows of one place and type: a public and a private school, with a canteen or not."""


def modalite(typequ: str) -> str:
    """The modalité that counts a type of facility; "" when none does."""
    par_type = {code: nom for nom, codes in TYPES.items() for code in codes}
    par_domaine = {domaine: nom for nom, domaine in SOUS_DOMAINES.items()}
    return par_type.get(typequ) or par_domaine.get(typequ[:2], "")


def _verifie_iris(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """An IRIS is written 01004_0102, and starts with its commune; a commune without IRIS stands for itself."""
    if "dciris" in cadre:
        faux = cadre[cadre["dciris"].str.strip().str.slice(0, 5) != cadre["code"].str.strip()]
        attendu = "un IRIS de la commune de la même ligne"
        lieu = {"feuille": contexte.feuille, "colonne": contexte.entete.get("dciris", "DCIRIS")}
        ecarts.fautes += [
            Faute(contexte.fichier, "iris_incoherent", extrait(iris), attendu, REMEDE_ORIGINE, ligne=int(ligne), **lieu)
            for ligne, iris in zip(faux["ligne"], faux["dciris"], strict=True)
        ]
    return cadre


def _compte(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    modalites = cadre["typequ"].str.strip().str.upper().map({t: modalite(t) for t in cadre["typequ"].str.strip().str.upper().unique()})
    suivies = modalites != ""
    if autres := int((~suivies).sum()):
        ecarts.ecartees[_AUTRE] = autres
    lignes = cadre.assign(modalite=modalites)[suivies]
    # one cell that is no number makes its sum unknown
    sommes = lignes.groupby(["code", "annee", "modalite", "millesime_geo"], observed=True, as_index=False).agg(
        valeur=("nb_equip", "sum"), statut=("nb_equip__statut", "max")
    )
    return sommes.assign(niveau="commune", mesure=MESURE, unite=UNITE, statut=sommes["statut"].astype("int8"))


SOURCES: tuple[Source, ...] = (
    source(
        id="insee_bpe",
        titre="Base permanente des équipements (BPE)",
        profil_secret="libre",
        dispositions=(
            Disposition(
                id="bpe_detail",
                cle=("code", "dciris", "typequ", *_DETAIL),
                colonnes=(
                    Colonne("code", ("depcom",), genre="code"),
                    Colonne("dciris", genre="texte", obligatoire=False),
                    Colonne("annee", ("an",), genre="annee"),
                    Colonne("typequ", genre="texte"),
                    Colonne("nb_equip", genre="entier"),
                    *(Colonne(nom, genre="texte", obligatoire=False) for nom in _DETAIL),
                ),
                preparer=_verifie_iris,
                vers_mesures=_compte,
            ),
        ),
        millesime_geo=lambda annee: annee,
        precedence=50,
        mesures_calculees={MESURE: MODALITES},
        inventaire=True,
        champ="France ; un type absent du fichier n'est pas compté, une commune absente n'en a aucun",
    ),
)


# Melodi: the same counts, laid out with their sub-totals -------------------------------------------------------------------

TYPES_MELODI = {nom: tuple(c for c in codes if c not in ("C101", "C102", "C104", "C105", "D201", "D301")) for nom, codes in TYPES.items()}
"""Without the types that are no longer in use."""
_CLES = ["niveau", "code", "annee", "millesime_geo"]
_INCOMPLET = "Équipements listés en partie pour {} : un type qui n'y est pas listé y reste non disponible, au lieu de valoir zéro."


def compte_melodi(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """One row per territory and modalité.  A type that is not listed is zero only where those that are add up to the published total.

    ``cadre``: typed rows of ``DS_BPE``, sub-totals (« _T ») included.
    """
    lignes = cadre[cadre["bpe_measure"].str.strip() == "FACILITIES"].reset_index(drop=True)
    rang = lignes.groupby(_CLES, observed=True, sort=False).ngroup().to_numpy()
    lieux = lignes[_CLES].drop_duplicates().reset_index(drop=True)
    tableau = _Tableau(lignes, rang, len(lieux))
    morceaux = [_morceau(lieux, nom, *tableau.types(codes)) for nom, codes in TYPES_MELODI.items()]
    morceaux += [_morceau(lieux, nom, *tableau.sous_domaine(domaine)) for nom, domaine in SOUS_DOMAINES.items()]
    if partiels := tableau.partiels:
        ecarts.avertissements.append(_INCOMPLET.format("1 territoire" if partiels == 1 else f"{partiels} territoires"))
    return pd.concat(morceaux, ignore_index=True)


def _morceau(lieux: pd.DataFrame, nom: str, valeur: np.ndarray, statut: np.ndarray, connue: np.ndarray) -> pd.DataFrame:
    return lieux.assign(modalite=nom, mesure=MESURE, unite=UNITE, valeur=valeur, statut=statut)[connue]


class _Tableau:
    """Sums by territory of the rows of one kind: a type, a sub-domain, a domain, everything."""

    def __init__(self, lignes: pd.DataFrame, rang: np.ndarray, nombre: int):
        self._rang, self._nombre = rang, nombre
        domaine, sous, genre = (lignes[nom].str.strip().to_numpy(dtype=object) for nom in _AXES)
        self._domaine, self._sous, self._type = domaine, sous, genre
        self._statut = lignes["valeur__statut"].to_numpy(dtype="int8")
        self._valeur = np.where(self._statut == 0, lignes["valeur"].to_numpy(), np.nan)
        self._total = {d: self._domaine_entier(d) for d in "CDF"}
        self._detail = {d: self._egal(d, genre != _T) for d in "CDF"}
        self._sous_detail = {d: self._egal(d, (sous != _T) & (genre == _T)) for d in "CDF"}

    @property
    def partiels(self) -> int:
        """Territories where a domain is not listed in full."""
        return int((~np.logical_and.reduce(list(self._detail.values()))).sum())

    def types(self, codes: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Value, status, and where they are known, of these types together."""
        listes = [self._type == code for code in codes]
        tous = np.logical_and.reduce([self._nombre_de(liste) > 0 for liste in listes])
        return (*self._cellules(np.logical_or.reduce(listes)), tous | self._detail[codes[0][0]])

    def sous_domaine(self, code: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The same for a sub-domain."""
        liste = (self._sous == code) & (self._type == _T)
        return (*self._cellules(liste), (self._nombre_de(liste) > 0) | self._sous_detail[code[0]])

    def _cellules(self, liste: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        statut = np.zeros(self._nombre, dtype="int8")
        np.maximum.at(statut, self._rang[liste], self._statut[liste])
        return self._somme(liste), statut

    def _nombre_de(self, liste: np.ndarray) -> np.ndarray:
        return np.bincount(self._rang[liste], minlength=self._nombre)

    def _somme(self, liste: np.ndarray) -> np.ndarray:
        return np.bincount(self._rang[liste], weights=self._valeur[liste], minlength=self._nombre)

    def _domaine_entier(self, domaine: str) -> np.ndarray:
        """The published total of a domain; zero where it has no row and the others add up to everything; else NaN."""
        totaux = (self._sous == _T) & (self._domaine != _T)
        tout, celui = self._domaine == _T, totaux & (self._domaine == domaine)
        sans = (self._nombre_de(tout) > 0) & (self._somme(totaux) == self._somme(tout))
        return np.where(self._nombre_de(celui) > 0, self._somme(celui), np.where(sans, 0.0, np.nan))

    def _egal(self, domaine: str, liste: np.ndarray) -> np.ndarray:
        return self._somme(liste & (self._domaine == domaine)) == self._total[domaine]


_T = "_T"
_AXES = ("facility_dom", "facility_sdom", "facility_type")

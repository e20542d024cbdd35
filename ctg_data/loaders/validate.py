"""Text frame x layout -> typed frame, with every fault at once: types, bounds, choices, keys."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ctg_data.loaders.conversion import annees, arrondis, milliers, nombres
from ctg_data.loaders.detect import Reconnue
from ctg_data.loaders.fautes import PLAFOND, Recueil, cite_cle, extrait, extrait_discret
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.model import Colonne, Disposition
from ctg_data.records import STATUTS
from ctg_data.settings import ANNEES

STATUT = "__statut"
VALEUR_MAX = 1e12
"""No published figure comes near it: all the benefits paid in France are a tenth of it."""
_IMPLICITES = (
    Colonne("annee", genre="annee", minimum=ANNEES[0], maximum=ANNEES[1]),
    Colonne("mois", genre="mois", minimum=0, maximum=12),
    Colonne("millesime_geo", genre="annee"),
)
_DENOMBRABLES = ("euros", "personnes", "habitants_ponderes", "foyers", "menages", "enfants", "familles", "places", "logements", "emplois")
"""Units of figures that run into thousands: three decimals in every cell of such a column are groups of thousands."""
VRAIS, FAUX = ("1", "true", "vrai", "oui", "o", "t", "v"), ("0", "false", "faux", "non", "n", "f", "")
_CITE_ANNEE = cite_cle(r"\D*[1-9]\d{3,8}\D*", "une cellule qui n'est pas une année")
_DISCRETS: Mapping[str, Callable[[object], str]] = {"annee_invalide": _CITE_ANNEE, "mois_invalide": extrait}
"""Kind of fault -> how a cell of the CAF's own data is told, where it is no figure."""
_CORRIGE = (
    "Corrigez cette cellule dans votre fichier ; s'il vient d'un producteur, téléchargez-le de nouveau sans l'ouvrir dans un tableur."
)


@dataclass(frozen=True)
class Lieu:
    """Where a check looks, and where it complains.  ``interne``: the cells are the CAF's own, their small counts are not quoted."""

    recueil: Recueil
    feuille: str
    entete: dict[str, str]
    interne: bool = False

    def signale(self, genre: str, colonne: str, cadre: pd.DataFrame, *, fautives: np.ndarray, attendu: str, remede: str = _CORRIGE) -> None:
        """One fault a line for the cells of ``colonne`` that ``fautives`` marks."""
        if not fautives.any():
            return
        premieres = cadre.loc[fautives, ["ligne", colonne]].head(PLAFOND)
        cellules = zip(premieres["ligne"], premieres[colonne], strict=True)
        nom, cite = self.entete.get(colonne, colonne), _DISCRETS.get(genre, extrait_discret) if self.interne else extrait
        self.recueil.cellules(
            genre, cellules, total=int(fautives.sum()), attendu=attendu, remede=remede, feuille=self.feuille, colonne=nom, cite=cite
        )


def entetes_lues(reconnue: Reconnue) -> dict[str, str]:
    """Canonical name (``nom@annee`` too) -> header as found, on one line."""
    lues = {}
    for nom, trouvees in reconnue.entete.trouvees.items():
        for t in trouvees:
            texte = " ".join(t.texte.split()) or nom
            lues.setdefault(nom, texte)
            lues[f"{nom}@{t.annee}"] = texte
    return lues


def type_cadre(cadre: pd.DataFrame, disposition: Disposition, lieu: Lieu) -> pd.DataFrame:
    """The frame with numbers, years and booleans typed, and one ``<nom>__statut`` (rank in STATUTS) beside each number."""
    types: dict[str, object] = {}
    for nom, colonne in colonnes_presentes(cadre, disposition):
        types |= _type_colonne(cadre, nom, colonne, disposition=disposition, lieu=lieu)
    # made at once: ``assign`` inserts its columns one by one, and a layout has up to eighty
    return pd.DataFrame({nom: cadre[nom] for nom in cadre.columns} | types, index=cadre.index) if types else cadre


def colonnes_presentes(cadre: pd.DataFrame, disposition: Disposition) -> list[tuple[str, Colonne]]:
    """Columns of the frame with the record that describes each, implicit ones included."""
    declarees = {c.nom: c for c in _IMPLICITES} | {c.nom: c for c in disposition.colonnes}
    noms = (str(nom) for nom in cadre.columns if not str(nom).endswith(STATUT))
    return [(nom, declarees[base]) for nom in noms if (base := nom.split("@")[0]) in declarees]


def _type_colonne(cadre: pd.DataFrame, nom: str, colonne: Colonne, *, disposition: Disposition, lieu: Lieu) -> dict[str, object]:
    if colonne.genre in ("entier", "nombre"):
        return _type_nombre(cadre, nom, colonne, disposition=disposition, lieu=lieu)
    if colonne.genre in ("annee", "mois"):
        return _type_entier(cadre, nom, colonne, lieu=lieu)
    if colonne.genre == "booleen":
        return _type_booleen(cadre, nom, lieu)
    if colonne.genre == "choix":
        propres = cadre[nom].str.strip()
        fautives = ~propres.isin(colonne.choix).to_numpy()
        choix = [valeur or "une cellule vide" for valeur in colonne.choix]
        attendu = f"l'une des valeurs {', '.join(choix)}" if len(choix) > 1 else f"« {choix[0]} », seule valeur admise"
        lieu.signale("choix_inconnu", nom, cadre, fautives=fautives, attendu=attendu)
        return {nom: propres}
    return {}


def _type_nombre(cadre: pd.DataFrame, nom: str, colonne: Colonne, *, disposition: Disposition, lieu: Lieu) -> dict[str, object]:
    if pd.api.types.is_numeric_dtype(cadre[nom]):
        valeurs = cadre[nom].to_numpy(dtype="float64")
        rangs = np.where(np.isnan(valeurs), STATUTS.index(disposition.marques.get("", "nd")), 0).astype("int8")
        fausses = np.zeros(len(valeurs), dtype=bool)
    else:
        valeurs, rangs, fausses = nombres(cadre[nom], disposition.marques)
        _verifie_milliers(cadre, nom, colonne, lieu)
        _verifie_arrondis(cadre, nom, lieu)
    attendu = "un nombre entier" if colonne.genre == "entier" else "un nombre"
    marques = [m for m in disposition.marques if m]
    if marques:
        attendu += " ou l'une des marques " + ", ".join(marques)
    lieu.signale("texte_dans_nombre", nom, cadre, fautives=fausses, attendu=attendu)
    _verifie_bornes(cadre, nom, colonne, valeurs=valeurs, lieu=lieu)
    return {nom: valeurs, nom + STATUT: np.where(fausses, 0, rangs).astype("int8")}


def _verifie_milliers(cadre: pd.DataFrame, nom: str, colonne: Colonne, lieu: Lieu) -> None:
    """« 1,234 » households are not one and a quarter."""
    if colonne.genre == "nombre" and colonne.unite not in _DENOMBRABLES:
        return
    lieu.signale(
        "milliers",
        nom,
        cadre,
        fautives=milliers(cadre[nom], entier=colonne.genre == "entier"),
        attendu="un nombre dont la virgule ou le point sépare les décimales, non les milliers",
        remede="Exportez de nouveau le tableau sans séparateur de milliers, ou reprenez le fichier d'origine chez le producteur.",
    )


def _verifie_arrondis(cadre: pd.DataFrame, nom: str, lieu: Lieu) -> None:
    lieu.signale(
        "nombre_arrondi",
        nom,
        cadre,
        fautives=arrondis(cadre[nom]),
        attendu="le nombre en entier : un tableur l'a écrit en puissance de dix, et ses derniers chiffres sont perdus",
        remede=REMEDE_ORIGINE,
    )


def _verifie_bornes(cadre: pd.DataFrame, nom: str, colonne: Colonne, *, valeurs: np.ndarray, lieu: Lieu) -> None:
    if colonne.genre == "entier":
        lieu.signale("nombre_non_entier", nom, cadre, fautives=np.isfinite(valeurs) & (valeurs % 1 != 0), attendu="un nombre entier")
    if colonne.minimum is not None:
        negatif = colonne.minimum >= 0
        trop_bas = valeurs < (0 if negatif else colonne.minimum)
        lieu.signale("valeur_negative" if negatif else "hors_bornes", nom, cadre, fautives=trop_bas, attendu=_bornes(colonne))
        if colonne.minimum > 0:
            lieu.signale("hors_bornes", nom, cadre, fautives=(valeurs >= 0) & (valeurs < colonne.minimum), attendu=_bornes(colonne))
    demesuree = valeurs > VALEUR_MAX
    lieu.signale("hors_bornes", nom, cadre, fautives=demesuree, attendu="un nombre d'au plus mille milliards")
    if colonne.maximum is not None:
        lieu.signale("hors_bornes", nom, cadre, fautives=(valeurs > colonne.maximum) & ~demesuree, attendu=_bornes(colonne))


def _bornes(colonne: Colonne) -> str:
    bas = "" if colonne.minimum is None else f"d'au moins {colonne.minimum:g}"
    haut = "" if colonne.maximum is None else f"d'au plus {colonne.maximum:g}"
    return "un nombre " + " et ".join(b for b in (bas, haut) if b)


def _type_entier(cadre: pd.DataFrame, nom: str, colonne: Colonne, *, lieu: Lieu) -> dict[str, object]:
    if pd.api.types.is_numeric_dtype(cadre[nom]):
        entiers = cadre[nom].to_numpy(dtype="int64")
    elif colonne.genre == "annee":
        entiers = annees(cadre[nom])
    else:
        valeurs, _, fausses = nombres(cadre[nom], {})
        entiers = np.where(fausses | (valeurs % 1 != 0), -1, np.nan_to_num(valeurs)).astype("int64")
    bas = max(int(colonne.minimum or 0), 1 if colonne.genre == "annee" else 0)
    haut = int(colonne.maximum or (12 if colonne.genre == "mois" else ANNEES[1]))
    attendu = f"un mois de {bas} à {haut}" if colonne.genre == "mois" else "une année, comme 2023"
    genre = "mois_invalide" if colonne.genre == "mois" else "annee_invalide"
    lieu.signale(genre, nom, cadre, fautives=(entiers < bas) | (entiers > haut), attendu=attendu)
    return {nom: entiers}


def _type_booleen(cadre: pd.DataFrame, nom: str, lieu: Lieu) -> dict[str, object]:
    if pd.api.types.is_bool_dtype(cadre[nom]):
        return {}
    propres = cadre[nom].str.strip().str.lower()
    vrais = propres.isin(VRAIS)
    lieu.signale(
        "booleen_invalide", nom, cadre, fautives=~(vrais | propres.isin(FAUX)).to_numpy(), attendu="oui ou non (1, 0, true, false)"
    )
    return {nom: vrais}


def verifie_cle(cadre: pd.DataFrame, disposition: Disposition, lieu: Lieu) -> None:
    """Two rows with the same key are a fault on the second one, which names the line of the first."""
    cle = _cle(cadre, disposition)
    doubles = cadre.duplicated(cle)
    if not doubles.any():
        return
    premieres = cadre[~doubles].set_index(cle)["ligne"]
    montrees = cadre[doubles].head(PLAFOND)
    cellules = [(int(ligne["ligne"]), _raconte(ligne, cle, premieres)) for _, ligne in montrees.iterrows()]
    attendu = "une seule ligne par " + ", ".join(lieu.entete[c] for c in cle if c in lieu.entete)
    colonne = lieu.entete.get(disposition.cle[0], disposition.cle[0])
    lieu.recueil.cellules(
        "cle_double",
        cellules,
        total=int(doubles.sum()),
        attendu=attendu,
        remede="Gardez la bonne ligne et supprimez l'autre, ou reprenez le fichier d'origine chez le producteur.",
        feuille=lieu.feuille,
        colonne=colonne,
        cite=str,
    )


def _cle(cadre: pd.DataFrame, disposition: Disposition) -> list[str]:
    return [c for c in dict.fromkeys(("niveau", *disposition.cle, "annee", "mois")) if c in cadre.columns]


def _raconte(ligne: pd.Series, cle: Sequence[str], premieres: pd.Series) -> str:
    valeurs = tuple(ligne[c] for c in cle)
    # commas: a code that stands before « enfants » is no number of them
    dites = ", ".join(str(v) for c, v in zip(cle, valeurs, strict=True) if c != "niveau")
    return f"{extrait(dites)}, déjà en ligne {int(premieres[valeurs if len(cle) > 1 else valeurs[0]])}"

"""From a recognised table to a frame of text with canonical columns: header, notes and empty rows left out."""

import re

import pandas as pd
import pyarrow.compute as pc

from ctg_data.loaders.conversion import arrow
from ctg_data.loaders.detect import Reconnue
from ctg_data.loaders.entetes import Entete, lit_entete, normalise
from ctg_data.loaders.fautes import Recueil, extrait
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.glissements import verifie_au_dessus, verifie_coupures, verifie_debordement, verifie_decalage
from ctg_data.loaders.lecture import LONGUEUR_CODE
from ctg_data.loaders.model import Disposition

_NOTE = r"(?i)^(?:notes?|sources?|champ|lecture|avertissement|mise à jour|so|nd|s|ns)\s*:"


def lit(reconnue: Reconnue, recueil: Recueil) -> pd.DataFrame:
    """Canonical columns as text ("" when empty) and ``ligne``, the 1-based line of the sheet; data rows only."""
    table, entete = reconnue.table, reconnue.entete
    largeur = len(table.apercu[entete.rang])
    verifie_au_dessus(reconnue, recueil)
    _verifie_accord(reconnue, recueil)
    brut = table.lit(_debut(reconnue), largeur, recueil)
    brut = _sans_vides(brut, largeur)
    _colonnes_inconnues(brut, entete, reconnue, recueil=recueil)
    verifie_coupures(brut, reconnue, recueil=recueil)
    noms = _noms(reconnue, recueil)
    cadre = brut[[*noms, "ligne"]].rename(columns=noms)
    cadre = cadre.loc[:, ~cadre.columns.duplicated()]  # a fault already; hooks may take a name for one column
    return _sans_notes(brut, cadre, largeur).reset_index(drop=True)


def _debut(reconnue: Reconnue) -> int:
    """First row after the header, which may have a second row of labels or codes below it."""
    suivant = reconnue.entete.rang + 1
    return suivant + (_second_entete(reconnue, suivant) is not None)


def _second_entete(reconnue: Reconnue, rang: int) -> Entete | None:
    """The row beside the header, when it names most of its columns too."""
    table = reconnue.table
    if table.format == "json" or not 0 <= rang < len(table.apercu):
        return None
    second = lit_entete(reconnue.disposition, table.apercu[rang], rang)
    textuelles = [t for trouvees in second.trouvees.values() for t in trouvees if t.texte.strip()]
    return second if len(textuelles) * 2 > len(reconnue.entete.trouvees) else None


def _verifie_accord(reconnue: Reconnue, recueil: Recueil) -> None:
    """Labels and codes that name the same column in two places: one of the rows slipped, and nothing tells which."""
    entete = reconnue.entete
    seconds = [second for rang in (entete.rang - 1, entete.rang + 1) if (second := _second_entete(reconnue, rang))]
    for second, nom in ((s, nom) for s in seconds for nom in s.trouvees if nom in entete.trouvees):
        ici, la = ({t.position for t in e.trouvees[nom]} for e in (entete, second))
        if ici.isdisjoint(la):
            recueil.ajoute(
                "entetes_contraires",
                f"« {' '.join(second.trouvees[nom][0].texte.split())} » en colonne {min(la) + 1}",
                attendu=f"en colonne {min(ici) + 1}, comme le dit l'autre ligne d'en-tête (ligne {entete.rang + 1})",
                remede=REMEDE_ORIGINE,
                feuille=reconnue.table.feuille,
                ligne=second.rang + 1,
            )
            return


def _sans_vides(brut: pd.DataFrame, largeur: int) -> pd.DataFrame:
    pleines = pd.Series(False, index=brut.index)
    for position in range(largeur):
        if pleines.all():
            break
        pleines |= pd.Series(pc.not_equal(arrow(brut[position]), "").to_numpy(zero_copy_only=False), index=brut.index)
    return brut[pleines]


def _sans_notes(brut: pd.DataFrame, cadre: pd.DataFrame, largeur: int) -> pd.DataFrame:
    """Footnotes, below the table: rows whose only text is a sentence, or that start with « Source : » and the like."""
    premiere = brut[0].str.strip()
    suspectes = premiere[(premiere.str.len() > LONGUEUR_CODE) | premiere.str.contains(":", regex=False)]
    if suspectes.empty or largeur < 2:
        return cadre
    lignes = brut.loc[suspectes.index, list(range(1, largeur))]
    seules = (lignes.map(str.strip) == "").all(axis=1)
    notes = suspectes.index[seules | suspectes.str.contains(_NOTE)]
    donnees = brut.index.difference(notes, sort=False)
    return cadre.drop(index=notes[notes > donnees.max()]) if len(donnees) else cadre


def _colonnes_inconnues(brut: pd.DataFrame, entete: Entete, reconnue: Reconnue, *, recueil: Recueil) -> None:
    inconnues = [texte for _, texte in entete.inconnues]
    if dimensions := [texte for texte in inconnues if _repartit(texte, reconnue.disposition)]:
        _dimensions_inconnues(dimensions, reconnue, recueil=recueil)
        return
    sans_nom = [
        p
        for p, texte in enumerate(reconnue.table.apercu[entete.rang])
        if not texte.strip() and p not in _positions(entete) and (brut[p].str.strip() != "").any()
    ]
    if sans_nom:
        verifie_decalage(brut, sans_nom, reconnue, recueil=recueil)
        verifie_debordement(brut, sans_nom, reconnue, recueil=recueil)
        inconnues.append(f"{len(sans_nom)} colonne(s) sans en-tête")
    if inconnues:
        lieu = f" de la feuille « {reconnue.table.feuille} »" if reconnue.table.feuille else ""
        recueil.avertit(f"Colonnes{lieu} non utilisées : {', '.join(' '.join(t.split()) for t in inconnues)}.")


def _repartit(texte: str, disposition: Disposition) -> bool:
    """Whether an unknown column splits rows that would then be taken for one another, or for their whole."""
    return disposition.exhaustive or re.fullmatch(disposition.repartissent or "(?!)", normalise(texte)) is not None


def _dimensions_inconnues(inconnues: list[str], reconnue: Reconnue, *, recueil: Recueil) -> None:
    recueil.ajoute(
        "dimension_inconnue",
        "la colonne " + ", ".join(extrait(texte) for texte in inconnues),
        attendu=f"les seules colonnes du jeu « {reconnue.source.titre} »",
        remede="Une colonne de plus répartit les chiffres en lignes qui ne se distinguent pas ici : reprenez le jeu que ce nom annonce.",
        feuille=reconnue.table.feuille,
        ligne=reconnue.entete.rang + 1 if reconnue.table.format != "json" else None,
    )


def _positions(entete: Entete) -> set[int]:
    return {t.position for trouvees in entete.trouvees.values() for t in trouvees}


def _noms(reconnue: Reconnue, recueil: Recueil) -> dict[int, str]:
    """Position -> canonical name; ``nom@annee`` in a layout that repeats a column for each year."""
    noms: dict[int, str] = {}
    genres = {c.nom: c.genre for c in reconnue.disposition.colonnes}
    for nom, trouvees in reconnue.entete.trouvees.items():
        large = reconnue.disposition.multi_annees and trouvees[0].annee is not None
        if large:
            # the first of two equal columns: the second is a fault, told below
            positions = {f"{nom}@{t.annee}": t.position for t in reversed(trouvees)}
            noms |= {position: large_nom for large_nom, position in positions.items()}
        else:
            noms[trouvees[0].position] = nom
        annees = [t.annee for t in trouvees]
        # in a layout of one year, two years in the headers are another fault
        double = len(set(annees)) < len(annees) if large else len(annees) > 1 and len(set(annees)) == 1
        if genres[nom] != "ignore" and double:
            _double(nom, reconnue, recueil=recueil)
    return noms


def _double(nom: str, reconnue: Reconnue, *, recueil: Recueil) -> None:
    recueil.ajoute(
        "colonne_double",
        f"la colonne « {nom} » deux fois",
        attendu="chaque colonne une seule fois",
        remede=REMEDE_ORIGINE,
        feuille=reconnue.table.feuille,
        ligne=reconnue.entete.rang + 1,
        colonne=nom,
    )

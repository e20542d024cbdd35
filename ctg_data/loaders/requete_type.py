"""The requête type: how its file is recognised, checked and turned into mesures."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ctg_data.loaders import requete_type_controles, requete_type_regles
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Parution, Source
from ctg_data.loaders.requete_type_fautes import Signaleur
from ctg_data.loaders.requete_type_lecture import Lecture
from ctg_data.loaders.requete_type_schema import CLE, PROFILS, REGIMES, SOURCE_ID, UNITES, VARIABLES
from ctg_data.records import STATUTS

_RANG_STATUT = {statut: rang for rang, statut in enumerate(("ok", "ns", "nd", "s"))}


def _prepare(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Check the rows (§8.1), then the relations between them (§8.2); give units of the catalogue."""
    textes = {c: frame[c].str.strip() for c in ("variable", "modalite", "unite", "mois", "regime", "statut")}
    lecture = Lecture(frame.assign(**textes))
    signaleur = Signaleur(contexte, ecarts)
    requete_type_regles.controle(lecture, signaleur)
    requete_type_controles.controle(lecture, signaleur)
    ecarts.extraction = requete_type_regles.extraction(lecture)
    unites = lecture.cellules(lambda variable, cle: variable.unite if cle[2] in variable.unites_admises else cle[2], defaut="")
    return lecture.frame.assign(unite=pd.Series(np.where(unites == "", lecture.frame["unite"], unites), index=frame.index, dtype="str"))


def _vers_mesures(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Variable -> mesure, at the commune; month and scheme stay as given (``somme_regimes`` adds schemes up)."""
    return frame.rename(columns={"variable": "mesure"}).assign(niveau="commune")


def _colonnes() -> tuple[Colonne, ...]:
    return (
        Colonne("annee", genre="annee", minimum=2010, maximum=2099),
        Colonne("mois", genre="mois", minimum=1, maximum=12),
        Colonne("code", ("code_commune",), genre="code"),
        Colonne("millesime_geo", genre="annee"),
        Colonne("regime", genre="choix", choix=REGIMES),
        Colonne("variable", genre="texte"),
        Colonne("modalite", genre="texte"),
        Colonne("unite", genre="choix", choix=UNITES),
        Colonne("valeur"),
        Colonne("statut", genre="choix", choix=STATUTS),
        Colonne("est", genre="booleen"),
        Colonne("arr5", genre="booleen"),
        Colonne("profil_secret", genre="choix", choix=PROFILS),
        Colonne("source", genre="texte"),
        Colonne("date_extraction", genre="texte"),
        Colonne("version_schema", genre="texte"),
    )


def somme_regimes(mesures: pd.DataFrame) -> pd.DataFrame:
    """One row per measure and place whatever the scheme: ``caf_msa`` where the file gives it, else caf and msa added up.

    ``mesures`` and the result have the columns of COLONNES_MESURES (``edition`` optional).  A sum has the scheme ``caf_msa``; one
    part without a value leaves it without one (s before nd before ns).  Other schemes (caf alone, none) stay as they are.
    """
    cle = [c for c in mesures.columns if c in ("source", "niveau", "code", "annee", "mois", "mesure", "modalite", "unite")]
    rangs = mesures.groupby(cle, observed=True, sort=False).ngroup()
    entiers = set(rangs[mesures["regime"] == "caf_msa"])
    partiels = mesures["regime"].isin(["caf", "msa"])
    gardees = mesures[~(partiels & rangs.isin(entiers))]
    doubles = rangs[gardees.index].duplicated(keep=False) & partiels[gardees.index]
    return pd.concat([gardees[~doubles], _sommes(gardees[doubles], cle)], ignore_index=True)[list(mesures.columns)]


def _sommes(mesures: pd.DataFrame, cle: Sequence[str]) -> pd.DataFrame:
    rangs = mesures["statut"].astype("str").map(_RANG_STATUT)
    premiers = {c: (c, "first") for c in ("millesime_geo", "edition") if c in mesures.columns}
    groupes = mesures.assign(_rang=rangs).groupby(list(cle), observed=True, sort=False)
    sommes = groupes.agg(valeur=("valeur", "sum"), _rang=("_rang", "max"), est=("est", "any"), arr5=("arr5", "any"), **premiers)
    statuts = sommes["_rang"].map({rang: statut for statut, rang in _RANG_STATUT.items()})
    return sommes.assign(regime="caf_msa", statut=statuts, valeur=sommes["valeur"].where(statuts == "ok")).reset_index()


SOURCES: tuple[Source, ...] = (
    Source(
        id=SOURCE_ID,
        titre="Requête type de la Caf",
        producteur="Caf",
        licence="Usage interne",
        profil_secret="caf_interne",
        dispositions=(
            Disposition(
                id="requete_type_1",
                niveau="commune",
                cle=tuple("code" if c == "code_commune" else c for c in CLE),
                formats=("csv", "xlsx"),
                colonnes=_colonnes(),
                marques={"": "nd"},
                separateurs=(";",),
                preparer=_prepare,
                vers_mesures=_vers_mesures,
            ),
        ),
        millesime_geo=lambda annee: annee + 1,
        precedence=10,
        mesures_calculees={v.id: tuple(m.code for m in v.demandees) for v in VARIABLES},
        portee_fine=True,
        parution=Parution(6, "Caf : les données de décembre sont définitives six mois plus tard"),
        champ="Caf, et régime agricole quand le régime le dit",
    ),
)

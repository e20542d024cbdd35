"""INSEE, estimated population on 1 January by département, sex and five broad ages, one sheet a year since 1975."""

import pandas as pd

from ctg_data.loaders.conversion import nombres
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.insee_commun import somme_fausse, source, verifie_sommes
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source
from ctg_data.loaders.remodelage import entetes_reunis
from ctg_data.records import CODE_FRANCE

AGES = {"0_19": "0 a 19 ans", "20_39": "20 a 39 ans", "40_59": "40 a 59 ans", "60_74": "60 a 74 ans", "75p": "75 ans et plus"}
_GROUPES = {"e": "ensemble", "h": "hommes", "f": "femmes"}
_FRANCE = "france metropolitaine et dom"
_AUTRES = ("france metropolitaine", "dom")


def _effectif(groupe: str, tranche: str, libelle: str) -> Colonne:
    """« Hommes : 0 à 19 ans »; both sexes together serve the checks only: they are the sum of the two."""
    nom, alias = f"{groupe}_{tranche}", (f"{_GROUPES[groupe]} : {libelle}",)
    if groupe == "e":
        return Colonne(nom, alias, genre="entier")
    return Colonne(nom, alias, genre="entier", mesure=f"pop_estimee_{groupe}", modalite=tranche, unite="personnes")


_EFFECTIFS = tuple(_effectif(g, tranche, libelle) for g in _GROUPES for tranche, libelle in {**AGES, "total": "total"}.items())


def _prepare(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Whole France is kept where Mayotte is in it (2014 on): before, it is another field; so are the other totals."""
    for groupe in _GROUPES:
        parts = [f"{groupe}_{tranche}" for tranche in AGES]
        verifie_sommes(cadre, f"{groupe}_total", parts, ecart=0, contexte=contexte, ecarts=ecarts)
    for tranche in (*AGES, "total"):
        verifie_sommes(cadre, f"e_{tranche}", (f"h_{tranche}", f"f_{tranche}"), ecart=0, contexte=contexte, ecarts=ecarts)
    textes = cadre["code"].map(normalise)
    _verifie_totaux(cadre, textes, contexte, ecarts)
    france = textes == _FRANCE
    autres = textes.isin(_AUTRES) | (france & (textes != "976").all())
    if nombre := int(autres.sum()):
        ecarts.ecartees["France dans un autre champ (métropole, outre-mer, sans Mayotte)"] = nombre
    niveau = france.map({True: "france", False: "departement"})
    return cadre.assign(niveau=niveau, code=cadre["code"].where(~france, CODE_FRANCE))[~autres]


def _verifie_totaux(cadre: pd.DataFrame, textes: pd.Series, contexte: Contexte, ecarts: Ecarts) -> None:
    """A département that is missing, or there twice, shows in the totals of the sheet."""
    habitants = pd.Series(nombres(cadre["e_total"], {})[0], index=cadre.index)
    departement, outremer = ~textes.isin((_FRANCE, *_AUTRES)), textes.str.startswith("97")
    parts = {_AUTRES[0]: departement & ~outremer, _AUTRES[1]: departement & outremer, _FRANCE: departement}
    for texte, siennes in parts.items():
        for ligne, dite in zip(cadre.loc[textes == texte, "ligne"], habitants[textes == texte], strict=True):
            if abs(dite - habitants[siennes].sum()) > 0:
                faute = somme_fausse(int(ligne), dite, habitants[siennes].sum(), contexte.entete["e_total"], contexte=contexte)
                ecarts.fautes.append(faute)


SOURCES: tuple[Source, ...] = (
    source(
        id="insee_estimations",
        titre="Estimations de population par département, sexe et grand âge",
        profil_secret="libre",
        dispositions=(
            Disposition(
                id="estim_pop_dep",
                niveau="",
                formats=("xls", "xlsx"),
                feuille=r"(?:19|20)\d\d",
                colonnes=(
                    Colonne("code", ("departements?",), genre="code"),
                    Colonne("libelle", ("",), genre="ignore", obligatoire=False),
                    *_EFFECTIFS,
                ),
                annee="feuille",
                motif_annee=r"((?:19|20)\d\d)",
                remodele=entetes_reunis("departements?"),
                preparer=_prepare,
            ),
        ),
        millesime_geo=lambda annee: annee,
        precedence=30,
        champ="France métropolitaine ; départements d’outre-mer depuis 1990, Mayotte depuis 2014",
    ),
)

"""DGFiP, IRCOM: income tax by commune and income bracket, in thousand euros, under the codes of tax directions."""

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.insee_commun import code_commune
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source

TRANCHES = {
    "total": "ensemble",
    "0_10000": "jusqu'à 10 000 €",
    "10001_12000": "de 10 001 à 12 000 €",
    "12001_15000": "de 12 001 à 15 000 €",
    "15001_20000": "de 15 001 à 20 000 €",
    "20001_30000": "de 20 001 à 30 000 €",
    "30001_50000": "de 30 001 à 50 000 €",
    "50001_100000": "de 50 001 à 100 000 €",
    "plus_100000": "plus de 100 000 €",
}
"""Brackets of the tax income of reference of a household, in euros."""
MESURES = (("foyers_fiscaux", "foyers_fiscaux", 1), ("revenu_fiscal", "euros", 1000), ("impot_net", "euros", 1000))
"""(measure, unit, factor): amounts are published in thousand euros."""
TOLERANCE = 0.01
"""Thousand euros by which a sum of eight rounded amounts may differ from the total."""
_DIRECTION = r"97\d|\d[\dAB]\d"
"""010, 2A0, 131, 754: the département and the number of the direction; 971: an overseas département."""
_AILLEURS = {"06900": "Monaco", "97123": "Saint-Barthélemy", "97127": "Saint-Martin"}
"""Codes of the DGFiP that are no commune of the 101 départements."""


def _prepare(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """INSEE codes from the direction and the commune; who lives out of the communes, and a line said twice, go."""
    direction = cadre["direction"].str.strip().str.upper()
    etranger = direction.str.fullmatch(r"[A-Z]\d\d") | cadre["commune"].str.strip().eq("999")
    ailleurs = direction.str[:2].add(cadre["commune"].str.strip()).map(_AILLEURS).mask(etranger, "résidents hors de France")
    # a withheld bracket is sometimes given twice, word for word
    repetees = ailleurs.isna() & cadre.drop(columns="ligne").duplicated()
    raisons = ailleurs.mask(repetees, "ligne répétée à l'identique")
    ecarts.ecartees |= {str(raison): int(nombre) for raison, nombre in raisons.value_counts().items()}
    gardes = cadre[raisons.isna()]
    complete = direction[gardes.index].str.fullmatch(_DIRECTION)
    ecarts.fautes += _mal_ecrites(gardes[~complete], contexte)
    gardes = gardes[complete]
    propre = direction[gardes.index]
    departement = propre.where(propre.str.startswith("97"), propre.str[:2])
    situes = code_commune(gardes.assign(direction=departement), "direction", "commune", contexte, ecarts)
    return situes.assign(tranche=situes["tranche"].map(_tranche))


def _mal_ecrites(lignes: pd.DataFrame, contexte: Contexte) -> Iterator[Faute]:
    """« 10 » was « 010 »: a spreadsheet went by."""
    for ligne, texte in zip(lignes["ligne"], lignes["direction"].str.strip(), strict=True):
        yield Faute(
            contexte.fichier,
            "zero_perdu" if texte.isdigit() else "code_mal_forme",
            f"« {texte} »",
            "un code direction de 3 caractères, comme 010, 2A0 ou 754",
            REMEDE_ORIGINE,
            feuille=contexte.feuille,
            ligne=int(ligne),
            colonne=contexte.entete.get("direction", "Dép."),
        )


def _tranche(texte: str) -> str:
    """The code of a bracket (« 10 001 à 12 000 » is 10001_12000); what is no bracket stays as it is, and is a fault."""
    net = normalise(texte)
    if net == "total":
        return "total"
    bornes = re.findall(r"\d+(?: \d{3})*", net)
    bornes = [b.replace(" ", "") for b in bornes]
    if len(bornes) == 1 and net.startswith(("+", "plus")):
        return f"plus_{bornes[0]}"
    return "_".join(bornes) if len(bornes) == 2 else texte


def _mesures(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Three measures a row, in households and euros; totals are checked against their brackets where all are known."""
    ecarts.fautes += _incoherences(cadre, contexte)
    parts = []
    for nom, unite, facteur in MESURES:
        part = cadre[["code", "annee", "millesime_geo"]].assign(mesure=nom, unite=unite, modalite=cadre["tranche"])
        parts.append(part.assign(valeur=np.round(cadre[nom] * facteur), statut=cadre[f"{nom}__statut"]))
    return pd.concat(parts, ignore_index=True)


def _incoherences(cadre: pd.DataFrame, contexte: Contexte) -> Iterator[Faute]:
    for nom, _, _ in MESURES:
        table = cadre.pivot(index="code", columns="tranche", values=nom).reindex(columns=list(TRANCHES))
        tranches, total = table.drop(columns="total"), table["total"]
        # eight brackets withheld or unknown in part: the total says nothing of their sum
        connus = tranches.notna().all(axis=1) & total.notna()
        faux = connus & ((tranches.sum(axis=1) - total).abs() > (TOLERANCE if nom != "foyers_fiscaux" else 0))
        lignes = cadre[cadre["tranche"] == "total"].set_index("code")["ligne"]
        for code in table.index[faux]:
            yield Faute(
                contexte.fichier,
                "total_incoherent",
                f"un total de {total[code]:g} pour {code}, alors que ses tranches font {tranches.loc[code].sum():g}",
                "un total égal à la somme des tranches",
                REMEDE_ORIGINE,
                feuille=contexte.feuille,
                ligne=int(lignes[code]),
                colonne=contexte.entete.get(nom, nom),
            )


SOURCES: tuple[Source, ...] = (
    Source(
        id="dgfip_ircom",
        titre="Impôt sur le revenu par commune (IRCOM)",
        producteur="DGFiP",
        licence="Licence Ouverte 2.0",
        profil_secret="filosofi",
        dispositions=(
            Disposition(
                id="ircom_communes",
                formats=("csv", "xlsx", "xls"),
                cle=("code", "tranche"),
                colonnes=(
                    Colonne("direction", (r"dep\.?(?:artement)?",), genre="texte"),
                    Colonne("commune", (r"(?:code )?commune",), genre="texte"),
                    Colonne("libelle", (r"libelle de la commune",), genre="ignore", obligatoire=False),
                    Colonne("tranche", (r"revenu fiscal de reference par tranche.*",), genre="choix", choix=tuple(TRANCHES)),
                    Colonne("foyers_fiscaux", (r"nombre de foyers fiscaux",), genre="entier"),
                    Colonne("revenu_fiscal", (r"revenu fiscal de reference des foyers fiscaux",), minimum=None),
                    Colonne("impot_net", (r"impot net \(total\)\*?",), minimum=None),
                ),
                # the year is that of the incomes, not that of the tax nor of the file
                annee="fichier",
                motif_annee=r"revenus?[ _-]*(?:de[ _-]*)?(20\d\d)",
                marques={"": "nd", "n.c.": "s", "nc": "s", "n.d.": "nd", "nd": "nd"},
                preparer=_prepare,
                vers_mesures=_mesures,
            ),
        ),
        millesime_geo=lambda annee: annee + 1,
        adresse="https://www.impots.gouv.fr",
        precedence=60,
        retard_mois=24,
        champ="foyers fiscaux résidant dans une commune de France",
        mesures_calculees={nom: tuple(TRANCHES) for nom, _, _ in MESURES},
    ),
)

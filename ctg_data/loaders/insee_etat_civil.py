"""INSEE, tables made for reading: births by département (``n1d``, ``n4d``) and France by year, death rates by census interval."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.conversion import nombres
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.fautes import cellules_fautives
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.insee_commun import RETARD_MOIS, codes_par_nom, somme_fausse, source, verifie_sommes
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Preparer, Source
from ctg_data.loaders.remodelage import entetes_reunis
from ctg_data.records import CODE_FRANCE

# Births of one year by département, without codes --------------------------------------------------------------------------

_TITRE_DES_LIGNES = "region et departement de domicile de la mere"
_AUTRES_TOTAUX = ("france metropolitaine", "departements d'outre-mer")
_MOIS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre")


def _naissances(nom: str, alias: str, mesure: str, modalite: str = "total") -> Colonne:
    return Colonne(nom, (alias,), genre="entier", mesure=mesure, modalite=modalite, unite="enfants")


_SEXE_ET_MARIAGE = (
    Colonne("nom", ("sexe de l'enfant : situation matrimoniale des parents",), genre="texte"),
    _naissances("naissances", "ensemble : ensemble", "naissances"),
    _naissances("dans", "ensemble : enfants nes dans le mariage", "naissances_mariage", "dans"),
    _naissances("hors", "ensemble : enfants nes hors mariage", "naissances_mariage", "hors"),
    _naissances("h", "garcons : ensemble", "naissances_sexe", "h"),
    _naissances("f", "filles : ensemble", "naissances_sexe", "f"),
)
_PAR_MOIS = (
    Colonne("nom", ("mois de naissance",), genre="texte"),
    _naissances("naissances", "annee", "naissances"),
    *(_naissances(mois, mois, "naissances_mois", f"{rang:02d}") for rang, mois in enumerate(_MOIS, 1)),
)


def _par_nom(*partitions: Sequence[str]) -> Preparer:
    """Names to codes, département first (an overseas région has no row of its own); each région must be the sum of the
    départements above it, which shows names or figures that slipped."""

    def prepare(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
        cadre = cadre[cadre["nom"].map(normalise) != _TITRE_DES_LIGNES]
        ecarts.fautes += _sans_total(cadre, contexte)
        for parts in partitions:
            verifie_sommes(cadre, "naissances", parts, ecart=0, contexte=contexte, ecarts=ecarts)
        noms = cadre["nom"].map(normalise)
        departements = codes_par_nom(cadre, "nom", "departement", contexte)
        regions = codes_par_nom(cadre, "nom", "region", contexte).where(departements == "", "")
        france, totaux = noms == "france", noms.isin(_AUTRES_TOTAUX)
        inconnus = (departements == "") & (regions == "") & ~france & ~totaux
        ecarts.fautes += [
            _nom_inconnu(ligne, nom, contexte) for ligne, nom in cadre.loc[inconnus, ["ligne", "nom"]].itertuples(index=False)
        ]
        ecarts.fautes += _totaux_faux(cadre, departements != "", regions != "", france, contexte=contexte)
        if nombre := int(totaux.sum()):
            ecarts.ecartees["total d'un autre champ (métropole, outre-mer)"] = nombre
        niveau = np.select([departements != "", regions != ""], ["departement", "region"], "france")
        code = departements.where(departements != "", regions).where(~france, CODE_FRANCE)
        return cadre.assign(code=code, niveau=niveau)[~inconnus & ~totaux]

    return prepare


def _sans_total(cadre: pd.DataFrame, contexte: Contexte) -> Iterator[Faute]:
    """Without any total, nothing tells the parts that changed places: under two headers their labels are the same."""
    premiere = cadre.head(1) if (cadre["naissances"].str.strip() == "").all() else cadre.head(0)
    attendu = "le total, dont les autres colonnes font la somme"
    return cellules_fautives(premiere, "naissances", contexte, code="total_absent", attendu=attendu, remede=REMEDE_ORIGINE)


def _nom_inconnu(ligne: int, nom: str, contexte: Contexte) -> Faute:
    return Faute(
        contexte.fichier,
        "nom_inconnu",
        f"« {' '.join(nom.split())} »",
        "le nom d'un seul département ou d'une seule région",
        REMEDE_ORIGINE,
        feuille=contexte.feuille,
        ligne=int(ligne),
        colonne=contexte.entete.get("nom", ""),
    )


def _totaux_faux(cadre: pd.DataFrame, departements: pd.Series, regions: pd.Series, france: pd.Series, *, contexte: Contexte) -> list[Faute]:
    """Régions that the départements above them do not make, and a France that all of them do not make."""
    valeurs, fautes, region, pays = nombres(cadre["naissances"], {})[0], [], 0.0, 0.0
    for ligne, valeur, en_departement, en_region, en_france in zip(cadre["ligne"], valeurs, departements, regions, france, strict=True):
        if en_departement:
            region, pays = region + valeur, pays + valeur
        elif en_region or en_france:
            somme = pays if en_france else region
            if abs(valeur - somme) > 0:
                fautes.append(somme_fausse(int(ligne), valeur, somme, contexte.entete["naissances"], contexte=contexte))
            region = 0.0
    return fautes


def _par_departement(identifiant: str, colonnes: tuple[Colonne, ...], preparer: Preparer, **champs: object) -> Disposition:
    return Disposition(
        id=identifiant,
        niveau="",
        formats=("xlsx", "xls"),
        # the other sheet gives the same in percent
        feuille="NBNAIS",
        colonnes=colonnes,
        annee="titre",
        motif_annee=r"par departement et region de domicile de la mere\. annee (20\d\d)",
        preparer=preparer,
        # these workbooks all declare the dimension A1
        etendue_libre=True,
        **champs,
    )


# France by year --------------------------------------------------------------------------------------------------------------

_SANS_MAYOTTE = r"\d{4} hors mayotte"


def _annees_de_france(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """2014 stands twice: with Mayotte, as every year since, and without, as every year before."""
    annees = cadre["annee"].map(normalise)
    sans = annees.str.fullmatch(_SANS_MAYOTTE)
    if nombre := int(sans.sum()):
        ecarts.ecartees["France sans Mayotte, quand elle est donnée avec"] = nombre
    ecarts.avertissements.append("Jusqu’en 2013, ces chiffres de la France sont sans Mayotte.")
    return cadre.assign(annee=annees.str.replace(" y c. mayotte", "", regex=False))[~sans]


_FRANCE = Disposition(
    id="demo_naiss_nbre_taux",
    niveau="france",
    formats=("xlsx", "xls", "csv"),
    cle=("annee",),
    colonnes=(
        Colonne("annee", genre="annee"),
        Colonne(
            "vivantes",
            ("nombre de naissances vivantes",),
            genre="entier",
            mesure="naissances_vivantes",
            unite="enfants",
        ),
        Colonne(
            "natalite",
            (r"taux de natalite \(pour 1 000 habitants\)",),
            mesure="taux_natalite",
            unite="pour1000",
            additif=False,
            maximum=100,
        ),
    ),
    preparer=_annees_de_france,
)

# Death rates by census interval ---------------------------------------------------------------------------------------------

_INTERVALLE = r"((?:19|20)\d\d)-((?:19|20)\d\d)"


def _derniers_intervalles(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """The year of a row is the end of its interval; going back from the latest one, those that overlap a later one are set aside."""
    bornes = cadre["annee"].str.strip().str.extract(_INTERVALLE + "$")
    mal_formes = bornes[0].isna()
    # without a code it would be set aside, and an older interval stand for it
    ecarts.fautes += cellules_fautives(
        cadre[mal_formes & (cadre["code"].str.strip() == "")],
        "annee",
        contexte,
        code="ligne_decalee",
        attendu="un intervalle comme 2013-2018, à sa place",
        remede=REMEDE_ORIGINE,
    )
    distincts = bornes[~mal_formes].drop_duplicates().sort_values([1, 0], ascending=False).itertuples(index=False)
    gardes, debut = [], "9999"
    for depuis, jusqu_a in distincts:
        if jusqu_a <= debut:
            gardes.append(f"{depuis}-{jusqu_a}")
            debut = depuis
    garde = cadre["annee"].str.strip().isin(gardes) | mal_formes
    if nombre := int((~garde).sum()):
        ecarts.ecartees["intervalle entre deux recensements qui en recouvre un plus récent"] = nombre
    # what is not an interval stays, for the check of years to quote it
    return cadre.assign(annee=bornes[1].where(~mal_formes, "« " + cadre["annee"].str.strip() + " »"))[garde]


_MORTALITE = Disposition(
    id="rp_evol_mortalite",
    niveau="departement",
    colonnes=(
        Colonne("code", ("codgeo",), genre="code"),
        Colonne("libgeo", genre="ignore", obligatoire=False),
        Colonne("annee", ("an",), genre="annee"),
        Colonne("mortalite", ("tx_morta",), mesure="taux_mortalite", unite="pour1000", additif=False, maximum=100),
    ),
    separateurs=(";",),
    preparer=_derniers_intervalles,
)

SOURCES: tuple[Source, ...] = (
    source(
        id="insee_etat_civil",
        titre="État civil, tableaux de naissances (N1D, N4D, France par année)",
        profil_secret="libre",
        dispositions=(
            _par_departement("n1d", _SEXE_ET_MARIAGE, _par_nom(("dans", "hors"), ("h", "f")), remodele=entetes_reunis("sexe de l'enfant")),
            _par_departement("n4d", _PAR_MOIS, _par_nom(_MOIS)),
            _FRANCE,
        ),
        millesime_geo=lambda annee: annee + 1,
        # the workbook of all communes says the same, and more
        precedence=40,
        champ="France, y compris Mayotte à partir de 2014",
        # one table a theme
        portee_fine=True,
        facultative=True,
    ),
    source(
        id="insee_mortalite",
        titre="Taux de mortalité entre deux recensements (statistiques locales)",
        profil_secret="libre",
        dispositions=(_MORTALITE,),
        millesime_geo=lambda annee: annee + 3,
        precedence=40,
        retard_mois=RETARD_MOIS,
        annees_cumulees=5,
        champ="France hors Mayotte",
        hors_champ=("976",),
    ),
)

"""INSEE, census: activity of the 25-54, ages (``TD_POP1B``), couples, families and households."""

import numpy as np
import pandas as pd

from ctg_data.loaders.insee_commun import ANNEES_DU_RECENSEMENT, NIVEAUX, RECENSEMENT_PARU, RETARD_MOIS, code_commune, distincts, source
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source
from ctg_data.records import CODE_FRANCE

# Activity ------------------------------------------------------------------------------------------------------------


def _actifs(sexe: str, rang: int, etat: str, libelle: str) -> Colonne:
    """One sex and status: technical name (s1taxtypac_rec1rpop2022) or label (Hommes Actifs ayant un emploi RP2022)."""
    numero, qui = {"h": ("1", "hommes"), "f": ("2", "femmes")}[sexe]
    return Colonne(
        f"{etat}_{sexe}",
        (rf"s{numero}taxtypac_rec{rang}rpop(?P<aaaa>20\d\d)", rf"{qui} {libelle} rp ?(?P<aaaa>20\d\d)"),
        mesure=f"rp_{etat}_25_54",
        modalite=sexe,
        unite="personnes",
        obligatoire=rang < 3,
    )


_ETATS = ((1, "actifs_occupes", "actifs ayant un emploi"), (2, "chomeurs", "chomeurs"), (3, "inactifs", "inactifs"))
ACTIVITE = tuple(_actifs(sexe, rang, etat, libelle) for sexe in "hf" for rang, etat, libelle in _ETATS)


def _communes_vivantes(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Join the code; set aside communes that have merged since, kept without figures."""
    vides = (cadre[[c.nom for c in ACTIVITE if c.nom in cadre]].map(str.strip) == "").all(axis=1)
    disparues = vides & (cadre["stable"].str.strip() == "0")
    if nombre := int(disparues.sum()):
        ecarts.ecartees["commune fusionnée depuis, gardée sans chiffre par l'INSEE"] = nombre
    return code_commune(cadre[~disparues], "dr", "cr", contexte, ecarts)


_GEOGRAPHIE = "(?: en geographie courante)?"
_ACTIVITE = Disposition(
    id="rp_activite_25_54",
    formats=("xlsx", "xls", "csv"),
    colonnes=(
        Colonne("dr", ("departement" + _GEOGRAPHIE,), genre="texte"),
        Colonne("cr", ("commune" + _GEOGRAPHIE,), genre="texte"),
        Colonne("stable", ("indicateur de stabilite de la commune",), genre="texte"),
        Colonne("rr", ("region" + _GEOGRAPHIE,), genre="ignore", obligatoire=False),
        Colonne("dr_millesime", (r"dr\d\d", r"departement en geographie 20\d\d"), genre="ignore", obligatoire=False),
        Colonne("libelle", ("libelle de commune",), genre="ignore", obligatoire=False),
        *ACTIVITE,
    ),
    annee="entete",
    preparer=_communes_vivantes,
)

# Ages ----------------------------------------------------------------------------------------------------------------

_SEXES = {"1": "h", "2": "f", "H": "h", "F": "f"}
PAR_AGE = ("pop_age_h", "pop_age_f")
AGES = tuple(f"{age:03d}" for age in range(101))


def _niveaux(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Level by level; sex 1 or 2 and ages « 0 » to « 100 » take their usual form; other zonings are set aside."""
    niveaux = distincts(cadre["nivgeo"], lambda texte: NIVEAUX.get(texte.upper(), ""))
    if nombre := int((niveaux == "").sum()):
        ecarts.ecartees["zonage qui n'est pas suivi ici"] = nombre
    france = niveaux == "france"
    return cadre.assign(
        niveau=niveaux,
        code=cadre["code"].where(~france, CODE_FRANCE),
        sexe=distincts(cadre["sexe"], lambda texte: _SEXES.get(texte.upper(), texte)),
        age=distincts(cadre["age"], lambda texte: texte.zfill(3)),
    )[niveaux != ""]


def _par_age(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    mesures = pd.Categorical.from_codes((cadre["sexe"] == "f").to_numpy().astype("int8"), PAR_AGE)
    fixes = {"mesure": mesures, "unite": pd.Categorical.from_codes(np.zeros(len(cadre), "int8"), ["personnes"])}
    colonnes = ["niveau", "code", "annee", "age", "nb", "nb__statut", "millesime_geo"]
    return cadre[colonnes].rename(columns={"age": "modalite", "nb": "valeur", "nb__statut": "statut"}).assign(**fixes)


_POP1B = Disposition(
    id="td_pop1b",
    niveau="",
    cle=("code", "sexe", "age"),
    colonnes=(
        Colonne("nivgeo", genre="texte"),
        Colonne("code", ("codgeo",), genre="code"),
        Colonne("libgeo", genre="ignore", obligatoire=False),
        Colonne("sexe", genre="choix", choix=("h", "f")),
        Colonne("age", ("aged100",), genre="choix", choix=AGES),
        Colonne("nb"),
    ),
    separateurs=(";",),
    annee="fichier",
    motif_annee=r"td_pop1b_(20\d\d)",
    preparer=_niveaux,
    vers_mesures=_par_age,
)

# Families ------------------------------------------------------------------------------------------------------------


def _menages(nom: str, mesure: str, unite: str, modalite: str = "total", obligatoire: bool = False) -> Colonne:
    """C21_MEN: complementary exploitation (P: main), year, variable."""
    return Colonne(nom, (rf"[cp](?P<aa>\d\d)_{nom}",), mesure=mesure, modalite=modalite, unite=unite, obligatoire=obligatoire)


_POPULATION_DES_MENAGES = Colonne("pmen", (r"c(?P<aa>\d\d)_pmen",), mesure="rp_population_menages", unite="personnes", obligatoire=False)
FAMILLES = (
    _menages("men", "rp_menages", "menages"),
    _menages("menpseul", "rp_menages_seuls", "menages"),
    _menages("menfammono", "rp_menages_monop", "menages"),
    _menages("fam", "rp_familles", "familles", obligatoire=True),
    _menages("coupaenf", "rp_couples_avec_enfants", "familles"),
    _menages("fammono", "rp_familles_monop", "familles"),
    _menages("hmono", "rp_monop_pere", "familles"),
    _menages("fmono", "rp_monop_mere", "familles"),
    _menages("coupsenf", "rp_couples_sans_enfants", "familles"),
    *(_menages(f"ne24f{rang}", "rp_familles_enfants", "familles", f"ne{rang}") for rang in ("0", "1", "2", "3", "4p")),
)
_COUPLES = Disposition(
    id="base_cc_coupl_fam_men",
    formats=("csv", "xlsx", "xls"),
    colonnes=(
        Colonne("code", ("codgeo",), genre="code"),
        Colonne("libgeo", genre="ignore", obligatoire=False),
        _POPULATION_DES_MENAGES,
        *FAMILLES,
    ),
    annee="entete",
    # the workbook repeats its columns for three censuses
    multi_annees=True,
)


def source_rp(identifiant: str, titre: str, *dispositions: Disposition, decalage: int, **champs: object) -> Source:
    """A census of year N is published in the communes of N + ``decalage``."""
    return source(
        id=identifiant,
        titre=titre,
        profil_secret="insee_rp",
        dispositions=dispositions,
        millesime_geo=lambda annee: annee + decalage,
        precedence=20,
        retard_mois=RETARD_MOIS,
        parution=RECENSEMENT_PARU,
        annees_cumulees=ANNEES_DU_RECENSEMENT,
        champ="France hors Mayotte",
        hors_champ=("976",),
        **champs,
    )


SOURCES: tuple[Source, ...] = (
    source_rp("insee_rp_activite", "Recensement, activité des 25-54 ans", _ACTIVITE, decalage=2),
    source_rp(
        "insee_rp_ages",
        "Recensement, population par sexe et âge (TD_POP1B)",
        _POP1B,
        decalage=3,
        mesures_calculees=dict.fromkeys(PAR_AGE, ()),
    ),
    source_rp("insee_rp_familles", "Recensement, couples, familles et ménages", _COUPLES, decalage=3),
)

"""The data sets of Melodi that feed the product, and which value of each dimension feeds which measure and modalité."""

from collections.abc import Callable

from ctg_data.loaders.insee_bpe import MESURE, MODALITES, compte_melodi
from ctg_data.loaders.insee_commun import ANNEES_DU_RECENSEMENT, FILOSOFI_PARU, NAISSANCES_PARUES, RECENSEMENT_PARU, RETARD_MOIS, source
from ctg_data.loaders.insee_melodi import METROPOLE, TOTAL, Cible, Jeu, calculees, disposition
from ctg_data.loaders.model import Source

# Census ----------------------------------------------------------------------------------------------------------------

_PCS = "rp_pop_15_plus_pcs"
POPULATION = Jeu(
    id="DS_RP_POPULATION_COMP",
    dimensions=("SEX", "PCS", "AGE", "RP_MEASURE"),
    cibles=(
        Cible((TOTAL, TOTAL, "Y_GE15", "POP"), "rp_pop_15_plus", "personnes"),
        Cible(("M", TOTAL, "Y_GE15", "POP"), "rp_pop_15_plus", "personnes", "h"),
        Cible(("F", TOTAL, "Y_GE15", "POP"), "rp_pop_15_plus", "personnes", "f"),
        Cible((TOTAL, TOTAL, "Y15T24", "POP"), "rp_pop_15_plus_age", "personnes", "15_24"),
        Cible((TOTAL, TOTAL, "Y25T54", "POP"), "rp_pop_15_plus_age", "personnes", "25_54"),
        Cible((TOTAL, TOTAL, "Y_GE55", "POP"), "rp_pop_15_plus_age", "personnes", "55_plus"),
        *(Cible((TOTAL, pcs, "Y_GE15", "POP"), _PCS, "personnes", f"pcs{pcs}") for pcs in "12345679"),
    ),
)


def _familles(type_: str, mesure: str, enfants: str = TOTAL, modalite: str = "total") -> Cible:
    return Cible((type_, enfants, "NBFAM"), mesure, "familles", modalite)


FAMILLES = Jeu(
    id="DS_RP_FAMILLE_COMP",
    # type of family, number of children under 25
    dimensions=("TFN", "NCH", "RP_MEASURE"),
    cibles=(
        _familles(TOTAL, "rp_familles"),
        _familles("1", "rp_familles_monop"),
        _familles("11", "rp_monop_pere"),
        _familles("12", "rp_monop_mere"),
        _familles("21", "rp_couples_sans_enfants"),
        _familles("22", "rp_couples_avec_enfants"),
        _familles("220", "rp_familles_recomposees"),
        _familles("223", "rp_familles_traditionnelles"),
        *(_familles(TOTAL, "rp_familles_enfants", f"CH{n}_Y_LT25", f"ne{n}") for n in range(4)),
        _familles(TOTAL, "rp_familles_enfants", "CH_GE4_Y_LT25", "ne4p"),
    ),
)

# Births, facilities ------------------------------------------------------------------------------------------------------

ETAT_CIVIL = Jeu(
    # births and deaths are two data sets of one layout, DS_ETAT_CIVIL_NAIS_COMMUNES and DS_ETAT_CIVIL_DECES_COMMUNES
    id="DS_ETAT_CIVIL",
    dimensions=("EC_MEASURE",),
    cibles=(Cible(("LVB",), "naissances", "enfants"), Cible(("DTH",), "deces", "personnes")),
)
BPE = Jeu(
    id="DS_BPE",
    dimensions=("FACILITY_DOM", "FACILITY_SDOM", "FACILITY_TYPE", "BPE_MEASURE"),
    # its modalités add types up, and its sub-totals say which absent types are zero: insee_bpe.compte_melodi
    cibles=(Cible((TOTAL, TOTAL, TOTAL, "FACILITIES"), MESURE, "equipements"),),
    tout=True,
)

# Incomes ---------------------------------------------------------------------------------------------------------------


def _filosofi(
    mesure: str, unite: str, noms: dict[str, str], *, minimum: float | None = 0, maximum: float | None = None
) -> tuple[Cible, ...]:
    return tuple(Cible((code,), mesure, unite, nom, minimum, maximum) for code, nom in noms.items())


FILOSOFI = Jeu(
    id="DS_FILOSOFI_CC",
    dimensions=("FILOSOFI_MEASURE",),
    cibles=(
        *_filosofi("filo_menages", "menages", {"NUM_HH": "total"}),
        *_filosofi("filo_personnes", "personnes", {"NUM_PER": "total"}),
        *_filosofi("filo_uc", "uc", {"NUM_CU": "total"}),
        *_filosofi(
            "filo_niveau_vie",
            "euros",
            {"MED_SL": "mediane", "Q1_SL": "q1", "Q3_SL": "q3"} | {f"D{n}_SL": f"d{n}" for n in (1, 2, 3, 4, 6, 7, 8, 9)},
            minimum=None,
        ),
        *_filosofi("filo_rapport", "ratio", {"IR_D9_D1_SL": "d9_d1"}),
        *_filosofi("filo_taux_pauvrete", "pourcent", {"PR_MD60": "total"}, maximum=100),
        *_filosofi("filo_part_imposes", "pourcent", {"S_HH_TAX": "total"}, maximum=100),
        # taxes are negative, and a loss of the self-employed may be
        *_filosofi(
            "filo_part_revenu",
            "pourcent",
            {
                "S_EI_DI": "pact",
                "S_EI_DI_SAL": "ptsa",
                "S_EI_DI_UNE": "pcho",
                "S_EI_DI_N_SAL": "pben",
                "S_RET_PEN_DI": "ppen",
                "S_INC_ASS_DI": "ppat",
                "S_SOC_BEN_DI": "ppsoc",
                "S_SOC_BEN_DI_FAM_BEN": "ppfam",
                "S_SOC_BEN_DI_MIN_SOC": "ppmini",
                "S_SOC_BEN_DI_HOU_BEN": "pplogt",
                "S_DIR_TAX_DI": "pimpot",
            },
            minimum=None,
        ),
    ),
    france=("F", METROPOLE),
    additif=False,
)
JEUX = (POPULATION, FAMILLES, ETAT_CIVIL, BPE, FILOSOFI)


def _source(identifiant: str, titre: str, jeu: Jeu, *, decalage: int, vers_mesures: Callable | None = None, **champs: object) -> Source:
    """A data set whose figures of year N are given in the communes of N + ``decalage``, all years alike."""
    return source(
        id=identifiant,
        titre=f"{titre} ({jeu.id})",
        dispositions=(disposition(jeu, vers_mesures),),
        millesime_geo=lambda annee: annee + decalage,
        # the same figures as the files of each theme
        **{"facultative": True, "mesures_calculees": calculees(jeu)} | champs,
    )


_RECENSEMENT = {
    "profil_secret": "insee_rp",
    "decalage": 3,
    "precedence": 25,
    "retard_mois": RETARD_MOIS,
    "parution": RECENSEMENT_PARU,
    "annees_cumulees": ANNEES_DU_RECENSEMENT,
    "champ": "France hors Mayotte",
    "hors_champ": ("976",),
}
SOURCES: tuple[Source, ...] = (
    _source("insee_melodi_population", "Recensement, population de 15 ans ou plus", POPULATION, **_RECENSEMENT),
    _source("insee_melodi_familles", "Recensement, familles", FAMILLES, **_RECENSEMENT),
    _source(
        "insee_melodi_naissances",
        "Naissances et décès domiciliés",
        ETAT_CIVIL,
        profil_secret="libre",
        decalage=1,
        precedence=15,
        parution=NAISSANCES_PARUES,
        champ="France, y compris Mayotte à partir de 2014",
        # one file births, another deaths, which no other file of the whole country gives
        portee_fine=True,
        facultative=False,
    ),
    _source(
        "insee_melodi_bpe",
        "Équipements",
        BPE,
        vers_mesures=compte_melodi,
        profil_secret="libre",
        decalage=0,
        precedence=45,
        mesures_calculees={MESURE: MODALITES},
        champ="France",
    ),
    _source(
        "insee_melodi_filosofi",
        "Filosofi, revenus et pauvreté",
        FILOSOFI,
        profil_secret="filosofi",
        decalage=2,
        precedence=25,
        retard_mois=RETARD_MOIS,
        parution=FILOSOFI_PARU,
        champ="ménages fiscaux, France métropolitaine, Martinique et La Réunion",
        hors_france=("971", "972", "973", "974", "976"),
    ),
)

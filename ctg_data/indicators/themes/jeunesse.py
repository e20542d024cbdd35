"""Jeunesse, de 12 à 25 ans (domain.md §2.3)."""
# ruff: noqa: E501  (a sentence is easier to proofread unbroken)

from ctg_data.indicators.model import Branche, Etoile, Face, Indicateur, Manque, Ratio, Sens, Somme
from ctg_data.indicators.termes import EPCI_ET_DEPARTEMENT, EPCI_ET_PLUS, ages, ref

THEME = "JE"
_12_25 = ages(12, 25)
_PS_JEUNES = ref("etp", "ps_jeunes")


def _etp(ident: str, libelle: str, *, modalite: str, quoi: str) -> Indicateur:
    return Indicateur(
        id=ident,
        libelle=libelle,
        definition=f"Équivalents temps plein {quoi} pour 1 000 jeunes de 12 à 25 ans.",
        theme=THEME,
        angle=2,
        formules=(Ratio(ref("etp", modalite), _12_25, pour=1000, bornee=False),),
        unite="ETP pour 1 000",
        decimales=2,
        sens=Sens.HAUT_FAVORABLE,
        lecture=f"En {{annee}}, {{territoire}}, on compte {{valeur}} ETP {quoi} pour 1 000 jeunes de 12 à 25 ans.",
        prudence="Le poste est compté au lieu d’intervention déclaré, qui peut servir plusieurs territoires.",
        etoile=Etoile(Branche.JE, Face.OFFRE),
        niveaux=EPCI_ET_PLUS,
    )


def _ecart(ident: str, libelle: str, *, unite: str, par: float, lecture: str, etoile: Etoile | None = None) -> Indicateur:
    return Indicateur(
        id=ident,
        libelle=libelle,
        definition="Postes financés par la prestation de service jeunes à ajouter pour atteindre le taux du département (de la France pour un "
        "département) ; négatif : postes au-dessus de la référence.",
        theme=THEME,
        angle=3,
        formules=(Manque(_PS_JEUNES, _12_25, pour=1000, par=par),),
        unite=unite,
        decimales=2 if par else 1,
        sens=Sens.HAUT_DEFAVORABLE,
        lecture=lecture,
        prudence="La référence est une moyenne observée, et non une norme.",
        etoile=etoile,
        niveaux=EPCI_ET_DEPARTEMENT,
    )


def _recensement(ident: str, libelle: str, *, definition: str, num: Somme, den: Somme, sens: Sens, sont: str, prudence: str) -> Indicateur:
    return Indicateur(
        id=ident,
        libelle=libelle,
        definition=definition,
        theme=THEME,
        angle=1,
        formules=(Ratio(num, den),),
        unite="%",
        decimales=1,
        sens=sens,
        lecture=f"En {{annee}}, {{territoire}}, {{valeur}} % {sont}.",
        prudence=prudence,
        etoile=Etoile(Branche.JE, Face.BESOIN, -1 if sens is Sens.HAUT_FAVORABLE else 1),
        seuils=("rp", "n50"),
    )


INDICATEURS = (
    _recensement(
        "tx_scol_18_24",
        "Scolarisation des 18-24 ans",
        definition="Jeunes de 18 à 24 ans inscrits dans un établissement d’enseignement, rapportés aux jeunes du même âge.",
        num=ref("rp_scolarises", "18_24"),
        den=ref("rp_population_scolaire", "18_24"),
        sens=Sens.HAUT_FAVORABLE,
        sont="des jeunes de 18 à 24 ans font des études",
        prudence="Ceux qui partent étudier ailleurs ne sont plus comptés : la part baisse dans les territoires ruraux.",
    ),
    _recensement(
        "chom_15_24_rp",
        "Chômage des 15-24 ans (recensement)",
        definition="Chômeurs au sens du recensement, parmi les actifs de 15 à 24 ans.",
        num=ref("rp_chomeurs_15_24"),
        den=ref("rp_actifs_15_24"),
        sens=Sens.HAUT_DEFAVORABLE,
        sont="des actifs de 15 à 24 ans se déclarent au chômage",
        prudence="Déclaratif : ce n’est pas le chômage au sens du BIT. Les jeunes en études ne sont pas actifs.",
    ),
    Indicateur(
        id="part_18_24_br",
        libelle="Part des allocataires de 18 à 24 ans à bas revenus",
        definition="Foyers à bas revenus dont le responsable a de 18 à 24 ans, parmi les foyers de référence du même âge.",
        theme=THEME,
        angle=1,
        formules=(Ratio(ref("foyers_br", "18_24"), ref("foyers_ref", "18_24")),),
        unite="%",
        decimales=1,
        sens=Sens.HAUT_DEFAVORABLE,
        lecture="En {annee}, {territoire}, {valeur} % des foyers allocataires de référence dont le responsable a de 18 à 24 ans ont de bas revenus.",
        prudence="Les étudiants qui n’ont qu’une aide au logement sont exclus.",
        etoile=Etoile(Branche.JE, Face.BESOIN),
        seuils=("k5", "n30"),
        famille_secret="foyers_br",
    ),
    _etp(
        "ps_jeunes_etp",
        "Postes de la prestation de service jeunes pour 1 000 jeunes",
        modalite="ps_jeunes",
        quoi="financés par la prestation de service jeunes",
    ),
    Indicateur(
        id="alsh_ados_heures",
        libelle="Heures d’accueil adolescents par jeune de 12 à 17 ans",
        definition="Heures d’accueil de loisirs adolescents financées par la Caf dans l’année, par jeune de 12 à 17 ans.",
        theme=THEME,
        angle=2,
        formules=(Ratio(ref("heures", "alsh_ados"), ages(12, 17), pour=1, bornee=False),),
        unite="heures par jeune",
        decimales=1,
        sens=Sens.HAUT_FAVORABLE,
        lecture="En {annee}, {territoire}, la Caf finance {valeur:heure|heures} d’accueil par jeune de 12 à 17 ans.",
        prudence="Les heures sont comptées au lieu de l’équipement, et non au domicile des jeunes.",
        etoile=Etoile(Branche.JE, Face.OFFRE),
        seuils=("e3",),
        niveaux=EPCI_ET_PLUS,
    ),
    _etp("pdn_etp", "Promeneurs du Net pour 1 000 jeunes", modalite="pdn", quoi="de Promeneurs du Net"),
    _ecart(
        "ecart_ps_jeunes",
        "Écart de postes jeunesse à la référence",
        unite="ETP",
        par=0,
        lecture="En {annee}, {territoire}, l’écart à la référence représente {valeur} ETP (positif : manque).",
    ),
    _ecart(
        "ecart_ps_jeunes_p1000",
        "Postes jeunesse manquants pour 1 000 jeunes",
        unite="ETP pour 1 000",
        par=1000,
        lecture="En {annee}, {territoire}, l’écart à la référence représente {valeur} ETP pour 1 000 jeunes (positif : manque).",
        etoile=Etoile(Branche.JE, Face.ECART),
    ),
)

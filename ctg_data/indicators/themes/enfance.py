"""Enfance, de 3 à 11 ans (domain.md §2.3)."""
# ruff: noqa: E501  (a sentence is easier to proofread unbroken)

from ctg_data.indicators.model import Branche, Effectif, Etoile, Face, Indicateur, Manque, Ratio, Sens
from ctg_data.indicators.termes import EPCI_ET_DEPARTEMENT, EPCI_ET_PLUS, ages, ref

THEME = "EN"
_ALSH = ref("heures", "alsh_peri", "alsh_extra")
_3_11 = ages(3, 11)


def _ecart_alsh(ident: str, libelle: str, *, unite: str, par: float, lecture: str, etoile: Etoile | None = None) -> Indicateur:
    return Indicateur(
        id=ident,
        libelle=libelle,
        definition="Heures d’accueil de loisirs à ajouter pour atteindre le nombre d’heures par enfant du département (de la France pour un "
        "département) ; négatif : heures au-dessus de la référence.",
        theme=THEME,
        angle=3,
        formules=(Manque(_ALSH, _3_11, pour=1, par=par),),
        unite=unite,
        decimales=1 if par else 0,
        sens=Sens.HAUT_DEFAVORABLE,
        lecture=lecture,
        prudence="Les heures sont comptées au lieu de l’équipement, et non au domicile des enfants.",
        etoile=etoile,
        seuils=("n50",),
        niveaux=EPCI_ET_DEPARTEMENT,
    )


INDICATEURS = (
    Indicateur(
        id="eleves_1er_degre",
        libelle="Élèves du premier degré",
        definition="Élèves des écoles maternelles et élémentaires, publiques et privées, à la rentrée.",
        theme=THEME,
        angle=1,
        formules=(Effectif(ref("ecoles_eleves")),),
        unite="élèves",
        decimales=0,
        sens=Sens.NEUTRE,
        lecture="À la rentrée {annee}, {territoire}, les écoles comptent {valeur:élève|élèves}.",
        prudence="Les élèves sont comptés à leur école, et non à leur domicile : un regroupement pédagogique les compte dans une autre commune.",
        intervalle="aucun",
    ),
    Indicateur(
        id="part_fam_qf_800",
        libelle="Part des foyers avec enfant de 3 à 11 ans au quotient familial inférieur à 800 €",
        definition="Foyers allocataires ayant un enfant de 3 à 11 ans dont le quotient familial est inférieur à 800 €, parmi ceux dont le "
        "quotient est connu.",
        theme=THEME,
        angle=1,
        formules=(Ratio(ref("foyers_enf_3_11_qf", "lt800"), ref("foyers_enf_3_11_qf", "lt800", "ge800")),),
        unite="%",
        decimales=1,
        sens=Sens.HAUT_DEFAVORABLE,
        lecture="En {annee}, {territoire}, {valeur} % des foyers allocataires avec un enfant de 3 à 11 ans ont un quotient familial "
        "inférieur à 800 €.",
        prudence="Les quotients inconnus sont exclus du calcul.",
        etoile=Etoile(Branche.EN, Face.BESOIN),
        seuils=("k5", "n30"),
    ),
    Indicateur(
        id="alsh_heures_enf",
        libelle="Heures d’accueil de loisirs par enfant de 3 à 11 ans",
        definition="Heures d’accueil périscolaire et extrascolaire financées par la Caf dans l’année, par enfant de 3 à 11 ans.",
        theme=THEME,
        angle=2,
        formules=(Ratio(_ALSH, _3_11, pour=1, bornee=False),),
        unite="heures par enfant",
        decimales=1,
        sens=Sens.HAUT_FAVORABLE,
        lecture="En {annee}, {territoire}, la Caf finance {valeur:heure|heures} d’accueil de loisirs par enfant de 3 à 11 ans.",
        prudence="Les heures sont comptées au lieu de l’équipement, et non au domicile des enfants.",
        etoile=Etoile(Branche.EN, Face.OFFRE),
        seuils=("e3", "n30"),
        niveaux=EPCI_ET_PLUS,
    ),
    Indicateur(
        id="tx_aide_vacances",
        libelle="Recours aux aides aux vacances",
        definition="Enfants bénéficiaires d’une aide aux vacances de la Caf, parmi les enfants éligibles.",
        theme=THEME,
        angle=2,
        formules=(Ratio(ref("aides_vacances_enfants", "beneficiaires"), ref("aides_vacances_enfants", "eligibles")),),
        unite="%",
        decimales=1,
        sens=Sens.HAUT_FAVORABLE,
        lecture="En {annee}, {territoire}, {valeur} % des enfants éligibles ont bénéficié d’une aide aux vacances.",
        prudence="Les conditions d’éligibilité varient d’une Caf à l’autre : ne pas comparer deux départements.",
        etoile=Etoile(Branche.EN, Face.OFFRE),
        seuils=("k5", "n50"),
        niveaux=EPCI_ET_PLUS,
    ),
    _ecart_alsh(
        "ecart_alsh",
        "Écart d’heures d’accueil de loisirs à la référence",
        unite="heures",
        par=0,
        lecture="En {annee}, {territoire}, l’écart à la référence représente {valeur:heure|heures} d’accueil de loisirs (positif : manque).",
    ),
    _ecart_alsh(
        "ecart_alsh_enf",
        "Heures d’accueil de loisirs manquantes par enfant de 3 à 11 ans",
        unite="heures par enfant",
        par=1,
        lecture="En {annee}, {territoire}, l’écart à la référence représente {valeur:heure|heures} par enfant de 3 à 11 ans (positif : manque).",
        etoile=Etoile(Branche.EN, Face.ECART),
    ),
)

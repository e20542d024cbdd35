"""Parentalité (domain.md §2.4)."""
# ruff: noqa: E501  (a sentence is easier to proofread unbroken)

from ctg_data.indicators import ruptures
from ctg_data.indicators.model import Branche, Distribution, Etoile, Face, Indicateur, Manque, Ratio, Ref, Sens, Somme
from ctg_data.indicators.termes import (
    EPCI_ET_DEPARTEMENT,
    EPCI_ET_PLUS,
    FAMILLES_AVEC_ENFANTS,
    FOYERS_AVEC_ENFANTS,
    MONOPARENTS_CAF,
    ages,
    ref,
)
from ctg_data.wording.nombres import accorde

THEME = "PA"
_LAEP = ref("heures", "laep")
_CLAS = ref("clas_enfants")
_MOINS_6 = ages(0, 5)
_6_17 = ages(6, 17)


def _ecart(
    ident: str, libelle: str, *, offre: Somme, besoin: Somme, unite: str, par: float = 0, seuils: tuple[str, ...] = (), quoi: str
) -> Indicateur:
    """Lack of a service against the reference; the per-head variant alone enters the star."""
    return Indicateur(
        id=ident,
        libelle=libelle,
        definition=f"{quoi[0].upper()}{quoi[1:]} à ajouter pour atteindre le taux du département (de la France pour un département) ; négatif : "
        "offre au-dessus de la référence.",
        theme=THEME,
        angle=3,
        formules=(Manque(offre, besoin, pour=1000, par=par),),
        unite=unite,
        decimales=1 if par else 0,
        sens=Sens.HAUT_DEFAVORABLE,
        lecture=f"En {{annee}}, {{territoire}}, l’écart à la référence représente {{valeur:{accorde(unite, 1)}|{unite}}} (positif : manque).",
        prudence="La référence est une moyenne observée, et non une norme.",
        etoile=Etoile(Branche.PA, Face.ECART) if par else None,
        seuils=seuils,
        niveaux=EPCI_ET_DEPARTEMENT,
    )


INDICATEURS = (
    Indicateur(
        id="part_monoparentales",
        libelle="Part des familles monoparentales parmi les familles avec enfants",
        definition="Familles monoparentales rapportées aux familles monoparentales et aux couples avec enfants, quel que soit l’âge de l’enfant.",
        theme=THEME,
        angle=1,
        formules=(Ratio(ref("rp_familles_monop"), FAMILLES_AVEC_ENFANTS),),
        unite="%",
        decimales=1,
        sens=Sens.HAUT_DEFAVORABLE,
        lecture="En {annee}, {territoire}, {valeur} % des familles avec enfants sont monoparentales.",
        prudence="Les couples sans enfant ne sont pas au dénominateur. L’enfant peut avoir tout âge s’il vit avec son parent.",
        etoile=Etoile(Branche.PA, Face.BESOIN),
        seuils=("rp_compl", "n50"),
        ruptures=(ruptures.FAMILLES_2018,),
    ),
    Indicateur(
        id="part_monop_caf",
        libelle="Part des foyers monoparentaux parmi les foyers allocataires avec enfants",
        definition="Foyers allocataires d’un parent seul avec enfants à charge, parmi les foyers allocataires avec enfants à charge.",
        theme=THEME,
        angle=1,
        formules=(Ratio(MONOPARENTS_CAF, FOYERS_AVEC_ENFANTS),),
        unite="%",
        decimales=1,
        sens=Sens.HAUT_DEFAVORABLE,
        lecture="En {annee}, {territoire}, {valeur} % des foyers allocataires avec enfants sont monoparentaux.",
        prudence="Les familles d’un seul enfant sont moins connues de la Caf : la part est surestimée.",
        seuils=("k5", "n30"),
        ruptures=(ruptures.CNAF_2018,),
    ),
    Indicateur(
        id="part_fam_nombreuses",
        libelle="Part des familles de 3 enfants et plus",
        definition="Familles ayant 3 enfants ou plus de moins de 25 ans, parmi celles qui en ont au moins un.",
        theme=THEME,
        angle=1,
        formules=(Ratio(ref("rp_familles_enfants", "ne3", "ne4p"), ref("rp_familles_enfants", "ne1", "ne2", "ne3", "ne4p")),),
        unite="%",
        decimales=1,
        sens=Sens.NEUTRE,
        lecture="En {annee}, {territoire}, {valeur} % des familles avec enfants de moins de 25 ans en ont 3 ou plus.",
        prudence="Enfants de moins de 25 ans vivant dans la famille au recensement.",
        etoile=Etoile(Branche.PA, Face.BESOIN),
        seuils=("rp_compl", "n50"),
        ruptures=(ruptures.FAMILLES_2018,),
    ),
    Indicateur(
        id="part_asf",
        libelle="Part des foyers avec enfants percevant l’allocation de soutien familial",
        definition="Foyers ayant un droit à l’allocation de soutien familial, parmi les foyers allocataires avec enfants à charge.",
        theme=THEME,
        angle=1,
        formules=(Ratio(ref("foyers_asf"), FOYERS_AVEC_ENFANTS),),
        unite="%",
        decimales=1,
        sens=Sens.HAUT_DEFAVORABLE,
        lecture="En {annee}, {territoire}, {valeur} % des foyers allocataires avec enfants perçoivent l’allocation de soutien familial.",
        prudence="Les règles de l’allocation ont changé (hausse de 2022) : ne pas lire l’évolution comme celle du besoin.",
        etoile=Etoile(Branche.PA, Face.BESOIN),
        seuils=("k5", "n30"),
        ruptures=(ruptures.CNAF_2018,),
    ),
    Indicateur(
        id="laep_heures",
        libelle="Heures de lieux d’accueil enfants-parents pour 1 000 enfants de moins de 6 ans",
        definition="Heures d’ouverture des lieux d’accueil enfants-parents dans l’année pour 1 000 enfants de moins de 6 ans.",
        theme=THEME,
        angle=2,
        formules=(Ratio(_LAEP, _MOINS_6, pour=1000, bornee=False),),
        unite="heures pour 1 000",
        decimales=0,
        sens=Sens.HAUT_FAVORABLE,
        lecture="En {annee}, {territoire}, les lieux d’accueil enfants-parents ouvrent {valeur:heure|heures} pour 1 000 enfants de moins de 6 ans.",
        prudence="Un lieu itinérant est compté à sa commune de rattachement.",
        etoile=Etoile(Branche.PA, Face.OFFRE),
        niveaux=EPCI_ET_PLUS,
    ),
    Indicateur(
        id="clas_enf",
        libelle="Enfants accompagnés à la scolarité pour 1 000 enfants de 6 à 17 ans",
        definition="Enfants suivis dans un contrat local d’accompagnement à la scolarité pour 1 000 enfants de 6 à 17 ans.",
        theme=THEME,
        angle=2,
        formules=(Ratio(_CLAS, _6_17, pour=1000, bornee=False),),
        unite="‰",
        decimales=1,
        sens=Sens.HAUT_FAVORABLE,
        lecture="En {annee}, {territoire}, l’accompagnement à la scolarité touche {valeur:enfant|enfants} de 6 à 17 ans sur 1 000.",
        prudence="Les enfants sont comptés au lieu de l’action.",
        etoile=Etoile(Branche.PA, Face.OFFRE),
        seuils=("k5",),
        niveaux=EPCI_ET_PLUS,
        intervalle="byar",
    ),
    Indicateur(
        id="mediation_fam",
        libelle="Mesures de médiation familiale pour 1 000 familles",
        definition="Mesures de médiation familiale terminées dans l’année pour 1 000 familles avec enfants (recensement).",
        theme=THEME,
        angle=2,
        formules=(Ratio(ref("mediation_mesures"), FAMILLES_AVEC_ENFANTS, pour=1000, bornee=False),),
        unite="‰",
        decimales=2,
        sens=Sens.NEUTRE,
        lecture="En {annee}, {territoire}, on compte {valeur:mesure|mesures} de médiation familiale pour 1 000 familles avec enfants.",
        prudence="Service organisé à l’échelle du département.",
        seuils=("k5",),
        niveaux=EPCI_ET_PLUS,
        intervalle="byar",
    ),
    _ecart(
        "ecart_laep",
        "Heures de lieux d’accueil enfants-parents manquantes",
        offre=_LAEP,
        besoin=_MOINS_6,
        unite="heures",
        quoi="heures d’ouverture",
    ),
    _ecart(
        "ecart_laep_p1000",
        "Heures de lieux d’accueil enfants-parents manquantes pour 1 000 enfants",
        offre=_LAEP,
        besoin=_MOINS_6,
        unite="heures pour 1 000",
        par=1000,
        quoi="heures d’ouverture pour 1 000 enfants de moins de 6 ans",
    ),
    _ecart(
        "ecart_clas",
        "Places d’accompagnement à la scolarité manquantes",
        offre=_CLAS,
        besoin=_6_17,
        unite="enfants",
        seuils=("k5",),
        quoi="places d’accompagnement à la scolarité",
    ),
    _ecart(
        "ecart_clas_p1000",
        "Places d’accompagnement à la scolarité manquantes pour 1 000 enfants",
        offre=_CLAS,
        besoin=_6_17,
        unite="enfants pour 1 000",
        par=1000,
        seuils=("k5",),
        quoi="places d’accompagnement à la scolarité pour 1 000 enfants de 6 à 17 ans",
    ),
    Indicateur(
        id="structure_familles",
        libelle="Structure des familles",
        definition="Familles du recensement selon leur composition.",
        theme=THEME,
        angle=1,
        formules=(
            Distribution(
                (
                    ("Couples avec enfants", (Ref("rp_couples_avec_enfants"),)),
                    ("Familles monoparentales", (Ref("rp_familles_monop"),)),
                    ("Couples sans enfant", (Ref("rp_couples_sans_enfants"),)),
                )
            ),
        ),
        unite="familles",
        decimales=0,
        sens=Sens.NEUTRE,
        lecture="En {annee}, {territoire}, on compte {valeur:famille|familles} de ce type.",
        prudence="Exploitation complémentaire du recensement : peu précise sous 2 000 habitants.",
        seuils=("rp_compl",),
        ruptures=(ruptures.FAMILLES_2018,),
    ),
)

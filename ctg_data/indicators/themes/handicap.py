"""Handicap (domain.md §2.8).  Health-revealing counts stay at EPCI level and above (§5.3)."""
# ruff: noqa: E501  (a sentence is easier to proofread unbroken)

from ctg_data.indicators import ruptures
from ctg_data.indicators.model import Branche, Effectif, Etoile, Face, Indicateur, Ratio, Sens
from ctg_data.indicators.termes import EPCI_ET_PLUS, ages, ref

THEME = "HA"


def _structures(ident: str, libelle: str, *, modalite: str, quoi: str, un: str) -> Indicateur:
    """A count: the requête type gives no number of facilities to divide by."""
    return Indicateur(
        id=ident,
        libelle=libelle,
        definition=f"{quoi[0].upper()}{quoi[1:]} ayant le bonus inclusion handicap.",
        theme=THEME,
        angle=2,
        formules=(Effectif(ref("structures", modalite)),),
        unite="structures",
        decimales=0,
        sens=Sens.HAUT_FAVORABLE,
        lecture=f"En {{annee}}, {{territoire}}, on compte {{valeur:{un}|{quoi}}} ayant le bonus inclusion handicap.",
        prudence="Effectif brut : le nombre total de structures n’est pas fourni.",
        niveaux=EPCI_ET_PLUS,
    )


INDICATEURS = (
    Indicateur(
        id="aah_p1000",
        libelle="Foyers avec AAH pour 1 000 habitants de 20 à 64 ans",
        definition="Foyers ayant un droit à l’allocation aux adultes handicapés pour 1 000 habitants de 20 à 64 ans.",
        theme=THEME,
        angle=1,
        formules=(Ratio(ref("foyers_aah"), ages(20, 64), pour=1000, bornee=False),),
        unite="‰",
        decimales=0,
        sens=Sens.NEUTRE,
        lecture="En {annee}, {territoire}, on compte {valeur:foyer|foyers} avec AAH pour 1 000 habitants de 20 à 64 ans.",
        prudence="Un foyer peut compter deux bénéficiaires. Les établissements concentrent les droits ; la déconjugalisation de 2023 rompt la série.",
        etoile=Etoile(Branche.HA, Face.BESOIN),
        seuils=("k5", "n100"),
        niveaux=EPCI_ET_PLUS,
        intervalle="byar",
        ruptures=(
            ruptures.CNAF_2018,
            ruptures.AAH_2023,
        ),
    ),
    Indicateur(
        id="aeeh_p1000",
        libelle="Enfants avec AEEH pour 1 000 enfants et jeunes de moins de 20 ans",
        definition="Enfants ouvrant droit à l’allocation d’éducation de l’enfant handicapé pour 1 000 habitants de moins de 20 ans.",
        theme=THEME,
        angle=1,
        formules=(Ratio(ref("enfants_aeeh"), ages(0, 19), pour=1000, bornee=False),),
        unite="‰",
        decimales=0,
        sens=Sens.NEUTRE,
        lecture="En {annee}, {territoire}, l’AEEH est ouverte pour {valeur:enfant ou jeune|enfants ou jeunes} de moins de 20 ans sur 1 000.",
        prudence="Reflète aussi l’accès à la maison départementale des personnes handicapées.",
        etoile=Etoile(Branche.HA, Face.BESOIN),
        seuils=("k5", "n100"),
        niveaux=EPCI_ET_PLUS,
        intervalle="byar",
        ruptures=(ruptures.CNAF_2018,),
    ),
    Indicateur(
        id="enf_aeeh_m6",
        libelle="Enfants de moins de 6 ans avec AEEH",
        definition="Enfants de moins de 6 ans ouvrant droit à l’allocation d’éducation de l’enfant handicapé, en décembre.",
        theme=THEME,
        angle=1,
        formules=(Effectif(ref("enfants_aeeh_age", "0_2", "3_5")),),
        unite="enfants",
        decimales=0,
        sens=Sens.NEUTRE,
        lecture="En {annee}, {territoire}, l’AEEH est ouverte pour {valeur:enfant|enfants} de moins de 6 ans.",
        prudence="Le handicap est souvent reconnu plus tard : peu d’enfants ne veut pas dire peu de besoins.",
        seuils=("k5",),
        niveaux=EPCI_ET_PLUS,
        ruptures=(ruptures.CNAF_2018,),
    ),
    _structures(
        "nb_eaje_inclusifs",
        "Établissements d’accueil du jeune enfant avec bonus inclusion",
        modalite="eaje_inclusif",
        quoi="établissements d’accueil du jeune enfant",
        un="établissement d’accueil du jeune enfant",
    ),
    _structures(
        "nb_alsh_inclusifs",
        "Accueils de loisirs avec bonus inclusion",
        modalite="alsh_inclusif",
        quoi="accueils de loisirs",
        un="accueil de loisirs",
    ),
)

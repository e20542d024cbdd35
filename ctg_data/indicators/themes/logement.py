"""Logement (domain.md §2.5)."""
# ruff: noqa: E501  (a sentence is easier to proofread unbroken)

from ctg_data.indicators import ruptures
from ctg_data.indicators.model import Branche, Etoile, Face, Indicateur, Ratio, Sens
from ctg_data.indicators.termes import EPCI_ET_PLUS, MENAGES, ref

THEME = "LO"
_EFFORT = ref("foyers_effort", "lt20", "20_30", "30_40", "gt40")
_PARC = ref("foyers_al_parc", "public", "prive", "foyer", "accession")

INDICATEURS = (
    Indicateur(
        id="part_menages_al",
        libelle="Part des ménages avec une aide au logement",
        definition="Foyers allocataires d’une aide au logement pour 100 ménages du recensement.",
        theme=THEME,
        angle=1,
        formules=(Ratio(ref("foyers_al"), MENAGES, bornee=False),),
        unite="%",
        decimales=1,
        sens=Sens.HAUT_DEFAVORABLE,
        lecture="En {annee}, {territoire}, on compte {valeur:foyer|foyers} avec aide au logement pour 100 ménages.",
        prudence="Un foyer allocataire n’est pas un ménage : la part est approchée.",
        seuils=("k5", "n30"),
        intervalle="byar",
        ruptures=(
            ruptures.CNAF_2018,
            ruptures.AIDES_LOGEMENT_2021,
        ),
    ),
    Indicateur(
        id="part_effort_40",
        libelle="Part des locataires aidés dont le taux d’effort dépasse 40 %",
        definition="Locataires avec aide au logement dont (loyer + charges − aide) dépasse 40 % des ressources, parmi ceux dont le taux est connu.",
        theme=THEME,
        angle=1,
        formules=(Ratio(ref("foyers_effort", "gt40"), _EFFORT),),
        unite="%",
        decimales=1,
        sens=Sens.HAUT_DEFAVORABLE,
        lecture="En {annee}, {territoire}, {valeur} % des locataires aidés consacrent plus de 40 % de leurs ressources au logement.",
        prudence="Les charges sont forfaitaires ; les étudiants sont exclus.",
        etoile=Etoile(Branche.LO, Face.BESOIN),
        seuils=("k5", "n30"),
        ruptures=(ruptures.AIDES_LOGEMENT_2021,),
    ),
    Indicateur(
        id="part_al_hlm",
        libelle="Part des foyers aidés logés dans le parc public",
        definition="Foyers avec aide au logement logés dans le parc public, parmi les foyers avec aide au logement.",
        theme=THEME,
        angle=1,
        formules=(Ratio(ref("foyers_al_parc", "public"), _PARC),),
        unite="%",
        decimales=1,
        sens=Sens.NEUTRE,
        lecture="En {annee}, {territoire}, {valeur} % des foyers avec aide au logement sont logés dans le parc public.",
        prudence="Décrit les foyers aidés, et non l’ensemble du parc.",
        seuils=("k5", "n30"),
        ruptures=(ruptures.AIDES_LOGEMENT_2021,),
    ),
    Indicateur(
        id="impayes_al",
        libelle="Impayés de loyer pour 1 000 locataires aidés",
        definition="Foyers en impayé de loyer signalé pour 1 000 locataires des parcs public et privé avec aide au logement.",
        theme=THEME,
        angle=1,
        formules=(Ratio(ref("foyers_impayes"), ref("foyers_al_parc", "public", "prive"), pour=1000),),
        unite="‰",
        decimales=0,
        sens=Sens.HAUT_DEFAVORABLE,
        lecture="En {annee}, {territoire}, un impayé de loyer est signalé pour {valeur:locataire aidé|locataires aidés} sur 1 000.",
        prudence="Dépend du signalement par les bailleurs.",
        etoile=Etoile(Branche.LO, Face.BESOIN),
        seuils=("k5", "n100"),
        niveaux=EPCI_ET_PLUS,
    ),
    Indicateur(
        id="non_decence",
        libelle="Signalements d’indécence pour 1 000 locataires aidés du parc privé",
        definition="Logements signalés non décents dans l’année pour 1 000 foyers avec aide au logement du parc privé.",
        theme=THEME,
        angle=1,
        formules=(Ratio(ref("signalements_indecence"), ref("foyers_al_parc", "prive"), pour=1000, bornee=False),),
        unite="‰",
        decimales=0,
        sens=Sens.NEUTRE,
        lecture="En {annee}, {territoire}, on compte {valeur:signalement|signalements} pour 1 000 locataires aidés du parc privé.",
        prudence="Mesure autant l’effort de repérage que l’état du parc.",
        seuils=("k5", "n100"),
        niveaux=EPCI_ET_PLUS,
        intervalle="byar",
    ),
)

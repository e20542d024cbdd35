"""Logement (domain.md §2.5)."""
# ruff: noqa: E501  (a sentence is easier to proofread unbroken)

from ctg_data.indicators import ruptures
from ctg_data.indicators.model import Branche, Etoile, Face, Formule, Indicateur, Publie, Ratio, Ref, Sens
from ctg_data.indicators.termes import EPCI_ET_PLUS, MENAGES, RESIDENCES, ref

THEME = "LO"
_EFFORT = ref("foyers_effort", "lt20", "20_30", "30_40", "gt40")
_PARC = ref("foyers_al_parc", "public", "prive", "foyer", "accession")


def _recensement(
    ident: str, libelle: str, *, definition: str, formules: tuple[Formule, ...], sont: str, prudence: str, **options: object
) -> Indicateur:
    reglages = {"angle": 1, "sens": Sens.NEUTRE, "seuils": ("rp",)} | options
    return Indicateur(
        id=ident,
        libelle=libelle,
        definition=definition,
        theme=THEME,
        formules=formules,
        unite="%",
        decimales=1,
        lecture=f"En {{annee}}, {{territoire}}, {{valeur}} % des {sont}.",
        prudence=prudence,
        **reglages,
    )


INDICATEURS = (
    _recensement(
        "part_hlm",
        "Part des résidences principales louées en Hlm",
        definition="Résidences principales louées vides à un organisme Hlm, rapportées aux résidences principales.",
        formules=(Ratio(ref("rp_residences_statut", "hlm"), RESIDENCES),),
        sont="résidences principales sont louées à un organisme Hlm",
        prudence="D’après ce que déclarent les occupants : le répertoire des logements sociaux (RPLS) en compte un autre nombre.",
        angle=2,
        etoile=Etoile(Branche.LO, Face.OFFRE),
    ),
    _recensement(
        "part_loc_prive",
        "Part des locataires du privé",
        definition="Résidences principales louées hors Hlm (vides ou meublées), rapportées aux résidences principales.",
        formules=(Ratio(ref("rp_residences_statut", "prive"), RESIDENCES),),
        sont="ménages louent leur logement hors du parc Hlm",
        prudence="Les logements prêtés gratuitement ne sont pas comptés parmi les locations.",
    ),
    _recensement(
        "part_suroccup",
        "Part des logements suroccupés",
        definition="Résidences principales auxquelles il manque au moins une pièce au regard de la composition du ménage, hors studios d’une personne.",
        formules=(Ratio(ref("rp_residences_suroccupees"), ref("rp_residences_hors_studios")),),
        sont="résidences principales, hors studios d’une personne, sont suroccupées",
        prudence="L’Insee n’a plus publié ce compte après le recensement de 2021 : celui qui le remplace porte sur d’autres logements.",
        sens=Sens.HAUT_DEFAVORABLE,
        etoile=Etoile(Branche.LO, Face.BESOIN),
        seuils=("rp_compl",),
    ),
    _recensement(
        "tx_vacance",
        "Taux de logements vacants",
        definition="Logements vacants rapportés à l’ensemble des logements.",
        formules=(
            Ratio(ref("rp_logements_inoccupes", "vacants"), ref("rp_logements")),
            Publie(Ref("rp_part_logements", ("vacants",))),
        ),
        sont="logements sont vacants",
        prudence="Un logement en vente ou en travaux est vacant : la vacance durable, de deux ans et plus, se lit dans Lovac.",
        sens=Sens.HAUT_DEFAVORABLE,
        serie_unique=True,
    ),
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

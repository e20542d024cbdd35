"""Animation de la vie sociale (domain.md §2.4)."""

from ctg_data.indicators.model import Branche, Etoile, Face, Indicateur, Ratio, Sens
from ctg_data.indicators.termes import EPCI_ET_PLUS, FAMILLES_AVEC_ENFANTS, POPULATION, ages, ref

THEME = "AV"


def _structures(ident: str, libelle: str, *, modalite: str, quoi: str, un: str) -> Indicateur:
    return Indicateur(
        id=ident,
        libelle=libelle,
        definition=f"{quoi[0].upper()}{quoi[1:]} agréés par la Caf pour 10 000 habitants.",
        theme=THEME,
        angle=2,
        formules=(Ratio(ref("structures", modalite), POPULATION, pour=10000, bornee=False),),
        unite="pour 10 000 hab.",
        decimales=2,
        sens=Sens.HAUT_FAVORABLE,
        lecture=f"En {{annee}}, {{territoire}}, on compte {{valeur:{un}|{quoi}}} pour 10 000 habitants.",
        prudence="Le siège est compté, et non la zone d’intervention ni les usages réels.",
        etoile=Etoile(Branche.AV, Face.OFFRE),
        niveaux=EPCI_ET_PLUS,
    )


INDICATEURS = (
    _structures("cs_p10000", "Centres sociaux pour 10 000 habitants", modalite="cs", quoi="centres sociaux", un="centre social"),
    _structures(
        "evs_p10000",
        "Espaces de vie sociale pour 10 000 habitants",
        modalite="evs",
        quoi="espaces de vie sociale",
        un="espace de vie sociale",
    ),
    Indicateur(
        id="etp_ref_famille",
        libelle="Postes de référents familles pour 1 000 familles",
        definition="Équivalents temps plein de référents familles des centres sociaux pour 1 000 familles avec enfants (recensement).",
        theme=THEME,
        angle=2,
        formules=(Ratio(ref("etp", "ref_familles"), FAMILLES_AVEC_ENFANTS, pour=1000, bornee=False),),
        unite="ETP pour 1 000",
        decimales=2,
        sens=Sens.HAUT_FAVORABLE,
        lecture="En {annee}, {territoire}, on compte {valeur} ETP de référents familles pour 1 000 familles avec enfants.",
        prudence="Postes de l’animation collective familles seulement.",
        niveaux=EPCI_ET_PLUS,
    ),
    Indicateur(
        id="equip_cult_sport",
        libelle="Équipements de culture et de sport pour 1 000 habitants",
        definition="Équipements sportifs et culturels de la base permanente des équipements pour 1 000 habitants.",
        theme=THEME,
        angle=2,
        formules=(Ratio(ref("equipements", "sport", "culture"), POPULATION, pour=1000, bornee=False),),
        unite="pour 1 000 hab.",
        decimales=1,
        sens=Sens.HAUT_FAVORABLE,
        lecture="En {annee}, {territoire}, on compte {valeur:équipement|équipements} de culture ou de sport pour 1 000 habitants.",
        prudence="La liste des équipements suivis change d’une année à l’autre ; un grand équipement y compte autant qu’un petit.",
        etoile=Etoile(Branche.AV, Face.OFFRE),
    ),
    Indicateur(
        id="part_nouveaux_arrivants",
        libelle="Ménages installés depuis moins de 2 ans",
        definition="Ménages qui occupent leur logement depuis moins de deux ans, rapportés aux ménages.",
        theme=THEME,
        angle=1,
        formules=(Ratio(ref("rp_menages_recents"), ref("rp_menages_logement")),),
        unite="%",
        decimales=1,
        sens=Sens.NEUTRE,
        lecture="En {annee}, {territoire}, {valeur} % des ménages sont installés depuis moins de 2 ans dans leur logement.",
        prudence="Un déménagement dans la même commune compte aussi.",
        etoile=Etoile(Branche.AV, Face.BESOIN),
        seuils=("rp",),
    ),
    Indicateur(
        id="part_pers_seules",
        libelle="Personnes de 15 ans et plus vivant seules",
        definition="Ménages d’une personne rapportés aux habitants de 15 ans et plus.",
        theme=THEME,
        angle=1,
        formules=(Ratio(ref("rp_menages_seuls"), ages(15)),),
        unite="%",
        decimales=1,
        sens=Sens.HAUT_DEFAVORABLE,
        lecture="En {annee}, {territoire}, {valeur} % des personnes de 15 ans et plus vivent seules.",
        prudence="Vivre seul n’est pas être isolé. Le dénominateur comprend les personnes en communauté, ce qui abaisse un peu la part.",
        etoile=Etoile(Branche.AV, Face.BESOIN),
        seuils=("rp_compl",),
    ),
)

"""Cadre de vie (domain.md §2.9).

Two indicators that the domain lists here belong to another branch and are declared with it (``part_pers_seules`` and
``part_nouveaux_arrivants``, in ``vie_sociale``); ``menages_sans_voiture``, of this branch, is one of the theme IN.
"""

from ctg_data.indicators.model import Branche, Etoile, Face, Indicateur, Publie, Ratio, Ref, Sens
from ctg_data.indicators.termes import ref

THEME = "CV"
INDICATEURS: tuple[Indicateur, ...] = (
    Indicateur(
        id="apl_medecins",
        libelle="Accessibilité aux médecins généralistes",
        definition="Consultations de médecin généraliste accessibles en un an à un habitant, compte tenu de l’âge des habitants et de la "
        "distance (accessibilité potentielle localisée).",
        theme=THEME,
        angle=2,
        formules=(Publie(Ref("apl_generalistes")), Ratio(ref("apl_consultations"), ref("apl_population"), pour=1, bornee=False)),
        unite="consultations par hab.",
        decimales=1,
        sens=Sens.HAUT_FAVORABLE,
        lecture="En {annee}, {territoire}, un habitant peut obtenir en moyenne {valeur:consultation|consultations} de généraliste par an.",
        prudence="Lue telle que publiée à la commune ; ailleurs, moyenne des communes pondérée par leur population.",
        etoile=Etoile(Branche.CV, Face.OFFRE),
    ),
)

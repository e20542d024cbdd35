"""The measures that formulas may name: those of the requête type, and those of the other declared sources.

Names, values and units are the contract of docs/architecture.md (« Measures »).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType

from ctg_data.loaders import requete_type_schema as requete
from ctg_data.loaders.dgfip import TRANCHES
from ctg_data.loaders.requete_type_modele import Variable

TOTAL = "total"
AGES = tuple(f"{age:03d}" for age in range(101))

COMPTES_DE_GENS = ("foyers", "personnes", "enfants", "actes")
"""Units in which a small count of the CAF says something about someone."""
COMPTES_SENSIBLES = ("places_am_age",)
"""Measures in another unit that give persons away all the same: places of a handful of child-minders."""


@dataclass(frozen=True)
class Mesure:
    """One measure.  ``libelle`` reads inside a sentence (no capital); ``modalites``: value -> label.

    ``zero_si_autres``: a value without row is zero where the territory has other values.
    """

    nom: str
    libelle: str
    unite: str
    modalites: Mapping[str, str] = field(default_factory=lambda: {TOTAL: "ensemble"})
    additive: bool = True
    zero_si_autres: bool = False

    @property
    def sensible(self) -> bool:
        """Whether a count of 1 to 4 is to be hidden when the CAF's own exact data give it."""
        return self.unite in COMPTES_DE_GENS or self.nom in COMPTES_SENSIBLES


@cache
def catalogue() -> Mapping[str, Mesure]:
    """Every measure by name; a notion shared by two sources is declared once (the wider list of values)."""
    connues = {m.nom: m for m in map(_de_variable, requete.VARIABLES)}
    for mesure in _autres():
        connues[mesure.nom] = _reunit(connues.get(mesure.nom), mesure)
    return MappingProxyType(connues)


def compagne(mesure: str) -> str | None:
    """The count of foyers behind a count of persons (of child-minders behind their places): the one is hidden where the other is
    (domain.md §5.1)."""
    directes = {"personnes_couvertes": "foyers_alloc", "enfants_aeeh": "foyers_aeeh", "places_am_age": "am_actifs"}
    candidate = directes.get(mesure) or mesure.replace("personnes_", "foyers_", 1)
    return candidate if candidate != mesure and candidate in catalogue() else None


def _de_variable(variable: Variable) -> Mesure:
    libelle = variable.libelle[0].lower() + variable.libelle[1:]
    return Mesure(
        variable.id,
        libelle,
        variable.unite,
        modalites={TOTAL: "ensemble"} | {m.code: m.libelle for m in variable.modalites},
        additive=variable.additive,
        zero_si_autres=variable.id == "foyers_qf",
    )


def _reunit(connue: Mesure | None, autre: Mesure) -> Mesure:
    if connue is None:
        return autre
    return replace(connue, modalites={**connue.modalites, **autre.modalites})


def _comptes(unite: str, **libelles: str) -> Iterable[Mesure]:
    return (Mesure(nom, libelle, unite) for nom, libelle in libelles.items())


def _publiee(nom: str, libelle: str, unite: str, modalites: str) -> Mesure:
    return Mesure(nom, libelle, unite, modalites={m: m for m in modalites.split()}, additive=False)


def _autres() -> Iterable[Mesure]:
    yield from _populations()
    yield from _familles()
    yield from _recensement()
    yield from _revenus()
    yield from _offre_et_prestations()
    yield from _offre_publiee()
    yield from _impots()


def _populations() -> Iterable[Mesure]:
    yield from _comptes(
        "personnes",
        pop_municipale="population municipale",
        pop_comptee_a_part="population comptée à part",
        pop_totale="population totale",
        filo_personnes="personnes des ménages fiscaux",
    )
    yield from _comptes("enfants", naissances="naissances domiciliées")


def _familles() -> Iterable[Mesure]:
    yield from _comptes(
        "menages",
        rp_menages="ménages",
        rp_menages_seuls="ménages d'une personne",
        rp_menages_monop="ménages dont la famille principale est monoparentale",
        filo_menages="ménages fiscaux",
    )
    yield from _comptes("uc", filo_uc="unités de consommation des ménages fiscaux")
    yield from _comptes(
        "familles",
        rp_familles="familles",
        rp_familles_monop="familles monoparentales",
        rp_monop_pere="familles monoparentales composées d'un père et d'enfants",
        rp_monop_mere="familles monoparentales composées d'une mère et d'enfants",
        rp_couples_avec_enfants="couples avec enfants",
        rp_couples_sans_enfants="couples sans enfant",
    )
    yield Mesure("rp_familles_enfants", "familles selon le nombre d'enfants de moins de 25 ans", "familles", modalites=_NOMBRES_ENFANTS)


def _recensement() -> Iterable[Mesure]:
    for sexe, qui in (("h", "hommes"), ("f", "femmes")):
        yield Mesure(f"pop_age_{sexe}", qui, "personnes", modalites={TOTAL: "ensemble"} | {age: f"{int(age)} ans" for age in AGES})
    for etat, libelle in (("actifs_occupes", "actifs ayant un emploi"), ("chomeurs", "chômeurs"), ("inactifs", "inactifs")):
        yield Mesure(f"rp_{etat}_25_54", f"{libelle} de 25 à 54 ans", "personnes", modalites={"h": "hommes", "f": "femmes"})


def _revenus() -> Iterable[Mesure]:
    yield _publiee("filo_niveau_vie", "niveau de vie", "euros", "mediane q1 q3 q3_q1 d1 d2 d3 d4 d6 d7 d8 d9")
    yield _publiee("filo_rapport", "rapport de dispersion du niveau de vie", "ratio", "d9_d1 s80s20 gini")
    yield _publiee(
        "filo_part_revenu", "part dans le revenu disponible", "pourcent", "pact ptsa pcho pben ppen ppat ppsoc ppfam ppmini pplogt pimpot"
    )
    yield _publiee("filo_taux_pauvrete", "taux de pauvreté au seuil de 60 %", "pourcent", "total age1 age2 age3 age4 age5 age6 tol1 tol2")
    yield _publiee("filo_part_imposes", "part des ménages fiscaux imposés", "pourcent", "total")


def _offre_et_prestations() -> Iterable[Mesure]:
    yield _publiee("txcouv", "taux de couverture publié", "pour100", "global eaje eaje_psu eaje_hors_psu prescol am gad indiv")
    yield Mesure("places", "places", "places", modalites={"total": "ensemble", "eaje": "EAJE", "indiv": "accueil individuel"})
    yield Mesure("structures", "structures", "structures", modalites=_FRANCE_SERVICES)
    for unite, qui in (("foyers", "foyers"), ("personnes", "personnes couvertes")):
        yield Mesure(f"{unite}_ndur", f"{qui} ayant au moins une prestation", unite)


def _offre_publiee() -> Iterable[Mesure]:
    """Childcare by département (DREES), schools by commune (Éducation nationale)."""
    genres = {"collectives": "crèches collectives", "familiales": "crèches familiales"}
    yield Mesure("creches", "crèches", "creches", modalites=genres)
    yield Mesure("places_creches", "places en crèche", "places", modalites={"collectives": "crèches collectives"})
    yield from _comptes("agrements", agrements_am="agréments d'assistant maternel en cours")
    yield Mesure("ecoles", "écoles", "ecoles", modalites={TOTAL: "ensemble"} | _ECOLES)
    yield from _comptes("colleges", colleges="collèges")
    yield from _comptes("lycees", lycees="lycées")
    yield from _comptes("classes", ecoles_classes="classes des écoles")
    yield Mesure("ecoles_eleves", "élèves des écoles", "eleves", modalites={TOTAL: "ensemble"} | _CYCLES)


def _impots() -> Iterable[Mesure]:
    yield Mesure("foyers_fiscaux", "foyers fiscaux", "foyers_fiscaux", modalites=TRANCHES)
    yield Mesure("revenu_fiscal", "revenu fiscal de référence", "euros", modalites=TRANCHES)
    yield Mesure("impot_net", "impôt net sur le revenu", "euros", modalites=TRANCHES)


_ECOLES = {"maternelle": "maternelle seule", "elementaire": "élémentaire seule", "primaire": "maternelle et élémentaire"}
_CYCLES = {"pre_elementaire": "pré-élémentaire, hors ULIS", "elementaire": "élémentaire, hors ULIS", "ulis": "ULIS"}
_NOMBRES_ENFANTS = {
    "ne0": "aucun enfant de moins de 25 ans",
    "ne1": "1 enfant de moins de 25 ans",
    "ne2": "2 enfants de moins de 25 ans",
    "ne3": "3 enfants de moins de 25 ans",
    "ne4p": "4 enfants de moins de 25 ans ou plus",
}
_FRANCE_SERVICES = {"france_services": "espaces France services", "france_services_itinerant": "France services itinérants"}

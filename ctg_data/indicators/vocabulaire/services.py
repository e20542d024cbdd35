"""What is offered: childcare, schools, facilities, counters."""

from collections.abc import Iterable

from ctg_data.indicators.vocabulaire.model import TOTAL, Mesure, comptes, publiee


def mesures() -> Iterable[Mesure]:
    """Every measure of this theme."""
    yield from _accueil()
    yield from _equipements()
    yield from _offre_publiee()
    yield from _medecins()


def _accueil() -> Iterable[Mesure]:
    yield publiee("txcouv", "taux de couverture publié", "pour100", "global eaje eaje_psu eaje_hors_psu prescol am gad indiv")
    yield Mesure("places", "places", "places", modalites={"total": "ensemble", "eaje": "EAJE", "indiv": "accueil individuel"})
    yield Mesure("structures", "structures", "structures", modalites=_LISTES)


def _equipements() -> Iterable[Mesure]:
    yield Mesure("equipements", "équipements", "equipements", modalites=_EQUIPEMENTS)


def _offre_publiee() -> Iterable[Mesure]:
    """Childcare by département (DREES), schools by commune (Éducation nationale)."""
    genres = {"collectives": "crèches collectives", "familiales": "crèches familiales"}
    yield Mesure("creches", "crèches", "creches", modalites=genres)
    yield Mesure("places_creches", "places en crèche", "places", modalites={"collectives": "crèches collectives"})
    yield from comptes("agrements", agrements_am="agréments d'assistant maternel en cours")
    yield Mesure("ecoles", "écoles", "ecoles", modalites={TOTAL: "ensemble"} | _ECOLES)
    yield from comptes("colleges", colleges="collèges")
    yield from comptes("lycees", lycees="lycées")
    yield from comptes("classes", ecoles_classes="classes des écoles")
    yield Mesure("ecoles_eleves", "élèves des écoles", "eleves", modalites={TOTAL: "ensemble"} | _CYCLES)


def _medecins() -> Iterable[Mesure]:
    yield publiee("apl_generalistes", "accessibilité aux médecins généralistes", "consultations_par_hab", "total")
    yield from comptes("consultations", apl_consultations="consultations accessibles en un an chez un médecin généraliste")
    yield from comptes("habitants_ponderes", apl_population="habitants, pondérés par l'âge (médecine générale)")


_EQUIPEMENTS = {
    "ecole_maternelle": "écoles maternelles",
    "ecole_elementaire": "écoles élémentaires et primaires",
    "college": "collèges",
    "lycee": "lycées",
    "creche": "établissements d'accueil du jeune enfant",
    "accueil_loisirs": "accueils de loisirs",
    "medecin": "médecins généralistes",
    "pharmacie": "pharmacies",
    "sport": "équipements sportifs",
    "culture": "équipements culturels",
}
_ECOLES = {"maternelle": "maternelle seule", "elementaire": "élémentaire seule", "primaire": "maternelle et élémentaire"}
_CYCLES = {"pre_elementaire": "pré-élémentaire, hors ULIS", "elementaire": "élémentaire, hors ULIS", "ulis": "ULIS"}
_LISTES = {
    "france_services": "espaces France services",
    "france_services_itinerant": "France services itinérants",
    "mediation_numerique": "lieux de médiation numérique",
}

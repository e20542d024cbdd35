"""The measures that formulas may name: those of the requête type, and those of the other declared sources.

Names, values and units are the contract of docs/architecture.md (« Measures »).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from types import MappingProxyType

from ctg_data.loaders import locales
from ctg_data.loaders import requete_type_schema as requete
from ctg_data.loaders.cnaf_foyers import UNITES, mesure_qf
from ctg_data.loaders.cnaf_series import PRESTATIONS
from ctg_data.loaders.cnaf_territoires import GENRES
from ctg_data.loaders.dgfip import TRANCHES
from ctg_data.loaders.locales_modele import EFFECTIF, MesureLocale
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
    de_gens: bool = False
    """A count of persons in a unit that is not of COMPTES_DE_GENS (a local source)."""

    @property
    def sensible(self) -> bool:
        """Whether a count of 1 to 4 is to be hidden when the CAF's own exact data give it."""
        return self.de_gens or self.unite in COMPTES_DE_GENS or self.nom in COMPTES_SENSIBLES


def catalogue() -> Mapping[str, Mesure]:
    """Every measure by name, those of the local sources of the store that this process serves included."""
    return _avec(locales.actives())


@lru_cache(maxsize=8)
def _avec(propres: locales.Locales) -> Mapping[str, Mesure]:
    siennes = (_locale(d.nom_de(m.id), m) for d in propres.declarations for m in d.mesures)
    return MappingProxyType({**nationales(), **{m.nom: m for m in siennes}})


def _locale(nom: str, m: MesureLocale) -> Mesure:
    return Mesure(nom, m.libelle, m.unite, additive=m.nature == EFFECTIF, de_gens=m.de_gens)


@cache
def nationales() -> Mapping[str, Mesure]:
    """Every measure of the requête type and of the publishers by name; a notion that two sources share is declared once (the wider list
    of values)."""
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
    yield from _allocataires()
    yield from _equipements()
    yield from _quartiers()
    yield from _offre_publiee()
    yield from _impots()


def _populations() -> Iterable[Mesure]:
    yield from _comptes(
        "personnes",
        pop_municipale="population municipale",
        pop_comptee_a_part="population comptée à part",
        pop_totale="population totale",
        filo_personnes="personnes des ménages fiscaux",
        deces="décès domiciliés",
    )
    yield from _comptes("enfants", naissances="naissances domiciliées", naissances_vivantes="naissances vivantes enregistrées en France")
    yield from _etat_civil()
    for sexe, qui in _SEXES.items():
        yield Mesure(f"pop_estimee_{sexe}", f"{qui} au 1er janvier", "personnes", modalites={TOTAL: "ensemble"} | _GRANDS_AGES_ESTIMES)
    yield from _comptes("km2", superficie="superficie")


def _etat_civil() -> Iterable[Mesure]:
    yield Mesure("naissances_sexe", "naissances domiciliées selon le sexe", "enfants", modalites={"h": "garçons", "f": "filles"})
    yield Mesure(
        "naissances_mariage",
        "naissances domiciliées selon la situation des parents",
        "enfants",
        modalites={"dans": "dans le mariage", "hors": "hors mariage"},
    )
    yield Mesure("naissances_mois", "naissances domiciliées selon le mois", "enfants", modalites={f"{m:02d}": nom for m, nom in _MOIS})
    yield _publiee("taux_natalite", "taux de natalité", "pour1000", "total")
    yield _publiee("taux_mortalite", "taux de mortalité, moyenne annuelle entre deux recensements", "pour1000", "total")


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
        rp_familles_recomposees="familles recomposées",
        rp_familles_traditionnelles="couples dont tous les enfants sont les leurs",
    )
    yield Mesure("rp_familles_enfants", "familles selon le nombre d'enfants de moins de 25 ans", "familles", modalites=_NOMBRES_ENFANTS)


def _recensement() -> Iterable[Mesure]:
    for sexe, qui in (("h", "hommes"), ("f", "femmes")):
        yield Mesure(f"pop_age_{sexe}", qui, "personnes", modalites={TOTAL: "ensemble"} | {age: f"{int(age)} ans" for age in AGES})
    for etat, libelle in (("actifs_occupes", "actifs ayant un emploi"), ("chomeurs", "chômeurs"), ("inactifs", "inactifs")):
        yield Mesure(f"rp_{etat}_25_54", f"{libelle} de 25 à 54 ans", "personnes", modalites=_SEXES)
    yield Mesure("rp_pop_15_plus", "population de 15 ans ou plus", "personnes", modalites={TOTAL: "ensemble"} | _SEXES)
    yield Mesure("rp_pop_15_plus_age", "population de 15 ans ou plus selon l'âge", "personnes", modalites=_AGES_ADULTES)
    yield Mesure("rp_pop_15_plus_pcs", "population de 15 ans ou plus selon la catégorie socioprofessionnelle", "personnes", modalites=_PCS)
    yield from _recensement_par_age()
    yield from _activite_et_diplomes()
    yield from _comptes("logements", rp_logements="logements")
    yield from _comptes("emplois", rp_emplois="emplois au lieu de travail")
    yield _publiee("rp_part_logements", "part des logements", "pourcent", "principales secondaires vacants")
    yield _publiee("rp_part_proprietaires", "part des ménages propriétaires de leur logement", "pourcent", "total")
    yield _publiee("rp_taux_activite", "taux d'activité des 15 à 64 ans", "pourcent", "total")
    yield _publiee("rp_taux_chomage", "taux de chômage des 15 à 64 ans, au sens du recensement", "pourcent", "total")
    yield _publiee("rp_variation_population", "variation annuelle de la population", "pourcent", "total solde_naturel solde_migratoire")


def _recensement_par_age() -> Iterable[Mesure]:
    yield Mesure("rp_population_age", "population par grand âge", "personnes", modalites=_GRANDS_AGES)
    for sexe, qui in _SEXES.items():
        yield Mesure(f"rp_population_{sexe}", f"{qui} par grand âge", "personnes", modalites={TOTAL: "ensemble"} | _GRANDS_AGES)
    yield Mesure("rp_population_enfants", "population de moins de 25 ans", "personnes", modalites=_ans("0_2 3_5 6_10 11_17 18_24"))
    scolaires = _ans("2_5 6_10 11_14 15_17 18_24 25_29")
    yield Mesure("rp_population_scolaire", "population d'âge scolaire ou étudiant", "personnes", modalites=scolaires)
    yield Mesure("rp_scolarises", "personnes scolarisées", "personnes", modalites=scolaires)


def _activite_et_diplomes() -> Iterable[Mesure]:
    for tranche, ages in _ans("15_24 25_54 55_64").items():
        yield Mesure(f"rp_population_{tranche}", f"population de {ages}", "personnes", modalites=_SEXES)
        yield Mesure(f"rp_actifs_{tranche}", f"actifs de {ages}", "personnes", modalites=_SEXES)
        if tranche != "25_54":
            yield Mesure(f"rp_actifs_occupes_{tranche}", f"actifs ayant un emploi de {ages}", "personnes", modalites=_SEXES)
    for etat, libelle in (("chomeurs", "chômeurs"), ("inactifs", "inactifs")):
        yield Mesure(f"rp_{etat}_15_64", f"{libelle} de 15 à 64 ans", "personnes", modalites=_SEXES)
    for sexe, qui in _SEXES.items():
        champ = f"{qui} de 15 ans ou plus hors études"
        yield Mesure(f"rp_non_scolarises_{sexe}", champ, "personnes")
        yield Mesure(f"rp_diplome_{sexe}", f"{champ}, selon le diplôme", "personnes", modalites=_DIPLOMES)


def _ans(tranches: str) -> dict[str, str]:
    """« 0_2 3_5 »: « 0 à 2 ans », « 3 à 5 ans »."""
    return {tranche: f"{' à '.join(tranche.split('_'))} ans" for tranche in tranches.split()}


def _revenus() -> Iterable[Mesure]:
    yield _publiee("filo_niveau_vie", "niveau de vie", "euros", "mediane q1 q3 q3_q1 d1 d2 d3 d4 d6 d7 d8 d9")
    yield _publiee("filo_rapport", "rapport de dispersion du niveau de vie", "ratio", "d9_d1 s80s20 gini q3_q1_mediane")
    yield _publiee(
        "filo_part_revenu", "part dans le revenu disponible", "pourcent", "pact ptsa pcho pben ppen ppat ppsoc ppfam ppmini pplogt pimpot"
    )
    yield _publiee("filo_taux_pauvrete", "taux de pauvreté au seuil de 60 %", "pourcent", "total age1 age2 age3 age4 age5 age6 tol1 tol2")
    yield _publiee("filo_part_imposes", "part des ménages fiscaux imposés", "pourcent", "total")
    yield _publiee("filo_taux_bas_revenus", "taux de bas revenus déclarés au seuil de 60 %", "pourcent", "total")
    yield _publiee("filo_revenu_declare", "revenu déclaré par unité de consommation", "euros", "mediane q1 q3 d1 d2 d3 d4 d6 d7 d8 d9")
    yield _publiee("filo_rapport_declare", "rapport de dispersion du revenu déclaré", "ratio", "d9_d1 s80s20 gini q3_q1_mediane")
    yield _publiee("filo_part_declare", "part dans le revenu déclaré", "pourcent", "pact ptsa pcho pben ppen paut")
    yield _publiee("filo_part_bas_revenus_declares", "part de la population à bas revenus déclarés", "pourcent", "total")


def _offre_et_prestations() -> Iterable[Mesure]:
    yield _publiee("txcouv", "taux de couverture publié", "pour100", "global eaje eaje_psu eaje_hors_psu prescol am gad indiv")
    yield Mesure("places", "places", "places", modalites={"total": "ensemble", "eaje": "EAJE", "indiv": "accueil individuel"})
    yield Mesure("structures", "structures", "structures", modalites=_FRANCE_SERVICES)
    for unite, qui in (("foyers", "foyers"), ("personnes", "personnes couvertes")):
        yield Mesure(f"{unite}_ndur", f"{qui} ayant au moins une prestation", unite)


_SEXES = {"h": "hommes", "f": "femmes"}
_GRANDS_AGES_ESTIMES = {
    "0_19": "0 à 19 ans",
    "20_39": "20 à 39 ans",
    "40_59": "40 à 59 ans",
    "60_74": "60 à 74 ans",
    "75p": "75 ans ou plus",
}
_GRANDS_AGES = {
    "0_14": "0 à 14 ans",
    "15_29": "15 à 29 ans",
    "30_44": "30 à 44 ans",
    "45_59": "45 à 59 ans",
    "60_74": "60 à 74 ans",
    "75_89": "75 à 89 ans",
    "90p": "90 ans ou plus",
    "75p": "75 ans ou plus (IRIS)",
}
_MOIS = (
    *((1, "janvier"), (2, "février"), (3, "mars"), (4, "avril"), (5, "mai"), (6, "juin")),
    *((7, "juillet"), (8, "août"), (9, "septembre"), (10, "octobre"), (11, "novembre"), (12, "décembre")),
)
_DIPLOMES = {
    "sans_ou_bepc": "sans diplôme ou brevet au plus (jusqu'en 2016)",
    "sans": "sans diplôme ou certificat d'études (depuis 2017)",
    "bepc": "brevet",
    "capbep": "CAP ou BEP",
    "bac": "baccalauréat",
    "sup": "supérieur (jusqu'en 2016)",
    "bac_2": "bac + 2",
    "bac_3_4": "bac + 3 ou + 4",
    "bac_5": "bac + 5 ou plus",
}


def _allocataires() -> Iterable[Mesure]:
    """Counts of the CNAF's files that the requête type does not ask for, or cuts otherwise."""
    yield from _par_quotient()
    yield from _types_de_rsa()
    yield from _comptes(
        "foyers",
        foyers_ndurpaje="foyers ayant la prestation d'accueil du jeune enfant",
        foyers_pn="foyers ayant la prime à la naissance ou à l'adoption",
        foyers_cmg="foyers ayant le complément de mode de garde",
        foyers_clca="foyers ayant le complément de libre choix d'activité, puis la PreParE",
        foyers_etudiants="foyers dont le responsable est étudiant",
        foyers_jeunes_non_etudiants="foyers dont le responsable a 24 ans au plus et n'est pas étudiant",
    )
    yield Mesure("foyers_composition", "foyers selon la composition", "foyers", modalites=_COMPOSITIONS)
    yield Mesure("foyers_age_resp_large", "foyers selon l'âge du responsable", "foyers", modalites=_AGES_LARGES)
    for role, qui in (("locataires", "locataires"), ("proprietaires", "propriétaires")):
        libelle = f"foyers {qui} ayant une aide au logement"
        yield Mesure(f"foyers_al_{role}", libelle, "foyers", modalites={TOTAL: "ensemble", "alf": "ALF", "als": "ALS", "apl": "APL"})
    yield Mesure(
        "foyers_par_caf", "foyers selon la prestation et la Caf qui les gère", "foyers", modalites={p: p.upper() for p in PRESTATIONS}
    )
    yield Mesure("beneficiaires_aah", "bénéficiaires de l'allocation aux adultes handicapés", "personnes")
    yield Mesure("enfants_tranches", "enfants à charge selon l'âge", "enfants", modalites=_ans("6_10 11_14 15_17 18_19 20_24"))
    ars = {TOTAL: "ensemble", **_ans("5_10 11_14 15_17")}
    yield Mesure("enfants_ars", "enfants ouvrant droit à l'allocation de rentrée scolaire", "enfants", modalites=ars)
    yield Mesure(
        "enfants_aeeh_age", "enfants ouvrant droit à l'AEEH selon l'âge", "enfants", modalites=_ans("0_2 3_5 6_11 12_15 16_17 18_20")
    )
    yield _publiee("part_allocataires_rsa", "part des allocataires du RSA, publiée", "pourcent", TOTAL)
    yield Mesure(
        "sites_caf", "sites d'accueil des Caf", "structures", modalites={TOTAL: "ensemble", **{g: g for g in GENRES}, "siege": "siège"}
    )
    yield Mesure("sites_caf_services", "sites d'accueil des Caf selon le service", "structures", modalites=_SERVICES)


def _par_quotient() -> Iterable[Mesure]:
    """Those of every benefit together, ``foyers_qf``, are the requête type's."""
    brackets = {m.code: m.libelle for m in requete.par_id()["foyers_qf"].modalites}
    for groupe, quoi in _GROUPES_QF.items():
        for prefixe, qui in _PREFIXES_QF.items():
            nom = mesure_qf(prefixe, groupe)
            if nom != "foyers_qf":
                unite = "euros" if prefixe == "indmtt" else UNITES[prefixe]
                libelle = f"{qui} ({quoi}) selon le quotient familial"
                yield Mesure(nom, libelle, unite, modalites={TOTAL: "ensemble"} | brackets, zero_si_autres=True)


def _types_de_rsa() -> Iterable[Mesure]:
    for unite, qui in (("foyers", "foyers"), ("personnes", "personnes couvertes")):
        yield Mesure(f"{unite}_rsa_non_majore", f"{qui} : RSA non majoré", unite)
        yield Mesure(f"{unite}_rsa_activite", f"{qui} : RSA activité", unite)
        yield Mesure(f"{unite}_rsa_avec_activite", f"{qui} : RSA, y compris le RSA activité seul", unite)
    yield Mesure("foyers_rsa_jeune", "foyers : RSA jeune", "foyers")
    yield from _comptes(
        "euros",
        montants_rsa="montants versés : RSA",
        montants_rsa_majore="montants versés : RSA majoré",
        montants_rsa_non_majore="montants versés : RSA non majoré",
    )


_PREFIXES_QF = {"indfoy": "foyers", "indnbp": "personnes couvertes", "indmtt": "montants versés"}
_GROUPES_QF = {
    "ndur": "au moins une prestation",
    "ndurpaje": "petite enfance",
    "ndurej": "enfance et jeunesse",
    "ndurhd": "handicap",
    "ndural": "logement",
    "ndurins": "insertion",
}
_COMPOSITIONS = {
    "isole": "personne seule sans enfant",
    "mono": "famille monoparentale",
    "couple_sans_enf": "couple sans enfant",
    "couple_avec_enf": "couple avec enfants",
    "couple_3p": "couple avec 3 enfants ou plus",
}
_AGES_LARGES = {"50_59": "50 à 59 ans", "ge60": "60 ans ou plus"}
_SERVICES = {
    "prestations": "prestations légales",
    "action_sociale": "accueil par un professionnel de l'action sociale",
    "accueil_physique": "accueil physique",
    "borne": "borne interactive",
}


def _equipements() -> Iterable[Mesure]:
    yield Mesure("equipements", "équipements", "equipements", modalites=_EQUIPEMENTS)


def _quartiers() -> Iterable[Mesure]:
    """What only the files of the quartiers prioritaires give."""
    yield Mesure("foyers_situation", "foyers selon la situation familiale", "foyers", modalites=_SITUATIONS)
    yield Mesure("foyers_dep", "foyers selon la part des prestations dans les ressources", "foyers", modalites={"ge50": "50 % ou plus"})
    yield Mesure("enfants_age", "enfants selon l'âge", "enfants", modalites=_ENFANTS)
    yield from _comptes(
        "foyers", foyers_etudiants="foyers étudiants", foyers_non_etudiants_moins_25="foyers non étudiants de moins de 25 ans"
    )
    yield from _comptes(
        "personnes", assures_maladie="personnes couvertes par l'assurance maladie", assures_cmuc="bénéficiaires de la CMU-C"
    )
    yield Mesure("assures_c2s", "bénéficiaires de la complémentaire santé solidaire", "personnes", modalites=_C2S)
    yield from _comptes("personnes", contrats_aides="personnes en contrat aidé")
    yield Mesure("demandeurs_emploi", "demandeurs d'emploi", "personnes", modalites=_DEMANDEURS)
    yield _publiee(
        "qpv_part_population",
        "part dans la population du quartier",
        "pourcent",
        "femmes moins_25 femmes_moins_25 60_plus femmes_60_plus etrangers femmes_etrangeres",
    )
    yield _publiee("qpv_part_menages", "part des ménages du quartier", "pourcent", "1_personne 6_plus")
    yield _publiee("qpv_indice_jeunesse", "indice de jeunesse publié", "ratio", "total")
    yield _publiee("qpv_taux_emploi", "taux d'emploi publié", "pourcent", "total f etrangers")
    yield _publiee("qpv_part_emplois_precaires", "part des emplois à durée limitée", "pourcent", "total f etrangers")


_AGES_ADULTES = {"15_24": "15 à 24 ans", "25_54": "25 à 54 ans", "55_plus": "55 ans ou plus"}
_PCS = {
    "pcs1": "agriculteurs exploitants",
    "pcs2": "artisans, commerçants et chefs d'entreprise",
    "pcs3": "cadres et professions intellectuelles supérieures",
    "pcs4": "professions intermédiaires",
    "pcs5": "employés",
    "pcs6": "ouvriers",
    "pcs7": "retraités",
    "pcs9": "autres personnes sans activité professionnelle",
}
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
_SITUATIONS = {
    "isole": "personnes isolées sans enfant",
    "mono": "familles monoparentales",
    "couple_avec_enf": "couples avec enfant",
    "couple_3p": "couples avec 3 enfants ou plus",
}
_ENFANTS = {"6_10": "6 à 10 ans", "11_14": "11 à 14 ans", "15_17": "15 à 17 ans"}
_C2S = {TOTAL: "ensemble", "sans_participation": "sans participation financière", "avec_participation": "avec participation financière"}
_DEMANDEURS = {
    "abcde": "catégories A, B, C, D et E",
    "abcde_f": "catégories A, B, C, D et E, femmes",
    "abcde_h": "catégories A, B, C, D et E, hommes",
    "abc": "catégories A, B et C",
    "abc_f": "catégories A, B et C, femmes",
    "abc_h": "catégories A, B et C, hommes",
    "a": "catégorie A",
    "a_f": "catégorie A, femmes",
    "a_h": "catégorie A, hommes",
    "abc_rsa": "catégories A, B et C, bénéficiaires du RSA",
    "abc_rsa_f": "catégories A, B et C, femmes bénéficiaires du RSA",
    "abc_rsa_h": "catégories A, B et C, hommes bénéficiaires du RSA",
    "abc_25": "catégories A, B et C, moins de 26 ans",
    "abc_2649": "catégories A, B et C, 26 à 49 ans",
    "abc_50": "catégories A, B et C, 50 ans ou plus",
    "abc_fr": "catégories A, B et C, Français",
    "abc_e": "catégories A, B et C, étrangers",
    "abc_infcapbep": "catégories A, B et C, niveau inférieur au CAP ou BEP",
    "abc_capbep": "catégories A, B et C, niveau CAP ou BEP",
    "abc_bac": "catégories A, B et C, niveau bac",
    "abc_supbac": "catégories A, B et C, niveau supérieur au bac",
    "abc_dur1": "catégories A, B et C, première classe d'ancienneté",
    "abc_dur2": "catégories A, B et C, deuxième classe d'ancienneté",
    "abc_dur3": "catégories A, B et C, troisième classe d'ancienneté",
    "abc_dur4": "catégories A, B et C, quatrième classe d'ancienneté",
}


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

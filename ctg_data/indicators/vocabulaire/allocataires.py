"""What the CNAF's files count that the requête type does not ask for, or cuts otherwise."""

from collections.abc import Iterable

from ctg_data.indicators.vocabulaire.model import TOTAL, Mesure, ans, comptes, publiee
from ctg_data.loaders import requete_type_schema as requete
from ctg_data.loaders.cnaf_foyers import UNITES, mesure_qf
from ctg_data.loaders.cnaf_series import PRESTATIONS
from ctg_data.loaders.cnaf_territoires import GENRES


def mesures() -> Iterable[Mesure]:
    """Every measure of this theme."""
    for unite, qui in (("foyers", "foyers"), ("personnes", "personnes couvertes")):
        yield Mesure(f"{unite}_ndur", f"{qui} ayant au moins une prestation", unite)
    yield from _par_quotient()
    yield from _types_de_rsa()
    yield from comptes(
        "foyers",
        foyers_ndurpaje="foyers ayant la prestation d'accueil du jeune enfant",
        foyers_pn="foyers ayant la prime à la naissance ou à l'adoption",
        foyers_cmg="foyers ayant le complément de mode de garde",
        foyers_clca="foyers ayant le complément de libre choix d'activité, puis la PreParE",
        foyers_etudiants="foyers dont le responsable est étudiant",
        foyers_jeunes_non_etudiants="foyers dont le responsable a 24 ans au plus et n'est pas étudiant",
    )
    yield Mesure("foyers_dep", "foyers selon la part des prestations dans les ressources", "foyers", modalites={"ge50": "50 % ou plus"})
    yield Mesure("foyers_composition", "foyers selon la composition", "foyers", modalites=_COMPOSITIONS)
    yield Mesure("foyers_age_resp_large", "foyers selon l'âge du responsable", "foyers", modalites=_AGES_LARGES)
    for role, qui in (("locataires", "locataires"), ("proprietaires", "propriétaires")):
        libelle = f"foyers {qui} ayant une aide au logement"
        yield Mesure(f"foyers_al_{role}", libelle, "foyers", modalites={TOTAL: "ensemble", "alf": "ALF", "als": "ALS", "apl": "APL"})
    yield Mesure(
        "foyers_par_caf", "foyers selon la prestation et la Caf qui les gère", "foyers", modalites={p: p.upper() for p in PRESTATIONS}
    )
    yield Mesure("beneficiaires_aah", "bénéficiaires de l'allocation aux adultes handicapés", "personnes")
    yield Mesure("enfants_tranches", "enfants à charge selon l'âge", "enfants", modalites=ans("6_10 11_14 15_17 18_19 20_24"))
    ars = {TOTAL: "ensemble", **ans("5_10 11_14 15_17")}
    yield Mesure("enfants_ars", "enfants ouvrant droit à l'allocation de rentrée scolaire", "enfants", modalites=ars)
    yield Mesure(
        "enfants_aeeh_age", "enfants ouvrant droit à l'AEEH selon l'âge", "enfants", modalites=ans("0_2 3_5 6_11 12_15 16_17 18_20")
    )
    yield publiee("part_allocataires_rsa", "part des allocataires du RSA, publiée", "pourcent", TOTAL)
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
    yield from comptes(
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

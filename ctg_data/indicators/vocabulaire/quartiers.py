"""What only the files of the quartiers prioritaires give."""

from collections.abc import Iterable

from ctg_data.indicators.vocabulaire.model import TOTAL, Mesure, comptes, publiee


def mesures() -> Iterable[Mesure]:
    """Every measure of this theme."""
    yield from comptes("personnes", qpv_population="habitants des quartiers prioritaires")
    yield from comptes("personnes", assures_maladie="personnes couvertes par l'assurance maladie", assures_cmuc="bénéficiaires de la CMU-C")
    yield Mesure("assures_c2s", "bénéficiaires de la complémentaire santé solidaire", "personnes", modalites=_C2S)
    yield from comptes("personnes", contrats_aides="personnes en contrat aidé")
    yield Mesure("demandeurs_emploi", "demandeurs d'emploi", "personnes", modalites=_DEMANDEURS)
    yield publiee(
        "qpv_part_population",
        "part dans la population du quartier",
        "pourcent",
        "femmes moins_25 femmes_moins_25 60_plus femmes_60_plus etrangers femmes_etrangeres",
    )
    yield publiee("qpv_part_menages", "part des ménages du quartier", "pourcent", "1_personne 6_plus")
    yield publiee("qpv_indice_jeunesse", "indice de jeunesse publié", "ratio", "total")
    yield publiee("qpv_taux_emploi", "taux d'emploi publié", "pourcent", "total f etrangers")
    yield publiee("qpv_part_emplois_precaires", "part des emplois à durée limitée", "pourcent", "total f etrangers")


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

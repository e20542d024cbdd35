"""The catalogue: a faulty record is refused, and what a complete requête type draws of the star."""

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

from ctg_data.indicators import formules, registry
from ctg_data.indicators.absents import ABSENTS, Absent
from ctg_data.indicators.absents import par_id as par_id_absents
from ctg_data.indicators.faces import faces
from ctg_data.indicators.model import (
    Branche,
    Distribution,
    EcartReference,
    Effectif,
    Etoile,
    Face,
    Indicateur,
    Moyenne,
    Publie,
    Ratio,
    Ref,
)
from ctg_data.indicators.termes import ref
from ctg_data.indicators.vocabulaire import catalogue as vocabulaire
from ctg_data.loaders.requete_type_schema import VARIABLES
from ctg_data.wording import fr, nombres
from tests.indicators.outils import indicateur

DOMAINE = re.findall(
    r"\w+",
    """
    pop_municipale pop_tcam solde_naturel_taux solde_migr_app_taux part_moins_3 part_3_11 part_12_17 part_18_24 part_65_plus
    part_75_plus_seuls indice_jeunesse indice_vieillissement naissances_moy3 tx_natalite tx_fecondite_gen icf taille_menages
    part_pop_qpv enf_moins_3 part_m3_parents_actifs part_m3_bas_revenus tx_couv_global tx_couv_eaje tx_couv_eaje_psu tx_couv_am
    tx_couv_gad tx_couv_prescol tx_scol_2ans part_accueil_indiv part_am_55_plus tx_occup_eaje tx_factu_psu rpe_etp_p100am
    ecart_couv_ref places_manquantes_ref places_manq_actifs acces_2sfca_pe places_am_risque eleves_1er_degre ips_moyen_ecoles
    part_fam_qf_800 alsh_places_p100 alsh_heures_enf part_pop_plan_mercredi tx_aide_vacances ecart_alsh enf_hors_alsh_15min
    neet_15_24 tx_scol_18_24 chom_15_24_rp part_18_24_br ps_jeunes_etp alsh_ados_heures fjt_lits pdn_etp ecart_ps_jeunes
    jeunes_sans_lieu part_monoparentales part_monop_caf part_fam_nombreuses part_asf laep_heures clas_enf mediation_fam
    reaap_actions ecart_laep ecart_clas fam_fragiles_sans_pa cs_p10000 evs_p10000 pop_couverte_avs etp_ref_famille
    equip_cult_sport qpv_sans_avs pop_sans_avs_20min part_hlm part_loc_prive part_suroccup tx_vacance part_menages_al
    part_effort_40 part_al_hlm impayes_al non_decence tension_hlm delai_attrib ecart_hlm fsl_aides tx_couv_caf part_couv_caf_msa
    indice_frag_num part_sans_diplome fs_p20000 pop_fs_20min med_num_p10000 couv_ftth points_contact_caf rdv_droits
    proxy_nonrecours pop_loin_fs tx_pauvrete_60 niveau_vie_median interdecile part_foyers_br part_pers_br part_enf_br dep_50
    dep_75 dep_100 pop_rsa part_rsa_majore part_ppa chomage_rp emploi_f_25_54 temps_partiel_f menages_sans_voiture places_avip
    accomp_social_caf ecart_insertion aah_p1000 aeeh_p1000 enf_aeeh_m6 eaje_inclusifs alsh_inclusifs pri_presence
    ecart_inclusion_eaje ecart_inclusion_alsh score_theme indice_priorite robustesse_prio obligations_sppe capacite_engagement
    tx_actions_realisees apl_medecins equip_proximite_p1000 part_actifs_hors_epci part_pers_seules part_nouveaux_arrivants
""",
)
"""The identifiers of domain.md §2, in its order."""
SAIN = indicateur(Effectif(ref("pop_municipale")))
INSEE = (*("pop_municipale", "pop_totale", "naissances", "pop_age_h", "pop_age_f"), "rp_", "filo_")


@pytest.mark.parametrize(
    ("faux", "faute"),
    [
        (replace(SAIN, libelle=" "), "libelle vide"),
        (replace(SAIN, prudence=""), "prudence vide"),
        (replace(SAIN, lecture="En {annee}, {territoire}."), "repère absent {valeur}"),
        (replace(SAIN, lecture="En {annee}, {territoire}, {valeur} sur {total}."), "repère inconnu {total}"),
        (replace(SAIN, seuils=("n31",)), "seuil inconnu n31"),
        (replace(SAIN, niveaux=("canton",)), "niveau inconnu canton"),
        (replace(SAIN, formules=()), "aucune formule"),
        (replace(SAIN, angle=4), "angle ou décimales"),
        (replace(SAIN, decimales=4), "angle ou décimales"),
        (replace(SAIN, etoile=Etoile(Branche.PE, Face.BESOIN), niveaux=("commune",)), "place sur l’étoile invalide"),
        (replace(SAIN, etoile=Etoile(Branche.PE, Face.BESOIN, 0)), "place sur l’étoile invalide"),
        (indicateur(Effectif(ref("population"))), "mesure inconnue population"),
        (indicateur(Effectif(ref("foyers_qf", "lt300"))), "modalité inconnue foyers_qf/lt300"),
        (indicateur(Effectif(ref("foyers_qf", "lt400", "lt400"))), "vides ou en double"),
        (indicateur(Effectif((Ref("pop_municipale", ()),))), "vides ou en double"),
        (indicateur(Effectif(ref("filo_niveau_vie", "mediane"))), "ne s’additionne pas"),
        (indicateur(Moyenne(ref("txcouv", "global"))), "ne s’additionne pas"),
        (indicateur(Ratio(ref("naissances"), ref("filo_taux_pauvrete"))), "ne s’additionne pas"),
        (indicateur(EcartReference("inconnu")), "indicateur de référence inconnu"),
        (indicateur(Distribution((("a", ref("naissances")), ("a", ref("naissances"))))), "modalité en double"),
    ],
    ids=lambda cas: cas if isinstance(cas, str) else "",
)
def test_a_faulty_record_is_refused_and_named(faux: Indicateur, faute: str):
    with pytest.raises(registry.CatalogueInvalide) as refus:
        registry.verifie([faux])
    assert f"essai : {faute}" in str(refus.value) or faute in str(refus.value)


def test_an_identifier_used_twice_is_refused():
    with pytest.raises(registry.CatalogueInvalide, match="essai : identifiant en double"):
        registry.verifie([SAIN, SAIN])


def test_a_crowded_face_is_refused():
    sept = [replace(SAIN, id=f"i{n}", etoile=Etoile(Branche.PE, Face.BESOIN)) for n in range(7)]
    with pytest.raises(registry.CatalogueInvalide, match="étoile PE/besoin"):
        registry.verifie(sept)


def test_every_fault_is_told_at_once():
    with pytest.raises(registry.CatalogueInvalide) as refus:
        registry.verifie([replace(SAIN, libelle="", angle=9, seuils=("x",))])
    assert str(refus.value).count(" ; ") == 2


def test_a_sound_record_is_accepted():
    published = indicateur(Publie(Ref("txcouv", ("global",))), id="publie")
    assert registry.verifie([SAIN, published]) == (SAIN, published)


def test_every_indicator_of_the_domain_is_computed_or_says_what_would_feed_it():
    assert len(DOMAINE) == len(set(DOMAINE)) == 138
    calcules, absents = set(registry.par_id()), set(par_id_absents())
    assert not calcules & absents
    assert set(DOMAINE) <= calcules | absents
    assert absents <= set(DOMAINE)
    assert len(calcules & set(DOMAINE)) >= 100


@pytest.mark.parametrize("absent", ABSENTS, ids=lambda a: a.id)
def test_an_indicator_that_is_not_computed_is_declared_whole_and_names_a_source(absent: Absent):
    assert absent.libelle
    assert absent.definition.endswith(".")
    assert absent.theme in fr.THEMES
    assert absent.angle in fr.ANGLES
    assert absent.source
    assert not absent.source.endswith(".")


def test_every_formula_reads_as_french_words():
    for i in registry.catalogue():
        assert formules.en_mots(i)
        assert not formules.en_mots(i).endswith(".")


@pytest.mark.parametrize("i", registry.catalogue(), ids=lambda i: i.id)
@pytest.mark.parametrize("x", [0, 0.5, 1, 12])
def test_every_reading_sentence_is_french_for_one_and_for_many(i, x):
    phrase = i.lecture.format(annee=2023, territoire="à Limoges", valeur=nombres.compte(x, i.decimales), source="Insee")
    assert phrase.endswith(".")
    assert " : " not in phrase.partition(" (")[0], "a sentence with a verb, not a label"
    suite = phrase.partition(nombres.nombre(x, i.decimales))[2].split()[0]
    assert x >= 2 or not suite.endswith("s") or suite in ("rendez-vous", "fois"), phrase


def _nourris(mesures: Iterable[str]) -> set[str]:
    """Indicators that have a formula whose every measure is there."""
    connues = set(mesures)
    nourris = {i.id for i in registry.catalogue() if any(_complete(f, connues) for f in i.formules)}
    return nourris | {i.id for i in registry.catalogue() for f in i.formules if isinstance(f, EcartReference) and f.indicateur in nourris}


def _complete(formule: object, connues: set[str]) -> bool:
    lues = {r.mesure for r in registry.refs(formule)}
    return bool(lues) and lues <= connues


@pytest.mark.parametrize(("face", "minimum"), [(Face.BESOIN, 7), (Face.OFFRE, 5), (Face.ECART, 4)])
def test_a_complete_requete_type_and_insee_draw_most_of_the_star(face, minimum):
    requete_type = {v.id for v in VARIABLES}
    insee = {nom for nom in vocabulaire() if nom.startswith(INSEE)}
    nourris = _nourris(requete_type | insee)
    branches = {b for (b, f), places in faces(registry.catalogue()).items() if f is face and any(i in nourris for i, _ in places)}
    assert len(branches) >= minimum


def test_every_face_has_its_place_in_a_fixed_order():
    assert list(faces([])) == [(b, f) for b in Branche for f in Face]
    assert faces([replace(SAIN, etoile=Etoile(Branche.HA, Face.OFFRE, -1))])[Branche.HA, Face.OFFRE] == (("essai", -1),)

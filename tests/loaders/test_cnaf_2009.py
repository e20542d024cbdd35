"""CNAF files by commune and EPCI of 2009-2020: every theme in the layout of its read-me, its drifts, and damage; values are invented."""

import pytest

from ctg_data.indicators import registry, vocabulaire
from ctg_data.indicators.model import Effectif, Ratio
from ctg_data.indicators.ruptures import CNAF_2018
from ctg_data.loaders import charge
from ctg_data.loaders.cnaf_2009 import THEMES
from ctg_data.loaders.sources import catalogue
from ctg_data.settings import Settings
from ctg_data.store.magasin import Magasin
from tests.loaders.outils import accepte, csv, ecrit, seule, valeur

ALLOC = ("NB_Allocataires", "foyers_alloc", "total")
FICHIERS = {
    "AAHCom2013.csv": [ALLOC, ("ALL_AAH", "beneficiaires_aah", "total")],
    "BasrevenuCom2014.csv": [
        ("NB_allocataires_ress", "foyers_ref", "total"),
        ("NB_pers_couv_ress", "personnes_ref", "total"),
        ("ALL_bas_revenu", "foyers_br", "total"),
        ("Pers_bas_revenu", "personnes_br", "total"),
    ],
    "DependanceprestaCom2013.csv": [ALLOC, ("TR50PFRB", "foyers_dep", "gt50"), ("TR100PFRB", "foyers_dep", "eq100")],
    "configfamiliale2015.csv": [
        ALLOC,
        ("COUP_0_ENF", "foyers_situation", "couple_sans_enf"),
        ("COUP_1_ENF", "foyers_situation", "couple_1"),
        ("COUP_2_ENF", "foyers_situation", "couple_2"),
        ("COUP_3_ENF", "foyers_situation", "couple_3"),
        ("COUP_4plus_ENF", "foyers_situation", "couple_4p"),
        ("Homme_Isole", "foyers_situation", "isole_h"),
        ("Femme_Isolee", "foyers_situation", "isole_f"),
        ("MONO_1_ENF", "foyers_situation", "mono_1"),
        ("MONO_2_ENF", "foyers_situation", "mono_2"),
        ("MONO_3_ENF", "foyers_situation", "mono_3"),
        ("MONO_4plus_ENF", "foyers_situation", "mono_4p"),
    ],
    "TrancheAge2019.csv": [
        ("NB_allocataires", "foyers_alloc", "total"),
        ("ALL0A19", "foyers_age_resp", "lt20"),
        ("ALL20A24", "foyers_age_resp", "20_24"),
        ("ALL25A29", "foyers_age_resp", "25_29"),
        ("ALL30A39", "foyers_age_resp", "30_39"),
        ("ALL40A49", "foyers_age_resp", "40_49"),
        ("ALL50A54", "foyers_age_resp", "50_54"),
        ("ALL55A59", "foyers_age_resp", "55_59"),
        ("ALL60A64", "foyers_age_resp", "60_64"),
        ("ALL65A69", "foyers_age_resp", "65_69"),
        ("ALL70AX", "foyers_age_resp", "ge70"),
        ("ALLAGEX", "foyers_age_resp", "nc"),
    ],
    "TrancheAge2009.csv": [
        ALLOC,
        ("ALL0A19", "foyers_age_resp", "lt20"),
        ("ALL20A24", "foyers_age_resp", "20_24"),
        ("ALL25A29", "foyers_age_resp", "25_29"),
        ("ALL30A39", "foyers_age_resp", "30_39"),
        ("ALL40A49", "foyers_age_resp", "40_49"),
        ("ALL50A59", "foyers_age_resp_large", "50_59"),
        ("ALL60AX", "foyers_age_resp_large", "ge60"),
        ("ALLAGEX", "foyers_age_resp", "nc"),
    ],
    "EJCom2012.csv": [ALLOC, *((f"ALL_{p}", f"foyers_{p.lower()}", "total") for p in ("AF", "CF", "ARS", "ASF", "AEEH"))],
    "PAJECom2014.csv": [
        ALLOC,
        ("ALL_PAJE", "foyers_ndurpaje", "total"),
        ("ALL_PRIM", "foyers_pn", "total"),
        ("ALL_BASEP", "foyers_paje_ab", "total"),
        ("ALL_CMG", "foyers_cmg", "total"),
        ("ALL_CMG_ASMA", "foyers_cmg_am", "total"),
        ("ALL_CMG_DOM", "foyers_cmg_gad", "total"),
        ("ALL_CMG_A", "foyers_cmg_structure", "total"),
        ("ALL_Clca", "foyers_clca", "total"),
    ],
    "PAJECom2009.csv": [
        ALLOC,
        ("ALL_PAJE", "foyers_ndurpaje", "total"),
        ("ALL_PRIM", "foyers_pn", "total"),
        ("ALL_BASEP", "foyers_paje_ab", "total"),
        ("ALL_ASMA", "foyers_cmg_am", "total"),
        ("ALL_Clca_Colca", "foyers_clca", "total"),
    ],
    "LOGCom2011.csv": [
        ("total_allocataires", "foyers_alloc", "total"),
        ("total_allocataires_logement", "foyers_al", "total"),
        *((f"total_{p}", f"foyers_{p.lower()}", "total") for p in ("ALF", "ALS", "APL")),
        *((f"locataire_{p}", "foyers_al_locataires", p.lower()) for p in ("ALF", "ALS", "APL")),
        *((f"proprietaire_{p}", "foyers_al_proprietaires", p.lower()) for p in ("ALF", "ALS", "APL")),
        ("total_locataire", "foyers_al_locataires", "total"),
        ("total_proprietaire", "foyers_al_proprietaires", "total"),
    ],
    "LOGPersPrestaCom2011.csv": [
        ("NB_Pers_Couv_Al", "personnes_al", "total"),
        *((f"Pers_Couv_Al_{p}", f"personnes_{p.lower()}", "total") for p in ("ALF", "ALS", "APL")),
    ],
    "RSACom2012.csv": [
        ALLOC,
        ("NB_allocataire_RSA", "foyers_rsa_avec_activite", "total"),
        ("Dont_RSA_jeune", "foyers_rsa_jeune", "total"),
        ("RSA_SOCLE_non_Majore", "foyers_rsa_non_majore", "total"),
        ("RSA_SOCLE_Majore", "foyers_rsa_majore", "total"),
        ("RSA_activite", "foyers_rsa_activite", "total"),
    ],
    "RSACom2017.csv": [
        ALLOC,
        ("NB_allocataire_RSA", "foyers_rsa", "total"),
        ("RSA_SOCLE_non_Majore", "foyers_rsa_non_majore", "total"),
        ("RSA_SOCLE_Majore", "foyers_rsa_majore", "total"),
    ],
    "RSAPersCom2012.csv": [
        ("NB_Pers_par_Foyer_Alloc", "personnes_couvertes", "total"),
        ("NB_Pers_couv_RSA", "personnes_rsa_avec_activite", "total"),
        ("RSA_SOCLE_non_Majore_Pers_couv", "personnes_rsa_non_majore", "total"),
        ("RSA_SOCLE_Majore_Pers_couv", "personnes_rsa_majore", "total"),
        ("RSA_activite_Pers_couv", "personnes_rsa_activite", "total"),
    ],
    "enfantageCom2018.csv": [
        ("NB_Enfants", "enfants_age", "total"),
        *((f"NB_Enfants_{a}_ans", "enfants_age", a) for a in ("0_2", "3_5", "6_11", "12_15", "16_17")),
        *((f"NB_Enfants_{a}_ans", "enfants_tranches", a) for a in ("18_19", "20_24")),
    ],
    "enfantARS2015.csv": [
        ("NB_enfant_ARS", "enfants_ars", "total"),
        ("ARS_5A10", "enfants_ars", "5_10"),
        ("ARS_11A14", "enfants_ars", "11_14"),
        ("ARS_15A17", "enfants_ars", "15_17"),
    ],
    "AEEHEnfCom2013.csv": [
        ("NB_enfant_AEEH", "enfants_aeeh", "total"),
        *((f"AEEH_{a.replace('_', 'A')}", "enfants_aeeh_age", a) for a in ("0_2", "3_5", "6_11", "12_15", "16_17", "18_20")),
    ],
    "NIVCOMTOTAL2016.csv": [("NB_Pers_par_Foyer_Alloc", "personnes_couvertes", "total"), ("NB_Enfants", "enfants_age", "total")],
    "NIVCOMTOTAL2009.csv": [
        ("NB_Pers_par_Foyer_Alloc", "personnes_couvertes", "total"),
        ("NB_Enfants", "enfants_age", "total"),
        ("NB_Enfants_0_2_ans", "enfants_age", "0_2"),
        ("NB_Enfants_3_5_ans", "enfants_age", "3_5"),
    ],
}
"""Name of a file -> (header, measure, modality) of its columns after the keys."""
MOIS = {"foyers_ars": 8, "enfants_ars": 8, "foyers_cmg": 0, "foyers_cmg_am": 0, "foyers_cmg_gad": 0, "foyers_cmg_structure": 0}


def annee(nom: str) -> int:
    return int(nom[-8:-4])


def fichier(
    nom: str, cles: tuple[str, str] = ("Communes", "Codes_Insee"), lieu: tuple[str, str] = ("ABERGEMENT", "01001")
) -> list[list[object]]:
    """Header, the row of those living abroad, one of values 10, 11, 12…, one whose last cell is blank."""
    colonnes = FICHIERS[nom]
    pleine = list(range(10, 10 + len(colonnes)))
    return [
        [*cles, *(c for c, _, _ in colonnes)],
        ["ETRANGER", "9" * len(lieu[1]), *pleine],
        ["INCONNU", "X" * len(lieu[1]), *pleine],
        [*lieu, *pleine],
        ["BORDEAUX", "33063", *pleine[:-1], " "],
    ]


def test_the_fourteen_themes_are_all_here():
    """Two of them in two layouts, and the themes of persons and children in files of their own."""
    assert len(FICHIERS) == len(THEMES) + 2
    assert {len(colonnes) for colonnes in THEMES.values()} <= set(range(2, 14))


@pytest.mark.parametrize("nom", FICHIERS)
def test_every_theme_is_read_from_its_columns(tmp_path, nom):
    lu = charge(ecrit(tmp_path, nom, csv(fichier(nom)), "cp1252"))
    assert [str(f) for f in lu.fautes] == []
    assert (lu.sources, lu.lignes_lues) == (("cnaf_communes",), 4)
    assert lu.detail["ecartees"] == {"code technique ou territoire non localisé": 2}
    attendues = {(m, mod): 10 + rang for rang, (_, m, mod) in enumerate(FICHIERS[nom])}
    assert {cle: valeur(lu.mesures, "01001", *cle) for cle in attendues} == attendues
    assert len(lu.mesures) == 2 * len(attendues)
    assert valeur(lu.mesures, "33063", *FICHIERS[nom][-1][1:]) == "s"
    assert set(zip(lu.mesures["annee"], lu.mesures["millesime_geo"], strict=True)) == {(annee(nom), annee(nom) + 1)}
    assert set(zip(lu.mesures["niveau"], lu.mesures["regime"], lu.mesures["arr5"], strict=True)) == {("commune", "caf", False)}
    mois = dict(zip(lu.mesures["mesure"].astype(str), lu.mesures["mois"].astype(int), strict=True))
    assert mois == {m: MOIS.get(m, 12) for m, _ in attendues}
    declarees = vocabulaire.catalogue()
    for mesure, modalite, unite in lu.mesures[["mesure", "modalite", "unite"]].drop_duplicates().astype(str).itertuples(index=False):
        assert modalite in declarees[mesure].modalites
        assert unite == declarees[mesure].unite


@pytest.mark.parametrize("nom", FICHIERS)
def test_columns_in_another_order_and_case_give_the_same(tmp_path, nom):
    rangees = fichier(nom)
    autres = [[*ligne[1::-1], *ligne[:1:-1]] for ligne in rangees]
    autres[0] = [titre.swapcase() for titre in autres[0]]
    droites, retournees = (
        {
            tuple(ligne)
            for ligne in accepte(ecrit(tmp_path, nom, csv(r)))[["code", "mesure", "modalite", "valeur", "statut"]].astype(str).to_numpy()
        }
        for r in (rangees, autres)
    )
    assert droites == retournees


@pytest.mark.parametrize("nom", FICHIERS)
def test_the_epci_version_is_read_with_its_date(tmp_path, nom):
    rangees = fichier(nom, ("NOMEPCI", "NUMEPCI"), ("HAUT BUGEY", "200042935"))[:-1]
    rangees = [
        [*ligne[:2], "DEPSEPCI", "DTREF", *ligne[2:]] if rang == 0 else [*ligne[:2], "01", "31/12/2019", *ligne[2:]]
        for rang, ligne in enumerate(rangees)
    ]
    lu = charge(ecrit(tmp_path, nom.replace("Com", "EPCI"), csv(rangees)))
    assert [str(f) for f in lu.fautes] == []
    assert lu.detail["ecartees"] == {"hors de tout EPCI, à l'étranger ou non localisé": 2}
    assert set(zip(lu.mesures["niveau"], lu.mesures["code"], lu.mesures["annee"], strict=True)) == {("epci", "200042935", 2019)}
    assert sorted(lu.mesures["valeur"]) == list(range(10, 10 + len(FICHIERS[nom])))
    # the date of the rows counts, and the file name that says another year is told
    assert any("2019 qui compte" in a for a in lu.avertissements) == (annee(nom) != 2019)


def test_before_the_prime_d_activite_the_total_of_the_rsa_has_another_name(tmp_path):
    """In 2015 it still holds those who had nothing but the RSA activité."""
    for an, mesure in ((2015, "foyers_rsa_avec_activite"), (2016, "foyers_rsa")):
        mesures = accepte(ecrit(tmp_path, f"RSACom{an}.csv", csv(fichier("RSACom2012.csv"))))
        assert {m for m in mesures["mesure"] if m in ("foyers_rsa", "foyers_rsa_avec_activite")} == {mesure}


def test_a_drift_that_no_layout_knows_is_told_and_not_guessed(tmp_path):
    """A column of all households beside those of reference is left out of the low incomes."""
    rangees = [[*ligne, "NB_allocataires" if rang == 0 else 500] for rang, ligne in enumerate(fichier("BasrevenuCom2014.csv"))]
    lu = charge(ecrit(tmp_path, "BasrevenuCom2014.csv", csv(rangees)))
    assert "foyers_alloc" not in set(lu.mesures["mesure"])
    assert any("NB_allocataires" in a for a in lu.avertissements)


def test_rows_of_another_geography_are_kept_apart(tmp_path):
    connues = [["COMMUNE", f"330{rang:02}", 20, 12] for rang in range(1, 13)]
    rangees = [*fichier("AAHCom2013.csv"), *connues, ["FORT-MARDYCK", "59248", 20, 12]]
    lu = charge(ecrit(tmp_path, "AAHCom2013.csv", csv(rangees)))
    assert list(lu.fautes) == []
    assert lu.detail["ecartees"]["code commune antérieur à 2019, début du référentiel"] == 1
    assert "59248" not in set(lu.mesures["code"])


def _abime(rangees, ligne, colonne, texte):
    copie = [list(r) for r in rangees]
    copie[ligne][colonne] = texte
    return copie


@pytest.mark.parametrize(
    ("colonne", "texte", "code"),
    [
        (2, "4", "secret_absent"),
        (2, "10,5", "nombre_non_entier"),
        (2, "dix", "texte_dans_nombre"),
        (2, "-10", "valeur_negative"),
        (1, "1001", "zero_perdu"),
        (1, "01OO1", "code_mal_forme"),
        (1, "33063", "cle_double"),
    ],
)
def test_damage_is_refused_with_its_line(tmp_path, colonne, texte, code):
    rangees = _abime(fichier("AAHCom2013.csv"), 3, colonne, texte)
    faute = seule(charge(ecrit(tmp_path, "AAHCom2013.csv", csv(rangees))), code)
    assert faute.ligne == (5 if code == "cle_double" else 4)


@pytest.mark.parametrize("nom", FICHIERS)
def test_a_compulsory_column_lost_is_never_read_as_another_theme(tmp_path, nom):
    """Without a column that says what the file is, it is refused, or read as what the others alone say."""
    for rang in range(2, 2 + len(FICHIERS[nom])):
        coupe = [[*ligne[:rang], *ligne[rang + 1 :]] for ligne in fichier(nom)]
        lu = charge(ecrit(tmp_path, nom, csv(coupe)))
        if lu.mesures is not None:
            reste = {(m, mod): 10 + r for r, (_, m, mod) in enumerate(FICHIERS[nom]) if r != rang - 2}
            assert {cle: valeur(lu.mesures, "01001", *cle) for cle in reste} == reste
        else:
            assert {f.code for f in lu.fautes} == {"disposition_inconnue"}


def test_a_short_line_and_a_file_without_year_are_refused(tmp_path):
    rangees = fichier("AAHCom2013.csv")
    assert seule(charge(ecrit(tmp_path, "AAHCom2013.csv", csv([*rangees, ["BEGLES", "33039"]]))), "nombre_de_champs").ligne == 6
    assert seule(charge(ecrit(tmp_path, "AAHCom.csv", csv(rangees))), "annee_absente")


def test_a_second_theme_of_the_year_does_not_replace_the_first(tmp_path):
    magasin = Magasin(Settings(store=tmp_path / "magasin", demo=None, acteur="essai"))
    for nom in ("AAHCom2013.csv", "RSACom2012.csv"):
        magasin.enregistre(charge(ecrit(tmp_path, nom.replace("2012", "2013"), csv(fichier(nom)))))
    assert magasin.editions()["courante"].tolist() == [True, True]
    mesures = magasin.mesures(["beneficiaires_aah", "foyers_rsa_majore", "foyers_alloc"])
    assert sorted(mesures.loc[mesures["code"] == "01001", "mesure"].astype(str)) == [
        "beneficiaires_aah",
        "foyers_alloc",
        "foyers_rsa_majore",
    ]


def test_the_break_of_2018_is_told_by_every_indicator_that_these_files_carry_across_it():
    """Those that have a formula of which every measure of the Caf is in these files, or whose numerator is."""
    source = catalogue()["cnaf_communes"]
    donnees = {(c.mesure, c.modalite) for d in source.dispositions for c in d.colonnes if c.mesure}
    for i in registry.catalogue():
        numerateurs = {
            (r.mesure, m) for f in i.formules if isinstance(f, Effectif | Ratio) for r in registry.sommes(f)[0] for m in r.modalites
        }
        if numerateurs and numerateurs <= donnees and i.id != "enf_moins_3" and "msa" not in i.id:
            assert CNAF_2018 in i.ruptures, i.id

"""The requête type (domain.md §8.1-8.2): what is read, and every relation its cells must keep.

The example is made so that every relation holds; each test breaks one cell of it and reads the fault.
"""

import re
from pathlib import Path

import pandas as pd
import pytest

from ctg_data import loaders
from ctg_data.errors import Faute
from ctg_data.loaders.model import Chargement, Contexte, Ecarts
from ctg_data.loaders.requete_type import SOURCES, somme_regimes
from ctg_data.loaders.requete_type_controles import nom
from ctg_data.loaders.requete_type_relations import Inclusion, Somme, relations
from ctg_data.loaders.requete_type_schema import COLONNES, THEMES, VARIABLES, demandees, par_id
from tests.loaders.exemple_requete_type import Ligne, change, en_csv, requete

DOMAINE = """
foyers_alloc personnes_couvertes foyers_situation foyers_age_resp enfants_age enfants_0_2_activite foyers_qf foyers_enf_3_11_qf
foyers_ref personnes_ref enfants_ref foyers_br personnes_br enfants_br foyers_dep enfants_aeeh foyers_al_parc foyers_effort
foyers_impayes foyers_contact foyers_rsa_mono_enf_0_2 accompagnements_sociaux rdv_droits aides_vacances_enfants
signalements_indecence places am_actifs places_am_age heures etp structures clas_enfants mediation_mesures
"""
PRESTATIONS = """
al af cf asf ars aeeh paje_ab cmg_am cmg_gad cmg_structure prepare rsa rsa_majore ppa aah apl alf als
"""
"""Names of domain.md §8.2, copied by hand."""


def prestations() -> list[str]:
    return PRESTATIONS.split()


@pytest.fixture
def lit(tmp_path: Path):
    """The loading of these rows, written as a Caf would send them."""

    def lit(lignes: list[Ligne], **options) -> Chargement:
        fichier = tmp_path / "requete_type_2024.csv"
        fichier.write_bytes(en_csv(lignes, **options))
        return loaders.charge(fichier)

    return lit


def controle(lignes: list[Ligne]) -> Ecarts:
    """What the checks of the requête type say of these rows, without the file around them."""
    textes = pd.DataFrame(lignes).astype("str").rename(columns={"code_commune": "code"})
    ecarts = Ecarts()
    contexte = Contexte("requete.csv", "", "commune", None, annee_declaree=False, millesime_geo=None)
    SOURCES[0].dispositions[0].preparer(textes.assign(ligne=range(2, len(lignes) + 2)), contexte, ecarts)
    return ecarts


def ligne_de(lignes: list[Ligne], variable: str, modalite: str = "total", commune: str = "33063") -> int:
    """Line of a cell in the file: the header is line 1."""
    cles = [(x["variable"], x["modalite"], x["code_commune"]) for x in lignes]
    return cles.index((variable, modalite, commune)) + 2


def codes(chargement: Chargement | Ecarts) -> set[str]:
    return {faute.code for faute in chargement.fautes}


def seule(chargement: Chargement | Ecarts, code: str) -> Faute:
    """The one fault of that kind."""
    trouvees = [faute for faute in chargement.fautes if faute.code == code]
    assert len(trouvees) == 1, [(f.code, f.trouve, f.attendu) for f in chargement.fautes]
    return trouvees[0]


# What is read -------------------------------------------------------------------------------------------------------


def test_the_variables_are_those_of_the_domain():
    attendues = {*DOMAINE.split(), *(f"{unite}_{code}" for unite in ("foyers", "personnes") for code in prestations())}
    assert {variable.id for variable in VARIABLES} == attendues


def test_a_complete_request_is_read_whole(lit):
    lignes = requete()
    charge = lit(lignes)
    assert list(charge.fautes) == list(charge.avertissements) == []
    assert charge.sources == ("caf_requete_type",)
    assert charge.lignes_lues == len(charge.mesures) == len(lignes) == 2 * sum(1 for _ in demandees())
    assert charge.detail["statuts"] == {"ok": len(lignes)}
    lues = charge.mesures
    cles = zip(lues["code"].astype(str), lues["mesure"].astype(str), lues["modalite"].astype(str), strict=True)
    assert dict(zip(cles, lues["valeur"], strict=True)) == {
        (str(x["code_commune"]), x["variable"], x["modalite"]): x["valeur"] for x in lignes
    }
    assert (set(lues["niveau"]), set(lues["annee"]), set(lues["millesime_geo"]), set(lues["regime"])) == (
        {"commune"},
        {2024},
        {2025},
        {"caf"},
    )


def test_units_and_months_are_those_of_the_variable(lit):
    lues = lit(requete()).mesures
    for variable in VARIABLES:
        propres = lues[lues["mesure"] == variable.id]
        assert (set(propres["unite"]), set(propres["mois"])) == ({variable.unite}, {variable.mois})
    assert par_id()["foyers_ars"].mois == 8


def test_a_value_that_is_missing_keeps_its_reason(lit):
    lignes = requete()
    for statut, variable in (("s", "foyers_asf"), ("nd", "foyers_cf"), ("ns", "clas_enfants")):
        lignes = change(lignes, variable, valeur="", statut=statut)
    lues = lit(lignes).mesures.set_index(["code", "mesure", "modalite"])
    for statut, variable in (("s", "foyers_asf"), ("nd", "foyers_cf"), ("ns", "clas_enfants")):
        assert lues.loc[("33063", variable, "total"), "statut"] == statut
        assert pd.isna(lues.loc[("33063", variable, "total"), "valeur"])
    assert lues["statut"].value_counts()["ok"] == len(lignes) - 3


def test_flags_say_what_is_estimated_or_rounded(lit):
    lignes = change(change(requete(), "clas_enfants", est=1), "foyers_alloc", arr5=1)
    lues = lit(lignes).mesures
    assert lues.loc[lues["est"], "mesure"].astype(str).tolist() == ["clas_enfants"]
    assert lues.loc[lues["arr5"], "mesure"].astype(str).tolist() == ["foyers_alloc"]


def test_rows_outside_any_territory_are_counted_and_set_aside(lit):
    hors = [x | {"code_commune": code} for code in ("99999", "XXXXX") for x in requete(["33063"])[:1]]
    charge = lit(requete() + hors)
    assert list(charge.fautes) == []
    assert charge.detail["ecartees"] == {"code technique ou territoire non localisé": 2}
    assert charge.lignes_lues == len(charge.mesures) + 2


def test_a_request_for_one_theme_is_enough(lit):
    voulues = {(v.id, m.code) for v, m in demandees(["PE"])}
    lignes = [x for x in requete() if (x["variable"], x["modalite"]) in voulues]
    charge = lit(lignes)
    assert list(charge.fautes) == []
    assert {"places", "enfants_age", "foyers_alloc"} <= set(charge.mesures["mesure"])
    assert "foyers_al_parc" not in set(charge.mesures["mesure"])


@pytest.mark.parametrize("theme", THEMES)
def test_what_each_theme_asks_for_can_be_checked(theme):
    voulues = {(v.id, m.code) for v, m in demandees([theme])}
    dit = controle([x for x in requete() if (x["variable"], x["modalite"]) in voulues])
    assert (dit.fautes, dit.avertissements) == ([], [])


def test_the_source_says_how_old_the_stock_is_or_is_asked_to(lit):
    charge = lit([x | {"source": "SID"} for x in requete()])
    assert list(charge.fautes) == []
    assert [a for a in charge.avertissements if "définitives (six mois de recul) ou semi-définitives (deux mois)" in a]


# Relations (§8.2): every one, broken --------------------------------------------------------------------------------


def nom_relation(relation: Somme | Inclusion) -> str:
    cellules = (relation.parts[0], relation.total) if isinstance(relation, Somme) else (relation.petit, relation.grand)
    return f"{relation.code}-" + "-".join(f"{v}.{m}" for v, m in cellules)


INCLUSIONS = [r for r in relations() if isinstance(r, Inclusion)]
SOMMES = [r for r in relations() if isinstance(r, Somme)]


def avec(cellule: tuple[str, str], valeur: float) -> list[Ligne]:
    """The example with that cell, which the request may not ask for, and that value in it."""
    lignes = requete()
    if not [x for x in lignes if (x["variable"], x["modalite"]) == cellule]:
        modele = next(x for x in lignes if x["variable"] == cellule[0])
        lignes.append(modele | {"modalite": cellule[1]})
    return change(lignes, *cellule, valeur=valeur)


def connue(cellule: tuple[str, str]) -> int:
    return next((int(x["valeur"]) for x in requete() if (x["variable"], x["modalite"]) == cellule), 0)


def cite(faute: Faute, cellule: tuple[str, str]) -> bool:
    return nom(cellule) in faute.attendu


@pytest.mark.parametrize("relation", INCLUSIONS, ids=nom_relation)
def test_a_part_larger_than_its_whole_is_reported(relation):
    lignes = avec(relation.grand, 1) if not connue(relation.grand) else requete()
    ecarts = controle(change(lignes, *relation.petit, valeur=99_999))
    if not relation.impossible:
        assert [a for a in ecarts.avertissements if nom(relation.petit) in a and nom(relation.grand) in a and "à expliquer" in a]
        return
    trouvees = [f for f in ecarts.fautes if f.code == relation.code and f.ligne == ligne_de(lignes, *relation.petit)]
    (faute,) = [f for f in trouvees if cite(f, relation.grand)]
    assert (faute.colonne, faute.trouve) == ("valeur", f"{nom(relation.petit)} = 99999")
    assert f"(ligne {ligne_de(lignes, *relation.grand)})" in faute.attendu


@pytest.mark.parametrize("relation", SOMMES, ids=nom_relation)
def test_parts_that_do_not_make_their_total_are_reported(relation):
    """Too much is always a fault; too little is one where the parts are the whole."""
    somme = sum(map(connue, relation.parts))
    for ecart, fautif in ((0, False), (-8, True), (8, relation.exacte)):
        lignes = avec(relation.total, somme + ecart)
        trouvees = [f for f in controle(lignes).fautes if f.code == relation.code and f.ligne == ligne_de(lignes, *relation.total)]
        assert bool([f for f in trouvees if cite(f, relation.total) and f"somme de {somme}" in f.trouve]) == fautif


def test_the_relations_are_those_of_the_domain():
    paires = {(i.petit, i.grand) for i in INCLUSIONS}
    total = "total"
    assert {
        (("foyers_alloc", total), ("personnes_couvertes", total)),
        (("foyers_br", total), ("foyers_ref", total)),
        (("foyers_ref", total), ("foyers_alloc", total)),
        (("foyers_br", "mono_1"), ("foyers_ref", "mono_1")),
        (("enfants_br", "0_2"), ("enfants_ref", "0_2")),
        (("foyers_dep", "eq100"), ("foyers_dep", "gt75")),
        (("foyers_dep", "gt75"), ("foyers_dep", "gt50")),
        (("foyers_dep", "gt50"), ("foyers_ref", total)),
        (("foyers_rsa_majore", total), ("foyers_rsa", total)),
        *(((f"foyers_{p}", total), (f"personnes_{p}", total)) for p in prestations()),
    } <= paires
    sommes = {(s.parts, s.total) for s in SOMMES}
    assert (tuple((f"foyers_{x}", total) for x in ("apl", "alf", "als")), ("foyers_al", total)) in sommes
    partagees = {s.total for s in SOMMES if s.exacte}
    assert {("foyers_alloc", total), ("enfants_age", total), ("enfants_age", "0_2"), ("foyers_ref", total), ("places", total)} <= partagees


@pytest.mark.parametrize(
    ("variable", "modalite", "valeur", "trouve", "attendu"),
    [
        ("foyers_rsa_majore", "total", 700, "foyers_rsa_majore = 700", "au plus foyers_rsa = 80"),
        ("foyers_dep", "gt75", 500, "foyers_dep (gt75) = 500", "au plus foyers_dep (gt50) = 120"),
        ("enfants_br", "0_2", 500, "enfants_br (0_2) = 500", "au plus enfants_ref (0_2) = 40"),
    ],
)
def test_a_fault_quotes_both_values_and_says_the_mend(variable, modalite, valeur, trouve, attendu):
    charge = controle(change(requete(), variable, modalite, valeur=valeur))
    (faute,) = [f for f in charge.fautes if f.trouve == trouve and f.attendu.startswith(attendu)]
    assert faute.remede == "Corrigez celle des deux valeurs qui est fausse."


def test_a_sum_that_is_wrong_quotes_sum_and_total():
    faute = seule(controle(change(requete(), "foyers_apl", valeur=41)), "somme_al")
    assert faute.trouve == "une somme de 121 pour foyers_apl + foyers_alf + foyers_als"
    assert faute.attendu == "foyers_al = 120"
    assert "une part non connue se déclare (statut nd), elle ne s'omet pas" in faute.remede


def test_a_small_sum_is_not_quoted():
    lignes = requete()
    for part, valeur in {"foyers_apl": 1, "foyers_alf": 1, "foyers_als": 1}.items():
        lignes = change(lignes, part, valeur=valeur)
    assert seule(controle(lignes), "somme_al").trouve == "une somme de 1 à 4 pour foyers_apl + foyers_alf + foyers_als"


@pytest.mark.parametrize(
    ("cellule", "trouve"),
    [
        ("3 env", "un nombre suivi de texte"),
        ("env 3", "un texte"),
        ("trois", "un texte"),
        ("2,5x", "un nombre suivi de texte"),
        ("-3", "une valeur inférieure à 5"),
        ("12 env", "« 12 env »"),
        ("beaucoup", "« beaucoup »"),
    ],
)
def test_a_small_count_typed_with_words_is_not_quoted(lit, cellule, trouve):
    fautes = lit(change(requete(), "foyers_rsa", valeur=cellule)).fautes
    (faute,) = [f for f in fautes if f.code in ("texte_dans_nombre", "valeur_negative")]
    assert faute.trouve == trouve


def test_every_broken_relation_is_reported_at_once():
    lignes = change(change(requete(), "foyers_rsa_majore", valeur=900), "foyers_apl", commune="33004", valeur=900)
    charge = controle(lignes)
    assert {("rsa_majore", ligne_de(lignes, "foyers_rsa_majore")), ("somme_al", ligne_de(lignes, "foyers_al", commune="33004"))} <= {
        (f.code, f.ligne) for f in charge.fautes
    }


def test_each_rounded_cell_excuses_5():
    """Two rounded cells, ten at most: 120 against 130, not against 131."""
    lignes = change(requete(), "foyers_al", arr5=1, valeur=130)
    assert codes(controle(change(lignes, "foyers_apl", arr5=1))) == set()
    assert codes(controle(change(change(requete(), "foyers_al", arr5="o", valeur=130), "foyers_apl", arr5="vrai"))) == set()
    assert "somme_al" in codes(controle(change(change(lignes, "foyers_apl", arr5=1), "foyers_al", valeur=131)))
    assert "somme_al" in codes(controle(lignes))
    assert codes(controle(change(requete(), "foyers_rsa_majore", arr5=1, valeur=85))) == set()
    assert "rsa_majore" in codes(controle(change(requete(), "foyers_rsa_majore", arr5=1, valeur=86)))


def test_a_secret_part_lets_a_sum_fall_short_and_never_pass():
    secrete = change(requete(), "foyers_apl", valeur="", statut="s")
    assert "somme_al" not in codes(controle(secrete))
    assert "somme_al" in codes(controle(change(secrete, "foyers_alf", valeur=200)))


def test_a_part_that_was_not_asked_for_is_not_missing():
    sans = [x for x in requete() if x["variable"] not in ("foyers_apl", "personnes_apl")]
    assert list(controle(sans).fautes) == []


def test_a_part_left_out_for_one_commune_is_missed():
    sans = [x for x in requete() if (x["variable"], x["code_commune"]) != ("foyers_apl", "33063")]
    assert seule(controle(sans), "somme_al").trouve == "une somme de 80 pour foyers_apl + foyers_alf + foyers_als"


def test_relations_hold_within_a_commune_and_a_scheme_not_across():
    msa = [x | {"regime": "msa"} for x in requete(base=4)]
    assert list(controle(requete() + msa).fautes) == []


# Rules (§8.1) -------------------------------------------------------------------------------------------------------


REGLES = [
    ("annee", "2023", "deux_annees", "2024, comme à la première ligne"),
    ("mois", "8", "mois_imprevu", "12 pour foyers_rsa"),
    ("millesime_geo", "2024", "millesime_geo", "2025, l'année qui suit les données"),
    ("variable", "foyers_rasa", "variable_inconnue", "« foyers_rsa », sans doute"),
    ("variable", "foyers_bas_revenus", "variable_inconnue", "« foyers_br », sans doute"),
    ("variable", "xyz", "variable_inconnue", "une variable de la requête type"),
    ("modalite", "tout", "modalite_inconnue", "une modalité de foyers_rsa : total"),
    ("unite", "personnes", "unite_imprevue", "« foyers »"),
    ("valeur", "", "valeur_absente", "une valeur, puisque le statut est ok"),
    ("valeur", "80.5", "effectif_non_entier", "un nombre entier de foyers"),
    ("version_schema", "2.0.0", "version_schema", "la version 1.0.0 du schéma, ou une révision compatible (1.x.y)"),
    ("date_extraction", "2024-11-30", "extraction_trop_tot", "une date postérieure aux données, qui sont de 2024-12"),
    ("date_extraction", "juillet", "date_extraction", "une date passée au format AAAA-MM-JJ, par exemple 2025-06-30"),
]
FORMES = [
    ("annee", "1999", "annee_invalide"),
    ("mois", "13", "mois_invalide"),
    ("code_commune", "1004", "zero_perdu"),
    ("code_commune", "33998", "code_inconnu"),
    ("regime", "agricole", "choix_inconnu"),
    ("unite", "litres", "choix_inconnu"),
    ("valeur", "-5", "valeur_negative"),
    ("valeur", "beaucoup", "texte_dans_nombre"),
    ("statut", "masqué", "choix_inconnu"),
    ("est", "peut-être", "booleen_invalide"),
    ("profil_secret", "public", "choix_inconnu"),
    ("profil_secret", "cnaf_open", "choix_inconnu"),
]
"""Checked for any source by the loader's core; the requête type declares lists and bounds."""


def abime(colonne: str, texte: str, variable: str = "foyers_rsa") -> list[Ligne]:
    """The example with one column of one row changed."""
    lignes = requete()
    rang = ligne_de(lignes, variable) - 2
    return [*lignes[:rang], lignes[rang] | {colonne: texte}, *lignes[rang + 1 :]]


@pytest.mark.parametrize(("colonne", "texte", "code", "attendu"), REGLES)
def test_each_column_has_its_rule(colonne, texte, code, attendu):
    (faute,) = [f for f in controle(abime(colonne, texte)).fautes if f.code == code]
    assert (faute.ligne, faute.colonne, faute.attendu) == (ligne_de(requete(), "foyers_rsa"), colonne, attendu)
    assert faute.remede.endswith(".")


def test_a_value_under_a_status_is_refused_without_being_quoted():
    (faute,) = [f for f in controle(abime("statut", "nd")).fautes if f.code == "valeur_sous_statut"]
    assert (faute.trouve, faute.attendu) == ("une valeur", "une cellule vide, puisque le statut est nd")


@pytest.mark.parametrize(("colonne", "texte", "code"), FORMES)
def test_a_cell_out_of_its_type_is_refused_with_its_line(lit, colonne, texte, code):
    charge = lit(abime(colonne, texte))
    assert charge.mesures is None
    (faute,) = [f for f in charge.fautes if f.code == code]
    assert (faute.ligne, faute.colonne) == (ligne_de(requete(), "foyers_rsa"), colonne)


def test_exact_counts_under_another_profile_are_refused_and_the_right_one_is_named(lit):
    """Their protection follows the source: a profile that promises another one is not to be believed."""
    charge = lit([ligne | {"profil_secret": "cnaf_open"} for ligne in requete()])
    assert charge.mesures is None
    assert "« caf_interne », seule valeur admise" in charge.fautes[0].attendu


def test_a_key_given_twice_is_refused(lit):
    lignes = requete()
    charge = lit([*lignes, lignes[0]])
    assert codes(charge) == {"cle_double"}
    assert charge.mesures is None


def test_the_same_key_in_two_schemes_is_not_twice(lit):
    assert list(lit(requete() + [x | {"regime": "msa"} for x in requete(["33063"])]).fautes) == []


@pytest.mark.parametrize("separateur", [",", "\t"])
def test_only_the_semicolon_separates_columns(lit, separateur):
    assert seule(lit(requete(), separateur=separateur), "separateur").attendu == "le séparateur point-virgule « ; »"


def test_a_missing_column_is_named(lit):
    faute = seule(lit(requete(), colonnes=[c for c in COLONNES if c != "statut"]), "disposition_inconnue")
    assert "Requête type de la Caf" in faute.attendu
    assert "« statut »" in faute.trouve


def test_one_row_per_household_is_refused_whatever_else_the_file_has(lit):
    lignes = [x | {"id_foyer": "f" * 64} for x in requete()]
    charge = lit(lignes, colonnes=(*COLONNES, "id_foyer"))
    assert codes(charge) == {"fichier_par_foyer"}


def test_many_faults_of_one_kind_are_counted_and_the_first_ones_written(lit):
    charge = lit([x | {"version_schema": "2.0.0"} for x in requete()])
    assert charge.detail["fautes_par_genre"] == {"version_schema": len(requete())}
    *premieres, reste = charge.fautes
    assert [f.ligne for f in premieres] == list(range(2, 22))
    assert (reste.code, reste.ligne) == ("version_schema", None)
    assert str(len(requete()) - 20) in reste.trouve


@pytest.mark.parametrize("petit", [1, 2, 3, 4])
def test_a_fault_never_quotes_a_count_that_secrecy_protects(lit, petit):
    lignes = change(change(requete(), "foyers_rsa", valeur=petit), "foyers_al", valeur=petit)
    lignes = change(lignes, "foyers_cf", valeur=petit, statut="nd")
    lignes = change(lignes, "foyers_af", valeur=petit, unite="enfants")
    textes = [f"{f.trouve} {f.attendu} {f.remede}" for f in lit(lignes).fautes]
    assert any("une valeur de 1 à 4" in t for t in textes)
    assert not [t for t in textes if re.search(rf"= {petit}\b|somme de {petit}\b|« {petit} »", t)]


def test_faults_name_the_file_and_speak_french(lit):
    for faute in lit(change(requete(), "foyers_rsa_majore", valeur=900)).fautes:
        assert faute.fichier == "requete_type_2024.csv"
        assert faute.remede.endswith(".")
        assert not re.search(r"\b(?:expected|found|value|row|column)\b", f"{faute.trouve} {faute.attendu} {faute.remede}")


# Schemes ------------------------------------------------------------------------------------------------------------


def regimes(lit, **valeurs: float | str) -> pd.DataFrame:
    """``foyers_rsa`` of one commune given by each scheme; a text is a status."""
    (modele,) = [x for x in requete(["33063"]) if x["variable"] == "foyers_rsa"]
    lignes = [
        modele | {"regime": regime} | ({"valeur": "", "statut": v} if isinstance(v, str) else {"valeur": v})
        for regime, v in valeurs.items()
    ]
    charge = lit(lignes)
    assert list(charge.fautes) == []
    return somme_regimes(charge.mesures)


@pytest.mark.parametrize(
    ("valeurs", "attendu"),
    [
        ({"caf": 100, "msa": 20}, ("caf_msa", 120, "ok")),
        ({"caf": 100, "msa": 20, "caf_msa": 118}, ("caf_msa", 118, "ok")),
        ({"caf": 100}, ("caf", 100, "ok")),
        ({"caf": 100, "msa": "s"}, ("caf_msa", None, "s")),
        ({"caf": "nd", "msa": "s"}, ("caf_msa", None, "s")),
        ({"caf": 100, "msa": "nd"}, ("caf_msa", None, "nd")),
    ],
)
def test_caf_and_msa_are_summed_only_where_no_joint_figure_is_given(lit, valeurs, attendu):
    (ligne,) = regimes(lit, **valeurs).to_dict("records")
    valeur = None if pd.isna(ligne["valeur"]) else ligne["valeur"]
    assert (ligne["regime"], valeur, ligne["statut"]) == attendu


# What no commune can have, nor any day -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variable", "change_en", "code"),
    [
        ("foyers_rsa", {"valeur": "1e308"}, "effectif_demesure"),
        ("foyers_rsa", {"valeur": "99999999999999999999"}, "effectif_demesure"),
        ("foyers_rsa", {"valeur": 600_000}, "effectif_impossible"),
        ("enfants_age", {"valeur": 700_000}, "effectif_impossible"),
        ("heures", {"valeur": "1e13"}, "hors_bornes"),
        ("foyers_rsa", {"valeur": 81, "arr5": 1}, "arrondi_faux"),
        ("foyers_rsa", {"code_commune": "ZZZZZ"}, "code_sans_territoire"),
        ("foyers_rsa", {"code_commune": ""}, "code_sans_territoire"),
        ("foyers_rsa", {"date_extraction": "2099-01-01"}, "date_extraction"),
        ("foyers_rsa", {"date_extraction": "2023-02-30"}, "date_extraction"),
    ],
)
def test_what_cannot_be_is_a_fault(lit, variable: str, change_en: dict, code: str):
    lignes = requete()
    rang = next(i for i, x in enumerate(lignes) if x["variable"].startswith(variable))
    lignes[rang] = lignes[rang] | change_en
    assert code in codes(lit(lignes))


@pytest.mark.parametrize("code", ["99999", "XXXXX"])
def test_abroad_and_unknown_are_set_aside_not_refused(lit, code: str):
    charge = lit([*requete(), requete()[0] | {"code_commune": code}])
    assert not charge.fautes
    assert any("1 ligne mise à part" in avis for avis in charge.avertissements)


def test_minus_zero_is_zero(lit):
    ligne = next(x for x in requete() if x["variable"] == "foyers_rsa") | {"valeur": "-0"}
    (valeur,) = lit([ligne]).mesures["valeur"]
    assert str(valeur) == "0.0"


@pytest.mark.parametrize(
    ("source", "attendu"),
    [
        ("Caf 33 (definitif)", "definitif"),
        ("Caf 33 (semi_definitif)", "semi_definitif"),
        ("Caf 33 semi-définitif", "semi_definitif"),
        ("Caf 33", ""),
    ],
)
def test_the_extraction_says_its_latest_day_and_whether_it_is_final(lit, source: str, attendu: str):
    lignes = [x | {"source": source, "date_extraction": f"2025-0{1 + i % 3}-15T10:00:00"} for i, x in enumerate(requete())]
    extraction = lit(lignes).extraction
    assert (extraction.jour, extraction.consolidation) == ("2025-03-15", attendu)


@pytest.mark.parametrize(
    ("nom", "declaree", "phrases"),
    [
        ("requete_2024.csv", None, []),
        ("requete_2024_extraite_2025.csv", 2024, []),
        ("requete.csv", 2024, []),
        ("requete_2019.csv", None, ["Le nom du fichier dit 2019, mais ses données sont de 2024"]),
        ("requete.csv", 2020, ["Année déclarée 2020 ignorée"]),
    ],
)
def test_a_year_that_the_content_contradicts_is_said_so(tmp_path, nom: str, declaree: int | None, phrases: list[str]):
    (tmp_path / nom).write_bytes(en_csv(requete()))
    charge = loaders.charge(tmp_path / nom, annee=declaree)
    dites = [a for a in charge.avertissements if ("nnée" in a and "sont de" in a) or "déclarée" in a]
    assert [phrase in dite for phrase, dite in zip(phrases, dites, strict=True)] == [True] * len(phrases)

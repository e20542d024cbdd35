"""IRCOM: codes of tax directions, brackets, secrecy, thousand euros."""

import csv
from pathlib import Path

import pytest

from ctg_data.loaders import charge
from tests.loaders.outils import accepte, ecrit, seule, valeur

ENTETE = (
    "Dép.;Commune;Libellé de la commune;Revenu fiscal de référence par tranche (en euros);Nombre de foyers fiscaux;"
    "Revenu fiscal de référence des foyers fiscaux;Impôt net (total)*"
)
TRANCHES = ("0 à 10 000", "10 001 à 12 000", "12 001 à 15 000", "15 001 à 20 000", "20 001 à 30 000", "30 001 à 50 000", "50 001 à 100 000")
CODES = {"Total": "total", "+ de 100 000": "plus_100000"} | {t: t.replace(" ", "").replace("à", "_") for t in TRANCHES}
COMMUNE = [f"010;004;Ambérieu-en-Bugey;{t};10;100.5;-1.25" for t in (*TRANCHES, "+ de 100 000")]
LIGNES = (
    *COMMUNE,
    "010;004;Ambérieu-en-Bugey;Total;80;804;-10",
    "2A0;004;Ajaccio;Total;120;2400.125;n.c.",
    "971;105;Basse-Terre;Total;9;n.c.;n.c.",
)


def fichier(dossier: Path, lignes=LIGNES, nom: str = "ircom_revenus_2022.csv") -> Path:
    return ecrit(dossier, nom, "\n".join([ENTETE, *lignes]) + "\n", "utf-8")


def situe(direction: str, commune: str) -> str:
    return direction[:2] + commune


def test_the_published_extract_is_read_to_the_euro(donnees_reelles, charge_publie):
    chemin = donnees_reelles / "insee" / "fiscal" / "dgfip_ircom_sample.csv"
    with chemin.open(encoding="utf-8", newline="") as flux:
        brutes = list(csv.reader(flux, delimiter=";"))[1:]
    lu = charge_publie(chemin, annee=2022)
    assert not lu.fautes, [str(f) for f in lu.fautes]
    ailleurs = ("06900", "97123", "97127")
    gardees = {(situe(*x[:2]), CODES[x[3]]): x[4:] for x in brutes if x[0] != "B31" and situe(*x[:2]) not in ailleurs}
    simples = {cle: v for cle, v in gardees.items() if not cle[0].startswith(("751", "132", "6938"))}
    lues = {
        (str(c), str(m), str(t)): (v if s == "ok" else s)
        for c, m, t, v, s in lu.mesures[["code", "mesure", "modalite", "valeur", "statut"]]
        .astype({"statut": "str"})
        .itertuples(index=False)
    }
    for (code, tranche), (foyers, revenu, impot) in simples.items():
        for mesure, texte, facteur in (("foyers_fiscaux", foyers, 1), ("revenu_fiscal", revenu, 1000), ("impot_net", impot, 1000)):
            assert lues[code, mesure, tranche] == ("s" if texte == "n.c." else round(float(texte) * facteur)), (code, tranche)
    assert {c for c, _, _ in lues} - {c for c, _ in simples} == {"13055", "69123", "75056"}
    marseille = sum(int(v[0]) for (code, tranche), v in gardees.items() if code.startswith("132") and tranche == "total")
    assert lues["13055", "foyers_fiscaux", "total"] == marseille
    assert lu.detail["ecartees"]["ligne répétée à l'identique"] == 1
    assert (lu.annee_declaree, lu.detail["annees"]) == (True, [2022])


def test_amounts_are_in_euros_and_secrecy_is_kept(tmp_path):
    lues = accepte(fichier(tmp_path))
    assert valeur(lues, "01004", "revenu_fiscal", "0_10000") == 100_500
    assert valeur(lues, "01004", "impot_net", "plus_100000") == -1_250
    assert valeur(lues, "2A004", "revenu_fiscal") == 2_400_125
    assert valeur(lues, "2A004", "impot_net") == "s"
    assert (valeur(lues, "97105", "foyers_fiscaux"), valeur(lues, "97105", "revenu_fiscal")) == (9, "s")
    assert set(lues["annee"]) == {2022}


def test_paris_is_not_the_sum_of_some_of_its_arrondissements(tmp_path):
    lu = charge(fichier(tmp_path, ["754;101;Paris 1er Arrondissement;Total;10;1;1", *LIGNES]))
    assert "75056" not in set(lu.mesures["code"])
    assert any("il manque au fichier d'autres arrondissements de leur commune" in phrase for phrase in lu.avertissements)


def test_who_lives_abroad_is_no_commune_and_is_counted(tmp_path):
    lignes = ["B31;999;Autres;Total;5;1;1", "B31;101;Danemark;Total;5;1;1", "060;900;Monaco;Total;5;1;1", *LIGNES]
    lu = charge(fichier(tmp_path, lignes))
    assert lu.detail["ecartees"] == {"résidents hors de France": 2, "Monaco": 1} | {
        k: v for k, v in lu.detail["ecartees"].items() if v and k not in ("résidents hors de France", "Monaco")
    }
    assert set(lu.mesures["code"]) == {"01004", "2A004", "97105"}


@pytest.mark.parametrize(
    ("avant", "apres", "code"),
    [
        ("010;004", "10;004", "zero_perdu"),
        ("010;004", "010;4", "zero_perdu"),
        ("010;004", "01?;004", "code_mal_forme"),
        ("15 001 à 20 000", "15 001 à 25 000", "choix_inconnu"),
        ("Total;80;", "Total;81;", "total_incoherent"),
        ("Total;80;804", "Total;80;805", "total_incoherent"),
        ("2400.125", "beaucoup", "texte_dans_nombre"),
        ("Total;80;", "Total;-80;", "valeur_negative"),
        ("12 001 à 15 000;10", "10 001 à 12 000;11", "cle_double"),
        ("2A0;004", "2A0;999", None),
        ("2A0;004", "2A0;998", "code_inconnu"),
    ],
)
def test_damage_is_refused(tmp_path, avant, apres, code):
    lu = charge(fichier(tmp_path, [ligne.replace(avant, apres) for ligne in LIGNES]))
    if code:
        seule(lu, code)
    else:
        assert "2A999" not in set(lu.mesures["code"])


def test_the_year_is_that_of_the_incomes(tmp_path):
    assert set(accepte(fichier(tmp_path, nom="ircom_2024_revenus_2023.csv"))["annee"]) == {2023}
    assert seule(charge(fichier(tmp_path, nom="ircom.csv")), "annee_absente")

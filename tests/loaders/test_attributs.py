"""Lists of zonings and typologies: facts about communes, and the reference files that are none."""

import csv
import gzip
import io
import json
from collections import Counter
from pathlib import Path

import pytest

from ctg_data.loaders import charge, zonages
from ctg_data.loaders.model import COLONNES_LUES, Chargement
from ctg_data.loaders.sources import catalogue
from ctg_data.wording import attributs as mots
from tests.loaders.outils import ecrit, seule

LISTES = {
    "densite": ("densite.csv.gz", "niveau_densite", zonages.DENSITE),
    "ruralite": ("ruralite.csv.gz", "niveau_ruralite", zonages.RURALITE),
    "centralite": ("centralite.csv.gz", "niveau_centralite", zonages.CENTRALITE),
    "montagne": ("montagne.csv.gz", "niveau_montagne", zonages.MONTAGNE),
    "frr": ("liste-communes-FRR-juillet2025.csv", "Classement FRR et FRR+ au 10 juillet 2025", zonages.FRR),
    "zonage_abc": ("zonage-abc-juillet-2024.csv.gz", "Zone en vigueur depuis le 5 juillet 2024", zonages.ABC),
}
ATTENDUS = {"densite": (2025, 34_875), "ruralite": (2025, 34_801), "centralite": (2025, 34_746), "montagne": (2025, 8_594)}
ATTENDUS |= {"frr": (2025, 34_875), "zonage_abc": (2024, 34_935)}


def brut(donnees: Path, nom: str) -> bytes:
    octets = (donnees / "geo" / "zonages" / nom).read_bytes()
    return gzip.decompress(octets) if nom.endswith(".gz") else octets


def lu_sans_faute(chemin: Path, annee: int | None = None) -> Chargement:
    lu = charge(chemin, annee=annee)
    assert not lu.fautes, [str(f) for f in lu.fautes]
    assert lu.mesures is not None
    assert lu.mesures.empty
    return lu


def faits(lu: Chargement) -> set[tuple[str, str, str]]:
    return set(zip(*(lu.attributs[c].astype(str) for c in ("code", "attribut", "valeur")), strict=True))


@pytest.mark.parametrize("attribut", LISTES)
def test_a_published_list_gives_one_fact_a_commune(donnees_reelles, tmp_path, attribut):
    nom, colonne, valeurs = LISTES[attribut]
    octets = brut(donnees_reelles, nom)
    texte = octets.decode("utf-8-sig")
    lignes = list(csv.DictReader(io.StringIO(texte), delimiter=";" if ";" in texte[:40] else ","))
    lu = lu_sans_faute(ecrit(tmp_path, nom.removesuffix(".gz"), octets), None if attribut in ("frr", "zonage_abc") else 2025)
    cle = next(iter(lignes[0]))
    attendus = {(x[cle], attribut, valeurs[x[colonne].strip()]) for x in lignes if valeurs[x[colonne].strip()]}
    assert faits(lu) == attendus
    assert (lu.detail["annees"], len(lu.attributs)) == ([ATTENDUS[attribut][0]], ATTENDUS[attribut][1])
    assert lu.lignes_lues == len(lignes)
    assert tuple(lu.attributs.columns) == COLONNES_LUES


def test_the_classes_of_frr_are_those_of_the_list(donnees_reelles, tmp_path):
    """Counts of the README of the list."""
    nom = LISTES["frr"][0]
    comptes = Counter(v for _, _, v in faits(lu_sans_faute(ecrit(tmp_path, nom, brut(donnees_reelles, nom)))))
    attendus = {"non_classee": 14_941, "socle": 13_313, "plus": 4_456, "beneficiaire": 2_134, "beneficiaire_partiel": 11, "partiel": 20}
    assert comptes == attendus


def test_zrr_is_read_from_its_json(donnees_reelles, tmp_path):
    nom = "ZRR_20221109.json.gz"
    lu = lu_sans_faute(ecrit(tmp_path, nom.removesuffix(".gz"), brut(donnees_reelles, nom)))
    assert Counter(v for _, _, v in faits(lu)) == {"classee": 17_694, "non_classee": 17_235, "partielle": 36}
    assert (lu.detail["annees"], lu.detail["millesimes_geo"]) == ([2022], [2021])


def test_every_neighbourhood_of_a_cell_is_a_fact(donnees_reelles, tmp_path):
    nom = "qpv_2024_par_commune.geojson"
    octets = brut(donnees_reelles, nom)
    lu = lu_sans_faute(ecrit(tmp_path, nom, octets))
    points = [f["properties"] for f in json.loads(octets)["features"]]
    assert faits(lu) == {(p["insee_com"], "qpv", code) for p in points for code in p["code_qp"].split(", ")}
    assert (len(lu.attributs), lu.attributs["code"].nunique(), lu.attributs["valeur"].nunique()) == (1_684, 824, 1_493)
    assert lu.detail["annees"] == [2024]


def test_the_bytes_of_a_geojson_name_it_not_those_that_are_read(tmp_path):
    point = {
        "type": "Feature",
        "properties": {"insee_com": "33063", "code_qp": "QN03301M"},
        "geometry": {"type": "Point", "coordinates": [0, 0]},
    }
    texte = json.dumps({"type": "FeatureCollection", "features": [point]})
    a, b = (charge(ecrit(tmp_path, nom, t)) for nom, t in (("qpv_2024.geojson", texte), ("qpv_2024_b.geojson", texte + " ")))
    assert a.sha256 != b.sha256
    assert faits(a) == faits(b) == {("33063", "qpv", "QN03301M")}


@pytest.mark.parametrize(
    "texte",
    ['{"type": "FeatureCollection", "features": 3}', '{"type": "FeatureCollection", "features": [{}]}', '{"type": "FeatureCollection"'],
)
def test_a_broken_geojson_is_refused(tmp_path, texte):
    lu = charge(ecrit(tmp_path, "qpv_2024.geojson", texte))
    assert lu.fautes
    assert lu.mesures is None
    assert lu.attributs.empty


DENSITE = "insee_com,lib_com,niveau_densite\n33063,Bordeaux,Grands centres urbains\n01004,Ambérieu-en-Bugey,Petites villes\n"


def test_facts_are_dated_by_the_name_or_by_who_imports(tmp_path):
    assert lu_sans_faute(ecrit(tmp_path, "densite_2025.csv", DENSITE)).detail["annees"] == [2025]
    seule(charge(ecrit(tmp_path, "densite.csv", DENSITE)), "annee_absente")
    declare = lu_sans_faute(ecrit(tmp_path, "densite.csv", DENSITE), 2024)
    assert (declare.detail["annees"], declare.annee_declaree) == ([2024], True)


@pytest.mark.parametrize(
    ("avant", "apres", "code"),
    [
        ("Petites villes", "Villes moyennes", "choix_inconnu"),
        ("Petites villes", "", "choix_inconnu"),
        ("01004", "1004", "zero_perdu"),
        ("01004", "01999", "code_inconnu"),
        ("01004", "33063", "cle_double"),
        ("niveau_densite", "niveau", "disposition_inconnue"),
        (",Petites villes", "", "nombre_de_champs"),
    ],
)
def test_damage_is_refused_and_nothing_is_kept(tmp_path, avant, apres, code):
    lu = charge(ecrit(tmp_path, "densite_2025.csv", DENSITE.replace(avant, apres)))
    seule(lu, code)
    assert lu.attributs.empty


@pytest.mark.parametrize("code", ["QN0330", "33063", "QN03301M;QN03302M"])
def test_what_is_no_code_of_a_neighbourhood_is_refused(tmp_path, code):
    texte = json.dumps([{"insee_com": "33063", "code_qp": code}])
    assert seule(charge(ecrit(tmp_path, "qpv_2024.json", texte)), "code_mal_forme").colonne == "code_qp"


def test_arrondissements_become_their_commune_once(tmp_path):
    texte = "insee_com,niveau_densite\n75101,Grands centres urbains\n75102,Grands centres urbains\n"
    lu = lu_sans_faute(ecrit(tmp_path, "densite_2025.csv", texte))
    assert faits(lu) == {("75056", "densite", "grands_centres_urbains")}
    assert any("arrondissements" in phrase for phrase in lu.avertissements)


def test_every_value_that_a_list_may_give_has_words_or_nothing_to_say():
    muettes = {"non_classee", "non_centre", "hors_champ", "c", ""}
    for attribut, valeurs in (*((a, v) for a, (_, _, v) in LISTES.items()), ("zrr", zonages.ZRR)):
        assert set(valeurs.values()) - muettes == set(mots.COMMUNE[attribut]), attribut
    assert set(mots.ORDRE) == {*mots.COMMUNE, "qpv"}


def test_a_source_of_facts_declares_no_measure():
    for source in (s for s in catalogue().values() if any(d.vers_attributs for d in s.dispositions)):
        assert not source.mesures_calculees
        assert not [c for d in source.dispositions for c in d.colonnes if c.mesure]


EVENEMENTS = "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,TYPECOM_AP,COM_AP\n32,2023-01-01,COM,{av},0,COM,01138\n"


@pytest.mark.parametrize(
    ("nom", "texte"),
    [
        ("v_mvtcommune_2026.csv", EVENEMENTS.format(av="01039")),
        ("autre.csv", EVENEMENTS.format(av="01039").replace("MOD,DATE_EFF", '"mod","date_eff"').lower()),
        ("v_commune_2026.csv", "TYPECOM,COM,REG,DEP,NCC,NCCENR,LIBELLE,COMPARENT\nCOM,01001,84,01,X,X,X,\n"),
        ("geocodes_passage_annuel.csv", "Année;Niveau;Type;Ancien Code Officiel;Code Courant Officiel\n2025;COM;commune;76327;76327\n"),
        ("passage.csv", "de,vers,code_de,code_vers,annee,typemodif,ratio\n1968,1975,80831,62909,1971-01-01,c,1.0\n"),
        ("EPCI.csv", "COM;LIBGEO;EPCI;LIBEPCI;DEP;REG\n01001;X;200069193;CC;01;84\n"),
        ("mvtcommune_2031.csv", "a;b\n1;2\n"),
    ],
)
def test_a_file_of_the_reference_is_refused_with_the_reason(tmp_path, nom, texte):
    lu = charge(ecrit(tmp_path, nom, texte))
    faute = seule(lu, "fichier_de_reference")
    assert "reference build" in faute.remede
    assert [f.code for f in lu.fautes] == ["fichier_de_reference"]


def test_codes_damaged_by_a_spreadsheet_are_told_as_such(tmp_path):
    lu = charge(ecrit(tmp_path, "v_mvtcommune_2023.csv", EVENEMENTS.format(av="1039")))
    assert [f.code for f in lu.fautes] == ["fichier_de_reference", "zero_perdu"]
    assert (lu.fautes[1].trouve, lu.fautes[1].ligne, lu.fautes[1].colonne) == ("« 1039 »", 2, "COM_AV")


@pytest.mark.parametrize(
    ("nom", "perdus"),
    [
        ("geo/insee/v_mvtcommune_2023_lost-leading-zeros.csv.gz", None),
        ("geo/insee/v_mvtcommune_2023.csv.gz", 0),
        ("geo/insee/mvtcommune_2019.csv.gz", 0),
        ("geo/insee/v_mvtcommune_2026.csv", 0),
        ("geo/passage/passage_cog2019-2024_vers_2026.csv", 0),
        ("geo/passage/cogugaison_passage_1968-2024_ODbL.csv.gz", 0),
        ("insee/territoires/geocodes_passage_annuel.csv.gz", 0),
        ("insee/territoires/EPCI.csv.gz", 3_144),
    ],
)
def test_published_files_of_territories_are_refused(donnees_reelles, tmp_path, nom, perdus):
    octets = (donnees_reelles / nom).read_bytes()
    octets = gzip.decompress(octets) if nom.endswith(".gz") else octets
    lu = charge(ecrit(tmp_path, Path(nom).name.removesuffix(".gz"), octets))
    seule(lu, "fichier_de_reference")
    if perdus is None:
        texte = octets.decode()
        perdus = sum(len(x[c]) == 4 for x in csv.DictReader(io.StringIO(texte)) for c in ("COM_AV", "COM_AP"))
        assert perdus > 1_000
    assert lu.detail["fautes_par_genre"] == {"fichier_de_reference": 1} | ({"zero_perdu": perdus} if perdus else {})

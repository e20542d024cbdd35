"""The inventory of facilities: what it lists, what it counts, what it refuses.  Every place is fictitious."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctg_data.loaders import charge, offre_gabarit
from ctg_data.loaders.model import EQUIPEMENTS_LUS, Chargement
from ctg_data.loaders.offre import _compte
from ctg_data.loaders.offre_personnes import donne_un_contact, nomme_une_personne
from ctg_data.loaders.offre_schema import COLONNES, PAR_TYPE, TYPES
from tests.loaders.outils import ecrit

LIMOGES, AMBAZAC, SANS = "87085", "87002", "87003"
TITRES = [c.titre for c in COLONNES]
CHAMPS = [c.champ for c in COLONNES]
CRECHE, GARE = "Crèche financée par la PSU (EAJE)", "Gare ou halte ferroviaire"


def ligne(type_: str = CRECHE, nom: str = "Les Petits Pas", code: str = LIMOGES, **cellules: str) -> Mapping[str, str]:
    return {"annee": "2026", "type": type_, "nom": nom, "code": code} | cellules


def fichier(dossier: Path, *lignes: Mapping[str, str], nom: str = "inventaire-fictif.csv") -> Path:
    rangees = [TITRES, *([x.get(champ, "") for champ in CHAMPS] for x in lignes)]
    return ecrit(dossier, nom, "\r\n".join(";".join(r) for r in rangees))


def lu(dossier: Path, *lignes: Mapping[str, str]) -> Chargement:
    chargement = charge(fichier(dossier, *lignes))
    assert not chargement.fautes, [str(f) for f in chargement.fautes]
    return chargement


def fautes(dossier: Path, *lignes: Mapping[str, str]) -> list[tuple[str, int | None, str]]:
    """(code, line, heading) of each fault."""
    return [(f.code, f.ligne, f.colonne) for f in charge(fichier(dossier, *lignes)).fautes]


def comptes(chargement: Chargement) -> dict[tuple[str, str, str], float]:
    m = chargement.mesures.astype({"code": "str", "mesure": "str", "modalite": "str"})
    return dict(zip(zip(m["code"], m["mesure"], m["modalite"], strict=True), m["valeur"], strict=True))


def test_facilities_are_listed_as_written(tmp_path):
    creche = {"gestionnaire": "CCAS", "places": "25", "horaires": "7 h 30 à 18 h 30", "cof_debut": "01/01/2024", "cof_fin": "2027-12-31"}
    chargement = lu(
        tmp_path,
        ligne(**creche, latitude="45,8336", longitude="1,2611"),
        ligne("autre", "Le Potager", AMBAZAC, precision="Jardin partagé", theme="Cadre de vie"),
    )
    assert (chargement.sources, chargement.fictif, chargement.detail["equipements"]) == (("inventaire_offre",), True, 2)
    assert tuple(chargement.equipements.columns) == EQUIPEMENTS_LUS
    premier, second = chargement.equipements.to_dict("records")
    assert premier | {"places": 25, "latitude": 45.8336, "longitude": 1.2611} == premier
    assert (premier["type"], premier["theme"], premier["cof_debut"], premier["cof_fin"]) == ("eaje_psu", "PE", "2024-01-01", "2027-12-31")
    assert (second["type"], second["precision"], second["theme"]) == ("autre", "Jardin partagé", "CV")
    assert pd.isna(second["places"])
    assert pd.isna(second["latitude"])


def test_a_count_worked_by_hand(tmp_path):
    """Two nurseries (25 and 15 places) in Limoges, whose list is complete; none in Saint-Something, said so; Ambazac says nothing."""
    chargement = lu(
        tmp_path,
        ligne(places="25", complet="oui"),
        ligne(nom="Les Lutins", places="15"),
        ligne("RPE", "Relais", LIMOGES, complet="oui"),
        ligne(CRECHE, "", SANS, complet="oui"),
        ligne(CRECHE, "Les Cigales", AMBAZAC, places="12"),
    )
    assert comptes(chargement) == {
        (LIMOGES, "places", "eaje_psu"): 40.0,
        (LIMOGES, "structures", "rpe"): 1.0,
        (SANS, "places", "eaje_psu"): 0.0,
    }
    assert set(chargement.mesures["mois"]) == {12}
    assert set(chargement.mesures["statut"]) == {"ok"}


def test_nothing_is_counted_where_no_list_is_complete(tmp_path):
    chargement = lu(tmp_path, ligne(places="25"))
    assert chargement.mesures.empty
    assert any("Aucune liste n'est dite complète" in a for a in chargement.avertissements)


def test_places_that_one_facility_does_not_give_are_not_summed(tmp_path):
    assert comptes(lu(tmp_path, ligne(places="25", complet="oui"), ligne(nom="Les Lutins"))) == {}


def test_a_commune_whose_every_list_is_complete_has_none_of_the_others(tmp_path):
    chargement = lu(tmp_path, ligne("Tous les types", "", SANS, complet="oui"), ligne("EVS", "Le Fil", SANS))
    lus = comptes(chargement)
    assert lus[SANS, "structures", "evs"] == 1
    assert {v for (_, _, modalite), v in lus.items() if modalite != "evs"} == {0.0}
    assert len(lus) == sum(bool(t.structures) + bool(t.places) for t in TYPES)


def test_a_line_ready_for_a_commune_and_left_as_it_is_says_nothing(tmp_path):
    assert (
        len(lu(tmp_path, ligne(), ligne("Tous les types", "", SANS), ligne("Tous les types", "", AMBAZAC, complet="non")).equipements) == 1
    )


def test_a_facility_whose_name_was_forgotten_is_never_read_as_none(tmp_path):
    """Whatever one line gives of it, and whether the list is said complete or not."""
    donnees = [{"places": "20"}, {"horaires": "8 h"}, {"gestionnaire": "CCAS"}, {"cof_fin": "31/12/2027"}, {"precision": "Jardin"}]
    donnees += [{"latitude": "45,8336", "longitude": "1,2611"}]
    types = ("RPE", "MAM", "LAEP", "EVS", "CS", "PMI")
    complets = [ligne(t, "", complet="oui", **d) for t, d in zip(types, donnees, strict=True)]
    tous = [ligne("Tous les types", "", AMBAZAC, places="20"), ligne("Tous les types", "", SANS, gestionnaire="CCAS", complet="oui")]
    lus = fautes(tmp_path, ligne(), *complets, *tous, ligne(CRECHE, "", SANS, places="20"))
    assert lus == [("equipement_sans_nom", n, "Nom") for n in range(3, 12)]


def test_the_list_of_another_type_has_no_completeness(tmp_path):
    assert fautes(tmp_path, ligne(), ligne("autre", "", complet="oui")) == [("equipement_sans_nom", 3, "Nom")]


def test_a_line_without_a_name_beside_facilities_says_that_their_list_is_complete(tmp_path):
    """One nursery of 25 places, and a second line that says that there is no other: 25, not 0."""
    chargement = lu(tmp_path, ligne(places="25"), ligne(nom="", complet="oui"), ligne("RPE", "", AMBAZAC, complet="oui"))
    assert comptes(chargement) == {(LIMOGES, "places", "eaje_psu"): 25.0, (AMBAZAC, "structures", "rpe"): 0.0}


def test_a_list_is_not_complete_and_incomplete(tmp_path):
    """Lines 3, 5, 7 and 9 contradict the one before; a commune whose lists are not all complete may have one that is."""
    loin = "87004"
    paires = [
        (ligne(nom="A", complet="oui"), ligne(nom="B", complet="Non")),
        (ligne("RPE", "", complet="oui"), ligne("RPE", "B", complet="non")),
        (ligne("Tous les types", "", AMBAZAC, complet="oui"), ligne(nom="B", code=AMBAZAC, complet="non")),
        (ligne("Tous les types", "", SANS, complet="oui"), ligne("Tous les types", "", SANS, complet="non")),
        (ligne("RPE", "A", loin, complet="oui"), ligne("Tous les types", "", loin, complet="non")),
        (ligne("MAM", "A", loin, complet="oui"), ligne("LAEP", "A", loin, complet="non")),
    ]
    lus = fautes(tmp_path, *(x for paire in paires for x in paire))
    assert lus == [("completude_contredite", n, "Liste complète") for n in (3, 5, 7, 9)]


def test_one_facility_written_twice_in_other_letters_is_a_fault(tmp_path):
    doubles = [ligne(nom=nom, precision="P") for nom in ("LES PETITS PAS", "Les petits-pas", "Lés  Petits Pàs")]
    autres = [ligne(nom="les petits pas", code=AMBAZAC), ligne("RPE", "les petits pas"), ligne(nom="Les Petits Pas 2")]
    assert fautes(tmp_path, ligne(), *doubles, *autres) == [("equipement_double", n, "Nom") for n in (3, 4, 5)]


def test_a_word_for_none_is_no_name(tmp_path):
    mots = [ligne(t, nom, complet="oui") for t, nom in zip(("RPE", "MAM", "LAEP", "EVS"), ("Aucun", "néant", "-", "?"), strict=True)]
    assert fautes(tmp_path, ligne(), *mots) == [("equipement_sans_nom", n, "Nom") for n in range(3, 7)]


def test_an_inventory_of_a_far_year_is_refused(tmp_path):
    """It would hide those of every year before it; next year's may be prepared."""
    prochaine = date.today().year + 1
    assert fautes(tmp_path, ligne(annee=str(prochaine)), ligne(annee=str(prochaine + 1)), ligne(annee="2062")) == [
        ("annee_a_venir", 3, "Année"),
        ("annee_a_venir", 4, "Année"),
    ]
    sans_annee = ecrit(tmp_path, "inventaire-2062-fictif.csv", f"Type;Nom;Code commune;Gestionnaire\r\n{GARE};Gare;{LIMOGES};SNCF")
    assert [(f.code, f.ligne) for f in charge(sans_annee).fautes] == [("annee_a_venir", 2)]


def test_every_fault_is_told_at_once(tmp_path):
    assert fautes(
        tmp_path,
        ligne(),
        ligne("Crêche volante", "A"),
        ligne("Autre (à préciser)", "B"),
        ligne(nom=""),
        ligne("Tous les types", "C", complet="oui"),
        ligne(nom="D", cof_debut="01/01/2027", cof_fin="31/12/2026"),
        ligne(nom="E", cof_fin="le 3"),
        ligne(nom="F", places="beaucoup"),
        ligne(nom="G", latitude="45,83"),
        ligne(nom="H", complet="presque"),
        ligne(nom="I", theme="Divers"),
        ligne(nom="J", code="99998"),
        ligne(nom="Les Petits Pas"),
    ) == [
        ("type_inconnu", 3, "Type"),
        ("theme_inconnu", 12, "Thème"),
        ("date_invalide", 8, "Fin COF"),
        ("autre_a_preciser", 4, "Précision"),
        ("autre_a_preciser", 4, "Thème"),
        ("equipement_sans_nom", 5, "Nom"),
        ("type_de_liste", 6, "Type"),
        ("dates_inversees", 7, "Fin COF"),
        ("coordonnee_seule", 10, "Longitude"),
        ("texte_dans_nombre", 9, "Places"),
        ("booleen_invalide", 11, "Liste complète"),
        ("cle_double", 14, "Code commune"),
        ("code_inconnu", 13, "Code commune"),
    ]


@pytest.mark.parametrize(
    "cellules",
    [
        {"type_": "Assistante maternelle"},
        {"type_": "assistants maternels"},
        {"nom": "Mme Dupont"},
        {"nom": "Docteur Martin"},
        {"type_": "médecin", "nom": "Cabinet du Dr Martin"},
        {"nom": "Assistante maternelle Dupont"},
        {"gestionnaire": "M. Durand"},
    ],
)
def test_a_person_is_never_a_facility(tmp_path, cellules):
    faute = charge(fichier(tmp_path, ligne(), ligne(**({"nom": "X"} | cellules)))).fautes[0]
    assert (faute.code, faute.ligne) == ("personne_nommee", 3)
    assert "jamais une personne" in faute.attendu


PERSONNES = (
    "voir Mme Dupont",
    "Assistante maternelle",
    "MAM de Mme Dupont",
    "Crèche familiale - Mme Dupont",
    "Cabinet infirmier Mme Dupont",
    "Julie, assistante maternelle",
    "Julie et Anna, assistantes maternelles",
    "Mademoiselle X",
    "Association, présidente Mme Dupont",
    "Association, présidée par M. Dupont",
    "S'adresser à Monsieur Durand",
    "École Docteur Schweitzer",
    "Chez Mme. Martin",
    "Mᵐᵉ Dupont",
    "sur rendez-vous avec le Dr Martin",
    "CABINET DU DOCTEUR MARTIN",
    "assistant(e) maternel(le) agréé(e)",
    "assistant·e maternel·le",
    "ass. mat. à domicile",
    "Julie, assmat",
    "Julie assistante-maternelle",
    "chez nounou Julie",
    "Crèche (assistante maternelle)",
    "M. DUPONT",
    "Maison de Julie, assistante maternelle",
    "Maison de Julie assistante maternelle",
    "M.Dupont",
    "Mr Dupont",
    "mme dupont",
)
LIEUX = (
    "M.A.M. Les Lutins",
    "Maison d’assistants maternels",
    "Maison d’assistantes maternelles",
    "Maison des assistantes maternelles Les Lutins",
    "Maison d'assistant(e)s maternel(le)s",
    "Maison d’assistant·e·s maternel·le·s",
    "Relais assistantes maternelles",
    "Relais d'assistants maternels",
    "Relais assistante maternelle",
    "Relais parents assistantes maternelles",
    "Ouvert aux assistantes maternelles le mardi",
    "Association d'assistantes maternelles Les Lutins",
    "École Monsieur-Vincent",
    "École Docteur-Roux",
    "Madeleine",
    "MJC",
    "Drôle de nid",
    "Notre-Dame",
    "M. A. M. Les Lutins",
    "MAM Nounours",
    "MAM Les Nounous",
    "Halte à 200 m. du centre",
    "E.S.M. Limoges",
    "Commune de Saint-M.",
    "Ecole maternelle",
    "Centre de protection maternelle et infantile",
    "La Maison de Madame",
    "MMA Limoges",
    "Drac",
    "Aire d'accueil",
    "Mrs",
)
CONTACTS = (
    "06/12/34/56/78",
    "+33 (0)5 55 00 00 00",
    "05 55 00 00 00",
    "05.55.00.00.00",
    "0555000000",
    "0612 34 56 78",
    "05-55-00-00-00",
    "(05) 55 00 00 00",
    "+33555000000",
    "0033 5 55 00 00 00",
    "+33 5 55 00 00 00",
    "06 12 34 56 78",
    "Tél. 06 123 456 78",
    "Tel : 0612-345678",
    "contact [at] caf.fr",
    "contact@caf.fr",
    "contact(at)caf.fr",
    "contact @ caf.fr",
    "contact arobase caf.fr",
    "06 – 12 – 34 – 56 – 78",
)
HORAIRES = (
    "Lundi au vendredi, 7 h 30 à 18 h 30",
    "9h-12h / 14h-18h",
    "06:30-19:00, sauf le 15/08/2026",
    "du 01/09/2025 au 30/06/2026, 8 h 45 - 11 h 45",
    "01.09.2025 au 30.06.2026",
    "mercredi 13 h 30 à 18 h, samedi 9 h à 12 h, 35 semaines par an",
    "Accès 24 h sur 24, 7 jours sur 7",
    "L'@telier : le jeudi",
)


def test_a_person_is_told_from_a_place():
    assert [x for x in PERSONNES if not nomme_une_personne(x)] == []
    assert [x for x in (*LIEUX, *HORAIRES) if nomme_une_personne(x)] == []


def test_a_contact_is_told_from_opening_hours():
    assert [x for x in CONTACTS if not donne_un_contact(x)] == []
    assert [x for x in (*HORAIRES, *LIEUX) if donne_un_contact(x)] == []


@pytest.mark.parametrize("champ", ["nom", "gestionnaire", "precision", "horaires"])
def test_nobody_is_named_in_any_cell(tmp_path, champ):
    rangees = [ligne("autre", theme="CV", **({"nom": f"n{rang}", "precision": "p"} | {champ: x})) for rang, x in enumerate(PERSONNES[:6])]
    lus = charge(fichier(tmp_path, *rangees, ligne("autre", theme="CV", **({"nom": "n", "precision": "p"} | {champ: CONTACTS[0]})))).fautes
    assert [(f.code, f.ligne) for f in lus] == [*(("personne_nommee", n) for n in range(2, 8)), ("donnee_de_contact", 8)]
    assert "sans son titre" in lus[0].remede


def test_the_name_of_a_place_may_look_like_a_person(tmp_path):
    noms = list(LIEUX[1::2])
    assert lu(tmp_path, *(ligne("MAM", nom) for nom in noms)).equipements["nom"].tolist() == noms


@pytest.mark.parametrize("texte", ["contact@exemple.fr", "Tél. 05 55 00 00 00", "lundi 9 h, +33 5 55 00 00 00"])
def test_means_of_contact_are_refused(tmp_path, texte):
    assert fautes(tmp_path, ligne(), ligne(nom="B", horaires=texte)) == [("donnee_de_contact", 3, "Horaires")]


def test_a_position_is_in_its_commune_or_near_it(tmp_path):
    dedans = {"latitude": "45.8336", "longitude": "1.2611"}
    lu(tmp_path, ligne(**dedans), ligne(GARE, "Halte", AMBAZAC, latitude="45.9600", longitude="1.4000"))
    loin = charge(fichier(tmp_path, ligne(latitude="48.85", longitude="2.35"))).fautes[0]
    assert (loin.code, loin.ligne, loin.colonne) == ("hors_de_la_commune", 2, "Latitude")
    assert loin.trouve.startswith("48,85 ; 2,35, à ")
    assert "km de la commune 87085" in loin.trouve
    inverse = charge(fichier(tmp_path, ligne(latitude="1.2611", longitude="45.8336"))).fautes[0]
    assert "inversées" in inverse.remede
    metres = charge(fichier(tmp_path, ligne(latitude="6522000", longitude="565000"))).fautes
    assert {f.code for f in metres} == {"hors_bornes"}


def test_the_workbook_is_read_as_the_csv(tmp_path):
    classeur = openpyxl.Workbook()
    feuille = classeur.active
    feuille.title = "Équipements"
    feuille.append(TITRES)
    valeurs = ligne(places="25", cof_fin="31/12/2027", complet="oui")
    feuille.append([int(valeurs[c]) if c in ("annee", "places") else valeurs.get(c) for c in CHAMPS])
    classeur.create_sheet("Autre").append(["rien"])
    classeur.save(tmp_path / "inventaire-fictif.xlsx")
    lue = charge(tmp_path / "inventaire-fictif.xlsx")
    assert not lue.fautes, [str(f) for f in lue.fautes]
    attendu = lu(tmp_path, valeurs)
    pd.testing.assert_frame_equal(lue.equipements, attendu.equipements)
    pd.testing.assert_frame_equal(lue.mesures, attendu.mesures)
    assert charge(fichier(tmp_path, ligne(type_="Rien"), nom="x.csv")).fautes[0].feuille == ""


def test_texts_are_kept_as_texts(tmp_path):
    """What looks like a formula or like HTML is only words: those who show it make it inert."""
    nom = "=1+1 <b>Les Lutins</b>"
    assert lu(tmp_path, ligne(nom=nom)).equipements["nom"].tolist() == [nom]


def test_every_type_is_recognised_by_its_label_and_by_other_words(tmp_path):
    mots = [(t, mot) for t in TYPES if t.theme for mot in (t.libelle, t.id, *t.aussi)]
    lus = lu(tmp_path, *(ligne(mot, f"Lieu {rang}") for rang, (_, mot) in enumerate(mots)))
    par_nom = dict(zip(lus.equipements["nom"], lus.equipements["type"], strict=True))
    assert par_nom == {f"Lieu {rang}": t.id for rang, (t, _) in enumerate(mots)}


PLACES = st.one_of(st.none(), st.integers(0, 60))
LIGNES = st.lists(st.tuples(st.sampled_from([t.id for t in TYPES if t.places or t.structures]), PLACES, st.booleans()), max_size=12)


@settings(max_examples=40, deadline=None)
@given(LIGNES, st.booleans())
def test_a_measure_is_given_only_for_a_complete_list_and_is_its_sum(lignes, tout):
    """Whatever the rows: no measure without completeness; a count is that of the rows, places their sum, never a guess."""
    rangees = [(LIMOGES, t, f"n{rang}", p, c) for rang, (t, p, c) in enumerate(lignes)] + (
        [(LIMOGES, "tous", "", None, True)] if tout else []
    )
    cadre = pd.DataFrame(rangees, columns=["code", "type", "nom", "places", "complet"]).astype({"places": "float64", "complet": "bool"})
    cadre = cadre.assign(annee=2026, millesime_geo=2026, latitude=float("nan"))
    contexte_muet = type("Ecarts", (), {"avertissements": []})()
    lues = {(m, q): v for m, q, v in _compte(cadre, None, contexte_muet)[["mesure", "modalite", "valeur"]].itertuples(index=False)}
    for t in PAR_TYPE.values():
        siens = [(p, c) for type_, p, c in lignes if type_ == t.id]
        complet = tout or any(c for _, c in siens)
        if t.structures:
            assert lues.get(("structures", t.structures)) == (len(siens) if complet else None)
        if t.places:
            connues = complet and all(p is not None for p, _ in siens)
            assert lues.get(("places", t.places)) == (sum(p for p, _ in siens) if connues else None)


def test_the_template_is_read_once_filled(tmp_path):
    """Its other sheets say nothing that could be taken for a facility; left as it is, it says what to fill."""
    chemin = ecrit(tmp_path, "modele.xlsx", offre_gabarit.gabarit(2026, communes={LIMOGES: "Limoges", "01004": "Ambérieu-en-Bugey"}))
    assert [f.code for f in charge(chemin).fautes] == ["inventaire_vide"]
    livre = openpyxl.load_workbook(chemin)
    assert livre.sheetnames == ["À vérifier", "Mode d’emploi", "Types", "Équipements"]
    feuille = livre["Équipements"]
    feuille.cell(2, TITRES.index("Liste complète") + 1).value = "oui"
    feuille.append([2026, GARE, None, None, "Gare", "01004"])
    livre.save(chemin)
    rempli = charge(chemin)
    assert not rempli.fautes, [str(f) for f in rempli.fautes]
    assert set(zip(rempli.equipements["code"], rempli.equipements["type"], strict=True)) == {(LIMOGES, "tous"), ("01004", "gare")}


def test_the_example_of_the_template_is_a_sound_line(tmp_path):
    assert len(lu(tmp_path, {c.champ: c.exemple for c in COLONNES}).equipements) == 1


def test_a_completeness_that_is_neither_yes_nor_no_is_a_fault(tmp_path):
    assert fautes(tmp_path, ligne(), ligne("Tous les types", "", SANS, complet="ouï")) == [("booleen_invalide", 3, "Liste complète")]

"""The offer of a territory: listed by theme, counted by type, placed on the map.  Every place is fictitious."""

from datetime import date

import pandas as pd
import pytest

from ctg_data.records import COLONNES_EQUIPEMENTS, COLONNES_VALEURS, empty, typed_equipements
from ctg_data.views.portrait import portrait
from tests.views.conftest import CATALOGUE, EPCI, JOUR, FauxCorpus

AMBAZAC, SAINT_SYLVESTRE = "87002", "87183"


def lieu(type_: str, nom: str, code: str = AMBAZAC, **plus: object) -> dict[str, object]:
    themes = {"eaje_psu": "PE", "cs": "AV", "gare": "CV", "laep": "PA"}
    vides = dict.fromkeys(("precision", "gestionnaire", "horaires", "cof_debut", "cof_fin"), "")
    inconnus = dict.fromkeys(("places", "latitude", "longitude"), float("nan"))
    cle = {"source": "inventaire_offre", "niveau": "commune", "code": code, "annee": 2026, "type": type_, "nom": nom}
    return vides | inconnus | cle | {"theme": themes.get(type_, ""), "complet": False, "millesime_geo": 2026, "edition": "e"} | plus


def corpus(*lieux: dict[str, object], demo: bool = False, territoires_demo=()) -> FauxCorpus:
    faux = FauxCorpus(empty(COLONNES_VALEURS), demo=territoires_demo)
    faux.lieux = typed_equipements(pd.DataFrame(list(lieux), columns=list(COLONNES_EQUIPEMENTS))).assign(demo=demo)
    return faux


def offre(faux: FauxCorpus, ref, niveau: str = "epci", code: str = EPCI, jour: date = JOUR):
    return portrait(faux, ref, niveau=niveau, code=code, catalogue=CATALOGUE, jour=jour).offre


def plat(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def test_facilities_are_listed_by_theme_with_what_is_known(ref):
    vue = offre(
        corpus(
            lieu("gare", "Gare d’Ambazac", latitude=45.9608, longitude=1.4011),
            lieu("eaje_psu", "Les Lutins", places=15.0, gestionnaire="CCAS", horaires="8 h à 18 h"),
            lieu("autre", "Le Potager", precision="Jardin partagé", theme="CV"),
        ),
        ref,
    )
    assert plat(vue.resume) == "3 équipements et services dans 1 commune, dont 2 sans coordonnées."
    assert [tuple(map(plat, x)) for x in vue.par_theme.lignes] == [
        ("Petite enfance", "1", "Crèche financée par la PSU (EAJE)"),
        ("Cadre de vie", "2", "Gare ou halte ferroviaire · Autre (à préciser)"),
    ]
    assert [(t.id, plat(t.compte), [e.nom for e in t.equipements]) for t in vue.themes] == [
        ("PE", "1 équipement", ["Les Lutins"]),
        ("CV", "2 équipements", ["Gare d’Ambazac", "Le Potager"]),
    ]
    creche, vie = (t.tableau for t in vue.themes)
    assert creche.colonnes == ("Nom", "Type", "Commune", "Gestionnaire", "Places", "Horaires")
    assert [plat(x) for x in creche.lignes[0]] == [
        "Les Lutins", "Crèche financée par la PSU (EAJE)", "Ambazac", "CCAS", "15", "8 h à 18 h",
    ]  # fmt: skip
    assert vie.colonnes == ("Nom", "Type", "Commune")
    assert vie.lignes[1][1] == "Jardin partagé"
    assert plat(vue.source) == "Inventaire de l’offre (2026), renseigné pour 1 commune sur 24"


def test_an_inventory_is_among_the_sources_of_the_portrait(ref):
    faux = corpus(lieu("eaje_psu", "Les Lutins"), lieu("gare", "Gare", SAINT_SYLVESTRE, annee=2024))
    lue = portrait(faux, ref, niveau="epci", code=EPCI, catalogue=CATALOGUE, jour=JOUR).fraicheur
    assert [(s.id, s.annees) for s in lue.sources] == [("inventaire_offre", (2024, 2026))]
    assert "inventaire_offre" not in {s.id for s in lue.manquantes}
    assert "Inventaire de l’offre 2026" in plat(lue.texte)


def test_counts_say_where_a_list_is_complete(ref):
    membres = ref.membres("epci", EPCI)
    vue = offre(
        corpus(
            lieu("eaje_psu", "Les Lutins", places=15.0, complet=True),
            lieu("eaje_psu", "Les Cigales", SAINT_SYLVESTRE, places=10.0),
            lieu("cs", "Le Lien"),
            *(lieu("laep", "", code, complet=True) for code in membres),
        ),
        ref,
    )
    assert [tuple(map(plat, x)) for x in vue.par_type.lignes] == [
        ("Crèche financée par la PSU (EAJE)", "Petite enfance", "2", "25", f"1 commune sur {len(membres)}"),
        ("Lieu d’accueil enfants-parents (LAEP)", "Parentalité", "0", "", "toutes les communes"),
        ("Centre social", "Animation de la vie sociale", "1", "", "non"),
    ]


@pytest.mark.parametrize(
    ("fin", "attendu"),
    [
        ("2026-11-21", "échue"),
        ("2026-11-22", "finit dans moins de six mois"),
        ("2027-05-24", "finit dans moins de six mois"),
        ("2027-05-25", ""),
        ("", ""),
    ],
)
def test_a_convention_near_its_end_is_remarked(ref, fin, attendu):
    """On 22 November 2026; six months are 183 days."""
    (seul,) = offre(corpus(lieu("eaje_psu", "Les Lutins", cof_debut="2023-01-01", cof_fin=fin)), ref).equipements
    assert plat(seul.remarque) == attendu
    assert plat(seul.cof).startswith("du 01/01/2023 au" if fin else "depuis le 01/01/2023")


def test_one_mark_for_one_place_and_a_count_at_the_centre_of_a_commune(ref):
    place = {"latitude": 45.9608, "longitude": 1.4011}
    vue = offre(
        corpus(
            lieu("gare", "Gare", **place),
            lieu("cs", "Le Lien", latitude=45.95, longitude=1.41),
            lieu("eaje_psu", "A", latitude=45.95001, longitude=1.41001),
            lieu("laep", "B", SAINT_SYLVESTRE),
            lieu("laep", "C", SAINT_SYLVESTRE),
        ),
        ref,
    )
    precis, approches = [x for x in vue.lieux if x.precis], [x for x in vue.lieux if not x.precis]
    assert {(x.theme, x.nombre) for x in precis} == {("CV", 1), ("", 2)}
    assert [(x.theme, x.nombre, plat(x.lignes[0])) for x in approches] == [("", 2, "Saint-Sylvestre : 2 équipements sans coordonnées")]
    assert sum(x.nombre for x in vue.lieux) == len(vue.equipements)
    assert any("cercle pointillé" in n for n in vue.notes)


def test_a_commune_shows_its_own_facilities_and_its_latest_inventory(ref):
    lieux = (
        lieu("cs", "Ancien", annee=2025),
        lieu("cs", "Nouveau"),
        lieu("cs", "Voisin", SAINT_SYLVESTRE, annee=2025),
    )
    assert [e.nom for e in offre(corpus(*lieux), ref, "commune", AMBAZAC).equipements] == ["Nouveau"]
    tout = offre(corpus(*lieux), ref)
    assert {e.nom for e in tout.equipements} == {"Nouveau", "Voisin"}
    assert plat(tout.source) == "Inventaire de l’offre (2025, 2026), renseigné pour 2 communes sur 24"
    assert plat(offre(corpus(*lieux), ref, "commune", AMBAZAC).source) == "Inventaire de l’offre (2026)"


def test_communes_that_were_joined_keep_each_its_latest_inventory(ref):
    """24089, 24314 and 24325 are one commune (24325) since 2022: 2 + 1 facilities listed in two years before it are 3."""

    def noms(*lieux: dict[str, object]) -> list[str]:
        return sorted(e.nom for e in offre(corpus(*lieux), ref, "commune", "24325").equipements)

    def vers(annee: int) -> dict[str, int]:
        return {"annee": annee, "millesime_geo": annee}

    parts = (
        lieu("cs", "A", "24089", **vers(2020)),
        lieu("laep", "B", "24089", **vers(2020), complet=True),
        lieu("cs", "Ancien", "24314", **vers(2020)),
        lieu("cs", "C", "24314", **vers(2021)),
    )
    assert noms(*parts) == ["A", "B", "C"]
    vue = offre(corpus(*parts), ref, "commune", "24325")
    assert plat(vue.source) == "Inventaire de l’offre (2020, 2021)"
    assert {x[-1] for x in vue.par_type.lignes} == {"non"}  # said of one part only
    assert noms(*parts, lieu("cs", "Entier", "24325", **vers(2024))) == ["Entier"]
    assert noms(*parts, lieu("cs", "D", "24325", **vers(2021))) == ["A", "B", "C", "D"]


def test_an_empty_block_says_how_to_fill_it(ref):
    vide = offre(corpus(), ref)
    assert vide.message.startswith("Aucun inventaire ne donne les équipements")
    assert "Inventaire de l’offre" in plat(vide.remede)
    ailleurs = offre(corpus(lieu("cs", "Loin", "33063")), ref)
    assert ailleurs.message.startswith("L’inventaire importé ne dit rien")
    assert not ailleurs.themes


def test_real_facilities_are_not_shown_beside_fictitious_figures(ref):
    reel = offre(corpus(lieu("cs", "Le Lien"), territoires_demo=[("epci", EPCI)]), ref)
    assert not reel.themes
    assert "fictives" in reel.message
    fictif = offre(corpus(lieu("cs", "Le Lien"), demo=True, territoires_demo=[("epci", EPCI)]), ref)
    assert [e.nom for e in fictif.equipements] == ["Le Lien"]
    assert fictif.demo


def test_a_long_list_is_counted_only(ref, monkeypatch):
    monkeypatch.setattr("ctg_data.views.offre.LISTE_MAX", 2)
    vue = offre(corpus(*(lieu("cs", f"n{i}") for i in range(3))), ref)
    assert (vue.themes, vue.lieux) == ((), ())
    assert vue.comptes[0].nombre == 3
    assert any("au plus" in n for n in vue.notes)

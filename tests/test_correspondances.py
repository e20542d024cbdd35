"""Local sources from a declaration to a portrait: what is imported, protected, shown, changed, set aside, lost."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data import correspondances, loaders, pipeline
from ctg_data.diagnostic import publication
from ctg_data.errors import FichierRefuse, PublicationARefaire
from ctg_data.exports import html
from ctg_data.indicators import registry, vocabulaire
from ctg_data.loaders import locales, locales_devine, locales_toml, sources
from ctg_data.loaders.locales_modele import PROTEGEES, PUBLIEES, MesureLocale, Valeur
from ctg_data.settings import RACINE, Settings
from ctg_data.store.corpus import Corpus
from ctg_data.store.magasin import Magasin
from ctg_data.territoires import referentiel
from ctg_data.views import methode, portrait
from tests.loaders.outils import csv, ecrit
from tests.loaders.test_locales import ENTETE, JEUNES, LONG, SUIVI

EPCI = "248719312"
PIEGE = "<script>alert(1)</script> {annee} **gras** =1+1"
DECLARATION = replace(SUIVI, titre=f"Jeunes suivis (fictif) {PIEGE}")


@pytest.fixture(scope="module")
def ref():
    return referentiel.charge(RACINE / "data" / "reference")


@pytest.fixture(scope="module")
def communes(ref) -> list[str]:
    return sorted(ref.membres("epci", EPCI))


def fichier(dossier: Path, communes: list[str], annee: int = 2024, petits: int = 2) -> tuple[Path, dict[str, int]]:
    """A fictitious table of every commune; ``petits`` communes have 3 young people, the others a random large count."""
    hasard = random.Random(annee)
    jeunes = {c: 3 if rang < petits else hasard.randint(20, 400) for rang, c in enumerate(communes)}
    lignes = [ENTETE, *((c, "x", annee, n, rang) for rang, (c, n) in enumerate(jeunes.items()))]
    return ecrit(dossier, f"suivi_fictif_{annee}.csv", csv(lignes)), jeunes


class SansEpoques:
    """No EPCI was ever other than it is."""

    temoin = None

    def __init__(self, *_):
        pass

    def avec(self, _):
        return self

    def calcule(self, *_):
        return ()


@pytest.fixture(autouse=True, scope="module")
def calcul_local(ref):
    """Only what these tests look at is computed: indicators of local sources, without EPCI at period perimeter, on one reference."""
    entier = publication.valeurs

    def local(magasin, referentiel, progres=None):
        siens = [i for i in registry.catalogue() if locales.est_locale(i.id)]
        return entier(magasin, referentiel, progres, indicateurs=siens)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline.publication, "valeurs", local)
        patch.setattr(publication, "Epoques", SansEpoques)
        patch.setattr(pipeline.territoires, "charge", lambda dossier: ref)
        yield


@pytest.fixture(scope="module")
def plein(tmp_path_factory, communes) -> tuple[Settings, dict[str, int]]:
    """A store with one declaration and one file imported through it."""
    dossier = tmp_path_factory.mktemp("locales")
    reglages = Settings(store=dossier / "magasin", demo=None, acteur="essai")
    correspondances.enregistre(reglages, DECLARATION, nouvelle=True)
    chemin, jeunes = fichier(dossier, communes)
    (rapport,) = pipeline.importe(reglages, [chemin])
    assert (rapport.etat, rapport.sources) == ("importe", ("local_suivi_jeunes",))
    return reglages, jeunes


@pytest.fixture(autouse=True)
def rien_ne_reste():
    yield
    locales.oublie()


@pytest.fixture
def vide(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "vide", demo=None, acteur="essai")


def publiees(reglages: Settings, niveau: str, indicateur: str = JEUNES) -> dict[str, object]:
    lues = Corpus(reglages).valeurs(niveau, indicateurs=[indicateur])
    return {c: v if s == "ok" else s for c, v, s in zip(lues["code"], lues["valeur"], lues["statut"], strict=True)}


def test_large_counts_are_published_as_they_are_and_small_ones_hidden(plein, communes):
    reglages, jeunes = plein
    lues = publiees(reglages, "commune")
    assert {lues[c] for c in communes[:2]} == {"s"}
    assert all(lues[c] in ("s", jeunes[c]) for c in communes)
    assert sum(v != "s" for v in lues.values()) > len(communes) / 2
    assert publiees(reglages, "epci") == {EPCI: sum(jeunes.values())}


def test_one_hidden_commune_alone_hides_another(vide, tmp_path, communes):
    """Else the EPCI less the others would tell it."""
    correspondances.enregistre(vide, SUIVI)
    pipeline.importe(vide, [fichier(tmp_path, communes, petits=1)[0]])
    assert sum(v == "s" for v in publiees(vide, "commune").values()) >= 2


def test_the_portrait_and_the_method_show_it_and_what_a_label_holds_stays_a_text(plein, ref):
    reglages, _ = plein
    vue = portrait.portrait(Corpus(reglages), ref, niveau="epci", code=EPCI, theme="JE")
    chiffre = next(c for c in vue.theme_choisi.chiffres if c.id == JEUNES)
    assert chiffre.disponible
    page = html.portrait(vue, RACINE / "data" / "reference").decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
    (fiche,) = [f for t in methode.methode().themes for f in t.fiches if f.id == JEUNES]
    champs = dict(fiche.champs)
    assert "Source locale" in champs["Précautions"]
    assert "{annee}" in champs["Lecture"]


def test_a_count_whose_own_file_is_imported_waits_for_no_other_source(plein, ref):
    """The département has communes that the file does not give."""
    vue = portrait.portrait(Corpus(plein[0]), ref, niveau="departement", code="87", theme="JE")
    libelle = registry.par_id()[JEUNES].libelle
    (phrase,) = [p for p in vue.manque if f"{libelle} :" in p.replace("\u00a0", " ")]
    assert "ne donne pas de valeur pour toutes les communes" in phrase
    assert "Source non importée" not in phrase
    (autres,) = [p for p in vue.manque if p.startswith("Jeunesse") and p != phrase]
    assert "Source non importée" in autres
    assert libelle not in autres.replace(f"{libelle}, pour 100", "")
    assert "ne donne pas de valeur pour toutes les communes" in vue.theme_choisi.remede


def test_a_local_source_is_nowhere_outside_its_store(plein, vide):
    Corpus(plein[0])
    assert JEUNES in registry.par_id()
    assert "local_suivi_jeunes" in sources.catalogue()
    Corpus(vide)
    assert JEUNES not in registry.par_id()
    assert JEUNES not in vocabulaire.catalogue()
    assert "local_suivi_jeunes" not in sources.catalogue()


def test_a_declaration_that_changes_what_is_protected_hides_what_was_published(plein, tmp_path):
    """Until it is computed again; here by hand, as one may edit the TOML."""
    reglages, _ = copie(plein[0], tmp_path)
    toml = reglages.dossier_sources / "suivi_jeunes.toml"
    toml.write_text(locales_toml.ecrit(replace(DECLARATION, donnees=PUBLIEES)), encoding="utf-8")
    with pytest.raises(PublicationARefaire):
        Corpus(reglages)
    toml.unlink()
    with pytest.raises(PublicationARefaire):
        Corpus(reglages)


def test_figures_of_a_lost_declaration_are_kept_and_not_read(plein, tmp_path):
    reglages, edition = copie(plein[0], tmp_path)
    (reglages.dossier_sources / "suivi_jeunes.toml").write_text("= abîmé", encoding="utf-8")
    magasin = Magasin(reglages)
    assert magasin.mesures().empty
    assert len(magasin.mesures_edition(edition)) > 0
    assert list(correspondances.lit(reglages).fautes) == ["suivi_jeunes.toml"]


def test_counts_of_people_declared_to_be_things_are_not_published_before_they_are_read_again(plein, tmp_path, communes):
    """A unit changed by hand: places are not protected as persons are, and what was read is of persons."""
    reglages, _ = copie(plein[0], tmp_path)
    places = tuple(replace(m, unite="places", denominateur="") for m in DECLARATION.mesures)
    toml = reglages.dossier_sources / "suivi_jeunes.toml"
    toml.write_text(locales_toml.ecrit(replace(DECLARATION, mesures=places)), encoding="utf-8")
    assert set(Magasin(reglages).mesures()["mesure"]) == {"places"}
    pipeline.publie(reglages)
    assert set(publiees(reglages, "commune").values()) <= {"nd"}
    pipeline.importe(reglages, [fichier(tmp_path, communes)[0]])
    assert sorted(publiees(reglages, "commune").values())[:2] == [3, 3]


def test_set_aside_then_taken_back_gives_the_same_figures(plein, tmp_path):
    reglages, _ = copie(plein[0], tmp_path)
    avant = publiees(reglages, "commune")
    correspondances.met_de_cote(reglages, "suivi_jeunes")
    assert correspondances.republie(reglages, "suivi_jeunes")
    assert publiees(reglages, "commune") == {}
    assert correspondances.mises_de_cote(reglages) == {"suivi_jeunes": DECLARATION.titre}
    correspondances.retablit(reglages, "suivi_jeunes")
    correspondances.republie(reglages, "suivi_jeunes")
    assert publiees(reglages, "commune") == avant


def test_the_same_file_read_through_a_changed_declaration_replaces_what_was_read(vide, tmp_path, communes):
    correspondances.enregistre(vide, SUIVI)
    chemin, _ = fichier(tmp_path, communes)
    pipeline.importe(vide, [chemin], publier=False)
    assert set(Magasin(vide).mesures()["mesure"]) == {JEUNES, "places"}
    juste = replace(SUIVI, valeurs=(SUIVI.valeurs[0], Valeur("Places", "structures")))
    assert correspondances.a_deposer(vide, SUIVI, juste) == (chemin.name,)
    assert correspondances.a_deposer(vide, SUIVI, replace(SUIVI, titre="Autre")) == ()
    correspondances.enregistre(vide, juste)
    (rapport,) = pipeline.importe(vide, [chemin], publier=False)
    assert rapport.etat == "importe"
    assert set(Magasin(vide).mesures()["mesure"]) == {JEUNES, "structures"}


def copie(reglages: Settings, dossier: Path) -> tuple[Settings, str]:
    """The same store, for one test to change; its edition."""
    import shutil

    neuf = replace(reglages, store=Path(shutil.copytree(reglages.store, dossier / "copie")))
    return neuf, Magasin(neuf).editions()["id"].iloc[0]


# Declarations as a person handles them -----------------------------------------------------------------------------------


def test_a_change_can_be_taken_back(vide):
    correspondances.enregistre(vide, SUIVI)
    correspondances.enregistre(vide, replace(SUIVI, titre="Autre nom"))
    assert correspondances.changees(vide) == {"suivi_jeunes"}
    correspondances.retablit(vide, "suivi_jeunes")
    assert correspondances.lit(vide).declarations == (SUIVI,)
    correspondances.retablit(vide, "suivi_jeunes")
    assert correspondances.lit(vide).declarations[0].titre == "Autre nom"


@pytest.mark.parametrize(
    ("declaration", "code"),
    [
        (replace(SUIVI, producteur=""), "cle_absente"),
        (replace(SUIVI, valeurs=(*SUIVI.valeurs[:1], Valeur("Places", "places_de_rien"))), "mesure_inconnue"),
        (replace(SUIVI, valeurs=(*SUIVI.valeurs[:1], Valeur("Places", "places", "rien"))), "mesure_inconnue"),
        (replace(SUIVI, valeurs=(*SUIVI.valeurs[:1], Valeur("Places", "txcouv", "global"))), "mesure_inconnue"),
        (replace(SUIVI, id="jumelle"), "correspondance_double"),
        (SUIVI, "identifiant_pris"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_reason(vide, declaration, code):
    correspondances.enregistre(vide, replace(SUIVI, titre="Déjà là"))
    with pytest.raises(FichierRefuse) as refus:
        correspondances.enregistre(vide, declaration, nouvelle=True)
    assert [f.code for f in refus.value.fautes] == [code]


def test_a_file_is_not_imported_through_a_declaration_of_an_unknown_measure(vide, tmp_path, communes):
    fausse = replace(SUIVI, valeurs=(*SUIVI.valeurs[:1], Valeur("Places", "places_de_rien")))
    vide.dossier_sources.mkdir(parents=True)
    (vide.dossier_sources / "suivi_jeunes.toml").write_text(locales_toml.ecrit(fausse), encoding="utf-8")
    (rapport,) = pipeline.importe(vide, [fichier(tmp_path, communes)[0]], publier=False)
    assert (rapport.etat, [f.code for f in rapport.fautes]) == ("refuse", ["disposition_inconnue"])


def test_a_preview_tells_the_shape_and_no_small_figure(vide, tmp_path, communes):
    chemin, jeunes = fichier(tmp_path, communes)
    vu = correspondances.apercu(vide, SUIVI, chemin)
    total = round(sum(jeunes.values()) / 10) * 10
    assert (vu.lignes_lues, vu.territoires, vu.annees, vu.fautes) == (20, 20, (2024,), ())
    assert [(m.mesure, m.presentes, m.total, m.environ) for m in vu.mesures] == [
        ("jeunes suivis par la mission locale", 20, total, True),
        ("places d'accueil du jeune enfant", 20, 190, True),
    ]
    petit = ecrit(tmp_path, "petit.csv", csv([ENTETE, (communes[0], "x", 2024, 3, 99)]))
    assert [m.total for m in correspondances.apercu(vide, SUIVI, petit).mesures] == [None, None]
    publiee = replace(SUIVI, donnees=PUBLIEES)
    assert [(m.total, m.environ) for m in correspondances.apercu(vide, publiee, petit).mesures] == [(3, False), (99, False)]
    assert not vide.store.exists()


def test_a_column_of_names_taken_for_that_of_codes_is_told_once_and_first(vide, tmp_path, communes):
    chemin, _ = fichier(tmp_path, communes)
    (faute,) = correspondances.apercu(vide, replace(SUIVI, colonne_code="Commune"), chemin).fautes
    assert (faute.code, faute.colonne, faute.ligne) == ("colonne_de_noms", "Commune", None)
    assert "« Code INSEE »" in faute.remede


# What a sample suggests --------------------------------------------------------------------------------------------------


def test_a_wide_sample_suggests_its_columns_marks_and_signs(tmp_path):
    lignes = [ENTETE, ("87085", "Limoges", 2024, "1.250", "12,5"), ("87048", "Couzeix", 2024, "n.d.", "2,5")]
    d = locales_devine.devine(ecrit(tmp_path, "suivi_jeunes_2024.csv", csv(lignes))).proposition
    assert (d.id, d.niveau, d.colonne_code, d.colonne_annee, d.forme) == ("suivi_jeunes", "commune", "Code INSEE", "Année", "large")
    assert (d.decimale, d.milliers, d.marques["n.d."]) == (",", ".", "nd")
    assert [v.repere for v in d.valeurs] == ["Jeunes suivis", "Places"]


def test_a_long_sample_suggests_its_labels(tmp_path):
    lignes = [("siren epci", "Nom", "Indicateur", "an", "Valeur")]
    lignes += [(c, "x", i, 2024, n) for c in ("248719312", "200066371") for i, n in (("Jeunes", 12), ("Places", "7.5"))]
    d = locales_devine.devine(ecrit(tmp_path, "x.csv", csv(lignes))).proposition
    assert (d.niveau, d.forme, d.intitule, d.valeur, d.decimale) == ("epci", "longue", "Indicateur", "Valeur", ".")
    assert [v.repere for v in d.valeurs] == ["Jeunes", "Places"]


def test_a_sample_of_one_row_a_household_is_refused(tmp_path):
    vu = locales_devine.devine(ecrit(tmp_path, "x.csv", csv([("matricule", "commune", "qf"), ("0000001A", "87085", 400)])))
    assert (vu.proposition, [f.code for f in vu.fautes]) == (None, ["fichier_par_foyer"])


def test_what_is_suggested_reads_the_sample_back(tmp_path, vide):
    chemin = ecrit(tmp_path, "x_2024.csv", csv([ENTETE, ("87085", "Limoges", 2024, "1 250", "12"), ("87048", "Couzeix", 2024, "<5", "nd")]))
    d = replace(locales_devine.devine(chemin).proposition, producteur="Fictif")
    assert correspondances.apercu(vide, d, chemin).fautes == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"niveau": "epci"}, "niveau_protege"),
        ({"valeurs": (*SUIVI.valeurs, Valeur("RSA", "foyers_rsa"))}, "plusieurs_effectifs"),
        ({"valeurs": (*SUIVI.valeurs, Valeur("Seules", "rp_familles_monop"))}, "mesure_inconnue"),
        ({"valeurs": (*SUIVI.valeurs, Valeur("Heures", "heures", "laep"))}, "mesure_inconnue"),
        ({"mesures": (replace(SUIVI.mesures[0], denominateur="foyers_alloc"), *SUIVI.mesures[1:])}, "mesure_invalide"),
    ],
)
def test_what_the_secrecy_cannot_protect_is_refused_of_unpublished_figures(vide, change, code):
    """A count above the commune, two counts whose difference shows, a count in families, hours, what is left of the CAF's households."""
    assert code in {f.code for f in correspondances.fautes(vide, replace(SUIVI, **change))}
    publiee = replace(SUIVI, donnees=PUBLIEES, **change)
    assert code not in {f.code for f in correspondances.fautes(vide, publiee)}


def test_where_two_declarations_read_a_file_the_one_that_hides_is_followed(tmp_path, vide):
    a = replace(SUIVI, id="a_publiee", donnees=PUBLIEES, valeurs=(Valeur("M", "mm"),), mesures=(MesureLocale("mm", "m", "personnes"),))
    b = replace(a, id="z_protegee", donnees=PROTEGEES, valeurs=(Valeur("N", "nn"),), mesures=(MesureLocale("nn", "n", "personnes"),))
    for d in (a, b):
        correspondances.enregistre(vide, d)
    chemin = ecrit(tmp_path, "x.csv", csv([(*ENTETE[:3], "M", "N", "O"), ("87085", "x", 2024, 2, 3, 4)]))
    assert loaders.charge(chemin, sources=sources.catalogue(locales.lit(vide.dossier_sources))).sources == (b.source,)


def test_a_table_without_codes_nor_years_is_guessed_all_the_same(tmp_path):
    assert locales_devine.devine(
        ecrit(tmp_path, "x.csv", csv([("Commune", "Jeunes suivis"), ("Limoges", 12), ("Couzeix", 30)]))
    ).proposition


def test_persons_are_whole(tmp_path, vide):
    """« 12,345 » with a comma for decimals."""
    chemin = ecrit(tmp_path, "x_2024.csv", csv([("Code", "Quoi", "An", "Combien"), ("87085", "J", 2024, "12,345")]))
    d = replace(LONG, colonne_code="Code", colonne_annee="An", intitule="Quoi", valeur="Combien")
    d = replace(d, valeurs=(Valeur("J", LONG.mesures[0].id),), mesures=LONG.mesures[:1])
    assert [f.code for f in correspondances.apercu(vide, d, chemin).fautes] == ["effectif_decimal"]


def test_a_measure_and_its_rate_are_of_one_family_of_secrecy():
    deux = replace(
        LONG, mesures=(*LONG.mesures, MesureLocale("filles", "filles suivies", "personnes")), valeurs=(*LONG.valeurs, Valeur("F", "filles"))
    )
    familles = {i.id: (i.famille_secret, i.seuils) for i in registry.locaux.indicateurs(locales.de([deux]))}
    assert {f for f, _ in familles.values()} == {"local_suivi_jeunes"}
    assert all("k5" in s for _, s in familles.values())
    publiee = registry.locaux.indicateurs(locales.de([replace(deux, donnees=PUBLIEES)]))
    assert {(i.famille_secret, "k5" in i.seuils) for i in publiee} == {("", False)}


def test_a_count_of_things_shows_the_decimals_that_were_said():
    places = replace(LONG, mesures=(MesureLocale("jeunes", "places", "places", decimales=1),))
    (indicateur,) = registry.locaux.indicateurs(locales.de([places]))
    assert indicateur.decimales == 1


TEXTES = st.text(max_size=50).map(locales_toml.propre).filter(bool)


@given(titre=TEXTES, producteur=TEXTES, libelle=TEXTES, definition=st.text(max_size=50).map(locales_toml.propre), repere=TEXTES)
def test_whatever_people_write_is_kept_as_it_is_and_makes_a_sound_catalogue(titre, producteur, libelle, definition, repere):
    mesure = replace(SUIVI.mesures[0], libelle=libelle, definition=definition)
    d = replace(SUIVI, titre=titre, producteur=producteur, mesures=(mesure,), valeurs=(Valeur(f"Col {repere}", "jeunes"),))
    lue, trouvees = locales_toml.lit(locales_toml.ecrit(d), "suivi_jeunes.toml")
    assert (lue, trouvees) == (d, ())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locales, "_actives", locales.de([d]))
        for indicateur in registry.catalogue()[-2:]:
            phrase = indicateur.lecture.format(annee=2024, territoire="à Limoges", valeur="12")
            assert titre in phrase
        assert len(registry.catalogue()) == len(registry.nationaux()) + 2

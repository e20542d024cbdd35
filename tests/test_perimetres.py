"""Perimeters from what people write to what pages read, on the embedded demonstration and on an imported requête type."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ctg_data import paquets, perimetres, pipeline, storage
from ctg_data.errors import CtgError
from ctg_data.exports import csv, html, paquet
from ctg_data.perimetres import PerimetreRefuse
from ctg_data.settings import RACINE, Settings
from ctg_data.storage.depot import ConflitDeVersion, Depot
from ctg_data.storage.modele import Perimetre
from ctg_data.store import perimetres as complements
from ctg_data.store.corpus import Corpus
from ctg_data.territoires import perimetre
from ctg_data.territoires.perimetre import Appartenance, Genre, PerimetreInvalide
from ctg_data.views import portrait as vues
from tests.loaders.exemple_requete_type import en_csv, requete

ELAN, PORTES = "200066512", "248719353"
REF = perimetres.reference(Settings(store=Path("sans-objet")))
EL, PO = REF.membres("epci", ELAN), REF.membres("epci", PORTES)
DOMPS = "87058"
"""98 inhabitants, in Portes de Vassivière."""
SIGNATURE, AVENANT = date(2024, 3, 12), date(2025, 1, 1)


@pytest.fixture
def neuf(tmp_path: Path) -> Settings:
    """An empty store beside the embedded demonstration."""
    return Settings(store=tmp_path / "magasin", acteur="essai")


@pytest.fixture(scope="module")
def atelier(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Four perimeters of the demonstration: part of an EPCI, one EPCI, two EPCI, communes of two EPCI."""
    reglages = Settings(store=tmp_path_factory.mktemp("perimetres") / "magasin", acteur="essai")
    for nom, codes in {"Partie": EL[:16], "Entier": EL, "Deux": (*EL, *PO), "Croisé": (*EL[:10], *PO[:8])}.items():
        perimetres.cree(reglages, nom, codes)
    return reglages


def code(reglages: Settings, nom: str) -> str:
    return next(f.id for f in perimetres.fiches(reglages) if f.objet.nom == nom)


def valeurs(corpus: Corpus, niveau: str, unite: str, *indicateurs: str) -> dict[tuple[str, int, str], tuple[str, float]]:
    lues = corpus.valeurs(niveau, codes=[unite], indicateurs=indicateurs or None)
    cles = zip(lues["indicateur"], lues["annee"], lues["modalite"], strict=True)
    return dict(zip(cles, zip(lues["statut"], lues["valeur"].fillna(-1).round(9), strict=True), strict=True))


def test_a_perimeter_that_is_an_epci_has_the_very_figures_of_the_epci(atelier):
    corpus = Corpus(atelier)
    du_perimetre, de_l_epci = valeurs(corpus, "perimetre", code(atelier, "Entier")), valeurs(corpus, "epci", ELAN)
    assert du_perimetre == de_l_epci
    assert ("niveau_vie_median", 2021, "total") in du_perimetre


def test_two_whole_epci_add_up_what_is_shown_of_each(atelier):
    corpus, deux = Corpus(atelier), code(atelier, "Deux")
    for indicateur in ("pop_municipale", "foyers_rsa", "enf_moins_3"):
        un, autre, ensemble = (valeurs(corpus, *ou, indicateur) for ou in (("epci", ELAN), ("epci", PORTES), ("perimetre", deux)))
        connues = [cle for cle in ensemble if un[cle][0] == autre[cle][0] == "ok"]
        assert connues
        assert all(ensemble[cle] == ("ok", un[cle][1] + autre[cle][1]) for cle in connues)


def test_medians_and_published_rates_do_not_exist_for_other_perimeters(atelier):
    for nom in ("Partie", "Deux", "Croisé"):
        assert not valeurs(Corpus(atelier), "perimetre", code(atelier, nom), "niveau_vie_median", "tx_pauvrete_60")


def test_a_part_of_an_epci_shows_public_counts_and_hides_what_its_communes_hide(atelier):
    corpus, partie = Corpus(atelier), code(atelier, "Partie")
    populations = valeurs(corpus, "perimetre", partie, "pop_municipale")
    communes = corpus.valeurs("commune", codes=list(EL[:16]), indicateurs=["pop_municipale"])
    assert populations[("pop_municipale", 2023, "total")] == ("ok", communes.loc[communes["annee"] == 2023, "valeur"].sum())
    rsa = corpus.valeurs("commune", codes=list(EL[:16]), indicateurs=["foyers_rsa"])
    caches = set(rsa.loc[rsa["statut"] == "s", "annee"])
    assert caches
    lues = valeurs(corpus, "perimetre", partie, "foyers_rsa")
    assert {cle[1] for cle, (statut, _) in lues.items() if statut == "s"} >= caches


def test_the_demonstration_is_said_and_is_part_of_the_fingerprint(atelier):
    corpus, partie = Corpus(atelier), code(atelier, "Partie")
    assert corpus.est_demo("perimetre", partie)
    assert partie in corpus.codes("perimetre")
    assert corpus.valeurs("perimetre")["demo"].all()
    assert corpus.empreinte == f"{corpus.base}+{complements.lit(atelier).complement}"


def test_the_same_figure_on_screen_in_csv_and_in_html(atelier):
    vue = vues.portrait(Corpus(atelier), perimetres.atlas(atelier), niveau="perimetre", code=code(atelier, "Partie"))
    chiffre = next(c for t in vue.themes for c in t.chiffres if c.id == "indice_jeunesse")
    tableau, page = csv.portrait(vue).decode("utf-8-sig"), html.portrait(vue, atelier.reference).decode().replace("<wbr>", "")
    assert chiffre.valeur_texte in page
    assert f"{chiffre.valeur_texte};" in tableau
    for detail in vue.entete.details:
        assert detail.partition("«")[0].strip() in page.replace("&#39;", "’")
        assert detail.partition("«")[0].strip() in tableau


def test_the_star_of_a_perimeter_stands_among_the_epci_of_its_size(atelier):
    atlas, corpus = perimetres.atlas(atelier), Corpus(atelier)
    entier, deux = (vues.portrait(corpus, atlas, niveau="perimetre", code=code(atelier, n)) for n in ("Entier", "Deux"))
    for vue, jumeau in ((entier, 1), (deux, 0)):
        etoile = vue.etoiles[0].etoile
        strates = sum(s.id == "20_50" for s in REF.strates().values())
        assert len(etoile.ensemble.codes) == strates + 1 - jumeau
        assert etoile.ensemble.codes[-1] == vue.entete.code
        assert "et ce périmètre" in vue.etoiles[0].cadre.sous_titre
    epci = vues.portrait(corpus, atlas, niveau="epci", code=ELAN)
    assert [r.score for r in entier.etoiles[0].etoile.rayons] == [r.score for r in epci.etoiles[0].etoile.rayons]


def test_a_perimeter_that_would_give_away_a_small_commune_is_refused_and_not_kept(neuf):
    with pytest.raises(PerimetreRefuse, match="laisse de côté seulement Domps"):
        perimetres.cree(neuf, "Sans Domps", [c for c in PO if c != DOMPS])
    assert perimetres.fiches(neuf) == []
    assert complements.lit(neuf) == complements.VIDE


def test_a_composition_before_1990_is_refused_and_not_kept(neuf):
    with pytest.raises(PerimetreInvalide, match="01/02/0026 est antérieure à 1990"):
        perimetres.cree(neuf, "Nord", EL[:12], du=date(26, 2, 1))
    assert perimetres.fiches(neuf) == []


def test_signature_amendment_and_the_composition_of_before(neuf):
    fiche = perimetres.cree(neuf, "Nord", EL[:12])
    fiche = perimetres.signe(neuf, fiche, SIGNATURE)
    with pytest.raises(PerimetreInvalide, match="par avenant"):
        perimetres.change(neuf, fiche, codes=EL[:11])
    fiche = perimetres.amende(neuf, fiche, AVENANT, entrees=EL[12:14], sorties=EL[:1])
    atlas, corpus = perimetres.atlas(neuf), Corpus(neuf)
    avant = f"{fiche.id}-{SIGNATURE:%Y%m%d}"
    assert (atlas.membres("perimetre", avant), atlas.membres("perimetre", fiche.id)) == (EL[:12], EL[1:14])
    assert {avant, fiche.id} <= corpus.codes("perimetre")
    details = vues.portrait(corpus, atlas, niveau="perimetre", code=fiche.id).entete.details
    assert "signée le 12 mars 2024" in details[0].replace("\u00a0", " ")
    assert details[1].startswith("Avenant du 1er")


def test_a_local_one_stands_under_a_departemental_one_that_says_what_is_beyond(neuf):
    dep = perimetres.cree(neuf, "Haute-Vienne", (*EL, *PO), genre=Genre.DEPARTEMENTALE)
    perimetres.cree(neuf, "Locale", EL, parent=dep.id)
    with pytest.raises(PerimetreInvalide, match="en dépendent"):
        perimetres.supprime(neuf, dep)
    with pytest.raises(PerimetreInvalide, match="départementale"):
        perimetres.cree(neuf, "Autre", PO, parent=perimetres.fiches(neuf)[1].id)
    details = vues.portrait(Corpus(neuf), perimetres.atlas(neuf), niveau="perimetre", code=dep.id).entete.details
    assert any("CTG locales" in d and "Locale" in d and "12" in d for d in details)


def test_deleting_and_undoing_take_the_figures_away_and_back(neuf):
    fiche = perimetres.cree(neuf, "Nord", EL[:12])
    perimetres.supprime(neuf, fiche)
    assert (perimetres.atlas(neuf).lieux, len(Corpus(neuf).valeurs("perimetre"))) == ({}, 0)
    perimetres.annule(neuf)
    assert set(Corpus(neuf).codes("perimetre")) == {fiche.id}


def test_undoing_goes_back_over_perimeters_only(neuf):
    perimetres.cree(neuf, "Nord", EL[:12])
    from ctg_data.storage import suivis

    suivis.suit(neuf, "epci", ELAN)
    perimetres.annule(neuf)
    assert (perimetres.fiches(neuf), suivis.suivis(neuf)) == ([], (("epci", ELAN),))


def test_two_hands_on_one_perimeter_lose_nothing(neuf):
    lue = perimetres.cree(neuf, "Nord", EL[:12])
    perimetres.change(neuf, lue, nom="Nord et Gartempe")
    with pytest.raises(ConflitDeVersion) as conflit:
        perimetres.change(replace(neuf, acteur="autre"), lue, nom="Nord du Limousin")
    (divergence,) = conflit.value.divergences
    assert (divergence.votre, divergence.actuel) == ("Nord du Limousin", "Nord et Gartempe")
    assert perimetres.fiches(neuf)[0].objet.nom == "Nord et Gartempe"


def test_a_name_is_given_once(neuf):
    perimetres.cree(neuf, "Nord", EL[:12])
    with pytest.raises(PerimetreInvalide, match="s'appelle déjà"):
        perimetres.cree(neuf, "nord ", EL[:13])


def test_a_record_that_comes_in_by_another_way_is_not_shown_when_it_should_have_been_refused(neuf):
    """Two hands at the same instant, or a restored backup: the later one stays hidden, and says why."""
    perimetres.cree(neuf, "Portes", PO)
    intrus = Perimetre("Sans Domps", 2026, perimetre.compose([c for c in PO if c != DOMPS], SIGNATURE))
    fiche = Depot(storage.ouvre(neuf), "autre").cree(intrus)
    perimetres.publie(neuf)
    assert fiche.id not in Corpus(neuf).codes("perimetre")
    details = vues.portrait(Corpus(neuf), perimetres.atlas(neuf), niveau="perimetre", code=fiche.id).entete.details
    assert any("Domps" in d and "secret" in d.lower() for d in details)


def test_a_perimeter_changes_the_stamp_of_no_other_portrait(neuf):
    """A published portrait says that its data changed: not because somebody composed a perimeter elsewhere."""

    def estampille(niveau: str, unite: str) -> str:
        return vues.portrait(Corpus(neuf), perimetres.atlas(neuf), niveau=niveau, code=unite).donnees

    autres = (("epci", ELAN), ("departement", "87"), ("commune", EL[0]))
    avant = [estampille(*ou) for ou in autres]
    nord = perimetres.cree(neuf, "Nord", EL[:12])
    du_nord = estampille("perimetre", nord.id)
    perimetres.cree(neuf, "Portes", PO)
    assert [estampille(*ou) for ou in autres] == avant
    assert estampille("perimetre", nord.id) == du_nord
    perimetres.change(neuf, perimetres.fiches(neuf)[0], codes=EL[:14])
    assert estampille("perimetre", nord.id) != du_nord


def test_codes_of_an_older_list_are_carried_to_today(neuf):
    """A commune of before a merger is inside its successor only with all its parts."""
    passage = REF.passage(2019)
    fusion = passage.groupby("code_dst")["code_src"].agg(tuple)
    nouvelle, parts = next((dst, src) for dst, src in fusion.items() if len(src) > 1)
    communes = tuple(Appartenance(c, SIGNATURE) for c in sorted({*EL[:12], parts[0]}))
    fiche = Depot(storage.ouvre(neuf), "essai").cree(Perimetre("Ancien", 2019, communes))
    lieu = perimetres.lieu_de(fiche, REF)
    assert (nouvelle in lieu.periodes[-1].codes, lieu.partielles) == (False, (nouvelle,))
    tout = tuple(Appartenance(c, SIGNATURE) for c in sorted({*EL[:12], *parts}))
    entier = perimetres.lieu_de(Depot(storage.ouvre(neuf), "essai").cree(Perimetre("Entier", 2019, tout)), REF)
    assert (nouvelle in entier.periodes[-1].codes, entier.partielles) == (True, ())


def test_elsewhere_the_demonstration_has_no_figure_and_says_so(neuf):
    bordeaux = REF.membres("epci", "243300316")
    fiche = perimetres.cree(neuf, "Bordeaux nord", bordeaux[:6])
    vue = vues.portrait(Corpus(neuf), perimetres.atlas(neuf), niveau="perimetre", code=fiche.id)
    assert not any(c.disponible for t in vue.themes for c in t.chiffres)
    assert any("Aucun fichier importé ne couvre ces communes" in d for d in vue.entete.details)


@pytest.fixture(scope="module")
def importe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A store of its own with a requête type, and a perimeter made before it was imported."""
    dossier = tmp_path_factory.mktemp("importe")
    reglages = Settings(store=dossier / "magasin", reference=RACINE / "data" / "reference", demo=None, acteur="essai")
    perimetres.cree(reglages, "Importé", EL[:10])
    assert not len(Corpus(reglages).valeurs("perimetre"))
    (dossier / "requete_type_2023.csv").write_bytes(en_csv(requete(EL, annee=2023)))
    (rapport,) = pipeline.importe(reglages, [dossier / "requete_type_2023.csv"])
    assert rapport.etat == "importe"
    return reglages


def test_an_import_computes_the_perimeters_again(importe):
    corpus, importee = Corpus(importe), code(importe, "Importé")
    assert not corpus.est_demo("perimetre", importee)
    lues = corpus.valeurs("perimetre", codes=[importee], indicateurs=["foyers_rsa"])
    communes = corpus.valeurs("commune", codes=list(EL[:10]), indicateurs=["foyers_rsa"])
    assert set(communes["statut"]) == {"ok"}
    assert lues["valeur"].tolist() == [communes["valeur"].sum()]


def test_the_complement_holds_no_numerator_nor_name(importe):
    dossier = importe.store / "perimetres" / complements.lit(importe).complement
    assert sorted(f.name for f in dossier.iterdir()) == ["meta.json", "perimetre.parquet", "territoires.json"]
    assert "Importé" not in "".join(f.read_text(encoding="utf-8") for f in dossier.glob("*.json"))


def test_a_new_publication_leaves_no_figure_of_the_one_before(importe, monkeypatch):
    monkeypatch.setattr(complements.moteur, "empreinte", lambda: "autre")
    with pytest.raises(CtgError):
        Corpus(importe)
    assert complements.complement(importe, complements.lit(importe).base) is None


def test_a_bundle_carries_a_perimeter_its_figures_and_those_that_it_names(atelier, tmp_path):
    deux = code(atelier, "Deux")
    _, octets = paquet.prepare(atelier, Corpus(atelier), perimetres.atlas(atelier), niveau="perimetre", code=deux)
    (tmp_path / "deux.ctg.zip").write_bytes(octets)
    ailleurs = Settings(store=tmp_path / "ailleurs", demo=None, acteur="essai")
    paquets.ouvre(ailleurs, tmp_path / "deux.ctg.zip")
    assert perimetres.fiches(ailleurs) == []
    assert Corpus(ailleurs).est_demo("perimetre", deux)
    ici, la = (vues.portrait(Corpus(s), perimetres.atlas(s), niveau="perimetre", code=deux) for s in (atelier, ailleurs))
    assert ici.entete == la.entete
    assert csv.portrait(ici) == csv.portrait(la)
    partie = code(atelier, "Partie")
    assert "pas dans le paquet reçu" in " ".join(perimetre_details(ailleurs, partie))
    siens = perimetres.cree(ailleurs, "Ici", EL)
    assert valeurs(Corpus(ailleurs), "perimetre", siens.id) == valeurs(Corpus(ailleurs), "epci", ELAN)
    assert valeurs(Corpus(ailleurs), "perimetre", deux) == valeurs(Corpus(atelier), "perimetre", deux)


def perimetre_details(reglages: Settings, identifiant: str) -> tuple[str, ...]:
    return vues.portrait(Corpus(reglages), perimetres.atlas(reglages), niveau="perimetre", code=identifiant).entete.details

"""The map page on a small country made by hand: what is shown of each area is what is published of it, nothing more."""

import json
import struct
import zlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.charts import classement, paquet
from ctg_data.diagnostic import compare
from ctg_data.diagnostic.planche import Genre
from ctg_data.exports import atlas as exports
from ctg_data.indicators.model import Sens
from ctg_data.indicators.registry import par_id
from ctg_data.records import COLONNES_VALEURS, STATUTS, typed
from ctg_data.settings import RACINE, Settings
from ctg_data.store.corpus import Corpus
from ctg_data.store.magasin import Magasin
from ctg_data.store.publications import Publications
from ctg_data.views import atlas_lignes, atlas_textes, chiffres
from ctg_data.views.atlas import atlas
from ctg_data.views.atlas_model import Colonnes, Demande
from ctg_data.views.lecture import Ligne, version
from ctg_data.wording.typographie import insecables

EPCI, DEPARTEMENT = "200066512", "87"
TAUX, COMPTE, CLASSES, MANQUE = "tx_couv_eaje", "pop_municipale", "structure_familles", "ecart_couv_ref"
CACHE = 271.828
"""The exact figure of a masked area, written nowhere but in this file: no output may hold it."""
STATUTS_COMMUNES = ("ok", "s", "ns", "nd")


def lignes(ref):
    """The nth commune has the value n, every fourth one being shown; the département 10, France 20, 2022 and 2023."""
    communes = sorted(ref.membres("epci", EPCI))
    for annee in (2022, 2023):
        for rang, code in enumerate(communes):
            statut = STATUTS_COMMUNES[rang % 4]
            yield ligne("commune", code, TAUX, annee, rang + annee - 2023, statut)
            yield ligne("commune", code, COMPTE, annee, 100 * rang, "s" if statut == "s" else "ok")
            yield ligne("commune", code, CLASSES, annee, 10 * rang, "ok", modalite="Familles monoparentales")
        for niveau, code, valeur in (("epci", EPCI, 12), ("departement", DEPARTEMENT, 10), ("departement", "19", 30), ("france", "FR", 20)):
            yield ligne(niveau, code, TAUX, annee, valeur, "ok")
            yield ligne(niveau, code, COMPTE, annee, 1000, "ok")
        yield ligne("epci", EPCI, MANQUE, annee, -4, "ok")


def ligne(niveau, code, indicateur, annee, valeur, statut, *, modalite="total"):
    connue = float(valeur) if statut == "ok" else np.nan
    cle = {"indicateur": indicateur, "niveau": niveau, "code": code, "annee": annee, "modalite": modalite}
    bornes = {"valeur": connue, "statut": statut, "ic_bas": max(0.0, connue - 2.4) if statut == "ok" else np.nan, "ic_haut": connue + 2.4}
    return cle | bornes | {"est": False, "arr5": False, "millesime_geo": 2026, "sources": f"insee_populations@{annee}", "edition": "e"}


def publie(dossier, *rangees):
    """A corpus of these rows; views keep what they read by the id of a publication."""
    identifiant = f"{zlib.crc32(repr(rangees).encode()):08x}"
    reglages = Settings(store=dossier / "magasin", demo=None, acteur="essai")
    Magasin(reglages)
    publications = Publications(reglages)
    table = pd.DataFrame(list(rangees))
    frames = ((n, typed(t.reset_index(drop=True), COLONNES_VALEURS)) for n, t in table.groupby("niveau", sort=False))
    publications.ecrit(frames, {"id": identifiant, "demo": False})
    publications.declare(identifiant, ())
    return Corpus(reglages)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory, ref):
    return publie(tmp_path_factory.mktemp("atlas"), *lignes(ref))


@pytest.fixture(scope="module")
def vue(corpus, ref):
    """``vue(figure=TAUX, …)``: the map of the EPCI."""

    def _vue(niveau="epci", code=EPCI, **choix):
        return atlas(corpus, ref, Demande(niveau, code, **{"figure": TAUX, **choix}))

    return _vue


# What is drawn -----------------------------------------------------------------------------------------------------


def test_every_area_has_its_published_text_and_no_other(vue):
    p = vue().planche
    assert len(p) == 24
    assert p.textes[0] == "0,0 place pour 100 enfants".replace("0 place", "0\u00a0place").replace("100 e", "100\u00a0e")
    assert p.textes[1:4] == ("secret", "non significatif", "n.d.")
    assert [STATUTS[s] for s in p.statuts[:4]] == list(STATUTS_COMMUNES)
    assert np.isfinite(p.grandeur).tolist() == [rang % 4 == 0 for rang in range(24)]


def test_the_text_of_an_area_is_the_one_of_the_portrait():
    i = par_id()[TAUX]
    valeurs = np.array([0.05, 2.675, 12.0, 1234.56, 99.95, 33.333])
    for bas, haut in ((valeurs - 2, valeurs + 2), (np.floor(valeurs) - 5, np.ceil(valeurs) + 5)):
        c = Colonnes(valeurs, np.zeros(6, dtype="int8"), bas, haut, np.zeros(6, bool), np.zeros(6, bool), "")
        seules = [
            Ligne(2023, v, "ok", False, False, b, h, "") for v, b, h in zip(valeurs.tolist(), bas.tolist(), haut.tolist(), strict=True)
        ]
        assert list(atlas_textes.textes(i, c)) == [insecables(chiffres.texte_valeur(i, x)) for x in seules]


@given(st.lists(st.decimals(-500, 500, places=3).map(float), min_size=1, max_size=40), st.integers(0, 2))
def test_rounding_together_is_rounding_one_by_one(valeurs, decimales):
    n = len(valeurs)
    ecrits = atlas_textes.ecrit(
        np.array(valeurs), np.full(n, decimales), lambda x, d: atlas_textes.nombres.nombre(x, d), statuts=np.zeros(n, dtype=int)
    )
    assert list(ecrits) == [atlas_textes.nombres.nombre(x, decimales) for x in valeurs]


@pytest.mark.parametrize(("indicateur", "signe"), [("pop_tcam", True), ("places_manquantes_ref", True), ("tx_couv_eaje", False)])
def test_changes_and_gaps_are_read_on_both_sides_of_zero(indicateur: str, signe: bool):
    assert chiffres.est_signe(par_id()[indicateur]) is signe


def test_a_gap_is_measured_against_the_departement_then_against_france(vue):
    p = vue(couche="ecart").planche
    assert p.grandeur[[0, 20]].tolist() == [-10, 10]
    assert p.details[20] == "+10,0\u00a0places pour 100\u00a0enfants"
    assert p.details[1] == ""
    assert p.centre == 0
    assert vue(couche="ecart", reference="france").planche.grandeur[20] == 0


def test_what_stands_out_is_what_the_interval_excludes(vue):
    """± 2,4 around the value: 8 and 12 still hold the 10 of the département."""
    p = vue(couche="verdict").planche
    assert p.genre is Genre.VERDICTS
    connus = {rang: compare.POSITIONS[p.positions[rang]][1] for rang in range(0, 24, 4)}
    assert connus == {0: -1, 4: -1, 8: 0, 12: 0, 16: 1, 20: 1}
    assert p.details[8] == "on ne peut pas conclure"
    assert (p.positions[1:4] == -1).all()


def test_smoothing_draws_the_uncertain_ones_together_and_leaves_the_published_texts(vue):
    """Values 0, 4, 8… ± 2,4: their spread is cut; what has no figure gets none."""
    nu, lisse = vue().planche, vue(couche="lissee").planche
    assert lisse.textes == nu.textes
    montres = np.isfinite(lisse.grandeur)
    assert not (montres & ~np.isfinite(nu.grandeur)).any()
    assert np.ptp(lisse.grandeur[montres]) < np.ptp(nu.grandeur[montres])
    assert lisse.details[20].endswith(" après lissage")
    assert lisse.details[1] == ""
    assert "lissee" not in dict(vue(figure=COMPTE).couches)


def test_a_count_is_drawn_as_circles_and_compared_with_nothing(vue):
    v = vue(figure=COMPTE, couche="verdict")
    assert (v.planche.genre, v.demande.couche) == (Genre.CERCLES, "valeur")
    assert len(v.couches) == 1
    assert np.isnan(v.references).all()


def test_a_class_of_a_distribution_is_chosen_by_a_plain_name(vue):
    v = vue(figure=CLASSES, modalite="familles-monoparentales")
    assert v.planche.genre is Genre.CERCLES
    assert v.planche.grandeur[5] == 50
    assert "Familles monoparentales" in v.planche.cadre.titre
    assert vue(figure=CLASSES, modalite="zèbre").demande.modalite == "couples-avec-enfants"


def test_the_year_is_the_one_asked_for_else_the_latest_with_a_value(vue):
    assert vue().annee == 2023
    assert vue(annee="2022").planche.grandeur[4] == 3
    assert vue(annee="1999").annee == 2023
    assert [a for a, _ in vue().annees] == ["2022", "2023"]


def test_a_commune_is_framed_by_its_epci(vue, ref):
    v = vue("commune", "87002")
    assert (v.zone.niveau, v.zone.code) == ("epci", EPCI)
    assert "87002" in v.planche.codes


@pytest.mark.parametrize(
    ("niveau", "code", "mailles"),
    [
        ("france", "FR", ["commune", "epci", "departement", "region"]),
        ("region", "75", ["commune", "epci", "departement"]),
        ("departement", "87", ["commune", "epci"]),
        ("epci", EPCI, ["commune"]),
    ],
)
def test_levels_offered_are_those_under_the_zone(vue, niveau, code, mailles):
    v = vue(niveau, code, maille="zèbre")
    assert [m for m, _ in v.mailles] == mailles
    assert v.demande.maille in mailles


def test_a_map_without_any_value_says_so_and_what_would_fill_it(vue):
    cadre = vue(figure="pop_rsa").planche.cadre
    assert "aucune valeur à montrer parmi les communes" in cadre.message
    assert "Espace CAF" in cadre.remede
    gap = vue("departement", "87", maille="commune", figure=MANQUE).planche.cadre
    assert "à partir de l’EPCI" in gap.message


@pytest.mark.parametrize(
    ("figures", "ouverte"),
    [((COMPTE, "eleves_1er_degre"), COMPTE), ((COMPTE, "tx_couv_am"), "tx_couv_am"), ((COMPTE, "enf_moins_3"), "enf_moins_3")],
)
def test_unasked_a_map_opens_on_a_figure_that_has_values_there(ref, tmp_path, figures, ouverte):
    """No rate fills half of the map: a rate of one commune, else the first count, rather than an empty map."""
    communes = sorted(ref.membres("epci", EPCI))[:3]
    corpus = publie(tmp_path, *(ligne("commune", code, figure, 2023, 120, "ok") for code in communes for figure in figures))
    vue = atlas(corpus, ref, Demande("epci", EPCI))
    assert vue.demande.figure == ouverte
    assert vue.planche.cadre.message == ""


def test_the_finding_is_told_to_those_who_do_not_see_the_map(vue, ref):
    alt = vue().planche.cadre.alt
    p = vue().planche
    assert p.noms[20] in alt
    assert "6 secret statistique. 6 non significatif. 6 sans donnée." in alt.replace("\u00a0", " ")
    assert "2 au\u2011dessus du département, 2 au\u2011dessous, 2 sans conclusion possible" in vue(couche="verdict").planche.cadre.alt


# Classes and legend ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "choix", [{}, {"couche": "ecart"}, {"couche": "verdict"}, {"figure": COMPTE}, {"couche": "ecart", "reference": "france"}]
)
@pytest.mark.parametrize("methode", classement.METHODES)
def test_the_counts_of_a_legend_add_up_to_the_areas(vue, choix, methode):
    p = vue(**choix).planche
    c = classement.classement(p, methode)
    assert sum(e.effectif for e in c.entrees) == len(p) == len(c.teintes)
    for e in c.entrees[: 0 if p.genre is Genre.CERCLES else None]:
        assert (c.teintes == e.teinte).sum() == e.effectif


# The bytes that leave ----------------------------------------------------------------------------------------------


def deplie(octets: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """What the browser reads."""
    (n,) = struct.unpack_from("<I", octets)
    entete = json.loads(octets[4 : 4 + n])
    debut, colonnes = -(-(4 + n) // 4) * 4, {}
    for nom, largeur in entete["colonnes"]:
        colonnes[nom] = np.frombuffer(octets, f"<u{largeur}", entete["n"], debut)
        debut += -(-entete["n"] * largeur // 4) * 4
    assert debut == len(octets)
    return entete, colonnes


def test_the_browser_finds_the_text_and_the_fill_of_every_area(vue):
    p = vue(couche="ecart").planche
    c = classement.classement(p)
    entete, colonnes = deplie(paquet.paquet(p, c, {"jeton": "j"}))
    assert [entete["textes"][k] for k in colonnes["texte"]] == list(p.textes)
    assert [entete["details"][k] for k in colonnes["detail"]] == list(p.details)
    assert colonnes["teinte"].tolist() == c.teintes.tolist()
    assert entete["jeton"] == "j"


@pytest.mark.parametrize("choix", [{}, {"couche": "ecart"}, {"couche": "verdict"}, {"couche": "lissee"}, {"figure": COMPTE}])
def test_a_masked_area_sends_its_status_and_nothing_else(vue, choix):
    """Every masked area has one and the same content: no figure, no gap, no verdict, no circle."""
    p = vue(**choix).planche
    entete, colonnes = deplie(paquet.paquet(p, classement.classement(p), {}))
    masquees = np.flatnonzero(p.statuts == STATUTS.index("s"))
    assert len(masquees) == 6
    contenus = {tuple(int(x[i]) for x in colonnes.values()) for i in masquees}
    assert len(contenus) == 1
    assert {entete["textes"][colonnes["texte"][i]] for i in masquees} == {"secret"}
    if "detail" in colonnes:
        assert {entete["details"][colonnes["detail"][i]] for i in masquees} == {""}
    if "rayon" in colonnes:
        assert not colonnes["rayon"][masquees].any()


def test_a_figure_left_beside_a_status_by_mistake_goes_no_further(ref, monkeypatch, corpus):
    """The publication refuses it already; the map does not count on it."""
    lu = corpus.valeurs

    def fuite(niveau, **choix):
        f = lu(niveau, **choix)
        return f.assign(
            valeur=f["valeur"].where(f["statut"] == "ok", CACHE), ic_bas=f["ic_bas"].fillna(CACHE), ic_haut=f["ic_haut"].fillna(CACHE)
        )

    monkeypatch.setattr(corpus, "valeurs", fuite)
    monkeypatch.setattr(type(corpus), "empreinte", "fuite")
    v = atlas(corpus, ref, Demande("epci", EPCI, figure=TAUX, couche="ecart"))
    p, c = v.planche, classement.classement(v.planche)
    sorties = [
        repr(p),
        str(v.colonnes),
        paquet.paquet(p, c, {}).decode("latin-1"),
        exports.tableau(v).decode(),
        str(atlas_lignes.page(v, ref)),
    ]
    sorties += [str(atlas_lignes.fiche(v, ref, code)) for code in p.codes]
    assert not any("271" in s for s in sorties)
    assert not (v.colonnes.valeur == CACHE).any()


# Sheet, table, files -----------------------------------------------------------------------------------------------


def test_the_sheet_says_the_figure_how_sure_against_what_and_from_where(vue, ref):
    v = vue()
    f = atlas_lignes.fiche(v, ref, v.planche.codes[20])
    assert f.valeur_texte.startswith("20,0")
    assert (f.signe, f.verdict_texte) == ("▲", "favorable, au\u2011dessus du département")
    lues = dict(f.lignes)
    assert lues["Année"] == "2023"
    assert lues["Intervalle"].startswith("entre 17,6 et 22,4")
    assert lues["Valeur du département"].startswith("10,0")
    assert lues["Source"].startswith("Insee, populations de référence")


def test_the_sheet_of_a_masked_area_says_why_and_where_to_look(vue, ref):
    v = vue()
    f = atlas_lignes.fiche(v, ref, v.planche.codes[1])
    assert (f.valeur_texte, f.statut, f.verdict_texte, f.signe) == ("secret", "s", "", "")
    assert not {"Intervalle", "Écart", "Valeur du département"} & set(dict(f.lignes))
    assert any("Regardez l’EPCI" in note for note in f.notes)


def test_an_area_that_is_not_on_the_map_has_no_sheet(vue, ref):
    assert atlas_lignes.fiche(vue(), ref, "75056") is None


def test_the_table_sorts_pages_and_keeps_the_areas_without_a_figure_last(vue, ref):
    v = vue()
    une = atlas_lignes.page(v, ref)
    assert (une.total, une.pages, len(une.lignes)) == (24, 2, 20)
    assert [cellules[1] for _, cellules in une.lignes][:2] == [v.planche.textes[20], v.planche.textes[16]]
    assert une.lignes[6][1][-1] in ("secret statistique", "non significatif", "sans donnée")
    montante = atlas_lignes.page(v, ref, tri="valeur", sens="croissant")
    assert montante.lignes[0][1][1] == v.planche.textes[0]
    assert montante.lignes[6][1][-1] != ""
    noms = atlas_lignes.page(v, ref, tri="nom")
    assert noms.sens == "croissant"
    assert noms.lignes[0][1][0].startswith("Ambazac")
    assert len(atlas_lignes.page(v, ref, numero=99).lignes) == 4


@pytest.mark.parametrize(("filtre", "n"), [("saint", 7), ("SAINT", 7), ("87002", 1), ("zzzz", 0), ("", 24)])
def test_a_row_is_found_by_name_or_by_code(vue, ref, filtre, n):
    assert atlas_lignes.page(vue(), ref, filtre=filtre).total == n


def test_the_file_has_a_row_an_area_and_a_figure_only_where_it_is_shown(vue):
    v = vue()
    lignes_csv = exports.tableau(v).decode("utf-8-sig").splitlines()
    tetes = lignes_csv[0].split(";")
    rangees = [dict(zip(tetes, ligne.split(";"), strict=True)) for ligne in lignes_csv[1:]]
    assert len(rangees) == 24
    assert rangees[20]["valeur"] == "20"
    assert {r["version_des_donnees"] for r in rangees} == {version(v.empreinte, demo=False)} != {v.empreinte}
    assert {r["valeur"] for r in rangees if r["statut"] != "ok"} == {""}
    assert {r["mention"] for r in rangees if r["statut"] == "s"} == {"secret statistique"}


def test_the_printed_map_is_classed_as_on_screen(vue):
    v = vue()
    c = classement.classement(v.planche, "intervalles")
    svg = exports.svg(v, c, RACINE / "data" / "reference", choisie=v.planche.codes[4]).decode()
    assert svg.count("<path") >= 24
    assert "Intervalles égaux (nombre de territoires)" in svg
    assert all(f"{e.texte} ({e.effectif})" in svg for e in c.entrees)
    assert 'fill="url(#carte-s)"' in svg
    assert v.planche.cadre.titre in svg


def test_printed_circles_are_as_many_as_positive_counts(vue):
    """Besides the dot of the pattern of missing areas, and the circles of the legend."""
    v = vue(figure=COMPTE)
    c = classement.classement(v.planche)
    svg = exports.svg(v, c, RACINE / "data" / "reference").decode()
    assert svg.count("<circle") == int((v.planche.grandeur > 0).sum()) + 1 + len(c.reperes)
    assert all(texte in svg for _, texte in c.reperes)


# Verdicts by columns -----------------------------------------------------------------------------------------------

CHIFFRE = st.one_of(st.just(float("nan")), st.integers(0, 12).map(float))


@given(st.lists(st.tuples(CHIFFRE, CHIFFRE, st.integers(0, 3), st.booleans()), min_size=1, max_size=20), st.sampled_from(list(Sens)))
def test_verdicts_by_columns_are_those_one_by_one(cas, sens):
    valeurs, references = (np.array([c[k] for c in cas]) for k in (0, 1))
    marges = np.array([float(m) if connue else np.nan for _, _, m, connue in cas])
    bas, haut = valeurs - marges, valeurs + marges
    trouves = compare.positions(valeurs, references, ic_bas=bas, ic_haut=haut, sens=sens)
    for v, r, b, h, place in zip(*(x.tolist() for x in (valeurs, references, bas, haut, trouves)), strict=True):
        seul = compare.verdict(v, r, ic_bas=b, ic_haut=h, sens=sens, du="du département")
        attendu = (seul.issue, seul.direction) if seul and seul.marge else None
        assert (compare.POSITIONS[place] if place >= 0 else None) == attendu
        assert compare.mots(place, "du département") == (seul.mots if seul and seul.marge else "")

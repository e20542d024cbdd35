"""Protected bundles on a small imported requête type: nothing private in any byte, hostile files refused, kills without a trace."""

import io
import json
import os
import re
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data import correspondances, paquets, perimetres, pipeline
from ctg_data.cli.analyseur import Analyseur
from ctg_data.cli.arguments import declare
from ctg_data.diagnostic.audit import audite
from ctg_data.exports import html, nationales
from ctg_data.exports import paquet as exports
from ctg_data.indicators import registry
from ctg_data.indicators.compute import Donnees
from ctg_data.loaders import locales
from ctg_data.loaders.locales_modele import PUBLIEES, Valeur
from ctg_data.loaders.offre_cellules import lit
from ctg_data.loaders.plan_actions_cellules import CelluleInvalide, visible
from ctg_data.paquets import valeurs as regles_valeurs
from ctg_data.settings import RACINE, Settings
from ctg_data.store import durable, moteur, paquet, paquet_lecture, prive, recus
from ctg_data.store.corpus import Corpus
from ctg_data.store.magasin import Magasin
from ctg_data.store.paquet import MANIFESTE, PaquetRefuse
from ctg_data.store.recus import PaquetIllisible
from ctg_data.territoires.referentiel import NIVEAUX
from ctg_data.views import portrait as vues
from ctg_data.wording import paquet as mots
from tests.loaders.exemple_requete_type import change, en_csv, requete
from tests.loaders.outils import csv, ecrit
from tests.loaders.test_locales import JEUNES, SUIVI
from tests.loaders.test_offre import fichier as inventaire
from tests.loaders.test_offre import ligne

EPCI, AILLEURS, SUR_DEUX = "200066512", "243300316", "248700189"
REF = perimetres.reference(Settings(store=Path("sans-objet")))
COMMUNES = sorted(REF.membres("epci", EPCI))
MASQUEE, SECRET, MONTANT, PREPAREE_PAR = COMMUNES[0], 3, 987_654, "Camille Préparatrice"
"""A commune with three households on prime d'activité, who got an amount that no rounding leaves alone; who prepares the bundle."""
FIGURES = ("foyers_ppa", "foyers_rsa", "foyers_par_qf", "part_foyers_br", "part_asf")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An imported requête type of one EPCI, of which a few figures are published."""
    dossier = tmp_path_factory.mktemp("source")
    lignes = change(requete(COMMUNES, annee=2023), "foyers_ppa", commune=MASQUEE, valeur=SECRET)
    (dossier / "requete.csv").write_bytes(en_csv(change(lignes, "montants_ppa", commune=MASQUEE, valeur=MONTANT)))
    reglages = Settings(store=dossier / "magasin", demo=None, acteur=PREPAREE_PAR)
    seuls = [registry.par_id()[i] for i in FIGURES]
    with pytest.MonkeyPatch.context() as mp:
        mp.setattr(pipeline.territoires, "charge", lambda _: REF)
        mp.setattr(pipeline.publication, "valeurs", partial(pipeline.publication.valeurs, indicateurs=seuls))
        ici, la = ligne(nom="Les Lutins", code=COMMUNES[1], places="15"), ligne(nom="Ailleurs", code="33063")
        lieux = inventaire(dossier, ici, la, nom="inventaire.csv")
        assert {r.etat for r in pipeline.importe(reglages, [dossier / "requete.csv", lieux])} == {"importe"}
    return reglages


@pytest.fixture(scope="module")
def octets(source: Settings) -> bytes:
    return exports.prepare(source, Corpus(source), perimetres.atlas(source), niveau="epci", code=EPCI)[1]


@pytest.fixture
def fichier(octets: bytes, tmp_path: Path) -> Path:
    (tmp_path / "elan.ctg.zip").write_bytes(octets)
    return tmp_path / "elan.ctg.zip"


@pytest.fixture
def ailleurs(tmp_path: Path) -> Settings:
    """Another workstation, without a store yet."""
    return Settings(store=tmp_path / "ailleurs", demo=None, acteur="Sacha Coopération")


def membres(octets: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(octets)) as ouverte:
        return {nom: ouverte.read(nom) for nom in ouverte.namelist()}


def valeurs(corpus: Corpus, niveau: str) -> list[tuple]:
    """Rows of one level in an order of their own, missing figures as texts."""
    lues = corpus.valeurs(niveau).astype(object).sort_values(["indicateur", "code", "annee", "modalite"])
    return [tuple("" if x != x else x for x in ligne) for ligne in lues.itertuples(index=False)]


# What is in it -----------------------------------------------------------------------------------------------------------


def test_no_byte_of_the_bundle_tells_a_private_measure_a_name_or_a_path(source, octets):
    """Amounts are never published: in no member, as a text, as a number of a column, as the eight bytes of a number."""
    privees = Magasin(source).mesures_toutes(["montants_ppa"])["valeur"]
    montants = {MONTANT, *privees.dropna().astype(int)}
    for nom, contenu in membres(octets).items():
        texte = contenu.decode("utf-8", errors="replace")
        assert not {m for m in montants if m > 9_999 and str(m) in texte}, nom
        assert not [m for m in (MONTANT,) if struct.pack("<d", m) in contenu or struct.pack("<q", m) in contenu], nom
        for interdit in (PREPAREE_PAR, "Camille", str(source.store), "requete.csv", "prive/", *Magasin(source).courantes()):
            assert interdit not in texte, (nom, interdit)
        if nom.endswith(".parquet"):
            lue = pq.read_table(pa.BufferReader(contenu))
            assert not [c for c in lue.column_names if set(lue[c].to_pylist()) & {*map(float, montants)}], nom
            assert not lue.schema.metadata
            permises = Corpus(source).equipements() if nom == paquet.EQUIPEMENTS else Corpus(source).valeurs("epci")
            assert set(lue.column_names) <= {*permises.columns, "departement"} - {"demo"}, nom


def test_what_is_hidden_stays_hidden_and_what_is_shown_is_the_same(source, fichier, ailleurs):
    paquets.ouvre(ailleurs, fichier)
    ici, la = Corpus(source), Corpus(ailleurs)
    for niveau in ("commune", "epci", "departement", "region", "france"):
        emportees = set(la.valeurs(niveau)["code"])
        assert valeurs(la, niveau) == [v for v in valeurs(ici, niveau) if v[2] in emportees]
    assert set(COMMUNES) == set(la.valeurs("commune")["code"])
    masquee = la.valeurs("commune", codes=[MASQUEE], indicateurs=["foyers_ppa"])
    assert masquee["statut"].tolist() == ["s"]
    assert masquee[["valeur", "ic_bas", "ic_haut"]].isna().all(axis=None)


def test_the_facilities_of_the_territory_alone_are_carried(source, fichier, ailleurs):
    paquets.ouvre(ailleurs, fichier)
    (ici,) = Corpus(source).equipements().query("nom == 'Les Lutins'").drop(columns="edition").to_dict("records")
    (la,) = Corpus(ailleurs).equipements().drop(columns="edition").to_dict("records")
    assert {c: str(v) for c, v in ici.items()} == {c: str(v) for c, v in la.items()}


def test_an_auditor_learns_nothing_more_from_the_bundle_than_from_the_publication(source, fichier, ailleurs):
    paquets.ouvre(ailleurs, fichier)
    donnees, seuls = Donnees(Magasin(source), REF), [registry.par_id()[i] for i in FIGURES]
    bornes = []
    for corpus in (Corpus(source), Corpus(ailleurs)):
        lues = pd.concat([corpus.valeurs(n).drop(columns="demo") for n in NIVEAUX], ignore_index=True)
        bornes.append(audite(lues, donnees, REF, seuls, territoire=("epci", EPCI), exact=True))
    publiee, emportee = bornes
    assert publiee.cellules
    assert not publiee.percees
    assert not emportee.percees
    lues = {(c.niveau, c.code, c.annee, c.grandeur): (c.bas, c.haut) for c in publiee.cellules}
    for c in emportee.cellules:
        bas, haut = lues[c.niveau, c.code, c.annee, c.grandeur]
        assert c.bas <= bas
        assert c.haut >= haut


def test_the_manifest_credits_each_source_and_reads_the_same_for_both_people(source, fichier, ailleurs, octets):
    lu = json.loads(membres(octets)[MANIFESTE])
    assert [s["id"] for s in lu["sources"]] == ["caf_requete_type", "inventaire_offre"]
    assert all(lu["sources"][0][nom] for nom in ("producteur", "titre", "licence", "millesimes"))
    assert set(lu["membres"]) == set(membres(octets)) - {MANIFESTE}
    assert paquets.ouvre(ailleurs, fichier)[0].id == lu["id"]
    assert b"87058" not in membres(octets)["contours.geojson"]
    lisez = membres(octets)["LISEZ-MOI.txt"].decode("utf-8-sig")
    assert "Paquet reçu : CC Élan Limousin Avenir Nature" in lisez
    assert f"Empreinte : {lu['id']}" in lisez
    assert "Inventaire de l'offre" in lisez


def test_a_real_territory_beside_the_demonstration_keeps_its_set_and_brings_nothing_fictitious(source, ailleurs, tmp_path):
    mixte = replace(source, demo=RACINE / "data" / "demo")
    _, octets = exports.prepare(mixte, Corpus(mixte), perimetres.atlas(mixte), niveau="epci", code=EPCI)
    (tmp_path / "mixte.ctg.zip").write_bytes(octets)
    lu, _ = paquets.ouvre(ailleurs, tmp_path / "mixte.ctg.zip")
    assert not lu.demo
    assert set(Corpus(ailleurs).valeurs("epci")["code"]) == {EPCI}
    sous_titres = [
        vues.portrait(Corpus(s), perimetres.atlas(s), niveau="epci", code=EPCI).etoiles[0].cadre.sous_titre for s in (mixte, ailleurs)
    ]
    assert sous_titres[0] == sous_titres[1]
    assert sous_titres[0].startswith("Besoins · 1\u00a0EPCI")


def test_what_another_territory_needs_is_whole_or_absent(source):
    """A set of EPCI is there whole: a place in half of it would be a wrong figure."""
    atlas = perimetres.atlas(source)
    tous = paquets.avec_comparaison(atlas, paquets.dedans(atlas, "departement", "87"))
    strates = {REF.strate(e).id for e in tous["epci"]}
    assert {e for e, s in REF.strates().items() if s.id in strates} == tous["epci"]
    assert set(REF.membres("departement", "87")) <= paquets.dedans(atlas, "departement", "87")["commune"]
    with pytest.raises(PaquetRefuse, match="France entière"):
        paquets.dedans(atlas, "france", "FR")


def test_each_file_of_communes_names_those_of_its_departement_alone(tmp_path):
    """From the embedded demonstration: CC du Pays de Saint-Yrieix, in Haute-Vienne and Corrèze."""
    reglages = Settings(store=tmp_path / "magasin", acteur="essai")
    siens = paquets.dedans(perimetres.atlas(reglages), "epci", SUR_DEUX)
    lus, _, _ = exports._valeurs(Corpus(reglages), siens, siens, demo=True)
    assert {"valeurs/commune-19.parquet", "valeurs/commune-87.parquet"} < set(lus)
    for nom in (n for n in lus if "commune" in n):
        codes = pq.ParquetFile(pa.BufferReader(lus[nom]), read_dictionary=["code"]).read(["code"])["code"].chunk(0).dictionary.to_pylist()
        assert {f"valeurs/commune-{c[:2]}.parquet" for c in codes} == {nom}


def test_nothing_is_carried_of_a_territory_without_figures_nor_from_a_bundle(source, fichier, ailleurs):
    paquets.ouvre(ailleurs, fichier)
    for reglages, code, phrase in ((source, AILLEURS, "Aucun chiffre"), (ailleurs, EPCI, "on n'en prépare pas un autre depuis un paquet")):
        with pytest.raises(PaquetRefuse, match=phrase):
            exports.prepare(reglages, Corpus(reglages), perimetres.atlas(reglages), niveau="epci", code=code)


# Local sources -----------------------------------------------------------------------------------------------------------

SUIVI_RSA = replace(SUIVI, donnees=PUBLIEES, valeurs=(Valeur("Jeunes suivis", "jeunes"), Valeur("Foyers au RSA", "foyers_rsa")))
"""A local source with a figure of its own, and the next year of a national one."""


@pytest.fixture(scope="module")
def locale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A requête type of 2023, and a local source of 2024, of the same EPCI; AILLEURS has the local one alone."""
    dossier = tmp_path_factory.mktemp("locale")
    reglages = Settings(store=dossier / "magasin", demo=None, acteur=PREPAREE_PAR)
    correspondances.enregistre(reglages, SUIVI_RSA, nouvelle=True)
    (dossier / "requete.csv").write_bytes(en_csv(requete(COMMUNES, annee=2023)))
    communes = (*COMMUNES, *sorted(REF.membres("epci", AILLEURS)))
    lignes = [("Code INSEE", "Année", "Jeunes suivis", "Foyers au RSA"), *((c, 2024, 97, 89) for c in communes)]
    suivi = ecrit(dossier, "suivi.csv", csv(lignes))
    with pytest.MonkeyPatch.context() as mp:
        mp.setattr(pipeline.territoires, "charge", lambda _: REF)
        siens = partial(pipeline.publication.valeurs, indicateurs=[registry.par_id()[i] for i in ("foyers_ppa", "foyers_rsa", JEUNES)])
        mp.setattr(pipeline.publication, "valeurs", siens)
        rapports = pipeline.importe(reglages, [dossier / "requete.csv", suivi])
        assert not [str(f) for r in rapports for f in r.fautes]
    yield reglages
    locales.oublie()


def _annees(corpus: Corpus, indicateur: str) -> set[int]:
    lues = corpus.valeurs("epci", codes=[EPCI], indicateurs=[indicateur])
    return set(lues.loc[lues["statut"].eq("ok"), "annee"])


def test_figures_of_a_local_source_stay_where_they_are_declared_and_the_file_says_so(locale, ailleurs, tmp_path):
    """Here, figures of 2024 that a local source gives or completes; there, none, even where a source of the same name is declared."""
    ici = Corpus(locale)
    assert [_annees(ici, i) for i in (JEUNES, "foyers_rsa", "foyers_ppa")] == [{2024}, {2023, 2024}, {2023}]
    _, octets = exports.prepare(locale, ici, perimetres.atlas(locale), niveau="epci", code=EPCI)
    lus = membres(octets)
    assert "local_" not in lus[MANIFESTE].decode()
    assert not [nom for nom, contenu in lus.items() if b"local_" in contenu]
    assert not [nom for nom in ("portrait.html", MANIFESTE) if "ission locale" in lus[nom].decode()]
    phrase = "Les chiffres des sources locales de la Caf ne sont pas dans ce paquet"
    assert f"{phrase}, ni, pour la même année, ceux qu'elles complètent : {SUIVI.titre}." in lus[paquet.LISEZ_MOI].decode("utf-8-sig")
    correspondances.enregistre(ailleurs, replace(SUIVI, titre="Tout autre chose"), nouvelle=True)
    (tmp_path / "recu.ctg.zip").write_bytes(octets)
    paquets.ouvre(ailleurs, tmp_path / "recu.ctg.zip")
    la = Corpus(ailleurs)
    assert [_annees(la, i) for i in (JEUNES, "foyers_rsa", "foyers_ppa")] == [set(), {2023}, {2023}]
    assert "local_suivi_jeunes" not in {s for noms in la.editions["sources"] for s in noms}


def test_the_portrait_of_the_bundle_is_the_one_that_it_shows_once_opened(locale, ailleurs, tmp_path):
    _, octets = exports.prepare(locale, Corpus(locale), perimetres.atlas(locale), niveau="epci", code=EPCI)
    (tmp_path / "recu.ctg.zip").write_bytes(octets)
    paquets.ouvre(ailleurs, tmp_path / "recu.ctg.zip")
    vue = vues.portrait(Corpus(ailleurs), perimetres.atlas(ailleurs), niveau="epci", code=EPCI)
    ouvert = re.sub(r'<p class="bandeau">[^<]*</p>', "", html.portrait(vue, ailleurs.reference).decode())
    ouvert = ouvert.replace("À demander à la personne qui a préparé ce paquet", "À déposer dans la page Données")
    assert ouvert.split() == re.sub(r'<p class="bandeau">[^<]*</p>', "", membres(octets)["portrait.html"].decode()).split()
    assert {"foyers_rsa", "foyers_ppa"} <= {c.id for t in vue.themes for c in t.chiffres if c.valeur is not None}
    assert nationales.titres(Corpus(locale)) == (SUIVI.titre,)
    vue = vues.portrait(Corpus(locale), perimetres.atlas(locale), niveau="epci", code=EPCI, theme="JE")
    assert next(c for c in vue.theme_choisi.chiffres if c.id == JEUNES).disponible


def test_a_territory_that_only_a_local_source_covers_has_nothing_to_carry(locale):
    with pytest.raises(PaquetRefuse, match="que des chiffres de vos sources locales"):
        exports.prepare(locale, Corpus(locale), perimetres.atlas(locale), niveau="epci", code=AILLEURS)
    assert [nationales.en_a(Corpus(locale), "epci", code) for code in (EPCI, AILLEURS)] == [True, False]


@pytest.mark.parametrize(
    "change",
    [
        lambda o: refait(o, **{COMMUNES_87: table(o, lambda f: f.assign(indicateur=JEUNES).head(1))}),
        lambda o: refait(o, **{COMMUNES_87: table(o, lambda f: f.assign(sources="caf_requete_type@2023|local_suivi_jeunes@2023"))}),
        lambda o: refait(o, manifeste=lambda m: m["importees"].update(local_suivi_jeunes=[2023])),
    ],
)
def test_a_bundle_with_a_local_source_is_refused_even_where_one_of_the_same_name_is_declared(change, octets, ailleurs, tmp_path):
    correspondances.enregistre(ailleurs, SUIVI, nouvelle=True)
    (tmp_path / "recu.ctg.zip").write_bytes(change(octets))
    with pytest.raises(PaquetRefuse, match=r"une source locale.* Demandez un nouveau paquet"):
        paquets.ouvre(ailleurs, tmp_path / "recu.ctg.zip")
    assert not (ailleurs.store / "recus").exists()


def test_one_kept_before_they_were_refused_is_not_shown_and_can_be_closed(octets, ailleurs, tmp_path, monkeypatch):
    (tmp_path / "recu.ctg.zip").write_bytes(refait(octets, manifeste=lambda m: m["importees"].update(local_suivi_jeunes=[2023])))
    with monkeypatch.context() as avant:
        avant.setattr(paquets, "verifie", lambda *_: None)
        avant.setattr(perimetres, "publie", lambda *_: None)
        paquets.ouvre(ailleurs, tmp_path / "recu.ctg.zip")
    with pytest.raises(PaquetIllisible, match=r"une source locale.*fermez celui-ci"):
        Corpus(ailleurs)
    paquets.montre(ailleurs, "")
    assert Corpus(ailleurs).paquet is None


# Own figures and a bundle ------------------------------------------------------------------------------------------------


def test_a_bundle_is_refused_where_figures_were_imported_and_imports_where_a_bundle_is_shown(source, fichier, ailleurs):
    avant = sorted(p.name for p in source.store.iterdir())
    with pytest.raises(PaquetRefuse, match="dans un autre magasin"):
        paquets.ouvre(source, fichier)
    assert sorted(p.name for p in source.store.iterdir()) == avant
    paquets.ouvre(ailleurs, fichier)
    rapport = pipeline.importe(ailleurs, [source.store.parent / "requete.csv"])[0]
    assert (rapport.etat, rapport.fautes[0].code) == ("refuse", "paquet_montre")
    assert "Fermez d'abord ce paquet" in rapport.fautes[0].remede
    assert Magasin(ailleurs).editions().empty
    paquets.montre(ailleurs, "")
    assert Corpus(ailleurs).paquet is None
    assert not Corpus(ailleurs).codes("epci")


def test_a_bundle_dropped_among_files_to_import_is_sent_to_where_it_opens(fichier, ailleurs):
    rapport = pipeline.importe(ailleurs, [fichier])[0]
    assert (rapport.etat, [f.code for f in rapport.fautes]) == ("refuse", ["paquet"])
    assert "Un paquet s'ouvre, il ne s'importe pas" in rapport.fautes[0].remede


def test_several_bundles_are_kept_and_one_is_shown(source, fichier, ailleurs, tmp_path):
    premier, _ = paquets.ouvre(ailleurs, fichier)
    identifiant, octets = exports.prepare(source, Corpus(source), perimetres.atlas(source), niveau="commune", code=COMMUNES[1])
    (tmp_path / "autre.ctg.zip").write_bytes(octets)
    assert paquets.ouvre(ailleurs, tmp_path / "autre.ctg.zip")[0].id == identifiant == Corpus(ailleurs).paquet.id
    assert [e.id for e, _ in paquets.liste(ailleurs)[0]] == [identifiant, premier.id]
    paquets.montre(ailleurs, premier.id)
    assert Corpus(ailleurs).paquet.id == premier.id
    paquets.oublie(ailleurs, premier.id)
    assert (Corpus(ailleurs).paquet, len(paquets.liste(ailleurs)[0])) == (None, 1)
    assert not (ailleurs.store / "recus" / premier.id).exists()
    with pytest.raises(PaquetRefuse, match="la liste des paquets reçus"):
        paquets.montre(ailleurs, premier.id)


def test_an_older_bundle_of_the_same_territory_says_so(source, fichier, ailleurs, tmp_path):
    _, octets = exports.prepare(source, Corpus(source), perimetres.atlas(source), niveau="epci", code=EPCI)
    (tmp_path / "neuf.ctg.zip").write_bytes(octets)
    assert paquets.ouvre(ailleurs, tmp_path / "neuf.ctg.zip")[1] == ""
    assert "plus ancien" in paquets.ouvre(ailleurs, fichier)[1]


def test_a_perimeter_drawn_beside_a_bundle_shows_nothing_and_says_why(fichier, ailleurs):
    paquets.ouvre(ailleurs, fichier)
    fiche = perimetres.cree(ailleurs, "Partie", COMMUNES[:16])
    vue = vues.portrait(Corpus(ailleurs), perimetres.atlas(ailleurs), niveau="perimetre", code=fiche.id)
    assert "n’est pas dans le paquet reçu" in " ".join(vue.entete.details)
    assert not [c for t in vue.themes for c in t.chiffres if c.valeur is not None]
    entier = perimetres.cree(ailleurs, "Entier", COMMUNES)
    assert len(Corpus(ailleurs).valeurs("perimetre", codes=[entier.id])) == len(Corpus(ailleurs).valeurs("epci", codes=[EPCI]))


# Hostile or damaged ------------------------------------------------------------------------------------------------------


def refait(octets: bytes, *, manifeste: Callable[[dict], None] = lambda m: None, **change: bytes | None) -> bytes:
    """The bundle with other members (None: without it), and a manifest that says so: only what it holds is wrong."""
    lus = membres(octets)
    dit = json.loads(lus.pop(MANIFESTE))
    lisez = lus.pop(paquet.LISEZ_MOI).decode("utf-8-sig")
    lus |= {nom: contenu for nom, contenu in change.items() if contenu is not None}
    manifeste(dit)
    return paquet.archive(dit, {nom: c for nom, c in lus.items() if nom not in change or change[nom] is not None}, lambda _: lisez)[1]


def brut(noms: Mapping[str, bytes], methode: int = zipfile.ZIP_DEFLATED) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", methode) as z:
        for nom, contenu in noms.items():
            z.writestr(nom, contenu)
    return sortie.getvalue()


def redit(octets: bytes, change: Callable[[dict], None]) -> bytes:
    """The bundle with a manifest that says something else, and the id of what it says."""
    lus = membres(octets)
    dit = json.loads(lus.pop(MANIFESTE))
    change(dit)
    return brut({**lus, MANIFESTE: json.dumps(dit | {"id": paquet.identifiant(dit)}).encode()})


COMMUNES_87 = "valeurs/commune-87.parquet"


def table(octets: bytes, change: Callable[[pd.DataFrame], pd.DataFrame], membre: str = COMMUNES_87) -> bytes:
    """A member of the bundle after ``change``, in Parquet with the types of the record."""
    lue = pq.read_table(pa.BufferReader(membres(octets)[membre]))
    frame = change(lue.to_pandas())
    sortie = io.BytesIO()
    champs = [lue.schema.field(c) if c in lue.column_names else pa.field(c, pa.float64()) for c in frame.columns]
    pq.write_table(pa.Table.from_pandas(frame, schema=pa.schema(champs), preserve_index=False), sortie, store_schema=False)
    return sortie.getvalue()


def _hidden_with_a_figure(frame: pd.DataFrame) -> pd.DataFrame:
    frame.loc[frame["statut"].eq("s"), "valeur"] = 3.0
    return frame


def _equipements(octets: bytes, **champs: object) -> dict[str, bytes]:
    """The facilities of the bundle with other values."""
    return {paquet.EQUIPEMENTS: table(octets, lambda f: f.assign(**champs), paquet.EQUIPEMENTS)}


def dans(jours: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=jours)


PAS_UN_INSTANT = ("9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59+00:00", "0001-01-01", "1999-12-31T00:00:00+00:00", None, 0, [], {})
"""Beyond what a calendar tells in another time zone, or no date at all."""
HOSTILES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "not a zip": (lambda o: b"PK" + o[2:40], "n'est pas un paquet"),
    "truncated": (lambda o: o[: len(o) // 2], "n'est pas un paquet"),
    "a byte changed": (lambda o: o.replace(b"PAR1", b"PAR2", 1), "n'est pas un paquet|n'y est pas ce qui y a été mis"),
    "traversal": (lambda o: brut({**membres(o), "../../catalogue.sqlite": b"x"}), "autre chose qu'un paquet"),
    "absolute": (lambda o: brut({**membres(o), "/etc/passwd": b"x"}), "autre chose qu'un paquet"),
    "extra member": (lambda o: brut({**membres(o), "valeurs/commune-33.parquet": b"x"}), "un de trop"),
    "missing member": (lambda o: brut({n: c for n, c in membres(o).items() if n != "portrait.html"}), "lui manque un élément"),
    "bomb": (lambda o: brut({**membres(o), "portrait.html": b"0" * 30_000_000}), "compressé au-delà"),
    "another compression": (lambda o: brut(membres(o), zipfile.ZIP_LZMA), "n'emploie pas"),
    "manifest rewritten": (
        lambda o: brut({**membres(o), MANIFESTE: membres(o)[MANIFESTE].replace(b"Nature", b"Natura")}),
        "n'est pas celle qui a été écrite",
    ),
    "nested json": (lambda o: brut({**membres(o), MANIFESTE: b"[" * 200_000}), "n'est pas un paquet"),
    "another format": (lambda o: brut({**membres(o), MANIFESTE: b'{"format": "ctg-paquet-9"}'}), "autre version du logiciel"),
    "another version of the rules": (lambda o: refait(o, manifeste=lambda m: m.update(moteur="0" * 16)), "autre version du logiciel"),
    "another reference": (lambda o: refait(o, manifeste=lambda m: m.update(reference="0" * 16)), "autre liste de communes"),
    "unknown territory": (lambda o: refait(o, manifeste=lambda m: m["dedans"].update(commune=["99999"])), "n'existent pas"),
    "a date that is none": (lambda o: refait(o, manifeste=lambda m: m.update(prepare_le="2026-11-27T00:00:00", importees=[])), "n'est pas"),
    **{
        f"prepared on {lu!r}": (lambda o, lu=lu: redit(o, lambda m: m.update(prepare_le=lu)), "n'est pas un paquet")
        for lu in (*PAS_UN_INSTANT, "2026-11-27", "2026-11-27T00:00:00", "2026-11-27T00:00:00+02:00", "2026-02-30T00:00:00+00:00")
    },
    **{
        f"published on {lu!r}": (lambda o, lu=lu: redit(o, lambda m: m["publication"].update(publiee_le=lu)), "n'est pas un paquet")
        for lu in (*PAS_UN_INSTANT, "2026-02-30", "2026-11-27T00:00:00+00:00")
    },
    "prepared tomorrow's morrow": (lambda o: redit(o, lambda m: m.update(prepare_le=dans(2).isoformat())), "date à venir"),
    "published tomorrow's morrow": (
        lambda o: redit(o, lambda m: m["publication"].update(publiee_le=dans(2).date().isoformat())),
        "date à venir",
    ),
    "broken parquet": (lambda o: refait(o, **{COMMUNES_87: b"PAR1" + b"\0" * 400 + b"PAR1"}), "n'est pas un paquet"),
    "another column": (lambda o: refait(o, **{COMMUNES_87: table(o, lambda f: f.assign(numerateur=1.0))}), "n'est pas un paquet"),
    "a hidden figure": (lambda o: refait(o, **{COMMUNES_87: table(o, _hidden_with_a_figure)}), "n'est pas un paquet"),
    "unknown codes": (lambda o: refait(o, **{COMMUNES_87: table(o, lambda f: f.head(1).assign(code="87999"))}), "n'existent pas"),
    "twice a figure": (lambda o: refait(o, **{COMMUNES_87: table(o, lambda f: pd.concat([f, f]))}), "deux fois le même chiffre"),
    "an unknown figure": (lambda o: refait(o, **{COMMUNES_87: table(o, lambda f: f.head(1).assign(indicateur="x"))}), "ne calcule pas"),
    "another level": (lambda o: refait(o, **{COMMUNES_87: table(o, lambda f: f.assign(niveau="epci"))}), "autre niveau"),
    "markup as a source": (lambda o: refait(o, **{COMMUNES_87: table(o, lambda f: f.assign(sources="<script>"))}), "sources connues"),
    "an infinite figure": (lambda o: refait(o, **{COMMUNES_87: table(o, lambda f: f.assign(valeur=float("inf")))}), "n'est pas un paquet"),
}


def _communes(octets: bytes, **champs: object) -> dict[str, bytes]:
    """The rows of communes that have a figure, with other values."""
    return {COMMUNES_87: table(octets, lambda f: f[f["statut"].eq("ok")].assign(**champs))}


def _a_part(m: dict) -> None:
    m["ecartes"] = {"epci": [EPCI]}


def _fait(octets: bytes, **champs: object) -> dict[str, bytes]:
    """A list of facts of one row."""
    sain = {"source": "insee_densite", "niveau": "commune", "code": COMMUNES[0], "annee": 2024, "attribut": "densite"}
    ligne_ = {**sain, "valeur": "bourgs_ruraux", "millesime_geo": 2024, "departement": "87", **champs}
    sortie = io.BytesIO()
    colonnes = [pa.array([ligne_[c]], prive.ATTRIBUTS.schema.field(c).type) for c in prive.ATTRIBUTS.colonnes]
    pq.write_table(pa.table(colonnes, schema=prive.ATTRIBUTS.schema), sortie, store_schema=False)
    return {paquet.ATTRIBUTS: sortie.getvalue()}


def _copies(octets: bytes, membre: str, fois: int) -> dict[str, bytes]:
    """One row of a member, many times."""
    return {membre: table(octets, lambda f: f.take(np.zeros(fois, dtype=int)), membre)}


L_AN_2099, ECHAPPE = 2099, "\x1b[31mCC Élan\x1b[0m"
JAMAIS_ECRITS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "an agreement that ends on no day": (lambda o: refait(o, **_equipements(o, cof_fin="2026-99-99")), "Fin COF"),
    "an agreement that begins on no day": (lambda o: refait(o, **_equipements(o, cof_debut="0000-00-00")), "Début COF"),
    "an agreement that ends before it begins": (
        lambda o: refait(o, **_equipements(o, cof_debut="2026-01-01", cof_fin="2025-01-01")),
        "une fin après le début",
    ),
    "a facility of no type": (lambda o: refait(o, **_equipements(o, type="bombe")), "un type de la liste"),
    "a facility with a novel": (lambda o: refait(o, **_equipements(o, horaires="x" * 301)), "au plus 300 signes"),
    "a facility out of the world": (lambda o: refait(o, **_equipements(o, latitude=91.0, longitude=1.0)), "position sur la Terre"),
    "a facility far from its commune": (lambda o: refait(o, **_equipements(o, latitude=48.85, longitude=2.35)), "moins de 5 km"),
    "a facility with one coordinate": (lambda o: refait(o, **_equipements(o, latitude=45.9)), "puisque la latitude est donnée"),
    "a facility on a day that is none": (lambda o: refait(o, **_equipements(o, cof_fin="demain")), "une date JJ/MM/AAAA"),
    "a facility of the year 9999": (lambda o: refait(o, **_equipements(o, annee=9999)), "n'est pas un paquet"),
    "half a place": (lambda o: refait(o, **_equipements(o, places=12.5)), "un nombre entier de places"),
    "a facility that names a person": (lambda o: refait(o, **_equipements(o, nom="Mme Martin")), "jamais une personne"),
    "a facility with a telephone": (lambda o: refait(o, **_equipements(o, horaires="05 55 00 00 00")), "numéro de téléphone"),
    "a facility of no commune": (lambda o: refait(o, **_equipements(o, code="99999", departement="99")), "une commune du territoire"),
    "a facility of another territory": (
        lambda o: refait(o, **_equipements(o, code="33063", departement="33")),
        "une commune du territoire",
    ),
    "a facility of another source": (lambda o: refait(o, **_equipements(o, source="caf_requete_type")), "l'inventaire de l'offre"),
    "a facility without a name": (lambda o: refait(o, **_equipements(o, nom="")), "le nom de l'équipement"),
    "a facility twice": (lambda o: refait(o, **_copies(o, paquet.EQUIPEMENTS, 2)), "une ligne par équipement"),
    "a facility with an escape": (lambda o: refait(o, **_equipements(o, nom=ECHAPPE)), "n'est pas un paquet"),
    "facilities of a whole country": (lambda o: refait(o, **_copies(o, paquet.EQUIPEMENTS, 20_001)), "plus de lignes"),
    "figures of a whole world": (lambda o: refait(o, **_copies(o, COMMUNES_87, 2_500_001)), "plus de lignes"),
    "a fact without a word": (lambda o: refait(o, **_fait(o, valeur="zzz")), "une mention que ces listes donnent"),
    "a fact that nothing gives": (lambda o: refait(o, **_fait(o, attribut="zzz")), "une mention que ces listes donnent"),
    "a fact of another source": (lambda o: refait(o, **_fait(o, source="anct_zrr")), "une mention que ces listes donnent"),
    "a fact about nowhere": (lambda o: refait(o, **_fait(o, code="87999")), "là où il faut une commune"),
    "a fact about an EPCI": (lambda o: refait(o, **_fait(o, niveau="epci")), "là où il faut une commune"),
    "a fact of the year 9999": (lambda o: refait(o, **_fait(o, annee=9999)), "n'est pas un paquet"),
    "a fact of no vintage": (lambda o: refait(o, **_fait(o, millesime_geo=1)), "un millésime connu"),
    "a figure as large as the world": (lambda o: refait(o, **_communes(o, valeur=1e308)), "plausibles dans cette unité"),
    "a count under zero": (lambda o: refait(o, **_communes(o, valeur=-5.0)), "plausibles dans cette unité"),
    "half a household": (lambda o: refait(o, **_communes(o, valeur=12.5)), "arrondis comme les autres"),
    "a small count in clear": (lambda o: refait(o, **_communes(o, valeur=3.0)), "un chiffre inférieur à 5 là où il faut un effectif"),
    "bounds the wrong way": (lambda o: refait(o, **_communes(o, valeur=50.0, ic_bas=60.0, ic_haut=40.0)), "de part et d'autre du chiffre"),
    "one bound": (lambda o: refait(o, **_communes(o, valeur=50.0, ic_bas=40.0)), "de part et d'autre du chiffre"),
    "an estimate of nothing": (
        lambda o: refait(o, **{COMMUNES_87: table(o, lambda f: f.assign(est=True))}),
        "un chiffre caché dont rien d'autre n'est dit",
    ),
    "a figure of 2099": (lambda o: refait(o, **_communes(o, annee=L_AN_2099)), "n'est pas un paquet"),
    "a figure of no vintage": (lambda o: refait(o, **_communes(o, millesime_geo=2019)), "un millésime connu"),
    "a figure of an unknown source": (lambda o: refait(o, **_communes(o, sources="zzz@2023")), "des sources connues"),
    "a source of the year 0": (lambda o: refait(o, **_communes(o, sources="caf_requete_type@0000")), "des sources connues"),
    "a figure without its class": (
        lambda o: refait(o, **{COMMUNES_87: table(o, lambda f: f[f["indicateur"].eq("foyers_par_qf")].head(1).assign(modalite="total"))}),
        "une ligne par classe",
    ),
    "another number of edition": (lambda o: refait(o, **_communes(o, edition="demain")), "un numéro de version"),
    "the territory left out of its set": (lambda o: refait(o, manifeste=_a_part), "le territoire lui-même mis à part"),
    "the name of nobody": (lambda o: refait(o, manifeste=lambda m: m["territoire"].update(nom="Ailleurs")), "« CC Élan Limousin"),
    "a name with an escape": (lambda o: refait(o, manifeste=lambda m: m["territoire"].update(nom=ECHAPPE)), "n'est pas un paquet"),
    "the code of another": (lambda o: refait(o, manifeste=lambda m: m["territoire"].update(code=AILLEURS)), "Bordeaux Métropole"),
    "fewer parts": (lambda o: refait(o, manifeste=lambda m: m["dedans"].update(commune=COMMUNES[:1])), "d'autres parties du territoire"),
    "a perimeter for an EPCI": (
        lambda o: refait(o, manifeste=lambda m: m.update(lieux=[_lieu(["2024-01-01"])])),
        "des périmètres",
    ),
    "a perimeter of a thousand days": (
        lambda o: refait(o, manifeste=lambda m: m.update(lieux=[_lieu([f"2024-{j % 12 + 1:02}-{j % 28 + 1:02}" for j in range(1000)])])),
        "n'est pas un paquet|des périmètres",
    ),
    "an unknown source held": (lambda o: refait(o, manifeste=lambda m: m["importees"].update(zzz=[2023])), "des sources inconnues"),
    "a source held in 2099": (
        lambda o: refait(o, manifeste=lambda m: m["importees"].update(caf_requete_type=[L_AN_2099])),
        "n'est pas un paquet",
    ),
    "a demonstration by a word": (lambda o: refait(o, manifeste=lambda m: m["publication"].update(demo="non")), "n'est pas un paquet"),
    "nothing of its territory": (
        lambda o: refait(o, **{"valeurs/epci.parquet": table(o, lambda f: f[f["code"].ne(EPCI)], "valeurs/epci.parquet")}),
        "aucun chiffre",
    ),
    "figures of another territory": (
        lambda o: refait(o, **{COMMUNES_87: table(o, lambda f: f.head(1).assign(code=AILLEURS_87))}),
        "ni dans ce territoire ni comparé",
    ),
}
"""What opened, although this software never writes it; some of it broke the portrait."""
AILLEURS_87 = min(set(REF.membres("departement", "87")) - set(COMMUNES))


def _lieu(jours: list[str]) -> dict[str, object]:
    """A perimeter of a manifest, one of whose communes came in on each of these days."""
    communes = [[COMMUNES[0], jour, None] for jour in jours]
    return {
        "id": "a" * 32,
        "nom": "Ici",
        "communes": communes,
        "genre": "locale",
        "parent": "",
        "signe_le": None,
        "partielles": [],
        "refus": "",
    }


HOSTILES |= JAMAIS_ECRITS


@pytest.mark.parametrize("nom", HOSTILES)
def test_a_hostile_or_damaged_bundle_is_refused_and_nothing_is_written(nom, octets, ailleurs, tmp_path):
    change, phrase = HOSTILES[nom]
    (tmp_path / "recu.ctg.zip").write_bytes(change(octets))
    with pytest.raises(PaquetRefuse, match=phrase) as refus:
        paquets.ouvre(ailleurs, tmp_path / "recu.ctg.zip")
    assert re.search(r"[Rr]ien n'a été changé", str(refus.value))
    assert not ailleurs.store.exists()


def test_a_bundle_made_again_without_change_opens(octets, ailleurs, tmp_path):
    """So that each refusal above is for what was changed."""
    change = {COMMUNES_87: table(octets, lambda f: f), **_equipements(octets), **_fait(octets)}
    (tmp_path / "recu.ctg.zip").write_bytes(refait(octets, **change))
    assert paquets.ouvre(ailleurs, tmp_path / "recu.ctg.zip")[0].code == EPCI
    assert len(Corpus(ailleurs).attributs("commune")) == len(Corpus(ailleurs).equipements()) == 1


def test_a_refusal_names_the_file_the_place_the_value_and_what_to_ask_for(octets, ailleurs, tmp_path):
    (tmp_path / "recu.ctg.zip").write_bytes(refait(octets, **_communes(octets, valeur=12.5)))
    with pytest.raises(PaquetRefuse) as refus:
        paquets.ouvre(ailleurs, tmp_path / "recu.ctg.zip")
    for dit in ("« recu.ctg.zip »", "« commune-87 »", "commune 87", "en 2023", "12,5", "Demandez un nouveau paquet"):
        assert dit in str(refus.value)


def test_a_hostile_bundle_never_prints_what_a_terminal_obeys(octets, ailleurs, tmp_path):
    """Codes and names of a file are quoted in its refusal."""
    for dites in (_communes(octets, code=ECHAPPE), _communes(octets, indicateur=ECHAPPE), _equipements(octets, type=ECHAPPE)):
        (tmp_path / "recu.ctg.zip").write_bytes(refait(octets, **dites))
        with pytest.raises(PaquetRefuse) as refus:
            paquets.ouvre(ailleurs, tmp_path / "recu.ctg.zip")
        assert "\x1b" not in str(refus.value)


def test_seven_million_rows_are_refused_from_the_footer(octets, tmp_path, monkeypatch):
    """Bars of the product: a gigabyte, ten seconds; half a megabyte of file held seven million times one facility."""
    sortie, lue = io.BytesIO(), pq.read_table(pa.BufferReader(membres(octets)[paquet.EQUIPEMENTS])).slice(0, 1)
    million = lue.take(pa.array(np.zeros(1_000_000, dtype="int64")))
    with pq.ParquetWriter(sortie, lue.schema, compression="zstd", store_schema=False) as ecrite:
        for _ in range(7):
            ecrite.write_table(million)
    (tmp_path / "recu.ctg.zip").write_bytes(refait(octets, **{paquet.EQUIPEMENTS: sortie.getvalue()}))
    monkeypatch.setattr(pq.ParquetFile, "read", lambda *_: pytest.fail("rows were read"))
    with pytest.raises(PaquetRefuse, match="plus de lignes"):
        paquet_lecture.lit(tmp_path / "recu.ctg.zip")


def test_what_another_workstation_would_refuse_is_not_given(source, monkeypatch):
    """A facility that an older version of the software had kept."""
    gardes = Corpus.equipements
    monkeypatch.setattr(Corpus, "equipements", lambda soi: gardes(soi).assign(gestionnaire=pd.Categorical(["Mme Martin"] * 2)))
    with pytest.raises(PaquetRefuse, match=r"ne peut pas être préparé.*« Mme Martin ».*jamais une personne.*préparez-le de nouveau"):
        exports.prepare(source, Corpus(source), perimetres.atlas(source), niveau="epci", code=EPCI)


def test_every_figure_of_the_demonstration_is_in_the_span_of_its_indicator():
    """So is every modalité and every unit of the catalogue."""
    corpus = Corpus(Settings(store=Path("sans-objet"), acteur="essai"))
    for niveau in ("departement", "region", "france"):
        regles_valeurs.verifie(niveau, corpus.valeurs(niveau).drop(columns="demo"))
    for indicateur in registry.nationaux():
        bas, haut = regles_valeurs.etendue(indicateur)
        assert bas <= 0 < haut, indicateur.id
        assert (bas < 0) == registry.peut_etre_negatif(indicateur), indicateur.id


@given(texte=st.text(max_size=40))
def test_a_cell_that_the_import_keeps_is_read_again_as_itself(texte):
    """What a bundle may hold is what the reading of an inventory gives: reading it twice changes nothing."""
    for colonne in ("nom", "gestionnaire", "horaires"):
        try:
            lu = lit(colonne, texte) if texte.strip() else ""
        except CelluleInvalide:
            continue
        assert visible(lu)
        assert not lu or lit(colonne, lu) == lu


def test_the_sender_reads_that_two_bundles_around_a_revision_tell_too_much(octets, capsys):
    assert mots.REVISION in membres(octets)["LISEZ-MOI.txt"].decode("utf-8-sig")
    with pytest.raises(SystemExit):
        declare(Analyseur()).parse_args(["paquet", "--help"])
    assert " ".join(mots.REVISION.split()) in " ".join(capsys.readouterr().out.split())


def test_a_bundle_of_other_rules_is_not_shown_after_an_update_and_can_be_closed(fichier, ailleurs, monkeypatch):
    paquets.ouvre(ailleurs, fichier)
    monkeypatch.setattr(moteur, "empreinte", lambda: "0" * 16)
    with pytest.raises(PaquetIllisible, match="autre version du logiciel"):
        Corpus(ailleurs)
    assert perimetres.atlas(ailleurs).lieux == {}
    paquets.montre(ailleurs, "")
    assert Corpus(ailleurs).paquet is None


def test_a_damaged_list_or_folder_is_told_and_mended_by_opening_again(fichier, ailleurs):
    lu, _ = paquets.ouvre(ailleurs, fichier)
    (ailleurs.store / "recus" / lu.id / "meta.json").write_text("{")
    with pytest.raises(PaquetIllisible, match="abîmé"):
        Corpus(ailleurs)
    assert paquets.liste(ailleurs)[0][0][1] is None
    recus.chemin(ailleurs).write_text("x")
    with pytest.raises(PaquetIllisible, match="abîmée"):
        Corpus(ailleurs)
    paquets.ouvre(ailleurs, fichier)
    assert Corpus(ailleurs).paquet.id == lu.id


@pytest.mark.parametrize("ou", [("prepare_le",), ("publication", "publiee_le"), ("importees",)])
def test_a_received_bundle_that_cannot_be_told_is_listed_closed_removed_and_does_not_stop_another(ou, octets, fichier, ailleurs, tmp_path):
    """As if an older version of the software had kept it: no date is told from a calendar that has not this one."""
    abime, _ = paquets.ouvre(ailleurs, fichier)
    meta = ailleurs.store / "recus" / abime.id / "meta.json"
    dit = json.loads(meta.read_text(encoding="utf-8"))
    (dit["paquet"][ou[0]] if ou[1:] else dit["paquet"])[ou[-1]] = "9999-12-31T23:59:59-23:59"
    meta.write_text(json.dumps(dit), encoding="utf-8")
    with pytest.raises(PaquetIllisible, match="abîmé"):
        Corpus(ailleurs)
    (entree, lu), *_ = paquets.liste(ailleurs)[0]
    assert (lu, mots.ligne(lu, entree.recu_le).partition(",")[0]) == (None, "paquet abîmé")
    (tmp_path / "autre.ctg.zip").write_bytes(redit(octets, lambda m: m.update(prepare_le=dans(0).isoformat())))
    sain, remarque = paquets.ouvre(ailleurs, tmp_path / "autre.ctg.zip")
    assert (Corpus(ailleurs).paquet.id, remarque) == (sain.id, "")
    paquets.montre(ailleurs, abime.id)
    paquets.montre(ailleurs, "")
    paquets.oublie(ailleurs, abime.id)
    assert [e.id for e, _ in paquets.liste(ailleurs)[0]] == [sain.id]


# Kills -------------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="no fork on Windows")
def test_a_kill_at_any_durable_step_leaves_the_store_as_before_or_as_after(source, fichier, ailleurs, tmp_path):
    """The process dies before each call that makes something durable, in turn; the next opening goes to its end."""
    premier, _ = paquets.ouvre(ailleurs, fichier)
    _, octets = exports.prepare(source, Corpus(source), perimetres.atlas(source), niveau="commune", code=COMMUNES[1])
    (tmp_path / "autre.ctg.zip").write_bytes(octets)
    vus, rang = [], 0
    while True:
        rang += 1
        mort = _meurt(ailleurs, tmp_path / "autre.ctg.zip", rang)
        vus.append(Corpus(ailleurs).paquet.code)
        assert valeurs(Corpus(ailleurs), "commune")
        if not mort:
            break
        assert rang < 100
        paquets.montre(ailleurs, premier.id)
    assert vus[0] == EPCI
    assert vus[-1] == COMMUNES[1]
    assert set(vus) == {EPCI, COMMUNES[1]}
    assert {p.name.split(".")[0] for p in (ailleurs.store / "recus").iterdir() if not p.name.startswith(".")} == {
        "courant",
        *(e.id for e in recus.lit(ailleurs).entrees),
    }


def _meurt(reglages: Settings, fichier: Path, rang: int) -> bool:
    """Open in a child that dies at its ``rang``-th durable step; whether it did."""
    enfant = os.fork()
    if enfant == 0:
        restent = [rang]

        def compte(fait: Callable, *args: object) -> object:
            restent[0] -= 1
            if restent[0] == 0:
                os._exit(9)
            return fait(*args)

        for nom in ("remplace", "_fsync"):
            setattr(durable, nom, partial(compte, getattr(durable, nom)))
        try:
            paquets.ouvre(replace(reglages), fichier)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1]) == 9

"""Protected bundles on a small imported requête type: nothing private in any byte, kills without a trace."""

import json
import os
import re
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

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
from ctg_data.settings import RACINE, Settings
from ctg_data.store import durable, moteur, paquet, recus
from ctg_data.store.corpus import Corpus
from ctg_data.store.magasin import Magasin
from ctg_data.store.paquet import MANIFESTE, PaquetRefuse
from ctg_data.store.recus import PaquetIllisible
from ctg_data.territoires.referentiel import NIVEAUX
from ctg_data.views import portrait as vues
from ctg_data.wording import paquet as mots
from tests.loaders.exemple_requete_type import en_csv, requete
from tests.loaders.outils import csv, ecrit
from tests.loaders.test_locales import JEUNES, SUIVI
from tests.paquets.outils import (
    AILLEURS,
    COMMUNES,
    COMMUNES_87,
    EPCI,
    FIGURES,
    MASQUEE,
    MONTANT,
    PREPAREE_PAR,
    REF,
    SUR_DEUX,
    dans,
    membres,
    redit,
    refait,
    table,
    valeurs,
)

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

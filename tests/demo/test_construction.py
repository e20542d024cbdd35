"""What is kept of the whole country, and the id of what is written."""

from pathlib import Path

import pandas as pd
import pytest

from ctg_data import loaders
from ctg_data.demonstration import construction
from ctg_data.demonstration.construction import communes_embarquees, embarque, empreinte, restreint
from ctg_data.diagnostic import publication
from ctg_data.records import COLONNES_VALEURS, typed
from ctg_data.settings import Settings
from ctg_data.store.magasin import Magasin
from ctg_data.store.publie import Publication
from ctg_data.territoires.referentiel import Referentiel


def _valeurs(niveau: str, *lignes: tuple[str, float | None, str]) -> pd.DataFrame:
    cadre = pd.DataFrame(lignes, columns=["code", "valeur", "statut"])
    fixes = {"indicateur": "pop_municipale", "niveau": niveau, "annee": 2023, "modalite": "total", "est": False, "arr5": False}
    reste = {"ic_bas": None, "ic_haut": None, "millesime_geo": 2026, "sources": "insee_populations@2023", "edition": "0" * 16}
    return typed(cadre.assign(**fixes, **reste), COLONNES_VALEURS)


def test_the_embedded_communes_are_whole_epci(referentiel: Referentiel) -> None:
    communes = communes_embarquees(referentiel)
    for departement in construction.DEPARTEMENTS:
        assert set(referentiel.membres("departement", departement)) <= communes
    epci = {referentiel.territoire("commune", code).epci for code in communes}
    assert all(set(referentiel.membres("epci", code)) <= communes for code in epci)
    autres = {referentiel.territoire("commune", code).departement for code in communes} - set(construction.DEPARTEMENTS)
    assert "17" in autres or "24" in autres, "an EPCI that crosses a border brings its communes from the other side"


def test_only_the_chosen_communes_stay_without_their_rows_that_say_nothing() -> None:
    frames = [
        ("commune-33", _valeurs("commune", ("33001", 10.0, "ok"), ("33002", None, "nd"), ("33003", None, "s"))),
        ("commune-75", _valeurs("commune", ("75056", 2e6, "ok"))),
        ("epci", _valeurs("epci", ("243300316", 8e5, "ok"), ("200069995", None, "nd"))),
    ]
    gardees = {nom: list(valeurs["code"]) for nom, valeurs in restreint(frames, frozenset({"33001", "33002", "33003"}))}
    assert gardees == {"commune-33": ["33001", "33003"], "epci": ["243300316", "200069995"]}


def test_the_fingerprint_depends_on_each_value_and_not_on_the_order() -> None:
    un, deux = ("33001", 10.0, "ok"), ("33002", 11.0, "ok")
    droit = [("commune-33", _valeurs("commune", un, deux)), ("epci", _valeurs("epci", un))]
    envers = [("epci", _valeurs("epci", un)), ("commune-33", _valeurs("commune", deux, un))]
    autre = [("commune-33", _valeurs("commune", un, ("33002", 12.0, "ok"))), ("epci", _valeurs("epci", un))]
    assert empreinte(droit) == empreinte(envers) != empreinte(autre)


def test_a_publication_made_again_replaces_the_old_one_and_keeps_its_id(referentiel: Referentiel, tmp_path: Path) -> None:
    def frames(valeur: float) -> list[tuple[str, pd.DataFrame]]:
        return [("epci", _valeurs("epci", ("243300316", valeur, "ok")))]

    demo = tmp_path / "demo"
    premier = embarque(frames(8e5), referentiel, demo, graine=1).id
    assert embarque(frames(8e5), referentiel, demo, graine=1).id == premier
    assert embarque(frames(9e5), referentiel, demo, graine=1).id != premier
    relue = Publication(demo)
    assert list(relue.valeurs("epci")["valeur"]) == [9e5]
    assert relue.meta["demo"] is True
    assert relue.meta["titre"] == "Données de démonstration, fictives"
    assert [chemin.name for chemin in tmp_path.iterdir()] == ["demo"]


def test_the_extracts_of_a_departement_go_as_far_as_the_publication(extraits, referentiel: Referentiel, tmp_path: Path) -> None:
    """Loader, private store, engine, protection, on what is drawn: figures at each level, and masks on small communes."""
    magasin = Magasin(Settings(store=tmp_path / "magasin", demo=None))
    utiles = [c for nom, c in extraits.items() if nom.startswith(("requete_type_2024", "populations_reference_2023"))]
    for chemin in utiles:
        magasin.enregistre(loaders.charge(chemin, referentiel=referentiel))
    choisis = [i for i in publication.registry.catalogue() if i.id in ("foyers_rsa", "tx_couv_caf", "pop_municipale")]
    frames = dict(publication.valeurs(magasin, referentiel, indicateurs=choisis))
    communes = frames["commune-90"].astype({"indicateur": "str", "statut": "str"})
    assert "s" in set(communes.query("indicateur == 'foyers_rsa'")["statut"])
    assert set(communes.query("indicateur == 'pop_municipale'")["statut"]) == {"ok"}
    assert not communes["valeur"].between(1, 4).any()
    assert (frames["departement"].query("indicateur == 'tx_couv_caf' and code == '90'")["statut"] == "ok").all()


def test_a_refused_extract_stops_the_construction(tmp_path: Path, referentiel: Referentiel) -> None:
    faux = tmp_path / "requete_type_2024_fictif.csv"
    faux.write_text("annee;mois\n2024;12\n", encoding="utf-8")
    atelier = construction._Atelier(tmp_path, Magasin(Settings(store=tmp_path / "magasin", demo=None)), referentiel, None)
    with pytest.raises(construction.CtgError, match="refusé"):
        construction._importe_un(atelier, faux)

"""Bundles forged, damaged or too large: refused in French, and nothing is written."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data import paquets, perimetres
from ctg_data.exports import paquet as exports
from ctg_data.indicators import registry
from ctg_data.loaders.offre_cellules import lit
from ctg_data.loaders.plan_actions_cellules import CelluleInvalide, visible
from ctg_data.paquets import valeurs as regles_valeurs
from ctg_data.settings import Settings
from ctg_data.store import paquet, paquet_lecture, prive
from ctg_data.store.corpus import Corpus
from ctg_data.store.paquet import MANIFESTE, PaquetRefuse
from tests.paquets.outils import (
    AILLEURS,
    COMMUNES,
    COMMUNES_87,
    EPCI,
    REF,
    brut,
    dans,
    membres,
    redit,
    refait,
    table,
)


def _hidden_with_a_figure(frame: pd.DataFrame) -> pd.DataFrame:
    frame.loc[frame["statut"].eq("s"), "valeur"] = 3.0
    return frame


def _equipements(octets: bytes, **champs: object) -> dict[str, bytes]:
    """The facilities of the bundle with other values."""
    return {paquet.EQUIPEMENTS: table(octets, lambda f: f.assign(**champs), paquet.EQUIPEMENTS)}


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

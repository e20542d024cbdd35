"""Constants of the tests of bundles, and bundles taken apart and made again."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ctg_data import perimetres
from ctg_data.settings import Settings
from ctg_data.store import paquet
from ctg_data.store.corpus import Corpus
from ctg_data.store.paquet import MANIFESTE

COMMUNES_87 = "valeurs/commune-87.parquet"
EPCI, AILLEURS, SUR_DEUX = "200066512", "243300316", "248700189"
REF = perimetres.reference(Settings(store=Path("sans-objet")))
COMMUNES = sorted(REF.membres("epci", EPCI))
MASQUEE, SECRET, MONTANT, PREPAREE_PAR = COMMUNES[0], 3, 987_654, "Camille Préparatrice"
"""A commune with three households on prime d'activité, who got an amount that no rounding leaves alone; who prepares the bundle."""
FIGURES = ("foyers_ppa", "foyers_rsa", "foyers_par_qf", "part_foyers_br", "part_asf")


def membres(octets: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(octets)) as ouverte:
        return {nom: ouverte.read(nom) for nom in ouverte.namelist()}


def valeurs(corpus: Corpus, niveau: str) -> list[tuple]:
    """Rows of one level in an order of their own, missing figures as texts."""
    lues = corpus.valeurs(niveau).astype(object).sort_values(["indicateur", "code", "annee", "modalite"])
    return [tuple("" if x != x else x for x in ligne) for ligne in lues.itertuples(index=False)]


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


def table(octets: bytes, change: Callable[[pd.DataFrame], pd.DataFrame], membre: str = COMMUNES_87) -> bytes:
    """A member of the bundle after ``change``, in Parquet with the types of the record."""
    lue = pq.read_table(pa.BufferReader(membres(octets)[membre]))
    frame = change(lue.to_pandas())
    sortie = io.BytesIO()
    champs = [lue.schema.field(c) if c in lue.column_names else pa.field(c, pa.float64()) for c in frame.columns]
    pq.write_table(pa.Table.from_pandas(frame, schema=pa.schema(champs), preserve_index=False), sortie, store_schema=False)
    return sortie.getvalue()


def dans(jours: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=jours)

"""Every test of storage runs on both databases: an SQLite file, and a private PostgreSQL cluster on a free port."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from ctg_data.storage import engine, migre
from ctg_data.storage.tables import META

ABSENT = "PostgreSQL (initdb) est absent : installez postgresql-15 ; tests sur PostgreSQL sautés"


def _binaires() -> Path | None:
    """Where ``initdb`` is: Debian keeps it out of PATH."""
    if trouve := shutil.which("initdb"):
        return Path(trouve).parent
    if not shutil.which("pg_config"):
        return next((p.parent for p in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None)
    dossier = Path(subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True).stdout.strip())
    return dossier if (dossier / "initdb").exists() else None


def _comme_personne() -> dict[str, object]:
    """PostgreSQL refuses to run as root: the package's own account, else ``nobody``."""
    if os.getuid() != 0:
        return {}
    for compte in ("postgres", "nobody"):
        try:
            entree = pwd.getpwnam(compte)
        except KeyError:
            continue
        return {"user": entree.pw_uid, "group": entree.pw_gid, "extra_groups": [], "env": {**os.environ, "HOME": "/tmp"}}
    return {}


def _port_libre() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@pytest.fixture(scope="session")
def grappe() -> Iterator[str]:
    """Address of a private cluster, stopped and erased at the end."""
    binaires = _binaires()
    if binaires is None:
        pytest.skip(ABSENT)
    qui, dossier = _comme_personne(), Path(tempfile.mkdtemp(prefix="ctg-pg-"))
    if "user" in qui:
        os.chown(dossier, qui["user"], qui["group"])
    donnees, port = dossier / "donnees", _port_libre()
    communs = {"check": True, "capture_output": True, "cwd": dossier, **qui}
    subprocess.run([binaires / "initdb", "-D", donnees, "-U", "ctg", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"], **communs)
    options = f"-p {port} -k {dossier} -c listen_addresses=127.0.0.1 -c fsync=off"
    subprocess.run([binaires / "pg_ctl", "-D", donnees, "-w", "-l", dossier / "journal", "-o", options, "start"], **communs)
    yield f"postgresql://ctg@127.0.0.1:{port}"
    subprocess.run([binaires / "pg_ctl", "-D", donnees, "-m", "immediate", "-w", "stop"], **communs)
    shutil.rmtree(dossier, ignore_errors=True)


@pytest.fixture(scope="session")
def base_postgresql(grappe: str) -> str:
    """Address of one migrated database of the cluster."""
    admin = sa.create_engine(f"{grappe}/postgres".replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with admin.connect() as c:
        c.exec_driver_sql("CREATE DATABASE ctg")
    admin.dispose()
    return f"{grappe}/ctg"


@pytest.fixture(params=["sqlite", "postgresql"])
def adresse(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty database."""
    if request.param == "sqlite":
        return engine.adresse_sqlite(tmp_path / "ctg.sqlite")
    url = request.getfixturevalue("base_postgresql")
    base = engine.moteur(url)
    with base.begin() as c:
        c.exec_driver_sql("DROP SCHEMA public CASCADE")
        c.exec_driver_sql("CREATE SCHEMA public")
    base.dispose()
    return url


@pytest.fixture
def ouvre(adresse: str) -> Iterator[Callable[[], Engine]]:
    """Another connection to the same migrated database, as another window would have."""
    ouvertes: list[Engine] = []

    def ouvre() -> Engine:
        base = engine.moteur(adresse)
        migre.migre(base)
        ouvertes.append(base)
        return base

    yield ouvre
    for base in ouvertes:
        base.dispose()


@pytest.fixture
def base(ouvre: Callable[[], Engine]) -> Engine:
    return ouvre()


@pytest.fixture
def tables() -> sa.MetaData:
    return META

"""The archive installed with the network cut, then the application asked whether it is alive.

The installation runs in a network namespace of its own, where only the loopback exists.  Where the system allows no namespace,
nothing is tested, and that is said.
"""

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from livraison.archive import BUILD

DELAI_S = 180
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1


def essaie() -> int:
    """0 when it installed and answered, or when nothing could be tested (said); 1 when it did not; 2 without an archive."""
    archives = sorted(BUILD.glob("ctg-data-hors-ligne-*.zip"), key=lambda f: f.stat().st_mtime)
    if not archives:
        print("No archive in build/: make bundle first.", file=sys.stderr)
        return 2
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode:
        print("NOT TESTED: this system allows no network namespace (unshare -rn), so the network cannot be cut.")
        return 0
    with tempfile.TemporaryDirectory(prefix="ctg-essai-") as dossier:
        _deplie(archives[-1], Path(dossier))
        commande = ["unshare", "-rn", sys.executable, "-m", "livraison.essai", dossier]
        return subprocess.run(commande, check=False, cwd=Path(__file__).parent.parent).returncode


def _deplie(archive: Path, dossier: Path) -> None:
    """As ``unzip`` does."""
    with zipfile.ZipFile(archive) as ouverte:
        ouverte.extractall(dossier)


def dedans(dossier: Path) -> int:
    """Inside the namespace: install, start, ask ``/sante``."""
    _leve_la_boucle()
    _exige_coupe()
    (source,) = dossier.glob("ctg-data-hors-ligne-*")
    ici = dossier / "installe"
    debut = time.monotonic()
    installe = subprocess.run(["sh", str(source / "installer.sh"), str(ici)], env=_environnement(), check=False)
    if installe.returncode:
        print("FAILED: the installer stopped.", file=sys.stderr)
        return 1
    print(f"Installed without network in {time.monotonic() - debut:.0f} s")
    return _repond(ici)


def _environnement() -> dict[str, str]:
    """Nothing of this machine's own pip."""
    return {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith(("PIP_", "PYTHON", "VIRTUAL_ENV"))}


def _leve_la_boucle() -> None:
    """A new namespace has a loopback that is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as prise:
        demande = struct.pack("16sh", b"lo", 0)
        drapeaux = struct.unpack("16sh", fcntl.ioctl(prise, _SIOCGIFFLAGS, demande))[1]
        fcntl.ioctl(prise, _SIOCSIFFLAGS, struct.pack("16sh", b"lo", drapeaux | _IFF_UP))


def _exige_coupe() -> None:
    """Raises RuntimeError where anything but the loopback can be reached: the test would prove nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as prise:
        prise.settimeout(2)
        if prise.connect_ex(("192.0.2.1", 80)) == 0 or [nom for _, nom in socket.if_nameindex() if nom != "lo"]:
            raise RuntimeError("the network is not cut")


def _repond(ici: Path) -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    commande = [str(ici / ".venv/bin/python"), "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"]
    serveur = subprocess.Popen(commande, cwd=ici, env=_environnement())
    try:
        reponse = _attend(f"http://127.0.0.1:{port}/sante", serveur)
    finally:
        serveur.terminate()
        serveur.wait(30)
    print(f"/sante: {reponse or 'no answer'}")
    return 0 if reponse == "vivant" else 1


def _attend(adresse: str, serveur: subprocess.Popen) -> str:
    fin = time.monotonic() + DELAI_S
    while time.monotonic() < fin and serveur.poll() is None:
        try:
            return urlopen(adresse, timeout=5).read().decode()
        except (URLError, OSError):
            time.sleep(1)
    return ""


if __name__ == "__main__":
    sys.exit(dedans(Path(sys.argv[1])))

"""Which rules computed and protected a publication: a fingerprint of the code that does it.

A publication made by other rules is never shown: what today's rules hide may stand in it.
"""

import hashlib
from functools import cache
from pathlib import Path

PAQUETS = ("diagnostic", "indicators", "territoires")
_RACINE = Path(__file__).resolve().parent.parent


@cache
def empreinte() -> str:
    """First 16 hex digits of SHA-256 over the modules that compute and protect, whatever their line ends."""
    condense = hashlib.sha256()
    for module in sorted(m for paquet in PAQUETS for m in (_RACINE / paquet).rglob("*.py")):
        condense.update(module.relative_to(_RACINE).as_posix().encode())
        condense.update(module.read_bytes().replace(b"\r\n", b"\n"))
    return condense.hexdigest()[:16]

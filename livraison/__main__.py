"""``python -m livraison [--essai] [PYTHON…]``: build the offline archive; ``--essai``: install it with the network cut."""

import sys

from livraison import archive
from livraison.roues import Incomplet


def main(arguments: list[str]) -> int:
    """1, and what is missing, rather than an archive that would not install everywhere."""
    pythons = [a for a in arguments if not a.startswith("--")] or archive.PYTHONS
    try:
        if "--essai" in arguments:
            from livraison import essai  # Linux only

            return essai.essaie()
        sortie = archive.construit(pythons)
    except Incomplet as erreur:
        print(f"No archive was made: {erreur}", file=sys.stderr)
        return 1
    print(f"{sortie} ({sortie.stat().st_size / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

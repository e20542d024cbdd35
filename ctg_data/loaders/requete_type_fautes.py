"""How a fault of a requête type is written: its line, its column, what was found; never a count that secrecy protects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ctg_data.errors import Faute
from ctg_data.loaders.fautes import PLAFOND
from ctg_data.loaders.model import Contexte, Ecarts


@dataclass(frozen=True)
class Signaleur:
    """Where the faults of one table go."""

    contexte: Contexte
    ecarts: Ecarts

    def fautes(self, code: str, colonne: str, *, lignes: Sequence[int], trouve: Iterable[str], attendu: Iterable[str], remede: str) -> None:
        """One fault per line.  Beyond PLAFOND they are the last one again: the report only counts them."""
        nom = self.contexte.entete.get(colonne, colonne)
        ecrites = [
            Faute(self.contexte.fichier, code, t, a, remede, feuille=self.contexte.feuille, ligne=int(ligne), colonne=nom)
            for ligne, t, a in zip(lignes[:PLAFOND], trouve, attendu, strict=False)
        ]
        self.ecarts.fautes += ecrites + ecrites[-1:] * (len(lignes) - len(ecrites))

    def avertit(self, phrase: str) -> None:
        """Add a warning in French."""
        self.ecarts.avertissements.append(phrase)


def montre(valeur: float) -> str:
    """A value as a fault may quote it."""
    return f"une valeur {_tu(valeur)}" if 0 < valeur < 5 else _chiffres(valeur)


def montre_somme(valeur: float) -> str:
    """A sum as a fault may quote it."""
    return f"une somme {_tu(valeur)}" if 0 < valeur < 5 else f"une somme de {_chiffres(valeur)}"


def _tu(valeur: float) -> str:
    return "de 1 à 4" if float(valeur).is_integer() else "inférieure à 5"


def _chiffres(valeur: float) -> str:
    return f"{valeur:.10g}".replace(".", ",")

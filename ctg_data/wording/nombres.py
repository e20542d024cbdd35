"""French numbers, units, intervals, dates and the wording of each status."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

FINE = "\u202f"
INSECABLE = "\u00a0"
MOINS = "\u2212"
ETENDUE_GROSSIERE = 2
SANS_ETENDUE = "marge négligeable"

STATUTS = {"nd": "n.d.", "s": "secret", "ns": "non significatif"}
ARRONDI = "arrondi par la Caf"

_MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_INVARIABLES = frozenset({"hab", "hab.", "pers.", "enf.", "log.", "ETP", "prix", "mois"})


def nombre(x: float, decimales: int = 0) -> str:
    """``1 234,5``: narrow no-break thousands, comma, true minus sign; never « −0 »."""
    arrondi = arrondit(x, decimales)
    texte = f"{abs(arrondi):,.{decimales}f}".replace(",", FINE).replace(".", ",")
    return f"{MOINS}{texte}" if arrondi < 0 else texte


def arrondit(x: float, decimales: int = 0) -> float:
    """Rounded as people do, halves away from zero (2,5 gives 3); never −0."""
    return float(Decimal(repr(float(x))).quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)) + 0.0


def accorde(unite: str, x: float) -> str:
    """The unit in the singular under two (« 1 foyer », « 1,9 enfant »); only its first word varies."""
    premier, _, reste = unite.partition(" ")
    if abs(x) >= 2 or not premier.endswith("s") or premier in _INVARIABLES:
        return unite
    return f"{premier[:-1]} {reste}".strip()


@dataclass(frozen=True)
class Compte:
    """A number for a sentence: ``f"{compte:espace|espaces}"`` writes it with the noun that agrees, ``f"{compte}"`` alone."""

    texte: str
    pluriel: bool

    def __format__(self, noms: str) -> str:
        if not noms:
            return self.texte
        singulier, plusieurs = noms.split("|")
        return f"{self.texte}{INSECABLE}{plusieurs if self.pluriel else singulier}"


def compte(x: float, decimales: int = 0) -> Compte:
    """Plural from two on, as the number is shown."""
    return Compte(nombre(x, decimales), abs(arrondit(x, decimales)) >= 2)


def avec_unite(x: float, unite: str, decimales: int = 0) -> str:
    """``12,4 %``, ``1 234 foyers``, ``1 foyer``: number and unit never part at a line end."""
    suffixe = accorde(unite, arrondit(x, decimales))
    return f"{nombre(x, decimales)}{INSECABLE}{suffixe}" if unite else nombre(x, decimales)


def signe(x: float, decimales: int = 0) -> str:
    """``+0,1``, ``−1,7``, ``0,0``: a change says which way it goes."""
    return f"{'+' if arrondit(x, decimales) > 0 else ''}{nombre(x, decimales)}"


def changement(x: float, unite: str, decimales: int = 0) -> str:
    """``+0,1 point``: a signed change with its unit."""
    return f"{'+' if arrondit(x, decimales) > 0 else ''}{avec_unite(x, unite, decimales)}"


def changements(bas: float, haut: float, *, unite: str, decimales: int = 0) -> str:
    """``entre −1,7 et +1,4 point``: a range of changes, its unit once."""
    return f"entre {signe(bas, decimales)} et {changement(haut, unite, decimales)}"


def decimales_permises(decimales: int, *valeurs: float | None) -> int:
    """``decimales``, or 0 when the publication rounded the value and its bounds to whole points (small denominators).

    A narrow spread is no sign of it: on fewer than 250 people an interval is never under two points.
    """
    connues = [v for v in valeurs if v is not None and math.isfinite(v)]
    entieres = len(connues) > 1 and all(float(v).is_integer() for v in connues)
    return 0 if entieres and max(connues) - min(connues) >= ETENDUE_GROSSIERE else decimales


def valeur(x: float | None, statut: str, *, unite: str = "", decimales: int = 0) -> str:
    """Text of a published value, or the wording of its status; anything unknown is « n.d. », never zero."""
    if statut != "ok" or x is None or not math.isfinite(x):
        return STATUTS.get(statut, STATUTS["nd"])
    return avec_unite(x, unite, decimales)


def intervalle(bas: float | None, haut: float | None, *, unite: str = "", decimales: int = 0, entiers: bool = False) -> str:
    """``entre 12 et 17 %``; empty when a bound is unknown, in words when both read the same.

    ``entiers``: what is counted is whole, so the least and the most that it can be are: 147,5 to 152,5 foyers are 148 to 152.
    """
    if bas is None or haut is None or not (math.isfinite(bas) and math.isfinite(haut)):
        return ""
    if entiers and (entieres := _dedans(bas, haut)):
        bas, haut = entieres
    if nombre(bas, decimales) == nombre(haut, decimales):
        return SANS_ETENDUE
    return f"entre {nombre(bas, decimales)} et {avec_unite(haut, unite, decimales)}"


def _dedans(bas: float, haut: float) -> tuple[int, int] | None:
    """The whole numbers at both ends, the dust of sums aside; None where there is none between the bounds."""
    entieres = math.ceil(round(bas, 6)), math.floor(round(haut, 6))
    return entieres if entieres[0] <= entieres[1] else None


def pluriel(n: int, singulier: str, plusieurs: str = "") -> str:
    """``1 commune``, ``24 communes``: count and noun."""
    mot = singulier if abs(n) < 2 else plusieurs or f"{singulier}s"
    return f"{nombre(n)}{INSECABLE}{mot}"


def ordinal(n: int) -> str:
    """``1er``, ``312e``, ``1 254e``."""
    return "1er" if n == 1 else f"{nombre(n)}e"


def abrege(texte: str, longueur: int) -> str:
    """At most ``longueur`` characters, cut between two words; a quotation that is cut is closed."""
    if len(texte) <= longueur:
        return texte
    debut = texte[: longueur - 1]
    mots = debut if texte[longueur - 1].isspace() else debut.rpartition(" ")[0] or debut
    court = mots.rstrip(" ,;:\u00a0\u202f") + "…"
    return court + (f"{INSECABLE}»" if court.count("«") > court.count("»") else "")


def enumere(mots: Sequence[str], conjonction: str = "et") -> str:
    """``a, b et c``."""
    mots = list(mots)
    if len(mots) < 2:
        return "".join(mots)
    return f"{', '.join(mots[:-1])} {conjonction} {mots[-1]}"


def annees(valeurs: Sequence[int]) -> str:
    """``2019, 2021 à 2024``: runs of three years or more are shortened."""
    suites: list[list[int]] = []
    for annee in sorted(set(valeurs)):
        if suites and annee == suites[-1][-1] + 1:
            suites[-1].append(annee)
        else:
            suites.append([annee])
    parts = [[f"{s[0]} à {s[-1]}"] if len(s) > 2 else [str(a) for a in s] for s in suites]
    return ", ".join(texte for part in parts for texte in part)


def jour(d: date) -> str:
    """``22 novembre 2026``, ``1er mai 2026``."""
    return f"{'1er' if d.day == 1 else d.day}{INSECABLE}{_MOIS[d.month - 1]}{INSECABLE}{d.year}"


def lit_jour(texte: str) -> date | None:
    """The day that ``jour`` wrote, None for any other text."""
    morceaux = texte.split(INSECABLE)
    if len(morceaux) != 3 or morceaux[1] not in _MOIS or not morceaux[2].isdecimal():
        return None
    quantieme = morceaux[0].removesuffix("er")
    return date(int(morceaux[2]), _MOIS.index(morceaux[1]) + 1, int(quantieme)) if quantieme.isdecimal() else None


def capitale(phrase: str) -> str:
    """First letter in capitals, the rest untouched (``str.capitalize`` would lower place names)."""
    return phrase[:1].upper() + phrase[1:]


def minuscule(phrase: str) -> str:
    """First letter in lower case, to go on after a colon."""
    return phrase[:1].lower() + phrase[1:]

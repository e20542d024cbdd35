"""Sizes in the drawing of a path of progress: boxes as high as their text, diamonds as wide as their mark, columns as wide as can be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ctg_data.charts import lettres
from ctg_data.charts.graphe_modele import Boite, Ligne, Noeud

TEXTE, PETIT = 14, 13
INTERLIGNE, DEDANS = 18, 10
BOITE, ECART = (112, 290), (56, 210)
"""Least and greatest width of a box, and of the gap between two columns."""
PART, CRAN, INEGALITE = 0.6, 12, 72
"""Share of the width left over that goes to boxes, so many pixels at a time; a column is no more than so much wider than another."""
BORD = 2
PORT = 15
"""Between two arrows on the side of a box."""
LOSANGE_B, COURBE = 14, 22
"""Half height of a diamond; the room of a curve on each side of it."""
RETRAIT_ETAT = 15
"""Before the word of the state: its mark."""


@dataclass(frozen=True)
class Ecart:
    """Between two columns: half width of the widest diamond, 0 without diamond; how many arrows."""

    demi: float
    fleches: int


@dataclass(frozen=True)
class Grille:
    """Left and right of each column; half width of the widest diamond of each gap, 0 without diamond."""

    cotes: tuple[tuple[float, float], ...]
    demis: tuple[float, ...]

    def bords(self, etage: int) -> tuple[float, float]:
        """Left and right of a layer: a column, or the room of the diamonds in the middle of a gap."""
        colonne = etage // 2
        if etage % 2 == 0:
            return self.cotes[colonne]
        milieu = (self.cotes[colonne][1] + self.cotes[colonne + 1][0]) / 2
        return milieu - self.demis[colonne], milieu + self.demis[colonne]


def grille(ecarts: Sequence[Ecart], largeur: float, hauteur: Callable[[int, float], float]) -> Grille:
    """Columns around the gaps; ``hauteur(colonne, largeur)`` is what the boxes of a column add up to.

    Part of the width left over widens boxes, first those of the highest column, which makes the height of the drawing; the rest goes to the
    gaps, most to those with most arrows.
    """
    moindres = [max(ECART[0], 2 * (ecart.demi + COURBE)) if ecart.demi else ECART[0] for ecart in ecarts]
    reste = max(0, largeur - 2 * BORD - (len(ecarts) + 1) * BOITE[0] - sum(moindres))
    boites = _boites(len(ecarts) + 1, reste * PART if ecarts else reste, hauteur)
    reste -= sum(boites) - len(boites) * BOITE[0]
    parts = [reste * ecart.fleches / max(1, sum(e.fleches for e in ecarts)) for ecart in ecarts]
    larges = [max(m, min(ECART[1], m + part)) for m, part in zip(moindres, parts, strict=True)]
    x, cotes = float(BORD), []
    for boite, large in zip(boites, [*larges, 0], strict=True):
        cotes.append((x, x + boite))
        x += boite + large
    return Grille(tuple(cotes), tuple(ecart.demi for ecart in ecarts))


def _boites(n: int, reste: float, hauteur: Callable[[int, float], float]) -> list[float]:
    largeurs = [float(BOITE[0])] * n
    hauteurs = [hauteur(c, BOITE[0]) for c in range(n)]
    for _ in range(int(reste // CRAN)):
        libres = [c for c in range(n) if largeurs[c] + CRAN <= min(BOITE[1], min(largeurs) + INEGALITE)]
        if not libres:
            break
        haute = max(libres, key=lambda c: (hauteurs[c], -largeurs[c]))
        largeurs[haute] += CRAN
        hauteurs[haute] = hauteur(haute, largeurs[haute])
    return largeurs


def demi_largeur(repere: str) -> float:
    """Of the diamond that holds ``repere``: the corners of the text stay inside."""
    coin = 0.36 * PETIT / LOSANGE_B
    return max(20, (lettres.largeur(repere, PETIT, gras=True) / 2 + 1) / (1 - coin))


def contenu(noeud: Noeud, largeur: float, ports: int) -> Boite:
    """The box of a node, at the origin; as high as its text needs, and as its arrows need."""
    dedans = largeur - 2 * DEDANS
    marque, suite = _marque(noeud.marque, dedans)
    texte = lettres.lignes(noeud.texte, dedans, TEXTE, retrait=suite)
    etat = lettres.lignes(noeud.etat, dedans - RETRAIT_ETAT, PETIT)
    debut = max(len(marque) - 1, 0)
    fin = max(len(marque), debut + len(texte))
    texte_haut = (fin + len(etat)) * INTERLIGNE
    hauteur = max(texte_haut + 2 * DEDANS - 4, (ports + 1) * PORT)
    base = (hauteur - texte_haut) / 2 + 0.76 * INTERLIGNE
    posees = [
        *(Ligne(t, DEDANS, base + i * INTERLIGNE, TEXTE, gras=True) for i, t in enumerate(marque)),
        *(Ligne(t, DEDANS + (0 if i else suite), base + (debut + i) * INTERLIGNE, TEXTE) for i, t in enumerate(texte)),
        *(Ligne(t, DEDANS + RETRAIT_ETAT, base + (fin + i) * INTERLIGNE, PETIT) for i, t in enumerate(etat)),
    ]
    return Boite(noeud, 0, 0, largeur, hauteur, tuple(ligne for ligne in posees if ligne.texte))


def _marque(marque: str, dedans: float) -> tuple[list[str], float]:
    """Lines of the mark, and where the text starts on the last; a mark wider than half the box keeps its lines."""
    lignes = lettres.lignes(marque, dedans, TEXTE, gras=True)
    suite = lettres.largeur(lignes[-1] + "\u00a0", TEXTE, gras=True) if lignes else 0
    return ([*lignes, ""], 0) if suite > dedans / 2 else (lignes, suite)

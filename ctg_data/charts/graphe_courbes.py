"""The curves of arrows: level at both ends, so that they join straight runs without a corner, and clear of every diamond but their own."""

from collections.abc import Sequence
from itertools import pairwise

from ctg_data.charts.graphe_modele import Losange

Point = tuple[float, float]
MARGE = 5
"""Around a diamond."""
PAS = 48


def courbe(debut: Point, fin: Point, n: int = PAS) -> list[Point]:
    """Points of the cubic from ``debut`` to ``fin``: it never goes back, nor out of the rectangle of its ends."""
    (x0, y0), (x1, y1) = debut, fin
    t = [i / n for i in range(n + 1)]
    return [(x0 + (x1 - x0) * (1.5 * u - 1.5 * u * u + u**3), y0 + (y1 - y0) * (3 * u * u - 2 * u**3)) for u in t]


def chemin(points: Sequence[Point]) -> str:
    """The SVG path of the same curves through ``points``."""
    return f"M{points[0][0]:.1f},{points[0][1]:.1f}" + "".join(_pas(a, b) for a, b in pairwise(points))


def _pas(debut: Point, fin: Point) -> str:
    (x0, y0), (x1, y1) = debut, fin
    milieu = (x0 + x1) / 2
    return f"L{x1:.1f},{y1:.1f}" if abs(y1 - y0) < 0.1 else f"C{milieu:.1f},{y0:.1f} {milieu:.1f},{y1:.1f} {x1:.1f},{y1:.1f}"


def libre(debut: Point, fin: Point, y: float, losanges: Sequence[Losange]) -> bool:
    """Does the curve pass every diamond on the side of ``y``, hence cross no arrow there that it did not cross?"""
    points = courbe(debut, fin)
    return all((py - d.y) * (1 if y > d.y else -1) >= d.b + MARGE for d in losanges for px, py in points if abs(px - d.x) <= d.a + MARGE)

"""A projected portrait: one thing at a time, and the steps from one to the next."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace

from ctg_data.views.model import Chiffre, PortraitView, Theme

Etape = tuple[str, int]
"""A block, and which of its screens: a theme has more key figures than a screen holds."""
PAR_ECRAN = 4


def image(svg: str) -> str:
    """A drawing as the address of an image, which a screen stretches whole."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode('utf-8')).decode('ascii')}"


def chiffres(theme: Theme) -> list[Chiffre]:
    return [c for c in theme.chiffres if c.disponible]


def ecran(theme: Theme, rang: int) -> Theme:
    """The figures of ``theme`` that stand on its screen ``rang``."""
    presents = chiffres(theme)
    debut = min(rang, ecrans(theme) - 1) * PAR_ECRAN
    return replace(theme, chiffres=tuple(presents[debut : debut + PAR_ECRAN]))


def ecrans(theme: Theme) -> int:
    return max(1, -(-len(chiffres(theme)) // PAR_ECRAN))


def etapes(vue: PortraitView, blocs: Sequence[str]) -> list[Etape]:
    """Every screen of a projection, in order: those of the chosen theme, what is open after what is settled, the offer that is known."""
    nombres = {"chiffres": ecrans(vue.theme_choisi), "saillants": 2 if vue.saillants.incertains else 1, "offre": int(not vue.offre.message)}
    return [(bloc, rang) for bloc in blocs for rang in range(nombres.get(bloc, 1))]


def voisine(suite: Sequence[Etape], ici: Etape, pas: int) -> Etape | None:
    """The step before or after ``ici``; None at the ends."""
    rang = _rang(suite, ici) + pas
    return suite[rang] if 0 <= rang < len(suite) else None


def _rang(suite: Sequence[Etape], ici: Etape) -> int:
    """Where ``ici`` is; a screen that is no more (another theme) counts as the last one of its block."""
    memes = [i for i, (bloc, rang) in enumerate(suite) if bloc == ici[0] and rang <= ici[1]]
    return memes[-1] if memes else 0


def place(suite: Sequence[Etape], ici: Etape) -> str:
    """« 3 / 12 »"""
    return f"{_rang(suite, ici) + 1} / {len(suite)}"

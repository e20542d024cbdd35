"""A projected page: one thing at a time, in letters that follow the size of the screen, and the steps from one to the next."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace

from ctg_data.views.model import Chiffre, PortraitView, Theme

Etape = tuple[str, int]
"""A block, and which of its screens: a theme has more key figures than a screen holds."""
PAR_ECRAN = 4
STYLE = """<style>
html { font-size: clamp(16px, min(1.9vw, 3.4vh), 44px) !important; }
.st-key-recherche, .stAppHeader, .stMainBlockContainer .ctg-bandeau { display: none; }
.stMainBlockContainer { padding: 0.4rem 1.2rem 0 !important; max-width: none; }
.stMainBlockContainer .stVerticalBlock { gap: 0.3rem; }
.st-key-projection { align-items: center; justify-content: flex-start; }
.st-key-projection > :first-child { margin-right: auto; }
.st-key-projection h1 { font-size: 1.1rem; display: inline; }
.st-key-projection .ctg-bandeau { display: inline; margin-left: 0.6rem; font-size: 0.6rem; padding: 0.1rem 0.4rem; }
.stButtonGroup button, .st-key-projection button { min-height: 1.4rem; padding: 0 0.5rem; }
.stButtonGroup button p, .st-key-projection button p { font-size: 0.65rem; }
.stSelectbox [data-testid="stWidgetLabel"] { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.stSelectbox [data-baseweb="select"] { font-size: 0.7rem; }
.stSelectbox [data-baseweb="select"] > div { min-height: 1.4rem; }
h2.ctg-titre { font-size: 1rem; padding-top: 0.1rem; margin-top: 0.2rem; }
h3.ctg-titre, .ctg-question { font-size: 0.95rem; }
.ctg-sourdine, .ctg-note { font-size: 0.65rem; line-height: 1.3; }
.ctg-phrase { font-size: 0.8rem; max-width: none; }
.ctg-salle { display: flex; gap: 1.5rem; align-items: center; }
.ctg-salle > div { flex: 1; }
.ctg-salle .ctg-phrase { font-size: 0.95rem; line-height: 1.35; margin-bottom: 0.6rem; }
.ctg-projete { display: block; width: 100%; height: calc(100vh - 9rem); object-fit: contain; object-position: left center; }
.ctg-projete:not(:last-child) { width: auto; max-width: 65%; }
[class*="st-key-saillant-"] button p { font-size: 0.74rem !important; line-height: 1.32; }
.ctg-rangees { font-size: 0.74rem; line-height: 1.25; }
.ctg-rangees .ctg-valeur { font-size: 0.9rem; }
.ctg-rangees th, .ctg-rangees td { padding: 0.2rem 0.3rem; }
.ctg-rangees thead th { font-size: 0.62rem; overflow-wrap: normal; }
.ctg-rangees .ctg-groupe th { padding-top: 0.3rem; }
.ctg-rangees .ctg-case-verdict { font-size: 0.7rem; }
.ctg-rangees .ctg-note { font-size: 0.55rem; }
</style>"""
"""Streamlit and ``style.css`` size everything in rem: one rule follows the screen.  Menu and search wait for the end of the projection."""


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
    """Every screen of a projection, in order: those of the chosen theme, and what is open after what is settled."""
    nombres = {"chiffres": ecrans(vue.theme_choisi), "saillants": 2 if vue.saillants.incertains else 1}
    return [(bloc, rang) for bloc in blocs for rang in range(nombres.get(bloc, 1))]


def voisine(suite: Sequence[Etape], ici: Etape, pas: int) -> Etape | None:
    """The step before or after ``ici``; None at the ends.  A rank that is no more (another theme) counts as the last one of its block."""
    memes = [i for i, (bloc, rang) in enumerate(suite) if bloc == ici[0] and rang <= ici[1]]
    rang = (memes[-1] if memes else 0) + pas
    return suite[rang] if 0 <= rang < len(suite) else None

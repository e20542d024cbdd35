"""The portrait as one HTML file: opens without network, prints on A4, holds no script.

Every text comes from the view and is escaped by the template; the only markup let through is our own SVG.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from ctg_data.charts import svg_series, symboles
from ctg_data.diagnostic.compare import Issue
from ctg_data.diagnostic.figures import Cadre, Tableau
from ctg_data.exports import dessins
from ctg_data.views.model import Chiffre, EtoileVue, PortraitView, Repere, Theme
from ctg_data.views.saisies import a_emporter, dits, ecartes
from ctg_data.wording import fr, offre, saisies, typographie

MIME = "text/html; charset=utf-8"
GABARITS = Path(__file__).parent / "gabarits"
ROLES = ("epci", "departement", "region", "france")
TEINTES = {"▲": "favorable", "▼": "defavorable"}
_CLASSES = {Issue.FAVORABLE: "favorable", Issue.DEFAVORABLE: "defavorable", Issue.INDETERMINE: "indetermine", Issue.NEUTRE: "neutre"}


@dataclass(frozen=True)
class Figure:
    """One figure laid out: its frame, its drawing ("" when there is a message instead), its table in the annex."""

    id: str
    cadre: Cadre
    dessin: Markup
    tableau: Tableau


def portrait(vue: PortraitView, reference: Path) -> bytes:
    """The whole file.  ``reference``: folder of the reference of territories, for the contours of the map.

    Raises TerritoireInconnu when an area of the map has no contour.
    """
    vue = a_emporter(vue)
    etoiles = tuple(_etoile(e) for e in vue.etoiles)
    autres = (_carte(vue, reference), _evolution(vue), _ages(vue))
    montree = vue.etoile_montree
    page = _environnement().get_template("portrait.html.j2")
    texte = page.render(
        vue=vue,
        roles=roles(vue),
        montree=montree,
        principale=_etoile(montree),
        autres=tuple((f, e) for f, e in zip(etoiles, vue.etoiles, strict=True) if f.dessin and e.face != montree.face),
        absentes=tuple(e for e in vue.etoiles if e.cadre.message and e.face != montree.face),
        carte=autres[0],
        evolution=autres[1],
        ages=autres[2],
        dits=dits,
        ecartes=ecartes(vue),
        annexe=tuple(f for f in (*etoiles, *autres) if f.dessin and f.tableau.lignes),
    )
    return texte.encode("utf-8")


def roles(vue: PortraitView) -> dict[str, str]:
    """Role -> column heading of the parents that at least one figure has, nearest first."""
    noms = {r.role: r.nom for t in vue.themes for c in t.chiffres for r in c.reperes}
    return {role: noms[role] for role in ROLES if role in noms}


@cache
def _environnement() -> jinja2.Environment:
    environnement = jinja2.Environment(
        loader=jinja2.FileSystemLoader(GABARITS), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environnement.globals |= {
        "texte": lambda cle: typographie.insecables(fr.texte(cle)),
        "angles": angles,
        "mots": saisies,
        "mots_offre": offre,
        "signe": lambda genre: Markup(symboles.seul(genre)),
        "bande": bande,
        "repere": repere,
        "classe": classe,
        "teintes": TEINTES,
        "colonnes": fr.COLONNES_CHIFFRES,
        "symbole": lambda role: Markup(svg_series.symbole(role)),
        "style": Markup((GABARITS / "portrait.css").read_text(encoding="utf-8")),
    }
    environnement.filters["secable"] = secable
    return environnement


def secable(texte: str) -> Markup:
    """The same text, that may break after its no-break spaces: in a narrow cell the unit goes under the number, whole."""
    return Markup("\u00a0<wbr>").join(map(escape, texte.split("\u00a0")))


def angles(theme: Theme) -> list[tuple[str, list[Chiffre]]]:
    """Figures of a theme by angle, in the order of the theme."""
    noms = dict.fromkeys(c.angle_libelle for c in theme.chiffres)
    return [(nom, [c for c in theme.chiffres if c.angle_libelle == nom]) for nom in noms]


def bande(c: Chiffre) -> Markup:
    """The interval strip of a row, nothing when there is no value or nothing to see it against (no scale)."""
    if c.valeur is None or c.echelle is None:
        return Markup("")
    reperes = [(r.role, r.valeur) for r in c.reperes if r.valeur is not None and c.echelle[0] <= r.valeur <= c.echelle[1]]
    return Markup(svg_series.bande(c.valeur, ic_bas=c.ic_bas, ic_haut=c.ic_haut, reperes=reperes, echelle=c.echelle))


def repere(c: Chiffre, role: str) -> Repere | None:
    return next((r for r in c.reperes if r.role == role), None)


def classe(c: Chiffre) -> str:
    """Style of a verdict: only favourable and unfavourable are coloured."""
    return _CLASSES[c.verdict.issue] if c.verdict else "neutre"


def _etoile(e: EtoileVue) -> Figure:
    return Figure(f"etoile-{e.face}", e.cadre, Markup(dessins.etoile(e)), e.tableau)


def _carte(vue: PortraitView, reference: Path) -> Figure:
    return Figure("carte", vue.carte.cadre, Markup(dessins.carte(vue, reference)), vue.carte.tableau)


def _evolution(vue: PortraitView) -> Figure:
    return Figure("evolution", vue.evolution.cadre, Markup(dessins.evolution(vue)), vue.evolution.tableau)


def _ages(vue: PortraitView) -> Figure:
    return Figure("ages", vue.structure_age.cadre, Markup(dessins.ages(vue)), vue.structure_age.tableau)

"""Small HTML that Streamlit has no element for: rows aligned on one scale, tables with right-aligned figures.

Every function returns a string in which every text is escaped; ``style.css`` gives the look of the ``ctg-`` classes.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from html import escape as escape
from urllib.parse import quote

from ctg_data.charts.svg_series import symbole
from ctg_data.diagnostic.compare import Issue
from ctg_data.diagnostic.figures import Tableau
from ctg_data.views.ecrits import Mot, Saisies
from ctg_data.views.model import Chiffre, Fraicheur, Repere, SourceVue, Theme
from ctg_data.wording import fr, nombres

ROLES = ("epci", "departement", "region", "france", "strate")
ABSENTES = "Sources absentes"
SANS_CHIFFRE = "Sources sans chiffre ici"
SANS_SAISIE = Saisies()
UNITE_COURTE, CHIFFRE_LONG = 3, 16
"""Characters of a unit that stands beside every figure; of a figure that is a sentence."""
_CLASSES_VERDICT = {Issue.FAVORABLE: "favorable", Issue.DEFAVORABLE: "defavorable", Issue.INDETERMINE: "indetermine"}


def balise(nom: str, *contenus: str, classe: str = "", **attributs: str) -> str:
    """``<nom class=… …>contenus</nom>``; attribute values are escaped here, contents must be escaped already."""
    tous = {"class": classe, **{k.rstrip("_").replace("_", "-"): v for k, v in attributs.items()}}
    texte = "".join(f' {k}="{escape(v)}"' for k, v in tous.items() if v)
    return f"<{nom}{texte}>{''.join(contenus)}</{nom}>"


def paragraphe(texte: str, classe: str = "") -> str:
    return balise("p", escape(texte), classe=classe)


def liste(phrases: Iterable[str], classe: str = "ctg-liste") -> str:
    return balise("ul", *(balise("li", escape(p)) for p in phrases), classe=classe)


def definitions(paires: Iterable[tuple[str, str]]) -> str:
    """Names and what they hold, line breaks of what people wrote kept."""
    lignes = (balise("dt", escape(nom)) + balise("dd", escape(texte), classe="ctg-ecrit") for nom, texte in paires)
    return balise("dl", *lignes, classe="ctg-fiche")


def tableau(donnees: Tableau) -> str:
    """A static table that scrolls inside its own frame (reachable by keyboard) rather than widening the page."""
    titres = (_cellule("th", c, i in donnees.numeriques, scope="col", role="columnheader") for i, c in enumerate(donnees.colonnes))
    entete = balise("tr", *titres, role="row")
    lignes = (_ligne(ligne, donnees) for ligne in donnees.lignes)
    corps = balise(
        "table",
        balise("caption", escape(donnees.titre), classe="ctg-cache"),
        balise("thead", entete, role="rowgroup"),
        balise("tbody", *lignes, role="rowgroup"),
        classe="ctg-table",
        role="table",
    )
    return balise("div", corps, classe="ctg-defile", tabindex="0", role="region", aria_label=donnees.titre)


def _ligne(cellules: Sequence[str], donnees: Tableau) -> str:
    """Roles are written out: on a telephone ``style.css`` stacks the cells, each under the name of its column."""
    premiere = _cellule("th", cellules[0], False, scope="row", role="rowheader")
    reste = zip(range(1, len(cellules)), cellules[1:], donnees.colonnes[1:], strict=True)
    return balise(
        "tr", premiere, *(_cellule("td", c, i in donnees.numeriques, role="cell", data_nom=nom) for i, c, nom in reste), role="row"
    )


def _cellule(nom: str, texte: str, nombre: bool, **attributs: str) -> str:
    return balise(nom, escape(texte), classe="ctg-nombre" if nombre else "", **attributs)


def chiffres(theme: Theme, saisies: Saisies = SANS_SAISIE) -> str:
    """Key figures of a theme, one aligned row each: value, interval, parents on the same scale, verdict in words.

    ``saisies``: what people wrote, beside the figures that it speaks of.
    """
    presents = [c for c in theme.chiffres if c.disponible]
    roles = _roles(presents)
    groupes = [(libelle, [c for c in presents if c.angle_libelle == libelle]) for libelle in _uniques(c.angle_libelle for c in presents)]
    corps = (
        balise("tbody", _titre_groupe(libelle, len(roles) + 4), *(_rangee(c, roles, saisies.de(c.id)) for c in rangs))
        for libelle, rangs in groupes
    )
    entete = _entete(roles)
    titre = balise("caption", escape(f"Chiffres clés : {theme.libelle}"), classe="ctg-cache")
    return balise("table", titre, entete, *corps, classe="ctg-rangees", role="table") + _legende(roles)


def _uniques(textes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(textes))


def _roles(rangs: Sequence[Chiffre]) -> dict[str, str]:
    """Role -> column heading, for the parents that at least one row has."""
    noms = {r.role: r.nom for c in rangs for r in c.reperes}
    return {role: noms[role] for role in ROLES if role in noms}


def _entete(roles: dict[str, str]) -> str:
    libelle, valeur, intervalle, comparaison = fr.COLONNES_CHIFFRES
    titres = (libelle, ""), (valeur, "ctg-nombre"), (intervalle, ""), *((nom, "ctg-nombre") for nom in roles.values()), (comparaison, "")
    cellules = (balise("th", escape(t), scope="col", classe=c, role="columnheader") for t, c in titres)
    return balise("thead", balise("tr", *cellules, role="row"), role="rowgroup")


def _titre_groupe(libelle: str, largeur: int) -> str:
    cellule = balise("th", escape(libelle), colspan=str(largeur), scope="rowgroup", role="rowheader")
    return balise("tr", cellule, classe="ctg-groupe", role="row")


def _rangee(chiffre: Chiffre, roles: dict[str, str], ecrits: Sequence[Mot]) -> str:
    reperes = {r.role: r for r in chiffre.reperes}
    cellules = [
        _libelle(chiffre, ecrits),
        _valeur(chiffre),
        balise("td", _barre(chiffre), _note(_sans_unite(chiffre.intervalle_texte, chiffre.unite)), role="cell", classe="ctg-case-barre"),
        *(_repere(reperes.get(role), nom, chiffre.unite) for role, nom in roles.items()),
        balise("td", _verdict(chiffre), role="cell", classe="ctg-case-verdict"),
    ]
    return balise("tr", *cellules, role="row")


def _libelle(chiffre: Chiffre, ecrits: Sequence[Mot]) -> str:
    """The name of the figure, then its year, its sources, what must be known of it and what people wrote of it."""
    notes = " · ".join(t for t in (chiffre.origine, *chiffre.notes) if t)
    siens = (_saisie(mot) for mot in ecrits)
    return balise("th", escape(chiffre.libelle), _note(notes), *siens, scope="row", role="rowheader")


def _saisie(mot: Mot) -> str:
    """What a person wrote, told apart from what the sources say."""
    qui = balise("span", escape(" ".join(filter(None, (mot.mention, mot.alerte)))), classe="ctg-mention")
    dit = balise("span", escape(mot.texte), classe="ctg-ecrit") if mot.texte else ""
    return balise("span", dit, qui, classe="ctg-saisie")


def _note(texte: str) -> str:
    return balise("span", escape(texte), classe="ctg-note") if texte else ""


def _valeur(chiffre: Chiffre) -> str:
    """The figure, its unit under it when it is too long to stand beside; a figure told in words is set smaller."""
    seul = _sans_unite(chiffre.valeur_texte, chiffre.unite)
    reste = chiffre.valeur_texte.removeprefix(seul).strip()
    contenu = balise("span", escape(seul), classe="ctg-mots") if len(seul) > CHIFFRE_LONG else escape(seul)
    return balise("td", contenu, _note(reste), classe=f"ctg-nombre ctg-valeur ctg-{chiffre.statut}", role="cell")


def _sans_unite(texte: str, unite: str) -> str:
    """``texte`` without a long unit (plural or singular), which the row says once; « % » and its like stay on every figure."""
    if len(unite) <= UNITE_COURTE:
        return texte
    return texte.removesuffix(unite).removesuffix(nombres.accorde(unite, 1)).rstrip()


def _repere(repere: Repere | None, nom: str, unite: str) -> str:
    texte = _sans_unite(repere.texte, unite) if repere else "n.d."
    return balise("td", escape(texte), classe="ctg-nombre ctg-parent", role="cell", data_nom=nom)


def _verdict(chiffre: Chiffre) -> str:
    if chiffre.verdict is None:
        return _note(chiffre.verdict_texte)
    signe = f"{chiffre.verdict.signe} " if chiffre.verdict.signe else ""
    return balise("span", escape(signe + chiffre.verdict_texte), classe=f"ctg-{_CLASSES_VERDICT.get(chiffre.verdict.issue, 'neutre')}")


def _barre(chiffre: Chiffre) -> str:
    """Interval, parents and value placed on the scale of the row; the same figures are written beside it and under it.

    Nothing for a figure that stands alone: it has no scale.
    """
    if chiffre.echelle is None or chiffre.valeur is None:
        return ""
    bas, haut = chiffre.echelle
    place = partial(_place, bas=bas, etendue=(haut - bas) or 1)
    marques = [_marque(r.role, place(r.valeur)) for r in chiffre.reperes if r.valeur is not None and bas <= r.valeur <= haut]
    return balise(
        "div", _marge(chiffre, place), *marques, _marque("territoire", place(chiffre.valeur)), classe="ctg-barre", aria_hidden="true"
    )


def _place(x: float, *, bas: float, etendue: float) -> float:
    return round(100 * min(1, max(0, (x - bas) / etendue)), 2)


def _marge(chiffre: Chiffre, place: Callable[[float], float]) -> str:
    if chiffre.ic_bas is None or chiffre.ic_haut is None:
        return ""
    gauche, droite = place(chiffre.ic_bas), place(chiffre.ic_haut)
    return balise("span", classe="ctg-marge", style=f"left:{gauche}%;width:{max(0.5, round(droite - gauche, 2))}%")


def _marque(role: str, gauche: float) -> str:
    return balise("span", classe=f"ctg-marque ctg-m-{role}", style=f"left:{gauche}%")


def _legende(roles: dict[str, str]) -> str:
    items = [("territoire", "ce territoire et son intervalle"), *roles.items()]
    marques = (balise("span", _marque(role, 50), escape(nom), classe="ctg-cle") for role, nom in items)
    return balise("p", *marques, classe="ctg-legende", aria_hidden="true")


def marques() -> str:
    """The look of the marks of the parents: those of the printed portrait, drawn once for both."""
    return "".join(f'.ctg-m-{role} {{ background-image: url("data:image/svg+xml,{quote(symbole(role))}"); }}\n' for role in ROLES)


def sources(fraicheur: Fraicheur) -> str:
    """Sources in use then missing ones, each with its years and its publisher."""
    utiles = (_source(s) for s in fraicheur.sources)
    blocs = [balise("ul", *utiles, classe="ctg-liste")]
    if fraicheur.manquantes:
        noms = " · ".join(f"{s.titre} ({s.producteur})" if s.producteur else s.titre for s in fraicheur.manquantes)
        blocs += [balise("h3", SANS_CHIFFRE, classe="ctg-question"), paragraphe(noms, "ctg-sourdine")]
    return balise("div", *blocs)


def _source(source: SourceVue) -> str:
    details = " · ".join(t for t in (source.producteur, source.annees_texte, source.licence, source.note) if t)
    return balise("li", escape(source.titre), balise("span", escape(details), classe="ctg-note"))

"""What a sample of a tidy table looks like, and the declaration that it suggests: a person corrects it, nothing is imported by it.

Only the shape of the table leaves this module (headers, labels of a long table, known marks, numbers of rows): no figure does.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders import locales_modele as modele
from ctg_data.loaders import locales_toml
from ctg_data.loaders.chargement import charge
from ctg_data.loaders.conversion import annees
from ctg_data.loaders.detect import reconnait_tables
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.fautes import Recueil
from ctg_data.loaders.fichier import nom_lisible, ouvre
from ctg_data.loaders.lecture import Table, tables
from ctg_data.loaders.locales_modele import Declaration, MesureLocale, Valeur
from ctg_data.loaders.sources import nationales

CODE, ANNEE, NOMBRE, TEXTE = "code", "annee", "nombre", "texte"
INTITULES_MAX = 60
MARQUES_CONNUES: Mapping[str, str] = {
    **dict.fromkeys(("s", "secret", "<5", "< 5", "moins de 5", "<11", "c", "***"), "s"),
    **dict.fromkeys(("nd", "n.d.", "nc", "n.c.", "n/d", "na", "n.a.", "n/a", "-", "..", "…", "non disponible"), "nd"),
    "ns": "ns",
}
_FORMES = {"commune": r"\d[\dAB]\d{3}|\d{4}", "epci": r"\d{9}", "departement": r"\d[\dAB]|97\d|\d", "region": r"\d\d"}
_INDICES = {
    "commune": r"insee|codgeo|commune|\bcom\b|^code$|code geo",
    "epci": r"epci|siren",
    "departement": r"dep|codgeo|^code",
    "region": r"reg",
}
_INDICE_ANNEE = re.compile(r"\ban\b|annee|millesime|exercice|periode|date")
_CHIFFRES = re.compile(r"[+-]?\d[\d\s\u00a0\u202f\u2009.,]*%?")
_PRESQUE_TOUT, _SURTOUT = 0.9, 0.7
_PREMIERES = 40


@dataclass(frozen=True)
class Echantillon:
    """What is seen of a sample.  ``genres``: header -> CODE, ANNEE, NOMBRE or TEXTE; ``intitules``: header of a text -> its labels,
    where they are few; ``deja``: the known source that reads the file already, ""; ``fautes``: why it cannot be used."""

    fichier: str
    feuilles: tuple[str, ...] = ()
    lignes: int = 0
    genres: Mapping[str, str] = field(default_factory=dict)
    intitules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    proposition: Declaration | None = None
    deja: str = ""
    fautes: tuple[Faute, ...] = ()

    def entetes(self, *genres: str) -> tuple[str, ...]:
        """Headers of these kinds first, then the others."""
        siens = [e for e, g in self.genres.items() if g in genres]
        return (*siens, *(e for e in self.genres if e not in siens))


def devine(chemin: Path, feuille: str = "") -> Echantillon:
    """What the table of a file looks like (the largest one, or the sheet named).  A file of one row a household is refused at once."""
    recueil = Recueil(nom_lisible(chemin))
    fichier = ouvre(chemin, recueil)
    lues = [t for t in tables(fichier, recueil) if t.apercu] if fichier.format else []
    connu = Recueil(recueil.fichier)
    reconnues = reconnait_tables(lues, nationales(), connu) if lues else []
    recueil.fautes += [f for f in connu.fautes if f.code == "fichier_par_foyer"]
    if not lues and not recueil.fautes:
        recueil.ajoute("fichier_vide", "aucun tableau", attendu="un en-tête et des lignes de données", remede="Vérifiez le fichier.")
    if recueil.fautes:
        return Echantillon(recueil.fichier, fautes=recueil.liste())
    choisie = next((t for t in lues if t.feuille == feuille and feuille), None) or max(lues, key=lambda t: len(t.apercu))
    deja = reconnues[0].source.titre if reconnues and _lu_sans_faute(chemin) else ""
    vu = replace(_regarde(choisie, recueil), feuilles=tuple(t.feuille for t in lues if t.feuille), deja=deja)
    return replace(vu, proposition=replace(vu.proposition, feuille=choisie.feuille if len(lues) > 1 else "")) if vu.proposition else vu


def _lu_sans_faute(chemin: Path) -> bool:
    """Whether a known layout not only recognises the file, but reads it: some need a few headers only."""
    lu = charge(chemin, sources=nationales())
    return {f.code for f in lu.fautes} <= {"annee_absente"}


def _regarde(table: Table, recueil: Recueil) -> Echantillon:
    rang = _rang_entete(table.apercu)
    entete = [" ".join(c.split()) for c in table.apercu[rang]]
    brut = table.lit(rang + 1, len(entete), recueil)
    colonnes = {nom: brut[p].str.strip() for p, nom in reversed(list(enumerate(entete))) if nom}
    cadre = pd.DataFrame({nom: colonnes[nom] for nom in entete if nom})
    cadre = cadre[(cadre != "").any(axis=1)]
    if cadre.empty:
        recueil.ajoute("fichier_vide", "un en-tête sans aucune ligne", attendu="des lignes de données", remede="Vérifiez le fichier.")
        return Echantillon(recueil.fichier, fautes=recueil.liste())
    niveaux = {nom: _niveau(nom, cadre[nom]) for nom in cadre}
    genres = {nom: _genre(nom, cadre[nom], niveaux[nom]) for nom in cadre}
    intitules = {nom: tuple(uniques) for nom in cadre if genres[nom] == TEXTE and 1 < len(uniques := _uniques(cadre[nom])) <= INTITULES_MAX}
    proposition = _propose(cadre, genres, niveaux, intitules, recueil.fichier)
    return Echantillon(recueil.fichier, (), len(cadre), genres, intitules, proposition)


def _rang_entete(apercu: Sequence[Sequence[str]]) -> int:
    """The first row nearly as full as the fullest one, of which no cell is a number."""
    pleines = [[c for c in rangee if c.strip()] for rangee in apercu[:_PREMIERES]]
    voulu = 0.8 * max(map(len, pleines))
    return next((r for r, cellules in enumerate(pleines) if len(cellules) >= voulu and not any(map(_est_nombre, cellules))), 0)


def _est_nombre(cellule: str) -> bool:
    return bool(_CHIFFRES.fullmatch(cellule.strip()))


def _uniques(colonne: pd.Series) -> list[str]:
    return [c for c in dict.fromkeys(colonne) if c]


def _part(colonne: pd.Series, oui: pd.Series) -> float:
    pleines = colonne != ""
    return float(oui[pleines].mean()) if pleines.any() else 0.0


def _niveau(nom: str, colonne: pd.Series) -> str:
    """The level of which a column has the codes, by its look and its header; "" for none."""
    for niveau, forme in _FORMES.items():
        dit = bool(re.search(_INDICES[niveau], normalise(nom)))
        if (dit or niveau == "epci") and _part(colonne, colonne.str.fullmatch(forme)) >= _PRESQUE_TOUT:
            return niveau
    return ""


def _genre(nom: str, colonne: pd.Series, niveau: str) -> str:
    if niveau:
        return CODE
    if _INDICE_ANNEE.search(normalise(nom)) and _part(colonne, pd.Series(annees(colonne) > 0, index=colonne.index)) >= _PRESQUE_TOUT:
        return ANNEE
    nombres = colonne.map(_est_nombre)
    if nombres.any() and _part(colonne, nombres | colonne.str.lower().isin(MARQUES_CONNUES)) >= _SURTOUT:
        return NOMBRE
    return TEXTE


def _propose(
    cadre: pd.DataFrame,
    genres: Mapping[str, str],
    niveaux: Mapping[str, str],
    intitules: Mapping[str, tuple[str, ...]],
    fichier: str,
) -> Declaration:
    """The declaration that the table suggests, to be completed: nobody but a person knows what is counted, and by whom."""
    par_genre = {g: [nom for nom in cadre if genres[nom] == g] for g in (CODE, ANNEE, NOMBRE)}
    code = min(par_genre[CODE], key=lambda nom: list(_FORMES).index(niveaux[nom]), default="")
    annee = next(iter(par_genre[ANNEE]), "")
    intitule = _intitule(cadre, [c for c in (code, annee) if c], intitules) if len(par_genre[NOMBRE]) == 1 else ""
    reperes = intitules[intitule] if intitule else par_genre[NOMBRE]
    decimale, milliers = _ecriture(pd.concat([cadre[nom] for nom in par_genre[NOMBRE]]) if par_genre[NOMBRE] else pd.Series(dtype="str"))
    ids, nombre = _ids(reperes), par_genre[NOMBRE][0] if intitule else ""
    titre = re.sub(r"[\s_-]+", " ", re.sub(r"(?<!\d)(?:19|20)\d\d(?!\d)", "", Path(fichier).stem)).strip().capitalize()
    return Declaration(
        id=locales_toml.identifiant(titre),
        titre=titre,
        producteur="",
        forme=modele.LONGUE if intitule else modele.LARGE,
        niveau=niveaux.get(code) or "commune",
        colonne_code=code,
        colonne_annee=annee,
        intitule=intitule,
        valeur=nombre,
        decimale=decimale,
        milliers=milliers,
        marques=_marques(cadre, par_genre[NOMBRE]),
        valeurs=tuple(Valeur(repere, i) for repere, i in zip(reperes, ids, strict=True)),
        mesures=tuple(
            _mesure(i, repere, decimales=_decimales(cadre[cadre[intitule] == repere][nombre] if intitule else cadre[repere], decimale))
            for repere, i in zip(reperes, ids, strict=True)
        ),
    )


def _intitule(cadre: pd.DataFrame, cle: Sequence[str], intitules: Mapping[str, tuple[str, ...]]) -> str:
    """The column of labels of a long table: places come back in it, once a label; "" for a wide table."""
    if not cle or not cadre.duplicated(list(cle)).any():
        return ""
    return next((nom for nom in intitules if not cadre.duplicated([*cle, nom]).any()), "")


def _unite(repere: str) -> str:
    """What a heading says that it counts, persons where it says nothing: they are what is to be protected."""
    mots = set(re.findall(r"[a-z]+", normalise(repere)))
    return next((u for u in (*modele.CHOSES, *modele.GENS) if mots & {u, u.removesuffix("s")}), "personnes")


def _ids(reperes: Sequence[str]) -> list[str]:
    """An id a measure, each its own."""
    ids: list[str] = []
    for repere in reperes:
        base = locales_toml.identifiant(repere)[:30].strip("_") or "mesure"
        ids.append(next(i for n in range(1, len(reperes) + 2) if (i := base if n == 1 else f"{base}_{n}") not in ids))
    return ids


def _ecriture(cellules: pd.Series) -> tuple[str, str]:
    """The decimal mark, and what parts thousands, that the cells show; the French ones where they show nothing."""
    nettes = [c.rstrip("%") for c in cellules if _est_nombre(c)]
    points, virgules = [c for c in nettes if "." in c], [c for c in nettes if "," in c]
    if points and all(re.fullmatch(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?", c) for c in points):
        return ",", "."
    if points and virgules and all(re.fullmatch(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", c) for c in virgules):
        return ".", ","
    return (".", " ") if points and not virgules else (",", " ")


def _mesure(identifiant: str, libelle: str, *, decimales: int) -> MesureLocale:
    """Persons are whole: what has decimals is proposed as a count of things."""
    unite = _unite(libelle)
    return MesureLocale(identifiant, libelle, "places" if decimales and unite in modele.GENS else unite, decimales=decimales)


def _decimales(cellules: pd.Series, decimale: str) -> int:
    """Decimals that the cells of a measure show, those that can be kept."""
    trouvees = cellules[cellules.map(_est_nombre)].str.extract(rf"{re.escape(decimale)}(\d*)%?$", expand=False).dropna()
    return min(int(trouvees.str.rstrip("0").str.len().max()), modele.DECIMALES_MAX) if len(trouvees) else 0


def _marques(cadre: pd.DataFrame, nombres: Sequence[str]) -> dict[str, str]:
    vues = {c for nom in nombres for c in cadre[nom].str.lower().unique() if c in MARQUES_CONNUES}
    return {**modele.MARQUES, **{m: MARQUES_CONNUES[m] for m in sorted(vues)}}

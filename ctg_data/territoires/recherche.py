"""Find territories by name, code or postcode, as people type them."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ABREGES = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_FORMES = (("communaute de communes", "cc"), ("communaute d agglomeration", "ca"), ("communaute urbaine", "cu"))
_ENTETE = re.compile(r"^(?:(?:cc|ca|cu|metropole) )?(?:d |du |des |de la |de l |de |le |la |les |l |las |los |aux )?")
_RESSEMBLANCE = 0.8
"""Share of common letters from which a misspelt name is proposed."""
_ECART_LONGUEUR = 2
_ORDRE = {"perimetre": -1, "epci": 0, "commune": 1, "departement": 2, "region": 3, "france": 4}


def normalise(texte: str) -> str:
    """Lower case, no accents, words separated by one space, « st » spelled out: what names are compared in."""
    texte = texte.lower().replace("œ", "oe").replace("æ", "ae")
    texte = unicodedata.normalize("NFD", texte)
    texte = "".join(c if c.isalnum() else " " for c in texte if not unicodedata.combining(c))
    mots = " ".join(_ABREGES.get(mot, mot) for mot in texte.split())
    for forme, sigle in _FORMES:
        mots = mots.replace(forme, sigle)
    return mots


def sans_entete(nom: str) -> str:
    """A normalised name without its legal form and article: « ca de la rochelle » and « la rochelle » → « rochelle »."""
    return _ENTETE.sub("", nom) or nom


@dataclass(frozen=True)
class Entree:
    """One searchable territory; ``mots`` is its normalised name between spaces."""

    niveau: str
    code: str
    nom: str
    court: str
    mots: str
    population: int


@dataclass(frozen=True)
class Index:
    """Names of every territory, and what their codes and postcodes lead to."""

    entrees: tuple[Entree, ...]
    codes: dict[str, tuple[tuple[str, str], ...]]
    """Code or postcode -> (niveau, code), the territory's own code first."""


def entree(niveau: str, code: str, nom: str, *, population: int | None) -> Entree:
    """One name ready to be searched: accents, capitals and the article at its head removed."""
    nom = normalise(nom)
    return Entree(niveau, code, nom, sans_entete(nom), f" {nom} ", population or 0)


def cherche(index: Index, texte: str, *, limite: int, niveaux: Sequence[str] | None = None) -> list[tuple[str, str]]:
    """(niveau, code) of the best matches: codes, then exact names, beginnings of names, names holding every word.

    When nothing matches, the names most alike, so that « limogse » still leads to Limoges.
    """
    voulus = frozenset(niveaux or _ORDRE)
    requete = normalise(texte)
    if not requete:
        return []
    par_code = [cle for cle in _par_code(index, requete.replace(" ", "").upper()) if cle[0] in voulus]
    par_nom = [(e.niveau, e.code) for e in _par_nom(index.entrees, requete) if e.niveau in voulus]
    trouves = [*par_code, *par_nom] or [(e.niveau, e.code) for e in _voisines(index.entrees, requete) if e.niveau in voulus]
    return list(dict.fromkeys(trouves))[:limite]


def _par_code(index: Index, code: str) -> Iterable[tuple[str, str]]:
    return index.codes.get(code, ())


def _par_nom(entrees: Sequence[Entree], requete: str) -> list[Entree]:
    courte = sans_entete(requete)
    debuts = [f" {mot}" for mot in courte.split()]
    trouvees = [e for e in entrees if debuts[0] in e.mots and all(debut in e.mots for debut in debuts)]
    return sorted(trouvees, key=lambda e: (_rang(e, requete, courte), -e.population, _ORDRE[e.niveau], e.code))


def _voisines(entrees: Sequence[Entree], requete: str) -> list[Entree]:
    """Entries whose name is nearly ``requete``, the most alike first; same first letter and about the same length, to stay quick."""
    courte = sans_entete(requete)
    if courte.isdigit() or len(courte) < 4:
        return []
    comparateur = difflib.SequenceMatcher(b=courte, autojunk=False)
    notes = ((_ressemblance(comparateur, e.court), e) for e in entrees if e.court[:1] == courte[:1])
    proches = [(note, e) for note, e in notes if note >= _RESSEMBLANCE]
    return [e for _, e in sorted(proches, key=lambda ne: (-ne[0], -ne[1].population, _ORDRE[ne[1].niveau], ne[1].code))]


def _ressemblance(comparateur: difflib.SequenceMatcher, nom: str) -> float:
    """Ratio of difflib, 0 as soon as its cheaper bounds are too low."""
    if abs(len(nom) - len(comparateur.b)) > _ECART_LONGUEUR:
        return 0
    comparateur.set_seq1(nom)
    return comparateur.ratio() if comparateur.quick_ratio() >= _RESSEMBLANCE else 0


def _rang(e: Entree, requete: str, courte: str) -> int:
    if requete == e.nom:
        return 0
    if courte == e.court:
        return 1
    if e.nom.startswith(requete) or e.court.startswith(courte):
        return 2 if f" {courte} " in e.mots else 3
    return 4

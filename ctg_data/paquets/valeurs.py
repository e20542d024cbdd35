"""What a row of published values may say: every column is held against what this software can write (ADR 0018)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ctg_data.diagnostic import secret
from ctg_data.indicators import registry, vocabulaire
from ctg_data.indicators.lignes import SOURCES_MAX
from ctg_data.indicators.model import (
    Distribution,
    EcartReference,
    Effectif,
    Formule,
    Indicateur,
    Manque,
    Moyenne,
    Publie,
    Ratio,
    Solde,
    Variation,
)
from ctg_data.loaders import sources as registre_sources
from ctg_data.paquets.ecart import Ecart
from ctg_data.settings import ANNEES
from ctg_data.store.paquet import derniere_annee
from ctg_data.store.publie import EPOQUES
from ctg_data.territoires.model import ANTERIEURS, CIBLE, MILLESIMES
from ctg_data.wording import fr
from ctg_data.wording import paquet as mots
from ctg_data.wording.nombres import nombre

_COMPTE, _MANQUE, _VARIATION, _SOLDE, _POINTS = 1e8, 1e9, 1e5, 1e4, 1e3
"""Largest figure of a country: people or places, hours that lack, % a year, per 1,000 a year, points between two rates."""
_PAR_UNITE = {"%": 1e3, "€ par an": 1e6, "": 1e3}
"""Largest published figure, by unit; 1e6 for the others, which are rates of a commune that may have one child."""
_PROPORTION, _RAPPORT = 10, 1e5
"""How many times ``pour`` a ratio may be: small terms rounded to 5 may pass 100 %; one that is not bounded has a unit below."""
_PROFILS = ("caf_interne", "cnaf_open")
"""Whose counts of people are 0, or at least the threshold (domain.md §5.1)."""
_POUSSIERE = 1e-6
_HACHAGE = frozenset("0123456789abcdef")


def verifie(partition: str, frame: pd.DataFrame) -> None:
    """Raises Ecart on the first row that this software cannot have written."""
    lignes = _Lignes(partition, frame)
    for attendu, fautives in _REGLES:
        rangs = np.flatnonzero(fautives(lignes))
        if len(rangs):
            raise Ecart(lignes.dit(int(rangs[0]), attendu))


def etendue(indicateur: Indicateur) -> tuple[float, float]:
    """Lowest and highest plausible figure of an indicator, in its unit."""
    haut = max(_plus_haut(f, indicateur.unite) for f in indicateur.formules)
    return (-haut if registry.peut_etre_negatif(indicateur) else 0.0), haut


def _plus_haut(formule: Formule, unite: str) -> float:
    match formule:
        case Ratio(pour=pour, bornee=bornee):
            return pour * (_PROPORTION if bornee else _RAPPORT)
        case Publie():
            return _PAR_UNITE.get(unite, 1e6)
        case EcartReference(facteur=facteur):
            return _POINTS * max(1.0, abs(facteur))
        case Variation():
            return _VARIATION
        case Solde():
            return _SOLDE
        case Manque():
            return _MANQUE
        case Effectif() | Distribution() | Moyenne():
            return _COMPTE


@dataclass(frozen=True, eq=False)
class _Lignes:
    """The rows of one partition, and what the catalogue says of the indicator of each."""

    partition: str
    frame: pd.DataFrame

    @cached_property
    def ok(self) -> np.ndarray:
        return self.frame["statut"].eq("ok").to_numpy()

    @cached_property
    def indicateurs(self) -> list[Indicateur | None]:
        """Those of the categories."""
        connus = {i.id: i for i in registry.nationaux()}
        return [connus.get(nom) for nom in self.frame["indicateur"].cat.categories]

    def par_indicateur(self, dit: Callable[[Indicateur], float], defaut: float = np.nan) -> np.ndarray:
        """What is said of the indicator of each row."""
        dits = np.array([defaut if i is None else dit(i) for i in self.indicateurs] or [defaut], dtype="float64")
        return dits[self.frame["indicateur"].cat.codes.to_numpy()]

    def par_texte(self, colonne: str, permis: Callable[[str], bool]) -> np.ndarray:
        """Whether the text of each row is permitted; each distinct one is looked at once."""
        dits = np.array([permis(texte) for texte in self.frame[colonne].cat.categories] or [True], dtype=bool)
        return dits[self.frame[colonne].cat.codes.to_numpy()]

    def nombres(self, colonne: str) -> np.ndarray:
        return self.frame[colonne].to_numpy()

    def dit(self, rang: int, attendu: str) -> str:
        """A row, and what was expected; never a count that may be protected."""
        ligne = self.frame.iloc[rang]
        connu = self.indicateurs[self.frame["indicateur"].cat.codes.iloc[rang]]
        quoi = f"indicateur « {connu.libelle if connu else ligne['indicateur']} »"
        trouve = _trouve(ligne)
        niveau = fr.NOMS_NIVEAUX.get(str(ligne["niveau"]), str(ligne["niveau"]))
        lieu = {"niveau": niveau if niveau.isupper() else niveau.lower(), "code": ligne["code"], "annee": ligne["annee"]}
        return mots.LIGNE_REFUSEE.format(table=self.partition, **lieu, quoi=quoi, trouve=trouve, attendu=attendu)


def _trouve(ligne: pd.Series) -> str:
    valeur = ligne["valeur"]
    if ligne["statut"] != "ok":
        return "une ligne sans chiffre"
    if 0 < valeur < secret.REGLES.seuil:
        return f"un chiffre inférieur à {secret.REGLES.seuil}"
    return nombre(valeur, 3 if valeur % 1 else 0) if abs(valeur) < 1e12 else f"{valeur:.3g}"


def _indicateurs(x: _Lignes) -> np.ndarray:
    niveau = str(x.frame["niveau"].iloc[0]) if len(x.frame) else ""
    return x.par_indicateur(lambda i: i.existe(niveau), defaut=0) == 0


def _modalites(x: _Lignes) -> np.ndarray:
    """« total », or a class of the indicator."""
    textes = x.frame["modalite"].cat.categories
    permises = np.array([[i is not None and m in modalites(i) for m in textes] for i in x.indicateurs], dtype=bool).reshape(-1, len(textes))
    return ~permises[x.frame["indicateur"].cat.codes.to_numpy(), x.frame["modalite"].cat.codes.to_numpy()]


def modalites(indicateur: Indicateur) -> frozenset[str]:
    """What the values of an indicator are broken down by."""
    classes = frozenset(nom for f in indicateur.formules if isinstance(f, Distribution) for nom, _ in f.classes)
    return classes or frozenset({vocabulaire.TOTAL})


def _etendues(x: _Lignes) -> np.ndarray:
    bas, haut = (x.par_indicateur(lambda i, rang=rang: etendue(i)[rang]) for rang in (0, 1))
    return np.logical_or.reduce([(x.nombres(c) < bas) | (x.nombres(c) > haut) for c in ("valeur", "ic_bas", "ic_haut")])


def _pas(x: _Lignes) -> np.ndarray:
    return 10.0 ** -x.par_indicateur(lambda i: i.decimales)


def _decimales(x: _Lignes) -> np.ndarray:
    """A figure is a multiple of its step; a bound, of half of it (that of a count rounded to 5)."""
    return (
        _hors_du_pas(x.nombres("valeur"), _pas(x))
        | _hors_du_pas(x.nombres("ic_bas"), _pas(x) / 2)
        | _hors_du_pas(x.nombres("ic_haut"), _pas(x) / 2)
    )


def _hors_du_pas(table: np.ndarray, pas: np.ndarray) -> np.ndarray:
    return np.abs(table - np.round(table / pas) * pas) > _POUSSIERE * np.maximum(1, np.abs(table) * 1e-6)


def _petits(x: _Lignes) -> np.ndarray:
    """A count of people that the Caf's own data, or its published files where nothing was shared out, give under the threshold."""
    comptes = x.par_indicateur(_est_un_compte, defaut=0) > 0
    interne, publiee = (x.par_texte("sources", lambda texte, p=profil: p in _profils(texte)) for profil in _PROFILS)
    petits = secret.petits(x.nombres("valeur"), secret.REGLES)
    return comptes & petits & (interne | (publiee & ~x.nombres("est")))


def _est_un_compte(indicateur: Indicateur) -> bool:
    """Whether it is a count of people, hidden from 1 to the threshold."""
    comptes = [f for f in indicateur.formules if isinstance(f, Effectif | Distribution)]
    gens = (vocabulaire.catalogue()[ref.mesure].sensible for f in comptes for ref in registry.refs(f))
    return len(comptes) == len(indicateur.formules) and all(gens)


def _profils(sources: str) -> set[str]:
    connues = registre_sources.nationales()
    return {connues[s].profil_secret for s in (partie.partition("@")[0] for partie in sources.split("|")) if s in connues}


def _bornes(x: _Lignes) -> np.ndarray:
    """Both bounds around the figure, or none."""
    bas, haut, valeur, pas = x.nombres("ic_bas"), x.nombres("ic_haut"), x.nombres("valeur"), _pas(x)
    return (np.isnan(bas) != np.isnan(haut)) | (bas > haut) | (valeur < bas - pas) | (valeur > haut + pas)


def _mentions(x: _Lignes) -> np.ndarray:
    return ~x.ok & (x.nombres("est") | x.nombres("arr5"))


def _millesimes(x: _Lignes) -> np.ndarray:
    permis = (*ANTERIEURS, *MILLESIMES) if x.partition == EPOQUES else (CIBLE,)
    return ~np.isin(x.nombres("millesime_geo"), permis)


def _sources(x: _Lignes) -> np.ndarray:
    return ~x.par_texte("sources", _cite)


def _cite(sources: str) -> bool:
    """Whether a cell names known sources, each with a year, or nothing."""
    parties = sources.split("|") if sources else []
    return len(parties) == len(set(parties)) <= 2 * SOURCES_MAX and all(map(_source, parties))


def _source(partie: str) -> bool:
    nom, _, annee = partie.partition("@")
    return nom in registre_sources.nationales() and len(annee) == 4 and annee.isdecimal() and ANNEES[0] <= int(annee) <= derniere_annee()


def _editions(x: _Lignes) -> np.ndarray:
    return ~x.par_texte("edition", lambda texte: not texte or (len(texte) == 16 and _HACHAGE.issuperset(texte)))


_REGLES: tuple[tuple[str, Callable[[_Lignes], np.ndarray]], ...] = (
    ("un indicateur que le logiciel calcule à ce niveau", _indicateurs),
    ("une ligne par classe de cet indicateur", _modalites),
    ("des sources connues, chacune avec son année", _sources),
    ("un chiffre et des bornes plausibles dans cette unité", _etendues),
    ("un chiffre et des bornes arrondis comme les autres", _decimales),
    (f"un effectif de la Caf nul, caché, ou de {secret.REGLES.seuil} au moins", _petits),
    ("deux bornes de part et d'autre du chiffre, ou aucune", _bornes),
    ("un chiffre caché dont rien d'autre n'est dit", _mentions),
    ("un territoire d'un millésime connu", _millesimes),
    ("un numéro de version des données", _editions),
)
"""What is expected, in French, and the rows that are not so."""

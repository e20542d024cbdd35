"""The engine: one indicator, at every level, as dense tables with their status and sources."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ctg_data.indicators import cubes, evaluation, seuils
from ctg_data.indicators.cubes import Cube, grille
from ctg_data.indicators.donnees import Donnees
from ctg_data.indicators.evaluation import Evalue, Variante
from ctg_data.indicators.lignes import Registre
from ctg_data.indicators.model import Distribution, Effectif, Formule, Indicateur
from ctg_data.indicators.resultat import SANS_SOURCE, Resultat
from ctg_data.indicators.vocabulaire import TOTAL
from ctg_data.territoires.referentiel import NIVEAUX

__all__ = ["Donnees", "calcule"]


def calcule(indicateur: Indicateur, donnees: Donnees, niveaux: Sequence[str] = NIVEAUX) -> Mapping[str, tuple[Resultat, ...]]:
    """Level -> one Resultat per modality (``total``, or the classes of a distribution in their order).

    Levels are those of ``niveaux`` where the indicator exists, in that order; every Resultat of one indicator has the same years.
    Units are those of the target vintage, sorted by code.
    """
    niveaux = [niveau for niveau in niveaux if indicateur.existe(niveau)]
    calculs = {
        (niveau, modalite): [_juge(indicateur, f, niveau, donnees) for f in formules]
        for modalite, formules in _par_modalite(indicateur.formules)
        for niveau in niveaux
    }
    annees = tuple(sorted({a for evalues in calculs.values() for e in evalues for a in e.valeur.annees}))
    resultats: dict[str, list[Resultat]] = {niveau: [] for niveau in niveaux}
    for (niveau, modalite), evalues in calculs.items():
        choisi = _choix([_sur(e, annees) for e in evalues], serie_unique=indicateur.serie_unique)
        resultats[niveau].append(_resultat(indicateur, choisi, niveau, modalite=modalite, donnees=donnees))
    return {niveau: tuple(liste) for niveau, liste in resultats.items()}


def _juge(indicateur: Indicateur, formule: Variante, niveau: str, donnees: Donnees) -> Evalue:
    """One formula, its figures under a threshold not significant."""
    calcul = evaluation.evalue(formule, niveau, donnees)
    return seuils.applique(indicateur, formule, calcul, niveau, geographie=donnees.geographie)


def _par_modalite(formules: Sequence[Formule]) -> Iterable[tuple[str, Sequence[Formule]]]:
    classes = [(nom, (Effectif(refs),)) for f in formules if isinstance(f, Distribution) for nom, refs in f.classes]
    return classes or [(TOTAL, evaluation.variantes(formules))]


def _sur(calcul: Evalue, annees: tuple[int, ...]) -> Evalue:
    """The same on the indicator's years."""
    provenance = calcul.provenance.sur(len(annees), [annees.index(a) for a in calcul.valeur.annees])
    num, den = (None if c is None else cubes.sur(c, annees) for c in (calcul.num, calcul.den))
    return Evalue(cubes.sur(calcul.valeur, annees), num, den, provenance)


def _choix(evalues: Sequence[Evalue], *, serie_unique: bool) -> Evalue:
    """The first formula that gives something: cell by cell, or for all the years of a territory."""
    choisi = evalues[0]
    for suivant in evalues[1:]:
        manque = choisi.valeur.manque
        ou = np.broadcast_to(manque.all(axis=-1, keepdims=True), manque.shape) if serie_unique else manque & ~suivant.valeur.manque
        choisi = _melange(ou, suivant, choisi)
    return choisi


def _melange(ou: np.ndarray, oui: Evalue, non: Evalue) -> Evalue:
    return Evalue(
        cubes.choisit(ou, oui.valeur, non.valeur),
        _melange_cubes(ou, oui.num, non.num),
        _melange_cubes(ou, oui.den, non.den),
        oui.provenance.choisit(ou, non.provenance),
    )


def _melange_cubes(ou: np.ndarray, oui: Cube | None, non: Cube | None) -> Cube | None:
    if oui is None and non is None:
        return None
    vide = cubes.absent(ou.shape[:-1], (oui or non).annees)
    return cubes.choisit(ou, oui or vide, non or vide)


def _resultat(indicateur: Indicateur, calcul: Evalue, niveau: str, *, modalite: str, donnees: Donnees) -> Resultat:
    numeros, libelles = _sources(calcul, donnees.registre)
    num, den = (None if c is None else grille(c) for c in (calcul.num, calcul.den))
    codes = donnees.geographie.codes[niveau]
    return Resultat(indicateur, niveau, modalite, codes, calcul.valeur.annees, grille(calcul.valeur), num, den, numeros, libelles)


def _sources(calcul: Evalue, registre: Registre) -> tuple[np.ndarray, tuple[str, ...]]:
    """For each cell, the number of its label; cells that give nothing have none."""
    libelles = {"": SANS_SOURCE}
    manque = calcul.valeur.manque
    numeros = np.zeros(manque.shape, dtype="int32")
    for colonne, annee in enumerate(calcul.valeur.annees):
        rangs, distinctes = calcul.provenance.distinctes(colonne, manque[:, colonne])
        table = [libelles.setdefault(_libelle(parties, annee, registre), len(libelles)) for parties in distinctes]
        numeros[:, colonne] = np.array(table, dtype="int32")[rangs]
    return numeros, tuple(libelles)


def _libelle(parties: tuple[int, int, int], annee: int, registre: Registre) -> str:
    num, den, age = parties
    noms = [f"{source}@{annee}" for source in registre.noms(num)] + [f"{source}@{annee - age}" for source in registre.noms(den)]
    return "|".join(dict.fromkeys(noms))

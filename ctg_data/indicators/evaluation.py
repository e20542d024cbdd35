"""Each closed kind of formula, over all the units and years of a level (docs/architecture.md, domain.md §2-3)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ctg_data.indicators import cubes, registry
from ctg_data.indicators.cubes import R_ABSENT, R_ND, R_OK, R_SECRET, Cube
from ctg_data.indicators.donnees import Donnees
from ctg_data.indicators.lignes import SOURCES_MAX
from ctg_data.indicators.model import EcartReference, Effectif, Formule, Manque, Moyenne, Publie, Ratio, Somme, Variation

RECUL = 3
"""Years by which a denominator may be older than its numerator."""
ERREUR_ARRONDI = 2.5
"""Largest error of one count rounded to 5."""
_DEN, _AGE = SOURCES_MAX, 2 * SOURCES_MAX
_POUR_CENT = 100


@dataclass(frozen=True, eq=False)
class Evalue:
    """A formula at one level.  ``num``, ``den``: the sums behind it (None where there are none).

    ``provenance``: sources of the numerator (bits 0-28), of the denominator (29-57), and age of the latter in years.
    """

    valeur: Cube
    num: Cube | None
    den: Cube | None
    provenance: np.ndarray


Variante = Formule | tuple[EcartReference, Formule]
"""A formula, or a gap to the reference through one formula of the other indicator."""


def variantes(formules: Sequence[Formule]) -> tuple[Variante, ...]:
    """The formulas to try: a gap to another indicator has one for each formula of the latter, never mixed."""
    return tuple(v for formule in formules for v in _variantes(formule))


def _variantes(formule: Formule) -> Sequence[Variante]:
    if isinstance(formule, EcartReference):
        return [(formule, _sans_marge(f)) for f in variantes(registry.par_id()[formule.indicateur].formules)]
    return [formule]


def _sans_marge(formule: Formule) -> Formule:
    """A gap has no interval: what would only serve it is not read, nor named as a source."""
    return replace(formule, num=()) if isinstance(formule, Publie) else formule


def evalue(formule: Variante, niveau: str, donnees: Donnees) -> Evalue:
    """One formula at one level, on the years of its numerator."""
    match formule:
        case Effectif(refs):
            return _effectif(donnees.somme(refs, niveau))
        case Ratio():
            return _ratio(formule, niveau, donnees)
        case Publie():
            return _publie(formule, niveau, donnees)
        case Moyenne(refs, annees):
            return _moyenne(donnees.somme(refs, niveau), annees)
        case Variation(refs, duree):
            return _variation(donnees.somme(refs, niveau), duree)
        case Manque():
            return _manque(formule, niveau, donnees)
        case (EcartReference() as ecart, autre):
            return _ecart(ecart, autre, niveau, donnees=donnees)


def recul(num: Somme, den: Somme) -> int:
    """Years by which ``den`` may be older: a part and its whole of the same measures are of the same year."""
    return 0 if {r.mesure for r in num} <= {r.mesure for r in den} else RECUL


def provenance(num: Cube, den: Cube | None = None, age: np.ndarray | int = 0) -> np.ndarray:
    """Sources of a cell as one integer (see Evalue)."""
    code = num.sources.astype("int64")
    if den is not None:
        code = code | den.sources.astype("int64") << _DEN | np.asarray(age, dtype="int64") << _AGE
    return code


def parties(code: int) -> tuple[int, int, int]:
    """Bits of the numerator, bits of the denominator, age of the latter."""
    masque = (1 << _DEN) - 1
    return code & masque, code >> _DEN & masque, code >> _AGE


def _effectif(compte: Cube) -> Evalue:
    return Evalue(compte, compte, None, provenance(compte))


def _ratio(formule: Ratio, niveau: str, donnees: Donnees) -> Evalue:
    num, den, age = _num_den(formule.num, formule.den, niveau, donnees=donnees)
    valeur = cubes.derive(_divise(formule.pour * num.valeur, den.valeur), [num, den])
    valeur = cubes.degrade(valeur, den.valeur == 0, R_ND)
    if formule.bornee:
        valeur = cubes.degrade(valeur, _contradictoires(num, den), R_ND)
    return Evalue(valeur, num, den, provenance(num, den, age))


def _publie(formule: Publie, niveau: str, donnees: Donnees) -> Evalue:
    """The terms are as public as the rate: nothing of the CAF's own is in the figure shown."""
    lu = donnees.publie(formule.ref, niveau)
    if not formule.num:
        return Evalue(lu, None, None, provenance(lu))
    num = _au_champ(lu, formule.num, niveau, donnees)
    den = cubes.derive(_divise(_POUR_CENT * num.valeur, lu.valeur), [num, lu])
    den = cubes.avec(cubes.degrade(den, (num.valeur == 0) | (lu.valeur == 0), R_ND), interne=lu.interne)
    citees = cubes.avec(num, sources=np.where(den.rang == R_OK, num.sources, 0))
    return Evalue(lu, cubes.avec(num, interne=lu.interne), den, provenance(lu, citees))


def _au_champ(lu: Cube, refs: Somme, niveau: str, donnees: Donnees) -> Cube:
    """A sum on the years of a published figure, and on its field where it can be brought to it."""
    somme = cubes.sur(donnees.somme(refs, niveau), lu.annees)
    for hors in np.unique(lu.hors[lu.hors != somme.hors]).tolist():
        ramenee = cubes.sur(donnees.somme(refs, niveau, hors=hors), lu.annees)
        somme = cubes.choisit((lu.hors == hors) & (somme.hors != hors), ramenee, somme)
    return somme


def _num_den(num: Somme, den: Somme, niveau: str, *, donnees: Donnees) -> tuple[Cube, Cube, np.ndarray]:
    """Both sums on the numerator's years, of the same field."""
    haut, bas, age = _termes(num, den, niveau, donnees=donnees)
    for hors in _champs_communs(haut, bas):
        ou = _a_ramener(haut, bas) & (haut.hors | bas.hors == hors)
        haut_commun, bas_commun, age_commun = _termes(num, den, niveau, donnees=donnees, hors=hors)
        haut, bas = cubes.choisit(ou, haut_commun, haut), cubes.choisit(ou, bas_commun, bas)
        age = np.where(ou, age_commun, age)
    return haut, bas, age


def _termes(num: Somme, den: Somme, niveau: str, *, donnees: Donnees, hors: int = 0) -> tuple[Cube, Cube, np.ndarray]:
    haut = donnees.somme(num, niveau, hors=hors)
    return haut, *cubes.dernier(donnees.somme(den, niveau, hors=hors), haut.annees, recul(num, den))


def _champs_communs(haut: Cube, bas: Cube) -> tuple[int, ...]:
    """Départements that both must leave out, for each way in which they differ."""
    return tuple(np.unique((haut.hors | bas.hors)[_a_ramener(haut, bas)]).tolist())


def _a_ramener(haut: Cube, bas: Cube) -> np.ndarray:
    """Cells of different fields, but for the CAF's own: beside the whole, the rest would give the département left out."""
    return (haut.hors != bas.hors) & ~haut.interne & ~bas.interne


def _contradictoires(num: Cube, den: Cube) -> np.ndarray:
    """A part larger than its whole, by more than rounding explains: two sources that do not agree give no rate."""
    return num.valeur > den.valeur + ERREUR_ARRONDI * (num.arrondis + den.arrondis)


def _moyenne(compte: Cube, duree: int) -> Evalue:
    """``num`` is the total of the years: its small-number instability is that of the mean."""
    decales = [cubes.sur(cubes.avec(compte, annees=tuple(a + n for a in compte.annees)), compte.annees) for n in range(duree)]
    total = cubes.somme(decales) if compte.annees else compte
    moyenne = cubes.avec(total, valeur=total.valeur / duree, arrondis=-(-total.arrondis // duree))
    return Evalue(moyenne, total, None, provenance(total))


def _variation(compte: Cube, duree_min: int) -> Evalue:
    """From the earliest known year; a hidden figure at either end hides the change."""
    ages = range(max(compte.annees, default=0) - min(compte.annees, default=0), duree_min - 1, -1)
    debut, age = cubes.absent(compte.valeur.shape[:-1], compte.annees), np.zeros(compte.rang.shape, dtype="int64")
    for ecart in ages:
        ancien = cubes.sur(cubes.avec(compte, annees=tuple(a + ecart for a in compte.annees)), compte.annees)
        prises = _depart(ancien) & ~_depart(debut) & (ancien.hors == compte.hors)
        prises |= (ancien.rang == R_SECRET) & (debut.rang == R_ABSENT)
        cubes.pose(debut, ancien, ou=prises)
        age[prises] = ecart
    taux = (_divise(compte.valeur, debut.valeur) ** _divise(1.0, age) - 1) * 100
    return Evalue(cubes.derive(taux, [compte, debut]), None, None, provenance(compte, debut, age))


def _depart(cube: Cube) -> np.ndarray:
    return (cube.rang == R_OK) & (cube.valeur > 0)


def _ecart(ecart: EcartReference, formule: Formule, niveau: str, *, donnees: Donnees) -> Evalue:
    ici = evalue(formule, niveau, donnees)
    la = _a_la_reference(niveau, donnees, ici.valeur, lambda n: evalue(formule, n, donnees))
    valeur = cubes.derive(ecart.facteur * (ici.valeur.valeur - la.valeur.valeur), [ici.valeur, la.valeur])
    valeur = cubes.degrade(valeur, _ages_differents(ici.provenance, la.provenance), R_ND)
    return Evalue(valeur, ici.num, ici.den, ici.provenance | la.provenance)


def _manque(formule: Manque, niveau: str, donnees: Donnees) -> Evalue:
    offre, besoin, age = _num_den(formule.offre, formule.besoin, niveau, donnees=donnees)
    ici = Evalue(offre, offre, besoin, provenance(offre, besoin, age))
    if formule.poids:
        parts = [cubes.dernier(donnees.somme((ref,), niveau), offre.annees, RECUL)[0] for ref, _ in formule.poids]
        pondere = sum(poids * part.valeur for part, (_, poids) in zip(parts, formule.poids, strict=True))
        return _par(formule, cubes.derive(pondere - offre.valeur, [offre, besoin, *parts]), ici)
    la = _a_la_reference(niveau, donnees, offre, lambda n: _taux(formule, n, donnees))
    valeur = cubes.derive(besoin.valeur * la.valeur.valeur / formule.pour - offre.valeur, [offre, besoin, la.valeur])
    valeur = cubes.degrade(valeur, _ages_differents(ici.provenance, la.provenance), R_ND)
    return _par(formule, valeur, Evalue(ici.valeur, offre, besoin, ici.provenance | la.provenance))


def _taux(formule: Manque, niveau: str, donnees: Donnees) -> Evalue:
    return _ratio(Ratio(formule.offre, formule.besoin, formule.pour, bornee=False), niveau, donnees)


def _par(formule: Manque, valeur: Cube, ici: Evalue) -> Evalue:
    """The gap, brought to ``par`` units of need when the formula says so."""
    if formule.par:
        ramene = cubes.avec(valeur, valeur=_divise(formule.par * valeur.valeur, ici.den.valeur))
        valeur = cubes.degrade(ramene, ici.den.valeur == 0, R_ND)
    return Evalue(valeur, ici.num, ici.den, ici.provenance)


def _a_la_reference(niveau: str, donnees: Donnees, modele: Cube, calcule: Callable[[str], Evalue]) -> Evalue:
    """The same formula at the default reference of each unit (absent for France), on the years of ``modele``.

    A territory is compared with France whatever its field, which the views say.
    """
    reference = donnees.geographie.reference(niveau)
    if reference is None:
        rien = cubes.absent(modele.valeur.shape[:-1], modele.annees)
        return Evalue(rien, None, None, provenance(rien))
    niveau_reference, unites = reference
    lu = calcule(niveau_reference)
    code = np.where((unites < 0)[:, None], 0, lu.provenance[unites])
    valeur = cubes.prend(lu.valeur, unites)
    return Evalue(cubes.avec(valeur, hors=np.zeros_like(valeur.hors)), None, None, code)


def _ages_differents(ici: np.ndarray, la: np.ndarray) -> np.ndarray:
    """Territory and reference use needs of different years: no gap between them."""
    return ici >> _AGE != la >> _AGE


def _divise(haut: np.ndarray | float, bas: np.ndarray) -> np.ndarray:
    return np.divide(haut, bas, out=np.zeros(np.broadcast(haut, bas).shape), where=bas != 0)

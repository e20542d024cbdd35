"""What to hide of each measure, from the private store: primary and secondary suppression joined over linked measures."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from ctg_data.diagnostic import liens, secret
from ctg_data.diagnostic.communes import Choisies, Releve
from ctg_data.diagnostic.hierarchie import Hierarchie, un_des
from ctg_data.diagnostic.liens import Noeud
from ctg_data.diagnostic.secret import ENTIER, REGLES, Masques, Quantite, Regles
from ctg_data.indicators import cubes, registry
from ctg_data.indicators.compute import Donnees
from ctg_data.indicators.cubes import R_OK, R_SECRET, Cube
from ctg_data.indicators.evaluation import RECUL, recul
from ctg_data.indicators.model import (
    EcartReference,
    Formule,
    Indicateur,
    Manque,
    Moyenne,
    Publie,
    Ratio,
    Solde,
    Somme,
    Variation,
)
from ctg_data.indicators.resultat import ABSENT, SECRET, Grille, Resultat
from ctg_data.territoires.referentiel import NIVEAUX


class Protection:
    """Masks of every sensitive measure of a computation, and what follows for each indicator."""

    def __init__(
        self, indicateurs: Sequence[Indicateur], donnees: Donnees, h: Hierarchie, *, interne: bool = True, regles: Regles = REGLES
    ):
        """``interne``: False when no file of the CAF's own is current, and nothing is to hide."""
        self._donnees, self._h, self._regles, self._interne = donnees, h, regles, interne
        self._par_id = {i.id: i for i in indicateurs}
        self._annees = _etendues(donnees.annees)
        self._masques: dict[Noeud, dict[str, np.ndarray]] = {}
        self._choisies: Mapping[Somme, Choisies] = {}
        self._indicateurs = tuple(indicateurs)

    def prepare(self, avance: Callable[[float], None] = lambda part: None) -> "Protection":
        """Look at every count, then at every proportion: what hides a whole is known before its parts; ``avance`` hears the share done."""
        atteints = liens.atteints(self._indicateurs)
        quantites = list(self._quantites()) if self._interne else []
        releve = Releve(self._h, len(self._annees), self._donnees.geographie.population["commune"], self._regles)
        for rang, (num, den, montree) in enumerate(quantites):
            annees = self._annees_internes(num)
            if annees:
                quantite = self._quantite(num, den, annees, montree=montree)
                masques = secret.masques(quantite, self._h, self._regles)
                self._retient({a for n in liens.noeuds(num) for a in atteints[n]}, masques, annees)
                releve.note(num, den, quantite, [self._annees.index(a) for a in annees])
            avance((rang + 1) / len(quantites))
        self._affine(releve, atteints)
        return self

    def _affine(self, releve: Releve, atteints: Mapping[Noeud, frozenset[Noeud]]) -> None:
        """Keep, in communes and EPCI, the choice made sum by sum; what has no witness stays hidden with all that it is linked with."""
        self._choisies = releve.cherche()
        replis = self._replis(atteints)
        seuls = {noeud: self._vide("commune", self._annees) for noeud in self._masques}
        for somme, choisies in self._choisies.items():
            portions = un_des(choisies.seules, self._h.groupe_portion, n=self._h.groupes)[self._h.groupe_commune]
            for noeud in _voisinage(liens.noeuds(somme), atteints) & self._masques.keys():
                seuls[noeud] |= self._masques[noeud]["commune"] & portions
        for noeud, connus in self._masques.items():
            epci = un_des(replis[noeud][self._h.departement_portion], self._h.groupe_portion, n=self._h.groupes)
            connus["epci"] &= epci[: len(connus["epci"])]
            connus[ENTIER] = (connus[ENTIER] & replis[noeud][self._h.departement_commune]) | seuls[noeud]

    def _replis(self, atteints: Mapping[Noeud, frozenset[Noeud]]) -> dict[Noeud, np.ndarray]:
        """Départements where a node, or one that it is linked with, has no witness: closed families are hidden there, and in the years
        before, whose denominators may have been read."""
        h, n = self._h, len(self._h.codes["departement"])
        replis = {noeud: connus["departement"].copy() for noeud, connus in self._masques.items()}
        for noeud, connus in self._masques.items():
            for autre in _voisinage({noeud}, atteints) & replis.keys():
                replis[autre] |= connus["departement"]
        for somme, choisies in self._choisies.items():
            noeuds = _voisinage(liens.noeuds(somme), atteints) & replis.keys()
            doutes = un_des(choisies.inconnues | choisies.seules, h.groupe_portion, n=h.groupes)[h.groupe_commune]
            entiers = [self._vide("commune", self._annees), *(self._masques[noeud][ENTIER] & doutes for noeud in noeuds)]
            repli = choisies.echecs | un_des(np.logical_or.reduce(entiers), h.departement_commune, n=n)
            for noeud in noeuds:
                replis[noeud] |= repli
        return {noeud: _et_avant(repli) for noeud, repli in replis.items()}

    def caches(self, resultats: Sequence[Resultat]) -> list[np.ndarray]:
        """What to hide of each result of one indicator at one level.

        Where the CAF itself hid one class, the others and their total would give it: all are hidden.  Our own masks have witnesses.
        """
        seuls = [self._cache(r) for r in resultats]
        if len(resultats) < 2:
            return seuls
        ensemble = self._vide(resultats[0].niveau, self._annees)
        for resultat in resultats:
            ensemble[:, [self._annees.index(a) for a in resultat.annees]] |= resultat.valeur.interne & (resultat.valeur.statut == SECRET)
        return [m | (self._colonnes(ensemble, r.annees) & ~_sans_donnee(r)) for m, r in zip(seuls, resultats, strict=True)]

    def _cache(self, resultat: Resultat) -> np.ndarray:
        """Cells of a result to be marked secret, bool [units, years].

        A figure that cannot be computed from known terms (nothing to divide by, a part larger than its whole) tells on them.
        """
        if not resultat.valeur.interne.any():
            return np.zeros(resultat.valeur.statut.shape, dtype=bool)
        caches = np.zeros(resultat.valeur.statut.shape, dtype=bool)
        for formule in resultat.indicateur.formules:
            caches |= self._de_formule(formule, resultat)
        return caches & ~_sans_donnee(resultat)

    def _quantites(self) -> Iterator[tuple[Somme, Somme | None, bool]]:
        """Numerator, denominator, and whether the share of one in the other is shown."""
        yield from ((somme, None, True) for somme in liens.sommes(self._indicateurs))
        yield from ((ratio.num, ratio.den, True) for ratio in liens.proportions(self._indicateurs))
        yield from ((ratio.num, ratio.den, False) for ratio in liens.inclusions(self._indicateurs))

    def _annees_internes(self, num: Somme) -> tuple[int, ...]:
        """Years in which the CAF's own data give something of a sum."""
        lus = [self._donnees.somme(num, n) for n in NIVEAUX]
        return tuple(sorted({a for cube in lus for a, oui in zip(cube.annees, cube.interne.any(axis=0), strict=True) if oui}))

    def _quantite(self, num: Somme, den: Somme | None, annees: tuple[int, ...], *, montree: bool) -> Quantite:
        hauts = {n: cubes.sur(self._donnees.somme(num, n), annees) for n in NIVEAUX}
        x = {n: self._exacts(cube, cube, n) for n, cube in hauts.items()}
        connu = {n: cube.rang == R_OK for n, cube in hauts.items()}
        tus, publics = _tus(hauts["commune"]), _publics(hauts["commune"])
        if den is None:
            return Quantite(x, connu, tus=tus, publics=publics)
        bas = {n: self._dernier(num, den, n, annees=annees)[0] for n in NIVEAUX}
        d = {n: self._exacts(bas[n], hauts[n], n) for n in NIVEAUX}
        d_cache = {
            "commune": self._retardee(num, den, "commune", annees=annees, masque=self._entiers) | secret.petits(d["commune"], self._regles),
            "epci": self._retardee(num, den, "epci", annees=annees),
        }
        return Quantite(x, connu, d, d_cache, tus=tus, montree=montree, publics=publics)

    def _dernier(self, num: Somme, den: Somme, niveau: str, *, annees: tuple[int, ...]) -> tuple[Cube, np.ndarray]:
        return cubes.dernier(self._donnees.somme(den, niveau), annees, recul(num, den))

    def _exacts(self, cube: Cube, num: Cube, niveau: str) -> np.ndarray:
        """0 where the numerator is public or the place uninhabited, NaN where unknown."""
        valeur = np.where(cube.rang == R_OK, cube.valeur, np.nan)
        vides = (self._donnees.geographie.population[niveau] == 0)[:, None] & np.isnan(valeur)
        return np.where(vides | _publics(num), 0.0, valeur)

    def _retient(self, noeuds: Iterable[Noeud], masques: Masques, annees: tuple[int, ...]) -> None:
        if not any(m.any() for m in masques.values()):
            return
        colonnes = [self._annees.index(a) for a in annees]
        for noeud in noeuds:
            connus = self._masques.setdefault(noeud, self._rien())
            for niveau, masque in masques.items():
                connus[niveau][:, colonnes] |= masque

    def _de_formule(self, formule: Formule, r: Resultat) -> np.ndarray:
        interne = r.valeur.interne
        match formule:
            case Ratio(num, den):
                return self._de_ratio(num, den, r)
            case Moyenne(refs, duree):
                return interne & self._depuis(refs, r, duree)
            case Variation(refs):
                return interne & self._depuis(refs, r, len(self._annees))
            case Manque():
                return interne & self._de_manque(formule, r)
            case EcartReference(autre):
                return interne & self._d_ecart(self._par_id[autre], r)
            case Solde():
                return interne  # of public figures only: a figure of the CAF's that took part would be shown nowhere
            case Publie():
                return np.zeros(interne.shape, dtype=bool)
        return interne & self._somme(_classe(formule, r.modalite), r.niveau, r.annees)

    def _de_ratio(self, num: Somme, den: Somme, r: Resultat) -> np.ndarray:
        """Each side counts where the CAF's own data fed it."""
        haut = self._somme(num, r.niveau, r.annees) & _interne(r.num, r)
        return haut | (self._retardee(num, den, r.niveau, annees=r.annees) & _interne(r.den, r))

    def _de_manque(self, formule: Manque, r: Resultat) -> np.ndarray:
        """One hidden part of a weighted need hides the gap, which has no reference then."""
        parts = [formule.besoin, *((ref,) for ref, _ in formule.poids)]
        masque = partial(self._des_parties, formule.offre, parts, annees=r.annees)
        return masque(r.niveau) if formule.poids else self._aux_deux(masque, r)

    def _d_ecart(self, autre: Indicateur, r: Resultat) -> np.ndarray:
        ratios = [f for f in autre.formules if isinstance(f, Ratio)]
        return self._aux_deux(lambda n: self._des_ratios(ratios, n, r.annees), r)

    def _des_ratios(self, ratios: Sequence[Ratio], niveau: str, annees: tuple[int, ...]) -> np.ndarray:
        masques = [self._des_parties(f.num, [f.den], niveau, annees=annees) for f in ratios]
        return np.logical_or.reduce([self._vide(niveau, annees), *masques])

    def _des_parties(self, num: Somme, dens: Sequence[Somme], niveau: str, *, annees: tuple[int, ...]) -> np.ndarray:
        masque = self._somme(num, niveau, annees)
        for den in dens:
            masque = masque | self._retardee(num, den, niveau, annees=annees)
        return masque

    def _aux_deux(self, masque: Callable[[str], np.ndarray], r: Resultat) -> np.ndarray:
        """At the territory or at its reference."""
        ici, reference = masque(r.niveau), self._donnees.geographie.reference(r.niveau)
        if reference is None:
            return ici
        niveau, unites = reference
        return ici | masque(niveau)[unites]

    def _rien(self) -> dict[str, np.ndarray]:
        return {n: self._vide(n, self._annees) for n in NIVEAUX} | {ENTIER: self._vide("commune", self._annees)}

    def _vide(self, niveau: str, annees: tuple[int, ...]) -> np.ndarray:
        """Nothing hidden."""
        return np.zeros((len(self._h.codes[niveau]), len(annees)), dtype=bool)

    def _somme(self, somme: Somme, niveau: str, annees: tuple[int, ...]) -> np.ndarray:
        """Whether one of the measures of a sum is hidden."""
        if niveau not in ("commune", "epci"):
            return self._des_noeuds(somme, niveau, niveau, annees)
        entiers = self._entiers(somme, annees) if niveau == "commune" else self._des_noeuds(somme, niveau, niveau, annees)
        return entiers | self._colonnes(self._fins(somme, niveau), annees)

    def _fins(self, somme: Somme, niveau: str) -> np.ndarray:
        """The choice made for a sum, or for all those that its measures are in; bool [units, years]."""
        voisines = [somme] if somme in self._choisies else [s for s in self._choisies if liens.noeuds(s) & liens.noeuds(somme)]
        masque = self._vide(niveau, self._annees)
        for choisies in (self._choisies[s] for s in voisines):
            if niveau == "commune":
                masque |= choisies.raison > 0
            else:
                masque |= un_des(choisies.portions, self._h.groupe_portion, n=self._h.groupes)[: len(masque)]
        return masque

    def _entiers(self, somme: Somme, annees: tuple[int, ...]) -> np.ndarray:
        """Communes of a sum hidden with their whole EPCI."""
        return self._des_noeuds(somme, "commune", ENTIER, annees)

    def _des_noeuds(self, somme: Somme, niveau: str, cle: str, annees: tuple[int, ...]) -> np.ndarray:
        masque = self._vide(niveau, annees)
        for noeud in liens.noeuds(somme) & self._masques.keys():
            masque |= self._colonnes(self._masques[noeud][cle], annees)
        return masque

    def _colonnes(self, tableau: np.ndarray, annees: Sequence[int]) -> np.ndarray:
        """Columns of some years; nothing is hidden in a year without data."""
        rangs = {annee: rang for rang, annee in enumerate(self._annees)}
        return np.pad(tableau, ((0, 0), (0, 1)))[:, [rangs.get(annee, -1) for annee in annees]]

    def _retardee(
        self, num: Somme, den: Somme, niveau: str, *, annees: tuple[int, ...], masque: Callable[..., np.ndarray] | None = None
    ) -> np.ndarray:
        """The same for a denominator, in the year that it was really read."""
        lu = masque or (lambda somme, retardees: self._somme(somme, niveau, retardees))
        if not liens.noeuds(den) & self._masques.keys():
            return self._vide(niveau, annees)
        age = self._dernier(num, den, niveau, annees=annees)[1]
        cache = self._vide(niveau, annees)
        for retard in range(RECUL + 1):
            cache |= (age == retard) & lu(den, tuple(a - retard for a in annees))
        return cache

    def _depuis(self, somme: Somme, r: Resultat, duree: int) -> np.ndarray:
        """Whether one of the ``duree`` years up to each one is hidden."""
        tout = self._somme(somme, r.niveau, self._annees)
        cumul = np.zeros_like(tout)
        for retard in range(min(duree, len(self._annees))):
            cumul[:, retard:] |= tout[:, : len(self._annees) - retard]
        return self._colonnes(cumul, r.annees)


def _tus(communes: Cube) -> np.ndarray:
    """Communes that the CAF itself hid."""
    return (communes.rang == R_SECRET) & communes.interne


def _publics(cube: Cube) -> np.ndarray:
    """Figures that are not the CAF's own, and hide nothing."""
    return (cube.rang == R_OK) & ~cube.interne


def _et_avant(drapeaux: np.ndarray) -> np.ndarray:
    """Flags [units, years], spread to the ``RECUL`` years before each."""
    tout = drapeaux.copy()
    for retard in range(1, RECUL + 1):
        tout[:, : -retard or None] |= drapeaux[:, retard:]
    return tout


def _voisinage(noeuds: Iterable[Noeud], atteints: Mapping[Noeud, frozenset[Noeud]]) -> set[Noeud]:
    """What is hidden with some nodes, and what they are a part of."""
    voulus = set(noeuds)
    dessous = {autre for noeud in voulus for autre in atteints.get(noeud, ())}
    return voulus | dessous | {noeud for noeud, suite in atteints.items() if voulus & suite}


def _sans_donnee(r: Resultat) -> np.ndarray:
    """Cells that are not available because no row gives one of their terms: everyone knows it."""
    termes = [g for g in (r.num, r.den) if g is not None] or [r.valeur]
    absents = np.logical_or.reduce([g.statut == ABSENT for g in termes])
    return (r.valeur.statut == ABSENT) & absents


def _interne(grille: Grille | None, r: Resultat) -> np.ndarray:
    return r.valeur.interne if grille is None else grille.interne


def _classe(formule: Formule, modalite: str) -> Somme:
    """What a count, or one class of a distribution, adds up."""
    classes = dict(getattr(formule, "classes", ()))
    return classes.get(modalite) or registry.sommes(formule)[0]


def _etendues(annees: Sequence[int]) -> tuple[int, ...]:
    """Every year from the first that a lagging denominator may have."""
    return tuple(range(min(annees) - RECUL, max(annees) + 1)) if annees else ()

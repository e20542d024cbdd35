"""Every number of domain.md §3.6, each beside the sentence of its rule, in French for those who write portraits.

The expected figures are those of the reference document or are worked by hand in the comment; nothing here is read from the code.
"""

import math

import numpy as np
import pandas as pd
import pytest

from ctg_data.diagnostic import arrondis, compare, detectabilite, entonnoir, lissage, rangs, uncertainty
from ctg_data.diagnostic.effectifs import Loi, Nature
from ctg_data.indicators.model import Moyenne, Ratio, Ref, Sens
from ctg_data.indicators.resultat import OK, Grille, Resultat
from tests.diagnostic.pays import indicateur
from tests.diagnostic.publiees import publiees

POUR_CENT = Nature(Loi.PROPORTION, 100, 0.1)


def cas(phrase: str, *nombres: object):
    return pytest.param(*nombres, id=phrase)


@pytest.mark.parametrize(
    ("x", "n", "bas", "haut"),
    [
        cas("Proportion, intervalle de Wilson à 95 % : 10 sur 100, de 5,52 à 17,44 %", 10, 100, 0.0552, 0.1744),
        cas("Proportion, intervalle de Wilson à 95 % : aucun sur 20, de 0 à 16,11 %", 0, 20, 0, 0.1611),
        cas("Proportion, intervalle de Wilson à 95 % : 3 sur 12, de 8,89 à 53,23 %", 3, 12, 0.0889, 0.5323),
    ],
)
def test_proportion(x, n, bas, haut):
    lus = uncertainty.wilson(np.array([float(x)]), np.array([float(n)]))
    assert [round(float(b[0]), 4) for b in lus] == [bas, haut]
    assert (lus[0][0], lus[1][0]) == pytest.approx(_wilson_a_la_main(x, n))


def _wilson_a_la_main(x: float, n: float) -> tuple[float, float]:
    """(2x + z² ± z·√(z² + 4x(1 − x/n))) / (2(n + z²)), z = 1.959964."""
    z = 1.959964
    racine = z * math.sqrt(z * z + 4 * x * (1 - x / n))
    return tuple((2 * x + z * z + signe * racine) / (2 * (n + z * z)) for signe in (-1, 1))


@pytest.mark.parametrize(
    ("x", "bas", "haut"),
    [
        cas("Effectif de 10 ou plus, approximation de Byar : 10 événements, de 4,787 à 18,391", 10, 4.787, 18.391),
        cas("Effectif de 10 ou plus, approximation de Byar : 25 événements, de 16,174 à 36,906", 25, 16.174, 36.906),
        cas("Effectif de moins de 10, loi de Poisson exacte : 4 événements, de 1,090 à 10,242", 4, 1.090, 10.242),
        cas("Effectif de moins de 10, loi de Poisson exacte : aucun événement, de 0 à 3,689", 0, 0, 3.689),
    ],
)
def test_effectif(x, bas, haut):
    lus = uncertainty.poisson(np.array([float(x)]))
    assert [float(b[0]) for b in lus] == pytest.approx([bas, haut], abs=0.001)


@pytest.mark.parametrize(("x", "bas", "haut"), [cas("Poisson exact, 4 événements", 4, 1.0899, 10.2416), cas("aucun", 0, 0, 3.6889)])
def test_under_ten_events_the_limits_are_those_that_leave_two_and_a_half_in_a_hundred(x, bas, haut):
    """Summed by hand: were the truth at the low limit, x or more would come 2,5 times in 100; at the high limit, x or fewer."""

    def au_plus(k: int, attendus: float) -> float:
        return sum(math.exp(-attendus) * attendus**i / math.factorial(i) for i in range(k + 1))

    lus = [float(b[0]) for b in uncertainty.poisson(np.array([float(x)]))]
    assert lus == pytest.approx([bas, haut], abs=0.0001)
    assert au_plus(x, lus[1]) == pytest.approx(0.025)
    if x:
        assert 1 - au_plus(x - 1, lus[0]) == pytest.approx(0.025)


def grille(valeur: float, arrondis: int = 0, *, interne: bool = False) -> Grille:
    table = np.array([[float(valeur)]])
    faux = np.zeros((1, 1), dtype=bool)
    return Grille(table, np.full((1, 1), OK, dtype="int8"), faux, np.full((1, 1), arrondis), faux | interne)


def resultat(formule, valeur: Grille, num: Grille, den: Grille | None, intervalle: str = "") -> Resultat:
    i = indicateur("essai", formule, intervalle=intervalle)
    return Resultat(i, "epci", "total", ("200000000",), (2024,), valeur, num, den, np.zeros((1, 1), dtype=int), ("",))


def bornes(*args: object) -> list[float]:
    return [float(b[0, 0]) for b in uncertainty.bornes(resultat(*args))]


FOYERS, PERSONNES = (Ref("foyers_rsa"),), (Ref("foyers_ref"),)


def test_couverture_les_enfants_varient_les_places_sont_fixes():
    """50 places, 25 enfants : 25 enfants varient de 16,174 à 36,906 ; la couverture de 200 va de 5000/36,906 à 5000/16,174."""
    lus = bornes(Ratio(FOYERS, PERSONNES, bornee=False), grille(200), grille(50), grille(25), "couverture")
    assert lus == pytest.approx([135.48, 309.14], abs=0.01)


def test_moyenne_de_trois_ans_celle_du_total_divise_par_trois():
    """30 naissances en trois ans : 20,24 à 42,83 par Byar, soit 6,75 à 14,28 pour la moyenne de 10."""
    lus = bornes(Moyenne(FOYERS, 3), grille(10), grille(30), None, "byar")
    assert lus == pytest.approx([6.746, 14.276], abs=0.001)


@pytest.mark.parametrize(
    ("termes", "marge"),
    [
        cas("Sources arrondies à 5 : 20 foyers sur 200, ±100 × 2,5 × (1 + 0,1) / 200 = ±1,375 point", 1, 1.375),
        cas("La même, somme de trois communes arrondies en haut comme en bas : trois fois plus", 3, 4.125),
    ],
)
def test_arrondi_a_la_source(termes, marge):
    exact = bornes(Ratio(FOYERS, PERSONNES), grille(10), grille(20), grille(200))
    arrondi = bornes(Ratio(FOYERS, PERSONNES), grille(10), grille(20, termes), grille(200, termes))
    assert arrondi == pytest.approx([exact[0] - marge, exact[1] + marge])


@pytest.mark.parametrize(
    ("x", "n", "valeur", "bas", "haut"),
    [
        cas("Sous 250, points entiers : 10 foyers sur 100 s’affichent 10 %, de 6 à 17 %", 10, 100, 10, 6, 17),
        cas("Sous 250, points entiers : 31 foyers sur 249", 31, 249, 12, 9, 17),
        cas("À partir de 250, un dixième de point : 31 foyers sur 250", 31, 250, 12.4, 8.9, 17.1),
    ],
)
def test_affichage(x, n, valeur, bas, haut):
    den = grille(n, interne=True)
    lu = resultat(Ratio((Ref("foyers_rsa"),), PERSONNES), grille(100 * x / n, interne=True), grille(x, interne=True), den)
    assert [float(t[0, 0]) for t in arrondis.arrondit(lu, uncertainty.bornes(lu))] == [valeur, bas, haut]


@pytest.mark.parametrize(
    ("reference", "sens", "texte"),
    [
        cas("L’intervalle (5,5 à 17,4 %) contient 16 % : on ne peut pas conclure", 16, Sens.HAUT_DEFAVORABLE, "on ne peut pas conclure"),
        cas("Il exclut 20 %, une valeur basse est bonne : favorable", 20, Sens.HAUT_DEFAVORABLE, "favorable, au-dessous du département"),
        cas("Il exclut 20 %, une valeur haute est bonne : défavorable", 20, Sens.HAUT_FAVORABLE, "défavorable, au-dessous du département"),
        cas("Il exclut 20 %, sans jugement de valeur : ni mot ni couleur", 20, Sens.NEUTRE, "au-dessous du département"),
    ],
)
def test_verdict(reference, sens, texte):
    lu = compare.verdict(10.0, reference, ic_bas=5.5, ic_haut=17.4, sens=sens, du="du département")
    assert lu.texte == texte
    assert bool(lu.signe in "▲▼" and lu.signe) == (lu.texte.startswith(("favorable", "défavorable")))


def test_entonnoir_limites_a_95_et_99_8():
    """Référence 10 %, 100 personnes.  Loi binomiale, à la main : 4 ou moins 2,37 fois sur 100, 5 ou moins 5,76 fois ; 16 ou plus
    3,99 fois, 17 ou plus 2,06 fois.  À 95 %, les limites sont donc entre 4 et 5 %, et entre 16 et 17 %."""
    lu = entonnoir.entonnoir(publiees([(4, 100), (5, 100), (16, 100), (17, 100), (25, 100)]), POUR_CENT, 10.0)
    assert list(lu.place) == [-1, 0, 0, 1, 2]
    assert 4 < lu.alerte[0][0] < 5
    assert 16 < lu.alerte[1][0] < 17


def test_rang_avec_son_intervalle_jamais_sous_cent():
    """Trois communes de 1 000 personnes à 10, 20 et 30 % : leurs rangs sont sûrs ; la quatrième, de 60 personnes, n’en a pas."""
    lus = rangs.rangs(publiees([(100, 1000), (200, 1000), (300, 1000), (30, 60)]), POUR_CENT, graine="essai", k=1)
    assert [lus.de(c) and (lus.de(c).median, lus.de(c).bas, lus.de(c).haut, lus.de(c).p_premiers) for c in ("00", "01", "02", "03")] == [
        (3, 3, 3, 0.0),
        (2, 2, 2, 0.0),
        (1, 1, 1, 1.0),
        None,
    ]


def test_lissage_bayesien():
    """10 sur 100, 30 sur 100, 40 sur 200.  m = 80/400 = 0,2 ; s² = (100 × 0,01 + 100 × 0,01 + 0)/400 = 0,005 ; n̄ = 133,33 ;
    A = 0,005 − 0,16/133,33 = 0,0038 ; w = 0,0038/(0,0038 + 0,16/100) = 0,7037 et 0,0038/(0,0038 + 0,16/200) = 0,8261 ;
    p* = 0,7037 × 0,1 + 0,2963 × 0,2 = 0,1296, puis 0,2704 et 0,2."""
    lu = lissage.lisse(np.array([0.1, 0.3, 0.2]), np.array([100.0, 100.0, 200.0]))
    assert (lu.ensemble, lu.dispersion) == pytest.approx((0.2, 0.0038))
    assert lu.poids == pytest.approx([0.7037, 0.7037, 0.8261], abs=0.0001)
    assert lu.lisse == pytest.approx([0.1296, 0.2704, 0.2], abs=0.0001)


def test_lissage_sans_dispersion_tout_revient_a_l_ensemble():
    """10 sur 100 et 12 sur 100 : s² = 0,0001 est moins que le hasard (0,0979/100), A = 0, chacun prend la valeur de l’ensemble."""
    assert lissage.lisse(np.array([0.10, 0.12]), np.array([100.0, 100.0])).lisse == pytest.approx([0.11, 0.11])


def test_plus_petit_changement_visible():
    """31,9 %, de 30,4 à 33,6 : marge √(1,5² + 1,7²) = 2,267 points ; × (1,960 + 0,842)/1,960 = 1,4294 : 3,241, arrondi à 3,3 points."""
    lu = detectabilite.detectable(31.9, 30.4, 33.6, "%", pas=0.1, plafond=100)
    assert (lu.changement, lu.baisse, lu.hausse) == (3.3, True, True)


def test_rien_d_un_chiffre_masque():
    frame = publiees([(100, 1000), (200, 1000), (300, 1000)])
    frame.loc[1, ["statut", "valeur", "ic_bas", "ic_haut"]] = ["s", np.nan, np.nan, np.nan]
    assert rangs.rangs(frame, POUR_CENT, graine="essai").codes == ("00", "02")
    assert entonnoir.entonnoir(frame, POUR_CENT, 20.0).codes == ("00", "02")
    assert list(lissage.couche(frame, POUR_CENT)["code"]) == ["00", "02"]
    assert lissage.couche(frame, POUR_CENT).equals(lissage.couche(frame.drop(index=1), POUR_CENT))
    assert isinstance(frame, pd.DataFrame)

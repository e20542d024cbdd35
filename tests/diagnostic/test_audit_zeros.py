"""What the auditor takes for told already: 0 % of a small group inside a larger one that shows it; and a fall of 100 %."""

from collections.abc import Mapping

import pytest

from ctg_data.indicators.model import Effectif, Ratio, Ref, Variation
from tests.diagnostic.hasard import Essai
from tests.diagnostic.pays import Pays, indicateur, lignes

TROIS = Pays(("A", "A", "A", "B", "B"), ("01",) * 5, {"01": "84"})
RSA, MAJORE = ("foyers_rsa", "total"), ("foyers_rsa_majore", "total")
CATALOGUE = (
    indicateur("rsa", Effectif((Ref("foyers_rsa"),))),
    indicateur("majores", Effectif((Ref("foyers_rsa_majore"),))),
    indicateur("majore", Ratio((Ref("foyers_rsa_majore"),), (Ref("foyers_rsa"),))),
)


def percees(rsa: list[int], majore: list[int], montres: Mapping[str, int], perimetres: Mapping[str, tuple[str, ...]] | None = None):
    """Places told, where every count of RSA is shown, and the majoré of ``montres`` only (territory -> count)."""
    cas = Essai(TROIS, lignes(TROIS, {(*RSA, 2024): rsa, (*MAJORE, 2024): majore}), CATALOGUE, perimetres or {})
    valeurs = cas.publie()
    tout = valeurs["indicateur"] == "rsa"
    communes = dict(zip(TROIS.codes, rsa, strict=True))
    sommes = communes | {"A": sum(rsa[:3]), "B": sum(rsa[3:]), **dict.fromkeys(("01", "84", "FR"), sum(rsa))}
    sommes |= {nom: sum(communes[c] for c in codes) for nom, codes in (perimetres or {}).items()}
    valeurs.loc[tout, "valeur"], valeurs.loc[tout, "statut"] = valeurs["code"].map(sommes)[tout], "ok"
    ici = (valeurs["indicateur"] == "majores") & valeurs["code"].isin(montres)
    ailleurs = ~tout & ~ici
    valeurs.loc[ici, "valeur"], valeurs.loc[ici, "statut"] = valeurs["code"].map(montres)[ici], "ok"
    valeurs.loc[ailleurs, ["valeur", "ic_bas", "ic_haut"]], valeurs.loc[ailleurs, "statut"] = float("nan"), "s"
    return {(c.niveau, c.code) for c in cas.audite(valeurs).percees}


RIEN = [0, 0, 0, 0, 0]


def test_none_of_a_large_group_is_shown_though_it_says_so_of_the_small_ones_inside():
    """None of the 62 foyers of the département: none of the 8 of its first commune either."""
    assert percees([8, 12, 20, 7, 15], RIEN, {"01": 0}) == set()


def test_none_of_a_small_group_tells_on_everyone_in_it():
    """None of the 8 foyers of A, the whole département being larger, and hidden."""
    assert percees([3, 2, 3, 20, 15], [0, 0, 0, 9, 0], {"A": 0}) == {
        ("epci", "A"),
        ("commune", "01000"),
        ("commune", "01001"),
        ("commune", "01002"),
    }


@pytest.mark.parametrize(("rsa", "dit"), [([8, 12, 20, 9, 9], False), ([3, 2, 3, 9, 9], True)])
def test_what_is_left_once_the_others_are_known_is_such_a_group(rsa: list[int], dit: bool):
    """The département and B show 10: nothing is left for A, of 40 foyers, then of 8."""
    assert (("commune", "01000") in percees(rsa, [0, 0, 0, 5, 5], {"01": 10, "B": 10})) == dit


@pytest.mark.parametrize("bourg", [[9, 9], [0, 0]])
def test_what_is_left_is_followed_step_by_step(bourg: list[int]):
    """The département shows 5, B has none (nobody lives on RSA there, or B shows 0), the third commune has the 5: none of the 20 others."""
    montres = {"01": 5, "01002": 5} | ({"B": 0} if any(bourg) else {})
    assert percees([8, 12, 20, *bourg], [0, 0, 5, 0, 0], montres) == set()


@pytest.mark.parametrize(("rsa", "dit"), [([8, 12, 20, 20, 9], False), ([3, 2, 20, 20, 3], True)])
def test_what_is_left_of_a_departement_once_communes_are_known(rsa: list[int], dit: bool):
    """The département shows 9, one commune 5, another one 4, the EPCI nothing: none of the 29 others, or of 8."""
    montres = {"01": 9, "01002": 5, "01003": 4}
    assert (("commune", "01000") in percees(rsa, [0, 0, 5, 4, 0], montres)) == dit


def test_a_perimeter_of_a_small_commune_and_of_one_without_anybody_says_no_more():
    """None of the 39 of A, nobody at all in B; the perimeter joins the 8 of the first commune to one of B."""
    assert percees([8, 12, 19, 0, 0], RIEN, {"01": 0}, {"P": ("01000", "01003")}) == set()


def test_one_class_that_everybody_has_is_hidden_unless_a_larger_group_shows_the_whole_and_the_part():
    """All the 62 foyers have it, as the département shows: so have the 8 of the first commune, whose own total is shown."""
    assert percees([8, 12, 20, 7, 15], [8, 12, 20, 7, 15], {"01": 62}) == set()


@pytest.mark.parametrize(("petits", "dit"), [([8, 12, 20], False), ([3, 2, 3], True)])
def test_none_of_a_part_where_a_large_group_has_none_of_the_whole(petits: list[int], dit: bool):
    """None of the 40 foyers of A over 50 %: none over 75 % either, in its first commune as elsewhere; of 8, it would tell on them."""
    ref, gt50, gt75 = ("foyers_ref", "total"), ("foyers_dep", "gt50"), ("foyers_dep", "gt75")
    rates = [indicateur(m, Ratio((Ref("foyers_dep", (m,)),), (Ref("foyers_ref"),))) for _, m in (gt50, gt75)]
    catalogue = (indicateur("ref", Effectif((Ref("foyers_ref"),))), *rates)
    comptes = {ref: [*petits, 30, 35], gt50: [0, 0, 0, 12, 14], gt75: [0, 0, 0, 7, 8]}
    cas = Essai(TROIS, lignes(TROIS, {(*cle, 2024): x for cle, x in comptes.items()}), catalogue)
    valeurs = cas.publie()
    communes = dict(zip(TROIS.codes, comptes[ref], strict=True))
    sommes = communes | {"A": sum(petits), "B": 65, **dict.fromkeys(("01", "84", "FR"), sum(petits) + 65)}
    tout, ici = valeurs["indicateur"] == "ref", (valeurs["indicateur"] == "gt50") & (valeurs["code"] == "A")
    valeurs.loc[~tout, ["valeur", "ic_bas", "ic_haut"]], valeurs.loc[~tout, "statut"] = float("nan"), "s"
    valeurs.loc[tout, "valeur"], valeurs.loc[tout, "statut"] = valeurs["code"].map(sommes)[tout], "ok"
    valeurs.loc[ici, "valeur"], valeurs.loc[ici, "statut"] = 0.0, "ok"
    assert (("commune", "01000") in {(c.niveau, c.code) for c in cas.audite(valeurs).percees}) == dit


def test_a_fall_of_all_is_nobody_left_and_nothing_more():
    """12, 12, then 0 in the first commune: « - 100 % » says 0, which is no small count, and bounds nothing before."""
    alloc = "foyers_alloc"
    catalogue = (indicateur("alloc", Effectif((Ref(alloc),))), indicateur("variation", Variation((Ref(alloc),), 1)))
    comptes = {(alloc, "total", annee): [premier, 20, 30, 40, 50] for annee, premier in ((2022, 12), (2023, 12), (2024, 0))}
    cas = Essai(TROIS, lignes(TROIS, comptes), catalogue)
    valeurs = cas.publie()
    chute = valeurs[(valeurs["indicateur"] == "variation") & (valeurs["code"] == "01000") & (valeurs["annee"] == 2024)]
    assert list(chute["valeur"]) == [-100]
    valeurs.loc[(valeurs["indicateur"] == "alloc") & (valeurs["code"] == "01000"), ["valeur", "statut"]] = [float("nan"), "s"]
    assert list(cas.audite(valeurs).percees) == []

"""What must be hidden, and why nothing of it comes out of what stays shown."""

import os
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctg_data.diagnostic import publication, secret
from ctg_data.diagnostic.choix import Choix
from ctg_data.diagnostic.portions import ChoixPortions
from ctg_data.diagnostic.secret import REGLES, Quantite, Regles
from ctg_data.indicators.model import Distribution, Effectif, Indicateur, Manque, Moyenne, Ratio, Ref, Variation
from ctg_data.territoires.referentiel import NIVEAUX
from tests.diagnostic.attaque import Attaque
from tests.diagnostic.pays import MagasinEssai, Pays, indicateur, lignes

ATTAQUES = int(os.environ.get("CTG_ATTAQUES", "4"))
"""Random countries of each test; more of them by ``make attaque``."""

# Two départements; EPCI A and B in 01, D in 02, S on both sides; one island without EPCI in 02.
SIMPLE = Pays(
    epci=("A", "A", "A", "B", "B", "S", "S", "D", "D", "D", ""),
    departement=("01", "01", "01", "01", "01", "01", "02", "02", "02", "02", "02"),
    region={"01": "84", "02": "84"},
    population=(900, 800, 700, 300, 200, 150, 50, 500, 400, 300, 100),
)


def quantite(x: list[float], d: list[float] | None = None, pays: Pays = SIMPLE) -> Quantite:
    """One year of exact counts by commune; every level is known."""
    h = pays.hierarchie
    return Quantite(_niveaux(h, x), {n: ~np.isnan(v) for n, v in _niveaux(h, x).items()}, d and _niveaux(h, d))


def _niveaux(h, x) -> dict[str, np.ndarray]:
    bas = np.array(x, dtype=float)[:, None]
    parents = {"epci": h.groupe_commune, "departement": h.departement_commune}
    parents["region"] = h.region_departement[h.departement_commune]
    sommes = {n: np.array([bas[p == u].sum() for u in range(len(h.codes[n]))])[:, None] for n, p in parents.items()}
    return {"commune": bas, **sommes, "france": bas.sum(axis=0, keepdims=True)}


def caches(x: list[float], d: list[float] | None = None, pays: Pays = SIMPLE) -> dict[str, set[str]]:
    """Level -> what is hidden, by name."""
    masques = secret.masques(quantite(x, d, pays), pays.hierarchie, REGLES)
    return {n: {c for c, m in zip(pays.hierarchie.codes[n], masques[n][:, 0], strict=True) if m} for n in NIVEAUX}


@pytest.mark.parametrize(("x", "cache"), [(0, False), (1, True), (4, True), (5, False), (0.4, True), (np.nan, False)])
def test_counts_of_one_to_four_are_primary(x: float, cache: bool):
    assert secret.primaire(np.array([x]), np.array([np.nan]), REGLES)[0] == cache


@pytest.mark.parametrize(
    ("x", "d", "cache"),
    [(46, 50, True), (45, 50, False), (50, 50, False), (0, 9, True), (9, 9, True), (0, 10, False), (10, 10, False), (0, 0, False)],
)
def test_complement_and_unanimity_of_small_groups_are_primary(x: float, d: float, cache: bool):
    assert secret.primaire(np.array([x]), np.array([d]), REGLES)[0] == cache


def test_the_dust_of_shared_communes_is_no_count():
    """20 added up from 200 tenths is not quite 20: nobody is left between them."""
    x, d = np.array([20.0]), np.array([sum([0.1] * 200)])
    assert 0 < d[0] - x[0] < 1e-10
    assert not secret.primaire(x, d, REGLES)[0]


def test_the_threshold_may_rise_but_not_fall():
    assert secret.primaire(np.array([9.0]), np.array([np.nan]), Regles(seuil=10))[0]
    with pytest.raises(ValueError, match="at least 5"):
        Regles(seuil=4)


def test_nothing_is_hidden_where_nothing_is_small():
    assert not any(caches([10] * 11).values())


def test_one_small_commune_hides_all_the_communes_of_its_epci_and_no_other():
    assert caches([3, 20, 20, 30, 30, 20, 20, 20, 20, 20, 20]) == {
        "commune": {"01000", "01001", "01002"},
        "epci": set(),
        "departement": set(),
        "region": set(),
        "france": set(),
    }


def test_a_small_epci_hides_with_all_those_of_its_departement_and_their_communes():
    hidden = caches([20, 20, 20, 3, 0, 20, 20, 20, 20, 20, 20])
    assert hidden["epci"] == {"A", "B", "S"}
    assert hidden["commune"] >= {"01001", "01002", "01003", "01004", "01005", "02006"}
    assert hidden["departement"] == set()


def test_empty_companions_do_not_protect_a_small_epci():
    """B has 3 and S none: only A, with 60, makes the sum of the hidden ones leave a doubt."""
    assert caches([20, 20, 20, 3, 0, 0, 0, 20, 20, 20, 20])["epci"] == {"A", "B", "S"}


def test_the_small_part_of_an_epci_in_another_departement_is_a_cell_of_that_departement():
    """S has 20 + 3: its total less what 01 gives away would tell the 3, so S hides, and one neighbour in 02."""
    hidden = caches([20, 20, 20, 20, 20, 20, 3, 20, 20, 20, 20])
    assert hidden["epci"] == {"S"}
    assert hidden["commune"] == {"01005", "02006", "02010"}


def test_an_island_without_epci_hides_with_a_neighbour_of_its_departement():
    hidden = caches([20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 2])
    assert "02010" in hidden["commune"]
    assert hidden["epci"] == {"S"}


def test_a_small_departement_hides_all_those_of_its_region_down_to_the_communes():
    hidden = caches([20, 20, 20, 20, 20, 20, 1, 1, 0, 0, 1])
    assert hidden["departement"] == {"01", "02"}
    assert len(hidden["commune"]) == 11
    assert hidden["region"] == set()


def test_a_small_departement_of_a_hidden_region_is_a_cell_of_france_too():
    """02 has 2 of 9 in A and 2 of 9 in B; with 01, that is 47 of 63, which leaves it 2 at least: France less 84 must not tell 47."""
    departements = {"01": "75", "02": "75", "04": "84"}
    pays = Pays(("C", "A", "B", "D"), ("01", "02", "02", "04"), departements, (900, 300, 300, 900))
    hidden = caches([43, 2, 2, 16], [45, 9, 9, 157], pays)
    assert hidden["departement"] >= {"01", "02"}
    assert hidden["region"] == {"75", "84"}
    assert hidden["france"] == set()


def test_a_cell_pinned_by_its_neighbours_hides_its_epci():
    """A: 4 of 20, 6 of 6, 6 of 6; shown together 16 of 32, the first cannot be under 4."""
    hidden = caches([4, 6, 6, 20, 20, 20, 20, 20, 20, 20, 20], [20, 6, 6, 40, 40, 40, 40, 40, 40, 40, 40])
    assert "A" in hidden["epci"]


COMPTES = st.integers(0, 12)
PROPRES = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@PROPRES
@given(st.lists(COMPTES, min_size=11, max_size=11), st.lists(st.integers(0, 20), min_size=11, max_size=11))
def test_what_is_hidden_above_is_hidden_below_and_epci_are_whole(x: list[int], reste: list[int]):
    h = SIMPLE.hierarchie
    m = secret.masques(quantite(x, [a + b for a, b in zip(x, reste, strict=True)]), h, REGLES)
    for groupe in range(h.groupes):
        communes = m["commune"][h.groupe_commune == groupe]
        assert communes.all() or not communes.any()
        assert groupe >= len(h.codes["epci"]) or communes.all() or not m["epci"][groupe, 0]
    assert (m["commune"] >= m["departement"][h.departement_commune]).all()
    assert (m["departement"] >= m["region"][h.region_departement]).all()


# The attacker ----------------------------------------------------------------------------------------------------

QF = ("lt800", "ge800", "nc")
CATALOGUE = (
    indicateur("rsa", Effectif((Ref("foyers_rsa"),))),
    indicateur("majore", Ratio((Ref("foyers_rsa_majore"),), (Ref("foyers_rsa"),))),
    indicateur("qf", Distribution(tuple((m, (Ref("foyers_enf_3_11_qf", (m,)),)) for m in QF))),
    indicateur("qf_total", Effectif((Ref("foyers_enf_3_11_qf"),))),
)
LU = {
    ("rsa", "total"): [("foyers_rsa", "total")],
    ("majore", "total"): [("foyers_rsa_majore", "total"), ("foyers_rsa", "total")],
    **{("qf", m): [("foyers_enf_3_11_qf", m)] for m in QF},
    ("qf_total", "total"): [("foyers_enf_3_11_qf", "total")],
}
CELLULES = [("foyers_rsa", "total"), ("foyers_rsa_majore", "total"), *(("foyers_enf_3_11_qf", m) for m in ("total", *QF))]
PARTS = [(("foyers_rsa_majore", "total"), ("foyers_rsa", "total"))]
TOTAUX = {("foyers_enf_3_11_qf", "total"): tuple(("foyers_enf_3_11_qf", m) for m in QF)}


def pays_au_hasard(hasard: np.random.Generator) -> Pays:
    """Two or three départements, three to six EPCI, one of them on both sides, sometimes an island."""
    departements = ["01", "02", "03"][: hasard.integers(2, 4)]
    places = []
    for rang in range(hasard.integers(3, 7)):
        d = departements[rang % len(departements)]
        places += [(f"E{rang}", d)] * int(hasard.integers(1, 5))
    places += [("S", "01")] * int(hasard.integers(1, 3)) + [("S", "02")] * int(hasard.integers(1, 3))
    places += [("", "02")] * int(hasard.integers(0, 2))
    places.sort(key=lambda place: place[1])
    population = tuple(int(p) for p in hasard.integers(50, 2000, len(places)))
    return Pays(tuple(e for e, _ in places), tuple(d for _, d in places), {"01": "84", "02": "84", "03": "75"}, population)


def comptes_au_hasard(pays: Pays, hasard: np.random.Generator) -> dict[tuple[str, str], np.ndarray]:
    n, moyenne = len(pays.epci), hasard.choice([3, 8, 20])
    rsa = hasard.poisson(moyenne, n)
    qf = {("foyers_enf_3_11_qf", m): hasard.poisson(moyenne * part, n) for m, part in zip(QF, (0.5, 0.7, 0.2), strict=True)}
    return {
        ("foyers_rsa", "total"): rsa,
        ("foyers_rsa_majore", "total"): hasard.binomial(rsa, 0.3),
        ("foyers_enf_3_11_qf", "total"): sum(qf.values()),
    } | qf


def publie(pays: Pays, comptes: dict[tuple[str, str], np.ndarray], catalogue: tuple[Indicateur, ...] = CATALOGUE) -> pd.DataFrame:
    """Everything that is published of one year of counts."""
    magasin = MagasinEssai(lignes(pays, {(m, mod, 2024): v for (m, mod), v in comptes.items()}))
    return textes(publication.valeurs(magasin, pays.referentiel, indicateurs=catalogue))


def textes(frames: Iterable[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """All the partitions in one frame, without categories."""
    return pd.concat([f.astype(dict.fromkeys(f.select_dtypes("category"), "str")) for _, f in frames], ignore_index=True)


def percees(pays: Pays, comptes: dict[tuple[str, str], np.ndarray], valeurs: pd.DataFrame) -> list[str]:
    """Protected cells that the attacker narrows to less than « 1 to 4, or 5 »."""
    h = pays.hierarchie
    vues = valeurs[valeurs["statut"] == "ok"]
    connus = {(v.niveau, h.codes[v.niveau].index(v.code), cellule) for v in vues.itertuples() for cellule in LU[v.indicateur, v.modalite]}
    attaque = Attaque(h, comptes, connus, parts=PARTS, totaux=TOTAUX)
    protegees = [(c, None) for c in CELLULES] + [(tout, part) for part, tout in PARTS]
    trouvees = []
    for cellule, moins in protegees:
        vrais = comptes[cellule] - (comptes[moins] if moins else 0)
        for commune in np.flatnonzero((vrais > 0) & (vrais < 5)):
            bas, haut = attaque.bornes("commune", commune, cellule, moins)
            if bas > 1 or haut < 5:
                trouvees.append(f"{cellule} - {moins} in {pays.codes[commune]}: {bas} to {haut}")
    return trouvees


@pytest.mark.parametrize("graine", range(ATTAQUES))
def test_an_attacker_narrows_no_protected_cell(graine: int):
    hasard = np.random.default_rng(graine)
    pays = pays_au_hasard(hasard)
    comptes = comptes_au_hasard(pays, hasard)
    assert percees(pays, comptes, publie(pays, comptes)) == []


def test_the_attacker_defeats_an_engine_that_only_hides_small_counts(monkeypatch: pytest.MonkeyPatch):
    def faible(quantite: Quantite, h, regles: Regles):
        rien = {n: np.full_like(quantite.x[n], np.nan) for n in NIVEAUX}
        return {n: secret.primaire(quantite.x[n], (quantite.d or rien)[n], regles) for n in NIVEAUX}

    monkeypatch.setattr(secret, "masques", faible)
    sans_compagnon(monkeypatch)
    assert sum(bool(_attaque(graine)) for graine in range(2)) == 2


def sans_compagnon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search finds nothing to hide, and nothing to say of it."""
    monkeypatch.setattr(Choix, "_complete", lambda self, *reste: np.zeros((self.places.nombre, self.forme[1]), dtype=bool))
    monkeypatch.setattr(ChoixPortions, "complete", lambda self, grandes, raisons: None)


def _attaque(graine: int) -> list[str]:
    hasard = np.random.default_rng(graine)
    pays = pays_au_hasard(hasard)
    comptes = comptes_au_hasard(pays, hasard)
    return percees(pays, comptes, publie(pays, comptes))


# What the CAF hid itself, or left out, beside public totals ----------------------------------------------------------

RSA = ("foyers_rsa", "total")
SEUL = (indicateur("rsa", Effectif((Ref("foyers_rsa"),))),)


def avec_trous(pays: Pays, rsa: np.ndarray, tus: Iterable[int], absents: Iterable[int] = ()) -> pd.DataFrame:
    """What is published of a file that marks ``tus`` secret and leaves ``absents`` out, beside the exact public départements."""
    cle, trous = (*RSA, 2024), {*tus, *absents}
    connues = lignes(pays, {cle: [np.nan if rang in trous else n for rang, n in enumerate(rsa)]})
    secretes = lignes(pays, {cle: [0 if rang in tus else np.nan for rang in range(len(rsa))]}).assign(statut="s", valeur=np.nan)
    departements = pays.hierarchie.codes["departement"]
    sommes = [rsa[[d == departement for d in pays.departement]].sum() for departement in departements]
    publiques = connues.head(1).drop(columns=["code", "valeur", "niveau", "source"])
    publiques = publiques.merge(pd.DataFrame({"code": departements, "valeur": sommes}), how="cross")
    publiques = publiques.assign(niveau="departement", source="publique")
    magasin = MagasinEssai(pd.concat([f.astype(object) for f in (connues, secretes, publiques)], ignore_index=True))
    return textes(publication.valeurs(magasin, pays.referentiel, indicateurs=SEUL))


def protegees_percees(pays: Pays, rsa: np.ndarray, valeurs: pd.DataFrame, absents: Iterable[int] = ()) -> list[str]:
    h = pays.hierarchie
    vues = valeurs[valeurs["statut"] == "ok"]
    attaque = Attaque(h, {RSA: rsa}, {(v.niveau, h.codes[v.niveau].index(v.code), RSA) for v in vues.itertuples()})
    petites = [c for c in np.flatnonzero((rsa > 0) & (rsa < 5)) if c not in absents]
    bornes = {pays.codes[c]: attaque.bornes("commune", c, RSA) for c in petites}
    return [f"{code}: {bas} to {haut}" for code, (bas, haut) in bornes.items() if bas > 1 or haut < 5]


@pytest.mark.parametrize("graine", range(2 * ATTAQUES))
def test_what_the_caf_hid_is_not_given_back_by_a_public_total(graine: int):
    hasard = np.random.default_rng(graine)
    pays = pays_au_hasard(hasard)
    rsa = hasard.poisson(hasard.choice([2, 8, 20]), len(pays.epci))
    tus = [int(c) for c in np.flatnonzero((rsa > 0) & (rsa < 5)) if hasard.random() < 0.7]
    absents = [c for c in range(len(rsa)) if c not in tus and hasard.random() < 0.15]
    valeurs = avec_trous(pays, rsa, tus, absents)
    assert (valeurs.loc[valeurs["niveau"] == "departement", "statut"] != "nd").all()
    assert protegees_percees(pays, rsa, valeurs, absents) == []


@pytest.mark.parametrize(
    ("tus", "absents"), [([3], []), ([], [4])], ids=["a count hidden by the CAF", "a count beside a commune that is left out"]
)
def test_the_rest_of_a_public_departement_gives_no_hidden_count(tus: list[int], absents: list[int]):
    """EPCI B: 3 foyers in one commune, none in the other; the département less A and S would give the 3."""
    rsa = np.array([20, 20, 20, 3, 0, 20, 20, 20, 20, 20, 20])
    assert protegees_percees(SIMPLE, rsa, avec_trous(SIMPLE, rsa, tus, absents), absents) == []


def test_the_attacker_defeats_an_engine_that_takes_the_unknown_for_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(secret, "_supposes", lambda quantite, h: np.zeros(quantite.x["commune"].shape, dtype=bool))
    rsa = np.array([20, 20, 20, 3, 0, 20, 20, 20, 20, 20, 20])
    assert protegees_percees(SIMPLE, rsa, avec_trous(SIMPLE, rsa, [3])) == ["01003: 0 to 3"]


# Linked measures --------------------------------------------------------------------------------------------------

DEUX = Pays(("A", "A", "B", "B"), ("01", "01", "01", "01"), {"01": "84"})


def statuts(valeurs: pd.DataFrame, niveau: str = "commune", annee: int = 2024) -> dict[tuple[str, str], list[str]]:
    """(indicator, modality) -> status of each unit in order."""
    ici = valeurs[(valeurs["niveau"] == niveau) & (valeurs["annee"] == annee)].sort_values("code")
    return {cle: list(groupe["statut"]) for cle, groupe in ici.groupby(["indicateur", "modalite"])}


def test_a_small_class_hides_with_the_largest_one_and_the_total_stays():
    qf = {
        ("foyers_enf_3_11_qf", "lt800"): [3, 30, 30, 30],
        ("foyers_enf_3_11_qf", "ge800"): [40] * 4,
        ("foyers_enf_3_11_qf", "nc"): [20] * 4,
    }
    comptes = qf | {("foyers_enf_3_11_qf", "total"): np.sum(list(qf.values()), axis=0)}
    lus = statuts(publie(DEUX, comptes))
    assert all(lus["qf", m] == ["s", "s", "ok", "ok"] for m in ("lt800", "ge800"))
    assert lus["qf", "nc"] == lus["qf_total", "total"] == ["ok"] * 4


def test_one_class_that_the_caf_hid_hides_them_all_at_every_level_where_it_leaves_a_hole():
    """Seven classes shown beside the total would give the eighth of the EPCI."""
    qf = {("foyers_enf_3_11_qf", m): [40.0, 30, 30, 30] for m in QF}
    trouees = lignes(DEUX, {(*cle, 2024): v for cle, v in qf.items()} | {("foyers_enf_3_11_qf", "total", 2024): [120, 90, 90, 90]})
    tue = (trouees["code"] == DEUX.codes[0]) & (trouees["modalite"] == QF[0])
    trouees = trouees.astype({"statut": "str"}).assign(valeur=trouees["valeur"].mask(tue), statut=lambda t: t["statut"].mask(tue, "s"))
    lus = textes(publication.valeurs(MagasinEssai(trouees), DEUX.referentiel, indicateurs=CATALOGUE))
    for niveau in ("commune", "epci"):
        vues = statuts(lus, niveau)
        assert len({tuple(vues["qf", m]) for m in QF}) == 1
        assert vues["qf", QF[1]][0] == "s"


def test_places_hide_where_a_handful_of_child_minders_do():
    comptes = {("am_actifs", "ge60"): [2, 30, 30, 30], ("places_am_age", "ge60"): [8, 90, 90, 90]}
    catalogue = (indicateur("places", Effectif((Ref("places_am_age", ("ge60",)),))),)
    assert statuts(publie(DEUX, comptes, catalogue))["places", "total"] == ["s", "s", "ok", "ok"]


def test_what_is_left_of_a_whole_of_the_caf_is_a_count_whatever_the_schemes():
    """303 persons with RSA out of 305 covered, in a file without any count of foyers."""
    comptes = {("personnes_rsa", "total"): [303, 60, 60, 60], ("personnes_couvertes", "total"): [305, 150, 150, 150]}
    caf = (Ref("personnes_couvertes", regimes=("caf",)),)
    catalogue = (indicateur("rsa", Effectif((Ref("personnes_rsa"),))), indicateur("couvertes", Effectif(caf)))
    lus = statuts(publie(DEUX, comptes, catalogue))
    assert lus["rsa", "total"] == ["s", "s", "ok", "ok"]


def test_a_count_hidden_by_one_indicator_is_hidden_in_all():
    """Only the ratio makes the numerator small; the count of the same foyers would give it back."""
    comptes = {("foyers_rsa", "total"): [48, 60, 60, 60], ("foyers_rsa_majore", "total"): [45, 20, 20, 20]}
    catalogue = (*CATALOGUE, indicateur("majores", Effectif((Ref("foyers_rsa_majore"),))))
    lus = statuts(publie(DEUX, comptes, catalogue))
    assert lus["majore", "total"] == lus["majores", "total"] == ["s", "s", "ok", "ok"]
    assert lus["rsa", "total"] == ["ok"] * 4


def test_persons_hide_where_their_foyers_do():
    comptes = {("foyers_rsa", "total"): [3, 60, 60, 60], ("personnes_rsa", "total"): [9, 150, 150, 150]}
    catalogue = (indicateur("personnes", Effectif((Ref("personnes_rsa"),))),)
    assert statuts(publie(DEUX, comptes, catalogue))["personnes", "total"] == ["s", "s", "ok", "ok"]


def test_a_family_hides_together():
    """A small EPCI that nothing protects: neither count of the family is shown there."""
    comptes = {("foyers_rsa", "total"): [3, 0, 0, 0], ("foyers_ppa", "total"): [70] * 4}
    catalogue = tuple(indicateur(f, Effectif((Ref(f),)), famille_secret="droits") for f in ("foyers_rsa", "foyers_ppa"))
    lus = publie(DEUX, comptes, catalogue)
    assert statuts(lus, "epci")["foyers_ppa", "total"] == ["s", "s"]
    assert statuts(lus)["foyers_ppa", "total"] == ["s"] * 4


def test_a_hidden_part_of_a_weighted_need_hides_the_gap():
    """3 children of unknown activity in the first commune: the need less the places would give them back."""
    activites = ("tous_actifs", "un_inactif", "nc")
    enfants = tuple(Ref("enfants_0_2_activite", (m,)) for m in activites)
    besoin = (Ref("enfants_age", ("0_2",)),)
    manque = Manque((Ref("places", ("eaje_psu",)),), besoin, poids=tuple(zip(enfants, (1.0, 0.3, 0.3), strict=True)))
    comptes = {("enfants_0_2_activite", m): [n, 30, 30, 30] for m, n in zip(activites, (40, 40, 3), strict=True)}
    comptes |= {("enfants_age", "0_2"): [83, 90, 90, 90], ("places", "eaje_psu"): [10] * 4}
    lus = statuts(publie(DEUX, comptes, (indicateur("manque", manque),)))
    assert lus["manque", "total"] == ["s", "s", "ok", "ok"]


def test_the_other_scheme_does_not_come_out_of_the_difference():
    """Both schemes less the Caf alone: 3 persons of the MSA in the first commune."""
    caf, deux = ("caf",), ("caf", "msa")
    catalogue = tuple(indicateur("-".join(r), Effectif((Ref("personnes_couvertes", regimes=r),))) for r in (caf, deux))
    cle = ("personnes_couvertes", "total", 2024)
    msa = lignes(DEUX, {cle: [3, 40, 40, 40]}).assign(regime="msa")
    magasin = MagasinEssai(pd.concat([lignes(DEUX, {cle: [100] * 4}), msa], ignore_index=True))
    lus = statuts(textes(publication.valeurs(magasin, DEUX.referentiel, indicateurs=catalogue)))
    assert lus["caf", "total"] == lus["caf-msa", "total"] == ["s", "s", "ok", "ok"]


def test_a_hidden_year_hides_the_means_and_changes_made_of_it():
    suite = {2022: [3, 60, 60, 60], 2023: [30] * 4, 2024: [30] * 4}
    rsa = (Ref("foyers_rsa"),)
    catalogue = (indicateur("moyenne", Moyenne(rsa, 3)), indicateur("variation", Variation(rsa, 2)), indicateur("compte", Effectif(rsa)))
    magasin = MagasinEssai(lignes(DEUX, {("foyers_rsa", "total", a): v for a, v in suite.items()}))
    lus = pd.concat([f for _, f in publication.valeurs(magasin, DEUX.referentiel, indicateurs=catalogue)])
    lus = statuts(lus.astype(dict.fromkeys(lus.select_dtypes(exclude="number"), "str")))
    assert lus["compte", "total"] == ["ok"] * 4
    assert lus["moyenne", "total"] == lus["variation", "total"] == ["s", "s", "ok", "ok"]

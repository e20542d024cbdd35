"""Linked measures under attack: nested classes, parts and wholes, statuses, cells hidden by the CAF itself."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ctg_data.diagnostic import communes, liens, protection, publication
from ctg_data.diagnostic.liens import PARTIES
from ctg_data.indicators import registry
from ctg_data.indicators.model import Effectif, Ratio, Ref
from ctg_data.indicators.resultat import ABSENT
from ctg_data.indicators.vocabulaire import TOTAL
from ctg_data.loaders import requete_type_relations as controles
from ctg_data.territoires.model import CIBLE
from tests.diagnostic.attaque import Attaque, Cellule
from tests.diagnostic.pays import INTERNE, MagasinEssai, Pays, indicateur, lignes
from tests.diagnostic.test_secret import ATTAQUES, DEUX, pays_au_hasard, publie, statuts, textes

ALLOC, REF, BR, RSA, MAJORE = ((f"foyers_{nom}", "total") for nom in ("alloc", "ref", "br", "rsa", "rsa_majore"))
GT50, GT75, EQ100 = (("foyers_dep", classe) for classe in ("gt50", "gt75", "eq100"))
RATIOS = {"br": (BR, REF), "dep_50": (GT50, REF), "dep_75": (GT75, REF), "dep_100": (EQ100, REF), "majore": (MAJORE, RSA)}
COMPTES = {"alloc": ALLOC, "rsa": RSA}
PARTS = ((REF, ALLOC), (BR, REF), (GT50, REF), (GT75, GT50), (EQ100, GT75), (RSA, ALLOC), (MAJORE, RSA))


def somme(cellule: Cellule) -> tuple[Ref, ...]:
    return (Ref(cellule[0], (cellule[1],)),)


CATALOGUE = (
    *(indicateur(nom, Effectif(somme(c))) for nom, c in COMPTES.items()),
    *(indicateur(nom, Ratio(somme(num), somme(den)), seuils=("n30",)) for nom, (num, den) in RATIOS.items()),
)


def comptes_au_hasard(pays: Pays, hasard: np.random.Generator) -> dict[Cellule, np.ndarray]:
    """Wholes of all sizes, of which parts leave nothing, a few, or most."""
    n = len(pays.epci)
    comptes = {ALLOC: hasard.poisson(hasard.choice([3, 12, 40, 150], n))}
    for part, tout in PARTS:
        comptes[part] = hasard.binomial(comptes[tout], hasard.choice([0.1, 0.5, 0.95, 1], n))
    return comptes


def percees(pays: Pays, comptes: dict[Cellule, np.ndarray], valeurs: pd.DataFrame) -> list[str]:
    """Cells of 1 to 4, classes left between two nested ones included, that are narrowed to less than « 1 to 4, or 5 »."""
    h = pays.hierarchie
    attaque = Attaque(h, comptes, _connus(h, valeurs), parts=PARTS, entre=_statuts(h, valeurs))
    trouvees = []
    for cellule, moins in (*((c, None) for c in comptes), *((tout, part) for part, tout in PARTS)):
        vrais = comptes[cellule] - (comptes[moins] if moins else 0)
        for niveau, parents in (("commune", np.arange(len(vrais))), ("epci", h.groupe_commune)):
            sommes = np.bincount(parents, vrais)[: len(h.codes[niveau])]
            for unite in np.flatnonzero((sommes > 0) & (sommes < 5)):
                bas, haut = attaque.bornes(niveau, unite, cellule, moins)
                if bas > 1 or haut < 5:
                    trouvees.append(f"{cellule} - {moins} in {niveau} {h.codes[niveau][unite]}: {sommes[unite]}, {bas} to {haut}")
    return trouvees


def _connus(h, valeurs: pd.DataFrame) -> set[tuple[str, int, Cellule]]:
    vues = valeurs[valeurs["statut"] == "ok"]
    lus = {nom: (c,) for nom, c in COMPTES.items()} | RATIOS
    return {(v.niveau, h.codes[v.niveau].index(v.code), c) for v in vues.itertuples() for c in lus[v.indicateur]}


def _statuts(h, valeurs: pd.DataFrame) -> dict[tuple[str, int, Cellule], tuple[int, float]]:
    """« ns » tells a denominator under 30 that is not 0, « nd » that it is 0; « s » that it is not, where 0 is said « nd » all the same."""
    ratios = valeurs[valeurs["indicateur"].isin(list(RATIOS)) & valeurs["statut"].isin(["ns", "nd", "s"])]
    dit = {"ns": (1, 29), "nd": (0, 0)} | ({"s": (1, np.inf)} if _zeros_sous_le_masque(valeurs) else {})
    cles = {(v.niveau, h.codes[v.niveau].index(v.code), RATIOS[v.indicateur][1]): dit.get(v.statut) for v in ratios.itertuples()}
    return {cle: bornes for cle, bornes in cles.items() if bornes}


def _zeros_sous_le_masque(valeurs: pd.DataFrame) -> bool:
    """A rate that is « nd » where a count that must be hidden with it is « s »."""
    statut = valeurs.set_index(["indicateur", "niveau", "code"])["statut"]
    caches = statut[statut == "s"].reset_index()
    tout_cache = {(n, c) for i, n, c in zip(caches["indicateur"], caches["niveau"], caches["code"], strict=True) if i == "alloc"}
    nuls = valeurs[(valeurs["statut"] == "nd") & valeurs["indicateur"].isin(list(RATIOS))]
    return any((v.niveau, v.code) in tout_cache for v in nuls.itertuples())


def essai(graine: int) -> list[str]:
    hasard = np.random.default_rng(graine)
    pays = pays_au_hasard(hasard)
    comptes = comptes_au_hasard(pays, hasard)
    return percees(pays, comptes, publie(pays, comptes, CATALOGUE))


@pytest.mark.parametrize("graine", range(ATTAQUES))
def test_an_attacker_who_knows_every_relation_narrows_no_protected_cell(graine: int):
    assert essai(graine) == []


def test_the_attacker_defeats_an_engine_that_forgets_what_is_left_of_a_whole(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(liens, "inclusions", lambda indicateurs: ())
    assert any(essai(graine) for graine in range(3))


def test_looking_at_communes_by_small_lots_hides_the_same(monkeypatch: pytest.MonkeyPatch):
    hasard = np.random.default_rng(3)
    pays = pays_au_hasard(hasard)
    comptes = comptes_au_hasard(pays, hasard)
    ensemble = publie(pays, comptes, CATALOGUE)
    monkeypatch.setattr(communes, "COMMUNES_PAR_LOT", 1)
    pd.testing.assert_frame_equal(publie(pays, comptes, CATALOGUE), ensemble)


# One relation at a time -------------------------------------------------------------------------------------------

TROIS = Pays(("A", "A", "A", "B", "B", "B"), ("01",) * 6, {"01": "84"})
SANS_RSA = {RSA: [3, 0, 60, 60, 60, 0], MAJORE: [1, 0, 20, 20, 20, 0]}
LARGES = {ALLOC: 400, REF: 300, BR: 100, GT50: 90, GT75: 60, EQ100: 30, RSA: 60, MAJORE: 20}


def caches(**premiere: int) -> dict[str, list[str]]:
    """Status of each indicator in the four communes of A, A, B, B; counts are large but for those given of the first commune."""
    noms = {"alloc": ALLOC, "ref": REF, "br": BR, "gt50": GT50, "gt75": GT75, "eq100": EQ100, "rsa": RSA, "majore": MAJORE}
    comptes = {c: [n] * 4 for c, n in LARGES.items()}
    for nom, n in premiere.items():
        comptes[noms[nom]] = [n, *comptes[noms[nom]][1:]]
    return {i: s for (i, _), s in statuts(publie(DEUX, comptes, CATALOGUE)).items()}


DEPENDANCES = {"dep_50", "dep_75", "dep_100"}


@pytest.mark.parametrize(
    ("premiere", "attendus"),
    [
        ({}, set()),
        ({"gt75": 88}, {"dep_75"}),  # 2 foyers between 50 and 75 %
        ({"gt75": 32}, {"dep_100"}),  # 2 foyers between 75 and 100 %
        ({"ref": 92, "br": 50}, {"dep_50"}),  # 2 foyers of reference under 50 %; 60 over 75 % stay possible
        ({"ref": 398}, DEPENDANCES | {"br"}),  # 2 foyers out of the reference population
        ({"br": 297}, {"br"}),  # 3 foyers of reference over the threshold of low income
        ({"rsa": 397}, {"rsa", "majore"}),  # 3 foyers without RSA
        ({"majore": 58}, {"majore"}),  # 2 foyers with the plain RSA
    ],
)
def test_what_is_left_between_a_part_and_its_whole_hides_the_part(premiere: dict[str, int], attendus: set[str]):
    lus = caches(**premiere)
    assert {i for i, s in lus.items() if s[0] == "s"} == attendus
    assert all(s == (["s", "s", "ok", "ok"] if i in attendus else ["ok"] * 4) for i, s in lus.items())


@pytest.mark.parametrize(("part", "tout"), PARTS)
def test_every_relation_is_taken_from_the_checks_of_the_file(part: Cellule, tout: Cellule):
    paires = {(r.num, r.den) for r in (*liens.proportions(CATALOGUE), *liens.inclusions(CATALOGUE))}
    assert (somme(part), somme(tout)) in paires


def test_no_declared_inclusion_between_counts_that_are_read_is_forgotten():
    """Each part reaches its whole, step by step, and what hides the whole hides the part."""
    catalogue = registry.catalogue()
    lues, atteints = set(liens.sommes(catalogue)), liens.atteints(catalogue)
    inclusions = (r for r in controles.relations() if isinstance(r, controles.Inclusion))
    for r in inclusions:
        if {somme(r.petit), somme(r.grand)} <= lues and r.petit[0].split("_")[0] == r.grand[0].split("_")[0]:
            petit, grand = ((m, TOTAL if v == TOTAL else PARTIES) for m, v in (r.petit, r.grand))
            assert petit in atteints[grand], r


def test_the_catalogue_reads_no_sum_that_is_sensitive_in_part():
    """The witnesses are those of sums that are sensitive throughout: another one would be hidden by none."""
    lues = {s for i in registry.catalogue() for f in i.formules for s in registry.sommes(f)}
    assert [s for s in lues if liens.noeuds(s) and not liens.est_sensible(s)] == []


def test_a_rate_without_denominator_is_secret_where_its_denominator_is():
    """« nd » says 0: it is shown where the denominator is, and nowhere else."""
    lus = statuts(publie(TROIS, SANS_RSA | {RSA: [2, 0, 0, 60, 60, 0], MAJORE: [1, 0, 0, 20, 20, 0]}, CATALOGUE))
    assert lus["rsa", "total"] == ["s", "ok", "ok", "s", "ok", "ok"]
    assert lus["majore", "total"] == ["s", "nd", "nd", "s", "ok", "nd"]
    lus = statuts(publie(TROIS, SANS_RSA | {RSA: [2, 0, 0, 0, 0, 0], MAJORE: [0] * 6}, CATALOGUE))
    assert lus["majore", "total"] == ["s"] * 6


def test_a_rate_without_denominator_is_not_available_beside_a_shown_zero():
    lus = statuts(publie(TROIS, SANS_RSA, CATALOGUE))
    assert lus["rsa", "total"] == ["s", "ok", "s", "ok", "ok", "ok"]
    assert lus["majore", "total"] == ["s", "nd", "s", "ok", "ok", "nd"]


def test_a_part_larger_than_its_whole_is_secret_where_either_is():
    lus = statuts(publie(DEUX, {REF: [3, 40, 40, 40], BR: [4, 41, 20, 41]}, CATALOGUE))
    assert lus["br", "total"] == ["s", "s", "s", "nd"]


def test_what_no_row_gives_stays_not_available():
    lus = statuts(publie(DEUX, {RSA: [3, 60, np.nan, np.nan], MAJORE: [1, 20, 20, np.nan]}, CATALOGUE))
    assert lus["majore", "total"] == ["s", "s", "nd", "nd"]
    lus = statuts(publie(DEUX, {RSA: [3, np.nan, 60, 60], MAJORE: [1, np.nan, 20, 20]}, CATALOGUE))
    assert lus["majore", "total"] == ["s", "nd", "ok", "ok"]


def publie_avec_un_secret(public: float | None) -> dict[tuple[str, str], list[str]]:
    """The first commune is « s » in the CAF's file; another source may give its EPCI."""
    rangees = lignes(DEUX, {(*RSA, 2024): [20, 20, 60, 60]}).astype(object)
    rangees.loc[rangees["code"] == DEUX.codes[0], ["valeur", "statut"]] = [np.nan, "s"]
    epci = rangees.iloc[:1].assign(niveau="epci", code="A", valeur=public, statut="ok", source="ouverte", arr5=True, millesime_geo=CIBLE)
    magasin = MagasinEssai(rangees if public is None else pd.concat([rangees, epci]))
    magasin.referents.sources["ouverte"] = replace(INTERNE, id="ouverte", profil_secret="cnaf_open")
    valeurs = textes(publication.valeurs(magasin, DEUX.referentiel, indicateurs=CATALOGUE))
    return {niveau: statuts(valeurs, niveau)["rsa", "total"] for niveau in ("commune", "epci")}


@pytest.mark.parametrize(("public", "epci"), [(None, "s"), (20, "ok")])
def test_a_cell_that_the_caf_hid_hides_its_neighbours_whatever_is_published_above(public: float | None, epci: str):
    """20 for the EPCI, rounded, less 20 for the neighbour, would leave 0 to 2."""
    lus = publie_avec_un_secret(public)
    assert lus["commune"] == ["s", "s", "ok", "ok"]
    assert lus["epci"] == [epci, "ok"]


def test_the_former_rules_fail_these_tests(monkeypatch: pytest.MonkeyPatch):
    """The same statuses, were « nd » kept and the CAF's own « s » ignored."""
    monkeypatch.setattr(protection, "_sans_donnee", lambda r: r.valeur.statut == ABSENT)
    monkeypatch.setattr(protection, "_tus", lambda communes: np.zeros(communes.rang.shape, dtype=bool))
    lus = statuts(publie(TROIS, SANS_RSA | {RSA: [2, 0, 0, 0, 0, 0], MAJORE: [0] * 6}, CATALOGUE))
    assert lus["majore", "total"] == ["s", *["nd"] * 5]
    assert publie_avec_un_secret(20)["commune"] == ["s", "ok", "ok", "ok"]

"""The auditor on small cases worked by hand, and against τ-Argus."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from ctg_data.diagnostic import audit
from ctg_data.diagnostic.audit.solveur import Solveur
from ctg_data.diagnostic.audit.systeme import Systeme, composantes, resserre
from ctg_data.indicators.compute import Donnees
from ctg_data.indicators.model import Effectif, Ratio, Ref
from tests.diagnostic import optimum, tauargus
from tests.diagnostic.hasard import Essai
from tests.diagnostic.pays import Pays, indicateur, lignes

RSA, PPA, ALLOC = ("foyers_rsa", "total"), ("foyers_ppa", "total"), ("foyers_alloc", "total")
SEUL = (indicateur("rsa", Effectif((Ref("foyers_rsa"),))),)
TROIS = Pays(("A", "A", "A", "B", "B"), ("01",) * 5, {"01": "84"})


def bornes(inconnues: str, **sommes: int) -> dict[str, tuple[float, float]]:
    """Bounds of hidden counts, one letter each, from the sums that are shown: ``ab=10``."""
    lignes = sparse.csr_array(np.array([[float(lettre in somme) for lettre in inconnues] for somme in sommes]))
    totaux, n = np.array(list(sommes.values()), dtype=float), len(inconnues)
    systeme, _ = resserre(Systeme(lignes, totaux, totaux, np.zeros(n), np.full(n, 1e6), np.ones(n, dtype=bool)))
    trouvees = {inconnues[i]: (systeme.bas[i], systeme.haut[i]) for i in range(n)}
    for c in composantes(systeme, [sparse.csr_array(np.eye(n))]):
        solveur = Solveur(c.systeme)
        for rang, variable in enumerate(c.variables):
            sens = np.eye(len(c.variables))[rang]
            trouvees[inconnues[variable]] = (solveur.minimise(sens)[rang], solveur.minimise(-sens)[rang])
    return {lettre: (round(bas, 4), round(haut, 4)) for lettre, (bas, haut) in trouvees.items()}


# Facts that any engine must get right -----------------------------------------------------------------------------------


def test_two_hidden_on_every_line_can_still_give_one_exactly():
    """Rows ab, cd, efw, vu, ts and columns ace, bdf, wvs, ut: the two first columns less the two first rows are e + f, hence w."""
    vrais = dict(zip("abcdefwvuts", (3, 7, 6, 2, 4, 8, 47, 5, 9, 3, 6), strict=True))
    lignes_et_colonnes = ("ab", "cd", "efw", "vu", "ts", "ace", "bdf", "wvs", "ut")
    assert all(len(ligne) >= 2 for ligne in lignes_et_colonnes)
    trouvees = bornes("abcdefwvuts", **{ligne: sum(vrais[c] for c in ligne) for ligne in lignes_et_colonnes})
    assert trouvees["w"] == (47, 47)
    assert trouvees["a"][0] < 3 < trouvees["a"][1]


def test_tables_safe_one_by_one_disclose_together():
    """a + b = 10, b + c = 12, a + c = 6: each sum leaves its two terms in doubt, the three give all."""
    for seule in ({"ab": 10}, {"bc": 12}, {"ac": 6}):
        assert all(bas == 0 and haut >= 6 for lettre, (bas, haut) in bornes("abc", **seule).items() if lettre in next(iter(seule)))
    assert bornes("abc", ab=10, bc=12, ac=6) == {"a": (2, 2), "b": (8, 8), "c": (4, 4)}


# The oracle ----------------------------------------------------------------------------------------------------------------


def nos_bornes(table: tauargus.Table) -> dict[int, tuple[float, float]]:
    """Bounds of the hidden cells of a table, by the auditor's own system and solver."""
    n = len(table.valeurs)
    caches = table.primaires | table.secondaires
    donnees = [(ligne, c, float(p)) for ligne, relation in enumerate(table.relations) for c, p in relation]
    i, j, poids = map(np.array, zip(*donnees, strict=True))
    zeros = np.zeros(len(table.relations))
    haut = np.where(caches, table.valeurs + tauargus.PLAFOND, table.valeurs).astype(float)
    bas = np.where(caches, 0, table.valeurs).astype(float)
    systeme = Systeme(sparse.csr_array((poids, (i, j)), shape=(len(zeros), n)), zeros, zeros, bas, haut, np.ones(n, dtype=bool))
    trouvees = {int(c): (float(table.valeurs[c]), float(table.valeurs[c])) for c in np.flatnonzero(caches)}
    for c in composantes(systeme, [sparse.csr_array(np.eye(n))]):
        solveur = Solveur(c.systeme)
        for rang, variable in enumerate(c.variables):
            sens = np.eye(len(c.variables))[rang]
            trouvees[int(variable)] = (float(solveur.minimise(sens)[rang]), float(solveur.minimise(-sens)[rang]))
    return trouvees


@pytest.mark.parametrize(("graine", "epci"), [(1, 3), (2, 4)])
def test_the_bounds_are_those_of_an_outside_auditor(graine: int, epci: int):
    pays, comptes = optimum.tirage(graine, epci)
    table = optimum.table_de(pays, comptes)
    hasard = np.random.default_rng(graine)
    table = tauargus.avec(table, hasard.random(len(table.valeurs)) < 0.3)
    attendues, trouvees = tauargus.bornes(table), nos_bornes(table)
    assert attendues.keys() == trouvees.keys()
    for cellule, attendue in attendues.items():
        assert trouvees[cellule] == pytest.approx(attendue, abs=1e-3), table.noms[cellule]


# Publications ------------------------------------------------------------------------------------------------------------


def essai(comptes: dict, pays: Pays = TROIS, catalogue=SEUL) -> Essai:
    return Essai(pays, lignes(pays, {(*cle, 2024): v for cle, v in comptes.items()}), catalogue)


def test_what_the_product_publishes_tells_nothing():
    cas = essai({RSA: [3, 20, 30, 40, 50]})
    fait = cas.audite(exact=True)
    assert not fait.percees
    (cellule,) = [c for c in fait.cellules if c.regle == "effectif de 1 à 4"]
    valeurs = cas.publie()
    caches = set(valeurs.loc[(valeurs["statut"] == "s") & (valeurs["niveau"] == "commune"), "code"])
    ensemble = sum(n for code, n in zip(TROIS.codes, (3, 20, 30, 40, 50), strict=True) if code in caches)
    assert (cellule.code, cellule.bas, cellule.haut) == ("01000", 0, ensemble)  # the hidden ones together, whatever the share of each


def test_one_neighbour_too_many_shown_gives_the_small_count():
    """Both neighbours shown beside the EPCI: 53 - 20 - 30."""
    cas = essai({RSA: [3, 20, 30, 40, 50]})
    valeurs = montre(cas.publie(), {"01001": 20, "01002": 30})
    (cellule,) = cas.audite(valeurs).percees
    assert (cellule.niveau, cellule.code, cellule.bas, cellule.haut) == ("commune", "01000", 3, 3)


def test_an_interval_beside_a_hidden_count_is_the_count():
    cas = essai({RSA: [3, 20, 30, 40, 50]})
    valeurs = cas.publie()
    valeurs.loc[valeurs["code"] == "01000", ["ic_bas", "ic_haut"]] = [0.6, 8.8]
    assert [c.code for c in cas.audite(valeurs).percees] == ["01000"]


def test_the_whole_that_is_shown_caps_what_is_asked():
    """3 inhabitants of the first commune under 65, as everyone knows: nobody can believe in 5 persons with RSA there."""
    cas = essai({("personnes_rsa", "total"): [2, 20, 30, 40, 50]}, catalogue=(RATIO,))
    public = lignes(TROIS, {("pop_age_h", "040", 2024): [3, 200, 300, 400, 500]}).assign(source="publique")
    cas = Essai(TROIS, pd.concat([cas.rangees.astype(object), public.astype(object)], ignore_index=True), cas.catalogue)
    fait = cas.audite(exact=True)
    assert not fait.percees
    assert {c.haut for c in fait.cellules if c.code == "01000" and c.regle == "effectif de 1 à 4"} == {3}


RATIO = indicateur("part", Ratio((Ref("personnes_rsa"),), (Ref("pop_age_h", ("040",)),)))


def test_the_journal_counts_what_was_hidden_by_rule_without_a_value():
    cas = essai({RSA: [3, 20, 30, 40, 50]})
    valeurs = cas.publie()
    assert {(ligne.niveau, ligne.regle): ligne.cellules for ligne in cas.audite(valeurs).journal} == {
        ("commune", "effectif de 1 à 4"): 1,
        ("commune", "masquée pour protéger les autres"): int((valeurs["statut"] == "s").sum()) - 1,
    }


def test_a_perimeter_that_differs_from_an_epci_by_one_small_commune_gives_it():
    """A less its first commune, shown as 50 beside the 53 of A."""
    cas = essai({RSA: [3, 20, 30, 40, 50]})
    zone = {"CTG": ("01001", "01002")}
    assert not cas.audite(perimetres=zone).percees
    modele = cas.publie().head(1).assign(niveau="perimetre", code="CTG", valeur=50.0, statut="ok")
    valeurs = pd.concat([cas.publie(), modele], ignore_index=True)
    assert [c.code for c in cas.audite(valeurs, perimetres=zone).percees] == ["01000"]


def test_two_publications_subtract():
    """7 then 3 households in the first commune of A: shown at first, hidden with its neighbours then.  The total of A moved by 4."""
    avant, apres = essai({RSA: [7, 20, 30, 40, 50]}), essai({RSA: [3, 20, 30, 40, 50]})
    assert not avant.audite().percees
    assert not apres.audite().percees
    garde = avant.publie(), Donnees(avant.magasin, TROIS.referentiel)
    (cellule,) = apres.audite(avec=garde).percees
    assert (cellule.code, cellule.bas, cellule.haut) == ("01000", 3, 3)


def montre(valeurs: pd.DataFrame, comptes: dict[str, float]) -> pd.DataFrame:
    """The same publication with some communes shown."""
    vus = valeurs["code"].map(comptes)
    return valeurs.assign(valeur=valeurs["valeur"].fillna(vus), statut=valeurs["statut"].mask(vus.notna(), "ok"))


def test_the_auditor_imports_nothing_of_the_engine():
    from pathlib import Path

    interdits = ("secret", "protection", "liens", "hierarchie")
    for module in Path(audit.__file__).parent.glob("*.py"):
        texte = module.read_text(encoding="utf-8")
        assert not [nom for nom in interdits if f"diagnostic.{nom}" in texte or f"import {nom}" in texte], module.name

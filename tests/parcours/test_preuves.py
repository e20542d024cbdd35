"""The words that evidence allows, and progress that never counts actions (domain.md §7.3, §7.4)."""

from datetime import date

import pytest

from ctg_data.parcours.chemin import Bout, Changement, Chemin, Etape, Lien
from ctg_data.parcours.convention import Action, Ctg
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatAction
from ctg_data.parcours.preuves import Force, Voix, force
from ctg_data.parcours.progres import echelle, indice, ruptures
from ctg_data.parcours.suivi import EtatMarqueur, Marqueur, Preuve, Rang, Releve, TypePreuve

JOUR = date(2026, 6, 1)


def preuve(niveau: int, source: str = "Bilan", type_: TypePreuve = TypePreuve.FROIDE, conforte: bool = True) -> Preuve:
    return Preuve("x", cible="c", type=type_, source=source, jour=JOUR, niveau=niveau, conforte=conforte, texte="vu")


@pytest.mark.parametrize(
    ("niveaux", "voix"),
    [([], Voix.HYPOTHESE), ([0, 1], Voix.HYPOTHESE), ([1, 2], Voix.PLAUSIBLE), ([2, 3], Voix.CONTRIBUE), ([5], Voix.CONTRIBUE)],
)
def test_the_level_of_evidence_bounds_the_words(niveaux, voix):
    assert force([preuve(n) for n in niveaux]).voix == voix


def test_evidence_against_forbids_to_claim_a_plausible_contribution():
    assert force([preuve(2), preuve(1, conforte=False)]).voix == Voix.CONTRAIRE
    assert force([preuve(3), preuve(1, conforte=False)]).voix == Voix.CONTRIBUE


def test_triangulation_is_two_sources_one_cold_one_hot():
    froide, chaude = preuve(2, "Caf"), preuve(1, "Parents", TypePreuve.CHAUDE)
    assert force([froide, chaude]) == Force(niveau=2, sources=2, froides=1, chaudes=1)
    assert force([froide, chaude]).triangulee
    assert not force([froide, preuve(1, "  caf ", TypePreuve.CHAUDE)]).triangulee
    assert not force([froide, preuve(2, "Insee")]).triangulee


def dossier(*etats: EtatMarqueur, actions: tuple[Action, ...] = ()) -> Dossier:
    """A change with two attendu, one souhaité, one rêvé markers in these states, and a path: every action leads to one step, then to it."""
    rangs = (Rang.ATTENDU, Rang.ATTENDU, Rang.SOUHAITE, Rang.REVE)
    marqueurs = {f"m{i}": Marqueur("x", cible="c", rang=r, libelle=f"m{i}") for i, r in enumerate(rangs)}
    releves = {f"r{i}": Releve("x", f"m{i}", JOUR, e) for i, e in enumerate(etats)}
    liens = {f"l{i}": Lien("x", "ch", Bout.ACTION, f"a{i}", Bout.ETAPE, "e") for i in range(len(actions))}
    liens["fin"] = Lien("x", "ch", Bout.ETAPE, "e", Bout.CHANGEMENT, "c")
    return Dossier(
        "x",
        Ctg("CTG", "epci", "1"),
        {
            Changement: {"c": Changement("x", "Un changement")},
            Chemin: {"ch": Chemin("x", "c")},
            Etape: {"e": Etape("x", "ch", "Une étape")},
            Action: {f"a{i}": a for i, a in enumerate(actions)},
            Lien: liens,
            Marqueur: marqueurs,
            Releve: releves,
        },
    )


def test_the_index_weighs_ranks_one_two_three():
    """Two attendu reached (1 + 1), one souhaité half way (2 × ½), one rêvé not (0), out of 1 + 1 + 2 + 3: 3/7."""
    echelons = echelle(dossier(EtatMarqueur.OUI, EtatMarqueur.OUI, EtatMarqueur.PARTIEL, EtatMarqueur.NON), "c")
    assert [(e.total, e.partiels, e.atteints) for e in echelons] == [(2, 0, 2), (1, 1, 0), (1, 0, 0)]
    assert indice(echelons) == pytest.approx(3 / 7)
    assert indice([]) is None


def test_a_marker_stands_where_it_was_last_seen():
    lu = dossier(EtatMarqueur.OUI)
    assert echelle(lu, "c", jour=date(2026, 5, 31))[0].atteints == 0
    assert echelle(lu, "c", jour=JOUR)[0].atteints == 1


FAITE = Action("x", "Faite", etat=EtatAction.REALISEE)
EN_TRAIN = Action("x", "En train", etat=EtatAction.ENGAGEE, avancement=60)
DEBUT = Action("x", "Début", etat=EtatAction.ENGAGEE, avancement=10)


def test_actions_that_advance_while_no_marker_moves_are_told():
    immobile = dossier(actions=(FAITE, EN_TRAIN))
    assert [(r.cible, r.actions) for r in ruptures(immobile, "c")] == [("c", ("a0", "a1"))]
    assert ruptures(dossier(EtatMarqueur.PARTIEL, actions=(FAITE, EN_TRAIN)), "c") == []
    assert ruptures(dossier(actions=(FAITE, DEBUT)), "c") == []
    assert ruptures(dossier(), "c") == []


def test_doing_more_is_never_progress():
    """Whatever is done of the actions, ladder and index stay."""
    pauvre, riche = dossier(EtatMarqueur.OUI), dossier(EtatMarqueur.OUI, actions=(FAITE, FAITE))
    assert echelle(pauvre, "c") == echelle(riche, "c")

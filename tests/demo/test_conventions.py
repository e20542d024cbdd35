"""The two fictive CTG of the first launch: whole, coherent on any day, written once, never brought back against one's will."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from ctg_data import storage
from ctg_data.conventions import gestes, lecture
from ctg_data.demonstration import conventions
from ctg_data.demonstration.conventions.calendrier import Calendrier
from ctg_data.demonstration.conventions.chiffres import Chiffres, Depart
from ctg_data.diagnostic.detectabilite import detectable
from ctg_data.parcours import etats
from ctg_data.parcours.base import DuDossier
from ctg_data.parcours.chemin import Changement, Hypothese
from ctg_data.parcours.concertation import FuturIdeal, Proposition
from ctg_data.parcours.convention import Action, Ctg, Decision, Reunion, Validation
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import (
    EtatAction,
    EtatChangement,
    EtatChemin,
    EtatCtg,
    EtatEngagement,
    EtatHypothese,
    EtatProposition,
    EtatReunion,
)
from ctg_data.parcours.genres import PARCOURS
from ctg_data.parcours.invariants import invariants
from ctg_data.parcours.preuves import Voix, force
from ctg_data.parcours.progres import ruptures
from ctg_data.parcours.suivi import IndicateurLie, Preuve, Releve
from ctg_data.settings import Settings
from ctg_data.wording.typographie import soigne

JOUR = date(2026, 11, 26)
JOURS = (JOUR, date(2024, 2, 29), date(2025, 8, 31), date(2028, 2, 29), date(2027, 12, 31))
JAMAIS = {
    *(e for e in EtatCtg if e not in (EtatCtg.DIAGNOSTIC, EtatCtg.SUIVI)),
    EtatProposition.PRESENTEE,
    EtatProposition.AMENDEE,
    EtatProposition.A_RETRAVAILLER,
    etats.EtatObjection.RECEVABLE,
    EtatChangement.CONSENTI,
    EtatChangement.ATTEINT,
    EtatChangement.NON_ATTEINT,
    EtatChemin.EBAUCHE,
    EtatChemin.VALIDE,
}
"""States that neither CTG shows: moments that do not last, and the ends of a CTG."""


@pytest.fixture(scope="session")
def au(tmp_path_factory: pytest.TempPathFactory) -> Callable[[date], Settings]:
    """A default store, first launched on a day: built once a session."""

    @cache
    def _au(jour: date) -> Settings:
        settings = Settings(tmp_path_factory.mktemp("amorce") / "magasin", acteur="une")
        assert conventions.amorce(settings, jour)
        return settings

    return _au


@pytest.fixture(params=JOURS, ids=str)
def monde(request: pytest.FixtureRequest, au: Callable[[date], Settings]) -> tuple[Settings, date]:
    return au(request.param), request.param


@pytest.fixture
def aujourdhui(au: Callable[[date], Settings]) -> Settings:
    return au(JOUR)


@pytest.fixture
def neuf(tmp_path: Path) -> Iterator[Settings]:
    """A default store before its first launch."""
    yield Settings(tmp_path / "magasin", acteur="une")
    storage.ferme()


def dossiers(settings: Settings) -> list[Dossier]:
    return [lecture.lit(settings, f.id).dossier for f in lecture.liste(settings)]


def elan(settings: Settings) -> Dossier:
    return dossiers(settings)[0]


def changement(dossier: Dossier, theme: str) -> str:
    return next(i for i, c in dossier.changements() if theme in c.themes)


def contenu(dossier: Dossier) -> list[tuple]:
    """What a dossier says, ids told by their order."""
    rangs = {i: str(n) for n, (i, _) in enumerate([(dossier.id, None), *dossier.tous()])}
    return [
        (type(o).__name__, *(rangs.get(v, v) if isinstance(v := getattr(o, c.name), str) else v for c in fields(o)))
        for _, o in dossier.tous()
    ]


def test_no_rule_is_broken_and_both_say_that_they_are_invented(monde: tuple[Settings, date]):
    siens = dossiers(monde[0])
    assert [invariants(d) for d in siens] == [[], []]
    assert [(d.ctg.etat, d.ctg.fictive, "fictif" in d.ctg.nom) for d in siens] == [
        (EtatCtg.SUIVI, True, True),
        (EtatCtg.DIAGNOSTIC, True, True),
    ]


def test_what_happened_is_past_and_what_is_planned_is_to_come(monde: tuple[Settings, date]):
    settings, jour = monde
    for dossier in dossiers(settings):
        vecus = [o.jour for genre in (Releve, Preuve, Decision, Validation) for o in dossier.de(genre).values()]
        assert [j for j in vecus if j > jour] == []
        for reunion in dossier.de(Reunion).values():
            assert (reunion.jour > jour) == (reunion.etat == EtatReunion.PREVUE)
            assert reunion.jour.weekday() < 5
        for action in (a for a in dossier.de(Action).values() if a.debut):
            assert (action.debut > jour) == (action.etat == EtatAction.PLANIFIEE), action.libelle
            assert action.etat != EtatAction.REALISEE or (action.fin <= jour and action.avancement == 100)


def test_a_convention_of_five_years_was_signed_twenty_months_ago(monde: tuple[Settings, date]):
    settings, jour = monde
    ctg = elan(settings).ctg
    mois = (jour.year - ctg.signe_le.year) * 12 + jour.month - ctg.signe_le.month
    assert 19 <= mois <= 21
    assert (ctg.debut.month, ctg.debut.day, ctg.fin.year - ctg.debut.year, ctg.fin.month) == (1, 1, 4, 12)
    assert ctg.debut <= ctg.signe_le


def test_every_kind_of_record_and_nearly_every_state_is_shown(aujourdhui: Settings):
    siens = dossiers(aujourdhui)
    assert {type(o) for d in siens for _, o in d.tous()} | {Ctg} == set(PARCOURS)
    vus = {o.etat for d in siens for _, o in d.tous() if hasattr(o, "etat")} | {d.ctg.etat for d in siens}
    tous = {e for classe in etats.Etat.__subclasses__() for e in classe}
    assert tous - vus == JAMAIS


def test_the_followed_one_has_what_each_page_is_about(aujourdhui: Settings):
    d = elan(aujourdhui)
    assert [c.etat for _, c in d.changements()] == [
        *[EtatChangement.SUIVI] * 3,
        EtatChangement.VALIDE,
        EtatChangement.PARTIEL,
        EtatChangement.ABANDONNE,
    ]
    accueil = [(c.numero, c.etat) for _, c in d.chemins(changement(d, "PE"))]
    assert accueil == [(1, EtatChemin.REVISE), (2, EtatChemin.ACTIF)]
    for theme in ("PE", "JE", "PA"):
        chemin = d.courant(changement(d, theme))
        assert 5 <= sum(not e.ecartee for _, e in d.etapes(chemin)) <= 9
        assert 4 <= len({lien.de for lien in d.liens(chemin).values()} & d.de(Action).keys()) <= 8
    assert 18 <= len(d.de(Action)) <= 25
    assert {p.niveau for p in d.de(Preuve).values()} == {0, 1, 2, 3}
    assert [f.numero for f in d.de(FuturIdeal).values()] == [1, 2]
    en_retard = [e for e in d.de(conventions.elan.elan_cadre.Engagement).values() if e.etat == EtatEngagement.A_TENIR and e.echeance < JOUR]
    assert {e.cote.value for e in en_retard} == {"caf", "collectivite"}


def test_one_rupture_is_to_be_looked_at(aujourdhui: Settings):
    """Shuttles and bicycles run, and young people still do not come by themselves."""
    d = elan(aujourdhui)
    trouvees = {i: ruptures(d, i, JOUR) for i, _ in d.changements()}
    (rupture,) = trouvees.pop(changement(d, "JE"))
    assert d.cherche(rupture.cible).libelle.startswith("Les jeunes se déplacent")
    assert [len(r) for r in trouvees.values()] == [0] * 5


def test_a_hypothesis_held_and_others_did_not(aujourdhui: Settings):
    d = elan(aujourdhui)
    voix = {h.etat: {force(d.ou(Preuve, cible=i).values()).voix} for i, h in d.de(Hypothese).items() if h.etat == EtatHypothese.CONFORTEE}
    assert Voix.CONTRAIRE not in voix[EtatHypothese.CONFORTEE]
    contraires = {h.etat for i, h in d.de(Hypothese).items() if d.ou(Preuve, cible=i, conforte=False)}
    assert contraires == {EtatHypothese.AFFAIBLIE, EtatHypothese.REFUTEE}


def test_a_target_that_noise_could_hide_was_accepted_with_a_reason(aujourdhui: Settings):
    """Read on the embedded figures: every other target could be told from chance, or has no interval."""
    incertaines = []
    for lie in elan(aujourdhui).de(IndicateurLie).values():
        depart, bas, haut, cible = (float(x) if x else None for x in (lie.t0_valeur, lie.t0_bas, lie.t0_haut, lie.cible))
        seuil = detectable(depart, bas, haut, "")
        if cible is not None and seuil and abs(cible - depart) < seuil.changement:
            incertaines.append((lie.indicateur, bool(lie.accepte)))
    assert incertaines == [("part_am_55_plus", True)] * 2  # of both versions of the path


def test_starting_points_are_those_of_the_demonstration(aujourdhui: Settings):
    lies = elan(aujourdhui).de(IndicateurLie).values()
    assert {"tx_couv_eaje", "alsh_ados_heures", "laep_heures", "rdv_droits"} <= {lie.indicateur for lie in lies}
    (couverture,) = (lie for lie in lies if lie.indicateur == "tx_couv_eaje")
    assert (couverture.t0_annee, couverture.t0_valeur, couverture.t0_bas, couverture.t0_haut) == (2023, "21.7", "20.3", "23.2")
    assert (couverture.cible, couverture.cible_annee, len(couverture.t0_communes)) == ("29.7", 2029, 24)
    assert couverture.t0_sources.startswith("cnaf_txcouv_pe@2023")
    assert couverture.t0_edition


@pytest.mark.parametrize(("lu_le", "annee"), [(2025, 2022), (2023, 2022), (2022, 2021), (2021, None)])
def test_a_starting_point_leaves_room_for_a_change(neuf: Settings, lu_le: int, annee: int | None):
    """The last figure published is left for « today »; before any was known, there is none."""
    chiffres = Chiffres(neuf, "200066512")
    chiffres.__dict__["_publies"] = {"x": [Depart(a, "1", "", "", "e", "s", False, True) for a in (2021, 2022, 2023)]}
    assert getattr(chiffres.depart("x", date(lu_le, 6, 1)), "annee", None) == annee
    assert chiffres.depart("inconnu", date(lu_le, 6, 1)) is None


@pytest.mark.parametrize(
    ("mois", "jours", "attendu"),
    [(0, 0, "2026-08-28"), (1, 0, "2026-09-30"), (-6, 0, "2026-02-27"), (0, 6, "2026-09-04"), (0, 7, "2026-09-07")],
)
def test_a_day_off_moves_away_from_today_never_across(mois: int, jours: int, attendu: str):
    """From Saturday 29 August 2026: Fridays before, Mondays after."""
    assert Calendrier(date(2026, 8, 29 if not mois else 30)).le(mois, jours).isoformat() == attendu


def test_texts_have_their_typography(aujourdhui: Settings):
    assert [o for d in dossiers(aujourdhui) for _, o in d.tous() if isinstance(o, DuDossier) and soigne(o) != o] == []


def test_the_words_adopted_are_those_of_what_they_are_about(aujourdhui: Settings):
    d = elan(aujourdhui)
    for proposition in d.ou(Proposition, etat=EtatProposition.ADOPTEE).values():
        cible = d.cherche(proposition.cible)
        assert proposition.texte == (cible.libelle if isinstance(cible, Changement) else cible.texte)


# Once, and only where the demonstration is shown -----------------------------------------------------------------------


def test_launches_at_once_write_them_once(neuf: Settings):
    with ThreadPoolExecutor(3) as fils:
        faits = list(fils.map(lambda _: conventions.amorce(neuf, JOUR), range(3)))
    assert sorted(faits) == [False, False, True]
    assert len(lecture.liste(neuf)) == 2


def test_what_was_deleted_does_not_come_back(neuf: Settings):
    conventions.amorce(neuf, JOUR)
    for fiche in lecture.liste(neuf):
        gestes.supprime(neuf, fiche)
    storage.ferme()
    assert not conventions.amorce(neuf, JOUR)
    assert lecture.liste(neuf) == []


def test_a_store_or_a_database_of_ones_own_never_gets_them(neuf: Settings, tmp_path: Path):
    assert not conventions.amorce(replace(neuf, demo=None), JOUR)
    assert not conventions.amorce(replace(neuf, base=f"sqlite:///{tmp_path}/a-nous.sqlite"), JOUR)
    assert list(tmp_path.iterdir()) == []


def test_one_ctg_of_ones_own_is_enough_to_write_none(neuf: Settings):
    gestes.cree(neuf, Ctg("La nôtre", "epci", "200066512"))
    assert not conventions.amorce(neuf, JOUR)
    assert [f.objet.nom for f in lecture.liste(neuf)] == ["La nôtre"]


def test_made_again_they_say_the_same_and_real_ones_are_left_alone(neuf: Settings):
    conventions.amorce(neuf, JOUR)
    avant = [contenu(d) for d in dossiers(neuf)]
    gestes.cree(neuf, Ctg("La nôtre", "epci", "200066512"))
    fait = conventions.recree(neuf, JOUR)
    assert fait.ecartees == fait.creees
    notre, *fictives = dossiers(neuf)
    assert (notre.ctg.nom, [contenu(d) for d in fictives]) == ("La nôtre", avant)


def test_nobody_is_offered_to_undo_what_the_demonstration_wrote(neuf: Settings):
    conventions.amorce(neuf, JOUR)
    ici, avant = lecture.liste(neuf)[0], contenu(elan(neuf))
    assert gestes.annulable(neuf, ici.id) is None
    with gestes.atelier(neuf, ici.id) as etabli:
        etabli.modifie(next(f for f in etabli.fiches.values() if isinstance(f.objet, Decision)), texte="Une autre décision")
    gestes.annule(neuf, ici.id, gestes.annulable(neuf, ici.id))
    assert gestes.annulable(neuf, ici.id) is None
    assert contenu(elan(neuf)) == avant

"""What was worked out of a dossier is worked out again once what it rests on changed: memory never changes a verdict."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.errors import CtgError
from ctg_data.parcours import graphe
from ctg_data.parcours.chemin import Chemin, Etape, Lien
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import Etat
from ctg_data.parcours.invariants import invariants
from ctg_data.parcours.temoin import tenu
from tests.parcours import carnet as k


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """A CTG on an active path."""
    return k.actif(k.carnet(tmp_path_factory.mktemp("carnet"))).livre.dossier


def sans_memoire(d: Dossier) -> Dossier:
    return Dossier(d.id, d.ctg, d.objets)


def verdict(d: Dossier) -> Any:
    """What the invariants say, or how they fail: a dossier broken at random names what is not there."""
    try:
        return invariants(d)
    except (KeyError, AttributeError) as erreur:
        return type(erreur)


def touche(d: Dossier, data: st.DataObject) -> Dossier:
    """Another dossier, one record being taken away, or changed by no rule."""
    identifiant, objet = data.draw(st.sampled_from([*d.tous(), (d.id, d.ctg)]), label="fiche")
    if identifiant != d.id and data.draw(st.booleans(), label="retirée"):
        return d.sans(identifiant)
    champ = data.draw(st.sampled_from([c for c in fields(objet) if c.name != "ctg"]), label="champ")
    valeur = getattr(objet, champ.name)
    if isinstance(valeur, Etat):
        voulu = data.draw(st.sampled_from(list(type(valeur))))
    elif isinstance(valeur, str):
        voulu = data.draw(st.sampled_from(["", *(i for i, _ in d.tous())]))
    else:
        voulu = data.draw(st.sampled_from([valeur, *(getattr(o, champ.name) for o in d.de(type(objet)).values())]))
    try:
        return d.avec(identifiant, replace(objet, **{champ.name: voulu}))
    except CtgError:  # a record that refuses such a value is left as it was
        return d


@given(data=st.data())
def test_memory_never_changes_a_verdict(dossier, data):
    d = dossier
    for _ in range(data.draw(st.integers(1, 6))):
        d = touche(d, data)
        if data.draw(st.booleans(), label="regardé"):
            assert verdict(d) == verdict(sans_memoire(d))
    assert verdict(d) == verdict(sans_memoire(d))


def test_only_what_a_change_touches_is_worked_out_again(dossier):
    faits: list[str] = []

    def regle(d: Dossier, chemin: str):
        faits.append(chemin)
        yield from (m.texte for m in graphe.manques(d, chemin))

    (chemin,) = dossier.de(Chemin)
    assert tenu(dossier, regle, chemin) == tenu(dossier, regle, chemin) == ()
    ailleurs = dossier.avec("ailleurs", Etape("ctg", "autre-chemin", "Une étape d'un autre chemin"))
    assert tenu(ailleurs, regle, chemin) == ()
    assert faits == [chemin]
    (lien, *_) = dossier.ou(Lien, chemin=chemin)
    assert len(tenu(ailleurs.sans(lien), regle, chemin)) > 0
    assert faits == [chemin] * 2


def test_a_rule_in_a_rule_hands_over_what_it_looked_at(dossier):
    (chemin,) = dossier.de(Chemin)

    def dedans(d: Dossier):
        yield from (e.libelle for _, e in d.etapes(chemin))

    def dehors(d: Dossier):
        yield from tenu(d, dedans)

    (avant,) = tenu(dossier, dehors)
    identifiant, etape = dossier.etapes(chemin)[0]
    assert tenu(dossier.avec(identifiant, replace(etape, libelle="Autrement")), dehors) == ("Autrement",) != (avant,)


def test_the_dates_of_the_convention_are_looked_at_again_when_they_change(dossier):
    assert invariants(dossier) == []
    ecourte = dossier.avec(dossier.id, replace(dossier.ctg, fin=date(2026, 1, 1)))
    assert any("au-delà de la fin de la CTG" in phrase for phrase in invariants(ecourte))

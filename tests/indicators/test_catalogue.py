"""The catalogue: a faulty record is refused, and what a complete requête type draws of the star."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from ctg_data.indicators import formules, registry
from ctg_data.indicators.faces import faces
from ctg_data.indicators.model import (
    Branche,
    Distribution,
    EcartReference,
    Effectif,
    Etoile,
    Face,
    Indicateur,
    Moyenne,
    Publie,
    Ratio,
    Ref,
)
from ctg_data.indicators.termes import ref
from ctg_data.indicators.vocabulaire import catalogue as vocabulaire
from ctg_data.loaders.requete_type_schema import VARIABLES
from ctg_data.wording import nombres
from tests.indicators.outils import indicateur

SAIN = indicateur(Effectif(ref("pop_municipale")))
INSEE = (*("pop_municipale", "pop_totale", "naissances", "pop_age_h", "pop_age_f"), "rp_", "filo_")


@pytest.mark.parametrize(
    ("faux", "faute"),
    [
        (replace(SAIN, libelle=" "), "libelle vide"),
        (replace(SAIN, prudence=""), "prudence vide"),
        (replace(SAIN, lecture="En {annee}, {territoire}."), "repère absent {valeur}"),
        (replace(SAIN, lecture="En {annee}, {territoire}, {valeur} sur {total}."), "repère inconnu {total}"),
        (replace(SAIN, seuils=("n31",)), "seuil inconnu n31"),
        (replace(SAIN, niveaux=("canton",)), "niveau inconnu canton"),
        (replace(SAIN, formules=()), "aucune formule"),
        (replace(SAIN, angle=4), "angle ou décimales"),
        (replace(SAIN, decimales=4), "angle ou décimales"),
        (replace(SAIN, etoile=Etoile(Branche.PE, Face.BESOIN), niveaux=("commune",)), "place sur l’étoile invalide"),
        (replace(SAIN, etoile=Etoile(Branche.PE, Face.BESOIN, 0)), "place sur l’étoile invalide"),
        (indicateur(Effectif(ref("population"))), "mesure inconnue population"),
        (indicateur(Effectif(ref("foyers_qf", "lt300"))), "modalité inconnue foyers_qf/lt300"),
        (indicateur(Effectif(ref("foyers_qf", "lt400", "lt400"))), "vides ou en double"),
        (indicateur(Effectif((Ref("pop_municipale", ()),))), "vides ou en double"),
        (indicateur(Effectif(ref("filo_niveau_vie", "mediane"))), "ne s’additionne pas"),
        (indicateur(Moyenne(ref("txcouv", "global"))), "ne s’additionne pas"),
        (indicateur(Ratio(ref("naissances"), ref("filo_taux_pauvrete"))), "ne s’additionne pas"),
        (indicateur(EcartReference("inconnu")), "indicateur de référence inconnu"),
        (indicateur(Distribution((("a", ref("naissances")), ("a", ref("naissances"))))), "modalité en double"),
    ],
    ids=lambda cas: cas if isinstance(cas, str) else "",
)
def test_a_faulty_record_is_refused_and_named(faux: Indicateur, faute: str):
    with pytest.raises(registry.CatalogueInvalide) as refus:
        registry.verifie([faux])
    assert f"essai : {faute}" in str(refus.value) or faute in str(refus.value)


def test_an_identifier_used_twice_is_refused():
    with pytest.raises(registry.CatalogueInvalide, match="essai : identifiant en double"):
        registry.verifie([SAIN, SAIN])


def test_a_crowded_face_is_refused():
    sept = [replace(SAIN, id=f"i{n}", etoile=Etoile(Branche.PE, Face.BESOIN)) for n in range(7)]
    with pytest.raises(registry.CatalogueInvalide, match="étoile PE/besoin"):
        registry.verifie(sept)


def test_every_fault_is_told_at_once():
    with pytest.raises(registry.CatalogueInvalide) as refus:
        registry.verifie([replace(SAIN, libelle="", angle=9, seuils=("x",))])
    assert str(refus.value).count(" ; ") == 2


def test_a_sound_record_is_accepted():
    published = indicateur(Publie(Ref("txcouv", ("global",))), id="publie")
    assert registry.verifie([SAIN, published]) == (SAIN, published)


def test_the_catalogue_holds_75_indicators_of_the_domain():
    ids = [i.id for i in registry.catalogue()]
    assert len(ids) >= 75
    assert len(set(ids)) == len(ids)


def test_every_formula_reads_as_french_words():
    for i in registry.catalogue():
        assert formules.en_mots(i)
        assert not formules.en_mots(i).endswith(".")


@pytest.mark.parametrize("i", registry.catalogue(), ids=lambda i: i.id)
@pytest.mark.parametrize("x", [0, 0.5, 1, 12])
def test_every_reading_sentence_is_french_for_one_and_for_many(i, x):
    phrase = i.lecture.format(annee=2023, territoire="à Limoges", valeur=nombres.compte(x, i.decimales), source="Insee")
    assert phrase.endswith(".")
    assert " : " not in phrase.partition(" (")[0], "a sentence with a verb, not a label"
    suite = phrase.partition(nombres.nombre(x, i.decimales))[2].split()[0]
    assert x >= 2 or not suite.endswith("s") or suite in ("rendez-vous", "fois"), phrase


def _nourris(mesures: Iterable[str]) -> set[str]:
    """Indicators that have a formula whose every measure is there."""
    connues = set(mesures)
    nourris = {i.id for i in registry.catalogue() if any(_complete(f, connues) for f in i.formules)}
    return nourris | {i.id for i in registry.catalogue() for f in i.formules if isinstance(f, EcartReference) and f.indicateur in nourris}


def _complete(formule: object, connues: set[str]) -> bool:
    lues = {r.mesure for r in registry.refs(formule)}
    return bool(lues) and lues <= connues


@pytest.mark.parametrize(("face", "minimum"), [(Face.BESOIN, 7), (Face.OFFRE, 5), (Face.ECART, 4)])
def test_a_complete_requete_type_and_insee_draw_most_of_the_star(face, minimum):
    requete_type = {v.id for v in VARIABLES}
    insee = {nom for nom in vocabulaire() if nom.startswith(INSEE)}
    nourris = _nourris(requete_type | insee)
    branches = {b for (b, f), places in faces(registry.catalogue()).items() if f is face and any(i in nourris for i, _ in places)}
    assert len(branches) >= minimum


def test_every_face_has_its_place_in_a_fixed_order():
    assert list(faces([])) == [(b, f) for b in Branche for f in Face]
    assert faces([replace(SAIN, etoile=Etoile(Branche.HA, Face.OFFRE, -1))])[Branche.HA, Face.OFFRE] == (("essai", -1),)

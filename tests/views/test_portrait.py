"""The portrait: published values in, plain frozen texts out; nothing masked, mixed or missing is ever a number."""

import re
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace

import pandas as pd
import pytest

from ctg_data.errors import TerritoireInconnu
from ctg_data.indicators import registry
from ctg_data.indicators.absents import ABSENTS
from ctg_data.indicators.model import Face, Publie, Ref, Sens
from ctg_data.records import COLONNES_VALEURS, typed
from ctg_data.views.portrait import _dans_la_phrase, portrait
from ctg_data.wording.typographie import insecables
from tests.views.conftest import ANNEES, CATALOGUE, DEPARTEMENT, EPCI, JOUR, FauxCorpus, figure, frame, inventees, ligne


def chiffre(vue, nom):
    return next(c for t in vue.themes for c in t.chiffres if c.id == nom)


CLE = ["indicateur", "niveau", "code", "annee", "modalite"]


def modifie(ref, *changees):
    """The made-up corpus where the rows of the same key are replaced."""
    autres, gardees = frame(changees), inventees(ref)
    remplacees = pd.MultiIndex.from_frame(gardees[CLE]).isin(pd.MultiIndex.from_frame(autres[CLE]))
    return FauxCorpus(typed(pd.concat([gardees[~remplacees], autres], ignore_index=True), COLONNES_VALEURS))


def sans(ref, *noms):
    gardees = inventees(ref)
    return FauxCorpus(gardees[~gardees["indicateur"].isin(noms)])


def textes(objet):
    if isinstance(objet, str):
        yield objet
    elif isinstance(objet, tuple):
        for x in objet:
            yield from textes(x)
    elif is_dataclass(objet):
        for f in fields(objet):
            yield from textes(getattr(objet, f.name))


def test_who_how_many_and_how_old(fait):
    vue = fait()
    assert vue.entete.resume == "EPCI · 24\u00a0communes · 27\u202f360\u00a0habitants (2023)"
    assert [p[0] for p in vue.entete.parents] == ["departement", "region", "france"]
    assert vue.fraicheur.texte == "Données\u00a0: Filosofi 2022 · Recensement 2023 · 1\u00a0source manquante"
    assert [s.titre for s in vue.fraicheur.manquantes] == ["Taux de couverture"]
    assert vue.date == "22\u00a0novembre\u00a02026"


def test_a_view_is_frozen_and_holds_no_frame(fait):
    vue = fait()
    with pytest.raises(FrozenInstanceError):
        vue.theme = "IN"
    hash(vue.entete)
    assert not [t for t in textes(vue) if "nan" in t.lower().split() or "None" in t]


def test_an_unknown_territory_is_refused(fait):
    with pytest.raises(TerritoireInconnu):
        fait(code="999999999")


def test_a_key_figure_has_its_interval_its_parents_its_verdict_and_its_source(fait, ref):
    hauts = [ligne("monop", "epci", EPCI, 2023, 30.0, marge=2), ligne("monop", "departement", DEPARTEMENT, 2023, 20.0)]
    c = chiffre(fait(corpus=modifie(ref, *hauts)), "monop")
    assert (c.valeur_texte, c.annee, c.statut) == ("30\u00a0%", 2023, "ok")
    assert c.intervalle_texte == "entre 28 et 32\u00a0%"
    assert [r.role for r in c.reperes] == ["departement", "region", "france"]
    assert c.verdict.signe == "▼"
    assert c.verdict_texte == "défavorable, au\u2011dessus du département"
    assert c.source == "Insee, Recensement (2023)\u202f; Insee, Filosofi (2022)"
    assert c.origine == "2023 · Insee, Recensement\u202f; Insee, Filosofi (2022)"
    assert c.autres_annees == (2022,)
    bas, haut = c.echelle
    assert bas < min(20, c.ic_bas)
    assert haut > c.ic_haut


@pytest.mark.parametrize(("valeur", "marge", "texte"), [(150, 2.5, "148 et 152"), (60, 2.5, "58 et 62"), (715, 67.5, "648 et 782")])
def test_the_bounds_of_a_count_rounded_at_source_are_the_least_and_the_most_that_it_can_be(fait, ref, valeur, marge, texte):
    c = chiffre(fait(corpus=modifie(ref, ligne("pop", "epci", EPCI, 2023, valeur, marge=marge, arr5=True))), "pop")
    assert c.intervalle_texte == f"entre {texte}\u00a0habitants"
    assert (c.ic_bas, c.ic_haut) == (valeur - marge, valeur + marge)


def test_when_the_interval_holds_the_reference_nothing_is_concluded(fait, ref):
    proches = [ligne("monop", "epci", EPCI, 2023, 21.0, marge=2), ligne("monop", "departement", DEPARTEMENT, 2023, 20.0)]
    c = chiffre(fait(corpus=modifie(ref, *proches)), "monop")
    assert (c.verdict.signe, c.verdict_texte) == ("●", "on ne peut pas conclure")


@pytest.mark.parametrize(("valeur", "averti"), [(0.7, True), (0.8, False)])
def test_a_share_of_few_people_in_the_census_is_read_with_care(ref, sources, valeur, averti):
    """27 360 inhabitants: 0.7 % is 192 of them, 0.8 % is 219."""
    prudent = tuple(replace(i, seuils=("rp",)) if i.id == "part_m3" else i for i in CATALOGUE)
    fait_ici = modifie(ref, ligne("part_m3", "epci", EPCI, 2023, valeur, sources="insee_rp_ages@2023"))
    vue = portrait(fait_ici, ref, niveau="epci", code=EPCI, catalogue=prudent, sources=sources, jour=JOUR)
    notes = chiffre(vue, "part_m3").notes
    assert any("moins de 200\u00a0personnes" in note for note in notes) == averti


def test_a_masked_figure_sends_to_the_nearest_level_that_shows_it(fait, ref):
    commune = ref.membres("epci", EPCI)[0]
    masques = [ligne("qf", "commune", commune, 2023, 1.0, statut="s"), ligne("qf", "epci", EPCI, 2023, 1.0, statut="s")]
    assert "Regardez l’EPCI." in chiffre(fait("commune", commune, corpus=modifie(ref, *masques[:1])), "qf").notes[0]
    assert "Regardez le département." in chiffre(fait("commune", commune, corpus=modifie(ref, *masques)), "qf").notes[0]


@pytest.mark.parametrize(
    ("nom", "statut", "texte", "note"),
    [
        (
            "qf",
            "s",
            "secret",
            "Secret statistique\u00a0: ce chiffre, ou celui d’un EPCI voisin, permettrait de retrouver un effectif de moins de 5. "
            "Regardez le département.",
        ),
        ("monop", "s", "secret", "Secret statistique\u00a0: trop peu de ménages ou de personnes pour publier. Regardez le département."),
        ("neet", "ns", "non significatif", "Non significatif\u00a0: effectif trop petit pour un chiffre fiable. Regardez le département."),
    ],
)
def test_a_masked_figure_says_why_and_what_to_do_and_shows_no_number(fait, ref, nom, statut, texte, note):
    c = chiffre(fait(corpus=modifie(ref, ligne(nom, "epci", EPCI, 2023, 12.3, statut=statut))), nom)
    assert (c.valeur, c.ic_bas, c.ic_haut, c.verdict, c.phrase) == (None, None, None, None, "")
    assert c.valeur_texte == texte
    assert c.notes[0] == note


@pytest.mark.parametrize("statut", ["s", "ns", "nd"])
def test_a_number_that_slipped_in_beside_a_status_is_never_read(fait, ref, statut):
    glisse = {"valeur": 98765.4, "ic_bas": 98765.4, "ic_haut": 98765.4}
    lieux = (("epci", EPCI), ("departement", DEPARTEMENT), ("commune", ref.membres("epci", EPCI)[0]))
    lignes = [ligne("qf", n, c, a, 1.0, statut=statut) | glisse for n, c in lieux for a in ANNEES]
    assert not [t for t in textes(fait(corpus=modifie(ref, *lignes), figure="qf")) if "98\u202f765" in t or "98765" in t]


def test_a_figure_without_data_is_named_not_drawn(fait, ref):
    vue = fait(corpus=sans(ref, "neet"))
    assert next(t for t in vue.themes if t.id == "JE").manquants == ("Jeunes ni en emploi ni en études",)
    assert "Jeunesse\u00a0: Jeunes ni en emploi ni en études." in vue.manque


def test_every_indicator_that_is_not_computed_names_what_would_feed_it(fait):
    dits = fait().non_calcules
    assert len(dits) == sum(not a.ailleurs for a in ABSENTS)
    assert any(re.fullmatch(r"Logement\s: Tension sur le logement social \(source non importée\s: .*SNE\)\)\.", dit) for dit in dits)


def test_a_parent_masked_or_without_the_year_is_no_number(fait, ref):
    vue = fait(corpus=modifie(ref, ligne("monop", "departement", DEPARTEMENT, 2023, 9.9, statut="s")))
    r = chiffre(vue, "monop").reperes[0]
    assert (r.valeur, r.texte) == (None, "secret")
    assert chiffre(vue, "monop").verdict_texte.endswith("de la région")


def test_counts_and_gaps_are_not_judged_against_a_parent(fait):
    vue = fait()
    assert chiffre(vue, "pop").verdict is None
    assert chiffre(vue, "manque").verdict_texte.startswith("calculé au taux du département")
    assert {(r.valeur, r.texte) for r in chiffre(vue, "manque").reperes} == {(None, "–")}
    assert chiffre(fait("departement", DEPARTEMENT), "manque").verdict_texte.startswith("calculé au taux de la France")


@pytest.mark.parametrize(
    ("valeur", "texte"), [(80, "il manque 80\u00a0places"), (-29, "aucun manque (29\u00a0places au\u2011dessus de la référence)")]
)
def test_a_shortage_is_clipped_in_words_only(fait, ref, valeur, texte):
    c = chiffre(fait(corpus=modifie(ref, ligne("manque", "epci", EPCI, 2023, valeur, marge=None))), "manque")
    assert (c.valeur, c.valeur_texte) == (valeur, texte)


def test_sentences_put_the_name_right(fait):
    assert chiffre(fait(), "monop").phrase.startswith("Dans la CC Élan Limousin Avenir Nature, Part des familles monoparentales")
    assert chiffre(fait("departement", DEPARTEMENT), "monop").phrase.startswith("En Haute-Vienne, ")
    assert chiffre(fait("france", "FR"), "monop").phrase.startswith("En France, ")


def test_what_stands_out_is_needs_and_strengths_at_most_seven(fait):
    s = fait().saillants
    assert 1 <= len(s.besoins) <= 4
    assert 1 <= len(s.forces) <= 4
    assert len(s.besoins) + len(s.forces) <= 7
    assert all(f.phrase.endswith(".") for f in (*s.besoins, *s.forces))
    assert not {f.indicateur for f in s.besoins} & {f.indicateur for f in s.forces}


def test_without_anything_salient_each_side_says_so(fait, valeurs):
    s = fait(corpus=FauxCorpus(valeurs.iloc[:0])).saillants
    assert (s.besoins, s.forces) == ((), ())
    assert s.message_besoins
    assert s.message_forces


def test_choices_that_do_not_exist_fall_back(fait):
    vue = fait(face="rien", theme="ZZ", figure="zz")
    assert (vue.face, vue.theme) == ("besoin", "PE")
    assert vue.figure in dict(vue.choix_figures)
    assert fait(figure="pauvrete").theme == "IN"
    assert fait(theme="IN").figure == "pauvrete"


def test_an_empty_territory_still_has_its_page(fait, valeurs):
    vue = fait(corpus=FauxCorpus(valeurs.iloc[:0]))
    assert vue.fraicheur.texte.startswith("Données\u00a0: 3\u00a0sources manquantes")
    assert all(not t.chiffres for t in vue.themes)
    assert vue.carte.cadre.message
    assert vue.evolution.cadre.message
    assert vue.structure_age.cadre.message
    assert all(e.cadre.message for e in vue.etoiles)


@pytest.mark.parametrize("niveau", ["commune", "epci", "departement", "region", "france"])
def test_demonstration_is_said_wherever_a_figure_is(fait, valeurs, ref, niveau):
    code = {"commune": ref.membres("epci", EPCI)[0], "epci": EPCI, "departement": DEPARTEMENT, "region": "75", "france": "FR"}[niveau]
    vue = fait(niveau, code, corpus=FauxCorpus(valeurs, demo=[("*", "*")]))
    assert vue.bandeau.startswith("Données de démonstration, fictives")
    cadres = [vue.carte.cadre, vue.evolution.cadre, vue.structure_age.cadre, *(e.cadre for e in vue.etoiles if e.etoile)]
    assert all(c.demo for c in cadres)
    reelle = fait(niveau, code)
    assert not reelle.bandeau
    assert "démonstration" not in " ".join(textes(reelle))


def test_real_and_fictitious_never_mix(fait, valeurs):
    """A real EPCI under a fictitious département: no mark, no verdict, no line, and it says so."""
    hauts = [("departement", DEPARTEMENT), ("region", "75"), ("france", "FR")]
    vue = fait(corpus=FauxCorpus(valeurs, demo=hauts))
    c = chiffre(vue, "monop")
    assert {r.valeur for r in c.reperes} == {None}
    assert c.verdict is None
    assert any("ne se mélangent pas" in n for n in c.notes)
    assert [s.role for s in vue.evolution.series] == ["territoire"]
    assert vue.structure_age.reference == ""


def test_areas_of_the_other_nature_are_left_blank(fait, valeurs, ref):
    autre = ref.membres("epci", EPCI)[3]
    zones = {z.code: z for z in fait(corpus=FauxCorpus(valeurs, demo=[("commune", autre)])).carte.zones}
    assert zones[autre].valeur is None
    assert sum(z.valeur is not None for z in zones.values()) == 23


def test_years_of_the_figure_are_all_there(fait):
    assert [p.annee for p in fait().evolution.series[0].points] == list(ANNEES)


def test_the_second_reading_is_the_same(fait, valeurs):
    corpus = FauxCorpus(valeurs)
    assert fait(corpus=corpus) == fait(corpus=corpus)


def test_another_publication_is_read_again(fait, ref):
    """Caches are keyed by the publication: a revised value is seen at once."""
    avant = chiffre(fait(), "monop").valeur
    apres = chiffre(fait(corpus=modifie(ref, ligne("monop", "epci", EPCI, 2023, avant + 1))), "monop").valeur
    assert apres == avant + 1


def test_a_figure_of_france_says_what_its_source_leaves_out(ref, valeurs, sources):
    partielle = replace(sources["rp"], champ="France hors Mayotte ; tous logements", hors_champ=("976",))
    choix = {"catalogue": CATALOGUE, "sources": sources | {"rp": partielle}, "jour": JOUR}
    vue = portrait(FauxCorpus(valeurs), ref, niveau="france", code="FR", **choix)
    assert "Champ\u00a0: France hors Mayotte." in chiffre(vue, "part_m3").notes
    ici = portrait(FauxCorpus(valeurs), ref, niveau="departement", code=DEPARTEMENT, **choix)
    assert not any("Champ" in note for note in chiffre(ici, "part_m3").notes)


def test_without_a_choice_the_figure_is_the_first_one_that_fills_the_map(fait, ref):
    communes = ref.membres("epci", EPCI)
    presque_partout = [ligne("part_m3", "commune", c, a, 1.0, statut="s") for c in communes[:20] for a in ANNEES]
    vue = fait(corpus=modifie(ref, *presque_partout))
    assert (vue.theme, vue.figure) == ("PE", "couverture")
    assert fait().figure == "part_m3"
    assert fait(corpus=modifie(ref, *presque_partout), figure="part_m3").figure == "part_m3"


def test_where_no_map_is_half_full_the_fullest_is_shown(fait, ref):
    communes = ref.membres("epci", EPCI)
    masquees = [
        ligne(i, "commune", c, a, 1.0, statut="s")
        for i, n in (("part_m3", 24), ("couverture", 15), ("manque", 20))
        for c in communes[:n]
        for a in ANNEES
    ]
    assert fait(corpus=modifie(ref, *masquees), theme="PE").figure == "couverture"


def test_where_early_childhood_fills_no_map_another_theme_does(fait, ref, valeurs):
    """A rate before a count: the population fills the map too, and comes first."""
    masquees = [
        ligne(i, "commune", c, a, 1.0, statut="s")
        for i in ("part_m3", "couverture", "manque")
        for c in ref.membres("epci", EPCI)
        for a in ANNEES
    ]
    vue = fait(corpus=modifie(ref, *masquees))
    assert (vue.theme, vue.figure) == ("EN", "qf")
    assert not vue.carte.cadre.message
    aucune = valeurs[valeurs["niveau"].ne("commune")]
    assert fait(corpus=FauxCorpus(aucune)).theme == "PE"


def test_without_a_choice_the_face_is_the_first_one_drawn(fait, ref):
    assert fait().face == "besoin"
    besoins = {i.id for i in CATALOGUE if i.etoile and i.etoile.face.value == "besoin"}
    vue = fait(corpus=sans(ref, *besoins))
    assert vue.face == "offre"
    assert not vue.etoile.cadre.message
    assert fait(corpus=sans(ref, *besoins), face="besoin").face == "besoin"
    assert fait("region", "75").face == "besoin"


def test_without_a_choice_the_theme_has_a_value(fait, ref):
    masques = [ligne(i, "epci", EPCI, a, 1.0, statut="s") for i in ("part_m3", "couverture", "manque") for a in ANNEES]
    vue = fait(corpus=modifie(ref, *masques))
    assert vue.theme == "PO"
    assert fait(corpus=modifie(ref, *masques), theme="PE").theme == "PE"


def test_a_map_mostly_masked_says_why_and_what_to_do(fait, ref):
    masquees = [ligne("qf", "commune", c, a, 1.0, statut="s") for c in ref.membres("epci", EPCI)[:13] for a in ANNEES]
    sous_titre = fait(corpus=modifie(ref, *masquees), figure="qf").carte.cadre.sous_titre
    assert sous_titre.endswith("un effectif de moins de 5. Le chiffre de l’EPCI reste montré")
    assert "masqu" not in fait(figure="qf").carte.cadre.sous_titre


def test_a_theme_without_figures_says_what_feeds_it_and_shows_no_other_theme(fait, valeurs):
    sans = valeurs[~valeurs["indicateur"].isin(["effort"])]
    vue = fait(corpus=FauxCorpus(sans), theme="LO")
    assert (vue.theme, vue.figure, vue.theme_choisi.chiffres) == ("LO", "", ())
    assert vue.theme_choisi.message.startswith("Aucun chiffre de ce thème pour ce territoire.")
    for titre in (vue.carte.cadre.titre, vue.evolution.cadre.titre):
        assert titre.startswith("Taux d’effort supérieur à 40")


def test_a_row_is_told_in_the_decimals_of_its_coarsest_figure(fait, ref):
    entier = ligne("part_m3", "departement", "87", 2023, 12.0, ic_bas=11.0, ic_haut=13.0)
    c = chiffre(fait(corpus=modifie(ref, entier)), "part_m3")
    assert c.decimales == 0
    assert not any("," in t for t in (c.valeur_texte, *(r.texte for r in c.reperes)))


@pytest.mark.parametrize(
    ("venues", "origine"),
    [
        ("rp@2023", "2023 · Insee, Recensement"),
        ("rp@2021|rp@2022|rp@2023|filo@2023", "2023 · Insee, Recensement (2021 à 2023)\u202f; Insee, Filosofi"),
        ("rp@2022", "2023 · Insee, Recensement (2022)"),
        ("cnaf_txcouv_pe@2023", "2023 · Cnaf, couverture de l’accueil du jeune enfant"),
    ],
)
def test_every_figure_names_its_year_its_sources_and_their_own_years(fait, ref, venues, origine):
    vue = fait(corpus=modifie(ref, ligne("part_m3", "epci", EPCI, 2023, 12.3, sources=venues)))
    assert chiffre(vue, "part_m3").origine == origine
    assert all(c.origine.startswith(f"{c.annee} · ") for t in vue.themes for c in t.chiffres)


def test_a_figure_that_stands_alone_has_no_scale(fait, valeurs):
    """Its interval would fill the cell whatever its size."""
    seul = chiffre(fait(corpus=FauxCorpus(valeurs[valeurs["niveau"].isin(["epci", "commune"])])), "monop")
    assert seul.ic_bas is not None
    assert seul.echelle is None
    assert chiffre(fait(), "monop").echelle is not None


def test_what_would_fill_a_theme_names_only_what_the_store_has_not(ref, valeurs):
    sans = valeurs[~valeurs["indicateur"].isin([i.id for i in CATALOGUE if i.theme == "IN"])]
    pauvrete = replace(next(i for i in CATALOGUE if i.id == "pauvrete"), formules=(Publie(Ref("filo_taux_pauvrete")),))
    catalogue = (*(i for i in CATALOGUE if i.id != "pauvrete"), pauvrete)

    def remede(*importees):
        vue = portrait(FauxCorpus(sans, importees=[importees]), ref, niveau="epci", code=EPCI, catalogue=catalogue, theme="IN", jour=JOUR)
        assert vue.theme_choisi.message == "Aucun chiffre de ce thème pour ce territoire."
        (manque,) = (texte for texte in vue.manque if texte.startswith("Insertion"))
        assert manque.endswith("Source non importée\u00a0: Insee, revenus et pauvreté (Filosofi).") != bool(importees)
        return vue.theme_choisi.remede

    assert remede() == "À déposer dans la page Données\u00a0: Insee, revenus et pauvreté (Filosofi)."
    assert remede("insee_filosofi_cc") == "Les fichiers importés ne couvrent pas ce territoire."


@pytest.mark.parametrize(
    ("niveau", "code", "fin"),
    [
        ("france", "FR", "habitants (2023\u202f; Mayotte\u00a0: 2017)"),
        ("region", "06", "habitants (2017)"),
        ("departement", "976", "habitants (2017)"),
        ("departement", "87", "habitants (2023)"),
    ],
)
def test_a_population_of_two_years_says_both(fait, niveau, code, fin):
    assert fait(niveau, code).entete.resume.endswith(fin)


def test_what_cannot_be_concluded_is_neither_a_need_nor_a_strength(fait, ref):
    """A place far from the middle, but an interval that holds the département: told apart, with its words."""
    larges = [ligne(i.id, "epci", EPCI, 2023, 60.0, marge=90) for i in CATALOGUE if i.etoile]
    s = fait(corpus=modifie(ref, *larges)).saillants
    assert (s.besoins, s.forces) == ((), ())
    assert s.message_besoins
    assert 1 <= len(s.incertains) <= 3
    assert {(f.cote, f.signe) for f in s.incertains} == {("incertain", "●")}
    assert all(f.certitude.startswith("On ne peut pas conclure") for f in s.incertains)
    assert not any(f.signe == "●" for f in (*fait().saillants.besoins, *fait().saillants.forces))
    assert len(fait().saillants.tous) <= 7


@pytest.mark.parametrize(
    ("empreinte", "demo", "version"),
    [
        ("vide+0f1e2d3c4b5a6978", True, "démonstration, 0f1e2d3c"),
        ("a1b2c3d4e5f60718+0f1e2d3c4b5a6978", False, "a1b2c3d4"),
        ("a1b2c3d4e5f60718+vide", False, "a1b2c3d4"),
        ("vide+vide", False, "aucune donnée"),
        ("a1b2c3d4e5f60718+0f1e2d3c4b5a6978+99999999", False, "a1b2c3d4"),
        ("a1b2c3d4e5f60718+0f1e2d3c4b5a6978+99999999", True, "démonstration, 0f1e2d3c"),
    ],
)
def test_the_version_of_the_data_is_told_in_words_and_knows_no_perimeter(fait, valeurs, empreinte, demo, version):
    corpus = FauxCorpus(valeurs, demo=[("*", "*")] if demo else ())
    corpus.empreinte = f"{empreinte}"
    assert fait(corpus=corpus).version == version


def test_a_room_or_a_page_is_shown_a_face_that_is_drawn(fait):
    vue = fait(face="priorite")
    assert vue.face == "priorite"
    assert vue.etoile_montree.face == "besoin"
    assert [e.face for e in vue.dessinees] == ["besoin", "offre"]
    assert fait("region", "75", face="priorite").etoile_montree.face == "besoin"


def _saillants(ref, sources, figure_, *, ici, departement):
    """The facts of a lone figure that grows from one EPCI to the next."""
    autres = [c for c, s in ref.strates().items() if s.id == ref.strate(EPCI).id and c != EPCI]
    lignes = [ligne(figure_.id, "epci", c, 2023, 10 * rang / len(autres)) for rang, c in enumerate(autres)]
    lignes += [ligne(figure_.id, "epci", EPCI, 2023, ici, marge=0.1), ligne(figure_.id, "departement", DEPARTEMENT, 2023, departement)]
    return portrait(FauxCorpus(frame(lignes)), ref, niveau="epci", code=EPCI, catalogue=(figure_,), sources=sources, jour=JOUR).saillants


def test_a_need_that_the_departement_seems_to_contradict_says_why_it_is_told(ref, sources):
    neutre = figure("part_m3", "PE", Sens.NEUTRE, "Part des moins de 3 ans", face=Face.BESOIN)
    (fait_,) = _saillants(ref, sources, neutre, ici=9.2, departement=12.2).besoins
    attendu = "Signalé par sa place parmi les territoires comparables, bien qu’au-dessous du département (12,2 %)."
    assert fait_.certitude == insecables(attendu)
    (fait_,) = _saillants(ref, sources, neutre, ici=9.2, departement=6.2).besoins
    assert fait_.certitude == insecables("Au-dessus du département (6,2 %).")


@pytest.mark.parametrize(
    ("unite", "lecture", "attendu"),
    [
        ("‰", "{territoire}, on touche {valeur:enfant|enfants} sur 1\u202f000", "(6,2 sur 1\u202f000)"),
        ("%", "{territoire}, on compte {valeur:foyer|foyers} aidés pour 100 ménages", "(6,2 pour 100)"),
        ("%", "{territoire}, {valeur} % des foyers", "(6,2 %)"),
    ],
)
def test_a_sentence_counts_its_reference_as_itself(ref, sources, unite, lecture, attendu):
    f = figure("monop", "PA", Sens.HAUT_DEFAVORABLE, "Foyers", face=Face.BESOIN, unite=unite, lecture=lecture)
    (fait_,) = _saillants(ref, sources, f, ici=9.2, departement=6.2).besoins
    assert fait_.certitude.endswith(insecables(f"{attendu}."))


def test_every_figure_counted_without_its_symbol_finds_the_words_of_its_reference():
    symboles = [i for i in registry.catalogue() if i.unite[:1] in ("%", "‰") and i.unite[0] not in i.lecture]
    assert symboles
    assert [i.id for i in symboles if not _dans_la_phrase(i, f"15\u00a0{i.unite}").startswith(("15 pour 1", "15 sur 1"))] == []

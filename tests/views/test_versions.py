"""What changed from one text to another, worked by hand; two versions of a path."""

import pytest

from ctg_data.conventions import chemins
from ctg_data.parcours.chemin import Chemin, Etape
from ctg_data.parcours.etats import EtatChemin
from ctg_data.views import versions
from ctg_data.views.versions import Sort, apparie, compare, differences
from tests.parcours.carnet import Carnet, consent, trace, valide
from tests.parcours.conftest import c as c


def en_signes(avant: str, apres: str) -> str:
    """« garde [−retiré−] [+ajouté+] »."""
    cotes = {Sort.GARDE: "{}", Sort.RETIRE: "[−{}−]", Sort.AJOUTE: "[+{}+]"}
    return "".join(cotes[m.sort].format(m.texte) for m in differences(avant, apres))


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        ("", "Les jeunes restent.", "[+Les jeunes restent.+]"),
        ("Les jeunes restent.", "Les jeunes restent.", "Les jeunes restent."),
        ("Les jeunes restent.", "Les jeunes  restent.\n", "Les jeunes  restent.\n"),
        ("Les jeunes restent", "Les jeunes restent, ou reviennent", "Les jeunes restent[+, ou reviennent+]"),
        ("un mode d'accueil", "un mode d'accueil proche", "un mode d'accueil [+proche+]"),
        ("une crèche", "un accueil", "[−une crèche−][+un accueil+]"),
        ("près de chez elle", "à moins de vingt minutes", "[−près de chez elle−][+à moins de vingt minutes+]"),
        ("l'accueil", "d'accueil", "[−l'−][+d'+]accueil"),
    ],
)
def test_words_kept_added_and_taken_away(avant, apres, attendu):
    assert en_signes(avant, apres) == attendu


@pytest.mark.parametrize(("avant", "apres"), [("Un texte de départ, assez long.", "Un tout autre texte : assez court !"), ("a b", "")])
def test_both_texts_can_be_read_back_from_their_differences(avant, apres):
    texte = differences(avant, apres)
    assert "".join(m.texte for m in texte if m.sort != Sort.AJOUTE).split() == avant.split()
    assert "".join(m.texte for m in texte if m.sort != Sort.RETIRE) == apres


def test_sentences_are_matched_to_themselves_then_to_the_closest():
    avant = {"1": "Les parents se rencontrent", "2": "Les élus répondent", "3": "Tout autre chose ici"}
    apres = {"a": "Les élus répondent par écrit", "b": "Les parents se rencontrent", "c": "Une gare rouvre"}
    assert apparie(avant, apres) == {"1": "b", "2": "a"}


@pytest.fixture
def revise(c: Carnet) -> tuple[Carnet, str, str]:
    """A path, and the next version of it."""
    c = trace(valide(consent(c)))
    chemin = c.passe(c.un(Chemin), EtatChemin.SIMPLIFIE, EtatChemin.VALIDE, EtatChemin.ACTIF)
    neuf = c.fait(lambda e: chemins.revise(e, chemin))
    return c, chemin.id, neuf.id


def dits(c: Carnet, avant: str, apres: str) -> list[str]:
    return [f"{e.quoi} : {''.join(m.texte for m in e.texte)}" for e in compare(c.livre.dossier, avant, apres)]


def test_a_version_just_opened_says_the_same(revise):
    assert dits(*revise) == []


def test_what_differs_between_two_versions_is_told_in_words(revise):
    c, avant, apres = revise
    etape = next(i for i, _ in c.livre.dossier.etapes(apres))

    def change(e):
        e.modifie(e.fiches[etape], libelle="Les assistantes maternelles se rencontrent souvent")
        neuve = e.cree(Etape(c.ctg, apres, "Les parents savent où chercher", ordre=1))
        chemins.relie(e, apres, neuve.id, e.dossier.changements()[0][0])
        e.modifie(e.fiches[next(iter(e.dossier.hypotheses(apres)))], texte="Se rencontrer donne envie d'accueillir")

    c.fait(change)
    lus = dits(c, avant, apres)
    assert [x.split(" : ")[0] for x in lus] == [
        "Étape ajoutée",
        "Étape modifiée",
        "Flèche ajoutée",
        "Hypothèse retirée",
        "Hypothèse ajoutée",
    ]
    assert lus[0] == "Étape ajoutée : Les parents savent où chercher"
    assert lus[1] == "Étape modifiée : Les assistantes maternelles se rencontrent souvent"
    assert lus[2] == "Flèche ajoutée : Les parents savent où chercher → Chaque famille trouve un mode d'accueil à moins de vingt minutes"
    assert [x.replace("ajoutée", "retirée") for x in dits(c, apres, avant)[:1]] == ["Étape retirée : Les parents savent où chercher"]


def test_a_parked_step_is_told_as_taken_away(revise):
    c, avant, apres = revise
    etape = next(i for i, _ in c.livre.dossier.etapes(apres))
    c.fait(lambda e: e.modifie(e.fiches[etape], ecartee=True))
    assert dits(c, avant, apres)[0] == "Étape retirée : Les assistantes maternelles se rencontrent"
    assert versions.change(differences("a", "b"))

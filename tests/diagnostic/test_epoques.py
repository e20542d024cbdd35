"""What is published of other perimeters and of communes that are no more: nothing that isolates them (domain.md §5.2.6, §6)."""

from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctg_data.diagnostic import publication
from ctg_data.indicators.model import Effectif, Ratio
from ctg_data.indicators.termes import ref
from ctg_data.store.publie import EPOQUES
from ctg_data.territoires import referentiel
from ctg_data.territoires.referentiel import Referentiel
from tests.indicators.outils import indicateur
from tests.indicators.pays import A, B, MagasinEssai, ecrit_reference, mesures

POP = indicateur(Effectif(ref("pop_municipale")), id="pop")
RSA = indicateur(Effectif(ref("foyers_rsa")), id="rsa", unite="foyers")
PART = indicateur(Ratio(ref("foyers_rsa"), ref("foyers_alloc")), id="part_rsa")
AVANT = ("01001", "01002", "01003", "01004", "01005", "02001", "02002")


class Magasin(MagasinEssai):
    """With the one edition that all rows come from."""

    def editions(self) -> pd.DataFrame:
        annees = tuple(int(a) for a in self._lignes["annee"].unique())
        profils, sources = ("caf_interne", "insee_rp"), tuple(self.referents.sources)
        return pd.DataFrame([vars(SimpleNamespace(
            id="e1", courante=True, annees=annees, sources=sources, departements=(), profil_secret=profils
        ))])  # fmt: skip


@pytest.fixture(scope="module")
def pays(tmp_path_factory: pytest.TempPathFactory) -> Referentiel:
    return referentiel.charge(ecrit_reference(tmp_path_factory.mktemp("reference")))


def publie(pays: Referentiel, *frames: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Partition -> valeurs, texts as texts."""
    rendues = publication.valeurs(Magasin(*frames), pays, indicateurs=[POP, RSA, PART])
    return {nom: f.astype(dict.fromkeys(f.select_dtypes("category"), "str")).reset_index(drop=True) for nom, f in rendues}


def foyers(mesure: str, valeurs: dict[str, float | str], annee: int, millesime: int, source: str = "interne") -> pd.DataFrame:
    lignes = ((code, annee, mesure, v) for code, v in valeurs.items())
    return mesures(*lignes, millesime_geo=millesime, source=source, regime="caf" if source == "interne" else "", mois=12)


def lues(parties: dict[str, pd.DataFrame]) -> dict[tuple[str, str, int], tuple[float | str, int]]:
    """(indicateur, EPCI, année) -> (value or status, vintage) at period perimeter."""
    f = parties.get(EPOQUES, pd.DataFrame(columns=["indicateur", "code", "annee", "valeur", "statut", "millesime_geo"]))
    return {(r.indicateur, r.code, r.annee): (r.valeur if r.statut == "ok" else r.statut, r.millesime_geo) for r in f.itertuples()}


def test_public_figures_are_published_at_both_perimeters(pays: Referentiel) -> None:
    parties = publie(pays, foyers("pop_municipale", dict.fromkeys(AVANT, 1000), 2020, 2021, source="insee"))
    assert lues(parties) == {("pop", A, 2020): (3000, 2021), ("pop", B, 2020): (2000, 2021)}
    constant = parties["epci"].set_index("code")["valeur"]
    assert [constant[A], constant[B]] == [4000, 1000]
    assert (parties["epci"]["millesime_geo"] == 2026).all()


def test_the_cafs_own_counts_have_no_period_perimeter_whatever_their_size(pays: Referentiel) -> None:
    population = foyers("pop_municipale", dict.fromkeys(AVANT, 1000), 2020, 2021, source="insee")
    siens = [foyers(m, dict.fromkeys(AVANT, n), 2020, 2021) for m, n in (("foyers_rsa", 50), ("foyers_alloc", 400))]
    assert {cle[0] for cle in lues(publie(pays, population, *siens))} == {"pop"}


def test_one_commune_of_the_cafs_own_closes_the_year_for_every_epci(pays: Referentiel) -> None:
    """A's public sum beside a sum that holds 01005's own count would give it."""
    publique = foyers("foyers_rsa", dict.fromkeys(AVANT[:4], 100), 2020, 2021, source="ouverte")
    autre_annee = foyers("foyers_rsa", dict.fromkeys(AVANT, 100), 2019, 2020, source="ouverte")
    parties = publie(pays, publique, foyers("foyers_rsa", {"01005": 60}, 2020, 2021), autre_annee)
    assert {cle[2] for cle in lues(parties)} == {2019}


@settings(max_examples=6, deadline=None)
@given(total=st.integers(0, 24), part=st.integers(0, 24), ailleurs=st.lists(st.integers(0, 30), min_size=5, max_size=5))
def test_what_is_published_depends_on_former_communes_through_their_sum_alone(
    pays: Referentiel, total: int, part: int, ailleurs: list[int]
) -> None:
    """01003 joined 01002 on 1 January 2025.  Whatever was whose, old and merged years together publish the very same rows."""
    part = min(part, total)

    def avec(ancienne: int) -> dict[str, pd.DataFrame]:
        autres = dict(zip(("01001", "01004", "01005", "02001", "02002"), ailleurs, strict=True))
        avant = autres | {"01002": total - ancienne, "01003": ancienne}
        apres = autres | {"01002": total, "02003": 6}
        rsa = foyers("foyers_rsa", avant, 2020, 2021), foyers("foyers_rsa", apres, 2024, 2025)
        tous = foyers("foyers_alloc", {c: 4 * v + 2 for c, v in avant.items() if c not in ("01002", "01003")}, 2020, 2021)
        parts = foyers("foyers_alloc", {"01002": 2 * total + 9 - ancienne, "01003": 2 * total + ancienne}, 2020, 2021)
        return publie(pays, *rsa, tous, parts)

    temoin, essai = avec(0), avec(part)
    assert temoin.keys() == essai.keys()
    for nom, frame in temoin.items():
        pd.testing.assert_frame_equal(frame, essai[nom])


@pytest.mark.parametrize("cachee", ["01002", "01003"])
def test_a_former_commune_that_the_caf_hid_hides_the_one_it_joined(pays: Referentiel, cachee: str) -> None:
    parties = publie(pays, foyers("foyers_rsa", dict.fromkeys(AVANT, 40) | {cachee: "s"}, 2020, 2021))
    f = parties["commune-01"]
    communes = f[f["indicateur"] == "rsa"].set_index("code")["statut"]
    assert communes["01002"] == "s"
    assert (communes == "s").sum() > 1  # nor does the sum of its EPCI give it back

"""``audit``: exit code, report in French, JSON, no true value beyond what is derived."""

import json
from pathlib import Path

import pandas as pd
import pytest

from ctg_data import cli
from ctg_data.cli import audit
from ctg_data.diagnostic.audit import edition
from ctg_data.loaders.requete_type_schema import COLONNES, VERSION
from ctg_data.settings import load
from ctg_data.store.publications import Publications
from ctg_data.territoires import referentiel

EPCI = "243300316"
PETIT, AUTRES = 3, 20


@pytest.fixture(scope="module")
def magasin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The communes of one EPCI: one has 3 households with RSA, the others 20."""
    dossier = tmp_path_factory.mktemp("audit")
    communes = referentiel.charge(load().reference).membres("epci", EPCI)
    fin = f"ok;0;0;caf_interne;Essai (definitif);2026-07-01;{VERSION}"
    rangees = [f"2025;12;{c};2026;caf;foyers_rsa;total;foyers;{AUTRES if rang else PETIT};{fin}" for rang, c in enumerate(communes)]
    fichier = dossier / "requete_type_2025.csv"
    fichier.write_text("\n".join([";".join(COLONNES), *rangees]) + "\n", encoding="utf-8")
    assert cli.main(["import", str(fichier), "--store", str(dossier / "store")]) == 0
    return dossier / "store"


def lance(magasin: Path, capsys: pytest.CaptureFixture, *options: str) -> tuple[int, str]:
    code = cli.main(["audit", "--niveau", "epci", "--code", EPCI, "--store", str(magasin), *options])
    ecrit = capsys.readouterr()
    return code, ecrit.out + ecrit.err


def test_a_sound_publication_passes_with_bounds_rule_and_verdict(
    magasin: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    faits = []
    monkeypatch.setattr(audit, "audite_publication", lambda *a, **o: faits.append(edition.audite_publication(*a, **o)) or faits[-1])
    code, texte = lance(magasin, capsys, "--json", "--exact", "--toutes")
    rapport = json.loads(texte)
    assert (code, rapport["sur"], rapport["percees"]) == (0, True, 0)
    (petite,) = [c for c in rapport["cellules"] if c["nature"] == "primaire"]
    assert (petite["niveau"], petite["regle"], petite["bas"], petite["sure"]) == ("commune", "effectif de 1 à 4", 0, True)
    assert {c["nature"] for c in rapport["cellules"]} == {"primaire", "secondaire"}
    monkeypatch.setattr(audit, "audite_publication", lambda *a, **o: faits[0])
    code, texte = lance(magasin, capsys)
    assert code == 0
    assert "Aucune ne se déduit" in texte


def test_a_publication_that_tells_fails(magasin: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch):
    lit = edition._lit

    def trop(publication: object) -> pd.DataFrame:
        valeurs = lit(publication)
        montrees = (valeurs["statut"] == "s") & (valeurs["niveau"] == "commune") & (valeurs["indicateur"] == "foyers_rsa")
        ici = montrees & (valeurs["code"] != valeurs.loc[montrees, "code"].min())
        return valeurs.astype({"statut": "str"}).assign(
            valeur=valeurs["valeur"].mask(ici, AUTRES), statut=lambda t: t["statut"].mask(ici, "ok")
        )

    monkeypatch.setattr(edition, "_lit", trop)
    code, texte = lance(magasin, capsys)
    assert code == 1
    assert "Ne diffusez pas" in texte


def test_an_earlier_publication_that_is_not_there_is_told(magasin: Path, capsys: pytest.CaptureFixture):
    code, texte = lance(magasin, capsys, "--avec", "absente")
    assert code == 1
    assert "Aucune publication" in texte
    assert Publications(load(magasin)).declaree() in texte

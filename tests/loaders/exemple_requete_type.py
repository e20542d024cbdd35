"""A small requête type whose every relation holds, and the means to break one cell of it."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from ctg_data.loaders.requete_type_schema import COLONNES, PRESTATIONS, VERSION, demandees

Ligne = dict[str, object]
_PARTS = {"foyers_al": 3, "personnes_al": 6, "foyers_rsa": 2, "personnes_rsa": 4}


def _multiples() -> dict[tuple[str, str], float]:
    """Each cell as a multiple of one base: hand-chosen so that sums and inclusions hold."""
    cellules: dict[tuple[str, str], float] = {(v.id, m.code): 1.0 for v, m in demandees()}
    for code, *_ in PRESTATIONS:
        cellules[f"personnes_{code}", "total"] = 2
    cellules |= {(variable, "total"): multiple for variable, multiple in _PARTS.items()}
    for variable, modalite in list(cellules):
        if variable in ("foyers_ref", "enfants_br", "foyers_al_parc", "foyers_effort", "foyers_impayes"):
            cellules[variable, modalite] = 0.5
        if variable == "foyers_br":
            cellules[variable, modalite] = 0.25
        if variable == "enfants_age":
            cellules[variable, modalite] = 2
    return cellules | {
        ("foyers_alloc", "total"): 11,
        ("personnes_couvertes", "total"): 40,
        ("enfants_age", "total"): 12,
        ("enfants_0_2_activite", "nc"): 0,
        ("foyers_qf", "inconnu"): 4,
        ("foyers_enf_3_11_qf", "total"): 3,
        ("foyers_ref", "total"): 5.5,
        ("foyers_br", "total"): 2.75,
        ("personnes_ref", "total"): 20,
        ("personnes_br", "total"): 10,
        ("enfants_ref", "total"): 4,
        ("enfants_br", "total"): 2,
        ("foyers_dep", "gt50"): 3,
        ("foyers_dep", "gt75"): 2,
        ("enfants_aeeh", "total"): 2,
        ("foyers_contact", "email_ok"): 10,
        ("foyers_rsa_mono_enf_0_2", "sans_accueil_formel"): 0.5,
        ("aides_vacances_enfants", "eligibles"): 2,
        ("am_actifs", "total"): 3,
        ("places_am_age", "total"): 3,
    }


def requete(communes: Sequence[str] = ("33063", "33004"), *, annee: int = 2024, base: int = 40) -> list[Ligne]:
    """Rows of a whole request for ``communes``; ``base`` is a multiple of 4."""
    variables = [(v, m, multiple) for (v, m), multiple in zip(demandees(), map(_multiples().get, _cles()), strict=True)]
    return [
        {
            "annee": annee,
            "mois": variable.mois,
            "code_commune": commune,
            "millesime_geo": annee + 1,
            "regime": "caf",
            "variable": variable.id,
            "modalite": modalite.code,
            "unite": variable.unite,
            "valeur": int(multiple * (base + 4 * rang)),
            "statut": "ok",
            "est": 0,
            "arr5": 0,
            "profil_secret": "caf_interne",
            "source": "SID Caf, definitif",
            "date_extraction": "2025-07-01",
            "version_schema": VERSION,
        }
        for rang, commune in enumerate(communes)
        for variable, modalite, multiple in variables
    ]


def _cles() -> list[tuple[str, str]]:
    return [(v.id, m.code) for v, m in demandees()]


def change(lignes: Iterable[Ligne], variable: str, modalite: str = "total", *, commune: str = "33063", **valeurs: object) -> list[Ligne]:
    """The same rows with one cell changed."""
    vise = (variable, modalite, commune)
    return [ligne | valeurs if (ligne["variable"], ligne["modalite"], ligne["code_commune"]) == vise else ligne for ligne in lignes]


def en_csv(
    lignes: Iterable[Ligne], *, colonnes: Sequence[str] = COLONNES, separateur: str = ";", transforme: Callable[[str], str] = str
) -> bytes:
    """The rows as the file that a Caf would send."""
    tampon = io.StringIO(newline="")
    ecrivain = csv.DictWriter(tampon, colonnes, delimiter=separateur, lineterminator="\r\n", extrasaction="ignore")
    ecrivain.writeheader()
    ecrivain.writerows(lignes)
    return transforme(tampon.getvalue()).encode("utf-8")

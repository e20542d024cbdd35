"""What must hold between the cells of a requête type (domain.md §8.2): sums and inclusions, as data."""

from dataclasses import dataclass

from ctg_data.loaders.requete_type_schema import PRESTATIONS, VARIABLES, par_id

Cellule = tuple[str, str]
"""(variable, modalité)."""


@dataclass(frozen=True)
class Somme:
    """``parts`` add up to ``total``; ``exacte`` False: they never exceed it (some cases are in no part)."""

    code: str
    parts: tuple[Cellule, ...]
    total: Cellule
    exacte: bool = True


@dataclass(frozen=True)
class Inclusion:
    """``petit`` never exceeds ``grand``; ``impossible`` False: only unlikely, so a warning."""

    code: str
    petit: Cellule
    grand: Cellule
    impossible: bool = True


def _totaux(code: str, *paires: tuple[str, str]) -> list[Inclusion]:
    return [Inclusion(code, (petit, "total"), (grand, "total")) for petit, grand in paires]


def _communes(code: str, petit: str, grand: str) -> list[Inclusion]:
    """One inclusion for each value that both variables list."""
    variables = par_id()
    partagees = [m for m in variables[petit].codes if m in variables[grand].codes]
    return [Inclusion(code, (petit, m), (grand, m)) for m in partagees]


def _sommes() -> tuple[Somme, ...]:
    sommes: list[Somme] = []
    for variable in VARIABLES:
        parts = tuple((variable.id, m) for m in variable.partition)
        totaux = [(variable.id, "total"), variable.total_de] if variable.partition else []
        sommes += [Somme("somme_modalites", parts, total) for total in totaux if total]
    return (*sommes, _somme_al("foyers"), _somme_al("personnes"), *_sous_totaux())


def _somme_al(unite: str) -> Somme:
    return Somme("somme_al", tuple((f"{unite}_{aide}", "total") for aide in ("apl", "alf", "als")), (f"{unite}_al", "total"))


def _sous_totaux() -> tuple[Somme, ...]:
    """Parts that leave some cases out: they may stay under the total, never pass it."""
    totaux = {"foyers_al_parc": "foyers_al", "foyers_effort": "foyers_al", "enfants_ref": "enfants_ref", "enfants_br": "enfants_br"}
    variables = par_id()
    return tuple(
        Somme("somme_modalites", tuple((v, m.code) for m in variables[v].modalites), (total, "total"), exacte=False)
        for v, total in totaux.items()
    )


def _inclusions() -> tuple[Inclusion, ...]:
    codes = [code for code, *_ in PRESTATIONS]
    # the allowance of August may be the only one of a household: it is not among the rights of December
    de_decembre = [code for code in codes if code != "ars"]
    paires = [("alloc", "couvertes"), *((x, x) for x in ("ref", "br", *codes))]
    return (
        *_totaux("foyers_personnes", *((f"foyers_{f}", f"personnes_{p}") for f, p in paires)),
        *_totaux("prestation_alloc", *((f"foyers_{x}", "foyers_alloc") for x in de_decembre)),
        *_totaux("prestation_alloc", *((f"personnes_{x}", "personnes_couvertes") for x in de_decembre)),
        *_reference(),
        Inclusion("dependance", ("foyers_dep", "eq100"), ("foyers_dep", "gt75")),
        Inclusion("dependance", ("foyers_dep", "gt75"), ("foyers_dep", "gt50")),
        Inclusion("dependance", ("foyers_dep", "gt50"), ("foyers_ref", "total")),
        *_totaux("rsa_majore", ("foyers_rsa_majore", "foyers_rsa"), ("personnes_rsa_majore", "personnes_rsa")),
        *_totaux(
            "enfants_personnes", ("enfants_age", "personnes_couvertes"), ("enfants_ref", "personnes_ref"), ("enfants_br", "personnes_br")
        ),
        *_totaux("inclusion", ("foyers_aeeh", "enfants_aeeh"), ("foyers_impayes", "foyers_al"), ("foyers_enf_3_11_qf", "foyers_alloc")),
        Inclusion("inclusion", ("foyers_rsa_mono_enf_0_2", "sans_accueil_formel"), ("foyers_rsa_mono_enf_0_2", "total")),
        Inclusion("inclusion", ("foyers_rsa_mono_enf_0_2", "total"), ("foyers_rsa", "total")),
        Inclusion("aides_vacances", ("aides_vacances_enfants", "beneficiaires"), ("aides_vacances_enfants", "eligibles"), impossible=False),
    )


def _reference() -> tuple[Inclusion, ...]:
    """Low income within the reference population, itself within the claimants, value by value."""
    return (
        *_communes("br_ref", "foyers_br", "foyers_ref"),
        *_communes("br_ref", "personnes_br", "personnes_ref"),
        *_communes("br_ref", "enfants_br", "enfants_ref"),
        *_communes("ref_alloc", "foyers_ref", "foyers_situation"),
        *_communes("ref_alloc", "enfants_ref", "enfants_age"),
        *_totaux("ref_alloc", ("foyers_ref", "foyers_alloc"), ("personnes_ref", "personnes_couvertes")),
        Inclusion("ref_alloc", ("foyers_ref", "18_24"), ("foyers_ref", "total")),
    )


def relations() -> tuple[Somme | Inclusion, ...]:
    """Every relation checked in a file, sums first."""
    return (*_sommes(), *_inclusions())

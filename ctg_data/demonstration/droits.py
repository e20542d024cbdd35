"""Benefits of the households of one département: foyers and persons, nested as the law nests them."""

from collections.abc import Mapping

import numpy as np

from ctg_data.demonstration.declarations import FAMILLES, GROUPES, MONOS
from ctg_data.demonstration.foyers import Cellules, Contexte, Foyers

_AVEC_ENFANTS = ("couple", "mono")
_ENFANTS_PAR_FOYER_3 = 1.08
"""Children under 3 per foyer that has one."""


def droits(contexte: Contexte, tous: Foyers, br: Foyers, *, enfants: Cellules) -> Cellules:
    """Every ``foyers_X`` and ``personnes_X``, and the counts that follow from them."""
    par_groupe = {
        "rsa": {g: contexte.partie(f"rsa_{g}", br.groupe(g)) for g in GROUPES},
        **{x: {g: contexte.partie(f"{x}_{g}", tous.groupe(g)) for g in GROUPES} for x in ("ppa", "aah")},
    }
    par_groupe["rsa_majore"] = {"mono": contexte.partie("rsa_majore", par_groupe["rsa"]["mono"])}
    al = {g: contexte.partie(f"al_{g}", tous.groupe(g)) for g in GROUPES}
    par_groupe |= _aides_logement(contexte, al)
    cellules: Cellules = {}
    for prestation, groupes in par_groupe.items():
        cellules |= _foyers_personnes(prestation, groupes, tous)
    for unite in ("foyers", "personnes"):
        cellules[f"{unite}_al", "total"] = sum(cellules[f"{unite}_{aide}", "total"] for aide in ("apl", "alf", "als"))
    cellules |= _familiales(contexte, tous) | _petite_enfance(contexte, tous, enfants["enfants_age", "0_2"])
    return cellules | _logement(contexte, cellules["foyers_al", "total"]) | _suivi(contexte, tous, enfants, rsa=par_groupe["rsa"])


def _foyers_personnes(prestation: str, groupes: Mapping[str, np.ndarray], tous: Foyers) -> Cellules:
    personnes = sum(np.floor(n * tous.taille(GROUPES[g])).astype(np.int64) for g, n in groupes.items())
    return {(f"foyers_{prestation}", "total"): sum(groupes.values()), (f"personnes_{prestation}", "total"): personnes}


def _aides_logement(contexte: Contexte, al: Mapping[str, np.ndarray]) -> dict[str, dict[str, np.ndarray]]:
    """Each housing aid excludes the others: APL for whom the dwelling is under agreement, else ALF for families, ALS for the rest."""
    apl = {g: contexte.partie(f"apl_{g}", n, "apl_famille" if g in _AVEC_ENFANTS else "apl_isole") for g, n in al.items()}
    reste = {g: al[g] - apl[g] for g in al}
    return {"apl": apl, "alf": {g: reste[g] for g in _AVEC_ENFANTS}, "als": {g: n for g, n in reste.items() if g not in _AVEC_ENFANTS}}


def _familiales(contexte: Contexte, tous: Foyers) -> Cellules:
    deux, trois = (tuple(s for s in FAMILLES if not s.endswith(fins)) for fins in (("_1",), ("_1", "_2")))
    bases = {"af": deux, "cf": trois, "asf": MONOS, "ars": FAMILLES, "aeeh": FAMILLES}
    cellules: Cellules = {}
    for prestation, base in bases.items():
        nombre = contexte.partie(prestation, tous.total(base))
        personnes = np.floor(nombre * tous.taille(base)).astype(np.int64)
        cellules |= {(f"foyers_{prestation}", "total"): nombre, (f"personnes_{prestation}", "total"): personnes}
    aeeh = cellules["foyers_aeeh", "total"]
    return cellules | {("enfants_aeeh", "total"): aeeh + contexte.partie("aeeh_rang_2", aeeh)}


def _petite_enfance(contexte: Contexte, tous: Foyers, petits: np.ndarray) -> Cellules:
    avec_petit = np.minimum(tous.total(FAMILLES), np.ceil(petits / _ENFANTS_PAR_FOYER_3).astype(np.int64))
    cellules: Cellules = {}
    for prestation in ("paje_ab", "cmg_am", "cmg_gad", "cmg_structure", "prepare"):
        nombre = contexte.partie(prestation, avec_petit)
        personnes = np.floor(nombre * tous.taille(FAMILLES)).astype(np.int64)
        cellules |= {(f"foyers_{prestation}", "total"): nombre, (f"personnes_{prestation}", "total"): personnes}
    return cellules


def _logement(contexte: Contexte, al: np.ndarray) -> Cellules:
    parc = contexte.coupe("foyers_al_parc", al, repartition="parc")
    locataires = parc["foyers_al_parc", "public"] + parc["foyers_al_parc", "prive"]
    effort = contexte.coupe("foyers_effort", contexte.partie("effort_calcule", locataires), repartition="effort")
    indecence = contexte.partie("indecence", parc["foyers_al_parc", "prive"])
    return (
        parc
        | effort
        | {("foyers_impayes", "total"): contexte.partie("impayes", locataires), ("signalements_indecence", "total"): indecence}
    )


def _suivi(contexte: Contexte, tous: Foyers, enfants: Cellules, *, rsa: Mapping[str, np.ndarray]) -> Cellules:
    seuls = np.minimum(contexte.partie("rsa_moins_3", rsa["mono"]), enfants["enfants_age", "0_2"])
    d_age = sum(enfants["enfants_age", m] for m in ("3_5", "6_11", "12_15", "16_17"))
    eligibles = contexte.partie("vacances_eligibles", d_age)
    return {
        ("foyers_rsa_mono_enf_0_2", "total"): seuls,
        ("foyers_rsa_mono_enf_0_2", "sans_accueil_formel"): contexte.partie("sans_accueil", seuls),
        ("accompagnements_sociaux", "total"): contexte.partie("accompagnes", tous.total(FAMILLES)),
        ("rdv_droits", "total"): contexte.partie("rdv_droits", tous.total()),
        ("aides_vacances_enfants", "eligibles"): eligibles,
        ("aides_vacances_enfants", "beneficiaires"): contexte.partie("vacances_partis", eligibles),
    }

"""Recognise household-level or personal files, so that nothing of them is ever read further or quoted."""

import re
from collections.abc import Sequence

from ctg_data.loaders.entetes import normalise

_IDENTIFIANT = re.compile(
    r"id[_ ]?(foyer|alloc|allocataire|dossier|personne|individu)s?|nir|n[°o]?[_ ]?(nir|secu|alloc\w*)|matricule([_ ].*)?"
    r"|mat(ric)?[_ ]?alloc\w*|num(ero)?[_ ]?(de |d')?[_ ]?(alloc\w*|dossier|matricule|securite sociale|secu|foyer)"
    r"|num[_ ]?(mat|alloc|nir|doss)\w*|numero d'allocataire|nom[_ ](de[_ ])?(famille|naissance|usage|allocataire)|prenoms?"
    r"|(date|dt)[_ ]?(de[_ ]?)?naiss(ance)?\w*|dtnais\w*|nordallc|nofoyer|iban"
)
_SITUATION = frozenset(
    (
        *("mois_droit", "domiciliation", "code_iris", "en_qpv", "email_connu"),
        *("sexe_resp", "age_resp", "age_conjoint", "activite_resp", "activite_conj", "nb_enf_lt14", "nb_autres_charge"),
        *("ressources_mens", "prestations_mens", "rfr_annee", "nb_uc", "ruc", "qf", "nb_parts", "in_ref", "bas_revenu", "tx_dep"),
        *("nb_enf_aeeh", "mt_total", "parc_logement", "loyer", "tx_effort", "impaye"),
        *("nb_enf_0_2", "nb_enf_3_5", "nb_enf_6_11", "nb_enf_12_15", "nb_enf_16_17", "nb_enf_18_24"),
    )
)
_NIR = re.compile(r"[12] ?\d\d ?(0[1-9]|1[0-2]|[2-9]\d) ?(\d\d|2[ABab]) ?\d{3} ?\d{3}( ?\d\d)?")
_EMPREINTE = re.compile(r"[0-9a-fA-F]{32,128}")
_ASSEZ = 3
_LIGNES = 40


def est_par_foyer(apercu: Sequence[Sequence[str]]) -> bool:
    """Whether a table holds one row per household or person, from its headers or from identifiers in its cells."""
    rangees = apercu[:_LIGNES]
    return any(_entete_individuel(rangee) for rangee in rangees) or _identifiants(rangees)


def _entete_individuel(rangee: Sequence[str]) -> bool:
    noms = [normalise(c) for c in rangee if c.strip()]
    if len(noms) < 2:
        return False
    return any(_IDENTIFIANT.fullmatch(nom) for nom in noms) or sum(nom in _SITUATION for nom in noms) >= _ASSEZ


def _identifiants(rangees: Sequence[Sequence[str]]) -> bool:
    for rang in range(max(map(len, rangees), default=0)):
        cellules = {r[rang].strip() for r in rangees if rang < len(r)}
        for motif in (_NIR, _EMPREINTE):
            if sum(bool(motif.fullmatch(c)) for c in cellules) >= _ASSEZ:
                return True
    return False

"""Link an indicator to a change: which ones have a value here, the starting point read and frozen, a target that could be seen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ctg_data.diagnostic import cible as regles
from ctg_data.diagnostic.cible import Doute
from ctg_data.errors import SaisieInvalide
from ctg_data.indicators.model import Distribution, Indicateur
from ctg_data.indicators.model import Sens as Jugement
from ctg_data.parcours.convention import Ctg
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.invariants import terme_t0
from ctg_data.parcours.suivi import IndicateurLie, Sens
from ctg_data.views import indicateurs_textes, marges
from ctg_data.views.examens import annees_reunies
from ctg_data.views.indicateurs_lies import depart_cache, membres, observation
from ctg_data.views.lecture import Contexte, Ligne
from ctg_data.wording import fr, nombres
from ctg_data.wording import suivi as textes
from ctg_data.wording.typographie import soigne

DIT = textes.INDICATEUR
NOMBRE = re.compile(r"([+-]?\d(?:\d|\s(?=\d{3}))*(?:\.\d+)?)\s*[^\d\s]*(?:\s[^\d]*)?")
"""A number as people write it, its unit after it."""
HORIZON_MAX = 15
"""Years after the starting point that a target may be set for."""


@dataclass(frozen=True)
class DepartVue:
    """What freezing the figure of ``annee`` would keep, and the smallest change that it could show; ``refus``: why it may not be."""

    annee: int
    phrases: tuple[str, ...]
    refus: str = ""


def proposes(ctx: Contexte, themes: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """(id, label) of the indicators that have a published value here, by theme then label; those of ``themes`` first."""
    rangs = list(dict.fromkeys((*themes, *fr.THEMES)))
    siens = [i for i in ctx.catalogue if not isinstance(i.formules[0], Distribution) and annees(ctx, i)]
    return tuple(
        (i.id, soigne(f"{i.libelle} ({fr.THEMES[i.theme]})")) for i in sorted(siens, key=lambda i: (rangs.index(i.theme), i.libelle))
    )


def annees(ctx: Contexte, indicateur: Indicateur) -> list[int]:
    """Years that have a published value here."""
    return sorted(a for a, x in ctx.series.get((indicateur.id, "total"), {}).items() if x.valeur is not None)


def sens_voulu(ctx: Contexte, indicateur: str) -> Sens | None:
    """The direction that the catalogue holds favourable, None for a figure that it does not judge."""
    voulus = {Jugement.HAUT_DEFAVORABLE: Sens.BAISSE, Jugement.HAUT_FAVORABLE: Sens.HAUSSE}
    return voulus.get(_trouve(ctx, indicateur).sens)


def _trouve(ctx: Contexte, indicateur: str) -> Indicateur:
    trouve = next((i for i in ctx.catalogue if i.id == indicateur), None)
    if trouve is None:
        raise SaisieInvalide("Choisissez l’indicateur.")
    return trouve


def depart(ctx: Contexte, ctg: Ctg, indicateur: str, annee: int = 0) -> DepartVue:
    """The starting point that a form would freeze; ``annee`` 0: the latest that the signature allows."""
    i = _trouve(ctx, indicateur)
    lue = annee or _annee_par_defaut(ctx, ctg, i)
    if refus := _refus_annee(ctx, ctg, i, lue):
        return DepartVue(lue, (), soigne(refus))
    x = _ligne(ctx, i, lue)
    phrases = [DIT["point"].format(valeur=indicateurs_textes.texte(i, observation(i, x)), version=indicateurs_textes.version(x.edition))]
    phrases.append(_seuil_dit(ctx, i, lue))
    return DepartVue(lue, soigne(tuple(phrases)))


def _annee_par_defaut(ctx: Contexte, ctg: Ctg, i: Indicateur) -> int:
    connues = annees(ctx, i)
    permises = [a for a in connues if not ctg.signe_le or date(a, 12, 31) <= terme_t0(ctg.signe_le)]
    return (permises or connues or [0])[-1]


def _refus_annee(ctx: Contexte, ctg: Ctg, i: Indicateur, annee: int) -> str:
    connues = annees(ctx, i)
    if annee not in connues:
        return DIT["absent"].format(annee=annee or "…", annees=nombres.annees(connues) or "aucune")
    if ctg.signe_le and date(annee, 12, 31) > terme_t0(ctg.signe_le):
        return DIT["tard"].format(annee=annee)
    return ""


def _ligne(ctx: Contexte, i: Indicateur, annee: int) -> Ligne:
    return ctx.series[i.id, "total"][annee]


def _seuil_dit(ctx: Contexte, i: Indicateur, annee: int) -> str:
    trouve = _seuil(ctx, i, annee)
    return DIT["seuil"].format(seuil=marges.texte(i, *trouve)) if trouve else textes.CIBLE_SANS_MARGE.partition(".")[0] + "."


def _seuil(ctx: Contexte, i: Indicateur, annee: int) -> tuple[float, float] | None:
    vu = marges.vu(i, ctx.territoire, ctx.series, annee=annee, catalogue=ctx.catalogue)
    return (vu.trouve.changement, vu.pas) if vu.trouve else None


def prepare(ctx: Contexte, dossier: Dossier, saisi: Mapping[str, Any]) -> IndicateurLie:
    """The record to keep, its starting point frozen as published.  Raises SaisieInvalide, a target that noise could hide included.

    ``saisi``: objet, porteur, indicateur, t0_annee (0: the latest allowed), portee, sens, cible (as typed), cible_annee, accepte.
    """
    i = _trouve(ctx, saisi["indicateur"])
    annee = saisi["t0_annee"] or _annee_par_defaut(ctx, dossier.ctg, i)
    if refus := _refus_annee(ctx, dossier.ctg, i, annee):
        raise SaisieInvalide(refus)
    x = _ligne(ctx, i, annee)
    o = observation(i, x)
    lie = IndicateurLie(
        dossier.id,
        saisi["objet"],
        saisi["porteur"],
        i.id,
        portee=saisi["portee"],
        sens=saisi["sens"],
        t0_jour=date(annee, 12, 31),
        t0_annee=annee,
        t0_valeur=repr(x.valeur),
        t0_bas=_repr(o.ic_bas),
        t0_haut=_repr(o.ic_haut),
        t0_edition=x.edition,
        t0_sources=x.sources,
        t0_arr5=x.arr5,
        t0_fictif=ctx.demo,
        t0_communes=tuple(sorted(membres(ctx))),
    )
    return vise(ctx, lie, saisi)


def _repr(x: float | None) -> str:
    return "" if x is None else repr(x)


def vise(ctx: Contexte, lie: IndicateurLie, saisi: Mapping[str, Any]) -> IndicateurLie:
    """The record with its direction and its target; the starting point stays as it is.  Raises SaisieInvalide."""
    cible = nombre(saisi["cible"])
    annee = saisi["cible_annee"] or 0
    permises = lie.t0_annee + 1, lie.t0_annee + HORIZON_MAX
    if cible and not permises[0] <= annee <= permises[1]:
        raise SaisieInvalide(DIT["annee"].format(premiere=permises[0], derniere=permises[1]))
    garde = {"cible": cible, "cible_annee": annee if cible else 0, "accepte": saisi["accepte"]}
    vise_ = replace(lie, portee=saisi["portee"], sens=saisi["sens"], **garde)
    if cible and not vise_.accepte.strip() and (phrase := doute(ctx, vise_)):
        raise SaisieInvalide(phrase)
    return vise_


def nombre(texte: str) -> str:
    """« 12,5 % » as the record keeps it: 12.5; "" for nothing.  Raises SaisieInvalide."""
    if not texte.strip():
        return ""
    lu = NOMBRE.fullmatch(texte.replace(",", ".").replace(nombres.MOINS, "-").strip())
    if lu is None:
        raise SaisieInvalide(DIT["nombre"].format(texte=texte))
    return repr(float("".join(lu[1].split())))


def doute(ctx: Contexte, lie: IndicateurLie) -> str:
    """Why a target could never be seen to be reached, with the number; "" when it could, or when the start may not be told."""
    i = _trouve(ctx, lie.indicateur)
    lignes = ctx.series.get((i.id, "total"), {})
    if depart_cache(ctx, i, lie, lignes):
        return ""
    trouve = _seuil(ctx, i, lie.t0_annee) if lie.t0_annee in lignes else None
    ecart, fenetre = float(lie.cible) - float(lie.t0_valeur), annees_reunies(ctx, i, lignes)
    match regles.doute(ecart, trouve[0] if trouve else None, duree=lie.cible_annee - lie.t0_annee, fenetre=fenetre):
        case Doute.SANS_MARGE:
            return textes.CIBLE_SANS_MARGE
        case Doute.INVISIBLE:
            return textes.CIBLE_INVISIBLE.format(ecart=marges.texte(i, abs(ecart), trouve[1]), seuil=marges.texte(i, *trouve))
        case Doute.TROP_TOT:
            return textes.CIBLE_TROP_TOT.format(duree=fenetre, premiere=lie.t0_annee + fenetre)
    return ""


def ecrit(lie: IndicateurLie) -> str:
    """The target as people write it."""
    return repr(float(lie.cible)).removesuffix(".0").replace(".", ",") if lie.cible else ""

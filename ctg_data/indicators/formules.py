"""Formulas in French words, generated from the records: what the method page and the exports print."""

from collections.abc import Iterable

from ctg_data.indicators import vocabulaire
from ctg_data.indicators.model import (
    Distribution,
    EcartReference,
    Effectif,
    Formule,
    Indicateur,
    Manque,
    Moyenne,
    Publie,
    Ratio,
    Ref,
    Solde,
    Somme,
    Variation,
)

_REGIMES = {(): "", ("caf",): " (Caf seule)", ("caf", "msa"): " (Caf et MSA)"}


def en_mots(indicateur: Indicateur) -> str:
    """Every formula of the indicator, in order of choice, as one sentence without final stop."""
    return " ; à défaut, ".join(formule_en_mots(f) for f in indicateur.formules)


def formule_en_mots(formule: Formule) -> str:
    """One formula in words."""
    match formule:
        case Effectif(refs):
            return somme_en_mots(refs)
        case Ratio(num, den, pour):
            return f"({somme_en_mots(num)}) / ({somme_en_mots(den)}){_fois(pour)}"
        case Publie(ref, num):
            marge = f" (marge d’incertitude d’après : {somme_en_mots(num)})" if num else ""
            return f"valeur publiée par le producteur : {_ref(ref)}{marge}"
        case Moyenne(refs, annees):
            return f"moyenne de {annees} années consécutives : {somme_en_mots(refs)}"
        case Variation(refs, duree):
            return f"(valeur finale / valeur initiale)^(1 / nombre d’années) − 1, sur {duree} ans au moins : {somme_en_mots(refs)}"
        case Solde():
            return _solde(formule)
        case Distribution(classes):
            return "effectif de chaque classe : " + ", ".join(nom for nom, _ in classes)
        case EcartReference(indicateur):
            return f"« {indicateur} » du territoire − « {indicateur} » de la référence (département ; France pour un département)"
        case Manque():
            return _manque(formule)


def somme_en_mots(somme: Somme) -> str:
    """A sum in words: its measures joined by « + »."""
    return " + ".join(map(_ref, somme))


def _ref(ref: Ref) -> str:
    mesure = vocabulaire.catalogue()[ref.mesure]
    choix = "" if ref.modalites == ("total",) else f" [{_modalites(ref, mesure)}]"
    return f"{mesure.libelle}{choix}{_REGIMES[ref.regimes]}"


def _modalites(ref: Ref, mesure: vocabulaire.Mesure) -> str:
    if ref.mesure.startswith("pop_age_"):
        bas, haut = int(ref.modalites[0]), int(ref.modalites[-1])
        if haut == 100:
            return "tous âges" if bas == 0 else f"{bas} ans et plus"
        return f"{bas} ans" if bas == haut else f"{bas} à {haut} ans"
    return ", ".join(mesure.modalites[m] for m in ref.modalites)


def _fois(pour: float) -> str:
    if pour == 1:
        return ""
    texte = f"{pour:,.0f}".replace(",", "\u202f") if float(pour).is_integer() else f"{pour:.2f}".replace(".", ",")
    return f" × {texte}"


def _solde(formule: Solde) -> str:
    entrees, sorties, population = map(somme_en_mots, (formule.entrees, formule.sorties, formule.population))
    naturel = f"{entrees} − {sorties}, sur {formule.annees} ans"
    solde = f"variation de la {population} − ({naturel})" if formule.apparent else naturel
    return f"({solde}) / ({formule.annees} × moyenne de la {population} au début et à la fin){_fois(1000)}"


def _manque(formule: Manque) -> str:
    if formule.poids:
        besoin = _poids(formule.poids)
        return f"({besoin}) − ({somme_en_mots(formule.offre)})"
    besoin, offre = somme_en_mots(formule.besoin), somme_en_mots(formule.offre)
    brut = f"taux de la référence × ({besoin}) − ({offre}), le taux étant celui du département (de la France pour un département)"
    return f"[{brut}] / ({besoin}){_fois(formule.par)}" if formule.par else brut


def _poids(poids: Iterable[tuple[Ref, float]]) -> str:
    return " + ".join(f"{p:g} × {_ref(ref)}".replace(".", ",") for ref, p in poids)

"""The catalogue: every theme's records, refused whole if one of them is faulty."""

import string
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import import_module

from ctg_data.errors import CtgError
from ctg_data.indicators import locaux, vocabulaire
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
from ctg_data.loaders import locales
from ctg_data.loaders import requete_type_schema as requete
from ctg_data.loaders.locales_modele import PREFIXE
from ctg_data.records import NIVEAUX

THEMES = (
    "population",
    "petite_enfance",
    "enfance",
    "jeunesse",
    "parentalite",
    "vie_sociale",
    "logement",
    "acces_droits",
    "insertion",
    "handicap",
    "cadre_de_vie",
)
SEUILS = {
    "k5": "Les effectifs de 1 à 4 de la Caf sont masqués, avec ce qui permettrait de les retrouver.",
    "n30": "Non significatif si le dénominateur est inférieur à 30.",
    "n50": "Non significatif si le dénominateur est inférieur à 50.",
    "n100": "Non significatif si le dénominateur est inférieur à 100.",
    "rp": "Recensement : à lire avec précaution sous 200 personnes.",
    "rp_compl": "Exploitation complémentaire du recensement : non significatif sous 2 000 habitants.",
    "c10000": "Commune de moins de 10 000 habitants : non significatif, échelle trop fine pour l’accueil.",
    "F1": "Seuil du producteur : 50 ménages ou 100 personnes.",
    "F2": "Seuil du producteur : 1 000 ménages ou 2 000 personnes.",
    "e3": "Au moins 3 gestionnaires, aucun ne dépassant 85 % : seule la Caf les connaît et marque « s » dans la requête type.",
}
REPERES = frozenset({"annee", "territoire", "valeur"})
REPERES_PERMIS = {"source"}
"""What a reading sentence may name besides: who gives the figure, where several may."""
MAX_PAR_FACE = 6


class CatalogueInvalide(CtgError):
    """A catalogue that must not run: every fault, in French."""


def catalogue() -> tuple[Indicateur, ...]:
    """Every indicator, in the order of the themes, then those of the local sources of the store that this process serves.

    Raises CatalogueInvalide, with every fault.
    """
    return _avec(locales.actives())


@lru_cache(maxsize=8)
def _avec(propres: locales.Locales) -> tuple[Indicateur, ...]:
    return (*nationaux(), *verifie(locaux.indicateurs(propres)))


@cache
def nationaux() -> tuple[Indicateur, ...]:
    """Every indicator of the product, in the order of the themes.  Raises CatalogueInvalide, with every fault."""
    return verifie(i for theme in THEMES for i in import_module(f"ctg_data.indicators.themes.{theme}").INDICATEURS)


def par_id() -> dict[str, Indicateur]:
    """The catalogue by identifier."""
    return {indicateur.id: indicateur for indicateur in catalogue()}


def verifie(indicateurs: Iterable[Indicateur]) -> tuple[Indicateur, ...]:
    """The records, or CatalogueInvalide naming every faulty one."""
    liste = tuple(indicateurs)
    ids = {i.id for i in liste}
    fautes = [f"{ident} : identifiant en double" for ident, n in Counter(i.id for i in liste).items() if n > 1]
    fautes += [f"{i.id} : {faute}" for i in liste for faute in _fautes(i, ids)]
    faces = Counter((i.etoile.branche, i.etoile.face) for i in liste if i.etoile)
    fautes += [f"étoile {b}/{f} : plus de {MAX_PAR_FACE} indicateurs" for (b, f), n in faces.items() if n > MAX_PAR_FACE]
    if fautes:
        raise CatalogueInvalide("Catalogue des indicateurs refusé. " + " ; ".join(fautes))
    return liste


def refs(formule: Formule) -> Iterator[Ref]:
    """Every Ref of a formula, in order (none for EcartReference, which reads another indicator)."""
    for somme in sommes(formule):
        yield from somme


def sommes(formule: Formule) -> tuple[Somme, ...]:
    """The sums that a formula reads."""
    match formule:
        case Effectif(s) | Moyenne(s) | Variation(s):
            return (s,)
        case Ratio(num, den):
            return (num, den)
        case Publie(ref, num):
            return ((ref,), num) if num else ((ref,),)
        case Solde(entrees, sorties, population):
            return (entrees, sorties, population)
        case Distribution(classes):
            return tuple(s for _, s in classes)
        case Manque(offre, besoin, poids=poids):
            return (offre, besoin, *((ref,) for ref, _ in poids))
        case EcartReference():
            return ()


def peut_etre_negatif(i: Indicateur) -> bool:
    """Whether a value below 0 may be right: a balance, a change, a gap, or a rate that only a local source gives (no sign is declared)."""
    return any(isinstance(f, EcartReference | Manque | Solde | Variation) or _taux_local(f) for f in i.formules)


def _taux_local(formule: Formule) -> bool:
    return isinstance(formule, Publie) and formule.ref.mesure.startswith(PREFIXE)


def _fautes(i: Indicateur, ids: set[str]) -> Iterator[str]:
    yield from (
        f"{champ} vide" for champ in ("id", "libelle", "definition", "theme", "lecture", "prudence") if not getattr(i, champ).strip()
    )
    yield from _fautes_lecture(i)
    yield from (f"seuil inconnu {seuil}" for seuil in i.seuils if seuil not in SEUILS)
    yield from (f"niveau inconnu {niveau}" for niveau in i.niveaux if niveau not in NIVEAUX)
    if not i.formules:
        yield "aucune formule"
    if not 1 <= i.angle <= 3 or not 0 <= i.decimales <= 3:
        yield "angle ou décimales hors bornes"
    if i.etoile and ("epci" not in i.niveaux or i.etoile.orientation not in (1, -1)):
        yield "place sur l’étoile invalide"
    for formule in i.formules:
        yield from _fautes_formule(formule, ids)
    yield from _fautes_ruptures(i)


def _fautes_ruptures(i: Indicateur) -> Iterator[str]:
    annees = i.annees_de_rupture
    if list(annees) != sorted(set(annees)):
        yield "ruptures de série en double ou en désordre"
    yield from (f"rupture de {r.annee} sans raison ou sans source" for r in i.ruptures if not (r.raison.strip() and r.source.strip()))


def _fautes_lecture(i: Indicateur) -> Iterator[str]:
    champs = {nom for _, nom, _, _ in string.Formatter().parse(i.lecture) if nom is not None}
    yield from (f"repère inconnu {{{nom}}} dans la phrase de lecture" for nom in sorted(champs - REPERES - REPERES_PERMIS))
    yield from (f"repère absent {{{nom}}} dans la phrase de lecture" for nom in sorted(REPERES - champs))


def _fautes_formule(formule: Formule, ids: set[str]) -> Iterator[str]:
    if isinstance(formule, EcartReference) and formule.indicateur not in ids:
        yield f"indicateur de référence inconnu {formule.indicateur}"
    if isinstance(formule, Distribution) and len({nom for nom, _ in formule.classes}) != len(formule.classes):
        yield "modalité en double"
    for ref in refs(formule):
        yield from _fautes_ref(ref, publie=isinstance(formule, Publie) and ref == formule.ref)
    if isinstance(formule, Solde):
        yield from (f"mesure de la Caf {ref.mesure} dans un solde" for ref in refs(formule) if _de_la_caf(ref))
    if isinstance(formule, Publie):
        yield from (f"numérateur sensible {ref.mesure} à côté d’un taux publié" for ref in formule.num if _sensible(ref))


def _de_la_caf(ref: Ref) -> bool:
    """Whether the CAF may give the measure itself."""
    return ref.mesure in requete.par_id()


def _sensible(ref: Ref) -> bool:
    mesure = vocabulaire.catalogue().get(ref.mesure)
    return mesure is not None and mesure.sensible


def _fautes_ref(ref: Ref, *, publie: bool) -> Iterator[str]:
    mesure = vocabulaire.catalogue().get(ref.mesure)
    if mesure is None:
        yield f"mesure inconnue {ref.mesure}"
        return
    yield from (f"modalité inconnue {ref.mesure}/{m}" for m in ref.modalites if m not in mesure.modalites)
    if len(set(ref.modalites)) != len(ref.modalites) or not ref.modalites:
        yield f"modalités de {ref.mesure} vides ou en double"
    if not mesure.additive and not publie:
        yield f"la mesure {ref.mesure} ne s’additionne pas : elle se lit (Publie)"

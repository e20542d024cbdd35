"""A linked indicator in words and places: start, today, target, what moved, how old the data are, what is doubtful."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ctg_data.diagnostic import cible as regles
from ctg_data.diagnostic import mouvements
from ctg_data.diagnostic.cible import Refus
from ctg_data.diagnostic.compare import MOTS, SIGNES, Issue
from ctg_data.diagnostic.trends import Observation
from ctg_data.indicators.model import Indicateur
from ctg_data.parcours import graphe
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.suivi import Objet
from ctg_data.storage.fiches import Fiche
from ctg_data.views import marges
from ctg_data.views.chiffres import texte_bornes
from ctg_data.views.indicateurs_lies import Lu, revision_menue
from ctg_data.views.lecture import Ligne
from ctg_data.wording import nombres
from ctg_data.wording import parcours as mots
from ctg_data.wording import suivi as textes

DIT = textes.INDICATEUR
UNITE_COURTE, POINTS = 3, "points"


@dataclass(frozen=True)
class Place:
    """A figure on the scale from 0 to 100 of its drawing, with the ends of its interval; None where unknown."""

    valeur: float
    bas: float | None = None
    haut: float | None = None


@dataclass(frozen=True)
class IndicateurVue:
    """``suite``: what moved since the start, or why nothing is shown; ``issue`` and ``signe``: of that change.

    ``depart``, ``actuel``, ``cible``: texts, "" for none; ``place_*``: where they stand; ``doutes``: what a target cannot show.
    """

    id: str
    libelle: str
    portee: str
    sens: str
    hypothese: str
    depart: str
    fige: str
    actuel: str
    age: str
    cible: str
    suite: str
    issue: Issue
    signe: str
    place_depart: Place | None
    place_actuel: Place | None
    place_cible: Place | None
    doutes: tuple[str, ...]
    constat: str


def vue(dossier: Dossier, fiche: Fiche, lu: Lu, jour: date) -> IndicateurVue:
    lie, i = lu.lie, lu.indicateur
    places = _places(lu)
    actuel = lu.suite.actuel if lu.suite.refus is not Refus.PERIMETRE else None
    dite = suite(lu)
    return IndicateurVue(
        id=lu.id,
        libelle=i.libelle if i else lie.indicateur,
        portee=mots.choix(lie.portee),
        sens=mots.choix(lie.sens),
        hypothese=graphe.nom_de(dossier, lie.porteur) if lie.objet is Objet.HYPOTHESE else "",
        depart=_depart(lu),
        fige=_fige(fiche, lu),
        actuel=texte(i, actuel) if i and actuel else "",
        age=_age(actuel, jour) if actuel else "",
        cible=_cible(lu),
        suite=dite,
        issue=lu.suite.issue,
        signe=SIGNES[lu.suite.issue] if lu.suite.change else "",
        place_depart=places[0],
        place_actuel=places[1],
        place_cible=places[2],
        doutes=tuple(_doutes(lu)),
        constat=constat(lu),
    )


def texte(i: Indicateur, o: Observation) -> str:
    """« 31,9 % en 2024 (entre 30,4 et 33,6 %) »."""
    d = nombres.decimales_permises(i.decimales, o.valeur, o.ic_bas, o.ic_haut)
    entre = texte_bornes(i, o.ic_bas, o.ic_haut, unite=courte(i.unite), decimales=d)
    cle = "valeur.marge" if entre else "valeur"
    return DIT[cle].format(valeur=nombres.avec_unite(o.valeur, i.unite, d), annee=o.annee, intervalle=entre)


def courte(unite: str) -> str:
    """A unit that is repeated in an interval; a longer one is said once, by the figure."""
    return unite if len(unite) <= UNITE_COURTE else ""


def _depart(lu: Lu) -> str:
    """The starting point, "" where it may not be shown."""
    if lu.indicateur is None:
        return _nu(lu)
    return texte(lu.indicateur, lu.depart) if lu.depart else ""


def _nu(lu: Lu) -> str:
    """The starting point of a figure that left the catalogue, as it was kept."""
    return DIT["valeur"].format(valeur=lu.lie.t0_valeur.replace(".", ","), annee=lu.lie.t0_annee) if lu.lie.t0_valeur else ""


def _fige(fiche: Fiche, lu: Lu) -> str:
    communes = nombres.pluriel(len(lu.lie.t0_communes), "commune")
    return DIT["fige"].format(jour=mots.jour(date.fromisoformat(fiche.cree_le[:10])), version=version(lu.lie.t0_edition), communes=communes)


def version(edition: str) -> str:
    return DIT["version"].format(id=edition[:8]) if edition else DIT["sans_version"]


def _age(o: Observation, jour: date) -> str:
    n = max(0, jour.year - o.annee)
    return DIT["age"].format(annee=o.annee, age=DIT[f"age.{n}" if n < 2 else "age.n"].format(n=n))


def _cible(lu: Lu) -> str:
    if not lu.lie.cible or lu.indicateur is None:
        return ""
    valeur = nombres.avec_unite(float(lu.lie.cible), lu.indicateur.unite, decimales_ecrites(lu.lie.cible))
    return DIT["cible"].format(valeur=valeur, annee=lu.lie.cible_annee)


def decimales_ecrites(nombre: str) -> int:
    """Those of a number as somebody wrote it: a target is told no finer than it was chosen."""
    return len(nombre.partition(".")[2].rstrip("0"))


def suite(lu: Lu) -> str:
    """What moved since the start, with its interval and its verdict; or why nothing may be said."""
    if lu.indicateur is None:
        return textes.SUITES["inconnu"]
    if lu.suite.refus is not None:
        return textes.SUITES[lu.suite.refus].format(annee=lu.suite.annee)
    c, i = lu.suite.change, lu.indicateur
    u, d = mouvements.unite(i, relatif=False), decimales(i, c.debut, c.fin)
    ecart = nombres.changement(c.ecart, u, d)
    if not c.marge:
        return DIT["depuis.sans_marge"].format(ecart=ecart)
    entre = nombres.changements(c.bas, c.haut, unite=u if u == POINTS else courte(u), decimales=d)
    return DIT["depuis"].format(ecart=ecart, intervalle=entre, verdict=MOTS[lu.suite.issue])


def decimales(i: Indicateur, *observations: Observation) -> int:
    """Whole points as soon as one of the figures is published so."""
    return min(nombres.decimales_permises(i.decimales, o.valeur, o.ic_bas, o.ic_haut) for o in observations)


def constat(lu: Lu) -> str:
    """The indicator in one sentence, for the story of a change."""
    if lu.indicateur is None or lu.depart is None:
        return ""
    actuel, change = lu.suite.actuel, suite(lu)
    suite_ = DIT["aujourdhui"].format(valeur=texte(lu.indicateur, actuel), change=change) if actuel else nombres.minuscule(change)
    return DIT["constat"].format(libelle=lu.indicateur.libelle, depart=texte(lu.indicateur, lu.depart), suite=suite_)


def _doutes(lu: Lu) -> Iterator[str]:
    if lu.lie.accepte.strip():
        yield DIT["doute"].format(raison=lu.lie.accepte)
    elif phrase := _doute_restant(lu):
        yield phrase
    if relu := revise(lu):
        yield DIT["revise"].format(annee=relu.annee, valeur=nombres.avec_unite(relu.valeur, lu.indicateur.unite, lu.indicateur.decimales))


def _doute_restant(lu: Lu) -> str:
    """A target accepted before its figure became coarser, or written otherwise than on the page."""
    if lu.indicateur is None or not lu.lie.cible or lu.depart is None or lu.lie.t0_annee not in lu.lignes:
        return ""
    ecart = float(lu.lie.cible) - lu.depart.valeur
    trouve = seuil(lu, lu.lie.t0_annee)
    if trouve is None or regles.doute(ecart, trouve[0], duree=99, fenetre=1) is None:
        return ""
    return DIT["doute.reste"].format(ecart=marges.texte(lu.indicateur, abs(ecart), trouve[1]), seuil=marges.texte(lu.indicateur, *trouve))


def seuil(lu: Lu, annee: int) -> tuple[float, float] | None:
    """Smallest visible change on the figure of that year, and the step it is told in; None without interval."""
    vu = marges.vu(lu.indicateur, lu.ctx.territoire, lu.ctx.series, annee=annee, catalogue=lu.ctx.catalogue)
    return (vu.trouve.changement, vu.pas) if vu.trouve else None


def revise(lu: Lu) -> Ligne | None:
    """The year of the start as it is published today, where it reads otherwise on the same communes."""
    relu = lu.lignes.get(lu.lie.t0_annee)
    if lu.depart is None or relu is None or relu.valeur is None or not lu.meme_perimetre:
        return None
    if revision_menue(lu.indicateur, lu.depart.valeur, relu.valeur):
        return None
    return relu if abs(relu.valeur - lu.depart.valeur) > 1e-9 else None


def _places(lu: Lu) -> tuple[Place | None, Place | None, Place | None]:
    """Start, today and target on one scale, which leaves a tenth free at each end."""
    if lu.indicateur is None or lu.depart is None:
        return None, None, None
    figures = [(o.valeur, o.ic_bas, o.ic_haut) if o else None for o in (lu.depart, lu.suite.actuel)]
    figures.append((float(lu.lie.cible), None, None) if lu.lie.cible else None)
    connues = [x for f in figures if f for x in f if x is not None]
    bas, haut = min(connues), max(connues)
    bas, etendue = bas - (haut - bas) / 10, 1.2 * (haut - bas) or 1.0

    def place(x: float | None) -> float | None:
        return None if x is None else round(100 * (x - bas) / etendue, 2)

    depart, actuel, cible = (Place(*map(place, f)) if f else None for f in figures)
    return depart, actuel, cible


def nouveau(lu: Lu, depuis: date | None) -> str:
    """A figure published since ``depuis`` (None: ever) that is later than the start, in a sentence; "" for none."""
    if lu.indicateur is None or lu.suite.actuel is None:
        return ""
    t = lu.ctx.territoire
    publie = lu.ctx.corpus.publie_le(t.niveau, t.code)
    if depuis is not None and (not publie or date.fromisoformat(publie) <= depuis):
        return ""
    quand = DIT["publie"].format(jour=mots.jour(date.fromisoformat(publie))) if publie else DIT["publie.demo"]
    details = {"libelle": lu.indicateur.libelle, "valeur": texte(lu.indicateur, lu.suite.actuel), "quand": quand}
    return DIT["nouveau"].format(**details, change=nombres.capitale(suite(lu)))

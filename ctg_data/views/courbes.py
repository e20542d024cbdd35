"""Turn the curve: a linked indicator from its start to its target, where it goes if nothing changes, and what stands behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ctg_data.conventions.lecture import Livre
from ctg_data.diagnostic import cible as regles
from ctg_data.diagnostic import mouvements, trends
from ctg_data.diagnostic.cible import Prolongement
from ctg_data.diagnostic.effectifs import Loi
from ctg_data.diagnostic.figures import Cadre, Courbe, Point, Serie, Tableau
from ctg_data.parcours.chemin import Bout, Chemin
from ctg_data.parcours.convention import Action
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatAction, EtatHypothese
from ctg_data.parcours.suivi import Preuve, TypePreuve
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views import indicateurs_lies, indicateurs_textes, marges
from ctg_data.views.chiffres import texte_bornes
from ctg_data.views.indicateurs_lies import Lu
from ctg_data.views.lecture import Corpus, est_effectif
from ctg_data.views.origines import texte_sources
from ctg_data.views.suivi import lus_par_changement
from ctg_data.wording import nombres
from ctg_data.wording import parcours as mots
from ctg_data.wording import suivi as textes
from ctg_data.wording.typographie import soigne

DIT = textes.COURBE
ANNEES_SANS_CIBLE = 3
"""Years that the trend is carried on where no target says how far."""
A_VENIR = (EtatAction.RETENUE, EtatAction.PLANIFIEE, EtatAction.ENGAGEE, EtatAction.REPORTEE)


@dataclass(frozen=True)
class Rubrique:
    """One heading of the talk that turns a curve; ``vide``: what would fill it."""

    titre: str
    lignes: tuple[str, ...]
    vide: str


@dataclass(frozen=True)
class CourbeVue:
    """``courbe``: what is drawn, None for a figure that has nothing to draw (``phrases`` say why)."""

    id: str
    libelle: str
    courbe: Courbe | None
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class CourbesVue:
    """The curves of one change (``id``), and the talk that turns them."""

    id: str
    libelle: str
    courbes: tuple[CourbeVue, ...]
    rubriques: tuple[Rubrique, ...]


def courbes(livre: Livre, corpus: Corpus, ref: Referentiel) -> tuple[CourbesVue, ...]:
    """One view a change that has a linked indicator, in the order of the changes."""
    d = livre.dossier
    lus = lus_par_changement(d, indicateurs_lies.du_territoire(corpus, ref, d.ctg))
    siens = ((i, c, lus[i]) for i, c in d.changements() if i in lus)
    return soigne(tuple(CourbesVue(i, c.libelle, tuple(map(_vue, lus_)), _rubriques(d, i)) for i, c, lus_ in siens))


def _vue(lu: Lu) -> CourbeVue:
    suite = _prolonge(lu)
    libelle = lu.indicateur.libelle if lu.indicateur else lu.lie.indicateur
    courbe = _courbe(lu, suite) if lu.indicateur and lu.depart and lu.meme_perimetre else None
    return CourbeVue(lu.id, libelle, courbe, tuple(_phrases(lu, suite)))


def _prolonge(lu: Lu) -> Prolongement | None:
    if lu.indicateur is None or not lu.meme_perimetre or (derniere := trends.derniere(lu.observations)) is None:
        return None
    horizon = lu.lie.cible_annee or derniere.annee + ANNEES_SANS_CIBLE
    loi = marges.nature(lu.indicateur)
    plafond = loi.pour if loi and loi.loi is Loi.PROPORTION else float("inf")
    return regles.prolonge(lu.observations, horizon, ruptures=lu.indicateur.annees_de_rupture, plafond=plafond)


def _phrases(lu: Lu, suite: Prolongement | None) -> Iterator[str]:
    """What moved, where it goes if nothing changes, and what is left to the target."""
    yield nombres.capitale(indicateurs_textes.suite(lu))
    if lu.indicateur is None or not lu.meme_perimetre:
        return
    yield _tendance(lu, suite) if suite else DIT["sans_tendance"]
    if not lu.lie.cible:
        yield DIT["sans_cible"]
    elif suite:
        yield _ecart_a_la_cible(lu, suite)


def _tendance(lu: Lu, suite: Prolongement) -> str:
    i = lu.indicateur
    pente = nombres.changement(suite.pente, mouvements.unite(i, relatif=False), max(1, i.decimales))
    valeur = nombres.avec_unite(suite.valeur, i.unite, i.decimales)
    return DIT["tendance"].format(debut=suite.annees[0], fin=suite.annees[1], pente=pente, valeur=valeur, annee=suite.fin)


def _ecart_a_la_cible(lu: Lu, suite: Prolongement) -> str:
    manque = float(lu.lie.cible) - suite.valeur
    manque = nombres.arrondit(manque if lu.hausse else -manque, lu.indicateur.decimales)
    if manque <= 0:
        return DIT["cible.atteinte"]
    unite = mouvements.unite(lu.indicateur, relatif=False)
    return DIT["cible.manque"].format(ecart=nombres.avec_unite(manque, unite, lu.indicateur.decimales))


def _courbe(lu: Lu, suite: Prolongement | None) -> Courbe | None:
    points = _points(lu)
    if not any(p.valeur is not None for p in points):
        return None
    i, cible = lu.indicateur, (lu.lie.cible_annee, float(lu.lie.cible)) if lu.lie.cible else None
    derniere = trends.derniere(lu.observations)
    bouts = ((derniere.annee, derniere.valeur), (suite.fin, suite.valeur)) if suite and derniere else ()
    return Courbe(
        cadre=_cadre(lu, points),
        unite=i.unite,
        serie=Serie(lu.ctx.territoire.nom, "territoire", points),
        ruptures=tuple(r for r in i.annees_de_rupture if points[0].annee < r <= points[-1].annee),
        depart=Point(lu.depart.annee, lu.depart.valeur, "ok", indicateurs_textes.texte(i, lu.depart)),
        suite=bouts,
        cible=cible,
        legende=_legende(bool(bouts), cible is not None),
        tableau=_tableau(lu, points, bouts, cible),
        effectif=est_effectif(i),
    )


def _points(lu: Lu) -> tuple[Point, ...]:
    """Every year from the start (or before it) to the last one known; a year that is hidden, or missing, is a gap."""
    rangs = trends.segments(lu.observations, lu.indicateur.annees_de_rupture, lu.fenetre)
    lus = {o.annee: (o, rang) for o, rang in zip(lu.observations, rangs, strict=True) if o.statut != "nd"}
    if not lus:
        return ()
    absente = trends.Observation(0, None, "nd"), 0
    return tuple(_point(lu, a, *lus.get(a, absente)) for a in range(min(lus), max(lus) + 1))


def _point(lu: Lu, annee: int, o: trends.Observation, rang: int) -> Point:
    ecrit = nombres.valeur(o.valeur, o.statut, unite=lu.indicateur.unite, decimales=indicateurs_textes.decimales(lu.indicateur, o))
    return Point(annee, o.valeur, o.statut, ecrit, o.ic_bas, o.ic_haut, rang)


def _cadre(lu: Lu, points: Sequence[Point]) -> Cadre:
    titre = DIT["titre"].format(libelle=lu.indicateur.libelle)
    connues = [p.annee for p in points if p.valeur is not None]
    sources = texte_sources(lu.ctx.sources, lu.lignes[connues[-1]].sources)
    return Cadre(titre, lu.indicateur.unite, sources, f"{titre} {indicateurs_textes.constat(lu)}", demo=lu.ctx.demo)


def _legende(suite: bool, cible: bool) -> tuple[tuple[str, str], ...]:
    cles = ("serie", "depart", *(["suite"] if suite else []), *(["cible"] if cible else []))
    return tuple((cle, DIT[f"legende.{cle}"]) for cle in cles)


def _tableau(lu: Lu, points: Sequence[Point], bouts: Sequence[tuple[int, float]], cible: tuple[int, float] | None) -> Tableau:
    """The same as the drawing, year by year: an end of the dashed line or a target has its own row where no year is known."""
    i, connus = lu.indicateur, {p.annee: p for p in points}
    annees = sorted({*connus, *(a for a, _ in bouts[1:]), *([cible[0]] if cible else [])})
    suites = {a: nombres.avec_unite(v, i.unite, i.decimales) for a, v in bouts[1:]}
    cibles = {cible[0]: nombres.avec_unite(cible[1], i.unite, indicateurs_textes.decimales_ecrites(lu.lie.cible))} if cible else {}
    lignes = tuple((*_annee(lu, a, connus.get(a)), suites.get(a, ""), cibles.get(a, "")) for a in annees)
    return Tableau(DIT["titre"].format(libelle=i.libelle), tuple(DIT["colonnes"].split("|")), lignes, (1, 2, 3, 4))


def _annee(lu: Lu, annee: int, p: Point | None) -> tuple[str, str, str]:
    if p is None:
        return str(annee), "", ""
    d = nombres.decimales_permises(lu.indicateur.decimales, p.valeur, p.ic_bas, p.ic_haut)
    return str(annee), p.texte, texte_bornes(lu.indicateur, p.ic_bas, p.ic_haut, unite=lu.indicateur.unite, decimales=d)


def _rubriques(d: Dossier, changement: str) -> tuple[Rubrique, ...]:
    """What is written in the dossier behind the figure: nothing here is a result of it."""
    contenus = (
        ("histoire", _histoire(d, changement)),
        ("partenaires", _partenaires(d, changement)),
        ("marche", _marche(d, changement)),
        ("ensuite", _ensuite(d, changement)),
    )
    return tuple(Rubrique(DIT[cle], tuple(dict.fromkeys(lignes)), DIT[f"{cle}.vide"]) for cle, lignes in contenus)


def _histoire(d: Dossier, changement: str) -> Iterator[str]:
    """Hypotheses of the path with their state, then what people say."""
    for h in d.hypotheses(d.courant(changement)).values():
        yield f"{h.texte} ({mots.etat(h.etat)})"
    for p in d.ou(Preuve, cible=changement, type=TypePreuve.CHAUDE).values():
        yield f"« {_entier(p)} » ({p.source})"


def _entier(p: Preuve) -> str:
    """The whole text: there is nowhere else on this page to read it."""
    return " ".join(p.texte.split()).rstrip(".")


def _partenaires(d: Dossier, changement: str) -> Iterator[str]:
    """Whoever is named on the path: its pilot, the actors of its steps, the owners of its actions."""
    chemin = d.courant(changement)
    noms = [d.de(Chemin)[chemin].pilote] if chemin else []
    noms += [e.acteur for _, e in d.etapes(chemin) if not e.ecartee]
    noms += [a.pilote for a in _actions(d, changement)]
    yield from (nombres.capitale(nom.strip()) for nom in noms if nom.strip())


def _actions(d: Dossier, changement: str) -> list[Action]:
    liens = d.liens(d.courant(changement)).values()
    return [d.de(Action)[lien.de] for lien in liens if lien.de_type == Bout.ACTION and lien.de in d.de(Action)]


def _marche(d: Dossier, changement: str) -> Iterator[str]:
    """Hypotheses that hold, and evidence of level 2 at least that goes the wanted way."""
    for h in d.hypotheses(d.courant(changement)).values():
        if h.etat is EtatHypothese.CONFORTEE:
            yield f"{h.texte} (hypothèse confortée)"
    autour = d.autour(changement)
    for p in d.de(Preuve).values():
        if p.conforte and p.niveau >= 2 and p.cible in autour:
            yield f"{_entier(p)} ({p.source}, niveau {p.niveau})"


def _ensuite(d: Dossier, changement: str) -> Iterator[str]:
    siennes = [a for a in _actions(d, changement) if a.etat in A_VENIR]
    for a in sorted(siennes, key=lambda a: (a.fin is None, a.fin)):
        quand = f", jusqu’au {mots.jour(a.fin)}" if a.fin else ""
        pilote = f" : {a.pilote}" if a.pilote.strip() else ""
        yield DIT["action"].format(libelle=a.libelle, etat=mots.etat(a.etat), quand=quand, pilote=pilote)

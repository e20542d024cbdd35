"""The contribution story of one change in six steps (Mayne), each sentence bounded by its evidence (domain.md §7.3).

It claims a contribution, never a cause; what goes against is told; the completion of actions is never told as a change.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ctg_data.parcours import graphe, preuves, progres
from ctg_data.parcours.chemin import Bout, Changement, Chemin, Hypothese, Lien
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatHypothese
from ctg_data.parcours.preuves import Force, Voix
from ctg_data.parcours.suivi import IndicateurLie, Preuve
from ctg_data.wording import nombres
from ctg_data.wording import parcours as mots
from ctg_data.wording import suivi as textes

OUVERTES = frozenset({EtatHypothese.A_TESTER, EtatHypothese.EN_TEST})
EBRANLEES = frozenset({EtatHypothese.AFFAIBLIE, EtatHypothese.REFUTEE})


@dataclass(frozen=True)
class Moment:
    """One step of the story."""

    titre: str
    phrases: tuple[str, ...]


def recit(dossier: Dossier, changement: str, jour: date, constats: Sequence[str] = ()) -> tuple[Moment, ...]:
    """The six steps.  ``constats``: what its linked indicators show, in sentences."""
    contenus = (
        _question(dossier, changement),
        _theorie(dossier, changement),
        (*_reunies(dossier, changement), *constats),
        dire(dossier, changement),
        a_chercher(dossier, changement, jour) or (textes.RECIT["assez"],),
        _a_revoir(dossier, changement, jour),
    )
    return tuple(Moment(titre, tuple(phrases)) for titre, phrases in zip(textes.MOMENTS, contenus, strict=True))


def force(dossier: Dossier, cible: str) -> Force:
    """How strong the evidence on one record is."""
    return preuves.force(dossier.ou(Preuve, cible=cible).values())


def dire(dossier: Dossier, changement: str) -> tuple[str, ...]:
    """What may be said of a change, and what is to be said with it."""
    mesuree, libelle = force(dossier, changement), dossier.de(Changement)[changement].libelle
    premiere = textes.DIRE[mesuree.voix].format(libelle=libelle)
    return premiere, *_reserves(mesuree, _contraires(dossier, changement))


def _reserves(mesuree: Force, contraires: Sequence[str]) -> Iterator[str]:
    if contraires:
        modele = textes.CONTRAIRES[len(contraires) > 1]
        yield modele.format(n=nombres.pluriel(len(contraires), "preuve"), textes=nombres.enumere([f"« {t} »" for t in contraires]))
    if mesuree.voix is Voix.HYPOTHESE or mesuree.niveau == 0:
        return
    if mesuree.sources < preuves.SOURCES_MIN:
        yield textes.SOURCE_UNIQUE
    if not (mesuree.froides and mesuree.chaudes):
        type_, autre = textes.FROIDES if mesuree.froides else textes.CHAUDES
        yield textes.SANS_CROISEMENT.format(type=type_, autre=autre)


def _contraires(dossier: Dossier, cible: str) -> list[str]:
    return [" ".join(p.texte.split()) for p in dossier.ou(Preuve, cible=cible).values() if not p.conforte]


def _question(dossier: Dossier, changement: str) -> Iterator[str]:
    objet = dossier.de(Changement)[changement]
    pour = textes.RECIT["pour"].format(public=objet.public) if objet.public.strip() else ""
    horizon = textes.RECIT["horizon"].format(jour=mots.jour(objet.horizon)) if objet.horizon else ""
    yield textes.RECIT["vise"].format(libelle=objet.libelle, pour=pour, horizon=horizon)
    yield textes.RECIT["question"]


def _theorie(dossier: Dossier, changement: str) -> Iterator[str]:
    chemin = dossier.courant(changement)
    if not chemin:
        yield textes.RECIT["sans_chemin"]
        return
    objet, liens = dossier.de(Chemin)[chemin], dossier.liens(chemin)
    actions = {lien.de for lien in liens.values() if lien.de_type == Bout.ACTION}
    etapes = sum(not e.ecartee for _, e in dossier.etapes(chemin))
    lus = {"actions": nombres.pluriel(len(actions), "action"), "etapes": nombres.pluriel(etapes, "étape")}
    yield textes.RECIT["chemin"].format(numero=objet.numero, etat=mots.etat(objet.etat), **lus)
    hypotheses = dossier.hypotheses(chemin)
    yield from (_mene(dossier, h) for h in hypotheses.values())
    if not hypotheses:
        yield textes.RECIT["sans_hypothese"]


def _mene(dossier: Dossier, h: Hypothese) -> str:
    lien = dossier.de(Lien)[h.lien]
    de, vers = (graphe.nom_de(dossier, i) for i in (lien.de, lien.vers))
    return textes.RECIT["mene"].format(de=de, vers=vers, texte=nombres.minuscule(h.texte.rstrip(". ")), etat=mots.etat(h.etat))


def _reunies(dossier: Dossier, changement: str) -> Iterator[str]:
    """The evidence, piece by piece, then the markers: where they stand, and nothing of what was done."""
    mesuree, siennes = force(dossier, changement), dossier.ou(Preuve, cible=changement)
    yield texte_force(mesuree) if siennes else textes.SANS_PREUVE
    yield from (_piece(p) for p in sorted(siennes.values(), key=lambda p: p.jour))
    echelons = progres.echelle(dossier, *cibles(dossier, changement))
    pose = any(e.total for e in echelons)
    yield textes.RECIT["marqueurs"].format(echelle=texte_echelle(echelons)) if pose else textes.RECIT["sans_marqueur"]


def texte_force(mesuree: Force) -> str:
    """« Niveau de preuve 2 sur 5 : … 1 preuve froide et 1 chaude, de 2 sources. »"""
    types = [nombres.pluriel(n, f"preuve {t}", f"preuves {t}s") for n, t in ((mesuree.froides, "froide"), (mesuree.chaudes, "chaude")) if n]
    contre = [nombres.pluriel(mesuree.contraires, "preuve contraire", "preuves contraires")] if mesuree.contraires else []
    sources = textes.RECIT["sources"].format(n=nombres.pluriel(mesuree.sources, "source")) if mesuree.sources else ""
    pieces = nombres.enumere([*types, *contre])
    return textes.RECIT["force"].format(niveau=texte_niveau(mesuree), pieces=pieces, sources=sources)


def texte_niveau(mesuree: Force) -> str:
    """« Niveau 2 sur 5 : des données montrent le changement »; at 0, whether anything at all supports the change."""
    sens = mots.NIVEAUX_PREUVE[mesuree.niveau] if mesuree.niveau or mesuree.sources else textes.RECIT["sans_appui"]
    return textes.RECIT["niveau"].format(niveau=mesuree.niveau, sens=sens)


def _piece(p: Preuve) -> str:
    contre = "" if p.conforte else textes.RECIT["contre"]
    lus = {"type": mots.choix(p.type).partition(" (")[0], "source": p.source, "jour": mots.jour(p.jour), "niveau": p.niveau}
    return textes.RECIT["piece"].format(**lus, texte=" ".join(p.texte.split()), contre=contre)


def cibles(dossier: Dossier, changement: str) -> tuple[str, ...]:
    """What bears the markers of a change: itself, and the steps of its current path."""
    chemin = dossier.courant(changement)
    return changement, *(i for i, e in dossier.etapes(chemin) if not e.ecartee)


def texte_echelle(echelons: Iterable[progres.Echelon]) -> str:
    """« attendus : 1 sur 2, 1 en partie ; souhaités : 0 sur 1 »: three counts, never one figure."""
    return " ; ".join(_echelon(e) for e in echelons if e.total)


def _echelon(e: progres.Echelon) -> str:
    modele = textes.ECHELON_PARTIEL if e.partiels else textes.ECHELON
    return modele.format(rang=mots.choix(e.rang).lower(), atteints=e.atteints, total=e.total, partiels=e.partiels)


def a_chercher(dossier: Dossier, changement: str, jour: date) -> tuple[str, ...]:
    """The questions that evidence is still to answer, the most pressing first; () when it stands."""
    return tuple(textes.A_CHERCHER[cle].format(**details) for cle, details in _questions(dossier, changement, jour))


def question(dossier: Dossier, changement: str, jour: date) -> str:
    """The next question of a change."""
    return next(iter(a_chercher(dossier, changement, jour)), textes.RECIT["assez"])


def _questions(dossier: Dossier, changement: str, jour: date) -> Iterator[tuple[str, dict[str, str]]]:
    mesuree = force(dossier, changement)
    for rupture in alertes(dossier, changement, jour):
        yield "rupture", {"nom": graphe.nom_de(dossier, rupture.cible)}
    if not progres.marqueurs(dossier, *cibles(dossier, changement)) and not dossier.ou(IndicateurLie, porteur=changement):
        yield "signe", {}
    for h in dues(dossier, changement, jour).values():
        yield "examen", {"nom": mots.extrait(h), "jour": mots.jour(h.prevue_le)}
    if contraires := _contraires(dossier, changement):
        yield "contraire", {"nom": nombres.enumere([f"« {t} »" for t in contraires])}
    yield from ((cle, {}) for cle in _lacunes(mesuree))


def lacunes(dossier: Dossier, changement: str) -> tuple[str, ...]:
    """What the evidence itself lacks, in questions."""
    return tuple(textes.A_CHERCHER[cle] for cle in _lacunes(force(dossier, changement)))


def _lacunes(mesuree: Force) -> Iterator[str]:
    """What evidence lacks: a figure that moves, both natures, a second source, then a comparison."""
    if mesuree.niveau < 2:
        yield "donnee"
    if mesuree.niveau and not mesuree.froides:
        yield "froide"
    if not mesuree.chaudes:
        yield "chaude"
    if 0 < mesuree.sources < preuves.SOURCES_MIN:
        yield "source"
    if mesuree.niveau == 2:
        yield "comparaison"


def dues(dossier: Dossier, changement: str, jour: date) -> dict[str, Hypothese]:
    """Hypotheses of the current path that should have been looked at by ``jour``, the oldest due first."""
    siennes = dossier.hypotheses(dossier.courant(changement)).items()
    trouvees = [(i, h) for i, h in siennes if h.etat in OUVERTES and h.prevue_le is not None and h.prevue_le <= jour]
    return dict(sorted(trouvees, key=lambda h: h[1].prevue_le))


def _a_revoir(dossier: Dossier, changement: str, jour: date) -> Iterator[str]:
    """Hypotheses that gave way, breaks between actions and markers, and when the next hypothesis is looked at."""
    hypotheses = dossier.hypotheses(dossier.courant(changement)).values()
    phrases = [textes.RECIT["revoir"].format(texte=mots.extrait(h), etat=mots.etat(h.etat)) for h in hypotheses if h.etat in EBRANLEES]
    phrases += [texte_rupture(dossier, r) for r in alertes(dossier, changement, jour)]
    yield from phrases or [textes.RECIT["rien"]]
    prochains = [h.prevue_le for h in hypotheses if h.etat in OUVERTES and h.prevue_le is not None and h.prevue_le > jour]
    if prochains:
        yield textes.RECIT["examen"].format(jour=mots.jour(min(prochains)))


def alertes(dossier: Dossier, changement: str, jour: date | None = None) -> list[progres.Rupture]:
    """The breaks to look at: that of the change itself only where no step before it already tells of the same actions."""
    trouvees = progres.ruptures(dossier, changement, jour)
    dites = {a for r in trouvees if r.cible != changement for a in r.actions}
    return [r for r in trouvees if r.cible != changement or not set(r.actions) <= dites]


def texte_rupture(dossier: Dossier, rupture: progres.Rupture) -> str:
    """The alert in words: which actions advance, and where nothing moves."""
    noms = [f"« {graphe.nom_de(dossier, a)} »" for a in rupture.actions]
    verbe = "l’action {} avance" if len(noms) == 1 else "les actions {} avancent"
    return textes.RECIT["rupture"].format(cible=graphe.nom_de(dossier, rupture.cible), actions=verbe.format(nombres.enumere(noms)))

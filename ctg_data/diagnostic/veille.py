"""The watch: rules over published figures, each giving dated alerts that someone acknowledges or turns into a note.

Many figures are looked at: each statistical rule keeps, over the figures of one territory, only what stands when at most a
share of its alerts may be false (Benjamini-Hochberg), and only what is large enough to matter.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from ctg_data.diagnostic import mouvements, trends
from ctg_data.diagnostic.compare import SANS_MARGE, Issue
from ctg_data.diagnostic.regles import REGLES, SEUILS, TRAITER, Regle, Seuil
from ctg_data.diagnostic.trends import Changement, Observation, Pairs
from ctg_data.indicators.model import Indicateur
from ctg_data.loaders.model import Source
from ctg_data.wording import nombres

TRANSVERSAL = "TR"
"""Theme of the alerts on a source rather than on a figure."""


@dataclass(frozen=True)
class Alerte:
    """One alert.  ``indicateur``: the figure's id, or the source's for the rules on data; ``date``: ISO day, "" when unknown.

    ``edition``: the data it was raised on; an acknowledgement holds for that edition only.
    """

    regle: str
    niveau: str
    code: str
    indicateur: str
    modalite: str
    annee: int
    edition: str
    phrase: str
    date: str
    severite: int
    theme: str
    libelle: str = ""

    @property
    def cle(self) -> tuple[str, str, str, int, str, str]:
        """What an acknowledgement is about."""
        return self.niveau, self.code, self.indicateur, self.annee, self.regle, self.edition


@dataclass(frozen=True, eq=False)
class Examen:
    """One figure of a territory, ready to be looked at.

    ``textes`` and ``editions``: year -> the value as shown, the edition it comes from.  ``reference``: year -> value of ``nom_reference``
    (« du département »).  ``table``: the peers, [units, ``annees``], NaN without value; None without peers.
    ``avant``: year -> value of the publication before, where both are published.
    """

    indicateur: Indicateur
    observations: tuple[Observation, ...]
    fenetre: int = 1
    textes: Mapping[int, str] = field(default_factory=dict)
    editions: Mapping[int, str] = field(default_factory=dict)
    reference: Mapping[int, float] = field(default_factory=dict)
    nom_reference: str = ""
    table: np.ndarray | None = None
    annees: tuple[int, ...] = ()
    nom_pairs: str = ""
    avant: Mapping[int, float] = field(default_factory=dict)

    @property
    def ruptures(self) -> tuple[int, ...]:
        return self.indicateur.annees_de_rupture

    @cached_property
    def comparables(self) -> tuple[Observation, ...]:
        return trends.comparables(self.observations, ruptures=self.ruptures, fenetre=self.fenetre)

    @cached_property
    def recent(self) -> Changement | None:
        """The last year against the last one that it may be compared with; None where there is none, or a later year is hidden."""
        return self._depuis(-1) if trends.derniere(self.observations) else None

    @cached_property
    def long(self) -> Changement | None:
        """The same against the first one."""
        return self._depuis(0)

    @cached_property
    def points(self) -> tuple[Observation, ...]:
        return trends.independantes(self.observations, ruptures=self.ruptures, fenetre=self.fenetre)

    def pairs(self, c: Changement) -> Pairs | None:
        """How the peers changed between the same two years."""
        if self.table is None or not {c.debut.annee, c.fin.annee} <= set(self.annees):
            return None
        avant, apres = (self.table[:, self.annees.index(o.annee)] for o in (c.debut, c.fin))
        return trends.changements_des_pairs(avant, apres, relatif=c.relatif)

    def _depuis(self, rang: int) -> Changement | None:
        if not self.comparables:
            return None
        derniere = trends.connues(self.observations)[-1]
        return trends.change(self.comparables[rang], derniere, relatif=mouvements.est_relatif(self.indicateur))


@dataclass(frozen=True)
class Lieu:
    """The territory watched, and the day its figures were published (ISO, "" when unknown)."""

    niveau: str
    code: str
    date: str = ""


@dataclass(frozen=True)
class Trouvaille:
    """What a rule found on one figure: its probability by chance, 1 when it looked and found nothing.

    ``hors_test``: a plain fact on a figure whose margin is unknown, which no test judges.
    """

    p: float
    examen: Examen
    annee: int = 0
    phrase: str = ""
    defavorable: bool = False
    hors_test: bool = False


def alertes(
    examens: Sequence[Examen], lieu: Lieu, *, regles: Sequence[Regle] = REGLES, seuils: Sequence[Seuil] = SEUILS
) -> tuple[Alerte, ...]:
    """Alerts on the figures of one territory, most urgent first; the same figures always give the same list."""
    trouvees = (a for r in regles if r.active and r.id in _TESTS for a in _applique(r, examens, lieu, seuils))
    revisions = (a for r in regles if r.active and r.id == "revision" for e in examens for a in _revisions(r, e, lieu))
    return trie((*trouvees, *revisions))


def trie(liste: Iterable[Alerte]) -> tuple[Alerte, ...]:
    """Most urgent first, then the latest year; the rest of the key makes the order total."""
    return tuple(sorted(liste, key=lambda a: (a.severite, -a.annee, a.theme, a.indicateur, a.regle, a.phrase)))


def _applique(regle: Regle, examens: Sequence[Examen], lieu: Lieu, seuils: Sequence[Seuil]) -> Iterator[Alerte]:
    trouvailles = [t for e in examens for t in _TESTS[regle.id](regle, e, seuils)]
    testees = [t for t in trouvailles if not t.hors_test]
    tiennent = zip(testees, trends.retenues([t.p for t in testees], regle.taux), strict=True)
    gardees = [t for t, tient in tiennent if tient] + [t for t in trouvailles if t.hors_test]
    yield from (_alerte(regle, t, lieu) for t in gardees if t.phrase)


def _alerte(regle: Regle, t: Trouvaille, lieu: Lieu) -> Alerte:
    i = t.examen.indicateur
    severite = max(TRAITER, regle.severite - t.defavorable)
    edition = t.examen.editions.get(t.annee, "")
    return Alerte(regle.id, lieu.niveau, lieu.code, i.id, "total", t.annee, edition, t.phrase, lieu.date, severite, i.theme, i.libelle)


def _variation(regle: Regle, e: Examen, _: Sequence[Seuil]) -> Iterator[Trouvaille]:
    c = e.recent
    if c is None or not c.marge:
        return
    assez = c.direction != 0 and c.ampleur >= regle.ampleur
    phrase = f"{_valeurs(e, c)} : {mouvements.ampleur(c, e.indicateur)}, plus que {mouvements.BRUIT}." if assez else ""
    yield Trouvaille(c.p, e, c.fin.annee, phrase, _defavorable(c.direction, e))


def _tendance(regle: Regle, e: Examen, _: Sequence[Seuil]) -> Iterator[Trouvaille]:
    t = trends.tendance(e.points)
    if t is None or trends.derniere(e.observations) is None:
        return
    c = trends.change(e.points[0], e.points[-1], relatif=mouvements.est_relatif(e.indicateur))
    net = t.direction != 0 and t.direction == c.direction and c.ampleur >= regle.ampleur
    yield Trouvaille(t.p, e, t.fin, mouvements.tendance(t, e.indicateur, t.n, c) if net else "", _defavorable(t.direction, e))


def _divergence(regle: Regle, e: Examen, _: Sequence[Seuil]) -> Iterator[Trouvaille]:
    c = e.long
    pairs = e.pairs(c) if c is not None and c.marge and trends.derniere(e.observations) else None
    if pairs is None:
        return
    cote = int(np.sign(c.ecart - pairs.milieu))
    assez = abs(c.ecart - pairs.milieu) >= regle.ampleur * (1 if c.relatif else abs(c.debut.valeur) / 100)
    u = mouvements.unite(e.indicateur, relatif=c.relatif)
    milieu = _sans_unite(mouvements.ampleur(replace(c, ecart=pairs.milieu), e.indicateur), u)
    phrase = f"{_valeurs(e, c)} : {mouvements.ampleur(c, e.indicateur)}. Au milieu des {e.nom_pairs} : {milieu}."
    yield Trouvaille(trends.diverge(c, pairs), e, c.fin.annee, phrase if assez else "", _defavorable(cote, e))


def _reference(regle: Regle, e: Examen, _: Sequence[Seuil]) -> Iterator[Trouvaille]:
    c = e.recent
    if c is None or not c.fin.marge or not {c.debut.annee, c.fin.annee} <= e.reference.keys():
        return
    avant, apres = c.debut.valeur - e.reference[c.debut.annee], c.fin.valeur - e.reference[c.fin.annee]
    p, cote = _passe(c.fin, avant, e.reference[c.fin.annee]), int(np.sign(apres))
    mot = "au-dessus" if cote > 0 else "au-dessous"
    phrase = f"{_valeurs(e, c)} : passé {mot} {e.nom_reference}, dont la valeur est hors de son intervalle."
    yield Trouvaille(p, e, c.fin.annee, phrase if p < 1 else "", _defavorable(cote, e))


def _seuil(regle: Regle, e: Examen, seuils: Sequence[Seuil]) -> Iterator[Trouvaille]:
    c = e.recent
    yield from (_franchi(e, c, s) for s in seuils if s.indicateur == e.indicateur.id and c is not None)


def _franchi(e: Examen, c: Changement, s: Seuil) -> Trouvaille:
    """A level passed; where the figure has no interval, the fact is told with what it lacks."""
    avant, apres = c.debut.valeur - s.valeur, c.fin.valeur - s.valeur
    p, cote = _passe(c.fin, avant, s.valeur) if c.fin.marge else float(avant * apres > 0 or apres == 0), int(np.sign(apres))
    passe = f"passé {'au-dessus' if cote > 0 else 'au-dessous'} de {nombres.avec_unite(s.valeur, e.indicateur.unite)}"
    reserve = "" if c.fin.marge else f" ; {SANS_MARGE}"
    phrase = f"{_valeurs(e, c)} : {passe} ({s.raison}{reserve})." if p < 1 else ""
    return Trouvaille(p, e, c.fin.annee, phrase, _defavorable(cote, e), hors_test=not c.fin.marge)


def _passe(fin: Observation, avant: float, niveau: float) -> float:
    """Probability that the last year is on the other side of ``niveau`` by chance; 1 unless the year before was on the first."""
    apres = fin.valeur - niveau
    if avant * apres > 0 or apres == 0 or fin.ic_bas <= niveau <= fin.ic_haut:
        return 1.0
    return trends.probabilite(apres, fin.ic_bas - niveau, fin.ic_haut - niveau)


_TESTS: Mapping[str, Callable[[Regle, Examen, Sequence[Seuil]], Iterator[Trouvaille]]] = {
    "seuil": _seuil,
    "reference": _reference,
    "variation": _variation,
    "tendance": _tendance,
    "divergence": _divergence,
}


def _valeurs(e: Examen, c: Changement) -> str:
    """« 5,3 places pour 100 enfants en 2024, après 3,4 en 2019 »."""
    apres, avant = e.textes.get(c.fin.annee, ""), _sans_unite(e.textes.get(c.debut.annee, ""), e.indicateur.unite)
    return f"{apres} en {c.fin.annee}, après {avant} en {c.debut.annee}"


def _sans_unite(texte: str, unite: str) -> str:
    """The number alone where the unit has just been said; « % » and its like stay."""
    if len(unite) <= len("points"):
        return texte
    return texte.removesuffix(unite).removesuffix(nombres.accorde(unite, 1)).rstrip()


def _defavorable(direction: int, e: Examen) -> bool:
    return mouvements.issue(direction, e.indicateur.sens) is Issue.DEFAVORABLE


def _revisions(regle: Regle, e: Examen, lieu: Lieu) -> Iterator[Alerte]:
    """One alert a figure, on its latest revised year.  The former value is not told: beside the new one, it would give the change of
    the one neighbour that moved, which may be hidden (docs/adr/0006)."""
    revues = [o for o in trends.connues(e.observations) if o.annee in e.avant and e.avant[o.annee] != o.valeur]
    if not revues:
        return
    derniere = revues[-1]
    sens = "à la hausse" if derniere.valeur > e.avant[derniere.annee] else "à la baisse"
    autres = f" ; autres années révisées : {nombres.annees([o.annee for o in revues[:-1]])}" if revues[1:] else ""
    phrase = f"{e.textes.get(derniere.annee, '')} en {derniere.annee} : révisé {sens} depuis une version antérieure des données{autres}."
    yield _alerte(regle, Trouvaille(0, e, derniere.annee, phrase), lieu)


@dataclass(frozen=True)
class SourceLue:
    """One source behind the figures of a territory: its years now, and those that the publication before had (None: there is none)."""

    source: Source
    libelle: str
    annees: frozenset[int]
    avant: frozenset[int] | None = None


def alertes_sources(lues: Sequence[SourceLue], lieu: Lieu, jour: date, *, regles: Sequence[Regle] = REGLES) -> tuple[Alerte, ...]:
    """New years, and sources that grow old, for one territory."""
    actives = {r.id: r for r in regles if r.active}
    trouvees = []
    for s in lues:
        derniere = max(s.annees)
        if "edition" in actives and s.avant and (neuves := s.annees - s.avant):
            phrase = f"Arrivée depuis une version antérieure des données : {nombres.annees(sorted(neuves))}."
            trouvees.append(_alerte_source(actives["edition"], s, max(neuves), phrase, lieu=lieu, jour=lieu.date))
        if "ancienne" in actives and ancienne(s.source, s.annees, jour):
            phrase = f"La dernière année est {derniere} : une plus récente a dû paraître."
            vieille_le = vieillit_le(s.source, derniere).isoformat()
            trouvees.append(_alerte_source(actives["ancienne"], s, derniere, phrase, lieu=lieu, jour=vieille_le))
    return trie(trouvees)


def _alerte_source(regle: Regle, s: SourceLue, annee: int, phrase: str, *, lieu: Lieu, jour: str) -> Alerte:
    edition = f"{s.source.id}@{annee}"
    quoi = {"indicateur": s.source.id, "modalite": "total", "theme": TRANSVERSAL, "libelle": s.libelle}
    return Alerte(regle.id, lieu.niveau, lieu.code, annee=annee, edition=edition, phrase=phrase, date=jour, severite=regle.severite, **quoi)


def ancienne(source: Source | None, annees: Iterable[int], jour: date) -> bool:
    """Whether the last year ended more than the rhythm and the usual delay before ``jour``."""
    derniere = max(annees, default=None)
    return derniere is not None and source is not None and jour >= vieillit_le(source, derniere)


def vieillit_le(source: Source, annee: int) -> date:
    """First day of the month when figures of ``annee`` become old."""
    mois = source.rythme_mois + source.retard_mois
    return date(annee + 1 + mois // 12, 1 + mois % 12, 1)

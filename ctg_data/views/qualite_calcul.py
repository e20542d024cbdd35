"""The alerts of quality of a store, level by level: read once a publication, kept, cut to the départements asked for."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from threading import RLock
from typing import TypeVar

from ctg_data.diagnostic import trends
from ctg_data.diagnostic.qualite import extremes, parties, vraisemblance
from ctg_data.diagnostic.qualite.grille import Figure, Grille
from ctg_data.diagnostic.qualite.parties import Relation
from ctg_data.diagnostic.qualite.regles import Alerte
from ctg_data.errors import TerritoireInconnu
from ctg_data.indicators import registry
from ctg_data.indicators.model import Indicateur
from ctg_data.loaders import sources as registre_sources
from ctg_data.loaders.model import Source
from ctg_data.records import CODE_FRANCE
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views.lecture import Corpus
from ctg_data.views.reserve import Reserve
from ctg_data.wording import nombres
from ctg_data.wording import qualite as mots
from ctg_data.wording.typographie import soigne

SOCLE = ("epci", "departement", "region", "france")
"""Levels looked at whole; communes are, one département at a time."""
RESERVE = Reserve(128)
"""Alerts of each département, and those of the levels above: a few hundred kB each."""
VERROU = RLock()
"""Two readers who come together wait for one look, rather than make it twice."""
GRILLES = Reserve(len(SOCLE))
"""Values of the levels above the commune of one publication: up to a hundred MB for ten years of the whole country."""
Progres = Callable[[str, float], None]
T = TypeVar("T")


class Examinateur:
    """The rules over one corpus.  ``catalogue`` and ``sources`` default to the product's own."""

    def __init__(
        self,
        corpus: Corpus,
        ref: Referentiel,
        *,
        catalogue: Sequence[Indicateur] | None = None,
        sources: Mapping[str, Source] | None = None,
    ):
        self._corpus, self._ref = corpus, ref
        self._catalogue = tuple(registry.catalogue() if catalogue is None else catalogue)
        self._sources = registre_sources.catalogue() if sources is None else sources

    def departements(self) -> tuple[str, ...]:
        """Départements of which something is held, in order."""
        return self._garde("departements", self._departements)

    def _departements(self) -> tuple[str, ...]:
        communes = self._ref.communes()
        siens = communes.loc[communes["code"].isin(self._corpus.codes("commune")), "departement"].astype(str)
        return tuple(sorted((set(siens) | self._corpus.codes("departement")) & self._ref.codes("departement")))

    def alertes(self, departements: Iterable[str] | None = None, progres: Progres | None = None) -> tuple[Alerte, ...]:
        """Alerts on the figures of ``departements`` (None: the whole store), with those of their régions and of France."""
        voulus = self.departements() if departements is None else tuple(departements)
        socle, trouvees = self._garde("socle", lambda: self._socle(progres)), []
        for rang, departement in enumerate(voulus):
            if progres:
                progres(soigne(mots.LECTURE.format(nom=self._ref.territoire("departement", departement).nom)), rang / len(voulus))
            trouvees += self._garde(departement, lambda d=departement: self._communes(d))
        return trie((*(a for a in socle if departements is None or self.concerne(a.niveau, a.code, voulus)), *trouvees))

    def du_territoire(self, niveau: str, code: str) -> tuple[Alerte, ...]:
        """Alerts on the figures of one territory and of those wholly inside it.  Raises TerritoireInconnu."""
        membres = set(self._ref.membres(niveau, code))
        departements = {self._ref.territoire("commune", c).departement for c in membres}
        return tuple(a for a in self.alertes(sorted(departements)) if self._dedans(a, niveau, code, membres))

    def _dedans(self, a: Alerte, niveau: str, code: str, membres: set[str]) -> bool:
        return (a.niveau, a.code) == (niveau, code) or (a.niveau != "france" and membres.issuperset(self._ref.membres(a.niveau, a.code)))

    def _garde(self, lot: str, fabrique: Callable[[], T]) -> T:
        with VERROU:
            return RESERVE.donne(("qualite", self._corpus.empreinte, self._ref.empreinte, lot, self._catalogue), fabrique)

    def concerne(self, niveau: str, code: str, departements: Collection[str]) -> bool:
        """Whether a territory is in one of the départements (EPCI: mainly), or holds one; no for one that no longer exists."""
        if niveau == "region":
            return any(self._ref.territoire("departement", d).region == code for d in departements)
        if niveau in ("france", "departement"):
            return niveau == "france" or code in departements
        return code in self._ref.codes(niveau) and self._ref.territoire(niveau, code).departement in departements

    def _socle(self, progres: Progres | None) -> tuple[Alerte, ...]:
        grilles = {}
        for rang, niveau in enumerate(SOCLE):
            if progres:
                progres(soigne(mots.LECTURE_NIVEAU[niveau]), rang / len(SOCLE))
            grilles[niveau] = self._entiere(niveau)
        france = grilles["france"]
        seules = (a for niveau in SOCLE for a in self._d_un_niveau(grilles[niveau], france))
        sommes = (a for r in self._relations(grilles) for a in parties.alertes(r))
        pairs = (a for n in ("epci", "departement") for a in extremes.comparables(grilles[n], self._ensembles(n)))
        return regroupe((*seules, *sommes, *pairs))

    def _communes(self, departement: str) -> tuple[Alerte, ...]:
        """Communes of one département, and the EPCI that are mainly there against all their communes."""
        siennes = set(self._ref.membres("departement", departement))
        epci = [t.code for t in self._ref.enfants("departement", departement) if t.niveau == "epci" and t.departement == departement]
        liens = {code: self._ref.membres("epci", code) for code in epci}
        g = self._grille("commune", siennes.union(*liens.values()))
        ici = self._grille("commune", siennes) if siennes != set(g.ordre) else g
        liens_ = (("epci", liens), ("departement", {departement: tuple(siennes)}))
        sommes = (a for n, lien in liens_ for a in parties.alertes(Relation(g, self._entiere(n), lien, self._termes())))
        return regroupe((*self._d_un_niveau(ici, self._entiere("france")), *sommes))

    def _d_un_niveau(self, g: Grille, france: Grille) -> Iterator[Alerte]:
        pays = france if len(france.ordre) else None
        yield from vraisemblance.alertes(g, pays)
        yield from extremes.sauts(g, lambda figure: self._fenetre(g, figure), pays)

    def _entiere(self, niveau: str) -> Grille:
        """A level above the commune, kept: every département is held against it."""
        cle = ("grille", self._corpus.empreinte, niveau, tuple(i.id for i in self._catalogue))
        return GRILLES.donne(cle, lambda: self._grille(niveau))

    def _grille(self, niveau: str, codes: Iterable[str] | None = None) -> Grille:
        lues = self._corpus.valeurs(niveau, codes=None if codes is None else sorted(codes))
        return Grille(lues, niveau, [i for i in self._catalogue if i.existe(niveau)])

    def _fenetre(self, g: Grille, figure: Figure) -> int:
        """Years that each point pools: of the sources that give it, and of its formula."""
        cumul = max((self._sources[s].annees_cumulees for s in g.producteurs(figure) if s in self._sources), default=1)
        return trends.fenetre(figure.indicateur, cumul)

    def _relations(self, grilles: Mapping[str, Grille]) -> Iterator[Relation]:
        regions = {r: [t.code for t in self._ref.enfants("region", r) if t.niveau == "departement"] for r in self._ref.codes("region")}
        yield Relation(grilles["departement"], grilles["region"], regions)
        yield Relation(grilles["departement"], grilles["france"], {CODE_FRANCE: sorted(self._ref.codes("departement"))})
        yield Relation(grilles["region"], grilles["france"], {CODE_FRANCE: sorted(self._ref.codes("region"))})

    def _ensembles(self, niveau: str) -> Mapping[str, Sequence[str]]:
        """The sets of comparable territories (domain.md §3.3)."""
        if niveau == "departement":
            return {"départements": sorted(self._ref.codes("departement"))}
        par_strate = sorted(self._ref.strates().items(), key=lambda paire: (paire[1].minimum, paire[0]))
        return {nom: [code for code, _ in paires] for nom, paires in groupby(par_strate, key=lambda paire: paire[1].libelle)}

    def _termes(self) -> Mapping[str, int]:
        """Communes given as the sum of their arrondissements: as many rounded terms."""
        comptes: dict[str, int] = {}
        for commune in self._ref.arrondissements.values():
            comptes[commune] = comptes.get(commune, 0) + 1
        return comptes


def departements_de(ref: Referentiel, lieux: Iterable[tuple[str, str]], connus: Sequence[str]) -> tuple[str, ...]:
    """The départements of these territories, each once, among those of which something is held; one that no longer exists has none."""
    trouves = dict.fromkeys(d for lieu in lieux for d in _departements(ref, *lieu))
    return tuple(d for d in trouves if d in connus)


def _departements(ref: Referentiel, niveau: str, code: str) -> tuple[str, ...]:
    try:
        if niveau == "region":
            return tuple(t.code for t in ref.enfants(niveau, code) if t.niveau == "departement")
        return (code,) if niveau == "departement" else (ref.territoire(niveau, code).departement,)
    except TerritoireInconnu:
        return ()


def regroupe(alertes: Iterable[Alerte]) -> tuple[Alerte, ...]:
    """One alert a rule, a figure and a territory: the latest year, the others named; it rests on the editions of them all."""
    groupes: dict[tuple[str, ...], list[Alerte]] = {}
    for a in alertes:
        groupes.setdefault((a.regle, a.niveau, a.code, a.indicateur), []).append(a)
    return tuple(_reunit(sorted(g, key=lambda a: a.annee)) for g in groupes.values())


def _reunit(memes: Sequence[Alerte]) -> Alerte:
    derniere, severite = memes[-1], min(a.severite for a in memes)
    editions = tuple(dict.fromkeys(e for a in reversed(memes) for e in a.edition.split("|")))
    phrase = derniere.phrase
    if autres := sorted({a.annee for a in memes[:-1]} - {derniere.annee}):
        phrase = mots.AUTRES_ANNEES.format(phrase=phrase, annees=nombres.annees(autres))
    return soigne(replace(derniere, phrase=phrase, edition=_scelle(editions), severite=severite))


def _scelle(editions: Sequence[str]) -> str:
    """The edition of the figure, then one fingerprint of all those it was held against."""
    if len(editions) == 1:
        return editions[0]
    return f"{editions[0]}|{hashlib.sha256('|'.join(editions).encode()).hexdigest()[:16]}"


def trie(alertes: Iterable[Alerte]) -> tuple[Alerte, ...]:
    """Gravest first, then by theme, level and territory; the rest of the key makes the order total."""
    return tuple(sorted(alertes, key=lambda a: (a.severite, a.theme, a.niveau, a.code, a.indicateur, a.regle, -a.annee)))

"""The home page: what is followed, how old it is, what is missing, where to go next."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from ctg_data.diagnostic.veille import ancienne
from ctg_data.errors import TerritoireInconnu
from ctg_data.indicators import utiles
from ctg_data.loaders import sources as registre_sources
from ctg_data.loaders.model import Source
from ctg_data.store.corpus import Corpus
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views import demonstration, origines, population
from ctg_data.wording import accueil as textes
from ctg_data.wording import fr, nombres
from ctg_data.wording.typographie import soigne

SUIVIS = (("epci", "200066512"), ("epci", "243300316"), ("departement", "87"))
"""Proposed until a territory is followed: a rural EPCI, a métropole, a département."""
NIVEAUX_LUS = ("france", "region", "departement")
"""Levels whose rows say which sources a publication was made from."""


@dataclass(frozen=True)
class TerritoireSuivi:
    """One row of « territoires suivis ».

    ``etat``: données réelles, démonstration, importées dites fictives, aucune.  ``suivi``: proposed or followed, else recently viewed.
    """

    niveau: str
    code: str
    nom: str
    resume: str
    etat: str
    derniere_annee_texte: str
    demo: bool
    suivi: bool


@dataclass(frozen=True)
class SourceChargee:
    """One source of the store: the years held, when imported, how old the last year is, in words."""

    source: str
    titre: str
    annees_texte: str
    importee_texte: str
    age_texte: str
    ancienne: bool


@dataclass(frozen=True)
class Etape:
    """One next step: ``page`` is the page's URL path (portrait, chemins, donnees…)."""

    texte: str
    page: str


@dataclass(frozen=True)
class Profil:
    """One kind of user and its next steps."""

    libelle: str
    etapes: tuple[Etape, ...]


@dataclass(frozen=True)
class AccueilView:
    """Everything the home page shows; ``alertes``: sentences that need someone, most urgent first.

    ``proposes``: nobody follows anything yet, the territories marked ``suivi`` are examples.
    """

    bandeau: str
    alertes: tuple[str, ...]
    territoires: tuple[TerritoireSuivi, ...]
    chargees: tuple[SourceChargee, ...]
    manquantes: tuple[str, ...]
    profils: tuple[Profil, ...]
    message_vide: str
    proposes: bool = False


def accueil(
    corpus: Corpus,
    ref: Referentiel,
    *,
    suivis: Sequence[tuple[str, str]] = (),
    recents: Sequence[tuple[str, str]] = (),
    sources: Mapping[str, Source] | None = None,
    jour: date | None = None,
) -> AccueilView:
    """``suivis`` (none: examples are proposed) and ``recents``: (niveau, code), unknown ones left out.

    ``sources`` and ``jour`` default to the product's and today.
    """
    sources = registre_sources.catalogue() if sources is None else sources
    jour = jour or date.today()
    editions = corpus.editions
    lues = _chargees(corpus, editions, sources, jour)
    etat = _etat(corpus)
    return soigne(
        AccueilView(
            bandeau=demonstration.bandeau(corpus),
            alertes=tuple(_alertes(editions, lues)),
            territoires=tuple(_territoires(corpus, ref, suivis or _proposes(corpus), recents)),
            chargees=lues,
            manquantes=origines.noms_entiers(sources, _absentes(sources, lues)),
            profils=_profils(etat),
            message_vide=fr.texte("accueil.vide") if etat == "vide" else "",
            proposes=not suivis,
        )
    )


def _absentes(sources: Mapping[str, Source], lues: Sequence[SourceChargee]) -> list[str]:
    chargees = {c.source for c in lues}
    return [n for n, s in sources.items() if utiles.attendue(s) and n not in chargees]


def _proposes(corpus: Corpus) -> Sequence[tuple[str, str]]:
    """The territory of a received bundle, else examples."""
    return (corpus.paquet.territoire,) if corpus.paquet else SUIVIS


def _etat(corpus: Corpus) -> str:
    """reel while something imported (said to be invented or not), or received, is current, else demo, else vide."""
    if corpus.paquet:
        return "demo" if corpus.paquet.demo else "reel"
    if (corpus.publication is not None or corpus.fictive) and corpus.editions["courante"].astype(bool).any():
        return "reel"
    return "demo" if corpus.demonstration is not None else "vide"


def _profils(etat: str) -> tuple[Profil, ...]:
    return tuple(Profil(libelle, tuple(Etape(t, page) for t, page in par_etat[etat])) for libelle, par_etat in textes.PROFILS.items())


def _territoires(corpus: Corpus, ref: Referentiel, suivis: Iterable, recents: Iterable) -> Iterator[TerritoireSuivi]:
    """Followed first, then viewed; each once."""
    rangs = {**{tuple(c): False for c in recents}, **{tuple(c): True for c in suivis}}
    for niveau, code in dict.fromkeys((*map(tuple, suivis), *map(tuple, recents))):
        try:
            yield _territoire(corpus, ref, niveau, code, suivi=rangs[niveau, code])
        except TerritoireInconnu:
            continue


def _territoire(corpus: Corpus, ref: Referentiel, niveau: str, code: str, *, suivi: bool) -> TerritoireSuivi:
    t = ref.territoire(niveau, code)
    demo = corpus.est_demo(niveau, code)
    lues = corpus.valeurs(niveau, codes=[code])
    annees = lues.loc[lues["statut"].ne("nd"), "annee"]
    etat = "aucune" if annees.empty else "reel" if not demo else "fictif" if corpus.fictive else "demo"
    resume = " · ".join(filter(None, (fr.NIVEAUX[niveau], population.texte(ref, t))))
    derniere = "" if annees.empty else f"dernière année : {annees.max()}"
    return TerritoireSuivi(niveau, code, t.nom, resume, textes.ETATS[etat], derniere, demo, suivi)


def _chargees(corpus: Corpus, editions: pd.DataFrame, sources: Mapping[str, Source], jour: date) -> tuple[SourceChargee, ...]:
    """Sources imported, or those behind the demonstration when nothing was."""
    importees = _importees(editions)
    annees = {nom: a for nom, (a, _) in importees.items()} or _annees_lues(corpus)
    rangs = list(sources)
    noms = sorted(annees, key=lambda n: (rangs.index(n) if n in rangs else len(rangs), n))
    return tuple(_chargee(n, sources, annees[n], importees.get(n, (None, ""))[1], jour=jour) for n in noms)


def _importees(editions: pd.DataFrame) -> dict[str, tuple[set[int], str]]:
    """Source -> (years, instant of the last import) over the current editions."""
    trouvees: dict[str, tuple[set[int], str]] = {}
    for e in editions[editions["courante"].astype(bool)].to_dict("records"):
        for nom in e["sources"]:
            annees, instant = trouvees.get(nom, (set(), ""))
            trouvees[nom] = annees | set(e["annees"]), max(instant, str(e["importe_le"]))
    return trouvees


def _annees_lues(corpus: Corpus) -> dict[str, set[int]]:
    parties: set[str] = set()
    for niveau in NIVEAUX_LUS:
        parties |= set(corpus.valeurs(niveau)["sources"].dropna().unique())
    return origines.annees_par_source(sorted(parties))


def _chargee(nom: str, sources: Mapping[str, Source], annees: set[int], instant: str, *, jour: date) -> SourceChargee:
    titre = origines.nom(sources, nom).entier
    vieux = ancienne(sources.get(nom), annees, jour)
    importee = nombres.jour(datetime.fromisoformat(instant).astimezone().date()) if instant else textes.FOURNIE
    return SourceChargee(nom, titre, nombres.annees(sorted(annees)), importee, _age(annees, jour, vieux), vieux)


def _age(annees: set[int], jour: date, vieux: bool) -> str:
    ans = jour.year - max(annees, default=jour.year)
    texte = "de cette année" if ans <= 0 else nombres.pluriel(ans, "an")
    return f"{texte}, à renouveler" if vieux else texte


def _alertes(editions: pd.DataFrame, lues: Sequence[SourceChargee]) -> Iterator[str]:
    """What was declared or deduced at import first, then old sources (imported ones only)."""
    for e in editions[editions["courante"].astype(bool)].to_dict("records"):
        if e["annee_declaree"]:
            yield textes.ANNEE_DECLAREE.format(fichier=e["fichier"], annees=nombres.annees(e["annees"]))
        if e["millesime_deduit"]:
            yield textes.MILLESIME_DEDUIT.format(fichier=e["fichier"])
    for s in lues:
        if s.ancienne and s.importee_texte != textes.FOURNIE:
            yield textes.ANCIENNE.format(titre=s.titre, annee=s.annees_texte[-4:])

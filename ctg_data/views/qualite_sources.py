"""What the sources cover, year by year, and how fresh they are: the first two tables of the page on quality, and their alerts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from ctg_data.diagnostic.figures import Tableau
from ctg_data.diagnostic.qualite import fraicheur
from ctg_data.diagnostic.qualite.regles import PAR_ID, Alerte
from ctg_data.indicators import registry, utiles
from ctg_data.loaders import sources as registre
from ctg_data.loaders.model import Source
from ctg_data.records import CODE_FRANCE
from ctg_data.settings import Settings
from ctg_data.store.magasin import Magasin
from ctg_data.store.presences import COLONNES
from ctg_data.territoires.model import CIBLE, MILLESIMES
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views.lecture import Corpus
from ctg_data.views.methode import producteurs
from ctg_data.views.origines import annees_par_source, nom
from ctg_data.views.reserve import Reserve
from ctg_data.wording import nombres
from ctg_data.wording import qualite as mots
from ctg_data.wording.typographie import soigne

THEME = "sources"
"""Of the alerts on a source rather than on a figure."""
PRESENCES = Reserve(2)
JAMAIS = "jamais"
ORDRE = (
    fraicheur.Etat.ANCIENNE,
    fraicheur.Etat.PLUS_RECENTE,
    fraicheur.Etat.A_VERIFIER,
    JAMAIS,
    fraicheur.Etat.A_JOUR,
    fraicheur.Etat.INCONNU,
)
ANNEES_MONTREES = 12
PUBLIES = ("commune", "epci", "departement", "region", "france")


@dataclass(frozen=True)
class Case:
    """One source and year.  ``etat``: COMPLET, PARTIEL, MANQUE or VIDE; ``texte``: in words, the same on screen and in the file."""

    etat: str
    texte: str

    @property
    def bref(self) -> str:
        """What stands beside the sign: a whole needs no word."""
        return self.texte.partition(": ")[2] or self.texte

    @property
    def signe(self) -> str:
        return mots.SIGNES.get(self.etat, "")


@dataclass(frozen=True)
class Couverture:
    """Sources by years at one level.  ``lignes``: (source, its cells, what is missing)."""

    niveau: str
    annees: tuple[int, ...]
    lignes: tuple[tuple[str, tuple[Case, ...], str], ...]
    legende: str
    note: str = ""

    @property
    def tableau(self) -> Tableau:
        """The same, every cell in words."""
        colonnes = (mots.SOURCE, *map(str, self.annees), mots.A_SAVOIR)
        return Tableau(mots.COUVERTURE, colonnes, tuple((s, *(c.texte for c in cases), manque) for s, cases, manque in self.lignes))


def presences(corpus: Corpus, ref: Referentiel, settings: Settings) -> pd.DataFrame:
    """COLONNES of ``store.presences``, kept a publication: of the files in force, else of the published demonstration."""

    def lit() -> pd.DataFrame:
        return publiees(corpus, ref) if corpus.editions.empty else Magasin(settings).presences(ref.arrondissements)

    return PRESENCES.donne(("presences", corpus.empreinte, ref.empreinte), lit)


def niveaux(presences: pd.DataFrame) -> tuple[str, ...]:
    """Levels of which something is held, the published ones first."""
    tenus = set(presences["niveau"])
    return tuple(n for n in (*PUBLIES, *utiles.FINS) if n in tenus)


def publiees(corpus: Corpus, ref: Referentiel) -> pd.DataFrame:
    """The same columns as ``Magasin.presences``, from the published figures: for the demonstration, which has no file."""
    morceaux = []
    for niveau in PUBLIES:
        lues = corpus.valeurs(niveau)
        vues = lues.loc[(lues["statut"] == "ok").to_numpy(), ["code", "sources"]].drop_duplicates()
        paires = {t: [(s, a) for s, ans in annees_par_source([t]).items() for a in ans] for t in vues["sources"].astype(str).unique()}
        eclates = vues.assign(paire=vues["sources"].astype(str).map(paires)).explode("paire").dropna(subset=["paire"])
        uniques = eclates[["code", "paire"]].astype({"code": str}).drop_duplicates()
        lieux = uniques["code"].map({c: _departement(ref, niveau, c) for c in uniques["code"].unique()})
        tailles = uniques.assign(lieu=lieux).groupby(["paire", "lieu"]).size()
        morceaux += [(source, annee, niveau, lieu, CIBLE, int(n)) for ((source, annee), lieu), n in tailles.items()]
    return pd.DataFrame(morceaux, columns=list(COLONNES))


def _departement(ref: Referentiel, niveau: str, code: str) -> str:
    return ref.territoire(niveau, code).departement if niveau in ("commune", "epci") else code if niveau == "departement" else ""


def couverture(
    presences: pd.DataFrame, ref: Referentiel, sources: Mapping[str, Source], niveau: str, departements: Iterable[str] = ()
) -> Couverture:
    """``presences``: COLONNES; ``departements``: those looked at, none: all."""
    ici = presences[presences["niveau"] == niveau]
    if (voulus := set(departements)) and niveau in ("commune", "epci", "departement", "iris", "qpv"):
        ici = ici[ici["departement"].isin([*voulus, ""])]
    toutes = sorted(set(ici["annee"].astype(int)))
    annees = tuple(toutes[-ANNEES_MONTREES:])
    par_source = dict(tuple(ici.groupby("source")))
    rangs = [s for s in sources if s in par_source or _attendue(sources[s], niveau)]
    rangs += sorted(set(par_source) - set(sources))
    tenues = set(presences["source"].astype(str))
    lignes = (_ligne(s, sources, par_source.get(s), annees, niveau=niveau, ref=ref, ailleurs=s in tenues) for s in rangs)
    note = mots.AU_DELA.format(annee=annees[0], annees=nombres.annees(toutes[:-ANNEES_MONTREES])) if len(toutes) > len(annees) else ""
    legende = mots.LEGENDE.format(unites=mots.UNITES[niveau][1])
    return soigne(Couverture(niveau, annees, tuple(lignes), legende, note))


def _attendue(source: Source, niveau: str) -> bool:
    return utiles.attendue(source) and any(d.niveau in ("", niveau) for d in source.dispositions)


def _ligne(
    identifiant: str,
    sources: Mapping[str, Source],
    lues: pd.DataFrame | None,
    annees: tuple[int, ...],
    *,
    niveau: str,
    ref: Referentiel,
    ailleurs: bool,
) -> tuple[str, tuple[Case, ...], str]:
    libelle, source = nombres.capitale(nom(sources, identifiant).entier), sources.get(identifiant)
    if lues is None:
        dit = mots.AILLEURS if ailleurs else mots.JAMAIS.format(nombre=_attentes(identifiant))
        return libelle, tuple(Case(mots.VIDE, "") for _ in annees), dit
    tenues = set(lues["annee"].astype(int))
    absentes = trous(source, tenues)
    cases = (_case(lues[lues["annee"] == a], source, niveau, ref) if a in tenues else _vide(a in absentes) for a in annees)
    return libelle, tuple(cases), mots.TROUS.format(annees=nombres.annees(absentes)) if absentes else ""


def _vide(trou: bool) -> Case:
    return Case(mots.MANQUE, mots.CASES[mots.MANQUE]) if trou else Case(mots.VIDE, "")


def _case(lues: pd.DataFrame, source: Source | None, niveau: str, ref: Referentiel) -> Case:
    n = int(lues["territoires"].sum())
    if source is not None and source.inventaire:
        return Case(mots.COMPLET, mots.CASES["liste"].format(n=nombres.nombre(n)))
    total = _du_referentiel(ref, niveau, lues)
    if total is None:
        return Case(mots.COMPLET, mots.CASES["seul"].format(n=nombres.nombre(n)))
    etat = mots.COMPLET if n >= total else mots.PARTIEL
    return Case(etat, mots.CASES[etat].format(n=nombres.nombre(n), total=nombres.nombre(total)))


def _du_referentiel(ref: Referentiel, niveau: str, lues: pd.DataFrame) -> int | None:
    """Territories of the level in the départements that the rows name, in their vintage; None where the reference has no such list."""
    if niveau not in PUBLIES:
        return None
    millesime = int(lues["millesime_geo"].max())
    millesime = min(max(millesime, MILLESIMES[0]), MILLESIMES[-1])
    par_departement = _compte(ref, niveau, millesime)
    if niveau in ("region", "france") or set(lues["departement"]) == {""}:
        return sum(par_departement.values())
    return sum(par_departement.get(d, 0) for d in set(lues["departement"]))


@lru_cache(maxsize=64)
def _compte(ref: Referentiel, niveau: str, millesime: int) -> Mapping[str, int]:
    """Département -> number of territories ("" where the level has no département)."""
    if niveau == "france":
        return {"": 1}
    if niveau in ("region", "departement"):
        codes = ref.codes(niveau, millesime)
        return {"": len(codes)} if niveau == "region" else dict.fromkeys(codes, 1)
    table = ref.communes(millesime) if niveau == "commune" else ref.epci(millesime)
    return table["departement"].astype(str).value_counts().to_dict()


def trous(source: Source | None, annees: Iterable[int]) -> tuple[int, ...]:
    """Years missing between two that are held, for a source that comes out every year and whose years share no data."""
    tenues = sorted(set(annees))
    if source is None or source.rythme_mois > 12 or source.annees_cumulees > 1 or len(tenues) < 2:
        return ()
    sautees = source.parution.sautees if source.parution else ()
    return tuple(a for a in range(tenues[0], tenues[-1]) if a not in tenues and a not in sautees)


@lru_cache(maxsize=1)
def _par_source() -> Mapping[str, int]:
    """Source -> indicators that it can feed."""
    par_id, comptes = registry.par_id(), {}
    for i in registry.catalogue():
        for s in producteurs(i, registre.catalogue(), par_id):
            comptes[s] = comptes.get(s, 0) + 1
    return comptes


def _attentes(source: str) -> str:
    return nombres.pluriel(_par_source().get(source, 0), "indicateur")


def annees_tenues(editions: pd.DataFrame) -> dict[str, tuple[int, ...]]:
    """Source -> years of the current editions."""
    tenues: dict[str, set[int]] = {}
    for e in editions[editions["courante"].astype(bool)].to_dict("records") if len(editions) else ():
        for s in e["sources"]:
            tenues.setdefault(s, set()).update(int(a) for a in e["annees"])
    return {s: tuple(sorted(a)) for s, a in tenues.items()}


def fraicheurs(tenues: Mapping[str, tuple[int, ...]], sources: Mapping[str, Source], jour: date) -> Tableau:
    """One row a source held, or expected and never imported: those to import first, those of which nothing can be said last."""
    voulues = [s for s in sources if s in tenues or utiles.attendue(sources[s])]
    rangees = sorted((_rang(sources[s], tenues.get(s, ()), jour), rang, s) for rang, s in enumerate(voulues))
    lignes = tuple(_fraicheur(sources, s, tenues.get(s, ()), jour) for _, _, s in rangees)
    return soigne(Tableau(mots.FRAICHEUR, mots.COLONNES_FRAICHEUR, lignes))


def _rang(source: Source, annees: tuple[int, ...], jour: date) -> int:
    return ORDRE.index(fraicheur.etat(source, annees, jour) if annees else JAMAIS)


def _fraicheur(sources: Mapping[str, Source], identifiant: str, annees: tuple[int, ...], jour: date) -> tuple[str, ...]:
    source, libelle = sources[identifiant], nombres.capitale(nom(sources, identifiant).entier)
    parue = fraicheur.attendue(source, jour)
    texte = str(parue or "")
    p = source.parution
    rythme = mots.RYTHME.format(origine=p.origine, mois=nombres.pluriel(p.delai_mois, "mois", "mois")) if p else ""
    if not annees:
        return libelle, "", "", texte, mots.JAMAIS_IMPORTEE, rythme
    verdict = mots.VERDICTS[fraicheur.etat(source, annees, jour)].format(annee=texte)
    return libelle, nombres.annees(annees), str(max(annees)), texte, verdict, rythme


def alertes(tenues: Mapping[str, tuple[int, ...]], sources: Mapping[str, Source], jour: date) -> tuple[Alerte, ...]:
    """Sources of which a later year is out, and series with a hole: for the whole store."""
    connues = {s: a for s, a in tenues.items() if s in sources and not utiles.fine(sources[s])}
    return soigne(tuple(a for s, annees in connues.items() for a in _alertes(sources, s, annees, jour)))


def _alertes(sources: Mapping[str, Source], identifiant: str, annees: tuple[int, ...], jour: date) -> Iterator[Alerte]:
    source, libelle = sources[identifiant], nom(sources, identifiant).entier
    if fraicheur.etat(source, annees, jour) in (fraicheur.Etat.PLUS_RECENTE, fraicheur.Etat.ANCIENNE):
        voulue = fraicheur.attendue(source, jour)
        depuis = nombres.jour(fraicheur.parait_le(voulue, source.parution.delai_mois))
        attendu = mots.ATTENDU_PARUE.format(annee=voulue, mois=depuis, origine=source.parution.origine)
        phrase = mots.PARUE.format(annee=max(annees))
        yield _de_source("q_ancienne", identifiant, libelle, max(annees), phrase=phrase, attendu=attendu)
    if absentes := trous(source, annees):
        modele = mots.TROU if len(absentes) == 1 else mots.TROU_PLUSIEURS
        attendu = mots.ATTENDU_TROU.format(debut=min(annees), fin=max(annees))
        phrase = modele.format(annees=nombres.annees(absentes))
        yield _de_source("q_trou", identifiant, libelle, max(absentes), phrase=phrase, attendu=attendu, edition=nombres.annees(annees))


def _de_source(regle: str, identifiant: str, libelle: str, annee: int, *, phrase: str, attendu: str, edition: str = "") -> Alerte:
    return Alerte(
        regle,
        "france",
        CODE_FRANCE,
        identifiant,
        "total",
        annee,
        f"{identifiant}@{edition or annee}",
        phrase,
        "",
        PAR_ID[regle].severite,
        THEME,
        nombres.capitale(libelle),
        attendu=attendu,
        sources=f"{identifiant}@{annee}",
    )

"""The offer of a territory: its facilities by theme, counted by type, and where they stand (docs/adr/0017-inventaire-de-l-offre.md)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from ctg_data.diagnostic.figures import Tableau
from ctg_data.loaders import offre_communes
from ctg_data.loaders.offre_schema import AUTRE, PAR_TYPE, THEMES_OFFRE, TOUS
from ctg_data.territoires import contours
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views.lecture import Contexte, Corpus
from ctg_data.views.reserve import Reserve
from ctg_data.wording import nombres, toponymes
from ctg_data.wording import offre as mots

LISTE_MAX = 1_000
"""Facilities that a portrait lists one by one; beyond, they are counted."""
BIENTOT = timedelta(days=183)
"""A convention that ends sooner is to be renewed."""
LISTES = Reserve(2)
"""Inventories of the last publications read, brought to the communes of today."""
DECIMALES_LIEU = 4
"""Two facilities within ten metres stand at one place."""


AUCUN_THEME = Tableau(mots.TITRE_THEMES, mots.COLONNES_THEMES, (), (1,))
AUCUN_COMPTE = Tableau(mots.TITRE_COMPTES, mots.COLONNES_COMPTES, (), (2, 3))


@dataclass(frozen=True)
class Equipement:
    """One facility, in final words.  ``places`` is None where unknown; ``position``: (longitude, latitude), None where unknown.

    ``remarque``: what its convention asks for, "" for nothing.
    """

    theme: str
    type: str
    type_libelle: str
    nom: str
    code: str
    commune: str
    gestionnaire: str
    places: int | None
    places_texte: str
    horaires: str
    cof: str
    remarque: str
    position: tuple[float, float] | None
    annee: int

    @property
    def cellules(self) -> tuple[str, ...]:
        """In the order of ``wording.offre.COLONNES``."""
        cof = " ; ".join(filter(None, (self.cof, self.remarque)))
        return self.nom, self.type_libelle, self.commune, self.gestionnaire, self.places_texte, self.horaires, cof


@dataclass(frozen=True)
class ThemeOffre:
    """The facilities of one theme.  ``compte``: « 3 équipements »."""

    id: str
    libelle: str
    compte: str
    equipements: tuple[Equipement, ...]
    tableau: Tableau


@dataclass(frozen=True)
class CompteType:
    """One type: its themes (codes), how many are listed, their places where each gives its own, in which communes its list is complete."""

    libelle: str
    themes: tuple[str, ...]
    nombre: int
    places: int | None
    completude: str

    @property
    def cellules(self) -> tuple[str, ...]:
        """In the order of ``wording.offre.COLONNES_COMPTES``."""
        places = "" if self.places is None else nombres.nombre(self.places)
        return self.libelle, " ; ".join(THEMES_OFFRE[t] for t in self.themes), nombres.nombre(self.nombre), places, self.completude


@dataclass(frozen=True)
class Lieu:
    """One mark on the map.  ``theme``: of everything that stands there, "" for several; ``precis``: whether it is their very place.

    ``lignes``: what is told of it, its title first; ``nombre``: of facilities.
    """

    longitude: float
    latitude: float
    theme: str
    nombre: int
    precis: bool
    lignes: tuple[str, ...]


@dataclass(frozen=True)
class Offre:
    """What the block shows.  ``par_theme``: one row a theme; ``par_type``: one row a type (``comptes``), with where its list is complete.

    ``message`` and ``remede`` stand in its place when there is nothing; ``notes``: how to read it; ``annees``: of its inventories.
    """

    resume: str = ""
    source: str = ""
    annees: tuple[int, ...] = ()
    themes: tuple[ThemeOffre, ...] = ()
    par_theme: Tableau = AUCUN_THEME
    comptes: tuple[CompteType, ...] = ()
    par_type: Tableau = AUCUN_COMPTE
    lieux: tuple[Lieu, ...] = ()
    notes: tuple[str, ...] = ()
    message: str = ""
    remede: str = ""
    demo: bool = False

    @property
    def equipements(self) -> tuple[Equipement, ...]:
        return tuple(e for t in self.themes for e in t.equipements)


def offre(ctx: Contexte, jour: date) -> Offre:
    """The facilities of the territory of ``ctx``, from the latest inventory of each of its communes; real ones with real figures only."""
    t = ctx.territoire
    membres = ctx.ref.membres(t.niveau, t.code)
    inventaire = lis(ctx.corpus, ctx.ref)
    tous = inventaire[inventaire["code"].isin(membres)]
    lus = tous[tous["demo"].eq(ctx.demo)]
    reels_caches = ctx.demo and len(tous) > len(lus)
    if lus.empty:
        return _vide(ctx, caches=reels_caches, ailleurs=not ctx.demo and not inventaire["demo"].all())
    lignes = lus[lus["nom"].ne("")]
    perdues = int((inventaire["code"].eq("") & inventaire["nom"].ne("") & inventaire["demo"].eq(ctx.demo)).sum())
    noms = {code: ctx.ref.territoire("commune", code).nom for code in lignes["code"].unique()} if len(lignes) <= LISTE_MAX else {}
    themes = tuple(_themes([_equipement(x, noms, jour) for x in lignes.to_dict("records")] if noms else []))
    lieux = tuple(_lieux([e for x in themes for e in x.equipements], ctx)) if t.niveau != "france" else ()
    comptes = tuple(_comptes(lus, membres))
    return Offre(
        resume=_resume(lignes, len(membres)),
        source=_source(lus, len(membres)),
        annees=tuple(sorted({int(a) for a in lus["annee"]})),
        themes=themes,
        par_theme=replace(AUCUN_THEME, lignes=tuple(_par_theme(lignes))),
        comptes=comptes,
        par_type=replace(AUCUN_COMPTE, lignes=tuple(c.cellules for c in comptes)),
        lieux=lieux,
        notes=(*_notes(len(lignes), lieux, listes=bool(noms), perdues=perdues), *((mots.FICTIF,) if reels_caches else ())),
        demo=ctx.demo,
    )


def _vide(ctx: Contexte, *, caches: bool, ailleurs: bool) -> Offre:
    if caches:
        return Offre(message=mots.FICTIF, demo=True)
    message = (mots.AILLEURS if ailleurs else mots.VIDE).format(de=toponymes.de(ctx.territoire))
    return Offre(message=message, remede=mots.REMEDE, demo=ctx.demo)


def _source(lus: pd.DataFrame, membres: int) -> str:
    """The years of the inventories, and of how many communes there is one: the others may have as many."""
    dites = mots.SOURCE.format(annees=nombres.annees([int(a) for a in lus["annee"].unique()]))
    n = lus["code"].nunique()
    return dites if n == membres else dites + mots.COUVRE.format(n=nombres.pluriel(n, "commune"), total=nombres.nombre(membres))


def _resume(lignes: pd.DataFrame, communes: int) -> str:
    """« 40 équipements et services dans 12 communes, dont 7 sans coordonnées. »"""
    if lignes.empty:
        return mots.AUCUN
    ou = mots.DANS.format(n=nombres.pluriel(lignes["code"].nunique(), "commune")) if communes > 1 else ""
    sans = int(lignes["latitude"].isna().sum())
    dont = mots.DONT.format(n=nombres.nombre(sans)) if sans else ""
    return nombres.pluriel(len(lignes), *mots.OFFRE) + ou + dont + "."


def _notes(total: int, lieux: Sequence[Lieu], *, listes: bool, perdues: int) -> Iterator[str]:
    if total and not listes:
        yield mots.TROP.format(n=nombres.pluriel(total, *mots.EQUIPEMENT), maximum=nombres.nombre(LISTE_MAX))
    yield mots.COMPTE
    if any(not x.precis for x in lieux):
        yield mots.SANS_POSITION
    if perdues:
        yield mots.PERDUES.format(n=nombres.pluriel(perdues, *mots.EQUIPEMENT), suite=mots.PERDUES_SUITE)


def _equipement(x: Mapping[str, object], noms: Mapping[str, str], jour: date) -> Equipement:
    places = None if pd.isna(x["places"]) else int(x["places"])
    debut, fin = (_jour(str(x[c])) for c in ("cof_debut", "cof_fin"))
    position = None if pd.isna(x["latitude"]) else (float(x["longitude"]), float(x["latitude"]))
    return Equipement(
        theme=str(x["theme"]),
        type=str(x["type"]),
        type_libelle=str(x["precision"]) if x["type"] == AUTRE else PAR_TYPE[x["type"]].libelle,
        nom=str(x["nom"]),
        code=str(x["code"]),
        commune=noms[x["code"]],
        gestionnaire=str(x["gestionnaire"]),
        places=places,
        places_texte="" if places is None else nombres.nombre(places),
        horaires=str(x["horaires"]),
        cof=_cof(debut, fin),
        remarque=_remarque(fin, jour),
        position=position,
        annee=int(x["annee"]),
    )


def _jour(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _cof(debut: date | None, fin: date | None) -> str:
    dits = {"debut": f"{debut:%d/%m/%Y}" if debut else "", "fin": f"{fin:%d/%m/%Y}" if fin else ""}
    return (mots.COF if debut and fin else mots.COF_DEBUT if debut else mots.COF_FIN if fin else "").format(**dits)


def _remarque(fin: date | None, jour: date) -> str:
    """A convention that is over, or that ends within six months."""
    if fin is None or fin > jour + BIENTOT:
        return ""
    return mots.ECHUE if fin < jour else mots.BIENTOT


def _themes(equipements: Sequence[Equipement]) -> Iterator[ThemeOffre]:
    """By theme, type, commune and name; a column that no facility of the theme fills is left out."""
    rangs = {t: rang for rang, t in enumerate(PAR_TYPE)}
    for code, libelle in THEMES_OFFRE.items():
        siens = tuple(sorted((e for e in equipements if e.theme == code), key=lambda e: (rangs[e.type], e.type_libelle, e.commune, e.nom)))
        if siens:
            compte = nombres.pluriel(len(siens), *mots.EQUIPEMENT)
            yield ThemeOffre(code, libelle, compte, siens, _tableau(libelle, siens))


def _tableau(titre: str, equipements: Sequence[Equipement]) -> Tableau:
    lignes = [e.cellules for e in equipements]
    gardees = [i for i in range(len(mots.COLONNES)) if any(x[i] for x in lignes)]
    numeriques = tuple(rang for rang, i in enumerate(gardees) if mots.COLONNES[i] == "Places")
    return Tableau(titre, tuple(mots.COLONNES[i] for i in gardees), tuple(tuple(x[i] for i in gardees) for x in lignes), numeriques)


def _par_theme(lignes: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """One row a theme that has any; its types, each with its number when it is more than one."""
    for code, libelle in THEMES_OFFRE.items():
        siens = lignes[lignes["theme"].eq(code)]
        comptes = siens["type"].value_counts()
        types = [t.libelle + (f" : {nombres.nombre(int(n))}" if n > 1 else "") for t in PAR_TYPE.values() if (n := comptes.get(t.id, 0))]
        if types:
            yield libelle, nombres.nombre(len(siens)), " · ".join(types)


def _comptes(lus: pd.DataFrame, membres: Sequence[str]) -> Iterator[CompteType]:
    """The types that are listed, or of which a list is said complete."""
    tout = set(lus.loc[lus["type"].eq(TOUS) & lus["complet"], "code"])
    for t in PAR_TYPE.values():
        siens = lus[lus["type"].eq(t.id)]
        equipements = siens[siens["nom"].ne("")]
        completes = len(tout | set(siens.loc[siens["complet"], "code"])) if t.id != AUTRE else 0
        if siens.empty and not (tout and (t.structures or t.places)):
            continue
        presents = equipements["theme"].unique().tolist() or [t.theme]
        themes = tuple(code for code in THEMES_OFFRE if code in presents)
        yield CompteType(t.libelle, themes, len(equipements), _places(equipements), _completude(completes, len(membres)))


def _places(equipements: pd.DataFrame) -> int | None:
    """Their sum, where it is whole."""
    return None if equipements.empty or equipements["places"].isna().any() else int(equipements["places"].sum())


def _completude(completes: int, membres: int) -> str:
    if not completes:
        return mots.NON_DITE
    if completes == membres:
        return mots.PARTOUT if membres > 1 else mots.OUI
    return mots.PARTIE.format(n=nombres.pluriel(completes, "commune"), total=nombres.nombre(membres))


def _lieux(equipements: Sequence[Equipement], ctx: Contexte) -> Iterator[Lieu]:
    """Facilities of one place are one mark; those without coordinates are counted at a point inside their commune."""
    places: dict[tuple[float, float], list[Equipement]] = {}
    sans: dict[str, list[Equipement]] = {}
    for e in equipements:
        if e.position:
            places.setdefault(tuple(round(x, DECIMALES_LIEU) for x in e.position), []).append(e)
        else:
            sans.setdefault(e.code, []).append(e)
    for (lon, lat), siens in places.items():
        yield Lieu(lon, lat, _theme(siens), len(siens), True, _au_lieu(siens))
    milieux = contours.milieux(ctx.ref.dossier, sans) if sans else {}
    for code, siens in sans.items():
        if code in milieux:
            n = nombres.pluriel(len(siens), *mots.EQUIPEMENT)
            titre = mots.AU_CENTRE.format(commune=siens[0].commune, n=n)
            yield Lieu(*milieux[code], "", len(siens), False, (titre, *(f"{e.nom} ({e.type_libelle})" for e in siens)))


def _theme(equipements: Sequence[Equipement]) -> str:
    themes = {e.theme for e in equipements}
    return themes.pop() if len(themes) == 1 else ""


def _au_lieu(equipements: Sequence[Equipement]) -> tuple[str, ...]:
    if len(equipements) > 1:
        titre = mots.ICI.format(n=nombres.pluriel(len(equipements), *mots.EQUIPEMENT))
        return titre, *(f"{e.nom} ({e.type_libelle})" for e in equipements)
    e = equipements[0]
    places = "" if e.places is None else nombres.pluriel(e.places, *mots.PLACES)
    return tuple(filter(None, (e.nom, f"{e.type_libelle}, {e.commune}", e.gestionnaire, places, e.horaires)))


def lis(corpus: Corpus, ref: Referentiel) -> pd.DataFrame:
    """Columns of ``equipements`` and ``demo``, of the latest inventory of each commune as written, kept by publication and reference.

    ``code`` is "" for a facility of a commune divided since, of which nobody knows the part.
    """
    return LISTES.donne((corpus.empreinte, ref.empreinte), lambda: _lis(corpus.equipements(), ref))


def _lis(lus: pd.DataFrame, ref: Referentiel) -> pd.DataFrame:
    lus = lus.astype({c: "str" for c in lus if isinstance(lus[c].dtype, pd.CategoricalDtype)})
    codes, complet = lus["code"].copy(), lus["complet"].copy()
    for millesime in lus["millesime_geo"].unique():
        ici, vers = lus["millesime_geo"].eq(millesime), offre_communes.vers(ref, int(millesime))
        codes[ici] = codes[ici].map(vers).fillna("")
        reunies = {code for code, n in Counter(vers.values()).items() if n > 1}
        complet[ici] &= ~codes[ici].isin(reunies)  # a list that is complete in one part says nothing of the others
    return lus.assign(code=codes, complet=complet)[~_remplacees(lus, ref)].reset_index(drop=True)


def _remplacees(lus: pd.DataFrame, ref: Referentiel) -> pd.Series:
    """Rows of which a later inventory gives the commune as it was written, or the commune that it has become part of.

    Two communes that were joined keep each its own latest inventory, until one of their common commune comes.
    """
    remplacees = pd.Series(False, index=lus.index, dtype=bool)
    lots = dict(list(lus.groupby(["demo", "millesime_geo", "annee"], observed=True)))
    for (demo, millesime, annee), lot in lots.items():
        for (autre_demo, vers, plus_tard), autre in lots.items():
            if autre_demo == demo and plus_tard > annee:
                devenus = lot["code"] if vers == millesime else lot["code"].map(offre_communes.vers(ref, int(millesime), int(vers)))
                remplacees[lot.index] |= devenus.isin(autre["code"].unique())
    return remplacees

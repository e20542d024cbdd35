"""One file -> its mesures, or every fault: open, recognise, read, prepare, validate, melt."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ctg_data import settings
from ctg_data.loaders import annees, attributs, cadre, codes, equipements, geojson, locales_fautes, mesures, validate
from ctg_data.loaders.detect import Reconnue, reconnait_tables
from ctg_data.loaders.fautes import Recueil
from ctg_data.loaders.fichier import Fichier, nom_lisible, ouvre
from ctg_data.loaders.lecture import Table, tables
from ctg_data.loaders.model import MARQUE_FICTIVE, Chargement, Contexte, Ecarts, Source
from ctg_data.loaders.sources import catalogue
from ctg_data.records import CLE_MESURES, CODE_FRANCE, empty
from ctg_data.territoires import referentiel as territoires
from ctg_data.territoires.referentiel import Referentiel


@dataclass(frozen=True)
class Identite:
    """What one table of a file was recognised as, and its number of rows."""

    feuille: str
    source: str
    disposition: str
    lignes: int


@dataclass(frozen=True)
class _Lot:
    identite: Identite
    reconnue: Reconnue
    mesures: pd.DataFrame | None
    attributs: pd.DataFrame | None = None
    equipements: pd.DataFrame | None = None


def charge(
    path: Path | str,
    *,
    annee: int | None = None,
    referentiel: Referentiel | None = None,
    nom: str | None = None,
    sources: Mapping[str, Source] | None = None,
) -> Chargement:
    """The mesures of one publisher's file (docs/architecture.md, without ``edition``), or every fault it has.

    ``annee`` serves only when neither content nor name gives the year, and is then marked as declared; ``nom`` is the
    name to show and to search for a year (default: the path's); ``sources``: what it may be (default: all that is known).  Bad input
    never raises; a missing reference does (CtgError).
    """
    recueil = Recueil(nom or nom_lisible(path))
    connues = catalogue() if sources is None else sources
    fichier = geojson.deplie(ouvre(path, recueil))
    lues = tables(fichier, recueil) if fichier.format else []
    reconnues = reconnait_tables(lues, connues, recueil) if lues else []
    if not recueil.fautes and not reconnues:
        recueil.ajoute(
            "fichier_vide", "aucun tableau", attendu="un en-tête et des lignes de données", remede="Vérifiez le contenu du fichier."
        )
    lots: list[_Lot] = []
    if not recueil.fautes:
        geographie = codes.Geographie(referentiel or _referentiel(settings.load().reference))
        for reconnue in reconnues:
            with recueil.dans(reconnue.table.membre):
                lots.append(_lot(reconnue, lues, recueil, geographie=geographie, annee=annee))
    return _conclut(fichier, lots, recueil, arrondissements=geographie.referentiel.arrondissements if lots else {})


@lru_cache(maxsize=1)
def _referentiel(dossier: Path) -> Referentiel:
    return territoires.charge(dossier)


def _lot(reconnue: Reconnue, lues: Sequence[Table], recueil: Recueil, *, geographie: codes.Geographie, annee: int | None) -> _Lot:
    """One table read; its faults are told where they are in the file, however the table was laid meanwhile."""
    avant = len(recueil.fautes)
    lot = _lit_table(reconnue, lues, recueil, geographie=geographie, annee=annee)
    relit = locales_fautes.relit(reconnue.source)
    recueil.fautes[avant:] = [relit(faute) for faute in recueil.fautes[avant:]]
    if situe := reconnue.table.situe:
        recueil.fautes[avant:] = [situe(faute) for faute in recueil.fautes[avant:]]
    return lot


def _lit_table(reconnue: Reconnue, lues: Sequence[Table], recueil: Recueil, *, geographie: codes.Geographie, annee: int | None) -> _Lot:
    brut = cadre.lit(reconnue, recueil)
    identite = Identite(reconnue.table.feuille, reconnue.source.id, reconnue.disposition.id, len(brut))
    if brut.empty:
        _sans_donnees(reconnue, recueil)
        return _Lot(identite, reconnue, None)
    date = annees.date(reconnue, recueil, annee)
    contexte = Contexte(
        fichier=recueil.lieu,
        feuille=reconnue.table.feuille,
        niveau=reconnue.disposition.niveau,
        annee=date.annee,
        annee_declaree=date.declaree,
        millesime_geo=annees.millesime_du_contenu(reconnue, lues),
        entete=validate.entetes_lues(reconnue),
        populations=geographie.populations,
        noms=geographie.noms,
        annuaire=geographie.annuaire,
        distances=geographie.distances,
    )
    type_ = _valide(_prepare(brut, reconnue, contexte, recueil=recueil), reconnue, contexte, recueil=recueil)
    annees.confronte(type_, reconnue, recueil, annee)
    if recueil.comptes["annee_absente", "", ""] or type_.empty:
        return _Lot(identite, reconnue, None)
    situe = _situe(type_, reconnue, contexte, recueil=recueil, geographie=geographie)
    if recueil.fautes:
        return _Lot(identite, reconnue, None)
    if reconnue.disposition.vers_attributs is not None:
        return _Lot(identite, reconnue, None, attributs.lit(situe, reconnue, contexte, recueil=recueil))
    lues_ici = equipements.lit(situe, reconnue, contexte, recueil=recueil)
    return _Lot(identite, reconnue, _vers_mesures(situe, reconnue, contexte, recueil=recueil), equipements=lues_ici)


def _sans_donnees(reconnue: Reconnue, recueil: Recueil) -> None:
    recueil.ajoute(
        "fichier_vide",
        "un en-tête sans aucune ligne",
        attendu="des lignes de données",
        remede="Reprenez l'extrait complet chez le producteur.",
        feuille=reconnue.table.feuille,
        ligne=reconnue.entete.rang + 1,
    )


def _prepare(brut: pd.DataFrame, reconnue: Reconnue, contexte: Contexte, *, recueil: Recueil) -> pd.DataFrame:
    disposition = reconnue.disposition
    prepare = disposition.preparer
    if prepare is not None:
        ecarts = Ecarts()
        brut = prepare(brut, contexte, ecarts)
        recueil.reprend_ecarts(ecarts)
        recueil.extraction = ecarts.extraction
    ajouts: dict[str, object] = {}
    if "niveau" not in brut:
        ajouts["niveau"] = disposition.niveau
    if "code" not in brut:
        ajouts["code"] = CODE_FRANCE
    return brut.assign(**ajouts)


def _valide(brut: pd.DataFrame, reconnue: Reconnue, contexte: Contexte, *, recueil: Recueil) -> pd.DataFrame:
    disposition = reconnue.disposition
    interne = reconnue.source.profil_secret == "caf_interne"
    lieu = validate.Lieu(recueil, contexte.feuille, dict(contexte.entete), interne)
    propre = codes.ecarte(brut.assign(code=codes.nettoie(brut["code"])), recueil)
    propre = codes.verifie_forme(propre, contexte.feuille, recueil, colonne=contexte.entete.get("code", "code"), interne=interne)
    type_ = validate.type_cadre(propre, disposition, lieu)
    if "annee" not in type_ and not disposition.multi_annees:
        type_ = type_.assign(annee=contexte.annee or 0)
    validate.verifie_cle(type_, disposition, lieu)
    return type_


def _situe(type_: pd.DataFrame, reconnue: Reconnue, contexte: Contexte, *, recueil: Recueil, geographie: codes.Geographie) -> pd.DataFrame:
    """Add ``millesime_geo``, level by level and year by year; rows that the reference is too young to know are set aside."""
    unique = reconnue.disposition.geographie_unique
    groupes = [c for c in ("niveau", "annee", "millesime_geo") if c in type_ and not (unique and c == "annee")]
    lieu = (contexte.feuille, contexte.entete.get("code", "code"))
    morceaux = []
    for cle, lignes in type_.groupby(groupes, observed=True, sort=False):
        dit = dict(zip(groupes, cle, strict=True))
        an = int(type_["annee"].max()) if unique else int(dit.get("annee") or _derniere_annee(reconnue))
        contenu = int(dit["millesime_geo"]) if "millesime_geo" in dit else contexte.millesime_geo
        choisi, absents = codes.situe(lignes, annees.millesime(contenu, reconnue, an), geographie, recueil=recueil, lieu=lieu)
        situees = lignes.assign(millesime_geo=choisi)
        morceaux.append(situees[~situees["code"].isin(absents)] if absents else situees)
    return pd.concat(morceaux).sort_index() if len(morceaux) > 1 else morceaux[0]


def _derniere_annee(reconnue: Reconnue) -> int:
    return max((t.annee for trouvees in reconnue.entete.trouvees.values() for t in trouvees if t.annee), default=0)


def _vers_mesures(situe: pd.DataFrame, reconnue: Reconnue, contexte: Contexte, *, recueil: Recueil) -> pd.DataFrame:
    disposition = reconnue.disposition
    if disposition.vers_mesures is None:
        return mesures.complete(mesures.fond(situe, disposition), situe, reconnue.source.id, disposition)
    ecarts = Ecarts()
    donnees = disposition.vers_mesures(situe, contexte, ecarts)
    recueil.reprend_ecarts(ecarts)
    return mesures.complete(donnees, situe, reconnue.source.id, disposition)


def _conclut(fichier: Fichier, lots: Sequence[_Lot], recueil: Recueil, *, arrondissements: Mapping[str, str]) -> Chargement:
    faits = attributs.reunit([lot.attributs for lot in lots if lot.attributs is not None], arrondissements, recueil)
    listes = equipements.reunit([lot.equipements for lot in lots if lot.equipements is not None], arrondissements, recueil)
    tout = None if recueil.fautes else _reunit(lots, recueil, arrondissements, faits=len(faits) + len(listes))
    if recueil.fautes:
        tout, faits, listes = None, faits.head(0), listes.head(0)
    for raison, nombre in recueil.ecartees.items():
        if nombre:
            recueil.avertit(f"{nombre} {'ligne mise' if nombre == 1 else 'lignes mises'} à part : {raison}.")
    return Chargement(
        fichier=recueil.fichier,
        sha256=fichier.sha256,
        sources=tuple(dict.fromkeys(lot.identite.source for lot in lots)),
        mesures=tout,
        lignes_lues=sum(lot.identite.lignes for lot in lots),
        fautes=recueil.liste(),
        avertissements=tuple(recueil.avertissements),
        annee_declaree=recueil.annee_declaree,
        millesime_deduit=recueil.millesime_deduit,
        extraction=replace(recueil.extraction, fictive=recueil.extraction.fictive or _membre_fictif(lots)),
        detail=_detail(lots, recueil, tout, faits=faits, listes=listes),
        attributs=faits,
        formes=tuple(lot.reconnue.forme for lot in lots),
        equipements=listes,
    )


_ECARTEES = {
    "deja": "le fichier donne aussi leur commune entière, qui est lue. Il n'y a rien à faire.",
    "figees": "un taux ou une médiane ne s'additionne pas, et la commune entière n'est pas dans le fichier. Il n'y a rien à faire.",
    "incompletes": "il manque au fichier d'autres arrondissements de leur commune, dont le total serait faux. Si vous attendiez Paris, "
    "Lyon ou Marseille, reprenez le fichier complet.",
}
"""Why values of municipal arrondissements were left, and what to do."""


def _membre_fictif(lots: Sequence[_Lot]) -> bool:
    """Whether a file inside the archive says in its name that its figures are invented."""
    return any(MARQUE_FICTIVE in lot.reconnue.table.membre.lower() for lot in lots)


def _reunit(lots: Sequence[_Lot], recueil: Recueil, arrondissements: Mapping[str, str], *, faits: int) -> pd.DataFrame:
    par_source: dict[str, list[_Lot]] = {}
    for lot in lots:
        if lot.mesures is not None:
            par_source.setdefault(lot.identite.source, []).append(lot)
    reunis = [_reunit_source(du_meme, recueil, arrondissements) for du_meme in par_source.values()]
    if faits and not sum(map(len, reunis)):
        return empty(mesures.COLONNES)
    if not reunis or not sum(map(len, reunis)):
        recueil.ajoute(
            "fichier_vide",
            "aucune valeur pour un territoire connu",
            attendu="au moins une valeur",
            remede="Vérifiez les codes des territoires.",
        )
        return mesures.assemble(reunis) if reunis else pd.DataFrame()
    return mesures.assemble(reunis)


def _reunit_source(lots: Sequence[_Lot], recueil: Recueil, arrondissements: Mapping[str, str]) -> pd.DataFrame:
    tout = mesures.assemble([lot.mesures for lot in lots if lot.mesures is not None])
    if len(lots) > 1 and (doubles := int(tout.duplicated(list(CLE_MESURES)).sum())):
        recueil.ajoute(
            "cle_double",
            f"{doubles} valeurs déjà données par une autre feuille",
            attendu="chaque territoire dans une seule feuille",
            remede="Supprimez la feuille en double.",
        )
    figees = frozenset().union(*(mesures.non_additives(lot.reconnue.disposition.colonnes) for lot in lots))
    inventaire = lots[0].reconnue.source.inventaire
    tout, sommees, ecartees = mesures.par_commune(tout, arrondissements, figees, inventaire=inventaire)
    if sommees:
        recueil.avertit(f"{sommees} valeurs d'arrondissements municipaux additionnées pour Paris, Lyon ou Marseille.")
    for raison, n in ecartees.items():
        valeurs, mises = ("valeur", "mise") if n == 1 else ("valeurs", "mises")
        recueil.avertit(f"{n} {valeurs} d'arrondissements municipaux {mises} à part : {_ECARTEES[raison]}")
    return tout


def _detail(
    lots: Sequence[_Lot], recueil: Recueil, tout: pd.DataFrame | None, *, faits: pd.DataFrame, listes: pd.DataFrame
) -> dict[str, object]:
    par_genre: Counter = Counter()
    for (genre, _, _), nombre in recueil.comptes.items():
        par_genre[genre] += nombre
    detail: dict[str, object] = {
        "tables": [lot.identite for lot in lots],
        "ecartees": {raison: n for raison, n in recueil.ecartees.items() if n},
        "fautes_total": recueil.total(),
        "fautes_par_genre": dict(par_genre),
    }
    if tout is not None:
        detail |= {
            "mesures": len(tout),
            "statuts": {str(s): int(n) for s, n in tout["statut"].value_counts().items() if n},
            "annees": sorted({int(a) for t in (tout, faits, listes) for a in t["annee"].unique()}),
            "niveaux": sorted({str(n) for t in (tout, faits, listes) for n in t["niveau"].unique()}),
            "millesimes_geo": sorted({int(m) for t in (tout, faits, listes) for m in t["millesime_geo"].unique()}),
        } | {nom: len(table) for nom, table in (("attributs", faits), ("equipements", listes)) if len(table)}
    return detail

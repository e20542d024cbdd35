"""The page of perimeters: those that exist, the one being managed, what each hand did to it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ctg_data.diagnostic.figures import Tableau
from ctg_data.storage.depot import ConflitDeVersion, Fiche
from ctg_data.storage.journal import Entree
from ctg_data.storage.modele import Perimetre
from ctg_data.territoires import perimetre
from ctg_data.territoires.atlas import NIVEAU, Atlas
from ctg_data.territoires.perimetre import Appartenance, Genre
from ctg_data.territoires.recherche import normalise
from ctg_data.views import perimetre as mots
from ctg_data.views import population
from ctg_data.views.lecture import Corpus
from ctg_data.wording import nombres
from ctg_data.wording.saisies import nom as nom_de
from ctg_data.wording.typographie import soigne

GESTES = {"cree": "création", "supprime": "suppression", "retablit": "rétablissement", "defait": "annulation", "caviarde": "texte retiré"}
CHAMPS = {
    "nom": "nom",
    "communes": "communes",
    "genre": "genre de CTG",
    "parent": "CTG de rattachement",
    "signe_le": "signature",
    "millesime_geo": "année des codes de communes",
}
PERDU = (
    "« {nom} » ne peut plus être lu : aucune de ses communes ne se retrouve entière dans la liste d'aujourd'hui. Refaites-le ; son "
    "historique est gardé."
)


@dataclass(frozen=True)
class Rang:
    """One perimeter of the list.  ``retrait``: local ones stand under their départemental one."""

    id: str
    nom: str
    resume: str
    alerte: str
    retrait: bool


@dataclass(frozen=True)
class FicheVue:
    """The perimeter being managed: ``codes`` of its communes today, ``portraits``: (code, label) of each composition, last first."""

    id: str
    nom: str
    genre: Genre
    parent: str
    signe: bool
    details: tuple[str, ...]
    codes: tuple[str, ...]
    composition: Tableau
    historique: Tableau
    portraits: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PerimetresView:
    """Everything the page shows.  ``supprimes`` and ``parents``: (id, name) that may be brought back, or that local ones may join.

    ``perdus``: sentences on the perimeters that cannot be read any more.
    """

    rangs: tuple[Rang, ...]
    fiche: FicheVue | None
    supprimes: tuple[tuple[str, str], ...]
    parents: tuple[tuple[str, str], ...]
    perdus: tuple[str, ...] = ()


def perimetres(
    corpus: Corpus,
    ref: Atlas,
    *,
    fiches: Sequence[Fiche[Perimetre]],
    choisi: str = "",
    historique: Iterable[Entree] = (),
) -> PerimetresView:
    """``fiches``: all records, deleted ones included; ``choisi``: id of the one being managed, "" for none."""
    vivantes = [f for f in fiches if not f.supprime and f.id in ref.lieux]
    choisie = next((f for f in vivantes if f.id == choisi), None)
    return soigne(
        PerimetresView(
            rangs=tuple(_rang(ref, f) for f in _ordonnees(vivantes)),
            fiche=_fiche(corpus, ref, choisie, historique) if choisie else None,
            supprimes=tuple((f.id, f.objet.nom) for f in fiches if f.supprime),
            parents=tuple((f.id, f.objet.nom) for f in vivantes if f.objet.genre is Genre.DEPARTEMENTALE and f.id != choisi),
            perdus=tuple(PERDU.format(nom=f.objet.nom) for f in fiches if not f.supprime and f.id not in ref.lieux),
        )
    )


def _ordonnees(fiches: Sequence[Fiche[Perimetre]]) -> list[Fiche[Perimetre]]:
    """By name, local ones after their départemental one."""
    noms = {f.id: f.objet.nom.casefold() for f in fiches}
    return sorted(fiches, key=lambda f: (noms.get(f.objet.parent, noms[f.id]), f.objet.parent in noms, noms[f.id]))


def _rang(ref: Atlas, fiche: Fiche[Perimetre]) -> Rang:
    lieu, t = ref.lieux[fiche.id], ref.territoire(NIVEAU, fiche.id)
    faits = perimetre.avenants(lieu.communes)
    textes = (
        mots.statut(lieu),
        nombres.pluriel(len(lieu.periodes[-1].codes), "commune"),
        population.texte(ref, t),
        f"{nombres.pluriel(len(faits), 'avenant')}" if faits else "",
        nombres.enumere([p.nom for p in ref.parents(NIVEAU, fiche.id) if p.niveau == "epci"][: mots.CITEES]),
    )
    alerte = "Chiffres non montrés : secret statistique." if lieu.refus else ""
    return Rang(fiche.id, fiche.objet.nom, " · ".join(filter(None, textes)), alerte, fiche.objet.parent in ref.lieux)


def _fiche(corpus: Corpus, ref: Atlas, fiche: Fiche[Perimetre], historique: Iterable[Entree]) -> FicheVue:
    lieu = ref.lieux[fiche.id]
    communes = sorted(ref.enfants(NIVEAU, fiche.id), key=lambda t: normalise(t.nom))
    depuis = {a.code: a.du for a in lieu.communes if a.au is None}
    lignes = tuple(
        (
            t.nom,
            t.code,
            ref.territoire("epci", t.epci).nom if t.epci else "sans EPCI",
            nombres.nombre(t.population or 0),
            _court(depuis[t.code]),
        )
        for t in communes
    )
    colonnes = ("Commune", "Code", "EPCI", "Habitants", "Depuis le")
    return FicheVue(
        fiche.id,
        fiche.objet.nom,
        fiche.objet.genre,
        fiche.objet.parent,
        fiche.objet.signe_le is not None,
        mots.details(ref, fiche.id, corpus=corpus),
        tuple(t.code for t in communes),
        Tableau(f"Communes de « {fiche.objet.nom} »", colonnes, lignes, (3,)),
        _historique(ref, fiche.objet.nom, historique),
        tuple((lieu.code(p), _portrait(p, p == lieu.periodes[-1])) for p in reversed(lieu.periodes)),
    )


def _portrait(periode: perimetre.Periode, actuelle: bool) -> str:
    quand = "aujourd'hui" if actuelle else f"au {_court(periode.debut)}"
    return f"Portrait tel qu'{quand} ({nombres.pluriel(len(periode.codes), 'commune')})"


def _historique(ref: Atlas, nom: str, entrees: Iterable[Entree]) -> Tableau:
    """Who did what and when, the last first."""
    lignes = tuple((_instant(e.instant), nom_de(e.acteur), _geste(ref, e)) for e in entrees)
    return Tableau(f"Historique de « {nom} »", ("Quand", "Qui", "Quoi"), lignes[::-1])


def _geste(ref: Atlas, e: Entree) -> str:
    faits = [] if e.geste in ("cree", "supprime", "retablit") else list(_changements(ref, e.avant, e.apres))
    return " ; ".join([*([GESTES[e.geste]] if e.geste in GESTES else []), *faits]) or "modification"


def _changements(ref: Atlas, avant: Mapping[str, str | None], apres: Mapping[str, str | None]) -> Iterator[str]:
    for champ in (c for c in CHAMPS if c in apres):
        yield f"{CHAMPS[champ]} : {en_mots(ref, champ, _lu(avant.get(champ)))} → {en_mots(ref, champ, _lu(apres[champ]))}"


def _lu(texte: str | None) -> object:
    return None if texte is None else json.loads(texte)


def en_mots(ref: Atlas, champ: str, valeur: object) -> str:
    """One field of a record as people read it; ``valeur`` as kept in a record or in the journal."""
    if valeur in (None, ""):
        return "aucune" if champ in ("parent", "signe_le") else "texte retiré"
    match champ:
        case "communes":
            return _communes(ref, [a if isinstance(a, Appartenance) else _appartenance(a) for a in valeur])
        case "signe_le":
            return _court(valeur if isinstance(valeur, date) else date.fromisoformat(str(valeur)))
        case "genre":
            return mots.GENRES[Genre(str(valeur))]
        case "parent":
            return f"« {ref.lieux[str(valeur)].nom} »" if str(valeur) in ref.lieux else "supprimée"
    return f"« {valeur} »" if champ == "nom" else str(valeur)


def _appartenance(lue: Mapping[str, str | None]) -> Appartenance:
    return Appartenance(str(lue["code"]), date.fromisoformat(str(lue["du"])), lue["au"] and date.fromisoformat(lue["au"]))


def _communes(ref: Atlas, communes: Sequence[Appartenance]) -> str:
    """« 24 communes depuis le 12/03/2024 »: the last composition."""
    derniere = perimetre.periodes(tuple(communes))[-1]
    return f"{nombres.pluriel(len(derniere.codes), 'commune')} depuis le {_court(derniere.debut)}"


def conflit(ref: Atlas, erreur: ConflitDeVersion) -> Tableau:
    """What two hands wrote differently in the same record."""
    lignes = tuple(
        (CHAMPS.get(d.champ, d.champ), en_mots(ref, d.champ, d.votre), en_mots(ref, d.champ, d.actuel)) for d in erreur.divergences
    )
    return soigne(Tableau("Ce qui diffère", ("Champ", "Votre valeur", f"Celle de {nom_de(erreur.actuelle.modifie_par)}"), lignes))


def _court(jour: date) -> str:
    return f"{jour:%d/%m/%Y}"


def _instant(texte: str) -> str:
    return f"{datetime.fromisoformat(texte).astimezone():%d/%m/%Y %H:%M}"

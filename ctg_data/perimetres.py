"""Perimeters from what people write to what pages show: check, keep, compute again what changed.

Each change goes through the database (``storage.depot``), then through ``publie``, which makes the complement of the publication.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock

import pandas as pd

from ctg_data import policy, storage
from ctg_data.diagnostic import perimetres as regles
from ctg_data.diagnostic.perimetres import Montres, Voisin
from ctg_data.errors import CtgError
from ctg_data.indicators import vocabulaire
from ctg_data.indicators.local import PERIMETRE, DonneesAutour, Etendue, lieux, pieces
from ctg_data.loaders import sources
from ctg_data.records import COLONNES_VALEURS, empty
from ctg_data.settings import Settings
from ctg_data.storage.depot import Depot, Fiche, RienADefaire
from ctg_data.storage.modele import Perimetre
from ctg_data.store import catalogue, local, moteur, recus
from ctg_data.store import perimetres as complements
from ctg_data.store.corpus import Corpus
from ctg_data.store.local import MesuresLocales
from ctg_data.store.magasin import Magasin
from ctg_data.store.perimetres import Instantane
from ctg_data.territoires import perimetre, referentiel
from ctg_data.territoires.atlas import Atlas, Lieu
from ctg_data.territoires.model import CIBLE
from ctg_data.territoires.perimetre import Genre, PerimetreInvalide
from ctg_data.territoires.referentiel import Referentiel

_JOURNAL = logging.getLogger(__name__)
_VERROU = Lock()
OCTETS = 300_000_000
"""Cubes kept around the perimeters of a few départements."""
Unites = Mapping[str, tuple[str, ...]]
"""Code of a composition -> its communes."""


class PerimetreRefuse(CtgError):
    """A perimeter whose figures would give away those of a few inhabitants; says which difference, never a figure."""


# What people do -------------------------------------------------------------------------------------------------------


def fiches(settings: Settings, *, supprimes: bool = False) -> list[Fiche[Perimetre]]:
    """The records of perimeters, oldest first; nothing is created to read them."""
    policy.require(settings.acteur, "lire_saisie", PERIMETRE)
    return depot(settings).liste(Perimetre, supprimes=supprimes) if storage.existe(settings) else []


def depot(settings: Settings) -> Depot:
    return Depot(storage.ouvre(settings), settings.acteur)


def cree(
    settings: Settings, nom: str, codes: Iterable[str], *, du: date | None = None, genre: Genre = Genre.LOCALE, parent: str = ""
) -> Fiche[Perimetre]:
    """A new perimeter, not signed yet, of communes of today.  Raises PerimetreInvalide, PerimetreRefuse, SaisieInvalide."""
    aujourdhui = date.today()
    _exige((du or aujourdhui) <= aujourdhui, "La date de la composition est dans le futur.")
    perimetre.exige_recent(du or aujourdhui)
    objet = Perimetre(nom.strip(), CIBLE, perimetre.compose(codes, du or aujourdhui), genre, parent)
    return _garde(settings, objet, "", lambda d: d.cree(objet))


def change(settings: Settings, fiche: Fiche[Perimetre], *, codes: Iterable[str] | None = None, **champs: object) -> Fiche[Perimetre]:
    """Rename, change kind or départemental CTG; or, before the signature only, change the list of communes."""
    if codes is not None:
        _exige(fiche.objet.signe_le is None, "Ce périmètre est signé : sa liste ne change plus que par avenant.")
        champs |= {"communes": perimetre.compose(codes, min(a.du for a in fiche.objet.communes)), "millesime_geo": CIBLE}
    voulu = replace(fiche.objet, **champs)
    return _garde(settings, voulu, fiche.id, lambda d: d.modifie(fiche, **champs))


def signe(settings: Settings, fiche: Fiche[Perimetre], jour: date) -> Fiche[Perimetre]:
    """Freeze the composition at its signature; only amendments change it from then on."""
    _exige(fiche.objet.signe_le is None, "Ce périmètre est déjà signé.")
    champs = {"communes": perimetre.signe(fiche.objet.communes, jour, aujourdhui=date.today()), "signe_le": jour}
    return _garde(settings, replace(fiche.objet, **champs), fiche.id, lambda d: d.modifie(fiche, **champs))


def amende(
    settings: Settings, fiche: Fiche[Perimetre], jour: date, *, entrees: Iterable[str] = (), sorties: Iterable[str] = ()
) -> Fiche[Perimetre]:
    """A dated amendment; the codes of the perimeter are first carried to the communes of today."""
    lieu = lieu_de(fiche, reference(settings))
    communes = perimetre.amende(
        lieu.communes, fiche.objet.signe_le, jour=jour, aujourdhui=date.today(), entrees=tuple(entrees), sorties=tuple(sorties)
    )
    champs = {"communes": communes, "millesime_geo": CIBLE}
    return _garde(settings, replace(fiche.objet, **champs), fiche.id, lambda d: d.modifie(fiche, **champs))


def supprime(settings: Settings, fiche: Fiche[Perimetre]) -> Fiche[Perimetre]:
    """Set a perimeter aside.  PerimetreInvalide while local ones depend on it."""
    locales = [f.objet.nom for f in fiches(settings) if f.objet.parent == fiche.id]
    _exige(not locales, f"Des CTG locales en dépendent : {', '.join(locales)}. Rattachez-les ailleurs d'abord.")
    return _et_publie(settings, lambda d: d.supprime(fiche))


def retablit(settings: Settings, fiche: Fiche[Perimetre]) -> Fiche[Perimetre]:
    """Bring back a deleted perimeter."""
    return _garde(settings, fiche.objet, fiche.id, lambda d: d.retablit(fiche))


def annule(settings: Settings) -> Fiche[Perimetre]:
    """Undo the last change that this acteur made to a perimeter.  Raises RienADefaire."""
    entree = depot(settings).annulable(Perimetre)
    if entree is None:
        raise RienADefaire("Aucune de vos modifications d'un périmètre ne peut être annulée.")
    return _et_publie(settings, lambda d: d.annule(entree))


def _garde(settings: Settings, voulu: Perimetre, identifiant: str, geste: Callable[[Depot], Fiche]) -> Fiche:
    """Check, keep, compute."""
    ref = reference(settings)
    autres = [f for f in fiches(settings) if f.id != identifiant]
    _verifie_place(voulu, identifiant, autres)
    causes = _refus(_lieu(voulu, identifiant or "nouveau", ref), [lieu_de(f, ref) for f in autres], ref)
    if causes:
        raise PerimetreRefuse(
            f"Secret statistique : ce périmètre ne peut pas être enregistré. {' '.join(causes)} Ajoutez ou retirez des communes."
        )
    return _et_publie(settings, geste)


def _verifie_place(voulu: Perimetre, identifiant: str, autres: Sequence[Fiche[Perimetre]]) -> None:
    memes = [f for f in autres if f.objet.nom.strip().casefold() == voulu.nom.strip().casefold()]
    _exige(not memes, f"Un périmètre s'appelle déjà « {voulu.nom} » : donnez un autre nom.")
    if voulu.parent:
        parent = next((f.objet for f in autres if f.id == voulu.parent), None)
        _exige(parent is not None and parent.genre is Genre.DEPARTEMENTALE, "La CTG de rattachement doit être une CTG départementale.")
        _exige(voulu.genre is Genre.LOCALE, "Une CTG départementale ne se rattache pas à une autre.")
    locales = [f.objet.nom for f in autres if f.objet.parent == identifiant] if identifiant else []
    _exige(voulu.genre is Genre.DEPARTEMENTALE or not locales, f"Des CTG locales en dépendent : {', '.join(locales)}.")


def _et_publie(settings: Settings, geste: Callable[[Depot], Fiche]) -> Fiche:
    policy.require(settings.acteur, "ecrire_saisie", PERIMETRE)
    fiche = geste(depot(settings))
    publie(settings)
    return fiche


def _exige(vrai: bool, phrase: str) -> None:
    if not vrai:
        raise PerimetreInvalide(phrase)


# From records to places -----------------------------------------------------------------------------------------------


def lieu_de(fiche: Fiche[Perimetre], ref: Referentiel) -> Lieu:
    """A record in the communes of today.  Raises PerimetreInvalide when none of them is left."""
    return _lieu(fiche.objet, fiche.id, ref)


def _lieu(objet: Perimetre, identifiant: str, ref: Referentiel) -> Lieu:
    communes, partielles = objet.communes, ()
    if objet.millesime_geo != CIBLE:
        communes, partielles = perimetre.passe(communes, ref.passage(objet.millesime_geo))
    inconnus = sorted({a.code for a in communes} - _communes(ref))
    _exige(not inconnus, f"Codes de communes inconnus en {CIBLE} : {', '.join(inconnus[:5])}.")
    return Lieu(identifiant, objet.nom, communes, objet.genre, objet.parent, objet.signe_le, partielles)


def _refus(lieu: Lieu, autres: Sequence[Lieu], ref: Referentiel) -> tuple[str, ...]:
    """Causes of refusal over every composition of a perimeter, against EPCI, the others and its own other compositions."""
    deja = [Voisin(f"du périmètre « {a.nom} »", frozenset(codes)) for a in autres for codes in a.unites.values()]
    causes: list[str] = []
    for periode in lieu.periodes:
        causes.extend(regles.refus(periode.codes, (*regles.voisins_epci(periode.codes, ref), *deja), ref))
        deja.append(Voisin("de sa composition précédente", frozenset(periode.codes)))
    return tuple(dict.fromkeys(causes))


# From places to figures -----------------------------------------------------------------------------------------------


def atlas(settings: Settings, ref: Referentiel | None = None) -> Atlas:
    """The reference, the perimeters whose values were computed last, and those of a received bundle."""
    return Atlas(ref or reference(settings), recus.lieux(settings, complements.lit(settings).lieux))


def publie(settings: Settings) -> str:
    """Compute the values of the perimeters that changed beside the current publications; id of the complement, "" for none.

    Starts again when somebody changed a perimeter or a publication meanwhile: what is declared is of what is kept.
    """
    policy.require(settings.acteur, "publier", PERIMETRE)
    with _VERROU:  # threads of one process would compute the same thing twice
        while True:
            lues = fiches(settings)
            if not lues and complements.lit(settings) == complements.VIDE:
                return ""
            base = Corpus(settings).base
            courant = _publie(settings, lues, base)
            complements.declare(settings, courant)
            if fiches(settings) == lues and Corpus(settings).base == base and complements.ouvre(settings, courant.complement):
                return courant.complement


def _publie(settings: Settings, lues: Sequence[Fiche[Perimetre]], base: str) -> Instantane:
    ref, corpus = reference(settings), Corpus(settings)
    lieux = _lieux(lues, ref)
    unites = {code: codes for lieu in lieux if not lieu.refus for code, codes in lieu.unites.items()}
    fictives = frozenset(code for code, codes in unites.items() if not set(codes) & corpus.reels("commune"))
    identifiant = _identifiant(base, unites, fictives)
    if complements.ouvre(settings, identifiant) is None:
        frame = _valeurs(settings, corpus, ref, base=base, unites=unites, fictives=fictives)
        meta = {"id": identifiant, "demo_codes": sorted(fictives), "unites": {code: list(codes) for code, codes in sorted(unites.items())}}
        complements.ecrit(settings, frame, meta)
    return Instantane(lieux, identifiant, base, _sceau(lues))


def en_retard(settings: Settings) -> bool:
    """Whether what pages show of the perimeters is not what is kept of them: a backup put back, a gesture that was cut short."""
    return _sceau(fiches(settings)) != complements.lit(settings).saisies


def _sceau(lues: Sequence[Fiche[Perimetre]]) -> str:
    """The instant too: after a restoration, a version number may come again."""
    etats = json.dumps([(f.id, f.version, f.modifie_le) for f in lues])
    return hashlib.sha256(etats.encode()).hexdigest()[:16] if lues else ""


def _lieux(lues: Sequence[Fiche[Perimetre]], ref: Referentiel) -> tuple[Lieu, ...]:
    """In the order of their creation; one that is refused beside an earlier one (two hands, a restored backup) says so, not shown."""
    lieux: list[Lieu] = []
    for fiche in lues:
        try:
            lieu = lieu_de(fiche, ref)
        except PerimetreInvalide as erreur:
            _JOURNAL.warning("a perimeter cannot be read any more: %s", fiche.id)
            del erreur
            continue
        causes = _refus(lieu, [x for x in lieux if not x.refus], ref)
        lieux.append(replace(lieu, refus=" ".join(causes)))
    return tuple(lieux)


def _identifiant(base: str, unites: Unites, fictives: frozenset[str]) -> str:
    contenu = [base, sorted((c, list(v), c in fictives) for c, v in unites.items()), moteur.empreinte(), repr(complements.FORMAT)]
    return hashlib.sha256(json.dumps(contenu).encode()).hexdigest()[:16]


def _valeurs(settings: Settings, corpus: Corpus, ref: Referentiel, *, base: str, unites: Unites, fictives: frozenset[str]) -> pd.DataFrame:
    """What the last complement already holds, then what is new: twins of a territory, then départements by départements."""
    deja, connues = complements.reprises(settings, base, unites, fictives)
    morceaux, groupes = [connues], {}
    for code in (c for c in unites if c not in deja):
        if jumeau := regles.jumeau(unites[code], ref):
            lues = corpus.valeurs(jumeau.niveau, codes=[jumeau.code])
            morceaux.append(regles.du_jumeau(lues[lues["demo"] == (code in fictives)], code, jumeau.niveau))
        else:
            groupes.setdefault((_departements(unites[code], ref), code in fictives), {})[code] = unites[code]
    for (departements, fictive), siens in groupes.items():
        morceaux.append(_du_groupe(settings, corpus, ref, departements, siens, fictive=fictive))
    pleins = [m.astype({"code": "str"}) for m in morceaux if len(m)]
    return pd.concat(pleins, ignore_index=True) if pleins else empty(COLONNES_VALEURS)


def _du_groupe(
    settings: Settings, corpus: Corpus, ref: Referentiel, departements: tuple[str, ...], unites: Unites, *, fictive: bool
) -> pd.DataFrame:
    """Perimeters of the same départements: what is around them is read once."""
    autour = _autour(settings, corpus, ref, departements, fictive=fictive)
    if autour is None:
        return empty(COLONNES_VALEURS)
    codes: dict[str, set[str]] = {}
    for niveau, code in {t for communes in unites.values() for p in pieces(communes, lieux(ref)) for t in p.toutes}:
        codes.setdefault(niveau, set()).add(code)
    lues = {niveau: corpus.valeurs(niveau, codes=sorted(siens)) for niveau, siens in codes.items()}
    montres = Montres({niveau: frame[frame["demo"] == fictive] for niveau, frame in lues.items()})
    return regles.valeurs(autour, ref, unites, montres)


def _departements(communes: Iterable[str], ref: Referentiel) -> tuple[str, ...]:
    """Départements of the communes around."""
    return tuple(sorted(set(lieux(ref).loc[sorted(regles.communes_autour(ref, communes)), "departement"])))


def _autour(settings: Settings, corpus: Corpus, ref: Referentiel, departements: tuple[str, ...], *, fictive: bool) -> DonneesAutour | None:
    """Exact measures around: of the store, or of the embedded demonstration, which has them in the pilot territories only."""
    demo = corpus.demonstration
    if fictive and demo is not None and demo.dossier == settings.demo:
        mesures = _embarquees(settings.demo, demo.id)
        dedans = mesures is not None and set(departements) <= set(lieux(ref).loc[sorted(mesures.communes), "departement"])
        return _lues(mesures, ref, departements) if dedans else None
    if not (settings.store / catalogue.NOM).is_file():
        return None
    return _lues(_du_magasin(settings, Magasin(settings).empreinte(), departements), ref, departements)


@lru_cache(maxsize=2)
def _lues(mesures: MesuresLocales, ref: Referentiel, departements: tuple[str, ...]) -> DonneesAutour:
    """Kept: the next perimeter of the same départements only adds up."""
    ou = lieux(ref)
    communes = regles.communes_autour(ref, ou.index[ou["departement"].isin(departements)])
    return DonneesAutour(mesures, Etendue(ref, communes), octets=OCTETS)


@lru_cache(maxsize=2)
def _embarquees(dossier: Path, publication: str) -> MesuresLocales | None:
    return local.embarquees(dossier / local.EMBARQUEES, sources.catalogue())


@lru_cache(maxsize=4)
def _du_magasin(settings: Settings, empreinte: str, departements: tuple[str, ...]) -> MesuresLocales:
    """Kept as long as the same editions are current."""
    magasin = Magasin(settings)
    lues = magasin.mesures(tuple(vocabulaire.catalogue()), local.NIVEAUX, departements)
    return MesuresLocales(lues, magasin.editions(), magasin.referents.sources)


def reference(settings: Settings) -> Referentiel:
    """The same object while its files do not change: what it composed is kept."""
    return _chargee(settings.reference, referentiel.charge(settings.reference).empreinte)


@lru_cache(maxsize=2)
def _chargee(dossier: Path, empreinte: str) -> Referentiel:
    return referentiel.charge(dossier)


@lru_cache(maxsize=2)
def _communes(ref: Referentiel) -> frozenset[str]:
    return ref.codes("commune")

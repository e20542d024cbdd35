"""The journal of every change: a chain of hashes that shows a later hand on any part of it, with values that may be blanked.

Each field of an entry has a digest of its value under a random salt.  The entry's hash covers these digests and the hash of the
entry before: blanking a value and its salt leaves both in place.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from ctg_data.storage.codage import texte
from ctg_data.storage.tables import CHAMPS, IDENTITE, JOURNAL, TABLES, nom

ORIGINE = "0" * 64
"""What the first entry follows."""
AVANT, APRES = "avant", "apres"
Valeurs = Mapping[str, str]
"""Field -> canonical JSON."""


@dataclass(frozen=True)
class Entree:
    """One change: who, when, what, and the fields before and after (None for a value that was blanked).

    ``geste``: cree, modifie, supprime, retablit, defait (undo of entry ``defait``) or caviarde.
    """

    rang: int
    instant: str
    acteur: str
    geste: str
    genre: str
    objet: str
    version: int
    defait: int | None
    avant: Mapping[str, str | None]
    apres: Mapping[str, str | None]


@dataclass(frozen=True)
class Verification:
    """What a check of the whole journal found: ``rang`` is the first broken entry, None when there is none.

    ``sceau``: hash of the last entry.  Kept elsewhere, it tells whoever wrote the whole chain again, or cut its end with its records.
    """

    entrees: int
    rang: int | None = None
    raison: str = ""
    sceau: str = field(default="", compare=False)

    @property
    def intact(self) -> bool:
        return not self.raison


def maintenant() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def horodatage() -> str:
    """« 20261126T101200000000 »: now, as part of a file's name."""
    return maintenant()[:26].replace(":", "").replace("-", "").replace(".", "")


def note(
    base: Connection,
    *,
    instant: str,
    acteur: str,
    geste: str,
    genre: str,
    objet: str,
    version: int,
    avant: Valeurs,
    apres: Valeurs,
    defait: int | None = None,
) -> int:
    """Add one entry at the end of the chain, inside the caller's transaction; its rank."""
    dernier = base.execute(sa.select(JOURNAL.c.rang, JOURNAL.c.empreinte).order_by(JOURNAL.c.rang.desc()).limit(1)).first()
    entree = {
        "rang": dernier.rang + 1 if dernier else 1,
        "instant": instant,
        "acteur": acteur,
        "geste": geste,
        "genre": genre,
        "objet": objet,
        "version": version,
        "defait": defait,
        "precedent": dernier.empreinte if dernier else ORIGINE,
    }
    champs = [_champ(entree["rang"], cote, c, v) for cote, valeurs in ((AVANT, avant), (APRES, apres)) for c, v in valeurs.items()]
    base.execute(sa.insert(JOURNAL), {**entree, "empreinte": _empreinte(entree, champs)})
    if champs:
        base.execute(sa.insert(CHAMPS), champs)
    return entree["rang"]


def lit(base: Connection, *, genre: str | None = None, objet: str | None = None) -> list[Entree]:
    """Entries, oldest first, of one record or of all."""
    ou = [c == v for c, v in ((JOURNAL.c.genre, genre), (JOURNAL.c.objet, objet)) if v is not None]
    lues = base.execute(sa.select(JOURNAL).where(*ou).order_by(JOURNAL.c.rang)).mappings().all()
    siens = sa.select(CHAMPS).join(JOURNAL, CHAMPS.c.rang == JOURNAL.c.rang).where(*ou)
    champs = _par_rang(base.execute(siens).mappings())
    return [_entree(e, champs.get(e["rang"], [])) for e in lues]


def differe(histoire: Iterable[Entree], instant: str) -> bool:
    """Whether a record is other than at that instant, whatever was done and undone since; one that came and went is not."""
    suite = [e for e in histoire if e.instant > instant]
    avant: dict[str, str | None] = {}
    apres: dict[str, str | None] = {}
    for e in suite:
        avant = {**e.avant, **avant}
        apres |= e.apres
    if suite and suite[0].geste == "cree":
        return apres["supprime"] == "false"
    return any(avant.get(champ) != valeur for champ, valeur in apres.items())


def caviarde(base: Connection, *, genre: str, objet: str, champ: str) -> None:
    """Blank every value that ``champ`` of one record ever had: earlier wordings say as much as the last."""
    rangs = sa.select(JOURNAL.c.rang).where(JOURNAL.c.genre == genre, JOURNAL.c.objet == objet)
    base.execute(sa.update(CHAMPS).where(CHAMPS.c.rang.in_(rangs), CHAMPS.c.champ == champ).values(sel=None, valeur=None))


def verifie(base: Connection) -> Verification:
    """Follow the chain from its first entry, then compare its end with the records as they stand."""
    try:
        return _verifie(base)
    except (ValueError, TypeError, KeyError):
        return Verification(0, None, "une valeur n'est plus lisible")


def _verifie(base: Connection) -> Verification:
    champs = _par_rang(base.execute(sa.select(CHAMPS).order_by(CHAMPS.c.rang)).mappings())
    precedent, attendu = ORIGINE, 1
    for entree in base.execute(sa.select(JOURNAL).order_by(JOURNAL.c.rang)).mappings():
        raison = _defaut(entree, champs.pop(entree["rang"], []), precedent, attendu)
        if raison:
            return Verification(attendu - 1, attendu, raison)
        precedent, attendu = entree["empreinte"], attendu + 1
    if champs:
        return Verification(attendu - 1, min(champs), "des valeurs n'appartiennent à aucune entrée")
    entrees = lit(base)
    rang, raison = _blancs(entrees) or _ecart(base, entrees) or (None, "")
    return Verification(attendu - 1, rang, raison, sceau=precedent)


def rejoue(entrees: Iterable[Entree]) -> dict[tuple[str, str], tuple[int, dict[str, str | None]]]:
    """(kind, id) -> version and fields, as the changes left them."""
    etat: dict[tuple[str, str], tuple[int, dict[str, str | None]]] = {}
    for e in entrees:
        _, champs = etat.get((e.genre, e.objet), (0, {}))
        etat[e.genre, e.objet] = e.version, {**champs, **e.apres}
    return etat


def _blancs(entrees: Sequence[Entree]) -> tuple[int, str] | None:
    """The first value blanked without an entry that says so."""
    caviardes = {(e.genre, e.objet, champ): e.rang for e in entrees if e.geste == "caviarde" for champ in e.apres}
    for e in entrees:
        blancs = {champ for cote in (e.avant, e.apres) for champ, valeur in cote.items() if valeur is None}
        if any(caviardes.get((e.genre, e.objet, champ), 0) <= e.rang for champ in blancs):
            return e.rang, "une valeur a été effacée sans que le journal le dise"
    return None


def _ecart(base: Connection, entrees: Sequence[Entree]) -> tuple[int, str] | None:
    """The last entry of the first record that is not what the journal made of it."""
    attendus, auteurs = rejoue(entrees), _auteurs(entrees)
    presents = {(nom(genre), ligne["id"]): ligne for genre, table in TABLES.items() for ligne in _lignes(base, table)}
    derniers = {(e.genre, e.objet): e.rang for e in entrees}
    defauts = {nom(genre): _defauts(genre) for genre in TABLES}
    for cle in sorted(attendus.keys() | presents.keys()):
        version, champs = attendus.get(cle, (0, {}))
        attendu = (version, {**defauts.get(cle[0], {}), **champs}, auteurs.get(cle))
        ligne = presents.get(cle)
        if ligne is None or attendu != (ligne["version"], ligne["champs"], ligne["auteurs"]):
            return derniers.get(cle, len(entrees)), f"l'objet « {cle[0]} » {cle[1]} n'est pas celui que le journal a laissé"
    return None


def _defauts(genre: type) -> dict[str, str]:
    """Fields that a record has without any entry: a migration that added one gave it this value."""
    return {c.name: texte(c.default) for c in fields(genre) if c.default is not MISSING}


def _auteurs(entrees: Sequence[Entree]) -> dict[tuple[str, str], tuple[str, ...]]:
    """(kind, id) -> when and by whom it was created, when and by whom it was changed last."""
    trouves: dict[tuple[str, str], tuple[str, ...]] = {}
    for e in entrees:
        cree = trouves.get((e.genre, e.objet), (e.instant, e.acteur))[:2]
        trouves[e.genre, e.objet] = (*cree, e.instant, e.acteur)
    return trouves


def _lignes(base: Connection, table: sa.Table) -> Iterator[dict]:
    for ligne in base.execute(sa.select(table)).mappings():
        champs = {c: texte(v) for c, v in ligne.items() if c not in IDENTITE or c == "supprime"}
        auteurs = tuple(ligne[c] for c in ("cree_le", "cree_par", "modifie_le", "modifie_par"))
        yield {"id": ligne["id"], "version": ligne["version"], "champs": champs, "auteurs": auteurs}


def _defaut(entree: RowMapping, champs: list[RowMapping], precedent: str, attendu: int) -> str:
    if entree["rang"] != attendu:
        return "cette entrée manque"
    if entree["precedent"] != precedent:
        return "cette entrée ne suit pas la précédente"
    if any(c["valeur"] is not None and c["empreinte"] != _sceau(c["sel"], c["valeur"]) for c in champs):
        return "une valeur de cette entrée a été changée"
    if entree["empreinte"] != _empreinte(entree, champs):
        return "cette entrée a été changée"
    return ""


def _champ(rang: int, cote: str, champ: str, valeur: str) -> dict[str, object]:
    sel = secrets.token_hex(16)
    return {"rang": rang, "cote": cote, "champ": champ, "sel": sel, "valeur": valeur, "empreinte": _sceau(sel, valeur)}


def _sceau(sel: str, valeur: str) -> str:
    return hashlib.sha256(json.dumps([sel, valeur]).encode()).hexdigest()


def _empreinte(entree: Mapping, champs: Iterable[Mapping]) -> str:
    couvert = [entree[c] for c in ("rang", "instant", "acteur", "geste", "genre", "objet", "version", "defait", "precedent")]
    sceaux = sorted([c["cote"], c["champ"], c["empreinte"]] for c in champs)
    return hashlib.sha256(json.dumps([*couvert, sceaux], ensure_ascii=False).encode()).hexdigest()


def _par_rang(champs: Iterable[RowMapping]) -> dict[int, list[RowMapping]]:
    ranges: dict[int, list[RowMapping]] = {}
    for champ in champs:
        ranges.setdefault(champ["rang"], []).append(champ)
    return ranges


def _entree(entree: RowMapping, champs: Iterable[RowMapping]) -> Entree:
    cotes: dict[str, dict[str, str | None]] = {AVANT: {}, APRES: {}}
    for c in champs:
        cotes[c["cote"]][c["champ"]] = c["valeur"]
    sus = {c: entree[c] for c in ("rang", "instant", "acteur", "geste", "genre", "objet", "version", "defait")}
    return Entree(**sus, avant=cotes[AVANT], apres=cotes[APRES])

"""The journal of every change: a chain of hashes that shows any later hand, with values that may be blanked one by one.

Each field of an entry has a digest of its value under a random salt.  The entry's hash covers these digests and the hash of the
entry before: blanking a value and its salt leaves both in place.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

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
    """What a check of the whole journal found: ``rang`` is the first broken entry, None when there is none."""

    entrees: int
    rang: int | None = None
    raison: str = ""

    @property
    def intact(self) -> bool:
        return not self.raison


def maintenant() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def note(
    base: Connection,
    *,
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
        "instant": maintenant(),
        "acteur": acteur,
        "geste": geste,
        "genre": genre,
        "objet": objet,
        "version": version,
        "defait": defait,
        "precedent": dernier.empreinte if dernier else ORIGINE,
    }
    champs = [_champ(entree["rang"], cote, c, v) for cote, valeurs in ((AVANT, avant), (APRES, apres)) for c, v in valeurs.items()]
    base.execute(sa.insert(JOURNAL).values(**entree, empreinte=_empreinte(entree, champs)))
    if champs:
        base.execute(sa.insert(CHAMPS), champs)
    return entree["rang"]


def lit(base: Connection, *, genre: str | None = None, objet: str | None = None) -> list[Entree]:
    """Entries, oldest first, of one record or of all."""
    choix = sa.select(JOURNAL).order_by(JOURNAL.c.rang)
    if genre is not None:
        choix = choix.where(JOURNAL.c.genre == genre)
    if objet is not None:
        choix = choix.where(JOURNAL.c.objet == objet)
    lues = base.execute(choix).mappings().all()
    champs = _par_rang(base.execute(sa.select(CHAMPS).where(CHAMPS.c.rang.in_([e["rang"] for e in lues]))).mappings())
    return [_entree(e, champs.get(e["rang"], [])) for e in lues]


def caviarde(base: Connection, *, genre: str, objet: str, champ: str, valeur: str) -> int:
    """Blank, in every entry of one record, the values of ``champ`` equal to ``valeur``; how many."""
    rangs = sa.select(JOURNAL.c.rang).where(JOURNAL.c.genre == genre, JOURNAL.c.objet == objet)
    ou = (CHAMPS.c.rang.in_(rangs), CHAMPS.c.champ == champ, CHAMPS.c.valeur == valeur)
    return base.execute(sa.update(CHAMPS).where(*ou).values(sel=None, valeur=None)).rowcount


def verifie(base: Connection) -> Verification:
    """Follow the chain from its first entry, then compare its end with the records as they stand."""
    champs = _par_rang(base.execute(sa.select(CHAMPS).order_by(CHAMPS.c.rang)).mappings())
    precedent, attendu = ORIGINE, 1
    for entree in base.execute(sa.select(JOURNAL).order_by(JOURNAL.c.rang)).mappings():
        raison = _defaut(entree, champs.pop(entree["rang"], []), precedent, attendu)
        if raison:
            return Verification(attendu - 1, attendu, raison)
        precedent, attendu = entree["empreinte"], attendu + 1
    raison = "des valeurs n'appartiennent à aucune entrée" if champs else _ecart(base)
    return Verification(attendu - 1, None if not raison else attendu, raison)


def rejoue(entrees: Iterable[Entree]) -> dict[tuple[str, str], tuple[int, dict[str, str | None]]]:
    """(kind, id) -> version and fields, as the changes left them."""
    etat: dict[tuple[str, str], tuple[int, dict[str, str | None]]] = {}
    for e in entrees:
        _, champs = etat.get((e.genre, e.objet), (0, {}))
        etat[e.genre, e.objet] = e.version, {**champs, **e.apres}
    return etat


def _ecart(base: Connection) -> str:
    """How the records differ from what the journal made of them, "" when they do not."""
    attendus = rejoue(lit(base))
    presents = {(nom(genre), ligne["id"]): ligne for genre, table in TABLES.items() for ligne in _lignes(base, table)}
    for cle in sorted(attendus.keys() | presents.keys()):
        version, champs = attendus.get(cle, (0, {}))
        if cle not in presents or presents[cle]["version"] != version or not _memes(champs, presents[cle]["champs"]):
            return f"l'objet « {cle[0]} » {cle[1]} n'est pas celui que le journal a laissé"
    return ""


def _lignes(base: Connection, table: sa.Table) -> Iterator[dict]:
    from ctg_data.storage.codage import texte

    for ligne in base.execute(sa.select(table)).mappings():
        champs = {c: texte(v) for c, v in ligne.items() if c not in IDENTITE or c == "supprime"}
        yield {"id": ligne["id"], "version": ligne["version"], "champs": champs}


def _memes(attendus: Mapping[str, str | None], presents: Valeurs) -> bool:
    """A blanked value may be anything: what it was is known to nobody."""
    return attendus.keys() == presents.keys() and all(v is None or presents[c] == v for c, v in attendus.items())


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
    return hashlib.sha256(f"{sel}|{valeur}".encode()).hexdigest()


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

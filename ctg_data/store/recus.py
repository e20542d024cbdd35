"""The bundles that a store received, and the one that it shows (ADR 0018).

```
<store>/recus/courant.json              which bundles were received, when, by whom; the one shown, "" for none
<store>/recus/<id>/                     its values, one publication; meta.json: its manifest, without its members
<store>/recus/<id>.attributs.parquet    its facts, when it has some
<store>/recus/<id>.equipements.parquet  its facilities, when it has some
```
``courant.json`` is the last step of every change: a folder that it does not name does not exist.  It is written while nobody can
import: figures of a CAF's own and a received bundle are never current together.
"""

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from ctg_data import policy
from ctg_data.errors import MagasinInvalide, PublicationARefaire
from ctg_data.loaders import locales
from ctg_data.settings import Settings
from ctg_data.store import catalogue, durable, etat, lecture, moteur, paquet, prive, publie, tables
from ctg_data.store.edition import maintenant
from ctg_data.store.paquet import Lu, Paquet, PaquetRefuse
from ctg_data.store.publie import Publication
from ctg_data.territoires.atlas import Lieu
from ctg_data.wording import paquet as mots

DOSSIER, COURANT, FORMAT = "recus", "courant.json", 1
_ILLISIBLE = (PublicationARefaire, ValueError, KeyError, TypeError, AttributeError)
"""What the folder of a received bundle raises when it is not as this software wrote it."""


class PaquetIllisible(MagasinInvalide):
    """The bundle that a store shows is damaged, or was prepared by other rules than today's."""

    code = "paquet_illisible"


@dataclass(frozen=True)
class Entree:
    """One bundle received: its id, when (ISO instant, UTC), by whom."""

    id: str
    recu_le: str
    par: str


@dataclass(frozen=True)
class Courant:
    """What a store received, oldest first, and the id of what it shows."""

    entrees: tuple[Entree, ...] = ()
    montre: str = ""


@dataclass(frozen=True, eq=False)
class Recu:
    """A received bundle that can be read."""

    entree: Entree
    paquet: Paquet
    publication: Publication
    fichier_attributs: Path
    fichier_equipements: Path

    def attributs(self, niveau: str) -> pd.DataFrame:
        """COLONNES_ATTRIBUTS of one level.  Raises PaquetIllisible."""
        if not self.fichier_attributs.is_file():
            return lecture.assemble_attributs([])
        try:
            return lecture.attributs(self.fichier_attributs, "", gardees=None, choix={"niveau": [niveau]})
        except tables.ILLISIBLE as erreur:
            raise PaquetIllisible(mots.ABIME.format(nom=self.paquet.nom)) from erreur

    def equipements(self, niveau: str) -> pd.DataFrame:
        """COLONNES_EQUIPEMENTS of one level.  Raises PaquetIllisible."""
        if not self.fichier_equipements.is_file():
            return lecture.assemble_equipements([])
        try:
            return lecture.equipements(self.fichier_equipements, "", gardees=None, choix={"niveau": [niveau]})
        except tables.ILLISIBLE as erreur:
            raise PaquetIllisible(mots.ABIME.format(nom=self.paquet.nom)) from erreur


def chemin(settings: Settings) -> Path:
    """The file that changes whenever what is received or shown does."""
    return settings.store / DOSSIER / COURANT


def lit(settings: Settings) -> Courant:
    """What the store received; nothing before the first one.  Raises PaquetIllisible on a damaged list."""
    policy.require(settings.acteur, "lire_publie", DOSSIER)
    try:
        contenu = json.loads(chemin(settings).read_text(encoding="utf-8"))
        entrees = tuple(Entree(e["id"], paquet.instant(e["recu_le"]), e["par"]) for e in contenu["recus"])
        if contenu["format"] != FORMAT:
            raise ValueError("another format")
        return Courant(entrees, contenu["montre"])
    except FileNotFoundError:
        return Courant()
    except (OSError, ValueError, KeyError, TypeError) as erreur:
        raise PaquetIllisible(mots.LISTE_ABIMEE.format(fichier=chemin(settings))) from erreur


def montre(settings: Settings) -> Recu | None:
    """The bundle shown, None when the store shows its own figures.  Raises PaquetIllisible."""
    courant = lit(settings)
    entree = next((e for e in courant.entrees if e.id == courant.montre), None)
    if entree is None:
        return None
    try:
        return _ouvre(settings, entree)
    except _ILLISIBLE as erreur:
        raise PaquetIllisible(mots.ABIME_SANS_NOM) from erreur


def _ouvre(settings: Settings, entree: Entree) -> Recu:
    dossier = _dossier(settings, entree.id)
    publication = Publication(dossier, acteur=settings.acteur)
    lu = paquet.de_json(publication.meta["paquet"])
    if lu.moteur != moteur.empreinte():
        raise PaquetIllisible(mots.AUTRE_VERSION_ICI.format(nom=lu.nom))
    if any(map(locales.est_locale, lu.importees)):  # kept before they were refused
        raise PaquetIllisible(mots.LOCALES_ICI.format(nom=lu.nom))
    return Recu(entree, lu, publication, _a_cote(settings, entree.id, "attributs"), _a_cote(settings, entree.id, "equipements"))


def fiche(settings: Settings, entree: Entree) -> Paquet | None:
    """What is known of a received bundle, None when its folder cannot be read; whatever the rules it was prepared by."""
    with contextlib.suppress(*_ILLISIBLE):
        return paquet.de_json(Publication(_dossier(settings, entree.id), acteur=settings.acteur).meta["paquet"])
    return None


def lieux(settings: Settings, ici: tuple[Lieu, ...]) -> tuple[Lieu, ...]:
    """The perimeters of this workstation and those of the bundle shown; of one in both, the bundle's, of which its figures are."""
    try:
        recu = montre(settings)
    except PaquetIllisible:  # told by what reads its figures: the page that mends it must open
        return ici
    recus = recu.paquet.lieux if recu else ()
    return (*(x for x in ici if x.id not in {lieu.id for lieu in recus}), *recus)


def garde(settings: Settings, lu: Lu) -> Courant:
    """Keep a bundle and show it.  Raises PaquetRefuse where imported figures are current.  One kept already is only shown."""
    policy.require(settings.acteur, "importer", DOSSIER)
    entree = Entree(lu.paquet.id, maintenant(), settings.acteur)

    def avec(courant: Courant) -> Courant:
        _ecrit(settings, lu)  # where nobody else sweeps what is not declared yet
        autres = tuple(e for e in courant.entrees if e.id != entree.id)
        return Courant((*autres, entree), entree.id)

    return _change(settings, avec, seul=True)


def choisit(settings: Settings, identifiant: str) -> Courant:
    """Show another bundle of those received, or none (""): the store then shows its own figures."""
    policy.require(settings.acteur, "importer", DOSSIER)
    return _change(settings, lambda c: replace(c, montre=_connu(c, identifiant)), seul=bool(identifiant))


def oublie(settings: Settings, identifiant: str) -> Courant:
    """Remove a bundle; one that is shown is closed."""
    policy.require(settings.acteur, "importer", DOSSIER)

    def sans(courant: Courant) -> Courant:
        _connu(courant, identifiant)
        restees = tuple(e for e in courant.entrees if e.id != identifiant)
        return Courant(restees, "" if courant.montre == identifiant else courant.montre)

    return _change(settings, sans, seul=False)


def _connu(courant: Courant, identifiant: str) -> str:
    if identifiant and identifiant not in {e.id for e in courant.entrees}:
        raise PaquetRefuse(mots.INCONNU.format(id=identifiant))
    return identifiant


def _change(settings: Settings, geste: Callable[[Courant], Courant], *, seul: bool) -> Courant:
    """Write what is received and shown while nobody can import; folders that are not named any more go."""
    with catalogue.ecriture(catalogue.ouvre(settings.store)) as base:
        if seul and etat.lit(base, etat.dernier_rang(base)).courantes:
            raise PaquetRefuse(mots.MAGASIN_PROPRE.format(dossier=settings.store))
        courant = geste(_lisible(settings))
        contenu = {"format": FORMAT, "montre": courant.montre, "recus": [vars(e) for e in courant.entrees]}

        def ecriture(provisoire: Path) -> None:
            provisoire.write_text(json.dumps(contenu, ensure_ascii=False, indent=1), encoding="utf-8")
            durable.prive(provisoire)

        chemin(settings).parent.mkdir(parents=True, exist_ok=True)
        durable.ecrit_fichier(chemin(settings), ecriture)
        _balaie(settings, courant)
    return courant


def _lisible(settings: Settings) -> Courant:
    """A damaged list is begun again: opening a bundle mends it."""
    try:
        return lit(settings)
    except PaquetIllisible:
        return Courant()


def _ecrit(settings: Settings, lu: Lu) -> None:
    """The folder, written by this software from the rows that were looked at; one that is whole stays."""
    dossier = _dossier(settings, lu.paquet.id)
    cotes = [(_a_cote(settings, lu.paquet.id, nom), table, forme) for nom, table, forme in _tables(lu)]
    if publie.saine(dossier) and all(prive.sain(fichier, len(table), forme) for fichier, table, forme in cotes):
        return
    if dossier.exists():
        publie.retire(dossier)
    dossier.parent.mkdir(parents=True, exist_ok=True)
    for fichier, table, forme in cotes:
        prive.ecrit(fichier, table, forme)
    p = lu.paquet
    meta = {"id": p.publication, "demo": p.demo, "creee_le": p.publie_le, "moteur": p.moteur, "paquet": paquet.vers_json(p)}
    publie.ecrit_dossier(dossier, [(nom, frame) for nom, frame in lu.valeurs.items() if len(frame)], meta, acteur=settings.acteur)


def _balaie(settings: Settings, courant: Courant) -> None:
    """A folder that the system holds is left to the next time."""
    durable.balaie(chemin(settings).parent)
    gardes = {e.id for e in courant.entrees}
    for reste in chemin(settings).parent.iterdir():
        if reste.name.startswith(".") or reste.name == COURANT or reste.name.split(".")[0] in gardes:
            continue
        with contextlib.suppress(OSError):
            publie.retire(reste) if reste.is_dir() else reste.unlink()


def _dossier(settings: Settings, identifiant: str) -> Path:
    return settings.store / DOSSIER / identifiant


def _tables(lu: Lu) -> list[tuple[str, pd.DataFrame, tables.Format]]:
    """(name, rows, format) of what is kept beside the published values; those that have rows."""
    connues = (("attributs", lu.attributs, prive.ATTRIBUTS), ("equipements", lu.equipements, prive.EQUIPEMENTS))
    return [(nom, table, forme) for nom, table, forme in connues if len(table)]


def _a_cote(settings: Settings, identifiant: str, nom: str) -> Path:
    return settings.store / DOSSIER / f"{identifiant}.{nom}.parquet"

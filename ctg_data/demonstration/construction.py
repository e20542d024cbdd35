"""The embedded demonstration: draw the whole country, import it like any extract, publish it, keep a part of the protected values."""

import contextlib
import hashlib
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ctg_data import loaders
from ctg_data.demonstration import fichiers_services, inventaire
from ctg_data.demonstration.cadre import cadre
from ctg_data.demonstration.generation import du_lot, ensemble
from ctg_data.demonstration.geographie import Lot
from ctg_data.demonstration.hasard import GRAINE
from ctg_data.demonstration.requete import Pays
from ctg_data.diagnostic import publication
from ctg_data.errors import CtgError
from ctg_data.settings import Settings
from ctg_data.store import durable, embarques, local, publie
from ctg_data.store.magasin import Magasin
from ctg_data.store.publie import Publication
from ctg_data.territoires import referentiel as territoires
from ctg_data.territoires.referentiel import Referentiel

DEPARTEMENTS = ("16", "23", "33", "40", "86", "87")
"""Départements whose communes are embedded, with every commune of the EPCI on their borders."""
PILOTES = ("200066512", "248719353")
"""EPCI of which perimeters can be made: the invented measures of their départements are embedded too."""
TITRE = "Données de démonstration, fictives"
PROCESSUS = 2
"""Each holds one région's extracts at a time: about a gigabyte."""
TEMOIN = "complet"
"""Beside a kept store: the seed and the reference of the draw that it wholly holds."""
Dit = Callable[[str], None]
Frames = Iterable[tuple[str, pd.DataFrame]]


def construit(reglages: Settings, demo: Path, *, graine: int = GRAINE, magasin: Path | None = None, dit: Dit = print) -> Publication:
    """Draw, import, publish in a store of its own, then replace ``demo``.  Raises CtgError if an extract is refused.

    ``magasin``: folder of that store, kept; when it already holds the whole draw of ``graine``, only the rest is done.
    Without it the store is temporary.  The same seed, reference, catalogue and engine give the same values and the same id.
    """
    referentiel = territoires.charge(reglages.reference)
    demo.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as fin:
        dossier = magasin or Path(fin.enter_context(tempfile.TemporaryDirectory(prefix="ctg-demonstration-")))
        travail = Settings(store=dossier / "magasin", reference=reglages.reference, demo=None)
        remplit(referentiel, travail, graine, dit=dit)
        frames = publication.valeurs(Magasin(travail), referentiel, _etapes(dit))
        publiee = embarque(frames, referentiel, demo, graine=graine)
        mesures = mesures_des_pilotes(Magasin(travail), referentiel)
        local.ecrit(demo / local.EMBARQUEES, mesures)
        ajoute_inventaire(referentiel, demo, mesures, graine=graine)
        return publiee


def embarque(frames: Frames, referentiel: Referentiel, demo: Path, *, graine: int) -> Publication:
    """Write what is embedded of a publication, at ``demo``, whose previous content goes."""
    gardees = list(restreint(frames, communes_embarquees(referentiel)))
    meta = {"id": empreinte(gardees), "demo": True, "titre": TITRE, "graine": graine, "reference": referentiel.empreinte}
    neuf = demo.with_name(f"{demo.name}.neuf")
    shutil.rmtree(neuf, ignore_errors=True)
    publie.ecrit_dossier(neuf, gardees, meta, zstd=publie.ZSTD_LIVRE)
    if demo.exists():
        publie.retire(demo)
    durable.remplace(neuf, demo)
    return Publication(demo)


def mesures_des_pilotes(magasin: Magasin, referentiel: Referentiel) -> pd.DataFrame:
    """COLONNES_MESURES around the pilot territories; editions named after their source and year, the same from one store to another."""
    lues = magasin.mesures(None, local.NIVEAUX, departements_pilotes(referentiel))
    return lues.assign(edition=lues["source"].astype("str") + "@" + lues["annee"].astype("str"))


def departements_pilotes(referentiel: Referentiel) -> tuple[str, ...]:
    """Départements of the pilot territories."""
    return tuple(sorted({referentiel.territoire("commune", c).departement for e in PILOTES for c in referentiel.membres("epci", e)}))


def ajoute_mesures(reglages: Settings, demo: Path, *, graine: int = GRAINE) -> int:
    """Write beside an embedded demonstration the measures of its pilot territories, drawn alone; gives the number of rows.

    Their draw is that of the whole country (``genere``), but for the list of France services, whose numbering runs over it.
    """
    referentiel = territoires.charge(reglages.reference)
    pays, departements = Pays(cadre(referentiel, graine)), departements_pilotes(referentiel)
    with tempfile.TemporaryDirectory(prefix="ctg-demonstration-") as dossier:
        travail = Settings(store=Path(dossier) / "magasin", reference=reglages.reference, demo=None)
        atelier = _Atelier(Path(dossier), Magasin(travail), referentiel, pays)
        for fichier in _des_pilotes(pays, departements, Path(dossier)):
            _importe_un(atelier, fichier)
        lues = mesures_des_pilotes(atelier.magasin, referentiel)
    local.ecrit(demo / local.EMBARQUEES, lues)
    ajoute_inventaire(referentiel, demo, lues, graine=graine)
    return len(lues)


def ajoute_inventaire(referentiel: Referentiel, demo: Path, mesures: pd.DataFrame, *, graine: int) -> None:
    """Write beside them the fictitious facilities of the pilot territories, as many as ``mesures`` count."""
    communes = tuple(c for e in PILOTES for c in referentiel.membres("epci", e))
    embarques.ecrit(demo, inventaire.equipements(referentiel, mesures, communes, graine=graine))


def _des_pilotes(pays: Pays, departements: Sequence[str], dossier: Path) -> Iterator[Path]:
    for fichier in ensemble(pays, departements, dossier):
        if not fichier.name.startswith(fichiers_services.PREFIXE):
            yield fichier
    for departement in departements:
        yield from du_lot(pays, Lot(f"dep{departement}", (departement,)), dossier)
    yield from fichiers_services.france_services(pays, sorted(set(pays.cadre.communes["departement"])), dossier)


def communes_embarquees(referentiel: Referentiel) -> frozenset[str]:
    """Communes of DEPARTEMENTS, and of every EPCI that has one of them."""
    lieux = referentiel.appartenance()
    dedans = lieux["departement"].isin(DEPARTEMENTS)
    voisins = set(lieux.loc[dedans, "epci"]) - {""}
    return frozenset(lieux.loc[dedans | lieux["epci"].isin(voisins), "commune"])


def restreint(frames: Frames, communes: frozenset[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every level above the commune, and ``communes``; figures that nobody has are left out there, as rows that say nothing."""
    for nom, valeurs in frames:
        if nom.split("-")[0] == "commune":
            valeurs = valeurs[valeurs["code"].isin(communes) & (valeurs["statut"] != "nd")]
        if len(valeurs):
            yield nom, valeurs


def empreinte(frames: Frames) -> str:
    """Id of a publication by its content: it changes when one published value does."""
    somme = hashlib.sha256()
    for nom, valeurs in sorted(frames, key=lambda paire: paire[0]):
        ordonnees = valeurs.astype({c: "str" for c in valeurs.columns if isinstance(valeurs[c].dtype, pd.CategoricalDtype)})
        lignes = pd.util.hash_pandas_object(ordonnees, index=False).sort_values()
        somme.update(nom.encode() + lignes.to_numpy().tobytes())
    return somme.hexdigest()[:16]


def remplit(referentiel: Referentiel, travail: Settings, graine: int, *, dit: Dit) -> None:
    """Draw and import, unless the store says that it holds this very draw."""
    temoin, contenu = travail.store.parent / TEMOIN, f"{graine} {referentiel.empreinte}"
    if temoin.is_file() and temoin.read_text() == contenu:
        dit("Extraits déjà importés")
        return
    temoin.unlink(missing_ok=True)
    shutil.rmtree(travail.store, ignore_errors=True)
    Magasin(travail)
    for nom, extraits in _importe(referentiel, travail, graine):
        dit(f"{nom} : {extraits} extraits importés")
    temoin.write_text(contenu)


def _importe(referentiel: Referentiel, travail: Settings, graine: int) -> Iterator[tuple[str, int]]:
    """Draw and import région by région, in a few processes; pairs (what was done, number of files)."""
    taches = [None, *_lots(referentiel)]
    contexte = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(PROCESSUS, os.cpu_count() or 1), contexte, _prepare, (travail, graine)) as equipe:
        for fait in as_completed([equipe.submit(_tache, lot) for lot in taches]):
            yield fait.result()


def _lots(referentiel: Referentiel) -> list[Lot]:
    """One a région, the heaviest first."""
    lieux = referentiel.appartenance()
    poids = lieux["region"].value_counts()
    return [Lot(f"reg{r}", tuple(sorted(set(lieux.loc[lieux["region"] == r, "departement"])))) for r in poids.index]


@dataclass(frozen=True)
class _Atelier:
    """What a worker process keeps between its tasks."""

    travail: Path
    magasin: Magasin
    referentiel: Referentiel
    pays: Pays


_ATELIER: list[_Atelier] = []


def _prepare(travail: Settings, graine: int) -> None:
    referentiel = territoires.charge(travail.reference)
    _ATELIER[:] = [_Atelier(travail.store.parent, Magasin(travail), referentiel, Pays(cadre(referentiel, graine)))]


def _tache(lot: Lot | None) -> tuple[str, int]:
    """Write the files of one lot (None: those of the whole country), import each, throw it away."""
    (atelier,) = _ATELIER
    with tempfile.TemporaryDirectory(dir=atelier.travail) as dossier:
        tous = sorted(set(atelier.pays.cadre.communes["departement"]))
        fichiers = ensemble(atelier.pays, tous, Path(dossier)) if lot is None else du_lot(atelier.pays, lot, Path(dossier))
        nombre = sum(_importe_un(atelier, fichier) for fichier in fichiers)
    return (lot.nom if lot else "France entière"), nombre


def _importe_un(atelier: _Atelier, fichier: Path) -> int:
    chargement = loaders.charge(fichier, referentiel=atelier.referentiel)
    if chargement.fautes:
        raise CtgError(f"L'extrait fictif {chargement.fichier} est refusé : {chargement.fautes[0]}")
    atelier.magasin.enregistre(chargement)
    fichier.unlink()
    return 1


def _etapes(dit: Dit) -> Callable[[str, float], None]:
    """Say each tenth of a step once."""
    vus: set[tuple[str, int]] = set()

    def progres(etape: str, part: float) -> None:
        if (cle := (etape, int(10 * part))) not in vus:
            vus.add(cle)
            dit(f"{etape} : {part:.0%}")

    return progres

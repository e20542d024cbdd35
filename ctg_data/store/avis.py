"""What the person who imports a file must be told of what it replaces, in French; never a figure of the files."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.store import cles
from ctg_data.store.catalogue import Portee
from ctg_data.store.edition import Edition
from ctg_data.store.etat import Etat
from ctg_data.store.lecture import MSA, bout_a_bout
from ctg_data.store.paquet import Paquet
from ctg_data.store.portees import avec_departement
from ctg_data.wording import nombres
from ctg_data.wording import paquet as mots

CELLULE = ("source", "annee", "mesure", "modalite", "regime", "departement")
ENSEMBLE = "caf_msa"
MSA_SEULE = (
    "Ce fichier ne porte que sur la MSA : ses chiffres s'ajoutent à ceux de la Caf donnés par une requête type. Là où la Caf n'est connue "
    "que par une autre source, celle-ci reste seule montrée."
)
REGRET = "Si ce n'est pas voulu, retirez cette version : les chiffres d'avant reviennent."


def avis(edition: Edition, anciennes: Sequence[Edition], mesures: pd.DataFrame, *, remplacees: pd.DataFrame) -> Iterator[str]:
    """Sentences on a new edition and its rows against the editions that it replaces somewhere and the rows that it takes over."""
    for ancienne in anciennes:
        yield from _recul(edition, ancienne)
    yield from _couverture(mesures, remplacees)
    if set(mesures["regime"].unique()) == {MSA}:
        yield MSA_SEULE


def regimes(actuel: Etat, portees: Collection[Portee]) -> Iterator[str]:
    """One sentence for each edition whose figures of both schemes together go on hiding those of one scheme in the new file."""
    reunies = [replace(p, regime=ENSEMBLE) for p in portees if p.regime not in ("", ENSEMBLE)]
    genantes = {actuel.portees[p] for p in reunies if p in actuel.portees}
    for rang in sorted(genantes):
        yield (
            f"La version {actuel.ids[rang]} donne déjà, pour les mêmes mesures, les chiffres de la Caf et de la MSA réunis : "
            "ce sont eux qui restent montrés. Retirez-la pour montrer ceux de ce fichier."
        )


def melange(edition: Edition, contraire: Edition) -> Faute:
    """Real and fictitious figures never stand together in one store."""
    lui, eux = ("fictif", "réel") if edition.fictif else ("réel", "fictif")
    return Faute(
        edition.fichier,
        "fictif_et_reel",
        f"un extrait {lui}, alors que le magasin montre un extrait {eux} (« {contraire.fichier} »)",
        "des extraits tous réels, ou tous fictifs",
        "Importez-le dans un autre magasin (--store DOSSIER), ou retirez d'abord les autres éditions.",
    )


def paquet_montre(edition: Edition, paquet: Paquet) -> Faute:
    """Imported figures never stand beside a received bundle (ADR 0018)."""
    trouve = mots.IMPORT_TROUVE.format(nom=paquet.nom, jour=mots.jour(paquet.prepare_le))
    return Faute(edition.fichier, "paquet_montre", trouve, mots.IMPORT_ATTENDU, mots.IMPORT_REMEDE)


def jour(instant: str) -> str:
    """An ISO day or instant as a day written in French."""
    return nombres.jour(date.fromisoformat(instant[:10]))


def _recul(edition: Edition, ancienne: Edition) -> Iterator[str]:
    """An older extraction, or one that is not final, in place of a newer or a final one."""
    autre = f"(version {ancienne.id}, « {ancienne.fichier} »)"
    if edition.extraction and edition.extraction < ancienne.extraction:
        yield (
            f"Ce fichier, extrait le {jour(edition.extraction)}, remplace des chiffres extraits plus tard, "
            f"le {jour(ancienne.extraction)} {autre}. {REGRET}"
        )
    if (edition.consolidation, ancienne.consolidation) == ("semi_definitif", "definitif"):
        date = f" extraits le {jour(ancienne.extraction)}" if ancienne.extraction else ""
        yield f"Ce fichier semi-définitif remplace des chiffres définitifs{date} {autre}. {REGRET}"


def _couverture(mesures: pd.DataFrame, remplacees: pd.DataFrame) -> Iterator[str]:
    """One sentence for each year and département where communes lose the figures that the new file gives for others."""
    cle, anciennes = ("annee", "departement", "code"), _communes(remplacees)
    if anciennes.empty:
        return
    anciennes = avec_departement(anciennes, {})
    nouvelles = _communes(mesures)
    toutes = pd.DataFrame({c: bout_a_bout([nouvelles[c], anciennes[c]]) for c in (*CELLULE, "code")})
    coupe = len(toutes) - len(anciennes)
    meme_cellule, meme_place = (_retrouvees(toutes, colonnes, coupe) for colonnes in (CELLULE, (*CELLULE, "code")))
    perdue = ~meme_place[meme_cellule]
    if not perdue.any():
        return
    visees = anciennes.loc[meme_cellule, list(cle)].assign(perdue=perdue)
    perdues = visees.groupby(list(cle), observed=True)["perdue"].any()
    for (annee, departement), communes in perdues.groupby(level=[0, 1], observed=True):
        if communes.any():
            yield _partielle(annee, departement, len(communes), int(communes.sum()))


def _partielle(annee: int, departement: str, total: int, perdues: int) -> str:
    portees = nombres.pluriel(total - perdues, "commune") if total > perdues else "aucune commune"
    autres = "l'autre n'aura" if perdues == 1 else f"les {nombres.nombre(perdues)} autres n'auront"
    return (
        f"{annee}, département {departement} : ce fichier ne porte que {portees} sur les {nombres.nombre(total)} qui avaient déjà "
        f"des chiffres ; {autres} plus de chiffre pour ces mesures. {REGRET}"
    )


def _communes(mesures: pd.DataFrame) -> pd.DataFrame:
    return mesures[(mesures["niveau"] == "commune").to_numpy()]


def _retrouvees(toutes: pd.DataFrame, colonnes: Sequence[str], coupe: int) -> np.ndarray:
    """Which rows after ``coupe`` have the same ``colonnes`` as a row before it."""
    identite = cles.cle(toutes, colonnes)
    return np.isin(identite[coupe:], identite[:coupe])

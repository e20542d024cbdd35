"""A portrait as it was on a past day: the days that can be reopened, what changed on each, what to know of what is read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ctg_data.diagnostic import publication
from ctg_data.store.corpus import Corpus
from ctg_data.store.publications import Journee
from ctg_data.territoires.atlas import NIVEAU
from ctg_data.views.editions import instant
from ctg_data.views.model import PortraitView
from ctg_data.wording import nombres
from ctg_data.wording.typographie import soigne

NOMMES = 3
"""Files that the name of a day gives; beyond, they are counted."""
TITRE = "Portrait tel qu’au {jour} : ce ne sont pas les chiffres d’aujourd’hui."
MEMES = "Portrait tel qu’au {jour} : les chiffres en vigueur ce jour-là sont encore ceux d’aujourd’hui."
PUBLIE = "Chiffres publiés le {jour}."
REFAIT = (
    "Ce jour avait été publié par une autre version du logiciel : il est recalculé avec les règles d’aujourd’hui, à partir des fichiers "
    "alors en vigueur. Un chiffre peut différer de ce qui se lisait ce jour-là."
)
RETIREE = "« {fichier} », alors en vigueur, a été retiré depuis, le {quand}{raison}."
TERRITOIRES = "Les territoires, leurs noms et leur population sont ceux d’aujourd’hui."
SECRET = soigne(
    "Ne diffusez pas ce portrait à côté d’un portrait d’une autre date : le secret protège chaque version, non la différence de deux, qui "
    "peut révéler un petit effectif. Le service des études peut le vérifier."
)
"""Said where some edition is the Caf's own, on the page without being asked."""


@dataclass(frozen=True)
class Jour:
    """One day that can be asked for: ISO day, its name, what changed on it; ``lisible`` is False where it must be computed again."""

    jour: str
    libelle: str
    change: str
    lisible: bool


def court(jour: str) -> str:
    """« 12/03/2026 »."""
    return f"{date.fromisoformat(jour):%d/%m/%Y}"


def connait(niveau: str, lu: Corpus, actuel: Corpus) -> bool:
    """Whether the past corpus holds a level: the values of perimeters complete the current publication alone (ADR 0013)."""
    return niveau != NIVEAU or lu.empreinte == actuel.empreinte


def jours(journees: Sequence[Journee], fichiers: Mapping[str, str], aujourdhui: str) -> tuple[Jour, ...]:
    """The days before today on which something was published, latest first.  ``fichiers``: edition -> its file."""
    avant = (None, *journees)
    lus = [(precedente, j) for precedente, j in zip(avant, journees, strict=False) if j.jour < aujourdhui]
    return soigne(tuple(Jour(j.jour, court(j.jour), _change(p, j, fichiers), bool(j.lue)) for p, j in reversed(lus)))


def _change(avant: Journee | None, apres: Journee, fichiers: Mapping[str, str]) -> str:
    """What came into force that day, and what went."""
    anciennes = avant.editions if avant else frozenset()
    arrivees, parties = apres.editions - anciennes, anciennes - apres.editions
    if not arrivees and not parties:
        return "mêmes fichiers, recalculés"
    dits = ((arrivees, "entré en vigueur", "entrés en vigueur"), (parties, "remplacé ou retiré", "remplacés ou retirés"))
    return " ; ".join(f"{_noms(ids, fichiers)} {plusieurs if len(ids) > 1 else un}" for ids, un, plusieurs in dits if ids)


def _noms(ids: frozenset[str], fichiers: Mapping[str, str]) -> str:
    noms = sorted(fichiers.get(i, i) for i in ids)
    return nombres.enumere(noms) if len(noms) <= NOMMES else nombres.pluriel(len(noms), "fichier")


def moment(jour: str, journee: Journee, actuel: Corpus) -> tuple[str, ...]:
    """What to know of the portrait of ``jour``, beside the corpus of today."""
    publiee = actuel.publication or actuel.demonstration
    editions = actuel.editions.to_dict("records")
    return soigne(tuple(_moment(jour, journee, editions, publiee.id if publiee else "")))


def _moment(jour: str, journee: Journee, editions: Sequence[Mapping], actuelle: str) -> Iterator[str]:
    if journee.lue == actuelle:
        yield MEMES.format(jour=court(jour))
        return
    yield TITRE.format(jour=court(jour))
    if journee.jour != jour or journee.creee_le[:10] != jour:
        yield PUBLIE.format(jour=court(journee.creee_le[:10]))
    if journee.reconstituee:
        yield REFAIT
    for e in editions:
        if e["id"] in journee.editions and e["retiree"]:
            raison = f" : {e['retiree_raison'].rstrip('.')}" if e["retiree_raison"] else ""
            yield RETIREE.format(fichier=e["fichier"], quand=instant(e["retiree_le"]), raison=raison)
    yield TERRITOIRES
    if any(publication.PROFIL in e["profil_secret"] for e in editions):
        yield SECRET


def tel_qu_au(vue: PortraitView, jour: str, dit: tuple[str, ...]) -> PortraitView:
    """The portrait of a past day, that says so wherever it goes: on screen, in its files, beside each of its figures."""
    version = soigne(f"{vue.version}, tel qu’au {court(jour)}")
    return replace(vue, au=jour, moment=dit, version=version)

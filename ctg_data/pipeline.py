"""Import orchestration: load each file, record what is sound, then compute, protect and publish once."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal

from ctg_data import loaders, perimetres, policy
from ctg_data.diagnostic import controle as controles
from ctg_data.diagnostic import publication
from ctg_data.diagnostic.controle import Bilan
from ctg_data.errors import CtgError, Faute, FichierRefuse, PasseInconnu, RaisonRefusee
from ctg_data.indicators import locaux, registry, vocabulaire
from ctg_data.loaders import locales, sources
from ctg_data.loaders import requete_type_vraisemblance as vraisemblance
from ctg_data.loaders.fichier import nom_lisible
from ctg_data.loaders.model import Chargement, Source
from ctg_data.loaders.requete_type_schema import SOURCE_ID
from ctg_data.settings import Settings
from ctg_data.store import annonces, moteur
from ctg_data.store.edition import Edition, maintenant
from ctg_data.store.magasin import Magasin
from ctg_data.store.portees import Changements
from ctg_data.store.publications import Journee, Publications
from ctg_data.territoires import referentiel as territoires
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.wording import nombres

Progres = Callable[[str, float], None]
"""Called with the step, in French, and the share done, from 0 to 1."""

_JOURNAL = logging.getLogger(__name__)
REPAREE = "Les chiffres de cette version étaient absents du magasin ou abîmés : ils ont été remis en état."
REVISEE = (
    "Ce fichier change ou retire {valeurs} de la Caf. Le secret protège chaque publication, non la différence de deux : ne diffusez pas "
    "côte à côte des portraits d'avant et d'après. « audit --avec » dit si un petit effectif s'en déduirait."
)
PART_LECTURE = 0.5
"""Share of the progress bar given to reading; the rest is computing."""


@dataclass(frozen=True)
class Rapport:
    """What became of one file.  ``mesures``, ``attributs``, ``equipements``: numbers of rows recorded; ``edition``: "" if refused.

    ``retabli``: the same bytes were imported before, then replaced or withdrawn, and are current again.
    """

    fichier: str
    sources: tuple[str, ...]
    etat: Literal["importe", "inchange", "retabli", "refuse"]
    edition: str = ""
    lignes_lues: int = 0
    mesures: int = 0
    statuts: Mapping[str, int] = field(default_factory=dict)
    annees: tuple[int, ...] = ()
    niveaux: tuple[str, ...] = ()
    fautes: tuple[Faute, ...] = ()
    avertissements: tuple[str, ...] = ()
    changements: Changements | None = None
    attributs: int = 0
    equipements: int = 0

    def as_dict(self) -> dict[str, object]:
        """The shape of ``import --json``: ``source`` is a list, ``edition`` and ``changements`` null when refused."""
        contenu = asdict(self)
        sources = contenu.pop("sources")
        return {"fichier": contenu.pop("fichier"), "source": list(sources), **contenu, "edition": self.edition or None}


@dataclass(frozen=True)
class Retrait:
    """What a gesture on an edition did: ``fait`` is False when it was done already; ``revenues``: files whose figures are back."""

    edition: str
    fichier: str
    fait: bool
    revenues: tuple[str, ...] = ()


def importe(
    settings: Settings,
    fichiers: Iterable[Path | str],
    *,
    annee: int | None = None,
    progres: Progres | None = None,
    publier: bool = True,
) -> list[Rapport]:
    """Import files one by one: nothing of a refused one is kept, the others go on; then publish.

    Raises MagasinInvalide, CtgError or ActionRefusee when the store or the reference cannot be used at all.
    """
    chemins = [Path(fichier) for fichier in fichiers]
    policy.require(settings.acteur, "importer", str(settings.store))
    magasin, referentiel = Magasin(settings), territoires.charge(settings.reference)
    rapports = []
    for numero, chemin in enumerate(chemins):
        _dit(progres, f"Lecture de {nom_lisible(chemin)}", PART_LECTURE * numero / len(chemins))
        rapports.append(_importe_un(magasin, chemin, annee=annee, referentiel=referentiel))
    loaders.oublie()
    if publier:
        _publie(settings, magasin, referentiel, progres=_reste(progres))
    _dit(progres, "Terminé", 1.0)
    return rapports


def publie(settings: Settings, progres: Progres | None = None) -> str:
    """Compute, protect and write the publication of what is current; its id, "" for an empty store.

    Does nothing when that publication is already the current one, whole; a missing or damaged one is written again.
    """
    return _publie(settings, Magasin(settings), territoires.charge(settings.reference), progres=progres)


def reconstitue(settings: Settings, jour: str, progres: Progres | None = None) -> Journee:
    """Compute again, by today's rules, what was published at the end of ``jour`` (ISO), from the editions then in force, and keep it.

    Does nothing where it can be read as it is.  Raises PasseInconnu when nothing had been published, or when those editions are not known.
    """
    policy.require(settings.acteur, "publier", str(settings.store))
    publications, referentiel = Publications(settings), territoires.charge(settings.reference)
    while True:
        passee = publications.journee(jour)
        if passee is None:
            raise PasseInconnu(f"Rien n'était publié dans ce magasin le {nombres.jour(date.fromisoformat(jour))}.")
        if passee.lue:
            _dit(progres, "Terminé", 1.0)
            return passee
        vu = Magasin(settings).au(passee.creee_le)
        if set(vu.courantes()) != passee.editions:
            raise PasseInconnu("Les versions alors en vigueur ne se retrouvent pas dans le catalogue : ce jour ne peut pas être recalculé.")
        identifiant = _identifiant(vu, referentiel)
        if not publications.saine(identifiant):
            publications.ote(identifiant)
            _ecrit(publications, vu, referentiel, progres=progres, meta={"id": identifiant, "creee_le": passee.creee_le})
        publications.garde(passee.publication, identifiant)  # purged meanwhile by another process: once more


def controle(settings: Settings, progres: Progres | None = None) -> tuple[Bilan, ...]:
    """Each published level of the current editions against the sum of its parts (``diagnostic.controle``)."""
    noms, bilans = list(vocabulaire.catalogue()), []
    for bilan in controles.controle(Magasin(settings), territoires.charge(settings.reference)):
        _dit(progres, f"Contrôle des totaux : {bilan.mesure}", noms.index(bilan.mesure) / len(noms))
        bilans.append(bilan)
    return tuple(bilans)


def retire(settings: Settings, edition: str, progres: Progres | None = None, *, raison: str) -> Retrait:
    """Withdraw an edition imported by mistake and publish what is current without it; no file is erased.

    Raises CtgError when there is no such edition, RaisonRefusee without ``raison``.
    """
    exige_raison(raison)
    return _change(settings, edition, partial(Magasin.retire, raison=raison), progres=progres)


def retablit(settings: Settings, edition: str, progres: Progres | None = None) -> Retrait:
    """Undo ``retire``: the edition takes its place again, behind those imported after it."""
    return _change(settings, edition, Magasin.retablit, progres=progres)


def epingle(settings: Settings, edition: str, progres: Progres | None = None, *, raison: str) -> Retrait:
    """Keep an edition in force whatever is imported after it, and publish.  Raises CtgError as ``retire`` does."""
    exige_raison(raison)
    return _change(settings, edition, partial(Magasin.epingle, raison=raison), progres=progres)


def libere(settings: Settings, edition: str, progres: Progres | None = None) -> Retrait:
    """Undo ``epingle``: what was imported since is in force."""
    return _change(settings, edition, Magasin.libere, progres=progres)


def exige_raison(raison: str) -> None:
    """Raises RaisonRefusee when there is none: who comes after must know why a version is not in force."""
    if not raison.strip():
        raise RaisonRefusee("Une raison est demandée : dites en une phrase pourquoi, elle restera dans la liste des versions.")


def _change(settings: Settings, identifiant: str, geste: Callable[[Magasin, str], bool], *, progres: Progres | None) -> Retrait:
    magasin = Magasin(settings)
    edition, avant = magasin.edition(identifiant), magasin.fige()
    fait = geste(magasin, identifiant)
    revenues = tuple(magasin.edition(i).fichier for i in magasin.remises(avant))
    _publie(settings, magasin, territoires.charge(settings.reference), progres=progres)
    _dit(progres, "Terminé", 1.0)
    return Retrait(identifiant, edition.fichier, fait, revenues)


def _importe_un(magasin: Magasin, chemin: Path, *, annee: int | None, referentiel: Referentiel) -> Rapport:
    try:
        chargement = loaders.charge(chemin, annee=annee, referentiel=referentiel, sources=_lisibles())
        if chargement.fautes:
            return _refuse(chargement)
        edition = magasin.enregistre(chargement, juge=lambda nouveau: _invraisemblances(magasin, nouveau))
        return _accepte(magasin, edition, chargement)
    except FichierRefuse as refus:
        return Rapport(nom_lisible(chemin), (), "refuse", fautes=refus.fautes)
    except (CtgError, OSError):
        raise
    except Exception as defaut:  # a bug met on one file must neither stop the others nor leave them unpublished
        _JOURNAL.error("import of one file failed: %s", type(defaut).__name__)  # no text: it may quote a figure
        return Rapport(nom_lisible(chemin), (), "refuse", fautes=(_defaut(chemin, defaut),))


def _lisibles() -> Mapping[str, Source]:
    """What a file may be: every source, but the local ones that name a measure that does not exist."""
    propres = locales.actives()
    fausses = {d.source for d in propres.declarations if locaux.fautes(d)}
    return {nom: source for nom, source in sources.catalogue(propres).items() if nom not in fausses}


def _defaut(chemin: Path, defaut: Exception) -> Faute:
    return Faute(
        nom_lisible(chemin),
        "defaut_du_logiciel",
        f"un contenu que le logiciel n'a pas su lire ({type(defaut).__name__})",
        "un fichier tel que le producteur le donne",
        "Reprenez le fichier d'origine ; s'il l'est déjà, signalez ce défaut du logiciel.",
    )


def _invraisemblances(magasin: Magasin, chargement: Chargement) -> Sequence[str]:
    """What the store makes unlikely in a requête type."""
    if SOURCE_ID not in chargement.sources:
        return ()
    connues = magasin.mesures(vraisemblance.utiles(chargement.mesures), ["commune"])
    return vraisemblance.avertissements(chargement.mesures, connues)


def _refuse(chargement: Chargement) -> Rapport:
    return Rapport(
        chargement.fichier,
        chargement.sources,
        "refuse",
        lignes_lues=chargement.lignes_lues,
        fautes=tuple(chargement.fautes),
        avertissements=tuple(chargement.avertissements),
    )


def _accepte(magasin: Magasin, edition: Edition, chargement: Chargement) -> Rapport:
    """An unchanged file reports its edition as it was made; the name is the one given today."""
    en_vigueur = edition.id in magasin.courantes()
    dites = (*annonces.nouveautes(magasin, edition), *annonces.tenue(magasin, edition), *(_revise(edition) if en_vigueur else ()))
    return Rapport(
        chargement.fichier,
        edition.sources,
        "importe" if edition.nouvelle else "retabli" if edition.retablie else "inchange",
        edition=edition.id,
        lignes_lues=edition.lignes_lues,
        mesures=edition.mesures,
        attributs=edition.attributs,
        equipements=edition.equipements,
        statuts=edition.statuts,
        annees=edition.annees,
        niveaux=edition.niveaux,
        avertissements=edition.avertissements + ((REPAREE,) if edition.reparee else ()) + dites,
        changements=edition.changements if edition.nouvelle or edition.retablie else Changements(0),
    )


def _revise(edition: Edition) -> tuple[str, ...]:
    """What to know when the CAF's own counts replace others: the two publications are not protected against each other (ADR 0006)."""
    revisees = edition.changements.modifiees + edition.changements.retirees
    if publication.PROFIL in edition.profil_secret and revisees and (edition.nouvelle or edition.retablie):
        return (REVISEE.format(valeurs=nombres.pluriel(revisees, "valeur")),)
    return ()


def _publie(settings: Settings, magasin: Magasin, referentiel: Referentiel, *, progres: Progres | None) -> str:
    """Compute again if another process imported meanwhile: the publication declared is of what is current."""
    policy.require(settings.acteur, "publier", str(settings.store))
    publications = Publications(settings)
    while True:
        vu = magasin.fige()
        editions, declaree = vu.courantes(), publications.declaree()
        if not editions and not declaree:
            perimetres.publie(settings)
            return ""
        identifiant = _identifiant(vu, referentiel)
        saine = publications.saine(identifiant)
        if saine and declaree == identifiant:
            perimetres.publie(settings)
            return identifiant
        if not saine:
            publications.ote(identifiant)
            _ecrit(publications, vu, referentiel, progres=progres, meta={"id": identifiant, "creee_le": maintenant()})
        if publications.declare(identifiant, editions, valable=lambda vu=vu: magasin.empreinte() == vu.empreinte()):
            publications.purge()
            perimetres.publie(settings)
            return identifiant


def _ecrit(
    publications: Publications, vu: Magasin, referentiel: Referentiel, *, progres: Progres | None, meta: Mapping[str, object]
) -> None:
    """Compute, protect and write what is current in ``vu``."""
    editions = vu.courantes()
    meta = {**meta, "demo": any(vu.edition(e).fictif for e in editions), "editions": sorted(editions), **_locales(vu, editions)}
    publications.ecrit(publication.valeurs(vu, referentiel, progres) if editions else (), meta)


def _locales(magasin: Magasin, editions: Sequence[str]) -> dict[str, object]:
    """What the published figures take from local sources, and how these were declared; nothing where there is none."""
    propres = locales.lit(magasin.sources).regles
    lues = {s for e in editions for s in magasin.edition(e).sources if s in propres}
    return {"locales": {s: propres[s] for s in sorted(lues)}} if lues else {}


def _identifiant(magasin: Magasin, referentiel: Referentiel) -> str:
    """What the published values depend on: current editions, indicators, reference, rules of the engine."""
    parties = (magasin.empreinte(), repr(registry.catalogue()), _regles(), referentiel.empreinte, moteur.empreinte())
    parties += (repr(sorted(locales.actives().regles.items())),) if locales.actives().regles else ()
    return hashlib.sha256("|".join(parties).encode()).hexdigest()[:16]


def _regles() -> str:
    """What the engine asks of the sources: their precedence, secrecy and field."""
    return repr([(s.id, s.precedence, s.profil_secret, s.hors_champ, s.inventaire) for s in sources.catalogue().values()])


def _dit(progres: Progres | None, etape: str, fraction: float) -> None:
    if progres:
        progres(etape, fraction)


def _reste(progres: Progres | None) -> Progres | None:
    """The same callback for the computing half."""
    return progres and (lambda etape, fraction: progres(etape, PART_LECTURE + (1 - PART_LECTURE) * fraction))

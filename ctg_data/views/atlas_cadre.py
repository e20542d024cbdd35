"""What surrounds the map: its question, its precision, its source, its finding in words, or why it is empty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ctg_data.diagnostic import compare
from ctg_data.diagnostic.figures import Cadre
from ctg_data.diagnostic.planche import Genre
from ctg_data.indicators.model import Indicateur
from ctg_data.records import STATUTS
from ctg_data.territoires.model import Territoire
from ctg_data.views import atlas_choix
from ctg_data.views.atlas_model import Demande
from ctg_data.views.carte import le_plus, niveau_minimal
from ctg_data.views.chiffres import note_statut
from ctg_data.views.origines import Connues, texte_sources
from ctg_data.wording import atlas as mots
from ctg_data.wording import fr, nombres, toponymes
from ctg_data.wording.typographie import soigne


@dataclass(frozen=True, eq=False)
class Dessin:
    """What is about to be drawn of each area: the columns of a planche that its words depend on."""

    genre: Genre
    noms: Sequence[str]
    grandeur: np.ndarray
    statuts: np.ndarray
    textes: Sequence[str]
    positions: np.ndarray

    @property
    def connues(self) -> np.ndarray:
        return np.flatnonzero(np.isfinite(self.grandeur))


def libelle(indicateur: Indicateur, modalite: str) -> str:
    _, nom = atlas_choix.cle(indicateur, modalite)
    return indicateur.libelle if nom == "total" else f"{indicateur.libelle}, {nom}"


def cadre(
    d: Dessin, indicateur: Indicateur, demande: Demande, *, zone: Territoire, annee: int | None, du: str, sources: str, connues: Connues
) -> Cadre:
    """The frame of a map, in good typography; with a message where no area has anything to draw."""
    titre = _question(indicateur, demande, d.genre, du)
    if not len(d.connues):
        message = _vide(d, indicateur, demande, zone)
        return soigne(Cadre(titre, indicateur.unite, "", message, message=message, remede=mots.REMEDE))
    _, unites = fr.UNITES_NIVEAU[demande.maille]
    precision = mots.PRECISION.format(unite=_unite(indicateur, demande), annee=annee, unites=nombres.capitale(unites), zone=zone.nom)
    if zone.niveau == "france":
        precision = f"{precision} · {mots.OUTREMER}"
    return soigne(Cadre(titre, precision, texte_sources(connues, sources), _constat(d, indicateur, demande, zone, annee, du)))


def _question(indicateur: Indicateur, demande: Demande, genre: Genre, du: str) -> str:
    nom, (_, unites) = libelle(indicateur, demande.modalite), fr.UNITES_NIVEAU[demande.maille]
    if demande.couche == "ecart":
        return mots.QUESTION_ECART.format(libelle=nom, du=du)
    if demande.couche == "lissee":
        return mots.QUESTION_LISSEE.format(libelle=nom)
    if demande.couche == "verdict":
        return mots.QUESTION_VERDICT.format(libelle=nom, du=du)
    if genre is Genre.CERCLES:
        return mots.QUESTION_CERCLES.format(libelle=nom, unites=unites)
    return mots.QUESTION_VALEUR.format(libelle=nom, unites=unites, le_plus=le_plus(indicateur))


def _unite(indicateur: Indicateur, demande: Demande) -> str:
    return unite_ecart(indicateur) if demande.couche == "ecart" else indicateur.unite or "rapport"


def unite_ecart(indicateur: Indicateur) -> str:
    """A gap between two percentages is told in points."""
    return "points" if indicateur.unite == "%" else indicateur.unite


def _vide(d: Dessin, indicateur: Indicateur, demande: Demande, zone: Territoire) -> str:
    _, unites = fr.UNITES_NIVEAU[demande.maille]
    if demande.couche != "valeur" and (d.statuts == STATUTS.index("ok")).any():
        return mots.VIDE_COUCHE.format(unites=unites)
    minimal = niveau_minimal(indicateur, demande.maille)
    vide = mots.VIDE.format(unites=unites, zone=toponymes.de(zone), niveaux=minimal).strip()
    pourquoi = (note_statut(indicateur, s, demande.maille) for s in ("s", "ns") if (d.statuts == STATUTS.index(s)).any())
    return " ".join([vide, *_sans_valeur(d), *pourquoi])


def _constat(d: Dessin, indicateur: Indicateur, demande: Demande, zone: Territoire, annee: int | None, du: str) -> str:
    """The finding, for those who do not see the map: extremes or what stands out, then what is not shown."""
    debut = mots.CONSTAT.format(zone=toponymes.a(zone), annee=annee, libelle=libelle(indicateur, demande.modalite))
    phrase = mots.CONSTAT_LISSEE if demande.couche == "lissee" else mots.CONSTAT_ETENDUE
    return " ".join([debut, _distingue(d, du) if d.genre is Genre.VERDICTS else _etendue(d, phrase), *_sans_valeur(d)])


def _etendue(d: Dessin, phrase: str) -> str:
    bas, haut = (int(d.connues[f(d.grandeur[d.connues])]) for f in (np.argmin, np.argmax))
    return phrase.format(bas=d.noms[bas], texte_bas=d.textes[bas], haut=d.noms[haut], texte_haut=d.textes[haut])


def _distingue(d: Dessin, du: str) -> str:
    directions = [compare.POSITIONS[p][1] for p in d.positions if p >= 0]
    return mots.CONSTAT_VERDICT.format(n=directions.count(1), m=directions.count(-1), k=directions.count(0), du=du)


def _sans_valeur(d: Dessin) -> Iterator[str]:
    """« 12 secret statistique. » for each reason of having no value."""
    for statut, mention in mots.MENTIONS.items():
        if n := int((d.statuts == STATUTS.index(statut)).sum()):
            yield mots.CONSTAT_SANS.format(n=nombres.nombre(n), mention=mention)

"""The futur idéal of a CTG: its versions, which one was adopted, and where the proposition of each stands."""

from dataclasses import dataclass

from ctg_data.conventions.lecture import Livre
from ctg_data.diagnostic.figures import Tableau
from ctg_data.parcours import etats
from ctg_data.parcours.concertation import FuturIdeal, Proposition
from ctg_data.parcours.etats import EtatProposition
from ctg_data.views import consentement
from ctg_data.wording import chemins as mots
from ctg_data.wording import saisies
from ctg_data.wording.parcours import etat as nom_etat
from ctg_data.wording.typographie import soigne


@dataclass(frozen=True)
class VersionVue:
    """``libre``: no proposition about it is open nor adopted; it may still be written or put to consent.  ``qui``: who wrote it, when."""

    id: str
    numero: int
    nom: str
    texte: str
    adoptee: bool
    libre: bool
    sort: str
    qui: str

    @property
    def mention(self) -> str:
        return mots.ECRITE.format(qui=self.qui)


@dataclass(frozen=True)
class FuturIdealVue:
    """``versions``: the last one first; ``active``: the last adopted one; ``tableau`` tells them all."""

    versions: tuple[VersionVue, ...]
    active: VersionVue | None
    tableau: Tableau

    @property
    def derniere(self) -> VersionVue | None:
        return self.versions[0] if self.versions else None

    def de(self, identifiant: str) -> VersionVue | None:
        return next((v for v in self.versions if v.id == identifiant), None)


def futur_ideal(livre: Livre) -> FuturIdealVue:
    """Every version, the last one first."""
    ecrites = sorted(livre.dossier.de(FuturIdeal), key=lambda i: livre.dossier.de(FuturIdeal)[i].numero, reverse=True)
    versions = tuple(_version(livre, i) for i in ecrites)
    lignes = tuple((v.nom, v.sort, v.qui) for v in versions)
    tableau = Tableau(mots.FUTURS, mots.COLONNES_FUTURS, lignes)
    return soigne(FuturIdealVue(versions, next((v for v in versions if v.adoptee), None), tableau))


def _version(livre: Livre, identifiant: str) -> VersionVue:
    fiche = livre.fiches[identifiant]
    depassee = fiche.objet.numero < max(f.numero for f in livre.dossier.de(FuturIdeal).values())
    jamais = mots.JAMAIS_PROPOSEE if depassee else mots.PAS_PROPOSEE
    siennes = livre.dossier.ou(Proposition, cible=identifiant).values()
    adoptee = next((p for p in siennes if p.etat == EtatProposition.ADOPTEE), None)
    ouverte = next((p for p in siennes if not etats.fini(p.etat)), None)
    if adoptee:
        sort = mots.ADOPTEE_LE.format(reunion=consentement.reunion(livre.dossier, adoptee.reunion))
    else:
        sort = mots.EN_PROPOSITION.format(etat=nom_etat(ouverte.etat)) if ouverte else jamais
    return VersionVue(
        id=identifiant,
        numero=fiche.objet.numero,
        nom=mots.VERSION.format(numero=fiche.objet.numero),
        texte=fiche.objet.texte,
        adoptee=adoptee is not None,
        libre=adoptee is None and ouverte is None,
        sort=sort,
        qui=saisies.qui_quand(fiche.cree_par, fiche.cree_le),
    )

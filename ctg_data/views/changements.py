"""The changements durables of a CTG: how many, in what state, what to mend, and what the signatory collectivités say of each."""

from dataclasses import dataclass

from ctg_data.conventions.lecture import Livre
from ctg_data.diagnostic.figures import Tableau
from ctg_data.parcours import admission, etats, passages
from ctg_data.parcours.chemin import Changement
from ctg_data.parcours.concertation import Proposition
from ctg_data.parcours.convention import Organisation, TypeOrganisation, Validation
from ctg_data.parcours.dossier import Dossier
from ctg_data.views.consentement import repere
from ctg_data.wording import chemins as mots
from ctg_data.wording import nombres, saisies
from ctg_data.wording import parcours as noms
from ctg_data.wording.typographie import soigne


@dataclass(frozen=True)
class ChangementVue:
    """``proposition``: id of the one that is open, "" for none; ``avis``: what the collectivités answered."""

    id: str
    nom: str
    libelle: str
    etat: str
    details: tuple[str, ...]
    conseils: tuple[str, ...]
    motif: str
    mention: str
    proposition: str
    avis: Tableau


@dataclass(frozen=True)
class ChangementsVue:
    """``compte``: « 5 changements consentis… »; ``ecart``: why the CTG has fewer than 4 or more than 6, or that it is to be said."""

    compte: str
    ecart: str
    hors_bornes: bool
    choix: tuple[tuple[str, str], ...]
    tableau: Tableau
    choisi: ChangementVue | None


def changements(livre: Livre, choisi: str = "") -> ChangementsVue:
    """All of them, in their order; ``choisi``: the one that is read, else the first."""
    d = livre.dossier
    tous = d.changements()
    nombre = len(d.actifs())
    ici = choisi if choisi in d.de(Changement) else next((i for i, _ in tous), "")
    hors = not passages.CHANGEMENTS_MIN <= nombre <= passages.CHANGEMENTS_MAX
    s = "s" if nombre > 1 else ""
    return soigne(
        ChangementsVue(
            compte=mots.CONSENTIS.format(nombre=nombre, s=s) if nombre else mots.AUCUN_CONSENTI,
            ecart=_ecart(d.ctg.derogation, hors and nombre > 0),
            hors_bornes=hors,
            choix=choix(d),
            tableau=Tableau(mots.CHANGEMENTS, mots.COLONNES_CHANGEMENTS, tuple(_ligne(d, i, c) for i, c in tous)),
            choisi=_changement(livre, ici) if ici else None,
        )
    )


def choix(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """(id, « C1 · Chaque famille trouve… ») of every change."""
    return tuple((i, f"C{rang} · {c.libelle}") for rang, (i, c) in enumerate(dossier.changements(), 1))


def _ecart(derogation: str, hors: bool) -> str:
    if derogation.strip():
        return mots.ECART.format(raison=derogation)
    return mots.ECART_A_DIRE if hors else ""


def _ligne(d: Dossier, identifiant: str, c: Changement) -> tuple[str, ...]:
    courant = d.courant(identifiant)
    version = next((v for i, v in d.chemins(identifiant) if i == courant), None)
    chemin = mots.VERSION_ET_ETAT.format(numero=version.numero, etat=noms.etat(version.etat)) if version else mots.SANS_CHEMIN
    horizon = noms.jour(c.horizon) if c.horizon else ""
    return f"{repere(d, identifiant)} · {c.libelle}", c.public, horizon, _themes(c), noms.etat(c.etat), chemin


def _themes(c: Changement) -> str:
    return nombres.enumere([noms.theme(t) for t in c.themes])


def _changement(livre: Livre, identifiant: str) -> ChangementVue:
    d, fiche = livre.dossier, livre.fiches[identifiant]
    c: Changement = fiche.objet
    details = (c.public, noms.jour(c.horizon) if c.horizon else "", _themes(c))
    ouvertes = (i for i, p in d.ou(Proposition, cible=identifiant).items() if not etats.fini(p.etat))
    return ChangementVue(
        id=identifiant,
        nom=repere(d, identifiant),
        libelle=c.libelle,
        etat=noms.etat(c.etat),
        details=tuple(filter(None, details)),
        conseils=tuple(admission.conseils(c)) if not etats.fini(c.etat) else (),
        motif=c.motif,
        mention=saisies.qui_quand(fiche.modifie_par, fiche.modifie_le),
        proposition=next(ouvertes, ""),
        avis=_avis(d, identifiant),
    )


def _avis(d: Dossier, changement: str) -> Tableau:
    """One row for each signatory collectivité, whether it answered or not."""
    rendus = {v.organisation: v for v in d.ou(Validation, changement=changement).values()}
    signataires = d.ou(Organisation, type=TypeOrganisation.COLLECTIVITE, signataire=True)
    autres = {i: d.de(Organisation)[i] for i in rendus if i not in signataires}
    lignes = tuple(_avis_de(o.nom, rendus.get(i)) for i, o in {**signataires, **autres}.items())
    return Tableau(mots.AVIS, mots.COLONNES_AVIS, lignes)


def _avis_de(nom: str, validation: Validation | None) -> tuple[str, ...]:
    if validation is None:
        return nom, mots.AVIS_ATTENDU, "", ""
    return nom, noms.choix(validation.avis), noms.jour(validation.jour), validation.motif

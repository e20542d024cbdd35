"""Markers and evidence, set from the page of paths: what shows that a change, a step or a hypothesis moves."""

from datetime import date

from ctg_data.conventions.gestes import Etabli
from ctg_data.conventions.lecture import Livre
from ctg_data.parcours import progres
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.suivi import Marqueur, Objet, Portee, Preuve, Rang, TypePreuve
from ctg_data.storage.depot import Fiche
from ctg_data.ui import balises, conventions, formes
from ctg_data.ui import textes_chemins as mots
from ctg_data.ui.champs import Champ, parmi
from ctg_data.ui.formes import Forme
from ctg_data.ui.mains import Brouillon
from ctg_data.wording import nombres
from ctg_data.wording import parcours as noms
from ctg_data.wording.typographie import soigne

MARQUEUR = (
    Champ("libelle", mots.MARQUEUR, mots.MARQUEUR_AIDE, "ligne"),
    parmi("rang", mots.RANG, Rang),
    parmi("portee", mots.PORTEE, Portee),
)
MARQUEUR_COURT = 40
PREUVE = (
    Champ("texte", mots.PREUVE),
    Champ("source", mots.SOURCE_PREUVE, nature="ligne"),
    parmi("type", mots.TYPE_PREUVE, TypePreuve),
    Champ("jour", mots.JOUR, nature="date"),
    Champ(
        "niveau", mots.NIVEAU_PREUVE, nature="choix", options=tuple((str(n), f"{n} · {dit}") for n, dit in enumerate(noms.NIVEAUX_PREUVE))
    ),
    Champ("conforte", mots.CONFORTE, nature="case"),
)


def suites(livre: Livre, objet: Objet, cible: str) -> list[Forme]:
    """Set a marker on a change, a step or a hypothesis, or change one of its own."""
    return [_pose(livre, objet, cible), *_modifie(livre, cible)]


def _pose(livre: Livre, objet: Objet, cible: str) -> Forme:
    def geste(etabli: Etabli, _: Fiche | None, saisies: Brouillon) -> None:
        ordre = len(etabli.dossier.ou(Marqueur, cible=cible))
        etabli.cree(Marqueur(livre.dossier.id, objet, cible, ordre=ordre, **conventions.valeurs(Marqueur, saisies)))

    depart = {"portee": Portee.EFFET.value}
    return Forme(f"marqueur-{cible}", mots.AJOUTER_MARQUEUR, MARQUEUR, geste, mots.MARQUEUR_FAIT, depart=depart)


def _modifie(livre: Livre, cible: str) -> list[Forme]:
    """The words, the rung and the reach of each marker of one thing."""
    siens = progres.marqueurs(livre.dossier, cible)
    dits = {i: soigne(mots.MODIFIER_MARQUEUR.format(libelle=nombres.abrege(m.libelle, MARQUEUR_COURT))) for i, m in siens.items()}
    return [formes.modifie(f"marqueur-{i}", dit, livre.fiches[i], MARQUEUR) for i, dit in dits.items()]


def prouve(livre: Livre, objet: Objet, cible: str) -> Forme:
    """A piece of evidence on a hypothesis or a change."""

    def geste(etabli: Etabli, _: Fiche | None, saisies: Brouillon) -> None:
        lues = conventions.valeurs(Preuve, saisies) | {"niveau": int(saisies["niveau"])}
        etabli.cree(Preuve(livre.dossier.id, objet, cible, **lues))

    depart = {"jour": date.today(), "conforte": True}
    return Forme(f"preuve-{cible}", mots.AJOUTER_PREUVE, PREUVE, geste, mots.PREUVE_FAITE, depart=depart)


def marqueurs(dossier: Dossier, cible: str) -> str:
    """The markers of one thing on one line, "" without any."""
    dits = [f"« {m.libelle} » ({noms.choix(m.rang).lower()})" for m in progres.marqueurs(dossier, cible).values()]
    return balises.paragraphe(soigne(mots.MARQUEURS.format(liste=nombres.enumere(dits))), "ctg-mention") if dits else ""

"""Draw paths: revise into a new version, copy as a starting point, merge and reorder steps, park them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from ctg_data.conventions.gestes import Etabli
from ctg_data.parcours import etats
from ctg_data.parcours.chemin import Bout, Changement, Chemin, Etape, Hypothese, Lien
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatChemin, EtatHypothese, PassageRefuse
from ctg_data.parcours.suivi import IndicateurLie, Marqueur, Objet, Preuve
from ctg_data.storage.depot import Fiche

T = TypeVar("T")


def ouvre(etabli: Etabli, changement: str, pilote: str = "") -> Fiche[Chemin]:
    """The first version of the path towards a change, or the next one when the others are closed."""
    return etabli.cree(Chemin(etabli.dossier.id, changement, _suivant(etabli.dossier, changement), pilote=pilote))


def revise(etabli: Etabli, chemin: Fiche[Chemin]) -> Fiche[Chemin]:
    """Close an active version, which stays readable, and open the next one with the same drawing, hypotheses and markers."""
    etabli.passe(chemin, EtatChemin.REVISE)
    ancien = chemin.objet
    numero = _suivant(etabli.dossier, ancien.changement)
    neuf = etabli.cree(Chemin(ancien.ctg, ancien.changement, numero, pilote=ancien.pilote, origine=chemin.id))
    _recopie(etabli, etabli.dossier, chemin.id, neuf, actions=True)
    return neuf


def copie(etabli: Etabli, source: Dossier, chemin: str, changement: str) -> Fiche[Chemin]:
    """Start the path of ``changement`` from that of another change, of this CTG or of another one (``source``).

    Actions come along inside one CTG only; hypotheses, where the change may bear them: all « à tester » again.  A date past the end of
    this CTG stays behind.
    """
    if chemin not in source.de(Chemin) or changement not in etabli.dossier.de(Changement):
        raise PassageRefuse("Ce chemin, ou ce changement, a été retiré entre-temps : rouvrez la page.")
    if etabli.dossier.courant(changement) and any(c.etat not in etats.ARCHIVES for _, c in etabli.dossier.chemins(changement)):
        raise PassageRefuse("Ce changement a déjà un chemin ouvert : fermez-le, ou copiez vers un autre changement.")
    neuf = etabli.cree(Chemin(etabli.dossier.id, changement, _suivant(etabli.dossier, changement), origine=chemin))
    _recopie(etabli, source, chemin, neuf, actions=source.id == etabli.dossier.id)
    return neuf


def _suivant(dossier: Dossier, changement: str) -> int:
    return max((c.numero for _, c in dossier.chemins(changement)), default=0) + 1


def _recopie(etabli: Etabli, source: Dossier, depuis: str, neuf: Fiche[Chemin], *, actions: bool) -> None:
    noms = {source.de(Chemin)[depuis].changement: neuf.objet.changement}
    for identifiant, etape in source.etapes(depuis):
        noms[identifiant] = etabli.cree(_a_temps(etabli, replace(etape, ctg=etabli.dossier.id, chemin=neuf.id), "echeance")).id
        _recopie_signes(etabli, source, identifiant, noms[identifiant])
    permises = etabli.dossier.de(Changement)[neuf.objet.changement].etat in etats.VALIDES
    for identifiant, lien in source.ou(Lien, chemin=depuis).items():
        de = lien.de if lien.de_type == Bout.ACTION and actions else noms.get(lien.de, "")
        if de:
            copie = etabli.cree(replace(lien, ctg=etabli.dossier.id, chemin=neuf.id, de=de, vers=noms[lien.vers]))
            if permises:
                _recopie_hypotheses(etabli, source, identifiant, copie.id)


def _recopie_hypotheses(etabli: Etabli, source: Dossier, lien: str, copie: str) -> None:
    for identifiant, h in source.ou(Hypothese, lien=lien).items():
        reprise = replace(h, ctg=etabli.dossier.id, lien=copie, etat=EtatHypothese.A_TESTER, motif="")
        neuve = etabli.cree(_a_temps(etabli, reprise, "prevue_le"))
        _recopie_signes(etabli, source, identifiant, neuve.id)


def _a_temps(etabli: Etabli, objet: T, champ: str) -> T:
    """A record without its date where this CTG ends before: the date is to be chosen again."""
    fin, jour = etabli.dossier.ctg.fin, getattr(objet, champ)
    return replace(objet, **{champ: None}) if fin and jour and jour > fin else objet


def _recopie_signes(etabli: Etabli, source: Dossier, de: str, vers: str) -> None:
    """Markers and, inside one CTG, indicators: their starting point is that of a territory."""
    for marqueur in source.ou(Marqueur, cible=de).values():
        etabli.cree(replace(marqueur, ctg=etabli.dossier.id, cible=vers))
    if source.id == etabli.dossier.id:
        for indicateur in source.ou(IndicateurLie, porteur=de, objet=Objet.HYPOTHESE).values():
            etabli.cree(replace(indicateur, porteur=vers))


def relie(etabli: Etabli, chemin: str, de: str, vers: str) -> Fiche[Lien]:
    """An arrow between two records of a path; what they are is read from the dossier."""
    return etabli.cree(Lien(etabli.dossier.id, chemin, _bout(etabli.dossier, de), de, _bout(etabli.dossier, vers), vers))


def _bout(dossier: Dossier, identifiant: str) -> Bout:
    match dossier.cherche(identifiant):
        case Etape():
            return Bout.ETAPE
        case Changement():
            return Bout.CHANGEMENT
    return Bout.ACTION


def fusionne(etabli: Etabli, gardee: Fiche[Etape], autre: Fiche[Etape], libelle: str) -> Fiche[Etape]:
    """One step in place of two: it takes the arrows, the hypotheses, the markers and the evidence of both, and the words given."""
    garde = etabli.modifie(gardee, libelle=libelle)
    for identifiant in [i for genre in (Marqueur, Preuve) for i in etabli.dossier.ou(genre, cible=autre.id)]:
        etabli.modifie(etabli.fiches[identifiant], cible=gardee.id)
    for identifiant, lien in list(etabli.dossier.ou(Lien, chemin=autre.objet.chemin).items()):
        if autre.id in (lien.de, lien.vers):
            _detourne(etabli, identifiant, {autre.id: gardee.id})
    etabli.supprime(etabli.fiches[autre.id])
    return garde


def _detourne(etabli: Etabli, identifiant: str, noms: Mapping[str, str]) -> None:
    """Move an arrow to the step that stays; where there is one already, its hypotheses go there; an arrow to itself goes."""
    lien = etabli.dossier.de(Lien)[identifiant]
    de, vers = noms.get(lien.de, lien.de), noms.get(lien.vers, lien.vers)
    deja = next((i for i, autre in etabli.dossier.ou(Lien, chemin=lien.chemin).items() if (autre.de, autre.vers) == (de, vers)), "")
    if de != vers and not deja:
        etabli.modifie(etabli.fiches[identifiant], de=de, vers=vers)
        return
    for h in list(etabli.dossier.ou(Hypothese, lien=identifiant)) if deja else ():
        etabli.modifie(etabli.fiches[h], lien=deja)
    etabli.supprime(etabli.fiches[identifiant])


def range_(etabli: Etabli, etape: Fiche[Etape], pas: int) -> None:
    """Move a step up (-1) or down (+1) among those of its path."""
    _deplace_dans(etabli, [i for i, _ in etabli.dossier.etapes(etape.objet.chemin)], etape, pas)


def range_changement(etabli: Etabli, changement: Fiche[Changement], pas: int) -> None:
    """Move a change up (-1) or down (+1) among those of the CTG: its number, C1, C2…, follows."""
    _deplace_dans(etabli, [i for i, _ in etabli.dossier.changements()], changement, pas)


def _deplace_dans(etabli: Etabli, suite: list[str], fiche: Fiche, pas: int) -> None:
    ici = suite.index(etabli.fiches[fiche.id].id)
    suite.insert(max(0, ici + pas), suite.pop(ici))
    for ordre, identifiant in enumerate(suite):
        if etabli.fiches[identifiant].objet.ordre != ordre:
            etabli.modifie(etabli.fiches[identifiant], ordre=ordre)

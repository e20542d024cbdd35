"""What may be written in the dossier of a CTG, before it is (domain.md §7.4).  Each refusal says in French what to do first."""

from collections.abc import Iterable
from typing import Any

from ctg_data.parcours import etats
from ctg_data.parcours.chemin import Changement, Chemin, Etape, Hypothese, Lien, mot_d_activite
from ctg_data.parcours.concertation import FuturIdeal, Objection, Proposition
from ctg_data.parcours.convention import Action, Ctg, Validation
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import (
    Etat,
    EtatAction,
    EtatChangement,
    EtatEngagement,
    EtatObjection,
    EtatPas,
    EtatProposition,
    EtatReunion,
    PassageRefuse,
)
from ctg_data.parcours.suivi import Evaluation

DEJA_EN_COURS = (EtatAction, EtatEngagement, EtatReunion, EtatPas)
LIBRES_DE_TEXTE = frozenset({EtatProposition.BROUILLON, EtatProposition.REACTIONS, EtatProposition.A_RETRAVAILLER})
"""A proposed text changes freely until it is put to objections; then only by the objection that changes it."""
D_UNE_AUTRE = "Cette fiche est d'une autre CTG : ouvrez celle-ci pour la changer."
DESSIN = {
    Chemin: ("changement", "numero", "origine"),
    Etape: ("chemin", "libelle", "acteur", "ordre", "ecartee", "echeance"),
    Lien: ("chemin", "de", "vers", "de_type", "vers_type"),
    Hypothese: ("lien", "texte", "prevue_le", "risque"),
}
"""Fields of a path that are agreed upon together."""


def admet(dossier: Dossier, identifiant: str, objet: Any) -> None:
    """Whether a record may be written: new (``identifiant`` ""), or in place of the one of that id.

    Raises PassageRefuse.  A state changes by ``passage`` only.
    """
    exige_ouverte(dossier, objet)
    _exige(not isinstance(objet, Ctg) or identifiant == dossier.id, D_UNE_AUTRE)
    _exige(_commence_bien(identifiant, objet), "Une fiche neuve commence par son premier état.")
    avant = dossier.ctg if isinstance(objet, Ctg) else dossier.cherche(identifiant)
    if avant is not None and _etat(avant) is not None:
        _exige(_etat(avant) == _etat(objet), "L'état d'une fiche ne change que par le geste prévu.")
    _exige_attaches(avant, objet)
    for lu in dict.fromkeys((avant, objet)) if avant is not None else (objet,):
        _exige_dessin_ouvert(dossier, objet, avant, chemin=_chemin_de(dossier, lu))
    match objet:
        case Hypothese() if avant is None:
            _exige_valide(dossier, objet.lien)
        case Changement() if avant is not None and avant.libelle != objet.libelle:
            _exige(
                objet.etat == EtatChangement.PROPOSE,
                "Ce changement est consenti : ses mots ne changent que par une proposition adoptée.",
            )
        case FuturIdeal() if avant is not None and avant != objet:
            _exige(not _adopte(dossier, avant), "Cette version est adoptée : écrivez-en une nouvelle, elle partira d'elle.")
        case Proposition() if avant is not None and avant.texte != objet.texte:
            _exige(objet.etat in LIBRES_DE_TEXTE, "Ce texte est soumis au consentement : il ne change que pour lever une objection.")


def _exige_attaches(avant: Any, objet: Any) -> None:
    """What was put to the table is about one thing, and stays so; an opinion is that of one collectivité on one change."""
    match avant:
        case Proposition() if avant.etat != EtatProposition.BROUILLON:
            _exige((avant.objet, avant.cible) == (objet.objet, objet.cible), "Ce sur quoi porte une proposition présentée ne change plus.")
        case Objection():
            _exige(avant.proposition == objet.proposition, "Une objection reste sur la proposition qu'elle vise.")
        case Validation():
            fixe = (avant.changement, avant.organisation) == (objet.changement, objet.organisation)
            _exige(fixe, "Un avis reste celui d'une collectivité sur un changement : notez-en un autre.")


def _etat(objet: Any) -> Etat | None:
    """The state of a record that has a machine: how far a marker was seen is none."""
    etat = getattr(objet, "etat", None)
    return etat if isinstance(etat, Etat) else None


def _commence_bien(identifiant: str, objet: Any) -> bool:
    """Whether a record may start as it is: what is older than its record (actions, meetings, promises) starts where it stands."""
    etat = _etat(objet)
    return bool(identifiant) or etat is None or type(etat) in DEJA_EN_COURS or etat == next(iter(type(etat)))


def exige_ouverte(dossier: Dossier, objet: Any) -> None:
    """A CTG that is closed or renewed is read only, but for its evaluation; its records are changed by its own gestures only."""
    _exige(isinstance(objet, Ctg) or objet.ctg == dossier.id, D_UNE_AUTRE)
    ferme = dossier.ctg.etat in etats.TERMINES and not isinstance(objet, Evaluation)
    _exige(not ferme, "Cette CTG est terminée : elle se lit, elle ne s'écrit plus.")


def exige_retirable(dossier: Dossier, objet: Any) -> None:
    """Whether a record may be taken away.  Raises PassageRefuse."""
    exige_ouverte(dossier, objet)
    exige_dessin_ouvert(dossier, objet)
    if isinstance(objet, Changement):
        _exige(
            objet.etat == EtatChangement.PROPOSE,
            "Ce changement est consenti : abandonnez-le, en disant pourquoi.",
        )
    if isinstance(objet, Proposition):
        _exige(objet.etat != EtatProposition.ADOPTEE, "Cette proposition a été adoptée : elle reste au registre.")
    if isinstance(objet, Objection):
        _exige(objet.etat == EtatObjection.EMISE, "Cette objection a été examinée : elle reste au registre.")
    if isinstance(objet, FuturIdeal | Chemin):
        _exige(not _adopte(dossier, objet), "Cette version a été adoptée par consentement : elle reste lisible.")
    if isinstance(objet, Chemin):
        _exige(objet.etat not in etats.FIGES, "Ce chemin a été validé : révisez-le ou fermez-le, sa version reste lisible.")


def exige_dessins(dossier: Dossier, objet: Any, suite: Iterable[Any]) -> None:
    """What would go with a record (the arrows of an action) is of no validated path.  Raises PassageRefuse."""
    fige = any((c := _chemin_de(dossier, autre)) is not None and c.etat in etats.FIGES for autre in suite)
    if isinstance(objet, Action):
        _exige(not fige, "Cette action est sur un chemin validé : abandonnez-la, en disant pourquoi, ou révisez d'abord ce chemin.")
    _exige(not fige, "Cette fiche est sur un chemin validé : révisez d'abord ce chemin.")


def _adopte(dossier: Dossier, objet: Any) -> bool:
    adoptees = dossier.ou(Proposition, etat=EtatProposition.ADOPTEE).values()
    return any(dossier.de(type(objet)).get(p.cible) == objet for p in adoptees)


def exige_dessin_ouvert(dossier: Dossier, objet: Any) -> None:
    """Whether a record of a drawing may be taken away from it."""
    _exige_dessin_ouvert(dossier, objet, objet, chemin=_chemin_de(dossier, objet), retrait=True)


def _exige_dessin_ouvert(dossier: Dossier, objet: Any, avant: Any, *, chemin: Chemin | None, retrait: bool = False) -> None:
    """A validated path is not drawn again; an archived one is read only."""
    if type(objet) not in DESSIN or (isinstance(objet, Chemin) and avant is None):
        return
    if chemin is None:
        return
    touche = retrait or avant is None or any(getattr(avant, c) != getattr(objet, c) for c in DESSIN[type(objet)])
    _exige(chemin.etat not in etats.ARCHIVES, "Cette version du chemin est archivée : elle se lit, elle ne change plus.")
    _exige(not touche or chemin.etat not in etats.FIGES, "Ce chemin est validé : révisez-le, une nouvelle version s'ouvrira.")


def _chemin_de(dossier: Dossier, objet: Any) -> Chemin | None:
    match objet:
        case Chemin():
            return objet
        case Etape() | Lien():
            return dossier.de(Chemin).get(objet.chemin)
        case Hypothese():
            return dossier.de(Chemin).get(dossier.chemin_de(objet.lien))


def _exige_valide(dossier: Dossier, lien: str) -> None:
    changement = dossier.de(Changement).get(dossier.changement_de(lien))
    valide = changement is not None and changement.etat in etats.VALIDES
    _exige(valide, "Les hypothèses s'écrivent une fois le changement validé par les collectivités signataires.")


def conseils(changement: Changement) -> list[str]:
    """What to mend on a change, without forbidding anything."""
    dits = []
    if mot := mot_d_activite(changement.libelle):
        dits.append(f"« {mot} » dit une activité. Un changement durable dit un état : qui vivra quoi de différent, et où ?")
    if not changement.public.strip():
        dits.append("Dites pour qui ce changement compte : son public.")
    if changement.horizon is None:
        dits.append("Dites à quel horizon ce changement est visé.")
    return dits


def _exige(vrai: bool, phrase: str) -> None:
    if not vrai:
        raise PassageRefuse(phrase)

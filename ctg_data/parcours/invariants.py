"""What always holds in the dossier of a CTG, whatever the gesture, an undoing included (domain.md §7.4)."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date

from dateutil.relativedelta import relativedelta

from ctg_data.parcours import etats, graphe, passages
from ctg_data.parcours.chemin import Bout, Changement, Chemin, Etape, Hypothese, Lien
from ctg_data.parcours.convention import Action, AvisCollectivite, Ctg, Validation
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatAction, EtatChangement, EtatChemin, EtatCtg, EtatHypothese, EtatObjection, EtatProposition
from ctg_data.parcours.genres import PARCOURS, REFERENCES
from ctg_data.parcours.passages import Raisons
from ctg_data.parcours.suivi import IndicateurLie
from ctg_data.parcours.temoin import tenu
from ctg_data.wording import parcours as mots

MOIS_T0 = 12
"""Months after the signature within which a starting point must be read."""
A_ETATS = tuple(g for g in PARCOURS if any(c.name == "etat" and issubclass(c.type, etats.Etat) for c in fields(g)) and g is not Ctg)
"""Kinds of records that have a machine of states; that of the CTG itself has its own rule."""
TENUS = frozenset(
    {
        EtatProposition.ADOPTEE,
        EtatObjection.LEVEE,
        EtatObjection.NON_RECEVABLE,
        EtatChangement.CONSENTI,
        EtatChangement.SUIVI,
        EtatChangement.ATTEINT,
        EtatChemin.ACTIF,
        EtatHypothese.CONFORTEE,
        EtatHypothese.AFFAIBLIE,
        EtatHypothese.REFUTEE,
        EtatAction.PLANIFIEE,
    }
)
"""States whose conditions must go on holding.  A gate once passed is not closed by a new signatory or a seventh change."""


def invariants(dossier: Dossier) -> list[str]:
    """What the dossier breaks, [] for nothing: looked at after every gesture, which touches little of a large one (``temoin.tenu``)."""
    return [phrase for regle in INVARIANTS for phrase in tenu(dossier, regle)]


def _references(dossier: Dossier) -> Raisons:
    for genre in REFERENCES:
        yield from tenu(dossier, _references_de, genre)


def _references_de(dossier: Dossier, genre: type) -> Raisons:
    connus = [(champ, {dossier.id, *(i for c in cibles for i in dossier.de(c))}) for champ, cibles in REFERENCES[genre].items()]
    for objet in dossier.de(genre).values():
        for champ, permis in connus:
            if (nomme := getattr(objet, champ)) and nomme not in permis:
                yield f"Une fiche « {mots.genre(genre)} » en dépend encore : {mots.extrait(objet)}."


def _dessins(dossier: Dossier) -> Raisons:
    for chemin in dossier.de(Chemin):
        yield from tenu(dossier, _boucle, chemin)
        yield from tenu(dossier, _bouts, chemin)


def _boucle(dossier: Dossier, chemin: str) -> Raisons:
    if tour := graphe.boucle(dossier.ou(Lien, chemin=chemin).values()):
        yield f"Le chemin tournerait en rond : {' → '.join(graphe.nom_de(dossier, i) for i in tour)}."


def _bouts(dossier: Dossier, chemin: str) -> Raisons:
    """Arrows stay inside their path, and lead to its own change."""
    but, siennes = dossier.cherche(chemin).changement, dossier.ou(Etape, chemin=chemin)
    for lien in dossier.ou(Lien, chemin=chemin).values():
        depart = lien.de in siennes if lien.de_type == Bout.ETAPE else isinstance(dossier.cherche(lien.de), Action)
        arrivee = lien.vers in siennes if lien.vers_type == Bout.ETAPE else lien.vers == but
        if not (depart and arrivee):
            yield "Une flèche relierait un élément d'un autre chemin."


def _une_version_ouverte(dossier: Dossier) -> Raisons:
    for identifiant, changement in dossier.de(Changement).items():
        ouvertes = [c for _, c in dossier.chemins(identifiant) if c.etat not in etats.ARCHIVES]
        if len(ouvertes) > 1:
            yield f"« {changement.libelle} » aurait deux chemins ouverts : révisez ou fermez le premier."


def _etats_tenus(dossier: Dossier) -> Raisons:
    """What allowed a state is still there: nobody takes away the evidence of a verdict, the meeting of an adoption…"""
    for genre in A_ETATS:
        for identifiant, objet in dossier.de(genre).items():
            if objet.etat in TENUS:
                yield from tenu(dossier, _etat_tenu, identifiant)


def _etat_tenu(dossier: Dossier, identifiant: str) -> Raisons:
    objet = dossier.cherche(identifiant)
    yield from passages.CONDITIONS[objet.etat](dossier, identifiant, objet)


def _raisons_gardees(dossier: Dossier) -> Raisons:
    for genre in A_ETATS:
        yield from tenu(dossier, _raisons_de, genre)


def _raisons_de(dossier: Dossier, genre: type) -> Raisons:
    for objet in dossier.de(genre).values():
        yield from passages.sans_raison(objet.etat, getattr(objet, "motif", ""))


def _chemins_tenus(dossier: Dossier) -> Raisons:
    """A validated path still passes its checks, whatever became of its change."""
    for identifiant, chemin in dossier.de(Chemin).items():
        if chemin.etat in etats.FIGES - etats.ARCHIVES:
            yield from (m.texte for m in tenu(dossier, graphe.manques, identifiant))


def _chemins_permis(dossier: Dossier) -> Raisons:
    permis = etats.VALIDES | {EtatChangement.ABANDONNE}
    for chemin in dossier.de(Chemin).values():
        changement = dossier.de(Changement).get(chemin.changement)
        if chemin.etat in etats.FIGES and changement is not None and changement.etat not in permis:
            yield f"Un chemin est validé vers « {changement.libelle} » : son état ne peut pas revenir avant sa validation."


def _ctg_tenue(dossier: Dossier) -> Raisons:
    if dossier.ctg.etat in etats.SIGNES:
        yield from passages.signature(dossier, dossier.id, dossier.ctg)
    if dossier.ctg.etat == EtatCtg.RENOUVELEE:
        yield from passages.renouvellement(dossier, dossier.id, dossier.ctg)


def _hypotheses_permises(dossier: Dossier) -> Raisons:
    permis = etats.VALIDES | {EtatChangement.ABANDONNE}
    for hypothese in dossier.de(Hypothese).values():
        changement = dossier.de(Changement).get(dossier.changement_de(hypothese.lien))
        if changement is not None and changement.etat not in permis:
            yield f"Des hypothèses sont écrites sur « {changement.libelle} » : son état ne peut pas revenir avant sa validation."


def _validations_tenues(dossier: Dossier) -> Raisons:
    for identifiant, changement in dossier.de(Changement).items():
        avis = [v.avis for v in dossier.ou(Validation, changement=identifiant).values()]
        if changement.etat in etats.VALIDES and (not avis or AvisCollectivite.REFUSE in avis):
            yield f"« {changement.libelle} » a été validé par les collectivités : leurs avis restent au registre."


def _dates(dossier: Dossier) -> Raisons:
    """No date of a plan after the end of the CTG; no starting point read more than twelve months after its signature."""
    fin, signature = dossier.ctg.fin, dossier.ctg.signe_le
    for genre, champ in ((Etape, "echeance"), (Action, "fin"), (Hypothese, "prevue_le"), (Changement, "horizon")):
        for identifiant, objet in dossier.de(genre).items() if fin else ():
            jour = getattr(objet, champ)
            if jour is not None and jour > fin and not _archive(dossier, identifiant):
                yield f"« {mots.extrait(objet)} » irait au-delà de la fin de la CTG ({mots.jour(fin)}) : rapprochez l'échéance."
    terme = terme_t0(signature) if signature else None
    for indicateur in dossier.de(IndicateurLie).values():
        if terme and indicateur.t0_jour > terme:
            yield f"Le point de départ d'un indicateur se lit au plus tard douze mois après la signature ({mots.jour(signature)})."


def _archive(dossier: Dossier, identifiant: str) -> bool:
    """Whether a record is of a version that is read only: its dates tell what was planned then."""
    chemin = dossier.de(Chemin).get(dossier.chemin_de(identifiant))
    return chemin is not None and chemin.etat in etats.ARCHIVES


def terme_t0(signature: date) -> date:
    """Last day when the starting point of a CTG may be read."""
    return signature + relativedelta(months=MOIS_T0)


INVARIANTS: tuple[Callable[[Dossier], Raisons], ...] = (
    _references,
    _dessins,
    _une_version_ouverte,
    _etats_tenus,
    _raisons_gardees,
    _chemins_tenus,
    _chemins_permis,
    _ctg_tenue,
    _hypotheses_permises,
    _validations_tenues,
    _dates,
)

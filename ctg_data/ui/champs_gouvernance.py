"""Fields of the records of the page « Gouvernance »."""

from collections.abc import Mapping
from datetime import date

from ctg_data.parcours.convention import (
    Action,
    Cote,
    Decision,
    Engagement,
    Instance,
    Organisation,
    Participant,
    Reunion,
    Role,
    TypeInstance,
    TypeOrganisation,
)
from ctg_data.parcours.dossier import Dossier
from ctg_data.ui import champs
from ctg_data.ui import textes_gouvernance as t
from ctg_data.ui.champs import Champ
from ctg_data.ui.fiches import Bloc
from ctg_data.views.fiches import nom_reunion

PAS = (
    Champ("echeance", t.ETAPE_DATE, nature="date"),
    champs.parmi("role", t.ETAPE_ROLE, Role),
    Champ("note", t.ETAPE_NOTE),
)
ORGANISATION = (
    Champ("nom", t.NOM, nature="ligne"),
    champs.parmi("type", t.TYPE, TypeOrganisation),
    Champ("signataire", t.SIGNATAIRE, nature="case"),
)
INSTANCE = (
    Champ("nom", t.NOM, nature="ligne"),
    champs.parmi("type", t.TYPE, TypeInstance),
    champs.theme("theme", t.THEME),
    Champ("rythme", t.RYTHME, t.RYTHME_AIDE, "nombre", bornes=(0, 24)),
)
ACTION = (
    Champ("libelle", t.LIBELLE, nature="ligne"),
    champs.theme("theme", t.THEME),
    Champ("pilote", t.PILOTE, nature="ligne"),
    Champ("binome_caf", t.BINOME_CAF, nature="ligne"),
    Champ("binome_collectivite", t.BINOME_COLLECTIVITE, nature="ligne"),
    Champ("debut", t.DEBUT, nature="date"),
    Champ("fin", t.FIN, nature="date"),
    Champ("cout", t.COUT, nature="nombre"),
    Champ("cof", t.COF, nature="ligne"),
    Champ("avancement", t.AVANCEMENT, nature="nombre", bornes=(0, 100)),
    Champ("description", t.DESCRIPTION),
)
ENGAGEMENT = (
    Champ("texte", t.ENGAGEMENT),
    Champ("responsable", t.RESPONSABLE, nature="ligne"),
    Champ("echeance", t.ECHEANCE, nature="date"),
    Champ("justification", t.JUSTIFICATION, t.JUSTIFICATION_AIDE),
)


def organisations() -> Bloc:
    vide = {"vide": t.ORGANISATIONS_VIDE, "remede": t.ORGANISATIONS_REMEDE}
    return Bloc("organisation", Organisation, ORGANISATION, t.ORGANISATION_OUVRIR, t.ORGANISATION_AJOUTER, **vide)


def participants(dossier: Dossier) -> Bloc:
    noms = {i: o.nom for i, o in dossier.de(Organisation).items()}
    siens = (
        Champ("fonction", t.FONCTION, t.PARTICIPANTS_AIDE, "ligne"),
        Champ("organisation", t.ORGANISATION, nature="choix", options=(("", "–"), *noms.items())),
        champs.parmi("role", t.ROLE_TENU, Role),
        champs.theme("theme", t.THEME),
    )
    vide = {"vide": t.PARTICIPANTS_VIDE, "remede": t.PARTICIPANTS_REMEDE}
    return Bloc("participant", Participant, siens, t.PARTICIPANT_OUVRIR, t.PARTICIPANT_AJOUTER, **vide)


def instances() -> Bloc:
    vide = {"vide": t.INSTANCES_VIDE, "remede": t.INSTANCES_REMEDE}
    return Bloc("instance", Instance, INSTANCE, t.INSTANCE_OUVRIR, t.INSTANCE_AJOUTER, **vide)


def reunions(dossier: Dossier, jour: date) -> Bloc:
    noms = {i: o.nom for i, o in dossier.de(Instance).items()}
    siens = (
        Champ("instance", t.INSTANCE, nature="choix", options=tuple(noms.items())),
        Champ("jour", t.JOUR, nature="date"),
        Champ("objet", t.OBJET, nature="ligne"),
        Champ("quorum", t.QUORUM, nature="nombre", bornes=(0, 500)),
        Champ("presents", t.PRESENTS, nature="nombre", bornes=(0, 500)),
        Champ("numero_table", t.NUMERO_TABLE, t.NUMERO_TABLE_AIDE, "nombre", bornes=(0, 3)),
        Champ("compte_rendu", t.COMPTE_RENDU),
    )
    vide = {"vide": t.REUNIONS_VIDE, "remede": t.REUNIONS_REMEDE, "defaut": {"jour": jour}}
    return Bloc("reunion", Reunion, siens, t.REUNION_OUVRIR, t.REUNION_AJOUTER, **vide)


def decisions(dossier: Dossier, jour: date) -> Bloc:
    noms = {i: nom_reunion(dossier, i) for i in dossier.de(Reunion)}
    siens = (
        Champ("texte", t.DECISION),
        Champ("motif", t.DECISION_MOTIF, t.DECISION_MOTIF_AIDE),
        Champ("jour", t.JOUR, nature="date"),
        Champ("reunion", t.REUNION, nature="choix", options=(("", t.AUCUNE_REUNION), *noms.items())),
    )
    vide = {"vide": t.DECISIONS_VIDE, "remede": t.DECISIONS_REMEDE, "defaut": {"jour": jour}}
    return Bloc("decision", Decision, siens, t.DECISION_OUVRIR, t.DECISION_AJOUTER, **vide)


def actions() -> Bloc:
    vide = {"vide": t.ACTIONS_VIDE, "remede": t.ACTIONS_REMEDE}
    return Bloc("action", Action, ACTION, t.ACTION_OUVRIR, t.ACTION_AJOUTER, **vide)


def _engagements(cote: Cote) -> Bloc:
    vide = {"vide": t.ENGAGEMENTS_VIDE[cote.value], "remede": t.ENGAGEMENTS_REMEDE, "fixe": {"cote": cote}}
    return Bloc(f"engagement-{cote.value}", Engagement, ENGAGEMENT, t.ENGAGEMENT_OUVRIR, t.ENGAGEMENT_AJOUTER[cote.value], **vide)


ENGAGEMENTS: Mapping[Cote, Bloc] = {cote: _engagements(cote) for cote in Cote}

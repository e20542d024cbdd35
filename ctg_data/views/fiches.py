"""Registers of a CTG: partners, bodies, meetings, decisions, engagements; a table to read, and names to open one record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ctg_data.diagnostic.figures import Tableau
from ctg_data.parcours import cycle
from ctg_data.parcours.convention import Cote, Decision, Engagement, Instance, Organisation, Participant, Reunion
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatReunion
from ctg_data.views import mains
from ctg_data.wording import gouvernance as mots
from ctg_data.wording import nombres
from ctg_data.wording import parcours as mots_parcours
from ctg_data.wording.typographie import soigne

PAR_PAGE = 25
NOM_MAX = 90
T = TypeVar("T")
Ligne = tuple[str, tuple[str, ...]]
"""A record (id) and its cells."""


@dataclass(frozen=True)
class Liste:
    """One page of a table of records, and every record that may be opened: (id, name).  ``pages``: « 1 à 25 », « 26 à 50 »…"""

    tableau: Tableau
    choix: tuple[tuple[str, str], ...] = ()
    pages: tuple[str, ...] = ()
    page: int = 0

    @property
    def vide(self) -> bool:
        return not self.choix

    def nom(self, identifiant: str) -> str:
        return dict(self.choix).get(identifiant, "")


def liste(cle: str, colonnes: Sequence[str], lignes: Iterable[Ligne], page: int = 0, numeriques: tuple[int, ...] = ()) -> Liste:
    """``page``: the one shown, from 0."""
    lignes = list(lignes)
    montrees, pages, ici = decoupe(lignes, page)
    choix = tuple((i, _nom(cellules)) for i, cellules in lignes)
    corps = tuple(cellules for _, cellules in montrees)
    return soigne(Liste(Tableau(mots.TABLES[cle], tuple(colonnes), corps, numeriques), choix, pages, ici))


def decoupe(lignes: Sequence[T], page: int) -> tuple[Sequence[T], tuple[str, ...], int]:
    """The lines of a page, the names of all pages (() for a single one), and which it is: one that does not exist is the last."""
    pages = tuple(f"{d + 1} à {min(d + PAR_PAGE, len(lignes))} sur {len(lignes)}" for d in range(0, len(lignes), PAR_PAGE))
    ici = max(0, min(page, len(pages) - 1))
    return lignes[ici * PAR_PAGE : (ici + 1) * PAR_PAGE], pages if len(pages) > 1 else (), ici


def _nom(cellules: Sequence[str]) -> str:
    """How a record is called in a list: its first two cells."""
    texte = " · ".join(c for c in cellules[:2] if c)
    return nombres.abrege(texte, NOM_MAX)


def organisations(dossier: Dossier, page: int = 0) -> Liste:
    lignes = (
        (i, (o.nom, mots_parcours.choix(o.type), _oui(o.signataire), _fonctions(dossier, i))) for i, o in dossier.de(Organisation).items()
    )
    return liste("organisations", mots.ORGANISATIONS, lignes, page)


def _fonctions(dossier: Dossier, organisation: str) -> str:
    return nombres.enumere([p.fonction for p in dossier.ou(Participant, organisation=organisation).values()])


def _oui(valeur: bool) -> str:
    return mots_parcours.OUI if valeur else mots_parcours.NON


def participants(dossier: Dossier, page: int = 0) -> Liste:
    def cellules(p: Participant) -> tuple[str, ...]:
        organisation = dossier.de(Organisation).get(p.organisation)
        return p.fonction, organisation.nom if organisation else "", mots_parcours.choix(p.role), mots_parcours.theme(p.theme)

    return liste("participants", mots.PARTICIPANTS, ((i, cellules(p)) for i, p in dossier.de(Participant).items()), page)


def instances(dossier: Dossier, jour: date, page: int = 0) -> Liste:
    lignes = ((i, _instance(dossier, i, o, jour)) for i, o in dossier.de(Instance).items())
    return liste("instances", mots.INSTANCES, lignes, page)


def _instance(dossier: Dossier, identifiant: str, instance: Instance, jour: date) -> tuple[str, ...]:
    rdv = cycle.rendez_vous(dossier, identifiant, jour)
    genre, theme = mots_parcours.choix(instance.type), mots_parcours.theme(instance.theme)
    derniere = nombres.jour(rdv.derniere) if rdv.derniere else ""
    return instance.nom, genre, theme, rythme(rdv.mois, instance.rythme), derniere, prochaine(rdv, jour)


def rythme(mois: int, propre: int) -> str:
    """« tous les 3 mois (repère du guide) »."""
    if not mois:
        return mots.SANS_RYTHME
    tous = "tous les mois" if mois == 1 else f"tous les {mois} mois"
    return f"{tous} ({mots.RYTHME_PROPRE if propre else mots.RYTHME_GUIDE})"


def prochaine(rdv: cycle.RendezVous, jour: date) -> str:
    """When a body meets next, and whether that keeps its rhythm."""
    if rdv.prevue and not rdv.alerte:
        return nombres.jour(rdv.prevue)
    if rdv.prevue:
        return mots.PREVUE_TARD.format(jour=nombres.jour(rdv.prevue), due=nombres.jour(rdv.due))
    if rdv.due is None:
        return ""
    return (mots.A_REUNIR_RETARD if rdv.due < jour else mots.A_REUNIR).format(jour=nombres.jour(rdv.due))


def reunions(dossier: Dossier, page: int = 0) -> Liste:
    """The last first."""
    siennes = sorted(dossier.de(Reunion).items(), key=lambda r: r[1].jour, reverse=True)
    return liste("reunions", mots.REUNIONS, ((i, _reunion(dossier, r)) for i, r in siennes), page)


def _reunion(dossier: Dossier, r: Reunion) -> tuple[str, ...]:
    table = f"Table {r.numero_table}" if r.numero_table else ""
    objet = " · ".join(t for t in ("" if table and r.objet.startswith(table) else table, r.objet) if t)
    return (
        nombres.jour(r.jour),
        dossier.de(Instance)[r.instance].nom,
        objet,
        mots_parcours.etat(r.etat),
        quorum(r),
        _oui(bool(r.compte_rendu)),
    )


def quorum(r: Reunion) -> str:
    """« 8 présents, quorum de 5 atteint », "" before the meeting."""
    if r.etat != EtatReunion.TENUE:
        return f"quorum de {r.quorum}" if r.quorum else ""
    presents = nombres.pluriel(r.presents, "présent")
    return f"{presents}, quorum de {max(r.quorum, 1)} {'atteint' if r.quorum_atteint else 'non atteint'}"


def decisions(dossier: Dossier, page: int = 0) -> Liste:
    """The last first."""
    siennes = sorted(dossier.de(Decision).items(), key=lambda d: d[1].jour, reverse=True)
    lignes = ((i, (nombres.jour(d.jour), d.texte, d.motif, nom_reunion(dossier, d.reunion))) for i, d in siennes)
    return liste("decisions", mots.DECISIONS, lignes, page)


def nom_reunion(dossier: Dossier, reunion: str) -> str:
    """« Copil, 12 mars 2026 », "" for none."""
    r = dossier.de(Reunion).get(reunion)
    return f"{dossier.de(Instance)[r.instance].nom}, {nombres.jour(r.jour)}" if r else ""


def engagements(dossier: Dossier, cote: Cote, page: int = 0) -> Liste:
    """Those of one side, by date, those without a date last."""
    siens = sorted(dossier.ou(Engagement, cote=cote).items(), key=lambda e: e[1].echeance or date.max)
    return liste(cote.value, mots.ENGAGEMENTS, ((i, _engagement(e)) for i, e in siens), page)


def _engagement(e: Engagement) -> tuple[str, ...]:
    echeance = nombres.jour(e.echeance) if e.echeance else mots.SANS_DATE
    raison = f"Raison : {e.motif}" if e.motif else ""
    return e.texte, e.responsable, echeance, mots_parcours.etat(e.etat), " ".join(t for t in (e.justification, raison) if t)


SANS_DETAIL = frozenset({"nom", "libelle", "etat"})
NON_DITS = frozenset({"rythme", "quorum", "presents", "numero_table"})
"""Numbers whose 0 says that nobody told."""


def details(objet: object) -> tuple[tuple[str, str], ...]:
    """What a record holds, field by field in French, empty ones left out; its name and its state stand in its heading."""
    formate = mains.formate(type(objet))
    champs = ((c, nom) for c, nom in mots_parcours.CHAMPS.items() if c not in SANS_DETAIL and hasattr(objet, c))
    lus = ((nom, formate(c, _brut(c, getattr(objet, c)))) for c, nom in champs)
    return soigne(tuple((nom, texte) for nom, texte in lus if texte))


def _brut(champ: str, valeur: object) -> object:
    """What ``mains.formate`` reads: dates as the journal keeps them; an amount is written by thousands, as in tables."""
    if isinstance(valeur, date):
        return valeur.isoformat()
    if champ in NON_DITS and not valeur:
        return None
    return nombres.nombre(valeur) if champ == "cout" and isinstance(valeur, int) else valeur

"""The records of a CTG as tables, in words: what a follow-up, an annex or a workbook lays out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ctg_data.diagnostic.figures import Tableau
from ctg_data.indicators import registry
from ctg_data.parcours import progres
from ctg_data.parcours.chemin import Changement, Chemin, Etape, Hypothese, Lien
from ctg_data.parcours.concertation import Objection, Perception, Proposition, Urgence
from ctg_data.parcours.convention import Action, Decision, Engagement, Instance, Organisation, Reunion, Validation
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.graphe import nom_de
from ctg_data.parcours.suivi import Comptage, Evaluation, IndicateurLie, Marqueur, Preuve, Releve
from ctg_data.wording import nombres, suivi
from ctg_data.wording import parcours as mots

VERSION = 8
"""Characters of a version of the data that people read, as on the pages."""
Cellules = Callable[[Dossier, str, object], tuple[str, ...]]


@dataclass(frozen=True)
class Registre:
    """One kind of record as a table: its title, its columns, and the cells of one record.  ``numeriques``: columns to align right."""

    titre: str
    colonnes: tuple[str, ...]
    cellules: Cellules
    numeriques: tuple[int, ...] = ()


def tableau(dossier: Dossier, genre: type, identifiants: Iterable[str] | None = None) -> Tableau:
    """The records of a kind (those of ``identifiants`` only), in the order they were written."""
    r, objets = REGISTRES[genre], dossier.de(genre)
    ids = objets if identifiants is None else identifiants
    return Tableau(r.titre, r.colonnes, tuple(r.cellules(dossier, i, objets[i]) for i in ids), r.numeriques)


def tous(dossier: Dossier) -> tuple[Tableau, ...]:
    """Every table that has a row."""
    lus = (tableau(dossier, genre) for genre in REGISTRES)
    return tuple(t for t in lus if t.lignes)


def jour(valeur: date | None) -> str:
    return nombres.jour(valeur) if valeur else ""


def nombre(texte: str) -> str:
    """A number kept with a decimal point, as a reader writes it."""
    return texte.replace(".", ",")


def libelle_indicateur(identifiant: str) -> str:
    """The name of a figure; its id where the catalogue does not hold it any more."""
    connu = registry.par_id().get(identifiant)
    return connu.libelle if connu else identifiant


def avec_unite(identifiant: str) -> str:
    """« Taux de couverture en EAJE (places pour 100 enfants) »: its columns hold bare numbers."""
    connu = registry.par_id().get(identifiant)
    return f"{connu.libelle} ({connu.unite})" if connu and connu.unite else libelle_indicateur(identifiant)


def _themes(codes: Iterable[str]) -> str:
    return ", ".join(mots.theme(c) for c in codes if c)


def _changement(d: Dossier, _: str, o: Changement) -> tuple[str, ...]:
    return o.libelle, o.public, _themes(o.themes), jour(o.horizon), mots.etat(o.etat), o.motif


def _chemin(d: Dossier, identifiant: str, o: Chemin) -> tuple[str, ...]:
    return nom_de(d, o.changement), str(o.numero), mots.etat(o.etat), o.pilote, str(len(d.etapes(identifiant))), o.note


def _etape(d: Dossier, _: str, o: Etape) -> tuple[str, ...]:
    chemin = d.de(Chemin)[o.chemin]
    cote = mots.OUI if o.ecartee else mots.NON
    return o.libelle, o.acteur, jour(o.echeance), nom_de(d, chemin.changement), str(chemin.numero), cote


def _lien(d: Dossier, _: str, o: Lien) -> tuple[str, ...]:
    chemin = d.de(Chemin)[o.chemin]
    return nom_de(d, o.de), mots.choix(o.de_type), nom_de(d, o.vers), mots.choix(o.vers_type), str(chemin.numero)


def _hypothese(d: Dossier, _: str, o: Hypothese) -> tuple[str, ...]:
    lien = d.de(Lien)[o.lien]
    return o.texte, nom_de(d, lien.de), nom_de(d, lien.vers), mots.etat(o.etat), mots.choix(o.risque), jour(o.prevue_le), o.motif


def _action(d: Dossier, _: str, o: Action) -> tuple[str, ...]:
    cout = nombres.nombre(o.cout) if o.cout is not None else ""
    qui = o.pilote, o.binome_caf, o.binome_collectivite
    return o.libelle, _themes([o.theme]), *qui, jour(o.debut), jour(o.fin), cout, o.cof, mots.etat(o.etat), str(o.avancement), o.motif


def _marqueur(d: Dossier, identifiant: str, o: Marqueur) -> tuple[str, ...]:
    etat, le = progres.dernier(d, identifiant)
    return o.libelle, mots.choix(o.rang), mots.choix(o.portee), mots.choix(o.objet), nom_de(d, o.cible), mots.choix(etat), jour(le)


def _releve(d: Dossier, _: str, o: Releve) -> tuple[str, ...]:
    return nom_de(d, o.marqueur), jour(o.jour), mots.choix(o.etat), o.commentaire


def _preuve(d: Dossier, _: str, o: Preuve) -> tuple[str, ...]:
    sens = mots.OUI if o.conforte else mots.NON
    return o.texte, mots.choix(o.type), o.source, jour(o.jour), str(o.niveau), mots.NIVEAUX_PREUVE[o.niveau], sens, nom_de(d, o.cible)


def _indicateur(d: Dossier, _: str, o: IndicateurLie) -> tuple[str, ...]:
    depart = nombre(o.t0_valeur) or (mots.NON_MONTRE if o.t0_annee else ""), str(o.t0_annee or ""), jour(o.t0_jour), o.t0_edition[:VERSION]
    cible = nombre(o.cible), str(o.cible_annee or ""), o.accepte
    return avec_unite(o.indicateur), nom_de(d, o.porteur), mots.choix(o.portee), mots.choix(o.sens), *depart, *cible


def _engagement(d: Dossier, _: str, o: Engagement) -> tuple[str, ...]:
    return o.texte, mots.choix(o.cote), o.responsable, jour(o.echeance), mots.etat(o.etat), o.justification, o.motif


def _decision(d: Dossier, _: str, o: Decision) -> tuple[str, ...]:
    reunion = d.de(Reunion).get(o.reunion)
    return o.texte, o.motif, jour(o.jour), reunion.objet if reunion else ""


def _organisation(d: Dossier, _: str, o: Organisation) -> tuple[str, ...]:
    return o.nom, mots.choix(o.type), mots.OUI if o.signataire else mots.NON


def _reunion(d: Dossier, _: str, o: Reunion) -> tuple[str, ...]:
    instance = d.de(Instance).get(o.instance)
    return o.objet, instance.nom if instance else "", jour(o.jour), mots.etat(o.etat), str(o.presents), str(o.quorum), o.compte_rendu


def _validation(d: Dossier, _: str, o: Validation) -> tuple[str, ...]:
    return nom_de(d, o.changement), d.de(Organisation)[o.organisation].nom, mots.choix(o.avis), jour(o.jour), o.motif


def _proposition(d: Dossier, _: str, o: Proposition) -> tuple[str, ...]:
    reunion = d.de(Reunion).get(o.reunion)
    return o.texte, mots.choix(o.objet), mots.etat(o.etat), reunion.objet if reunion else ""


def _objection(d: Dossier, _: str, o: Objection) -> tuple[str, ...]:
    return o.motif, mots.choix(o.college), mots.etat(o.etat), o.reponse, o.avant, o.apres, nom_de(d, o.proposition)


def _perception(d: Dossier, _: str, o: Perception) -> tuple[str, ...]:
    return o.texte, mots.choix(o.college), mots.choix(o.famille), _themes([o.theme])


def _urgence(d: Dossier, _: str, o: Urgence) -> tuple[str, ...]:
    return o.libelle, _themes([o.theme]), str(o.votes)


def _evaluation(d: Dossier, _: str, o: Evaluation) -> tuple[str, ...]:
    return mots.choix(o.critere), mots.choix(o.grille), str(o.note), str(o.niveau_preuve), o.texte, o.redige_par, nom_de(d, o.cible)


def _comptage(d: Dossier, _: str, o: Comptage) -> tuple[str, ...]:
    return suivi.ITEMS.get(o.item, o.item), *("" if n < 0 else str(n) for n in (o.avant, o.apres)), o.note


REGISTRES: Mapping[type, Registre] = {
    Changement: Registre("Changements durables", ("Changement", "Public", "Thèmes", "Horizon", "État", "Raison"), _changement),
    Chemin: Registre("Chemins", ("Changement", "Version", "État", "Pilote", "Étapes", "Note"), _chemin, (1, 4)),
    Etape: Registre("Étapes", ("Étape", "Acteur", "Échéance", "Changement", "Version", "Mise de côté"), _etape, (4,)),
    Lien: Registre("Flèches", ("De", "Type", "Vers", "Type de but", "Version"), _lien, (4,)),
    Hypothese: Registre("Hypothèses", ("Hypothèse", "De", "Vers", "État", "Risque", "Examen prévu", "Raison"), _hypothese),
    Action: Registre(
        "Plan d’actions",
        (
            "Action",
            "Thème",
            "Pilote",
            "Binôme Caf",
            "Binôme collectivité",
            "Début",
            "Fin",
            "Budget (€)",
            "Convention de financement",
            "État",
            "Avancement (%)",
            "Raison",
        ),
        _action,
        (7, 10),
    ),
    Marqueur: Registre("Marqueurs", ("Marqueur", "Rang", "Portée", "Porte sur", "Intitulé", "Dernier état", "Relevé le"), _marqueur),
    Releve: Registre("Relevés", ("Marqueur", "Date", "État", "Commentaire"), _releve),
    Preuve: Registre(
        "Preuves", ("Preuve", "Type", "Source", "Date", "Niveau", "Ce que dit ce niveau", "Sens attendu", "Porte sur"), _preuve, (4,)
    ),
    IndicateurLie: Registre(
        "Indicateurs suivis",
        (
            "Indicateur",
            "Porte sur",
            "Portée",
            "Sens attendu",
            "Départ",
            "Année",
            "Lu le",
            "Version des données",
            "Cible",
            "Année visée",
            "Raison d’accepter la cible",
        ),
        _indicateur,
        (4, 5, 8, 9),
    ),
    Engagement: Registre(
        "Engagements", ("Engagement", "Qui s’engage", "Responsable", "Échéance", "État", "Justification", "Raison"), _engagement
    ),
    Decision: Registre("Décisions", ("Décision", "Raison", "Date", "Réunion"), _decision),
    Organisation: Registre("Organisations", ("Organisation", "Type", "Signataire"), _organisation),
    Reunion: Registre("Réunions", ("Objet", "Instance", "Date", "État", "Présents", "Quorum", "Compte rendu"), _reunion, (4, 5)),
    Validation: Registre("Avis des collectivités", ("Changement", "Collectivité", "Avis", "Date", "Raison"), _validation),
    Proposition: Registre("Propositions", ("Texte", "Objet", "État", "Réunion"), _proposition),
    Objection: Registre("Objections", ("Raison", "Collège", "État", "Réponse", "Texte avant", "Texte après", "Proposition"), _objection),
    Perception: Registre("Perceptions", ("Perception", "Collège", "Famille", "Thème"), _perception),
    Urgence: Registre("Urgences sociales", ("Urgence", "Thème", "Voix"), _urgence, (2,)),
    Evaluation: Registre(
        "Évaluation",
        ("Critère", "Grille", "Note (0 à 4)", "Niveau de preuve", "Ce qui la fonde", "Rédigé par", "Porte sur"),
        _evaluation,
        (2, 3),
    ),
    Comptage: Registre("Comptages", ("Ce qui est compté", "Avant", "Après", "Note"), _comptage, (1, 2)),
}

"""The agenda of the next steering committee and the evaluation grids, as the page lays them out and as one copies them."""

from dataclasses import dataclass
from datetime import date

from ctg_data.conventions.lecture import Livre
from ctg_data.diagnostic.figures import Tableau
from ctg_data.parcours import copil, evaluation, graphe
from ctg_data.parcours.copil import Point
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.suivi import Comptage, Critere, Evaluation, Grille
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views import indicateurs_lies, indicateurs_textes
from ctg_data.views.lecture import Corpus
from ctg_data.views.suivi import bandeau, lus_par_changement
from ctg_data.wording import nombres
from ctg_data.wording import parcours as mots
from ctg_data.wording import suivi as textes
from ctg_data.wording.typographie import soigne

DIT = textes.SEANCE


@dataclass(frozen=True)
class AgendaVue:
    """``texte``: the whole, to be copied as it is."""

    bandeau: str
    quand: str
    points: tuple[Point, ...]
    texte: str


@dataclass(frozen=True)
class GrilleVue:
    grille: Grille
    tableau: Tableau


@dataclass(frozen=True)
class EvaluationVue:
    grilles: tuple[GrilleVue, ...]
    comptages: Tableau


def agenda(livre: Livre, corpus: Corpus, ref: Referentiel, jour: date) -> AgendaVue:
    d = livre.dossier
    ctx = indicateurs_lies.du_territoire(corpus, ref, d.ctg)
    _, tenue = copil.seances(d, jour)
    depuis = tenue.jour if tenue else None
    nouveaux = [c for lus in lus_par_changement(d, ctx).values() for lu in lus if (c := indicateurs_textes.nouveau(lu, depuis))]
    ordre = copil.ordre_du_jour(d, jour, nouveaux)
    quand = DIT["quand"].format(jour=mots.jour(ordre.jour)) if ordre.jour else DIT["a_fixer"]
    vue = soigne(AgendaVue(bandeau(ctx), quand, ordre.points, ""))
    return AgendaVue(vue.bandeau, vue.quand, vue.points, _texte(d, vue, jour))


def _texte(d: Dossier, vue: AgendaVue, jour: date) -> str:
    """One line a point, numbered, its details under it; what is fictitious is said first."""
    mentions = [t for t in (DIT["fictive"] if d.ctg.fictive else "", vue.bandeau) if t]
    lignes = [soigne(d.ctg.nom), *mentions, vue.quand, soigne(DIT["etabli"].format(jour=mots.jour(jour))), ""]
    for rang, point in enumerate(vue.points, 1):
        lignes += [f"{rang}. {point.titre}", *(f"   - {detail}" for detail in point.details)]
    return "\n".join(lignes)


def evaluations(livre: Livre) -> EvaluationVue:
    d = livre.dossier
    grilles = tuple(GrilleVue(g, _grille(d, g)) for g in Grille)
    lignes = tuple(_comptage(item, c) for item, _, c in evaluation.comptages(d))
    return soigne(EvaluationVue(grilles, Tableau(DIT["comptages"], tuple(DIT["comptages.colonnes"].split("|")), lignes, (1, 2, 3))))


def _grille(d: Dossier, grille: Grille) -> Tableau:
    """A row a criterion, one more for each change that it was noted on."""
    titre = DIT["grille"].format(grille=nombres.minuscule(mots.choix(grille)))
    lignes = [ligne for critere, notees in evaluation.notes(d, grille) for ligne in _criteres(d, critere, notees)]
    return Tableau(titre, tuple(DIT["grille.colonnes"].split("|")), tuple(lignes))


def _criteres(d: Dossier, critere: Critere, notees: dict[str, Evaluation]) -> list[tuple[str, ...]]:
    tete = f"{mots.choix(critere)} : {nombres.minuscule(mots.QUESTIONS_CRITERES[critere])}"
    return [_note(d, tete, e) for e in notees.values()] or [(tete, "", DIT["a_noter"], "", "", "")]


def _note(d: Dossier, tete: str, e: Evaluation) -> tuple[str, ...]:
    sur = f"« {graphe.nom_de(d, e.cible)} »" if e.cible else DIT["ensemble"]
    niveau = f"{e.niveau_preuve} – {mots.NIVEAUX_PREUVE[e.niveau_preuve]}"
    return tete, sur, f"{e.note} sur 4, {textes.NOTES[e.note]}", niveau, e.texte, e.redige_par


def _comptage(item: str, c: Comptage | None) -> tuple[str, ...]:
    ecart = evaluation.ecart(c)
    comptes = [DIT["inconnu"] if c is None or n < 0 else nombres.nombre(n) for n in ((c.avant, c.apres) if c else (-1, -1))]
    return textes.ITEMS[item], *comptes, "" if ecart is None else nombres.signe(ecart), c.note if c else ""

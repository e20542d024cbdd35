"""Each change as the follow-up shows it: its ladder, its indicators, its evidence, what may be said, the next question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ctg_data.conventions.lecture import Livre
from ctg_data.diagnostic.figures import Tableau
from ctg_data.parcours import contribution, copil, graphe, progres
from ctg_data.parcours.chemin import Changement, Chemin, Etape, Hypothese, Lien
from ctg_data.parcours.contribution import Moment
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatChangement
from ctg_data.parcours.suivi import EtatMarqueur, IndicateurLie, Marqueur, Objet, Preuve, Rang, Releve
from ctg_data.views import demonstration, indicateurs_lies, indicateurs_textes
from ctg_data.views.indicateurs_lies import Lu
from ctg_data.views.indicateurs_textes import IndicateurVue
from ctg_data.views.lecture import Contexte
from ctg_data.wording import nombres
from ctg_data.wording import parcours as mots
from ctg_data.wording import suivi as textes
from ctg_data.wording.typographie import soigne

DIT = textes.CHANGEMENT
OBJETS = {Changement: Objet.CHANGEMENT, Etape: Objet.ETAPE, Hypothese: Objet.HYPOTHESE}
"""What a marker or a piece of evidence may be about."""


@dataclass(frozen=True)
class MarqueurVue:
    """``etat`` gives the shape, ``dit`` the word and the day; ``ou``: the step that bears it, "" for the change itself."""

    id: str
    libelle: str
    etat: EtatMarqueur
    dit: str
    portee: str
    ou: str


@dataclass(frozen=True)
class EchelonVue:
    rang: Rang
    libelle: str
    marqueurs: tuple[MarqueurVue, ...]


@dataclass(frozen=True)
class PreuveVue:
    """``niveau``: pips to fill; ``dit``: the level in words; ``details``: how many pieces, of which nature, from how many sources."""

    niveau: int
    dit: str
    details: str


@dataclass(frozen=True)
class ChangementVue:
    """``progres`` is ordinal, three counts; ``indice`` is one figure with what must be read beside it, "" without any marker."""

    id: str
    libelle: str
    resume: str
    echelle: tuple[EchelonVue, ...]
    progres: str
    indice: str
    indicateurs: tuple[IndicateurVue, ...]
    preuve: PreuveVue
    dire: tuple[str, ...]
    hypotheses: str
    alertes: tuple[str, ...]
    question: str


@dataclass(frozen=True)
class DetailVue:
    """What is written on one change: three tables, each empty while nothing is, and its story."""

    preuves: Tableau
    hypotheses: Tableau
    releves: Tableau
    recit: tuple[Moment, ...]


@dataclass(frozen=True)
class SuiviVue:
    """``bandeau``: that figures are fictitious, "" when they are not; ``territoire``: False when the reference lost it.

    ``choix``: (id, words) of every change but those given up, in the order chosen.
    """

    bandeau: str
    territoire: bool
    choix: tuple[tuple[str, str], ...]


def suivi(livre: Livre, ctx: Contexte | None) -> SuiviVue:
    """What may be read in the follow-up; ``ctx``: what is published of its territory."""
    choix = tuple((i, c.libelle) for i, c in livre.dossier.changements() if c.etat != EtatChangement.ABANDONNE)
    return soigne(SuiviVue(bandeau(ctx), ctx is not None, choix))


def changement(livre: Livre, ctx: Contexte | None, identifiant: str, jour: date) -> ChangementVue:
    """One change with its figures."""
    lus = lus_par_changement(livre.dossier, ctx, identifiant).get(identifiant, ())
    return soigne(_changement(livre, identifiant, lus, jour))


def bandeau(ctx: Contexte | None) -> str:
    return demonstration.du_territoire(ctx) if ctx else ""


def lus_par_changement(dossier: Dossier, ctx: Contexte | None, seul: str = "") -> Mapping[str, Sequence[Lu]]:
    """Linked indicators of each change, then those of the hypotheses of its current path: a revision copied them from the one before.

    ``seul``: of that change only.
    """
    changements = [seul] if seul else [i for i, _ in dossier.changements()]
    porteurs_ = {i: c for c in changements for i in (c, *dossier.hypotheses(dossier.courant(c)))}
    siens = {i: lie for i, lie in dossier.de(IndicateurLie).items() if lie.porteur in porteurs_}
    rangs = sorted(siens.items(), key=lambda i: i[1].objet is Objet.HYPOTHESE)
    trouves: dict[str, list[Lu]] = {}
    for lu in indicateurs_lies.lus(ctx, dict(rangs)):
        trouves.setdefault(porteurs_[lu.lie.porteur], []).append(lu)
    return trouves


def _changement(livre: Livre, identifiant: str, lus: Sequence[Lu], jour: date) -> ChangementVue:
    d = livre.dossier
    cibles = contribution.cibles(d, identifiant)
    echelons, mesuree = progres.echelle(d, *cibles, jour=jour), contribution.force(d, identifiant)
    return ChangementVue(
        id=identifiant,
        libelle=d.de(Changement)[identifiant].libelle,
        resume=_resume(d, identifiant),
        echelle=_echelle(d, cibles, jour),
        progres=nombres.capitale(contribution.texte_echelle(echelons)),
        indice=_indice(d, identifiant, echelons),
        indicateurs=tuple(indicateurs_textes.vue(d, livre.fiches[lu.id], lu, jour) for lu in lus),
        preuve=PreuveVue(mesuree.niveau, contribution.texte_niveau(mesuree), _pieces(d, identifiant)),
        dire=contribution.dire(d, identifiant),
        hypotheses=_hypotheses(d, identifiant),
        alertes=tuple(nombres.capitale(contribution.texte_rupture(d, r)) for r in contribution.alertes(d, identifiant, jour)),
        question=contribution.question(d, identifiant, jour),
    )


def _resume(d: Dossier, identifiant: str) -> str:
    objet, chemin = d.de(Changement)[identifiant], d.de(Chemin).get(d.courant(identifiant))
    public = DIT["public"].format(public=objet.public) if objet.public.strip() else ""
    horizon = DIT["horizon"].format(jour=mots.jour(objet.horizon)) if objet.horizon else ""
    pilote = DIT["pilote"].format(pilote=chemin.pilote) if chemin and chemin.pilote.strip() else ""
    return nombres.capitale(DIT["resume"].format(etat=mots.etat(objet.etat), public=public, horizon=horizon)) + pilote


def _echelle(d: Dossier, cibles: Sequence[str], jour: date) -> tuple[EchelonVue, ...]:
    """The three ranks, those without a marker too: an empty one is to be filled."""
    poses = [(m.rang, _marqueur(d, i, m, cibles[0], jour)) for i, m in progres.marqueurs(d, *cibles).items()]
    return tuple(EchelonVue(rang, mots.choix(rang), tuple(v for r, v in poses if r == rang)) for rang in Rang)


def _marqueur(d: Dossier, identifiant: str, m: Marqueur, changement: str, jour: date) -> MarqueurVue:
    etat, lu_le = progres.dernier(d, identifiant, jour)
    dit = DIT["depuis"].format(etat=mots.choix(etat).lower(), jour=mots.jour(lu_le)) if lu_le else DIT["jamais"]
    ou = "" if m.cible == changement else DIT["etape"].format(nom=graphe.nom_de(d, m.cible))
    return MarqueurVue(identifiant, m.libelle, etat, dit, mots.choix(m.portee).lower(), ou)


def _indice(d: Dossier, identifiant: str, echelons: Sequence[progres.Echelon]) -> str:
    """The index, never without the level of evidence and the hypotheses not yet tested."""
    valeur = progres.indice(echelons)
    if valeur is None:
        return ""
    return DIT["indice"].format(
        indice=nombres.nombre(100 * valeur),
        niveau=contribution.force(d, identifiant).niveau,
        hypotheses=copil.non_testees(progres.non_testees(d, identifiant)),
    )


def _pieces(d: Dossier, identifiant: str) -> str:
    if not d.ou(Preuve, cible=identifiant):
        return textes.SANS_PREUVE
    return contribution.texte_force(contribution.force(d, identifiant)).partition(". ")[2]


def _hypotheses(d: Dossier, identifiant: str) -> str:
    total = len(d.hypotheses(d.courant(identifiant)))
    if not total:
        return DIT["sans_hypothese"]
    non_testees = copil.non_testees(progres.non_testees(d, identifiant))
    return nombres.capitale(DIT["hypotheses"].format(non_testees=non_testees, total=total))


def detail(livre: Livre, ctx: Contexte | None, changement: str, jour: date) -> DetailVue:
    """What is written on one change, and its contribution story."""
    d = livre.dossier
    lus = lus_par_changement(d, ctx, changement).get(changement, ())
    constats = [c for lu in lus if (c := indicateurs_textes.constat(lu))]
    recit = contribution.recit(d, changement, jour, constats)
    return soigne(DetailVue(_journal(d, changement), _table_hypotheses(d, changement), _releves(d, changement), recit))


def _journal(d: Dossier, changement: str) -> Tableau:
    """Evidence on the change, its steps and its hypotheses, the latest first."""
    autour = d.autour(changement)
    siennes = [p for p in d.de(Preuve).values() if p.cible in autour]
    lignes = tuple(_ligne_preuve(d, p, changement) for p in sorted(siennes, key=lambda p: p.jour, reverse=True))
    return Tableau(DIT["journal"], tuple(DIT["journal.colonnes"].split("|")), lignes)


def _ligne_preuve(d: Dossier, p: Preuve, changement: str) -> tuple[str, ...]:
    sens = DIT["pour_"] if p.conforte else DIT["contre_"]
    sur = mots.choix(p.objet).lower() if p.cible == changement else f"{mots.choix(p.objet).lower()} « {graphe.nom_de(d, p.cible)} »"
    niveau = f"{p.niveau} – {mots.NIVEAUX_PREUVE[p.niveau]}"
    return mots.jour(p.jour), mots.choix(p.type).partition(" (")[0], p.source, niveau, p.texte, sens, sur


def _table_hypotheses(d: Dossier, changement: str) -> Tableau:
    lignes = []
    for i, h in d.hypotheses(d.courant(changement)).items():
        lien = d.de(Lien)[h.lien]
        fleche = f"« {graphe.nom_de(d, lien.de)} » → « {graphe.nom_de(d, lien.vers)} »"
        quand = mots.jour(h.prevue_le) if h.prevue_le else "à fixer"
        lignes.append(
            (
                h.texte,
                fleche,
                mots.etat(h.etat).replace(" ", nombres.INSECABLE),
                quand,
                nombres.pluriel(len(d.ou(Preuve, cible=i)), "preuve"),
            )
        )
    return Tableau(DIT["hypotheses.titre"], tuple(DIT["hypotheses.colonnes"].split("|")), tuple(lignes))


def _releves(d: Dossier, changement: str) -> Tableau:
    autour = d.autour(changement)
    siens = {i: m for i, m in d.de(Marqueur).items() if m.cible in autour}
    lus = sorted((r for i in siens for r in d.ou(Releve, marqueur=i).values()), key=lambda r: r.jour, reverse=True)
    lignes = tuple((mots.jour(r.jour), siens[r.marqueur].libelle, mots.choix(r.etat), r.commentaire) for r in lus)
    return Tableau(DIT["releves"], tuple(DIT["releves.colonnes"].split("|")), lignes)


def porteurs(d: Dossier, changement: str, *genres: type) -> tuple[tuple[str, str], ...]:
    """(id, label) of the change, the steps and the hypotheses of its current path, among ``genres``."""
    tous = (*contribution.cibles(d, changement), *d.hypotheses(d.courant(changement)))
    return tuple(
        (i, soigne(f"{mots.choix(OBJETS[type(o)])} : {graphe.nom_de(d, i)}")) for i in tous if isinstance(o := d.cherche(i), genres)
    )

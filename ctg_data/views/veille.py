"""The watch list of a territory: its alerts, by theme, those that were acknowledged folded with who, when and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ctg_data.diagnostic import veille
from ctg_data.diagnostic.figures import Tableau
from ctg_data.diagnostic.regles import INFORMER, REGLES, SEUILS, Regle, Seuil
from ctg_data.diagnostic.veille import Alerte, Lieu, SourceLue
from ctg_data.indicators import registry
from ctg_data.indicators.model import Indicateur
from ctg_data.loaders import sources as registre_sources
from ctg_data.loaders.model import Source
from ctg_data.storage.acquittements import cle, quand
from ctg_data.storage.depot import Fiche
from ctg_data.storage.modele import Acquittement, ReglageVeille, SeuilVeille
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views.examens import avant, examens
from ctg_data.views.lecture import Contexte, Corpus, Series, contexte
from ctg_data.views.origines import annees_par_source, nom
from ctg_data.wording import fr, nombres
from ctg_data.wording import veille as textes
from ctg_data.wording.saisies import nom as nom_de
from ctg_data.wording.typographie import soigne

PAR_TERRITOIRE, TERRITOIRES = 4, 6
"""What the home page shows: alerts of one territory, territories with their alerts."""


@dataclass(frozen=True)
class AlerteVue:
    """One alert in words.  ``details``: how urgent, its rule and its date; ``deja``: acknowledged on an earlier version, "" else."""

    alerte: Alerte
    signe: str
    titre: str
    phrase: str
    details: str
    deja: str = ""


@dataclass(frozen=True)
class AcquitteeVue:
    """An acknowledged alert, with what was said of it."""

    vue: AlerteVue
    fiche: Fiche[Acquittement]
    texte: str


@dataclass(frozen=True)
class VeilleVue:
    """The watch list of one territory.  ``groupes``: (theme, alerts), the most urgent theme first; ``informations``: the same, folded.

    ``reste``: how many more there are when the list was cut, in words.
    """

    niveau: str
    code: str
    nom: str
    groupes: tuple[tuple[str, tuple[AlerteVue, ...]], ...]
    informations: tuple[tuple[str, tuple[AlerteVue, ...]], ...]
    acquittees: tuple[AcquitteeVue, ...]
    nombre: int
    message: str = ""
    reste: str = ""


def alertes(
    corpus: Corpus,
    ref: Referentiel,
    *,
    niveau: str,
    code: str,
    jour: date,
    regles: Sequence[Regle] = REGLES,
    seuils: Sequence[Seuil] = SEUILS,
    catalogue: Sequence[Indicateur] | None = None,
    sources: Mapping[str, Source] | None = None,
) -> tuple[Alerte, ...]:
    """Every alert of one territory, most urgent first.  Raises TerritoireInconnu."""
    t = ref.territoire(niveau, code)
    catalogue = tuple(registry.catalogue() if catalogue is None else catalogue)
    connues = registre_sources.catalogue() if sources is None else sources
    return _alertes(contexte(corpus, ref, t, catalogue=catalogue, sources=connues), jour, regles=regles, seuils=seuils)


def _alertes(ctx: Contexte, jour: date, *, regles: Sequence[Regle], seuils: Sequence[Seuil]) -> tuple[Alerte, ...]:
    t = ctx.territoire
    lieu = Lieu(t.niveau, t.code, ctx.corpus.publie_le(t.niveau, t.code))
    figures = veille.alertes(examens(ctx), lieu, regles=regles, seuils=seuils)
    # Nobody renews invented figures: the demonstration never grows old.
    lues = () if ctx.demo else _sources(ctx)
    return soigne(veille.trie((*figures, *veille.alertes_sources(lues, lieu, jour, regles=regles))))


def _sources(ctx: Contexte) -> tuple[SourceLue, ...]:
    precedentes = _annees(avant(ctx)) if ctx.corpus.precedente else None
    lues = ((ctx.sources[i], nom(ctx.sources, i).entier, a) for i, a in _annees(ctx.series).items() if i in ctx.sources)
    return tuple(SourceLue(s, n, a, None if precedentes is None else precedentes.get(s.id, frozenset())) for s, n, a in lues)


def _annees(series: Series) -> dict[str, frozenset[int]]:
    """Source -> years behind the figures of a territory."""
    lues = (x.sources for lignes in series.values() for x in lignes.values() if x.statut != "nd")
    return {i: frozenset(a) for i, a in annees_par_source(lues).items() if a}


def regles_en_vigueur(changees: Sequence[Fiche[ReglageVeille]]) -> tuple[Regle, ...]:
    """The rules of the product, as they are set in this store; a rule that is not a test never becomes one."""
    par_id = {f.objet.regle: f.objet for f in changees}
    return tuple(_reglee(r, par_id.get(r.id)) for r in REGLES)


def _reglee(r: Regle, reglage: ReglageVeille | None) -> Regle:
    if reglage is None:
        return r
    taux = (reglage.taux or 1) / 100 if r.taux else 0.0
    return replace(r, active=reglage.active, severite=reglage.severite, taux=taux, ampleur=float(reglage.ampleur) if r.ampleur else 0.0)


def seuils_en_vigueur(ajoutes: Sequence[Fiche[SeuilVeille]]) -> tuple[Seuil, ...]:
    """The levels of the product and those added; one on a figure that no longer exists is left out."""
    connus = registry.par_id()
    lus = (f.objet for f in ajoutes if f.objet.indicateur in connus)
    return (*SEUILS, *(Seuil(s.indicateur, float(s.valeur), s.raison) for s in lus))


def tableau_regles(regles: Sequence[Regle], changees: Sequence[Fiche[ReglageVeille]]) -> Tableau:
    """Every rule as it is set, and who set it so."""
    auteurs = {f.objet.regle: _auteur(f) for f in changees}
    return soigne(Tableau(textes.REGLES, textes.COLONNES_REGLES, tuple(_ligne_regle(r, auteurs.get(r.id, "")) for r in regles), (3, 4)))


def _auteur(f: Fiche[ReglageVeille]) -> str:
    return textes.REGLEE.format(qui=nom_de(f.modifie_par), jour=quand(f.modifie_le), motif=f.objet.motif)


def _ligne_regle(r: Regle, auteur: str) -> tuple[str, ...]:
    taux, ampleur = (nombres.avec_unite(x, "%") if x else "" for x in (100 * r.taux, r.ampleur))
    return r.libelle, r.phrase, textes.SEVERITES[r.severite] if r.active else textes.INACTIVE, ampleur, taux, auteur or textes.ORIGINE


def tableau_seuils(seuils: Sequence[Seuil]) -> Tableau:
    connus = registry.par_id()
    lignes = ((connus[s.indicateur].libelle, _niveau(s, connus[s.indicateur]), s.raison) for s in seuils)
    return soigne(Tableau(textes.SEUILS, textes.COLONNES_SEUILS, tuple(lignes), (1,)))


def _niveau(s: Seuil, i: Indicateur) -> str:
    return nombres.avec_unite(s.valeur, i.unite, 0 if float(s.valeur).is_integer() else i.decimales)


def liste(
    trouvees: Sequence[Alerte],
    acquittements: Sequence[Fiche[Acquittement]],
    *,
    nom: str,
    niveau: str,
    code: str,
    maximum: int | None = None,
    documente: bool = True,
) -> VeilleVue:
    """The list of one territory; ``maximum``: alerts shown, the most urgent first (without: all, the least urgent folded).

    ``documente``: whether anything is loaded of it; no alert means nothing otherwise.
    """
    faits = {cle(f.objet): f for f in acquittements}
    ouvertes = [a for a in trouvees if a.cle not in faits]
    montrees = ouvertes[:maximum]
    vues = [_vue(a, _deja(a, acquittements)) for a in montrees]
    reste = len(ouvertes) - len(montrees)
    return soigne(
        VeilleVue(
            niveau,
            code,
            nom,
            groupes=_groupes([v for v in vues if maximum is not None or v.alerte.severite < INFORMER]),
            informations=_groupes([v for v in vues if maximum is None and v.alerte.severite == INFORMER]),
            acquittees=tuple(_acquittee(a, faits[a.cle]) for a in trouvees if a.cle in faits),
            nombre=len(ouvertes),
            message="" if ouvertes else textes.VIDE if documente else textes.SANS_DONNEE,
            reste=nombres.pluriel(reste, "autre alerte", "autres alertes") if reste else "",
        )
    )


def listes(
    par_territoire: Mapping[tuple[str, str], Sequence[Alerte]],
    acquittements: Sequence[Fiche[Acquittement]],
    ref: Referentiel,
) -> tuple[VeilleVue, ...]:
    """The home page: the territories that have something to say, the most urgent first, each cut short; beyond TERRITOIRES, a link."""
    faits = {lieu: [f for f in acquittements if (f.objet.niveau, f.objet.code) == lieu] for lieu in par_territoire}
    parlants = {lieu: trouvees for lieu, trouvees in par_territoire.items() if trouvees}
    ordre = sorted(parlants, key=lambda lieu: _urgence(parlants[lieu], faits[lieu]))
    return tuple(
        liste(
            parlants[lieu],
            faits[lieu],
            nom=ref.territoire(*lieu).nom,
            niveau=lieu[0],
            code=lieu[1],
            maximum=PAR_TERRITOIRE if rang < TERRITOIRES else 0,
        )
        for rang, lieu in enumerate(ordre)
    )


def _urgence(trouvees: Sequence[Alerte], faits: Sequence[Fiche[Acquittement]]) -> int:
    """Severity of the most urgent alert that nobody acknowledged; the same for all keeps the order in which they were followed."""
    cles = {cle(f.objet) for f in faits}
    return min((a.severite for a in trouvees if a.cle not in cles), default=INFORMER + 1)


def _deja(a: Alerte, acquittements: Sequence[Fiche[Acquittement]]) -> str:
    """The last acknowledgement of the same rule on the same figure, on other data."""
    memes = [f for f in acquittements if (f.objet.indicateur, f.objet.regle) == (a.indicateur, a.regle)]
    if not memes:
        return ""
    derniere = memes[-1]
    return textes.DEJA.format(qui=nom_de(derniere.cree_par), jour=quand(derniere.cree_le), motif=derniere.objet.motif)


def _groupes(vues: Sequence[AlerteVue]) -> tuple[tuple[str, tuple[AlerteVue, ...]], ...]:
    """By theme; themes in the order of their most urgent alert."""
    themes = list(dict.fromkeys(v.alerte.theme for v in vues))
    return tuple((fr.THEMES.get(t, t), tuple(v for v in vues if v.alerte.theme == t)) for t in themes)


def _vue(a: Alerte, deja: str = "") -> AlerteVue:
    regle = next((r.libelle for r in REGLES if r.id == a.regle), a.regle)
    details = " · ".join((textes.SEVERITES[a.severite], regle, _date(a)))
    return AlerteVue(a, textes.SIGNES[a.severite], a.libelle, a.phrase, details, deja)


def _date(a: Alerte) -> str:
    if not a.date:
        return textes.DEMONSTRATION
    jour = nombres.jour(date.fromisoformat(a.date))
    return (textes.ANCIENNE if a.regle == "ancienne" else textes.PUBLIEES).format(jour=jour)


def _acquittee(a: Alerte, fiche: Fiche[Acquittement]) -> AcquitteeVue:
    texte = textes.ACQUITTEE.format(qui=nom_de(fiche.cree_par), jour=quand(fiche.cree_le), motif=fiche.objet.motif)
    return AcquitteeVue(_vue(a), fiche, texte)

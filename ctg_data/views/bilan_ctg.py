"""The renewal bilan: what each linked indicator did since its start, and how much of it is real, perimeter or method.

Values of today on the communes of then come from published figures of the communes that came in or left: nothing hidden is worked out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ctg_data.conventions.lecture import Livre
from ctg_data.diagnostic import bilan as regles
from ctg_data.diagnostic import cible, mouvements, trends
from ctg_data.diagnostic.bilan import Bilan
from ctg_data.diagnostic.cible import Refus
from ctg_data.diagnostic.compare import MOTS
from ctg_data.diagnostic.figures import Tableau
from ctg_data.indicators.model import Effectif, Indicateur, Ratio, Somme
from ctg_data.parcours.chemin import Changement
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views import indicateurs_lies, indicateurs_textes
from ctg_data.views.indicateurs_lies import Lu, membres, revision_menue
from ctg_data.views.lecture import Corpus, Series, indexe_par_code
from ctg_data.views.marges import RECUL
from ctg_data.views.suivi import lus_par_changement
from ctg_data.wording import nombres
from ctg_data.wording import suivi as textes
from ctg_data.wording.typographie import soigne

DIT = textes.BILAN


@dataclass(frozen=True)
class LigneBilan:
    """One indicator.  ``cellules``: of the table; ``notes``: what must be known of its parts; ``refus``: why there is no bilan at all."""

    id: str
    libelle: str
    changement: str
    cellules: tuple[str, ...]
    notes: tuple[str, ...]
    refus: str = ""


@dataclass(frozen=True)
class BilanVue:
    lignes: tuple[LigneBilan, ...]
    tableau: Tableau


def bilan(livre: Livre, corpus: Corpus, ref: Referentiel) -> BilanVue:
    d = livre.dossier
    ctx = indicateurs_lies.du_territoire(corpus, ref, d.ctg)
    lus = lus_par_changement(d, ctx)
    lignes = tuple(_ligne(lu, d.de(Changement)[c].libelle) for c, _ in d.changements() for lu in lus.get(c, ()))
    tableau = Tableau("Bilan des indicateurs", tuple(DIT["colonnes"].split("|")), tuple(x.cellules for x in lignes), tuple(range(1, 8)))
    return soigne(BilanVue(lignes, tableau))


def _ligne(lu: Lu, changement: str) -> LigneBilan:
    libelle = lu.indicateur.libelle if lu.indicateur else lu.lie.indicateur
    refus, derniere = _refus(lu), trends.derniere(lu.observations)
    if refus or derniere is None:
        depart = f"{nombres.nombre(lu.depart.valeur, lu.indicateur.decimales)} ({lu.depart.annee})" if lu.indicateur and lu.depart else ""
        return LigneBilan(lu.id, libelle, changement, (_nomme(lu), depart, *[""] * 6), (), refus or textes.SUITES["absente"])
    lue = Lecture(lu, derniere.annee)
    trouve = lue.decompose()
    return LigneBilan(lu.id, libelle, changement, (_nomme(lu), *_cellules(lue, trouve)), tuple(_notes(lue, trouve)))


def _nomme(lu: Lu) -> str:
    """« Taux de couverture (places pour 100 enfants) »."""
    i = lu.indicateur
    return lu.lie.indicateur if i is None else f"{i.libelle} ({i.unite})" if i.unite else i.libelle


def _refus(lu: Lu) -> str:
    """Why there is no total to split."""
    if lu.indicateur is None:
        return textes.SUITES["inconnu"]
    if lu.suite.refus is Refus.DEPART_CACHE:
        return textes.SUITES[Refus.DEPART_CACHE]
    sans_perimetre = cible.suite(lu.depart, lu.observations, hausse=lu.hausse)
    if sans_perimetre.actuel is None and sans_perimetre.refus:
        return textes.SUITES[sans_perimetre.refus].format(annee=sans_perimetre.annee)
    return ""


class Lecture:
    """The four values of a bilan, read in the published figures: then, then as read today, today, today on the communes of then."""

    def __init__(self, lu: Lu, annee: int):
        self.lu, self.annee = lu, annee
        self.indicateur: Indicateur = lu.indicateur
        ici = frozenset(membres(lu.ctx))
        communes = lu.communes or ici
        self.entrees, self.sorties = tuple(sorted(ici - communes)), tuple(sorted(communes - ici))
        self.meme = not (self.entrees or self.sorties)
        self.pourquoi = ""
        self.communes = self._lit_communes()
        self.ramene, self.relu = self._sur_le_depart(annee), self._sur_le_depart(lu.lie.t0_annee)
        self.menue = self.relu is not None and revision_menue(lu.indicateur, lu.depart.valeur, float(self.relu))
        self.relu = None if self.menue else self.relu

    @property
    def coupures(self) -> tuple[str, ...]:
        rupture = any(self.lu.lie.t0_annee < r <= self.annee for r in self.indicateur.annees_de_rupture)
        source = self.lu.depart.source != next(o.source for o in self.lu.observations if o.annee == self.annee)
        return (*(["rupture"] if rupture else []), *(["source"] if source else []))

    def decompose(self) -> Bilan:
        actuel = self._decimal(self.lu.lignes[self.annee].valeur)
        return regles.decompose(self._decimal(self.lu.depart.valeur), self.relu, actuel, self.ramene, coupures=self.coupures)

    def _decimal(self, x: float) -> Decimal:
        return regles.decimal(x, self.indicateur.decimales)

    def _lit_communes(self) -> Mapping[str, Series]:
        codes = (*self.entrees, *self.sorties)
        return indexe_par_code(self.lu.ctx.corpus.valeurs("commune", codes=codes)) if codes else {}

    def _sur_le_depart(self, annee: int) -> Decimal | None:
        """The figure of a year on the communes of the start, as published today; None with ``pourquoi``."""
        x = self.lu.lignes.get(annee)
        if x is None or x.valeur is None:
            return None
        if self.meme:
            return self._decimal(x.valeur)
        match self.indicateur.formules[0]:
            case Effectif():
                return self._compte(self.indicateur, annee)
            case Ratio() as r:
                return self._rapport(r, annee, self._decimal(x.valeur))
        self.pourquoi = DIT["non_additif"]
        return None

    def _compte(self, i: Indicateur, annee: int) -> Decimal | None:
        """A published count, less what the communes that came in have, plus those that left."""
        ici = self.lu.ctx.series.get((i.id, "total"), {}).get(annee)
        if ici is None or ici.valeur is None:
            return None
        cotes = ([self._de_commune(c, i, annee) for c in codes] for codes in (self.entrees, self.sorties))
        trouve = regles.ramene(regles.decimal(ici.valeur, i.decimales), *cotes)
        self.pourquoi = self.pourquoi if trouve is not None else DIT["communes_muettes"]
        return trouve

    def _de_commune(self, code: str, i: Indicateur, annee: int) -> Decimal | None:
        x = self.communes.get(code, {}).get((i.id, "total"), {}).get(annee)
        return None if x is None or x.valeur is None else regles.decimal(x.valeur, i.decimales)

    def _rapport(self, r: Ratio, annee: int, publie: Decimal) -> Decimal | None:
        """A rate by its two published counts, provided that they give back the published rate here."""
        haut, bas = self._publies(r.num, annee), self._publies(r.den, annee)
        if haut is None or bas is None:
            self.pourquoi = DIT["non_additif"]
            return None
        d = self.indicateur.decimales
        ici = [self._decimal_de(i, a) for i, a in (haut, bas)]
        if regles.rapport(*ici, pour=r.pour, decimales=d) != publie:
            self.pourquoi = DIT["introuvable"]
            return None
        return regles.rapport(self._compte(*haut), self._compte(*bas), pour=r.pour, decimales=d)

    def _decimal_de(self, i: Indicateur, annee: int) -> Decimal:
        return regles.decimal(self.lu.ctx.series[i.id, "total"][annee].valeur, i.decimales)

    def _publies(self, refs: Somme, annee: int) -> tuple[Indicateur, int] | None:
        """The indicator that publishes a sum as a count, and the year to read it in."""
        for i in self.lu.ctx.catalogue:
            if any(isinstance(f, Effectif) and f.refs == refs for f in i.formules):
                lues = self.lu.ctx.series.get((i.id, "total"), {})
                connues = [a for a, x in lues.items() if annee - RECUL <= a <= annee and x.valeur is not None]
                if connues:
                    return i, max(connues)
        return None


def _cellules(lue: Lecture, b: Bilan) -> tuple[str, ...]:
    """Figures alone: their unit is told once, beside the name."""
    i, bouts, parts = lue.indicateur, (lue.lu.depart, _observation(lue, lue.annee)), (b.total, b.reel, b.perimetre, b.methode, b.ensemble)
    depart, actuel = (f"{nombres.nombre(o.valeur, indicateurs_textes.decimales(i, o))} ({o.annee})" for o in bouts)
    entieres = all(p is None or p == p.to_integral_value() for p in parts)  # or the parts would not add up as they are written
    d = indicateurs_textes.decimales(i, *bouts) if entieres else i.decimales
    return depart, actuel, *(DIT["non_separe"] if p is None else nombres.signe(float(p), d) for p in parts[:-1]), _reste(parts[-1], d)


def _reste(x: Decimal | None, decimales: int) -> str:
    return "" if x is None else nombres.signe(float(x), decimales)


def _observation(lue: Lecture, annee: int) -> trends.Observation:
    return next(o for o in lue.lu.observations if o.annee == annee)


def _notes(lue: Lecture, b: Bilan) -> Iterator[str]:
    """Communes that came and went, what was revised, what is not told apart and why, and whether the real part is more than noise."""
    if not lue.meme:
        yield from _mouvements(lue)
    if b.methode:
        yield _revision(lue)
    if "perimetre" in b.raisons:
        yield DIT["perimetre"].format(pourquoi=lue.pourquoi or DIT["communes_muettes"])
    elif "relu" in b.raisons:
        yield DIT["menue" if lue.menue else "relu"]
    for r in lue.indicateur.ruptures if "rupture" in b.raisons else ():
        if lue.lu.lie.t0_annee < r.annee <= lue.annee:
            yield DIT["rupture"].format(annee=r.annee, raison=r.raison)
    if "source" in b.raisons:
        yield DIT["source"]
    if b.reel is not None:
        yield _verdict(lue) if lue.meme else DIT["reel.sans"]
    if lue.meme and b.reel is not None and not b.methode:
        yield DIT["identique"]


def _mouvements(lue: Lecture) -> Iterator[str]:
    for cle, codes in (("entree", lue.entrees), ("sortie", lue.sorties)):
        if codes:
            noms = nombres.enumere([_nom(lue, c) for c in codes])
            yield f"{DIT[cle]} : {DIT['communes'].format(n=nombres.pluriel(len(codes), 'commune'), noms=noms)}"


def _nom(lue: Lecture, code: str) -> str:
    return lue.lu.ctx.ref.territoire("commune", code).nom if code in lue.lu.ctx.ref.codes("commune") else code


def _revision(lue: Lecture) -> str:
    i, lie = lue.indicateur, lue.lu.lie
    lus = (nombres.avec_unite(x, i.unite, i.decimales) for x in (lue.lu.depart.valeur, float(lue.relu)))
    avant, apres = lus
    return DIT["revise"].format(annee=lie.t0_annee, avant=avant, apres=apres)


def _verdict(lue: Lecture) -> str:
    """The real part with its interval: both years as they are published today."""
    avant, apres = _observation(lue, lue.lu.lie.t0_annee), _observation(lue, lue.annee)
    if motif := trends.refus(avant, apres, ruptures=(), fenetre=lue.lu.fenetre):
        return textes.SUITES[Refus(motif.value)]
    c = trends.change(avant, apres, relatif=False)
    if not c.marge:
        return DIT["reel.sans"]
    u, d = mouvements.unite(lue.indicateur, relatif=False), indicateurs_textes.decimales(lue.indicateur, avant, apres)
    entre = nombres.changements(c.bas, c.haut, unite=u if u == indicateurs_textes.POINTS else indicateurs_textes.courte(u), decimales=d)
    return DIT["reel"].format(intervalle=entre, verdict=MOTS[cible.issue(c.direction, hausse=lue.lu.hausse)])

"""Two figures, or a figure and what is known of it, that cannot both be right: one function a rule, on published values only."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from ctg_data.diagnostic.qualite.commun import alerte, fois, lu
from ctg_data.diagnostic.qualite.grille import Figure, Grille, texte
from ctg_data.diagnostic.qualite.regles import BORNES, PAR_ID, REPERES, Alerte, Borne, Regle, Repere
from ctg_data.indicators import registry
from ctg_data.indicators.model import Effectif, Indicateur, Moyenne, Ratio
from ctg_data.wording import nombres

EMBOITEES = (
    ("dep_100", "dep_75"),
    ("dep_75", "dep_50"),
    ("tx_couv_eaje_psu", "tx_couv_eaje"),
    ("tx_couv_eaje", "tx_couv_global"),
    ("tx_couv_am", "tx_couv_global"),
    ("tx_couv_gad", "tx_couv_global"),
    ("tx_couv_prescol", "tx_couv_global"),
)
"""(part, whole): rates of one denominator, the first inside the second."""
COMPOSANTES = ("tx_couv_eaje", "tx_couv_prescol", "tx_couv_am", "tx_couv_gad")
MOINS_DE_3 = "0 à 2 ans"
BESOIN = 1
"""Angle of the figures that tell of people."""
GENERATIONS = 3
CAF = ("caf_requete_type", "cnaf_")
"""Sources of the children known to the Caf, beside the census."""


def bornes(regle: Regle, g: Grille, france: Grille | None = None) -> Iterator[Alerte]:
    """Percentages of a whole out of 0 to 100, negative counts, figures out of BORNES."""
    declarees = {b.indicateur: b for b in BORNES}
    for figure in g.figures():
        borne = _borne(figure.indicateur, declarees)
        if borne is None:
            continue
        dessus = figure.pire(1) > (np.inf if borne.haut is None else borne.haut)
        dessous = figure.pire(-1) < (-np.inf if borne.bas is None else borne.bas)
        for i, j in np.argwhere(dessus | dessous):
            yield alerte(regle, g, ((figure, i, j),), phrase=f"{lu((figure, i, j))}.", attendu=_etendue(borne, figure.indicateur))


def _borne(i: Indicateur, declarees: Mapping[str, Borne]) -> Borne | None:
    if i.id in declarees:
        return declarees[i.id]
    if any(isinstance(f, Ratio) and f.bornee for f in i.formules):
        pour = next(f.pour for f in i.formules if isinstance(f, Ratio))
        return Borne(i.id, 0, pour, "le numérateur est une partie du dénominateur")
    return None if registry.peut_etre_negatif(i) else Borne(i.id, 0, None, "un effectif ou un taux n’est jamais négatif")


def _etendue(b: Borne, i: Indicateur) -> str:
    connues = [texte(i, x) for x in (b.bas, b.haut) if x is not None]
    entre = " à ".join(connues) if len(connues) == 2 else f"{'au moins' if b.haut is None else 'au plus'} {connues[0]}"
    return f"Attendu : {entre} ({b.raison})."


def emboitees(regle: Regle, g: Grille, france: Grille | None = None) -> Iterator[Alerte]:
    """A part above its whole by more than the rounding of both."""
    for partie, tout in EMBOITEES:
        for (a, b), i, ja, jb in _memes_annees(g, partie, tout):
            if a.valeur[i, ja] - b.valeur[i, jb] > regle.tolerance:
                phrase = f"{lu((a, i, ja))} ; {nombres.minuscule(b.indicateur.libelle)} : {texte(b.indicateur, b.valeur[i, jb])}."
                yield alerte(regle, g, ((a, i, ja), (b, i, jb)), phrase=phrase, attendu="Attendu : une partie au plus égale à son tout.")


def _memes_annees(g: Grille, un: str, autre: str) -> Iterator[tuple[tuple[Figure, Figure], int, int, int]]:
    """Cells where both figures are shown the same year: (figures, territory, column of each)."""
    a, b = g.figure(un), g.figure(autre)
    if a is None or b is None:
        return
    for ja, annee in enumerate(a.annees):
        if (jb := b.an(annee)) is not None:
            ensemble = ~np.isnan(a.valeur[:, ja]) & ~np.isnan(b.valeur[:, jb])
            yield from (((a, b), int(i), ja, jb) for i in np.flatnonzero(ensemble))


def composantes(regle: Regle, g: Grille, france: Grille | None = None) -> Iterator[Alerte]:
    """The overall coverage against the sum of its four kinds of care, all shown the same year."""
    tout, parties = g.figure("tx_couv_global"), [g.figure(p) for p in COMPOSANTES]
    if tout is None or None in parties:
        return
    for j, annee in enumerate(tout.annees):
        colonnes = [p.an(annee) for p in parties]
        if None in colonnes:
            continue
        somme = np.sum([p.valeur[:, c] for p, c in zip(parties, colonnes, strict=True)], axis=0)
        for i in np.flatnonzero(np.abs(tout.valeur[:, j] - somme) > regle.tolerance):
            cellules = ((tout, i, j), *((p, i, c) for p, c in zip(parties, colonnes, strict=True)))
            ecart = nombres.changement(tout.valeur[i, j] - somme[i], "points", 1)
            attendu = f"Attendu : {texte(tout.indicateur, somme[i])}, somme des quatre modes d’accueil (écart {ecart})."
            yield alerte(regle, g, cellules, phrase=f"{lu((tout, i, j))}.", attendu=attendu)


def naissances(regle: Regle, g: Grille, france: Grille | None = None) -> Iterator[Alerte]:
    """Children under 3 against the births of three years: the three before for a census (of 1 January), else up to that of the figure."""
    enfants, nees = g.figure("enf_moins_3"), g.figure("naissances_moy3")
    if enfants is None or nees is None:
        return
    for ja, annee in enumerate(enfants.annees):
        for i in np.flatnonzero(~np.isnan(enfants.valeur[:, ja])):
            jb = nees.an(annee if g.source(enfants, i, ja).startswith(CAF) else annee - 1)
            if jb is None or not nees.valeur[i, jb] * GENERATIONS >= regle.minimum:
                continue
            attendus = GENERATIONS * np.array([nees.bas[i, jb], nees.valeur[i, jb], nees.haut[i, jb]])
            if _loin(enfants.valeur[i, ja], attendus, regle.tolerance):
                rapport = enfants.valeur[i, ja] / attendus[1]
                phrase = f"{lu((enfants, i, ja))}, soit {fois(rapport)} les naissances des trois années."
                ans = f"{nees.annees[jb] - 2} à {nees.annees[jb]}"
                attendu = f"Attendu, à 40 % près : {nombres.nombre(attendus[1])} naissances de {ans}."
                yield alerte(regle, g, ((enfants, i, ja), (nees, i, jb)), phrase=phrase, attendu=attendu)


def _loin(valeur: float, attendus: np.ndarray, tolerance: float) -> bool:
    """Whether a figure is further from what is expected (low bound, value, high bound) than the tolerance, chance allowed for."""
    bas, milieu, haut = attendus
    bas, haut = (milieu if np.isnan(b) else b for b in (bas, haut))
    return bool(valeur > (1 + tolerance) * haut or valeur < (1 - tolerance) * bas)


def enfants_caf_rp(regle: Regle, g: Grille, france: Grille | None = None) -> Iterator[Alerte]:
    """Children known to the Caf and the MSA against those of the latest census at most three years older."""
    caf, rp = g.figure("enf_moins_3"), g.figure("structure_age", MOINS_DE_3)
    if caf is None or rp is None:
        return
    for ja, annee in enumerate(caf.annees):
        recentes = [j for j, a in enumerate(rp.annees) if annee - 3 <= a <= annee]
        for i in np.flatnonzero(~np.isnan(caf.valeur[:, ja])) if recentes else ():
            jb = recentes[-1]
            if not g.source(caf, i, ja).startswith(CAF) or not rp.valeur[i, jb] >= regle.minimum:
                continue
            if _loin(caf.valeur[i, ja], np.array([np.nan, rp.valeur[i, jb], np.nan]), regle.tolerance):
                phrase = f"{lu((caf, i, ja))}, soit {fois(caf.valeur[i, ja] / rp.valeur[i, jb])} ceux du recensement."
                attendu = f"Attendu, à 40 % près : {nombres.nombre(rp.valeur[i, jb])} enfants au recensement de {rp.annees[jb]}."
                yield alerte(regle, g, ((caf, i, ja), (rp, i, jb)), phrase=phrase, attendu=attendu)


def ages_population(regle: Regle, g: Grille, france: Grille | None = None) -> Iterator[Alerte]:
    """The groups of ages, all shown, against the population of the same year."""
    pop, groupes = g.figure("pop_municipale"), [g.figure("structure_age", m) for m in g.modalites("structure_age")]
    if pop is None or not groupes:
        return
    for j, annee in enumerate(pop.annees):
        colonnes = [f.an(annee) for f in groupes]
        if None in colonnes:
            continue
        somme = np.sum([f.valeur[:, c] for f, c in zip(groupes, colonnes, strict=True)], axis=0)
        loin = np.abs(somme - pop.valeur[:, j]) > regle.tolerance * pop.valeur[:, j]
        for i in np.flatnonzero(loin & (pop.valeur[:, j] >= regle.minimum)):
            cellules = ((pop, i, j), *((f, i, c) for f, c in zip(groupes, colonnes, strict=True)))
            attendu = f"Attendu, à 10 % près : {nombres.nombre(somme[i])} habitants, somme des groupes d’âges."
            yield alerte(regle, g, cellules, phrase=f"{lu((pop, i, j))}.", attendu=attendu)


def foyers_menages(regle: Regle, g: Grille, france: Grille | None = None) -> Iterator[Alerte]:
    """Households of the Caf, by bracket, all shown, against those of the census, which « prime d'activité » and its rate give back."""
    ppa, taux, tranches = g.figure("foyers_ppa"), g.figure("part_ppa"), [g.figure("foyers_par_qf", m) for m in g.modalites("foyers_par_qf")]
    if ppa is None or taux is None or not tranches:
        return
    for (a, b), i, ja, jb in _memes_annees(g, "foyers_ppa", "part_ppa"):
        colonnes = [f.an(a.annees[ja]) for f in tranches]
        if None in colonnes or not b.valeur[i, jb] > 0:
            continue
        foyers = sum(f.valeur[i, c] for f, c in zip(tranches, colonnes, strict=True))
        menages = 100 * a.valeur[i, ja] / b.valeur[i, jb]
        if menages >= regle.minimum and (foyers < regle.tolerance * menages or foyers > (1 + regle.tolerance) * menages):
            cellules = (*((f, i, c) for f, c in zip(tranches, colonnes, strict=True)), (a, i, ja), (b, i, jb))
            phrase = f"{nombres.pluriel(round(foyers), 'foyer allocataire', 'foyers allocataires')} en {a.annees[ja]}."
            attendu = f"Attendu : de 10 à 110 % des ménages du recensement, environ {nombres.nombre(menages)}."
            yield alerte(regle, g, cellules, phrase=phrase, attendu=attendu)


def places_enfants(regle: Regle, g: Grille, france: Grille | None = None) -> Iterator[Alerte]:
    """A coverage above zero where no child is counted."""
    for (taux, enfants), i, ja, jb in _memes_annees(g, "tx_couv_global", "enf_moins_3"):
        if enfants.valeur[i, jb] == 0 and taux.valeur[i, ja] > 0:
            phrase = f"{lu((taux, i, ja))} ; enfants de moins de 3 ans : 0."
            yield alerte(regle, g, ((taux, i, ja), (enfants, i, jb)), phrase=phrase, attendu="Attendu : des enfants, ou pas de taux.")


def reference_nationale(regle: Regle, g: Grille, france: Grille | None = None) -> Iterator[Alerte]:
    """The figures of France against what is known of them (REPERES)."""
    if g.niveau != "france":
        return
    for repere in REPERES:
        figure = g.figure(repere.indicateur)
        if figure is not None:
            hors = (figure.valeur < repere.bas) | (figure.valeur > repere.haut)
            for i, j in np.argwhere(hors):
                yield alerte(regle, g, ((figure, i, j),), phrase=f"{lu((figure, i, j))}.", attendu=_repere(repere, figure.indicateur))


def _repere(r: Repere, i: Indicateur) -> str:
    return f"Attendu : {texte(i, r.bas)} à {texte(i, r.haut)} ; repère : {r.raison}."


def loin_de_france(regle: Regle, g: Grille, france: Grille | None = None) -> Iterator[Alerte]:
    """Rates of need, not zero, five times higher or lower than that of France the same year, their interval included.

    An offer may well be: one facility in a small place, or none.
    """
    if france is None or g.niveau == "france":
        return
    for figure in g.figures():
        pays = france.figure(figure.indicateur.id) if est_taux(figure.indicateur) and figure.indicateur.angle == BESOIN else None
        for j, annee in enumerate(figure.annees if pays is not None else ()):
            jf = pays.an(annee)
            if jf is None or not pays.valeur[0, jf] > 0:
                continue
            attendu, vus = float(pays.valeur[0, jf]), figure.valeur[:, j] > 0
            haut = figure.pire(1)[:, j] > regle.tolerance * attendu
            bas = figure.pire(-1)[:, j] < attendu / regle.tolerance
            for i in np.flatnonzero(vus & (haut | bas)):
                if (str(g.ordre[i]) in g.demo) == bool(france.demo):
                    rapport = figure.valeur[i, j] / attendu
                    phrase = f"{lu((figure, i, j))}, soit {nombres.nombre(rapport, 2 if rapport < 1 else 1)} fois celui de la France."
                    dit_attendu = f"Attendu : de 0,2 à 5 fois {texte(figure.indicateur, attendu)}."
                    temoins = france, ((pays, 0, jf),)
                    yield alerte(regle, g, ((figure, i, j),), phrase=phrase, attendu=dit_attendu, temoins=temoins)


def est_taux(i: Indicateur) -> bool:
    """A figure that does not grow with the territory and has no sign."""
    return not (isinstance(i.formules[0], Effectif | Moyenne) or registry.peut_etre_negatif(i))


REGLES: Mapping[str, Callable[[Regle, Grille, Grille | None], Iterator[Alerte]]] = {
    "q_bornes": bornes,
    "q_emboitees": emboitees,
    "q_composantes": composantes,
    "q_naissances": naissances,
    "q_enfants_caf_rp": enfants_caf_rp,
    "q_ages_population": ages_population,
    "q_foyers_menages": foyers_menages,
    "q_places_enfants": places_enfants,
    "q_reference_nationale": reference_nationale,
    "q_loin_de_france": loin_de_france,
}


def alertes(g: Grille, france: Grille | None = None) -> Iterator[Alerte]:
    """What every rule finds on one level; ``france``: the grid of the national figures."""
    for identifiant, regle in REGLES.items():
        yield from regle(PAR_ID[identifiant], g, france)

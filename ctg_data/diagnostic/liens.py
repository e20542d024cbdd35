"""Which counts give each other back: the nodes of what is hidden together, and the links between them.

A measure has two nodes: its total, and its modalities (hidden all together).  A link says that hiding the first at a place
and year hides the second.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import TypeVar

from ctg_data.indicators import registry, vocabulaire
from ctg_data.indicators.model import Distribution, Effectif, Formule, Indicateur, Manque, Moyenne, Ratio, Ref, Somme, Variation
from ctg_data.indicators.vocabulaire import TOTAL
from ctg_data.loaders import requete_type_relations as controles
from ctg_data.loaders import requete_type_schema as requete

Noeud = tuple[str, str]
Classe = tuple[str, frozenset[str]]
"""What a sum counts, whatever the schemes: sums of one class are equal or move together, and are hidden together."""
PARTIES = "parties"
T = TypeVar("T", bound=Hashable)

_PARTITIONS = {"foyers_al": ("foyers_apl", "foyers_alf", "foyers_als"), "personnes_al": ("personnes_apl", "personnes_alf", "personnes_als")}
"""Totals that other measures add up to (domain.md §8.2)."""
_MEMES_TOTAUX = (("foyers_al_parc", "foyers_al"),)
"""Measures whose modalities together are another measure's total."""


def sensible(mesure: str) -> bool:
    """Whether small counts of the measure are to be hidden when they are the CAF's own."""
    return vocabulaire.catalogue()[mesure].sensible


def noeuds(somme: Somme) -> frozenset[Noeud]:
    """Nodes of the sensitive measures of a sum."""
    return frozenset((ref.mesure, _part(ref.mesure, ref.modalites)) for ref in somme if sensible(ref.mesure))


def est_sensible(somme: Somme) -> bool:
    """Whether every measure of the sum is sensitive; an empty sum is not."""
    return bool(somme) and all(sensible(ref.mesure) for ref in somme)


def sommes(indicateurs: Iterable[Indicateur]) -> tuple[Somme, ...]:
    """Every distinct sensitive sum that a formula reads, and the foyers behind those of persons."""
    lues = [s for i in indicateurs for f in i.formules for s in registry.sommes(f) if est_sensible(s)]
    foyers = [_compagnes(s) for s in lues]
    return tuple(dict.fromkeys([*lues, *(s for s in foyers if s)]))


def proportions(indicateurs: Iterable[Indicateur]) -> tuple[Ratio, ...]:
    """Every distinct part and whole: the proportions of the catalogue, the modalities beside a total that it reads, and the Caf
    alone beside both schemes (what is left is the other scheme's)."""
    indicateurs = tuple(indicateurs)
    ratios = [f for i in indicateurs for f in i.formules if isinstance(f, Ratio) and f.bornee and est_sensible(f.num)]
    lues = sommes(indicateurs)
    ratios += [Ratio(somme, tout) for somme in lues for tout in (_total(somme), _deux_regimes(somme)) if tout in lues and tout != somme]
    return tuple({(r.num, r.den): r for r in ratios}.values())


def inclusions(indicateurs: Iterable[Indicateur]) -> tuple[Ratio, ...]:
    """The other parts and wholes among the sums that formulas read: each part with the nearest sums that contain it, and the farther ones
    of the same schemes.

    What is left of the whole is as readable as a class, and may be shown where the sums in between are hidden.
    """
    indicateurs = tuple(indicateurs)
    montrees = proportions(indicateurs)
    dits = {(r.num, r.den) for r in montrees}
    touts = _touts(sommes(indicateurs), montrees)
    paires = ((part, tout) for part in touts for tout in touts[part] if _proche(part, tout, touts) or _memes_regimes(part, tout))
    return tuple(Ratio(part, tout) for part, tout in paires if (part, tout) not in dits)


def _proche(part: Somme, tout: Somme, touts: Mapping[Somme, Sequence[Somme]]) -> bool:
    return not any(tout in touts[autre] for autre in touts[part])


def _memes_regimes(part: Somme, tout: Somme) -> bool:
    return {ref.regimes for ref in part} == {ref.regimes for ref in tout}


def _touts(lues: Sequence[Somme], montrees: Sequence[Ratio]) -> Mapping[Somme, Sequence[Somme]]:
    """For each sum, all those of ``lues`` that contain it, near and far."""
    directs = partial(_contenants, lues=lues, montrees=montrees)
    return {part: [tout for tout in _atteignables(part, directs) if tout in lues and tout != part] for part in lues}


def _contenants(somme: Somme, lues: Sequence[Somme], montrees: Sequence[Ratio]) -> Iterable[Somme]:
    """What contains a sum of one measure: a wider choice of its values, a declared whole (read or not: it leads to others), the
    denominator of a proportion."""
    if len(somme) != 1:
        return
    ref = somme[0]
    yield from (lue for lue in lues if len(lue) == 1 and lue != somme and _plus_large(lue[0], ref))
    declares = set(_declares(ref.mesure, ref.modalites))  # whatever the schemes: a part of both is compared with the Caf's whole alone
    lus = [lue for lue in lues if len(lue) == 1 and (lue[0].mesure, lue[0].modalites) in declares]
    yield from lus
    yield from ((Ref(*tout),) for tout in sorted(declares - {(lue[0].mesure, lue[0].modalites) for lue in lus}))
    yield from (r.den for r in montrees if r.num == somme and est_sensible(r.den))


def _plus_large(autre: Ref, ref: Ref) -> bool:
    return (autre.mesure, autre.regimes) == (ref.mesure, ref.regimes) and set(autre.modalites) > set(ref.modalites)


@cache
def _declares(mesure: str, modalites: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(measure, values) that the checks of a file declare to contain these values."""
    cellules, touts = {(mesure, m) for m in modalites}, {}
    for relation in controles.relations():
        match relation:
            case controles.Somme(parts=parts, total=total) if cellules <= set(parts):
                touts[total[0], (total[1],)] = None
            case controles.Inclusion(petit=petit, grand=grand) if {petit} == cellules and _meme_unite(petit, grand):
                touts[grand[0], (grand[1],)] = None
    return tuple(touts)


def _meme_unite(petit: controles.Cellule, grand: controles.Cellule) -> bool:
    """Foyers are fewer than their persons, and are not a part of them."""
    variables = requete.par_id()
    return variables[petit[0]].unite == variables[grand[0]].unite


def canonique(somme: Somme) -> Classe:
    """What a sum counts whatever the schemes; sums that are equal by definition have the same."""
    if len(somme) != 1:
        return "+".join(sorted(ref.mesure for ref in somme)), frozenset(f"{r.mesure} {m}" for r in somme for m in r.modalites)
    mesure, modalites = somme[0].mesure, frozenset(somme[0].modalites)
    if _part(mesure, somme[0].modalites) == TOTAL:
        mesure, modalites = _meme_total(mesure), frozenset({TOTAL})
        variable = requete.par_id().get(mesure)
        if variable and variable.total_de:
            return variable.total_de[0], frozenset({variable.total_de[1]})
    return mesure, modalites


def _meme_total(mesure: str) -> str:
    return dict(_MEMES_TOTAUX).get(mesure, mesure)


def partitions(sommes: Iterable[Somme]) -> tuple[tuple[Classe, tuple[Somme, ...]], ...]:
    """(whole, its parts) wherever sums of one measure, apart from each other, add up to a wider one."""
    par_mesure: dict[str, dict[frozenset[str], Somme]] = {}
    for somme in sommes:
        if len(somme) == 1:
            par_mesure.setdefault(somme[0].mesure, {}).setdefault(frozenset(somme[0].modalites), somme)
    return tuple(p for mesure, lues in par_mesure.items() for p in _partitions_de(mesure, lues))


def _partitions_de(mesure: str, lues: Mapping[frozenset[str], Somme]) -> Iterable[tuple[Classe, tuple[Somme, ...]]]:
    variable = requete.par_id().get(mesure)
    entier = tuple(variable.partition) if variable else ()
    touts = {m: canonique(s) for m, s in lues.items() if m != {TOTAL}}
    touts |= {frozenset(entier): canonique((Ref(mesure, entier),))} if entier else {}
    for modalites, tout in touts.items():
        dedans = [m for m in lues if m < modalites]
        larges = [m for m in dedans if not any(m < autre for autre in dedans)]
        if larges and frozenset().union(*larges) == modalites and sum(map(len, larges)) == len(modalites):
            yield tout, tuple(lues[m] for m in larges)


def suivis(sommes: Iterable[Somme]) -> tuple[tuple[Somme, Somme], ...]:
    """(persons, foyers behind them) among the sums that formulas read."""
    lues = tuple(sommes)
    return tuple((s, foyers) for s in lues if (foyers := _compagnes(s)) and foyers in lues)


def atteints(indicateurs: Iterable[Indicateur]) -> Mapping[Noeud, frozenset[Noeud]]:
    """For each node, all the nodes hidden with it."""
    directs: dict[Noeud, set[Noeud]] = {}
    for source, cible in _liens(tuple(indicateurs)):
        directs.setdefault(source, set()).add(cible)
        directs.setdefault(cible, set())
    return {noeud: frozenset(_atteignables(noeud, directs.__getitem__)) for noeud in directs}


def _atteignables(depart: T, suivants: Callable[[T], Iterable[T]]) -> Iterable[T]:
    """Whatever is reached step by step, ``depart`` first, in the order found."""
    vus, reste = {depart: None}, [depart]
    while reste:
        nouveaux = [suivant for suivant in suivants(reste.pop()) if suivant not in vus]
        vus.update(dict.fromkeys(nouveaux))
        reste.extend(nouveaux)
    return vus


def _liens(indicateurs: tuple[Indicateur, ...]) -> Iterable[tuple[Noeud, Noeud]]:
    for mesure in (m for m in vocabulaire.catalogue() if sensible(m)):
        yield (mesure, TOTAL), (mesure, PARTIES)
        foyers = vocabulaire.compagne(mesure)
        if foyers:
            yield (foyers, TOTAL), (mesure, TOTAL)
            yield (foyers, PARTIES), (mesure, PARTIES)
    yield from _des_totaux()
    yield from _des_familles(indicateurs)
    for ratio in (*proportions(indicateurs), *inclusions(indicateurs)):  # a part that is shown says how large the whole is at least
        yield from ((whole, part) for whole in sorted(noeuds(ratio.den)) for part in sorted(noeuds(ratio.num)))


def _des_totaux() -> Iterable[tuple[Noeud, Noeud]]:
    for variable in requete.VARIABLES:
        if variable.total_de and sensible(variable.id):
            ailleurs = (variable.total_de[0], TOTAL if variable.total_de[1] == TOTAL else PARTIES)
            yield from _ensemble([(variable.id, TOTAL), ailleurs])
    for memes in _MEMES_TOTAUX:
        yield from _ensemble([(mesure, TOTAL) for mesure in memes])
    for total, parts in _PARTITIONS.items():
        yield (total, TOTAL), (parts[0], TOTAL)
        yield from _ensemble([(part, TOTAL) for part in parts])


def _des_familles(indicateurs: tuple[Indicateur, ...]) -> Iterable[tuple[Noeud, Noeud]]:
    familles: dict[str, list[Noeud]] = {}
    for i in indicateurs:
        if i.famille_secret:
            familles.setdefault(i.famille_secret, []).extend(n for f in i.formules for s in _numerateurs(f) for n in sorted(noeuds(s)))
    for membres in familles.values():
        yield from _ensemble(membres)


def _ensemble(membres: list[Noeud]) -> Iterable[tuple[Noeud, Noeud]]:
    """Hidden together: a ring of links."""
    return zip(membres, [*membres[1:], *membres[:1]], strict=True)


def _numerateurs(formule: Formule) -> tuple[Somme, ...]:
    match formule:
        case Ratio(num):
            return (num,)
        case Effectif() | Moyenne() | Variation() | Distribution() | Manque():
            return registry.sommes(formule)
    return ()


def _total(somme: Somme) -> Somme:
    """The total of which one measure's modalities are a part, () for any other sum."""
    if len(somme) != 1 or _part(somme[0].mesure, somme[0].modalites) == TOTAL:
        return ()
    variable = requete.par_id().get(somme[0].mesure)
    mesure, modalite = (variable and variable.total_de) or (somme[0].mesure, TOTAL)
    return (replace(somme[0], mesure=mesure, modalites=(modalite,)),)


def _deux_regimes(somme: Somme) -> Somme:
    """The same sum over both schemes, for a sum of the Caf alone."""
    if any(ref.regimes != ("caf",) for ref in somme):
        return ()
    return tuple(replace(ref, regimes=("caf", "msa")) for ref in somme)


def _part(mesure: str, modalites: tuple[str, ...]) -> str:
    """A sum of all the modalities is the total."""
    if modalites == (TOTAL,) or set(modalites) >= (_partition(mesure) or {TOTAL}):
        return TOTAL
    return PARTIES


def _partition(mesure: str) -> set[str]:
    """Modalities that make the whole: those declared, else all of them where no total is asked."""
    variable = requete.par_id().get(mesure)
    if variable and (variable.partition or variable.total_demande):
        return set(variable.partition) or {TOTAL}
    return set(vocabulaire.catalogue()[mesure].modalites) - {TOTAL}


def _compagnes(somme: Somme) -> Somme:
    """The same sum in foyers, () when nothing is known of the foyers behind."""
    noms = [vocabulaire.compagne(ref.mesure) for ref in somme]
    if not all(noms):
        return ()
    return tuple(replace(ref, mesure=nom) for nom, ref in zip(noms, somme, strict=True) if _existe(nom, ref.modalites))


def _existe(mesure: str, modalites: tuple[str, ...]) -> bool:
    return set(modalites) <= set(vocabulaire.catalogue()[mesure].modalites)

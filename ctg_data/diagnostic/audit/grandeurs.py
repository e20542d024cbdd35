"""Counts that the catalogue reads and what must hold between them, read again from the declarations: nothing is shared with
the engine's own links, so that what the one forgets the other still knows.

An atom is one value of one measure under one choice of schemes; a sum that a formula reads is made of atoms.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ctg_data.indicators import registry, vocabulaire
from ctg_data.indicators.model import Indicateur, Ratio, Ref, Somme
from ctg_data.loaders import requete_type_relations as controles
from ctg_data.loaders import requete_type_schema as requete

Atome = tuple[str, str, tuple[str, ...]]
"""(mesure, modalite, regimes)."""
CAF, DEUX = ("caf",), ("caf", "msa")


@dataclass(frozen=True)
class Relation:
    """``sum(poids x atom)`` is 0 (``egale``) or at most 0, at every place and year."""

    poids: tuple[tuple[Atome, int], ...]
    egale: bool = False


@dataclass(frozen=True)
class Reste:
    """A part and its whole: what is left of the whole is a count too.  ``montre``: the share of the part is shown."""

    part: Somme
    tout: Somme
    montre: bool


def sensible(mesure: str) -> bool:
    """Whether small counts of the measure tell on someone."""
    return vocabulaire.catalogue()[mesure].sensible


def atomes(somme: Somme) -> tuple[Atome, ...]:
    """Atoms of the sensitive measures of a sum."""
    return tuple((ref.mesure, m, ref.regimes) for ref in somme if sensible(ref.mesure) for m in ref.modalites)


class Grandeurs:
    """The sensitive sums that some formulas read, their atoms, their relations and what they leave."""

    def __init__(self, indicateurs: Sequence[Indicateur]):
        self.indicateurs = tuple(indicateurs)
        self._formules = [f for i in indicateurs for f in i.formules]
        lues = dict.fromkeys(s for f in self._formules for s in registry.sommes(f) if any(sensible(r.mesure) for r in s))
        self.sommes: tuple[Somme, ...] = tuple(lues)

    @cached_property
    def atomes(self) -> tuple[Atome, ...]:
        """Every atom, once."""
        return tuple(dict.fromkeys(a for s in self.sommes for a in atomes(s)))

    @cached_property
    def restes(self) -> tuple[Reste, ...]:
        """Parts beside their wholes, both read: shares that are shown, wider choices of values, declared wholes, schemes."""
        montres = [Reste(f.num, f.den, True) for f in self._formules if isinstance(f, Ratio) and f.bornee and f.num in self.sommes]
        trouves = {(r.part, r.tout): r for r in [*self._declares(), *self._elargis(), *montres]}
        return tuple(r for r in trouves.values() if r.part != r.tout)

    def relations(self) -> tuple[Relation, ...]:
        """What the declarations and the shares say of the atoms; those that no formula reads are eliminated."""
        regimes = sorted({a[2] for a in self.atomes})
        declarees = [_sous(r, choix) for choix in regimes for r in _declarees()]
        connus = set(self.atomes)
        utiles = _elimine([r for r in declarees if r], connus)
        parts = (r for r in self.restes if all(sensible(ref.mesure) for ref in (*r.part, *r.tout)))
        toutes = dict.fromkeys([*utiles, *(_inegalite(atomes(r.part), atomes(r.tout)) for r in parts), *self._regimes()])
        return tuple(r for r in toutes if any(p > 0 for _, p in r.poids))

    def _regimes(self) -> Iterator[Relation]:
        """The Caf's own is part of what both schemes give, which is the whole wherever it is known."""
        presents = set(self.atomes)
        for mesure, modalite in dict.fromkeys(a[:2] for a in self.atomes):
            caf, deux, tout = ((mesure, modalite, regimes) for regimes in (CAF, DEUX, ()))
            if {deux, tout} <= presents:
                yield Relation(((deux, 1), (tout, -1)), egale=True)
            yield from (_inegalite([caf], [large]) for large in (deux, tout) if {caf, large} <= presents)

    def _elargis(self) -> Iterator[Reste]:
        """Each choice of values of one measure beside the nearest wider ones; the Caf's beside both schemes."""
        seules = [s for s in self.sommes if len(s) == 1]
        for somme in seules:
            larges = [t for t in seules if _contient(t[0], somme[0])]
            proches = [t for t in larges if not any(_contient(t[0], u[0]) for u in larges)]
            yield from (Reste(somme, t, False) for t in proches)
            deux = (Ref(somme[0].mesure, somme[0].modalites, DEUX),)
            if somme[0].regimes == CAF and deux in seules:
                yield Reste(somme, deux, False)

    def _declares(self) -> Iterator[Reste]:
        lues = {(s[0].mesure, s[0].modalites): [] for s in self.sommes if len(s) == 1}
        for s in (s for s in self.sommes if len(s) == 1):
            lues[s[0].mesure, s[0].modalites].append(s)
        for (mesure, modalites), parts in lues.items():
            for tout in _touts(mesure, modalites):
                yield from (Reste(p, t, montre) for p in parts for t, montre in ((t, tout[1]) for t in lues.get(tout[0], ())))


def compagne(somme: Somme) -> Somme:
    """The foyers behind a sum of persons, () when nothing is known of them."""
    noms = [vocabulaire.compagne(ref.mesure) for ref in somme]
    valeurs = vocabulaire.catalogue()
    if not all(nom and set(ref.modalites) <= set(valeurs[nom].modalites) for nom, ref in zip(noms, somme, strict=True)):
        return ()
    return tuple(Ref(nom, ref.modalites, ref.regimes) for nom, ref in zip(noms, somme, strict=True))


def _contient(large: Ref, etroit: Ref) -> bool:
    return (large.mesure, large.regimes) == (etroit.mesure, etroit.regimes) and set(large.modalites) > set(etroit.modalites)


def _touts(mesure: str, modalites: tuple[str, ...]) -> Iterator[tuple[tuple[str, tuple[str, ...]], bool]]:
    """((measure, values) declared to contain these values, whether as one part among those that make it)."""
    cellules = {(mesure, m) for m in modalites}
    variables = requete.par_id()
    for relation in controles.relations():
        match relation:
            case controles.Somme(parts=parts, total=total) if cellules <= set(parts):
                yield (total[0], (total[1],)), True
            case controles.Inclusion(petit=petit, grand=grand) if {petit} == cellules:
                if variables[petit[0]].unite == variables[grand[0]].unite:
                    yield (grand[0], (grand[1],)), False


def _declarees() -> Iterator[Mapping[tuple[str, str], int] | tuple]:
    """(cells with their weights, whether they add up to 0 or to 0 at most)."""
    for relation in controles.relations():
        match relation:
            case controles.Somme(parts=parts, total=total, exacte=exacte):
                yield {**dict.fromkeys(parts, 1), total: -1}, exacte
            case controles.Inclusion(petit=petit, grand=grand, impossible=True):
                yield {petit: 1, grand: -1}, False
    for mesure in vocabulaire.catalogue():
        foyers = vocabulaire.compagne(mesure)
        communes = set(vocabulaire.catalogue()[mesure].modalites) & set(vocabulaire.catalogue()[foyers].modalites) if foyers else ()
        yield from (({(foyers, m): 1, (mesure, m): -1}, False) for m in sorted(communes) if foyers != "am_actifs")


def _sous(declaree: tuple, regimes: tuple[str, ...]) -> Relation | None:
    """A declaration under one choice of schemes; None where it says nothing of sensitive counts."""
    poids, egale = declaree
    if not all(sensible(mesure) for mesure, _ in poids):
        return None
    return Relation(tuple(((mesure, m, regimes), p) for (mesure, m), p in poids.items()), egale)


def _inegalite(part: Iterable[Atome], tout: Iterable[Atome]) -> Relation:
    poids: dict[Atome, int] = {}
    for atome, signe in (*((a, 1) for a in part), *((a, -1) for a in tout)):
        poids[atome] = poids.get(atome, 0) + signe
    return Relation(tuple((a, p) for a, p in poids.items() if p))


def _elimine(relations: Sequence[Relation], connus: set[Atome]) -> tuple[Relation, ...]:
    """What they say of ``connus`` alone: a part that nobody reads is at least 0, a whole that nobody reads is at most its own wholes."""
    au_dessus: dict[Atome, set[Atome]] = {}
    for relation in relations:
        touts = [a for a, p in relation.poids if p < 0]
        for part in (a for a, p in relation.poids if p == 1 and len(touts) == 1):
            au_dessus.setdefault(part, set()).add(touts[0])
    return tuple(lue for relation in relations for lue in _lisibles(relation, connus, au_dessus))


def _lisibles(relation: Relation, connus: set[Atome], au_dessus: Mapping[Atome, set[Atome]]) -> Iterator[Relation]:
    if all(a in connus for a, _ in relation.poids):
        yield relation
        return
    parts = [a for a, p in relation.poids if p > 0 and a in connus]
    touts = [a for a, p in relation.poids if p < 0]
    if parts and len(touts) == 1:
        yield from (_inegalite(parts, [tout]) for tout in _premiers_lus(touts[0], connus, au_dessus) if tout not in parts)


def _premiers_lus(tout: Atome, connus: set[Atome], au_dessus: Mapping[Atome, set[Atome]]) -> Iterator[Atome]:
    """The nearest wholes that are read, ``tout`` itself if it is."""
    vus, reste = {tout}, [tout]
    while reste:
        ici = reste.pop()
        if ici in connus:
            yield ici
        else:
            nouveaux = au_dessus.get(ici, set()) - vus
            vus |= nouveaux
            reste.extend(sorted(nouveaux))

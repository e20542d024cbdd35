"""Where a figure comes from, in words: publishers, short titles and years, in the order of the formula."""

from collections.abc import Iterable, Mapping

from ctg_data.loaders.model import Source
from ctg_data.wording import nombres
from ctg_data.wording import sources as noms

Connues = Mapping[str, Source]


def nom(connues: Connues, identifiant: str) -> noms.Nom:
    source = connues.get(identifiant)
    return noms.nom(identifiant, source.producteur, source.titre) if source else noms.nom(identifiant)


def noms_entiers(connues: Connues, identifiants: Iterable[str]) -> tuple[str, ...]:
    """« Insee, populations de référence » for each."""
    return tuple(nom(connues, i).entier for i in identifiants)


def annees_par_source(parties: Iterable[str]) -> dict[str, set[int]]:
    """``source@annee`` joined by « | » -> years by source, in order of appearance."""
    annees: dict[str, set[int]] = {}
    for champ in parties:
        for partie in filter(None, champ.split("|")):
            identifiant, _, annee = partie.rpartition("@")
            annees.setdefault(identifiant or partie, set()).update({int(annee)} if annee.isdigit() else ())
    return annees


def texte_sources(connues: Connues, sources: str) -> str:
    """« Cnaf, couverture de l’accueil du jeune enfant (2023) ; Insee, … (2020 à 2022) »."""
    return " ; ".join(_avec_annees(nom(connues, i).entier, annees) for i, annees in annees_par_source([sources]).items())


def origine(connues: Connues, sources: str, annee: int | None) -> str:
    """« 2023 · Insee, recensement, familles et ménages ; Insee, … (2022) »: a year is told again only where it is another one."""
    lues = annees_par_source([sources])
    textes = (_avec_annees(nom(connues, i).entier, annees - {annee} and annees) for i, annees in lues.items())
    return " · ".join(filter(None, (str(annee or ""), " ; ".join(textes))))


def _avec_annees(titre: str, annees: Iterable[int]) -> str:
    texte = nombres.annees(tuple(annees))
    return f"{titre} ({texte})" if texte else titre


def autres_annees(sources: str, annee: int | None) -> tuple[int, ...]:
    """Years of the inputs that are not the figure's own (a denominator up to three years older)."""
    return tuple(sorted({a for annees in annees_par_source([sources]).values() for a in annees} - {annee}))


def champs_restreints(connues: Connues, sources: str) -> str:
    """« France hors Mayotte »: fields of the sources of a figure that leave départements out, "" when none does."""
    lues = (connues.get(i) for i in annees_par_source([sources]))
    return ", ".join(dict.fromkeys(s.champ.partition(" ; ")[0] for s in lues if s and s.hors_champ))

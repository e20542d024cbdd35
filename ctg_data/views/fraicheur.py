"""Where the figures of a portrait come from, how old they are, and which sources are missing."""

from collections.abc import Iterable, Mapping
from datetime import date

from ctg_data.diagnostic.veille import ancienne
from ctg_data.indicators import utiles
from ctg_data.loaders.model import Source
from ctg_data.views.lecture import Contexte
from ctg_data.views.model import Fraicheur, SourceVue
from ctg_data.views.origines import annees_par_source
from ctg_data.wording import nombres
from ctg_data.wording import sources as noms


def vue(nom: str, source: Source | None, annees: Iterable[int], jour: date) -> SourceVue:
    """One source in words, under its short name; a source unknown to the registry keeps its identifier."""
    annees = tuple(sorted(annees))
    texte = nombres.annees(annees) or "absente"
    if source is None:
        return SourceVue(nom, nom, "", "", annees, texte)
    vieux = ancienne(source, annees, jour)
    note = " ; ".join(filter(None, (source.champ, "donnée ancienne : vérifiez s’il existe une édition plus récente" if vieux else "")))
    court = noms.nom(nom, source.producteur, source.titre)
    return SourceVue(nom, nombres.capitale(court.titre), court.producteur, source.licence, annees, texte, note, source.adresse, vieux)


def fraicheur(ctx: Contexte, parties: Iterable[str], *, jour: date) -> Fraicheur:
    """Sources read by what the portrait shows; missing: known sources that none of its figures come from."""
    lues = annees_par_source(parties)
    sources = tuple(vue(nom, ctx.sources.get(nom), annees, jour) for nom, annees in sorted(lues.items()))
    manquantes = _manquantes(ctx.sources, lues, jour)
    textes = [f"{s.titre} {s.annees[-1]}" if s.annees else s.titre for s in sources]
    fin = [nombres.pluriel(len(manquantes), "source manquante", "sources manquantes")] if manquantes else []
    return Fraicheur(f"Données : {' · '.join([*textes, *fin]) or 'aucune'}", sources, manquantes)


def _manquantes(connues: Mapping[str, Source], lues: Mapping[str, set[int]], jour: date) -> tuple[SourceVue, ...]:
    attendues = {nom: source for nom, source in sorted(connues.items()) if utiles.attendue(source)}
    return tuple(vue(nom, source, (), jour) for nom, source in attendues.items() if nom not in lues)

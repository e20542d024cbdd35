"""The method page, generated from the catalogue: how each figure is made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ctg_data.diagnostic.regles import REGLES, SEUILS
from ctg_data.indicators import formules, registry, utiles
from ctg_data.indicators.absents import ABSENTS, Absent
from ctg_data.indicators.model import EcartReference, Effectif, Indicateur, Ratio, Ref
from ctg_data.loaders import sources as registre_sources
from ctg_data.loaders.model import Source
from ctg_data.views.lecture import Contexte
from ctg_data.views.origines import noms_entiers
from ctg_data.wording import fr, incertitude, nombres
from ctg_data.wording import methode as textes
from ctg_data.wording.typographie import soigne
from ctg_data.wording.veille import SEVERITES


@dataclass(frozen=True)
class Fiche:
    """One indicator, whole, in French words.  ``champs``: (label, text) in reading order; ``mention``: why it has no figure."""

    id: str
    libelle: str
    definition: str
    theme: str
    champs: tuple[tuple[str, str], ...]
    mention: str = ""


@dataclass(frozen=True)
class ThemeMethode:
    id: str
    libelle: str
    fiches: tuple[Fiche, ...]


@dataclass(frozen=True)
class MethodeView:
    """``generalites``: (title, paragraphs) on the star, statuses, secrecy, verdicts; ``glossaire``: (term, meaning).

    ``nombre`` of those computed, ``absents`` of those that are declared only.
    ``certitude``: (title, paragraphs) on what a change, a rank, a funnel or a smoothed map allows to say.
    """

    themes: tuple[ThemeMethode, ...]
    generalites: tuple[tuple[str, tuple[str, ...]], ...]
    glossaire: tuple[tuple[str, str], ...]
    nombre: int
    certitude: tuple[tuple[str, tuple[str, ...]], ...] = ()
    absents: int = 0


def methode(catalogue: Sequence[Indicateur] | None = None, sources: Mapping[str, Source] | None = None) -> MethodeView:
    """How every figure is made; ``catalogue`` and ``sources`` default to the product's own."""
    catalogue = registry.catalogue() if catalogue is None else catalogue
    sources = registre_sources.catalogue() if sources is None else sources
    fiches = [_fiche(i, sources, {x.id: x for x in catalogue}) for i in catalogue]
    fiches += [_fiche_absente(a) for a in ABSENTS]
    themes = tuple(
        ThemeMethode(theme, libelle, tuple(f for f in fiches if f.theme == theme))
        for theme, libelle in fr.THEMES.items()
        if any(f.theme == theme for f in fiches)
    )
    generalites = tuple((titre, (*phrases, *(_regles() if titre == textes.VEILLE else ()))) for titre, phrases in textes.GENERALITES)
    return soigne(MethodeView(themes, generalites, textes.GLOSSAIRE, len(catalogue), incertitude.EXPLICATIONS, len(non_calcules())))


def _regles() -> Iterator[str]:
    """Each rule of the watch with its parameters, then the fixed levels."""
    for r in REGLES:
        ampleur = f" Changement d’au moins {nombres.nombre(r.ampleur)} % de la valeur de départ." if r.ampleur else ""
        yield f"{r.libelle} ({SEVERITES[r.severite]}) : {nombres.minuscule(r.phrase)}{ampleur}"
    par_id = registry.par_id()
    seuils = (f"{par_id[s.indicateur].libelle}, {nombres.nombre(s.valeur)} ({s.raison})" for s in SEUILS)
    yield f"Seuils fixes : {' ; '.join(seuils)}."


def producteurs(indicateur: Indicateur, sources: Mapping[str, Source], par_id: Mapping[str, Indicateur]) -> tuple[str, ...]:
    """Ids of the sources that give at least one measure of the indicator, in the order of the registry."""
    voulues = _refs(indicateur, par_id)
    return tuple(nom for nom, s in sources.items() if any(_donne(s, ref) for ref in voulues))


def _donne(source: Source, ref: Ref) -> bool:
    """Whether ``source`` gives one of the modalities of ``ref``."""
    if ref.mesure in source.mesures_calculees:
        donnees = source.mesures_calculees[ref.mesure]
        return not donnees or "total" in ref.modalites or not set(donnees).isdisjoint(ref.modalites)
    return ref.mesure in utiles.mesures(source)


def fichiers(ctx: Contexte, indicateurs: Sequence[Indicateur]) -> str:
    """What would feed ``indicateurs``, for those who import: the sources of their measures that the store has not, in a sentence.

    Where all of them are imported (archives apart), that they do not cover this territory; empty when no source gives them.  Nothing
    is imported beside a received bundle: they are to be asked for.
    """
    if absentes := non_importees(ctx, indicateurs):
        return fr.texte("fichiers.paquet" if ctx.corpus.paquet else "fichiers", sources=" ; ".join(absentes))
    par_id = {i.id: i for i in ctx.catalogue}
    return fr.texte("fichiers.ailleurs") if any(producteurs(i, ctx.sources, par_id) for i in indicateurs) else ""


def non_importees(ctx: Contexte, indicateurs: Sequence[Indicateur]) -> tuple[str, ...]:
    """Names of the sources of the measures of ``indicateurs`` that the store has not, archives apart."""
    par_id = {i.id: i for i in ctx.catalogue}
    noms = {n for i in indicateurs for n in producteurs(i, ctx.sources, par_id)}
    absentes = [n for n, s in ctx.sources.items() if n in noms and n not in ctx.importees and utiles.attendue(s)]
    return tuple(noms_entiers(ctx.sources, absentes))


def incomplets(ctx: Contexte, indicateurs: Sequence[Indicateur]) -> tuple[Indicateur, ...]:
    """Those of ``indicateurs``, without a value here, that wait for no source: counts of a table of communes, declared by a person and
    imported.  A count that is known nowhere above a commune lacks one of them: a hidden one would be « s »."""
    par_id = {i.id: i for i in ctx.catalogue}
    return tuple(i for i in indicateurs if isinstance(i.formules[0], Effectif) and _par_commune(ctx, producteurs(i, ctx.sources, par_id)))


def _par_commune(ctx: Contexte, noms: Sequence[str]) -> bool:
    siennes = [ctx.sources[n] for n in noms]
    communales = all(s.locale and s.id in ctx.importees and s.dispositions[0].niveau == "commune" for s in siennes)
    return bool(siennes) and communales


def sans_toutes_les_communes(ctx: Contexte, indicateurs: Sequence[Indicateur]) -> str:
    """What the files imported lack for the counts of ``incomplets``, in a sentence; "" for none."""
    noms = nombres.enumere([i.libelle for i in incomplets(ctx, indicateurs)])
    return fr.texte("manque.commune" if ctx.territoire.niveau == "commune" else "manque.communes", noms=noms) if noms else ""


def non_calcules() -> tuple[str, ...]:
    """The indicators of the domain that are computed nowhere, a sentence each: the theme, the name, what would feed it."""
    return tuple(f"{fr.THEMES[a.theme]} : {a.libelle} ({source_absente(a)})." for a in ABSENTS if not a.ailleurs)


def _refs(indicateur: Indicateur, par_id: Mapping[str, Indicateur]) -> frozenset[Ref]:
    propres = frozenset(r for f in indicateur.formules for r in registry.refs(f))
    autres = (_refs(par_id[f.indicateur], par_id) for f in indicateur.formules if isinstance(f, EcartReference))
    return propres.union(*autres)


def _fiche(i: Indicateur, sources: Mapping[str, Source], par_id: Mapping[str, Indicateur]) -> Fiche:
    champs = tuple((nom, texte) for nom, texte in _champs(i, sources, par_id) if texte)
    return Fiche(i.id, i.libelle, i.definition, i.theme, champs)


def source_absente(a: Absent) -> str:
    """« Source non importée : … », or where it is read."""
    return textes.AILLEURS.format(ou=a.ailleurs) if a.ailleurs else textes.NON_IMPORTEE.format(source=a.source)


def _fiche_absente(a: Absent) -> Fiche:
    calcul = () if a.ailleurs else (("Calcul", textes.NON_CALCULE),)
    champs = (*calcul, ("Sources", nombres.capitale(source_absente(a)) + "."), ("Identifiant", a.id))
    return Fiche(a.id, a.libelle, a.definition, a.theme, champs, mention=textes.LU_AILLEURS if a.ailleurs else textes.SANS_SOURCE)


def _champs(i: Indicateur, sources: Mapping[str, Source], par_id: Mapping[str, Indicateur]) -> Iterator[tuple[str, str]]:
    yield "Calcul", f"{nombres.capitale(formules.en_mots(i))}."
    yield "Unité", i.unite
    reperes = {"annee": "[année]", "territoire": "[territoire]", "valeur": nombres.Compte("[valeur]", pluriel=True), "source": "[source]"}
    exemple = i.lecture.format(**reperes)
    yield "Lecture", f"« {nombres.capitale(exemple)} »"
    yield "Jugement", textes.SENS[str(i.sens)]
    yield "Étoile", _etoile(i)
    yield "Sources", " ; ".join(noms_entiers(sources, producteurs(i, sources, par_id)))
    yield "Niveaux", nombres.enumere([fr.NIVEAUX[n] for n in i.niveaux])
    yield "Secret et seuils", " ".join(registry.SEUILS[s] for s in i.seuils)
    yield "Intervalle à 95 %", textes.INTERVALLES[_intervalle(i)]
    yield "Ruptures de série", " ".join(f"{r.annee} : {r.raison} ({r.source})." for r in i.ruptures)
    yield "Précautions", i.prudence
    yield "Identifiant", i.id


def _intervalle(i: Indicateur) -> str:
    proportion = any(isinstance(f, Ratio) and f.bornee for f in i.formules)
    return i.intervalle or ("proportion" if proportion else "")


def _etoile(i: Indicateur) -> str:
    if i.etoile is None:
        return ""
    place = f"branche {fr.THEMES[str(i.etoile.branche)]}, face {fr.FACES[str(i.etoile.face)]}"
    return f"{place} ; {textes.EXTERIEUR[str(i.etoile.face), i.etoile.orientation]}"

"""What one edition changed, in words and tables: values revised, geography moved, layout changed.

Counts of rows and published figures only.  The figures of before are told beside those of today for public sources alone: each of their
versions is anyone's.  Those of the Caf's own are counted from the EPCI up, since two versions side by side may give a small count, and
left out for communes, where their count beside that of rows would tell of a hidden one (ADR 0005, 0006).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from ctg_data.diagnostic import publication
from ctg_data.diagnostic.figures import Tableau
from ctg_data.diagnostic.secret import Regles
from ctg_data.indicators import registry, vocabulaire
from ctg_data.indicators.model import Indicateur
from ctg_data.loaders import formes, offre_schema
from ctg_data.loaders import sources as registre_sources
from ctg_data.loaders.model import Source
from ctg_data.store.ecarts import Change, Ecart
from ctg_data.store.edition import Edition
from ctg_data.store.portees import Changements
from ctg_data.store.publie import Publication
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views import revisions_communes
from ctg_data.views.editions import instant
from ctg_data.views.remaniements import geographie, nom
from ctg_data.wording import fr, nombres
from ctg_data.wording.typographie import soigne

NIVEAUX = ("france", "region", "departement", "epci")
"""Levels whose published figures are compared one beside the other; communes, which are many, have a table of their own."""
PLUS_FORTES = 10
CLE = ("code", "annee", "indicateur", "modalite")
POUSSIERE = 1e-9
"""Relative difference under which two figures are the same computation."""
COLONNES_VALEURS = ("Source", "Mesure", "Niveau", "Années", "Ajoutées", "Retirées", "Modifiées")
COLONNES_FIGURES = ("Figure", "Niveau", "Valeurs publiées qui changent")
COLONNES_REVISIONS = ("Figure", "Territoire", "Année", "Avant", "Après")
PREMIERE = "Cette version n’a rien remplacé : elle a apporté des chiffres que le magasin n’avait pas."
AUCUNE = "Aucune valeur ne change."
SANS_PUBLICATION = (
    "Les valeurs publiées juste avant et juste après cet import ne sont plus gardées (ou l’ont été par d’autres règles de calcul) : elles "
    "ne peuvent pas être comparées. Une publication est gardée par jour."
)
AUCUNE_REVISION = "Aucune valeur publiée de la France, des régions, des départements ou des EPCI ne change."
AUCUNE_COMMUNE = AUCUNE_REVISION[:-1] + ", ni aucune d’une commune, parmi celles de sources publiques."
PROPRES = (
    "Les chiffres de votre Caf sont comptés, non montrés : les valeurs d’avant, à côté de celles d’aujourd’hui, pourraient donner un petit "
    "effectif. Ne diffusez pas côte à côte des portraits d’avant et d’après."
)
SANS_FORME = "La présentation du fichier précédent n’a pas été gardée : il a été importé par une version antérieure du logiciel."
MEME_FORME = "Même présentation que le fichier précédent de cette source."


@dataclass(frozen=True)
class ChangeView:
    """What an edition changed.

    ``resume``: against what, in sentences.  ``valeurs``: rows of the store by source, measure and level.  ``figures``: published values
    that changed, by figure and level; ``revisions``: the largest ones of public sources, communes apart; ``communes``: one row a commune,
    ``autres_communes``: how many more; ``messages``: what is not told, and why.
    ``geographie``, ``presentation``: one sentence a change.
    """

    edition: str
    fichier: str
    resume: tuple[str, ...]
    valeurs: Tableau
    figures: Tableau
    revisions: Tableau
    communes: Tableau
    autres_communes: str
    messages: tuple[str, ...]
    geographie: tuple[str, ...]
    presentation: tuple[str, ...]


def change(
    vu: Change, ref: Referentiel, autour: tuple[Publication, Publication] | None, sources: Mapping[str, Source] | None = None
) -> ChangeView:
    """``autour``: what was published before and with the edition, where both are kept.  ``sources`` default to the product's own."""
    sources = registre_sources.catalogue() if sources is None else sources
    revisees = _revisees(vu.edition, autour, sources) if autour else None
    communes = _communes(vu.edition, autour, sources) if autour else None
    return soigne(
        ChangeView(
            vu.edition.id,
            vu.edition.fichier,
            tuple(_resume(vu)),
            Tableau("Valeurs du fichier", COLONNES_VALEURS, tuple(_valeurs(vu.ecarts, sources)), (4, 5, 6)),
            Tableau("Valeurs publiées", COLONNES_FIGURES, tuple(_figures(revisees, communes)), (2,)),
            Tableau("Plus fortes révisions de sources publiques", COLONNES_REVISIONS, tuple(_plus_fortes(revisees, ref)), (3, 4)),
            Tableau(revisions_communes.TITRE, revisions_communes.COLONNES, tuple(_lignes_communes(communes, ref)), (1, 4, 5)),
            revisions_communes.autres(communes) if communes is not None else "",
            tuple(_messages(vu, revisees, communes)),
            tuple(geographie(vu, ref)),
            tuple(_presentation(vu)),
        )
    )


def _resume(vu: Change) -> Iterator[str]:
    if vu.remplacees:
        noms = nombres.enumere([f"« {e.fichier} » (importé le {instant(e.importe_le)})" for e in vu.remplacees])
        yield f"Comparée à ce qu’elle a remplacé : {noms}."
    else:
        yield PREMIERE
    if not vu.ecarts:
        yield AUCUNE


# Rows of the store ----------------------------------------------------------------------------------------------------


def _valeurs(ecarts: Sequence[Ecart], sources: Mapping[str, Source]) -> Iterator[tuple[str, ...]]:
    """One row a source, measure and level; of the Caf's own, a count under the threshold of secrecy is not told."""
    groupes: dict[tuple[str, str, str], list[Ecart]] = {}
    for e in ecarts:
        groupes.setdefault((e.source, e.mesure, e.niveau), []).append(e)
    for (source, mesure, niveau), siens in groupes.items():
        total = sum((e.changements for e in siens), Changements(0))
        dit = _prudent if _est_propre(source, sources) else nombres.nombre
        comptes = (dit(n) for n in (total.ajoutees, total.retirees, total.modifiees))
        yield (_titre(source, sources), _mesure(source, mesure), fr.NIVEAUX[niveau], nombres.annees([e.annee for e in siens]), *comptes)


def _prudent(n: int) -> str:
    return nombres.nombre(n) if n == 0 or n >= Regles().seuil else f"moins de {Regles().seuil}"


def _est_propre(source: str, sources: Mapping[str, Source]) -> bool:
    """Whether a source gives the Caf's own counts; one that is not declared any more is taken for such."""
    return source not in sources or sources[source].profil_secret == publication.PROFIL


def _titre(source: str, sources: Mapping[str, Source]) -> str:
    return f"{sources[source].producteur}, {sources[source].titre}" if source in sources else source


def _mesure(source: str, nom: str) -> str:
    """The label of a measure, or of a type of facility in an inventory."""
    if source == offre_schema.SOURCE_ID and (types := [t.libelle for t in offre_schema.TYPES if t.id == nom]):
        return types[0]
    connue = vocabulaire.catalogue().get(nom)
    return nombres.capitale(connue.libelle) if connue else nom


# Published values -----------------------------------------------------------------------------------------------------


def _revisees(edition: Edition, autour: tuple[Publication, Publication], sources: Mapping[str, Source]) -> pd.DataFrame:
    """Published values that the edition feeds and that changed: CLE, niveau, avant, apres (None: not shown), publique."""
    morceaux = [_du_niveau(niveau, None, edition=edition, autour=autour, sources=sources) for niveau in NIVEAUX]
    return pd.concat(morceaux, ignore_index=True)


def _communes(edition: Edition, autour: tuple[Publication, Publication], sources: Mapping[str, Source]) -> pd.DataFrame | None:
    """The same for communes, the most changed first."""
    lues = revisions_communes.lues(edition, autour, partial(_du_niveau, edition=edition, autour=autour, sources=sources))
    return None if lues is None else _classees(lues)


def _du_niveau(
    niveau: str,
    codes: Collection[str] | None,
    *,
    edition: Edition,
    autour: tuple[Publication, Publication],
    sources: Mapping[str, Source],
) -> pd.DataFrame:
    lues = [_nourries(p.valeurs(niveau, codes, annees=edition.annees), edition.sources) for p in autour]
    colonnes = [*CLE, "valeur", "sources"]
    deux = lues[0][colonnes].merge(lues[1][colonnes], on=list(CLE), how="outer", suffixes=("_avant", "_apres"))
    a, b = deux["valeur_avant"].to_numpy(float), deux["valeur_apres"].to_numpy(float)
    egales = np.isclose(a, b, rtol=POUSSIERE, atol=0, equal_nan=True)
    differentes = deux[~egales]
    textes = [differentes[f"sources_{quand}"].fillna("") for quand in ("avant", "apres")]
    paires = zip(*textes, strict=True)
    publique = np.array([not any(_est_propre(s, sources) for s in _sources_de("|".join(paire))) for paire in paires], dtype=bool)
    return differentes.assign(niveau=niveau, publique=publique).rename(columns={"valeur_avant": "avant", "valeur_apres": "apres"})


def _nourries(valeurs: pd.DataFrame, siennes: Sequence[str]) -> pd.DataFrame:
    """The rows of figures that these sources feed, texts as objects; rows that show nothing have no source and go."""
    textes = valeurs["sources"].cat.categories
    bonnes = np.array([bool(_sources_de(t) & set(siennes)) for t in textes], dtype=bool)
    retenues = valeurs[bonnes[valeurs["sources"].cat.codes]] if len(textes) else valeurs.head(0)
    return retenues.astype(dict.fromkeys(("code", "indicateur", "modalite", "sources"), "str"))


def _sources_de(texte: str) -> set[str]:
    """« a@2022|b@2021 » -> a, b."""
    return {morceau.split("@")[0] for morceau in texte.split("|") if morceau}


def _figures(revisees: pd.DataFrame | None, communes: pd.DataFrame | None) -> Iterator[tuple[str, ...]]:
    if revisees is None:
        return
    toutes = revisees if communes is None or communes.empty else pd.concat([revisees, communes], ignore_index=True)
    comptes = toutes.groupby(["indicateur", "niveau"], sort=False).agg(n=("code", "size"), publique=("publique", "all"))
    connus = registry.par_id()
    for (indicateur, niveau), ligne in comptes.iterrows():
        nom = connus[indicateur].libelle if indicateur in connus else indicateur
        yield (nom, fr.NIVEAUX[niveau], (nombres.nombre if ligne["publique"] else _prudent)(int(ligne["n"])))


def _plus_fortes(revisees: pd.DataFrame | None, ref: Referentiel) -> Iterator[tuple[str, ...]]:
    """The largest relative changes, of figures fed by public sources alone."""
    if revisees is None or revisees.empty:
        return
    publiques = revisees[revisees["publique"] & revisees["avant"].notna() & revisees["apres"].notna()]
    for _, ligne in _classees(publiques).head(PLUS_FORTES).iterrows():
        figure, avant, apres = _dite(ligne)
        yield figure, nom(ref, ligne["niveau"], ligne["code"]), str(ligne["annee"]), avant, apres


def _lignes_communes(communes: pd.DataFrame | None, ref: Referentiel) -> Iterator[tuple[str, ...]]:
    return revisions_communes.lignes(communes, ref, _dite) if communes is not None else iter(())


def _classees(publiques: pd.DataFrame) -> pd.DataFrame:
    """Those of figures that are still computed, by relative change."""
    siennes = publiques[publiques["indicateur"].isin(list(registry.par_id()))]
    if siennes.empty:
        return siennes
    avant, apres = siennes["avant"], siennes["apres"]
    relatif = (apres - avant).abs() / np.maximum(avant.abs(), apres.abs()).replace(0, 1)
    return siennes.loc[relatif.sort_values(ascending=False, kind="stable").index]


def _dite(ligne: pd.Series) -> tuple[str, str, str]:
    """The figure of a changed value, that of before and that of after."""
    i = registry.par_id()[ligne["indicateur"]]
    return (_figure(i, ligne["modalite"]), *_deux(i, ligne))


def _figure(i: Indicateur, modalite: str) -> str:
    return i.libelle if modalite == vocabulaire.TOTAL else f"{i.libelle} ({modalite})"


def _deux(i: Indicateur, ligne: pd.Series) -> tuple[str, str]:
    """Enough decimals for the two to differ."""
    for decimales in range(i.decimales, i.decimales + 4):
        textes = tuple(nombres.avec_unite(float(ligne[quand]), i.unite, decimales) for quand in ("avant", "apres"))
        if textes[0] != textes[1]:
            break
    return textes


def _messages(vu: Change, revisees: pd.DataFrame | None, communes: pd.DataFrame | None) -> Iterator[str]:
    if revisees is None:
        if vu.remplacees:
            yield SANS_PUBLICATION
        return
    if revisees.empty:
        if communes is None:
            yield AUCUNE_REVISION
        elif communes.empty:
            yield AUCUNE_COMMUNE
    elif not revisees["publique"].all():
        yield PROPRES


# Layout ---------------------------------------------------------------------------------------------------------------


def _presentation(vu: Change) -> Iterator[str]:
    precedentes = {v.precedente.id: v.precedente for v in vu.voisines}
    for precedente in precedentes.values():
        if not precedente.formes or not vu.edition.formes:
            yield SANS_FORME
            continue
        yield from formes.compare(precedente.formes, vu.edition.formes) or (MEME_FORME,)

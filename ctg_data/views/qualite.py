"""The alerts of quality in words: what was found, what was expected, where to look; what was acknowledged, and what came back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ctg_data.diagnostic.figures import Tableau
from ctg_data.diagnostic.qualite.regles import DE_SOURCE, PAR_ID, REGLES, Alerte
from ctg_data.errors import TerritoireInconnu
from ctg_data.indicators import registry
from ctg_data.loaders.model import Source
from ctg_data.storage.acquittements import cle, quand
from ctg_data.storage.depot import Fiche
from ctg_data.storage.modele import Acquittement
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views.origines import annees_par_source, nom, texte_sources
from ctg_data.wording import fr, nombres
from ctg_data.wording import qualite as mots
from ctg_data.wording.saisies import nom as nom_de
from ctg_data.wording.typographie import soigne

FICHIERS = 3
"""Files named for one alert."""


@dataclass(frozen=True)
class AlerteVue:
    """One alert in words.  ``lieu``: the territory, "" for a source; ``deja``: acknowledged on an earlier version of the figure."""

    alerte: Alerte
    signe: str
    lieu: str
    titre: str
    phrase: str
    attendu: str
    remede: str
    ou_lire: str
    details: str
    deja: str = ""

    @property
    def de_source(self) -> bool:
        return self.alerte.regle in DE_SOURCE


@dataclass(frozen=True)
class AcquitteeVue:
    """An acknowledged alert, with what was said of it."""

    vue: AlerteVue
    fiche: Fiche[Acquittement]
    texte: str


@dataclass(frozen=True)
class ListeVue:
    """Alerts open and acknowledged, gravest first.  ``message``: why the list is empty.

    ``gardees``: what had been said of figures that give no alert any more.
    """

    ouvertes: tuple[AlerteVue, ...]
    acquittees: tuple[AcquitteeVue, ...]
    message: str = ""
    gardees: tuple[str, ...] = ()

    @property
    def themes(self) -> tuple[str, ...]:
        """Themes that have an open alert, in the order of the product."""
        presents = {v.alerte.theme for v in self.ouvertes}
        return tuple(t for t in (*fr.THEMES, *sorted(presents - set(fr.THEMES))) if t in presents)

    def choisies(self, *, severite: int | None = None, theme: str = "", regle: str = "") -> tuple[AlerteVue, ...]:
        """The open ones of a choice."""
        return tuple(
            v
            for v in self.ouvertes
            if severite in (None, v.alerte.severite) and theme in ("", v.alerte.theme) and regle in ("", v.alerte.regle)
        )


def liste(
    alertes: Sequence[Alerte],
    acquittements: Sequence[Fiche[Acquittement]],
    ref: Referentiel,
    *,
    sources: Mapping[str, Source],
    editions: pd.DataFrame,
    documente: bool = True,
) -> ListeVue:
    """``editions``: those of the store, to name the files to look at; ``documente``: whether anything is loaded."""
    faits = {cle(f.objet): f for f in acquittements if f.objet.regle in PAR_ID}
    deja = {_chiffre(f.objet): f for f in faits.values()}
    fichiers = _Fichiers(editions)
    vues = [(a, _vue(a, ref, sources, fichiers, deja.get(_chiffre(a)))) for a in alertes]
    ouvertes = tuple(v for a, v in vues if a.cle not in faits)
    acquittees = tuple(AcquitteeVue(v, faits[a.cle], _acquittee(faits[a.cle])) for a, v in vues if a.cle in faits)
    connues = {_chiffre(a) for a in alertes}
    gardees = tuple(_gardee(f, ref, sources) for f in faits.values() if _chiffre(f.objet) not in connues)
    return soigne(ListeVue(ouvertes, acquittees, _message(ouvertes, acquittees, documente), gardees))


def _gardee(f: Fiche[Acquittement], ref: Referentiel, sources: Mapping[str, Source]) -> str:
    """A reason whose alert is gone: mended, revised, or no longer looked for."""
    o, de_source = f.objet, f.objet.regle in DE_SOURCE
    lieu = "" if de_source else f"{_nom(ref, o.niveau, o.code)} · "
    chiffre = nom(sources, o.indicateur).entier if de_source else _libelle(o.indicateur)
    return mots.GARDEE.format(lieu=lieu, chiffre=chiffre, annee=o.annee, regle=PAR_ID[o.regle].libelle, acquittee=_acquittee(f))


def _nom(ref: Referentiel, niveau: str, code: str) -> str:
    try:
        return ref.territoire(niveau, code).nom
    except TerritoireInconnu:
        return code


def _libelle(indicateur: str) -> str:
    connu = registry.par_id().get(indicateur)
    return connu.libelle if connu else indicateur


def _message(ouvertes: Sequence[AlerteVue], acquittees: Sequence[AcquitteeVue], documente: bool) -> str:
    if ouvertes:
        return ""
    if not documente:
        return mots.SANS_DONNEE
    return mots.TOUTES_ACQUITTEES if acquittees else mots.RIEN.format(nombre=len(REGLES))


def _chiffre(x: Alerte | Acquittement) -> tuple[str, ...]:
    """What an alert is about, whatever the version of the data and its year."""
    return x.niveau, x.code, x.indicateur, x.regle


def _vue(a: Alerte, ref: Referentiel, sources: Mapping[str, Source], fichiers: "_Fichiers", avant: Fiche | None) -> AlerteVue:
    regle, de_source = PAR_ID[a.regle], a.regle in DE_SOURCE
    lieu = "" if de_source else ref.territoire(a.niveau, a.code).nom
    niveau = "" if de_source or a.niveau == "france" else fr.NIVEAUX[a.niveau]
    details = " · ".join(filter(None, (mots.SEVERITES[a.severite], regle.libelle, niveau, _theme(a.theme))))
    deja = ""
    if avant is not None and cle(avant.objet) != a.cle:
        deja = mots.DEJA.format(qui=nom_de(avant.cree_par), jour=quand(avant.cree_le), motif=avant.objet.motif)
    ou = _ou_lire(a, sources, fichiers)
    return AlerteVue(a, mots.SIGNES_ALERTE[a.severite], lieu, a.libelle, a.phrase, a.attendu, regle.remede, ou, details, deja)


def _theme(theme: str) -> str:
    return fr.THEMES.get(theme, mots.SOURCES_THEME)


def _ou_lire(a: Alerte, sources: Mapping[str, Source], fichiers: "_Fichiers") -> str:
    """The sources, then the files that hold them, the latest first."""
    noms = fichiers.de(a)
    suite = f" : {' ; '.join(noms[:FICHIERS])}" if noms else ""
    autres = f" et {nombres.pluriel(len(noms) - FICHIERS, 'autre fichier', 'autres fichiers')}" if len(noms) > FICHIERS else ""
    return texte_sources(sources, a.sources) + suite + autres


class _Fichiers:
    """The files in force by source and year; those of the level of an alert where there are some, since others may feed it too."""

    def __init__(self, editions: pd.DataFrame):
        en_vigueur = editions[editions["courante"].astype(bool)] if len(editions) else editions
        self._connues = en_vigueur.to_dict("records")[::-1] if "fichier" in en_vigueur else []
        self._par_annee: dict[tuple[str, int], list[Mapping]] = {}
        for e in self._connues:
            for source in e["sources"]:
                for annee in e["annees"]:
                    self._par_annee.setdefault((source, int(annee)), []).append(e)

    def de(self, a: Alerte) -> list[str]:
        paires = [(s, annee) for s, annees in annees_par_source([a.sources]).items() for annee in annees]
        trouvees = {e["id"]: e for paire in paires for e in self._par_annee.get(paire, ())}.values()
        memes = [e for e in trouvees if a.niveau in e["niveaux"]]
        return [mots.FICHIER.format(nom=e["fichier"], jour=quand(e["importe_le"]), id=e["id"][:8]) for e in memes or trouvees]


def _acquittee(f: Fiche[Acquittement]) -> str:
    return mots.ACQUITTEE.format(qui=nom_de(f.cree_par), jour=quand(f.cree_le), motif=f.objet.motif)


def tableau(vue: ListeVue) -> Tableau:
    """Every alert, open then acknowledged, to take away."""
    lignes = [_rangee(v, "") for v in vue.ouvertes] + [_rangee(a.vue, a.texte) for a in vue.acquittees]
    return soigne(Tableau("Alertes de qualité", mots.COLONNES_ALERTES, tuple(lignes)))


def _rangee(v: AlerteVue, acquittee: str) -> tuple[str, ...]:
    a = v.alerte
    lieu = ("", "", "") if v.de_source else (fr.NIVEAUX[a.niveau], a.code, v.lieu)
    suite = (_theme(a.theme), v.titre, str(a.annee), v.phrase, v.attendu, v.remede, v.ou_lire, acquittee)
    return (mots.SEVERITES[a.severite], PAR_ID[a.regle].libelle, *lieu, *suite)


def regles(alertes: Sequence[Alerte]) -> Tableau:
    """Every rule: what it looks for, why, and how many alerts it gives here."""
    comptes = Counter(a.regle for a in alertes)
    lignes = ((r.libelle, r.phrase, r.raison, mots.SEVERITES[r.severite], nombres.nombre(comptes[r.id])) for r in REGLES)
    return soigne(Tableau(mots.REGLES, mots.COLONNES_REGLES, tuple(lignes), (4,)))

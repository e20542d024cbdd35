"""The declarations of local sources as a person handles them: try one on a file, keep it, set it aside, take it back (ADR 0019)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from ctg_data import loaders, pipeline, policy
from ctg_data.errors import CtgError, Faute, FichierRefuse
from ctg_data.indicators import locaux, vocabulaire
from ctg_data.loaders import locales, locales_devine, locales_toml, sources
from ctg_data.loaders import locales_modele as modele
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.locales import Locales
from ctg_data.loaders.locales_modele import Declaration
from ctg_data.pipeline import Progres
from ctg_data.settings import Settings
from ctg_data.store import catalogue, durable
from ctg_data.store.magasin import Magasin

DE_COTE = "mises_de_cote"
"""Folder, inside that of the declarations, of those that nobody uses any more and of the text that each had before it was changed."""
TOTAL_MONTRE, ARRONDI = 100, 10
"""A total of counts that nobody published is shown from the first, rounded to the second: enough to compare with a producer's own total."""


@dataclass(frozen=True)
class LigneApercu:
    """One measure of a file as it would be imported.  ``total``: None when it may not be told; ``environ``: it is rounded."""

    mesure: str
    modalite: str
    unite: str
    annees: tuple[int, ...]
    presentes: int
    secretes: int
    absentes: int
    total: float | None = None
    environ: bool = False


@dataclass(frozen=True)
class Apercu:
    """What importing a file with a declaration would give; no figure of a territory.  ``fautes``: why it would be refused."""

    fichier: str
    lignes_lues: int = 0
    territoires: int = 0
    annees: tuple[int, ...] = ()
    mesures: tuple[LigneApercu, ...] = ()
    fautes: tuple[Faute, ...] = ()
    avertissements: tuple[str, ...] = ()


def lit(settings: Settings) -> Locales:
    """The declarations of a store, and the faulty ones; made those of this process."""
    policy.require(settings.acteur, "lire_publie", str(settings.dossier_sources))
    return locales.utilise(settings.dossier_sources)


def fautes(settings: Settings, declaration: Declaration) -> tuple[Faute, ...]:
    """Every reason not to keep a declaration."""
    connues = lit(settings).declarations
    trouvees = locales_toml.verifie(declaration) or locaux.fautes(declaration)
    if trouvees:
        return trouvees
    nom, autres = f"{declaration.id}{locales.SUFFIXE}", [d for d in connues if d.id != declaration.id]
    return locales.de_trop(declaration, autres, nom)


def enregistre(settings: Settings, declaration: Declaration, *, nouvelle: bool = False) -> None:
    """Keep a declaration; the text that it had is set aside.  Raises FichierRefuse with every fault.

    ``nouvelle``: its id must be free, those set aside included: figures imported under an id are of one source only.
    """
    policy.require(settings.acteur, "importer", str(settings.dossier_sources))
    trouvees = fautes(settings, declaration)
    if not trouvees and nouvelle and declaration.id in ids_pris(settings):
        trouvees = (_pris(declaration),)
    if trouvees:
        raise FichierRefuse(trouvees)
    chemin = _chemin(settings, declaration.id)
    chemin.parent.mkdir(parents=True, exist_ok=True)
    if chemin.exists():
        _garde(settings, declaration.id)
    durable.ecrit_fichier(chemin, lambda provisoire: provisoire.write_text(locales_toml.ecrit(declaration), encoding="utf-8"))
    lit(settings)


def _pris(declaration: Declaration) -> Faute:
    remede = "Donnez un autre identifiant, ou rétablissez la correspondance mise de côté."
    trouve, attendu = f"« {declaration.id} »", "un identifiant qui n'a jamais servi"
    return Faute(f"{declaration.id}.toml", "identifiant_pris", trouve, attendu, remede, colonne="id")


def ids_pris(settings: Settings) -> frozenset[str]:
    """Ids of every declaration of a store, faulty ones, those set aside and those that were imported through included."""
    dossier = settings.dossier_sources
    ecrits = {f.stem for lieu in (dossier, dossier / DE_COTE) if lieu.is_dir() for f in lieu.glob(f"*{locales.SUFFIXE}")}
    return frozenset(ecrits | {s.removeprefix(modele.PREFIXE) for s in importees(settings)})


def id_libre(settings: Settings, titre: str) -> str:
    """The id that a title makes, followed by a number where it has served; "" for a title without a letter nor a figure."""
    base, pris = locales_toml.identifiant(titre), ids_pris(settings)
    return next(i for n in range(1, len(pris) + 3) if (i := base if n == 1 else f"{base[:34].strip('_')}_{n}") not in pris)


def met_de_cote(settings: Settings, identifiant: str) -> None:
    """Use a declaration no more: its text waits in DE_COTE, its figures are no longer published.  Raises CtgError when there is none."""
    policy.require(settings.acteur, "importer", identifiant)
    if not _chemin(settings, identifiant).exists():
        raise CtgError(f"Aucune correspondance « {identifiant} » : elle a peut-être déjà été mise de côté.")
    _garde(settings, identifiant)
    _chemin(settings, identifiant).unlink()
    lit(settings)


def retablit(settings: Settings, identifiant: str) -> None:
    """Undo ``met_de_cote``, or the last change: the text set aside and the one in use change places."""
    policy.require(settings.acteur, "importer", identifiant)
    chemin, garde = _chemin(settings, identifiant), _garde_de(settings, identifiant)
    if not garde.exists():
        raise CtgError(f"Aucune correspondance « {identifiant} » n'est mise de côté.")
    remise = garde.read_bytes()
    if chemin.exists():
        _garde(settings, identifiant)
    else:
        garde.unlink()
    durable.ecrit_fichier(chemin, lambda provisoire: provisoire.write_bytes(remise))
    lit(settings)


def mises_de_cote(settings: Settings) -> dict[str, str]:
    """Id -> title of the declarations that can be taken back: set aside, not merely changed."""
    dossier = settings.dossier_sources / DE_COTE
    gardees = sorted(dossier.glob(f"*{locales.SUFFIXE}")) if dossier.is_dir() else []
    return {f.stem: _titre(f) for f in gardees if not _chemin(settings, f.stem).exists()}


def changees(settings: Settings) -> frozenset[str]:
    """Ids of the declarations in use whose earlier text is kept."""
    return frozenset(d.id for d in lit(settings).declarations if _garde_de(settings, d.id).exists())


def _titre(fichier: Path) -> str:
    declaration, _ = locales_toml.lit_fichier(fichier)
    return declaration.titre if declaration else fichier.stem


def _chemin(settings: Settings, identifiant: str) -> Path:
    return settings.dossier_sources / f"{identifiant}{locales.SUFFIXE}"


def _garde_de(settings: Settings, identifiant: str) -> Path:
    return settings.dossier_sources / DE_COTE / f"{identifiant}{locales.SUFFIXE}"


def _garde(settings: Settings, identifiant: str) -> None:
    cible = _garde_de(settings, identifiant)
    cible.parent.mkdir(parents=True, exist_ok=True)
    texte = _chemin(settings, identifiant).read_bytes()
    durable.ecrit_fichier(cible, lambda provisoire: provisoire.write_bytes(texte))


def importees(settings: Settings) -> dict[str, list[dict]]:
    """Local source -> the editions imported through it, oldest first, current or not; never a figure."""
    if not (settings.store / catalogue.NOM).exists():
        return {}
    trouvees: dict[str, list[dict]] = {}
    for edition in Magasin(settings).editions().to_dict("records"):
        for source in filter(locales.est_locale, edition["sources"]):
            trouvees.setdefault(source, []).append(edition)
    return trouvees


def republie(settings: Settings, identifiant: str, progres: Progres | None = None) -> bool:
    """Compute again what is published where figures of this source are current; whether there were any."""
    if not any(e["courante"] for e in importees(settings).get(modele.PREFIXE + identifiant, ())):
        return False
    pipeline.publie(settings, progres)
    return True


def a_deposer(settings: Settings, avant: Declaration, apres: Declaration) -> tuple[str, ...]:
    """Files imported through a declaration that a change of it would read otherwise: they are to be dropped again."""
    if avant.lecture == apres.lecture:
        return ()
    return tuple(dict.fromkeys(str(e["fichier"]) for e in importees(settings).get(avant.source, ()) if e["courante"]))


def copie(settings: Settings, declaration: Declaration) -> Declaration:
    """A declaration to start from, under an id that is free."""
    titre = f"{declaration.titre} (copie)"
    return replace(declaration, id=id_libre(settings, titre), titre=titre)


def apercu(settings: Settings, declaration: Declaration, chemin: Path, *, annee: int | None = None) -> Apercu:
    """Read a file with this declaration alone, and tell what would be imported.  Nothing is kept."""
    policy.require(settings.acteur, "importer", chemin.name)
    trouvees = locales_toml.verifie(declaration) or locaux.fautes(declaration)
    if trouvees:
        return Apercu(chemin.name, fautes=trouvees)
    seule = sources.catalogue(locales.de([declaration]))
    lu = loaders.charge(chemin, annee=annee, sources={declaration.source: seule[declaration.source]})
    if lu.mesures is None or lu.fautes:
        trouvees = _colonne_de_noms(declaration, chemin, lu.fautes)
        return Apercu(lu.fichier, lu.lignes_lues, fautes=trouvees, avertissements=tuple(lu.avertissements))
    lues = lu.mesures
    return Apercu(
        lu.fichier,
        lu.lignes_lues,
        territoires=lues["code"].nunique(),
        annees=tuple(sorted(map(int, lues["annee"].unique()))),
        mesures=tuple(_ligne(declaration, v, lues) for v in declaration.valeurs),
        avertissements=tuple(lu.avertissements),
    )


def _colonne_de_noms(d: Declaration, chemin: Path, trouvees: Sequence[Faute]) -> tuple[Faute, ...]:
    """One fault in place of one a row, where the column taken for that of the codes holds names; the column that holds codes is named."""
    premiere = next((f for f in trouvees if f.code == "code_mal_forme"), None)
    vu = locales_devine.devine(chemin, d.feuille) if premiere else None
    genres = {normalise(entete): genre for entete, genre in vu.genres.items()} if vu else {}
    if genres.get(normalise(d.colonne_code)) != locales_devine.TEXTE:
        return tuple(trouvees)
    codes = [f"« {e} »" for e, genre in vu.genres.items() if genre == locales_devine.CODE]
    remede = f"Choisissez {codes[0]}, qui ressemble à des codes" if codes else "Ajoutez au fichier la colonne des codes, et choisissez-la"
    dite = replace(
        premiere,
        code="colonne_de_noms",
        trouve=f"des noms ou des textes dans la colonne des codes « {d.colonne_code} »",
        remede=f"{remede}, pour « Colonne des codes » de la correspondance.",
        ligne=None,
    )
    return (dite, *(f for f in trouvees if f.code != "code_mal_forme"))


def _ligne(d: Declaration, v: modele.Valeur, lues: pd.DataFrame) -> LigneApercu:
    siennes = lues[(lues["mesure"] == d.nom_de(v.mesure)) & (lues["modalite"] == v.modalite)]
    statuts = siennes["statut"].value_counts()
    locale, connue = d.propres.get(v.mesure), vocabulaire.nationales().get(v.mesure)
    total, environ = _total(d, siennes, additive=locale.nature == modele.EFFECTIF if locale else bool(connue and connue.additive))
    return LigneApercu(
        mesure=locale.libelle if locale else connue.libelle,
        modalite="" if locale else connue.modalites.get(v.modalite, v.modalite),
        unite=locale.unite if locale else connue.unite,
        annees=tuple(sorted(map(int, siennes["annee"].unique()))),
        presentes=int(statuts.get("ok", 0)),
        secretes=int(statuts.get("s", 0)),
        absentes=int(statuts.get("nd", 0) + statuts.get("ns", 0)),
        total=total,
        environ=environ,
    )


def _total(d: Declaration, siennes: pd.DataFrame, *, additive: bool) -> tuple[float | None, bool]:
    """The sum of what is present; of counts that nobody published, only a large one, rounded: no small count can be told from it."""
    somme = float(siennes["valeur"].sum())
    if not additive or not len(siennes):
        return None, False
    if d.donnees == modele.PUBLIEES:
        return somme, False
    return (round(somme / ARRONDI) * ARRONDI, True) if somme >= TOTAL_MONTRE else (None, False)


def verifie_texte(chemin: Path) -> tuple[Declaration | None, Sequence[Faute]]:
    """A declaration written by hand and every fault of it, the measures that it names included."""
    declaration, trouvees = locales_toml.lit_fichier(chemin)
    return declaration, trouvees or (locaux.fautes(declaration) if declaration else ())

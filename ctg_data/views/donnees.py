"""The data page: editions held, what they cover, reports of the last import."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from ctg_data.diagnostic.figures import Tableau
from ctg_data.errors import Faute
from ctg_data.loaders import sources as registre_sources
from ctg_data.loaders.model import Source
from ctg_data.pipeline import Rapport, Retrait
from ctg_data.records import NIVEAUX
from ctg_data.store.corpus import Corpus
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views import demonstration
from ctg_data.wording import fr, gestes, nombres
from ctg_data.wording.saisies import nom as nom_de
from ctg_data.wording.typographie import soigne

RETABLIR = "Cette version reprendra sa place ; un fichier importé après elle garde la sienne."
DEJA_REMPLACEE = "Cette version est déjà remplacée : la retirer ne change aucun chiffre montré."
PERDUS = "chiffres ne seront plus montrés, sauf si une autre source les donne."
DEMO = f"{PERDUS} Un territoire qui n’a plus aucun chiffre importé montrera des données de démonstration, fictives."
COLONNES_EDITIONS = ("Fichier", "Source", "Années", "Niveaux", "Lignes lues", "Importé le", "Par", "Ce qui a changé", "État")
COLONNES_COUVERTURE = ("Source", "Niveau", "Années", "Étendue", "Fichiers")
COLONNES_RAPPORTS = ("Fichier", "Devenir", "Reconnu comme", "Années", "Lignes lues", "Fautes", "Ce qui change")
COLONNES_FAUTES = ("Feuille", "Ligne", "Colonne", "Trouvé", "Attendu", "Que faire")


NOMMES = 6
"""Départements that an extent names; beyond, they are counted."""


@dataclass(frozen=True)
class Version:
    """One edition that can be withdrawn, or restored when ``retiree``.

    ``libelle``: its file, when it was imported and the head of its id, since two may have one name.
    ``etat``: en vigueur, remplacée or retirée, and by whom; ``consequence``: what will be shown once that is done.
    """

    id: str
    libelle: str
    etat: str
    retiree: bool
    consequence: str


@dataclass(frozen=True)
class DonneesView:
    """Everything the data page shows besides the drop zone.

    ``editions``: one row an edition; ``versions``: the same, newest first, with what withdrawing does.
    ``couverture``: one row a source and level; ``rapports``: one row a file of the last import.
    ``fautes``: one table a refused file.  ``messages``: warnings and information, one sentence each.
    """

    bandeau: str
    editions: Tableau
    couverture: Tableau
    rapports: Tableau
    fautes: tuple[Tableau, ...]
    messages: tuple[str, ...]
    message_vide: str
    versions: tuple[Version, ...] = ()


def donnees(
    corpus: Corpus, ref: Referentiel, *, rapports: Sequence[Rapport] = (), sources: Mapping[str, Source] | None = None
) -> DonneesView:
    """``rapports``: those of the last import.  ``sources`` default to the product's own."""
    sources = registre_sources.catalogue() if sources is None else sources
    editions = corpus.editions
    lignes = [] if corpus.paquet else editions.to_dict("records")  # a bundle names sources, not files
    courantes = [e for e in lignes if e["courante"]]
    return soigne(
        DonneesView(
            bandeau=demonstration.bandeau(corpus),
            editions=Tableau("Versions des données", COLONNES_EDITIONS, tuple(_edition(e, sources) for e in reversed(lignes)), (4,)),
            couverture=Tableau("Ce que couvrent les données", COLONNES_COUVERTURE, tuple(_couverture(courantes, ref, sources)), (4,)),
            rapports=Tableau("Dernier import", COLONNES_RAPPORTS, tuple(_rapport(r, sources) for r in rapports), (4, 5)),
            fautes=tuple(_fautes(r) for r in rapports if r.fautes),
            messages=tuple(f"{r.fichier} : {a}" for r in rapports for a in r.avertissements),
            message_vide=fr.texte("accueil.vide") if editions.empty else "",
            versions=tuple(_version(e, lignes, demo=corpus.demonstration is not None) for e in reversed(lignes)),
        )
    )


def _titres(noms: Sequence[str], sources: Mapping[str, Source]) -> str:
    return " ; ".join(f"{sources[n].producteur}, {sources[n].titre}" if n in sources else n for n in noms)


def _niveaux(noms: Sequence[str]) -> str:
    return ", ".join(fr.NIVEAUX[n] for n in NIVEAUX if n in noms)


def instant(texte: str) -> str:
    """An ISO instant in UTC as the machine's clock says it: « 22 novembre 2026 à 14 h 05 »."""
    if not texte or pd.isna(texte):
        return ""
    quand = datetime.fromisoformat(texte).astimezone()
    return f"{nombres.jour(quand.date())} à {quand:%H}\u00a0h\u00a0{quand:%M}"


def changements(ajoutees: int, retirees: int, modifiees: int) -> str:
    """« valeurs : 12 ajoutées et 3 modifiées », « aucune valeur ne change »."""
    comptes = ((ajoutees, "ajoutée"), (retirees, "retirée"), (modifiees, "modifiée"))
    textes = [f"{nombres.nombre(n)} {mot}{'s' if n > 1 else ''}" for n, mot in comptes if n]
    return f"valeurs : {nombres.enumere(textes)}" if textes else "aucune valeur ne change"


def _edition(e: Mapping, sources: Mapping[str, Source]) -> tuple[str, ...]:
    annees = nombres.annees(e["annees"]) + (" (déclarée)" if e["annee_declaree"] else "")
    change = changements(int(e["ajoutees"]), int(e["retirees"]), int(e["modifiees"]))
    noms = _titres(e["sources"], sources), annees, _niveaux(e["niveaux"])
    return (e["fichier"], *noms, nombres.nombre(e["lignes_lues"]), instant(e["importe_le"]), nom_de(e["acteur"]), change, _etat(e))


def _etat(e: Mapping) -> str:
    if e["retiree"]:
        return f"retirée le {instant(e['retiree_le'])} par {nom_de(e['retiree_par'])}"
    return "en vigueur" if e["courante"] else "remplacée, reste lisible"


def _version(e: Mapping, toutes: Sequence[Mapping], *, demo: bool) -> Version:
    libelle = f"{e['fichier']}, importé le {instant(e['importe_le'])} (édition {e['id'][:8]})"
    consequence = RETABLIR if e["retiree"] else _apres_retrait(e, toutes, demo=demo)
    return Version(e["id"], libelle, _etat(e), bool(e["retiree"]), consequence)


def _apres_retrait(e: Mapping, toutes: Sequence[Mapping], *, demo: bool) -> str:
    """An edition that shares source, year, level and département with ``e`` may take its place, none other can."""
    if not e["courante"]:
        return DEJA_REMPLACEE
    suite = DEMO if demo else PERDUS
    voisines = [a for a in toutes if a["id"] != e["id"] and not a["retiree"] and _recoupe(a, e)]
    if voisines:
        noms = nombres.enumere([f"« {a['fichier']} » (importé le {instant(a['importe_le'])})" for a in voisines])
        return f"À la place, là où ils portent sur les mêmes chiffres : {noms}. Ailleurs, ses {suite}"
    return f"Aucun autre fichier importé de cette source ne porte sur les mêmes années et les mêmes niveaux. Ses {suite}"


def _recoupe(a: Mapping, b: Mapping) -> bool:
    return all(set(a[nom]) & set(b[nom]) for nom in ("sources", "annees", "niveaux")) and bool(
        set(a["departements"]) & set(b["departements"]) or not (a["departements"] and b["departements"])
    )


def recit(retrait: Retrait, participe: str) -> str:
    """What a withdrawal (« retirée ») or its undoing (« rétablie ») did, in one or two sentences."""
    if not retrait.fait:
        return soigne(f"« {retrait.fichier} » : cette version était déjà {participe}, rien n’a changé.")
    revenus = nombres.enumere([f"« {nom} »" for nom in dict.fromkeys(retrait.revenues) if nom != retrait.fichier])
    suite = f" Chiffres de nouveau en vigueur : {revenus}." if revenus and participe == "retirée" else ""
    return soigne(f"« {retrait.fichier} » : version {participe}, les portraits sont à jour.{suite}")


def _couverture(editions: Sequence[Mapping], ref: Referentiel, sources: Mapping[str, Source]) -> Iterator[tuple[str, ...]]:
    """One row a source and level, in the order of the registry."""
    groupes: dict[tuple[str, str], list[Mapping]] = defaultdict(list)
    for e in editions:
        for nom in e["sources"]:
            for niveau in e["niveaux"]:
                groupes[nom, niveau].append(e)
    rangs = {nom: rang for rang, nom in enumerate(sources)}
    for nom, niveau in sorted(groupes, key=lambda c: (rangs.get(c[0], len(rangs)), c[0], NIVEAUX.index(c[1]))):
        membres = groupes[nom, niveau]
        annees = nombres.annees([a for e in membres for a in e["annees"]])
        yield (_titres([nom], sources), fr.NIVEAUX[niveau], annees, _etendue(ref, niveau, membres), nombres.nombre(len(membres)))


def _etendue(ref: Referentiel, niveau: str, editions: Sequence[Mapping]) -> str:
    departements = sorted({d for e in editions for d in e["departements"]})
    if not departements or niveau in ("region", "france"):
        return "France"
    if len(departements) > NOMMES:
        return nombres.pluriel(len(departements), "département")
    connus = ref.codes("departement")
    return ", ".join(ref.territoire("departement", d).nom if d in connus else d for d in departements)


def _rapport(r: Rapport, sources: Mapping[str, Source]) -> tuple[str, ...]:
    change = changements(r.changements.ajoutees, r.changements.retirees, r.changements.modifiees) if r.changements else ""
    reconnu = _titres(r.sources, sources) or "non reconnu"
    return (r.fichier, fr.DEVENIRS[r.etat], reconnu, nombres.annees(r.annees), nombres.nombre(r.lignes_lues), str(len(r.fautes)), change)


def _fautes(r: Rapport) -> Tableau:
    """In the order of the file; what is only counted comes after the lines of its sheet."""
    fautes = sorted(r.fautes, key=lambda f: (f.feuille, f.ligne is None and bool(f.colonne), f.ligne or 0, f.colonne))
    return Tableau(f"{r.fichier} : {nombres.pluriel(len(fautes), 'faute')}", COLONNES_FAUTES, tuple(map(_faute, fautes)), (1,))


def _faute(f: Faute) -> tuple[str, ...]:
    return (f.feuille, str(f.ligne or ""), f.colonne, f.trouve, f.attendu, gestes.page(f.code, f.remede))

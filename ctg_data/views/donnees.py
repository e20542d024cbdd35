"""The data page: editions held, what they cover, reports of the last import."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ctg_data.diagnostic.figures import Tableau
from ctg_data.errors import Faute
from ctg_data.loaders import sources as registre_sources
from ctg_data.loaders.model import Source
from ctg_data.pipeline import Rapport
from ctg_data.records import NIVEAUX
from ctg_data.store.corpus import Corpus
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views import demonstration
from ctg_data.views.editions import Version, etat, instant, version
from ctg_data.wording import fr, gestes, nombres
from ctg_data.wording.saisies import nom as nom_de
from ctg_data.wording.typographie import soigne

COLONNES_EDITIONS = ("Fichier", "Source", "Années", "Niveaux", "Lignes lues", "Importé le", "Par", "Ce qui a changé", "État")
COLONNES_COUVERTURE = ("Source", "Niveau", "Années", "Étendue", "Fichiers")
COLONNES_RAPPORTS = ("Fichier", "Devenir", "Reconnu comme", "Années", "Lignes lues", "Fautes", "Ce qui change")
COLONNES_FAUTES = ("Feuille", "Ligne", "Colonne", "Trouvé", "Attendu", "Que faire")


NOMMES = 6
"""Départements that an extent names; beyond, they are counted."""


@dataclass(frozen=True)
class DonneesView:
    """Everything the data page shows besides the drop zone.

    ``editions``: one row an edition; ``versions``: the same, newest first, with what withdrawing does.
    ``couverture``: one row a source and level; ``rapports``: one row a file of the last import.
    ``fautes``: one table a refused file.  ``messages``: warnings and information, one sentence each.
    ``importes``: whether the last import brought a version, that may be withdrawn.
    """

    bandeau: str
    editions: Tableau
    couverture: Tableau
    rapports: Tableau
    fautes: tuple[Tableau, ...]
    messages: tuple[str, ...]
    message_vide: str
    versions: tuple[Version, ...] = ()
    importes: bool = False


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
            importes=any(r.etat in ("importe", "retabli") for r in rapports),
            message_vide=fr.texte("accueil.vide") if editions.empty else "",
            versions=tuple(version(e, lignes, demo=corpus.demonstration is not None and not corpus.fictive) for e in reversed(lignes)),
        )
    )


def _titres(noms: Sequence[str], sources: Mapping[str, Source]) -> str:
    return " ; ".join(f"{sources[n].producteur}, {sources[n].titre}" if n in sources else n for n in noms)


def _niveaux(noms: Sequence[str]) -> str:
    return ", ".join(fr.NIVEAUX[n] for n in NIVEAUX if n in noms)


def changements(ajoutees: int, retirees: int, modifiees: int) -> str:
    """« valeurs : 12 ajoutées et 3 modifiées », « aucune valeur ne change »."""
    comptes = ((ajoutees, "ajoutée"), (retirees, "retirée"), (modifiees, "modifiée"))
    textes = [f"{nombres.nombre(n)} {mot}{'s' if n > 1 else ''}" for n, mot in comptes if n]
    return f"valeurs : {nombres.enumere(textes)}" if textes else "aucune valeur ne change"


def _edition(e: Mapping, sources: Mapping[str, Source]) -> tuple[str, ...]:
    annees = nombres.annees(e["annees"]) + (" (déclarée)" if e["annee_declaree"] else "")
    change = changements(int(e["ajoutees"]), int(e["retirees"]), int(e["modifiees"]))
    noms = _titres(e["sources"], sources), annees, _niveaux(e["niveaux"])
    return (e["fichier"], *noms, nombres.nombre(e["lignes_lues"]), instant(e["importe_le"]), nom_de(e["acteur"]), change, etat(e))


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

"""The protected bundle of one territory, from published values only (ADR 0018)."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from ctg_data import paquets, policy
from ctg_data.exports import html, nationales
from ctg_data.exports.nationales import Couples, Nationale
from ctg_data.indicators import registry
from ctg_data.loaders import offre_communes
from ctg_data.loaders import sources as registre_sources
from ctg_data.paquets import Codes
from ctg_data.records import COLONNES_ATTRIBUTS, COLONNES_EQUIPEMENTS, COLONNES_VALEURS, typed, typed_attributs, typed_equipements
from ctg_data.settings import Settings
from ctg_data.store import moteur, paquet, prive, publie, tables
from ctg_data.store.corpus import Corpus
from ctg_data.store.edition import maintenant
from ctg_data.store.paquet import Paquet, PaquetRefuse
from ctg_data.store.portees import avec_departement, departement_de
from ctg_data.territoires import contours
from ctg_data.territoires.atlas import NIVEAU, Atlas
from ctg_data.views import origines
from ctg_data.views import portrait as vues
from ctg_data.views.lecture import publication
from ctg_data.wording import fr
from ctg_data.wording import paquet as mots

MIME = "application/zip"
Progres = Callable[[str, float], None]
_NIVEAUX = ("commune", NIVEAU, "epci", "departement", "region", "france")
_ZSTD = 9


def nom(niveau: str, code: str) -> str:
    """``paquet-epci-200066512.ctg.zip``."""
    return f"paquet-{niveau}-{code}{paquet.SUFFIXE}"


def prepare(settings: Settings, corpus: Corpus, ref: Atlas, *, niveau: str, code: str, progres: Progres | None = None) -> tuple[str, bytes]:
    """(id, the file), without what local sources give.

    Raises PaquetRefuse where there is nothing to carry, what is shown is itself a bundle, or another workstation would refuse this one;
    TerritoireInconnu.
    """
    policy.require(settings.acteur, "exporter", f"{niveau} {code}")
    dit = progres or (lambda etape, part: None)
    siens, t = paquets.dedans(ref, niveau, code), ref.territoire(niveau, code)
    if corpus.paquet:
        raise PaquetRefuse(mots.DEJA_PAQUET.format(nom=corpus.paquet.nom))
    if t.code not in corpus.codes(niveau):
        raise PaquetRefuse(mots.SANS_CHIFFRE)
    dit("Lecture des chiffres publiés", 0.1)
    valeurs, cites, melees = _valeurs(corpus, siens, paquets.avec_comparaison(ref, siens), demo=corpus.est_demo(niveau, t.code))
    emporte = Nationale(corpus, melees)
    if emporte.valeurs(niveau, codes=[t.code])["statut"].eq("nd").all():
        raise PaquetRefuse(mots.SEULES_LOCALES)
    dit("Écriture du portrait", 0.7)
    connus, sources = registry.nationaux(), registre_sources.nationales()
    vue = vues.portrait(emporte, ref, niveau=niveau, code=t.code, catalogue=connus, sources=sources)
    aires = [(z.niveau, z.code) for z in (ref.enfants(niveau, t.code) or (t,))]
    a_cote, cites_a_cote = _a_cote(corpus, ref, siens, demo=corpus.est_demo(niveau, t.code))
    manifeste = _manifeste(emporte, ref, siens, niveau=niveau, code=t.code, cites=cites | cites_a_cote)
    membres = {
        **valeurs,
        **a_cote,
        "portrait.html": html.portrait(vue, settings.reference),
        "contours.geojson": contours.geojson(settings.reference, aires[0][0], [c for _, c in aires]),
    }
    fait = paquet.archive(manifeste, membres, partial(_lisez_moi, manifeste, nationales.titres(corpus)))
    dit("Vérification", 0.9)
    paquets.exige_ouvrable(nom(niveau, t.code), fait[1], ref.referentiel)
    dit("Terminé", 1.0)
    return fait


def _valeurs(corpus: Corpus, siens: Codes, tous: Codes, *, demo: bool) -> tuple[dict[str, bytes], set[str], Couples]:
    """(members, cells ``sources`` of their rows, national figures left out with those of local sources)."""
    lues = [(nom, corpus.valeurs(nom.partition("-")[0], codes=sorted(codes))) for nom, codes in _decoupes(tous)]
    lues.append((publie.EPOQUES, corpus.epoques(sorted(tous["epci"]))))
    melees = nationales.melees(frame for _, frame in lues)
    frames = [(nom, _publiees(nationales.garde(frame, melees), demo)) for nom, frame in lues]
    cites = {str(s) for _, frame in frames for s in frame["sources"].cat.categories}
    with TemporaryDirectory(prefix="ctg-") as dossier:
        ici = Path(dossier) / "valeurs"
        publie.ecrit_dossier(ici, [(n, f) for n, f in frames if len(f)], {"id": "paquet"}, zstd=_ZSTD)
        membres = {f"{paquet.VALEURS}{f.name}": f.read_bytes() for f in sorted(ici.glob("*.parquet"))}
    return membres, cites, melees


def _a_cote(corpus: Corpus, ref: Atlas, siens: Codes, *, demo: bool) -> tuple[dict[str, bytes], set[str]]:
    """Facts and facilities, those there are, and their sources with their years."""
    faits, lieux = _attributs(corpus, demo=demo), _equipements(corpus, ref, siens["commune"], demo=demo)
    tables_ = [t for t in ((paquet.ATTRIBUTS, faits, prive.ATTRIBUTS), (paquet.EQUIPEMENTS, lieux, prive.EQUIPEMENTS)) if len(t[1])]
    cites = {f"{source}@{annee}" for _, table, _ in tables_ for source, annee in zip(table["source"], table["annee"], strict=True)}
    return {nom: _parquet(table, forme) for nom, table, forme in tables_}, cites


def _decoupes(tous: Codes) -> Iterator[tuple[str, frozenset[str]]]:
    """(partition, codes): communes by département, so that a partition names its own alone."""
    for niveau in _NIVEAUX:
        if niveau != "commune":
            yield niveau, tous.get(niveau, frozenset())
            continue
        departements = sorted({departement_de(niveau, c, {}) for c in tous[niveau]})
        yield from ((f"commune-{d}", frozenset(c for c in tous[niveau] if departement_de(niveau, c, {}) == d)) for d in departements)


def _publiees(lues: pd.DataFrame, demo: bool) -> pd.DataFrame:
    """The rows of one nature in the columns of the record; categories that no row has would be written all the same."""
    siennes = lues.loc[lues["demo"].to_numpy() == demo, list(COLONNES_VALEURS)]
    textes = [c for c in siennes if isinstance(siennes[c].dtype, pd.CategoricalDtype)]
    return typed(siennes.assign(**{c: siennes[c].cat.remove_unused_categories() for c in textes}), COLONNES_VALEURS)


def _attributs(corpus: Corpus, *, demo: bool) -> pd.DataFrame:
    """The latest of each list, whole: which one is the latest must not depend on the territory.  Without the edition they come from."""
    faits = corpus.attributs("commune")
    faits = faits[faits["demo"].to_numpy() == demo]
    derniers = faits[faits["annee"].eq(faits.groupby("attribut", observed=True)["annee"].transform("max"))]
    seuls = typed_attributs(derniers.astype(object), [c for c in COLONNES_ATTRIBUTS if c != "edition"])
    return prive.trie(avec_departement(seuls, {}), prive.TRI_ATTRIBUTS) if len(seuls) else seuls


def _equipements(corpus: Corpus, ref: Atlas, communes: frozenset[str], *, demo: bool) -> pd.DataFrame:
    """The facilities of the territory alone, without the edition they come from: places open to the public."""
    lus = corpus.equipements()
    siens = lus[lus["demo"].to_numpy() == demo]
    siens = siens[offre_communes.codes_actuels(siens, ref).isin(communes).to_numpy()]
    seuls = typed_equipements(siens.astype(object), [c for c in COLONNES_EQUIPEMENTS if c != "edition"])
    return prive.trie(avec_departement(seuls, {}), prive.TRI_EQUIPEMENTS) if len(seuls) else seuls


def _parquet(table: pd.DataFrame, forme: tables.Format) -> bytes:
    with TemporaryDirectory(prefix="ctg-") as dossier:
        fichier = Path(dossier) / "table.parquet"
        tables.ecrit(fichier, table, forme)
        return fichier.read_bytes()


def _manifeste(corpus: Nationale, ref: Atlas, siens: Codes, *, niveau: str, code: str, cites: set[str]) -> dict[str, Any]:
    demo, t = corpus.est_demo(niveau, code), ref.territoire(niveau, code)
    editions = corpus.editions
    importees: dict[str, set[int]] = {}
    for noms, annees in editions.loc[editions["courante"].astype(bool), ["sources", "annees"]].itertuples(index=False):
        for source in noms:
            importees.setdefault(source, set()).update(map(int, annees))
    decrit = Paquet(
        id="",
        niveau=niveau,
        code=t.code,
        nom=t.nom,
        prepare_le=maintenant(),
        publication=publication(corpus.empreinte, demo=demo),
        publie_le=corpus.publie_le(niveau, t.code),
        demo=demo,
        moteur=moteur.empreinte(),
        reference=ref.empreinte,
        importees={source: tuple(sorted(annees)) for source, annees in importees.items()},
        dedans=siens,
        ecartes={} if demo else _ecartes(corpus, ref, siens),
        lieux=paquets.lieux(ref, niveau, t.code),
    )
    return paquet.vers_json(decrit) | {"sources": list(_sources(cites))}


def _ecartes(corpus: Nationale, ref: Atlas, siens: Codes) -> Codes:
    """Territories that show the demonstration here, among those that a real one is compared with or drawn beside."""
    regardes = {
        "commune": siens["commune"],
        "epci": ref.codes("epci"),
        "departement": ref.codes("departement"),
        "region": ref.codes("region"),
    }
    trouves = {n: frozenset(c for c in codes if corpus.est_demo(n, c)) for n, codes in regardes.items()}
    return {n: codes for n, codes in trouves.items() if codes}


def _sources(cites: set[str]) -> Iterator[dict[str, Any]]:
    """Producer, title, licence and years of each source behind a figure of the bundle."""
    connues = registre_sources.nationales()
    for source, annees in sorted(origines.annees_par_source(sorted(filter(None, cites))).items()):
        lue = connues.get(source)
        dits = {"producteur": lue.producteur, "titre": lue.titre, "licence": lue.licence} if lue else {}
        yield {"id": source, **dits, "millesimes": sorted(annees)}


def _lisez_moi(manifeste: dict[str, Any], locales: tuple[str, ...], identifiant: str) -> str:
    lignes = (
        f"- {s.get('producteur', '')}, {s.get('titre', s['id'])} ({', '.join(map(str, s['millesimes']))}). {s.get('licence', '')}"
        for s in manifeste["sources"]
    )
    titre, publiee = manifeste["territoire"]["nom"], manifeste["publication"]
    demo = f"{fr.texte('demo.detail')}\n" if publiee["demo"] else ""
    recu = mots.recu(titre, manifeste["prepare_le"], publiee["publiee_le"])
    dehors = f"\n{mots.SANS_LOCALES_RECU.format(titres=', '.join(locales))}\n" if locales else ""
    gabarit = (html.GABARITS / "paquet-lisez-moi.txt").read_text(encoding="utf-8")
    textes = {"recu": recu, "id": identifiant, "demo": demo, "revision": mots.REVISION, "locales": dehors}
    return gabarit.format(**textes, sources="\n".join(lignes))

"""Protected bundles: what goes into one, and opening one (ADR 0018).  ``exports.paquet`` writes the file."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ctg_data import perimetres, policy
from ctg_data.errors import CtgError, TerritoireInconnu
from ctg_data.indicators import registry
from ctg_data.loaders import locales
from ctg_data.paquets import a_cote, description, valeurs
from ctg_data.paquets.ecart import Ecart
from ctg_data.records import CODE_FRANCE
from ctg_data.settings import Settings
from ctg_data.storage.modele import Perimetre
from ctg_data.store import moteur, paquet_lecture, publie, recus
from ctg_data.store.paquet import Lu, Paquet, PaquetRefuse
from ctg_data.store.recus import Courant, Entree
from ctg_data.territoires.atlas import NIVEAU, Atlas, Lieu
from ctg_data.territoires.model import CIBLE
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.territoires.strates import strate
from ctg_data.wording import paquet as mots

Codes = Mapping[str, frozenset[str]]
"""Level -> codes."""


# What goes into a bundle -------------------------------------------------------------------------------------------------


def dedans(ref: Atlas, niveau: str, code: str) -> Codes:
    """The territory and its parts, down to the communes: a commune and a perimeter come with the EPCI that they touch.

    Raises PaquetRefuse for France, TerritoireInconnu.
    """
    t = ref.territoire(niveau, code)
    if niveau == "france":
        raise PaquetRefuse(mots.FRANCE)
    communes = set(ref.membres(niveau, t.code))
    epci = {e for c in communes if (e := ref.territoire("commune", c).epci)}
    communes |= {c for e in epci for c in ref.membres("epci", e)}
    trouves = {"commune": communes, "epci": epci}
    if niveau == "region":
        trouves["departement"] = {d.code for d in ref.enfants("region", code)}
    if niveau == NIVEAU:
        trouves[niveau] = set(ref.lieu(t.code)[0].unites)
    trouves.setdefault(niveau, set()).add(t.code)
    return {n: frozenset(codes) for n, codes in trouves.items()}


def avec_comparaison(ref: Atlas, siens: Codes) -> Codes:
    """What is there, and what it is compared with: whole strata of EPCI, every département, every région, France.

    A set of comparable territories is there whole or not at all: a place in half of a set would be a wrong figure.
    """
    strates = {ref.strate(e).id for e in siens["epci"]}
    strates |= {strate(ref.territoire(NIVEAU, p).population or 0).id for p in siens.get(NIVEAU, ())}
    return {
        **siens,
        "epci": siens["epci"] | {e for e, s in ref.strates().items() if s.id in strates},
        "departement": ref.codes("departement"),
        "region": ref.codes("region"),
        "france": frozenset({CODE_FRANCE}),
    }


def lieux(ref: Atlas, niveau: str, code: str) -> tuple[Lieu, ...]:
    """The definition of a perimeter, and of those that its portrait names: above it, under it, beside it."""
    if niveau != NIVEAU:
        return ()
    ici = ref.lieu(code)[0]
    communes = set(ici.periodes[-1].codes)
    proches = (x for x in ref.lieux.values() if x.id in (ici.id, ici.parent) or x.parent == ici.id or communes & set(x.periodes[-1].codes))
    return tuple(replace(x, refus="") for x in proches)


# Opening one -------------------------------------------------------------------------------------------------------------


def ouvre(settings: Settings, fichier: Path) -> tuple[Paquet, str]:
    """Look at all of a bundle, keep it, show it; what must be known besides, "" for nothing.

    Raises PaquetRefuse, PaquetIllisible, MagasinInvalide: the store is then as it was.
    """
    policy.require(settings.acteur, "importer", fichier.name)
    lu = paquet_lecture.lit(fichier)
    verifie(lu, perimetres.reference(settings), fichier.name)
    remarque = _plus_ancien(settings, lu.paquet)
    recus.garde(settings, lu)
    perimetres.publie(settings)
    return lu.paquet, remarque


def exige_ouvrable(nom: str, octets: bytes, ref: Referentiel) -> None:
    """Look at a bundle as the workstation that receives it will.  Raises PaquetRefuse."""
    with TemporaryDirectory(prefix="ctg-") as dossier:
        fichier = Path(dossier) / nom
        fichier.write_bytes(octets)
        try:
            verifie(paquet_lecture.lit(fichier), ref, nom)
        except PaquetRefuse as refus:
            raise PaquetRefuse(mots.NE_S_OUVRIRAIT_PAS.format(pourquoi=refus.pourquoi or str(refus).rstrip("."))) from refus


def montre(settings: Settings, identifiant: str) -> None:
    """Show another of the bundles received; "" closes the one shown."""
    recus.choisit(settings, identifiant)
    perimetres.publie(settings)


def oublie(settings: Settings, identifiant: str) -> None:
    """Remove a bundle received."""
    recus.oublie(settings, identifiant)
    perimetres.publie(settings)


def liste(settings: Settings) -> tuple[list[tuple[Entree, Paquet | None]], str]:
    """The bundles received, newest first, None for one that cannot be read; the id of the one shown."""
    courant: Courant = recus.lit(settings)
    return [(e, recus.fiche(settings, e)) for e in reversed(courant.entrees)], courant.montre


def verifie(lu: Lu, ref: Referentiel, nom: str) -> None:
    """Refuse what this software cannot show: other rules, another reference, unknown codes or figures, those of a local source, which
    a declaration of the same name here would show under another label, and whatever it never writes.  Raises PaquetRefuse.
    """
    if lu.paquet.moteur != moteur.empreinte():
        raise PaquetRefuse(mots.AUTRE_VERSION.format(fichier=nom))
    if lu.paquet.reference != ref.empreinte:
        raise PaquetRefuse(mots.AUTRE_REFERENCE.format(fichier=nom))
    if any(map(locales.est_locale, _noms(lu))):
        raise PaquetRefuse(mots.LOCALES.format(fichier=nom))
    _verifie_lieux(lu.paquet, ref, nom)
    atlas = Atlas(ref, lu.paquet.lieux)
    inconnus = sorted({c for niveau, codes in _codes(lu) for c in codes - _connus(atlas, niveau)})
    if inconnus:
        raise PaquetRefuse(mots.CODES_INCONNUS.format(fichier=nom, codes=", ".join(inconnus[:5])))
    if {i for frame in lu.valeurs.values() for i in frame["indicateur"].cat.categories} - {i.id for i in registry.nationaux()}:
        raise PaquetRefuse(mots.INDICATEURS_INCONNUS.format(fichier=nom))
    try:
        _verifie_contenu(lu, atlas)
    except Ecart as ecart:
        raise PaquetRefuse(mots.JAMAIS_ECRIT.format(fichier=nom, pourquoi=ecart), str(ecart)) from ecart


def _verifie_contenu(lu: Lu, atlas: Atlas) -> None:
    """Every part of a bundle against what this software would have written of that territory.  Raises Ecart."""
    siens = description.verifie(lu, atlas, dedans, avec_comparaison)
    for partition, frame in lu.valeurs.items():
        valeurs.verifie(partition, frame)
    a_cote.verifie_faits(lu.attributs, atlas.referentiel)
    a_cote.verifie_equipements(lu.equipements, atlas.referentiel, siens["commune"])


def _noms(lu: Lu) -> Iterator[str]:
    """Every indicator and every source that a bundle names."""
    yield from lu.paquet.importees
    for frame in lu.valeurs.values():
        yield from frame["indicateur"].cat.categories
        yield from (s for cellule in frame["sources"].cat.categories for s in cellule.split("|"))


def _codes(lu: Lu) -> Iterator[tuple[str, Collection[str]]]:
    """Every code that a bundle names, by level; those of a partition by département must lie in it."""
    yield lu.paquet.niveau, {lu.paquet.code}
    yield from lu.paquet.dedans.items()
    yield from lu.paquet.ecartes.items()
    for partition, frame in lu.valeurs.items():
        niveau, _, departement = partition.partition("-")
        codes = set(frame["code"].cat.categories)
        if niveau == "commune" and any(publie.departement_de(niveau, c, {}) != departement for c in codes):
            yield "commune", {f"{c} hors de {departement}" for c in codes}
        yield "epci" if partition == publie.EPOQUES else niveau, codes


def _connus(atlas: Atlas, niveau: str) -> frozenset[str]:
    if niveau == NIVEAU:
        return frozenset(code for lieu in atlas.lieux.values() for code in lieu.unites)
    try:
        return atlas.codes(niveau) if niveau != "france" else frozenset({CODE_FRANCE})
    except TerritoireInconnu:
        return frozenset()


def _verifie_lieux(lu: Paquet, ref: Atlas, nom: str) -> None:
    """A perimeter that somebody could have written here, of communes that exist."""
    connues = ref.codes("commune")
    for lieu in lu.lieux:
        try:
            Perimetre(lieu.nom, CIBLE, lieu.communes, lieu.genre, lieu.parent, lieu.signe_le)
        except (CtgError, ValueError, TypeError) as erreur:
            raise PaquetRefuse(mots.LIEU_INVALIDE.format(fichier=nom, cause=str(erreur).rstrip("."))) from erreur
        if {a.code for a in lieu.communes} - connues or set(lieu.partielles) - connues or not lieu.periodes:
            raise PaquetRefuse(mots.LIEU_INVALIDE.format(fichier=nom, cause="communes inconnues"))


def _plus_ancien(settings: Settings, lu: Paquet) -> str:
    """A sentence when a newer bundle of the same territory was received before."""
    try:
        connus = [p for _, p in liste(settings)[0] if p is not None and p.territoire == lu.territoire and p.prepare_le > lu.prepare_le]
    except recus.PaquetIllisible:
        return ""
    return mots.PLUS_ANCIEN.format(jour=mots.jour(max(p.prepare_le for p in connus))) if connus else ""

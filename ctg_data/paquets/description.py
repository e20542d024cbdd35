"""What the manifest of a bundle may say, beside its values: what this software writes of that territory, and nothing else (ADR 0018)."""

from collections.abc import Callable, Iterator, Mapping

from ctg_data.errors import TerritoireInconnu
from ctg_data.loaders import sources as registre_sources
from ctg_data.loaders.fautes import extrait
from ctg_data.paquets.ecart import Ecart
from ctg_data.store.paquet import Lu, Paquet
from ctg_data.store.publie import EPOQUES
from ctg_data.territoires.atlas import NIVEAU, Atlas
from ctg_data.wording import paquet as mots

Codes = Mapping[str, frozenset[str]]
_ECARTABLES = ("commune", "epci", "departement", "region")


def verifie(lu: Lu, atlas: Atlas, dedans: Callable[[Atlas, str, str], Codes], avec_comparaison: Callable[[Atlas, Codes], Codes]) -> Codes:
    """The codes of the territory and of its parts.  Raises Ecart."""
    decrit = lu.paquet
    try:
        siens, territoire = dedans(atlas, *decrit.territoire), atlas.territoire(*decrit.territoire)
    except TerritoireInconnu as erreur:
        raise _ecart(f"le territoire {decrit.niveau} {decrit.code}", "un territoire qui existe") from erreur
    for faux, trouve, attendu in (
        (decrit.nom != territoire.nom, f"le nom {extrait(decrit.nom)}", f"« {territoire.nom} », que porte {decrit.code}"),
        (decrit.code != territoire.code, f"le code {decrit.code}", territoire.code),
        (dict(decrit.dedans) != dict(siens), "d'autres parties du territoire", "celles que dit la liste des communes"),
        (bool(decrit.lieux) != (decrit.niveau == NIVEAU), "des périmètres", "ceux que cite le portrait d'un périmètre, pour lui seul"),
        (decrit.importees.keys() - registre_sources.nationales().keys(), "des sources inconnues", "celles que ce logiciel lit"),
        (decrit.demo and decrit.ecartes, "des territoires réels mis à part", "une démonstration qui n'en met aucun à part"),
        (
            decrit.ecartes.keys() - set(_ECARTABLES),
            "des territoires mis à part à un autre niveau",
            "des communes, EPCI, départements ou régions",
        ),
        (decrit.code in decrit.ecartes.get(decrit.niveau, ()), "le territoire lui-même mis à part", "ses chiffres"),
    ):
        if faux:
            raise _ecart(trouve, attendu)
    _verifie_codes(lu, avec_comparaison(atlas, siens))
    return siens


def _verifie_codes(lu: Lu, tous: Codes) -> None:
    """Values of the territory, of its parts and of what they are compared with alone; none of those set apart."""
    decrit: Paquet = lu.paquet
    for niveau, codes in _presents(lu):
        if codes - tous.get(niveau, frozenset()):
            code = min(codes - tous.get(niveau, frozenset()))
            raise Ecart(f"il donne des chiffres de {niveau} {code}, qui n'est ni dans ce territoire ni comparé avec lui")
        if codes & decrit.ecartes.get(niveau, frozenset()):
            code = min(codes & decrit.ecartes[niveau])
            raise Ecart(f"il donne des chiffres de {niveau} {code}, que sa description met à part")
    if decrit.code not in {c for niveau, codes in _presents(lu) if niveau == decrit.niveau for c in codes}:
        raise Ecart(f"il ne donne aucun chiffre de « {decrit.nom} », dont il est le paquet")


def _presents(lu: Lu) -> Iterator[tuple[str, frozenset[str]]]:
    """Level and codes of each partition; EPCI of a period are those of today."""
    for partition, frame in lu.valeurs.items():
        niveau = "epci" if partition == EPOQUES else partition.partition("-")[0]
        yield niveau, frozenset(frame["code"].cat.categories)


def _ecart(trouve: str, attendu: str) -> Ecart:
    return Ecart(mots.DESCRIPTION_REFUSEE.format(trouve=trouve, attendu=attendu))

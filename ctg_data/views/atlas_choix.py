"""What a reader may choose on the map page, and what stands where nothing legible was chosen."""

from collections.abc import Iterable

from ctg_data.diagnostic.effectifs import nature
from ctg_data.indicators.model import Distribution, Indicateur
from ctg_data.territoires.model import Territoire
from ctg_data.territoires.recherche import normalise
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views.atlas_model import Choix, Demande
from ctg_data.views.chiffres import est_comparable
from ctg_data.views.lecture import Series
from ctg_data.wording import atlas as mots
from ctg_data.wording import fr, nombres

MAILLES = ("commune", "epci", "departement", "region")
ORDRE = (*MAILLES, "france")
MAILLE_DEFAUT = {"france": "epci", "region": "epci", "departement": "commune"}
THEME_PREFERE = "PE"
SEULE: Choix = (("valeur", mots.COUCHES["valeur"]),)


def zone(ref: Referentiel, niveau: str, code: str) -> Territoire:
    """The territory framed: a commune is seen among those of its EPCI."""
    t = ref.territoire(niveau, code)
    return ref.territoire("epci", t.epci) if niveau == "commune" and t.epci else t


def mailles(cadre: Territoire) -> Choix:
    """Levels under that of the zone, the finest first."""
    rang = max(1, ORDRE.index(cadre.niveau)) if cadre.niveau in ORDRE else 1
    return tuple((m, nombres.capitale(fr.UNITES_NIVEAU[m][1])) for m in MAILLES[:rang])


def maille(cadre: Territoire, voulue: str) -> str:
    permises = [m for m, _ in mailles(cadre)]
    return voulue if voulue in permises else MAILLE_DEFAUT.get(cadre.niveau, "commune")


def figures(catalogue: Iterable[Indicateur]) -> tuple[tuple[str, Choix], ...]:
    """(theme, its figures), themes in their usual order."""
    tous = list(catalogue)
    groupes = ((nom, tuple((i.id, i.libelle) for i in tous if i.theme == theme)) for theme, nom in fr.THEMES.items())
    return tuple((nom, groupe) for nom, groupe in groupes if groupe)


def candidats(catalogue: Iterable[Indicateur], maille: str, series: Series) -> list[Indicateur]:
    """Rates that exist at ``maille``, those that the zone itself has first, then early childhood first."""
    taux = [i for i in catalogue if maille in i.niveaux and couches(i) != SEULE]
    connus = {i for (i, _), lignes in series.items() if any(x.statut == "ok" for x in lignes.values())}
    return sorted(taux, key=lambda i: (i.id not in connus, i.theme != THEME_PREFERE))


def autres(catalogue: Iterable[Indicateur], maille: str, taux: Iterable[Indicateur]) -> list[Indicateur]:
    """The figures of ``maille`` beside these rates: counts, gaps, distributions; early childhood first."""
    sans = {i.id for i in taux}
    return sorted((i for i in catalogue if maille in i.niveaux and i.id not in sans), key=lambda i: i.theme != THEME_PREFERE)


def modalites(indicateur: Indicateur) -> Choix:
    """Classes of a distribution, each under a plain name for addresses (« 0-a-2-ans »); none for a single figure."""
    formule = indicateur.formules[0]
    return tuple((abrege(nom), nom) for nom, _ in formule.classes) if isinstance(formule, Distribution) else ()


def abrege(nom: str) -> str:
    return normalise(nom).replace(" ", "-")


def cle(indicateur: Indicateur, modalite: str) -> tuple[str, str]:
    """(indicateur, modalite) as the publication writes them."""
    return indicateur.id, dict(modalites(indicateur)).get(modalite, "total")


def couches(indicateur: Indicateur) -> Choix:
    """A count grows with its territory and a gap already compares: both have their value only.  Smoothing needs to know what varies."""
    if not est_comparable(indicateur) or isinstance(indicateur.formules[0], Distribution):
        return SEULE
    lisse = nature(indicateur) is not None
    return tuple((cle, nom) for cle, nom in mots.COUCHES.items() if lisse or cle != "lissee")


def references(maille: str) -> Choix:
    """A département or a région has only France above it."""
    return tuple((r, nom) for r, nom in mots.REFERENCES.items() if r == "france" or maille in ("commune", "epci"))


def parmi(voulu: str, permis: Choix) -> str:
    """``voulu`` where it may be chosen, else the first; "" when there is nothing to choose."""
    return voulu if voulu in dict(permis) else next((cle for cle, _ in permis), "")


def complete(demande: Demande, indicateur: Indicateur, *, maille: str) -> Demande:
    """The demand with every default filled in, but the year."""
    return Demande(
        demande.niveau,
        demande.code,
        maille=maille,
        figure=indicateur.id,
        modalite=parmi(demande.modalite, modalites(indicateur)),
        annee=demande.annee,
        couche=parmi(demande.couche, couches(indicateur)),
        reference=parmi(demande.reference, references(maille)),
    )

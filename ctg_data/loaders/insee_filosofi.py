"""INSEE, Filosofi: incomes of tax households, « DISP » files and « comparateur » files (``cc_filosofi``)."""

from ctg_data.loaders.insee_commun import FILOSOFI_PARU, RETARD_MOIS, source
from ctg_data.loaders.insee_filosofi_niveau import niveau
from ctg_data.loaders.model import Colonne, Disposition, Source

_AA = r"(?P<aa>\d\d)"
SECRETES = {"": "s", "s": "s", "nd": "nd", "ns": "ns", "so": "nd"}
"""An empty cell is a withheld value: territories without data are simply absent."""


def _colonne(nom: str, mesure: str, unite: str, modalite: str = "total", *, annee: bool = True, additif: bool = False, **reste) -> Colonne:
    """A column whose header ends with the year (NBMEN19), or never does (RD)."""
    return Colonne(nom, (nom + _AA,) if annee else (), mesure=mesure, modalite=modalite, unite=unite, additif=additif, **reste)


def _comptes(menages: str, personnes: str) -> tuple[Colonne, ...]:
    return (
        _colonne(menages, "filo_menages", "menages", additif=True, genre="entier"),
        _colonne(personnes, "filo_personnes", "personnes", additif=True, genre="entier"),
    )


def _niveau_vie(nom: str, modalite: str, obligatoire: bool = True) -> Colonne:
    return _colonne(nom, "filo_niveau_vie", "euros", modalite, obligatoire=obligatoire, minimum=None)


def _rapport(nom: str, modalite: str, *, annee: bool, **reste) -> Colonne:
    return _colonne(nom, "filo_rapport", "ratio", modalite, annee=annee, obligatoire=False, **reste)


def _parts() -> tuple[Colonne, ...]:
    """Shares of disposable income; taxes are negative, and a loss of the self-employed may be."""
    noms = ("pact", "ptsa", "pcho", "pben", "ppen", "ppat", "ppsoc", "ppfam", "ppmini", "pplogt", "pimpot")
    return tuple(_colonne(nom, "filo_part_revenu", "pourcent", nom, obligatoire=False, minimum=None) for nom in noms)


def _taux(nom: str, modalite: str, obligatoire: bool = False) -> Colonne:
    return _colonne(nom, "filo_taux_pauvrete", "pourcent", modalite, maximum=100, obligatoire=obligatoire)


_CLE = (Colonne("code", ("codgeo",), genre="code"), Colonne("libgeo", genre="texte", obligatoire=False))
DISP = (
    *_CLE,
    *_comptes("nbmen", "nbpers"),
    _colonne("nbuc", "filo_uc", "uc", additif=True),
    _niveau_vie("q1", "q1"),
    _niveau_vie("q2", "mediane"),
    _niveau_vie("q3", "q3"),
    # Q3 - Q1, in euros whatever its name says
    _colonne("q3_q1", "filo_niveau_vie", "euros", "q3_q1", annee=False, obligatoire=False),
    *(_niveau_vie(f"d{rang}", f"d{rang}") for rang in (1, 2, 3, 4, 6, 7, 8, 9)),
    _rapport("rd", "d9_d1", annee=False),
    _rapport("s80s20", "s80s20", annee=True),
    _rapport("gi", "gini", annee=True, maximum=1),
    *_parts(),
)
COMPARATEUR = (
    *_CLE,
    *_comptes("nbmenfisc", "nbpersmenfisc"),
    _niveau_vie("med", "mediane"),
    _colonne("pimp", "filo_part_imposes", "pourcent", maximum=100, obligatoire=False),
    _taux("tp60", "total", obligatoire=True),
    *(_taux(f"tp60age{tranche}", f"age{tranche}") for tranche in range(1, 7)),
    *(_taux(f"tp60tol{statut}", f"tol{statut}") for statut in (1, 2)),
    *_parts(),
    _niveau_vie("d1", "d1", obligatoire=False),
    _niveau_vie("d9", "d9", obligatoire=False),
    _rapport("rd", "d9_d1", annee=True),
)


def _millesime(annee: int) -> int:
    """Published in the communes of the next January until 2019, two years later since."""
    return annee + 1 if annee < 2020 else annee + 3


def _source(identifiant: str, titre: str, colonnes: tuple[Colonne, ...], precedence: int) -> Source:
    return source(
        id=identifiant,
        titre=titre,
        profil_secret="filosofi",
        dispositions=(
            Disposition(
                id=identifiant.removeprefix("insee_"),
                # one layout for every level: the codes, then the names, say which
                niveau="",
                formats=("csv", "xlsx", "xls"),
                colonnes=colonnes,
                annee="entete",
                separateurs=(";",),
                marques=SECRETES,
                preparer=niveau,
            ),
        ),
        millesime_geo=_millesime,
        precedence=precedence,
        retard_mois=RETARD_MOIS,
        parution=FILOSOFI_PARU,
        champ="ménages fiscaux, France métropolitaine, Martinique et La Réunion ; total France : métropole seule",
        hors_france=("971", "972", "973", "974", "976"),
    )


SOURCES: tuple[Source, ...] = (
    _source("insee_filosofi_disp", "Filosofi, revenu disponible (FILO_DISP)", DISP, 20),
    _source("insee_filosofi_cc", "Filosofi, comparateur de territoires (cc_filosofi)", COMPARATEUR, 30),
)

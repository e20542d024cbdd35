"""Education ministry: rolls of the primary schools (no commune code) and directory of schools, both counted by commune.

A list of schools states zeros by saying nothing, but these files are often cut to one département: zeros are written here, for the
départements that the file covers, instead of being read as such all over France (``Source.inventaire``).
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.conversion import annees as annees_lues
from ctg_data.loaders.education_communes import Adresses, situe
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source
from ctg_data.wording import nombres

COUVERT = 0.8
"""Share of a département's inhabitants who live in a commune that the file names, from which it is taken to be there whole: the
communes without a school are small ones."""
_NOMMEES = 5
_SOMMES = (
    ("ecoles_classes", "total", "classes", "classes"),
    ("ecoles_eleves", "total", "eleves", "eleves"),
    ("ecoles_eleves", "pre_elementaire", "eleves", "pre_elementaire"),
    ("ecoles_eleves", "elementaire", "eleves", "elementaire"),
    ("ecoles_eleves", "ulis", "eleves", "ulis"),
)
"""(measure, modality, unit, column summed)."""
_GENRES = {("1", "0"): "maternelle", ("0", "1"): "elementaire", ("1", "1"): "primaire"}
GENRES = ("total", *_GENRES.values())
_PERDUE = "école dont le département, le nom de commune et le code postal ne désignent aucune commune, ou plusieurs"

adresses = lru_cache(maxsize=3)(Adresses)
"""Indexes of a vintage: two for a school year, one of which serves for the next; shared by the files that follow one another."""


def _localise(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Give each school the code of its commune; schools of no known commune are set aside, and what they make doubtful is said."""
    annees = annees_lues(cadre["annee"])
    ecarts.fautes += _sans_annee(cadre[annees == 0], contexte)
    # a school year holds the January of the next vintage
    parts = [
        situe(cadre[annees == an].assign(annee=str(an)), [adresses(contexte.annuaire(vu)) for vu in (an + 1, an)])
        for an in sorted(set(annees.tolist()) - {0})
    ]
    situees = pd.concat(parts).sort_index() if parts else cadre.head(0).assign(code="", millesime_geo="", douteuses="")
    perdues = situees[situees["code"] == ""]
    if len(perdues):
        ecarts.ecartees[_PERDUE] = len(perdues)
        ecarts.avertissements.append(_dit_perdues(perdues))
    return situees.drop(index=perdues.index)


def _sans_annee(lignes: pd.DataFrame, contexte: Contexte) -> Iterator[Faute]:
    for ligne, texte in zip(lignes["ligne"], lignes["annee"], strict=True):
        trouve, attendu, colonne = f"« {texte.strip()} »", "une année, comme 2023", contexte.entete.get("annee", "annee")
        yield Faute(
            contexte.fichier, "annee_invalide", trouve, attendu, REMEDE_ORIGINE, feuille=contexte.feuille, ligne=int(ligne), colonne=colonne
        )


def _dit_perdues(perdues: pd.DataFrame) -> str:
    lieux = sorted({f"{nom.strip()} ({postal.strip()})" for nom, postal in zip(perdues["commune"], perdues["code_postal"], strict=True)})
    suite = f" et {len(lieux) - _NOMMEES} autres lieux" if len(lieux) > _NOMMEES else ""
    return (
        f"{nombres.pluriel(len(perdues), 'ligne')} d'école sans commune retrouvée : {', '.join(lieux[:_NOMMEES])}{suite}. "
        "Les communes de même code postal restent sans chiffre ces années-là : l'une d'elles a cette école."
    )


def _effectifs(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Schools, classes and pupils of each commune."""
    faux = cadre["eleves"] != cadre["pre_elementaire"] + cadre["elementaire"] + cadre["ulis"]
    ecarts.fautes += _incoherences(cadre[faux], contexte)
    groupes = cadre.groupby(["annee", "code", "millesime_geo"], sort=False)
    sommes = groupes.agg(ecoles=("uai", "size"), **{nom: (nom, "sum") for _, _, _, nom in _SOMMES}).reset_index()
    parts = [_part(sommes, "ecoles", "ecoles", "total", "ecoles")]
    parts += [_part(sommes, mesure, unite, modalite, nom) for mesure, modalite, unite, nom in _SOMMES]
    doutes = {int(an): frozenset(str(lignes.iloc[0]).split("|")) - {""} for an, lignes in cadre.groupby("annee")["douteuses"]}
    return _avec_zeros(pd.concat(parts, ignore_index=True), contexte, doutes)


def _incoherences(lignes: pd.DataFrame, contexte: Contexte) -> Iterator[Faute]:
    for ligne, eleves in zip(lignes["ligne"], lignes["eleves"], strict=True):
        yield Faute(
            contexte.fichier,
            "total_incoherent",
            f"« {eleves:g} » élèves, ce qui n'est pas la somme du pré-élémentaire, de l'élémentaire et des ULIS",
            "un total égal à la somme de ses parties",
            REMEDE_ORIGINE,
            feuille=contexte.feuille,
            ligne=int(ligne),
            colonne=contexte.entete.get("eleves", "eleves"),
        )


def _part(sommes: pd.DataFrame, mesure: str, unite: str, modalite: str, nom: str) -> pd.DataFrame:
    fixe = {"mesure": mesure, "unite": unite, "modalite": modalite, "statut": "ok"}
    return sommes[["code", "annee", "millesime_geo"]].assign(valeur=sommes[nom].astype("float64"), **fixe)


def _avec_zeros(mesures: pd.DataFrame, contexte: Contexte, doutes: Mapping[int, frozenset[str]]) -> pd.DataFrame:
    """Unknown where a school was lost, zero for what the other communes of a département that the file covers do not have."""
    morceaux = []
    for (annee, millesime), lignes in mesures.groupby(["annee", "millesime_geo"], sort=False):
        doute = doutes.get(int(annee), frozenset())
        ou = lignes["code"].isin(doute)
        morceaux.append(lignes.assign(statut=lignes["statut"].mask(ou, "nd"), valeur=lignes["valeur"].mask(ou)))
        couvertes = _couvertes(frozenset(lignes["code"]), contexte, int(millesime)) - doute
        for (mesure, modalite, unite), donnees in lignes.groupby(["mesure", "modalite", "unite"], sort=False):
            zeros = pd.DataFrame({"code": sorted(couvertes - set(donnees["code"]))}, dtype="str")
            fixe = {"annee": annee, "millesime_geo": millesime, "valeur": 0.0, "statut": "ok"}
            morceaux.append(zeros.assign(mesure=mesure, modalite=modalite, unite=unite, **fixe))
    return pd.concat(morceaux, ignore_index=True)


def _couvertes(nommees: frozenset[str], contexte: Contexte, millesime: int) -> frozenset[str]:
    """The communes of the départements where the file names those of nearly all the inhabitants."""
    habitants = contexte.populations(millesime)
    par_departement: dict[str, set[str]] = {}
    for code, (_, departement, _) in contexte.annuaire(millesime).communes.items():
        par_departement.setdefault(departement, set()).add(code)
    entiers = (
        communes
        for communes in par_departement.values()
        if communes & nommees and _somme(communes & nommees, habitants) >= COUVERT * _somme(communes, habitants)
    )
    return frozenset().union(*entiers)


def _somme(communes: set[str], habitants: Mapping[str, float]) -> float:
    return sum(habitants.get(code, 0) for code in communes)


def _sans_repetition(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """A school with several lines counts once in a commune (an annexe elsewhere is a school there); services and care homes go."""
    cadre = cadre.assign(etat=cadre["etat"].str.strip().str.upper())
    etablissements = cadre["genre"].str.strip().isin(_ETABLISSEMENTS) & cadre["etat"].ne("FERME")
    if autres := int((~etablissements).sum()):
        ecarts.ecartees["ni école, ni collège, ni lycée ouvert"] = autres
    retenus = cadre[etablissements]
    repetes = retenus.duplicated(["uai", "code", "genre"])
    if repetees := int(repetes.sum()):
        ecarts.ecartees["autre ligne du même établissement"] = repetees
    return retenus[~repetes].assign(annee=retenus.loc[~repetes, "annee"].str.strip().str[:4])


_CLASSES = ("1", "0", "")
"""Whether a school has such classes; nothing is said of a collège or a lycée."""
_ETATS = ("OUVERT", "A OUVRIR", "A FERMER", "FERME")
"""What the directory says of a school: of another word, nobody knows whether there is a school."""
_ETABLISSEMENTS = {"Ecole": "ecoles", "Collège": "colleges", "Lycée": "lycees"}


def _annuaire(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Primary schools by kind, collèges and lycées of each commune."""
    mesure = cadre["genre"].str.strip().map(_ETABLISSEMENTS)
    genre = pd.Series([_GENRES.get(cle, "") for cle in _classes(cadre)], index=cadre.index)
    lignes = cadre[["code", "annee", "millesime_geo"]].assign(mesure=mesure, unite=mesure, modalite="total")
    precises = lignes.assign(modalite=genre)[mesure.eq("ecoles") & genre.ne("")]
    tout = pd.concat([lignes, precises], ignore_index=True)
    cle = ["code", "annee", "millesime_geo", "mesure", "unite", "modalite"]
    comptes = tout.groupby(cle, sort=False).size().rename("valeur").astype("float64").reset_index()
    return _avec_zeros(comptes.assign(statut="ok"), contexte, {})


def _classes(cadre: pd.DataFrame) -> Sequence[tuple[str, str]]:
    return list(zip(cadre["maternelle"].str.strip(), cadre["elementaire"].str.strip(), strict=True))


def _compte(nom: str, *alias: str) -> Colonne:
    return Colonne(nom, alias, genre="entier")


_EFFECTIFS = Disposition(
    id="effectifs_ecoles",
    cle=("uai", "annee"),
    formats=("csv", "xlsx"),
    colonnes=(
        Colonne("annee", ("rentree scolaire",), genre="annee"),
        Colonne("departement", genre="texte"),
        Colonne("commune", genre="texte"),
        Colonne("uai", ("numero de l'ecole",), genre="texte"),
        Colonne("code_postal", ("code postal",), genre="texte"),
        _compte("classes", "nombre total de classes"),
        _compte("eleves", "nombre total d'eleves"),
        _compte("pre_elementaire", "nombre d'eleves en pre-elementaire hors ulis"),
        _compte("elementaire", "nombre d'eleves en elementaire hors ulis"),
        _compte("ulis", "nombre d'eleves en ulis"),
    ),
    # every school has all its counts: an empty cell is damage
    marques={},
    preparer=_localise,
    vers_mesures=_effectifs,
)
_ANNUAIRE = Disposition(
    id="annuaire_education",
    cle=("uai", "code", "genre"),
    formats=("csv", "xlsx"),
    colonnes=(
        Colonne("uai", ("identifiant_de_l_etablissement",), genre="texte"),
        Colonne("genre", ("type_etablissement",), genre="texte"),
        Colonne("code", ("code_commune",), genre="code"),
        Colonne("maternelle", ("ecole_maternelle",), genre="choix", choix=_CLASSES),
        Colonne("elementaire", ("ecole_elementaire",), genre="choix", choix=_CLASSES),
        Colonne("etat", genre="choix", choix=_ETATS),
        Colonne("annee", ("date_maj_ligne",), genre="annee"),
    ),
    preparer=_sans_repetition,
    vers_mesures=_annuaire,
)


def _source(identifiant: str, titre: str, disposition: Disposition, precedence: int, calculees: Mapping[str, tuple[str, ...]]) -> Source:
    return Source(
        id=identifiant,
        titre=titre,
        producteur="Ministère de l'Éducation nationale",
        licence="Licence Ouverte 2.0",
        profil_secret="etablissements",
        dispositions=(disposition,),
        millesime_geo=lambda annee: annee,
        adresse="https://data.education.gouv.fr",
        precedence=precedence,
        champ="écoles publiques et privées sous contrat",
        mesures_calculees=calculees,
    )


SOURCES: tuple[Source, ...] = (
    _source(
        "education_effectifs",
        "Effectifs et classes des écoles",
        _EFFECTIFS,
        50,
        {
            "ecoles": ("total",),
            "ecoles_classes": ("total",),
            "ecoles_eleves": ("total", "pre_elementaire", "elementaire", "ulis"),
        },
    ),
    _source(
        "education_annuaire",
        "Annuaire de l'éducation",
        _ANNUAIRE,
        40,
        {"ecoles": GENRES, "colleges": ("total",), "lycees": ("total",)},
    ),
)

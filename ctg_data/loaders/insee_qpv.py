"""INSEE, quartiers prioritaires (QPV): the yearly files DEMO (population), REVN (incomes) and IPRO (employment).

The file of population says beside each neighbourhood how many inhabitants of its commune live in one: ``insee_qpv_communes``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from ctg_data.loaders.conversion import nombres
from ctg_data.loaders.fautes import cellules_fautives
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.insee_commun import source
from ctg_data.loaders.insee_qpv_communes import MESURE, par_commune
from ctg_data.loaders.mesures import fond
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source

NOTE_ILLISIBLE = 2
"""From this code on, a note says that the figures it covers are not to be read (measured: they are empty in every published file)."""
ENSEMBLE = "ENSEMBLE"
_POPULATION_REPETEE = (2020,)
"""Years whose file repeats the population of an earlier one: 2020 gives that of 2018, neighbourhood by neighbourhood."""


def _colonne(nom: str, mesure: str, unite: str, modalite: str = "total", *alias: str, **reste) -> Colonne:
    reste = {"obligatoire": False, "additif": unite in _COMPTES} | reste
    genre = "entier" if unite in _COMPTES else "nombre"
    return Colonne(nom, alias, genre=genre, mesure=mesure, modalite=modalite, unite=unite, **reste)


_COMPTES = ("personnes", "foyers", "enfants")


def _taux(nom: str, mesure: str, modalite: str = "total", **reste) -> Colonne:
    return _colonne(nom, mesure, "pourcent", modalite, maximum=100, **reste)


@dataclass(frozen=True)
class Groupe:
    """Columns of one origin, that one note covers ("" when none does)."""

    note: str
    colonnes: tuple[Colonne, ...]


def _foyers(nom: str, mesure: str, modalite: str = "total", *, obligatoire: bool = False) -> Colonne:
    return _colonne(nom, mesure, "foyers", modalite, obligatoire=obligatoire)


def _enfants(nom: str, modalite: str, mesure: str = "enfants_age") -> Colonne:
    return _colonne(nom, mesure, "enfants", modalite)


_PART = "qpv_part_population"
_TRANCHES = "enfants_tranches"
"""Ages that the requête type cuts otherwise, as in the files by IRIS."""
DEMO = (
    Groupe(
        "note_rp",
        (
            _colonne("pop_mun", "pop_municipale", "personnes", obligatoire=True),
            _taux("tx_f", _PART, "femmes"),
            _taux("tx_tot_0a24", _PART, "moins_25"),
            _taux("tx_f_0a24", _PART, "femmes_moins_25"),
            _taux("tx_tot_60etplus", _PART, "60_plus"),
            _taux("tx_f_60etplus", _PART, "femmes_60_plus"),
            _taux("tx_tot_et", _PART, "etrangers"),
            _taux("tx_f_et", _PART, "femmes_etrangeres"),
            _taux("tx_tot_men1", "qpv_part_menages", "1_personne"),
            _taux("tx_tot_men6", "qpv_part_menages", "6_plus"),
            _colonne("ind_jeune", "qpv_indice_jeunesse", "ratio"),
        ),
    ),
    Groupe(
        "note_cnaf",
        (
            _foyers("a", "foyers_alloc", obligatoire=True),
            _colonne("percou", "personnes_couvertes", "personnes", obligatoire=True),
            _foyers("ai", "foyers_composition", "isole"),
            _foyers("am", "foyers_composition", "mono"),
            _foyers("acssenf", "foyers_composition", "couple_sans_enf"),
            _foyers("acavenf", "foyers_composition", "couple_avec_enf"),
            _foyers("ac3enf", "foyers_composition", "couple_3p"),
            _foyers("a_etud", "foyers_etudiants"),
            _foyers("a_netud_24", "foyers_jeunes_non_etudiants"),
            _enfants("enf", "total"),
            _enfants("enf_2", "0_2"),
            _enfants("enf_3_5", "3_5"),
            _enfants("enf_6_10", "6_10", _TRANCHES),
            _enfants("enf_11_14", "11_14", _TRANCHES),
            _enfants("enf_15_17", "15_17", _TRANCHES),
            _enfants("enf_18_24", "18_24"),
        ),
    ),
)


def _niveaux(prefixe: str, mesure: str, *, obligatoire: bool) -> Iterator[Colonne]:
    for nom, modalite in (("q2", "mediane"), ("q1", "q1"), ("q3", "q3"), ("d1", "d1"), ("d9", "d9")):
        yield _colonne(f"{prefixe}_{nom}", mesure, "euros", modalite, obligatoire=obligatoire, minimum=None)


REVN = (
    Groupe(
        "note_filo",
        (
            *_niveaux("disp", "filo_niveau_vie", obligatoire=True),
            *_niveaux("decuc", "filo_revenu_declare", obligatoire=False),
            _colonne("disp_d1d9", "filo_rapport", "ratio", "d9_d1"),
            _taux("tp60", "filo_taux_pauvrete", obligatoire=True),
            _taux("pmimp", "filo_part_imposes"),
            _taux("brev", "filo_taux_bas_revenus"),
            # taxes are negative, a loss may be
            *(_colonne(nom, "filo_part_revenu", "pourcent", nom, minimum=None) for nom in ("pact", "ppen", "ppsoc", "pimpot", "ppat")),
        ),
    ),
    Groupe(
        "note_cnam",
        (
            _colonne("c", "assures_maladie", "personnes"),
            # the CMU-C became the complémentaire santé solidaire (C2S) in 2019, which some pay for
            _colonne("ccmuc", "assures_cmuc", "personnes"),
            _colonne("cc2s", "assures_c2s", "personnes", "total"),
            _colonne("c_c2snp", "assures_c2s", "personnes", "sans_participation"),
            _colonne("c_c2sp", "assures_c2s", "personnes", "avec_participation"),
        ),
    ),
    Groupe(
        "note_cnaf",
        (
            _foyers("a", "foyers_alloc"),
            _foyers("appa", "foyers_ppa"),
            _foyers("arsas", "foyers_rsa"),
            _foyers("aaah", "foyers_aah"),
            _foyers("apres50", "foyers_dep", "ge50"),
            _foyers("apres100", "foyers_dep", "eq100"),
        ),
    ),
)


def _demandeurs(nom: str, modalite: str, *, obligatoire: bool = False) -> Colonne:
    return _colonne(nom, "demandeurs_emploi", "personnes", modalite, obligatoire=obligatoire)


_CATEGORIES = tuple(f"{categorie}{sexe}" for categorie in ("abcde", "abc", "a", "abc_rsa") for sexe in ("", "_f", "_h"))
_PROFILS = (*("abc_25", "abc_2649", "abc_50", "abc_fr", "abc_e"), *("abc_infcapbep", "abc_capbep", "abc_bac", "abc_supbac"))
IPRO = (
    Groupe(
        "",
        (
            _taux("tx_tot_empl", "qpv_taux_emploi", "total", obligatoire=True),
            _taux("tx_f_empl", "qpv_taux_emploi", "f"),
            _taux("tx_et_empl", "qpv_taux_emploi", "etrangers"),
            _taux("tx_tot_edlim", "qpv_part_emplois_precaires", "total"),
            _taux("tx_f_edlim", "qpv_part_emplois_precaires", "f"),
            _taux("tx_et_edlim", "qpv_part_emplois_precaires", "etrangers"),
        ),
    ),
    Groupe("note_asp", (_colonne("ca", "contrats_aides", "personnes"),)),
    Groupe(
        "note_pe",
        (
            *(_demandeurs(nom, nom, obligatoire=nom in ("abc", "a")) for nom in _CATEGORIES),
            *(_demandeurs(nom, nom) for nom in (*_PROFILS, *(f"abc_dur{rang}" for rang in range(1, 5)))),
        ),
    ),
)
_IGNOREES = {
    "demo": ("libgeo", "pop_com"),
    # ARSA: the RSA of those who worked, that the prime d'activité (APPA) replaced
    "revn": ("libgeo", "part_chomprinc", "decuc_d1d9", "arsa"),
    # changes of a year, and counts by sex and length or diploma
    "ipro": ("libgeo", "evol_.*", "note_asp_e", "note_pe_t", "abc_(?:inf|sup)?(?:capbep|bac)_[fh]", "abc_dur[1-4]_[fh]"),
}


_COMMUNES_DITES = ("pop_com_qp", "lib_com")
"""Inhabitants of the commune who live in a neighbourhood, and its name."""


_NOTES_DEPUIS = {"note_rp": 2022, "note_filo": 2022}
"""Notes that the files of 2018 and 2020 do not have yet; the others are in every published file."""


def _sans_ensemble(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts, *, groupes: tuple[Groupe, ...]) -> pd.DataFrame:
    """Leave the row of all neighbourhoods out (a rounded total), and say what each empty cell is.

    A group that is empty, or that its note forbids to read or says nothing of, is not available; a cell empty among others is withheld.
    """
    total = cadre["code"].str.strip().str.upper() == ENSEMBLE
    if nombre := int(total.sum()):
        ecarts.ecartees["total de l'ensemble des quartiers, arrondi"] = nombre
    quartiers = cadre[~total]
    for groupe in groupes:
        quartiers = _lit_groupe(quartiers, groupe, contexte, ecarts)
    if contexte.annee in _POPULATION_REPETEE and "pop_mun" in quartiers:
        ecarts.avertissements.append(f"La population de ce fichier n'est pas celle de {contexte.annee} : elle est mise à part.")
        quartiers = quartiers.drop(columns=["pop_mun", *(nom for nom in _COMMUNES_DITES if nom in quartiers)])
    return quartiers


def _lit_groupe(cadre: pd.DataFrame, groupe: Groupe, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    noms = [c.nom for c in groupe.colonnes if c.nom in cadre]
    vides = cadre[noms].apply(lambda colonne: colonne.str.strip() == "")
    absent = vides.all(axis=1)
    if groupe.note in cadre or (groupe.note and (contexte.annee or 0) >= _NOTES_DEPUIS.get(groupe.note, 0)):
        notee = cadre if groupe.note in cadre else cadre.assign(**{groupe.note: ""})
        note, _, fausses = nombres(notee[groupe.note], {"": "nd"})
        ecarts.fautes += cellules_fautives(
            notee[fausses], groupe.note, contexte, code="note_illisible", attendu="une note de 0 à 5", remede=REMEDE_ORIGINE
        )
        # a note that is gone, or its column, says no more that the figures may be read
        interdit = pd.Series(~(note < NOTE_ILLISIBLE), index=cadre.index)
        absent |= interdit
        if nombre := int((interdit & ~vides.all(axis=1)).sum()):
            ecarts.avertissements.append(f"{nombre} quartiers dont la note {groupe.note.upper()} manque ou interdit de lire les chiffres.")
    lus = {nom: cadre[nom].mask(vides[nom], "s").mask(absent, "nd") for nom in noms}
    return cadre.assign(**lus)


def _avec_communes(disposition: Disposition, cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """The neighbourhoods, and what they say of their communes."""
    quartiers = fond(cadre, disposition)
    if not set(_COMMUNES_DITES) <= set(cadre.columns):
        return quartiers
    communes = par_commune(cadre, contexte, ecarts).assign(regime="", mois=0, est=False, arr5=False)
    # each has its own texts
    textes = {nom: "str" for nom in quartiers.columns if isinstance(quartiers[nom].dtype, pd.CategoricalDtype)}
    return pd.concat([quartiers.astype(textes), communes[list(quartiers.columns)]], ignore_index=True)


def _disposition(fichier: str, groupes: tuple[Groupe, ...]) -> Disposition:
    notes = tuple(dict.fromkeys(g.note for g in groupes if g.note))
    return Disposition(
        id=f"qpv_{fichier}",
        niveau="qpv",
        formats=("csv", "xlsx"),
        colonnes=(
            Colonne("code", ("codgeo",), genre="code"),
            *(c for g in groupes for c in g.colonnes),
            *(Colonne(note, genre="texte", obligatoire=note == notes[-1]) for note in notes),
            Colonne("pop_com_qp", genre="entier", obligatoire=False),
            Colonne("lib_com", genre="texte", obligatoire=False),
            *(Colonne(f"ignore_{i}", (motif,), genre="ignore", obligatoire=False) for i, motif in enumerate(_IGNOREES[fichier])),
        ),
        annee="fichier",
        motif_annee=rf"{fichier}_(20\d\d)",
        separateurs=(";",),
        preparer=lambda cadre, contexte, ecarts: _sans_ensemble(cadre, contexte, ecarts, groupes=groupes),
    )


def _source(identifiant: str, titre: str, fichier: str, groupes: tuple[Groupe, ...], profil: str) -> Source:
    disposition = _disposition(fichier, groupes)
    if fichier == "demo":
        disposition = replace(disposition, vers_mesures=partial(_avec_communes, disposition))
    return source(
        id=identifiant,
        titre=f"{titre} ({fichier.upper()})",
        profil_secret=profil,
        dispositions=(disposition,),
        mesures_calculees={MESURE: ("total",)} if fichier == "demo" else {},
        # contours of 2015, until those of 2024
        millesime_geo=lambda annee: 2015,
        precedence=50,
        champ="quartiers prioritaires de 2015",
    )


SOURCES: tuple[Source, ...] = (
    _source("insee_qpv_demographie", "Quartiers prioritaires, population et allocataires", "demo", DEMO, "libre"),
    _source("insee_qpv_revenus", "Quartiers prioritaires, revenus", "revn", REVN, "filosofi"),
    _source("insee_qpv_insertion", "Quartiers prioritaires, insertion professionnelle", "ipro", IPRO, "libre"),
)

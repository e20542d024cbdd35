"""A declaration -> the very records that a publisher's file has: ``Source``, ``Disposition``, ``Colonne``."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders import locales_modele as modele
from ctg_data.loaders import locales_regles as regles
from ctg_data.loaders import locales_unites as unites
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.fautes import extrait, extrait_discret
from ctg_data.loaders.locales_modele import Declaration, Valeur
from ctg_data.loaders.locales_nombres import Ecriture, chiffree
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source

PRECEDENCE = 95
"""After every national source: a local figure never takes the place of a published one."""
INTITULE, VALEUR = "intitule", "valeur"
NON_RETENUES = "intitulé absent de la correspondance"
TROP_FINES = (
    "« {repere} » : des valeurs ont plus de décimales que les pages n'en montreront ({decimales}), et y seront arrondies ; "
    "pour les montrer, dites-en davantage dans la correspondance (« Modifier », « décimales à montrer »)."
)
CITES = 5
"""Labels of a file that a sentence quotes."""
_RESERVES = frozenset({"code", "niveau", "annee", "mois", "ligne", "regime", "est", "millesime_geo", INTITULE, VALEUR})
_PROFILS = {modele.PROTEGEES: "caf_interne", modele.PUBLIEES: "libre"}


def source(d: Declaration) -> Source:
    """The source that a declaration makes: CSV and workbooks, in which numbers are not written alike."""
    return Source(
        id=d.source,
        titre=d.titre,
        producteur=d.producteur,
        licence=d.licence,
        profil_secret=_PROFILS[d.donnees],
        dispositions=tuple(_disposition(d, format_) for format_ in ("csv", "xlsx")),
        millesime_geo=_millesime(d.geographie),
        adresse=d.adresse,
        precedence=PRECEDENCE,
        mesures_calculees=donnees(d),
        facultative=True,
        lecture=d.lecture,
        unites={d.nom_de(m.id): m.unite for m in d.mesures},
        locale=True,
    )


def donnees(d: Declaration) -> Mapping[str, tuple[str, ...]]:
    """Measure -> its modalités that the table gives."""
    lues: dict[str, tuple[str, ...]] = {}
    for v in d.valeurs:
        lues[d.nom_de(v.mesure)] = (*lues.get(d.nom_de(v.mesure), ()), v.modalite)
    return lues


def _millesime(geographie: int | str) -> Callable[[int], int]:
    if isinstance(geographie, int):
        return lambda annee: geographie
    decalage = int(geographie == modele.ANNEE_SUIVANTE)
    return lambda annee: annee + decalage


def _disposition(d: Declaration, format_: str) -> Disposition:
    longue = d.forme == modele.LONGUE
    return Disposition(
        id=f"{d.forme}_{format_}",
        colonnes=tuple(_colonnes(d)),
        niveau=d.niveau,
        cle=("code", INTITULE) if longue else ("code",),
        formats=(format_,),
        feuille=re.escape(d.feuille),
        annee="colonne" if d.colonne_annee else "fichier",
        marques={"": "nd" if d.vide == "zero" else d.vide, **d.marques},
        arr5=d.arrondi5,
        preparer=_Preparation(d, Ecriture(d, format_)),
        vers_mesures=_EnMesures(d) if longue else None,
    )


def _colonnes(d: Declaration) -> Iterator[Colonne]:
    """The headers declared, after those that bear the name of one of our own columns and are another thing."""
    lues = {normalise(e) for e in d.entetes}
    yield from (Colonne(f"autre {nom}", (nom,), "ignore", obligatoire=False) for nom in sorted(_RESERVES) if nom not in lues)
    if d.colonne_code:
        yield Colonne("code", (_alias(d.colonne_code),), "code")
    if d.colonne_annee:
        yield Colonne("annee", (_alias(d.colonne_annee),), "annee")
    if d.forme == modele.LONGUE:
        yield Colonne(INTITULE, (_alias(d.intitule),), "texte")
        yield Colonne(VALEUR, (_alias(d.valeur),), minimum=_minimum_commun(d), additif=False)
    else:
        yield from (_colonne(d, rang) for rang in range(len(d.valeurs)))


def _alias(entete: str) -> str:
    """The header as an expression; left as it is where it holds no sign of expressions, so that a fault can quote it."""
    net = normalise(entete)
    return net if re.fullmatch(r"[\w ]+", net) else re.escape(net)


def _colonne(d: Declaration, rang: int) -> Colonne:
    v = d.valeurs[rang]
    locale = d.propres.get(v.mesure)
    return Colonne(
        _nom(v),
        (_alias(v.repere),),
        "entier" if unites.de_gens(d, v.mesure) else "nombre",
        minimum=unites.minimum(d, v.mesure),
        mesure=d.nom_de(v.mesure),
        modalite=v.modalite,
        unite=locale.unite if locale else "",
        additif=bool(locale) and locale.nature == modele.EFFECTIF,
    )


def _nom(v: Valeur) -> str:
    """Name of the column of a wide table that gives a measure."""
    nom = normalise(v.repere).replace("@", "(a)")
    return f"{nom} (valeur)" if nom in _RESERVES else nom


def _minimum_commun(d: Declaration) -> float | None:
    """What bounds the one column of values of a long table; where they differ, each row is looked at (``_EnMesures``)."""
    return 0 if all(unites.minimum(d, v.mesure) == 0 for v in d.valeurs) else None


@dataclass(frozen=True, eq=False)
class _Preparation:
    """Hook: the only territory of a file without codes, rows of unknown labels set aside, numbers as the engine reads them."""

    d: Declaration
    ecriture: Ecriture

    def __call__(self, cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
        if self.d.code:
            cadre = cadre.assign(code=self.d.code)
        if self.d.forme == modele.LONGUE:
            cadre = self._connues(cadre, contexte, ecarts)
        for nom in (c for c in cadre.columns if c not in ("code", "annee", "ligne", INTITULE) and not str(c).startswith("autre ")):
            cadre = cadre.assign(**{nom: self._nombres(cadre, nom, contexte, ecarts)})
        ecarts.fautes += regles.a_venir(cadre, contexte)
        for v in self.d.valeurs:
            siennes, nom = self._siennes(cadre, v)
            ecarts.avertissements += self._trop_fines(siennes[nom], v)
            if self.d.arrondi5 and unites.de_gens(self.d, v.mesure):
                ecarts.fautes += regles.arrondis(siennes, nom, self.d, contexte)
        return cadre

    def _siennes(self, cadre: pd.DataFrame, v: Valeur) -> tuple[pd.DataFrame, str]:
        """The rows that give a measure, and the column of its values."""
        longue = self.d.forme == modele.LONGUE
        return (cadre[cadre[INTITULE] == normalise(v.repere)], VALEUR) if longue else (cadre, _nom(v))

    def _trop_fines(self, cellules: pd.Series, v: Valeur) -> Iterator[str]:
        """That some figures of a count declared here have more decimals than will be shown; those of persons are faults."""
        m = self.d.propres.get(v.mesure)
        if m is None or m.nature == modele.TAUX or m.de_gens:
            return
        fins = regles.chiffres(cellules).dropna() * 10**m.decimales
        if not np.allclose(fins, fins.round(), rtol=0, atol=1e-6):
            yield TROP_FINES.format(repere=v.repere, decimales=m.decimales)

    def _connues(self, cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
        """The rows of labels that are declared; a declared label without a row is a fault, as a column that is missing."""
        intitules = cadre[INTITULE].map(normalise)
        connus = intitules.isin({normalise(v.repere) for v in self.d.valeurs})
        autres = _cites(cadre.loc[~connus, INTITULE], protegees=self.d.donnees == modele.PROTEGEES)
        if not connus.all():
            ecarts.ecartees[f"{NON_RETENUES} ({autres})" if autres else NON_RETENUES] = int((~connus).sum())
        presents = set(intitules)
        ecarts.fautes += [self._absent(v.repere, autres, contexte) for v in self.d.valeurs if normalise(v.repere) not in presents]
        return cadre.assign(**{INTITULE: intitules})[connus]

    def _absent(self, repere: str, autres: str, contexte: Contexte) -> Faute:
        return Faute(
            contexte.fichier,
            "intitule_absent",
            f"aucune ligne de cet intitulé, mais d'autres que la correspondance ne connaît pas : {autres}" if autres else "aucune ligne",
            f"au moins une ligne « {repere} »",
            f"Si l'intitulé a changé, corrigez-le dans la correspondance « {self.d.titre} » ({modele.MODIFIER}), "
            "ou rétablissez-le dans le fichier.",
            feuille=contexte.feuille,
            colonne=contexte.entete.get(INTITULE, self.d.intitule),
        )

    def _nombres(self, cadre: pd.DataFrame, nom: str, contexte: Contexte, ecarts: Ecarts) -> pd.Series:
        """The cells of a column, numbers with a point for decimals and nothing between thousands."""
        paires = pd.Series(list(zip(cadre[nom], self._en_pourcent(cadre, nom), strict=True)), index=cadre.index, dtype="object")
        lus = {(cellule, p): self.ecriture.nombre(cellule.strip(), pourcent=p) for cellule, p in dict.fromkeys(paires)}
        fausses = paires.map(lambda paire: lus[paire] is None)
        for ligne, cellule in zip(cadre.loc[fausses, "ligne"], cadre.loc[fausses, nom], strict=True):
            ecarts.fautes.append(self._mal_ecrit(cellule, int(ligne), contexte.entete.get(nom, nom), contexte))
        return paires.map(lambda paire: lus[paire] or ("0" if lus[paire] is None else "")).astype(
            "str"
        )  # told already: the file is refused

    def _en_pourcent(self, cadre: pd.DataFrame, nom: str) -> Sequence[bool]:
        """Of each row, whether the cell of a column may end by « % »."""
        if self.d.forme == modele.LONGUE:
            return cadre[INTITULE].isin({normalise(v.repere) for v in self.d.valeurs if unites.pourcent(self.d, v.mesure)}).tolist()
        return [any(unites.pourcent(self.d, v.mesure) for v in self.d.valeurs if _nom(v) == nom)] * len(cadre)

    def _mal_ecrit(self, cellule: str, ligne: int, colonne: str, contexte: Contexte) -> Faute:
        return Faute(
            contexte.fichier,
            "nombre_ecrit_autrement",
            regles.cellule_citee(self.d, cellule),
            f"un nombre écrit comme « {self.ecriture.exemple} », ainsi que le dit la correspondance",
            "Corrigez le signe des décimales ou des milliers dans la correspondance, ou cette cellule dans le fichier.",
            feuille=contexte.feuille,
            ligne=ligne,
            colonne=colonne,
        )


def _cites(intitules: pd.Series, *, protegees: bool) -> str:
    """The first of some labels, quoted; "" for none.  A number is left out, and what may be one of people that nobody published: where the
    column is not the right one, it may be a count."""
    nets = dict.fromkeys(" ".join(i.split()) for i in intitules)
    textes = [extrait(i) for i in nets if i and not chiffree(i) and (not protegees or _est_intitule(i))]
    reste = len(textes) - CITES
    suite = f" et {reste} autre{'s' if reste > 1 else ''}" if reste > 0 else ""
    return ", ".join(textes[:CITES]) + suite


def _est_intitule(texte: str) -> bool:
    """Whether a text is surely a label: « Enfants de moins de 3 ans » is, « env. 3 », « 3 jeunes » and « trois » are not."""
    sans_nombre = extrait_discret(texte) == extrait(texte)
    return sans_nombre or (texte[0].isalpha() and len(re.findall(r"[^\W\d_]{3,}", texte)) > 1)


@dataclass(frozen=True, eq=False)
class _EnMesures:
    """Hook of a long table: one row a territory, a year and a label -> mesures."""

    d: Declaration

    def __call__(self, cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
        par_intitule = {normalise(v.repere): v for v in self.d.valeurs}
        lues = [par_intitule[intitule] for intitule in cadre[INTITULE]]
        ecarts.fautes += regles.par_ligne(cadre, VALEUR, [v.mesure for v in lues], self.d, contexte)
        return pd.DataFrame(
            {
                "niveau": cadre["niveau"].to_numpy(),
                "code": cadre["code"].to_numpy(),
                "annee": cadre["annee"].to_numpy(),
                "mesure": [self.d.nom_de(v.mesure) for v in lues],
                "modalite": [v.modalite for v in lues],
                "unite": [self.d.propres[v.mesure].unite if v.mesure in self.d.propres else "" for v in lues],
                "valeur": np.where(cadre[f"{VALEUR}__statut"] == 0, cadre[VALEUR], np.nan),
                "statut": cadre[f"{VALEUR}__statut"].to_numpy(),
                "millesime_geo": cadre["millesime_geo"].to_numpy(),
            }
        )

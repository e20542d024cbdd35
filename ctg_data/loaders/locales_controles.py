"""What a declaration of a local source must be as a whole, once each key of its text is sound."""

import json
import re
from collections.abc import Callable, Iterator, Sequence

from ctg_data.loaders import locales_modele as modele
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.locales_modele import Declaration, MesureLocale

ID = re.compile(r"(?=.{2,40}$)[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
Signale = Callable[..., None]
"""Called with the code of a fault, the key where it is, what is there, and ``attendu``, ``remede``."""


def montre(valeur: object) -> str:
    """A value as the text writes it, short."""
    try:
        texte = "rien" if valeur is None else json.dumps(valeur, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):  # Python writes no number of thousands of digits
        return "une valeur démesurée"
    return texte if len(texte) <= 60 else texte[:59] + "…"


def parmi(choix: Sequence[str]) -> str:
    """What is expected of a closed choice."""
    return "l'une des valeurs " + ", ".join(f'"{c}"' for c in choix)


def controle(d: Declaration, nom: str, signale: Signale) -> None:
    """Tell ``signale`` every fault of a declaration of which each key is sound.  ``nom``: the name of its file, without its suffix."""
    _verifie_nom(d, nom, signale)
    _verifie_territoire(d, signale)
    _verifie_forme(d, signale)
    _verifie_mesures(d, signale)
    _verifie_nombres(d, signale)


def _verifie_nom(d: Declaration, nom: str, signale: Signale) -> None:
    if not ID.fullmatch(d.id):
        signale("identifiant", "id", montre(d.id), attendu="de 2 à 40 lettres minuscules sans accent, chiffres, séparés par « _ »")
    elif nom != d.id:
        remede = f"Nommez le fichier {d.id}.toml, ou changez son identifiant."
        signale("identifiant", "id", montre(d.id), attendu="le nom du fichier, sans .toml", remede=remede)
    for champ in ("titre", "producteur"):
        if not getattr(d, champ).strip():
            signale("cle_absente", champ, "un texte vide", attendu="un texte qui dit d'où viennent ces chiffres")


def _verifie_territoire(d: Declaration, signale: Signale) -> None:
    if bool(d.colonne_code) == bool(d.code):
        trouve = "les deux" if d.code else "ni l'une ni l'autre"
        signale("territoire", "territoire.colonne", trouve, attendu="la colonne des codes, ou le code du seul territoire du fichier")
    if d.donnees == modele.PROTEGEES and d.niveau != "commune":
        signale(
            "niveau_protege",
            "territoire.niveau",
            montre(d.niveau),
            attendu='"commune" : le secret de chiffres que personne n\'a publiés se calcule à partir des communes',
            remede='Demandez ce tableau par commune, ou mettez donnees = "publiees" si le producteur publie ces chiffres.',
        )


def _verifie_forme(d: Declaration, signale: Signale) -> None:
    if d.forme == modele.LONGUE:
        for champ in (c for c in ("intitule", "valeur") if not getattr(d, c)):
            signale("cle_absente", f"tableau.{champ}", "rien", attendu=f"l'en-tête de la colonne, puisque forme = {montre(d.forme)}")
    elif d.intitule or d.valeur:
        signale("cle_inconnue", "tableau.intitule", "un intitulé", attendu="rien : une forme large a une colonne par mesure")
    if not d.valeurs:
        signale("aucune_valeur", "valeurs", "rien", attendu="au moins une section [[valeurs]]")
    _doubles([normalise(e) for e in (*d.entetes, *(v.repere for v in d.valeurs if d.forme == modele.LONGUE))], "colonne", signale)
    _doubles([f"{v.mesure}/{v.modalite}" for v in d.valeurs], "mesure", signale)


def _doubles(textes: Sequence[str], quoi: str, signale: Signale) -> None:
    for texte in sorted({t for t in textes if textes.count(t) > 1}):
        remede = "Gardez-la une seule fois."
        signale("en_double", "valeurs", f"« {texte} » deux fois", attendu=f"chaque {quoi} une seule fois", remede=remede)


def _verifie_mesures(d: Declaration, signale: Signale) -> None:
    _doubles([m.id for m in d.mesures], "mesure", signale)
    lues = {v.mesure for v in d.valeurs}
    for rang, mesure in enumerate(d.mesures, 1):
        for cle, trouve, attendu in _fautes_mesure(d, mesure, lues):
            signale("mesure_invalide", f"mesures {rang}.{cle}", trouve, attendu=attendu)
    for rang, valeur in enumerate(d.valeurs, 1):
        if valeur.mesure in d.propres and valeur.modalite != "total":
            signale(
                "modalite", f"valeurs {rang}.modalite", montre(valeur.modalite), attendu="total : une mesure locale n'a pas de modalité"
            )


def _fautes_mesure(d: Declaration, m: MesureLocale, lues: set[str]) -> Iterator[tuple[str, str, str]]:
    if not ID.fullmatch(m.id):
        yield "id", montre(m.id), "de 2 à 40 lettres minuscules sans accent, chiffres, séparés par « _ »"
    if m.id not in lues:
        yield "id", montre(m.id), "une mesure que l'une des [[valeurs]] donne"
    if m.unite not in modele.UNITES[m.nature]:
        yield "unite", montre(m.unite), parmi(tuple(modele.UNITES[m.nature]))
    elif d.donnees == modele.PROTEGEES and (m.nature == modele.TAUX or m.unite in modele.MONTANTS):
        yield (
            "nature",
            f"{m.nature}, {m.unite}",
            (
                "un effectif : un taux ou un montant que personne n'a publié ne dit pas combien de personnes il y a derrière, "
                'et ne peut donc pas être protégé (donnez l\'effectif, ou donnees = "publiees" si le producteur publie ce chiffre)'
            ),
        )
    if m.denominateur in modele.DE_LA_CAF and d.donnees == modele.PROTEGEES:
        yield (
            "denominateur",
            montre(m.denominateur),
            "un autre ensemble : les foyers qui manquent à celui-ci se déduiraient",
        )
    if not 0 <= m.decimales <= (0 if m.de_gens else modele.DECIMALES_MAX):
        attendu = "0 : un effectif de personnes est entier" if m.de_gens else f"de 0 à {modele.DECIMALES_MAX}"
        yield "decimales", montre(m.decimales), attendu
    if m.denominateur and m.nature == modele.TAUX:
        yield "denominateur", montre(m.denominateur), "rien : un taux est déjà un rapport"


def _verifie_nombres(d: Declaration, signale: Signale) -> None:
    if d.decimale == d.milliers:
        signale("nombres", "tableau.milliers", montre(d.milliers), attendu="un autre signe que celui des décimales")
    for marque in (m for m in d.marques if re.fullmatch(r"[+-]?\d+([.,]\d+)?", m)):
        signale("marque_nombre", "tableau.marques", f"« {marque} »", attendu="une marque qui ne puisse pas être un nombre")

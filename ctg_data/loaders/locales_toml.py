"""TOML of a local source <-> ``Declaration``: every fault of the text told at once, with its line and how to mend it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path

from ctg_data.errors import Faute
from ctg_data.loaders import locales_controles, locales_texte
from ctg_data.loaders import locales_modele as modele
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.fautes import extrait
from ctg_data.loaders.locales_controles import ID, montre, parmi
from ctg_data.loaders.locales_modele import Declaration, MesureLocale, Valeur
from ctg_data.settings import ANNEES

VERSION = 1
LONGUEUR = 400
RANGEES_MAX, MARQUES_MAX, FAUTES_MAX = 300, 100, 50
"""[[valeurs]] or [[mesures]], marks, and faults written out, of one declaration."""
_ENTETE = "# Correspondance d'une source locale de ctg-data : docs/ajouter_une_source.md dit ce que veut dire chaque ligne.\n"
LONGUEUR_CLE = 80
"""Signs that a fault shows of the key where it is."""
_OUVRE = re.compile(r"\s*\[\[?\s*([\w-]+)")
_POSE = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*=""")
_CONTROLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_PLACES: Mapping[str, Mapping[str, str]] = {
    "": {c: c for c in ("id", "titre", "producteur", "donnees", "licence", "adresse")},
    "tableau": {c: c for c in ("forme", "feuille", "intitule", "valeur", "decimale", "milliers", "vide", "arrondi5", "marques")},
    "territoire": {"niveau": "niveau", "colonne": "colonne_code", "code": "code", "geographie": "geographie"},
    "annee": {"colonne": "colonne_annee"},
}
"""Section -> key of the text -> field of the record."""
_CHOIX: Mapping[str, Sequence[str]] = {
    "donnees": (modele.PROTEGEES, modele.PUBLIEES),
    "forme": (modele.LARGE, modele.LONGUE),
    "decimale": (",", "."),
    "milliers": ("", " ", ".", ","),
    "vide": tuple(modele.VIDES),
    "niveau": modele.NIVEAUX,
}
_CHOIX_MESURE: Mapping[str, Sequence[str]] = {
    "nature": (modele.EFFECTIF, modele.TAUX),
    "theme": modele.THEMES,
    "face": (modele.BESOIN, modele.OFFRE),
    "denominateur": modele.DENOMINATEURS,
}
_COMPLETE = "Complétez le fichier, ou refaites la correspondance sur la page « Données », partie « Sources locales »."


@dataclass
class _Lecture:
    """Faults of one text while it is read."""

    fichier: str
    lignes: Sequence[str]
    fautes: list[Faute] = field(default_factory=list)
    comptees: int = 0

    def faute(self, code: str, cle: str, trouve: str, *, attendu: str, remede: str = _COMPLETE) -> None:
        self.comptees += 1
        if self.comptees <= FAUTES_MAX:
            self.fautes.append(Faute(self.fichier, code, trouve, attendu, remede, ligne=self._ligne(cle), colonne=cle[:LONGUEUR_CLE]))

    def liste(self) -> tuple[Faute, ...]:
        """The first faults, and how many more there are."""
        reste = self.comptees - len(self.fautes)
        autres = f"« et {reste} autre{'s' if reste > 1 else ''} faute{'s' if reste > 1 else ''} »"
        return (*self.fautes, *([replace(self.fautes[-1], trouve=autres, ligne=None, colonne="")] if reste else []))

    def _ligne(self, cle: str) -> int | None:
        """Line of « tableau.decimale » or of « valeurs 2.mesure »; None where the text has no such key."""
        section, _, nom = cle.rpartition(".")
        titre, _, rang = section.partition(" ")
        vus, ici = 0, not titre
        for numero, ouverte, posee in self._index:
            if ouverte:
                vus += ouverte == titre
                ici = ouverte == titre and (not rang or vus == int(rang))
            elif ici and posee == nom:
                return numero
        return None

    @cached_property
    def _index(self) -> list[tuple[int, str, str]]:
        """(line, section that it opens, key that it gives) of the lines that do either."""
        lues = ((numero, _OUVRE.match(ligne), _POSE.match(ligne)) for numero, ligne in enumerate(self.lignes, 1))
        return [(n, o[1] if o else "", p[1] or p[2] or p[3] or "" if p else "") for n, o, p in lues if o or p]


def lit_fichier(chemin: Path) -> tuple[Declaration | None, tuple[Faute, ...]]:
    """The same of a file."""
    texte, faute = locales_texte.texte(chemin)
    return (None, (faute,)) if faute else lit(texte, chemin.name)


def lit(texte: str, fichier: str) -> tuple[Declaration | None, tuple[Faute, ...]]:
    """The declaration that a text holds, or None and every fault.  ``fichier``: its name, which the id repeats."""
    brut, faute = locales_texte.analyse(texte, fichier)
    if faute:
        return None, (faute,)
    lecture = _Lecture(fichier, texte.splitlines())
    declaration = _declaration(brut, lecture)
    if declaration:
        locales_controles.controle(declaration, fichier.removesuffix(".toml"), lecture.faute)
    return (None if lecture.fautes else declaration), lecture.liste()


def _declaration(brut: Mapping, lecture: _Lecture) -> Declaration | None:
    _verifie_version(brut, lecture)
    valeurs = {champ: v for section in _PLACES for champ, v in _section(brut, section, lecture)}
    lues = tuple(_rangees(brut, "valeurs", _valeur, lecture))
    propres = tuple(_rangees(brut, "mesures", _mesure, lecture))
    connues = {*_PLACES, *_PLACES[""], "version", "valeurs", "mesures"} - {""}
    _inconnues(brut, connues, "", lecture)
    return None if lecture.fautes else Declaration(**valeurs, valeurs=lues, mesures=propres)


def verifie(declaration: Declaration) -> tuple[Faute, ...]:
    """Faults of a declaration made elsewhere than in a text: those that its own text would have."""
    return lit(ecrit(declaration), f"{declaration.id}.toml")[1]


def _verifie_version(brut: Mapping, lecture: _Lecture) -> None:
    if brut.get("version") != VERSION:
        lecture.faute("version_inconnue", "version", montre(brut.get("version")), attendu=f"version = {VERSION}")


def _section(brut: Mapping, section: str, lecture: _Lecture) -> Iterator[tuple[str, object]]:
    """(field, value) of the keys of a section; those left out keep their default, or are a fault where there is none."""
    contenu = brut.get(section, {}) if section else brut
    if not isinstance(contenu, Mapping):
        lecture.faute("type_inattendu", section, montre(contenu), attendu=f"une section [{section}]")
        return
    for cle, champ in _PLACES[section].items():
        lieu = f"{section}.{cle}" if section else cle
        if cle in contenu:
            yield from _champ(champ, contenu[cle], lieu, lecture)
        elif _DEFAUTS[champ] is MISSING:
            lecture.faute("cle_absente", lieu, "rien", attendu=_attendu(champ))
    if section:
        _inconnues(contenu, _PLACES[section], section, lecture)


_DEFAUTS = {f.name: f.default if f.default is not MISSING else f.default_factory for f in fields(Declaration)}


def _champ(champ: str, valeur: object, lieu: str, lecture: _Lecture) -> Iterator[tuple[str, object]]:
    if champ == "marques":
        yield champ, _marques(valeur, lieu, lecture)
    elif champ == "arrondi5":
        if not isinstance(valeur, bool):
            lecture.faute("type_inattendu", lieu, montre(valeur), attendu="true ou false, sans guillemets")
        yield champ, valeur
    elif champ == "geographie" and isinstance(valeur, int) and not isinstance(valeur, bool):
        if not ANNEES[0] <= valeur <= ANNEES[1]:
            lecture.faute("valeur_inconnue", lieu, montre(valeur), attendu=_attendu(champ))
        yield champ, valeur
    elif _texte(valeur, lieu, lecture):
        choix = (modele.ANNEE_DES_DONNEES, modele.ANNEE_SUIVANTE) if champ == "geographie" else _CHOIX.get(champ)
        if choix is not None and valeur not in choix:
            lecture.faute("valeur_inconnue", lieu, montre(valeur), attendu=_attendu(champ))
        yield champ, valeur


def _texte(valeur: object, lieu: str, lecture: _Lecture) -> bool:
    if not isinstance(valeur, str):
        lecture.faute("type_inattendu", lieu, montre(valeur), attendu="un texte entre guillemets droits")
    elif len(valeur) > LONGUEUR or _CONTROLE.search(valeur) or "\n" in valeur.strip():
        attendu = f"une ligne de {LONGUEUR} signes au plus"
        lecture.faute("texte_inattendu", lieu, "un texte trop long ou de plusieurs lignes", attendu=attendu)
    else:
        return True
    return False


def _marques(valeur: object, lieu: str, lecture: _Lecture) -> dict[str, str]:
    if not isinstance(valeur, Mapping):
        lecture.faute("type_inattendu", lieu, montre(valeur), attendu='des marques et leur sens, comme { "<5" = "s", nd = "nd" }')
        return {}
    if len(valeur) > MARQUES_MAX:
        lecture.faute("trop_de_marques", lieu, f"{len(valeur)} marques", attendu=f"{MARQUES_MAX} marques au plus")
        return {}
    for marque, statut in valeur.items():
        if statut not in modele.STATUTS:
            lecture.faute("valeur_inconnue", lieu, f"{montre(statut)} pour {extrait(marque)}", attendu="s (secret), nd (absent) ou ns")
        if not marque.strip():
            attendu, remede = "ce qui est écrit dans la cellule", "Pour les cellules vides, utilisez la clé vide."
            lecture.faute("marque_vide", lieu, "une marque vide", attendu=attendu, remede=remede)
    return {" ".join(m.split()).lower(): str(s) for m, s in valeur.items()}


def _rangees(brut: Mapping, section: str, lit_une: Callable, lecture: _Lecture) -> Iterator:
    lues = brut.get(section, [])
    if not isinstance(lues, list) or not all(isinstance(r, Mapping) for r in lues):
        lecture.faute("type_inattendu", section, montre(lues), attendu=f"des sections [[{section}]]")
        return
    if len(lues) > RANGEES_MAX:
        remede = "Déclarez deux sources, chacune avec une partie des colonnes."
        lecture.faute("trop_de_mesures", section, f"{len(lues)} sections", attendu=f"{RANGEES_MAX} au plus", remede=remede)
        return
    for rang, rangee in enumerate(lues, 1):
        if (lue := lit_une(rangee, f"{section} {rang}", lecture)) is not None:
            yield lue


def _valeur(rangee: Mapping, lieu: str, lecture: _Lecture) -> Valeur | None:
    """``colonne`` and ``ligne`` say the same thing of a wide and of a long table; which one is checked once the form is known."""
    cle = "ligne" if "ligne" in rangee else "colonne"
    lus = _textes(rangee, {cle: True, "mesure": True, "modalite": False}, lieu, lecture)
    return Valeur(lus[cle], lus["mesure"], lus.get("modalite") or "total") if lus else None


def _mesure(rangee: Mapping, lieu: str, lecture: _Lecture) -> MesureLocale | None:
    obligatoires, decimales = ("id", "libelle", "unite"), rangee.get("decimales", 0)
    if not isinstance(decimales, int) or isinstance(decimales, bool):
        lecture.faute("type_inattendu", f"{lieu}.decimales", montre(decimales), attendu="un nombre entier, sans guillemets")
    textes = {c: v for c, v in rangee.items() if c != "decimales"}
    lus = _textes(textes, {f.name: f.name in obligatoires for f in fields(MesureLocale) if f.name != "decimales"}, lieu, lecture)
    for cle, choix in _CHOIX_MESURE.items():
        if lus and lus.get(cle, choix[0]) not in choix:
            lecture.faute("valeur_inconnue", f"{lieu}.{cle}", montre(lus[cle]), attendu=parmi(choix))
    return MesureLocale(**lus, decimales=decimales) if lus else None


def _textes(rangee: Mapping, cles: Mapping[str, bool], lieu: str, lecture: _Lecture) -> dict[str, str]:
    """The texts of one [[section]]; {} where one is missing or is no text.  ``cles``: key -> whether it is compulsory."""
    avant = len(lecture.fautes)
    for cle in (c for c, obligatoire in cles.items() if obligatoire and not str(rangee.get(c, "")).strip()):
        lecture.faute("cle_absente", f"{lieu}.{cle}", "rien", attendu=f"la clé {cle}")
    lus = {c: v for c, v in rangee.items() if c in cles and _texte(v, f"{lieu}.{c}", lecture)}
    _inconnues(rangee, cles, lieu, lecture)
    return {} if len(lecture.fautes) > avant else lus


def _inconnues(contenu: Mapping, connues: object, section: str, lecture: _Lecture) -> None:
    for cle in (c for c in contenu if c not in connues):
        lieu = f"{section}.{cle}" if section else str(cle)
        attendu = f"l'une des clés {', '.join(connues)}"
        lecture.faute(
            "cle_inconnue", lieu, f"la clé {extrait(cle)}", attendu=attendu, remede="Corrigez le nom de la clé, ou retirez la ligne."
        )


def _attendu(champ: str) -> str:
    if champ == "geographie":
        return '"annee" (communes de l\'année des données), "suivante", ou une année comme 2025'
    return parmi(_CHOIX[champ]) if champ in _CHOIX else "un texte entre guillemets droits"


# Writing ---------------------------------------------------------------------------------------------------------------


def ecrit(declaration: Declaration) -> str:
    """The text of a declaration, every key written out: what reads it back gives the same record."""
    d = declaration
    lignes = [_ENTETE + f"version = {VERSION}"]
    for section, places in _PLACES.items():
        lignes += [f"\n[{section}]"] if section else []
        lignes += [f"{cle} = {_en_toml(getattr(d, champ))}" for cle, champ in places.items()]
    cle = "ligne" if d.forme == modele.LONGUE else "colonne"
    for v in d.valeurs:
        lignes.append(f"\n[[valeurs]]\n{cle} = {_en_toml(v.repere)}\nmesure = {_en_toml(v.mesure)}\nmodalite = {_en_toml(v.modalite)}")
    for m in d.mesures:
        lignes += ["\n[[mesures]]", *(f"{f.name} = {_en_toml(getattr(m, f.name))}" for f in fields(m))]
    return "\n".join(lignes) + "\n"


def _en_toml(valeur: object) -> str:
    """A JSON text is a TOML basic string, but for the character DEL and halves of pairs, which no text of ours may have."""
    if isinstance(valeur, bool):
        return "true" if valeur else "false"
    if isinstance(valeur, Mapping):
        return "{ " + ", ".join(f"{_en_toml(c)} = {_en_toml(v)}" for c, v in valeur.items()) + " }" if valeur else "{}"
    return str(valeur) if isinstance(valeur, int) else json.dumps(re.sub(r"\s", " ", _CONTROLE.sub(" ", str(valeur))), ensure_ascii=False)


def propre(texte: str) -> str:
    """A text on one line, without the characters that no form should send."""
    return " ".join(_CONTROLE.sub(" ", texte).split())


def identifiant(titre: str) -> str:
    """An id made from words: « Mission locale 87 » is mission_locale_87."""
    mots = re.sub(r"[^a-z0-9]+", "_", normalise(titre)).strip("_")[:38].strip("_")
    return mots if ID.fullmatch(mots) else f"s_{mots}"[:40].strip("_") if mots else ""

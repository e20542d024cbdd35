"""A pasted list of communes, or a small CSV: codes, SIREN of EPCI, names; every fault named with its line and its mend."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ctg_data.errors import Faute, TerritoireInconnu
from ctg_data.territoires.model import Territoire
from ctg_data.territoires.recherche import normalise, sans_entete
from ctg_data.territoires.referentiel import Referentiel

COLLEE = "liste collée"
_CODE = re.compile(r"\d[\dAB]\d{3}", re.IGNORECASE)
_SIREN = re.compile(r"\d{9}")
_SANS_ZERO = re.compile(r"\d{4}")
_CHIFFRES = re.compile(r"[\dAB]+", re.IGNORECASE)
_SEPARATEURS = re.compile(r"[;\t,|]")
_DEPARTEMENT = re.compile(r"^(.*?)\s*\((\w{2,3})\)$")
_TITRES = frozenset({"code", "codes", "commune", "communes", "codgeo", "code insee", "code commune", "insee", "nom", "libelle", "libgeo"})
_HOMONYMES = 60


@dataclass(frozen=True)
class Lue:
    """``codes``: communes recognised, sorted, each once.  ``remarques``: what was understood without being written."""

    codes: tuple[str, ...]
    fautes: tuple[Faute, ...] = ()
    remarques: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Morceau:
    """One thing to recognise: the line that it stands on (1-based) and its text."""

    ligne: int
    texte: str


def lit(texte: str, referentiel: Referentiel, *, fichier: str = COLLEE) -> Lue:
    """Communes of the target vintage named in ``texte``, one or several a line; EPCI stand for all their communes.

    Names are told apart by « Nom (87) », else by the départements of the codes of the same list.
    """
    lecteur = _Lecteur(referentiel, fichier)
    morceaux = list(_morceaux(texte))
    noms = [m for m in morceaux if not lecteur.code(m)]
    voisins = {referentiel.territoire("commune", code).departement for code in lecteur.codes}
    for morceau in noms:
        lecteur.nom(morceau, voisins)
    return Lue(tuple(sorted(lecteur.codes)), tuple(sorted(lecteur.fautes, key=lambda f: f.ligne or 0)), tuple(lecteur.remarques))


def _morceaux(texte: str) -> list[_Morceau]:
    """A line of codes gives each of them; a line with a code and a name gives the code; a heading gives nothing."""
    trouves: list[_Morceau] = []
    for rang, ligne in enumerate(texte.removeprefix("\ufeff").splitlines(), start=1):
        cellules = [c.strip().strip('"').strip() for c in _SEPARATEURS.split(ligne)]
        cellules = [c for c in cellules if c]
        if not cellules or (not trouves and all(normalise(c) in _TITRES for c in cellules)):
            continue
        mots = [mot for c in cellules for mot in (c.split() if all(map(_CHIFFRES.fullmatch, c.split())) else [c])]
        codes = [mot for mot in mots if _CHIFFRES.fullmatch(mot) and any(x.isdigit() for x in mot)]
        trouves.extend(_Morceau(rang, mot) for mot in (codes or mots))
    return trouves


class _Lecteur:
    """What has been recognised so far, and every fault."""

    def __init__(self, referentiel: Referentiel, fichier: str):
        self._ref, self._fichier = referentiel, fichier
        self.codes: set[str] = set()
        self.fautes: list[Faute] = []
        self.remarques: list[str] = []

    def code(self, m: _Morceau) -> bool:
        """Take a code; False when the text is not one."""
        texte = m.texte.upper()
        if _CODE.fullmatch(texte):
            self._commune(m, texte)
        elif _SIREN.fullmatch(texte):
            self._epci(m, texte)
        elif _SANS_ZERO.fullmatch(texte):
            self._faute(m, "zero_efface", "un code Insee de cinq caractères", f"Un tableur a sans doute effacé le zéro : écrivez 0{texte}.")
        elif _CHIFFRES.fullmatch(texte) and texte[0].isdigit():
            self._faute(m, "code_illisible", "un code Insee de cinq caractères", "Corrigez ce code, ou écrivez le nom de la commune.")
        else:
            return False
        return True

    def nom(self, m: _Morceau, voisins: set[str]) -> None:
        """Take the only commune of that name, or say which ones could be meant."""
        avec = _DEPARTEMENT.match(m.texte)
        nom, departement = avec.groups() if avec else (m.texte, "")
        memes = [t for t in self._homonymes(nom) if not departement or t.departement == departement.upper()]
        proches = [t for t in memes if t.departement in voisins]
        if len(memes) == 1 or len(proches) == 1:
            t = memes[0] if len(memes) == 1 else proches[0]
            if len(memes) > 1:
                self.remarques.append(f"Ligne {m.ligne} : « {nom} » compris comme {t.nom} ({t.code}), du département des autres communes.")
            self._garde(m, t.code)
        elif memes:
            self._faute(m, "nom_ambigu", "une seule commune de ce nom", f"Écrivez son code : {_propose(memes)}.")
        else:
            self._inconnu(m, nom)

    def _homonymes(self, nom: str) -> list[Territoire]:
        voulu = sans_entete(normalise(nom))
        trouves = self._ref.cherche(nom, _HOMONYMES, niveaux=("commune",)) if voulu else []
        return [t for t in trouves if sans_entete(normalise(t.nom)) == voulu]

    def _inconnu(self, m: _Morceau, nom: str) -> None:
        pistes = self._ref.cherche(nom, 3, niveaux=("commune",))
        suite = f"Vouliez-vous dire : {_propose(pistes)} ?" if pistes else "Vérifiez l'orthographe, ou écrivez son code Insee."
        self._faute(m, "commune_inconnue", "le nom d'une commune d'aujourd'hui", suite)

    def _commune(self, m: _Morceau, code: str) -> None:
        try:
            self._garde(m, self._ref.territoire("commune", code).code)
        except TerritoireInconnu as erreur:
            self._faute(m, "commune_inconnue", "le code Insee d'une commune d'aujourd'hui", str(erreur))

    def _epci(self, m: _Morceau, siren: str) -> None:
        try:
            t = self._ref.territoire("epci", siren)
        except TerritoireInconnu as erreur:
            self._faute(m, "epci_inconnu", "le Siren d'un EPCI d'aujourd'hui", str(erreur))
            return
        self.codes.update(self._ref.membres("epci", siren))
        self.remarques.append(f"Ligne {m.ligne} : toutes les communes de {t.nom}.")

    def _garde(self, m: _Morceau, code: str) -> None:
        if code in self.codes:
            self.remarques.append(f"Ligne {m.ligne} : {self._ref.territoire('commune', code).nom} ({code}) est déjà dans la liste.")
        self.codes.add(code)

    def _faute(self, m: _Morceau, code: str, attendu: str, remede: str) -> None:
        self.fautes.append(Faute(self._fichier, code, f"« {m.texte[:60]} »", attendu, remede, ligne=m.ligne))


def _propose(territoires: Sequence[Territoire]) -> str:
    return ", ".join(f"{t.code} ({t.nom}, {t.departement})" for t in territoires[:4])

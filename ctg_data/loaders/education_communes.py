"""From what an address says (département, upper-case name, postcode) to an INSEE code: one commune or none, never a guess."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.model import Annuaire

_ARRONDISSEMENT = re.compile(r"(paris|lyon|marseille) \d{1,2}(?: ?er?| ?e(?:me)?)?(?: arrondissement)?")
_MOTS = {"st": "saint", "ste": "sainte"}


@lru_cache(maxsize=65536)
def nom_simple(nom: str) -> str:
    """A name without case, accents, ligatures, hyphens, apostrophes nor abbreviations; arrondissements are their commune."""
    net = re.sub(r"[^a-z0-9]+", " ", normalise(nom.replace("Œ", "OE").replace("œ", "oe"))).strip()
    arrondissement = _ARRONDISSEMENT.fullmatch(net)
    return arrondissement[1] if arrondissement else " ".join(_MOTS.get(mot, mot) for mot in net.split())


def _postal(texte: str) -> str:
    """A postcode of five digits, whatever a spreadsheet made of it: « 1000 », « 35000.0 »."""
    return re.sub(r"[.,]0+$", "", texte.strip()).zfill(5)


class Adresses:
    """The communes of one vintage, found by département, name and postcode."""

    def __init__(self, annuaire: Annuaire):
        self.annuaire = annuaire
        self._departements = {nom_simple(nom): code for nom, code in annuaire.departements.items()}
        self._par_nom: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._postaux = frozenset().union(*(postaux for _, _, postaux in annuaire.communes.values()))
        self._par_postal: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._du_departement: dict[str, set[str]] = defaultdict(set)
        for code, (nom, departement, postaux) in annuaire.communes.items():
            self._par_nom[departement, nom_simple(nom)].append(code)
            self._du_departement[departement].add(code)
            for postal in postaux:
                self._par_postal[departement, postal].add(code)

    def code(self, departement: str, nom: str, postal: str) -> str:
        """The only commune of that name in the département with that postcode; "" when there is none, or several.

        A postcode that no commune has (« cedex ») contradicts none of them.
        """
        dep, propre = self._departements.get(nom_simple(departement), ""), _postal(postal)
        trouvees = self._par_nom.get((dep, nom_simple(nom)), [])
        cedex = propre not in self._postaux
        bonnes = [c for c in trouvees if cedex or propre in self.annuaire.communes[c][2]]
        return bonnes[0] if len(bonnes) == 1 else ""

    def douteuses(self, departement: str, postal: str) -> frozenset[str]:
        """The communes to which a school that was not found may belong: those of its postcode, else all of the département."""
        code = self._departements.get(nom_simple(departement), "")
        voisines = self._par_postal.get((code, _postal(postal)))
        return frozenset(voisines or self._du_departement.get(code, ()))


def situe(lignes: pd.DataFrame, adresses: Iterable[Adresses]) -> pd.DataFrame:
    """``lignes`` (departement, commune, code_postal) of one year with ``code`` ("" when not found), ``millesime_geo`` and ``douteuses``:
    codes joined by "|", the same for all rows.  The vintage that finds the most decides, the first one on a tie."""
    essais = [_essaie(lignes, du_millesime) for du_millesime in adresses]
    return min(essais, key=lambda essai: int((essai["code"] == "").sum()))


def _essaie(lignes: pd.DataFrame, adresses: Adresses) -> pd.DataFrame:
    cles = list(zip(lignes["departement"], lignes["commune"], lignes["code_postal"], strict=True))
    codes = {cle: adresses.code(*cle) for cle in set(cles)}
    doutes = frozenset().union(*(adresses.douteuses(dep, postal) for (dep, _, postal), code in codes.items() if not code))
    return lignes.assign(
        code=[codes[cle] for cle in cles], millesime_geo=str(adresses.annuaire.millesime), douteuses="|".join(sorted(doutes))
    )

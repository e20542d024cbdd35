"""``territoire``: what a code is, and which communes came into an EPCI or left it."""

import argparse
from dataclasses import asdict

from ctg_data import settings
from ctg_data.cli import sortie
from ctg_data.errors import TerritoireInconnu
from ctg_data.territoires import referentiel
from ctg_data.territoires.model import MILLESIMES, Territoire
from ctg_data.territoires.referentiel import NIVEAUX, Referentiel
from ctg_data.views import composition
from ctg_data.wording import fr, nombres
from ctg_data.wording.typographie import soigne


def territoire(choix: argparse.Namespace) -> int:
    """The record of a territory; ``--historique`` adds the changes of an EPCI since the first list."""
    ref = referentiel.charge(settings.load(choix.store).reference)
    t = _trouve(ref, choix.code, choix.niveau)
    changements = ref.compositions.changements(t.code) if choix.historique and t.niveau == "epci" else ()
    if choix.json:
        sortie.ecrit_json(asdict(t) | ({"historique": [asdict(c) for c in changements]} if choix.historique else {}))
        return 0
    print(soigne(_fiche(ref, t)))
    if choix.historique:
        print(soigne("\n".join(_histoire(t, [composition.en_mots(c) for c in changements]))))
    return 0


def _trouve(ref: Referentiel, code: str, niveau: str | None) -> Territoire:
    """The territory of that code; the EPCI first, since 9 digits are only theirs.  Raises TerritoireInconnu."""
    if niveau:
        return ref.territoire(niveau, code)
    portent = [n for n in NIVEAUX if code in ref.codes(n)]
    if len(portent) > 1:
        raise TerritoireInconnu(f"Plusieurs territoires portent le code « {code} » : précisez --niveau ({' ou '.join(portent)}).")
    return ref.territoire(portent[0] if portent else "epci" if len(code) == 9 else "commune", code)


def _fiche(ref: Referentiel, t: Territoire) -> str:
    communes = "" if t.niveau == "commune" else nombres.pluriel(len(ref.membres(t.niveau, t.code)), "commune")
    dessus = ", ".join(p.nom for p in ref.parents(t.niveau, t.code))
    return " · ".join(filter(None, (t.nom, fr.NIVEAUX[t.niveau], t.code, communes, dessus)))


def _histoire(t: Territoire, phrases: list[str]) -> list[str]:
    if t.niveau != "epci":
        return ["Seuls les EPCI ont un historique de composition."]
    return phrases or [f"Mêmes communes, ou communes qui leur ont succédé, depuis le 1er janvier {MILLESIMES[0]}."]

"""``veille``: what needs someone, in one territory or in those followed; published values only."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date

from ctg_data import settings
from ctg_data.cli import sortie
from ctg_data.cli.identifiants import verifie_territoire
from ctg_data.cli.magasin import existant
from ctg_data.diagnostic.veille import Alerte
from ctg_data.errors import CtgError, TerritoireInconnu
from ctg_data.settings import Settings
from ctg_data.storage import acquittements, suivis
from ctg_data.storage import reglages as reglages_veille
from ctg_data.storage.depot import Fiche
from ctg_data.storage.modele import Acquittement
from ctg_data.store.corpus import Corpus
from ctg_data.territoires import referentiel
from ctg_data.views import veille as vues
from ctg_data.wording.saisies import nom
from ctg_data.wording.veille import SEVERITES

BREVES = ("severite", "code", "libelle", "phrase", "date", "acquittee")


def veille(choix: argparse.Namespace) -> int:
    """One row an alert, most urgent first; an acknowledged one says who and why."""
    reglages = existant(settings.load(choix.store))
    lieux = _lieux(reglages, choix)
    corpus, ref = Corpus(reglages), referentiel.charge(reglages.reference)
    faits = acquittements.acquittements(reglages, lieux)
    changees, ajoutes = reglages_veille.lit(reglages)
    regles = {"regles": vues.regles_en_vigueur(changees), "seuils": vues.seuils_en_vigueur(ajoutes), "jour": date.today()}
    alertes = (a for niveau, code in lieux for a in vues.alertes(corpus, ref, niveau=niveau, code=code, **regles))
    trouvees = list(_lignes(alertes, faits))
    if any(corpus.est_demo(*lieu) for lieu in lieux):
        print(sortie.DEMONSTRATION, file=sys.stderr)
    if choix.json:
        sortie.ecrit_json(trouvees)
    else:
        sortie.ecrit_texte([{nom: ligne[nom] for nom in BREVES} | {"severite": SEVERITES[ligne["severite"]]} for ligne in trouvees])
        print(f"{len(trouvees)} alerte{'s' if len(trouvees) > 1 else ''}.")
    return 0


def _lieux(reglages: Settings, choix: argparse.Namespace) -> Sequence[tuple[str, str]]:
    """The territory named, else those followed that still exist.  Raises CtgError when there is none."""
    ref = referentiel.charge(reglages.reference)
    if choix.niveau or choix.code:
        if not (choix.niveau and choix.code):
            raise CtgError("Donnez --niveau et --code ensemble, ou aucun des deux pour les territoires suivis.")
        verifie_territoire(ref, choix.niveau, choix.code)
        return [(choix.niveau, choix.code)]
    siens = [lieu for lieu in suivis.suivis(reglages) if _existe(ref, *lieu)]
    if not siens:
        raise CtgError("Aucun territoire suivi : donnez --niveau et --code, ou choisissez « Suivre ce territoire » dans un portrait.")
    return siens


def _existe(ref: referentiel.Referentiel, niveau: str, code: str) -> bool:
    try:
        return bool(ref.territoire(niveau, code))
    except TerritoireInconnu:
        return False


def _lignes(alertes: Iterable[Alerte], faits: Sequence[Fiche[Acquittement]]) -> Iterator[dict[str, object]]:
    par_cle = {acquittements.cle(f.objet): f for f in faits}
    for alerte in alertes:
        fiche = par_cle.get(alerte.cle)
        yield asdict(alerte) | {"acquittee": f"{nom(fiche.cree_par)} : {fiche.objet.motif}" if fiche else None}

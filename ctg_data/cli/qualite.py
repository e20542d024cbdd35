"""``qualite``: figures that can hardly be right, sources of which a later year is out; published values only."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date

from ctg_data import settings
from ctg_data.cli import sortie
from ctg_data.cli.identifiants import verifie_territoire
from ctg_data.cli.magasin import existant
from ctg_data.diagnostic.qualite.regles import PAR_ID, Alerte
from ctg_data.diagnostic.regles import INFORMER
from ctg_data.errors import CtgError
from ctg_data.loaders import sources as registre
from ctg_data.storage import acquittements
from ctg_data.storage.depot import Fiche
from ctg_data.storage.modele import Acquittement
from ctg_data.store.corpus import Corpus
from ctg_data.territoires import referentiel
from ctg_data.views import qualite_calcul, qualite_sources
from ctg_data.wording import nombres
from ctg_data.wording.qualite import SEVERITES
from ctg_data.wording.saisies import nom

BREVES = ("urgence", "regle", "niveau", "code", "libelle", "annee", "phrase", "attendu", "acquittee")


def qualite(choix: argparse.Namespace) -> int:
    """One row an alert, gravest first.  Exit 1 when one that is more than information was not acknowledged."""
    if bool(choix.niveau) != bool(choix.code):
        raise CtgError("Donnez --niveau et --code ensemble, ou aucun des deux pour tout le magasin.")
    reglages = existant(settings.load(choix.store))
    corpus, ref = Corpus(reglages), referentiel.charge(reglages.reference)
    examinateur = qualite_calcul.Examinateur(corpus, ref)
    if choix.code:
        verifie_territoire(ref, choix.niveau, choix.code)
        alertes = examinateur.du_territoire(choix.niveau, choix.code)
    else:
        tenues = qualite_sources.annees_tenues(corpus.editions)
        sources = qualite_sources.alertes(tenues, registre.catalogue(), date.today())
        alertes = qualite_calcul.trie((*examinateur.alertes(), *sources))
    if corpus.demonstration is not None:
        print(sortie.DEMONSTRATION, file=sys.stderr)
    trouvees = list(_lignes(alertes, acquittements.tous(reglages)))
    _ecrit(trouvees, json=choix.json)
    return int(any(ligne["severite"] < INFORMER and ligne["acquittee"] is None for ligne in trouvees))


def _ecrit(trouvees: Sequence[dict[str, object]], *, json: bool) -> None:
    if json:
        sortie.ecrit_json(trouvees)
        return
    lignes = ({**t, "urgence": SEVERITES[t["severite"]], "regle": PAR_ID[t["regle"]].libelle} for t in trouvees)
    sortie.ecrit_texte([{champ: ligne[champ] for champ in BREVES} for ligne in lignes])
    sortie.dit(f"{nombres.pluriel(len(trouvees), 'alerte')}.")


def _lignes(alertes: Sequence[Alerte], faits: Sequence[Fiche[Acquittement]]) -> Iterator[dict[str, object]]:
    par_cle = {acquittements.cle(f.objet): f for f in faits}
    for alerte in alertes:
        fiche = par_cle.get(alerte.cle)
        yield asdict(alerte) | {"acquittee": f"{nom(fiche.cree_par)} : {fiche.objet.motif}" if fiche else None}

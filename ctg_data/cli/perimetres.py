"""``perimetre``: the perimeters of CTG, from a terminal."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ctg_data import perimetres, settings
from ctg_data.cli import sortie
from ctg_data.cli.identifiants import inconnu
from ctg_data.errors import FichierRefuse
from ctg_data.settings import Settings
from ctg_data.storage.depot import Fiche
from ctg_data.storage.modele import Perimetre
from ctg_data.territoires import liste_communes, perimetre
from ctg_data.territoires.atlas import Atlas
from ctg_data.territoires.perimetre import Genre
from ctg_data.wording import nombres

AUCUN = "Aucun périmètre de CTG. Pour en créer un : « python -m ctg_data perimetre cree NOM --communes CODE… »."
OCTETS = 1_000_000
"""A list of communes is never longer."""


def liste(choix: argparse.Namespace) -> int:
    """One row a perimeter."""
    lignes = [_ligne(f) for f in perimetres.fiches(settings.load(choix.store))]
    if not lignes:
        sortie.dit(AUCUN)
    if choix.json:
        sortie.ecrit_json(lignes)
    else:
        sortie.ecrit_texte(lignes)
    return 0


def cree(choix: argparse.Namespace) -> int:
    reglages = settings.load(choix.store)
    parent = _fiche(reglages, choix.rattache).id if choix.rattache else ""
    genre = Genre.DEPARTEMENTALE if choix.departementale else Genre.LOCALE
    codes = _communes(reglages, choix.communes)
    return _dit("créé", perimetres.cree(reglages, choix.nom, codes, du=choix.du, genre=genre, parent=parent))


def signe(choix: argparse.Namespace) -> int:
    reglages = settings.load(choix.store)
    return _dit("signé", perimetres.signe(reglages, _fiche(reglages, choix.perimetre), choix.le))


def avenant(choix: argparse.Namespace) -> int:
    reglages = settings.load(choix.store)
    fiche = _fiche(reglages, choix.perimetre)
    entrees, sorties = (_communes(reglages, morceaux) for morceaux in (choix.entre, choix.sort))
    return _dit("modifié par avenant", perimetres.amende(reglages, fiche, choix.le, entrees=entrees, sorties=sorties))


def supprime(choix: argparse.Namespace) -> int:
    reglages = settings.load(choix.store)
    return _dit("mis de côté", perimetres.supprime(reglages, _fiche(reglages, choix.perimetre)))


def _fiche(reglages: Settings, nom: str) -> Fiche[Perimetre]:
    """By name, by id, or by the beginning of an id that no other has.  Raises ArgumentInvalide."""
    toutes = perimetres.fiches(reglages)
    memes = [f for f in toutes if nom.casefold() == f.objet.nom.casefold()] or [f for f in toutes if f.id.startswith(nom.lower())]
    if len(memes) != 1:
        raise inconnu("Périmètre", nom, [f.objet.nom for f in toutes])
    return memes[0]


def _communes(reglages: Settings, morceaux: Sequence[str]) -> tuple[str, ...]:
    """Codes of what is named, or listed in a file.  Raises FichierRefuse with every fault."""
    fichier = Path(morceaux[0]) if len(morceaux) == 1 else None
    lue = fichier is not None and fichier.is_file() and fichier.stat().st_size <= OCTETS
    texte = fichier.read_text(encoding="utf-8-sig", errors="replace") if lue else "\n".join(morceaux)
    atlas: Atlas = perimetres.atlas(reglages)
    trouvees = liste_communes.lit(texte, atlas.referentiel, fichier=fichier.name if lue else liste_communes.COLLEE)
    if trouvees.fautes:
        raise FichierRefuse(trouvees.fautes)
    for remarque in trouvees.remarques:
        print(remarque)
    return trouvees.codes


def _ligne(fiche: Fiche[Perimetre]) -> dict[str, object]:
    objet = fiche.objet
    return {
        "id": fiche.id,
        "nom": objet.nom,
        "genre": str(objet.genre),
        "communes": len(perimetre.composition(objet.communes, date.today())),
        "signe_le": objet.signe_le.isoformat() if objet.signe_le else None,
        "avenants": len(perimetre.avenants(objet.communes)),
        "rattache": objet.parent or None,
    }


def _dit(participe: str, fiche: Fiche[Perimetre]) -> int:
    n = len(perimetre.periodes(fiche.objet.communes)[-1].codes)
    print(f"Périmètre « {fiche.objet.nom} » {participe} : {nombres.pluriel(n, 'commune')}. Identifiant : {fiche.id}")
    return 0

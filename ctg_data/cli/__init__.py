"""The command line, in French: ``python -m ctg_data …``."""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pkgutil import resolve_name

from ctg_data.cli.analyseur import Analyseur
from ctg_data.cli.arguments import declare
from ctg_data.errors import CtgError, PublicationARefaire
from ctg_data.wording.typographie import soigne

REUSSITE, ECHEC, MAUVAIS_USAGE, INTERROMPU = 0, 1, 2, 130
TRACE = "CTG_TRACE"
"""Environment variable: when set, an unexpected fault shows its traceback (developers only: it may name a row)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.  0: done; 1: refused, with the reason; 2: a wrong argument or an unknown identifier."""
    if sys.stdout is None:  # closed by the caller: what is opened next must not take its place
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for flux in (sys.stdout, sys.stderr):  # a Windows console would refuse accents and the byte-order mark
        if hasattr(flux, "reconfigure"):
            flux.reconfigure(encoding="utf-8", errors="replace")
    choix = declare(Analyseur(prog="python -m ctg_data")).parse_args(arguments)
    try:
        _sources_locales(choix)
        code = resolve_name(f"ctg_data.cli.{choix.execute}")(choix)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        return _lecteur_parti()
    except (Exception, KeyboardInterrupt) as erreur:
        if TRACE in os.environ:
            raise
        message, code = _explique(erreur, choix)
        print(soigne(message), file=sys.stderr)
        return code


def _sources_locales(choix: Namespace) -> None:
    """Those of the store that is named: an identifier may be one of theirs."""
    from ctg_data import settings
    from ctg_data.loaders import locales

    locales.utilise(settings.load(choix.store).dossier_sources)


def _explique(erreur: BaseException, choix: Namespace) -> tuple[str, int]:
    """One French sentence and the exit code; the text of an unforeseen fault is kept silent, as it may quote a figure."""
    if isinstance(erreur, PublicationARefaire):
        return f"{erreur} Lancez « python -m ctg_data publie », avec le même magasin : les valeurs seront calculées de nouveau.", ECHEC
    if isinstance(erreur, CtgError):
        return str(erreur), MAUVAIS_USAGE if getattr(erreur, "usage", False) else ECHEC
    if isinstance(erreur, KeyboardInterrupt):
        return "Interrompu : ce qui était terminé est gardé, le reste n'a laissé aucune trace.", INTERROMPU
    if isinstance(erreur, OSError):
        from ctg_data.store.durable import motif

        lieu = f"« {erreur.filename} »" if erreur.filename else "Un fichier"
        return f"{lieu} ne peut pas être lu ou écrit : {motif(erreur)}.", ECHEC
    nom = type(erreur).__name__
    return (
        f"La commande « {choix.commande} » a échoué sur un défaut du logiciel ({nom}) : signalez-le (détail technique : {TRACE}=1).",
        ECHEC,
    )


def _lecteur_parti() -> int:
    """``… | head``: the reader has what it wanted; without this the interpreter would complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return REUSSITE

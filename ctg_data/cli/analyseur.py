"""argparse in French: headings, usage and its built-in errors."""

import argparse
import re
from collections.abc import Iterable
from typing import NoReturn

_MESSAGES = tuple(
    (re.compile(motif), francais)
    for motif, francais in (
        (r"the following arguments are required: (.+)", r"il manque : \1"),
        (r"unrecognized arguments: (.+)", r"arguments inconnus : \1"),
        (
            r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)",
            r"argument \1 : \2 n'est pas un choix possible (choisissez parmi \3)",
        ),
        (r"argument (.+?): invalid int value: (.+)", r"argument \1 : \2 n'est pas un nombre entier"),
        (r"argument (.+?): expected one argument", r"argument \1 : il faut une valeur"),
        (r"argument (.+?): expected at least one argument", r"argument \1 : il faut au moins une valeur"),
        (r"argument (.+?): not allowed with argument (.+)", r"argument \1 : ne va pas avec \2"),
        (r"argument (.+?): ignored explicit argument (.+)", r"argument \1 : ne prend pas de valeur (trouvé \2)"),
        (r"one of the arguments (.+) is required", r"il faut l'un de ces arguments : \1"),
        (r"argument (.+?): (.+)", r"argument \1 : \2"),
    )
)


class _Aide(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: Iterable, groups: Iterable, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix if prefix is not None else "utilisation : ")


class Analyseur(argparse.ArgumentParser):
    """A parser whose help and errors are French; abbreviations are refused, so that scripts stay readable."""

    def __init__(self, **options: object):
        super().__init__(**({"formatter_class": _Aide, "add_help": False, "allow_abbrev": False} | options))
        self._positionals.title = "arguments"
        self._optionals.title = "options"
        self.add_argument("-h", "--help", "--aide", action="help", help="affiche cette aide")

    def error(self, message: str) -> NoReturn:
        """Say the fault in French and leave with code 2."""
        self.exit(2, f"{self.prog} : {traduit(message)}. L'aide : {self.prog} --help\n")


def traduit(message: str) -> str:
    """French wording of an argparse error; an unknown one is kept as it is."""
    for motif, francais in _MESSAGES:
        if motif.fullmatch(message):
            return motif.sub(francais, message)
    return message

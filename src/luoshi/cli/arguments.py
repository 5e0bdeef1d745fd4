"""How commands take their arguments: a misuse is one sentence and exit status 2."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import NoReturn

MISUSED = 2


class Parser(ArgumentParser):
    """An argument parser without abbreviations, and without the usage text before every complaint."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is; ends the process with status 2."""
        self.exit(MISUSED, f"{self.prog}: {message} ({self.prog} --help)\n")

"""The ``luoshi`` command: finds the sub-command's module and hands over.

A sub-command is a module with ``run(arguments) -> int``. Only the module of the command that was asked for is
imported, so that ``luoshi read`` never pays for Django.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

from luoshi import __version__
from luoshi.kernel.errors import LuoshiError
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _, translate

COMMANDS = {
    "read": ("luoshi.cli.read", _("read a plan document and print what it says")),
    "forecast": ("luoshi.cli.forecast", _("forecast what a table of indicators will come to")),
    "score": ("luoshi.cli.score", _("score marks by a framework and say why")),
    "framework": ("luoshi.cli.framework", _("read and check a table of indicators")),
    "demo": ("luoshi.cli.demo", _("create the demonstration and serve it")),
    "serve": ("luoshi.cli.serve", _("serve the site of this data folder")),
    "remind": ("luoshi.cli.remind", _("make the reminders of the day and send the mails that are due")),
    "generate": ("luoshi.cli.generate", _("add a large fictional programme to the demonstration")),
    "returns": ("luoshi.cli.returns", _("take in a folder of tables that units returned")),
    "marks": ("luoshi.cli.marks", _("take in a folder of tables of marks that came back")),
    "manage": ("luoshi.cli.manage", _("administer the site of this data folder")),
}
FAILED, MISUSED, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141


def main() -> int:
    """Run one sub-command; gives the exit status.

    0 done · 1 could not be done, said in one sentence · 2 asked in a way that there is not · 130 interrupted by Ctrl-C
    · 141 whoever read the output has gone.
    """
    arguments = sys.argv[1:]
    _open_what_is_closed()
    language = language_of(arguments)
    try:
        return _dispatch(arguments, language)
    except LuoshiError as error:
        return _say_and(FAILED, error.in_words(language))
    except BrokenPipeError:
        _forget_output()
        return PIPE_CLOSED
    except OSError as error:
        return _say_and(FAILED, _system_error(error, language))
    except KeyboardInterrupt:
        return INTERRUPTED


def _open_what_is_closed() -> None:
    """A shell may start a command without an output; then what it says goes nowhere."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end


def language_of(arguments: list[str]) -> str:
    """The value of ``--language``, wherever it stands; the default where it is not given."""
    for place, argument in enumerate(arguments):
        if argument.startswith("--language="):
            return argument.partition("=")[2] or DEFAULT_LANGUAGE
        if argument == "--language" and place + 1 < len(arguments):
            return arguments[place + 1]
    return DEFAULT_LANGUAGE


def _dispatch(arguments: list[str], language: str) -> int:
    name = arguments[0] if arguments else ""
    if name in COMMANDS:
        module, _purpose = COMMANDS[name]
        status: int = import_module(module).run(arguments[1:])
        sys.stdout.flush()
        return status
    if name in ("--version", "-V"):
        sys.stdout.write(f"luoshi {__version__}\n")
        return 0
    if name in ("--help", "-h", "help", ""):
        sys.stdout.write(_help(language) + "\n")
        return 0
    unknown = _("There is no command “{name}”; there are {commands}.")
    return _say_and(MISUSED, translate(unknown, language, {"name": name, "commands": ", ".join(COMMANDS)}))


def _help(language: str) -> str:
    lines = [
        translate(_("Luoshi (落实) reads a published implementation plan and runs it to accepted results."), language),
        "",
        *(f"  luoshi {name:10}{translate(purpose, language)}" for name, (_module, purpose) in COMMANDS.items()),
        "",
        translate(_("“luoshi COMMAND --help” tells more about each."), language),
    ]
    return "\n".join(lines)


def _system_error(error: OSError, language: str) -> str:
    params = {"name": error.filename or "-", "reason": error.strerror or error}
    return translate(_("{name}: {reason}."), language, params)


def _say_and(status: int, sentence: str) -> int:
    sys.stderr.write(f"luoshi: {sentence}\n")
    return status


def _forget_output() -> None:
    """Let the interpreter flush into nothing on its way out, instead of complaining about the closed pipe."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:
        sys.stdout = sys.__stderr__


if __name__ == "__main__":
    sys.exit(main())

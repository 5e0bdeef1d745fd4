"""``luoshi demo``: a demonstration on this machine, made on the first start and kept from then on."""

from __future__ import annotations

from luoshi.cli import ready  # noqa: F401 - Django must be ready before a room is imported
from luoshi.cli.site import Say, address, opened, serve, teller
from luoshi.demonstration import actions, queries
from luoshi.kernel.wording import _, translate
from luoshi.tenancy import queries as tenancy


def run(arguments: list[str]) -> int:
    """Create the demonstration where there is none, and serve it until it is stopped; gives the exit status."""
    host, port, language = opened(
        arguments, "luoshi demo", "Create the demonstration of this data folder (LUOSHI_DATA) and serve it."
    )
    say = teller(language)
    _found(say)
    _introduce(say, language, address(host, port))
    return serve(host, port)


def _found(say: Say) -> None:
    county = tenancy.demonstration()
    if county is None:
        actions.create_demonstration(today=tenancy.calendar_day(), say=say)
    elif county.frozen_day:
        say(_("The demonstration of {day} is here and is kept"), day=county.frozen_day.isoformat())


def _introduce(say: Say, language: str, where: str) -> None:
    say("")
    say(_("The demonstration is served at {address} until Ctrl-C"), address=where)
    say(_("Its accounts need no password: choose a role on the page"))
    for account in queries.accounts():
        role = translate(account.words, language)
        say("  {name:16} {role} · {unit}", name=account.sign_in_name, role=role, unit=account.unit_name)
    say("")

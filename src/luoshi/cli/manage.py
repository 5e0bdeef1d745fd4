"""``luoshi manage``: create a site with its first account, bring its tables up to date, tell it a county's holidays."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from getpass import getpass
from pathlib import Path

from luoshi.cli import ready  # noqa: F401 - Django must be ready before a room is imported
from luoshi.cli.arguments import Parser
from luoshi.cli.site import Say, prepare, teller
from luoshi.kernel.errors import Invalid, NotFound
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _
from luoshi.notices import actions as notices
from luoshi.notices.queries import working_days
from luoshi.notices.rules import days_from
from luoshi.tenancy import queries as tenancy
from luoshi.tenancy.rules import site_actor
from luoshi.units import actions as unit_actions


def run(arguments: list[str]) -> int:
    """Do one piece of administration; gives the exit status."""
    parser = Parser("luoshi manage", "Administer the site of this data folder (LUOSHI_DATA).")
    parser.add_argument("task", choices=sorted(TASKS), help="what to do")
    parser.add_argument("--jurisdiction", default="", help="create-site, holidays: name of the county")
    parser.add_argument("--office", default="", help="create-site: name of the body that runs programmes")
    parser.add_argument("--sign-in", default="", help="create-site: name to sign in with")
    parser.add_argument("--name", default="", help="create-site: name of the account")
    parser.add_argument("--post", default="", help="create-site: post of the account")
    parser.add_argument("--file", type=Path, help="holidays: the list of days, CSV in UTF-8")
    parser.add_argument("--password-from-stdin", action="store_true", help="create-site: read the password from stdin")
    parser.add_argument("--language", default=DEFAULT_LANGUAGE, help="language of what is printed: zh-hans or en")
    chosen = parser.parse_args(arguments)
    TASKS[chosen.task](chosen, teller(chosen.language))
    return 0


def _migrate(chosen: Namespace, say: Say) -> None:  # noqa: ARG001 - one signature for every task
    prepare(say)
    say(_("The tables are up to date"))


def _create_site(chosen: Namespace, say: Say) -> None:
    password = sys.stdin.readline().rstrip("\n") if chosen.password_from_stdin else getpass()
    if not password:
        raise Invalid("password-missing", _("The first account needs a password."))
    prepare(say)
    unit_actions.found_office(
        jurisdiction=chosen.jurisdiction,
        office=chosen.office,
        sign_in_name=chosen.sign_in,
        name=chosen.name,
        post=chosen.post,
        password=password,
    )
    say(_("{name} is created; {account} can sign in"), name=chosen.jurisdiction, account=chosen.sign_in)


def _holidays(chosen: Namespace, say: Say) -> None:
    if chosen.file is None:
        raise Invalid("file-missing", _("The list of days is missing."), _("Name it: --file FILE.csv"))
    try:
        days = days_from(chosen.file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise Invalid("file-not-utf8", _("The list of days is not written in UTF-8. Save it as CSV UTF-8.")) from error
    prepare(say)
    found = [one for one in tenancy.jurisdictions() if chosen.jurisdiction in ("", one.name)]
    if len(found) != 1:
        raise NotFound("jurisdiction-not-found", _("Name the county of the list: --jurisdiction NAME."))
    count = notices.load_days(actor=site_actor(found[0].pk), days=days)
    say(_("{name}: {count} days are kept"), name=found[0].name, count=count)
    known = working_days(found[0].pk)
    for year in sorted({one.day.year for one in days}):
        if not known.knows(year):
            say(
                _(
                    "{year}: these are not all public holidays of the year; until the list has them, only weekends and "
                    "the days that it names are quiet."
                ),
                year=year,
            )


TASKS: dict[str, Callable[[Namespace, Say], None]] = {
    "create-site": _create_site,
    "holidays": _holidays,
    "migrate": _migrate,
}

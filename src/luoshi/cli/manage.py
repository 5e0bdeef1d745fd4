"""``luoshi manage``: create a site with its first account, bring its tables up to date."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from getpass import getpass

from luoshi.cli import ready  # noqa: F401 - Django must be ready before a room is imported
from luoshi.cli.arguments import Parser
from luoshi.cli.site import Say, prepare, teller
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _
from luoshi.units import actions as unit_actions


def run(arguments: list[str]) -> int:
    """Do one piece of administration; gives the exit status."""
    parser = Parser("luoshi manage", "Administer the site of this data folder (LUOSHI_DATA).")
    parser.add_argument("task", choices=sorted(TASKS), help="what to do")
    parser.add_argument("--jurisdiction", default="", help="create-site: name of the county")
    parser.add_argument("--office", default="", help="create-site: name of the body that runs programmes")
    parser.add_argument("--sign-in", default="", help="create-site: name to sign in with")
    parser.add_argument("--name", default="", help="create-site: name of the account")
    parser.add_argument("--post", default="", help="create-site: post of the account")
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


TASKS: dict[str, Callable[[Namespace, Say], None]] = {"create-site": _create_site, "migrate": _migrate}

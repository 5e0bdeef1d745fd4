"""``luoshi remind``: one tick of the reminders, for whoever calls it from a timetable instead."""

from __future__ import annotations

from datetime import timedelta

from luoshi.cli import ready  # noqa: F401 - Django must be ready before a room is imported
from luoshi.cli.arguments import Parser
from luoshi.cli.site import teller
from luoshi.cli.ticking import tick
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _
from luoshi.notices.actions import mail_is_set_up
from luoshi.notices.queries import working_days
from luoshi.tenancy import queries as tenancy

UNKNOWN = _("{county}: the public holidays of {year} are not known; only weekends and days of its own are quiet.")
LOAD = _(
    "Update Luoshi, or load all public holidays of that year, with the weekends that are worked for them: "
    "luoshi manage holidays --file days.csv"
)
AHEAD = timedelta(days=60)  # the list of a year is published about so long before it begins


def run(arguments: list[str]) -> int:
    """Make the reminders of the day and send what is due; gives the exit status."""
    parser = Parser("luoshi remind", "Make the reminders of the day and send the mails that are due.")
    parser.add_argument("--now", action="store_true", help="make them whatever the hour (see LUOSHI_REMIND_HOUR)")
    parser.add_argument("--language", default=DEFAULT_LANGUAGE, help="language of what is printed: zh-hans or en")
    chosen = parser.parse_args(arguments)
    say = teller(chosen.language)
    done = tick(at_once=chosen.now)
    say(_("Digests made: {count}"), count=done.digests)
    mails = done.mails
    say(
        _("Mails sent: {sent}, failed: {failed}, given up: {lost}"),
        sent=mails.sent,
        failed=mails.failed,
        lost=mails.given_up,
    )
    if not mail_is_set_up():
        say(_("No mail is sent: LUOSHI_SMTP_HOST, LUOSHI_MAIL_FROM and LUOSHI_SITE_URL are not all set."))
    unknown = False
    for county in tenancy.jurisdictions():
        today = tenancy.today(county)
        for year in working_days(county.pk).unknown(today, today + AHEAD):
            say(UNKNOWN, county=county.name, year=year)
            unknown = True
    if unknown:
        say(LOAD)
    return 0

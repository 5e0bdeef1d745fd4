"""The list of a month's end (催报): which units still owe a report, whom the office calls, what did not reach them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from luoshi.kernel.dates import last_day
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.notices.queries import Failing, failing, working_days
from luoshi.programme.models import Obligation, Programme
from luoshi.programme.policy import runs
from luoshi.programme.policy import visible as visible_programmes
from luoshi.reporting.models import Reporting
from luoshi.reporting.policy import require_overseeing
from luoshi.reporting.queries.reminding import WAITING, reminders_of, waiting
from luoshi.reporting.rules.reminders import Reminders
from luoshi.tenancy.policy import Verb as AccountVerb
from luoshi.tenancy.policy import allowed as allowed_accounts
from luoshi.tenancy.rules import Actor
from luoshi.units.queries import Speaker, speakers

People = Mapping[int, Sequence[Speaker]]

LOOK_BACK = timedelta(days=14)  # of mails that did not go out


@dataclass(frozen=True, slots=True)
class Owed:
    """A report that a unit still owes. ``title`` is empty where the commitment is restricted: the text leaves the site.

    ``late_by`` in days; 0 where it is not overdue. ``approving`` where it waits for the unit's own approver.
    """

    number: str
    title: str
    due: date
    late_by: int
    approving: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call: a post and an office's telephone."""

    name: str
    post: str
    contact: str


@dataclass(frozen=True, slots=True)
class Unsent:
    """A mail that did not reach somebody of a unit of the programme: to which post, and how it stands."""

    unit_name: str
    post: str
    mail: Failing


@dataclass(frozen=True, slots=True)
class Urged:
    """A unit and what it still owes, what is due first first. ``contacts`` is empty where nobody speaks for it here, or
    the asker may not see accounts.
    """

    unit_id: int
    unit_name: str
    owed: tuple[Owed, ...]
    contacts: tuple[Contact, ...]

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return sum(one.late_by > 0 for one in self.owed)

    @property
    def days(self) -> tuple[tuple[date, int], ...]:
        """How many are due on each day that has not passed."""
        return tuple(Counter(one.due for one in self.owed if not one.late_by).items())


@dataclass(frozen=True, slots=True)
class Urging:
    """What is open in a programme and due by the end of the month, unit by unit in their usual order: no ranking.

    ``unknown`` are the years within the programme whose public holidays nobody has told.
    """

    programme_id: int
    programme_title: str
    today: date
    through: date
    units: tuple[Urged, ...]
    unsent: tuple[Unsent, ...]
    reminders: Reminders
    unknown: tuple[int, ...]
    runs: bool

    @property
    def total(self) -> int:
        """How many reports are owed."""
        return sum(len(unit.owed) for unit in self.units)

    @property
    def overdue(self) -> int:
        """How many of them are overdue."""
        return sum(unit.overdue for unit in self.units)


def urging(actor: Actor, programme_id: int, today: date) -> Urging:
    """The list of a programme. Raises ``NotFound`` for strangers, ``NotAllowed`` for units."""
    programme = visible_programmes(actor).filter(pk=programme_id).first()
    if programme is None:
        raise NotFound("programme-not-found", _("There is no such programme."))
    require_overseeing(actor, programme)
    through = today.replace(day=last_day(today.year, today.month))
    people = _speaking(actor)
    return Urging(
        programme_id=programme.pk,
        programme_title=programme.title,
        today=today,
        through=through,
        units=_units(programme, today, through, people),
        unsent=_unsent(programme, today, people),
        reminders=reminders_of(Reporting.objects.filter(programme=programme).first()),
        unknown=_unknown(programme, today),
        runs=runs(actor, programme),
    )


def _units(programme: Programme, today: date, through: date, people: People) -> tuple[Urged, ...]:
    rows = waiting(programme.jurisdiction_id).filter(
        occurrence__obligation__commitment__programme=programme, falls_on__lte=through
    )
    rows = rows.select_related("unit", "occurrence__obligation__commitment").order_by(
        "unit__order", "unit_id", "falls_on", "pk"
    )
    owed: defaultdict[tuple[int, str], list[Owed]] = defaultdict(list)
    for row in rows:
        owed[row.unit_id, row.unit.name].append(_owed(row, today))
    return tuple(
        Urged(
            unit_id,
            name,
            tuple(found),
            tuple(dict.fromkeys(Contact(one.name, one.post, one.contact) for one in people.get(unit_id, ()))),
        )
        for (unit_id, name), found in owed.items()
    )


def _unsent(programme: Programme, today: date, people: People) -> tuple[Unsent, ...]:
    """The mails that failed to whoever speaks for a unit of the programme; a mail once."""
    rows = Obligation.objects.filter(commitment__programme=programme, withdrawn_on__isnull=True)
    units = rows.order_by("unit__order", "unit_id").values_list("unit_id", "unit__name").distinct()
    found: dict[int, tuple[str, str]] = {}
    for unit_id, name in units:
        for one in people.get(unit_id, ()):
            found.setdefault(one.account_id, (name, one.post or one.name))
    mails = failing(programme.jurisdiction_id, found, today - LOOK_BACK)
    return tuple(Unsent(*found[mail.account_id], mail) for mail in mails)


def _owed(row: Any, today: date) -> Owed:
    """A row of ``waiting``, which carries the day that holds."""
    commitment = row.occurrence.obligation.commitment
    day: date = row.falls_on
    return Owed(
        number=commitment.number,
        title="" if commitment.restricted else commitment.title,
        due=day,
        late_by=max(0, (today - day).days),
        approving=row.state == WAITING,
    )


def _speaking(actor: Actor) -> People:
    """Who speaks for each unit; nobody for those who may not see accounts."""
    if not allowed_accounts(actor, AccountVerb.SEE):
        return {}
    found: defaultdict[int, list[Speaker]] = defaultdict(list)
    for one in speakers(actor.jurisdiction_id):
        found[one.unit_id].append(one)
    return found


def _unknown(programme: Programme, today: date) -> tuple[int, ...]:
    """The years until the last day of the programme that reminders can know of, without a list of holidays."""
    rows = waiting(programme.jurisdiction_id).filter(
        occurrence__obligation__commitment__programme=programme, falls_on__isnull=False
    )
    last = rows.order_by("-falls_on").values_list("falls_on", flat=True).first()
    return working_days(programme.jurisdiction_id).unknown(today, max(last, today)) if last else ()

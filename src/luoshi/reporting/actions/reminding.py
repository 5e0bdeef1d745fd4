"""Reminders: once a day a digest for each account that is to hear of something, and its delivery."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.notices import actions as notices
from luoshi.notices.actions import Said
from luoshi.notices.actions.sending import Clock
from luoshi.notices.models import Message
from luoshi.notices.queries import working_days
from luoshi.programme.policy import visible as visible_programmes
from luoshi.reporting.actions.opening import open_requests
from luoshi.reporting.models import Reporting
from luoshi.reporting.policy import require_office
from luoshi.reporting.queries.reminding import digests
from luoshi.reporting.rules.reminders import FURTHEST, Counts, Reminders, written
from luoshi.tenancy.rules import Actor

KIND = "digest"
PATH = "/inbox/"
USE = timedelta(hours=24)  # the next day has a digest of its own


def set_reminders(*, actor: Actor, programme_id: int, reminders: Reminders) -> None:
    """Set when the units of a programme are reminded. Raises ``Invalid`` (``reminder-every``), ``NotFound``,
    ``NotAllowed``.
    """
    if not 0 <= reminders.every <= FURTHEST:
        raise Invalid("reminder-every", _("Choose a number of working days from 0 to {most}."), most=FURTHEST)
    with transaction.atomic():
        programme = visible_programmes(actor).filter(pk=programme_id).first()
        if programme is None:
            raise NotFound("programme-not-found", _("There is no such programme."))
        require_office(actor, programme)
        row, _made = Reporting.objects.select_for_update().get_or_create(
            programme=programme, defaults={"jurisdiction_id": actor.jurisdiction_id}
        )
        old = _told(row)
        row.remind, row.remind_on_day, row.remind_every = reminders.on, reminders.on_day, reminders.every
        row.remind_before, row.remind_after = written(reminders.before), written(reminders.after)
        row.save(update_fields=["remind", "remind_before", "remind_on_day", "remind_after", "remind_every"])
        record(
            actor=actor,
            verb="reporting.set_reminders",
            subject_kind="programme",
            subject_id=programme_id,
            old=old,
            new=_told(row),
        )


def _told(row: Reporting) -> dict[str, object]:
    return {
        "remind": row.remind,
        "before": row.remind_before,
        "on_day": row.remind_on_day,
        "after": row.remind_after,
        "every": row.remind_every,
    }


def remind(*, actor: Actor, today: date, now: datetime) -> int | None:
    """Open what is to be asked on a day and queue the digests of that day; gives how many. None where it was done
    before or the day is quiet: then nobody is written to.
    """
    tenant = actor.jurisdiction_id
    if not working_days(tenant).works(today):
        return None
    open_requests(actor=actor, today=today)
    with transaction.atomic():
        if not notices.begin_round(jurisdiction_id=tenant, kind=KIND, day=today, now=now):
            return None
        due = [one for one in digests(tenant, today) if one.stages]
        for one in due:
            notices.queue(
                jurisdiction_id=tenant,
                account_id=one.account_id,
                key=f"{KIND}:{one.account_id}:{today:%Y-%m-%d}",
                day=today,
                said=said_of(one.counts),
                path=PATH,
                now=now,
                until=now + USE,
            )
        record(
            actor=actor,
            verb="reporting.remind",
            subject_kind="jurisdiction",
            subject_id=tenant,
            new={"day": today.isoformat(), "digests": len(due)},
        )
    return len(due)


def deliver(*, clock: Clock) -> notices.Sent:
    """Send the mails that are due, with the counts of this moment; what was answered meanwhile is not sent."""
    return notices.deliver_due(clock=clock, still=_still)


def _still(message: Message) -> Said | None:
    now = digests(message.jurisdiction_id, message.day, message.account_id)
    return said_of(now[0].counts) if now and now[0].counts.total else None


LINES = (
    ("overdue", _("Overdue: {overdue}")),
    ("today", _("Due today: {today}")),
    ("soon", _("Due soon: {soon}")),
    ("approving", _("Of these, waiting for your unit's approval: {approving}")),
)


def said_of(found: Counts) -> Said:
    """What a digest says: how many, and nothing else."""
    params = {name: int(getattr(found, name)) for name, _words in LINES}
    return Said(
        subject=_("Reports that wait: {total}"),
        lines=tuple(words for name, words in LINES if params[name]),
        params={**params, "total": found.total},
    )

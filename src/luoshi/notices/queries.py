"""Questions about the outbox: the own notices, a county's working days, an account by its calendar address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from luoshi.kernel.errors import NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.notices.models import Attempt, CalendarDay, Delivery, Feed, MailSetting
from luoshi.notices.policy import own_feeds, own_messages, require_own
from luoshi.notices.rules import Channel, DeliveryState, Outcome, WorkingDays, digest_of
from luoshi.tenancy.models import Account
from luoshi.tenancy.rules import Actor

SHOWN = 10


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """How a message went by one channel; ``outcome`` is that of the last try, None where there was none."""

    channel: Channel
    state: DeliveryState
    attempts: int
    outcome: Outcome | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message to the own account."""

    day: date
    subject: Phrase
    deliveries: tuple[DeliveryLine, ...]


@dataclass(frozen=True, slots=True)
class OwnNotices:
    """What an account set about its notices, and the latest of them. ``feed_made_at`` is None without an address."""

    wanted: bool
    mailbox: str
    feed_made_at: datetime | None
    messages: tuple[MessageLine, ...]


@dataclass(frozen=True, slots=True)
class Failing:
    """A mail to an account that has not gone out though it was tried."""

    account_id: int
    day: date
    state: DeliveryState
    attempts: int
    outcome: Outcome
    next_at: datetime | None


def working_days(jurisdiction_id: int) -> WorkingDays:
    """The calendar of a county, in one query."""
    rows = CalendarDay.objects.filter(jurisdiction_id=jurisdiction_id)
    return WorkingDays(dict(rows.values_list("day", "works")))


def own_notices(actor: Actor) -> OwnNotices:
    """The own settings and messages. Raises ``NotFound`` for the site itself."""
    setting = MailSetting.objects.filter(account_id=require_own(actor)).first()
    feed = own_feeds(actor).filter(ended_at__isnull=True).first()
    tried = Prefetch("deliveries__tries", Attempt.objects.order_by("number"))
    rows = own_messages(actor).prefetch_related("deliveries", tried)[:SHOWN]
    return OwnNotices(
        wanted=setting.wanted if setting else False,
        mailbox=setting.mailbox if setting else "",
        feed_made_at=feed.made_at if feed else None,
        messages=tuple(
            MessageLine(row.day, Phrase(row.subject, row.params), tuple(_delivery(one) for one in row.deliveries.all()))
            for row in rows
        ),
    )


def _delivery(row: Delivery) -> DeliveryLine:
    tries = list(row.tries.all())
    outcome = Outcome(tries[-1].outcome) if tries else None
    return DeliveryLine(Channel(row.channel), DeliveryState(row.state), row.attempts, outcome, row.next_at)


def account_of_feed(token: str) -> tuple[Account, int]:
    """Whose calendar address this is, and the address's own number. Raises ``NotFound`` for one that never was or was
    ended, and for a closed account.
    """
    rows = Feed.objects.filter(digest=digest_of(token), ended_at__isnull=True, account__is_active=True)
    found = rows.select_related("account__jurisdiction").first()
    if found is None:
        raise NotFound("feed-not-found", _("There is no such calendar address."))
    return found.account, found.pk


def failing(jurisdiction_id: int, account_ids: Iterable[int], since: date) -> tuple[Failing, ...]:
    """The mails to some accounts, of a day or later, that failed and have not gone out since; the newest first. No
    mailbox and no words: whoever asks is to help, not to read.
    """
    states = (DeliveryState.WAITING.value, DeliveryState.SENDING.value, DeliveryState.GIVEN_UP.value)
    rows = Delivery.objects.filter(
        jurisdiction_id=jurisdiction_id,
        channel=Channel.MAIL.value,
        state__in=states,
        attempts__gt=0,
        message__account_id__in=list(account_ids),
        message__day__gte=since,
    )
    found = rows.select_related("message").prefetch_related("tries").order_by("-message__day", "message__account_id")
    return tuple(_failing(row) for row in found)


def _failing(row: Delivery) -> Failing:
    outcomes = [Outcome(one.outcome) for one in sorted(row.tries.all(), key=lambda one: one.number)]
    return Failing(
        account_id=row.message.account_id,
        day=row.message.day,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        outcome=outcomes[-1] if outcomes else Outcome.BEGUN,
        next_at=row.next_at,
    )

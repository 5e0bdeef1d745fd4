"""Delivering what waits: claimed row by row, sent outside of any transaction, recorded whatever comes of it.

Two workers never send the same: a row is claimed by a conditional update, and whoever changed it owns it. A worker that
is killed between sending and recording leaves a claim; after ``STALE`` it is taken back, so at most that one mail goes
out a second time (under the same Message-ID).
"""

from __future__ import annotations

import hashlib
import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet

from luoshi.kernel.wording import translate
from luoshi.notices.actions.queueing import Said
from luoshi.notices.models import Attempt, Delivery, MailSetting, Message
from luoshi.notices.rules import STALE, Channel, DeliveryState, Outcome, next_try, require_counts

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Still = Callable[[Message], Said | None]
"""What a message says now; None where what it told of is done."""

AT_ONCE = 200
LONGEST_ERROR = 300


@dataclass(slots=True)
class Sent:
    """What one round did: mails that went out, tries that failed, deliveries given up or not needed any more."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    withdrawn: int = 0


def mail_is_set_up() -> bool:
    """Whether the site can send mail at all: a server, a sender and the address that a link leads to."""
    return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL and settings.SITE_URL)


def deliver_due(*, clock: Clock, still: Still) -> Sent:
    """Send what is due. A server that cannot be reached ends the round: whatever waits behind it is tried in the next.

    Raises nothing that a mail server does. Without settings for mail nothing is claimed and everything waits.
    """
    done = Sent()
    _take_back(clock())
    if not mail_is_set_up():
        return done
    connection = get_connection()
    try:
        for pk in _due(clock()):
            if _one(pk, connection, clock, still, done) is Outcome.UNREACHABLE:
                break
    finally:
        _close(connection)
    return done


def _due(now: datetime) -> list[int]:
    rows = Delivery.objects.filter(
        channel=Channel.MAIL.value,
        state=DeliveryState.WAITING.value,
        next_at__lte=now,
        message__account__is_active=True,
    )
    return list(rows.order_by("next_at", "pk").values_list("pk", flat=True)[:AT_ONCE])


def _take_back(now: datetime) -> int:
    """Let claims of workers that are gone wait again."""
    stale = Delivery.objects.filter(state=DeliveryState.SENDING.value, claimed_at__lt=now - STALE)
    return stale.update(state=DeliveryState.WAITING.value, next_at=now, claimed_at=None)


def _one(pk: int, connection: BaseEmailBackend, clock: Clock, still: Still, done: Sent) -> Outcome | None:
    """Claim, send and record one delivery; None where another worker has it or it is not needed any more."""
    claimed = _claim(pk, clock())
    if claimed is None:
        return None
    said = still(claimed.message)
    mailbox = MailSetting.objects.filter(account_id=claimed.message.account_id, wanted=True).first()
    if said is None or mailbox is None:
        done.withdrawn += _end(claimed, DeliveryState.WITHDRAWN, clock())
        return None
    if clock() >= claimed.message.until:  # it waited too long to be of use
        done.given_up += _end(claimed, DeliveryState.GIVEN_UP, clock())
        return None
    with transaction.atomic():
        attempt = Attempt.objects.create(
            jurisdiction_id=claimed.jurisdiction_id, delivery=claimed, number=claimed.attempts, at=clock()
        )
    outcome, error = _send(_mail(claimed.message, said, mailbox.mailbox), connection)
    _record(claimed, attempt, outcome, error, clock(), done)
    return outcome


def _claim(pk: int, now: datetime) -> Delivery | None:
    rows = Delivery.objects.filter(pk=pk, state=DeliveryState.WAITING.value, next_at__lte=now)
    if not rows.update(state=DeliveryState.SENDING.value, claimed_at=now, attempts=F("attempts") + 1):
        return None
    return Delivery.objects.select_related("message").get(pk=pk)


def _mail(message: Message, said: Said, mailbox: str) -> EmailMessage:
    require_counts(said.params)
    language = settings.LANGUAGE_CODE
    lines = [translate(line, language, said.params) for line in said.lines]
    sender = settings.DEFAULT_FROM_EMAIL
    name = hashlib.sha256(message.key.encode()).hexdigest()[:32]
    return EmailMessage(
        subject=translate(said.subject, language, said.params),
        body="\n".join([*lines, "", settings.SITE_URL + message.path, ""]),
        from_email=sender,
        to=[mailbox],
        headers={
            "Message-ID": f"<{name}@{sender.rpartition('@')[2].strip('>')}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def _send(mail: EmailMessage, connection: BaseEmailBackend) -> tuple[Outcome, str]:
    """Hand a mail to the server; gives how it ended and the server's words."""
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:  # a name that is not there, a closed port, a wrong password
        return Outcome.UNREACHABLE, _told(error)
    try:
        mail.connection = connection
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        lasting = bool(codes) and all(code >= 500 for code in codes)
        return Outcome.REFUSED if lasting else Outcome.FAILED, _told(error)
    except ValueError as error:  # a text that no mail can carry
        return Outcome.FAILED, _told(error)
    except (OSError, smtplib.SMTPException) as error:
        _close(connection)
        gone = isinstance(error, smtplib.SMTPServerDisconnected) or not isinstance(error, smtplib.SMTPException)
        return Outcome.UNREACHABLE if gone else Outcome.FAILED, _told(error)
    return Outcome.SENT, ""


def _told(error: Exception) -> str:
    """An error's own words, in which no mailbox stands: they may be shown to others than its owner."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code}" for code, _words in error.recipients.values())[:LONGEST_ERROR]
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    return f"{type(error).__name__}: {getattr(error, 'strerror', None) or ''}".strip(": ")[:LONGEST_ERROR]


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        log.debug("the mail server had gone before it was told good-bye")


def _record(claimed: Delivery, attempt: Attempt, outcome: Outcome, error: str, now: datetime, done: Sent) -> None:
    """Write down how a try ended, and what follows from it."""
    with transaction.atomic():
        attempt.outcome, attempt.error = outcome.value, error
        attempt.save(update_fields=["outcome", "error"])
        if outcome is Outcome.SENT:
            done.sent += _end(claimed, DeliveryState.DELIVERED, now)
            return
        done.failed += 1
        again = next_try(claimed.attempts, now, claimed.message.until) if outcome is not Outcome.REFUSED else None
        if again is None:
            done.given_up += _end(claimed, DeliveryState.GIVEN_UP, now)
        else:
            _mine(claimed).update(state=DeliveryState.WAITING.value, next_at=again, claimed_at=None)
    log.warning("mail of delivery %s, try %s: %s %s", claimed.pk, claimed.attempts, outcome.value, error)


def _end(claimed: Delivery, state: DeliveryState, now: datetime) -> int:
    return _mine(claimed).update(state=state.value, next_at=None, claimed_at=None, ended_at=now)


def _mine(claimed: Delivery) -> QuerySet[Delivery]:
    """The claimed row while the claim still stands: a late worker changes nothing of what another took over."""
    return Delivery.objects.filter(
        pk=claimed.pk, state=DeliveryState.SENDING.value, attempts=claimed.attempts, claimed_at__isnull=False
    )

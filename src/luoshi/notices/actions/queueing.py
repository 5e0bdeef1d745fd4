"""Putting messages into the outbox. Whoever queues them writes the line of the journal, with what else was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from luoshi.notices.models import Delivery, MailSetting, Message, Round
from luoshi.notices.rules import Channel, DeliveryState, require_counts


@dataclass(frozen=True, slots=True)
class Said:
    """What a message says: marked messages for the subject and each line, and the counts in their places."""

    subject: str
    lines: tuple[str, ...]
    params: Mapping[str, int] = field(default_factory=dict)


def begin_round(*, jurisdiction_id: int, kind: str, day: date, now: datetime) -> bool:
    """Whether the messages of a kind are still to be made for a day; to be asked in the transaction that makes them, so
    that of two workers only one goes on, and a worker that is killed leaves the round to the next.
    """
    try:
        with transaction.atomic():
            Round.objects.create(jurisdiction_id=jurisdiction_id, kind=kind, day=day, made_at=now)
    except IntegrityError:
        return False
    return True


def queue(
    *, jurisdiction_id: int, account_id: int, key: str, day: date, said: Said, path: str, now: datetime, until: datetime
) -> bool:
    """Put a message into the outbox, once for its ``key``; it stands on the site at once, and waits for the mail where
    the account wants mail. Gives whether it was new. Raises ``ValueError`` where it carries more than counts.
    """
    require_counts(said.params)
    with transaction.atomic():
        message, made = Message.objects.get_or_create(
            key=key,
            defaults={
                "jurisdiction_id": jurisdiction_id,
                "account_id": account_id,
                "day": day,
                "subject": said.subject,
                "body": "\n".join(said.lines),
                "params": dict(said.params),
                "path": path,
                "queued_at": now,
                "until": until,
            },
        )
        if made:
            _deliveries(message, now)
    return made


def _deliveries(message: Message, now: datetime) -> None:
    of = {"jurisdiction_id": message.jurisdiction_id, "message": message}
    Delivery.objects.create(**of, channel=Channel.SITE.value, state=DeliveryState.DELIVERED.value, ended_at=now)
    if MailSetting.objects.filter(account_id=message.account_id, wanted=True).exists():
        Delivery.objects.create(**of, channel=Channel.MAIL.value, next_at=now)

"""What an account sets about its own notices: mail, and an address from which a calendar fetches."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.wording import _
from luoshi.notices.models import Feed, MailSetting
from luoshi.notices.policy import own_feeds, require_own
from luoshi.notices.rules import digest_of, require_mailbox
from luoshi.tenancy.models import Account
from luoshi.tenancy.rules import Actor

TOKEN_BYTES = 32


def set_mail(*, actor: Actor, wanted: bool, mailbox: str) -> None:
    """Turn mail on or off for the own account. Raises ``Invalid`` (``mailbox``, ``contact-personal``)."""
    account_id = require_own(actor)
    kept = require_mailbox(mailbox) if mailbox.strip() else ""
    if wanted and not kept:
        raise Invalid("mailbox", _("Write the office's mailbox as office@example.gov.cn."))
    with transaction.atomic():
        row, _made = MailSetting.objects.select_for_update().get_or_create(
            account_id=account_id, defaults={"jurisdiction_id": actor.jurisdiction_id}
        )
        old = {"wanted": row.wanted}
        row.wanted, row.mailbox = wanted, kept
        row.save(update_fields=["wanted", "mailbox"])
        record(
            actor=actor,
            verb="notices.set_mail",
            subject_kind="account",
            subject_id=account_id,
            old=old,
            new={"wanted": wanted},
        )


def make_feed(*, actor: Actor, now: datetime) -> str:
    """A calendar address for the own account, in place of an earlier one, which opens nothing from now on. Gives its
    token, which is kept nowhere and cannot be told again.
    """
    account_id, token = require_own(actor), secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account_id)  # two windows make one address after the other
        ended = own_feeds(actor).filter(ended_at__isnull=True).update(ended_at=now)
        Feed.objects.create(
            jurisdiction_id=actor.jurisdiction_id, account_id=account_id, digest=digest_of(token), made_at=now
        )
        record(
            actor=actor,
            verb="notices.make_feed",
            subject_kind="account",
            subject_id=account_id,
            old={"addresses": ended},
            new={"addresses": 1},
        )
    return token


def end_feed(*, actor: Actor, now: datetime) -> None:
    """End the own calendar address. Raises ``Conflict`` (``feed-ended``) where there is none."""
    account_id = require_own(actor)
    with transaction.atomic():
        if not own_feeds(actor).filter(ended_at__isnull=True).update(ended_at=now):
            raise Conflict("feed-ended", _("There is no calendar address that could be ended."))
        record(
            actor=actor,
            verb="notices.end_feed",
            subject_kind="account",
            subject_id=account_id,
            old={"addresses": 1},
            new={"addresses": 0},
        )

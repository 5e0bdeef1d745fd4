"""Channels, states of a delivery, and when a failed one is tried again. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import require_contact


class Channel(StrEnum):
    """How a message reaches an account. (A calendar fetches by itself: nothing is delivered to it.)"""

    SITE = "site"
    MAIL = "mail"


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"  # for its first try or the next one
    SENDING = "sending"  # claimed by one worker
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"  # what it told of was done before it went out
    GIVEN_UP = "given-up"


class Outcome(StrEnum):
    """How one try ended. ``BEGUN`` stays where the process ended between sending and recording."""

    BEGUN = "begun"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    FAILED = "failed"


CHANNEL_WORDS = {Channel.SITE: _("On the site"), Channel.MAIL: _("By mail")}
STATE_WORDS = {
    DeliveryState.WAITING: _("waiting"),
    DeliveryState.SENDING: _("being sent"),
    DeliveryState.DELIVERED: _("delivered"),
    DeliveryState.WITHDRAWN: _("no longer needed"),
    DeliveryState.GIVEN_UP: _("given up"),
}
OUTCOME_WORDS = {
    Outcome.BEGUN: _("the try was broken off"),
    Outcome.SENT: _("sent"),
    Outcome.UNREACHABLE: _("the mail server cannot be reached"),
    Outcome.REFUSED: _("the mail server refuses the mailbox"),
    Outcome.FAILED: _("the mail server refuses the mail"),
}

_MINUTES = (1, 5, 30, 120, 720)  # together within the day on which the first try was made
STALE = timedelta(minutes=10)
"""A claim older than this is taken back: a mail takes seconds, a server that hangs a few time-outs of 20 s."""


def next_try(attempts: int, failed_at: datetime, until: datetime) -> datetime | None:
    """When to try again after a number of failed attempts; None where it is given up: after the sixth, or when the
    message would come too late to be of use.
    """
    if attempts > len(_MINUTES):
        return None
    again = failed_at + timedelta(minutes=_MINUTES[max(attempts, 1) - 1])
    return again if again < until else None


def require_counts(params: Mapping[str, object]) -> None:
    """Raise ``ValueError`` where a message would carry anything but counts: a mistake in the program.

    A mail leaves the site: it holds how many, and a link to where it is said what.
    """
    wrong = [name for name, value in params.items() if type(value) is not int]
    if wrong:
        raise ValueError(f"a message carries counts only, not {', '.join(wrong)}")


_MAILBOX = re.compile(r"[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}", re.ASCII)


def require_mailbox(text: str) -> str:
    """An office's mailbox as it is kept. Raises ``Invalid`` (``mailbox``) for what is none, and what
    ``tenancy.rules.require_contact`` raises for mobile and identity numbers.
    """
    mailbox = require_contact(text)
    if len(mailbox) > 120 or not _MAILBOX.fullmatch(mailbox):
        raise Invalid("mailbox", _("Write the office's mailbox as office@example.gov.cn."))
    return mailbox


def digest_of(token: str) -> str:
    """What is kept of the token of a calendar address: it has 256 bits of its own, so a plain digest cannot be turned
    back.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

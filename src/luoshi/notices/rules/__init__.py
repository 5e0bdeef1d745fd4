"""Decisions about working days and about sending, on values."""

from __future__ import annotations

from luoshi.notices.rules.days import LISTED, Listed, WorkingDays, Works, days_from
from luoshi.notices.rules.sending import (
    CHANNEL_WORDS,
    OUTCOME_WORDS,
    STALE,
    STATE_WORDS,
    Channel,
    DeliveryState,
    Outcome,
    digest_of,
    next_try,
    require_counts,
    require_mailbox,
)

__all__ = [
    "CHANNEL_WORDS",
    "LISTED",
    "OUTCOME_WORDS",
    "STALE",
    "STATE_WORDS",
    "Channel",
    "DeliveryState",
    "Listed",
    "Outcome",
    "WorkingDays",
    "Works",
    "days_from",
    "digest_of",
    "next_try",
    "require_counts",
    "require_mailbox",
]

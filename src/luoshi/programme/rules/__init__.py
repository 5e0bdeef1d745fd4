"""Decisions of a programme on values: kinds, days, and the light of a duty."""

from luoshi.programme.rules.days import first_day, last_day, next_due
from luoshi.programme.rules.kinds import (
    KIND_WORDS,
    LIGHT_WORDS,
    ROLE_WORDS,
    Accrual,
    CommitmentKind,
    DueKind,
    LightCode,
    Origin,
    UnitRole,
)
from luoshi.programme.rules.lights import DUE_SOON_DAYS, Light, Terms, light_of, worst

__all__ = [
    "DUE_SOON_DAYS",
    "KIND_WORDS",
    "LIGHT_WORDS",
    "ROLE_WORDS",
    "Accrual",
    "CommitmentKind",
    "DueKind",
    "Light",
    "LightCode",
    "Origin",
    "Terms",
    "UnitRole",
    "first_day",
    "last_day",
    "light_of",
    "next_due",
    "worst",
]

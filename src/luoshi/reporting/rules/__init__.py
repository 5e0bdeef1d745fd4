"""Decisions about reports, evidence and burden, on values."""

from __future__ import annotations

from luoshi.reporting.rules.evidence import (
    CHANNEL_WORDS,
    EXPLANATION_LIMIT,
    ORGANISATION_LEVEL,
    PROOF_WORDS,
    Channel,
    ProofKind,
    outside,
    taken_by_restricted,
)
from luoshi.reporting.rules.questions import ACCRUAL_WORDS, FATE_WORDS, Composed, Fate, checked
from luoshi.reporting.rules.reports import (
    APPROVAL_WORDS,
    MOVES,
    REPORT_WORDS,
    STATE_WORDS,
    TEXT_LIMIT,
    Approval,
    Move,
    ReportState,
    RequestState,
    Station,
    led_to,
    move,
    moves,
    no_change_fault,
    stations,
)

__all__ = [
    "ACCRUAL_WORDS",
    "APPROVAL_WORDS",
    "CHANNEL_WORDS",
    "EXPLANATION_LIMIT",
    "FATE_WORDS",
    "MOVES",
    "ORGANISATION_LEVEL",
    "PROOF_WORDS",
    "REPORT_WORDS",
    "STATE_WORDS",
    "TEXT_LIMIT",
    "Approval",
    "Channel",
    "Composed",
    "Fate",
    "Move",
    "ProofKind",
    "ReportState",
    "RequestState",
    "Station",
    "checked",
    "led_to",
    "move",
    "moves",
    "no_change_fault",
    "outside",
    "stations",
    "taken_by_restricted",
]

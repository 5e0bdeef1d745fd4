"""Decisions about reports, evidence and burden, on values."""

from __future__ import annotations

from luoshi.reporting.rules.evidence import (
    CHANNEL_WORDS,
    EXPLANATION_LIMIT,
    ORGANISATION_LEVEL,
    PROOF_WORDS,
    Channel,
    ProofKind,
)
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
    "APPROVAL_WORDS",
    "CHANNEL_WORDS",
    "EXPLANATION_LIMIT",
    "MOVES",
    "ORGANISATION_LEVEL",
    "PROOF_WORDS",
    "REPORT_WORDS",
    "STATE_WORDS",
    "TEXT_LIMIT",
    "Approval",
    "Channel",
    "Move",
    "ProofKind",
    "ReportState",
    "RequestState",
    "Station",
    "led_to",
    "move",
    "moves",
    "no_change_fault",
    "stations",
]

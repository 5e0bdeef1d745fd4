"""The tables of reporting, one module a family."""

from __future__ import annotations

from luoshi.reporting.models.answers import (
    Answer,
    AnswerVersion,
    Draft,
    DraftEvidence,
    EvidenceUse,
    Remark,
    Response,
    Value,
)
from luoshi.reporting.models.evidence import Evidence, EvidenceVersion
from luoshi.reporting.models.requests import Question, Reporting, ReportingPeriod, Request
from luoshi.reporting.models.returns import Return, ReturnedFile

__all__ = [
    "Answer",
    "AnswerVersion",
    "Draft",
    "DraftEvidence",
    "Evidence",
    "EvidenceUse",
    "EvidenceVersion",
    "Question",
    "Remark",
    "Reporting",
    "ReportingPeriod",
    "Request",
    "Response",
    "Return",
    "ReturnedFile",
    "Value",
]

"""The verbs of reporting, one module a subject."""

from luoshi.reporting.actions.answering import Said, approve, no_change, report, reuse, send_back, take_back
from luoshi.reporting.actions.directly import (
    answer_occurrence,
    confirm_occurrence,
    request_for,
    return_occurrence,
)
from luoshi.reporting.actions.drafting import Written, bring, leave, save_draft
from luoshi.reporting.actions.evidence import Given, give, renew, serve_site, withdraw
from luoshi.reporting.actions.judging import accept, accept_all, remark, return_
from luoshi.reporting.actions.opening import open_requests, set_reporting
from luoshi.reporting.actions.reminding import deliver, remind, set_reminders

__all__ = [
    "Given",
    "Said",
    "Written",
    "accept",
    "accept_all",
    "answer_occurrence",
    "approve",
    "bring",
    "confirm_occurrence",
    "deliver",
    "give",
    "leave",
    "no_change",
    "open_requests",
    "remark",
    "remind",
    "renew",
    "report",
    "request_for",
    "return_",
    "return_occurrence",
    "reuse",
    "save_draft",
    "send_back",
    "serve_site",
    "set_reminders",
    "set_reporting",
    "take_back",
    "withdraw",
]

"""The verbs of reporting, one module a subject."""

from luoshi.reporting.actions.answering import approve, no_change, report, reuse, send_back, take_back
from luoshi.reporting.actions.asking import Sent, ask, withdraw_question
from luoshi.reporting.actions.directly import (
    answer_occurrence,
    confirm_occurrence,
    request_for,
    return_occurrence,
)
from luoshi.reporting.actions.drafted import Dropped
from luoshi.reporting.actions.drafting import Written, bring, leave, save_draft
from luoshi.reporting.actions.evidence import Given, give, renew, serve_site, withdraw
from luoshi.reporting.actions.judging import accept, accept_all, remark, return_
from luoshi.reporting.actions.opening import open_requests, set_reporting
from luoshi.reporting.actions.reminding import deliver, remind, set_reminders
from luoshi.reporting.actions.returning import bring_returns, leave_return, write_returns
from luoshi.reporting.actions.said import Said
from luoshi.reporting.actions.settling import settle_returned

__all__ = [
    "Dropped",
    "Given",
    "Said",
    "Sent",
    "Written",
    "accept",
    "accept_all",
    "answer_occurrence",
    "approve",
    "ask",
    "bring",
    "bring_returns",
    "confirm_occurrence",
    "deliver",
    "give",
    "leave",
    "leave_return",
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
    "settle_returned",
    "take_back",
    "withdraw",
    "withdraw_question",
    "write_returns",
]

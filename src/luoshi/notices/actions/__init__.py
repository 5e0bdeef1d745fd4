"""The verbs of the outbox, one module a subject."""

from luoshi.notices.actions.days import load_days
from luoshi.notices.actions.queueing import Said, begin_round, queue
from luoshi.notices.actions.sending import Sent, deliver_due, mail_is_set_up
from luoshi.notices.actions.settings import end_feed, make_feed, set_mail

__all__ = [
    "Said",
    "Sent",
    "begin_round",
    "deliver_due",
    "end_feed",
    "load_days",
    "mail_is_set_up",
    "make_feed",
    "queue",
    "set_mail",
]

"""What a served site does by itself: once a minute it looks whether reminders are to be made or mails to be sent.

Several processes may do so at once, and ``luoshi remind`` besides: a round is made once, a mail is claimed by one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Thread

from django.conf import settings
from django.db import connections
from django.utils import timezone

from luoshi.notices.actions import Sent
from luoshi.reporting import actions as reporting
from luoshi.tenancy import queries as tenancy
from luoshi.tenancy.rules import site_actor

log = logging.getLogger(__name__)

FIRST = 5  # seconds after the start, when the pages are served already


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did."""

    digests: int
    mails: Sent


def tick(clock: Callable[[], datetime] = timezone.now, *, at_once: bool = False) -> Ticked:
    """Make the reminders of the day, in each county where it is late enough (or ``at_once``), and send what is due.

    What goes wrong in one county is raised when the others have theirs and the mails are sent.
    """
    made, wrong = 0, None
    for county in tenancy.jurisdictions():
        now = clock()
        if at_once or timezone.localtime(now).hour >= settings.REMIND_HOUR:
            actor, today = site_actor(county.pk), tenancy.today(county)
            try:
                made += reporting.remind(actor=actor, today=today, now=now) or 0
            except Exception as error:
                wrong = error
    sent = reporting.deliver(clock=clock)
    if wrong is not None:
        raise wrong
    return Ticked(made, sent)


class Ticker(Thread):
    """Ticks until it is told to stop; whatever goes wrong in a tick is logged and tried again in the next."""

    def __init__(self, every: float, first: float = FIRST) -> None:
        super().__init__(name="ticker", daemon=True)
        self.every, self.first, self.stopped = every, first, Event()

    def run(self) -> None:
        """Tick, in a thread of its own with connections of its own."""
        pause = self.first
        while not self.stopped.wait(pause):
            pause = self.every
            try:
                tick()
            except Exception:  # a page must never suffer from it, nor the next tick
                log.exception("reminders could not be made or sent")
            finally:
                connections.close_all()

    def stop(self) -> None:
        """Stop after the tick that is under way; does not wait for it."""
        self.stopped.set()

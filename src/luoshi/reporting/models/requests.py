"""What is asked: reporting periods, questions of the office, and the requests that a unit finds in its inbox."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, F, Q, QuerySet, When

from luoshi.programme.models import Commitment, Metric, Occurrence, Programme
from luoshi.programme.rules.periods import ONCE
from luoshi.reporting.rules import Approval, RequestState
from luoshi.reporting.rules.reports import falls_due
from luoshi.tenancy.models import Account, Jurisdiction
from luoshi.units.models import Unit


class Reporting(models.Model):
    """How a programme is reported on: what approval a unit needs, and its rhythm (``day`` of each month; None: only
    what falls due is asked).

    ``remind`` and what follows are when its units are reminded, in working days; see ``rules.reminders``.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="reporting")
    approval = models.CharField(
        max_length=12, choices=[(a.value, a.value) for a in Approval], default=Approval.NONE.value
    )
    day = models.PositiveSmallIntegerField(null=True)
    day_since = models.DateField(null=True)
    remind = models.BooleanField(default=True)
    remind_before = models.CharField(max_length=40, blank=True, default="3,1")
    remind_on_day = models.BooleanField(default=True)
    remind_after = models.CharField(max_length=40, blank=True, default="1,3,5")
    remind_every = models.PositiveSmallIntegerField(default=5)

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.approval}"


class ReportingPeriod(models.Model):
    """A month (2026-11) that a programme asks about, through ``due``; ``asked_on`` is since when units could know that
    day: the first of the month, or the day on which it was set.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="reporting_periods")
    name = models.CharField(max_length=12)
    opens_on = models.DateField()
    asked_on = models.DateField()
    due = models.DateField()

    class Meta:
        ordering: ClassVar = ["programme", "due"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "name"], name="a_period_is_asked_about_once"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.name}"


class Question(models.Model):
    """A question of the office beyond the rhythm: what, for which row of which paper, of which units, by when.

    ``place`` is where the figure is counted (empty: the unit's own area), ``definition`` how. ``digest`` (SHA-256) or
    ``url`` name the paper that is wanted. Withdrawn, its open requests leave the inboxes.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=300)
    paper = models.CharField(max_length=200)
    row = models.CharField(max_length=200)
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, null=True, related_name="+")
    period = models.CharField(max_length=12, blank=True)
    place = models.CharField(max_length=100, blank=True)
    definition = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    url = models.URLField(max_length=500, blank=True)
    due = models.DateField()
    sent_on = models.DateField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.text


class Request(models.Model):
    """One request (报送要求) to one unit: about an occurrence alone, in a reporting period, or by a question.

    ``opens_on`` is when what is asked about begins, ``asked_on`` when the unit could first know that it is asked by
    ``due``, the day that was set then: between these two the burden ledger counts. ``day`` is the one that holds now.
    ``final`` where the occurrence is asked for itself, by its own day, and not for its progress; ``own`` where the unit
    opened it of its own accord. ``joins`` is a request that asks the same unit for the same already: its answer will
    serve this one, which nobody finds in an inbox until then.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="requests")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, null=True, related_name="requests")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, null=True, related_name="requests")
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in RequestState], default=RequestState.OPEN.value
    )
    opens_on = models.DateField()
    asked_on = models.DateField()
    due = models.DateField(null=True)
    final = models.BooleanField(default=True)
    own = models.BooleanField(default=False)
    joins = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="joined")
    edit = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["due", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["occurrence", "period"], name="an_occurrence_is_asked_once_a_period"),
            models.UniqueConstraint(fields=["occurrence", "question"], name="a_question_is_asked_once"),
            models.UniqueConstraint(
                fields=["occurrence"],
                condition=models.Q(period__isnull=True, question__isnull=True),
                name="an_occurrence_is_asked_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "state", "due"], name="requests_of_a_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.occurrence_id}"

    @property
    def day(self) -> date | None:
        """The day by which an answer is expected now: of what is asked about alone that of the occurrence, which the
        programme may have moved (more time, an amended plan); of a month and of a question their own.
        """
        alone = self.period_id is None and self.question_id is None
        return self.occurrence.due if alone else self.due

    @property
    def shown_period(self) -> str:
        """The period that it asks about: that of its question, the month, or that of the rhythm; empty for what is done
        once.
        """
        if self.question is not None:
            return self.question.period
        return self.period.name if self.period else "" if self.occurrence.period == ONCE else self.occurrence.period

    def falls_due(self, today: date) -> bool:
        """Whether the occurrence is asked for itself, and its day is in the month of ``today`` or has passed."""
        return self.final and falls_due(self.occurrence.due, today)


def dated(rows: QuerySet[Request]) -> QuerySet[Any]:
    """Requests with ``falls_on``: their ``day``, for sorting and choosing."""
    alone = Q(period__isnull=True, question__isnull=True)
    day = Case(When(alone, then=F("occurrence__due")), default=F("due"), output_field=models.DateField())
    return rows.annotate(falls_on=day)

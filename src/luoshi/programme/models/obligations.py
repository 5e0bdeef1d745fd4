"""What each body owes: obligations, their occurrences, and what was done about them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.programme.models.commitments import Commitment, Target
from luoshi.programme.models.programmes import Programme
from luoshi.programme.rules import HandlingVerb, LightCode, ObligationState, OccurrenceState, UnitRole
from luoshi.tenancy.models import Account, Jurisdiction
from luoshi.units.models import Group, Unit


class Issue(models.Model):
    """One issuing (下发) of a programme to the bodies that it concerns: the first, and one for each amendment."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="issues")
    number = models.PositiveIntegerField()
    issued_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["programme", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="issues_are_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} #{self.number}"


class Receipt(models.Model):
    """That a body was sent an issue, and received (签收) it: once for all its obligations in it."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="receipts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField(null=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issue", "unit"], name="a_body_receives_an_issue_once"),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.unit_id}"


class Obligation(models.Model):
    """That one body owes one commitment.

    Groups were expanded and frozen when it was issued: ``group`` tells from which. ``light`` is what
    ``rules.light_of`` said last, and holds through ``light_until`` unless something is done (None: for ever).
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="obligations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="obligations")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=12, choices=[(r.value, r.value) for r in UnitRole])
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, null=True, related_name="obligations")
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in ObligationState], default=ObligationState.ISSUED.value
    )
    issued_on = models.DateField()
    received_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    light = models.CharField(max_length=12, choices=[(c.value, c.value) for c in LightCode], default="unknown")
    light_until = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["commitment", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "unit"], name="a_body_owes_a_commitment_once"),
            models.CheckConstraint(
                name="a_withdrawn_obligation_says_when",
                condition=models.Q(state="withdrawn", withdrawn_on__isnull=False)
                | (~models.Q(state="withdrawn") & models.Q(withdrawn_on__isnull=True)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "state"], name="obligations_of_a_body"),
            models.Index(fields=["light_until"], name="lights_that_end"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} owes {self.commitment_id}"


class Occurrence(models.Model):
    """One time that an obligation is to be met. ``period`` is ``once``, or the period of a rhythm: 2026-11, 2026-Q4.

    ``due`` is None where no day is named; ``first_due`` is the day before any extension. ``urged_on`` is the last
    day on which it was urged (催办). ``edit`` counts what was done to it, for stale forms.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="occurrences")
    period = models.CharField(max_length=12)
    opens_on = models.DateField(null=True)
    due = models.DateField(null=True)
    first_due = models.DateField(null=True)
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in OccurrenceState], default=OccurrenceState.OPEN.value
    )
    answered_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    urged_on = models.DateField(null=True)
    edit = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["obligation", "due", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["obligation", "period"], name="an_obligation_has_a_period_once"),
            models.CheckConstraint(
                name="an_occurrence_is_in_a_known_state",
                condition=models.Q(state__in=[s.value for s in OccurrenceState]),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due"], name="occurrences_by_day")]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.period}"


class Handling(models.Model):
    """One line of the history (办理记录) of an occurrence: answered, returned, confirmed, urged.

    ``scaled`` is the figure reached, in millionths of the unit of ``target``; ``reachable`` is whether the body expects
    to meet the day (None: it did not say), and ``overtaken`` that the day was moved since.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+", db_index=False)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="handlings")
    verb = models.CharField(max_length=12, choices=[(v.value, v.value) for v in HandlingVerb])
    text = models.TextField(blank=True)
    target = models.ForeignKey(Target, on_delete=models.PROTECT, null=True, related_name="+")
    scaled = models.BigIntegerField(null=True)
    reachable = models.BooleanField(null=True)
    overtaken = models.BooleanField(default=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["occurrence", "id"]

    def __str__(self) -> str:
        return f"{self.occurrence_id} {self.verb}"


class OwnMeasure(models.Model):
    """What a body itself will do for an obligation (本单位具体工作措施)."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="own_measures")
    order = models.PositiveIntegerField()
    text = models.CharField(max_length=500)
    due = models.DateField(null=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    added_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["obligation", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["obligation", "order"], name="own_measures_are_in_order"),
        ]

    def __str__(self) -> str:
        return self.text[:40]

"""Commitments: what they say, whom they name, what is counted."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models

from luoshi.kernel.quantities import SCALE
from luoshi.plans.models import Passage
from luoshi.programme.models.programmes import Phase, Programme
from luoshi.programme.rules import Accrual, CommitmentKind, DueKind, LineageKind, Origin, UnitRole
from luoshi.tenancy.models import Account, Jurisdiction
from luoshi.units.models import Group, Unit


class Commitment(models.Model):
    """The one noun of delivery (事项). What it says, and by when, stands in its current revision.

    ``restricted`` takes organisation-level papers only (仅收组织层面材料): no photographs, no free figures, never in
    API, search or portal. ``edit`` counts what was changed, for stale forms.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="commitments")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, null=True, related_name="commitments")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in CommitmentKind])
    origin = models.CharField(max_length=12, choices=[(o.value, o.value) for o in Origin], default="plan")
    order = models.PositiveIntegerField()
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    restricted = models.BooleanField(default=False)
    withdrawn_on = models.DateField(null=True)
    edit = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["programme", "order", "id"]
        indexes: ClassVar = [models.Index(fields=["programme", "order"], name="commitments_in_order")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Revision(models.Model):
    """What a commitment says from one amendment to the next. A rhythm keeps the reader's own words for its parts."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(default=1)
    current = models.BooleanField(default=True)
    text = models.TextField()
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, null=True, related_name="+")
    due_kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in DueKind], default="none")
    due_text = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True)  # the last day
    start = models.DateField(null=True)  # the first day, where the plan gives a period
    rhythm_text = models.CharField(max_length=200, blank=True)
    every = models.CharField(max_length=12, blank=True)
    interval = models.PositiveSmallIntegerField(default=1)
    month = models.PositiveSmallIntegerField(null=True)
    day = models.PositiveSmallIntegerField(null=True)
    confidence = models.PositiveSmallIntegerField(default=100)  # per cent
    reason = models.CharField(max_length=300, blank=True)  # why it was amended
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["commitment", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "number"], name="revisions_are_numbered_once"),
            models.UniqueConstraint(
                fields=["commitment"], condition=models.Q(current=True), name="one_revision_is_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} r{self.number}"


class Assignment(models.Model):
    """A body or a group as the plan names it for a commitment."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=12, choices=[(r.value, r.value) for r in UnitRole])
    order = models.PositiveIntegerField()
    written = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["revision", "order"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_assignment_names_a_body_or_a_group",
                condition=models.Q(unit__isnull=False, group__isnull=True)
                | models.Q(unit__isnull=True, group__isnull=False),
            ),
            models.UniqueConstraint(fields=["revision", "unit"], name="a_body_is_assigned_once"),
            models.UniqueConstraint(fields=["revision", "group"], name="a_group_is_assigned_once"),
        ]

    def __str__(self) -> str:
        return self.written


class Measure(models.Model):
    """A sentence under a commitment; a ``principle`` states a purpose, is not tracked and commits nobody.

    ``text`` may be reworded; the plan's own words stand in ``passage``.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="measures")
    order = models.PositiveIntegerField()
    text = models.TextField()
    principle = models.BooleanField(default=False)
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["commitment", "order"]

    def __str__(self) -> str:
        return self.text[:40]


class Allocation(models.Model):
    """A tick of the grid: that a body or a group answers for a sentence.

    ``ground`` is the duty word on which a tick was proposed; ``proposed`` until somebody of the office touched it.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="allocations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=80, blank=True)
    proposed = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_allocation_names_a_body_or_a_group",
                condition=models.Q(unit__isnull=False, group__isnull=True)
                | models.Q(unit__isnull=True, group__isnull=False),
            ),
            models.UniqueConstraint(fields=["measure", "unit"], name="a_sentence_is_ticked_once_for_a_body"),
            models.UniqueConstraint(fields=["measure", "group"], name="a_sentence_is_ticked_once_for_a_group"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.unit_id or self.group_id}"


class Lineage(models.Model):
    """That a commitment came out of another by a split, or went into another by a merge."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="descendants")
    target = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="ancestors")
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in LineageKind])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target"], name="a_descent_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class Step(models.Model):
    """One verb of the grid, with the rows of the commitments that it touched as they stood before and after.

    ``before`` and ``after`` map the id of a commitment to its rows (None where there was no such commitment).
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)
    before = models.JSONField()
    after = models.JSONField()
    undone = models.BooleanField(default=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["programme", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="steps_are_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"


class Metric(models.Model):
    """What is counted: 县城建成区面积, in 平方公里."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="metrics")
    name = models.CharField(max_length=200)
    unit_of_measure = models.CharField(max_length=40)
    accrual = models.CharField(max_length=12, choices=[(a.value, a.value) for a in Accrual], default="level")

    class Meta:
        ordering: ClassVar = ["programme", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "name", "unit_of_measure"], name="a_metric_is_defined_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit_of_measure})"


class Target(models.Model):
    """A quantity to be reached, in millionths of the metric's unit; the programme's where there is no commitment."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="targets")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, null=True, related_name="targets")
    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="targets")
    order = models.PositiveIntegerField()
    text = models.CharField(max_length=500)
    comparator = models.CharField(max_length=8)
    scaled = models.BigIntegerField()
    scaled_max = models.BigIntegerField(null=True)
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["programme", "order"]

    def __str__(self) -> str:
        return self.text

    @property
    def value(self) -> Decimal:
        """The number as the plan writes it."""
        return Decimal(self.scaled) / SCALE

    @property
    def value_max(self) -> Decimal | None:
        """The upper end of a range."""
        return None if self.scaled_max is None else Decimal(self.scaled_max) / SCALE

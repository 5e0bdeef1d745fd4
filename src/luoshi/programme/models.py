"""Programmes and what is owed in them."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models

from luoshi.kernel.quantities import SCALE
from luoshi.plans.models import Passage, Version
from luoshi.programme.rules import Accrual, CommitmentKind, DueKind, Origin, UnitRole
from luoshi.tenancy.models import Account, Jurisdiction
from luoshi.units.models import Group, Unit


class Programme(models.Model):
    """What was accepted from a plan, and runs. ``version`` is the text that it stands on; a standing one has none."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="programmes")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, null=True, related_name="programme")
    title = models.CharField(max_length=300)
    issuer = models.CharField(max_length=300, blank=True)
    issued_on = models.DateField(null=True)
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title


class Phase(models.Model):
    """A dated stage; days are inclusive, and null where the plan gives none."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="phases")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["programme", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "order"], name="phases_are_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class SiteScheme(models.Model):
    """A structure of demonstration sites: categories with a quota each and a total over them."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="site_schemes")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    total = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=20, blank=True)
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["programme", "order"]

    def __str__(self) -> str:
        return self.name


class SiteCategory(models.Model):
    """A kind of demonstration site and how many of it there should be."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    scheme = models.ForeignKey(SiteScheme, on_delete=models.CASCADE, related_name="categories")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    quota_min = models.PositiveIntegerField(null=True)
    quota_max = models.PositiveIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["scheme", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "name"], name="a_category_of_sites_is_named_once"),
            models.CheckConstraint(
                name="a_quota_of_sites_is_a_range",
                condition=models.Q(quota_min__isnull=True)
                | models.Q(quota_max__isnull=True)
                | models.Q(quota_max__gte=models.F("quota_min")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Commitment(models.Model):
    """The one noun of delivery (事项). What it says, and by when, stands in its current revision."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="commitments")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, null=True, related_name="commitments")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in CommitmentKind])
    origin = models.CharField(max_length=12, choices=[(o.value, o.value) for o in Origin], default="plan")
    order = models.PositiveIntegerField()
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["programme", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "order"], name="commitments_are_in_order"),
        ]

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
    """A sentence under a commitment; a ``principle`` states a purpose and commits nobody."""

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


class Obligation(models.Model):
    """That one body owes one commitment.

    Groups were expanded and frozen when it was issued: ``group`` tells from which.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="obligations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="obligations")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=12, choices=[(r.value, r.value) for r in UnitRole])
    issued_on = models.DateField()
    received_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["commitment", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "unit"], name="a_body_owes_a_commitment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} owes {self.commitment_id}"

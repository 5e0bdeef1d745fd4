"""Rounds (测评轮次): who is assessed by which version, what was marked, and what it comes to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.assessment.models.frameworks import FrameworkVersion, Row
from luoshi.assessment.rules.rounds import RoundKind, RoundState, SubjectKind
from luoshi.programme.models import Programme, Site, SiteCategory
from luoshi.reporting.models import EvidenceVersion
from luoshi.tenancy.models import Account, Jurisdiction
from luoshi.units.models import Group, Unit


class Adoption(models.Model):
    """That a programme is assessed by a framework: itself, the units of a group (None: all that it binds), or the sites
    of a category. ``version`` is the one for rounds to come; a round keeps its own.

    ``standings`` are off unless the office has switched them on; who is at ``commend_from`` or above, or below
    ``answer_below`` (whole millionths; None: nobody), stands on a draft list for a person to decide.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="adoptions")
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="adoptions")
    subject_kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in SubjectKind])
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(SiteCategory, on_delete=models.PROTECT, null=True, related_name="+")
    standings = models.BooleanField(default=False)
    commend_from = models.BigIntegerField(null=True)
    answer_below = models.BigIntegerField(null=True)
    withdrawn_on = models.DateField(null=True)
    edit = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["programme", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_adoption_names_what_its_kind_needs",
                condition=models.Q(subject_kind=SubjectKind.PROGRAMME.value, group=None, category=None)
                | models.Q(subject_kind=SubjectKind.UNIT.value, category=None)
                | models.Q(subject_kind=SubjectKind.SITE.value, group=None, category__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} by {self.version_id}"


class Round(models.Model):
    """One round over the subjects of an adoption, by one version. ``markers`` are the keys of who may mark;
    ``after`` is the round that must be closed before this one opens. A closed round is never changed again; ``digest``
    is the SHA-256 over its version and marks on the day on which it was closed.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="rounds")
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="rounds")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in RoundKind])
    name = models.CharField(max_length=120)
    order = models.PositiveIntegerField()
    markers = models.JSONField(default=list)
    scorer = models.CharField(max_length=60, blank=True)  # the key of a framework's scorer whose marks these are
    after = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in RoundState], default=RoundState.PLANNED.value
    )
    due = models.DateField(null=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    paper = models.CharField(max_length=200, blank=True)  # an official verdict's: who issued it, number, day
    edit = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["adoption", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["adoption", "order"], name="rounds_stand_in_an_order"),
        ]

    def __str__(self) -> str:
        return self.name


class Subject(models.Model):
    """Who is assessed in a round, and what it comes to, in whole millionths.

    ``points`` is what was marked so far, bonus and penalty with it; ``least`` and ``maximum`` what the whole may come
    to (None: cannot be said), ``lacking`` how many rows have no mark, ``struck`` how many vetoes strike. ``sums``
    keeps what the rows with rows under them come to (by code, "" for the whole; see ``rules.rolling.Sums``); empty:
    not counted yet. ``outcome`` is the verdict as it was told when the round was closed. ``parts`` are the codes of the
    parts that are its own where the table has parts for one body each (see ``rules.parts``); a closed round keeps them.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="subjects")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    points = models.BigIntegerField(null=True)
    least = models.BigIntegerField(null=True)
    maximum = models.BigIntegerField(null=True)
    bonus = models.BigIntegerField(default=0)
    penalty = models.BigIntegerField(default=0)
    lacking = models.PositiveIntegerField(default=0)
    struck = models.PositiveIntegerField(default=0)
    sums = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    parts = models.JSONField(default=list)
    edit = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["round", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_subject_is_a_programme_a_unit_or_a_site",
                condition=models.Q(programme__isnull=False, unit=None, site=None)
                | models.Q(programme=None, unit__isnull=False, site=None)
                | models.Q(programme=None, unit=None, site__isnull=False),
            ),
            models.UniqueConstraint(fields=["round", "programme"], name="a_round_assesses_a_programme_once"),
            models.UniqueConstraint(fields=["round", "unit"], name="a_round_assesses_a_unit_once"),
            models.UniqueConstraint(fields=["round", "site"], name="a_round_assesses_a_site_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.programme_id or self.unit_id or self.site_id}"


class Mark(models.Model):
    """What was observed of a row and what its rule made of it, in versions; ``points`` in whole millionths.

    ``observation`` is the exchange format of ``rules.marks``; ``plain`` the same where it is one number and no more
    (see ``rules.plain.means``). ``points`` of None are unknown, not nought. ``unit`` is the body for which it was
    marked (the scorer 负责考核部门, the unit itself, the office). A mark that is taken back is a version without an
    observation.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="marks")
    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=1)
    current = models.BooleanField(default=True)
    observation = models.JSONField(null=True)
    plain = models.BigIntegerField(null=True)
    points = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["subject", "row", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "row", "number"], name="marks_of_a_row_are_numbered_once"),
            models.UniqueConstraint(
                fields=["subject", "row"], condition=models.Q(current=True), name="one_mark_of_a_row_is_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.row_id} v{self.number}"


class MarkEvidence(models.Model):
    """The evidence that was looked at for a mark."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    mark = models.ForeignKey(Mark, on_delete=models.CASCADE, related_name="evidence")
    evidence_version = models.ForeignKey(EvidenceVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mark", "evidence_version"], name="a_mark_looks_at_evidence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mark_id} ← {self.evidence_version_id}"

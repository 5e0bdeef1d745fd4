"""What units answer: one answer, frozen in versions, given to as many requests as it serves."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.programme.models import Handling, Metric, Site, Target
from luoshi.reporting.models.evidence import Evidence, EvidenceVersion
from luoshi.reporting.models.requests import Request
from luoshi.reporting.rules import ReportState
from luoshi.tenancy.models import Account, Jurisdiction
from luoshi.units.models import Unit


class Answer(models.Model):
    """What one unit says about one thing; one answer may serve requests of several programmes."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"answer {self.pk} of {self.unit_id}"


class AnswerVersion(models.Model):
    """An answer as it was given; never changed. ``reused`` where it came from an earlier one without typing."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+", db_index=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in ReportState])
    text = models.CharField(max_length=500, blank=True)
    reachable = models.BooleanField(null=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["answer", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "number"], name="versions_of_an_answer_are_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} v{self.number}"


class Value(models.Model):
    """A figure that a version of an answer gives, in millionths of the metric's unit of measure, for a period and place
    (empty: the unit's own area), by a definition (empty: that of the metric). ``quantity`` is how the metric was named
    when it was given: a plan that is amended may word it otherwise.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(AnswerVersion, on_delete=models.CASCADE, related_name="values")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="+")
    quantity = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=12)
    place = models.CharField(max_length=100, blank=True)
    definition = models.CharField(max_length=300, blank=True)
    scaled = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "period"], name="values_of_a_unit")]

    def __str__(self) -> str:
        return f"{self.metric_id} {self.period}: {self.scaled}"


class Response(models.Model):
    """That a version of an answer was given to a request: the point of reuse.

    ``handling`` is the line of the programme's own history that it made. ``signed`` names the signed paper where the
    unit approves on paper; ``approver`` is the account that approved in the system.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="responses")
    version = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="responses")
    handling = models.OneToOneField(Handling, on_delete=models.PROTECT, null=True, related_name="+")
    reused = models.BooleanField(default=False)
    approver = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    signed = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    accepted_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    judge = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering: ClassVar = ["request", "id"]

    def __str__(self) -> str:
        return f"{self.request_id} ← {self.version_id}"


class EvidenceUse(models.Model):
    """That a version of evidence serves a version of an answer, or a site. ``passage`` are the words in it that prove
    the point here; empty: those of the version.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    evidence_version = models.ForeignKey(EvidenceVersion, on_delete=models.PROTECT, related_name="uses")
    version = models.ForeignKey(AnswerVersion, on_delete=models.CASCADE, null=True, related_name="evidence_uses")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, related_name="evidence_uses")
    passage = models.CharField(max_length=500, blank=True)
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="evidence_serves_an_answer_or_a_site",
                condition=models.Q(version__isnull=False, site__isnull=True)
                | models.Q(version__isnull=True, site__isnull=False),
            ),
            models.UniqueConstraint(fields=["evidence_version", "version"], name="evidence_serves_an_answer_once"),
            models.UniqueConstraint(fields=["evidence_version", "site"], name="evidence_serves_a_site_once"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_version_id} → {self.version_id or self.site_id}"


class Draft(models.Model):
    """What is being written for a request; ``edit`` counts its savings, for two tabs."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="draft")
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in ReportState], blank=True)
    text = models.CharField(max_length=2000, blank=True)
    figure = models.CharField(max_length=40, blank=True)
    target = models.ForeignKey(Target, on_delete=models.SET_NULL, null=True, related_name="+")
    reachable = models.BooleanField(null=True)
    signed = models.CharField(max_length=200, blank=True)
    reused = models.BooleanField(default=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    edit = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"draft of {self.request_id}"


class DraftEvidence(models.Model):
    """Evidence that a draft will bring; its latest version is taken when it is reported, with the ``passage`` that
    proves the point here (empty: that of the version).
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="evidence")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")
    passage = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "evidence"], name="a_draft_brings_evidence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} + {self.evidence_id}"


class Remark(models.Model):
    """What a judge says of one line of a report: ``line`` is ``text:2`` (the second sentence), ``figure``,
    ``evidence:17`` (a version of evidence, by id) or ``whole``.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="remarks")
    line = models.CharField(max_length=24)
    text = models.CharField(max_length=500)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField()

    class Meta:
        ordering: ClassVar = ["response", "id"]

    def __str__(self) -> str:
        return f"{self.response_id} {self.line}"

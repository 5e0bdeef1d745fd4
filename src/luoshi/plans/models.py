"""Plan papers, their versions with the stored reading, what people corrected and what they looked at."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.plans.rules import CorrectionState, LookState, Operation, PassageKind, VersionState
from luoshi.tenancy.models import Account, Jurisdiction


class Plan(models.Model):
    """A plan paper over its life; what it says stands in its versions."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """A text of a plan with its reading (as ``outline.exchange.plan_to_dict`` gives it, with the source).

    ``reading`` is what the reader said; what holds is ``rules.apply(reading, corrections)``.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=255)
    kind = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    reading = models.JSONField()
    reader_version = models.CharField(max_length=40)
    tasks = models.PositiveIntegerField(default=0)  # counts of the corrected reading, so that a list opens no reading
    pairs = models.PositiveIntegerField(default=0)
    open_doubts = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in VersionState], default="draft")
    uploaded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    accepted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["plan", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="versions_of_a_plan_are_numbered_once"),
            models.CheckConstraint(
                name="a_version_is_a_draft_or_accepted_on_a_day",
                condition=models.Q(state="draft", accepted_at__isnull=True)
                | models.Q(state="accepted", accepted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number} ({self.file_name})"


class Passage(models.Model):
    """A place of an accepted version that something points at: ``start`` and ``end`` in characters, and its words."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="passages")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in PassageKind])
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["version", "start", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "kind", "start", "end"], name="a_passage_is_kept_once"),
            models.CheckConstraint(name="a_passage_has_words", condition=models.Q(end__gt=models.F("start"))),
        ]

    def __str__(self) -> str:
        return f"[{self.start}, {self.end})"


class Correction(models.Model):
    """One thing that a person changed in a reading; the log is ordered and nothing in it is rewritten but its state."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="corrections")
    sequence = models.PositiveIntegerField()
    operation = models.CharField(max_length=20, choices=[(o.value, o.value) for o in Operation])
    anchor = models.JSONField()
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in CorrectionState], default="applied")
    actor = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["version", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "sequence"], name="corrections_are_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.operation} ({self.state})"


class Look(models.Model):
    """That a person has looked at a doubt: ``seen`` leaves it standing, ``settled`` says that it is answered.

    ``doubt`` is the key that ``rules.doubt_key`` gives: it survives a re-reading. A look that came with a correction
    holds as long as the correction does.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="looks")
    doubt = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in LookState])
    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, null=True, related_name="looks")
    actor = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.doubt}: {self.state}"

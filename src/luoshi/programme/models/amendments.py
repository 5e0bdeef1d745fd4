"""Amendments: a new version of the plan against the one that the programme stands on, change by change."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.plans.models import Version
from luoshi.programme.models.commitments import Commitment
from luoshi.programme.models.obligations import Issue
from luoshi.programme.models.programmes import Programme
from luoshi.programme.rules import ChangeDecision, ChangeKind
from luoshi.tenancy.models import Account, Jurisdiction


class Amendment(models.Model):
    """A comparison of two versions of a plan, decided change by change; ``closed_on`` once the new version stands.

    ``issue`` is the last one that went out for it, to the bodies that owe something new.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="amendments")
    old = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["programme", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme"], condition=models.Q(closed_on__isnull=True), name="one_amendment_is_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.old_id} → {self.new_id}"


class Change(models.Model):
    """One difference. ``old_item`` and ``new_item`` are the items of the two readings as ``rules.comparing`` gives them
    (JSON; None for an item that is not there); ``commitment`` is the one that stands for the old item, or was made for
    the new one.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="changes")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in ChangeKind])
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, related_name="changes")
    old_item = models.JSONField(null=True)
    new_item = models.JSONField(null=True)
    decision = models.CharField(max_length=8, choices=[(d.value, d.value) for d in ChangeDecision], default="open")
    reason = models.CharField(max_length=300, blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["amendment", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["amendment", "order"], name="changes_are_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.decision}"

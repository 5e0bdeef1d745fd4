"""Asking before issuing (征求意见): rounds, and what each body answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.programme.models.commitments import Commitment
from luoshi.programme.models.programmes import Programme
from luoshi.programme.rules import CommentSource, CommentVerdict
from luoshi.tenancy.models import Account, Jurisdiction
from luoshi.units.models import Unit


class Consultation(models.Model):
    """One round of asking: opened, answered until a day, closed."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="consultations")
    number = models.PositiveIntegerField()
    opened_on = models.DateField()
    answers_by = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["programme", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="consultations_are_numbered_once"),
            models.UniqueConstraint(
                fields=["programme"], condition=models.Q(closed_on__isnull=True), name="one_consultation_is_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} #{self.number}"


class ConsultedUnit(models.Model):
    """A body that was asked in a round; ``answered_on`` with ``comments`` none is "no comment"."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True)
    no_comment = models.BooleanField(default=False)
    source = models.CharField(max_length=8, choices=[(s.value, s.value) for s in CommentSource], blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "unit"], name="a_body_is_asked_once_in_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.unit_id}"


class Comment(models.Model):
    """A comment of a body on a commitment, or on the draft as a whole, and what the office made of it.

    ``source`` is how it came in: what the office entered itself it may take back, a body's own words only the body.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(ConsultedUnit, on_delete=models.CASCADE, related_name="comments")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, related_name="comments")
    about = models.CharField(max_length=300, blank=True)  # number and title as they stood when it was made
    text = models.TextField()
    source = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in CommentSource], default=CommentSource.PAGE.value
    )
    verdict = models.CharField(
        max_length=8, choices=[(v.value, v.value) for v in CommentVerdict], default=CommentVerdict.OPEN.value
    )
    reason = models.TextField(blank=True)
    made_on = models.DateField()
    decided_on = models.DateField(null=True)
    edit = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.text[:40]

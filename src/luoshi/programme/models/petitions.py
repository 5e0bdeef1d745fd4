"""Petitions about an obligation: objection, extension, difficulty, each with its decision."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.programme.models.obligations import Obligation, Occurrence
from luoshi.programme.rules import PetitionKind, PetitionState, PetitionVerb
from luoshi.tenancy.models import Account, Jurisdiction
from luoshi.units.models import Unit


class Petition(models.Model):
    """What a body asks about an obligation: to be freed of it (任务异议), more time (延期), or help (困难问题).

    An extension names its ``occurrence`` and the day that is ``wanted``; a difficulty says what is needed (``text``),
    from whom (``needed_from``, or ``needed_words`` where that is no body of the county) and by when (``wanted``).
    ``assigned_to`` is whom the office asked to answer.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="petitions")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, null=True, related_name="petitions")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in PetitionKind])
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in PetitionState], default=PetitionState.OPEN.value
    )
    text = models.TextField()
    wanted = models.DateField(null=True)
    needed_from = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    needed_words = models.CharField(max_length=120, blank=True)
    assigned_to = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    edit = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["obligation"],
                condition=models.Q(kind="objection", state="open"),
                name="one_objection_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["occurrence"],
                condition=models.Q(kind="extension", state="open"),
                name="one_extension_at_a_time",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "kind"], name="petitions_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class PetitionStep(models.Model):
    """One line of the history of a petition: opened, assigned, decided, with its words."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=12, choices=[(v.value, v.value) for v in PetitionVerb])
    text = models.TextField(blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["petition", "id"]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.verb}"

"""Programmes and their phases."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.plans.models import Passage, Version
from luoshi.programme.rules import ProgrammeState
from luoshi.tenancy.models import Account, Jurisdiction
from luoshi.units.models import Unit


class Programme(models.Model):
    """What was accepted from a plan, and runs. ``version`` is the text that it stands on; a standing one has none.

    ``office`` is the body whose office runs it. ``serves`` names the approved programme that it carries out, and
    ``serves_paper`` the paper that says so. ``soon_days`` and ``margin_percent`` are the thresholds of its lights;
    ``light_words`` overrules their names. ``edit`` counts what was changed, for stale forms.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="programmes")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, null=True, related_name="programme")
    title = models.CharField(max_length=300)
    issuer = models.CharField(max_length=300, blank=True)
    issued_on = models.DateField(null=True)
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in ProgrammeState], default=ProgrammeState.DRAFT.value
    )
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    serves = models.CharField(max_length=300, blank=True)
    serves_paper = models.CharField(max_length=300, blank=True)
    soon_days = models.PositiveSmallIntegerField(default=10)
    margin_percent = models.PositiveSmallIntegerField(default=10)
    light_words = models.JSONField(default=dict, blank=True)
    edit = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_programme_is_in_a_known_state", condition=models.Q(state__in=[s.value for s in ProgrammeState])
            ),
        ]

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

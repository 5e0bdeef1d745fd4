"""The forecast: gaps with the chance that the office gives them, risks of vetoes, and runs as they were shown."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.assessment.models.frameworks import Row
from luoshi.assessment.models.rounds import Adoption
from luoshi.assessment.rules.forecast.likelihood import Likelihood
from luoshi.assessment.rules.gaps import GapState
from luoshi.programme.models import Commitment, Site
from luoshi.reporting.models import Question
from luoshi.tenancy.models import Account, Jurisdiction
from luoshi.units.models import Unit


class ForecastSettings(models.Model):
    """What an adoption is forecast for: a day, a threshold (whole millionths; None: the framework's own pass mark), and
    what the office holds its classes of chance to mean, in per cent. ``strict`` counts only marks that have grounds:
    evidence that was looked at or that proves the row.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    adoption = models.OneToOneField(Adoption, on_delete=models.CASCADE, related_name="forecast_settings")
    on = models.DateField(null=True)
    threshold = models.BigIntegerField(null=True)
    firm = models.PositiveSmallIntegerField(default=90)
    possible = models.PositiveSmallIntegerField(default=60)
    hard = models.PositiveSmallIntegerField(default=30)
    strict = models.BooleanField(default=False)
    edit = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="chances_are_per_cent_and_fall",
                condition=models.Q(firm__lte=100, possible__lte=models.F("firm"), hard__lte=models.F("possible")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adoption_id}: {self.on}"


class Gap(models.Model):
    """What is missing of a row, what closing it would bring (whole millionths), and whom it asks.

    Gaps of one ``commitment`` are one event: they are secured together. ``unit`` or ``site`` is the subject where an
    adoption assesses units or sites; ``asks`` the body that can close it. The chance class is the office's own, never
    counted from what a body did. ``question`` is what was sent out for it.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="gaps")
    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, related_name="gaps")
    asks = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=300)
    gain = models.BigIntegerField()
    chance = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Likelihood], blank=True)
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in GapState], default=GapState.OPEN.value)
    state_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, related_name="gaps")
    edit = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["adoption", "row", "id"]

    def __str__(self) -> str:
        return self.words


class Risk(models.Model):
    """That a veto row may strike: the office's own per cent, with its reason."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="risks")
    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["adoption", "row"], name="a_veto_has_one_risk"),
            models.CheckConstraint(name="a_risk_is_per_cent", condition=models.Q(percent__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.row_id}: {self.percent}%"


class ForecastRun(models.Model):
    """A forecast as it was shown: what went in and what came out, in the formats of ``luoshi forecast``."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="runs")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, related_name="+")
    state = models.JSONField()
    answer = models.JSONField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["adoption", "id"]

    def __str__(self) -> str:
        return f"{self.adoption_id} {self.on}"

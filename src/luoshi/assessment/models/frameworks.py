"""Frameworks (测评体系): versions of a table of indicators, shared between programmes; a version is never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.assessment.rules.framework import RowKind
from luoshi.tenancy.models import Account, Jurisdiction


class Framework(models.Model):
    """A table of indicators under one name. ``template`` is the key of the shipped one that it was made of."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    template = models.CharField(max_length=60, blank=True)
    withdrawn_on = models.DateField(null=True)
    edit = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.title


class FrameworkVersion(models.Model):
    """A version as it was kept: ``body`` is the exchange format of ``rules``, ``digest`` its SHA-256.

    ``findings`` is what the lint said of it on the day on which it was kept: codes, rows and what fills their
    sentences, as ``rules.lint.to_kept`` writes them.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    findings = models.JSONField(default=list)
    file_name = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    made_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["framework", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "number"], name="versions_of_a_framework_are_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.framework_id} v{self.number}"


class Row(models.Model):
    """A row of a version, for what points at it; what it says stands in the body of its version.

    ``points`` are whole millionths; None: not known (not public), which is not zero. ``leaf`` rows are marked.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="rows")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    order = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=500)
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in RowKind])
    points = models.BigIntegerField(null=True)
    leaf = models.BooleanField()

    class Meta:
        ordering: ClassVar = ["version", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="a_row_has_a_code_of_its_own"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

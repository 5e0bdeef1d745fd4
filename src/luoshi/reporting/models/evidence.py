"""Evidence: what shows that something was done. Stored once, in versions, withdrawn and never silently deleted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.files.models import Blob
from luoshi.reporting.rules import Channel, ProofKind
from luoshi.tenancy.models import Account, Jurisdiction
from luoshi.units.models import Unit


class Evidence(models.Model):
    """One piece of evidence of a unit; what it holds stands in its versions."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"evidence {self.pk} of {self.unit_id}"


class EvidenceVersion(models.Model):
    """What a piece of evidence is: a file, a link to something published, or (an explanation) its words alone.

    ``effective_on`` is the day from which it speaks, apart from the day on which it was given. ``passage`` are the
    words in it that prove the point. ``number`` counts versions from 1. ``digest`` is the SHA-256 of a published page
    as it was looked at (64 hexadecimal signs, or empty).
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in ProofKind])
    title = models.CharField(max_length=200)
    effective_on = models.DateField()
    passage = models.CharField(max_length=500, blank=True)
    text = models.CharField(max_length=500, blank=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    paper_number = models.CharField(max_length=100, blank=True)
    published_on = models.DateField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    channel = models.CharField(max_length=12, choices=[(c.value, c.value) for c in Channel], blank=True)
    outlet = models.CharField(max_length=100, blank=True)
    taken_on = models.DateField(null=True)
    taken_at = models.CharField(max_length=100, blank=True)
    event = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    given_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["evidence", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evidence", "number"], name="versions_of_evidence_are_numbered_once"),
            models.CheckConstraint(
                name="evidence_is_one_of_file_link_words",
                condition=(
                    models.Q(blob__isnull=False, url="", text="")
                    | models.Q(blob__isnull=True, text="") & ~models.Q(url="")
                    | models.Q(blob__isnull=True, url="") & ~models.Q(text="")
                    | models.Q(blob__isnull=True, url="", text="", kind="published") & ~models.Q(channel="")
                ),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["jurisdiction", "url"], name="evidence_by_address")]

    def __str__(self) -> str:
        return self.title

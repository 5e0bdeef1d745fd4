"""Tables of marks that came back (交回的评分表): what was brought at once, and each file of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.assessment.models.rounds import Round
from luoshi.files.models import Upload
from luoshi.tenancy.models import Account, Jurisdiction


class MarkReturn(models.Model):
    """Files that were brought at once for a round. ``key`` was made by the page, so that what is sent twice is brought
    once; ``left_on`` where they were let go without writing.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="returns")
    key = models.CharField(max_length=32)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    brought_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    left_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "key"], name="marks_that_are_brought_twice_are_one_return"),
        ]

    def __str__(self) -> str:
        return self.key[:8]


class MarkReturnFile(models.Model):
    """One file: its ``lines`` as they were read (nothing of private persons is in them), or the ``fault`` for which it
    could not be. ``upload`` tells what became of its bytes. ``outcome`` is the fate of each row that was written or
    refused while writing, ``done`` how many rows a writer went through, ``written_on`` the day when all were.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(MarkReturn, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, related_name="+")
    lines = models.JSONField(default=list)
    fault = models.JSONField(default=dict)
    outcome = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    written_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["batch", "id"]

    def __str__(self) -> str:
        return self.path

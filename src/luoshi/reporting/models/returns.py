"""What units returned without signing in: what an office brought at once, and each file of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.files.models import Upload
from luoshi.programme.models import Programme
from luoshi.tenancy.models import Account, Jurisdiction
from luoshi.units.models import Unit


class Return(models.Model):
    """Files that were brought at once. ``key`` was made by the page, so that what is sent twice is brought once;
    ``left_on`` where the office let them go without writing.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="returns")
    key = models.CharField(max_length=32)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    brought_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    left_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "key"], name="what_is_brought_twice_is_one_return"),
        ]

    def __str__(self) -> str:
        return self.key[:8]


class ReturnedFile(models.Model):
    """One file: a table with its ``rows`` as they were read (nothing of private persons is in them), or what lies
    beside it. ``upload`` tells what became of its bytes. ``outcome`` is the fate of each row as it was written.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, related_name="+")
    is_table = models.BooleanField(default=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    month = models.CharField(max_length=7, blank=True)
    sheet = models.CharField(max_length=40, blank=True)
    rows = models.JSONField(default=list)
    fault = models.JSONField(default=dict)
    outcome = models.JSONField(default=list)
    written_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["batch", "id"]
        indexes: ClassVar = [models.Index(fields=["sha256"], name="returned_files_by_digest")]

    def __str__(self) -> str:
        return self.path

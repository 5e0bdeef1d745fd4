"""What is kept of a stored file; the bytes lie in the storage of the site under their digest."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.tenancy.models import Jurisdiction


class Blob(models.Model):
    """Bytes that are kept: once in a jurisdiction, by their SHA-256 (64 hexadecimal signs); ``size`` in bytes."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["jurisdiction", "sha256"], name="bytes_are_kept_once"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]

"""What is kept of a stored file; the bytes lie in the storage of the site under their digest."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.files.rules.uploads import UploadState
from luoshi.tenancy.models import Account, Jurisdiction


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


class Upload(models.Model):
    """A file that arrived whole and was acknowledged: ``size`` and ``sha256`` as it arrived.

    ``key`` was made by whoever sent it, so that sending twice is one upload. ``said`` is what the look at it gave:
    codes and places without a number (``rules.uploads.noted``). ``token`` names its bytes in the quarantine while the
    state is ``quarantined``; ``blob`` is what is kept of it: masked, or a picture without what the camera wrote.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=16, choices=[(s.value, s.value) for s in UploadState])
    said = models.JSONField(default=dict)
    token = models.CharField(max_length=32, unique=True)
    blob = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="sent_twice_is_one_upload"),
            models.CheckConstraint(
                name="an_upload_is_kept_with_its_bytes",
                condition=models.Q(state__in=["kept", "masked"], blob__isnull=False)
                | models.Q(state__in=["quarantined", "withdrawn", "refused", "expired"], blob__isnull=True),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "arrived_at"], name="files_upload_waiting")]

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"

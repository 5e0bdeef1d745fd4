"""Taking away what nobody will come back for: bytes that a killed process left, and files that waited too long."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from luoshi.files import quarantine
from luoshi.files.actions.placing import forget, one_transaction
from luoshi.files.actions.uploads import write
from luoshi.files.models import Upload
from luoshi.files.rules.uploads import UploadState
from luoshi.tenancy.models import Jurisdiction
from luoshi.tenancy.rules import site_actor


def sweep(*, now: datetime) -> int:
    """Remove from the quarantine, and from the store, what no row tells of, and let files expire that waited longer
    than the setting; how many files went. Safe at any time and beside other processes: what arrives is locked.
    """
    _expire(now)
    return quarantine.sweep(_is_nobodys)


def _is_nobodys(left: quarantine.Left) -> bool:
    """Whether nobody will come back for a file; what was about to be kept of it goes from the store too."""
    if left.waits:
        return not Upload.objects.filter(token=left.token, state=UploadState.QUARANTINED).exists()
    if left.tenant is not None and Jurisdiction.objects.filter(pk=left.tenant).exists():
        forget(left.tenant, left.sha256)
    return True


def _expire(now: datetime) -> None:
    """Of every county: the site itself does it, and the row and the journal tell. The bytes go with the sweep."""
    since = now - timedelta(days=settings.QUARANTINE_DAYS)
    for row in Upload.objects.filter(state=UploadState.QUARANTINED, arrived_at__lt=since):
        row.state = UploadState.EXPIRED
        with one_transaction():
            write(site_actor(row.jurisdiction_id), row, "files.expire_upload", UploadState.QUARANTINED)

"""Opening what is kept, and what became of what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages

from luoshi.files import policy
from luoshi.files.models import Blob, Upload
from luoshi.files.rules.previews import Preview, preview_of
from luoshi.files.rules.uploads import Looked, UploadState, remembered
from luoshi.files.rules.waiting import may_mask, why_waits
from luoshi.kernel.errors import Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class Opened:
    """A kept file, open for reading; whoever asked closes it. ``size`` in bytes."""

    sha256: str
    media_type: str
    size: int
    content: File[Any] | IO[bytes]


@dataclass(frozen=True, slots=True)
class UploadSheet:
    """An upload as its sender sees it. ``size`` in bytes and ``sha256`` are those of what arrived; ``blob_id`` is what
    is kept of it, None while nothing is. ``expires_at`` is when it is removed if it still waits."""

    id: int
    key: str
    name: str
    size: int
    sha256: str
    state: UploadState
    media_type: str
    looked: Looked
    blob_id: int | None
    arrived_at: datetime
    expires_at: datetime

    @property
    def may_mask(self) -> bool:
        """Whether it can be written over here."""
        return may_mask(self.media_type, self.size)


def sheet_of(upload: Upload) -> UploadSheet:
    """The sheet of a row."""
    return UploadSheet(
        id=upload.pk,
        key=upload.key,
        name=upload.name,
        size=upload.size,
        sha256=upload.sha256,
        state=UploadState(upload.state),
        media_type=upload.media_type,
        looked=remembered(upload.media_type, upload.said),
        blob_id=upload.blob_id,
        arrived_at=upload.arrived_at,
        expires_at=upload.arrived_at + timedelta(days=settings.QUARANTINE_DAYS),
    )


def upload(actor: Actor, key: str) -> UploadSheet:
    """An upload of the actor. Raises ``NotFound`` (``upload-not-found``)."""
    return sheet_of(policy.require(actor, key))


def waiting(actor: Actor, *, begins: str = "") -> tuple[UploadSheet, ...]:
    """The uploads of the actor that wait to be masked, vouched for or withdrawn, oldest first; those whose key
    ``begins`` so."""
    rows = policy.visible(actor).filter(state=UploadState.QUARANTINED, key__startswith=begins)
    return tuple(sheet_of(row) for row in rows.order_by("arrived_at", "pk"))


def stands_against(actor: Actor, key: str) -> Invalid | None:
    """Why an upload of the actor waits; None where it waits no more. Raises ``NotFound``."""
    sheet = upload(actor, key)
    return why_waits(sheet.looked, maskable=sheet.may_mask) if sheet.state is UploadState.QUARANTINED else None


def place_of(jurisdiction_id: int, sha256: str) -> str:
    """Where the bytes lie in the storage: a folder a jurisdiction, so that one can be taken out whole."""
    return f"{jurisdiction_id}/{sha256[:2]}/{sha256}"


def open_blob(actor: Actor, blob_id: int) -> Opened:
    """Open a blob of the actor's jurisdiction. Whoever calls has judged that the actor may see what it is for.

    Raises ``NotFound`` (``file-not-found``), also where the storage has lost the bytes.
    """
    found = Blob.objects.filter(jurisdiction_id=actor.jurisdiction_id, pk=blob_id).first()
    if found is not None:
        try:
            content = storages["default"].open(place_of(found.jurisdiction_id, found.sha256), "rb")
        except FileNotFoundError:
            found = None
        else:
            return Opened(found.sha256, found.media_type, found.size, content)
    raise NotFound("file-not-found", _("There is no such file."))


def open_upload(actor: Actor, key: str) -> tuple[str, Opened]:
    """The name of an upload of the actor and what is kept of it, open. Raises ``NotFound``."""
    found = policy.require(actor, key)
    return found.name, open_blob(actor, found.blob_id or 0)


def preview(actor: Actor, blob_id: int, name: str = "") -> Preview:
    """What a kept file says, as text; whoever calls has judged that the actor may see it. Raises ``NotFound``."""
    opened = open_blob(actor, blob_id)
    with opened.content as content:
        return preview_of(cast("IO[bytes]", content), opened.size, opened.media_type, name)

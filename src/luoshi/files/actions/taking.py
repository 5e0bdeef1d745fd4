"""Taking a file in for a use: sent, looked at, and settled in one step where its sender says how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from luoshi.files import queries
from luoshi.files.actions.settling import mask_upload, vouch_for_upload
from luoshi.files.actions.uploads import Sent, receive
from luoshi.files.rules.uploads import UploadState
from luoshi.files.rules.waiting import listed, why_waits
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that is kept: its blob (id), what it is, and its name."""

    blob_id: int
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Settling:
    """What the sender says of a file that may wait: that numbers of persons are written over, that they have looked."""

    masking: bool = False
    sure: bool = False


def take(*, actor: Actor, sent: Sent, pieces: Iterable[bytes] | None, how: Settling, now: datetime) -> Taken:
    """Take a file in, or one that waits under its key (``pieces`` None), and give what is kept of it.

    Raises ``Invalid``: ``file-refused`` with what is wrong, ``personal-data`` with what was found and where,
    ``file-questioned`` with what is asked; in the last two the file waits in quarantine for what its sender says next.
    """
    if pieces is None:
        sheet = queries.upload(actor, sent.key)
    else:
        sheet = receive(actor=actor, sent=sent, pieces=pieces, now=now)
    if sheet.state == UploadState.QUARANTINED:
        sheet = _settled(actor, sheet, how)
    if sheet.blob_id is None:
        reasons = listed(sheet.looked.faults)
        raise Invalid("file-refused", _("The file was not kept. {reasons}"), reasons=reasons)
    return Taken(sheet.blob_id, sheet.media_type, sheet.name)


def _settled(actor: Actor, sheet: queries.UploadSheet, how: Settling) -> queries.UploadSheet:
    if how.masking and sheet.looked.findings:
        return mask_upload(actor=actor, key=sheet.key, sure=how.sure)
    if how.sure and not sheet.looked.findings:
        return vouch_for_upload(actor=actor, key=sheet.key)
    raise why_waits(sheet.looked, maskable=sheet.may_mask)

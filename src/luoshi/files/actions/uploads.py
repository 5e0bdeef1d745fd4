"""Taking in what somebody sends: into the quarantine first, looked at there, and kept if nothing stands against it.

What is acknowledged is on the disk and told by a row; whatever goes wrong before leaves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError

from luoshi.audit.actions import record
from luoshi.files import policy
from luoshi.files.actions.placing import one_transaction, placed, told
from luoshi.files.models import Blob, Upload
from luoshi.files.quarantine import Coming, coming, too_large
from luoshi.files.queries import UploadSheet, sheet_of
from luoshi.files.rules import PICTURE_LIMIT, picture
from luoshi.files.rules.large import screen_file
from luoshi.files.rules.uploads import Looked, Said, UploadState, looked, noted, require_key, require_name
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class Sent:
    """What is announced of a file: the key that makes sending it twice one upload, its name, and where they are known
    its size in bytes and its SHA-256 (64 hexadecimal signs)."""

    key: str
    name: str
    size: int | None = None
    sha256: str = ""


def receive(*, actor: Actor, sent: Sent, pieces: Iterable[bytes], now: datetime) -> UploadSheet:
    """Take a file in, piece by piece, and tell what became of it; a key that is known gives its upload.

    Raises ``Invalid`` (``upload-key``, ``upload-name``, ``upload-too-large``, ``upload-cut`` where less or more came
    than was announced, ``upload-digest``), ``Conflict`` (``upload-key-used`` for a key that names other bytes) and
    ``LuoshiError`` (``disk-full``); then nothing is left of it.
    """
    account = policy.require_sender(actor)
    key, name = require_key(sent.key), require_name(sent.name)
    if sent.size is not None and sent.size > settings.STREAM_LIMIT:
        raise too_large(settings.STREAM_LIMIT)
    with coming() as file:
        file.take(pieces, limit=settings.STREAM_LIMIT)
        _require_whole(file, sent)
        known = policy.visible(actor).filter(key=key).first()
        if known is None:
            row = Upload(
                jurisdiction_id=actor.jurisdiction_id,
                account_id=account,
                key=key,
                name=name,
                size=file.size,
                sha256=file.digest,
                token=file.token,
                arrived_at=now,
            )
            try:
                return _taken_in(actor, row, file)
            except IntegrityError:  # another tab was faster
                known = policy.require(actor, key)
        return _same(known, file)


def _require_whole(file: Coming, sent: Sent) -> None:
    if sent.size is not None and file.size != sent.size:
        raise Invalid(
            "upload-cut",
            _("The connection broke off before the file was here; nothing was kept."),
            _("Send it again."),
        )
    if sent.sha256 and file.digest != sent.sha256.lower():
        raise Invalid(
            "upload-digest", _("What arrived is not what was sent; nothing was kept."), _("Send the file again.")
        )


def _same(known: Upload, file: Coming) -> UploadSheet:
    if known.sha256 != file.digest:
        raise Conflict(
            "upload-key-used",
            _("Another file was sent under this key; the new one was not kept."),
            _("Reload the page and choose the file again."),
        )
    return sheet_of(known)


def _taken_in(actor: Actor, row: Upload, file: Coming) -> UploadSheet:
    """Look at what is here, and let it go where it belongs."""
    said = look(file, row.name)
    row.state, row.media_type, row.said = said.state, said.media_type, noted(said)
    if said.state is UploadState.KEPT:
        keep_upload(actor, row, file)
    else:
        _note(actor, row, file)
    return replace(sheet_of(row), looked=said)


def _note(actor: Actor, row: Upload, file: Coming) -> None:
    """Tell of a file that is not kept: it waits, or nothing is left of it."""
    waits = row.state == UploadState.QUARANTINED
    if waits:
        file.wait()
    with one_transaction():
        write(actor, row, "files.upload")
    if waits:
        file.told()


def look(file: Coming, name: str) -> Looked:
    """What stands against a file, or is asked about it."""
    said = looked(screen_file(file.file, file.size, name))
    if said.media_type.startswith("image/") and file.size > PICTURE_LIMIT:
        words = Phrase(_("The picture is larger than {limit} MB."), {"limit": PICTURE_LIMIT // 1024 // 1024})
        return replace(said, faults=(*said.faults, Said("picture-too-large", words, Phrase(_("Make it smaller.")))))
    return said


def keep_upload(actor: Actor, row: Upload, file: Coming, *, verb: str = "files.upload", old: str = "") -> None:
    """Bring a file into the store, and tell it by the rows; pictures go without what a camera wrote."""
    if not row.media_type.startswith("image/"):
        _keep(actor, row, file, verb, old)
        return
    file.file.seek(0)
    with coming() as stripped:
        stripped.take([picture(file.file.read()).content], limit=PICTURE_LIMIT)
        _keep(actor, row, stripped, verb, old)


def _keep(actor: Actor, row: Upload, file: Coming, verb: str, old: str) -> None:
    with placed(actor.jurisdiction_id, file), one_transaction():
        row.blob = told(actor.jurisdiction_id, file, row.media_type)
        write(actor, row, verb, old)


def write(actor: Actor, row: Upload, verb: str, old: str = "") -> None:
    """Write the row, new or out of an ``old`` state, and its line. Raises ``Conflict`` (``upload-settled``) where it is
    in that state no more."""
    if not old:
        row.save(force_insert=True)
    elif not Upload.objects.filter(pk=row.pk, state=old).update(state=row.state, blob=row.blob):
        raise settled()
    _tell(actor, verb, row, old)


def settled() -> Conflict:
    """What is said where an upload waits no more."""
    return Conflict("upload-settled", _("This file waits no more."), _("Reload the page."))


def _tell(actor: Actor, verb: str, row: Upload, old: str) -> None:
    """The line of the journal: what arrived and what became of it, by codes."""
    said = {part: list(dict.fromkeys(one["code"] for one in found)) for part, found in row.said.items() if found}
    blob: Blob | None = row.blob
    record(
        actor=actor,
        verb=verb,
        subject_kind="upload",
        subject_id=row.pk,
        old={"state": old} if old else None,
        new={
            "state": str(row.state),
            "sha256": row.sha256,
            "size": row.size,
            "media_type": row.media_type,
            "kept": blob.sha256 if blob else "",
            **said,
        },
    )

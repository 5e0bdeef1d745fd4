"""What the sender does about a file that waits in quarantine: masks it, vouches for it, withdraws it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from luoshi.files import policy
from luoshi.files.actions.placing import one_transaction
from luoshi.files.actions.uploads import keep_upload, settled, write
from luoshi.files.models import Upload
from luoshi.files.quarantine import coming, path_of, remove
from luoshi.files.queries import UploadSheet, sheet_of
from luoshi.files.rules.large import LOOK
from luoshi.files.rules.masking import mask
from luoshi.files.rules.screening import screen
from luoshi.files.rules.uploads import UploadState, looked
from luoshi.files.rules.waiting import questioned
from luoshi.files.storage import PIECE
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor


def mask_upload(*, actor: Actor, key: str, sure: bool = False, upload_id: int | None = None) -> UploadSheet:
    """Write over what concerns persons, keep the outcome, and remove what came; ``sure`` answers what is asked of it.
    ``upload_id`` as in ``policy.require``.

    Raises ``Invalid`` as ``rules.masking.mask`` does, ``mask-too-large`` for a file that is not masked here for its
    size, ``file-questioned`` with what is asked of it, and ``Conflict`` (``upload-settled``).
    """
    row = _waiting(actor, key, upload_id)
    if row.size > LOOK:
        raise Invalid(
            "mask-too-large",
            _("A file of more than {limit} MB cannot be masked here."),
            _("Withdraw it, mask the places in the document that it was made from, and give it again."),
            limit=LOOK // 1024 // 1024,
        )
    content = mask(_held(row).read_bytes(), row.name)
    asked = looked(screen(content, row.name)).questions
    if asked and not sure:
        raise questioned(asked)
    return _kept(actor, row, iter([content]), UploadState.MASKED, "files.mask_upload")


def vouch_for_upload(*, actor: Actor, key: str, upload_id: int | None = None) -> UploadSheet:
    """Answer what is asked about a file, and keep it. ``upload_id`` as in ``policy.require``.

    Raises ``Invalid`` (``personal-data``) where it holds what must be masked first, ``Conflict`` (``upload-settled``).
    """
    row = _waiting(actor, key, upload_id)
    if row.said.get("findings"):
        raise Invalid(
            "personal-data", _("It holds numbers or lists of private persons."), _("Mask it, or withdraw it.")
        )
    return _kept(actor, row, _pieces(_held(row)), UploadState.KEPT, "files.vouch_for_upload")


def withdraw_upload(*, actor: Actor, key: str, upload_id: int | None = None) -> UploadSheet:
    """Take back a file that waits; no bytes are left. ``upload_id`` as in ``policy.require``. Raises ``Conflict``
    (``upload-settled``)."""
    row = _waiting(actor, key, upload_id)
    row.state = UploadState.WITHDRAWN
    with one_transaction():
        write(actor, row, "files.withdraw_upload", UploadState.QUARANTINED)
    remove(path_of(row.token))
    return sheet_of(row)


def _waiting(actor: Actor, key: str, upload_id: int | None) -> Upload:
    row = policy.require(actor, key, upload_id)
    if row.state != UploadState.QUARANTINED:
        raise settled()
    return row


def _held(row: Upload) -> Path:
    """The bytes of a file that waits; another tab may just have settled it."""
    place = path_of(row.token)
    if not place.exists():
        raise settled()
    return place


def _pieces(place: Path) -> Iterator[bytes]:
    with place.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _kept(actor: Actor, row: Upload, pieces: Iterator[bytes], state: UploadState, verb: str) -> UploadSheet:
    """Keep bytes that are made of a file which waits. They are a copy, so that whatever fails leaves the file as it
    was; it goes once the row says that it is settled."""
    row.state = state
    with coming() as file:
        file.take(pieces, limit=row.size * 2 + PIECE)
        keep_upload(actor, row, file, verb=verb, old=UploadState.QUARANTINED)
    remove(path_of(row.token))
    return sheet_of(row)

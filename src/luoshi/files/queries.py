"""Opening what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import storages

from luoshi.files.models import Blob
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class Opened:
    """A kept file, open for reading; whoever asked closes it. ``size`` in bytes."""

    sha256: str
    media_type: str
    size: int
    content: File[Any] | IO[bytes]


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

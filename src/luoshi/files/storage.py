"""Where bytes lie: a file under a name that is made of their digest, whole or not there at all."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage
from django.utils.deconstruct import deconstructible

PIECE = 1024 * 1024  # bytes
_NO_LINKS = {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EACCES}


@deconstructible(path="luoshi.files.storage.FolderStorage")
class FolderStorage(FileSystemStorage):
    """A folder. A file is written beside its place, brought to the disk and then put there in one step; the name tells
    its bytes, so one that is there already is the same.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002
        """The name as it is: the same name means the same bytes."""
        return name

    def adopt(self, name: str, path: Path) -> None:
        """Put a file that is whole and on the disk in its place without reading it again; its old name stays too.

        Raises ``OSError`` where the two places are on different disks, or the disk knows no second names.
        """
        place = self._made(name)
        with suppress(FileExistsError):
            os.link(path, place)
        _bring_to_disk(place.parent)

    def _made(self, name: str) -> Path:
        place = Path(self.path(name))
        missing = [folder for folder in place.parents if not folder.exists()]
        place.parent.mkdir(parents=True, exist_ok=True)
        for folder in missing:
            _bring_to_disk(folder.parent)
        return place

    def _save(self, name: str, content: File[Any] | IO[Any]) -> str:
        place = self._made(name)
        handle, beside = tempfile.mkstemp(dir=place.parent, prefix=".coming-")
        try:
            with os.fdopen(handle, "wb") as file:
                shutil.copyfileobj(content, file, PIECE)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(place)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(beside).unlink()
            raise
        _bring_to_disk(place.parent)
        return name


def place(storage: Storage, name: str, path: Path) -> None:
    """Put the bytes of a file into a storage under a name: by a second name where both are folders of one disk, else as
    a stream, never through memory. Does nothing where they are there."""
    if storage.exists(name):
        return
    if isinstance(storage, FolderStorage):
        try:
            storage.adopt(name, path)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
        else:
            return
    with path.open("rb") as content:
        storage.save(name, File(content))


def _bring_to_disk(folder: Path) -> None:
    """The entry of a new file in its folder is on the disk too; where folders cannot be opened, the system does it."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

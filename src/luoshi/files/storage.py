"""Where bytes lie: a file under a name that is made of their digest, whole or not there at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="luoshi.files.storage.FolderStorage")
class FolderStorage(FileSystemStorage):
    """A folder. A file is written beside its place, brought to the disk and then put there in one step; the name tells
    its bytes, so one that is there already is the same.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002
        """The name as it is: the same name means the same bytes."""
        return name

    def _save(self, name: str, content: File[Any] | IO[Any]) -> str:
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=place.parent, prefix=".coming-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content.read())
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(place)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(beside).unlink()
            raise
        _bring_to_disk(place.parent)
        return name


def _bring_to_disk(folder: Path) -> None:
    """The entry of a new file in its folder is on the disk too; where folders cannot be opened, the system does it."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

"""Where a command's result goes: standard output, or a file that is complete or not there."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _

STANDARD = "-"


def deliver(content: bytes, out: str) -> None:
    """Write to ``out`` (``-`` is standard output).

    Raises ``Invalid`` where the file cannot be written; then a file that was there is as it was.
    """
    if out == STANDARD:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    path = Path(out)
    try:
        if path.exists() and not path.is_file():  # a device or a pipe is written to, not replaced; a folder refuses
            path.write_bytes(content)
        else:
            _replace(path.resolve(), content)
    except BrokenPipeError:
        raise
    except OSError as error:
        message, advice = _REASONS.get(error.errno or 0, _OTHER)
        raise Invalid("output-not-written", message, advice, name=out, reason=error.strerror or "") from None


_FOLDER = _("Name a file in a folder that is there.")
_RIGHTS = _("Choose a folder that you may write to.")
_REASONS = {
    errno.ENOENT: (_("{name} could not be written: its folder is not there."), _FOLDER),
    errno.ENOTDIR: (_("{name} could not be written: its folder is not there."), _FOLDER),
    errno.EISDIR: (_("{name} could not be written: it is a folder."), _FOLDER),
    errno.EACCES: (_("{name} could not be written: it is not allowed there."), _RIGHTS),
    errno.EPERM: (_("{name} could not be written: it is not allowed there."), _RIGHTS),
    errno.EROFS: (_("{name} could not be written: it is not allowed there."), _RIGHTS),
    errno.ENOSPC: (_("{name} could not be written: the disk is full."), _("Make room and try again.")),
}
_OTHER = (_("{name} could not be written ({reason})."), _RIGHTS)


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)

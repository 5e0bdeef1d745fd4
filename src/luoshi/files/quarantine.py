"""The quarantine: a folder where bytes stand while they arrive, and afterwards only while somebody must mask them.

A file that arrives is called ``<token>.part`` and is locked by the process that writes it; a lock dies with its
process, so whatever lies here unlocked and untold by a row belongs to nobody and is swept away.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from django.conf import settings
from django.db import OperationalError

from luoshi.kernel.errors import Invalid, LuoshiError
from luoshi.kernel.wording import _

if sys.platform != "win32":
    import fcntl

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
MARK = "CACHEDIR.TAG"  # programs that make backups leave a folder out that holds it
_MARK = "Signature: 8a477f597d28d172789f06886806bc55\n# Files that wait here must not be kept in a backup.\n"
_PART = re.compile(r"(?:(?P<tenant>\d+)-(?P<sha256>[0-9a-f]{64})-)?(?P<token>[0-9a-f]{32})\.part")


def folder() -> Path:
    """The folder of the quarantine, made where it is not there."""
    place = Path(settings.QUARANTINE)
    if not (place / MARK).exists():
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        (place / MARK).write_text(_MARK, "ascii")
    return place


def path_of(token: str) -> Path:
    """Where the bytes of a quarantined upload lie."""
    return folder() / token


def remove(path: Path) -> None:
    """Remove bytes; it is no error where they are gone."""
    with suppress(FileNotFoundError):
        path.unlink()


@contextmanager
def told_when_full() -> Iterator[None]:
    """Turns the errors of a disk that is full into ``disk-full``."""
    try:
        yield
    except (OSError, OperationalError) as error:
        if is_full(error):
            raise disk_full() from error
        raise


def is_full(error: Exception) -> bool:
    """Whether an error says that there is no room, for files or in the database (which says it in words)."""
    if isinstance(error, OperationalError):
        return "is full" in str(error) or "No space left" in str(error)
    return isinstance(error, OSError) and error.errno in FULL


def disk_full() -> LuoshiError:
    """What is said where nothing more can be written."""
    return LuoshiError(
        "disk-full",
        _("The disk of the server is full; nothing was kept."),
        _("Tell the office that runs the site, and send it again later."),
    )


@dataclass(slots=True)
class Coming:
    """A file on its way: written, counted and hashed piece by piece; whoever leaves the block leaves nothing behind
    but what was placed elsewhere in it.

    ``size`` in bytes; ``digest`` (SHA-256, 64 hexadecimal signs) once it is ``whole``.
    """

    path: Path
    token: str
    file: IO[bytes]
    size: int = 0
    digest: str = ""
    _hash: hashlib._Hash = field(default_factory=hashlib.sha256)
    _stays: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if not self._stays:
            remove(self.path)
        self.file.close()  # and with it the lock

    def take(self, pieces: Iterable[bytes], *, limit: int) -> None:
        """Write what comes, and bring it to the disk at its end. Raises ``upload-too-large`` or ``disk-full``."""
        with told_when_full():
            for piece in pieces:
                self.size += len(piece)
                if self.size > limit:
                    raise too_large(limit)
                self._hash.update(piece)
                self._write(piece)
            os.fsync(self.file.fileno())
        self.digest = self._hash.hexdigest()

    def _write(self, piece: bytes) -> None:
        """All of a piece: a disk that is nearly full takes a part of it first, and says so at the next."""
        rest = memoryview(piece)
        while rest:
            rest = rest[self.file.write(rest) :]

    def called(self, tenant: int) -> None:
        """Say in its name which bytes are about to be kept for whom, so that a sweep can undo it half-way."""
        self._moved(self.path.with_name(f"{tenant}-{self.digest}-{self.token}.part"))

    def wait(self) -> None:
        """Stand under its token; without a row that is ``told`` of it is still removed at the end of the block."""
        self._moved(path_of(self.token))

    def told(self) -> None:
        """A row tells of it now: let it stand."""
        self._stays = True

    def _moved(self, place: Path) -> None:
        self.path.rename(place)
        self.path = place


def coming() -> Coming:
    """A new file in the quarantine, locked by this process."""
    with told_when_full():
        while True:
            token = secrets.token_hex(16)
            path = folder() / f"{token}.part"
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b", buffering=0)
            if _lock(file) and os.fstat(file.fileno()).st_nlink:
                return Coming(path, token, file)
            file.close()  # a sweep came between its making and its locking


def too_large(limit: int) -> Invalid:
    """What is said of a file above the limit, in bytes."""
    return Invalid(
        "upload-too-large",
        _("The file is larger than {limit} MB; nothing was kept."),
        _("Make it smaller, or send it in parts."),
        limit=limit // 1024 // 1024,
    )


# --- what nobody holds any more ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Left:
    """A file that no process holds: its place, its token, and, where it was about to be kept, for whom under which
    digest. ``waits`` where it came in whole and stands under its token."""

    path: Path
    token: str
    waits: bool
    tenant: int | None = None
    sha256: str = ""


def sweep(judge: Callable[[Left], bool]) -> int:
    """Remove every file that no process holds and that ``judge`` gives up; how many."""
    gone = 0
    for path in sorted(folder().iterdir()):
        left = _left(path)
        if left is None:
            continue
        with suppress(FileNotFoundError), path.open("rb") as file:
            if _lock(file) and judge(left):
                remove(path)
                gone += 1
    return gone


def _left(path: Path) -> Left | None:
    if re.fullmatch(r"[0-9a-f]{32}", path.name):
        return Left(path, path.name, waits=True)
    found = _PART.fullmatch(path.name)
    if found is None:
        return None
    tenant = int(found["tenant"]) if found["tenant"] else None
    return Left(path, found["token"], False, tenant, found["sha256"] or "")


def _lock(file: IO[bytes]) -> bool:
    """Whether this process holds the file alone now. Where a system has no such locks, all files are taken for held
    by nobody, so that a site there must be swept while nothing arrives."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

"""The files that an office gathered: unpacked from their archives, and which of them a row means."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from luoshi.files.rules import kinds
from luoshi.files.rules.kinds import Fault, Stopped
from luoshi.kernel.errors import UnreadableFile
from luoshi.reporting.rules.returns.cells import squeezed

MOST_FILES = 1000
MOST_BYTES = 256 * 1024 * 1024
DEPTH = 2  # an archive of the office that holds the archives of units
SHEETS = ("xlsx", "xls", "et", "docx", "doc", "wps", "csv")
LITTER = ("~$", ".~", "._")


@dataclass(frozen=True, slots=True)
class Part:
    """One file: its path in what was brought, its bytes, and why it could not be opened."""

    path: str
    content: bytes
    fault: Fault | None = None

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def may_be_sheet(self) -> bool:
        """Whether its name is that of a table."""
        return self.fault is None and kinds.ending_of(self.path) in SHEETS


def unbundled(files: Iterable[tuple[str, bytes]]) -> tuple[Part, ...]:
    """The files one by one, those of archives with the archive's folder before them; never raises."""
    found: list[Part] = []
    room = MOST_BYTES
    for path, content in files:
        for part in _opened(path, content, DEPTH):
            room -= len(part.content)
            if len(found) >= MOST_FILES or room < 0:
                found.append(Part(part.path, b"", kinds.fault("inflates")))
                return tuple(found)
            found.append(part)
    return tuple(found)


def _opened(path: str, content: bytes, depth: int) -> Iterator[Part]:
    if path.rpartition("/")[2].startswith(LITTER):
        return
    if not _is_archive(path, content):
        yield Part(path, content)
        return
    if not depth:
        yield Part(path, b"", kinds.fault("inflates"))
        return
    folder = path.rsplit(".", 1)[0]
    try:
        for name, inner in kinds.members(content):
            clean = "/".join(step for step in name.replace("\\", "/").split("/") if step not in ("", ".", ".."))
            yield from _opened(f"{folder}/{clean}" if depth < DEPTH else clean or name, inner, depth - 1)
    except Stopped as stopped:
        yield Part(path, b"", stopped.fault)


def _is_archive(path: str, content: bytes) -> bool:
    if content[:2] != b"PK":
        return False
    try:
        return kinds.kind_of(content, path) == "zip"
    except (Stopped, UnreadableFile):
        return kinds.ending_of(path) == "zip"


def beside(name: str, sheet: str, paths: Collection[str], sheets: Collection[str]) -> tuple[str, ...]:
    """The files that a row of the table at ``sheet`` may mean by a name, the nearest: in its folder or beneath it, but
    in no folder that holds a table of its own. One is the answer, several are no answer.
    """
    folder = _folder(sheet)
    taken = {_folder(path) for path in sheets} - {folder}
    wanted = squeezed(name).casefold()
    found: dict[int, list[str]] = {}
    for path in paths:
        own = squeezed(path.rpartition("/")[2]).casefold()
        if wanted in (own, own.rpartition(".")[0]) or squeezed(path).casefold() == f"{folder}{wanted}".casefold():
            above = _above(path)
            if path.startswith(folder) and not taken & set(above[: len(above) - folder.count("/")]):
                found.setdefault(path.count("/"), []).append(path)
    return tuple(sorted(found[min(found)])) if found else ()


def _folder(path: str) -> str:
    """The folder of a path with its stroke, empty for the top."""
    return path.rpartition("/")[0] + "/" if "/" in path else ""


def _above(path: str) -> list[str]:
    """The folders of a path, the nearest first."""
    steps = path.split("/")[:-1]
    return ["/".join(steps[:count]) + "/" for count in range(len(steps), 0, -1)]

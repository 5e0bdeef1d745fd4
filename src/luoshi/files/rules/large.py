"""The look at a file of any size: whole where it is small, else in parts that fit into memory.

Of a large document everything is looked at but its pictures; of a large archive one file after the other, pictures by
their first bytes; a large PDF is read by a process of its own. What would need more memory than ``LOOK`` is refused in
words, or asked about.
"""

from __future__ import annotations

import io
import mmap
import re
import zipfile
from dataclasses import replace
from typing import IO, cast

from luoshi.files.rules import kinds
from luoshi.files.rules.kinds import Stopped, fault
from luoshi.files.rules.screening import Question, Screening, inside_of, joined, screen, told_of, with_name
from luoshi.files.rules.texts import Content, content_of_pages, page_place
from luoshi.kernel.errors import UnreadableFile
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

LOOK = 32 * 1024 * 1024  # bytes that are read at once
_HEAD = 64 * 1024
_PICTURED = re.compile(r"\.(?:jpe?g|png|gif|bmp|tiff?|webp|emf|wmf|jb2|mp4|wav|mp3)", re.IGNORECASE)
_HEAVY = ("file-too-heavy", "file-too-slow")


def screen_file(file: IO[bytes], size: int, name: str) -> Screening:
    """What a look at an open file of ``size`` bytes gives; never raises, whatever the bytes are."""
    file.seek(0)
    if size <= LOOK:
        return screen(file.read(), name)
    try:
        return with_name(_large(file, name), name)
    except Stopped as stopped:
        return Screening(faults=(stopped.fault,))
    except UnreadableFile as error:
        return Screening(faults=(kinds.fault_of(error),))
    except Exception:
        # whatever a hostile file makes a parser raise, its giver gets one clear sentence
        return Screening(faults=(fault("unreadable"),))


def _large(file: IO[bytes], name: str) -> Screening:
    head = file.read(_HEAD)
    file.seek(0)
    if head[:4] == b"PK\x03\x04":
        return _zipped(file, name)
    kind = kinds.kind_of(head, name)
    screening = Screening(kind, kinds.KINDS[kind][0])
    otherwise = kinds.called_otherwise(kind, name)
    if otherwise is not None:
        return replace(screening, faults=(otherwise,))
    if kind == "pdf":
        return _pdf(file, screening)
    if kind in kinds.TEXTS:
        return replace(screening, faults=(fault("too-large", limit=LOOK // 1024**2),))
    return screening  # a picture: whether it is kept at this size is not decided here


def _pdf(file: IO[bytes], screening: Screening) -> Screening:
    """The pages, read by the reader's own process out of a map of the file, which is no memory of this one."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        try:
            return told_of(screening, content_of_pages(cast("bytes", mapped), "pdf"))
        except UnreadableFile as error:
            if error.code in ("file-scanned", "file-no-text"):
                return told_of(screening, Content(pictured=True))
            if error.code not in _HEAVY:
                raise
    words = _("The file is too large to be searched. Is it free of private persons' numbers and lists?")
    return replace(screening, questions=(Question("not-searched", Phrase(words), page_place(1)),))


def _zipped(file: IO[bytes], name: str) -> Screening:
    with kinds.opened(file) as archive:
        names = set(archive.namelist())
        if names & {"[Content_Types].xml", "OFD.xml"} and kinds.ending_of(name) != "zip":
            return screen(_without_pictures(archive), name)
    return _archive(file, name)


def _without_pictures(archive: zipfile.ZipFile) -> bytes:
    """A document as its words alone. Raises ``Stopped`` where they are too many to be looked at."""
    kept = [entry for entry in archive.infolist() if not _PICTURED.fullmatch(_ending(entry.filename))]
    if sum(entry.file_size for entry in kept) > 2 * LOOK:
        raise Stopped(fault("too-large", limit=LOOK // 1024**2))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as words:
        for entry in kept:
            words.writestr(entry.filename, archive.read(entry))
    return made.getvalue()


def _ending(name: str) -> str:
    _stem, dot, ending = name.rpartition(".")
    return dot + ending


def _archive(file: IO[bytes], name: str) -> Screening:
    """The files in an archive, one after the other."""
    screening = Screening("zip", kinds.KINDS["zip"][0])
    otherwise = kinds.called_otherwise("zip", name)
    if otherwise is not None:
        return replace(screening, faults=(otherwise,))
    with kinds.opened(file) as archive:
        for entry in kinds.every_entry(archive):
            inner = kinds.name_of(entry)
            screening = joined(screening, with_name(_member(archive, entry, inner), inner), inner)
    return screening


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Screening:
    """A file in a large archive: a picture is told by its first bytes, everything else is looked at whole."""
    head = kinds.unpacked(archive, entry, _HEAD)
    if kinds.is_left(name, head):
        return Screening()
    if kinds.is_picture(head):
        kind = kinds.kind_of(head, name)
        otherwise = kinds.called_otherwise(kind, name)
        return Screening(kind, kinds.KINDS[kind][0], faults=(otherwise,) if otherwise else ())
    if entry.file_size > LOOK:
        raise Stopped(fault("too-large", limit=LOOK // 1024**2))
    return inside_of(kinds.unpacked(archive, entry), "" if kinds.may_be_left(name) else name, 0)

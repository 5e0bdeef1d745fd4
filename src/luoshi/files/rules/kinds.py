"""What a file is, told by its content, and the checks that need no text: empty, of a wrong kind, locked, with macros,
called something else than it is, or a small archive that unpacks to far too much."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from luoshi.files.rules import jpeg, png, webp
from luoshi.files.rules.broken import Broken
from luoshi.kernel.errors import UnreadableFile
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.outline.readers import ole, sniff, zips

_OFFICE = "application/vnd.openxmlformats-officedocument."
# kind: media type, the endings that go with it
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "docx": (f"{_OFFICE}wordprocessingml.document", ("docx",)),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", ("xlsx",)),
    "pdf": ("application/pdf", ("pdf",)),
    "ofd": ("application/ofd", ("ofd",)),
    "jpeg": ("image/jpeg", ("jpg", "jpeg", "jfif")),
    "png": ("image/png", ("png",)),
    "webp": ("image/webp", ("webp",)),
    "text": ("text/plain", ("txt", "text")),
    "markdown": ("text/markdown", ("md", "markdown")),
    "csv": ("text/csv", ("csv",)),
    "zip": ("application/zip", ("zip",)),
}
TEXTS = ("text", "markdown", "csv")
PICTURES = {"jpeg": jpeg, "png": png, "webp": webp}

_SAVE = _("Save it as docx, xlsx, PDF or OFD in the office program and give that.")
_FAULTS: dict[str, tuple[str, str]] = {
    "empty": (_("The file is empty."), _("Check that it was saved or downloaded completely.")),
    "unreadable": (_("The file is damaged or cut off."), _("Open it, save it anew and give that.")),
    "wrong-kind": (
        _("A file of this kind is not taken: docx, xlsx, PDF, OFD, JPEG, PNG, WebP, txt, md, csv and zip are."),
        _SAVE,
    ),
    "encrypted": (_("The file is protected by a password."), _("Take the password off and give it again.")),
    "macros": (_("The file holds macros, which are programs."), _("Save it as docx or xlsx without macros.")),
    "extension": (
        _("The file is called .{ending} but holds {kind}."),
        _("Give it the ending of what it holds, or look whether it is the right file."),
    ),
    "inflates": (
        _("The file is an archive that unpacks to far too much, or holds too many files or archives in archives."),
        _("Give the files themselves."),
    ),
    "too-large": (
        _("The file, or one in it, holds more than {limit} MB besides pictures."),
        _("Give it in parts, or as PDF."),
    ),
    "classified": (
        _("The file bears a mark of classification ({place}). Classified papers may not be kept here."),
        _("Take the file off this computer as the rules on secrets demand; a wrong mark is removed by its office."),
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What stops a file: a stable code, what is wrong, and what to do."""

    code: str
    reason: Phrase
    advice: Phrase


class Stopped(Exception):
    """A fault that ends the look at a file."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def fault(code: str, **params: object) -> Fault:
    """The fault of a code; ``params`` fill the places of its sentence."""
    reason, advice = _FAULTS[code]
    return Fault(code, Phrase(reason, params), Phrase(advice))


_CODES = {
    "file-empty": "empty", "file-encrypted": "encrypted", "file-inflates": "inflates", "file-kind": "wrong-kind",
    "file-binary": "wrong-kind", "file-picture": "wrong-kind",
}  # fmt: skip


def fault_of(error: UnreadableFile) -> Fault:
    """The fault that an error of the readers is; ``unreadable``, in their words, for those that are no other."""
    code = _CODES.get(error.code)
    if code is not None:
        return fault(code)
    return Fault("unreadable", Phrase(error.message, error.params), Phrase(error.advice, error.params))


def is_picture(head: bytes) -> bool:
    """Whether a file whose first bytes (16 are enough) are these is a picture of a kind that is taken."""
    return head.startswith((jpeg.SIGNATURE, png.SIGNATURE)) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def kind_of(content: bytes, name: str) -> str:
    """The kind of a file (a key of ``KINDS``). Raises ``Stopped`` or ``UnreadableFile`` where it is none or broken."""
    if not content:
        raise Stopped(fault("empty"))
    for kind, signature in (("jpeg", jpeg.SIGNATURE), ("png", png.SIGNATURE)):
        if content.startswith(signature):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    found = sniff.kind_of(content, name)
    if found == "zip":
        return _zipped(content, name)
    if found == "ole":
        ole.kind_of(content)  # says where one is locked
        raise Stopped(fault("wrong-kind"))
    if found == "txt":
        return {"md": "markdown", "markdown": "markdown", "csv": "csv"}.get(ending_of(name), "text")
    if found == "pdf":
        return "pdf"
    raise Stopped(fault("wrong-kind"))


def _zipped(content: bytes, name: str) -> str:
    try:
        kind = zips.kind_of(content)
    except UnreadableFile as error:
        if error.code in ("file-kind", "file-inflates") and not _is_document(content):
            return "zip"
        raise
    # an archive that holds the parts of a document beside other files is an archive
    return kind if _is_document(content) or ending_of(name) != "zip" else "zip"


def _is_document(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    return (
        "[Content_Types].xml" in names or "OFD.xml" in names or "mimetype" in names or "META-INF/MANIFEST.MF" in names
    )


def ending_of(name: str) -> str:
    """The ending of a name in small letters, without its dot; empty for none."""
    _stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and re.fullmatch(r"[0-9A-Za-z]{1,8}", ending) else ""


def called_otherwise(kind: str, name: str) -> Fault | None:
    """The fault of a name whose ending says another kind; a name without an ending goes with everything."""
    ending = ending_of(name)
    if not ending or ending in KINDS[kind][1]:
        return None
    if kind == "text" and ending not in {known for _media, endings in KINDS.values() for known in endings}:
        return fault("wrong-kind")  # a script, a page or a letter is text too
    return fault("extension", ending=ending, kind=kind)


def has_macros(names: tuple[str, ...], types: bytes) -> bool:
    """Whether a document holds macros: by its parts, or by what it calls itself."""
    parts = any(re.search(r"(?:^|/)(?:vbaproject|vbadata|macrosheets/)", name, re.IGNORECASE) for name in names)
    return parts or b"macroenabled" in types.lower() or b"vbaproject" in types.lower()


def check_picture(kind: str, content: bytes) -> None:
    """Raise ``Stopped`` for a picture that is cut off."""
    try:
        PICTURES[kind].stripped(content)
    except (Broken, IndexError) as broken:
        raise Stopped(fault("unreadable")) from broken


# --- archives ---------------------------------------------------------------------------------------------------------

MAX_MEMBERS = 1_000
MAX_UNPACKED = 512 * 1024 * 1024
MAX_DEPTH = 3
_RATIO = 400
_FREE = 1024 * 1024  # bytes that any member may unpack to, since short texts of one sign pack well
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)", re.IGNORECASE)
# how the files begin that systems leave: of attributes, of the look of a folder, of small pictures
_LEFT = (b"\x00\x05\x16\x07", b"\x00\x05\x16\x00", b"\x00\x00\x00\x01Bud1", sniff.OLE)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


def members(content: bytes | IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """The files in an archive with their names, without what systems leave in them. Raises ``Stopped``."""
    with opened(content) as archive:
        for entry in entries(archive):
            yield name_of(entry), unpacked(archive, entry)


def opened(content: bytes | IO[bytes]) -> zipfile.ZipFile:
    """An archive, open. Raises ``Stopped``."""
    try:
        return zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content)
    except _BROKEN as broken:
        raise Stopped(fault("unreadable")) from broken


def entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files in an archive, judged by its directory, without what systems leave in them. Raises ``Stopped``."""
    return [entry for entry in every_entry(archive) if not _LITTER.search(entry.filename)]


def every_entry(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """All files in an archive, judged by its directory. Raises ``Stopped``."""
    try:
        found = [entry for entry in archive.infolist() if not entry.is_dir()]
    except _BROKEN as broken:
        raise Stopped(fault("unreadable")) from broken
    if any(entry.flag_bits & 1 for entry in found):
        raise Stopped(fault("encrypted"))
    total = sum(entry.file_size for entry in found)
    if len(found) > MAX_MEMBERS or total > MAX_UNPACKED or any(map(_is_bomb, found)):
        raise Stopped(fault("inflates"))
    if all(_LITTER.search(entry.filename) for entry in found):
        raise Stopped(fault("empty"))
    return found


def may_be_left(name: str) -> bool:
    """Whether a file in an archive has a name of those that systems leave there."""
    return _LITTER.search(name) is not None


def is_left(name: str, head: bytes) -> bool:
    """Whether it is one: by its name and how it begins. Whatever else bears such a name is kept like any other."""
    return may_be_left(name) and (not head or head.startswith(_LEFT))


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _FREE + entry.compress_size * _RATIO


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, at_most: int = MAX_UNPACKED) -> bytes:
    """A file in an archive, or its first bytes. Raises ``Stopped``."""
    try:
        with archive.open(entry) as stream:
            data = stream.read(min(entry.file_size + 1, at_most))
    except _BROKEN as broken:
        raise Stopped(fault("unreadable")) from broken
    if len(data) > entry.file_size:
        raise Stopped(fault("inflates"))
    return data


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name of a member; archives made by older programs here write it in GBK and do not say so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename

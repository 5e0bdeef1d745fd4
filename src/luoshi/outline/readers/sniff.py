"""What a file is, told by its content."""

from __future__ import annotations

import re

from luoshi.outline.readers.notes import refuse

_PICTURES = (
    b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*", b"8BPS", b"\x00\x00\x01\x00",
)  # fmt: skip
_OTHERS = (
    (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "gzip"), (b"MZ", "exe"), (b"\x7fELF", "ELF"),
    (b"SQLite format 3\x00", "SQLite"), (b"ID3", "mp3"), (b"%!PS", "PostScript"),
)  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?"
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|tbody|span|article|section|main|h[1-6]|center|font|link"
    r"|style|script|br|ol|ul)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKUP = re.compile(r"</(?:p|div|td|li|span|h[1-6])\s*>|<br\s*/?>", re.IGNORECASE)
ENDINGS = {
    "txt": ("txt", "md", "markdown", "text", "csv", "tsv", "log"),
    "docx": ("docx", "docm", "dotx", "wps"),
    "pdf": ("pdf",),
    "ofd": ("ofd",),
    "html": ("html", "htm", "xhtml", "shtml"),
    "xlsx": ("xlsx", "xlsm", "xls", "et", "xltx"),
    "doc": ("doc", "dot", "wps", "rtf"),
}


def kind_of(data: bytes, name: str) -> str:
    """``zip``, ``ole``, ``rtf``, ``pdf``, ``html`` or ``txt``; raises ``UnreadableFile`` for what is none of these."""
    if not data:
        raise refuse("file-empty")
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return "zip"
    if data.startswith(OLE):
        return "ole"
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    if b"%PDF-" in data[:1024] and not _HTML.match(text_head(data)):
        return "pdf"
    _refuse_what_is_no_text(data)
    return "html" if _is_html(text_head(data), name) else "txt"


def text_head(data: bytes) -> str:
    """The beginning of a file as text, good enough to look for tags in."""
    head = data[:8192]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8-sig", "replace")


def _is_html(head: str, name: str) -> bool:
    if _HTML.match(_COMMENT.sub("", head)):
        return True
    return name.lower().endswith((".html", ".htm")) and _MARKUP.search(head) is not None


def _refuse_what_is_no_text(data: bytes) -> None:
    if data[4:12] in (b"ftypheic", b"ftypavif", b"ftypmif1") or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        raise refuse("file-picture")
    if data.startswith(_PICTURES) and (data[:2] != b"BM" or b"\x00" in data[:64]):
        raise refuse("file-picture")
    for magic, word in _OTHERS:
        if data.startswith(magic) and b"\x00" in data[:4096]:
            raise refuse("file-kind", format=word)
    if b"\x00" in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise refuse("file-binary")


def fits(kind: str, name: str) -> bool:
    """Whether a file's ending goes with what the file is; a name without an ending goes with everything."""
    _stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 8 or not (ending.isascii() and ending.isalnum()):
        return True
    return ending.lower() in ENDINGS.get(kind, ())

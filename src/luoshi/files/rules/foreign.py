"""Parts of an office file that are none of its own XML: pages and letters that it takes in (``altChunk``), what
programs leave in it. Words are read; pictures, fonts and settings of printers pass; of everything else it is said that
it is unknown."""

from __future__ import annotations

import re
from contextlib import suppress
from email import message_from_bytes
from email.message import Message

from luoshi.files.rules.texts import Content, Line, content_of_text
from luoshi.kernel.errors import UnreadableFile
from luoshi.kernel.phrases import Phrase
from luoshi.outline.readers import html, plaintext

_PICTURES = (
    b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"II\xbc", b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0",
    b"\x02\0\x09\0", b"\0\0\x01\0", b"\0\0\0\x0cjP  ", b"\x97JB2",
)  # fmt: skip
_PACKED_PICTURE = re.compile(r"\.(?:emz|wmz|svgz)$", re.IGNORECASE)
_SILENT = re.compile(r"(?:^|/)fonts/|\.(?:jb2|odttf|fntdata|ttf|otf|ttc)$|printerSettings[^/]*$", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
_LETTER = re.compile(rb"\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Content-Type):", re.IGNORECASE)
_TAG = re.compile(r"\s*<[!?A-Za-z]")


def is_silent(name: str, data: bytes) -> bool:
    """Whether a part holds no words: nothing at all, a picture, a font, the settings of a printer."""
    if not data or (_text_of(data) is None and (_is_picture(data) or _SILENT.search(name) is not None)):
        return True
    return data[:2] == b"\x1f\x8b" and _PACKED_PICTURE.search(name) is not None


def _is_picture(data: bytes) -> bool:
    enhanced = data[:4] == b"\x01\0\0\0" and data[40:44] == b" EMF"
    newer = data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"avif", b"mif1")
    return data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or enhanced or newer


def words_of(data: bytes, place: Phrase) -> tuple[Content, bool] | None:
    """What a part says, every line with the same place, and whether all of it could be read; None where it is no text.

    A page is read as it is seen and, once more, as it is written, for what stands in its tags.
    """
    text = _text_of(data)
    if text is None:
        return None
    content, whole = Content(), True
    if _LETTER.match(data):
        for said in message_from_bytes(data).walk():
            whole = _add_piece(content, said) and whole
    else:
        _add(content, data, text)
    content.lines = [_placed(line, place) for line in content.lines]
    return content, whole and not _is_rich(text)


def _placed(line: Line, place: Phrase) -> Line:
    return Line(line.text, place, labels=line.labels, top=line.top, shown=line.shown)


def _add_piece(content: Content, said: Message) -> bool:
    """Add a piece of a letter; gives whether it could be read."""
    if said.is_multipart():
        return True
    data = said.get_payload(decode=True)
    if not isinstance(data, bytes) or is_silent(said.get_filename() or "", data):
        return True
    charset = said.get_content_charset() or ""
    if charset.replace("-", "").lower() in ("utf16", "utf16le", "utf16be"):
        data = data.decode(charset, "replace").encode()
    text = _text_of(data)
    if text is not None:
        _add(content, data, text)
    return text is not None


def _add(content: Content, data: bytes, text: str) -> None:
    if _is_rich(text):
        _join(content, _plain_of(text))
    elif _TAG.match(text):
        with suppress(UnreadableFile):  # as it is written, then
            _join(content, html.read(data).text)
        _join(content, text, shown=False)
    else:
        _join(content, text)


def _join(content: Content, text: str, *, shown: bool = True) -> None:
    """Add a text with its tables; the places in them are counted on."""
    more, at = content_of_text(text), len(content.lines)
    content.lines += more.lines if shown else [Line(line.text, line.place, shown=False) for line in more.lines]
    content.wrapped += [(first + at, last + at) for first, last in more.wrapped]
    if shown:
        content.tables += [
            [[tuple((number + at, *span) for number, *span in cell) for cell in row] for row in table]  # type: ignore[misc]
            for table in more.tables
        ]


def _text_of(data: bytes) -> str | None:
    """The text that bytes are, also in UTF-16 that does not say so; None where they are none."""
    try:
        return plaintext.decode(data)[0]
    except UnreadableFile:
        pass
    head = data[:4096]
    for encoding, figures in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(data) % 2 == 0 and figures.count(0) > len(figures) // 4:
            try:
                text = data.decode(encoding).rstrip("\0")
            except UnicodeDecodeError:
                continue
            if not _CONTROLS.search(text):
                return text
    return None


# --- rich text --------------------------------------------------------------------------------------------------------

_RICH = re.compile(
    r"\\u(?P<code>-?\d+) ?(?:\\'[0-9a-fA-F]{2}|\?)?|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<end>par|line|row|sect)\b ?"
    r"|\\(?P<tab>tab|cell)\b ?|\\\n?[a-z]+-?\d* ?|\\\*|\\(?P<sign>[{}\\~_-])|[{}\r\n]"
)


def _is_rich(text: str) -> bool:
    return text.lstrip().startswith("{\\rtf")


def _plain_of(text: str) -> str:
    """The words of a rich text, roughly: with what its tables of fonts and styles say."""
    return _RICH.sub(_meant, text)


def _meant(match: re.Match[str]) -> str:
    if match["code"]:
        return chr(int(match["code"]) % 0x10000)
    if match["bytes"]:
        return bytes.fromhex(match["bytes"].replace("\\'", "")).decode("gb18030", "replace")
    if match["end"]:
        return "\n"
    if match["tab"]:
        return "\t"
    return {"~": " ", "_": "-", "-": ""}.get(match["sign"] or "-", match["sign"] or "")

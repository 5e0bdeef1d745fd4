"""A web page as its source."""

from __future__ import annotations

import re

from lxml import etree

from luoshi.outline.model import Diagnostic, Source
from luoshi.outline.readers.draft import Draft
from luoshi.outline.readers.html.flow import Flow
from luoshi.outline.readers.html.tables import grid
from luoshi.outline.readers.notes import MAX_CHARACTERS, refuse, too_long
from luoshi.outline.readers.plaintext import decode

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb")
MAX_TAGS = 1_000_000


def read(data: bytes) -> Source:
    """Bytes of a page → its source. Raises ``UnreadableFile``."""
    text, diagnostics = _decode(data)
    if len(text) > 4 * MAX_CHARACTERS or text.count("<") + text.count("=") > MAX_TAGS:
        raise too_long()
    # "huge" lifts limits beyond which the parser would drop text without a word; ours are above
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise refuse("file-no-text", format="html")
    draft = Draft()
    draft.add(diagnostics)
    _write(root, draft)
    return draft.finish("html")


def _write(root: etree._Element, draft: Draft) -> None:
    flow = Flow()
    repeated = 0
    for piece in flow.pieces(root):
        if isinstance(piece, etree._Element):
            repeated += draft.table(grid(piece, flow))
        else:
            draft.paragraph(piece.text, level=piece.level, bold=piece.bold, centred=piece.centred)
    for code, count in (("hidden-text", flow.hidden), ("repeated-header", repeated)):
        if count:
            draft.say(code, count=count)


def _decode(data: bytes) -> tuple[str, list[Diagnostic]]:
    """The text of a page: by mark of byte order, by what it says of itself, else as a plain text."""
    said = _CHARSET.search(data[:4096])
    if said and data[:2] not in _MARKS:
        name = said[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if name.startswith("gb") else name), []
        except (LookupError, ValueError):
            pass  # it says what it is not: look ourselves
    return decode(data)

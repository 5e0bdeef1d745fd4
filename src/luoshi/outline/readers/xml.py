"""XML that came from outside, parsed so that it can do no harm."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from luoshi.outline.readers.notes import refuse, too_long

MAX_MARKS = 1_000_000  # tags and attributes; a document of 200 pages has about 100,000
_CHINESE = re.compile(rb'\s*<\?xml[^>]{0,100}encoding\s*=\s*["\']gb', re.IGNORECASE)
_TYPE: Final = b"<!DOCTYPE"


def parse(data: bytes, kind: str) -> etree._Element:
    """The root of a part of a package. ``kind`` is the file's, for the sentence of an error.

    Office formats are UTF-8 or UTF-16 and define no entities; a part that does is refused with ``file-entities``,
    one that is not well-formed or nested deeper than 256 with ``file-damaged``, one too rich with ``text-too-long``.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    elif _CHINESE.match(data):
        data = data.decode("gb18030", "replace").encode("utf-8", "replace")
    if _TYPE in data:
        raise refuse("file-entities")
    if data.count(b"<") + data.count(b"=") > MAX_MARKS:
        raise too_long()
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise refuse("file-damaged", format=kind) from broken

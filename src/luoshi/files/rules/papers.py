"""Papers of which the words are kept and the file is not: plans, and tables that are brought in. They are looked at by
the rules of every upload, and refused whole: nothing of them waits in quarantine until it is masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from luoshi.files.rules.identifiers import KIND_WORDS, Kind
from luoshi.files.rules.kinds import Fault
from luoshi.files.rules.parts import Parts
from luoshi.files.rules.scanning import Finding, Found, scan
from luoshi.files.rules.screening import Screening, marks_in, screen, with_name
from luoshi.files.rules.texts import Content, Where, content_of_text, line_place, row_place
from luoshi.files.rules.wordfiles import heads
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.outline.readers import zips

TOLD = 5
_BEFORE = re.compile(r"[^\d\t]{0,10}$")


def require_clean_paper(content: bytes, name: str, text: str, where: Where = line_place) -> None:
    """Raise ``Invalid`` where a paper may not be kept: ``classified`` for a mark in its position, ``personal-data`` for
    numbers and lists of private persons in its words or in the name of its file.

    ``text`` is what would be kept of ``content``, and ``where`` gives the place of each of its lines.
    """
    read = require_unmarked(content, name, text, where)
    named = with_name(Screening(), name).findings
    said = [*(_said(one, one.shown) for one in named), *(_said_of(one, read) for one in scan(read))]
    if said:
        raise Invalid(
            "personal-data",
            _("Nothing of this file is kept, for it holds {what}."),
            _("Take it out and upload the file again."),
            what=_row(said),
        )


def require_unmarked(content: bytes, name: str, text: str, where: Where = line_place) -> Content:
    """Raise ``Invalid`` (``classified``) alone; gives the words as the scan has them."""
    read = content_of_text(text, where=where)
    for fault in (*marks_in(read), *_marks_of_heads(content, name)):
        raise Invalid(fault.code, fault.reason.message, fault.advice.message, **fault.reason.params)
    return read


def of_rows(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[str, Where]:
    """Text and places of a table: rows with the numbers that a spreadsheet shows beside them, and their cells."""
    numbers = [number for number, _cells in rows] or [1]
    text = "\n".join("\t".join(" ".join(cell.split()) for cell in cells) for _number, cells in rows)
    return text, lambda line: row_place(numbers[line - 1])


def _marks_of_heads(content: bytes, name: str) -> Iterable[Fault]:
    """What the readers leave out of a document or a workbook: the heads of its pages, other sheets."""
    if not content.startswith(b"PK"):
        return ()
    kind = zips.kind_of(content)
    if kind == "docx":
        return marks_in(heads(Parts(content, kind)))
    looked = screen(content, name).faults if kind == "xlsx" else ()
    return (fault for fault in looked if fault.code == "classified")


def _said_of(found: Found, read: Content) -> Phrase:
    """With the words before a number, by which it is found again."""
    (number, start, _end), _mask = found.masks[0]
    before = _BEFORE.search(read.lines[number].text[:start])
    is_list = found.finding.kind is Kind.RESIDENT_LIST
    return _said(found.finding, found.finding.shown if is_list or not before else before[0] + found.finding.shown)


def _said(finding: Finding, shown: str) -> Phrase:
    words = {"kind": Phrase(KIND_WORDS[finding.kind]), "place": finding.place, "shown": shown}
    return Phrase(_("{kind} ({place}: {shown})"), words)


def _row(said: list[Phrase]) -> Phrase:
    if len(said) > TOLD:
        said = [*said[:TOLD], Phrase(_("and {count} more"), {"count": len(said) - TOLD})]
    row = said[-1]
    for one in reversed(said[:-1]):
        row = Phrase(_("{first}; {rest}"), {"first": one, "rest": row})
    return row

"""A paper's tables as comma-separated values that a spreadsheet opens without questions."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from luoshi.render.model import Paper, Table

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as the local code page
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(paper: Paper) -> bytes:
    """UTF-8 with a byte-order mark, CRLF line ends, merged cells repeated in every row.

    Where a table has titled sections, the title is the first column. A text that a spreadsheet would run as a formula
    gets a ``'`` before it. Title, lines and remarks are left out: a CSV is for machines.
    """
    out = StringIO(newline="")
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    for number, table in enumerate(paper.tables):
        writer.writerows([[]] if number else [])
        writer.writerows(_rows(table))
    return out.getvalue().encode("utf-8")


def _rows(table: Table) -> Iterator[list[str]]:
    titled = any(section.title for section in table.sections)
    heading = [column.heading for column in table.columns]
    yield [table.caption, *heading] if titled else heading
    for section in table.sections:
        for texts in table.spread(section):
            safe = [_harmless(text) for text in texts]
            yield [section.title, *safe] if titled else safe


def _harmless(text: str) -> str:
    return "'" + text if text.startswith(FORMULA_STARTS) else text

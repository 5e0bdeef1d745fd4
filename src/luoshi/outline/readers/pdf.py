"""PDFs: their pages are read by pdfium in a child process and set together here."""

from __future__ import annotations

from typing import Any

from luoshi.outline.model import Source
from luoshi.outline.readers.apart import ask
from luoshi.outline.readers.draft import Draft
from luoshi.outline.readers.notes import refuse
from luoshi.outline.readers.paper.glyphs import Line
from luoshi.outline.readers.paper.reading import Sheet, write
from luoshi.outline.readers.paper.ruled import Box, Ruled


def read(data: bytes) -> Source:
    """Bytes of a PDF → its source. Raises ``UnreadableFile``; ``file-scanned`` where there is no text on the pages."""
    draft = Draft()
    write(sheets(data), draft)
    if draft.empty:
        raise refuse("file-scanned", format="pdf")
    return draft.finish("pdf")


def sheets(data: bytes) -> list[Sheet]:
    """The pages of a PDF, one by one. Raises ``UnreadableFile``."""
    return [_sheet(said) for said in ask("pdf", data, "pdf")]


def told(sheet: Sheet) -> dict[str, Any]:
    """A sheet as plain data, for the way out of the child."""
    return {
        "size": [sheet.width, sheet.height],
        "lines": [list(line) for line in sheet.lines],
        "tables": [_told_table(table) for table in sheet.tables],
        "aside": list(sheet.aside),
        "holds_files": sheet.holds_files,
    }


def _told_table(table: Ruled) -> dict[str, Any]:
    boxes = list(dict.fromkeys(box for row in table.rows for box in row))
    places = {box: at for at, box in enumerate(boxes)}
    return {
        "place": [table.top, table.bottom],
        "columns": table.columns,
        "boxes": [[box.x0, box.x1, box.text, box.full] for box in boxes],
        "rows": [[places[box] for box in row] for row in table.rows],
    }


def _sheet(said: dict[str, Any]) -> Sheet:
    width, height = said["size"]
    lines = [Line(*line) for line in said["lines"]]
    tables = [_table(table) for table in said["tables"]]
    return Sheet(width, height, lines, tables, tuple(said["aside"]), said["holds_files"])


def _table(said: dict[str, Any]) -> Ruled:
    boxes = [Box(x0, x1, [], text, full) for x0, x1, text, full in said["boxes"]]
    top, bottom = said["place"]
    return Ruled(top, bottom, said["columns"], [[boxes[at] for at in row] for row in said["rows"]])

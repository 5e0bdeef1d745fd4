"""The heat map of a subject: its rows by its rounds."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import get_language, gettext

from luoshi.assessment.queries.subjects import Cell, SubjectSheet
from luoshi.render.charts.heatmap import HeatCell, HeatMap, HeatRow, HeatTable, HeatWords, chart


def heat(sheet: SubjectSheet) -> HeatTable:
    """The marked rows that the page shows, as shares of their points."""
    rows = [
        HeatRow(
            line.code,
            line.title,
            tuple(_cell(cell) for cell in line.cells),
            reverse("assessment-row", args=[sheet.id, line.row_id]),
        )
        for line in sheet.lines
        if line.leaf
    ]
    words = HeatWords(
        gettext("How much of its points each row got"), gettext("Row of the table"), gettext("not marked")
    )
    return chart(HeatMap(tuple(head.name for head in sheet.heads), rows, words))


def _cell(cell: Cell) -> HeatCell:
    language = get_language() or ""
    reason = " · ".join(part for part in (cell.why.words(language) if cell.why else "", cell.reason) if part)
    return HeatCell(cell.share, cell.said.words(language) if cell.said else "", reason)

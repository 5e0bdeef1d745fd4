"""The sheets of a workbook, xlsx or xls. Only ever run in the child process of ``apart``: a workbook of two cells far
apart makes its parser ask for all the memory between them."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import python_calamine

from luoshi.outline.readers.notes import refuse, too_long

_MAX_PLACES = 2_000_000


def answer(data: bytes) -> list[dict[str, Any]]:
    """Every sheet as plain data: ``name``, ``hidden``, ``rows`` of texts, ``merged`` as (top, left, bottom, right), and
    ``top``, the number of empty rows above the first.

    Rows and merged ranges count from the first cell that holds something. Raises ``file-encrypted``, ``text-too-long``.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError:
        raise refuse("file-encrypted") from None
    try:
        return [
            _sheet(book, told) for told in book.sheets_metadata if told.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    finally:
        book.close()


def _sheet(book: Any, told: Any) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(told.name)
    if sheet.height * sheet.width > _MAX_PLACES:
        raise too_long()
    top, left = sheet.start or (0, 0)
    merged = [
        [a[0] - top, a[1] - left, b[0] - top, b[1] - left]
        for a, b in (sheet.merged_cell_ranges or [])
        if a[0] >= top and a[1] >= left
    ]
    return {
        "name": told.name,
        "hidden": told.visible != python_calamine.SheetVisibleEnum.Visible,
        "rows": [[_shown(value) for value in row] for row in sheet.to_python(skip_empty_area=True)],
        "merged": merged,
        "top": top,
    }


def _shown(value: object) -> str:
    """A value as a person sees it: 3 and not 3.0, a day as 2022年12月31日."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, dt.datetime):
        day = _day(value)
        return day if value.time() == dt.time() else f"{day} {value:%H:%M}"
    if isinstance(value, dt.date):
        return _day(value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return str(value)


def _day(value: dt.date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"

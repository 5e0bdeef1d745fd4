"""任务分解表 of a programme, in the columns in which it comes back: one commitment a row, one sentence a line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from luoshi.programme.rules.tables import HEADINGS, Standing
from luoshi.render.model import Align, Cell, Column, Paper, Row, Section, Table

# code -> millimetres of a sheet of 261
WIDTHS = {
    "order": 10, "area": 22, "title": 30, "text": 74, "lead": 20, "responsible": 32, "support": 22, "due": 20,
    "rhythm": 14, "phase": 16, "remark": 14, "id": 9,
}  # fmt: skip
CENTRED = frozenset({"order", "due", "rhythm", "id"})


def programme_table(title: str, lines: Iterable[Standing], day: date) -> Paper:
    """The table. 编号 tells a row apart whatever is changed in it; 备注 is the editor's own and is not read."""
    lines = list(lines)
    codes = [code for code in WIDTHS if code != "area" or any(line.cells["area"] for line in lines)]
    columns = tuple(
        Column(HEADINGS[code][0], WIDTHS[code], Align.CENTRE if code in CENTRED else Align.LEFT) for code in codes
    )
    rows: tuple[Row, ...] = tuple(
        tuple(Cell(_said(line, code, number)) for code in codes) for number, line in enumerate(lines, start=1)
    )
    return Paper(
        title=f"{title}任务分解表",
        tables=(Table(columns, (Section("", rows),)),),
        remarks=("编号由系统生成，请勿改动；新增任务请将编号留空。一行一项任务，工作内容一句一行。",),
        dated=datetime(day.year, day.month, day.day),
    )


def _said(line: Standing, code: str, number: int) -> str:
    if code == "order":
        return str(number)
    return str(line.id) if code == "id" else line.cells.get(code, "")

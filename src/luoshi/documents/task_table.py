"""任务分解表: who owes what by when, in the columns that offices share.

序号 · 工作领域 · 目标任务 · 工作内容 · 牵头单位 · 责任单位 · 配合单位 · 完成时限 · 目标数量 · 原文位置. The columns
分值 and 评分标准 that some offices add come from an assessment; they are never made up here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from luoshi.render.model import Align, Cell, Column, Paper, Row, Section, Table


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work: a row. ``deadline`` and ``quantity`` are this row's own, empty where it has none."""

    text: str
    deadline: str = ""
    quantity: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered task. ``deadline`` and ``quantity`` hold for all its works; neighbours of one area share a cell."""

    area: str
    title: str
    works: tuple[Work, ...]
    leads: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    deadline: str = ""
    quantity: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Entries under one line of the table (重点任务、阶段任务、保障措施)."""

    title: str
    entries: tuple[Entry, ...]


# heading, millimetres of a sheet of 261, alignment
NUMBER = Column("序号", 11, Align.CENTRE)
AREA = Column("工作领域", 25)
TITLE = Column("目标任务", 31)
AREA_OR_TITLE = Column("工作领域/目标任务", 40)  # where no entry has both
WORK = Column("工作内容", 80)
LEAD = Column("牵头单位", 24)
RESPONSIBLE = Column("责任单位", 38)
SUPPORTING = Column("配合单位", 26)
DEADLINE = Column("完成时限", 26, Align.CENTRE)
QUANTITY = Column("目标数量", 24)
PLACE = Column("原文位置", 24, Align.CENTRE)
EMPTY_WIDTH = 20.0  # a column in which nothing stands yet: room for the heading and for a pen
SEPARATOR = "、"


def compose(
    title: str, parts: Sequence[Part], *, lines: Sequence[str] = (), remarks: Sequence[str] = (), dated: datetime
) -> Paper:
    """The paper. Parts without entries are left out; a lone part has no line of its own.

    工作领域 and 目标任务 are one column unless an entry has both; a part in which entries have only one of the two lets
    it take the room of both.
    """
    filled = [part for part in parts if part.entries]
    entries = [entry for part in filled for entry in part.entries]
    columns = _columns(entries)
    numbers = iter(range(1, len(entries) + 1))
    sections = tuple(
        Section(part.title if len(filled) > 1 else "", tuple(_rows(part.entries, columns, numbers))) for part in filled
    )
    table = Table(tuple(_narrowed(column, index, sections) for index, column in enumerate(columns)), sections)
    return Paper(title=title, tables=(table,), lines=tuple(lines), remarks=tuple(remarks), dated=dated)


def _columns(entries: Sequence[Entry]) -> list[Column]:
    named = [AREA, TITLE] if any(entry.area and entry.title for entry in entries) else [AREA_OR_TITLE]
    if not any(entry.area or entry.title for entry in entries):
        named = []
    return [NUMBER, *named, WORK, LEAD, RESPONSIBLE, SUPPORTING, DEADLINE, QUANTITY, PLACE]


def _narrowed(column: Column, index: int, sections: Sequence[Section]) -> Column:
    used = any(cell and cell.text for section in sections for row in section.rows if (cell := row[index]))
    return column if used else Column(column.heading, min(column.width, EMPTY_WIDTH), column.align)


def _rows(entries: Sequence[Entry], columns: Sequence[Column], numbers: Iterator[int]) -> Iterator[Row]:
    both = any(entry.area and entry.title for entry in entries)
    for area, neighbours in groupby(entries, key=lambda entry: entry.area):
        group = list(neighbours)
        height = sum(len(entry.works) for entry in group)
        over: Cell | None = Cell(area, rows=height)
        for entry in group:
            for row in _entry_rows(entry, next(numbers)):
                title = row[TITLE.heading]
                named = over if area or both else title
                row[AREA_OR_TITLE.heading] = row[AREA.heading] = named
                if not both and AREA in columns:  # the one name goes on through the column of the other
                    row[AREA.heading], row[TITLE.heading] = named and replace(named, columns=2), None
                over = None
                yield tuple(row[column.heading] for column in columns)


def _entry_rows(entry: Entry, number: int) -> Iterator[dict[str, Cell | None]]:
    """The cells of each work by column heading; what holds for the whole entry is one cell beside all of them."""
    height = len(entry.works)
    once = {
        NUMBER.heading: str(number),
        TITLE.heading: entry.title,
        LEAD.heading: SEPARATOR.join(entry.leads),
        RESPONSIBLE.heading: SEPARATOR.join(entry.responsible),
        SUPPORTING.heading: SEPARATOR.join(entry.supporting),
        PLACE.heading: entry.place,
    }
    if not any(work.deadline for work in entry.works):
        once[DEADLINE.heading] = entry.deadline
    if not any(work.quantity for work in entry.works):
        once[QUANTITY.heading] = entry.quantity
    for index, work in enumerate(entry.works):
        own = {
            WORK.heading: Cell(work.text),
            DEADLINE.heading: Cell(work.deadline or entry.deadline),
            QUANTITY.heading: Cell(work.quantity),
        }
        yield {**own, **{key: None if index else Cell(text, rows=height) for key, text in once.items()}}

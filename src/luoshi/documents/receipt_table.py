"""签收情况表: who received an issue on which day, and who is to be reminded.

序号 · 单位 · 事项数 · 签收日期 · 联系人 · 办公电话.
"""

from __future__ import annotations

from datetime import date, datetime, time

from luoshi.programme.queries.issuing import IssueLine, ReceiptLine, Receipts
from luoshi.render.model import Align, Cell, Column, Orientation, Paper, Section, Table

COLUMNS = (
    Column("序号", 11, Align.CENTRE),
    Column("单位", 42),
    Column("事项数", 14, Align.CENTRE),
    Column("签收日期", 38, Align.CENTRE),
    Column("联系人", 34),
    Column("办公电话", 32),
)


def receipt_table(found: Receipts) -> Paper:
    """The paper: one part for each issue, those that have not received it first."""
    sections = tuple(
        Section(_issue(line) if len(found.issues) > 1 else "", tuple(_rows(line))) for line in found.issues
    )
    dated = found.issues[0].issued_on if found.issues else date(2000, 1, 1)
    return Paper(
        title=f"《{found.programme.title}》签收情况表",
        tables=(Table(COLUMNS, sections),),
        lines=tuple(f"（{_issue(line)}）" for line in found.issues[:1]),
        orientation=Orientation.PORTRAIT,
        dated=datetime.combine(dated, time()),
    )


def _issue(line: IssueLine) -> str:
    return (
        f"第{line.number}次下发，{_day(line.issued_on)}：{len(line.lines)}个单位，"
        f"已签收{len(line.received)}个，未签收{len(line.waiting)}个"
    )


def _rows(line: IssueLine) -> list[tuple[Cell, ...]]:
    return [tuple(Cell(text) for text in _texts(number, row)) for number, row in enumerate(line.lines, start=1)]


def _texts(number: int, row: ReceiptLine) -> tuple[str, ...]:
    people = [" ".join(filter(None, (person.name, person.post))) for person in row.contacts]
    return (
        str(number),
        row.name,
        str(row.obligations),
        _day(row.received_on) if row.received_on else "未签收",
        "\n".join(people),
        "\n".join(person.contact for person in row.contacts if person.contact),
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

"""单位名录 and 账号名册: the tables of bodies and of accounts, in the columns in which they come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from luoshi.kernel.wording import translate
from luoshi.render.model import Align, Cell, Column, Orientation, Paper, Row, Section, Table
from luoshi.tenancy.rules import ROLE_WORDS
from luoshi.units.queries import AccountLine
from luoshi.units.rules import kind_word
from luoshi.units.rules.account_rows import HEADINGS as ACCOUNT_HEADINGS
from luoshi.units.rules.unit_rows import HEADINGS as UNIT_HEADINGS
from luoshi.units.rules.unit_rows import Body

UNIT_WIDTHS = {
    "id": 14, "name": 52, "kind": 26, "parent": 40, "aliases": 46, "groups": 34, "order": 12, "valid_from": 24,
    "valid_to": 24,
}  # fmt: skip
ACCOUNT_WIDTHS = {"sign_in_name": 40, "name": 36, "unit": 60, "post": 36, "contact": 40, "roles": 40}
SEPARATOR = "、"


def unit_table(bodies: Iterable[Body], day: date) -> Paper:
    """The bodies of a day, one a row; 编号 tells a body apart whose name is changed in the table."""
    rows = [
        (
            str(body.id),
            body.name,
            kind_word(body.kind),
            body.parent,
            SEPARATOR.join(body.aliases),
            SEPARATOR.join(body.groups),
            str(body.order),
            _iso(body.valid_from),
            _iso(body.valid_to),
        )
        for body in bodies
    ]
    return _paper("单位名录", [(UNIT_HEADINGS[code][0], width) for code, width in UNIT_WIDTHS.items()], rows, day)


def account_table(accounts: Iterable[AccountLine], day: date) -> Paper:
    """The accounts that may sign in, a row for each body that one works for; no passwords."""
    rows = []
    for line in accounts:
        by_unit: dict[str, list[str]] = {}
        for held in line.held:
            by_unit.setdefault(held.unit_name, []).append(translate(ROLE_WORDS[held.role]))
        for unit, roles in by_unit.items():
            rows.append((line.sign_in_name, line.name, unit, line.post, line.contact, SEPARATOR.join(roles)))
    return _paper("账号名册", [(ACCOUNT_HEADINGS[code][0], width) for code, width in ACCOUNT_WIDTHS.items()], rows, day)


def _paper(title: str, heads: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]], day: date) -> Paper:
    columns = tuple(Column(heading, width, Align.LEFT) for heading, width in heads)
    cells: tuple[Row, ...] = tuple(tuple(Cell(text) for text in row) for row in rows)
    return Paper(
        title=title,
        tables=(Table(columns, (Section("", cells),)),),
        orientation=Orientation.LANDSCAPE,
        dated=datetime(day.year, day.month, day.day),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""

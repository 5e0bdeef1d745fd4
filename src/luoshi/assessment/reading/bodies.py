"""Parts of a table for one body each: 个性指标60分, and under it 31 offices with 60 points of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from luoshi.assessment.reading.folding import folded
from luoshi.assessment.rules.framework import Row, RowKind
from luoshi.assessment.rules.lint.sums import known
from luoshi.assessment.rules.lint.words import outside_kind

HUNDRED = Decimal(100)
FEWEST = 3  # bodies that make parts of their own where only a column of offices tells them apart
TITLE = "分单位指标"
_END = (
    "局|委|办|部|院|署|会|站|中心|厅|室|社|队|公司|所|机关|台|联|校|学|行|乡|镇|街道|处|场|馆|政府|集团|银行"
    "|工会|团县委|部门|单位|村|社区"
)
_NAME = rf"[\u4e00-\u9fff]{{1,16}}?(?:{_END})"
_BODY = re.compile(
    rf"(?:[（(]?[一二三四五六七八九十\d]{{1,3}}[）)、.．]\s*)?"
    rf"(?P<name>{_NAME}(?:（[\u4e00-\u9fff]{{1,16}}）)?(?:[、，/和及]{_NAME})*)(?=$|：|（|\s)"
)
_ALL = re.compile(r"^(?:各|全县|全市|全区|所有|有关|相关|其他|每)")
Coded = Callable[[str], str]


@dataclass(slots=True)
class Blocks:
    """Neighbours that are parts for one body each, by the bodies' names, and the points that most of them have."""

    members: dict[str, list[Row]]
    points: Decimal


def with_bodies(rows: Sequence[Row], total: Decimal | None, coded: Coded) -> tuple[Row, ...]:
    """The rows of a table with their parts for one body each told apart. ``coded`` gives a title a code of its own."""
    inner = tuple(_inside(row, total, coded) for row in rows)
    first = next((at for at, row in enumerate(inner) if _named(row)), len(inner))
    last = next((at for at in range(first, len(inner)) if not _named(inner[at])), len(inner))
    run = inner[first:last]
    if any(row.one_of for row in inner) or len(run) < FEWEST or (blocks := _blocks(run)) is None:
        return inner
    others = known(row for row in (*inner[:first], *inner[last:]) if _counts(row))
    if others is None or others + blocks.points != (total or HUNDRED):
        return inner
    node = Row(coded(TITLE), TITLE, blocks.points, children=_parts(blocks, coded), one_of=True)
    return (*inner[:first], node, *inner[last:])


def _inside(row: Row, total: Decimal | None, coded: Coded) -> Row:
    if not row.children or row.kind is not RowKind.BASE:
        return row
    blocks = _blocks(row.children)
    if blocks is not None and _is_one_of(row, blocks, total):
        return replace(row, points=blocks.points, children=_parts(blocks, coded), one_of=True)
    return replace(row, children=tuple(_inside(child, total, coded) for child in row.children))


def _is_one_of(row: Row, blocks: Blocks, total: Decimal | None) -> bool:
    """Whether the points of the heading are those of one part; where it has none, all together would be too many."""
    together = known(row.children)
    if row.points is not None:
        return blocks.points == row.points != together
    return len(blocks.members) >= FEWEST and together is not None and together > (total or HUNDRED)


def _blocks(rows: Sequence[Row]) -> Blocks | None:
    members: dict[str, list[Row]] = {}
    name = ""
    for row in rows:
        name = _named(row) or _doers(row) or (name if not row.done_by and not row.children else "")
        if not name or not _counts(row):
            return None
        members.setdefault(name, []).append(row)
    titled = all(_named(row) for row in rows)
    if len(members) < (2 if titled else FEWEST):
        return None
    sums = Counter(known(each) for each in members.values())
    points, count = sums.most_common(1)[0]
    return Blocks(members, points) if points is not None and count * 2 > len(members) else None


def _counts(row: Row) -> bool:
    return row.kind is RowKind.BASE and outside_kind(row.title) is None


def _named(row: Row) -> str:
    return body_in(row.title)


def body_in(title: str) -> str:
    """The body that a title names: 县水利局, 县水利局：…; empty where it names none, or all of them."""
    found = _BODY.match(folded(title).strip())
    return found["name"] if found and not _ALL.match(found["name"]) else ""


def _doers(row: Row) -> str:
    if row.children:
        names = {_doers(child) for child in row.children}
        return names.pop() if len(names) == 1 else ""
    name = "、".join(row.done_by)
    return "" if _ALL.match(name) else name


def bodies_of(part: Row) -> tuple[str, ...]:
    """The names of whom a part is for as the table writes them: the name as a whole, then each of several that stand
    in it (县水利局、县水文站). Empty where it names nobody.
    """
    whole = _named(part) or _doers(part)
    if not whole:
        return ()
    return tuple(dict.fromkeys([whole, *(name for name in re.split("[、，/]", whole) if name)]))


def _parts(blocks: Blocks, coded: Coded) -> tuple[Row, ...]:
    parts = []
    for name, rows in blocks.members.items():
        if len(rows) == 1 and rows[0].children:
            parts.append(rows[0])
        else:
            parts.append(Row(coded(name), name, children=tuple(rows)))
    return tuple(parts)
